# %% [markdown]
# # 04 Convolution by hand (합성곱을 손으로)
#
# The networks of the first notebooks took an image apart into a row of numbers. They never learned
# that two pixels were neighbours. Here a small window slides over the image instead. You will
# compute every number of it yourself, and in the end let the window learn what to look for.
#
# **When you are through, you can**
# - say what flattening an image throws away, and what a convolution keeps;
# - compute a convolution on paper and in code, with stride, padding, channels and bias;
# - predict the shape and the number of parameters of every layer of a CNN;
# - show when a moved image gives a moved response, and when it does not;
# - derive the gradients of a layer, and let a kernel learn from examples.
#
# **Time:** about 205 minutes, in seven parts of at most 30 minutes. Two exercises are marked
# *stretch*; without them it is 175. **Know first:** the neuron of notebook 01, slices such as
# `x[1:3, 0:2]`, and for the last two parts the gradients of notebook 02.
#
# New here? Notebook 01 begins with how these notebooks work.

# %%
import numpy as np

from course_utils import plots, predict, when_ready
from course_utils.data import load_digits_28

# %%
my_digits = load_digits_28("bundled")[0][0] / 255  # 0 is paper, 1 is ink
digit = my_digits[9]  # 28 x 28
pagoda = plots.photo()  # 96 x 96, 0 is black, 1 is white

# %% [markdown]
# The photograph is by danielbuechele (CC BY 2.0); it comes with scikit-learn.
#
# # Part 1: a window slides (30 minutes)
#
# ## 1 Why not flatten?
#
# A dense layer (완전 연결층) wants a row of numbers, so the digit is flattened: 28 rows become 784
# inputs. Before you look at the figure:

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
    because="Each input has its own weight. Number the inputs in another order, and nothing has changed.",
)

# %% [markdown]
# Where you see noise on the right, a dense layer sees as much of a digit as on the left. It was never
# told which pixels are neighbours, and a digit moved by one pixel has to be learned anew. But edges,
# corners and curves *are* about neighbours. So let us build a layer that looks at neighbours only,
# and looks for the same thing everywhere.
#
# ## 2 A window slides along a row
#
# Begin with one row of numbers: a **time series** (시계열), such as the temperature of each hour. Take
# a few weights (가중치), the **kernel** (커널), also called **filter** (필터). Lay it on the first
# numbers. Multiply each number with the weight that lies on it, and add the products: one result.
# Move the kernel on, and do it again. This is **convolution** (합성곱) as networks use it.
#
# $$y_i = \sum_a x_{i+a}\; k_a$$

# %%
predict.guess(
    "change_filter",
    "The kernel is [1, 0, -1]. What does it give where the series stays the same, as in 7, 7, 7?",
    my_guess=...,
)

# %% jupyter={"source_hidden": true}
predict.reveal(
    "change_filter", 0, because="7 - 7 = 0. This kernel compares left with right: it answers changes alone."
)

# %% [markdown]
# ### Exercise 1: `conv1d` (*, 8 minutes)
#
# The **stride** (스트라이드) says by how many numbers the kernel moves on: 1 unless told. A place counts
# only if the whole kernel lies on the series.
#
# <details><summary>Hint 1: a nudge</summary>
#
# On paper: 7 numbers, a kernel of 3. At which positions can its left end stand? And with stride 2?
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# The left end runs over `range(0, len(x) - len(kernel) + 1, stride)`. At each start, the part of `x`
# under the kernel is `x[start : start + len(kernel)]`.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# def conv1d(x, kernel, stride=1):
#     k = len(kernel)
#     out = []
#     for start in range(0, len(x) - k + 1, stride):
#         out.append(np.sum(x[start : start + k] * kernel))
#     return np.array(out)
# ```
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "conv1d", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def conv1d(x, kernel, stride=1):
    """Slide the kernel along a row of numbers, without turning it around; add the products.

    x: (n,) array; kernel: (k,) array, k at most n; stride: whole number, 1 or more
    -> float64 (places,)
    """
    ### BEGIN SOLUTION
    k = len(kernel)
    starts = range(0, len(x) - k + 1, stride)
    return np.array([np.sum(x[start : start + k] * kernel) for start in starts])
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_conv1d", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `conv1d`: run it. A click opens it.
import numpy as np

from course_utils.checks import case

hours = np.array([2, 3, 5, 9, 8, 4, 1])
case("conv1d([2, 3, 5, 9, 8, 4, 1], [0.5, -1, 2])", conv1d, hours, np.array([0.5, -1.0, 2.0]), expects=[8.0, 14.5, 9.5, 4.5, 2.0], hint="a number is the sum of all products of the kernel with the part under it")
case("conv1d([2, 3, 5, 9, 8, 4, 1], [1, 0, -1])", conv1d, hours, np.array([1, 0, -1]), expects=[-3, -6, -3, 5, 7])
x = np.array([1.0, -2.0, 0.5, 3.0, 4.0, -1.0, 2.5, 6.0, -3.0])
four = np.array([0.5, 2.0, -1.0, 3.0])
case("conv1d(nine numbers, four weights)", conv1d, x, four, expects=[5.0, 9.0, -0.75, 18.0, 15.5, -10.5])
case("conv1d(nine numbers, four weights, stride=2)", conv1d, x, four, stride=2, expects=[5.0, -0.75, 15.5], hint="right for stride 1: result i belongs to the part that starts at i * stride, and there are fewer places")
case("conv1d(nine numbers, four weights, stride=3)", conv1d, x, four, 3, expects=[5.0, 18.0], hint="right for stride 1: result i belongs to the part that starts at i * stride, and there are fewer places")
case("conv1d(nine numbers, one weight, stride=4)", conv1d, x, np.array([2.0]), stride=4, expects=[2.0, 8.0, -6.0])
case("conv1d([4, 4, 4, 7, 7], [1, -1])", conv1d, np.array([4.0, 4, 4, 7, 7]), np.array([1.0, -1]), expects=[0, 0, -3, 0])
case("conv1d(four numbers, four weights)", conv1d, x[1:5], four, expects=[9.0])
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, (n, k, stride) in enumerate([(5, 2, 1), (9, 4, 1), (12, 3, 2), (8, 8, 3), (20, 5, 7), (6, 1, 4), (11, 4, 3)]):
    rng = np.random.default_rng(seed)
    x, kernel = rng.normal(size=n), rng.normal(size=k)
    wanted = np.correlate(x, kernel, "valid")[::stride]
    hidden_case("random series, kernels and strides", conv1d, x, kernel, stride, expects=wanted)
whole = np.array([3, -1, 4, 1, -5])
wanted = np.correlate(whole, [0.5, -0.25], "valid")
hidden_case("whole numbers in the series, fractions in the kernel", conv1d, whole, np.array([0.5, -0.25]), expects=wanted)
### END HIDDEN TESTS

# %% tags=["demo"]
plots.series_and_filters(conv1d)

# %% [markdown]
# The same series, two kernels. $[1, 0, -1]$ answers where the temperature changes, negative where it
# rises. Five times $1/5$ gives the mean of five hours: the noise averages out.
#
# <!-- mistakes: conv1d -->
#
# ## 3 A window slides over an image
#
# Now rows and columns. The kernel is a small grid of weights. The part of the image under it is the
# **window** (윈도우). Multiply each pixel with the weight that lies on it and add all products: one
# number. The numbers make a new image, the **feature map** (특성 맵) or response map.
#
# $$y_{ij} = \sum_a \sum_b x_{i+a,\,j+b}\; k_{ab}$$
#
# Work one out on paper. The image and the kernel:

# %% tags=["nbval-check-output"]
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

# %% tags=["nbval-check-output"]
print("neuron: x @ w =", B[0:3, 1:4].ravel() @ K.ravel())

# %% [markdown]
# ## 4 How many places are there?
#
# Two more numbers decide where the window goes. The stride you know. **Padding** (패딩) lays a frame of
# zeros around the image: **zero padding** (제로 패딩). In the last picture the frame is one cell wide on
# each side.

# %% tags=["demo"]
plots.window_places()

# %% [markdown]
# Each orange bar is a place of the window, on a row of $n = 7$ cells with a window of $k = 3$. With
# stride 3 the last cell is never seen: the window would stick out, so that place does not count.

# %%
predict.guess(
    "stride_2",
    "How many places for n = 6, k = 3, stride 2, no padding?",
    choices=["2", "2.5", "3"],
    my_guess=...,
)

# %% jupyter={"source_hidden": true}
predict.reveal(
    "stride_2",
    "2",
    because="The left end can travel 3 cells, and one stride of 2 fits in. With the start that makes 2 places.",
)

# %% [markdown]
# ### Exercise 2: `output_size` (*, 8 minutes)
#
# With padding $p$ the row has $n + 2p$ cells. The window's left end can stand on $0, s, 2s, \dots$ How
# many of those leave room for $k$ cells? If there is no place at all, refuse with a ValueError. That
# has a check of its own.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Count the *steps* first: how far can the left end travel at all? How many strides fit in?
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
# `size = (n + 2 * padding - k) // stride + 1`, and `raise ValueError("the window does not fit")` if
# that is less than 1.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "output_size", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def output_size(n, k, stride, padding):
    """Places of a window of k cells on n cells with `padding` zeros on each side.

    n, k, stride, padding: whole numbers -> whole number, at least 1

    Raises ValueError if the window fits nowhere.
    """
    ### BEGIN SOLUTION
    size = (n + 2 * padding - k) // stride + 1
    if size < 1:
        raise ValueError(f"a window of {k} does not fit on {n} cells with padding {padding}")
    return size
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_output_size", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `output_size`: run it. A click opens it.
from course_utils.checks import case

