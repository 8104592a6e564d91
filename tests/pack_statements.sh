#!/bin/bash
# pack_statements.sh: every numbered statement about a pack has a story that carries its id, or a line in
# later.txt with the reason; no line and no story speaks of a statement that does not exist.
set -euo pipefail
packs=$(cd "$(dirname "$0")/../packs" && pwd)
faults=0
fault() { echo "$1"; faults=$((faults + 1)); }

check() {  # PACK PREFIX HOW-MANY
  local stories later id number
  stories=$(sed -n "s/^story \($2-[0-9]*\) .*/\1/p" "$packs/$1"/stories/*.story | sort -u)
  later=$(sed -n "s/^\($2-[0-9]*\)  *needs .*/\1/p" "$packs/$1/later.txt" | sort -u)
  for number in $(seq "$3"); do
    id=$2-$number
    grep -qx "$id" <<<"$stories" || grep -qx "$id" <<<"$later" || fault "$1: nothing proves $id"
  done
  for id in $stories $later; do
    number=${id#*-}
    ((number >= 1 && number <= $3)) || fault "$1: there is no statement $id"
  done
  if grep -nvE "^$2-[0-9]+ +needs [^:]+: .+" "$packs/$1/later.txt"; then
    fault "$1/later.txt: a line is not 'ID  needs WHAT: …'"
  fi
  if grep -hE '^story ' "$packs/$1"/stories/*.story | grep -vE "^story $2-[0-9]+ .+"; then
    fault "$1: a story whose name carries no id of this pack"
  fi
}
check hyper HY 32
check prospectsoft PS 55
check tempworks TW 46
check leanscale LS 20
((faults == 0))
