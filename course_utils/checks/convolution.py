"""The check for convolutions: it shows the window behind the first wrong cell.

    assert_conv(conv2d(x, kernel), x, kernel, expected, "conv2d(x, kernel)")

A failing check lays the window, its products and their sum side by side, and names the usual
mistakes: a flipped kernel, a forgotten bias, stride and padding swapped, an output one too large,
"same" padding where "valid" was asked. Inside `checks.hidden` only the name is left.
"""

from typing import Any

import numpy as np

from course_utils.checks.messages import CheckError, is_hidden
from course_utils.checks.values import FLOAT32_ATOL, FLOAT32_RTOL, assert_close

__all__ = ["assert_conv"]

_SHOWN_CHANNELS = 4  # windows of more channels, and larger ones, are given by their sums alone
_SHOWN_SIDE = 7


def assert_conv(
    got: Any,
    x: Any,
    kernel: Any,
    expected: Any,
    what: str = "the result",
    *,
    stride: int = 1,
    padding: int = 0,
    bias: Any = None,
    rtol: float = 1e-7,
    atol: float = 1e-9,
) -> None:
    """`checks.assert_close` for the response of an image to a kernel, without flipping.

    Args:
        got: what the student's function returned.
        x, kernel: the input, (h, w) and (kh, kw), or (h, w, cin) and (kh, kw, cin, cout).
        expected: (rows, columns) or (rows, columns, cout), from an independent source.
        what: the expression under test, as the message shows it.
        stride, padding: as in the call under test.
        bias: (cout,), for the layer.
        rtol, atol: tolerances, widened for float32 as `checks.assert_close` does.

    Raises:
        AssertionError: with a message for the student.
    """
    x, kernel, want = (np.asarray(a, dtype=float) for a in (x, kernel, expected))
    b = np.zeros(kernel.shape[3:]) if bias is None else np.asarray(bias, dtype=float)
    try:
        assert_close(
            got, want, what, rtol=rtol, atol=atol,
            mistakes=_mistakes(x, kernel, b, stride, padding),
            hint=_size_hint(got, want, x, kernel, stride, padding),
        )  # fmt: skip
    except CheckError as error:
        if is_hidden():
            raise
        headline, mark, cause = str(error).partition("\n  likely cause: ")
        lines = _size_lines(got, want, x, kernel, stride, padding)
        where = _first_difference(got, want, rtol, atol)
        if where is not None:
            lines += _window_lines(x, kernel, b, stride, padding, where)
        raise CheckError("\n".join([headline, *lines]) + mark + cause, error.cause) from None


