# Sends signal $2 to every process whose environment carries the mark $1.
for environment in $(grep -l -a -F -- "$1" /proc/[0-9]*/environ 2>/dev/null); do
    process=${environment#/proc/}
    kill -s "$2" "${process%/environ}" 2>/dev/null
done
exit 0
