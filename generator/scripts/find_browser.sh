#!/bin/sh
# Prints the path of a Chromium that starts: $CHROMIUM, else the machine's, else one installed now
# (as root Debian's package with fonts for Chinese and Arabic, else Playwright's own download).
# Exit 4: it, or what Playwright drives it with, is not to be had; the last line on standard error says what to type.
set -eu
scripts=generator/scripts
cd "$(dirname "$0")/../.."

lacking() {
    echo "$*" >&2
    exit 4
}

starts() {
    "$1" --version >/dev/null 2>&1
}

print_if_it_starts() {
    for name in "$@"; do
        if starts "$name"; then
            command -v "$name"
            exit
        fi
    done
}

playwrights_own() {
    .venv/bin/python -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)'
}

# Playwright's wheel brings a driver that is linked against libatomic, which a small Debian does not have.
driver_starts() {
    starts .venv/lib/python*/site-packages/playwright/driver/node
}

driver_starts || sh $scripts/install_debian_packages.sh libatomic1 || :
driver_starts || lacking "Playwright's driver does not start; on Debian and Ubuntu: sudo apt-get install libatomic1"

if [ -n "${CHROMIUM:-}" ]; then
    print_if_it_starts "$CHROMIUM"
    lacking "CHROMIUM=$CHROMIUM does not start: name another Chromium, or none to have one found"
fi
print_if_it_starts chromium google-chrome chromium-browser google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
    /Applications/Chromium.app/Contents/MacOS/Chromium
sh $scripts/install_debian_packages.sh chromium fonts-wqy-zenhei fonts-dejavu-core && print_if_it_starts chromium
own=$(playwrights_own) || own=
print_if_it_starts "$own"
.venv/bin/python -m playwright install chromium >&2 || :
print_if_it_starts "$own"
lacking "the tests need a Chromium: sudo apt-get install chromium, or make test CHROMIUM=/path/to/chromium"
