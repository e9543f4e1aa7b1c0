# %% [markdown]
# # 05 Handwritten digits with a CNN (MNIST)
#
# In notebook 04 you computed every number of a convolution yourself. Now a network chooses the
# kernels, and you train it, measure it, and look inside.
#
# **When you are through, you can**
# - turn pictures and labels into what a network learns from;
# - build a multilayer perceptron (MLP, 다층 퍼셉트론) and a convolutional neural network
#   (CNN, 합성곱 신경망) in Keras, and predict every output shape and every parameter by hand;
# - train with a validation part and early stopping, and read learning curves;
# - say where a network errs (confusion matrix) and what its layers see (feature maps);
# - explain which part of a CNN survives a moved digit, which does not, and why.
#
# **Time:** about 2 hours 30 minutes. **Know first:** notebooks 02 (loss, one-hot), 03 (Adam) and 04
# (convolution, pooling, parameters).
#
# New here? Notebook 01 begins with how these notebooks work.

# %%
from functools import cache

import numpy as np

from course_utils import checks, plots, predict, when_ready

plots.quiet_tensorflow()  # sets TF_CPP_MIN_LOG_LEVEL=3 and imports TensorFlow: some seconds
import keras

# %% [markdown]
# ## 1 A picture is 784 numbers
#
# MNIST: 70,000 digits written by clerks and pupils, scanned, 28x28 pixels each. This notebook takes
# MNIST where it can be had, and otherwise the 1,797 digits that come with scikit-learn, drawn in
# the same way. The next cell says which data you have. `FULL = True` uses all of it, the recipe of
# the published reference (batch 200, up to 50 epochs): with 60,000 pictures allow an hour or two
# on two cores, minutes on a graphics card.

# %% tags=["demo"]
from course_utils.data import load_digits_28

FULL = False
(images, labels), (test_images, test_labels) = load_digits_28()
if not FULL:  # enough to learn something in seconds
    images, labels = images[:1500], labels[:1500]
    test_images, test_labels = test_images[:500], test_labels[:500]
print(f"used: {len(images):,} to train, {len(test_images):,} to test")

# %% tags=["demo"]
plots.class_samples(images, labels)

# %% tags=["demo"]
plots.digit_as_grid(images[labels == 5][0])

# %% [markdown]
# So this is all a network ever gets. Two things about these numbers are inconvenient.
#
# - They run from 0 to 255. Weights start small, chosen for inputs of size about 1; inputs of 255
#   make huge weighted sums, softmax answers 0 or 1 at once, and learning starts in a mess.
#   **Normalisation** (정규화): divide by 255.
# - The label is a number, the network's answer is ten probabilities: **one-hot encoding** (원-핫 인코딩).
#
# And one is missing: a convolution wants a channel (채널) axis, even if there is only one.

# %%
predict.guess(
    "uint8",
    "np.array([200], dtype=np.uint8) + np.array([100], dtype=np.uint8): what does NumPy say?",
    choices=["300", "255", "44"],
    my_guess=...,
)

# %%
# NBVAL_CHECK_OUTPUT
print(np.array([200], dtype=np.uint8) + np.array([100], dtype=np.uint8))
print(np.array([200], dtype=np.uint8) / 255 > 0.78)

# %% jupyter={"source_hidden": true}
predict.reveal("uint8", "44", because="Eight bits wrap around at 256. Dividing by 255 leaves them.")

# %% [markdown]
# ### Exercise 1: `preprocess` (*, 10 minutes)
#
# Every class gets its column, also one that no picture in `labels` belongs to.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Three small things for the images (type, scale, axis), one for the labels. Do them one at a time
# and print `.shape` and `.dtype` after each.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `images[..., np.newaxis]` appends an axis of length 1. `np.eye(10)` has the ten one-hot rows.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `images.astype("float32") / 255` stays float32. Not `/= 255`: that writes into the caller's array,
# or stops with an error, because there is no room for 0.78 in an array of whole numbers.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "preprocess", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def preprocess(images, labels):
    """Prepare pictures and labels for a network that tells ten digits apart.

    images: uint8 (n, 28, 28), 0..255
    labels: whole numbers (n,), 0..9
    -> (x, t): x float32 (n, 28, 28, 1) in [0, 1]; t one-hot (n, 10)
    """
    ### BEGIN SOLUTION
    x = images.astype("float32") / 255
    return x[..., np.newaxis], np.eye(10, dtype="float32")[labels]
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_preprocess", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `preprocess`: run it. A click opens it.
import numpy as np

from course_utils import checks

