# %% [markdown]
# # 04 Convolution by hand (합성곱을 손으로)
#
# The networks of the first notebooks took an image apart into a row of numbers and never learned
# that two pixels were neighbours. Here a small window slides over the image instead. You will
# compute every number of it yourself, and in the end let the window learn what to look for.
#
# **When you are through, you can**
# - say what flattening an image throws away, and what a convolution keeps;
# - compute a convolution on paper and in code, with stride, padding, channels and bias;
# - predict the shape and the number of parameters of every layer of a CNN;
# - show that a moved image gives a moved response, and why a dense layer cannot promise that;
# - derive a kernel's gradient, and watch the Sobel kernel emerge from examples.
#
# **Time:** about 150 minutes; section 6 is a good place for a break. **Know first:** the neuron of
# notebook 01, slices such as `x[1:3, 0:2]`, and for the last section the gradients of notebook 02.
#
# New here? Notebook 01 begins with how these notebooks work.

# %%
import numpy as np

from course_utils import checks, plots, predict, when_ready
from course_utils.data import load_digits_28

# %%
(x_train, y_train), _ = load_digits_28("bundled")
digit = x_train[9] / 255  # 28 x 28, 0 is paper, 1 is ink
pagoda = plots.photo()  # 96 x 96, 0 is black, 1 is white

# %% [markdown]
# The photograph is by danielbuechele (CC BY 2.0); it comes with scikit-learn.
#
# ## 1 Why not flatten?
#
# A dense layer (완전 연결층, also 밀집층) wants a row of numbers, so the digit is flattened: 28 rows
# become 784 inputs.
# Before you look at the figure:

# %%
predict.guess(
    "shuffled",
    "All digits, to train and to test, have their 784 pixels shuffled, always in the same order. "
    "How well does a dense network learn them now?",
    choices=["not at all", "a good deal worse", "as well as before"],
    my_guess=...,
)

# %% tags=["demo"]
plots.flat_digit(digit)

# %% jupyter={"source_hidden": true}
predict.reveal(
    "shuffled",
    "as well as before",
    because="Each input has its own weight: number the inputs otherwise, and nothing has changed.",
)

# %% [markdown]
# Where you see noise on the right, a dense layer sees as much of a digit as on the left. It was never
# told which pixels are neighbours, and a digit moved by one place has to be learned anew. But edges,
# corners and curves *are* about neighbours. So let us build a layer that looks at neighbours only,
# and looks for the same thing everywhere.
#
# ## 2 A window slides over an image
#
# Take a small grid of weights, the **kernel** (커널), also called **filter** (필터). Lay it on the
# image; the part under it is the **window** (윈도우). Multiply each pixel with the weight above it
# and add all products: one number. Move one cell on and do it again. The numbers make a new image,
# the **feature map** (특성 맵) or response map. This is **convolution** (합성곱) as networks use it.
#
# $$y_{ij} = \sum_a \sum_b x_{i+a,\,j+b}\; k_{ab}$$
#
# Work one out on paper. The image and the kernel:

# %%
# NBVAL_CHECK_OUTPUT
B = np.array([[0, 1, 7, 5], [5, 5, 6, 6], [5, 3, 3, 0], [1, 1, 1, 2]])
K = np.array([[1, 0, 1], [1, 2, 0], [3, 0, 1]])
print("image B:\n", B, "\nkernel K:\n", K, sep="")
print("first place:", (B[0:3, 0:3] * K).ravel(), "-> sum", np.sum(B[0:3, 0:3] * K))

# %%
predict.guess(
    "second_place",
    "The first place gives 7 + 5 + 10 + 15 + 3 = 40. What does the place right of it give?",
    my_guess=...,
)

# %% tags=["demo"]
plots.sliding_window(B, K)

# %% jupyter={"source_hidden": true}
predict.reveal("second_place", 32, because="1 + 5 + 5 + 12 + 9: the zeros of the kernel drop out.")

# %% [markdown]
# In JupyterLab this is an animation: press play, or step with the arrows.
#
# Does it remind you of something? Weights times inputs, added up: **a kernel is a neuron with nine
# weights**, and the same neuron visits every place. Nine weights for the whole image.

# %%
# NBVAL_CHECK_OUTPUT
window = B[0:3, 1:4]
print("neuron: x @ w =", window.ravel() @ K.ravel())

# %% [markdown]
# ## 3 How many places are there?
#
# Two more numbers decide where the window goes. The **stride** (스트라이드) is how many cells it moves
# at a time. **Padding** (패딩) lays a frame of zeros around the image, here one cell wide on each side
# in the last picture: **zero padding** (제로 패딩).

# %% tags=["demo"]
plots.window_places()

# %% [markdown]
# Each orange bar is a place of the window, on a row of $n = 7$ cells with a window of $k = 3$. With
# stride 3 the last cell is never seen: the window would stick out, so the place does not count.

# %%
predict.guess(
    "stride_2",
    "How many places for n = 6, k = 3, stride 2, no padding?",
    choices=["2", "2.5", "3"],
    my_guess=...,
)

# %% [markdown]
# ### Exercise 1: `output_size` (*, 6 minutes)
#
# With padding the row has $n + 2p$ cells. The window's left end can stand on $0, s, 2s, \dots$ How
# many of those leave room for $k$ cells?
#
# <details><summary>Hint 1: a nudge</summary>
#
# Count the *steps* first: how far can the left end travel at all? Then how many strides fit in?
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# It can travel $n + 2p - k$ cells. Whole strides only: Python's `//` rounds down. And the place
# where it started counts, too.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `(n + 2 * padding - k) // stride + 1`, after you have refused what makes no sense.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "output_size", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def output_size(n, k, stride, padding):
    """Places of a window of k cells on n cells with `padding` zeros on each side.

    n, k, stride, padding: int -> int, at least 1
    ValueError: the window fits nowhere, stride below 1, or padding below 0.
    """
    ### BEGIN SOLUTION
    if stride < 1 or padding < 0:
        raise ValueError(f"stride {stride} must be at least 1, padding {padding} at least 0")
    size = (n + 2 * padding - k) // stride + 1
    if size < 1:
        raise ValueError(f"a window of {k} does not fit on {n} cells with padding {padding}")
    return size
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_output_size", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `output_size`: run it. A click opens it.
import math

from course_utils import checks


def size_mistakes(n, k, stride, padding):
    room = n + 2 * padding - k
    return {
        "padding lies on both sides: 2 * padding": (n + padding - k) // stride + 1,
        "the padding is ignored": (n - k) // stride + 1,
        "the `+ 1` is missing: the place where the window starts counts": room // stride,
        "one too large: a place where the window sticks out was counted": math.ceil(room / stride) + 1,
        "a place is whole: `//` rounds down, `/` does not": room / stride + 1,
        "the `+ 1` comes after the division": (room + 1) // stride,
        "that is n / stride: the window's own size is left out": n // stride,
        "stride and padding are swapped": (n + 2 * stride - k) // max(padding, 1) + 1,
    }


for case, size in [
    ((4, 2, 1, 0), 3),
    ((4, 3, 1, 0), 2),
    ((6, 3, 2, 0), 2),
    ((6, 3, 3, 0), 2),
    ((6, 3, 1, 1), 6),
    ((7, 3, 2, 1), 4),
    ((256, 5, 1, 2), 256),  # "same" padding: the size stays
    ((224, 2, 2, 0), 112),  # pooling is a window, too
]:
    wrong = {"a count is an int, not a float": float(size)} | size_mistakes(*case)
    checks.assert_equal(output_size(*case), size, f"output_size{case}", mistakes=wrong)
checks.assert_raises(ValueError, output_size, 3, 4, 1, 0)
checks.assert_raises(ValueError, output_size, 5, 3, 0, 0)
checks.assert_raises(ValueError, output_size, 5, 3, 1, -1)
### BEGIN HIDDEN TESTS
import numpy as np

for seed in range(60):
    rng = np.random.default_rng(seed)
    n, k, stride, padding = (int(rng.integers(*r)) for r in ((1, 40), (1, 9), (1, 12), (0, 5)))
    places = len(range(0, n + 2 * padding - k + 1, stride))
    with checks.hidden("random sizes, windows, strides and paddings"):
        if places:
            wrong = {"a count is an int": float(places)} | size_mistakes(n, k, stride, padding)
            checks.assert_equal(output_size(n, k, stride, padding), places, mistakes=wrong)
        else:
            checks.assert_raises(ValueError, output_size, n, k, stride, padding)
with checks.hidden("windows that just fit, and windows that just do not"):
    checks.assert_equal(output_size(5, 5, 3, 0), 1)
    checks.assert_equal(output_size(3, 5, 2, 1), 1)
    checks.assert_equal(output_size(4, 1, 9, 0), 1)
    for case in [(3, 4, 2, 0), (5, 6, 7, 0), (2, 5, 3, 1), (1, 9, 1, 3)]:
        checks.assert_raises(ValueError, output_size, *case)
with checks.hidden("strides and paddings that make no sense"):
    for case in [(9, 3, 0, 1), (9, 3, -1, 0), (9, 3, -2, 2), (9, 3, 2, -1), (30, 3, 1, -3)]:
        checks.assert_raises(ValueError, output_size, *case)
### END HIDDEN TESTS

# %% jupyter={"source_hidden": true}
predict.reveal(
    "stride_2",
    "2",
    because="The left end can travel 3 cells; one stride of 2 fits in. 3 // 2 + 1 = 2.",
)

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | right for stride 1, one too large for some others | rounded up: a window may not stick out |
# | always one too small | the first place was not counted: `+ 1` |
# | `2.5` places | `/` instead of `//` |
# | right without padding, too small with it | the zeros lie on both sides: `2 * padding` |
# | no error for a window that is too large | negative numbers divide, too: test the result |
# | `ZeroDivisionError` | test the stride before you divide by it |
#
# </details>
#
# ## 4 Padding
#
# Without padding, a 3x3 kernel costs the image one cell on each side, layer after layer. And the
# border is hardly seen. In how many windows is each pixel of a 6x6 image?

# %% tags=["demo"]
plots.times_seen()

