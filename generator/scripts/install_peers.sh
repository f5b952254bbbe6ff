#!/bin/sh
# Makes .venv/peers/ and .venv/eleventy/ hold what `make bench` measures beside ours: the packages of requirements/bench.txt
# in an environment of their own, and those of benchmarks/eleventy/. Does nothing where they are there already.
# Exit 4: npm is missing, and the last line says so.
set -eu
scripts=generator/scripts
cd "$(dirname "$0")/../.."
peers=.venv/peers
eleventy=.venv/eleventy

has_npm() {
    npm --version >/dev/null 2>&1
}

if ! cmp -s requirements/bench.txt $peers/installed; then
    echo "installing requirements/bench.txt"
    .venv/bin/python -I -m venv --clear $peers
    $peers/bin/python -I -m pip install -qq --disable-pip-version-check --no-input --no-user --require-hashes \
        -r requirements/bench.txt
    cp requirements/bench.txt $peers/installed
fi
if ! cmp -s benchmarks/eleventy/package-lock.json $eleventy/installed; then
    has_npm || sh $scripts/install_debian_packages.sh npm || :
    has_npm || {
        echo "Eleventy needs npm; on Debian and Ubuntu: sudo apt-get install npm" >&2
        exit 4
    }
    echo "installing benchmarks/eleventy/package-lock.json"
    mkdir -p $eleventy
    cp benchmarks/eleventy/package.json benchmarks/eleventy/package-lock.json $eleventy/
    npm ci --prefix $eleventy --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
    cp $eleventy/package-lock.json $eleventy/installed
fi
