#!/bin/sh
# Make sure that there is a browser for the browser tests: the system's, else playwright's own download.
set -eu
cd "$(dirname "$0")/.."

own_browser() {
    .venv/bin/python -c '
import sys
from pathlib import Path
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    sys.exit(not Path(playwright.chromium.executable_path).exists())' 2>/dev/null
}

if command -v chromium >/dev/null || own_browser; then
    exit 0
fi

as_root=
if [ "$(id -u)" != 0 ]; then
    as_root="sudo -n"
fi

# Ubuntu's package of this name would be a snap, so only Debian's is taken.
if grep -qs '^ID=debian' /etc/os-release && ${as_root:-env} true 2>/dev/null; then
    echo "Installing chromium with apt-get"
    if $as_root apt-get update -qq &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium </dev/null >/dev/null; then
        exit 0
    fi
fi

echo "Downloading playwright's chromium"
if .venv/bin/playwright install chromium; then
    exit 0
fi

echo "The browser tests need Chromium, and it could not be installed. Install it, then run this again:" >&2
echo "    Debian: sudo apt-get install chromium" >&2
echo "    others: .venv/bin/playwright install --with-deps chromium" >&2
exit 1