# %% [markdown]
# With padding 1 the output is as large as the image, and a corner takes part 4 times instead of
# once. Networks call this **"same"** padding, and no padding **"valid"**. For an odd $k$ at stride 1,
# $p = (k - 1)/2$ keeps the size: 1 for $k = 3$, 2 for $k = 5$.
#
# ### Exercise 2: `pad2d` (*, 5 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# Start from zeros of the right shape. Which part of them is the image?
#
# </details>
# <details><summary>Hint 2: nearly there</summary>
#
# `out[p:p + h, p:p + w] = x`. Beware of `out[p:-p, p:-p]`: what is `0:-0`?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "pad2d", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def pad2d(x, p):
    """The image with a frame of zeros, p cells wide on each side.

    x: (h, w) array; p: int, 0 or more -> float64 (h + 2 p, w + 2 p)
    ValueError: p below 0, x not 2-D, or x empty.
    """
    ### BEGIN SOLUTION
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or x.size == 0:
        raise ValueError(f"an image has rows and columns; this array has shape {x.shape}")
    if p < 0:
        raise ValueError(f"padding {p} must be at least 0")
    h, w = x.shape
    out = np.zeros((h + 2 * p, w + 2 * p))
    out[p : p + h, p : p + w] = x
    return out
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_pad2d", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `pad2d`: run it. A click opens it.
import numpy as np

from course_utils import checks


def pad_mistakes(x, p):
    side = min(x.shape)
    return {
        "only the bottom and the right are padded": np.pad(x, (0, p)),
        "only the top and the left are padded": np.pad(x, (p, 0)),
        "only rows are padded": np.pad(x, ((p, p), (0, 0))),
        "only columns are padded": np.pad(x, ((0, 0), (p, p))),
        "the frame holds ones; zeros are asked": np.pad(x, p, constant_values=1),
        "the frame repeats the image's edge; zeros are asked": np.pad(x, p, mode="edge"),
        "the frame is one cell wide, whatever p is": np.pad(x, 1),
        "the shape is right but the image was not copied into it": 0 * np.pad(x, p),
        "the image is taken to be square: h, w = x.shape": np.pad(x[:side, :side], p),
    }


x = np.array([[1.0, 2.0], [3.0, 4.0]])
checks.assert_close(
    pad2d(x, 1),
    [[0, 0, 0, 0], [0, 1, 2, 0], [0, 3, 4, 0], [0, 0, 0, 0]],
    "pad2d([[1, 2], [3, 4]], 1)",
    mistakes=pad_mistakes(x, 1),
)
wide = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
with checks.error_means(Exception, "the image is taken to be square: h, w = x.shape"):
    checks.assert_close(
        pad2d(wide, 1),
        [[0, 0, 0, 0, 0], [0, 1, 2, 3, 0], [0, 4, 5, 6, 0], [0, 0, 0, 0, 0]],
        "pad2d([[1, 2, 3], [4, 5, 6]], 1)",
        mistakes=pad_mistakes(wide, 1),
    )
with checks.error_means(ValueError, "padding 0 is the image itself; `out[p:-p]` is empty then"):
    checks.assert_close(pad2d(x, 0), x, "pad2d(x, 0)", hint="padding 0 is the image itself")
checks.assert_raises(ValueError, pad2d, x, -1)
### BEGIN HIDDEN TESTS
for seed, (shape, p) in enumerate(
    [((1, 1), 1), ((1, 5), 2), ((4, 1), 3), ((3, 7), 0), ((6, 4), 5), ((5, 5), 2), ((2, 3), 1)]
):
    x = np.random.default_rng(seed).normal(size=shape)
    with checks.hidden("images that are not square, and frames of several widths"):
        with checks.unchanged(x, what="pad2d"):
            checks.assert_close(pad2d(x, p), np.pad(x, p), mistakes=pad_mistakes(x, p))
with checks.hidden("an image of whole numbers"):
    checks.assert_close(pad2d(np.array([[7, -2, 9]]), 2), np.pad([[7.0, -2.0, 9.0]], 2))
with checks.hidden("bad input: a negative padding, another rank, an empty image"):
    for bad, p in [
        (np.ones((4, 4)), -1),
        (np.ones((4, 4)), -3),
        (np.ones(4), 1),
        (np.ones((2, 2, 2)), 1),
        (np.ones((0, 3)), 1),
        (np.ones((3, 0)), 2),
    ]:
        checks.assert_raises(ValueError, pad2d, bad, p)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | an empty array, or an error, for p = 0 | `out[p:-p]` is `out[0:0]` |
# | `could not broadcast` | the slice and the image differ in size: `p + h`, not `h` |
# | right for square images only | rows and columns swapped: `h, w = x.shape` |
#
# </details>
#
# ## 5 The convolution
#
# Now the whole thing: pad, go to every place, multiply, add.
#
# ### Exercise 3: `conv2d` (**, 15 minutes)
#
# Write it with plain loops, the way you would do it on paper; section 7 makes it fast. Do not flip
# the kernel (more on that below). If your answer differs, the check shows the first window that
# does, its products and their sum.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Two loops go over the places of the *output*. Which rows of the padded image belong to output
# row `i`, if the window moves `stride` rows at a time?
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# 1. refuse bad input; 2. pad with zeros; 3. compute how many rows and columns the output has; 4. for
# each `(i, j)` cut out the window whose top left corner is `(i * stride, j * stride)`.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]` and
# `out[i, j] = np.sum(window * kernel)`.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "conv2d", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def conv2d(x, kernel, stride=1, padding=0):
    """Slide the kernel over the zero-padded image, without flipping it; add the products.

    x: (h, w) array; kernel: (kh, kw) array -> float64 (rows, columns) of the places
    ValueError: the kernel fits nowhere in the padded image, stride below 1, padding below 0,
    x or kernel not 2-D or empty.
    """
    ### BEGIN SOLUTION
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or x.size == 0 or kernel.size == 0:
        raise ValueError(f"two grids of numbers are needed, not {x.shape} and {kernel.shape}")
    if stride < 1 or padding < 0:
        raise ValueError(f"stride {stride} must be at least 1, padding {padding} at least 0")
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    if rows < 1 or columns < 1:
        raise ValueError(f"a kernel of {kernel.shape} does not fit in an image of {padded.shape}")
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_conv2d", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# The check of `conv2d`: run it. A click opens it.
import numpy as np

from course_utils import checks
from course_utils.checks.convolution import assert_conv

A = np.array([[1, 0, 1, 0], [0, 1, 1, 0], [0, 0, 1, 1], [0, 0, 1, 0]])
for kernel, expected in [
    ([[1, 0], [0, 1]], [[2, 1, 1], [0, 2, 2], [0, 1, 1]]),
    ([[1, 1], [0, 0]], [[1, 1, 1], [1, 2, 1], [0, 1, 2]]),
    ([[0, 0], [1, 1]], [[1, 2, 1], [0, 1, 2], [0, 1, 1]]),
]:
    kernel = np.array(kernel)
    assert_conv(conv2d(A, kernel), A, kernel, expected, f"conv2d(A, {kernel.tolist()})")

B = np.array([[0, 1, 7, 5], [5, 5, 6, 6], [5, 3, 3, 0], [1, 1, 1, 2]])
K = np.array([[1, 0, 1], [1, 2, 0], [3, 0, 1]])
assert_conv(conv2d(B, K), B, K, [[40, 32], [26, 25]], "conv2d(B, K)")
assert_conv(conv2d(B, K, stride=2, padding=1), B, K, [[5, 36], [16, 25]],
            "conv2d(B, K, stride=2, padding=1)", stride=2, padding=1)

C = np.array([[1, 0, 1, 1, 0, 1], [0, 1, 0, 0, 1, 0], [0, 1, 1, 1, 1, 0],
              [0, 1, 1, 1, 1, 0], [1, 0, 1, 1, 0, 1], [1, 1, 0, 0, 1, 1]])
blur = np.array([[0.06, 0.13, 0.06], [0.13, 0.25, 0.13], [0.06, 0.13, 0.06]])
blurred = np.array([[0.56, 0.57, 0.57, 0.56], [0.7, 0.82, 0.82, 0.7],
                    [0.69, 0.95, 0.95, 0.69], [0.64, 0.69, 0.69, 0.64]])  # two decimals
assert_conv(conv2d(C, blur), C, blur, blurred, "conv2d(C, blur)", atol=0.0051)
for stride in (2, 3):  # first rows .56 .57 and .56 .56
    assert_conv(conv2d(C, blur, stride=stride), C, blur, blurred[::stride, ::stride],
                f"conv2d(C, blur, stride={stride})", stride=stride, atol=0.0051)
checks.assert_shape(conv2d(C, blur, padding=1), (6, 6), "conv2d(C, blur, padding=1)")

D = np.array([[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]])
cross = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]])
D_cross = [[2, 2, 3, 1, 1], [1, 4, 3, 4, 1], [1, 2, 4, 3, 3], [1, 2, 3, 4, 1], [0, 2, 2, 1, 1]]
assert_conv(conv2d(D, cross, padding=1), D, cross, D_cross, "conv2d(D, cross, padding=1)", padding=1)

F, back, ear = np.zeros((7, 7)), np.zeros((7, 7)), np.zeros((7, 7))
F[[0, 1, 2, 3, 4, 5], [5, 4, 3, 3, 3, 3]] = 30  # the curve detector
back[[0, 1, 1, 2, 3, 4, 5, 6], [6, 4, 5, 4, 3, 3, 3, 3]] = 50
back[2, 3] = 20
ear[[0, 0, 1, 2, 2, 3, 4, 5, 6, 6], [0, 1, 1, 1, 2, 2, 2, 2, 1, 2]] = 50
assert_conv(conv2d(back, F), back, F, [[6600]], "conv2d(back, F)")
assert_conv(conv2d(ear, F), ear, F, [[0]], "conv2d(ear, F)")
checks.assert_raises(ValueError, conv2d, np.ones((2, 3)), np.ones((3, 3)))
checks.assert_raises(ValueError, conv2d, np.ones((3, 3)), np.ones((2, 2)), 0)
### BEGIN HIDDEN TESTS
from scipy.signal import correlate2d

for seed in range(40):
    rng = np.random.default_rng(seed)
    kh, kw, stride = (int(v) for v in rng.integers(1, 5, size=3))
    padding = int(rng.integers(0, 4))
    x = rng.normal(size=(kh, kw) + rng.integers(0, 7, size=2))
    kernel = rng.normal(size=(kh, kw))
    expected = correlate2d(np.pad(x, padding), kernel, "valid")[::stride, ::stride]
    with checks.hidden("random images and kernels, with any stride and padding"):
        with checks.unchanged(x, kernel, what="conv2d"):
            got = conv2d(x, kernel, stride, padding)
        assert_conv(got, x, kernel, expected, stride=stride, padding=padding)
