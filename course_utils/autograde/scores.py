"""What a cell is worth, by nbgrader's own rule."""

import math
from copy import deepcopy

from nbformat import NotebookNode
from nbgrader.utils import determine_grade, is_task


def auto_score(cell: NotebookNode) -> float | None:
    """nbgrader's score of an executed cell; None if a person has to give it."""
    if is_task(cell):
        return None
    try:
        score: float | None = determine_grade(cell)[0]
        return score
    except (KeyError, ValueError):  # an output that claims more than all points, or holds no text
        return 0.0


def is_all_or_nothing(cell: NotebookNode) -> bool:
    """Whether an executed test cell gives full marks or none, however many points it is worth.

    Not so if it shows a number, which nbgrader takes for the points themselves.
    """
    other = deepcopy(cell)
    other.metadata.nbgrader["points"] = math.inf
    return auto_score(other) in (0.0, math.inf)
