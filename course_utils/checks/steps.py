"""A function with a memory, `params, state = step(params, grads, state)`, as one call of a case.

    case("two steps of sgd", walk(sgd), params, [grads, more], lr=0.5, expects={"w": [1.0, 2.0]})

The state is the function's own affair, an object of a class of the student's as well: it is only
passed back. Every step's arguments are watched, state included.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from course_utils.checks.behaviour import same_values
from course_utils.checks.outcomes import Outcome, snapshot

Step = Callable[..., Any]
Arrays = dict[str, Any]


def walk(step: Step) -> Callable[..., Outcome]:
    """Several steps as one function.

    Returns:
        `walked(params, *runs, **settings)`, each run a list of gradients, a dict a step. It gives
        params after the last step; of several runs, which take their steps in turns and start
        from the same params, a tuple. A step that does not return two values ends it: then a
        sentence says what came instead.
    """

    def walked(params: Arrays, *runs: list[Arrays], **settings: Any) -> Outcome:
        places: list[Any] = [params for _ in runs]
        states: list[Any] = [{} for _ in runs]
        changed = False
        for turn in range(max(map(len, runs))):
            for run, slopes in enumerate(runs):
                given = (places[run], slopes[turn], states[run])
                before = snapshot(given)
                pair = step(*given, **settings)
                changed = changed or not same_values(before, given)
                if not _is_pair(pair):
                    return Outcome(_what_came(pair), changed=changed)
                places[run], states[run] = _as_arrays(pair[0]), pair[1]
                if not _fits(places[run], params):
                    return Outcome(places[run], changed=changed)
        return Outcome(places[0] if len(runs) == 1 else tuple(places), changed=changed)

    return walked


def _is_pair(value: Any) -> bool:
    return type(value) in (tuple, list) and len(value) == 2


def _as_arrays(params: Any) -> Any:
    """A dict of arrays, as the next step expects it, of a dict of numbers or lists."""
    if type(params) is not dict:
        return params
    arrays = {}
    for key, value in params.items():
        try:
            array = np.array(value, subok=False)
        except Exception:
            return params
        arrays[key] = array if array.dtype.kind in "biuf" else value
    return arrays


def _fits(params: Any, start: Arrays) -> bool:
    """The next step can be made from these: the same keys, the same shapes."""
    return (
        type(params) is dict
        and set(params) == set(start)
        and all(np.shape(params[k]) == np.shape(start[k]) for k in start)
    )


def _what_came(value: Any) -> Any:
    if value is None:
        return None
    if type(value) in (tuple, list):
        return "more or fewer than two values"
    return f"one {type(value).__name__} in place of two values"
