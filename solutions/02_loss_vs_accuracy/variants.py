"""The exercises of notebook 02 written otherwise: right in another style, and wrong as students err.

A cell with `style` must pass every test; a cell with `mistake` must fail the tests of its own
exercise and no others.
"""

import numpy as np
from scipy.special import expit, softmax

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


# %% exercise="one_hot" mistake="classes are counted from 1"
def one_hot(labels, num_classes):
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return np.eye(num_classes)[labels - 1]


# %% exercise="one_hot" mistake="a negative label counts from the back"
def one_hot(labels, num_classes):
    labels = np.asarray(labels)
    if np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="the label num_classes is let through as an IndexError"
def one_hot(labels, num_classes):
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels > num_classes):
        raise ValueError("label out of range")
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="samples along the columns"
def one_hot(labels, num_classes):
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return np.eye(num_classes)[:, labels]


# %% exercise="one_hot" mistake="all labels share one row"
def one_hot(labels, num_classes):
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    rows = np.zeros((len(labels), num_classes))
    rows[:, labels] = 1
    return rows


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


# %% exercise="mean_squared_error" mistake="the half is missing"
def mean_squared_error(y, t):
    return np.mean(np.sum((y - t) ** 2, axis=1))


# %% exercise="mean_squared_error" mistake="mean over every cell"
def mean_squared_error(y, t):
    return np.mean((y - t) ** 2) / 2


# %% exercise="mean_squared_error" mistake="sum over the batch"
def mean_squared_error(y, t):
    return np.sum((y - t) ** 2) / 2


# %% exercise="mean_squared_error" mistake="absolute differences instead of squares"
def mean_squared_error(y, t):
    return np.mean(np.sum(np.abs(y - t), axis=1) / 2)


# %% exercise="mean_squared_error" mistake="subtracts in place"
def mean_squared_error(y, t):
    y -= t
    return np.mean(np.sum(y**2, axis=1) / 2)


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


# %% exercise="cross_entropy" mistake="no clipping: log(0)"
def cross_entropy(p, t):
    with np.errstate(all="ignore"):
        return -np.mean(np.sum(t * np.log(p), axis=1))


# %% exercise="cross_entropy" mistake="clipped after the logarithm"
def cross_entropy(p, t):
    with np.errstate(all="ignore"):
        return -np.mean(np.sum(t * np.clip(np.log(p), 1e-12, None), axis=1))


# %% exercise="cross_entropy" mistake="sum over the batch"
def cross_entropy(p, t):
    return -np.sum(t * np.log(np.clip(p, 1e-12, None)))


# %% exercise="cross_entropy" mistake="mean over every cell"
def cross_entropy(p, t):
    return -np.mean(t * np.log(np.clip(p, 1e-12, None)))


# %% exercise="cross_entropy" mistake="the minus sign is missing"
def cross_entropy(p, t):
    return np.mean(np.sum(t * np.log(np.clip(p, 1e-12, None)), axis=1))


# %% exercise="cross_entropy" mistake="writes into the caller's probabilities"
def cross_entropy(p, t):
    p[p < 1e-12] = 1e-12
    return -np.mean(np.sum(t * np.log(p), axis=1))


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


# %% exercise="accuracy" mistake="a count instead of a share"
def accuracy(p, labels):
    return np.sum(np.argmax(p, axis=1) == labels)


# %% exercise="accuracy" mistake="per cent"
def accuracy(p, labels):
    return 100 * np.mean(np.argmax(p, axis=1) == labels)


# %% exercise="accuracy" mistake="argmax along the batch"
def accuracy(p, labels):
    return np.mean(np.argmax(p, axis=0) == labels)


# %% exercise="accuracy" mistake="right means a probability above one half"
def accuracy(p, labels):
    return np.mean(p[np.arange(len(p)), labels] > 0.5)


# %% exercise="accuracy" mistake="scores are made positive first"
def accuracy(p, labels):
    return np.mean(np.argmax(np.abs(p), axis=1) == labels)


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


# %% exercise="numerical_gradient" mistake="a one-sided difference"
def numerical_gradient(f, w):
    h, w = 1e-4, np.array(w, dtype=float)
    grad, here = np.zeros_like(w), f(w)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + h
        grad[i] = (f(w) - here) / h
        w[i] = kept
    return grad


# %% exercise="numerical_gradient" mistake="an integer array cuts the nudge off"
def numerical_gradient(f, w):
    h, w = 1e-4, w.copy()
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + h
        above = f(w)
        w[i] = kept - h
        grad[i] = (above - f(w)) / (2 * h)
        w[i] = kept
    return grad


# %% exercise="numerical_gradient" mistake="the weight is not put back"
def numerical_gradient(f, w):
    h, w = 1e-4, np.array(w, dtype=float)
    grad = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + h
        above = f(w)
        w[i] = kept - h
        grad[i] = (above - f(w)) / (2 * h)
    return grad


# %% exercise="numerical_gradient" mistake="divides by h, not by 2h"
def numerical_gradient(f, w):
    h, w = 1e-4, np.array(w, dtype=float)
    grad = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + h
        above = f(w)
        w[i] = kept - h
        grad[i] = (above - f(w)) / h
        w[i] = kept
    return grad


