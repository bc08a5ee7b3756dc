# Holds the lock of the world folder $1 for holder $3, known by the token $2, until its input ends or is silent for 90 s.
# $4, if given, is "LEDGER NUMBER": who comes with a lower number than one of the same ledger before was overtaken.
# The lock belongs to this shell alone, so the kernel frees it however the shell ends.
umask 022
command -v flock >/dev/null 2>&1 || { echo "flock is not installed there (package util-linux)" >&2; exit 1; }
mkdir -p -- "$1/.aviary" && cd -P -- "$1/.aviary" || exit 1
exec 9>>lock || exit 1
flock -n 9 || { sed -n 2p holder >&2; exit 75; }
if [ -n "$4" ]; then
    ledger= number=0
    [ -f fence ] && read -r ledger number <fence
    if [ "$ledger" = "${4% *}" ] && [ "${4#* }" -lt "$number" ]; then
        echo "a later delivery to this environment came first; nothing may be changed by this one any more" >&2
        exit 1
    fi
    printf '%s\n' "$4" >fence.new && mv -f fence.new fence || exit 1
fi
printf '%s\n%s\n' "$2" "$3" >holder.new && mv -f holder.new holder || exit 1
echo held
while [ -n "$(exec 9>&-; timeout 90 head -c 1)" ]; do echo held; done
