# %% [markdown]
# # 03 Optimizers (최적화)
#
# The gradient tells every weight (가중치) which way is down. How far should it go, and is straight down
# really the way? Five answers, each a few lines long, and how to choose their numbers.
#
# **When you are through, you can**
# - write SGD, momentum, AdaGrad, RMSProp and Adam, and say what each one mends in the one before;
# - compute from the curvature which learning rate is best, and where training diverges;
# - write the training loop, and read from a loss curve what is wrong with the rate;
# - find a fault in an optimizer by measuring it;
# - search hyperparameters at random, on a log scale, narrowing by validation score.
#
# **Time:** about 200 minutes, in seven parts of at most 30. **Know first:** notebook 02 (loss, gradient,
# mini-batches, the three parts of the data), dicts in Python.
#
# New here? Notebook 01 begins with how these notebooks work. Exercises marked *stretch* go beyond the
# core.

# %%
import numpy as np

from course_utils import checks, plots, predict, when_ready

# %% [markdown]
# # Part 1: one rate for all weights (30 minutes)
#
# ## 1 A long, narrow valley
#
# Losses (손실) have millions of weights; two are enough to see the trouble. Take
#
# $$f(x, y) = \frac{x^2}{20} + y^2, \qquad
# \frac{\partial f}{\partial x} = \frac{x}{10}, \qquad \frac{\partial f}{\partial y} = 2y.$$
#
# It is steep across ($y$), nearly flat along ($x$), and its minimum is at $(0, 0)$. Start at $(-7, 2)$.

# %%
predict.guess(
    "downhill",
    "At (-7, 2), which way does the negative gradient point?",
    choices=["straight to the minimum", "along the valley", "across the valley"],
    my_guess=...,
)

# %% tags=["demo"]
plots.valley()

# %% tags=["nbval-check-output"]
here = {"x": -7.0, "y": 2.0}
print(f"minus the gradient at (-7, 2): ({-here['x'] / 10:.1f}, {-2 * here['y']:.1f})")

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
# - `params` (parameters, 매개변수) and `grads` (gradients, 기울기) are dicts with the same keys:
#   `{"W1": array, "b1": array, ...}`.
# - `state` is what the optimizer remembers between calls. It is `{}` on the first call. What you
#   put into it is up to you: nobody else looks inside.
# - New dicts come back, and the old ones stay as they were, `state` too. So you can keep a copy of the
#   network at its best, or run two trainings side by side.
#
# ## 2 SGD
#
# **Stochastic gradient descent** (SGD, 확률적 경사 하강법) takes each weight a little way down its slope:
#
# $$w \leftarrow w - \eta \, g$$
#
# $g$ is the gradient, $\eta$ (eta) the **learning rate** (학습률), `lr` in code. *Stochastic*,
# because the gradient comes from a random mini-batch (미니배치).
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
# A dict comprehension builds a dict in one line: `{k: something(v) for k, v in d.items()}`. SGD has
# nothing to remember: hand `state` back as it came.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# def sgd(params, grads, state, lr=0.01):
#     new = {k: params[k] - lr * grads[k] for k in params}
#     return new, state
# ```
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
# The check of `sgd`: run it. A click opens it. `walk` makes several steps and compares the params.
import numpy as np

from course_utils.checks import case, walk

params = {"W": np.array([[1.0, -2.0, 0.5], [3.0, -0.5, 2.0]]), "b": np.array([-1.0, 0.25]), "k": np.array(4.0)}
grads = {"W": np.array([[0.5, -1.0, 2.0], [-0.25, 0.0, 4.0]]), "b": np.array([0.8, -3.0]), "k": np.array(-1.5)}
more = {"W": np.array([[-1.0, 0.25, 1.5], [2.0, -0.75, 0.0]]), "b": np.array([1.25, -0.4]), "k": np.array(0.6)}
case(
    "params after one step of sgd, lr=0.5",
    walk(sgd),
    params,
    [grads],
    lr=0.5,
    expects={"W": [[0.75, -1.5, -0.5], [3.125, -0.5, 0.0]], "b": [-1.4, 1.75], "k": 4.75},
)
case(
    "params after two steps of sgd, lr=0.1",
    walk(sgd),
    params,
    [grads, more],
    lr=0.1,
    expects={"W": [[1.05, -1.925, 0.15], [2.825, -0.425, 1.6]], "b": [-1.205, 0.59], "k": 4.09},
)
start = {"u": np.array([1.0, -2.0]), "s": np.array(3.0)}
one = [{"u": np.array([2.0, -1.0]), "s": np.array(0.5)}, {"u": np.array([-1.0, 3.0]), "s": np.array(1.5)}]
other = [{"u": np.array([0.25, 4.0]), "s": np.array(-2.0)}, {"u": np.array([1.0, 0.5]), "s": np.array(2.5)}]
case(
    "params after two runs of sgd that take turns, lr left out",
    walk(sgd),
    start,
    one,
    other,
    expects=({"u": [0.99, -2.02], "s": 2.98}, {"u": [0.9875, -2.045], "s": 2.995}),
)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for steps, lr in [(1, 0.7), (5, 0.1), (20, 0.003)]:
    rng = np.random.default_rng(steps)
    start = {"W": rng.normal(size=(3, 4)), "b": rng.normal(size=4), "k": np.array(rng.normal())}
    runs = [[{k: np.array(rng.normal(size=w.shape)) for k, w in start.items()} for _ in range(steps)] for _ in range(2)]
    wanted = tuple({k: w - lr * sum(g[k] for g in run) for k, w in start.items()} for run in runs)
    hidden_case("two runs in turns, several steps, weights of several shapes", walk(sgd), start, *runs, lr=lr, expects=wanted)
flat = {"w": np.zeros((2, 3))}
hidden_case("gradients that are 0", walk(sgd), {"w": np.ones((2, 3))}, [flat], expects={"w": np.ones((2, 3))})
### END HIDDEN TESTS

# %% tags=["demo"]
plots.valley_paths({"small steps": (sgd, 0.1), "large steps": (sgd, 0.95)})

# %% [markdown]
# Small steps creep along the floor. Large ones jump from wall to wall, a **zigzag**: the steep direction
# limits the learning rate for *all* directions.
#
# <!-- mistakes: sgd -->
#
# ## 3 How fast is each direction?
#
# Put the slope into the step: $x \leftarrow x - \eta \, \frac{x}{10}$. So each step multiplies $x$ by
# $1 - 0.1\,\eta$, and $y$ by $1 - 2\,\eta$. In general, a direction of **curvature** (곡률) $\lambda$ is
# multiplied by
#
# $$1 - \eta \lambda.$$
#
# How near to 0 this **contraction factor** is, without its sign, says how fast the direction shrinks.
# Above 1 it grows. The ratio of the largest to the smallest curvature is the **condition number** (조건수):
# here $2 / 0.1 = 20$.

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
    "edge", 1.0, because="At lr = 1 each step multiplies y by 1 - 2 = -1: it swings for ever. Above 1 it diverges."
)

# %% tags=["demo"]
with when_ready():
    end = {lr: np.abs(plots.descend_valley(sgd, lr, steps=100)[-1]) for lr in (0.02, 0.7, 0.98, 1.02)}
    assert end[0.02][0] > 5, "too small: x has hardly moved after 100 steps"
    assert end[0.98][1] < 0.1 and end[1.02][1] > 20, "y dies out below lr = 1, and explodes above"
    assert end[0.7].max() < 0.01

# %% [markdown]
# The slowest direction decides. Which rate makes the *worse* of the two factors as small as possible?

# %%
predict.guess(
    "best_rate",
    "SGD in this valley: at which learning rate is the slower of x and y as fast as possible?",
    my_guess=...,
)

# %% [markdown]
# Move the rate: the two lines are the factors of $x$ and $y$, and on the right your own `sgd` walks. Find
# the lowest point of the thick line. Then raise the condition number.

# %% tags=["demo"]
plots.contraction(sgd)

# %% jupyter={"source_hidden": true}
predict.reveal(
    "best_rate",
    0.952,
    because="The two factors are equally far from 0 at lr = 2 / (0.1 + 2) = 0.952: both are 0.905 without their sign.",
)

# %% [markdown]
# The best rate is $2 / (\lambda_{\min} + \lambda_{\max})$, and with the condition number $\kappa$ each step
# leaves $(\kappa - 1) / (\kappa + 1)$ of the distance. For $\kappa = 20$ that is 0.905: 23 steps for a
# factor of ten. For $\kappa = 1000$ it is 0.998, and takes 1,150 steps. Networks have condition numbers
# far above that. The next idea helps.

