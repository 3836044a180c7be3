# The two commands of the README, and what they stand on. Each does its own set-up.
.DEFAULT_GOAL := help
SHELL := /bin/sh

# uv brings the locked environment; where the machine has none, it is put into .uv/ here.
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
RUN := $(UV) run --locked --no-sync

.PHONY: help run test lint format bench browser sync pictures clean .uv-ready

help: ## Show this list.
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

run: $(UV) ## Start Quickread and print the address of its page.
	@$(UV) sync --locked --quiet --no-default-groups --extra postgres --inexact
	@$(RUN) quickread run

test: sync browser ## Run every test: SQLite, PostgreSQL and the browser are real.
	$(RUN) pytest $(TESTS)

lint: sync ## Check format, style and types.
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy

format: sync ## Put the code into its format.
	$(RUN) ruff format .
	$(RUN) ruff check --fix .

bench: $(UV) ## Measure quality and speed; see benchmarks/README.md.
	$(UV) sync --locked --quiet --group bench --extra postgres
	$(RUN) python -m benchmarks

pictures: sync browser ## Make the pictures of README and guides anew.
	$(RUN) python tests/browser/pictures.py
	$(RUN) python tests/browser/guides.py

browser: ## Install Chromium for the browser tests where there is none.
	@sh tests/browser/install.sh

sync: $(UV)
	@$(UV) sync --locked --quiet --extra postgres --inexact

.uv-ready: $(UV)

.uv/bin/uv:
	@echo "Installing uv into .uv/ ..."
	@(python3 -m venv .uv && .uv/bin/pip install --quiet uv) \
	|| (mkdir -p .uv && python3 -m pip install --quiet --target .uv/site uv && mkdir -p .uv/bin && cp .uv/site/bin/uv .uv/bin/uv) \
	|| { echo "Could not install uv: install it yourself (https://docs.astral.sh/uv/) and try again."; exit 1; }

clean: ## Remove what was built and installed here, but not the data in var/.
	rm -rf .venv .uv .mypy_cache .ruff_cache .pytest_cache .hypothesis dist
