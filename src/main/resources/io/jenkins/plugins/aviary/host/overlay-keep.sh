# Keeps the change of release $3 in the world folder $1 that is under way, if $2 is the token of who holds the lock; line
# $4 says when and by whom.
umask 022
cd -P -- "$1" || exit 1
[ "$(head -n 1 .aviary/holder)" = "$2" ] || { echo "somebody else holds the lock by now" >&2; exit 75; }
cd ".aviary/hot/$3" && [ -f pending/plan ] || { echo "no change is under way" >&2; exit 1; }
mv -f -- pending/added added || exit 1
{ printf '# %s\n' "$4"; cat pending/plan; } >>log || exit 1
sync log added 2>/dev/null || sync
rm -rf -- over && mv -T -- pending over && rm -rf -- over
