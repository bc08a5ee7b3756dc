# Lets current of the world folder $1 lead to release $2 by one rename, if $3 is the token of who holds the lock.
umask 022
cd -P -- "$1" || exit 1
[ "$(head -n 1 .aviary/holder)" = "$3" ] || { echo "somebody else holds the lock by now" >&2; exit 75; }
[ -d "releases/$2" ] || { echo "there is no release $2" >&2; exit 1; }
if [ -e current ] && [ ! -L current ]; then echo "$1/current is no link" >&2; exit 1; fi
ln -sfn -- "releases/$2" .aviary/current.new && mv -fT -- .aviary/current.new current || exit 1
sync . 2>/dev/null || sync
