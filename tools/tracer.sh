#!/bin/sh
# Make sure that there is strace, by which a test watches what a process writes.
set -eu

if command -v strace >/dev/null; then
    exit 0
fi

as_root=
if [ "$(id -u)" != 0 ]; then
    as_root="sudo -n"
fi

echo "Installing strace with apt-get"
if command -v apt-get >/dev/null && $as_root apt-get update -qq &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends strace </dev/null >/dev/null; then
    exit 0
fi

echo "The proof that no file is written in the clear needs strace. Install it, then run this again:" >&2
echo "    Debian: sudo apt-get install strace" >&2
exit 1
