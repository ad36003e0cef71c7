#!/usr/bin/env python3
"""Searches a PDF for words of its EPUB as strangers do: search.py ENGINES [--self-test] BOOK.pdf BOOK.epub

Four programs that people search PDFs with read the file: PDFium (Chrome), pdf.js (Firefox), poppler (Evince, Okular) and
MuPDF. Two hundred words drawn from the EPUB, the same each time, must stand in the text that each of them reads as often as
they stand in the EPUB. ENGINES is the folder that install-validators.sh makes: a Python with pypdfium2 and pymupdf, and
pdf.js.

What is not compared, and why:

- What the PDF marks as artifacts: running heads, folios, header rows repeated overleaf, marks of wrapped code. An EPUB has
  none. They are blanked in a copy of the file by the marks themselves, which tests/tagged checks; nothing else is changed.
- Divisions that are laid out for paper alone or list pages (title, imprint, contents): their pages are left out on both
  sides, by the EPUB's page list. Drawings, which have no characters in many readers; their descriptions, which the PDF has
  as alternative text and not on its pages.
- Words of fewer than three letters, and runs of figures: numbers of lists and notes are the reader's own in an EPUB. Text
  of scripts that put no spaces between words, where a run of letters is none: each letter of it is a word of its own.

A word is a run of letters with the marks that stand on them. Where a line ends in a hyphen that the typesetter set (a soft
hyphen, which PDFium gives as U+FFFE or U+0002, and pdf.js as a plain one), its halves are one word, as each of these programs
has it in its search.
pdf.js ignores points and vowel signs unless its user asks for them, so they are taken off on both sides for it: it gives
those at the left end of a line to the line before. It joins words at every hyphen that ends a line, those of the author
too: what is no word of the EPUB then is parted again (its search finds words within others), and where the whole and its
parts are words of the EPUB, each may stand for the other. It parts texts on a line only where the later one stands on the right of
the earlier, so the cells of a row from right to left run into each other, whatever white space is shown after them (its
search finds words within others all the same): a word of it that is what such cells make together is taken for theirs.
pdf.js and MuPDF do not put what they read on a line in the order in which that is read, nor does poppler on a page with more
Latin letters than others: the end of a passage from right to left meets the Latin word that the passage follows. There, what is
no word of the EPUB is parted where letters of the other direction begin.

Prints nothing and exits with 0 when every word is found; else one line a word and program, and 1. With --self-test the
text of the PDF is turned round, divided, doubled and cut in turn, and the check fails when one of these is not seen.
"""

import collections
import hashlib
import itertools
import posixpath
import re
import subprocess
import sys
import tempfile
import unicodedata
import urllib.parse
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pymupdf
import pypdfium2

XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
OPF = "{http://www.idpf.org/2007/opf}"
KIND = "{http://www.idpf.org/2007/ops}type"
WORDS = 200
SHORTEST = 3
# Divisions for paper alone, or that list pages.
GENERATED = {"cover", "halftitlepage", "titlepage", "imprint", "copyright-page", "toc", "loi", "lot"}
INLINE = {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "kbd", "mark", "q", "s", "samp",
          "small", "span", "strong", "sub", "sup", "u", "var", "wbr"}
# Characters that say how to set text, or which way it runs: poppler adds some of its own.
SETTING = dict.fromkeys(map(ord, "\u034f\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066"
                                 "\u2067\u2068\u2069\ufe0e\ufe0f"))
# Han, kana, Thai, Lao, Myanmar and Khmer.
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
DIVIDED = re.compile("[\u00ad\ufffe\u0002][ \t]*[\r\n]*")
# A line's end at which pdf.js's search joins what stands before and after.
JOINED_BY_PDFJS = re.compile(r"([^\W\d_]+)-\n([^\W\d_]+)")


# ---- EPUB


