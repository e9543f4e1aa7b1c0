# %% [markdown]
# # 06 Transfer learning on brain slices (MRI)
#
# In notebook 05 there were thousands of pictures. A clinic has a hundred. Here you take a network
# that learnt elsewhere, give it a new head, and find out what it is worth, with controls that
# most tables leave out.
#
# **When you are through, you can**
# - find test images that were training images, and say when a difference of scores means something;
# - use a trained network: freeze it, give it a head, compute its features once, fine-tune its top;
# - choose between these by the size of your data, and enlarge the data by augmentation;
# - evaluate as a clinician asks: sensitivity, specificity, ROC curve, a threshold chosen fairly;
# - name what such a score does *not* show.
#
# **Time:** about 2 hours 30 minutes. **Know first:** notebooks 01 (sigmoid), 04 (feature maps) and 05
# (Keras, training, overfitting).
#
# New here? Notebook 01 begins with how these notebooks work.
#
# > **This is a lesson and no diagnostic tool.** Nothing in it may be used on a person, whatever
# > accuracy it prints.

# %%
import os
from functools import cache

import numpy as np

from course_utils import checks, plots, predict, when_ready

plots.quiet_tensorflow()  # sets TF_CPP_MIN_LOG_LEVEL=3 and imports TensorFlow: some seconds
import keras
import tensorflow as tf

# %% [markdown]
# ## 1 Look at the data
#
# Magnetic resonance imaging (MRI, 자기공명영상) shows soft tissue. In Alzheimer's disease (AD,
# 알츠하이머병) brain tissue is lost (atrophy, 위축): the fluid-filled **ventricles** (뇌실) in the middle
# widen, and so do the **sulci** (뇌고랑), the furrows of the surface. In a slice both are dark.
#
# The slices that come with the course are **generated, a teaching stand-in for scans**: a program
# drew them, with wider ventricles and sulci in the class `ad`, on average. Nothing about a real
# brain can be learnt from them, but everything about the method. If you have real slices, give
# their folder (`train/ad`, `train/normal`, `test/ad`, `test/normal`): every cell below runs on
# them unchanged.

# %% tags=["demo"]
from course_utils.data import load_brain_slices, move
from course_utils.models import fit_head, load_backbone

SOURCE = "auto"  # or a folder
(x, y), (x_test, y_test) = load_brain_slices(SOURCE)
print("x:", x.shape, x.dtype, " ad among them:", f"{y.mean():.0%}, in the test part {y_test.mean():.0%}")

# %% tags=["demo"]
plots.brain_samples(x, y)

# %% tags=["demo"]
plots.brightness(x, y)

# %% [markdown]
# The histograms (히스토그램) say what *cannot* be it: how bright a slice is tells you little. (With
# real data look twice. If one class comes from another scanner, a histogram shows it, and a
# network will gladly learn scanners.)
#
# The set this lesson is modelled on is published: 160 training and 120 test slices, 150x150,
# half of them ad. Published scores: a CNN trained from scratch **95.00 %**, a frozen VGG16 with a
# new head **97.50 %**. We measured two facts about that set, and you will repeat both
# measurements on your data before you train anything.
#
# ## 2 First fact: has the test been seen?

# %%
predict.guess(
    "leaks",
    "Of the 120 published test images, how many are pixel for pixel training images too?",
    my_guess=...,
)

# %% [markdown]
# A test image that was trained on measures memory. This is **leakage** (데이터 누출).
#
# ### Exercise 1: `find_leaks` (*, 10 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# Compare every test image with every training image. What does it take for two to be the same?
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# Two loops with `enumerate`, and `np.array_equal(a, b)`.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# A list comprehension with two `for` and one `if`. For thousands of images be faster: put
# `image.tobytes()` of the training images into a dict, and look the test images up.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "find_leaks", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def find_leaks(train_images, test_images):
    """Find test images that are pixel for pixel training images.

    train_images: (n, ...) and test_images: (m, ...), images of one size and type
    -> list of all pairs (train index, test index) of identical images, in any order; [] if none.
       An image that occurs several times gives all its pairs. Nearly the same is not the same.
    """
    ### BEGIN SOLUTION
    return [
        (i, j)
        for i, train in enumerate(train_images)
        for j, test in enumerate(test_images)
        if np.array_equal(train, test)
    ]
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_find_leaks", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `find_leaks`: run it. A click opens it.
import numpy as np

from course_utils import checks


def as_pairs(got):
    """Sorted list of (int, int), or what came if it is no list of pairs."""
    try:
        return sorted((int(i), int(j)) for i, j in got)
    except (TypeError, ValueError):
        return got


a, b, c, d = np.random.default_rng(0).uniform(0, 1, (4, 6, 6, 1))
got = find_leaks(np.stack([a, b, c, b]), np.stack([d, b, a]))
checks.assert_equal(
    as_pairs(got),
    [(0, 2), (1, 1), (3, 1)],
    "the pairs in train = [a, b, c, b], test = [d, b, a]",
    mistakes={
        "the pairs are the wrong way round: (train index, test index)": [(1, 1), (1, 3), (2, 0)],
        "only the first match of each test image: b is in the training part twice": [(0, 2), (1, 1)],
        "only images at the same index were compared: compare each with each": [(1, 1)],
        "only the test indices: pairs are asked": [1, 2],
        "these are the pairs that differ": [
            (0, 0), (0, 1), (1, 0), (1, 2), (2, 0), (2, 1), (2, 2), (3, 0), (3, 2),
        ],
    },
)
checks.assert_equal(as_pairs(find_leaks(np.stack([a, b]), np.stack([c, d]))), [], "no leak")
### BEGIN HIDDEN TESTS
for seed, shape in enumerate([(8, 8, 1), (5, 9), (7, 4, 3), (3, 3, 1)]):
    with checks.hidden("random images with planted duplicates, of other shapes and types"):
        rng = np.random.default_rng(seed)
        kind = [np.uint8, np.float32, np.float64, np.int64][seed]
        train, test = ((rng.uniform(0, 255, (n, *shape))).astype(kind) for n in (13, 9 + seed))
        planted = {(int(rng.integers(0, 13)), j) for j in range(0, 9, 2)}
        for i, j in planted:
            test[j] = train[i]
        with checks.unchanged(train, test, what="find_leaks"):
            got = as_pairs(find_leaks(train, test))
        checks.assert_equal(
            got, sorted(planted), hint="two images are the same if all pixels agree, not one or some"
        )
with checks.hidden("images that are nearly the same"):
    image = np.random.default_rng(5).integers(10, 200, (8, 8, 1), dtype=np.uint8)
    brighter, shuffled = image.copy(), image[::-1].copy()
    brighter[3, 4, 0] += 1
    others = np.stack([image[:, ::-1], brighter, shuffled, 255 - image, image])
    checks.assert_equal(
        as_pairs(find_leaks(image[None], others)), [(0, 4)],
        hint="every pixel must agree: no mean, sum or tolerance, no mirror images",
    )
with checks.hidden("every image the same, and a single pair"):
    checks.assert_equal(len(find_leaks(np.ones((3, 4, 4, 1)), np.ones((2, 4, 4, 1)))), 6)
    checks.assert_equal(as_pairs(find_leaks(np.zeros((1, 4, 4)), np.zeros((1, 4, 4)))), [(0, 0)])
### END HIDDEN TESTS

# %% tags=["demo"]
@cache
def clean():
    """Which test images are no training images: booleans (n,)."""
    leaked = {test for _, test in find_leaks(x, x_test)}
    return np.array([i not in leaked for i in range(len(x_test))])


with when_ready():
    print(f"{(~clean()).sum()} of {len(x_test)} test images are training images too.")
    plots.leak_gallery(x, x_test, find_leaks(x, x_test))

# %% jupyter={"source_hidden": true}
predict.reveal("leaks", 21, because="21 of 120. Some hide in plain sight: nobody had compared.")

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | far too many pairs | `(a == b).any()`, or means compared, instead of every pixel |
# | far too few | only equal indices compared (`zip`), or the search ends with the first match |
# | `The truth value of an array ... is ambiguous` | `if a == b:` on arrays: use `np.array_equal` |
#
# </details>
#
# So from now on there are two scores: **plain**, on all test images, and **clean**, without those
# that leaked. Always report both. And mind what this search does *not* find:
#
# - the same picture flipped, shifted, or saved again as JPEG: every pixel differs a little;
# - the *neighbouring slice* of the same head, almost the same picture. Only a split **by patient**
#   (환자 단위 분할) keeps those apart, so ask where the images came from before you split them.
#
# To look for near duplicates, search the nearest training image of each test image, in several
# orientations, and inspect the closest pairs by eye (open challenge 1).
#
# ## 3 Second fact: does a score need a network?
#
# Before any network, ask what the simplest model does. **Logistic regression** (로지스틱 회귀) is
# one neuron with a sigmoid (notebook 01), here on raw pixels: a weight for each place of the
# picture. It knows no neighbours, no edges, nothing about brains.

# %%
predict.guess(
    "raw",
    "Published set, 120 test images: what accuracy, in per cent, does logistic regression on raw "
    "pixels reach? (CNN from scratch: 95.00, frozen VGG16: 97.50.)",
    my_guess=...,
)

# %% [markdown]
# And a third score, **moved**: the test images turned by up to 12 degrees and shifted by up to 6 of
# 150 pixels, as a head may lie in a scanner. What they show has not changed. We move the whole test
# part twice.

# %% tags=["demo"]
TESTS = [x_test] + [move(x_test, np.random.default_rng(seed)) for seed in range(2)]
plots.moved_samples(TESTS[0], TESTS[1])

# %% tags=["demo"]
ON_CLINIC = SOURCE in ("auto", "clinic") and os.environ.get("COURSE_DATA", "bundled") in ("", "bundled")
RESULTS = {}  # name, or (name, training images) -> runs, each (plain, clean, moved)


def three_scores(scores, threshold=0.5):
    """(plain, clean, moved) accuracy; scores: one array for each of TESTS."""
    right = [(np.asarray(s) >= threshold) == (y_test == 1) for s in scores]
    return right[0].mean(), right[0][clean()].mean(), np.mean(right[1:])


def report(name, runs, n=None):
    """Keep the runs for the figures, and print their mean and spread."""
    RESULTS[name if n is None else (name, n)] = runs
    mean, spread = 100 * np.mean(runs, axis=0), 100 * np.std(runs, axis=0)
    cells = [f"{m:5.1f}" + (f" ± {d:4.1f}" if len(runs) > 1 else 7 * " ")
             for m, d in zip(mean, spread, strict=True)]  # fmt: skip
    print(f"{name:33}" + "  ".join(f"{t} {c}" for t, c in zip(("plain", "clean", "moved"), cells, strict=True)))

