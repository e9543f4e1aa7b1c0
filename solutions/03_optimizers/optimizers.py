# %% [markdown]
# # 03 Optimizers (최적화)
#
# Backpropagation tells every weight which way is down. How far should it go, and is straight down
# really the way? Five answers, each a few lines long, and how to choose their numbers.
#
# **When you are through, you can**
# - write SGD, momentum, AdaGrad, RMSProp and Adam, and say what each one mends in the one before;
# - read a loss curve and tell a learning rate that is too small from one that is too big;
# - let the learning rate decay, and say when that pays;
# - search hyperparameters as professionals do: at random, on a log scale, narrowing by validation
#   score;
# - tell the settings that deserve your time from those that do not.
#
# **Time:** about 2 hours. **Know first:** notebook 02 (loss, gradient, mini-batches, the three
# parts of the data), dicts in Python.
#
# New here? Notebook 01 begins with how these notebooks work.

# %%
import numpy as np

from course_utils import checks, plots, predict, when_ready

# %% tags=["demo"]
from threadpoolctl import threadpool_limits

from course_utils.data import load_digits_28

threadpool_limits(1)  # matrices this small are done before a second thread has woken up
(images, labels), test = load_digits_28()  # test stays shut until the last page
train, validation = (images[:1000], labels[:1000]), (images[1000:1400], labels[1000:1400])
print("train:", train[0].shape, " validation:", validation[0].shape)

# %% [markdown]
# ## 1 A long, narrow valley
#
# Losses have millions of weights; two are enough to see the trouble. Take
#
# $$f(x, y) = \frac{x^2}{20} + y^2, \qquad
# \frac{\partial f}{\partial x} = \frac{x}{10}, \qquad \frac{\partial f}{\partial y} = 2y,$$
#
# steep across ($y$), nearly flat along ($x$), minimum at $(0, 0)$. Start at $(-7, 2)$.

# %%
predict.guess(
    "downhill",
    "At (-7, 2), which way does the negative gradient point?",
    choices=["straight to the minimum", "along the valley", "across the valley"],
    my_guess=...,
)

# %%
# NBVAL_CHECK_OUTPUT
start = {"x": np.array(-7.0), "y": np.array(2.0)}
slope = {"x": start["x"] / 10, "y": 2 * start["y"]}
print(f"minus the gradient at (-7, 2): ({-slope['x']:.1f}, {-slope['y']:.1f})")

# %% tags=["demo"]
plots.valley()

# %% jupyter={"source_hidden": true}
predict.reveal(
    "downhill",
    "across the valley",
    because="(0.7, -4.0): almost all of it is spent on y, which is not even far from its minimum.",
)

# %% [markdown]
# The negative gradient is the steepest way down *from here*. It is not the way to the minimum.
# Every optimizer below is an answer to this picture.
#
# ### One shape for all five
#
# ```python
# params, state = name(params, grads, state, lr=...)
# ```
#
# - `params` and `grads` are dicts with the same keys: `{"W1": array, "b1": array, ...}`.
# - `state` is what the optimizer remembers between calls. It is `{}` on the first call; what you
#   put into it is your own affair, nobody else looks inside.
# - New dicts come back, the old ones stay as they were. So you can keep a copy of the network at
#   its best, or run two trainings side by side.
#
# ## 2 SGD
#
# **Stochastic gradient descent** (SGD, 확률적 경사 하강법) takes each weight a little way down its slope:
#
# $$w \leftarrow w - \eta \, g$$
#
# $g$ is the gradient, $\eta$ (eta) the **learning rate** (학습률), `lr` in code. *Stochastic*,
# because the gradient comes from a random mini-batch.
#
# ### Exercise 1: `sgd` (*, 8 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# You need one new dict. Visit every key, and leave the old arrays alone.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# A dict comprehension builds a dict in one line: `{k: something(v) for k, v in d.items()}`.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# The new value of key `k` is `params[k] - lr * grads[k]`. There is nothing to remember: hand
# `state` back as it came.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "sgd", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def sgd(params, grads, state, lr=0.01):
    """One step of stochastic gradient descent: w - lr g.

    params, grads: dicts with the same keys; arrays of the same shape, any rank
    state: {} on the first call, then what the last call returned
    lr: learning rate
    -> (new params, new state); the arguments stay as they were
    """
    ### BEGIN SOLUTION
    return {k: params[k] - lr * grads[k] for k in params}, state
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_sgd", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# The check of `sgd`: run it. A click opens it.
import numpy as np

from course_utils import checks

params = {"x": np.array(-7.0), "y": np.array(2.0)}
grads = {"x": np.array(-0.7), "y": np.array(4.0)}
with checks.unchanged(params, grads, what="sgd"):
    pair = sgd(params, grads, {}, lr=0.5)
checks.assert_equal(
    isinstance(pair, (tuple, list)), True, "isinstance(sgd(...), tuple)",
    hint="two things come back: `return new_params, new_state`",
)  # fmt: skip
checks.assert_close(
    pair[0],
    {"x": -6.65, "y": 0.0},
    "after one step with lr=0.5: params",
    mistakes={
        "uphill: a step down subtracts lr times the gradient": {"x": -7.35, "y": 4.0},
        "the learning rate is left out": {"x": -6.3, "y": -2.0},
        "only the step is returned, without the weight it starts from": {"x": 0.35, "y": -2.0},
        "nothing moved: the new values never reach the dict that is returned": params,
    },
)
### BEGIN HIDDEN TESTS
for steps, lr in [(1, 0.7), (5, 0.1), (50, 0.003)]:
    rng = np.random.default_rng(steps)
    start = {"W": rng.normal(size=(3, 4)), "b": rng.normal(size=4), "k": np.array(rng.normal())}
    g = {k: rng.normal(size=(2, steps, *w.shape)) for k, w in start.items()}
    now, state = [start, start], [{}, {}]
    with checks.hidden("two runs in turns, several steps, weights of several shapes"):
        for t in range(steps):
            for run in range(2):
                slopes = {k: g[k][run, t] for k in g}
                with checks.unchanged(now[run], slopes, state[run], what="sgd"):
                    now[run], state[run] = sgd(now[run], slopes, state[run], lr=lr)
        for run in range(2):
            expected = {k: start[k] - lr * g[k][run].sum(axis=0) for k in g}
            checks.assert_close(now[run], expected)
with checks.hidden("the default learning rate"):
    got, _ = sgd({"w": np.array([1.0, -2.0])}, {"w": np.array([3.0, 5.0])}, {})
    checks.assert_close(got, {"w": [0.97, -2.05]}, hint="lr has a default: see the first line")
### END HIDDEN TESTS

# %% tags=["demo"]
plots.valley_paths({"small steps": (sgd, 0.1), "large steps": (sgd, 0.95)})

# %% [markdown]
# Small steps creep along the floor. Large ones jump from wall to wall: the steep direction
# limits the learning rate for *all* directions. This **zigzag** is what the next idea mends.
#
# <details><summary>What went wrong?</summary>
#
# - *The loss goes up:* the sign. Down is minus the gradient.
# - *"changed an argument that belongs to the caller":* `params[k] -= ...` writes into the caller's
#   array. `params[k] - ...` makes a new one.
# - *"wrong keys":* a `return` inside the loop leaves after the first key.
#
# </details>
#
# ## 3 Momentum
#
# A ball rolling down a valley does not forget how fast it was. Pushes to the left and right
# cancel; pushes along the valley, always the same way, add up. **Momentum** (모멘텀) gives every weight
# a **velocity** (속도) $v$, at rest in the beginning:
#
# $$v \leftarrow \beta v - \eta g, \qquad w \leftarrow w + v$$
#
# $\beta$ is the **inertia** (관성): the share of the velocity that outlives a step. $\beta = 0$ is SGD.

# %%
predict.guess(
    "terminal",
    "The gradient stays the same for a long time, beta = 0.9. How many times as long as SGD's "
    "does a step of momentum get?",
    my_guess=...,
)