class Epub:
    """The running text, and the labels of the pages that it is on."""

    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        root = ET.fromstring(self.zip.read("META-INF/container.xml"))
        package = next(e.get("full-path") for e in root.iter() if e.tag.endswith("rootfile"))
        root = ET.fromstring(self.zip.read(package))
        items = {item.get("id"): item for item in root.iter(f"{OPF}item")}
        self.text, self.left_out, self.joined = [], set(), {}
        for ref in root.iter(f"{OPF}itemref"):
            self.read(posixpath.join(posixpath.dirname(package), urllib.parse.unquote(items[ref.get("idref")].get("href"))))

    def read(self, path):
        body = ET.fromstring(self.zip.read(path)).find(f"{XHTML}body")
        kinds = {kind for e in body.iter() for kind in (e.get(KIND) or "").split()}
        lists = any(e.tag == f"{XHTML}nav" for e in body.iter())
        if lists or kinds & GENERATED:
            self.left_out |= {e.get("aria-label") or e.get("title") for e in body.iter() if is_marker(e)}
            return
        self.walk(body)
        self.text.append("\n")

    def walk(self, element):
        tag = element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
        if tag == "tr":
            self.join(["".join(cell.itertext()).strip() for cell in element])
        apart = "" if tag in INLINE else "\n"
        self.text.append(apart)
        # The names in formulas stand close to other signs there.
        drawn = not tag or tag in ("script", "style", "math") or element.tag.startswith(SVG) or is_description(element)
        # The way back from a note is the reader's own.
        if not (drawn or is_marker(element) or element.get("role") == "doc-backlink"):
            self.text.append(element.text or "")
            for child in element:
                if not opens_values(element, child):
                    self.walk(child)
        self.text += [apart, element.tail or ""]

    def join(self, cells):
        """Notes the words that cells beside each other make in pdf.js where they run from right to left."""
        for first in range(len(cells)):
            for end in range(first + 2, len(cells) + 1):
                parts = [words(cell) for cell in cells[first:end]]
                if all(parts) and all(len(part) == 1 for part in parts[1:-1]) and any(map(is_leftward, cells[first:end])):
                    met = [parts[0][-1], *(part[0] for part in parts[1:])]
                    self.joined["".join(map(without_marks, met))] = [*map(without_marks, met)]


def is_description(element):
    return element.get("class") == "description" and element.tag == f"{XHTML}details"


def opens_values(element, child):
    """What opens the values of a chart is the screen's own; they themselves are found behind its picture on paper."""
    return element.get("class") == "chart-data" and child.tag == f"{XHTML}summary"


def is_marker(element):
    return "pagebreak" in (element.get(KIND) or "").split()


# ---- PDF


def without_artifacts(source, target):
    """Writes a copy in which no artifact shows text. Returns the labels of its pages."""
    with pymupdf.open(source) as document:
        for page in document:
            for xref in page.get_contents():
                document.update_stream(xref, blanked(document.xref_stream(xref)), compress=False)
        document.save(target)
        return [page.get_label() for page in document]


# Strings and numbers of a TJ array, marked content, and strings elsewhere, none of which is looked into.
PARTS = re.compile(rb"(\[(?:\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f]*>|[-0-9. ]+)*\]TJ)|(/Artifact)?(?:<<(?:[^<>]|<[0-9A-Fa-f]*>)*>>)?\s*"
                   rb"\b(BDC|BMC)\b|\b(EMC)\b|\((?:\\.|[^\\()])*\)", re.S)


def blanked(stream):
    """A content stream in which what artifacts show is taken out; pens and fonts stay as they are."""
    open_sequences = []

    def part(match):
        shown, artifact, begins, ends = match.groups()
        if begins:
            open_sequences.append(bool(artifact))
        elif ends and open_sequences:
            open_sequences.pop()
        elif shown and any(open_sequences):
            return b"[]TJ"
        return match[0]

    return PARTS.sub(part, stream)


def poppler(path):
    return subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True).stdout.decode().split("\f")


def pdfium(path):
    document = pypdfium2.PdfDocument(path)
    return [page.get_textpage().get_text_range() for page in document]


def mupdf(path):
    with pymupdf.open(path) as document:
        return [page.get_text("text") for page in document]


def pdfjs(path, engines):
    script = Path(__file__).with_name("pdftext.mjs")
    command = ["node", str(script), str(engines / "node_modules"), path]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode().split("\f")


# ---- words


def is_letter(character):
    return unicodedata.category(character)[0] in "LM"


def is_leftward(text):
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def words(text):
    """Runs of letters with their marks, in their plain forms."""
    text = unicodedata.normalize("NFKC", DIVIDED.sub("", text).translate(SETTING))
    word, found = [], []
    for character in text + " ":
        if UNSPACED.match(character):
            found += ["".join(word), character] if word else [character]
            word = []
        elif is_letter(character):
            word.append(character)
        elif word:
            found.append("".join(word))
            word = []
    return found


def without_marks(word):
    return "".join(c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c) != "Mn")


