# Right answers in other styles; the mistakes are in mistakes.py. Read by the demo class and the
# tests of the grader; see CONTRIBUTING.md. Never released.

# %% exercise="one_hot" style="loops"
def one_hot(labels, num_classes):
    rows = []
    for label in labels:
        if not 0 <= label < num_classes:
            raise ValueError(f"label {label} is none of {num_classes} classes")
        row = [0.0] * num_classes
        row[label] = 1.0
        rows.append(row)
    return rows


# %% exercise="one_hot" style="float32"
def one_hot(labels, num_classes):
    labels = np.array(labels, dtype=int)
    if labels.min() < 0 or labels.max() > num_classes - 1:
        raise ValueError("label out of range")
    rows = np.zeros((len(labels), num_classes), dtype=np.float32)
    rows[np.arange(len(labels)), labels] = 1
    return rows


# %% exercise="one_hot" style="one_liner"
def one_hot(labels, num_classes):
    if not set(np.asarray(labels).tolist()) <= set(range(num_classes)):
        raise ValueError("label out of range")
    return (np.arange(num_classes) == np.asarray(labels)[:, None]).astype(float)


# %% exercise="one_hot" style="vectorised"
def one_hot(labels, num_classes):
    rows = np.equal.outer(np.asarray(labels), np.arange(num_classes))
    if not rows.any(axis=1).all():
        raise ValueError("a label is out of range")
    return rows


# %% exercise="one_hot" style="helpers"
def one_hot(labels, num_classes):
    def row(label):
        if label not in range(num_classes):
            raise ValueError(f"{label} is no class")
        return tuple(int(k == label) for k in range(num_classes))

    return [row(label) for label in labels]


# %% exercise="mean_squared_error" style="loops"
def mean_squared_error(y, t):
    total = 0.0
    for outputs, targets in zip(y, t, strict=True):
        for output, target in zip(outputs, targets, strict=True):
            total += (output - target) ** 2
    return total / 2 / len(y)


# %% exercise="mean_squared_error" style="one_liner"
def mean_squared_error(y, t):
    return float(0.5 * np.square(y - t).sum() / y.shape[0])


# %% exercise="mean_squared_error" style="float32"
def mean_squared_error(y, t):
    difference = y.astype(np.float32) - t.astype(np.float32)
    return np.mean(0.5 * np.sum(difference * difference, axis=-1))


# %% exercise="mean_squared_error" style="einsum"
def mean_squared_error(y, t):
    d = np.asarray(y) - np.asarray(t)
    return np.einsum("nk,nk->", d, d) / (2 * d.shape[0])


# %% exercise="mean_squared_error" style="helpers"
def mean_squared_error(y, t):
    def of_one(output, target):
        return sum((a - b) ** 2 / 2 for a, b in zip(output, target))

    errors = [of_one(*pair) for pair in zip(y, t)]
    return np.array(sum(errors) / len(errors))


# %% exercise="mean_squared_error" style="vectorised"
def mean_squared_error(y, t):
    return np.linalg.norm(t - y) ** 2 / 2 / len(t)


# %% exercise="cross_entropy" style="loops"
def cross_entropy(p, t):
    total = 0.0
    for row, target in zip(p, t, strict=True):
        for k in range(len(row)):
            if target[k] == 1:
                total -= np.log(max(row[k], 1e-12))
    return total / len(p)


# %% exercise="cross_entropy" style="one_liner"
def cross_entropy(p, t):
    return -np.log(np.maximum(p[np.arange(len(p)), t.argmax(axis=1)], 1e-12)).mean()


# %% exercise="cross_entropy" style="float32"
def cross_entropy(p, t):
    p = np.clip(p.astype(np.float32), 1e-12, 1.0)
    return -np.mean(np.sum(t.astype(np.float32) * np.log(p), axis=1))


# %% exercise="cross_entropy" style="scipy"
def cross_entropy(p, t):
    from scipy.special import xlogy

    return xlogy(t, np.maximum(p, 1e-12)).sum(axis=1).mean() * -1


