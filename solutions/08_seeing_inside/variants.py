# Right answers in other styles; the mistakes are in mistakes.py. Read by the demo class and the
# tests of the grader; see CONTRIBUTING.md. Never released.

# %% exercise="ascend" style="vectorised"
def ascend(gradient, start, steps, lr):
    x = np.asarray(start, float) + 0.0
    for _ in range(steps):
        g = gradient(x)
        n = np.linalg.norm(np.ravel(g))
        x = x + (lr / n * g if n else 0)
    return x


# %% exercise="ascend" style="loops"
def ascend(gradient, start, steps, lr):
    x = start.astype(float)
    step = 0
    while step < steps:
        g = gradient(x)
        total = 0.0
        for value in g.flatten():
            total += value**2
        if total == 0:
            break
        x = x + lr * g / total**0.5
        step += 1
    return x


# %% exercise="ascend" style="recursion"
def ascend(gradient, start, steps, lr):
    if steps == 0:
        return np.array(start, dtype=float)
    g = gradient(start)
    length = np.sqrt((g * g).sum())
    return ascend(gradient, start + lr * g / length if length > 0 else start, steps - 1, lr)


# %% exercise="ascend" style="float32"
def ascend(gradient, start, steps, lr):
    x = start.astype(np.float32)
    for _ in range(steps):
        g = np.float32(gradient(x))
        x = x + np.float32(lr) * g / max(np.sqrt((g**2).sum()), np.float32(1e-20))
    return x


# %% exercise="ascend" style="einsum"
def ascend(gradient, start, steps, lr):
    x = start.copy()
    for _ in range(steps):
        g = gradient(x).ravel()
        length = np.sqrt(np.einsum("i,i->", g, g)) or 1.0
        x = x + (lr * g / length).reshape(x.shape)
    return x


# %% exercise="occlusion_map" style="loops"
def occlusion_map(predict, image, size, stride, fill=0.0):
    h, w = image.shape[0], image.shape[1]
    before = predict(image)
    rows = []
    for top in range(0, h - size + 1, stride):
        row = []
        for left in range(0, w - size + 1, stride):
            covered = np.array(image)
            for i in range(top, top + size):
                for j in range(left, left + size):
                    covered[i, j] = fill
            row.append(before - predict(covered))
        rows.append(row)
    return np.array(rows)


# %% exercise="occlusion_map" style="list"
def occlusion_map(predict, image, size, stride, fill=0.0):
    h, w = image.shape[:2]
    out = []
    for i in range(0, h - size + 1, stride):
        out.append([])
        for j in range(0, w - size + 1, stride):
            x = image.copy()
            x[i : i + size, j : j + size] = fill
            out[-1].append(float(predict(image)) - float(predict(x)))
    return out


# %% exercise="occlusion_map" style="helpers"
def occlusion_map(predict, image, size, stride, fill=0.0):
    def drop(i, j):
        inside = np.zeros(image.shape, dtype=bool)
        inside[i : i + size, j : j + size] = True
        return whole - predict(np.where(inside, fill, image))

    whole = predict(image)
    places = [range(0, n - size + 1, stride) for n in image.shape[:2]]
    return np.array([[drop(i, j) for j in places[1]] for i in places[0]])


# %% exercise="occlusion_map" style="branches"
def occlusion_map(predict, image, size, stride, fill=0.0):
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    drops = np.zeros(rows * columns, dtype=np.float32)
    for place in range(rows * columns):
        i, j = divmod(place, columns)
        kept = image[i * stride : i * stride + size, j * stride : j * stride + size].copy()
        x = image.copy()
        x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
        drops[place] = predict(image) - predict(x)
        assert kept.shape[0] == size
    return drops.reshape(rows, columns)


# %% exercise="integrated_gradients" style="one_liner"
def integrated_gradients(gradient, image, baseline, steps):
    return (image - baseline) * np.mean([gradient(baseline + (k + 0.5) / steps * (image - baseline)) for k in range(steps)], axis=0)


