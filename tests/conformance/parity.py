#!/usr/bin/env python3
"""Compares the words of a PDF and an EPUB of one book: parity.py BOOK.pdf BOOK.epub

Both are read back from the written files, by other programs than wrote them: poppler's pdftotext for the words of each
page, qpdf for the outline, zipfile and an XML parser for the EPUB. Chapters are the files of the EPUB's spine; a
chapter's pages run from its outline entry's page to the next chapter's. In each chapter the words must be the same in
the same order. What stands elsewhere on paper than in a reading flow is compared on its own: notes (page by page, in
their order), captions of figures (which may float). What only paper has is told apart and left out: running heads,
folios, hyphens at line ends, header rows repeated where a table turns the page, list labels, marks of wrapped code.

Prints nothing and exits with 0 when the texts agree; else one line a difference, with the words around it, and 1.
"""

import difflib
import json
import posixpath
import re
import subprocess
import sys
import unicodedata
import urllib.parse
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import dataclass, field

XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
OPS_TYPE = "{http://www.idpf.org/2007/ops}type"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"

# Characters that say how to set text and are no part of its words: soft hyphen, zero-width space and joiners of words,
# bidirectional controls.
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
HYPHENS = "-\u2010"
# Labels that the PDF prints and the EPUB leaves to its reader.
LIST_LABEL = re.compile(r"^(\d+[.)]|[A-Za-z][.)]|[ivxlc]+[.)]|[•◦▪‣·–—☐☑☒✓□■●○])$")
WRAP_MARK = re.compile(r"^[↪⤷↩↵→⏎]+$")
NOTE_LABEL = re.compile(r"^(\d+[.)]?|[*†‡§¶]+)$")
# Inline elements part no words; every other element does.
INLINE = {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "kbd", "mark", "q", "s", "samp",
          "small", "span", "strong", "sub", "sup", "u", "var", "wbr"}
# Divisions that are laid out for paper alone, or that list pages.
GENERATED = {"cover", "halftitlepage", "titlepage", "imprint", "copyright-page", "toc", "loi", "lot"}
# Heads and folios stand within this share of the page's height from its edges.
EDGE = 0.16
CONTEXT = 6


@dataclass
class Word:
    text: str
    page: int
    line_end: bool = False


@dataclass
class Chapter:
    name: str
    title: str
    body: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    captions: list = field(default_factory=list)
    header_rows: list = field(default_factory=list)
    drawn: list = field(default_factory=list)
    skip: bool = False


def words_of(text):
    return unicodedata.normalize("NFKC", text.translate(INVISIBLE)).split()


def letters(words):
    """The words run together without hyphens: equal for texts that differ in breaks alone."""
    joined = "".join(words)
    return joined.translate({ord(hyphen): None for hyphen in HYPHENS})


# ---- EPUB


class Epub:
    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        container = ET.fromstring(self.zip.read("META-INF/container.xml"))
        self.package = next(e.get("full-path") for e in container.iter() if e.tag.endswith("rootfile"))
        self.folder = posixpath.dirname(self.package)
        root = ET.fromstring(self.zip.read(self.package))
        self.title = " ".join(words_of(root.find(f".//{DC}title").text))
        items = {item.get("id"): item for item in root.iter(f"{OPF}item")}
        spine = [items[ref.get("idref")] for ref in root.iter(f"{OPF}itemref")]
        self.chapters = [self.read(item.get("href")) for item in spine]

    def join(self, base, href):
        href = urllib.parse.unquote(href.split("#")[0])
        return posixpath.normpath(posixpath.join(posixpath.dirname(base), href))

    def read(self, href):
        path = self.join(self.package, href)
        root = ET.fromstring(self.zip.read(path))
        body = root.find(f"{XHTML}body")
        chapter = Chapter(path, first_heading(body))
        kinds = {kind for e in body.iter() for kind in (e.get(OPS_TYPE) or "").split()}
        lists = any(e.tag == f"{XHTML}nav" for e in body.iter())
        chapter.skip = lists or not chapter.title or bool(kinds & GENERATED)
        text = []
        self.walk(body, path, chapter, text)
        chapter.body = words_of("".join(text))
        return chapter

    def walk(self, element, path, chapter, text):
        """Adds the element's text to `text`; notes, captions and the words of drawings go to the chapter's own lists."""
        tag = element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
        kinds = (element.get(OPS_TYPE) or "").split()
        role = element.get("role") or ""
        apart = " " if tag not in INLINE else ""
        text.append(apart)
        if not tag or tag in ("script", "style", "nav") or "pagebreak" in kinds or role == "doc-backlink":
            pass
        elif "footnote" in kinds or role == "doc-footnote":
            note = self.inner(element, path, chapter)
            if note and NOTE_LABEL.match(note[0]):
                note = note[1:]
            chapter.notes.append([word for word in note if word not in ("↩", "↩︎")])
        elif tag == "figcaption" and not chapter_has_table(element):
            chapter.captions.append(self.inner(element, path, chapter))
        elif tag == "img":
            self.picture(self.join(path, element.get("src") or ""), chapter)
        elif element.tag.startswith(SVG):
            chapter.drawn += words_of(" ".join(element.itertext()))
        else:
            if tag == "tr" and len(element) and all(cell.tag == f"{XHTML}th" for cell in element):
                chapter.header_rows.append(words_of(" ".join(" ".join(cell.itertext()) for cell in element)))
            text.append(element.text or "")
            for child in element:
                self.walk(child, path, chapter, text)
        text.append(apart)
        text.append(element.tail or "")

    def inner(self, element, path, chapter):
        text = [element.text or ""]
        for child in element:
            self.walk(child, path, chapter, text)
        return words_of("".join(text))

    def picture(self, path, chapter):
        if path.endswith(".svg") and path in self.zip.namelist():
            root = ET.fromstring(self.zip.read(path))
            for text in root.iter(f"{SVG}text"):
                chapter.drawn += words_of(" ".join(text.itertext()))


