# Changes files of release $3 in the world folder $1, if $2 is the token of who holds the lock. An archive comes on
# standard input: plan (a line OLD NEW PATH each, "-" for no file), new/ with what comes, new.sha256 and old.sha256 to
# check what comes and what is there, and added, the record once this is kept. From the moment that pending appears, by
# one rename, everything can be undone.
export LC_ALL=C
umask 022
cd -P -- "$1" || exit 1
[ "$(head -n 1 .aviary/holder)" = "$2" ] || { echo "somebody else holds the lock by now" >&2; exit 75; }
root=$(pwd -P)
hot=$root/.aviary/hot/$3
[ -e "$hot/pending" ] && { echo "a change that was broken off has to be undone first" >&2; exit 1; }
rm -rf -- "$hot/staged" && mkdir -p -- "$hot/staged/new" "$hot/staged/old" || exit 1
tar -x -p -m --no-same-owner -f - -C "$hot/staged" || exit 1
cd "$hot/staged/new" || exit 1
if [ -s ../new.sha256 ] && ! sha256sum -c --quiet ../new.sha256 >&2; then
    echo "what arrived is not what was sent" >&2
    exit 1
fi
cd "$root/releases/$3" || exit 1
if [ -s "$hot/staged/old.sha256" ] && ! sha256sum -c --quiet "$hot/staged/old.sha256" >&2; then
    echo "somebody changed the files meanwhile" >&2
    exit 1
fi
cut -c 67- "$hot/staged/old.sha256" | tr '\n' '\0' | xargs -0 -r cp -p --parents -t "$hot/staged/old" -- || exit 1
sync -f . 2>/dev/null || sync
mv -T -- "$hot/staged" "$hot/pending" || exit 1
sync -f "$hot" 2>/dev/null || sync
while IFS= read -r line; do
    rest=${line#* }
    path=${rest#* }
    if [ "${rest%% *}" = - ]; then
        rm -f -- "$path" || exit 1
    else
        mkdir -p -- "${path%/*}" && mv -fT -- "$hot/pending/new/$path" "$path" || exit 1
    fi
done <"$hot/pending/plan"
sync -f . 2>/dev/null || sync
