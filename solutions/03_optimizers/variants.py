# %% [markdown]
# Optimizers, written otherwise: right answers in other styles, and mistakes that cost exactly
# their own exercise.

# %% exercise="sgd" style="loops"
def sgd(params, grads, state, lr=0.01):
    new = {}
    for key in params:
        weight, slope = np.array(params[key]), np.asarray(grads[key])
        for i in np.ndindex(weight.shape):
            weight[i] = weight[i] - lr * slope[i]
        new[key] = weight
    return new, {}


# %% exercise="sgd" style="one_liner"
def sgd(params, grads, state, lr=0.01):
    return {k: w - lr * grads[k] for k, w in params.items()}, {}


# %% exercise="sgd" style="float32"
def sgd(params, grads, state, lr=0.01):
    new = {}
    for key, w in params.items():
        new[key] = np.asarray(w, dtype=np.float32) - np.float32(lr) * np.float32(grads[key])
    return new, state


# %% exercise="sgd" style="helpers"
def sgd(params, grads, state, lr=0.01):
    import copy

    def move(weight, slope):
        weight -= lr * slope
        return weight

    mine = copy.deepcopy(params)
    for name in mine:
        mine[name] = move(mine[name], grads[name])
    return mine, dict(state)


# %% exercise="sgd" style="list"
def sgd(params, grads, state, lr=0.01):
    moved = {k: np.subtract(params[k], np.multiply(lr, grads[k])).tolist() for k in params}
    return [moved, None or {}]


# %% exercise="sgd" mistake="uphill: the gradient is added"
def sgd(params, grads, state, lr=0.01):
    return {k: params[k] + lr * grads[k] for k in params}, state


# %% exercise="sgd" mistake="the caller's arrays are written in place"
def sgd(params, grads, state, lr=0.01):
    for k in params:
        params[k] -= lr * grads[k]
    return params, state


# %% exercise="sgd" mistake="the learning rate is left out"
def sgd(params, grads, state, lr=0.01):
    return {k: params[k] - grads[k] for k in params}, state


# %% exercise="sgd" mistake="return inside the loop: only the first key comes back"
def sgd(params, grads, state, lr=0.01):
    new = {}
    for k in params:
        new[k] = params[k] - lr * grads[k]
        return new, state


# %% exercise="sgd" mistake="the state is not returned"
def sgd(params, grads, state, lr=0.01):
    return {k: params[k] - lr * grads[k] for k in params}


# %% exercise="momentum" style="loops"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    new_params, new_state = {}, {}
    for key in params:
        weight, slope = np.array(params[key]), np.asarray(grads[key])
        old = state[key] if key in state else np.zeros(weight.shape)
        velocity = np.zeros(weight.shape)
        for i in np.ndindex(weight.shape):
            velocity[i] = beta * old[i] - lr * slope[i]
            weight[i] = weight[i] + velocity[i]
        new_params[key], new_state[key] = weight, velocity
    return new_params, new_state


# %% exercise="momentum" style="one_liner"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    v = {k: beta * state.get(k, 0) - lr * g for k, g in grads.items()}
    return {k: params[k] + v[k] for k in v}, v


# %% exercise="momentum" style="float32"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    old = state or {"velocity": {k: np.zeros(np.shape(w), np.float32) for k, w in params.items()}}
    velocity = {
        k: np.float32(beta) * old["velocity"][k] - np.float32(lr) * np.float32(grads[k])
        for k in params
    }
    return {k: np.float32(params[k]) + velocity[k] for k in params}, {"velocity": velocity}


# %% exercise="momentum" style="helpers"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    def velocity(name):
        before = state["v"][name] if state else np.zeros_like(params[name])
        return beta * before - lr * grads[name]

    v = {name: velocity(name) for name in params}
    return {name: w + v[name] for name, w in params.items()}, {"v": v}


# %% exercise="momentum" style="list"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    new, memory = {}, {}
    for k in params:
        v = beta * np.asarray(state.get(k, 0.0)) - lr * np.asarray(grads[k])
        new[k], memory[k] = (np.asarray(params[k]) + v).tolist(), v.tolist()
    return new, memory


