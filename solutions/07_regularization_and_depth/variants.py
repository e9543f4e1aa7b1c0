# Right answers in other styles; the mistakes are in mistakes.py. Read by the demo class and the
# tests of the grader; see CONTRIBUTING.md. Never released.

# %% exercise="l2_penalty" style="loops"
def l2_penalty(params, lam):
    total = 0.0
    for name in params:
        if name[0] == "W":
            for value in np.asarray(params[name]).ravel():
                total += value * value
    return lam * total / 2


# %% exercise="l2_penalty" style="one_liner"
def l2_penalty(params, lam):
    return 0.5 * lam * sum((w * w).sum() for name, w in params.items() if name.startswith("W"))


# %% exercise="l2_penalty" style="float32"
def l2_penalty(params, lam):
    weights = [np.float32(w).ravel() for name, w in params.items() if name.startswith("W")]
    together = np.concatenate(weights) if weights else np.zeros(1, np.float32)
    return np.float32(lam / 2) * (together @ together)


# %% exercise="l2_penalty" style="scipy"
def l2_penalty(params, lam):
    from scipy.linalg import norm

    return lam / 2 * sum(norm(np.ravel(w)) ** 2 for k, w in params.items() if k.startswith("W"))


# %% exercise="l2_penalty" style="recursion"
def l2_penalty(params, lam):
    if not params:
        return 0.0
    (name, values), *rest = params.items()
    own = lam / 2 * np.sum(np.square(values)) if name.startswith("W") else 0.0
    return own + l2_penalty(dict(rest), lam)


# %% exercise="add_weight_decay" style="loops"
def add_weight_decay(params, grads, lam):
    new = {}
    for name in grads:
        if name.startswith("W"):
            new[name] = grads[name] + lam * params[name]
        else:
            new[name] = grads[name]
    return new


# %% exercise="add_weight_decay" style="one_liner"
def add_weight_decay(params, grads, lam):
    return {k: grads[k] + lam * k.startswith("W") * params[k] for k in params}


# %% exercise="add_weight_decay" style="float32"
def add_weight_decay(params, grads, lam):
    new = {k: np.array(g, dtype=np.float32) for k, g in grads.items()}
    for k in new:
        if k[0] == "W":
            new[k] += np.float32(lam) * params[k].astype(np.float32)
    return new


# %% exercise="add_weight_decay" style="list"
def add_weight_decay(params, grads, lam):
    decay = {k: lam if k.startswith("W") else 0 for k in grads}
    return {k: (g + decay[k] * params[k]).tolist() for k, g in grads.items()}


# %% exercise="add_weight_decay" style="helpers"
def add_weight_decay(params, grads, lam):
    import copy

    def weights(d):
        return (k for k in d if k.startswith("W"))

    new = copy.deepcopy(grads)
    for k in weights(new):
        new[k] = np.add(new[k], np.multiply(lam, params[k]))
    return new


# %% exercise="dropout" style="loops"
def dropout(x, rate, rng, training):
    mask = np.ones(x.shape)
    if training:
        for index in np.ndindex(*x.shape):
            mask[index] = 0.0 if rng.random() < rate else 1 / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" style="one_liner"
def dropout(x, rate, rng, training):
    return (lambda mask: (x * mask, mask))(rng.binomial(1, 1 - rate, x.shape) / (1 - rate) if training else np.ones_like(x))


# %% exercise="dropout" style="float32"
def dropout(x, rate, rng, training):
    keep = rng.random(x.shape, dtype=np.float32) >= rate if training else np.ones(x.shape, bool)
    mask = keep.astype(np.float32) / np.float32(1 - rate if training else 1)
    return x.astype(np.float32) * mask, mask


# %% exercise="dropout" style="branches"
def dropout(x, rate, rng, training):
    if not training or rate == 0:
        return x, np.ones(x.shape)
    mask = np.where(rng.uniform(size=x.shape) < rate, 0.0, 1.0 / (1.0 - rate))
    return mask * x, mask


# %% exercise="dropout" style="vectorised"
def dropout(x, rate, rng, training):
    mask = np.ones(x.shape)
    if training:
        mask = rng.choice([0.0, 1 / (1 - rate)], size=x.shape, p=[rate, 1 - rate])
    return np.multiply(x, mask), mask


# %% exercise="dropout_backward" style="loops"
def dropout_backward(dout, mask):
    dx = np.zeros(dout.shape)
    for index in np.ndindex(*dout.shape):
        dx[index] = dout[index] * mask[index]
    return dx


