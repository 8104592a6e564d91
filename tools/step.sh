# Sourced by ./run, ./test and the scripts of tools/: quiet steps with a log each.
#
#   step LOG "What is being done" command…
#
# One line on the terminal (the sentence, then how long it took); everything that the command
# prints goes to build/LOG.log. Success: returns 0. Failure: one sentence and the log's last
# lines on stderr, then the script exits with status 1.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs=$root/build
mkdir -p "$logs"

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

step() {
  local log=$logs/$1.log sentence=$2 status=0 started=$SECONDS pid progress
  shift 2
  if [[ -t 1 && -z ${CI-} ]]; then
    printf '%s … ' "$sentence"
    "$@" >"$log" 2>&1 </dev/null &
    pid=$!
    trap 'kill "$pid" 2>/dev/null; wait "$pid" 2>/dev/null; exit 130' INT TERM
    while kill -0 "$pid" 2>/dev/null; do
      sleep 0.2
      # The last "[12/80]" of a build or "12/80 Test" of a test run, if the log has one.
      progress=$(tail -c 2000 "$log" | tr '\r' '\n' | grep -oE '^ *\[?[0-9]+/[0-9]+' | tail -n 1 |
        tr -d ' [') || true
      printf '\r%s … %s \033[K' "$sentence" "$progress"
    done
    wait "$pid" || status=$?
    trap - INT TERM
    printf '\r%s … \033[K' "$sentence"
  else
    printf '%s … ' "$sentence"
    "$@" >"$log" 2>&1 </dev/null || status=$?
  fi
  if ((status == 0)); then
    printf 'done (%ds)\n' $((SECONDS - started))
    return 0
  fi
  printf 'failed\n'
  {
    # A build names what failed; other work goes on behind it for a while.
    if grep -q '^FAILED: ' "$log"; then
      printf '%s failed (status %d). From %s:\n\n' "$sentence" "$status" "$log"
      grep -m 1 -A 40 '^FAILED: ' "$log"
    else
      printf '%s failed (status %d). The last lines of %s:\n\n' "$sentence" "$status" "$log"
      tail -n 40 "$log"
    fi
  } >&2
  exit 1
}

# The compiler cache must not care in which folder the checkout lies.
export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$root} CCACHE_NOHASHDIR=1
