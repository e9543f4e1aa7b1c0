# %% [markdown]
# # 06 Transfer learning on brain slices (MRI)
#
# In notebook 05 there were thousands of pictures. A clinic has a hundred. Here you take a network
# that was trained elsewhere, give it a new head, train it, and measure what it is worth, with
# controls that most tables leave out.
#
# **When you are through, you can**
# - transfer a network yourself: freeze it, give it a head, train the head, fine-tune its top;
# - find test images that were training images, and say when a difference of scores means something;
# - enlarge the data by augmentation, and find out when that hurts;
# - evaluate as a clinician asks: sensitivity, specificity, ROC curve, a threshold chosen fairly;
# - name what such a score does *not* show.
#
# **Time:** about 4 hours, in nine parts of at most 30 minutes. **Know first:** notebooks 01 (sigmoid), 04
# (feature maps) and 05 (Keras, training, overfitting).
#
# New here? Notebook 01 begins with how these notebooks work. Exercises marked *stretch* go beyond
# the core.
#
# > **This is a lesson and no diagnostic tool.** Nothing in it may be used on a person, whatever
# > accuracy it prints.

# %%
from functools import cache

import numpy as np

from course_utils import checks, plots, predict, when_ready

plots.quiet_tensorflow()  # sets TF_CPP_MIN_LOG_LEVEL=3 and imports TensorFlow: some seconds
import keras
import tensorflow as tf

# %% [markdown]
# # Part 1: the data, and a test that was seen (25 minutes)
#
# ## 1 Look at the data
#
# Magnetic resonance imaging (MRI, 자기공명영상) shows soft tissue. In Alzheimer's disease (AD,
# 알츠하이머병) brain tissue is lost (atrophy, 위축). The fluid-filled **ventricles** (뇌실) in the middle
# widen, and so do the **sulci** (뇌고랑), the furrows of the surface. In a slice both are dark.
#
# The slices that come with the course are **generated, a teaching stand-in for scans**: a program
# drew them, with wider ventricles and sulci in the class `ad`, on average. Nothing about a real
# brain can be learnt from them, but everything about the method. If you have real slices, give
# their folder as `SOURCE` (it holds `train/ad`, `train/normal`, `test/ad` and `test/normal`): every cell
# below runs on them unchanged. The text tells apart what is true of **your data**, which the cells
# measure, and what is true of the **published set**.
#
# The published set: 160 training and 120 test slices, 150x150, half of them ad. It belongs to Taeho Jo's
# book 모두의 딥러닝 ("Deep learning for everyone", third edition, chapter 20). Scores published for it: a CNN
# trained from scratch **95.00 %**, a frozen VGG16 with a new head **97.50 %**.

# %% tags=["demo"]
from course_utils.models import Study

SOURCE = "auto"  # or a folder
study = Study(SOURCE, lambda: find_leaks)  # find_leaks will be your first exercise
shares = f"{study.y.mean():.0%} ad, in the test part {study.y_test.mean():.0%}"
print("slices", study.x.shape[1:], study.x.dtype, "  ", shares)

# %% tags=["demo"]
plots.brain_samples(study.x, study.y)

# %% [markdown]
# First the simplest question of all: can one number tell the classes apart, how bright a slice is?

# %%
predict.guess(
    "brightness",
    "How many per cent of your slices does the mean brightness alone name rightly? (50 is a coin.)",
    my_guess=...,
)

# %% tags=["demo"]
brightness_alone = plots.brightness(study.x, study.y)
print(f"the best cut of the mean brightness is right for {brightness_alone:.0f} % of the training slices")

# %% jupyter={"source_hidden": true} tags=["demo"]
predict.reveal("brightness", round(brightness_alone), because="Measured on your training slices.")

# %% [markdown]
# On the published set we measured 69 %: the slices of the two classes are not equally bright. Such a
# difference need not come from the brain. If one class was scanned elsewhere, a network will gladly
# learn scanners. Look at the histograms (히스토그램) of every data set before you train.
#
# ## 2 Has the test been seen?
#
# A test image that was trained on measures memory. This is **leakage** (데이터 누출).

# %%
predict.guess(
    "leaks",
    "How many of your test images are, pixel for pixel, training images too?",
    my_guess=...,
)

