# Right answers in other styles; the mistakes are in mistakes.py. Read by the demo class and the
# tests of the grader; see CONTRIBUTING.md. Never released.

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


# %% exercise="extract_features" style="tensor"
def extract_features(backbone, images):
    return backbone(images, training=False)


# %% exercise="extract_features" style="helpers"
def extract_features(backbone, images):
    def batches(size):
        return [images[i : i + size] for i in range(0, len(images), size)]

    return np.vstack([backbone.predict_on_batch(batch) for batch in batches(16)])


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


# %% exercise="train_head" style="loops"
def train_head(model, x, y, epochs, lr):
    model.compile(keras.optimizers.Adam(learning_rate=lr), "binary_crossentropy")
    losses = []
    for _ in range(epochs):
        history = model.fit(x, y, epochs=1, batch_size=16, verbose=0).history
        losses.append(history["loss"][0])
    return model, losses


# %% exercise="train_head" style="one_liner"
def train_head(model, x, y, epochs, lr):
    model.compile(keras.optimizers.Adam(lr), keras.losses.BinaryCrossentropy(), metrics=["accuracy"])
    return [model, model.fit(x, y[:, None], epochs=epochs, verbose=0).history["loss"]]


# %% exercise="train_head" style="float32"
def train_head(model, x, y, epochs, lr):
    model.compile(optimizer=keras.optimizers.RMSprop(lr), loss="binary_crossentropy")
    run = model.fit(x, np.asarray(y, np.float32), epochs=epochs, batch_size=len(x), shuffle=False, verbose=0)
    return model, np.array(run.history["loss"], dtype=np.float32)


# %% exercise="train_head" style="vectorised"
def train_head(model, x, y, epochs, lr):
    model.compile(optimizer=keras.optimizers.SGD(lr, momentum=0.9), loss="binary_crossentropy")
    losses = []
    for _ in range(epochs):
        model.reset_metrics()
        losses.append(float(model.train_on_batch(x, y[:, None])))
    return model, losses


# %% exercise="train_head" style="helpers"
def train_head(model, x, y, epochs, lr):
    def compiled(network):
        network.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy", metrics=["AUC"])
        return network

    losses = compiled(model).fit(x, y, epochs=epochs, verbose=0).history["loss"]
    return model, tuple(losses)


# %% exercise="fine_tune" style="loops"
def fine_tune(model, n_layers, x, y, epochs, lr):
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            layer.trainable = True
            for k, inner in enumerate(reversed(layer.layers)):
                inner.trainable = k < n_layers
    model.compile(keras.optimizers.Adam(lr), "binary_crossentropy")
    losses = []
    for _ in range(epochs):
        losses += model.fit(x, y, verbose=0).history["loss"]
    return model, losses


# %% exercise="fine_tune" style="one_liner"
def fine_tune(model, n_layers, x, y, epochs, lr):
    base = model.layers[0]
    base.trainable = True
    for layer in base.layers[: max(len(base.layers) - n_layers, 0)]:
        layer.trainable = False
    model.compile(keras.optimizers.Adam(lr), "binary_crossentropy", metrics=["accuracy"])
    return model, model.fit(x, y, epochs=epochs, verbose=0).history["loss"]


# %% exercise="fine_tune" style="float32"
def fine_tune(model, n_layers, x, y, epochs, lr):
    base = [layer for layer in model.layers if hasattr(layer, "layers")][0]
    base.trainable = True
    flags = np.arange(len(base.layers)) >= len(base.layers) - n_layers
    for layer, flag in zip(base.layers, flags):
        layer.trainable = bool(flag) and not isinstance(layer, keras.layers.BatchNormalization)
    model.compile(optimizer=keras.optimizers.RMSprop(lr), loss=keras.losses.binary_crossentropy)
    run = model.fit(x, y, epochs=epochs, batch_size=len(x), verbose=0)
    return model, np.float32(run.history["loss"])


# %% exercise="fine_tune" style="helpers"
def fine_tune(model, n_layers, x, y, epochs, lr):
    def backbone():
        return next(layer for layer in model.layers if isinstance(layer, keras.Model))

    def free(layers):
        for layer in layers:
            layer.trainable = True

    inner = backbone().layers
    free([backbone()])
    for layer in inner:
        layer.trainable = False
    free(inner[len(inner) - n_layers :])
    model.compile(keras.optimizers.Adam(learning_rate=lr), keras.losses.BinaryCrossentropy())
    return model, list(model.fit(x, y, epochs=epochs, verbose=0).history["loss"])
