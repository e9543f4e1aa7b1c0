# %% [markdown]
# # 01 Activation functions (활성화 함수)
#
# A network is made of very little: multiply, add, bend, and again. This notebook is about the bend.
#
# **When you are through, you can**
# - write the common activation functions and their derivatives, safe for any number;
# - say, with numbers, why a network without them is no network, and why sigmoids starve deep ones;
# - compute a whole forward pass, and tell its shapes before you run it;
# - choose the output layer that fits a task.
#
# **Time:** about 75 minutes. **Know first:** Python functions, NumPy arrays, what a derivative is.
#
# How it works: commit a guess, look, write the function where it says `# YOUR CODE HERE`, and run
# the check below it. A check that fails tells you what it expected, what came, what usually causes
# that, and which section explains it. It is never a verdict on you. Unless told otherwise, a function
# leaves its arguments as they are: `w = w + 1` makes a new array, `w += 1` writes into the caller's.
#
# An exercise that is still empty raises `NotImplementedError`: no fault, just not written yet. Run
# All Cells stops at the first of them; whatever stands above it has run. A click on the bar of a
# folded cell opens it: folded are the answers to the guesses, and the checks, which name the usual
# mistakes. A folded cell runs like any other. Save often (Ctrl S).

# %%
import numpy as np

from course_utils import checks, plots, predict, when_ready

# %% [markdown]
# ## 1 One neuron
#
# A **neuron** (뉴런) does two things: a weighted sum of its inputs plus a bias, and then an
# **activation function** of that sum.
#
# $$z = w_1 x_1 + w_2 x_2 + \dots + b, \qquad \text{output} = f(z)$$
#
# The weights say what it looks for, the bias how easily it is content, the activation what it
# makes of the sum.

# %% tags=["demo"]
plots.neuron()

# %% [markdown]
# ## 2 Why bend at all?
#
# Suppose the activation were the **identity function** (항등 함수) $f(z) = z$, or any straight line.

# %%
predict.guess(
    "three_deep",
    "f(x) = c x, three layers deep: f(f(f(x))). How does that differ from a single layer?",
    choices=["it can draw curves", "it is one straight line, c^3 x", "it is a cubic, x^3"],
    my_guess=...,
)

# %% tags=["demo"]
bends = plots.linear_collapse()
assert bends["identity"] < 1e-9 < 0.1 < bends["ReLU"]
print({name: float(f"{size:.1g}") for name, size in bends.items()})

# %% jupyter={"source_hidden": true}
predict.reveal(
    "three_deep",
    "it is one straight line, c^3 x",
    because="Lines of lines are lines: three layers, one layer's worth. A bend between them breaks that.",
)

# %% [markdown]
# The same holds for whole layers. A layer without activation multiplies by a matrix, and two
# matrices in a row are one matrix: $(xW_1)W_2 = x(W_1W_2)$. A hundred linear layers could be
# replaced by one, with not a single output changed.
#
# ### Exercise 1: `collapse_linear` (*, 5 minutes)
#
# Find that one matrix.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Shapes tell the order: (3, 4) then (4, 2) must give (3, 2).
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# Start with the first matrix and multiply by the next, on the right, until none is left.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `w = w @ nxt` in a loop over `weights[1:]`; `np.linalg.multi_dot` or `functools.reduce` do it too.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "collapse_linear", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def collapse_linear(weights):
    """The one matrix that equals a stack of linear layers (no biases, no activations).

    weights: list of at least one matrix, shapes (n0, n1), (n1, n2), ..., applied in this order
        to a row vector x: x @ weights[0] @ weights[1] @ ...
    -> array (n0, last)
    """
    ### BEGIN SOLUTION
    product = np.asarray(weights[0])
    for w in weights[1:]:
        product = product @ w
    return product
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_collapse_linear", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `collapse_linear`: run it. A click opens it.
import numpy as np

from course_utils import checks

first = np.array([[1.0, 2.0], [0.0, 1.0]])
second = np.array([[3.0, 0.0], [1.0, 1.0]])
checks.assert_close(
    collapse_linear([first, second]),
    [[5.0, 2.0], [1.0, 1.0]],
    "collapse_linear([first, second])",
    mistakes={
        "the order is reversed: x meets weights[0] first": [[3.0, 6.0], [1.0, 3.0]],
        "`*` multiplies cell by cell; matrices are multiplied with `@`": [[3.0, 0.0], [0.0, 1.0]],
        "the matrices were added; layers in a row multiply": [[4.0, 2.0], [1.0, 2.0]],
        "only the last matrix came back": second,
        "only the first matrix came back": first,
    },
)
checks.assert_close(
    collapse_linear([np.array([[2.0]])] * 3),
    [[8.0]],
    "c = 2, three deep",
    mistakes={"`product @= w` writes into the caller's matrix: use `product = product @ w`": [[16.0]]},
)
### BEGIN HIDDEN TESTS
for seed, sizes in [(1, (3, 4, 2)), (2, (5, 5, 5, 5)), (3, (1, 7, 3, 2, 6)), (4, (4, 3))]:
    rng = np.random.default_rng(seed)
    weights = [rng.normal(size=shape) for shape in zip(sizes[:-1], sizes[1:])]
    wanted = np.eye(sizes[0])
    for w in weights:
        wanted = np.einsum("ij,jk->ik", wanted, w)
    with checks.hidden("random stacks, some not square, some of a single matrix"):
        with checks.unchanged(weights, what="collapse_linear"):
            checks.assert_close(collapse_linear(weights), wanted, rtol=1e-9)
### END HIDDEN TESTS

