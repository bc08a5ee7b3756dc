# Waits at most $3 tenths of a second until process $1, which started at tick $2, is gone. Exits with 4 if it is still
# there. One that has ended and whose parent has not noticed has no executable any more: it counts as gone.
pid=$1 ticks=$2 left=$3
while :; do
    readlink "/proc/$pid/exe" >/dev/null 2>&1 || exit 0
    { read -r line <"/proc/$pid/stat"; } 2>/dev/null || exit 0
    set -- ${line##*) }
    shift 19
    [ "$1" = "$ticks" ] || exit 0
    [ "$left" -gt 0 ] || exit 4
    if sleep 0.1 2>/dev/null; then left=$((left - 1)); else sleep 1; left=$((left - 10)); fi
done
