#!/bin/sh
# Builds the committed site with --verify as a stranger would: a clone, a new .venv with requirements/run.txt and the
# project alone, nothing of this machine's environment, and no network where the system lets us take it away.
# A package that the project needs and does not install is missing here, and the build fails.
set -eu
cd "$(dirname "$0")/../.."

aside=$(mktemp -d "${TMPDIR:-/tmp}/factsheet.XXXXXX")
trap 'rm -rf "$aside"' EXIT
trap 'exit 130' INT TERM
git clone --quiet . "$aside/clone"
cd "$aside/clone"
sh generator/scripts/install_requirements.sh run
.venv/bin/python -I -m pip --disable-pip-version-check check

offline=
unshare --net --map-root-user true 2>/dev/null && offline='unshare --net --map-root-user'
mkdir "$aside/home"
$offline env -i HOME="$aside/home" PATH=/usr/bin:/bin LC_ALL=C.UTF-8 .venv/bin/factsheet build --verify
echo "a fresh clone builds${offline:+ without a network}"