# %%
# Your matrix stands in for three layers: try it on an input of your own.
with when_ready():
    rng = np.random.default_rng(0)
    layers = [rng.normal(size=(4, 8)), rng.normal(size=(8, 8)), rng.normal(size=(8, 2))]
    x_row = np.array([[1.0, -2.0, 0.5, 3.0]])
    print("three layers:", np.round(x_row @ layers[0] @ layers[1] @ layers[2], 4))
    print("one matrix:  ", np.round(x_row @ collapse_linear(layers), 4))

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | `ValueError: matmul ... mismatch` | the order is reversed: the first layer stands on the left |
# | right for square matrices, wrong otherwise | `*` instead of `@` |
# | an error for a single matrix | the loop expects at least two |
# | the next cell gives other numbers than before | `product @= w` writes into the caller's matrix |
#
# </details>
#
# ## 3 Step and sigmoid
#
# The oldest activation is a **step** (계단 함수): 1 if $z > 0$, else 0. It decides, but its
# derivative is 0 wherever it has one, and a network learns from derivatives. So the step was made
# smooth:
#
# $$\text{sigmoid}(z) = \frac{1}{1 + e^{-z}}$$
#
# The **sigmoid** (시그모이드) runs from 0 to 1 and reads as a probability. There is one trap:
# $e^{1000}$ is larger than any number a computer knows.

# %%
predict.guess(
    "sigmoid_at_1000",
    "What does 1 / (1 + np.exp(-z)) do at z = -1000?",
    choices=["gives 0 and a warning", "raises an error", "gives NaN"],
    my_guess=...,
)

# %% jupyter={"source_hidden": true}
predict.reveal(
    "sigmoid_at_1000",
    "gives 0 and a warning",
    because="exp(1000) overflows to infinity, 1/inf is 0. Lucky here; inf/inf would have been NaN.",
)

# %% [markdown]
# ### Exercise 2: `sigmoid` (**, 8 minutes)
#
# Finite, right, and without a warning, for any number.
#
# <details><summary>Hint 1: a nudge</summary>
#
# `np.exp` of a *negative* number never overflows. Can the formula be written with only those?
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# For $z \ge 0$ use $1/(1+e^{-z})$, for $z < 0$ the equal $e^{z}/(1+e^{z})$. Beware: `np.where`
# computes both branches everywhere.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# $e = e^{-|z|}$ serves both branches. Or use a function that NumPy has and that never overflows:
# sigmoid is a tanh, shifted and scaled: $\frac12\left(1 + \tanh\frac z2\right)$.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "sigmoid", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def sigmoid(z):
    """1 / (1 + e^-z), cell by cell; finite and free of warnings for every number.

    z: number or array of any shape -> float64 of the same shape, between 0 and 1
    """
    ### BEGIN SOLUTION
    z = np.asarray(z, dtype=float)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + small), small / (1 + small))
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_sigmoid", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `sigmoid`: run it. A click opens it.
import numpy as np

from course_utils import checks

checks.assert_close(
    sigmoid(0.0),
    0.5,
    "sigmoid(0)",
    mistakes={
        "e^-0 is 1, so the answer is 1 / (1 + 1): is the fraction, or its 1, missing?": 1.0,
        "that is tanh: the sigmoid runs from 0 to 1, and is a half in the middle": 0.0,
    },
)
z = np.array([-2.0, 0.0, 1.0])
checks.assert_close(
    sigmoid(z),
    [0.11920292202211755, 0.5, 0.7310585786300049],
    "sigmoid([-2, 0, 1])",
    mistakes={
        "the sign in the exponent is missing: it is e^-z": 1 / (1 + np.exp(z)),
        "that is tanh: it runs from -1 to 1": np.tanh(z),
        "that is the derivative, not the function": np.exp(-z) / (1 + np.exp(-z)) ** 2,
        "minus instead of plus: 1 / (1 + e^-z)": [-0.15651764, np.inf, 1.58197671],
    },
)
with checks.no_warnings("sigmoid"):
    checks.assert_close(
        sigmoid(np.array([-1000.0, 1000.0])),
        [0.0, 1.0],
        "sigmoid([-1000, 1000])",
        hint="e^1000 overflows: give exp only numbers that are not positive",
    )
### BEGIN HIDDEN TESTS
from scipy.special import expit

for seed, shape in [(1, (7,)), (2, (3, 4)), (3, (2, 3, 2)), (4, (1, 1))]:
    z = np.random.default_rng(seed).normal(scale=4, size=shape)
    with checks.hidden("random numbers in arrays of several ranks"):
        with checks.unchanged(z, what="sigmoid"):
            checks.assert_close(
                sigmoid(z),
                expit(z),
                mistakes={"the sign in the exponent is missing": expit(-z), "tanh": np.tanh(z)},
            )
with checks.hidden("very large and very small numbers"), checks.no_warnings("sigmoid"):
    z = np.array([-1000.0, -745.0, -40.0, -1e-9, 1e-9, 40.0, 745.0, 1000.0])
    checks.assert_close(sigmoid(z), expit(z))
    checks.assert_close(sigmoid(-1000.0), 0.0)
    checks.assert_close(sigmoid(1000.0), 1.0)
with checks.hidden("small results keep their digits"):
    checks.assert_close(sigmoid(np.array([-30.0])), expit([-30.0]), rtol=1e-3, atol=1e-15)
with checks.hidden("whole numbers as input"):
    checks.assert_close(sigmoid(np.array([-1, 0, 2])), expit([-1.0, 0.0, 2.0]))
### END HIDDEN TESTS

