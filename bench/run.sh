#!/usr/bin/env bash
# Measures speed, start-up and memory; see bench/README.md. Arguments go to the
# program, for example: bench/run.sh -long 0
set -euo pipefail
cd "$(dirname "$0")/.."
exec go run ./bench "$@"
