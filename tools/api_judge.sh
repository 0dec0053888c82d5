#!/bin/sh
# Bring the judge of our calls to the carrier, prism, which serves Twilio's API document: pinned, with its hashes.
set -eu
cd "$(dirname "$0")/api_judge"

if [ -d node_modules ] && [ node_modules -nt package-lock.json ]; then
    exit 0
fi

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "The tests ask prism, which needs node and npm. Install both, then run this again:" >&2
    echo "    Debian: sudo apt-get install nodejs npm" >&2
    exit 1
fi

echo "Installing prism"
npm ci --silent
touch node_modules
