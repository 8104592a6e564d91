#!/bin/bash
# A full disk, a file that cannot be written, a damaged file, a stranger's file, a second process: a
# sentence and an exit code, nothing lost. usage: bad_disk.sh TENURE
. "$(dirname "$0")/common.sh"
orders 3000
t() { "$tenure" --now "$now" "$@"; }
# says CODE WORDS COMMAND…: exits with CODE and its message has WORDS (a pattern).
says() {
  local code=$1 words=$2 status=0
  shift 2
  "$@" >"$work/out" 2>"$work/err" || status=$?
  [[ $status == "$code" ]] || fail "exit $status instead of $code: $* ($(head -3 "$work/err"))"
  grep -Eqi "$words" "$work/err" || fail "the message of '$*' does not say '$words': $(head -3 "$work/err")"
  ! grep -Eq 'terminate called|internal error|Segmentation|Sanitizer' "$work/err" || fail "$* broke: $(cat "$work/err")"
}

fresh "$work/good.db"
import "$work/good.db"
ending "$work/good.db" >"$work/good.txt"

# A damaged file is named, never repaired in silence.
cp "$work/good.db" "$work/damaged.db"
head -c 12288 /dev/zero | tr '\0' 'x' | dd of="$work/damaged.db" bs=1 seek=204800 conv=notrunc 2>/dev/null
status=0
t --db "$work/damaged.db" verify >"$work/out" 2>"$work/err" || status=$?
((status == 1)) || fail "verify of a damaged file exits $status"

# Tampering inside a sound file breaks the chain.
cp "$work/good.db" "$work/forged.db"
sqlite3 "$work/forged.db" "PRAGMA writable_schema=1; DELETE FROM sqlite_schema WHERE type='trigger';"
sqlite3 "$work/forged.db" "UPDATE transition SET at = at + 1000000 WHERE sequence = (SELECT max(sequence) FROM transition);"
status=0
t --db "$work/forged.db" verify >"$work/out" 2>"$work/err" || status=$?
((status == 1)) || fail "verify of a forged log exits $status"

# A stranger's file is left alone.
printf 'name,amount\n' >"$work/letter.db"
says 1 'not a' t --db "$work/letter.db" board
[[ $(cat "$work/letter.db") == 'name,amount' ]] || fail "the stranger's file was changed"

# No file: a sentence that says how to make one.
says 1 'init' t --db "$work/absent.db" board

# A second process is refused, and the first one is named.
mkfifo "$work/pipe"
t --db "$work/good.db" import "$work/pipe" --map "$work/orders.map.yaml" -q >/dev/null 2>&1 &
first=$!
exec 9>"$work/pipe"
printf 'order,customer,day,amount\n' >&9
sleep 1
says 75 'another|process|pid' t --db "$work/good.db" fact C1 call.logged
exec 9>&-
wait $first || true
t --db "$work/good.db" fact C00001 call.logged -q || fail "the store stays locked after the first process ended"

if ((EUID != 0)); then
  printf 'the disk itself was not tried: that takes root\n'
  exit 0
fi

# A file that cannot be written. Root may write anything: a read-only mount may not.
disk=$work/disk
mkdir "$disk"
mounted=
cleanup() { [[ -z $mounted ]] || umount "$disk"; }
if ! mount -t tmpfs -o size=3m tmpfs "$disk" 2>/dev/null; then
  printf 'the disk itself was not tried: this machine mounts no tmpfs\n'
  exit 0
fi
mounted=1
store=$disk/small.db
orders 20000
fresh "$store"
t --db "$store" fact C1 account.created name=Acme -q
t --db "$store" fact C1 order.placed order=A1 --key A1 -q
says 75 'full|space' import "$store"
t --db "$store" verify -q || fail "a full disk damaged the store"
t --db "$store" export facts -o csv | grep A1 >/dev/null || fail "an acknowledged fact is gone after the disk was full"
mount -o remount,size=64m "$disk"
import "$store" || fail "the import does not go on after there is space again"
t --db "$store" verify -q || fail "verify after the disk was full"
t --db "$store" board -o json >"$work/board.json"
mount -o remount,ro "$disk"
says 77 'read-only|written' t --db "$store" fact C1 call.logged
mount -o remount,rw "$disk"
t --db "$store" board -o json | cmp - "$work/board.json" || fail "a read-only disk changed the board"

# The folder for backups is full: the server says so, nothing half is left, and the store is served on.
umount "$disk"
mounted=
mount -t tmpfs -o size=256k tmpfs "$disk" && mounted=1
fresh "$work/served.db"
import "$work/served.db"
t --db "$work/served.db" user add olga --role owner -q
t --db "$work/served.db" token create --user olga --name t --scope read --scope admin -q >"$work/token"
"$tenure" --db "$work/served.db" serve --listen 127.0.0.1:0 --log-level off --backup-folder "$disk" >"$work/said" 2>&1 &
server=$!
for _ in $(seq 600); do grep -qs 'served at' "$work/said" && break; sleep 0.1; done
there=(--server "$(sed -n 's/.* at \(http[^ ]*\) .*/\1/p' "$work/said")" --token-file "$work/token")
says 75 'full|space' "$tenure" "${there[@]}" backup
[[ -z $(ls -A "$disk") ]] || fail "a backup that found no space left $(ls -A "$disk")"
mount -o remount,size=64m "$disk"
"$tenure" "${there[@]}" backup --verify >"$work/out" 2>&1 || fail "no backup after there is space again: $(cat "$work/out")"
t --db "$disk/$(ls "$disk" | head -1)" verify -q || fail "verify of the backup"
kill $server
wait $server || fail "the server does not end well"
printf 'full disk, read-only disk, damaged, forged and foreign files, second process: sentences, nothing lost\n'
