#!/bin/sh
# Make .venv and install one lock file into it, each package checked against its hash, then tipline itself.
# Usage: sh tools/setup.sh requirements.lock
set -eu
cd "$(dirname "$0")/.."
lock=$1

# How this machine installs the system packages named for Debian, Fedora, Alpine, Arch and macOS, in that order.
how() {
    if command -v apt-get >/dev/null; then echo "sudo apt-get install $1"
    elif command -v dnf >/dev/null; then echo "sudo dnf install $2"
    elif command -v apk >/dev/null; then echo "sudo apk add $3"
    elif command -v pacman >/dev/null; then echo "sudo pacman -S $4"
    elif command -v brew >/dev/null; then echo "brew install $5"
    else echo "install $1 with your system's packages"
    fi
}

missing() {
    echo "tipline needs $1, which this machine does not have. To install it:" >&2
    echo "    $2" >&2
    exit 1
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
}

command -v git >/dev/null || missing git "$(how git git git git git)"
command -v make >/dev/null || missing make "$(how make make make make make)"

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    [ -n "$python" ] || missing "Python 3.11 or later" \
        "$(how 'python3 python3-venv' python3 python3 python python@3.13)"
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || missing "Python's venv module" \
        "$(how "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" \
            python3 python3 python python@3.13)"
    echo "Making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
fi

uv=$(command -v uv || command -v .venv/bin/uv || true)

# uv does not read pip's own settings (a mirror, say): where it finds no index, pip still may.
install() {
    if [ -n "$uv" ] && "$uv" pip install --quiet --python .venv/bin/python "$@" 2>/dev/null; then
        return
    fi
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input "$@"
}

echo "Installing $lock (a minute at the first time)"
install --require-hashes -r "$lock"
install --require-hashes -r requirements-build.lock
install --no-deps --no-build-isolation --editable .