# %% [markdown]
# Its derivative has a famous shortcut: with $s = \text{sigmoid}(z)$, the slope is $s(1-s)$.
# No exponential is left: whoever has the output has the slope.

# %%
predict.guess(
    "steepest",
    "How steep is the sigmoid where it is steepest?",
    choices=["1", "1/2", "1/4"],
    my_guess=...,
)

# %% [markdown]
# ### Exercise 3: `sigmoid_grad` (*, 4 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# The argument is $z$, not $s$: compute $s$ first.
#
# </details>
# <details><summary>Hint 2: nearly there</summary>
#
# `s * (1 - s)`, with the safe sigmoid you have just written.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "sigmoid_grad", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def sigmoid_grad(z):
    """Derivative of the sigmoid at z, s(1 - s) with s = sigmoid(z).

    z: number or array of any shape -> float64 of the same shape, between 0 and 0.25
    """
    ### BEGIN SOLUTION
    s = 0.5 * (1 + np.tanh(np.asarray(z) / 2))
    return s * (1 - s)
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_sigmoid_grad", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `sigmoid_grad`: run it. A click opens it.
import numpy as np

from course_utils import checks

checks.assert_close(
    sigmoid_grad(0.0),
    0.25,
    "sigmoid_grad(0)",
    mistakes={
        "that is the sigmoid itself: its slope is s(1 - s)": 0.5,
        "z(1 - z) was used: s is sigmoid(z), so compute that first": 0.0,
        "1 - s^2 is tanh's rule; the sigmoid's is s - s^2": 0.75,
    },
)
z = np.array([-2.0, 1.0])
s = 1 / (1 + np.exp(-z))
checks.assert_close(
    sigmoid_grad(z),
    [0.10499358540350662, 0.19661193324148185],
    "sigmoid_grad([-2, 1])",
    mistakes={
        "z(1 - z) was used: s is sigmoid(z), so compute that first": z * (1 - z),
        "that is the sigmoid itself": s,
        "s was squared: s(1 - s)": s * (1 - s) ** 2,
        "plus instead of minus: s(1 - s)": s * (1 + s),
        "1 - s^2 is tanh's rule; the sigmoid's is s - s^2": 1 - s**2,
    },
)
### BEGIN HIDDEN TESTS
from scipy.special import expit

for seed, shape in [(1, (6,)), (2, (3, 5)), (3, (2, 2, 3))]:
    z = np.random.default_rng(seed).normal(scale=3, size=shape)
    with checks.hidden("random numbers in arrays of several ranks"):
        with checks.unchanged(z, what="sigmoid_grad"):
            checks.assert_close(
                sigmoid_grad(z),
                expit(z) * expit(-z),
                mistakes={"z(1 - z) was used instead of s(1 - s)": z * (1 - z)},
            )
with checks.hidden("very large numbers, where the slope is 0"), checks.no_warnings("sigmoid_grad"):
    checks.assert_close(sigmoid_grad(np.array([-1000.0, 1000.0])), [0.0, 0.0])
with checks.hidden("the slope measured on both sides"):
    z, h = np.linspace(-4, 4, 9), 1e-5
    checks.assert_close(sigmoid_grad(z), (expit(z + h) - expit(z - h)) / (2 * h), rtol=1e-6)
### END HIDDEN TESTS

# %% tags=["demo"]
plots.function_and_slope("sigmoid", sigmoid, sigmoid_grad)

# %% jupyter={"source_hidden": true}
predict.reveal(
    "steepest", "1/4", because="s(1 - s) is largest at s = 1/2, and there it is 1/4. Remember that."
)

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | NaN at 1000 or -1000 | inf/inf: $e^{z}/(1+e^{z})$ was used for positive $z$ |
# | "overflow encountered in exp" | exp saw a large positive number, perhaps inside `np.where` |
# | the curve falls instead of rising | the minus in $e^{-z}$ is missing |
# | slopes far above 0.25 | `z * (1 - z)`: the rule wants $s$, not $z$ |
# | works for arrays, not for a single number | `z[...]` or a loop over `z`: use `np.asarray(z)` |
#
# </details>
#
# ## 4 ReLU, and its relatives
#
# The **rectified linear unit**, ReLU (렐루), is the plainest bend there is: $z$ if $z > 0$, else 0.
# It costs one comparison, and it is the most used activation of all. **tanh** is a sigmoid from
# -1 to 1. **Leaky ReLU** lets a tenth or less through below 0, so that no unit falls silent
# for good; **GELU** rounds the corner, and large language models use it.

# %% tags=["demo"]
plots.functions_with_derivatives()

# %%
predict.guess(
    "relu_corner",
    "ReLU has a corner at 0. Which slope shall the code give there?",
    choices=["0, by agreement", "1/2, the middle", "an error"],
    my_guess=...,
)

# %% [markdown]
# ### Exercise 4: `relu` (*, 3 minutes)
#
# <details><summary>Hint</summary>
#
# `np.maximum` compares cell by cell. (`np.max` does something else: it picks one number.)
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "relu", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def relu(z):
    """z where z > 0, else 0, cell by cell.

    z: number or array of any shape -> the same shape
    """
    ### BEGIN SOLUTION
    return np.maximum(z, 0)
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_relu", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# The check of `relu`: run it. A click opens it.
import numpy as np

from course_utils import checks

