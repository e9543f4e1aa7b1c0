# The answer bank: mistakes that students make, one wrong function a cell, its docstring the sentence
# that helps. `course build` runs each on every visible case; see CONTRIBUTING.md. Never released.

import keras
import numpy as np

# %% exercise="preprocess" mistake="not-scaled"
def preprocess(images, labels):
    """The pixels are still 0 to 255: divide by 255."""
    return images.astype("float32")[..., None], np.eye(10)[labels]


# %% exercise="preprocess" mistake="divided-by-256"
def preprocess(images, labels):
    """Divided by 256: the largest value is 255."""
    return images[..., None].astype("float32") / 256, np.eye(10)[labels]


# %% exercise="preprocess" mistake="own-maximum"
def preprocess(images, labels):
    """Each picture was divided by its own maximum: divide all by 255, or a pale digit turns dark."""
    x = images.astype("float32") / images.max(axis=(1, 2), keepdims=True)
    return x[..., None], np.eye(10)[labels]


# %% exercise="preprocess" mistake="maximum-at-hand"
def preprocess(images, labels):
    """Divided by the largest pixel at hand: with other pictures it is another number. Divide by 255."""
    return (images / images.max()).astype("float32")[..., None], np.eye(10)[labels]


# %% exercise="preprocess" mistake="floor-division"
def preprocess(images, labels):
    """`//` divides without a rest, and everything below 255 becomes 0: use `/`."""
    return (images // 255).astype("float32")[..., None], np.eye(10)[labels]


# %% exercise="preprocess" mistake="floor-division"
def preprocess(images, labels):
    return (images / 255).astype(np.uint8)[..., None], np.eye(10)[labels]


# %% exercise="preprocess" mistake="minus-1-to-1"
def preprocess(images, labels):
    """The pixels run from -1 to 1: 0 to 1 was asked, so divide by 255 and subtract nothing."""
    return images[..., None].astype("float32") / 127.5 - 1, np.eye(10)[labels]


# %% exercise="preprocess" mistake="standardised"
def preprocess(images, labels):
    """Mean taken off and divided by the spread: here 0 to 1 is asked, pixels divided by 255."""
    x = (images - images.mean()) / images.std()
    return x.astype("float32")[..., None], np.eye(10)[labels]


# %% exercise="preprocess" mistake="standardised"
def preprocess(images, labels):
    x = images.astype("float32") / 255
    return ((x - x.mean()) / x.std())[..., None], np.eye(10)[labels]


# %% exercise="preprocess" mistake="min-max"
def preprocess(images, labels):
    """Stretched between the smallest and the largest pixel at hand: divide by 255, whatever comes."""
    x = images[..., None].astype("float32") + 1
    return (x - x.min()) / (x.max() - x.min() + 1), np.eye(10)[labels]


# %% exercise="preprocess" mistake="inverted"
def preprocess(images, labels):
    """Black and white are swapped: 0 stays 0, 255 becomes 1."""
    return 1 - images[..., None].astype("float32") / 255, np.eye(10)[labels]


# %% exercise="preprocess" mistake="black-or-white"
def preprocess(images, labels):
    """Every pixel became 0 or 1: the grey values between are lost. Divide, do not compare."""
    return (images > 127).astype("float32")[..., None], np.eye(10)[labels]


# %% exercise="preprocess" mistake="black-or-white"
def preprocess(images, labels):
    return np.round(images.astype("float32") / 255)[..., None], np.eye(10)[labels]


# %% exercise="preprocess" mistake="no-channel-axis"
def preprocess(images, labels):
    """The channel axis is missing: x is (n, 28, 28, 1). `images[..., np.newaxis]` appends it."""
    return images.astype("float32") / 255, np.eye(10)[labels]


# %% exercise="preprocess" mistake="channel-first"
def preprocess(images, labels):
    """The channel axis comes first: here it comes last, (n, 28, 28, 1)."""
    return images[:, None].astype("float32") / 255, np.eye(10)[labels]


# %% exercise="preprocess" mistake="flattened"
def preprocess(images, labels):
    """The pictures were flattened: x keeps the picture, (n, 28, 28, 1); a layer flattens later."""
    return images.reshape(len(images), 784).astype("float32") / 255, np.eye(10)[labels]


# %% exercise="preprocess" mistake="axes-mixed"
def preprocess(images, labels):
    """The axes are in another order: (n, 28, 28, 1). A reshape does not move axes."""
    return images.reshape(28, 28, 1, -1).astype("float32") / 255, np.eye(10)[labels]


# %% exercise="preprocess" mistake="axes-mixed"
def preprocess(images, labels):
    return images.transpose(1, 2, 0)[..., None].astype("float32") / 255, np.eye(10)[labels]


# %% exercise="preprocess" mistake="float64"
def preprocess(images, labels):
    """x is float64: twice the memory, and networks compute in float32. `images.astype("float32")`."""
    return images[..., None] / 255, np.eye(10)[labels]


# %% exercise="preprocess" mistake="float16"
def preprocess(images, labels):
    """x is float16, which has three digits: float32 was asked."""
    return images[..., None].astype("float16") / np.float16(255), np.eye(10)[labels]


# %% exercise="preprocess" mistake="in-place"
def preprocess(images, labels):
    """`/=` wants to write fractions into the caller's array of whole numbers: `images.astype("float32") / 255` makes a new one."""
    images /= 255
    return images.astype("float32")[..., None], np.eye(10)[labels]


# %% exercise="preprocess" mistake="classes-at-hand"
def preprocess(images, labels):
    """The number of classes was counted from the labels at hand: it is ten, also where some do not occur."""
    return images[..., None].astype("float32") / 255, keras.utils.to_categorical(labels)


# %% exercise="preprocess" mistake="classes-at-hand"
def preprocess(images, labels):
    return images[..., None].astype("float32") / 255, np.eye(max(labels) + 1)[labels]


# %% exercise="preprocess" mistake="nine-columns"
def preprocess(images, labels):
    """Digits 0 to 9 are ten classes: nine columns are one too few."""
    t = np.zeros((len(labels), 9))
    for row, label in zip(t, labels):
        if label < 9:
            row[label] = 1
    return images[..., None].astype("float32") / 255, t


# %% exercise="preprocess" mistake="label-from-1"
def preprocess(images, labels):
    """Label k owns index k: counting starts at 0, nothing is subtracted."""
    return images[..., None].astype("float32") / 255, np.eye(10)[labels.astype(int) - 1]


# %% exercise="preprocess" mistake="label-from-1"
def preprocess(images, labels):
    t = np.zeros((len(labels), 10))
    for i, label in enumerate(labels):
        t[i, (int(label) + 1) % 10] = 1
    return images[..., None].astype("float32") / 255, t


# %% exercise="preprocess" mistake="not-one-hot"
def preprocess(images, labels):
    """The labels came back as numbers: ten columns with a single 1 were asked (one-hot)."""
    return images[..., None].astype("float32") / 255, labels


# %% exercise="preprocess" mistake="one-hot-transposed"
def preprocess(images, labels):
    """The one-hot array is turned: one row a picture, one column a class, (n, 10)."""
    return images[..., None].astype("float32") / 255, np.eye(10)[labels].T


# %% exercise="preprocess" mistake="order-of-returns"
def preprocess(images, labels):
    """The two values come back the wrong way round: the pictures first, then the labels."""
    return np.eye(10)[labels], images[..., None].astype("float32") / 255


# %% exercise="preprocess" mistake="only-x"
def preprocess(images, labels):
    """Only the pictures came back: `return x, t` returns both."""
    return images[..., None].astype("float32") / 255


# %% exercise="preprocess" mistake="no-return"
def preprocess(images, labels):
    """The function ends without `return`: what it computed is lost."""
    images[..., None].astype("float32") / 255, np.eye(10)[labels]


# %% exercise="preprocess" mistake="three-channels"
def preprocess(images, labels):
    """A grey picture has one channel, not three copies of it."""
    return np.stack([images] * 3, axis=-1).astype("float32") / 255, np.eye(10)[labels]


# %% exercise="preprocess" mistake="first-row-alone"
def preprocess(images, labels):
    """Only the first label was marked: `return` stands inside the loop."""
    x, t = images[..., None].astype("float32") / 255, np.zeros((len(labels), 10))
    for i, label in enumerate(labels):
        t[i, label] = 1
        return x, t


# %% exercise="preprocess" mistake="marks-in-all-rows"
def preprocess(images, labels):
    """Every row got the marks of all labels: row i gets a single 1, in column labels[i]."""
    t = np.zeros((len(labels), 10))
    t[:, labels] = 1
    return images[..., None].astype("float32") / 255, t


# %% exercise="preprocess" mistake="scaled-twice"
def preprocess(images, labels):
    """Divided by 255 twice: once is enough."""
    return images[..., None].astype("float32") / 255 / 255, np.eye(10)[labels]


# %% exercise="preprocess" mistake="pictures-turned"
def preprocess(images, labels):
    """Rows and columns of the pictures changed places: only an axis is added, nothing is transposed."""
    return images.transpose(0, 2, 1)[..., None].astype("float32") / 255, np.eye(10)[labels]


# %% exercise="preprocess" mistake="unit-length"
def preprocess(images, labels):
    """keras.utils.normalize makes every row of length 1: that is another thing. Divide by 255."""
    return keras.utils.normalize(images, axis=1)[..., None].astype("float32"), np.eye(10)[labels]


# %% exercise="build_mlp" mistake="no-input"
def build_mlp():
    """The model does not know its input yet: begin the list with keras.Input(shape=(28, 28, 1))."""
    layers = keras.layers
    return keras.Sequential(
        [
            layers.Flatten(),
            layers.Dense(512, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_mlp" mistake="no-input"
def build_mlp():
    layers = keras.layers
    model = keras.Sequential()
    model.add(layers.Flatten())
    model.add(layers.Dense(512, activation="relu"))
    model.add(layers.Dense(10, activation="softmax"))
    return model


# %% exercise="build_mlp" mistake="no-flatten"
def build_mlp():
    """Flatten is missing: Dense works on the last axis alone, here the single channel."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Dense(512, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_mlp" mistake="flatten-late"
def build_mlp():
    """Flatten stands after the hidden layer: flatten first, so that each neuron sees the whole picture."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Dense(512, activation="relu"),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_mlp" mistake="no-softmax"
def build_mlp():
    """The output layer has no activation: softmax turns ten scores into probabilities."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(512, activation="relu"),
            layers.Dense(10),
        ]
    )


# %% exercise="build_mlp" mistake="sigmoid-output"
def build_mlp():
    """Sigmoid at the output gives ten separate probabilities that do not sum to 1: for one of ten classes it is softmax."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(512, activation="relu"),
            layers.Dense(10, activation="sigmoid"),
        ]
    )


# %% exercise="build_mlp" mistake="relu-output"
def build_mlp():
    """ReLU at the output gives no probabilities: the last layer needs softmax."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(512, activation="relu"),
            layers.Dense(10, activation="relu"),
        ]
    )


# %% exercise="build_mlp" mistake="no-relu"
def build_mlp():
    """The hidden layer has no activation: two linear layers in a row are one (notebook 01)."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(512),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_mlp" mistake="no-activations"
def build_mlp():
    """No layer has an activation: ReLU in the hidden layer, softmax at the output."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(512),
            layers.Dense(10),
        ]
    )


# %% exercise="build_mlp" mistake="sigmoid-hidden"
def build_mlp():
    """Sigmoid in the hidden layer: ReLU was asked."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(512, activation="sigmoid"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_mlp" mistake="tanh-hidden"
def build_mlp():
    """tanh in the hidden layer: ReLU was asked."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(512, activation="tanh"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_mlp" mistake="softmax-hidden"
def build_mlp():
    """Softmax in the hidden layer makes its 512 neurons share a sum of 1: it belongs to the output alone, ReLU into the hidden layer."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(512, activation="softmax"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_mlp" mistake="activations-swapped"
def build_mlp():
    """The two activations are swapped: ReLU in the hidden layer, softmax at the output."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(512, activation="softmax"),
            layers.Dense(10, activation="relu"),
        ]
    )


# %% exercise="build_mlp" mistake="256-units"
def build_mlp():
    """The hidden layer has 256 neurons: 512 were asked."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(256, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_mlp" mistake="two-hidden-layers"
def build_mlp():
    """One hidden layer of 512 was asked, not two."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(512, activation="relu"),
            layers.Dense(512, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_mlp" mistake="784-is-a-layer"
def build_mlp():
    """The 784 are the pixels, not a layer of neurons: after Flatten comes Dense(512)."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(784, activation="relu"),
            layers.Dense(512, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_mlp" mistake="784-is-a-layer"
def build_mlp():
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(784),
            layers.Dense(512, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_mlp" mistake="no-hidden-layer"
def build_mlp():
    """The hidden layer of 512 is missing."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_mlp" mistake="no-bias"
def build_mlp():
    """The biases are missing: use_bias is True unless you switch it off."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(512, activation="relu", use_bias=False),
            layers.Dense(10, activation="softmax", use_bias=False),
        ]
    )


# %% exercise="build_mlp" mistake="input-784"
def build_mlp():
    """The input is a picture (28, 28, 1), as `preprocess` makes it; Flatten makes 784 of it."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(784,)),
            layers.Dense(512, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_mlp" mistake="input-784"
def build_mlp():
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(784,)),
            layers.Flatten(),
            layers.Dense(512, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_mlp" mistake="no-channel-axis"
def build_mlp():
    """The channel axis is missing in the input: (28, 28, 1)."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28)),
            layers.Flatten(),
            layers.Dense(512, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_mlp" mistake="dropout-added"
def build_mlp():
    """There is no dropout in this network; it comes in section 4."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(512, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_mlp" mistake="dropout-added"
def build_mlp():
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(512, activation="relu"),
            layers.Dropout(0.2),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_mlp" mistake="one-output"
def build_mlp():
    """One output neuron cannot tell ten digits apart: one a class."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(512, activation="relu"),
            layers.Dense(1, activation="softmax"),
        ]
    )


# %% exercise="build_mlp" mistake="one-output"
def build_mlp():
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(512, activation="relu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% exercise="build_mlp" mistake="nine-outputs"
def build_mlp():
    """Ten digits, 0 to 9, need ten output neurons."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(512, activation="relu"),
            layers.Dense(9, activation="softmax"),
        ]
    )


# %% exercise="build_mlp" mistake="no-return"
def build_mlp():
    """The function ends without `return model` (`compile` and `summary` return nothing)."""
    layers = keras.layers
    model = keras.Sequential([keras.Input(shape=(28, 28, 1)), layers.Flatten()])
    model.add(layers.Dense(512, activation="relu"))
    model.add(layers.Dense(10, activation="softmax"))


# %% exercise="build_mlp" mistake="a-list"
def build_mlp():
    """A list of layers is no model yet: give it to keras.Sequential(...)."""
    layers = keras.layers
    return [
        keras.Input(shape=(28, 28, 1)),
        layers.Flatten(),
        layers.Dense(512, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]


# %% exercise="build_mlp" mistake="no-list"
def build_mlp():
    """Sequential takes one list of layers: put square brackets around them."""
    layers = keras.layers
    return keras.Sequential(
        keras.Input(shape=(28, 28, 1)),
        layers.Flatten(),
        layers.Dense(512, activation="relu"),
        layers.Dense(10, activation="softmax"),
    )


# %% exercise="build_mlp" mistake="flatten-not-called"
def build_mlp():
    """Parentheses are missing: `Flatten` is the class, `Flatten()` a layer."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten,
            layers.Dense(512, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_mlp" mistake="sizes-swapped"
def build_mlp():
    """The sizes are the wrong way round: 512 neurons first, 10 at the output."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(10, activation="relu"),
            layers.Dense(512, activation="softmax"),
        ]
    )


# %% exercise="build_mlp" mistake="softmax-twice"
def build_mlp():
    """Softmax is applied twice: once, at the output."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(512, activation="relu"),
            layers.Dense(10, activation="softmax"),
            layers.Softmax(),
        ]
    )


# %% exercise="build_mlp" mistake="a-convolution"
def build_mlp():
    """The MLP has no convolution: flatten, then two dense layers."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(512, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="train" mistake="history-object"
def train(model, x, y, epochs, batch_size, seed):
    """`fit` returns a History object: the dict that is asked for is its attribute `.history`."""
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, history


# %% exercise="train" mistake="fit-returned"
def train(model, x, y, epochs, batch_size, seed):
    """What `fit` returns was returned alone: two values are asked for, the model and the dict."""
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    return model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)


# %% exercise="train" mistake="only-the-model"
def train(model, x, y, epochs, batch_size, seed):
    """Only the model came back: `return model, run.history` returns both."""
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model


# %% exercise="train" mistake="only-the-history"
def train(model, x, y, epochs, batch_size, seed):
    """Only the history came back: the model comes first, `return model, run.history`."""
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    return model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0).history


# %% exercise="train" mistake="order-of-returns"
def train(model, x, y, epochs, batch_size, seed):
    """The two values come back the wrong way round: the model first, then the dict."""
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    run = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return run.history, model


# %% exercise="train" mistake="no-return"
def train(model, x, y, epochs, batch_size, seed):
    """The function ends without `return`."""
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)


# %% exercise="train" mistake="no-metrics"
def train(model, x, y, epochs, batch_size, seed):
    """The history has no "accuracy": tell `compile` to report it, metrics=["accuracy"]."""
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    run = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, run.history


# %% exercise="train" mistake="no-metrics"
def train(model, x, y, epochs, batch_size, seed):
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["acc"])
    run = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, run.history


# %% exercise="train" mistake="last-values"
def train(model, x, y, epochs, batch_size, seed):
    """The history holds a single number: one an epoch is asked for, as `fit` records them."""
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    run = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, {name: values[-1] for name, values in run.history.items()}


# %% exercise="train" mistake="epochs-not-used"
def train(model, x, y, epochs, batch_size, seed):
    """The history has one epoch: hand `epochs` on to `fit`, and call it once; each call begins a new history."""
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    run = model.fit(x, y, batch_size=batch_size, verbose=0)
    return model, {**run.history}


# %% exercise="train" mistake="epochs-not-used"
def train(model, x, y, epochs, batch_size, seed):
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    for _ in range(epochs):
        run = model.fit(x, y, epochs=1, batch_size=batch_size, verbose=0)
    return model, run.history


# %% exercise="train" mistake="epochs-and-batch-swapped"
def train(model, x, y, epochs, batch_size, seed):
    """epochs and batch_size are swapped: hand them to `fit` by name, epochs=epochs."""
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs, batch_size, verbose=0)
    return model, history.history


# %% exercise="train" mistake="not-compiled"
def train(model, x, y, epochs, batch_size, seed):
    """`fit` needs a compiled model: `model.compile(...)` with optimizer, loss and metrics comes before it."""
    keras.utils.set_random_seed(seed)
    history = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, history.history


# %% exercise="train" mistake="not-compiled"
def train(model, x, y, epochs, batch_size, seed):
    keras.utils.set_random_seed(seed)
    run = model.fit(x, y, epochs=epochs, batch_size=batch_size)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    return model, run.history


# %% exercise="train" mistake="another-model"
def train(model, x, y, epochs, batch_size, seed):
    """Another model was trained than the one that is given: use the argument `model`."""
    keras.utils.set_random_seed(seed)
    model = build_mlp()
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    run = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, run.history


# %% exercise="train" mistake="untrained-model"
def train(model, x, y, epochs, batch_size, seed):
    """The model that comes back is not the one that was trained."""
    keras.utils.set_random_seed(seed)
    copy = keras.models.clone_model(model)
    copy.set_weights(model.get_weights())
    copy.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    return model, copy.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0).history


# %% exercise="train" mistake="batch-size-not-used"
def train(model, x, y, epochs, batch_size, seed):
    """`batch_size` is not handed on to `fit`, which then takes 32."""
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=epochs, verbose=0)
    return model, history.history


# %% exercise="train" mistake="sgd"
def train(model, x, y, epochs, batch_size, seed):
    """SGD was used: optimizer="adam" was asked."""
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="sgd", loss="categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, history.history


# %% exercise="train" mistake="rmsprop"
def train(model, x, y, epochs, batch_size, seed):
    """RMSprop was used (`compile` takes it by itself): optimizer="adam" was asked."""
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, history.history


# %% exercise="train" mistake="rmsprop"
def train(model, x, y, epochs, batch_size, seed):
    keras.utils.set_random_seed(seed)
    model.compile(loss="categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, history.history


# %% exercise="train" mistake="rate-0.01"
def train(model, x, y, epochs, batch_size, seed):
    """The rate is 0.01: Keras' own for Adam, 0.001, was asked; do not set it."""
    keras.utils.set_random_seed(seed)
    model.compile(keras.optimizers.Adam(0.01), "categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, history.history


# %% exercise="train" mistake="mean-squared-error"
def train(model, x, y, epochs, batch_size, seed):
    """The loss is the mean squared error: categorical cross-entropy was asked."""
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="mse", metrics=["accuracy"])
    history = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, history.history


# %% exercise="train" mistake="binary-cross-entropy"
def train(model, x, y, epochs, batch_size, seed):
    """The loss is binary cross-entropy, for questions of yes or no: for one of many classes it is the categorical one."""
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, history.history


# %% exercise="train" mistake="sparse-cross-entropy"
def train(model, x, y, epochs, batch_size, seed):
    """"sparse_..." is for labels that are whole numbers: y is one-hot, so "categorical_crossentropy"."""
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, history.history


# %% exercise="train" mistake="compiled-every-epoch"
def train(model, x, y, epochs, batch_size, seed):
    """The model is compiled anew in every epoch, and Adam forgets what it has gathered: compile once, before `fit`."""
    keras.utils.set_random_seed(seed)
    history = {"loss": [], "accuracy": []}
    for _ in range(epochs):
        model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
        run = model.fit(x, y, epochs=1, batch_size=batch_size, verbose=0)
        history = {name: history[name] + run.history[name] for name in history}
    return model, history


# %% exercise="train" mistake="scaled-again"
def train(model, x, y, epochs, batch_size, seed):
    """x was divided by 255 once more: `preprocess` has done it, train on x as it comes."""
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x / 255, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, history.history


# %% exercise="train" mistake="seed-not-used"
def train(model, x, y, epochs, batch_size, seed):
    """Two runs with one seed differ: `keras.utils.set_random_seed(seed)` before `fit` seeds Python, NumPy and TensorFlow; np.random.seed alone does not."""
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, history.history


# %% exercise="train" mistake="seed-not-used"
def train(model, x, y, epochs, batch_size, seed):
    np.random.seed(seed)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, history.history


# %% exercise="train" mistake="fixed-seed"
def train(model, x, y, epochs, batch_size, seed):
    """Two seeds gave the same run: hand the argument `seed` on, and let `fit` shuffle."""
    keras.utils.set_random_seed(0)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, history.history


# %% exercise="train" mistake="fixed-seed"
def train(model, x, y, epochs, batch_size, seed):
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0, shuffle=False)
    return model, history.history


