# Everything that a person or CI does here. `make help` lists it.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.set-up
ARGS ?=

.PHONY: help
help:  ## List the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

.PHONY: setup
setup: $(STAMP)  ## Make .venv with the package and all that running and testing it needs

# uv installs in seconds what pip takes a minute for; it needs nothing but pip itself.
$(STAMP): requirements/dev.lock pyproject.toml clients/python/pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "genauth-mock needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version). Try: make setup PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv \
		|| { echo "could not make .venv (on Debian: apt install python3-venv)" >&2; exit 1; }
	@echo "setting up .venv …"
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(grep '^uv==' requirements/dev.lock)"
	@$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python requirements/dev.lock
	@$(BIN)/uv pip install --quiet --no-deps --python $(BIN)/python --editable clients/python --editable .
	@touch $(STAMP)

# `make run PORT=9000`: a variable that is typed is an option. One of the environment is the server's own to read.
typed = $(if $(findstring command,$(origin $1)),--$2 '$($1)')

.PHONY: run
run: setup  ## Serve, with the demo pool, on http://127.0.0.1:8400 (PORT=9000 HOST=0.0.0.0 SEED=shop.yaml, ARGS="…" for any option)
	@$(BIN)/genauth-mock serve $(call typed,PORT,port) $(call typed,HOST,host) $(call typed,SEED,seed) $(ARGS)

# One test needs no workers, which take two seconds to begin.
workers = $(if $(findstring -k,$(ARGS))$(findstring ::,$(ARGS)),0,auto)

.PHONY: test
test: setup  ## Run the whole test suite (ARGS="-k name" for options)
	@$(BIN)/pytest -n $(workers) -q $(ARGS)

.PHONY: test-quick
test-quick: setup  ## Run the tests that need no SDK, browser or other database
	@$(BIN)/pytest -n $(workers) -q --ignore tests/sdk --ignore tests/browser --ignore tests/clients --ignore tests/journeys $(ARGS)

.PHONY: check
check: setup  ## What CI runs: format, lint, types, layers, generated files, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check
	$(BIN)/pytest -n auto -q $(ARGS)

.PHONY: format
format: setup  ## Format and mend what can be mended by itself
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: generate
generate: setup  ## Write anew the files that are made from the code (SUPPORTED.md, docs/errors.md …)
	$(BIN)/python docs/generate.py

.PHONY: bench
bench: setup  ## Measure, and print a table
	@$(BIN)/python -m bench

.PHONY: profile
profile: setup  ## Print where the time of a start goes
	@$(BIN)/python -m bench.start

.PHONY: lock
lock: setup  ## Pin the newest allowed version of every dependency
	$(BIN)/uv pip compile $(LOCK) --upgrade pyproject.toml --all-extras -o requirements/runtime.lock
	$(BIN)/uv pip compile $(LOCK) --upgrade pyproject.toml --all-extras --group dev -o requirements/dev.lock

LOCK := --quiet --no-emit-package genauth-mock-client --universal --python-version 3.11 --no-emit-index-url --no-annotate --custom-compile-command "make lock"

.PHONY: clean
clean:  ## Remove all that setup and tests have made
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist tests/sdk/js/node_modules