# %% exercise="dropout_backward" style="one_liner"
def dropout_backward(dout, mask):
    return np.multiply(dout, mask)


# %% exercise="dropout_backward" style="float32"
def dropout_backward(dout, mask):
    dx = np.array(dout, dtype=np.float32)
    dx *= mask
    return dx


# %% exercise="dropout_backward" style="list"
def dropout_backward(dout, mask):
    return (np.asarray(mask) * np.asarray(dout)).tolist()


# %% exercise="dropout_backward" style="vectorised"
def dropout_backward(dout, mask):
    return np.where(mask == 0, 0.0, dout * np.max(mask))


# %% exercise="early_stop" style="loops"
def early_stop(losses, patience):
    best, kept, wait = float("inf"), 0, 0
    for epoch in range(len(losses)):
        if losses[epoch] < best:
            best, kept, wait = losses[epoch], epoch, 0
        else:
            wait += 1
            if wait >= patience:
                return kept
    return kept


# %% exercise="early_stop" style="vectorised"
def early_stop(losses, patience):
    losses = np.asarray(losses)
    for end in range(1, len(losses) + 1):
        best = int(np.argmin(losses[:end]))
        if end - 1 - best >= patience:
            break
    return best


# %% exercise="early_stop" style="recursion"
def early_stop(losses, patience, best=0):
    ahead = list(losses[best + 1 : best + 1 + patience])
    better = [k for k, loss in enumerate(ahead, start=best + 1) if loss < losses[best]]
    return early_stop(losses, patience, better[0]) if better else best


# %% exercise="early_stop" style="float32"
def early_stop(losses, patience):
    best, epoch = np.int32(0), 1
    while epoch < len(losses) and epoch - best <= patience:
        if losses[epoch] < losses[best]:
            best = np.int32(epoch)
        epoch += 1
    return best


# %% exercise="early_stop" style="helpers"
def early_stop(losses, patience):
    def records(values):
        lowest = float("inf")
        for epoch, value in enumerate(values):
            if value < lowest:
                lowest = value
                yield epoch

    marks = list(records(losses))
    for mark, following in zip(marks, marks[1:]):
        if following - mark > patience:
            return mark
    return marks[-1]


# %% exercise="he_init" style="loops"
def he_init(n_in, n_out, rng):
    spread = (2 / n_in) ** 0.5
    return np.array([[rng.normal(0, spread) for _ in range(n_out)] for _ in range(n_in)])


# %% exercise="he_init" style="one_liner"
def he_init(n_in, n_out, rng):
    return rng.standard_normal((n_in, n_out)) * (2 / n_in) ** 0.5


# %% exercise="he_init" style="float32"
def he_init(n_in, n_out, rng):
    return rng.standard_normal((n_in, n_out), dtype=np.float32) * np.float32(np.sqrt(2 / n_in))


# %% exercise="he_init" style="vectorised"
def he_init(n_in, n_out, rng):
    limit = np.sqrt(6 / n_in)  # uniform numbers of the same variance
    return rng.uniform(-limit, limit, size=(n_in, n_out))


# %% exercise="he_init" style="list"
def he_init(n_in, n_out, rng):
    return [list(rng.normal(scale=np.sqrt(2.0 / n_in), size=n_out)) for _ in range(n_in)]


# %% exercise="batch_norm" style="loops"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    n, d = x.shape
    means, variances = list(state.get("m", [0.0] * d)), list(state.get("v", [1.0] * d))
    out, hat, stds = np.zeros((n, d)), np.zeros((n, d)), np.zeros(d)
    for j in range(d):
        mean, var = means[j], variances[j]
        if training:
            mean = sum(x[i, j] for i in range(n)) / n
            var = sum((x[i, j] - mean) ** 2 for i in range(n)) / n
            means[j] = momentum * means[j] + (1 - momentum) * mean
            variances[j] = momentum * variances[j] + (1 - momentum) * var
        stds[j] = (var + eps) ** 0.5
        for i in range(n):
            hat[i, j] = (x[i, j] - mean) / stds[j]
            out[i, j] = gamma[j] * hat[i, j] + beta[j]
    return out, {"m": means, "v": variances}, (hat, gamma, stds)