# %% exercise="train" mistake="x-and-y-swapped"
def train(model, x, y, epochs, batch_size, seed):
    """x and y were given to `fit` the wrong way round: the inputs come first."""
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    return model, model.fit(y, x, epochs=epochs, batch_size=batch_size, verbose=0).history


# %% exercise="train" mistake="trained-twice"
def train(model, x, y, epochs, batch_size, seed):
    """`fit` was called twice, and the model trained for twice the epochs: call it once."""
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0).history


# %% exercise="early_stopping_epoch" mistake="smallest-of-all"
def early_stopping_epoch(losses, patience):
    """This is the smallest of all losses: training would have stopped before it. Walk through the epochs, and stop once `patience` of them brought no improvement."""
    return int(np.argmin(losses))


# %% exercise="early_stopping_epoch" mistake="the-stopping-epoch"
def early_stopping_epoch(losses, patience):
    """This is the epoch at which training stops: the weights kept are those of the best epoch before it."""
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited == patience:
            return epoch
    return best


# %% exercise="early_stopping_epoch" mistake="one-too-patient"
def early_stopping_epoch(losses, patience):
    """One epoch too patient: it stops as soon as `patience` epochs in a row brought no improvement (>=, not >)."""
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited > patience:
            break
    return best


# %% exercise="early_stopping_epoch" mistake="one-too-impatient"
def early_stopping_epoch(losses, patience):
    """One epoch too impatient: `patience` epochs without improvement are borne, then it stops."""
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited >= max(patience - 1, 1):
            break
    return best


