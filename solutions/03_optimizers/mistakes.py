# The answer bank: mistakes that students make, one wrong function a cell, its docstring the sentence
# that helps. `course build` runs each on every visible case; see CONTRIBUTING.md. Never released.

# %% exercise="sgd" mistake="uphill"
def sgd(params, grads, state, lr=0.01):
    """The weights move uphill, against the sign: a step down subtracts lr times the gradient."""
    new = {}
    for k in params:
        new[k] = params[k] + lr * grads[k]
    return new, state


# %% exercise="sgd" mistake="weight-missing"
def sgd(params, grads, state, lr=0.01):
    """Only the step comes back: the new weight is the old one plus the step."""
    new = {}
    for k in params:
        new[k] = -lr * grads[k]
    return new, state


# %% exercise="sgd" mistake="weight-missing"
def sgd(params, grads, state, lr=0.01):
    new = {}
    for k in params:
        new[k] = lr * grads[k]
    return new, state


# %% exercise="sgd" mistake="only-params"
def sgd(params, grads, state, lr=0.01):
    """One dict came back: two values are asked for, `return new_params, new_state`."""
    new = {}
    for k in params:
        new[k] = params[k] - lr * grads[k]
    return new


# %% exercise="sgd" mistake="three-values"
def sgd(params, grads, state, lr=0.01):
    """Three values came back: two are asked for, the new params and one state. All that is remembered goes into one dict."""
    new = {}
    for k in params:
        new[k] = params[k] - lr * grads[k]
    return new, state, lr


# %% exercise="sgd" mistake="no-return"
def sgd(params, grads, state, lr=0.01):
    """The function ends without `return`: print shows a value, `return` hands it back."""
    new = {}
    for k in params:
        new[k] = params[k] - lr * grads[k]
    print(new)


# %% exercise="sgd" mistake="return-in-loop"
def sgd(params, grads, state, lr=0.01):
    """`return` stands inside the loop, so it leaves after the first key: move it out to the left."""
    new = {}
    for k in params:
        new[k] = params[k] - lr * grads[k]
        return new, state


# %% exercise="sgd" mistake="swapped"
def sgd(params, grads, state, lr=0.01):
    """The two values are in the wrong order: first the params, then the state."""
    new = {}
    for k in params:
        new[k] = params[k] - lr * grads[k]
    return state, new


# %% exercise="sgd" mistake="nothing-moved"
def sgd(params, grads, state, lr=0.01):
    """Nothing moved: the old params came back. The new values go into a new dict, and that is returned."""
    new = {}
    for k in params:
        new[k] = params[k] - lr * grads[k]
    return params, state


# %% exercise="sgd" mistake="writes-into-argument"
def sgd(params, grads, state, lr=0.01):
    """An argument was written on. params, grads and state belong to the caller: `params[k] - ...` makes a new array where `-=` writes into the old one, and the new state is a new dict with new arrays."""
    for k in params:
        params[k] = params[k] - lr * grads[k]
    return params, state


# %% exercise="sgd" mistake="items-missing"
def sgd(params, grads, state, lr=0.01):
    """Looping over a dict gives its keys alone: for keys and values take `params.items()`."""
    new = {}
    for k, w in params:
        new[k] = w - lr * grads[k]
    return new, state


# %% exercise="sgd" mistake="not-each-key"
def sgd(params, grads, state, lr=0.01):
    """A dict has no arithmetic: visit every key and compute with its array."""
    return params - lr * grads, state


# %% exercise="sgd" mistake="keys-by-heart"
def sgd(params, grads, state, lr=0.01):
    """The keys are written by heart: a network may have any keys, so loop over those of params."""
    new = {"W1": params["W1"] - lr * grads["W1"], "b1": params["b1"] - lr * grads["b1"]}
    return new, state


# %% exercise="sgd" mistake="keys-by-heart"
def sgd(params, grads, state, lr=0.01):
    new = {"x": params["x"] - lr * grads["x"], "y": params["y"] - lr * grads["y"]}
    return new, state


# %% exercise="sgd" mistake="keys-by-heart"
def sgd(params, grads, state, lr=0.01):
    new = {"w": params["w"] - lr * grads["w"], "b": params["b"] - lr * grads["b"]}
    return new, state


# %% exercise="sgd" mistake="list-of-arrays"
def sgd(params, grads, state, lr=0.01):
    """The new params came back as a list or as one array: a dict with the same keys is asked for."""
    new = {}
    for k in params:
        new[k] = params[k] - lr * grads[k]
    return list(new.values()), state


# %% exercise="sgd" mistake="lr-missing"
def sgd(params, grads, state, lr=0.01):
    """The learning rate is left out: the step is lr times the gradient."""
    new = {}
    for k in params:
        new[k] = params[k] - grads[k]
    return new, state


# %% exercise="sgd" mistake="lr-fixed"
def sgd(params, grads, state, lr=0.01):
    """The rate is written by heart, or no default is given: use the argument lr, 0.01 if it is left out."""
    new = {}
    for k in params:
        new[k] = params[k] - 0.01 * grads[k]
    return new, state


# %% exercise="sgd" mistake="lr-fixed"
def sgd(params, grads, state, lr):
    new = {}
    for k in params:
        new[k] = params[k] - lr * grads[k]
    return new, state


# %% exercise="sgd" mistake="other-default"
def sgd(params, grads, state, lr=0.1):
    """lr has the default 0.01: leave the `def` line as it was."""
    new = {}
    for k in params:
        new[k] = params[k] - lr * grads[k]
    return new, state


# %% exercise="sgd" mistake="other-default"
def sgd(params, grads, state, lr=0.001):
    new = {}
    for k in params:
        new[k] = params[k] - lr * grads[k]
    return new, state


# %% exercise="sgd" mistake="averaged"
def sgd(params, grads, state, lr=0.01):
    """The gradient of an array was averaged or summed: each cell moves by its own gradient."""
    new = {}
    for k in params:
        new[k] = params[k] - lr * np.mean(grads[k])
    return new, state


# %% exercise="sgd" mistake="averaged"
def sgd(params, grads, state, lr=0.01):
    new = {}
    for k in params:
        new[k] = params[k] - lr * np.sum(grads[k])
    return new, state


# %% exercise="sgd" mistake="sign-alone"
def sgd(params, grads, state, lr=0.01):
    """The size of the gradient is lost: not its sign but the gradient itself is multiplied by lr."""
    new = {}
    for k in params:
        new[k] = params[k] - lr * np.sign(grads[k])
    return new, state


# %% exercise="sgd" mistake="absolute"
def sgd(params, grads, state, lr=0.01):
    """|g| loses the sign: a negative gradient must raise the weight."""
    new = {}
    for k in params:
        new[k] = params[k] - lr * np.abs(grads[k])
    return new, state


# %% exercise="sgd" mistake="times-the-weight"
def sgd(params, grads, state, lr=0.01):
    """The weight itself was multiplied: w - lr g, not w (1 - lr g)."""
    new = {}
    for k in params:
        new[k] = params[k] - lr * grads[k] * params[k]
    return new, state


# %% exercise="sgd" mistake="bracket"
def sgd(params, grads, state, lr=0.01):
    """The bracket is wrong: lr multiplies the gradient alone, not params[k] - grads[k]."""
    new = {}
    for k in params:
        new[k] = lr * (params[k] - grads[k])
    return new, state


# %% exercise="sgd" mistake="divided-by-lr"
def sgd(params, grads, state, lr=0.01):
    """The gradient was divided by lr: it is multiplied."""
    new = {}
    for k in params:
        new[k] = params[k] - grads[k] / lr
    return new, state


# %% exercise="sgd" mistake="from-the-gradient"
def sgd(params, grads, state, lr=0.01):
    """Weight and gradient are swapped: from the weight, lr times the gradient is subtracted."""
    new = {}
    for k in params:
        new[k] = grads[k] - lr * params[k]
    return new, state


# %% exercise="sgd" mistake="last-key-only"
def sgd(params, grads, state, lr=0.01):
    """Only the last key came back: the new dict is made before the loop, not in it."""
    for k in params:
        new = {}
        new[k] = params[k] - lr * grads[k]
    return new, state


# %% exercise="sgd" mistake="momentum"
def sgd(params, grads, state, lr=0.01):
    """That is momentum: SGD remembers nothing."""
    v = {k: 0.9 * state.get(k, 0.0) - lr * grads[k] for k in params}
    return {k: params[k] + v[k] for k in params}, v


# %% exercise="sgd" mistake="lr-shrinks"
def sgd(params, grads, state, lr=0.01):
    """The rate changes from step to step: SGD takes the same lr in every step."""
    t = state.get("t", 0) + 1
    return {k: params[k] - lr / t * grads[k] for k in params}, {"t": t}


# %% exercise="sgd" mistake="rounded"
def sgd(params, grads, state, lr=0.01):
    """The result was rounded, or cut to whole numbers."""
    new = {}
    for k in params:
        new[k] = np.round(params[k] - lr * grads[k], 1)
    return new, state


# %% exercise="sgd" mistake="rounded"
def sgd(params, grads, state, lr=0.01):
    new = {}
    for k in params:
        new[k] = (params[k] - lr * grads[k]).astype(int)
    return new, state


# %% exercise="sgd" mistake="rounded"
def sgd(params, grads, state, lr=0.01):
    new = {}
    for k in params:
        new[k] = np.round(params[k] - lr * grads[k], 2)
    return new, state


# %% exercise="sgd" mistake="a-set"
def sgd(params, grads, state, lr=0.01):
    """`{a, b}` makes a set: a dict has `key: value`, and two values are returned with a comma."""
    return {k: params[k] - lr * grads[k] for k in params} + state


# %% exercise="momentum" mistake="uphill"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """The weights move uphill, against the sign: a step down subtracts lr times the gradient."""
    new, v = {}, {}
    for k in params:
        v[k] = beta * state.get(k, 0.0) - lr * grads[k]
        new[k] = params[k] + (-v[k])
    return new, v


# %% exercise="momentum" mistake="weight-missing"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """The velocity came back in place of the weights: first the new params, params[k] + v[k], then the state."""
    new, v = {}, {}
    for k in params:
        v[k] = beta * state.get(k, 0.0) - lr * grads[k]
        new[k] = v[k]
    return new, v


# %% exercise="momentum" mistake="only-params"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """One dict came back: two values are asked for, `return new_params, new_state`."""
    new, v = {}, {}
    for k in params:
        v[k] = beta * state.get(k, 0.0) - lr * grads[k]
        new[k] = params[k] - -v[k]
    return new


# %% exercise="momentum" mistake="three-values"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """Three values came back: two are asked for, the new params and one state. All that is remembered goes into one dict."""
    new, v = {}, {}
    for k in params:
        v[k] = beta * state.get(k, 0.0) - lr * grads[k]
        new[k] = params[k] - -v[k]
    return new, v, lr


# %% exercise="momentum" mistake="no-return"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """The function ends without `return`: print shows a value, `return` hands it back."""
    new, v = {}, {}
    for k in params:
        v[k] = beta * state.get(k, 0.0) - lr * grads[k]
        new[k] = params[k] - -v[k]
    print(new)


# %% exercise="momentum" mistake="return-in-loop"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """`return` stands inside the loop, so it leaves after the first key: move it out to the left."""
    new, v = {}, {}
    for k in params:
        v[k] = beta * state.get(k, 0.0) - lr * grads[k]
        new[k] = params[k] - (-v[k])
        return new, v


# %% exercise="momentum" mistake="nothing-moved"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """In the first step nothing moved: update the velocity first, then move by the new one, and return the new weights."""
    new, v = {}, {}
    for k in params:
        v[k] = beta * state.get(k, 0.0) - lr * grads[k]
        new[k] = params[k] - -v[k]
    return params, v


# %% exercise="momentum" mistake="writes-into-argument"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """An argument was written on. params, grads and state belong to the caller: `params[k] - ...` makes a new array where `-=` writes into the old one, and the new state is a new dict with new arrays."""
    v = {}
    for k in params:
        v[k] = beta * state.get(k, 0.0) - lr * grads[k]
        params[k] = params[k] - (-v[k])
    return params, v


# %% exercise="momentum" mistake="items-missing"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """Looping over a dict gives its keys alone: for keys and values take `params.items()`."""
    new, v = {}, {}
    for k, w in params:
        v[k] = beta * state.get(k, 0.0) - lr * grads[k]
        new[k] = w - (-v[k])
    return new, v


# %% exercise="momentum" mistake="not-each-key"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """A dict has no arithmetic: visit every key and compute with its array."""
    return params - lr * grads, state


# %% exercise="momentum" mistake="keys-by-heart"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """The keys are written by heart: a network may have any keys, so loop over those of params."""
    new = {"W1": params["W1"] - lr * grads["W1"], "b1": params["b1"] - lr * grads["b1"]}
    return new, state


# %% exercise="momentum" mistake="keys-by-heart"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    new = {"x": params["x"] - lr * grads["x"], "y": params["y"] - lr * grads["y"]}
    return new, state


# %% exercise="momentum" mistake="keys-by-heart"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    new = {"w": params["w"] - lr * grads["w"], "b": params["b"] - lr * grads["b"]}
    return new, state


# %% exercise="momentum" mistake="list-of-arrays"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """The new params came back as a list or as one array: a dict with the same keys is asked for."""
    new, v = {}, {}
    for k in params:
        v[k] = beta * state.get(k, 0.0) - lr * grads[k]
        new[k] = params[k] - -v[k]
    return list(new.values()), v


# %% exercise="momentum" mistake="lr-fixed"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """A setting is written by heart where the argument belongs, or its default was changed: leave the `def` line as it was."""
    new, v = {}, {}
    for k in params:
        v[k] = beta * state.get(k, 0.0) - 0.01 * grads[k]
        new[k] = params[k] - -v[k]
    return new, v


# %% exercise="momentum" mistake="lr-missing"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """The learning rate is left out: lr multiplies the step."""
    new, v = {}, {}
    for k in params:
        v[k] = beta * state.get(k, 0.0) - grads[k]
        new[k] = params[k] - -v[k]
    return new, v


# %% exercise="momentum" mistake="forgotten"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """The velocity is forgotten between the calls: return it as the new state."""
    new, v = {}, {}
    for k in params:
        v[k] = beta * state.get(k, 0.0) - lr * grads[k]
        new[k] = params[k] - -v[k]
    return new, {}


# %% exercise="momentum" mistake="key-missing"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """On the first call the state is {}: a key that is not there is a KeyError. `state.get(k, 0.0)` gives 0 in its place."""
    new, v = {}, {}
    for k in params:
        v[k] = beta * state[k] - lr * grads[k]
        new[k] = params[k] - -v[k]
    return new, v


# %% exercise="momentum" mistake="key-missing"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    new, v = {}, {}
    for k in params:
        v[k] = beta * state["v"][k] - lr * grads[k]
        new[k] = params[k] - -v[k]
    return new, v


