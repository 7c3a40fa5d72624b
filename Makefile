# The commands of this project. `make help` lists them; README.md tells what the variables do.

PYTHON ?= python3.11 python3.12 python3.13 python3
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes

export PORT

.DEFAULT_GOAL := help
.PHONY: help install test-install demo test lint format lock messages bench pictures clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

install: .venv/.installed ## Make .venv with what Nirapod needs to run

test-install: .venv/.test-installed ## Add what the tests need

demo: install ## Serve the demo on http://localhost:8000 (PORT=8001 for another port)
	@exec $(BIN)/python manage.py demo --port "$(PORT)"

test: test-install ## Check everything on SQLite and PostgreSQL, as CI does
	@exec $(BIN)/python -m tests.support.suite

lint: test-install ## Check style, types, import arrows, migrations and templates
	@exec $(BIN)/python -m tests.support.suite --lint-only

format: test-install ## Put the code into its one format
	@$(BIN)/ruff check --fix-only --quiet . && $(BIN)/ruff format .

messages: test-install ## Compile the translations, and list what still lacks Bangla
	@exec $(BIN)/python -m tests.support.catalogue

bench: install ## Measure speed against goals and peers (ONLY=form_page for one)
	@exec $(BIN)/python manage.py bench $(if $(ONLY),--only $(ONLY))

pictures: test-install ## Take the pictures of README.md anew
	@exec $(BIN)/python -m tests.support.pictures

lock: ## Write both lock files anew (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv/"; exit 1; }
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 --extra postgres -o requirements.lock pyproject.toml
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 --extra postgres --group dev -c requirements.lock -o tests/requirements.lock pyproject.toml

clean: ## Remove .venv and caches; var/ with its data stays
	rm -rf .venv build dist .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis

# -- The environment: a stamp says that a lock file is installed ---------------------------------

$(BIN)/python:
	@for python in $(PYTHON); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; python=; \
	done; \
	if [ -z "$$python" ]; then echo "Nirapod needs Python 3.11 or newer: install it, or name it with make PYTHON=/path/to/python3.11"; exit 1; fi; \
	"$$python" -c 'import ensurepip, venv' 2>/dev/null \
		|| { [ "$$(id -u)" = 0 ] && apt-get install -y -qq python3-venv >/dev/null 2>&1; } \
		|| { echo "Python's venv module is missing: run  apt-get install python3-venv  and try again"; exit 1; }; \
	"$$python" -m venv .venv

.venv/.installed: requirements.lock | $(BIN)/python
	@echo "Installing what Nirapod needs (once, about half a minute) ..."
	@$(PIP) -r requirements.lock
	@touch $@

.venv/.test-installed: tests/requirements.lock | $(BIN)/python
	@echo "Installing what the tests need (once, about half a minute) ..."
	@$(PIP) -r tests/requirements.lock
	@touch $@
