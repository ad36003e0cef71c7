#!/usr/bin/env python3
"""Compares the words of a PDF and an EPUB of one book: parity.py [--self-test] BOOK.pdf BOOK.epub [DIAGNOSTICS]

In place of the EPUB the folder of a web edition may be named, which has the same words: its pages are its chapters.

Both are read back from the written files, by other programs than wrote them: poppler's pdftotext for the words of each
page, qpdf for the outline, zipfile and an XML parser for the EPUB. Chapters are the files of the EPUB's spine; a
chapter's pages run from its outline entry's page to the next chapter's, or to that one's title where it begins on a page
that this one ends on. In each chapter the words must be the same in the same order. What stands elsewhere on paper than in a reading flow is compared on its own: notes (page by page, in
their order), captions of figures (which may float). What only paper has is told apart and left out: running heads,
folios, hyphens at line ends, header rows repeated where a table turns the page, list labels, marks of wrapped code.

What the author has in one edition alone is marked there, in the PDF by the title of a structure element, in the EPUB by a
class. It is left out, and it alone: each such passage and note of the PDF must stand whole on the chapter's pages.

Characters that no font has are blank in the PDF, or read with the letter before; those that the build's DIAGNOSTICS (a
file) report as missing, and only those, are left out on both sides.

A chapter that is mostly of a right-to-left script is compared less closely here: it has as many of each letter in both.
Programs that read the order of such lines from positions alone disagree on where their words part; tests/pages reads the
structure tree and compares them word by word.

Prints nothing and exits with 0 when the texts agree; else one line a difference, with the words around it, and 1. With
--self-test it plants differences instead, and fails when one of them is not seen.
"""

import copy
import difflib
import functools
import html
import json
import posixpath
import re
import subprocess
import sys
import unicodedata
import urllib.parse
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
OPS_TYPE = "{http://www.idpf.org/2007/ops}type"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"

# Characters that say how to set text and are no part of its words: soft hyphen, zero-width space, joiners, bidirectional
# controls, variation selectors.
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u034f\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufe0e\ufe0f"))
HYPHENS = "-\u2010"
SOFT_HYPHEN = "\u00ad"
# Labels that the PDF prints and the EPUB leaves to its reader.
LIST_LABEL = re.compile(r"^(\d+[.)]|[A-Za-z][.)]|[ivxlcIVXLC]+[.)]|\((\d+|[A-Za-z]|[ivxlcIVXLC]+)\)|[•◦▪‣·–—☐☑☒✓□■●○])$")
WRAP_MARK = re.compile(r"^[↪⤷↩↵→⏎]+$")
NOTE_LABEL = re.compile(r"^(\d+[.)]?|[*†‡§¶]+)$")
# A caption that is a label and no more, which may stand in the text as well: `(a)`, `Figure 2.1`.
BARE_LABEL = re.compile(r"^(\([a-z]\)|[^\W\d]+\.? [\dA-Z]+(\.\d+)*( ?\([a-z]\))?)$")
# A chapter's or section's number before its title, with or without its word.
NUMBER = re.compile(r"^([^\W\d]+ )?(\d+|[A-Z])(\.\d+)*[.:]? (?=.)")
# Inline elements part no words; every other element does.
INLINE = {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "kbd", "mark", "q", "s", "samp",
          "small", "span", "strong", "sub", "sup", "u", "var", "wbr"}
# Divisions that are laid out for paper alone, or that list pages.
GENERATED = {"cover", "halftitlepage", "titlepage", "imprint", "copyright-page", "toc", "loi", "lot"}
# How what one edition alone has is marked.
ON_PAPER = "only in the PDF"
ON_SCREEN = "only-epub"
# Heads and folios stand within this share of the page's height from its edges.
EDGE = 0.16
CONTEXT = 6
# Words of a right-to-left passage whose letters are compared in any order; longer ones must match word by word.
MAX_ANY_ORDER = 24


@dataclass
class Word:
    text: str
    page: int
    line_start: bool = False
    line_end: bool = False
    # A hyphen that the typesetter set: the word goes on with the next one.
    divided: bool = False


@dataclass
class Chapter:
    name: str
    title: str
    body: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    captions: list = field(default_factory=list)
    header_rows: list = field(default_factory=list)
    drawn: list = field(default_factory=list)
    # The numbers of the notes, and what the PDF alone has: passages, each a list of blocks.
    labels: list = field(default_factory=list)
    on_paper: list = field(default_factory=list)
    skip: bool = False
    back_cover: bool = False


def words_of(text):
    return unicodedata.normalize("NFKC", text.translate(INVISIBLE)).split()


def is_rtl(text):
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def in_any_order(words):
    """The letters and digits of some words, sorted."""
    return sorted(character for character in "".join(words) if character.isalnum())


def letters(words):
    """The words run together without hyphens: equal for texts that differ in breaks alone."""
    joined = "".join(words)
    return joined.translate({ord(hyphen): None for hyphen in HYPHENS})


