# The portal's commands; `make help` lists them. Everything is installed into .venv, run data goes into var/.
PORT ?= 8000
# The first Python that is new enough: Ubuntu 22.04 has 3.11 beside an older python3.
PYTHON := $(or $(PYTHON),$(shell for python in python3 python3.14 python3.13 python3.12 python3.11 false; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done),python3)
BIN := .venv/bin
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
ENGLISH := locale/en/LC_MESSAGES/django.po
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header --no-emit-index-url
UNIT := $(BIN)/pytest -n logical --maxprocesses 4 --dist worksteal -m "not thorough and not browser and not processes"

.PHONY: help run test unit check bench lock messages permissions format machine-run machine-test
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1 \t/p' Makefile | expand -t 18

run: .venv/installed-run $(CATALOGUES) ## start the portal: make run PORT=8000; Ctrl-C ends it
	@exec $(BIN)/python -m config.launch "$(PORT)"

test: .venv/installed-test $(CATALOGUES) ## checks and every test, on servers of its own
	@exec $(BIN)/python -m tests.stages

unit: .venv/installed-test $(CATALOGUES) ## the quick part of the tests: make unit ARGS="-k memo"
	@$(UNIT) $(ARGS)

check: .venv/installed-test $(CATALOGUES) ## style, types, import contract, templates, migrations
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/python manage.py makemigrations --check --dry-run

bench: .venv/installed-test $(CATALOGUES) ## the figures in benchmarks/
	@set -e; for file in benchmarks/*.py; do echo "== $$file"; $(BIN)/python "$$file"; done

format: .venv/installed-test ## put the code into the project's form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

messages: .venv/installed-test ## collect the texts into locale/; English fills itself
	rm -f $(ENGLISH)
	$(BIN)/python manage.py makemessages --locale bn --locale en --no-wrap --no-obsolete --add-location file \
		--ignore tests --ignore benchmarks --ignore var
	msgattrib --clear-fuzzy --no-wrap --output-file $(ENGLISH) $(ENGLISH)
	msgen --no-wrap --output-file $(ENGLISH) $(ENGLISH)
	$(MAKE) $(CATALOGUES)

permissions: .venv/installed-test ## docs/permissions.md, from the rules
	$(BIN)/python manage.py permissions > docs/permissions.md

lock: .venv/installed-test ## resolve requirements*.in into the hashed lists
	$(COMPILE) --output-file requirements.txt requirements.in
	$(COMPILE) --constraint requirements.txt --output-file requirements-dev.txt requirements-dev.in

machine-run machine-test: machine-%:
	@$(PYTHON) config/system_packages.py $*

.venv/installed-run: requirements.txt | machine-run
	@echo "Installing the portal's Python packages into .venv (a few minutes the first time)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

# requirements-dev.txt holds all of requirements.txt, so that both are installed then.
.venv/installed-test: requirements.txt requirements-dev.txt | machine-test
	@echo "Installing the portal's Python packages into .venv (a few minutes the first time)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch .venv/installed-run $@

%.mo: %.po
	msgfmt --check-format --output-file $@ $<
