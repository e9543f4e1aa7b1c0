# %% [markdown]
# # 01 Activation functions (활성화 함수)
#
# A neural network (신경망) is built of three steps, repeated: multiply, add, and bend. This notebook is
# about the bend.
#
# **When you are through, you can**
# - write the common activation functions and their derivatives, safe for any number;
# - show with numbers why a network needs them, and why deep networks of sigmoids learn slowly;
# - compute a forward pass, and tell its shapes and its number of parameters before you run it;
# - choose the output layer that fits a task.
#
# **Time:** about 115 minutes, in four parts. **Know first:** Python functions, NumPy arrays, what a
# derivative is.
#
# How it works: commit a guess, look, write the function where it says `# YOUR CODE HERE`, and run
# the check below it. A check that fails tells you what it expected, what came, the likely cause, and
# which section explains it. Try as often as you like. Every function leaves its arguments as they
# are: `w = w + 1` makes a new array, `w += 1` writes into the caller's.
#
# An exercise that is still empty raises `NotImplementedError`: it is not written yet, nothing is
# broken. Run All Cells stops at the first of them. Folded cells hold the answers to the guesses, and
# the checks; a click on the bar at the left opens one. A folded cell runs like any other. Exercises
# marked *stretch* go beyond the core. Save often (Ctrl S).

# %%
import numpy as np

from course_utils import checks, plots, predict, when_ready

# %% [markdown]
# # Part 1: a neuron and its bend (30 minutes)
#
# ## 1 One neuron
#
# A **neuron** (뉴런) does two things. It adds up its inputs, each times a **weight** (가중치), plus a
# **bias** (편향). Then it applies an **activation function** to that sum.
#
# $$z = w_1 x_1 + w_2 x_2 + \dots + b, \qquad \text{output} = f(z)$$
#
# A weight says how much an input counts. The bias says how easily the neuron answers. The activation
# function decides what comes out.

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

# %% jupyter={"source_hidden": true} tags=["demo"]
bends = plots.linear_collapse()
assert bends["identity"] < 1e-9 < 0.1 < bends["ReLU"]
print("distance from a straight line:", {name: float(f"{size:.1g}") for name, size in bends.items()})

# %% jupyter={"source_hidden": true}
predict.reveal(
    "three_deep",
    "it is one straight line, c^3 x",
    because="A line of a line is a line: three layers do what one can do. A bend between them changes that.",
)

# %% [markdown]
# The same is true of whole layers. A layer without activation multiplies by a matrix, and two
# matrices in a row are one matrix: $(xW_1)W_2 = x(W_1W_2)$. However many linear layers you stack, one
# matrix gives the same outputs.
#
# ### Exercise 1: `collapse_linear` (*, 6 minutes)
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
# Start with the first matrix and multiply by the next, on the right, until none is left. There may be
# only one.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# def collapse_linear(weights):
#     product = weights[0]
#     for w in weights[1:]:
#         product = product @ w
#     return product
# ```
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

from course_utils.checks import case

square = [np.array(w) for w in (
    [[1.0, 2.0], [-1.0, 3.0]], [[2.0, 0.0], [1.0, -1.0]], [[0.0, 1.0], [4.0, 1.0]], [[1.0, -2.0], [3.0, 1.0]],
)]
narrow = [
    np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 1.0]]),
    np.array([[2.0, 0.0, 1.0, -1.0], [1.0, 3.0, -2.0, 4.0]]),
    np.array([[1.0], [-1.0], [2.0], [0.5]]),
]
case("collapse_linear(four square matrices)", collapse_linear, square, expects=[[-2.0, 18.0], [-18.0, 22.0]])
case("collapse_linear(layers 3-2-4-1)", collapse_linear, narrow, expects=[[-4.5], [4.0], [6.5]])
case("collapse_linear(a single layer)", collapse_linear, narrow[:1], expects=narrow[0])
mixed = [np.array([[1, 2], [0, 3]]), np.array([[0.5, 1.0], [0.25, -1.5]])]
case("collapse_linear(whole numbers, then fractions)", collapse_linear, mixed, expects=[[1.0, -2.0], [0.75, -4.5]])
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, sizes in [(1, (3, 4, 2)), (2, (5, 5, 5, 5)), (3, (1, 7, 3, 2, 6)), (4, (4, 3))]:
    rng = np.random.default_rng(seed)
    weights = [rng.normal(size=shape) for shape in zip(sizes[:-1], sizes[1:])]
    wanted = np.eye(sizes[0])
    for w in weights:
        wanted = np.einsum("ij,jk->ik", wanted, w)
    hidden_case("random stacks of one to four layers", collapse_linear, weights, expects=wanted, rtol=1e-6)
### END HIDDEN TESTS

# %%
# Your matrix stands in for three layers: try it on an input of your own.
with when_ready():
    my_rng = np.random.default_rng(0)
    three_layers = [my_rng.normal(size=size) for size in ((4, 8), (8, 8), (8, 2))]
    one_row = np.array([[1.0, -2.0, 0.5, 3.0]])
    one_by_one = one_row @ three_layers[0] @ three_layers[1] @ three_layers[2]
    print("three layers:", np.round(one_by_one, 4))
    print("one matrix:  ", np.round(one_row @ collapse_linear(three_layers), 4))

# %% [markdown]
# <!-- mistakes: collapse_linear -->
#
# ## 3 Step and sigmoid
#
# The oldest activation is a **step** (계단 함수): 1 if $z > 0$, else 0. It decides, but its slope is 0
# everywhere except at the jump, and a network learns from slopes. So the step was made smooth:
#
# $$\text{sigmoid}(z) = \frac{1}{1 + e^{-z}}$$
#
# The **sigmoid** (시그모이드) runs from 0 to 1 and can be read as a probability. It is not linear
# (비선형). There is one trap: $e^{1000}$ is larger than any number a computer knows.

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
    because="exp(1000) overflows to infinity, and 1/inf is 0. The other form, e^z / (1 + e^z), would give NaN at 1000: inf/inf.",
)

