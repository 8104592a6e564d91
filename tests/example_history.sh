#!/bin/bash
# example_history.sh GENERATOR: the shipped example history is what the generator writes, byte for
# byte; another seed gives another history.
set -euo pipefail
shipped=$(cd "$(dirname "$0")/../examples/example" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/same" "$work/other"
"$1" "$work/same"
"$1" "$work/other" 2
count=0
for file in "$work"/same/*.csv; do
  cmp "$file" "$shipped/${file##*/}"
  ! cmp -s "$file" "$work/other/${file##*/}" || { echo "another seed, the same ${file##*/}"; exit 1; }
  count=$((count + 1))
done
((count == 5))
