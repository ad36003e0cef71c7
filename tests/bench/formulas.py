#!/usr/bin/env python3
"""Sets the formulas of tests/suite/maths with reportc, with LuaLaTeX + unicode-math and with Typst on the same face, and compares where
each glyph stands: formulas.py [--list] [--of NAME] [--binary FILE]. See README.md, and formulas.txt for what differs and why."""

import argparse
import functools
import html
import itertools
import json
import pathlib
import re
import statistics
import subprocess

from fontTools.pens.boundsPen import BoundsPen  # PyPI's fonttools
from fontTools.ttLib import TTFont

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / "target" / "formulas"
EXPLAINED = pathlib.Path(__file__).with_suffix(".txt")

FACE = TTFont(ROOT / "fonts/libertinus-math/LibertinusMath-Regular.otf")

# How far a glyph may stand from where the other has it, in ems.
NEAR = 0.05
# Ten TeX points, in the big points of PDF, and where each formula begins on its page.
SIZE = 10 * 72 / 72.27
LEFT, BASELINE, WIDTH, HEIGHT = 300, 300, 1200, 600

# Words and code have the faces that reportc has for them, and so have names of functions that of mathematics.
PREAMBLE = r"""\documentclass{article}
\usepackage{amsmath,mathtools,cancel,extarrows}
\usepackage[svgnames,dvipsnames]{xcolor}
\usepackage{mhchem,siunitx,multirow,tensor,booktabs}
\usepackage[mathrm=sym,mathit=sym,mathbf=sym,mathsf=sym,mathtt=sym]{unicode-math}
\setmathfont{LibertinusMath-Regular.otf}[Path=FONTS/libertinus-math/]
\setmainfont{LibertinusSerif-Regular.otf}[Path=FONTS/libertinus-serif/,BoldFont=LibertinusSerif-Bold.otf,
  ItalicFont=LibertinusSerif-Italic.otf,BoldItalicFont=LibertinusSerif-BoldItalic.otf]
\setsansfont{SourceSans3-Regular.ttf}[Path=FONTS/source-sans-3/]
\setmonofont{SourceCodePro-Regular.ttf}[Path=FONTS/source-code-pro/]
\pagestyle{empty}\hfuzz\maxdimen
\AtBeginDocument{\pagewidth=WIDTHbp\pageheight=HEIGHTbp\hoffset=-1in\voffset=-1in}
% Ranges and uncertainties as ours: of several signs, not words or brackets.
\sisetup{range-phrase=\ensuremath{–},range-units=single}
\newcommand\shown{\setbox1\vbox{\kern\dimexpr BASELINEbp-\ht0\relax\hbox{\kern LEFTbp\copy0}}\shipout\box1
  \immediate\write\shipped{\the\count0}}
\newwrite\shipped\immediate\openout\shipped=shipped.txt
"""


def formulas(name):
    """The formulas of the suite, each by its kind and source, once; and the definitions that stand before it."""
    found, definitions = {}, {}
    for file in sorted((ROOT / "tests/suite/maths").glob("*.md")):
        if file.stem == "errors" or (name and file.stem != name):
            continue
        blocks = re.findall(r"^~~~~~\n(.*?)^~~~~~$", file.read_text(), re.S | re.M)
        for block, expected in zip(blocks[::2], blocks[1::2]):
            before = []
            for line in block.splitlines():
                if line.startswith("@ "):
                    if f"{line}\n! " not in expected:
                        before.append(line[2:])
                elif line:
                    kind, source = typed(line)
                    found.setdefault((kind, source), file.stem)
                    definitions[kind, source] = tuple(before)
    return [(kind, source, stem, definitions[kind, source]) for (kind, source), stem in found.items()]


def typed(line):
    if line.startswith("\\[") and line.endswith("\\]"):
        return "D", line[2:-2].strip()
    return ("E", line) if line.startswith("\\begin{") else ("T", line)


def ours(listed, binary):
    """Our glyphs, by formula; None where it is not understood."""
    lines = "".join(f"{kind} {''.join(before)}{source}\n" for kind, source, _, before in listed)
    command = [binary] if binary else ["cargo", "bench", "--quiet", "--bench", "formulas"]
    run = subprocess.run(command, input=lines, cwd=ROOT, capture_output=True, text=True, check=True)
    told = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    assert len(told) == len(listed), f"{len(told)} of {len(listed)} formulas were set"
    glyph = lambda part: (part[1], part[2], part[5], part[6], part[7])
    glyphs = lambda one: [glyph(p) for p in one["parts"] if p[0] == "glyph"]
    return [None if "error" in one else Set(glyphs(one), one["width"]) for one in told]


