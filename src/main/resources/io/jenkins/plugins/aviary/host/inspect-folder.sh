# Tells what is in the world folder $1: free space in KiB, the current release, whole releases with their digests, names
# that do not belong to the layout, and the last 500 lines of the journal.
near=$1
while [ ! -d "$near" ] && [ -n "$near" ]; do near=${near%/*}; done
df -Pk -- "${near:-/}" | { read -r header; read -r device size used free rest; echo "free $free"; }
[ -w "${near:-/}" ] || echo "readonly ${near:-/}"
cd -P -- "$1" 2>/dev/null || exit 0
if [ -L current ]; then echo "current $(readlink current)"; elif [ -e current ]; then echo "foreign current"; fi
for index in .aviary/index/*.sha256; do
    name=${index##*/}
    name=${name%.sha256}
    digest=${name##*.}
    name=${name%.*}
    [ -d "releases/$name" ] && [ -f "$index" ] && echo "release $digest $name"
done
for entry in *; do
    case $entry in
        releases | shared | current | '*') ;;
        *) printf 'foreign %s\n' "$entry" ;;
    esac
done
[ -f .aviary/journal.jsonl ] && tail -n 500 .aviary/journal.jsonl | sed 's/^/journal /'
exit 0
