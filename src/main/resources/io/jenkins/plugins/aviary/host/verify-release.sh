# Checks every file of release $2, whose manifest has the digest $3, in the world folder $1 against its index. Prints the
# files that are wrong, and those that hot reloads added.
cd -P -- "$1/releases/$2" && [ -f "../../.aviary/index/$2.$3.sha256" ] || { echo "it is not whole" >&2; exit 1; }
failing "../../.aviary/index/$2.$3.sha256" "../../.aviary/verifying.$$" | sed 's/$/: FAILED/'
hot=../../.aviary/hot/$2
{ cat "$hot/added"; sed -n 's/^- [0-9a-f]\{64\} //p' "$hot/pending/plan"; } 2>/dev/null |
    while IFS= read -r file; do [ -e "$file" ] && echo "$file: FAILED"; done
exit 0
