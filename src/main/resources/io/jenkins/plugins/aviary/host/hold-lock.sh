# Holds the lock of the world folder $1 for holder $3, known by the token $2, until its input ends or is silent for 90 s.
# The lock belongs to this shell alone, so the kernel frees it however the shell ends.
umask 022
command -v flock >/dev/null 2>&1 || { echo "flock is not installed there (package util-linux)" >&2; exit 1; }
mkdir -p -- "$1/.aviary" && cd -P -- "$1/.aviary" || exit 1
exec 9>>lock || exit 1
flock -n 9 || { sed -n 2p holder >&2; exit 75; }
printf '%s\n%s\n' "$2" "$3" >holder.new && mv -f holder.new holder || exit 1
echo held
while [ -n "$(exec 9>&-; timeout 90 head -c 1)" ]; do echo held; done