# %% exercise="cross_entropy" style="vectorised"
def cross_entropy(p, t):
    return float(-np.log(np.clip(p, 1e-12, 1)[t == 1]).mean())


# %% exercise="cross_entropy" style="einsum"
def cross_entropy(p, t):
    p = np.where(p < 1e-12, 1e-12, p)
    return np.asarray(-np.einsum("nk,nk->n", t, np.log(p)).mean())


# %% exercise="accuracy" style="loops"
def accuracy(p, labels):
    right = 0
    for row, label in zip(p, labels, strict=True):
        best = 0
        for k in range(len(row)):
            if row[k] > row[best]:
                best = k
        if best == label:
            right += 1
    return right / len(labels)


# %% exercise="accuracy" style="one_liner"
def accuracy(p, labels):
    return float((np.asarray(p).argmax(-1) == np.asarray(labels)).sum() / len(labels))


# %% exercise="accuracy" style="float32"
def accuracy(p, labels):
    return np.mean((p.argmax(axis=1) == labels).astype(np.float32))


# %% exercise="accuracy" style="vectorised"
def accuracy(p, labels):
    return 1 - np.count_nonzero(np.argmax(p, axis=-1) - labels) / len(p)


# %% exercise="accuracy" style="list"
def accuracy(p, labels):
    said = [max(range(len(row)), key=lambda k: row[k]) for row in np.asarray(p).tolist()]
    return [a == b for a, b in zip(said, labels)].count(True) / len(said)


# %% exercise="numerical_gradient" style="loops"
def numerical_gradient(f, w):
    flat = np.array(w, dtype=float).ravel()
    shape = np.shape(w)
    grad = np.zeros(flat.size)
    for i in range(flat.size):
        up, down = flat.copy(), flat.copy()
        up[i] += 1e-4
        down[i] -= 1e-4
        grad[i] = (f(up.reshape(shape)) - f(down.reshape(shape))) / 2e-4
    return grad.reshape(shape)


# %% exercise="numerical_gradient" style="one_liner"
def numerical_gradient(f, w):
    w = np.asarray(w, dtype=float)
    nudges = 1e-4 * np.eye(w.size).reshape(w.size, *w.shape)
    return np.reshape([(f(w + d) - f(w - d)) / 2e-4 for d in nudges], w.shape)


# %% exercise="numerical_gradient" style="float32"
def numerical_gradient(f, w):
    work = np.array(w, dtype=np.float64)
    grad = np.zeros(work.shape, dtype=np.float32)
    walker = np.nditer(work, flags=["multi_index"])
    while not walker.finished:
        i = walker.multi_index
        old = float(work[i])
        work[i] = old + 1e-4
        up = f(work)
        work[i] = old - 1e-4
        down = f(work)
        work[i] = old
        grad[i] = (up - down) / 2e-4
        walker.iternext()
    return grad


# %% exercise="numerical_gradient" style="helpers"
def numerical_gradient(f, w):
    w = np.array(w, dtype=float)

    def moved(i, by):
        other = w.copy()
        other[i] += by
        return f(other)

    grad = np.zeros_like(w)
    for i, _ in np.ndenumerate(w):
        grad[i] = (moved(i, 1e-4) - moved(i, -1e-4)) / (2 * 1e-4)
    return grad


# %% exercise="numerical_gradient" style="list"
def numerical_gradient(f, w):
    flat, shape, h = np.ravel(w).astype(float).tolist(), np.shape(w), 1e-4
    slopes = []
    for i in range(len(flat)):
        up = flat[:i] + [flat[i] + h] + flat[i + 1 :]
        down = flat[:i] + [flat[i] - h] + flat[i + 1 :]
        slopes.append((f(np.reshape(up, shape)) - f(np.reshape(down, shape))) / (2 * h))
    return np.reshape(slopes, shape).tolist()


