#!/usr/bin/env bash
# Builds the sample, the manual and, where ../shared/corpus is there, the corpus books; judges the files by outside tools.
# Prints one line a check and, last, "N passed, N failed". Exit status 1 when any failed.
# REPORTC names another program to test; CORPUS another folder of books; KEEP=1 keeps the work folder.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
corpus=${CORPUS:-$root/../shared/corpus}
validators=$root/target/validators
work=$root/target/conformance
passed=0
failed=0

if [ -z "${REPORTC:-}" ]; then
  cargo build --quiet --release
  REPORTC=$root/target/release/reportc
fi
rm -rf "$work"
mkdir -p "$work/out"

# check NAME COMMAND...: one check; what the command says is shown only when it fails.
check() {
  local name=$1
  shift
  if "$@" > "$work/log" 2>&1; then
    passed=$((passed + 1))
    printf 'ok    %s\n' "$name"
  else
    failed=$((failed + 1))
    printf 'FAIL  %s\n' "$name"
    head -n 20 "$work/log" | sed 's/^/      /'
  fi
}

# A command that must succeed and say nothing.
silent() {
  local said
  said=$("$@" 2>&1) || { echo "$said"; echo "exit status not 0"; return 1; }
  [ -z "$said" ] || { echo "$said"; return 1; }
}

# A command that must succeed and warn of nothing; what it made it tells on standard output.
quiet() {
  local said
  said=$("$@" 2>&1 >/dev/null) || { echo "$said"; echo "exit status not 0"; return 1; }
  [ -z "$said" ] || { echo "$said"; return 1; }
}

# A command that must succeed, whatever it warns of: what it says goes to a file.
tells() {
  local log=$1
  shift
  "$@" > "$log" 2>&1 || { cat "$log"; return 1; }
}

same() { cmp "$1" "$2"; }

# qpdf's words when all is well go to standard output; "silent" means no warning and no error.
qpdf_check() {
  local said
  said=$(qpdf --check "$1" 2>&1 >/dev/null) || { echo "$said"; return 1; }
  [ -z "$said" ] || { echo "$said"; return 1; }
}

# The same, and the places and hints of a linearised file are right.
qpdf_linear_check() {
  local said
  qpdf_check "$1" || return 1
  said=$(qpdf --check "$1")
  [[ $said == *"File is linearized"* ]] || { echo "it is not linearised"; return 1; }
  said=$(qpdf --check-linearization "$1" 2>&1) || { echo "$said"; return 1; }
  [[ $said == *": no linearization errors" ]] || { echo "$said"; return 1; }
}

# EPUBCheck says nothing: no error, no warning, no usage note but those that are no fault: of embedded faces (CSS-028), and of
# a cover that shelves show while the text has it as words (OPF-097 of images/cover.png).
epubcheck_check() {
  local said status=0
  said=$("$validators/epubcheck" --quiet --usage "$1" 2>&1) || status=$?
  said=$(grep -vE '^USAGE\((CSS-028|OPF-097\).*"OEBPS/images/cover.png")' <<<"$said" || true)
  [ -z "$said" ] || { echo "$said"; return 1; }
  return "$status"
}

# verapdf_check FLAVOURS PDF: no failed check of any of the standards.
verapdf_check() { "$validators/verapdf" --flavour "$1" --contexts 2 "$2"; }
# Formulas bring their MathML as files along, which other parts of PDF/A are for.
carries_files() { grep -qaE '<pdfaid:part>3|<pdfaid:conformance>F' "$1"; }
# DAISY Ace finds no violation of any impact; in a draft, that images lack a text and nothing else.
ace_check() { python3 tests/conformance/ace.py "$validators/ace" "$@"; }
# What a book lacks, as its build told it: with any of this no file of it claims to be accessible.
lacks() { grep -qE "\[($1)\]" "$2"; }
untagged="missing-alt|missing-glyph|bad-language|alt-script"
# No word of PDF/UA, of level A or of a declaration in a PDF, and none of conformance in an EPUB.
claims_nothing() {
  local claims
  claims=$(grep -aoE 'pdfuaid|pdfd:|<pdfaid:conformance>A<' "$1" "$2" || true)
  [ -z "$claims" ] || { echo "$claims"; return 1; }
  claims=$(python3 -c 'import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read("OEBPS/content.opf").decode())' "$3" \
    | grep -E 'conformsTo|certifiedBy' || true)
  [ -z "$claims" ] || { echo "$claims"; return 1; }
}

