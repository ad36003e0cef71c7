#!/usr/bin/env python3
"""Sets the formulas of tests/suite/maths with reportc, with LuaLaTeX + unicode-math and with Typst on the same face, and compares where
each glyph stands: formulas.py [--list] [--of NAME] [--binary FILE]. See README.md, and formulas.txt for what differs and why."""

import argparse
import html
import itertools
import json
import pathlib
import re
import statistics
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / "target" / "formulas"
EXPLAINED = pathlib.Path(__file__).with_suffix(".txt")

# How far a glyph may stand from where the other has it, in ems.
NEAR = 0.05
# Ten TeX points, in the big points of PDF, and where each formula begins on its page.
SIZE = 10 * 72 / 72.27
LEFT, BASELINE, WIDTH, HEIGHT = 300, 300, 1200, 600

# Words and code have the faces that reportc has for them, and so have names of functions that of mathematics.
PREAMBLE = r"""\documentclass{article}
\usepackage{amsmath,mathtools,cancel,xcolor,mhchem,siunitx}
\usepackage[mathrm=sym,mathit=sym,mathbf=sym,mathsf=sym,mathtt=sym]{unicode-math}
\setmathfont{LibertinusMath-Regular.otf}[Path=FONTS/libertinus-math/]
\setmainfont{LibertinusSerif-Regular.otf}[Path=FONTS/libertinus-serif/,BoldFont=LibertinusSerif-Bold.otf,
  ItalicFont=LibertinusSerif-Italic.otf,BoldItalicFont=LibertinusSerif-BoldItalic.otf]
\setsansfont{SourceSans3-Regular.ttf}[Path=FONTS/source-sans-3/]
\setmonofont{SourceCodePro-Regular.ttf}[Path=FONTS/source-code-pro/]
\pagestyle{empty}\hfuzz\maxdimen
\AtBeginDocument{\pagewidth=WIDTHbp\pageheight=HEIGHTbp\hoffset=-1in\voffset=-1in}
\newcommand\shown[1]{\setbox0\hbox{#1}%
  \setbox1\vbox{\kern\dimexpr BASELINEbp-\ht0\relax\hbox{\kern LEFTbp\copy0}}\shipout\box1
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
    glyph = lambda part: (part[1], part[2], part[5], part[6])
    return [None if "error" in one else [glyph(p) for p in one["parts"] if p[0] == "glyph"] for one in told]


# What is not LaTeX's with unicode-math, although it sets something: old switches of faces, numbers of formulas that are not there,
# and commands whose argument is text there.
NOT_LATEX = re.compile(r"\\(rm|bf|cal|frak|it|sf|tt|pmb|ref|eqref|llap|varGamma)\b")


def lualatex(listed):
    """LuaLaTeX's glyphs, by formula; None where it does not understand it."""
    preamble = PREAMBLE.replace("FONTS", str(ROOT / "fonts")).replace("WIDTH", str(WIDTH)).replace("HEIGHT", str(HEIGHT))
    tex = [preamble.replace("BASELINE", str(BASELINE)).replace("LEFT", str(LEFT))]
    known = (ROOT / "src/maths/built-in.tex").read_text().replace("\\newcommand", "\\providecommand")
    tex += ["\\begin{document}\n", known, DEFINING]
    for index, (kind, source, _, before) in enumerate(listed):
        display = "" if kind == "T" else "\\csname @displaytrue\\endcsname "
        tex.append(f"\\immediate\\write-1{{=={index}}}\\count0={index} \\forgotten\\begingroup {' '.join(before)}\\shown{{{display}{for_tex(kind, source)}}}\\endgroup\n")
    tex.append("\\end{document}\n")
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / "lua.tex").write_text("".join(tex))
    subprocess.run(["lualatex", "-interaction=nonstopmode", "lua.tex"], cwd=WORK, capture_output=True, timeout=120)
    faulty = faulty_in((WORK / "lua.log").read_text(errors="replace"))
    pages = glyphs(WORK / "lua.pdf", LEFT, BASELINE, SIZE)
    shipped = map(int, (WORK / "shipped.txt").read_text().split())
    faulty |= {index for index, (_, source, *_) in enumerate(listed) if NOT_LATEX.search(source)}
    found = {index: page for index, page in zip(shipped, pages) if index not in faulty}
    return [found.get(index) for index in range(len(listed))]


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
"""


def for_tex(kind, source):
    """The formula as a paragraph's mathematics; environments that stand by themselves have their kin that stand in formulas."""
    # What is bold in other packages is a symbol of a bold alphabet with unicode-math.
    source = source.replace("\\mathbf", "\\symbf").replace("\\boldsymbol", "\\symbfit").replace("\\bm{", "\\symbfit{")
    if kind == "E":
        for old, new in [("align", "aligned"), ("alignat", "alignedat"), ("gather", "gathered"), ("flalign", "aligned"), ("eqnarray", "eqnarray")]:
            source = re.sub(rf"\\(begin|end)\{{{old}\*?\}}", rf"\\\1{{{new}}}", source)
        source = re.sub(r"\\(begin|end)\{(equation|displaymath|math)\*?\}", "", source)
    elif kind == "D" and "\\\\" in source and "\\begin" not in source and "substack" not in source:
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


