# Prints the digests of those files of release $2 in the world folder $1 whose paths come on standard input, a line each.
# A file that is not there is passed over.
cd -P -- "$1/releases/$2" || exit 1
tr '\n' '\0' | xargs -0 -r sha256sum -- 2>/dev/null
exit 0