# %% exercise="numerical_gradient" mistake="only for one axis"
def numerical_gradient(f, w):
    h, w = 1e-4, np.array(w, dtype=float)
    grad = np.zeros_like(w)
    for i in range(len(w)):
        kept = w[i].copy()
        w[i] = kept + h
        above = f(w)
        w[i] = kept - h
        grad[i] = (above - f(w)) / (2 * h)
        w[i] = kept
    return grad


# %% exercise="numerical_gradient" mistake="a step of 1e-2"
def numerical_gradient(f, w):
    h, w = 1e-2, np.array(w, dtype=float)
    grad = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + h
        above = f(w)
        w[i] = kept - h
        grad[i] = (above - f(w)) / (2 * h)
        w[i] = kept
    return grad


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


# %% exercise="softmax_cross_entropy_grad" mistake="not divided by the batch size"
def softmax_cross_entropy_grad(z, t):
    return softmax(z, axis=1) - t


# %% exercise="softmax_cross_entropy_grad" mistake="the sign is reversed"
def softmax_cross_entropy_grad(z, t):
    return (t - softmax(z, axis=1)) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="softmax over the whole array"
def softmax_cross_entropy_grad(z, t):
    return (softmax(z) - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="exp of large scores overflows"
def softmax_cross_entropy_grad(z, t):
    with np.errstate(all="ignore"):
        e = np.exp(z)
        return (e / e.sum(axis=1, keepdims=True) - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="one maximum for the whole batch"
def softmax_cross_entropy_grad(z, t):
    with np.errstate(all="ignore"):
        e = np.exp(z - z.max())
        return (e / e.sum(axis=1, keepdims=True) - t) / len(z)


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


# %% exercise="two_layer_grads" mistake="the batch size is forgotten"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    dz = softmax(h @ params["W2"] + params["b2"], axis=1) - t
    da = dz @ params["W2"].T * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="the sigmoid's slope is left out"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    dz = (softmax(h @ params["W2"] + params["b2"], axis=1) - t) / len(x)
    da = dz @ params["W2"].T
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="the slope is taken before the sigmoid"
def two_layer_grads(x, t, params):
    a = x @ params["W1"] + params["b1"]
    h = expit(a)
    dz = (softmax(h @ params["W2"] + params["b2"], axis=1) - t) / len(x)
    da = dz @ params["W2"].T * a * (1 - a)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="bias gradients are means"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    dz = (softmax(h @ params["W2"] + params["b2"], axis=1) - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.mean(axis=0), "W2": h.T @ dz, "b2": dz.mean(axis=0)}


# %% exercise="two_layer_grads" mistake="bias gradients keep a batch axis of 1"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    dz = (softmax(h @ params["W2"] + params["b2"], axis=1) - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    return {
        "W1": x.T @ da,
        "b1": da.sum(axis=0, keepdims=True),
        "W2": h.T @ dz,
        "b2": dz.sum(axis=0, keepdims=True),
    }


# %% exercise="two_layer_grads" mistake="updates the caller's weights on the way"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    dz = (softmax(h @ params["W2"] + params["b2"], axis=1) - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    for name in params:
        params[name] -= 0.1 * grads[name]
    return grads


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


# %% exercise="minibatches" mistake="the short last batch is dropped"
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[i * batch_size : (i + 1) * batch_size] for i in range(n // batch_size)]


# %% exercise="minibatches" mistake="draws with replacement"
def minibatches(n, batch_size, rng):
    order = rng.integers(0, n, size=n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="cut first, only the batches are shuffled"
def minibatches(n, batch_size, rng):
    batches = [np.arange(n)[i : i + batch_size] for i in range(0, n, batch_size)]
    whole = [batches[i] for i in rng.permutation(n // batch_size)]
    return whole + batches[n // batch_size :]


# %% exercise="minibatches" mistake="the sizes are evened out"
def minibatches(n, batch_size, rng):
    return np.array_split(rng.permutation(n), -(-n // batch_size))


# %% exercise="minibatches" mistake="NumPy's global randomness instead of rng"
def minibatches(n, batch_size, rng):
    order = np.random.permutation(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="a seed of its own instead of rng"
def minibatches(n, batch_size, rng):
    order = np.random.default_rng(0).permutation(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


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


# %% exercise="split_indices" mistake="samples get lost in rounding"
def split_indices(n, ratios, rng):
    order = rng.permutation(n)
    a, b, c = (int(n * r) for r in ratios)
    return order[:a], order[a : a + b], order[a + b : a + b + c]


# %% exercise="split_indices" mistake="not shuffled"
def split_indices(n, ratios, rng):
    a, b = int(n * ratios[0]), int(n * ratios[1])
    order = np.arange(n)
    return order[:a], order[a : a + b], order[a + b :]


# %% exercise="split_indices" mistake="each part is drawn anew, so parts overlap"
def split_indices(n, ratios, rng):
    a, b = int(n * ratios[0]), int(n * ratios[1])
    return rng.permutation(n)[:a], rng.permutation(n)[:b], rng.permutation(n)[: n - a - b]


# %% exercise="split_indices" mistake="always 6:2:2, whatever the ratios"
def split_indices(n, ratios, rng):
    order = rng.permutation(n)
    a, b = int(0.6 * n), int(0.2 * n)
    return order[:a], order[a : a + b], order[a + b :]


# %% exercise="split_indices" mistake="a seed of its own instead of rng"
def split_indices(n, ratios, rng):
    order = np.random.default_rng(42).permutation(n)
    a, b = int(n * ratios[0]), int(n * ratios[1])
    return order[:a], order[a : a + b], order[a + b :]
