# Every goal works on a fresh machine with Python 3.11+, make and git. `make help` lists them.

CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11
YOUNG_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in $(CANDIDATES); do $$p -c '$(YOUNG_ENOUGH)' 2>/dev/null && echo $$p && break; done)
HOUSE = $(PYTHON) -B -m infra.house
# Python that may keep nothing compiles its packages at each start: 4 s, not 1.6. `make clean` removes what is kept.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help run test check bench figures pictures drill lock clean python
.DEFAULT_GOAL := help

help: ## say what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1	\2/' | expand -t 16

run: python ## install, build, start everything and serve on http://localhost:8000 (PORT=…, DEMO=0)
	@$(HOUSE) run
	@exec .venv/bin/kring run

test: python ## run every test (ARGS="tests/domain -k choice" for some)
	@$(HOUSE) test $(ARGS)

check: python ## lint, types, contracts, goldens and generated files, in under a minute
	@$(HOUSE) check

bench: python ## measure, print the table and write build/bench.json
	@$(HOUSE) bench
	@exec .venv/bin/python -m tests.bench

figures: python ## measure the app with Lighthouse and on a slow phone; fails over a budget
	@$(HOUSE) figures
	@exec .venv/bin/python -m tests.browser.figures

pictures: python ## take a picture of every screen on every device, into build/gallery (KRING_LANGUAGE=de)
	@$(HOUSE) pictures
	@exec .venv/bin/python -m tests.browser.gallery

drill: python ## the slow trials: crashes, races and long runs
	@$(HOUSE) test tests -m drill

lock: python ## lock every package by version and hash (UPGRADE=1 for the newest)
	@$(HOUSE) lock

clean: python ## remove everything that was made
	@$(HOUSE) clean

python:
	@test -n "$(PYTHON)" || { echo "Kring needs Python 3.11 or newer, and found none: install it and try again." >&2; exit 1; }
