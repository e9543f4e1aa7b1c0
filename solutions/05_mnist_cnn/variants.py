"""The exercises of notebook 05 written otherwise, each right: a cell with `style` passes every test."""

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


# %% exercise="preprocess" style="keras"
def preprocess(images, labels):
    x = keras.ops.expand_dims(keras.ops.cast(images, "float32") / 255.0, axis=-1)
    return x, keras.ops.one_hot(keras.ops.cast(labels, "int32"), 10)


# %% exercise="preprocess" style="helpers"
def preprocess(images, labels):
    def scaled(values):
        return values.reshape(*values.shape, 1).astype(np.float32) * np.float32(1 / 255)

    return scaled(images), [[int(k == label) for k in range(10)] for label in labels]


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


# %% exercise="build_mlp" style="helpers"
def build_mlp():
    def dense(units, activation, inputs):
        return keras.layers.Activation(activation)(keras.layers.Dense(units)(inputs))

    picture = keras.layers.Input((28, 28, 1))
    hidden = dense(512, "relu", keras.layers.Flatten()(picture))
    return keras.models.Model(inputs=picture, outputs=dense(10, "softmax", hidden), name="mlp")


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


# %% exercise="train" style="helpers"
def train(model, x, y, epochs, batch_size, seed):
    def as_numbers(values):
        return [float(v) for v in values]

    keras.utils.set_random_seed(seed)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.001),
        loss=keras.losses.categorical_crossentropy,
        metrics=[keras.metrics.CategoricalAccuracy(name="accuracy")],
    )
    recorded = model.fit(x, y, batch_size=batch_size, epochs=epochs, verbose=0, shuffle=True)
    return model, {name: as_numbers(values) for name, values in recorded.history.items()}


