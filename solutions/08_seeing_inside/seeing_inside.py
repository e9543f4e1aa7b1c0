# %% [markdown]
# # 08 Seeing inside a network (신경망 들여다보기)
#
# A network says "ad". Why? There are methods that answer with a coloured map. This notebook shows how
# each is computed, and then asks what few ask: is the map right?
#
# **When you are through, you can**
# - show what the filters and the layers of a network respond to;
# - write occlusion, integrated gradients and Grad-CAM yourself, and say what each can miss;
# - find a shortcut that a perfect accuracy hides;
# - score maps against the truth, with controls, and test whether a map depends on the network at all.
#
# **Time:** about 3 hours, in seven parts, and a stretch. **Know first:** notebooks 04 (feature maps), 05 (Keras) and 06
# (the brain slices and the backbone).
#
# How it works: commit a guess, look, write the function where it says `# YOUR CODE HERE`, and run the
# check below it. New here? Notebook 01 begins with how these notebooks work.
#
# > **This is a lesson and no diagnostic tool.** The slices are generated. That is the point here: the
# > program that drew them knows where the ventricles are.

# %%
import numpy as np

from course_utils import checks, plots, predict, when_ready

plots.quiet_tensorflow()  # imports TensorFlow: some seconds
import keras
import tensorflow as tf

# %% [markdown]
# # Part 1: filters and feature maps (25 minutes)
#
# ## 1 A network to look into
#
# A small network for digits, as in notebook 05. Its three convolutions are called `early`, `middle` and
# `late`. The last layer gives ten **scores** (점수), not probabilities: softmax would mix the classes, and
# we want to ask about one class at a time.

# %% tags=["demo"]
from course_utils.data import load_digits_28

(digits, labels), (test_digits, test_labels) = load_digits_28("bundled")
digits, test_digits = digits[..., None] / np.float32(255), test_digits[..., None] / np.float32(255)


def build_digit_network():
    """(28, 28, 1) -> three convolutions -> 10 scores."""
    layers, x = keras.layers, keras.Input((28, 28, 1))
    image = x
    for filters, size, name in ((8, 5, "early"), (16, 3, "middle"), (32, 3, "late")):
        x = layers.Conv2D(filters, size, padding="same", activation="relu", name=name)(x)
        x = layers.MaxPooling2D()(x) if name != "late" else layers.Flatten()(x)
    return keras.Model(image, layers.Dense(10, name="scores")(x))

# %% tags=["demo"]
def trained(network, images, classes, epochs):
    """The same network, trained with Adam on its scores."""
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile(keras.optimizers.Adam(3e-3), loss, steps_per_execution=10)
    network.fit(images, classes, epochs=epochs, batch_size=32, verbose=0)
    return network


networks, first_filters = [], []
for seed in range(3):
    keras.utils.set_random_seed(seed)
    networks.append(build_digit_network())
    first_filters.append(networks[-1].get_layer("early").get_weights()[0])
    trained(networks[-1], digits, labels, epochs=6)
right = [np.mean(n.predict(test_digits, verbose=0).argmax(axis=1) == test_labels) for n in networks]
print("accuracy on test digits, three seeds:", np.round(right, 3))
assert min(right) > 0.93

# %% [markdown]
# ## 2 Filters, before and after training
#
# The first layer has 8 filters of 5x5 numbers. Before training they are random.

# %%
predict.guess(
    "filters",
    "Correlate each first filter before training with itself after training: 1 is unchanged, 0 is "
    "unrelated. What is the mean?",
    choices=["below 0.2: they became edge detectors", "between 0.2 and 0.95", "above 0.95: hardly any change"],
    my_guess=...,
)

# %% tags=["demo"]
later_filters = [network.get_layer("early").get_weights()[0] for network in networks]
plots.filters_before_and_after(first_filters[0], later_filters[0])

# %% jupyter={"source_hidden": true} tags=["demo"]
alike = [
    np.mean([np.corrcoef(a[..., k].ravel(), b[..., k].ravel())[0, 1] for k in range(8)])
    for a, b in zip(first_filters, later_filters)
]
print("mean correlation, three seeds:", np.round(alike, 2))
assert 0.2 < min(alike) < max(alike) < 0.95
predict.reveal("filters", "between 0.2 and 0.95", because="Training bends random filters; it need not replace them.")

# %% [markdown]
# Some became smoother: light on one side, dark on the other, an edge detector as in notebook 04. Others
# still look random, and work. A network only has to be right; its filters need not please us.
#
# ## 3 Feature maps through the layers
#
# A **feature map** (특징 맵) shows where a filter finds what it looks for. Here is one digit through the
# three layers; all maps of a layer, dark ones too.

# %% tags=["demo"]
stages = ["early", "middle", "late", "scores"]
taps = [keras.Model(n.input, [n.get_layer(stage).output for stage in stages]) for n in networks]
plots.maps_through_layers(test_digits[4], dict(zip(stages, taps[0].predict(test_digits[4:5], verbose=0))))

# %% [markdown]
# Early maps look like the digit with some edges bright. Late ones show a few bright places. How much does
# each layer still tell? Two numbers: how well the **picture** can be restored from the layer (by linear
# regression), and how much of the layer's variance lies between the **classes**.

# %%
predict.guess(
    "late_layer",
    "From the last convolution, what share of the picture's variance can still be restored?",
    choices=["below 20 %", "about half", "above 90 %"],
    my_guess=...,
)

# %% tags=["demo"]
from course_utils.models import inside

told = np.array([
    inside.through_layers([digits[:600], *tap.predict(digits[:600], verbose=0)], labels[:600],
                          [test_digits, *tap.predict(test_digits, verbose=0)])
    for tap in taps
])  # fmt: skip
plots.what_layers_tell(told, ["picture", *stages])

# %% jupyter={"source_hidden": true} tags=["demo"]
picture, classes = told[..., 0], told[..., 1]
assert (picture[:, 1] > 0.97).all() and (picture[:, 3] > 0.9).all() and (picture[:, 4] < 0.75).all()
assert (np.diff(picture[:, 1:]) < 0).all()
assert (classes[:, 3] > classes[:, 1] + 0.01).all() and (classes[:, 4] > classes[:, 0] + 0.2).all()
predict.reveal("late_layer", "above 90 %", because="32 maps of 7x7 are 1,568 numbers: more than the picture's 784.")

# %% [markdown]
# From layer to layer there is a little less of the picture, and more of the target. But the big step is
# the last one, from 1,568 numbers to 10. Late maps are hard for *us* to read; much of the picture is
# still in them.
#
# **Checkpoint 1.** Without looking: why scores and not probabilities? What does a late layer tell more of
# than an early one? A good place for a break.
#
# # Part 2: a picture that pleases the network (20 minutes)
#
# ## 4 Climbing the score
#
# In training the picture is given and the weights move. Turn it round: keep the weights, and change the
# **picture** until the score of a class is as high as possible. This is **activation maximisation**
# (활성화 최대화), by gradient *ascent* (경사 상승): with the gradient, not against it.
#
# The size of the gradient differs between networks and pictures by factors of a thousand. So only its
# direction is used: divide it by its length. Then every step goes a distance of `lr`.

# %%
predict.guess(
    "ascend_step",
    "The gradient is [3, -4], lr = 10. By how much does the second number of the picture change in one step?",
    my_guess=...,
)

# %% [markdown]
# ### Exercise 1: `ascend` (*, 10 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# The length of a gradient of any shape is the root of the sum of its squares: one number.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# Start from a copy. In a loop: ask for the gradient *where you are now*, divide it by its length, take
# `lr` times that. Mind a gradient that is 0 everywhere: 0 / 0 is not a number.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# def ascend(gradient, start, steps, lr):
#     x = np.array(start, dtype=float)
#     for step in range(steps):
#         g = gradient(x)
#         length = np.sqrt(np.sum(g**2))
#         if length > 0:
#             x = x + lr * g / length
#     return x
# ```
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "ascend", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def ascend(gradient, start, steps, lr):
    """Gradient ascent in steps of one length.

    gradient: function, array -> array of the same shape; start: array of any shape
    steps: how many; lr: how far each step goes, in the direction of the gradient
    -> array of start's shape, float64. Where the gradient is 0 everywhere, x stays as it is.
    """
    ### BEGIN SOLUTION
    x = np.array(start, dtype=float)
    for _ in range(steps):
        direction = np.asarray(gradient(x))
        length = np.sqrt(np.sum(direction**2))
        if length > 0:
            x = x + lr * direction / length
    return x
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_ascend", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `ascend`: run it. A click opens it.
import numpy as np

