# One verb a task; CI runs the same. Everything is installed into .venv, nothing outside this folder.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := demo-force
PORT ?= 8000
# The fast ones that say most first; then the files that take longest, so that none of them is left to one worker alone at the
# end while the other has nothing to do.
TESTS := $(addprefix tests/,repository unit engines simulation rosters register browser loading cli reference docs spec web soundness real)

# Compiled modules are kept, whatever the environment says: tests that are compiled anew cost each worker twenty seconds.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help install demo test check frontend words benchmarks clean

help:                ## what there is
	@grep -E '^[a-z]+: ' $(MAKEFILE_LIST) | sed 's/:[^#]*## /\t/' | expand -t 16

$(VENV)/core: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "answerable needs Python 3.11 or newer; this is $$($(PYTHON) --version). Say make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's venv is missing: apt-get install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing answerable and what it needs into $(VENV) (about a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@$(BIN)/python -c 'from answerable.forecasting.system_library import library_fault as f; f() and print(f"Note: {f()}.")'
	@touch $@

$(VENV)/all: $(VENV)/core
	@echo "Installing what the tests and checks need, Spark and a Java among it (about two minutes) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[test,check,spark]"
	@touch $@

install: $(VENV)/core   ## the command in .venv/bin/answerable

demo: $(VENV)/core      ## a made-up force, made and served at http://127.0.0.1:8000
	@$(BIN)/answerable demo $(DEMO)
	@$(BIN)/answerable serve $(DEMO) --port $(PORT)

test: $(VENV)/all       ## every test, fast ones first; the register's on PostgreSQL too; installs what it needs where it may
	@$(BIN)/python -c 'from answerable.simulation.simulating import get_ready; get_ready()' & \
		tools/libraries.sh $(BIN)/python && tools/browser.sh && wait $$!
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder $(TESTS)
	tools/postgres.sh $(BIN)/python -m pytest --numprocesses auto --dist loadfile tests/register

check: $(VENV)/all      ## lint, types in the analytic rooms, layers, sizes
	$(BIN)/ruff check .
	@# The types on one core, the layers and sizes on the other: both must pass.
	$(BIN)/mypy src/answerable --exclude 'src/answerable/web/' & typed=$$!; \
	$(BIN)/python -m pytest tests/repository; tested=$$?; wait $$typed && exit $$tested

frontend:            ## rebuild the site's style and script (needs Node; the result is committed)
	cd frontend && npm ci && node build.mjs

words: $(VENV)/all     ## collect the texts of the code into the Welsh catalogues, and compile these
	$(BIN)/python tools/welsh.py

benchmarks: $(VENV)/all ## the ratios of benchmarks/README.md
	$(BIN)/python -m benchmarks.fold
	$(BIN)/python -m benchmarks.month_page
	$(BIN)/python -m benchmarks.loading
	$(BIN)/python -m benchmarks.projections
	$(BIN)/python -m benchmarks.spark
	$(BIN)/python -m benchmarks.simulation
	@test -z "$$ANSWERABLE_DATA" || $(BIN)/python -m benchmarks.demand

clean:               ## remove what was installed and made
	rm -rf $(VENV) $(DEMO) build dist src/*.egg-info