# %% exercise="momentum" mistake="the velocity is not kept between calls"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    v = {k: beta * state.get(k, 0.0) - lr * grads[k] for k in params}
    return {k: params[k] + v[k] for k in params}, {}


# %% exercise="momentum" mistake="the gradient is weighed with 1 - beta"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    v = {k: beta * state.get(k, 0.0) - (1 - beta) * lr * grads[k] for k in params}
    return {k: params[k] + v[k] for k in params}, v


# %% exercise="momentum" mistake="the weight moves by the old velocity"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    old = {k: state.get(k, np.zeros_like(params[k])) for k in params}
    new = {k: params[k] + old[k] for k in params}
    return new, {k: beta * old[k] - lr * grads[k] for k in params}


# %% exercise="momentum" mistake="the velocity never slows: beta is missing"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    v = {k: state.get(k, 0.0) - lr * grads[k] for k in params}
    return {k: params[k] + v[k] for k in params}, v


# %% exercise="momentum" mistake="all weights share one velocity dict that outlives the run"
def momentum(params, grads, state, lr=0.01, beta=0.9, shared={}):  # noqa: B006
    for k in params:
        shared[k] = beta * shared.get(k, np.zeros_like(params[k])) - lr * grads[k]
    return {k: params[k] + shared[k] for k in params}, {}


# %% exercise="adagrad" style="loops"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    new_params, new_state = {}, {}
    for key in params:
        weight, slope = np.array(params[key]), np.asarray(grads[key])
        total = np.array(state.get(key, np.zeros(weight.shape)))
        for i in np.ndindex(weight.shape):
            total[i] = total[i] + slope[i] * slope[i]
            weight[i] = weight[i] - lr * slope[i] / (total[i] ** 0.5 + eps)
        new_params[key], new_state[key] = weight, total
    return new_params, new_state


# %% exercise="adagrad" style="one_liner"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    h = {k: state.get(k, 0) + np.square(g) for k, g in grads.items()}
    return {k: w - lr / (h[k] ** 0.5 + eps) * grads[k] for k, w in params.items()}, h


# %% exercise="adagrad" style="float32"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    g = {k: np.float32(grads[k]) for k in params}
    h = {k: state.get(k, np.float32(0)) + g[k] * g[k] for k in params}
    rates = {k: np.float32(lr) / (np.sqrt(h[k]) + np.float32(eps)) for k in params}
    return {k: np.float32(params[k]) - rates[k] * g[k] for k in params}, h


# %% exercise="adagrad" style="helpers"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    def total(name):
        return state.get("h", {}).get(name, np.zeros_like(grads[name])) + np.square(grads[name])

    h = {name: total(name) for name in params}
    step = {name: lr * grads[name] / (np.sqrt(h[name]) + eps) for name in params}
    return {name: params[name] - step[name] for name in params}, {"h": h}


# %% exercise="adagrad" style="list"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    past = state.get("squares", [])
    past = [*past, {k: np.asarray(g) ** 2 for k, g in grads.items()}]
    new = {}
    for k in params:
        root = sum(each[k] for each in past) ** 0.5
        new[k] = np.asarray(params[k] - lr * grads[k] / (root + eps)).tolist()
    return new, {"squares": past}


# %% exercise="adagrad" mistake="divided by h and not by its root"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    h = {k: state.get(k, 0.0) + grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (h[k] + eps) for k in params}, h


# %% exercise="adagrad" mistake="h holds only the last square"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    h = {k: grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="adagrad" mistake="eps inside the root"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    h = {k: state.get(k, 0.0) + grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / np.sqrt(h[k] + eps) for k in params}, h


# %% exercise="adagrad" mistake="no eps: 0/0 where a gradient is 0"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    h = {k: state.get(k, 0.0) + grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / np.sqrt(h[k]) for k in params}, h


# %% exercise="adagrad" mistake="the state is added to in place"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    for k in params:
        state[k] = state.get(k, 0.0) + grads[k] ** 2
    return {k: params[k] - lr * grads[k] / (np.sqrt(state[k]) + eps) for k in params}, state


