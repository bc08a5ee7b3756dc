# Keeps the core file of process $3, which worked in $2 and was ended at most $4 seconds ago, in shared/cores of the world
# folder $1: a release is deleted some day, and the next core file may have the same name. Prints where it is, or whom the
# system hands core dumps to, or nothing if there is none. The newest three are kept: each is as large as the server was.
root=$1 folder=$2 pid=$3 age=$4
pattern=$(cat /proc/sys/kernel/core_pattern) || exit 0
case $pattern in
    '|'*) echo "handed to ${pattern#|}"; exit 0 ;;
esac
name=$(printf %s "$pattern" | sed -e "s/%%/%/g" -e "s/%p/$pid/g" -e 's/%[a-zA-Z]/*/g')
case $pattern in
    *%p*) ;;
    *) [ "$(cat /proc/sys/kernel/core_uses_pid)" = 0 ] || name=$name.$pid ;;
esac
cd -P -- "$folder" 2>/dev/null || exit 0
oldest=$(($(date +%s) - age))
newest=
IFS=
for file in $name; do
    [ -f "$file" ] && [ -s "$file" ] || continue
    changed=$(stat -c %Y -- "$file") || continue
    [ "$changed" -lt "$oldest" ] || { newest=$file oldest=$changed; }
done
[ -n "$newest" ] || exit 0
case $newest in
    /*) ;;
    *) newest=$(pwd -P)/$newest ;;
esac
kept=$root/shared/cores
if (umask 077 && mkdir -p -- "$kept") && mv -- "$newest" "$kept/$(date -u +%Y%m%dT%H%M%SZ)-$pid.core" 2>/dev/null; then
    newest=$(ls -1 -- "$kept"/*-"$pid".core | tail -n 1)
    ls -1r -- "$kept" | grep '^[0-9]*T[0-9]*Z-[0-9]*\.core$' | sed -n '4,$p' | while read -r old; do
        rm -f -- "$kept/$old"
    done
fi
printf '%s\n' "$newest"
