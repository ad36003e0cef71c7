#!/usr/bin/env python3
"""Sets a book for measuring and prints how well its lines and pages are set, beside two other engines' figures for the
same text, page and face: typography.py [BOOK-FOLDER] (default: ../shared/corpus/plurality). Needs PyMuPDF. See README.md."""

import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import typo_metrics

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / "target" / "typography"

MANIFEST = """title: Plurality
language: en
theme: measured.yaml
page:
  size: 148x210mm
  margins: {top: 20mm, bottom: 22mm, inner: 52.4pt, outer: 55.3pt}
chapters: ["*.md"]
"""
# 419.5 pt of an A5 page less the margins leave a measure of 311.8 pt.
THEME = """fonts: {text: Libertinus Serif}
text: {size: 11pt, leading: 14pt, align: justify, hyphenate: true, separation: indent, indent: 11pt}
"""

# Of LuaLaTeX with microtype, of Typst 0.15 and what we aim for, on plurality set like this.
FIGURES = [
    ("word space, mean of natural", lambda o: o["space"]["mean"], "1.037", "1.220", "<= 1.04"),
    ("its standard deviation", lambda o: o["space"]["sd"], "0.151", "0.332", "<= 0.15"),
    ("lines looser than 1.5, %", lambda o: 100 * o["space"]["looser_1_5"], "0.56", "20.1", "<= 0.6"),
    ("lines looser than 2, %", lambda o: 100 * o["space"]["looser_2"], "0.12", "1.8", "<= 0.1"),
    ("lines tighter than 0.75, %", lambda o: 100 * o["space"]["tighter_0_75"], "2.0", "4.8", "<= 2"),
    ("jumps over 0.5, %", lambda o: 100 * o["space"]["jumps_over_0_5"], "1.4", "25.6", "<= 1.4"),
    ("lines ending in a hyphen, %", lambda o: 100 * o["hyphens"]["share"], "12.8", "11.5", "<= 7"),
    ("ladders of 3 or more", lambda o: o["hyphens"]["ladders_3plus"], "12", "0", "0"),
    ("runts", lambda o: o["breaks"]["runts"], "27", "25", "<= 2"),
    ("hyphens at a page's end", lambda o: o["hyphens"]["at_page_end"], "28", "34", "0"),
    ("overfull lines", lambda o: o["edges"]["overfull_body"], "0", "0", "0"),
    ("widows and orphans", lambda o: o["breaks"]["widows"] + o["breaks"]["orphans"], "37", "11", "0"),
    ("stranded headings", lambda o: o["breaks"]["stranded_headings"], "0", "0", "0"),
    ("feet, standard deviation, pt", lambda o: o["feet"]["sd_pt"], "1.05", "10.5", "<= 1"),
    ("facing pages over 1 pt apart, %", lambda o: 100 * o["feet"]["spread_diff_over_1pt"], "2.5", "40", "<= 2.5"),
    ("lines on the book's grid, %", lambda o: 100 * o["grid"]["on_book_grid"], "35", "66", ">= 90"),
]


def build(book):
    """Builds the book with the theme that is measured; returns its PDF."""
    subprocess.run(["cargo", "build", "--quiet", "--release"], cwd=ROOT, check=True)
    shutil.rmtree(WORK, ignore_errors=True)
    shutil.copytree(book, WORK, copy_function=shutil.copyfile)
    (WORK / "book.yaml").write_text(MANIFEST)
    (WORK / "measured.yaml").write_text(THEME)
    command = [ROOT / "target/release/reportc", "build", "book.yaml", "--pdf", "--draft", "--no-record", "--out-dir", "out"]
    subprocess.run(command, cwd=WORK, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return next((WORK / "out").glob("*.pdf"))


def main():
    book = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/corpus/plurality"
    found = typo_metrics.measure(str(build(book.resolve())))[0]
    print(f"{book.name}: {found['basics']['lines']} lines, measure {found['basics']['measure']} pt\n")
    print("| figure | LuaLaTeX + microtype | Typst | aim | reportc |\n|---|--:|--:|--:|--:|")
    for name, figure, lualatex, typst, aim in FIGURES:
        value = figure(found)
        print(f"| {name} | {lualatex} | {typst} | {aim} | {value if isinstance(value, int) else f'{value:.3g}'} |")


if __name__ == "__main__":
    main()