# %% tags=["demo"]
with when_ready():
    rates = np.arange(0.9, 1.0, 0.002)
    walks = [np.abs(plots.descend_valley(sgd, lr, steps=60)) for lr in rates]
    kept = np.max([(walk[60] / walk[40]) ** (1 / 20) for walk in walks], axis=1)
    print(f"measured: the best rate is {rates[kept.argmin()]:.3f}; a step then keeps {kept.min():.3f} of the distance")
    assert abs(rates[kept.argmin()] - 2 / 2.1) < 0.003 and abs(kept.min() - 19 / 21) < 0.003

# %% [markdown]
# **Checkpoint 1.** Without looking: why does SGD zigzag? Which curvature sets the largest usable rate,
# and which sets the speed at that rate? `import course_utils; course_utils.progress()` in a new cell shows how far you are.
# A good place for a break.
#
# # Part 2: momentum (25 minutes)
#
# ## 4 Momentum
#
# A ball that rolls down a valley does not forget how fast it was. Pushes to the left and right
# cancel. Pushes along the valley, always the same way, add up. **Momentum** (모멘텀) gives every weight
# a **velocity** (속도) $v$, which is 0 in the beginning:
#
# $$v \leftarrow \beta v - \eta g, \qquad w \leftarrow w + v$$
#
# $\beta$ is the **inertia** (관성): the share of the velocity that is kept in a step. $\beta = 0$ is SGD.

# %%
predict.guess(
    "terminal",
    "The gradient stays the same for a long time, beta = 0.9. How many times as long as SGD's "
    "does a step of momentum get?",
    my_guess=...,
)

