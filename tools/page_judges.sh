#!/bin/sh
# Bring the judges of pages that the browser tests ask, axe-core and html-validate: pinned, each with its hash.
set -eu
cd "$(dirname "$0")/judges"

if [ -d node_modules ] && [ node_modules -nt package-lock.json ]; then
    exit 0
fi

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "The browser tests ask axe-core and html-validate, which need node and npm. Install both, then run this again:" >&2
    echo "    Debian: sudo apt-get install nodejs npm" >&2
    exit 1
fi

echo "Installing axe-core and html-validate"
npm ci --silent
touch node_modules
