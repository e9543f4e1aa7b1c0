"""The check for convolutions: a `case` that shows the window behind the first wrong cell.

    conv_case("conv2d(B, K)", conv2d, B, K, expects=[[40, 32], [26, 25]])

A failing check lays the window, its products and their sum side by side. The mistakes it names are
those of the answer bank, as for every `case`; a wrong shape is told also where the bank has none.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from course_utils.checks.cases import case
from course_utils.checks.messages import CheckError, facts_of, raise_check
from course_utils.checks.values import FLOAT32_ATOL, FLOAT32_RTOL

__all__ = ["conv_case"]

_SHOWN_CHANNELS = 4  # windows of more channels, and larger ones, are given by their sums alone
_SHOWN_SIDE = 7
_RTOL, _ATOL = 1e-7, 1e-9

Shape = tuple[int, ...]


def conv_case(
    name: str,
    function: Callable[..., Any],
    /,
    x: np.ndarray,
    kernel: np.ndarray,
    *bias: np.ndarray,
    expects: Any,
    **options: int,
) -> None:
    """`checks.case` for the response of an image to a kernel, without flipping.

    Args:
        name: the call as a student would write it; unique in the course.
        x, kernel: (h, w) and (kh, kw), or (h, w, cin) and (kh, kw, cin, cout).
        bias: (cout,), for a layer.
        expects: (rows, columns) or (rows, columns, cout), from an independent source.
        options: stride and padding, if they are given to the function.

    Raises:
        CheckError: with a message for the student.
        NotImplementedError: the exercise is not written yet.
    """
    returned: list[Any] = []

    def watched(*args: Any, **named: Any) -> Any:
        returned.append(function(*args, **named))
        return returned[-1]

    hint = _hint(x, **options)
    try:
        case(name, partial(watched, **options), x, kernel, *bias, expects=expects, hint=hint)
    except CheckError as error:
        if not returned:
            raise
        seen = _Seen(
            returned[-1], np.asarray(expects, dtype=float), np.asarray(x, dtype=float),
            np.asarray(kernel, dtype=float), np.array(bias[0] if bias else 0.0, dtype=float),
            options.get("stride", 1), options.get("padding", 0),
        )  # fmt: skip
        facts = [*facts_of(error), *seen.size_lines(), *seen.window_lines()]
        cause = seen.size_cause() or error.cause if error.cause in ("", hint) else error.cause
        raise_check(facts, cause, error.section)


def _hint(x: np.ndarray, stride: int = 1, padding: int = 0) -> str:
    """What is new in this case: those before it, without a stride or padding, were right."""
    if padding:
        return (
            "right without padding: count the places and cut the windows out of the image with its "
            "frame of zeros"
        )
    if stride > 1:
        return (
            "right for stride 1: the window of cell [i, j] starts at i * stride, j * stride, and "
            "there are fewer places"
        )
    whole = "the whole kernel, over all channels, plus b[f]" if x.ndim == 3 else "the whole kernel"
    return f"a cell is the sum of all products of its window with {whole}"


class _Seen:
    """One convolution and what a student's function made of it."""

    def __init__(
        self, got: Any, want: np.ndarray, x: np.ndarray, kernel: np.ndarray, bias: np.ndarray,
        stride: int, padding: int,
    ) -> None:  # fmt: skip
        self.got = _as_numbers(got)
        self.want, self.x, self.kernel, self.bias = want, x, kernel, bias
        self.stride, self.padding = stride, padding

    def size_cause(self) -> str:
        """What a wrong shape alone gives away."""
        if self.got is None or self.got.ndim != self.want.ndim:
            return ""
        have, want = self.got.shape[:2], self.want.shape[:2]
        if have != want and have == self.x.shape[:2]:
            return "the output is as large as the image: the kernel must lie on it as a whole"
        off = {h - w for h, w in zip(have, want, strict=True)}
        if off != {0} and off <= {0, 1}:
            return "the output is one too large: in the last place the window would stick out"
        if off != {0} and off <= {0, -1}:
            return "the output is one too small: the place where the window starts counts, too"
        return ""

    def size_lines(self) -> list[str]:
        """How many places there are, if the answer has another number of them."""
        if self.got is None or self.got.shape == self.want.shape:
            return []
        s, p = self.stride, self.padding
        return [
            f"  {axis}: (n + 2 * padding - k) // stride + 1 = "
            f"({n} + 2 * {p} - {k}) // {s} + 1 = {(n + 2 * p - k) // s + 1}"
            for axis, n, k in zip(
                ("rows", "columns"), self.x.shape, self.kernel.shape, strict=False
            )
        ]

    def window_lines(self) -> list[str]:
        """Window, kernel and products of the first wrong cell, and their sum."""
        where = self._first_difference()
        if where is None:
            return []
        kh, kw = self.kernel.shape[:2]
        top, left = where[0] * self.stride, where[1] * self.stride
        frame = ((self.padding, self.padding), (self.padding, self.padding), (0, 0))
        window = np.pad(self.x, frame[: self.x.ndim])[top : top + kh, left : left + kw]
        one = self.kernel if self.x.ndim == 2 else self.kernel[..., where[2]]
        place = f"rows {top} to {top + kh - 1}, columns {left} to {left + kw - 1}"
        index, padded = ", ".join(map(str, where)), "padded " * bool(self.padding)
        total = f"  the sum of the {one.size} products: {np.sum(window * one):.8g}"
        if self.bias.ndim:
            b = self.bias[where[2]]
            total += f"; plus the bias {b:.8g}: {np.sum(window * one) + b:.8g}"
        first = f"  the window of cell [{index}]: {place} of the {padded}image"
        return [first, *_blocks(window, one), total]

    def _first_difference(self) -> Shape | None:
        """Index of the first cell that differs, among those that both arrays have."""
        have, want = self.got, self.want
        if have is None or have.ndim != want.ndim:
            return None
        single = have.dtype == np.float32
        rtol, atol = (FLOAT32_RTOL, FLOAT32_ATOL) if single else (_RTOL, _ATOL)
        both = tuple(slice(min(pair)) for pair in zip(have.shape, want.shape, strict=True))
        same = np.isclose(have[both], want[both], rtol=rtol, atol=atol, equal_nan=True)
        wrong = np.argwhere(~same)
        return tuple(int(i) for i in wrong[0]) if len(wrong) else None