z = np.array([-2.0, -0.5, 0.0, 0.5, 3.0])
checks.assert_close(
    relu(z),
    [0.0, 0.0, 0.0, 0.5, 3.0],
    "relu([-2, -0.5, 0, 0.5, 3])",
    mistakes={
        "the absolute value: below 0 ReLU gives 0": np.abs(z),
        "the negative side was kept: keep the positive one": np.minimum(z, 0),
        "that is the slope; where z > 0 ReLU gives z itself": (z > 0) * 1.0,
        "a leak: below 0 plain ReLU gives 0": np.where(z > 0, z, 0.01 * z),
    },
)
### BEGIN HIDDEN TESTS
for seed, shape in [(1, (9,)), (2, (4, 3)), (3, (2, 3, 4))]:
    z = np.random.default_rng(seed).normal(scale=3, size=shape)
    with checks.hidden("random numbers in arrays of several ranks"):
        with checks.unchanged(z, what="relu"):
            checks.assert_close(
                relu(z),
                (np.abs(z) + z) / 2,
                atol=1e-12,
                mistakes={"the absolute value": np.abs(z), "a leak below 0": np.where(z > 0, z, z / 100)},
            )
with checks.hidden("a single number, large or negative"):
    checks.assert_close(relu(-1e6), 0.0)
    checks.assert_close(relu(1e6), 1e6)
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 5: `relu_grad` (*, 3 minutes)
#
# 1 where $z > 0$, else 0. At exactly 0 everyone has agreed on 0.
#
# <details><summary>Hint</summary>
#
# A comparison gives True and False; times 1.0 they are numbers.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "relu_grad", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def relu_grad(z):
    """Derivative of ReLU at z: 1 where z > 0, else 0 (0 at 0, by agreement).

    z: number or array of any shape -> float64 of the same shape
    """
    ### BEGIN SOLUTION
    return np.where(np.asarray(z) > 0, 1.0, 0.0)
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_relu_grad", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# The check of `relu_grad`: run it. A click opens it.
import numpy as np

from course_utils import checks

z = np.array([-2.0, 0.0, 0.5, 3.0])
checks.assert_close(
    relu_grad(z),
    [0.0, 0.0, 1.0, 1.0],
    "relu_grad([-2, 0, 0.5, 3])",
    mistakes={
        "at exactly 0 the slope is 0 by agreement: > instead of >=": [0.0, 1.0, 1.0, 1.0],
        "at exactly 0 the slope is 0 by agreement, not a half": [0.0, 0.5, 1.0, 1.0],
        "that is ReLU itself; its slope is 1 wherever z > 0": [0.0, 0.0, 0.5, 3.0],
        "-1 on the left is the slope of |z|; ReLU is flat there": np.sign(z),
    },
)
### BEGIN HIDDEN TESTS
for seed, shape in [(1, (8,)), (2, (3, 4)), (3, (2, 2, 2))]:
    z = np.random.default_rng(seed).normal(size=shape).round(0)
    with checks.hidden("random whole numbers, many of them 0"):
        with checks.unchanged(z, what="relu_grad"):
            checks.assert_close(
                relu_grad(z),
                np.array([float(v > 0) for v in z.ravel()]).reshape(shape),
                mistakes={"at exactly 0 the slope is 0: > instead of >=": (z >= 0) * 1.0},
            )
with checks.hidden("a single number"):
    checks.assert_close(relu_grad(0.0), 0.0)
    checks.assert_close(relu_grad(1e-9), 1.0)
    checks.assert_close(relu_grad(-1e-9), 0.0)
### END HIDDEN TESTS

# %% jupyter={"source_hidden": true}
predict.reveal(
    "relu_corner",
    "0, by agreement",
    because="Exactly 0 hardly ever happens; what matters is that everybody does the same.",
)

# %% tags=["demo"]
plots.function_and_slope("relu", relu, relu_grad)

# %% [markdown]
# Move $z$ and watch the three slopes. Where does the sigmoid stop caring?

# %% tags=["demo"]
plots.activation_slider()

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | one number instead of an array | `np.max(z)` or Python's `max`: use `np.maximum(z, 0)` |
# | "truth value of an array is ambiguous" | `if z > 0` with an array: use `np.maximum` or `np.where` |
# | True and False instead of 1 and 0 | harmless in arithmetic; `* 1.0` makes them numbers |
# | your input changed | `z[z < 0] = 0` writes into the caller's array: copy first |
#
# </details>
#
# ## 5 Ten layers of sigmoid
#
# When a network learns, the gradient travels back through every layer, and each one multiplies it
# by the slope of its activation. The sigmoid's slope is 1/4 **at best**.

# %%
predict.guess(
    "ten_layers",
    "At most how much of a gradient is left after ten sigmoid slopes? (a number)",
    my_guess=...,
)

# %% tags=["demo"]
left = plots.gradient_against_depth()

# %% jupyter={"source_hidden": true}
# NBVAL_CHECK_OUTPUT
predict.reveal("ten_layers", float(f"{0.25**10:.2g}"), because="0.25 to the power of 10: a millionth.")

# %% [markdown]
# That is the **vanishing gradient** (기울기 소실). The first layers of a deep sigmoid network get a
# millionth of the signal and hardly learn. tanh, with slope 1 at its best, does better; ReLU's
# slope is exactly 1 wherever it is on. This one picture is why deep learning moved to ReLU.
# The claim, as numbers:

# %% tags=["demo"]
print({name: f"{size[10]:.0e}" for name, size in left.items()})
assert left["sigmoid"][10] < 1e-5 and left["ReLU"][10] > 0.05
assert left["sigmoid"][10] < left["tanh"][10] / 100

# %% [markdown]
# ## 6 Softmax
#
# A network that must choose among many classes gives one score a class. **Softmax** (소프트맥스)
# turns scores into shares that are positive and sum to 1, so they read as probabilities:
#
# $$\text{softmax}(z)_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$$
#
# Unlike the others it does not work cell by cell: every output depends on every input.