# %% exercise="early_stopping_epoch" style="loops"
def early_stopping_epoch(losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
            waited = 0
        else:
            waited += 1
            if waited == patience:
                return best
    return best


# %% exercise="early_stopping_epoch" style="one_liner"
def early_stopping_epoch(losses, patience):
    return next(k for k in range(len(losses)) if min(losses[k + 1 : k + 1 + patience], default=np.inf) >= losses[k])


# %% exercise="early_stopping_epoch" style="vectorised"
def early_stopping_epoch(losses, patience):
    lowest = np.minimum.accumulate(losses)
    bests = np.flatnonzero(np.r_[True, lowest[1:] < lowest[:-1]])
    gaps = np.diff(np.r_[bests, len(losses) + patience + 1])
    return bests[np.argmax(gaps > patience)]


# %% exercise="early_stopping_epoch" style="recursion"
def early_stopping_epoch(losses, patience):
    def look(epoch, best):
        if epoch == len(losses) or epoch - best > patience:
            return best
        return look(epoch + 1, epoch if losses[epoch] < losses[best] else best)

    return look(1, 0)


# %% exercise="early_stopping_epoch" style="helpers"
def early_stopping_epoch(losses, patience):
    def first_minimum(values):
        return values.index(min(values))

    values = [float(v) for v in losses]
    for seen in range(1, len(values) + 1):
        best = first_minimum(values[:seen])
        if seen - 1 - best >= patience:
            break
    return np.int64(best)


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


# %% exercise="layer_shapes" style="keras"
def layer_shapes(input_shape, layers):
    kinds = {
        "conv": lambda filters, size: keras.layers.Conv2D(filters, size),
        "pool": keras.layers.MaxPooling2D,
        "dropout": keras.layers.Dropout,
        "flatten": keras.layers.Flatten,
        "dense": keras.layers.Dense,
    }
    shape, shapes = tuple(input_shape), []
    for kind, *sizes in layers:
        picture = kind in ("conv", "pool")
        if kind not in kinds or (picture and len(shape) != 3) or (kind == "dense" and len(shape) > 1):
            raise ValueError(f"{kind} cannot stand here")
        if picture and sizes[-1] > min(shape[:2]):
            raise ValueError("larger than the picture")
        shape = tuple(kinds[kind](*sizes).compute_output_shape((None, *shape))[1:])
        shapes.append(shape)
    return shapes


# %% exercise="layer_shapes" style="recursion"
def layer_shapes(input_shape, layers):
    if not layers:
        return []
    first, *rest = layers
    match first, tuple(input_shape):
        case ("conv", filters, k), (h, w, _) if k <= h and k <= w:
            shape = (h + 1 - k, w + 1 - k, filters)
        case ("pool", size), (h, w, c) if size <= h and size <= w:
            shape = (h // size, w // size, c)
        case ("dropout", _), shape:
            pass
        case ("flatten",), sides:
            shape = (1,)
            for side in sides:
                shape = (shape[0] * side,)
        case ("dense", units), (_,):
            shape = (units,)
        case _:
            raise ValueError(f"{first} cannot follow {input_shape}")
    return [shape, *layer_shapes(shape, rest)]


# %% exercise="layer_shapes" style="list"
def layer_shapes(input_shape, layers):
    def conv(sides, filters, k):
        return [*(side - k + 1 for side in sides), filters]

    shapes = [list(input_shape)]
    for layer in layers:
        before, name = shapes[-1], layer[0]
        if name not in ("conv", "pool", "dropout", "flatten", "dense"):
            raise ValueError(name)
        if name in ("conv", "pool") and (len(before) != 3 or layer[-1] > min(before[:2])):
            raise ValueError("no picture, or one too small")
        if name == "dense" and len(before) != 1:
            raise ValueError("not flat")
        shapes.append(
            conv(before[:2], *layer[1:]) if name == "conv"
            else [before[0] // layer[1], before[1] // layer[1], before[2]] if name == "pool"
            else [int(np.prod(before))] if name == "flatten"
            else [layer[1]] if name == "dense"
            else before
        )
    return shapes[1:]


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


# %% exercise="count_params" style="keras"
def count_params(input_shape, layers):
    kinds = {
        "conv": lambda filters, size: keras.layers.Conv2D(filters, size),
        "pool": lambda size: keras.layers.MaxPooling2D(size),
        "dropout": keras.layers.Dropout,
        "flatten": keras.layers.Flatten,
        "dense": keras.layers.Dense,
    }
    model = keras.Sequential([keras.Input(shape=input_shape)])
    if not layers:
        return 0  # Keras does not build a model of no layers
    for kind, *sizes in layers:
        if kind not in kinds:
            raise ValueError(kind)
        model.add(kinds[kind](*sizes))
    return model.count_params()


# %% exercise="count_params" style="helpers"
def count_params(input_shape, layers):
    def step(shape, kind, sizes):
        if kind == "conv":
            filters, k = sizes
            weights = k**2 * shape[2] * filters
            return weights + filters, [shape[0] + 1 - k, shape[1] + 1 - k, filters]
        if kind == "pool":
            return 0, [shape[0] // sizes[0], shape[1] // sizes[0], shape[2]]
        if kind == "flatten":
            return 0, [np.prod(shape)]
        if kind == "dense":
            return (shape[0] + 1) * sizes[0], [sizes[0]]
        if kind == "dropout":
            return 0, shape
        raise ValueError(f"no layer is called {kind}")

    counts, shape = [], list(input_shape)
    for kind, *sizes in layers:
        count, shape = step(shape, kind, sizes)
        counts.append(count)
    return sum(counts)


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


# %% exercise="build_cnn" style="helpers"
def build_cnn():
    def convolution(filters):
        return keras.layers.Conv2D(filters, kernel_size=(3, 3), padding="valid", activation="relu")

    def head(features):
        hidden = keras.layers.Dense(128, activation="relu", name="hidden")(features)
        return keras.layers.Dense(10, activation="softmax", name="digits")(keras.layers.Dropout(0.5)(hidden))

    picture = keras.Input(shape=(28, 28, 1), name="picture")
    maps = keras.layers.MaxPool2D(pool_size=2, strides=2)(convolution(64)(convolution(32)(picture)))
    return keras.Model(picture, head(keras.layers.Flatten()(keras.layers.Dropout(0.25)(maps))))


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


# %% exercise="build_deep_cnn" style="helpers"
def build_deep_cnn():
    def stage(x, filters, pooled):
        x = keras.layers.Conv2D(filters, (3, 3), activation="relu")(x)
        return keras.layers.MaxPooling2D((2, 2))(x) if pooled else x

    picture = keras.Input((28, 28, 1))
    maps = stage(stage(stage(picture, 32, True), 64, True), 64, False)
    hidden = keras.layers.Dense(64, activation="relu")(keras.layers.Flatten()(maps))
    return keras.Model(picture, keras.layers.Dense(10, activation="softmax")(hidden))


# %% exercise="build_deep_cnn" style="float32"
def build_deep_cnn():
    layers, relu = keras.layers, keras.activations.relu
    model = keras.Sequential()
    model.add(keras.Input((28, 28, 1), dtype="float32"))
    model.add(layers.Conv2D(32, 3, activation=relu, dtype="float32"))
    model.add(layers.MaxPooling2D(strides=2))
    model.add(layers.Conv2D(64, 3, activation=relu, dtype="float32"))
    model.add(layers.MaxPooling2D(pool_size=(2, 2)))
    model.add(layers.Conv2D(64, 3, activation=relu, dtype="float32"))
    model.add(layers.Reshape((576,)))
    model.add(layers.Dense(64, activation=relu))
    model.add(layers.Dense(10, activation=keras.activations.softmax))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
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


# %% exercise="confusion_matrix" style="vectorised"
def confusion_matrix(labels, predicted, num_classes):
    cells = np.array(labels, int) * num_classes + np.array(predicted, int)
    return np.bincount(cells, minlength=num_classes**2).reshape(num_classes, num_classes)


# %% exercise="confusion_matrix" style="scipy"
def confusion_matrix(labels, predicted, num_classes):
    from scipy.sparse import coo_array

    ones = np.ones(len(labels), dtype=int)
    pairs = (np.asarray(labels, dtype=int), np.asarray(predicted, dtype=int))
    return coo_array((ones, pairs), shape=(num_classes, num_classes)).toarray()


# %% exercise="confusion_matrix" style="helpers"
def confusion_matrix(labels, predicted, num_classes):
    from collections import Counter

    count = Counter(zip(map(int, labels), map(int, predicted)))
    return tuple(tuple(count[i, j] for j in range(num_classes)) for i in range(num_classes))


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


# %% exercise="shift" style="vectorised"
def shift(images, dx, dy):
    rows, columns = np.arange(images.shape[1]), np.arange(images.shape[2])
    moved = np.roll(images, (dy, dx), axis=(1, 2))
    moved[:, (rows - dy < 0) | (rows - dy >= len(rows))] = 0
    moved[:, :, (columns - dx < 0) | (columns - dx >= len(columns))] = 0
    return moved


# %% exercise="shift" style="scipy"
def shift(images, dx, dy):
    from scipy import ndimage

    return ndimage.shift(images, [0, dy, dx, 0][: images.ndim], order=0, cval=0)


# %% exercise="shift" style="recursion"
def shift(images, dx, dy):
    if dy:
        one = 1 if dy > 0 else -1
        empty = np.zeros_like(images[:, :1])
        parts = [empty, images[:, :-1]] if one > 0 else [images[:, 1:], empty]
        return shift(np.concatenate(parts, axis=1), dx, dy - one)
    if dx:
        return np.swapaxes(shift(np.swapaxes(images, 1, 2), 0, dx), 1, 2)
    return images.copy()
