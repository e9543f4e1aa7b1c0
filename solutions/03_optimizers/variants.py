# %% [markdown]
# Optimizers, written otherwise: right answers in other styles.

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


# %% exercise="momentum" style="branches"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    new_params, new_state = {}, {}
    for key, weight in params.items():
        if key not in state:  # PyTorch's form: the velocity holds gradients, lr comes last
            new_state[key] = np.array(grads[key], dtype=float)
        else:
            new_state[key] = beta * state[key] + grads[key]
        new_params[key] = weight - lr * new_state[key]
    return new_params, new_state


# %% exercise="adam" style="object"
class Memory:
    def __init__(self):
        self.t, self.m, self.v = 0, {}, {}

    def step(self, name, slope, beta1, beta2):
        self.m[name] = beta1 * self.m.get(name, 0.0) + (1 - beta1) * slope
        self.v[name] = beta2 * self.v.get(name, 0.0) + (1 - beta2) * slope**2
        return self.m[name] / (1 - beta1**self.t), self.v[name] / (1 - beta2**self.t)


def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    import copy

    memory = copy.deepcopy(state["memory"]) if state else Memory()
    memory.t += 1
    new = {}
    for name in params:
        m_hat, v_hat = memory.step(name, grads[name], beta1, beta2)
        new[name] = params[name] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"memory": memory}


# %% exercise="rmsprop" style="object"
class Average:
    def __init__(self, values):
        self.values = values