# %% [markdown]
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
# ```python
# def find_leaks(train_images, test_images):
#     pairs = []
#     for i, train in enumerate(train_images):
#         for j, test in enumerate(test_images):
#             if np.array_equal(train, test):
#                 pairs.append((i, j))
#     return pairs
# ```
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "find_leaks", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def find_leaks(train_images, test_images):
    """Find test images that are pixel for pixel training images.

    train_images: array (n, ...) and test_images: array (m, ...), images of one size and type, with
        or without an axis of channels
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

from course_utils.checks import case


def pairs(train, test):
    """The pairs in order; what is no list of pairs comes as it is."""
    got = find_leaks(train, test)
    try:
        return sorted((int(i), int(j)) for i, j in got) if len(got) else []
    except (TypeError, ValueError):
        return got


# Whole numbers of four digits as float32: two images share neither a pixel nor a sum.
a, b, c, d, e = np.random.default_rng(0).permutation(5 * 108).reshape(5, 12, 9, 1).astype("float32") + 1000
case(
    "find_leaks([a, b, c, b], [a, b, d, b, a])", pairs, np.stack([a, b, c, b]), np.stack([a, b, d, b, a]),
    expects=[(0, 0), (0, 4), (1, 1), (1, 3), (3, 1), (3, 3)],
)  # fmt: skip
case("find_leaks([a, b], [c, d, e])", pairs, np.stack([a, b]), np.stack([c, d, e]), expects=[])
near, one, traded, swapped = np.nextafter(a, np.float32(1e6)), a.copy(), a.copy(), a.copy()
one[4, 3] += 1  # one pixel of 108
traded[5, 1:3] += [[1], [-1]]  # the sum stays
swapped[[1, 2]] = swapped[[2, 1]]
case(
    "find_leaks([b, a], [a a little brighter, with one other pixel, with two others, with two rows swapped, mirrored, a])",
    pairs, np.stack([b, a]), np.stack([near, one, traded, swapped, a[:, ::-1], a]), expects=[(1, 5)],
)  # fmt: skip
grey = np.random.default_rng(1).integers(0, 256, (3, 7, 5)).astype("uint8")
case("find_leaks(three images without channels, the last two of them)", pairs, grey, grey[1:], expects=[(1, 0), (2, 1)])
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, shape in enumerate([(8, 8, 1), (5, 9), (7, 4, 3), (3, 3, 1)]):
    rng = np.random.default_rng(seed)
    dtype = [np.uint8, np.float32, np.float64, np.int64][seed]
    train, test = (rng.uniform(0, 255, (n, *shape)).astype(dtype) for n in (13, 9 + seed))
    planted = {(int(rng.integers(0, 13)), j) for j in range(0, 9, 2)}
    for i, j in planted:
        test[j] = train[i]
    hidden_case("random images with planted duplicates, of other shapes and types", pairs, train, test, expects=sorted(planted))
image = np.random.default_rng(5).integers(10, 200, (8, 8, 1), dtype=np.uint8)
brighter = image.copy()
brighter[3, 4, 0] += 1
others = np.stack([image[:, ::-1], brighter, image[::-1].copy(), 255 - image, image])
hidden_case("images that are nearly the same", pairs, image[None], others, expects=[(0, 4)])
hidden_case("every image the same", pairs, np.ones((2, 4, 4, 1)), np.ones((1, 4, 4, 1)), expects=[(0, 0), (1, 0)])
### END HIDDEN TESTS

# %% tags=["demo"]
with when_ready():
    plots.leak_gallery(study.x, study.x_test, find_leaks(study.x, study.x_test))
    leaked = int((~study.clean).sum())
    print(f"{leaked} of your {len(study.x_test)} test images are training images too.")

# %% jupyter={"source_hidden": true} tags=["demo"]
with when_ready():
    predict.reveal(
        "leaks", int((~study.clean).sum()), because="On the published set we found 21 of 120: nobody had compared."
    )

# %% [markdown]
# <!-- mistakes: find_leaks -->
#
# So from now on there are two scores: **plain**, on all test images, and **clean**, without those
# that leaked. Always report both. This search does *not* find
#
# - the same picture flipped, shifted, or saved again as JPEG: every pixel differs a little;
# - the *neighbouring slice* of the same head, almost the same picture. Only a split **by patient**
#   (환자 단위 분할) keeps those apart, so ask where the images came from before you split them.
#
# To look for near duplicates, search the nearest training image of each test image, in several
# orientations, and inspect the closest pairs by eye (open challenge 1).
#
# **Checkpoint 1.** Without looking: what is the difference between *plain* and *clean*? Which kind of leak
# does `find_leaks` miss? `import course_utils; course_utils.progress()` in a new cell shows how far you are. A good place for
# a break.
#
# # Part 2: does a score need a network? (20 minutes)
#
# ## 3 The simplest control
#
# Before any network, ask what the simplest model does. **Logistic regression** (로지스틱 회귀) is
# one neuron with a sigmoid (notebook 01), here on raw pixels: a weight for each place of the
# picture. It knows no neighbours, no edges, nothing about brains.

# %%
predict.guess(
    "raw",
    "What accuracy, in per cent, does logistic regression on raw pixels reach on your test images?",
    my_guess=...,
)

# %% [markdown]
# And a third score, **moved**: the test images turned by up to 12 degrees and shifted by up to 6 of
# 150 pixels, as a head may lie in a scanner. What they show has not changed. The whole test part is
# moved twice.

# %% tags=["demo"]
plots.moved_samples(study.tests[0], study.tests[1])

# %% tags=["demo"]
with when_ready():
    study.report("raw pixels", [study.accuracy(study.logistic(study.pixels()))])
    pixel_scores = study.mean("raw pixels")
    print(f"moving the test images costs {pixel_scores['plain'] - pixel_scores['moved']:.0f} points")
    assert not study.generated or pixel_scores["plain"] - pixel_scores["moved"] > 5

# %% jupyter={"source_hidden": true} tags=["demo"]
with when_ready():
    predict.reveal("raw", round(study.mean("raw pixels")["plain"], 1), because="No network, and no learning of edges.")

# %% [markdown]
# On the **published set** we measured 99.2 % in this way, more than both networks, and about 70 % when the
# images are moved a little. Its slices are so well aligned (registration, 정합) that "is pixel (75, 80) dark?"
# decides. On the **generated slices** the fall is of the same kind, but smaller, some ten points. Two lessons:
#
# - a high score on such a test says little about having learnt what a brain looks like;
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
# *same* images. Then comparing image by image, where they disagree, is sharper; with three images of
# difference it does not help.) The scatter of training comes on top: other seeds, other scores.
# From here on: **several seeds, mean ± standard deviation, and no claim from a single run.**
#
# **Checkpoint 2.** Without looking: what does a logistic regression on pixels know of neighbours? How many
# points is one image of 120? A good place for a break.
#
# # Part 3: a network that has seen something before (25 minutes)
#
# ## 5 The baseline: from scratch
#
# A small CNN in the manner of notebook 05, with one output: sigmoid, "how much does this look
# like ad?" The loss is binary cross-entropy (이진 교차 엔트로피). It gets 200 steps of 16 images.

# %% tags=["demo"]
def build_small_cnn():
    """Three convolutions, and one dense layer on the flattened maps."""
    layers = keras.layers
    parts = [keras.Input(study.x.shape[1:]), layers.AveragePooling2D(2)]
    for filters in (8, 16, 32):
        parts += [layers.Conv2D(filters, 3, activation="relu"), layers.MaxPooling2D(2)]
    return keras.Sequential([*parts, layers.Flatten(), layers.Dropout(0.5), layers.Dense(1, activation="sigmoid")])

# %% [markdown]
# `@cache` keeps the scores, so later cells get them without training again. After a change above (other
# data, another network) run the cell with `@cache` once more, or old scores come back.

# %% tags=["demo"]
from course_utils.models import train_steps

SEEDS = (0, 1, 2)


@cache
def from_scratch(n, seed):
    """The small CNN trained on n slices: scores for each test."""
    keras.utils.set_random_seed(seed)
    network, rows = build_small_cnn(), study.rows(n, seed)
    train_steps(network, study.x[rows], study.y[rows])
    return study.predict(network)

# %% tags=["demo"]
with when_ready():
    runs = [from_scratch(len(study.y), seed) for seed in plots.progress(SEEDS, "from scratch")]
    study.report("small CNN from scratch", [study.accuracy(run) for run in runs])

# %% [markdown]
# ## 6 Transfer: a backbone and a head
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
# | backbone | year | layers | parameters | its idea |
# |---|---|---|---|---|
# | VGG16, VGG19 | 2014 | 16, 19 | 138 M, 144 M | only 3x3 kernels: two in a row see 5x5 with 18 weights, not 25 |
# | ResNet | 2015 | 18 to 152 | 11 to 60 M | residual connection (잔차 연결) y = F(x) + x: depth that still trains |
# | MobileNet | 2017 | 28 | 4.2 M | a 3x3 kernel for each channel, then 1x1 over channels: an eighth of the work |
# | EfficientNet | 2019 | | 5 to 66 M | depth, width and resolution grown together, in fixed proportion |
#
# All of these were trained on ImageNet, a million photographs of dogs, cars and mushrooms.
# The one that comes with this course is small: three branches side by side, each six convolutions.
# It was trained on slices that a program drew, to measure ventricles and to label tissue; never on
# the clinic's slices. There, folds and ventricles are drawn in another way, so that transfer is transfer.
# Where ImageNet's weights can be downloaded, write `BACKBONE = "vgg16"`: all cells stay the same, with a
# hundred times the work (fine on a graphics card, hours without one).

# %% tags=["demo"]
from course_utils.models import load_backbone

BACKBONE = "course"  # or "vgg16", "resnet50_v2", "mobilenet_v2", "efficientnet_v2_b0"
ready_made = load_backbone(BACKBONE)
CLAIMED = study.generated and BACKBONE == "course"  # the claims below are about these
print(f"{ready_made.name}: {ready_made.count_params():,} parameters")
print("a slice", study.x.shape[1:], "becomes feature maps", tuple(ready_made.output.shape[1:]))

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
# <details><summary>Hint 2: nearly there</summary>
#
# ```python
# def freeze(model):
#     model.trainable = False
#     return model
# ```
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

from course_utils.checks import case
from course_utils.checks.transfer import changed, kind, learns, weights


def network(seed=0):
    """A convolution, a model inside (convolution, batch normalisation), a convolution, two dense layers."""
    keras.utils.set_random_seed(seed)
    layers = keras.layers
    inside = [keras.Input((8, 8, 2)), layers.Conv2D(3, 3, name="inner conv"), layers.BatchNormalization(name="inner norm")]
    parts = [layers.Conv2D(2, 3, strides=2, padding="same", name="conv"), keras.Sequential(inside), layers.Conv2D(1, 3, name="last conv")]
    parts += [layers.Flatten(), layers.Dense(3, name="hidden"), layers.Dense(4, name="dense")]
    return keras.Sequential([keras.Input((16, 16, 1)), *parts])


def facts(model):
    """What comes back, which layers still learn, and which have other weights than before."""
    before = weights(model)
    frozen = freeze(model)
    return ["it is " + kind(frozen), "still learns: " + learns(frozen), "other weights: " + changed(before, frozen)]


wanted = ["it is a Keras model", "still learns: nothing", "other weights: nothing"]
case("freeze(model)", facts, network(3), expects=wanted)
single = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, name="dense")])
single.compile("adam", "mse")
case("freeze(a compiled model of one layer)", facts, single, expects=wanted)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

hidden_case("other weights", facts, network(4), expects=wanted)
hidden_case("each layer, also inside", lambda model: any(x.trainable for x in freeze(model).layers[1].layers), network(), expects=False)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: freeze -->
#
# ### Exercise 3: `trainable_params` (*, 8 minutes)
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

# %% jupyter={"source_hidden": true}
predict.reveal("batch_norm", 32, because="Scale and shift; mean and variance follow the data.")

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Keras keeps a list of just these arrays. What is the size of each?
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `model.trainable_weights`, and the product of each one's `.shape`. (`count_params()` counts the frozen
# ones too.)
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# def trainable_params(model):
#     return sum(int(np.prod(w.shape)) for w in model.trainable_weights)
# ```
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
import numpy as np

from course_utils.checks import case

layers = keras.layers


def network(*frozen):
    """Convolutions of 30 and 12 numbers, a model inside with convolutions of 20 and 30 and batch normalisation of
    10 and 10 statistics, Flatten, Dense(7) of 1,267; those of these names are frozen."""
    inside = [layers.Conv2D(5, 1, name="inner 1"), layers.BatchNormalization(name="norm"), layers.Conv2D(5, 1, name="inner 2")]
    parts = [layers.Conv2D(3, 3, name="first"), layers.Conv2D(3, 1, name="second"), keras.Sequential([keras.Input((6, 6, 3)), *inside], name="inside")]
    model = keras.Sequential([keras.Input((8, 8, 1)), *parts, layers.Flatten(), layers.Dense(7, name="dense")])
    for layer in [*model.layers, *inside]:
        layer.trainable = layer.name not in frozen
    return model


case("trainable_params(model, one layer frozen, and one in a model inside)", trainable_params, network("second", "inner 1"), expects=1_337)
case("trainable_params(model, the model inside frozen)", trainable_params, network("inside", "inner 1", "inner 2", "norm"), expects=1_309)
case("trainable_params(model, nothing frozen)", trainable_params, network(), expects=1_369)
still = network()
still.trainable = False
case("trainable_params(model, all frozen)", trainable_params, still, expects=0)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed in range(4):
    rng = np.random.default_rng(seed)
    a, b, c, d = (int(n) for n in rng.integers(1, 9, 4))
    inside = keras.Sequential([keras.Input((None, None, a)), layers.Conv2D(b, 3, padding="same"), layers.BatchNormalization()])
    parts = [layers.Conv2D(a, 5, padding="same"), inside, layers.GlobalAveragePooling2D(), layers.Dense(c), layers.Dense(d, use_bias=False)]
    model = keras.Sequential([keras.Input((12, 12, 1)), *parts])
    sizes = [26 * a, (9 * a + 1) * b + 2 * b, 0, (b + 1) * c, c * d]
    flags = [bool(flag) for flag in rng.integers(0, 2, 5)]
    for layer, flag in zip(model.layers, flags, strict=True):
        layer.trainable = flag
    wanted = sum(size for size, flag in zip(sizes, flags, strict=True) if flag)
    hidden_case("random sizes, some layers frozen, a model inside", trainable_params, model, expects=wanted)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: trainable_params -->
#
# **Checkpoint 3.** Without looking: what is a backbone, and what is a head? Which numbers of a batch
# normalisation layer does training change? A good place for a break.
#
# # Part 4: you transfer (30 minutes)
#
# ## 7 A new head, and its training
#
# ### Exercise 4: `build_transfer_model` (**, 12 minutes)
#
# What is required: the backbone, frozen, is part of the model; a head behind it, which is trained;
# exactly **one** output unit with a sigmoid. What the head looks like is yours to choose: flatten
# or global average pooling (전역 평균 풀링: the mean of each map), a hidden layer or not, dropout or not. (The
# published head: Flatten, Dense 64 ReLU, Dropout 0.5, Dense 1.) Put the backbone in **as one layer**, a model in a
# model: fine-tuning will look for it there.
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
# ```python
# def build_transfer_model(backbone):
#     backbone.trainable = False
#     return keras.Sequential([
#         keras.Input(backbone.input_shape[1:]),
#         backbone,
#         keras.layers.GlobalAveragePooling2D(),
#         keras.layers.Dense(1, activation="sigmoid"),
#     ])
# ```
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

from course_utils.checks import case
from course_utils.checks.networks import layers_of
from course_utils.checks.transfer import kind, last_function, part_that_trains


def tiny(seed=0, channels=1):
    """A backbone, images 16x16 -> 6x6 maps of 5 channels; every weight random, nothing frozen."""
    layers, images = keras.layers, keras.Input((16, 16, channels))
    maps = layers.BatchNormalization()(layers.Conv2D(4, 3, activation="relu")(images))
    model = keras.Model(images, layers.Conv2D(5, 2, activation="relu")(layers.MaxPooling2D(2)(maps)))
    rng = np.random.default_rng(seed)
    model.set_weights([rng.uniform(0.05, 0.5, np.shape(w)) for w in model.get_weights()])
    return model


pictures = np.random.default_rng(1).uniform(0, 1, (3, 16, 16, 3)).astype("float32")


def in_training(model, images):
    """What comes out in training, where dropout is at work, with small weights in the head."""
    for weight in model.trainable_weights:
        weight.assign(np.random.default_rng(5).normal(0, 0.05, weight.shape))
    keras.utils.set_random_seed(1)
    out = np.asarray(model(np.concatenate([images, 1 - images] * 4), training=True))
    if not ((out > 1e-4) & (out < 1 - 1e-4)).all():
        return "0, or beyond 1"
    return "probabilities" if np.ptp(out) > 1e-5 else "always the same"


def looks_at(model, images):
    """Whether the images reach the head only through the backbone's maps."""
    for weight in model.trainable_weights:
        weight.assign(np.random.default_rng(4).normal(0, 0.1, weight.shape))
    spread = np.ptp(np.asarray(model(20 * images, training=False)))
    for weight in model.non_trainable_weights:
        weight.assign(np.zeros(weight.shape))
    left = np.ptp(np.asarray(model(20 * images, training=False)))
    return "maps alone" if left <= 1e-6 + 0.01 * spread else "the images as well"


