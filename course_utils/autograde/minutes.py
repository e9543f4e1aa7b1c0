"""How long a student worked at an exercise, where the notebook tells when its cells ran.

A notebook keeps of every cell when it ran last. The time from the end of one such run to the start
of the next belongs to the exercise of the later cell: its answer or one of its checks. It is a
lower bound: what came before a cell was run once more, after others, is forgotten.
"""

from collections import defaultdict
from itertools import pairwise

from nbformat import NotebookNode

from course_utils.course import exercise_of

BREAK = 45 * 60  # seconds without a run: nobody knows whether they worked
RUN_ALL = (
    5  # seconds for an exercise: the cells ran one after another, and forgot when they did before
)


def minutes(notebook: NotebookNode) -> dict[str, float]:
    """Exercise -> minutes, of those whose time can be told.

    Args:
        notebook: read by `reading.read_notebook`, which leaves `ran` in the metadata of a cell.
    """
    runs = sorted((c.metadata["ran"], _exercise(c)) for c in notebook.cells if "ran" in c.metadata)
    spent: dict[str, float] = defaultdict(float)
    for ((_, before), _), ((start, _), exercise) in pairwise(runs):
        # A sum with nan is nan, and no longer than anything: with a break in it, it is not told.
        spent[exercise] += start - before if start - before < BREAK else float("nan")
    return {
        exercise: round(seconds / 60, 1)
        for exercise, seconds in spent.items()
        if exercise and seconds > RUN_ALL
    }


def _exercise(cell: NotebookNode) -> str:
    return exercise_of(str(cell.metadata.get("nbgrader", {}).get("grade_id", "")))