# %% exercise="rmsprop" style="loops"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    new_params, new_state = {}, {}
    for key in params:
        weight, slope = np.array(params[key]), np.asarray(grads[key])
        mean = np.array(state[key]) if state else np.zeros(weight.shape)
        for i in np.ndindex(weight.shape):
            mean[i] += (1 - rho) * (slope[i] ** 2 - mean[i])
            weight[i] -= lr * slope[i] / (mean[i] ** 0.5 + eps)
        new_params[key] = weight
        new_state[key] = mean
    return new_params, new_state


# %% exercise="rmsprop" style="one_liner"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    h = {k: rho * state.get(k, 0) + (1 - rho) * np.square(g) for k, g in grads.items()}
    return {k: w - lr * grads[k] / (h[k] ** 0.5 + eps) for k, w in params.items()}, h


# %% exercise="rmsprop" style="float32"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    lr, rho, eps = np.float32(lr), np.float32(rho), np.float32(eps)
    new, average = {}, {}
    for k in params:
        g = np.float32(grads[k])
        average[k] = rho * state.get(k, np.float32(0)) + (1 - rho) * g * g
        new[k] = np.float32(params[k]) - lr * g / (np.sqrt(average[k]) + eps)
    return new, average


# %% exercise="rmsprop" style="helpers"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    def mix(old, new):
        return rho * old + (1 - rho) * new

    h = {k: mix(state[k] if k in state else 0.0, g * g) for k, g in grads.items()}
    return {k: params[k] - lr * g / (h[k] ** 0.5 + eps) for k, g in grads.items()}, h


# %% exercise="rmsprop" style="list"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    new, memory = {}, {}
    for k in params:
        g = np.asarray(grads[k], dtype=float)
        h = np.multiply(rho, state.get(k, 0.0)) + (1 - rho) * g**2
        new[k] = (np.asarray(params[k]) - lr * g / (np.sqrt(h) + eps)).tolist()
        memory[k] = h.tolist()
    return new, memory


# %% exercise="rmsprop" mistake="rho and 1 - rho are swapped"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    h = {k: (1 - rho) * state.get(k, 0.0) + rho * grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="rmsprop" mistake="nothing is forgotten"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    h = {k: state.get(k, 0.0) + (1 - rho) * grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="rmsprop" mistake="an average of the gradients, not of their squares"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    h = {k: rho * state.get(k, 0.0) + (1 - rho) * grads[k] for k in params}
    return {k: params[k] - lr * grads[k] / (np.abs(h[k]) + eps) for k in params}, h


# %% exercise="rmsprop" mistake="the root of h is kept in the state"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    h = {k: np.sqrt(rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2) for k in params}
    return {k: params[k] - lr * grads[k] / (h[k] + eps) for k in params}, h


# %% exercise="adam" style="loops"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    step = state.get("step", 0) + 1
    new_params, new_state = {}, {"step": step}
    for key in params:
        weight, slope = np.array(params[key]), np.asarray(grads[key])
        m = np.array(state.get("m " + key, np.zeros(weight.shape)))
        v = np.array(state.get("v " + key, np.zeros(weight.shape)))
        for i in np.ndindex(weight.shape):
            m[i] = beta1 * m[i] + (1 - beta1) * slope[i]
            v[i] = beta2 * v[i] + (1 - beta2) * slope[i] ** 2
            m_hat, v_hat = m[i] / (1 - beta1**step), v[i] / (1 - beta2**step)
            weight[i] -= lr * m_hat / (v_hat**0.5 + eps)
        new_params[key], new_state["m " + key], new_state["v " + key] = weight, m, v
    return new_params, new_state


# %% exercise="adam" style="one_liner"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    t, m, v = state.get("all", (0, {}, {}))
    m = {k: beta1 * m.get(k, 0) + (1 - beta1) * g for k, g in grads.items()}
    v = {k: beta2 * v.get(k, 0) + (1 - beta2) * g * g for k, g in grads.items()}
    rate = lr * (1 - beta2 ** (t + 1)) ** 0.5 / (1 - beta1 ** (t + 1))  # as Keras does it
    new = {k: w - rate * m[k] / (v[k] ** 0.5 + eps) for k, w in params.items()}
    return new, {"all": (t + 1, m, v)}