def facts(backbone, images, arrays):
    """What is built, fact by fact, up to the first that is not as it should be."""
    model = build_transfer_model(backbone)
    found = ["it is " + kind(model)]
    if found != WANTED[:1]:
        return found
    layers_of(model)  # tells what cannot be graded
    found.append(f"three images give {np.asarray(model(images, training=False)).shape}")
    for wanted, say in zip(WANTED[1:], (
        lambda: "what trains: " + part_that_trains(model, arrays),
        lambda: "last function: " + last_function(model, images),
        lambda: "in training: " + in_training(model, images),
        lambda: "the head sees: " + looks_at(model, images),
    )):  # fmt: skip
        if found[-1] != wanted:
            break
        found.append(say())
    return found


WANTED = [
    "it is a Keras model", "three images give (3, 1)", "what trains: the head", "last function: sigmoid",
    "in training: probabilities", "the head sees: maps alone",
]  # fmt: skip
case("build_transfer_model(backbone)", facts, tiny(), pictures[..., :1], tiny().get_weights(), expects=WANTED)
case("build_transfer_model(backbone for colour)", facts, tiny(2, 3), pictures, tiny(2, 3).get_weights(), expects=WANTED)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case
from course_utils.models import load_backbone

course = load_backbone("course", weights=None, trainable=True)
slices = np.random.default_rng(3).uniform(0, 1, (3, 64, 64, 1)).astype("float32")
hidden_case("the course's own backbone", facts, course, slices, course.get_weights(), expects=WANTED)
### END HIDDEN TESTS

# %% tags=["demo"]
with when_ready():
    built = build_transfer_model(load_backbone(BACKBONE, weights=None))
    trained, total = trainable_params(built), built.count_params()
    print(f"{trained:,} of {total:,} parameters are trained: {trained / total:.1%}")

# %% [markdown]
# <!-- mistakes: build_transfer_model -->
#
# ### Exercise 5: `train_head` (**, 12 minutes)
#
# Now train it. `compile` says how: optimizer, rate and loss. `fit` does it, and returns an object whose
# `history["loss"]` holds one loss an epoch. A network with one sigmoid unit has the loss
# `"binary_crossentropy"`. Watch the losses: do they fall?
#
# <details><summary>Hint 1: a nudge</summary>
#
# Three steps: compile, fit, return two things. The base is frozen already.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")`; the word `"adam"` would
# take its own rate. `run = model.fit(..., verbose=0)`.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# def train_head(model, x, y, epochs, lr):
#     model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
#     run = model.fit(x, y, epochs=epochs, verbose=0)
#     return model, run.history["loss"]
# ```
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "train_head", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def train_head(model, x, y, epochs, lr):
    """Compile a frozen backbone with a head, and fit the head.

    model: Keras model with one sigmoid unit, its backbone frozen, as from build_transfer_model
    x: images (n, h, w, channels); y: (n,) 1 ad, 0 normal: all of them are trained on
    epochs: whole number; lr: rate of the optimizer (Adam)
    -> (model, losses): the model trained, its backbone as it was; the mean binary cross-entropy of each
       epoch, a list of `epochs` numbers
    """
    ### BEGIN SOLUTION
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_train_head", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `train_head`: run it. A click opens it.
import numpy as np

from course_utils.checks import case
from course_utils.checks.transfer import classifier, training_run, weights

rng = np.random.default_rng(0)
y = np.array([0, 0, 1, 0, 0, 0, 0, 1, 1, 1])
x = (rng.uniform(0, 1, (10, 8, 8, 1)) * (1 + 2 * y[:, None, None, None])).astype("float32")


def run(model, *given):
    before = weights(model)
    return training_run(before, train_head(model, *given))


case(
    "train_head(model, x, y, epochs=3, lr=0)", run, classifier(layers=2), x, y, 3, 0.0,
    expects=["3 losses, all 0.729", "layers that changed: nothing"],
)  # fmt: skip
case(
    "train_head(model, x, y, epochs=6, lr=0.02)", run, classifier(layers=2), x, y, 6, 0.02,
    expects=["6 losses, falling", "layers that changed: head"],
)  # fmt: skip
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

rng = np.random.default_rng(1)
y = rng.permutation(np.r_[np.ones(8), np.zeros(5)]).astype(int)
x = rng.uniform(0, 1, (13, 8, 8, 3)).astype("float32")
model = classifier(5, channels=3, layers=1)
p = np.asarray(model(x, training=False), dtype=float)[:, 0]
loss = -np.mean(np.log(np.where(y == 1, p, 1 - p)))
wanted = [f"2 losses, all {loss:.3f}", "layers that changed: nothing"]
hidden_case("colour images, and a rate of 0", run, model, x, y, 2, 0.0, expects=wanted)
### END HIDDEN TESTS

# %% tags=["demo"]
with when_ready():
    keras.utils.set_random_seed(0)
    my_model, my_losses = train_head(build_transfer_model(load_backbone(BACKBONE)), study.x, study.y, 12, 3e-3)
    my_scores = study.accuracy(study.predict(my_model))
    print("loss:", "  ".join(f"{loss:.2f}" for loss in my_losses))
    print("accuracy: plain {:.1%}, clean {:.1%}, moved {:.1%}".format(*my_scores))
    assert not CLAIMED or min(my_scores[[0, 2]]) > 0.85

# %% [markdown]
# <!-- mistakes: train_head -->
#
# You have transferred a network. Before you look at more seeds: it is slow, and need not be.
#
# **Checkpoint 4.** Without looking: why does a `Dense` layer not follow the maps directly? What are the two
# things that `compile` must know here? A good place for a break.
#
# # Part 5: features once, and how many images (30 minutes)
#
# ## 8 Compute the features once
#
# A frozen backbone gives the same feature maps for the same image, in every epoch. So why compute
# them in every epoch?
#
# ### Exercise 6: `extract_features` (*, 8 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# Which method of a Keras model applies it to many images, batch by batch?
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `predict` returns an array, and uses the model as in use, not as in training.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# def extract_features(backbone, images):
#     return backbone.predict(images, verbose=0)
# ```
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

from course_utils.checks import case


def network(seed=0, channels=1):
    """Images of any size -> maps of 3 channels, with batch normalisation."""
    layers, images = keras.layers, keras.Input((None, None, channels))
    maps = layers.BatchNormalization()(layers.Conv2D(4, 3, activation="relu")(images))
    model = keras.Model(images, layers.Conv2D(3, 2)(layers.MaxPooling2D(2)(maps)))
    rng = np.random.default_rng(seed)
    small = [rng.uniform(-0.9, 0.7, np.shape(w)) for w in model.get_weights()]
    model.set_weights([np.abs(w) if i == 5 else w for i, w in enumerate(small)])  # 5: running variances
    return model