# %% exercise="momentum" mistake="get-without-default"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """`state.get(k)` gives None where nothing is stored yet: give it a second argument, 0.0."""
    new, v = {}, {}
    for k in params:
        v[k] = beta * state.get(k) - lr * grads[k]
        new[k] = params[k] - -v[k]
    return new, v


# %% exercise="momentum" mistake="one-for-all"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """One velocity serves all weights: each key needs its own, kept under its name."""
    new, v = {}, {}
    for k in params:
        v[k] = beta * state.get("v", 0.0) - lr * grads[k]
        new[k] = params[k] - -v[k]
    return new, {"v": v[k]}


# %% exercise="momentum" mistake="shared"
def momentum(params, grads, state, lr=0.01, beta=0.9, memory={}):
    """The memory lives outside of the state, in a default argument or a global name: two trainings then share it. Keep it in `state` alone."""
    new, v = {}, memory
    for k in params:
        v[k] = beta * memory.get(k, 0.0) - lr * grads[k]
        new[k] = params[k] - -v[k]
    return new, {}


# %% exercise="adagrad" mistake="uphill"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """The weights move uphill, against the sign: a step down subtracts lr times the gradient."""
    new, h = {}, {}
    for k in params:
        h[k] = state.get(k, 0.0) + grads[k] ** 2
        new[k] = params[k] + lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new, h


# %% exercise="adagrad" mistake="weight-missing"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """Only the step comes back: the new weight is the old one plus the step."""
    new, h = {}, {}
    for k in params:
        h[k] = state.get(k, 0.0) + grads[k] ** 2
        new[k] = -lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new, h


# %% exercise="adagrad" mistake="weight-missing"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    new, h = {}, {}
    for k in params:
        h[k] = state.get(k, 0.0) + grads[k] ** 2
        new[k] = lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new, h


# %% exercise="adagrad" mistake="only-params"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """One dict came back: two values are asked for, `return new_params, new_state`."""
    new, h = {}, {}
    for k in params:
        h[k] = state.get(k, 0.0) + grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new


# %% exercise="adagrad" mistake="three-values"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """Three values came back: two are asked for, the new params and one state. All that is remembered goes into one dict."""
    new, h = {}, {}
    for k in params:
        h[k] = state.get(k, 0.0) + grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new, h, lr


# %% exercise="adagrad" mistake="no-return"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """The function ends without `return`: print shows a value, `return` hands it back."""
    new, h = {}, {}
    for k in params:
        h[k] = state.get(k, 0.0) + grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    print(new)


# %% exercise="adagrad" mistake="return-in-loop"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """`return` stands inside the loop, so it leaves after the first key: move it out to the left."""
    new, h = {}, {}
    for k in params:
        h[k] = state.get(k, 0.0) + grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
        return new, h


# %% exercise="adagrad" mistake="swapped"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """The two values are in the wrong order: first the params, then the state."""
    new, h = {}, {}
    for k in params:
        h[k] = state.get(k, 0.0) + grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return h, new


# %% exercise="adagrad" mistake="nothing-moved"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """Nothing moved: the old params came back. The new values go into a new dict, and that is returned."""
    new, h = {}, {}
    for k in params:
        h[k] = state.get(k, 0.0) + grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return params, h