# %% exercise="integrated_gradients" style="loops"
def integrated_gradients(gradient, image, baseline, steps):
    way = image - baseline
    shares = np.zeros_like(image)
    x = baseline + way / (2 * steps)
    for _ in range(steps):
        shares = shares + gradient(x) * way / steps
        x = x + way / steps
    return shares


# %% exercise="integrated_gradients" style="vectorised"
def integrated_gradients(gradient, image, baseline, steps):
    t = (np.arange(steps) + 0.5) / steps
    points = baseline + t.reshape(-1, *[1] * image.ndim) * (image - baseline)
    return np.stack([gradient(p) for p in points]).sum(axis=0) / steps * (image - baseline)


# %% exercise="integrated_gradients" style="float32"
def integrated_gradients(gradient, image, baseline, steps):
    a, b = image.astype(np.float32), baseline.astype(np.float32)
    total = np.zeros(a.shape, np.float32)
    for t in np.linspace(0.5 / steps, 1 - 0.5 / steps, steps):
        total += np.float32(gradient((1 - t) * b + t * a))
    return (a - b) * total / np.float32(steps)


# %% exercise="integrated_gradients" style="list"
def integrated_gradients(gradient, image, baseline, steps):
    edges = np.linspace(0, 1, steps + 1)
    middles = (edges[1:] + edges[:-1]) / 2
    total = sum(np.asarray(gradient(baseline * (1 - t) + image * t)) for t in middles)
    return (total * (image - baseline) / len(middles)).tolist()


# %% exercise="maps_and_gradients" style="keras"
def maps_and_gradients(model, image, class_index, layer_name):
    taps = keras.Model(inputs=model.inputs, outputs=[model.get_layer(layer_name).output, *model.outputs])
    x = tf.expand_dims(tf.cast(image, tf.float32), 0)
    with tf.GradientTape() as tape:
        a, scores = taps([x])
        target = tf.gather(scores, class_index, axis=1)
    return np.squeeze(a.numpy(), 0), np.squeeze(tape.gradient(target, a).numpy(), 0)


# %% exercise="maps_and_gradients" style="helpers"
def maps_and_gradients(model, image, class_index, layer_name):
    names = [layer.name for layer in model.layers]
    at = names.index(layer_name)
    maps = tf.convert_to_tensor(np.asarray(image, np.float32)[np.newaxis])
    for layer in model.layers[1 : at + 1]:
        maps = layer(maps)
    with tf.GradientTape() as tape:
        tape.watch(maps)
        out = maps
        for layer in model.layers[at + 1 :]:
            out = layer(out)
        score = out[0, class_index]
    return maps[0].numpy(), tape.gradient(score, maps)[0].numpy()


# %% exercise="maps_and_gradients" style="branches"
def maps_and_gradients(model, image, class_index, layer_name):
    front = keras.Model(model.input, model.get_layer(layer_name).output)
    back = keras.Model(model.get_layer(layer_name).output, model.output)
    maps = tf.Variable(front(np.array([image], dtype="float32")))
    with tf.GradientTape() as tape:
        score = back(maps)[:, class_index]
    return maps.numpy()[0], tape.gradient(score, maps).numpy()[0]


# %% exercise="maps_and_gradients" style="list"
def maps_and_gradients(model, image, class_index, layer_name):
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape(persistent=True) as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = tf.reduce_sum(output * tf.one_hot(class_index, output.shape[1]))
    return [maps[0], tape.gradient(score, maps)[0]]


# %% exercise="grad_cam" style="einsum"
def grad_cam(maps, gradients):
    heat = np.einsum("hwc,c->hw", maps, gradients.mean(axis=(0, 1))).clip(min=0)
    return np.divide(heat, heat.max(), out=np.zeros_like(heat), where=heat.max() > 0)


# %% exercise="grad_cam" style="loops"
def grad_cam(maps, gradients):
    h, w, c = maps.shape
    heat = np.zeros((h, w))
    for k in range(c):
        heat += maps[:, :, k] * np.mean(gradients[:, :, k])
    heat[heat < 0] = 0
    most = np.max(heat)
    if most == 0:
        return heat
    return heat / most


