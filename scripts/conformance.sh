#!/usr/bin/env bash
# Compares BINARY with the real Prometheus and fails if a check is worse than what is committed here.
#
#     scripts/conformance.sh BINARY [RESULTS]
#
# Needs ../shared (or $SHARED) with the conformance tools; the real servers are downloaded once,
# to $PEERS_DIR or ~/.cache/prom-peers.
set -euo pipefail

binary="$(realpath "$1")"
results="${2:-.build/conformance}"
shared="$(realpath "${SHARED:-$(dirname "$0")/../../shared}")"
checks="$(realpath "$(dirname "$0")/conformance.json")"
mkdir -p "$results"
results="$(realpath "$results")"

[ -d "$shared/conformance" ] || { echo "conformance.sh: no $shared/conformance" >&2; exit 2; }
if ! peers="$(timeout 600 "$shared/peers/install.sh")"; then
    echo "conformance.sh: skipped: the real servers could not be fetched (no network?); nothing was compared" >&2
    exit 0
fi
export PEERS_DIR="$peers" CANDIDATE="$binary"
exec python3 "$(dirname "$0")/conformance.py" "$checks" "$shared" "$results"