case("output_size(12, 7, 1, 2)", output_size, 12, 7, 1, 2, expects=10, hint="count on paper: 12 cells with two zeros on each side are 16, and the window of 7 can travel 9 of them")
case("output_size(12, 3, 3, 3)", output_size, 12, 3, 3, 3, expects=6)
case("output_size(13, 4, 3, 2)", output_size, 13, 4, 3, 2, expects=5)
case("output_size(6, 3, 2, 0)", output_size, 6, 3, 2, 0, expects=2)
case("output_size(4, 2, 1, 0)", output_size, 4, 2, 1, 0, expects=3)
case("output_size(6, 3, 3, 0)", output_size, 6, 3, 3, 0, expects=2)
case("output_size(6, 3, 1, 1)", output_size, 6, 3, 1, 1, expects=6)
case("output_size(3, 5, 2, 1)", output_size, 3, 5, 2, 1, expects=1, hint="with the padding there are 5 cells: the window of 5 just fits")
case("output_size(5, 5, 3, 0)", output_size, 5, 5, 3, 0, expects=1)  # just fits
case("output_size(256, 5, 1, 2)", output_size, 256, 5, 1, 2, expects=256)  # the size stays
case("output_size(224, 2, 2, 0)", output_size, 224, 2, 2, 0, expects=112)
### BEGIN HIDDEN TESTS
import numpy as np

from course_utils.checks import hidden_case

for seed in range(60):
    rng = np.random.default_rng(seed)
    n, k, stride, padding = (int(rng.integers(*r)) for r in ((1, 40), (1, 9), (1, 12), (0, 5)))
    places = len(range(0, n + 2 * padding - k + 1, stride))
    if places:
        topic = "random sizes, windows, strides and paddings"
        hidden_case(topic, output_size, n, k, stride, padding, expects=places)
for n, k, stride, padding in [(5, 5, 2, 0), (1, 3, 4, 1), (4, 1, 9, 0)]:
    hidden_case("windows that just fit", output_size, n, k, stride, padding, expects=1)
### END HIDDEN TESTS

# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_output_size_refuses", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# The check that `output_size` refuses a window that fits nowhere: run it.
from course_utils.checks import case

case("output_size(2, 11, 1, 3)", output_size, 2, 11, 1, 3, raises=ValueError)
case("output_size(3, 4, 1, 0)", output_size, 3, 4, 1, 0, raises=ValueError)
case("output_size(3, 9, 2, 2)", output_size, 3, 9, 2, 2, raises=ValueError)
case("output_size(5, 6, 7, 0)", output_size, 5, 6, 7, 0, raises=ValueError)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for sizes in [(3, 4, 2, 0), (2, 5, 3, 1), (1, 9, 1, 3), (4, 30, 5, 2)]:
    hidden_case("windows that just do not fit, or by far not", output_size, *sizes, raises=ValueError)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: output_size -->
#
# **Checkpoint 1.** Without looking: what is laid on what, and what happens to the products? How many
# places has a window of 5 on 11 cells at stride 3? `import course_utils; course_utils.progress()` in a new
# cell shows how far you are. A good place for a break.
#
# # Part 2: the convolution (30 minutes)
#
# ## 5 Padding
#
# Without padding, a 3x3 kernel costs the image one cell on each side, layer after layer. A frame of
# zeros gives the window more places to stand.

# %% tags=["demo"]
plots.padding_frame()

# %% [markdown]
# There is a second reason. Without a frame the border is hardly seen: look in how many windows each
# pixel of a 6x6 image lies.

# %%
predict.guess(
    "corner_seen",
    "A 3x3 window visits every place of a 6x6 image, without padding. In how many windows lies the corner pixel?",
    my_guess=...,
)

# %% tags=["demo"]
plots.times_seen()

# %% jupyter={"source_hidden": true}
predict.reveal("corner_seen", 1, because="Only the first window reaches it. A pixel in the middle lies in nine.")

# %% [markdown]
# With padding 1 the output is as large as the image, and a corner takes part 4 times instead of
# once. Networks call this **"same"** padding, and no padding **"valid"**. For an odd $k$ at stride 1,
# $p = (k - 1)/2$ keeps the size: 1 for $k = 3$, 2 for $k = 5$. The price: the frame's zeros are no
# picture, and the cells next to them answer to an edge that is not there.
#
# ### Exercise 3: `pad2d` (*, 6 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# Start from zeros of the right shape. Which part of them is the image?
#
# </details>
# <details><summary>Hint 2: nearly there</summary>
#
# Beware of `out[p:-p, p:-p]`: for p = 0 that is `out[0:0, 0:0]`, which is empty.
#
# ```python
# def pad2d(x, p):
#     h, w = x.shape
#     out = np.zeros((h + 2 * p, w + 2 * p))
#     out[p : p + h, p : p + w] = x
#     return out
# ```
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "pad2d", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def pad2d(x, p):
    """The image with a frame of zeros, p cells wide on each side.

    x: (h, w) array; p: whole number, 0 or more -> float64 (h + 2 p, w + 2 p)
    """
    ### BEGIN SOLUTION
    h, w = x.shape
    out = np.zeros((h + 2 * p, w + 2 * p))
    out[p : p + h, p : p + w] = x
    return out
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_pad2d", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `pad2d`: run it. A click opens it.
import numpy as np

from course_utils.checks import case

x = np.array([[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0], [9.0, 10.0, 11.0, 12.0]])
framed = np.zeros((7, 8))
framed[2:5, 2:6] = x
case("pad2d([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]], 2)", pad2d, x, 2, expects=framed, hint="the image lies whole in a larger array of zeros, its first cell at [p, p]")
case("pad2d([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]], 0)", pad2d, x, 0, expects=x)
small = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
framed = [[0, 0, 0, 0, 0], [0, 1, 2, 3, 0], [0, 4, 5, 6, 0], [0, 0, 0, 0, 0]]
case("pad2d([[1, 2, 3], [4, 5, 6]], 1)", pad2d, small, 1, expects=framed)
tall = np.array([[-1.5], [7.0], [2.5]])
wide_frame = np.zeros((7, 5))
wide_frame[2:5, 2] = [-1.5, 7.0, 2.5]
case("pad2d([[-1.5], [7], [2.5]], 2)", pad2d, tall, 2, expects=wide_frame)
whole = np.zeros((7, 8))
whole[3, 3:5] = [8, -9]
case("pad2d([[8, -9]], 3)", pad2d, np.array([[8, -9]]), 3, expects=whole)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, (shape, p) in enumerate(
    [((1, 1), 1), ((1, 5), 2), ((4, 1), 3), ((3, 7), 0), ((6, 4), 5), ((5, 5), 2), ((2, 3), 1)]
):
    x = np.random.default_rng(seed).normal(size=shape)
    hidden_case("images that are not square, frames of several widths", pad2d, x, p, expects=np.pad(x, p))
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: pad2d -->
#
# ## 6 The convolution
#
# Now the whole thing: pad, go to every place, multiply, add.
#
# ### Exercise 4: `conv2d` (**, 18 minutes)
#
# Write it with plain loops, the way you would do it on paper. Do not turn the kernel around (more on
# that below). If your answer differs, the check shows the first window that does, its products and
# their sum.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Two loops go over the places of the *output*. Which rows of the padded image belong to output
# row `i`, if the window moves `stride` rows at a time?
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# 1. pad with zeros: `np.pad(x, padding)`; 2. compute how many rows and columns the output has, as in
# exercise 2; 3. for each `(i, j)` cut out the window whose top left corner is
# `(i * stride, j * stride)`; 4. multiply it with the kernel and add up.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]` and
# `out[i, j] = np.sum(window * kernel)`, where `out` starts as `np.zeros((rows, columns))`.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "conv2d", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def conv2d(x, kernel, stride=1, padding=0):
    """Slide the kernel over the zero-padded image, without flipping it; add the products.

    x: (h, w) array; kernel: (kh, kw) array that fits in the padded image; stride: whole number,
    1 or more; padding: whole number, 0 or more -> float64 (rows, columns), a cell for each place
    """
    ### BEGIN SOLUTION
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
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

from course_utils.checks.convolution import conv_case

x = np.array([[3, -1, 2, 5, 0, 4, -2, 6], [1, 6, -2, 7, 8, -3, 5, 2], [9, 2, 4, -5, 1, 6, 3, -7], [-4, 8, 3, 2, 5, 7, -1, 10]])
kernel = np.array([[1.0, -2.0, 3.0, 0.5], [0.5, 4.0, -1.0, 1.0]])
answer = [[47.0, 6.0, 10.0, 59.5, -22.0], [-10.0, 58.0, -6.5, -17.0, 44.5], [43.5, -1.5, 31.5, 25.5, 36.0]]
conv_case("conv2d(x of 4x8, a kernel of 2x4)", conv2d, x, kernel, expects=answer)
B = np.array([[0, 1, 7, 5], [5, 5, 6, 6], [5, 3, 3, 0], [1, 1, 1, 2]])
K = np.array([[1, 0, 1], [1, 2, 0], [3, 0, 1]])
conv_case("conv2d(B, K)", conv2d, B, K, expects=[[40, 32], [26, 25]])

A = np.array([[1, 0, 1, 0], [0, 1, 1, 0], [0, 0, 1, 1], [0, 0, 1, 0]])
for pattern, response in [
    ([[1, 0], [0, 1]], [[2, 1, 1], [0, 2, 2], [0, 1, 1]]),
    ([[1, 1], [0, 0]], [[1, 1, 1], [1, 2, 1], [0, 1, 2]]),
    ([[0, 0], [1, 1]], [[1, 2, 1], [0, 1, 2], [0, 1, 1]]),
]:
    conv_case(f"conv2d(A, {pattern})", conv2d, A, np.array(pattern), expects=response)

conv_case("conv2d(x of 4x8, a kernel of 2x4, stride=2)", conv2d, x, kernel, stride=2, expects=[[47.0, 10.0, -22.0], [43.5, 31.5, 36.0]])
conv_case("conv2d(x of 4x8, a kernel of 2x4, stride=3)", conv2d, x, kernel, stride=3, expects=[[47.0, 59.5]])
flat = np.array([[1.0, -2.0]])
conv_case("conv2d([[1, -2]], K, padding=1)", conv2d, flat, K, padding=1, expects=[[2, -3]])
conv_case("conv2d([[1, -2]], [[3]], padding=1)", conv2d, flat, np.array([[3.0]]), padding=1, expects=[[0, 0, 0, 0], [0, 3, -6, 0], [0, 0, 0, 0]])
conv_case(
    "conv2d(x of 4x8, a kernel of 2x4, stride=2, padding=1)",
    conv2d, x, kernel, stride=2, padding=1,
    expects=[[15.0, 2.5, -3.5, -12.0], [53.0, 58.0, -17.0, 15.0], [33.5, 10.5, 12.5, 39.0]],
)
conv_case("conv2d(B, K, stride=2, padding=1)", conv2d, B, K, stride=2, padding=1, expects=[[5, 36], [16, 25]])