# %% exercise="softmax_cross_entropy_grad" style="loops"
def softmax_cross_entropy_grad(z, t):
    n = len(z)
    grad = np.zeros(np.shape(z))
    for i in range(n):
        e = np.exp(z[i] - max(z[i]))
        p = e / sum(e)
        for k in range(len(p)):
            grad[i][k] = (p[k] - t[i][k]) / n
    return grad


# %% exercise="softmax_cross_entropy_grad" style="one_liner"
def softmax_cross_entropy_grad(z, t):
    return ((e := np.exp(z - z.max(1, keepdims=True))) / e.sum(1, keepdims=True) - t) / z.shape[0]


# %% exercise="softmax_cross_entropy_grad" style="float32"
def softmax_cross_entropy_grad(z, t):
    p = softmax(z.astype(np.float32), axis=-1)
    return (p - t.astype(np.float32)) / np.float32(len(z))


# %% exercise="softmax_cross_entropy_grad" style="scipy"
def softmax_cross_entropy_grad(z, t):
    from scipy.special import log_softmax

    return (np.exp(log_softmax(z, axis=1)) - t) / z.shape[0]


# %% exercise="softmax_cross_entropy_grad" style="helpers"
def softmax_cross_entropy_grad(z, t):
    def probabilities(row):
        powers = [np.exp(v - max(row)) for v in row]
        return [p / sum(powers) for p in powers]

    rows = [probabilities(row) for row in z]
    return [[(a - b) / len(z) for a, b in zip(p, q)] for p, q in zip(rows, t)]


# %% exercise="softmax_cross_entropy_grad" style="vectorised"
def softmax_cross_entropy_grad(z, t):
    e = np.exp((z.T - z.max(axis=1)).T)
    return (np.divide(e.T, e.sum(axis=1)).T - t) / np.float64(t.shape[0])


# %% exercise="dense_backward" style="loops"
def dense_backward(dout, x, w):
    (n, d), m = x.shape, w.shape[1]
    dx, dw, db = np.zeros((n, d)), np.zeros((d, m)), np.zeros(m)
    for s in range(n):
        for j in range(m):
            db[j] += dout[s, j]
            for i in range(d):
                dw[i, j] += x[s, i] * dout[s, j]
                dx[s, i] += w[i, j] * dout[s, j]
    return dx, dw, db


# %% exercise="dense_backward" style="einsum"
def dense_backward(dout, x, w):
    dx = np.einsum("nm,dm->nd", dout, w)
    return dx, np.einsum("nd,nm->dm", x, dout), np.einsum("nm->m", dout)


# %% exercise="dense_backward" style="float32"
def dense_backward(dout, x, w):
    dout, x, w = (np.asarray(v, dtype=np.float32) for v in (dout, x, w))
    return np.matmul(dout, w.T), np.matmul(x.T, dout), np.sum(dout, axis=0)


# %% exercise="dense_backward" style="list"
def dense_backward(dout, x, w):
    dx = (w @ dout.T).T
    dw = (dout.T @ x).T
    return [dx.tolist(), dw.tolist(), [sum(column) for column in dout.T]]


# %% exercise="dense_backward" style="vectorised"
def dense_backward(dout, x, w):
    dw = (x[:, :, None] * dout[:, None, :]).sum(axis=0)
    dx = (dout[:, None, :] * w[None, :, :]).sum(axis=2)
    return dx, dw, np.ones(len(dout)) @ dout


# %% exercise="dense_backward" style="helpers"
def dense_backward(dout, x, w):
    def of_sample(row, slope):
        return np.outer(row, slope)

    dw = sum(of_sample(row, slope) for row, slope in zip(x, dout))
    dx = np.array([w.dot(slope) for slope in dout])
    return dx, dw, np.add.reduce(dout)


