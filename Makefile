# The two commands: `make run` starts the site, `make test` tests it. `make help` lists all.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export DATA_DIR ?= $(CURDIR)/var
SIZES ?= 1000 10000 100000

.DEFAULT_GOAL := help
.PHONY: help run serve test test-scale-out check format lock bench drill clean-samples

help: ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

# The environment, made anew when a lock file changes.
$(VENV)/.installed: requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed: PYTHON=python3.12 make run"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Python's venv is missing. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Installing the packages of the lock file (once)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

run: $(VENV)/.installed ## Start the site with sample content (PORT, DATA_DIR)
	@$(BIN)/python -m clearinghouse.launch dev

serve: $(VENV)/.installed ## Start it with production settings on this machine
	@$(BIN)/python -m clearinghouse.launch serve

test: $(VENV)/.installed ## Run the tests; what needs a browser or a server skips by name
	@$(BIN)/python -m pytest -n 2 --dist loadscope -q

test-scale-out: $(VENV)/.installed ## Run the tests on PostgreSQL (DATABASE_URL) and Elasticsearch (ELASTICSEARCH_URLS)
	@test -n "$(DATABASE_URL)" || { echo "Set DATABASE_URL=postgres://…"; exit 1; }
	@test -n "$(ELASTICSEARCH_URLS)" || { echo "Set ELASTICSEARCH_URLS=8=http://…"; exit 1; }
	@SCALE_OUT=1 $(BIN)/python -m pytest -n 2 --dist loadscope -q tests/integration tests/browser

check: $(VENV)/.installed ## Lint, types, layers, migrations, templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy .
	@git ls-files -z -- 'templates/*.html' | xargs -0 -r $(BIN)/djade --check --target-version 5.2
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@SECRET_KEY=check ALLOWED_HOSTS=localhost DJANGO_SETTINGS_MODULE=clearinghouse.settings.production \
		$(BIN)/python manage.py check --deploy --fail-level ERROR

format: $(VENV)/.installed ## Format code and templates
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@git ls-files -z -- 'templates/*.html' | xargs -0 -r $(BIN)/djade --target-version 5.2

lock: ## Renew the lock files (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		-q --upgrade pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		-q --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

bench: $(VENV)/.installed ## Measure engines, pages, import, answers (an hour; SIZES="10000", ELASTIC=http://…)
	@for url in "" $(ELASTIC); do \
		for size in $(SIZES); do $(BIN)/python -m bench.engine --size $$size --url "$$url" || exit 1; done; \
		$(BIN)/python -m bench.pages --size $(SIZES) --url "$$url" || exit 1; done
	@$(BIN)/python -m bench.load
	@$(BIN)/python -m bench.quality
	@$(BIN)/python -m bench.detectors

drill: $(VENV)/.installed ## Fault drills: kill, fill, race (minutes)
	@$(BIN)/python -m pytest -q tests/drills

clean-samples: $(VENV)/.installed ## Remove demo accounts and sample content
	@$(BIN)/python manage.py load_samples --remove