C = np.array([[1, 0, 1, 1, 0, 1], [0, 1, 0, 0, 1, 0], [0, 1, 1, 1, 1, 0],
              [0, 1, 1, 1, 1, 0], [1, 0, 1, 1, 0, 1], [1, 1, 0, 0, 1, 1]])
blur = np.array([[0.06, 0.13, 0.06], [0.13, 0.25, 0.13], [0.06, 0.13, 0.06]])
answer = np.array([[0.56, 0.57, 0.57, 0.56], [0.7, 0.82, 0.82, 0.7],
                   [0.69, 0.95, 0.95, 0.69], [0.64, 0.69, 0.69, 0.64]])
conv_case("conv2d(C, blur)", conv2d, C, blur, expects=answer)
conv_case("conv2d(C, blur, stride=2)", conv2d, C, blur, stride=2, expects=answer[::2, ::2])
conv_case("conv2d(C, blur, stride=3)", conv2d, C, blur, stride=3, expects=answer[::3, ::3])

D = np.array([[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]])
cross = np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1]])
answer = [[2, 2, 3, 1, 1], [1, 4, 3, 4, 1], [1, 2, 4, 3, 3], [1, 2, 3, 4, 1], [0, 2, 2, 1, 1]]
conv_case("conv2d(D, cross, padding=1)", conv2d, D, cross, padding=1, expects=answer)

F, back, ear = np.zeros((7, 7)), np.zeros((7, 7)), np.zeros((7, 7))
F[[0, 1, 2, 3, 4, 5], [5, 4, 3, 3, 3, 3]] = 30  # the curve detector
back[[0, 1, 1, 2, 3, 4, 5, 6], [6, 4, 5, 4, 3, 3, 3, 3]] = 50
back[2, 3] = 20
ear[[0, 0, 1, 2, 2, 3, 4, 5, 6, 6], [0, 1, 1, 1, 2, 2, 2, 2, 1, 2]] = 50
conv_case("conv2d(back, F)", conv2d, back, F, expects=[[6600]])
conv_case("conv2d(ear, F)", conv2d, ear, F, expects=[[0]])
### BEGIN HIDDEN TESTS
from scipy.signal import correlate2d

from course_utils.checks import hidden_case

for seed in range(40):
    rng = np.random.default_rng(seed)
    kh, kw, stride = (int(v) for v in rng.integers(1, 5, size=3))
    padding = int(rng.integers(0, 4))
    x = rng.normal(size=(kh, kw) + rng.integers(0, 7, size=2))
    kernel = rng.normal(size=(kh, kw))
    wanted = correlate2d(np.pad(x, padding), kernel, "valid")[::stride, ::stride]
    topic = "random images and kernels, with any stride and padding"
    hidden_case(topic, conv2d, x, kernel, stride, padding, expects=wanted)
x, kernel = np.array([[1.0, -2.0]]), np.arange(9.0).reshape(3, 3)
wanted = correlate2d(np.pad(x, 1), kernel, "valid")
hidden_case("a kernel that fits only because of the padding", conv2d, x, kernel, padding=1, expects=wanted)
x = np.random.default_rng(6).normal(size=(4, 5))
for kernel in (x[:, 1:3] + 1, x[2:] + 1, x + 1):
    wanted = correlate2d(x, kernel, "valid")
    hidden_case("a kernel as high or as wide as the image", conv2d, x, kernel, expects=wanted)
x = np.random.default_rng(5).normal(size=(11, 8))
hidden_case("a stride larger than the kernel", conv2d, x, np.array([[2.5]]), stride=4, expects=2.5 * x[::4, ::4])
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: conv2d -->
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
    because="The frame's zeros lie above. Then 1 in the centre, and 1 + 1 below left and below right: 3.",
)

# %% [markdown]
# ### To flip or not to flip
#
# Mathematicians turn the kernel by 180 degrees first; only that is **true convolution**. What we
# compute is strictly **cross-correlation** (교차 상관). Deep learning says convolution and does not
# flip: a kernel that is learned would only be learned the other way round.

# %% tags=["demo"]
plots.kernel_stamp()

# %%
from scipy.signal import convolve2d, correlate2d

print("cross-correlation:             ", correlate2d(B, K, "valid").tolist())
print("true convolution:              ", convolve2d(B, K, "valid").tolist())
print("cross-correlation, K turned:   ", correlate2d(B, K[::-1, ::-1], "valid").tolist())

# %% [markdown]
# **Checkpoint 2.** Without looking: where does the window of output cell (2, 3) start at stride 2? What
# does "same" padding keep, and what does it cost? Save; a good place for a break.
#
# # Part 3: what kernels do (30 minutes)
#
# ## 7 A detector for one curve
#
# Kernel F is 7x7, with weights of 30 along a curve. Lay it on the back of a drawn mouse, where ink
# (50) runs along the same curve, and on its ear, where it does not.

# %%
F, back, ear = np.zeros((7, 7)), np.zeros((7, 7)), np.zeros((7, 7))
F[[0, 1, 2, 3, 4, 5], [5, 4, 3, 3, 3, 3]] = 30
back[[0, 1, 1, 2, 3, 4, 5, 6], [6, 4, 5, 4, 3, 3, 3, 3]] = 50
back[2, 3] = 20
ear[[0, 0, 1, 2, 2, 3, 4, 5, 6, 6], [0, 1, 1, 1, 2, 2, 2, 2, 1, 2]] = 50
plots.curve_detector(F, {"back": back, "ear": ear})

# %% [markdown]
# 50 · 30 four times and 20 · 30 once: **6600**, a large number: "here is my curve". On the ear: **0**.
# So does a kernel answer most strongly where the image looks like the kernel? Try it on a patch that
# is all ink, 50 in every cell.

# %%
predict.guess(
    "all_ink",
    "What does F give on a patch of 50s everywhere?",
    choices=["0: there is no curve in it", "less than 6600", "more than 6600"],
    my_guess=...,
)

# %% tags=["demo"]
patches = {"back": back, "ear": ear, "all ink": np.full((7, 7), 50.0)}
raw_answers = plots.curve_detector(F, patches)
fair_answers = plots.curve_detector(F - F.mean(), patches, name="F minus its mean")

# %% jupyter={"source_hidden": true} tags=["demo"]
assert raw_answers == {"back": 6600, "ear": 0, "all ink": 9000}
assert abs(fair_answers["all ink"]) < 1e-9 and fair_answers["back"] > 5000 > 0 > fair_answers["ear"]

# %% jupyter={"source_hidden": true}
predict.reveal(
    "all_ink",
    "more than 6600",
    because="Six weights of 30 on 50 each: 180 times 50 is 9000. F rewards ink on the curve, and nothing punishes ink beside it.",
)

# %% [markdown]
# F counts ink under its curve, and it does not mind ink elsewhere. Now take the mean of the 49 weights
# away from each of them: the weights add up to **0**. Ink on the curve still counts for the curve, ink
# beside it counts against it, and a patch of even grey gives 0. Only now the back wins. A feature
# detector has **zero-sum weights**, or a bias that sets the bar high enough.
#
# ## 8 An edge, two filters
#
# The **Sobel kernels** (소벨 커널) are zero-sum. One has a column of 1, 2, 1, a column of zeros and a
# column of -1, -2, -1; the other has the same in rows. Lay both on a step: columns of 1, then
# columns of 2.

# %%
predict.guess(
    "step_edge",
    "The image has columns 1 1 1 2 2 2. What do the two Sobel kernels answer?",
    choices=["both answer at the step", "one answers at the step, the other gives 0 everywhere", "both give 0"],
    my_guess=...,
)

# %% tags=["demo"]
plots.step_edge(conv2d)

# %% jupyter={"source_hidden": true}
predict.reveal(
    "step_edge",
    "one answers at the step, the other gives 0 everywhere",
    because="One compares left with right, the other above with below, and in this image every row is the same.",
)

# %% [markdown]
# The sign tells the direction: -4 where the picture gets lighter to the right, +4 where it gets darker.
#
# Now nine weights on a photograph. The sum of the weights tells what happens to even regions:
# brighten (1.5) gives one and a half times the grey, darken (0.5) half of it, sharpen
# ($5 - 4 = 1$) the same grey, and Sobel nothing.

# %% tags=["nbval-check-output"]
for each_name, each_kernel in plots.KERNELS.items():
    print(f"{each_name:24} sum of the weights {each_kernel.sum():.2f}")

# %% [markdown]
# The blur's weights are rounded to two digits and add up to 1.01 in place of 1: it brightens by one
# percent, which nobody sees.

# %% tags=["demo"]
plots.kernel_gallery(pagoda)

# %% [markdown]
# The **Gaussian** (가우시안) kernel averages with neighbours, nearer ones more. Random noise differs
# from pixel to pixel, so it averages out: noise removal, paid for with some sharpness.

# %% tags=["demo"]
before, after = plots.noise_and_blur(pagoda)

# %% jupyter={"source_hidden": true} tags=["demo"]
assert after < 0.7 * before  # about half

# %% [markdown]
# ### Your own kernel
#
# In JupyterLab: type any nine weights, move stride and padding, choose another image. Some to try:
# all nine 1/9; the Sobel kernel with its columns swapped; an 8 among eight -1. Why does the border
# light up as soon as you pad? (The frame of zeros is black, and the image is not: an edge.) Kernels
# whose weights add up to 0 are shown in orange (positive) and blue (negative), all others in grey.

