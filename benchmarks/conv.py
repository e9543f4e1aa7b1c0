"""Notebook 04's `conv2d_fast` against its loops and against SciPy, as ratios in one run.

    python benchmarks/conv.py

All contestants take turns in every round, so that a busy machine slows them alike. A ratio is taken
within each round; printed are the median over the rounds and the range. Exit code 1 if the budget
of a 3x3 kernel at 256x256 is missed: at least 50 times as fast as the loops, and at most 3 times
SciPy's time.
"""

import time
from collections.abc import Callable
from pathlib import Path

import jupytext
import numpy as np
import typer
from scipy.signal import correlate2d

NOTEBOOK = Path(__file__).parents[1] / "solutions/04_conv_by_hand/conv_by_hand.py"
SIZES = ((64, 3), (256, 3), (256, 7), (512, 3))
FASTER_THAN_LOOPS, TIMES_SCIPY = 50, 3

Conv = Callable[[np.ndarray, np.ndarray], np.ndarray]


def notebook_functions() -> dict[str, Conv]:
    """The notebook's own cells: loops and fast; SciPy beside them."""
    names: dict = {"np": np}
    for cell in jupytext.read(NOTEBOOK, fmt="py:percent").cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") in ("conv2d", "conv2d_fast"):
            exec(cell.source, names)
    return {
        "loops": names["conv2d"],
        "fast": names["conv2d_fast"],
        "SciPy": lambda x, kernel: correlate2d(x, kernel, "valid"),
    }


def seconds(conv: Conv, x: np.ndarray, kernel: np.ndarray, calls: int) -> float:
    """Mean time of a call."""
    start = time.perf_counter()
    for _ in range(calls):
        conv(x, kernel)
    return (time.perf_counter() - start) / calls


def spread(ratios: np.ndarray) -> str:
    return f"{np.median(ratios):7.1f} ({ratios.min():.1f} to {ratios.max():.1f})"


def main(rounds: int = 5) -> None:
    contestants = notebook_functions()
    missed = False
    print(
        f"{'':>16}{'loops':>11}{'fast':>11}{'SciPy':>11}   loops / fast              fast / SciPy"
    )
    for n, k in SIZES:
        rng = np.random.default_rng(0)
        x, kernel = rng.normal(size=(n, n)), rng.normal(size=(k, k))
        answers = [conv(x, kernel) for conv in contestants.values()]  # warms up, too
        assert all(np.allclose(answer, answers[0]) for answer in answers)
        taken = {name: np.zeros(rounds) for name in contestants}
        for i in range(rounds):
            for name, conv in contestants.items():
                taken[name][i] = seconds(conv, x, kernel, 1 if name == "loops" else 20)
        loops, scipy = taken["loops"] / taken["fast"], taken["fast"] / taken["SciPy"]
        times = "".join(f"{1000 * np.median(t):8.2f} ms" for t in taken.values())
        print(f"{f'{n}x{n}, {k}x{k}':>16}{times} {spread(loops)}   {spread(scipy)}")
        if (n, k) == (256, 3):
            missed = np.median(loops) < FASTER_THAN_LOOPS or np.median(scipy) > TIMES_SCIPY
    budget = f"at 256x256, 3x3: >= {FASTER_THAN_LOOPS}x the loops, <= {TIMES_SCIPY}x SciPy's time"
    print(f"budget {'MISSED' if missed else 'kept'}: {budget}")
    raise typer.Exit(int(missed))


if __name__ == "__main__":
    typer.run(main)