# %% tags=["demo"]
plots.softmax_bars()

# %%
predict.guess(
    "softmax_shift",
    "All scores grow by 100. What happens to the probabilities?",
    choices=["they grow too", "nothing", "the largest wins everything"],
    my_guess=...,
)

# %% [markdown]
# ### Exercise 6: `softmax` (**, 10 minutes)
#
# Over the **last** axis, for arrays of any rank: one row of scores, a batch of rows, anything. And
# safe: softmax([1000, 1000]) is [0.5, 0.5].
#
# <details><summary>Hint 1: a nudge</summary>
#
# The picture showed that a shift changes nothing. Which shift makes overflow impossible?
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# Subtract the largest score first: then the largest exponent is 0.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `axis=-1` is the last axis, and `keepdims=True` keeps it with size 1, so that the result can be
# subtracted and divided row by row.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "softmax", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def softmax(z):
    """e^z_k / sum_j e^z_j over the last axis; finite for every finite z.

    z: array of any rank >= 1 -> float64 of the same shape; sums to 1 over the last axis
    """
    ### BEGIN SOLUTION
    z = np.asarray(z, dtype=float)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_softmax", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `softmax`: run it. A click opens it.
import numpy as np

from course_utils import checks

z = np.array([0.0, np.log(2), np.log(5)])
checks.assert_close(
    softmax(z),
    [0.125, 0.25, 0.625],
    "softmax([0, ln 2, ln 5])",
    mistakes={
        "not divided by the sum: the shares must sum to 1": [1.0, 2.0, 5.0],
        "divided by the largest instead of the sum": [0.2, 0.4, 1.0],
        "the scores were shared without exp": z / z.sum(),
        "the logarithm of softmax": np.log([0.125, 0.25, 0.625]),
        "the minus sign belongs nowhere here: e^z, not e^-z": np.array([10, 5, 2]) / 17,
    },
)
rows = np.array([[0.0, 0.0], [0.0, np.log(3)]])
checks.assert_close(
    softmax(rows),
    [[0.5, 0.5], [0.25, 0.75]],
    "softmax of two rows",
    mistakes={
        "shared over the columns: the last axis is axis=-1": [[0.5, 0.25], [0.5, 0.75]],
        "shared over all cells: each row must sum to 1 by itself": [[1 / 6, 1 / 6], [1 / 6, 0.5]],
        "keepdims=True is missing: rows were divided by each other's sums": [
            [0.5, 0.75],
            [1 / 6, 0.75],
        ],
    },
)
with checks.no_warnings("softmax"):
    checks.assert_close(
        softmax(np.array([1000.0, 1000.0])),
        [0.5, 0.5],
        "softmax([1000, 1000])",
        hint="e^1000 overflows: subtract the largest score first, it changes nothing",
    )
### BEGIN HIDDEN TESTS
from scipy.special import softmax as reference

for seed, shape in [(1, (5,)), (2, (4, 3)), (3, (3, 3)), (4, (2, 3, 4)), (5, (2, 1, 3, 2)), (6, (3, 1))]:
    z = np.random.default_rng(seed).normal(scale=3, size=shape)
    with checks.hidden("random scores in arrays of several ranks"):
        with checks.unchanged(z, what="softmax"):
            checks.assert_close(
                softmax(z),
                reference(z, axis=-1),
                mistakes={
                    "shared over the first axis instead of the last": reference(z, axis=0),
                    "shared over all cells at once": reference(z),
                },
            )
        checks.assert_close(softmax(z + 123.0), reference(z, axis=-1))
with checks.hidden("very large and very different scores"), checks.no_warnings("softmax"):
    checks.assert_close(softmax(np.array([[-1000.0, 0.0], [2000.0, 1000.0]])), [[0.0, 1.0], [1.0, 0.0]])
    checks.assert_close(softmax(np.array([-5000.0, -5000.0, -5000.0])), [1 / 3] * 3)
    # A shift by the mean, or by the largest of the whole batch, is not enough here.
    checks.assert_close(softmax(np.array([[0.0, 0.0], [3000.0, 3000.0]])), [[0.5, 0.5]] * 2)
    checks.assert_close(softmax(np.array([2000.0, 0.0, 0.0, 0.0])), [1.0, 0.0, 0.0, 0.0])
### END HIDDEN TESTS

# %% jupyter={"source_hidden": true}
predict.reveal(
    "softmax_shift",
    "nothing",
    because="e^(z+c) = e^c e^z: the factor e^c stands above and below, and cancels.",
)

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | all NaN at 1000 | inf/inf: subtract the largest score first |
# | right for one row, wrong for a batch | `np.sum(e)` without an axis shares over everything |
# | "operands could not be broadcast" | `keepdims=True` is missing |
# | right for square batches only, or columns sum to 1 | `axis=0`: the last axis is `axis=-1` |
# | a row of NaN in a batch of very different rows | the largest of the whole array was subtracted |
#
# </details>
#
# ## 7 The last layer says what the answer is
#
# Hidden layers are free to choose; the output layer is not. It must produce what the task asks for:
# any number (**regression**), one probability (**binary**), or shares among classes (**multiclass**).

# %% tags=["demo"]
plots.output_layers()