# %% exercise="two_layer_grads" style="loops"
def two_layer_grads(x, t, params):
    grads = {name: np.zeros_like(value) for name, value in params.items()}
    for sample, target in zip(x, t, strict=True):
        h = expit(sample @ params["W1"] + params["b1"])
        dz = (softmax(h @ params["W2"] + params["b2"]) - target) / len(x)
        da = (params["W2"] @ dz) * h * (1 - h)
        grads["W2"] += np.outer(h, dz)
        grads["b2"] += dz
        grads["W1"] += np.outer(sample, da)
        grads["b1"] += da
    return grads


# %% exercise="two_layer_grads" style="one_liner"
def two_layer_grads(x, t, params):
    w1, b1, w2, b2 = (params[k] for k in ("W1", "b1", "W2", "b2"))
    h = expit(np.einsum("nd,dh->nh", x, w1) + b1)
    dz = (softmax(np.einsum("nh,hc->nc", h, w2) + b2, axis=1) - t) / x.shape[0]
    da = np.einsum("nc,hc,nh->nh", dz, w2, h - h**2)
    layers = (("W1", "b1", x, da), ("W2", "b2", h, dz))
    return {k: v for w, b, i, d in layers for k, v in ((w, i.T @ d), (b, d.sum(0)))}


# %% exercise="two_layer_grads" style="float32"
def two_layer_grads(x, t, params):
    w1, b1, w2, b2 = (params[name].astype(np.float64) for name in ("W1", "b1", "W2", "b2"))
    h = expit(x @ w1 + b1)
    p = softmax(h @ w2 + b2, axis=1)
    dz = (p - t) / len(x)
    da = (dz @ w2.T) * (h * (1 - h))
    grads = {"b2": dz.sum(0), "W2": h.T @ dz, "b1": da.sum(0), "W1": x.T @ da}
    return {name: grad.astype(np.float32) for name, grad in grads.items()}


# %% exercise="two_layer_grads" style="helpers"
def two_layer_grads(x, t, params):
    def probabilities(z):
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def sigmoid(z):
        return (1 + np.tanh(z / 2)) / 2

    def layer(inputs, slopes):
        return np.dot(inputs.T, slopes), slopes.sum(axis=0)

    hidden = sigmoid(x @ params["W1"] + params["b1"])
    slopes = (probabilities(hidden @ params["W2"] + params["b2"]) - t) / len(t)
    before = np.dot(slopes, params["W2"].T) * (hidden - hidden * hidden)
    (w1, b1), (w2, b2) = layer(x, before), layer(hidden, slopes)
    return dict(W1=w1, b1=b1, W2=w2, b2=b2)


# %% exercise="two_layer_grads" style="list"
def two_layer_grads(x, t, params):
    h = 1 / (1 + np.exp(-np.clip(x @ params["W1"] + params["b1"], -700, 700)))
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    ones, n = np.ones(len(x)), len(x)
    second = (p - t) / n
    first = second @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ first, "b1": ones @ first, "W2": h.T @ second, "b2": ones @ second}
    return {name: grad.tolist() for name, grad in grads.items()}


# %% exercise="two_layer_grads" style="vectorised"
def two_layer_grads(x, t, params):
    x1 = np.c_[x, np.ones(len(x))]
    h1 = np.c_[expit(x1 @ np.vstack([params["W1"], params["b1"]])), np.ones(len(x))]
    dz = (softmax(h1 @ np.vstack([params["W2"], params["b2"]]), axis=1) - t) / len(x)
    da = (dz @ params["W2"].T) * h1[:, :-1] * (1 - h1[:, :-1])
    first, second = x1.T @ da, h1.T @ dz
    return {"W1": first[:-1], "b1": first[-1], "W2": second[:-1], "b2": second[-1]}


# %% exercise="minibatches" style="loops"
def minibatches(n, batch_size, rng):
    order = list(range(n))
    rng.shuffle(order)
    batches, batch = [], []
    for index in order:
        batch.append(index)
        if len(batch) == batch_size:
            batches.append(np.array(batch))
            batch = []
    if batch:
        batches.append(np.array(batch))
    return batches