# %% exercise="early_stopping_epoch" mistake="one-too-impatient"
def early_stopping_epoch(losses, patience):
    best = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        elif epoch - best >= patience - 1:
            break
    return best


# %% exercise="early_stopping_epoch" mistake="count-not-reset"
def early_stopping_epoch(losses, patience):
    """The count of bad epochs is never set back: an improvement begins it at 0 again."""
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        else:
            waited += 1
        if waited >= patience:
            break
    return best


# %% exercise="early_stopping_epoch" mistake="compares-with-the-last"
def early_stopping_epoch(losses, patience):
    """Each loss is compared with the one before it: an improvement is a loss below the best so far."""
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[epoch - 1]:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited >= patience:
            break
    return best


# %% exercise="early_stopping_epoch" mistake="compares-with-the-last"
def early_stopping_epoch(losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        if losses[epoch] < losses[epoch - 1]:
            waited = 0
        else:
            waited += 1
        if waited >= patience:
            break
    return best


# %% exercise="early_stopping_epoch" mistake="equal-is-better"
def early_stopping_epoch(losses, patience):
    """An equal loss counts as an improvement: only a smaller one does (<, not <=)."""
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] <= losses[best]:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited >= patience:
            break
    return best


# %% exercise="early_stopping_epoch" mistake="patience-ignored"
def early_stopping_epoch(losses, patience):
    """It stops at the first loss that is no improvement: `patience` of them in a row are borne."""
    for epoch in range(1, len(losses)):
        if losses[epoch] >= losses[epoch - 1]:
            return epoch - 1
    return len(losses) - 1


# %% exercise="early_stopping_epoch" mistake="the-loss"
def early_stopping_epoch(losses, patience):
    """The loss itself came back: the number of its epoch is asked for."""
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited >= patience:
            break
    return losses[best]


# %% exercise="early_stopping_epoch" mistake="counts-from-1"
def early_stopping_epoch(losses, patience):
    """The first epoch has the index 0: this counts from 1."""
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited >= patience:
            break
    return best + 1


# %% exercise="early_stopping_epoch" mistake="largest"
def early_stopping_epoch(losses, patience):
    """It looks for the largest loss: a loss is better the smaller it is."""
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] > losses[best]:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited >= patience:
            break
    return best


# %% exercise="early_stopping_epoch" mistake="nothing-if-never-stopped"
def early_stopping_epoch(losses, patience):
    """Where training is never stopped early, nothing comes back: return the best epoch after the loop, too."""
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited >= patience:
            return best


# %% exercise="early_stopping_epoch" mistake="last-if-never-stopped"
def early_stopping_epoch(losses, patience):
    """Where training is never stopped early, the best epoch is kept as well, not the last."""
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited >= patience:
            return best
    return len(losses) - 1


# %% exercise="early_stopping_epoch" mistake="last-epoch-left-out"
def early_stopping_epoch(losses, patience):
    """The last epoch is never looked at, and it can be the best one: `range(len(losses))` ends with it."""
    best = 0
    for epoch in range(len(losses) - 1):
        if losses[epoch] < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best


# %% exercise="early_stopping_epoch" mistake="no-return"
def early_stopping_epoch(losses, patience):
    """The function ends without `return`: printing the epoch is not enough."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    print(best)


# %% exercise="early_stopping_epoch" mistake="always-0"
def early_stopping_epoch(losses, patience):
    """Epoch 0 comes back, whatever the losses are: does `return` stand inside the loop? Does the best loss begin at 0, where none is smaller?"""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            break
        return best


# %% exercise="early_stopping_epoch" mistake="always-0"
def early_stopping_epoch(losses, patience):
    best, lowest, waited = 0, 0.0, 0
    for epoch, loss in enumerate(losses):
        if loss < lowest:
            best, lowest, waited = epoch, loss, 0
        else:
            waited += 1
        if waited >= patience:
            break
    return best


# %% exercise="early_stopping_epoch" mistake="first-epoch-skipped"
def early_stopping_epoch(losses, patience):
    """The first epoch is left out of the comparison: it is the best until a smaller loss comes."""
    best, lowest, waited = 0, float("inf"), 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < lowest:
            best, lowest, waited = epoch, losses[epoch], 0
        else:
            waited += 1
        if waited >= patience:
            break
    return best


# %% exercise="early_stopping_epoch" mistake="starts-at-1"
def early_stopping_epoch(losses, patience):
    """The best loss begins with a fixed number, and losses above it never count: begin with losses[0], or infinity."""
    best, lowest, waited = 0, 1.0, 0
    for epoch, loss in enumerate(losses):
        if loss < lowest:
            best, lowest, waited = epoch, loss, 0
        else:
            waited += 1
        if waited >= patience:
            break
    return best


# %% exercise="early_stopping_epoch" mistake="best-loss-not-kept"
def early_stopping_epoch(losses, patience):
    """The best loss is not renewed: every later loss is compared with the first one."""
    best, lowest, waited = 0, losses[0], 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < lowest:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited >= patience:
            break
    return best


# %% exercise="early_stopping_epoch" mistake="two-values"
def early_stopping_epoch(losses, patience):
    """Two values came back: only the index of the best epoch is asked for."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best, losses[best]


