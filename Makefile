.DEFAULT_GOAL := help
.PHONY: help demo serve test check bench format pins clean
SHELL := /bin/bash
PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
PIP_SELF := $(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation
# Chromium draws the pages that the browser tests read; PostgreSQL is the second database; tesseract reads
# the letters of pictures, and DejaVu draws those that the tests make.
TEST_PROGRAMS := chromium=chromium '/usr/lib/postgresql/*/bin/initdb=postgresql' xgettext=gettext \
  pdftoppm=poppler-utils tesseract=tesseract-ocr \
  '/usr/share/tesseract-ocr/*/tessdata/kir.traineddata=tesseract-ocr-kir' \
  '/usr/share/tesseract-ocr/*/tessdata/rus.traineddata=tesseract-ocr-rus' \
  '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf=fonts-dejavu-core'

help: ## list what can be done here
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/desk ## an invented campaign, from the first post to the published decision; then the desk
	@$(PY) -m hustings.cli demo

serve: .venv/desk ## the desk, on what is in ./var
	@$(PY) -m hustings.cli serve

test: .venv/test ## every test, the quick ones first; then the desk's again on PostgreSQL
	@$(PY) -m hatch_build
	@$(PY) -m pytest -q -n 2
	@HUSTINGS_TEST_DATABASE=postgresql $(PY) -m pytest -q -n 2 -m "not browser" tests/desk

check: .venv/test ## format, lint, types, walls, law
	@$(PY) -m hatch_build
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@for pack in packs/*/; do $(PY) -m hustings.cli law check $$(basename $$pack) || exit 1; done

bench: .venv/bench ## speed, side by side with what one would pick instead
	@$(PY) -m pytest -q -s tests/bench.py tests/bench_law.py tests/bench_kernel.py tests/bench_claims.py \
	  tests/bench_screening.py tests/bench_reading.py tests/bench_scale.py

format: .venv/test ## put code into the one format
	@$(PY) -m ruff format . && $(PY) -m ruff check --fix-only .

pins: ## resolve the requirements anew (asks the package index)
	@python3 -m venv .tools && .tools/bin/pip install --quiet uv
	@cd requirements && for made in "base ../pyproject.toml" \
	  "desk ../pyproject.toml --extra desk --extra postgres" "build build.in" "test test.in"; do \
	  set -- $$made; name=$$1; shift; ../.tools/bin/uv pip compile --quiet --upgrade --generate-hashes \
	  --universal --python-version 3.11 --no-header --no-annotate "$$@" -o $$name.txt; done

clean: ## remove what was made here, the demo's data too
	rm -rf .venv .tools var build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/bin/python:
	@requirements/system.sh '/usr/lib/python3*/ensurepip/__init__.py=python3-venv'
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Hustings needs Python 3.11 or later; python3 here is older."; exit 1; }
	@python3 -m venv .venv || { rm -rf .venv; echo "python3 -m venv failed: is python3-venv installed?"; exit 1; }

.venv/desk: .venv/bin/python requirements/desk.txt requirements/build.txt pyproject.toml $(shell find src -name '*.po')
	@test -e $@ || echo "Installing the desk into .venv (once) …"
	@$(PIP) -r requirements/desk.txt -r requirements/build.txt
	@$(PIP_SELF) --editable .
	@$(PY) -m hatch_build
	@touch $@

.venv/test: .venv/desk requirements/test.txt
	@requirements/system.sh $(TEST_PROGRAMS)
	@$(PIP) -r requirements/desk.txt -r requirements/build.txt -r requirements/test.txt
	@touch $@

.venv/bench: .venv/test requirements/bench.txt
	@requirements/system.sh rg=ripgrep
	@$(PIP) -r requirements/bench.txt
	@touch $@