# ---- EPUB


class Epub:
    def __init__(self, path, missing, formulas):
        self.formulas = formulas
        self.zip = zipfile.ZipFile(path)
        self.missing = dict.fromkeys(map(ord, missing))
        container = ET.fromstring(self.zip.read("META-INF/container.xml"))
        self.package = next(e.get("full-path") for e in container.iter() if e.tag.endswith("rootfile"))
        self.folder = posixpath.dirname(self.package)
        root = ET.fromstring(self.zip.read(self.package))
        self.title = " ".join(self.words(root.find(f".//{DC}title").text))
        items = {item.get("id"): item for item in root.iter(f"{OPF}item")}
        spine = [items[ref.get("idref")] for ref in root.iter(f"{OPF}itemref")]
        sheets = [name for name in self.zip.namelist() if name.endswith(".css")]
        # Where captions stand in the margin, those of tables are found there too.
        self.captions_beside = any(b"> figcaption { float: right" in self.zip.read(name) for name in sheets)
        self.chapters = [self.read(item.get("href")) for item in spine]

    def words(self, text):
        return words_of(text.translate(self.missing))

    def join(self, base, href):
        href = urllib.parse.unquote(href.split("#")[0])
        return posixpath.normpath(posixpath.join(posixpath.dirname(base), href))

    def body(self, path):
        """The body of a document, and what it is in the words of EPUBs."""
        body = ET.fromstring(self.zip.read(path)).find(f"{XHTML}body")
        return body, {kind for e in body.iter() for kind in (e.get(OPS_TYPE) or "").split()}

    def read(self, href):
        path = self.join(self.package, href)
        body, kinds = self.body(path)
        chapter = Chapter(path, " ".join(self.words(first_heading(body))))
        lists = any(e.tag == f"{XHTML}nav" for e in body.iter())
        lists |= any("list" in (e.get("class") or "").split() for e in body.iter(f"{XHTML}section"))
        # It has no title, and is the last page.
        chapter.back_cover = any("backcover" in (e.get("class") or "").split() for e in body.iter(f"{XHTML}section"))
        untitled = not chapter.title and not chapter.back_cover
        chapter.skip = lists or untitled or bool(kinds & GENERATED)
        text = []
        self.walk(body, path, chapter, text)
        chapter.body = self.words("".join(text))
        return chapter

    def walk(self, element, path, chapter, text):
        """Adds the element's text to `text`; notes, captions and the words of drawings go to the chapter's own lists."""
        tag = element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
        kinds = (element.get(OPS_TYPE) or "").split()
        role = element.get("role") or ""
        classes = (element.get("class") or "").split()
        apart = " " if tag not in INLINE else ""
        text.append(apart)
        described = tag == "details" and "description" in classes
        is_note = "footnote" in kinds or role == "doc-footnote"
        alone = ON_SCREEN in classes
        if not tag or tag in ("script", "style", "nav") or described or "pagebreak" in kinds or role == "doc-backlink":
            pass
        elif alone and not is_note:
            pass
        elif is_note:
            label = re.match(r"\d+", " ".join(words_of("".join(element.itertext()))))
            note = self.inner(element, path, chapter)
            if note and NOTE_LABEL.match(note[0]):
                note = note[1:]
            chapter.labels.append(int(label[0]) if label else None)
            chapter.notes.append([] if alone else [word for word in note if word != "↩"])
        elif tag == "caption" and self.captions_beside:
            chapter.captions.append(self.inner(element, path, chapter))
        elif tag == "figcaption" and not chapter_has_table(element):
            chapter.captions.append(self.inner(element, path, chapter))
        elif tag == "aside" and "margin" in classes:
            # Beside the text on paper, block by block.
            chapter.captions += [self.inner(part, path, chapter) for part in element]
        elif tag == "details" and "chart-data" in classes:
            # The values of a chart go with its picture, which may float; what opens them is the screen's own.
            values = [self.inner(part, path, chapter) for part in element if part.tag != f"{XHTML}summary"]
            chapter.captions.append([word for part in values for word in part])
        elif tag == "img":
            self.picture(self.join(path, element.get("src") or ""), chapter)
        elif tag == "math":
            text.append(f" {self.formula(element)} ")
        elif element.tag.startswith(SVG):
            chapter.drawn.append(self.words(" ".join(element.itertext())))
        else:
            if tag == "tr" and len(element) and all(cell.tag == f"{XHTML}th" for cell in element):
                chapter.header_rows.append(self.words(" ".join(" ".join(cell.itertext()) for cell in element)))
            text.append(element.text or "")
            for child in element:
                self.walk(child, path, chapter, text)
        text.append(apart)
        text.append(element.tail or "")

    def formula(self, element):
        """What the PDF has in place of a formula of which it says the same, with the numbers of its rows."""
        said = " ".join((element.get("alttext") or "").split())
        texts = self.formulas.get(said) or [f"[{said}]"]
        text = texts.pop(0) if len(texts) > 1 else texts[0]
        rows = [[" ".join(part.itertext()) for part in row if part.get("class") == "maths-number"] for row in rows_of(element)]
        parts = re.split(r"(?<=; )", text)
        if len(parts) != len(rows):
            return " ".join([text, *(number for row in rows for number in row)])
        return " ".join(word for part, row in zip(parts, rows) for word in [part, *row])

    def inner(self, element, path, chapter):
        text = [element.text or ""]
        for child in element:
            self.walk(child, path, chapter, text)
        return self.words("".join(text))

    def picture(self, path, chapter):
        if path.endswith(".svg") and path in self.zip.namelist():
            root = ET.fromstring(self.zip.read(path))
            chapter.drawn.append(self.words(" ".join(part for text in root.iter(f"{SVG}text") for part in text.itertext())))