def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    old = state.values if isinstance(state, Average) else {k: np.zeros_like(g) for k, g in grads.items()}
    h = {k: rho * old[k] + (1 - rho) * np.square(grads[k]) for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, Average(h)


# %% exercise="fit" style="loops"
def fit(params, batches, gradient, optimizer, lr):
    losses = []
    state = {}
    for i in range(len(batches)):
        result = gradient(params, batches[i])
        losses.append(float(result[0]))
        step = optimizer(params, result[1], state, lr)
        params = step[0]
        state = step[1]
    return params, losses


# %% exercise="fit" style="recursion"
def fit(params, batches, gradient, optimizer, lr):
    def go(params, state, rest, losses):
        if not len(rest):
            return params, losses
        loss, grads = gradient(params, rest[0])
        params, state = optimizer(params, grads, state, lr=lr)
        return go(params, state, rest[1:], [*losses, loss])

    return go(params, {}, batches, [])


# %% exercise="fit" style="helpers"
def fit(params, batches, gradient, optimizer, lr):
    def losses_of(memory):
        for batch in batches:
            loss, slopes = gradient(memory["params"], batch)
            memory["params"], memory["state"] = optimizer(
                params=memory["params"], grads=slopes, state=memory["state"], lr=lr
            )
            yield loss

    memory = {"params": dict(params), "state": {}}
    losses = np.array(list(losses_of(memory)))
    return memory["params"], losses


# %% exercise="fit" style="list"
def fit(params, batches, gradient, optimizer, lr):
    history = [(params, {})]
    losses = []
    for batch in batches:
        now, state = history[-1]
        loss, grads = gradient(now, batch)
        losses += [loss]
        history.append(optimizer(now, grads, state, lr=lr))
    return [history[-1][0], tuple(losses)]


# %% exercise="diagnose" style="loops"
def diagnose(losses):
    first = float(losses[0])
    for loss in losses:
        if loss != loss or loss in (float("inf"), float("-inf")):
            return "diverged"
    if losses[len(losses) - 1] > 2 * first:
        return "diverged"
    half = len(losses) // 2
    moved = 0.0
    for before, after in zip(losses[half:-1], losses[half + 1 :], strict=True):
        moved += abs(after - before)
    if moved / (len(losses) - half - 1) > first / 10:
        return "too_high"
    if losses[-1] > 0.8 * first:
        return "too_low"
    return "good"


# %% exercise="diagnose" style="one_liner"
def diagnose(losses):
    x = np.asarray(losses, dtype=float) / losses[0]
    return (
        "diverged" if not np.all(np.isfinite(x)) or x[-5:].mean() > 1.5
        else "too_high" if np.std(x[-len(x) // 3 :]) > 0.08
        else "too_low" if x[-5:].mean() > 0.7
        else "good"
    )  # fmt: skip


# %% exercise="diagnose" style="branches"
def diagnose(losses):
    import math

    losses = [float(v) for v in losses]
    word = "good"
    if any(math.isnan(v) or math.isinf(v) for v in losses) or max(losses) > 3 * losses[0]:
        word = "diverged"
    elif sum(b > a for a, b in zip(losses, losses[1:], strict=False)) > 0.3 * len(losses):
        word = "too_high"
    elif min(losses) > losses[0] / 2:
        word = "too_low"
    return word


# %% exercise="diagnose" style="float32"
def diagnose(losses):
    losses = np.array(losses, dtype=np.float32)
    if np.isnan(losses).any() or np.isinf(losses).any() or losses[-1] >= 2 * losses[0]:
        return "diverged"
    tail = losses[-10:]
    if tail.max() - tail.min() > 0.2 * losses[0]:
        return "too_high"
    if tail.mean() < 0.5 * losses[0]:
        return "good"
    return "too_low"


# %% exercise="diagnose" style="match"
def diagnose(losses):
    x = np.asarray(losses, float)
    broken = bool(not np.isfinite(x).all() or x[-1] > 2 * x[0])
    jumps = bool(not broken and np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.1 * x[0])
    match broken, jumps, bool(x[-1] < x[0] / 4):
        case True, _, _:
            return "diverged"
        case _, True, _:
            return "too_high"
        case _, _, True:
            return "good"
    return "too_low"


# %% exercise="random_search" style="loops"
def random_search(score, low, high, rounds, n, keep, rng):
    pairs = []
    best_rate, best_score = None, float("-inf")
    for _ in range(rounds):
        this_round = []
        for _ in range(n):
            rate = float(low * (high / low) ** rng.random())
            this_round.append((rate, score(rate)))
        for rate, value in this_round:
            if value > best_score:
                best_rate, best_score = rate, value
        this_round.sort(key=lambda pair: -pair[1])
        kept = [rate for rate, _ in this_round[:keep]]
        low, high = min(kept), max(kept)
        pairs.extend(this_round)
    return best_rate, pairs


# %% exercise="random_search" style="helpers"
def sample(low, high, n, rng):
    return 10 ** rng.uniform(np.log10(low), np.log10(high), n)


def span(rates, scores, keep):
    best = np.asarray(rates)[np.argsort(scores)[::-1][:keep]]
    return float(best.min()), float(best.max())


def random_search(score, low, high, rounds, n, keep, rng):
    all_rates, all_scores = [], []
    for _ in range(rounds):
        rates = sample(low, high, n, rng)
        scores = [score(rate) for rate in rates]
        low, high = span(rates, scores, keep)
        all_rates.extend(rates)
        all_scores.extend(scores)
    return all_rates[int(np.argmax(all_scores))], list(zip(all_rates, all_scores, strict=True))


# %% exercise="random_search" style="recursion"
def random_search(score, low, high, rounds, n, keep, rng):
    rates = np.exp(rng.uniform(np.log(low), np.log(high), n))
    pairs = [[rate, score(rate)] for rate in rates]
    if rounds > 1:
        kept = [rate for _, rate in sorted((value, rate) for rate, value in pairs)[-keep:]]
        pairs = pairs + random_search(score, min(kept), max(kept), rounds - 1, n, keep, rng)[1]
    return max(pairs, key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" style="vectorised"
def random_search(score, low, high, rounds, n, keep, rng):
    table = np.empty((rounds, n, 2))
    for k in range(rounds):
        table[k, :, 0] = np.exp(np.log(low) + rng.random(n) * np.log(high / low))
        table[k, :, 1] = [score(float(rate)) for rate in table[k, :, 0]]
        best = table[k, np.argpartition(table[k, :, 1], -keep)[-keep:], 0]
        low, high = best.min(), best.max()
    table = table.reshape(-1, 2)
    return table[table[:, 1].argmax(), 0], table


# %% exercise="random_search" style="list"
def random_search(score, low, high, rounds, n, keep, rng):
    pairs = []
    for _ in range(rounds):
        exponents = rng.random(n) * np.log(high / low)
        rates = (low * np.exp(exponents)).astype(np.float64)
        scores = np.array([score(r) for r in rates], dtype=np.float64)
        order = np.argsort(-scores)[:keep]
        low, high = rates[order].min(), rates[order].max()
        pairs += list(zip(rates.tolist(), scores.tolist(), strict=True))
    scores = [value for _, value in pairs]
    return pairs[scores.index(max(scores))][0], pairs