def type_of(base, images):
    got = extract_features(base, images)
    return f"{'array' if hasattr(got, 'dtype') else type(got).__name__} of {np.asarray(got).dtype}"


model = network()
five, many = (np.random.default_rng(n).uniform(0, 1, (n, 9, 8, 1)).astype("float32") for n in (5, 33))
wanted, all_wanted = (np.asarray(model(images, training=False)) for images in (five, many))
close = {"rtol": 1e-3, "atol": 1e-4}
case("extract_features(backbone, five images 9 x 8)", extract_features, model, five, expects=wanted, **close)
case("type of extract_features(backbone, five images)", type_of, model, five, expects="array of float32")
case("extract_features(backbone, 33 images 9 x 8)", extract_features, model, many, expects=all_wanted, **close)
case("extract_features(backbone, a single image in a batch)", extract_features, model, five[:1], expects=wanted[:1], **close)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for n, side, channels in ((1, 9, 1), (70, 12, 3), (33, 17, 2)):
    model, rng = network(n, channels), np.random.default_rng(n)
    images = rng.uniform(0, 1, (n, side, side + 2, channels)).astype("float32")
    topic = "other numbers, sizes and channels of images"
    hidden_case(topic, extract_features, model, images, expects=np.asarray(model(images, training=False)), **close)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: extract_features -->
#
# How much faster is an epoch that begins with the maps? The head here takes the mean of each map.

# %% tags=["demo"]
from course_utils.models import pool, seconds_an_epoch

with when_ready():
    pooled = pool(extract_features(ready_made, study.x))  # (n, c): one number a map
    head_alone = keras.Sequential([keras.Input(pooled.shape[1:]), keras.layers.Dense(1, activation="sigmoid")])
    whole = seconds_an_epoch(build_transfer_model(ready_made), study.x, study.y)
    once = seconds_an_epoch(head_alone, pooled, study.y, epochs=20)
    print(f"an epoch through the backbone {1000 * whole:.0f} ms, on features {1000 * once:.1f} ms: {whole / once:.0f} times faster")
    assert whole > 10 * once

# %% [markdown]
# The price: whatever changes the images (augmentation, part 6) needs new features.
#
# With so few numbers for a slice there is no better head than logistic regression, and it trains in
# milliseconds. The control is the **same backbone with random weights**: if that does as well, the
# training elsewhere was worth nothing.

# %% tags=["demo"]
@cache
def features(seed=None):
    """The mean of each map, for training part and tests; of random weights if a seed is given."""
    base = ready_made if seed is None else load_backbone(BACKBONE, weights=None, seed=seed)
    return [pool(extract_features(base, images)) for images in (study.x, *study.tests)]

# %% tags=["demo"]
with when_ready():
    study.report("frozen backbone", [study.accuracy(study.logistic(features()))])
    runs = [study.accuracy(study.logistic(features(seed))) for seed in plots.progress(SEEDS, "random backbones")]
    study.report("random backbone", runs)
    frozen, untrained, pixels = (study.mean(name) for name in ("frozen backbone", "random backbone", "raw pixels"))
    assert not CLAIMED or (frozen["plain"] > untrained["plain"] + 8 and frozen["moved"] > pixels["moved"] + 5)

# %% [markdown]
# The random backbone shows that the weights matter, and not just the architecture. Moved images hardly
# hurt the frozen backbone: it was trained on turned and shifted slices, and the mean over places forgets where.
#
# ## 9 How many images?

# %%
predict.guess(
    "few",
    "With 8 training images: the backbone frozen, against the very same network trained from a "
    "random start. Which is better on the test?",
    choices=["frozen, by far", "about the same", "from scratch"],
    my_guess=...,
)

# %% tags=["demo"]
SIZES, NETWORK_SIZES = study.sizes((8, 16, 32, 64)), study.sizes((8, 32))
LEAST, FEW = SIZES[0], 32 if 32 in SIZES else SIZES[0]


def curve(scores, sizes=SIZES):
    """{size: accuracies of three runs} of a function from (size, seed) to scores."""
    return {n: np.array([study.accuracy(scores(n, seed)) for seed in SEEDS]) for n in sizes}


@cache
def by_size():
    """name -> {size: runs}."""
    return {
        "frozen backbone": curve(lambda n, seed: study.logistic(features(), n, seed)),
        "small CNN from scratch": curve(from_scratch, NETWORK_SIZES),
        "raw pixels": curve(lambda n, seed: study.logistic(study.pixels(), n, seed)),
        "random backbone": curve(lambda n, seed: study.logistic(features(seed), n, seed)),
    }

# %% tags=["demo"]
with when_ready():
    plots.accuracy_against_size(by_size(), study.chance)

# %% tags=["demo"]
@cache
def same_network(n, seed):
    """The backbone's architecture from a random start, all of it trained: scores for each test."""
    keras.utils.set_random_seed(seed)
    base, rows = load_backbone(BACKBONE, weights=None, trainable=True, seed=seed), study.rows(n, seed)
    mean, out = keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(1, activation="sigmoid")
    network = keras.Sequential([keras.Input(study.x.shape[1:]), base, mean, out])
    train_steps(network, study.x[rows], study.y[rows], steps=60, rate=2e-3)
    return study.predict(network)

# %% tags=["demo"]
with when_ready():
    by_size()
    runs = [study.accuracy(same_network(LEAST, seed)) for seed in plots.progress(SEEDS, "same network from scratch")]
    study.report("same network from scratch", runs, LEAST)
    for name in ("frozen backbone", "small CNN from scratch", "raw pixels", "random backbone"):
        study.report(name, by_size()[name][LEAST], LEAST)
    print(f"(with {LEAST} training images)")

# %% tags=["demo"]
with when_ready():
    learnt, blank = (study.mean(name, LEAST) for name in ("frozen backbone", "same network from scratch"))
    study.report("frozen backbone", by_size()["frozen backbone"][FEW], FEW)
    study.report("small CNN from scratch", by_size()["small CNN from scratch"][FEW], FEW)
    frozen, small = (study.mean(name, FEW) for name in ("frozen backbone", "small CNN from scratch"))
    print(f"(with {FEW} training images)")
    assert not CLAIMED or (learnt["plain"] > blank["plain"] + 8 and frozen["moved"] > small["moved"] + 2)

# %% jupyter={"source_hidden": true}
predict.reveal(
    "few", "frozen, by far", because="On the generated slices. Same layers, same images; only the start differs."
)