# %% [markdown]
# ### Exercise 7: `output_activation` (*, 4 minutes)
#
# <details><summary>Hint</summary>
#
# A dictionary is a table. `dict[key]` raises a KeyError for an unknown task; a ValueError with a
# clear sentence is asked for.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "output_activation", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def output_activation(task):
    """Name of the output layer's activation for a task.

    task: "regression", "binary" or "multiclass" -> "identity", "sigmoid" or "softmax"

    Raises ValueError for any other task.
    """
    ### BEGIN SOLUTION
    names = {"regression": "identity", "binary": "sigmoid", "multiclass": "softmax"}
    if task not in names:
        raise ValueError(f"unknown task {task!r}: expected one of {', '.join(names)}")
    return names[task]
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_output_activation", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# The check of `output_activation`: run it. A click opens it.
from course_utils import checks

checks.assert_equal(
    output_activation("regression"),
    "identity",
    'output_activation("regression")',
    mistakes={
        "a house price may be any number: softmax would make it 1": "softmax",
        "ReLU cannot give a negative number, and a temperature may be one": "relu",
        "a sigmoid ends at 1; a house price does not": "sigmoid",
    },
)
checks.assert_equal(
    output_activation("binary"),
    "sigmoid",
    'output_activation("binary")',
    mistakes={"softmax over a single output is always 1": "softmax"},
)
checks.assert_equal(
    output_activation("multiclass"),
    "softmax",
    'output_activation("multiclass")',
    mistakes={"sigmoids would not share: the classes exclude each other": "sigmoid"},
)
checks.assert_raises(ValueError, output_activation, "poetry")
### BEGIN HIDDEN TESTS
with checks.hidden("tasks that do not exist, or are spelt otherwise"):
    for task in ["", "Binary", "multi-class", "softmax", "regress"]:
        checks.assert_raises(
            ValueError, output_activation, task, hint="only the three names as given are tasks"
        )
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | KeyError where a ValueError is asked for | test `if task not in table` first |
# | no error, but None comes back | `dict.get` gives None for unknown keys, or an `else` is missing |
# | the wrong one for "binary" | softmax needs one output a class; a single output wants a sigmoid |
#
# </details>
#
# ## 8 A layer, and a network
#
# A **dense layer** (완전 연결층) is many neurons side by side. Their weights stand in the columns of
# a matrix, and a whole batch goes through at once: `activation(x @ w + b)`. Layer after layer, that
# is **forward propagation** (순전파).

# %%
predict.guess(
    "forward_shape",
    "784 -> 256 -> 256 -> 10, a batch of 50 pictures goes in. Which shape comes out?",
    choices=["(784, 10)", "(50, 784)", "(50, 10)", "(10, 50)"],
    my_guess=...,
)

# %% tags=["demo"]
plots.forward_shapes()

# %% [markdown]
# ### Exercise 8: `dense` (*, 5 minutes)
#
# <details><summary>Hint</summary>
#
# The activation is an argument, and it is a function: call it.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "dense", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def dense(x, w, b, activation):
    """One dense layer, activation(x @ w + b).

    x: array (n, inputs); w: (inputs, outputs); b: (outputs,)
    activation: function of an array (n, outputs)
    -> array (n, outputs)
    """
    ### BEGIN SOLUTION
    return activation(x @ w + b)
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_dense", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `dense`: run it. A click opens it.
import numpy as np

from course_utils import checks

x = np.array([[1.0, 2.0], [0.0, -1.0]])
w = np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]])
b = np.array([0.5, -1.0, 0.0])
checks.assert_close(
    dense(x, w, b, lambda z: z),
    [[5.5, 1.0, -1.0], [-1.5, -2.0, 0.0]],
    "dense(x, w, b, identity)",
    mistakes={
        "the bias is missing": x @ w,
        "the bias was subtracted": x @ w - b,
        "the bias was added twice": x @ w + 2 * b,
        "always ReLU: call the activation that was given": np.maximum(x @ w + b, 0),
    },
)
checks.assert_close(
    dense(x, w, b, lambda z: np.maximum(z, 0)),
    [[5.5, 1.0, 0.0], [0.0, 0.0, 0.0]],
    "dense(x, w, b, relu)",
    mistakes={
        "the activation was not applied": x @ w + b,
        "the bias belongs inside: activation(x @ w + b)": np.maximum(x @ w, 0) + b,
        "the activation belongs to the sum, not to the input": np.maximum(x, 0) @ w + b,
    },
)
### BEGIN HIDDEN TESTS
for seed, (n, i, o) in [(1, (50, 784, 256)), (2, (1, 3, 2)), (3, (4, 4, 4)), (4, (6, 1, 5))]:
    rng = np.random.default_rng(seed)
    x, w, b = rng.normal(size=(n, i)), rng.normal(size=(i, o)), rng.normal(size=o)
    for activation in (np.tanh, np.abs, lambda z: 3 * np.cos(z)):
        wanted = activation(np.einsum("ni,io->no", x, w) + b[None, :])
        with checks.hidden("random layers of several shapes, several activations"):
            with checks.unchanged(x, w, b, what="dense"):
                checks.assert_close(
                    dense(x, w, b, activation),
                    wanted,
                    rtol=1e-6,
                    mistakes={
                        "the bias is missing": activation(x @ w),
                        "the bias belongs inside the activation": activation(x @ w) + b,
                    },
                )
with checks.hidden("an activation that looks at the whole row"):
    x, w, b = np.ones((2, 3)), np.ones((3, 2)), np.array([0.0, 1.0])
    checks.assert_close(dense(x, w, b, lambda z: z / z.sum(axis=1, keepdims=True)), [[3 / 7, 4 / 7]] * 2)
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 9: `forward` (**, 6 minutes)
#
# What comes out of one layer goes into the next.
#
# <details><summary>Hint 1: a nudge</summary>
#
# A loop with one variable that is overwritten: `x`.
#
# </details>
# <details><summary>Hint 2: nearly there</summary>
#
# `for w, b, activation in layers:` unpacks each layer. The result after the last one is the answer.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "forward", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def forward(x, layers):
    """Forward propagation through a stack of dense layers.

    x: array (n, inputs)
    layers: list of (w, b, activation), see `dense`; with no layers x itself comes out
    -> array (n, outputs of the last layer)
    """
    ### BEGIN SOLUTION
    for w, b, activation in layers:
        x = activation(x @ w + b)
    return x
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_forward", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `forward`: run it. A click opens it.
import numpy as np