def _mistakes(
    x: np.ndarray, kernel: np.ndarray, bias: np.ndarray, stride: int, padding: int
) -> dict[str, np.ndarray]:
    """Sentence -> the response that this mistake gives."""
    from scipy.signal import correlate2d

    found: dict[str, np.ndarray] = {}
    image, filters = (x, kernel) if x.ndim == 3 else (x[:, :, None], kernel[:, :, None, None])
    kh, kw, cin, cout = filters.shape
    both = ((padding, padding), (padding, padding))

    def mistake(
        sentence: str, filters: np.ndarray = filters, bias: np.ndarray = bias,
        pads: tuple[tuple[int, int], ...] = both, mode: Any = "constant",
        places: tuple[slice, slice] = np.s_[::stride, ::stride],
    ) -> None:  # fmt: skip
        padded = np.pad(image, (*pads, (0, 0)), mode=mode)
        if padded.shape[0] < kh or padded.shape[1] < kw or filters.shape != (kh, kw, cin, cout):
            return
        maps = [
            sum(correlate2d(padded[..., c], filters[..., c, f], "valid") for c in range(cin))
            for f in range(cout)
        ]
        response = np.stack(maps, axis=-1)[places] + bias
        found[sentence] = response if x.ndim == 3 else response[:, :, 0]

    mistake(
        "the kernel is flipped (turned by 180 degrees): that is true convolution; here the kernel "
        "is laid on the window as it is",
        filters=filters[::-1, ::-1],
    )
    mistake(
        "the kernel's rows and columns are swapped: `kernel[a, b]` meets `window[a, b]`",
        filters=filters.swapaxes(0, 1),
    )
    mistake(
        "`@` multiplies matrices; here cell meets cell: `window * kernel`",
        filters=np.repeat(filters.sum(axis=1)[None], kh, axis=0),
    )
    mistake("the products are averaged; a convolution adds them", filters / (kh * kw * cin))
    if cin > 1:
        mistake(
            "only the first input channel is used: the products of all channels are added",
            filters=filters * (np.arange(cin) == 0)[:, None],
        )
    if bias.any():
        mistake("the bias is forgotten: output channel f adds `b[f]`", bias=0 * bias)
        mistake(
            "the bias is added once for every input channel; it belongs once to the whole sum",
            bias=cin * bias,
        )
    if stride > 1:
        rows, columns = (size for _, _, _, size in _sizes(x, kernel, stride, padding))
        mistake("the stride is ignored: the window moves by `stride` cells", places=np.s_[:, :])
        mistake(
            "the window of cell [i, j] starts at `i * stride`, `j * stride`, not at `i`, `j`",
            places=np.s_[:rows, :columns],
        )
        mistake("the stride is used for rows only", places=np.s_[::stride, :])
        mistake("the stride is used for columns only", places=np.s_[:, ::stride])
    if padding:
        mistake("the padding is ignored", pads=((0, 0), (0, 0)))
        mistake(
            "stride and padding are swapped",
            pads=((stride, stride), (stride, stride)), places=np.s_[::padding, ::padding],
        )  # fmt: skip
        mistake("only the top and the left are padded", pads=((padding, 0), (padding, 0)))
        mistake("only the bottom and the right are padded", pads=((0, padding), (0, padding)))
        mistake("the frame repeats the image's edge; zero padding is asked", mode="edge")
    else:
        mistake(
            '"same" padding where "valid" was asked: with padding=0 no window leaves the image',
            pads=(((kh - 1) // 2, kh // 2), ((kw - 1) // 2, kw // 2)),
        )
    return found


def _sizes(
    x: np.ndarray, kernel: np.ndarray, stride: int, padding: int
) -> list[tuple[str, int, int, int]]:
    """(axis, image size, kernel size, output size) for rows and columns."""
    return [
        (name, n, k, (n + 2 * padding - k) // stride + 1)
        for name, n, k in zip(("rows", "columns"), x.shape, kernel.shape, strict=False)
    ]


def _size_hint(
    got: Any, want: np.ndarray, x: np.ndarray, kernel: np.ndarray, stride: int, padding: int
) -> str:
    """What a wrong shape alone gives away; it quotes no number of the case."""
    have = _shape(got)
    if have is None or len(have) != want.ndim or have == want.shape:
        return ""
    off = {h - w for h, w in zip(have[:2], want.shape[:2], strict=True)}
    if off <= {0, 1}:
        return (
            "the output is one too large: the last window would stick out; there are "
            "(n + 2 * padding - k) // stride + 1 places, and `//` rounds down"
        )
    if off <= {0, -1}:
        return (
            "the output is one too small: the first window counts as well, the `+ 1` of "
            "(n + 2 * padding - k) // stride + 1"
        )
    if padding == 0 and have[:2] == tuple(-(-n // stride) for n in x.shape[:2]):
        return '"same" padding where "valid" was asked: with padding=0 no window leaves the image'
    return ""


def _size_lines(
    got: Any, want: np.ndarray, x: np.ndarray, kernel: np.ndarray, stride: int, padding: int
) -> list[str]:
    if _shape(got) in (None, want.shape):
        return []
    return [
        f"  {name}: (n + 2 * padding - k) // stride + 1 = "
        f"({n} + 2 * {padding} - {k}) // {stride} + 1 = {out}"
        for name, n, k, out in _sizes(x, kernel, stride, padding)
    ]


def _shape(got: Any) -> tuple[int, ...] | None:
    """None where `got` is no array of numbers."""
    try:
        array = np.array(got, copy=True, subok=False)
    except Exception:
        return None
    return array.shape if array.dtype.kind in "biuf" else None


def _first_difference(
    got: Any, want: np.ndarray, rtol: float, atol: float
) -> tuple[int, ...] | None:
    """Index of the first cell that differs, among those that both arrays have."""
    if len(_shape(got) or ()) != want.ndim:
        return None
    have = np.array(got, copy=True, subok=False)
    if have.dtype == np.float32:
        rtol, atol = max(rtol, FLOAT32_RTOL), max(atol, FLOAT32_ATOL)
    both = tuple(slice(min(pair)) for pair in zip(have.shape, want.shape, strict=True))
    wrong = np.argwhere(~np.isclose(have[both], want[both], rtol=rtol, atol=atol, equal_nan=True))
    return tuple(int(i) for i in wrong[0]) if len(wrong) else None


def _window_lines(
    x: np.ndarray, kernel: np.ndarray, bias: np.ndarray, stride: int, padding: int,
    where: tuple[int, ...],
) -> list[str]:  # fmt: skip
    """Window, kernel and products of one output cell, and their sum."""
    kh, kw = kernel.shape[:2]
    top, left = where[0] * stride, where[1] * stride
    frame = ((padding, padding), (padding, padding), (0, 0))[: x.ndim]
    window = np.pad(x, frame)[top : top + kh, left : left + kw]
    one = kernel if x.ndim == 2 else kernel[..., where[2]]
    products = window * one
    place = f"rows {top} to {top + kh - 1}, columns {left} to {left + kw - 1}"
    index = ", ".join(map(str, where))
    lines = [f"  the window of cell [{index}]: {place} of the {'padded ' * bool(padding)}image"]
    channels = [()] if x.ndim == 2 else [(c,) for c in range(x.shape[2])]
    if max(kh, kw) <= _SHOWN_SIDE and len(channels) <= _SHOWN_CHANNELS:
        for c in channels:
            lines += [f"    input channel {c[0]}:"] if c else []
            lines += _side_by_side(*(a[(..., *c)] for a in (window, one, products)))
    total = f"  the sum of the {products.size} products: {products.sum():.8g}"
    if bias.size and x.ndim == 3:
        b = bias[where[2]]
        total += f"; plus the bias {b:.8g}: {products.sum() + b:.8g}"
    return [*lines, total]


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