class Set(list):
    """The glyphs of a formula, each with where it stands, its number, what it shows and its width; and the width of all."""

    def __init__(self, glyphs, width):
        super().__init__(glyphs)
        self.width = width


def lualatex(listed, widths):
    """LuaLaTeX's glyphs, by formula; None where it does not understand it. A formula at which it stops is left out."""
    stopping = set()
    while True:
        found, stopped = lualatex_but(listed, widths, stopping)
        if stopped is None or stopped in stopping:
            return found
        stopping.add(stopped)


def lualatex_but(listed, widths, stopping):
    preamble = PREAMBLE.replace("FONTS", str(ROOT / "fonts")).replace("WIDTH", str(WIDTH)).replace("HEIGHT", str(HEIGHT))
    tex = [preamble.replace("BASELINE", str(BASELINE)).replace("LEFT", str(LEFT))]
    known = (ROOT / "src/maths/built-in.tex").read_text().replace("\\newcommand", "\\providecommand")
    tex += ["\\begin{document}\n", known, DEFINING]
    for index, (kind, source, _, before) in enumerate(listed):
        if index in stopping:
            continue
        display = "" if kind == "T" else "\\csname @displaytrue\\endcsname "
        display += "\\sisetup{separate-uncertainty}" if "+-" in source else ""
        formula = f"{{{display}{for_tex(kind, source, widths[index])}}}"
        tex.append(f"\\immediate\\write-1{{=={index}}}\\count0={index} \\forgotten\\begingroup {' '.join(before)}\\setbox0\\hbox{formula}\\shown\\endgroup\n")
    tex.append("\\end{document}\n")
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / "lua.tex").write_text("".join(tex))
    (WORK / "lua.pdf").unlink(missing_ok=True)
    subprocess.run(["lualatex", "-interaction=nonstopmode", "lua.tex"], cwd=WORK, capture_output=True, timeout=300)
    log = (WORK / "lua.log").read_text(errors="replace")
    if not (WORK / "lua.pdf").exists():
        return [None] * len(listed), max(map(int, re.findall(r"^==(\d+)$", log, re.M)), default=None)
    faulty = faulty_in(log)
    pages = glyphs(WORK / "lua.pdf", LEFT, BASELINE, SIZE)
    shipped = map(int, (WORK / "shipped.txt").read_text().split())
    found = {index: page for index, page in zip(shipped, pages) if index not in faulty}
    return [found.get(index) for index in range(len(listed))], None


# What a formula defines is known in it alone, and an end of a paragraph forgets how many errors there were.
DEFINING = r"""
\makeatletter
\def\DeclareMathOperator{\@ifstar{\defined@operator*}{\defined@operator{}}}
\def\defined@operator#1#2#3{\def#2{\operatorname#1{#3}}}
\let\firstcommand\newcommand
\def\newcommand{\@ifstar\defined@newly\defined@newly}
\def\defined@newly#1{\let#1\relax\firstcommand#1}
\let\renewcommand\newcommand
\def\forgotten{\setbox2\vbox{\leavevmode\hbox{}\par}}
\makeatother
\let\lt<\let\gt>
\def\iddots{\adots}
\def\pmb#1{\symbfit{#1}}
% A reference to what has no number yet shows its name.
\def\ref#1{\text{#1}}
\def\eqref#1{\text{#1}}
% Strokes are not compared.
\def\sout#1{#1}
\newcommand\utilde[1]{\Umathaccent bottom 7 \symoperators "0330 {#1}}
\newcommand\overgroup[1]{\mathop{\Umathaccent 7 \symoperators "23E0 {#1}}\limits}
\newcommand\undergroup[1]{\mathop{\Umathaccent bottom 7 \symoperators "23E1 {#1}}\limits}
\newenvironment{rowsof}[1]{\vcenter\bgroup\hsize=#1\relax\parindent0pt\abovedisplayskip0pt\belowdisplayskip0pt
  \abovedisplayshortskip0pt\belowdisplayshortskip0pt\multlinegap0pt\noindent}{\egroup}
"""