# %%
# NBVAL_CHECK_OUTPUT
v = 0.0
for step in range(1, 61):
    v = 0.9 * v + 1.0  # each step pushes by 1
    if step in (1, 2, 5, 20, 60):
        print(f"step {step:2d}: {v:5.2f} times SGD's step")

# %% jupyter={"source_hidden": true}
predict.reveal(
    "terminal", 10, because="1 + 0.9 + 0.81 + ... = 1 / (1 - beta): like friction, beta sets a top speed."
)

# %% [markdown]
# ### Exercise 2: `momentum` (**, 12 minutes)
#
# One velocity for every weight, kept in `state` from call to call. Update the velocity first, then move
# by the *new* velocity.
#
# <details><summary>Hint 1: a nudge</summary>
#
# The state can simply be a dict with the same keys as `params`, holding the velocities.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# On the first call the state is empty. `state.get(k, 0.0)` gives 0 where key `k` is missing, and
# 0 times an array or plus an array works for every shape.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# First `v = {k: beta * state.get(k, 0.0) - lr * grads[k] for k in params}`. Then the params, from
# `v`. What is the new state?
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "momentum", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """One step with velocity: v = beta v - lr g, then w + v (Polyak, 1964).

    params, grads: dicts with the same keys; arrays of the same shape, any rank
    state: {} on the first call (all velocities 0), then what the last call returned
    lr: learning rate; beta: share of the velocity that outlives a step
    -> (new params, new state); the arguments stay as they were
    """
    ### BEGIN SOLUTION
    v = {k: beta * state.get(k, 0.0) - lr * grads[k] for k in params}
    return {k: params[k] + v[k] for k in params}, v
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_momentum", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `momentum`: run it. A click opens it.
import numpy as np

from course_utils import checks

params = {"x": np.array(-7.0), "y": np.array(2.0)}
grads = {"x": np.array(-0.7), "y": np.array(4.0)}
with checks.unchanged(params, grads, what="momentum"):
    pair = momentum(params, grads, {}, lr=0.1, beta=0.9)
checks.assert_equal(
    isinstance(pair, (tuple, list)), True, "isinstance(momentum(...), tuple)",
    hint="two things come back: `return new_params, new_state`",
)  # fmt: skip
checks.assert_close(
    pair[0],
    {"x": -6.93, "y": 1.6},
    "after the first step (at rest before it, so like SGD): params",
    mistakes={
        "uphill: the gradient is subtracted, v = beta v - lr g": {"x": -7.07, "y": 2.4},
        "the gradient counts in full, without a factor 1 - beta": {"x": -6.993, "y": 1.96},
        "the weight moves by the old velocity: update v first": {"x": -7.0, "y": 2.0},
        "the velocity is returned in place of the weight it moves": {"x": 0.07, "y": -0.4},
    },
)
grads = {"x": np.array(-0.693), "y": np.array(3.2)}
got, _ = momentum(pair[0], grads, pair[1], lr=0.1, beta=0.9)
checks.assert_close(
    got,
    {"x": -6.7977, "y": 0.92},
    "after the second step: params",
    mistakes={
        "the velocity is forgotten between calls: return it as the new state": {
            "x": -6.8607, "y": 1.28
        },
        "the velocity never slows: beta is missing": {"x": -6.7907, "y": 0.88},
        "the old velocity counts in full and the gradient is damped: beta belongs to v": {
            "x": -6.79763, "y": 0.912
        },
    },
)  # fmt: skip
### BEGIN HIDDEN TESTS
for steps, lr, beta in [(1, 0.7, 0.9), (5, 0.1, 0.5), (12, 0.3, 0.0), (50, 0.02, 0.99)]:
    rng = np.random.default_rng(20 + steps)
    start = {"W": rng.normal(size=(3, 4)), "b": rng.normal(size=4), "k": np.array(rng.normal())}
    g = {k: rng.normal(size=(2, steps, *w.shape)) for k, w in start.items()}
    now, state = [start, start], [{}, {}]
    with checks.hidden("two runs in turns, several steps, weights of several shapes"):
        for t in range(steps):
            for run in range(2):
                slopes = {k: g[k][run, t] for k in g}
                with checks.unchanged(now[run], slopes, state[run], what="momentum"):
                    now[run], state[run] = momentum(
                        now[run], slopes, state[run], lr=lr, beta=beta
                    )
        # A gradient is felt in its own and all later steps, by one more factor beta in each.
        felt = np.array([sum(beta**i for i in range(steps - t)) for t in range(steps)])
        for run in range(2):
            expected = {k: start[k] - lr * np.tensordot(felt, g[k][run], axes=1) for k in g}
            checks.assert_close(
                now[run], expected, hint="remember in `state` alone: two runs must share nothing"
            )
with checks.hidden("the default values"):
    now, state = {"w": np.array([1.0, -2.0])}, {}
    for _ in range(2):
        now, state = momentum(now, {"w": np.array([3.0, 5.0])}, state)
    checks.assert_close(
        now, {"w": [1 - 0.01 * 2.9 * 3, -2 - 0.01 * 2.9 * 5]},
        hint="lr and beta have defaults: see the first line",
    )  # fmt: skip
### END HIDDEN TESTS

# %% tags=["demo"]
plots.valley_momentum(sgd, momentum, lr=0.1)

# %% tags=["demo"]
def steps_until_flat(optimizer, lr):
    path = plots.descend_valley(optimizer, lr, steps=400)
    height = path[:, 0] ** 2 / 20 + path[:, 1] ** 2
    return int(np.flatnonzero(height >= 0.01)[-1]) + 1  # below 0.01 from here on


with when_ready():
    slow, fast = steps_until_flat(sgd, 0.1), steps_until_flat(momentum, 0.1)
    print(f"f stays below 0.01 after {slow} steps of SGD, {fast} of momentum")
    assert 3 * fast < slow, "momentum should reach the valley's floor first, by far"

# %% [markdown]
# Same learning rate, a fifth of the steps. The price: it overshoots, and swings.
#
# <details><summary>What went wrong?</summary>
#
# - *The first step is right, the second is not:* the velocity was not kept. The second value you
#   return is the `state` of the next call.
# - *`KeyError` on the first call:* the state is `{}` then; use `state.get(k, 0.0)`.
# - *A second training goes wrong although the first went well:* the velocity lives in a global
#   variable, or in a default argument `state={}`, and both trainings share it.
# - *Everything is ten times too slow:* a factor $1 - \beta$ before the gradient. Some books have
#   it; then their learning rate is ten times ours.
#
# </details>
#
# ## 4 AdaGrad
#
# In the valley $y$ wants short steps and $x$ long ones. Why should all weights share one learning
# rate? **AdaGrad** (Duchi and others, 2011) gives **each weight its own rate**: it adds up the *squares* of
# all its gradients so far and divides by the root,
#
# $$h \leftarrow h + g^2, \qquad w \leftarrow w - \eta \, \frac{g}{\sqrt{h} + \varepsilon}.$$
#
# A weight with large gradients gets short steps. $\varepsilon$ (eps), tiny, saves us from 0/0. All of it
# works cell by cell: each weight on its own.

# %%
predict.guess(
    "adagrad_100",
    "A weight's gradient is 1 in every step. How long is AdaGrad's 100th step?",
    choices=["as long as the first", "1/10 of the first", "1/100 of the first"],
    my_guess=...,
)

