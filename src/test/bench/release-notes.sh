#!/bin/sh
# Release notes over 20,000 commits, as a whole cold process, beside 'git log' over the same commits.
# usage: src/test/bench/release-notes.sh [COMMITS]
set -eu
commits=${1:-20000}
aviary=$(cd "$(dirname "$0")/../../.." && pwd)/aviary
"$aviary" --version >/dev/null
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
git init -q .
awk -v n="$commits" 'BEGIN {
    for (i = 1; i <= n; i++) {
        m = (i % 3 ? "feat" : "fix") "(part" i % 17 "): change number " i " (#" i ")\n\n* fix: detail " i "\nBody of some length for commit " i ".\n";
        printf "commit refs/heads/main\ncommitter Anna <anna@example.org> %d +0000\ndata %d\n%sM 100644 inline data/scripts/f%d.lua\ndata %d\nx%d\n\n", 1700000000 + i, length(m), m, i % 500, length("x" i) , i
        if (i == 1) printf "tag v1.0.0\nfrom refs/heads/main\ntagger Anna <anna@example.org> 1700000000 +0000\ndata 1\nx\n"
    }
}' | git fast-import --quiet
git reset -q --hard main
seconds() { { /usr/bin/env time -f %e "$@" >/dev/null; } 2>&1 | tail -n 1; }
command -v time >/dev/null 2>&1 || seconds() { s=$(date +%s%N); "$@" >/dev/null 2>&1; e=$(date +%s%N); echo "$(((e - s) / 1000000)) ms"; }
for run in 1 2 3; do
    echo "git log: $(seconds git log --format=%B)   aviary release-notes: $(seconds "$aviary" release-notes)"
done