# %% [markdown]
# What was measured on the **generated slices**:
#
# - With 8 images the frozen backbone is far ahead, of the small CNN and of *the same network* from a
#   random start: it has to learn a handful of numbers. On the moved test it leads with 32 images as well.
# - The small CNN got the same 200 steps, whatever its number of images. That is only fair: with
#   fewer steps for fewer images, a network from scratch looks worse than it is.
# - With all images the small CNN has caught up on the plain test. A frozen backbone can only tell what its
#   maps tell. A network that learns by itself can find cues that nobody thought of, good ones and shortcuts.
#
# The usual rule of thumb was made for photographs and large networks such as VGG16. Two things count, how
# many images, and how **similar** your task is to what the backbone was trained for:
#
# | training images | what to do | why |
# |---|---|---|
# | fewer than 1,000 | feature extraction | too few to change millions of weights |
# | 1,000 to 10,000, both included | fine-tune the top | late layers adapt, early ones stay |
# | more than 10,000 | fine-tune more layers, or from scratch | enough to learn |
#
# | | similar task | different task |
# |---|---|---|
# | **few images** | features of the last layer | features of an earlier layer: the late ones are about the old task |
# | **many images** | fine-tune the top | fine-tune more, or from scratch |
#
# The rule says where to begin. The control decides: our slices are so simple that a small CNN needs
# no more than some dozens.
#
# ### Exercise 7: `choose_strategy` (*, 4 minutes, stretch)
#
# <details><summary>Hint 1: a nudge</summary>
#
# Two borders, three answers. Which side does each border belong to?
#
# </details>
# <details><summary>Hint 2: nearly there</summary>
#
# ```python
# def choose_strategy(n_samples):
#     if n_samples < 1000:
#         return "feature_extraction"
#     elif n_samples <= 10000:
#         return "fine_tune_top"
#     return "fine_tune_more"
# ```
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "choose_strategy", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def choose_strategy(n_samples):
    """The way to train that the first table gives for a number of training images.

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
from course_utils.checks import case


def answers(*sizes):
    return [choose_strategy(n) for n in sizes]


few, top, more = "feature_extraction", "fine_tune_top", "fine_tune_more"
case("choose_strategy(30), (600), (5_000), (60_000), (600_000)", answers, 30, 600, 5_000, 60_000, 600_000, expects=[few, few, top, more, more])
case("choose_strategy(999), (1_000), (1_001)", answers, 999, 1_000, 1_001, expects=[few, top, top])
case("choose_strategy(9_999), (10_000), (10_001)", answers, 9_999, 10_000, 10_001, expects=[top, top, more])
case("choose_strategy(1), (50_000), (2_000_000)", answers, 1, 50_000, 2_000_000, expects=[few, more, more])
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

hidden_case("the borders, and numbers beside them", answers, 998, 1_000, 10_000, 10_002, 30, expects=[few, top, top, more, few])
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: choose_strategy -->
#
# **Checkpoint 5.** Without looking: why may features be computed once? What does the random backbone
# show? A good place for a break.
#
# # Part 6: more data from the same data (30 minutes)
#
# ## 10 Augmentation
#
# **Augmentation** (데이터 증강): each epoch shows every training image a little changed, in ways that
# leave its label true. A brain mirrored left to right is still one; upside down it is not what a
# scanner gives, so we do not flip that way. Ask of your own data what may change: a mirrored "b" is
# a "d".
#
# Only training images are augmented, **never validation or test images**: those must be what the
# network will meet. (The moved test is another matter, and we report it beside the plain one.)
#
# ### Exercise 8: `augment` (***, 20 minutes)
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
# A shift without slices of changing sign: pad with zeros on all sides, then cut a window of the old size.
#
# ```python
# def augment(images, rng):
#     n, h, w, channels = images.shape
#     a, b = h // 10, w // 10
#     result = np.zeros_like(images)
#     for i in range(n):
#         image = images[i]
#         if rng.random() < 0.5:
#             image = image[:, ::-1]
#         padded = np.pad(image, ((a, a), (b, b), (0, 0)))
#         down, right = rng.integers(-a, a + 1), rng.integers(-b, b + 1)
#         result[i] = padded[a - down : a - down + h, b - right : b - right + w]
#     return result
# ```
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

from course_utils.checks import case
from course_utils.checks.augmented import RIGHT, facts, flips_and_shifts, marked_images


def shape(images, rng):
    return np.shape(augment(images, rng))


def dtype(images, rng):
    return str(np.asarray(augment(images, rng)).dtype)


def how(images, rng, often=False):
    return facts(images, augment(images, rng), often)


def distinct(images, rng):
    return len(set(map(tuple, flips_and_shifts(images, augment(images, rng)).tolist())))


def places(images, rng):
    """The images by the brightness of their brightest pixel."""
    return np.argsort(np.argsort(np.asarray(augment(images, rng)).max(axis=(1, 2, 3)))).tolist()


def again(images, seed, other):
    first, second = (np.asarray(augment(images, np.random.default_rng(s))) for s in (seed, other))
    return "the same" if np.array_equal(first, second) else "others"


rng = np.random.default_rng
wide, ten = marked_images(1200, 20, 30, 2), marked_images(9, 10, 10) * np.arange(1.0, 10).reshape(9, 1, 1, 1).astype("float32") ** 3
case("shape of augment(7 images 20 x 30 x 2, rng)", shape, marked_images(7, 20, 30, 2), rng(0), expects=(7, 20, 30, 2))
case("dtype of augment(uint8 images, rng)", dtype, marked_images(4, 11, 23, 1, "uint8"), rng(0), expects="uint8")
case(
    "augment(1,200 images 20 x 30 x 2, rng)", how, wide, rng(0), True,
    expects=[
        RIGHT, "70 different flips and shifts", "down by -2 -1 0 1 2", "right by -3 -2 -1 0 1 2 3", "half of them flipped",
        "each shift equally often",
    ],
)  # fmt: skip
case(
    "augment(colour images 28 x 39, rng)", how, marked_images(700, 28, 39, 3), rng(1),
    expects=[RIGHT, "70 different flips and shifts", "down by -2 -1 0 1 2", "right by -3 -2 -1 0 1 2 3"],
)  # fmt: skip
case(
    "augment(tall images 30 x 12, rng)", how, marked_images(500, 30, 12), rng(2),
    expects=[RIGHT, "42 different flips and shifts", "down by -3 -2 -1 0 1 2 3", "right by -1 0 1"],
)  # fmt: skip
case("different flips and shifts of augment(images 6 x 9, rng)", distinct, marked_images(60, 6, 9), rng(0), expects=2)
case("order of the images of augment(images, rng)", places, ten, rng(0), expects=list(range(9)))
case("augment with a generator of the same seed, twice", again, wide[:12], 1, 1, expects="the same")
case("augment with generators of two seeds", again, wide[:12], 1, 2, expects="others")
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for h, w, number, dtype_, far in ((26, 19, 30, "float64", ("-2 -1 0 1 2", "-1 0 1")), (12, 10, 18, "uint8", ("-1 0 1", "-1 0 1"))):
    wanted = [RIGHT, f"{number} different flips and shifts", f"down by {far[0]}", f"right by {far[1]}"]
    hidden_case("images of other sizes and types", how, marked_images(500, h, w, 1, dtype_), rng(h), expects=wanted)
### END HIDDEN TESTS

# %% tags=["demo"]
plots.augmentation_sheet(augment, study.x[0])

# %% [markdown]
# <!-- mistakes: augment -->
#
# Is it worth anything? The small CNN with few images, without and with augmentation (ten versions of
# every image), and the same number of steps.

# %%
predict.guess(
    "augmented",
    "Small CNN, 32 images: what will augmentation do to the accuracy on the *plain* test images?",
    choices=["raise it clearly", "hardly anything", "lower it clearly"],
    my_guess=...,
)

# %% tags=["demo"]
@cache
def augmented(n, seed, copies=10):
    """As from_scratch, with ten versions of every image: scores for each test."""
    keras.utils.set_random_seed(seed)
    network, rows, rng = build_small_cnn(), study.rows(n, seed), np.random.default_rng(seed)
    versions = np.concatenate([augment(study.x[rows], rng) for _ in range(copies)])
    train_steps(network, versions, np.tile(study.y[rows], copies))
    return study.predict(network)

# %% tags=["demo"]
with when_ready():
    runs = [study.accuracy(augmented(FEW, seed)) for seed in plots.progress(SEEDS, "with augmentation")]
    study.report("the same, augmented", runs, FEW)
    study.report("small CNN from scratch", [study.accuracy(from_scratch(FEW, seed)) for seed in SEEDS], FEW)
    gained, scatter = study.gain("small CNN from scratch", "the same, augmented", FEW)
    print(f"gain of the same seeds: plain {gained[0]:+.1f} ± {scatter[0]:.1f}, moved {gained[2]:+.1f} ± {scatter[2]:.1f} points")

# %% jupyter={"source_hidden": true} tags=["demo"]
with when_ready():
    gained, _ = study.gain("small CNN from scratch", "the same, augmented", FEW)
    found = "raise it clearly" if gained[0] > 4 else "lower it clearly" if gained[0] < -4 else "hardly anything"
    predict.reveal("augmented", found, because="Measured on your slices, with three seeds.")

# %% [markdown]
# Compare with the spread before you say "better". Augmentation teaches **the changes that you make**, and
# takes away what they destroy. On the generated slices the moved test gains, the plain one hardly. On the
# published set we measured the same network with 32 images, ten seeds: it **lost** some 6 points plain and 3 moved.
# Why? A model without layers shows it at once: logistic regression on raw pixels, which reads places.

# %% tags=["demo"]
with when_ready():
    for name, how in {
        "raw pixels, as they are": {}, "flips": {"flips": True}, "shifts up to 4 %": {"shift": 0.04},
        "shifts up to 10 %": {"shift": 0.1}, "flips, shifts up to 10 %": {"flips": True, "shift": 0.1},
    }.items():  # fmt: skip
        study.report(name, [study.accuracy(study.logistic_on_versions(**how))])
    little, much, none = (study.mean(name) for name in ("shifts up to 4 %", "shifts up to 10 %", "raw pixels, as they are"))
    assert not study.generated or (little["moved"] > none["moved"] + 2 and much["plain"] < none["plain"] - 10)

# %% [markdown]
# The moved test shifts by up to 4 %. Training with shifts of that size gains some points there, and costs a few on the
# plain test. Shifts of 10 % cost both, the plain test more than twenty points: nowhere does a head of the tests lie
# so far off, and to bear it the model must give up "is pixel (75, 80) dark?", the best thing it knew. (A CNN
# bears it better: it can find a shape wherever it lies.) So before you augment, ask:
#
# - **Is the change one that the test contains?** Slices that were aligned before (registration) do not shift.
# - **Does it leave the sign alone?** A flip makes the sides alike. If the scanner, the anatomy or the illness has
#   a left and a right, that is lost. The generated brains have no sides: flips cost nothing here.
# - **Does it add something that is not there?** Zeros at the edge are black bars. Around the generated heads all
#   is black anyway. The published heads reach the edge: there a shift cuts off skull, and draws a bar.
# - **Is there time to learn it?** Ten versions are ten times as much to learn, in the same 200 steps.
#
# And measure, with seeds, on a validation part of your own data. A change that does not help is left out.
#
# **Checkpoint 6.** Without looking: which images are never augmented? Name two ways in which augmentation
# can hurt. A good place for a break.
#
# # Part 7: fine-tuning (30 minutes)
#
# ## 11 Unfreeze the top
#
# The head is trained; now the top of the backbone may follow, at a **small rate**, 1e-4 or less, because large
# steps destroy what was learnt before. Three rules:
#
# 1. **Head first.** A random head sends random gradients into the backbone.
# 2. **Batch normalisation stays frozen**: its running statistics come from much data, and
#    a few small batches would overwrite them.
# 3. After changing `trainable`, **compile again**.
#
# ### Exercise 9: `unfreeze_top` (**, 12 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# Begin with everything free, then go through `model.layers` once: which layers must be frozen?
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# A layer of a frozen *model* does not learn, whatever its own flag says: `model.trainable = True`
# first (this frees all layers), then set each layer's flag. Batch normalisation is
# `isinstance(layer, keras.layers.BatchNormalization)`. Beware: `model.layers[-0:]` is the whole list.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# def unfreeze_top(model, n_layers):
#     model.trainable = True
#     first = len(model.layers) - n_layers
#     for i, layer in enumerate(model.layers):
#         norm = isinstance(layer, keras.layers.BatchNormalization)
#         layer.trainable = i >= first and not norm
#     return model
# ```
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "unfreeze_top", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def unfreeze_top(model, n_layers):
    """Make the last layers of a backbone trainable, and all others frozen.

    model: Keras model without models inside, frozen or not; weights keep their values
    n_layers: how many entries at the end of `model.layers` to unfreeze, 0 or more (0: none; more
        than there are: all). Batch normalisation counts as a layer, but always stays frozen; so does
        a layer without weights count.
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

