#!/usr/bin/env bash
# Checks what the tests need and runs them all: formatting, vet, tests. It
# installs nothing; Go itself fetches the modules that go.mod names.
# Arguments go to "go test": ./test.sh -run TestScripts ./cmd/entente
set -euo pipefail
cd "$(dirname "$0")"

need() {
  command -v "$1" >/dev/null 2>&1 || { echo "test.sh: $1 is missing: $2" >&2; exit 1; }
}
need go "install Go $(awk '$1 == "go" {print $2}' go.mod) or newer"
need gofmt "it comes with Go"
need g++ "the database is linked in with it; on Debian: apt-get install build-essential"

unformatted=$(git ls-files -z -- '*.go' 2>/dev/null | xargs -0 -r gofmt -l)
if [ -n "$unformatted" ]; then
  echo "not formatted; run gofmt -w on:" >&2
  echo "$unformatted" >&2
  exit 1
fi
go vet ./...

if [ $# -gt 0 ]; then
  go test "$@"
  exit
fi
go test ./...

# The race detector needs a C compiler; the rooms that run side by side are
# tested under it where there is one.
if command -v gcc >/dev/null 2>&1 || command -v clang >/dev/null 2>&1; then
  CGO_ENABLED=1 go test -race ./internal/pipeline ./internal/reading/fetch ./internal/reading/source ./internal/serve/...
else
  echo "test.sh: no C compiler, so nothing was run under the race detector" >&2
fi