# %% exercise="adam" style="float32"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    t, new, new_state = state.get("t", 0) + 1, {}, {}
    for k in params:
        g = np.asarray(grads[k], dtype=np.float32)
        m, v = state.get(k, (np.zeros_like(g), np.zeros_like(g)))
        m = np.float32(beta1) * m + np.float32(1 - beta1) * g
        v = np.float32(beta2) * v + np.float32(1 - beta2) * g * g
        root = np.sqrt(v / np.float32(1 - beta2**t)) + np.float32(eps)
        move = np.float32(lr) * m / np.float32(1 - beta1**t) / root
        new[k], new_state[k] = np.asarray(params[k], dtype=np.float32) - move, (m, v)
    return new, new_state | {"t": t}


# %% exercise="adam" style="helpers"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    t = state.get("t", 0) + 1

    def average(which, beta, new):
        old = state.get(which) or {k: np.zeros_like(v) for k, v in params.items()}
        return {k: beta * old[k] + (1 - beta) * new[k] for k in params}

    m = average("m", beta1, grads)
    v = average("v", beta2, {k: g**2 for k, g in grads.items()})
    out = {}
    for k, w in params.items():
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        out[k] = w - lr * m_hat / (np.sqrt(v_hat) + eps)
    return out, dict(t=t, m=m, v=v)


# %% exercise="adam" style="list"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    history = [*state.get("grads", []), grads]
    t, new = len(history), {}
    for k in params:
        m = sum((1 - beta1) * beta1 ** (t - 1 - i) * g[k] for i, g in enumerate(history))
        v = sum((1 - beta2) * beta2 ** (t - 1 - i) * g[k] ** 2 for i, g in enumerate(history))
        step = m / (1 - beta1**t) / ((v / (1 - beta2**t)) ** 0.5 + eps)
        new[k] = np.asarray(params[k] - lr * step).tolist()
    return new, {"grads": history}


# %% exercise="adam" mistake="no bias correction"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    old_m, old_v = state.get("m", {}), state.get("v", {})
    m = {k: beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k] for k in params}
    v = {k: beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2 for k in params}
    return {k: params[k] - lr * m[k] / (np.sqrt(v[k]) + eps) for k in params}, {"m": m, "v": v}


# %% exercise="adam" mistake="the step is counted once a weight"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    t, m, v = state.get("t", 0), dict(state.get("m", {})), dict(state.get("v", {}))
    new = {}
    for k in params:
        t += 1
        m[k] = beta1 * m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        root = np.sqrt(v[k] / (1 - beta2**t))
        new[k] = params[k] - lr * m[k] / (1 - beta1**t) / (root + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="the first step is number 0"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    t, old_m, old_v = state.get("t", 0), state.get("m", {}), state.get("v", {})
    m = {k: beta1 * old_m.get(k, 0.0) + (1 - beta1) * np.asarray(grads[k]) for k in params}
    v = {k: beta2 * old_v.get(k, 0.0) + (1 - beta2) * np.asarray(grads[k]) ** 2 for k in params}
    root = {k: np.sqrt(v[k] / np.float64(1 - beta2**t)) for k in params}
    new = {k: params[k] - lr * m[k] / np.float64(1 - beta1**t) / (root[k] + eps) for k in params}
    return new, {"t": t + 1, "m": m, "v": v}


# %% exercise="adam" mistake="the corrected averages are kept in the state"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    m, v, new = {}, {}, {}
    for k in params:
        m[k] = (beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]) / (1 - beta1**t)
        v[k] = (beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2) / (1 - beta2**t)
        new[k] = params[k] - lr * m[k] / (np.sqrt(v[k]) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="the corrections of beta1 and beta2 are swapped"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    m = {k: beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k] for k in params}
    v = {k: beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2 for k in params}
    root = {k: np.sqrt(v[k] / (1 - beta1**t)) for k in params}
    new = {k: params[k] - lr * m[k] / (1 - beta2**t) / (root[k] + eps) for k in params}
    return new, {"t": t, "m": m, "v": v}


