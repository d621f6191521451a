# make demo and make test are the two that a newcomer needs; the rest is in CONTRIBUTING.md.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet -c constraints.txt
SAMPLE := media/opening-address.mp4

.PHONY: help demo test check format lint types contracts soak bench clean

help:
	@sed -n 's/^## //p' Makefile

.venv/runtime: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info < (3, 14) and "Python 3.10 to 3.13 is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(PIP) torch
	$(PIP) -e .
	@touch $@

.venv/dev: .venv/runtime
	$(PIP) -e '.[dev]'
	@touch $@

## make demo       set up, transcribe the sample speech into output/, and translate it
demo: .venv/runtime
	XDG_CACHE_HOME=$(CURDIR)/.venv/cache $(BIN)/subtitler transcribe $(SAMPLE)
	XDG_CACHE_HOME=$(CURDIR)/.venv/cache $(BIN)/subtitler translate $(SAMPLE) --to es,fr --packages demo

## make test       set up, and run the tests
test: .venv/dev
	$(BIN)/python -m pytest

## make check      the whole gate: format, lint, types, import contracts, tests
check: format lint types contracts test

format: .venv/dev
	$(BIN)/ruff format --check .

lint: .venv/dev
	$(BIN)/ruff check .

types: .venv/dev
	$(BIN)/mypy

contracts: .venv/dev
	$(BIN)/lint-imports

## make soak       the laws at their full counts, with a table of them (LAWS=0.1: a tenth)
soak: .venv/dev
	HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest --timeout=20000

## make bench      measure accuracy, timing, speed and memory
bench: .venv/dev
	PYTHONPATH=tests $(BIN)/python -m bench $(WHAT)

## make clean      remove what make made (output/ stays)
clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info
