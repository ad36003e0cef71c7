#!/usr/bin/env python3
"""Runs reportc and its peers on the book in WORK/book and prints medians: measure.py RUNS WORK REPORTC PANDOC PYTHON."""

import collections
import pathlib
import re
import statistics
import subprocess
import sys

MIB = 1024  # ru_maxrss counts kibibytes on Linux


def measure(command, folder):
    """Runs a command; returns its wall seconds, processor seconds and peak MiB. A fresh interpreter counts this child alone."""
    code = (
        "import resource, subprocess, sys, time\n"
        "start = time.perf_counter()\n"
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)\n"
        "wall = time.perf_counter() - start\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "sys.stderr.write(done.stderr[-2000:] if done.returncode else '')\n"
        "print(wall, used.ru_utime + used.ru_stime, used.ru_maxrss)\n"
        "sys.exit(done.returncode)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *map(str, command)], cwd=folder, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"failed: {' '.join(map(str, command))}")
    wall, cpu, peak = map(float, done.stdout.split())
    return wall, cpu, peak / MIB


def settle_links(path):
    """Typst refuses links to labels that are not there or not unique; pandoc writes some. They lead to the web instead."""
    text = path.read_text()
    defined = collections.Counter(re.findall(r"^<([^<>]+)>$", text, re.M))
    link = lambda match: match[0] if defined[match[1]] == 1 else '#link("https://example.org/")'
    path.write_text(re.sub(r"#link\(<([^<>]+)>\)", link, text))


def main():
    runs, work, reportc, pandoc, python = int(sys.argv[1]), pathlib.Path(sys.argv[2]), *sys.argv[3:6]
    book = work / "book"
    chapters = sorted(path.name for path in book.glob("*.md"))
    out = work / "out"
    out.mkdir(exist_ok=True)
    markdown = "gfm+footnotes-raw_html"
    jobs = {
        "pandoc to Typst source": [pandoc, "-f", markdown, "-s", "-t", "typst", "-o", book / "peers.typ", *chapters],
        "Typst, PDF": [python, work / "compile.py", "peers.typ", out / "typst.pdf"],
        "pandoc, EPUB": [pandoc, "-f", markdown, "--toc", "--metadata", "title=Bench", "-t", "epub3", "-o", out / "pandoc.epub", *chapters],
        "reportc, PDF and EPUB": [reportc, "build", "book.yaml", "--pdf", "--epub", "--no-record", "--out-dir", out / "reportc"],
    }
    found = {name: [] for name in jobs}
    # Round by round, so that a busy moment of the machine falls on all alike.
    for _ in range(runs):
        for name, command in jobs.items():
            found[name].append(measure(command, book))
            if "source" in name:
                settle_links(book / "peers.typ")
    medians = {name: [statistics.median(column) for column in zip(*rows)] for name, rows in found.items()}
    print(f"{book}: {len(chapters)} files, median of {runs}\n")
    print("| what | wall s | CPU s | peak MiB |\n|---|--:|--:|--:|")
    for name, (wall, cpu, peak) in medians.items():
        print(f"| {name} | {wall:.2f} | {cpu:.2f} | {peak:.0f} |")
    ours, typst = medians["reportc, PDF and EPUB"], medians["Typst, PDF"]
    print(f"\nreportc to Typst's PDF alone: wall {ours[0] / typst[0]:.3f}, CPU {ours[1] / typst[1]:.3f}, peak memory {ours[2] / typst[2]:.3f}")


if __name__ == "__main__":
    main()