# %% [markdown]
# ### Exercise 2: `sigmoid` (**, 10 minutes)
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
# For $z \ge 0$ use $1/(1+e^{-z})$, for $z < 0$ the equal $e^{z}/(1+e^{z})$. Careful: `np.where`
# computes both branches everywhere. $e = e^{-|z|}$ serves both branches, and never overflows.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# def sigmoid(z):
#     z = np.asarray(z, dtype=float)
#     e = np.exp(-np.abs(z))
#     return np.where(z >= 0, 1 / (1 + e), e / (1 + e))
# ```
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

from course_utils.checks import case

z = np.array([-2.0, 0.0, 1.0, 3.5])
case("sigmoid([-2, 0, 1, 3.5])", sigmoid, z, expects=[0.11920292, 0.5, 0.73105858, 0.97068777])
case("sigmoid(0.7)", sigmoid, 0.7, expects=0.66818777)
case(
    "sigmoid([[-3, 0, 2], [1, -1, 4]])",
    sigmoid,
    np.array([[-3, 0, 2], [1, -1, 4]]),
    expects=[[0.04742587, 0.5, 0.88079708], [0.73105858, 0.26894142, 0.98201379]],
)
case("sigmoid([-1000, 1000])", sigmoid, np.array([-1000.0, 1000.0]), expects=[0.0, 1.0], silent=True)
case("sigmoid([-30])", sigmoid, np.array([-30.0]), expects=[9.357623e-14], rtol=1e-3, atol=1e-16)
### BEGIN HIDDEN TESTS
from scipy.special import expit

from course_utils.checks import hidden_case

for seed, shape in [(1, (7,)), (2, (3, 4)), (3, (2, 3, 2)), (4, (1, 1))]:
    z = np.random.default_rng(seed).normal(scale=4, size=shape)
    hidden_case("random numbers in arrays of several ranks", sigmoid, z, expects=expit(z))
far = np.array([-1000.0, -745.0, -40.0, -1e-9, 1e-9, 40.0, 745.0, 1000.0])
for z in (far, -1000.0, 1000.0):
    hidden_case("very large and very small numbers", sigmoid, z, expects=expit(z), silent=True)
hidden_case("small results keep their digits", sigmoid, np.array([-25.0]), expects=expit([-25.0]), rtol=1e-3, atol=1e-15)
hidden_case("whole numbers as input", sigmoid, np.array([-1, 0, 2]), expects=expit([-1.0, 0.0, 2.0]))
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: sigmoid -->
#
# How fast does the sigmoid rise? There is a short rule for its slope: with $s = \text{sigmoid}(z)$ the
# derivative is $s(1-s)$. Once you have the output, you need no new exponential.

# %%
predict.guess(
    "steepest",
    "How steep is the sigmoid where it is steepest?",
    choices=["1", "1/2", "1/4"],
    my_guess=...,
)

# %% [markdown]
# ### Exercise 3: `sigmoid_grad` (*, 5 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# The argument is $z$, not $s$: compute $s$ first.
#
# </details>
# <details><summary>Hint 2: nearly there</summary>
#
# ```python
# def sigmoid_grad(z):
#     s = sigmoid(z)
#     return s * (1 - s)
# ```
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "sigmoid_grad", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def sigmoid_grad(z):
    """Derivative of the sigmoid at z, s(1 - s) with s = sigmoid(z).

    z: number or array of any shape -> float64 of the same shape
    """
    ### BEGIN SOLUTION
    s = 0.5 * (1 + np.tanh(np.asarray(z) / 2))
    return s * (1 - s)
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_sigmoid_grad", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `sigmoid_grad`: run it. A click opens it.
import numpy as np

from course_utils.checks import case

case("sigmoid_grad([-2, 1, 3.5])", sigmoid_grad, np.array([-2.0, 1.0, 3.5]), expects=[0.1049935854, 0.1966119332, 0.0284530239])
case("sigmoid_grad([-8, 6])", sigmoid_grad, np.array([-8.0, 6.0]), expects=[0.0003352377, 0.0024665093])
case("sigmoid_grad(0.7)", sigmoid_grad, 0.7, expects=0.2217128733)
case(
    "sigmoid_grad([[-3, 0, 2], [1, -1, 4]])",
    sigmoid_grad,
    np.array([[-3, 0, 2], [1, -1, 4]]),
    expects=[[0.0451766597, 0.25, 0.1049935854], [0.1966119332, 0.1966119332, 0.0176627062]],
)
case("sigmoid_grad([-1000, 1000])", sigmoid_grad, np.array([-1000.0, 1000.0]), expects=[0.0, 0.0], silent=True)
### BEGIN HIDDEN TESTS
from scipy.special import expit

from course_utils.checks import hidden_case

for seed, shape in [(1, (6,)), (2, (3, 5)), (3, (2, 2, 3))]:
    z = np.random.default_rng(seed).normal(scale=3, size=shape)
    hidden_case("random numbers in arrays of several ranks", sigmoid_grad, z, expects=expit(z) * expit(-z))
far = np.array([-1000.0, -745.0, 745.0, 1000.0])
hidden_case("very large numbers, where the slope is 0", sigmoid_grad, far, expects=np.zeros(4), silent=True)
z, h = np.linspace(-4, 4, 9), 1e-5
hidden_case("the slope measured on both sides", sigmoid_grad, z, expects=(expit(z + h) - expit(z - h)) / (2 * h), rtol=1e-6)
### END HIDDEN TESTS