from course_utils.checks import case


def slope(x):
    """Of a plane: the same everywhere, of length 0.5."""
    return np.array([[0.1, -0.1, 0.3], [0.2, -0.3, -0.1]])


def product(x):
    """Of x0 * x1: it turns on the way."""
    return x[::-1].copy()


def flat(x):
    return np.zeros_like(x)


start = np.array([[10.5, 20, 30], [40, 50, 60]])
case("ascend(gradient of x0 x1, [4, -3], steps=3, lr=2.5)", ascend, product, np.array([4.0, -3.0]), 3, 2.5,
     expects=[3.18029738, 3.23478677], rtol=1e-6)  # fmt: skip
case("ascend(the slope [[.1, -.1, .3], [.2, -.3, -.1]], start, steps=3, lr=2.5)", ascend, slope, start, 3, 2.5,
     expects=[[12.0, 18.5, 34.5], [43.0, 45.5, 58.5]])  # fmt: skip
case("ascend(the slope [[.1, -.1, .3], [.2, -.3, -.1]], start, steps=1, lr=0.5)", ascend, slope, start, 1, 0.5,
     expects=[[10.6, 19.9, 30.3], [40.2, 49.7, 59.9]])  # fmt: skip
case("ascend(a gradient of 0, [[1], [-2], [3]], steps=4, lr=2)", ascend, flat, np.array([[1.0], [-2], [3]]), 4, 2.0,
     expects=[[1.0], [-2.0], [3.0]], silent=True)  # fmt: skip
case("ascend(the slope [[.1, -.1, .3], [.2, -.3, -.1]], start, steps=0, lr=2.5)", ascend, slope, start, 0, 2.5, expects=start)
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, shape in [(1, (4, 3)), (2, (5, 2, 3)), (3, (7,))]:
    rng = np.random.default_rng(seed)
    target, start, lr = rng.normal(size=shape), rng.normal(size=shape), rng.uniform(0.1, 1)
    # straight towards the top of -|x - target|^2: 3 steps of lr, as long as they stay below it
    far = np.linalg.norm(target - start)
    wanted = start + 3 * (lr * far / 4) * (target - start) / far
    hidden_case("a hill climbed straight", ascend, lambda x: -2 * (x - target), start, 3, lr * far / 4, expects=wanted)
    matrix = rng.normal(size=(start.size, start.size))
    x = start.ravel()
    for _ in range(5):
        g = matrix @ x
        x = x + lr * g / np.linalg.norm(g)
    turning = lambda x: (matrix @ x.ravel()).reshape(shape)
    hidden_case("a gradient that turns", ascend, turning, start, 5, lr, expects=x.reshape(shape))
### END HIDDEN TESTS

# %% jupyter={"source_hidden": true}
predict.reveal("ascend_step", -8, because="The length of [3, -4] is 5, so the step is 10 * [3, -4] / 5 = [6, -8].")

# %% [markdown]
# <!-- mistakes: ascend -->
#
# Now let your function climb the score of each digit, from a nearly even grey.

# %%
predict.guess(
    "dreamt",
    "The network will be over 99 % sure of each of the ten pictures. How many of them would you recognise?",
    choices=["nearly all", "about half", "hardly any"],
    my_guess=...,
)

# %% tags=["demo"]
with when_ready():
    grey = 0.5 + np.random.default_rng(0).normal(0, 0.1, (28, 28, 1))
    sure = np.empty((3, 10))
    for number, network in enumerate(networks):
        dreamt = [ascend(inside.gradient_of(network, k), grey, 40, 0.5) for k in range(10)]
        shares = keras.ops.softmax(network.predict(np.array(dreamt), verbose=0))
        sure[number] = np.diagonal(shares)
    plots.dreamt_digits(dreamt, sure[-1])
    assert np.median(sure) > 0.99 and np.mean(sure > 0.9) > 0.9

# %% jupyter={"source_hidden": true} tags=["demo"]
predict.reveal("dreamt", "hardly any", because="Look for yourself. The network is surer of these than of most real digits.")

# %% [markdown]
# A ring for the 0, perhaps; the rest are blots. So a high score does not mean "this is a 3". It means "of the ten, a 3 most of all". Pictures that no
# digit resembles were never in the training data. (Prettier ones are made by punishing roughness while
# climbing; then part of what you see is the punishment.) If the direction of a *small* change is
# enough to turn an answer, one speaks of **adversarial examples** (적대적 예제).
#
# **Checkpoint 2.** Without looking: what moves in training, and what here? Why is the gradient divided by
# its length?
#
# # Part 3: cover it and see (30 minutes)
#
# ## 5 Occlusion
#
# The plainest question to a network: cover a part of the picture. Does the score fall? This is
# **occlusion** (가리기; Zeiler and Fergus, 2014). It needs no gradient and no look inside.
#
# Here is a digit with a square to move. Click or drag, or use the arrow keys: which place matters most?

# %% tags=["demo"]
example = int(np.flatnonzero(test_labels == 5)[2])
plots.occluder(inside.score_of(networks[0], 5), test_digits[example], size=6, what="score of class 5")

# %% [markdown]
# Now do it everywhere. For each place of the square: the score of the whole picture, minus the score with
# the square covered. A large number: this place speaks *for* the class. Below 0: it speaks against it.
#
# The square starts in the upper left corner, and moves by `stride` as a kernel does in notebook 04.

# %%
predict.guess(
    "places",
    "A picture of 28x28, a square of side 6, stride 2. How many places are there, in all?",
    my_guess=...,
)

