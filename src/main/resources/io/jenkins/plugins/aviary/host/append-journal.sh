# Appends line $3 to the journal of the world folder $1, if $2 is the token of who holds the lock.
umask 022
cd -P -- "$1/.aviary" || exit 1
[ "$(head -n 1 holder)" = "$2" ] || { echo "somebody else holds the lock by now" >&2; exit 75; }
# A line that was torn when the host lost its power must not swallow this one.
[ -s journal.jsonl ] && [ -n "$(tail -c 1 journal.jsonl)" ] && echo >>journal.jsonl
printf '%s\n' "$3" >>journal.jsonl || exit 1
sync journal.jsonl 2>/dev/null || sync