from course_utils.checks import case
from course_utils.checks.transfer import changed, kind, learns, weights


def six_layers(frozen=True, seed=0):
    """conv1, pool, conv2, norm, conv3, top."""
    keras.utils.set_random_seed(seed)
    layers = keras.layers
    parts = [layers.Conv2D(2, 3, name="conv1"), layers.MaxPooling2D(2, name="pool"), layers.Conv2D(3, 1, name="conv2")]
    parts += [layers.BatchNormalization(name="norm"), layers.Conv2D(4, 1, name="conv3"), layers.Dense(1, name="top")]
    model = keras.Sequential([keras.Input((9, 9, 1)), *parts])
    model.trainable = not frozen
    return model


def learning(*numbers, frozen=True):
    """For each number of layers, what learns afterwards."""
    return [learns(unfreeze_top(six_layers(frozen), n)) for n in numbers]


def functional(n):
    images = keras.Input((4,))
    middle = keras.layers.Dense(3, name="middle")(images)
    return learns(unfreeze_top(keras.Model(images, keras.layers.Dense(2, name="end")(middle)), n))


top, everything = "conv3, top", "conv1, conv2, conv3, top"
case("unfreeze_top(frozen model, 2)", lambda model: kind(unfreeze_top(model, 2)), six_layers(), expects="a Keras model")
case("layers that learn after unfreeze_top(frozen model, 1) ... 6", learning, 1, 2, 3, 4, 5, 6, expects=["top", top, top, "conv2, " + top, "conv2, " + top, everything])
case("layers that learn after unfreeze_top(model not frozen, 1), 3, 6", learning, 1, 3, 6, frozen=False, expects=["top", top, everything])
case("layers that learn after unfreeze_top(model, 0)", learning, 0, frozen=False, expects=["nothing"])
case("layers that learn after unfreeze_top(model of 6 layers, 9)", learning, 9, expects=[everything])
case("layers that learn after unfreeze_top(functional model, 1)", functional, 1, expects="end")
case("layers with other weights after unfreeze_top(model, 3)", lambda model: changed(weights(six_layers(True, 3)), unfreeze_top(model, 3)), six_layers(True, 3), expects="nothing")
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case


def random_model(seed):
    """Convolutions, pooling and batch normalisation in random order, and the names of those that may learn."""
    rng, layers, out = np.random.default_rng(seed), keras.layers, keras.Input((None, None, 2))
    inputs, names = out, []
    for i, part in enumerate(rng.permutation(["conv"] * 4 + ["norm"] * 2 + ["pool"])):
        made = {"conv": layers.Conv2D(int(rng.integers(1, 6)), 1, name=f"conv{i}"), "norm": layers.BatchNormalization(name=f"norm{i}")}
        out = made.get(part, layers.MaxPooling2D(2, padding="same"))(out)
        names.append(f"conv{i}" if part == "conv" else "")
    return keras.Model(inputs, out), names


for seed in range(3):
    for n in (2, 0, 4, 1, 7, 8, 11, 3):
        model, names = random_model(seed)
        model.trainable = bool(n % 2)
        wanted = ", ".join(filter(None, names[max(len(names) - n, 0) :])) or "nothing"
        topic = "random models, from none to more layers than there are"
        hidden_case(topic, lambda model: learns(unfreeze_top(model, n)), model, expects=wanted)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: unfreeze_top -->
#
# ### Exercise 10: `fine_tune` (***, 15 minutes)
#
# Now all of it: unfreeze, compile again, fit again. In `model.layers` the backbone is one layer, the one
# that is itself a `keras.Model`. Only its last `n_layers` and the head shall learn.
#
# <details><summary>Hint 1: a nudge</summary>
#
# First get hold of the backbone, then do with it what exercise 9 does, and with the model what exercise 5
# does. The head behind the backbone stays trainable.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `next(layer for layer in model.layers if isinstance(layer, keras.Model))` is the backbone. Set *its* flag:
# `model.trainable` is True already, and Keras passes over a flag that is set to what it is. `model.compile` must
# come *after* the flags: it decides what is trained, and at which rate.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# def fine_tune(model, n_layers, x, y, epochs, lr):
#     backbone = next(layer for layer in model.layers if isinstance(layer, keras.Model))
#     unfreeze_top(backbone, n_layers)
#     model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
#     run = model.fit(x, y, epochs=epochs, verbose=0)
#     return model, run.history["loss"]
# ```
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "fine_tune", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def fine_tune(model, n_layers, x, y, epochs, lr):
    """Unfreeze the top of the backbone, compile again, and train on.

    model: as from train_head: its backbone, a Keras model, is one of `model.layers`, frozen, and a
        trained head follows it
    n_layers: how many layers at the end of the backbone to unfreeze (0: none); the head stays
        trainable, all layers below stay frozen
    x, y, epochs: as of train_head; lr: the small rate of this second training (Adam)
    -> (model, losses): the model trained; the mean binary cross-entropy of each epoch
    """
    ### BEGIN SOLUTION
    backbone = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    backbone.trainable = True
    first = len(backbone.layers) - n_layers
    for i, layer in enumerate(backbone.layers):
        layer.trainable = i >= first and not isinstance(layer, keras.layers.BatchNormalization)
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_fine_tune", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `fine_tune`: run it. A click opens it.
import numpy as np

from course_utils.checks import case
from course_utils.checks.transfer import classifier, training_run, weights

rng = np.random.default_rng(2)
y = np.array([0, 1, 0, 0, 1, 0, 1, 0, 0])
x = (rng.uniform(0, 1, (9, 8, 8, 1)) * (1 + 2 * y[:, None, None, None])).astype("float32")


def run(model, *given):
    before = weights(model)
    return training_run(before, fine_tune(model, *given), start=given[-1] == 0)


trained_before = classifier(layers=3)
trained_before.compile("sgd", "mse")  # as after a first training, by other rules
case(
    "fine_tune(model, 2, x, y, epochs=3, lr=0)", run, trained_before, 2, x, y, 3, 0.0,
    expects=["3 losses, all 0.892", "layers that changed: nothing"],
)  # fmt: skip
case(
    "fine_tune(model, 2, x, y, epochs=4, lr=0.005)", run, classifier(layers=5), 2, x, y, 4, 0.005,
    expects=["4 losses, falling", "layers that changed: conv4, conv5, head"],
)  # fmt: skip
case(
    "fine_tune(model, 0, x, y, epochs=2, lr=0.01)", run, classifier(layers=1), 0, x, y, 2, 0.01,
    expects=["2 losses, falling", "layers that changed: head"],
)  # fmt: skip
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case


def which(model, *given):
    return run(model, *given)[-1]


rng = np.random.default_rng(3)
x = rng.uniform(0, 1, (11, 8, 8, 3)).astype("float32")
y = rng.permutation(np.r_[np.ones(6), np.zeros(5)]).astype(int)
topic = "another number of layers, and colour images"
hidden_case(topic, which, classifier(4, channels=3, layers=3), 1, x, y, 1, 0.01, expects="layers that changed: conv3, head")
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: fine_tune -->
#
# Your whole transfer, three times: head first, then the last three layers at a small rate. The seeds change the
# head's start and the order of the images. (Try `SMALL_RATE = 1e-3`: the loss jumps above 3 before it falls again, and
# the test loses points. That is what large steps destroy.)

# %% tags=["demo"]
HEAD_EPOCHS, TUNE_EPOCHS, RATE, SMALL_RATE = 12, 8, 3e-3, 5e-5


@cache
def transferred(seed):
    """Scores with the trained head, scores after fine-tuning, all losses, and the model."""
    keras.utils.set_random_seed(seed)
    network, losses = train_head(build_transfer_model(load_backbone(BACKBONE)), study.x, study.y, HEAD_EPOCHS, RATE)
    before = study.predict(network)
    network, more = fine_tune(network, 3, study.x, study.y, TUNE_EPOCHS, SMALL_RATE)
    return before, study.predict(network), [*losses, *more], network

# %% tags=["demo"]
with when_ready():
    runs = [transferred(seed) for seed in plots.progress(SEEDS, "your transfer")]
    study.report("your head", [study.accuracy(before) for before, *_ in runs])
    study.report("your fine-tuned network", [study.accuracy(after) for _, after, *_ in runs])

# %% tags=["demo"]
with when_ready():
    keras.utils.set_random_seed(0)
    _, alone = train_head(build_transfer_model(load_backbone(BACKBONE)), study.x, study.y, HEAD_EPOCHS + TUNE_EPOCHS, RATE)
    _, scratch = train_head(build_small_cnn(), study.x, study.y, HEAD_EPOCHS + TUNE_EPOCHS, RATE)
    plots.three_curves({"from scratch": scratch, "head only": alone, "fine-tuned": transferred(0)[2]}, HEAD_EPOCHS)

# %% [markdown]
# The line is where fine-tuning unfreezes. A lower training loss is not yet a better network: the next
# figure shows the tests, every run a dot. What is the spread, and what is one image worth?

