# What a developer types here; `make` alone lists it. ARGS is handed on, as in `make test ARGS="-k sums"`.

.DEFAULT_GOAL := help
.ONESHELL:
.SHELLFLAGS := -euc
.DELETE_ON_ERROR:

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	"$$python" -c '$(IS_RECENT)' 2>/dev/null && echo "$$python" && break; done)
IS_RECENT = import sys; sys.exit(sys.version_info < (3, 11))
CAN_VENV = import ensurepip, venv; ensurepip.version()
UV ?= uv
ARGS ?=
VENV := .venv

# An environment whose Python is gone, or that came along when the folder was copied or moved, is built anew.
USABLE := $(shell test -x $(VENV)/bin/python && grep -sF ' $(CURDIR)/$(VENV)' $(VENV)/pyvenv.cfg)

# Looked for without starting anything; a set-up that keeps them elsewhere is asked by its own program.
OCR_DATA := $(and $(wildcard /usr/share/tesseract-ocr/*/tessdata/vie.traineddata),\
	$(wildcard /usr/share/tesseract-ocr/*/tessdata/eng.traineddata))
OCR_PACKAGES := tesseract-ocr-vie tesseract-ocr-eng
READER ?= numerals
BROWSER := $(shell command -v chromium || command -v chromium-browser)

# With -j too, `make clean setup` cleans first.
ifneq (,$(filter clean,$(MAKECMDGOALS)))
.NOTPARALLEL:
endif

.PHONY: help setup run test lint types bench soak samples train lock clean ocr-data browser FORCE

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

setup: $(VENV)/.ready $(if $(OCR_DATA),,ocr-data) ## Create .venv with the locked packages, this project and the data for OCR

run: setup ## Work the documents in raw_docs/ into extracted/
	@$(VENV)/bin/khubnd run $(ARGS)

test: setup $(if $(BROWSER),,browser) ## Run tests and doctests
	@$(VENV)/bin/python -m pytest -n auto $(ARGS)

lint: setup ## Check style and formatting
	@status=0
	$(VENV)/bin/ruff check || status=1
	$(VENV)/bin/ruff format --check || status=1
	exit $$status

types: setup ## Check types
	@$(VENV)/bin/mypy $(ARGS)

bench: setup ## Run the benchmarks
	@$(VENV)/bin/python -m tests.bench $(ARGS)

soak: setup ## Spoil PDFs at random and work them; ARGS="--count N --seed S"
	@$(VENV)/bin/python -m tests.bench.soak $(ARGS)

samples: setup ## Set the sample plans in raw_docs/ as PDF, and scan some of their pages
	@$(VENV)/bin/python tests/fixtures/samples/typeset_samples.py
	$(VENV)/bin/python tests/fixtures/samples/scan_samples.py

train: setup ## Draw print, train its reader, write weights and figures; READER=numerals or words (an hour and a half each)
	@$(VENV)/bin/python -c 'import onnx, torch' 2>/dev/null ||
		$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[train]'
	$(VENV)/bin/python -m pipeline.readers.$(READER).train $(ARGS)

lock: ## Write requirements.lock from pyproject.toml; ARGS=--upgrade takes newer versions
	@command -v "$(UV)" >/dev/null || {
		echo "uv is not installed: run 'pip install uv' or name it with make lock UV=/path/to/uv." >&2
		exit 1
	}
	"$(UV)" pip compile --universal --python-version 3.11 --generate-hashes --no-header \
		--extra dev --quiet --output-file requirements.lock $(ARGS) pyproject.toml

clean: ## Remove .venv, caches and builds; extracted/ stays
	@rm -rf $(VENV) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find pipeline tests -name __pycache__ -type d -prune -exec rm -rf {} +

# pip and not uv: uv does not read pip's configuration, where a site names its mirror and its certificates.
# pip compiles on one core, so that is left to compileall; a file that does not compile is its package's affair.
$(VENV)/.locked: requirements.lock $(if $(USABLE),,FORCE)
	@"$(PYTHON)" -c '$(IS_RECENT)' 2>/dev/null || {
		echo "Python 3.11 or newer is missing: install it (apt-get install python3) or name it with make PYTHON=/path." >&2
		exit 1
	}
	"$(PYTHON)" -c '$(CAN_VENV)' 2>/dev/null || { $(INSTALL_ENSUREPIP); }
	echo "Creating $(VENV) with $$("$(PYTHON)" --version)"
	"$(PYTHON)" -m venv --clear "$(CURDIR)/$(VENV)"
	echo "Installing the packages of requirements.lock (half a minute on a fast line)"
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes \
		--requirement requirements.lock
	$(VENV)/bin/python -m compileall -qq -j 0 $(VENV)/lib || true
	touch $@

$(VENV)/.ready: $(VENV)/.locked pyproject.toml
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(VENV)/bin/python -m compileall -qq pipeline || true
	touch $@

# Debian and Ubuntu keep ensurepip, without which venv fails, in a package of its own.
define INSTALL_ENSUREPIP
package=$$("$(PYTHON)" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
sudo=
test "$$(id -u)" -eq 0 || sudo=sudo
{ command -v apt-get && command -v "$${sudo:-env}"; } >/dev/null || {
	echo "$(PYTHON) cannot create environments: install $$package, or name another with make PYTHON=/path." >&2
	exit 1
}
echo "$(PYTHON) cannot create environments; running: $${sudo:+sudo }apt-get install $$package"
$$sudo apt-get -q update || true
$$sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends "$$package" || true
"$(PYTHON)" -c '$(CAN_VENV)' 2>/dev/null || {
	echo "$(PYTHON) still cannot create environments: install $$package, or name another with make PYTHON=/path." >&2
	exit 1
}
endef

# Scans need the data of Tesseract; other documents do not, so this never fails.
ocr-data: $(VENV)/.ready
	@$(VENV)/bin/python -m pipeline.tessdata 2>/dev/null && exit
	sudo=
	test "$$(id -u)" -eq 0 || sudo="sudo -n"
	if command -v apt-get >/dev/null && $$sudo true 2>/dev/null; then
		echo "Tesseract's data are missing; running: $${sudo:+sudo }apt-get install $(OCR_PACKAGES)"
		$$sudo apt-get -q update || true
		$$sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends $(OCR_PACKAGES) || true
	fi
	$(VENV)/bin/python -m pipeline.tessdata || echo "Scans cannot be read until then; other documents can." >&2

# Tests open the report in Debian's Chromium; without it they are skipped, so this never fails.
browser:
	@sudo=
	test "$$(id -u)" -eq 0 || sudo="sudo -n"
	if command -v apt-get >/dev/null && $$sudo true 2>/dev/null; then
		echo "Chromium is missing; running: $${sudo:+sudo }apt-get install chromium"
		$$sudo apt-get -q update || true
		$$sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends chromium || true
	fi
	command -v chromium chromium-browser >/dev/null || echo "The report is not tested in a browser until then." >&2
