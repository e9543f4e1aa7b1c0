"""The exercises of notebook 05 written otherwise: right in another style, and wrong as students err.

A cell with `style` must pass every test; a cell with `mistake` must fail the tests of its own
exercise and no others.
"""

import keras
import numpy as np

# %% exercise="preprocess" style="loops"
def preprocess(images, labels):
    n = len(images)
    x = np.zeros((n, 28, 28, 1), dtype="float32")
    t = np.zeros((n, 10))
    for i in range(n):
        x[i, :, :, 0] = images[i] / 255
        t[i, labels[i]] = 1
    return x, t


# %% exercise="preprocess" style="one_liner"
def preprocess(images, labels):
    return np.float32(images / 255)[:, :, :, None], np.eye(10)[labels]


# %% exercise="preprocess" style="float32"
def preprocess(images, labels):
    x = np.multiply(images, np.float32(1 / 255), dtype=np.float32)
    t = keras.utils.to_categorical(labels, 10).astype("float32")
    return x.reshape(-1, 28, 28, 1), t


# %% exercise="preprocess" mistake="pixels are not scaled"
def preprocess(images, labels):
    return images.astype("float32")[..., None], np.eye(10)[labels]


# %% exercise="preprocess" mistake="the classes are counted from the labels at hand"
def preprocess(images, labels):
    return images[..., None].astype("float32") / 255, keras.utils.to_categorical(labels)


# %% exercise="preprocess" mistake="divided by 256"
def preprocess(images, labels):
    return images[..., None].astype("float32") / 256, np.eye(10)[labels]


# %% exercise="preprocess" mistake="divided by the largest value of the pictures given"
def preprocess(images, labels):
    x = images.astype("float32") / images.max(axis=(1, 2), keepdims=True)
    return x[..., None], np.eye(10)[labels]


# %% exercise="preprocess" mistake="the channel axis comes first"
def preprocess(images, labels):
    return images[:, None].astype("float32") / 255, np.eye(10)[labels]


# %% exercise="preprocess" mistake="float64 is left"
def preprocess(images, labels):
    return images[..., None] / 255, np.eye(10)[labels]


# %% exercise="build_mlp" style="loops"
def build_mlp():
    model = keras.Sequential()
    model.add(keras.Input((28, 28, 1)))
    model.add(keras.layers.Flatten())
    for units, activation in ((512, "relu"), (10, "softmax")):
        model.add(keras.layers.Dense(units, activation=activation))
    return model


# %% exercise="build_mlp" style="one_liner"
def build_mlp():
    return keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Reshape((784,)), keras.layers.Dense(512, "relu"), keras.layers.Dense(10, "softmax")])


# %% exercise="build_mlp" style="float32"
def build_mlp():
    inputs = keras.Input(shape=(28, 28, 1), dtype="float32")
    x = keras.layers.Flatten()(inputs)
    x = keras.layers.Dense(512)(x)
    x = keras.layers.ReLU()(x)
    x = keras.layers.Dense(10)(x)
    model = keras.Model(inputs, keras.layers.Activation("softmax")(x))
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    return model


# %% exercise="build_mlp" mistake="no softmax at the output"
def build_mlp():
    layers = keras.layers
    return keras.Sequential(
        [keras.Input((28, 28, 1)), layers.Flatten(), layers.Dense(512, activation="relu"), layers.Dense(10)]
    )


# %% exercise="build_mlp" mistake="the hidden layer has no activation"
def build_mlp():
    layers = keras.layers
    return keras.Sequential(
        [keras.Input((28, 28, 1)), layers.Flatten(), layers.Dense(512), layers.Dense(10, activation="softmax")]
    )


# %% exercise="build_mlp" mistake="Flatten is forgotten"
def build_mlp():
    layers = keras.layers
    return keras.Sequential(
        [keras.Input((28, 28, 1)), layers.Dense(512, activation="relu"), layers.Dense(10, activation="softmax")]
    )


# %% exercise="build_mlp" mistake="sigmoid at the output"
def build_mlp():
    layers = keras.layers
    model = keras.Sequential([keras.Input((28, 28, 1)), layers.Flatten()])
    model.add(layers.Dense(512, activation="relu"))
    model.add(layers.Dense(10, activation="sigmoid"))
    return model


