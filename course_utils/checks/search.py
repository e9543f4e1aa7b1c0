"""What a function that draws at random did, in a few words or rounded shares.

Right answers draw their numbers in different ways, so a check cannot compare the numbers
themselves. Each function here takes the student's one and returns one that a `case` can call.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

Function = Callable[..., Any]

_NEAR = 1e-4  # float32 may leave a range by so much


def shape_of(sample: Function) -> Function:
    """The shape of what comes back."""

    def shape(*args: Any) -> Any:
        values = _numbers(sample(*args))
        return None if values is None else list(values.shape)

    return shape


def different(sample: Function) -> Function:
    """How many different numbers come back."""
    return lambda *args: len(np.unique(np.asarray(sample(*args), dtype=float)))


def shares(sample: Function) -> Function:
    """Percent of the samples below low, in four parts of equal factor, and above high.

    Rounded to 5: of 20,000 samples a quarter is 25 % by more than eight deviations.
    """

    def rounded(low: float, high: float, n: int, rng: np.random.Generator) -> Any:
        values = _numbers(sample(low, high, n, rng))
        if values is None or not values.size:
            return values
        edges = np.geomspace(low, high, 5)
        edges[0] *= 1 - _NEAR
        edges[-1] *= 1 + _NEAR
        part = np.digitize(values.astype(float).ravel(), edges)
        return 5 * np.round(100 * np.bincount(part, minlength=6) / part.size / 5)

    return rounded


def use_of_generator(function: Function) -> Function:
    """Whether the result follows from the generator that is passed last."""

    def compared(*args: Any) -> Any:
        seeds = (5, 5, 6)
        once, again, other = (_flat(function(*args, np.random.default_rng(s))) for s in seeds)
        if not np.array_equal(once, again):
            return "one seed, two results"
        if np.array_equal(once, other):
            return "every seed gives one result"
        generator = np.random.default_rng(5)
        first, second = (_flat(function(*args, generator)) for _ in range(2))
        if np.array_equal(first, second):
            return "one generator, the same result at every call"
        return "one seed, one result; another seed, another result"

    return compared


# --- a search: (best rate, pairs of rate and score) -----------------------------------------


def kind_of(search: Function) -> Function:
    """What comes back, in words: "a number, and 15 pairs"."""

    def kind(*args: Any) -> Any:
        found = search(*args)
        if found is None:
            return None
        if type(found) not in (tuple, list) or len(found) != 2:
            return f"{_sort(found)} in place of two values"
        return f"{_sort(found[0])}, and {_sort(found[1])}"

    return kind


def pairs_that_fit(search: Function) -> Function:
    """How many pairs hold a rate and then its score."""

    def count(score: Function, *args: Any) -> int:
        _, pairs = search(score, *args)
        rates, scores = np.asarray(pairs, dtype=float).T
        with np.errstate(all="ignore"):
            right = np.array([score(rate) for rate in rates])
        return int(np.isclose(right, scores, rtol=1e-3, atol=1e-5).sum())

    return count


def places(search: Function) -> Function:
    """Where the rates of each round lie, a sentence a round."""

    def described(
        score: Function, low: float, high: float, rounds: int, n: int, keep: int, rng: Any
    ) -> list[str]:
        _, pairs = search(score, low, high, rounds, n, keep, rng)
        tried = np.asarray(pairs, dtype=float).reshape(rounds, n, 2)
        said = [_first_round(tried[0, :, 0], low, high)]
        for k in range(1, rounds):
            before, now = tried[:k], tried[k, :, 0]
            said.append(_later_round(now, before, keep, (low, high)))
        return said

    return described


def called_best(search: Function, runs: int = 10) -> Function:
    """Which rate is returned as the best: of several searches, the first that is not right."""

    def described(score: Function, low: float, high: float, rounds: int, n: int, keep: int) -> str:
        right = "the one with the highest score"
        for seed in range(runs):
            generator = np.random.default_rng(seed)
            best, pairs = search(score, low, high, rounds, n, keep, generator)
            tried = np.asarray(pairs, dtype=float)
            said = _which(float(best), tried, tried[-n:], tried[:n])
            if said != right:
                return said
        return right

    return described


def _which(best: float, tried: np.ndarray, last: np.ndarray, first: np.ndarray) -> str:
    candidates = {
        "the one with the highest score": tried[tried[:, 1].argmax(), 0],
        "the best of the last round": last[last[:, 1].argmax(), 0],
        "the best of the first round": first[first[:, 1].argmax(), 0],
        "the one with the lowest score": tried[tried[:, 1].argmin(), 0],
        "the largest rate": tried[:, 0].max(),
        "the smallest rate": tried[:, 0].min(),
        "the last rate": tried[-1, 0],
        "the highest score in place of its rate": tried[:, 1].max(),
        "the place of the best in the list": tried[:, 1].argmax(),
    }
    for said, value in candidates.items():
        if np.isclose(best, value, rtol=1e-6, atol=0):
            return said
    return "another number"


def _first_round(rates: np.ndarray, low: float, high: float) -> str:
    place = np.log(rates / low) / np.log(high / low) if np.all(rates > 0) else np.full(2, np.inf)
    if place.min() < -_NEAR or place.max() > 1 + _NEAR:
        return "outside of the range"
    if abs(np.mean(place < 0.5) - 0.5) < 0.15 and np.ptp(place) > 0.9:
        return "in the whole range, as many in each power of ten"
    return "most at the upper end" if np.mean(place < 0.5) < 0.35 else "not evenly in the range"


def _later_round(now: np.ndarray, before: np.ndarray, keep: int, whole: tuple[float, float]) -> str:
    """Tried so far (rounds, n, 2) and the rates of this round -> where they lie."""
    last = before[-1]
    ranked = last[last[:, 1].argsort()]
    so_far = before.reshape(-1, 2)[before.reshape(-1, 2)[:, 1].argsort()]
    ranges = {
        "in the range of the best": (ranked[-keep:, 0], so_far[-keep:, 0]),
        "in the range of the worst": (ranked[:keep, 0],),
        "in the range of all": (last[:, 0], np.array(whole)),
    }
    for said, spans in ranges.items():
        for low, high in ((span.min(), span.max()) for span in spans):
            if _fills(now, low, high):
                uneven = high > 100 * low and np.mean(now < np.sqrt(low * high)) < 0.35
                return f"{said}, most at its upper end" if uneven else said
    if np.ptp(now) < _NEAR * now.max():
        return "all at one rate"
    best = ranges["in the range of the best"][0]
    inside = now.min() >= best.min() * (1 - _NEAR) and now.max() <= best.max() * (1 + _NEAR)
    return "in a part of the range of the best" if inside else "in another range"


def _fills(rates: np.ndarray, low: float, high: float) -> bool:
    """All inside, and from end to end."""
    if not (rates.min() >= low * (1 - _NEAR) and rates.max() <= high * (1 + _NEAR)):
        return False
    width = np.log(high / low)
    return bool(width > 0 and np.log(rates.max() / rates.min()) > 0.93 * width)


def _numbers(value: Any) -> np.ndarray | None:
    """As an array of numbers; None if it is none."""
    try:
        values = np.array(value, subok=False)
    except Exception:
        return None
    return values if values.dtype.kind in "biuf" else None


def _flat(value: Any) -> np.ndarray:
    """All the numbers in nested lists, one after the other."""
    if type(value) in (tuple, list):
        return np.concatenate([np.empty(0), *map(_flat, value)])
    return np.ravel(np.asarray(value, dtype=float))


def _sort(value: Any) -> str:
    array = _numbers(value)
    if array is None:
        return "nothing" if value is None else f"a {type(value).__name__}"
    if array.ndim == 0:
        return "a number"
    return f"{len(array)} pairs" if array.shape[1:] == (2,) else f"an array {array.shape}"