with checks.hidden("a kernel that fits only because of the padding"):
    x, kernel = np.array([[1.0, -2.0]]), np.arange(9.0).reshape(3, 3)
    expected = correlate2d(np.pad(x, 1), kernel, "valid")
    assert_conv(conv2d(x, kernel, padding=1), x, kernel, expected, padding=1)
with checks.hidden("a kernel as high or as wide as the image"):
    x = np.random.default_rng(6).normal(size=(4, 5))
    for kernel in (x[:, 1:3] + 1, x[2:] + 1, x + 1):
        assert_conv(conv2d(x, kernel), x, kernel, correlate2d(x, kernel, "valid"))
with checks.hidden("a stride larger than the kernel"):
    x = np.random.default_rng(5).normal(size=(11, 8))
    expected = 2.5 * x[::4, ::4]
    assert_conv(conv2d(x, np.array([[2.5]]), stride=4), x, np.array([[2.5]]), expected, stride=4)
with checks.hidden("bad input: size, stride, padding, rank, empty"):
    ones = np.ones
    for bad in [
        (ones((3, 3)), ones((4, 2))),
        (ones((3, 3)), ones((2, 4))),
        (ones((3, 3)), ones((4, 4)), 2),
        (ones((3, 3)), ones((5, 5)), 3),
        (ones((2, 2)), ones((5, 5)), 1, 1),
        (ones((5, 5)), ones((3, 3)), 0),
        (ones((5, 5)), ones((3, 3)), -1),
        (ones((5, 5)), ones((3, 3)), 1, -1),
        (ones(5), ones((1, 1))),
        (ones((5, 5, 1)), ones((3, 3))),
        (ones((5, 5)), ones(3)),
        (ones((5, 5)), ones((3, 3, 1, 1))),
        (ones((0, 5)), ones((1, 1)), 1, 1),
        (ones((5, 0)), ones((1, 1)), 1, 1),
        (ones((5, 5)), ones((0, 2))),
        (ones((5, 5)), ones((2, 0))),
    ]:
        checks.assert_raises(ValueError, conv2d, *bad)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | symmetric kernels are right, others not | the kernel is flipped or transposed |
# | right for stride 1 only | the window starts at `i`, not at `i * stride` |
# | `IndexError`, or windows of different shapes | the output is one too large |
# | a 4x4 answer where 2x2 is asked | "same" where "valid" is asked: padding is 0 by default |
# | whole numbers where fractions are expected | the output was made with `np.zeros_like(x)` of an int image |
# | right for square images only | `kh` and `kw`, rows and columns, are mixed up |
#
# </details>
#
# ### Find the mistake
#
# A printed slide shows this result for image D, kernel `cross` and padding 1. One of its numbers is
# wrong. Which?
#
# $$D = \begin{bmatrix}1&1&1&0&0\\0&1&1&1&0\\0&0&1&1&1\\0&0&1&1&0\\0&1&1&0&0\end{bmatrix}\quad
# \text{cross} = \begin{bmatrix}1&0&1\\0&1&0\\1&0&1\end{bmatrix}\quad
# \text{slide:}\ \begin{bmatrix}2&2&2&1&1\\1&4&3&4&1\\1&2&4&3&3\\1&2&3&4&1\\0&2&2&1&1\end{bmatrix}$$

# %%
predict.guess(
    "slide",
    "Which number on the slide is wrong?",
    choices=["first row, third", "third row, last", "last row, first", "last row, third"],
    my_guess=...,
)

# %%
with when_ready():
    D = np.array([[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]])
    print(conv2d(D, np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]]), padding=1))

# %% jupyter={"source_hidden": true}
predict.reveal(
    "slide",
    "first row, third",
    because="The frame's zeros above; then 1 in the centre and 1 + 1 below left and right: 3.",
)

# %% [markdown]
# ### A detector for one curve
#
# Kernel F is 7x7, with weights of 30 along a curve. Lay it on the back of a drawn mouse, where ink
# (50) runs along the same curve, and on its ear, where it does not.

# %% tags=["demo"]
F, back, ear = np.zeros((7, 7)), np.zeros((7, 7)), np.zeros((7, 7))
F[[0, 1, 2, 3, 4, 5], [5, 4, 3, 3, 3, 3]] = 30
back[[0, 1, 1, 2, 3, 4, 5, 6], [6, 4, 5, 4, 3, 3, 3, 3]] = 50
back[2, 3] = 20
ear[[0, 0, 1, 2, 2, 3, 4, 5, 6, 6], [0, 1, 1, 1, 2, 2, 2, 2, 1, 2]] = 50
plots.curve_detector(F, {"mouse's back": back, "mouse's ear": ear})

# %% [markdown]
# 50 · 30 four times and 20 · 30 once: **6600**, a large number: "here is my curve". On the ear: **0**.
# A kernel answers loudest where the image looks like the kernel. That is all a feature detector is.
#
# ### To flip or not to flip
#
# Mathematicians turn the kernel by 180 degrees first; only that is **true convolution**. What we
# compute is strictly **cross-correlation** (교차 상관). Deep learning says convolution and does not
# flip: a kernel that is learned would only be learned the other way round.

# %% tags=["demo"]
plots.kernel_stamp()

# %%
from scipy.signal import convolve2d, correlate2d

flipped = K[::-1, ::-1]
assert np.array_equal(convolve2d(B, K, "valid"), correlate2d(B, flipped, "valid"))
print("cross-correlation:", correlate2d(B, K, "valid").tolist())
print("true convolution: ", convolve2d(B, K, "valid").tolist())

# %% [markdown]
# ## 6 What kernels do
#
# Nine weights can brighten, sharpen, blur and find edges. One question before the gallery. The
# **Sobel kernel** (소벨 커널) for vertical edges has a column of 1, 2, 1, a column of zeros and a
# column of -1, -2, -1.

# %%
predict.guess(
    "flat_sobel",
    "What does the Sobel kernel answer on an even grey wall?",
    choices=["a large number", "the wall's grey", "0"],
    my_guess=...,
)

# %% tags=["demo"]
plots.kernel_gallery(pagoda)

# %% jupyter={"source_hidden": true}
predict.reveal(
    "flat_sobel",
    "0",
    because="Its weights add up to 0: what is equal left and right cancels. Only changes are left.",
)

# %% [markdown]
# The sum of the weights says what happens to even regions: brighten (centre 1.5) 1.5 times the
# grey, darken (centre 0.5) half, sharpen ($5 - 4 = 1$) the same grey, Sobel nothing.

# %%
# NBVAL_CHECK_OUTPUT
for name, kernel in plots.KERNELS.items():
    print(f"{name:24} sum of the weights {kernel.sum():.2f}")

# %% [markdown]
# The **Gaussian** (가우시안) kernel averages with neighbours, nearer ones more. Random noise differs
# from pixel to pixel, so it averages out: noise removal, paid for with some sharpness.

# %% tags=["demo"]
before, after = plots.noise_and_blur(pagoda)
assert after < 0.7 * before  # about half

# %% [markdown]
# ### Your own kernel
#
# In JupyterLab: type any nine weights, move stride and padding, choose another image. Some to try:
# all nine 1/9; the Sobel kernel with its columns swapped; an 8 among eight -1. Why does the border
# light up as soon as you pad? (The frame of zeros is black, and the image is not: an edge.) Where
# widgets cannot run you see one setting: a kernel that makes a relief, stride 2, padding 1.