def by_direction(word):
    """The parts of a word whose letters run one way, each with its marks."""
    ways = itertools.accumulate(word, lambda way, c: way if unicodedata.category(c)[0] == "M" else is_leftward(c), initial=False)
    parts = itertools.groupby(zip(word, itertools.islice(ways, 1, None)), lambda part: part[1])
    return ["".join(character for character, _ in part) for _, part in parts]


def drawn(counts):
    """Two hundred of the words, by a digest of each: the same in every run, and no two books the same."""
    long = [word for word in counts if len(word) >= SHORTEST]
    return sorted(long, key=lambda word: hashlib.sha256(word.encode()).digest())[:WORDS]


ENDS_DIVIDED = re.compile(r"\w[-\u2010\u00ad\ufffe\x02]\s*$")


def missed(counts, pages, name, joined):
    """One line for each word that an engine does not find as often as it stands in the EPUB."""
    plain, joined = (without_marks, joined) if name == "pdf.js" else (str, {})
    here, there, doubtful = collections.Counter(), collections.Counter(), collections.Counter()
    for word, count in counts.items():
        here[plain(word)] += count
    for page in pages:
        if name == "pdf.js":
            page = JOINED_BY_PDFJS.sub(lambda ends: join(ends, here, doubtful), page)
        apart = by_direction if turns_nothing(name, page) else lambda word: [word]
        for word in map(plain, words(page)):
            there.update([word] if here[word] else joined.get(word) or apart(word))
    # No engine joins the halves of a word that is divided at a page's end.
    for page, after in zip(pages, pages[1:]):
        halves = [*map(plain, words(page)[-1:] + words(after)[:1])]
        if ENDS_DIVIDED.search(page) and len(halves) == 2 and here["".join(halves)]:
            there.subtract(halves)
            there["".join(halves)] += 1
    for word in map(plain, drawn(counts)):
        if not there[word] <= here[word] <= there[word] + doubtful[word]:
            yield f"{name}: “{word}” is found {there[word]} times, and stands there {here[word]} times"


def join(ends, here, doubtful):
    """What pdf.js's search makes of a word before a hyphen that ends a line and the word after it."""
    parts = [without_marks(part) for part in ends.groups()]
    if not here["".join(parts)]:
        return ends[0]
    if all(here[part] for part in parts):
        doubtful.update(["".join(parts), *parts])
        return ""
    return "".join(ends.groups())


def turns_nothing(name, page):
    """Whether an engine leaves the passages of a line in the order that they are shown in."""
    letters = [unicodedata.bidirectional(character) for character in page if is_letter(character)]
    return name in ("pdf.js", "MuPDF") or name == "poppler" and letters.count("L") * 2 >= len(letters)


PLANTED = {
    "words turned round": lambda text: re.sub(r"\w+", lambda word: word[0][::-1], text),
    "words divided": lambda text: re.sub(r"(\w\w)(\w)", r"\1 \2", text),
    "a page twice": lambda text: text + text,
    "a page missing": lambda text: "",
    "points lost": lambda text: "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)),
}


def main():
    arguments = sys.argv[1:]
    testing = "--self-test" in arguments
    arguments = [argument for argument in arguments if argument != "--self-test"]
    if len(arguments) != 3:
        sys.exit(__doc__.splitlines()[0])
    engines, pdf, epub = Path(arguments[0]), arguments[1], Epub(arguments[2])
    counts = collections.Counter(words("".join(epub.text)))
    lines = [] if drawn(counts) else ["no word was drawn"]
    with tempfile.TemporaryDirectory() as folder:
        copy = str(Path(folder) / "book.pdf")
        labels = without_artifacts(pdf, copy)
        kept = [at for at, label in enumerate(labels) if label not in epub.left_out]
        read = {"poppler": poppler, "PDFium": pdfium, "MuPDF": mupdf, "pdf.js": lambda path: pdfjs(path, engines)}
        for name, reader in read.items():
            texts = reader(copy)
            pages = [texts[at] for at in kept]
            if not testing:
                lines += missed(counts, pages, name, epub.joined)
                continue
            for what, plant in PLANTED.items():
                planted = [plant(page) if at == 0 or len(what.split()) == 2 else page for at, page in enumerate(pages)]
                is_alike = [*map(words, planted)] == [*map(words, pages)]
                if not is_alike and not list(missed(counts, planted, name, epub.joined)) and not (name == "pdf.js" and what == "points lost"):
                    lines.append(f"{name}: not seen: {what}")
    print("".join(f"{line}\n" for line in lines), end="")
    sys.exit(1 if lines else 0)


if __name__ == "__main__":
    main()
