#!/bin/bash
# kill -9 at a random moment of `apply`, from now on and rewriting history: the store is sound after the kill, the plan is
# wholly not applied or its job goes on where it was, and the end is, byte for byte, that of one clean run.
# usage: kill_apply.sh TENURE [CYCLES]
. "$(dirname "$0")/common.sh"
cycles=${2:-40}
orders 6000
t() { "$tenure" --now "$now" "$@"; }
fresh "$work/planned.db"
import "$work/planned.db"

# cycle STORE: what is left to do after a kill, and what stood there: nothing, part or all.
go_on() {
  local store=$1 job state
  IFS=, read -r job state < <(t --db "$store" job list -o csv | awk -F, 'NR > 1 && $2 == "apply" {print $1 "," $3; exit}') || true
  case ${state:-none} in
    none) t --db "$store" apply "$work/plan.json" -q >/dev/null && printf 'not begun\n' ;;
    done) printf 'done\n' ;;
    *) t --db "$store" job run "$job" >/dev/null && printf 'went on\n' ;;
  esac
}

RANDOM=20260131
for mode in '' --rewrite; do
  cp "$work/planned.db" "$work/start.db"
  # shellcheck disable=SC2086
  t --db "$work/start.db" plan --set churn_days=45 $mode -o "$work/plan.json" >/dev/null 2>&1
  cp "$work/start.db" "$work/clean.db"
  began=$(date +%s%N)
  t --db "$work/clean.db" apply "$work/plan.json" -q >/dev/null
  took=$((($(date +%s%N) - began) / 1000))  # microseconds
  ending "$work/clean.db" >"$work/clean.txt"
  ending "$work/start.db" | cmp -s - "$work/clean.txt" && fail "the plan changes nothing, so that nothing is proven"
  : >"$work/ways.txt"
  met=0
  # More of them where none has met it half way: on a busy machine the first run tells little of how long another takes.
  for ((cycle = 1; cycle <= cycles || cycle <= 20 * cycles && met == 0; ++cycle)); do
    store=$work/killed.db
    rm -f "$store"*
    cp "$work/start.db" "$store"
    "$tenure" --now "$now" --db "$store" apply "$work/plan.json" -q >/dev/null 2>&1 &
    victim=$!
    sleep "$(printf '0.%06d' $(((RANDOM * 32768 + RANDOM) % took % 1000000)))"
    kill -9 $victim 2>/dev/null || true
    wait $victim 2>/dev/null || true
    t --db "$store" verify -q >"$work/verify.txt" 2>&1 ||
      fail "$mode cycle $cycle: verify after the kill says: $(head -5 "$work/verify.txt")"
    go_on "$store" >>"$work/ways.txt" || fail "$mode cycle $cycle: it does not go on after the kill"
    met=$(grep -c 'went on' "$work/ways.txt" || true)
    ending "$store" >"$work/after.txt"
    cmp -s "$work/clean.txt" "$work/after.txt" ||
      fail "$mode cycle $cycle ($(tail -1 "$work/ways.txt")): the end differs: $(diff "$work/clean.txt" "$work/after.txt" | head -5)"
    t --db "$store" verify -q >/dev/null || fail "$mode cycle $cycle: verify at the end"
  done
  grep -q 'went on' "$work/ways.txt" || fail "no apply${mode:+ $mode} was killed half way"
  printf '%s: %s\n' "${mode:---from-now}" "$(sort "$work/ways.txt" | uniq -c | tr -s ' \n' ' ')"
done