# %% tags=["demo"]
stripes = np.tile(np.arange(48) // 4 % 2, (48, 1)).astype(float)
plots.kernel_editor({"pagoda": pagoda, "digit": digit, "stripes": stripes})

# %% [markdown]
# ## 9 The same numbers, faster
#
# Your `conv2d` visits every place of the image and does a little NumPy at each. A 256x256 image has
# 64,516 places for a 3x3 kernel, so Python is asked 64,516 times. But the kernel has only nine cells.

# %%
predict.guess(
    "speed",
    "How much faster can the same sum become if Python takes nine steps instead of 64,516?",
    choices=["ten times", "some hundred times", "7,000 times"],
    my_guess=...,
)

# %% [markdown]
# ### Exercise 5: `conv2d_fast` (**, 12 minutes, stretch)
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
# At stride 1 a window can start in `down = padded.shape[0] - kh + 1` rows and
# `right = padded.shape[1] - kw + 1` columns. The cells that meet `kernel[a, b]` are
# `padded[a : a + down : stride, b : b + right : stride]`.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "conv2d_fast", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The same numbers as conv2d, without a Python loop over the places.

    x: (h, w) array; kernel: (kh, kw) array that fits in the padded image; stride: whole number,
    1 or more; padding: whole number, 0 or more -> float64 (rows, columns), a cell for each place
    """
    ### BEGIN SOLUTION
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1  # where a window can start
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

from course_utils.checks import case
from course_utils.checks.convolution import conv_case

x = np.array([[3, -1, 2, 5, 0, 4, -2, 6], [1, 6, -2, 7, 8, -3, 5, 2], [9, 2, 4, -5, 1, 6, 3, -7], [-4, 8, 3, 2, 5, 7, -1, 10]])
kernel = np.array([[1.0, -2.0, 3.0, 0.5], [0.5, 4.0, -1.0, 1.0]])
answer = [[47.0, 6.0, 10.0, 59.5, -22.0], [-10.0, 58.0, -6.5, -17.0, 44.5], [43.5, -1.5, 31.5, 25.5, 36.0]]
conv_case("conv2d_fast(x of 4x8, a kernel of 2x4)", conv2d_fast, x, kernel, expects=answer)
B = np.array([[0, 1, 7, 5], [5, 5, 6, 6], [5, 3, 3, 0], [1, 1, 1, 2]])
K = np.array([[1, 0, 1], [1, 2, 0], [3, 0, 1]])
conv_case("conv2d_fast(B, K)", conv2d_fast, B, K, expects=[[40, 32], [26, 25]])
conv_case("conv2d_fast(x of 4x8, a kernel of 2x4, stride=2)", conv2d_fast, x, kernel, stride=2, expects=[[47.0, 10.0, -22.0], [43.5, 31.5, 36.0]])
conv_case("conv2d_fast(x of 4x8, a kernel of 2x4, stride=3)", conv2d_fast, x, kernel, stride=3, expects=[[47.0, 59.5]])
conv_case("conv2d_fast([[1, -2]], K, padding=1)", conv2d_fast, np.array([[1.0, -2.0]]), K, padding=1, expects=[[2, -3]])
conv_case(
    "conv2d_fast(x of 4x8, a kernel of 2x4, stride=2, padding=1)",
    conv2d_fast, x, kernel, stride=2, padding=1,
    expects=[[15.0, 2.5, -3.5, -12.0], [53.0, 58.0, -17.0, 15.0], [33.5, 10.5, 12.5, 39.0]],
)
conv_case("conv2d_fast(B, K, stride=2, padding=1)", conv2d_fast, B, K, stride=2, padding=1, expects=[[5, 36], [16, 25]])
conv_case("conv2d_fast(x of 4x8, x of 4x8)", conv2d_fast, x, x, expects=[[776]])


def place_by_place(x, kernel):
    (h, w), (kh, kw) = x.shape, kernel.shape
    return [
        [np.vdot(x[i : i + kh, j : j + kw], kernel) for j in range(w - kw + 1)]
        for i in range(h - kh + 1)
    ]


def seconds(function):
    x, kernel, start = np.ones((256, 256)), np.ones((3, 3)), time.perf_counter()
    function(x, kernel)
    return time.perf_counter() - start


def is_fast():
    """Whether the best time is short enough; tried again, because a busy machine makes anything slow."""
    answer = conv2d_fast(np.ones((256, 256)), np.ones((3, 3)))
    if np.shape(answer) != (254, 254) or not np.allclose(answer, 9):
        return True  # wrong, but not slow
    fast, slow = [], []
    for attempt in range(10):
        fast += [seconds(conv2d_fast)]
        slow += [seconds(place_by_place)]
        if min(fast) <= min(slow) / 4:
            return True
        if attempt > 1 and min(fast) > min(slow):  # no faster than the loops, three times: no chance
            break
    return False


case("conv2d_fast takes less than a quarter of the loops' time on 256x256", is_fast, expects=True)  # usual: a hundredth
### BEGIN HIDDEN TESTS
from scipy.signal import correlate2d

from course_utils.checks import hidden_case

for seed in range(100, 140):
    rng = np.random.default_rng(seed)
    kh, kw, stride = (int(v) for v in rng.integers(1, 6, size=3))
    padding = int(rng.integers(0, 4))
    x = rng.normal(size=(kh, kw) + rng.integers(0, 9, size=2))
    kernel = rng.normal(size=(kh, kw))
    wanted = correlate2d(np.pad(x, padding), kernel, "valid")[::stride, ::stride]
    topic = "random images and kernels, with any stride and padding"
    hidden_case(topic, conv2d_fast, x, kernel, stride, padding, expects=wanted)
x, kernel = np.arange(20).reshape(4, 5), np.array([[0.5, 0.25], [-0.125, 1.5]])
wanted = correlate2d(x, kernel, "valid")
hidden_case("whole numbers in the image, fractions in the kernel", conv2d_fast, x, kernel, expects=wanted)
x = np.random.default_rng(6).normal(size=(4, 5))
for kernel in (x[:, 1:3] + 1, x[2:] + 1, x + 1):
    wanted = correlate2d(x, kernel, "valid")
    hidden_case("a kernel as high or as wide as the image", conv2d_fast, x, kernel, expects=wanted)
### END HIDDEN TESTS

# %% tags=["demo"]
import time

with when_ready():
    my_noise = np.random.default_rng(0).normal(size=(256, 256))
    for each_name, each_function, repeats in (("conv2d", conv2d, 1), ("conv2d_fast", conv2d_fast, 20)):
        begun = time.perf_counter()
        for _ in range(repeats):
            each_function(my_noise, np.ones((3, 3)))
        print(f"{each_name:12} {1000 * (time.perf_counter() - begun) / repeats:8.2f} ms")

# %% jupyter={"source_hidden": true}
predict.reveal(
    "speed",
    "some hundred times",
    because="Not 7,000: the additions still have to be done. But Python's own work is nearly gone.",
)

# %% [markdown]
# <!-- mistakes: conv2d_fast -->
#
# **Checkpoint 3.** Without looking: why must a feature detector's weights add up to 0? What does a
# kernel whose weights add up to 1 do to an even wall? Save; a good place for a break.
#
# # Part 4: channels (30 minutes)
#
# ## 10 Colour, and many kernels
#
# A colour image has three numbers a pixel: red, green, blue, its **channels** (채널). A kernel then has
# weights for each channel: it is a small *volume*, as deep as the image. It still slides over rows and
# columns only. At each place the products of all channels go into **one** sum, plus a bias (편향).

# %% tags=["demo"]
plots.kernel_volume()

# %% [markdown]
# One kernel makes one feature map. A layer has many kernels, and their maps are the channels of its
# output:
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

# %% jupyter={"source_hidden": true}
predict.reveal(
    "kernels", "75", because="5 · 5 weights for each of the 3 channels. All 20 kernels together have 1,500."
)

# %% [markdown]
# ### Exercise 6: `conv_layer` (***, 15 minutes)
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
# At one place, all kernels at once: `np.tensordot(window, w, axes=3) + b` has shape `(cout,)`. It
# multiplies along the three axes that window and kernel share, and adds.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "conv_layer", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def conv_layer(x, w, b, stride=1, padding=0):
    """A convolution layer without activation: cout kernels on an image of cin channels.

    x: (h, w, cin) array; w: (kh, kw, cin, cout) array; b: (cout,) array; stride, padding: as in conv2d
    -> float64 (rows, columns, cout)
    """
    ### BEGIN SOLUTION
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[:2], axis=(0, 1))
    return np.einsum("ijcab,abcf->ijf", windows[::stride, ::stride], w) + b
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_conv_layer", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# The check of `conv_layer`: run it. A click opens it.
import numpy as np
from scipy.signal import correlate2d

from course_utils.checks.convolution import conv_case


def map_by_map(x, w, b):
    maps = [sum(correlate2d(x[:, :, c], w[:, :, c, f], "valid") for c in range(w.shape[2])) for f in range(len(b))]
    return np.stack(maps, axis=-1) + b


x = np.stack([[[1, 0, 2, 0], [0, 1, 1, 3], [2, 0, 1, 1]], [[0, 2, 0, 1], [1, 0, 0, -1], [0, 3, 1, 0]]], axis=-1)
w = np.zeros((2, 3, 2, 3))  # [row, column, input channel, kernel]
w[:, :, 0, 0], w[:, :, 1, 0] = [[1, 0, 2], [0, 1, 0]], [[0, 0, 0], [1, 1, 0]]
w[:, :, 0, 1] = [[1, 1, 0], [0, 0, -1]]
w[:, :, 0, 2], w[:, :, 1, 2] = [[0, 0, 1], [0, 0, 0]], [[0, 2, 0], [1, 0, -3]]
b = np.array([1.0, -2.0, 0.5])
conv_case(
    "conv_layer(x of 2 channels, 3 kernels of 2x3, b)",
    conv_layer, x, w, b,
    expects=[[[8, -2, 7.5], [2, -3, 3.5]], [[6, -2, -1.5], [13, -1, 6.5]]],
)
rng = np.random.default_rng(4)
x, w, b = rng.integers(-4, 5, (3, 5, 4)), rng.integers(-3, 4, (2, 3, 4, 5)) / 2, np.array([1.0, -2.0, 0.5, 3.0, -1.5])
conv_case("conv_layer(x of 4 channels, 5 kernels of 2x3, b)", conv_layer, x, w, b, expects=map_by_map(x, w, b))
x, w, b = rng.integers(-4, 5, (6, 7, 3)) + 0.5, rng.integers(-3, 4, (4, 2, 3, 2)), np.array([2.0, -1.0])
small, one = x[:4, :2], w[..., :1]
conv_case("conv_layer(x of 4x2x3, one kernel of 4x2, b)", conv_layer, small, one, b[:1], expects=map_by_map(small, one, b[:1]))
conv_case("conv_layer(x of 6x7x3, 2 kernels of 4x2, b, stride=2)", conv_layer, x, w, b, stride=2, expects=map_by_map(x, w, b)[::2, ::2])
framed = np.pad(x, ((2, 2), (2, 2), (0, 0)))
conv_case(
    "conv_layer(x of 6x7x3, 2 kernels of 4x2, b, stride=3, padding=2)",
    conv_layer, x, w, b, stride=3, padding=2, expects=map_by_map(framed, w, b)[::3, ::3],
)
grey = np.full((4, 5, 1), 0.5)  # sharpen, brighten, darken and the two Sobels on an even wall
wall = np.zeros((3, 3, 1, 5))
wall[:, :, 0, 0] = [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]
wall[1, 1, 0, 1], wall[1, 1, 0, 2] = 1.5, 0.5
wall[:, :, 0, 3] = [[1, 0, -1], [2, 0, -2], [1, 0, -1]]
wall[:, :, 0, 4] = [[1, 2, 1], [0, 0, 0], [-1, -2, -1]]
conv_case("conv_layer(a grey wall, five kernels, no bias)", conv_layer, grey, wall, np.zeros(5), expects=np.zeros((2, 3, 5)) + [0.5, 0.75, 0.25, 0.0, 0.0])
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed in range(25):
    rng = np.random.default_rng(seed)
    kh, kw, cin, cout = (int(v) for v in rng.integers(1, 5, size=4))
    stride, padding = int(rng.integers(1, 5)), int(rng.integers(0, 3))
    x = rng.normal(size=(kh + int(rng.integers(0, 5)), kw + int(rng.integers(0, 5)), cin))
    w, b = rng.normal(size=(kh, kw, cin, cout)), rng.normal(size=cout)
    wanted = map_by_map(np.pad(x, ((padding, padding), (padding, padding), (0, 0))), w, b)[::stride, ::stride]
    topic = "random images, channels, kernels, strides and paddings"
    hidden_case(topic, conv_layer, x, w, b, stride, padding, expects=wanted)
x, w, b = np.full((1, 2, 1), 3.0), np.ones((3, 3, 1, 1)), np.array([0.5])
hidden_case("kernels that fit only because of the padding", conv_layer, x, w, b, padding=1, expects=[[[6.5], [6.5]]])
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: conv_layer -->
#
# ### Channels last, channels first
#
# Here, as in Keras, the channel is the last axis: (256, 256, 3). PyTorch puts it first: (3, 256, 256),
# and its kernels have the shape (cout, cin, kh, kw). `np.moveaxis` takes one into the other.

# %%
predict.guess(
    "channels_first",
    "x has shape (256, 256, 3). What is x.reshape(3, 256, 256)?",
    choices=["the same picture, channels first", "an error", "three scrambled pictures"],
    my_guess=...,
)

# %% tags=["demo"]
plots.channels_first(plots.photo(colour=True))

# %% jupyter={"source_hidden": true}
predict.reveal(
    "channels_first",
    "three scrambled pictures",
    because="reshape keeps the order of the numbers in memory: red, green, blue, red, ... It fits without an error, and mixes colours and places.",
)

# %% [markdown]
# ## 11 How many numbers does a layer learn?
#
# Its weights and biases are its parameters (매개변수).
#
# ### Exercise 7: `conv_params` (*, 4 minutes)
#
# <details><summary>Hint: a nudge</summary>
#
# Count the weights of one kernel, then its bias, then the kernels. The image's size does not matter.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "conv_params", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def conv_params(kh, kw, cin, cout):
    """Weights and biases of a convolution layer with cout kernels of kh x kw on cin channels.

    kh, kw, cin, cout: whole numbers -> whole number
    """
    ### BEGIN SOLUTION
    return (kh * kw * cin + 1) * cout
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_conv_params", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# The check of `conv_params`: run it. A click opens it.
from course_utils.checks import case

case("conv_params(2, 3, 4, 7)", conv_params, 2, 3, 4, 7, expects=175, hint="one kernel has 2 * 3 * 4 weights and a bias; there are 7 kernels")
case("conv_params(5, 5, 3, 20)", conv_params, 5, 5, 3, 20, expects=1520)
case("conv_params(3, 3, 8, 2)", conv_params, 3, 3, 8, 2, expects=146)
case("conv_params(3, 3, 1, 32)", conv_params, 3, 3, 1, 32, expects=320)
case("conv_params(3, 3, 32, 64)", conv_params, 3, 3, 32, 64, expects=18496)
### BEGIN HIDDEN TESTS
import numpy as np

from course_utils.checks import hidden_case

for seed in range(12):
    rng = np.random.default_rng(seed)
    kh, kw, cin, cout = (int(v) for v in rng.integers(1, 30, size=4))
    total = np.zeros((kh, kw, cin, cout)).size + np.zeros(cout).size
    hidden_case("random layers, kernels not always square", conv_params, kh, kw, cin, cout, expects=total)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: conv_params -->
#
# ### Exercise 8: `dense_params` (*, 3 minutes)
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

    n_in, n_out: whole numbers -> whole number
    """
    ### BEGIN SOLUTION
    return (n_in + 1) * n_out
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_dense_params", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# The check of `dense_params`: run it. A click opens it.
from course_utils.checks import case

case("dense_params(4, 6)", dense_params, 4, 6, expects=30, hint="each of the 6 outputs has 4 weights and a bias")
case("dense_params(7, 3)", dense_params, 7, 3, expects=24)
case("dense_params(640, 10)", dense_params, 640, 10, expects=6410)  # 6,400 weights and 10 biases
case("dense_params(784, 256)", dense_params, 784, 256, expects=200960)
### BEGIN HIDDEN TESTS
import numpy as np

from course_utils.checks import hidden_case

for seed in range(12):
    rng = np.random.default_rng(seed)
    n_in, n_out = (int(v) for v in rng.integers(1, 900, size=2))
    total = np.zeros((n_in, n_out)).size + np.zeros(n_out).size
    hidden_case("random layers", dense_params, n_in, n_out, expects=total)
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
    print(f"dense {dense_params(28 * 28, 26 * 26 * 32):,}   convolution {conv_params(3, 3, 1, 32)}")

# %% jupyter={"source_hidden": true}
predict.reveal(
    "ratio",
    53066,
    because="16,981,120 against 320: few weights because they are local, and shared by all places.",
)

# %% [markdown]
# <!-- mistakes: dense_params -->
#
# **Checkpoint 4.** Without looking: which shape has one kernel on an image of 16 channels? How many
# sums does it make at one place? Save; a good place for a break.
#
# # Part 5: from maps to an answer (30 minutes)
#
# ## 12 Pooling
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

# %% jupyter={"source_hidden": true}
predict.reveal(
    "pool_params",
    "112 x 112 x 64, none",
    because="Each channel is pooled by itself. Taking the largest has nothing to learn.",
)

# %% [markdown]
# ### Exercise 9: `max_pool2d` (**, 8 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# As in `conv2d` with stride = size, but with the largest number of the window. Where all numbers are
# negative, the largest is negative, too.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# Output cell `(i, j)` belongs to the block `x[i * size : (i + 1) * size, j * size : (j + 1) * size]`.
#
# </details>
# <details><summary>Hint 3: without loops</summary>
#
# The reshape puts block row, row in the block, block column, column in the block on four axes. The
# largest is taken over the two that lie in the block.
#
# ```python
# def max_pool2d(x, size):
#     h, w = x.shape
#     return x.reshape(h // size, size, w // size, size).max(axis=(1, 3))
# ```
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "max_pool2d", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def max_pool2d(x, size):
    """The largest number of each size x size block; blocks do not overlap.

    x: (h, w) array, h and w multiples of size; size: whole number, 1 or more
    -> float64 (h // size, w // size)
    """
    ### BEGIN SOLUTION
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).max(axis=(1, 3))
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_max_pool2d", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `max_pool2d`: run it. A click opens it.
import numpy as np

