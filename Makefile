# `make` alone explains itself. All real work is in deploy/.
.DEFAULT_GOAL := help
.PHONY: help run manage quick test stress coverage check bench lock clean
SHELL := /bin/sh
# Another virtual environment: make run VENV=/path. Another Python to make it: PYTHON=/path.
export VENV ?= .venv
BIN = $(VENV)/bin
ALL = requirements.txt requirements-dev.txt
RIVALS = benchmarks/delivery/rivals

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

run: ## start the site at http://127.0.0.1:8000 (HOST, PORT); makes what is missing
	@exec deploy/python deploy/start.py

manage: ## one of Django's commands: make manage DO="changepassword admin"
	@exec deploy/python deploy/manage.py $(DO)

quick: tools ## the tests of every day (ARGS=tests/faq for a part)
	@exec deploy/quick $(ARGS)

stress: tools ## long series before a release; minutes and names stand in deploy/stress (ARGS=deeds)
	@exec deploy/stress $(ARGS)

test: tools ## every test, in a real browser too (TEST_DATABASE_URL, CHROMIUM)
	@exec deploy/test

coverage: tools ## which lines no fast test runs
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest --quiet -n auto -m "not browser and not fault and not setup and not stress"
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

check: export DEBUG = False
check: export SECRET_KEY = only-for-this-check-0123456789-abcdefghijklmnopqrstuvwxyz
check: export SITE_URL = https://www.example.org
check: export DATABASE_URL = sqlite://:memory:
check: tools ## format, lint, imports, types, templates, deployment settings, missing migrations
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/lint-imports --no-cache --no-logo
	find templates -name '*.html' -exec $(BIN)/djade --check --target-version 5.2 {} +
	$(BIN)/mypy
	$(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run

bench: tools ## how fast, beside other ways, as ratios of one run (SIZE=entries)
	$(BIN)/python benchmarks/drafts.py
	$(BIN)/python benchmarks/reload.py $(SIZE)
	$(BIN)/python -m benchmarks.delivery $(SIZE)
	$(BIN)/python benchmarks/search.py $(SIZE)

lock: tools ## newer packages, as far as requirements*.in allow
	$(foreach name,requirements requirements-dev $(patsubst %.in,%,$(wildcard $(RIVALS)/*/*.in)), \
		$(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --upgrade --override $(RIVALS)/overrides.txt \
		--custom-compile-command "make lock" --output-file $(name).txt $(name).in;)

clean: ## remove what was made, but not the database and .env
	rm -rf .venv staticfiles htmlcov test-results .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis

tools:
	@deploy/python deploy/install.py $(ALL)
.PHONY: tools