# %% exercise="batch_norm" style="branches"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    d = x.shape[1]
    if state == {}:
        state = {"running_mean": np.zeros(d), "running_var": np.ones(d)}
    if training:
        mu, var = x.mean(0), np.var(x, 0)
        new = {
            "running_mean": momentum * state["running_mean"] + (1 - momentum) * mu,
            "running_var": momentum * state["running_var"] + (1 - momentum) * var,
        }
    else:
        mu, var, new = state["running_mean"], state["running_var"], dict(state)
    std = np.sqrt(var + eps)
    x_hat = (x - mu) / std
    return x_hat * gamma + beta, new, (x_hat, gamma, std)


# %% exercise="batch_norm" style="float32"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    x = x.astype(np.float32)
    mean, var = state.get("mean", np.float32(0)), state.get("var", np.float32(1))
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        state = {
            "mean": np.float32(momentum) * state.get("mean", 0) + np.float32(1 - momentum) * mean,
            "var": np.float32(momentum) * state.get("var", 1) + np.float32(1 - momentum) * var,
        }
    std = np.sqrt(var + np.float32(eps))
    x_hat = (x - mean) / std
    return (np.float32(gamma) * x_hat + np.float32(beta)).astype(np.float32), state, (x_hat, gamma, std)


# %% exercise="batch_norm" style="einsum"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    averages = state.get("averages", np.vstack([np.zeros(x.shape[1]), np.ones(x.shape[1])]))
    used = averages
    if training:
        mean = np.einsum("nd->d", x) / len(x)
        used = np.vstack([mean, np.einsum("nd,nd->d", x - mean, x - mean) / len(x)])
        averages = averages + (1 - momentum) * (used - averages)
    std = np.sqrt(used[1] + eps)
    x_hat = (x - used[0]) / std
    return gamma * x_hat + beta, {"averages": averages}, (x_hat, gamma, std)


# %% exercise="batch_norm" style="list"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    mean, var = (np.array(state[k]) if k in state else start for k, start in (("mean", 0), ("var", 1)))
    kept = dict(state)
    if training:
        now_mean, now_var = np.average(x, axis=0), np.mean((x - np.average(x, axis=0)) ** 2, axis=0)
        kept["mean"] = (momentum * mean + (1 - momentum) * now_mean).tolist()
        kept["var"] = (momentum * var + (1 - momentum) * now_var).tolist()
        mean, var = now_mean, now_var
    std = (var + eps) ** 0.5
    x_hat = (x - mean) / std
    return (gamma * x_hat + beta).tolist(), kept, (x_hat, gamma, std)


# %% exercise="batch_norm_backward" style="loops"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = cache
    n, d = dout.shape
    dx, dgamma, dbeta = np.zeros((n, d)), np.zeros(d), np.zeros(d)
    for j in range(d):
        for i in range(n):
            dgamma[j] += dout[i, j] * x_hat[i, j]
            dbeta[j] += dout[i, j]
        for i in range(n):
            part = n * dout[i, j] - dbeta[j] - x_hat[i, j] * dgamma[j]
            dx[i, j] = gamma[j] * part / (n * std[j])
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" style="one_liner"
def batch_norm_backward(dout, cache):
    return (lambda h, g, s, dg, db: (g / s * (dout - db / len(dout) - h * dg / len(dout)), dg, db))(
        *cache, np.sum(dout * cache[0], axis=0), np.sum(dout, axis=0)
    )


# %% exercise="batch_norm_backward" style="float32"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = (np.asarray(part, dtype=np.float32) for part in cache)
    dout = dout.astype(np.float32)
    dgamma, dbeta, n = (dout * x_hat).sum(0), dout.sum(0), np.float32(len(dout))
    return gamma / (n * std) * (n * dout - dbeta - x_hat * dgamma), dgamma, dbeta


# %% exercise="batch_norm_backward" style="einsum"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = cache
    dgamma, dbeta = np.einsum("nd,nd->d", dout, x_hat), np.einsum("nd->d", dout)
    n = dout.shape[0]
    jacobian = np.eye(n)[:, :, None] - 1 / n - x_hat[:, None] * x_hat[None] / n  # (n, n, d)
    return np.einsum("ijd,jd->id", jacobian, dout * gamma) / std, dgamma, dbeta


# %% exercise="batch_norm_backward" style="helpers"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = cache
    n = len(dout)
    dbeta = dout.sum(axis=0)
    dgamma = (x_hat * dout).sum(axis=0)
    # Step by step through the graph: x_hat = centred / std, std from the variance, the mean last.
    dx_hat = dout * gamma
    centred = x_hat * std
    dvar = (dx_hat * centred).sum(axis=0) * -0.5 / std**3
    dcentred = dx_hat / std + 2 * centred * dvar / n
    dmean = -dcentred.sum(axis=0)
    return dcentred + dmean / n, dgamma, dbeta


