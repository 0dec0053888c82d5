#!/bin/sh
# Run every check, also after one has failed; say at the end which did.
set -u
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
failed=

step() {
    name=$1
    shift
    if output=$("$@" 2>&1); then
        echo "ok      $name"
    else
        echo "FAILED  $name: $*"
        echo "$output"
        failed="$failed $name"
    fi
}

step format ruff format --check --output-format concise .
step lint ruff check --output-format concise .
step types mypy
step imports lint-imports --no-logo
step templates djlint --lint --quiet web cli
step spelling codespell
step languages python tools/catalogues.py
step texts python tools/texting.py
step locks python tools/check_locks.py

if [ -n "$failed" ]; then
    echo "Failed:$failed" >&2
    exit 1
fi