# A browser opens every file: no sideways scrolling, no console message, notes, links and page markers work.
browser_check() { python3 tests/conformance/browser.py "$browser" "$1"; }
# The Nu Html Checker finds no error in web pages.
vnu_check() {
  local said status=0
  said=$("$validators/vnu" --errors-only --skip-non-html "$@" 2>&1) || status=$?
  [ -z "$said" ] || { echo "$said"; return 1; }
  return "$status"
}
# What web pages name is there.
links_check() { python3 tests/conformance/links.py "$@"; }
# A browser and axe find nothing wrong with web pages.
axe_check() { node tests/conformance/axe.mjs "$validators" "$@"; }
browser=$(command -v chromium || command -v chromium-browser || true)

# prepare NAME SOURCE: copies a book's folder and gives it a manifest when it has none.
prepare() {
  local name=$1 source=$2
  mkdir -p "$work/in"
  cp -r "$source" "$work/in/$name"
  chmod -R u+w "$work/in/$name"
  rm -rf "$work/in/$name/dist"
  if [ ! -e "$work/in/$name/book.yaml" ]; then
    python3 - "$work/in/$name" <<'P'
import json, pathlib, sys
folder = pathlib.Path(sys.argv[1])
meta = json.loads((folder / "meta.json").read_text())
manifest = {"title": meta["title"], "language": meta["lang"], "chapters": ["*.md"]}
(folder / "book.yaml").write_text("".join(f"{k}: {json.dumps(v, ensure_ascii=False)}\n" for k, v in manifest.items()))
P
  fi
}

# A book of others that lacks alternative text is built as the draft that it is: nobody here can say what its images show.
is_draft() { [ -e "$1/.draft" ]; }
mark_draft() {
  local said lacking
  said=$("$REPORTC" check "$1/book.yaml" 2>&1) && return
  lacking=$(grep -c '^error\[missing-alt\]' <<< "$said") || return 0
  touch "$1/.draft"
  echo "built as a draft: $(basename "$1") ($lacking images without alternative text)"
}
build() {
  local draft=()
  ! is_draft "$1" || draft=(--draft)
  "$REPORTC" build "$1/book.yaml" --pdf --epub --html --html-single ${draft[@]+"${draft[@]}"} --out-dir "$2"
}
build_pdf2() {
  local draft=()
  ! is_draft "$1" || draft=(--draft)
  "$REPORTC" build "$1/book.yaml" --pdf-profile 2.0 --no-record ${draft[@]+"${draft[@]}"} --out-dir "$2"
}
build_linear() {
  local draft=()
  ! is_draft "$1" || draft=(--draft)
  "$REPORTC" build "$1/book.yaml" --linearize --pdf-profile "$3" --no-record ${draft[@]+"${draft[@]}"} --out-dir "$2"
}
# The same, with what it reports in a file: characters that no font has are told there.
build_and_tell() { build "$1" "$2" > "$2.log" 2>&1 || { cat "$2.log"; return 1; }; }
parity() { python3 tests/conformance/parity.py "$@"; }
search() { "$validators/search/bin/python" tests/conformance/search.py "$validators/search" "$@"; }
# Chapters as files of their own have the book's name and more behind it.
only() { find "$1" -maxdepth 1 -name "*.$2" | awk '{ print length($0), $0 }' | sort -n | head -n 1 | cut -d " " -f 2-; }

