# Replaces $1 by what comes on standard input: $4 bytes, mode $3, written beside it as $2 first. A connection that breaks
# in between ends the input early, so the length is checked before the rename.
trap 'rm -f -- "$2"' EXIT
umask 077
cat >"$2" || exit 1
[ "$(wc -c <"$2")" -eq "$4" ] || { echo "the connection broke off" >&2; exit 1; }
chmod "$3" "$2" || exit 1
sync "$2" 2>/dev/null || sync
if [ -d "$1" ]; then echo "it is a folder" >&2; exit 1; fi
mv -f -- "$2" "$1" || exit 1
folder=${1%/*}
[ "$folder" = "$1" ] && folder=.
sync "${folder:-/}" 2>/dev/null || sync
