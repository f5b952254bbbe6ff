#!/bin/sh
# Makes .venv/ hold the project and the named sets of requirements/, and does nothing where it already holds them:
#
#     install_requirements.sh run test
#
# Each set leaves the text it was installed from in .venv/, so another text, a moved folder or another
# $PYTHON is noticed. Exit 4: the machine lacks something, and the last line says what.
set -eu
scripts=generator/scripts
cd "$(dirname "$0")/../.."
here=$(pwd -P)
venv=.venv

lacking() {
    echo "$*" >&2
    exit 4
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# All pinned packages come ready-made for it; a newer one may have to compile some.
is_well_served() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        is_new_enough "$PYTHON" || lacking "PYTHON=$PYTHON does not start a Python of version 3.11 or newer"
        echo "$PYTHON"
        return
    fi
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        if is_well_served "$python"; then
            echo "$python"
            return
        fi
    done
    if is_new_enough python3; then
        echo python3
        return
    fi
    lacking "Python 3.11 or newer is missing: install it, or say where it is: make site PYTHON=/path/to/python3"
}

# The installation that a Python belongs to: the same for an interpreter and for a .venv made with it.
origin() {
    "$1" -I -c 'import sys; print(*sys.version_info, sys.base_prefix)' 2>/dev/null
}

has_ensurepip() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

make_environment() {
    python=$(find_python)
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    has_ensurepip "$python" || sh $scripts/install_debian_packages.sh "$package" || :
    has_ensurepip "$python" ||
        lacking "$python has no ensurepip, which venv needs; on Debian and Ubuntu: sudo apt-get install $package"
    echo "making $venv with $("$python" --version)"
    "$python" -m venv --clear $venv
    echo "$here" >$venv/made-in
}

is_usable() {
    [ "$(cat $venv/made-in 2>/dev/null)" = "$here" ] && is_new_enough $venv/bin/python || return 1
    [ -z "${PYTHON:-}" ] || [ "$(origin "$PYTHON")" = "$(origin $venv/bin/python)" ]
}

# is_installed NAME FILE, mark_installed NAME FILE: .venv/installed-NAME is what FILE was when it was installed.
is_installed() {
    cmp -s "$2" "$venv/installed-$1"
}

mark_installed() {
    cp "$2" "$venv/installed-$1"
}

pip_install() {
    $venv/bin/python -I -m pip install -qq --disable-pip-version-check --no-input --no-user "$@"
}

is_usable || make_environment
for set in "$@"; do
    pins=requirements/$set.txt
    if ! is_installed "$set" "$pins"; then
        echo "installing $pins"
        pip_install --require-hashes -r "$pins"
        mark_installed "$set" "$pins"
    fi
done
if ! is_installed project pyproject.toml; then
    pip_install --no-deps --no-build-isolation -e .
    mark_installed project pyproject.toml
fi
