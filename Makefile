# Placard: `make run` sets up, builds, starts the server and opens the kit; `make test` sets up and runs every test.

ADDR ?= 127.0.0.1:8080
VAR  ?= var
GO   ?= go
TAGS := sqlite_fts5

.PHONY: run test short bench build web setup setup-test fmt clean

run: build
	@VAR='$(VAR)' ADDR='$(ADDR)' sh .ci/serve

build: setup
	$(GO) run ./wasm/build -fast -out dist/web
	$(GO) build -tags $(TAGS) -o dist/ ./server/placardd
	$(GO) build -tags $(TAGS) -o dist/placard .

# The web edition as released: a minute or two of compression for a fifth fewer bytes.
web: setup
	$(GO) run ./wasm/build -out dist/web

test: setup-test
	@sh .ci/test

# The inner loop: no browser, few seeds of the random tests.
short:
	$(GO) test -short -tags $(TAGS) ./...

# Each benchmark runs beside its baseline: compare within one run (benchstat reads the output).
bench: setup-test web
	$(GO) test -run '^$$' -bench . -benchtime 2s -tags $(TAGS) ./data/... ./server/...
	$(GO) test -run '^$$' -bench . -tags '$(TAGS) browser' ./wasm/...
	$(GO) test -run '^$$' -bench InBrowser -tags '$(TAGS) browser' ./data/seal

setup:
	@sh .ci/setup build

setup-test:
	@sh .ci/setup test

fmt:
	gofmt -l -w .

clean:
	rm -rf dist