# %% tags=["demo"]
plots.function_and_slope("sigmoid", sigmoid, sigmoid_grad)

# %% jupyter={"source_hidden": true}
predict.reveal(
    "steepest", "1/4", because="s(1 - s) is largest at s = 1/2, and there it is 1/4. You will need that number soon."
)

# %% [markdown]
# <!-- mistakes: sigmoid_grad -->
#
# **Checkpoint 1.** Without looking: what is left of a hundred linear layers? Where is the sigmoid
# steepest, and where is it nearly flat? `import course_utils; course_utils.progress()` in a new cell shows how far you are.
# A good place for a break.
#
# # Part 2: ReLU and what it can build (30 minutes)
#
# ## 4 ReLU and its relatives
#
# The **rectified linear unit**, ReLU (렐루), is the simplest bend: $z$ if $z > 0$, else 0. It costs one
# comparison, and it is the most used activation. **tanh** is a sigmoid that runs from -1 to 1.
# **Leaky ReLU** multiplies by a small number below 0 in place of cutting off. **GELU** is a rounded
# ReLU; large language models use it.

# %%
predict.guess(
    "relu_corner",
    "ReLU has a corner at 0. Which slope shall the code give there?",
    choices=["0, by agreement", "1/2, the middle", "an error"],
    my_guess=...,
)

# %% jupyter={"source_hidden": true}
predict.reveal(
    "relu_corner",
    "0, by agreement",
    because="Exactly 0 hardly ever happens. What matters is that everybody does the same.",
)

# %% tags=["demo"]
plots.functions_with_derivatives()

# %% [markdown]
# ### Exercise 4: `relu` (*, 3 minutes)
#
# <details><summary>Hint</summary>
#
# `np.maximum` compares cell by cell. (`np.max` picks one number of all.)
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

from course_utils.checks import case

z = np.array([-2.0, -0.5, 0.0, 0.5, 3.0, 7.5])
case("relu([-2, -0.5, 0, 0.5, 3, 7.5])", relu, z, expects=[0.0, 0.0, 0.0, 0.5, 3.0, 7.5])
case("relu(-1.5)", relu, -1.5, expects=0.0)
case("relu(250.5)", relu, 250.5, expects=250.5)
case("relu([[-3, 0, 2], [1, -1, 4]])", relu, np.array([[-3, 0, 2], [1, -1, 4]]), expects=[[0, 0, 2], [1, 0, 4]])
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, shape in [(1, (9,)), (2, (4, 3)), (3, (2, 3, 4))]:
    z = np.random.default_rng(seed).normal(scale=3, size=shape)
    hidden_case("random numbers in arrays of several ranks", relu, z, expects=(np.abs(z) + z) / 2, atol=1e-12)
for z in (-1e6, 1e6):
    hidden_case("a single number, large or negative", relu, z, expects=(abs(z) + z) / 2)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: relu -->
#
# ### Exercise 5: `relu_grad` (*, 4 minutes)
#
# 1 where $z > 0$, else 0.
#
# <details><summary>Hint</summary>
#
# A comparison gives True and False; times 1.0 they are numbers. A single number has no `.astype`:
# begin with `np.asarray(z)`.
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

from course_utils.checks import case

case("relu_grad([-2, 0, 0.5, 3])", relu_grad, np.array([-2.0, 0.0, 0.5, 3.0]), expects=[0.0, 0.0, 1.0, 1.0])
case("relu_grad(0)", relu_grad, 0.0, expects=0.0)
case("relu_grad(1e-9)", relu_grad, 1e-9, expects=1.0)
case("relu_grad([[-3, 0, 2], [1, -1, 4]])", relu_grad, np.array([[-3, 0, 2], [1, -1, 4]]), expects=[[0, 0, 1], [1, 0, 1]])
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, shape in [(1, (8,)), (2, (3, 4)), (3, (2, 2, 2))]:
    z = np.random.default_rng(seed).normal(size=shape).round(0)
    wanted = np.array([float(v > 0) for v in z.ravel()]).reshape(shape)
    hidden_case("random whole numbers, many of them 0", relu_grad, z, expects=wanted)
for z in (-1e-9, 1e-9):
    hidden_case("a single number", relu_grad, z, expects=float(z > 0))
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: relu_grad -->
#
# A ReLU unit whose sum $z$ is negative for every input has slope 0 for every input. No gradient
# reaches its weights, so they never change again: a **dying ReLU** (죽은 렐루). Leaky ReLU keeps a small
# slope there.
#
# ### Exercise 6: `leaky_relu` (*, 5 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# Two cases, cell by cell: `np.where(condition, here, there)`.
#
# </details>
# <details><summary>Hint 2: nearly there</summary>
#
# ```python
# def leaky_relu(z, slope=0.01):
#     z = np.asarray(z)
#     return np.where(z > 0, z, slope * z)
# ```
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "leaky_relu", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def leaky_relu(z, slope=0.01):
    """z where z > 0, else slope * z, cell by cell.

    z: number or array of any shape; slope: number from 0 to 1, both included -> the same shape
    """
    ### BEGIN SOLUTION
    z = np.asarray(z)
    return np.where(z > 0, z, slope * z)
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_leaky_relu", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# The check of `leaky_relu`: run it. A click opens it.
import numpy as np

from course_utils.checks import case