# %% tags=["nbval-check-output"]
speed = 0.0
for step in range(1, 61):
    speed = 0.9 * speed + 1.0  # each step pushes by 1
    if step in (1, 2, 5, 20, 60):
        print(f"step {step:2d}: {speed:5.2f} times SGD's step")

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
    lr: learning rate; beta: share of the velocity that is kept in a step
    -> (new params, new state); the arguments stay as they were
    """
    ### BEGIN SOLUTION
    v = {k: beta * state.get(k, 0.0) - lr * grads[k] for k in params}
    return {k: params[k] + v[k] for k in params}, v
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_momentum", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `momentum`: run it. A click opens it.
import numpy as np

from course_utils.checks import case, walk

params = {"W": np.array([[1.0, -2.0, 0.5], [3.0, -0.5, 2.0]]), "b": np.array([-1.0, 0.25]), "k": np.array(4.0)}
grads = {"W": np.array([[0.5, -1.0, 2.0], [-0.25, 0.0, 4.0]]), "b": np.array([0.8, -3.0]), "k": np.array(-1.5)}
more = {"W": np.array([[-1.0, 0.25, 1.5], [2.0, -0.75, 0.0]]), "b": np.array([1.25, -0.4]), "k": np.array(0.6)}
third = {"W": np.array([[0.75, 3.0, -0.5], [0.0, 1.0, -2.5]]), "b": np.array([-0.2, 1.75]), "k": np.array(2.5)}
case(
    "params after one step of momentum, lr=0.2",
    walk(momentum),
    params,
    [grads],
    lr=0.2,
    expects={"W": [[0.9, -1.8, 0.1], [3.05, -0.5, 1.2]], "b": [-1.16, 0.85], "k": 4.3},
)
case(
    "params after two steps of momentum, lr=0.2",
    walk(momentum),
    params,
    [grads, more],
    lr=0.2,
    expects={"W": [[1.01, -1.67, -0.56], [2.695, -0.35, 0.48]], "b": [-1.554, 1.47], "k": 4.45},
)
case(
    "params after three steps of momentum, lr=0.3, beta=0.5",
    walk(momentum),
    params,
    [grads, more, third],
    lr=0.3,
    beta=0.5,
    expects={"W": [[0.9625, -2.4875, -1.075], [2.23125, -0.4625, 0.65]], "b": [-1.9225, 1.48], "k": 3.7675},
)
start = {"u": np.array([1.0, -2.0]), "s": np.array(3.0)}
one = [{"u": np.array([2.0, -1.0]), "s": np.array(0.5)}, {"u": np.array([-1.0, 3.0]), "s": np.array(1.5)}]
other = [{"u": np.array([0.25, 4.0]), "s": np.array(-2.0)}, {"u": np.array([1.0, 0.5]), "s": np.array(2.5)}]
case(
    "params after two runs of momentum that take turns, lr and beta left out",
    walk(momentum),
    start,
    one,
    other,
    expects=({"u": [0.972, -2.011], "s": 2.9755}, {"u": [0.98525, -2.081], "s": 3.013}),
    hint="remember in `state` alone: two runs must share nothing",
)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for steps, lr, beta in [(1, 0.7, 0.9), (5, 0.1, 0.5), (4, 0.3, 0.0), (30, 0.02, 0.99)]:
    rng = np.random.default_rng(20 + steps)
    start = {"W": rng.normal(size=(3, 4)), "b": rng.normal(size=4), "k": np.array(rng.normal())}
    runs = [[{k: np.array(rng.normal(size=w.shape)) for k, w in start.items()} for _ in range(steps)] for _ in range(2)]
    # A gradient is felt in its own and all later steps, by one more factor beta in each.
    felt = [sum(beta**i for i in range(steps - t)) for t in range(steps)]
    wanted = tuple(
        {k: w - lr * sum(f * g[k] for f, g in zip(felt, run)) for k, w in start.items()} for run in runs
    )
    topic = "two runs in turns, several steps, weights of several shapes"
    hidden_case(topic, walk(momentum), start, *runs, lr=lr, beta=beta, expects=wanted)
flat = {"w": np.zeros((2, 3))}
hidden_case("gradients that are 0", walk(momentum), {"w": np.ones((2, 3))}, [flat, flat], expects={"w": np.ones((2, 3))})
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
# The same learning rate, a fifth of the steps. The price: it overshoots, and swings.
#
# <!-- mistakes: momentum -->
#
# ### How much momentum gains
#
# A direction has a factor here, too. It comes from two numbers, position and velocity, and as long as it
# swings it is $\sqrt{\beta}$, *whatever the curvature*. So the best setting lets all directions just
# swing. For our valley that is $\eta = 1.34$, $\beta = 0.40$: a factor of 0.634 in place of 0.905.

# %%
predict.guess(
    "momentum_gain",
    "SGD at its best needs 23 steps for each factor of ten. And momentum at its best (factor 0.634)?",
    my_guess=...,
)

# %% [markdown]
# Choose rate and inertia. The map is dark where the slower direction shrinks fast; where it is white, it
# diverges. The right panel shows your own `momentum`.

# %% tags=["demo"]
plots.momentum_map(momentum)

# %% jupyter={"source_hidden": true}
predict.reveal(
    "momentum_gain",
    5,
    because="0.634 to the power of 5 is 0.10. In general momentum turns the condition number into its root.",
)

# %% tags=["demo"]
with when_ready():
    kept = plots.best_factors(sgd, momentum)
    for name, factor in kept.items():
        print(f"{name:9s} at its best: a step keeps {factor:.3f} of the distance")
    assert kept["momentum"] < 0.70 < 0.90 < kept["SGD"]

# %% [markdown]
# Theory says $(\sqrt\kappa - 1) / (\sqrt\kappa + 1)$ = 0.634. Over 50 steps the measured mean is a little higher, as
# both directions are just at the edge of swinging. For $\kappa = 1000$ a factor of ten takes 36
# steps, where SGD needs 1,150. (The idea of these pictures is that of Goh, "Why momentum really works",
# Distill, 2017.)
#
# **Checkpoint 2.** Without looking: which number limits the top speed of momentum? What happens to the
# swings at $\beta = 0.99$? A good place for a break.
#
# # Part 3: a rate for every weight (30 minutes)
#
# ## 5 AdaGrad
#
# In the valley $y$ wants short steps and $x$ long ones. Why should all weights share one learning
# rate? **AdaGrad** (Duchi and others, 2011) gives **each weight its own rate**. It adds up the *squares* of
# all its gradients so far and divides by the root:
#
# $$h \leftarrow h + g^2, \qquad w \leftarrow w - \eta \, \frac{g}{\sqrt{h} + \varepsilon}.$$
#
# A weight with large gradients gets short steps. $\varepsilon$ (eps) is tiny and avoids 0/0. All of it
# works cell by cell: each weight on its own, also within one array.

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
# It is momentum's plan again: one number a weight, kept in the state, 0 in the beginning.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `np.sqrt` and `**` work cell by cell. eps is added *outside* the root.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `h = {k: state.get(k, 0.0) + grads[k] ** 2 for k in params}`. What is divided by what in the step of key
# `k`? And which dict is the new state?
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

from course_utils.checks import case, walk

params = {"W": np.array([[1.0, -2.0, 0.5], [3.0, -0.5, 2.0]]), "b": np.array([-1.0, 0.25]), "k": np.array(4.0)}
grads = {"W": np.array([[0.5, -1.0, 2.0], [-0.25, 0.0, 4.0]]), "b": np.array([0.8, -3.0]), "k": np.array(-1.5)}
more = {"W": np.array([[-1.0, 0.25, 1.5], [2.0, -0.75, 0.0]]), "b": np.array([1.25, -0.4]), "k": np.array(0.6)}
third = {"W": np.array([[0.75, 3.0, -0.5], [0.0, 1.0, -2.5]]), "b": np.array([-0.2, 1.75]), "k": np.array(2.5)}
case(
    "params after one step of adagrad, lr=0.5",
    walk(adagrad),
    params,
    [grads],
    lr=0.5,
    expects={"W": [[0.5000001, -1.50000005, 2e-08], [3.4999998, -0.5, 1.50000001]], "b": [-1.49999994, 0.74999998], "k": 4.49999997},
    rtol=1e-5,
    atol=1e-6,
    silent=True,
)
case(
    "params after two steps of adagrad, lr=0.5",
    walk(adagrad),
    params,
    [grads, more],
    lr=0.5,
    expects={"W": [[0.94721366, -1.62126785, -0.29999996], [3.00386089, -7e-08, 1.50000001]], "b": [-1.92113561, 0.81608184], "k": 4.31430464},
    rtol=1e-5,
    atol=1e-6,
)
case(
    "params after three steps of adagrad, lr=0.2, eps=0.5",
    walk(adagrad),
    params,
    [grads, more, third],
    lr=0.2,
    eps=0.5,
    expects={"W": [[0.94236284, -2.0627221, 0.27279216], [2.90765663, -0.49428571, 1.91806292]], "b": [-1.22905471, 0.35652757], "k": 3.94945745},
    rtol=1e-5,
    atol=1e-6,
)
start = {"u": np.array([1.0, -2.0]), "s": np.array(3.0)}
one = [{"u": np.array([2.0, -1.0]), "s": np.array(0.5)}, {"u": np.array([-1.0, 3.0]), "s": np.array(1.5)}]
other = [{"u": np.array([0.25, 4.0]), "s": np.array(-2.0)}, {"u": np.array([1.0, 0.5]), "s": np.array(2.5)}]
case(
    "params after two runs of adagrad that take turns, lr and eps left out",
    walk(adagrad),
    start,
    one,
    other,
    expects=({"u": [0.99447214, -1.99948683], "s": 2.98051317}, {"u": [0.98029858, -2.01124035], "s": 3.00219131}),
    rtol=1e-6,
    hint="remember in `state` alone: two runs must share nothing",
)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for steps, lr, eps in [(1, 0.7, 1e-7), (4, 0.1, 0.3), (5, 1.5, 1e-3), (20, 0.02, 1e-7)]:
    rng = np.random.default_rng(40 + steps)
    start = {"W": rng.normal(size=(3, 4)), "b": rng.normal(size=4), "k": np.array(rng.normal())}
    g = {k: rng.normal(size=(2, steps, *w.shape)) for k, w in start.items()}
    runs = [[{k: np.array(g[k][run, t]) for k in g} for t in range(steps)] for run in range(2)]
    moves = {k: s / (np.cumsum(s**2, axis=1) ** 0.5 + eps) for k, s in g.items()}
    wanted = tuple({k: w - lr * moves[k][run].sum(axis=0) for k, w in start.items()} for run in range(2))
    topic = "two runs in turns, several steps, weights of several shapes"
    hidden_case(topic, walk(adagrad), start, *runs, lr=lr, eps=eps, expects=wanted)
tiny, there = {"w": np.array([0.0, 1e-6])}, {"w": [1.0, -0.01 / 1.1]}
hidden_case(
    "gradients that are 0 or very small", walk(adagrad), {"w": np.array([1.0, 0.0])}, [tiny], expects=there, silent=True
)
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
# The first step is lr for *every* weight, however large its gradient (unless it is 0): its size cancels. But
# $h$ only ever grows. **AdaGrad slows for ever**, also when there is still a long way to go.
#
# <!-- mistakes: adagrad -->
#
# ## 6 RMSProp
#
# What if AdaGrad **forgot** the far past? **RMSProp** (Tieleman and Hinton, 2012) replaces the sum by a
# **running average** (이동 평균). Each step keeps the share $\rho$ (rho) of the old average and fills up with
# the new square:
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
# <details><summary>Hint 2: nearly there</summary>
#
# The two shares sum to 1: `rho` for the old average, `1 - rho` for the new square.
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

from course_utils.checks import case, walk

params = {"W": np.array([[1.0, -2.0, 0.5], [3.0, -0.5, 2.0]]), "b": np.array([-1.0, 0.25]), "k": np.array(4.0)}
grads = {"W": np.array([[0.5, -1.0, 2.0], [-0.25, 0.0, 4.0]]), "b": np.array([0.8, -3.0]), "k": np.array(-1.5)}
more = {"W": np.array([[-1.0, 0.25, 1.5], [2.0, -0.75, 0.0]]), "b": np.array([1.25, -0.4]), "k": np.array(0.6)}
third = {"W": np.array([[0.75, 3.0, -0.5], [0.0, 1.0, -2.5]]), "b": np.array([-0.2, 1.75]), "k": np.array(2.5)}
case(
    "params after one step of rmsprop, lr=0.2",
    walk(rmsprop),
    params,
    [grads],
    lr=0.2,
    expects={"W": [[0.36754487, -1.36754467, -0.13245543], [3.63245473, -0.5, 1.36754452]], "b": [-1.63245528, 0.88245547], "k": 4.6324554},
    rtol=1e-5,
    atol=1e-6,
    silent=True,
)
case(
    "params after two steps of rmsprop, lr=0.2",
    walk(rmsprop),
    params,
    [grads, more],
    lr=0.2,
    expects={"W": [[0.93897328, -1.52870921, -0.52468765], [3.00439989, 0.13245527, 1.36754452]], "b": [-2.17306679, 0.97047923], "k": 4.3867374},
    rtol=1e-5,
    atol=1e-6,
)
case(
    "params after three steps of rmsprop, lr=0.3, rho=0.6, eps=0.5",
    walk(rmsprop),
    params,
    [grads, more, third],
    lr=0.3,
    rho=0.6,
    eps=0.5,
    expects={"W": [[0.8845593, -2.17802829, 0.01219033], [2.7751372, -0.51269267, 1.88256081]], "b": [-1.45964257, 0.43565149], "k": 3.83500348},
    rtol=1e-5,
    atol=1e-6,
)
start = {"u": np.array([1.0, -2.0]), "s": np.array(3.0)}
one = [{"u": np.array([2.0, -1.0]), "s": np.array(0.5)}, {"u": np.array([-1.0, 3.0]), "s": np.array(1.5)}]
other = [{"u": np.array([0.25, 4.0]), "s": np.array(-2.0)}, {"u": np.array([1.0, 0.5]), "s": np.array(2.5)}]
case(
    "params after two runs of rmsprop that take turns, lr, rho and eps left out",
    walk(rmsprop),
    start,
    one,
    other,
    expects=({"u": [0.99831214, -1.99985284], "s": 2.99382261}, {"u": [0.9937608, -2.00357537], "s": 3.00064331}),
    rtol=1e-6,
    hint="remember in `state` alone: two runs must share nothing",
)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for steps, lr, rho, eps in [(1, 0.7, 0.9, 1e-7), (5, 0.1, 0.5, 0.3), (20, 0.02, 0.99, 1e-3)]:
    rng = np.random.default_rng(60 + steps)
    start = {"W": rng.normal(size=(3, 4)), "b": rng.normal(size=4), "k": np.array(rng.normal())}
    g = {k: rng.normal(size=(2, steps, *w.shape)) for k, w in start.items()}
    runs = [[{k: np.array(g[k][run, t]) for k in g} for t in range(steps)] for run in range(2)]
    # Row t: the shares with which the squares of steps 0..t enter the average of step t.
    lag = np.subtract.outer(np.arange(steps), np.arange(steps))
    share = np.where(lag >= 0, (1 - rho) * rho ** np.abs(lag), 0.0)
    wanted = tuple({} for _ in runs)
    for k in g:
        for run in range(2):
            h = np.tensordot(share, g[k][run] ** 2, axes=1)
            wanted[run][k] = start[k] - np.sum(lr * g[k][run] / (eps + h**0.5), axis=0)
    topic = "two runs in turns, several steps, weights of several shapes"
    hidden_case(topic, walk(rmsprop), start, *runs, lr=lr, rho=rho, eps=eps, expects=wanted)
tiny, there = {"w": np.array([0.0, 1e-6])}, {"w": [1.0, -0.001 * 1e-6 / (1e-6 * 0.1**0.5 + 1e-7)]}
hidden_case(
    "gradients that are 0 or very small", walk(rmsprop), {"w": np.array([1.0, 0.0])}, [tiny], expects=there, silent=True
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
# of one square so far. Remember this flaw. (Keras writes $\sqrt{h + \varepsilon}$; the difference shows
# where gradients are tiny.)
#
# <!-- mistakes: rmsprop -->
#
# ## 7 The valley turned
#
# Our valley lies along the axes: one weight is steep, the other flat. That suits optimizers that give each
# weight its own rate. A real valley may lie across all axes.

# %%
predict.guess(
    "turned",
    "Turn the valley by 45 degrees. Who loses most?",
    choices=["SGD", "AdaGrad", "both lose the same"],
    my_guess=...,
)

# %% tags=["demo"]
turned = plots.turned_valley({"SGD": (sgd, 0.95), "AdaGrad": (adagrad, 1.5), "RMSProp": (rmsprop, 0.3)})

# %% jupyter={"source_hidden": true}
predict.reveal(
    "turned",
    "AdaGrad",
    because="Turned, both weights have gradients of the same size, so both get the same rate: nothing is left of the advantage.",
)

# %% tags=["demo"]
if turned:
    for name, height in turned.items():
        print(f"{name:8s} height after 30 steps: {height[0]:.1e} along the axes, {height[45]:.1e} at 45 degrees")
    assert abs(turned["SGD"][45] / turned["SGD"][0] - 1) < 0.01, "SGD does not know axes"
    assert all(turned[name][45] > 10 * turned[name][0] for name in ("AdaGrad", "RMSProp"))

# %% [markdown]
# SGD and momentum follow the gradient as an arrow and do not see how the axes lie. AdaGrad, RMSProp and
# Adam look at each weight alone. They shine where the axes mean something: rare words, border pixels,
# layers of different size.
#
# **Checkpoint 3.** Without looking: why does AdaGrad slow for ever? What does $\rho$ change? When does a
# rate for every weight not help? A good place for a break.
#
# # Part 4: Adam, and a fault to find (30 minutes)
#
# ## 8 Adam
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
# ### Exercise 5: `adam` (***, 18 minutes)
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
# For one key: `m_hat = m[k] / (1 - beta1**t)`, and `v_hat` in the same way. The new weight divides by the
# root of `v_hat`, plus eps. Keep `m` and `v` in the state, not the hats.
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

from course_utils.checks import case, walk

params = {"W": np.array([[1.0, -2.0, 0.5], [3.0, -0.5, 2.0]]), "b": np.array([-1.0, 0.25]), "k": np.array(4.0)}
grads = {"W": np.array([[0.5, -1.0, 2.0], [-0.25, 0.0, 4.0]]), "b": np.array([0.8, -3.0]), "k": np.array(-1.5)}
more = {"W": np.array([[-1.0, 0.25, 1.5], [2.0, -0.75, 0.0]]), "b": np.array([1.25, -0.4]), "k": np.array(0.6)}
third = {"W": np.array([[0.75, 3.0, -0.5], [0.0, 1.0, -2.5]]), "b": np.array([-0.2, 1.75]), "k": np.array(2.5)}
case(
    "params after one step of adam, lr=0.2",
    walk(adam),
    params,
    [grads],
    lr=0.2,
    expects={"W": [[0.80000004, -1.80000002, 0.30000001], [3.19999992, -0.5, 1.8]], "b": [-1.19999998, 0.44999999], "k": 4.19999999},
    rtol=1e-5,
    atol=1e-6,
    silent=True,
)
case(
    "params after two steps of adam, lr=0.2",
    walk(adam),
    params,
    [grads, more],
    lr=0.2,
    expects={"W": [[0.87322074, -1.7061064, 0.103485], [3.06893461, -0.35117266, 1.66598836]], "b": [-1.39758505, 0.60251416], "k": 4.26912115},
    rtol=1e-5,
    atol=1e-6,
)
case(
    "params after three steps of adam, lr=0.3, beta1=0.5, beta2=0.8, eps=0.5",
    walk(adam),
    params,
    [grads, more, third],
    lr=0.3,
    beta1=0.5,
    beta2=0.8,
    eps=0.5,
    expects={"W": [[0.91410184, -1.95577247, -0.03179766], [2.81523487, -0.44266498, 1.68997613]], "b": [-1.47461373, 0.60102923], "k": 4.06370213},
    accepts=({"W": [[0.95551759, -2.00754679, 0.05176526], [2.80807711, -0.46433936, 1.72880936]], "b": [-1.3672947, 0.549505], "k": 4.02273217},),  # eps as Keras adds it
    rtol=1e-5,
    atol=1e-6,
)
start = {"u": np.array([1.0, -2.0]), "s": np.array(3.0)}
one = [{"u": np.array([2.0, -1.0]), "s": np.array(0.5)}, {"u": np.array([-1.0, 3.0]), "s": np.array(1.5)}]
other = [{"u": np.array([0.25, 4.0]), "s": np.array(-2.0)}, {"u": np.array([1.0, 0.5]), "s": np.array(2.5)}]
case(
    "params after two runs of adam that take turns, lr, both betas and eps left out",
    walk(adam),
    start,
    one,
    other,
    expects=({"u": [0.99873366, -1.99949419], "s": 2.99808222}, {"u": [0.99811562, -2.00175722], "s": 3.00083727}),
    rtol=1e-6,
    hint="remember in `state` alone: two runs must share nothing",
)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case


def running(beta, series):  # a bias-corrected average: shares that sum to 1 at every step
    lag = np.subtract.outer(np.arange(len(series)), np.arange(len(series)))
    share = np.where(lag >= 0, float(beta) ** np.abs(lag), 0.0)
    return np.tensordot(share / share.sum(axis=1, keepdims=True), series, axes=1)


def arrives(start, g, lr, beta1, beta2, eps, keras):  # eps where the paper has it, or where Keras has
    room = eps * (1 - beta2 ** np.arange(1, len(next(iter(g.values()))) + 1)) ** (-0.5 * keras)
    w = {}
    for k in g:
        root = running(beta2, g[k] ** 2) ** 0.5 + room.reshape(-1, *[1] * (g[k].ndim - 1))
        w[k] = start[k] - lr * (running(beta1, g[k]) / root).sum(axis=0)
    return w


for steps, lr, beta1, beta2, eps in [
    (1, 0.7, 0.9, 0.999, 1e-7), (5, 0.1, 0.5, 0.8, 0.3), (6, 0.2, 0.0, 0.99, 1e-3),
    (20, 0.02, 0.95, 0.9, 1e-7), (25, 0.001, 0.9, 0.999, 1e-7),
]:  # fmt: skip
    rng = np.random.default_rng(80 + steps)
    start = {"W": rng.normal(size=(3, 4)), "b": rng.normal(size=4), "k": np.array(rng.normal())}
    g = [{k: rng.normal(size=(steps, *w.shape)) for k, w in start.items()} for _ in range(2)]
    runs = [[{k: np.array(run[k][t]) for k in run} for t in range(steps)] for run in g]
    settings = {"lr": lr, "beta1": beta1, "beta2": beta2, "eps": eps}
    paper, keras = (tuple(arrives(start, run, **settings, keras=form) for run in g) for form in (0, 1))
    topic = "two runs in turns, several steps, weights of several shapes"
    hidden_case(topic, walk(adam), start, *runs, **settings, expects=paper, accepts=(keras,))
there, tiny = {"w": np.array([1.0, 0.0])}, {"w": np.array([0.0, 1e-6])}
paper, keras = (arrives(there, {"w": tiny["w"][None]}, 0.001, 0.9, 0.999, 1e-7, form) for form in (0, 1))
topic = "gradients that are 0 or very small"
hidden_case(topic, walk(adam), there, [tiny], expects=paper, accepts=(keras,), silent=True)
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
# The last digits may differ from Keras: Keras adds $\varepsilon$ before the correction of $v$, the
# paper after it. Our checks take both.
#
# <!-- mistakes: adam -->
#
# ## 9 Something is wrong with this Adam
#
# `plots.broken_adam` is an Adam with one fault, as somebody once handed it in. It trains, only worse. You
# cannot see the fault by looking at a loss. Do what an engineer does: give it and a right Adam (yours) the
# same gradients, and compare the steps, one experiment after the other.
#
# First experiment: one weight, and its gradient is 1 in every step.

# %% tags=["demo"]
plots.compare_steps(plots.broken_adam, adam, {"w": [1, 1, 1, 1, 1, 1, 1, 1]})

# %% [markdown]
# No difference. So the fault is not in what happens to a single weight with a steady gradient. Change one
# thing: gradients that vary, that are 0 after a while, another size, more than one weight. Edit and run
# the cell until a difference shows. What is different in that experiment from those without a difference?

# %% tags=["demo"]
plots.compare_steps(plots.broken_adam, adam, {"w": [1, -2, 0, 0, 3, 1, 1, 1]})

# %%
predict.guess(
    "broken_adam",
    "What is the fault?",
    choices=[
        "it forgets v between calls",
        "it counts the step once a weight, not once a call",
        "it adds eps inside the root",
        "beta1 and beta2 are swapped",
    ],
    my_guess=...,
)

# %% jupyter={"source_hidden": true} tags=["demo"]
gap = plots.compare_steps(plots.broken_adam, adam, {"w": [1, 1, 1, 1, 1, 1, 1, 1], "u": [1, 1, 1, 1, 1, 1, 1, 1]})
if gap:
    assert gap["w"][0] < 1e-9 < 0.1 < gap["u"][0], "the first weight's first step is right, the second's is not"

# %% jupyter={"source_hidden": true}
predict.reveal(
    "broken_adam",
    "it counts the step once a weight, not once a call",
    because="With one weight all is right. With two, the second weight's first step is corrected as if it were step 2. "
    "With the four arrays of a small network the count runs four times too fast.",
)

# %% [markdown]
# The test that finds such a fault has at least two weights, and compares the first steps. That is why the
# checks of this notebook use several arrays.
#
# ## 10 Four ways down
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
# Momentum swings in wide bends, AdaGrad turns to the floor at once, and Adam is a mixture of both: it
# rolls on, but with a rate for each direction.
#
# And now a race of your own. Choose the terrain, a rate for each, the inertia and the start; the cross marks
# the minimum. Who reaches the bottom of the bent valley first, and who leaves the saddle?

# %% tags=["demo"]
plots.optimizer_playground(
    {"SGD": sgd, "momentum": momentum, "AdaGrad": adagrad, "RMSProp": rmsprop, "Adam": adam}
)

# %% [markdown]
# **Checkpoint 4.** Without looking: what do the two averages of Adam hold, and what do the hats mend? How
# did you find the fault of the broken Adam? A good place for a break.
#
# # Part 5: training a network (30 minutes)
#
# ## 11 The training loop
#
# Now a network. All that training needs is a loop: take a mini-batch, compute loss and gradient there,
# let the optimizer make a step, repeat. Because all five optimizers have one shape, one loop
# serves them all, and any network.
#
# ### Exercise 6: `fit` (**, 12 minutes)
#
# `gradient` and `optimizer` are functions that you are given. The state starts as `{}`; what the optimizer
# returns goes into its next call.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Three names get a new value in each round: `params`, `state`, and the list of losses.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `loss, grads = gradient(params, batch)` gives both at once. The loss is that *before* the step.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# Before the loop: `state, losses = {}, []`. In the loop: the line of hint 2, a call of
# `optimizer(params, grads, state, lr=lr)` whose two values get the names `params` and `state`, and
# `losses.append(loss)`. After the loop: `return`.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "fit", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def fit(params, batches, gradient, optimizer, lr):
    """Train: one optimizer step for each batch, in order.

    params: dict of arrays, where training starts
    batches: list of batches; one may be anything that `gradient` understands
    gradient: function, gradient(params, batch) -> (loss, grads)
    optimizer: function of the common shape, optimizer(params, grads, state, lr=...) -> (params, state)
    lr: learning rate of every step
    -> (params after the last step, list of losses: one for each batch, before its step)
    """
    ### BEGIN SOLUTION
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return params, losses
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_fit", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `fit`: run it. A click opens it.
import numpy as np

from course_utils.checks import case


def line(params, batch):
    x, target = batch
    error = x @ params["w"] + params["b"] - target
    return float(np.mean(error**2)), {"w": 2 * x.T @ error / len(x), "b": np.array(2 * error.mean())}


def plain(params, grads, state, lr=0.01):
    return {k: params[k] - lr * grads[k] for k in params}, state


def rolling(params, grads, state, lr=0.01):
    v = {k: 0.5 * state.get(k, 0.0) - 2 * lr * grads[k] for k in params}
    return {k: params[k] + v[k] for k in params}, v


def once_a_batch(params, grads, state, lr=0.01):
    """Its second step is twice as long as its first, and so on."""
    steps = state.get("steps", 0) + 1
    return {k: params[k] - steps * lr * grads[k] for k in params}, {"steps": steps}


def times(params, batch):
    """Here a batch is a number."""
    return batch * float(params["b"]), {k: batch * np.ones_like(v) for k, v in params.items()}


params = {"w": np.array([1.0, -2.0]), "b": np.array(0.5)}
batches = [
    (np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([1.0, -1.0])),
    (np.array([[2.0, -1.0], [1.0, 1.0], [-1.0, 0.0]]), np.array([4.0, 2.0, 0.0])),
    (np.array([[0.5, 3.0]]), np.array([-2.0])),
    (np.array([[1.0, 0.0], [-2.0, 1.0]]), np.array([0.5, 3.0])),
]
case(
    "fit(params, four batches, gradient, an optimizer with a memory, lr=0.1)",
    fit,
    params,
    batches,
    line,
    rolling,
    0.1,
    expects=({"w": [-4.0272, -6.643366666667], "b": 0.613866666667}, [6.25, 0.616666666667, 28.747469444444, 51.7337125]),
)
case(
    "fit(params, one batch, gradient, plain steps, lr=0.1)",
    fit,
    params,
    batches[:1],
    line,
    plain,
    0.1,
    expects=({"w": [1.35, -1.25], "b": 0.9}, [6.25]),
)
case("fit(params, [2, 3], gradient, steps that grow, lr=0.1)", fit, params, [2, 3], times, once_a_batch, 0.1,
     expects=({"w": [0.2, -2.8], "b": -0.3}, [1.0, 0.9]))  # fmt: skip
fits = [(np.array([[2.0, 1.0]]), np.array([0.5])), batches[0]]
case("fit(params, a batch that fits and another, gradient, plain steps, lr=0.1)", fit, params, fits, line, plain, 0.1,
     expects=({"w": [1.35, -1.25], "b": 0.9}, [0.0, 6.25]))  # fmt: skip
case("fit(params, no batches, gradient, plain steps, lr=0.1)", fit, params, [], line, plain, 0.1, expects=(params, []))
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case


def bowl(params, batch):
    away = {k: w - batch for k, w in params.items()}
    return sum(float(np.sum(a * a)) for a in away.values()) / 2, away


for seed, steps, lr in [(1, 1, 0.3), (2, 6, 0.05), (3, 12, 0.4)]:
    rng = np.random.default_rng(seed)
    start = {"W": rng.normal(size=(2, 3)), "b": rng.normal(size=3)}
    goals = rng.normal(size=steps).tolist()
    for optimizer, keep, size in ((plain, 0.0, 1), (rolling, 0.5, 2)):
        now, speed, losses = start, {k: 0.0 for k in start}, []
        for goal in goals:
            losses.append(sum(np.sum((w - goal) ** 2) for w in now.values()) / 2)
            speed = {k: keep * speed[k] - size * lr * (now[k] - goal) for k in now}
            now = {k: now[k] + speed[k] for k in now}
        topic = "random batches, optimizers with and without a memory"
        hidden_case(topic, fit, start, goals, bowl, optimizer, lr, expects=(now, losses))
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: fit -->
#
# Wire it up. The network has 196 inputs (a digit of 28x28 pixels, averaged to 14x14 to be quick), 32
# hidden units with ReLU, and 10 outputs. `plots.network_gradient` is the backpropagation (역전파) that you
# wrote in notebook 02.

# %% tags=["demo"]
from threadpoolctl import threadpool_limits

from course_utils.data import load_digits_28

threadpool_limits(1)  # matrices this small are done before a second thread has woken up
(images, labels), test = load_digits_28()  # test stays shut until the last page
train, validation = (images[:1000], labels[:1000]), (images[1000:1400], labels[1000:1400])
print("train:", train[0].shape, " validation:", validation[0].shape)

# %% tags=["demo"]
with when_ready():
    batches = plots.digit_batches(train, steps=150)
    network = plots.small_network()
    trained, losses = fit(network, batches, plots.network_gradient, adam, lr=0.01)
    plots.loss_curves({"fit with your Adam, learning rate 0.01": losses})
    before, after = (plots.network_accuracy(net, validation) for net in (network, trained))
    print(f"validation accuracy: {before:.0%} before, {after:.0%} after {len(losses)} steps")
    assert after > 0.8 and before < 0.3 and np.mean(losses[-20:]) < 0.2 * losses[0]

# %% [markdown]
# ## 12 Reading a loss curve
#
# The rate was right there. Mostly it is not, at first, and the curve of the losses tells. Here are six
# trainings of the same network. Only optimizer and rate differ.

# %% tags=["demo"]
mystery = plots.mystery_curves({"SGD": sgd, "Adam": adam}, train)

# %%
predict.guess(
    "mystery",
    "Which two curves had a rate far too LOW?",
    choices=["A and D", "B and E", "C and F", "B and D"],
    my_guess=...,
)

# %% [markdown]
# - **too_low**: smooth, but at the end more than four fifths of the first loss are still there.
# - **good**: falls fast to less than a quarter of the first loss, then levels off.
# - **too_high**: never comes to rest. From step to step it jumps up and down, by a tenth of the first
#   loss and more, to the end.
# - **diverged**: the last loss is above twice the first, or some loss is `nan` or `inf`.
#
# ### Exercise 7: `diagnose` (**, 12 minutes)
#
# Teach it to the computer. There is no single right rule: curves that a person can tell apart are all
# that is asked.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Ask in this order: diverged? Does it jump? Has it hardly fallen? What is left is good. Compare with the
# *first* loss: a loss of 0.5 may be large or small.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `np.isfinite` finds `nan` and `inf`. `np.abs(np.diff(losses))` is how far the curve moves in each step;
# look at its second half only, as a good curve moves far in the beginning.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `late = losses[len(losses) // 2 :]`; the curve jumps if `np.abs(np.diff(late)).mean()` is more than a
# tenth of `losses[0]`. Every branch returns its word.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "diagnose", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def diagnose(losses):
    """What a loss curve says about the learning rate.

    losses: list or array of at least 20 numbers, one a step; nan and inf may be among them
    -> "too_low" | "good" | "too_high" | "diverged", as described above
    """
    ### BEGIN SOLUTION
    losses = np.asarray(losses, dtype=float)
    if not np.isfinite(losses).all() or losses[-1] > 2 * losses[0]:
        return "diverged"
    late = losses[len(losses) // 2 :]
    if np.abs(np.diff(late)).mean() > 0.08 * losses[0]:
        return "too_high"
    return "too_low" if late[-1] > 0.6 * losses[0] else "good"
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_diagnose", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `diagnose`: run it. A click opens it.
import numpy as np

from course_utils.checks import case


step = np.arange(60)
falls = 0.15 + 2.15 * np.exp(-step / 6)
creeps = 2.3 - 0.003 * step
jumps = 1.4 + 0.4 * np.cos(2.3 * step + 1) + 0.5 * np.exp(-step / 3)
grows = 2.3 * 1.08**step
case("diagnose(a curve that falls fast and levels off)", diagnose, falls, expects="good", hint="a good curve has lost most of its first loss, and rests at the end")
case("diagnose(a curve that creeps)", diagnose, creeps, expects="too_low", hint="a curve that has hardly fallen, and does not jump, is too_low")
case("diagnose(a curve that jumps to the end)", diagnose, jumps, expects="too_high", hint="look at the sizes of its late steps, before you compare first and last")
case("diagnose(a curve that grows)", diagnose, grows, expects="diverged", hint="a last loss above twice the first: ask that first")
breaks = [*falls[:30].tolist(), *[float("nan")] * 10]
rises = [*falls[:20].tolist(), 3.0, 20.0, 150.0, 1e3, float("inf")]
case("diagnose(a list that ends with nan)", diagnose, breaks, expects="diverged", hint="nan: ask np.isfinite of all losses first")
case("diagnose(a list that rises to inf)", diagnose, rises, expects="diverged", hint="inf: ask np.isfinite of all losses first")
why = "the limits fit one height of losses only: compare with the first loss, losses[0]"
for times in (60, 0.05):
    case(f"diagnose(the curve that falls, times {times})", diagnose, times * falls, expects="good", hint=why)
    case(f"diagnose(the curve that creeps, times {times})", diagnose, times * creeps, expects="too_low", hint=why)
    case(f"diagnose(the curve that jumps, times {times})", diagnose, times * jumps, expects="too_high", hint=why)
    case(f"diagnose(the curve that grows, times {times})", diagnose, times * grows, expects="diverged", hint=why)
long, why = np.arange(300), "the limits depend on the number of steps: take shares of the curve, as its second half"
case("diagnose(300 losses that fall)", diagnose, (0.02 + 0.67 / (1 + long / 4)).tolist(), expects="good", hint=why)
case("diagnose(300 losses that creep)", diagnose, (0.69 - 0.03 * long / 300).tolist(), expects="too_low", hint=why)
case("diagnose(20 losses that jump)", diagnose, (0.44 + 0.13 * np.cos(2.8 * long[:20])).tolist(), expects="too_high", hint=why)
gap = np.where(step == 20, np.nan, falls)
case("diagnose(a curve that falls, one loss of it nan)", diagnose, gap, expects="diverged", hint="nan: ask np.isfinite of all losses first")
late = np.where(step < 57, falls, 7.0)
case("diagnose(a curve that falls, and in the last three steps rises to three times the first loss)", diagnose, late, expects="diverged",
     hint="a last loss above twice the first, however it came there")  # fmt: skip
case("diagnose(a curve that grows to three times the first loss)", diagnose, 2.3 * 1.02**step, expects="diverged", hint="above twice the first is enough")
peak, why = np.where(step == 2, 6.0, falls), "one high loss near the beginning: the last one counts, and whether it is at rest"
case("diagnose(a curve with one peak near its beginning)", diagnose, peak, expects="good", hint=why)
case("diagnose(a curve that falls to 0.22 of the first loss)", diagnose, 0.22 + 0.78 * np.exp(-step / 6), expects="good",
     hint="less than a quarter of the first loss is good")  # fmt: skip
case("diagnose(a curve that creeps to 0.85 of the first loss)", diagnose, 1 - 0.15 * step / 59, expects="too_low",
     hint="more than four fifths of the first loss are left")  # fmt: skip
case("diagnose(a curve that jumps, and ends above the first loss)", diagnose, 1 + 0.35 * np.sin(2.5 * step), expects="too_high",
     hint="not twice the first: it jumps, and that is asked before whether it has fallen")  # fmt: skip
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case


for seed, n, first in [(1, 40, 2.3), (2, 120, 0.7), (3, 200, 50.0)]:
    rng = np.random.default_rng(seed)
    step = np.arange(n)
    good = first * (0.05 + 0.95 * np.exp(-step / (n / rng.uniform(9, 12))))
    low = first * (1 - rng.uniform(0.03, 0.12) * step / n)
    high = first * (0.6 + 0.2 * np.cos(rng.uniform(2.3, 3.0) * step))
    away = first * 10 ** (step / n * rng.uniform(1, 3))
    lost = np.where(step < n // 2, good, np.nan)
    curves = {"good": good, "too_low": low, "too_high": high, "diverged": away}
    for wanted, curve in (*curves.items(), ("diverged", lost), ("diverged", lost.tolist())):
        hidden_case("curves of the four kinds, other lengths and heights", diagnose, curve, expects=wanted)
### END HIDDEN TESTS

# %% tags=["demo", "nbval-check-output"]
with when_ready():
    for letter, curve in mystery.items():
        name, rate, told = plots.mystery_rates()[letter]
        print(f"{letter}: your diagnosis {diagnose(curve):9s} a person's {told:9s} it was {name} at {rate:g}")

# %% jupyter={"source_hidden": true}
predict.reveal(
    "mystery",
    "B and E",
    because="Both are smooth and hardly fall: with a rate a hundred times higher the same optimizers do well.",
)

# %% [markdown]
# <!-- mistakes: diagnose -->
#
# What to try, by symptom:
#
# | the loss ... | likely | try |
# |---|---|---|
# | stays at $\ln 10 \approx 2.30$ | rate far too small, or so big that the ReLUs died | both ways, factors of 10 |
# | declines slowly and evenly | rate too small | 3 to 10 times more |
# | falls, then hovers and jitters | rate too big for the end | decay |
# | jumps up, then NaN | rate too big, or a bug in the gradient | a tenth; a gradient check (notebook 02) |
# | falls fast, then crawls for ever (AdaGrad) | the sum of squares has grown | RMSProp, Adam |
#
# **Checkpoint 5.** Without looking: which three lines does the loop repeat? How do a rate too low, too
# high, and far too high look? A good place for a break.
#
# # Part 6: the learning rate on real digits (25 minutes)
#
# ## 13 A rate for each optimizer
#
# Let us race all five on the digits: first at the learning rate 0.01, then each at a rate that suits it.

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
# If you compare optimizers at *one* learning rate, you measure the learning rate. So let us see all
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
# tiny network and only 50 steps, the best lies higher. Large networks, trained for long, want
# less. SGD wants ten or more times Adam's rate.
#
# ## 14 Why a good rate should shrink
#
# Mini-batch gradients are noisy. Far from the minimum that does not matter. Near it a large rate
# turns the noise into large jumps, and the loss hovers. So: **large first, small later**, which is
# **learning rate decay** (학습률 감쇠). Exponential decay multiplies by `rate` once in `decay_steps` steps,
# smoothly:
#
# $$\eta_t = \eta_0 \cdot \text{rate}^{\,t / \text{decay\_steps}}$$
#
# ### Exercise 8: `exponential_decay` (*, 5 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# What is the exponent after exactly `decay_steps` steps? After half of them?
#
# </details>
# <details><summary>Hint 2: nearly there</summary>
#
# Python's power is `**`, and it binds tighter than `/`: mind the parentheses. `/` and `//` are different
# divisions, and smoothly means all values in between.
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
from course_utils.checks import case

case("exponential_decay(0.8, 14, 4, 0.6)", exponential_decay, 0.8, 14, 4, 0.6, expects=0.133850304445)
case("exponential_decay(0.3, 40, 200, 0.6)", exponential_decay, 0.3, 40, 200, 0.6, expects=0.270864135434)
case("exponential_decay(0.07, 0, 100, 0.5)", exponential_decay, 0.07, 0, 100, 0.5, expects=0.07)
case("exponential_decay(0.1, 60, 5, 0.9)", exponential_decay, 0.1, 60, 5, 0.9, expects=0.0282429536481)
case("exponential_decay(0.01, 5, 10, 1.21)", exponential_decay, 0.01, 5, 10, 1.21, expects=0.011)
### BEGIN HIDDEN TESTS
import numpy as np

from course_utils.checks import hidden_case

rng = np.random.default_rng(6)
for _ in range(12):
    lr0, rate = float(rng.uniform(1e-4, 2)), float(rng.uniform(0.1, 1.2))
    step, every = int(rng.integers(0, 1000)), int(rng.integers(50, 400))
    wanted = np.exp(np.log(lr0) + np.log(rate) * step / every)
    hidden_case("random learning rates, steps and decays", exponential_decay, lr0, step, every, rate, expects=wanted, atol=1e-12)
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
# arrived, the decaying one has the best of both. But if the rate decays too fast, training stops on
# the way: try `0.6, halved every 10 steps` on paper.
#
# <!-- mistakes: exponential_decay -->
#
# **Checkpoint 6.** Without looking: why is a race at one shared rate unfair? When does a large rate hurt,
# early or late? A good place for a break.
#
# # Part 7: searching (30 minutes)
#
# ## 15 Searching hyperparameters
#
# The learning rate is a **hyperparameter** (하이퍼파라미터): set by you, not by training. Others are layer size,
# batch size, $\beta$. How to look for good ones?
#
# 1. Take a **rough range**, several powers of ten wide.
# 2. Draw **random samples** from it.
# 3. Train each **shortly**, and take its **validation score** (검증).
# 4. **Narrow** the range to the best few, and repeat.
# 5. **Choose** one, train it for long.
#
# **Never on the test set.** Notebook 02's lucky guessers showed why: what is chosen by a score has too good
# a score. The test set is opened once, after step 5.

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
# **log-uniform** sampling. Then 0.0001 to 0.001 gets as many samples as 0.1 to 1.
#
# And why at random, not on a grid? Because usually few settings matter. Nine trials on a grid
# test three learning rates, each three times; nine random trials test nine.

# %% tags=["demo"]
plots.grid_or_random()

# %% [markdown]
# ### Exercise 9: `sample_log_uniform` (**, 8 minutes)
#
# Use the generator you are given, so that a search can be repeated. A range that starts at 0 or
# below has no logarithm, and one whose end is not above its start is none: `ValueError` (a check of its
# own).
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

from course_utils.checks import case, search

one = np.random.default_rng(3)
case("the shape of sample_log_uniform(0.001, 2, 7, rng)", search.shape_of(sample_log_uniform), 0.001, 2.0, 7, one, expects=[7])
case("the shape of sample_log_uniform(0.001, 2, 1, rng)", search.shape_of(sample_log_uniform), 0.001, 2.0, 1, one, expects=[1])
case(
    "how many different numbers are in sample_log_uniform(0.000001, 3, 60, rng)",
    search.different(sample_log_uniform),
    1e-6,
    3.0,
    60,
    one,
    expects=60,
)
case("how many different numbers are in sample_log_uniform(2, 30, 60, rng)", search.different(sample_log_uniform), 2, 30, 60, one, expects=60)
shares = "percent of 20000 samples between 0.0002 and 2: below, in each of the four powers of ten, above"
case(shares, search.shares(sample_log_uniform), 2e-4, 2.0, 20000, one, expects=[0, 25, 25, 25, 25, 0])
shares = "percent of 20000 samples between 3 and 5000: below, in four parts of one factor, above"
case(shares, search.shares(sample_log_uniform), 3.0, 5000.0, 20000, one, expects=[0, 25, 25, 25, 25, 0])
case(
    "sample_log_uniform(0.01, 10, 5, rng) with generators of two seeds",
    search.use_of_generator(sample_log_uniform),
    0.01,
    10.0,
    5,
    expects="one seed, one result; another seed, another result",
)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, low, high in [(1, 1e-6, 1e-1), (2, 0.5, 0.6), (3, 2.0, 5e4), (4, 1e-3, 1e3)]:
    rng = np.random.default_rng(seed)
    topic = "other ranges: uniform on a log scale, from end to end"
    hidden_case(topic, search.shares(sample_log_uniform), low, high, 20000, rng, expects=[0, 25, 25, 25, 25, 0])
hidden_case("one sample", search.shape_of(sample_log_uniform), 1e-3, 1.0, 1, np.random.default_rng(0), expects=[1])
### END HIDDEN TESTS

# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_sample_log_uniform_refuses", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# Does `sample_log_uniform` refuse what is no range? Run it. A click opens it.
import numpy as np

from course_utils.checks import case

rng = np.random.default_rng(0)
case("sample_log_uniform(0, 1, 3, rng)", sample_log_uniform, 0.0, 1.0, 3, rng, raises=ValueError)
case("sample_log_uniform(-2, 1, 3, rng)", sample_log_uniform, -2.0, 1.0, 3, rng, raises=ValueError)
case("sample_log_uniform(1, 0.1, 3, rng)", sample_log_uniform, 1.0, 0.1, 3, rng, raises=ValueError)
case("sample_log_uniform(0.3, 0.3, 3, rng)", sample_log_uniform, 0.3, 0.3, 3, rng, raises=ValueError)
case("sample_log_uniform(-2, -1, 3, rng)", sample_log_uniform, -2.0, -1.0, 3, rng, raises=ValueError)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for low, high in [(-1.0, 2.0), (-3.0, -2.0), (0, 1), (1.0, 1.0), (0.3, 0.2), (1.0, 0.0)]:
    hidden_case("ranges that are none", sample_log_uniform, low, high, 4, np.random.default_rng(0), raises=ValueError)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: sample_log_uniform -->
#
# ### Exercise 10: `narrow` (**, 8 minutes)
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

from course_utils.checks import case

samples = np.array([0.03, 0.01, 0.001, 0.1, 0.3, 0.004, 0.5])
scores = np.array([0.95, 0.30, 0.60, 0.90, 0.55, 0.85, 0.20])
case("narrow(samples, scores, 3)", narrow, samples, scores, 3, expects=(0.004, 0.1))
case("narrow(samples, scores - 1, 4)", narrow, samples, scores - 1, 4, expects=(0.001, 0.1))
case("narrow(samples, scores, 1)", narrow, samples, scores, 1, expects=(0.03, 0.03))
case("narrow(samples, scores, 7)", narrow, samples, scores, 7, expects=(0.001, 0.5))
case("narrow([3, 1, 2, 5], [0.1, 0.4, 0.3, 0.2], 2)", narrow, [3.0, 1.0, 2.0, 5.0], [0.1, 0.4, 0.3, 0.2], 2, expects=(1.0, 2.0))
near = [0.801, 0.804, 0.802, 0.803]
case("narrow([4, 8, 2, 6], [0.801, 0.804, 0.802, 0.803], 2)", narrow, [4.0, 8.0, 2.0, 6.0], near, 2, expects=(6.0, 8.0))
case("narrow([2, 7, 4], [0.5, 0.5, 0.1], 2)", narrow, [2.0, 7.0, 4.0], [0.5, 0.5, 0.1], 2, expects=(2.0, 7.0))
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

rng = np.random.default_rng(8)
for n in (1, 2, 6, 11):
    samples, scores = rng.lognormal(-3, 2, size=n), rng.permutation(n) / 10 - 1.0
    ranked = [s for _, s in sorted(zip(scores, samples), reverse=True)]
    for keep in sorted({1, (n + 1) // 2, n}):
        wanted = min(ranked[:keep]), max(ranked[:keep])
        hidden_case("random samples and scores, several numbers to keep", narrow, samples, scores, keep, expects=wanted)
hidden_case("plain lists", narrow, [4.0, 0.5, 2.0], [-3.0, -1.0, -2.0], 2, expects=(0.5, 2.0))
### END HIDDEN TESTS

# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_narrow_refuses", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# Does `narrow` refuse to keep none, or more than there are? Run it. A click opens it.
import numpy as np

from course_utils.checks import case

samples = np.array([0.03, 0.01, 0.001, 0.1, 0.3, 0.004, 0.5])
scores = np.array([0.95, 0.30, 0.60, 0.90, 0.55, 0.85, 0.20])
case("narrow(seven samples, scores, 0)", narrow, samples, scores, 0, raises=ValueError)
case("narrow(seven samples, scores, 8)", narrow, samples, scores, 8, raises=ValueError)
case("narrow(seven samples, scores, -2)", narrow, samples, scores, -2, raises=ValueError)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for keep in (0, -1, 4, 20):
    hidden_case("a number to keep that is none", narrow, [1.0, 2.0, 3.0], [0.3, 0.1, 0.2], keep, raises=ValueError)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: narrow -->
#
# ### Exercise 11: `random_search` (**, 10 minutes)
#
# Put the two together. In every round: draw `n` rates from the range, score each, and narrow the range to
# the `keep` best *of this round*. Your own `sample_log_uniform` and `narrow` do most of it.
#
# <details><summary>Hint 1: a nudge</summary>
#
# `low` and `high` get new values at the end of each round. The list of pairs grows from round to round.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# In a round: `rates = sample_log_uniform(...)`; `scores = [score(rate) for rate in rates]`; add
# `zip(rates, scores)` to the pairs; `low, high = narrow(...)`.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# After the last round, the best of *all* pairs: `max(pairs, key=lambda pair: pair[1])` is the pair whose
# second number is largest. Its rate is asked for.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "random_search", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def random_search(score, low, high, rounds, n, keep, rng):
    """Search for the best learning rate at random, in rounds that narrow.

    score: function, score(rate) -> number, higher is better
    low, high: range of the first round, 0 < low < high
    rounds: how many rounds, 1 or more; n: rates drawn log-uniformly in each
    keep: the next round's range spans the `keep` best rates of this round, 2 to n
    rng: numpy.random.Generator, used for every draw
    -> (the rate with the highest score of all rounds, list of all rounds * n pairs (rate, score))
    """
    ### BEGIN SOLUTION
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        tried = [(rate, score(rate)) for rate in rates]
        pairs += tried
        best = [rate for rate, _ in sorted(tried, key=lambda pair: pair[1])[-keep:]]
        low, high = min(best), max(best)
    return max(pairs, key=lambda pair: pair[1])[0], pairs
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_random_search", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `random_search`: run it. A click opens it.
import math

import numpy as np

from course_utils.checks import case, search


def hill(rate):
    return -((math.log10(rate) + 0.4) ** 2)


def rugged(rate):
    return np.sin(1e4 * np.log(rate))


seed_3 = np.random.default_rng(3)
case(
    "what random_search(score, 0.0001, 1, 3, 5, 2, rng) gives back",
    search.kind_of(random_search),
    rugged,
    1e-4,
    1.0,
    3,
    5,
    2,
    seed_3,
    expects="a number, and 15 pairs",
)
case(
    "how many of 24 pairs hold a rate and then its score",
    search.pairs_that_fit(random_search),
    hill,
    1e-4,
    1.0,
    3,
    8,
    4,
    seed_3,
    expects=24,
)
case(
    "where the rates of random_search(score, 0.0001, 1, 3, 200, 5, rng) lie",
    search.places(random_search),
    hill,
    1e-4,
    1.0,
    3,
    200,
    5,
    seed_3,
    expects=["in the whole range, as many in each power of ten", "in the range of the best", "in the range of the best"],
)
case(
    "where the rates of random_search(score, 0.0001, 1, 2, 200, 200, rng) lie",
    search.places(random_search),
    hill,
    1e-4,
    1.0,
    2,
    200,
    200,
    seed_3,
    expects=["in the whole range, as many in each power of ten", "in the range of the best"],
)
case(
    "which rate random_search calls the best, in ten searches",
    search.called_best(random_search),
    rugged,
    1e-4,
    1.0,
    3,
    6,
    3,
    expects="the one with the highest score",
)
case(
    "random_search(score, 0.01, 10, 2, 4, 2, rng) with generators of two seeds",
    search.use_of_generator(random_search),
    hill,
    0.01,
    10.0,
    2,
    4,
    2,
    expects="one seed, one result; another seed, another result",
)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case


def slope(rate):
    return np.log(rate)


wanted = ["in the whole range, as many in each power of ten", *["in the range of the best"] * 2]
asked = (slope, 1e-3, 50.0, 3, 150, 6, np.random.default_rng(5))
hidden_case("a score that grows to the end of the range", search.places(random_search), *asked, expects=wanted)
asked = (rugged, 0.2, 9.0, 1, 7, 7, np.random.default_rng(6))
hidden_case("a single round", search.kind_of(random_search), *asked, expects="a number, and 7 pairs")
wanted = "the one with the highest score"
hidden_case("the best of all rounds", search.called_best(random_search), rugged, 2.0, 90.0, 4, 5, 5, expects=wanted)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: random_search -->
#
# Now search. Momentum on the digits, a range of five powers of ten, three rounds of twelve samples, 60
# steps each. All judging is done by the validation set.

# %% tags=["demo"]
def validation_accuracy(rate):
    return plots.train_on_digits(momentum, train, validation, lr=rate, steps=60)["accuracy"]


pairs = []
with when_ready():
    chosen, pairs = random_search(validation_accuracy, 1e-5, 1.0, 3, 12, 6, np.random.default_rng(11))
plots.search_rounds(pairs, n=12, keep=6)

# %% tags=["demo"]
if len(pairs) == 36:
    rates, scores = np.asarray(pairs, dtype=float).reshape(3, 12, 2).transpose(2, 0, 1)
    print(f"chosen: learning rate {chosen:.3f}")
    print(f"validation accuracy: median {np.median(scores[0]):.0%} in round 1, {np.median(scores[2]):.0%} in 3")
    assert rates[2].max() / rates[2].min() < 1e5 / 100, "the range is at least 100 times narrower"
    assert np.median(scores[2]) > np.median(scores[0]) + 0.2 and scores[2].max() > 0.8

# %% [markdown]
# Thirty-six short trainings, and five powers of ten have become a narrow band. Now train the chosen one for
# long, and open the test set: once.

# %% tags=["demo"]
if len(pairs) == 36:
    judged = {
        part: plots.train_on_digits(momentum, train, data, lr=chosen, steps=400)["accuracy"]
        for part, data in (("validation", validation), ("test", test))
    }
    print(f"validation {judged['validation']:.1%}, test {judged['test']:.1%}")
    assert judged["test"] > 0.8 and abs(judged["test"] - judged["validation"]) < 0.08

# %% [markdown]
# ## 16 What deserves your time
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
    assert 0.05 < spread["weight decay"] < 0.3
    low = ("batch size", "Adam's beta1", "optimizer", "non-linearity", "loss function", "hidden layers")
    assert max(spread[name] for name in low) < 0.1

# %% [markdown]
# Mostly. Learning rate and layer size are high, the initial weights and the regularisation (here weight decay)
# medium, and all that the table calls low is low. Two rows differ: here the loss function and the depth hardly
# matter. Squared error of probabilities is a loss that fits the task, too, and digits this small need no depth.
# A loss that does *not* fit the task, and deep networks (notebook 07), are another matter.
#
# Two cautions. "Optimizer: low" holds *at a rate that suits each*, as section 13 showed. And how wide a bar is
# depends on how far you turn the knob: these are ranges a person might really try.
#
# So tune in this order: learning rate and loss first, then the layers, then regularisation, and the rest only if
# time is left.
#
# ## Recap
#
# - **SGD** $w - \eta g$: zigzags where the valley is narrow.
# - A direction of curvature $\lambda$ shrinks by $1 - \eta\lambda$ in each step. Best rate:
#   $2 / (\lambda_{\min} + \lambda_{\max})$; diverges above $2 / \lambda_{\max}$.
# - **Momentum** keeps a velocity: pushes along the valley add up, to $1/(1-\beta)$ times the step.
# - **AdaGrad** gives each weight its own rate, and slows for ever. **RMSProp** forgets, and does not.
# - **Adam** = momentum + own rates + bias correction. A good first choice, at $10^{-4}$ to $10^{-3}$.
# - **Learning rate:** too small is slow, too big diverges; the loss over it is a U. Let it decay.
# - **Search** at random, on a log scale, by validation score, narrowing. The test set comes last, once.
#
# ## Questions in your own words
#
# Answer in a few sentences. A person reads them.

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
# `plots.digits_loss_curves`. Or write Nesterov's momentum, and find out what it does to the swings of
# section 4.

# %% tags=["demo"]
# Your optimizer.
