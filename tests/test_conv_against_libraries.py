"""Notebook 04 against SciPy, Keras and TensorFlow, its laws, and the check that shows windows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from conftest import solution_functions
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.signal import correlate2d

from course_utils import checks
from course_utils.checks.convolution import conv_case

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


def test_output_size_refuses_a_window_that_fits_nowhere_with_one_clear_line() -> None:
    with pytest.raises(ValueError, match=r"^[^\n]{20,120}$"):
        EXERCISES["output_size"](3, 4, 1, 0)


def test_conv1d_agrees_with_numpy() -> None:
    for case in (c for c in CASES if c.kw <= c.w):
        x, kernels, _ = case.numbers()
        row, kernel = x[0, :, 0], kernels[0, :, 0, 0]
        got = EXERCISES["conv1d"](row, kernel, case.stride)
        expected = np.correlate(row, kernel, "valid")[:: case.stride]
        np.testing.assert_allclose(got, expected, atol=1e-6, rtol=0, err_msg=str(case))


def test_the_layers_gradients_are_those_of_tensorflow() -> None:
    import tensorflow as tf

    for case in (c for c in CASES[:60] if c.kh <= c.h and c.kw <= c.w):
        x, w, _ = (tf.constant(a) for a in case.numbers())
        with tf.GradientTape() as tape:
            tape.watch([x, w])
            response = tf.nn.conv2d(x[None], w, strides=1, padding="VALID")[0]
        dout = np.random.default_rng(case.seed).normal(size=response.shape)
        expected = tape.gradient(response, [x, w], output_gradients=tf.constant(dout))
        dx, dw, db = EXERCISES["conv_layer_backward"](dout, x.numpy(), w.numpy())
        np.testing.assert_allclose(dx, expected[0], atol=1e-6, rtol=0, err_msg=str(case))
        np.testing.assert_allclose(dw, expected[1], atol=1e-6, rtol=0, err_msg=str(case))
        np.testing.assert_allclose(db, np.einsum("ijf->f", dout), atol=1e-6, rtol=0)


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


# --- the check that shows the window ---

X, W, B = Case(3, 7, 6, 3, 3, 2, 1, 2, 2).numbers()


def _layer(x: np.ndarray, w: np.ndarray, b: np.ndarray, stride: int, padding: int) -> np.ndarray:
    return np.asarray(EXERCISES["conv_layer"](x, w, b, stride, padding))


def _check(answer: Callable[..., Any]) -> str:
    """What a student reads whose layer is `answer`."""
    with pytest.raises(checks.CheckError) as failed:
        conv_case("a layer of the tests", answer, X, W, B, stride=2, padding=1,
                  expects=_layer(X, W, B, 2, 1))  # fmt: skip
    return str(failed.value)


def test_the_check_shows_the_window_of_the_first_wrong_cell_in_every_channel() -> None:
    told = _check(lambda x, w, b, stride, padding: _layer(x, w[::-1, ::-1], b, stride, padding))
    assert "the window of cell [0, 0, 0]: rows 0 to 2, columns 0 to 2 of the padded image" in told
    assert "input channel 1:" in told
    assert "the sum of the 18 products" in told and "plus the bias" in told


@pytest.mark.parametrize(
    ("resized", "cause"),
    [
        (lambda y: np.pad(y, ((0, 1), (0, 1), (0, 0))), "the output is one too large"),
        (lambda y: y[:-1, :-1], "the output is one too small"),
    ],
)
def test_a_wrong_size_is_told_with_the_formula(
    resized: Callable[[np.ndarray], np.ndarray], cause: str
) -> None:
    told = _check(lambda x, w, b, stride, padding: resized(_layer(x, w, b, stride, padding)))
    assert f"likely cause: {cause}" in told
    assert "(7 + 2 * 1 - 3) // 2 + 1 = 4" in told


def test_what_a_stride_or_padding_adds_is_told_where_the_bank_knows_nothing() -> None:
    assert "likely cause: right without padding" in _check(
        lambda *args, **options: _noise((4, 3, 2))
    )
    x, kernel = X[:, :, 0], W[:, :, 0, 0]
    with pytest.raises(checks.CheckError, match=r"right for stride 1.* starts at i \* stride"):
        conv_case("a case", lambda *args, **options: _noise((3, 2)), x, kernel, stride=2,
                  expects=_scipy(x, kernel, 2))  # fmt: skip


def _noise(shape: tuple[int, ...]) -> np.ndarray:
    return np.random.default_rng(0).normal(size=shape)


@pytest.mark.parametrize(
    ("got", "told"),
    [
        ([1, 9, 8, 7], "only the first number is right"),
        ([9, 8, 7, 4], "only the last number is right"),
        ([1, 2, 3, 9], "only the last number is wrong"),
        ([[1, 2], [9, 8], [7, 9]], "only the first row is right"),
        ([[1, 9], [3, 9], [5, 9]], "only the first column is right"),
        ([[1, 9], [3, 4], [5, 6]], "right in 5 of 6 places"),
    ],
)
def test_where_in_an_array_a_result_is_right(got: list[Any], told: str) -> None:
    right = np.arange(1.0, 1 + np.size(got)).reshape(np.shape(got))
    with pytest.raises(checks.CheckError) as failed:
        checks.case("a case without a bank", lambda: got, expects=right)
    assert failed.value.cause.startswith(told)
    with pytest.raises(checks.CheckError) as failed:
        checks.hidden_case("a topic", lambda: got, expects=right)
    assert told not in str(failed.value)


def test_the_check_lays_window_products_and_sum_side_by_side() -> None:
    x = np.array([[0, 1, 7, 5], [5, 5, 6, 6], [5, 3, 3, 0], [1, 1, 1, 2]])
    kernel = np.array([[1, 0, 1], [1, 2, 0], [3, 0, 1]])
    with pytest.raises(checks.CheckError) as failed:
        conv_case("conv(B, K)", lambda *args: [[40, 32], [26, 24]], x, kernel,
                  expects=[[40, 32], [26, 25]])  # fmt: skip
    for line in (
        "first difference: at [1, 1]: expected 25, got 24",
        "the window of cell [1, 1]: rows 1 to 3, columns 1 to 3 of the image",
        "5 6 6     1 0 1     5 0 6",
        "3 3 0  ×  1 2 0  =  3 6 0",
        "the sum of the 9 products: 25",
    ):
        assert line in str(failed.value)


def test_the_bank_names_the_mistake_beside_the_window() -> None:
    x = np.array([[0, 1, 7, 5], [5, 5, 6, 6], [5, 3, 3, 0], [1, 1, 1, 2]])
    kernel = np.array([[1, 0, 1], [1, 2, 0], [3, 0, 1]])
    with pytest.raises(checks.CheckError) as failed:
        conv_case("conv2d(B, K)", lambda x, k: _scipy(x, k[::-1, ::-1]), x, kernel,
                  expects=[[40, 32], [26, 25]])  # fmt: skip
    assert failed.value.cause.startswith("The kernel is turned by 180 degrees")
    assert failed.value.section == "6 The convolution"
    assert "the window of cell [0, 0]" in str(failed.value)


def _raise(error: Exception) -> None:
    raise error


@pytest.mark.parametrize("got", [None, "text", [[1], [2, 3]], len, 3.0, np.zeros((2, 2, 2))])
def test_the_check_takes_whatever_a_student_returns(got: object) -> None:
    ones = np.ones((3, 3)), np.ones((2, 2))
    with pytest.raises(checks.CheckError):
        conv_case("a case", lambda x, k: got, *ones, expects=np.full((2, 2), 4.0))


def test_an_error_and_an_empty_exercise_pass_through_as_in_every_case() -> None:
    ones = np.ones((3, 3)), np.ones((2, 2))
    with pytest.raises(checks.CheckError, match="stopped with IndexError"):
        conv_case("a case", lambda x, k: _raise(IndexError("far")), *ones, expects=np.ones((2, 2)))
    with pytest.raises(NotImplementedError):
        conv_case("a case", lambda x, k: _raise(NotImplementedError()), *ones, expects=1.0)


def test_right_answers_of_any_kind_pass() -> None:
    expected = _layer(X, W, B, 2, 1)
    for got in (expected, expected.tolist(), expected.astype(np.float32)):
        conv_case("a case", lambda *args, got=got, **o: got, X, W, B, stride=2, padding=1,
                  expects=expected)  # fmt: skip