z = np.array([-2.0, -0.5, 0.0, 0.5, 3.0])
case("leaky_relu([-2, -0.5, 0, 0.5, 3])", leaky_relu, z, expects=[-0.02, -0.005, 0.0, 0.5, 3.0])
z = np.array([-2.0, -0.5, 0.0, 0.1, 3.0])
case("leaky_relu([-2, -0.5, 0, 0.1, 3], slope=0.2)", leaky_relu, z, slope=0.2, expects=[-0.4, -0.1, 0.0, 0.1, 3.0])
case("leaky_relu([-2, -0.5, 0, 0.1, 3], slope=0)", leaky_relu, z, slope=0, expects=[0.0, 0.0, 0.0, 0.1, 3.0])
case("leaky_relu([-2, -0.5, 0, 0.1, 3], slope=1)", leaky_relu, z, slope=1, expects=z)
case("leaky_relu(-4)", leaky_relu, -4.0, expects=-0.04)
whole = np.array([[-3, 0, 2], [1, -1, 4]])
case("leaky_relu([[-3, 0, 2], [1, -1, 4]], 0.5)", leaky_relu, whole, 0.5, expects=[[-1.5, 0, 2], [1, -0.5, 4]])
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, shape in [(1, (9,)), (2, (4, 3)), (3, (2, 3, 4))]:
    rng = np.random.default_rng(seed)
    z, slope = rng.normal(scale=3, size=shape), float(rng.random())
    wanted = (z + np.abs(z)) / 2 + slope * (z - np.abs(z)) / 2
    hidden_case("random numbers and slopes", leaky_relu, z, slope, expects=wanted)
### END HIDDEN TESTS

# %%
# A dead unit: its sum is negative for all of 1,000 inputs. What gradient reaches its weights?
with when_ready():
    sums = np.random.default_rng(0).normal(loc=-6, size=1000)
    h = 1e-6
    leaky_slopes = (leaky_relu(sums + h) - leaky_relu(sums - h)) / (2 * h)
    print("ReLU:       mean slope", np.mean(relu_grad(sums)))
    print("leaky ReLU: mean slope", round(float(np.mean(leaky_slopes)), 4))

# %% [markdown]
# <!-- mistakes: leaky_relu -->
#
# tanh has a rule like the sigmoid's: with $t = \tanh(z)$ the derivative is $1 - t^2$.
#
# ### Exercise 7: `tanh_grad` (*, 4 minutes)
#
# <details><summary>Hint</summary>
#
# `np.tanh` is safe for any number. Compute $t$ first, then use only $t$.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "tanh_grad", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def tanh_grad(z):
    """Derivative of tanh at z, 1 - t^2 with t = tanh(z).

    z: number or array of any shape -> float64 of the same shape; finite and free of warnings
    """
    ### BEGIN SOLUTION
    t = np.tanh(z)
    return 1 - t * t
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_tanh_grad", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# The check of `tanh_grad`: run it. A click opens it.
import numpy as np

from course_utils.checks import case

case("tanh_grad([-2, 0.5, 1])", tanh_grad, np.array([-2.0, 0.5, 1.0]), expects=[0.0706508249, 0.786447733, 0.4199743416])
case("tanh_grad([-8, 6])", tanh_grad, np.array([-8.0, 6.0]), expects=[0.000000450141, 0.0000245765])
case("tanh_grad(0.7)", tanh_grad, 0.7, expects=0.63473959)
case(
    "tanh_grad([[-3, 0, 2], [1, -1, 4]])",
    tanh_grad,
    np.array([[-3, 0, 2], [1, -1, 4]]),
    expects=[[0.0098660372, 1.0, 0.0706508249], [0.4199743416, 0.4199743416, 0.0013409507]],
)
case("tanh_grad([-1000, 1000])", tanh_grad, np.array([-1000.0, 1000.0]), expects=[0.0, 0.0], silent=True)
### BEGIN HIDDEN TESTS
from scipy.special import expit

from course_utils.checks import hidden_case

for seed, shape in [(1, (6,)), (2, (3, 5)), (3, (2, 2, 3))]:
    z = np.random.default_rng(seed).normal(scale=2, size=shape)
    hidden_case("random numbers in arrays of several ranks", tanh_grad, z, expects=4 * expit(2 * z) * expit(-2 * z))
far = np.array([-1000.0, -400.0, 400.0, 1000.0])
hidden_case("very large numbers, where the slope is 0", tanh_grad, far, expects=np.zeros(4), silent=True)
### END HIDDEN TESTS

# %% [markdown]
# Move $z$ and watch the three slopes. Where does the sigmoid hardly change any more? There it is
# **saturated** (포화).

# %% tags=["demo"]
plots.activation_slider()

# %% [markdown]
# <!-- mistakes: tanh_grad -->
#
# ## 5 Two ReLUs solve XOR
#
# XOR is 1 if exactly one of two inputs is 1. It is the classic task that no straight line can solve.

# %%
predict.guess(
    "xor_line",
    "Can one neuron, a weighted sum with a threshold, answer XOR for all four corners?",
    choices=["yes, with the right weights", "no, whatever the weights"],
    my_guess=...,
)

# %% jupyter={"source_hidden": true}
predict.reveal(
    "xor_line",
    "no, whatever the weights",
    because="The two corners with answer 1 lie on opposite sides: no straight line parts them from the other two.",
)

# %% [markdown]
# A **hidden layer** (은닉층) of two ReLUs can. You are the one who learns: set the weights by hand.
#
# $$h = \text{relu}(x W_1 + b_1), \qquad y = h W_2 + b_2$$
#
# ### Exercise 8: `xor_network` (**, 10 minutes, stretch)
#
# Any right choice counts. Paper helps: write down $h_1$ and $h_2$ for the corners (0, 0), (0, 1),
# (1, 0), (1, 1).
#
# <details><summary>Hint 1: a nudge</summary>
#
# $x_1 + x_2$ is 0, 1, 1, 2 at the four corners. Only the last one is wrong.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# Let the first unit be $x_1 + x_2$. Let the second be on only if both inputs are 1: which bias does
# that? Then subtract the second as often as needed.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "xor_network", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def xor_network():
    """Weights of a network with two hidden ReLUs that computes XOR, set by hand.

    -> w1 (2, 2), b1 (2,), w2 (2, 1), b2 (1,), so that relu(x @ w1 + b1) @ w2 + b2 is 0, 1, 1, 0
       at x = (0, 0), (0, 1), (1, 0), (1, 1)
    """
    ### BEGIN SOLUTION
    w1, b1 = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0])
    w2, b2 = np.array([[1.0], [-2.0]]), np.array([0.0])
    return w1, b1, w2, b2
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_xor_network", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `xor_network`: run it. A click opens it.
import numpy as np

