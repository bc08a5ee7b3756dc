# Takes what travels of release $2, whose manifest has the digest $3, and makes it whole in the world folder $1. First on
# standard input comes an archive of $4 bytes: the small files, and beside them the lists .came (the index of all that
# travels), .small (the index of what is in the archive) and .executables. Then comes each large file: a line that tells how
# it is made, and its bytes. Everything is checked and forced to the disk before the release appears by one rename; one that
# is already there is mended file by file, each by one rename. Prints the large files that came out wrong; then nothing is
# finished, and they can be sent in another way.
umask 022
cd -P -- "$1" && mkdir -p releases .aviary/index ".aviary/incoming/$2" || exit 1
root=$(pwd -P)
list=$root/.aviary/incoming/$2

# Passes the next $1 bytes on, and not one more: with GNU's dd; with another one that fills its blocks, whole blocks first and
# then the rest; and else with head, where it reads no further than it is told. Larger steps make the kernel ask for large pages,
# which a virtual machine may have to wait for.
for steps in fullblock,count_bytes fullblock head; do
    dd iflag="$steps" count=0 status=none </dev/null >/dev/null 2>&1 && break
done
take() {
    case $steps in
        *,count_bytes) dd iflag="$steps" count="$1" bs=65536 status=none ;;
        fullblock)
            dd iflag=fullblock count=$(($1 / 65536)) bs=65536 status=none || return 1
            [ $(($1 % 65536)) -eq 0 ] || dd iflag=fullblock count=1 bs=$(($1 % 65536)) status=none
            ;;
        *) head -c "$1" ;;
    esac
}

# Lets the disk take what has come of the file $1 while other things are done, one such after the other.
flushing=
flush() {
    [ -z "$flushing" ] || wait "$flushing"
    sync -d -- "$1" >/dev/null 2>&1 &
    flushing=$!
}

# Appends the next $2 bytes to the file $1. The disk takes one part while the next one comes, so that little is left for it at
# the end.
keep() {
    left=$2
    while [ "$left" -gt 0 ]; do
        part=$((left < 67108864 ? left : 67108864))
        take "$part" >>"$1" || return 1
        left=$((left - part))
        flush "$1"
    done
}

# Makes a file of the old file $1 and the patch on standard input.
patched() {
    gzip -dc | perl -e '
        open(my $old, "<:raw", $ARGV[0]) or die "$ARGV[0]: $!\n";
        binmode STDIN;
        my $at = 0;
        while (read(STDIN, my $record, 9) == 9) {
            my ($kind, $from, $left) = unpack("aNN", $record);
            while ($left > 0) {
                my $length = $left < 1048576 ? $left : 1048576;
                my ($was, $new) = ("", "");
                if ($kind ne "L") {
                    sysseek($old, $from, 0) if $at != $from;
                    while (length($was) < $length) {
                        sysread($old, $was, $length - length($was), length($was)) or die "$ARGV[0] is too short\n";
                    }
                    $at = $from += $length;
                }
                if ($kind ne "C") {
                    read(STDIN, $new, $length) == $length or die "the patch is too short\n";
                }
                my $bytes = $kind eq "C" ? $was : $kind eq "L" ? $new : $was ^ $new;
                for (my $done = 0; $done < $length;) {
                    $done += syswrite(STDOUT, $bytes, $length - $done, $done) || die "$!\n";
                }
                $left -= $length;
            }
        }' "$1"
}

# Whether the file $1 has $2 bytes; a disk that is full or a connection that breaks off leaves less.
complete() {
    [ "$(wc -c <"$1")" -eq "$2" ]
}

take "$4" | tar -x -p -m --no-same-owner -f - -C .aviary/incoming || exit 1
[ -f "$list.came" ] && cd "$list" || { echo "the connection broke off" >&2; exit 1; }
wrong=
ended=
while IFS= read -r line; do
    kind=${line%% *}
    [ "$kind" = end ] && { ended=yes; break; }
    rest=${line#* }
    sent=${rest%% *}
    rest=${rest#* }
    offset=${rest%% *}
    rest=${rest#* }
    size=${rest%% *}
    rest=${rest#* }
    sum=${rest%% *}
    rest=${rest#* }
    base=${rest%% *}
    file=${rest#* }
    mkdir -p -- "${file%/*}" || exit 1
    case $kind in
        whole) : >"$file" && keep "$file" "$sent" || exit 1 ;;
        rest) truncate -s "$offset" -- "$file" && keep "$file" "$sent" || exit 1 ;;
        patch) take "$sent" | patched "$root/releases/$base/$file" >"$file"; flush "$file" ;;
        *) echo "what arrived makes no sense" >&2; exit 1 ;;
    esac
    is=$(digest <"$file")
    if [ "${is%% *}" != "$sum" ]; then
        # A part that was cut off is gone on with the next time, so only what is wrong in full goes.
        if [ "$kind" = patch ] || complete "$file" "$size"; then rm -f -- "$file"; else exit 1; fi
        echo "wrong $file"
        wrong=yes
    elif ! complete "$file" "$size"; then
        exit 1
    fi
done
[ -n "$ended" ] || { echo "the connection broke off" >&2; exit 1; }
[ -z "$wrong" ] || exit 0
if [ -s "$list.small" ]; then
    failing "$list.small" "$list.is" | sed 's/$/: FAILED, what arrived is not what was sent/' >"$list.failed"
    [ -s "$list.failed" ] && { cat "$list.failed" >&2; exit 1; }
fi
if [ -d "$root/releases/$2" ]; then
    sync -f . 2>/dev/null || sync
    cut -c 67- "$list.came" | while IFS= read -r file; do
        mkdir -p -- "$root/releases/$2/${file%/*}" && mv -fT -- "$file" "$root/releases/$2/$file" || exit 1
    done || exit 1
    cd "$root/releases/$2" || exit 1
fi
sort "$list.executables" >"$list.sorted"
tr '\n' '\0' <"$list.sorted" | xargs -0 -r chmod 0755 -- || exit 1
cut -c 67- "$list.sha256" | sort | comm -23 - "$list.sorted" | tr '\n' '\0' | xargs -0 -r chmod 0644 -- || exit 1
sync -f . 2>/dev/null || sync
cd "$root" || exit 1
mv -f -- "$list.sha256" ".aviary/index/$2.$3.sha256" || exit 1
[ -d "releases/$2" ] || mv -T -- "$list" "releases/$2" || exit 1
rm -rf -- "$list" "$list.came" "$list.small" "$list.executables" "$list.sorted" "$list.failed"
sync -f . 2>/dev/null || sync