from course_utils.checks import case

x = np.array([[-3.0, -7, 2, 5, -1, -6], [-2, -9, 8, -4, -5, -8], [1, 0, 3, -2, 7, 4], [6, -1, 2, 9, -3, 1.5]])
case("max_pool2d(4x6 with a negative block, 2)", max_pool2d, x, 2, expects=[[-2, 8, -1], [6, 9, 7]], hint="an output cell looks at all cells of its own block, and at no others")
y = np.array([[-3.0, -7, -2, 5, -1, 6], [-4, -9, -8, 4, 0, 8], [-1.5, -6, -5, 3, 7, 2]])
case("max_pool2d(3x6 with a negative block, 3)", max_pool2d, y, 3, expects=[[-1.5, 8]])
case("max_pool2d([[-5000, -4000], [-7000, -6000]], 2)", max_pool2d, np.array([[-5000.0, -4000], [-7000, -6000]]), 2, expects=[[-4000]])
case("max_pool2d(3x6 with a negative block, 1)", max_pool2d, y, 1, expects=y)
slide = np.array([[110, 256, 153, 67], [12, 89, 88, 43], [10, 15, 50, 55], [23, 9, 49, 23]])
case("max_pool2d(the slide's numbers, 2)", max_pool2d, slide, 2, expects=[[256, 153], [23, 55]])
small = np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])
case("max_pool2d([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]], 2)", max_pool2d, small, 2, expects=[[6, 8], [3, 4]])
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, (h, w, size) in enumerate([(1, 1, 1), (3, 5, 1), (2, 6, 2), (8, 4, 2), (6, 3, 3), (5, 10, 5), (4, 4, 4), (6, 12, 3)]):
    x = np.random.default_rng(seed).normal(size=(h, w)) - 2.5  # nearly all negative
    wanted = [[x[i : i + size, j : j + size].max() for j in range(0, w, size)] for i in range(0, h, size)]
    topic = "random maps, not always square, blocks of several sizes, negative numbers"
    hidden_case(topic, max_pool2d, x, size, expects=wanted)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: max_pool2d -->