from course_utils.checks import case


def shapes():
    return tuple(str(np.shape(part)) for part in xor_network())


def answers():
    w1, b1, w2, b2 = xor_network()
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return np.maximum(corners @ w1 + b1, 0) @ w2 + b2


case("the shapes of w1, b1, w2, b2 from xor_network()", shapes, expects=("(2, 2)", "(2,)", "(2, 1)", "(1,)"))
case("the answers of xor_network() at its four corners", answers, expects=[[0.0], [1.0], [1.0], [0.0]])

# %% tags=["demo"]
plots.xor_boundary(xor_network)

# %% [markdown]
# <!-- mistakes: xor_network -->
#
# **Checkpoint 2.** Without looking: what is a dead unit, and what helps? What do two ReLUs do that one
# neuron cannot? Save; a good place for a break.
#
# # Part 3: signals through many layers, and out (25 minutes)
#
# ## 6 Ten layers of sigmoid
#
# When a network learns, the gradient (기울기) travels back through every layer. Each layer multiplies it
# by two things: the slope of its activation, and its weights. The sigmoid's slope is 1/4 **at best**.

# %%
predict.guess(
    "ten_layers",
    "At most how much of a gradient is left after ten sigmoid slopes, weights left aside? (a number like 0.01 or 1e-6)",
    my_guess=...,
)

# %% tags=["demo"]
left = plots.gradient_against_depth()

# %% jupyter={"source_hidden": true} tags=["nbval-check-output"]
predict.reveal("ten_layers", float(f"{0.25**10:.2g}"), because="0.25 to the power of 10: about a millionth.")

# %% [markdown]
# That is the **vanishing gradient** (기울기 소실): the first layers of a deep sigmoid network get almost
# no signal and hardly learn. The scale of the weights matters too. Weights of variance $1/n$ suit
# tanh (Glorot, 2010), $2/n$ suit ReLU (He, 2015), because ReLU switches half of the units off. At
# both scales tanh and ReLU keep far more of the gradient than the sigmoid. Larger weights do not save it:
# they push the sums outwards, where the sigmoid is saturated and its slope is near 0. ReLU is also the
# cheapest, and its slope is exactly 1 wherever it is on. So hidden layers mostly use ReLU today.

# %% jupyter={"source_hidden": true} tags=["demo"]
for scale, sizes_there in left.items():
    print(f"weights of variance {scale}/n:", {name: f"{size[10]:.1e}" for name, size in sizes_there.items()})
    lost = sizes_there["sigmoid"][10]
    assert lost < 1e-4 and min(sizes_there["tanh"][10], sizes_there["ReLU"][10]) > 100 * lost
assert 0.2 < left[1]["tanh"][10] < 1 and 0.2 < left[2]["ReLU"][10] < 2

# %% [markdown]
# ## 7 Softmax
#
# A network that chooses among many classes gives one score for each class. **Softmax** (소프트맥스)
# turns scores into shares that are positive and sum to 1, so they can be read as probabilities:
#
# $$\text{softmax}(z)_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$$
#
# The other functions work cell by cell. In softmax every output depends on every input.

# %%
predict.guess(
    "softmax_shift",
    "All scores grow by 100. What happens to the probabilities?",
    choices=["they grow too", "nothing", "the largest wins everything"],
    my_guess=...,
)

# %% tags=["demo"]
plots.softmax_bars()

# %% jupyter={"source_hidden": true}
predict.reveal(
    "softmax_shift",
    "nothing",
    because="e^(z+c) = e^c e^z: the factor e^c stands above and below the line, and cancels.",
)

# %% [markdown]
# ### Exercise 9: `softmax` (**, 12 minutes)
#
# Over the **last** axis, for arrays of any rank: one row of scores, a batch of rows, a block of
# batches. And safe: softmax([1000, 1000]) is [0.5, 0.5].
#
# <details><summary>Hint 1: a nudge</summary>
#
# The picture showed that a shift changes nothing. Which shift makes overflow impossible?
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# Subtract the largest score of each row first: then the largest exponent is 0.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `axis=-1` is the last axis, and `keepdims=True` keeps it with size 1, so that the result can be
# subtracted and divided row by row.
#
# ```python
# def softmax(z):
#     e = np.exp(z - np.max(z, axis=-1, keepdims=True))
#     return e / np.sum(e, axis=-1, keepdims=True)
# ```
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

from course_utils.checks import case

