# Sends signal $4 to process $1 if that is still the one that started at tick $2 with the executable $3: process ids are
# given to others again. Exits with 3 if it is not, and with 5 if the process does not handle a signal that asks it for
# something, and would die of it without saving.
exe=$(readlink "/proc/$1/exe" 2>/dev/null) || exit 3
[ "${exe% (deleted)}" = "$3" ] || exit 3
read -r line <"/proc/$1/stat" 2>/dev/null || exit 3
pid=$1 ticks=$2 signal=$4
set -- ${line##*) }
shift 19
[ "$1" = "$ticks" ] || exit 3

# Whether the process catches, blocks or ignores the signals of the mask $1, all below 13.
handles() {
    for set in $(sed -n 's/^Sig[BIC][lg][knt]:[[:space:]]*[0-9a-f]*\([0-9a-f]\{3\}\)$/\1/p' "/proc/$pid/status"); do
        [ $((0x$set & $1)) -eq 0 ] || return 0
    done
    return 1
}

case $signal in
    HUP) handles 1 || exit 5 ;;
    USR1) handles 512 || exit 5 ;;
    ABRT)
        # A unit or a login shell may allow no core file by default: as much of one as may be had is wanted now.
        hard=$(sed -n 's/^Max core file size  *[^ ]*  *\([^ ]*\) .*/\1/p' "/proc/$pid/limits")
        command -v prlimit >/dev/null 2>&1 && prlimit --pid "$pid" --core="$hard:$hard" >/dev/null 2>&1
        ;;
esac
kill -s "$signal" "$pid" || exit 1