# %% exercise="early_stopping_epoch" mistake="stop-minus-patience"
def early_stopping_epoch(losses, patience):
    """The last epoch minus `patience` is the best one only where training was stopped early: keep the best epoch in a variable."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return max(epoch - patience, 0)


# %% exercise="early_stopping_epoch" mistake="runs-past-the-end"
def early_stopping_epoch(losses, patience):
    """The loop looks beyond the last epoch: losses[epoch + 1] does not exist there."""
    best, waited = 0, 0
    for epoch in range(len(losses)):
        if losses[epoch + 1] < losses[best]:
            best, waited = epoch + 1, 0
        else:
            waited += 1
        if waited >= patience:
            break
    return best


# %% exercise="early_stopping_epoch" mistake="first-epoch-counted"
def early_stopping_epoch(losses, patience):
    """The first epoch counts as one without improvement: nothing came before it, so begin counting with the second."""
    best, waited = 0, 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited >= patience:
            break
    return best


# %% exercise="early_stopping_epoch" mistake="the-count"
def early_stopping_epoch(losses, patience):
    """The number of epochs since the best one came back: the index of the best epoch is asked for."""
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited >= patience:
            break
    return waited


# %% exercise="early_stopping_epoch" mistake="argument-sorted"
def early_stopping_epoch(losses, patience):
    """The caller's list was changed (`sort`, `pop`, `remove`): an index means nothing in a sorted list."""
    losses.sort()
    return 0


# %% exercise="layer_shapes" mistake="same-padding"
def layer_shapes(input_shape, layers):
    """The convolution kept the size: "valid" means that a 3x3 kernel fits into 28 pixels 26 times."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0], shape[1], sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="kernel-subtracted"
def layer_shapes(input_shape, layers):
    """n - k is one too small: a kernel as large as the picture still fits once."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1], shape[1] - sizes[1], sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="kernel-minus-2"
def layer_shapes(input_shape, layers):
    """A convolution does not always take 2 off: how much depends on the kernel."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - 2, shape[1] - 2, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="stride-of-kernel"
def layer_shapes(input_shape, layers):
    """The convolution moved by the size of its kernel: its stride is 1."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] // sizes[1], shape[1] // sizes[1], sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="numbers-of-conv-swapped" costs="both"
def layer_shapes(input_shape, layers):
    """The two numbers of a convolution are swapped: filters first, then the kernel."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[0] + 1, shape[1] - sizes[0] + 1, sizes[1])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="channels-kept"
def layer_shapes(input_shape, layers):
    """The channels after a convolution are its filters, not the channels before it."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, shape[2])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="channels-multiplied"
def layer_shapes(input_shape, layers):
    """Filters are not multiplied by the input channels: each filter sees all channels and gives one map."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0] * shape[2])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="square"
def layer_shapes(input_shape, layers):
    """Height and width are two numbers: the picture need not be square."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[0] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[0] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="pool-stride-1"
def layer_shapes(input_shape, layers):
    """The pooling window moved by 1: windows lie side by side."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] - sizes[0] + 1, shape[1] - sizes[0] + 1, shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="pool-rounds-up"
def layer_shapes(input_shape, layers):
    """The rest at the border was kept: windows that do not fit are dropped, so round down."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (-(-shape[0] // sizes[0]), -(-shape[1] // sizes[0]), shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="true-division"
def layer_shapes(input_shape, layers):
    """`/` gives fractions: a shape is whole numbers, so `//`."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] / sizes[0], shape[1] / sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="pool-always-2"
def layer_shapes(input_shape, layers):
    """The pooling size is not always 2: it is the second entry of the tuple."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // 2, shape[1] // 2, shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="pool-channels"
def layer_shapes(input_shape, layers):
    """Pooling does not change the channels: each map is pooled by itself."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2] // sizes[0])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="flatten-without-channels"
def layer_shapes(input_shape, layers):
    """Flatten keeps all channels: height * width * channels."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape[:2])),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="flatten-sum"
def layer_shapes(input_shape, layers):
    """Flatten multiplies the sides; a sum is the number of something else."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(sum(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="flatten-number"
def layer_shapes(input_shape, layers):
    """The shape after flatten is a tuple with one entry, (24,): the comma makes it one."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shapes.append(int(np.prod(shape)))
            shape = (int(np.prod(shape)),)
            continue
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="dense-number"
def layer_shapes(input_shape, layers):
    """The shape after dense is a tuple with one entry, (5,): the comma makes it one."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shapes.append(sizes[0])
            shape = (sizes[0],)
            continue
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="dropout-smaller"
def layer_shapes(input_shape, layers):
    """Dropout keeps the shape: it sets values to 0, none goes away."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind == "dropout":
            shape = (*shape[:-1], int(shape[-1] * (1 - sizes[0])))
        else:
            raise ValueError("unknown")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="dropout-left-out"
def layer_shapes(input_shape, layers):
    """Dropout is a layer, too: its shape, unchanged, belongs into the list."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind == "dropout":
            continue
        else:
            raise ValueError("unknown")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="dropout-unknown"
def layer_shapes(input_shape, layers):
    """`dropout` is one of the layers: it keeps the shape."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        else:
            raise ValueError("unknown")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="shape-not-carried" costs="both"
def layer_shapes(input_shape, layers):
    """Each layer was given the input shape again: what comes out of one layer goes into the next."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
        shape = tuple(input_shape)
    return shapes


# %% exercise="layer_shapes" mistake="input-included"
def layer_shapes(input_shape, layers):
    """The list begins with the input shape: only the shapes that come out of the layers belong into it."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return [tuple(input_shape), *shapes]


# %% exercise="layer_shapes" mistake="only-the-last"
def layer_shapes(input_shape, layers):
    """Only the last shape came back: one a layer is asked for."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return shape


# %% exercise="layer_shapes" mistake="batch-axis"
def layer_shapes(input_shape, layers):
    """The batch axis is in the shapes: leave it out."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return [(None, *shape) for shape in shapes]


# %% exercise="layer_shapes" mistake="return-in-loop" costs="both"
def layer_shapes(input_shape, layers):
    """Only the first layer was looked at: `return` stands inside the loop."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
        return shapes
    return shapes


# %% exercise="layer_shapes" mistake="no-return"
def layer_shapes(input_shape, layers):
    """The function ends without `return shapes`."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)


# %% exercise="layer_shapes" mistake="nothing-refused" costs="refuses"
def layer_shapes(input_shape, layers):
    """Nothing is refused: test first whether the layer fits, and `raise ValueError(...)` if it does not."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="too-large-not-refused" costs="refuses"
def layer_shapes(input_shape, layers):
    """A window larger than the picture must be refused, in height and in width."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and len(shape) != 3:
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="only-height-tested" costs="refuses"
def layer_shapes(input_shape, layers):
    """Only the height was compared with the window: the width can be the smaller one."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > shape[0]):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="unknown-not-refused" costs="refuses"
def layer_shapes(input_shape, layers):
    """A layer that is none of the five must be refused: put an `else` at the end."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="flat-not-refused" costs="refuses"
def layer_shapes(input_shape, layers):
    """A convolution or pooling needs (height, width, channels): a flat input must be refused with a ValueError."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and sizes[-1] > min(shape[:2]):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="assert-used" costs="refuses"
def layer_shapes(input_shape, layers):
    """`assert` raises an AssertionError: a ValueError is asked for, `raise ValueError(...)`."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind == "dense":
            assert len(shape) == 1, "flatten first"
        if kind in ("conv", "pool"):
            assert len(shape) == 3 and sizes[-1] <= min(shape[:2]), "does not fit"
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind!r}")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="shape-noted-too-early" costs="both"
def layer_shapes(input_shape, layers):
    """Each layer's shape is noted before the layer changes it: change first, then append."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        shapes.append(shape)
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
    return shapes


# %% exercise="layer_shapes" mistake="one-list-again-and-again" costs="both"
def layer_shapes(input_shape, layers):
    """One and the same list was appended each time, and later layers changed it: append a copy, tuple(shape)."""
    shape, shapes = list(input_shape), []
    for kind, *sizes in layers:
        if kind == "conv":
            shape[0], shape[1], shape[2] = shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0]
        elif kind == "pool":
            shape[0], shape[1] = shape[0] // sizes[0], shape[1] // sizes[0]
        elif kind == "flatten":
            shape = [int(np.prod(shape))]
        elif kind == "dense":
            shape = [sizes[0]]
        shapes.append(shape)
    return shapes


# %% exercise="count_params" mistake="no-biases"
def count_params(input_shape, layers):
    """The biases are missing: one for each filter, one for each unit."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += sizes[1] ** 2 * shape[2] * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += shape[0] * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="no-biases"
def count_params(input_shape, layers):
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += sizes[1] ** 2 * shape[2] * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="no-biases-dense"
def count_params(input_shape, layers):
    """The biases of the dense layer are missing: one for each unit."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += shape[0] * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="one-bias-a-layer"
def count_params(input_shape, layers):
    """One bias for each filter and each unit, not one for the whole layer."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += sizes[1] ** 2 * shape[2] * sizes[0] + 1
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += shape[0] * sizes[0] + 1
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="bias-per-channel"
def count_params(input_shape, layers):
    """A filter has one bias, not one for each input channel."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 + 1) * shape[2] * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="channels-forgotten"
def count_params(input_shape, layers):
    """A filter has weights for each input channel: kernel * kernel * channels."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="kernel-not-squared"
def count_params(input_shape, layers):
    """A kernel of size 5 has 5 * 5 weights a channel, not 5."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="numbers-of-conv-swapped"
def count_params(input_shape, layers):
    """The two numbers of a convolution are swapped: filters first, then the kernel."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[0] ** 2 * shape[2] + 1) * sizes[1]
            shape = (shape[0] - sizes[0] + 1, shape[1] - sizes[0] + 1, sizes[1])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="every-position"