#
# ### Exercise 10: `avg_pool2d` (*, 3 minutes)
#
# <details><summary>Hint: a nudge</summary>
#
# The same blocks, another summary.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "avg_pool2d", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def avg_pool2d(x, size):
    """The average of each size x size block; blocks do not overlap.

    x: (h, w) array, h and w multiples of size; size: whole number, 1 or more
    -> float64 (h // size, w // size)
    """
    ### BEGIN SOLUTION
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).mean(axis=(1, 3))
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_avg_pool2d", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# The check of `avg_pool2d`: run it. A click opens it.
import numpy as np

from course_utils.checks import case

x = np.array([[-3.0, -7, 2, 5, -1, -6], [-2, -9, 8, -4, -5, -8], [1, 0, 3, -2, 7, 4], [6, -1, 2, 9, -3, 1.5]])
case("avg_pool2d(4x6 with a negative block, 2)", avg_pool2d, x, 2, expects=[[-5.25, 2.75, -5], [1.5, 3, 2.375]], hint="an output cell looks at all cells of its own block, and at no others")
y = np.array([[-3.0, -7, -2, 5, -1, 6], [-4, -9, -8, 4, 0, 8], [-1.5, -6, -5, 3, 7, 2]])
case("avg_pool2d(3x6 with a negative block, 3)", avg_pool2d, y, 3, expects=[[-45.5 / 9, 34 / 9]])
case("avg_pool2d(3x6 with a negative block, 1)", avg_pool2d, y, 1, expects=y)
slide = np.array([[110, 256, 153, 67], [12, 89, 88, 43], [10, 15, 50, 55], [23, 9, 49, 23]])
case("avg_pool2d(the slide's numbers, 2)", avg_pool2d, slide, 2, expects=[[116.75, 87.75], [14.25, 44.25]])
small = np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])
case("avg_pool2d([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]], 2)", avg_pool2d, small, 2, expects=[[3.25, 5.25], [2, 2]])
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, (h, w, size) in enumerate([(1, 1, 1), (3, 5, 1), (2, 6, 2), (8, 4, 2), (6, 3, 3), (5, 10, 5), (4, 4, 4), (6, 12, 3)]):
    x = np.random.default_rng(seed).normal(size=(h, w))
    wanted = [[x[i : i + size, j : j + size].mean() for j in range(0, w, size)] for i in range(0, h, size)]
    hidden_case("random maps, not always square, blocks of several sizes", avg_pool2d, x, size, expects=wanted)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: avg_pool2d -->
#
# ## 13 From maps to an answer
#
# After some rounds of convolution, ReLU and pooling the maps are small and many. They say *what* was
# found rather than how dark each pixel is. Now, at last, they are flattened, and a dense layer with
# softmax answers: the **dense head**.
#
# ### Exercise 11: `flatten` (*, 3 minutes)
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
    return x.reshape(-1)
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_flatten", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# The check of `flatten`: run it. A click opens it.
import numpy as np

from course_utils.checks import case

x = np.array([[[3.0, 1.0], [2.0, 4.0], [8.0, 0.5]], [[5.0, 9.0], [7.0, 6.0], [-1.0, 10.0]]])
case("flatten(2 rows, 3 columns, 2 channels)", flatten, x, expects=[3, 1, 2, 4, 8, 0.5, 5, 9, 7, 6, -1, 10], hint="all numbers in one row, in the order of their indices, the last index fastest")
case("flatten([[4, 2, 9], [7, 1, 3]])", flatten, np.array([[4, 2, 9], [7, 1, 3]]), expects=[4, 2, 9, 7, 1, 3])
case("flatten([5, 3, 8])", flatten, np.array([5.0, 3.0, 8.0]), expects=[5, 3, 8])
turned = np.array([[4.0, 7.0], [2.0, 1.0], [9.0, 3.0]]).T
case("flatten(an array that is a transpose)", flatten, turned, expects=[4, 2, 9, 7, 1, 3])
maps = np.arange(640.0).reshape(8, 8, 10)
case("flatten(maps of 8x8x10)", flatten, maps, expects=np.arange(640.0))
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, shape in enumerate([(5,), (3, 4), (4, 3), (2, 3, 4), (1, 6, 1), (2, 1, 3, 2)]):
    x = np.random.default_rng(seed).normal(size=shape)
    hidden_case("arrays of several ranks", flatten, x, expects=[x[index] for index in np.ndindex(*shape)])
x = np.arange(12.0).reshape(3, 4).T
hidden_case("an array whose memory is not in reading order", flatten, x, expects=[x[i] for i in np.ndindex(4, 3)])
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: flatten -->

# %% tags=["nbval-check-output"]
with when_ready():
    my_side = output_size(256, 5, 1, 2)
    my_half = output_size(my_side, 2, 2, 0)
    print(f"(256, 256, 3) -> 20 kernels 5x5, padding 2 -> ({my_side:g}, {my_side:g}, 20)")
    print(f"-> pool 2 -> ({my_half:g}, {my_half:g}, 20)")
    print(f"(8, 8, 10) -> flatten -> {np.shape(flatten(np.zeros((8, 8, 10))))}")
    print(f"-> dense, 10 classes: {dense_params(640, 10) - 10:,} weights and 10 biases")

# %% [markdown]
# Your own layers at work, with kernels made by hand: four edge detectors, ReLU, pooling, a second layer
# that mixes the four maps, pooling. Each row follows one map. Which edges answer in which row?

# %% tags=["demo"]
plots.digit_through_stages(digit, conv_layer, max_pool2d)

# %% [markdown]
# ### How much of the image does one cell see?
#
# From left to right the maps say less about single pixels and more about parts. They can, because a
# late cell sees more of the image: its **receptive field** (수용 영역).

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
    because="One cell sees 3 cells of the first map, side by side. Together they see 3 + 2 pixels.",
)

# %% [markdown]
# Count it layer by layer. A window of $k$ cells adds $k - 1$ steps. A step is one pixel wide at first;
# every stride $s$ on the way makes it $s$ times as wide:
#
# $$\text{field} \leftarrow \text{field} + (k - 1) \cdot \text{step}, \qquad \text{step} \leftarrow \text{step} \cdot s$$

# %% tags=["nbval-check-output"]
field, step = 1, 1
for name_of, window_of, stride_of in (("conv 3", 3, 1), ("pool 2", 2, 2), ("conv 3", 3, 1), ("pool 2", 2, 2)):
    field, step = field + (window_of - 1) * step, step * stride_of
    print(f"{name_of}: one cell sees {field}x{field}, its neighbour lies {step} further")

# %% [markdown]
# **Checkpoint 5.** Without looking: how many weights has a pooling layer? What does one cell see after
# two 5x5 convolutions? Save; a good place for a break.
#
# # Part 6: what moves along, and a kernel's gradient (27 minutes)
#
# ## 14 The image moves. Does the response move along?
#
# Every place is treated alike. So if the digit moves, its response should move along, and be the same
# otherwise: **translation equivariance** (이동 등변성).

# %% tags=["demo"]
found = plots.shift_and_compare(digit, conv2d)

# %% jupyter={"source_hidden": true} tags=["demo"]
if found:
    print(f"largest difference after moving the response along: {found['moved response']:.1g}")
    print(f"what the two flat inputs have in common (cosine): {found['same inputs']:.2f}")
    assert found["moved response"] < 1e-12
    assert found["same inputs"] < 0.6

# %% [markdown]
# To a dense layer the moved digit is quite another input: 1 would mean "the same row of numbers".
#
# But does it always hold? Find out where it ends. The cell below moves the digit to the right by
# `my_move` pixels and looks for a move of the response that makes both agree.

# %%
predict.guess(
    "stride_moves",
    "Stride 2, and the digit moves by 1 pixel. How far does the response move?",
    choices=["by 1 cell", "by half a cell: it cannot, the numbers change", "not at all, the numbers stay"],
    my_guess=...,
)

# %%
# Change the two numbers and run again: moves of 1, 2, 3, 4 at stride 1, 2, 3. Which pairs agree?
my_move, my_stride = 1, 1
with when_ready():
    my_room, my_edges = np.pad(digit, 6), plots.KERNELS["Sobel, vertical edges"]
    my_answer = conv2d(my_room, my_edges, stride=my_stride)
    my_moved = conv2d(np.roll(my_room, my_move, axis=1), my_edges, stride=my_stride)
    for cells in range(4):
        gap = np.abs(np.roll(my_answer, cells, axis=1) - my_moved).max()
        print(f"response moved by {cells} cells: largest difference {gap:.2g}")

# %% [markdown]
# Then try the border: replace `np.pad(digit, 6)` by `digit[:, 8:20]`, so that ink leaves the picture on
# the right. (`np.roll` lets it come in again on the left.) And try pooling: set the stride to 1, and
# write `max_pool2d(conv2d(...), 2)` in both lines.

# %% jupyter={"source_hidden": true}
predict.reveal(
    "stride_moves",
    "by half a cell: it cannot, the numbers change",
    because="At stride 2 only every second place is computed. A move by 1 shows the other half of the places.",
)

# %% [markdown]
# Before you look at the whole table: how many percent of the numbers will differ in each row?

# %% tags=["demo"]
differs = plots.where_it_ends(pagoda, conv2d, max_pool2d)

# %% jupyter={"source_hidden": true} tags=["demo"]
if differs:
    exact = [differs["stride 1"], differs["stride 2"][1::2], differs["stride 1, pool 2"][1::2]]
    assert max(map(max, exact)) == 0
    assert min(differs["stride 2"][::2]) > 90 and min(differs["stride 1, pool 2"][::2]) > 30
    assert all(0 < share < 20 for share in differs["stride 1, padding 1"])

# %% [markdown]
# "Moved image, moved response" is exact for stride 1, away from the border. With a stride or a pooling of
# 2 it holds for moves of 2, 4, ... With padding the cells at the frame differ: they see zeros where the
# larger picture goes on.
#
# ### Does pooling forgive small shifts?
#
# Often said. Measure it: the response of a digit and of the digit moved by a pixel or more, both pooled,
# without moving anything back.

# %%
predict.guess(
    "pool_forgives",
    "A move by one pixel changes the response by 72 % of its size, on average. And after max pooling by 2?",
    choices=["by next to nothing", "by about 10 %", "by more than 50 %"],
    my_guess=...,
)