# %% exercise="build_mlp" mistake="the input shape is not given"
def build_mlp():
    layers = keras.layers
    return keras.Sequential(
        [layers.Flatten(), layers.Dense(512, activation="relu"), layers.Dense(10, activation="softmax")]
    )


# %% exercise="train" style="loops"
def train(model, x, y, epochs, batch_size, seed):
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    history = {"loss": [], "accuracy": []}
    rng = np.random.default_rng(seed)
    for _ in range(epochs):
        order = rng.permutation(len(x))
        seen = np.zeros(2)
        for start in range(0, len(x), batch_size):
            part = order[start : start + batch_size]
            model.reset_metrics()
            loss, accuracy = model.train_on_batch(x[part], y[part])
            seen += np.array([loss, accuracy]) * len(part)
        history["loss"].append(float(seen[0] / len(x)))
        history["accuracy"].append(float(seen[1] / len(x)))
    return model, history


# %% exercise="train" style="float32"
def train(model, x, y, epochs, batch_size, seed):
    keras.utils.set_random_seed(seed)
    model.compile("adam", keras.losses.CategoricalCrossentropy(), metrics=["accuracy"])
    x, y = np.asarray(x, np.float32), np.asarray(y, np.float32)
    fit = model.fit(x, y, batch_size, epochs, verbose=0)
    return model, {name: np.float32(values) for name, values in fit.history.items()}


# %% exercise="train" style="one_liner"
def train(model, x, y, epochs, batch_size, seed):
    keras.utils.set_random_seed(seed)
    model.compile(keras.optimizers.Adam(), "categorical_crossentropy", metrics=["accuracy"])
    return model, model.fit(x, y, batch_size=batch_size, epochs=epochs, verbose=0, validation_split=0.25).history


# %% exercise="train" mistake="the History object is returned, not its dict"
def train(model, x, y, epochs, batch_size, seed):
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, history


# %% exercise="train" mistake="the seed is not used"
def train(model, x, y, epochs, batch_size, seed):
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, history.history


# %% exercise="train" mistake="a fixed seed instead of the one given"
def train(model, x, y, epochs, batch_size, seed):
    keras.utils.set_random_seed(0)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, history.history


# %% exercise="train" mistake="batch_size is not handed on"
def train(model, x, y, epochs, batch_size, seed):
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=epochs, verbose=0)
    return model, history.history


# %% exercise="train" mistake="epochs and batch_size are swapped"
def train(model, x, y, epochs, batch_size, seed):
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs, batch_size, verbose=0)
    return model, history.history


