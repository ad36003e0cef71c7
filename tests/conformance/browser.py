#!/usr/bin/env python3
"""Opens every file of an EPUB in a real browser: browser.py CHROMIUM BOOK.epub...

Chromium is driven over its debugging pipe, so nothing but Python's own library is needed. At 360, 768 and 1200 pixels no
file scrolls sideways; nothing is written to the console; links and page markers lead somewhere that can be scrolled to;
a click on a note's call shows the note, and a click on its number leads back; all text has a contrast of 4.5 to 1 or
more, in light and in dark mode (WCAG 2.2, 1.4.3); every face in the book is declared and loads. One line a fault; exit status 1 when there is one.
"""

import fcntl
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree as ET
import zipfile

OPF = "{http://www.idpf.org/2007/opf}"
WIDTHS = (360, 768, 1200)

SIDEWAYS = """(() => {
  const root = document.documentElement, wide = [];
  if (root.scrollWidth <= innerWidth) return [];
  for (const one of document.querySelectorAll('body *')) {
    const scrolls = one.closest('.table');
    if (one.getBoundingClientRect().right > innerWidth + 1 && (!scrolls || scrolls === one)) wide.push(one.outerHTML.slice(0, 120));
  }
  return [`${root.scrollWidth} px wide`, ...wide.slice(0, 3)];
})()"""

# Every marker and every target of a link within the file can be scrolled into view.
PLACES = """(() => {
  const faults = [];
  const reach = (id) => {
    const place = document.getElementById(id);
    if (!place) return faults.push('nothing is called ' + id);
    place.scrollIntoView();
    const top = place.getBoundingClientRect().top;
    // A document's height is rounded, so that what ends it may be part of a pixel below the window.
    if (top < -1 || top > innerHeight + 1) faults.push(id + ' cannot be scrolled to');
  };
  for (const marker of document.querySelectorAll('[role=doc-pagebreak]')) reach(marker.id);
  for (const link of document.querySelectorAll('a[href^="#"]')) reach(decodeURIComponent(link.getAttribute('href').slice(1)));
  return faults;
})()"""

NOTES = """(async () => {
  const settle = () => new Promise(done => setTimeout(done, 30));
  const seen = (place) => { const top = place.getBoundingClientRect().top; return top > -2 && top < innerHeight; };
  const faults = [];
  for (const call of [...document.querySelectorAll('a[role=doc-noteref]')].slice(0, 4)) {
    if (!call.getAttribute('href').startsWith('#')) continue;
    call.click(); await settle();
    const note = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!note || !(note.getAttribute('role') === 'doc-footnote' || note.matches('li.endnote')) || !seen(note)) { faults.push('no note is shown for ' + call.id); continue; }
    const back = note.querySelector('[role=doc-backlink]');
    back.click(); await settle();
    if (!seen(document.getElementById(decodeURIComponent(location.hash.slice(1))))) faults.push('no way back from ' + note.id);
  }
  return faults;
})()"""

CONTRAST = """(() => {
  const parse = (text) => { const n = text.match(/[\\d.]+/g).map(Number); return n.length > 3 ? n : [...n, 1]; };
  const part = (v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const light = (c) => 0.2126 * part(c[0]) + 0.7152 * part(c[1]) + 0.0722 * part(c[2]);
  const canvas = matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18, 1] : [255, 255, 255, 1];
  const over = (c, ground) => [0, 1, 2].map(at => c[at] * c[3] + ground[at] * (1 - c[3])).concat(1);
  const behind = (one) => {
    if (!one) return canvas;
    const c = parse(getComputedStyle(one).backgroundColor);
    return c[3] === 1 ? c : over(c, behind(one.parentElement));
  };
  const faults = new Set(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const one = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || one.closest('[hidden]')) continue;
    const [a, b] = [light(parse(getComputedStyle(one).color)), light(behind(one))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) faults.add(`contrast ${ratio.toFixed(2)}: <${one.localName} class="${one.className}">`);
  }
  return [...faults].slice(0, 5);
})()"""


# The stylesheet's faces: those that cannot be loaded, and how many there are.
FACES = """(async () => {
  const faces = [...document.fonts], faults = [];
  for (const face of faces) await face.load().catch(error => faults.push(`${face.family}: ${error}`));
  return [document.querySelector('link[rel=stylesheet]') ? faces.length : null, faults];
})()"""


