# Deletes $2 if it really lies inside $1. The shell stands in the parent folder while it deletes, so that a link put in
# the way meanwhile leads nowhere.
target=${2%/}
name=${target##*/}
parent=${target%/*}
[ "$parent" = "$target" ] && parent=.
[ -n "$parent" ] || parent=/
case $name in
    '' | . | ..) echo "'$2' is not the name of something to delete" >&2; exit 1 ;;
esac
base=$(cd -P -- "$1" 2>/dev/null && pwd -P) || { echo "there is no folder $1" >&2; exit 1; }
cd -P -- "$parent" 2>/dev/null || exit 0
case $(pwd -P)/ in
    "${base%/}"/*) ;;
    *) echo "it lies in $(pwd -P), outside of $base" >&2; exit 1 ;;
esac
exec rm -rf -- "./$name"
