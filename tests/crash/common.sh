# What the crash tests share. $1 is the tenure program; each works in a folder of its own.
set -euo pipefail
tenure=$1
work=$(mktemp -d)
trap 'cleanup; rm -rf "$work"' EXIT
cleanup() { :; }
now=2026-10-31T18:00:00Z

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

fresh() {  # FILE: an empty store
  rm -f "$1" "$1"-wal "$1"-shm "$1".lock "$1".import-*
  "$tenure" --db "$1" --now "$now" init --pack prospectsoft --time-zone UTC -q
}

import() { "$tenure" --db "$1" --now "$now" import "$work/orders.csv" --map "$work/orders.map.yaml" -q >/dev/null; }

# The end of an import, whatever the way to it: the log, the facts and the accounts.
ending() {
  "$tenure" --db "$1" --now "$now" log -o csv
  "$tenure" --db "$1" --now "$now" export facts -o csv
  "$tenure" --db "$1" --now "$now" board -o json
}

# orders ROWS: a deterministic file in no order of time, some rows twice, and its mapping.
orders() {
  awk -v rows="$1" 'BEGIN {
    print "order,customer,day,amount"; s = 12345
    for (i = 1; i <= rows; ++i) {
      s = (s * 1103515245 + 12345) % 2147483648; c = int(s / 65536) % int(rows / 6 + 1)
      s = (s * 1103515245 + 12345) % 2147483648; d = int(s / 65536) % 1500
      row = sprintf("O%06d,C%05d,%s,%d.%02d", i, c, strftime("%Y-%m-%d", 1640995200 + d * 86400, 1), s % 900, s % 100)
      print row; if (i % 10 == 0) print row
    }
  }' >"$work/orders.csv"
  cat >"$work/orders.map.yaml" <<'YAML'
import: crash
columns:
  order: string
  customer: string
  day: date
  amount: decimal
account: {key: customer}
facts:
  - kind: order.placed
    key: order
    at: day
    fields: {order: order, amount: amount}
YAML
}