# %% exercise="adagrad" mistake="writes-into-argument"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """An argument was written on. params, grads and state belong to the caller: `params[k] - ...` makes a new array where `-=` writes into the old one, and the new state is a new dict with new arrays."""
    h = {}
    for k in params:
        h[k] = state.get(k, 0.0) + grads[k] ** 2
        params[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return params, h


# %% exercise="adagrad" mistake="items-missing"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """Looping over a dict gives its keys alone: for keys and values take `params.items()`."""
    new, h = {}, {}
    for k, w in params:
        h[k] = state.get(k, 0.0) + grads[k] ** 2
        new[k] = w - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new, h


# %% exercise="adagrad" mistake="not-each-key"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """A dict has no arithmetic: visit every key and compute with its array."""
    return params - lr * grads, state


# %% exercise="adagrad" mistake="keys-by-heart"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """The keys are written by heart: a network may have any keys, so loop over those of params."""
    new = {"W1": params["W1"] - lr * grads["W1"], "b1": params["b1"] - lr * grads["b1"]}
    return new, state


# %% exercise="adagrad" mistake="keys-by-heart"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    new = {"x": params["x"] - lr * grads["x"], "y": params["y"] - lr * grads["y"]}
    return new, state


# %% exercise="adagrad" mistake="keys-by-heart"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    new = {"w": params["w"] - lr * grads["w"], "b": params["b"] - lr * grads["b"]}
    return new, state


# %% exercise="adagrad" mistake="list-of-arrays"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """The new params came back as a list or as one array: a dict with the same keys is asked for."""
    new, h = {}, {}
    for k in params:
        h[k] = state.get(k, 0.0) + grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return list(new.values()), h


# %% exercise="adagrad" mistake="lr-fixed"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """A setting is written by heart where the argument belongs, or its default was changed: leave the `def` line as it was."""
    new, h = {}, {}
    for k in params:
        h[k] = state.get(k, 0.0) + grads[k] ** 2
        new[k] = params[k] - 0.01 * grads[k] / (np.sqrt(h[k]) + eps)
    return new, h


# %% exercise="adagrad" mistake="lr-missing"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """The learning rate is left out: lr multiplies the step."""
    new, h = {}, {}
    for k in params:
        h[k] = state.get(k, 0.0) + grads[k] ** 2
        new[k] = params[k] - grads[k] / (np.sqrt(h[k]) + eps)
    return new, h


# %% exercise="adagrad" mistake="forgotten"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """The memory h is forgotten between the calls: return it as the new state."""
    new, h = {}, {}
    for k in params:
        h[k] = state.get(k, 0.0) + grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new, {}


# %% exercise="adagrad" mistake="key-missing"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """On the first call the state is {}: a key that is not there is a KeyError. `state.get(k, 0.0)` gives 0 in its place."""
    new, h = {}, {}
    for k in params:
        h[k] = state[k] + grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new, h


# %% exercise="adagrad" mistake="key-missing"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    new, h = {}, {}
    for k in params:
        h[k] = state["h"][k] + grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new, h


# %% exercise="adagrad" mistake="get-without-default"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """`state.get(k)` gives None where nothing is stored yet: give it a second argument, 0.0."""
    new, h = {}, {}
    for k in params:
        h[k] = state.get(k) + grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new, h


# %% exercise="adagrad" mistake="one-for-all"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """One memory h serves all weights: each key needs its own, kept under its name."""
    new, h = {}, {}
    for k in params:
        h[k] = state.get("h", 0.0) + grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new, {"h": h[k]}


# %% exercise="adagrad" mistake="shared"
def adagrad(params, grads, state, lr=0.01, eps=1e-7, memory={}):
    """The memory lives outside of the state, in a default argument or a global name: two trainings then share it. Keep it in `state` alone."""
    new, h = {}, memory
    for k in params:
        h[k] = memory.get(k, 0.0) + grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new, {}


# %% exercise="rmsprop" mistake="uphill"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """The weights move uphill, against the sign: a step down subtracts lr times the gradient."""
    new, h = {}, {}
    for k in params:
        h[k] = rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2
        new[k] = params[k] + lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new, h


# %% exercise="rmsprop" mistake="weight-missing"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """Only the step comes back: the new weight is the old one plus the step."""
    new, h = {}, {}
    for k in params:
        h[k] = rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2
        new[k] = -lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new, h


# %% exercise="rmsprop" mistake="weight-missing"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    new, h = {}, {}
    for k in params:
        h[k] = rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2
        new[k] = lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new, h


# %% exercise="rmsprop" mistake="only-params"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """One dict came back: two values are asked for, `return new_params, new_state`."""
    new, h = {}, {}
    for k in params:
        h[k] = rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new


# %% exercise="rmsprop" mistake="three-values"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """Three values came back: two are asked for, the new params and one state. All that is remembered goes into one dict."""
    new, h = {}, {}
    for k in params:
        h[k] = rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new, h, lr


# %% exercise="rmsprop" mistake="no-return"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """The function ends without `return`: print shows a value, `return` hands it back."""
    new, h = {}, {}
    for k in params:
        h[k] = rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    print(new)


# %% exercise="rmsprop" mistake="return-in-loop"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """`return` stands inside the loop, so it leaves after the first key: move it out to the left."""
    new, h = {}, {}
    for k in params:
        h[k] = rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
        return new, h


# %% exercise="rmsprop" mistake="swapped"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """The two values are in the wrong order: first the params, then the state."""
    new, h = {}, {}
    for k in params:
        h[k] = rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return h, new


# %% exercise="rmsprop" mistake="nothing-moved"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """Nothing moved: the old params came back. The new values go into a new dict, and that is returned."""
    new, h = {}, {}
    for k in params:
        h[k] = rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return params, h


# %% exercise="rmsprop" mistake="writes-into-argument"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """An argument was written on. params, grads and state belong to the caller: `params[k] - ...` makes a new array where `-=` writes into the old one, and the new state is a new dict with new arrays."""
    h = {}
    for k in params:
        h[k] = rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2
        params[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return params, h


# %% exercise="rmsprop" mistake="items-missing"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """Looping over a dict gives its keys alone: for keys and values take `params.items()`."""
    new, h = {}, {}
    for k, w in params:
        h[k] = rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2
        new[k] = w - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new, h


# %% exercise="rmsprop" mistake="not-each-key"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """A dict has no arithmetic: visit every key and compute with its array."""
    return params - lr * grads, state


# %% exercise="rmsprop" mistake="keys-by-heart"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """The keys are written by heart: a network may have any keys, so loop over those of params."""
    new = {"W1": params["W1"] - lr * grads["W1"], "b1": params["b1"] - lr * grads["b1"]}
    return new, state


# %% exercise="rmsprop" mistake="keys-by-heart"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    new = {"x": params["x"] - lr * grads["x"], "y": params["y"] - lr * grads["y"]}
    return new, state


# %% exercise="rmsprop" mistake="keys-by-heart"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    new = {"w": params["w"] - lr * grads["w"], "b": params["b"] - lr * grads["b"]}
    return new, state


# %% exercise="rmsprop" mistake="list-of-arrays"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """The new params came back as a list or as one array: a dict with the same keys is asked for."""
    new, h = {}, {}
    for k in params:
        h[k] = rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return list(new.values()), h


# %% exercise="rmsprop" mistake="lr-fixed"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """A setting is written by heart where the argument belongs, or its default was changed: leave the `def` line as it was."""
    new, h = {}, {}
    for k in params:
        h[k] = rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2
        new[k] = params[k] - 0.01 * grads[k] / (np.sqrt(h[k]) + eps)
    return new, h


# %% exercise="rmsprop" mistake="lr-fixed"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    new, h = {}, {}
    for k in params:
        h[k] = rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2
        new[k] = params[k] - 0.001 * grads[k] / (np.sqrt(h[k]) + eps)
    return new, h


# %% exercise="rmsprop" mistake="lr-missing"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """The learning rate is left out: lr multiplies the step."""
    new, h = {}, {}
    for k in params:
        h[k] = rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2
        new[k] = params[k] - grads[k] / (np.sqrt(h[k]) + eps)
    return new, h


# %% exercise="rmsprop" mistake="forgotten"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """The memory h is forgotten between the calls: return it as the new state."""
    new, h = {}, {}
    for k in params:
        h[k] = rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new, {}


# %% exercise="rmsprop" mistake="key-missing"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """On the first call the state is {}: a key that is not there is a KeyError. `state.get(k, 0.0)` gives 0 in its place."""
    new, h = {}, {}
    for k in params:
        h[k] = rho * state[k] + (1 - rho) * grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new, h


# %% exercise="rmsprop" mistake="key-missing"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    new, h = {}, {}
    for k in params:
        h[k] = rho * state["h"][k] + (1 - rho) * grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new, h


# %% exercise="rmsprop" mistake="get-without-default"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """`state.get(k)` gives None where nothing is stored yet: give it a second argument, 0.0."""
    new, h = {}, {}
    for k in params:
        h[k] = rho * state.get(k) + (1 - rho) * grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new, h


# %% exercise="rmsprop" mistake="one-for-all"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """One memory h serves all weights: each key needs its own, kept under its name."""
    new, h = {}, {}
    for k in params:
        h[k] = rho * state.get("h", 0.0) + (1 - rho) * grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new, {"h": h[k]}


# %% exercise="rmsprop" mistake="shared"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7, memory={}):
    """The memory lives outside of the state, in a default argument or a global name: two trainings then share it. Keep it in `state` alone."""
    new, h = {}, memory
    for k in params:
        h[k] = rho * memory.get(k, 0.0) + (1 - rho) * grads[k] ** 2
        new[k] = params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps)
    return new, {}


# %% exercise="adam" mistake="uphill"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """The weights move uphill, against the sign: a step down subtracts lr times the gradient."""
    new, m, v, t = {}, {}, {}, state.get("t", 0) + 1
    for k in params:
        m[k] = beta1 * state.get("m", {}).get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * state.get("v", {}).get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        root = np.sqrt(v[k] / (1 - beta2**t))
        new[k] = params[k] + lr * m[k] / (1 - beta1**t) / (root + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="weight-missing"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """Only the step comes back: the new weight is the old one plus the step."""
    new, m, v, t = {}, {}, {}, state.get("t", 0) + 1
    for k in params:
        m[k] = beta1 * state.get("m", {}).get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * state.get("v", {}).get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        root = np.sqrt(v[k] / (1 - beta2**t))
        new[k] = -lr * m[k] / (1 - beta1**t) / (root + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="weight-missing"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    new, m, v, t = {}, {}, {}, state.get("t", 0) + 1
    for k in params:
        m[k] = beta1 * state.get("m", {}).get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * state.get("v", {}).get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        root = np.sqrt(v[k] / (1 - beta2**t))
        new[k] = lr * m[k] / (1 - beta1**t) / (root + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="only-params"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """One dict came back: two values are asked for, `return new_params, new_state`."""
    new, m, v, t = {}, {}, {}, state.get("t", 0) + 1
    for k in params:
        m[k] = beta1 * state.get("m", {}).get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * state.get("v", {}).get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        root = np.sqrt(v[k] / (1 - beta2**t))
        new[k] = params[k] - lr * m[k] / (1 - beta1**t) / (root + eps)
    return new


# %% exercise="adam" mistake="three-values"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """Three values came back: two are asked for, the new params and one state. All that is remembered goes into one dict."""
    new, m, v, t = {}, {}, {}, state.get("t", 0) + 1
    for k in params:
        m[k] = beta1 * state.get("m", {}).get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * state.get("v", {}).get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        root = np.sqrt(v[k] / (1 - beta2**t))
        new[k] = params[k] - lr * m[k] / (1 - beta1**t) / (root + eps)
    return new, {"t": t, "m": m, "v": v}, lr


# %% exercise="adam" mistake="no-return"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """The function ends without `return`: print shows a value, `return` hands it back."""
    new, m, v, t = {}, {}, {}, state.get("t", 0) + 1
    for k in params:
        m[k] = beta1 * state.get("m", {}).get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * state.get("v", {}).get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        root = np.sqrt(v[k] / (1 - beta2**t))
        new[k] = params[k] - lr * m[k] / (1 - beta1**t) / (root + eps)
    print(new)


# %% exercise="adam" mistake="return-in-loop"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """`return` stands inside the loop, so it leaves after the first key: move it out to the left."""
    new, m, v, t = {}, {}, {}, state.get("t", 0) + 1
    for k in params:
        m[k] = beta1 * state.get("m", {}).get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * state.get("v", {}).get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        root = np.sqrt(v[k] / (1 - beta2**t))
        new[k] = params[k] - lr * m[k] / (1 - beta1**t) / (root + eps)
        return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="swapped"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """The two values are in the wrong order: first the params, then the state."""
    new, m, v, t = {}, {}, {}, state.get("t", 0) + 1
    for k in params:
        m[k] = beta1 * state.get("m", {}).get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * state.get("v", {}).get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        root = np.sqrt(v[k] / (1 - beta2**t))
        new[k] = params[k] - lr * m[k] / (1 - beta1**t) / (root + eps)
    return {"t": t, "m": m, "v": v}, new


# %% exercise="adam" mistake="nothing-moved"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """In the first step nothing moved: update m and v first, then make the step with the new ones, and return the new weights."""
    new, m, v, t = {}, {}, {}, state.get("t", 0) + 1
    for k in params:
        m[k] = beta1 * state.get("m", {}).get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * state.get("v", {}).get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        root = np.sqrt(v[k] / (1 - beta2**t))
        new[k] = params[k] - lr * m[k] / (1 - beta1**t) / (root + eps)
    return params, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="writes-into-argument"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """An argument was written on. params, grads and state belong to the caller: `params[k] - ...` makes a new array where `-=` writes into the old one, and the new state is a new dict with new arrays."""
    m, v, t = {}, {}, state.get("t", 0) + 1
    for k in params:
        m[k] = beta1 * state.get("m", {}).get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * state.get("v", {}).get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        root = np.sqrt(v[k] / (1 - beta2**t))
        params[k] = params[k] - lr * m[k] / (1 - beta1**t) / (root + eps)
    return params, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="items-missing"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """Looping over a dict gives its keys alone: for keys and values take `params.items()`."""
    new, m, v, t = {}, {}, {}, state.get("t", 0) + 1
    for k, w in params:
        m[k] = beta1 * state.get("m", {}).get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * state.get("v", {}).get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        root = np.sqrt(v[k] / (1 - beta2**t))
        new[k] = w - lr * m[k] / (1 - beta1**t) / (root + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="not-each-key"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """A dict has no arithmetic: visit every key and compute with its array."""
    return params - lr * grads, state


# %% exercise="adam" mistake="keys-by-heart"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """The keys are written by heart: a network may have any keys, so loop over those of params."""
    new = {"W1": params["W1"] - lr * grads["W1"], "b1": params["b1"] - lr * grads["b1"]}
    return new, state


# %% exercise="adam" mistake="keys-by-heart"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    new = {"x": params["x"] - lr * grads["x"], "y": params["y"] - lr * grads["y"]}
    return new, state


# %% exercise="adam" mistake="keys-by-heart"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    new = {"w": params["w"] - lr * grads["w"], "b": params["b"] - lr * grads["b"]}
    return new, state


# %% exercise="adam" mistake="list-of-arrays"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """The new params came back as a list or as one array: a dict with the same keys is asked for."""
    new, m, v, t = {}, {}, {}, state.get("t", 0) + 1
    for k in params:
        m[k] = beta1 * state.get("m", {}).get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * state.get("v", {}).get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        root = np.sqrt(v[k] / (1 - beta2**t))
        new[k] = params[k] - lr * m[k] / (1 - beta1**t) / (root + eps)
    return list(new.values()), {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="lr-fixed"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """A setting is written by heart where the argument belongs, or its default was changed: leave the `def` line as it was."""
    new, m, v, t = {}, {}, {}, state.get("t", 0) + 1
    for k in params:
        m[k] = beta1 * state.get("m", {}).get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * state.get("v", {}).get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        root = np.sqrt(v[k] / (1 - beta2**t))
        new[k] = params[k] - 0.01 * m[k] / (1 - beta1**t) / (root + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="lr-fixed"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    new, m, v, t = {}, {}, {}, state.get("t", 0) + 1
    for k in params:
        m[k] = beta1 * state.get("m", {}).get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * state.get("v", {}).get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        root = np.sqrt(v[k] / (1 - beta2**t))
        new[k] = params[k] - 0.001 * m[k] / (1 - beta1**t) / (root + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="lr-missing"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """The learning rate is left out: lr multiplies the step."""
    new, m, v, t = {}, {}, {}, state.get("t", 0) + 1
    for k in params:
        m[k] = beta1 * state.get("m", {}).get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * state.get("v", {}).get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        root = np.sqrt(v[k] / (1 - beta2**t))
        new[k] = params[k] - m[k] / (1 - beta1**t) / (root + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="shared"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7, memory={}):
    """The memory lives outside of the state, in a default argument or a global name: two trainings then share it. Keep it in `state` alone."""
    memory["t"] = memory.get("t", 0) + 1
    new, t = {}, memory["t"]
    m, v = memory.setdefault("m", {}), memory.setdefault("v", {})
    for k in params:
        m[k] = beta1 * m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        root = np.sqrt(v[k] / (1 - beta2**t))
        new[k] = params[k] - lr * m[k] / (1 - beta1**t) / (root + eps)
    return new, {}


# %% exercise="adam" mistake="writes-into-argument"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    new, t = {}, state.get("t", 0) + 1
    m, v = dict(state.get("m", {})), dict(state.get("v", {}))
    for k in params:
        m.setdefault(k, np.zeros(np.shape(grads[k])))
        v.setdefault(k, np.zeros(np.shape(grads[k])))
        m[k] *= beta1
        m[k] += (1 - beta1) * grads[k]
        v[k] *= beta2
        v[k] += (1 - beta2) * grads[k] ** 2
        root = np.sqrt(v[k] / (1 - beta2**t))
        new[k] = params[k] - lr * m[k] / (1 - beta1**t) / (root + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="key-missing"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """On the first call the state is {}: a key that is not there is a KeyError. `state.get(\"t\", 0)` gives 0 in its place."""
    new, m, v, t = {}, {}, {}, state["t"] + 1
    for k in params:
        m[k] = beta1 * state.get("m", {}).get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * state.get("v", {}).get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        root = np.sqrt(v[k] / (1 - beta2**t))
        new[k] = params[k] - lr * m[k] / (1 - beta1**t) / (root + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="key-missing"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    new, m, v, t = {}, {}, {}, state.get("t", 0) + 1
    for k in params:
        m[k] = beta1 * state["m"][k] + (1 - beta1) * grads[k]
        v[k] = beta2 * state.get("v", {}).get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        root = np.sqrt(v[k] / (1 - beta2**t))
        new[k] = params[k] - lr * m[k] / (1 - beta1**t) / (root + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="key-missing"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    new, m, v, t = {}, {}, {}, state.get("t", 0) + 1
    for k in params:
        m[k] = beta1 * state[k] + (1 - beta1) * grads[k]
        v[k] = beta2 * state.get("v", {}).get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        root = np.sqrt(v[k] / (1 - beta2**t))
        new[k] = params[k] - lr * m[k] / (1 - beta1**t) / (root + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="momentum" mistake="damped"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """The gradient was damped by 1 - beta: here it counts in full, v = beta v - lr g."""
    v = {k: beta * state.get(k, 0.0) - (1 - beta) * lr * grads[k] for k in params}
    return {k: params[k] + v[k] for k in params}, v


# %% exercise="momentum" mistake="beta-missing"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """The velocity never slows: the old one is multiplied by beta."""
    v = {k: state.get(k, 0.0) - lr * grads[k] for k in params}
    return {k: params[k] + v[k] for k in params}, v


# %% exercise="momentum" mistake="beta-on-gradient"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """beta was put on the gradient, too: only the old velocity is multiplied by it."""
    v = {k: beta * (state.get(k, 0.0) - lr * grads[k]) for k in params}
    return {k: params[k] + v[k] for k in params}, v


# %% exercise="momentum" mistake="beta-complement"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """The old velocity is multiplied by beta, not by 1 - beta."""
    v = {k: (1 - beta) * state.get(k, 0.0) - lr * grads[k] for k in params}
    return {k: params[k] + v[k] for k in params}, v


# %% exercise="momentum" mistake="beta-and-lr-swapped"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """beta and lr are swapped: beta belongs to the old velocity, lr to the gradient."""
    v = {k: lr * state.get(k, 0.0) - beta * grads[k] for k in params}
    return {k: params[k] + v[k] for k in params}, v


# %% exercise="momentum" mistake="nesterov"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """The first step is longer than lr g: the velocity is 0 in the beginning, and the weight moves by v alone (Nesterov's momentum adds beta v once more)."""
    v = {k: beta * state.get(k, 0.0) - lr * grads[k] for k in params}
    return {k: params[k] + beta * v[k] - lr * grads[k] for k in params}, v


# %% exercise="momentum" mistake="lr-twice"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """lr counts twice: it is in the velocity already, so the weight moves by v itself."""
    v = {k: beta * state.get(k, 0.0) - lr * grads[k] for k in params}
    return {k: params[k] + lr * v[k] for k in params}, v


# %% exercise="momentum" mistake="beta-fixed"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """beta is written by heart or left out of the `def` line: take the argument."""
    v = {k: 0.9 * state.get(k, 0.0) - lr * grads[k] for k in params}
    return {k: params[k] + v[k] for k in params}, v


# %% exercise="momentum" mistake="gradient-twice"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """The gradient counts twice: once in v, and once more in the step."""
    v = {k: beta * state.get(k, 0.0) - lr * grads[k] for k in params}
    return {k: params[k] - lr * grads[k] + v[k] for k in params}, v


# %% exercise="momentum" mistake="remembers-gradient"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """The state holds the last gradient: it holds the velocity, into which all gradients so far went."""
    v = {k: beta * state.get(k, 0.0) - lr * grads[k] for k in params}
    return {k: params[k] + v[k] for k in params}, {k: -lr * grads[k] for k in params}


# %% exercise="momentum" mistake="remembers-gradient"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    v = {k: beta * state.get(k, 0.0) - lr * grads[k] for k in params}
    return {k: params[k] + v[k] for k in params}, grads


# %% exercise="momentum" mistake="remembers-weight"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """The state holds the new weights: it holds the velocities."""
    v = {k: beta * state.get(k, 0.0) - lr * grads[k] for k in params}
    new = {k: params[k] + v[k] for k in params}
    return new, new


# %% exercise="momentum" mistake="started-with-gradient"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """The velocity is 0 in the beginning, so the first step is like SGD's."""
    v = {k: beta * state.get(k, grads[k]) - lr * grads[k] for k in params}
    return {k: params[k] + v[k] for k in params}, v


# %% exercise="momentum" mistake="started-with-gradient"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    v = {k: beta * state.get(k, 1.0) - lr * grads[k] for k in params}
    return {k: params[k] + v[k] for k in params}, v


# %% exercise="momentum" mistake="started-with-gradient"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    v = {k: beta * state.get(k, params[k]) - lr * grads[k] for k in params}
    return {k: params[k] + v[k] for k in params}, v


# %% exercise="momentum" mistake="velocity-averaged"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    """The velocity of an array was averaged or summed: every cell has its own."""
    v = {k: beta * state.get(k, 0.0) - lr * np.mean(grads[k]) for k in params}
    return {k: params[k] + v[k] for k in params}, v


# %% exercise="momentum" mistake="velocity-averaged"
def momentum(params, grads, state, lr=0.01, beta=0.9):
    v = {k: beta * state.get(k, 0.0) - lr * np.sum(grads[k]) for k in params}
    return {k: params[k] + v[k] for k in params}, v


# %% exercise="adagrad" mistake="root-missing"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """Divided by h itself: it is divided by its root, np.sqrt(h)."""
    h = {k: state.get(k, 0.0) + grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (h[k] + eps) for k in params}, h


# %% exercise="adagrad" mistake="eps-inside"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """eps stands inside the root: it is added outside, np.sqrt(h) + eps."""
    h = {k: state.get(k, 0.0) + grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / np.sqrt(h[k] + eps) for k in params}, h


# %% exercise="adagrad" mistake="no-eps"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """0/0 where a gradient is 0: eps is added to the root before dividing, with brackets around np.sqrt(h) + eps."""
    h = {k: state.get(k, 0.0) + grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / np.sqrt(h[k]) for k in params}, h


# %% exercise="adagrad" mistake="sum-then-square"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """The gradients were summed and then squared: square each, then sum."""
    s = {k: state.get(k, 0.0) + grads[k] for k in params}
    return {k: params[k] - lr * grads[k] / (np.abs(s[k]) + eps) for k in params}, s


# %% exercise="adagrad" mistake="sum-of-sizes"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """The sizes |g| were summed: it is their squares, and then the root."""
    s = {k: state.get(k, 0.0) + np.abs(grads[k]) for k in params}
    return {k: params[k] - lr * grads[k] / (s[k] + eps) for k in params}, s


# %% exercise="adagrad" mistake="mean"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """AdaGrad takes the sum of the squares, not their mean: it never divides by the number of steps."""
    t = state.get("t", 0) + 1
    h = {k: state.get("h", {}).get(k, 0.0) + grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k] / t) + eps) for k in params}, {"t": t, "h": h}


# %% exercise="adagrad" mistake="multiplied"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """Multiplied by the root: the step is divided by it, so that large gradients get short steps."""
    h = {k: state.get(k, 0.0) + grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] * (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="adagrad" mistake="sgd"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """That is SGD: the gradient is divided by nothing."""
    h = {k: state.get(k, 0.0) + grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] for k in params}, h


# %% exercise="adagrad" mistake="one-rate-an-array"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """One sum serves a whole array: every cell has its own sum, so no np.sum over the array."""
    h = {k: state.get(k, 0.0) + np.sum(grads[k] ** 2) for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="adagrad" mistake="one-rate-an-array"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    h = {k: state.get(k, 0.0) + np.mean(grads[k] ** 2) for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="adagrad" mistake="old-h"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """The step uses the old h, without this gradient: update h first."""
    h = {k: state.get(k, 0.0 * grads[k]) for k in params}
    new = {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}
    return new, {k: h[k] + grads[k] ** 2 for k in params}


# %% exercise="adagrad" mistake="root-kept"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """The root was stored: keep h, the sum of the squares, in the state."""
    h = {k: state.get(k, 0.0) + grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, {k: np.sqrt(h[k]) for k in params}


# %% exercise="adagrad" mistake="square-missing"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """h adds up the gradients without the square: g^2 is `grads[k] ** 2`."""
    h = {k: state.get(k, 0.0) + grads[k] for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="adagrad" mistake="square-missing"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    h = {k: state.get(k, 0.0) + grads[k] * 2 for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="adagrad" mistake="square-in-step"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """The step has g^2 above the line: there stands g itself."""
    h = {k: state.get(k, 0.0) + grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] ** 2 / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="adagrad" mistake="sign-lost"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """|g| loses the sign of the step."""
    h = {k: state.get(k, 0.0) + grads[k] ** 2 for k in params}
    return {k: params[k] - lr * np.abs(grads[k]) / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="adagrad" mistake="gradient-missing"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """The gradient is missing above the line: lr * g / (sqrt(h) + eps)."""
    h = {k: state.get(k, 0.0) + grads[k] ** 2 for k in params}
    return {k: params[k] - lr / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="adagrad" mistake="forgets"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """That is RMSProp's running average: AdaGrad adds up all squares in full."""
    h = {k: 0.9 * state.get(k, 0.0) + 0.1 * grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="adagrad" mistake="forgets"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    h = {k: 0.9 * state.get(k, 0.0) + grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="adagrad" mistake="eps-fixed"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """eps is written by heart: take the argument."""
    h = {k: state.get(k, 0.0) + grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + 1e-8) for k in params}, h


# %% exercise="adagrad" mistake="starts-at-one"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """The sum starts at 0, not at 1: the first step is lr for every weight."""
    h = {k: state.get(k, 1.0) + grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="adagrad" mistake="replaced-not-added"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """h is multiplied or replaced where the square is to be added."""
    h = {k: state.get(k, 1.0) * grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="adagrad" mistake="state-counts-twice"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    """The old sum counts twice, or the square does."""
    h = {k: 2 * state.get(k, 0.0) + grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="adagrad" mistake="state-counts-twice"
def adagrad(params, grads, state, lr=0.01, eps=1e-7):
    h = {k: state.get(k, 0.0) + 2 * grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="rmsprop" mistake="rho-swapped"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """rho and 1 - rho are swapped: rho is the share of the old average."""
    h = {k: (1 - rho) * state.get(k, 0.0) + rho * grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="rmsprop" mistake="square-in-full"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """In the first step the new square counts in full: its share is 1 - rho, and there is neither AdaGrad's sum nor Adam's correction."""
    h = {k: rho * state.get(k, 0.0) + grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="rmsprop" mistake="never-forgets"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """Nothing is forgotten: the old average is multiplied by rho."""
    h = {k: state.get(k, 0.0) + (1 - rho) * grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="rmsprop" mistake="root-missing"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """Divided by h itself: it is divided by its root, np.sqrt(h)."""
    h = {k: rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (h[k] + eps) for k in params}, h


# %% exercise="rmsprop" mistake="eps-inside"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """eps stands inside the root, as in Keras: here it is added outside, np.sqrt(h) + eps."""
    h = {k: rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / np.sqrt(h[k] + eps) for k in params}, h


# %% exercise="rmsprop" mistake="no-eps"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """0/0 where a gradient is 0: eps is added to the root before dividing, with brackets around np.sqrt(h) + eps."""
    h = {k: rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / np.sqrt(h[k]) for k in params}, h


# %% exercise="rmsprop" mistake="average-of-gradients"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """The average is one of squares, (1 - rho) * g ** 2: neither are the gradients averaged, nor is 1 - rho squared."""
    s = {k: rho * state.get(k, 0.0) + (1 - rho) * grads[k] for k in params}
    return {k: params[k] - lr * grads[k] / (np.abs(s[k]) + eps) for k in params}, s


# %% exercise="rmsprop" mistake="average-of-gradients"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    h = {k: rho * state.get(k, 0.0) + (1 - rho) * grads[k] for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="rmsprop" mistake="root-kept"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """The root was stored: keep h itself in the state."""
    h = {k: rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, {k: np.sqrt(h[k]) for k in params}


# %% exercise="rmsprop" mistake="starts-with-square"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """The average starts at 0, not at the first square or at 1."""
    h = {k: rho * state.get(k, 1.0) + (1 - rho) * grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="rmsprop" mistake="starts-with-square"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    h = {k: rho * state.get(k, grads[k]) + (1 - rho) * grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="rmsprop" mistake="old-h"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """The step uses the old h, without this gradient: update h first."""
    h = {k: state.get(k, 0.0 * grads[k]) for k in params}
    new = {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}
    return new, {k: rho * h[k] + (1 - rho) * grads[k] ** 2 for k in params}


# %% exercise="rmsprop" mistake="multiplied"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """Multiplied by the root: the step is divided by it."""
    h = {k: rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] * (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="rmsprop" mistake="sgd"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """That is SGD: the gradient is divided by nothing."""
    h = {k: rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] for k in params}, h


# %% exercise="rmsprop" mistake="one-rate-an-array"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """One average serves a whole array: every cell has its own."""
    h = {k: rho * state.get(k, 0.0) + (1 - rho) * np.mean(grads[k] ** 2) for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="rmsprop" mistake="one-rate-an-array"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    h = {k: rho * state.get(k, 0.0) + (1 - rho) * np.sum(grads[k] ** 2) for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="rmsprop" mistake="rho-fixed"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """rho or eps is written by heart: take the arguments."""
    h = {k: 0.9 * state.get(k, 0.0) + 0.1 * grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="rmsprop" mistake="rho-fixed"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    h = {k: rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + 1e-8) for k in params}, h


# %% exercise="rmsprop" mistake="gradient-missing"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """The gradient is missing above the line: lr * g / (sqrt(h) + eps)."""
    h = {k: rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2 for k in params}
    return {k: params[k] - lr / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="rmsprop" mistake="square-in-step"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """The step has g^2 above the line: there stands g itself."""
    h = {k: rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2 for k in params}
    return {k: params[k] - lr * grads[k] ** 2 / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="rmsprop" mistake="sign-lost"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """|g| loses the sign of the step."""
    h = {k: rho * state.get(k, 0.0) + (1 - rho) * grads[k] ** 2 for k in params}
    return {k: params[k] - lr * np.abs(grads[k]) / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="rmsprop" mistake="rho-on-both"
def rmsprop(params, grads, state, lr=0.001, rho=0.9, eps=1e-7):
    """rho multiplies the old average alone: the new square's share is 1 - rho."""
    h = {k: rho * (state.get(k, 0.0) + (1 - rho) * grads[k] ** 2) for k in params}
    return {k: params[k] - lr * grads[k] / (np.sqrt(h[k]) + eps) for k in params}, h


# %% exercise="adam" mistake="no-correction"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """The bias correction is missing: divide m by 1 - beta1^t and v by 1 - beta2^t."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k], v[k]
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="v-not-corrected"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """m is corrected, v is not: divide v by 1 - beta2^t."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k]
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="m-not-corrected"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """The first step is ten times too short: divide m by 1 - beta1^t, and average the squares in v with beta2."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k], v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="corrections-swapped"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """The corrections are swapped: beta1 belongs to m, beta2 to v."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta2**t), v[k] / (1 - beta1**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="ten-times"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """The first step is ten times too long: m takes 1 - beta1 of the gradient, v takes 1 - beta2 of the square of the gradient, and each is corrected with its own beta."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta1**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="one-beta"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """One beta serves both corrections, or both averages: beta1 for m, beta2 for v."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta2**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="one-beta"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta1 * old_v.get(k, 0.0) + (1 - beta1) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta1**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="one-beta"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta2 * old_m.get(k, 0.0) + (1 - beta2) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta2**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="betas-swapped"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """beta1 and beta2 are swapped: beta1 belongs to m, beta2 to v."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta2 * old_m.get(k, 0.0) + (1 - beta2) * grads[k]
        v[k] = beta1 * old_v.get(k, 0.0) + (1 - beta1) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta2**t), v[k] / (1 - beta1**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="averages-swapped"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """In the averages beta1 and beta2 are swapped: beta1 belongs to m, beta2 to v."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta2 * old_m.get(k, 0.0) + (1 - beta2) * grads[k]
        v[k] = beta1 * old_v.get(k, 0.0) + (1 - beta1) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="starts-at-0"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """The first call is step 1: with t = 0 the correction divides by 1 - 1 = 0."""
    t, old_m, old_v = state.get("t", 0), state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t + 1, "m": m, "v": v}


# %% exercise="adam" mistake="starts-at-0"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    t, old_m, old_v = state.get("t", 0), state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr / (1 - beta1**t) * m[k] / (np.sqrt(v_hat) + eps)
    return new, {"t": t + 1, "m": m, "v": v}


# %% exercise="adam" mistake="starts-at-2"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """t counts twice before the first step, or starts at 1 and is raised once more: the first call is step 1."""
    t, old_m, old_v = state.get("t", 1) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="counts-weights"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """The step is counted once a weight: count it once a call, before the loop."""
    t, old_m, old_v = state.get("t", 0), state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        t += 1
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        new[k] = params[k] - lr * m[k] / (1 - beta1**t) / (np.sqrt(v[k] / (1 - beta2**t)) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="step-not-kept"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """Every call is corrected like step 1: the state must remember t, and the correction has the power beta ** t."""
    t, old_m, old_v = 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="forgotten"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """m and v start anew in each call: keep both in the state."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t}


# %% exercise="adam" mistake="all-forgotten"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """Nothing is remembered: t, m and v go into the new state."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {}


# %% exercise="adam" mistake="m-forgotten"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """m starts anew in each call: keep it in the state."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "v": v}


# %% exercise="adam" mistake="v-forgotten"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """v starts anew in each call: keep it in the state."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m}


# %% exercise="adam" mistake="hats-kept"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """The corrected averages were kept in the state, and are corrected once more in the next call: keep m and v themselves."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
        m[k], v[k] = m_hat, v_hat
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="m-hat-kept"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """The corrected m was kept in the state: keep m itself."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
        m[k], v[k] = m_hat, v[k]
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="v-hat-kept"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """The corrected v was kept in the state: keep v itself."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
        m[k], v[k] = m[k], v_hat
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="root-missing"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """The root of v is missing: divide by np.sqrt(v_hat) + eps."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (v_hat + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="eps-inside"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """eps stands inside the root: it is added outside, np.sqrt(v_hat) + eps."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / np.sqrt(v_hat + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="no-eps"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """0/0 where a gradient is 0: eps is added to the root before dividing, with brackets around np.sqrt(v_hat) + eps."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / np.sqrt(v_hat)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="eps-fixed"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """eps or a beta is written by heart: take the arguments."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + 1e-8)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="eps-fixed"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = 0.9 * old_m.get(k, 0.0) + 0.1 * grads[k]
        v[k] = 0.999 * old_v.get(k, 0.0) + 0.001 * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - 0.9**t), v[k] / (1 - 0.999**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="square-missing"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """v averages the gradients: it averages their squares, `grads[k] ** 2`."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k]
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="m-of-squares"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """m averages the squares: it averages the gradients themselves."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k] ** 2
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="share-missing"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """The root in the step is too large: the new square has the share 1 - beta2, and the root is taken after the correction."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="ten-times"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="share-missing"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="shares-swapped"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """beta and 1 - beta are swapped: beta is the share of the old average."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = (1 - beta1) * old_m.get(k, 0.0) + beta1 * grads[k]
        v[k] = (1 - beta2) * old_v.get(k, 0.0) + beta2 * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="gradient-for-m"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """The step has the gradient above the line: there stands the average m."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * grads[k] / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="power-missing"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """beta * t is a product: the correction has the power beta ** t."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1 * t), v[k] / (1 - beta2 * t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="correction-multiplied"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """Multiplied by the correction: m and v are divided by 1 - beta ** t."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] * (1 - beta1**t), v[k] * (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="correction-sign"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """1 + beta ** t in place of 1 - beta ** t."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 + beta1**t), v[k] / (1 + beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="correction-bracket"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """Brackets are missing: the average is divided by all of (1 - beta ** t)."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / 1 - beta1**t, np.abs(v[k] / 1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="correction-bracket"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1)**t, v[k] / (1 - beta2)**t
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="one-for-all"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """One average serves all weights: each key needs its own m and v, kept under its name."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * state.get("one_m", 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * state.get("one_v", 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "one_m": m[k], "one_v": v[k]}


# %% exercise="adam" mistake="one-rate-an-array"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """One average of squares serves a whole array: every cell has its own."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * np.mean(grads[k] ** 2)
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="one-rate-an-array"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k, 0.0) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * np.sum(grads[k] ** 2)
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="adam" mistake="get-without-default"
def adam(params, grads, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7):
    """`.get(k)` gives None where nothing is stored yet: give it a second argument, 0.0."""
    t, old_m, old_v = state.get("t", 0) + 1, state.get("m", {}), state.get("v", {})
    new, m, v = {}, {}, {}
    for k in params:
        m[k] = beta1 * old_m.get(k) + (1 - beta1) * grads[k]
        v[k] = beta2 * old_v.get(k, 0.0) + (1 - beta2) * grads[k] ** 2
        m_hat, v_hat = m[k] / (1 - beta1**t), v[k] / (1 - beta2**t)
        new[k] = params[k] - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new, {"t": t, "m": m, "v": v}


# %% exercise="exponential_decay" mistake="product"
def exponential_decay(lr0, step, decay_steps, rate):
    """Multiplied: the rate is raised to the power step / decay_steps, with `**`."""
    return lr0 * rate * step / decay_steps


# %% exercise="exponential_decay" mistake="upside-down"
def exponential_decay(lr0, step, decay_steps, rate):
    """The exponent is upside down: step / decay_steps."""
    return lr0 * rate ** (decay_steps / max(step, 1))


# %% exercise="exponential_decay" mistake="brackets"
def exponential_decay(lr0, step, decay_steps, rate):
    """`**` binds tighter than `/`: put step / decay_steps in brackets."""
    return lr0 * rate**step / decay_steps


# %% exercise="exponential_decay" mistake="not-divided"
def exponential_decay(lr0, step, decay_steps, rate):
    """The exponent is step / decay_steps, not step alone."""
    return lr0 * rate**step


# %% exercise="exponential_decay" mistake="all-raised"
def exponential_decay(lr0, step, decay_steps, rate):
    """lr0 was raised to the power, too: only rate is."""
    return (lr0 * rate) ** (step / decay_steps)


# %% exercise="exponential_decay" mistake="staircase"
def exponential_decay(lr0, step, decay_steps, rate):
    """`//` or int() cuts the exponent to a whole number, a staircase: `/` keeps what is between."""
    return lr0 * rate ** (step // decay_steps)


# %% exercise="exponential_decay" mistake="staircase"
def exponential_decay(lr0, step, decay_steps, rate):
    return lr0 * rate ** round(step / decay_steps)


# %% exercise="exponential_decay" mistake="base-e"
def exponential_decay(lr0, step, decay_steps, rate):
    """The base of the power is rate, not e."""
    import math
    return lr0 * math.exp(-rate * step / decay_steps)


# %% exercise="exponential_decay" mistake="base-e"
def exponential_decay(lr0, step, decay_steps, rate):
    import math
    return lr0 * math.exp(-step / decay_steps)


# %% exercise="exponential_decay" mistake="grows"
def exponential_decay(lr0, step, decay_steps, rate):
    """The exponent is negative: a rate below 1 makes the learning rate shrink."""
    return lr0 * rate ** (-step / decay_steps)


# %% exercise="exponential_decay" mistake="lr0-missing"
def exponential_decay(lr0, step, decay_steps, rate):
    """lr0 is missing: the power is multiplied by it."""
    return rate ** (step / decay_steps)


# %% exercise="exponential_decay" mistake="complement"
def exponential_decay(lr0, step, decay_steps, rate):
    """The base is rate, not 1 - rate: rate 0.25 leaves a quarter."""
    return lr0 * (1 - rate) ** (step / decay_steps)


# %% exercise="exponential_decay" mistake="linear"
def exponential_decay(lr0, step, decay_steps, rate):
    """That is linear decay: each decay_steps steps multiply by rate, they do not subtract."""
    return lr0 * (1 - rate * step / decay_steps)


# %% exercise="exponential_decay" mistake="linear"
def exponential_decay(lr0, step, decay_steps, rate):
    return lr0 - rate * step / decay_steps


# %% exercise="exponential_decay" mistake="linear"
def exponential_decay(lr0, step, decay_steps, rate):
    return lr0 * (1 - (1 - rate) * step / decay_steps)


# %% exercise="exponential_decay" mistake="inverse-time"
def exponential_decay(lr0, step, decay_steps, rate):
    """That is decay by 1 / (1 + ...): here rate is raised to a power."""
    return lr0 / (1 + rate * step / decay_steps)


# %% exercise="exponential_decay" mistake="no-return"
def exponential_decay(lr0, step, decay_steps, rate):
    """The function ends without `return`: print shows a value, `return` hands it back."""
    print(lr0 * rate ** (step / decay_steps))


# %% exercise="exponential_decay" mistake="caret"
def exponential_decay(lr0, step, decay_steps, rate):
    """`^` is not the power in Python: that is `**`."""
    return lr0 * (rate ^ (step / decay_steps))


# %% exercise="exponential_decay" mistake="added"
def exponential_decay(lr0, step, decay_steps, rate):
    """The power is multiplied by lr0, not added to it."""
    return lr0 + rate ** (step / decay_steps)


# %% exercise="exponential_decay" mistake="subtracted"
def exponential_decay(lr0, step, decay_steps, rate):
    """The power is multiplied by lr0, not subtracted from it."""
    return lr0 - rate ** (step / decay_steps)


# %% exercise="exponential_decay" mistake="exponent-swapped"
def exponential_decay(lr0, step, decay_steps, rate):
    """Base and exponent are swapped: rate to the power step / decay_steps."""
    return lr0 * (step / decay_steps) ** rate


# %% exercise="exponential_decay" mistake="at-once"
def exponential_decay(lr0, step, decay_steps, rate):
    """Nothing happens before decay_steps: the rate shrinks a little in every step."""
    if step < decay_steps:
        return lr0
    return lr0 * rate ** (step / decay_steps)


# %% exercise="exponential_decay" mistake="once-only"
def exponential_decay(lr0, step, decay_steps, rate):
    """The rate was multiplied once: the power counts how often decay_steps have passed."""
    return lr0 * rate


# %% exercise="exponential_decay" mistake="off-by-one"
def exponential_decay(lr0, step, decay_steps, rate):
    """The exponent is off by one step: at step 0 the rate is lr0."""
    return lr0 * rate ** ((step + 1) / decay_steps)


# %% exercise="exponential_decay" mistake="off-by-one"
def exponential_decay(lr0, step, decay_steps, rate):
    return lr0 * rate ** ((step - 1) / decay_steps)


# %% exercise="exponential_decay" mistake="rounded"
def exponential_decay(lr0, step, decay_steps, rate):
    """The result was rounded."""
    return round(lr0 * rate ** (step / decay_steps), 2)


# %% exercise="exponential_decay" mistake="rounded"
def exponential_decay(lr0, step, decay_steps, rate):
    return round(lr0 * rate ** (step / decay_steps), 4)


# %% exercise="exponential_decay" mistake="unchanged"
def exponential_decay(lr0, step, decay_steps, rate):
    """The learning rate came back as it was."""
    return lr0


# %% exercise="exponential_decay" mistake="other-exponent"
def exponential_decay(lr0, step, decay_steps, rate):
    """The exponent is step / decay_steps: neither remainder, difference nor product."""
    return lr0 * rate ** (step % decay_steps)


# %% exercise="exponential_decay" mistake="other-exponent"
def exponential_decay(lr0, step, decay_steps, rate):
    return lr0 * rate ** (step - decay_steps)


# %% exercise="exponential_decay" mistake="other-exponent"
def exponential_decay(lr0, step, decay_steps, rate):
    return lr0 * rate ** (step * decay_steps)


# %% exercise="exponential_decay" mistake="loop-multiplies-each"
def exponential_decay(lr0, step, decay_steps, rate):
    """In each step the rate was multiplied in full: it is multiplied by `rate` once in decay_steps steps."""
    for _ in range(step):
        lr0 = lr0 * rate / decay_steps
    return lr0


# %% exercise="sample_log_uniform" mistake="uniform"
def sample_log_uniform(low, high, n, rng):
    """Drawn uniformly: draw the logarithm uniformly, and then raise to the power."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return rng.uniform(low, high, n)


# %% exercise="sample_log_uniform" mistake="logs-returned"
def sample_log_uniform(low, high, n, rng):
    """These are logarithms, many of them negative: they still have to be raised to the power, np.exp for np.log, 10** for np.log10."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return rng.uniform(np.log(low), np.log(high), n)


# %% exercise="sample_log_uniform" mistake="logs-returned"
def sample_log_uniform(low, high, n, rng):
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return rng.uniform(np.log10(low), np.log10(high), n)


# %% exercise="sample_log_uniform" mistake="logs-returned"
def sample_log_uniform(low, high, n, rng):
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return np.log(rng.uniform(low, high, n))


# %% exercise="sample_log_uniform" mistake="logs-returned"
def sample_log_uniform(low, high, n, rng):
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return np.log10(rng.uniform(low, high, n))


# %% exercise="sample_log_uniform" mistake="exp-of-log10"
def sample_log_uniform(low, high, n, rng):
    """np.exp undoes np.log: for np.log10 it takes 10**."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return np.exp(rng.uniform(np.log10(low), np.log10(high), n))


# %% exercise="sample_log_uniform" mistake="ten-of-log"
def sample_log_uniform(low, high, n, rng):
    """10** undoes np.log10: for np.log it takes np.exp."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return 10 ** rng.uniform(np.log(low), np.log(high), n)


# %% exercise="sample_log_uniform" mistake="limits-not-logs"
def sample_log_uniform(low, high, n, rng):
    """The limits of the exponents are the logarithms of low and high, not low and high."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return np.exp(rng.uniform(low, high, n))


# %% exercise="sample_log_uniform" mistake="limits-not-logs"
def sample_log_uniform(low, high, n, rng):
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return 10 ** rng.uniform(low, high, n)


# %% exercise="sample_log_uniform" mistake="own-generator"
def sample_log_uniform(low, high, n, rng):
    """Every seed gives the same numbers: a grid, or a generator of its own. Draw with the rng that is passed in."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return np.geomspace(low, high, n)


# %% exercise="sample_log_uniform" mistake="global-generator"
def sample_log_uniform(low, high, n, rng):
    """np.random has a generator of its own, so a search cannot be repeated: use the rng that is passed in."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return np.exp(np.random.uniform(np.log(low), np.log(high), n))


# %% exercise="sample_log_uniform" mistake="refuses-right-range"
def sample_log_uniform(low, high, n, rng):
    """A right range is refused: ValueError is for low <= 0 or high <= low."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    if low > 0 and high > low:
        raise ValueError("range")
    return np.exp(rng.uniform(np.log(low), np.log(high), n))


# %% exercise="sample_log_uniform" mistake="one-number"
def sample_log_uniform(low, high, n, rng):
    """One number: `size=n` gives n of them."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return np.exp(rng.uniform(np.log(low), np.log(high)))


# %% exercise="sample_log_uniform" mistake="repeated"
def sample_log_uniform(low, high, n, rng):
    """One number, n times: draw n different ones, `size=n`."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return np.full(n, np.exp(rng.uniform(np.log(low), np.log(high))))


# %% exercise="sample_log_uniform" mistake="column"
def sample_log_uniform(low, high, n, rng):
    """A column (n, 1) or a row (1, n): the shape is (n,)."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return np.exp(rng.uniform(np.log(low), np.log(high), (n, 1)))


# %% exercise="sample_log_uniform" mistake="column"
def sample_log_uniform(low, high, n, rng):
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return np.exp(rng.uniform(np.log(low), np.log(high), (1, n)))


# %% exercise="sample_log_uniform" mistake="whole-exponents"
def sample_log_uniform(low, high, n, rng):
    """Only a few different numbers come: the exponent may be any number between, so rng.uniform and not rng.integers."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return 10.0 ** rng.integers(int(np.log10(low)), int(np.log10(high)) + 1, n)


# %% exercise="sample_log_uniform" mistake="whole-exponents"
def sample_log_uniform(low, high, n, rng):
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return 10.0 ** rng.integers(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))), n)


# %% exercise="sample_log_uniform" mistake="whole-exponents"
def sample_log_uniform(low, high, n, rng):
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return rng.integers(low, high, n)


# %% exercise="sample_log_uniform" mistake="range-by-heart"
def sample_log_uniform(low, high, n, rng):
    """The range is written by heart: use low and high."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return 10 ** rng.uniform(-4, 0, n)


# %% exercise="sample_log_uniform" mistake="no-return"
def sample_log_uniform(low, high, n, rng):
    """The function ends without `return`: print shows a value, `return` hands it back."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    print(np.exp(rng.uniform(np.log(low), np.log(high), n)))


# %% exercise="sample_log_uniform" mistake="normal"
def sample_log_uniform(low, high, n, rng):
    """rng.normal has no limits and gathers in the middle: rng.uniform."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return np.exp(rng.normal(np.log(low), np.log(high), n))


# %% exercise="sample_log_uniform" mistake="normal"
def sample_log_uniform(low, high, n, rng):
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return np.exp(rng.normal((np.log(low) + np.log(high)) / 2, (np.log(high) - np.log(low)) / 4, n))


# %% exercise="sample_log_uniform" mistake="unit-range"
def sample_log_uniform(low, high, n, rng):
    """rng.random gives 0 to 1: it has to be stretched to the range of the logarithms."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return np.exp(rng.random(n))


# %% exercise="sample_log_uniform" mistake="unit-range"
def sample_log_uniform(low, high, n, rng):
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return 10 ** rng.random(n)


# %% exercise="sample_log_uniform" mistake="unit-range"
def sample_log_uniform(low, high, n, rng):
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return rng.random(n)


# %% exercise="sample_log_uniform" mistake="stretched-only"
def sample_log_uniform(low, high, n, rng):
    """The logarithm starts at log(low): add it."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return np.exp(rng.random(n) * (np.log(high) - np.log(low)))


# %% exercise="sample_log_uniform" mistake="stretched-only"
def sample_log_uniform(low, high, n, rng):
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return rng.random(n) * (np.log(high) - np.log(low))


# %% exercise="sample_log_uniform" mistake="clipped"
def sample_log_uniform(low, high, n, rng):
    """Drawn in a wrong range and cut to low and high: then many samples lie at the ends."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return np.clip(np.exp(rng.uniform(np.log10(low), np.log10(high), n)) / 10, low, high)


# %% exercise="sample_log_uniform" mistake="clipped"
def sample_log_uniform(low, high, n, rng):
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return np.clip(np.exp(rng.normal(np.log(low), np.log(high), n)), low, high)


# %% exercise="sample_log_uniform" mistake="at-one-end"
def sample_log_uniform(low, high, n, rng):
    """All samples lie at one end of the range: the logarithm has to run from log(low) to log(high)."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return low * high ** rng.random(n)


# %% exercise="sample_log_uniform" mistake="at-one-end"
def sample_log_uniform(low, high, n, rng):
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return high * low ** rng.random(n)


# %% exercise="sample_log_uniform" mistake="base-two"
def sample_log_uniform(low, high, n, rng):
    """The base of power and logarithm differ: 2** undoes np.log2."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return 2 ** rng.uniform(np.log(low), np.log(high), n)


# %% exercise="sample_log_uniform" mistake="base-two"
def sample_log_uniform(low, high, n, rng):
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return np.exp(rng.uniform(np.log2(low), np.log2(high), n))


# %% exercise="sample_log_uniform" mistake="return-in-loop"
def sample_log_uniform(low, high, n, rng):
    """`return` stands inside the loop: it leaves after the first number."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    samples = []
    for _ in range(n):
        samples.append(np.exp(rng.uniform(np.log(low), np.log(high))))
        return samples


# %% exercise="sample_log_uniform" mistake="one-too-few"
def sample_log_uniform(low, high, n, rng):
    """One sample too few: range(n - 1), or range(1, n), has n - 1 numbers."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return np.exp(rng.uniform(np.log(low), np.log(high), n - 1))


# %% exercise="sample_log_uniform" mistake="one-too-many"
def sample_log_uniform(low, high, n, rng):
    """One sample too many."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return np.exp(rng.uniform(np.log(low), np.log(high), n + 1))


# %% exercise="sample_log_uniform" mistake="rng-called"
def sample_log_uniform(low, high, n, rng):
    """`rng` is a generator object with methods, as rng.uniform: it cannot be called itself."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return np.exp(rng(np.log(low), np.log(high), n))


# %% exercise="sample_log_uniform" mistake="squared"
def sample_log_uniform(low, high, n, rng):
    """rng.random squared, or a product of two, gathers at one end: draw the logarithm once, uniformly."""
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return low * (high / low) ** (rng.random(n) ** 2)


# %% exercise="sample_log_uniform" mistake="squared"
def sample_log_uniform(low, high, n, rng):
    if low <= 0 or high <= low:
        raise ValueError("0 < low < high")
    return low + (high - low) * rng.random(n) ** 4


# %% exercise="sample_log_uniform" mistake="zero-not-refused" costs="refuses"
def sample_log_uniform(low, high, n, rng):
    """A range that starts at 0 is not refused: test 0 < low < high first, and raise ValueError."""
    with np.errstate(all="ignore"):
        return np.exp(np.log(low) + rng.random(n) * (np.log(high) - np.log(low)))


# %% exercise="sample_log_uniform" mistake="negative-not-refused" costs="refuses"
def sample_log_uniform(low, high, n, rng):
    """A negative low is not refused: test low <= 0, not low == 0."""
    if low == 0 or high <= low:
        raise ValueError("range")
    with np.errstate(all="ignore"):
        return np.exp(np.log(low) + rng.random(n) * (np.log(high) - np.log(low)))


# %% exercise="sample_log_uniform" mistake="order-not-tested" costs="refuses"
def sample_log_uniform(low, high, n, rng):
    """A high that is not above low is not refused: test high <= low."""
    if low <= 0:
        raise ValueError("low")
    with np.errstate(all="ignore"):
        return np.exp(np.log(low) + rng.random(n) * (np.log(high) - np.log(low)))


# %% exercise="sample_log_uniform" mistake="order-not-tested" costs="refuses"
def sample_log_uniform(low, high, n, rng):
    if low <= 0:
        raise ValueError("low")
    return np.exp(rng.uniform(np.log(low), np.log(high), n))


# %% exercise="sample_log_uniform" mistake="returned-error" costs="refuses"
def sample_log_uniform(low, high, n, rng):
    """ValueError is returned or printed: `raise` stops the function."""
    if low <= 0 or high <= low:
        return ValueError("range")
    return np.exp(rng.uniform(np.log(low), np.log(high), n))


# %% exercise="sample_log_uniform" mistake="printed-error" costs="refuses"
def sample_log_uniform(low, high, n, rng):
    """The problem is printed: `raise ValueError(...)` stops the function."""
    if low <= 0 or high <= low:
        print("bad range")
        return None
    return np.exp(rng.uniform(np.log(low), np.log(high), n))


# %% exercise="sample_log_uniform" mistake="other-error" costs="refuses"
def sample_log_uniform(low, high, n, rng):
    """Another error is raised: ValueError is asked for."""
    assert 0 < low < high
    return np.exp(rng.uniform(np.log(low), np.log(high), n))


# %% exercise="sample_log_uniform" mistake="other-error" costs="refuses"
def sample_log_uniform(low, high, n, rng):
    if low <= 0 or high <= low:
        raise TypeError("range")
    return np.exp(rng.uniform(np.log(low), np.log(high), n))


# %% exercise="sample_log_uniform" mistake="other-error" costs="refuses"
def sample_log_uniform(low, high, n, rng):
    if low <= 0 or high <= low:
        raise Exception("range")
    return np.exp(rng.uniform(np.log(low), np.log(high), n))


# %% exercise="sample_log_uniform" mistake="limits-repaired" costs="refuses"
def sample_log_uniform(low, high, n, rng):
    """The limits were swapped or corrected in place of refusing them."""
    low, high = max(min(low, high), 1e-12), max(low, high, 1e-11)
    return np.exp(rng.uniform(np.log(low), np.log(high), n))


# %% exercise="sample_log_uniform" mistake="copy-of-the-generator"
def sample_log_uniform(low, high, n, rng):
    """Every call draws the same numbers: draw from `rng` itself, which moves on, and not from a copy of it."""
    if low <= 0 or high <= low:
        raise ValueError("range")
    import copy

    return np.exp(copy.deepcopy(rng).uniform(np.log(low), np.log(high), n))


# %% exercise="sample_log_uniform" mistake="cut-to-whole"
def sample_log_uniform(low, high, n, rng):
    """With whole numbers as a range the samples are cut to whole numbers: begin with `np.zeros(n)`, or without such an array."""
    if low <= 0 or high <= low:
        raise ValueError("range")
    samples = np.full(n, low)
    for i in range(n):
        samples[i] = np.exp(rng.uniform(np.log(low), np.log(high)))
    return samples


# %% exercise="narrow" mistake="worst-kept"
def narrow(samples, scores, keep):
    """The worst are kept: a higher score is better, and sorting goes from low to high."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    best = np.asarray(samples)[np.argsort(scores)[:keep]]
    return best.min(), best.max()


# %% exercise="narrow" mistake="scores-returned"
def narrow(samples, scores, keep):
    """The range of the scores came back: the samples are asked for."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    best = np.sort(scores)[-keep:]
    return best.min(), best.max()


# %% exercise="narrow" mistake="sorted-apart"
def narrow(samples, scores, keep):
    """Samples and scores were sorted apart and lost each other: sort positions with np.argsort."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    best = np.sort(samples)[-keep:]
    return best.min(), best.max()


# %% exercise="narrow" mistake="first-kept"
def narrow(samples, scores, keep):
    """The first `keep` came back, unsorted: rank them by score."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    best = np.asarray(samples)[:keep]
    return best.min(), best.max()


# %% exercise="narrow" mistake="last-kept"
def narrow(samples, scores, keep):
    """The last `keep` came back, unsorted: rank them by score."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    best = np.asarray(samples)[-keep:]
    return best.min(), best.max()


# %% exercise="narrow" mistake="smallest-kept"
def narrow(samples, scores, keep):
    """The smallest samples are kept: rank by score."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    best = np.sort(samples)[:keep]
    return best.min(), best.max()


# %% exercise="narrow" mistake="all-kept"
def narrow(samples, scores, keep):
    """All samples count: only the `keep` best do."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    return np.min(samples), np.max(samples)


# %% exercise="narrow" mistake="high-low"
def narrow(samples, scores, keep):
    """(high, low): the smaller number comes first."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    best = np.asarray(samples)[np.argsort(scores)[-keep:]]
    return best.max(), best.min()


# %% exercise="narrow" mistake="by-rank-not-size"
def narrow(samples, scores, keep):
    """The samples of the lowest and of the highest kept score came back: the smallest and the largest sample are asked for."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    best = np.asarray(samples)[np.argsort(scores)[-keep:]]
    return best[0], best[-1]


# %% exercise="narrow" mistake="by-rank-reversed"
def narrow(samples, scores, keep):
    """The samples of the highest and of the lowest kept score came back: the smallest and the largest sample are asked for."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    best = np.asarray(samples)[np.argsort(scores)[::-1][:keep]]
    return best[0], best[-1]


# %% exercise="narrow" mistake="one-too-many"
def narrow(samples, scores, keep):
    """One too many is kept."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    best = np.asarray(samples)[np.argsort(scores)[-keep - 1 :]]
    return best.min(), best.max()


# %% exercise="narrow" mistake="one-too-few"
def narrow(samples, scores, keep):
    """One too few is kept."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    best = np.asarray(samples)[np.argsort(scores)[-keep + 1 :]]
    return best.min(), best.max()


# %% exercise="narrow" mistake="positions"
def narrow(samples, scores, keep):
    """Positions came back: use them to index the samples."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    best = np.argsort(scores)[-keep:]
    return best.min(), best.max()


# %% exercise="narrow" mistake="all-best-returned"
def narrow(samples, scores, keep):
    """All of the best samples came back: only the smallest and the largest are asked for."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    return np.asarray(samples)[np.argsort(scores)[-keep:]]


# %% exercise="narrow" mistake="list-indexed-by-array"
def narrow(samples, scores, keep):
    """A list cannot be indexed with an array of positions: np.asarray(samples) can."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    best = samples[np.argsort(scores)[-keep:]]
    return best.min(), best.max()


# %% exercise="narrow" mistake="writes-into-argument"
def narrow(samples, scores, keep):
    """`.sort()` or `.pop()` changed a list of the caller: sorted(...) and np.sort make a new one."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    order = np.argsort(scores)
    best = np.asarray(samples)[order[-keep:]]
    scores.sort()
    return best.min(), best.max()


# %% exercise="narrow" mistake="no-return"
def narrow(samples, scores, keep):
    """The function ends without `return`: print shows a value, `return` hands it back."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    best = np.asarray(samples)[np.argsort(scores)[-keep:]]
    print(best.min(), best.max())


# %% exercise="narrow" mistake="best-alone"
def narrow(samples, scores, keep):
    """Only the best sample came back: (low, high) of the `keep` best."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    return np.asarray(samples)[np.argmax(scores)]


# %% exercise="narrow" mistake="around-the-best"
def narrow(samples, scores, keep):
    """A range around the best sample: it is the range that the `keep` best span."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    best = np.asarray(samples)[np.argmax(scores)]
    return best / keep, best * keep


# %% exercise="narrow" mistake="around-the-best"
def narrow(samples, scores, keep):
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    best = np.asarray(samples)[np.argmax(scores)]
    return best / 10, best * 10


# %% exercise="narrow" mistake="sum-or-mean"
def narrow(samples, scores, keep):
    """Mean and spread came back: the smallest and the largest of the best are asked for."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    best = np.asarray(samples)[np.argsort(scores)[-keep:]]
    return best.mean(), best.std()


# %% exercise="narrow" mistake="sum-or-mean"
def narrow(samples, scores, keep):
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    best = np.asarray(samples)[np.argsort(scores)[-keep:]]
    return best.mean() - best.std(), best.mean() + best.std()


# %% exercise="narrow" mistake="by-size"
def narrow(samples, scores, keep):
    """Ranked by the size of the score, without its sign: -0.1 is better than -0.7."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    best = np.asarray(samples)[np.argsort(np.abs(scores))[-keep:]]
    return best.min(), best.max()


# %% exercise="narrow" mistake="threshold"
def narrow(samples, scores, keep):
    """A threshold on the score is not the `keep` best: how many are above it depends on the scores."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    best = np.asarray(samples)[np.asarray(scores) > 0.5]
    return best.min(), best.max()


# %% exercise="narrow" mistake="zero-not-refused" costs="refuses"
def narrow(samples, scores, keep):
    """keep = 0 is not refused: test 1 <= keep <= len(samples) first, and raise ValueError (`a[-0:]` is everything)."""
    best = np.asarray(samples)[np.argsort(scores)[-keep:]]
    return best.min(), best.max()


# %% exercise="narrow" mistake="too-many-not-refused" costs="refuses"
def narrow(samples, scores, keep):
    """A keep above the number of samples is not refused."""
    if keep < 1:
        raise ValueError("keep")
    best = np.asarray(samples)[np.argsort(scores)[-keep:]]
    return best.min(), best.max()


# %% exercise="narrow" mistake="negative-not-refused" costs="refuses"
def narrow(samples, scores, keep):
    """A negative keep is not refused: test keep < 1."""
    if keep == 0 or keep > len(samples):
        raise ValueError("keep")
    best = np.asarray(samples)[np.argsort(scores)[-keep:]]
    return best.min(), best.max()


# %% exercise="narrow" mistake="returned-error" costs="refuses"
def narrow(samples, scores, keep):
    """ValueError is returned: `raise` stops the function."""
    if not 1 <= keep <= len(samples):
        return ValueError("keep")
    best = np.asarray(samples)[np.argsort(scores)[-keep:]]
    return best.min(), best.max()


# %% exercise="narrow" mistake="printed-error" costs="refuses"
def narrow(samples, scores, keep):
    """The problem is printed: `raise ValueError(...)` stops the function."""
    if not 1 <= keep <= len(samples):
        print("bad keep")
        return None
    best = np.asarray(samples)[np.argsort(scores)[-keep:]]
    return best.min(), best.max()


# %% exercise="narrow" mistake="other-error" costs="refuses"
def narrow(samples, scores, keep):
    """Another error is raised: ValueError is asked for."""
    assert 1 <= keep <= len(samples)
    best = np.asarray(samples)[np.argsort(scores)[-keep:]]
    return best.min(), best.max()


# %% exercise="narrow" mistake="other-error" costs="refuses"
def narrow(samples, scores, keep):
    if not 1 <= keep <= len(samples):
        raise IndexError("keep")
    best = np.asarray(samples)[np.argsort(scores)[-keep:]]
    return best.min(), best.max()


# %% exercise="narrow" mistake="other-error" costs="refuses"
def narrow(samples, scores, keep):
    if not 1 <= keep <= len(samples):
        raise Exception("keep")
    best = np.asarray(samples)[np.argsort(scores)[-keep:]]
    return best.min(), best.max()


# %% exercise="narrow" mistake="limited" costs="refuses"
def narrow(samples, scores, keep):
    """keep was limited to the possible range in place of refusing it."""
    keep = min(max(keep, 1), len(samples))
    best = np.asarray(samples)[np.argsort(scores)[-keep:]]
    return best.min(), best.max()


# %% exercise="narrow" mistake="all-refused"
def narrow(samples, scores, keep):
    """keep = len(samples) is refused: all of them may be kept."""
    if not 1 <= keep < len(samples):
        raise ValueError
    best = np.asarray(samples)[np.argsort(scores)[-keep:]]
    return best.min(), best.max()


# %% exercise="narrow" mistake="all-refused"
def narrow(samples, scores, keep):
    if not 1 <= keep < len(samples):
        raise ValueError("keep")
    best = np.asarray(samples)[np.argsort(scores)[-keep:]]
    return best.min(), best.max()


# %% exercise="narrow" mistake="one-refused"
def narrow(samples, scores, keep):
    """keep = 1 is refused: one may be kept."""
    if not 1 < keep <= len(samples):
        raise ValueError("keep")
    best = np.asarray(samples)[np.argsort(scores)[-keep:]]
    return best.min(), best.max()


# %% exercise="narrow" mistake="starts-at-1-and-0"
def narrow(samples, scores, keep):
    """The search for the ends starts at fixed numbers: begin with the best samples' own values, as `min` and `max` do."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    low, high = 1.0, 0.0
    for i in np.argsort(scores)[-keep:]:
        low, high = min(low, samples[i]), max(high, samples[i])
    return low, high


# %% exercise="narrow" mistake="equal-scores-lost"
def narrow(samples, scores, keep):
    """Of two samples with the same score one is lost: a dictionary has each key once. Sort places, or pairs."""
    if not 1 <= keep <= len(samples):
        raise ValueError("keep")
    by_score = dict(zip(scores, samples))
    best = [by_score[score] for score in sorted(by_score)[-keep:]]
    return min(best), max(best)


# %% exercise="fit" mistake="state-new"
def fit(params, batches, gradient, optimizer, lr):
    """The state starts anew in every step: make it {} once, before the loop."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, {}, lr=lr)
        losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="lr-missing"
def fit(params, batches, gradient, optimizer, lr):
    """lr is not passed on to the optimizer: `lr=lr`, or its own default counts."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state)
        losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="params-not-updated"
def fit(params, batches, gradient, optimizer, lr):
    """The optimizer's new params are not used: give them the name `params` again."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        new, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="always-from-the-start"
def fit(params, batches, gradient, optimizer, lr):
    """Every gradient is taken at the first params: use the newest in the next step."""
    state, losses, new = {}, [], params
    for batch in batches:
        loss, grads = gradient(params, batch)
        new, state = optimizer(new, grads, state, lr=lr)
        losses.append(loss)
    return new, losses


# %% exercise="fit" mistake="each-from-the-start"
def fit(params, batches, gradient, optimizer, lr):
    """Every step starts from the first params: the next one starts where the last one ended."""
    state, losses, new = {}, [], params
    for batch in batches:
        loss, grads = gradient(params, batch)
        new, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return new, losses


# %% exercise="fit" mistake="return-in-loop"
def fit(params, batches, gradient, optimizer, lr):
    """`return` stands inside the loop: it leaves after the first batch."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
        return params, losses


# %% exercise="fit" mistake="loss-after"
def fit(params, batches, gradient, optimizer, lr):
    """The loss was taken after the step: the one before the step is asked for."""
    state, losses = {}, []
    for batch in batches:
        _, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(gradient(params, batch)[0])
    return params, losses


# %% exercise="fit" mistake="last-loss"
def fit(params, batches, gradient, optimizer, lr):
    """Only the last loss came back: a list with one for each batch is asked for."""
    state, loss = {}, 0.0
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
    return params, loss


# %% exercise="fit" mistake="mean-loss"
def fit(params, batches, gradient, optimizer, lr):
    """The mean or the sum of the losses came back: a list with one for each batch is asked for."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return params, np.mean(losses) if losses else 0.0


# %% exercise="fit" mistake="mean-loss"
def fit(params, batches, gradient, optimizer, lr):
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return params, sum(losses)


# %% exercise="fit" mistake="swapped"
def fit(params, batches, gradient, optimizer, lr):
    """(losses, params): first the params, then the losses."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return losses, params


# %% exercise="fit" mistake="only-params"
def fit(params, batches, gradient, optimizer, lr):
    """Only the params came back: two values are asked for, `return params, losses`."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return params


# %% exercise="fit" mistake="only-losses"
def fit(params, batches, gradient, optimizer, lr):
    """Only the losses came back: two values are asked for, `return params, losses`."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return losses


# %% exercise="fit" mistake="three-values"
def fit(params, batches, gradient, optimizer, lr):
    """Three values came back: params and losses are asked for."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return params, state, losses


# %% exercise="fit" mistake="three-values"
def fit(params, batches, gradient, optimizer, lr):
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return params, losses, state


# %% exercise="fit" mistake="state-returned"
def fit(params, batches, gradient, optimizer, lr):
    """The state came back in place of the losses."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return params, state


# %% exercise="fit" mistake="no-return"
def fit(params, batches, gradient, optimizer, lr):
    """The function ends without `return`."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)


# %% exercise="fit" mistake="loss-and-grads-swapped"
def fit(params, batches, gradient, optimizer, lr):
    """loss and grads are swapped: gradient gives the loss first."""
    state, losses = {}, []
    for batch in batches:
        grads, loss = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="not-unpacked"
def fit(params, batches, gradient, optimizer, lr):
    """A tuple stands where a dict belongs: `loss, grads = gradient(params, batch)` and `params, state = optimizer(...)` unpack two values each, in this order."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        state, params = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="arguments-swapped"
def fit(params, batches, gradient, optimizer, lr):
    """The arguments are in another order: gradient(params, batch), optimizer(params, grads, state, lr=lr)."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(grads, params, state, lr=lr)
        losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="arguments-swapped"
def fit(params, batches, gradient, optimizer, lr):
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, state, grads, lr=lr)
        losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="all-batches"
def fit(params, batches, gradient, optimizer, lr):
    """`gradient` got something else than one batch: give it the loop's `batch`, whole."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch[0])
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="first-batch"
def fit(params, batches, gradient, optimizer, lr):
    """Every step uses the first batch: take the loop's variable."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batches[0])
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="batch-unpacked"
def fit(params, batches, gradient, optimizer, lr):
    """A batch was taken apart: pass it on as it is, `gradient` knows what is in it."""
    state, losses = {}, []
    for x, t in batches:
        loss, grads = gradient(params, x, t)
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="sgd-by-hand"
def fit(params, batches, gradient, optimizer, lr):
    """The step is written by hand: the optimizer that is passed in makes it."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params = {k: params[k] - lr * grads[k] for k in params}
        losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="writes-into-argument"
def fit(params, batches, gradient, optimizer, lr):
    """The caller's params were written on, or its list of batches: work with new dicts."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        new, state = optimizer(params, grads, state, lr=lr)
        params.update(new)
        losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="last-batch-missing"
def fit(params, batches, gradient, optimizer, lr):
    """The last batch is left out: the loop ends one too early."""
    state, losses = {}, []
    for batch in batches[:-1]:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="first-batch-missing"
def fit(params, batches, gradient, optimizer, lr):
    """The first batch is left out: the loop begins one too late."""
    state, losses = {}, []
    for batch in batches[1:]:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="twice"
def fit(params, batches, gradient, optimizer, lr):
    """Two steps are made for each batch, or the gradient is computed at two places: one step a batch."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="list-in-loop"
def fit(params, batches, gradient, optimizer, lr):
    """Only the last loss is in the list: make the list once, before the loop."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return params, losses[-1:]


# %% exercise="fit" mistake="losses-from-list"
def fit(params, batches, gradient, optimizer, lr):
    """`losses = losses.append(...)` makes losses None: append alone changes the list."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        losses = losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="nothing-for-no-batch"
def fit(params, batches, gradient, optimizer, lr):
    """Without a batch a name has no value yet: start it before the loop."""
    losses = []
    state = {}
    for batch in batches:
        loss, grads = gradient(params, batch)
        new, state = optimizer(params, grads, state, lr=lr)
        params = new
        losses.append(loss)
    return new, losses


# %% exercise="fit" mistake="state-none"
def fit(params, batches, gradient, optimizer, lr):
    """The state starts as {}, an empty dict, not as None or 0."""
    state, losses = None, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state.copy(), lr=lr)
        losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="stops-early"
def fit(params, batches, gradient, optimizer, lr):
    """It stops when the loss rises: one step for each batch, whatever the loss."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        if losses and loss > losses[-1]:
            break
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="no-losses"
def fit(params, batches, gradient, optimizer, lr):
    """The list of losses stays empty: `losses.append(loss)` in every round."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
    return params, losses


# %% exercise="fit" mistake="own-optimizer"
def fit(params, batches, gradient, optimizer, lr):
    """Another optimizer made the steps: use the one that is passed in as an argument."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = adam(params, grads, state, lr=lr)
        losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="own-optimizer"
def fit(params, batches, gradient, optimizer, lr):
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = momentum(params, grads, state, lr=lr)
        losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="order-changed"
def fit(params, batches, gradient, optimizer, lr):
    """The batches were taken in another order: from the first to the last."""
    state, losses = {}, []
    for batch in batches[::-1]:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="many-rounds"
def fit(params, batches, gradient, optimizer, lr):
    """The batches were taken more than once: one step for each batch."""
    state, losses = {}, []
    for batch in batches * 2:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="many-rounds"
def fit(params, batches, gradient, optimizer, lr):
    state, losses = {}, []
    for batch in batches * 10:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="many-rounds"
def fit(params, batches, gradient, optimizer, lr):
    state, losses = {}, []
    for batch in batches * len(batches):
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(loss)
    return params, losses


# %% exercise="fit" mistake="losses-of-params"
def fit(params, batches, gradient, optimizer, lr):
    """The params were put into the list of losses, or a dict was made of it: a list with one number for each batch is asked for."""
    state, losses = {}, []
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        losses.append(params)
    return params, losses


# %% exercise="fit" mistake="losses-of-params"
def fit(params, batches, gradient, optimizer, lr):
    state, losses = {}, {}
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        losses[len(losses)] = loss
    return params, losses


# %% exercise="fit" mistake="best-params"
def fit(params, batches, gradient, optimizer, lr):
    """The params of the lowest loss came back: those after the last step are asked for."""
    state, losses, seen = {}, [], [params]
    for batch in batches:
        loss, grads = gradient(params, batch)
        params, state = optimizer(params, grads, state, lr=lr)
        seen.append(params)
        losses.append(loss)
    return (seen[int(np.argmin(losses))] if losses else params), losses


# %% exercise="diagnose" mistake="low-high-swapped"
def diagnose(losses):
    """too_low and too_high are swapped: a rate too low creeps, one too high jumps."""
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all() or x[-1] > 2 * x[0]:
        return "diverged"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too_low"
    return "too_high" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="fall-counts-as-low"
def diagnose(losses):
    """A curve that has lost most of its first loss counts as too_low: are good and too_low swapped, or is the limit too strict?"""
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all() or x[-1] > 2 * x[0]:
        return "diverged"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too_high"
    return "good" if x[-1] > 0.6 * x[0] else "too_low"


# %% exercise="diagnose" mistake="words-misspelt"
def diagnose(losses):
    """The four words are \"too_low\", \"good\", \"too_high\" and \"diverged\", with an underscore and in small letters."""
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all() or x[-1] > 2 * x[0]:
        return "diverged"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too high"
    return "too low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="words-misspelt"
def diagnose(losses):
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all() or x[-1] > 2 * x[0]:
        return "Diverged"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "Too_high"
    return "Too_low" if x[-1] > 0.6 * x[0] else "Good"


# %% exercise="diagnose" mistake="words-misspelt"
def diagnose(losses):
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all() or x[-1] > 2 * x[0]:
        return "divergent"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too_high"
    return "too_low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="words-misspelt"
def diagnose(losses):
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all() or x[-1] > 2 * x[0]:
        return "diverges"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too_high"
    return "too_low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="words-misspelt"
def diagnose(losses):
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all() or x[-1] > 2 * x[0]:
        return "diverged"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "high"
    return "low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="words-misspelt"
def diagnose(losses):
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all() or x[-1] > 2 * x[0]:
        return "diverged"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too_high"
    return "too_low" if x[-1] > 0.6 * x[0] else "ok"


# %% exercise="diagnose" mistake="words-misspelt"
def diagnose(losses):
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all() or x[-1] > 2 * x[0]:
        return "diverged"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too-high"
    return "too-low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="nan-not-found"
def diagnose(losses):
    """nan is not found: a comparison with nan is always False, so ask np.isfinite of all losses first."""
    x = np.asarray(losses, dtype=float)
    if False or x[-1] > 2 * x[0]:
        return "diverged"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too_high"
    return "too_low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="nan-not-found"
def diagnose(losses):
    x = np.asarray(losses, dtype=float)
    if x[-1] > 2 * x[0]:
        return "diverged"
    if not x[-1] < x[0]:
        return "too_low"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too_high"
    return "too_low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="nan-not-found"
def diagnose(losses):
    x = np.asarray(losses, dtype=float)
    if x[-1] > 2 * x[0]:
        return "diverged"
    if not x[-1] < x[0]:
        return "too_high"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too_high"
    return "too_low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="inf-not-found"
def diagnose(losses):
    """inf is not found: np.isnan finds nan alone, np.isfinite both."""
    x = np.asarray(losses, dtype=float)
    if np.isnan(x).any() or (np.isfinite(x[-1]) and x[-1] > 2 * x[0]):
        return "diverged"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too_high"
    return "too_low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="inf-not-found"
def diagnose(losses):
    x = np.asarray(losses, dtype=float)
    if np.isnan(x).any() or (np.isfinite(x[-1]) and x[-1] > 2 * x[0]):
        return "diverged"
    if x[-1] > x[0]:
        return "too_low"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too_high"
    return "too_low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="growth-not-found"
def diagnose(losses):
    """A loss that grows has diverged, with or without nan: ask that first, and compare the last loss with the first."""
    x = np.asarray(losses, dtype=float)
    late = x[len(x) // 2 :]
    if np.nanmax(np.abs(np.diff(late))) > 0.08 * x[0]:
        return "too_high"
    if not np.isfinite(x).all() or x[-1] > 2 * x[0]:
        return "diverged"
    return "too_low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="growth-not-found"
def diagnose(losses):
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all():
        return "diverged"
    if x[-1] > 2 * x[0]:
        return "good"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too_high"
    return "too_low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="jumps-not-found"
def diagnose(losses):
    """A curve that jumps to the end is not recognised: look at the sizes of its steps, np.abs(np.diff(...)), in its second half, before you compare first and last."""
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all() or x[-1] > 2 * x[0]:
        return "diverged"
    if np.diff(x[len(x) // 2 :]).mean() > 0.08 * x[0]:
        return "too_high"
    return "too_low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="jumps-not-found"
def diagnose(losses):
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all() or x[-1] > 2 * x[0]:
        return "diverged"
    return "too_low" if x[-1] > 0.7 * x[0] else "good"


# %% exercise="diagnose" mistake="one-height"
def diagnose(losses):
    """The limits fit one height of losses only: compare with the first loss, losses[0]."""
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all() or x[-1] > 2 * x[0]:
        return "diverged"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too_high"
    return "too_low" if x[-1] > 0.5 else "good"


# %% exercise="diagnose" mistake="one-height"
def diagnose(losses):
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all() or x[-1] > 10:
        return "diverged"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too_high"
    return "too_low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="one-height"
def diagnose(losses):
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all() or x[-1] > 2 * x[0]:
        return "diverged"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.2:
        return "too_high"
    return "too_low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="one-height"
def diagnose(losses):
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all() or x[-1] > 2 * x[0]:
        return "diverged"
    if np.std(x[-10:]) > 0.1:
        return "too_high"
    return "too_low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="one-height"
def diagnose(losses):
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all() or x[-1] > 5:
        return "diverged"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too_high"
    return "too_low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="not-a-list"
def diagnose(losses):
    """A list has no arithmetic and no array methods: begin with np.asarray(losses, dtype=float)."""
    x = losses / losses[0]
    if not np.isfinite(x).all() or x[-1] > 2 * x[0]:
        return "diverged"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too_high"
    return "too_low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="not-a-list"
def diagnose(losses):
    x = losses
    if not np.isfinite(x).all() or x.max() > 2 * x[0]:
        return "diverged"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too_high"
    return "too_low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="not-a-list"
def diagnose(losses):
    x = losses
    if np.isnan(x[-1]) or np.isinf(x[-1]) or x[-1] > 2 * x[0]:
        return "diverged"
    if isinstance(x, list) and x[1:] - x[:-1]:
        return None
    if np.abs(x[1:] - x[:-1])[len(x) // 2 :].mean() > 0.08 * x[0]:
        return "too_high"
    return "too_low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="not-a-list"
def diagnose(losses):
    x = losses
    if np.isnan(x).any() or x.mean() > 2 * x[0]:
        return "diverged"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too_high"
    return "too_low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="creeping-is-good"
def diagnose(losses):
    """A curve that has hardly fallen counts as good: a good one loses most of the first loss."""
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all() or x[-1] > 2 * x[0]:
        return "diverged"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too_high"
    return "too_low" if False else "good"


# %% exercise="diagnose" mistake="fall-counts-as-jump"
def diagnose(losses):
    """The early fall of a good curve counts as a jump: look at its second half only, and at the mean size of the steps there."""
    return "too_high"


# %% exercise="diagnose" mistake="fall-counts-as-diverged"
def diagnose(losses):
    """A good curve counts as diverged: that wants a last loss above twice the first, or nan or inf."""
    return "diverged"


# %% exercise="diagnose" mistake="no-return"
def diagnose(losses):
    """The function ends without `return`: print shows a word, `return` hands it back."""
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all() or x[-1] > 2 * x[0]:
        word = "diverged"
    elif np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        word = "too_high"
    word = "too_low" if x[-1] > 0.6 * x[0] else "good"
    print(word)


# %% exercise="diagnose" mistake="branch-without-return"
def diagnose(losses):
    """One branch ends without `return`: every kind of curve needs its word."""
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all() or x[-1] > 2 * x[0]:
        return "diverged"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too_high"
    if x[-1] < 0.25 * x[0]:
        return "good"


# %% exercise="diagnose" mistake="rise-is-divergence"
def diagnose(losses):
    """A curve that jumps counts as diverged: that wants a last loss above twice the first, or nan or inf."""
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all() or np.any(np.diff(x) > 0):
        return "diverged"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too_high"
    return "too_low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="number-of-steps"
def diagnose(losses):
    """The limits depend on the number of steps: take shares of the curve, as its second half."""
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all() or x[-1] > 2 * x[0]:
        return "diverged"
    if np.abs(np.diff(x)).sum() > 12 * x[0]:
        return "too_high"
    return "too_low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="number-of-steps"
def diagnose(losses):
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all() or x[-1] > 2 * x[0]:
        return "diverged"
    if np.abs(np.diff(x[30:])).mean() > 0.08 * x[0]:
        return "too_high"
    return "too_low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="writes-into-argument"
def diagnose(losses):
    """The caller's losses were changed: divide or sort a copy."""
    x = losses
    first = x[0]
    for i in range(len(x)):
        x[i] = x[i] / first
    x = np.asarray(x, dtype=float)
    if not np.isfinite(x).all() or x[-1] > 2:
        return "diverged"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08:
        return "too_high"
    return "too_low" if x[-1] > 0.6 else "good"


# %% exercise="diagnose" mistake="truth-of-array"
def diagnose(losses):
    """`if` wants one True or False, an array has many: .any(), .all() or one number."""
    x = np.asarray(losses, dtype=float)
    if np.isnan(x) or x[-1] > 2 * x[0]:
        return "diverged"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too_high"
    return "too_low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="creep-counts-as-diverged"
def diagnose(losses):
    """A curve that creeps down counts as diverged: that wants a last loss above twice the first, or nan or inf."""
    x = np.asarray(losses, dtype=float)
    if not np.isfinite(x).all() or x[-1] > 0.5 * x[0]:
        return "diverged"
    if np.abs(np.diff(x[len(x) // 2 :])).mean() > 0.08 * x[0]:
        return "too_high"
    return "too_low" if x[-1] > 0.6 * x[0] else "good"


# %% exercise="diagnose" mistake="nan-in-the-last-alone"
def diagnose(losses):
    """`nan` and `inf` are looked for in the last loss alone: any of them counts, `np.isfinite(losses).all()`."""
    losses = np.asarray(losses, dtype=float)
    if not np.isfinite(losses[-1]) or losses[-1] > 2 * losses[0]:
        return "diverged"
    late = losses[len(losses) // 2 :]
    if np.abs(np.diff(late)).mean() > 0.1 * losses[0]:
        return "too_high"
    return "too_low" if late[-1] > 0.6 * losses[0] else "good"


# %% exercise="diagnose" mistake="peak-counts"
def diagnose(losses):
    """The largest loss is compared with the first: a peak on the way is no divergence, the last loss counts."""
    losses = np.asarray(losses, dtype=float)
    if not np.isfinite(losses).all() or losses.max() > 2 * losses[0]:
        return "diverged"
    late = losses[len(losses) // 2 :]
    if np.abs(np.diff(late)).mean() > 0.1 * losses[0]:
        return "too_high"
    return "too_low" if late[-1] > 0.6 * losses[0] else "good"


# %% exercise="diagnose" mistake="ten-times-the-first"
def diagnose(losses):
    """It waits for a last loss far above the first: twice the first is enough."""
    losses = np.asarray(losses, dtype=float)
    if not np.isfinite(losses).all() or losses[-1] > 10 * losses[0]:
        return "diverged"
    late = losses[len(losses) // 2 :]
    if np.abs(np.diff(late)).mean() > 0.1 * losses[0]:
        return "too_high"
    return "too_low" if late[-1] > 0.6 * losses[0] else "good"


# %% exercise="diagnose" mistake="half-for-the-last"
def diagnose(losses):
    """The mean of the late losses stands where the last loss belongs: an explosion at the very end is missed."""
    losses = np.asarray(losses, dtype=float)
    late = losses[len(losses) // 2 :]
    if not np.isfinite(losses).all() or late.mean() > 2 * losses[0]:
        return "diverged"
    if np.abs(np.diff(late)).mean() > 0.15 * losses[0]:
        return "too_high"
    return "too_low" if late.mean() > 0.6 * losses[0] else "good"


# %% exercise="random_search" mistake="never-narrows"
def random_search(score, low, high, rounds, n, keep, rng):
    """The range does not narrow: at the end of each round low and high become those of its `keep` best rates."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        low, high = min(rates), max(rates)
    return max(pairs, key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" mistake="narrows-to-worst"
def random_search(score, low, high, rounds, n, keep, rng):
    """The range narrows to the worst rates: a higher score is better, and sorting goes from low to high."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[:keep]]
        low, high = best.min(), best.max()
    return max(pairs, key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" mistake="uniform"
def random_search(score, low, high, rounds, n, keep, rng):
    """The rates are drawn uniformly: draw them log-uniformly, as in exercise 9."""
    pairs = []
    for _ in range(rounds):
        rates = rng.uniform(low, high, n)
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return max(pairs, key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" mistake="one-round-of-pairs"
def random_search(score, low, high, rounds, n, keep, rng):
    """Only the pairs of one round came back: `return` stands inside the loop, or the list of pairs is made anew in each round."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
        return max(pairs, key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" mistake="best-of-last-round"
def random_search(score, low, high, rounds, n, keep, rng):
    """The best of the last round came back: the best of *all* rounds is asked for."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return max(pairs[-n:], key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" mistake="worst-rate"
def random_search(score, low, high, rounds, n, keep, rng):
    """The rate with the lowest score came back: a higher score is better."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return min(pairs, key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" mistake="largest-rate"
def random_search(score, low, high, rounds, n, keep, rng):
    """The largest rate came back: compare the scores, the second number of each pair."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return max(pairs)[0], pairs


# %% exercise="random_search" mistake="score-returned"
def random_search(score, low, high, rounds, n, keep, rng):
    """The highest score came back: its rate is asked for."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return max(pairs, key=lambda pair: pair[1])[1], pairs


# %% exercise="random_search" mistake="pair-returned"
def random_search(score, low, high, rounds, n, keep, rng):
    """The best pair came back: its rate alone is asked for, the first number of it."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return max(pairs, key=lambda pair: pair[1]), pairs


# %% exercise="random_search" mistake="score-rate"
def random_search(score, low, high, rounds, n, keep, rng):
    """The pairs do not hold a rate and then its score: (rate, score(rate)), the score as it came."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(scores, rates))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return max(pairs)[1], pairs


# %% exercise="random_search" mistake="swapped"
def random_search(score, low, high, rounds, n, keep, rng):
    """(pairs, best): the best rate comes first."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return pairs, max(pairs, key=lambda pair: pair[1])[0]


# %% exercise="random_search" mistake="only-best"
def random_search(score, low, high, rounds, n, keep, rng):
    """Only the best rate came back: two values are asked for, the best rate and all pairs."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return max(pairs, key=lambda pair: pair[1])[0]


# %% exercise="random_search" mistake="only-pairs"
def random_search(score, low, high, rounds, n, keep, rng):
    """Only the pairs came back: two values are asked for, the best rate and all pairs."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return pairs


# %% exercise="random_search" mistake="no-return"
def random_search(score, low, high, rounds, n, keep, rng):
    """The function ends without `return`."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()


# %% exercise="random_search" mistake="own-generator"
def random_search(score, low, high, rounds, n, keep, rng):
    """Every seed gives the same search: a grid, or a generator of its own. Draw with the rng that is passed in."""
    pairs = []
    for _ in range(rounds):
        rates = np.geomspace(low, high, n)
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return max(pairs, key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" mistake="global-generator"
def random_search(score, low, high, rounds, n, keep, rng):
    """np.random has a generator of its own, so a search cannot be repeated: use the rng that is passed in."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(np.random.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return max(pairs, key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" mistake="a-list-a-round"
def random_search(score, low, high, rounds, n, keep, rng):
    """The pairs of each round lie in a list of their own: one list for all, `pairs += ...` or extend."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs.append(list(zip(rates, scores)))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return max((p for r in pairs for p in r), key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" mistake="rates-and-scores-apart"
def random_search(score, low, high, rounds, n, keep, rng):
    """Rates and scores came back in two lists: pairs (rate, score) are asked for, as zip makes them."""
    pairs, all_rates, all_scores = [], [], []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        all_rates += list(rates)
        all_scores += scores
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return all_rates[int(np.argmax(all_scores))], (all_rates, all_scores)


# %% exercise="random_search" mistake="dict-returned"
def random_search(score, low, high, rounds, n, keep, rng):
    """A dict came back in place of the list of pairs: equal rates would be lost, and pairs (rate, score) are asked for."""
    pairs, table = [], {}
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        table.update(pairs)
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return max(table, key=table.get), table


# %% exercise="random_search" mistake="rates-alone"
def random_search(score, low, high, rounds, n, keep, rng):
    """Only the rates came back: each is paired with its score."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return max(pairs, key=lambda pair: pair[1])[0], [rate for rate, _ in pairs]


# %% exercise="random_search" mistake="sorted-apart"
def random_search(score, low, high, rounds, n, keep, rng):
    """Rates and scores were sorted apart and lost each other."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(sorted(rates), sorted(scores)))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return max(pairs, key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" mistake="another-range"
def random_search(score, low, high, rounds, n, keep, rng):
    """The next range is another one: it runs from the smallest to the largest of the `keep` best rates, ranked by score."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[:keep]
        low, high = best.min(), best.max()
    return max(pairs, key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" mistake="high-low"
def random_search(score, low, high, rounds, n, keep, rng):
    """low and high are swapped: the smaller rate is low."""
    pairs = []
    for _ in range(rounds):
        if not 0 < low < high:
            raise ValueError("0 < low < high")
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.max(), best.min()
    return max(pairs, key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" mistake="one-round"
def random_search(score, low, high, rounds, n, keep, rng):
    """One round too few: range(rounds) counts them all."""
    pairs = []
    for _ in range(rounds - 1):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return max(pairs, key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" mistake="one-round-more"
def random_search(score, low, high, rounds, n, keep, rng):
    """One round too many."""
    pairs = []
    for _ in range(rounds + 1):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return max(pairs, key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" mistake="n-ignored"
def random_search(score, low, high, rounds, n, keep, rng):
    """Each round draws `n` rates, not another number."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=keep))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return max(pairs, key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" mistake="n-ignored"
def random_search(score, low, high, rounds, n, keep, rng):
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=10))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return max(pairs, key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" mistake="n-ignored"
def random_search(score, low, high, rounds, n, keep, rng):
    pairs = []
    for _ in range(rounds):
        rates = [np.exp(rng.uniform(np.log(low), np.log(high)))]
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return max(pairs, key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" mistake="n-ignored"
def random_search(score, low, high, rounds, n, keep, rng):
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n - 1))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return max(pairs, key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" mistake="score-of-array"
def random_search(score, low, high, rounds, n, keep, rng):
    """`score` takes one rate: call it for each of them."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = score(rates)
        pairs += [(rates, scores)]
    return max(pairs, key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" mistake="score-of-array"
def random_search(score, low, high, rounds, n, keep, rng):
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = score(rates)
        pairs.append((rates, scores))
    return rates[0], pairs


# %% exercise="random_search" mistake="by-size"
def random_search(score, low, high, rounds, n, keep, rng):
    """The largest rates are kept: rank by score."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.sort(rates)[-keep:]
        low, high = best.min(), best.max()
    return max(pairs, key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" mistake="part-of-range"
def random_search(score, low, high, rounds, n, keep, rng):
    """The next range is too narrow: it runs from the smallest to the largest of the `keep` best rates, none left out."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep + 1:]]
        low, high = best.min(), best.max()
    return max(pairs, key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" mistake="best-only"
def random_search(score, low, high, rounds, n, keep, rng):
    """The range shrinks to the best rate alone: it spans the `keep` best."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        low = high = rates[int(np.argmax(scores))]
    return max(pairs, key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" mistake="one-rate-a-round"
def random_search(score, low, high, rounds, n, keep, rng):
    """One rate was drawn in each round, and repeated: `size=n` draws n of them."""
    pairs = []
    for _ in range(rounds):
        rates = [np.exp(rng.uniform(np.log(low), np.log(high)))] * n
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return max(pairs, key=lambda pair: pair[1])[0], pairs


# %% exercise="random_search" mistake="middle-of-range"
def random_search(score, low, high, rounds, n, keep, rng):
    """That is none of the rates that were tried: the best is the one with the highest score."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return (low + high) / 2, pairs


# %% exercise="random_search" mistake="place-returned"
def random_search(score, low, high, rounds, n, keep, rng):
    """The place of the best in the list came back: its rate is asked for."""
    pairs = []
    for _ in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), size=n))
        scores = [score(rate) for rate in rates]
        pairs += list(zip(rates, scores))
        best = np.asarray(rates)[np.argsort(scores)[-keep:]]
        low, high = best.min(), best.max()
    return int(np.argmax([value for _, value in pairs])), pairs


# %% exercise="random_search" mistake="later-rounds-uniform"
def random_search(score, low, high, rounds, n, keep, rng):
    """The later rounds are drawn uniformly, most near the upper end: draw log-uniformly in every round."""
    pairs = []
    for i in range(rounds):
        rates = np.exp(rng.uniform(np.log(low), np.log(high), n)) if i == 0 else rng.uniform(low, high, n)
        tried = [(rate, score(rate)) for rate in rates]
        pairs += tried
        best = [rate for rate, _ in sorted(tried, key=lambda pair: pair[1])[-keep:]]
        low, high = min(best), max(best)
    return max(pairs, key=lambda pair: pair[1])[0], pairs
