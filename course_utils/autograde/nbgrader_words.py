"""What nbgrader says when it refuses, as one line for the person who has to mend it."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import traitlets.log

# What nbgrader's last words mean for the person who reads them.
ADVICE = {
    "use an old version": "it is in an old format of nbgrader: back up, then `nbgrader update .`",
    "use an newer version": "it was made by a newer nbgrader: update nbgrader",
    "OperationalError": "the gradebook is of an older nbgrader: back it up, then "
    "`nbgrader db upgrade`",
    "Cannot add or remove cells": "cells were added or removed after grading began: "
    "use a new gradebook (--gradebook)",
    "Cannot modify existing assignment": "notebooks were added or removed after grading began: "
    "use a new gradebook (--gradebook)",
}  # fmt: skip


class _Said(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@contextmanager
def listening() -> Iterator[list[str]]:
    """nbgrader's log, which nobody else shall read meanwhile."""
    log, said = traitlets.log.get_logger(), _Said()
    log = log.logger if isinstance(log, logging.LoggerAdapter) else log
    level, propagate, handlers = log.level, log.propagate, log.handlers[:]
    log.handlers, log.propagate = [said], False
    log.setLevel(logging.INFO)
    try:
        yield said.lines
    finally:
        log.handlers, log.propagate = handlers, propagate
        log.setLevel(level)


def last_words(said: list[str]) -> str:
    """Why nbgrader refused, in one line: which notebook, its reason, and what to do."""
    notebook = ""
    for text in said:
        if text.startswith("Converting notebook "):
            notebook = Path(text.removeprefix("Converting notebook ")).name
    traces = [text.strip().splitlines()[-1] for text in said if "Traceback (most" in text]
    words = traces[0] if traces else (" ".join(said[-1].split()) if said else "")
    for sign, advice in ADVICE.items():
        if any(sign in text for text in said):
            words = advice
    return f"{notebook}: {words}" if notebook else words


def where(error: Exception, settings: Path) -> str:
    """File, line and reason of an error in a file of settings."""
    file, line, root = str(settings), 0, str(settings.parent)
    for frame in traceback.extract_tb(error.__traceback__):
        if Path(frame.filename).name.startswith("nbgrader_config") or (
            frame.filename.startswith(root) and ".venv" not in frame.filename
        ):
            file, line = frame.filename, frame.lineno or 0
    reason = (str(error).splitlines() or [""])[0]
    if isinstance(error, SyntaxError):
        file, line, reason = error.filename or file, error.lineno or 0, error.msg
    at = f"{file}, line {line}" if line else file
    return f"{at}: {type(error).__name__}: {reason}"