def rows_of(formula):
    """The rows of the table that a formula is."""
    tables = [part for part in formula if part.tag.endswith("mtable")]
    return [row for table in tables[:1] for row in table]


def first_heading(body):
    for element in body.iter():
        if isinstance(element.tag, str) and re.fullmatch(r"\{.*\}h[1-6]", element.tag):
            return " ".join(words_of("".join(element.itertext())))
    return ""


class Pages:
    """The files of a folder, read as those of an archive are."""

    def __init__(self, folder):
        self.root = Path(folder)

    def read(self, name):
        return (self.root / name).read_bytes()

    def namelist(self):
        return [path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_file()]


class Web(Epub):
    """A web edition, from its first page on to the next, and so to the last."""

    def __init__(self, folder, missing, formulas):
        self.formulas = formulas
        self.zip = Pages(folder)
        self.missing = dict.fromkeys(map(ord, missing))
        self.package = "index.html"
        self.title = " ".join(self.words(html.unescape(re.search(r"<title>(.*?)</title>", self.text(self.package))[1])))
        self.captions_beside = b"> figcaption { float: right" in self.zip.read("stylesheet.css")
        self.chapters, page = [], self.next(self.package)
        while page:
            self.chapters.append(self.read(page))
            page = self.next(page)

    def text(self, name):
        return self.zip.read(name).decode()

    def next(self, name):
        found = re.search(r'<link rel="next" href="([^"]*)"', self.text(name))
        return urllib.parse.unquote(html.unescape(found[1])) if found else None

    def body(self, path):
        """The sections of a page, which are written as XML has them; what stands around them is left out."""
        main = re.search(r"<main[^>]*>(.*)</main>", self.text(path), re.S)[1]
        whole = ET.fromstring(f'<body xmlns="{XHTML[1:-1]}">{main}</body>')
        body = ET.Element(f"{XHTML}body")
        body.extend(whole.findall(f"{XHTML}section"))
        return body, {kind for section in body for kind in (section.get("class") or "").split()}


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


@functools.cache
def unpacked(path):
    """The PDF with no stream packed."""
    return subprocess.run(["qpdf", "--qdf", "--object-streams=disable", path, "-"], check=True, capture_output=True).stdout


def pdf_formulas(path):
    """What the text layer has for each formula, by what is said of it: in reading order."""
    qdf = unpacked(path)
    if b"/S /Formula" not in qdf:
        return {}
    objects = {int(number): body for number, body in re.findall(rb"\n(\d+) 0 obj\n(.*?)\nendobj", qdf, re.S)}
    of_pages = {}
    for number, body in objects.items():
        if re.search(rb"/Type /Page\b", body):
            contents = re.search(rb"/Contents (\[.*?\]|\d+ 0 R)", body, re.S)
            parts = [objects[int(part)] for part in re.findall(rb"(\d+) 0 R", contents[1])]
            of_pages[number] = actual_texts(b"\n".join(parts))
    found = {}
    for _, body in sorted(objects.items()):
        said = re.search(rb"/Alt (\(.*?(?<!\\)\)|<[0-9a-f]*>)\n", body, re.S)
        if said and re.search(rb"/S /Formula\b", body):
            page = re.search(rb"/Pg (\d+) 0 R", body)
            kids = re.search(rb"/K (\[.*?\n  \]|\d+)\n", body, re.S)[1]
            marks = re.findall(rb"/MCID (\d+)\n\s*/Pg (\d+) 0 R", kids)
            alone = re.findall(rb"^\s*(\d+)$", kids, re.M) or ([kids] if kids.isdigit() else [])
            marks += [(mark, page[1]) for mark in alone if page]
            text = "".join(of_pages.get(int(page), {}).get(int(mark), "") for mark, page in marks)
            found.setdefault(" ".join(pdf_string(said[1]).split()), []).append(text)
    return found


