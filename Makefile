# make run    builds the server in release and starts it with examples/prometheus.yml on :9090
# make test   checks the layout of the sources, builds everything and runs all tests
# make help   lists the rest
#
# What was done already is not done again: a target is up to date when its stamp or its product is newer than its sources.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

BUILD := .build
RELEASE := $(BUILD)/release/prometheus
# Every file that a build reads.
SOURCES := Package.swift $(shell find Sources -type f)
TEST_SOURCES := $(shell find Tests -type f 2>/dev/null)
RELEASE_FLAGS := -c release --static-swift-stdlib

LISTEN ?= 0.0.0.0:9090
CONFIG ?= examples/prometheus.yml
DATA ?= data

# System libraries that Sources/C… put behind Swift, by their Debian 12 packages; and what the tests start.
BUILD_PACKAGES := libre2-dev libsnappy-dev libzstd-dev zlib1g-dev
TEST_PACKAGES := python3
UI_PACKAGES := python3 chromium

.PHONY: clients remote lab help setup build run test lint e2e ui bench conformance format clean distclean

help: ## show this list
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /  make \1|/' | column -t -s '|'

# Installs the packages that are missing, as root or with sudo; nothing is asked of the network if none is.
define install_missing
	@missing=""; for package in $(1); do \
	  dpkg-query -W -f '$${Status}' "$$package" 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then \
	  as_root=""; if [ "$$(id -u)" != 0 ]; then as_root=sudo; fi; \
	  echo "installing$$missing"; \
	  $$as_root apt-get update -q && $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $$missing; \
	fi
	@mkdir -p $(BUILD) && touch $@
endef

$(BUILD)/.setup-build: Makefile
	$(call install_missing,$(BUILD_PACKAGES))

$(BUILD)/.setup-test: Makefile
	$(call install_missing,$(TEST_PACKAGES))

# Where the browser cannot be installed the pages are not tested; the script says so.
$(BUILD)/.setup-ui: Makefile
	-$(call install_missing,$(UI_PACKAGES))

setup: $(BUILD)/.setup-build $(BUILD)/.setup-test ## install the system libraries and tools that are missing

$(RELEASE): $(SOURCES) $(BUILD)/.setup-build
	swift build $(RELEASE_FLAGS) --product prometheus
	@touch $@

build: $(RELEASE) ## build the server in release

run: $(RELEASE) ## start the server with examples/prometheus.yml on :9090
	@echo
	@echo "  Open http://localhost:$(lastword $(subst :, ,$(LISTEN)))/ in a browser, or ask"
	@echo "  curl 'http://localhost:$(lastword $(subst :, ,$(LISTEN)))/api/v1/query?query=up'"
	@echo "  Ctrl-C ends it."
	@echo
	@exec $(RELEASE) --config.file=$(CONFIG) --storage.tsdb.path=$(DATA) --web.listen-address=$(LISTEN) --web.enable-lifecycle

test: $(BUILD)/.tested ## build everything and run all tests

# Tests with sockets, processes and time limits; apart from those that keep all cores busy, or the limits would be theirs.
REAL_TIME_TESTS := ^(EndToEndTests|SocketHTTPClientsTests|AsyncHTTPClientsTests|HummingbirdServingTests)\.

LINT := swift format lint --strict --recursive --parallel --configuration .swift-format Sources Tests

# The layout of the sources, the debug build of tests and server, and the tests, end to end ones included.
$(BUILD)/.tested: $(SOURCES) $(TEST_SOURCES) .swift-format $(BUILD)/.setup-build $(BUILD)/.setup-test
	$(LINT)
	swift build --build-tests
	swift test --skip-build --skip '$(REAL_TIME_TESTS)'
	swift test --skip-build --filter '$(REAL_TIME_TESTS)'
	@touch $@

lint: ## check the layout of the sources
	@$(LINT)

format: ## lay the sources out
	@swift format -i --recursive --parallel --configuration .swift-format Sources Tests

e2e: $(BUILD)/.setup-build ## run the end-to-end tests only
	swift test --filter EndToEndTests

ui: $(RELEASE) $(BUILD)/.setup-ui ## open the pages and consoles in a headless Chromium
	scripts/ui.py $(RELEASE)

# CI does the same on the debug build, where ../shared is.
conformance: $(RELEASE) ## compare with the real Prometheus (needs ../shared and the network once)
	scripts/conformance.sh $(RELEASE)

bench: $(RELEASE) ## measure beside the real Prometheus (needs ../shared and the network once)
	scripts/bench.sh $(RELEASE)

clients: $(RELEASE) ## scrape the official Python client and take an OpenTelemetry SDK's export (needs PyPI, skips without)
	scripts/clients_e2e.py $(RELEASE)

remote: $(RELEASE) ## write into VictoriaMetrics, read from and by the real Prometheus (needs ../shared and the network once)
	python3 scripts/remote_e2e.py --server $(RELEASE) --peers "$$(../shared/peers/install.sh)"

lab: $(RELEASE) ## run beside the real node_exporter, Prometheus and Alertmanager for ten minutes (needs ../shared)
	python3 scripts/lab.py --server $(RELEASE) --peers "$$(../shared/peers/install.sh)"

clean: ## remove what was built
	rm -rf $(BUILD)

distclean: clean ## remove what was built and the data of `make run`
	rm -rf $(DATA)
