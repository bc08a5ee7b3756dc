#!/usr/bin/env bash
# Releases to a real OpenSSH on loopback beside scp and rsync over the same server, in the same run.
#   src/test/bench/transfer.sh [MIB [OLD NEW]]
# MIB is the size of the large file (1024); OLD and NEW are two builds of a program for the redeploy (made up if not given).
# ROUNDS (1) says how often, each time in a fresh virtual machine, as a delivery is.
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
CONFIG
[ -d /run/sshd ] || mkdir /run/sshd
"$(command -v sshd || echo /usr/sbin/sshd)" -E "$folder/log" -f "$folder/config"
until [ -s "$folder/pid" ]; do sleep 0.1; done
uptime
for ((round = 0; round < ${ROUNDS:-1}; round++)); do
  rm -rf "$folder/work" && mkdir "$folder/work"
  java -Djava.util.logging.config.file=src/test/logging.properties \
    -cp "target/classes:target/test-classes:$(cat "${CLASSPATH_FILE:-target/classpath}")" \
    io.jenkins.plugins.aviary.bench.TransferBenchmark \
    "$folder/work" "$port" "$folder/client" "$folder/host.pub" "${1:-1024}" "${@:2:2}"
done
