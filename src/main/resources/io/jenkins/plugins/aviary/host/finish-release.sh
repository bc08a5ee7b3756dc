# Makes release $2, whose manifest has the digest $3, whole in the world folder $1. The files that travelled are checked
# against the index on standard input, everything is forced to the disk, and then the release appears by one rename. A
# release that is already there is mended file by file, each by one rename.
export LC_ALL=C
umask 022
cd -P -- "$1" || exit 1
root=$(pwd -P)
wanted=$root/.aviary/incoming/$2.sha256
came=$root/.aviary/incoming/$2.came
cat >"$came" || exit 1
cd ".aviary/incoming/$2" || exit 1
if [ -s "$came" ] && ! sha256sum -c --quiet "$came" >&2; then
    echo "what arrived is not what was sent" >&2
    exit 1
fi
if [ -d "$root/releases/$2" ]; then
    sync -f . 2>/dev/null || sync
    cut -c 67- "$came" | while IFS= read -r file; do
        mkdir -p -- "$root/releases/$2/${file%/*}" && mv -fT -- "$file" "$root/releases/$2/$file" || exit 1
    done || exit 1
    cd "$root/releases/$2" || exit 1
fi
sort "$root/.aviary/incoming/$2.executables" >"$came"
tr '\n' '\0' <"$came" | xargs -0 -r chmod 0755 -- || exit 1
cut -c 67- "$wanted" | sort | comm -23 - "$came" | tr '\n' '\0' | xargs -0 -r chmod 0644 -- || exit 1
sync -f . 2>/dev/null || sync
cd "$root" || exit 1
mv -f -- "$wanted" ".aviary/index/$2.$3.sha256" || exit 1
[ -d "releases/$2" ] || mv -T -- ".aviary/incoming/$2" "releases/$2" || exit 1
rm -rf -- ".aviary/incoming/$2" "$came" ".aviary/incoming/$2.executables"
sync -f . 2>/dev/null || sync
