#!/usr/bin/env bash
# Measures reportc beside Typst and pandoc on one book: peers.sh [BOOK-FOLDER]   (default: ../shared/corpus/rust-book)
# Wall time, processor time and peak memory, median of RUNS runs (default 3) each, and their ratios. See README.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
book=$(cd "${1:-../shared/corpus/rust-book}" && pwd)
work=$PWD/target/peers
runs=${RUNS:-3}

cargo build --quiet --release
cargo bench --quiet --no-run --bench floor
mkdir -p "$work"
if [ ! -x "$work/venv/bin/pip" ]; then python3 -m venv "$work/venv"; fi
"$work/venv/bin/pip" install -q --disable-pip-version-check typst pypandoc_binary
pandoc=$("$work/venv/bin/python" -c 'import pypandoc; print(pypandoc.get_pandoc_path())')

rm -rf "$work/book"
cp -r "$book" "$work/book"
chmod -R u+w "$work/book"
if [ ! -e "$work/book/book.yaml" ]; then
  printf 'title: Bench\nlanguage: en\nchapters: ["*.md"]\n' > "$work/book/book.yaml"
fi

rm -rf "$work/sample"
cp -r book "$work/sample"

cat > "$work/compile.py" <<'P'
import sys, typst
typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]])
P

exec python3 tests/bench/measure.py "$runs" "$work" "$PWD/target/release/reportc" "$pandoc" "$work/venv/bin/python"
