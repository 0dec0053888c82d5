# Everything that is done to tipline, by name. `make` alone lists it.

PY := .venv/bin/python
# uv is quick where there is one: the machine's, else the one that the development lock brings.
UV = $(shell command -v uv || echo .venv/bin/uv)
LOCK = $(UV) pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --no-annotate
WORKERS ?= logical

.PHONY: help setup demo demo-reset test check format lock bench pictures clean

help: ## list what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|'

setup: .venv/.run-time ## the environment that tipline runs in, in .venv
	@echo "Ready: make demo, or .venv/bin/tipline --help"

.venv/.run-time: requirements.lock requirements-build.lock pyproject.toml tools/setup.sh
	@sh tools/setup.sh requirements.lock
	@touch $@

.venv/.development: requirements-dev.lock requirements-build.lock pyproject.toml tools/setup.sh
	@sh tools/setup.sh requirements-dev.lock
	@touch .venv/.run-time $@

demo: .venv/.run-time ## a whole tip line on this machine, with sample data; again: it goes on where it stopped
	@.venv/bin/tipline demo

demo-reset: .venv/.run-time ## the demo from the beginning: forgets what the last one held
	@.venv/bin/tipline demo --reset

test: .venv/.development ## every test, on both databases and in a browser; installs what they need
	@sh tools/chromium.sh
	@sh tools/page_judges.sh
	@sh tools/api_judge.sh
	@sh tools/file_judges.sh
	@$(PY) -m pytest -q -n $(WORKERS) --maxprocesses 8 --dist loadfile --no-loadscope-reorder

check: .venv/.development ## format, lint, types, imports, templates, spelling, locks
	@sh tools/check.sh

format: .venv/.development ## put the code into the format that `make check` asks for
	@.venv/bin/ruff format --quiet .
	@.venv/bin/ruff check --quiet --fix-only .

lock: .venv/.development ## pin and hash what pyproject.toml asks for; UPGRADE=--upgrade takes newer versions
	@$(LOCK) $(UPGRADE) pyproject.toml -o requirements.lock
	@$(LOCK) $(UPGRADE) pyproject.toml --extra media -c requirements.lock -o requirements-media.lock
	@$(LOCK) $(UPGRADE) --group build -c requirements.lock -o requirements-build.lock
	@$(LOCK) $(UPGRADE) pyproject.toml --extra media --group dev -c requirements-media.lock -c requirements-build.lock -o requirements-dev.lock
	@$(PY) tools/check_locks.py --stamp

bench: .venv/.development ## measure speed and memory, and print the tables of docs/benchmarks.md
	@$(PY) -m bench

pictures: .venv/.development ## take the pictures of the README again
	@sh tools/chromium.sh
	@$(PY) -m tests.browser.pictures

clean: ## remove the environment and the caches; the demo's data stay
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
