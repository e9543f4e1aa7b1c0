"""Notebook 04 against SciPy and Keras, its laws, and the check that names mistakes."""

import re
from dataclasses import dataclass

import numpy as np
import pytest
from conftest import solution_functions
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.signal import correlate2d

from course_utils import checks
from course_utils.checks.convolution import assert_conv

EXERCISES = solution_functions("04_conv_by_hand")
CONV2D = ("conv2d", "conv2d_fast")
NUMBERS = st.floats(-10, 10, width=32)


@dataclass(frozen=True)
class Case:
    """Sizes of one convolution; the numbers in it follow from `seed`."""

    seed: int
    h: int
    w: int
    kh: int
    kw: int
    stride: int
    padding: int
    cin: int = 1
    cout: int = 1

    def numbers(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Image (h, w, cin), kernels (kh, kw, cin, cout), biases (cout,)."""
        rng = np.random.default_rng(self.seed)
        shapes = (self.h, self.w, self.cin), (self.kh, self.kw, self.cin, self.cout), (self.cout,)
        x, kernels, b = (rng.normal(size=shape) for shape in shapes)
        return x, kernels, b


def _cases() -> list[Case]:
    """200 of them: the corners by hand, the rest at random."""
    corners = [
        Case(0, 1, 1, 1, 1, 1, 0),
        Case(1, 9, 7, 1, 1, 3, 0, 3, 2),  # 1x1 kernel, stride larger
        Case(2, 12, 5, 2, 2, 5, 0),  # stride larger than the kernel
        Case(3, 8, 8, 4, 4, 2, 1, 2, 3),  # even kernel
        Case(4, 3, 11, 2, 5, 1, 2),  # nothing square
        Case(5, 2, 2, 5, 5, 1, 2),  # fits only because of the padding
        Case(6, 6, 6, 6, 6, 4, 0),  # a single place
        Case(7, 1, 16, 1, 4, 3, 0, 2, 2),  # one row
    ]
    rng = np.random.default_rng(2024)
    for seed in range(len(corners), 200):
        kh, kw, stride, cin, cout = (int(n) for n in rng.integers(1, 6, size=5))
        padding = int(rng.integers(0, 4))
        h, w = kh + int(rng.integers(0, 12)), kw + int(rng.integers(0, 12))
        corners.append(Case(seed, h, w, kh, kw, stride, padding, cin, cout))
    return corners


CASES = _cases()


def _scipy(x: np.ndarray, kernel: np.ndarray, stride: int = 1, padding: int = 0) -> np.ndarray:
    return correlate2d(np.pad(x, padding), kernel, "valid")[::stride, ::stride]


def _scipy_layer(case: Case) -> np.ndarray:
    x, w, b = case.numbers()
    maps = [
        sum(_scipy(x[:, :, c], w[:, :, c, f], case.stride, case.padding) for c in range(case.cin))
        for f in range(case.cout)
    ]
    return np.stack(maps, axis=-1) + b


def _keras(x: np.ndarray, kernels: np.ndarray, stride: int, padding: int) -> np.ndarray:
    import keras

    frame = ((0, 0), (padding, padding), (padding, padding), (0, 0))
    batch = keras.ops.convert_to_tensor(np.pad(x[None], frame), dtype="float64")
    kernels = keras.ops.convert_to_tensor(kernels, dtype="float64")
    return np.asarray(keras.ops.conv(batch, kernels, strides=stride, padding="valid"))[0]


def test_the_cases_cover_what_is_easily_wrong() -> None:
    assert len(CASES) == 200
    assert sum(c.stride > max(c.kh, c.kw) for c in CASES) >= 10
    assert sum(c.kh == c.kw == 1 for c in CASES) >= 3
    assert sum(c.kh % 2 == 0 and c.kw % 2 == 0 for c in CASES) >= 10
    assert sum(c.kh != c.kw and c.h != c.w for c in CASES) >= 50
    assert sum(c.padding > 0 for c in CASES) >= 100


@pytest.mark.parametrize("name", CONV2D)
def test_conv2d_agrees_with_scipy(name: str) -> None:
    for case in CASES:
        x, kernels, _ = case.numbers()
        got = EXERCISES[name](x[:, :, 0], kernels[:, :, 0, 0], case.stride, case.padding)
        expected = _scipy(x[:, :, 0], kernels[:, :, 0, 0], case.stride, case.padding)
        np.testing.assert_allclose(got, expected, atol=1e-6, rtol=0, err_msg=str(case))


@pytest.mark.parametrize("name", CONV2D)
def test_conv2d_agrees_with_keras(name: str) -> None:
    for case in CASES:
        x, kernels, _ = case.numbers()
        x, kernels = x[:, :, :1], kernels[:, :, :1, :1]
        got = EXERCISES[name](x[:, :, 0], kernels[:, :, 0, 0], case.stride, case.padding)
        expected = _keras(x, kernels, case.stride, case.padding)[:, :, 0]
        np.testing.assert_allclose(got, expected, atol=1e-6, rtol=0, err_msg=str(case))


def test_conv_layer_agrees_with_scipy_and_keras() -> None:
    for case in CASES:
        x, w, b = case.numbers()
        got = EXERCISES["conv_layer"](x, w, b, case.stride, case.padding)
        keras = _keras(x, w, case.stride, case.padding) + b
        np.testing.assert_allclose(got, _scipy_layer(case), atol=1e-6, rtol=0, err_msg=str(case))
        np.testing.assert_allclose(got, keras, atol=1e-6, rtol=0, err_msg=str(case))


def test_output_size_is_the_size_of_scipys_answer() -> None:
    for c in CASES:
        x, kernels, _ = c.numbers()
        expected = _scipy(x[:, :, 0], kernels[:, :, 0, 0], c.stride, c.padding).shape
        sizes = [EXERCISES["output_size"](n, k, c.stride, c.padding)
                 for n, k in ((c.h, c.kh), (c.w, c.kw))]  # fmt: skip
        assert tuple(sizes) == expected, c


BAD = {
    "kernel larger than the image": (np.ones((3, 3)), np.ones((4, 2))),
    "negative padding": (np.ones((5, 5)), np.ones((3, 3)), 1, -1),
    "stride 0": (np.ones((5, 5)), np.ones((3, 3)), 0),
    "wrong rank": (np.ones((5, 5, 1)), np.ones((3, 3))),
    "empty": (np.ones((0, 5)), np.ones((1, 1)), 1, 1),
}


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("name", [*CONV2D, "conv_layer"])
def test_bad_input_is_refused_with_one_clear_line(name: str, bad: str) -> None:
    x, kernel, *rest = BAD[bad]
    if name == "conv_layer":
        x, kernel, rest = x[..., None], kernel[..., None, None], [np.zeros(1), *rest]
    with pytest.raises(ValueError, match=r"^[^\n]{20,120}$"):
        EXERCISES[name](x, kernel, *rest)


@pytest.mark.parametrize("name", ["max_pool2d", "avg_pool2d"])
@pytest.mark.parametrize(
    ("shape", "size"), [((4, 4), 0), ((4, 4), 5), ((4, 5), 2), ((4,), 2), ((0, 4), 2)]
)
def test_pooling_refuses_blocks_that_do_not_tile(
    name: str, shape: tuple[int, ...], size: int
) -> None:
    with pytest.raises(ValueError, match=r"do not tile an array of shape"):
        EXERCISES[name](np.ones(shape), size)


@st.composite
def images_and_kernels(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Two images of one size and a kernel that fits."""
    kh, kw = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    shape = draw(st.integers(kh, kh + 5)), draw(st.integers(kw, kw + 5))
    x, y = (
        draw(arrays(float, shape, elements=NUMBERS)),
        draw(arrays(float, shape, elements=NUMBERS)),
    )
    return x, y, draw(arrays(float, (kh, kw), elements=NUMBERS))


@pytest.mark.parametrize("name", CONV2D)
@settings(max_examples=60, deadline=None)
@given(images_and_kernels(), NUMBERS, st.integers(1, 4), st.integers(0, 3))
def test_convolution_is_linear(
    name: str, numbers: tuple[np.ndarray, ...], factor: float, stride: int, padding: int
) -> None:
    x, y, kernel = numbers
    conv = EXERCISES[name]
    together = conv(x + factor * y, kernel, stride, padding)
    apart = conv(x, kernel, stride, padding) + factor * conv(y, kernel, stride, padding)
    np.testing.assert_allclose(together, apart, atol=1e-6)


@pytest.mark.parametrize("name", CONV2D)
@settings(max_examples=60, deadline=None)
@given(images_and_kernels(), st.integers(0, 3), st.integers(0, 3), st.integers(1, 3))
def test_a_moved_image_gives_a_moved_response(
    name: str, numbers: tuple[np.ndarray, ...], dy: int, dx: int, stride: int
) -> None:
    """With zeros all around: moved by whole strides, the response moves by as many cells."""
    x, _, kernel = numbers
    room = np.pad(x, 3 * 3 + max(kernel.shape))
    moved = np.roll(room, (dy * stride, dx * stride), axis=(0, 1))
    before, after = (EXERCISES[name](a, kernel, stride) for a in (room, moved))
    rows, columns = before.shape
    assert np.array_equal(after[dy:, dx:], before[: rows - dy, : columns - dx])


@settings(max_examples=60, deadline=None)
@given(images_and_kernels(), st.integers(0, 2**32 - 1))
def test_the_kernel_gradient_is_the_adjoint_of_the_convolution(
    numbers: tuple[np.ndarray, ...], seed: int
) -> None:
    """<conv(x, k), d> = <k, grad(x, d)> for every k and d."""
    x, _, kernel = numbers
    response = EXERCISES["conv2d"](x, kernel)
    d = np.random.default_rng(seed).normal(size=response.shape)
    grad = EXERCISES["conv2d_kernel_grad"](x, d, kernel.shape)
    assert np.sum(response * d) == pytest.approx(np.sum(kernel * grad), abs=1e-6)


def test_learn_kernel_recovers_sobel() -> None:
    sobel = np.array([[1.0, 0, -1], [2, 0, -2], [1, 0, -1]])
    for seed in range(3):
        x = np.random.default_rng(seed).normal(size=(16, 16))
        learned = EXERCISES["learn_kernel"](x, _scipy(x, sobel), (3, 3), 0.3, 200)
        assert np.abs(learned - sobel).max() < 1e-2


X, W, B = Case(3, 7, 6, 3, 3, 2, 1, 2, 2).numbers()


def _layer(w: np.ndarray = W, b: np.ndarray = B, stride: int = 2, padding: int = 1) -> np.ndarray:
    return np.asarray(EXERCISES["conv_layer"](X, w, b, stride, padding))


MISTAKES = {
    "the kernel is flipped": _layer(w=W[::-1, ::-1]),
    "the bias is forgotten": _layer(b=0 * B),
    "stride and padding are swapped": _layer(stride=1, padding=2),
    "one too large": np.pad(_layer(), ((0, 1), (0, 1), (0, 0))),
    "one too small": _layer()[:-1, :-1],
    "the padding is ignored": _layer(padding=0),
    "the stride is ignored": _layer(stride=1),
    "only the first input channel": _layer(w=W * np.array([1, 0])[:, None]),
}


@pytest.mark.parametrize("sentence", MISTAKES)
def test_the_check_names_the_mistake_and_shows_the_window(sentence: str) -> None:
    with pytest.raises(checks.CheckError) as failed:
        assert_conv(MISTAKES[sentence], X, W, _layer(), stride=2, padding=1, bias=B)
    assert sentence in str(failed.value)
    if MISTAKES[sentence].shape == _layer().shape:
        assert "the window of cell [0, 0, 0]: rows 0 to 2, columns 0 to 2" in str(failed.value)
        assert "the sum of the 18 products" in str(failed.value)
    else:
        assert "(7 + 2 * 1 - 3) // 2 + 1 = 4" in str(failed.value)


@pytest.mark.parametrize("sentence", MISTAKES)
def test_in_a_hidden_test_the_check_shows_no_number_of_the_case(sentence: str) -> None:
    with pytest.raises(checks.CheckError) as failed, checks.hidden("random layers"):
        assert_conv(MISTAKES[sentence], X, W, _layer(), stride=2, padding=1, bias=B)
    assert str(failed.value).startswith("Hidden test on random layers")
    assert sentence in str(failed.value)
    assert "window of cell" not in str(failed.value)
    assert set(re.findall(r"\d+", str(failed.value))) <= {"180", "1", "2"}  # of the formulas


def test_same_padding_where_valid_was_asked() -> None:
    x, kernel = X[:, :, 0], W[:, :, 0, 0]
    expected = _scipy(x, kernel)
    with pytest.raises(checks.CheckError, match='"same" padding where "valid" was asked'):
        assert_conv(correlate2d(x, kernel, "same"), x, kernel, expected)
    with pytest.raises(checks.CheckError, match='"same" padding where "valid" was asked'):
        assert_conv(np.zeros(x.shape), x, kernel, expected)


def test_the_check_lays_window_products_and_sum_side_by_side() -> None:
    x = np.array([[0, 1, 7, 5], [5, 5, 6, 6], [5, 3, 3, 0], [1, 1, 1, 2]])
    kernel = np.array([[1, 0, 1], [1, 2, 0], [3, 0, 1]])
    with pytest.raises(checks.CheckError) as failed:
        assert_conv([[40, 32], [26, 24]], x, kernel, [[40, 32], [26, 25]], "conv2d(B, K)")
    for line in (
        "first difference: at [1, 1]: expected 25, got 24",
        "the window of cell [1, 1]: rows 1 to 3, columns 1 to 3 of the image",
        "5 6 6     1 0 1     5 0 6",
        "3 3 0  ×  1 2 0  =  3 6 0",
        "the sum of the 9 products: 25",
    ):
        assert line in str(failed.value)


@pytest.mark.parametrize("got", [None, "text", [[1], [2, 3]], len, 3.0, np.zeros((2, 2, 2))])
def test_the_check_takes_whatever_a_student_returns(got: object) -> None:
    with pytest.raises(checks.CheckError):
        assert_conv(got, np.ones((3, 3)), np.ones((2, 2)), np.full((2, 2), 4.0))


def test_right_answers_of_any_kind_pass() -> None:
    expected = _layer()
    for got in (expected, expected.tolist(), expected.astype(np.float32)):
        assert_conv(got, X, W, expected, stride=2, padding=1, bias=B)
