# %% [markdown]
# # 02 Loss and accuracy (손실 함수와 정확도)
#
# A network learns by turning thousands of weights a little. Something has to tell it which way.
#
# **When you are through, you can**
# - write a network's error as one number: mean squared error and cross-entropy;
# - show, by measurement, why learning follows the *loss* and never the accuracy;
# - compute the gradient of every weight twice, by nudging and by backpropagation, and prove that
#   the two agree to seven digits;
# - cut data into training, validation and test sets and into mini-batches, and write the loop
#   that trains every network in this course.
#
# **Time:** about 2 hours 30 minutes. **Know first:** notebook 01 (sigmoid, softmax, `x @ w + b`), what a
# derivative is, NumPy arrays.
#
# New here? Notebook 01 begins with how these notebooks work.

# %%
import numpy as np
from scipy.special import expit, softmax  # the sigmoid and the softmax of notebook 01

from course_utils import checks, plots, predict, when_ready

# %% tags=["demo"]
from threadpoolctl import threadpool_limits

from course_utils.data import load_digits_28

threadpool_limits(1)  # matrices this small are done before a second thread has woken up
(images, labels), _ = load_digits_28()
images, labels = images[:2000], labels[:2000]
digits = images.reshape(len(images), -1) / 255
print("digits:", digits.shape, " labels:", labels.shape)

# %% [markdown]
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
shown = [int(np.flatnonzero(labels == k)[0]) for k in (5, 0, 4, 1, 9)]
plots.one_hot_rows(images[shown], labels[shown])

# %% [markdown]
# This is **one-hot encoding** (원-핫 인코딩): all zeros, and a single 1 in the place of the label.
# It is also a probability distribution, that of somebody who is quite sure.

# %% jupyter={"source_hidden": true}
predict.reveal("one_hot_2", "index 2", because="Counting starts at 0, so label k owns index k.")

# %% [markdown]
# ### Exercise 1: `one_hot` (*, 8 minutes)
#
# One row for each label. A label that is no class is a mistake in the data; say so with a
# `ValueError`, before it does damage. Careful: `row[-1]` is a perfectly good index in Python.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Start from `np.zeros((n, num_classes))` and set one cell a row. Or look at the rows of
# `np.eye(num_classes)`: you have seen them before.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# An array can be indexed by an array: `table[[2, 0, 2]]` gives rows 2, 0 and 2 of the table.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
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
from course_utils import checks

checks.assert_close(
    one_hot([2], 10),
    [[0, 0, 1, 0, 0, 0, 0, 0, 0, 0]],
    "one_hot([2], 10)",
    mistakes={
        "classes count from 0: label 2 owns index 2": [[0, 1, 0, 0, 0, 0, 0, 0, 0, 0]],
        "classes count from 0: label 2 owns index 2, not 3": [[0, 0, 0, 1, 0, 0, 0, 0, 0, 0]],
        "the label itself was written into the row; write a 1": [[0, 0, 2, 0, 0, 0, 0, 0, 0, 0]],
    },
)
checks.assert_close(
    one_hot([1, 0, 1], 3),
    [[0, 1, 0], [1, 0, 0], [0, 1, 0]],
    "one_hot([1, 0, 1], 3)",
    mistakes={
        "samples run along the rows, classes along the columns": [[0, 1, 0], [1, 0, 1], [0, 0, 0]],
        "all labels ended up in every row: set one cell in each row": [[1, 1, 0]] * 3,
    },
)
checks.assert_raises(ValueError, one_hot, [3], 3)
### BEGIN HIDDEN TESTS
import numpy as np

for seed, n, c in [(1, 7, 10), (2, 1, 4), (3, 40, 3), (4, 5, 5)]:
    classes = np.random.default_rng(seed).integers(0, c, size=n)
    wanted = np.array([[float(k == label) for k in range(c)] for label in classes])
    with checks.hidden("random labels, as an array and as a list"):
        with checks.unchanged(classes, what="one_hot"):
            checks.assert_close(one_hot(classes, c), wanted)
        checks.assert_close(one_hot(classes.tolist(), c), wanted)
with checks.hidden("labels of the type that data files use (uint8)"):
    checks.assert_close(one_hot(np.array([2, 0, 1], dtype=np.uint8), 3), np.eye(3)[[2, 0, 1]])
with checks.hidden("more classes than occur"):
    checks.assert_close(one_hot([0, 0], 6), [[1, 0, 0, 0, 0, 0]] * 2)
for bad, c in [([-1], 10), ([0, -1, 2], 3), ([0, 1, 3], 3), ([10], 10), ([12, 0], 10)]:
    with checks.hidden("labels that are no class, alone or among good ones"):
        checks.assert_raises(
            ValueError, one_hot, np.array(bad), c, hint="every label must lie in 0..num_classes-1"
        )
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

# %%
# NBVAL_CHECK_OUTPUT
table = {7: [0, 0, 0, 0, 0, 0, 0, 1, 0, 0], 2: [0, 1] + [0] * 8, 0: [1] + [0] * 9}
with when_ready():
    for label, row in table.items():
        right = np.array_equal(row, one_hot([label], 10)[0])
        print(f"label {label}:", "right" if right else f"wrong, this row says {np.argmax(row)}")

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | the row of 2 has its 1 at index 1 | counted from 1, as on the slide |
# | shape `(10, n)` | `np.eye(n)[...]`, or samples and classes swapped |
# | label -1 gives a row with the 1 at the end | negative indices count from the back: test first |
# | `IndexError` where a `ValueError` is asked for | NumPy complained before you did |
# | a flat row of n * 10 cells | the array was made with `np.zeros(n * 10)` |
#
# </details>
#
# ## 2 How wrong is it?
#
# Now both are rows of ten numbers, and a **loss function** (손실 함수) says how far apart they are:
# 0 is perfect, larger is worse. Two are in daily use. For one sample with output $y$ and one-hot
# target $t$:
#
# $$\text{squared error: } \frac12\sum_k (y_k - t_k)^2 \qquad\qquad
# \text{cross-entropy: } -\sum_k t_k \ln p_k$$
#
# Every $t_k$ but one is 0. So cross-entropy (교차 엔트로피) is just $-\ln$ of the probability that
# the *right* class got. Both are averaged over the batch, so that the number means the same for
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
# The right panel is the better reason. Behind a softmax, the squared error's slope fades away
# when the network is sure *and* wrong, just where it has most to learn. Cross-entropy pulls
# hardest there. That is why classifiers use it, and the squared error serves for regression.
#
# ### Exercise 2: `mean_squared_error` (*, 5 minutes)
#
# Mean squared error (평균 제곱 오차): **sum** over the classes, **halve**, **mean** over the batch.
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
# `np.mean` of the whole (n, classes) array divides by the number of classes too. Do not.
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

from course_utils import checks

