# %% [markdown]
# # 02 Loss and accuracy (손실 함수와 정확도)
#
# A network learns by turning thousands of weights a little. Something has to tell it which way.
#
# **When you are through, you can**
# - write a network's error as one number: mean squared error and cross-entropy;
# - show, by measurement, why learning follows the loss and never the accuracy;
# - compute the gradient of every weight twice, by nudging and by backpropagation, and prove that the
#   two agree to seven digits;
# - cut data into mini-batches and into training, validation and test sets;
# - write the loop that trains every network in this course, and choose its learning rate.
#
# **Time:** about 3 hours 30 minutes, in seven parts of at most 30 minutes. **Know first:** notebook 01
# (sigmoid, softmax, `x @ w + b`), what a derivative is, NumPy arrays.
#
# New here? Notebook 01 begins with how these notebooks work.

# %%
import numpy as np
from scipy.special import expit, softmax  # as in notebook 01, but softmax(z) is over the whole table: axis=1

from course_utils import checks, plots, predict, when_ready
from course_utils.two_layer import new_params, outputs, relative_error

# %% tags=["demo"]
from threadpoolctl import threadpool_limits

from course_utils.data import load_digits_28

threadpool_limits(1)  # matrices this small are done before a second thread has woken up
(images, labels), _ = load_digits_28()
images, labels = images[:2000], labels[:2000]
digits = images.reshape(len(images), -1) / 255
print("digits:", digits.shape, " labels:", labels.shape)

# %% [markdown]
# # Part 1: how wrong is an answer? (25 minutes)
#
# ## 1 What should the network have said?
#
# A digit network answers with ten numbers, one probability for each class. A label (레이블) is a
# single number, say 2. To compare the two, the label has to become ten numbers as well.

# %%
predict.guess(
    "one_hot_2",
    "The label is 2, the classes are 0 to 9. At which index of the ten numbers does the 1 stand?",
    choices=["index 1", "index 2", "index 3"],
    my_guess=...,
)

# %% tags=["demo"]
plots.one_hot_rows(images, labels)

# %% [markdown]
# This is **one-hot encoding** (원-핫 인코딩): all zeros, and a single 1 in the place of the label.
# It can be read as probabilities, too: those of somebody who is quite sure.

# %% jupyter={"source_hidden": true}
predict.reveal("one_hot_2", "index 2", because="Counting starts at 0, so label k owns index k.")

# %% [markdown]
# ### Exercise 1: `one_hot` (*, 8 minutes)
#
# One row for each label. A label that is no class is a mistake in the data: say so with a
# `ValueError`, before it does damage. That has a check of its own. Careful: `row[-1]` is a good index
# in Python.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Start from `np.zeros((n, num_classes))` and set one cell in each row. Or look at the rows of
# `np.eye(num_classes)`: you have just seen them.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# An array can be indexed by an array: `table[[2, 0, 2]]` gives rows 2, 0 and 2 of the table.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# The labels may be a list. `labels = np.asarray(labels)` makes them an array; then
# `np.any(labels < 0)` and `np.any(labels >= num_classes)` are the two ways to be out of range.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "one_hot", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def one_hot(labels, num_classes):
    """Turn labels into rows with a single 1.

    labels: n whole numbers in 0..num_classes-1, a list or an array of shape (n,)
    num_classes: number of classes
    -> float64 array (n, num_classes); row i has its 1 at index labels[i]

    Raises ValueError if a label is negative or not below num_classes.
    """
    ### BEGIN SOLUTION
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError(f"labels must lie in 0..{num_classes - 1}")
    return np.eye(num_classes)[labels]
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_one_hot", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `one_hot`: run it. A click opens it.
import numpy as np

from course_utils.checks import case

rows = [[0, 0, 0, 1, 0], [1, 0, 0, 0, 0], [0, 0, 0, 1, 0]]
case("one_hot([3, 0, 3], 5)", one_hot, [3, 0, 3], 5, expects=rows)
case("one_hot([2], 10)", one_hot, [2], 10, expects=[[0, 0, 1, 0, 0, 0, 0, 0, 0, 0]])
rows = [[0, 0, 0, 0, 0, 1], [0, 1, 0, 0, 0, 0], [0, 0, 1, 0, 0, 0]]
case("one_hot(the array 5, 1, 2, 6)", one_hot, np.array([5, 1, 2]), 6, expects=rows)
case("one_hot(the uint8 array 5, 1, 2, 6)", one_hot, np.array([5, 1, 2], dtype=np.uint8), 6, expects=rows)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, n, c in [(1, 7, 10), (2, 1, 4), (3, 40, 3), (4, 5, 5)]:
    classes = np.random.default_rng(seed).integers(0, c, size=n)
    wanted = np.array([[float(k == label) for k in range(c)] for label in classes])
    hidden_case("random labels in an array", one_hot, classes, c, expects=wanted)
    hidden_case("random labels in a list", one_hot, classes.tolist(), c, expects=wanted)
hidden_case("more classes than occur", one_hot, [0, 0], 6, expects=[[1, 0, 0, 0, 0, 0]] * 2)
### END HIDDEN TESTS

# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_one_hot_refuses", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# The check that `one_hot` refuses labels that are no class: run it.
import numpy as np

from course_utils.checks import case

case("one_hot([-1], 10)", one_hot, [-1], 10, raises=ValueError)
case("one_hot([7], 4)", one_hot, [7], 4, raises=ValueError)
case("one_hot([3], 3)", one_hot, [3], 3, raises=ValueError)
case("one_hot([0, -2, 2], 3)", one_hot, np.array([0, -2, 2]), 3, raises=ValueError)
case("one_hot([0, 1, 6, 2], 4)", one_hot, [0, 1, 6, 2], 4, raises=ValueError)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for bad, c in [([0, -1, 2], 3), ([0, 1, 3], 3), ([10], 10), ([12, 0], 10), ([1, 1, -4], 4)]:
    hidden_case("labels that are no class, alone or among good ones", one_hot, np.array(bad), c, raises=ValueError)
### END HIDDEN TESTS

# %% [markdown]
# **Find the mistake.** A lecture slide once printed a wrong row in a table like this one. Which
# of these rows would teach the network something false? Look before you run the cell below.
#
# | label | 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 |
# |---|---|---|---|---|---|---|---|---|---|---|
# | 7 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 0 | 0 |
# | 2 | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
# | 0 | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |

# %% tags=["nbval-check-output"]
slide = {7: [0, 0, 0, 0, 0, 0, 0, 1, 0, 0], 2: [0, 1] + [0] * 8, 0: [1] + [0] * 9}
with when_ready():
    for label, row in slide.items():
        good = np.array_equal(row, one_hot([label], 10)[0])
        print(f"label {label}:", "right" if good else f"wrong, this row says {np.argmax(row)}")

# %% [markdown]
# <!-- mistakes: one_hot -->
#
# ## 2 How wrong is it?
#
# Now both are rows of ten numbers, and a **loss function** (손실 함수) says how far apart they are:
# 0 is perfect, larger is worse. Two are in daily use. For one sample with output $y$ (or $p$ where it
# is a probability) and one-hot target $t$:
#
# $$\text{squared error: } \frac12\sum_k (y_k - t_k)^2 \qquad\qquad
# \text{cross-entropy: } -\sum_k t_k \ln p_k$$
#
# Every $t_k$ but one is 0. So **cross-entropy** (교차 엔트로피) is just $-\ln$ of the probability that
# the right class got. Both are averaged over the batch, so that the number means the same for
# 50 samples as for 5,000.

# %%
predict.guess(
    "sure_and_wrong",
    "A network gives the right class a probability of 0.001. Which loss punishes that more?",
    choices=["squared error", "cross-entropy", "both about the same"],
    my_guess=...,
)

# %% tags=["demo"]
plots.penalty_curves()

# %% jupyter={"source_hidden": true}
predict.reveal(
    "sure_and_wrong",
    "cross-entropy",
    because="-ln 0.001 = 6.9, while the squared error of two classes never exceeds 1.",
)

# %% [markdown]
# The right panel is the better reason. Behind a softmax, the slope of the squared error fades away
# when the network is sure and wrong, just where it has most to learn. Cross-entropy has its largest
# slope there. That is why classifiers use it. The squared error serves for regression.
#
# ### Exercise 2: `mean_squared_error` (*, 6 minutes)
#
# Mean squared error (평균 제곱 오차), as this lecture defines it: **sum** over the classes, **halve**,
# **mean** over the batch. The half makes the derivative simple: $y - t$.
#
# Libraries compute something else under the same name: Keras, PyTorch and scikit-learn take the mean
# over *every cell*, without the half. With $c$ classes theirs is $2/c$ times ours. It is smallest at the
# same place, so either serves, but the numbers differ. Read a library's page before you compare.
#
# <details><summary>Hint 1: a nudge</summary>
#
# `(y - t) ** 2` has the shape (n, classes). Which axis is which?
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# Sum over `axis=1` first: one number for each sample is left. Then the mean of those.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `np.mean` of the whole (n, classes) array divides by the number of classes, too. Do not.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "mean_squared_error", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def mean_squared_error(y, t):
    """Mean over the batch of the sum over classes of (y - t)^2 / 2.

    y: outputs, array (n, classes); t: targets, array (n, classes) -> one number
    """
    ### BEGIN SOLUTION
    return np.mean(np.sum((y - t) ** 2, axis=1) / 2)
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_mean_squared_error", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `mean_squared_error`: run it. A click opens it.
import numpy as np

from course_utils.checks import case

y = np.array([[0.7, 0.1, 0.3, -0.4, 0.2], [0.0, 0.9, -0.2, 0.5, 0.1], [0.6, -0.1, 0.2, 0.4, 1.3]])
t = np.array([[1.0, 0.0, 0.5, -0.6, 0.2], [0.3, 0.0, -1.0, 1.5, 0.0], [0.0, -0.3, 0.5, 0.4, 1.0]])
# The three samples cost 0.09, 1.275 and 0.29.
case("mean_squared_error(y, t) of 3 samples and 5 classes", mean_squared_error, y, t, expects=1.655 / 3)
case("mean_squared_error(one sample)", mean_squared_error, y[:1], t[:1], expects=0.09)
digits_meant = np.array([[1, 0, 0, 0, 0], [0, 0, 0, 1, 0]])
case("mean_squared_error(y, one-hot whole numbers)", mean_squared_error, y[:2], digits_meant, expects=0.375)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, n, c in [(1, 6, 4), (2, 1, 10), (3, 50, 2), (4, 5, 5), (5, 3, 1)]:
    rng = np.random.default_rng(seed)
    y, t = rng.normal(size=(n, c)), rng.normal(size=(n, c))
    wanted = sum((y[i, k] - t[i, k]) ** 2 / 2 for i in range(n) for k in range(c)) / n
    hidden_case("random outputs and targets of several shapes", mean_squared_error, y, t, expects=wanted)
    hidden_case("outputs and targets exchanged", mean_squared_error, t, y, expects=wanted)
y, t = np.arange(6.0).reshape(2, 3), np.ones((2, 3))
hidden_case("a batch four times over: the mean stays", mean_squared_error, np.tile(y, (4, 1)), np.tile(t, (4, 1)), expects=7.75)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: mean_squared_error -->
#
# ### Exercise 3: `cross_entropy` (**, 10 minutes)
#
# One trap: the logarithm of 0 is $-\infty$, and $0 \cdot \infty$ is NaN. A network that is
# entirely sure does output 0. Clip the probabilities at `1e-12` before the logarithm: a
# sure mistake then costs $-\ln 10^{-12} = 27.6$, which is much, and finite.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Multiplying by `t` throws away all classes but the right one.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `np.clip(p, 1e-12, None)` first, `np.log` of that, times `t`, minus sign.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# def cross_entropy(p, t):
#     logs = np.log(np.clip(p, 1e-12, None))
#     return -np.mean(np.sum(t * logs, axis=1))
# ```
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "cross_entropy", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def cross_entropy(p, t):
    """Mean over the batch of -ln(probability of the right class), natural logarithm.

    p: probabilities, array (n, classes), clipped below at 1e-12 before the logarithm
    t: one-hot targets, array (n, classes)
    -> one number, 0 (sure and right) to 27.63 (sure and wrong)
    """
    ### BEGIN SOLUTION
    return -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(p)
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_cross_entropy", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `cross_entropy`: run it. A click opens it.
import numpy as np

