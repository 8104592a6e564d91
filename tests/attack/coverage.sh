#!/bin/bash
# Holds coverage.txt to the truth: each line of the list is there once, each test that it names exists.
set -euo pipefail
cd "$(dirname "$0")"
bad=0
say() { printf '%s\n' "$*" >&2; bad=1; }

ids() { local letter=$1 last=$2 i; for ((i = 1; i <= last; ++i)); do printf '%s%d\n' "$letter" "$i"; done; }
wanted=$(ids H 20; ids O 24; ids A 12; ids L 10; ids C 9; ids F 12; ids X 5)
given=$(grep -v '^#' coverage.txt | grep -oE '^[A-Z][0-9]+:' | tr -d :)
twice=$(sort <<<"$given" | uniq -d)
[[ -z $twice ]] || say "said twice: $twice"
for id in $wanted; do grep -qx "$id" <<<"$given" || say "$id has no line"; done

# All tests of C++, as Suite.name.
tests=$(grep -rhoE '^(TEST|TEST_F|TEST_P)\([A-Za-z0-9]+, ?[A-Za-z0-9_]+' ../../src .. --include=*_test.cpp |
  sed -E 's/^[A-Z_]+\(([A-Za-z0-9]+), ?/\1./')
while IFS= read -r line; do
  [[ -z $line || $line == '#'* ]] && continue
  id=${line%%:*} rest=${line#*: }
  if [[ $rest == 'later - '* ]]; then
    ((${#rest} > 20)) || say "$id: no reason"
    continue
  fi
  while IFS= read -r test; do
    case $test in
      requests) grep -qE "^$id \|" requests.txt || say "$id: no line of requests.txt" ;;
      'clients '*) grep -qE "^(it|test)\\(['\"\`][^:]*\\b$id\\b" "../clients/${test#clients }" || say "$id: no test of it in ${test#clients }" ;;
      'ctest '*) grep -rq "NAME ${test#ctest }\b" .. --include=CMakeLists.txt || say "$id: there is no ${test#ctest }" ;;
      *) grep -qxF "$test" <<<"$tests" || say "$id: there is no test $test" ;;
    esac
  done < <(sed 's/, /\n/g' <<<"$rest")
done <coverage.txt
((bad == 0)) && printf '%d lines, %d of them with tests\n' "$(wc -w <<<"$given")" "$(grep -cE '^[A-Z][0-9]+: ' coverage.txt)"
exit $bad