def _as_numbers(got: Any) -> np.ndarray | None:
    """None where `got` is no array of numbers."""
    try:
        array = np.array(got, copy=True, subok=False)
    except Exception:
        return None
    return array if array.dtype.kind in "biuf" else None


def _blocks(window: np.ndarray, kernel: np.ndarray) -> list[str]:
    """window × kernel = products in numbers, channel by channel, if there is room for them."""
    channels = [()] if window.ndim == 2 else [(c,) for c in range(window.shape[2])]
    if max(window.shape[:2]) > _SHOWN_SIDE or len(channels) > _SHOWN_CHANNELS:
        return []
    lines = []
    for c in channels:
        lines += [f"    input channel {c[0]}:"] if c else []
        lines += _side_by_side(*(a[(..., *c)] for a in (window, kernel, window * kernel)))
    return lines


def _side_by_side(window: np.ndarray, kernel: np.ndarray, products: np.ndarray) -> list[str]:
    """Three blocks of numbers: window × kernel = products."""
    blocks = []
    for values in (window, kernel, products):
        cells = [[f"{v:.4g}" for v in row] for row in values]
        wide = max(len(cell) for row in cells for cell in row)
        blocks.append([" ".join(cell.rjust(wide) for cell in row) for row in cells])
    middle = len(window) // 2
    return [
        f"      {a}  {'×' if i == middle else ' '}  {b}  {'=' if i == middle else ' '}  {c}"
        for i, (a, b, c) in enumerate(zip(*blocks, strict=True))
    ]