from course_utils.checks import case

p = np.array([[0.5, 0.2, 0.2, 0.1], [0.1, 0.05, 0.8, 0.05], [0.3, 0.3, 0.15, 0.25]])
t = np.array([[1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]])
# The three samples cost -ln 0.5, -ln 0.8 and -ln 0.25.
case("cross_entropy(p, t) of 3 samples and 4 classes", cross_entropy, p, t, expects=np.log(10) / 3)
case("cross_entropy(one sample)", cross_entropy, p[:1], t[:1], expects=np.log(2))
sure = np.array([[0.0, 0.75, 0.25], [0.25, 0.0, 0.75]])
case("cross_entropy(p with a 0 at the right class)", cross_entropy, sure, np.eye(3)[[0, 2]], expects=13.9593511)
case("cross_entropy(p with a 0 at a wrong class)", cross_entropy, sure, np.eye(3)[[1, 0]], expects=0.8369882168)
case("cross_entropy(sure and right)", cross_entropy, np.eye(3), np.eye(3), expects=0.0)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, n, c in [(1, 6, 4), (2, 1, 10), (3, 50, 2), (4, 5, 5)]:
    rng = np.random.default_rng(seed)
    p, answer = rng.dirichlet(np.ones(c), size=n), rng.integers(0, c, size=n)
    wanted = np.mean([-np.log(p[i, k]) for i, k in enumerate(answer)])
    hidden_case("random probabilities of several shapes", cross_entropy, p, np.eye(c)[answer], expects=wanted)
p = np.array([[0.0, 1.0, 0.0], [0.0, 0.5, 0.5], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
wanted = (np.log(2) - 2 * np.log(1e-12)) / 4
hidden_case("probabilities of exactly 0, in right and in wrong places", cross_entropy, p, np.eye(3)[[0, 1, 0, 1]], expects=wanted)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: cross_entropy -->
#
# **Checkpoint 1.** Without looking: what does cross-entropy cost if the right class got a probability
# of 1, and of a half? Which axis is summed, and which one is averaged? `import course_utils; course_utils.progress()` in a new
# cell shows how far you are. A good place for a break.
#
# # Part 2: loss or accuracy? (25 minutes)
#
# ## 3 Why not simply count what is right?
#
# What we want in the end is many right answers. Their share is the **accuracy** (정확도). Why
# does the network not learn from it directly?
#
# A batch of 50 digits goes in, and a table comes out: 50 rows, one for each digit, and 10 columns, one
# for each class. Here is such a table, of a network that gets about one answer in three right. It has
# one layer, whose ten columns of weights are the ten *average digits*, spoilt by noise.

# %% tags=["demo"]
averages = np.stack([digits[labels == k].mean(axis=0) for k in range(10)])  # (10, 784)
spoilt = 0.1 * averages.T + 0.15 * np.random.default_rng(0).normal(size=(784, 10))
offsets = -0.05 * (averages**2).sum(axis=1)
hits = np.argmax(digits @ spoilt + offsets, axis=1) == labels
chosen = np.r_[np.flatnonzero(hits)[:35], np.flatnonzero(~hits)[:65]]
hundred, answers = digits[chosen], labels[chosen]  # 35 of these 100 digits are right
batch_of_50 = np.random.default_rng(3).permutation(100)[:50]
plots.batch_outputs(softmax(hundred[batch_of_50] @ spoilt + offsets, axis=1), answers[batch_of_50])

# %% [markdown]
# The loss reads the framed cells alone: how dark are they? Accuracy asks one thing of each row: is
# the framed cell the darkest?
#
# ### Exercise 4: `accuracy` (*, 5 minutes)
#
# The network's answer is the class with the largest output.
#
# <details><summary>Hint 1: a nudge</summary>
#
# `np.argmax` gives the index of the largest value. Along which axis?
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# Comparing two arrays of whole numbers with `==` gives True and False, one for each sample.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# The mean of True and False is the share of True.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "accuracy", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def accuracy(p, labels):
    """Share of samples whose largest output is at the label.

    p: outputs, array (n, classes), probabilities or any scores
    labels: n whole numbers (not one-hot), array (n,)
    -> one number in [0, 1]
    """
    ### BEGIN SOLUTION
    return np.mean(np.argmax(p, axis=1) == labels)
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_accuracy", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `accuracy`: run it. A click opens it.
import numpy as np

from course_utils.checks import case

p = np.array(  # the network's scores for 29 digits
    [
        [0, 2.1, 4.2, 3], [2, 0.1, -1.8, -1.9], [1, -2.9, 2.2, -2], [0, 4.1, 3.2, -2], [3, 4.1, -2.8, 1], [0, 3.1, 4.2, 2],
        [4, -2.9, 0.2, -1], [-1, 0.1, 4.2, 3], [0, -1.9, 4.2, -1], [4, 3.1, -1.8, -1], [3, 1.1, -1.8, -3], [2, -0.9, -1.8, 0],
        [-1, -2.9, -1.8, 0], [4, -0.9, 2.2, -3], [-3, -0.9, 2.2, -2], [4, -2.9, -1.8, 1], [0, -1.9, 3.2, 4], [-3, 2.1, 1.2, 4],
        [-3, 3.1, 1.2, -1], [1, 3.1, 2.2, -3], [-2, -2.9, 2.2, 3], [2, -0.9, -2.8, -2], [-2, 2.1, 0.2, 4], [2, 4.1, -1.8, -1],
        [1, 2.1, -2.8, -2], [-3, -0.9, 3.2, 4], [1, 0.1, -2.8, -1], [-3, 1.1, -0.8, 3], [-2, 1.1, 3.2, 4],
    ]
)
meant = np.array([2, 3, 2, 2, 1, 2, 0, 2, 2, 2, 3, 1, 3, 0, 3, 1, 3, 2, 1, 1, 3, 0, 0, 3, 0, 3, 0, 3, 3])
case("accuracy(p, labels) of 29 samples and 4 classes", accuracy, p, meant, expects=18 / 29)
scores = np.array([[-3.0, -1.0, -2.5, -4.0], [2.0, -9.0, 1.0, 0.5], [-1.0, 0.0, 0.5, -2.0]])
case("accuracy(scores, negative ones too)", accuracy, scores, np.array([1, 0, 3]), expects=2 / 3)
case("accuracy(scores near -1000)", accuracy, scores - 1000, np.array([1, 3, 2]), expects=2 / 3)
case("accuracy(one sample)", accuracy, scores[:1], np.array([1]), expects=1.0)
case("accuracy(all wrong)", accuracy, scores, np.array([0, 1, 1]), expects=0.0)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, n, c in [(1, 30, 3), (2, 1, 10), (3, 8, 8), (4, 101, 2), (5, 100, 10)]:
    rng = np.random.default_rng(seed)
    scores = 5 * rng.normal(size=(n, c))
    classes = np.where(rng.random(n) < 0.6, scores.argmax(axis=1), rng.integers(0, c, size=n))
    wanted = sum(sorted(range(c), key=scores[i].item)[-1] == classes[i] for i in range(n)) / n
    hidden_case("random scores, negative ones too, of several shapes", accuracy, scores, classes, expects=wanted)
p = np.array([[0.28, 0.24, 0.24, 0.24], [0.3, 0.31, 0.2, 0.19]])
hidden_case("right answers at low probabilities", accuracy, p, np.array([0, 1]), expects=1.0)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: accuracy -->
#
# Now the experiment, with 100 digits of which that network gets 35 right.

# %%
predict.guess(
    "nudge",
    "Of 100 digits 35 are right. One weight is nudged by 0.0001. What is the accuracy now?",
    choices=["35 %", "35.0001 %", "35.35 %"],
    my_guess=...,
)

# %% [markdown]
# Drag the slider (in a running notebook): it turns a single weight, from the middle pixel to the
# class "1". Watch the loss, and watch how many digits are on dark (blue) paper.

# %% tags=["demo"]
middle_pixel, class_one = 14 * 28 + 14, 1
plots.nudge_slider(hundred, answers, spoilt, offsets, middle_pixel, class_one)

# %% jupyter={"source_hidden": true}
predict.reveal(
    "nudge",
    "35 %",
    because="A hundred digits know only 101 accuracies. Between 35 % and 36 % there is nothing.",
)

# %% [markdown]
# Let us write both as a function of that one weight, with your own `cross_entropy` and
# `accuracy`, and look at them side by side.

# %% tags=["demo"]
def outputs_after(nudge):
    scores_after = hundred @ spoilt + offsets
    scores_after[:, class_one] += nudge * hundred[:, middle_pixel]
    return softmax(scores_after, axis=1)


def loss_at(nudge):
    return cross_entropy(outputs_after(nudge), one_hot(answers, 10))


def accuracy_at(nudge):
    return accuracy(outputs_after(nudge), answers)


# %% tags=["demo"]
nudges = np.linspace(-3, 3, 401)
plots.loss_against_accuracy(loss_at, accuracy_at, nudges)

# %% [markdown]
# A smooth curve against a staircase. Now count. At each of the 401 places, the derivative (미분) is
# measured by a nudge of 0.0001 to either side.

# %% tags=["demo"]
def slope_at(f, place, step=1e-4):
    return (f(place + step) - f(place - step)) / (2 * step)


flat = {}
with when_ready():
    flat = {f.__name__: sum(slope_at(f, v) == 0 for v in nudges) for f in (loss_at, accuracy_at)}
    for name, places in flat.items():
        print(f"{name:12} derivative exactly 0 at {places} of {len(nudges)} places")

# %% tags=["demo"]
with when_ready():
    jump = next(v for v in np.arange(1, 30_000) * 1e-4 if accuracy_at(v) != accuracy_at(0.0))
    for nudge in (0.0, 0.0001, 0.0002, 0.0003, jump):
        print(f"nudge {nudge:.4f}   accuracy {accuracy_at(nudge):.0%}   loss {loss_at(nudge):.8f}")

# %% jupyter={"source_hidden": true} tags=["demo"]
if flat:
    assert flat["accuracy_at"] > 0.95 * len(nudges) and flat["loss_at"] < 0.01 * len(nudges)
    assert round(100 * accuracy_at(0.0)) == 35
    assert len({loss_at(v) for v in (0.0, 0.0001, 0.0002, 0.0003)}) == 4

# %% [markdown]
# There it is. Accuracy stays at 35 %, and stays, and then jumps by a whole digit. Its derivative
# is 0 almost everywhere, and where it is not, it does not exist. "Which way should this weight
# turn?" gets no answer. The loss answers every nudge, in one of its decimals.
#
# **People read the accuracy. The network learns from the loss.**
#
# **Checkpoint 2.** Without looking: of 100 digits, which values can the accuracy have? Why can a network
# not learn from it? Save; a good place for a break.
#
# # Part 3: which way, and how steep? (30 minutes)
#
# ## 4 Which way?
#
# The derivative tells how the loss answers when a weight grows. Only its sign matters for the
# direction.

# %%
predict.guess(
    "sign",
    "The derivative of the loss with respect to a weight is -0.8. What makes the loss smaller?",
    choices=["raise the weight", "lower the weight", "leave it"],
    my_guess=...,
)

# %% tags=["demo"]
plots.derivative_sign()

# %% jupyter={"source_hidden": true}
predict.reveal("sign", "raise the weight", because="Negative: as the weight grows the loss falls.")

# %% [markdown]
# | derivative | the loss, when the weight grows | so |
# |---|---|---|
# | negative | falls | **raise** the weight |
# | positive | rises | **lower** the weight |
# | 0 | does not move | **stop** |
#
# All three in one line: `w = w - rate * derivative`. The `rate` is the learning rate (학습률).
#
# Be careful with the last row. The rule stops wherever the derivative is 0: at the bottom of a valley,
# but also on a flat stretch (a plateau) and exactly on a top. A derivative of 0 says "no direction from
# here", not "this is the best place".
#
# Let the nudged weight walk by this rule: from both sides down the loss; then up the accuracy (with a
# plus sign, since more is better).

# %% tags=["demo"]
def walk(f, start, rate):
    place = start
    for _ in range(100):
        place = place - rate * slope_at(f, place)
    return place


ends = ()
with when_ready():
    ends = walk(loss_at, -2.0, 3.0), walk(loss_at, 2.0, 3.0), walk(accuracy_at, 2.0, -3.0)
    print(f"down the loss:   from -2 to {ends[0]:.3f}, from 2 to {ends[1]:.3f}")
    print(f"up the accuracy: from  2 to {ends[2]:.3f}")

# %% jupyter={"source_hidden": true} tags=["demo"]
assert not ends or (abs(ends[0] - ends[1]) < 0.05 and ends[2] == 2.0)

# %% [markdown]
# On the loss, both walks end in the same place. On accuracy, the weight stays where it is for ever.
#
# With many weights, each has its own derivative, with all the others held fixed. All of
# them together are the **gradient** (기울기); it has the shape of the weights. To measure a derivative by
# nudging is **numerical differentiation** (수치 미분), and the gradient so measured is a *numerical
# gradient*.
#
# How large a nudge, and to one side or to both? We write $\varepsilon$ (epsilon) for the size of the
# nudge. Measured on $e^w$ at $w = 1$, where the true derivative is known:

# %%
predict.guess(
    "step",
    "Which nudge measures the derivative best, in 16-digit arithmetic, to both sides?",
    choices=["1e-12, the smaller the better", "about 1e-5", "0.1"],
    my_guess=...,
)

# %% tags=["demo"]
plots.error_against_step()

# %% jupyter={"source_hidden": true}
predict.reveal(
    "step",
    "about 1e-5",
    because="Smaller nudges subtract two nearly equal numbers, and the digits that differ run out.",
)

# %% [markdown]
# The **central difference** (중앙 차분) $\dfrac{f(w+\varepsilon) - f(w-\varepsilon)}{2\varepsilon}$ errs by
# about $\varepsilon^2$, the one-sided one by about $\varepsilon$. With the usual $\varepsilon = 10^{-4}$ that
# is the difference between nine right digits and four.
#
# ### Exercise 5: `numerical_gradient` (**, 20 minutes)
#
# Nudge every weight up and down by $10^{-4}$, one at a time, and put it back. Three things are easy to
# miss: an array of whole numbers cannot hold 3.0001; the caller's array must stay as it was; and `w` may
# have any number of axes, none included.
#
# <details><summary>Hint 1: a nudge</summary>
#
# `np.ndindex(w.shape)` gives every index as a tuple, for any number of axes: `w[i]` just works.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# Begin with a float copy: `w = np.array(w, dtype=float)`. From then on you may write into it.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# In the loop: keep the value, write value + step and call `f`, write value - step and call `f`, put
# the value back, divide the difference by `2 * step`.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "numerical_gradient", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def numerical_gradient(f, w):
    """Gradient of f at w by central differences, nudging by 1e-4 to either side.

    f: takes an array of the shape of w, returns a number
    w: array of any shape, () included; unchanged afterwards
    -> float64 array of the shape of w
    """
    ### BEGIN SOLUTION
    step = 1e-4
    w = np.array(w, dtype=float)  # a float copy: ours to write into, and 3 + step stays 3.0001
    grad = np.empty_like(w)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_numerical_gradient", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# The check of `numerical_gradient`: run it. A click opens it.
import numpy as np

from course_utils.checks import case


def product(w):
    return w[0] ** 2 * w[1] * w[2]


def wave(w):
    return np.sum(np.sin(1000 * w))


def cubes(w):
    return np.sum(w**3)


def quarters(w):
    return np.sum(w**2) / 4


def cells(w):
    return w[0, 1] * w[2, 0] + w[1, 1] ** 2


w = np.array([2.0, 5.0, 3.0])
case("the gradient of w0^2 w1 w2 at (2, 5, 3)", numerical_gradient, product, w, expects=[60.0, 12.0, 20.0], rtol=1e-8)
case("the gradient of the sum of w^2 / 4 at whole numbers", numerical_gradient, quarters, np.array([3, 1]), expects=[1.5, 0.5], rtol=1e-8)
w = np.array([[0.3, 0.7, -0.2], [1.1, -0.4, 0.9]])
wanted = [[-22.0598099894, -837.7065177578, 486.3761014417], [902.1481432601, -524.4212823875, 66.1363462253]]
case("the gradient of sum of sin(1000 w), w (2, 3)", numerical_gradient, wave, w, expects=wanted, rtol=1e-6)
case("the gradient of w^3 at 2, w of shape ()", numerical_gradient, cubes, np.array(2.0), expects=np.array(12.0), rtol=2e-8)
turned = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]).T
wanted = [[0.0, 3.0], [0.0, 10.0], [4.0, 0.0]]
case("the gradient of w01 w20 + w11^2, w (3, 2), transposed", numerical_gradient, cells, turned, expects=wanted, rtol=1e-8)
w = np.array([[[1.0, 2.0, -1.0]], [[0.5, 3.0, -2.0]]])
case("the gradient of the sum of cubes, w (2, 1, 3)", numerical_gradient, cubes, w, expects=3 * w**2, rtol=2e-8)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, shape in [(1, (4,)), (2, (3, 2)), (3, (2, 3, 4)), (4, (1,)), (5, (2, 1, 2, 2)), (6, ())]:
    rng = np.random.default_rng(seed)
    w, a = rng.normal(size=shape), rng.normal(size=shape)
    f = lambda v, a=a: np.sum(np.sin(a * v))
    hidden_case("weights of several ranks", numerical_gradient, f, w, expects=a * np.cos(a * w), rtol=1e-6, atol=1e-8)