# What is said otherwise in LaTeX with unicode-math: bold symbols, old switches of faces, colours by their digits, lengths in braces,
# indices that are commands, numbers of rows (which ours has at the side of the page, not in the formula).
SAID = [
    (r"\\boldsymbol\{\\mathcal\{(\w)\}\}", r"\\symbfcal{\1}"),
    (r"\\(?:boldsymbol|bm)\{([^{}\\]*[\d+][^{}]*)\}", lambda found: bold_signs(found[1])),
    (r"\\mathbf\b", r"\\symbf"),
    (r"\\boldsymbol\b|\\bm(?=\{)", r"\\symbfit"),
    (r"\{\\(bf|rm|it|sf|tt|frak) ([^{}]*)\}", r"\\sym\1{\2}"),
    (r"\\cal (\w)", r"\\symcal{\1}"),
    (r"\\Bbb (\w)", r"\\symbb{\1}"),
    (r"\\var(Gamma|Delta|Theta|Omega)\b", r"\\symit{\\\1}"),
    (r"\\scriptsize\b", r"\\scriptstyle"),
    (r"\\tiny\b", r"\\scriptscriptstyle"),
    (r"\{#(\w)(\w)(\w)\}", r"[HTML]{\1\1\2\2\3\3}"),
    (r"\{#(\w{6})\}", r"[HTML]{\1}"),
    (r"\\mskip\{([^{}]*)\}", r"\\mskip\1"),
    (r"([_^])(\\mathrm\{\w*\})", r"\1{\2}"),
    (r"\\tag\*?\{[^{}]*\}", ""),
    (r"\\(p?matrix)\{([^{}]*)\}", lambda found: rf"\begin{{{found[1]}}}{found[2]}\end{{{found[1]}}}".replace(r"\cr", r"\\")),
    (r"\\text\{x > y < z & ", r"\\text{x > y < z \\& "),
    (r"\\text\{a_b\}", r"\\text{a\\_b}"),
    (r"\\begin\{darray\}\{(c+)\}(.*)\\end\{darray\}", lambda found: rf"\begin{{array}}{{*{{{len(found[1])}}}{{>{{\displaystyle}}c}}}}{found[2]}\end{{array}}"),
    (r"\\hdashline", r"\\hline"),
    (r"\{c:c\}", "{c|c}"),
    # Letters that stand in no font of mathematics are those of the text.
    (r"([éж])", r"\\text{\1}"),
]


def bold_signs(source):
    """Letters bold and italic, all else bold and upright."""
    bold = lambda found: rf"\symbfit{{{found[0]}}}" if found[0].isalpha() else rf"\symbfup{{{found[0]}}}"
    return re.sub(r"\\[A-Z][a-z]+|[A-Za-z]|\d", bold, source)


def for_tex(kind, source, width):
    """The formula as a paragraph's mathematics; environments that stand by themselves have their kin that stand in formulas, or a
    measure as wide as ours sets them."""
    for said, otherwise in SAID:
        source = re.sub(said, otherwise, source)
    if alone := re.search(r"\\begin\{(multline|eqnarray)\*?\}", source):
        source = re.sub(rf"{alone[1]}\*?\}}", rf"{alone[1]}*}}", source)
        return rf"$\begin{{rowsof}}{{{width * SIZE:.4f}bp}}{source}\end{{rowsof}}$"
    if kind != "T":
        for old, new in [("align", "aligned"), ("alignat", "alignedat"), ("gather", "gathered"), ("flalign", "aligned")]:
            source = re.sub(rf"\\(begin|end)\{{{old}\*?\}}", rf"\\\1{{{new}}}", source)
        source = re.sub(r"\\(begin|end)\{(equation|displaymath|math)\*?\}", "", source)
    if kind == "D" and "\\\\" in source and "\\begin" not in source and "substack" not in source:
        source = f"\\begin{{gathered}}{source}\\end{{gathered}}"
    style = "" if kind == "T" else "\\displaystyle "
    return f"${style}{source}$"


def faulty_in(log):
    """The formulas in which LuaLaTeX found an error."""
    at, faulty = None, set()
    for line in log.splitlines():
        if begins := re.match(r"==(\d+)$", line):
            at = int(begins[1])
        elif (line.startswith("! ") or line.startswith("Missing character")) and at is not None:
            faulty.add(at)
    return faulty


TRACED = re.compile(r'<page |transform="([^"]*)"|trm="([-\d.]+)|<g unicode="([^"]*)" glyph="(\d+)" x="([-\d.]+)" y="([-\d.]+)" adv="([-\d.]+)"')


def glyphs(pdf, left, baseline, size):
    """The glyphs of each page, in ems from where its formula begins."""
    traced = subprocess.run(["mutool", "trace", pdf], capture_output=True, text=True, errors="replace").stdout
    pages, at = [], None
    for found in TRACED.finditer(traced):
        if found[1]:
            at = [float(number) for number in found[1].split()]
        elif found[2]:
            of_type = float(found[2])
        elif found[4]:
            x, y = float(found[5]), float(found[6])
            right, down = at[0] * x + at[2] * y + at[4], at[1] * x + at[3] * y + at[5]
            place = ((right - left) / size, (baseline - down) / size)
            pages[-1].append((*place, int(found[4]), html.unescape(found[3]), float(found[7]) * of_type * at[0] / size))
        else:
            pages.append([])
    return pages