# %% exercise="minibatches" style="one_liner"
def minibatches(n, batch_size, rng):
    return np.split(rng.permutation(n), range(batch_size, n, batch_size))


# %% exercise="minibatches" style="list"
def minibatches(n, batch_size, rng):
    left = rng.permutation(n).tolist()
    batches = []
    while left:
        batches.append(left[:batch_size])
        left = left[batch_size:]
    return batches


# %% exercise="minibatches" style="recursion"
def minibatches(n, batch_size, rng):
    def cut(order):
        if len(order) == 0:
            return []
        return [order[:batch_size], *cut(order[batch_size:])]

    return cut(rng.choice(n, size=n, replace=False))


# %% exercise="minibatches" style="helpers"
def minibatches(n, batch_size, rng):
    def cut():
        order = np.arange(n)
        rng.shuffle(order)
        for start in range(0, n, batch_size):
            yield order[start : start + batch_size]

    return tuple(cut())


# %% exercise="split_indices" style="loops"
def split_indices(n, ratios, rng):
    order = list(range(n))
    rng.shuffle(order)
    train_size, validation_size = round(n * ratios[0]), round(n * ratios[1])
    train, validation, test = [], [], []
    for place, index in enumerate(order):
        if place < train_size:
            train.append(index)
        elif place < train_size + validation_size:
            validation.append(index)
        else:
            test.append(index)
    return np.array(train), np.array(validation), np.array(test)


# %% exercise="split_indices" style="one_liner"
def split_indices(n, ratios, rng):
    first, second = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return (order := rng.permutation(n))[:first], order[first:second], order[second:]


# %% exercise="split_indices" style="vectorised"
def split_indices(n, ratios, rng):
    order = np.argsort(rng.random(n))
    first = int(round(n * ratios[0]))
    last = n - int(round(n * ratios[2]))
    return order[:first], order[first:last], order[last:]


# %% exercise="split_indices" style="list"
def split_indices(n, ratios, rng):
    order = [int(i) for i in rng.permutation(n)]
    a, b = round(ratios[0] * n), round(ratios[1] * n)
    return [order[:a], order[a : a + b], order[a + b :]]


# %% exercise="split_indices" style="helpers"
def split_indices(n, ratios, rng):
    import math

    left = rng.choice(n, n, replace=False)

    def take(share):
        nonlocal left
        size = math.floor(n * share + 1e-9)
        part, left = left[:size], left[size:]
        return part

    train, validation = take(ratios[0]), take(ratios[1])
    return train, validation, left


# %% exercise="train_step" style="one_liner"
def train_step(params, x, t, lr):
    loss, grads = cross_entropy(outputs(x, params), t), two_layer_grads(x, t, params)
    return {k: v - lr * np.asarray(grads[k]) for k, v in params.items()}, loss


