# Runs a command in the folder $1 for at most $2 seconds, given the world $3, the environment $4 and the release $5, and
# nothing else that is secret. It ends when this shell's input does: then whoever asked for it is gone.
cd -P -- "$1" || exit 1
command -v timeout >/dev/null 2>&1 || { echo "timeout is not installed there (package coreutils)"; exit 1; }
seconds=$2 world=$3 environment=$4 release=$5
shift 5
exec 3<&0
env -i PATH="${PATH:-/usr/local/bin:/usr/bin:/bin}" HOME="${HOME:-/}" LANG="${LANG:-C.UTF-8}" USER="${USER:-}" \
    ${AVIARY_RUN:+AVIARY_RUN="$AVIARY_RUN"} \
    AVIARY_WORLD="$world" AVIARY_ENVIRONMENT="$environment" AVIARY_RELEASE="$release" \
    timeout -k 5 "$seconds" "$@" </dev/null 3<&- 2>&1 &
hook=$!
{ while read -r _ <&3; do :; done; kill -TERM "$hook"; } >/dev/null 2>&1 &
watch=$!
exec 3<&-
trap 'kill -TERM "$hook" 2>/dev/null' TERM HUP INT
wait "$hook"
code=$?
kill "$watch" 2>/dev/null
exit "$code"