# %% exercise="exponential_decay" style="loops"
def exponential_decay(lr0, step, decay_steps, rate):
    each = rate ** (1 / decay_steps)
    for _ in range(step):
        lr0 = lr0 * each
    return lr0


# %% exercise="exponential_decay" style="one_liner"
def exponential_decay(lr0, step, decay_steps, rate):
    return lr0 * np.power(rate, step / decay_steps)


# %% exercise="exponential_decay" style="float32"
def exponential_decay(lr0, step, decay_steps, rate):
    return np.float32(lr0) * np.float32(rate) ** np.float32(step / decay_steps)


# %% exercise="exponential_decay" style="vectorised"
def exponential_decay(lr0, step, decay_steps, rate):
    return np.multiply(lr0, np.float64(rate) ** np.divide(step, decay_steps))


# %% exercise="exponential_decay" style="helpers"
def exponential_decay(lr0, step, decay_steps, rate):
    import math

    def times():
        return step / decay_steps

    return lr0 * math.pow(rate, times())


# %% exercise="exponential_decay" style="recursion"
def exponential_decay(lr0, step, decay_steps, rate):
    if step >= decay_steps:
        return rate * exponential_decay(lr0, step - decay_steps, decay_steps, rate)
    return lr0 * rate ** (step / decay_steps)


