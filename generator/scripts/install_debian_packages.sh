#!/bin/sh
# Installs the named Debian packages, asking nothing; fails when we are not root or apt-get is not there.
# Package lists are fetched only when they are missing or out of date. Prints nothing on standard output.
set -eu

[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || exit 1

apt() {
    DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 "$@" </dev/null 2>&1
}

install_packages() {
    apt install --yes --no-install-recommends "$@"
}

echo "installing $*" >&2
said=$(install_packages "$@") || said=$(apt update && install_packages "$@") || {
    echo "$said" >&2
    exit 1
}
