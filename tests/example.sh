#!/bin/bash
# example.sh TENURE: the example history from files to answers, as ./run does it. What README.md prints is
# what comes out; the broken rows and only they are refused; the same files again change nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
tenure=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
t() { "$tenure" --db "$work/example.db" --now 2026-10-31T18:00:00Z --lang en "$@"; }
wrong() { echo "$*"; exit 1; }

import() {  # FILE REJECTED-ROWS
  local status=0
  rm -f "$work/rejects.csv"
  t import "examples/example/$1.csv" --map "examples/example/$1.map.yaml" \
    --rejects "$work/rejects.csv" >"$work/report" 2>&1 || status=$?
  ((status == 1)) || { cat "$work/report"; wrong "$1: status $status, not 1 for its broken rows"; }
  (($(wc -l <"$work/rejects.csv") == $2 + 1)) || {
    cat "$work/rejects.csv"; wrong "$1: not $2 rejected rows"
  }
}
import_all() { import customers 1; import calls 2; import quotes 1; import opportunities 1; import orders 6; }

t init --pack prospectsoft --time-zone UTC
import_all
tools/show_example "$tenure" "$work/example.db" >"$work/shown"
sed -n '/^```text$/,/^```$/p' README.md | sed '1d;$d' >"$work/readme"
diff "$work/readme" "$work/shown" || wrong "README.md shows something else than ./run"

t log --all -o csv >"$work/log"
import_all
t log --all -o csv | cmp - "$work/log" || wrong "the same files again changed the log"
t verify
