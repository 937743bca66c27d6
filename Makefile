# What a person types: `make demo` to see it, `make test` to trust it.
# Needs Python 3.11 or newer with venv, and make.

PYTHON ?= python3
# Three tests at a time, since some of them wait; WORKERS=0 runs them in one process, which a debugger needs.
WORKERS ?= 3
VENV := .venv
RUN := $(VENV)/bin/python
# Where the pages seek their look (bot/entry/web/look.py).
LOOK := $(VENV)/share/sloyfa

# Compiled modules are kept, whatever the environment says: compiling them anew takes longer than most tests.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup venv look packages demo test bench cards golden pictures icons format lock

setup: venv look

# The folder is made anew only when the lock's text changed or its Python is gone; it then holds the lock and no more.
venv:
	@if ! $(RUN) -c '' 2>/dev/null || ! cmp -s requirements.lock $(VENV)/requirements.lock; then \
		set -e; \
		echo "setting up $(VENV)"; \
		$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it with make PYTHON=...")'; \
		$(PYTHON) -m venv --clear $(VENV); \
		$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock; \
		cp requirements.lock $(VENV)/requirements.lock; \
	fi

# The pages' look and fonts, anew only when their lock changed. Without npm the pages have the plain look of their own.
look: venv
	@if command -v npm >/dev/null && ! cmp -s package-lock.json $(LOOK)/node_modules/package-lock.json; then \
		set -e; \
		mkdir -p $(LOOK); \
		cp package.json package-lock.json $(LOOK)/; \
		npm ci --silent --ignore-scripts --omit=dev --prefix $(LOOK) || { echo "npm could not bring the pages' look"; exit 0; }; \
		cp package-lock.json $(LOOK)/node_modules/; \
	fi

# What package.json names, anew only when its text changed.
packages:
	@if ! cmp -s package.json build/node_modules/package.json; then \
		set -e; \
		mkdir -p build; \
		cp package.json package-lock.json build/; \
		npm ci --silent --ignore-scripts --prefix build; \
		cp package.json build/node_modules/package.json; \
	fi

demo: setup
	@$(RUN) -m bot rehearse

# Without npm, the tests that need a package of its are left out.
test: setup
	@if command -v npm >/dev/null; then $(MAKE) --silent packages || echo "npm could not bring its packages"; fi
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) -m mypy -n 2
	$(RUN) -m mypy .ci/*.py
	$(VENV)/bin/lint-imports --no-logo
	$(RUN) -m pytest -n $(WORKERS)

bench: setup
	@$(RUN) -m tests.bench

# Needs chromium, fonts-liberation and npm. Words in ONLY choose among the cards: make cards ONLY="nb phone digest"
cards: setup packages
	@$(RUN) -m tests.cards.gallery $(ONLY)

# Every card as text, for its difference to be read.
golden: setup
	@$(RUN) -m tests.cards.golden

pictures: setup packages
	@$(RUN) -m tests.pictures

# The signs on the cards and the app's icons in Teams, drawn anew from their SVG files by chromium.
icons: setup
	@$(RUN) -m tests.icons

format: setup
	$(RUN) -m ruff check --fix
	$(RUN) -m ruff format

lock:
	@set -e; folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	$(PYTHON) -m venv "$$folder"; \
	"$$folder/bin/python" -m pip install --quiet --disable-pip-version-check uv; \
	"$$folder/bin/python" .ci/lock.py $(if $(UPGRADE),--upgrade)
	npm install --silent --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved
