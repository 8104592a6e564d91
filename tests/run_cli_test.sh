#!/bin/bash
# run_cli_test.sh PROGRAM FILE.test: runs the commands of a transcript in a folder of its own and compares
# what they print with what is written there.
#
#     Prose stands at the left edge.
#       $ tenure board          a command of the shell, two blanks in front
#       > --at 2026-01-01       its next line
#       what it printed         standard output and error, as they came
#       [64]                    its status, when it is not 0
#
# $SOURCE is the repository; what stands in tests/cli/bin can be called by name. The folder's path is printed as $WORK. With UPDATE=1 the transcript is
# rewritten as it went.
set -uo pipefail
program=$(realpath "$1") transcript=$(realpath "$2")
SOURCE=$(realpath "$(dirname "$0")/..")
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
mkdir "$WORK/bin" "$WORK/home"
ln -s "$program" "$WORK/bin/tenure"
cd "$WORK/home"

run() {
  local status=0
  env -i PATH="$WORK/bin:$SOURCE/tests/cli/bin:$PATH" LANG=C.UTF-8 HOME="$WORK/home" SOURCE="$SOURCE" TZ=UTC \
    ASAN_OPTIONS="${ASAN_OPTIONS-}" UBSAN_OPTIONS="${UBSAN_OPTIONS-}" \
    bash -c "$1" >"$WORK/said" 2>&1 </dev/null || status=$?
  # A last line without its end gets one.
  sed -e '$a\' "$WORK/said" | sed -e "s|$WORK/home|\$WORK|g; s|$SOURCE|\$SOURCE|g" -e 's/^/  /'
  ((status == 0)) || printf '  [%d]\n' "$status"
}

went() {
  local line command='' pending=
  while IFS= read -r line || [[ -n $line ]]; do
    if [[ $line == '  > '* && $pending ]]; then
      command+=$'\n'${line#'  > '}
      printf '%s\n' "$line"
      continue
    fi
    if [[ $pending ]]; then run "$command"; pending=; fi
    if [[ $line == '  $ '* ]]; then
      command=${line#'  $ '} pending=1
      printf '%s\n' "$line"
    elif [[ $line != '  '* ]]; then
      printf '%s\n' "$line"
    fi
  done <"$transcript"
  if [[ $pending ]]; then run "$command"; fi
}

went >"$WORK/went"
if [[ ${UPDATE-} ]]; then
  cp "$WORK/went" "$transcript"
else
  diff -u --label "$transcript" --label 'as it went' "$transcript" "$WORK/went"
fi