# %% tags=["demo"]
stripes = np.tile(np.arange(48) // 4 % 2, (48, 1)).astype(float)
plots.kernel_editor({"pagoda": pagoda, "digit": digit, "stripes": stripes})

# %% [markdown]
# ## 7 The same numbers, faster
#
# Your `conv2d` visits every place of the image and does a little NumPy at each. A 256x256 image has
# 64,516 places for a 3x3 kernel, so Python is asked 64,516 times. But the kernel has only nine cells.

# %%
predict.guess(
    "speed",
    "How much faster can the same sum become if Python takes nine steps instead of 64,516?",
    choices=["ten times", "several hundred times", "7,000 times"],
    my_guess=...,
)

# %% [markdown]
# ### Exercise 4: `conv2d_fast` (**, 12 minutes)
#
# Turn the loops inside out: go over the cells of the *kernel*, and handle all places at once.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Kernel cell `(a, b)` meets, over all places, one cell of every window. Which part of the padded
# image are these cells together? (For stride 1 and a 2x2 kernel on a 4x4 image: draw it.)
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# They are a shifted copy of the image, every `stride`-th cell of it. Nine shifted images, each times
# one weight, added up. NumPy's `sliding_window_view` with `np.einsum` is another way.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `out += kernel[a, b] * padded[a : a + (rows - 1) * stride + 1 : stride, ...]`, columns likewise. The
# end of the slice is the last place plus one.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "conv2d_fast", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The same numbers as conv2d, without a Python loop over the places.

    x: (h, w) array; kernel: (kh, kw) array -> float64 (rows, columns) of the places
    ValueError: the kernel fits nowhere in the padded image, stride below 1, padding below 0,
    x or kernel not 2-D or empty.
    """
    ### BEGIN SOLUTION
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or x.size == 0 or kernel.size == 0:
        raise ValueError(f"two grids of numbers are needed, not {x.shape} and {kernel.shape}")
    if stride < 1 or padding < 0:
        raise ValueError(f"stride {stride} must be at least 1, padding {padding} at least 0")
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1  # where a window can start
    if down < 1 or right < 1:
        raise ValueError(f"a kernel of {kernel.shape} does not fit in an image of {padded.shape}")
    return sum(
        kernel[a, b] * padded[a : a + down : stride, b : b + right : stride]
        for a in range(kh)
        for b in range(kw)
    )
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_conv2d_fast", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `conv2d_fast`: run it. A click opens it.
import time

import numpy as np

from course_utils import checks
from course_utils.checks.convolution import assert_conv

B = np.array([[0, 1, 7, 5], [5, 5, 6, 6], [5, 3, 3, 0], [1, 1, 1, 2]])
K = np.array([[1, 0, 1], [1, 2, 0], [3, 0, 1]])
assert_conv(conv2d_fast(B, K), B, K, [[40, 32], [26, 25]], "conv2d_fast(B, K)")
assert_conv(conv2d_fast(B, K, stride=2, padding=1), B, K, [[5, 36], [16, 25]],
            "conv2d_fast(B, K, stride=2, padding=1)", stride=2, padding=1)
checks.assert_raises(ValueError, conv2d_fast, np.ones((2, 3)), np.ones((3, 3)))


def place_by_place(x, kernel):
    (h, w), (kh, kw) = x.shape, kernel.shape
    return [
        [np.sum(x[i : i + kh, j : j + kw] * kernel) for j in range(w - kw + 1)]
        for i in range(h - kh + 1)
    ]


def seconds(function, repeats):
    x, kernel, taken = np.ones((256, 256)), np.ones((3, 3)), []
    for _ in range(repeats):
        start = time.perf_counter()
        function(x, kernel)
        taken.append(time.perf_counter() - start)
    return min(taken)


checks.assert_equal(  # usual is more than a hundred times
    seconds(conv2d_fast, 3) < seconds(place_by_place, 1) / 3,
    True,
    "conv2d_fast takes less than a third of the loops' time on 256x256",
    hint="a Python loop over every place of the image: go over the kernel's cells instead",
)
### BEGIN HIDDEN TESTS
from scipy.signal import correlate2d

for seed in range(100, 140):
    rng = np.random.default_rng(seed)
    kh, kw, stride = (int(v) for v in rng.integers(1, 6, size=3))
    padding = int(rng.integers(0, 4))
    x = rng.normal(size=(kh, kw) + rng.integers(0, 9, size=2))
    kernel = rng.normal(size=(kh, kw))
    expected = correlate2d(np.pad(x, padding), kernel, "valid")[::stride, ::stride]
    with checks.hidden("random images and kernels, with any stride and padding"):
        with checks.unchanged(x, kernel, what="conv2d_fast"):
            got = conv2d_fast(x, kernel, stride, padding)
        assert_conv(got, x, kernel, expected, stride=stride, padding=padding)
with checks.hidden("whole numbers in the image, fractions in the kernel"):
    x, kernel = np.arange(20).reshape(4, 5), np.array([[0.5, 0.25], [-0.125, 1.5]])
    assert_conv(conv2d_fast(x, kernel), x, kernel, correlate2d(x, kernel, "valid"))
with checks.hidden("a kernel that fits only because of the padding"):
    x, kernel = np.array([[1.0, -2.0]]), np.arange(9.0).reshape(3, 3)
    expected = correlate2d(np.pad(x, 1), kernel, "valid")
    assert_conv(conv2d_fast(x, kernel, padding=1), x, kernel, expected, padding=1)
with checks.hidden("a kernel as high or as wide as the image"):
    x = np.random.default_rng(6).normal(size=(4, 5))
    for kernel in (x[:, 1:3] + 1, x[2:] + 1, x + 1):
        assert_conv(conv2d_fast(x, kernel), x, kernel, correlate2d(x, kernel, "valid"))
with checks.hidden("bad input: size, stride, padding, rank, empty"):
    ones = np.ones
    for bad in [
        (ones((3, 3)), ones((4, 2))),
        (ones((3, 3)), ones((2, 4))),
        (ones((3, 3)), ones((4, 4)), 2),
        (ones((3, 3)), ones((5, 5)), 3),
        (ones((2, 2)), ones((5, 5)), 1, 1),
        (ones((5, 5)), ones((3, 3)), 0),
        (ones((5, 5)), ones((3, 3)), -1),
        (ones((5, 5)), ones((3, 3)), 1, -1),
        (ones(5), ones((1, 1))),
        (ones((5, 5, 1)), ones((3, 3))),
        (ones((5, 5)), ones(3)),
        (ones((5, 5)), ones((3, 3, 1, 1))),
        (ones((0, 5)), ones((1, 1)), 1, 1),
        (ones((5, 0)), ones((1, 1)), 1, 1),
        (ones((5, 5)), ones((0, 2))),
        (ones((5, 5)), ones((2, 0))),
    ]:
        checks.assert_raises(ValueError, conv2d_fast, *bad)
### END HIDDEN TESTS

# %% tags=["demo"]
import time

noise, weights = np.random.default_rng(0).normal(size=(256, 256)), np.ones((3, 3))
with when_ready():
    for name, function, repeats in (("conv2d", conv2d, 1), ("conv2d_fast", conv2d_fast, 20)):
        start = time.perf_counter()
        for _ in range(repeats):
            function(noise, weights)
        print(f"{name:12} {1000 * (time.perf_counter() - start) / repeats:8.2f} ms")
    assert np.allclose(conv2d_fast(noise, weights), conv2d(noise, weights))

# %% jupyter={"source_hidden": true}
predict.reveal(
    "speed",
    "several hundred times",
    because="Not 7,000: the additions still have to be done. But Python's overhead is gone.",
)

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | `operands could not be broadcast` | the slices end at different places: `a + down`, not `-kh + a` |
# | right for stride 1 only | the slice has no step, or its end grows with the stride |
# | an empty slice for the last kernel row | `padded[a : a - kh + 1]` ends at 0 when `a` is `kh - 1` |
# | no error for a large kernel | an empty slice adds up to an empty result: test the size first |
#
# </details>
#
# ## 8 Colour, and many kernels
#
# A colour image has three numbers a pixel: red, green, blue, its **channels** (채널). The kernel then
# has weights for each channel, and the products of all channels go into *one* sum, plus a bias. One
# kernel makes one feature map; a layer has many kernels, and their maps are the channels of its
# output.
#
# $$y_{ijf} = b_f + \sum_a \sum_b \sum_c x_{i+a,\,j+b,\,c}\; w_{abcf}$$

# %% tags=["demo"]
plots.shape_chain(
    [("", (256, 256, 3)), ("20 kernels\n5x5, same", (256, 256, 20)), ("pool 2", (128, 128, 20))]
)

# %%
predict.guess(
    "kernels",
    "20 kernels of 5x5 on a colour image. How many weights does ONE of the kernels have?",
    choices=["25", "75", "1,500"],
    my_guess=...,
)

# %% [markdown]
# ### Exercise 5: `conv_layer` (***, 15 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# A window now has shape `(kh, kw, cin)`. So has kernel number `f`: `w[:, :, :, f]`.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# Pad rows and columns, never the channels: `np.pad(x, ((p, p), (p, p), (0, 0)))`. Then go to every
# place and every kernel, multiply, add all, add the bias.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# At one place, all kernels at once: `np.tensordot(window, w, axes=3) + b` has shape `(cout,)`.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "conv_layer", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def conv_layer(x, w, b, stride=1, padding=0):
    """A convolution layer without activation: cout kernels on an image of cin channels.

    x: (h, w, cin); w: (kh, kw, cin, cout); b: (cout,) -> float64 (rows, columns, cout)
    ValueError: ranks other than 3, 4 and 1, an empty array, numbers of channels that do not
    agree, kernels that fit nowhere in the padded image, stride below 1, padding below 0.
    """
    ### BEGIN SOLUTION
    x, w, b = (np.asarray(a, dtype=float) for a in (x, w, b))
    if x.ndim != 3 or w.ndim != 4 or x.shape[2:] != w.shape[2:3] or b.shape != w.shape[3:]:
        raise ValueError(f"shapes do not agree: x {x.shape}, w {w.shape}, b {b.shape}")
    if x.size == 0 or w.size == 0:
        raise ValueError(f"nothing to convolve: x {x.shape}, w {w.shape}")
    if stride < 1 or padding < 0:
        raise ValueError(f"stride {stride} must be at least 1, padding {padding} at least 0")
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw = w.shape[:2]
    if padded.shape[0] < kh or padded.shape[1] < kw:
        raise ValueError(f"a kernel of {(kh, kw)} does not fit in an image of {padded.shape}")
    windows = np.lib.stride_tricks.sliding_window_view(padded, (kh, kw), axis=(0, 1))
    return np.einsum("ijcab,abcf->ijf", windows[::stride, ::stride], w) + b
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_conv_layer", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# The check of `conv_layer`: run it. A click opens it.
import numpy as np

from course_utils import checks
from course_utils.checks.convolution import assert_conv

A = np.array([[1.0, 0, 1, 0], [0, 1, 1, 0], [0, 0, 1, 1], [0, 0, 1, 0]])
x = np.stack([A, A], axis=-1)  # two channels, both A
w = np.zeros((2, 2, 2, 2))  # two kernels: [row, column, input channel, kernel]
w[:, :, 0, 0] = [[1, 0], [0, 1]]  # on A: [[2, 1, 1], [0, 2, 2], [0, 1, 1]]
w[:, :, 1, 0] = [[0, 0], [1, 1]]  # on A: [[1, 2, 1], [0, 1, 2], [0, 1, 1]]
w[:, :, 0, 1] = [[1, 1], [0, 0]]  # on A: [[1, 1, 1], [1, 2, 1], [0, 1, 2]]
b = np.array([1.0, -1.0])
expected = np.stack([[[4, 4, 3], [1, 4, 5], [1, 3, 3]], [[0, 0, 0], [0, 1, 0], [-1, 0, 1]]], axis=-1)
assert_conv(conv_layer(x, w, b), x, w, expected, "conv_layer(x, w, b)", bias=b)
framed = [[[3, -1], [3, -1], [1, -1]], [[1, -1], [4, 1], [2, -1]], [[1, -1], [1, 0], [1, -1]]]
assert_conv(conv_layer(x, w, b, stride=2, padding=1), x, w, framed,
            "conv_layer(x, w, b, stride=2, padding=1)", bias=b, stride=2, padding=1)

grey = np.full((4, 4, 1), 0.5)  # sharpen, brighten, darken, the two Sobels on an even wall
wall = np.zeros((3, 3, 1, 5))
wall[:, :, 0, 0] = [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]
wall[1, 1, 0, 1], wall[1, 1, 0, 2] = 1.5, 0.5
wall[:, :, 0, 3] = [[1, 0, -1], [2, 0, -2], [1, 0, -1]]
wall[:, :, 0, 4] = [[1, 2, 1], [0, 0, 0], [-1, -2, -1]]
answer = np.zeros((2, 2, 5)) + [0.5, 0.75, 0.25, 0.0, 0.0]
assert_conv(conv_layer(grey, wall, np.zeros(5)), grey, wall, answer, "five kernels on a grey wall")
colour = np.ones((16, 16, 3))
same = conv_layer(colour, np.ones((5, 5, 3, 20)), np.zeros(20), padding=2)
checks.assert_shape(same, (16, 16, 20), "20 kernels 5x5 with padding 2 on (16, 16, 3)")
checks.assert_raises(ValueError, conv_layer, colour, np.ones((5, 5, 4, 2)), np.zeros(2),
                     what="kernels for four channels on an image of three")
### BEGIN HIDDEN TESTS
from scipy.signal import correlate2d

for seed in range(25):
    rng = np.random.default_rng(seed)
    kh, kw, cin, cout = (int(v) for v in rng.integers(1, 5, size=4))
    stride, padding = int(rng.integers(1, 5)), int(rng.integers(0, 3))
    x = rng.normal(size=(kh + int(rng.integers(0, 5)), kw + int(rng.integers(0, 5)), cin))
    w, b = rng.normal(size=(kh, kw, cin, cout)), rng.normal(size=cout)
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    maps = [
        sum(correlate2d(padded[:, :, c], w[:, :, c, f], "valid") for c in range(cin)) + b[f]
        for f in range(cout)
    ]
    expected = np.stack(maps, axis=-1)[::stride, ::stride]
    with checks.hidden("random images, channels, kernels, strides and paddings"):
        with checks.unchanged(x, w, b, what="conv_layer"):
            got = conv_layer(x, w, b, stride, padding)
        assert_conv(got, x, w, expected, stride=stride, padding=padding, bias=b)
with checks.hidden("kernels that fit only because of the padding"):
    x, w, b = np.full((1, 2, 1), 3.0), np.ones((3, 3, 1, 1)), np.array([0.5])
    assert_conv(conv_layer(x, w, b, padding=1), x, w, [[[6.5], [6.5]]], padding=1, bias=b)
with checks.hidden("bad input: size, stride, padding, rank, channels, empty"):
    ones = np.ones
    image, kernels, bias = ones((5, 5, 2)), ones((3, 3, 2, 4)), ones(4)
    for bad in [
        (ones((2, 5, 2)), kernels, bias),
        (ones((5, 2, 2)), kernels, bias),
        (ones((2, 2, 2)), ones((5, 5, 2, 4)), bias, 1, 1),
        (ones((2, 9, 2)), kernels, bias, 3),
        (ones((3, 5, 2)), ones((4, 1, 2, 4)), bias),
        (ones((5, 3, 2)), ones((1, 4, 2, 4)), bias),
        (image, kernels, bias, 0),
        (image, kernels, bias, -1),
        (image, kernels, bias, 1, -1),
        (ones((5, 5)), kernels, bias),
        (ones((1, 5, 5, 2)), kernels, bias),
        (image, ones((3, 3, 2)), bias),
        (image, ones((3, 3, 2, 4, 1)), bias),
        (image, kernels, ones(3)),
        (image, kernels, ones(1)),
        (image, kernels, ones((1, 4))),
        (image, kernels, np.array(1.0)),
        (image, kernels, ones(5)),
        (ones((5, 6, 2)), kernels, ones((4, 4))),
        (image, ones((3, 3, 3, 4)), bias),
        (image, ones((3, 3, 1, 4)), bias),
        (ones((5, 5, 1)), kernels, bias),
        (ones((0, 5, 2)), ones((1, 1, 2, 4)), bias, 1, 1),
        (ones((5, 0, 2)), ones((1, 1, 2, 4)), bias, 1, 1),
        (ones((5, 5, 0)), ones((3, 3, 0, 4)), bias),
        (image, ones((3, 3, 2, 0)), ones(0)),
        (image, ones((0, 3, 2, 4)), bias),
    ]:
        checks.assert_raises(ValueError, conv_layer, *bad)
### END HIDDEN TESTS

# %% jupyter={"source_hidden": true}
predict.reveal(
    "kernels", "75", because="5 · 5 weights for each of the 3 channels. All 20 kernels have 1,500."
)

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | all values off by the same amount in a channel | the bias is missing, or added for each input channel |
# | an output of `(rows, columns, cin)` | the channels were kept apart; their products go into one sum |
# | too many channels in the output | `np.pad(x, p)` pads the channels as well |
# | right only if cin = cout | `w[a, b, c, f]`: input channel first, kernel last |
#
# </details>
#
# How many numbers does such a layer learn?
#
# ### Exercise 6: `conv_params` (*, 3 minutes)
#
# <details><summary>Hint: a nudge</summary>
#
# Count the weights of one kernel, then its bias, then the kernels. The image's size is not asked.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "conv_params", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def conv_params(kh, kw, cin, cout):
    """Weights and biases of a convolution layer with cout kernels of kh x kw on cin channels.

    kh, kw, cin, cout: int -> int
    """
    ### BEGIN SOLUTION
    return (kh * kw * cin + 1) * cout
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_conv_params", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# The check of `conv_params`: run it. A click opens it.
from course_utils import checks


def param_mistakes(kh, kw, cin, cout):
    return {
        "the biases are missing: one for each kernel": kh * kw * cin * cout,
        "one bias in all was counted; each kernel has its own": kh * kw * cin * cout + 1,
        "one bias for each input channel was counted; each kernel has one": kh * kw * cin * cout + cin,
        "a bias for each channel of each kernel was counted": (kh * kw + 1) * cin * cout,
        "each kernel has weights for every input channel": (kh * kw + 1) * cout,
        "the kernels are not counted: there are cout of them": kh * kw * cin + 1,
        "kh and kw were added; they multiply": ((kh + kw) * cin + 1) * cout,
        "square kernels were assumed": (kh * kh * cin + 1) * cout,
        "square kernels were assumed: kh is not kw": (kw * kw * cin + 1) * cout,
    }


for case, total in [((5, 5, 3, 20), 1520), ((3, 3, 1, 32), 320), ((3, 3, 32, 64), 18496)]:
    wrong = {"a count is an int, not a float": float(total)} | param_mistakes(*case)
    checks.assert_equal(conv_params(*case), total, f"conv_params{case}", mistakes=wrong)
### BEGIN HIDDEN TESTS
import numpy as np

for seed in range(12):
    rng = np.random.default_rng(seed)
    kh, kw, cin, cout = (int(v) for v in rng.integers(1, 30, size=4))
    total = np.zeros((kh, kw, cin, cout)).size + np.zeros(cout).size
    with checks.hidden("random layers, kernels not always square"):
        wrong = param_mistakes(kh, kw, cin, cout)
        checks.assert_equal(conv_params(kh, kw, cin, cout), total, mistakes=wrong)
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 7: `dense_params` (*, 2 minutes)
#
# For comparison: a dense layer, as in notebook 01.
#
# <details><summary>Hint: a nudge</summary>
#
# Every input has a weight to every output, and every output has a bias.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "dense_params", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def dense_params(n_in, n_out):
    """Weights and biases of a dense layer.

    n_in, n_out: int -> int
    """
    ### BEGIN SOLUTION
    return (n_in + 1) * n_out
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_dense_params", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# The check of `dense_params`: run it. A click opens it.
from course_utils import checks


def dense_mistakes(n_in, n_out):
    return {
        "the biases are missing: one for each output": n_in * n_out,
        "one bias for each input was counted; each output has one": n_in * n_out + n_in,
        "one bias in all was counted; each output has its own": n_in * n_out + 1,
        "inputs and outputs were added; every pair has a weight": n_in + n_out,
        "only the weights of one output were counted": n_in + 1,
    }


for case, total in [((640, 10), 6410), ((784, 256), 200960)]:  # 6410 = 6400 weights + 10 biases
    wrong = {"a count is an int, not a float": float(total)} | dense_mistakes(*case)
    checks.assert_equal(dense_params(*case), total, f"dense_params{case}", mistakes=wrong)
### BEGIN HIDDEN TESTS
import numpy as np

for seed in range(12):
    rng = np.random.default_rng(seed)
    n_in, n_out = (int(v) for v in rng.integers(1, 900, size=2))
    total = np.zeros((n_in, n_out)).size + np.zeros(n_out).size
    with checks.hidden("random layers"):
        wrong = dense_mistakes(n_in, n_out)
        checks.assert_equal(dense_params(n_in, n_out), total, mistakes=wrong)
### END HIDDEN TESTS

# %%
predict.guess(
    "ratio",
    "From a 28x28 digit to 32 maps of 26x26: a convolution of 32 kernels 3x3 has 320 parameters. "
    "How many times as many has a dense layer with as many outputs?",
    my_guess=...,
)

# %%
with when_ready():
    dense, conv = dense_params(28 * 28, 26 * 26 * 32), conv_params(3, 3, 1, 32)
    print(f"dense {dense:,}   convolution {conv}")
    assert dense > 50_000 * conv

# %% jupyter={"source_hidden": true}
predict.reveal(
    "ratio",
    53066,
    because="16,981,120 against 320: few weights because they are local, and shared by all places.",
)

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | too small by cout, or by n_out | the biases: one for each kernel, or output |
# | right for grey images only | a kernel has weights for every input channel |
# | 3.0 where 3 is asked | a count is an int: no `/`, no `float` |
#
# </details>
#
# ## 9 Pooling
#
# Whether an edge is at column 11 or 12 hardly matters. **Pooling** (풀링) cuts the map into blocks and
# keeps one number for each: the largest (**max pooling**, 최대 풀링), the smallest (min) or the
# average (평균 풀링). Block next to block: the stride is the size, so the size should divide the map.

# %% tags=["demo"]
plots.pooling_blocks(np.array([[110, 256, 153, 67], [12, 89, 88, 43], [10, 15, 50, 55], [23, 9, 49, 23]]))

# %%
predict.guess(
    "pool_params",
    "224 x 224 x 64 goes through a max pooling of size 2. What comes out, with how many weights?",
    choices=["112 x 112 x 64, none", "112 x 112 x 32, none", "112 x 112 x 64, four a channel"],
    my_guess=...,
)

# %% [markdown]
# ### Exercise 8: `max_pool2d` (**, 6 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# As in `conv2d` with stride = size, but with `np.max` of the window. What must the start value be if
# all numbers are negative?
#
# </details>
# <details><summary>Hint 2: nearly there</summary>
#
# Without loops: `x.reshape(h // size, size, w // size, size)` puts block row, row in the block, block
# column and column in the block on four axes. Take the max over two of them.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "max_pool2d", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def max_pool2d(x, size):
    """The largest number of each size x size block; blocks do not overlap.

    x: (h, w) array, h and w multiples of size -> float64 (h // size, w // size)
    ValueError: size below 1 or larger than the image, x not 2-D, or x empty.
    """
    ### BEGIN SOLUTION
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or x.size == 0 or size < 1 or x.shape[0] % size or x.shape[1] % size:
        raise ValueError(f"blocks of {size} x {size} do not tile an array of shape {x.shape}")
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).max(axis=(1, 3))
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_max_pool2d", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `max_pool2d`: run it. A click opens it.
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_utils import checks


def max_mistakes(x, size):
    h, w = x.shape
    blocks = x.reshape(h // size, size, w // size, size)
    return {
        "the window moves one cell at a time; its stride is its size":
            sliding_window_view(x, (size, size)).max(axis=(2, 3)),
        "that is the average; the largest is asked": blocks.mean(axis=(1, 3)),
        "that is the smallest; the largest is asked": blocks.min(axis=(1, 3)),
        "the sum was taken; the largest is asked": blocks.sum(axis=(1, 3)),
        "the first cell of each block was kept, not the largest": x[::size, ::size],
        "the maximum starts at 0, so negative numbers are lost": np.maximum(blocks.max(axis=(1, 3)), 0),
        "the reshape mixes rows: split h into (h // size, size), w likewise":
            x.reshape(h // size, w // size, size, size).max(axis=(2, 3)),
        "the largest of the whole image came back": x.max(),
    }


for rows, expected in [
    ([[110, 256, 153, 67], [12, 89, 88, 43], [10, 15, 50, 55], [23, 9, 49, 23]], [[256, 153], [23, 55]]),
    ([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]], [[6, 8], [3, 4]]),
]:
    x = np.array(rows)
    checks.assert_close(max_pool2d(x, 2), expected, f"max_pool2d({rows}, 2)", mistakes=max_mistakes(x, 2))
checks.assert_close(max_pool2d(-x, 4), [[0]], "max_pool2d(-x, 4)", mistakes=max_mistakes(-x, 4))
checks.assert_raises(ValueError, max_pool2d, x, 0)
### BEGIN HIDDEN TESTS
for seed, (h, w, size) in enumerate(
    [(1, 1, 1), (3, 5, 1), (2, 6, 2), (8, 4, 2), (6, 3, 3), (5, 10, 5), (4, 4, 4), (6, 12, 3)]
):
    x = np.random.default_rng(seed).normal(size=(h, w)) - 2.5  # nearly all negative
    expected = [
        [x[i : i + size, j : j + size].max() for j in range(0, w, size)] for i in range(0, h, size)
    ]
    with checks.hidden("random maps, not always square, blocks of several sizes, negative numbers"):
        with checks.unchanged(x, what="max_pool2d"):
            checks.assert_close(max_pool2d(x, size), expected, mistakes=max_mistakes(x, size))
with checks.hidden("bad input: size, rank, empty"):
    for bad, size in [
        (np.ones((4, 4)), 0),
        (np.ones((4, 4)), -1),
        (np.ones((4, 4)), -2),
        (np.ones((4, 4)), 5),
        (np.ones((2, 8)), 4),
        (np.ones((8, 2)), 4),
        (np.ones(4), 2),
        (np.ones((4, 4, 2)), 2),
        (np.ones((0, 4)), 2),
        (np.ones((4, 0)), 2),
    ]:
        checks.assert_raises(ValueError, max_pool2d, bad, size)
### END HIDDEN TESTS

# %% jupyter={"source_hidden": true}
predict.reveal(
    "pool_params",
    "112 x 112 x 64, none",
    because="Each channel is pooled by itself; taking the largest has nothing to learn.",
)

# %% [markdown]
# ### Exercise 9: `avg_pool2d` (*, 3 minutes)
#
# <details><summary>Hint: a nudge</summary>
#
# The same blocks, another summary.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "avg_pool2d", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def avg_pool2d(x, size):
    """The average of each size x size block; blocks do not overlap.

    x: (h, w) array, h and w multiples of size -> float64 (h // size, w // size)
    ValueError: size below 1 or larger than the image, x not 2-D, or x empty.
    """
    ### BEGIN SOLUTION
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or x.size == 0 or size < 1 or x.shape[0] % size or x.shape[1] % size:
        raise ValueError(f"blocks of {size} x {size} do not tile an array of shape {x.shape}")
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).mean(axis=(1, 3))
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_avg_pool2d", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# The check of `avg_pool2d`: run it. A click opens it.
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from course_utils import checks


def avg_mistakes(x, size):
    h, w = x.shape
    blocks = x.reshape(h // size, size, w // size, size)
    return {
        "the window moves one cell at a time; its stride is its size":
            sliding_window_view(x, (size, size)).mean(axis=(2, 3)),
        "that is the largest; the average is asked": blocks.max(axis=(1, 3)),
        "the sum was taken: divide by the number of cells": blocks.sum(axis=(1, 3)),
        "the sum was divided by size; a block has size * size cells": blocks.sum(axis=(1, 3)) / size,
        "the average was rounded down": blocks.sum(axis=(1, 3)) // size**2,
        "the reshape mixes rows: split h into (h // size, size), w likewise":
            x.reshape(h // size, w // size, size, size).mean(axis=(2, 3)),
        "that is the median; the average is asked": np.median(blocks, axis=(1, 3)),
    }


for rows, expected in [
    ([[110, 256, 153, 67], [12, 89, 88, 43], [10, 15, 50, 55], [23, 9, 49, 23]],
     [[116.75, 87.75], [14.25, 44.25]]),
    ([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]], [[3.25, 5.25], [2, 2]]),
]:
    x = np.array(rows)
    checks.assert_close(avg_pool2d(x, 2), expected, f"avg_pool2d({rows}, 2)", mistakes=avg_mistakes(x, 2))
checks.assert_raises(ValueError, avg_pool2d, x, 0)
### BEGIN HIDDEN TESTS
for seed, (h, w, size) in enumerate(
    [(1, 1, 1), (3, 5, 1), (2, 6, 2), (8, 4, 2), (6, 3, 3), (5, 10, 5), (4, 4, 4), (6, 12, 3)]
):
    x = np.random.default_rng(seed).normal(size=(h, w))
    expected = [
        [x[i : i + size, j : j + size].mean() for j in range(0, w, size)] for i in range(0, h, size)
    ]
    with checks.hidden("random maps, not always square, blocks of several sizes"):
        with checks.unchanged(x, what="avg_pool2d"):
            checks.assert_close(avg_pool2d(x, size), expected, mistakes=avg_mistakes(x, size))
with checks.hidden("bad input: size, rank, empty"):
    for bad, size in [
        (np.ones((4, 4)), 0),
        (np.ones((4, 4)), -1),
        (np.ones((4, 4)), -2),
        (np.ones((4, 4)), 5),
        (np.ones((2, 8)), 4),
        (np.ones((8, 2)), 4),
        (np.ones(4), 2),
        (np.ones((4, 4, 2)), 2),
        (np.ones((0, 4)), 2),
        (np.ones((4, 0)), 2),
    ]:
        checks.assert_raises(ValueError, avg_pool2d, bad, size)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | a 3x3 answer for a 4x4 image | the window moves by 1; its stride is `size` |
# | zeros where all numbers are negative | the maximum was started at 0 |
# | right for size 1, strange otherwise | `reshape` in another order than rows, cells, columns, cells |
# | twice the expected average | divided by `size`; a block has `size * size` cells |
#
# </details>
#
# ## 10 From maps to an answer
#
# After some rounds of convolution, ReLU and pooling the maps are small and many, and say *what* was
# found rather than which pixel is how dark. Now, at last, they are flattened, and a dense layer with
# softmax answers: the **dense head**.
#
# ### Exercise 10: `flatten` (*, 2 minutes)
#
# <details><summary>Hint: a nudge</summary>
#
# `reshape` knows a number that means "as many as it takes".
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "flatten", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def flatten(x):
    """All numbers in one row, the last axis running fastest.

    x: array of any shape -> float64 (number of cells,)
    """
    ### BEGIN SOLUTION
    return np.array(x, dtype=float).reshape(-1)
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_flatten", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# The check of `flatten`: run it. A click opens it.
import numpy as np

from course_utils import checks


def flat_mistakes(x):
    return {
        "column by column; the last axis runs fastest": x.ravel(order="F"),
        "one axis too many: (n,) is asked, not (1, n)": x.reshape(1, -1),
        "one axis too many: (n,) is asked, not (n, 1)": x.reshape(-1, 1),
        "the first axis was kept, as for a batch; this is one image": x.reshape(len(x), -1),
        "the numbers were sorted; their order stays": np.sort(x, axis=None),
        "channel after channel; the channel is the last axis and runs fastest":
            np.moveaxis(x, -1, 0).ravel(),
    }


x = np.array([[[3.0, 1.0], [2.0, 4.0]], [[5.0, 9.0], [7.0, 6.0]]])  # 2 x 2, 2 channels
checks.assert_close(flatten(x), [3, 1, 2, 4, 5, 9, 7, 6], "flatten(x)", mistakes=flat_mistakes(x))
checks.assert_shape(flatten(np.zeros((8, 8, 10))), (640,), "flatten of (8, 8, 10)")
### BEGIN HIDDEN TESTS
for seed, shape in enumerate([(5,), (3, 4), (4, 3), (2, 3, 4), (1, 6, 1), (2, 1, 3, 2)]):
    x = np.random.default_rng(seed).normal(size=shape)
    expected = [x[index] for index in np.ndindex(*shape)]
    with checks.hidden("arrays of several ranks"):
        with checks.unchanged(x, what="flatten"):
            checks.assert_close(flatten(x), expected, mistakes=flat_mistakes(x))
with checks.hidden("an array whose memory is not in reading order"):
    x = np.arange(12.0).reshape(3, 4).T
    checks.assert_close(
        flatten(x), [x[index] for index in np.ndindex(4, 3)],
        hint="go by the indices, the last one fastest, however the array lies in memory",
    )
### END HIDDEN TESTS

# %%
# NBVAL_CHECK_OUTPUT
with when_ready():
    side = output_size(256, 5, 1, 2)
    print(f"(256, 256, 3) -> 20 kernels 5x5, padding 2 -> ({side}, {side}, 20)")
    print(f"-> pool 2 -> ({output_size(side, 2, 2, 0)}, {output_size(side, 2, 2, 0)}, 20)")
    print(f"(8, 8, 10) -> flatten -> {flatten(np.zeros((8, 8, 10))).shape}")
    print(f"-> dense, 10 classes: {dense_params(640, 10) - 10:,} weights and 10 biases")

# %% [markdown]
# Your own layers at work, with hand-made kernels: four edge detectors (left, right, lower and upper
# edges), ReLU, pooling, a second layer that mixes the four maps, pooling.

# %% tags=["demo"]
plots.digit_through_stages(digit, conv_layer, max_pool2d)

# %% [markdown]
# Left to right: less about the picture, more about its parts. Why can a cell of the last map speak of
# parts? Because it sees more of the image, its **receptive field** (수용 영역).

# %%
predict.guess(
    "field",
    "Two 3x3 convolutions, one after the other. How wide is the square that one output cell sees?",
    choices=["3", "5", "6", "9"],
    my_guess=...,
)

# %% tags=["demo"]
plots.receptive_field()

# %% jupyter={"source_hidden": true}
predict.reveal(
    "field",
    "5",
    because="The middle 3x3 of the first map see one cell further on each side: 3 + 2. Pooling doubles.",
)

# %% [markdown]
# ## 11 The image moves, the response moves along
#
# Every place is treated alike. So if the digit moves, its response moves along and is otherwise the
# same, to the last bit: **translation equivariance** (이동 등변성).

# %% tags=["demo"]
found = plots.shift_and_compare(digit, conv2d)
if found:
    print(f"largest difference after moving the response along: {found['moved response']:.1g}")
    print(f"what the two flat inputs have in common (cosine): {found['same inputs']:.2f}")
    assert found["moved response"] < 1e-12
    assert found["same inputs"] < 0.6

# %% [markdown]
# To a dense layer the moved digit is another input: the cosine of the two rows of numbers is 0.44,
# where 1 means the same. **A convolution learns local patterns once, for all places; a dense layer
# learns global patterns, for one place.** Notebook 05 measures what that is worth.
#
# ## 12 Nobody has to design the kernel
#
# Sobel was designed by a person. Networks *learn* their kernels, by gradient descent, like every
# other weight. Two exercises, and you can watch it.
#
# Let $L$ be a loss and $d_{ij} = \partial L / \partial y_{ij}$ what comes back from the layers above
# for each cell of the feature map. Weight $k_{ab}$ has taken part in every cell $y_{ij}$, each time
# multiplied with the pixel $x_{i+a,\,j+b}$. So its gradient adds them all up:
#
# $$\frac{\partial L}{\partial k_{ab}} = \sum_i \sum_j x_{i+a,\,j+b}\; d_{ij}$$

# %%
predict.guess(
    "looks_like",
    "Look at that formula again. What kind of operation on x and d is it?",
    choices=["a matrix product", "a cross-correlation of x with d", "pooling"],
    my_guess=...,
)

# %% [markdown]
# ### Exercise 11: `conv2d_kernel_grad` (**, 10 minutes)
#
# For stride 1, no padding.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Which part of `x` meets weight `(a, b)` over all places? You cut it out in `conv2d_fast`.
#
# </details>
# <details><summary>Hint 2: nearly there</summary>
#
# `np.sum(x[a : a + rows, b : b + columns] * dout)`, with rows and columns of `dout`.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "conv2d_kernel_grad", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def conv2d_kernel_grad(x, dout, kernel_shape):
    """Gradient of the loss for each weight of a kernel slid with stride 1 and no padding.

    x: (h, w), the image; dout: (h - kh + 1, w - kw + 1), the loss's gradient for each output cell;
    kernel_shape: (kh, kw) -> float64 (kh, kw)
    ValueError: x or dout not 2-D or empty, or dout of another size than x and kernel_shape give.
    """
    ### BEGIN SOLUTION
    x, dout = np.asarray(x, dtype=float), np.asarray(dout, dtype=float)
    kh, kw = kernel_shape
    places = (x.shape[0] - kh + 1, x.shape[1] - kw + 1) if x.ndim == 2 else None
    if dout.shape != places or dout.size == 0:
        raise ValueError(f"a {kh} x {kw} kernel on {x.shape} has {places} places, not {dout.shape}")
    rows, columns = places
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout)
    return grad
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_conv2d_kernel_grad", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `conv2d_kernel_grad`: run it. A click opens it.
import numpy as np
from scipy.signal import correlate2d

from course_utils import checks


def grad_mistakes(x, dout):
    right = correlate2d(x, dout, "valid")
    return {
        "the average over the places was taken; the gradient is the sum": right / dout.size,
        "the gradient is turned by 180 degrees: weight (a, b) meets x[i + a, j + b]": right[::-1, ::-1],
        "dout is flipped: no cell of it is turned around": correlate2d(x, dout[::-1, ::-1], "valid"),
        "the gradient is transposed": right.T,
        "dout is left out: its cells weigh the pixels": correlate2d(x, np.ones_like(dout), "valid"),
        "the sign is reversed: the step subtracts the gradient, not this function": -right,
    }


A = np.array([[1, 0, 1, 0], [0, 1, 1, 0], [0, 0, 1, 1], [0, 0, 1, 0]])
ones = np.ones((3, 3))
checks.assert_close(conv2d_kernel_grad(A, ones, (2, 2)), [[5, 5], [4, 5]], "every cell counts 1",
                    mistakes=grad_mistakes(A, ones))
dout = np.array([[0.0, 0, 2], [0, 0, 0], [0, 1, 0]])
checks.assert_close(conv2d_kernel_grad(A, dout, (2, 2)), [[2, 1], [2, 1]], "two cells count",
                    mistakes=grad_mistakes(A, dout))
B = np.array([[0, 1, 7, 5], [5, 5, 6, 6], [5, 3, 3, 0], [1, 1, 1, 2]])
dout = np.array([[1.0, -2.0], [0.5, 3.0]])
checks.assert_close(conv2d_kernel_grad(B, dout, (3, 3)),
                    [[15.5, 7.5, 18], [6.5, 3.5, -4.5], [2.5, 0.5, 9.5]], "B with four gradients",
                    mistakes=grad_mistakes(B, dout))
checks.assert_raises(ValueError, conv2d_kernel_grad, B, dout, (2, 2))
### BEGIN HIDDEN TESTS
for seed, (h, w, kh, kw) in enumerate(
    [(5, 5, 3, 3), (7, 4, 2, 3), (3, 8, 3, 1), (6, 6, 6, 6), (4, 5, 1, 1), (5, 9, 4, 2), (2, 2, 1, 2)]
):
    rng = np.random.default_rng(seed)
    x, dout = rng.normal(size=(h, w)), rng.normal(size=(h - kh + 1, w - kw + 1))
    with checks.hidden("random images and gradients, kernels not always square"):
        with checks.unchanged(x, dout, what="conv2d_kernel_grad"):
            got = conv2d_kernel_grad(x, dout, (kh, kw))
        checks.assert_close(got, correlate2d(x, dout, "valid"), mistakes=grad_mistakes(x, dout))
with checks.hidden("a comparison with the measured slope of a loss"):
    rng = np.random.default_rng(77)
    x, kernel, target = rng.normal(size=(6, 7)), rng.normal(size=(2, 3)), rng.normal(size=(5, 5))
    slope, nudge = np.zeros((2, 3)), 1e-5
    for a, b in np.ndindex(2, 3):
        for sign in (1, -1):
            moved = kernel.copy()
            moved[a, b] += sign * nudge
            loss = np.sum((correlate2d(x, moved, "valid") - target) ** 2) / 2
            slope[a, b] += sign * loss / (2 * nudge)
    dout = correlate2d(x, kernel, "valid") - target
    checks.assert_close(conv2d_kernel_grad(x, dout, (2, 3)), slope, rtol=1e-5, atol=1e-5)
with checks.hidden("bad input: sizes that do not fit, rank, empty"):
    for bad in [
        (np.ones((5, 5)), np.ones((3, 3)), (2, 3)),
        (np.ones((5, 5)), np.ones((3, 3)), (3, 2)),
        (np.ones((5, 5)), np.ones((3, 4)), (3, 3)),
        (np.ones((5, 5)), np.ones((2, 3)), (3, 3)),
        (np.ones((3, 3)), np.ones((1, 1)), (4, 4)),
        (np.ones(5), np.ones((3, 3)), (3, 3)),
        (np.ones((5, 5, 1)), np.ones((3, 3)), (3, 3)),
        (np.ones((5, 5)), np.ones(3), (3, 3)),
        (np.ones((5, 5)), np.ones((3, 3, 1)), (3, 3)),
        (np.ones((0, 4)), np.ones((0, 2)), (1, 3)),
        (np.ones((2, 4)), np.ones((0, 2)), (3, 3)),
    ]:
        checks.assert_raises(ValueError, conv2d_kernel_grad, *bad)
### END HIDDEN TESTS

# %% jupyter={"source_hidden": true}
predict.reveal(
    "looks_like",
    "a cross-correlation of x with d",
    because="Slide d over x, multiply, add: the gradient of a convolution is a convolution again.",
)

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | `operands could not be broadcast` | the slice has the kernel's size; it needs that of `dout` |
# | right, but turned around | `x[i - a, j - b]`, or a flip where none belongs |
# | smaller by the number of places | the mean instead of the sum |
#
# </details>
#
# Now the learning. Somebody hands you a photograph and the same photograph with its vertical edges,
# and says: there was a 3x3 kernel. Which?
#
# ### Exercise 12: `learn_kernel` (***, 15 minutes)
#
# Gradient descent, as in notebook 03, on nine weights: compute the response, compare it with the
# target, move the kernel against its gradient, again.
#
# <details><summary>Hint 1: a nudge</summary>
#
# With $L = \frac{1}{2n} \sum (y - t)^2$ over the $n$ cells: what is $d = \partial L / \partial y$?
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# $d = (y - t) / n$. From it the kernel's gradient by the formula above; then `kernel -= lr * gradient`,
# on a kernel of your own.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# The function stands alone: use `scipy.signal.correlate2d(x, kernel, "valid")` for the response and
# `correlate2d(x, d, "valid")` for the gradient, or code of your own inside the function.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "learn_kernel", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The kernel whose response to x is target, found by gradient descent from zeros.

    The loss is the mean over all cells of (response - target)^2 / 2, stride 1, no padding. (Without
    the 1/2 every step is twice as long; the tests accept that, too.)

    x: (h, w); target: (h - kh + 1, w - kw + 1); kernel_shape: (kh, kw); lr: step size; steps: int,
    0 or more -> float64 (kh, kw), the kernel after that many steps
    ValueError: x or target not 2-D or empty, or target of another size than x and kernel_shape give.
    """
    ### BEGIN SOLUTION
    x, target = np.asarray(x, dtype=float), np.asarray(target, dtype=float)
    kh, kw = kernel_shape
    places = (x.shape[0] - kh + 1, x.shape[1] - kw + 1) if x.ndim == 2 else None
    if target.shape != places or target.size == 0:
        raise ValueError(f"a {kh} x {kw} kernel on {x.shape} has {places} places, not {target.shape}")
    windows = np.lib.stride_tricks.sliding_window_view(x, (kh, kw))
    kernel = np.zeros((kh, kw))
    for _ in range(steps):
        response = np.einsum("ijab,ab->ij", windows, kernel)
        kernel -= lr * np.einsum("ijab,ij->ab", windows, response - target) / target.size
    return kernel
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_learn_kernel", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `learn_kernel`: run it. A click opens it.
import numpy as np
from scipy.signal import correlate2d

from course_utils import checks

sobel = np.array([[1.0, 0.0, -1.0], [2.0, 0.0, -2.0], [1.0, 0.0, -1.0]])
x = np.random.default_rng(4).normal(size=(10, 10))
edges = correlate2d(x, sobel, "valid")
checks.assert_close(learn_kernel(x, edges, (3, 3), 0.3, 0), np.zeros((3, 3)), "after 0 steps",
                    hint="the kernel starts from zeros")
first = learn_kernel(x, edges, (3, 3), 0.3, 1)
step = 0.3 * correlate2d(x, edges, "valid") / edges.size
twice = np.shape(first) == (3, 3) and np.allclose(first, 2 * step)
checks.assert_close(
    first,
    2 * step if twice else step,
    "after 1 step",
    mistakes={
        "the step goes uphill: the kernel moves against its gradient": -step,
        "the step goes uphill: move against the gradient": -2 * step,
        "the gradient is summed; the loss is a mean over the cells": step * edges.size,
        "the gradient is summed: divide by the number of cells": 2 * step * edges.size,
        "the kernel is turned by 180 degrees: neither response nor gradient flips": step[::-1, ::-1],
        "the kernel never moved: is the step taken?": np.zeros((3, 3)),
    },
)
checks.assert_close(
    learn_kernel(x, edges, (3, 3), 0.3, 200),
    sobel,
    "learn_kernel(x, edges, (3, 3), 0.3, 200)",
    atol=0.01,
    mistakes={
        "the kernel is turned by 180 degrees: response and gradient do not flip": -sobel,
        "the kernel is transposed": sobel.T,
        "only one step was taken": first,
    },
    hint="each step starts from the kernel of the step before, with its own response",
)
checks.assert_raises(ValueError, learn_kernel, x, edges, (2, 2), 0.3, 5,
                     what="a target that does not fit the kernel's shape")
### BEGIN HIDDEN TESTS
def descend(x, target, shape, lr, steps, scale):
    kernel = np.zeros(shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * scale * correlate2d(x, error, "valid") / error.size
    return kernel


for seed, (h, w, kh, kw, lr, steps) in enumerate(
    [(6, 6, 3, 3, 0.3, 1), (5, 7, 2, 3, 0.2, 2), (8, 4, 1, 2, 0.1, 5), (6, 6, 4, 1, 0.05, 12),
     (3, 3, 3, 3, 0.02, 3), (2, 3, 2, 2, 0.1, 4), (4, 5, 1, 1, 0.4, 4), (7, 5, 2, 2, 0.15, 7)]
):
    rng = np.random.default_rng(seed)
    x, target = rng.normal(size=(h, w)), rng.normal(size=(h - kh + 1, w - kw + 1))
    half, full = (descend(x, target, (kh, kw), lr, steps, scale) for scale in (1, 2))
    with checks.hidden("the kernel after a few steps, on random images and targets"):
        with checks.unchanged(x, target, what="learn_kernel"):
            got = learn_kernel(x, target, (kh, kw), lr, steps)
        twice = np.shape(got) == full.shape and np.allclose(got, full, rtol=1e-4, atol=1e-5)
        checks.assert_close(
            got,
            full if twice else half,
            mistakes={
                "the step goes uphill: subtract the gradient": descend(x, target, (kh, kw), -lr, steps, 1),
                "the gradient is summed; the loss is a mean over the cells":
                    descend(x, target, (kh, kw), lr, steps, target.size),
                "one step too many": descend(x, target, (kh, kw), lr, steps + 1, 1),
                "one step too few": descend(x, target, (kh, kw), lr, steps - 1, 1),
                "the mean is over the kernel's cells; it is over those of the response":
                    descend(x, target, (kh, kw), lr, steps, target.size / (kh * kw)),
            },
        )
with checks.hidden("recovering a random kernel"):
    rng = np.random.default_rng(11)
    x, kernel = rng.normal(size=(12, 11)), rng.normal(size=(2, 3))
    learned = learn_kernel(x, correlate2d(x, kernel, "valid"), (2, 3), 0.3, 150)
    checks.assert_close(learned, kernel, atol=0.01)
with checks.hidden("bad input: sizes that do not fit, rank, empty"):
    for bad in [
        (np.ones((5, 5)), np.ones((3, 3)), (2, 3)),
        (np.ones((5, 5)), np.ones((3, 3)), (3, 2)),
        (np.ones((5, 5)), np.ones((2, 3)), (3, 3)),
        (np.ones((5, 5)), np.ones((1, 1)), (3, 3)),
        (np.ones((3, 3)), np.ones((1, 1)), (4, 4)),
        (np.ones(5), np.ones((3, 3)), (3, 3)),
        (np.ones((5, 5, 1)), np.ones((3, 3)), (3, 3)),
        (np.ones((5, 5)), np.ones(3), (3, 3)),
        (np.ones((5, 5)), np.ones((3, 3, 1)), (3, 3)),
        (np.ones((0, 4)), np.ones((0, 2)), (1, 3)),
        (np.ones((2, 4)), np.ones((0, 2)), (3, 3)),
    ]:
        checks.assert_raises(ValueError, learn_kernel, *bad, 0.1, 2)
### END HIDDEN TESTS

# %% [markdown]
# Watch it happen on a real photograph, 32x32, made to have mean 0 and variance 1. (With a loop over
# the places in your function this takes some ten seconds.)

# %% tags=["demo"]
small = plots.photo(32)
small = (small - small.mean()) / small.std()
edges = correlate2d(small, plots.KERNELS["Sobel, vertical edges"], "valid")
learned = plots.learning_kernel(learn_kernel, small, edges, lr=0.1)
if learned is not None:
    error = np.abs(learned - plots.KERNELS["Sobel, vertical edges"]).max()
    print(f"largest error after 1200 steps: {error:.4f}")
    assert error < 0.01

# %% [markdown]
# Nobody told it "left against right". The pairs of image and answer did. A network has no such target
# for its kernels; it has the loss at the very end, passed back layer by layer. What it then finds in
# its first layer looks much like this.
#
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | numbers explode to `inf` or NaN | the sign is wrong, or the gradient is summed, so the step is too long |
# | the Sobel kernel with the signs reversed | response or gradient flips the kernel |
# | the second call starts where the first ended | the kernel lives outside the function |
# | hardly moves on an image that is not centred | the mean makes a long valley: notebook 03 |
#
# </details>
#
# ## Recap
#
# - Window times kernel, added up, at every place: a neuron with few weights that visits the whole
#   image. Networks do not flip the kernel.
# - Places: $(n + 2p - k) // s + 1$. "Valid" is $p = 0$; "same" keeps the size.
# - A layer's kernel spans all input channels; its parameters are $(k_h k_w c_{in} + 1)\, c_{out}$,
#   whatever the size of the image.
# - Pooling halves the map, has no weights, and forgives small shifts.
# - Moved image, moved response. The gradient of a convolution is a convolution.
#
# Next, notebook 05: all of this on thousands of handwritten digits.
#
# ## Think
#
# Two short answers in your own words. A person reads them.

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_convolution", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# A friend says: "A dense layer can compute anything a convolution can, so it can only be better."
# Where is the friend right, and why do we use convolutions on images all the same? (three or four
# sentences, with one number)
#
# ### BEGIN SOLUTION
# **Model answer.** It is true that every convolution is a dense layer, one with most weights zero and
# the others repeated. But the dense layer has to find those zeros and repetitions from data: from a
# 28x28 digit to 32 maps it has 17 million parameters, the convolution 320. What it learns about an
# edge in one place it does not know in any other, so it needs examples of everything everywhere. The
# convolution has locality and equal treatment of all places built in; for images that is nearly
# always right, and for data without neighbourhoods (a table with columns in any order) it is not.
# ### END SOLUTION

# %% [markdown] nbgrader={"grade": true, "grade_id": "pooling_or_stride", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# To halve a map you can use max pooling of size 2 after a convolution, or give the convolution
# stride 2. Name one thing that is the same and two that differ.
#
# ### BEGIN SOLUTION
# **Model answer.** Both give a map of half the width and height, and the cells above see twice as much
# of the image. They differ in work: stride 2 computes only a quarter of the places, pooling computes
# all and throws three quarters away. And in what survives: pooling keeps the strongest response of
# each block, wherever in the block it was, so a shift by a pixel often changes nothing; the stride
# keeps whatever response happens to be at every second place, and can miss the strong one.
# ### END SOLUTION

# %% [markdown]
# ## Open challenge
#
# The kernel below is **separable** (분리 가능): it is a column times a row. Then two small convolutions,
# 3 + 3 products a place, do the work of one with 9. Is the Sobel kernel separable? The sharpening
# kernel? Write a function that finds column and row of a separable kernel, and measure what you save
# for a 15x15 Gaussian. (`np.linalg.svd` knows how many columns times rows a kernel is made of.)

# %% tags=["demo"]
column, row = np.array([[1.0], [2.0], [1.0]]), np.array([[1.0, 2.0, 1.0]])
once = correlate2d(pagoda, column @ row / 16, "valid")
twice = correlate2d(correlate2d(pagoda, column / 4, "valid"), row / 4, "valid")
print("largest difference:", f"{np.abs(once - twice).max():.0e}")
