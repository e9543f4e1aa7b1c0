"""The exercises of notebook 06 written otherwise: right in another style, and wrong as students err.

A cell with `style` must pass every test; a cell with `mistake` must fail the tests of its own
exercise and no others.
"""

import keras
import numpy as np

# %% exercise="find_leaks" style="loops"
def find_leaks(train_images, test_images):
    pairs = []
    for j in range(len(test_images)):
        for i in range(len(train_images)):
            if (train_images[i] == test_images[j]).all():
                pairs.append((i, j))
    return pairs


# %% exercise="find_leaks" style="one_liner"
def find_leaks(train_images, test_images):
    flat, other = (np.reshape(a, (len(a), -1)) for a in (train_images, test_images))
    return np.argwhere((flat[:, None] == other[None]).all(axis=-1))


# %% exercise="find_leaks" style="float32"
def find_leaks(train_images, test_images):
    seen = {}
    for i, image in enumerate(train_images):
        seen.setdefault(np.float32(image).tobytes(), []).append(i)
    return [(i, j) for j, image in enumerate(test_images) for i in seen.get(np.float32(image).tobytes(), [])]


# %% exercise="find_leaks" style="vectorised"
def find_leaks(train_images, test_images):
    axes = tuple(range(2, np.ndim(train_images) + 1))
    same = np.all(np.equal(train_images[:, None], test_images[None, :]), axis=axes)
    return list(zip(*np.nonzero(same)))


# %% exercise="find_leaks" style="helpers"
def find_leaks(train_images, test_images):
    from itertools import product

    def identical(pair):
        return bool(np.abs(np.float64(train_images[pair[0]]) - test_images[pair[1]]).max() == 0)

    return tuple(filter(identical, product(range(len(train_images)), range(len(test_images)))))


# %% exercise="find_leaks" mistake="only the first match of each test image"
def find_leaks(train_images, test_images):
    pairs = []
    for j, test in enumerate(test_images):
        for i, train in enumerate(train_images):
            if np.array_equal(train, test):
                pairs.append((i, j))
                break
    return pairs


# %% exercise="find_leaks" mistake="the pairs are the wrong way round"
def find_leaks(train_images, test_images):
    return [(j, i) for i, a in enumerate(train_images) for j, b in enumerate(test_images) if np.array_equal(a, b)]


# %% exercise="find_leaks" mistake="means are compared instead of pixels"
def find_leaks(train_images, test_images):
    return [
        (i, j)
        for i, a in enumerate(train_images)
        for j, b in enumerate(test_images)
        if np.isclose(a.mean(), b.mean())
    ]


# %% exercise="find_leaks" mistake="only images at the same index are compared"
def find_leaks(train_images, test_images):
    pairs = enumerate(zip(train_images, test_images, strict=False))
    return [(i, i) for i, (a, b) in pairs if np.array_equal(a, b)]


# %% exercise="find_leaks" mistake="one equal pixel is enough"
def find_leaks(train_images, test_images):
    return [(i, j) for i, a in enumerate(train_images) for j, b in enumerate(test_images) if (a == b).any()]


# %% exercise="freeze" style="loops"
def freeze(model):
    for layer in model.layers:
        layer.trainable = False
    return model


# %% exercise="freeze" style="one_liner"
def freeze(model):
    model.trainable, frozen = False, model
    return frozen


# %% exercise="freeze" style="recursion"
def freeze(model):
    for layer in model.layers:
        freeze(layer) if hasattr(layer, "layers") else setattr(layer, "trainable", False)
    model.trainable = False
    return model


# %% exercise="freeze" style="helpers"
def freeze(model):
    def freeze_all(layers):
        for layer in layers:
            layer.trainable = False
            freeze_all(getattr(layer, "layers", []))

    freeze_all([model])
    return model


# %% exercise="freeze" mistake="the model is not returned"
def freeze(model):
    model.trainable = False


# %% exercise="freeze" mistake="the last layer stays trainable"
def freeze(model):
    for layer in model.layers[:-1]:
        layer.trainable = False
    return model


# %% exercise="freeze" mistake="a clone with new weights is frozen"
def freeze(model):
    copy = keras.models.clone_model(model)
    copy.trainable = False
    return copy


# %% exercise="freeze" mistake="trainable is set to True"
def freeze(model):
    model.trainable = True
    return model