TRACED = re.compile(r'<page |transform="([^"]*)"|<g unicode="([^"]*)" glyph="(\d+)" x="([-\d.]+)" y="([-\d.]+)"')


def glyphs(pdf, left, baseline, size):
    """The glyphs of each page, in ems from where its formula begins."""
    traced = subprocess.run(["mutool", "trace", pdf], capture_output=True, text=True, errors="replace").stdout
    pages, at = [], None
    for found in TRACED.finditer(traced):
        if found[1]:
            at = [float(number) for number in found[1].split()]
        elif found[3]:
            x, y = float(found[4]), float(found[5])
            right, down = at[0] * x + at[2] * y + at[4], at[1] * x + at[3] * y + at[5]
            pages[-1].append(((right - left) / size, (baseline - down) / size, int(found[3]), html.unescape(found[2])))
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
    mine = [(x, y, shows, shows) for x, y, _, shows in mine if shows.strip()]
    other = [(x, y, shows, shows) for x, y, _, shows in other if shows.strip()]
    places = {}
    for x, y, _, shows in other:
        places.setdefault(shows, []).append((x, y))
    pairs = []
    for x, y, _, shows in mine:
        if places.get(shows):
            a, b = places[shows].pop(0)
            pairs.append((x - a, y - b))
    if not pairs:
        return mine, other
    dx, dy = statistics.median(x for x, _ in pairs), statistics.median(y for _, y in pairs)
    return mine, [(x + dx, y + dy, glyph, shows) for x, y, glyph, shows in other]


def compared(mine, other):
    """How far the glyph that is farthest off stands, in ems, which it is, and what only one of both has."""
    # Spaces have glyphs, or have none.
    mine = [glyph for glyph in mine if not glyph[3] or glyph[3].strip()]
    rest, far, which, lacks = [glyph for glyph in other if glyph[3].strip()], 0.0, "", []
    for x, y, glyph, shows in mine:
        near = [(max(abs(x - a), abs(y - b)), at) for at, (a, b, same, _) in enumerate(rest) if same == glyph]
        if not near:
            lacks.append(shows or f"glyph {glyph}")
            continue
        distance, at = min(near)
        a, b, *_ = rest.pop(at)
        if distance > far:
            far, which = distance, f"{shows} by {x - a:+.3f}, {y - b:+.3f}"
    return far, which, lacks, [shows for *_, shows in rest]


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
    theirs = [set_ for file in files for set_ in lualatex(file)]
    report("LuaLaTeX", listed, mine, theirs, explained(), asked.list)
    if asked.typst:
        report("Typst", listed, mine, typst(listed), {}, asked.list, by_character)


if __name__ == "__main__":
    main()