y = np.array([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8], [0.2, 0.2, 0.6]])
t = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
checks.assert_close(  # the three samples cost 0.07, 0.73 and 0.12
    mean_squared_error(y, t),
    0.92 / 3,
    "mean_squared_error(y, t)",
    mistakes={
        "the half is missing: (y - t)^2 / 2": 1.84 / 3,
        "a sum over the batch where the mean belongs: it would grow with the batch": 0.92,
        "the mean over every cell: sum over the classes, mean only over the batch": 0.92 / 9,
        "np.mean over every cell, and the half is missing": 1.84 / 9,
        "the differences were not squared": 0.0,
        "absolute differences; square them": 1.6 / 3,
    },
)
checks.assert_close(mean_squared_error(t, t), 0.0, "mean_squared_error(t, t), a perfect network")
### BEGIN HIDDEN TESTS
for seed, n, c in [(1, 6, 4), (2, 1, 10), (3, 50, 2), (4, 5, 5), (5, 3, 1)]:
    rng = np.random.default_rng(seed)
    y, t = rng.normal(size=(n, c)), rng.normal(size=(n, c))
    wanted = sum((y[i, k] - t[i, k]) ** 2 / 2 for i in range(n) for k in range(c)) / n
    with checks.hidden("random outputs and targets of several shapes"):
        with checks.unchanged(y, t, what="mean_squared_error"):
            checks.assert_close(mean_squared_error(y, t), wanted)
        checks.assert_close(mean_squared_error(t, y), wanted)
with checks.hidden("whole-number targets, as one_hot rows may be"):
    y, t = np.array([[0.5, 0.5], [0.25, 0.75]]), np.array([[1, 0], [0, 1]])
    checks.assert_close(mean_squared_error(y, t), 0.15625)
with checks.hidden("a batch stated twice: the mean stays"):
    y, t = np.arange(6.0).reshape(2, 3), np.ones((2, 3))
    checks.assert_close(mean_squared_error(np.tile(y, (4, 1)), np.tile(t, (4, 1))), 7.75)
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 3: `cross_entropy` (**, 10 minutes)
#
# One trap: the logarithm of 0 is $-\infty$, and $0 \cdot \infty$ is NaN. A network that is
# entirely sure does output 0. Clip the probabilities at `1e-12` before the logarithm: a
# confident mistake then costs $-\ln 10^{-12} = 27.6$, which is a lot, and finite.
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
# As before: sum over `axis=1`, mean over the batch. Dividing the grand total by `len(p)` is the
# same thing.
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

from course_utils import checks

p = np.array([[0.5, 0.25, 0.25], [0.1, 0.8, 0.1]])
t = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
right = np.log(2) + np.log(1.25)  # -ln 0.5 and -ln 0.8
checks.assert_close(
    cross_entropy(p, t),
    right / 2,
    "cross_entropy(p, t)",
    mistakes={
        "a sum over the batch where the mean belongs": right,
        "the mean over every cell: divide by the batch size alone": right / 6,
        "the minus sign is missing: a loss is not negative": -right / 2,
        "clipped after the logarithm; clip the probabilities before it": 0.0,
        "logarithm to base 2; the natural one is np.log": right / 2 / np.log(2),
        "logarithm to base 10; the natural one is np.log": right / 2 / np.log(10),
        "the logarithms of all classes were added: t leaves only the right one": (
            -np.log(p).sum() / 2
        ),
    },
)
checks.assert_close(
    cross_entropy(np.array([[0.0, 1.0]]), np.array([[1.0, 0.0]])),
    -np.log(1e-12),
    "cross_entropy([[0, 1]], [[1, 0]]), sure and wrong",
    hint="clip p at 1e-12 before the logarithm",
)
### BEGIN HIDDEN TESTS
for seed, n, c in [(1, 6, 4), (2, 1, 10), (3, 50, 2), (4, 5, 5)]:
    rng = np.random.default_rng(seed)
    p = rng.dirichlet(np.ones(c), size=n)
    answer = rng.integers(0, c, size=n)
    wanted = np.mean([-np.log(p[i, k]) for i, k in enumerate(answer)])
    t = np.eye(c)[answer]
    with (
        checks.hidden("random probabilities of several shapes"),
        checks.unchanged(p, t, what="cross_entropy"),
    ):
        checks.assert_close(cross_entropy(p, t), wanted)
with checks.hidden("a network that is sure and right"):
    checks.assert_close(cross_entropy(np.eye(4), np.eye(4)), 0.0)