def count_params(input_shape, layers):
    """A filter is shared by all positions: do not multiply by height and width."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0] * (shape[0] - sizes[1] + 1) * (shape[1] - sizes[1] + 1)
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="bias-every-position"
def count_params(input_shape, layers):
    """One bias for each filter, not for each output pixel."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += sizes[1] ** 2 * shape[2] * sizes[0] + (shape[0] - sizes[1] + 1) * (shape[1] - sizes[1] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="output-values"
def count_params(input_shape, layers):
    """These are the numbers that come out: parameters are the weights and biases."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (shape[0] - sizes[1] + 1) * (shape[1] - sizes[1] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="first-channels-for-all"
def count_params(input_shape, layers):
    """Every convolution was given the channels of the input: the second one sees the filters of the first."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * input_shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="conv-shape-not-carried"
def count_params(input_shape, layers):
    """The shape is not followed through the convolutions: what comes out of one layer goes into the next."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0], shape[1], shape[2])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="same-padding"
def count_params(input_shape, layers):
    """The convolution kept the size: "valid" was asked, a 3x3 kernel fits into 28 pixels 26 times."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0], shape[1], sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="kernel-subtracted"
def count_params(input_shape, layers):
    """The shape after a convolution is one too small: n - k + 1."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1], shape[1] - sizes[1], sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="pool-ignored"
def count_params(input_shape, layers):
    """Pooling has no parameters, but it makes the picture smaller: the next layer sees its shape."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            pass
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="pool-rounds-up"
def count_params(input_shape, layers):
    """Pooling drops the rest at the border: round down."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (-(-shape[0] // sizes[0]), -(-shape[1] // sizes[0]), shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="pool-channels"
def count_params(input_shape, layers):
    """Pooling does not change the channels."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2] // sizes[0])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="flatten-missing"
def count_params(input_shape, layers):
    """Flatten has no parameters, but it makes one long row of the maps: the dense layer has a weight for each number in it."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            pass
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="flatten-without-channels"
def count_params(input_shape, layers):
    """Flatten keeps all channels: height * width * channels."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape[:2])),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="dense-shape-not-carried"
def count_params(input_shape, layers):
    """After a dense layer the next one sees its units."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
    return total


# %% exercise="count_params" mistake="bias-per-input"
def count_params(input_shape, layers):
    """A dense layer has one bias for each unit, not for each input."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += shape[0] * (sizes[0] + 1)
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="dropout-removes"
def count_params(input_shape, layers):
    """Dropout removes no parameter: it sets values to 0 while the network trains."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
        elif kind == "dropout":
            shape = (*shape[:-1], int(shape[-1] * (1 - sizes[0])))
    return total


# %% exercise="count_params" mistake="dropout-counted"
def count_params(input_shape, layers):
    """Dropout has no parameters: its rate is fixed."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
        elif kind == "dropout":
            total += 1
    return total


# %% exercise="count_params" mistake="dropout-unknown"
def count_params(input_shape, layers):
    """`dropout` is one of the layers: it has no parameters and keeps the shape."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
        else:
            raise ValueError(f"unknown layer {kind!r}")
    return total


# %% exercise="count_params" mistake="only-the-last"
def count_params(input_shape, layers):
    """Only the last layer was counted: add up, `total += ...`."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total = (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total = (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="return-in-loop"
def count_params(input_shape, layers):
    """Only the first layer was counted: `return` stands inside the loop."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
        return total
    return total


# %% exercise="count_params" mistake="no-return"
def count_params(input_shape, layers):
    """The function ends without `return total`."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)


