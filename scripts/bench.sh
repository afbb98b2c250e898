#!/usr/bin/env bash
# Measures BINARY beside the real Prometheus, in alternating rounds.
#
#     scripts/bench.sh BINARY [BENCH...]      default: ingest-scrape query
#
# Needs ../shared (or $SHARED) with the bench tools and a C compiler; the real server is downloaded once.
set -euo pipefail

binary="$(realpath "$1")"
shift
[ $# -gt 0 ] || set -- ingest-scrape query
shared="$(realpath "${SHARED:-$(dirname "$0")/../../shared}")"
peers="$("$shared/peers/install.sh")"
export BENCH_PROMETHEUS="$peers/usr/bin/prometheus" BENCH_OURS="$binary"
for bench in "$@"; do
    python3 "$shared/bench/bench.py" compare prometheus ours --bench "$bench" --rounds "${ROUNDS:-1}"
done
