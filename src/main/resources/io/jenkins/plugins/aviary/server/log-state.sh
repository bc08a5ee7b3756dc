# Prints this host's offset from UTC, then for the log $1 and for what was rotated away from it, the newest first:
# identity, size in bytes and path, separated by blanks.
date +%z
[ -f "$1" ] && stat -L -c '%d:%i %s %n' -- "$1"
for old in $(ls -1t -- "$1".* "${1%.log}"-*.log 2>/dev/null | tr ' ' '\001' | head -n 20); do
    old=$(printf %s "$old" | tr '\001' ' ')
    case $old in *.gz | *.xz | *.zst | *.bz2) continue ;; esac
    [ -f "$old" ] && stat -c '%d:%i %s %n' -- "$old"
done
exit 0
