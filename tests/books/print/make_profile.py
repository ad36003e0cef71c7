#!/usr/bin/env python3
"""Writes press.icc: an ICC profile (ICC.1:2001-04, version 2) of a made-up press, from a plain model of four inks.

The sixteen overprints of full inks are mixed by the shares of paper that each covers (Neugebauer, with Demichel's shares
and Yule-Nielsen's n of 2); the way back is sought for every node of the table, black as late as can be."""
import itertools, struct

WHITE = (0.9642, 1.0, 0.8249)  # D50, as the profile connection space has it
# Reflectance of paper under each full ink, in three broad bands: long, middle and short waves. Black is not quite black.
INKS = [(0.04, 0.40, 0.78), (0.70, 0.03, 0.32), (0.92, 0.82, 0.06), (0.02, 0.02, 0.02)]
# XYZ of light in each band, columns of the bands; rows sum to the white point.
TO_XYZ = [[0.62, 0.24, 0.1042], [0.32, 0.63, 0.05], [0.005, 0.0399, 0.78]]
N = 2.0

def bands(inks):
    total = [0.0] * 3
    for on in itertools.product((0, 1), repeat=4):
        share = 1.0
        for ink, lit in zip(inks, on):
            share *= ink if lit else 1 - ink
        if share:
            for band in range(3):
                solid = 1.0
                for which, lit in enumerate(on):
                    if lit:
                        solid *= INKS[which][band]
                total[band] += share * solid ** (1 / N)
    return [value ** N for value in total]

def lab(xyz):
    def f(t):
        return t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116
    x, y, z = (f(value / white) for value, white in zip(xyz, WHITE))
    return (116 * y - 16, 500 * (x - y), 200 * (y - z))

def xyz(inks):
    light = bands(inks)
    return [sum(w * b for w, b in zip(row, light)) * white / sum(row) for row, white in zip(TO_XYZ, WHITE)]

def inks_of(wanted):
    """The inks nearest to a colour: hue weighs as lightness does; black is dear, so that it comes in shadows only."""
    if wanted[0] >= 99.9 and wanted[1:] == (0.0, 0.0):
        return (0.0,) * 4
    best, step = [0.0] * 4, 0.25
    def cost(inks):
        got = lab(xyz(inks))
        return sum((a - b) ** 2 for a, b in zip(got, wanted)) + 4 * inks[3] ** 2 + 0.5 * sum(inks[:3])
    least = min((cost(start), start) for start in itertools.product((0, 0.5, 1), repeat=4))
    while step > 0.004:
        moved = False
        for which in range(4):
            for way in (step, -step):
                inks = list(least[1])
                inks[which] = min(1.0, max(0.0, inks[which] + way))
                found = (cost(inks), tuple(inks))
                if found[0] < least[0]:
                    least, moved = found, True
        if not moved:
            step /= 2
    return least[1]

def u16(values):
    return b"".join(struct.pack(">H", min(65535, max(0, round(value)))) for value in values)

def lut16(ins, outs, grid, tables_in, table, tables_out):
    head = b"mft2" + bytes(4) + bytes([ins, outs, grid, 0])
    matrix = b"".join(struct.pack(">i", 65536 if i % 4 == 0 else 0) for i in range(9))
    sizes = struct.pack(">HH", len(tables_in[0]), len(tables_out[0]))
    return head + matrix + sizes + b"".join(map(u16, tables_in)) + u16(table) + b"".join(map(u16, tables_out))

def text(tag, words):
    if tag == "desc":
        said = words.encode() + b"\0"
        return b"desc" + bytes(4) + struct.pack(">I", len(said)) + said + bytes(4 + 4 + 2 + 1 + 67)
    return b"text" + bytes(4) + words.encode() + b"\0"

LINE = [0, 65535]
# L* of 100 is 0xFF00 in tables of 16 bits: the last node but a step of the table stands for it.
LIGHTNESS = [min(65535, i * 65535 / 254) for i in range(256)]
PLAIN = [i * 257 for i in range(256)]

def forth():
    def code(inks):
        l, a, b = lab(xyz(inks))
        return (l * 652.8, (a + 128) * 256, (b + 128) * 256)
    nodes = itertools.product((0, 0.25, 0.5, 0.75, 1), repeat=4)
    return lut16(4, 3, 5, [LINE] * 4, [part for node in nodes for part in code(node)], [LINE] * 3)

def back():
    levels = [i / 6 for i in range(7)]
    nodes = [(100 * l, 256 * a - 128, 256 * b - 128) for l, a, b in itertools.product(levels, repeat=3)]
    table = [ink * 65535 for node in nodes for ink in inks_of(node)]
    return lut16(3, 4, 7, [LIGHTNESS, PLAIN, PLAIN], table, [LINE] * 4)

def profile():
    there, here = forth(), back()
    blocks = [(b"desc", text("desc", "reportc test press")), (b"cprt", text("text", "Public domain")),
              (b"wtpt", b"XYZ " + bytes(4) + struct.pack(">3i", *(round(v * 65536) for v in WHITE))),
              (b"A2B0", there), (b"A2B1", there), (b"A2B2", there), (b"B2A0", here), (b"B2A1", here), (b"B2A2", here),
              (b"gamt", lut16(3, 1, 2, [LINE] * 3, [0] * 8, [LINE]))]
    at, table, body, placed = 128 + 4 + 12 * len(blocks), b"", b"", {}
    for name, block in blocks:
        if block not in placed:
            placed[block] = at + len(body)
            body += block + bytes(-len(block) % 4)
        table += name + struct.pack(">II", placed[block], len(block))
    head = struct.pack(">I4sI4s4s4s6H4s", at + len(body), bytes(4), 0x02400000, b"prtr", b"CMYK", b"Lab ",
                       2020, 1, 1, 0, 0, 0, b"acsp") + bytes(28)
    head += struct.pack(">3i", *(round(v * 65536) for v in WHITE)) + bytes(48)
    assert len(head) == 128, len(head)
    return head + struct.pack(">I", len(blocks)) + table + body

if __name__ == "__main__":
    with open("press.icc", "wb") as file:
        file.write(profile())
    for shown in [(0, 0, 0, 0), (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1), (1, 1, 1, 1)]:
        print(shown, [round(part, 1) for part in lab(xyz(shown))])
