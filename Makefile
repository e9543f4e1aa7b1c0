# make demo   set up, then a simulated class released, graded and reported
# make test   set up, then everything that must hold
# make test-browser   a student's day in a real JupyterLab; needs Chromium, takes ten minutes
# make site   the course as a folder of static web pages, site/ (SITE="--offline" for options)
# make test-site   that site in a real browser, without network; needs Chromium
# make test-site-quick   the same with one lesson to do, in three minutes
# make bench  side by side with nbgrader, and what the grader survives; then a term of 300; hours
# make lab    JupyterLab on the student notebooks (LAB="--no-browser --port=8899" for options)
PYTHON ?= python3
BIN := .venv/bin
# Jupyter refuses to run as root, the usual user of a container, unless told to.
ROOT_FLAG := $(if $(filter 0,$(shell id -u)),--allow-root)
# The tests' workers fill the processors as they are: threads of their libraries would wait for each other.
ONE_THREAD := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 TF_NUM_INTRAOP_THREADS=1

.DEFAULT_GOAL := help
.PHONY: help demo test test-browser site test-site test-site-quick lab build bench clean

help:
	@sed -n 's/^# make/make/p' Makefile

# Rebuilt when the dependencies change. The constraints are the versions the course was tested with.
.venv/.ready: pyproject.toml constraints.txt
	@echo "Setting up .venv (TensorFlow makes this a few minutes on a slow line) ..."
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else f"Python 3.11 or newer is needed, this is {v.major}.{v.minor}: make PYTHON=python3.12 ...")'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --upgrade pip
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install -qq --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: .venv/.ready
	@COURSE_DATA=bundled $(BIN)/course demo

test: .venv/.ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/course build --check
	COURSE_DATA=bundled $(ONE_THREAD) $(BIN)/python -m pytest -n 3 --dist loadfile --durations 25 --durations-min 5

test-browser: .venv/.ready
	$(BIN)/python -m pytest -v -rs tests/browser

.venv/.site: .venv/.ready
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install -qq --constraint constraints.txt --editable '.[site]'
	@touch $@

site: .venv/.site
	@$(BIN)/course site $(SITE)

test-site: .venv/.site
	$(BIN)/python -m pytest -v -rs tests/site

test-site-quick: .venv/.site
	$(BIN)/python -m pytest -v -rs tests/site -k "not lite or solved and 01"

bench: .venv/.ready
	$(BIN)/python benchmarks/conv.py
	$(BIN)/python benchmarks/grading.py
	$(BIN)/python benchmarks/similar.py
	COURSE_KILLS=50 $(BIN)/python -m pytest tests/test_resume.py
	COURSE_DATA=bundled $(BIN)/course demo --term --students 300 --folder build
	COURSE_MISTAKES=all $(BIN)/python -m pytest tests/test_gate.py tests/test_bank.py

lab: .venv/.ready
	$(BIN)/jupyter lab --notebook-dir=notebooks $(ROOT_FLAG) $(LAB)

build: .venv/.ready
	$(BIN)/course build

clean:
	rm -rf .venv demo site build course_utils.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
