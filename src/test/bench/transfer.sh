#!/usr/bin/env bash
# Releases to a real OpenSSH on loopback beside scp and rsync over the same server, in the same run.
#   src/test/bench/transfer.sh [MIB [OLD NEW]]
# MIB is the size of the large file (1024); OLD and NEW are two builds of a program for the redeploy (made up if not given).
# WORK (all) picks large, small or redeploy. First each is done COLD (3) times in fresh virtual machines, as a delivery to a
# single host is; then ROUNDS (5) times in one that has done it before, as for the hosts after the first. Processor time is
# the steadier figure on a machine that does other things too; what others used of it is printed.
# Java runs as Aviary starts it; JAVA_OPTIONS takes other options.
# Needs sshd, scp and rsync, and the compiled tests: mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
set -euo pipefail
cd "$(dirname "$0")/../../.."
folder=$(mktemp -d)
trap 'kill "$(cat "$folder/pid" 2>/dev/null)" 2>/dev/null; rm -rf "$folder"' EXIT
for key in host client; do ssh-keygen -q -t ed25519 -N '' -f "$folder/$key"; done
port=$((20000 + RANDOM % 20000))
cat >"$folder/config" <<CONFIG
ListenAddress 127.0.0.1:$port
HostKey $folder/host
AuthorizedKeysFile $folder/client.pub
PidFile $folder/pid
UsePAM no
StrictModes no
PasswordAuthentication no
MaxStartups 100
Subsystem sftp internal-sftp
SetEnv HOME=$folder/home
CONFIG
mkdir "$folder/home" # What a login shell of this machine does first is nobody's work.
[ -d /run/sshd ] || mkdir /run/sshd
"$(command -v sshd || echo /usr/sbin/sshd)" -E "$folder/log" -f "$folder/config"
until [ -s "$folder/pid" ]; do sleep 0.1; done

measure() {
  # Small files stay until the end: ext4 is slow at making files where many were deleted lately.
  find "$folder" -type f -size +1M -delete
  work=$(mktemp -d "$folder/work.XXXXXX")
  java ${JAVA_OPTIONS:--XX:+UseSerialGC} -Djava.util.logging.config.file=src/test/logging.properties \
    -cp "target/classes:target/test-classes:$(cat "${CLASSPATH_FILE:-target/classpath}")" \
    io.jenkins.plugins.aviary.bench.TransferBenchmark \
    "$work" "$port" "$(cat "$folder/pid")" "$folder/client" "$folder/host.pub" "$@"
}

uptime
for ((round = 0; round < ${COLD:-3}; round++)); do
  echo "cold"
  measure 1 "${WORK:-all}" "${1:-1024}" "${@:2:2}"
done
if [ "${ROUNDS:-5}" -gt 0 ]; then
  echo "warm"
  measure "${ROUNDS:-5}" "${WORK:-all}" "${1:-1024}" "${@:2:2}"
fi
uptime