def typst(listed):
    """Typst's glyphs, by formula; None where pandoc has no words for it in Typst's language, or Typst does not set it."""
    import pypandoc  # PyPI's pypandoc_binary
    import typst  # PyPI's typst

    dollars = lambda kind, source: f"$${source}$$" if kind != "T" else f"${source}$"
    known = (ROOT / "src/maths/built-in.tex").read_text()
    told = []
    for kind, source, _, before in listed:
        told.append(f"{' '.join(before)}\n\n{dollars(kind, source)}\n\nNEXT\n\n")
    written = pypandoc.convert_text(known + "\n\n" + "".join(told), "typst", "markdown+latex_macros", extra_args=["--wrap=none"])
    pages, place = [], WORK / "typst.typ"
    compiler = typst.Compiler(font_paths=[str(ROOT / "fonts")], ignore_system_fonts=True)
    for one in written.split("\n\nNEXT")[: len(listed)]:
        formula = one.strip()
        if not re.fullmatch(r"\$[^$]*\$", formula):
            pages.append(None)
            continue
        place.write_text(f"{TYPST}{formula}\n")
        try:
            (WORK / "typst.pdf").write_bytes(compiler.compile(str(place)))
            pages.append(glyphs(WORK / "typst.pdf", 0, 0, 10)[0])
        except (typst.TypstError, IndexError):
            pages.append(None)
    return pages


TYPST = """#set page(width: 1200pt, height: 600pt, margin: 100pt)
#set text(font: "Libertinus Serif", size: 10pt)
#show math.equation: set text(font: "Libertinus Math")
#show math.equation: set align(left)
"""


def by_character(mine, other):
    """The glyphs of both by what they show, since Typst numbers them anew, and moved upon one another."""
    mine = [(x, y, shows, shows, 0) for x, y, _, shows, _ in mine if shows.strip()]
    other = [(x, y, shows, shows, 0) for x, y, _, shows, _ in other if shows.strip()]
    places = {}
    for x, y, _, shows, _ in other:
        places.setdefault(shows, []).append((x, y))
    pairs = []
    for x, y, _, shows, _ in mine:
        if places.get(shows):
            a, b = places[shows].pop(0)
            pairs.append((x - a, y - b))
    if not pairs:
        return mine, other
    dx, dy = statistics.median(x for x, _ in pairs), statistics.median(y for _, y in pairs)
    return mine, [(x + dx, y + dy, glyph, shows, 0) for x, y, glyph, shows, _ in other]


def compared(mine, other):
    """How far the glyph that is farthest off stands, in ems, which it is, and what only one of both has."""
    # Spaces have glyphs, or have none.
    mine = arrows([glyph for glyph in mine if not glyph[3] or glyph[3].strip()])
    rest, far, which, lacks = arrows([glyph for glyph in other if glyph[3].strip()]), 0.0, "", []
    for x, y, glyph, shows, width in mine:
        near = [(apart(x, y, width, a, b, wide if isinstance(same, str) else width), at) for at, (a, b, same, _, wide) in enumerate(rest) if same == glyph]
        if not near:
            lacks.append(shows or f"glyph {glyph}")
            continue
        distance, at = min(near)
        a, b, *_ = rest.pop(at)
        if distance > far:
            far, which = distance, f"{shows} by {x - a:+.3f}, {y - b:+.3f}"
    return far, which, lacks, [shows for *_, shows, _ in rest]


def apart(x, y, width, a, b, wide):
    return max(abs(x - a), abs(x + width - a - wide), abs(y - b))


SIGNS = {name: chr(code) for code, name in FACE.getBestCmap().items()}
TIPS = "←→↔⇐⇒⇔⇀⇁↼↽⇌⇋"
PAIRS = {("⇀", "↽"): "⇌", ("↼", "⇁"): "⇋", ("⇌", ""): "⇌"}


