#!/usr/bin/env python3
"""Has DAISY Ace judge EPUBs: ace.py ACE [--draft] BOOK.epub...  One line a violation of any impact; exit status 1 when there is one.

Of a draft it must find images without a text in their stead, and links of nothing but those, and no other violation: a
draft in which it finds none hides what it lacks."""

import json
import subprocess
import sys
import tempfile


def violations(report):
    """File, impact, rule and description of each assertion that failed."""
    for file in report["assertions"]:
        for one in file["assertions"]:
            result, test = one["earl:result"], one["earl:test"]
            if result["earl:outcome"] != "pass":
                where = file["earl:testSubject"]["url"]
                words = " ".join(result["dct:description"].split())[:200]
                yield f"{where}: {test['earl:impact']}: {test['dct:title']}: {words} {str(result.get('html'))[:160]}"


LACKING = ("image-alt", "link-name")


def main():
    ace, *books = sys.argv[1:]
    draft = books[0] == "--draft"
    books = books[draft:]
    failed = False
    for book in books:
        with tempfile.TemporaryDirectory() as folder:
            run = subprocess.run([ace, "--force", "--silent", "--outdir", folder, book], capture_output=True, text=True)
            try:
                with open(f"{folder}/report.json", encoding="utf-8") as file:
                    report = json.load(file)
            except OSError:
                print(f"{book}: Ace made no report: {run.stderr[-400:]}")
                failed = True
                continue
        lines = list(violations(report))
        if draft:
            lacking = [line for line in lines if any(f": {rule}: " in line for rule in LACKING)]
            if not lacking:
                print(f"{book}: Ace does not see what the draft lacks")
                failed = True
            lines = [line for line in lines if line not in lacking]
        for line in lines:
            print(line)
            failed = True
    sys.exit(failed)


if __name__ == "__main__":
    main()