with checks.hidden("probabilities of exactly 0, in right and in wrong places"):
    p = np.array([[0.0, 1.0, 0.0], [0.0, 0.5, 0.5], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    t = np.eye(3)[[0, 1, 0, 1]]
    with checks.unchanged(p, t, what="cross_entropy"):
        wanted = (np.log(2) - 2 * np.log(1e-12)) / 4
        checks.assert_close(
            cross_entropy(p, t), wanted, hint="clip at 1e-12, neither more nor less"
        )
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | NaN | `0 * log(0)`: clip first, then take the logarithm |
# | infinite | a 0 met the logarithm: clip *before* it, not after |
# | off by a factor of the batch size | a sum where the mean over the batch belongs |
# | off by a factor of the number of classes | `np.mean` over the whole array |
# | negative | the minus sign |
# | the caller's `p` has changed | `p[p == 0] = 1e-12` writes into the argument |
#
# </details>
#
# ## 3 Why not simply count what is right?
#
# What we want in the end is many right answers. That share is the **accuracy** (정확도). Why
# does the network not learn from it directly?
#
# ### Exercise 4: `accuracy` (*, 5 minutes)
#
# The network's answer is the class with the highest output.
#
# <details><summary>Hint 1: a nudge</summary>
#
# `np.argmax` gives the index of the largest value. Along which axis?
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# Comparing two arrays of whole numbers with `==` gives True and False, one a sample.
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

from course_utils import checks

p = np.array([[0.7, 0.2, 0.1], [0.5, 0.3, 0.2], [0.1, 0.2, 0.7]])
checks.assert_close(
    accuracy(p, np.array([0, 1, 2])),
    2 / 3,
    "accuracy(p, [0, 1, 2])",
    mistakes={
        "a number of right answers; divide by the number of samples": 2.0,
        "per cent; the result shall lie in [0, 1]": 200 / 3,
        "the share of wrong answers": 1 / 3,
        "the largest of each column; classes run along axis 1": 1.0,
        "divided by the number of cells; divide by the number of samples": 2 / 9,
    },
)
checks.assert_close(accuracy(p, np.array([1, 2, 0])), 0.0, "accuracy(p, [1, 2, 0]), all wrong")
### BEGIN HIDDEN TESTS
for seed, n, c in [(1, 30, 3), (2, 1, 10), (3, 8, 8), (4, 101, 2), (5, 100, 10)]:
    rng = np.random.default_rng(seed)
    scores = 5 * rng.normal(size=(n, c))
    classes = np.where(rng.random(n) < 0.6, scores.argmax(axis=1), rng.integers(0, c, size=n))
    wanted = sum(sorted(range(c), key=scores[i].item)[-1] == classes[i] for i in range(n)) / n
    with (
        checks.hidden("random scores, negative ones too, of several shapes"),
        checks.unchanged(scores, classes, what="accuracy"),
    ):
        checks.assert_close(
            accuracy(scores, classes), wanted, hint="the largest output counts, whatever its size"
        )
with checks.hidden("a network that is always right"):
    checks.assert_close(accuracy(np.eye(5)[[4, 0, 3]], np.array([4, 0, 3])), 1.0)
with checks.hidden("a right answer at a low probability"):
    p = np.array([[0.28, 0.24, 0.24, 0.24], [0.3, 0.31, 0.2, 0.19]])
    checks.assert_close(
        accuracy(p, np.array([0, 1])), 1.0, hint="the largest output counts, whatever its size"
    )
### END HIDDEN TESTS

# %% [markdown]
# Now the experiment. Here is a simple digit network: one layer, whose ten columns of weights are
# the ten *average digits*, spoilt by noise until only about one answer in three is right, like a
# network early in its training. From the data we take 100 digits of which it gets 35 right.

# %% tags=["demo"]
means = np.stack([digits[labels == k].mean(axis=0) for k in range(10)])  # (10, 784)
noise = np.random.default_rng(0).normal(size=(784, 10))
W, b = 0.1 * means.T + 0.15 * noise, -0.05 * (means**2).sum(axis=1)
right = np.argmax(digits @ W + b, axis=1) == labels
chosen = np.r_[np.flatnonzero(right)[:35], np.flatnonzero(~right)[:65]]
hundred, answers = digits[chosen], labels[chosen]
print(f"right on all digits: {right.mean():.0%}; on the chosen hundred: {right[chosen].mean():.0%}")

# %%
predict.guess(
    "nudge",
    "Of 100 digits 35 are right. One weight is nudged by 0.0001. What is the accuracy now?",
    choices=["35 %", "35.0001 %", "35.35 %"],
    my_guess=...,
)

# %% [markdown]
# Drag the slider (in a running notebook): it turns a single weight, from the middle pixel to the
# class "1". Watch the loss, and watch how many digits are on blue paper.

# %% tags=["demo"]
pixel, one = 14 * 28 + 14, 1
plots.nudge_slider(hundred, answers, W, b, pixel, one)

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
base_scores = hundred @ W + b


def outputs_after(nudge):
    z = base_scores.copy()
    z[:, one] += nudge * hundred[:, pixel]
    return softmax(z, axis=1)


def loss_at(nudge):
    return cross_entropy(outputs_after(nudge), one_hot(answers, 10))


def accuracy_at(nudge):
    return accuracy(outputs_after(nudge), answers)


nudges = np.linspace(-3, 3, 401)
plots.loss_against_accuracy(loss_at, accuracy_at, nudges)

# %% [markdown]
# Smooth against staircase. Now count. At each of the 401 places, the derivative (미분) is measured by
# a nudge of 0.0001 to either side.

# %% tags=["demo"]
with when_ready():
    h = 1e-4
    slope = {
        f.__name__: np.array([(f(v + h) - f(v - h)) / (2 * h) for v in nudges])
        for f in (loss_at, accuracy_at)
    }
    for name, values in slope.items():
        print(f"{name:12} derivative exactly 0 at {np.sum(values == 0)} of {len(values)} places")
    assert np.mean(slope["accuracy_at"] == 0) > 0.95 and np.mean(slope["loss_at"] == 0) < 0.01

# %% tags=["demo"]
with when_ready():
    assert round(100 * accuracy_at(0.0)) == 35
    first = next(v for v in np.arange(1, 30_000) * 1e-4 if accuracy_at(v) != accuracy_at(0.0))
    for nudge in (0.0, 0.0001, 0.0002, 0.0003, first):
        print(f"nudge {nudge:.4f}   accuracy {accuracy_at(nudge):.0%}   loss {loss_at(nudge):.8f}")
    assert len({loss_at(v) for v in (0.0, 0.0001, 0.0002, 0.0003)}) == 4

# %% [markdown]
# There it is. Accuracy stays at 35 %, and stays, and then jumps by a whole digit: its derivative
# is 0 almost everywhere, and where it is not, it does not exist. "Which way should this weight
# turn?" gets no answer. The loss (something like 0.93432...) answers every nudge, in some decimal.
#
# **Accuracy is for people. The loss is for the network.**
#
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | the staircase has a single step, or the panel is empty | `accuracy` returns a count or an integer |
# | `accuracy` is about 0.1 whatever you do | one-hot rows given where labels belong |
# | the accuracy derivative differs from 0 at one or two places | a step of the stairs lies within 0.0001: that is the jump itself |
# | shapes (100,) and (10,) do not fit | `argmax` along axis 0 |
#
# </details>
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
# All three in one line: `w = w - rate * derivative`. The `rate` is the learning rate (학습률). Let
# the nudged weight walk by this rule, from both sides, down the loss; then up the accuracy
# (with a plus sign, since more is better).

# %% tags=["demo"]
def walk(f, start, rate, h=1e-4):
    w = start
    for _ in range(100):
        w = w - rate * (f(w + h) - f(w - h)) / (2 * h)
    return w


with when_ready():
    left, right = walk(loss_at, -2.0, 3.0), walk(loss_at, 2.0, 3.0)
    stuck = walk(accuracy_at, 2.0, -3.0)
    print(f"down the loss:   from -2 to {left:.3f}, from 2 to {right:.3f}")
    print(f"up the accuracy: from  2 to {stuck:.3f}")
    assert abs(left - right) < 0.05 and stuck == 2.0

# %% [markdown]
# On the loss, both walks end in the same place. On accuracy, the walker stands still
# on a stair for ever.
#
# With many weights, every weight gets its own derivative, with all the others held fixed. All of
# them together are the **gradient** (기울기); it has the shape of the weights. Measured by nudging
# it is the *numerical gradient* (수치 미분).
#
# How large a nudge? To one side or to both? Measured on $e^w$ at $w = 1$, where the true
# derivative is known:

# %%
predict.guess(
    "step",
    "Which step h measures the derivative best, in 16-digit arithmetic, nudging to both sides?",
    choices=["1e-12, the smaller the better", "about 1e-5", "0.1"],
    my_guess=...,
)

# %% tags=["demo"]
plots.error_against_step()

# %% jupyter={"source_hidden": true}
predict.reveal(
    "step",
    "about 1e-5",
    because="Smaller steps subtract two nearly equal numbers, and the digits that differ run out.",
)

# %% [markdown]
# The central difference $\dfrac{f(w+h) - f(w-h)}{2h}$ errs by about $h^2$, the one-sided one by
# about $h$. With the usual $h = 10^{-4}$ that is the difference between nine right digits and
# four.
#
# ### Exercise 5: `numerical_gradient` (**, 20 minutes)
#
# Nudge every weight up and down by $h = 10^{-4}$, one at a time, and put it back. Three things
# will bite: an array of whole numbers cannot hold 3.0001; the caller's array must be as it was;
# and `w` may have any number of axes, none included.
#
# <details><summary>Hint 1: a nudge</summary>
#
# `np.ndindex(w.shape)` yields every index as a tuple, for any number of axes: `w[i]` just works.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# Begin with a float copy: `w = np.array(w, dtype=float)`. From then on you may write into it.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# In the loop: keep the value, write value + h and call `f`, write value - h and call `f`, put
# the value back, divide the difference by `2 * h`.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "numerical_gradient", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def numerical_gradient(f, w):
    """Gradient of f at w by central differences with h = 1e-4.

    f: takes an array of the shape of w, returns a number
    w: array of any shape, () included; unchanged afterwards
    -> float64 array of the shape of w
    """
    ### BEGIN SOLUTION
    h = 1e-4
    w = np.array(w, dtype=float)  # a float copy: ours to write into, and 3 + h stays 3.0001
    grad = np.empty_like(w)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + h
        above = f(w)
        w[i] = kept - h
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * h)
    return grad
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_numerical_gradient", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# The check of `numerical_gradient`: run it. A click opens it.
import numpy as np

from course_utils import checks

w = np.array([2.0, 5.0])
with checks.unchanged(w, what="numerical_gradient"):
    gradient = numerical_gradient(lambda w: w[0] ** 2 * w[1], w)
checks.assert_close(
    gradient,
    [20.0, 4.0],
    "the gradient of w0^2 w1 at (2, 5)",
    rtol=1e-8,
    mistakes={
        "a one-sided difference: nudge up and down": [20.0005, 4.0],
        "a one-sided difference, downwards: nudge up and down": [19.9995, 4.0],
        "divided by h: the two nudges are 2h apart": [40.0, 8.0],
        "not divided by 2h": [0.004, 0.0008],
        "a weight was not put back before the next one was nudged": [20.0, 3.99960001],
        "all weights were nudged at once: one at a time": [24.00000001, 24.00000001],
    },
)
checks.assert_close(
    numerical_gradient(lambda w: (w**2).sum(), np.array([3, 1])),
    [6.0, 2.0],
    "the gradient of the sum of squares at the whole numbers (3, 1)",
    rtol=1e-8,
    mistakes={
        "an array of whole numbers cut the nudge off: work on a float copy": [25000.0, 5000.0],
        "the nudge was lost in an array of whole numbers: work on a float copy": [0.0, 0.0],
        "the result was stored in an array of whole numbers": [5, 1],
    },
)
w = np.array([[1.0, 2.0], [-1.0, 0.5]])
checks.assert_close(
    numerical_gradient(lambda w: (w**3).sum(), w),
    3 * w**2,
    "the gradient of the sum of cubes at [[1, 2], [-1, 0.5]]",
    rtol=2e-8,
    mistakes={
        "only the first axis was walked, row by row: np.ndindex(w.shape)": [[15.0] * 2, [3.75] * 2],
        "the step is 1e-4 to either side, not 1e-2": 3 * w**2 + 1e-4,
        "the step is 1e-4 to either side, not 1e-3": 3 * w**2 + 1e-6,
    },
)
checks.assert_close(
    numerical_gradient(lambda w: w**2, np.array(3.0)),
    np.array(6.0),
    "the gradient of w^2 at 3, w of shape ()",
    rtol=1e-8,
)
### BEGIN HIDDEN TESTS
for seed, shape in [(1, (4,)), (2, (3, 2)), (3, (2, 3, 4)), (4, (1,)), (5, (2, 1, 2, 2)), (6, ())]:
    rng = np.random.default_rng(seed)
    w, a = rng.normal(size=shape), rng.normal(size=shape)
    with checks.hidden("weights of several ranks"):
        with checks.unchanged(w, what="numerical_gradient"):
            got = numerical_gradient(lambda v, a=a: np.sum(np.sin(a * v)), w)
        checks.assert_close(got, a * np.cos(a * w), rtol=1e-6, atol=1e-8)
with checks.hidden("a function in which every weight meets every other"):
    a = np.random.default_rng(7).normal(size=(3, 4))
    w = np.random.default_rng(8).normal(size=(4, 3))
    with checks.unchanged(w, what="numerical_gradient"):
        got = numerical_gradient(lambda v: np.sum((a @ v) ** 2), w)
    checks.assert_close(got, 2 * a.T @ a @ w, rtol=1e-7, atol=1e-8)
with checks.hidden("an array that is a transposed view"):
    w = np.random.default_rng(9).normal(size=(3, 2)).T
    with checks.unchanged(w, what="numerical_gradient"):
        got = numerical_gradient(lambda v: np.sum(v**2) + v[1, 2] * v[0, 0], w)
    wanted = 2 * w
    wanted[1, 2], wanted[0, 0] = wanted[1, 2] + w[0, 0], wanted[0, 0] + w[1, 2]
    checks.assert_close(got, wanted, rtol=1e-7, atol=1e-8)
with checks.hidden("whole-number weights of shapes () and (2, 2)"):
    for w in (np.array(4), np.array([[1, -2], [3, 0]])):
        with checks.unchanged(w, what="numerical_gradient"):
            got = numerical_gradient(lambda v: np.sum(v**2 / 4), w)
        checks.assert_close(got, w / 2, rtol=1e-7, atol=1e-8)
with checks.hidden("the size of the step, which shall be 1e-4 to either side"):
    w = np.array([0.0, 1.0])
    got = numerical_gradient(lambda v: np.sum(np.sin(1000 * v)), w)
    wanted = (np.sin(1000 * (w + 1e-4)) - np.sin(1000 * (w - 1e-4))) / 2e-4
    checks.assert_close(got, wanted, rtol=1e-6, hint="another step than h = 1e-4 to either side")
with checks.hidden("the two sides of a kink: |w| at 0"):
    checks.assert_close(numerical_gradient(lambda v: np.abs(v).sum(), np.zeros(2)), [0.0, 0.0])
### END HIDDEN TESTS

# %% [markdown]
# Your function, on all 784 weights of the class "1" in the experiment above: once for the loss,
# once for accuracy. A gradient has the shape of its weights, so it can be looked at as a picture.

# %% tags=["demo"]
def outputs_with(column):
    z = base_scores.copy()
    z[:, one] = hundred @ column.ravel() + b[one]
    return softmax(z, axis=1)


def loss_gradient():
    targets = one_hot(answers, 10)
    return numerical_gradient(
        lambda c: cross_entropy(outputs_with(c), targets), W[:, one].reshape(28, 28)
    )


def accuracy_gradient():
    return numerical_gradient(
        lambda c: accuracy(outputs_with(c), answers), W[:, one].reshape(28, 28)
    )


plots.gradient_pictures(loss_gradient, accuracy_gradient)

# %% [markdown]
# On the left each red weight is one to lower and each blue one to raise. The loss says it in a
# picture: "a 1 is an upright stroke; give the ink there more weight". (Pixels that are always
# empty stay at 0: no digit has ink there.) On the right there is nothing to follow.
#
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | all zeros for whole-number weights | `w[i] + h` was stored in an integer array |
# | twice too large | divided by `h`; the two nudges are `2 * h` apart |
# | right to four digits only | a one-sided difference |
# | the first weight right, later ones slightly off | a weight was not put back |
# | fails for shape `()` | a loop over `range(len(w))` |
# | `TypeError: 'float' object does not support item assignment` | `w` was a plain number: make an array of it |
#
# </details>
#
# ## 5 All gradients at once
#
# Nudging is simple and always right. So why does nobody train that way?

# %%
predict.guess(
    "passes",
    "A network 784 -> 32 -> 10. How many forward passes does one numerical gradient take?",
    my_guess=...,
)

# %%
# NBVAL_CHECK_OUTPUT
weights = 784 * 32 + 32 + 32 * 10 + 10
print(f"{weights:,} weights and biases, two passes each: {2 * weights:,} forward passes")

# %% jupyter={"source_hidden": true}
predict.reveal("passes", 50900, because="And all of that for a single small step.")

# %% [markdown]
# **Backpropagation** (역전파) gets the whole gradient out of one pass forward and one backward.
# Write the computation as a **computational graph** (계산 그래프). Forward, every node computes its
# value. Backward, every node takes the gradient that arrives from the right, multiplies it by
# its own local derivative, and hands it to the left. That is the chain rule (연쇄 법칙), and
# nothing else.
#
# Work this one out on paper before you go on: one input $x = 2$, one hidden neuron, two classes,
# and the right answer is the first, $t = (1, 0)$.

# %% tags=["demo"]
plots.computational_graph()

# %% [markdown]
# Read the lower row from right to left:
#
# 1. **Softmax and cross-entropy together** give $\partial L / \partial z = p - t = (-0.5, 0.5)$.
# 2. **Scores** $z = W_2 h + b_2$. To $W_2$: what arrives times its input, $0.5 \cdot (-0.5, 0.5)$.
#    To $b_2$: what arrives. To $h$: what arrives through *every* weight that used it,
#    $2 \cdot (-0.5) + (-2) \cdot 0.5 = -2$.
# 3. **Sigmoid**: times its slope $h(1-h) = 0.25$, so $-0.5$.
# 4. **Weighted sum** $a = w_1 x + b_1$. To $w_1$: times its input, $2 \cdot (-0.5) = -1$. To $b_1$:
#    $-0.5$.
#
# Does the sign make sense? $w_1$ should grow (its derivative is negative): then $h$ grows, and the
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
# ### Exercise 6: `softmax_cross_entropy_grad` (**, 10 minutes)
#
# The first step back, for a whole batch. The loss is a *mean* over the batch, so each sample
# carries only its share: $(\text{softmax}(z) - t) / n$.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Softmax works within a sample: along `axis=1`. `softmax` is imported at the top.
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

from course_utils import checks

checks.assert_close(
    softmax_cross_entropy_grad(np.array([[0.0, 0.0]]), np.array([[1.0, 0.0]])),
    [[-0.5, 0.5]],
    "softmax_cross_entropy_grad([[0, 0]], [[1, 0]]), the sample on paper",
    mistakes={
        "the sign: it is softmax(z) - t": [[0.5, -0.5]],
        "only the softmax; the target is not subtracted": [[0.5, 0.5]],
        "the scores themselves minus the target: softmax first": [[-1.0, 0.0]],
        "divided by the number of cells; divide by the batch size": [[-0.25, 0.25]],
    },
)
z = np.array([[0.0, 0.0], [np.log(3), 0.0]])  # softmax: (1/2, 1/2) and (3/4, 1/4)
t = np.array([[1.0, 0.0], [0.0, 1.0]])
checks.assert_close(
    softmax_cross_entropy_grad(z, t),
    [[-0.25, 0.25], [0.375, -0.375]],
    "softmax_cross_entropy_grad(z, t) for a batch of two",
    mistakes={
        "not divided by the batch size": [[-0.5, 0.5], [0.75, -0.75]],
        "divided by the number of cells": [[-0.125, 0.125], [0.1875, -0.1875]],
        "softmax over the batch instead of the classes": [[-0.375, 0.25], [0.375, -0.25]],
        "softmax over the whole array: each sample has its own": [
            [-5 / 12, 1 / 12],
            [0.25, -5 / 12],
        ],
    },
)
### BEGIN HIDDEN TESTS
from scipy.special import softmax as reference_softmax

for seed, n, c in [(1, 7, 4), (2, 1, 10), (3, 50, 2), (4, 5, 5), (5, 3, 30)]:
    rng = np.random.default_rng(seed)
    z, t = 3 * rng.normal(size=(n, c)), np.eye(c)[rng.integers(0, c, size=n)]
    with checks.hidden("random scores of several shapes"):
        with checks.unchanged(z, t, what="softmax_cross_entropy_grad"):
            got = softmax_cross_entropy_grad(z, t)
        checks.assert_close(got, (reference_softmax(z, axis=1) - t) / n)
    loss = lambda v, t=t: -np.mean(np.log(reference_softmax(v, axis=1)[t == 1]))
    nudged = np.zeros_like(z)
    for i in np.ndindex(z.shape):
        step = np.zeros_like(z)
        step[i] = 1e-5
        nudged[i] = (loss(z + step) - loss(z - step)) / 2e-5
    with checks.hidden("agreement with a numerical gradient"):
        checks.assert_close(got, nudged, rtol=1e-6, atol=1e-9)
with checks.hidden("very large scores, of either sign, in one batch"):
    z = np.array([[1000.0, 1000.0, -1000.0], [-1000.0, -1001.0, -2000.0], [0.0, 1.0, 2.0]])
    t = np.eye(3)[[0, 1, 2]]
    checks.assert_close(
        softmax_cross_entropy_grad(z, t),
        (reference_softmax(z, axis=1) - t) / 3,
        hint="exp of a large score overflows: subtract each row's own maximum first",
    )
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 7: `two_layer_grads` (***, 30 minutes)
#
# The whole way back, for a batch of n samples:
#
# | | forward | shape |
# |---|---|---|
# | input | `x` | (n, d) |
# | hidden | `h = sigmoid(x @ W1 + b1)` | (n, h) |
# | output | `p = softmax(h @ W2 + b2)` | (n, c) |
# | loss | mean cross-entropy of `p` and `t` | one number |
#
# Walk back as on paper. A useful rule: **a gradient has the shape of the thing it belongs
# to**, and often only one arrangement of a matrix product gives that shape.
#
# <details><summary>Hint 1: a nudge</summary>
#
# First compute `h` and `p` (here `expit` is the sigmoid). The walk begins with
# `dz = (p - t) / n`, of shape (n, c).
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# A layer `out = inp @ W + b` that receives `dout` gives: to `W` `inp.T @ dout`, to `b` the sum of
# `dout` over the batch, to `inp` `dout @ W.T`. The `@` with `.T` sums over the batch by itself.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# Between the two layers lies the sigmoid: `da = (dz @ W2.T) * h * (1 - h)`, of shape (n, h).
# Then the first layer is treated just as the second, with `x` for its input.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "two_layer_grads", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def two_layer_grads(x, t, params):
    """Gradients of the mean cross-entropy of a two-layer network, by backpropagation.

    x: inputs, array (n, d); t: one-hot targets, array (n, c)
    params: {"W1": (d, h), "b1": (h,), "W2": (h, c), "b2": (c,)}; the hidden layer has a sigmoid,
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

from course_utils import checks

x, t = np.array([[2.0], [2.0]]), np.array([[1.0, 0.0], [1.0, 0.0]])  # the paper's sample, twice
params = {
    "W1": np.array([[0.5]]),
    "b1": np.array([-1.0]),
    "W2": np.array([[2.0, -2.0]]),
    "b2": np.array([-1.0, 1.0]),
}
right = {"W1": [[-1.0]], "b1": [-0.5], "W2": [[-0.25, 0.25]], "b2": [-0.5, 0.5]}
with checks.unchanged(x, t, params, what="two_layer_grads"):
    got = two_layer_grads(x, t, params)
checks.assert_close(
    got,
    right,
    "two_layer_grads(x, t, params)",
    mistakes={
        "the sum over the batch where the mean belongs: (p - t) / n": {
            k: 2 * np.array(v) for k, v in right.items()
        },
        "the sign: the walk back begins with p - t": {k: -np.array(v) for k, v in right.items()},
        "the sigmoid's slope h (1 - h) is left out on the way back": {
            "W1": [[-4.0]], "b1": [-2.0]
        },
        "the slope is h (1 - h) with h after the sigmoid, not before it": {
            "W1": [[0.0]], "b1": [0.0]
        },
        "biases: sum over the batch; dz is divided by n already": {
            "b1": [-0.25], "b2": [-0.25, 0.25]
        },
        "the batch axis of a bias gradient is not summed": {"b1": [[-0.25], [-0.25]]},
    },
)  # fmt: skip
zeros = {"W1": np.zeros((4, 3)), "b1": np.zeros(3), "W2": np.zeros((3, 2)), "b2": np.zeros(2)}
got = two_layer_grads(np.ones((5, 4)), np.eye(2)[[0, 1, 1, 0, 1]], zeros)
for name in zeros:
    checks.assert_shape(
        got[name], zeros[name].shape, f"the gradient of {name}",
        hint="a gradient has the shape of its parameter: which transpose gives it?",
    )  # fmt: skip
### BEGIN HIDDEN TESTS
from scipy.special import expit as reference_sigmoid
from scipy.special import softmax as reference_softmax


def loss_of(x, t, p):  # plain NumPy, so that complex numbers pass through
    z = 1 / (1 + np.exp(-(x @ p["W1"] + p["b1"]))) @ p["W2"] + p["b2"]
    return np.mean(np.log(np.exp(z).sum(axis=1)) - (z * t).sum(axis=1))


def derivative(x, t, params, name, i, step):  # with one parameter changed by step
    moved = {k: v.astype(complex) if np.iscomplex(step) else v.copy() for k, v in params.items()}
    moved[name][i] += step
    return loss_of(x, t, moved)


for n, d, h, c in [(5, 4, 3, 2), (1, 3, 4, 5), (6, 1, 2, 3), (3, 3, 3, 3), (8, 2, 1, 4)]:
    rng = np.random.default_rng(10 * n + d)
    x, t = rng.normal(size=(n, d)), np.eye(c)[rng.integers(0, c, size=n)]
    shapes = {"W1": (d, h), "b1": (h,), "W2": (h, c), "b2": (c,)}
    params = {k: rng.normal(size=shape) for k, shape in shapes.items()}
    with checks.hidden("random networks and batches of several shapes"):
        with checks.unchanged(x, t, params, what="two_layer_grads"):
            got = two_layer_grads(x, t, params)
        exact = {k: np.zeros(shape) for k, shape in shapes.items()}
        for k in shapes:
            for i in np.ndindex(shapes[k]):  # the complex step loses no digit to subtraction
                exact[k][i] = derivative(x, t, params, k, i, 1e-30j).imag / 1e-30
        checks.assert_close(got, exact, rtol=1e-7, atol=1e-12)
    for k in shapes:
        nudged = np.zeros(shapes[k])
        for i in np.ndindex(shapes[k]):
            up, down = (derivative(x, t, params, k, i, s) for s in (1e-5, -1e-5))
            nudged[i] = (up - down) / 2e-5
        with checks.hidden("a gradient check: relative error against nudging below 1e-7"):
            found = np.asarray(got[k])
            size = max(np.abs(found).max(), np.abs(nudged).max())
            error = np.abs(found - nudged).max() / size
            limit = 1e-4 if found.dtype == np.float32 else 1e-7
            checks.assert_equal(bool(error < limit), True, hint="a term is wrong or left out")
with checks.hidden("large inputs and large scores: saturated, and still finite"):
    rng = np.random.default_rng(6)
    x, t = 300 * rng.normal(size=(6, 3)), np.eye(4)[[0, 1, 2, 3, 0, 1]]
    params = {"W1": rng.normal(size=(3, 5)), "b1": rng.normal(size=5)}
    params |= {"W2": 900 * rng.normal(size=(5, 4)), "b2": rng.normal(size=4)}
    hidden = reference_sigmoid(x @ params["W1"] + params["b1"])
    dz = (reference_softmax(hidden @ params["W2"] + params["b2"], axis=1) - t) / 6
    da = np.einsum("nc,hc->nh", dz, params["W2"]) * hidden * (1 - hidden)
    wanted = {"W1": np.einsum("nd,nh->dh", x, da), "b1": np.einsum("nh->h", da)}
    wanted |= {"W2": np.einsum("nh,nc->hc", hidden, dz), "b2": np.einsum("nc->c", dz)}
    checks.assert_close(
        two_layer_grads(x, t, params), wanted, rtol=1e-6,
        hint="softmax overflows on large scores: subtract each row's maximum first",
    )  # fmt: skip
### END HIDDEN TESTS

# %% [markdown]
# ### Trust, and check
#
# Backpropagation is fast, and easy to get slightly wrong: a wrong gradient often still learns,
# only worse. The **gradient check** settles it: compare with nudging, which is slow and right.
# The measure, as Stanford's CS231n uses it, is the relative error
# $|a - n| / \max(|a|, |n|)$. Below $10^{-7}$: be happy. Above $10^{-2}$: wrong.

# %%
def relative_error(a, n):
    """Largest |a - n| / max(|a|, |n|) over all cells."""
    return np.max(np.abs(a - n) / np.maximum(np.maximum(np.abs(a), np.abs(n)), 1e-12))


def outputs(x, params):
    """Forward pass of the two-layer network: probabilities (n, classes)."""
    hidden = expit(x @ params["W1"] + params["b1"])
    return softmax(hidden @ params["W2"] + params["b2"], axis=1)


def new_params(d, h, c, rng):
    """Small random weights, zero biases."""
    W1, W2 = rng.normal(size=(d, h)) / np.sqrt(d), rng.normal(size=(h, c)) / np.sqrt(h)
    return {"W1": W1, "b1": np.zeros(h), "W2": W2, "b2": np.zeros(c)}


# %%
def gradient_check(seed=3):
    rng = np.random.default_rng(seed)
    params, inputs = new_params(4, 5, 3, rng), rng.normal(size=(8, 4))
    targets = one_hot([0, 1, 2, 0, 1, 2, 0, 1], 3)
    backward = two_layer_grads(inputs, targets, params)
    return {
        name: relative_error(
            backward[name],
            numerical_gradient(
                lambda w, name=name: cross_entropy(outputs(inputs, params | {name: w}), targets), w
            ),
        )
        for name, w in params.items()
    }


with when_ready():
    errors = gradient_check()
    assert max(errors.values()) < 1e-7, errors

# %% tags=["demo"]
plots.gradient_check_bars(gradient_check)

# %% [markdown]
# Two ways that share no line of code agree to seven digits and more. And the price? One forward
# pass, one backpropagation, on a network of 784, 32 and 10 with 50 digits:

# %% tags=["demo"]
import timeit

with when_ready():
    net = new_params(784, 32, 10, np.random.default_rng(0))
    fifty, goal = digits[:50], one_hot(labels[:50], 10)
    forward = min(timeit.repeat(lambda: outputs(fifty, net), number=1, repeat=25))
    backward = min(timeit.repeat(lambda: two_layer_grads(fifty, goal, net), number=1, repeat=25))
    nudging = 2 * weights * forward
    print(f"backpropagation {1000 * backward:.2f} ms, nudging {nudging:.0f} s")
    print(f"nudging takes {nudging / backward:,.0f} times as long")
    assert nudging > 300 * backward

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | all gradients n times too large | `(p - t)` not divided by n |
# | only the bias gradients n times too small | `mean` over a `dz` that is divided already |
# | `W2`, `b2` right, `W1`, `b1` wrong | the sigmoid's slope `h * (1 - h)`, or `W2.T` |
# | `b1` has shape (1, h) or (n, h) | `keepdims=True`, or no sum over the batch |
# | "matmul: mismatch in its core dimension" | a transpose missing: write the shapes beside the line |
# | all NaN on large inputs | `exp` overflowed in the softmax: subtract each row's maximum |
# | relative error about 1e-4 | the check itself uses a one-sided difference |
#
# </details>
#
# ## 6 Fifty at once
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
net = new_params(784, 32, 10, np.random.default_rng(0))
sizes = [1, 2, 5, 10, 20, 50, 100]
seconds = [
    min(timeit.repeat(lambda n=n: outputs(digits[:n], net), number=10, repeat=7)) / 10
    for n in sizes
]
plots.time_per_image(sizes, seconds)
together, one_by_one = seconds[sizes.index(50)], 50 * seconds[0]
print(f"50 at once: {1e6 * together:,.0f} us, 50 times one: {1e6 * one_by_one:,.0f} us")
predict.reveal("fifty", round(one_by_one / together), because="Measured here, on your machine.")
assert one_by_one > 2 * together

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
# every sample has been used once, an epoch (에포크) is over; then shuffle anew.

# %% tags=["demo"]
plots.shuffled_batches()

# %% [markdown]
# ### Exercise 8: `minibatches` (**, 12 minutes)
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
       indices, but the last may be shorter
    """
    ### BEGIN SOLUTION
    order = rng.permutation(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_minibatches", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `minibatches`: run it. A click opens it.
import numpy as np

from course_utils import checks

batches = minibatches(10, 4, np.random.default_rng(0))
checks.assert_equal(
    isinstance(batches, (list, tuple)),
    True,
    "minibatches(10, 4, rng) is a list",
    hint="collect the batches in a list, and return it",
)
checks.assert_equal(
    [len(batch) for batch in batches],
    [4, 4, 2],
    "the sizes of minibatches(10, 4, rng)",
    mistakes={
        "the short last batch is dropped": [4, 4],
        "np.array_split evens the sizes out; only the last may be short": [4, 3, 3],
        "batch_size is the size of a batch, not their number": [3, 3, 2, 2],
        "the last batch is filled up with indices that were used before": [4, 4, 4],
        "every batch begins at the next index, so that they overlap": [4] * 7 + [3, 2, 1],
    },
)
checks.assert_equal(
    sorted(int(i) for batch in batches for i in batch),
    list(range(10)),
    "all indices of minibatches(10, 4, rng), sorted",
    hint="every index from 0 to 9 exactly once: draw without replacement",
)
again = minibatches(10, 4, np.random.default_rng(0))
checks.assert_equal(
    [[int(i) for i in batch] for batch in again],
    [[int(i) for i in batch] for batch in batches],
    "minibatches(10, 4, rng) with a generator of the same seed",
    hint="take all randomness from rng: rng.permutation, not np.random",
)
### BEGIN HIDDEN TESTS
for n, size in [(7, 3), (12, 4), (5, 5), (3, 8), (6, 1), (1, 1), (103, 10), (51, 50)]:
    batches = minibatches(n, size, np.random.default_rng(n))
    with checks.hidden("the sizes of the batches"):
        full, rest = divmod(n, size)
        checks.assert_equal([len(b) for b in batches], [size] * full + [rest] * (rest > 0))
    with checks.hidden("every index once"):
        checks.assert_equal(sorted(int(i) for b in batches for i in b), list(range(n)))
    with checks.hidden("batches that can index an array"):
        for batch in batches:
            checks.assert_close(np.arange(n)[batch], np.asarray(batch))
            checks.assert_equal(np.asarray(batch).dtype.kind in "iu", True)
runs = [minibatches(400, 20, np.random.default_rng(seed)) for seed in (1, 1, 2)]
flat = [[int(i) for b in run for i in b] for run in runs]
with checks.hidden("the shuffling"):
    mixed = [max(map(int, b)) - min(map(int, b)) > 40 for b in runs[0]]
    checks.assert_equal(
        all(mixed), True, hint="shuffle all indices first and cut afterwards, not the other way"
    )
    rising = np.mean(np.diff(flat[0]) > 0)
    checks.assert_equal(
        bool(0.35 < rising < 0.65), True, hint="the indices are still in order: do not sort them"
    )
with checks.hidden("the same seed, the same batches"):
    checks.assert_equal(flat[0] == flat[1], True, hint="take all randomness from rng")
with checks.hidden("another seed, other batches"):
    checks.assert_equal(flat[0] == flat[2], False, hint="use rng, not a seed of your own")
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | some indices missing, others twice | `rng.integers` or `rng.choice` draws *with* replacement |
# | other batches at every run with the same seed | `np.random.shuffle` instead of `rng` |
# | `order = rng.shuffle(order)` gives None | `shuffle` works in place and returns nothing |
# | each batch holds neighbours, 0 to 49, 50 to 99 | only the order of the batches was shuffled |
# | sizes 4, 3, 3 instead of 4, 4, 2 | `np.array_split` |
#
# </details>
#
# ## 7 Honest marks
#
# A network can learn its training digits by heart: overfitting (과적합). So it must be judged on
# others. But there is a subtler trap. Suppose you try 200 settings, measure them all on the same
# 50 digits, and keep the best.

# %%
predict.guess(
    "guessers",
    "200 'models' only guess; all are judged on the same 50 digits. What does the best one reach?",
    choices=["about 10 %", "about 20 %", "about 50 %"],
    my_guess=...,
)

# %% tags=["demo"]
rng = np.random.default_rng(0)
guesses = rng.integers(0, 10, size=(200, 1050)) == rng.integers(0, 10, size=1050)
on_50, on_1000 = guesses[:, :50].mean(axis=1), guesses[:, 50:].mean(axis=1)
plots.best_of_many_guessers(on_50, on_1000)
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
# - **Training** (학습) data set the weights.
# - **Validation** (검증) data set what *you* choose: learning rate, layer sizes, when to stop. Look
#   as often as you like, and remember that every look makes this score a little flattering.
# - **Test** (시험) data are opened once, when nothing will be changed any more.
#
# ### Exercise 9: `split_indices` (**, 12 minutes)
#
# Shuffle first: files are often sorted by class, and then the test set would hold digits that
# the network never saw. When the ratios do not divide n, sizes are off by a sample or so; but no
# sample may get lost.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Two cuts make three parts. Shuffle, then slice.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# The first cut is at n times the first ratio, as a whole number. `int(...)` cuts decimals
# off, `round(...)` rounds; either will do here.
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

from course_utils import checks

parts = split_indices(10, (0.6, 0.2, 0.2), np.random.default_rng(0))
checks.assert_equal(
    isinstance(parts, (list, tuple)) and len(parts) == 3,
    True,
    "split_indices(10, (0.6, 0.2, 0.2), rng) gives three arrays",
    hint="`return train, validation, test`",
)
checks.assert_equal(
    [len(part) for part in parts],
    [6, 2, 2],
    "the sizes of the three parts of 10",
    mistakes={
        "three equal parts: use the ratios": [4, 3, 3],
        "the order is training, validation, test": [2, 2, 6],
        "the second cut lies at n * (first + second ratio)": [6, 0, 8],
        "the second part reaches from the first cut to the end": [6, 4, 2],
    },
)
checks.assert_equal(
    sorted(int(i) for part in parts for i in part),
    list(range(10)),
    "all indices of the three parts, sorted",
    hint="every index from 0 to 9 exactly once: shuffle once, then cut",
)
again = split_indices(10, (0.6, 0.2, 0.2), np.random.default_rng(0))
checks.assert_equal(
    [[int(i) for i in part] for part in again],
    [[int(i) for i in part] for part in parts],
    "the parts with a generator of the same seed",
    hint="take all randomness from rng: rng.permutation, not np.random",
)
### BEGIN HIDDEN TESTS
cases = [(n, (0.6, 0.2, 0.2)) for n in (1, 2, 3, 5, 7, 11, 14, 50, 97, 100, 1437)]
cases += [(40, (0.5, 0.25, 0.25)), (60, (0.25, 0.25, 0.5))]
cases += [(83, (0.7, 0.2, 0.1)), (83, (0.1, 0.3, 0.6)), (1000, (0.8, 0.15, 0.05))]
for n, ratios in cases:
    parts = split_indices(n, ratios, np.random.default_rng(n))
    sizes, exact = np.array([len(part) for part in parts]), n * np.array(ratios)
    with checks.hidden("the sizes of the parts, ratios that divide n and others"):
        checks.assert_equal(len(parts), 3)
        slack = 1e-6 if np.allclose(exact, np.round(exact)) else 2
        checks.assert_equal(
            bool(np.all(np.abs(sizes - exact) < slack)), True, hint="sizes follow the given ratios"
        )
    with checks.hidden("every index in exactly one part, whatever n is"):
        checks.assert_equal(
            sorted(int(i) for part in parts for i in part), list(range(n)),
            hint="rounding loses or repeats a sample: let the last part be what is left",
        )  # fmt: skip
    with checks.hidden("parts that can index an array"):
        for part in parts:
            if len(part):
                checks.assert_close(np.arange(n)[part], np.asarray(part))
runs = [split_indices(500, (0.6, 0.2, 0.2), np.random.default_rng(seed)) for seed in (1, 1, 2)]
flat = [[int(i) for part in run for i in part] for run in runs]
with checks.hidden("the shuffling, before the cut"):
    middles = [float(np.mean(part)) for part in runs[0]]
    checks.assert_equal(
        bool(max(middles) - min(middles) < 120), True, hint="shuffle first, and cut afterwards"
    )
with checks.hidden("the same seed, the same parts"):
    checks.assert_equal(flat[0] == flat[1], True, hint="take all randomness from rng")
with checks.hidden("another seed, other parts"):
    checks.assert_equal(
        [sorted(map(int, p)) for p in runs[0]] == [sorted(map(int, p)) for p in runs[2]],
        False,
        hint="use rng, not a seed of your own",
    )
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | one index short, for some n only | all three sizes were rounded down: let the last be the rest |
# | an index in two parts | shuffled anew for each part: shuffle once |
# | the training part is 0..59 | not shuffled |
# | high validation, poor test accuracy | an index in both training and validation, or many looks |
# | `slice indices must be integers` | `n * ratio` is a float: `int(...)` or `round(...)` |
#
# </details>
#
# ## 8 The loop
#
# Everything is there. Training, of this network and of every other in the course, is one loop:

# %% tags=["demo"]
plots.training_loop()

# %% tags=["demo"]
def three_parts():
    return split_indices(len(digits), (0.6, 0.2, 0.2), np.random.default_rng(0))


def score(params, part):
    return accuracy(outputs(digits[part], params), labels[part])


# %% tags=["demo"]
def train_on_loss(epochs=30, rate=0.5):
    train, validation, _ = three_parts()
    rng, targets = np.random.default_rng(1), one_hot(labels, 10)
    params = new_params(784, 32, 10, rng)
    history = [score(params, validation)]
    for _ in range(epochs):  # repeat
        for batch in minibatches(len(train), 50, rng):  # mini-batch
            chosen = train[batch]
            grads = two_layer_grads(digits[chosen], targets[chosen], params)  # gradient
            params = {k: params[k] - rate * grads[k] for k in params}  # update
        history.append(score(params, validation))
    return params, history


# %% [markdown]
# And its rival, which wants accuracy itself. It has no slope to follow, so it gropes: nudge all
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
    train, validation, _ = three_parts()
    rng = np.random.default_rng(1)
    params = new_params(784, 32, 10, rng)
    best, seen = score(params, train), score(params, validation)
    history = [seen]
    for _ in range(tries):
        nudged = {k: w + size * rng.normal(size=w.shape) for k, w in params.items()}
        reached = score(nudged, train)
        if reached > best:
            params, best, seen = nudged, reached, score(nudged, validation)
        history.append(seen)
    return history


# %% tags=["demo"]
with when_ready():
    trained, by_loss = train_on_loss()
    by_accuracy = climb_on_accuracy()
    plots.learning_curves_loss_and_accuracy(by_loss, by_accuracy)
    assert by_loss[-1] > 0.8 and by_accuracy[-1] < by_loss[-1] / 2

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
with when_ready():
    _, _, test = three_parts()
    final = score(trained, test)
    print(f"test accuracy of the network trained on loss: {final:.1%} of {len(test)} digits")
    assert final > 0.8

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | the loss rises from step to step | plus instead of minus in the update, or the rate far too large |
# | the curve stays near 10 % | gradients of another batch than the targets: index both by the same `chosen` |
# | learns, but slowly and unevenly | a slightly wrong gradient: do the gradient check |
# | all NaN after some steps | a large rate and a softmax that overflows |
# | training accuracy 100 %, validation far below | overfitting: notebook 05 |
#
# </details>
#
# ## Recap
#
# - A label becomes a **one-hot** row; a **loss** says in one number how far the output is from it.
#   Cross-entropy is $-\ln$ of the right class's probability.
# - **Accuracy** is a staircase: its derivative is 0 or does not exist. The **loss** is smooth: it
#   answers every nudge. Networks learn from the loss, people read the accuracy.
# - Negative derivative: raise the weight. Positive: lower it. 0: stop.
# - The **numerical gradient** is slow and right, **backpropagation** fast and error-prone; check
#   one against the other, below $10^{-7}$.
# - 50 samples at once are far cheaper than 50 times one.
# - **Training** sets the weights, **validation** your choices, **test** the final mark.
# - Mini-batch, gradient, update, repeat.
#
# ## Questions in your own words
#
# Answer in a few sentences. These are read by a person.

# %% [markdown] nbgrader={"grade": true, "grade_id": "question_larger_step", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# **Question 1.** A friend says: "The derivative of accuracy is 0 only because h = 0.0001 is so small.
# Take h = 1, then it is not 0, and we can train on what we really want." What is right about that,
# and why is it still no good way to train a network?
#
# ### BEGIN SOLUTION
# Right: with h = 1 a nudge flips several digits, so the difference is often not 0. But it no longer
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
# ## Open challenge
#
# Write `three_layer_grads(x, t, params)` with two hidden layers (`W1, b1, W2, b2, W3, b3`), in the
# cell below. Before you trust it, run the gradient check, and do not stop above $10^{-7}$. Then train it
# with the loop of section 8. Does the third layer help on these digits? Look at the first
# layer's gradients: how much smaller are they than the last one's? (Notebook 01 told you why.)

# %% tags=["demo"]
# Your three layers.