# %% exercise="residual_forward" style="loops"
def residual_forward(x, w1, b1, w2, b2):
    out, hidden = np.zeros(x.shape), np.zeros((len(x), len(b1)))
    for i in range(len(x)):
        for k in range(len(b1)):
            z = sum(x[i, j] * w1[j, k] for j in range(x.shape[1])) + b1[k]
            hidden[i, k] = z if z > 0 else 0.0
        for j in range(x.shape[1]):
            out[i, j] = x[i, j] + b2[j] + sum(hidden[i, k] * w2[k, j] for k in range(len(b1)))
    return out, (x, hidden, w1, w2)


# %% exercise="residual_forward" style="one_liner"
def residual_forward(x, w1, b1, w2, b2):
    return (lambda h: (x + (h @ w2 + b2), (x, h, w1, w2)))(np.clip(x @ w1 + b1, 0, None))


# %% exercise="residual_forward" style="float32"
def residual_forward(x, w1, b1, w2, b2):
    x, w1, b1, w2, b2 = (np.float32(part) for part in (x, w1, b1, w2, b2))
    h = np.maximum(x @ w1 + b1, 0)
    return h @ w2 + b2 + x, (x, h, w1, w2)


# %% exercise="residual_forward" style="einsum"
def residual_forward(x, w1, b1, w2, b2):
    z = np.einsum("nd,dh->nh", x, w1) + b1[None, :]
    h = z * (z > 0)
    return np.einsum("nh,hd->nd", h, w2) + b2 + x, (x, h, w1, w2)


# %% exercise="residual_forward" style="list"
def residual_forward(x, w1, b1, w2, b2):
    def relu(z):
        return np.where(z > 0, z, 0.0)

    h = relu(np.dot(x, w1) + b1)
    return np.add(np.dot(h, w2) + b2, x).tolist(), [x, h, w1, w2]


# %% exercise="residual_backward" style="loops"
def residual_backward(dout, cache):
    x, h, w1, w2 = cache
    grads = {
        "dx": np.array(dout, dtype=float), "dw1": np.zeros(np.shape(w1)), "db1": np.zeros(np.shape(h)[1]),
        "dw2": np.zeros(np.shape(w2)), "db2": np.zeros(dout.shape[1]),
    }  # fmt: skip
    for i in range(len(dout)):
        grads["db2"] += dout[i]
        grads["dw2"] += np.outer(h[i], dout[i])
        dz = np.where(h[i] > 0, w2 @ dout[i], 0.0)
        grads["db1"] += dz
        grads["dw1"] += np.outer(x[i], dz)
        grads["dx"][i] += w1 @ dz
    return grads


# %% exercise="residual_backward" style="one_liner"
def residual_backward(dout, cache):
    x, h, w1, w2 = cache
    dz = np.where(h > 0, dout @ w2.T, 0)
    return dict(dx=dout + dz @ w1.T, dw1=x.T @ dz, db1=dz.sum(0), dw2=h.T @ dout, db2=dout.sum(0))


# %% exercise="residual_backward" style="float32"
def residual_backward(dout, cache):
    x, h, w1, w2 = (np.asarray(part, dtype=np.float32) for part in cache)
    dout = dout.astype(np.float32)
    dh = dout @ w2.T
    dh[h <= 0] = 0
    return {"db2": dout.sum(0), "dw2": h.T @ dout, "db1": dh.sum(0), "dw1": x.T @ dh, "dx": dh @ w1.T + dout}


# %% exercise="residual_backward" style="einsum"
def residual_backward(dout, cache):
    x, h, w1, w2 = cache
    dz = np.einsum("nd,hd->nh", dout, w2) * np.sign(h)
    return {
        "dx": np.einsum("nh,dh->nd", dz, w1) + dout,
        "dw1": np.einsum("nd,nh->dh", x, dz),
        "db1": np.einsum("nh->h", dz),
        "dw2": np.einsum("nh,nd->hd", h, dout),
        "db2": np.einsum("nd->d", dout),
    }


# %% exercise="residual_backward" style="list"
def residual_backward(dout, cache):
    x, h, w1, w2 = (np.asarray(part) for part in cache)
    one = np.ones(len(dout))
    dz = (dout @ w2.T) * (h > 0)
    answers = {"dx": dout + dz @ w1.T, "dw1": x.T @ dz, "db1": one @ dz, "dw2": h.T @ dout, "db2": one @ dout}
    return {name: value.tolist() for name, value in answers.items()}
