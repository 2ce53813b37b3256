# Each target makes its own .venv when there is none: with uv where it is present, else with venv and pip.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
ifdef UV
INSTALL = VIRTUAL_ENV=$(VENV) uv pip install --quiet
else
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif

.PHONY: demo test browser stress lint format bench docs clean
.DELETE_ON_ERROR:

demo: $(VENV)/runtime.stamp  ## plan the example that ships, print the board, write plan.yaml
	@$(BIN)/colonnade demo

test: $(VENV)/dev.stamp browser  ## run the tests, on all cores
	@$(BIN)/python -m pytest -n auto

browser:  ## a Chromium for the tests of the session's page, from the system's packages where there is none
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	  || { echo "Installing Chromium ..."; SUDO=$$([ "$$(id -u)" = 0 ] || echo "sudo -n"); \
	    $$SUDO apt-get update -qq && $$SUDO apt-get install -y -qq --no-install-recommends chromium >/dev/null; } \
	  || { echo "The tests drive a browser: install Chromium (Debian: apt-get install chromium)"; exit 1; }

stress: $(VENV)/dev.stamp  ## run the tests that prove by numbers, at their full size (an hour or more)
	@$(BIN)/python -m pytest --stress -m stress --durations=0

lint: $(VENV)/dev.stamp  ## formatting, style, types, the direction of imports, generated files
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/colonnade catalog lint

format: $(VENV)/dev.stamp  ## format the code and mend what can be mended
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/dev.stamp  ## print the figures of docs/benchmarks.md, measured here
	@$(BIN)/python -m tests.bench

docs: $(VENV)/dev.stamp  ## write what is generated in docs/: schemas, commands, the picture
	@$(BIN)/python -m tests.generated

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Colonnade needs Python 3.11 or newer; name one: make PYTHON=/path/to/python3.11"; exit 1; }
ifdef UV
	@uv venv --quiet --python $(PYTHON) $(VENV)
else
	@$(PYTHON) -m venv $(VENV)
endif

$(VENV)/runtime.stamp: $(BIN)/python pyproject.toml constraints.txt
	@echo "Installing Colonnade into $(VENV) ..."
	@$(INSTALL) -c constraints.txt -e .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/runtime.stamp
	@echo "Installing the development tools into $(VENV) ..."
	@$(INSTALL) -c constraints.txt -e '.[dev]'
	@touch $@