a, w = np.random.default_rng(7).normal(size=(3, 4)), np.random.default_rng(8).normal(size=(4, 3))
f = lambda v: np.sum((a @ v) ** 2)
hidden_case("a function in which every weight meets every other", numerical_gradient, f, w, expects=2 * a.T @ a @ w, rtol=1e-7, atol=1e-8)
for w in (np.array(4), np.array([[1, -2], [3, 0]])):
    f = lambda v: np.sum(v**2 / 4)
    hidden_case("whole-number weights of shapes () and (2, 2)", numerical_gradient, f, w, expects=w / 2, rtol=1e-7, atol=1e-8)
### END HIDDEN TESTS

# %% [markdown]
# Your function, on all 784 weights of the class "1" in the experiment above: once for the loss,
# once for accuracy. A gradient has the shape of its weights, so it can be looked at as a picture.

# %% tags=["demo"]
def outputs_with(column):
    scores_with = hundred @ spoilt + offsets
    scores_with[:, class_one] = hundred @ column.ravel() + offsets[class_one]
    return softmax(scores_with, axis=1)


def loss_with(column):
    return cross_entropy(outputs_with(column), one_hot(answers, 10))


def accuracy_with(column):
    return accuracy(outputs_with(column), answers)


# %% tags=["demo"]
stroke = spoilt[:, class_one].reshape(28, 28)
plots.gradient_pictures(
    lambda: numerical_gradient(loss_with, stroke), lambda: numerical_gradient(accuracy_with, stroke)
)

# %% [markdown]
# On the left each orange weight is one to lower (−) and each blue one to raise (+). The loss says it in a
# picture: "a 1 is an upright stroke; give the ink there more weight". (Pixels that are always
# empty stay at 0: no digit has ink there.) On the right there is nothing to follow.
#
# <!-- mistakes: numerical_gradient -->
#
# **Checkpoint 3.** Without looking: what does a derivative of 0 tell you, and what not? Why is the nudge
# not 1e-12? Save; a good place for a break.
#
# # Part 4: backpropagation, from paper to matrices (30 minutes)
#
# ## 5 One sample on paper
#
# Nudging is simple and hard to get wrong. So why does nobody train that way?

# %%
predict.guess(
    "passes",
    "A network 784 -> 32 -> 10. How many forward passes does one numerical gradient take?",
    my_guess=...,
)

# %% tags=["nbval-check-output"]
how_many = 784 * 32 + 32 + 32 * 10 + 10
print(f"{how_many:,} weights and biases, two passes each: {2 * how_many:,} forward passes")

# %% jupyter={"source_hidden": true}
predict.reveal("passes", 50900, because="And all of that for a single small step.")

# %% [markdown]
# **Backpropagation** (역전파) gets the whole gradient out of one pass forward and one backward.
# Write the computation as a **computational graph** (계산 그래프). Forward, every node computes its
# value. Backward, every node takes the gradient that arrives from the right, multiplies it by
# its own local derivative, and hands it to the left. That is the chain rule (연쇄 법칙).
#
# One notation for the whole notebook, on paper and in code:
#
# | | formula | shape for n samples |
# |---|---|---|
# | input | $x$ | (n, d) |
# | weighted sum | $a = x W_1 + b_1$ | (n, m): m hidden neurons |
# | hidden layer (은닉층) | $h = \text{sigmoid}(a)$ | (n, m) |
# | scores | $z = h W_2 + b_2$ | (n, c): c classes |
# | output | $p = \text{softmax}(z)$ | (n, c) |
# | loss | $L$ = mean cross-entropy of $p$ and $t$ | one number |
#
# $dz$ is short for "the gradient of $L$ with respect to $z$", and so on: `dz`, `dh`, `da`, `dW2` in code.
#
# Work this one out on paper before you go on: one input $x = 2$, one hidden neuron, two classes,
# and the right answer is the first, $t = (1, 0)$.

# %% tags=["demo"]
plots.computational_graph()

# %% [markdown]
# Read the gradients from right to left:
#
# 1. **Softmax and cross-entropy together** give $dz = p - t = (-0.5, 0.5)$.
# 2. **Scores** $z = h W_2 + b_2$. To $W_2$: its input times what arrives, $0.5 \cdot (-0.5, 0.5)$.
#    To $b_2$: what arrives. To $h$: what arrives through *every* weight that used it,
#    $dh = -0.5 \cdot 2 + 0.5 \cdot (-2) = -2$.
# 3. **Sigmoid**: times its slope $h(1-h) = 0.25$, so $da = -0.5$.
# 4. **Weighted sum** $a = x W_1 + b_1$. To $W_1$: its input times what arrives,
#    $2 \cdot (-0.5) = -1$. To $b_1$: $-0.5$.
#
# Does the sign make sense? $W_1$ should grow (its derivative is negative): then $h$ grows, and the
# first class, whose weight is $+2$, gains. Yes.
#
# <details><summary>Why p - t?</summary>
#
# With the right class $r$, $L = -\ln p_r = -z_r + \ln \sum_j e^{z_j}$. The first term gives $-1$ for
# $k = r$ and 0 otherwise: that is $-t_k$. The second gives $e^{z_k} / \sum_j e^{z_j} = p_k$. Together
# $p_k - t_k$: what was said minus what should have been said.
#
# </details>
#
# ### Exercise 6: `softmax_cross_entropy_grad` (**, 8 minutes)
#
# The first step back, for a whole batch. The loss is a *mean* over the batch, so each sample
# carries only its share: $dz = (\text{softmax}(z) - t) / n$.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Softmax works within a sample. `softmax` is imported at the top, from SciPy: it needs `axis=1`, for without it
# takes the whole table as one row.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# By hand: subtract each row's maximum (`keepdims=True`), `np.exp`, divide by each row's sum.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# The batch size is `len(z)`, not `z.size`.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "softmax_cross_entropy_grad", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def softmax_cross_entropy_grad(z, t):
    """Gradient of cross-entropy(softmax(z), t), a mean over the batch, with respect to z.

    z: scores, array (n, classes), large ones (+-1000) too
    t: one-hot targets, array (n, classes)
    -> float64 array (n, classes): (softmax(z) - t) / n
    """
    ### BEGIN SOLUTION
    return (softmax(z, axis=1) - t) / len(z)
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_softmax_cross_entropy_grad", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `softmax_cross_entropy_grad`: run it. A click opens it.
import numpy as np

