#!/bin/bash
# kill -9 at a random moment of an import, then the import again: the store is sound after the kill, and
# the end is, byte for byte, that of one clean run. usage: kill_import.sh TENURE [CYCLES]
. "$(dirname "$0")/common.sh"
cycles=${2:-200}
orders 3000
fresh "$work/clean.db"
began=$(date +%s%N)
import "$work/clean.db"
took=$((($(date +%s%N) - began) / 1000))  # microseconds
ending "$work/clean.db" >"$work/clean.txt"
[[ $(wc -l <"$work/clean.txt") -gt 3000 ]] || fail "the clean import is too small to prove anything"
RANDOM=20260131
killed=0 partial=0
for ((cycle = 1; cycle <= cycles; ++cycle)); do
  store=$work/killed.db
  fresh "$store"
  "$tenure" --db "$store" --now "$now" import "$work/orders.csv" --map "$work/orders.map.yaml" -q \
    >/dev/null 2>&1 &
  victim=$!
  sleep "$(printf '0.%06d' $(((RANDOM * 32768 + RANDOM) % (took * 9 / 10) % 1000000)))"
  if kill -9 $victim 2>/dev/null; then killed=$((killed + 1)); fi
  wait $victim 2>/dev/null || true
  "$tenure" --db "$store" --now "$now" verify -q >"$work/verify.txt" 2>&1 ||
    fail "cycle $cycle: verify after the kill says: $(head -5 "$work/verify.txt")"
  before=$("$tenure" --db "$store" --now "$now" export facts -o csv | tail -n +2 | sort)
  facts=$(grep -c . <<<"$before" || true)
  ((facts > 0 && facts < 3000)) && partial=$((partial + 1))
  import "$store"
  ending "$store" >"$work/after.txt"
  cmp -s "$work/clean.txt" "$work/after.txt" ||
    fail "cycle $cycle: the end differs from a clean run: $(diff "$work/clean.txt" "$work/after.txt" | head -5)"
  # What was in after the kill is still in, unchanged.
  lost=$(comm -23 <(printf '%s' "$before") <("$tenure" --db "$store" --now "$now" export facts -o csv | tail -n +2 | sort) | grep -c . || true)
  ((lost == 0)) || fail "cycle $cycle: $lost facts that were committed are gone"
done
((killed >= cycles / 2)) || fail "only $killed of $cycles imports were still running when they were killed"
printf '%d cycles, %d killed, %d of them with part of the file in; every end is that of a clean run\n' \
  "$cycles" "$killed" "$partial"