# %% [markdown]
# ### Exercise 3: `adagrad` (**, 10 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# It is momentum's plan again: something a weight, kept in the state, 0 in the beginning.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `np.sqrt` and `**` work cell by cell. eps is added *outside* the root.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `h = {k: state.get(k, 0.0) + grads[k] ** 2 for k in params}`; the step of key `k` is
# `lr * grads[k] / (np.sqrt(h[k]) + eps)`.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "adagrad", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """One step of AdaGrad: h = h + g^2, then w - lr g / (sqrt(h) + eps).

    params, grads: dicts with the same keys; arrays of the same shape, any rank
    state: {} on the first call (all sums h are 0), then what the last call returned
    lr: learning rate; eps: added to the root
    -> (new params, new state); the arguments stay as they were
    """
    ### BEGIN SOLUTION
    h = {k: state.get(k, 0.0) + grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_adagrad", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `adagrad`: run it. A click opens it.
import numpy as np

from course_utils import checks

params = {"x": np.array(-7.0), "y": np.array(2.0)}
grads = {"x": np.array(-0.7), "y": np.array(4.0)}
with checks.unchanged(params, grads, what="adagrad"):
    pair = adagrad(params, grads, {}, lr=1.5)
checks.assert_equal(
    isinstance(pair, (tuple, list)), True, "isinstance(adagrad(...), tuple)",
    hint="two things come back: `return new_params, new_state`",
)  # fmt: skip
checks.assert_close(
    pair[0],
    {"x": -5.5, "y": 0.5},
    "after the first step (each weight moves by lr): params",
    rtol=1e-5,
    mistakes={
        "uphill: the step is subtracted": {"x": -8.5, "y": 3.5},
        "divided by h and not by its root": {"x": -4.857143, "y": 1.625},
        "the gradient is not divided by anything: that is SGD": {"x": -5.95, "y": -4.0},
        "multiplied by the root where it divides": {"x": -6.265, "y": -22.0},
    },
)
grads = {"x": np.array(-0.55), "y": np.array(1.0)}
got, _ = adagrad(pair[0], grads, pair[1], lr=1.5)
checks.assert_close(
    got,
    {"x": -4.573268, "y": 0.136197},
    "after the second step: params",
    rtol=1e-5,
    mistakes={
        "h starts anew in each call: keep the sum in the state": {"x": -4.0, "y": -1.0},
        "the gradients are summed and then squared: square first": {"x": -4.84, "y": 0.2},
        "the mean of the squares; AdaGrad takes their sum": {"x": -4.189403, "y": -0.014496},
    },
)
### BEGIN HIDDEN TESTS
for steps, lr, eps in [(1, 0.7, 1e-7), (5, 0.1, 0.3), (12, 1.5, 1e-3), (50, 0.02, 1e-7)]:
    rng = np.random.default_rng(40 + steps)
    start = {"W": rng.normal(size=(3, 4)), "b": rng.normal(size=4), "k": np.array(rng.normal())}
    g = {k: rng.normal(size=(2, steps, *w.shape)) for k, w in start.items()}
    now, state = [start, start], [{}, {}]
    with checks.hidden("two runs in turns, several steps, weights of several shapes"):
        for t in range(steps):
            for run in range(2):
                slopes = {k: g[k][run, t] for k in g}
                with checks.unchanged(now[run], slopes, state[run], what="adagrad"):
                    now[run], state[run] = adagrad(now[run], slopes, state[run], lr=lr, eps=eps)
        for run in range(2):
            moves = {k: s[run] / (np.cumsum(s[run] ** 2, axis=0) ** 0.5 + eps) for k, s in g.items()}
            expected = {k: start[k] - lr * moves[k].sum(axis=0) for k in g}
            checks.assert_close(
                now[run], expected, hint="look at the root, the sum of squares, and where eps stands"
            )
with checks.hidden("gradients that are zero or very small"):
    with checks.no_warnings("adagrad"):
        got, _ = adagrad({"w": np.array([1.0, 0.0])}, {"w": np.array([0.0, 1e-6])}, {})
    checks.assert_close(got, {"w": [1.0, -0.01 / 1.1]}, hint="eps keeps 0/0 away: is it there?")
with checks.hidden("the default values"):
    now, state = {"w": np.array([1.0, -2.0])}, {}
    for slope in ([3.0, 5.0], [4.0, -12.0]):
        now, state = adagrad(now, {"w": np.array(slope)}, state)
    checks.assert_close(
        now, {"w": [1 - 0.01 * (1 + 4 / 5), -2 - 0.01 * (1 - 12 / 13)]}, rtol=1e-6,
        hint="lr and eps have defaults: see the first line",
    )  # fmt: skip
### END HIDDEN TESTS

# %% tags=["demo"]
sizes = plots.step_sizes({"AdaGrad": adagrad})
if sizes:
    assert abs(sizes["AdaGrad"][99] - 0.1) < 1e-3, "after 100 equal gradients: lr / sqrt(100)"

# %% jupyter={"source_hidden": true}
predict.reveal(
    "adagrad_100",
    "1/10 of the first",
    because="h is 100 by then, and its root 10: the steps shrink like 1 / sqrt(t), and never grow back.",
)

# %% [markdown]
# The first step was lr for *both* weights, although one gradient was six times the other: the
# size of the gradient cancels. But $h$ only ever grows. **AdaGrad slows for ever**, also when there is
# still a long way to go.
#
# <details><summary>What went wrong?</summary>
#
# - *The second step is as long as the first:* $h$ was not kept, so it holds one gradient only.
# - *NaN where a gradient is 0:* eps is missing, 0/0. With digits this happens at once: border
#   pixels are always 0, and so are the gradients of their weights.
# - *Tiny differences in the last digits:* eps inside the root. There it would act as
#   $\sqrt{\varepsilon} \approx 0.0003$, thousands of times more.
#
# </details>
#
# ## 5 RMSProp
#
# What if AdaGrad **forgot** the far past? **RMSProp** (Tieleman and Hinton, 2012) replaces the sum by a
# **running average** (이동 평균): each step keeps the share $\rho$ (rho) of the old average and fills up with the
# new square,
#
# $$h \leftarrow \rho h + (1 - \rho) g^2, \qquad w \leftarrow w - \eta \, \frac{g}{\sqrt{h} + \varepsilon}.$$
#
# With $\rho = 0.9$ a gradient of ten steps ago counts a third, one of fifty steps ago 1/200.
#
# ### Exercise 4: `rmsprop` (**, 8 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# Copy your AdaGrad: one line changes.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# The two shares sum to 1: `rho` for the old average, `1 - rho` for the new square.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `h[k] = rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2`.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "rmsprop", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """One step of RMSProp: h = rho h + (1 - rho) g^2, then w - lr g / (sqrt(h) + eps).

    params, grads: dicts with the same keys; arrays of the same shape, any rank
    state: {} on the first call (all averages h are 0), then what the last call returned
    lr: learning rate; rho: share of the old average that is kept; eps: added to the root
    -> (new params, new state); the arguments stay as they were
    """
    ### BEGIN SOLUTION
    h = {k: rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_rmsprop", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `rmsprop`: run it. A click opens it.
import numpy as np

from course_utils import checks

params = {"x": np.array(-7.0), "y": np.array(2.0)}
grads = {"x": np.array(-0.7), "y": np.array(4.0)}
with checks.unchanged(params, grads, what="rmsprop"):
    pair = rmsprop(params, grads, {}, lr=0.1, rho=0.9)
checks.assert_equal(
    isinstance(pair, (tuple, list)), True, "isinstance(rmsprop(...), tuple)",
    hint="two things come back: `return new_params, new_state`",
)  # fmt: skip
checks.assert_close(
    pair[0],
    {"x": -6.683772, "y": 1.683772},
    "after the first step (each weight moves by lr / sqrt(0.1)): params",
    rtol=1e-5,
    mistakes={
        "rho and 1 - rho are swapped": {"x": -6.894591, "y": 1.894591},
        "the new square counts in full: its share is 1 - rho": {"x": -6.9, "y": 1.9},
        "divided by h and not by its root": {"x": -5.571429, "y": 1.75},
        "uphill: the step is subtracted": {"x": -7.316228, "y": 2.316228},
        "the gradients are averaged; it is their squares": {"x": -6.0, "y": 1.0},
    },
)
grads = {"x": np.array(-0.6), "y": np.array(3.0)}
got, _ = rmsprop(pair[0], grads, pair[1], lr=0.1, rho=0.9)
checks.assert_close(
    got,
    {"x": -6.471773, "y": 1.487656},
    "after the second step: params",
    rtol=1e-5,
    mistakes={
        "h starts anew in each call: keep the average in the state": {
            "x": -6.367544, "y": 1.367544
        },
        "nothing is forgotten: the old h is not multiplied by rho": {
            "x": -6.477974, "y": 1.494035
        },
        "the root is kept in the state: keep h itself": {"x": -6.560061, "y": 1.473648},
    },
)  # fmt: skip
### BEGIN HIDDEN TESTS
for steps, lr, rho, eps in [(1, 0.7, 0.9, 1e-7), (5, 0.1, 0.5, 0.3), (50, 0.02, 0.99, 1e-3)]:
    rng = np.random.default_rng(60 + steps)
    start = {"W": rng.normal(size=(3, 4)), "b": rng.normal(size=4), "k": np.array(rng.normal())}
    g = {k: rng.normal(size=(2, steps, *w.shape)) for k, w in start.items()}
    now, state = [start, start], [{}, {}]
    with checks.hidden("two runs in turns, several steps, weights of several shapes"):
        for t in range(steps):
            for run in range(2):
                slopes = {k: g[k][run, t] for k in g}
                with checks.unchanged(now[run], slopes, state[run], what="rmsprop"):
                    now[run], state[run] = rmsprop(
                        now[run], slopes, state[run], lr=lr, rho=rho, eps=eps
                    )
        # Row t: the weights with which the squares of steps 0..t enter the average of step t.
        share = np.zeros((steps, steps))
        for t in range(steps):
            share[t, : t + 1] = (1 - rho) * rho ** np.arange(t, -1, -1.0)
        for run in range(2):
            expected = {}
            for k in g:
                h = np.tensordot(share, g[k][run] ** 2, axes=1)
                expected[k] = start[k] - np.sum(lr * g[k][run] / (eps + h**0.5), axis=0)
            checks.assert_close(
                now[run], expected, hint="look at rho, 1 - rho, the root, and where eps stands"
            )
with checks.hidden("gradients that are zero or very small"):
    with checks.no_warnings("rmsprop"):
        got, _ = rmsprop({"w": np.array([1.0, 0.0])}, {"w": np.array([0.0, 1e-6])}, {})
    root = 1e-6 * 0.1**0.5
    checks.assert_close(
        got, {"w": [1.0, -0.001 * 1e-6 / (root + 1e-7)]}, hint="eps keeps 0/0 away: is it there?"
    )
with checks.hidden("the default values"):
    now, state = {"w": np.array([0.0, -2.0])}, {}
    for slope in ([3.0, 5.0], [4.0, -12.0]):
        now, state = rmsprop(now, {"w": np.array(slope)}, state)
    second = [4 / (0.9 * 0.9 + 1.6) ** 0.5, -12 / (0.9 * 2.5 + 14.4) ** 0.5]
    expected = [-0.001 * (10**0.5 + second[0]), -2 - 0.001 * (10**0.5 + second[1])]
    checks.assert_close(
        now, {"w": expected}, rtol=1e-6, hint="lr, rho and eps have defaults: see the first line"
    )
### END HIDDEN TESTS

# %% tags=["demo"]
sizes = plots.step_sizes({"AdaGrad": adagrad, "RMSProp": rmsprop})
if sizes:
    assert abs(sizes["RMSProp"][0] - 10**0.5) < 1e-3, "the first step is lr / sqrt(0.1)"
    assert abs(sizes["RMSProp"][99] - 1) < 1e-3, "then it settles at lr"

# %% [markdown]
# RMSProp settles at one learning rate a step and keeps that pace. Only its start is odd: the
# first step is $1/\sqrt{0.1} \approx 3.2$ times too long, because $h$ begins at 0 and has seen a tenth
# of one square so far. Remember this flaw.
#
# <details><summary>What went wrong?</summary>
#
# - *All steps are three times too short from the start:* `rho` and `1 - rho` are swapped.
# - *It slows down like AdaGrad:* the old average is not multiplied by `rho`.
# - *Other values than Keras:* Keras writes $\sqrt{h + \varepsilon}$. The difference shows where
#   gradients are tiny.
#
# </details>
#
# ## 6 Adam
#
# Take both ideas: a running average $m$ of the gradients (momentum), and one $v$ of their squares
# (RMSProp). And mend the start. In step $t = 1, 2, 3, \ldots$
#
# $$m \leftarrow \beta_1 m + (1 - \beta_1) g, \qquad v \leftarrow \beta_2 v + (1 - \beta_2) g^2,$$
#
# $$\hat m = \frac{m}{1 - \beta_1^t}, \qquad \hat v = \frac{v}{1 - \beta_2^t}, \qquad
# w \leftarrow w - \eta \, \frac{\hat m}{\sqrt{\hat v} + \varepsilon}.$$
#
# The hats are the **bias correction** (편향 보정). After $t$ steps the shares in $m$ sum to
# $1 - \beta_1^t$ and not to 1; dividing by that makes it a true average. **Adam** (Kingma and Ba, 2015) is
# the most used optimizer today.

# %%
predict.guess(
    "no_correction",
    "beta1 = 0.9, beta2 = 0.999. Someone forgets the bias correction. Adam's first step is then",
    choices=["ten times too short", "just as long", "three times too long"],
    my_guess=...,
)

# %% [markdown]
# ### Exercise 5: `adam` (***, 20 minutes)
#
# Three things to remember now: $m$, $v$, and the number of the step. The first call is step 1.
#
# <details><summary>Hint 1: a nudge</summary>
#
# The state may be nested: `{"t": 3, "m": {...}, "v": {...}}`. Count the step once a call, not once
# a weight.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# Five lines: `t`; the dict `m`; the dict `v`; the new params; `return`. `state.get("m", {}).get(k, 0.0)`
# is the old average of key `k`, 0 on the first call.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# For one key: `m_hat = m[k] / (1 - beta1**t)`, `v_hat = v[k] / (1 - beta2**t)`, and the new weight is
# `params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)`. Keep `m` and `v`, not the hats.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "adam", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """One step of Adam with bias correction (Kingma and Ba, 2015, algorithm 1).

    params, grads: dicts with the same keys; arrays of the same shape, any rank
    state: {} on the first call (m = v = 0, step 1), then what the last call returned
    lr: learning rate; beta1, beta2: share of the old average kept, for g and for g^2
    eps: added to the root of the corrected average
    -> (new params, new state); the arguments stay as they were
    """
    ### BEGIN SOLUTION
    old = {"t": 0, "m": {}, "v": {}} | state
    t = old["t"] + 1
    m = {k: beta1 * old["m"].get(k, 0.0) + (1 - beta1) * g for k, g in grads.items()}
    v = {k: beta2 * old["v"].get(k, 0.0) + (1 - beta2) * g**2 for k, g in grads.items()}
    root = {k: np.sqrt(v[k] / (1 - beta2**t)) for k in params}
    new = {k: params[k] - lr * m[k] / (1 - beta1**t) / (root[k] + eps) for k in params}
    return new, {"t": t, "m": m, "v": v}
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_adam", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
# The check of `adam`: run it. A click opens it.
import numpy as np

from course_utils import checks

params = {"x": np.array(-7.0), "y": np.array(2.0)}
grads = {"x": np.array(-0.7), "y": np.array(4.0)}
with checks.unchanged(params, grads, what="adam"):
    pair = adam(params, grads, {}, lr=0.3)
checks.assert_equal(
    isinstance(pair, (tuple, list)), True, "isinstance(adam(...), tuple)",
    hint="two things come back: `return new_params, new_state`",
)  # fmt: skip
checks.assert_close(
    pair[0],
    {"x": -6.7, "y": 1.7},
    "after the first step (each weight moves by lr): params",
    rtol=1e-5,
    mistakes={
        "no bias correction: divide m by 1 - beta1^t and v by 1 - beta2^t": {
            "x": -6.051317, "y": 1.051317
        },
        "only m is corrected, v is not": {"x": 2.486833, "y": -7.486833},
        "only v is corrected, m is not": {"x": -6.97, "y": 1.97},
        "the root of v is missing": {"x": -6.571429, "y": 1.925},
        "the corrections are swapped: beta1 for m, beta2 for v": {"x": 293.0, "y": -298.0},
        "the step is counted once a weight: count it once a call": {"x": -6.7, "y": 1.776759},
        "uphill: the step is subtracted": {"x": -7.3, "y": 2.3},
        "the first call is step 1: with t = 0 the correction divides by 1 - 1 = 0": {
            "x": np.nan, "y": np.nan
        },
    },
)  # fmt: skip
grads = {"x": np.array(-0.67), "y": np.array(3.4)}
got, _ = adam(pair[0], grads, pair[1], lr=0.3)
checks.assert_close(
    got,
    {"x": -6.400414, "y": 1.402245},
    "after the second step: params",
    rtol=1e-5,
    mistakes={
        "every call is step 1: the state must remember t": {"x": -6.297405, "y": 1.299866},
        "m and v start anew in each call: keep them in the state": {"x": -6.4, "y": 1.4},
        "beta1 and beta2 are swapped: beta1 belongs to m": {"x": -6.399729, "y": 1.399718},
        "the hats are kept in the state: keep m and v themselves": {
            "x": -6.629705, "y": 1.630454
        },
    },
)  # fmt: skip
### BEGIN HIDDEN TESTS


def running(beta, series):  # a bias-corrected average: shares that sum to 1 at every step
    lag = np.subtract.outer(np.arange(len(series)), np.arange(len(series)))
    share = np.where(lag >= 0, float(beta) ** np.abs(lag), 0.0)
    return np.tensordot(share / share.sum(axis=1, keepdims=True), series, axes=1)


def closer(got, start, g, lr, beta1, beta2, eps):  # eps where the paper has it, or where Keras has
    last = np.arange(1, len(next(iter(g.values()))) + 1)
    options = []
    for unit in (np.ones(len(last)), (1 - beta2**last) ** -0.5):
        w = {}
        for k in g:
            room = eps * unit.reshape(-1, *[1] * (g[k].ndim - 1))
            move = running(beta1, g[k]) / (running(beta2, g[k] ** 2) ** 0.5 + room)
            w[k] = start[k] - lr * move.sum(axis=0)
        options.append(w)
    return min(options, key=lambda w: max(np.abs(np.asarray(got[k]) - w[k]).max() for k in w))


for steps, lr, beta1, beta2, eps in [
    (1, 0.7, 0.9, 0.999, 1e-7), (5, 0.1, 0.5, 0.8, 0.3), (7, 0.2, 0.0, 0.99, 1e-3),
    (50, 0.02, 0.95, 0.9, 1e-7), (50, 0.001, 0.9, 0.999, 1e-7),
]:  # fmt: skip
    rng = np.random.default_rng(80 + steps)
    start = {"W": rng.normal(size=(3, 4)), "b": rng.normal(size=4), "k": np.array(rng.normal())}
    g = {k: rng.normal(size=(2, steps, *w.shape)) for k, w in start.items()}
    settings = {"lr": lr, "beta1": beta1, "beta2": beta2, "eps": eps}
    now, state = [start, start], [{}, {}]
    with checks.hidden("two runs in turns, several steps, weights of several shapes"):
        for t in range(steps):
            for run in range(2):
                slopes = {k: g[k][run, t] for k in g}
                with checks.unchanged(now[run], slopes, state[run], what="adam"):
                    now[run], state[run] = adam(now[run], slopes, state[run], **settings)
        for run in range(2):
            expected = closer(now[run], start, {k: s[run] for k, s in g.items()}, **settings)
            checks.assert_close(
                now[run], expected, hint="look at the count of steps, both betas, and the two hats"
            )
with checks.hidden("gradients that are zero or very small"):
    zero, tiny = {"w": np.array([1.0, 0.0])}, np.array([[0.0, 1e-6]])
    with checks.no_warnings("adam"):
        got, _ = adam(zero, {"w": tiny[0]}, {})
    expected = closer(got, zero, {"w": tiny}, 0.001, 0.9, 0.999, 1e-7)
    checks.assert_close(got, expected, hint="eps keeps 0/0 away: is it there?")
with checks.hidden("the default values"):
    rng = np.random.default_rng(99)
    zero, g = {"w": np.zeros(3)}, {"w": rng.normal(size=(20, 3))}
    now, state = zero, {}
    for slope in g["w"]:
        now, state = adam(now, {"w": slope}, state)
    expected = closer(now, zero, g, 0.001, 0.9, 0.999, 1e-7)
    checks.assert_close(now, expected, hint="lr and both betas have defaults: see the first line")
### END HIDDEN TESTS

# %% tags=["demo"]
sizes = plots.step_sizes({"AdaGrad": adagrad, "RMSProp": rmsprop, "Adam": adam})
if sizes:
    assert np.allclose(sizes["Adam"], 1, atol=1e-3), "corrected: lr from the first step on"

# %% jupyter={"source_hidden": true}
predict.reveal(
    "no_correction",
    "three times too long",
    because="m is 0.1 of the gradient, but the root of v only 0.032 of it: 0.1 / 0.032 = 3.2. "
    "And it gets worse before it gets better, up to 6.6 times at step 12.",
)

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# - *All NaN in the first step:* $t$ starts at 0, and $1 - \beta^0 = 0$.
# - *x is right, y is not:* `t += 1` inside the loop over weights. Two weights, two counts.
# - *The first step is right, then all drifts:* the hats went into the state and are corrected again
#   in the next call. Or $t$ is not kept, and each call is the first.
# - *The last digits differ from Keras:* Keras adds $\varepsilon$ before the correction of $v$, the
#   paper after it. Our tests take both.
#
# </details>
#
# ## 7 Four ways down
#
# All from $(-7, 2)$, 30 steps, each at a learning rate that suits it here. In JupyterLab the
# second picture moves.

# %% tags=["demo"]
four = {
    "SGD": (sgd, 0.95),
    "momentum": (momentum, 0.1),
    "AdaGrad": (adagrad, 1.5),
    "Adam": (adam, 0.3),
}
plots.valley_paths(four, steps=30)

# %% tags=["demo"]
plots.valley_race(four, steps=30)

# %% tags=["demo"]
with when_ready():
    flips, length = {}, {}
    for name, (optimizer, lr) in four.items():
        path = plots.descend_valley(optimizer, lr, steps=30)
        flips[name] = int(np.sum(path[1:, 1] * path[:-1, 1] < 0))
        length[name] = float(np.hypot(*np.diff(path, axis=0).T).sum())
        print(f"{name:9s} crosses the floor {flips[name]:2d} times, walks {length[name]:4.1f}")
    assert flips["SGD"] >= 28 and flips["AdaGrad"] <= 1 and max(flips["momentum"], flips["Adam"]) <= 6
    assert length["SGD"] > 2.5 * length["momentum"] > 2.5 * length["Adam"]

# %% [markdown]
# The straight way is 7.3 long. SGD walks five times that, nearly all of it across the valley.
# Momentum swings in wide bends, AdaGrad turns to the floor at once, and Adam is a mixture: it rolls
# like a ball, but a ball that knows which direction is steep.
#
# And now a race of your own: choose the terrain, the rate and the momentum. Who reaches the bottom
# of the bent valley first, and who leaves the saddle?

# %% tags=["demo"]
plots.optimizer_playground(
    {"SGD": sgd, "momentum": momentum, "AdaGrad": adagrad, "RMSProp": rmsprop, "Adam": adam}
)

# %% [markdown]
# ## 8 The learning rate (학습률)
#
# Before real data: the one number that no optimizer spares you.

# %%
predict.guess(
    "edge",
    "SGD in the valley: from which learning rate on does it no longer come to rest at the minimum?",
    my_guess=...,
)

# %% tags=["demo"]
plots.three_rates(sgd, (0.02, 0.7, 1.02))

# %% jupyter={"source_hidden": true}
predict.reveal(
    "edge", 1.0, because="Each step multiplies y by 1 - 2 lr. At lr = 1 that is -1: it swings for ever."
)

# %% [markdown]
# - **Too small:** hardly any progress. On a loss curve: a slow, straight decline.
# - **Too big:** each step lands *higher* on the other wall. It zigzags, then diverges, up to NaN.
# - The edge is 2 / curvature, and the steepest direction sets it for all.
#
# Play with it: where is $|y|$ fastest, where $|x|$? Which rate is the best compromise?

# %% tags=["demo"]
plots.rate_slider(sgd)

# %% tags=["demo"]
with when_ready():
    end = {lr: np.abs(plots.descend_valley(sgd, lr, steps=100)[-1]) for lr in (0.02, 0.7, 0.98, 1.02)}
    assert end[0.02][0] > 5, "too small: x has hardly moved after 100 steps"
    assert end[0.98][1] < 0.1 and end[1.02][1] > 20, "y dies out below lr = 1, and explodes above"
    assert end[0.7].max() < 0.01

# %% [markdown]
# ### Why a good rate should shrink
#
# Mini-batch gradients are noisy. Far from the minimum that does not matter; near it a large rate
# turns the noise into large jumps, and the loss hovers. So: **large first, small later**,
# **learning rate decay** (학습률 감쇠). Exponential decay multiplies by `rate` every `decay_steps` steps,
# smoothly:
#
# $$\eta_t = \eta_0 \cdot \text{rate}^{\,t / \text{decay\_steps}}$$
#
# ### Exercise 6: `exponential_decay` (*, 5 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# What is the exponent after exactly `decay_steps` steps? After half of them?
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `/` and `//` are different divisions. Smoothly means all values in between.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# Python's power is `**`, and it binds tighter than `/`: mind the parentheses.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "exponential_decay", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def exponential_decay(lr0, step, decay_steps, rate):
    """The learning rate at a step: lr0 * rate^(step / decay_steps), without jumps.

    lr0: learning rate at step 0; step: number of the step, 0 or more
    decay_steps: after so many steps the learning rate is multiplied by `rate` once
    rate: factor, usually between 0 and 1
    -> the learning rate, a number
    """
    ### BEGIN SOLUTION
    return lr0 * rate ** (step / decay_steps)
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_exponential_decay", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# The check of `exponential_decay`: run it. A click opens it.
from course_utils import checks

checks.assert_close(
    exponential_decay(0.8, 200, 100, 0.5),
    0.2,
    "exponential_decay(0.8, 200, 100, 0.5)",
    mistakes={
        "multiplied, not raised to the power: lr0 * rate * step / decay_steps": 0.8,
        "the exponent is upside down: step / decay_steps": 0.8 * 0.5**0.5,
        "parentheses: ** binds tighter than /, so rate**step is divided": 0.8 * 0.5**200 / 100,
        "lr0 is raised to the power, too": 0.4**2,
        "exp(-rate ...): the base of the power is rate": 0.8 * 2.718281828459045**-1.0,
    },
)
checks.assert_close(
    exponential_decay(0.8, 50, 100, 0.25),
    0.4,
    "exponential_decay(0.8, 50, 100, 0.25)",
    mistakes={
        "a staircase: // cuts the exponent to a whole number, / does not": 0.8,
    },
)
checks.assert_close(exponential_decay(0.1, 0, 100, 0.5), 0.1, "exponential_decay(0.1, 0, 100, 0.5)")
### BEGIN HIDDEN TESTS
import numpy as np

with checks.hidden("random learning rates, steps and decays"):
    rng = np.random.default_rng(6)
    for _ in range(20):
        lr0, rate = float(rng.uniform(1e-4, 2)), float(rng.uniform(0.1, 1.2))
        step, every = int(rng.integers(0, 1000)), int(rng.integers(50, 400))
        got = exponential_decay(lr0, step, every, rate)
        expected = np.exp(np.log(lr0) + np.log(rate) * step / every)
        checks.assert_close(got, expected, atol=1e-12, hint="lr0 * rate ** (step / decay_steps)")
### END HIDDEN TESTS

# %% tags=["demo"]
floors = plots.decay_in_noise(sgd, exponential_decay)
for name, floor in floors.items():
    print(f"{name:28s} f = {floor:.3f} in the last 50 steps")
if floors:
    big, small, decaying = floors.values()
    assert 5 * decaying < min(big, small), "decay falls fast and ends lowest"

# %% [markdown]
# The noise is the same in all three. The large rate is quick but hovers at 0.48, the small one has not
# arrived, the decaying one has the best of both. Decay too fast, though, and you stop on
# the way: try `0.6, halved every 10 steps` on paper.
#
# <details><summary>What went wrong?</summary>
#
# - *The rate stays the same for a while, then jumps:* `//` in place of `/`.
# - *The rate grows:* the exponent is negative, or `rate` is above 1.
# - *The rate is 0 at once:* `rate ** step / decay_steps`, parentheses missing.
#
# </details>
#
# ## 9 Real digits
#
# Now a network: 196 pixels (28x28 averaged to 14x14, to be quick), 32 hidden units, 10 outputs,
# mini-batches of 50, your five functions. First all of them at the learning rate 0.01, then each at a
# rate that suits it.

# %%
predict.guess(
    "own_rate",
    "After 150 steps, each optimizer at its own good rate: the worst final loss is about",
    choices=["10 times the best", "5 times the best", "less than 2.5 times the best"],
    my_guess=...,
)

# %% tags=["demo"]
five = {"SGD": sgd, "momentum": momentum, "AdaGrad": adagrad, "RMSProp": rmsprop, "Adam": adam}
own = {"SGD": 0.3, "momentum": 0.05, "AdaGrad": 0.05, "RMSProp": 0.01, "Adam": 0.01}
final = plots.digits_loss_curves(five, same_rate=0.01, own_rates=own, train=train, steps=150)

# %% tags=["demo"]
if len(final) == len(five):
    shared, suited = np.array(list(final.values())).T
    print(f"all at 0.01:  final losses from {shared.min():.2f} to {shared.max():.2f}")
    print(f"each its own: final losses from {suited.min():.2f} to {suited.max():.2f}")
    assert shared.max() > 5 * shared.min(), "at one rate for all the optimizers are far apart"
    assert suited.max() < 2.5 * suited.min(), "at their own rates they are close together"

# %% jupyter={"source_hidden": true}
predict.reveal(
    "own_rate",
    "less than 2.5 times the best",
    because="Most of what looked like a better optimizer was a better learning rate.",
)

# %% [markdown]
# Compare optimizers at *one* learning rate, and you measure the learning rate. So let us see all
# rates at once: train 50 steps at each, and draw the loss it ends with.

# %% tags=["demo"]
rates = np.logspace(-4, 1, 11)
losses = plots.digits_loss_at_rates(five, rates, train, steps=50)

# %% tags=["demo"]
if len(losses) == len(five):
    best = {name: rates[np.argmin(curve)] for name, curve in losses.items()}
    print({name: f"{rate:.2g}" for name, rate in best.items()})
    for name, curve in losses.items():
        assert min(curve[0], curve[-1]) > 3 * curve.min(), f"{name}: a U, high at both ends"
    assert best["SGD"] > 5 * best["Adam"], "the bottoms lie at different rates"

# %% [markdown]
# Each curve is a **U**: too small on the left, diverging on the right, and the good rates are a
# range of about a factor of ten. Every optimizer has its own.
#
# Where to start? **Adam between 0.0001 and 0.001**; search in steps of a factor 3 to 10. Here, with a
# tiny network and only 50 steps, the best lies higher; large networks, trained for long, want
# less. SGD wants ten or more times Adam's rate.
#
# <details><summary>What went wrong? Symptoms of a training</summary>
#
# | the loss ... | likely | try |
# |---|---|---|
# | stays at $\ln 10 \approx 2.30$ | rate far too small, or so big that the ReLUs died | both ways, factors of 10 |
# | declines slowly and evenly | rate too small | 3 to 10 times more |
# | falls, then hovers and jitters | rate too big for the end | decay |
# | jumps up, then NaN | rate too big, or a bug in the gradient | a tenth; a gradient check (notebook 02) |
# | falls fast, then crawls for ever (AdaGrad) | the sum of squares has grown | RMSProp, Adam |
#
# </details>
#
# ## 10 Searching hyperparameters
#
# The learning rate is a **hyperparameter** (하이퍼파라미터): set by you, not by training. Others are layer size,
# batch size, $\beta$. How to look for good ones?
#
# 1. Take a **rough range**, several powers of ten wide.
# 2. Draw **random samples** from it.
# 3. Train each **shortly**, and take its **validation score**.
# 4. **Narrow** the range to the best few, and repeat.
# 5. **Choose** one, train it for long.
#
# **Never on the test set.** Notebook 02's lucky guessers showed why: what is chosen by a score, has too good a score.
# The test set is opened once, after step 5.

# %%
predict.guess(
    "below_one_percent",
    "You draw 1,000 learning rates uniformly between 0.0001 and 1. How many lie below 0.01?",
    my_guess=...,
)

# %% tags=["demo"]
plots.sampling_scales()

# %% jupyter={"source_hidden": true}
predict.reveal(
    "below_one_percent",
    10,
    because="0.01 is a hundredth of the way to 1. Half of all powers of ten get 1 % of the samples.",
)

# %% [markdown]
# What matters about a learning rate is its power of ten. So draw the *logarithm* uniformly:
# **log-uniform** sampling. 0.0001 to 0.001 then gets as many samples as 0.1 to 1.
#
# And why at random, not on a grid? Because usually few settings matter. Nine trials on a grid
# test three learning rates, each three times; nine random trials test nine.

# %% tags=["demo"]
plots.grid_or_random()

# %% [markdown]
# ### Exercise 7: `sample_log_uniform` (**, 10 minutes)
#
# Use the generator you are given, so that a search can be repeated. A range that starts at 0 or
# below has no logarithm, and one whose end is not above its start is none: `ValueError`.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Which exponents belong to `low` and `high`? Draw *those* uniformly.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `rng.uniform(a, b, size=n)` gives `n` numbers between `a` and `b`. `np.exp` undoes `np.log`.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `if low <= 0 or high <= low: raise ValueError("...")` comes first. Then it is one line.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "sample_log_uniform", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def sample_log_uniform(low, high, n, rng):
    """Random numbers between low and high whose logarithm is uniformly distributed.

    low, high: the range, 0 < low < high; n: how many, 1 or more
    rng: numpy.random.Generator; the same seed gives the same numbers
    -> array (n,)
    ValueError: low is not positive, or high is not above low
    """
    ### BEGIN SOLUTION
    if low <= 0 or high <= low:
        raise ValueError(f"a range needs 0 < low < high, not {low} and {high}")
    return np.exp(rng.uniform(np.log(low), np.log(high), size=n))
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_sample_log_uniform", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `sample_log_uniform`: run it. A click opens it.
import numpy as np

from course_utils import checks

samples = sample_log_uniform(1e-4, 1.0, 4000, np.random.default_rng(7))
checks.assert_shape(samples, (4000,), "sample_log_uniform(1e-4, 1, 4000, rng)")
samples = np.asarray(samples)
checks.assert_close(
    np.median(samples),
    0.01,
    "the median of 4000 samples between 0.0001 and 1 (give or take chance)",
    rtol=0.4,
    mistakes={
        "drawn uniformly: draw the logarithm uniformly instead": 0.5,
        "these are the logarithms: exp is missing": np.log(0.01),
        "these are the logarithms: 10** is missing": -2.0,
        "np.exp undoes np.log; for log10 it takes 10**": np.exp(-2.0),
        "10** undoes np.log10; for np.log it takes np.exp": 10 ** np.log(0.01),
    },
)
checks.assert_equal(
    bool(samples.min() >= 1e-4 * (1 - 1e-6) and samples.max() <= 1 + 1e-6), True,
    "every sample lies between low and high",
    hint="exp and log of different bases? 10** undoes log10, exp undoes log",
)  # fmt: skip
for low, high in [(0.0, 1.0), (1.0, 0.1)]:
    checks.assert_raises(
        ValueError, sample_log_uniform, low, high, 3, np.random.default_rng(0),
        what=f"sample_log_uniform({low}, {high}, 3, rng)",
    )  # fmt: skip
### BEGIN HIDDEN TESTS
for seed, low, high in [(1, 1e-6, 1e-1), (2, 0.5, 0.6), (3, 2.0, 5e4), (4, 1e-3, 1e3)]:
    with checks.hidden("other ranges: uniform on a log scale, from end to end"):
        got = np.asarray(sample_log_uniform(low, high, 3000, np.random.default_rng(seed)))
        checks.assert_shape(got, (3000,))
        place = np.sort(np.log(got.astype(float) / low) / np.log(high / low))  # 0 at low, 1 at high
        inside = place[0] > -1e-4 and place[-1] < 1 + 1e-4
        checks.assert_equal(bool(inside), True, hint="a sample lies outside the range")
        even = (np.arange(3000) + 0.5) / 3000
        checks.assert_equal(
            bool(np.abs(place - even).max() < 0.05), True,
            hint="every factor of ten should get the same share of the samples",
        )  # fmt: skip
        checks.assert_equal(
            len(np.unique(got)) > 2500, True, hint="the samples are not independent numbers"
        )
with checks.hidden("the generator that is passed in"):
    one, same, other = (
        np.asarray(sample_log_uniform(0.1, 10.0, 5, np.random.default_rng(s))) for s in (5, 5, 6)
    )
    checks.assert_close(one, same, hint="use rng, not np.random: the same seed, the same numbers")
    checks.assert_equal(
        bool(np.any(one != other)), True, hint="rng is not used: every seed gives the same numbers"
    )
with checks.hidden("one sample, and ranges that are none"):
    checks.assert_shape(sample_log_uniform(1e-3, 1.0, 1, np.random.default_rng(0)), (1,))
    for low, high in [(-1.0, 1.0), (-2.0, -1.0), (0, 1), (1.0, 1.0), (0.3, 0.1), (1.0, 0.0)]:
        checks.assert_raises(ValueError, sample_log_uniform, low, high, 4, np.random.default_rng(0))
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# - *Half of the samples should lie below 0.01, but 1 % do:* drawn uniformly.
# - *Negative numbers:* these are the exponents; raise to the power.
# - *Samples outside the range:* `log` with `10**`, or `log10` with `exp`.
#
# </details>
#
# ### Exercise 8: `narrow` (**, 10 minutes)
#
# The range for the next round: from the smallest to the largest of the `keep` best samples. A
# *higher* score is better.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Sort by score, but keep the samples. Each sample belongs to its score.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `np.argsort(scores)` gives positions, worst first. The last `keep` of them are the best.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `best = np.asarray(samples)[np.argsort(scores)[-keep:]]`; then its minimum and maximum. Before
# that, refuse a `keep` outside 1 to `len(samples)`.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "narrow", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def narrow(samples, scores, keep):
    """The range that the best samples span.

    samples, scores: arrays or lists of equal length n, in any order; a higher score is better
    keep: how many of the best samples count, 1 to n
    -> (low, high): the smallest and the largest of the `keep` best samples
    ValueError: keep is below 1 or above n
    """
    ### BEGIN SOLUTION
    if not 1 <= keep <= len(samples):
        raise ValueError(f"keep must be between 1 and {len(samples)}, not {keep}")
    best = np.asarray(samples)[np.argsort(scores)[-keep:]]
    return best.min(), best.max()
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_narrow", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `narrow`: run it. A click opens it.
import numpy as np

from course_utils import checks

samples = np.array([0.03, 0.01, 0.001, 0.1, 0.02, 0.004, 0.5])
scores = np.array([0.95, 0.30, 0.60, 0.90, 0.40, 0.85, 0.20])
with checks.unchanged(samples, scores, what="narrow"):
    got = narrow(samples, scores, 3)
checks.assert_close(
    got,
    [0.004, 0.1],
    "narrow(samples, scores, 3)",
    mistakes={
        "the worst are kept: a higher score is better": [0.01, 0.5],
        "the range of the scores is returned; the samples are wanted": [0.85, 0.95],
        "samples and scores are sorted apart, and lose each other": [0.03, 0.5],
        "the first three are kept, not the best three": [0.001, 0.03],
        "the smallest samples are kept: rank by score": [0.001, 0.01],
        "all samples count: only the best `keep` do": [0.001, 0.5],
        "(high, low): the smaller number comes first": [0.1, 0.004],
        "the lowest and the highest score's samples, not the smallest and the largest sample": [
            0.004, 0.03
        ],
        "one too many is kept": [0.001, 0.1],
        "one too few is kept": [0.03, 0.1],
    },
)  # fmt: skip
checks.assert_close(narrow(samples, scores, 1), [0.03, 0.03], "narrow(samples, scores, 1)")
for keep in (0, 8):
    checks.assert_raises(
        ValueError, narrow, samples, scores, keep, what=f"narrow(seven samples, scores, {keep})"
    )
### BEGIN HIDDEN TESTS
with checks.hidden("random samples and scores, every number to keep"):
    rng = np.random.default_rng(8)
    for n in (1, 2, 7, 20):
        samples, scores = rng.lognormal(-3, 2, size=n), rng.permutation(n) / 10 - 1.0
        ranked = [s for _, s in sorted(zip(scores, samples, strict=True), reverse=True)]
        for keep in range(1, n + 1):
            with checks.unchanged(samples, scores, what="narrow"):
                got = narrow(samples, scores, keep)
            checks.assert_close(
                got, [min(ranked[:keep]), max(ranked[:keep])],
                hint="the samples that belong to the `keep` highest scores",
            )  # fmt: skip
        for keep in (0, -1, n + 1):
            checks.assert_raises(ValueError, narrow, samples, scores, keep)
with checks.hidden("plain lists"):
    samples, scores = [3.0, 1.0, 2.0, 5.0], [0.1, 0.4, 0.3, 0.2]
    with checks.unchanged(samples, scores, what="narrow"):
        checks.assert_close(narrow(samples, scores, 2), [1.0, 2.0])
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# - *The range holds the bad rates:* sorting goes from low to high, so the best come last.
# - *No error for `keep=0`:* `a[-0:]` is `a[0:]`, everything. Refuse 0 first.
# - *"changed an argument":* `samples.sort()` sorts the caller's array; `sorted(...)` makes a new
#   list.
#
# </details>
#
# ### The search
#
# Momentum on the digits. The range is five powers of ten wide; three rounds of twelve samples, 60
# steps each; the better half spans the next range. All judging is done by the validation set.

# %% tags=["demo"]
rng, rounds, low, high = np.random.default_rng(11), [], 1e-5, 1.0
with when_ready():
    for _ in range(3):
        rates = np.asarray(sample_log_uniform(low, high, 12, rng))
        trials = [plots.train_on_digits(momentum, train, validation, lr=r, steps=60) for r in rates]
        scores = [trial["accuracy"] for trial in trials]
        low, high = narrow(rates, scores, keep=6)
        rounds.append((rates, scores, (low, high)))
plots.search_rounds(rounds)

# %% tags=["demo"]
if len(rounds) == 3:
    rates, scores, _ = rounds[-1]
    chosen = rates[np.argmax(scores)]
    first, last = rounds[0][1], rounds[-1][1]
    print(f"chosen: learning rate {chosen:.3f}")
    print(f"validation accuracy: median {np.median(first):.0%} in round 1, {np.median(last):.0%} in 3")
    assert high / low < 1e5 / 1000, "the range is at least 1,000 times narrower"
    assert np.median(last) > np.median(first) + 0.2 and max(last) > 0.8

# %% [markdown]
# Thirty-six short trainings, and five powers of ten have become a narrow band. Now train the chosen one for
# long, and open the test set: once.

# %% tags=["demo"]
if len(rounds) == 3:
    judged = {
        part: plots.train_on_digits(momentum, train, data, lr=chosen, steps=400)["accuracy"]
        for part, data in (("validation", validation), ("test", test))
    }
    print(f"validation {judged['validation']:.1%}, test {judged['test']:.1%}")
    assert judged["test"] > 0.8 and abs(judged["test"] - judged["validation"]) < 0.08

# %% [markdown]
# ## 11 What deserves your time
#
# Experience, summed up: how much does the result depend on each choice?
#
# | sensitivity | choice |
# |---|---|
# | **high** | learning rate, loss function, layer size |
# | **medium** | initialisation of the weights, depth, parameters of the layers, regularisation |
# | **low** | choice of optimizer, its other parameters ($\beta$, $\varepsilon$), batch size, non-linearity |
#
# Does our own small network agree? Vary one thing at a time around a good setting of Adam.

# %% tags=["demo"]
spread = plots.sensitivity({name: (five[name], own[name]) for name in five}, train, validation)
if spread:
    assert min(spread["learning rate"], spread["layer size"]) > 0.5
    assert 0.1 < spread["initial weights"] < 0.5
    assert max(spread["batch size"], spread["Adam's beta1"], spread["optimizer"]) < 0.1

# %% [markdown]
# It does, with two cautions. "Optimizer: low" holds *at a rate that suits each*, as section 9
# showed. And how wide a bar is depends on how far you turn the knob: these are ranges a person
# might really try.
#
# ## Recap
#
# - **SGD** $w - \eta g$: zigzags where the valley is narrow.
# - **Momentum** keeps a velocity: pushes along the valley add up, to $1/(1-\beta)$ times the step.
# - **AdaGrad** gives each weight its own rate, and slows for ever. **RMSProp** forgets, and does not.
# - **Adam** = momentum + own rates + bias correction. A good first choice, at $10^{-4}$ to $10^{-3}$.
# - **Learning rate:** too small is slow, too big diverges; the loss over it is a U. Let it decay.
# - **Search** at random, on a log scale, by validation score, narrowing. The test set comes last, once.
#
# ## Questions in your own words
#
# Answer in a few sentences. These are read by a person.

# %% [markdown] nbgrader={"grade": true, "grade_id": "question_two_rates", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# **Question 1.** In the valley $x^2/20 + y^2$ AdaGrad heads for the floor at once while SGD zigzags.
# What does AdaGrad do that SGD does not? Then why does hardly anybody train deep networks with AdaGrad
# today, and what do RMSProp and Adam change?
#
# ### BEGIN SOLUTION
# SGD has one learning rate for both weights. $y$ has by far the larger gradients, so its steps overshoot,
# while those of $x$ are too short. AdaGrad divides each weight's gradient by the root of the sum of its
# own squared gradients: the size cancels, steep $y$ gets a smaller rate, flat $x$ a larger one. But the sum
# never shrinks, so all rates fall like $1/\sqrt{t}$ and long trainings come to a halt before the
# minimum. RMSProp takes a running average in place of the sum: far gradients are forgotten and the steps
# keep their size. Adam adds momentum and corrects the averages' start at 0.
# ### END SOLUTION

# %% [markdown] nbgrader={"grade": true, "grade_id": "question_fair_race", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# **Question 2.** A report says: "We trained our network with SGD and with Adam, both at learning
# rate 0.001. Adam's loss was ten times lower. Adam is the better optimizer." What is wrong with this
# conclusion? Describe an experiment that could support it.
#
# ### BEGIN SOLUTION
# At one shared rate the experiment compares learning rates: 0.001 suits Adam and lies far on the left,
# slow side of SGD's U, whose good rates are ten or more times higher. A fair race gives each optimizer
# its own search: the same number of random, log-uniform samples of its learning rate, the same
# number of steps, judged by validation score; then the best setting of each, trained with several
# seeds, and judged on test data not used so far. Only a gap larger than the spread over
# seeds supports the claim.
# ### END SOLUTION

# %% [markdown]
# ## Open challenge
#
# **AdamW** (Loshchilov and Hutter, 2019) also pulls every weight a little towards 0 in each step:
# $w \leftarrow w - \eta \lambda w$, beside Adam's own step and not through the gradient. Write
# `adamw(params, grads, state, lr=0.001, decay=0.01)` in the common shape. Where on the valley does it
# come to rest if you start it with a large $\lambda$? Then race it on the digits with
# `plots.digits_loss_curves`. Or write Nesterov's momentum, and find out what it does to the swings of section 3.

# %% tags=["demo"]
# Your optimizer.