rows = np.log([[1.0, 2.0, 5.0], [3.0, 1.0, 4.0]])
case("softmax([[0, ln 2, ln 5], [ln 3, 0, ln 4]])", softmax, rows, expects=[[0.125, 0.25, 0.625], [0.375, 0.125, 0.5]])
case("softmax([0, ln 2, ln 5])", softmax, rows[0], expects=[0.125, 0.25, 0.625])
block = np.log([[[1.0, 2.0, 5.0], [3.0, 1.0, 4.0]], [[2.0, 2.0, 1.0], [1.0, 3.0, 6.0]]])
case(
    "softmax(a block of shape (2, 2, 3))",
    softmax,
    block,
    expects=[[[0.125, 0.25, 0.625], [0.375, 0.125, 0.5]], [[0.4, 0.4, 0.2], [0.1, 0.3, 0.6]]],
)
far = np.array([1000.0, 1000.0 + np.log(3)])
case("softmax([1000, 1000 + ln 3])", softmax, far, expects=[0.25, 0.75], silent=True)
case("softmax([0, 0, -2000])", softmax, np.array([0.0, 0.0, -2000.0]), expects=[0.5, 0.5, 0.0], silent=True)
case("softmax([2000, 0, 0, 0])", softmax, np.array([2000.0, 0.0, 0.0, 0.0]), expects=[1.0, 0.0, 0.0, 0.0], silent=True)
apart = np.array([[0.0, np.log(3)], [3000.0, 3000.0]])
case("softmax([[0, ln 3], [3000, 3000]])", softmax, apart, expects=[[0.25, 0.75], [0.5, 0.5]], silent=True)
case("softmax([-1000, -1000, -1000])", softmax, np.array([-1000, -1000, -1000]), expects=[1 / 3] * 3, silent=True)
### BEGIN HIDDEN TESTS
from scipy.special import softmax as reference

from course_utils.checks import hidden_case

for seed, shape in [(1, (5,)), (2, (4, 3)), (3, (3, 3)), (4, (2, 3, 4)), (5, (2, 1, 3, 2)), (6, (3, 1))]:
    z = np.random.default_rng(seed).normal(scale=3, size=shape)
    for added in (0.0, 123.0):
        hidden_case("random scores in arrays of several ranks", softmax, z + added, expects=reference(z, axis=-1))
for z, wanted in (
    ([[-1000.0, 0.0], [2000.0, 1000.0]], [[0.0, 1.0], [1.0, 0.0]]),
    ([-5000.0, -5000.0, -5000.0], [1 / 3] * 3),
    ([[0.0, 0.0], [3000.0, 3000.0]], [[0.5, 0.5]] * 2),
):
    hidden_case("very large and very different scores", softmax, np.array(z), expects=wanted, silent=True)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: softmax -->
#
# ## 8 The last layer fits the task
#
# You may choose the activation of hidden layers. The **output layer** (출력층) must produce what the task
# asks for: any number (**regression**, 회귀), one probability (**binary** classification, 이진 분류), or
# shares among classes (**multiclass** classification, 다중 분류).

# %% tags=["demo"]
plots.output_layers()

# %% [markdown]
# ### Exercise 10: `output_activation` (*, 5 minutes)
#
# A word that is no task is refused with a ValueError. That has a check of its own.
#
# <details><summary>Hint 1: a nudge</summary>
#
# A dictionary is a table: task -> name. `task in table` asks whether there is an entry.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `table[task]` raises a KeyError for an unknown task. A ValueError with a clear sentence is asked for:
# `raise ValueError(f"unknown task {task!r}")`.
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
from course_utils.checks import case

case('output_activation("regression")', output_activation, "regression", expects="identity")
case('output_activation("binary")', output_activation, "binary", expects="sigmoid")
case('output_activation("multiclass")', output_activation, "multiclass", expects="softmax")

# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_output_activation_refuses", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# The check that `output_activation` refuses other words: run it.
from course_utils.checks import case

case('output_activation("poetry")', output_activation, "poetry", raises=ValueError)
case('output_activation("Binary")', output_activation, "Binary", raises=ValueError)
case('output_activation("")', output_activation, "", raises=ValueError)
case('output_activation("multi-class")', output_activation, "multi-class", raises=ValueError)
case('output_activation("binary classification")', output_activation, "binary classification", raises=ValueError)
case('output_activation(" regression")', output_activation, " regression", raises=ValueError)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for task in ["MULTICLASS", "binary ", "softmax", "regress"]:
    hidden_case("words that are no task, or spelt otherwise", output_activation, task, raises=ValueError)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: output_activation -->
#
# **Checkpoint 3.** Without looking: why does softmax subtract the largest score? Which output layer has a
# network that predicts tomorrow's temperature? Save; a good place for a break.
#
# # Part 4: a whole network (30 minutes)
#
# ## 9 A layer, and a network
#
# A **dense layer** (완전 연결층) is many neurons side by side. Their weights stand in the columns of
# a matrix, and a whole batch goes through at once: `activation(x @ w + b)`. Layer after layer, that
# is **forward propagation** (순전파). A network of dense layers is called a **multilayer perceptron**,
# MLP (다층 퍼셉트론).

# %%
predict.guess(
    "forward_shape",
    "784 -> 256 -> 256 -> 10, a batch of 50 pictures goes in. Which shape comes out?",
    choices=["(784, 10)", "(50, 784)", "(50, 10)", "(10, 50)"],
    my_guess=...,
)

# %% jupyter={"source_hidden": true}
predict.reveal(
    "forward_shape",
    "(50, 10)",
    because="50 pictures in, 50 answers out, each with 10 shares. The 784 and 256 are used up on the way.",
)

# %% tags=["demo"]
plots.forward_shapes()

# %% [markdown]
# The same network in two libraries that you will meet:
#
# | Keras | PyTorch |
# |---|---|
# | `Sequential([Input((784,)),` | `Sequential(` |
# | `  Dense(256, activation="relu"),` | `  Linear(784, 256), ReLU(),` |
# | `  Dense(256, activation="relu"),` | `  Linear(256, 256), ReLU(),` |
# | `  Dense(10, activation="softmax")])` | `  Linear(256, 10), Softmax(dim=-1))` |
#
# All weights and biases together are its **parameters** (매개변수): the numbers that learning changes.
#
# ### Exercise 11: `count_parameters` (*, 6 minutes)
#
# Each input of a layer is connected with each of its neurons, and each neuron has one bias.
#
# <details><summary>Hint 1: a nudge</summary>
#
# On paper first: how many numbers are in `w` of shape (3, 4), and how many in its `b`?
#
# </details>
# <details><summary>Hint 2: nearly there</summary>
#
# Neighbouring sizes make a layer; `zip(sizes, sizes[1:])` gives them in pairs.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "count_parameters", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def count_parameters(sizes):
    """Number of weights and biases of a fully connected network.

    sizes: list of at least two whole numbers, inputs first, outputs last -> whole number
    """
    ### BEGIN SOLUTION
    return sum(inputs * outputs + outputs for inputs, outputs in zip(sizes[:-1], sizes[1:]))
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_count_parameters", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# The check of `count_parameters`: run it. A click opens it.
from course_utils.checks import case