from course_utils.checks import case

z = np.log([[1.0, 2.0, 5.0, 2.0], [3.0, 1.0, 4.0, 2.0], [1.0, 1.0, 2.0, 6.0]])  # softmax: tenths
t = np.array([[0.0, 0.0, 0.0, 1.0], [1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]])
wanted = np.array([[1.0, 2.0, 5.0, -8.0], [-7.0, 1.0, 4.0, 2.0], [1.0, 1.0, -8.0, 6.0]]) / 30
case("softmax_cross_entropy_grad(z, t) of 3 samples and 4 classes", softmax_cross_entropy_grad, z, t, expects=wanted)
paper, first = np.array([[0, 0]]), np.array([[1.0, 0.0]])
case("softmax_cross_entropy_grad([[0, 0]], [[1, 0]]), on paper", softmax_cross_entropy_grad, paper, first, expects=[[-0.5, 0.5]])
far = np.array([[1000.0, 1000.0 + np.log(3), -1000.0], [-1000.0, -1000.0, -1000.0 + np.log(2)]])
wanted = [[0.125, -0.125, 0.0], [0.125, 0.125, -0.25]]
case("softmax_cross_entropy_grad(scores of +-1000)", softmax_cross_entropy_grad, far, np.eye(3)[[1, 2]], expects=wanted)
### BEGIN HIDDEN TESTS
from scipy.special import softmax as reference_softmax

from course_utils.checks import hidden_case

for seed, n, c in [(1, 7, 4), (2, 1, 10), (3, 50, 2), (4, 5, 5), (5, 3, 30)]:
    rng = np.random.default_rng(seed)
    z, t = 3 * rng.normal(size=(n, c)), np.eye(c)[rng.integers(0, c, size=n)]
    loss = lambda v: -np.mean(np.log(reference_softmax(v, axis=1)[t == 1]))
    nudged = np.zeros_like(z)
    for i in np.ndindex(z.shape):
        step = np.zeros_like(z)
        step[i] = 1e-5
        nudged[i] = (loss(z + step) - loss(z - step)) / 2e-5
    hidden_case("random scores of several shapes, against nudging", softmax_cross_entropy_grad, z, t, expects=nudged, rtol=1e-6, atol=1e-9)
z = np.array([[1000.0, 1000.0, -1000.0], [-1000.0, -1001.0, -2000.0], [0.0, 1.0, 2.0]])
wanted = (reference_softmax(z, axis=1) - np.eye(3)) / 3
hidden_case("very large scores, of either sign, in one batch", softmax_cross_entropy_grad, z, np.eye(3), expects=wanted)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: softmax_cross_entropy_grad -->
#
# ## 6 From paper to matrices
#
# On paper, step 2 and step 4 were the same step: a layer $y = x w + b$ receives the gradient `dout` of
# its output, and owes three answers: `dw`, `db`, and `dx`, which goes on to the left. For many samples
# and many neurons the rules stay, only sums come in:
#
# - a weight was used by *every sample*: `dw` adds up, over the samples, its input times what arrives;
# - so was a bias: `db` adds up what arrives;
# - an input went to *every output*: `dx` adds up, over the outputs, weight times what arrives.
#
# A rule that never fails: **a gradient has the shape of the thing it belongs to.**

# %%
predict.guess(
    "dw_shape",
    "x is (50, 784), w is (784, 32), dout is (50, 32). Which product gives dw?",
    choices=["x @ dout", "x.T @ dout", "dout @ x.T", "dout.T @ w"],
    my_guess=...,
)

# %% [markdown]
# Two samples, two inputs, three outputs, with every cell worked out. Do two or three cells
# on paper before you read them off: which row meets which column?

# %% tags=["demo"]
plots.dense_backward_cells()

# %% jupyter={"source_hidden": true}
predict.reveal(
    "dw_shape",
    "x.T @ dout",
    because="(784, 50) @ (50, 32) is (784, 32), the shape of w, and the sum runs over the 50 samples.",
)

# %% [markdown]
# ### Exercise 7: `dense_backward` (**, 15 minutes)
#
# Three lines, one for each answer. `dout` holds the mean's division by n already, so nothing here
# divides by n.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Write the shapes beside each array: x (n, d), w (d, m), dout (n, m). Only one product of two of them
# has the shape of w, and only one that of x.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# A matrix product sums over the axis that both have in common. For dw that is the samples, for dx the
# outputs. `.T` brings the axis to the right place.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `dw` is `x.T @ dout`. `dx` is made of `dout` and `w.T`, in the order that fits. `db` is a sum over
# `axis=0`.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "dense_backward", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def dense_backward(dout, x, w):
    """The way back through a dense layer y = x w + b.

    dout: gradient of the loss with respect to y, array (n, outputs)
    x: what went into the layer, array (n, inputs); w: its weights, array (inputs, outputs)
    -> dx (n, inputs), dw (inputs, outputs), db (outputs,): the gradients of the loss with respect to
       x, w and b, in this order
    """
    ### BEGIN SOLUTION
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_dense_backward", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `dense_backward`: run it. A click opens it.
import numpy as np

from course_utils.checks import case

x = np.array([[1.0, 2.0], [0.0, -1.0]])
w = np.array([[1.0, 0.0, 2.0], [-1.0, 3.0, 0.0]])
dout = np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]])
wanted = ([[-1.0, -1.0], [2.0, 1.0]], [[1.0, 0.0, -1.0], [0.0, -1.0, -2.0]], [3.0, 1.0, -1.0])
case("dense_backward(dout, x, w) of the picture", dense_backward, dout, x, w, expects=wanted)
x = np.array([[1.0, -2.0, 0.5, 3.0], [2.0, 1.0, -1.0, -0.5], [-1.0, 4.0, 2.0, 1.5]])
w = np.array([[1.0, -0.5], [2.0, 3.0], [-1.0, 0.25], [0.5, -2.0]])
dout = np.array([[1.0, -2.0], [0.5, 3.0], [-2.5, 0.25]])
wanted = (
    [[2.0, -4.0, -1.5, 4.5], [-1.0, 10.0, 0.25, -5.75], [-2.625, -4.25, 2.5625, -1.75]],
    [[4.5, 3.75], [-11.5, 8.0], [-5.0, -3.5], [-1.0, -7.125]],
    [-1.0, 1.25],
)
case("dense_backward(dout, x, w), 3 samples, 4 inputs, 2 outputs", dense_backward, dout, x, w, expects=wanted)
x, w, dout = np.array([[2.0, -1.0, 3.0]]), np.array([[1.0, 2.0], [-3.0, 0.5], [4.0, -1.0]]), np.array([[0.5, -2.0]])
wanted = ([[-3.5, -2.5, 4.0]], [[1.0, -4.0], [-0.5, 2.0], [1.5, -6.0]], [0.5, -2.0])
case("dense_backward(dout, x, w), one sample", dense_backward, dout, x, w, expects=wanted)
x, w = np.array([[1.0, 2.0], [0.0, -1.0], [-2.0, 0.5]]), np.array([[1.0, 2.0], [-3.0, 0.5]])
dout = np.array([[1.0, -2.0], [2.0, 1.0], [-0.5, 3.0]])
wanted = ([[-3.0, -4.0], [4.0, -5.5], [5.5, 3.0]], [[2.0, -8.0], [-0.25, -3.5]], [2.5, 2.0])
case("dense_backward(dout, x, w), a square w", dense_backward, dout, x, w, expects=wanted)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, (n, d, m) in [(1, (50, 784, 32)), (2, (4, 4, 4)), (3, (1, 3, 5)), (4, (7, 1, 2)), (5, (3, 6, 1))]:
    rng = np.random.default_rng(seed)
    dout, x, w = rng.normal(size=(n, m)), rng.normal(size=(n, d)), rng.normal(size=(d, m))
    wanted = np.einsum("nm,dm->nd", dout, w), np.einsum("nd,nm->dm", x, dout), np.einsum("nm->m", dout)
    hidden_case("random layers of several shapes", dense_backward, dout, x, w, expects=wanted, rtol=1e-6)
### END HIDDEN TESTS

# %% [markdown]
# Each answer can be checked alone, by nudging. The loss here is simply the sum of all cells of `y` times
# `dout`, so that `dout` is its gradient.

# %% tags=["demo"]
def check_each_answer(seed=0):
    draw = np.random.default_rng(seed).normal
    out_grad, layer = draw(size=(5, 2)), {"x": draw(size=(5, 3)), "w": draw(size=(3, 2)), "b": draw(size=2)}
    found = dense_backward(out_grad, layer["x"], layer["w"])
    for name, ours in zip(layer, found):
        total = lambda v: np.sum((lambda x, w, b: (x @ w + b) * out_grad)(**layer | {name: v}))
        print(f"d{name}: relative error {relative_error(ours, numerical_gradient(total, layer[name])):.1e}")


with when_ready():
    check_each_answer()

# %% [markdown]
# <!-- mistakes: dense_backward -->
#
# **Checkpoint 4.** Without looking: why is there a sum over the samples in `dw` and in `db`, and a sum over
# the outputs in `dx`? Save; a good place for a break.
#
# # Part 5: a whole network, checked (30 minutes)
#
# ## 7 All gradients of a network
#
# Now the graph of the paper for a batch of n samples: forward $x, a, h, z, p$, and back $dz, dh, da$, with
# two dense layers on the way.

# %%
predict.guess(
    "between",
    "The gradient dh arrives at the sigmoid, h = sigmoid(a). What is da?",
    choices=["dh * h * (1 - h)", "dh * a * (1 - a)", "dh @ (h * (1 - h))", "dh"],
    my_guess=...,
)

# %% tags=["demo"]
plots.two_layer_shapes()

# %% jupyter={"source_hidden": true}
predict.reveal(
    "between",
    "dh * h * (1 - h)",
    because="The sigmoid works cell by cell, so its slope multiplies cell by cell, and the slope is s(1 - s) with s = h.",
)