class Browser:
    """One page of a headless Chromium."""

    def __init__(self, program, folder):
        to_browser, self.write_end = os.pipe()
        self.read_end, from_browser = os.pipe()
        command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                   "--allow-file-access-from-files", "--remote-debugging-pipe", f"--user-data-dir={folder}", "about:blank"]

        def pipes():
            # The debugging pipe's two ends have fixed numbers, which one of ours may have now.
            ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (to_browser, from_browser)]
            os.dup2(ends[0], 3)
            os.dup2(ends[1], 4)

        self.process = subprocess.Popen(command, preexec_fn=pipes, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.buffer, self.number, self.said, self.loaded = b"", 0, [], False
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = None
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.ask(f"{domain}.enable")

    def message(self):
        while b"\0" not in self.buffer:
            more = os.read(self.read_end, 1 << 16)
            if not more:
                sys.exit("the browser ended")
            self.buffer += more
        one, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(one)

    def ask(self, method, **parameters):
        self.number += 1
        asked = {"id": self.number, "method": method, "params": parameters}
        if getattr(self, "session", None):
            asked["sessionId"] = self.session
        os.write(self.write_end, json.dumps(asked).encode() + b"\0")
        while True:
            answer = self.message()
            self.note(answer)
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"{method}: {answer['error']}")
                return answer["result"]

    def note(self, event):
        method, parameters = event.get("method"), event.get("params", {})
        if method == "Page.loadEventFired":
            self.loaded = True
        elif method == "Runtime.exceptionThrown":
            self.said.append(parameters["exceptionDetails"]["text"])
        elif method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning"):
            self.said.append(str(parameters["args"])[:200])
        elif method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            self.said.append(parameters["entry"]["text"][:200])

    def open(self, url):
        self.loaded, self.said = False, []
        self.ask("Page.navigate", url=url)
        while not self.loaded:
            self.note(self.message())

    def value(self, script):
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            return [str(answer["exceptionDetails"])[:300]]
        return answer["result"]["value"]

    def width(self, width):
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)

    def scheme(self, scheme):
        self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def close(self):
        self.process.terminate()
        self.process.wait()


def files(book, folder):
    """Unpacks a book; its spine and its navigation document, and how many faces are in it."""
    with zipfile.ZipFile(book) as archive:
        archive.extractall(folder)
    package = pathlib.Path(folder) / "OEBPS" / "content.opf"
    root = ET.parse(package).getroot()
    items = {item.get("id"): item for item in root.iter(f"{OPF}item")}
    spine = [items[ref.get("idref")].get("href") for ref in root.iter(f"{OPF}itemref")]
    nav = [item.get("href") for item in items.values() if "nav" in (item.get("properties") or "").split()]
    fonts = sum(item.get("media-type").startswith("font/") for item in items.values())
    return [package.parent / urllib.parse.unquote(href) for href in [*spine, *nav]], fonts


def faults(browser, path, fonts):
    """What is wrong with one file of a book with so many faces."""
    browser.scheme("light")
    for width in WIDTHS:
        browser.width(width)
        if width == WIDTHS[0]:
            browser.open(path.as_uri())
            yield from (f"console: {line}" for line in browser.said)
        yield from (f"scrolls sideways at {width}: {line}" for line in browser.value(SIDEWAYS))
    browser.width(WIDTHS[0])
    for scheme in ("light", "dark"):
        browser.scheme(scheme)
        yield from (f"{scheme}: {line}" for line in browser.value(CONTRAST))
    declared, unloaded = browser.value(FACES)
    yield from (f"face not loaded: {line}" for line in unloaded)
    if declared not in (None, fonts):
        yield f"{declared} faces are declared, {fonts} are in the book"
    yield from browser.value(PLACES)
    yield from browser.value(NOTES)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__.splitlines()[0])
    program, *books = sys.argv[1:]
    found = False
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(program, profile)
        for book in books:
            with tempfile.TemporaryDirectory() as folder:
                paths, fonts = files(book, folder)
                for path in paths:
                    for fault in faults(browser, path, fonts):
                        print(f"{path.name}: {fault}")
                        found = True
        browser.close()
    sys.exit(found)


if __name__ == "__main__":
    main()
