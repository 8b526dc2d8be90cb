#!/bin/sh
# Look for a Python that the wheels are for, that of LibreOffice first, and let it install: sh install.sh [FOLDER]
here=$(cd "$(dirname "$0")" && pwd)
for each in /usr/bin/python3 python3.13 python3.12 python3.11 python3; do
    if command -v "$each" >/dev/null && "$each" -c 'import venv, ensurepip' 2>/dev/null; then
        "$each" "$here/install.py" "$@"
        code=$?
        [ "$code" -eq 3 ] || exit "$code"
    fi
done
cat "$here/python.txt" >&2
exit 2
