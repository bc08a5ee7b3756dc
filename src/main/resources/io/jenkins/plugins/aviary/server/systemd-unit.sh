# Asks systemd about the unit $2 ($1 = show) or tells it to do $1 with it (start, stop). A unit that only the user's own
# systemd knows is looked for there.
verb=$1 unit=$2
command -v systemctl >/dev/null 2>&1 || { echo "there is no systemctl" >&2; exit 1; }
scope=--system
case $(systemctl --system show -p LoadState -- "$unit" 2>/dev/null) in
    *=loaded) ;;
    *) case $(systemctl --user show -p LoadState -- "$unit" 2>/dev/null) in
           *=loaded) scope=--user ;;
           *) echo "systemd knows no unit $unit" >&2; exit 1 ;;
       esac ;;
esac
case $verb in
    show)
        exec systemctl "$scope" show -p ActiveState -p SubState -p MainPID -p Restart -p NRestarts -p TimeoutStopUSec \
            -p KillSignal -p Result -- "$unit" ;;
    stop) set -- "$scope" --no-ask-password --no-block stop -- "$unit" ;;
    start) set -- "$scope" --no-ask-password start -- "$unit" ;;
    *) echo "unknown verb $verb" >&2; exit 2 ;;
esac
systemctl "$@" && exit 0
[ "$scope" = --system ] && [ "$(id -u)" != 0 ] && command -v sudo >/dev/null 2>&1 && exec sudo -n systemctl "$@"
exit 1