from course_utils import checks

x = np.array([[1.0, -1.0]])
first = (np.array([[1.0, -1.0], [1.0, 2.0]]), np.array([1.0, 0.0]), lambda z: np.maximum(z, 0))
last = (np.array([[2.0], [1.0]]), np.array([-0.5]), lambda z: z)
checks.assert_close(
    forward(x, [first, last]),
    [[1.5]],
    "forward(x, [first, last])",
    mistakes={
        "only the first layer was applied": [[1.0, 0.0]],
        "the biases are missing": [[0.0]],
        "the activation between the layers is missing": [[-1.5]],
        "the first layer's bias is missing": [[-0.5]],
        "each layer was given the network's input; it wants the last layer's output": [[0.5]],
    },
)
checks.assert_close(forward(x, [first]), [[1.0, 0.0]], "forward(x, [first])")
### BEGIN HIDDEN TESTS
cases = [(1, 50, (784, 256, 256, 10)), (2, 3, (4, 5)), (3, 1, (2, 3, 4, 5, 6)), (4, 7, (3, 3, 3))]
activations = [np.tanh, lambda z: np.maximum(z, 0), np.cos, lambda z: z]
for seed, n, sizes in cases:
    rng = np.random.default_rng(seed)
    layers = [
        (rng.normal(size=(i, o)) / np.sqrt(i), rng.normal(size=o), activations[k % 4])
        for k, (i, o) in enumerate(zip(sizes[:-1], sizes[1:]))
    ]
    x = rng.normal(size=(n, sizes[0]))
    wanted, linear = x, x
    for w, b, activation in layers:
        wanted, linear = activation(np.einsum("ni,io->no", wanted, w) + b), linear @ w + b
    with checks.hidden("random networks, one to four layers deep"):
        with checks.unchanged(x, layers, what="forward"):
            checks.assert_close(
                forward(x, layers), wanted, rtol=1e-6, mistakes={"no activation was applied": linear}
            )
with checks.hidden("no layers at all"):
    checks.assert_close(forward(np.array([[1.0, 2.0]]), []), [[1.0, 2.0]])
### END HIDDEN TESTS

# %%
# NBVAL_CHECK_OUTPUT
# The network of the picture, with your functions and random weights.
with when_ready():
    rng = np.random.default_rng(1)
    sizes = (784, 256, 256, 10)
    stack = [
        (rng.normal(size=(i, o)) / np.sqrt(i), np.zeros(o), relu)
        for i, o in zip(sizes[:-1], sizes[1:], strict=True)
    ]
    stack[-1] = (*stack[-1][:2], softmax)
    answer = forward(rng.normal(size=(50, 784)), stack)
    print("shape:", answer.shape, " every row sums to 1:", bool(np.allclose(answer.sum(axis=1), 1)))

# %% jupyter={"source_hidden": true}
predict.reveal(
    "forward_shape",
    "(50, 10)",
    because="50 pictures in, 50 answers out, each with 10 shares. The 784 and 256 live inside.",
)

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | "matmul: mismatch" in the second layer | the original `x` was used again instead of the last output |
# | right shape, wrong numbers | bias outside the activation, or no activation between layers |
# | only one layer was applied | `return` stands inside the loop |
# | negative numbers behind a ReLU | the bias was added after the activation |
#
# </details>
#
# ## 9 A gate
#
# One more idea, because today's language models are full of it. Let one half of a layer decide
# what of the other half survives: a **gated linear unit**, GLU (게이트 선형 유닛). The sigmoid is
# the gate: what it multiplies by 1 survives, what it multiplies by 0 disappears.
#
# $$\text{GLU}(x) = (xW + b) \cdot \text{sigmoid}(xV + c)$$

# %%
predict.guess(
    "gate_wide_open",
    "The gate's bias c is +20 everywhere. What does the GLU do?",
    choices=["passes xW + b unchanged", "gives 0", "halves everything"],
    my_guess=...,
)

# %% tags=["demo"]
plots.glu_gate()

# %% [markdown]
# ### Exercise 10: `glu` (**, 5 minutes)
#
# <details><summary>Hint</summary>
#
# Two dense layers, one with the identity and one with the sigmoid, multiplied cell by cell: `*`.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "glu", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def glu(x, w, b, v, c):
    """Gated linear unit (xw + b) * sigmoid(xv + c), after Dauphin et al. (2017).

    x: array (n, inputs); w, v: (inputs, outputs); b, c: (outputs,) -> array (n, outputs)
    """
    ### BEGIN SOLUTION
    gate = 0.5 * (1 + np.tanh((x @ v + c) / 2))  # the sigmoid, safe for any number
    return (x @ w + b) * gate
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_glu", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `glu`: run it. A click opens it.
import numpy as np

from course_utils import checks

