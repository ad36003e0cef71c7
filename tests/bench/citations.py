#!/usr/bin/env python3
"""Citations beside pandoc's: citations.py REPORTC PANDOC STYLE.csl...

Cites each work of references.bib in brackets with a page and in a sentence, and compares the text of the citations and of the
list's entries, style by style, with what pandoc's citeproc makes of the same files. Prints each difference and the counts.
Styles are files of the repository of CSL's styles."""

import difflib
import html
import itertools
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).parent
REFERENCES = HERE / "references.bib"
MANIFEST = """title: T
language: en
bibliography: references.bib
csl: style.csl
chapters: [a.md]
"""
ENTRY = re.compile(r'<li(?: [^>]*)?>((?:(?!</li>).)*?id="ref-([^"]*)".*?)</li>', re.S)
THEIR_ENTRY = re.compile(r'<div id="ref-([^"]*)" class="csl-entry"[^>]*>(.*?)</div>\s*(?=<div id|</div>)', re.S)


def chapter():
    keys = re.findall(r"^@(?!string)\w+\{(\w+)", REFERENCES.read_text(), re.M)
    one = "\n\n".join(f"Seen [@{key}, p. 3]. And @{key}." for key in keys)
    return f"# One\n\n{one}\n\nOf one [@b1; @b2; @b3]. See [@a1; @a2; @a3; @a5].\n"


def words(markup):
    # Links back and the numbers of notes are not compared.
    markup = re.sub(r'<span class="cited.*?</span>|<a\s[^>]*role="doc-(?:backlink|noteref)".*?</a>', "", markup, flags=re.S)
    text = html.unescape(re.sub(r"<[^>]*>", "", markup)).translate(str.maketrans("\u00a0’‘“”", " ''\"\""))
    return re.sub(r"\s+", " ", text).strip()


def ours(reportc, folder):
    subprocess.run([reportc, "build", "book.yaml", "--epub", "--no-record"], cwd=folder, check=True, capture_output=True)
    book = zipfile.ZipFile(folder / "dist" / "t.epub")
    entries = {key: words(entry) for entry, key in ENTRY.findall(book.read("OEBPS/back-01.xhtml").decode())}
    return entries, paragraphs(book.read("OEBPS/chapter-01.xhtml").decode())


def theirs(pandoc, folder):
    command = [pandoc, "--citeproc", "--bibliography", "references.bib", "--csl", "style.csl", "-t", "html", "a.md"]
    made = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout
    return {key: words(entry) for key, entry in THEIR_ENTRY.findall(made)}, paragraphs(made)


def paragraphs(markup):
    return [words(paragraph) for paragraph in re.findall(r"<p>(.*?)</p>", markup, re.S)]


def compare(reportc, pandoc, style):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "book.yaml").write_text(MANIFEST)
        (folder / "a.md").write_text(chapter())
        (folder / "references.bib").write_bytes(REFERENCES.read_bytes())
        (folder / "style.csl").write_bytes(style.read_bytes())
        (entries, texts), (their_entries, their_texts) = ours(reportc, folder), theirs(pandoc, folder)
    pairs = [(entries.get(key, ""), entry) for key, entry in their_entries.items()]
    same = [sum(one == other for one, other in pairs), 0]
    differing = [pair for pair in pairs if pair[0] != pair[1]]
    # A note that one of them lacks leaves the others beside their like.
    for kind, a, b, c, d in difflib.SequenceMatcher(None, texts, their_texts, autojunk=False).get_opcodes():
        if kind == "equal":
            same[1] += b - a
        else:
            differing += itertools.zip_longest(texts[a:b], their_texts[c:d], fillvalue="")
    for one, other in differing:
        print(f"  ours   {one}\n  theirs {other}")
    print(f"{style.stem}: {same[0]} of {len(pairs)} entries, {same[1]} of {len(their_texts)} paragraphs")
    return same[0], len(pairs), same[1], len(their_texts)


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    reportc, pandoc = (str(pathlib.Path(name).resolve()) for name in sys.argv[1:3])
    counts = [compare(reportc, pandoc, pathlib.Path(name)) for name in sys.argv[3:]]
    totals = [sum(column) for column in zip(*counts)]
    print(f"together: {totals[0]} of {totals[1]} entries, {totals[2]} of {totals[3]} paragraphs")


main()