# %% exercise="count_params" mistake="a-list"
def count_params(input_shape, layers):
    """One number for each layer came back: their sum is asked for."""
    shape, total, counts = tuple(input_shape), 0, []
    for kind, *sizes in layers:
        if kind == "conv":
            total = (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total = (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
        counts.append(total)
    return counts


# %% exercise="count_params" mistake="squared-channels"
def count_params(input_shape, layers):
    """The input channels count once in each filter."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] ** 2 + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="shape-first"
def count_params(input_shape, layers):
    """The shape was changed before the weights were counted: a layer's weights depend on what comes in."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
            total += (shape[0] + 1) * sizes[0]
    return total


# %% exercise="count_params" mistake="shape-first"
def count_params(input_shape, layers):
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
            total += (shape[0] + 1) * sizes[0]
    return total


# %% exercise="count_params" mistake="pool-one-side"
def count_params(input_shape, layers):
    """Pooling divides height and width; only one of them was divided."""
    shape, total = list(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = [shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0]]
        elif kind == "pool":
            shape[0] = shape[0] // sizes[0]
        elif kind == "flatten":
            shape = [int(np.prod(shape))]
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = [sizes[0]]
    return total


# %% exercise="count_params" mistake="kernel-doubled"
def count_params(input_shape, layers):
    """A kernel of size 5 has 5 * 5 weights a channel: squared (** 2), not doubled (* 2)."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] * 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="bias-in-the-window"
def count_params(input_shape, layers):
    """The + 1 for the bias stands in the wrong place: a filter has kernel * kernel * channels weights, and one bias beside them."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += sizes[1] ** 2 * (shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="pool-stride-1"
def count_params(input_shape, layers):
    """The pooling window moved by 1: windows lie side by side, so divide."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] - sizes[0] + 1, shape[1] - sizes[0] + 1, shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="flatten-channels-alone"
def count_params(input_shape, layers):
    """The dense layer was given the channels alone: after flatten it sees height * width * channels numbers."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (shape[2],)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="return-in-dense"
def count_params(input_shape, layers):
    """The function returns at the first dense layer: what comes after it counts, too."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            return total + (shape[0] + 1) * sizes[0]
    return total


# %% exercise="build_cnn" mistake="same-padding"
def build_cnn():
    """padding="same" was used: "valid" was asked, and is what Conv2D does by itself."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu", padding="same"),
            layers.Conv2D(64, 3, activation="relu", padding="same"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="same-padding"
def build_cnn():
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu", padding="same"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="same-padding"
def build_cnn():
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu", padding="same"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="no-relu-in-convolutions"
def build_cnn():
    """The convolutions have no ReLU: without it two in a row are one linear step."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3),
            layers.Conv2D(64, 3),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="no-relu-dense"
def build_cnn():
    """The dense layer of 128 has no ReLU."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="no-relu-at-all"
def build_cnn():
    """No layer has a ReLU: both convolutions and the dense layer of 128 need it."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3),
            layers.Conv2D(64, 3),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="no-dropout"
def build_cnn():
    """Both dropout layers are missing."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="rates-swapped"
def build_cnn():
    """The two rates are swapped: 0.25 after the pooling, 0.5 after the dense layer."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.5),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.25),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="keep-rate"
def build_cnn():
    """The rate is the share that is switched off, not the share that stays: 0.25 after the pooling."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.75),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="dropout-before-pooling"
def build_cnn():
    """The first dropout comes after the pooling, not before it."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Dropout(0.25),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="dropout-before-dense"
def build_cnn():
    """The second dropout comes after the dense layer of 128, not before it."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(128, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="average-pooling"
def build_cnn():
    """Average pooling was used: max pooling was asked."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.AveragePooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="pooling-too-many"
def build_cnn():
    """There is one pooling layer, after both convolutions; yours has one after each."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="pooling-between"
def build_cnn():
    """The pooling comes after both convolutions, not between them."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="no-pooling"
def build_cnn():
    """The pooling layer is missing."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="pooling-stride-1"
def build_cnn():
    """The pooling window moves by 1: it moves by its own size, 2, unless you say otherwise."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2, strides=1),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="conv-strides"
def build_cnn():
    """The convolution takes steps of 2: stride 1 was asked."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu", strides=2),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="conv-strides"
def build_cnn():
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu", strides=2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="filters-swapped"
def build_cnn():
    """The two convolutions are the wrong way round: 32 filters first, then 64."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="kernel-5"
def build_cnn():
    """The kernels are 5x5: 3x3 was asked."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 5, activation="relu"),
            layers.Conv2D(64, 5, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="one-convolution"
def build_cnn():
    """There are two convolutions, with 32 and with 64 filters; one is missing."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="one-convolution"
def build_cnn():
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="no-dense"
def build_cnn():
    """The dense layer of 128 is missing."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="no-flatten"
def build_cnn():
    """Flatten is missing: the dense layers work on each place of the maps alone."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="no-softmax"
def build_cnn():
    """The output layer has no activation: softmax turns ten scores into probabilities."""
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
            layers.Dense(10),
        ]
    )


# %% exercise="build_cnn" mistake="sigmoid-output"
def build_cnn():
    """Sigmoid at the output gives probabilities that do not sum to 1: for one of ten classes it is softmax."""
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
            layers.Dense(10, activation="sigmoid"),
        ]
    )


# %% exercise="build_cnn" mistake="relu-output"
def build_cnn():
    """ReLU at the output gives no probabilities: the last layer needs softmax."""
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
            layers.Dense(10, activation="relu"),
        ]
    )


# %% exercise="build_cnn" mistake="softmax-in-dense"
def build_cnn():
    """Softmax stands in the dense layer of 128: there it is ReLU, softmax belongs to the output."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(128, activation="softmax"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="no-input"
def build_cnn():
    """The model does not know its input yet: begin the list with keras.Input(shape=(28, 28, 1))."""
    layers = keras.layers
    return keras.Sequential(
        [
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


# %% exercise="build_cnn" mistake="no-return"
def build_cnn():
    """The function ends without `return model` (`compile` and `summary` return nothing)."""
    layers = keras.layers
    model = keras.Sequential([keras.Input(shape=(28, 28, 1))])
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.Conv2D(64, 3, activation="relu"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")


# %% exercise="build_cnn" mistake="the-mlp"
def build_cnn():
    """This is the MLP of exercise 2: the convolutions are missing."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(512, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_cnn" mistake="kernel-and-filters-swapped"
def build_cnn():
    """Filters and kernel size are swapped: Conv2D(32, 3) has 32 filters of 3x3."""
    layers = keras.layers
    model = keras.Sequential([keras.Input(shape=(28, 28, 1))])
    model.add(layers.Conv2D(3, 32, activation="relu"))
    model.add(layers.Conv2D(3, 64, activation="relu"))
    return model


# %% exercise="build_deep_cnn" mistake="same-padding"
def build_deep_cnn():
    """padding="same" was used: "valid" was asked, and is what Conv2D does by itself."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu", padding="same"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu", padding="same"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu", padding="same"),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="same-padding"
def build_deep_cnn():
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu", padding="same"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="pooling-too-many"
def build_deep_cnn():
    """There are two pooling layers: none after the last convolution."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="pooling-once"
def build_deep_cnn():
    """One pooling layer is missing: one after the first convolution, one after the second."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="pooling-once"
def build_deep_cnn():
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="pooling-late"
def build_deep_cnn():
    """The pooling layers come after the first and the second convolution, not after the second and the third."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="no-pooling"
def build_deep_cnn():
    """Both pooling layers are missing."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="two-convolutions"
def build_deep_cnn():
    """The third convolution is missing."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="filters-doubled"
def build_deep_cnn():
    """The last convolution has 128 filters: 64 were asked."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(128, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="dense-128"
def build_deep_cnn():
    """The dense layer has 128 neurons: 64 were asked."""
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
            layers.Dense(128, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="no-dense"
def build_deep_cnn():
    """The dense layer of 64 is missing."""
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
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="dropout-kept"
def build_deep_cnn():
    """There is no dropout in this network."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Dropout(0.25),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="dropout-kept"
def build_deep_cnn():
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Dropout(0.25),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="dropout-kept"
def build_deep_cnn():
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
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="no-relu-in-convolutions"
def build_deep_cnn():
    """The convolutions have no ReLU: activation="relu" costs no parameters and is needed in each."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="no-relu-last-convolution"
def build_deep_cnn():
    """The last convolution has no ReLU."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="no-relu-dense"
def build_deep_cnn():
    """The dense layer of 64 has no ReLU."""
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
            layers.Dense(64),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="no-relu-at-all"
def build_deep_cnn():
    """No layer has a ReLU: the three convolutions and the dense layer of 64 need it."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3),
            layers.Flatten(),
            layers.Dense(64),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="no-softmax"
def build_deep_cnn():
    """The output layer has no activation: softmax turns ten scores into probabilities."""
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
            layers.Dense(10),
        ]
    )


# %% exercise="build_deep_cnn" mistake="sigmoid-output"
def build_deep_cnn():
    """Sigmoid at the output gives probabilities that do not sum to 1: for one of ten classes it is softmax."""
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
            layers.Dense(10, activation="sigmoid"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="relu-output"
def build_deep_cnn():
    """ReLU at the output gives no probabilities: the last layer needs softmax."""
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
            layers.Dense(10, activation="relu"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="average-pooling"
def build_deep_cnn():
    """Average pooling was used: max pooling was asked."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.AveragePooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.AveragePooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="global-pooling"
def build_deep_cnn():
    """Global pooling keeps one number of a map: here Flatten was asked. (Global pooling comes in section 11.)"""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.GlobalMaxPooling2D(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="global-pooling"
def build_deep_cnn():
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.GlobalAveragePooling2D(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="strides"
def build_deep_cnn():
    """The convolutions take steps of 2 in place of pooling: stride 1, and a pooling layer of its own."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu", strides=2),
            layers.Conv2D(64, 3, activation="relu", strides=2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="kernel-5"
def build_deep_cnn():
    """The kernels are 5x5: 3x3 was asked."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 5, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 5, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="no-flatten"
def build_deep_cnn():
    """Flatten is missing: the dense layers work on each place of the maps alone."""
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="no-input"
def build_deep_cnn():
    """The model does not know its input yet: begin the list with keras.Input(shape=(28, 28, 1))."""
    layers = keras.layers
    return keras.Sequential(
        [
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


# %% exercise="build_deep_cnn" mistake="no-return"
def build_deep_cnn():
    """The function ends without `return model` (`compile` and `summary` return nothing)."""
    layers = keras.layers
    model = keras.Sequential([keras.Input(shape=(28, 28, 1))])
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.MaxPooling2D(2))
    model.summary(print_fn=lambda line: None)


# %% exercise="build_deep_cnn" mistake="the-reference"
def build_deep_cnn():
    """This is the reference CNN of exercise 7: pool after each of the first two convolutions, and leave dropout out."""
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


# %% exercise="build_deep_cnn" mistake="softmax-in-dense"
def build_deep_cnn():
    """Softmax stands in the dense layer of 64: there it is ReLU, softmax belongs to the output."""
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
            layers.Dense(64, activation="softmax"),
            layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="build_deep_cnn" mistake="kernel-and-filters-swapped"
def build_deep_cnn():
    """Filters and kernel size are swapped: Conv2D(32, 3) has 32 filters of 3x3."""
    layers = keras.layers
    model = keras.Sequential([keras.Input(shape=(28, 28, 1))])
    model.add(layers.Conv2D(3, 32, activation="relu"))
    return model


# %% exercise="confusion_matrix" mistake="swapped"
def confusion_matrix(labels, predicted, num_classes):
    """Rows and columns are swapped: the row is the truth, the column what the model said."""
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    for truth, said in zip(labels, predicted):
        matrix[said, truth] += 1
    return matrix


# %% exercise="confusion_matrix" mistake="counted-once"
def confusion_matrix(labels, predicted, num_classes):
    """A pair that comes twice counts once: `matrix[labels, predicted] += 1` writes each cell a single time. Take a loop, or np.add.at."""
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    matrix[np.array(labels), np.array(predicted)] += 1
    return matrix


# %% exercise="confusion_matrix" mistake="counted-once"
def confusion_matrix(labels, predicted, num_classes):
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    for truth, said in zip(labels, predicted):
        matrix[truth, said] = 1
    return matrix


# %% exercise="confusion_matrix" mistake="shares-of-rows"
def confusion_matrix(labels, predicted, num_classes):
    """Shares of a row came back: counts were asked."""
    matrix = np.zeros((num_classes, num_classes))
    for truth, said in zip(labels, predicted):
        matrix[truth, said] += 1
    return matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)


# %% exercise="confusion_matrix" mistake="shares-of-all"
def confusion_matrix(labels, predicted, num_classes):
    """Shares of all pictures came back: counts were asked."""
    matrix = np.zeros((num_classes, num_classes))
    for truth, said in zip(labels, predicted):
        matrix[truth, said] += 1 / len(labels)
    return matrix


# %% exercise="confusion_matrix" mistake="only-mistakes"
def confusion_matrix(labels, predicted, num_classes):
    """The diagonal is empty: right answers belong there."""
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    for truth, said in zip(labels, predicted):
        if truth != said:
            matrix[truth, said] += 1
    return matrix


# %% exercise="confusion_matrix" mistake="only-right"
def confusion_matrix(labels, predicted, num_classes):
    """Only the right answers were counted: the mistakes belong beside the diagonal."""
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    for truth, said in zip(labels, predicted):
        if truth == said:
            matrix[truth, said] += 1
    return matrix


# %% exercise="confusion_matrix" mistake="size-from-labels"
def confusion_matrix(labels, predicted, num_classes):
    """The size was taken from the classes that occur: it is num_classes, also where one never does."""
    size = max(*labels, *predicted) + 1
    matrix = np.zeros((size, size), dtype=int)
    for truth, said in zip(labels, predicted):
        matrix[truth, said] += 1
    return matrix


# %% exercise="confusion_matrix" mistake="size-from-labels"
def confusion_matrix(labels, predicted, num_classes):
    from sklearn.metrics import confusion_matrix as theirs

    return theirs(labels, predicted)


# %% exercise="confusion_matrix" mistake="counts-from-1"
def confusion_matrix(labels, predicted, num_classes):
    """Classes begin at 0: class k has row k, nothing is subtracted or added."""
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    for truth, said in zip(labels, predicted):
        matrix[truth - 1, said - 1] += 1
    return matrix


# %% exercise="confusion_matrix" mistake="counts-from-1"
def confusion_matrix(labels, predicted, num_classes):
    matrix = np.zeros((num_classes + 1, num_classes + 1), dtype=int)
    for truth, said in zip(labels, predicted):
        matrix[truth + 1, said + 1] += 1
    return matrix


# %% exercise="confusion_matrix" mistake="one-row-too-many"
def confusion_matrix(labels, predicted, num_classes):
    """One row and one column too many: num_classes classes are numbered 0 to num_classes - 1."""
    matrix = np.zeros((num_classes + 1, num_classes + 1), dtype=int)
    for truth, said in zip(labels, predicted):
        matrix[truth, said] += 1
    return matrix


# %% exercise="confusion_matrix" mistake="one-row-too-few"
def confusion_matrix(labels, predicted, num_classes):
    """One row too few: num_classes classes need num_classes rows."""
    matrix = np.zeros((num_classes - 1, num_classes - 1), dtype=int)
    for truth, said in zip(labels, predicted):
        matrix[truth, said] += 1
    return matrix


# %% exercise="confusion_matrix" mistake="return-in-loop"
def confusion_matrix(labels, predicted, num_classes):
    """Only the first picture was counted: `return` stands inside the loop."""
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    for truth, said in zip(labels, predicted):
        matrix[truth, said] += 1
        return matrix


# %% exercise="confusion_matrix" mistake="all-pairs"
def confusion_matrix(labels, predicted, num_classes):
    """Every label was paired with every answer: only those of the same picture belong together, zip(labels, predicted)."""
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    for truth in labels:
        for said in predicted:
            matrix[truth, said] += 1
    return matrix


# %% exercise="confusion_matrix" mistake="shared-rows"
def confusion_matrix(labels, predicted, num_classes):
    """All rows are one and the same list: `[[0] * n] * n` repeats a row, use np.zeros((n, n))."""
    matrix = [[0] * num_classes] * num_classes
    for truth, said in zip(labels, predicted):
        matrix[truth][said] += 1
    return matrix


# %% exercise="confusion_matrix" mistake="no-return"
def confusion_matrix(labels, predicted, num_classes):
    """The function ends without `return matrix`."""
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    for truth, said in zip(labels, predicted):
        matrix[truth, said] += 1


# %% exercise="confusion_matrix" mistake="accuracy"
def confusion_matrix(labels, predicted, num_classes):
    """This is the accuracy, a single number: a table of counts is asked for."""
    return np.mean(np.asarray(labels) == np.asarray(predicted))


# %% exercise="confusion_matrix" mistake="row-counts"
def confusion_matrix(labels, predicted, num_classes):
    """This counts how often each class occurs: a table of pairs, truth against answer, is asked for."""
    return np.bincount(labels, minlength=num_classes)


# %% exercise="confusion_matrix" mistake="index-pair"
def confusion_matrix(labels, predicted, num_classes):
    """`matrix[truth][said] = matrix[truth] + 1` and the like put a whole row into a cell: write matrix[truth, said] += 1."""
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    for truth, said in zip(labels, predicted):
        matrix[truth][said] = matrix[truth] + 1
    return matrix


# %% exercise="confusion_matrix" mistake="whole-row"
def confusion_matrix(labels, predicted, num_classes):
    """A whole row was raised: one cell a picture, matrix[truth, said] += 1."""
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    for truth, _ in zip(labels, predicted):
        matrix[truth] += 1
    return matrix


# %% exercise="confusion_matrix" mistake="shares-of-columns"
def confusion_matrix(labels, predicted, num_classes):
    """Shares of a column came back: counts were asked."""
    matrix = np.zeros((num_classes, num_classes))
    for truth, said in zip(labels, predicted):
        matrix[truth, said] += 1
    return matrix / np.maximum(matrix.sum(axis=0), 1)


# %% exercise="confusion_matrix" mistake="last-left-out"
def confusion_matrix(labels, predicted, num_classes):
    """The last picture is left out: the loop ends one too early."""
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    for i in range(len(labels) - 1):
        matrix[labels[i], predicted[i]] += 1
    return matrix


# %% exercise="confusion_matrix" mistake="both-ways"
def confusion_matrix(labels, predicted, num_classes):
    """Each pair was counted both ways: row is the truth, column the answer, one cell a picture."""
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    for truth, said in zip(labels, predicted):
        matrix[truth, said] += 1
        matrix[said, truth] += 1
    return matrix


# %% exercise="confusion_matrix" mistake="starts-with-ones"
def confusion_matrix(labels, predicted, num_classes):
    """Every cell is one too large: begin with zeros."""
    matrix = np.ones((num_classes, num_classes), dtype=int)
    for truth, said in zip(labels, predicted):
        matrix[truth, said] += 1
    return matrix


# %% exercise="shift" mistake="rolled"
def shift(images, dx, dy):
    """What leaves on one side comes back on the other (np.roll): zeros come in."""
    return np.roll(images, (dy, dx), axis=(1, 2))


# %% exercise="shift" mistake="axes-swapped"
def shift(images, dx, dy):
    """dx and dy are swapped: dx moves along the columns, axis 2, dy along the rows, axis 1."""
    height, width = images.shape[1:3]
    padded = np.zeros((len(images), 3 * height + 60, 3 * width + 60, *images.shape[3:]), images.dtype)
    padded[:, 30 + dx : 30 + dx + height, 30 + dy : 30 + dy + width] = images
    return padded[:, 30 : 30 + height, 30 : 30 + width]


# %% exercise="shift" mistake="reversed"
def shift(images, dx, dy):
    """The direction is reversed: positive dx goes to the right, positive dy down."""
    height, width = images.shape[1:3]
    padded = np.zeros((len(images), 3 * height + 60, 3 * width + 60, *images.shape[3:]), images.dtype)
    padded[:, 30 - dy : 30 - dy + height, 30 - dx : 30 - dx + width] = images
    return padded[:, 30 : 30 + height, 30 : 30 + width]


# %% exercise="shift" mistake="up-is-positive"
def shift(images, dx, dy):
    """Positive dy goes down: rows are counted from the top."""
    height, width = images.shape[1:3]
    padded = np.zeros((len(images), 3 * height + 60, 3 * width + 60, *images.shape[3:]), images.dtype)
    padded[:, 30 - dy : 30 - dy + height, 30 + dx : 30 + dx + width] = images
    return padded[:, 30 : 30 + height, 30 : 30 + width]


# %% exercise="shift" mistake="border-repeated"
def shift(images, dx, dy):
    """The border was repeated: zeros come in."""
    rows = np.clip(np.arange(images.shape[1]) - dy, 0, images.shape[1] - 1)
    columns = np.clip(np.arange(images.shape[2]) - dx, 0, images.shape[2] - 1)
    return images[:, rows][:, :, columns]


# %% exercise="shift" mistake="only-positive"
def shift(images, dx, dy):
    """Only shifts to the right and down work: with a negative dx, `moved[:, :, dx:]` counts from the end."""
    moved = np.zeros_like(images)
    height, width = images.shape[1:3]
    moved[:, dy:, dx:] = images[:, : height - dy, : width - dx]
    return moved


# %% exercise="shift" mistake="zero-empties"
def shift(images, dx, dy):
    """A shift of 0 stops or empties the picture: `images[:, :-0]` has no rows."""
    moved = np.zeros_like(images)
    moved[:, dy:, dx:] = images[:, :-dy, :-dx]
    return moved


# %% exercise="shift" mistake="zero-empties"
def shift(images, dx, dy):
    moved = np.zeros_like(images)
    height, width = images.shape[1:3]
    if dx and dy and abs(dx) < width and abs(dy) < height:
        to_rows, from_rows = (slice(dy, None), slice(None, -dy)) if dy > 0 else (slice(None, dy), slice(-dy, None))
        to_columns, from_columns = (slice(dx, None), slice(None, -dx)) if dx > 0 else (slice(None, dx), slice(-dx, None))
        moved[:, to_rows, to_columns] = images[:, from_rows, from_columns]
    return moved


# %% exercise="shift" mistake="only-dx"
def shift(images, dx, dy):
    """Where dx and dy are given, only dx has an effect: dy moves the rows as well (and `elif` leaves one of two out)."""
    moved = np.zeros_like(images)
    for column in range(images.shape[2]):
        if 0 <= column - dx < images.shape[2]:
            moved[:, :, column] = images[:, :, column - dx]
    return moved


# %% exercise="shift" mistake="only-dx"
def shift(images, dx, dy):
    moved = images.copy()
    if dx:
        moved = np.roll(images, dx, axis=2)
        moved[:, :, slice(0, dx) if dx > 0 else slice(dx, None)] = 0
    elif dy:
        moved = np.roll(images, dy, axis=1)
        moved[:, slice(0, dy) if dy > 0 else slice(dy, None)] = 0
    return moved


# %% exercise="shift" mistake="only-dy"
def shift(images, dx, dy):
    """Only dy has an effect: dx moves the columns as well. A second step goes on with what the first one made, not with `images`."""
    moved = np.zeros_like(images)
    for row in range(images.shape[1]):
        if 0 <= row - dy < images.shape[1]:
            moved[:, row] = images[:, row - dy]
    return moved


# %% exercise="shift" mistake="only-dy"
def shift(images, dx, dy):
    moved = np.roll(images, dx, axis=2)
    moved[:, :, slice(0, dx) if dx > 0 else slice(dx, None) if dx else slice(0, 0)] = 0
    moved = np.roll(images, dy, axis=1)
    moved[:, slice(0, dy) if dy > 0 else slice(dy, None) if dy else slice(0, 0)] = 0
    return moved


# %% exercise="shift" mistake="wrong-axes"
def shift(images, dx, dy):
    """The pictures themselves were moved along axis 0, which counts them: rows are axis 1, columns axis 2."""
    moved = np.zeros_like(images)
    n, height = images.shape[:2]
    for i in range(n):
        for row in range(height):
            if 0 <= i - dy < n and 0 <= row - dx < height:
                moved[i, row] = images[i - dy, row - dx]
    return moved


# %% exercise="shift" mistake="wrong-axes"
def shift(images, dx, dy):
    from scipy import ndimage

    return ndimage.shift(images, [dy, dx, 0, 0][: images.ndim], order=0)


# %% exercise="shift" mistake="wrapped-on-one-axis"
def shift(images, dx, dy):
    """On one side zeros come in, on the other axis pixels come back: np.roll needs its zeros along both axes."""
    moved = np.roll(images, (dy, dx), axis=(1, 2))
    if dx > 0:
        moved[:, :, :dx] = 0
    elif dx < 0:
        moved[:, :, dx:] = 0
    return moved


# %% exercise="shift" mistake="large-shift"
def shift(images, dx, dy):
    """A shift as large as the picture, or larger, leaves only zeros: `height - dy` and the like turn negative there."""
    height, width = images.shape[1:3]
    moved = np.zeros_like(images)
    kept = images[:, max(-dy, 0) : height - max(dy, 0), max(-dx, 0) : width - max(dx, 0)]
    moved[:, max(dy, 0) : height + min(dy, 0), max(dx, 0) : width + min(dx, 0)] = kept
    return moved


# %% exercise="shift" mistake="large-shift"
def shift(images, dx, dy):
    moved = np.roll(images, (dy, dx), axis=(1, 2))
    moved[:, :, slice(0, dx % images.shape[2]) if dx > 0 else slice(images.shape[2] - (-dx) % images.shape[2], None)] = 0
    moved[:, slice(0, dy % images.shape[1]) if dy > 0 else slice(images.shape[1] - (-dy) % images.shape[1], None)] = 0
    return moved


# %% exercise="shift" mistake="in-place"
def shift(images, dx, dy):
    """The caller's pictures were changed: write into new zeros, np.zeros_like(images)."""
    height, width = images.shape[1:3]
    moved = np.zeros_like(images)
    if abs(dy) < height and abs(dx) < width:
        kept = images[:, max(-dy, 0) : height + min(-dy, 0), max(-dx, 0) : width + min(-dx, 0)]
        moved[:, max(dy, 0) : height + min(dy, 0), max(dx, 0) : width + min(dx, 0)] = kept
    images[:] = moved
    return images


# %% exercise="shift" mistake="new-shape"
def shift(images, dx, dy):
    """The pictures grew: the shape stays, what leaves the picture is gone."""
    padding = [(0, 0), (max(dy, 0), max(-dy, 0)), (max(dx, 0), max(-dx, 0))]
    return np.pad(images, padding + [(0, 0)] * (images.ndim - 3))


# %% exercise="shift" mistake="cropped"
def shift(images, dx, dy):
    """The pictures shrank: the shape stays, and zeros fill the place that falls free."""
    height, width = images.shape[1:3]
    return images[:, max(-dy, 0) : height + min(-dy, 0), max(-dx, 0) : width + min(-dx, 0)]


# %% exercise="shift" mistake="no-channels"
def shift(images, dx, dy):
    """Pictures with a channel axis stop it: unpack images.shape[1:3], whatever follows."""
    n, height, width = images.shape
    moved = np.zeros_like(images)
    for row in range(height):
        for column in range(width):
            if 0 <= row - dy < height and 0 <= column - dx < width:
                moved[:, row, column] = images[:, row - dy, column - dx]
    return moved


# %% exercise="shift" mistake="negative-index"
def shift(images, dx, dy):
    """An index below 0 counts from the end, so pixels come back on the other side: test both ends, 0 <= row - dy < height."""
    moved = np.zeros_like(images)
    height, width = images.shape[1:3]
    for row in range(height):
        for column in range(width):
            if row - dy < height and column - dx < width and row - dy >= -height and column - dx >= -width:
                moved[:, row, column] = images[:, row - dy, column - dx]
    return moved


# %% exercise="shift" mistake="index-runs-out"
def shift(images, dx, dy):
    """An index leaves the picture: test that row + dy and column + dx lie inside of it."""
    moved = np.zeros_like(images)
    for row in range(images.shape[1]):
        for column in range(images.shape[2]):
            moved[:, row + dy, column + dx] = images[:, row, column]
    return moved


# %% exercise="shift" mistake="the-argument"
def shift(images, dx, dy):
    """Where nothing moves, the caller's own array comes back: return a new one, images.copy()."""
    if dx == 0 and dy == 0:
        return images
    height, width = images.shape[1:3]
    moved = np.zeros_like(images)
    if abs(dy) < height and abs(dx) < width:
        kept = images[:, max(-dy, 0) : height + min(-dy, 0), max(-dx, 0) : width + min(-dx, 0)]
        moved[:, max(dy, 0) : height + min(dy, 0), max(dx, 0) : width + min(dx, 0)] = kept
    return moved


# %% exercise="shift" mistake="no-return"
def shift(images, dx, dy):
    """The function ends without `return moved`."""
    moved = np.roll(images, (dy, dx), axis=(1, 2))
    moved[:, :, :dx] = 0


# %% exercise="shift" mistake="zeros-on-the-wrong-side"
def shift(images, dx, dy):
    """The zeros are on the wrong side: what moves to the right leaves them on the left."""
    moved = np.roll(images, (dy, dx), axis=(1, 2))
    moved[:, :, slice(-dx, None) if dx > 0 else slice(0, -dx)] = 0
    moved[:, slice(-dy, None) if dy > 0 else slice(0, -dy)] = 0
    return moved


# %% exercise="shift" mistake="rolled-flat"
def shift(images, dx, dy):
    """np.roll without `axis` moves through all pictures as one long row; and it brings pixels back in."""
    return np.roll(images, dx)


# %% exercise="shift" mistake="starts-with-a-copy"
def shift(images, dx, dy):
    """Old pixels stay where zeros belong: begin with np.zeros_like(images), not with a copy."""
    moved = images.copy()
    height, width = images.shape[1:3]
    for row in range(height):
        for column in range(width):
            if 0 <= row - dy < height and 0 <= column - dx < width:
                moved[:, row, column] = images[:, row - dy, column - dx]
    return moved


# %% exercise="shift" mistake="starts-with-ones"
def shift(images, dx, dy):
    """Ones come in: zeros were asked."""
    moved = np.ones_like(images)
    height, width = images.shape[1:3]
    for row in range(height):
        for column in range(width):
            if 0 <= row - dy < height and 0 <= column - dx < width:
                moved[:, row, column] = images[:, row - dy, column - dx]
    return moved


# %% exercise="preprocess" mistake="fixed-number-of-pictures"
def preprocess(images, labels):
    """The number of pictures stands fixed in reshape: it is len(images), or -1, or no reshape at all."""
    x = images.reshape(1500, 28, 28, 1).astype("float32") / 255
    return x, np.eye(10)[labels]


# %% exercise="preprocess" mistake="fixed-number-of-pictures"
def preprocess(images, labels):
    x = images.reshape(60000, 28, 28, 1).astype("float32") / 255
    return x, np.eye(10)[labels]


# %% exercise="preprocess" mistake="mean-taken-off"
def preprocess(images, labels):
    """The mean was taken off: 0 to 1 is asked, so divide by 255 and subtract nothing."""
    x = images.astype("float32")
    x = (x - x.mean()) / 255
    return x[..., np.newaxis], np.eye(10)[labels]


# %% exercise="build_mlp" mistake="batch-in-input"
def build_mlp():
    """The batch axis stands in Input: shape tells one picture, (28, 28, 1), and Keras adds the batch."""
    return keras.Sequential(
        [
            keras.Input(shape=(None, 28, 28, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(512, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


# %% exercise="layer_shapes" mistake="exact-fit-refused"
def layer_shapes(input_shape, layers):
    """A window as large as the picture fits once: refuse only what is larger (>, not >=)."""
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] >= min(shape[:2])):
            raise ValueError(f"{kind} does not fit")
        if kind == "dense" and len(shape) != 1:
            raise ValueError("flatten first")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError(f"unknown layer {kind}")
        shapes.append(shape)
    return shapes


# %% exercise="count_params" mistake="biases-of-input-channels"
def count_params(input_shape, layers):
    """The biases of a convolution are one for each filter, not one for each input channel."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += sizes[1] ** 2 * shape[2] * sizes[0] + shape[2]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="pool-counted"
def count_params(input_shape, layers):
    """Pooling takes the largest value and has nothing to learn: it has no parameters."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            total += sizes[0] ** 2
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="dropout-takes-inputs-away"
def count_params(input_shape, layers):
    """Dropout takes no neuron away for good: every weight behind it stays, and counts."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "dropout" and len(shape) == 1:
            shape = (int(shape[0] * (1 - sizes[0])),)
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="count_params" mistake="square-picture"
def count_params(input_shape, layers):
    """The picture was taken for square: follow its height and its width."""
    shape, total = tuple(input_shape), 0
    for kind, *sizes in layers:
        if kind == "conv":
            total += (sizes[1] ** 2 * shape[2] + 1) * sizes[0]
            shape = (shape[0] - sizes[1] + 1, shape[0] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[0] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (shape[0] * shape[0] * shape[2],)
        elif kind == "dense":
            total += (shape[0] + 1) * sizes[0]
            shape = (sizes[0],)
    return total


# %% exercise="confusion_matrix" mistake="mirrored"
def confusion_matrix(labels, predicted, num_classes):
    """Each mix-up was counted both ways: a 4 called 9 is not a 9 called 4."""
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    for truth, said in zip(labels, predicted):
        matrix[truth, said] += 1
        if truth != said:
            matrix[said, truth] += 1
    return matrix


# %% exercise="confusion_matrix" mistake="lists-compared"
def confusion_matrix(labels, predicted, num_classes):
    """A list was compared with a number, which is never equal: make arrays of both first, np.asarray(labels)."""
    return np.array([[np.sum((labels == i) & (predicted == j)) for j in range(num_classes)] for i in range(num_classes)])


# %% exercise="confusion_matrix" mistake="edges-from-the-data"
def confusion_matrix(labels, predicted, num_classes):
    """The bins were laid between the smallest and the largest class at hand: class i is row i, whichever occur."""
    return np.histogram2d(labels, predicted, bins=num_classes)[0].astype(int)


# %% exercise="shift" mistake="first-row-and-column-lost"
def shift(images, dx, dy):
    """Row 0 and column 0 count, too: 0 <= row - dy, not 0 < row - dy."""
    moved = np.zeros_like(images)
    height, width = images.shape[1:3]
    for row in range(height):
        for column in range(width):
            if 0 < row - dy < height and 0 < column - dx < width:
                moved[:, row, column] = images[:, row - dy, column - dx]
    return moved


# %% exercise="shift" mistake="first-picture-alone"
def shift(images, dx, dy):
    """Only the first picture was moved: all of them move, images[:, row, column]."""
    moved = np.zeros_like(images)
    height, width = images.shape[1:3]
    for row in range(height):
        for column in range(width):
            if 0 <= row + dy < height and 0 <= column + dx < width:
                moved[0, row + dy, column + dx] = images[0, row, column]
    return moved


# %% exercise="shift" mistake="left-edge-for-the-right"
def shift(images, dx, dy):
    """To the left, zeros belong into the last columns, moved[:, :, dx:]: what goes up to dx is what stays."""
    moved = np.roll(images, (dy, dx), axis=(1, 2))
    if dx:
        moved[:, :, :dx] = 0
    if dy > 0:
        moved[:, :dy] = 0
    if dy < 0:
        moved[:, dy:] = 0
    return moved


# %% exercise="shift" mistake="width-for-height"
def shift(images, dx, dy):
    """Height and width are swapped: images.shape is (n, height, width)."""
    moved = np.zeros_like(images)
    n, width, height = images.shape[:3]
    for row in range(height):
        for column in range(width):
            if 0 <= row - dy < height and 0 <= column - dx < width:
                moved[:, row, column] = images[:, row - dy, column - dx]
    return moved


# %% exercise="shift" mistake="no-channels"
def shift(images, dx, dy):
    from scipy import ndimage

    return ndimage.shift(images, (0, dy, dx), order=0)