# %% exercise="trainable_params" style="loops"
def trainable_params(model):
    total = 0
    for weight in model.trainable_weights:
        size = 1
        for side in weight.shape:
            size *= side
        total += size
    return total


# %% exercise="trainable_params" style="one_liner"
def trainable_params(model):
    return sum(np.asarray(w).size for w in model.trainable_variables)


# %% exercise="trainable_params" style="float32"
def trainable_params(model):
    frozen = sum(np.prod(w.shape, dtype=np.float32) for w in model.non_trainable_weights)
    return np.float32(model.count_params() - frozen)


# %% exercise="trainable_params" style="keras"
def trainable_params(model):
    return sum(keras.ops.size(w) for w in model.trainable_variables)


# %% exercise="trainable_params" style="helpers"
def trainable_params(model):
    import math

    def size(weight):
        return math.prod(weight.shape)

    return sum(map(size, model.weights)) - sum(map(size, model.non_trainable_weights))


# %% exercise="trainable_params" mistake="all parameters are counted"
def trainable_params(model):
    return model.count_params()


# %% exercise="trainable_params" mistake="arrays are counted, not numbers"
def trainable_params(model):
    return len(model.trainable_weights)


# %% exercise="trainable_params" mistake="running statistics are counted"
def trainable_params(model):
    return sum(layer.count_params() for layer in model.layers if layer.trainable)


# %% exercise="trainable_params" mistake="biases are left out"
def trainable_params(model):
    return sum(int(np.prod(w.shape)) for w in model.trainable_weights if len(w.shape) > 1)


# %% exercise="build_transfer_model" style="loops"
def build_transfer_model(backbone):
    for layer in backbone.layers:
        layer.trainable = False
    model = keras.Sequential([keras.Input(backbone.input_shape[1:]), backbone, keras.layers.Flatten()])
    model.add(keras.layers.Dense(64, activation="relu"))
    model.add(keras.layers.Dropout(0.5))
    model.add(keras.layers.Dense(1, activation="sigmoid"))
    return model


# %% exercise="build_transfer_model" style="one_liner"
def build_transfer_model(backbone):
    backbone.trainable = False
    pooled = keras.layers.GlobalMaxPooling2D()(backbone.output)
    return keras.Model(backbone.input, keras.layers.Dense(1, "sigmoid")(pooled))


# %% exercise="build_transfer_model" style="float32"
def build_transfer_model(backbone):
    inputs = keras.Input(backbone.input_shape[1:], dtype="float32")
    x = keras.layers.GlobalAveragePooling2D()(backbone(inputs, training=False))
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.Activation("sigmoid")(keras.layers.Dense(1)(x))
    model = keras.Model(inputs, x)
    backbone.trainable = False
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model


# %% exercise="build_transfer_model" style="helpers"
def build_transfer_model(backbone):
    def head(maps):
        vector = keras.layers.Flatten()(maps)
        hidden = keras.layers.Dropout(0.3)(keras.layers.Dense(32, activation="relu")(vector))
        return keras.layers.Dense(1, activation=keras.activations.sigmoid)(hidden)

    backbone.trainable = False
    images = keras.Input(shape=backbone.input_shape[1:])
    return keras.Model(inputs=images, outputs=head(backbone(images, training=False)))


# %% exercise="build_transfer_model" mistake="the backbone is not frozen"
def build_transfer_model(backbone):
    layers = keras.layers
    return keras.Sequential(
        [keras.Input(backbone.input_shape[1:]), backbone, layers.GlobalAveragePooling2D(),
         layers.Dense(1, activation="sigmoid")]
    )


# %% exercise="build_transfer_model" mistake="the whole model is frozen, the head too"
def build_transfer_model(backbone):
    layers = keras.layers
    model = keras.Sequential(
        [keras.Input(backbone.input_shape[1:]), backbone, layers.GlobalAveragePooling2D(),
         layers.Dense(1, activation="sigmoid")]
    )
    model.trainable = False
    return model


# %% exercise="build_transfer_model" mistake="two units with softmax"
def build_transfer_model(backbone):
    backbone.trainable = False
    pooled = keras.layers.GlobalAveragePooling2D()(backbone.output)
    return keras.Model(backbone.input, keras.layers.Dense(2, activation="softmax")(pooled))


