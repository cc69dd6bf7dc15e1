# make lab        open the first notebook in JupyterLab
# make dashboard  open the explorers in the browser, without code around them
# make test       run every test
# make bench      measure every figure that README and cards state, and put it in place
# make pictures   make README's pictures again
# All make .venv on first use and install the pinned versions into it.

PYTHON ?= python3
BIN = .venv/bin
READY = .venv/.installed
NOTEBOOK = notebooks/01_who_said_what.ipynb

.PHONY: lab dashboard test check bench pictures clean

lab: $(READY)
	$(BIN)/jupyter lab $(NOTEBOOK) --ServerApp.root_dir=. $(ARGS)

dashboard: $(READY)
	$(BIN)/python -m analystkit.serve notebooks/05_dashboard.ipynb $(ARGS)

test: $(READY)
	$(BIN)/python -m pytest $(ARGS)

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(READY)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group bench
	$(BIN)/python -m analystkit.evaluation bench $(ARGS)

pictures: $(READY)
	$(BIN)/python tests/benchmarks/screenshots.py notebooks/pictures --readme

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; \
	sys.exit(None if (3, 11) <= v <= (3, 13) else \
	"analystkit needs Python 3.11 to 3.13, and $(PYTHON) is %d.%d; name another one with: make PYTHON=python3.12" % v)'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable . --group dev
	touch $(READY)

clean:
	rm -rf .venv