# %% exercise="grad_cam" style="vectorised"
def grad_cam(maps, gradients):
    heat = maps @ gradients.reshape(-1, gradients.shape[2]).mean(axis=0)
    heat = np.where(heat > 0, heat, 0.0)
    return heat / (heat.max() or 1.0)


# %% exercise="grad_cam" style="float32"
def grad_cam(maps, gradients):
    m, g = np.float32(maps), np.float32(gradients)
    heat = np.maximum(np.tensordot(m, g.mean((0, 1)), axes=1), 0)
    return heat / heat.max() if heat.any() else heat


# %% exercise="grad_cam" style="list"
def grad_cam(maps, gradients):
    weights = [gradients[..., k].mean() for k in range(maps.shape[-1])]
    heat = sum(w * maps[..., k] for k, w in enumerate(weights))
    heat = heat * (heat > 0)
    return (heat / heat.max()).tolist() if heat.max() > 0 else np.zeros(heat.shape).tolist()


# %% exercise="iou" style="loops"
def iou(a, b):
    both = either = 0
    for x, y in zip(np.ravel(a), np.ravel(b)):
        both += bool(x) and bool(y)
        either += bool(x) or bool(y)
    return both / either if either else 0


# %% exercise="iou" style="vectorised"
def iou(a, b):
    both = np.logical_and(a, b).sum()
    either = np.logical_or(a, b).sum()
    return both / max(either, 1)


# %% exercise="iou" style="one_liner"
def iou(a, b):
    return (a * b).sum() / max(1, (a * 1 + b * 1 - a * b).sum())


# %% exercise="iou" style="helpers"
def iou(a, b):
    one, two = set(np.flatnonzero(a)), set(np.flatnonzero(b))
    return len(one & two) / len(one | two) if one | two else 0.0


# %% exercise="pointing_game" style="loops"
def pointing_game(attribution, mask):
    best, place = -np.inf, None
    for i in range(attribution.shape[0]):
        for j in range(attribution.shape[1]):
            if attribution[i, j] > best:
                best, place = attribution[i, j], (i, j)
    return mask[place]


# %% exercise="pointing_game" style="vectorised"
def pointing_game(attribution, mask):
    return mask[np.unravel_index(attribution.argmax(), attribution.shape)]


# %% exercise="pointing_game" style="one_liner"
def pointing_game(attribution, mask):
    return bool((mask & (attribution == attribution.max())).any())


# %% exercise="pointing_game" style="branches"
def pointing_game(attribution, mask):
    if not mask.any():
        return False
    if mask.all():
        return True
    return attribution[mask].max() >= attribution[~mask].max()


# %% exercise="deletion_curve" style="loops"
def deletion_curve(predict, image, order, steps):
    h, w = image.shape
    x, done, scores = image.copy(), 0, [predict(image)]
    for k in range(1, steps + 1):
        while done < k * h * w // steps:
            x[order[done] // w, order[done] % w] = 0
            done += 1
        scores.append(predict(x.copy()))
    return np.array(scores)


# %% exercise="deletion_curve" style="vectorised"
def deletion_curve(predict, image, order, steps):
    rank = np.empty(image.size, dtype=int)
    rank[order] = np.arange(image.size)
    rank = rank.reshape(image.shape)
    return np.array([predict(image * (rank >= k * image.size // steps)) for k in range(steps + 1)])


# %% exercise="deletion_curve" style="list"
def deletion_curve(predict, image, order, steps):
    def left(k):
        x = image.copy()
        np.put(x, order[: k * x.size // steps], 0)
        return x

    return [float(predict(left(k))) for k in range(steps + 1)]


# %% exercise="deletion_curve" style="helpers"
def deletion_curve(predict, image, order, steps):
    scores = np.zeros(steps + 1)
    for k in range(steps + 1):
        gone = int(k * image.size / steps + 1e-9)
        x = np.array(image, dtype=float)
        x[np.unravel_index(order[:gone], x.shape)] = 0.0
        scores[k] = predict(x)
    return scores