def actual_texts(content):
    """The texts that stand for formulas in a content stream, by the marks of these."""
    found, stack = {}, []
    for line in content.split(b"\n"):
        if line.endswith(b"BDC") or line.endswith(b"BMC"):
            mark = re.match(rb"/Formula<</MCID (\d+)>>BDC", line)
            stack.append(int(mark[1]) if mark else None)
            shown = re.search(rb"/ActualText<([0-9a-f]+)>", line)
            around = [mark for mark in stack if mark is not None]
            if shown and around:
                text = bytes.fromhex(shown[1].decode()).decode("utf-16")
                found[around[-1]] = found.get(around[-1], "") + text
        elif line == b"EMC" and stack:
            stack.pop()
    return found


def pdf_string(written):
    if written.startswith(b"<"):
        return bytes.fromhex(written[1:-1].decode()).decode("utf-16")
    text = re.sub(rb"\\(.)", rb"\1", written[1:-1])
    return text.decode("utf-16") if text.startswith(b"\xfe\xff") else text.decode("latin-1")


def pdf_alone(path):
    """What the PDF alone has, by the headings of the sections it is in: passages, each a list of its blocks' words, and
    notes by their numbers."""
    # poppler takes many minutes over the structure of a thick book; few have any such passage.
    if ON_PAPER.encode() not in unpacked(path):
        return []
    said = subprocess.run(["pdfinfo", "-struct-text", path], check=True, capture_output=True, text=True).stdout
    found, title, opened, heading = [], None, None, None
    for line in said.splitlines():
        inside = line.lstrip(" ")
        depth = len(line) - len(inside)
        is_text = inside.startswith('"')
        if opened is not None and depth <= opened[0]:
            opened = None
        if depth == 2:
            title, heading = None, None
        if depth == 4 and title is None and re.match(r"H\d?\b", inside):
            title, heading = [], depth
            found.append((title, [], {}))
        elif heading is not None and depth <= heading:
            heading = None
        if heading is not None and is_text:
            title.append(inside.strip('"'))
        if not is_text and f'"{ON_PAPER}"' in inside and opened is None and found:
            note = inside.startswith("Note")
            opened = (depth, note, [])
            if not note:
                found[-1][1].append(opened[2])
        elif opened is not None and is_text:
            words = words_of(inside[1:-1] if inside.endswith('"') else inside[1:])
            if opened[1] and not opened[2] and words and words[0].isdigit():
                opened[2].append(found[-1][2].setdefault(int(words[0]), words[1:]))
            elif opened[1] and opened[2]:
                opened[2][0].extend(words)
            elif opened[2]:
                opened[2][-1].append("".join(inside[1:].rsplit('"', 1)))
        elif opened is not None and not opened[1] and re.match(r"(P|H\d?|TH|TD|Lbl|Caption|Code|Span)\b.*\(block\)|(P|H\d?|TH|TD)\b", inside):
            opened[2].append([])
    passages = [(letters(words_of("".join(title))), blocks, notes) for title, blocks, notes in found]
    blocks_of = lambda passage: [words for words in (words_of("".join(block)) for block in passage) if words]
    return [(title, [blocks_of(passage) for passage in blocks], notes) for title, blocks, notes in passages]


def outermost_line(page, top):
    """The line next to the upper or lower edge of a page, and where it is; none where nothing stands there."""
    height, found = page
    edge = [item for item in found if (item[1][3] < height * EDGE if top else item[1][1] > height * (1 - EDGE))]
    if not edge:
        return [], None
    place = min(edge, key=lambda item: item[1][1])[1][1] if top else max(edge, key=lambda item: item[1][3])[1][3]
    return [item for item in edge if abs((item[1][1] if top else item[1][3]) - place) < 8], place


def texts_of(line):
    return [text for item in line for text in words_of(item[0])]


def tall(item):
    return item[1][3] - item[1][1]