# %% exercise="build_transfer_model" mistake="softmax over one unit"
def build_transfer_model(backbone):
    backbone.trainable = False
    pooled = keras.layers.GlobalAveragePooling2D()(backbone.output)
    return keras.Model(backbone.input, keras.layers.Dense(1, activation="softmax")(pooled))


# %% exercise="build_transfer_model" mistake="no sigmoid at the output"
def build_transfer_model(backbone):
    backbone.trainable = False
    pooled = keras.layers.GlobalAveragePooling2D()(backbone.output)
    return keras.Model(backbone.input, keras.layers.Dense(1)(pooled))


# %% exercise="build_transfer_model" mistake="the maps are neither pooled nor flattened"
def build_transfer_model(backbone):
    backbone.trainable = False
    return keras.Model(backbone.input, keras.layers.Dense(1, activation="sigmoid")(backbone.output))


# %% exercise="build_transfer_model" mistake="a clone has lost the learnt weights"
def build_transfer_model(backbone):
    copy = keras.models.clone_model(backbone)
    copy.trainable = False
    pooled = keras.layers.GlobalAveragePooling2D()(copy.output)
    return keras.Model(copy.input, keras.layers.Dense(1, activation="sigmoid")(pooled))


# %% exercise="extract_features" style="loops"
def extract_features(backbone, images):
    maps = []
    for start in range(0, len(images), 20):
        maps.append(np.asarray(backbone(images[start : start + 20], training=False)))
    return np.concatenate(maps)


# %% exercise="extract_features" style="one_liner"
def extract_features(backbone, images):
    return np.array(backbone(images))


# %% exercise="extract_features" style="float32"
def extract_features(backbone, images):
    return backbone.predict(np.asarray(images, np.float32), batch_size=8, verbose=0).astype(np.float32)


# %% exercise="extract_features" style="helpers"
def extract_features(backbone, images):
    def batches(size):
        return [images[i : i + size] for i in range(0, len(images), size)]

    return np.vstack([backbone.predict_on_batch(batch) for batch in batches(16)])


# %% exercise="extract_features" mistake="training mode: dropout and batch statistics"
def extract_features(backbone, images):
    return np.asarray(backbone(images, training=True))


# %% exercise="extract_features" mistake="averaged over places"
def extract_features(backbone, images):
    return backbone.predict(images, verbose=0).mean(axis=(1, 2))


# %% exercise="extract_features" mistake="only the first batch"
def extract_features(backbone, images):
    return np.asarray(backbone(images[:32], training=False))


# %% exercise="extract_features" mistake="flattened"
def extract_features(backbone, images):
    return backbone.predict(images, verbose=0).reshape(len(images), -1)


# %% exercise="choose_strategy" style="loops"
def choose_strategy(n_samples):
    answer = "feature_extraction"
    for border, name in ((1_000, "fine_tune_top"), (10_001, "fine_tune_more")):
        if n_samples >= border:
            answer = name
    return answer


# %% exercise="choose_strategy" style="one_liner"
def choose_strategy(n_samples):
    return ("feature_extraction", "fine_tune_top", "fine_tune_more")[(n_samples >= 1000) + (n_samples > 10000)]


# %% exercise="choose_strategy" style="branches"
def choose_strategy(n_samples):
    if n_samples > 10_000:
        return "fine_tune_more"
    elif n_samples >= 1_000:
        return "fine_tune_top"
    else:
        return "feature_extraction"


# %% exercise="choose_strategy" style="vectorised"
def choose_strategy(n_samples):
    names = np.array(["feature_extraction", "fine_tune_top", "fine_tune_more"])
    return names[np.digitize(n_samples, [1_000, 10_001])]


# %% exercise="choose_strategy" style="helpers"
def choose_strategy(n_samples):
    import bisect

    names = {0: "feature_extraction", 1: "fine_tune_top", 2: "fine_tune_more"}
    return names[bisect.bisect_left([1_000, 10_001], n_samples + 1)]


# %% exercise="choose_strategy" mistake="1,000 counts as few"
def choose_strategy(n_samples):
    if n_samples <= 1000:
        return "feature_extraction"
    return "fine_tune_top" if n_samples <= 10000 else "fine_tune_more"


# %% exercise="choose_strategy" mistake="10,000 counts as many"
def choose_strategy(n_samples):
    if n_samples < 1000:
        return "feature_extraction"
    return "fine_tune_top" if n_samples < 10000 else "fine_tune_more"