picture = np.zeros((2, 28, 28), dtype=np.uint8)
picture[0, 3, 4], picture[1, 5, 6] = 255, 51
x, t = preprocess(picture, np.array([2, 0]))
checks.assert_shape(x, (2, 28, 28, 1), "x", hint="the channel axis comes last: images[..., np.newaxis]")
checks.assert_shape(t, (2, 10), "t", hint="ten classes, also where only some of them occur")
checks.assert_close(
    np.asarray(x)[[0, 1], [3, 5], [4, 6], 0],
    np.float32([1.0, 0.2]),
    "the pixels that were 255 and 51",
    mistakes={
        "not scaled: divide by 255": [255, 51],
        "divided by 256; the largest value is 255": [255 / 256, 51 / 256],
        "every picture was divided by its own maximum: divide all by 255": [1.0, 1.0],
        "whole-number division (//) loses everything between 0 and 1": [1.0, 0.0],
        "scaled to -1..1": [1.0, -0.6],
    },
)
checks.assert_close(
    t,
    [[0, 0, 1, 0, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    "t for the labels 2 and 0",
    mistakes={"label k owns index k: counting starts at 0": np.eye(10)[[1, 9]]},
)
checks.assert_equal(str(np.asarray(x).dtype), "float32", "x.dtype", hint='images.astype("float32")')
### BEGIN HIDDEN TESTS
for n, seed in ((7, 0), (1, 1), (23, 2)):
    with checks.hidden("random pictures and labels, also a single one"):
        rng = np.random.default_rng(seed)
        pictures = rng.integers(0, 256, (n, 28, 28), dtype=np.uint8)
        digits = rng.integers(0, 8, n).astype([np.int64, np.uint8, np.int32][seed])
        with checks.unchanged(pictures, digits, what="preprocess"):
            x, t = preprocess(pictures, digits)
        checks.assert_shape(x, (n, 28, 28, 1))
        checks.assert_close(np.asarray(x)[..., 0], pictures / 255.0)
        checks.assert_equal(str(np.asarray(x).dtype), "float32", hint="x should be float32")
        checks.assert_close(t, (digits[:, None] == np.arange(10)).astype(float))
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | `t` has 8 columns instead of 10 | the number of classes was taken from the labels at hand |
# | all of `x` is 0 or 1 | `//` instead of `/`, or `astype` after the division into whole numbers |
# | `UFuncTypeError: Cannot cast ufunc 'divide'` | `images /= 255` on whole numbers |
# | the caller's pictures turned dark | written in place |
#
# </details>
#
# From here on the lesson takes its numbers from your function:

# %% tags=["demo"]
def data():
    """The training and the test part, prepared: (x, t), (x_test, t_test)."""
    return preprocess(images, labels), preprocess(test_images, test_labels)


with when_ready():
    (x, t), (x_test, t_test) = data()
    print("x:", x.shape, x.dtype, " t:", t.shape, " x_test:", x_test.shape)

# %% [markdown]
# ## 2 The baseline: flatten, and forget what is next to what
#
# The simplest network flattens (평탄화) a picture to 784 inputs: an MLP. Now look at the right half of
# this figure. Its pixels were shuffled, always in the same order.

# %% tags=["demo"]
plots.flattened_digits(images)

# %%
predict.guess(
    "shuffled",
    "You train an MLP on the shuffled pictures, and test it on pictures shuffled in the same way. "
    "Compared with the MLP on ordinary pictures, its test accuracy is ...",
    choices=["much lower", "about the same", "higher"],
    my_guess=...,
)

# %%
predict.guess(
    "mlp_parameters",
    "784 inputs -> 512 ReLU -> 10 softmax. How many parameters, biases included?",
    my_guess=...,
)

# %% [markdown]
# ### Exercise 2: `build_mlp` (*, 10 minutes)
#
# A first model in Keras is a list of layers:
#
# ```python
# keras.Sequential([keras.Input(shape=(5,)), keras.layers.Dense(3, activation="relu"), ...])
# ```
#
# The input is a picture (28, 28, 1), as `preprocess` makes it; a layer of the model flattens it.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Four entries in the list: the input, and three layers, of which one has no parameters.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `keras.layers.Flatten()`, then two `Dense`. Which activation turns ten numbers into probabilities?
# (Notebook 01.)
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `build_mlp().summary()` lists shapes and parameters. Compare with your guess above.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "build_mlp", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def build_mlp():
    """A multilayer perceptron for digits: 784 -> 512 ReLU -> 10 softmax.

    -> a new Keras model (Sequential or functional), (n, 28, 28, 1) -> (n, 10) probabilities.
       It need not be compiled: `train` does that.
    """
    ### BEGIN SOLUTION
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(512, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_build_mlp", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `build_mlp`: run it. A click opens it.
from course_utils import checks

model = build_mlp()
checks.assert_equal(
    list(model.input_shape[1:]) if model.built else "not known",
    [28, 28, 1],
    "the model's input shape",
    hint="begin the list with keras.Input(shape=(28, 28, 1))",
)
checks.assert_equal(
    list(model.output_shape[1:]),
    [10],
    "the model's output shape",
    mistakes={"`Flatten` is missing: Dense works on the last axis alone": [28, 28, 10]},
)
checks.assert_equal(
    model.count_params(),
    407_050,
    "build_mlp().count_params()",
    mistakes={
        "the biases are missing": 406_528,
        "one hidden layer of 512, not two": 669_706,
        "256 neurons instead of 512 in the hidden layer": 203_530,
        "no hidden layer": 7_850,
    },
)
### BEGIN HIDDEN TESTS
import numpy as np
from scipy.special import expit, softmax

with checks.hidden("what the model computes, with random weights"):
    rng = np.random.default_rng(5)
    weights = [rng.normal(0, 0.05, np.shape(w)) for w in model.get_weights()]
    checks.assert_equal(
        [list(w.shape) for w in weights], [[784, 512], [512], [512, 10], [10]],
        hint="the layers' sizes, in order: 784 -> 512 -> 10",
    )
    model.set_weights(weights)
    pictures = rng.uniform(0, 1, (6, 28, 28, 1))
    z = pictures.reshape(6, 784) @ weights[0] + weights[1]
    out = np.maximum(z, 0) @ weights[2] + weights[3]

    def answer(hidden):
        return softmax(hidden @ weights[2] + weights[3], axis=-1)

    checks.assert_close(
        np.asarray(model(pictures.astype("float32"), training=False)),
        softmax(out, axis=-1),
        rtol=2e-3,
        atol=1e-5,
        mistakes={
            "the output has no softmax": out,
            "sigmoid at the output: ten probabilities that do not sum to 1": expit(out),
            "the hidden layer has no activation": answer(z),
            "sigmoid in the hidden layer; ReLU was asked": answer(expit(z)),
            "tanh in the hidden layer; ReLU was asked": answer(np.tanh(z)),
            "ReLU at the output": np.maximum(out, 0),
        },
    )
with checks.hidden("what happens in training"):
    train_output = np.asarray(model(pictures.astype("float32"), training=True))
    checks.assert_close(
        train_output, softmax(out, axis=-1), rtol=2e-3, atol=1e-5,
        hint="the MLP has no dropout and no normalisation: it computes the same in training",
    )
### END HIDDEN TESTS

# %% jupyter={"source_hidden": true}
predict.reveal(
    "mlp_parameters", 407050, because="784 * 512 + 512 = 401,920, and 512 * 10 + 10 = 5,130."
)

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | `ValueError: ... has not yet been built` | no `keras.Input`: the model does not know its sizes yet |
# | output shape (28, 28, 10) | no `Flatten`: `Dense` works on the last axis |
# | rows do not sum to 1 | `sigmoid`, or no activation at the output |
#
# </details>
#
# ## 3 Training
#
# `compile` chooses the optimizer (notebook 03), the loss (notebook 02) and what to report; `fit`
# runs the loop that you wrote by hand: mini-batch, gradient, update, repeat. One pass over all data
# is an **epoch** (에폭). The order of the mini-batches and the first weights are random. To get
# the same run twice, seed (시드) the generators first.

# %%
predict.guess(
    "steps",
    "1,437 pictures, batch size 200, 15 epochs. How often does Adam change the weights?",
    my_guess=...,
)

# %% [markdown]
# ### Exercise 3: `train` (**, 15 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# Four lines: seed, compile, fit, return.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `keras.utils.set_random_seed(seed)` seeds Python, NumPy and TensorFlow at once.
# `model.compile(optimizer=..., loss=..., metrics=[...])`.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `model.fit(...)` returns a History object. The dict is its attribute `.history`. `verbose=0` keeps
# it from printing.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "train", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def train(model, x, y, epochs, batch_size, seed):
    """Train a classifier with Adam (Keras' default rate) on categorical cross-entropy.

    model: Keras model with softmax output. It is compiled here, and trained from the weights it has.
    x: (n, ...) inputs; y: (n, classes) one-hot
    epochs: how often all data are seen; no early stopping here
    seed: whole number; the same seed and the same weights to start from give the same run
    -> (the trained model, history), history a dict with the keys "loss" and "accuracy" (more do
       no harm), each a list of one number an epoch
    """
    ### BEGIN SOLUTION
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    run = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, run.history
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_train", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `train`: run it. A click opens it.
import keras
import numpy as np

from course_utils import checks

rng = np.random.default_rng(0)
points = rng.normal(0, 3, (96, 6)).astype("float32")
classes = np.eye(3, dtype="float32")[points[:, :3].argmax(1)]


def small_model():
    """6 inputs, 3 classes, not compiled; the same first weights each time."""
    start = keras.initializers.GlorotUniform(seed=1)
    layer = keras.layers.Dense(3, activation="softmax", kernel_initializer=start)
    return keras.Sequential([keras.Input(shape=(6,)), layer])


def run(epochs, batch_size, seed):
    result = train(small_model(), points, classes, epochs, batch_size, seed)
    two = isinstance(result, (tuple, list)) and len(result) == 2
    checks.assert_equal(two, True, "train returns two values", hint="return model, history")
    history = result[1]
    checks.assert_equal(
        isinstance(history, dict), True, "the history is a dict",
        hint="`fit` returns a History object: the dict is its attribute `.history`",
    )
    for key in ("loss", "accuracy"):
        checks.assert_equal(key in history, True, f"the history has {key!r}", hint='metrics=["accuracy"]')
        checks.assert_shape(history[key], (epochs,), f"history[{key!r}]", hint="one number an epoch")
    return result


model, history = run(epochs=8, batch_size=8, seed=3)
losses = np.asarray(history["loss"], dtype=float)
checks.assert_equal(bool(losses[-1] < 0.98 * losses[0]), True, "the loss falls", hint="was `fit` called?")
again = run(epochs=8, batch_size=8, seed=3)[1]
checks.assert_close(
    again["loss"], losses, "the losses of a second run with the same seed", rtol=1e-3,
    hint="seed first: keras.utils.set_random_seed(seed)",
)
### BEGIN HIDDEN TESTS
from scipy.special import softmax

with checks.hidden("the model that comes back"):
    def loss_of(m):
        return float(-np.log((np.asarray(m(points, training=False)) * classes).sum(1)).mean())

    gained = loss_of(small_model()) - loss_of(model)
    checks.assert_equal(
        bool(gained > 0.5 * (losses[0] - losses[-1])), True,
        hint="return the trained model, not another one",
    )
with checks.hidden("another seed"):
    other = np.asarray(run(epochs=8, batch_size=8, seed=4)[1]["loss"], dtype=float)
    checks.assert_equal(
        bool(np.abs(other - losses).max() > 1e-4), True,
        hint="two seeds gave the same run: is `seed` used?",
    )
with checks.hidden("one batch of everything, where every right run gives the same numbers"):
    got = run(epochs=25, batch_size=len(points), seed=9)[1]["loss"]

    def losses_of(n):
        """Adam by hand, as in notebook 03."""
        weights = [np.asarray(w, dtype=float) for w in small_model().get_weights()]
        speed, square, losses = [0.0, 0.0], [0.0, 0.0], []
        for step in range(1, 26):
            p = softmax(points[:n] @ weights[0] + weights[1], axis=1)
            losses.append(-np.log((p * classes[:n]).sum(1)).mean())
            d = (p - classes[:n]) / n
            for i, g in enumerate([points[:n].T @ d, d.sum(0)]):
                speed[i] = 0.9 * speed[i] + 0.1 * g
                square[i] = 0.999 * square[i] + 0.001 * g**2
                rate = 0.001 * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
                weights[i] = weights[i] - rate * speed[i] / (np.sqrt(square[i]) + 1e-7)
        return losses

    expected, part = losses_of(96), losses_of(72)
    if np.allclose(got, part, rtol=2e-3):  # a quarter held back for validation is right, too
        expected = part
    checks.assert_close(
        got, expected, rtol=2e-3,
        hint="batch_size not handed to fit, another optimizer than Adam at its default rate, another "
        "loss, or not the model that was given",
    )
### END HIDDEN TESTS

# %% jupyter={"source_hidden": true}
predict.reveal("steps", 120, because="Eight batches (the last one short) an epoch, times 15.")

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | two runs with one seed differ | seeded after `fit`, or only NumPy was seeded |
# | `You must call compile() before ...` | no `compile` |
# | the loss does not fall | labels that are not one-hot, pixels not scaled, output without softmax |
# | accuracy stays near 10 % | inputs and labels no longer belong together: shuffled apart |
#
# </details>
#
# ### Does the order of the pixels matter?

# %% tags=["demo"]
def test_accuracy(model, pictures, truth):
    said = model.predict(pictures, batch_size=500, verbose=0).argmax(axis=1)
    return np.mean(said == truth)


order = np.random.default_rng(0).permutation(784)
with when_ready():
    (x, t), (x_test, _) = data()
    accuracies = {}
    for name, pixels in (("in order", np.arange(784)), ("shuffled", order)):
        mixed, mixed_test = (a.reshape(-1, 784)[:, pixels].reshape(a.shape) for a in (x, x_test))
        keras.utils.set_random_seed(0)
        model, _ = train(build_mlp(), mixed, t, epochs=10, batch_size=64, seed=0)
        accuracies[name] = test_accuracy(model, mixed_test, test_labels)
        print(f"pixels {name}: test accuracy {accuracies[name]:.1%}")
    assert abs(accuracies["in order"] - accuracies["shuffled"]) < 0.03

# %% jupyter={"source_hidden": true}
predict.reveal(
    "shuffled",
    "about the same",
    because="Each hidden neuron has a weight for each pixel; it never knew which are neighbours.",
)

# %% [markdown]
# A shuffled five is noise to you and still a five to the MLP. It does not use that pixels next to
# each other belong together: strokes, corners and loops are nothing to it. It has to learn
# every position on its own, with 400,000 weights.
#
# ## 4 Overfitting, validation and early stopping
#
# 407,050 weights, some thousand pictures: the MLP can learn the pictures by heart. To notice, hold
# back a quarter of the training data, the **validation** (검증) part, and measure there after
# every epoch. The test part stays sealed.

# %%
predict.guess(
    "overfit",
    "30 epochs of MLP, no end condition. What does the validation loss do?",
    choices=["falls to the end", "falls, then stays or rises", "rises from the start"],
    my_guess=...,
)

# %% [markdown]
# `trained` is what the rest of this notebook trains with. **Early stopping** (조기 종료) ends the
# training once the validation loss has not improved for `patience` epochs, and takes back the
# best weights. `@cache` keeps the trained model, so later cells get it without training again (a
# changed `build_...` is trained anew; after a change in `preprocess` run this cell once more).

# %% tags=["demo"]
@cache
def trained(build, epochs, patience=None):
    """Build, compile and train with a validation part: (model, history)."""
    (x, t), _ = data()
    keras.utils.set_random_seed(0)
    model = build()
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    callbacks = [plots.live_curve(build.__name__.removeprefix("build_"))]
    if patience:
        callbacks.append(keras.callbacks.EarlyStopping(patience=patience, restore_best_weights=True))
    run = model.fit(
        x, t, validation_split=0.25, epochs=epochs, batch_size=200 if FULL else 32,
        callbacks=callbacks, verbose=0,
    )  # fmt: skip
    return model, run.history

# %% tags=["demo"]
with when_ready():
    mlp, history = trained(build_mlp, epochs=30)
    late = {key: np.median(values[-15:]) for key, values in history.items()}
    print(f"loss, late epochs: training {late['loss']:.4f}, validation {late['val_loss']:.4f}")
    assert late["val_loss"] > 5 * late["loss"]

# %% jupyter={"source_hidden": true}
predict.reveal("overfit", "falls, then stays or rises", because="See the dashed line.")

# %% [markdown]
# This is **overfitting** (과적합): the training loss goes on falling towards 0, the validation loss
# stopped long ago. Everything the MLP learns after that point is about these very pictures, not
# about digits. Early stopping keeps the weights from before; dropout, further down, works
# against the learning by heart itself.
#
# ## 5 The CNN on paper
#
# A convolution needs few weights: 3x3 of them slide over the whole picture. The network of the
# published reference:
#
# | layer | output | what it is for |
# |---|---|---|
# | convolution (합성곱), 32 filters (필터) 3x3, ReLU | ? | edges and short strokes |
# | convolution, 64 filters 3x3, ReLU | ? | corners, ends, curves made of them |
# | max pooling (최대 풀링) 2x2 | ? | is it *about here*? A quarter of the numbers |
# | dropout (드롭아웃) 0.25 | ? | section 6 |
# | flatten | ? | |
# | dense 128, ReLU | ? | how the parts combine |
# | dropout 0.5 | ? | |
# | dense 10, softmax | ? | probabilities |

# %%
predict.guess(
    "where",
    "Where do most of this CNN's parameters sit?",
    choices=["in the two convolutions", "in the dense layer of 128", "in the last layer"],
    my_guess=...,
)

# %% [markdown]
# ### Exercise 4: `layer_shapes` (**, 20 minutes)
#
# Fill in the question marks, for any such network. A layer is a tuple, its first entry says which:
#
# | tuple | what it does to the shape |
# |---|---|
# | `("conv", filters, kernel)` | square kernel, "valid" (no padding), stride 1 |
# | `("pool", size)` | square windows side by side; a rest at the border is dropped |
# | `("dropout", rate)`, `("flatten",)`, `("dense", units)` | as you know them |
#
# <details><summary>Hint 1: a nudge</summary>
#
# Keep the current shape in a variable, let each layer change it, and note it down each time.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `kind, *sizes = layer`, then a chain of `if kind == "conv": ... elif ...`. A 3x3 kernel fits
# into 28 pixels 26 times.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `height - kernel + 1` for a convolution, `height // size` for pooling. If that is below 1, refuse.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "layer_shapes", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def layer_shapes(input_shape, layers):
    """Output shape of every layer, without the batch axis.

    input_shape: (height, width, channels), or (features,)
    layers: list of tuples
        ("conv", filters, kernel)  kernel x kernel, "valid" padding, stride 1
        ("pool", size)             size x size windows, stride = size, a rest is dropped
        ("dropout", rate)          any shape
        ("flatten",)               any shape -> (features,)
        ("dense", units)           (features,) -> (units,)
    -> list of tuples of whole numbers, one a layer; [] for no layers

    Raises ValueError: unknown layer; kernel or window larger than the image; "conv" or "pool" on
    anything but (height, width, channels); "dense" on anything but (features,).
    """
    ### BEGIN SOLUTION
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool"):
            if len(shape) != 3 or sizes[-1] > min(shape[:2]):
                raise ValueError(f"{kind} {sizes} does not fit on {shape}")
            height, width, channels = shape
            if kind == "conv":
                filters, kernel = sizes
                shape = (height - kernel + 1, width - kernel + 1, filters)
            else:
                shape = (height // sizes[0], width // sizes[0], channels)
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            if len(shape) != 1:
                raise ValueError(f"dense needs a flat input, not {shape}")
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return shapes
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_layer_shapes", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `layer_shapes`: run it. A click opens it.
from course_utils import checks

small = [("conv", 4, 3), ("pool", 2), ("flatten",)]
checks.assert_equal(
    layer_shapes((28, 28, 1), small),
    [(26, 26, 4), (13, 13, 4), (676,)],
    'layer_shapes((28, 28, 1), [("conv", 4, 3), ("pool", 2), ("flatten",)])',
    mistakes={
        '"same" padding keeps 28; "valid" was asked: 28 - 3 + 1': [(28, 28, 4), (14, 14, 4), (784,)],
        "n - k is one too small: n - k + 1": [(25, 25, 4), (12, 12, 4), (576,)],
        "channels come last: (height, width, channels)": [(4, 26, 26), (4, 13, 13), (676,)],
        "pooling does not change the channels": [(26, 26, 4), (13, 13, 2), (338,)],
        "flatten keeps all channels: height * width * channels": [(26, 26, 4), (13, 13, 4), (169,)],
        "pooling slides by its own size, not by 1": [(26, 26, 4), (25, 25, 4), (2500,)],
    },
)
cnn = [
    ("conv", 32, 3), ("conv", 64, 3), ("pool", 2), ("dropout", 0.25),
    ("flatten",), ("dense", 128), ("dropout", 0.5), ("dense", 10),
]  # fmt: skip
checks.assert_equal(
    layer_shapes((28, 28, 1), cnn),
    [(26, 26, 32), (24, 24, 64), (12, 12, 64), (12, 12, 64), (9216,), (128,), (128,), (10,)],
    "the shapes of the reference CNN",
    mistakes={
        "dropout keeps the shape: it sets values to 0, none goes away": [
            (26, 26, 32), (24, 24, 64), (12, 12, 64), (12, 12, 48), (6912,), (128,), (64,), (10,),
        ],
    },
)  # fmt: skip
checks.assert_raises(ValueError, layer_shapes, (28, 28, 1), [("dense", 10)], what="dense before flatten")
### BEGIN HIDDEN TESTS
import keras
import numpy as np

kinds = {
    "conv": lambda filters, kernel: keras.layers.Conv2D(filters, kernel),
    "pool": keras.layers.MaxPooling2D,
    "flatten": keras.layers.Flatten,
    "dense": keras.layers.Dense,
    "dropout": keras.layers.Dropout,
}
for seed in range(6):
    with checks.hidden("random networks on pictures that are not square"):
        rng = np.random.default_rng(seed)
        start = tuple(int(v) for v in (rng.integers(21, 34), rng.integers(14, 21), rng.integers(1, 5)))
        net = []
        for _ in range(2):
            net += [("conv", int(rng.integers(1, 9)), int(rng.integers(1, 4))), ("dropout", 0.3)]
            net += [("pool", int(rng.integers(1, 4)))]
        net += [("flatten",), ("dense", int(rng.integers(1, 30))), ("dense", 3)]
        shape, expected = (None, *start), []
        for kind, *sizes in net:
            shape = kinds[kind](*sizes).compute_output_shape(shape)
            expected.append(tuple(shape[1:]))
        with checks.unchanged(net, what="layer_shapes"):
            got = layer_shapes(start, net)
        checks.assert_equal(
            [list(s) for s in got], expected,
            hint="height and width apart? channels kept by pooling? a rest dropped?",
        )
with checks.hidden("short lists, flat inputs, and kernels that just fit"):
    checks.assert_equal(list(layer_shapes((5, 5, 2), [])), [])
    checks.assert_equal(layer_shapes((784,), [("dense", 512), ("dropout", 0.5), ("dense", 10)]), [(512,), (512,), (10,)])
    checks.assert_equal(layer_shapes((7,), [("flatten",)]), [(7,)])
    checks.assert_equal(layer_shapes((4, 6, 3), [("conv", 5, 4)]), [(1, 3, 5)])
    checks.assert_equal(layer_shapes((3, 5, 2), [("pool", 3)]), [(1, 1, 2)])
for start, net in (
    ((4, 6, 1), [("conv", 2, 5)]),
    ((6, 4, 1), [("conv", 2, 5)]),
    ((2, 6, 1), [("pool", 3)]),
    ((6, 2, 1), [("pool", 3)]),
    ((6, 6, 1), [("flatten",), ("conv", 2, 3)]),
    ((36,), [("pool", 2)]),
    ((6, 6, 1), [("conv", 2, 3), ("dense", 4)]),
    ((6, 6, 1), [("convolution", 2, 3)]),
    ((36,), [("average", 2)]),
    ((36,), [("relu",)]),
):
    with checks.hidden("lists that make no network"):
        checks.assert_raises(ValueError, layer_shapes, start, net)
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 5: `count_params` (**, 15 minutes)
#
# The same list, now the number of weights and biases (매개변수, parameters) of all layers together.
# From notebook 04: a filter has one weight for each cell of its window *and each input channel*,
# and one bias.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Only two kinds of layer have parameters. But the others change the shape that comes next.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# Follow the shape as in exercise 4 (write it out here once more: an exercise stands alone), and add
# up on the way.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# Convolution: `(kernel * kernel * channels_in + 1) * filters`. Dense: `(features_in + 1) * units`.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "count_params", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def count_params(input_shape, layers):
    """Number of trainable parameters, biases included, of a network that fits together.

    input_shape, layers: as in layer_shapes
    -> one whole number; 0 for no layers

    Raises ValueError for an unknown layer.
    """
    ### BEGIN SOLUTION
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            filters, kernel = sizes
            total += (kernel * kernel * shape[2] + 1) * filters
            shape = (shape[0] - kernel + 1, shape[1] - kernel + 1, filters)
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
    return total
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_count_params", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `count_params`: run it. A click opens it.
from course_utils import checks

checks.assert_equal(
    count_params((28, 28, 1), [("conv", 32, 3)]),
    320,
    'count_params((28, 28, 1), [("conv", 32, 3)])',
    mistakes={
        "the biases are missing: one for each filter": 288,
        "one bias for each filter, not for each output pixel": 288 + 26 * 26 * 32,
        "a filter is shared by all positions; do not multiply by height and width": 320 * 26 * 26,
        "the number of output values is not the number of parameters": 26 * 26 * 32,
        "one bias for each filter, not one for the layer": 289,
    },
)
cnn = [
    ("conv", 32, 3), ("conv", 64, 3), ("pool", 2), ("dropout", 0.25),
    ("flatten",), ("dense", 128), ("dropout", 0.5), ("dense", 10),
]  # fmt: skip
checks.assert_equal(
    count_params((28, 28, 1), cnn),
    1_199_882,
    "the parameters of the reference CNN",
    mistakes={
        "the biases are missing": 1_199_648,
        "the second convolution has 32 input channels, and a weight for each": 320 + 640 + 1_179_776 + 1_290,
        "the pooling layer was left out of the shapes": 320 + 18_496 + 36_865 * 128 + 1_290,
        '"same" padding: "valid" was asked': 320 + 18_496 + 12_545 * 128 + 1_290,
        "dropout removes no parameter": 320 + 18_496 + (9216 * 3 // 4 + 1) * 128 + 65 * 10,
    },
)
### BEGIN HIDDEN TESTS
import keras
import numpy as np

kinds = {
    "conv": lambda filters, kernel: keras.layers.Conv2D(filters, kernel),
    "pool": keras.layers.MaxPooling2D,
    "flatten": keras.layers.Flatten,
    "dense": keras.layers.Dense,
    "dropout": keras.layers.Dropout,
}
for seed in range(4):
    with checks.hidden("random networks on pictures that are not square"):
        rng = np.random.default_rng(seed)
        start = tuple(int(v) for v in (rng.integers(21, 34), rng.integers(14, 21), rng.integers(2, 5)))
        net = [("dropout", 0.1)]
        for _ in range(2):
            net += [("conv", int(rng.integers(2, 9)), int(rng.integers(2, 4)))]
            net += [("pool", int(rng.integers(2, 4)))]
        net += [("flatten",), ("dense", int(rng.integers(2, 30))), ("dropout", 0.5), ("dense", 3)]
        model = keras.Sequential([keras.Input(shape=start), *(kinds[k](*v) for k, *v in net)])
        with checks.unchanged(net, what="count_params"):
            got = count_params(start, net)
        checks.assert_equal(got, model.count_params(), hint="follow the shape through every layer")
with checks.hidden("short lists and flat inputs"):
    checks.assert_equal(count_params((5, 5, 2), []), 0)
    checks.assert_equal(count_params((5, 5, 2), [("pool", 2), ("flatten",)]), 0)
    checks.assert_equal(count_params((784,), [("flatten",), ("dense", 512), ("dense", 10)]), 407_050)
for unknown in (("convolution", 2, 3), ("average", 2, 3), ("global", 2), ("relu", 2)):
    with checks.hidden("an unknown layer"):
        checks.assert_raises(ValueError, count_params, (6, 6, 1), [unknown])
### END HIDDEN TESTS

# %% tags=["demo"]
names = ["conv 32", "conv 64", "pool", "dropout", "flatten", "dense 128", "dropout ", "dense 10"]
network = [
    ("conv", 32, 3), ("conv", 64, 3), ("pool", 2), ("dropout", 0.25),
    ("flatten",), ("dense", 128), ("dropout", 0.5), ("dense", 10),
]  # fmt: skip
with when_ready():
    so_far = [count_params((28, 28, 1), network[:k]) for k in range(9)]
    plots.parameter_shares(names, np.diff(so_far))

# %% jupyter={"source_hidden": true}
predict.reveal(
    "where", "in the dense layer of 128", because="9,216 x 128: that is 98 % of all 1,199,882."
)

# %% [markdown]
# The convolutions, which do the seeing, are cheap: 18,816 parameters together. Flatten followed
# by dense is dear. Keep this layer in mind; it will come back in section 10.
#
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | right for one layer, wrong for two | the input channels of the second are the first one's filters |
# | a few hundred too small | biases |
# | four times too large | pooling forgotten |
# | (26, 25, ...) or the like | height and width mixed up |
#
# </details>
#
# ## 6 Dropout and max pooling
#
# **Dropout** switches a random part of a layer's outputs off, others in every step. No neuron
# can rely on a certain other one being there, so each has to be useful by itself. What is left
# is scaled up by 1/(1 - rate), so that the sum keeps its size on average. In use nothing is
# dropped.

# %% tags=["demo"]
plots.dropout_masks(rate=0.5)

# %%
predict.guess(
    "dropout",
    "With dropout, which is lower while the network trains: the accuracy `fit` reports on the "
    "training data, or that on the validation data?",
    choices=["training", "validation"],
    my_guess=...,
)

# %% [markdown]
# **Max pooling** keeps the strongest response of each 2x2 window: "an edge, about here". It
# makes the maps smaller, the next filters see more of the picture, and a pixel more or less no
# longer matters much.
#
# ### Exercise 6: `build_cnn` (**, 15 minutes)
#
# The network of the table in section 5, in Keras.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Eight layers after the input, one line each.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `keras.layers.Conv2D(filters, kernel_size, activation=...)`, `MaxPooling2D(2)`, `Dropout(rate)`.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `Conv2D` has `padding="valid"` and stride 1 unless you say otherwise. `build_cnn().summary()`
# should show the shapes of exercise 4.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "build_cnn", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def build_cnn():
    """The reference CNN, 1,199,882 parameters.

    Conv 32 (3x3, ReLU), Conv 64 (3x3, ReLU), MaxPool 2, Dropout 0.25, Flatten, Dense 128 (ReLU),
    Dropout 0.5, Dense 10 (softmax); "valid" padding, stride 1.

    -> a new Keras model (Sequential or functional), (n, 28, 28, 1) -> (n, 10) probabilities.
       It need not be compiled: `train` does that.
    """
    ### BEGIN SOLUTION
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_build_cnn", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `build_cnn`: run it. A click opens it.
import keras

from course_utils import checks

model = build_cnn()
checks.assert_equal(
    list(model.input_shape[1:]) if model.built else "not known",
    [28, 28, 1],
    "the model's input shape",
    hint="begin the list with keras.Input(shape=(28, 28, 1))",
)
checks.assert_equal(
    model.count_params(),
    1_199_882,
    "build_cnn().count_params()",
    mistakes={
        'padding="same" was used; "valid" was asked': 1_625_866,
        "the pooling layer is missing": 4_738_826,
        "a pooling layer too many: one, after both convolutions": 225_034,
        "5x5 kernels instead of 3x3": 872_714,
        "the two convolutions are in the wrong order": 610_346,
        "the dense layer of 128 is missing": 110_986,
    },
)


def leaves(model):
    """The layers of a model in order, also those of models inside it."""
    for layer in model.layers:
        yield from leaves(layer) if hasattr(layer, "layers") else [layer]


rates = [layer.rate for layer in leaves(model) if isinstance(layer, keras.layers.Dropout)]
checks.assert_close(
    rates,
    [0.25, 0.5],
    "the rates of the dropout layers",
    mistakes={
        "0.25 comes after the pooling, 0.5 after the dense layer of 128": [0.5, 0.25],
        "the rate is the share that is switched off, not the share that stays": [0.75, 0.5],
    },
    hint="two Dropout layers",
)
### BEGIN HIDDEN TESTS
import numpy as np
from scipy.special import softmax

with checks.hidden("the order of the layers"):
    kinds = [
        (keras.layers.Conv2D, "convolution"),
        (keras.layers.MaxPooling2D, "max pooling"),
        (keras.layers.AveragePooling2D, "average pooling"),
        (keras.layers.Dropout, "dropout"),
        (keras.layers.Dense, "dense"),
    ]
    order = [name for layer in leaves(model) for kind, name in kinds if isinstance(layer, kind)]
    checks.assert_equal(
        order,
        ["convolution", "convolution", "max pooling", "dropout", "dense", "dropout", "dense"],
        hint="compare with the table in section 5, line by line; max, not average pooling",
    )
with checks.hidden("what the model computes, with random weights"):
    rng = np.random.default_rng(6)
    weights = [rng.normal(0, 0.06, np.shape(w)).astype("float32") for w in model.get_weights()]
    shapes = [[3, 3, 1, 32], [32], [3, 3, 32, 64], [64], [9216, 128], [128], [128, 10], [10]]
    checks.assert_equal([list(w.shape) for w in weights], shapes, hint="sizes of kernels and layers")
    model.set_weights(weights)
    pictures = rng.uniform(0, 1, (3, 28, 28, 1)).astype("float32")

    def forward(relu1, relu2, relu3, out):
        k1, b1, k2, b2, w3, b3, w4, b4 = weights
        maps = relu1(np.asarray(keras.ops.conv(pictures, k1, data_format="channels_last")) + b1)
        maps = relu2(np.asarray(keras.ops.conv(maps, k2, data_format="channels_last")) + b2)
        maps = maps.reshape(3, 12, 2, 12, 2, 64).max((2, 4))
        return out(relu3(maps.reshape(3, -1) @ w3 + b3) @ w4 + b4)

    def relu(z):
        return np.maximum(z, 0)

    def same(z):
        return z

    def probabilities(z):
        return softmax(z, axis=-1)

    checks.assert_close(
        np.asarray(model(pictures, training=False)),
        forward(relu, relu, relu, probabilities),
        rtol=5e-3,
        atol=1e-5,
        mistakes={
            "the output has no softmax": forward(relu, relu, relu, same),
            "the first convolution has no ReLU": forward(same, relu, relu, probabilities),
            "the second convolution has no ReLU": forward(relu, same, relu, probabilities),
            "the dense layer of 128 has no ReLU": forward(relu, relu, same, probabilities),
            "the convolutions have no ReLU": forward(same, same, relu, probabilities),
            "no layer has a ReLU": forward(same, same, same, probabilities),
        },
        hint="ReLU after both convolutions and the dense layer, softmax at the end",
    )
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 7: `build_deep_cnn` (*, 10 minutes)
#
# A leaner network: pooling between the convolutions leaves a small picture (3x3) to flatten. It
# trains several times faster, and we shall look inside it.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Seven layers; before you start, work out the shapes. What do you expect before `Flatten`?
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# 28 -> 26 -> 13 -> 11 -> 5 -> 3. So 3 * 3 * 64 = 576 numbers reach the dense layer.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# Copy your `build_cnn`, then change it; no dropout here.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "build_deep_cnn", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def build_deep_cnn():
    """A deeper, leaner CNN, 93,322 parameters.

    Conv 32 (3x3, ReLU), MaxPool 2, Conv 64 (3x3, ReLU), MaxPool 2, Conv 64 (3x3, ReLU), Flatten,
    Dense 64 (ReLU), Dense 10 (softmax); "valid" padding, stride 1, no dropout.

    -> a new Keras model (Sequential or functional), (n, 28, 28, 1) -> (n, 10) probabilities.
       It need not be compiled: `train` does that.
    """
    ### BEGIN SOLUTION
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_build_deep_cnn", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `build_deep_cnn`: run it. A click opens it.
from course_utils import checks

model = build_deep_cnn()
checks.assert_equal(
    list(model.input_shape[1:]) if model.built else "not known",
    [28, 28, 1],
    "the model's input shape",
    hint="begin the list with keras.Input(shape=(28, 28, 1))",
)
checks.assert_equal(
    model.count_params(),
    93_322,
    "build_deep_cnn().count_params()",
    mistakes={
        'padding="same" was used; "valid" was asked': 257_162,
        "a third pooling layer, after the last convolution": 60_554,
        "the third convolution is missing": 121_930,
        "the dense layer has 128 neurons, 64 were asked": 130_890,
        "the dense layer of 64 is missing": 61_514,
        "the last convolution has 128 filters, 64 were asked": 167_114,
    },
)
### BEGIN HIDDEN TESTS
import keras
import numpy as np
from scipy.special import softmax


def leaves(model):
    for layer in model.layers:
        yield from leaves(layer) if hasattr(layer, "layers") else [layer]


with checks.hidden("the order of the layers"):
    kinds = [
        (keras.layers.Conv2D, "convolution"),
        (keras.layers.MaxPooling2D, "max pooling"),
        (keras.layers.AveragePooling2D, "average pooling"),
        (keras.layers.Dropout, "dropout"),
        (keras.layers.Dense, "dense"),
    ]
    order = [name for layer in leaves(model) for kind, name in kinds if isinstance(layer, kind)]
    checks.assert_equal(
        order,
        ["convolution", "max pooling", "convolution", "max pooling", "convolution", "dense", "dense"],
        hint="compare with the docstring, layer by layer",
    )
with checks.hidden("what the model computes, with random weights"):
    rng = np.random.default_rng(7)
    weights = [rng.normal(0, 0.08, np.shape(w)).astype("float32") for w in model.get_weights()]
    shapes = [[3, 3, 1, 32], [32], [3, 3, 32, 64], [64], [3, 3, 64, 64], [64], [576, 64], [64], [64, 10], [10]]
    checks.assert_equal([list(w.shape) for w in weights], shapes, hint="sizes of kernels and layers")
    model.set_weights(weights)
    pictures = rng.uniform(0, 1, (3, 28, 28, 1)).astype("float32")

    def conv(maps, kernel, bias):
        return np.asarray(keras.ops.conv(maps, kernel, data_format="channels_last")) + bias

    def pool(maps):
        n, size, _, channels = maps.shape
        half = size // 2
        maps = maps[:, : 2 * half, : 2 * half]
        return maps.reshape(n, half, 2, half, 2, channels).max((2, 4))

    def forward(relu, out, dense_relu=None):
        k1, b1, k2, b2, k3, b3, w4, b4, w5, b5 = weights
        maps = pool(relu(conv(pictures, k1, b1)))
        maps = relu(conv(pool(relu(conv(maps, k2, b2))), k3, b3))
        return out((dense_relu or relu)(maps.reshape(3, -1) @ w4 + b4) @ w5 + b5)

    def relu(z):
        return np.maximum(z, 0)

    def same(z):
        return z

    def probabilities(z):
        return softmax(z, axis=-1)

    checks.assert_close(
        np.asarray(model(pictures, training=False)),
        forward(relu, probabilities),
        rtol=5e-3,
        atol=1e-5,
        mistakes={
            "the output has no softmax": forward(relu, same),
            "the convolutions have no ReLU": forward(same, probabilities, relu),
            "the dense layer of 64 has no ReLU": forward(relu, probabilities, same),
            "no layer has a ReLU": forward(same, probabilities),
        },
        hint="ReLU after every convolution and the first dense layer, softmax at the end",
    )
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | several hundred thousand parameters too many | `padding="same"`, or a pooling layer left out |
# | `Negative dimension size` | one pooling layer too many |
# | "expected min_ndim=4, found ndim=3" | the channel axis is missing: see `preprocess` |
# | the hidden test on what the model computes fails, the count is right | `activation="relu"` left out: it costs no parameters, but without it, layers collapse into one (notebook 01) |
#
# </details>
#
# ## 7 Train it
#
# In JupyterLab you see the bar and the curves move while the CNN learns.

# %% tags=["demo"]
epochs, patience = (50, 10) if FULL else (8, 3)
with when_ready():
    cnn, cnn_history = trained(build_cnn, epochs=epochs, patience=patience)
    _, (x_test, t_test) = data()
    loss, accuracy = cnn.evaluate(x_test, t_test, verbose=0)
    print(f"CNN on the test part: loss {loss:.3f}, accuracy {accuracy:.1%}")
    assert accuracy > 0.9

# %% jupyter={"source_hidden": true}
predict.reveal(
    "dropout",
    "training",
    because="The training accuracy is measured with half the neurons off; validation with all on.",
)

# %% tags=["demo"]
with when_ready():
    _, cnn_history = trained(build_cnn, epochs=epochs, patience=patience)
    _, mlp_history = trained(build_mlp, epochs=30)
    first = {key: values[: len(cnn_history["loss"])] for key, values in mlp_history.items()}
    plots.learning_curves({"MLP": first, "CNN": cnn_history})
    assert min(cnn_history["val_loss"]) < min(first["val_loss"])

# %% [markdown]
# The same number of epochs, side by side. Look at the dashed lines, they count: on validation
# pictures the CNN ends lower. Its solid line is *worse* than the MLP's: dropout makes the
# training hard and the use easy.
#
# ## 8 Where does it err?
#
# One number, accuracy (정확도), hides which digits are taken for which. A **confusion matrix** (혼동 행렬)
# counts all pairs: row = the truth, column = what the model says.

# %%
predict.guess(
    "pair",
    "Which two digits will the CNN mix up most easily?",
    choices=["0 and 1", "4 and 9", "3 and 6", "2 and 4"],
    my_guess=...,
)

# %% [markdown]
# ### Exercise 8: `confusion_matrix` (*, 10 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# Begin with zeros; each picture adds 1 to one cell.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `for truth, said in zip(labels, predicted):` and one line in the loop.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# Without a loop: `np.add.at(matrix, (labels, predicted), 1)`. Plain
# `matrix[labels, predicted] += 1` counts a repeated pair only once!
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "confusion_matrix", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def confusion_matrix(labels, predicted, num_classes):
    """Count how often each class was taken for each class.

    labels, predicted: whole numbers 0..num_classes-1, two lists or arrays of n
    -> (num_classes, num_classes); cell [i, j]: how many pictures of class i were called j
    """
    ### BEGIN SOLUTION
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    np.add.at(matrix, (np.asarray(labels, dtype=int), np.asarray(predicted, dtype=int)), 1)
    return matrix
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_confusion_matrix", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `confusion_matrix`: run it. A click opens it.
from course_utils import checks

truth, said = [0, 0, 0, 1, 2, 2], [0, 0, 1, 1, 2, 0]
checks.assert_close(
    confusion_matrix(truth, said, 3),
    [[2, 1, 0], [0, 1, 0], [1, 0, 1]],
    "confusion_matrix([0, 0, 0, 1, 2, 2], [0, 0, 1, 1, 2, 0], 3)",
    mistakes={
        "rows are the truth, columns what the model said: swapped": [[2, 0, 1], [1, 1, 0], [0, 0, 1]],
        "a pair that comes twice must count twice: `m[i, j] += 1` on arrays counts once": [
            [1, 1, 0], [0, 1, 0], [1, 0, 1],
        ],
        "counts, not shares of a row": [[2 / 3, 1 / 3, 0], [0, 1, 0], [0.5, 0, 0.5]],
        "only the mistakes were counted; right answers belong on the diagonal": [
            [0, 1, 0], [0, 0, 0], [1, 0, 0],
        ],
        "only the right answers were counted": [[2, 0, 0], [0, 1, 0], [0, 0, 1]],
    },
)  # fmt: skip
checks.assert_close(
    confusion_matrix([0, 1], [1, 0], 3),
    [[0, 1, 0], [1, 0, 0], [0, 0, 0]],
    "confusion_matrix([0, 1], [1, 0], 3)",
    mistakes={"the size is num_classes, also where a class never occurs": [[0, 1], [1, 0]]},
)
### BEGIN HIDDEN TESTS
import numpy as np
from scipy.sparse import coo_array

for seed, (n, classes) in enumerate([(200, 10), (40, 4), (300, 2), (5, 12), (1, 3)]):
    with checks.hidden("random answers, also with classes that never occur"):
        rng = np.random.default_rng(seed)
        truth, said = rng.integers(0, classes, n), rng.integers(0, max(1, classes - 1), n)
        with checks.unchanged(truth, said, what="confusion_matrix"):
            got = confusion_matrix(truth, said, classes)
        expected = coo_array((np.ones(n), (truth, said)), shape=(classes, classes)).toarray()
        size = 1 + max(truth.max(), said.max())
        checks.assert_close(
            got,
            expected,
            mistakes={
                "rows are the truth: swapped": expected.T,
                "the size is num_classes, also where a class never occurs": expected[:size, :size],
            },
        )
with checks.hidden("no answers at all"):
    checks.assert_close(confusion_matrix([], [], 3), np.zeros((3, 3)))
### END HIDDEN TESTS

# %% tags=["demo"]
with when_ready():
    cnn, _ = trained(build_cnn, epochs=epochs, patience=patience)
    _, (x_test, _) = data()
    probabilities = cnn.predict(x_test, verbose=0)
    matrix = confusion_matrix(test_labels, probabilities.argmax(axis=1), 10)
    plots.confusion_heatmap(matrix)

# %% jupyter={"source_hidden": true}
predict.reveal(
    "pair",
    "4 and 9",
    because="On MNIST that pair leads, an open 4 and a 9 differ by one stroke. On few pictures "
    "chance decides: count what your matrix says.",
)

# %% tags=["demo"]
with when_ready():
    cnn, _ = trained(build_cnn, epochs=epochs, patience=patience)
    _, (x_test, _) = data()
    plots.mistakes_gallery(test_images, test_labels, cnn.predict(x_test, verbose=0))

# %% [markdown]
# Red: mistakes, the surest first. If there are fewer than eight, the right answers that were
# least sure fill the row, in green. Read the second guess: how often is it the truth? And would
# *you* have been sure?
#
# ## 9 Looking inside
#
# ### What did training change?
#
# Nobody told the network which kernels to use. They begin as random numbers.

# %%
predict.guess(
    "filters",
    "How different are the 3x3 filters of the first layer after training?",
    choices=["unrecognisable", "changed, but each can be recognised", "exactly the same"],
    my_guess=...,
)

# %% tags=["demo"]
with when_ready():
    deep, _ = trained(build_deep_cnn, epochs=epochs, patience=patience)
    keras.utils.set_random_seed(0)  # as `trained` did: so these are the weights it began with
    plots.filters_before_after(build_deep_cnn(), deep)

# %% jupyter={"source_hidden": true}
predict.reveal("filters", "changed, but each can be recognised", because="Small moves do the work.")

# %% [markdown]
# Some became what you know from notebook 04: one side red, the other blue, an edge detector. Nine
# weights tell little, though. What a filter *answers* tells more.
#
# ### Feature maps, layer by layer
#
# A **feature map** (특성 맵) shows where on the picture a filter responds. Below are eight maps of
# each layer for one digit, picked to differ from one another.

# %%
predict.guess(
    "maps",
    "In which layer could you still draw the digit from the maps?",
    choices=["only in the first", "in the early ones", "in all of them"],
    my_guess=...,
)

# %% tags=["demo"]
with when_ready():
    deep, _ = trained(build_deep_cnn, epochs=epochs, patience=patience)
    _, (x_test, _) = data()
    plots.feature_maps(deep, x_test[0])

# %% jupyter={"source_hidden": true}
predict.reveal(
    "maps", "in the early ones", because="Early: edges, where they are. Late: parts, hardly where."
)

# %% [markdown]
# Early maps look like the digit, each traced from another side: much about the picture, little
# about the target. Late maps are a few bright cells: little about the picture, much about the
# target. Each says that some part, a bow, an end, a slanted stroke, is about here, or stays dark.
#
# ## 10 Move the digit
#
# You recognise a 7 wherever it stands. Does the network? All digits here are centred, in
# training and in testing. Let us push them by three pixels (평행 이동, translation).
#
# ### Exercise 9: `shift` (**, 15 minutes)
#
# Pixels that are pushed out are gone; on the other side zeros come in.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Begin with zeros of the same shape, and copy one block of the old pictures into it.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# For `dx > 0`: `new[:, :, dx:] = old[:, :, :-dx]`. What goes wrong with `dx = 0`? And rows are
# axis 1.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# One way for all signs: target rows `max(dy, 0) : height + min(dy, 0)`, source rows
# `max(-dy, 0) : height + min(-dy, 0)`. If the shift is as large as the picture, only zeros are
# left.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "shift", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def shift(images, dx, dy):
    """Move all pictures by the same whole number of pixels; zeros come in.

    images: (n, height, width) or (n, height, width, channels)
    dx: pixels to the right (negative: to the left)
    dy: pixels down (negative: up)
    -> new array of the same shape; all zeros if a shift is as large as the picture
    """
    ### BEGIN SOLUTION
    height, width = images.shape[1:3]
    moved = np.zeros_like(images)
    if abs(dy) < height and abs(dx) < width:
        kept = images[:, max(-dy, 0) : height + min(-dy, 0), max(-dx, 0) : width + min(-dx, 0)]
        moved[:, max(dy, 0) : height + min(dy, 0), max(dx, 0) : width + min(dx, 0)] = kept
    return moved
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_shift", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `shift`: run it. A click opens it.
import numpy as np

from course_utils import checks

picture = np.array([[[1, 2, 3], [4, 5, 6], [7, 8, 9]]])
checks.assert_close(
    shift(picture, 1, 0),
    [[[0, 1, 2], [0, 4, 5], [0, 7, 8]]],
    "shift(picture, dx=1, dy=0), picture = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]",
    mistakes={
        "what leaves on the right must not come back on the left (np.roll)": [[[3, 1, 2], [6, 4, 5], [9, 7, 8]]],
        "dx moves along the columns, which are axis 2": [[[0, 0, 0], [1, 2, 3], [4, 5, 6]]],
        "positive dx goes to the right": [[[2, 3, 0], [5, 6, 0], [8, 9, 0]]],
        "zeros come in, not the border repeated": [[[1, 1, 2], [4, 4, 5], [7, 7, 8]]],
        "dy = 0 emptied the picture: `images[:, :-0]` has no rows": np.zeros((1, 3, 3)),
    },
)
with checks.error_means(ValueError, "negative dy goes up: `moved[:, -1:]` is the last row alone"):
    checks.assert_close(
        shift(picture, 0, -1),
        [[[4, 5, 6], [7, 8, 9], [0, 0, 0]]],
        "shift(picture, dx=0, dy=-1)",
        mistakes={
            "negative dy goes up": [[[0, 0, 0], [1, 2, 3], [4, 5, 6]]],
            "what leaves at the top must not come back at the bottom": [[[4, 5, 6], [7, 8, 9], [1, 2, 3]]],
            "dy moves along the rows, which are axis 1": [[[2, 3, 0], [5, 6, 0], [8, 9, 0]]],
        },
    )
### BEGIN HIDDEN TESTS
from scipy import ndimage

cases = [(2, 1), (-2, 3), (3, -1), (-1, -4), (0, 0), (0, 2), (-5, 0), (6, 0), (0, 9), (-8, -12), (7, 2)]
cases += [(0, 12), (2, -13), (10, 1), (-11, 0)]
cases += [(1, 8), (-1, -8), (8, 0), (-8, 1)]  # less than the height, not than the width: 9 by 7
for seed, (dx, dy) in enumerate(cases):
    for channels in ((), (1,), (3,)):
        with checks.hidden("random pictures, all directions, with and without channels, large shifts"):
            rng = np.random.default_rng(seed)
            pictures = rng.uniform(1, 2, (3, 9, 7, *channels))
            with checks.unchanged(pictures, what="shift"):
                got = shift(pictures, dx, dy)
            move = (0, dy, dx, *(0 for _ in channels))
            checks.assert_close(
                got,
                ndimage.shift(pictures, move, order=0, mode="constant"),
                mistakes={
                    "pixels come back on the other side": np.roll(pictures, (dy, dx), (1, 2)),
                    "dx and dy are swapped": ndimage.shift(pictures, (0, dx, dy, *move[3:]), order=0),
                    "the direction is reversed": ndimage.shift(pictures, [-v for v in move], order=0),
                },
            )
with checks.hidden("whole-number pictures, and a copy where nothing moves"):
    pictures = np.random.default_rng(1).integers(0, 256, (2, 28, 28), dtype=np.uint8)
    got = shift(pictures, 0, 0)
    checks.assert_close(got, pictures)
    checks.assert_equal(
        np.shares_memory(got, pictures), False, hint="return a new array: images.copy(), not images"
    )
### END HIDDEN TESTS

# %% tags=["demo"]
plots.shifted_digits(shift, images[labels == 4][0])

# %% [markdown]
# A third network joins. It is the deep CNN, but where that flattens, this one keeps of each
# feature map only its largest value, wherever it was: **global max pooling** (전역 최대 풀링).

# %% tags=["demo"]
def build_global_cnn():
    """The deep CNN with a head that does not know positions: 56,394 parameters."""
    layers = keras.layers
    relu = {"kernel_size": 3, "activation": "relu"}
    seeing = [layers.Conv2D(32, **relu), layers.MaxPooling2D(2), layers.Conv2D(64, **relu)]
    seeing += [layers.MaxPooling2D(2), layers.Conv2D(64, **relu)]
    head = [layers.GlobalMaxPooling2D(), layers.Dense(10, activation="softmax")]
    return keras.Sequential([keras.Input(shape=(28, 28, 1)), *seeing, *head])

# %%
predict.guess(
    "shift3",
    "All test digits move by 3 pixels. Which network loses least?",
    choices=["MLP", "CNN with Flatten", "CNN with global max pooling", "all lose about the same"],
    my_guess=...,
)

# %% [markdown]
# Three networks, three seeds each, because one run proves little. (Half a minute or more.)

# %% tags=["demo"]
SHIFTS, SEEDS = (0, 1, 2, 3), (0, 1, 2)


@cache
def measured(build, shift):
    """Train with every seed: (a model, test losses, test accuracies (seeds, shifts))."""
    (x, t), (x_test, t_test) = data()
    losses, table = [], []
    for seed in SEEDS:
        keras.utils.set_random_seed(seed)
        model, _ = train(build(), x, t, epochs=12, batch_size=32, seed=seed)
        losses.append(model.evaluate(x_test, t_test, verbose=0)[0])
        table.append([mean_accuracy(model, x_test, shift, pixels) for pixels in SHIFTS])
    return model, losses, np.array(table)


def mean_accuracy(model, pictures, shift, pixels):
    """Test accuracy, mean of a shift by `pixels` to the right, left, down and up."""
    ways = [(pixels, 0), (-pixels, 0), (0, pixels), (0, -pixels)] if pixels else [(0, 0)]
    moved = np.concatenate([shift(pictures, dx, dy) for dx, dy in ways])
    return test_accuracy(model, moved, np.tile(test_labels, len(ways)))

# %% tags=["demo"]
networks = {"MLP": build_mlp, "CNN, flatten": build_deep_cnn, "CNN, global max": build_global_cnn}
with when_ready():
    for name, build in networks.items():
        _, losses, table = measured(build, shift)
        row = "  ".join(f"{value:.1%}" for value in table.mean(axis=0))
        print(f"{name:16} test loss {np.mean(losses):.3f}   accuracy, moved by 0, 1, 2, 3: {row}")
    tables = {name: measured(build, shift)[2] for name, build in networks.items()}
    plots.accuracy_against_shift(tables, SHIFTS)

# %% tags=["demo"]
with when_ready():
    loss = {name: np.mean(measured(build, shift)[1]) for name, build in networks.items()}
    mean = {name: measured(build, shift)[2].mean(axis=0) for name, build in networks.items()}
    cost = {name: row[0] - row[3] for name, row in mean.items()}
    for name in ("CNN, flatten", "CNN, global max"):
        print(f"{name}: test loss {loss[name] / loss['MLP']:.2f} of the MLP's; moving by 3 pixels "
              f"costs it {100 * cost[name]:.0f} points, the MLP {100 * cost['MLP']:.0f}")
        assert loss[name] < 0.85 * loss["MLP"] and mean[name][2] > mean["MLP"][2] + 0.05
    assert cost["MLP"] > 2 * cost["CNN, global max"]

# %% jupyter={"source_hidden": true}
predict.reveal(
    "shift3",
    "CNN with global max pooling",
    because="It asks whether a part is there, not where. Flatten gives every place its own weight.",
)

# %% [markdown]
# Three things to take from this, in order.
#
# **The CNNs beat the MLP.** On a few hundred test pictures that are all centred, accuracy can
# hardly tell (one picture in 360 is 0.28 %); the loss, which sees how sure each answer was, can,
# and so does a shift of two pixels. On real MNIST, further down, accuracy shows it as well.
#
# **Convolution alone does not survive the shift.** Move the digit, and the feature maps move
# with it: the convolution is **equivariant** (등변성). But then comes `Flatten`, and the dense
# layer behind it has a weight of its own for each place, like an MLP. Parts that turn up three
# pixels further meet weights that never learnt about them.
#
# **Global max pooling survives**, because "the largest value anywhere" is **invariant** (불변성):
# it does not ask where. It loses a fraction of what the MLP loses, with a seventh of its
# parameters. Not nothing: pooling in steps of 2 is not exact for odd shifts, and strokes reach
# the border.

# %% tags=["demo"]
with when_ready():
    models = {name: measured(build, shift)[0] for name, build in networks.items()}
    _, (x_test, _) = data()
    seven = int(np.flatnonzero(test_labels == 7)[0])
    plots.shift_explorer(models, x_test[seven], 7)

# %% [markdown]
# In JupyterLab this is a slider: push the 7 about. Where does each network give up?
#
# Then draw a digit yourself, and watch what your network makes of every stroke. Which of your
# digits does it get wrong, and what do the digits it learnt from look like?

# %% tags=["demo"]
with when_ready():
    plots.draw_a_digit(measured(build_deep_cnn, shift)[0])

# %% [markdown]
# ## 11 Find the mistake
#
# The second line of this program stood like this on a real lecture slide. One word is wrong.
#
# ```python
# (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
# y_test = to_categorical(y_train)      # one-hot for the test part
# y_train = to_categorical(y_train)
# ...
# model.evaluate(x_test, y_test)
# ```

# %%
predict.guess(
    "slide",
    "10,000 test pictures, and this y_test. What does model.evaluate do?",
    choices=["stops with an error", "says about 10 %", "says about 99 %"],
    my_guess=...,
)

# %%
predict.guess(
    "slide_cut",
    "Somebody 'repairs' it: y_test = y_test[:len(x_test)]. What accuracy, in per cent, now?",
    my_guess=...,
)

# %% tags=["demo"]
with when_ready():
    cnn, _ = trained(build_cnn, epochs=epochs, patience=patience)
    (_, t), (x_test, t_test) = data()
    try:
        cnn.evaluate(x_test, t, verbose=0)
    except ValueError as error:
        print("evaluate(x_test, t):", " ".join(str(error).split()))
    loss, agreement = cnn.evaluate(x_test, t[: len(x_test)], verbose=0)
    print(f"after the 'repair': accuracy {agreement:.1%}, loss {loss:.1f} (guessing: {np.log(10):.1f})")
    assert 0.02 < agreement < 0.2 and loss > 3

# %% jupyter={"source_hidden": true}
predict.reveal("slide", "stops with an error", because="60,000 labels for 10,000 pictures.")
predict.reveal("slide_cut", 10.0, because="Labels of other pictures: agreement is chance.")

# %% [markdown] nbgrader={"grade": true, "grade_id": "question_find_the_mistake", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# **Question 1: find the mistake.** Which word is wrong, and what must it be? After the "repair"
# nothing complains any more: explain why the accuracy then looks like guessing although the
# model is good, and why the loss is far *worse* than guessing. Give one check, a line of code,
# that would have caught it.
#
# ### BEGIN SOLUTION
# `to_categorical(y_train)` must be `to_categorical(y_test)`: the test pictures got the labels of
# the training pictures. There are more of them than test pictures, so Keras refuses; that is
# luck. Cut to the same length, the labels belong to other pictures, so label and picture are
# independent. The model says the right digit of its picture, and that agrees with a label drawn
# at random in sum of p_k * q_k, about 10 %, of cases, as if it guessed. The loss is worse than
# ln 10 = 2.3 because the model is sure: in 90 % of cases it gives the wanted class a probability
# near 0, and -ln of that is large; somebody who guesses says 0.1 to all. A check:
# `assert len(x_test) == len(y_test)` before cutting anything, or looking at some test pictures
# with their labels, or `(y_test.argmax(1) == labels_test).all()` against the labels as loaded.
# ### END SOLUTION

# %% [markdown]
# ## 12 On real MNIST
#
# The published reference, trained on 60,000 and tested on 10,000 pictures: **98.16 %** for an
# MLP like ours, **99.17 %** for the CNN of exercise 6 (batch 200, early stopping with patience
# 10). With `FULL = True` and MNIST at hand you can try to beat it.
#
# We measured what less data gives: MNIST's t10k part, 8,000 pictures to train and 2,000 to test
# (the loader's fixed split), batch 64, Adam, seeds 0, 1, 2; mean and standard deviation:
#
# | network | parameters | epochs | test accuracy | moved by 3 pixels | cost of the move |
# |---|---|---|---|---|---|
# | MLP | 407,050 | 20 | 95.88 ± 0.14 % | 41.2 ± 0.5 % | 54.6 points |
# | reference CNN | 1,199,882 | 12 | 97.58 ± 0.31 % | 64.5 ± 1.1 % | 33.0 points |
# | deep CNN | 93,322 | 12 | 97.57 ± 0.25 % | 69.2 ± 0.4 % | 28.4 points |
# | deep CNN, global max pooling | 56,394 | 20 | 97.67 ± 0.19 % | 87.2 ± 2.5 % | 10.5 points |
#
# Here accuracy shows it, too: the MLP errs 82 times in 2,000, the CNNs 48 times, far outside the
# spread. The three CNNs cannot be told apart in place. The move costs the MLP five times what it
# costs the network with global pooling, but less than twice what it costs a CNN that flattens.
# Repeat it with `COURSE_DATA=<folder of the t10k pair> python benchmarks/mnist_full.py`.
#
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | accuracy near 10 % from first to last epoch | labels and pictures apart, or pixels 0..255 |
# | validation better than training | dropout: measured with neurons off and on; no mistake |
# | validation loss rises, accuracy stays | overfitting: few answers get very sure and very wrong |
# | 99 % at once | test pictures among the training pictures |
#
# </details>
#
# ## Recap
#
# - Scale to 0..1, one-hot, a channel axis: many mistakes begin in the **preprocessing**.
# - An **MLP** does not know which pixels are neighbours; a fixed shuffle does not bother it.
# - A **convolution** shares a few weights over all places; most parameters sit in the first dense layer.
# - **Validation** shows overfitting; **early stopping** ends it, **dropout** works against it.
# - A **confusion matrix** says what accuracy hides; look at the mistakes, and at the second guess.
# - Early feature maps show edges, late ones parts: less about the picture, more about the target.
# - Convolution is equivariant, global pooling invariant; **Flatten brings the place back in**.

# %% [markdown] nbgrader={"grade": true, "grade_id": "question_global_pooling", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# **Question 2.** Global max pooling survives a shift. What does it throw away for that, and why
# does the network still tell a 6 from a 9, or a picture with *two* loops (8) from one with a
# single loop (0)? For which task would you rather flatten?
#
# ### BEGIN SOLUTION
# It throws away where a part was found, how the parts lie to one another, and how often each
# occurs: one maximum a map is left. It works because the filters before it see much: a cell of
# the last maps sees 18x18 pixels, so a filter can learn "loop with a stem below" (9) and "loop
# with a stem above" (6), or "two loops meeting" (8), as one part; the order of the strokes is
# judged within this window. Flatten, where the place is part of the answer: finding or counting
# things, reading a dial, pictures that are always aligned (passport photographs), or when parts
# lie further apart than the window.
# ### END SOLUTION

# %% [markdown]
# ## Open challenge
#
# 1. Train `build_deep_cnn` on the shuffled pixels of section 3. What does a CNN lose that an MLP
#    did not, and why does it lose no more than that?
# 2. Keep `Flatten`, and instead show the network moved digits: before each epoch `shift` every
#    training picture by up to three pixels (data augmentation, 데이터 증강; notebook 06). Can the MLP
#    learn it, too? Which needs more epochs?

# %% tags=["demo"]
# Your experiments.