# judge NAME: every check of one prepared book.
judge() {
  local name=$1 book=$work/in/$1 out=$work/out/$1 pdf epub
  check "$name: builds" build_and_tell "$book" "$out"
  pdf=$(only "$out" pdf)
  epub=$(only "$out" epub)
  if [ -z "$pdf" ] || [ -z "$epub" ]; then
    failed=$((failed + 1))
    echo "FAIL  $name: an output is missing"
    return
  fi
  check "$name: qpdf --check is silent" qpdf_check "$pdf"
  # What is claimed is judged: a book that lacks something claims less, and is held to that.
  local flavours=ua1,2a flavours2=ua2,4,wt1a,wt1r draft=()
  if lacks "$untagged" "$out.log"; then flavours=2b flavours2=4; fi
  if carries_files "$pdf"; then flavours=${flavours/2/3} flavours2=${flavours2/4/4f}; fi
  if lacks missing-alt "$out.log"; then draft=(--draft); fi
  check "$name: veraPDF finds it to be $flavours" verapdf_check "$flavours" "$pdf"
  check "$name: builds as PDF 2.0" build_pdf2 "$book" "$work/pdf2/$name"
  check "$name: PDF 2.0: qpdf --check is silent" qpdf_check "$(only "$work/pdf2/$name" pdf)"
  check "$name: PDF 2.0: veraPDF finds it to be $flavours2" verapdf_check "$flavours2" "$(only "$work/pdf2/$name" pdf)"
  [[ $flavours = ua1,* ]] ||
    check "$name: it lacks something and claims nothing" claims_nothing "$pdf" "$(only "$work/pdf2/$name" pdf)" "$epub"
  check "$name: builds linearised" build_linear "$book" "$work/linear/$name" 1.7
  check "$name: linearised: qpdf finds it right" qpdf_linear_check "$(only "$work/linear/$name" pdf)"
  check "$name: builds linearised as PDF 2.0" build_linear "$book" "$work/linear2/$name" 2.0
  check "$name: linearised PDF 2.0: qpdf finds it right" qpdf_linear_check "$(only "$work/linear2/$name" pdf)"
  # The objects are those of the plain file, which is judged already: our own books are enough to show it.
  case $name in
    sample | manual | torture | maths)
      check "$name: linearised: $flavours" verapdf_check "$flavours" "$(only "$work/linear/$name" pdf)"
      check "$name: linearised PDF 2.0: $flavours2" \
        verapdf_check "$flavours2" "$(only "$work/linear2/$name" pdf)"
      ;;
  esac
  check "$name: EPUBCheck is silent" epubcheck_check "$epub"
  check "$name: Ace finds no violation" ace_check ${draft[@]+"${draft[@]}"} "$epub"
  [ -z "$browser" ] || check "$name: a browser opens every file" browser_check "$epub"
  case $name in sample | manual | torture) local all=(--all) ;; *) local all=() ;; esac
  [ -z "$browser" ] || check "$name: axe finds nothing in the EPUB, narrow and wide" \
    axe_check ${all[@]+"${all[@]}"} ${draft[@]+"${draft[@]}"} "$epub"
  # Notes that hold lists and tables, and scripts mixed in a line, are beyond what plain text tells; tests/pages reads the
  # structure tree instead.
  [[ $name =~ ^(torture|maths) ]] || check "$name: PDF and EPUB hold the same words" parity "$pdf" "$epub" "$out.log"
  check "$name: readers find the words" search "$pdf" "$epub"
  check "$name: PDF 2.0: readers find the words" search "$(only "$work/pdf2/$name" pdf)" "$epub"
  judge_web "$name" "$pdf" "$out"
  cp "$book/book.yaml" "$work/manifest"
  check "$name: builds again" build "$book" "$work/again/$name"
  check "$name: second build leaves the manifest alone" same "$work/manifest" "$book/book.yaml"
  check "$name: second build, same PDF" same "$pdf" "$work/again/$name/$(basename "$pdf")"
  check "$name: second build, same EPUB" same "$epub" "$work/again/$name/$(basename "$epub")"
  check "$name: second build, same web edition" silent diff -r "$(web "$out")" "$work/again/$name/$(basename "$(web "$out")")"
}