# %% tags=["demo"]
forgiven = plots.pooling_and_shifts(my_digits[:300])

# %% jupyter={"source_hidden": true} tags=["demo"]
by_one = {size: changes[1] for size, changes in forgiven.items()}
assert 0.65 < by_one[1] < 0.8 and 0.5 < by_one[2] < 0.62 and 0.15 < by_one[7] < 0.33
assert forgiven[28][4] < 1e-9 and list(by_one.values()) == sorted(by_one.values(), reverse=True)

# %% jupyter={"source_hidden": true}
predict.reveal(
    "pool_forgives",
    "by more than 50 %",
    because="56 %, measured on 300 digits. One pooling by 2 forgives a little; blocks of 7 leave a quarter of the change.",
)

# %% [markdown]
# So one small pooling forgives little. Several in a row forgive more, and the largest of the *whole* map
# (28 here, global pooling) does not change at all, but it no longer knows *where*. What is gained in
# tolerance is lost in place.
#
# **A convolution learns local patterns once, for all places; a dense layer learns global patterns, for
# one place.** Notebook 05 measures what that is worth.
#
# ## 15 A kernel's gradient
#
# Sobel was designed by a person. Networks *learn* their kernels, by gradient descent (경사 하강법), like
# every other weight. For that they need the gradient (기울기).
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

# %% jupyter={"source_hidden": true}
predict.reveal(
    "looks_like",
    "a cross-correlation of x with d",
    because="Slide d over x, multiply, add: the gradient of a convolution is a convolution again.",
)

# %% [markdown]
# ### Exercise 12: `conv2d_kernel_grad` (**, 12 minutes)
#
# For stride 1, no padding. On paper first: x is [[0, 1, 2], [3, 4, 5], [6, 7, 8]], d is
# [[1, 0], [2, 1]]. Weight (0, 0) met the pixels 0, 1, 3, 4; its gradient is
# $0 \cdot 1 + 1 \cdot 0 + 3 \cdot 2 + 4 \cdot 1 = 10$.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Which part of `x` meets weight `(a, b)` over all places? It has the size of `dout`.
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

    x: (h, w) array, the image; dout: (h - kh + 1, w - kw + 1) array, the loss's gradient for each
    output cell; kernel_shape: (kh, kw) -> float64 (kh, kw)
    """
    ### BEGIN SOLUTION
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout)
    return grad
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_conv2d_kernel_grad", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `conv2d_kernel_grad`: run it. A click opens it.
import numpy as np

from course_utils.checks import case

x = np.array([[3, -1, 2, 5, 0, 4, -2, 6], [1, 6, -2, 7, 8, -3, 5, 2], [9, 2, 4, -5, 1, 6, 3, -7], [-4, 8, 3, 2, 5, 7, -1, 10]])
dout = np.array([[1.0, -2.0, 0.5, 3.0, 2.5, -1.0], [2.0, 0.0, -1.0, 1.5, -2.0, 0.5], [-0.5, 4.0, 1.0, -3.0, -1.5, 2.0]])
case("conv2d_kernel_grad(x of 4x8, dout of 3x6, (2, 3))", conv2d_kernel_grad, x, dout, (2, 3), expects=[[47.0, 39.0, -90.0], [77.0, 7.5, 8.0]], hint="weight (a, b) adds x[i + a, j + b] * dout[i, j] over all places (i, j), once each: work out [0, 0] by hand")
x = np.array([[0, 1, 2], [3, 4, 5], [6, 7, 8]])
dout = np.array([[1, 0], [2, 1]])
case("conv2d_kernel_grad([[0, 1, 2], [3, 4, 5], [6, 7, 8]], [[1, 0], [2, 1]], (2, 2))", conv2d_kernel_grad, x, dout, (2, 2), expects=[[10, 14], [22, 26]])
B = np.array([[0, 1, 7, 5], [5, 5, 6, 6], [5, 3, 3, 0], [1, 1, 1, 2]])
dout = np.array([[1.0, -2.0], [0.5, 3.0]])
case("conv2d_kernel_grad(B, four gradients, (3, 3))", conv2d_kernel_grad, B, dout, (3, 3), expects=[[15.5, 7.5, 18], [6.5, 3.5, -4.5], [2.5, 0.5, 9.5]])
case("conv2d_kernel_grad(B, one gradient, (4, 4))", conv2d_kernel_grad, B, np.array([[-2.0]]), (4, 4), expects=-2.0 * B)
### BEGIN HIDDEN TESTS
from scipy.signal import correlate2d

from course_utils.checks import hidden_case

for seed, (h, w, kh, kw) in enumerate(
    [(5, 5, 3, 3), (7, 4, 2, 3), (3, 8, 3, 1), (6, 6, 6, 6), (4, 5, 1, 1), (5, 9, 4, 2), (2, 2, 1, 2)]
):
    rng = np.random.default_rng(seed)
    x, dout = rng.normal(size=(h, w)), rng.normal(size=(h - kh + 1, w - kw + 1))
    wanted = correlate2d(x, dout, "valid")
    hidden_case("random images and gradients, kernels not always square", conv2d_kernel_grad, x, dout, (kh, kw), expects=wanted)
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
hidden_case("the measured slope of a loss", conv2d_kernel_grad, x, dout, (2, 3), expects=slope, rtol=1e-5, atol=1e-5)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: conv2d_kernel_grad -->
#
# **Checkpoint 6.** Without looking: where does "moved image, moved response" end? Which pixels are in the
# gradient of the kernel's top left weight? Save; a good place for a break.
#
# # Part 7: learning, and the way back (30 minutes)
#
# ## 16 Nobody has to design the kernel
#
# Somebody hands you a photograph, and the same photograph with its vertical edges, and says: there was a
# 3x3 kernel. Which?
#
# ### Exercise 13: `learn_kernel` (***, 12 minutes)
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
# $d = (y - t) / n$. From it the kernel's gradient, as in exercise 12. Then
# `kernel = kernel - lr * gradient`. Each step begins with a new response.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# The function stands alone: `correlate2d(x, kernel, "valid")` of `scipy.signal` gives the response, and
# `correlate2d(x, d, "valid")` the gradient. Code of your own inside the function does as well.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "learn_kernel", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The kernel whose response to x is target, found by gradient descent from zeros.

    The loss is the mean over all cells of (response - target)^2 / 2, stride 1, no padding. (Without
    the 1/2 every step is twice as long; the check accepts that, too.)

    x: (h, w) array; target: (h - kh + 1, w - kw + 1) array; kernel_shape: (kh, kw); lr: step size;
    steps: whole number, 0 or more -> float64 (kh, kw), the kernel after that many steps
    """
    ### BEGIN SOLUTION
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel_shape)
    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        response = np.einsum("ijab,ab->ij", windows, kernel)
        kernel -= lr * np.einsum("ijab,ij->ab", windows, response - target) / target.size
    return kernel
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_learn_kernel", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `learn_kernel`: run it. A click opens it.
import numpy as np
from scipy.signal import correlate2d

from course_utils.checks import case


