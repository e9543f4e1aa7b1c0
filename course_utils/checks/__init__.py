"""What test cells call. A failing check tells a student what was expected, what came,
where it first differs, what usually causes it, and which section explains that.

    checks.case("sigmoid(0)", sigmoid, 0.0, expects=0.5)

A case calls the student's function, catches what it raises, compares, looks whether the arguments
were left alone, and looks up in the answer bank which mistake gives just that (`lookup`).

In a hidden test the same checks keep the case to themselves: inside `with hidden(topic):`
messages name the topic and the likely cause, never an input or an expected number.
"""

from course_utils.checks.behaviour import assert_raises, unchanged
from course_utils.checks.cases import case, hidden_case
from course_utils.checks.messages import CheckError, error_means, hidden, is_hidden, likely_cause
from course_utils.checks.networks import described, layers_of
from course_utils.checks.steps import walk
from course_utils.checks.values import assert_close, assert_equal, assert_shape

__all__ = [
    "CheckError",
    "assert_close",
    "assert_equal",
    "assert_raises",
    "assert_shape",
    "case",
    "described",
    "error_means",
    "hidden",
    "hidden_case",
    "is_hidden",
    "layers_of",
    "likely_cause",
    "unchanged",
    "walk",
]
