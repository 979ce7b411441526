# Everything a developer runs. `make help` prints what there is; ARGS="..." goes on to the command behind a target.
PYTHON ?= python3
BIN := .venv/bin
START := $(PYTHON) tools/start.py
ARGS ?=
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links pyproject.toml --group build

.PHONY: help run demo test check bench torture devices snapshots messages pins

help: ## what there is
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

run: ## fieldtech on your own store
	@$(START) run $(ARGS)

demo: ## fieldtech on a throw-away store with a believable month
	@$(START) demo $(ARGS)

test: ## all tests
	@$(START) test $(ARGS)

check: ## the one definition of clean: format, lint, types, import contracts, spelling, and all tests
	@$(START) prepare
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict src tests tools benchmarks
	$(BIN)/lint-imports
	$(BIN)/codespell
	@$(START) test

bench: ## the benchmarks, as ratios in one run
	@$(START) prepare
	@for bench in benchmarks/bench_*.py; do $(BIN)/python -m benchmarks.$$(basename $$bench .py) $(ARGS) || exit 1; done

torture: ## kill, cut, damage and flood it, for as long as it takes
	@$(START) prepare
	@for torture in tools/torture_*.py tools/bundlefuzz.py tools/simdevices.py; do $(BIN)/python $$torture $(ARGS) || exit 1; done

devices: ## two hundred lives of machines that meet through files alone, on two cores
	@$(START) prepare
	@$(BIN)/python tools/simdevices.py --seeds 100 --seed 1 & others=$$!; \
	$(BIN)/python tools/simdevices.py --seeds 100 --seed 101; status=$$?; wait $$others && exit $$status

snapshots: ## take the pictures of the screens anew; look at each before you commit it
	@$(START) prepare
	$(BIN)/python -m pytest -q -p no:xdist --snapshot-update tests/screens $(ARGS)
	cp "tests/screens/__snapshots__/test_queue_pictures/test_the_queue[en-80x24].svg" docs/images/queue-80x24.svg

messages: ## gather the messages of the sources into the catalogues and compile those
	@$(START) prepare
	$(BIN)/python tools/messages.py

pins: ## choose the versions of all packages anew, with their hashes; needs uv
	$(COMPILE) --upgrade --group test --group check -o constraints.txt
	$(COMPILE) --constraint constraints.txt -o constraints-runtime.txt
