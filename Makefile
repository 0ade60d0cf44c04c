.DEFAULT_GOAL := help

TARGET := $(or $(CARGO_TARGET_DIR),target)

.PHONY: help
help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

.PHONY: run
run: build ## Install what is missing, build the release, and serve it (TEAMPOKER_LISTEN says where)
	@echo "==> Serving on http://$(or $(TEAMPOKER_LISTEN),127.0.0.1:3000)"
	@exec $(TARGET)/release/team-poker

.PHONY: build
build: ## Install what is missing, and build the release: one file, target/release/team-poker
	@scripts/setup run
	@scripts/build

.PHONY: dev
dev: ## Install what is missing, serve a debug build, and build again at every change
	@scripts/setup dev
	@cargo leptos watch

.PHONY: check
check: ## Check formatting and lints
	@scripts/setup check
	@scripts/check

.PHONY: test
test: ## Install what is missing, and run every test: Rust, the stories in Chromium, a short form of the proofs and of the load
	@scripts/setup test
	@scripts/test

.PHONY: size
size: build ## Build the release, and print what a first visit costs over the wire, file by file
	@node scripts/size.mjs $(TARGET)/release/team-poker

.PHONY: torture
torture: ## Prove at full length, on the release, that nothing is lost
	@scripts/setup test
	@scripts/build
	@scripts/torture long

.PHONY: bench
bench: build ## Measure the release under load, and write the figures into docs/benchmarks.md
	@scripts/bench all

.PHONY: bench-quick
bench-quick: build ## The same in small: that what members are told under load is right
	@scripts/bench quick
