# Everything is done from here; `make` alone lists it. Needs GNU make 3.81 or newer, git and Python 3.11 or newer.
# ARGS goes to the command behind: make check ARGS='--format json', make test ARGS='-k search'

SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:

BIN := .venv/bin
SCRIPTS := generator/scripts
INSTALL := sh $(SCRIPTS)/install_requirements.sh
FIND_BROWSER := CHROMIUM="$$(sh $(SCRIPTS)/find_browser.sh)" && export CHROMIUM
PYTEST := $(BIN)/python -m pytest --timeout=300
PARALLEL := -n 2 --dist loadfile
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

.PHONY: site serve check verify diff release test test-all test-rest slow lint validate golden bench schema lock help \
	run-packages test-packages bench-peers lock-packages

site: run-packages ## build the site into site/
	@$(BIN)/factsheet build $(ARGS) && printf '\nThe site is in %s\nTo read it: make serve\n' "$$(pwd)/site"

serve: run-packages ## show the site, and again at every change
	@$(BIN)/factsheet serve $(ARGS)

check: run-packages ## check the facts, build nothing
	@$(BIN)/factsheet check $(ARGS)

verify: run-packages ## look for quoted words in the copies of their sources: make verify ARGS='--snapshots FOLDER'
	@$(BIN)/factsheet verify $(ARGS)

diff: run-packages ## show what was changed since the last release
	@$(BIN)/factsheet diff $(ARGS)

release: run-packages ## show the release that would be made; to make it: make release ARGS=--yes
	@$(BIN)/factsheet release $(ARGS)

test: test-packages ## run the tests, in at most 5 minutes
	@$(FIND_BROWSER) && $(PYTEST) $(PARALLEL) -m 'not slow' $(ARGS)

test-all: test test-rest ## run everything that checks the code, in at most 12 minutes

test-rest: lint slow validate # what test-all adds to test

slow: test-packages ## run the slow tests alone
	@$(FIND_BROWSER) && $(PYTEST) $(PARALLEL) -m slow $(ARGS)

lint: test-packages ## ruff and mypy
	@$(BIN)/ruff check && $(BIN)/mypy

validate: run-packages ## have outside validators read the whole site (needs Java and npm)
	@sh $(SCRIPTS)/validate_html.sh

golden: test-packages ## write the golden files anew; read their diff like prose
	@FACTSHEET_GOLDEN=1 $(PYTEST) tests/test_golden.py $(ARGS)

bench: bench-peers ## measure side by side with other generators
	@$(BIN)/python benchmarks/run.py $(ARGS)

schema: run-packages ## write the JSON Schemas that editors use
	@$(BIN)/factsheet schema $(ARGS)

lock: lock-packages ## write requirements/*.txt from the .in files; newest versions: make lock ARGS=--upgrade
	@cd requirements && for set in run test bench lock; do ../$(LOCK) $(ARGS) $$set.in -o $$set.txt || exit; done

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run-packages: ; @$(INSTALL) run
test-packages: ; @$(INSTALL) run test
bench-peers: run-packages ; @sh $(SCRIPTS)/install_peers.sh
lock-packages: ; @$(INSTALL) run lock
