# Makes room for release $2 in the world folder $1 and finds out what of it has to travel. On standard input comes the
# index of what is wanted, and after a line "large" the paths of its large files. What other releases have is copied, since
# a server may write into its own files, and what an earlier attempt brought is kept; only content whose hash is right
# counts. Prints "other DIGEST" and does nothing if a release of that name has another digest than $3. Prints "patches" if patches can be applied here, "base DIGEST RELEASE PATH" for what large files were in other
# releases, the newest first, "part SIZE PATH" for those of which a part has come, and "missing PATH" for whatever is
# missing or wrong.
umask 022
for index in "$1/.aviary/index/$2".*.sha256; do
    other=${index#"$1/.aviary/index/$2."}
    other=${other%.sha256}
    case $other in
        "$3" | *[!0-9a-f]*) ;;
        *) [ ! -d "$1/releases/$2" ] || { echo "other $other"; exit 0; } ;;
    esac
done
mkdir -p -- "$1" && cd -P -- "$1" && mkdir -p releases shared .aviary/index ".aviary/incoming/$2" || exit 1
root=$(pwd -P)
wanted=$root/.aviary/incoming/$2.sha256
tab=$(printf '\t')
cat >"$wanted.input" || exit 1
sed '/^large$/,$d' "$wanted.input" >"$wanted" && sed '1,/^large$/d' "$wanted.input" | sort >"$wanted.large" || exit 1
rm -f -- "$wanted.input"
command -v perl >/dev/null 2>&1 && command -v gzip >/dev/null 2>&1 && echo patches

# Copies files that have the same path in the folder $1, as many as there are lines in $wanted.same.
copy_same() {
    (cd "$1" && tr '\n' '\0' <"$wanted.same" |
        xargs -0 cp -p --parents --reflink=auto -t "$root/.aviary/incoming/$2" -- 2>/dev/null)
}

# Copies content that has another path in the folder $1 now.
copy_moved() {
    join -t "$tab" -o 1.2,2.2 "$wanted.rest" "$wanted.base" | sort -u -t "$tab" -k 1,1 | head -n 500 |
        while IFS=$tab read -r new old; do
            mkdir -p -- "${new%/*}" && cp -p --reflink=auto -- "$1/$old" "$new" 2>/dev/null
        done
}

if [ -d "releases/$2" ]; then
    cd "releases/$2" || exit 1
    # What hot reloads added does not belong to the release; the rest of what they changed is found below.
    hot=$root/.aviary/hot/$2
    { cat "$hot/added"; sed -n 's/^- [0-9a-f]\{64\} //p' "$hot/pending/plan"; } 2>/dev/null |
        while IFS= read -r file; do
            case $file in
                */../*) ;;
                ./*) rm -f -- "$file" ;;
            esac
        done
    rm -rf -- "$hot"
else
    cd ".aviary/incoming/$2" || exit 1
    sed "s/  /$tab/" "$wanted" | sort >"$wanted.rest" || exit 1
    # The newest index first: its release has most in common with what comes.
    for index in $(cd "$root/.aviary/index" && ls -t | grep '\.sha256$' | head -n 8); do
        name=${index%.sha256}
        base=$root/releases/${name%.*}
        [ -d "$base" ] && [ -s "$wanted.rest" ] || continue
        sed "s/  /$tab/" "$root/.aviary/index/$index" | sort >"$wanted.base" || exit 1
        sort -t "$tab" -k 2 "$wanted.base" | join -t "$tab" -2 2 -o 2.1,2.2 "$wanted.large" - |
            sed "s|$tab| ${name%.*} |; s/^/base /"
        comm -12 "$wanted.rest" "$wanted.base" | cut -f 2 >"$wanted.same"
        # A file that the server removed meanwhile is no reason to stop: it travels.
        [ -s "$wanted.same" ] && copy_same "$base" "$2"
        comm -23 "$wanted.rest" "$wanted.base" >"$wanted.left" && mv -f "$wanted.left" "$wanted.rest" || exit 1
        copy_moved "$base"
        join -t "$tab" -v 1 "$wanted.rest" "$wanted.base" >"$wanted.left" && mv -f "$wanted.left" "$wanted.rest"
    done
    rm -f "$wanted.rest" "$wanted.base" "$wanted.same" "$wanted.left"
fi
if [ -n "$(find . -type f | head -n 1)" ]; then
    failing "$wanted" "$wanted.is" | sed 's/^/missing /'
else
    cut -c 67- "$wanted" | sed 's/^/missing /'
fi
[ -d "$root/releases/$2" ] || while IFS= read -r file; do
    [ -f "$file" ] && echo "part $(wc -c <"$file") $file"
done <"$wanted.large"
rm -f -- "$wanted.large"
exit 0