# %% exercise="choose_strategy" mistake="the order is reversed"
def choose_strategy(n_samples):
    if n_samples < 1000:
        return "fine_tune_more"
    return "fine_tune_top" if n_samples <= 10000 else "feature_extraction"


# %% exercise="augment" style="loops"
def augment(images, rng):
    n, h, w, channels = images.shape
    result = np.zeros_like(images)
    for i in range(n):
        flip = rng.uniform() > 0.5
        dy = int(rng.integers(-(h // 10), h // 10, endpoint=True))
        dx = int(rng.integers(-(w // 10), w // 10, endpoint=True))
        for row in range(max(dy, 0), min(h, h + dy)):
            for column in range(max(dx, 0), min(w, w + dx)):
                source = column - dx
                result[i, row, column] = images[i, row - dy, w - 1 - source if flip else source]
    return result


# %% exercise="augment" style="one_liner"
def augment(images, rng):
    def changed(image, flip, dy, dx):
        h, w, _ = image.shape
        result = np.zeros(image.shape, image.dtype)
        to = slice(max(dy, 0), h + min(dy, 0)), slice(max(dx, 0), w + min(dx, 0))
        of = slice(max(-dy, 0), h + min(-dy, 0)), slice(max(-dx, 0), w + min(-dx, 0))
        result[to] = image[of]
        return np.fliplr(result) if flip else result

    n, h, w, _ = images.shape
    draws = rng.integers(0, 2, n), *(rng.integers(-(k // 10), k // 10 + 1, n) for k in (h, w))
    return np.stack([changed(*each) for each in zip(images, *draws, strict=True)])


# %% exercise="augment" style="float32"
def augment(images, rng):
    _, h, w, _ = images.shape
    most = np.array([h // 10, w // 10])
    made = np.empty_like(images)
    for i in range(len(images)):
        image = np.flip(images[i], axis=1) if rng.choice([True, False]) else images[i]
        dy, dx = np.float32(np.round(rng.uniform(-most - 0.5, most + 0.5))).clip(-most, most)
        rows, columns = np.arange(h) - int(dy), np.arange(w) - int(dx)
        inside = ((rows >= 0) & (rows < h))[:, None] & ((columns >= 0) & (columns < w))
        made[i] = image[rows.clip(0, h - 1)][:, columns.clip(0, w - 1)] * inside[..., None].astype(images.dtype)
    return made


# %% exercise="augment" style="helpers"
def augment(images, rng):
    def shifted(image, amount, axis):
        moved = np.roll(image, amount, axis=axis)
        edge = [slice(None)] * image.ndim
        edge[axis] = slice(0, amount) if amount >= 0 else slice(amount, None)
        moved[tuple(edge)] = 0
        return moved

    new = []
    for image in images:
        flipped = image[:, ::-1, :] if rng.integers(2) == 1 else image
        down = int(rng.integers(-(image.shape[0] // 10), image.shape[0] // 10 + 1))
        right = int(rng.integers(-(image.shape[1] // 10), image.shape[1] // 10 + 1))
        new.append(shifted(shifted(flipped, down, 0), right, 1))
    return np.array(new, dtype=images.dtype)


# %% exercise="augment" mistake="pixels come back on the other side"
def augment(images, rng):
    _, h, w, _ = images.shape
    made = []
    for image in images:
        image = image[:, ::-1] if rng.random() < 0.5 else image
        dy, dx = rng.integers(-(h // 10), h // 10 + 1), rng.integers(-(w // 10), w // 10 + 1)
        made.append(np.roll(image, (dy, dx), axis=(0, 1)))
    return np.stack(made)


# %% exercise="augment" mistake="all images change in the same way"
def augment(images, rng):
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    images = images[:, :, ::-1] if rng.random() < 0.5 else images
    top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
    return np.pad(images, ((0, 0), (a, a), (b, b), (0, 0)))[:, top : top + h, left : left + w].copy()


# %% exercise="augment" mistake="flipped upside down"
def augment(images, rng):
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[::-1] if rng.random() < 0.5 else image
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        result[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="the generator is ignored"
def augment(images, rng):
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if np.random.random() < 0.5 else image
        top, left = np.random.randint(0, 2 * a + 1), np.random.randint(0, 2 * b + 1)
        result[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="-h // 10 rounds down"
def augment(images, rng):
    _, h, w, _ = images.shape
    result = np.zeros_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        dy, dx = int(rng.integers(-h // 10, h // 10 + 1)), int(rng.integers(-w // 10, w // 10 + 1))
        to = slice(max(dy, 0), h + min(dy, 0)), slice(max(dx, 0), w + min(dx, 0))
        of = slice(max(-dy, 0), h + min(-dy, 0)), slice(max(-dx, 0), w + min(-dx, 0))
        result[i][to] = image[of]
    return result


# %% exercise="augment" mistake="every image is flipped"
def augment(images, rng):
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        result[i] = np.pad(image[:, ::-1], ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="unfreeze_top" style="loops"
def unfreeze_top(model, n_layers):
    model.trainable = True
    for layer in model.layers:
        layer.trainable = False
    left = n_layers
    for layer in reversed(model.layers):
        if left > 0 and not isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = True
        left -= 1
    return model


# %% exercise="unfreeze_top" style="one_liner"
def unfreeze_top(model, n_layers):
    model.trainable = True
    for layer in model.layers[: max(len(model.layers) - n_layers, 0)]:
        layer.trainable = False
    for layer in [x for x in model.layers if "BatchNorm" in type(x).__name__]:
        layer.trainable = False
    return model


# %% exercise="unfreeze_top" style="helpers"
def unfreeze_top(model, n_layers):
    def learns(place, layer):
        near_the_top = len(model.layers) - place <= n_layers
        return near_the_top and not isinstance(layer, keras.layers.BatchNormalization)

    model.trainable = True
    for place, layer in enumerate(model.layers):
        layer.trainable = learns(place, layer)
    return model


# %% exercise="unfreeze_top" style="vectorised"
def unfreeze_top(model, n_layers):
    model.trainable = True
    chosen = np.arange(len(model.layers))[::-1] < n_layers
    for layer, flag in zip(model.layers, chosen):
        norm = type(layer) is keras.layers.BatchNormalization
        layer.trainable = bool(flag) and not norm
    return model


# %% exercise="unfreeze_top" mistake="the model itself stays frozen"
def unfreeze_top(model, n_layers):
    model.trainable = False
    for layer in model.layers[len(model.layers) - n_layers :]:
        layer.trainable = not isinstance(layer, keras.layers.BatchNormalization)
    return model


# %% exercise="unfreeze_top" mistake="batch normalisation is unfrozen too"
def unfreeze_top(model, n_layers):
    model.trainable = True
    for i, layer in enumerate(model.layers):
        layer.trainable = i >= len(model.layers) - n_layers
    return model


# %% exercise="unfreeze_top" mistake="layers[-0:] is everything"
def unfreeze_top(model, n_layers):
    model.trainable = True
    for layer in model.layers:
        layer.trainable = False
    for layer in model.layers[-n_layers:]:
        layer.trainable = not isinstance(layer, keras.layers.BatchNormalization)
    return model


# %% exercise="unfreeze_top" mistake="the first layers are unfrozen"
def unfreeze_top(model, n_layers):
    model.trainable = True
    for i, layer in enumerate(model.layers):
        layer.trainable = i < n_layers and not isinstance(layer, keras.layers.BatchNormalization)
    return model


# %% exercise="unfreeze_top" mistake="the model is not returned"
def unfreeze_top(model, n_layers):
    model.trainable = True
    for i, layer in enumerate(model.layers):
        new = i >= len(model.layers) - n_layers
        layer.trainable = new and not isinstance(layer, keras.layers.BatchNormalization)


# %% exercise="confusion_counts" style="loops"
def confusion_counts(labels, scores, threshold):
    tp = fp = tn = fn = 0
    for label, score in zip(labels, scores, strict=True):
        if score >= threshold:
            tp, fp = tp + (label == 1), fp + (label == 0)
        elif label == 1:
            fn += 1
        else:
            tn += 1
    return tp, fp, tn, fn


# %% exercise="confusion_counts" style="one_liner"
def confusion_counts(labels, scores, threshold):
    return tuple(
        sum(1 for t, s in zip(labels, scores, strict=True) if (t, bool(s >= threshold)) == case)
        for case in ((1, True), (0, True), (0, False), (1, False))
    )


# %% exercise="confusion_counts" style="float32"
def confusion_counts(labels, scores, threshold):
    t = np.asarray(labels, np.float32)
    p = (np.asarray(scores) >= threshold).astype(np.float32)
    return [p @ t, p @ (1 - t), (1 - p) @ (1 - t), (1 - p) @ t]


# %% exercise="confusion_counts" style="vectorised"
def confusion_counts(labels, scores, threshold):
    cells = 2 * np.array(labels, dtype=int) + (np.array(scores) >= threshold)
    tn, fp, fn, tp = np.bincount(cells, minlength=4)
    return tp, fp, tn, fn


# %% exercise="confusion_counts" style="helpers"
def confusion_counts(labels, scores, threshold):
    from collections import Counter

    def called(score):
        return int(score >= threshold)

    count = Counter((int(t), called(s)) for t, s in zip(labels, scores))
    return [count[1, 1], count[0, 1], count[0, 0], count[1, 0]]


# %% exercise="confusion_counts" mistake="a score at the threshold is not counted"
def confusion_counts(labels, scores, threshold):
    t, p = np.asarray(labels) == 1, np.asarray(scores) > threshold
    return int(np.sum(p & t)), int(np.sum(p & ~t)), int(np.sum(~p & ~t)), int(np.sum(~p & t))


# %% exercise="confusion_counts" mistake="scikit-learn's order"
def confusion_counts(labels, scores, threshold):
    t, p = np.asarray(labels) == 1, np.asarray(scores) >= threshold
    return int(np.sum(~p & ~t)), int(np.sum(p & ~t)), int(np.sum(~p & t)), int(np.sum(p & t))


# %% exercise="confusion_counts" mistake="always the threshold 0.5"
def confusion_counts(labels, scores, threshold):
    t, p = np.asarray(labels) == 1, np.asarray(scores) >= 0.5
    return int(np.sum(p & t)), int(np.sum(p & ~t)), int(np.sum(~p & ~t)), int(np.sum(~p & t))


# %% exercise="confusion_counts" mistake="normal is taken for the positive class"
def confusion_counts(labels, scores, threshold):
    t, p = np.asarray(labels) == 0, np.asarray(scores) < threshold
    return int(np.sum(p & t)), int(np.sum(p & ~t)), int(np.sum(~p & ~t)), int(np.sum(~p & t))


# %% exercise="sensitivity_specificity" style="loops"
def sensitivity_specificity(labels, scores, threshold):
    right, total = [0, 0], [0, 0]
    for label, score in zip(labels, scores, strict=True):
        total[label] += 1
        right[label] += (score >= threshold) == (label == 1)
    return right[1] / total[1], right[0] / total[0]


# %% exercise="sensitivity_specificity" style="one_liner"
def sensitivity_specificity(labels, scores, threshold):
    t, s = np.array(labels), np.array(scores)
    return [np.mean(s[t == 1] >= threshold), 1 - np.mean(s[t == 0] >= threshold)]


# %% exercise="sensitivity_specificity" style="float32"
def sensitivity_specificity(labels, scores, threshold):
    t = np.asarray(labels, np.float32)
    p = (np.asarray(scores) >= threshold).astype(np.float32)
    return p @ t / t.sum(), (1 - p) @ (1 - t) / (1 - t).sum()


# %% exercise="sensitivity_specificity" style="helpers"
def sensitivity_specificity(labels, scores, threshold):
    def share(right, of):
        return sum(right) / len(of)

    ill = [s for t, s in zip(labels, scores) if t == 1]
    well = [s for t, s in zip(labels, scores) if t == 0]
    return share([s >= threshold for s in ill], ill), share([s < threshold for s in well], well)


# %% exercise="sensitivity_specificity" style="vectorised"
def sensitivity_specificity(labels, scores, threshold):
    t, called = np.asarray(labels, dtype=bool), np.greater_equal(scores, threshold)
    right = t == called
    return (
        np.count_nonzero(right & t) / np.count_nonzero(t),
        np.count_nonzero(right & ~t) / np.count_nonzero(~t),
    )


# %% exercise="sensitivity_specificity" mistake="the two are swapped"
def sensitivity_specificity(labels, scores, threshold):
    t, p = np.asarray(labels), np.asarray(scores) >= threshold
    return float(np.mean(~p[t == 0])), float(np.mean(p[t == 1]))


# %% exercise="sensitivity_specificity" mistake="the false alarm rate instead of specificity"
def sensitivity_specificity(labels, scores, threshold):
    t, p = np.asarray(labels), np.asarray(scores) >= threshold
    return float(np.mean(p[t == 1])), float(np.mean(p[t == 0]))


# %% exercise="sensitivity_specificity" mistake="precision instead of sensitivity"
def sensitivity_specificity(labels, scores, threshold):
    t, p = np.asarray(labels), np.asarray(scores) >= threshold
    return float(np.sum(t[p] == 1) / max(p.sum(), 1)), float(np.mean(~p[t == 0]))


# %% exercise="sensitivity_specificity" mistake="divided by all slices"
def sensitivity_specificity(labels, scores, threshold):
    t, p = np.asarray(labels), np.asarray(scores) >= threshold
    return float(np.mean(p & (t == 1))), float(np.mean(~p & (t == 0)))


# %% exercise="sensitivity_specificity" mistake="a score at the threshold is not counted"
def sensitivity_specificity(labels, scores, threshold):
    t, p = np.asarray(labels), np.asarray(scores) > threshold
    return float(np.mean(p[t == 1])), float(np.mean(~p[t == 0]))


# %% exercise="roc_auc" style="loops"
def roc_auc(labels, scores):
    pairs = total = 0
    for a, s in zip(labels, scores, strict=True):
        for b, r in zip(labels, scores, strict=True):
            if a == 1 and b == 0:
                pairs += 1
                total += 1 if s > r else 0.5 if s == r else 0
    return total / pairs


# %% exercise="roc_auc" style="one_liner"
def roc_auc(labels, scores):
    from scipy.stats import rankdata

    t = np.asarray(labels) == 1
    return (rankdata(scores)[t].sum() - t.sum() * (t.sum() + 1) / 2) / (t.sum() * (~t).sum())


# %% exercise="roc_auc" style="float32"
def roc_auc(labels, scores):
    t, s = np.asarray(labels) == 1, np.asarray(scores)
    cuts = np.r_[np.inf, np.unique(s)[::-1]]
    hits = np.array([(s[t] >= c).mean() for c in cuts], np.float32)
    alarms = np.array([(s[~t] >= c).mean() for c in cuts], np.float32)
    return np.float32(np.sum(np.diff(alarms) * (hits[1:] + hits[:-1]) / 2))


# %% exercise="roc_auc" style="scipy"
def roc_auc(labels, scores):
    from scipy.stats import mannwhitneyu

    t, s = np.asarray(labels), np.asarray(scores, dtype=float)
    ad, normal = s[t == 1], s[t == 0]
    return mannwhitneyu(ad, normal).statistic / (len(ad) * len(normal))


# %% exercise="roc_auc" style="vectorised"
def roc_auc(labels, scores):
    t, s = np.asarray(labels), np.asarray(scores, dtype=float)
    return (np.sign(np.subtract.outer(s[t == 1], s[t == 0])).mean() + 1) / 2


# %% exercise="roc_auc" style="helpers"
def roc_auc(labels, scores):
    def points(a, b):
        return 1.0 if a > b else 0.5 if a == b else 0.0

    ad = [s for t, s in zip(labels, scores) if t == 1]
    normal = [s for t, s in zip(labels, scores) if t == 0]
    return np.float32(np.mean([points(a, b) for a in ad for b in normal]))


# %% exercise="roc_auc" mistake="ties count nothing"
def roc_auc(labels, scores):
    t, s = np.asarray(labels), np.asarray(scores)
    return float(np.mean(s[t == 1][:, None] > s[t == 0]))


# %% exercise="roc_auc" mistake="ties count whole"
def roc_auc(labels, scores):
    t, s = np.asarray(labels), np.asarray(scores)
    return float(np.mean(s[t == 1][:, None] >= s[t == 0]))


# %% exercise="roc_auc" mistake="the classes are swapped"
def roc_auc(labels, scores):
    t, s = np.asarray(labels), np.asarray(scores)
    a, b = s[t == 0][:, None], s[t == 1]
    return float(np.mean(a > b) + np.mean(a == b) / 2)


# %% exercise="roc_auc" mistake="the sum over pairs is not divided"
def roc_auc(labels, scores):
    t, s = np.asarray(labels), np.asarray(scores)
    a, b = s[t == 1][:, None], s[t == 0]
    return float(np.sum(a > b) + np.sum(a == b) / 2)
