# Two commands do everything: `make demo` and `make test`. `make help` lists the rest.
# The recipes say what is done and in which order; scripts/ says how what is missing gets installed
# and how the service is started for tests.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test fuzz bench bench-import build web lint format clean \
	install-build install-demo install-test install-fuzz install-bench rust-lint rust-tests web-lint web-tests browser-tests

# One folder of built libraries for all checkouts: the first of them pays for the long build.
export CARGO_TARGET_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/tackning/target
DATA ?= tackning-data
LISTEN ?= 127.0.0.1:8080
# Coverage vertices of the benchmarks' set: 50k, 1m or 10m.
SCALE ?= 1m
# The part of the comparison with peers that is measured alone: areas, delivery, polygons, points, served, tiles or growth.
PART ?=
# For how long each reader is fuzzed.
SECONDS ?= 60

say = @printf '\n== %s\n'
npm_run = npm --prefix web run --silent
# Folders count too: a file taken away changes only the time of its folder.
web_sources = $(shell find web -mindepth 1 \( -path web/node_modules -o -path web/dist -o -path web/tests \) -prune -o -print 2>/dev/null)

help: ## this list
	@printf '%s\n\n' 'Täckning: what you can ask for with make'
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20
	@printf '\n%s\n%s\n%s\n' 'DATA=FOLDER and LISTEN=ADDRESS:PORT change where the demonstration keeps its data and answers;' \
		'SCALE=50k makes the benchmarks quick (1m, 10m), PART=tiles measures a part; SECONDS=600 makes fuzzing thorough;' \
		'CARGO_TARGET_DIR changes where the built libraries are kept ($(CARGO_TARGET_DIR)).'

demo: install-demo build ## installs what is missing, builds, and serves the demonstration on this machine
	$(say) 'The demonstration, at http://$(LISTEN) (Ctrl-C ends it; its data stay in $(DATA))'
	@exec '$(CARGO_TARGET_DIR)/release/tackning' demo --data '$(DATA)' --listen '$(LISTEN)'

test: install-test rust-lint rust-tests web-lint web-tests browser-tests ## installs what is missing, and runs every check and every test
	$(say) 'All checks and tests passed'

fuzz: install-fuzz web/dist/index.html ## tries every reader with strangers' bytes, a minute each
	$(say) 'Fuzzing: two readers side by side, $(SECONDS) seconds each; the first build takes 5 to 10 minutes on two cores'
	@scripts/fuzz '$(SECONDS)'

bench: install-bench web/dist/index.html ## measures the speed beside PostGIS and martin; the figures are also written to bench-results.txt
	$(say) 'Benchmarks: about 20 minutes on two cores after the build, and one more for making the set the first time'
	@TACKNING_BENCH_SCALE='$(SCALE)' TACKNING_BENCH_PART='$(PART)' scripts/measure $(if $(PART),peers,'*')

bench-import: install-bench web/dist/index.html ## measures the import alone, beside ogr2ogr into PostGIS
	$(say) 'Import: about 5 minutes on two cores after the build, and one more for making the set the first time'
	@TACKNING_BENCH_SCALE='$(SCALE)' scripts/measure import

build: install-build web/dist/index.html ## builds the web page and the program that holds it
	$(say) 'The program: the first build takes 15 to 30 minutes on two cores, later ones about one'
	@cargo build --release --locked
	@echo 'Built: $(CARGO_TARGET_DIR)/release/tackning'

web: install-build web/dist/index.html ## builds the web page alone

# The program embeds the page's files, so whatever compiles Rust needs them first.
web/dist/index.html: $(web_sources)
	$(say) 'The web page: some seconds'
	@$(npm_run) build
	@touch $@

lint: install-build rust-lint web-lint ## the checks without the tests: form, clippy, types

format: ## puts all code into its form
	@cargo fmt
	@$(npm_run) format

clean: ## removes what was built here; the demonstration's data and the shared libraries stay
	@cargo clean --package tackning
	@rm -rf web/dist web/node_modules bench-results.txt

install-build install-demo install-test install-fuzz install-bench: install-%:
	@scripts/install $*

rust-lint: web/dist/index.html
	$(say) 'Rust: form, and clippy without a warning (the first time 5 to 10 minutes on two cores)'
	@cargo fmt --check
	@cargo clippy --locked --all-targets -- --deny warnings

# The store is tested on a real database and object store of its own, beside those in a folder. nextest
# runs no examples in comments: they are run beside it, where there are any.
rust-tests: web/dist/index.html
	$(say) 'Rust: all tests (the first time 10 to 20 minutes on two cores)'
	@servers='scripts/with-postgres scripts/with-object-store'; \
	if cargo nextest --version >/dev/null 2>&1; then \
		$$servers cargo nextest run --locked; \
		if grep -rqE '^ *//[/!] ```(rust|no_run|should_panic)?$$' src; then cargo test --locked --doc; fi; \
	else \
		$$servers cargo test --locked; \
	fi

web-lint:
	$(say) 'Web page: types and form'
	@$(npm_run) check

web-tests:
	$(say) 'Web page: tests of its parts'
	@$(npm_run) test

# The program as the Rust tests built it: another build would have libraries with other features.
browser-tests: web/dist/index.html
	$(say) 'Browser: the page against the real program, with a demonstration of its own'
	@cargo test --locked --no-run --test service
	@CHROMIUM="$${CHROMIUM:-$$(command -v chromium)}" \
		scripts/with-service '$(CARGO_TARGET_DIR)/debug/tackning' $(npm_run) test:browser
