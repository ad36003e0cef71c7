#!/usr/bin/env python3
"""Checks that the pages of folders lead somewhere: links.py FOLDER...

Every address of a link, a picture, a style sheet or a script that is not on the web is a file of the folder, and what
follows its `#` an id in it, or a page of a PDF. No id is in a page twice. One line a fault; exit status 1 when there is one.
"""

import sys
import urllib.parse
from html.parser import HTMLParser
from pathlib import Path

ELSEWHERE = ("http:", "https:", "mailto:", "data:", "ftp:", "sftp:", "doi:", "tel:", "urn:", "geo:", "info:", "irc:", "news:", "sms:", "xmpp:")


class Reader(HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.ids, self.twice, self.hrefs = set(), [], []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name == "id":
                self.twice += [value] if value in self.ids else []
                self.ids.add(value)
            elif name in ("href", "src") and value:
                self.hrefs.append(value)


def faults(folder):
    pages = {path: Reader(path) for path in sorted(folder.rglob("*.html"))}
    for path, page in pages.items():
        yield from (f"{path}: {one} is there twice" for one in page.twice)
        for href in page.hrefs:
            if href.startswith(ELSEWHERE):
                continue
            file, _, place = href.partition("#")
            target = path.parent / urllib.parse.unquote(file) if file else path
            place = urllib.parse.unquote(place)
            if not target.is_file():
                yield f"{path}: no file {href}"
            elif place and not place.startswith("page=") and place not in pages[target].ids:
                yield f"{path}: no place {href}"


found = [fault for folder in sys.argv[1:] for fault in faults(Path(folder))]
print("".join(f"{fault}\n" for fault in found), end="")
sys.exit(1 if found or len(sys.argv) < 2 else 0)
