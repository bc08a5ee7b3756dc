# Tells what hot reloads know of release $2, whose manifest has the digest $3, in the world folder $1: the plan of a change
# that was broken off, which files were added, and the index of what was delivered.
cd -P -- "$1" || exit 1
hot=.aviary/hot/$2
[ -f "$hot/pending/plan" ] && sed 's/^/pending /' "$hot/pending/plan"
[ -f "$hot/added" ] && sed 's/^/added /' "$hot/added"
sed 's/^/file /' ".aviary/index/$2.$3.sha256"