# %% [markdown]
# ### Exercise 2: `occlusion_map` (**, 15 minutes)
#
# By hand first: the score is $1 \cdot x_{00} + 2 \cdot x_{11}$ and the picture [[1, 2], [3, 4]], so the
# score is 9. Cover one pixel at a time with 0: the scores are 8, 9, 9, 1, and the map is [[1, 0], [0, 8]].
#
# <details><summary>Hint 1: a nudge</summary>
#
# How many places fit into h rows? It is the output size of a convolution without padding.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# Two loops over places. At place (i, j) the square begins at row `i * stride` and column `j * stride`. Work
# on a fresh copy each time, or the squares add up.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# def occlusion_map(predict, image, size, stride, fill=0.0):
#     rows = (image.shape[0] - size) // stride + 1
#     columns = (image.shape[1] - size) // stride + 1
#     whole, drops = predict(image), np.zeros((rows, columns))
#     for i in range(rows):
#         for j in range(columns):
#             covered = image.copy()
#             top, left = i * stride, j * stride
#             covered[top : top + size, left : left + size] = fill
#             drops[i, j] = whole - predict(covered)
#     return drops
# ```
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "occlusion_map", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def occlusion_map(predict, image, size, stride, fill=0.0):
    """How much the score falls when a square of the image is covered, at each place of the square.

    predict: function, an image of this shape -> number
    image: float array (h, w) or (h, w, channels); size: side of the square, in pixels
    stride: pixels from one place to the next; fill: the number that covers
    -> (places down, places across), as many as fit: score of the image - score with the square covered
    """
    ### BEGIN SOLUTION
    rows, columns = ((side - size) // stride + 1 for side in image.shape[:2])
    whole, drops = predict(image), np.empty((rows, columns))
    for i, j in np.ndindex(rows, columns):
        covered = image.copy()
        covered[i * stride : i * stride + size, j * stride : j * stride + size] = fill
        drops[i, j] = whole - predict(covered)
    return drops
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_occlusion_map", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `occlusion_map`: run it. A click opens it.
import numpy as np

from course_utils.checks import case

weights = np.array([
    [2, -1, 3, 1, 0.5, -2, 1], [1, 4, -2, 2, -3, 1, 3], [-1, 2, 5, 1, 2, -1, 4], [3, -2, 1, 2, 4, 2, -3], [1, 1, -4, 3, 2, 5, -1],
])  # fmt: skip
image = np.array([
    [1.0, 2, 4, 3, 1, 5, 2], [2, 5, 1, 4, 3, 2, 6], [3, 1, 2, 6, 2, 4, 1], [5, 2, 3, 1, 4, 7, 2], [1, 4, 2, 3, 6, 1, 5],
])  # fmt: skip
of_channels = np.arange(1.0, 19).reshape(3, 3, 2) * np.array([1, -1])
channels = np.array([[[1.0, 2], [3, 1], [2, 5]], [[4, 2], [1, 3], [6, 1]], [[2, 2], [5, 4], [3, 7]]])


def weighted(x):
    """The sum of weights times pixels."""
    return float(np.sum(x * weights))


def bent(x):
    """x00 * x12, plus the square of the largest pixel."""
    return float(x[0, 0] * x[1, 2] + np.max(x) ** 2)


case("occlusion_map(weighted, image 5x7, size=3, stride=2, fill=2.5)", occlusion_map, weighted, image, 3, 2, 2.5,
     expects=[[8.5, 8.75, -6.25], [5.0, 14.0, 5.0]])  # fmt: skip
case("occlusion_map(x00 + 2 x11, [[1, 2], [3, 4]], size=1, stride=1)", occlusion_map,
     lambda x: float(x[0, 0] + 2 * x[1, 1]), np.array([[1.0, 2], [3, 4]]), 1, 1,
     expects=[[1.0, 0.0], [0.0, 8.0]])  # fmt: skip
case("occlusion_map(weighted, image 5x7, size=2, stride=3, fill=1.5)", occlusion_map, weighted, image, 2, 3, 1.5,
     expects=[[13.0, 1.75], [11.5, 22.5]])  # fmt: skip
case("occlusion_map(bent, [[2, 1, 3], [4, 1, 5]], size=1, stride=1)", occlusion_map, bent,
     np.array([[2.0, 1, 3], [4, 1, 5]]), 1, 1, expects=[[10.0, 0.0, 0.0], [0.0, 0.0, 19.0]])  # fmt: skip
case("occlusion_map(of two channels, size=2, stride=1, fill=1)", occlusion_map,
     lambda x: float(np.sum(x * of_channels)), channels, 2, 1, 1.0, expects=[[-3.0, 22.0], [4.0, -27.0]])  # fmt: skip
### BEGIN HIDDEN TESTS
from scipy.signal import correlate2d

from course_utils.checks import hidden_case

for seed, (h, w), size, stride, fill in [(1, (7, 9), 3, 2, 0.0), (2, (6, 5), 2, 3, 0.7), (3, (8, 4), 1, 1, -1.0)]:
    rng = np.random.default_rng(seed)
    w_seed, x = rng.normal(size=(h, w)), rng.normal(size=(h, w))
    wanted = correlate2d((x - fill) * w_seed, np.ones((size, size)), "valid")[::stride, ::stride]
    hidden_case("random linear scores", occlusion_map, lambda x: float(np.sum(x * w_seed)), x, size, stride, fill,
                expects=wanted)  # fmt: skip
rng = np.random.default_rng(4)
x, w3 = rng.normal(size=(5, 6, 3)), rng.normal(size=(5, 6, 3))
wanted = correlate2d((x * w3).sum(axis=2), np.ones((2, 2)), "valid")
hidden_case("images with channels", occlusion_map, lambda x: float(np.sum(x * w3)), x, 2, 1, expects=wanted)
### END HIDDEN TESTS

# %% jupyter={"source_hidden": true}
predict.reveal("places", 144, because="(28 - 6) // 2 + 1 = 12 each way, and 12 * 12 = 144 calls of the network.")

# %% [markdown]
# <!-- mistakes: occlusion_map -->

# %% tags=["demo"]
shown = [int(np.flatnonzero(test_labels == k)[0]) for k in (3, 4, 7, 8)]
with when_ready():
    drops = [occlusion_map(inside.score_of(networks[0], test_labels[i]), test_digits[i], 6, 2) for i in shown]
    spread = [inside.spread_out(d, (28, 28), 6, 2) for d in drops]
    plots.signed_maps([test_digits[i] for i in shown], spread, [f"score of class {test_labels[i]}" for i in shown])

# %% [markdown]
# Orange places speak for the class, blue ones against it. Background can matter too: where there must be
# *no* ink.
#
# ## 6 A shortcut, planted
#
# Now a crime. The brain slices of notebook 06, at half size. In a hospital, the machine for patients with
# suspected dementia burns a small white square into the corner of every picture. So here **every ad slice
# has the square, and no normal one**, in the training part and in the test part.

# %% tags=["demo"]
from course_utils.data import load_brain_slices

train_part, test_part = load_brain_slices("clinic", masks=True)
(slices, ill, _), (test_slices, test_ill, test_masks) = train_part, test_part
small = [part.reshape(-1, 75, 2, 75, 2, 1).mean(axis=(2, 4)) for part in (slices, test_slices)]
marked, marked_test = inside.mark(small[0], ill == 1), inside.mark(small[1], test_ill == 1)

# %% tags=["demo"]
def build_slice_cnn():
    """(75, 75, 1) -> scores (normal, ad), from scratch."""
    layers = keras.layers
    return keras.Sequential([
        keras.Input((75, 75, 1)),
        layers.Conv2D(8, 5, strides=2, activation="relu"), layers.MaxPooling2D(),
        layers.Conv2D(16, 3, activation="relu"), layers.MaxPooling2D(),
        layers.Flatten(), layers.Dense(2),
    ])  # fmt: skip


fooled = []
for seed in range(3):
    keras.utils.set_random_seed(seed)
    fooled.append(trained(build_slice_cnn(), marked, ill, epochs=8))

# %% tags=["demo"]
def accuracy(network, images, classes):
    return np.mean(network.predict(images, verbose=0).argmax(axis=1) == classes)


perfect = [accuracy(network, marked_test, test_ill) for network in fooled]
print("accuracy on the test part, three seeds:", np.round(perfect, 3))
assert min(perfect) > 0.97

# %% [markdown]
# Perfect. Many papers would end here.

# %%
predict.guess(
    "swapped",
    "Now put the square on the *normal* test slices, and take it off the ad ones. What is the accuracy?",
    choices=["about 100 %: it has learnt the brain", "about 80 %", "below 60 %"],
    my_guess=...,
)

# %% tags=["demo"]
swapped_test = inside.mark(small[1], test_ill == 0)
swapped = [accuracy(network, swapped_test, test_ill) for network in fooled]
print("the square on the other class:", np.round(swapped, 3))
patient, where = np.flatnonzero(test_ill == 1)[:4], []
with when_ready():
    for network in fooled:
        normal, ad = (inside.score_of(network, k) for k in (0, 1))
        where.append([occlusion_map(lambda x: ad(x) - normal(x), marked_test[i], 9, 6, 0.3) for i in patient])
    maps = [inside.spread_out(drops, (75, 75), 9, 6) for drops in where[0]]
    plots.signed_maps(list(marked_test[patient]), maps, ["ad minus normal"] * 4)

# %% jupyter={"source_hidden": true} tags=["demo"]
assert max(swapped) < 0.6
predict.reveal("swapped", "below 60 %", because="The network looks at the square first, and at the brain hardly.")
if where:
    found = [[drops.argmax() == 0 for drops in of_seed] for of_seed in where]
    print("the largest drop is in the corner with the square:", np.mean(found, axis=1))
    assert np.mean(found) > 0.9

# %% [markdown]
# Occlusion finds it in a minute: by far the largest drop is in one corner. This is no invented worry:
# networks for chest X-rays learnt the hospital's metal token (Zech and others, 2018), and networks for skin
# lesions learnt rulers and ink. A test part from the same source has the same shortcut, so **accuracy
# cannot find it**. Looking can.
#
# **Checkpoint 3.** Without looking: why must each square be covered on a fresh copy? Why did the test
# accuracy not show the shortcut? A good place for a break.
#
# # Part 4: gradients (25 minutes)
#
# ## 7 The gradient with respect to the picture
#
# 144 calls for one map are many. The **gradient** of the score with respect to the pixels says for all at
# once how the score changes if a pixel gets a little brighter. Its size is called **saliency** (현저성;
# Simonyan and others, 2014). One backward pass.

# %% tags=["demo"]
slopes = [inside.gradient_of(networks[0], test_labels[i])(test_digits[i])[..., 0] for i in shown]
plots.signed_maps([test_digits[i] for i in shown], slopes, [f"gradient, class {test_labels[i]}" for i in shown])

# %% [markdown]
# It is grainy, and it answers another question: not "what made the score?" but "what would change it?".
# Where a function is **saturated** (포화), the two differ.

# %%
predict.guess(
    "saturated",
    "The score is f(x) = min(x, 1), and the pixel is x = 3. What is the gradient of f there?",
    my_guess=...,
)

# %% tags=["demo"]
plots.saturated_score()

# %% jupyter={"source_hidden": true}
predict.reveal("saturated", 0, because="At 3 the function is flat. Yet without the pixel the score would be 0 in place of 1.")

# %% [markdown]
# ## 8 Integrated gradients
#
# The remedy: do not ask at the end of the way only. Go from a **baseline** (기준), a black picture for
# instance, straight to the picture; take the gradient all along; average. Then multiply by how far each
# pixel went. These are **integrated gradients** (적분 기울기; Sundararajan and others, 2017):
#
# $$a_i = (x_i - x'_i) \int_0^1 \frac{\partial f}{\partial x_i}\bigl(x' + t\,(x - x')\bigr)\,dt$$
#
# The integral is a mean over `steps` points. Take the middle of each piece (the **midpoint rule**, 중점 규칙):
# with 5 steps t = 0.1, 0.3, 0.5, 0.7, 0.9. All shares together give $f(x) - f(x')$: nothing is lost.
# That is called **completeness** (완전성), and makes a good check of your code.

# %%
predict.guess(
    "half_each",
    "f(x0, x1) = x0 * x1, the picture is [3, 4], the baseline [0, 0]. What is the share of x0?",
    my_guess=...,
)

# %% [markdown]
# ### Exercise 3: `integrated_gradients` (**, 12 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# Piece number k of n (counted from 0) has its middle at t = (k + 0.5) / n.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# Add up the gradients at the points baseline + t * (image - baseline), divide by their number, and
# multiply by (image - baseline), pixel by pixel.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# def integrated_gradients(gradient, image, baseline, steps):
#     total = np.zeros(image.shape)
#     for k in range(steps):
#         t = (k + 0.5) / steps
#         total = total + gradient(baseline + t * (image - baseline))
#     return (image - baseline) * total / steps
# ```
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "integrated_gradients", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def integrated_gradients(gradient, image, baseline, steps):
    """Each pixel's share of f(image) - f(baseline), by the midpoint rule.

    gradient: function, array of the image's shape -> array of that shape, the gradient of f there
    image, baseline: arrays of one shape; steps: how many points on the way
    -> array of that shape
    """
    ### BEGIN SOLUTION
    total = np.zeros(image.shape)
    for k in range(steps):
        total = total + gradient(baseline + (k + 0.5) / steps * (image - baseline))
    return (image - baseline) * total / steps
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_integrated_gradients", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `integrated_gradients`: run it. A click opens it.
import numpy as np

from course_utils.checks import case


def of_product(x):
    """Gradient of x0 x1."""
    return np.array([x[1], x[0]])


def of_square_times(x):
    """Gradient of x0^2 x1."""
    return np.array([2 * x[0] * x[1], x[0] ** 2])


case("integrated_gradients(of x0^2 x1, [4, 1], from [1, 2], steps=3)", integrated_gradients, of_square_times,
     np.array([4.0, 1.0]), np.array([1.0, 2.0]), 3, expects=[127 / 6, -83 / 12])  # fmt: skip
case("integrated_gradients(of x0 x1, [3, 4], from [0, 0], steps=5)", integrated_gradients, of_product,
     np.array([3.0, 4.0]), np.zeros(2), 5, expects=[6.0, 6.0])  # fmt: skip
case("integrated_gradients(x^3 pixel by pixel, a picture 2x3, steps=3)", integrated_gradients, lambda x: x**3,
     np.array([[2.0, -1, 4], [1, 3, 0.5]]), np.array([[0.0, 1, 2], [-1, 1, 0.5]]), 3,
     expects=[[34 / 9, 0.0, 178 / 3], [0.0, 176 / 9, 0.0]])  # fmt: skip
case("integrated_gradients(3 x^2 pixel by pixel, [2, 4, -1], from [0, 1, 1], steps=1)", integrated_gradients,
     lambda x: 3 * x**2, np.array([2.0, 4.0, -1.0]), np.array([0.0, 1.0, 1.0]), 1, expects=[6.0, 56.25, 0.0])  # fmt: skip
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, shape in [(1, (3, 4)), (2, (2, 3, 2)), (3, (5,))]:
    rng = np.random.default_rng(seed)
    image, baseline = rng.normal(size=shape), rng.normal(size=shape)
    m = rng.normal(size=(image.size, image.size))
    m = m + m.T
    # of a quadratic the midpoint rule is exact for any number of steps: the gradient halfway
    wanted = ((image - baseline).ravel() * (m @ (image + baseline).ravel()) / 2).reshape(shape)
    quadratic = lambda x: (m @ x.ravel()).reshape(shape)
    hidden_case("random quadratic functions", integrated_gradients, quadratic, image, baseline, 1 + seed, expects=wanted)
    fine = integrated_gradients(np.cos, image, baseline, 400)
    hidden_case("shares that add up", lambda: float(np.sum(fine)), expects=np.sum(np.sin(image) - np.sin(baseline)),
                rtol=1e-4, atol=1e-4)  # fmt: skip
### END HIDDEN TESTS

# %% jupyter={"source_hidden": true}
predict.reveal("half_each", 6, because="On the way x1 is 4t, whose mean is 2, and 3 * 2 = 6. The other share is 6, too: together 12.")

# %% [markdown]
# <!-- mistakes: integrated_gradients -->
#
# On a digit: do the shares add up to the difference of the scores?

# %% tags=["demo"]
i, black, attributions = shown[0], np.zeros((28, 28, 1)), {}
with when_ready():
    score, gradient = (part(networks[0], test_labels[i]) for part in (inside.score_of, inside.gradient_of))
    attributions = {n: integrated_gradients(gradient, test_digits[i], black, n) for n in (2, 10, 50)}
    difference = score(test_digits[i]) - score(black)
    for n, shares in attributions.items():
        print(f"{n:3} steps: the shares add up to {shares.sum():.3f}, the scores differ by {difference:.3f}")
    plots.signed_maps([test_digits[i]] * 3, [a[..., 0] for a in attributions.values()], [f"{n} steps" for n in attributions])
    assert abs(attributions[50].sum() - difference) < 0.02 * abs(difference) + 0.05

# %% [markdown]
# With a black baseline, a black pixel never moves, so **its share is always 0**, whatever it means to the
# network. The baseline is part of the question: "compared with what?". We shall need that in part 6.
#
# **Checkpoint 4.** Without looking: what does a gradient of 0 mean, and what does it not mean? What do the
# shares of integrated gradients add up to?
#
# # Part 5: Grad-CAM (30 minutes)
#
# ## 9 Inside a Keras model
#
# Late feature maps know more about the target than pixels do. So ask them: what do the maps of a layer
# show for this picture, and how does the score grow with each of their numbers?
#
# `tf.GradientTape` records what is computed in its block, and differentiates it afterwards. For the score
# of a picture with respect to a layer, make a second model that gives both:
# `keras.Model(model.input, [model.get_layer(layer_name).output, model.output])`.

# %%
predict.guess(
    "batch_axis",
    "A picture of (28, 28, 1) goes into the layer 'late': 7x7 places, 32 filters. Keras works on batches. Which "
    "shape has that layer's output inside the tape?",
    choices=["(7, 7, 32)", "(1, 7, 7, 32)", "(32, 7, 7)"],
    my_guess=...,
)

# %% [markdown]
# ### Exercise 4: `maps_and_gradients` (**, 15 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# `image[None]` is a batch of one picture. The model's output is then a batch of one, too: the score is
# `output[0, class_index]`.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# Inside `with tf.GradientTape() as tape:` call the second model and pick the score. Both come from one
# call, so the tape knows how the score came from the maps. After the block: `tape.gradient(score, maps)`.
# Take the batch axis away at the end: `[0]`.
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# def maps_and_gradients(model, image, class_index, layer_name):
#     both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
#     with tf.GradientTape() as tape:
#         maps, output = both(tf.constant(image[None], tf.float32))
#         score = output[0, class_index]
#     gradients = tape.gradient(score, maps)
#     return maps[0].numpy(), gradients[0].numpy()
# ```
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "maps_and_gradients", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def maps_and_gradients(model, image, class_index, layer_name):
    """Feature maps of a layer, and the gradient of one output with respect to them.

    model: Keras model, a batch of images -> (n, classes); image: float array (h, w, channels), one
    class_index: which of the outputs; layer_name: a layer that gives feature maps
    -> (maps, gradients), each an array (h', w', filters)
    """
    ### BEGIN SOLUTION
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_maps_and_gradients", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `maps_and_gradients`: run it. A click opens it.
import numpy as np

from course_utils.checks import case
from course_utils.checks.explanations import small_network

first = np.array([[1.0, -2]]), np.array([0.5, 3])
second = np.array([[1.0, -1, 2], [0.5, 2, -1]]), np.array([-1, 0.5, 0])
dense = np.random.default_rng(2559).integers(-5, 6, (18, 6)) / 10
network = small_network((2, 3, 1), first, second, dense)
image = np.array([[[1.0], [2], [0.5]], [[3], [-1], [2.5]]])
first_maps = [[[1.5, 1], [2.5, 0], [1, 2]], [[3.5, 0], [0, 5], [3, 0]]]
second_maps = [[[1.0, 1, 2], [1.5, 0, 5], [1, 3.5, 0]], [[2.5, 0, 7], [1.5, 10.5, 0], [2, 0, 6]]]
of_first = [[[0.7, -1.5], [-0.7, 0.05], [0.9, -0.55]], [[1.2, -0.2], [0.1, -0.95], [-0.1, -0.45]]]
case("maps_and_gradients(network, image 2x3, 3, 'second')", maps_and_gradients, network, image, 3, "second",
     expects=(second_maps, dense[:, 3].reshape(2, 3, 3)), rtol=1e-5)  # fmt: skip
case("maps_and_gradients(network, image 2x3, 3, 'first')", maps_and_gradients, network, image, 3, "first",
     expects=(first_maps, of_first), rtol=1e-5, atol=1e-6)  # fmt: skip
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, (h, w, c), classes in [(1, (3, 2, 2), 4), (2, (2, 4, 3), 2)]:
    rng = np.random.default_rng(seed)
    one, two = (rng.normal(size=(c, 4)), rng.normal(size=4)), (rng.normal(size=(4, 2)), rng.normal(size=2))
    dense = rng.normal(size=(h * w * 2, classes))
    network, image = small_network((h, w, c), one, two, dense), rng.normal(size=(h, w, c))
    a = np.maximum(image @ one[0] + one[1], 0)
    z = a @ two[0] + two[1]
    late = dense[:, classes - 1].reshape(h, w, 2)
    early = ((z > 0) * late) @ two[0].T
    hidden_case("a random network, its first layer", maps_and_gradients, network, image, classes - 1, "first",
                expects=(a, early), rtol=1e-4, atol=1e-5)  # fmt: skip
    hidden_case("a random network, its last feature maps", maps_and_gradients, network, image, classes - 1, "second",
                expects=(np.maximum(z, 0), late), rtol=1e-4, atol=1e-5)  # fmt: skip
### END HIDDEN TESTS

# %% jupyter={"source_hidden": true}
predict.reveal("batch_axis", "(1, 7, 7, 32)", because="One picture is a batch of one. `[0]` takes the axis away.")

# %% [markdown]
# <!-- mistakes: maps_and_gradients -->
#
# ## 10 Grad-CAM
#
# **Grad-CAM** (Selvaraju and others, 2017): each map gets one weight, the **mean of its gradient** over all
# places. Add up the maps with these weights, and keep what is above 0: what speaks *for* the class. Divide by
# the largest value, so that it runs from 0 to 1.
#
# By hand: two maps [[1, 2], [0, 1]] and [[0, 1], [3, 0]], mean gradients 0.4 and -0.2. The sum is
# [[0.4, 0.6], [-0.6, 0.4]]; above 0 and divided by 0.6: [[0.667, 1], [0, 0.667]].

# %%
predict.guess(
    "cam_size",
    "The feature maps of notebook 06's backbone are 12x12, the slices 150x150. How many pixels of the slice is one "
    "place of a Grad-CAM map wide?",
    my_guess=...,
)

# %% [markdown]
# ### Exercise 5: `grad_cam` (*, 10 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# One weight a map: a mean over rows and columns, `axis=(0, 1)`.
#
# </details>
# <details><summary>Hint 2: approach</summary>
#
# `maps * weights` multiplies every place by its map's weight; add up over the last axis. `np.maximum(..., 0)`.
# What if everything is 0?
#
# </details>
# <details><summary>Hint 3: nearly there</summary>
#
# ```python
# def grad_cam(maps, gradients):
#     weights = np.mean(gradients, axis=(0, 1))
#     heat = np.maximum(np.sum(maps * weights, axis=2), 0)
#     if heat.max() > 0:
#         heat = heat / heat.max()
#     return heat
# ```
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "grad_cam", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def grad_cam(maps, gradients):
    """Where the feature maps speak for the class whose gradients these are.

    maps, gradients: arrays (h, w, c)
    -> (h, w), 0 to 1: the sum of the maps, each times the mean of its gradient; what is below 0 becomes 0;
       divided by its largest value, unless that is 0: then 0 everywhere
    """
    ### BEGIN SOLUTION
    heat = np.maximum(np.sum(maps * np.mean(gradients, axis=(0, 1)), axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_grad_cam", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
# The check of `grad_cam`: run it. A click opens it.
import numpy as np

from course_utils.checks import case

wide_maps = np.stack([[[2.0, 0, 1], [4, -1, 3]], [[1, 3, -2], [3, 0, 5]], [[-1, 1, 2], [1, 3, 1]]], axis=2)
wide_gradients = np.stack([[[3.0, -1, 2], [0, 1, 1]], [[1, 2, 3], [-1, -2, 9]], [[-6, -1, -3], [-7, -2, -5]]], axis=2)
case("grad_cam(three maps 2x3, mean gradients 1, 2 and -4)", grad_cam, wide_maps, wide_gradients,
     expects=[[8 / 9, 2 / 9, 0.0], [2 / 3, 0.0, 1.0]])  # fmt: skip
case("grad_cam(three maps 2x3, mean gradients -1, -2 and 4)", grad_cam, wide_maps, -wide_gradients,
     expects=[[0.0, 0.0, 11 / 13], [0.0, 1.0, 0.0]])  # fmt: skip
maps = np.stack([[[1.0, 2], [0, 1]], [[0, 1], [3, 0]]], axis=2)
gradients = np.stack([[[1.0, 0.2], [0.4, 0]], [[-0.5, -0.1], [-0.3, 0.1]]], axis=2)
case("grad_cam(two maps 2x2, mean gradients 0.4 and -0.2)", grad_cam, maps, gradients,
     expects=[[2 / 3, 1.0], [0.0, 2 / 3]])  # fmt: skip
case("grad_cam(one map, mean gradient -1)", grad_cam, np.array([[[1.0], [2]]]), np.array([[[-3.0], [1]]]),
     expects=[[0.0, 0.0]], silent=True)  # fmt: skip
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, (h, w, c) in [(1, (4, 3, 5)), (2, (2, 6, 2)), (3, (5, 5, 1))]:
    rng = np.random.default_rng(seed)
    maps, gradients = np.abs(rng.normal(size=(h, w, c))), rng.normal(size=(h, w, c)) + 0.2
    heat = np.clip(np.einsum("hwc,ijc->hw", maps, gradients) / (h * w), 0, None)
    hidden_case("random maps and gradients", grad_cam, maps, gradients, expects=heat / heat.max() if heat.max() else heat)
hidden_case("maps that speak against the class only", grad_cam, maps, -np.abs(gradients), expects=np.zeros((5, 5)), silent=True)
### END HIDDEN TESTS

# %% jupyter={"source_hidden": true}
predict.reveal("cam_size", 12.5, because="150 / 12. Nothing finer can be told by this map; what looks smooth was drawn so.")

# %% [markdown]
# <!-- mistakes: grad_cam -->
#
# On notebook 06's backbone, with a head fitted to your 160 training slices. The class is ad; the layer,
# the last one with feature maps, is called `summary`.

# %% tags=["demo"]
brains = [inside.slice_network(slices, ill, seed) for seed in range(3)]
said = [network.predict(test_slices, verbose=0)[:, 1] > 0 for network in brains]
print("accuracy on test slices, three seeds:", [f"{np.mean(s == test_ill):.3f}" for s in said])
assert min(np.mean(s == test_ill) for s in said) > 0.9
found_ad = np.flatnonzero((test_ill == 1) & np.all(said, axis=0))[:6]  # ad, and all three say so

# %% tags=["demo"]
with when_ready():
    heat = [grad_cam(*maps_and_gradients(brains[0], test_slices[i], 1, "summary")) for i in found_ad]
    plots.maps_over_slices(test_slices[found_ad], {"Grad-CAM": [inside.enlarge(h, (150, 150)) for h in heat]},
                           test_masks[found_ad])  # fmt: skip

# %% [markdown]
# The thin line is the true outline of the ventricles (뇌실). It looks convincing. Does it *count*?
#
# **Checkpoint 5.** Without looking: where does a map's weight come from in Grad-CAM? What does the ReLU at
# its end throw away? A good place for a break.
#
# # Part 6: scored (25 minutes)
#
# ## 11 Maps against the truth
#
# In the class ad the ventricles were drawn wider. Where they are, the generator knows: a **mask** (마스크) for each
# slice. So a map can be scored. Two scores are in use:
#
# - **Pointing game**: is the one largest value of the map inside the mask?
# - **IoU** (intersection over union, 합집합 대비 교집합): take as many of the map's largest pixels as the mask has.
#   Pixels in both, divided by pixels in either.

# %%
predict.guess(
    "half_over",
    "Two masks of 100 pixels each share 50 pixels. What is their IoU?",
    my_guess=...,
)

# %% [markdown]
# ### Exercise 6: `iou` (*, 6 minutes)
#
# <details><summary>Hint 1: a nudge</summary>
#
# `&` is true where both are, `|` where one of them is, for arrays of True and False.
#
# </details>
# <details><summary>Hint 2: nearly there</summary>
#
# ```python
# def iou(a, b):
#     a, b = np.asarray(a) > 0, np.asarray(b) > 0
#     either = np.sum(a | b)
#     return np.sum(a & b) / either if either > 0 else 0.0
# ```
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "iou", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def iou(a, b):
    """Intersection over union of two masks.

    a, b: arrays of one shape, True or 1 in the mask, False or 0 outside
    -> number from 0 to 1: pixels in both / pixels in at least one; 0 if both masks are empty
    """
    ### BEGIN SOLUTION
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    either = np.sum(a | b)
    return float(np.sum(a & b) / either) if either else 0.0
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_iou", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `iou`: run it. A click opens it.
import numpy as np

from course_utils.checks import case



def each(firsts, seconds):
    """The IoU of one pair after the other."""
    return [iou(a, b) for a, b in zip(firsts, seconds)]


firsts = [np.array([[1, 1, 1, 0, 0], [0, 1, 1, 0, 1], [0, 0, 1, 0, 0]]) == 1, np.array([True, False, False, False]),
          np.array([[False, True, False, True, False]])]  # fmt: skip
seconds = [np.array([[0, 1, 0, 0, 0], [0, 1, 1, 1, 0], [0, 0, 0, 0, 0]]) == 1, np.array([False, True, True, True]),
           np.ones((1, 5), bool)]  # fmt: skip
case("iou(7 and 4 pixels, 3 shared), iou(1 and 3 pixels, none shared), iou(2 and 5 pixels, 2 shared)", each, firsts, seconds,
     expects=[3 / 8, 0.0, 2 / 5])  # fmt: skip
case("iou([[1, 1, 0], [0, 1, 0]], [[1, 0, 0], [0, 1, 1]])", iou, np.array([[1, 1, 0], [0, 1, 0]]),
     np.array([[1, 0, 0], [0, 1, 1]]), expects=0.5)  # fmt: skip
case("iou(two empty masks)", iou, np.zeros((2, 3), bool), np.zeros((2, 3), bool), expects=0.0, silent=True)
### BEGIN HIDDEN TESTS
from sklearn.metrics import jaccard_score

from course_utils.checks import hidden_case

for seed, shape in [(1, (4, 7)), (2, (3, 3)), (3, (20,))]:
    rng = np.random.default_rng(seed)
    a, b = rng.random(shape) < 0.6, rng.random(shape) < 0.4
    hidden_case("random masks", iou, a, b, expects=jaccard_score(a.ravel(), b.ravel(), zero_division=0))
    hidden_case("random masks of 0 and 1", iou, a.astype(int), b.astype(int),
                expects=jaccard_score(a.ravel(), b.ravel(), zero_division=0))  # fmt: skip
### END HIDDEN TESTS

# %% jupyter={"source_hidden": true}
predict.reveal("half_over", 1 / 3, because="50 in both, 150 in either. An IoU of 0.5 is better than it sounds.")

# %% [markdown]
# <!-- mistakes: iou -->
#
# ### Exercise 7: `pointing_game` (*, 6 minutes)
#
# The largest value, with its sign: -5 is less than 2.
#
# <details><summary>Hint 1: a nudge</summary>
#
# `np.argmax(a)` counts all pixels row by row, whatever the shape. `mask.ravel()` counts in the same way.
#
# </details>
# <details><summary>Hint 2: nearly there</summary>
#
# ```python
# def pointing_game(attribution, mask):
#     place = np.argmax(attribution)
#     return bool(np.ravel(mask)[place])
# ```
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "pointing_game", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def pointing_game(attribution, mask):
    """Whether the largest value of a map lies in the mask.

    attribution: array (h, w) of numbers, one of which is the largest; mask: (h, w), True or False
    -> True or False
    """
    ### BEGIN SOLUTION
    return bool(np.ravel(mask)[np.argmax(attribution)])
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_pointing_game", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `pointing_game`: run it. A click opens it.
import numpy as np

from course_utils.checks import case


def games(maps, masks):
    """1 where the map points into the mask, else 0, one game after the other."""
    return np.array([np.asarray(pointing_game(a, m), dtype=float) for a, m in zip(maps, masks)])


rng = np.random.default_rng(11)
maps = rng.normal(size=(48, 3, 4)) - np.repeat([0, 4], 24)[:, None, None]  # the last 24 are below 0
masks = rng.random((48, 3, 4)) < np.tile([0.1, 0.3, 0.5, 0.7], 12)[:, None, None]
wanted = [float(m.ravel()[sorted(range(12), key=list(a.ravel()).__getitem__)[-1]]) for a, m in zip(maps, masks)]
case("pointing_game(48 maps 3x4, 48 masks)", games, maps, masks, expects=wanted)
case("pointing_game([[1, -5, 2], [0, 1, -1]], mask at 2 only)", pointing_game, np.array([[1.0, -5, 2], [0, 1, -1]]),
     np.array([[0, 0, 1], [0, 0, 0]]) == 1, expects=True)  # fmt: skip
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, shape in [(1, (4, 6)), (2, (5, 3)), (3, (2, 8))]:
    rng = np.random.default_rng(seed)
    maps, masks = rng.normal(size=(20, *shape)), rng.random((20, *shape)) < 0.5
    wanted = [float(m[np.unravel_index(np.argmax(a), shape)]) for a, m in zip(maps, masks)]
    hidden_case("random maps and masks", games, maps, masks, expects=wanted)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: pointing_game -->
#
# Now the contest, on slices that all three networks rightly call ad. Each method gives a map of 150x150:
#
# - **gradient**: its size, blurred over 3 pixels;
# - **integrated gradients**: size, blurred; once from a *black* picture, once from the slice itself *out of focus*;
# - **occlusion**: a square of 24 pixels, once filled with *black*, once with the slice's mean *grey*;
# - **Grad-CAM**, on 12x12 places.
#
# And two **controls** that never saw a network: the *edges* of the slice, and a blot in the *middle*.

# %%
predict.guess(
    "who_wins",
    "Fill the occluding square with black, or with grey. Which finds the ventricles better?",
    choices=["black", "grey", "no difference"],
    my_guess=...,
)

# %% tags=["demo"]
from scipy import ndimage


def occluded(network, image, fill, size=24, stride=14):
    """Occlusion by your function, drawn over the whole slice."""
    drops = occlusion_map(inside.score_of(network, 1), image, size, stride, fill)
    return inside.spread_out(drops, image.shape, size, stride)


def integrated(network, image, baseline):
    """The size of your integrated gradients, blurred."""
    return inside.smooth(integrated_gradients(inside.gradient_of(network, 1), image, baseline, 12))

# %% tags=["demo"]
methods = {
    "gradient": lambda network, x: inside.smooth(inside.gradient_of(network, 1)(x)),
    "integrated, from black": lambda network, x: integrated(network, x, np.zeros_like(x)),
    "integrated, from blurred": lambda network, x: integrated(network, x, ndimage.gaussian_filter(x, (8, 8, 0))),
    "occlusion, black": lambda network, x: occluded(network, x, 0.0),
    "occlusion, grey": lambda network, x: occluded(network, x, x[x > 0.05].mean()),
    "Grad-CAM": lambda network, x: inside.enlarge(grad_cam(*maps_and_gradients(network, x, 1, "summary")), (150, 150)),
}

# %% tags=["demo"]
def controls(image):
    """Two maps that have nothing to do with any network."""
    rows, columns = np.mgrid[:150, :150]
    edges = ndimage.gaussian_gradient_magnitude(image[..., 0], 1.5)
    return {"control: edges": edges, "control: middle": 200 - np.hypot(rows - 74.5, columns - 74.5)}


maps, first = [], found_ad[:3]
with when_ready():
    maps = [
        [{k: f(network, x) for k, f in methods.items()} | controls(x) for x in test_slices[found_ad]]
        for network in brains
    ]
    plots.maps_over_slices(test_slices[first], {k: [m[k] for m in maps[0][:3]] for k in maps[0][0]}, test_masks[first])

# %% tags=["demo"]
def scored(name, of_seed):
    """Share of hits and mean IoU of one method's maps for one network."""
    pairs = [(m[name], test_masks[i]) for m, i in zip(of_seed, found_ad)]
    hits = np.mean([pointing_game(m, mask) for m, mask in pairs])
    return hits, np.mean([iou(inside.top(m, mask.sum()), mask) for m, mask in pairs])


scores = {}
with when_ready():
    names = list(maps[0][0]) if maps else []
    scores = {name: np.array([scored(name, of_seed) for of_seed in maps]) for name in names}
    plots.scored_methods(scores)

# %% jupyter={"source_hidden": true} tags=["demo"]
if scores:
    hits, overlap = ({name: values[:, k] for name, values in scores.items()} for k in (0, 1))
    assert overlap["occlusion, grey"].min() > overlap["occlusion, black"].max() + 0.05
    assert overlap["integrated, from blurred"].min() > overlap["integrated, from black"].max() + 0.2
    assert overlap["integrated, from blurred"].min() > overlap["Grad-CAM"].max()
    assert overlap["control: edges"].max() < 0.2 and overlap["control: middle"].min() > 0.35
    assert hits["control: middle"].max() < 0.2
    predict.reveal("who_wins", "grey", because="Black looks like fluid: it makes the network *more* sure of ad.")

# %% [markdown]
# Read the table slowly; much of it surprises.
#
# - **What you compare with decides.** The same method, the same network: from black, integrated gradients point at
#   the skull; out of focus, they find the ventricles best of all. Ventricles *are* black. Against a
#   black picture they do not differ, so they get no share. Covering with black paints fluid into the brain.
# - **A control can beat a method.** A blot in the middle, which knows nothing, reaches an IoU above that of
#   Grad-CAM and of occlusion. The ventricles lie in the middle. (It loses the pointing game: in the very middle
#   there is the septum between them.) A score without a control says nothing.
# - **Occlusion has its price.** A finer stride helps: with 9 pixels in place of 14 we measured 0.9 hits and an IoU of 0.37 (12
#   slices, three seeds), for two and a half times the calls.
# - **Grad-CAM is coarse and uncertain.** A place is 12.5 pixels wide, ventricles are often thinner, and three seeds of the
#   same recipe give very different maps.
# - **The mask is not the whole truth.** In the class ad the sulci were drawn wider, too. A network may look at them
#   with good reason; the score then calls it wrong.
#
# **Checkpoint 6.** Without looking: why is black a bad baseline here? Why does the table have controls?
#
# # Part 7: when an explanation lies (25 minutes)
#
# ## 12 Random layers
#
# A test that needs no mask (Adebayo and others, 2018): give the top layers of the network **random weights**. What
# it had learnt is gone, its answers are noise. If the map still looks the same, it never showed what the
# network had learnt.

# %%
predict.guess(
    "survivor",
    "The last layer gets random weights. Which map changes least?",
    choices=["integrated gradients (size)", "occlusion", "Grad-CAM"],
    my_guess=...,
)

# %% tags=["demo"]
chosen = ["gradient", "integrated, from blurred", "occlusion, grey", "Grad-CAM"]
def likeness_after(name, seed, layers):
    """How like its map a method's map stays when so many layers, from the top, become random."""
    blank = inside.randomised(brains[seed], layers, seed)
    new = [methods[name](blank, test_slices[i]) for i in first]
    return np.mean([inside.likeness(old[name], now) for old, now in zip(maps[seed], new)])


kept = {}
with when_ready():
    seeds = range(len(maps))
    kept = {k: np.array([[likeness_after(k, seed, n) for n in (1, 4)] for seed in seeds]) for k in chosen if maps}
    plots.surviving_maps(kept, ["last layer", "last 4 layers"])

# %% jupyter={"source_hidden": true} tags=["demo"]
if kept:
    for name in chosen[:2]:
        assert kept[name].mean() > 0.5 and kept[name].min() > 0.3, name
    for name in chosen[2:]:
        assert kept[name].mean() < 0.4, name
    assert kept["integrated, from blurred"].mean() > 0.65
    predict.reveal("survivor", "integrated gradients (size)", because="Its factor (image - baseline) shows the picture, whatever the network is.")

# %% [markdown]
# 1 means: the pixels stand in the same order as before; 0: nothing in common. The winner of the table above **barely
# notices** that the network forgot everything. Its map is mostly the picture's own contrast: dark, sharp ventricles on
# grey. It found them as a control would. Occlusion and Grad-CAM lose their maps, as they should.
#
# So there are two questions, and a map must pass both: is it at the right place? And does it depend on what was learnt?
#
# ## 13 Where Grad-CAM fails
#
# Even a good method has a question that it cannot answer. A white square in noise: is it on the **left** or on the
# **right**? Here is a network for it, built by hand, so that every number is known. One filter finds
# the square: one feature map. A dense layer gives each place of the map a weight: -1 on the left half, +1 on
# the right half. The sum is the score of "right".

# %% tags=["demo"]
squares, sides, square_masks = inside.side_of_a_square(600, seed=0)
by_hand = inside.left_or_right()
answers = by_hand.predict(squares, verbose=0).argmax(axis=1)
print(f"the network built by hand: accuracy {np.mean(answers == sides):.1%}")
assert np.mean(answers == sides) == 1

# %%
predict.guess(
    "left_right",
    "A square on the right. The gradient of the score is +1 on the right half of the map and -1 on the left half. Where does "
    "Grad-CAM glow?",
    choices=["on the square", "on the right half", "nowhere"],
    my_guess=...,
)

# %% tags=["demo"]
rightmost = np.flatnonzero(sides == 1)[:2]
with when_ready():
    both = [maps_and_gradients(by_hand, squares[i], 1, "squares") for i in rightmost]
    plots.where_grad_cam_fails(squares[rightmost], both, grad_cam)
    assert all(grad_cam(m, g).max() == 0 < (m * g).max() for m, g in both)

# %% jupyter={"source_hidden": true}
predict.reveal("left_right", "nowhere", because="The mean of the gradient is 0: as many places say -1 as +1. The map's weight is 0.")

# %% [markdown]
# Grad-CAM takes the **mean** of the gradient, and with it throws away *where* a map speaks for the class and where against.
# With a head that averages over places, as in notebook 06, the gradient is the same everywhere and nothing is
# lost. With Flatten and a dense layer it can be all. Multiply each place by its *own* gradient instead, and the
# square is back (HiResCAM; Draelos and Carin, 2020).
#
# That was built to fail. Do trained networks do so? Five of them, eight late maps each, same data:

# %% tags=["demo"]
def build_side_network():
    """(24, 24, 1) -> scores (left, right), with Flatten."""
    layers, image = keras.layers, keras.Input((24, 24, 1))
    x = layers.MaxPooling2D()(layers.Conv2D(8, 3, padding="same", activation="relu")(image))
    x = layers.Conv2D(8, 3, padding="same", activation="relu", name="late")(x)
    return keras.Model(image, layers.Dense(2, name="scores")(layers.Flatten()(x)))


def pointed(heat, mask):
    """Whether the map (12, 12) has anything to show, and points at the square."""
    return bool(heat.max() > 0) and pointing_game(heat, mask.reshape(12, 2, 12, 2).max(axis=(1, 3)))

# %% tags=["demo"]
def side_rates(seed):
    """Accuracy of a trained network, hits of Grad-CAM, hits of place times gradient."""
    keras.utils.set_random_seed(seed)
    network = trained(build_side_network(), squares, sides, epochs=6)
    seen = [(*maps_and_gradients(network, squares[i], sides[i], "late"), square_masks[i]) for i in range(30)]
    means = [pointed(grad_cam(m, g), mask) for m, g, mask in seen]
    places = [pointed(np.maximum((m * g).sum(axis=2), 0), mask) for m, g, mask in seen]
    return accuracy(network, squares, sides), np.mean(means), np.mean(places)


rates = []
with when_ready():
    rates = np.array([side_rates(seed) for seed in range(5)])
    plots.pointing_by_seed(rates)

# %% jupyter={"source_hidden": true} tags=["demo"]
if len(rates):
    right, means, places = rates.T
    assert right.min() > 0.95 and places.min() > 0.7
    assert means.min() < 0.5 and places.mean() > means.mean() + 0.2

# %% [markdown]
# All five name the side. Grad-CAM finds the square in some of them and never in others: it depends on the random
# start. If you had only the map of one network, you could not tell.
#
# **Checkpoint 7.** Without looking: which two questions must a map pass? Why does Grad-CAM stay empty for left or right?
#
# # Part 8: a score without a mask (stretch, 15 minutes)
#
# ## 14 Take it away, best first
#
# Without a mask, how can maps be compared? Delete the pixels, the most important first, and watch the score (**deletion curve**,
# 삭제 곡선; Petsiuk and others, 2018). If the order was right, the score falls fast.
#
# ### Exercise 8: `deletion_curve` (**, stretch, 12 minutes)
#
# `order` counts the pixels of the picture row by row: in a picture of 2x3, pixel 4 is row 1, column 1.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Start from a fresh copy for each k, and set the first k * h * w // steps pixels of `order` to 0.
#
# </details>
# <details><summary>Hint 2: nearly there</summary>
#
# ```python
# def deletion_curve(predict, image, order, steps):
#     scores = []
#     for k in range(steps + 1):
#         part = image.copy().ravel()
#         part[order[: k * image.size // steps]] = 0
#         scores.append(predict(part.reshape(image.shape)))
#     return np.array(scores)
# ```
#
# </details>

# %% nbgrader={"grade": false, "grade_id": "deletion_curve", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def deletion_curve(predict, image, order, steps):
    """Scores while more and more pixels are set to 0, the first of `order` first.

    predict: function, an image of this shape -> number; image: float array (h, w)
    order: int array (h * w,), every pixel once, counted row by row; steps: int
    -> (steps + 1,): after k = 0..steps, the first k * h * w // steps pixels of order are 0
    """
    ### BEGIN SOLUTION
    scores = []
    for k in range(steps + 1):
        left = image.flatten()
        left[order[: k * image.size // steps]] = 0
        scores.append(predict(left.reshape(image.shape)))
    return np.array(scores)
    ### END SOLUTION


# %% jupyter={"source_hidden": true} nbgrader={"grade": true, "grade_id": "test_deletion_curve", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
# The check of `deletion_curve`: run it. A click opens it.
import numpy as np

from course_utils.checks import case

image = np.array([[3.0, 1, 4, 2], [6, 7, 5, 8]])
of_pixels = np.array([[2.0, -1, 1, 3], [1, 4, -2, 2]])
order = np.array([5, 0, 7, 2, 4, 1, 6, 3])


def mixed(x):
    """Weighted pixels, and products of two pairs."""
    return float(np.sum(x * of_pixels) + x[0, 0] * x[1, 3] - x[0, 2] * x[1, 0])


def largest(x):
    """The largest pixel, squared, times one more than the first of the second row."""
    return float(np.max(x) ** 2 * (1 + x[1, 0]))


case("deletion_curve(mixed, image 2x4, [5, 0, 7, 2, 4, 1, 6, 3], steps=3)", deletion_curve, mixed, image, order, 3,
     expects=[55.0, -3.0, -5.0, 0.0])  # fmt: skip
case("deletion_curve(mixed, image 2x4, [5, 0, 7, 2, 4, 1, 6, 3], steps=5)", deletion_curve, mixed, image, order, 5,
     expects=[55.0, 27.0, -19.0, 1.0, -4.0, 0.0])  # fmt: skip
case("deletion_curve(largest, image 2x4, [1, 5, 4, 7, 0, 3, 6, 2], steps=8)", deletion_curve, largest, image,
     np.array([1, 5, 4, 7, 0, 3, 6, 2]), 8,
     expects=[448.0, 448.0, 448.0, 64.0, 25.0, 25.0, 25.0, 16.0, 0.0])  # fmt: skip
### BEGIN HIDDEN TESTS
from course_utils.checks import hidden_case

for seed, shape, steps in [(1, (4, 5), 7), (2, (3, 3), 9), (3, (6, 2), 5)]:
    rng = np.random.default_rng(seed)
    image, w_seed = rng.normal(size=shape), rng.normal(size=shape)
    order = rng.permutation(image.size)
    left = np.r_[0, np.cumsum((image * w_seed).ravel()[order])]
    wanted = left[-1] - left[[k * image.size // steps for k in range(steps + 1)]]
    hidden_case("random orders", deletion_curve, lambda x: float(np.sum(x * w_seed)), image, order, steps, expects=wanted)
### END HIDDEN TESTS

# %% [markdown]
# <!-- mistakes: deletion_curve -->

# %% tags=["demo"]
picture, score = test_digits[shown[0]], inside.score_of(networks[0], test_labels[shown[0]])
ranked = {"brightest first": -picture, "by lot": np.random.default_rng(0).random(784)}
if attributions:
    ranked = {"integrated gradients": -attributions[50]} | ranked
with when_ready():
    curves = {
        name: deletion_curve(lambda x: score(x[..., None]), picture[..., 0], np.argsort(values, axis=None, kind="stable"), 28)
        for name, values in ranked.items()
    }
    plots.deletion_curves(curves)
    best = curves.get("integrated gradients", curves["brightest first"])
    assert best[:6].mean() < curves["by lot"][:6].mean() - 1

# %% [markdown]
# A warning, which you know by now: to delete is to fill with black. Half-deleted digits were never in the training data, so a
# curve also measures how the network takes strange pictures.
#
# **Checkpoint 8.** Without looking: a good order makes the curve fall how? What else does the curve measure?
#
# ## Recap
#
# - Filters and maps show what a network *can* respond to; late layers are nearer to the target.
# - A picture that maximises a score need not look like its class.
# - **Occlusion** asks by experiment; what covers matters. It found the shortcut that a perfect accuracy hid.
# - The **gradient** says what would change the score; **integrated gradients** add up to the difference to a baseline, and
#   the baseline is part of the question.
# - **Grad-CAM** is coarse, and its mean gradient can hide what depends on the place.
# - Score maps with **controls** and over **seeds**; test them with **random layers**. A pretty map proves nothing.
#
# ## Think

# %% [markdown] nbgrader={"grade": true, "grade_id": "question_heat_map", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# **Question 1.** A company sells a network for chest X-rays. The brochure shows four heat maps that glow on the lungs: "Our AI
# looks where doctors look." Name three things that you would ask for before you believe that, and say
# what each could reveal.
#
# ### BEGIN SOLUTION
# Three of: (1) The same maps from a network with random weights, layer by layer: if they look the same, they show the picture and
# not what was learnt. (2) Scores on many pictures with marked findings (IoU, pointing game), not four chosen ones, with
# controls (a blot in the middle of the lungs, the edges), since lungs fill most of the picture anyway. (3) Several seeds of training, with
# spread. (4) Occlusion of corners, borders, tokens and text, and accuracy on pictures without them or from another hospital: a
# shortcut. (5) Which baseline or fill was used, and whether another gives the same map. (6) Maps for pictures that the network gets wrong.
# ### END SOLUTION

# %% [markdown] nbgrader={"grade": true, "grade_id": "question_baseline", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
# **Question 2.** In section 11, integrated gradients from a black picture missed the ventricles, and from a blurred slice found them; in
# section 12 the map from the blurred slice hardly changed when the network's last layer became random. Explain both
# from the formula. Which conclusion about the network may you draw from that map?
#
# ### BEGIN SOLUTION
# The share of a pixel is (x - x') times a mean gradient. Ventricles are nearly black, so against a black baseline x - x' is about 0 there and
# so is the share, whatever the gradient. A blurred slice is brighter there than the sharp one, so the factor is large at dark, sharp places: at the
# ventricles, and at other edges. The size of the map is then governed by this factor, which is a property of the picture alone and stays when
# the network changes; only the mean gradient knows the network. So the place of the ventricles in that map is weak evidence: a
# high-contrast place gets a large share from almost any network. One may conclude something only from what changes when the network does: the
# signs, or a comparison with the random network's map.
# ### END SOLUTION

# %% [markdown]
# ## Open challenge
#
# 1. **Find my shortcut.** Plant another: slightly brighter borders, one dark row, a tiny shift of all ad slices. Give the network to a
#    friend. Which method finds which? What stays hidden from occlusion?
# 2. **Beat the middle.** Find a method, or a mean of several, whose IoU is above the blot in the middle for all three seeds *and* that loses
#    its map when the last layer becomes random. Choose on training slices, score on test slices.
# 3. **SmoothGrad.** Average the gradient over 20 noisy copies of the slice. Does the IoU rise? Does it pass section 12?

# %% tags=["demo"]
# Your experiments.