# %% exercise="train_step" style="loops"
def train_step(params, x, t, lr):
    grads = {name: np.zeros_like(value) for name, value in params.items()}
    loss = 0.0
    for sample, target in zip(x, t):
        h = expit(sample @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"])
        loss -= np.log(p[np.argmax(target)]) / len(x)
        dz = (p - target) / len(x)
        da = params["W2"] @ dz * h * (1 - h)
        grads["W2"] += np.outer(h, dz)
        grads["b2"] += dz
        grads["W1"] += np.outer(sample, da)
        grads["b1"] += da
    new = {}
    for name in params:
        new[name] = params[name] - lr * grads[name]
    return new, loss


# %% exercise="train_step" style="float32"
def train_step(params, x, t, lr):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh, dW2, db2 = dz @ params["W2"].T, h.T @ dz, dz.sum(0)
    da = dh * h * (1 - h)
    grads = dict(W1=x.T @ da, b1=da.sum(0), W2=dW2, b2=db2)
    new = {k: (params[k] - lr * grads[k]).astype(np.float32) for k in params}
    return new, np.float32(-np.mean(np.log(p[t == 1])))


# %% exercise="train_step" style="helpers"
def train_step(params, x, t, lr):
    import copy

    def gradients():
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = np.asarray(softmax_cross_entropy_grad(h @ params["W2"] + params["b2"], t))
        dh, dw2, db2 = dense_backward(dz, h, params["W2"])
        _, dw1, db1 = dense_backward(np.asarray(dh) * h * (1 - h), x, params["W1"])
        return cross_entropy(p, t), {"W1": dw1, "b1": db1, "W2": dw2, "b2": db2}

    loss, grads = gradients()
    new = copy.deepcopy(params)
    for name in new:
        new[name] -= lr * np.asarray(grads[name])
    return new, loss


# %% exercise="train_step" style="list"
def train_step(params, x, t, lr):
    w1, b1, w2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    h = 1 / (1 + np.exp(-(x @ w1 + b1)))
    z = h @ w2 + b2
    logs = z - z.max(axis=1, keepdims=True)
    logs = logs - np.log(np.exp(logs).sum(axis=1, keepdims=True))
    dz = (np.exp(logs) - t) / len(t)
    da = (dz @ w2.T) * h * (1 - h)
    new = {"W1": w1 - lr * x.T @ da, "b1": b1 - lr * da.sum(0), "W2": w2 - lr * h.T @ dz, "b2": b2 - lr * dz.sum(0)}
    return [new, float(-(t * logs).sum() / len(t))]


# %% exercise="train" style="one_liner"
def train(params, x, t, epochs, batch_size, lr, rng):
    losses = []
    for _ in range(epochs):
        of_epoch = []
        for batch in minibatches(len(x), batch_size, rng):
            params, loss = train_step(params, x[batch], t[batch], lr)
            of_epoch.append(loss)
        losses.append(sum(of_epoch) / len(of_epoch))
    return params, losses


# %% exercise="train" style="vectorised"
def train(params, x, t, epochs, batch_size, lr, rng):
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        order = np.arange(len(x))
        rng.shuffle(order)
        xs, ts = x[order], t[order]
        for start in range(0, len(x), batch_size):
            xb, tb = xs[start : start + batch_size], ts[start : start + batch_size]
            params, loss = train_step(params, xb, tb, lr)
            losses[epoch] += loss * len(xb) / len(x)
    return params, losses


# %% exercise="train" style="helpers"
def train(params, x, t, epochs, batch_size, lr, rng):
    def one_epoch(now):
        total, count = 0.0, 0
        for batch in minibatches(x.shape[0], batch_size, rng):
            grads = two_layer_grads(x[batch], t[batch], now)
            total += cross_entropy(outputs(x[batch], now), t[batch])
            count += 1
            now = {k: now[k] - lr * np.asarray(grads[k]) for k in now}
        return now, total / count

    current, losses = {k: v.copy() for k, v in params.items()}, []
    while len(losses) < epochs:
        current, loss = one_epoch(current)
        losses.append(loss)
    return current, losses


# %% exercise="train" style="recursion"
def train(params, x, t, epochs, batch_size, lr, rng):
    if epochs == 0:
        return params, []
    left, losses = rng.choice(len(x), size=len(x), replace=False), []
    while len(left):
        params, loss = train_step(params, x[left[:batch_size]], t[left[:batch_size]], lr)
        left = left[batch_size:]
        losses.append(loss)
    after, rest = train(params, x, t, epochs - 1, batch_size, lr, rng)
    return after, [float(np.mean(losses)), *rest]


# %% exercise="train" style="float32"
def train(params, x, t, epochs, batch_size, lr, rng):
    params, losses = dict(params), []
    for _ in range(epochs):
        batches = np.array_split(np.argsort(rng.random(len(x))), np.arange(batch_size, len(x), batch_size))
        total = []
        for batch in batches:
            params, loss = train_step(params, x[batch], t[batch], lr)
            total += [loss]
        losses += [np.float32(np.mean(total))]
    return {k: np.float32(v) for k, v in params.items()}, np.array(losses)
