#!/bin/bash
# Every shell script of the repository parses: a broken ./test would otherwise test nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
status=0 count=0
while IFS= read -r file; do
  head -c 64 "$file" | head -1 | grep -qE '^#!.*\b(bash|sh)\b' || continue
  bash -n "$file" || status=1
  count=$((count + 1))
done < <(find run test .ci tools tests -name node_modules -prune -o -type f -print)
((count >= 8)) || { echo "only $count scripts were found"; status=1; }
exit $status
