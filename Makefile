# Two commands do everything on a machine that has only Python 3.11+, pip and make: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8080
SEED ?= 1
COUNT ?= 200
UV ?= uv
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header pyproject.toml --group build

.PHONY: install demo test test-fast check format bench mutants conversations lock readme clean

install: $(VENV)/.run

$(VENV)/.run: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.run ## the demo in a browser: a sample Cà Mau with four people to be
	@$(BIN)/baocao demo --port $(PORT)

test: $(VENV)/.dev ## all tests, on both databases
	@$(BIN)/python -m pytest -n auto --dist worksteal

test-fast: $(VENV)/.dev ## on SQLite only; no browser, no simulated year, no program that is killed
	@$(BIN)/python -m pytest -n auto --dist worksteal --sqlite-only --hypothesis-profile unshrunk \
		-m "not browser and not crash and not simulation"

check: $(VENV)/.dev ## style, types, layers, words, documents, a test file for every module
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.tools.catalogues
	$(BIN)/python -m tests.tools.readme
	$(BIN)/python -m tests.tools.glossary
	$(BIN)/python -m tests.tools.mirror

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

conversations: $(VENV)/.dev ## write the conversation files anew; then read the difference
	$(BIN)/python -m pytest tests/conversations --regenerate

bench: $(VENV)/.dev ## timings; never part of the tests
	$(BIN)/python -m tests.bench

mutants: $(VENV)/.dev ## what share of random changes to the rules the tests notice; never part of the tests
	@$(BIN)/python -m tests.tools.mutants --seed $(SEED) --count $(COUNT)

readme: $(VENV)/.dev ## put the command line's help text into the README
	$(BIN)/python -m tests.tools.readme --write

lock: ## needs uv; writes no package index and no address
	$(LOCK) -o requirements.lock
	$(LOCK) --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .import_linter_cache