def arrows(glyphs):
    """The same glyphs, but each arrow one sign from its left end to its right: amsmath and mhchem put arrows together from a tip and
    minus or equals signs that reach into each other, and pairs of harpoons from two such; a face from parts of its own."""
    made = []
    for x, y, glyph, shows, width in glyphs:
        # Of an arrow that is put together, the first part shows the whole.
        own = SIGNS.get(FACE.getGlyphName(glyph), "") if isinstance(glyph, int) else ""
        shows = own if own and own in TIPS + "−=" and (not shows or shows in TIPS) else shows
        if not shows or shows in TIPS + "−=":
            begins, ends = ink(glyph)
            x, width = x + begins * width, (ends - begins) * width
        last = made[-1] if made else None
        joins = last and abs(last[1] - y) < 0.001 and last[0] <= x <= last[0] + last[4] + 0.02
        parts = last[3] if last else ""
        if joins and (parts[0] in TIPS and not shows or all(part in TIPS + "−=" for part in parts + shows) and shows):
            made[-1] = (last[0], y, 0, parts + shows, max(last[4], x + width - last[0]))
        else:
            made.append((x, y, glyph, shows or " ", width))
    named = [(x, y, tip, tip, width) if (tip := tip_of(shows)) else (x, y, glyph, shows.strip(), width) for x, y, glyph, shows, width in made]
    for at in range(len(named) - 1, 0, -1):
        (x, y, over, _, width), (a, b, under, _, wide) = named[at - 1], named[at]
        if pair := PAIRS.get((over, under)):
            left, right = min(x, a), max(x + width, a + wide)
            named[at - 1 : at + 1] = [(left, (y + b) / 2, pair, pair, right - left)]
    return named


@functools.cache
def ink(glyph):
    """Where the ink of a glyph of the face begins and ends, in shares of its advance."""
    name = FACE.getGlyphName(glyph)
    pen = BoundsPen(FACE.getGlyphSet())
    FACE.getGlyphSet()[name].draw(pen)
    advance = max(FACE["hmtx"][name][0], 1)
    return (pen.bounds[0] / advance, pen.bounds[2] / advance) if pen.bounds else (0, 1)


def tip_of(parts):
    """Which arrow it is that has these parts; none of a sign that is no arrow."""
    tips = "".join(part for part in parts if part in TIPS)
    return {"←→": "↔", "⇐⇒": "⇔"}.get(tips, tips) if len(tips) == len(set(tips)) else ""


def explained():
    """Formulas that differ for a reason, by the heading they stand under."""
    reasons, reason = {}, ""
    for line in EXPLAINED.read_text().splitlines() if EXPLAINED.exists() else []:
        if line.startswith("# "):
            reason = line[2:]
        elif line.startswith("    "):
            reasons[line[4:]] = reason
    return reasons


def report(name, listed, mine, theirs, reasons, is_listed, moved=lambda mine, other: (mine, other)):
    within, unable, off = 0, 0, []
    for (kind, source, stem, _), own, other in zip(listed, mine, theirs, strict=True):
        if other is None:
            unable += 1
            continue
        far, which, lacks, others = compared(*moved(own, other))
        if far <= NEAR and not lacks and not others:
            within += 1
        else:
            off.append((far if not (lacks or others) else 9, kind, source, stem, which, lacks, others))
    compared_count = len(listed) - unable
    share = 100 * within / max(compared_count, 1)
    known = sum(f"{kind} {source}" in reasons for _, kind, source, *_ in off)
    print(f"{name}: {within} of {compared_count} formulas within {NEAR} em ({share:.1f} %); {len(off)} not, {known} of them explained; {unable} left out")
    if is_listed:
        for far, kind, source, stem, which, lacks, others in sorted(off, reverse=True):
            mark = "~" if f"{kind} {source}" in reasons else "!"
            print(f"  {mark} {stem} {kind} {source}\n      {far:.3f} {which}" + (f" only ours {lacks[:6]}" if lacks else "") + (f" only theirs {others[:6]}" if others else ""))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--list", action="store_true", help="list the formulas that differ")
    parser.add_argument("--of", help="only this file of the suite")
    parser.add_argument("--typst", action="store_true", help="compare with Typst too")
    parser.add_argument("--binary", help="the built bench, if it is there")
    asked = parser.parse_args()
    listed = formulas(asked.of)
    mine = ours(listed, asked.binary)
    # What is no formula may have no end in the others.
    listed, mine = zip(*[(one, own) for one, own in zip(listed, mine) if own is not None])
    # A formula that stops TeX takes no more than its own file along.
    files = [list(group) for _, group in itertools.groupby(listed, key=lambda one: one[2])]
    widths = iter(own.width for own in mine)
    theirs = [found for file in files for found in lualatex(file, [next(widths) for _ in file])]
    report("LuaLaTeX", listed, mine, theirs, explained(), asked.list)
    if asked.typst:
        report("Typst", listed, mine, typst(listed), {}, asked.list, by_character)


if __name__ == "__main__":
    main()
