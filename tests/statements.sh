#!/bin/bash
# statements.sh [--write]: every statement of what the packs and the product promise is proven by a test that carries
# its id: a story, a case of tests/verbs, a test of the program, a test in a browser (those that tests/page/by_hand.txt
# lists must have one). docs/statements.md says which; --write writes it. Fails, naming the statement, when nothing
# proves it and no line of packs/*/later.txt says why not yet; when a test or a line speaks of a statement that there
# is not; when a line waits for something else than delivery; and when the page differs from the tests.
set -euo pipefail
cd "$(dirname "$0")/.."
page=docs/statements.md
declare -A last=([HY]=32 [PS]=55 [TW]=46 [LS]=20 [All]=8)
declare -A pack=([HY]=hyper [PS]=prospectsoft [TW]=tempworks [LS]=leanscale)
faults=0
fault() { echo "$1" >&2; faults=$((faults + 1)); }

# kind, file, and the test's name, with tabs between; the name begins with its ids
named_tests() {
  grep -HE '^story ' packs/*/stories/*.story | sed -E 's/^([^:]*):story /story\t\1\t/'
  grep -HE '^case [A-Z][A-Za-z]+-[0-9]' tests/verbs/*.verbs | sed -E 's/^([^:]*):case /verbs\t\1\t/'
  grep -rHoE '^TEST[A-Z_]*\([A-Za-z]+, *(HY|PS|TW|LS|All)(_[0-9]+)+_[A-Za-z0-9_]+' src tests --include='*_test.cpp' |
    sed -E 's/^([^:]*):TEST[A-Z_]*\([A-Za-z]+, */program\t\1\t/' |
    awk -F'\t' -v OFS='\t' '{
      prefix = $3; sub(/_.*/, "", prefix); rest = substr($3, length(prefix) + 1); ids = ""
      while (match(rest, /^_[0-9]+/)) {
        ids = ids prefix "-" substr(rest, 2, RLENGTH - 1) " "
        rest = substr(rest, RLENGTH + 1)
      }
      sub(/^_/, "", rest); print $1, $2, ids rest }'
  grep -HoE "['\"\`](HY|PS|TW|LS|All)-[0-9]+.*" tests/page/*.test.ts | sed -E "s/^([^:]*):['\"\`]/page\t\1\t/"
}

# id, kind, file, what it says: a line for every id that a test's name begins with
proofs() {
  named_tests | awk -F'\t' -v OFS='\t' '{
    rest = $3; count = 0
    while (match(rest, /^(HY|PS|TW|LS|All)-[0-9]+,? */)) {
      id = substr(rest, 1, RLENGTH); gsub(/[ ,]/, "", id); ids[++count] = id
      rest = substr(rest, RLENGTH + 1)
    }
    for (i = 1; i <= count; ++i) print ids[i], $1, $2, rest }'
}

found=$(proofs)
for prefix in HY PS TW LS; do
  folder=packs/${pack[$prefix]}
  bad=$(grep -nvE "^$prefix-[0-9]+ +needs (webhooks|mail|mailing lists): .+" "$folder/later.txt" || true)
  [[ -z $bad ]] || fault "$folder/later.txt: a line is not 'ID  needs webhooks|mail|mailing lists: …': $bad"
  bad=$(grep -hE '^story ' "$folder"/stories/*.story | grep -vE "^story $prefix-[0-9]+ .+" || true)
  [[ -z $bad ]] || fault "$folder: a story whose name carries no id of this pack: $bad"
done
later=$(sed -n 's/^\([A-Z]*-[0-9]*\)  *needs .*/\1/p' packs/*/later.txt | sort -u)
by_hand=$(awk '/^[A-Z]/ { for (i = 2; i <= NF; ++i) print $1 "-" $i }' tests/page/by_hand.txt)
proven=$(cut -f1 <<<"$found" | sort -u)
in_browser=$(awk -F'\t' '$2 == "page" { print $1 }' <<<"$found" | sort -u)
for prefix in HY PS TW LS All; do
  for number in $(seq "${last[$prefix]}"); do
    id=$prefix-$number
    grep -qx "$id" <<<"$proven" || grep -qx "$id" <<<"$later" || fault "nothing proves $id"
  done
done
for id in $proven $later $by_hand; do
  ((${id#*-} >= 1 && ${id#*-} <= ${last[${id%-*}]})) || fault "there is no statement $id"
done
for id in $by_hand; do
  grep -qx "$id" <<<"$in_browser" || fault "$id is done by hand, and no test in a browser proves it"
done

# The page: a row a statement.
written() {
  cat <<'HEAD'
# What is proven, and by what

Written by `tests/statements.sh --write` from the names of the tests; the test `statements` fails while this page and
the tests differ. A statement is one line of what the product must do; its id stands in the name of every test that
proves it, so `grep -rn HY-7 packs tests src` finds them all. A **story** is played by the engine alone, a **verb
script** by the service, a test of the **program** calls the API, the command line or a room of the program, and a test
in a **browser** does on the page what a person would; it must be there for what is done by hand (●,
`tests/page/by_hand.txt`).
HEAD
  awk -F'\t' -v counts="HY ${last[HY]} PS ${last[PS]} TW ${last[TW]} LS ${last[LS]} All ${last[All]}" '
    function short(path) { sub(/.*\//, "", path); sub(/\.(story|verbs|test\.ts)$/, "", path); return path }
    $1 == "hand" { hand[$2] = "●"; next }
    $1 == "later" { later[$2] = $3; next }
    !(($1, $2, $3) in seen) {
      seen[$1, $2, $3] = 1
      files[$1, $2] = files[$1, $2] (files[$1, $2] ? ", " : "") "[" short($3) "](../" $3 ")"
    }
    !(($1, $2) in says) { says[$1, $2] = $4 }
    END {
      names["HY"] = "hyper"; names["PS"] = "prospectsoft"; names["TW"] = "tempworks"
      names["LS"] = "leanscale"; names["All"] = "Every pack"
      split(counts, count, " ")
      for (p = 1; p in count; p += 2) {
        print "\n## " names[count[p]] "\n"
        print "| id | | what is shown to hold | story | verb script | program | browser |"
        print "| --- | --- | --- | --- | --- | --- | --- |"
        for (n = 1; n <= count[p + 1]; ++n) {
          id = count[p] "-" n
          what = says[id, "story"] ? says[id, "story"] : says[id, "verbs"] ? says[id, "verbs"] : says[id, "page"]
          if (!what) { what = says[id, "program"]; gsub(/_/, " ", what) }
          sub(/[\047"`],? .*$/, "", what); gsub(/\|/, "\\|", what)
          if (later[id]) what = what (what ? "; " : "") "not yet, needs " later[id]
          print "| " id " | " hand[id] " | " what " | " files[id, "story"] " | " files[id, "verbs"] " | " \
            files[id, "program"] " | " files[id, "page"] " |"
        }
      }
    }' <(sed 's/^/hand\t/' <<<"$by_hand") <(sed -n 's/^\([A-Z]*-[0-9]*\)  *needs /later\t\1\t/p' packs/*/later.txt) - <<<"$found"
}
if [[ ${1-} == --write ]]; then
  written >"$page"
elif ! diff -u "$page" <(written) >&2; then
  fault "$page is not what the tests say. Write it: tests/statements.sh --write"
fi
((faults == 0))