# %% exercise="train" mistake="SGD instead of Adam"
def train(model, x, y, epochs, batch_size, seed):
    keras.utils.set_random_seed(seed)
    model.compile(optimizer="sgd", loss="categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=epochs, batch_size=batch_size, verbose=0)
    return model, history.history


# %% exercise="layer_shapes" style="loops"
def layer_shapes(input_shape, layers):
    shapes, shape = [], list(input_shape)
    for layer in layers:
        kind = layer[0]
        if kind == "conv" or kind == "pool":
            if len(shape) != 3:
                raise ValueError("an image is needed here")
            size = layer[-1]
            new = []
            for side in shape[:2]:
                side = side - size + 1 if kind == "conv" else side // size
                if side < 1:
                    raise ValueError("window larger than the image")
                new.append(side)
            shape = [*new, layer[1] if kind == "conv" else shape[2]]
        elif kind == "flatten":
            product = 1
            for side in shape:
                product *= side
            shape = [product]
        elif kind == "dense":
            if len(shape) != 1:
                raise ValueError("flatten first")
            shape = [layer[1]]
        elif kind == "dropout":
            pass
        else:
            raise ValueError(f"no such layer: {kind}")
        shapes.append(tuple(shape))
    return shapes


# %% exercise="layer_shapes" style="one_liner"
def layer_shapes(input_shape, layers):
    def check(fine, shape):
        if not fine:
            raise ValueError("this layer does not fit")
        return shape

    rules = {
        "conv": lambda s, f, k: check(len(s) == 3 and min(s[:2]) >= k, (s[0] - k + 1, s[1] - k + 1, f)),
        "pool": lambda s, p: check(len(s) == 3 and min(s[:2]) >= p, (s[0] // p, s[1] // p, s[-1])),
        "dropout": lambda s, rate: s,
        "flatten": lambda s: (np.prod(s),),
        "dense": lambda s, units: check(len(s) == 1, (units,)),
    }
    shapes = [tuple(input_shape)]
    for kind, *sizes in layers:
        check(kind in rules, ())
        if kind == "pool" and len(shapes[-1]) != 3:
            raise ValueError("pooling needs an image")
        if kind == "conv" and len(shapes[-1]) != 3:
            raise ValueError("a convolution needs an image")
        shapes.append(rules[kind](shapes[-1], *sizes))
    return shapes[1:]


# %% exercise="layer_shapes" mistake="a convolution keeps the size (same padding)"
def layer_shapes(input_shape, layers):
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind == "conv":
            shape = (shape[0], shape[1], sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            if len(shape) != 1:
                raise ValueError("flatten first")
            shape = (sizes[0],)
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="pooling rounds up"
def layer_shapes(input_shape, layers):
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError("does not fit")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (-(-shape[0] // sizes[0]), -(-shape[1] // sizes[0]), shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            if len(shape) != 1:
                raise ValueError("flatten first")
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError("unknown")
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="nothing is refused"
def layer_shapes(input_shape, layers):
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            shape = (*shape[:-1], sizes[0])
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" mistake="dropout makes the layer smaller"
def layer_shapes(input_shape, layers):
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        if kind in ("conv", "pool") and (len(shape) != 3 or sizes[-1] > min(shape[:2])):
            raise ValueError("does not fit")
        if kind == "conv":
            shape = (shape[0] - sizes[1] + 1, shape[1] - sizes[1] + 1, sizes[0])
        elif kind == "pool":
            shape = (shape[0] // sizes[0], shape[1] // sizes[0], shape[2])
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            if len(shape) != 1:
                raise ValueError("flatten first")
            shape = (sizes[0],)
        elif kind == "dropout":
            shape = (*shape[:-1], int(shape[-1] * (1 - sizes[0])))
        else:
            raise ValueError("unknown")
        shapes.append(shape)
    return shapes


# %% exercise="count_params" style="loops"
def count_params(input_shape, layers):
    total, shape = 0, list(input_shape)
    for layer in layers:
        if layer[0] == "conv":
            _, filters, kernel = layer
            for _ in range(filters):
                total += kernel**2 * shape[2] + 1
            shape = [shape[0] - kernel + 1, shape[1] - kernel + 1, filters]
        elif layer[0] == "pool":
            shape[0] //= layer[1]
            shape[1] //= layer[1]
        elif layer[0] == "flatten":
            features = 1
            for side in shape:
                features *= side
            shape = [features]
        elif layer[0] == "dense":
            total += shape[0] * layer[1] + layer[1]
            shape = [layer[1]]
        elif layer[0] != "dropout":
            raise ValueError("unknown layer")
    return total


# %% exercise="count_params" style="one_liner"
def count_params(input_shape, layers):
    if not layers:
        return 0
    (kind, *sizes), rest = layers[0], layers[1:]
    own, shape = {
        "conv": lambda h, w, c: ((sizes[1] ** 2 * c + 1) * sizes[0], (h - sizes[1] + 1, w - sizes[1] + 1, sizes[0])),
        "pool": lambda h, w, c: (0, (h // sizes[0], w // sizes[0], c)),
        "flatten": lambda *shape: (0, (int(np.prod(shape)),)),
        "dense": lambda n: ((n + 1) * sizes[0], (sizes[0],)),
        "dropout": lambda *shape: (0, shape),
    }.get(kind, lambda *shape: (None, None))(*input_shape)
    if own is None:
        raise ValueError(f"unknown layer {kind}")
    return own + count_params(shape, rest)


# %% exercise="count_params" mistake="biases are forgotten"
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
            total += shape[0] * sizes[0]
            shape = (sizes[0],)
        elif kind != "dropout":
            raise ValueError("unknown")
    return total


# %% exercise="count_params" mistake="the input channels of a convolution are forgotten"
def count_params(input_shape, layers):
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
        elif kind != "dropout":
            raise ValueError("unknown")
    return total


# %% exercise="count_params" mistake="one bias a layer instead of one a filter or neuron"
def count_params(input_shape, layers):
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
        elif kind != "dropout":
            raise ValueError("unknown")
    return total


# %% exercise="build_cnn" style="loops"
def build_cnn():
    layers = keras.layers
    x = inputs = keras.Input(shape=(28, 28, 1))
    for layer in (
        layers.Conv2D(32, (3, 3)),
        layers.ReLU(),
        layers.Conv2D(64, (3, 3)),
        layers.ReLU(),
        layers.MaxPooling2D((2, 2)),
        layers.Dropout(0.25),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dropout(0.5),
        layers.Dense(10, activation="softmax"),
    ):
        x = layer(x)
    return keras.Model(inputs, x)


# %% exercise="build_cnn" style="one_liner"
def build_cnn():
    return keras.Sequential([
        keras.Input((28, 28, 1)),
        keras.Sequential([keras.layers.Conv2D(f, 3, activation="relu") for f in (32, 64)]),
        keras.layers.MaxPool2D(),
        keras.layers.Flatten(),
        keras.layers.Dropout(0.25),
        keras.layers.Dense(128, "relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(10, "softmax"),
    ])


# %% exercise="build_cnn" style="float32"
def build_cnn():
    layers, relu = keras.layers, keras.activations.relu
    model = keras.Sequential([keras.Input((28, 28, 1), dtype="float32")])
    model.add(layers.Conv2D(32, 3, activation=relu, dtype="float32"))
    model.add(layers.Conv2D(64, 3, activation=relu, dtype="float32"))
    model.add(layers.MaxPooling2D())
    model.add(layers.Dropout(1 / 4))
    model.add(layers.Flatten())
    model.add(layers.Dense(128, activation=relu, dtype="float32"))
    model.add(layers.Dropout(1 / 2))
    model.add(layers.Dense(10, activation=keras.activations.softmax))
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    return model


# %% exercise="build_cnn" mistake="same padding"
def build_cnn():
    layers = keras.layers
    model = keras.Sequential([keras.Input((28, 28, 1))])
    model.add(layers.Conv2D(32, 3, activation="relu", padding="same"))
    model.add(layers.Conv2D(64, 3, activation="relu", padding="same"))
    model.add(layers.MaxPooling2D(2))
    model.add(layers.Dropout(0.25))
    model.add(layers.Flatten())
    model.add(layers.Dense(128, activation="relu"))
    model.add(layers.Dropout(0.5))
    model.add(layers.Dense(10, activation="softmax"))
    return model


# %% exercise="build_cnn" mistake="no ReLU after the convolutions"
def build_cnn():
    layers = keras.layers
    model = keras.Sequential([keras.Input((28, 28, 1))])
    model.add(layers.Conv2D(32, 3))
    model.add(layers.Conv2D(64, 3))
    model.add(layers.MaxPooling2D(2))
    model.add(layers.Dropout(0.25))
    model.add(layers.Flatten())
    model.add(layers.Dense(128, activation="relu"))
    model.add(layers.Dropout(0.5))
    model.add(layers.Dense(10, activation="softmax"))
    return model


# %% exercise="build_cnn" mistake="dropout is left out"
def build_cnn():
    layers = keras.layers
    model = keras.Sequential([keras.Input((28, 28, 1))])
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.Conv2D(64, 3, activation="relu"))
    model.add(layers.MaxPooling2D(2))
    model.add(layers.Flatten())
    model.add(layers.Dense(128, activation="relu"))
    model.add(layers.Dense(10, activation="softmax"))
    return model


# %% exercise="build_cnn" mistake="the two dropout rates are swapped"
def build_cnn():
    layers = keras.layers
    model = keras.Sequential([keras.Input((28, 28, 1))])
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.Conv2D(64, 3, activation="relu"))
    model.add(layers.MaxPooling2D(2))
    model.add(layers.Dropout(0.5))
    model.add(layers.Flatten())
    model.add(layers.Dense(128, activation="relu"))
    model.add(layers.Dropout(0.25))
    model.add(layers.Dense(10, activation="softmax"))
    return model


# %% exercise="build_cnn" mistake="average pooling"
def build_cnn():
    layers = keras.layers
    model = keras.Sequential([keras.Input((28, 28, 1))])
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.Conv2D(64, 3, activation="relu"))
    model.add(layers.AveragePooling2D(2))
    model.add(layers.Dropout(0.25))
    model.add(layers.Flatten())
    model.add(layers.Dense(128, activation="relu"))
    model.add(layers.Dropout(0.5))
    model.add(layers.Dense(10, activation="softmax"))
    return model


# %% exercise="build_deep_cnn" style="loops"
def build_deep_cnn():
    layers = keras.layers
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for filters in (32, 64):
        model.add(layers.Conv2D(filters, 3, activation="relu"))
        model.add(layers.MaxPooling2D(2))
    model.add(layers.Conv2D(64, 3, activation="relu"))
    model.add(layers.Flatten())
    for units, activation in ((64, "relu"), (10, "softmax")):
        model.add(layers.Dense(units, activation=activation))
    return model


# %% exercise="build_deep_cnn" style="one_liner"
def build_deep_cnn():
    from keras.layers import Conv2D as C, Dense as D, Flatten as F, MaxPool2D as P
    return keras.Sequential([keras.Input((28, 28, 1)), C(32, 3), keras.layers.ReLU(), P(), C(64, 3, activation="relu"), P(), C(64, 3, activation="relu"), F(), D(64, "relu"), D(10), keras.layers.Softmax()])


# %% exercise="build_deep_cnn" mistake="no softmax at the output"
def build_deep_cnn():
    layers = keras.layers
    model = keras.Sequential([keras.Input((28, 28, 1))])
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.MaxPooling2D(2))
    model.add(layers.Conv2D(64, 3, activation="relu"))
    model.add(layers.MaxPooling2D(2))
    model.add(layers.Conv2D(64, 3, activation="relu"))
    model.add(layers.Flatten())
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.Dense(10))
    return model


# %% exercise="build_deep_cnn" mistake="a pooling layer too many"
def build_deep_cnn():
    layers = keras.layers
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for filters in (32, 64, 64):
        model.add(layers.Conv2D(filters, 3, activation="relu"))
        model.add(layers.MaxPooling2D(2))
    model.add(layers.Flatten())
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.Dense(10, activation="softmax"))
    return model


# %% exercise="build_deep_cnn" mistake="the dense layer of 64 is missing"
def build_deep_cnn():
    layers = keras.layers
    model = keras.Sequential([keras.Input((28, 28, 1))])
    model.add(layers.Conv2D(32, 3, activation="relu"))
    model.add(layers.MaxPooling2D(2))
    model.add(layers.Conv2D(64, 3, activation="relu"))
    model.add(layers.MaxPooling2D(2))
    model.add(layers.Conv2D(64, 3, activation="relu"))
    model.add(layers.Flatten())
    model.add(layers.Dense(10, activation="softmax"))
    return model


# %% exercise="build_deep_cnn" mistake="no ReLU after the convolutions"
def build_deep_cnn():
    layers = keras.layers
    model = keras.Sequential([keras.Input((28, 28, 1))])
    model.add(layers.Conv2D(32, 3))
    model.add(layers.MaxPooling2D(2))
    model.add(layers.Conv2D(64, 3))
    model.add(layers.MaxPooling2D(2))
    model.add(layers.Conv2D(64, 3))
    model.add(layers.Flatten())
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.Dense(10, activation="softmax"))
    return model


# %% exercise="confusion_matrix" style="loops"
def confusion_matrix(labels, predicted, num_classes):
    matrix = [[0] * num_classes for _ in range(num_classes)]
    for truth, said in zip(labels, predicted):
        matrix[truth][said] += 1
    return matrix


# %% exercise="confusion_matrix" style="one_liner"
def confusion_matrix(labels, predicted, num_classes):
    return np.array([[sum(t == i and p == j for t, p in zip(labels, predicted)) for j in range(num_classes)] for i in range(num_classes)])


# %% exercise="confusion_matrix" style="float32"
def confusion_matrix(labels, predicted, num_classes):
    eye = np.eye(num_classes, dtype=np.float32)
    return eye[np.array(labels, int)].T @ eye[np.array(predicted, int)]


# %% exercise="confusion_matrix" mistake="rows and columns are swapped"
def confusion_matrix(labels, predicted, num_classes):
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    for truth, said in zip(labels, predicted):
        matrix[said, truth] += 1
    return matrix


# %% exercise="confusion_matrix" mistake="repeated pairs count once"
def confusion_matrix(labels, predicted, num_classes):
    matrix = np.zeros((num_classes, num_classes), dtype=int)
    matrix[np.array(labels, int), np.array(predicted, int)] += 1
    return matrix


# %% exercise="confusion_matrix" mistake="shares instead of counts"
def confusion_matrix(labels, predicted, num_classes):
    matrix = np.zeros((num_classes, num_classes))
    for truth, said in zip(labels, predicted):
        matrix[truth, said] += 1
    return matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)


# %% exercise="confusion_matrix" mistake="the size is taken from the labels"
def confusion_matrix(labels, predicted, num_classes):
    size = max(max(labels, default=0), max(predicted, default=0)) + 1
    matrix = np.zeros((size, size), dtype=int)
    for truth, said in zip(labels, predicted):
        matrix[truth, said] += 1
    return matrix


# %% exercise="shift" style="loops"
def shift(images, dx, dy):
    moved = np.zeros_like(images)
    height, width = images.shape[1], images.shape[2]
    for row in range(height):
        for column in range(width):
            if 0 <= row - dy < height and 0 <= column - dx < width:
                moved[:, row, column] = images[:, row - dy, column - dx]
    return moved


# %% exercise="shift" style="one_liner"
def shift(images, dx, dy):
    return np.pad(images, [(0, 0), (abs(dy), abs(dy)), (abs(dx), abs(dx)), (0, 0)][: images.ndim])[:, abs(dy) - dy :, abs(dx) - dx :][:, : images.shape[1], : images.shape[2]]


# %% exercise="shift" style="float32"
def shift(images, dx, dy):
    rows = np.eye(images.shape[1], k=-dy, dtype=np.float32)
    columns = np.eye(images.shape[2], k=-dx, dtype=np.float32)
    return np.einsum("rh,cw,nhw...->nrc...", rows, columns, images.astype(np.float32))


# %% exercise="shift" mistake="pixels come back on the other side"
def shift(images, dx, dy):
    return np.roll(images, (dy, dx), axis=(1, 2))


# %% exercise="shift" mistake="dx and dy are swapped"
def shift(images, dx, dy):
    height, width = images.shape[1:3]
    padded = np.zeros((len(images), 3 * height + 60, 3 * width + 60, *images.shape[3:]), images.dtype)
    padded[:, 30 + dx : 30 + dx + height, 30 + dy : 30 + dy + width] = images
    return padded[:, 30 : 30 + height, 30 : 30 + width]


# %% exercise="shift" mistake="only shifts to the right and down work"
def shift(images, dx, dy):
    moved = np.zeros_like(images)
    height, width = images.shape[1:3]
    moved[:, dy:, dx:] = images[:, : height - dy, : width - dx]
    return moved


# %% exercise="shift" mistake="a shift of 0 empties the picture"
def shift(images, dx, dy):
    moved = np.zeros_like(images)
    height, width = images.shape[1:3]
    if abs(dx) >= width or abs(dy) >= height:
        return moved
    to_rows, from_rows = (slice(dy, None), slice(None, -dy)) if dy >= 0 else (slice(None, dy), slice(-dy, None))
    to_columns, from_columns = (slice(dx, None), slice(None, -dx)) if dx >= 0 else (slice(None, dx), slice(-dx, None))
    if dx and dy:
        moved[:, to_rows, to_columns] = images[:, from_rows, from_columns]
    return moved