# %% [markdown]
# ### Exercise 8: `two_layer_grads` (***, 20 minutes)
#
# The whole way, for a batch: forward to `p`, then back. The picture is your map; `dense_backward` does two
# of the three steps.
#
# <details><summary>Hint 1: a nudge</summary>
#
# First compute `h` and `p`, forward (here `expit` is the sigmoid). The way back begins with
# `dz = (p - t) / n`, of shape (n, c).
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# Three steps back: the layer that received `h` and gave `z`; the sigmoid; the layer that received `x` and
# gave `a`. The first and the last are `dense_backward`.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `dh, dW2, db2 = dense_backward(dz, h, params["W2"])`, then `da = dh * h * (1 - h)`. The first layer's
# weights and biases come from `da` and `x` in the same way.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "two_layer_grads", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def two_layer_grads(x, t, params):
    """Gradients of the mean cross-entropy of a two-layer network, by backpropagation.

    x: inputs, array (n, d); t: one-hot targets, array (n, c)
    params: {"W1": (d, m), "b1": (m,), "W2": (m, c), "b2": (c,)}; the hidden layer has a sigmoid,
        the output a softmax
    -> a new dict with the same keys; every value is the gradient of that parameter, same shape
    """
    ### BEGIN SOLUTION
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_two_layer_grads", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false}
# The check of `two_layer_grads`: run it. A click opens it.
import numpy as np

from course_utils.checks import case

x = np.array([[1.0, 2.0], [-1.0, 0.5], [0.5, -2.0]])
t = np.eye(5)[[2, 0, 3]]
params = {
    "W1": np.array([[0.5, -1.0, 0.2, 1.5], [-0.4, 0.8, 1.0, -0.5]]),
    "b1": np.array([0.1, -0.2, 0.4, 0.3]),
    "W2": np.array(
        [[1.0, -0.5, 0.3, 2.0, -1.0], [-1.2, 0.4, 0.9, -0.3, 0.6], [0.7, 1.1, -2.0, 0.5, 0.2], [-0.6, 0.8, 0.1, -1.0, 1.4]]
    ),
    "b2": np.array([0.2, -0.1, 0.5, -0.4, -0.3]),
}
wanted = {
    "b2": [-0.1747738561, 0.3480540419, -0.1916007696, -0.1747310513, 0.1930516351],
    "W2": [
        [-0.0298433039, 0.1670322831, -0.0673803348, -0.1690608819, 0.0992522376],
        [-0.1883684399, 0.1929079351, -0.145079756, 0.0444771632, 0.0960630976],
        [-0.1393974561, 0.2395747332, -0.2472837291, 0.0264410869, 0.1206653651],
        [0.0359899393, 0.1939638973, -0.1409156545, -0.2041524143, 0.1151142322],
    ],
    "b1": [-0.1941596233, 0.0342075011, 0.0065960077, 0.1127567754],
    "W1": [[-0.0199891472, -0.1316527287, 0.071230486, 0.0028666954], [0.10576533, -0.0950635956, 0.1428575776, 0.0047660079]],
}
case("two_layer_grads(x, t, params), layers 2-4-5, 3 samples", two_layer_grads, x, t, params, expects=wanted)
paper = {"W1": np.array([[0.5]]), "b1": np.array([-1.0]), "W2": np.array([[2.0, -2.0]]), "b2": np.array([-1.0, 1.0])}
wanted = {"W1": [[-1.0]], "b1": [-0.5], "W2": [[-0.25, 0.25]], "b2": [-0.5, 0.5]}
case("two_layer_grads(the sample on paper)", two_layer_grads, np.array([[2.0]]), np.array([[1.0, 0.0]]), paper, expects=wanted)
far = {
    "W1": np.zeros((3, 2)),
    "b1": np.log([1 / 3, 3.0]),
    "W2": np.array([[4000.0, 0.0, -4000.0, 400.0], [-2000.0, 4000.0, 0.0, 800.0]]),
    "b2": np.array([0.0, -1000.0, 1000.0, 200.0]),
}
x, t = np.array([[1.0, -2.0, 0.5], [3.0, 1.0, -1.0]]), np.eye(4)[[3, 0]]
wanted = {
    "b2": [-0.5, 1.0, 0.0, -0.5],
    "W2": [[-0.125, 0.25, 0.0, -0.125], [-0.375, 0.75, 0.0, -0.375]],
    "b1": [-412.5, 862.5],
    "W1": [[-1162.5, 1987.5], [-300.0, -37.5], [356.25, -412.5]],
}
case("two_layer_grads(x, t, params), scores in the thousands", two_layer_grads, x, t, far, expects=wanted)
### BEGIN HIDDEN TESTS
from scipy.special import expit as reference_sigmoid
from scipy.special import softmax as reference_softmax

from course_utils.checks import hidden_case


def loss_of(x, t, p):  # plain NumPy, so that complex numbers pass through
    z = 1 / (1 + np.exp(-(x @ p["W1"] + p["b1"]))) @ p["W2"] + p["b2"]
    return np.mean(np.log(np.exp(z).sum(axis=1)) - (z * t).sum(axis=1))


for n, d, m, c in [(5, 4, 3, 2), (1, 3, 4, 5), (6, 1, 2, 3), (3, 3, 3, 3), (8, 2, 1, 4)]:
    rng = np.random.default_rng(10 * n + d)
    x, t = rng.normal(size=(n, d)), np.eye(c)[rng.integers(0, c, size=n)]
    shapes = {"W1": (d, m), "b1": (m,), "W2": (m, c), "b2": (c,)}
    params = {k: rng.normal(size=shape) for k, shape in shapes.items()}
    exact = {k: np.zeros(shape) for k, shape in shapes.items()}
    for k in shapes:
        for i in np.ndindex(shapes[k]):  # the complex step loses no digit to subtraction
            moved = {name: v.astype(complex) for name, v in params.items()}
            moved[k][i] += 1e-30j
            exact[k][i] = loss_of(x, t, moved).imag / 1e-30
    hidden_case("random networks and batches of several shapes", two_layer_grads, x, t, params, expects=exact, atol=1e-12)
rng = np.random.default_rng(6)
x, t = 300 * rng.normal(size=(6, 3)), np.eye(4)[[0, 1, 2, 3, 0, 1]]
params = {"W1": rng.normal(size=(3, 5)), "b1": rng.normal(size=5)}
params |= {"W2": 900 * rng.normal(size=(5, 4)), "b2": rng.normal(size=4)}
h = reference_sigmoid(x @ params["W1"] + params["b1"])
dz = (reference_softmax(h @ params["W2"] + params["b2"], axis=1) - t) / 6
da = np.einsum("nc,mc->nm", dz, params["W2"]) * h * (1 - h)
wanted = {"W1": np.einsum("nd,nm->dm", x, da), "b1": np.einsum("nm->m", da)}
wanted |= {"W2": np.einsum("nm,nc->mc", h, dz), "b2": np.einsum("nc->c", dz)}
hidden_case("large inputs and large scores: saturated, and still finite", two_layer_grads, x, t, params, expects=wanted, rtol=1e-6)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: two_layer_grads -->
#
# ### Trust, and check
#
# Backpropagation is fast, and easy to get slightly wrong: a wrong gradient often still learns,
# only worse. The **gradient check** (기울기 확인) settles it: compare with nudging, which is slow and
# simple. The measure, as Stanford's CS231n uses it, is the relative error
# $|a - n| / \max(|a|, |n|)$ of $a$ by backpropagation and $n$ by nudging. Below $10^{-7}$: right. Above
# $10^{-2}$: wrong.

# %% tags=["demo"]
def gradient_check(seed=3):
    source = np.random.default_rng(seed)
    start, inputs = new_params(4, 5, 3, source), source.normal(size=(8, 4))
    targets = one_hot([0, 1, 2, 0, 1, 2, 0, 1], 3)
    backward = two_layer_grads(inputs, targets, start)
    errors = {}
    for name, values in start.items():
        loss_of = lambda v: cross_entropy(outputs(inputs, start | {name: v}), targets)
        errors[name] = relative_error(backward[name], numerical_gradient(loss_of, values))
    return errors


# %% tags=["demo"]
checked = plots.gradient_check_bars(gradient_check)

# %% jupyter={"source_hidden": true} tags=["demo"]
for seed in range(3, 6) if checked else ():
    assert max(gradient_check(seed).values()) < 1e-7, gradient_check(seed)

# %% [markdown]
# Two ways that share no line of code agree to seven digits and more. And the price? One forward
# pass, one backpropagation, on a network of 784, 32 and 10 with 50 digits:

# %% tags=["demo"]
import timeit

nudging = backward_time = 0.0
with when_ready():
    net, fifty = new_params(784, 32, 10, np.random.default_rng(0)), digits[:50]
    goal = one_hot(labels[:50], 10)
    forward_time = min(timeit.repeat(lambda: outputs(fifty, net), number=1, repeat=25))
    backward_time = min(timeit.repeat(lambda: two_layer_grads(fifty, goal, net), number=1, repeat=25))
    nudging = 2 * how_many * forward_time
    print(f"backpropagation {1000 * backward_time:.2f} ms, nudging {nudging:.0f} s")
    print(f"nudging takes {nudging / backward_time:,.0f} times as long")

# %% jupyter={"source_hidden": true} tags=["demo"]
assert nudging >= 300 * backward_time

# %% [markdown]
# **Checkpoint 5.** Without looking: which three steps lead back from `dz` to `dW1`? What would you do first
# if the relative error were 0.3 for `W1` and `b1` alone? Save; a good place for a break.
#
# # Part 6: fifty at once, and honest marks (30 minutes)
#
# ## 8 Fifty at once
#
# So far a "batch" was just the first axis. Why bother with it? **Batch processing** (배치 처리)
# sends many samples through the network in one call.

# %%
predict.guess(
    "fifty",
    "How many times faster is one call with 50 digits than 50 calls with one digit each?",
    my_guess=...,
)

# %% tags=["demo"]
some_net, sizes = new_params(784, 32, 10, np.random.default_rng(0)), [1, 2, 5, 10, 20, 50, 100]
seconds = [
    min(timeit.repeat(lambda n=n: outputs(digits[:n], some_net), number=10, repeat=7)) / 10
    for n in sizes
]
plots.time_per_image(sizes, seconds)
together, one_by_one = seconds[sizes.index(50)], 50 * seconds[0]
print(f"50 at once: {1e6 * together:,.0f} us, 50 times one: {1e6 * one_by_one:,.0f} us")

# %% jupyter={"source_hidden": true} tags=["demo"]
import sys

in_browser = sys.platform == "emscripten"
assert in_browser or one_by_one > 2 * together
slow = " In a browser little is gained, or nothing: matrix products are slow there. Outside, 5 times and more is usual."
predict.reveal("fifty", round(one_by_one / together, 1), because="Measured here, on your machine." + slow * in_browser)

# %% [markdown]
# Three reasons, all about moving things rather than about arithmetic:
#
# - **Vectorised kernels.** One call runs one compiled matrix product that keeps all arithmetic
#   units busy. Fifty calls pay fifty times for Python and for starting the kernel.
# - **Fewer reads.** The 25,450 weights (200 kB) are fetched once and used for fifty digits.
#   One at a time, they travel fifty times.
# - **The bus.** Data reach the processor, or a graphics card, over a bus that likes few large
#   loads better than many small ones.
#
# And the gradient of 50 digits, averaged, points in a steadier direction than that of one. The
# whole data set would point steadier still, but for one step only. A **mini-batch** (미니배치) is
# the middle way: shuffle the samples, cut them into batches, use each batch for one step. When
# every sample has been used once, an **epoch** (에포크) is over; then shuffle anew.

# %% tags=["demo"]
plots.shuffled_batches()

