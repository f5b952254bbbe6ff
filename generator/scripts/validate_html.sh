#!/bin/sh
# Builds the site aside and has the Nu Html Checker read every page; fails on any error in our part of one.
# Exit 4: Java or npm is missing, and the last line says so.
set -eu
scripts=generator/scripts
cd "$(dirname "$0")/../.."
checker=.venv/validators
jar=$checker/node_modules/vnu-jar/build/dist/vnu.jar

has_tools() {
    java -version >/dev/null 2>&1 && npm --version >/dev/null 2>&1
}

has_tools || sh $scripts/install_debian_packages.sh default-jre-headless npm || :
has_tools || {
    echo "the HTML checker needs Java and npm; on Debian and Ubuntu: sudo apt-get install default-jre-headless npm" >&2
    exit 4
}
if ! cmp -s requirements/validators/package-lock.json $checker/installed; then
    mkdir -p $checker
    cp requirements/validators/package.json requirements/validators/package-lock.json $checker/
    npm ci --prefix $checker --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
    cp $checker/package-lock.json $checker/installed
fi

aside=$(mktemp -d "${TMPDIR:-/tmp}/factsheet.XXXXXX")
trap 'rm -rf "$aside"' EXIT
trap 'exit 130' INT TERM
.venv/bin/factsheet build --site-dir "$aside/site"
java -jar $jar --errors-only --skip-non-html --format json --stdout --exit-zero-always "$aside/site" >"$aside/errors.json"
.venv/bin/python $scripts/print_html_errors.py <"$aside/errors.json"
echo "no HTML errors in $(find "$aside/site" -name '*.html' | wc -l | tr -d ' ') pages"