# %% tags=["demo"]
with when_ready():
    transferred(0), features(), by_size()
    names = ["raw pixels", "random backbone", "frozen backbone", "your head", "your fine-tuned network", "small CNN from scratch"]
    plots.compared_runs({name: study.runs[name] for name in names}, len(study.y_test))
    tuned, head = study.mean("your fine-tuned network"), study.mean("your head")
    print(f"fine-tuning gains {tuned['plain'] - head['plain']:+.1f} points plain, {tuned['moved'] - head['moved']:+.1f} moved")

# %% [markdown]
# Look at the dots, not only the means; the grey band is two standard errors of a test this small. Two networks
# whose bands overlap may be equally good. On the generated slices fine-tuning has hardly anything left to gain: your head
# is as good as logistic regression on the same features. On real slices we found
# the same with an earlier backbone: frozen 98.1 %, fine-tuned 98.6 %, small CNN 96.9 %, means of three seeds, where one
# image of 120 is 0.8 points. So keep the frozen result as the control, show every seed, and do not call half a point progress.
#
# **Checkpoint 7.** Without looking: why is the head trained first? What happens if you do not compile again?
# A good place for a break.
#
# # Part 8: what a clinician asks (30 minutes)
#
# ## 12 Four kinds of cases
#
# "95 % right" does not say *which* 5 % are wrong. For a threshold (임계값), call a slice ad if its score
# reaches it. Then there are four kinds of cases:
#
# | | called ad | called normal |
# |---|---|---|
# | **is ad** | true positive, tp (진양성) | false negative, fn: missed (위음성) |
# | **is normal** | false positive, fp: false alarm (위양성) | true negative, tn (진음성) |
#
# ### Exercise 11: `confusion_counts` (*, 10 minutes)
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
# ```python
# def confusion_counts(labels, scores, threshold):
#     ad = np.asarray(labels) == 1
#     called = np.asarray(scores) >= threshold
#     tp, fp = np.sum(called & ad), np.sum(called & ~ad)
#     tn, fn = np.sum(~called & ~ad), np.sum(~called & ad)
#     return int(tp), int(fp), int(tn), int(fn)
# ```
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

from course_utils.checks import case

labels = np.array([1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 1])
scores = np.array([0.9, 0.75, 0.55, 0.6, 0.2, 0.8, 0.6, 0.3, 0.7, 0.05, 0.5, 0.1, 0.15, 0.6])
case("confusion_counts(labels, scores, 0.6)", confusion_counts, labels, scores, 0.6, expects=(5, 2, 4, 3))
case("confusion_counts(labels, scores, 0.12)", confusion_counts, labels, scores, 0.12, expects=(7, 5, 1, 1))
case("confusion_counts([1, 0, 1, 1], [0.2, 0.7, 0.7, -3], 0.7)", confusion_counts, [1, 0, 1, 1], [0.2, 0.7, 0.7, -3.0], 0.7, expects=(1, 1, 0, 2))
case("confusion_counts(all ad, scores, 9)", confusion_counts, np.ones(5, int), scores[:5], 9.0, expects=(0, 0, 0, 5))
case("confusion_counts(all normal, scores, -9)", confusion_counts, np.zeros(3, int), scores[:3], -9.0, expects=(0, 3, 0, 0))
### BEGIN HIDDEN TESTS
from sklearn.metrics import confusion_matrix

from course_utils.checks import hidden_case

for seed in range(12):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 60))
    labels, scores = rng.integers(0, 2, n), rng.integers(-4, 8, n) / 8
    threshold = float(rng.integers(-3, 7) / 8)
    tn, fp, fn, tp = confusion_matrix(labels, scores >= threshold, labels=[0, 1]).ravel()
    topic = "random labels and scores, many of them equal to the threshold"
    hidden_case(topic, confusion_counts, labels, scores, threshold, expects=(tp, fp, tn, fn))
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: confusion_counts -->
#
# ### Exercise 12: `sensitivity_specificity` (*, 8 minutes)
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

# %% jupyter={"source_hidden": true}
predict.reveal("lazy", "98 % and 0 %", because="Accuracy flatters whoever bets on the larger class.")

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Sensitivity looks at the labels 1 only, specificity at the labels 0 only.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# tp / (tp + fn) and tn / (tn + fp). Or as the mean of booleans.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# def sensitivity_specificity(labels, scores, threshold):
#     labels, scores = np.asarray(labels), np.asarray(scores)
#     sensitivity = np.mean(scores[labels == 1] >= threshold)
#     specificity = np.mean(scores[labels == 0] < threshold)
#     return float(sensitivity), float(specificity)
# ```
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

from course_utils.checks import case

labels = np.array([1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 1])
scores = np.array([0.9, 0.75, 0.55, 0.6, 0.2, 0.8, 0.6, 0.3, 0.7, 0.05, 0.5, 0.1, 0.15, 0.6])
check = sensitivity_specificity
case("sensitivity_specificity(labels, scores, 0.6)", check, labels, scores, 0.6, expects=(5 / 8, 4 / 6))  # tp 5, fp 2, tn 4, fn 3
case("sensitivity_specificity(labels, scores, 0.12)", check, labels, scores, 0.12, expects=(7 / 8, 1 / 6))
case("sensitivity_specificity([1, 0, 0, 0], [0.2, 0.7, 0.1, 0.1], 0.2)", check, [1, 0, 0, 0], [0.2, 0.7, 0.1, 0.1], 0.2, expects=(1.0, 2 / 3))
case("sensitivity_specificity([1, 0], [0.3, 0.4], 9)", check, [1, 0], [0.3, 0.4], 9.0, expects=(0.0, 1.0))
case("sensitivity_specificity([1, 0], [0.3, 0.4], -9)", check, [1, 0], [0.3, 0.4], -9.0, expects=(1.0, 0.0))
### BEGIN HIDDEN TESTS
from sklearn.metrics import recall_score

from course_utils.checks import hidden_case

for seed in range(12):
    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.r_[np.ones(rng.integers(1, 9)), np.zeros(rng.integers(10, 40))]).astype(int)
    scores, threshold = rng.integers(-4, 8, len(labels)) / 8, float(rng.integers(-3, 7) / 8)
    called = (scores >= threshold).astype(int)
    wanted = tuple(recall_score(labels, called, pos_label=k, zero_division=0) for k in (1, 0))
    topic = "random labels and scores, classes of different size"
    hidden_case(topic, sensitivity_specificity, labels, scores, threshold, expects=wanted)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: sensitivity_specificity -->
#
# Both depend on the threshold: push it, and one rises while the other falls. The scores come from the
# frozen backbone with logistic regression.

# %% tags=["demo"]
@cache
def frozen_scores():
    """Scores of logistic regression on the frozen backbone's features, for each test."""
    return study.logistic(features())


with when_ready():
    plots.threshold_explorer(study.y_test, frozen_scores()[0], confusion_counts)

# %% [markdown]
# Every threshold gives one pair; drawn as a curve they are the **ROC curve** (ROC 곡선, receiver
# operating characteristic). The area under it (AUC, 곡선 아래 면적) needs no threshold, and it has a plain
# meaning: take a random ad and a random normal slice; AUC is the probability that the ad slice has the
# higher score. Ties count one half. 0.5 is guessing, 1 is perfect order.
#
# ### Exercise 13: `roc_auc` (**, 12 minutes)
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
# `ad[:, None] > normal` compares each with each (broadcasting, 브로드캐스팅). The share of pairs is the
# mean of `>` plus half the mean of `==`.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# def roc_auc(labels, scores):
#     labels, scores = np.asarray(labels), np.asarray(scores)
#     ad = scores[labels == 1][:, None]
#     normal = scores[labels == 0]
#     return float(np.mean(ad > normal) + np.mean(ad == normal) / 2)
# ```
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

from course_utils.checks import case

# 12 pairs: 7 won, 3 ties, 2 lost.
labels, scores = np.array([1, 1, 0, 0, 0, 1, 1]), np.array([0.35, 0.35, 0.45, 0.15, 0.35, 0.5, 0.45])
case("roc_auc([1, 1, 0, 0, 0, 1, 1], [0.35, 0.35, 0.45, 0.15, 0.35, 0.5, 0.45])", roc_auc, labels, scores, expects=8.5 / 12, rtol=1e-6)
case("roc_auc(the same labels, 20 times the scores - 8)", roc_auc, labels, np.array([-1.0, -1, 1, -5, -1, 2, 1]), expects=8.5 / 12, rtol=1e-6)
case("roc_auc([1, 0, 0, 1, 0], [4, 1, -2, 3, 2])", roc_auc, [1, 0, 0, 1, 0], [4, 1, -2, 3, 2], expects=1.0)
case("roc_auc([0, 1, 1, 0, 1], all scores 0.3)", roc_auc, np.array([0, 1, 1, 0, 1]), np.full(5, 0.3), expects=0.5)
case("roc_auc([1, 0], [0.61, 0.62])", roc_auc, [1, 0], [0.61, 0.62], expects=0.0)
### BEGIN HIDDEN TESTS
from sklearn.metrics import roc_auc_score

from course_utils.checks import hidden_case

for seed in range(20):
    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.r_[np.ones(rng.integers(1, 30)), np.zeros(rng.integers(1, 30))]).astype(int)
    scores = rng.normal(size=len(labels)) + labels
    scores = np.round(scores * 2) / 2 if seed % 2 else scores
    topic = "random labels and scores, with and without ties"
    hidden_case(topic, roc_auc, labels, scores, expects=roc_auc_score(labels, scores), rtol=1e-6)
