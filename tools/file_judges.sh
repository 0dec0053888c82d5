#!/bin/sh
# Make sure that there is what the tests of files judge by: exiftool, which finds what a file still tells (in
# Office files by Archive::Zip), and strace, which sees every system call.
set -eu

missing=
command -v exiftool >/dev/null || missing="$missing libimage-exiftool-perl"
perl -MArchive::Zip -e 1 2>/dev/null || missing="$missing libarchive-zip-perl"
if [ "$(uname -s)" = Linux ]; then
    command -v strace >/dev/null || missing="$missing strace"
fi
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" != 0 ]; then
    as_root="sudo -n"
fi

if command -v apt-get >/dev/null && ${as_root:-env} true 2>/dev/null; then
    echo "Installing$missing with apt-get"
    # shellcheck disable=SC2086 # a list of names
    if $as_root apt-get update -qq &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing </dev/null >/dev/null; then
        exit 0
    fi
fi

echo "The tests of files need exiftool and strace, and they could not be installed. Install them, then again:" >&2
echo "    Debian and Ubuntu: sudo apt-get install libimage-exiftool-perl libarchive-zip-perl strace" >&2
echo "    Fedora: sudo dnf install perl-Image-ExifTool strace; macOS: brew install exiftool" >&2
exit 1
