# Sends signal $4 to process $1 if that is still the one that started at tick $2 with the executable $3: process ids are
# given to others again. Exits with 3 if it is not.
exe=$(readlink "/proc/$1/exe" 2>/dev/null) || exit 3
[ "${exe% (deleted)}" = "$3" ] || exit 3
read -r line <"/proc/$1/stat" 2>/dev/null || exit 3
pid=$1 ticks=$2 signal=$4
set -- ${line##*) }
shift 19
[ "$1" = "$ticks" ] || exit 3
kill -s "$signal" "$pid" || exit 1