def usual_height(pages):
    """The height of most words of a book."""
    heights = sorted(tall(item) for _, found in pages for item in found)
    return heights[len(heights) // 2] if heights else 0


def text_tops(pages, known):
    """Where the text of pages of each height begins: the highest of their first lines that no running head can be. A title
    there is a heading of the text, for heads stand above it."""
    tops = {}
    for page in pages:
        line, place = outermost_line(page, True)
        if line and not is_furniture(texts_of(line), known):
            tops[page[0]] = min(place, tops.get(page[0], place))
    return tops


def page_words(number, page, known, opening, places):
    """The page's words without head and folio. `known` holds the texts a running head may show, letters only; an
    opening page has its chapter's title where others have a head."""
    (height, found), (tops, usual) = page, places
    for top in (True, False):
        line, place = outermost_line((height, found), top)
        if not line:
            continue
        # Letters of a head are not larger than the text’s, by more than faces of one size differ.
        begins = height in tops and place > tops[height] - 8
        is_text = top and (opening or begins or max(map(tall, line)) > usual * 1.25)
        if is_furniture(texts_of(line), () if is_text else known):
            found = [item for item in found if item not in line]
    words = []
    if any(is_rtl(text) for text, _ in found):
        found = in_reading_order(found)
    starts = True
    for index, (text, box) in enumerate(found):
        following = found[index + 1][1] if index + 1 < len(found) else None
        ends = following is None or abs(following[3] - box[3]) > (box[3] - box[1]) * 0.6
        parts = words_of(text)
        last = len(parts) - 1
        divided = text.endswith(SOFT_HYPHEN)
        for at, part in enumerate(parts):
            is_last = at == last
            words.append(Word(part, number, starts and at == 0, ends and is_last, divided and is_last))
        starts = ends
    return words


def in_reading_order(found):
    """The page's words with those of right-to-left lines, and of right-to-left runs in others, turned round."""
    lines = []
    parts = [(part, box) for text, box in found for part in (tokens(words_of(text)) if is_rtl(text) else [text])]
    for item in parts:
        box, last = item[1], lines[-1][-1][1] if lines else None
        height = box[3] - box[1]
        if last and abs(box[3] - last[3]) <= height * 0.6:
            before = lines[-1][-1]
            if is_rtl(item[0]) and is_rtl(before[0]) and 0 <= box[0] - last[2] < height * 0.05:
                # Parts of one word: letters that do not join.
                lines[-1][-1] = (item[0] + before[0], (last[0], min(box[1], last[1]), box[2], max(box[3], last[3])))
            else:
                lines[-1].append(item)
        else:
            lines.append([item])
    turned = []
    for line in lines:
        right = [is_rtl(text) for text, _ in line]
        # Digits and marks between such words go with them.
        whole = sum(right) * 2 > sum(any(map(str.isalpha, text)) for text, _ in line)
        turned += turn(line, right) if any(right) and not whole else line
        if whole and any(right):
            turned[-len(line):] = turn_line(line, right)
    return turned


def turn(line, right):
    """Turns runs of right-to-left words round."""
    turned, run = [], []
    for item, is_right in zip(line, right):
        if is_right:
            run.insert(0, item)
        else:
            turned += [*run, item]
            run = []
    return turned + run


def turn_line(line, right):
    """Turns a right-to-left line round, but for the left-to-right runs in it."""
    line = sorted(zip(line, right), key=lambda one: -one[0][1][2])
    turned, run = [], []
    for item, is_right in line:
        if is_right:
            turned += [*run, item]
            run = []
        else:
            run.insert(0, item)
    return turned + run


def bare(text):
    """Letters and figures alone, each in its plain form."""
    return [character for character in unicodedata.normalize("NFKC", text) if character.isalnum()]


def is_furniture(line, known):
    folio = re.compile(r"^(\d+|[ivxlcdm]+|[٠-٩]+)$")
    # A folio stands at either end of its line.
    for rest in (line, line[1:] if line and folio.match(line[0]) else line, line[:-1] if line and folio.match(line[-1]) else line):
        text = letters(rest).casefold()
        if (not rest and line) or text in known:
            return True
        # The letters of a right-to-left head come in any order.
        if is_rtl(text):
            shown, cut = Counter(bare(text)), "…" in text or "..." in text
            titles = [Counter(bare(title)) for title in known if is_rtl(title)]
            if any(shown == title or (cut and shown <= title) for title in titles):
                return True
        if text.endswith("…") and any(title.startswith(text[:-1]) for title in known):
            return True
    return False


# ---- comparison


@dataclass(frozen=True)
class Reading:
    """How far the notes have been read: the open note, the letters read of it, and the notes that are done."""

    note: int | None = None
    offset: int = 0
    done: frozenset = frozenset()


def take_notes(pages, notes):
    """Cuts the notes off the feet of pages. Returns the body's words and what of the notes was not found."""
    body, state = [], Reading()
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
    missing = [note for at, note in enumerate(plain) if at not in state.done and at != state.note]
    if state.note is not None:
        missing.append(plain[state.note][state.offset:])
    return body, [note for note in missing if note]


def follow(words, notes, state):
    """Where in the notes the words lead when they continue at `state`, or None when they are not the notes' words."""
    label = None
    for word in words:
        text = letters([word.text])
        if state.note is None and label is None and NOTE_LABEL.match(word.text):
            label = word.text
            continue
        if state.note is None:
            opened = open_note(text, label, notes, state.done)
            if opened is None:
                return None
            state, label = Reading(opened[0], 0, state.done), None
            text = opened[1]
        if not notes[state.note].startswith(text, state.offset):
            return None
        state = Reading(state.note, state.offset + len(text), state.done)
        if state.offset == len(notes[state.note]):
            state = Reading(None, 0, state.done | {state.note})
    return state if label is None else None


def open_note(text, label, notes, done):
    """The note that begins with this word, and the word without the label that may be glued to it. A note whose call
    stands in a floating caption may come later than its number has it."""
    glued = re.match(r"^(\d+)(.+)$", text)
    forms = [(label, text)] + ([(glued[1], glued[2])] if label is None and glued else [])
    following = next((at for at in range(len(notes)) if at not in done and notes[at]), None)
    # Without its label, a word is the text's.
    for number, rest in [form for form in forms if form[0]]:
        number = re.sub(r"\D", "", number or "")
        for at in ([int(number) - 1] if number else []) + [following]:
            if at is not None and 0 <= at < len(notes) and at not in done and notes[at].startswith(rest):
                return at, rest
    return None


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


def take_passage(words, blocks):
    """Takes a passage out of the text: whole, or block by block where something stands between them. None where it is not
    there."""
    whole = find_run(words, letters([word for block in blocks for word in block]))
    if whole:
        return words[:whole[0]] + words[whole[1]:]
    start = 0
    for block in blocks:
        found = find_run(words[start:], letters(block)) if letters(block) else (0, 0)
        if found is None:
            return None
        words = words[:start + found[0]] + words[start + found[1]:]
        start += found[0]
    return words


def rejoin(words, vocabulary):
    """Joins words that were divided at line ends, by which form the other text knows."""
    joined, index = [], 0
    while index < len(words):
        text, word, starts = words[index].text, words[index], words[index].line_start
        while word.divided and index + 1 < len(words):
            index += 1
            word = words[index]
            text += word.text
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
        joined.append(Word(text, words[index].page, starts, word.line_end))
        index += 1
    return joined


def strip(word):
    return word.strip(".,;:!?()[]\"'“”‘’«»")


def tokens(words):
    """Words apart from the marks around and in them, which the programs that read text back may part from them."""
    return [token for word in words for token in re.findall(r"\w+|[^\w\s]", word)]


def passages(matcher, here):
    """The passages that differ. Those of right-to-left words with a few equal ones between count as one: where a program
    parted a word, its parts stand on either side of them."""
    found, between = [], None
    for kind, left, left_end, right, right_end in matcher.get_opcodes():
        if kind == "equal":
            between = left_end - left <= 3 and any(map(is_rtl, here[left:left_end]))
        elif found and between:
            found[-1] = (found[-1][0], left_end, found[-1][2], right_end)
        else:
            found.append((left, left_end, right, right_end))
    return found


def key(word):
    """What makes a word the same as another."""
    return "".join(sorted(word)) if is_rtl(word) else word


def paper_tokens(word):
    """A list's label stays whole, to be known as one."""
    return [word.text] if word.line_start and LIST_LABEL.match(word.text) else tokens([word.text])


def mostly_rtl(chapter):
    """Whether a chapter runs from right to left: code and names apart, its words do."""
    text = "".join(chapter.body)
    return 10 * sum(map(is_rtl, text)) > sum(map(str.isalpha, text))


def counts(words):
    """How often each letter stands in a text. Figures are left out: those of lists only the PDF prints."""
    return Counter(filter(str.isalpha, bare("".join(words))))


def coarse_differences(chapter, body):
    """One line for each letter that is not as often on paper as in the EPUB."""
    aside = [word for passage in [*chapter.notes, *chapter.captions] for word in passage]
    alone = [word for passage in chapter.on_paper for block in passage for word in block]
    here, there = counts([*chapter.body, *aside, *alone]), counts([word.text for word in body])
    # Header rows stand again where a table turns the page.
    for row in map(counts, chapter.header_rows):
        while row and here + row <= there:
            there = there - row
    for item in sorted(here.keys() | there.keys()):
        if here[item] != there[item]:
            yield f"“{item}”: {here[item]} in the EPUB, {there[item]} in the PDF"


def differences(chapter, pages):
    """One line for each difference between a chapter of the EPUB and its pages of the PDF."""
    found = []
    if mostly_rtl(chapter):
        return list(coarse_differences(chapter, [word for words in pages for word in words]))
    body, missing = take_notes(pages, chapter.notes)
    found += [f"note not found at the foot of a page: {note[:60]}" for note in missing]
    for passage in chapter.on_paper:
        rest = take_passage(body, passage)
        if rest is None:
            found.append(f"not found, though the PDF alone is to have it: {' '.join(word for block in passage for word in block)[:80]}")
        else:
            body = rest
    bare_labels = [letters(caption) for caption in chapter.captions if BARE_LABEL.match(" ".join(caption))]
    body, missing = take_runs(body, [caption for caption in chapter.captions if not BARE_LABEL.match(" ".join(caption))])
    found += [f"caption not found: {' '.join(caption)[:80]}" for caption in missing]
    here_words = tokens(chapter.body)
    vocabulary = set(chapter.body) | {strip(word) for word in chapter.body}
    body = [Word(token, word.page) for word in rejoin(body, vocabulary) for token in paper_tokens(word)]
    paper = [word.text for word in body]
    rows = {letters(row) for row in chapter.header_rows}
    matcher = difflib.SequenceMatcher(None, [key(word) for word in here_words], [key(word) for word in paper], autojunk=False)
    for left, left_end, right, right_end in passages(matcher, here_words):
        here, there = here_words[left:left_end], paper[right:right_end]
        rest = [word for word in there if not (LIST_LABEL.match(word) or WRAP_MARK.match(word))]
        if letters(here) == letters(there):
            continue
        if not here and take_labels(letters(there), bare_labels):
            continue
        if letters(here) == letters(rest):
            continue
        if not here and letters(there) in rows:
            continue
        # Parts of a word that stand apart, and then the row that is repeated after the page's turn.
        if any(letters(there) == letters(here) + row for row in rows):
            continue
        # A table that goes on says so above its row: its label, and that it is continued.
        if letters(there).startswith(letters(here)) and goes_on(letters(there)[len(letters(here)):], rows, chapter):
            continue
        # The same before a word whose parts stand apart.
        if here and letters(there).endswith(letters(here)) and goes_on(letters(there)[:-len(letters(here))], rows, chapter):
            continue
        # A drawing's words, where the PDF has them as text: all of them.
        if not here and in_any_order(rest) in [in_any_order(drawing) for drawing in chapter.drawn]:
            continue
        few = len(there) <= MAX_ANY_ORDER or len(there) <= 2 * len(here) <= 2 * MAX_ANY_ORDER
        if few and is_rtl("".join(here)) and in_any_order(here) == in_any_order(rest):
            continue
        page = body[min(right, len(body) - 1)].page if body else 0
        before = " ".join(paper[max(0, right - CONTEXT):right])
        found.append(f"PDF page {page}, after “{before}”: EPUB “{' '.join(here)[:120]}”, PDF “{' '.join(there)[:120]}”")
    return found + [f"caption not found: {label}" for label in bare_labels]


CONTINUED = {letters([line.split(": ", 1)[1]]) for file in (Path(__file__).parents[2] / "src/words").glob("*.txt")
             for line in file.read_text().splitlines() if line.startswith("continued: ")}


def goes_on(text, rows, chapter):
    """Whether a text is what a page begins with where a table goes on: a label of the chapter's, the language's word, and
    the table's header row, if it has one."""
    said = letters(chapter.body)
    heads = [text[:len(text) - len(row)] for row in rows | {""} if text.endswith(row)]
    labels = [head.removesuffix(word) for head in heads for word in CONTINUED if head.endswith(word)]
    return any(label and label in said for label in labels)


def take_labels(text, labels):
    """Takes the labels that a text is made of, some one after the other, out of those that are still to be found."""
    left, rest = list(labels), text
    while rest:
        label = next((label for label in sorted(left, key=len, reverse=True) if rest.startswith(label)), None)
        if label is None:
            return False
        left.remove(label)
        rest = rest[len(label):]
    labels[:] = left
    return True


def chapter_pages(epub, outline, page_count):
    """Pairs each chapter of the EPUB with its first and last page of the PDF, by the outline's order, and the chapter that
    begins after them."""
    starts, entry = [], 0
    for chapter in epub.chapters:
        if chapter.back_cover:
            starts.append((chapter, page_count))
            continue
        if not chapter.title:
            continue
        title = letters(words_of(chapter.title))
        names = [letters(words_of(name)) for name, _ in outline[entry:]]
        # A section before it may be called the same, but for the number.
        whole = [at for at, name in enumerate(names) if name == title]
        found = whole or [at for at, name in enumerate(names) if title.endswith(name) or name.endswith(title)]
        starts.append((chapter, outline[entry + found[0]][1] if found else None))
        entry += found[0] + 1 if found else 0
    known = [(chapter, page) for chapter, page in starts if page]
    pairs = []
    for chapter, page in starts:
        if page is None:
            pairs.append((chapter, None))
            continue
        later = [start for start in known if start[1] > page]
        following, end = min(later, key=lambda start: start[1]) if later else (None, page_count + 1)
        pairs.append((chapter, (page, end - 1, following)))
    return pairs


def missing_glyphs(path, present):
    """The characters that a build's diagnostics report as missing from all fonts. Where a message leaves some unnamed, these
    are all of the same script that the PDF's text does not have anywhere."""
    with open(path, encoding="utf-8") as file:
        reports = re.findall(r"^warning\[missing-glyph\].*", file.read(), re.M)
    missing = set()
    for report in reports:
        named = {chr(int(code, 16)) for code in re.findall(r"\(U\+([0-9A-F]+)\)", report)}
        missing |= named
        if " more of its script" in report:
            scripts = {script(character) for character in named}
            every = map(chr, range(0x100, sys.maxunicode + 1))
            missing |= {character for character in every if script(character) in scripts and character not in present}
    return missing


def script(character):
    """The first word of a letter's name, which is its script; signs and pictures belong to none."""
    return unicodedata.name(character, "?").split()[0] if unicodedata.category(character)[0] in "LM" else "sign"


class Book:
    def __init__(self, pdf, epub, diagnostics=None):
        self.pages = pdf_pages(pdf)
        present = {character for _, found in self.pages for text, _ in found for character in text}
        missing = missing_glyphs(diagnostics, present) if diagnostics else set()
        self.epub = (Web if Path(epub).is_dir() else Epub)(epub, missing, pdf_formulas(pdf))
        # A mark that no font has may still be told by the letter it stands on.
        blank = {ord(character): None for character in missing}
        for _, found in self.pages:
            found[:] = [(text.translate(blank), box) for text, box in found if text.translate(blank)]
        self.outline = [(" ".join(self.epub.words(title)), page) for title, page in pdf_outline(pdf)]
        titles = headings(self.epub.chapters) | {title for title, _ in self.outline} | {self.epub.title}
        # A head may show a title without its number.
        self.heads = {letters(words_of(form)).casefold() for title in titles for form in (title, NUMBER.sub("", title))}
        self.pairs = [pair for pair in chapter_pages(self.epub, self.outline, len(self.pages)) if not pair[0].skip]
        inner = [n for _, span in self.pairs if span for n in range(span[0] + 1, span[1] + 1)]
        self.places = text_tops([self.pages[n - 1] for n in inner], self.heads), usual_height(self.pages)
        alone = [one for one in pdf_alone(pdf) if one[1] or one[2]]
        for chapter, _ in self.pairs:
            at = next((at for at, one in enumerate(alone) if one[0] == letters(chapter.title.split())), None)
            if at is not None:
                _, chapter.on_paper, notes = alone.pop(at)
                add_notes(chapter, notes)

    def compare(self, chapter, span):
        """One line for each difference in a chapter."""
        if span is None:
            return [f"no outline entry of the PDF has its title “{chapter.title}”"]
        first, last, following = span
        pages = [page_words(n, self.pages[n - 1], self.heads, n == first, self.places) for n in range(first, last + 1)]
        pages[0] = pages[0][before_title(pages[0], chapter):]
        if following:
            # It may begin on the page that this one ends on.
            words = page_words(last + 1, self.pages[last], self.heads, True, self.places)
            pages.append(words[:before_title(words, following)])
        return differences(chapter, pages)


def before_title(words, chapter):
    """How many words stand on a chapter's first page before it: those of the chapter that it runs on after."""
    title = letters(chapter.title.split())
    found = find_run(words, title) if letters(chapter.body).startswith(title) else None
    return found[0] if found else 0


def add_notes(chapter, notes):
    """Puts the notes that the PDF alone has among the chapter's, by their numbers."""
    numbered = dict(zip(chapter.labels, chapter.notes)) | notes
    if notes and all(isinstance(label, int) for label in numbered):
        chapter.notes = [numbered.get(number, []) for number in range(1, max(numbered) + 1)]


def planted(chapter):
    """Copies of a chapter, each with one difference, and what it is."""
    middle = len(chapter.body) // 2

    def one(what, change):
        other = copy.deepcopy(chapter)
        change(other)
        return what, other

    def swap(other):
        # Signs may be labels of lists.
        is_word = lambda at: any(map(str.isalnum, other.body[at]))
        at = next(at for at in range(middle, len(other.body) - 1)
                  if is_word(at) and is_word(at + 1) and letters(other.body[at]) != letters(other.body[at + 1]))
        other.body[at], other.body[at + 1] = other.body[at + 1], other.body[at]

    def alter(other):
        other.body[middle] += "x"

    yield one("a word is missing", lambda other: other.body.pop(middle))
    yield one("a word too many", lambda other: other.body.insert(middle, "planted"))
    yield one("a word is altered", alter)
    yield one("two words changed places", swap)
    yield one("the last word is missing", lambda other: other.body.pop())
    yield one("a note too many", lambda other: other.notes.append(["planted"]))
    yield one("a caption too many", lambda other: other.captions.append(["planted"]))
    notes = [at for at, note in enumerate(chapter.notes) if note]
    if notes:
        yield one("a note is missing", lambda other: other.notes.__setitem__(notes[-1], []))
        yield one("a note is altered", lambda other: other.notes[notes[0]].append("planted"))
    if chapter.on_paper:
        yield one("what paper alone has is altered", lambda other: other.on_paper[0][0].append("planted"))
        yield one("what paper alone has is not marked", lambda other: other.on_paper.pop())


def self_test(book):
    """One line for each planted difference that is not seen."""
    tried = 0
    for chapter, span in book.pairs:
        if len(chapter.body) < 20 or book.compare(chapter, span):
            continue
        for what, other in planted(chapter):
            tried += 1
            if not book.compare(other, span):
                yield f"{chapter.name}: not seen: {what}"
    if tried < 7:
        yield "no chapter to plant differences in"


def main():
    arguments = sys.argv[1:]
    testing = arguments[:1] == ["--self-test"]
    arguments = arguments[testing:]
    if len(arguments) not in (2, 3):
        sys.exit(__doc__.splitlines()[0])
    book = Book(*arguments)
    if testing:
        lines = list(self_test(book))
    else:
        lines = [f"{chapter.name}: {line}" for chapter, span in book.pairs for line in book.compare(chapter, span)]
        if not book.pairs:
            lines.append("no chapter was compared")
    print("".join(f"{line}\n" for line in lines), end="")
    sys.exit(1 if lines else 0)


if __name__ == "__main__":
    main()