rng = np.random.default_rng(99)
labels, scores = rng.integers(0, 2, 400), rng.integers(0, 12, 400) * 100.0 - 300
hidden_case("many slices, and scores of any size", roc_auc, labels, scores, expects=roc_auc_score(labels, scores), rtol=1e-6)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: roc_auc -->
#
# **Checkpoint 8.** Without looking: who is missed by a low sensitivity, who is alarmed by a low
# specificity? What does an AUC of 0.5 mean? A good place for a break.
#
# # Part 9: a fair threshold, and where the network looks (30 minutes)
#
# ## 13 A threshold chosen fairly
#
# Say the clinic wants sensitivity of at least 95 %. Which threshold? Choosing it on the *test* images
# would be looking up the answers. Choosing it on scores of images the head was fitted to would be
# too hopeful. So: **cross-validation** (교차 검증) on the training part. Fit on four fifths, score the fifth,
# five times; every training image gets a score from a head that never saw it.

# %% tags=["demo"]
@cache
def held_out_scores():
    """The score of every training slice from a head that was fitted to other slices."""
    return study.held_out(features())


@cache
def chosen_threshold():
    """The highest threshold that finds 95 % of the training part's ad slices, held out."""
    fine = [t for t in held_out_scores() if sensitivity_specificity(study.y, held_out_scores(), t)[0] >= 0.95]
    return max(fine)

# %% tags=["demo"]
with when_ready():
    for part, truth, values in (("training", study.y, held_out_scores()), ("test", study.y_test, frozen_scores()[0])):
        found, let_go = sensitivity_specificity(truth, values, chosen_threshold())
        print(f"threshold {chosen_threshold():.3f}, {part:8}: sensitivity {found:.1%}, specificity {let_go:.1%}"
              f"   (tp, fp, tn, fn) = {confusion_counts(truth, values, chosen_threshold())}")

# %% tags=["demo"]
with when_ready():
    curves = {
        "frozen backbone": frozen_scores()[0],
        "frozen backbone, moved": frozen_scores()[1],
        "raw pixels, moved": study.logistic(study.pixels())[1],
        "random backbone": study.logistic(features(0))[0],
    }
    chosen = sensitivity_specificity(study.y_test, frozen_scores()[0], chosen_threshold())
    plots.roc_figure(study.y_test, curves, roc_auc, chosen)
    good, poor = (roc_auc(study.y_test, curves[name]) for name in ("frozen backbone, moved", "raw pixels, moved"))
    assert good > poor + 0.015 or not CLAIMED

# %% [markdown]
# Rarely does the test give exactly the sensitivity that was asked for: the threshold itself was
# estimated from the ad slices of the training part. With 80 of them, four more or fewer found are five points.
#
# One question is still missing, the patient's own: *it says ad; am I ill?* That depends on how common the
# illness is among those tested (the **prevalence**, 유병률).

# %%
predict.guess(
    "ppv",
    "Sensitivity 95 %, specificity 90 %. Of the people tested 2 % are ill. Of those called ill, how "
    "many per cent are ill?",
    my_guess=...,
)

# %% jupyter={"source_hidden": true}
predict.reveal("ppv", 16.2, because="Of 1,000: 19 of 20 ill are found, and 98 of 980 healthy alarmed.")

# %% tags=["demo"]
plots.predictive_value(sensitivity=0.95, specificity=0.90)

# %% [markdown]
# In the generated slices, and in the published set, half are ad. No clinic's waiting room looks like that.
#
# ## 14 Where does it look?
#
# Which places of a picture speak for its answer? **CAM** (class activation mapping; Zhou and others, 2016) adds
# up the feature maps, each times the weight that the head gives it. It needs a head that is a mean of
# each map and one dense layer. **Grad-CAM** (Selvaraju and others, 2017) works with any head: the
# weight of a map is the mean **gradient** of the output with respect to it. Then only what speaks *for* ad is
# kept. With a head of CAM's kind both give the same map. Here it is for your own network:

# %% tags=["demo"]
from course_utils.models import cut


def grad_cam(network, images):
    """Where each image speaks for ad: (n, h', w'), 0 or more."""
    front, head = cut(network)  # images -> maps, maps -> output
    maps = tf.convert_to_tensor(front.predict(images, verbose=0))
    with tf.GradientTape() as tape:
        tape.watch(maps)
        out = head(maps)
    weight = tf.reduce_mean(tape.gradient(out, maps), axis=(1, 2), keepdims=True)
    return tf.nn.relu(tf.reduce_sum(weight * maps, axis=-1)).numpy()

# %%
predict.guess(
    "where",
    "Where will the maps of your ad slices glow most?",
    choices=["in the middle", "outside of the middle", "evenly"],
    my_guess=...,
)

# %% tags=["demo"]
shown = np.concatenate([np.flatnonzero(study.y_test == k)[:3] for k in (1, 0)])
with when_ready():
    mine = grad_cam(transferred(0)[3], study.x_test[shown])
    plots.evidence_maps(study.x_test[shown], study.y_test[shown], mine)

# %% [markdown]
# A pretty map proves nothing. A **check** that costs a minute (Adebayo and others, 2018): give the network
# random weights. If the map stays, it shows the picture and not what the network has learnt.

# %% tags=["demo"]
with when_ready():
    keras.utils.set_random_seed(0)
    blank = build_transfer_model(load_backbone(BACKBONE, weights=None, seed=1))
    plots.evidence_maps(study.x_test[shown], study.y_test[shown], grad_cam(blank, study.x_test[shown]))

# %% tags=["demo"]
with when_ready():
    ill = study.x_test[study.y_test == 1]
    share, area = plots.share_in_the_middle(grad_cam(transferred(0)[3], ill))
    random_share, _ = plots.share_in_the_middle(grad_cam(blank, ill))
    print(f"the middle ninth of the picture: {area:.0%} of the area, {share:.0%} of your network's heat, "
          f"{random_share:.0%} with random weights")
    assert not CLAIMED or share > 1.5 * area

# %% jupyter={"source_hidden": true} tags=["demo"]
with when_ready():
    at = "in the middle" if share > 1.5 * area else "outside of the middle" if share < area / 1.5 else "evenly"
    predict.reveal("where", at, because=f"The middle ninth has {share:.0%} of the heat.")

# %% [markdown]
# On the generated slices the heat of your network lies at the ventricles and the folds around them, both wider in ad;
# that of the random one anywhere, also where there is nothing: in the middle no more than the middle's share of the
# area. On your own slices read the figures and the three numbers for yourself.
#
# A map can show that a network looks at the wrong thing: a label burnt into the picture, the edge, the
# skull. It cannot prove that it looks at the right thing for the right reason. (With an earlier backbone, real
# slices glowed along the edge of the skull.) Notebook 08 goes on from here, and scores such maps.
#
# ## 15 Limits
#
# - **A lesson, no diagnostic tool.** The slices are generated, or a small public set. The labels are
#   all the truth there is; nobody was followed up.
# - **Domain distance** (도메인 차이). Another scanner, another sequence, older or younger people: the
#   score is not transferred with the network. ImageNet is far from MRI. *Domain adaptation* (도메인 적응)
#   trains on unlabelled images of the new place as well, so that features of both look alike.
# - **Overfitting.** Fine-tuning a big backbone on a hundred images learns those hundred.
# - **Compute.** 138 million parameters for a decision that the means of a few maps can take.
# - **Shortcuts and leaks.** Both facts about the published set were found by looking, not by a higher score.
# - **Other tasks.** A label for a slice is the simplest answer. *Detection* (객체 탐지) draws a box around
#   what it finds, *segmentation* (분할) labels every pixel; both reuse the same backbones. So do factories
#   (scratches on a part), farms (sick leaves) and shops (which product?), with the same question: how far
#   are my pictures from those it learnt from?
# - One slice is not a patient, and half ill, half healthy is not a waiting room.
#
# **Checkpoint 9.** Without looking: where may a threshold be chosen? What does a map that survives random
# weights tell you?
#
# ## Recap
#
# - Load, **freeze**, new **head**, compile, fit; **unfreeze** the top, compile again at a small rate, fit again.
# - Look for **leaks** first; report **plain, clean and moved**.
# - Every table carries controls: **raw pixels**, **random backbone**, several **seeds** with spread.
# - On 120 images a difference below some **4 or 5 points** may be luck.
# - Transfer helps most where images are **few**; with more, training from scratch catches up.
# - **Augmentation** teaches exactly the changes that you make. Measure whether your test needs them.
# - **Sensitivity, specificity, AUC**; the threshold is chosen on training data.
#
# ## Think

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
# validation then scatters more over seeds without rising, go back. If augmented training lowers the validation
# score, take out one change after the other. All by patient, on a validation part.
# ### END SOLUTION

# %% [markdown]
# ## Open challenge
#
# 1. **Near duplicates.** For each test image find the training image nearest in backbone features, and
#    in pixels, also mirrored. Plant some flipped, shifted and JPEG-saved copies in the test part. Which
#    search finds which? Where would you draw the line?
# 2. **Beat the table.** Three seeds, plain, clean and moved: does anything beat the frozen backbone with
#    8 images? A head on more than the mean of each map? Averaging the scores of a slice and its mirror?
# 3. **Augmentation, done properly.** Ten times the steps, new versions all the time in place of ten
#    fixed ones, small turns as well (`scipy.ndimage.rotate`), edges repeated in place of black. Does the
#    moved score rise by more than the spread, and what does the plain score pay?

# %% tags=["demo"]
# Your experiments.
