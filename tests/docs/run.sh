#!/bin/bash
# run.sh PROGRAM PAGE: every command line that the page prints is run, in order, in a folder of its own, and must end
# as the page says: with 0, or with what stands behind it in '# ends with N'.
#
# A command line stands in an indented block, one of whose lines calls tenure; in docs/cli.md the first block of a
# command is its form, not a line to be typed. What the page takes for given (a file of one's own, a server, a user)
# is made before by tests/docs/PAGE.before, if there is one.
#
# Where a page names what only a reader's machine has, the test's own takes its place: /var and /etc are folders here,
# a port is any that is free, an https:// address that of a server which is begun for the line, the number of a job or a
# token that of the last one, the name of a backup that of the newest. The clock stands at the end of the example's history.
set -uo pipefail
program=$(realpath "$1") page=$2
SOURCE=$(realpath "$(dirname "$0")/../..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{bin,home,root/var,root/etc}
cd "$work/home"

printf '#!/bin/bash\nargs=("$@")\n%s\nexec "%s" "${args[@]}"\n' \
  '[[ " $* " == *" --server "* || " $* " == *" --now "* || ${1-} == -* ]] || args+=(--now 2026-10-31T18:00:00Z)' "$program" >"$work/bin/tenure"
printf '#!/bin/bash\necho a-long-secret-of-%s-that-nobody-guesses\n' '${2//\//-}' >"$work/bin/pass"
command -v man >/dev/null || printf '#!/bin/bash\ncat >/dev/null\n' >"$work/bin/man"
chmod +x "$work"/bin/*

shell=(env -i PATH="$work/bin:$SOURCE/tests/cli/bin:$PATH" LANG=C.UTF-8 HOME="$work/home" SOURCE="$SOURCE"
  ROOT="$work/root" TENURE_SERVE_LISTEN=127.0.0.1:0 ASAN_OPTIONS="${ASAN_OPTIONS-}" UBSAN_OPTIONS="${UBSAN_OPTIONS-}"
  bash -o pipefail -c)
sh() { "${shell[@]}" "$1" </dev/null; }

lines() {
  awk '
    function end_block() {
      if (block != "" && !form && block ~ /(^|\n|[|(] ?)tenure [a-z]/) printf "%s", block
      if (block != "") form = 0
      block = ""
    }
    /^```/ { end_block(); fenced = /^```(sh|bash|console)/; next }
    /^### / { end_block(); form = FILENAME ~ /cli\.md$/ }
    /^    / || fenced { sub(/^    /, ""); block = block $0 "\n"; next }
    { end_block() }
    END { end_block() }' "$SOURCE/$page"
}

# The line as it can be run here.
here() {
  local line=$1 newest
  line=$(sed -E "s#(^|[ >=])/(var|etc)/#\1$work/root/\2/#g; s#(--listen [^ ]*):[0-9]+#\1:0#" <<<"$line")
  if [[ $line =~ (bulk undo|job (show|run|cancel))\ [0-9]+ ]]; then
    line=${line/%[0-9]*/$(sh 'tenure job list -o csv' | sed -n '2s/,.*//p')}
  elif [[ $line =~ token\ revoke\ [0-9]+ ]]; then
    line=${line/%[0-9]*/$(sh 'tenure token list -o csv' | tail -n 1 | sed 's/,.*//')}
  elif [[ $line =~ restore\ .*/tenure-[0-9]{8}T ]]; then
    newest=$(find "$work/root" -name 'tenure-*T*Z.db' | sort | tail -n 1)
    line=$(sed -E "s#restore [^ ]+#restore $newest#" <<<"$line")
  fi
  printf '%s\n' "$line"
}

# A server runs until it is stopped; that is how it ends well.
served() {
  local said=$work/said pid i
  rm -f "$said" # what the server before said is not this one's
  "${shell[@]}" "exec $1" >"$said" 2>&1 </dev/null &
  pid=$!
  for ((i = 0; i < 600; ++i)); do
    grep -qs ' served at ' "$said" && break
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  kill -TERM "$pid" 2>/dev/null
  wait "$pid"
}

# At a server of the store that the folder has, by a token of its owner's.
at_server() {
  local status=0 address token
  token=$(sed -nE 's/.* --token-file ([^ ]+).*/\1/p' <<<"$1")
  sh "tenure user add operator --role owner -q && tenure token create --user operator --name t --scope read --scope admin -q >$token" || return
  sh "serve tenure.db --backup-folder $work/root/var/backups" || return
  address=$(sed -n 's/^server: //p' tenure.db.yaml)
  sh "$(sed -E "s#--server https?://[^ ]+#--server $address#" <<<"$1")" || status=$?
  sh 'stop tenure.db'
  return "$status"
}

failed=0 count=0
name=$(basename "$page" .md)
if [[ -f $SOURCE/tests/docs/$name.before ]]; then
  sh "set -e; . $SOURCE/tests/docs/$name.before" >"$work/out" 2>&1 || { cat "$work/out"; echo "$name.before failed"; exit 1; }
fi
while IFS= read -r typed; do
  [[ $typed ]] || continue
  expected=0 status=0 count=$((count + 1))
  [[ $typed =~ \#\ ends\ with\ ([0-9]+) ]] && expected=${BASH_REMATCH[1]}
  line=$(here "${typed%%  #*}")
  if [[ $line == 'tenure serve'* ]]; then
    served "$line" || status=$?
    cp "$work/said" "$work/out"
  elif [[ $line == *' --server '* ]]; then
    at_server "$line" >"$work/out" 2>&1 || status=$?
  else
    sh "$line" >"$work/out" 2>&1 || status=$?
  fi
  [[ ${VERBOSE-} ]] && { echo "\$ $line"; sed 's/^/  /' "$work/out" | head -n "$VERBOSE"; }
  ((status == expected)) && continue
  failed=$((failed + 1))
  printf '%s prints: %s\n  it ends with %d, not %d:\n' "$page" "$typed" "$status" "$expected"
  sed 's/^/    /' "$work/out" | head -n 12
done < <(lines)
((count > 0)) || { echo "$page: no command line was found"; exit 1; }
echo "$page: $count command lines, $failed of them not as printed"
((failed == 0))