# The folder of a web edition.
web() { find "$1" -maxdepth 1 -name "*-web" -type d; }
# judge_web NAME PDF OUT: the web edition of a book, as a folder and as one file.
judge_web() {
  local name=$1 pdf=$2 out=$3 pages alone all=() draft=() opened=()
  pages=$(web "$out")
  alone=$(only "$out" html)
  if lacks missing-alt "$out.log"; then draft=(--draft); fi
  # A long book in one page is more than axe gets through; its parts are judged one by one.
  case $name in sample | torture | margin | apparatus) all=(--all) opened=("$alone") ;; esac
  # An image without a text is an error; in a draft it is no news.
  [ ${#draft[@]} -gt 0 ] || check "$name: web pages are valid HTML" vnu_check "$pages" "$alone"
  check "$name: web pages lead somewhere" links_check "$pages"
  [ -z "$browser" ] || check "$name: axe finds nothing in the web edition, and its search finds words" \
    axe_check ${all[@]+"${all[@]}"} ${draft[@]+"${draft[@]}"} "$pages" ${opened[@]+"${opened[@]}"}
  [[ $name =~ ^(torture|maths) ]] || check "$name: PDF and web pages hold the same words" parity "$pdf" "$pages" "$out.log"
}

# elsewhere NAME: the same bytes from a folder of another name, by one thread, in another zone and language.
elsewhere() {
  local name=$1 there="$work/else where/$1"
  mkdir -p "$work/else where"
  cp -r "$work/in/$name" "$there"
  check "$name: builds elsewhere" env RAYON_NUM_THREADS=1 TZ=Asia/Kathmandu LC_ALL=C \
    "$REPORTC" build "$there/book.yaml" --pdf --epub --out-dir "$there-out"
  check "$name: elsewhere, same PDF" same "$(only "$work/out/$name" pdf)" "$(only "$there-out" pdf)"
  check "$name: elsewhere, same EPUB" same "$(only "$work/out/$name" epub)" "$(only "$there-out" epub)"
}

# The manual's folder lies inside the sample's, so the sample is copied without it.
prepare sample book
rm -rf "$work/in/sample/manual"
prepare manual book/manual
prepare torture tests/conformance/torture
prepare maths tests/books/maths
prepare maths-arabic tests/books/maths-arabic
prepare apparatus tests/books/apparatus
prepare margin tests/books/margin
books="sample manual torture maths maths-arabic apparatus margin"
for name in hebrew cyrillic arabic; do
  prepare "$name" "tests/books/scripts/$name"
  books="$books $name"
done
[ -n "$browser" ] || echo "left out: the browser (no chromium)"
if [ -d "$corpus" ]; then
  for folder in "$corpus"/*/; do
    prepare "$(basename "$folder")" "$folder"
    mark_draft "$work/in/$(basename "$folder")"
    books="$books $(basename "$folder")"
  done
else
  echo "left out: corpus books (no folder $corpus)"
fi

for name in $books; do judge "$name"; done

# Each chapter as a file of its own.
prepare chapters tests/books/apparatus
echo "chapter_pdfs: true" >> "$work/in/chapters/book.yaml"
check "chapters: builds" build_and_tell "$work/in/chapters" "$work/out/chapters"
for pdf in "$work/out/chapters"/*.pdf; do
  flavours=ua1,2a
  if carries_files "$pdf"; then flavours=ua1,3a; fi
  check "chapters: $(basename "$pdf"): veraPDF finds it to be $flavours" verapdf_check "$flavours" "$pdf"
done

catalogue() { "$validators/catalogue/bin/python" tests/conformance/catalogue.py "$validators/catalogue" "$@"; }
# A book in three languages: an original, a translation by chapters, and one by a file of translations.
prepare editions tests/books/editions
check "editions: all are built" build_and_tell "$work/in/editions" "$work/out/editions"
for pdf in "$work/out/editions"/*.pdf; do
  check "editions: $(basename "$pdf"): veraPDF finds it to be ua1,2a" verapdf_check ua1,2a "$pdf"
done
for epub in "$work/out/editions"/*.epub; do
  check "editions: $(basename "$epub"): EPUBCheck is silent" epubcheck_check "$epub"
done
if command -v msgfmt > /dev/null; then
  check "editions: the file of translations is gettext's" silent msgfmt --check --output-file=/dev/null "$work/in/editions/po/sq.po"
else
  echo "left out: msgfmt (no gettext)"
fi
check "editions: one release has all" tells "$work/out/editions-release.log" "$REPORTC" release "$work/in/editions/book.yaml" --out-dir "$work/out/editions-release"
check "editions: its pages are valid HTML" vnu_check "$work/out/editions-release/index.html" "$work/out/editions-release/fr/index.html"
check "editions: its pages lead somewhere" links_check "$work/out/editions-release"
check "editions: its checksums hold" silent env -C "$work/out/editions-release" sha256sum --check --quiet SHA256SUMS
for folder in en fr sq; do
  check "editions: $folder: schemas and readers take its catalogue files" catalogue "$work/out/editions-release/$folder"
done

unwarned() { ! grep '^warning' "$1"; }
# Each theme that comes with the program, in four sizes. The size is the paged edition's matter.
for theme in $("$REPORTC" theme); do
  for size in A4 B5 6x9in A5; do
    name="$theme-$size"
    prepare "$name" tests/books/themes
    printf 'theme: %s\npage: {size: %s}\n' "$theme" "$size" >> "$work/in/$name/book.yaml"
    check "themes: $name builds" build_and_tell "$work/in/$name" "$work/out/$name"
    check "themes: $name: nothing is warned of" unwarned "$work/out/$name.log"
    check "themes: $name: veraPDF finds it to be ua1,2a" verapdf_check ua1,2a "$(only "$work/out/$name" pdf)"
  done
  epub=$(only "$work/out/$theme-B5" epub)
  check "themes: $theme: EPUBCheck is silent" epubcheck_check "$epub"
  check "themes: $theme: Ace finds no violation" ace_check "$epub"
  [ -z "$browser" ] || check "themes: $theme: a browser opens every file" browser_check "$epub"
  [ -z "$browser" ] || check "themes: $theme: axe finds nothing in the EPUB, narrow and wide" axe_check "$epub"
  pages=$(web "$work/out/$theme-B5")
  check "themes: $theme: web pages are valid HTML" vnu_check "$pages"
  [ -z "$browser" ] || check "themes: $theme: axe finds nothing in the web edition" axe_check "$pages"
  check "themes: $theme: PDF and EPUB hold the same words" \
    parity "$(only "$work/out/$theme-B5" pdf)" "$epub" "$work/out/$theme-B5.log"
done

# For the press: no free tool judges PDF/X-4; tests/print reads its rules off the file.
prepare press tests/books/print
press() { "$REPORTC" build "$work/in/press/book.yaml" --pdf-profile print --no-record --out-dir "$1"; }
check "press: builds without a warning" quiet press "$work/out/press"
check "press: qpdf --check is silent" qpdf_check "$(only "$work/out/press" pdf)"
check "press: builds again" press "$work/again/press"
check "press: second build, same PDF" same "$(only "$work/out/press" pdf)" "$(only "$work/again/press" pdf)"
for name in sample manual; do elsewhere "$name"; done
check "parity: planted differences are seen" \
  parity --self-test "$(only "$work/out/sample" pdf)" "$(only "$work/out/sample" epub)" "$work/out/sample.log"
check "parity: planted differences are seen in the web edition" \
  parity --self-test "$(only "$work/out/sample" pdf)" "$(web "$work/out/sample")" "$work/out/sample.log"

check "search: planted faults are seen" search --self-test "$(only "$work/out/sample" pdf)" "$(only "$work/out/sample" epub)"

check "formulas: valid MathML 3, and of MathML Core" silent python3 tests/conformance/mathml.py "$validators"

# Each manifest and theme of the repository, but those that are wrong on purpose, and terms, which have no schema.
manifests() { git ls-files '*.yaml' | grep -vE '(glossary|terms)\.yaml$|/hostile/'; }
check "schemas: they judge manifests and themes as the reader does" \
  "$validators/catalogue/bin/python" tests/conformance/schema.py "$REPORTC" $(manifests)

# What releases tell catalogues: the files that tests/suite/release.rs holds the code to.
for folder in tests/suite/release/*/; do
  check "catalogue files, $(basename "$folder"): schemas and readers take them" catalogue "$folder"
done
# What `release` writes, judged as readers find it. The validators themselves are on the path, as a publisher has them.
release() { PATH="$validators:$PATH" "$REPORTC" release "$work/in/sample/book.yaml" --out-dir "$work/releases/sample"; }
printf 'web: {release: true}\nurl: https://example.org/sample/\n' >> "$work/in/sample/book.yaml"
check "sample: a release is made" release
check "sample: the release's web pages are valid HTML" vnu_check "$work/releases/sample/index.html" "$work/releases/sample/web"
check "sample: the release's web pages lead somewhere" links_check "$work/releases/sample"
check "sample: its checksums hold" silent env -C "$work/releases/sample" sha256sum --check --quiet SHA256SUMS
check "sample: a list of releases is made" quiet "$REPORTC" catalog "$work/releases"
[ -z "$browser" ] || check "sample: the release's page and the list are open to all" \
  axe_check "$work/releases/sample/index.html" "$work/releases/sample/web" "$work/releases/index.html"

# Under the live preview.
served() { silent node tests/conformance/serve.mjs "$validators" "$REPORTC" "$work/in/sample"; }
[ -z "$browser" ] || check "sample: a browser shows it while it is written" served

# The committed manifests must carry the record of a finished build.
check "sample: recorded counts are current" "$REPORTC" build book/book.yaml --locked --out-dir "$work/locked/sample"
check "manual: recorded counts are current" "$REPORTC" build book/manual/book.yaml --locked --out-dir "$work/locked/manual"

[ "${KEEP:-}" = 1 ] || rm -rf "$work/in" "$work/again" "$work/else where"*
echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
