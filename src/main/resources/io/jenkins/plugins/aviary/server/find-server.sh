# Prints every process whose executable is $2 inside a release under $1, or inside $1 itself, as
#   server <pid> <start in clock ticks> <start in milliseconds since 1970> <parent> <output> <working directory> <executable>
# and the shells that would start it again, the nearest first, as
#   supervisor <pid> <start in clock ticks> <executable>
# separated by tabs. A deleted executable counts: it may be what an earlier release left running.
root=$(cd -P -- "$1" 2>/dev/null && pwd -P) || exit 0
binary=$2
hz=$(getconf CLK_TCK 2>/dev/null) || hz=100
boot=$(sed -n 's/^btime //p' /proc/stat)

# Sets parent and ticks of process $1. Its name may hold spaces and brackets, so the fields are counted from the last ')'.
look() {
    read -r line <"/proc/$1/stat" || return 1
    set -- ${line##*) }
    parent=$2
    shift 19
    ticks=$1
} 2>/dev/null

# Whether process $1 is a shell at work on a script or a command, in the world's folder.
supervises() {
    program=$(readlink "/proc/$1/exe" 2>/dev/null) || return 1
    case ${program##*/} in
        sh | bash | dash | ash | ksh | mksh | zsh | busybox | gdb) ;;
        *) return 1 ;;
    esac
    folder=$(readlink "/proc/$1/cwd")/
    case $folder in "$root"/*) ;; *) return 1 ;; esac
    [ "$(tr '\0' '\n' <"/proc/$1/cmdline" | sed -n '2,$p' | grep -c -v -e '^-[il]*$')" -gt 0 ]
} 2>/dev/null

ls -l /proc/[0-9]*/exe 2>/dev/null | sed -n 's|.* /proc/\([0-9]*\)/exe -> \(.*\)|\1 \2|p' | while read -r pid exe; do
    case $exe in
        "$root"/releases/*/*) inside=${exe#"$root"/releases/}; inside=${inside#*/} ;;
        "$root"/*) inside=${exe#"$root"/} ;;
        *) continue ;;
    esac
    [ "${inside% (deleted)}" = "$binary" ] || continue
    look "$pid" || continue
    printf 'server\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$pid" "$ticks" "$((boot * 1000 + ticks * 1000 / hz))" "$parent" \
        "$(readlink "/proc/$pid/fd/1" 2>/dev/null)" "$(readlink "/proc/$pid/cwd" 2>/dev/null)" "${exe% (deleted)}"
    above=$parent
    while [ "$above" -gt 1 ] && supervises "$above"; do
        look "$above" || break
        # A debugger must go on while the server stops: it is asked about every signal.
        [ "${program##*/}" = gdb ] || printf 'supervisor\t%s\t%s\t%s\n' "$above" "$ticks" "$program"
        above=$parent
    done
done
exit 0
