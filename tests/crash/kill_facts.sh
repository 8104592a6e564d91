#!/bin/bash
# kill -9 among single facts: what was acknowledged (exit 0, printed) is there afterwards, once.
# usage: kill_facts.sh TENURE [CYCLES]
. "$(dirname "$0")/common.sh"
cycles=${2:-100}
store=$work/facts.db
fresh "$store"
# How long one takes here: half of the victims live long enough to be acknowledged, whatever else the machine does.
began=$(date +%s%N)
"$tenure" --db "$store" --now "$now" fact C1 account.created name=Acme --at 2026-01-01 -q
took=$((($(date +%s%N) - began) / 1000))  # microseconds
RANDOM=20260207
: >"$work/acknowledged"
for ((cycle = 1; cycle <= cycles; ++cycle)); do
  key=$(printf 'K%05d' "$cycle")
  "$tenure" --db "$store" --now "$now" fact C1 order.placed "order=$key" --key "$key" \
    --at "$(printf '2026-02-01T%02d:%02d:00Z' $((cycle / 60 % 24)) $((cycle % 60)))" >/dev/null 2>&1 &
  victim=$!
  moment=$(((RANDOM * 32768 + RANDOM) % (2 * took)))
  sleep "$(printf '%d.%06d' $((moment / 1000000)) $((moment % 1000000)))"
  kill -9 $victim 2>/dev/null || true
  if wait $victim 2>/dev/null; then printf '%s\n' "$key" >>"$work/acknowledged"; fi
done
"$tenure" --db "$store" --now "$now" verify -q || fail "verify after $cycles kills"
"$tenure" --db "$store" --now "$now" export facts -o csv | tail -n +2 | tr -d '"' | grep -o 'K[0-9]\{5\}' | sort >"$work/keys"
sort -u "$work/keys" >"$work/there"
[[ $(comm -23 "$work/acknowledged" "$work/there" | wc -l) == 0 ]] || fail "an acknowledged fact is gone"
acknowledged=$(wc -l <"$work/acknowledged")
((acknowledged > 0)) || fail "no fact was acknowledged: the test proves nothing"
stored=$("$tenure" --db "$store" --now "$now" export accounts -o json | grep -o '"order_count":[0-9]*' | cut -d: -f2)
[[ $stored == "$(wc -l <"$work/there")" ]] || fail "order_count is $stored, but $(wc -l <"$work/there") orders are stored"
printf '%d facts, %d acknowledged, all of them there, once\n' "$cycles" "$acknowledged"
