# Curves & Controls. `make book` builds the book, `make test` runs every test; both set up what they need.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
BOOK := _build/html/index.html
SOURCES := $(shell find chapters data lib _templates -type f -not -path '*/__pycache__/*' -not -path '*.egg-info/*' -not -path '*/.ipynb_checkpoints/*')

BRIEFLY := { grep --line-buffered -v "already satisfied" || true; }

export JUPYTER_PLATFORM_DIRS := 1

.PHONY: book pdf zip student handout test test-quick test-browsers lab binder bench mutants clean

book: $(BOOK)
	@echo
	@echo "The book is ready. Open this file in a browser:"
	@echo "    $(CURDIR)/$(BOOK)"

$(BOOK): $(SOURCES) _config.yml _toc.yml $(READY)
	@echo "== Building the book (about a minute)"
	$(BIN)/jupyter-book build . --all -W -n --keep-going
	@touch $@

test: $(READY) $(BOOK)
	@echo "== 1 of 3: Chromium for the browser tests"
	$(BIN)/python tests/browser/chromium.py --install
	@echo "== 2 of 3: models, tracer, data and pages"
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder --doctest-modules lib/curves tests
	@echo "== 3 of 3: the chapters' notebooks"
	$(BIN)/pytest -n auto --dist loadfile --nbval-lax chapters

test-quick: $(READY)
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder --doctest-modules lib/curves tests --ignore tests/browser

test-browsers: $(READY) $(BOOK)
	$(BIN)/pip install --quiet --constraint constraints.txt --group browsers
	$(BIN)/pytest smoke

pdf: $(READY) $(BOOK)
	$(BIN)/python tests/browser/chromium.py --install
	$(BIN)/python -m press.pdf

zip: $(READY) $(BOOK)
	$(BIN)/python -m press.zip

student: $(READY)
	$(BIN)/python -m press.student

handout: $(READY) $(BOOK)
	$(BIN)/python tests/browser/chromium.py --install
	$(BIN)/python -m press.handout

lab: $(READY)
	$(BIN)/jupyter lab chapters

binder: $(READY)
	$(BIN)/python tests/browser/chromium.py --install
	$(BIN)/python -m binder.rehearse

bench: $(READY) $(BOOK)
	$(BIN)/python tests/browser/chromium.py --install
	$(BIN)/pip install --quiet --constraint constraints.txt --group bench
	$(BIN)/python -m bench

mutants: $(READY) $(BOOK)
	$(BIN)/python tests/browser/chromium.py --install
	$(BIN)/python tests/mutants.py

clean:
	rm -rf _build .venv *.egg-info lib/*.egg-info .pytest_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.txt constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12"; exit 1; }
	@test -d .venv || { echo "== Making the environment in .venv (a few minutes the first time)"; $(PYTHON) -m venv .venv; }
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --requirement requirements.txt | $(BRIEFLY)
	$(BIN)/python -m pip install --constraint constraints.txt --group dev | $(BRIEFLY)
	@touch $@