case("count_parameters([3, 4, 2, 5])", count_parameters, [3, 4, 2, 5], expects=41)
case("count_parameters([5, 5, 5])", count_parameters, [5, 5, 5], expects=60)
case("count_parameters([7, 2])", count_parameters, [7, 2], expects=16)
case("count_parameters([784, 256, 256, 10])", count_parameters, [784, 256, 256, 10], expects=269322)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for sizes in ([1, 1], [2, 9, 9, 1], [28, 14, 7, 3, 2], [4, 40]):
    wanted = sum((m + 1) * n for m, n in zip(sizes, sizes[1:]))
    hidden_case("networks of one to four layers", count_parameters, sizes, expects=wanted)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: count_parameters -->
#
# ### Exercise 12: `dense` (*, 6 minutes)
#
# <details><summary>Hint</summary>
#
# The activation is an argument, and it is a function: call it on the whole array.
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

from course_utils.checks import case


def bend(z):
    return np.where(z > 0, z, z / 10)


def share(z):
    return z / z.sum(axis=1, keepdims=True)


x = np.array([[1.0, 2.0, -1.0], [0.0, -2.0, 3.0]])
w = np.array([[1.0, 0.0, -1.0, 2.0], [2.0, 1.0, 0.0, -3.0], [-1.0, 4.0, 1.0, 0.5]])
b = np.array([0.5, -1.0, 0.25, 2.0])
case("dense(x, w, b, a leaky bend)", dense, x, w, b, bend, expects=[[6.5, -0.3, -0.175, -0.25], [-0.65, 9.0, 3.25, 9.5]])
case(
    "dense(x, w, b, a share of each row)",
    dense,
    x + 1,
    w,
    b,
    share,
    expects=np.array([[34.0, 8.0, -7.0, -12.0], [-18.0, 56.0, 13.0, 36.0]]) / [[23.0], [87.0]],
)
whole = np.array([[0, -2, 3]])
case("dense(one row of whole numbers, w, b, a leaky bend)", dense, whole, w, b, bend, expects=[[-0.65, 9.0, 3.25, 9.5]])
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, (n, i, o) in [(1, (50, 784, 256)), (2, (1, 3, 2)), (3, (4, 4, 4)), (4, (6, 1, 5))]:
    rng = np.random.default_rng(seed)
    x, w, b = rng.normal(size=(n, i)), rng.normal(size=(i, o)), rng.normal(size=o)
    for activation in (np.tanh, np.abs, lambda z: 3 * np.cos(z)):
        wanted = activation(np.einsum("ni,io->no", x, w) + b[None, :])
        topic = "random layers of several shapes, several activations"
        hidden_case(topic, dense, x, w, b, activation, expects=wanted, rtol=1e-6)
x, w, b = np.ones((2, 3)), np.ones((3, 2)), np.array([0.0, 1.0])
hidden_case("an activation that looks at the whole row", dense, x, w, b, share, expects=[[3 / 7, 4 / 7]] * 2)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: dense -->
#
# ### Exercise 13: `forward` (**, 8 minutes)
#
# What comes out of one layer goes into the next.
#
# <details><summary>Hint 1: a nudge</summary>
#
# A loop with one variable that gets a new value in each round: `x`.
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

from course_utils.checks import case


def bend(z):
    return np.where(z > 0, z, z / 10)


x = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 1.0]])
square = [
    (np.array([[1.0, -2.0], [3.0, 1.0]]), np.array([0.5, -1.0]), bend),
    (np.array([[2.0, 0.5], [1.0, -1.0]]), np.array([-1.0, 2.0]), np.abs),
    (np.array([[1.0, 2.0], [-1.0, 0.5]]), np.array([0.5, -2.0]), np.square),
]
case(
    "forward(x, three square layers)",
    forward,
    x,
    square,
    expects=[[73.1025, 825.125625], [0.015625, 5.94140625], [36.6025, 562.875625]],
)
narrow = [
    (np.array([[1.0, 0.0, -1.0, 2.0], [2.0, 1.0, 0.0, -3.0], [-1.0, 4.0, 1.0, 0.5]]), np.array([0.5, -1.0, 0.25, 2.0]), bend),
    (np.array([[1.0, -2.0], [0.5, 1.0], [-1.0, 2.0], [2.0, 0.0]]), np.array([1.0, -3.0]), np.abs),
    (np.array([[2.0], [-1.0]]), np.array([-0.5]), np.square),
]
x = np.array([[1.0, 2.0, -1.0], [0.0, -2.0, 3.0]])
case("forward(x, layers 3-4-2-1)", forward, x, narrow, expects=[[9.61], [723.61]])
case("forward(x, one layer)", forward, x, narrow[:1], expects=[[6.5, -0.3, -0.175, -0.25], [-0.65, 9.0, 3.25, 9.5]])
case("forward(x, [])", forward, x, [], expects=x)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

