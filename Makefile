# Every command of Via Uma. `make` alone explains them.

PYTHON ?= python3
BIN := .venv/bin
# Unless somebody chose one, a Python that was built with optimisations is taken where there is one.
SETUP := $(PYTHON) scripts/setup.py $(if $(filter file,$(origin PYTHON)),,--this-python)
CODE := viauma gis_data/viauma_data maps/viauma_maps api/viauma_api
# What is given to pytest, as in: make test TESTS="tests/db -k backup"
TESTS ?=
# Tests are shared out over the cores, a file at a time, each core with a database cluster of its own.
PYTEST := $(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile
# What is given to a benchmark, as in: make bench-quick BENCH=--check
BENCH ?=

.DEFAULT_GOAL := help
.PHONY: help demo setup test coverage check format lint types contracts assets lock bench bench-quick bench-growth bench-plans bench-floor bench-peers conformance wheel-test clean distclean

help: ## Explain these commands
	@echo "make …"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do \
		printf '  %-12s %s\n' "$$name" "$$text"; done

demo: setup ## Install what is lacking, load the region, serve it on http://127.0.0.1:8000
	@$(BIN)/viauma demo

setup: ## Only install what is lacking: system packages, .venv, browser assets
	@$(SETUP) system venv assets

test: ## Install what the tests need, then run all tests
	@$(SETUP) --tests system venv assets
	$(PYTEST) $(TESTS)

coverage: ## Run all tests and report which lines they reach
	@$(SETUP) --tests system venv assets
	$(PYTEST) --cov --cov-report=term $(TESTS)

check: ## All that must hold: format, lint, types, import contracts, tests
	@$(SETUP) --tests system venv assets
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PYTEST) $(TESTS)

format: ## Bring the code into its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: ## Ask ruff
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: ## Ask mypy, strictly
	$(BIN)/mypy

contracts: ## Ask import-linter whether every room imports only what it may
	$(BIN)/lint-imports

assets: ## Fetch the maps' browser libraries from npm
	@$(SETUP) venv assets

lock: ## Write the locks anew from pyproject.toml and package.json (UPGRADE=1 takes newer versions)
	@$(SETUP) venv
	@$(PYTHON) scripts/lock.py $(if $(UPGRADE),--upgrade)

bench: ## Measure: answers per second beside the bare PostgreSQL query, on a million places
	@$(SETUP) --tests --bench system venv assets
	$(BIN)/python -m benchmarks.run $(BENCH)

bench-quick: ## Measure in a minute whether anything became slower beside bare SQL (BENCH="--check" fails, "--save" keeps)
	@$(SETUP) --tests --bench system venv assets
	$(BIN)/python -m benchmarks.quick $(BENCH)

bench-growth: ## Measure the hot questions at 10 k, 100 k and 1 M places (BENCH="--rows 100000 10000000"), and draw it
	@$(SETUP) --tests --bench system venv assets
	$(BIN)/python -m benchmarks.growth $(BENCH)

bench-plans: ## Read the plans of the hot questions at 1 M places; an error where one finds its rows without an index
	@$(SETUP) --tests --bench system venv assets
	$(BIN)/python -m benchmarks.plans $(BENCH)

bench-floor: ## Measure how much of the speed that Python allows at all is reached, and what kept answers add
	@$(SETUP) --tests --bench system venv assets
	$(BIN)/python -m benchmarks.floor $(BENCH)

bench-peers: ## Measure the same questions put to tipg and pygeoapi, on the same database in the same run
	@$(SETUP) --tests --bench system venv assets
	$(BIN)/python -m benchmarks.compare $(BENCH)

conformance: ## Run the abstract tests of the standards, and declare what passed
	@$(SETUP) --tests system venv assets
	$(BIN)/python -m scripts.conformance

wheel-test: ## Build the wheel, install it in a clean environment, ask it a question
	@$(SETUP) --tests system venv assets
	$(BIN)/python scripts/wheel_test.py

clean: ## Remove what tests and builds leave behind
	rm -rf build dist htmlcov .coverage .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find $(CODE) tests scripts -name __pycache__ -type d -exec rm -rf {} +

distclean: clean ## Remove also .venv and the fetched browser libraries; the database stays
	rm -rf .venv maps/web/node_modules maps/viauma_maps/assets
