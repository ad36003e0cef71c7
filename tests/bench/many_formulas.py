#!/usr/bin/env python3
"""What formulas cost: many_formulas.py REPORTC [RUNS].

Makes two books, the same at each run: one of 10,000 formulas in running text, most of them distinct, and one that has words in their
place, so that both are about as long. Builds each by turns, cold, as PDF and EPUB on one thread, and prints the medians of the processor time and their
ratio."""

import os
import pathlib
import re
import resource
import statistics
import subprocess
import sys
import tempfile

FORMULAS = 10_000
CHAPTERS = 10
# Of a paragraph; the rest is words.
OF_PARAGRAPH = 8
# Distinct words, about those of a short book.
WORDS = 4_000
SYLLABLES = "ta ne ri so lu ka me di vo fi ra st en al or th".split()
LETTERS = "a b c d f g h k m n p q r s t u v w x y z \\alpha \\beta \\gamma \\delta \\lambda \\mu \\phi \\psi \\omega".split()
# About as wide as two words or three, as most formulas in running text are; one in eight is a large operator.
SHAPES = [
    "{0}_{{{4}}} + {1}^2 = {2}",
    "{0} = \\frac{{{1}}}{{{2} + {5}}}",
    "\\sqrt{{{0}^2 + {4}}}",
    "{0}({1}) = {4}{1} - {5}",
    "\\sum_{{{0}=1}}^{{{4}}} {1}_{0}",
    "\\lvert {0} - {1} \\rvert < {2}_{{{4}}}",
    "({0}, {1}) \\in \\mathbb{{R}}^{{{4}}}",
    "{0}^{{{4}}} {1} \\le {2}^{{-{5}}}",
]


class Maker:
    """Knuth's linear congruential generator (MMIX)."""

    def __init__(self):
        self.state = 1

    def below(self, limit):
        self.state = (self.state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % 2**64
        return (self.state >> 33) % limit

    def word(self):
        """As in a language, few words are most of the text."""
        number, word = self.below(1 + self.below(WORDS)), ""
        while True:
            word += SYLLABLES[number % 16]
            number //= 16
            if not number:
                return word

    def words(self, count):
        return " ".join(self.word() for _ in range(count))

    def formula(self):
        letters = [LETTERS[self.below(len(LETTERS))] for _ in range(4)]
        return SHAPES[self.below(len(SHAPES))].format(*letters, 2 + self.below(97), 2 + self.below(97))


def books(folder):
    """Writes both books; returns how many formulas are distinct."""
    maker, seen = Maker(), set()
    for chapter in range(CHAPTERS):
        maths, prose = (["# " + maker.words(3)] for _ in range(2))
        for _ in range(FORMULAS // CHAPTERS // OF_PARAGRAPH):
            paragraph = [(maker.words(4 + maker.below(5)), maker.formula(), maker.words(2)) for _ in range(OF_PARAGRAPH)]
            seen.update(formula for _, formula, _ in paragraph)
            maths.append(" ".join(f"{words} ${formula}$" for words, formula, _ in paragraph) + ".")
            prose.append(" ".join(f"{words} {instead}" for words, _, instead in paragraph) + ".")
        for name, text in ("maths", maths), ("prose", prose):
            folder.joinpath(name).mkdir(exist_ok=True)
            folder.joinpath(name, f"{chapter}.md").write_text("\n\n".join(text) + "\n")
    for name in "maths", "prose":
        folder.joinpath(name, "book.yaml").write_text(f'title: {name}\nlanguage: en\nchapters: ["*.md"]\n')
    return len(seen)


def build(reportc, folder):
    """Processor seconds of a build, and how many pages it made."""
    used = lambda: sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    before = used()
    command = [reportc, "build", "book.yaml", "--pdf", "--epub", "--no-record", "--out-dir", "out"]
    environment = {**os.environ, "RAYON_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return used() - before, int(re.search(r"\((\d+) pages\)", done.stdout)[1])


def main():
    reportc, runs = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 9
    with tempfile.TemporaryDirectory() as work:
        folder = pathlib.Path(work)
        distinct = books(folder)
        names = "prose", "maths"
        found = {name: [] for name in names}
        for _ in range(runs):
            for name in names:
                found[name].append(build(reportc, folder / name))
    print(f"{FORMULAS} formulas, {distinct} of them distinct; median of {runs}\n")
    print("| book | pages | CPU s |\n|---|--:|--:|")
    medians = {name: statistics.median(seconds for seconds, _ in found[name]) for name in names}
    for name in names:
        print(f"| {name} | {found[name][0][1]} | {medians[name]:.3f} |")
    ratio = medians["maths"] / medians["prose"]
    print(f"\n{ratio:.2f} times the time of prose; wanted: at most 2")


if __name__ == "__main__":
    main()
