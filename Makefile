# Everything happens in .venv; a fresh machine needs Python 3.11 or newer and make, nothing else.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
STAMP := .venv/.installed
SCRIPT := .venv-latex2sympy2

.PHONY: library test lint format bench build clean

library: $(STAMP)
	$(BIN)/derivcheck library --strict

test: $(STAMP)
	$(BIN)/python -m pytest -n auto

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP) $(SCRIPT)/.installed
	$(BIN)/python benchmarks/compare.py
	$(BIN)/python benchmarks/length.py

build: $(STAMP)
	$(BIN)/python -m build

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache

# The script that derivcheck is held against lives apart: latex2sympy2 pins an ANTLR runtime that clashes with others.
$(SCRIPT)/.installed:
	$(PYTHON) -m venv $(SCRIPT)
	echo '*' > $(SCRIPT)/.gitignore
	$(SCRIPT)/bin/python -m pip install --quiet --disable-pip-version-check 'latex2sympy2==1.9.1'
	touch $@

# Installed again only when pyproject.toml has changed.
$(STAMP): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	$(BIN)/python -m compileall -q src  # as pip does for packages that are not editable; it saves half of a cold start
	touch $(STAMP)