cases = [(1, 50, (784, 256, 256, 10)), (2, 3, (4, 5)), (3, 1, (2, 3, 4, 5, 6)), (4, 7, (3, 3, 3))]
activations = [np.tanh, lambda z: np.maximum(z, 0), np.cos, lambda z: z]
for seed, n, sizes in cases:
    rng = np.random.default_rng(seed)
    layers = [
        (rng.normal(size=(i, o)) / np.sqrt(i), rng.normal(size=o), activations[k % 4])
        for k, (i, o) in enumerate(zip(sizes[:-1], sizes[1:]))
    ]
    x = rng.normal(size=(n, sizes[0]))
    wanted = x
    for w, b, activation in layers:
        wanted = activation(np.einsum("ni,io->no", wanted, w) + b)
    hidden_case("random networks, one to four layers deep", forward, x, layers, expects=wanted, rtol=1e-6)
hidden_case("no layers at all", forward, np.array([[1.0, 2.0]]), [], expects=[[1.0, 2.0]])
### END HIDDEN TESTS

# %% tags=["nbval-check-output"]
# The network of the picture, with your functions and random weights.
with when_ready():
    my_rng = np.random.default_rng(1)
    wide = (784, 256, 256, 10)
    stack = [
        (my_rng.normal(size=(i, o)) * np.sqrt(2 / i), np.zeros(o), relu)
        for i, o in zip(wide[:-1], wide[1:], strict=True)
    ]
    stack[-1] = (*stack[-1][:2], softmax)
    answer = forward(my_rng.normal(size=(50, 784)), stack)
    print("shape:", answer.shape, " every row sums to 1:", bool(np.allclose(answer.sum(axis=1), 1)))
    print("parameters:", count_parameters(wide))

# %% [markdown]
# <!-- mistakes: forward -->
#
# ## 10 A gate
#
# One more idea, which today's language models use. Let one half of a layer decide what of the other
# half survives: a **gated linear unit**, GLU (게이트 선형 유닛). The sigmoid is the gate: what it
# multiplies by 1 survives, what it multiplies by 0 disappears.
#
# $$\text{GLU}(x) = (xW + b) \cdot \text{sigmoid}(xV + c)$$

# %%
predict.guess(
    "gate_wide_open",
    "The gate's bias c is +20 everywhere, and xV is small. What does the GLU do?",
    choices=["passes xW + b unchanged", "gives 0", "halves everything"],
    my_guess=...,
)

# %% jupyter={"source_hidden": true}
predict.reveal(
    "gate_wide_open",
    "passes xW + b unchanged",
    because="sigmoid(20) is 1 to eight digits: the gate is open. At -20 it would be shut.",
)

# %% tags=["demo"]
plots.glu_gate()

# %% [markdown]
# ### Exercise 14: `glu` (**, 8 minutes, stretch)
#
# <details><summary>Hint</summary>
#
# Two weighted sums, the second through a safe sigmoid, multiplied cell by cell: `*`.
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

from course_utils.checks import case

x = np.array([[1.0, 2.0, -1.0], [0.0, -2.0, 3.0]])
w = np.array([[1.0, 0.0, -1.0, 2.0], [2.0, 1.0, 0.0, -3.0], [-1.0, 4.0, 1.0, 0.5]])
v = np.array([[0.5, -1.0, 1.0, 0.0], [1.0, 0.0, -0.5, 0.25], [0.0, 0.5, 1.0, -1.0]])
b, c = np.array([0.5, -1.0, 0.25, 2.0]), np.array([-1.0, 0.5, 0.0, 1.5])
case(  # the content is [[6.5, -3, -1.75, -2.5], [-6.5, 9, 3.25, 9.5]]
    "glu(x, w, b, v, c)",
    glu,
    x,
    w,
    b,
    v,
    c,
    expects=[
        [5.314234095, -0.806824264, -0.470647487, -2.381435317],
        [-0.308268176, 7.927173702, 3.191544818, 1.132427759],
    ],
)
far = np.array([900.0, -900.0, 900.0, -900.0])
case("glu(x, w, b, v, c = 900 or -900)", glu, x[:1], w, b, v, far, expects=[[6.5, 0.0, -1.75, 0.0]], silent=True)
### BEGIN HIDDEN TESTS
from scipy.special import expit

from course_utils.checks import hidden_case

for seed, (n, i, o) in [(1, (5, 3, 4)), (2, (1, 1, 1)), (3, (8, 6, 2)), (4, (3, 3, 3))]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, i))
    w, v = rng.normal(size=(i, o)), rng.normal(size=(i, o))
    b, c = rng.normal(size=o), rng.normal(size=o)
    wanted = (np.einsum("ni,io->no", x, w) + b) * expit(np.einsum("ni,io->no", x, v) + c)
    hidden_case("random inputs and weights of several shapes", glu, x, w, b, v, c, expects=wanted, rtol=1e-6)
x, w, b = np.array([[2.0]]), np.array([[3.0, 3.0]]), np.array([1.0, 1.0])
topic = "a gate wide open, and one firmly shut"
hidden_case(topic, glu, x, w, b, np.zeros((1, 2)), np.array([900.0, -900.0]), expects=[[7.0, 0.0]], silent=True)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: glu -->
#
# ## Recap
#
# - A neuron is a weighted sum and a bend. Without the bend, any number of layers does what one can do.
# - Sigmoid: a probability, and a slope of at most 1/4. Ten of them pass at most a millionth of a gradient.
# - ReLU: cheap, slope 1 where it is on, the usual choice in hidden layers. A unit that is never on is
#   dead; a leak avoids that. Softmax, sigmoid or identity at the output, as the task demands.
# - Two ReLUs solve XOR, which no single neuron can.
# - A forward pass is `x = activation(x @ w + b)`, layer after layer. `(50, 784)` in, `(50, 10)` out.
# - Exponentials overflow: shift or split before you compute.
#
# Next, notebook 02: how does the network find out how wrong it is, and which way to change?
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
# die below 0. Write it and its derivative, check the derivative with the figure, and race it. Both
# scales of weights are shown, as for the others: which one suits yours?

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