# %% tags=["demo"]
def rows_of(n, seed):
    """n row numbers of the training part, half of them ad, at random; all rows if n is all."""
    if n >= len(y):
        return np.arange(len(y))
    rng = np.random.default_rng([n, seed])
    return np.concatenate([rng.permutation(np.flatnonzero(y == k))[: n // 2] for k in (0, 1)])


def logistic(features, n, seed):
    """Fit logistic regression to n training rows: scores for each of TESTS.

    features: arrays (images, c), one for the training part and one for each of TESTS.
    """
    rows = rows_of(n, seed)
    slope, intercept = fit_head(features[0][rows], y[rows])
    return [1 / (1 + np.exp(-np.clip(f @ slope + intercept, -500, 500))) for f in features[1:]]

# %% tags=["demo"]
raw = [images.reshape(len(images), -1) for images in (x, *TESTS)]
with when_ready():
    report("logistic regression, raw pixels", [three_scores(logistic(raw, len(y), 0))])
    plain, _, moved = RESULTS["logistic regression, raw pixels"][0]
    print(f"moving the test images costs raw pixels {100 * (plain - moved):.0f} points")
    assert plain - moved > 0.05 or not ON_CLINIC

# %% jupyter={"source_hidden": true}
predict.reveal(
    "raw", 99.17, because="More than both networks; about 70 % when the images are moved a little."
)

# %% [markdown]
# On the published set this model beats both networks: **99.17 %**. Its slices are so well aligned
# (registration, 정합) that "is pixel (75, 80) dark?" decides. Move the same images a little, and it
# falls to **about 70 %**. Here you see a fall of the same kind, by some ten points. Two lessons:
#
# - a high score on this test says little about having learnt what a brain looks like;
# - **every results table needs the simple control**, and a test that breaks the shortcut.
#
# ## 4 When does a difference mean something?
#
# 97.50 % against 95.00 %, on 120 images. One image is 1/120 = 0.83 points, so the difference is
# three images. If a model is right with probability $p$, the measured accuracy on $n$ images
# scatters with the **standard error** (표준오차) $\sqrt{p(1-p)/n}$.

# %%
predict.guess(
    "difference",
    "97.50 % against 95.00 % on 120 test images: the difference is how many standard errors of "
    "the difference?",
    choices=["about 1", "about 2", "about 5"],
    my_guess=...,
)

# %%
# NBVAL_CHECK_OUTPUT
error = {p: 100 * np.sqrt(p * (1 - p) / 120) for p in (0.95, 0.975, 0.98)}
both = np.hypot(error[0.95], error[0.975])
print("one image:", round(100 / 120, 2), "points; standard error at 98 %:", round(error[0.98], 2))
print(f"2.5 points of difference, standard error {both:.1f}: {2.5 / both:.1f} of it")
print("test images needed for 2 standard errors:", round(120 * (2 * both / 2.5) ** 2))

# %% jupyter={"source_hidden": true}
predict.reveal("difference", "about 1", because="Below 2 it may well be luck.")

# %% tags=["demo"]
plots.luck_of_the_test(n=120)

# %% [markdown]
# So the published table does *not* show that transfer beats training from scratch. (Both models met the
# *same* images, so comparing image by image, where they disagree, is sharper; with three images of
# difference it does not help.) The scatter of training comes on top: other seeds, other scores.
# From here on: **several seeds, mean ± spread, and no claim from a single run.**
#
# ## 5 The baseline: from scratch
#
# A small CNN in the manner of notebook 05, with one output: sigmoid, "how much does this look
# like ad?" The loss is binary cross-entropy (이진 교차 엔트로피).

# %% tags=["demo"]
def build_small_cnn():
    """Three convolutions, and one dense layer on the flattened maps."""
    layers = keras.layers
    network = [keras.Input(x.shape[1:]), layers.AveragePooling2D(2)]
    for filters in (8, 16, 32):
        network += [layers.Conv2D(filters, 3, activation="relu"), layers.MaxPooling2D(2)]
    return keras.Sequential(
        [*network, layers.Flatten(), layers.Dropout(0.5), layers.Dense(1, activation="sigmoid")]
    )

# %% tags=["demo"]
def fit(model, images, labels, epochs, rate=1e-3, **options):
    """Compile and train a model with one sigmoid output; its history."""
    model.compile(keras.optimizers.Adam(rate), "binary_crossentropy", metrics=["accuracy"])
    run = model.fit(images, labels, batch_size=16, epochs=epochs, verbose=0, **options)
    return run.history


def fit_steps(model, images, labels, steps=200, rate=1e-3):
    """Train for so many batches of 16, however few images there are: a fair comparison of sizes.

    One endless stream of images: with few of them, Keras needs longer to begin an epoch (some
    40 ms) than to train it.
    """
    model.compile(keras.optimizers.Adam(rate), "binary_crossentropy")
    stream = tf.data.Dataset.from_tensor_slices((images, labels)).shuffle(len(images)).repeat()
    model.fit(stream.batch(16).take(steps), shuffle=False, verbose=0)


def scores_of(model):
    """The model's score for every image of each of TESTS."""
    return [model.predict(images, batch_size=64, verbose=0)[:, 0] for images in TESTS]


@cache
def from_scratch(n, seed):
    """Train the small CNN on n training images: scores for each of TESTS."""
    keras.utils.set_random_seed(seed)
    model, rows = build_small_cnn(), rows_of(n, seed)
    fit_steps(model, x[rows], y[rows])
    return scores_of(model)

# %% tags=["demo"]
SEEDS = (0, 1, 2)
with when_ready():
    clean()
    runs = [from_scratch(len(y), seed) for seed in plots.progress(SEEDS, "from scratch")]
    report("small CNN from scratch", [three_scores(run) for run in runs])

# %% [markdown]
# ## 6 A network that has seen something before
#
# A network's early layers find edges and textures, whatever it was trained for; late layers are
# about its task (notebook 05). **Transfer learning** (전이 학습) keeps what is general: take a trained
# network without its head, the **backbone** (백본), and add a head of your own.

# %% tags=["demo"]
plots.three_ways()

# %% [markdown]
# - **Feature extraction** (특징 추출): **freeze** (동결) the backbone, train the head alone.
# - **Fine-tuning** (미세 조정): afterwards unfreeze the top layers, and train on at a small rate.
#
# | backbone | year | layers | parameters | known for |
# |---|---|---|---|---|
# | VGG16, VGG19 | 2014 | 16, 19 | 138 M, 144 M | 3x3 convolutions stacked; simple, heavy |
# | ResNet | 2015 | 18 to 152 | 11 to 60 M | residual connections: depth that still trains |
# | MobileNet | 2017 | 28 | 4.2 M | convolution in two cheap steps; for telephones |
# | EfficientNet | 2019 | | 5 to 66 M | depth, width and resolution grown together |
#
# All of these were trained on ImageNet, a million photographs of dogs, cars and mushrooms.
# The one that comes with this course is tiny, and was trained on slices that a program drew: to
# measure ventricles and to label tissue. Never on the clinic's slices: there, folds and
# ventricles are drawn in another way, so that transfer is transfer. Where ImageNet's
# weights can be downloaded, write `load_backbone("vgg16")` instead: all cells stay the same (with a
# hundred times the work: fine on a graphics card, hours without one).

# %% tags=["demo"]
backbone = load_backbone("course")  # or "vgg16"
STANDARD = ON_CLINIC and backbone.name == "course_backbone"  # the claims below are about these
print(f"{backbone.name}: {backbone.count_params():,} parameters")
print("an image", x.shape[1:], "becomes feature maps", tuple(backbone.output.shape[1:]))

# %% [markdown]
# ### Exercise 2: `freeze` (*, 5 minutes)
#
# In Keras each layer, and each model, has an attribute `trainable`. Setting it on a model sets it
# on all layers inside, also on models inside it.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Two lines, and the second one returns the model.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `model.trainable = ...`
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# The weights stay what they are; do not build a new model.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "freeze", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def freeze(model):
    """Freeze all layers of a Keras model, also those of models inside it.

    -> the same model: training no longer changes any of its weights, whose values stay as they are
    """
    ### BEGIN SOLUTION
    model.trainable = False
    return model
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_freeze", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# The check of `freeze`: run it. A click opens it.
import keras
import numpy as np

from course_utils import checks


def small_network(seed=0):
    """Two convolutions, one of them in a model inside, batch normalisation, and a dense layer."""
    keras.utils.set_random_seed(seed)
    layers = keras.layers
    inside = keras.Sequential(
        [keras.Input((8, 8, 2)), layers.Conv2D(3, 3), layers.BatchNormalization()]
    )
    parts = [layers.Conv2D(2, 3, strides=2, padding="same"), inside, layers.Flatten(), layers.Dense(4)]
    return keras.Sequential([keras.Input((16, 16, 1)), *parts])


frozen = freeze(small_network())
checks.assert_equal(
    isinstance(frozen, keras.Model), True, "freeze returns a Keras model",
    hint="`return model` is missing" if frozen is None else "return the model itself",
)
checks.assert_equal(
    len(frozen.trainable_weights),
    0,
    "len(freeze(model).trainable_weights)",
    mistakes={
        "nothing is frozen: model.trainable = False": 8,
        "all but the last layer are frozen: the head belongs to the model, too": 2,
        "only the last layer is frozen": 6,
        "layers of the model inside are not frozen": 4,
    },
)
### BEGIN HIDDEN TESTS
with checks.hidden("the weights of the model that comes back"):
    for seed in (3, 4):
        model = small_network(seed)
        before = [np.array(w) for w in model.get_weights()]
        after = freeze(model).get_weights()
        checks.assert_equal(len(after), len(before), hint="return the same model, whole")
        for old, new in zip(before, after, strict=True):
            checks.assert_close(new, old, hint="the values of the weights must stay as they are")
with checks.hidden("each layer, also inside"):
    flags = [layer.trainable for layer in frozen.layers if layer.weights]
    flags += [layer.trainable for layer in frozen.layers[1].layers]
    checks.assert_equal(any(flags), False, hint="every layer must be frozen")
with checks.hidden("a model of one layer, and one that was compiled"):
    single = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    single.compile("adam", "mse")
    checks.assert_equal(len(freeze(single).trainable_weights), 0)
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 3: `trainable_params` (*, 10 minutes)
#
# How many numbers does training change? Look before every `fit`: "0" or "all" is a usual mistake.
#
# **Batch normalisation** (배치 정규화) is a layer that brings each channel to mean 0 and variance 1,
# over the batch in training and with running averages in use, and then scales and shifts it.

# %%
predict.guess(
    "batch_norm",
    "A batch normalisation layer with 16 channels holds 64 numbers: scale, shift, running mean and "
    "running variance for each. How many of them does gradient descent train?",
    my_guess=...,
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Keras keeps a list of just these arrays. What is the size of each?
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `model.trainable_weights`, and the product of each one's `.shape`.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `np.prod(w.shape)` for each, then `sum`, then `int`. `count_params()` counts the frozen ones too.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "trainable_params", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def trainable_params(model):
    """How many single numbers of a built Keras model training changes.

    -> whole number; frozen layers and running statistics do not count
    """
    ### BEGIN SOLUTION
    return sum(int(np.prod(w.shape)) for w in model.trainable_weights)
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_trainable_params", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `trainable_params`: run it. A click opens it.
import keras

from course_utils import checks

layers = keras.layers
model = keras.Sequential(
    [keras.Input((8, 8, 1)), layers.Conv2D(4, 3), layers.BatchNormalization(), layers.Flatten(),
     layers.Dense(2)]
)  # fmt: skip
model.layers[0].trainable = False
checks.assert_close(
    trainable_params(model),
    298,
    "trainable_params: frozen Conv2D(4, 3), BatchNormalization, Flatten, Dense(2)",
    mistakes={
        "all parameters, also the frozen ones": 346,
        "the running mean and variance are not trained by gradients": 306,
        "this is the number of arrays; add up the sizes": 4,
        "these are the frozen ones": 48,
        "biases, scales and shifts are trained too": 288,
        "the biases are left out": 296,
        "the frozen convolution is counted": 338,
    },
)
model.trainable = False
checks.assert_close(trainable_params(model), 0, "all frozen")
### BEGIN HIDDEN TESTS
import numpy as np

for seed in range(5):
    with checks.hidden("random sizes, some layers frozen, a model inside"):
        rng = np.random.default_rng(seed)
        a, b, c, d = (int(n) for n in rng.integers(1, 9, 4))
        inside = keras.Sequential(
            [keras.Input((None, None, a)), layers.Conv2D(b, 3, padding="same"), layers.BatchNormalization()]
        )
        parts = [layers.Conv2D(a, 5, padding="same"), inside, layers.GlobalAveragePooling2D()]
        parts += [layers.Dense(c), layers.Dense(d, use_bias=False)]
        model = keras.Sequential([keras.Input((12, 12, 1)), *parts])
        sizes = [26 * a, (9 * a + 1) * b + 2 * b, 0, (b + 1) * c, c * d]
        flags = [bool(flag) for flag in rng.integers(0, 2, 5)]
        for layer, flag in zip(model.layers, flags, strict=True):
            layer.trainable = flag
        expected = sum(size for size, flag in zip(sizes, flags, strict=True) if flag)
        checks.assert_close(trainable_params(model), expected)
        inside.trainable = True
        inside.layers[0].trainable = False
        checks.assert_close(
            trainable_params(model),
            expected - flags[1] * sizes[1] + 2 * b,
            hint="a layer may be frozen inside a model that is not",
        )
### END HIDDEN TESTS

# %% jupyter={"source_hidden": true}
predict.reveal("batch_norm", 32, because="Scale and shift; mean and variance follow the data.")

# %% [markdown]
# ### Exercise 4: `build_transfer_model` (**, 15 minutes)
#
# What is required: the backbone, frozen, is part of the model; a head behind it, which is trained;
# exactly **one** output unit with a sigmoid. What the head looks like is yours to choose: flatten
# or global average pooling (전역 평균 풀링: the mean of each map), a hidden layer or not, dropout or not. (Published: Flatten, Dense 64 ReLU,
# Dropout 0.5, Dense 1.)
#
# <details><summary>Hint 1: a nudge</summary>
#
# Feature maps (h', w', c) come out of the backbone, one number must come out of the head. What has
# to happen to the maps before a `Dense` layer can give one number?
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# A whole model can be a layer: `keras.Sequential([keras.Input(backbone.input_shape[1:]), backbone, ...])`.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `backbone.trainable = False`, then `GlobalAveragePooling2D()` (or `Flatten()`), then
# `Dense(1, activation="sigmoid")`.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "build_transfer_model", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def build_transfer_model(backbone):
    """A frozen backbone with a new head for two classes.

    backbone: Keras model, images (n, h, w, channels) -> feature maps (n, h', w', c). It is frozen
        here, and keeps its weights.
    -> a new Keras model, images (n, h, w, channels) -> (n, 1), sigmoid. Only its head is trainable.
       It need not be compiled.
    """
    ### BEGIN SOLUTION
    backbone.trainable = False
    return keras.Sequential(
        [
            keras.Input(backbone.input_shape[1:]),
            backbone,
            keras.layers.GlobalAveragePooling2D(),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_build_transfer_model", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `build_transfer_model`: run it. A click opens it.
import keras
import numpy as np

from course_utils import checks


def tiny_backbone(seed=0, channels=1):
    """Images 16x16 -> 6x6 maps of 5 channels; every weight random, nothing frozen."""
    layers = keras.layers
    images = keras.Input((16, 16, channels))
    maps = layers.BatchNormalization()(layers.Conv2D(4, 3, activation="relu")(images))
    maps = layers.Conv2D(5, 2, activation="relu")(layers.MaxPooling2D(2)(maps))
    model = keras.Model(images, maps)
    rng = np.random.default_rng(seed)
    model.set_weights([rng.uniform(0.05, 0.5, np.shape(w)) for w in model.get_weights()])
    return model


def has(weights, wanted):
    """How many of the wanted arrays are among the weights."""
    arrays = [np.asarray(w) for w in weights]
    return sum(any(a.shape == b.shape and np.allclose(a, b) for a in arrays) for b in wanted)


learnt = tiny_backbone().get_weights()
model = build_transfer_model(tiny_backbone())
checks.assert_equal(
    isinstance(model, keras.Model), True, "build_transfer_model returns a Keras model",
    hint="`return model` is missing" if model is None else "return the model itself",
)
pictures = np.random.default_rng(1).uniform(0, 1, (3, 16, 16, 1)).astype("float32")
checks.assert_shape(
    np.asarray(model(pictures, training=False)), (3, 1), "the model's output for three images",
    hint="one output unit, and before it the maps must become one vector: pooling or Flatten",
)
checks.assert_equal(
    has(model.weights, learnt), 8, "arrays of the backbone that are in the model",
    mistakes={"the backbone is not part of the model, or has lost its weights": 0},
    hint="use the backbone itself, whole, with its weights",
)
checks.assert_equal(
    has(model.trainable_weights, learnt), 0, "arrays of the backbone that are trainable",
    mistakes={"the backbone is not frozen: backbone.trainable = False": 6},
    hint="all layers of the backbone must be frozen",
)
checks.assert_equal(
    len(model.trainable_weights) > 0, True, "the head can be trained",
    hint="freeze the backbone only, not the whole model",
)
### BEGIN HIDDEN TESTS
with checks.hidden("the output, with random weights in the head"):
    head = model.trainable_weights
    values = []
    for seed in range(6):
        rng = np.random.default_rng(seed)
        for w in head:
            w.assign(rng.normal(0, 1.5, w.shape))
        values.append(np.asarray(model(pictures, training=False), dtype=float))
    values = np.array(values)
    inside = bool((values >= 0).all() and (values <= 1).all())
    checks.assert_equal(
        inside, True, hint="the output is no probability: sigmoid at the last layer"
    )
    checks.assert_equal(
        bool(np.ptp(values) > 0.05), True,
        hint="the output is always the same: one unit goes with sigmoid, not with softmax",
    )
    low, high = np.sort(values.ravel())[[0, -1]]
    checks.assert_equal(
        bool(low < 0.5 < high), True, hint="values on both sides of 0.5 should come: sigmoid, not ReLU"
    )
    last = head[-1]
    if tuple(last.shape) == (1,):  # the bias of the last unit shifts the logit, if it is a sigmoid
        for w in head:
            w.assign(0.0 * np.asarray(w))
        for bias in (-1.0, 0.0, 2.0):
            last.assign([bias])
            checks.assert_close(
                np.asarray(model(pictures, training=False)), np.full((3, 1), 1 / (1 + np.exp(-bias))),
                rtol=1e-4, hint="sigmoid at the last layer, and no other function behind it",
            )
with checks.hidden("what a training step changes"):
    model = build_transfer_model(tiny_backbone(2, channels=3))
    learnt = tiny_backbone(2, channels=3).get_weights()
    before = [np.asarray(w).copy() for w in model.trainable_weights]
    colour = np.random.default_rng(2).uniform(0, 1, (8, 16, 16, 3)).astype("float32")
    model.compile(keras.optimizers.Adam(0.05), "binary_crossentropy", run_eagerly=True)
    model.train_on_batch(colour, np.arange(8).reshape(8, 1) % 2)
    checks.assert_equal(
        has(model.non_trainable_weights, learnt), 8,
        hint="training changed the backbone: freeze it, batch normalisation too",
    )
    changed = any(not np.allclose(a, b) for a, b in zip(before, model.trainable_weights, strict=True))
    checks.assert_equal(changed, True, hint="training changed nothing in the head")
with checks.hidden("what comes out in training, with small weights in the head"):
    for w in model.trainable_weights:
        w.assign(np.random.default_rng(5).normal(0, 0.05, w.shape))
    keras.utils.set_random_seed(1)
    out = np.asarray(model(np.concatenate([colour, 1 - colour]), training=True))
    checks.assert_equal(
        bool((out > 1e-4).all() and (out < 1 - 1e-4).all()), True,
        hint="nothing comes after the sigmoid: dropout there sets probabilities to 0 and doubles others",
    )
    checks.assert_equal(
        bool(np.ptp(out) > 1e-5), True, hint="all outputs are the same: is everything dropped?"
    )
with checks.hidden("whether the images pass through the backbone"):
    for w in model.trainable_weights:
        w.assign(np.random.default_rng(4).normal(0, 0.1, w.shape))
    spread = float(np.ptp(np.asarray(model(20 * colour, training=False))))
    for w in model.non_trainable_weights:
        w.assign(0.0 * np.asarray(w))
    same = float(np.ptp(np.asarray(model(20 * colour, training=False))))
    checks.assert_equal(same <= 1e-6 + 0.01 * spread, True, hint="the head must see feature maps only")
with checks.hidden("the course's own backbone"):
    from course_utils.models import load_backbone

    course = load_backbone("course", weights=None, trainable=True)
    model = build_transfer_model(course)
    slices = np.random.default_rng(3).uniform(0, 1, (2, 64, 64, 1)).astype("float32")
    checks.assert_shape(np.asarray(model(slices, training=False)), (2, 1))
    checks.assert_equal(has(model.non_trainable_weights, course.get_weights()[::2]), 7)
### END HIDDEN TESTS

# %% tags=["demo"]
with when_ready():
    model = build_transfer_model(load_backbone(backbone.name.removesuffix("_backbone"), weights=None))
    trained, total = trainable_params(model), model.count_params()
    print(f"{trained:,} of {total:,} parameters are trained: {trained / total:.1%}")

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | output shape (n, h', w', 1) | `Dense` on feature maps: flatten or pool them first |
# | "trainable: 0" | the whole model was frozen, not just the backbone |
# | the accuracy of a good backbone drops to 50 % as training begins | it was not frozen |
# | frozen, yet training goes on as before | `compile` again after changing `trainable` |
# | the output is always 1 | softmax over one unit |
#
# </details>
#
# ## 7 Compute the features once
#
# A frozen backbone gives the same feature maps for the same image, in every epoch. So why compute
# them in every epoch?
#
# ### Exercise 5: `extract_features` (*, 10 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# Which method of a Keras model applies it to many images, batch by batch?
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `model.predict` returns an array, and uses the model as in use, not as in training.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `verbose=0` keeps it from printing.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "extract_features", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def extract_features(backbone, images):
    """The backbone's feature maps of all images, computed once.

    backbone: Keras model, images -> feature maps; used as it is, in inference mode
    images: (n, h, w, channels)
    -> NumPy array (n, h', w', c), float32, in the order of the images
    """
    ### BEGIN SOLUTION
    return backbone.predict(images, batch_size=64, verbose=0)
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_extract_features", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `extract_features`: run it. A click opens it.
import keras
import numpy as np

from course_utils import checks


def tiny_backbone(seed=0, channels=1):
    """Images of any size -> maps of 3 channels, with batch normalisation and dropout."""
    layers = keras.layers
    images = keras.Input((None, None, channels))
    maps = layers.BatchNormalization()(layers.Conv2D(4, 3, activation="relu")(images))
    maps = layers.Conv2D(3, 2)(layers.Dropout(0.5)(layers.MaxPooling2D(2)(maps)))
    model = keras.Model(images, maps)
    rng = np.random.default_rng(seed)
    model.set_weights([rng.uniform(0.1, 0.9, np.shape(w)) for w in model.get_weights()])
    return model


network = tiny_backbone()
pictures = np.random.default_rng(0).uniform(0, 1, (5, 16, 16, 1)).astype("float32")
maps = np.asarray(network(pictures, training=False))
features = extract_features(network, pictures)
checks.assert_equal(
    type(features).__name__, "ndarray", "the type of the features",
    hint="predict gives a NumPy array; calling the model gives a tensor: np.asarray(...)",
)
checks.assert_shape(
    features, (5, 6, 6, 3), "extract_features for five images",
    hint="the feature maps as they come out, not averaged and not flattened",
)
keras.utils.set_random_seed(0)
checks.assert_close(
    features[:, 0, 0], maps[:, 0, 0], "the corner of each image's maps", rtol=1e-3, atol=1e-4,
    mistakes={
        "the order of the images has changed": maps[::-1, 0, 0],
        "the maps were scaled to 0..1; use the backbone as it is": (
            (maps - maps.min()) / np.ptp(maps)
        )[:, 0, 0],
        "every image gave the maps of the first": np.repeat(maps[:1, 0, 0], 5, axis=0),
    },
    hint="inference mode: no dropout, running statistics; `predict` or training=False",
)
### BEGIN HIDDEN TESTS
for n, side, channels in ((1, 9, 1), (70, 12, 3), (33, 17, 2)):
    with checks.hidden("other numbers, sizes and channels of images"):
        network = tiny_backbone(n, channels)
        rng = np.random.default_rng(n)
        pictures = rng.uniform(0, 1, (n, side, side + 2, channels)).astype("float32")
        with checks.unchanged(pictures, what="extract_features"):
            features = extract_features(network, pictures)
        maps = np.asarray(network(pictures, training=False))
        checks.assert_equal(type(features).__name__, "ndarray")
        checks.assert_close(
            features, maps, rtol=1e-3, atol=1e-4,
            hint="each image by itself, all of them, in order, in inference mode",
        )
        checks.assert_equal(str(features.dtype), "float32", hint="leave the type as it is")
### END HIDDEN TESTS

# %% tags=["demo"]
from time import perf_counter


def seconds_an_epoch(model, inputs, epochs):
    """An epoch in one batch of all training images: best of three, after one to warm up."""
    model.compile("adam", "binary_crossentropy")
    model.train_on_batch(inputs, y[:, None])
    times = []
    for _ in range(3):
        start = perf_counter()
        for _ in range(epochs):
            model.train_on_batch(inputs, y[:, None])
        times.append((perf_counter() - start) / epochs)
    return min(times)


def build_head():
    """A head for averaged feature maps (n, c)."""
    hidden, out = keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1, activation="sigmoid")
    return keras.Sequential([keras.Input((backbone.output.shape[-1],)), hidden, out])

# %% tags=["demo"]
with when_ready():
    pooled = extract_features(backbone, x).mean(axis=(1, 2))  # one number a map
    keras.utils.set_random_seed(0)
    whole = seconds_an_epoch(build_transfer_model(backbone), x, epochs=1)
    cached = seconds_an_epoch(build_head(), pooled, epochs=20)
    print(f"an epoch through the backbone {1000 * whole:.0f} ms, on cached features "
          f"{1000 * cached:.1f} ms: {whole / cached:.0f} times faster")
    assert whole > 10 * cached

# %% [markdown]
# The price: whatever changes the images (augmentation, section 9) needs new features.
#
# The cached features are averaged over places, one number a map, and logistic regression on them
# is our head: for few numbers there is no better one, and it trains in milliseconds. The control
# is the **same backbone with random weights**: if that does as well, the training elsewhere was
# worth nothing.

# %% tags=["demo"]
@cache
def features(seed=None):
    """Averaged feature maps of training part and TESTS; random weights if a seed is given."""
    network = backbone
    if seed is not None:
        network = load_backbone(backbone.name.removesuffix("_backbone"), weights=None, seed=seed)
    return [extract_features(network, images).mean(axis=(1, 2)) for images in (x, *TESTS)]

# %% tags=["demo"]
with when_ready():
    for seed in plots.progress([None, *SEEDS], "features"):
        features(seed)
    report("frozen backbone", [three_scores(logistic(features(), len(y), 0))])
    runs = [three_scores(logistic(features(seed), len(y), 0)) for seed in SEEDS]
    report("frozen backbone, random weights", runs)
    frozen, chance, pixels = (np.mean(RESULTS[name], axis=0) for name in (
        "frozen backbone", "frozen backbone, random weights", "logistic regression, raw pixels"))
    if STANDARD:
        assert frozen[0] - chance[0] > 0.08 and abs(frozen[0] - frozen[2]) < 0.04
        assert frozen[2] - pixels[2] > 0.05

# %% [markdown]
# Read the table as a whole. The random backbone shows that the weights matter and not just the
# architecture. Raw pixels fall when the images are moved; the backbone does not, because it was
# trained on turned and shifted slices, and averaging over places forgets where.
#
# ## 8 How many images?

# %%
predict.guess(
    "few",
    "With 8 training images: the backbone frozen, against the very same network trained from a "
    "random start. Which is better on the test?",
    choices=["frozen, by far", "about the same", "from scratch"],
    my_guess=...,
)

# %% tags=["demo"]
fitting = [n for n in (8, 16, 32, 64) if n < len(y) and n <= 2 * min(np.bincount(y))]
SIZES = [*fitting, len(y)]
LEAST, FEW = SIZES[0], 32 if 32 in SIZES else SIZES[0]


def curve(scores):
    """{size: runs} of a function from (size, seed) to scores for each of TESTS."""
    return {n: np.array([three_scores(scores(n, seed)) for seed in SEEDS]) for n in SIZES}


@cache
def by_size():
    """name -> {size: runs}."""
    clean(), features()
    for job in plots.progress([(n, seed) for n in SIZES for seed in SEEDS], "from scratch"):
        from_scratch(*job)
    return {
        "frozen backbone": curve(lambda n, seed: logistic(features(), n, seed)),
        "small CNN from scratch": curve(from_scratch),
        "raw pixels": curve(lambda n, seed: logistic(raw, n, seed)),
        "random backbone": curve(lambda n, seed: logistic(features(seed), n, seed)),
    }

# %% tags=["demo"]
with when_ready():
    plots.accuracy_against_size(by_size(), chance=max(y_test.mean(), 1 - y_test.mean()))

# %% tags=["demo"]
@cache
def same_network(n, seed):
    """The backbone's architecture from a random start, all of it trained: scores for TESTS."""
    keras.utils.set_random_seed(seed)
    name = backbone.name.removesuffix("_backbone")
    network = load_backbone(name, weights=None, trainable=True, seed=seed)
    pool, out = keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(1, activation="sigmoid")
    model, rows = keras.Sequential([keras.Input(x.shape[1:]), network, pool, out]), rows_of(n, seed)
    fit_steps(model, x[rows], y[rows], rate=2e-3)
    return scores_of(model)

# %% tags=["demo"]
with when_ready():
    clean()
    runs = [same_network(LEAST, seed) for seed in plots.progress(SEEDS, "same network from scratch")]
    print(f"with {LEAST} training images:")
    report("same network from scratch", [three_scores(run) for run in runs], LEAST)
    for name, table in by_size().items():
        report(name, table[LEAST], LEAST)

# %% tags=["demo"]
with when_ready():
    frozen, small = by_size()["frozen backbone"], by_size()["small CNN from scratch"]
    least = frozen[LEAST].mean(axis=0) - np.mean(RESULTS["same network from scratch", LEAST], axis=0)
    few = frozen[FEW].mean(axis=0) - small[FEW].mean(axis=0)
    print(f"{LEAST} images: the learnt start is worth {100 * least[0]:.1f} points plain, {100 * least[2]:.1f} moved")
    print(f"{FEW} images: frozen is {100 * few[0]:.1f} points plain, {100 * few[2]:.1f} moved ahead of the small CNN")
    assert not STANDARD or (min(least[[0, 2]]) > 0.08 and few[2] > 0.02)

# %% jupyter={"source_hidden": true}
predict.reveal(
    "few", "frozen, by far", because="On the clinic. Same layers, same images; only the start differs."
)

# %% [markdown]
# What the figure shows, said honestly:
#
# - With 8 images the frozen backbone is far ahead, of the small CNN and of *the same network* from a
#   random start: it has to learn a handful of numbers. On the moved test it leads up to 32.
# - Every network here got the same 200 steps, whatever its number of images. That is only fair: with
#   fewer steps for fewer images, a network from scratch looks worse than it is.
# - From scratch catches up: on the plain test the small CNN is level from 16 images on, and with 64
#   even ahead by a little; on the moved one it is level from 64 on. A frozen backbone can only tell what its maps tell; a network that learns by itself can find cues that
#   nobody thought of, good ones and shortcuts.
#
# The usual rule of thumb was made for photographs and large networks such as VGG16:
#
# | training images | what to do | why |
# |---|---|---|
# | fewer than 1,000 | feature extraction | too few to change millions of weights |
# | 1,000 to 10,000, both included | fine-tune the top | late layers adapt, early ones stay |
# | more than 10,000 | fine-tune more layers, or from scratch | enough to learn |
#
# Our clinic breaks it already: slices this simple, and a CNN this small, need only 64. It also
# depends on how similar the tasks are. The control decides.
#
# ### Exercise 6: `choose_strategy` (*, 5 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# Two borders, three answers. Which side does each border belong to?
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `if ...: return ...`, twice, and a last `return`.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `n_samples < 1000`, then `n_samples <= 10_000`.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "choose_strategy", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def choose_strategy(n_samples):
    """The way to train that the table above gives for a number of training images.

    -> "feature_extraction" | "fine_tune_top" | "fine_tune_more"
       (below 1,000 | 1,000 to 10,000, both included | above 10,000)
    """
    ### BEGIN SOLUTION
    if n_samples < 1_000:
        return "feature_extraction"
    return "fine_tune_top" if n_samples <= 10_000 else "fine_tune_more"
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_choose_strategy", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# The check of `choose_strategy`: run it. A click opens it.
from course_utils import checks

checks.assert_equal(
    [choose_strategy(n) for n in (160, 5_000, 60_000)],
    ["feature_extraction", "fine_tune_top", "fine_tune_more"],
    "choose_strategy for 160, 5,000 and 60,000",
    mistakes={
        "the order is reversed: little data, few weights to train": [
            "fine_tune_more", "fine_tune_top", "feature_extraction",
        ],
        "these are not the names that were asked for: underscores, no capitals": [
            "feature extraction", "fine tune top", "fine tune more",
        ],
        "5,000 lies between the borders": ["feature_extraction", "feature_extraction", "fine_tune_more"],
    },
)
### BEGIN HIDDEN TESTS
with checks.hidden("the borders"):
    borders = (1, 999, 1_000, 1_001, 9_999, 10_000, 10_001, 1_000_000)
    answers = ["feature_extraction"] * 2 + ["fine_tune_top"] * 4 + ["fine_tune_more"] * 2
    checks.assert_equal(
        [choose_strategy(n) for n in borders], answers,
        hint="1,000 and 10,000 both belong to the middle",
    )
### END HIDDEN TESTS

# %% [markdown]
# ## 9 More data from the same data
#
# **Augmentation** (데이터 증강): each epoch shows every training image a little changed, in ways that
# leave its label true. A brain mirrored left to right is still one; upside down it is not what a
# scanner gives, so we do not flip that way. Ask of your own data what may change: a mirrored "b" is
# a "d".
#
# Only training images are augmented, **never validation or test images**: those must be what the
# network will meet. (The moved test is another matter, and we report it beside the plain one.)
#
# ### Exercise 7: `augment` (***, 25 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# One image at a time: toss for the flip, draw two shifts, write into an array of zeros.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `rng.random() < 0.5`, `image[:, ::-1]`, and `rng.integers(-k, k + 1)` with `k = h // 10` (for the
# width `w // 10`): the upper end is not included. Beware: `-h // 10` rounds down, to -3 for 25.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# A shift by dy, dx without slices of changing sign: pad with `a = h // 10` zeros above and below and
# `b = w // 10` left and right (not the channels), then cut the window of h x w that begins at row
# a - dy and column b - dx.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "augment", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def augment(images, rng):
    """Flip and shift each image by itself at random.

    images: (n, h, w, channels)
    rng: NumPy Generator; the same state gives the same result
    Left-right flip with probability 1/2. Then a shift by whole pixels: down by one of
    -(h // 10) ... h // 10, and right by one of -(w // 10) ... w // 10, each equally likely and
    drawn separately; what comes in from outside is 0. All channels move together.
    -> new array of the same shape and dtype
    """
    ### BEGIN SOLUTION
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        if rng.random() < 0.5:
            image = image[:, ::-1]
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        padded = np.pad(image, ((a, a), (b, b), (0, 0)))
        result[i] = padded[top : top + h, left : left + w]
    return result
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_augment", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `augment`: run it. A click opens it.
import numpy as np

from course_utils import checks


def marked_images(n, h, w, channels=1, dtype="float32"):
    """n times one image in which every pixel has a value of its own, none of them 0."""
    image = np.arange(1, h * w * channels + 1).reshape(h, w, channels)
    image = image if np.dtype(dtype).kind in "iu" else image / (h * w * channels + 1)
    return np.repeat(image[None], n, axis=0).astype(dtype)


def how_changed(before, after):
    """(flipped, dy, dx) that turn one marked image into the other; None if nothing does."""
    h, w, _ = before.shape
    for flipped in (False, True):
        image = before[:, ::-1] if flipped else before
        found = np.argwhere((image == after[h // 2, w // 2]).all(axis=-1))
        for row, column in found:
            dy, dx = h // 2 - row, w // 2 - column
            wanted = np.zeros_like(image)
            target = (slice(max(dy, 0), h + min(dy, 0)), slice(max(dx, 0), w + min(dx, 0)))
            source = (slice(max(-dy, 0), h + min(-dy, 0)), slice(max(-dx, 0), w + min(-dx, 0)))
            wanted[target] = image[source]
            if np.array_equal(wanted, after):
                return flipped, int(dy), int(dx)
    return None


def changes(h, w, n, seed, channels=1, dtype="float32"):
    images = marked_images(n, h, w, channels, dtype)
    with checks.unchanged(images, what="augment"):
        got = augment(images, np.random.default_rng(seed))
    checks.assert_shape(got, images.shape, "augment(images, rng)", hint="same shape as the images")
    checks.assert_equal(str(np.asarray(got).dtype), dtype, "the dtype", hint="keep images.dtype")
    found = [how_changed(a, b) for a, b in zip(images, np.asarray(got), strict=True)]
    checks.assert_equal(
        sum(change is None for change in found), 0,
        "images that are no flip and shift of the original with zeros coming in",
        hint="pixels that leave must not come back on the other side (np.roll); flip left-right "
             "only; the same for all channels; no rotation, no change of values",
    )
    return np.array(found, dtype=int)


found = changes(20, 30, 400, seed=0)
checks.assert_equal(
    bool(0.35 < found[:, 0].mean() < 0.65), True, "about half of 400 images are flipped",
    hint="toss for every image by itself: rng.random() < 0.5",
)
checks.assert_equal(
    sorted(set(found[:, 1].tolist())), [-2, -1, 0, 1, 2], "the shifts of images 20 high, in rows",
    mistakes={
        "rng.integers leaves out its upper end": [-2, -1, 0, 1],
        "these are shifts of the width: h is axis 1, w is axis 2": [-3, -2, -1, 0, 1, 2, 3],
        "no shift up or down": [0],
        "only in one direction: negative shifts as well": [0, 1, 2],
    },
)
checks.assert_equal(
    sorted(set(found[:, 2].tolist())), [-3, -2, -1, 0, 1, 2, 3], "of images 30 wide, in columns",
    mistakes={"these are the shifts for the height": [-2, -1, 0, 1, 2], "no shift left or right": [0]},
)
### BEGIN HIDDEN TESTS
flips = []
for h, w, channels, dtype in ((25, 39, 1, "float64"), (12, 20, 1, "uint8"), (39, 19, 3, "float32")):
    with checks.hidden("images of other sizes, channels and types"):
        n = 600
        found = changes(h, w, n, h, channels, dtype)
        for axis, side in ((1, h), (2, w)):
            k = side // 10
            counts = [int((found[:, axis] == shift).sum()) for shift in range(-k, k + 1)]
            checks.assert_equal(
                sum(counts), n, hint="shifts of at most 10 % each way: h // 10, and -(h // 10)"
            )
            fair = n / (2 * k + 1)
            checks.assert_equal(
                min(counts) > 0.4 * fair and max(counts) < 1.9 * fair, True,
                hint="each shift from -(h // 10) to h // 10 should be equally likely",
            )
        checks.assert_equal(bool(0.38 < found[:, 0].mean() < 0.62), True, hint="half are flipped")
        flips.append(found[:, 0].mean())
        ways = len({tuple(change) for change in found.tolist()})
        possible = 2 * (2 * (h // 10) + 1) * (2 * (w // 10) + 1)
        checks.assert_equal(
            ways >= 0.9 * possible, True, hint="flip, dy and dx are drawn separately for each image"
        )
with checks.hidden("the share of flips among 1,800 images"):
    # One standard deviation of it is 0.012: a right answer stays inside in all but 3 of 100,000.
    checks.assert_equal(bool(0.45 < np.mean(flips) < 0.55), True, hint="a fair coin: half are flipped")
with checks.hidden("the generator"):
    images = marked_images(12, 20, 20)
    first, again, other = (np.asarray(augment(images, np.random.default_rng(s))) for s in (1, 1, 2))
    checks.assert_close(again, first, hint="use the generator that is given, and no other")
    checks.assert_equal(
        np.array_equal(first, other), False, hint="another generator, another result: use rng"
    )
with checks.hidden("images smaller than 10 pixels: nothing to shift"):
    checks.assert_equal(np.abs(changes(6, 9, 20, 0)[:, 1:]).sum(), 0)
with checks.hidden("different images: each stays at its place"):
    images = marked_images(9, 10, 10) * (2.0 ** np.arange(-8, 1))[:, None, None, None]
    tops = np.asarray(augment(images, np.random.default_rng(4))).max(axis=(1, 2, 3))
    checks.assert_equal(
        bool((np.diff(tops) > 0).all()), True, hint="the order of the images must stay, labels depend on it"
    )
### END HIDDEN TESTS

# %% tags=["demo"]
plots.augmentation_sheet(augment, x[0])

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | a strip of brain at the opposite edge | `np.roll` brings back what left |
# | all images change in the same way | drawn once, outside the loop |
# | the original images changed | written in place: start with a new array |
# | upside-down heads | `image[::-1]` flips rows; columns are the second axis |
# | `negative dimensions` or empty slices | `image[dy:]` with negative dy: pad and cut instead |
#
# </details>
#
# Is it worth anything? The small CNN with few images, without and with augmentation, the same
# number of steps. Look at the moved test.

# %% tags=["demo"]
@cache
def augmented(n, seed, copies=10):
    """As from_scratch, with ten versions of every image: scores for TESTS."""
    keras.utils.set_random_seed(seed)
    model, rows, rng = build_small_cnn(), rows_of(n, seed), np.random.default_rng(seed)
    images = np.concatenate([augment(x[rows], rng) for _ in range(copies)])
    fit_steps(model, images, np.tile(y[rows], copies))
    return scores_of(model)


with when_ready():
    runs = [augmented(FEW, seed) for seed in plots.progress(SEEDS, "with augmentation")]
    print(f"with {FEW} training images:")
    report("small CNN from scratch", by_size()["small CNN from scratch"][FEW], FEW)
    report("the same with augmentation", [three_scores(run) for run in runs], FEW)

# %% [markdown]
# Compare with the spread before you say "better". On the clinic the moved test gains nearly six
# points and scatters less; the plain one gains a point, which is less than its spread. That is what
# augmentation does: it teaches the changes that you made, here shifts and flips. Our moved test turns
# images as well (open challenge 3).
#
# ## 10 Fine-tuning
#
# The head is trained; now the top of the backbone may follow, at a **small rate**: 1e-4 or less,
# because large steps destroy what was learnt before. Three rules:
#
# 1. **Head first.** A random head sends random gradients into the backbone.
# 2. **Batch normalisation stays frozen**: its running statistics come from much data, and
#    a few small batches would overwrite them.
# 3. After changing `trainable`, **compile again**.
#
# ### Exercise 8: `unfreeze_top` (**, 15 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# Begin with everything free, then go through `model.layers` once: which layers must be frozen?
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# A layer of a frozen *model* does not learn, whatever its own flag says: `model.trainable = True`
# first (this frees all layers), then set each layer's flag.
# `isinstance(layer, keras.layers.BatchNormalization)`.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# `model.layers[-0:]` is the whole list, not an empty one. `len(model.layers) - n_layers` counts
# from the front; compare it with the index that `enumerate` gives.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "unfreeze_top", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def unfreeze_top(model, n_layers):
    """Make the last layers of a backbone trainable, and all others frozen.

    model: Keras model without models inside, frozen or not; weights keep their values
    n_layers: how many entries at the end of `model.layers` to unfreeze, 0 or more (0: none; more
        than there are: all). Batch normalisation counts as a layer, but always stays frozen.
    -> the same model
    """
    ### BEGIN SOLUTION
    model.trainable = True
    first = len(model.layers) - n_layers
    for i, layer in enumerate(model.layers):
        layer.trainable = i >= first and not isinstance(layer, keras.layers.BatchNormalization)
    return model
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_unfreeze_top", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `unfreeze_top`: run it. A click opens it.
import keras
import numpy as np

from course_utils import checks


def four_layers(frozen):
    """Convolution (20 numbers), convolution (38), batch normalisation (4 trainable), dense (3)."""
    layers = keras.layers
    model = keras.Sequential(
        [keras.Input((None, None, 1)), layers.Conv2D(2, 3), layers.Conv2D(2, 3),
         layers.BatchNormalization(), layers.Dense(1)]
    )  # fmt: skip
    model.trainable = not frozen
    return model


def learning(model):
    """How many numbers training would change."""
    checks.assert_equal(
        isinstance(model, keras.Model), True, "unfreeze_top returns a Keras model",
        hint="`return model` is missing" if model is None else "return the model itself",
    )
    return sum(int(np.prod(w.shape)) for w in model.trainable_weights)


for frozen in (True, False):
    state = "frozen" if frozen else "not frozen"
    checks.assert_close(
        [learning(unfreeze_top(four_layers(frozen), n)) for n in (1, 2, 3)],
        [3, 3, 41],
        f"numbers that learn after unfreeze_top(model, n), n = 1, 2, 3, model {state} before",
        mistakes={
            "nothing learns: the model itself must be trainable, model.trainable = True": [0, 0, 0],
            "everything learns: the layers below must be frozen": [65, 65, 65],
            "batch normalisation must stay frozen": [3, 7, 45],
            "the first layers were unfrozen, not the last": [20, 58, 58],
            "one layer too many": [3, 41, 61],
            "these layers were frozen, and the others unfrozen": [58, 58, 20],
            "the layers below were not frozen": [61, 61, 61],
            "batch normalisation counts as a layer": [3, 41, 61],
        },
    )
### BEGIN HIDDEN TESTS
def random_model(seed):
    """Convolutions, pooling and batch normalisation in random order, and a list: numbers that
    each layer lets learn."""
    rng, layers = np.random.default_rng(seed), keras.layers
    inputs = keras.Input((None, None, 2))
    out, channels, sizes = inputs, 2, [0]
    for kind in rng.permutation(["conv"] * 4 + ["norm"] * 2 + ["pool"]):
        if kind == "conv":
            more = int(rng.integers(1, 6))
            out = layers.Conv2D(more, 1)(out)
            sizes.append((channels + 1) * more)
            channels = more
        elif kind == "norm":
            out = layers.BatchNormalization()(out)
            sizes.append(0)
        else:
            out = layers.MaxPooling2D(2, padding="same")(out)
            sizes.append(0)
    return keras.Model(inputs, out), sizes


for seed in range(3):
    for n in (2, 0, 4, 1, 7, 8, 11, 3):
        with checks.hidden("random models, from none to more layers than there are"):
            model, sizes = random_model(seed)
            model.trainable = bool(n % 2)
            before = [np.array(w) for w in model.get_weights()]
            result = unfreeze_top(model, n)
            checks.assert_close(
                learning(result), sum(sizes[max(len(sizes) - n, 0) :]),
                hint="n_layers = 0 unfreezes nothing; layers[-0:] is the whole list"
                if n == 0 else "the last n_layers of model.layers learn, all others do not",
            )
            for old, new in zip(before, result.get_weights(), strict=True):
                checks.assert_close(new, old, hint="the values of the weights must stay as they are")
with checks.hidden("the course's own backbone"):
    from course_utils.models import load_backbone

    course = unfreeze_top(load_backbone("course", weights=None), 3)
    flags = [layer.trainable for layer in course.layers if layer.weights]
    checks.assert_equal(flags, [False] * 4 + [True] * 3)
### END HIDDEN TESTS

# %% [markdown]
# Now all three ways, with a quarter of the training images kept for validation. The vertical dotted
# line is where fine-tuning unfreezes. 20 epochs of 120 images are 160 steps: from scratch is not done
# yet. (In the table below it had 200 steps and all images; the two Keras heads had these 120.)

# %% tags=["demo"]
HEAD_EPOCHS, TUNE_EPOCHS = 12, 8
ORDER = np.random.default_rng(0).permutation(len(y))
HELD, KEPT = ORDER[: len(y) // 4], ORDER[len(y) // 4 :]


@cache
def transferred(seed):
    """Head first, then the top three layers: (history, scores with the head, scores afterwards)."""
    keras.utils.set_random_seed(seed)
    copy = keras.models.clone_model(backbone)
    copy.set_weights(backbone.get_weights())
    model, held = build_transfer_model(copy), (x[HELD], y[HELD])
    head = fit(model, x[KEPT], y[KEPT], HEAD_EPOCHS, rate=3e-3, validation_data=held)
    before = scores_of(model)
    unfreeze_top(copy, 3)
    top = fit(model, x[KEPT], y[KEPT], TUNE_EPOCHS, rate=1e-4, validation_data=held)
    return {key: head[key] + top[key] for key in head}, before, scores_of(model)

# %% tags=["demo"]
with when_ready():
    clean()
    runs = [transferred(seed) for seed in plots.progress(SEEDS, "fine-tuning")]
    report("frozen backbone, Keras head", [three_scores(before) for _, before, _ in runs])
    report("fine-tuned, top 3 layers", [three_scores(after) for _, _, after in runs])

# %% tags=["demo"]
with when_ready():
    keras.utils.set_random_seed(0)
    epochs, held = HEAD_EPOCHS + TUNE_EPOCHS, (x[HELD], y[HELD])
    pooled = features()[0]
    histories = {
        "from scratch": fit(build_small_cnn(), x[KEPT], y[KEPT], epochs, validation_data=held),
        "feature extraction": fit(build_head(), pooled[KEPT], y[KEPT], epochs, rate=3e-3,
                                  validation_data=(pooled[HELD], y[HELD])),
        "fine-tuning": transferred(0)[0],
    }  # fmt: skip
    plots.three_curves(histories, switch=HEAD_EPOCHS)

# %% tags=["demo"]
with when_ready():
    clean(), features(), transferred(0)
    order = ["logistic regression, raw pixels", "frozen backbone, random weights", "frozen backbone",
             "frozen backbone, Keras head", "fine-tuned, top 3 layers", "small CNN from scratch"]
    for name in order:
        report(name, RESULTS[name])
    plots.compared_runs({name: RESULTS[name] for name in order}, n_test=len(y_test))

# %% [markdown]
# Look at the dots, not only the means, and remember what one image is worth. On the clinic
# fine-tuning gains some three points on its own start, the Keras head, and ends where logistic
# regression on the frozen features is without it; the small CNN with all images is about as good.
# By section 4 those differences could be luck. On real slices, with an earlier backbone, we found
# the same lines **no better than the frozen features, and less steady**: single seeds fell by
# several points, because the scores drift away from the threshold 0.5, and because its batch
# normalisation had been left to follow small batches. (The bundled backbone has none left: it was
# folded into the convolutions.)
# So: keep it frozen, choose the threshold on training data (next section), show every seed, and keep the frozen result as the control.
#
# ## 11 What a clinician asks
#
# "95 % right" does not say *which* 5 % are wrong. For a threshold (임계값), call a slice ad if its score
# reaches it. Then there are four kinds of cases:
#
# | | called ad | called normal |
# |---|---|---|
# | **is ad** | true positive, tp (진양성) | false negative, fn: missed (위음성) |
# | **is normal** | false positive, fp: false alarm (위양성) | true negative, tn (진음성) |
#
# ### Exercise 9: `confusion_counts` (*, 10 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# Two arrays of booleans: is ad, and is called ad. Four ways to combine them.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `called = np.asarray(scores) >= threshold`, and `np.sum(called & ad)`. "Not" is `~`.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# The order is (tp, fp, tn, fn), and the four add up to the number of slices.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "confusion_counts", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def confusion_counts(labels, scores, threshold):
    """Count the four kinds of cases.

    labels: (n,) 1 ad, 0 normal; scores: (n,) numbers; lists or arrays
    threshold: a slice is called ad if its score >= threshold
    -> (tp, fp, tn, fn), whole numbers
    """
    ### BEGIN SOLUTION
    ad, called = np.asarray(labels) == 1, np.asarray(scores) >= threshold
    counts = (called & ad, called & ~ad, ~called & ~ad, ~called & ad)
    return tuple(int(np.sum(cases)) for cases in counts)
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_confusion_counts", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `confusion_counts`: run it. A click opens it.
import numpy as np

from course_utils import checks

labels = np.array([1, 1, 1, 1, 1, 1, 0, 0, 0, 0])
scores = np.array([0.9, 0.8, 0.6, 0.7, 0.3, 0.6, 0.6, 0.2, 0.1, 0.5])
checks.assert_close(
    confusion_counts(labels, scores, 0.6),
    [5, 1, 3, 1],
    "confusion_counts(labels, scores, 0.6)",
    mistakes={
        "a score equal to the threshold counts as ad: >=, not >": [3, 0, 4, 3],
        "the threshold is an argument: not always 0.5": [5, 2, 2, 1],
        "the order is (tp, fp, tn, fn); this is (tn, fp, fn, tp), scikit-learn's": [3, 1, 1, 5],
        "the order is (tp, fp, tn, fn); this is (tp, tn, fp, fn)": [5, 3, 1, 1],
        "ad is the positive class, normal the negative one": [1, 3, 1, 5],
        "ad (label 1, a high score) is the positive class, not normal": [3, 1, 5, 1],
    },
)
### BEGIN HIDDEN TESTS
from sklearn.metrics import confusion_matrix

for seed in range(12):
    with checks.hidden("random labels and scores, many of them equal to the threshold"):
        rng = np.random.default_rng(seed)
        n = int(rng.integers(1, 60))
        labels, scores = rng.integers(0, 2, n), rng.integers(-4, 8, n) / 8
        threshold = float(rng.integers(-3, 7) / 8)
        with checks.unchanged(labels, scores, what="confusion_counts"):
            got = confusion_counts(labels, scores, threshold)
        tn, fp, fn, tp = confusion_matrix(labels, scores >= threshold, labels=[0, 1]).ravel()
        checks.assert_close(got, (tp, fp, tn, fn))
with checks.hidden("lists, one class only, extreme thresholds"):
    checks.assert_close(confusion_counts([1, 0, 1], [0.2, 0.7, 0.7], 0.7), (1, 1, 0, 1))
    checks.assert_close(confusion_counts(np.ones(4, int), np.ones(4), 2.0), (0, 0, 0, 4))
    checks.assert_close(confusion_counts(np.zeros(4, int), np.ones(4), -1.0), (0, 4, 0, 0))
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 10: `sensitivity_specificity` (*, 10 minutes)
#
# - **Sensitivity** (민감도): of those who *are* ad, the share that is called ad. Who is missed?
# - **Specificity** (특이도): of those who are normal, the share that is called normal. Who is alarmed?
#
# Each is a share of one row of the table: neither depends on how many people are ill.

# %%
predict.guess(
    "lazy",
    "Of 1,000 people 20 are ill. A 'model' calls everybody healthy. Accuracy and sensitivity?",
    choices=["98 % and 98 %", "98 % and 0 %", "2 % and 0 %"],
    my_guess=...,
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Sensitivity looks at the labels 1 only, specificity at the labels 0 only.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# tp / (tp + fn) and tn / (tn + fp).
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# Or as the mean of booleans: `np.mean(scores[labels == 1] >= threshold)`.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "sensitivity_specificity", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def sensitivity_specificity(labels, scores, threshold):
    """Share of the ad slices that are called ad, and of the normal ones that are called normal.

    labels: (n,) 1 ad, 0 normal, both occur; scores: (n,) numbers; lists or arrays
    threshold: a slice is called ad if its score >= threshold
    -> (sensitivity, specificity), each in [0, 1]
    """
    ### BEGIN SOLUTION
    labels, called = np.asarray(labels), np.asarray(scores) >= threshold
    return float(np.mean(called[labels == 1])), float(np.mean(~called[labels == 0]))
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_sensitivity_specificity", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `sensitivity_specificity`: run it. A click opens it.
import numpy as np

from course_utils import checks

labels = np.array([1, 1, 1, 1, 1, 1, 0, 0, 0, 0])
scores = np.array([0.9, 0.8, 0.6, 0.7, 0.3, 0.6, 0.6, 0.2, 0.1, 0.5])
checks.assert_close(
    sensitivity_specificity(labels, scores, 0.6),
    [5 / 6, 3 / 4],
    "sensitivity_specificity(labels, scores, 0.6)",
    mistakes={
        "the two are swapped: sensitivity first": [3 / 4, 5 / 6],
        "a score equal to the threshold counts as ad: >=, not >": [1 / 2, 1.0],
        "the threshold is an argument: not always 0.5": [5 / 6, 1 / 2],
        "divided by all slices: sensitivity is a share of the ad slices only": [5 / 10, 3 / 10],
        "the second is the false alarm rate; specificity is 1 minus that": [5 / 6, 1 / 4],
        "the second is the share of missed cases, fn / (fn + tp)": [5 / 6, 1 / 6],
    },
)
### BEGIN HIDDEN TESTS
from sklearn.metrics import recall_score

for seed in range(12):
    with checks.hidden("random labels and scores, classes of different size"):
        rng = np.random.default_rng(seed)
        labels = rng.permutation(np.r_[np.ones(rng.integers(1, 9)), np.zeros(rng.integers(10, 40))])
        labels = labels.astype(int)
        scores, threshold = rng.integers(-4, 8, len(labels)) / 8, float(rng.integers(-3, 7) / 8)
        with checks.unchanged(labels, scores, what="sensitivity_specificity"):
            got = sensitivity_specificity(labels, scores, threshold)
        called = (scores >= threshold).astype(int)
        expected = tuple(recall_score(labels, called, pos_label=k, zero_division=0) for k in (1, 0))
        checks.assert_close(
            got, expected, hint="tp / (tp + fn), tn / (tn + fp): shares of the true classes"
        )
with checks.hidden("lists, and thresholds that call all or nobody ad"):
    checks.assert_close(sensitivity_specificity([1, 0, 0], [0.2, 0.7, 0.1], 0.2), (1.0, 0.5))
    checks.assert_close(sensitivity_specificity([1, 0], [0.3, 0.4], 9), (0.0, 1.0))
    checks.assert_close(sensitivity_specificity([1, 0], [0.3, 0.4], -9), (1.0, 0.0))
### END HIDDEN TESTS

# %% jupyter={"source_hidden": true}
predict.reveal("lazy", "98 % and 0 %", because="Accuracy flatters whoever bets on the larger class.")

# %% [markdown]
# Both depend on the threshold: push it, and one rises while the other falls.

# %% tags=["demo"]
@cache
def frozen_scores():
    """Scores of logistic regression on frozen features, for each of TESTS."""
    return logistic(features(), len(y), 0)


with when_ready():
    plots.threshold_explorer(y_test, frozen_scores()[0], confusion_counts)

# %% [markdown]
# Every threshold gives one pair; drawn as a curve they are the **ROC curve** (ROC 곡선, receiver
# operating characteristic). The area under it (AUC, 곡선 아래 면적) needs no threshold, and it has a plain
# meaning: take a random ad and a random normal slice; AUC is the probability that the ad slice has the
# higher score. Ties count one half. 0.5 is guessing, 1 is perfect order.
#
# ### Exercise 11: `roc_auc` (**, 15 minutes)
#
# Compute the probability, not an area.
#
# <details><summary>Hint 1: a nudge</summary>
#
# With 3 ad and 2 normal slices there are 6 pairs. Go through them on paper first.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `positive[:, None] > negative` compares each with each (broadcasting, 브로드캐스팅).
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# The mean of `>` plus half the mean of `==`.
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "roc_auc", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def roc_auc(labels, scores):
    """Area under the ROC curve: the rank statistic (Mann-Whitney), ties halved.

    labels: (n,) 1 ad, 0 normal, both occur; scores: (n,) numbers; lists or arrays
    -> the share of all pairs (an ad slice, a normal slice) in which the ad slice has the higher
       score; a pair with equal scores counts one half
    """
    ### BEGIN SOLUTION
    labels, scores = np.asarray(labels), np.asarray(scores)
    ad, normal = scores[labels == 1][:, None], scores[labels == 0]
    return float(np.mean(ad > normal) + np.mean(ad == normal) / 2)
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_roc_auc", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `roc_auc`: run it. A click opens it.
import numpy as np

from course_utils import checks

labels, scores = np.array([1, 1, 1, 0, 0]), np.array([0.9, 0.4, 0.5, 0.5, 0.3])
checks.assert_close(
    roc_auc(labels, scores),
    0.75,
    "roc_auc([1, 1, 1, 0, 0], [0.9, 0.4, 0.5, 0.5, 0.3])",
    mistakes={
        "a tie counts one half, not nothing": 4 / 6,
        "a tie counts one half, not one": 5 / 6,
        "the order is reversed: the ad slice should have the higher score": 0.25,
        "pairs, not their sum: divide by the number of pairs": 4.5,
        "this is the accuracy at 0.5; AUC knows no threshold": 3 / 5,
        "divided by all pairs of slices, also of the same class": 4.5 / 10,
        "divided by n squared; divide by (ad slices) x (normal slices)": 4.5 / 25,
    },
)
checks.assert_close(roc_auc(labels, labels), 1.0, "perfect order")
checks.assert_close(roc_auc(labels, np.ones(5)), 0.5, "all scores the same")
### BEGIN HIDDEN TESTS
from sklearn.metrics import roc_auc_score

for seed in range(20):
    with checks.hidden("random labels and scores, with and without ties"):
        rng = np.random.default_rng(seed)
        labels = rng.permutation(np.r_[np.ones(rng.integers(1, 30)), np.zeros(rng.integers(1, 30))])
        labels = labels.astype(int)
        scores = rng.normal(size=len(labels)) + labels
        scores = np.round(scores * 2) / 2 if seed % 2 else scores
        with checks.unchanged(labels, scores, what="roc_auc"):
            got = roc_auc(labels, scores)
        checks.assert_close(got, roc_auc_score(labels, scores), rtol=1e-6)
        checks.assert_close(
            roc_auc(labels, -5 * scores), 1 - roc_auc_score(labels, scores), rtol=1e-6,
            hint="only the order of the scores matters, not their size or sign",
        )
with checks.hidden("many slices, lists, and scores of any size"):
    rng = np.random.default_rng(99)
    labels = rng.integers(0, 2, 400)
    scores = rng.integers(0, 12, 400) * 100.0 - 300
    checks.assert_close(roc_auc(labels, scores), roc_auc_score(labels, scores), rtol=1e-6)
    checks.assert_close(roc_auc([0, 1, 1], [3, 1, 3]), 0.25)
### END HIDDEN TESTS

# %% [markdown]
# <details><summary>What went wrong?</summary>
#
# | symptom | usual cause |
# |---|---|
# | AUC below 0.5 for a good model | the classes are swapped: scores are for ad, label 1 |
# | right without ties, off with them | ties count one half |
# | `operands could not be broadcast together` | `positive[:, None]`: one needs a second axis |
#
# </details>
#
# ### A threshold chosen fairly
#
# Say the clinic wants sensitivity of at least 95 %. Which threshold? Choosing it on the *test* images
# would be looking up the answers. Choosing it on scores of images the head was fitted to would be
# too hopeful. So: **cross-validation** (교차 검증) on the training part. Fit on four fifths, score the fifth,
# five times; every training image gets a score from a head that never saw it.

# %% tags=["demo"]
def held_out_scores(inputs, labels, folds=5):
    """Score of every row from logistic regression fitted to the other folds."""
    order = np.random.default_rng(0).permutation(len(labels))
    scores = np.empty(len(labels))
    for rows in np.array_split(order, folds):
        others = np.setdiff1d(order, rows)
        slope, intercept = fit_head(inputs[others], labels[others])
        scores[rows] = 1 / (1 + np.exp(-(inputs[rows] @ slope + intercept)))
    return scores

# %% tags=["demo"]
@cache
def chosen_threshold():
    """The highest threshold that finds 95 % of the training part's ad slices, held out."""
    held_out = held_out_scores(features()[0], y)
    fine = [t for t in held_out if sensitivity_specificity(y, held_out, t)[0] >= 0.95]
    return max(fine)


with when_ready():
    cut, held_out = chosen_threshold(), held_out_scores(features()[0], y)
    for name, truth, values in (("training", y, held_out), ("test", y_test, frozen_scores()[0])):
        found, let_go = sensitivity_specificity(truth, values, cut)
        print(f"threshold {cut:.3f}, {name:8}: sensitivity {found:.1%}, specificity {let_go:.1%}"
              f"   (tp, fp, tn, fn) = {confusion_counts(truth, values, cut)}")

# %% tags=["demo"]
with when_ready():
    curves = {
        "frozen backbone": frozen_scores()[0],
        "frozen backbone, moved": frozen_scores()[1],
        "raw pixels, moved": logistic(raw, len(y), 0)[1],
        "random backbone": logistic(features(0), len(y), 0)[0],
    }
    point = sensitivity_specificity(y_test, frozen_scores()[0], chosen_threshold())
    plots.roc_figure(y_test, curves, roc_auc, point)
    good, poor = (roc_auc(y_test, curves[k]) for k in ("frozen backbone, moved", "raw pixels, moved"))
    assert good > poor + 0.015 or not STANDARD

# %% [markdown]
# Rarely does the test give exactly the sensitivity that was asked for: the threshold itself was
# estimated from 80 ad slices; four more or fewer found are five points. And one question is still missing, the patient's own: *it says
# ad; am I ill?* That depends on how common the illness is among those tested (the
# **prevalence**, 유병률).

# %%
predict.guess(
    "ppv",
    "Sensitivity 95 %, specificity 90 %. Of the people tested 2 % are ill. Of those called ill, how "
    "many per cent are ill?",
    my_guess=...,
)

# %% tags=["demo"]
plots.predictive_value(sensitivity=0.95, specificity=0.90)

# %% jupyter={"source_hidden": true}
predict.reveal("ppv", 16.2, because="Of 1,000: 19 of 20 ill are found, and 98 of 980 healthy alarmed.")

# %% [markdown]
# In our data half of the slices are ad. No clinic's waiting room looks like that.
#
# ## 12 Where does it look?
#
# **Grad-CAM** (gradient-weighted class activation mapping) asks a network which places spoke for its
# answer: weight every feature map with the gradient of the score, add them up, keep the positive
# part. (Selvaraju et al., 2017.) For our head, logistic regression on
# averaged maps, this gradient is the head's slope itself, and the sum has a neat property: its mean
# over all places *is* the logit (로짓), the number that goes into the sigmoid, but for a
# constant.

# %%
predict.guess(
    "where",
    "Where will the map of an ad slice glow?",
    choices=["the ventricles in the middle", "the skull", "everywhere"],
    my_guess=...,
)

# %% tags=["demo"]
with when_ready():
    slope, intercept = fit_head(features()[0], y)
    rows = np.concatenate([np.flatnonzero(y_test == k)[:3] for k in (1, 0)])
    evidence = extract_features(backbone, x_test[rows]) @ slope
    logits = evidence.mean(axis=(1, 2)) + intercept
    np.testing.assert_allclose(1 / (1 + np.exp(-logits)), frozen_scores()[0][rows], atol=1e-4)
    plots.evidence_maps(x_test[rows], y_test[rows], evidence)

# %% tags=["demo"]
with when_ready():
    maps = extract_features(backbone, x_test) @ slope
    gap = maps[y_test == 1].mean(axis=0) - maps[y_test == 0].mean(axis=0)
    height, width = gap.shape
    middle = gap[height // 3 : height - height // 3, width // 3 : width - width // 3]
    share, area = middle.sum() / gap.sum(), middle.size / gap.size
    print(f"of what tells ad from normal, {share:.0%} lies in the middle, {area:.0%} of the area")
    assert share > 1.5 * area or not STANDARD

# %% jupyter={"source_hidden": true}
predict.reveal("where", "the ventricles in the middle", because="And some of it at the furrows.")

# %% [markdown]
# A map like this can show that a network looks at the wrong thing: a label burnt into the picture,
# the edge, the skull. It cannot prove that it looks at the right thing for the right reason.
#
# ## 13 Limits
#
# - **A lesson, no diagnostic tool.** The slices are generated, or a small public set; the labels are
#   all the truth there is; nobody was followed up.
# - **Domain distance** (도메인 차이). Another scanner, another sequence, older or younger people: the
#   score is not transferred with the network. ImageNet is far from MRI, and helps less than one hopes.
# - **Overfitting.** Fine-tuning a big backbone on a hundred images learns those hundred.
# - **Compute.** 138 million parameters for a decision that 16 averaged maps can take.
# - **Shortcuts and leaks.** Both published facts were found by people who looked, not by a higher score.
# - One slice is not a patient, and half ill, half healthy is not a waiting room.
#
# ## Recap
#
# - Look for **leaks** first; report **plain, clean and moved**.
# - Every table carries controls: **raw pixels**, **random backbone**, several **seeds** with spread.
# - On 120 images a difference below some **4 or 5 points** may be luck.
# - **Freeze**, new **head**, one sigmoid; features **once**; head first, then the **top** at a small rate.
# - Transfer helps most where images are **few**; with more, training from scratch catches up.
# - **Sensitivity, specificity, AUC**; the threshold is chosen on training data.

# %% [markdown] nbgrader={"grade": true, "grade_id": "question_a_paper", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# **Question 1.** A paper reports: "Our network recognises dementia in MRI slices with 98.3 %
# accuracy; the previous best was 97.5 %. (160 training and 120 test slices, drawn at random from the
# slices of 40 patients.)" Give three reasons to doubt it, each with a measurement you would ask for.
#
# ### BEGIN SOLUTION
# Three of: (1) Slices of one patient lie in both parts, nearly identical: ask for a split by patient,
# and for a list of identical and nearest pairs with the clean score. (2) The difference is one image
# (0.83 points) where the standard error is about 1.2: ask for more test images, several seeds with
# spread, and a comparison image by image. (3) No control: ask for logistic regression on raw pixels and
# for a random backbone. (4) Aligned slices allow shortcuts: ask for the score on moved images, and on
# another scanner's. (5) Accuracy hides who is missed: ask for sensitivity and specificity at a
# threshold chosen on training data, and for the prevalence where it is to be used. (6) Was the network
# chosen by its test score? Ask for a test set that was used once.
# ### END SOLUTION

# %% [markdown] nbgrader={"grade": true, "grade_id": "question_strategy", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# **Question 2.** A hospital has 600 labelled images of skin lesions, photographs in colour, and a VGG16
# trained on ImageNet. Which way would you begin with, which augmentations would you use and which
# not, and what would make you change your mind?
#
# ### BEGIN SOLUTION
# Feature extraction: 600 is below 1,000, and photographs in colour are close to ImageNet, so its features
# should carry over. Augment the training images only: flips both ways and any rotation (a lesion has no
# "up"), small shifts, perhaps slight brightness; no strong change of colour, since colour is a symptom, and no
# crop that could cut the lesion off. Change of mind: if a random frozen backbone or a simple model on
# colours does as well, the backbone adds nothing; if training and validation scores are both low, the
# frozen features are too poor: unfreeze the top at a small rate, head first, batch normalisation frozen; if
# validation then scatters more over seeds without rising, go back. All by patient, on a validation part.
# ### END SOLUTION

# %% [markdown]
# ## Open challenge
#
# 1. **Near duplicates.** For each test image find the training image nearest in backbone features, and
#    in pixels, also mirrored. Plant some flipped, shifted and JPEG-saved copies in the test part. Which
#    search finds which? Where would you draw the line?
# 2. **Beat the table.** Three seeds, plain, clean and moved: does anything beat the frozen backbone with
#    8 images? A head on more than the mean of each map? Averaging the scores of a slice and its mirror?
# 3. **Augmentation, done properly.** Ten times the steps, new versions all the time instead of ten
#    fixed ones, small turns as well (`scipy.ndimage.rotate`). Does the moved score rise by more than the spread?

# %% tags=["demo"]
# Your experiments.
