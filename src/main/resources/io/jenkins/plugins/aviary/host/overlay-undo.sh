# Brings back the files of release $3 in the world folder $1 that the change under way replaced, if $2 is the token of who
# holds the lock. Nothing happens where no change is under way; one that is cut off itself can be done again.
umask 022
cd -P -- "$1" || exit 1
[ "$(head -n 1 .aviary/holder)" = "$2" ] || { echo "somebody else holds the lock by now" >&2; exit 75; }
hot=$(pwd -P)/.aviary/hot/$3
[ -f "$hot/pending/plan" ] || exit 0
cd "releases/$3" || exit 1
while IFS= read -r line; do
    rest=${line#* }
    path=${rest#* }
    if [ "${line%% *}" = - ]; then
        rm -f -- "$path" || exit 1
    else
        mkdir -p -- "${path%/*}" && cp -p -- "$hot/pending/old/$path" "$path.aviary-old" \
            && mv -fT -- "$path.aviary-old" "$path" || exit 1
    fi
done <"$hot/pending/plan"
sync -f . 2>/dev/null || sync
rm -rf -- "$hot/over" && mv -T -- "$hot/pending" "$hot/over" && rm -rf -- "$hot/over"
