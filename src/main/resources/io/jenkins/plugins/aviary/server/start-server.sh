# Starts a server in the folder $1, its output appended to the file $2; the rest is the command. What comes on standard
# input are shell assignments for its environment, so that no secret is ever an argument. Nothing else of the environment
# that this runs in reaches the server: neither the agent's variables nor the mark by which commands are ended.
cd -P -- "$1" || exit 1
[ "$#" -ge 3 ] || { echo "there is no command to start" >&2; exit 1; }
case $3 in
    ./*) [ -x "$3" ] || { echo "$1/${3#./} is missing or not executable" >&2; exit 1; } ;;
esac
mkdir -p -- "${2%/*}" && (umask 077 && : >>"$2") || exit 1
shift
exec env -i HOME="$HOME" PATH="$PATH" ${USER+USER="$USER"} ${LOGNAME+LOGNAME="$LOGNAME"} ${LANG+LANG="$LANG"} \
    ${LC_ALL+LC_ALL="$LC_ALL"} ${TZ+TZ="$TZ"} ${XDG_RUNTIME_DIR+XDG_RUNTIME_DIR="$XDG_RUNTIME_DIR"} /bin/sh -c '
    log=$1
    shift
    eval "$(cat)"
    # A crash leaves a core file, where the system allows it.
    ulimit -c unlimited 2>/dev/null
    if command -v setsid >/dev/null 2>&1; then
        setsid "$@" </dev/null >>"$log" 2>&1 &
    else
        nohup "$@" </dev/null >>"$log" 2>&1 &
    fi
    echo $!
' aviary "$@"