# %% exercise="exponential_decay" mistake="a staircase: // in place of /"
def exponential_decay(lr0, step, decay_steps, rate):
    return lr0 * rate ** (step // decay_steps)


# %% exercise="exponential_decay" mistake="** binds tighter than /"
def exponential_decay(lr0, step, decay_steps, rate):
    return lr0 * rate**step / decay_steps


# %% exercise="exponential_decay" mistake="the exponent is upside down"
def exponential_decay(lr0, step, decay_steps, rate):
    return lr0 * rate ** (decay_steps / step) if step else lr0


# %% exercise="exponential_decay" mistake="exp(-rate) in place of rate"
def exponential_decay(lr0, step, decay_steps, rate):
    return lr0 * np.exp(-rate * step / decay_steps)


# %% exercise="sample_log_uniform" style="loops"
def sample_log_uniform(low, high, n, rng):
    if low <= 0:
        raise ValueError("low must be positive")
    if low >= high:
        raise ValueError("high must be above low")
    samples = []
    for _ in range(n):
        samples.append(low * (high / low) ** rng.random())
    return samples


# %% exercise="sample_log_uniform" style="one_liner"
def sample_log_uniform(low, high, n, rng):
    if not 0 < low < high:
        raise ValueError("not a range")
    return 10 ** rng.uniform(np.log10(low), np.log10(high), n)


# %% exercise="sample_log_uniform" style="float32"
def sample_log_uniform(low, high, n, rng):
    if low <= 0 or high <= low:
        raise ValueError("a range needs 0 < low < high")
    exponents = rng.random(n, dtype=np.float32) * np.float32(np.log(high / low))
    return np.float32(low) * np.exp(exponents)


# %% exercise="sample_log_uniform" style="scipy"
def sample_log_uniform(low, high, n, rng):
    from scipy.stats import loguniform

    if low <= 0 or low >= high:
        raise ValueError("0 < low < high")
    return loguniform(low, high).rvs(size=n, random_state=rng)


# %% exercise="sample_log_uniform" style="vectorised"
def sample_log_uniform(low, high, n, rng):
    if not low > 0 or not high > low:
        raise ValueError("0 < low < high")
    share = rng.random(n)
    return np.power(low, 1 - share) * np.power(high, share)


# %% exercise="sample_log_uniform" mistake="drawn uniformly"
def sample_log_uniform(low, high, n, rng):
    if low <= 0 or high <= low:
        raise ValueError("a range needs 0 < low < high")
    return rng.uniform(low, high, n)


# %% exercise="sample_log_uniform" mistake="the logarithms are returned"
def sample_log_uniform(low, high, n, rng):
    if low <= 0 or high <= low:
        raise ValueError("a range needs 0 < low < high")
    return rng.uniform(np.log(low), np.log(high), n)


# %% exercise="sample_log_uniform" mistake="exp of a logarithm to base 10"
def sample_log_uniform(low, high, n, rng):
    if low <= 0 or high <= low:
        raise ValueError("a range needs 0 < low < high")
    return np.exp(rng.uniform(np.log10(low), np.log10(high), n))


# %% exercise="sample_log_uniform" mistake="a generator of its own, always the same numbers"
def sample_log_uniform(low, high, n, rng):
    if low <= 0 or high <= low:
        raise ValueError("a range needs 0 < low < high")
    return np.exp(np.random.default_rng(0).uniform(np.log(low), np.log(high), n))


# %% exercise="sample_log_uniform" mistake="bad ranges are not refused"
def sample_log_uniform(low, high, n, rng):
    with np.errstate(all="ignore"):
        return np.exp(np.log(low) + rng.random(n) * (np.log(high) - np.log(low)))


# %% exercise="narrow" style="loops"
def narrow(samples, scores, keep):
    if keep < 1 or keep > len(samples):
        raise ValueError("keep must be between 1 and the number of samples")
    left, best = list(range(len(samples))), []
    for _ in range(keep):
        top = left[0]
        for i in left:
            if scores[i] > scores[top]:
                top = i
        left.remove(top)
        best.append(samples[top])
    return min(best), max(best)


# %% exercise="narrow" style="one_liner"
def narrow(samples, scores, keep):
    if keep not in range(1, len(samples) + 1):
        raise ValueError("keep must be between 1 and the number of samples")
    best = [s for _, s in sorted(zip(scores, samples, strict=True))][-keep:]
    return min(best), max(best)


# %% exercise="narrow" style="float32"
def narrow(samples, scores, keep):
    if not 0 < keep <= len(samples):
        raise ValueError("keep must be between 1 and the number of samples")
    order = np.argsort(-np.asarray(scores))
    best = np.asarray(samples, dtype=np.float32)[order[:keep]]
    return np.min(best), np.max(best)


# %% exercise="narrow" style="vectorised"
def narrow(samples, scores, keep):
    samples, scores = np.array(samples), np.array(scores)
    if keep < 1 or keep > scores.size:
        raise ValueError("keep")
    best = samples[np.argpartition(scores, -keep)[-keep:]]
    return float(best.min()), float(best.max())


# %% exercise="narrow" style="helpers"
def narrow(samples, scores, keep):
    import heapq

    if not 1 <= keep <= len(scores):
        raise ValueError("keep")

    def score(place):
        return scores[place]

    best = sorted(samples[i] for i in heapq.nlargest(keep, range(len(scores)), key=score))
    return [best[0], best[-1]]


# %% exercise="narrow" mistake="the worst are kept"
def narrow(samples, scores, keep):
    if not 1 <= keep <= len(samples):
        raise ValueError("keep must be between 1 and the number of samples")
    best = np.asarray(samples)[np.argsort(scores)[:keep]]
    return best.min(), best.max()


# %% exercise="narrow" mistake="the range of the scores"
def narrow(samples, scores, keep):
    if not 1 <= keep <= len(samples):
        raise ValueError("keep must be between 1 and the number of samples")
    best = np.sort(scores)[-keep:]
    return best.min(), best.max()


# %% exercise="narrow" mistake="keep = 0 keeps everything"
def narrow(samples, scores, keep):
    if keep > len(samples):
        raise ValueError("keep must not be above the number of samples")
    best = np.asarray(samples)[np.argsort(scores)[-keep:]]
    return best.min(), best.max()


# %% exercise="narrow" mistake="the samples of the lowest and the highest score kept"
def narrow(samples, scores, keep):
    if not 1 <= keep <= len(samples):
        raise ValueError("keep must be between 1 and the number of samples")
    best = np.asarray(samples)[np.argsort(scores)[-keep:]]
    return best[0], best[-1]


# %% exercise="narrow" mistake="the caller's list of scores is sorted in place"
def narrow(samples, scores, keep):
    if not 1 <= keep <= len(samples):
        raise ValueError("keep must be between 1 and the number of samples")
    order = np.argsort(scores)
    scores.sort()
    best = np.asarray(samples)[order[-keep:]]
    return best.min(), best.max()