x = np.array([[1.0, 2.0]])
w, b = np.array([[1.0, 0.0], [1.0, 3.0]]), np.array([0.0, 1.0])
v, c = np.zeros((2, 2)), np.array([np.log(3), -np.log(3)])
checks.assert_close(  # the content is [3, 7], the gate [0.75, 0.25]
    glu(x, w, b, v, c),
    [[2.25, 1.75]],
    "glu(x, w, b, v, c)",
    mistakes={
        "content and gate are swapped: the sigmoid belongs to xv + c": [
            [np.log(3) / (1 + np.exp(-3.0)), -np.log(3) / (1 + np.exp(-7.0))]
        ],
        "the sigmoid is missing: the gate lies between 0 and 1": [[3 * np.log(3), -7 * np.log(3)]],
        "the gate was added; it multiplies": [[3.75, 7.25]],
        "the gate's bias c is missing": [[1.5, 3.5]],
        "the content's bias b is missing": [[2.25, 1.5]],
        "both sides went through the sigmoid: only the gate does": [
            [0.75 / (1 + np.exp(-3.0)), 0.25 / (1 + np.exp(-7.0))]
        ],
    },
)
### BEGIN HIDDEN TESTS
from scipy.special import expit

for seed, (n, i, o) in [(1, (5, 3, 4)), (2, (1, 1, 1)), (3, (8, 6, 2)), (4, (3, 3, 3))]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, i))
    w, v = rng.normal(size=(i, o)), rng.normal(size=(i, o))
    b, c = rng.normal(size=o), rng.normal(size=o)
    with checks.hidden("random inputs and weights of several shapes"):
        with checks.unchanged(x, w, b, v, c, what="glu"):
            checks.assert_close(
                glu(x, w, b, v, c),
                (np.einsum("ni,io->no", x, w) + b) * expit(np.einsum("ni,io->no", x, v) + c),
                rtol=1e-6,
                mistakes={
                    "content and gate are swapped": (x @ v + c) * expit(x @ w + b),
                    "the sigmoid is missing": (x @ w + b) * (x @ v + c),
                    "tanh instead of the sigmoid": (x @ w + b) * np.tanh(x @ v + c),
                },
            )
with checks.hidden("a gate wide open, and one firmly shut"), checks.no_warnings("glu"):
    x, w, b = np.array([[2.0]]), np.array([[3.0, 3.0]]), np.array([1.0, 1.0])
    checks.assert_close(glu(x, w, b, np.zeros((1, 2)), np.array([900.0, -900.0])), [[7.0, 0.0]])
### END HIDDEN TESTS

# %% jupyter={"source_hidden": true}
predict.reveal(
    "gate_wide_open",
    "passes xW + b unchanged",
    because="sigmoid(20) is 1 to eight digits. At -20 the gate would be shut.",
)

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | numbers far above the content | the sigmoid is missing: a gate lies between 0 and 1 |
# | everything halved | the gate's sum `x @ v + c` was forgotten: sigmoid(0) = 1/2 |
# | "overflow encountered in exp" | a sigmoid that is not safe: see exercise 2 |
# | a shape error | `@` between content and gate: cell by cell is `*` |
#
# </details>
#
# ## Recap
#
# - A neuron is a weighted sum and a bend. Without the bend, any depth is worth one layer.
# - Sigmoid: a probability, and a slope of at most 1/4; ten of them pass a millionth of a gradient.
# - ReLU: cheap, slope 1 where it is on, the usual choice inside; softmax, sigmoid or identity at
#   the end, as the task demands.
# - A forward pass is `x = activation(x @ w + b)`, layer after layer. `(50, 784)` in, `(50, 10)` out.
# - Exponentials overflow: shift or split before you compute.
#
# Next, notebook 02: how does the network find out how wrong it is, and which way to turn?
#
# ## Think
#
# Two short answers in your own words. A person reads them.

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_not_linear", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# A friend says: "My network has fifty layers and no activation functions, but fifty times more
# weights than yours, so it must be able to learn more." What do you answer? (three sentences)
#
# ### BEGIN SOLUTION
# **Model answer.** Layers without activation multiply by matrices, and a product of matrices is
# one matrix: the fifty layers compute exactly what one layer can, however many weights they hold.
# Weights that only ever act through their product are not fifty times more freedom. A non-linear
# function between the layers stops the collapse: then every layer can bend what the one before it
# made, and depth is worth something.
# ### END SOLUTION

# %% [markdown] nbgrader={"grade": true, "grade_id": "which_activation", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# A deep network with sigmoid layers hardly learns: its last layers change, its first do not.
# Explain why, with a number, and name one change that helps and what it may cost.
#
# ### BEGIN SOLUTION
# **Model answer.** On its way back the gradient is multiplied by each layer's slope, and a
# sigmoid's slope is at most 0.25 (s(1 - s) at s = 1/2), less where it saturates. After ten layers
# at most 0.25^10, about a millionth, is left for the first layers: the gradient vanishes. ReLU
# helps, because its slope is exactly 1 where it is on. The cost: a unit that is never on has slope
# 0 and stops learning (a leaky ReLU avoids that), and its output is not bounded. Keeping the
# sigmoid only at the output of a binary task is fine.
# ### END SOLUTION

# %% [markdown]
# ## Open challenge
#
# Invent an activation function. It should be cheap, have a slope near 1 over a wide range, and not
# die below 0. Write it and its derivative, check the derivative with the figure, and race it:

# %% tags=["demo"]
def mine(z):
    return z / (1 + np.abs(z))  # softsign, to beat


def mine_grad(z):
    return 1 / (1 + np.abs(z)) ** 2


plots.function_and_slope("mine", mine, mine_grad)

# %% tags=["demo"]
plots.activation_explorer(
    {"mine": (mine, mine_grad), "sigmoid": (sigmoid, sigmoid_grad), "ReLU": (relu, relu_grad)}
)
race = plots.gradient_against_depth(extra={"mine": (mine, mine_grad)})