def first_heading(body):
    for element in body.iter():
        if isinstance(element.tag, str) and re.fullmatch(r"\{.*\}h[1-6]", element.tag):
            return " ".join(words_of("".join(element.itertext())))
    return ""


def chapter_has_table(caption):
    return any(child.tag == f"{XHTML}table" for child in caption)


def headings(chapters):
    return {chapter.title for chapter in chapters if chapter.title}


# ---- PDF


def pdf_pages(path):
    """The words of each page in the order of its content stream, with their boxes."""
    html = subprocess.run(["pdftotext", "-raw", "-bbox", path, "-"], check=True, capture_output=True, text=True).stdout
    html = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", html)
    pages = []
    for match in re.finditer(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', html, re.S):
        found = []
        for word in re.finditer(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>',
                                match[3], re.S):
            text = word[5].replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&apos;", "'")
            found.append((text.replace("&amp;", "&"), tuple(float(word[i]) for i in range(1, 5))))
        pages.append((float(match[2]), found))
    return pages


def pdf_outline(path):
    """Titles and page numbers (from 1) of the outline, nested entries after their parents."""
    said = subprocess.run(["qpdf", "--json", "--json-key=outlines", path], check=True, capture_output=True, text=True).stdout
    found = []

    def add(entries):
        for entry in entries:
            found.append((" ".join(words_of(entry["title"])), entry.get("destpageposfrom1")))
            add(entry.get("kids") or [])

    add(json.loads(said)["outlines"])
    return [(title, page) for title, page in found if page]


def page_words(number, page, known, opening):
    """The page's words without head and folio. `known` holds the texts a running head may show, letters only; an
    opening page has its chapter's title where others have a head."""
    height, found = page
    for top in (True, False):
        edge = [item for item in found if (item[1][3] < height * EDGE if top else item[1][1] > height * (1 - EDGE))]
        if not edge:
            continue
        outermost = min(edge, key=lambda item: item[1][1])[1][1] if top else max(edge, key=lambda item: item[1][3])[1][3]
        line = [item for item in edge if abs((item[1][1] if top else item[1][3]) - outermost) < 4]
        if is_furniture([text for item in line for text in words_of(item[0])], () if opening and top else known):
            found = [item for item in found if item not in line]
    words = []
    for index, (text, box) in enumerate(found):
        following = found[index + 1][1] if index + 1 < len(found) else None
        ends = following is None or abs(following[3] - box[3]) > (box[3] - box[1]) * 0.6
        parts = words_of(text)
        words += [Word(part, number, ends and part is parts[-1]) for part in parts]
    return words


def is_furniture(line, known):
    folio = re.compile(r"^(\d+|[ivxlcdm]+|[٠-٩]+)$")
    # A folio stands at either end of its line.
    for rest in (line, line[1:] if line and folio.match(line[0]) else line, line[:-1] if line and folio.match(line[-1]) else line):
        text = letters(rest).casefold()
        if (not rest and line) or text in known:
            return True
        if text.endswith("…") and any(title.startswith(text[:-1]) for title in known):
            return True
    return False


# ---- comparison


def take_notes(pages, notes):
    """Cuts the notes off the feet of pages. Returns the body's words and what of the notes was not found."""
    body, state = [], (0, 0)
    plain = [letters(note) for note in notes]
    for words in pages:
        cut, after = len(words), state
        for start in range(len(words)):
            end = follow(words[start:], plain, state)
            if end is not None and end != state:
                cut, after = start, end
                break
        body += words[:cut]
        state = after
    index, offset = state
    missing = [] if index >= len(plain) else [plain[index][offset:]] + plain[index + 1:]
    return body, [note for note in missing if note]


def follow(words, notes, state):
    """Where in the notes the words lead when they continue at `state`, or None when they are not the notes' words."""
    index, offset = state
    for word in words:
        while index < len(notes) and offset >= len(notes[index]):
            index, offset = index + 1, 0
        if index >= len(notes):
            return None
        text = letters([word.text])
        if notes[index].startswith(text, offset):
            offset += len(text)
        elif offset == 0 and NOTE_LABEL.match(word.text):
            continue
        elif offset == 0 and (glued := re.match(r"^(\d+)(.+)$", text)) and notes[index].startswith(glued[2]):
            offset += len(glued[2])
        else:
            return None
    return index, offset


def take_runs(words, runs):
    """Takes each run of words out of the text, wherever it stands whole. Returns the rest and the runs not found."""
    missing = []
    for run in runs:
        wanted = letters(run)
        if not wanted:
            continue
        found = find_run(words, wanted)
        if found is None:
            missing.append(run)
        else:
            words = words[:found[0]] + words[found[1]:]
    return words, missing


def find_run(words, wanted):
    for start, word in enumerate(words):
        first = letters([word.text])
        if not first or not wanted.startswith(first):
            continue
        got, end = "", start
        while end < len(words) and len(got) < len(wanted):
            got += letters([words[end].text])
            end += 1
        if got == wanted:
            return start, end
    return None


def rejoin(words, vocabulary):
    """Joins words that were divided at line ends, by which form the other text knows."""
    joined, index = [], 0
    while index < len(words):
        text, word = words[index].text, words[index]
        while word.line_end and text[-1:] in HYPHENS and len(text) > 1 and index + 1 < len(words):
            following = words[index + 1].text
            if text[:-1] + following in vocabulary:
                text = text[:-1] + following
            elif text + following in vocabulary or text[:-1] + strip(following) in vocabulary:
                text = text + following if text + following in vocabulary else text[:-1] + following
            else:
                break
            index += 1
            word = words[index]
        joined.append(Word(text, words[index].page, word.line_end))
        index += 1
    return joined


def strip(word):
    return word.strip(".,;:!?()[]\"'“”‘’«»")


def differences(chapter, pages):
    """One line for each difference between a chapter of the EPUB and its pages of the PDF."""
    found = []
    body, missing = take_notes(pages, chapter.notes)
    found += [f"note not found at the foot of a page: {note[:60]}" for note in missing]
    body, missing = take_runs(body, chapter.captions)
    found += [f"caption not found: {' '.join(caption)[:80]}" for caption in missing]
    vocabulary = set(chapter.body) | {strip(word) for word in chapter.body}
    body = rejoin(body, vocabulary)
    paper = [word.text for word in body]
    rows = {letters(row) for row in chapter.header_rows}
    drawn = set(chapter.drawn)
    matcher = difflib.SequenceMatcher(None, chapter.body, paper, autojunk=False)
    for kind, left, left_end, right, right_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        here, there = chapter.body[left:left_end], paper[right:right_end]
        rest = [word for word in there if not (LIST_LABEL.match(word) or WRAP_MARK.match(word))]
        if letters(here) == letters(there) or letters(here) == letters(rest):
            continue
        if not here and (letters(there) in rows or all(word in drawn for word in rest)):
            continue
        page = body[min(right, len(body) - 1)].page if body else 0
        before = " ".join(paper[max(0, right - CONTEXT):right])
        found.append(f"PDF page {page}, after “{before}”: EPUB “{' '.join(here)[:120]}”, PDF “{' '.join(there)[:120]}”")
    return found


def chapter_pages(epub, outline, page_count):
    """Pairs each chapter of the EPUB with its first and last page of the PDF, by the outline's order."""
    starts, entry = [], 0
    for chapter in epub.chapters:
        if not chapter.title:
            continue
        title = letters(words_of(chapter.title))
        for index in range(entry, len(outline)):
            name = letters(words_of(outline[index][0]))
            if name == title or title.endswith(name):
                starts.append((chapter, outline[index][1]))
                entry = index + 1
                break
        else:
            starts.append((chapter, None))
    known = [page for _, page in starts if page]
    pairs = []
    for chapter, page in starts:
        if page is None:
            pairs.append((chapter, None))
            continue
        later = [start for start in known if start > page]
        pairs.append((chapter, (page, (min(later) if later else page_count + 1) - 1)))
    return pairs


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__.splitlines()[0])
    pdf, epub = sys.argv[1], Epub(sys.argv[2])
    pages, outline = pdf_pages(pdf), pdf_outline(pdf)
    known = {letters(words_of(title)).casefold() for title in headings(epub.chapters) | {title for title, _ in outline} | {epub.title}}
    # A head may show a title without its number, and a chapter's number apart from its title.
    failed = compared = 0
    for chapter, span in chapter_pages(epub, outline, len(pages)):
        if chapter.skip:
            continue
        if span is None:
            print(f"{chapter.name}: no outline entry of the PDF has its title “{chapter.title}”")
            failed += 1
            continue
        words = [page_words(number, pages[number - 1], known, number == span[0]) for number in range(span[0], span[1] + 1)]
        compared += 1
        for line in differences(chapter, words):
            print(f"{chapter.name}: {line}")
            failed += 1
    if not compared:
        print("no chapter was compared")
    sys.exit(1 if failed or not compared else 0)


if __name__ == "__main__":
    main()