def descend(x, target, shape, lr, steps):
    kernel = np.zeros(shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / error.size
    return kernel


def learn(x, target, shape, lr, steps):
    """learn_kernel; at half the rate if its first step is twice as long: a loss without the 1/2."""
    turned = x[::-1].copy()
    first, half = learn_kernel(turned, target, shape, lr, 1), descend(turned, target, shape, lr, 1)
    twice = np.shape(first) == half.shape and np.allclose(first, 2 * half, rtol=1e-4)
    return learn_kernel(x, target, shape, lr / 2 if twice else lr, steps)


rng = np.random.default_rng(4)
x, t = rng.normal(size=(6, 9)), rng.normal(size=(5, 7))
case("learn_kernel(x, t, (2, 3), 0.3, steps=3)", learn, x, t, (2, 3), 0.3, 3, expects=descend(x, t, (2, 3), 0.3, 3), hint="a step: the error of each cell, its gradient for each weight by exercise 12, over the number of cells, then kernel - lr * gradient")
case("learn_kernel(x, t, (2, 3), 0.3, steps=0)", learn, x, t, (2, 3), 0.3, 0, expects=np.zeros((2, 3)))
case("learn_kernel(x, t, (2, 3), 0.3, steps=1)", learn, x, t, (2, 3), 0.3, 1, expects=descend(x, t, (2, 3), 0.3, 1))
sobel = np.array([[1.0, 0.0, -1.0], [2.0, 0.0, -2.0], [1.0, 0.0, -1.0]])
x = rng.normal(size=(10, 12))
case("learn_kernel(x, its vertical edges, (3, 3), 0.3, steps=200)", learn, x, correlate2d(x, sobel, "valid"), (3, 3), 0.3, 200, expects=sobel, atol=0.01)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, (h, w, kh, kw, lr, steps) in enumerate(
    [(6, 6, 3, 3, 0.3, 1), (5, 7, 2, 3, 0.2, 2), (8, 4, 1, 2, 0.1, 5), (6, 6, 4, 1, 0.05, 12),
     (3, 3, 3, 3, 0.02, 3), (2, 3, 2, 2, 0.1, 4), (4, 5, 1, 1, 0.4, 4), (7, 5, 2, 2, 0.15, 7)]
):
    rng = np.random.default_rng(seed)
    x, target = rng.normal(size=(h, w)), rng.normal(size=(h - kh + 1, w - kw + 1))
    wanted = descend(x, target, (kh, kw), lr, steps)
    topic = "the kernel after a few steps, on random images and targets"
    hidden_case(topic, learn, x, target, (kh, kw), lr, steps, expects=wanted)
rng = np.random.default_rng(11)
x, kernel = rng.normal(size=(12, 11)), rng.normal(size=(2, 3))
hidden_case("recovering a random kernel", learn, x, correlate2d(x, kernel, "valid"), (2, 3), 0.3, 150, expects=kernel, atol=0.01)
### END HIDDEN TESTS

# %% [markdown]
# Watch it happen on a real photograph, 32x32, made to have mean 0 and variance 1. (With a loop over
# the places in your function this takes some ten seconds.)

# %% tags=["demo"]
small_photo = plots.photo(32)
small_photo = (small_photo - small_photo.mean()) / small_photo.std()
its_edges = correlate2d(small_photo, plots.KERNELS["Sobel, vertical edges"], "valid")
learned = plots.learning_kernel(learn_kernel, small_photo, its_edges, lr=0.1)

# %% jupyter={"source_hidden": true} tags=["demo"]
if learned is not None:
    largest_error = np.abs(learned - plots.KERNELS["Sobel, vertical edges"]).max()
    print(f"largest error after 1200 steps: {largest_error:.4f}")
    assert largest_error < 0.01

# %% [markdown]
# Nobody told it "left against right". The pairs of image and answer did. A network has no such target
# for its kernels; it has the loss at the very end, passed back layer by layer. What it then finds in
# its first layer looks much like this.
#
# <!-- mistakes: learn_kernel -->
#
# ## 17 The way back through a layer
#
# In backpropagation (역전파) a layer gets $d$, the loss's gradient for each cell of its output, and
# answers three questions. How does the loss change with a weight (`dw`), with a bias (`db`), and with a
# pixel of the input (`dx`)? The last one is passed back to the layer before.
#
# - `dw`: you have it for one channel. Now each kernel $f$ has weights for each input channel $c$:
#   $\;dw_{abcf} = \sum_{ij} x_{i+a,\,j+b,\,c}\; d_{ijf}$.
# - `db`: the bias was added to every cell of its map, so $db_f = \sum_{ij} d_{ijf}$.
# - `dx`: output cell $(i, j)$ was made from one window. It sends $d_{ij}$ times the kernel back to that
#   window. Where windows overlap, what comes back adds up.

# %%
predict.guess(
    "middle_pixel",
    "A 3x3 image, kernel [[1, 2], [0, -1]], d = [[1, 0], [2, 1]]. Work out dx of the middle pixel.",
    my_guess=...,
)

# %% tags=["demo"]
plots.stamps_back(np.array([[1, 2], [0, -1]]), np.array([[1, 0], [2, 1]]))

# %% jupyter={"source_hidden": true}
predict.reveal(
    "middle_pixel", 4, because="All four windows hold it: 1 · (-1) + 0 · 0 + 2 · 2 + 1 · 1."
)

# %% [markdown]
# ### Exercise 14: `conv_layer_backward` (***, 18 minutes, stretch)
#
# Stride 1, no padding. Start with one channel and one kernel on paper; the axes come last.
#
# <details><summary>Hint 1: a nudge</summary>
#
# One double loop over the places serves both `dx` and `dw`. At place `(i, j)`: which window was used?
# `dout[i, j]` holds a number for each kernel.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# At each place, with `window = x[i : i + kh, j : j + kw]` of shape `(kh, kw, cin)`:
# `dw` gets `window` times each number of `dout[i, j]` added, and `dx[i : i + kh, j : j + kw]` gets the
# kernels, each times its number, added up over the kernels.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `dw += window[..., None] * dout[i, j]` and `dx[i : i + kh, j : j + kw] += w @ dout[i, j]`, after
# `dx = np.zeros(x.shape)` and `dw = np.zeros(w.shape)`.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "conv_layer_backward", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def conv_layer_backward(dout, x, w):
    """Gradients of the loss for what went into conv_layer(x, w, b), stride 1, no padding.

    dout: (h - kh + 1, w - kw + 1, cout) array, the loss's gradient for each output cell;
    x: (h, w, cin) array; w: (kh, kw, cin, cout) array
    -> dx (h, w, cin), dw (kh, kw, cin, cout), db (cout,), float64
    """
    ### BEGIN SOLUTION
    kh, kw = w.shape[:2]
    dx, dw = np.zeros(x.shape), np.zeros(w.shape)
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, dout.sum(axis=(0, 1))
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_conv_layer_backward", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# The check of `conv_layer_backward`: run it. A click opens it.
import numpy as np
from scipy.signal import correlate2d

from course_utils.checks import case


def slopes(loss, values):
    """The loss's slope for each number in values, measured; exact, as the loss is linear in them."""
    slope = np.zeros(values.shape)
    for index in np.ndindex(*values.shape):
        up, down = values.astype(float), values.astype(float)
        up[index] += 0.5
        down[index] -= 0.5
        slope[index] = loss(up) - loss(down)
    return slope


def measured(dout, x, w):
    """dx, dw and db by nudging each number of x, w and b."""

    def loss(x, w, b):
        maps = [sum(correlate2d(x[:, :, c], w[:, :, c, f], "valid") for c in range(w.shape[2])) for f in range(len(b))]
        return np.sum((np.stack(maps, axis=-1) + b) * dout)

    b = np.zeros(w.shape[3])
    return slopes(lambda v: loss(v, w, b), x), slopes(lambda v: loss(x, v, b), w), slopes(lambda v: loss(x, w, v), b)


x = np.array([[3.0, -1, 2, 5, 0, 4, -2, 6], [1, 6, -2, 7, 8, -3, 5, 2], [9, 2, 4, -5, 1, 6, 3, -7], [-4, 8, 3, 2, 5, 7, -1, 10]])
w = np.array([[1.0, -2.0, 3.0, 0.5], [0.5, 4.0, -1.0, 1.0]])
dout = np.array([[1.0, -2.0, 0.5, 3.0, 2.5], [2.0, 0.0, -1.0, 1.5, -2.0], [-0.5, 4.0, 1.0, -3.0, -1.5]])
x, w, dout = x[..., None], w[..., None, None], dout[..., None]
case("conv_layer_backward(dout, x, w), one channel and one kernel: dx, dw, db", conv_layer_backward, dout, x, w, expects=measured(dout, x, w), hint="place (i, j) adds dout[i, j] times its window to dw, dout[i, j] times the kernel to that window of dx, dout[i, j] to db")
x, w = np.arange(9.0).reshape(3, 3, 1), np.array([[1.0, 2.0], [0.0, -1.0]]).reshape(2, 2, 1, 1)
dout = np.array([[1.0, 0.0], [2.0, 1.0]]).reshape(2, 2, 1)
dx, dw = np.array([[1, 2, 0], [2, 4, 2], [0, -2, -1]]), np.array([[10, 14], [22, 26]])
case(
    "conv_layer_backward(dout, x, w) of the figure: dx, dw, db",
    conv_layer_backward, dout, x, w,
    expects=(dx[..., None], dw[..., None, None], np.array([4])),
)
rng = np.random.default_rng(2)
x, w, dout = (rng.integers(-3, 4, shape) / 2 for shape in ((3, 6, 4), (2, 4, 4, 5), (2, 3, 5)))
case("conv_layer_backward(dout, x of 4 channels, 5 kernels of 2x4): dx, dw, db", conv_layer_backward, dout, x, w, expects=measured(dout, x, w))
x, w, dout = rng.normal(size=(5, 4, 2)), rng.normal(size=(3, 1, 2, 3)), rng.normal(size=(3, 4, 3))
case("conv_layer_backward(dout, x of 2 channels, 3 kernels of 3x1): dx, dw, db", conv_layer_backward, dout, x, w, expects=measured(dout, x, w))
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, (rows, columns, kh, kw, cin, cout) in enumerate(
    [(3, 3, 3, 3, 1, 1), (4, 2, 2, 3, 2, 3), (1, 5, 3, 1, 3, 2), (1, 1, 4, 4, 2, 2), (5, 3, 1, 1, 3, 4)]
):
    rng = np.random.default_rng(seed)
    x, w = rng.normal(size=(rows + kh - 1, columns + kw - 1, cin)), rng.normal(size=(kh, kw, cin, cout))
    dout = rng.normal(size=(rows, columns, cout))
    wanted = measured(dout, x, w)
    hidden_case("random layers, each gradient against measured slopes", conv_layer_backward, dout, x, w, expects=wanted)
### END HIDDEN TESTS

# %% [markdown]
# The **gradient check** of notebook 02, on your function: nudge a number, measure the loss, compare. The
# loss here is a curved one, the sum of squares of the layer's output.

# %% tags=["demo"]
errors = plots.gradient_check(conv_layer, conv_layer_backward)

# %% jupyter={"source_hidden": true} tags=["demo"]
if errors:
    print({name: f"relative error {error:.0e}" for name, error in errors.items()})
    assert max(errors.values()) < 1e-7

# %% [markdown]
# <!-- mistakes: conv_layer_backward -->
#
# **Checkpoint 7.** Without looking: what does one output cell send back, and where to? Why does `db` need
# neither x nor w?
#
# ## Recap
#
# - Window times kernel, added up, at every place: a neuron with few weights that visits the whole
#   image. Networks do not flip the kernel.
# - Places: $(n + 2p - k) // s + 1$. "Valid" is $p = 0$; "same" keeps the size.
# - A detector's weights add up to 0, or even light patches answer most strongly.
# - A layer's kernel spans all input channels; its parameters are $(k_h k_w c_{in} + 1)\, c_{out}$,
#   whatever the size of the image.
# - Moved image, moved response: exact for stride 1 away from the border. Pooling has no weights,
#   shrinks the map, and forgives small shifts a little.
# - A cell's receptive field grows by $(k - 1)$ steps a layer; strides make the steps longer.
# - The gradient of a convolution is a convolution.
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
# each block, wherever in the block it was, so a shift by a pixel leaves some numbers as they are; the
# stride keeps whatever response happens to be at every second place, and can miss the strong one.
# ### END SOLUTION

# %% [markdown]
# ## Open challenge
#
# The kernel below is **separable** (분리 가능): it is a column times a row. Then two small convolutions,
# 3 + 3 products a place, do the work of one with 9. Is the Sobel kernel separable? The sharpening
# kernel? Write a function that finds column and row of a separable kernel, and measure what you save
# for a 15x15 Gaussian. (`np.linalg.svd` knows how many columns times rows a kernel is made of.)

# %% tags=["demo"]
my_column, my_row = np.array([[1.0], [2.0], [1.0]]), np.array([[1.0, 2.0, 1.0]])
in_one = correlate2d(pagoda, my_column @ my_row / 16, "valid")
in_two = correlate2d(correlate2d(pagoda, my_column / 4, "valid"), my_row / 4, "valid")
print("largest difference:", f"{np.abs(in_one - in_two).max():.0e}")
