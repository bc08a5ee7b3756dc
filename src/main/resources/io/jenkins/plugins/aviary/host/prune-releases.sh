# Deletes releases of the world folder $1, if $2 is the token of who holds the lock: each is named by its digest and its
# name, from $3 on. What transfers that were cut off left behind goes too. The release that current leads to stays
# whatever is asked.
cd -P -- "$1" || exit 1
[ "$(head -n 1 .aviary/holder)" = "$2" ] || { echo "somebody else holds the lock by now" >&2; exit 75; }
current=$(readlink current)
shift 2
while [ $# -ge 2 ]; do
    if [ "releases/$2" != "$current" ]; then
        # Without its index it is no release any more, even if its deletion is cut off.
        rm -f -- ".aviary/index/$2.$1.sha256" && rm -rf -- ".aviary/hot/$2" "releases/$2" || exit 1
    fi
    shift 2
done
[ -L .aviary/incoming ] || rm -rf -- .aviary/incoming