# %% [markdown]
# ### Exercise 9: `minibatches` (**, 10 minutes)
#
# Return indices, not samples: `x[batch]` and `t[batch]` then pick matching rows. The random
# generator comes in as `rng` (made by `np.random.default_rng(seed)`), so that a run can be
# repeated exactly.
#
# <details><summary>Hint 1: a nudge</summary>
#
# `rng.permutation(n)` is 0..n-1 in random order.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# Where do the batches begin? At `range(0, n, batch_size)`.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# A slice that reaches past the end is simply shorter: `order[8:12]` of ten cells has two.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "minibatches", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def minibatches(n, batch_size, rng):
    """Cut the shuffled indices 0..n-1 into batches.

    n: number of samples; batch_size: samples in a batch
    rng: numpy Generator; the only source of randomness
    -> list of whole-number arrays; together they hold 0..n-1 once each; all have batch_size
       indices, but the last may be shorter (it is never empty)
    """
    ### BEGIN SOLUTION
    order = rng.permutation(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_minibatches", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `minibatches`: run it. A click opens it.
import numpy as np

from course_utils.checks import case


def batch_lists(n, batch_size, seed=0):
    batches = minibatches(n, batch_size, np.random.default_rng(seed))
    return [np.atleast_1d(np.arange(n)[batches[i]]).tolist() for i in range(len(batches))]


def batch_sizes(n, batch_size):
    flat = sum(batches := batch_lists(n, batch_size), [])
    twice, missing = len(flat) > len(set(flat)), len(set(flat)) < n
    used = "each index once" if not twice and not missing else f"indices twice: {twice}, missing: {missing}"
    return [len(batch) for batch in batches], used


def batch_order(n, batch_size):
    batches = batch_lists(n, batch_size, seed=1)
    if sum(batches, []) == list(range(n)):
        return "0, 1, 2, ..."
    if max(max(batch) - min(batch) for batch in batches) >= 2 * batch_size:
        return "shuffled"
    inside = any(batch != sorted(batch) for batch in batches)
    return "shuffled inside the batches alone" if inside else "neighbours together"


def batch_seeds(n, batch_size):
    first, same, other = (batch_lists(n, batch_size, seed) for seed in (1, 1, 2))
    return f"same seed, same batches: {first == same}; other seed, other batches: {first != other}"


def always_last(n, batch_size):
    lasts = [set(batch_lists(n, batch_size, seed)[-1]) for seed in range(60)]
    return f"always in the last batch, whatever the seed: {sorted(set.intersection(*lasts))}"


once = "each index once"
case("the sizes and indices of minibatches(10, 4, rng)", batch_sizes, 10, 4, expects=([4, 4, 2], once))
case("the sizes and indices of minibatches(6, 3, rng)", batch_sizes, 6, 3, expects=([3, 3], once))
case("the sizes and indices of minibatches(9, 4, rng)", batch_sizes, 9, 4, expects=([4, 4, 1], once))
case("the sizes and indices of minibatches(3, 8, rng)", batch_sizes, 3, 8, expects=([3], once))
case("the order of minibatches(400, 20, rng)", batch_order, 400, 20, expects="shuffled")
wanted = "same seed, same batches: True; other seed, other batches: True"
case("the seeds of minibatches(400, 20, rng)", batch_seeds, 400, 20, expects=wanted)
wanted = "always in the last batch, whatever the seed: []"
case("the last batch of minibatches(10, 4, rng), 60 seeds", always_last, 10, 4, expects=wanted)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for n, size in [(7, 3), (12, 4), (5, 5), (3, 8), (6, 1), (1, 1), (103, 10), (51, 50)]:
    full, rest = divmod(n, size)
    wanted = [size] * full + [rest] * (rest > 0), "each index once"
    hidden_case("the sizes of the batches, and every index once", batch_sizes, n, size, expects=wanted)
hidden_case("the shuffling", batch_order, 300, 10, expects="shuffled")
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: minibatches -->
#
# ## 9 Honest marks
#
# A network can learn its training digits by heart: overfitting (과적합). So it must be judged on
# others. But there is a second trap. Suppose you try 200 settings, measure them all on the same
# 50 digits, and keep the best.

# %%
predict.guess(
    "guessers",
    "200 'models' only guess; all are judged on the same 50 digits. What does the best one reach?",
    choices=["about 10 %", "about 20 %", "about 50 %"],
    my_guess=...,
)

# %% tags=["demo"]
guesser = np.random.default_rng(0)
guessed = guesser.integers(0, 10, size=(200, 1050)) == guesser.integers(0, 10, size=1050)
on_50, on_1000 = guessed[:, :50].mean(axis=1), guessed[:, 50:].mean(axis=1)
plots.best_of_many_guessers(on_50, on_1000)

# %% jupyter={"source_hidden": true} tags=["demo"]
assert on_50.max() >= 0.18 and on_1000[on_50.argmax()] < 0.14

# %% jupyter={"source_hidden": true}
predict.reveal(
    "guessers", "about 20 %", because="Choosing by a score makes that score too good to be true."
)

# %% [markdown]
# Nothing had been learnt; the choosing alone made the score. So data are cut in three, often
# 6:2:2, and each part has one use:

# %% tags=["demo"]
plots.three_way_split()

# %% [markdown]
# - **Training data** (훈련 데이터) set the weights.
# - **Validation data** (검증 데이터) set what *you* choose: learning rate, layer sizes, when to stop. Look
#   as often as you like, and remember that every look makes this score a little flattering.
# - **Test data** (시험 데이터) are opened once, when nothing will be changed any more.
#
# ### Exercise 10: `split_indices` (**, 10 minutes)
#
# Shuffle first: files are often sorted by class, and then the test set would hold digits that
# the network never saw. When the ratios do not divide n, a size may be off by a sample or so; but no
# sample may get lost.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Two cuts make three parts. Shuffle, then slice.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# The first cut is at n times the first ratio, as a whole number: `round(...)`. `int(...)` cuts off,
# and 100 * 0.29 is 28.999999999999996, so it would give 28.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# Let the third part be whatever is left: `order[second_cut:]`. Then nothing gets lost.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "split_indices", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def split_indices(n, ratios, rng):
    """Shuffle 0..n-1 and cut it in three: training, validation, test.

    n: number of samples
    ratios: three shares that add up to 1, such as (0.6, 0.2, 0.2)
    rng: numpy Generator; the only source of randomness
    -> three whole-number arrays without common indices, which together hold 0..n-1; every
       size is n * ratio, or less than 2 away from it where that is no whole number
    """
    ### BEGIN SOLUTION
    cuts = np.round(n * np.cumsum(ratios)[:2]).astype(int)
    return tuple(np.split(rng.permutation(n), cuts))
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_split_indices", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `split_indices`: run it. A click opens it.
import numpy as np

from course_utils.checks import case


def part_lists(n, ratios=(0.6, 0.2, 0.2), seed=0):
    parts = split_indices(n, ratios, np.random.default_rng(seed))
    return [np.atleast_1d(np.arange(n)[parts[i]]).tolist() if np.size(parts[i]) else [] for i in range(len(parts))]


def part_sizes(n, ratios):
    flat = sum(parts := part_lists(n, ratios), [])
    twice, missing = len(flat) > len(set(flat)), len(set(flat)) < n
    used = "each index once" if not twice and not missing else f"indices twice: {twice}, missing: {missing}"
    return [len(part) for part in parts], used


def part_indices(n):
    return part_sizes(n, (0.6, 0.2, 0.2))[1]


def part_order(n):
    parts = part_lists(n, seed=1)
    if sum(parts, []) == list(range(n)):
        return "0, 1, 2, ..."
    middles = [sum(part) / len(part) for part in parts]
    return "shuffled, then cut" if max(middles) - min(middles) < n / 4 else "cut, then shuffled"


def part_seeds(n):
    first, same, other = (list(map(set, part_lists(n, seed=seed))) for seed in (1, 1, 2))
    return f"same seed, same parts: {first == same}; other seed, other parts: {first != other}"


def always_test(n):
    tests = [set(part_lists(n, seed=seed)[-1]) for seed in range(60)]
    return f"always in the test set, whatever the seed: {sorted(set.intersection(*tests))}"


once = "each index once"
case("the sizes and indices of split_indices(10, (0.6, 0.2, 0.2), rng)", part_sizes, 10, (0.6, 0.2, 0.2), expects=([6, 2, 2], once))
case("the sizes and indices of split_indices(20, (0.5, 0.3, 0.2), rng)", part_sizes, 20, (0.5, 0.3, 0.2), expects=([10, 6, 4], once))
case("the indices of split_indices(11, (0.6, 0.2, 0.2), rng)", part_indices, 11, expects=once)
case("the indices of split_indices(7, (0.6, 0.2, 0.2), rng)", part_indices, 7, expects=once)
case("the indices of split_indices(2, (0.6, 0.2, 0.2), rng)", part_indices, 2, expects=once)
case("the order of split_indices(500, (0.6, 0.2, 0.2), rng)", part_order, 500, expects="shuffled, then cut")
wanted = "same seed, same parts: True; other seed, other parts: True"
case("the seeds of split_indices(500, (0.6, 0.2, 0.2), rng)", part_seeds, 500, expects=wanted)
wanted = "always in the test set, whatever the seed: []"
case("the test set of split_indices(11, (0.6, 0.2, 0.2), rng), 60 seeds", always_test, 11, expects=wanted)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case


def size_errors(n, ratios):
    return [float(abs(len(part) - n * ratio) < 2) for part, ratio in zip(part_lists(n, ratios), ratios)]


for n in (1, 2, 3, 5, 14, 50, 97, 100, 1437):
    hidden_case("every index in exactly one part, whatever n is", part_indices, n, expects=once)
for n, ratios in [(83, (0.7, 0.2, 0.1)), (83, (0.1, 0.3, 0.6)), (97, (0.6, 0.2, 0.2))]:
    hidden_case("sizes near n * ratio where that is no whole number", size_errors, n, ratios, expects=[1.0, 1.0, 1.0])
hidden_case("the sizes of the parts", part_sizes, 40, (0.25, 0.25, 0.5), expects=([10, 10, 20], once))
hidden_case("the sizes of the parts", part_sizes, 1000, (0.125, 0.625, 0.25), expects=([125, 625, 250], once))
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: split_indices -->
#
# **Checkpoint 6.** Without looking: what is an epoch? Which of the three parts may you look at as often as
# you like, and what does each look cost? Save; a good place for a break.
#
# # Part 7: the loop (30 minutes)
#
# ## 10 The loop
#
# Everything is there. Training, of this network and of every other in the course, is one loop:

# %% tags=["demo"]
plots.training_loop()

# %% [markdown]
# Now you write it, in two functions. First one turn of the wheel: the gradient of one batch, and the update
# of every parameter, `w = w - lr * gradient`, where `lr` is the learning rate. On the way the loss is
# computed anyway, so it is returned, too: it is the curve that you will watch.
#
# ### Exercise 11: `train_step` (**, 10 minutes)
#
# The caller's `params` stay as they are: a new dict goes out.
#
# <details><summary>Hint 1: a nudge</summary>
#
# You have both halves: `two_layer_grads` gives the gradients, `cross_entropy` of the network's output gives
# the loss. The forward pass is in `two_layer_grads`, too.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# The loss is that of the parameters that came in, so compute it before the update. All gradients must come
# from the old parameters: compute all of them first.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# def train_step(params, x, t, lr):
#     loss = cross_entropy(outputs(x, params), t)  # outputs: imported at the top
#     grads = two_layer_grads(x, t, params)
#     return {name: params[name] - lr * grads[name] for name in params}, loss
# ```
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "train_step", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def train_step(params, x, t, lr):
    """One step of gradient descent on one batch, for the network of `two_layer_grads`.

    params: {"W1": (d, m), "b1": (m,), "W2": (m, c), "b2": (c,)}, unchanged afterwards
    x: inputs, array (n, d); t: one-hot targets, array (n, c); lr: learning rate, a number
    -> (new params, loss): a dict with the same keys, each value params - lr * gradient; and the mean
       cross-entropy of the batch before the step
    """
    ### BEGIN SOLUTION
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {name: params[name] - lr * grads[name] for name in params}, loss
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_train_step", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `train_step`: run it. A click opens it.
import numpy as np

from course_utils.checks import case

x = np.array([[1.0, 2.0], [-1.0, 0.5], [0.5, -2.0]])
t = np.eye(5)[[2, 0, 3]]
params = {
    "W1": np.array([[0.5, -1.0, 0.2, 1.5], [-0.4, 0.8, 1.0, -0.5]]),
    "b1": np.array([0.1, -0.2, 0.4, 0.3]),
    "W2": np.array(
        [[1.0, -0.5, 0.3, 2.0, -1.0], [-1.2, 0.4, 0.9, -0.3, 0.6], [0.7, 1.1, -2.0, 0.5, 0.2], [-0.6, 0.8, 0.1, -1.0, 1.4]]
    ),
    "b2": np.array([0.2, -0.1, 0.5, -0.4, -0.3]),
}
wanted = {
    "b2": [0.2873869281, -0.274027021, 0.5958003848, -0.3126344743, -0.3965258176],
    "W2": [
        [1.014921652, -0.5835161416, 0.3336901674, 2.084530441, -1.0496261188],
        [-1.10581578, 0.3035460324, 0.972539878, -0.3222385816, 0.5519684512],
        [0.769698728, 0.9802126334, -1.8763581354, 0.4867794565, 0.1396673174],
        [-0.6179949696, 0.7030180513, 0.1704578273, -0.8979237929, 1.3424428839],
    ],
    "b1": [0.1970798116, -0.2171037505, 0.3967019961, 0.2436216123],
    "W1": [[0.5099945736, -0.9341736357, 0.164384757, 1.4985666523], [-0.452882665, 0.8475317978, 0.9285712112, -0.502383004]],
}
case("train_step(params, x, t, lr=0.5), layers 2-4-5", train_step, params, x, t, 0.5, expects=(wanted, 2.177666199))
paper = {"W1": np.array([[0.5]]), "b1": np.array([-1.0]), "W2": np.array([[2.0, -2.0]]), "b2": np.array([-1.0, 1.0])}
wanted = {"W1": [[1.5]], "b1": [-0.5], "W2": [[2.25, -2.25]], "b2": [-0.5, 0.5]}
sample = np.array([[2.0]]), np.array([[1.0, 0.0]])
case("train_step(the sample on paper, lr=1)", train_step, paper, *sample, 1.0, expects=(wanted, np.log(2)))
steep = {**paper, "b2": np.array([10.0, -10.0])}  # sure and wrong: gradients of 1 and 2
wanted = {"W1": [[-1.5]], "b1": [-2.0], "W2": [[1.5, -1.5]], "b2": [9.0, -9.0]}
case("train_step(a sample, sure and wrong, lr=1)", train_step, steep, sample[0], 1 - sample[1], 1.0, expects=(wanted, 22.0))
### BEGIN HIDDEN TESTS
from scipy.special import expit as reference_sigmoid
from scipy.special import log_softmax

from course_utils.checks import hidden_case

for n, d, m, c, lr in [(5, 4, 3, 2, 0.1), (1, 3, 4, 5, 2.0), (6, 1, 2, 3, 0.0), (50, 20, 8, 10, 1.0)]:
    rng = np.random.default_rng(10 * n + d)
    x, t = rng.normal(size=(n, d)), np.eye(c)[rng.integers(0, c, size=n)]
    params = {"W1": rng.normal(size=(d, m)), "b1": rng.normal(size=m), "W2": rng.normal(size=(m, c)), "b2": rng.normal(size=c)}
    h = reference_sigmoid(np.einsum("nd,dm->nm", x, params["W1"]) + params["b1"])
    logs = log_softmax(np.einsum("nm,mc->nc", h, params["W2"]) + params["b2"], axis=1)
    dz = (np.exp(logs) - t) / n
    da = np.einsum("nc,mc->nm", dz, params["W2"]) * (h - h**2)
    wanted = {
        "W1": params["W1"] - lr * np.einsum("nd,nm->dm", x, da),
        "b1": params["b1"] - lr * np.einsum("nm->m", da),
        "W2": params["W2"] - lr * np.einsum("nm,nc->mc", h, dz),
        "b2": params["b2"] - lr * np.einsum("nc->c", dz),
    }
    hidden_case("random networks, batches and rates", train_step, params, x, t, lr, expects=(wanted, -np.sum(logs * t) / n))
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: train_step -->
#
# ### Exercise 12: `train` (***, 15 minutes)
#
# The whole loop: for each epoch, shuffle and cut into mini-batches, and take one step for each of them. The
# losses of an epoch's steps, averaged, make one number an epoch.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Two loops, one inside the other: epochs, and the batches of `minibatches(len(x), batch_size, rng)`. Call it
# inside the outer loop, so that each epoch is shuffled anew.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `params` runs through all steps: `params, loss = train_step(params, x[batch], t[batch], lr)`. Collect the
# losses of one epoch in a list that starts empty in each epoch.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# At the end of each epoch append the mean of its losses to a second list, which started empty before the
# first epoch. Return `params` and that second list, when both loops are through.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "train", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def train(params, x, t, epochs, batch_size, lr, rng):
    """Train the network of `two_layer_grads` by mini-batches.

    params: as in `train_step`, unchanged afterwards; x: inputs (n, d); t: one-hot targets (n, c)
    epochs: how often every sample is used; batch_size: samples in a batch, the last may be shorter
    lr: learning rate; rng: numpy Generator, which shuffles the samples anew in each epoch
    -> (new params, losses): the params after the last step; a list with one number an epoch, the mean
       of the losses that `train_step` gives in it
    """
    ### BEGIN SOLUTION
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        order, of_steps = rng.permutation(len(x)), []
        for start in range(0, len(x), batch_size):
            batch = order[start : start + batch_size]
            params, loss = step(params, x[batch], t[batch])
            of_steps.append(loss)
        losses.append(np.mean(of_steps))
    return params, losses
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_train", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# The check of `train`: run it. A click opens it.
import numpy as np

from course_utils.checks import case

x = np.array([[1.0, 2.0], [-1.0, 0.5], [0.5, -2.0], [0.2, 1.0], [1.5, -0.5], [-2.0, 1.2]])
t = np.eye(5)[[2, 0, 3, 1, 4, 0]]
params = {
    "W1": np.array([[0.5, -1.0, 0.2, 1.5], [-0.4, 0.8, 1.0, -0.5]]),
    "b1": np.array([0.1, -0.2, 0.4, 0.3]),
    "W2": np.array(
        [[1.0, -0.5, 0.3, 2.0, -1.0], [-1.2, 0.4, 0.9, -0.3, 0.6], [0.7, 1.1, -2.0, 0.5, 0.2], [-0.6, 0.8, 0.1, -1.0, 1.4]]
    ),
    "b2": np.array([0.2, -0.1, 0.5, -0.4, -0.3]),
}


def moves(n, batch_size):
    """How far each sample moves its own weights, counted in steps that it would take alone.

    Each sample has an input of its own, so it alone moves its row of W1: by 1 / (size of its batch).
    """
    start, lr = {**params, "W1": np.zeros((n, 4))}, 0.01
    inputs, targets = np.eye(n), np.eye(5)[np.arange(n) % 5]
    after = train(start, inputs, targets, 1, batch_size, lr, np.random.default_rng(0))[0]["W1"]
    found = []
    for i in range(n):
        alone = train(start, inputs[i : i + 1], targets[i : i + 1], 1, 1, lr, np.random.default_rng(0))[0]["W1"]
        found.append(float(np.abs(after[i]).max() / np.abs(alone[i]).max()))
    return sorted(round(size, 2) for size in found)


def use_of_rng():
    """Where the generator stands afterwards tells how often it was used."""
    next_draws = []
    for epochs in (1, 2, 3):
        rng = np.random.default_rng(5)
        train(params, x, t, epochs, 2, 0.1, rng)
        next_draws.append(rng.random())
    if next_draws[0] == np.random.default_rng(5).random():
        return "rng is not used"
    return "shuffled in every epoch" if len(set(next_draws)) == 3 else "shuffled once, not in every epoch"


def uneven_batches(epochs):
    """3 samples in batches of 2 and 1, lr=0: an epoch's loss tells which sample was alone."""
    single = [train(params, x[i : i + 1], t[i : i + 1], 1, 1, 0.0, np.random.default_rng(0))[1][0] for i in range(3)]
    found = train(params, x[:3], t[:3], epochs, 2, 0.0, np.random.default_rng(0))[1]
    if len(found) != epochs:
        return f"{len(found)} losses in {epochs} epochs"
    if np.allclose(found, np.mean(single)):  # a mean in which a short batch counts less: as good
        return "the mean of the steps' losses, new batches in each epoch"
    means = [(loss + (sum(single) - loss) / 2) / 2 for loss in single]
    if not np.isclose(np.reshape(found, (-1, 1)), means).any(axis=1).all():
        return "not the mean of the steps' losses"
    if np.allclose(found, found[0]):
        return "the same batches in every epoch"
    return "the mean of the steps' losses, new batches in each epoch"


wanted = {
    "b2": [0.4563850147, -0.5657564067, 0.7732835055, -0.1624555084, -0.6014566051],
    "W2": [
        [1.0185208673, -0.7258235104, 0.3686634558, 2.2937525396, -1.1551133523],
        [-0.8907528924, 0.1314545191, 1.1633361694, -0.4433674314, 0.4393296354],
        [0.9139336948, 0.7754121219, -1.5985462747, 0.4062668883, 0.0029335697],
        [-0.7220918781, 0.54430091, 0.3213439516, -0.6675011586, 1.2239481752],
    ],
    "b1": [0.3632227397, -0.2228536083, 0.4335268372, 0.1626137146],
    "W1": [[0.5163096501, -0.7334757543, 0.0160342849, 1.5318184523], [-0.6081671065, 1.0384757628, 0.7052906799, -0.4418932189]],
}
fall = [2.177666199, 1.8090971633, 1.5560250695, 1.3661398884]
still = params, x, t, 4, 2, 0.0, np.random.default_rng(0)
case("train(6 samples, 4 epochs, batch_size=2, lr=0)", train, *still, expects=(params, [1.8690362856] * 4))
case("the moves of 7 samples in train(batch_size=3)", moves, 7, 3, expects=[0.33] * 6 + [1.0])
whole = params, x[:3], t[:3], 4, 7, 0.5, np.random.default_rng(0)
case("train(3 samples, 4 epochs, batch_size=7, lr=0.5)", train, *whole, expects=(wanted, fall))
case("the shuffling of train(6 samples, batch_size=2)", use_of_rng, expects="shuffled in every epoch")
wanted = "the mean of the steps' losses, new batches in each epoch"
case("the losses of train(3 samples, batch_size=2, lr=0), 60 epochs", uneven_batches, 60, expects=wanted)
small = {"W1": np.array([[0.5]]), "b1": np.array([-1.0]), "W2": np.array([[2.0, -2.0]]), "b2": np.array([-1.0, 1.0])}
wild = small, np.array([[2.0], [-1.0], [1.0]]), np.eye(2)[[0, 1, 1]], 4, 3, 5.0, np.random.default_rng(0)
wanted = {"W1": [[3.0777645733]], "b1": [-1.1619064282], "W2": [[0.9603130829, -0.9603130829]], "b2": [-2.591776996, 2.591776996]}
rise = [0.4728391316, 0.4444575241, 0.8962685423, 1.1732055301]
case("train(3 samples, 4 epochs, lr=5), a rising loss", train, *wild, expects=(wanted, rise), rtol=1e-4)
### BEGIN HIDDEN TESTS
from scipy.special import expit as reference_sigmoid
from scipy.special import log_softmax

from course_utils.checks import hidden_case

for seed, (n, d, m, c), epochs, lr in [(1, (5, 4, 3, 2), 3, 0.3), (2, (1, 2, 5, 4), 6, 1.0), (3, (8, 1, 2, 3), 2, 0.1)]:
    rng = np.random.default_rng(seed)
    inputs, targets = rng.normal(size=(n, d)), np.eye(c)[rng.integers(0, c, size=n)]
    start = {"W1": rng.normal(size=(d, m)), "b1": rng.normal(size=m), "W2": rng.normal(size=(m, c)), "b2": rng.normal(size=c)}
    now, curve = dict(start), []
    for _ in range(epochs):
        h = reference_sigmoid(inputs @ now["W1"] + now["b1"])
        logs = log_softmax(h @ now["W2"] + now["b2"], axis=1)
        curve.append(-np.sum(logs * targets) / n)
        dz = (np.exp(logs) - targets) / n
        da = np.einsum("nc,mc->nm", dz, now["W2"]) * (h - h**2)
        grads = {"W1": inputs.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        now = {k: now[k] - lr * grads[k] for k in now}
    topic = "the whole data set in one batch"
    hidden_case(topic, train, start, inputs, targets, epochs, n, lr, np.random.default_rng(0), expects=(now, curve), rtol=1e-6)
hidden_case("every sample used once in an epoch", moves, 9, 4, expects=[0.25] * 8 + [1.0])


def run_twice(*seeds):
    first, second = (train(params, x, t, 3, 2, 0.5, np.random.default_rng(seed))[0]["W2"] for seed in seeds)
    return bool(np.all(first == second))


hidden_case("the same seed, the same training", run_twice, 3, 3, expects=True)
hidden_case("another seed, another order", run_twice, 3, 4, expects=False)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: train -->
#
# ### Three learning rates
#
# Now watch your loop learn: 1,437 digits or more, cut 6:2:2, a network 784-32-10, 30 epochs in batches of
# 50. Three runs from the same start, with three learning rates. (The loss stands on a logarithmic axis.) If a network only guesses, with a tenth for
# each class, its loss is $-\ln 0.1 = 2.30$.

# %%
predict.guess(
    "rate",
    "The rates are 0.02, 1 and 20. What does the run with rate 20 do?",
    choices=["it learns 20 times as fast as 1", "its loss stays above guessing", "it ends lower than 1, but later"],
    my_guess=...,
)

# %% tags=["demo"]
def three_parts():
    return split_indices(len(digits), (0.6, 0.2, 0.2), np.random.default_rng(0))


def run(lr, epochs=30, seed=1):
    training, _, _ = three_parts()
    source, goals = np.random.default_rng(seed), one_hot(labels[training], 10)
    start = new_params(784, 32, 10, source)
    return train(start, digits[training], goals, epochs, 50, lr, source)


# %% tags=["demo"]
curves = plots.loss_over_epochs(lambda: {lr: run(lr)[1] for lr in (0.02, 1.0, 20.0)})

# %% jupyter={"source_hidden": true} tags=["demo"]
for seed in (1, 2, 3) if curves else ():
    slow, good, wild = (run(lr, seed=seed)[1] for lr in (0.02, 1.0, 20.0))
    assert 1.2 < slow[-1] < 1.9 < slow[0]
    assert good[-1] < 0.1 and min(wild) > 2.35

# %% jupyter={"source_hidden": true}
predict.reveal(
    "rate",
    "its loss stays above guessing",
    because="Each step goes far beyond the bottom of the valley, to a place that is worse.",
)

# %% [markdown]
# - **Too low** (0.02): it falls steadily, and is far from done after 30 epochs. Nothing is broken; it is
#   only slow.
# - **Right** (1): a fast fall, then a long flat end.
# - **Too high** (20): far worse than guessing, and it does not get better. Many steps make the loss larger.
#
# So when a network does not learn, look at this curve first. It tells which way to turn the rate. Notebook
# 03 has better ways than one fixed rate.
#
# ### When to stop
#
# One more epoch always looks good on the training data. The validation data tell whether it still helps.
# A hard case shows it best: only 150 training digits, labelled by somebody careless, so that every fifth
# label is wrong.

# %%
predict.guess(
    "careless",
    "160 epochs on these 150 digits. What does the loss on (rightly labelled) validation data do?",
    choices=["it falls all the time", "it falls, then rises", "it never falls"],
    my_guess=...,
)

# %% tags=["demo"]
def loss_and_accuracy(net, part):
    found = outputs(digits[part], net)
    return cross_entropy(found, one_hot(labels[part], 10)), accuracy(found, labels[part])


def followed(part, goals, epochs, seed=1, lr=1.0):
    validation, source = three_parts()[1], np.random.default_rng(seed)
    net, curve = new_params(784, 32, 10, source), []
    for _ in range(epochs):  # your loop, one epoch at a time
        net, (loss,) = train(net, digits[part], goals, 1, 50, lr, source)
        curve.append((loss, *loss_and_accuracy(net, validation)))
    return net, np.array(curve)  # of each epoch: training loss, validation loss, validation accuracy


# %% tags=["demo"]
def careless(seed=1):
    few = three_parts()[0][:150]
    goals = one_hot(labels[few], 10)
    goals[::5] = np.roll(goals[::5], 3, axis=1)
    return followed(few, goals, 160, seed)[1]


stopped = plots.when_to_stop(careless)

# %% jupyter={"source_hidden": true} tags=["demo"]
for seed in (1, 2, 3) if len(stopped) else ():
    training_loss, validation_loss, _ = careless(seed).T
    assert training_loss[-1] < 0.15 and validation_loss[-1] > 1.15 * validation_loss.min()
    assert 20 < validation_loss.argmin() < 80

# %% jupyter={"source_hidden": true}
predict.reveal(
    "careless",
    "it falls, then rises",
    because="First the network learns what most digits have in common, then the wrong labels one by one.",
)

# %% [markdown]
# The training loss goes on falling to the end: the network learns even the wrong labels by heart. That is
# overfitting, and the validation loss sees it. The usual rule, **early stopping** (조기 종료): stop when the
# validation loss has not fallen for some epochs, and keep the weights of its lowest point.
#
# ### The rival
#
# And now a rival, which wants accuracy itself. It has no slope to follow, so it tries: nudge all
# weights at random, keep the nudge if more training digits are right, else take it back. It may try
# 200 times on all training digits. That is about twice the work of 30 epochs, each of which costs
# one forward pass over the data and a backward pass worth two.

# %%
predict.guess(
    "climber",
    "What accuracy does the climber reach, with twice the work of the other?",
    choices=["higher than the loss's", "nearly as high", "less than half as high"],
    my_guess=...,
)

# %% tags=["demo"]
def climb_on_accuracy(tries=200, size=0.1):
    (training, validation, _), source = three_parts(), np.random.default_rng(1)
    net, curve = new_params(784, 32, 10, source), []
    best = loss_and_accuracy(net, training)[1]
    for _ in range(tries):
        nudged = {k: w + size * source.normal(size=w.shape) for k, w in net.items()}
        reached = loss_and_accuracy(nudged, training)[1]
        if reached > best:
            net, best = nudged, reached
        curve.append(loss_and_accuracy(net, validation)[1])
    return curve


# %% tags=["demo"]
by_loss = np.zeros((0, 3))
with when_ready():
    training = three_parts()[0]
    trained, by_loss = followed(training, one_hot(labels[training], 10), 30)
    by_accuracy = climb_on_accuracy()
    plots.learning_curves_loss_and_accuracy(by_loss[:, 2], by_accuracy)

# %% jupyter={"source_hidden": true} tags=["demo"]
assert not len(by_loss) or (by_loss[-1, 2] > 0.8 and by_accuracy[-1] < by_loss[-1, 2] / 2)

# %% jupyter={"source_hidden": true}
predict.reveal(
    "climber",
    "less than half as high",
    because="25,450 weights, and a guess hardly ever turns them all the right way at once.",
)

# %% [markdown]
# These are learning curves (학습 곡선). Both runs are *judged* by accuracy; only one *learnt* from
# it. Nothing more will be changed now, so the test set may be opened, once:

# %% tags=["demo"]
final = 1.0
with when_ready():
    _, _, held_back = three_parts()
    final = loss_and_accuracy(trained, held_back)[1]
    print(f"test accuracy of the network trained on loss: {final:.1%} of {len(held_back)} digits")

# %% jupyter={"source_hidden": true} tags=["demo"]
assert final > 0.8

# %% [markdown]
# **Checkpoint 7.** Without looking: write the loop in four words. A loss that falls in a straight line and is
# still high after 30 epochs: which way do you turn the rate? And one that is above 2.30 after every epoch?
#
# ## Recap
#
# - A label becomes a **one-hot** row; a **loss** says in one number how far the output is from it.
#   Cross-entropy is $-\ln$ of the right class's probability.
# - **Accuracy** is a staircase: its derivative is 0 or does not exist. The **loss** is smooth: it
#   answers every nudge. Networks learn from the loss, people read the accuracy.
# - Negative derivative: raise the weight. Positive: lower it. 0: no direction from here.
# - A dense layer owes three answers on the way back: `dx`, `dw`, `db`. A gradient has the shape of the thing
#   it belongs to.
# - The **numerical gradient** is slow and simple, **backpropagation** fast and error-prone; check
#   one against the other, below $10^{-7}$.
# - 50 samples at once are far cheaper than 50 times one.
# - **Training** data set the weights, **validation** data your choices, **test** data the final mark.
# - Mini-batch, gradient, update, repeat. The curve of the loss tells whether the rate is too low or too high.
#
# Next, notebook 03: the same loop with better steps than "rate times gradient".
#
# ## Think
#
# Two short answers in your own words. A person reads them.

# %% [markdown] nbgrader={"grade": true, "grade_id": "question_larger_step", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# **Question 1.** A friend says: "The derivative of accuracy is 0 only because the nudge of 0.0001 is so
# small. Take a nudge of 1, then it is not 0, and we can train on what we really want." What is right about
# that, and why is it still no good way to train a network?
#
# ### BEGIN SOLUTION
# Right: with a nudge of 1 several digits flip, so the difference is often not 0. But it no longer
# is the slope *here*: it is the average over a long stretch, in which the staircase may go up and
# down again, so its sign can point the wrong way for a small step. It is also coarse (with 100
# digits it only takes multiples of half a per cent), blind to all digits that are far from flipping, and
# it needs two passes for each of 25,450 weights, since backpropagation needs a derivative
# to multiply. The loss has a true slope for every digit, also for those that are right but only
# just, and gets all slopes in one pass.
# ### END SOLUTION

# %% [markdown] nbgrader={"grade": true, "grade_id": "question_honest_test", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# **Question 2.** You try 30 learning rates, measure each on the test set, keep the best, and
# report its 97.1 %. Is that what the network will reach on new digits? What should you have done
# with the same data?
#
# ### BEGIN SOLUTION
# Probably not: the best of 30 scores is partly luck on just these digits, as the 200 guessers
# show, so 97.1 % is too good. The test set was used to choose, which makes it a validation set, and
# none is left to judge by. Better: cut the data 6:2:2, train all 30 on the training part, choose
# by the validation part, and measure the single chosen network once on the test part, and report that
# number, whatever it is.
# ### END SOLUTION

# %% [markdown]
# ## Open challenge (stretch)
#
# Write `three_layer_grads(x, t, params)` with two hidden layers (`W1, b1, W2, b2, W3, b3`), in the
# cell below: one more sigmoid and one more `dense_backward`. Before you trust it, run the gradient check,
# and do not stop above $10^{-7}$. Then train it with your loop. Does the third layer help on these digits?
# Look at the first layer's gradients: how much smaller are they than the last one's? (Notebook 01 told you
# why.)

# %% tags=["demo"]
# Your three layers.
