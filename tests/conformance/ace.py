#!/usr/bin/env python3
"""Has DAISY Ace judge EPUBs: ace.py ACE BOOK.epub...  One line a violation of any impact; exit status 1 when there is one."""

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


def main():
    ace, *books = sys.argv[1:]
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
        for line in violations(report):
            print(line)
            failed = True
    sys.exit(failed)


if __name__ == "__main__":
    main()
