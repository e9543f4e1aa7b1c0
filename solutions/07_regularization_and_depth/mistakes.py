# The answer bank: mistakes that students make, one wrong function a cell, its docstring the sentence
# that helps. `course build` runs each on every visible case; see CONTRIBUTING.md. Never released.

# %% exercise="l2_penalty" mistake="half-missing"
def l2_penalty(params, lam):
    """The half is missing: lam / 2 times the sum of squares."""
    return lam * sum(np.sum(w**2) for name, w in params.items() if name.startswith("W"))


# %% exercise="l2_penalty" mistake="biases-too"
def l2_penalty(params, lam):
    """Biases (and gamma) were counted too: only names that begin with W."""
    return lam / 2 * sum(np.sum(w**2) for w in params.values())


# %% exercise="l2_penalty" mistake="biases-too"
def l2_penalty(params, lam):
    total = 0.0
    for name in params:
        total = total + np.sum(params[name] ** 2)
    return lam * total


# %% exercise="l2_penalty" mistake="gamma-too"
def l2_penalty(params, lam):
    """Not every entry that is no bias is a weight: gamma1 does not begin with W."""
    return lam / 2 * sum(np.sum(w**2) for name, w in params.items() if not name.startswith("b"))


# %% exercise="l2_penalty" mistake="lam-missing"
def l2_penalty(params, lam):
    """lam is missing: it says how much the penalty counts."""
    return 0.5 * sum(np.sum(w**2) for name, w in params.items() if name.startswith("W"))


# %% exercise="l2_penalty" mistake="lam-and-half-missing"
def l2_penalty(params, lam):
    """That is the sum of squares alone: times lam / 2."""
    return sum(np.sum(w**2) for name, w in params.items() if name.startswith("W"))


# %% exercise="l2_penalty" mistake="not-squared"
def l2_penalty(params, lam):
    """The weights were added, not their squares: minus and plus would cancel."""
    return lam / 2 * sum(np.sum(w) for name, w in params.items() if name.startswith("W"))


# %% exercise="l2_penalty" mistake="not-squared"
def l2_penalty(params, lam):
    return lam / 2 * sum(np.sum(w * 2) for name, w in params.items() if name.startswith("W")) / 2


# %% exercise="l2_penalty" mistake="absolute"
def l2_penalty(params, lam):
    """Absolute values (an L1 penalty); squares are asked for."""
    return lam / 2 * sum(np.sum(np.abs(w)) for name, w in params.items() if name.startswith("W"))


# %% exercise="l2_penalty" mistake="mean"
def l2_penalty(params, lam):
    """A mean of squares; the penalty is their sum."""
    return lam / 2 * sum(np.mean(w**2) for name, w in params.items() if name.startswith("W"))


# %% exercise="l2_penalty" mistake="square-of-sum"
def l2_penalty(params, lam):
    """The sum was squared; square each weight first, then add."""
    return lam / 2 * sum(np.sum(w)**2 for name, w in params.items() if name.startswith("W"))


# %% exercise="l2_penalty" mistake="square-of-sum"
def l2_penalty(params, lam):
    return lam / 2 * sum(np.abs(w).sum() ** 2 for name, w in params.items() if name.startswith("W"))


# %% exercise="l2_penalty" mistake="root"
def l2_penalty(params, lam):
    """The root of the sum of squares (the norm); the penalty has no root."""
    return lam / 2 * sum(np.linalg.norm(w) for name, w in params.items() if name.startswith("W"))


# %% exercise="l2_penalty" mistake="root"
def l2_penalty(params, lam):
    return lam / 2 * np.sqrt(sum(np.sum(w**2) for name, w in params.items() if name.startswith("W")))


# %% exercise="l2_penalty" mistake="root"
def l2_penalty(params, lam):
    return np.sqrt(lam / 2 * sum(np.sum(w**2) for name, w in params.items() if name.startswith("W")))


# %% exercise="l2_penalty" mistake="root"
def l2_penalty(params, lam):
    return np.sqrt(sum(np.sum(w**2) for name, w in params.items() if name.startswith("W")))


# %% exercise="l2_penalty" mistake="root"
def l2_penalty(params, lam):
    return lam / 2 * np.linalg.norm([np.linalg.norm(w) ** 2 for name, w in params.items() if name.startswith("W")])


# %% exercise="l2_penalty" mistake="only-the-last"
def l2_penalty(params, lam):
    """Only the last weights count: `total = ...` forgets those before, `total = total + ...` adds."""
    total = 0.0
    for name, w in params.items():
        if name.startswith("W"):
            total = np.sum(w**2)
    return lam / 2 * total


# %% exercise="l2_penalty" mistake="return-in-loop"
def l2_penalty(params, lam):
    """Only the first entry was looked at: `return` stands inside the loop."""
    total = 0.0
    for name, w in params.items():
        if name.startswith("W"):
            total = total + np.sum(w**2)
        return lam / 2 * total
    return lam / 2 * total


# %% exercise="l2_penalty" mistake="only-w"
def l2_penalty(params, lam):
    """Only a name that is exactly one certain text was found; a network has W1, W2 and more: name.startswith("W")."""
    return lam / 2 * sum(np.sum(w**2) for name, w in params.items() if name == "W")


# %% exercise="l2_penalty" mistake="only-w"
def l2_penalty(params, lam):
    return lam / 2 * np.sum(params["W1"]**2)


# %% exercise="l2_penalty" mistake="two-layers"
def l2_penalty(params, lam):
    """The names W1 and W2 were fixed; the dict may hold others: loop over params.items()."""
    return lam / 2 * (np.sum(params["W1"]**2) + np.sum(params["W2"]**2))


# %% exercise="l2_penalty" mistake="lam-squared"
def l2_penalty(params, lam):
    """lam was squared; only the weights are."""
    return 0.5 * sum(np.sum((lam * w)**2) for name, w in params.items() if name.startswith("W"))


# %% exercise="l2_penalty" mistake="lam-squared"
def l2_penalty(params, lam):
    return lam**2 / 2 * sum(np.sum(w**2) for name, w in params.items() if name.startswith("W"))


# %% exercise="l2_penalty" mistake="subtracted"
def l2_penalty(params, lam):
    """The penalty is added to the loss: it is not negative."""
    return -lam / 2 * sum(np.sum(w**2) for name, w in params.items() if name.startswith("W"))


# %% exercise="l2_penalty" mistake="twice"
def l2_penalty(params, lam):
    """2 times lam; it is lam / 2."""
    return 2 * lam * sum(np.sum(w**2) for name, w in params.items() if name.startswith("W"))


# %% exercise="l2_penalty" mistake="matrix-product"
def l2_penalty(params, lam):
    """`w @ w.T` multiplies matrices; squares cell by cell are `w**2`."""
    return lam / 2 * sum(np.sum(w @ w.T) for name, w in params.items() if name.startswith("W"))


# %% exercise="l2_penalty" mistake="matrix-product"
def l2_penalty(params, lam):
    return lam / 2 * sum(np.sum(np.tensordot(w, w, axes=(0, 0))) for name, w in params.items() if name.startswith("W"))


# %% exercise="l2_penalty" mistake="trace"
def l2_penalty(params, lam):
    """np.dot of a matrix with itself is a matrix product; squares cell by cell are `w**2`."""
    return lam / 2 * sum(np.sum(np.dot(w, w)) for name, w in params.items() if name.startswith("W"))


# %% exercise="l2_penalty" mistake="one-per-entry"
def l2_penalty(params, lam):
    """One number an entry; add them all: the penalty is one number."""
    return [lam / 2 * np.sum(w**2) for name, w in params.items() if name.startswith("W")]


# %% exercise="l2_penalty" mistake="one-per-entry"
def l2_penalty(params, lam):
    return {name: lam / 2 * np.sum(w**2) for name, w in params.items() if name.startswith("W")}


# %% exercise="l2_penalty" mistake="not-summed"
def l2_penalty(params, lam):
    """np.sum is missing: the penalty is one number."""
    return {name: lam / 2 * w**2 for name, w in params.items() if name.startswith("W")}


# %% exercise="l2_penalty" mistake="axis"
def l2_penalty(params, lam):
    """Summed over one axis only: np.sum without axis adds all cells."""
    return lam / 2 * sum(np.sum(np.sum(w**2, axis=0)[:1]) for name, w in params.items() if name.startswith("W"))


# %% exercise="l2_penalty" mistake="returns-nothing"
def l2_penalty(params, lam):
    """Nothing came back: the last line is `return ...`, not print."""
    print(lam / 2 * sum(np.sum(w**2) for name, w in params.items() if name.startswith("W")))


# %% exercise="l2_penalty" mistake="whole-division"
def l2_penalty(params, lam):
    """`//` throws the fraction away: `/`."""
    return lam // 2 * sum(np.sum(w**2) for name, w in params.items() if name.startswith("W"))


# %% exercise="l2_penalty" mistake="added-lam"
def l2_penalty(params, lam):
    """lam was added; it multiplies."""
    return lam + sum(np.sum(w**2) for name, w in params.items() if name.startswith("W")) / 2


# %% exercise="l2_penalty" mistake="keys-as-arrays"
def l2_penalty(params, lam):
    """A loop over a dict gives its names: `for name, values in params.items()`."""
    return lam / 2 * sum(np.sum(w**2) for w in params if w.startswith("W"))


# %% exercise="l2_penalty" mistake="divided-by-count"
def l2_penalty(params, lam):
    """Divided by the number of weights; the penalty is a sum."""
    ws = [w for name, w in params.items() if name.startswith("W")]
    return lam / 2 * sum(np.sum(w**2) for w in ws) / max(1, sum(w.size for w in ws))


# %% exercise="l2_penalty" mistake="divided-by-count"
def l2_penalty(params, lam):
    ws = [w for name, w in params.items() if name.startswith("W")]
    return lam / 2 * sum(np.sum(w**2) for w in ws) / max(1, sum(len(w) for w in ws))


# %% exercise="l2_penalty" mistake="divided-by-lam"
def l2_penalty(params, lam):
    """Divided by lam; it multiplies."""
    return sum(np.sum(w**2) for name, w in params.items() if name.startswith("W")) / (2 * lam)


# %% exercise="l2_penalty" mistake="cubed"
def l2_penalty(params, lam):
    """`w**3`, or a product of three; a square has two factors."""
    return lam / 2 * sum(np.sum(w**3) for name, w in params.items() if name.startswith("W"))


# %% exercise="l2_penalty" mistake="ragged"
def l2_penalty(params, lam):
    """Arrays of different shapes cannot become one array: sum each with np.sum, then add these numbers."""
    return lam / 2 * np.sum([w**2 for name, w in params.items() if name.startswith("W")])


# %% exercise="l2_penalty" mistake="arrays-added"
def l2_penalty(params, lam):
    """Arrays of different shapes were added: sum each with np.sum first."""
    total = 0
    for name, w in params.items():
        if name.startswith("W"):
            total = total + w**2
    return lam / 2 * np.sum(total)


# %% exercise="l2_penalty" mistake="quarter"
def l2_penalty(params, lam):
    """Halved twice (or w / 2 was squared): lam / 2 times the sum of squares."""
    return lam / 4 * sum(np.sum(w**2) for name, w in params.items() if name.startswith("W"))


# %% exercise="l2_penalty" mistake="quarter"
def l2_penalty(params, lam):
    return lam * sum(np.sum((w / 2)**2) for name, w in params.items() if name.startswith("W"))


# %% exercise="l2_penalty" mistake="doubled-weights"
def l2_penalty(params, lam):
    """`w * 2` doubles; the square is `w**2`."""
    return lam / 2 * sum(np.sum(w * 2) for name, w in params.items() if name.startswith("W"))


# %% exercise="l2_penalty" mistake="decayed-weights"
def l2_penalty(params, lam):
    """That changes the weights; one number, the penalty, is asked for."""
    return {name: w - lam * w if name.startswith("W") else w for name, w in params.items()}


# %% exercise="add_weight_decay" mistake="subtracted"
def add_weight_decay(params, grads, lam):
    """lam * W is added to the gradient: the optimizer subtracts it from the weight later."""
    return {k: g - lam * params[k] if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="biases-too"
def add_weight_decay(params, grads, lam):
    """Biases and gamma got the decay too: only names that begin with W."""
    return {k: g + lam * params[k] for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="biases-too"
def add_weight_decay(params, grads, lam):
    return {k: g + 2 * lam * params[k] for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="biases-too"
def add_weight_decay(params, grads, lam):
    return {k: g - lam * params[k] for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="biases-too"
def add_weight_decay(params, grads, lam):
    return {k: lam * params[k] for k in grads}


# %% exercise="add_weight_decay" mistake="gamma-too"
def add_weight_decay(params, grads, lam):
    """gamma got the decay too: only names that begin with W."""
    return {k: g if k.startswith("b") else g + lam * params[k] for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="biases-alone"
def add_weight_decay(params, grads, lam):
    """The condition is reversed: names that begin with W get the decay, others do not."""
    return {k: g if k.startswith("W") else g + lam * params[k] for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="half"
def add_weight_decay(params, grads, lam):
    """The half is in the penalty, not in its derivative: the square's 2 cancels it."""
    return {k: g + lam / 2 * params[k] if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="twice"
def add_weight_decay(params, grads, lam):
    """2 lam W is the derivative of lam W^2; the penalty has lam / 2."""
    return {k: g + 2 * lam * params[k] if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="lam-missing"
def add_weight_decay(params, grads, lam):
    """lam is missing: lam * W."""
    return {k: g + params[k] if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="gradient-missing"
def add_weight_decay(params, grads, lam):
    """The gradient of the data is lost: add lam * W to it."""
    return {k: lam * params[k] if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="gradient-missing"
def add_weight_decay(params, grads, lam):
    return {k: lam * w if k.startswith("W") else 0 * w for k, w in params.items()}


# %% exercise="add_weight_decay" mistake="squared"
def add_weight_decay(params, grads, lam):
    """lam W^2 was added; the derivative of the square is lam * W."""
    return {k: g + lam * params[k]**2 if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="penalty-added"
def add_weight_decay(params, grads, lam):
    """The penalty, one number, was added; each weight gets its own derivative, lam * W."""
    return {k: g + lam / 2 * np.sum(params[k]**2) if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="penalty-added"
def add_weight_decay(params, grads, lam):
    return {k: g + lam * np.linalg.norm(params[k]) if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="penalty-added"
def add_weight_decay(params, grads, lam):
    return {k: g + lam * np.sum(params[k]**2) if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="penalty-added"
def add_weight_decay(params, grads, lam):
    total = sum(np.sum(w**2) for k, w in params.items() if k.startswith("W"))
    return {k: g + lam / 2 * total if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="penalty-added"
def add_weight_decay(params, grads, lam):
    total = sum(np.sum(w**2) for k, w in params.items() if k.startswith("W"))
    return {k: g + lam / 2 * total for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="sign"
def add_weight_decay(params, grads, lam):
    """lam times the sign of W is the derivative of an L1 penalty; here it is lam * W."""
    return {k: g + lam * np.sign(params[k]) if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="absolute"
def add_weight_decay(params, grads, lam):
    """|W| always pushes one way; lam * W pulls both signs towards 0."""
    return {k: g + lam * np.abs(params[k]) if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="swapped"
def add_weight_decay(params, grads, lam):
    """params and grads are swapped: the gradient, plus lam times the weight."""
    return {k: params[k] + lam * g if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="writes-into-argument"
def add_weight_decay(params, grads, lam):
    """The caller's gradients were changed: make a new dict, with `g + lam * W` and no `+=`."""
    for k in grads:
        if k.startswith("W"):
            grads[k] = grads[k] + lam * params[k]
    return grads


# %% exercise="add_weight_decay" mistake="writes-into-argument"
def add_weight_decay(params, grads, lam):
    new = dict(grads)
    for k in new:
        if k.startswith("W"):
            new[k] += lam * params[k]
    return new


# %% exercise="add_weight_decay" mistake="weights-alone"
def add_weight_decay(params, grads, lam):
    """The biases are missing: entries that are no weights come back as they are."""
    return {k: g + lam * params[k] for k, g in grads.items() if k.startswith("W")}


# %% exercise="add_weight_decay" mistake="biases-zero"
def add_weight_decay(params, grads, lam):
    """The gradients of the others became 0: they stay as they are."""
    return {k: g + lam * params[k] if k.startswith("W") else 0 * g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="biases-params"
def add_weight_decay(params, grads, lam):
    """The others' values came back in place of their gradients."""
    return {k: g + lam * params[k] if k.startswith("W") else params[k] for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="unchanged"
def add_weight_decay(params, grads, lam):
    """The gradients came back as they were: the names are W1, W2 and more, name.startswith("W")."""
    return {k: g + lam * params[k] if k == "W" else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="unchanged"
def add_weight_decay(params, grads, lam):
    for k, g in grads.items():
        if k.startswith("W"):
            g = g + lam * params[k]
    return dict(grads)


# %% exercise="add_weight_decay" mistake="first-layer-alone"
def add_weight_decay(params, grads, lam):
    """Only W1 got the decay: loop over all names."""
    return {k: g + lam * params[k] if k == "W1" else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="last-layer-alone"
def add_weight_decay(params, grads, lam):
    """Only one entry is there: make the dict before the loop, and fill it in the loop."""
    for k, g in grads.items():
        new = {}
        new[k] = g + lam * params[k] if k.startswith("W") else g
    return new


# %% exercise="add_weight_decay" mistake="return-in-loop"
def add_weight_decay(params, grads, lam):
    """`return` stands inside the loop: only the first entry is there."""
    new = {}
    for k, g in grads.items():
        new[k] = g + lam * params[k] if k.startswith("W") else g
        return new


# %% exercise="add_weight_decay" mistake="weights-updated"
def add_weight_decay(params, grads, lam):
    """That is a step of the weights; the gradients are asked for."""
    return {k: params[k] - (g + lam * params[k]) if k.startswith("W") else params[k] - g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="decayed-weights"
def add_weight_decay(params, grads, lam):
    """The weights were made smaller; the gradients are asked for."""
    return {k: (1 - lam) * params[k] if k.startswith("W") else params[k] for k in grads}


# %% exercise="add_weight_decay" mistake="multiplied"
def add_weight_decay(params, grads, lam):
    """The gradient was multiplied; lam * W is added."""
    return {k: g * lam * params[k] if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="bracket"
def add_weight_decay(params, grads, lam):
    """lam multiplies the gradient too: brackets that are not there, grad + lam * W."""
    return {k: lam * (g + params[k]) if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="scaled-gradient"
def add_weight_decay(params, grads, lam):
    """The gradient was multiplied by (1 + lam); W itself is missing."""
    return {k: g * (1 + lam) if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="averaged"
def add_weight_decay(params, grads, lam):
    """Divided by the number of cells; each weight gets lam * W."""
    return {k: g + lam * params[k] / params[k].size if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="averaged"
def add_weight_decay(params, grads, lam):
    return {k: g + lam * params[k] / len(params[k]) if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="matrix-product"
def add_weight_decay(params, grads, lam):
    """`@` between gradient and weight: they are added cell by cell."""
    return {k: g + lam * g @ params[k] if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="transposed"
def add_weight_decay(params, grads, lam):
    """The weights were transposed: gradients have the shape of their weights."""
    return {k: g + lam * params[k].T if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="returns-nothing"
def add_weight_decay(params, grads, lam):
    """Nothing came back: the last line is `return ...`."""
    print({k: g + lam * params[k] if k.startswith("W") else g for k, g in grads.items()})


# %% exercise="add_weight_decay" mistake="list"
def add_weight_decay(params, grads, lam):
    """A list came back; a dict with the same names is asked for."""
    return [g + lam * params[k] if k.startswith("W") else g for k, g in grads.items()]


# %% exercise="add_weight_decay" mistake="pair"
def add_weight_decay(params, grads, lam):
    """Two values came back; the dict of gradients alone is asked for."""
    return params, {k: g + lam * params[k] if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="names-missing"
def add_weight_decay(params, grads, lam):
    """`for k, g in grads` gives names only: grads.items()."""
    return {k: g + lam * params[k] if k.startswith("W") else g for k, g in grads}


# %% exercise="add_weight_decay" mistake="lam-added"
def add_weight_decay(params, grads, lam):
    """lam was added as a number; it multiplies W."""
    return {k: g + lam + params[k] if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="lam-squared"
def add_weight_decay(params, grads, lam):
    """lam was squared: once."""
    return {k: g + lam**2 * params[k] if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="weight-sum"
def add_weight_decay(params, grads, lam):
    """The sum of the weights was added to each gradient; each gets its own weight."""
    return {k: g + lam * np.sum(params[k]) if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="penalty-not-derived"
def add_weight_decay(params, grads, lam):
    """lam / 2 W^2 is the penalty; its derivative, lam * W, is added to the gradient."""
    return {k: g + lam / 2 * params[k]**2 if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="mixed"
def add_weight_decay(params, grads, lam):
    """The gradient was multiplied by (1 - lam): it stays whole, lam * W is added."""
    return {k: (1 - lam) * g + lam * params[k] if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="biases-none"
def add_weight_decay(params, grads, lam):
    """The others became None: they stay as they are in grads."""
    return {k: g + lam * params[k] if k.startswith("W") else None for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="same-weight"
def add_weight_decay(params, grads, lam):
    """One layer's weights were added to another's gradient: params[name] of the same name."""
    return {k: g + lam * params["W1"] if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="one-minus-lam"
def add_weight_decay(params, grads, lam):
    """(1 - lam) in place of lam: grads + lam * W."""
    return {k: g + (1 - lam) * params[k] if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="divided-by-lam"
def add_weight_decay(params, grads, lam):
    """Divided by lam; it multiplies."""
    return {k: g + params[k] / lam if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="writes-into-params"
def add_weight_decay(params, grads, lam):
    """The caller's parameters were changed: make a new dict of gradients."""
    for k in params:
        if k.startswith("W"):
            params[k] = params[k] * (1 - lam)
    return dict(grads)


# %% exercise="add_weight_decay" mistake="names"
def add_weight_decay(params, grads, lam):
    """The names changed: the same names as in grads."""
    return {"d" + k: g + lam * params[k] if k.startswith("W") else g for k, g in grads.items()}


# %% exercise="add_weight_decay" mistake="only-number"
def add_weight_decay(params, grads, lam):
    """One number came back (the penalty); the dict of gradients is asked for."""
    return lam / 2 * sum(np.sum(w**2) for k, w in params.items() if k.startswith("W"))


# %% exercise="add_weight_decay" mistake="biases-alone-kept"
def add_weight_decay(params, grads, lam):
    """The weights are missing: every name of grads comes back."""
    return {k: g for k, g in grads.items() if not k.startswith("W")}


# %% exercise="dropout" mistake="not-scaled"
def dropout(x, rate, rng, training):
    """What is kept must be made larger: divided by 1 - rate."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (rng.random(x.shape) >= rate) * 1.0
    return x * mask, mask


# %% exercise="dropout" mistake="made-smaller"
def dropout(x, rate, rng, training):
    """What is kept was multiplied by 1 - rate; divide by it."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (rng.random(x.shape) >= rate) * (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="divided-by-rate"
def dropout(x, rate, rng, training):
    """Divided by rate; 1 - rate are kept, so divide by 1 - rate."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (rng.random(x.shape) >= rate) / (rate or 1)
    return x * mask, mask


# %% exercise="dropout" mistake="reversed"
def dropout(x, rate, rng, training):
    """Dropped and kept are swapped: a cell is dropped with probability `rate`."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (rng.random(x.shape) < rate) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="reversed"
def dropout(x, rate, rng, training):
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = rng.binomial(1, rate, x.shape) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="reversed"
def dropout(x, rate, rng, training):
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (rng.random(x.shape) <= rate) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="reversed-by-rate"
def dropout(x, rate, rng, training):
    """`rate` was taken as the share that is kept; it is the share that is dropped."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (rng.random(x.shape) < rate) / (rate or 1)
    return x * mask, mask


# %% exercise="dropout" mistake="reversed-not-scaled"
def dropout(x, rate, rng, training):
    """Dropped and kept are swapped, and what is kept is not divided by 1 - rate."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (rng.random(x.shape) < rate) * 1.0
    return x * mask, mask


# %% exercise="dropout" mistake="always"
def dropout(x, rate, rng, training):
    """Dropped in use too: when not training, x comes back and the mask is all ones."""
    mask = (rng.random(x.shape) >= rate) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="never"
def dropout(x, rate, rng, training):
    """Nothing was dropped in training: is the condition `if training` the right way round?"""
    if training:
        return x.copy(), np.ones(x.shape)
    mask = (rng.random(x.shape) >= rate) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="never"
def dropout(x, rate, rng, training):
    return x.copy(), np.ones(x.shape)


# %% exercise="dropout" mistake="scaled-in-use"
def dropout(x, rate, rng, training):
    """In use x was multiplied by 1 - rate: inverted dropout has put that right in training already."""
    if not training:
        return x * (1 - rate), np.ones(x.shape)
    mask = (rng.random(x.shape) >= rate) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="enlarged-in-use"
def dropout(x, rate, rng, training):
    """In use x was divided by 1 - rate: nothing is dropped there, so nothing is made larger."""
    if not training:
        return x / (1 - rate), np.ones(x.shape)
    mask = (rng.random(x.shape) >= rate) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="mask-missing-in-use"
def dropout(x, rate, rng, training):
    """In use the mask is missing: it is all ones, in x's shape."""
    if not training:
        return x.copy(), None
    mask = (rng.random(x.shape) >= rate) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="mask-number-in-use"
def dropout(x, rate, rng, training):
    """In use the mask is one number; it has x's shape."""
    if not training:
        return x.copy(), 1.0
    mask = (rng.random(x.shape) >= rate) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="mask-zero-in-use"
def dropout(x, rate, rng, training):
    """In use the mask is all zeros; nothing is dropped there, so it is all ones."""
    if not training:
        return x.copy(), np.zeros(x.shape)
    mask = (rng.random(x.shape) >= rate) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="mask-scaled-in-use"
def dropout(x, rate, rng, training):
    """In use the mask holds 1 / (1 - rate): it is all ones."""
    if not training:
        return x.copy(), np.ones(x.shape) / (1 - rate)
    mask = (rng.random(x.shape) >= rate) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="only-out-in-use"
def dropout(x, rate, rng, training):
    """In use one value came back: out and mask are asked for in both cases."""
    if not training:
        return x.copy()
    mask = (rng.random(x.shape) >= rate) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="mask-not-scaled"
def dropout(x, rate, rng, training):
    """The output is right, the mask lacks the factor: it holds 0 or 1 / (1 - rate), for the way back."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (rng.random(x.shape) >= rate) * 1.0
    return x * mask / (1 - rate), mask


# %% exercise="dropout" mistake="mask-not-scaled"
def dropout(x, rate, rng, training):
    keep = rng.random(x.shape) >= rate
    if training:
        return x * keep / (1 - rate), keep
    return x.copy(), keep


# %% exercise="dropout" mistake="scaled-twice"
def dropout(x, rate, rng, training):
    """Scaled twice, mask and output: once."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (rng.random(x.shape) >= rate) / (1 - rate)
    return x * mask / (1 - rate), mask


# %% exercise="dropout" mistake="other-mask"
def dropout(x, rate, rng, training):
    """Output and mask come from two drawings: draw once, and use it for both."""
    if not training:
        return x.copy(), np.ones(x.shape)
    out = x * ((rng.random(x.shape) >= rate) / (1 - rate))
    return out, (rng.random(x.shape) >= rate) / (1 - rate)


# %% exercise="dropout" mistake="dropped-in-mask"
def dropout(x, rate, rng, training):
    """The mask marks what was dropped; it holds the factor of each cell, 0 where dropped."""
    if not training:
        return x.copy(), np.ones(x.shape)
    off = rng.random(x.shape) < rate
    return x * ~off / (1 - rate), off * 1.0


# %% exercise="dropout" mistake="swapped-returns"
def dropout(x, rate, rng, training):
    """The mask came first: out = x * mask, then mask."""
    if not training:
        return np.ones(x.shape), x.copy()
    mask = (rng.random(x.shape) >= rate) / (1 - rate)
    return mask, x * mask


# %% exercise="dropout" mistake="swapped-returns"
def dropout(x, rate, rng, training):
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (rng.random(x.shape) >= rate) / (1 - rate)
    return mask, mask


# %% exercise="dropout" mistake="only-out"
def dropout(x, rate, rng, training):
    """The mask is missing: `return out, mask`."""
    if not training:
        return x.copy()
    mask = (rng.random(x.shape) >= rate) / (1 - rate)
    return x * mask


# %% exercise="dropout" mistake="whole-columns"
def dropout(x, rate, rng, training):
    """Whole columns were dropped: each cell has a lot of its own, rng.random(x.shape)."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = np.ones(x.shape) * (rng.random(x.shape[-1]) >= rate) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="whole-columns"
def dropout(x, rate, rng, training):
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (rng.random(x.shape[1]) >= rate) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="whole-rows"
def dropout(x, rate, rng, training):
    """Whole rows were dropped: each cell has a lot of its own, rng.random(x.shape)."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = np.ones(x.shape) * (rng.random((len(x), 1)) >= rate) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="whole-rows"
def dropout(x, rate, rng, training):
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (rng.random(len(x)) >= rate) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="one-lot"
def dropout(x, rate, rng, training):
    """One lot for all cells: rng.random() gives one number, rng.random(x.shape) one a cell."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = np.ones(x.shape) * (rng.random() >= rate) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="lots-as-mask"
def dropout(x, rate, rng, training):
    """The random numbers themselves became the mask: compare them with rate."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = rng.random(x.shape) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="normal-lots"
def dropout(x, rate, rng, training):
    """Normal numbers were compared with rate; lots between 0 and 1 come from rng.random."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (rng.normal(size=x.shape) >= rate) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="a-half"
def dropout(x, rate, rng, training):
    """Half of the cells were dropped: rate says how many."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (rng.random(x.shape) >= 0.5) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="global-lots"
def dropout(x, rate, rng, training):
    """The generator given was not used: rng.random, not np.random."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (np.random.random(x.shape) >= rate) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="own-generator"
def dropout(x, rate, rng, training):
    """The generator given was not used: a new one, a seed, or a fixed choice in the function always drops the same cells."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (np.random.default_rng(0).random(x.shape) >= rate) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="own-generator"
def dropout(x, rate, rng, training):
    if not training:
        return x.copy(), np.ones(x.shape)
    np.random.seed(1)
    mask = (np.random.rand(*x.shape) >= rate) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="own-generator"
def dropout(x, rate, rng, training):
    mask = np.ones(x.shape)
    if training:
        mask.flat[: int(rate * x.size)] = 0
        mask = mask / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="writes-into-argument"
def dropout(x, rate, rng, training):
    """x was written on: `x * mask` makes a new array, `x *= mask` or `x[off] = 0` changes the caller's."""
    if not training:
        return x, np.ones(x.shape)
    mask = (rng.random(x.shape) >= rate) / (1 - rate)
    x *= mask
    return x, mask


# %% exercise="dropout" mistake="two-axes"
def dropout(x, rate, rng, training):
    """The size was written for two axes: rng.random(x.shape) fits any array."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (rng.random((x.shape[0], x.shape[1])) >= rate) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="legacy-call"
def dropout(x, rate, rng, training):
    """A NumPy generator has no `rand`: rng.random(x.shape)."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (rng.rand(*x.shape) >= rate) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="shape-unpacked"
def dropout(x, rate, rng, training):
    """rng.random takes the shape as one argument, without the star: rng.random(x.shape)."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (rng.random(*x.shape) >= rate) / (1 - rate)
    return x * mask, mask


# %% exercise="dropout" mistake="share-measured"
def dropout(x, rate, rng, training):
    """Divided by the share that happened to be kept; divide by 1 - rate, which is known beforehand."""
    if not training:
        return x.copy(), np.ones(x.shape)
    keep = rng.random(x.shape) >= rate
    mask = keep / keep.mean()
    return x * mask, mask


# %% exercise="dropout" mistake="returns-nothing"
def dropout(x, rate, rng, training):
    """Nothing came back: the last line is `return out, mask`."""
    mask = (rng.random(x.shape) >= rate) / (1 - rate)
    print(x * mask, mask)


# %% exercise="dropout" mistake="added"
def dropout(x, rate, rng, training):
    """The mask was added; it multiplies, cell by cell."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (rng.random(x.shape) >= rate) / (1 - rate)
    return x + mask, mask


# %% exercise="dropout" mistake="percent"
def dropout(x, rate, rng, training):
    """rate is a share, not a percentage: 0.2 stands for 20 %."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (100 * rng.random(x.shape) >= rate) / (1 - rate / 100)
    return x * mask, mask


# %% exercise="dropout" mistake="plus-rate"
def dropout(x, rate, rng, training):
    """Divided by 1 + rate; divide by 1 - rate."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (rng.random(x.shape) >= rate) / (1 + rate)
    return x * mask, mask


# %% exercise="dropout" mistake="multiplied-by-rate"
def dropout(x, rate, rng, training):
    """Multiplied by rate; divide by 1 - rate."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (rng.random(x.shape) >= rate) * rate
    return x * mask, mask


# %% exercise="dropout" mistake="mask-as-kept-cells"
def dropout(x, rate, rng, training):
    """Only the kept cells came back, in one row: out has x's shape, with 0 where dropped."""
    if not training:
        return x.copy(), np.ones(x.shape)
    keep = rng.random(x.shape) >= rate
    return x[keep] / (1 - rate), keep / (1 - rate)


# %% exercise="dropout" mistake="mask-drawn-in-use"
def dropout(x, rate, rng, training):
    """In use the mask holds lots: it is all ones there."""
    mask = (rng.random(x.shape) >= rate) / (1 - rate)
    if training:
        return x * mask, mask
    return x.copy(), mask


# %% exercise="dropout" mistake="bracket"
def dropout(x, rate, rng, training):
    """Brackets: / (1 - rate), not / 1 - rate."""
    if not training:
        return x.copy(), np.ones(x.shape)
    mask = (rng.random(x.shape) >= rate) / 1 - rate
    return x * mask, mask


# %% exercise="dropout" mistake="mask-missing"
def dropout(x, rate, rng, training):
    """The mask is missing in training: `return out, mask`, and out = x * mask."""
    if not training:
        return x.copy(), np.ones(x.shape)
    keep = rng.random(x.shape) >= rate
    return x * keep / (1 - rate), None


# %% exercise="dropout_backward" mistake="unchanged"
def dropout_backward(dout, mask):
    """The gradient came back as it was: multiply by the mask."""
    return dout.copy()


# %% exercise="dropout_backward" mistake="mask-alone"
def dropout_backward(dout, mask):
    """Only the mask came back: it multiplies dout."""
    return mask.copy()


# %% exercise="dropout_backward" mistake="not-scaled"
def dropout_backward(dout, mask):
    """The factor 1 / (1 - rate) is lost: the mask holds it already, so multiply by the mask itself."""
    return dout * (mask > 0)


# %% exercise="dropout_backward" mistake="divided"
def dropout_backward(dout, mask):
    """Divided by the mask; the derivative of x * mask is mask, so multiply."""
    with np.errstate(all="ignore"):
        return dout / mask


# %% exercise="dropout_backward" mistake="divided"
def dropout_backward(dout, mask):
    return dout / (mask + 1e-8)


# %% exercise="dropout_backward" mistake="divided-where-kept"
def dropout_backward(dout, mask):
    """Divided by the mask where it is not 0; multiply."""
    return np.where(mask > 0, dout / np.where(mask > 0, mask, 1), 0.0)


# %% exercise="dropout_backward" mistake="reversed"
def dropout_backward(dout, mask):
    """The gradient passes where the mask is not 0, not where it is 0."""
    return dout * (mask == 0)


# %% exercise="dropout_backward" mistake="one-minus"
def dropout_backward(dout, mask):
    """1 - mask in place of mask: what was kept gets the gradient."""
    return dout * (1 - mask)


# %% exercise="dropout_backward" mistake="twice"
def dropout_backward(dout, mask):
    """The mask was multiplied twice: once."""
    return dout * mask * mask


# %% exercise="dropout_backward" mistake="added"
def dropout_backward(dout, mask):
    """The mask was added; it multiplies."""
    return dout + mask


# %% exercise="dropout_backward" mistake="subtracted"
def dropout_backward(dout, mask):
    """The mask was subtracted; it multiplies."""
    return dout - mask


# %% exercise="dropout_backward" mistake="matrix-product"
def dropout_backward(dout, mask):
    """`@` is a matrix product: cell by cell is `*`."""
    return dout @ mask


# %% exercise="dropout_backward" mistake="matrix-product"
def dropout_backward(dout, mask):
    return np.dot(dout, mask)


# %% exercise="dropout_backward" mistake="matrix-product-transposed"
def dropout_backward(dout, mask):
    """A matrix product with the mask's transpose: cell by cell is `*`."""
    return dout @ mask.T


# %% exercise="dropout_backward" mistake="matrix-product-transposed"
def dropout_backward(dout, mask):
    return dout.T @ mask


# %% exercise="dropout_backward" mistake="summed"
def dropout_backward(dout, mask):
    """Summed over the batch: dx has the shape of dout."""
    return (dout * mask).sum(axis=0)


# %% exercise="dropout_backward" mistake="summed-all"
def dropout_backward(dout, mask):
    """One number: dx has the shape of dout."""
    return np.sum(dout * mask)


# %% exercise="dropout_backward" mistake="averaged"
def dropout_backward(dout, mask):
    """Averaged over the batch: dx has the shape of dout."""
    return (dout * mask).mean(axis=0)


# %% exercise="dropout_backward" mistake="divided-by-batch"
def dropout_backward(dout, mask):
    """Divided by the size of the batch: the loss has done that already."""
    return dout * mask / len(dout)


# %% exercise="dropout_backward" mistake="writes-into-argument"
def dropout_backward(dout, mask):
    """dout was written on: `dout * mask` makes a new array, `dout *= mask` changes the caller's."""
    dout *= mask
    return dout


# %% exercise="dropout_backward" mistake="writes-into-argument"
def dropout_backward(dout, mask):
    dout[mask == 0] = 0
    return dout * mask


# %% exercise="dropout_backward" mistake="sign"
def dropout_backward(dout, mask):
    """The sign is turned: the gradient passes as it is."""
    return -dout * mask


# %% exercise="dropout_backward" mistake="pair"
def dropout_backward(dout, mask):
    """Two values came back: dx alone is asked for."""
    return dout * mask, mask


# %% exercise="dropout_backward" mistake="pair"
def dropout_backward(dout, mask):
    return dout * mask, None


# %% exercise="dropout_backward" mistake="returns-nothing"
def dropout_backward(dout, mask):
    """Nothing came back: `return dout * mask`."""
    print(dout * mask)


# %% exercise="dropout_backward" mistake="new-lots"
def dropout_backward(dout, mask):
    """New lots were drawn: the mask of the way forward is used again."""
    return dout * (np.random.default_rng(0).random(dout.shape) >= 0.2) / 0.8


# %% exercise="dropout_backward" mistake="positive-alone"
def dropout_backward(dout, mask):
    """Negative gradients were cut off: that is ReLU's business, not dropout's."""
    return np.maximum(dout, 0) * mask


# %% exercise="dropout_backward" mistake="absolute"
def dropout_backward(dout, mask):
    """The sign of the gradient is lost."""
    return np.abs(dout) * mask


# %% exercise="dropout_backward" mistake="transposed"
def dropout_backward(dout, mask):
    """Transposed: dx has the shape of dout, cell by cell."""
    return (dout * mask).T


# %% exercise="dropout_backward" mistake="root"
def dropout_backward(dout, mask):
    """dout where it is kept, and the factor under a root: multiply by the mask."""
    return dout * np.sqrt(mask)


# %% exercise="dropout_backward" mistake="selected"
def dropout_backward(dout, mask):
    """Only the cells that were kept came back, in one row: dx has the shape of dout, with zeros."""
    return (dout * mask)[mask > 0]


# %% exercise="dropout_backward" mistake="mask-zeroed"
def dropout_backward(dout, mask):
    """The mask was set to 0 where dout is positive, or the like; multiply the two."""
    return np.where(dout > 0, mask, 0.0)


# %% exercise="dropout_backward" mistake="averaged-mask"
def dropout_backward(dout, mask):
    """The mask's mean was taken: multiply cell by cell."""
    return dout * mask.mean()


# %% exercise="dropout_backward" mistake="largest"
def dropout_backward(dout, mask):
    """The largest factor was taken for all cells: multiply cell by cell, 0 where dropped."""
    return dout * mask.max()


# %% exercise="dropout_backward" mistake="dout-twice"
def dropout_backward(dout, mask):
    """dout was multiplied twice: dout * mask."""
    return dout * mask * dout


# %% exercise="dropout_backward" mistake="rate-guessed"
def dropout_backward(dout, mask):
    """rate is not known here, and not needed: the mask holds the factor."""
    return dout * (mask > 0) / 0.5


# %% exercise="dropout_backward" mistake="first-row"
def dropout_backward(dout, mask):
    """The first row of the mask was used for all: each cell has its own."""
    return dout * mask[0]


# %% exercise="dropout_backward" mistake="upside-down"
def dropout_backward(dout, mask):
    """mask / dout: multiply the two."""
    with np.errstate(all="ignore"):
        return mask / dout


# %% exercise="early_stop" mistake="lowest-of-all"
def early_stop(losses, patience):
    """The lowest loss of all: training stopped before, so what came later was never seen."""
    return int(np.argmin(losses))


# %% exercise="early_stop" mistake="lowest-of-all"
def early_stop(losses, patience):
    return list(losses).index(min(losses))


# %% exercise="early_stop" mistake="stop-epoch"
def early_stop(losses, patience):
    """That is the epoch where training stops; the weights of the best epoch before it are kept."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            return epoch
    return epoch


# %% exercise="early_stop" mistake="stop-epoch"
def early_stop(losses, patience):
    best, kept, wait = float("inf"), 0, 0
    for epoch, loss in enumerate(losses):
        if loss < best:
            best, kept, wait = loss, epoch, 0
        else:
            wait += 1
        if wait >= patience:
            return epoch
    return kept


# %% exercise="early_stop" mistake="best-minus"
def early_stop(losses, patience):
    """One too small: epochs are counted from 0, and losses[0] is one of them."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best - 1


# %% exercise="early_stop" mistake="best-minus"
def early_stop(losses, patience):
    best = 0
    rest = losses[1:]
    for epoch, loss in enumerate(rest):
        if loss < rest[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best


# %% exercise="early_stop" mistake="counts-from-one"
def early_stop(losses, patience):
    """The first epoch is 0."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best + 1


# %% exercise="early_stop" mistake="one-too-patient"
def early_stop(losses, patience):
    """One epoch too patient: after `patience` epochs without a lower loss training stops, so >= and not >."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best > patience:
            break
    return best


# %% exercise="early_stop" mistake="one-too-hasty"
def early_stop(losses, patience):
    """One epoch too hasty: stop when the best is `patience` epochs behind, not earlier."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience - 1:
            break
    return best


# %% exercise="early_stop" mistake="ties"
def early_stop(losses, patience):
    """An equal loss was taken as better: lower is <, and of equal losses the first is kept."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss <= losses[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best


# %% exercise="early_stop" mistake="previous"
def early_stop(losses, patience):
    """Compared with the epoch before; compare with the lowest loss so far."""
    best = wait = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[epoch - 1]:
            best, wait = epoch, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return best


# %% exercise="early_stop" mistake="rises-in-a-row"
def early_stop(losses, patience):
    """Only rises in a row were counted: an epoch counts as waiting if it is not below the best, even if it is below the one before."""
    best = wait = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        wait = wait + 1 if losses[epoch] >= losses[epoch - 1] else 0
        if wait >= patience:
            break
    return best


# %% exercise="early_stop" mistake="rises-in-a-row"
def early_stop(losses, patience):
    count = 0
    for i in range(1, len(losses)):
        count = count + 1 if losses[i] > losses[i - 1] else 0
        if count == patience:
            return i - patience
    return len(losses) - 1


# %% exercise="early_stop" mistake="rises-in-a-row"
def early_stop(losses, patience):
    count = 0
    for i in range(1, len(losses)):
        count = count + 1 if losses[i] >= losses[i - 1] else 0
        if count >= patience:
            return int(np.argmin(losses[: i + 1]))
    return int(np.argmin(losses))


# %% exercise="early_stop" mistake="never-reset"
def early_stop(losses, patience):
    """The wait is not set back to 0 when a better epoch comes."""
    best = wait = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch:
            wait += 1
            if wait >= patience:
                break
    return best


# %% exercise="early_stop" mistake="never-reset"
def early_stop(losses, patience):
    best, kept, wait = losses[0], 0, 0
    for epoch, loss in enumerate(losses):
        if loss < best:
            best, kept = loss, epoch
        else:
            wait += 1
        if wait >= patience:
            break
    return kept


# %% exercise="early_stop" mistake="highest"
def early_stop(losses, patience):
    """The highest loss was looked for: lower is better."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss > losses[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best


# %% exercise="early_stop" mistake="loss-returned"
def early_stop(losses, patience):
    """The loss came back; the index of its epoch is asked for."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return losses[best]


# %% exercise="early_stop" mistake="loss-returned"
def early_stop(losses, patience):
    best, wait = losses[0], 0
    for loss in losses[1:]:
        if loss < best:
            best, wait = loss, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return best


# %% exercise="early_stop" mistake="within-patience"
def early_stop(losses, patience):
    """Only the first `patience` epochs were looked at: the wait begins anew at each best epoch."""
    return int(np.argmin(losses[:patience]))


# %% exercise="early_stop" mistake="within-patience-and-one"
def early_stop(losses, patience):
    """Only the first `patience` + 1 epochs were looked at: the wait begins anew at each best epoch."""
    return int(np.argmin(losses[:patience + 1]))


# %% exercise="early_stop" mistake="within-patience-and-one"
def early_stop(losses, patience):
    best = wait = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        wait += 1
        if wait > patience:
            break
    return best


# %% exercise="early_stop" mistake="first-rise"
def early_stop(losses, patience):
    """Stopped at the first epoch that is not better: wait `patience` epochs."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch:
            break
    return best


# %% exercise="early_stop" mistake="last"
def early_stop(losses, patience):
    """The last epoch: early stopping takes back the weights of the best."""
    return len(losses) - 1


# %% exercise="early_stop" mistake="return-in-loop"
def early_stop(losses, patience):
    """Always epoch 0: `return` stands inside the loop, or no loss ever counts as lower (does the lowest so far begin at 0?)."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        return best


# %% exercise="early_stop" mistake="return-in-loop"
def early_stop(losses, patience):
    best, lowest = 0, 0.0
    for epoch, loss in enumerate(losses):
        if loss < lowest:
            best, lowest = epoch, loss
        elif epoch - best >= patience:
            break
    return best


# %% exercise="early_stop" mistake="continue"
def early_stop(losses, patience):
    """The loop goes on after the stop: `break` leaves it."""
    best = 0
    stopped = None
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience and stopped is None:
            stopped = epoch
    return best if stopped is None else stopped - patience + 1


# %% exercise="early_stop" mistake="nothing-where-none"
def early_stop(losses, patience):
    """Where nothing stops the training nothing came back: `return best` belongs after the loop."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            return best


# %% exercise="early_stop" mistake="nothing-where-none"
def early_stop(losses, patience):
    best, wait = losses[0], 0
    for i in range(len(losses)):
        if losses[i] < best:
            best, wait = losses[i], 0
        else:
            wait += 1
        if wait == patience:
            return i - patience


# %% exercise="early_stop" mistake="last-where-none"
def early_stop(losses, patience):
    """Where nothing stops the training the last epoch came back; the best is kept there too."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            return best
    return len(losses) - 1


# %% exercise="early_stop" mistake="pair"
def early_stop(losses, patience):
    """More than one value came back: the index alone is asked for."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            break
    return best, losses[best]


# %% exercise="early_stop" mistake="returns-nothing"
def early_stop(losses, patience):
    """Nothing came back: the last line is `return best`."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            break


# %% exercise="early_stop" mistake="patience-returned"
def early_stop(losses, patience):
    """patience itself came back."""
    return patience


# %% exercise="early_stop" mistake="runs-too-far"
def early_stop(losses, patience):
    """The index runs past the end of the losses: look back, not ahead."""
    for epoch in range(len(losses)):
        if all(losses[epoch + k] >= losses[epoch] for k in range(1, patience + 1)):
            return epoch
    return len(losses) - 1


# %% exercise="early_stop" mistake="lowest-not-kept"
def early_stop(losses, patience):
    """The lowest loss so far is not updated: every loss is compared with the first."""
    best, lowest = 0, losses[0]
    for epoch, loss in enumerate(losses):
        if loss < lowest:
            best = epoch
        elif epoch - best >= patience:
            break
    return best


# %% exercise="early_stop" mistake="first-epoch-waits"
def early_stop(losses, patience):
    """The first epoch was counted as waiting: it is the best so far, so the count begins after it."""
    best, kept, wait = losses[0], 0, 0
    for epoch, loss in enumerate(losses):
        if loss < best:
            best, kept, wait = loss, epoch, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return kept


# %% exercise="early_stop" mistake="window"
def early_stop(losses, patience):
    """Compared with the last few epochs only: compare with the lowest loss so far."""
    for epoch in range(patience, len(losses)):
        if min(losses[epoch - patience : epoch]) < losses[epoch]:
            return epoch - patience
    return int(np.argmin(losses))


# %% exercise="early_stop" mistake="window"
def early_stop(losses, patience):
    for i in range(len(losses) - patience):
        if losses[i] < min(losses[i + 1 : i + patience + 1]):
            return i
    return len(losses) - 1


# %% exercise="early_stop" mistake="minus-patience"
def early_stop(losses, patience):
    """The end minus patience is not the best epoch where the loss fell until the end: remember the best."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            return best
    return len(losses) - 1 - patience


# %% exercise="early_stop" mistake="rises-counted"
def early_stop(losses, patience):
    """All rises were counted together: the wait begins anew at each best epoch, and every epoch that is not better counts."""
    wait = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] > losses[epoch - 1]:
            wait += 1
            if wait >= patience:
                return epoch - patience
    return len(losses) - 1


# %% exercise="early_stop" mistake="rises-counted"
def early_stop(losses, patience):
    best = wait = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        if losses[epoch] > losses[epoch - 1]:
            wait += 1
            if wait >= patience:
                break
    return best


# %% exercise="early_stop" mistake="number-of-epochs"
def early_stop(losses, patience):
    """The number of epochs until the stop came back; the index of the best is asked for."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch - best >= patience:
            return epoch + 1
    return len(losses)


# %% exercise="early_stop" mistake="without-the-last"
def early_stop(losses, patience):
    """The last `patience` epochs were left out: go through all, and stop where the wait is over."""
    return int(np.argmin(losses[:-patience]))


# %% exercise="he_init" mistake="xavier"
def he_init(n_in, n_out, rng):
    """1 / n_in suits layers without ReLU: with ReLU the variance is 2 / n_in."""
    return rng.normal(0, np.sqrt(1 / n_in), (n_in, n_out))


# %% exercise="he_init" mistake="xavier"
def he_init(n_in, n_out, rng):
    return rng.normal(size=(n_in, n_out)) * np.sqrt(1 / n_in)


# %% exercise="he_init" mistake="xavier-both"
def he_init(n_in, n_out, rng):
    """2 / (n_in + n_out) is Xavier's: He's variance is 2 / n_in."""
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), (n_in, n_out))


# %% exercise="he_init" mistake="n-out"
def he_init(n_in, n_out, rng):
    """n_out in place of n_in: a neuron adds up n_in products."""
    return rng.normal(0, np.sqrt(2 / n_out), (n_in, n_out))


# %% exercise="he_init" mistake="root-missing"
def he_init(n_in, n_out, rng):
    """2 / n_in is the variance; NumPy wants the standard deviation, its root."""
    return rng.normal(0, 2 / n_in, (n_in, n_out))


# %% exercise="he_init" mistake="root-of-two"
def he_init(n_in, n_out, rng):
    """The root covers n_in too: the root of (2 / n_in)."""
    return rng.normal(0, np.sqrt(2) / n_in, (n_in, n_out))


# %% exercise="he_init" mistake="root-of-n"
def he_init(n_in, n_out, rng):
    """The root covers the 2 too: the root of (2 / n_in)."""
    return rng.normal(0, 2 / np.sqrt(n_in), (n_in, n_out))


# %% exercise="he_init" mistake="not-scaled"
def he_init(n_in, n_out, rng):
    """Not scaled: multiply by the root of 2 / n_in."""
    return rng.normal(size=(n_in, n_out))


# %% exercise="he_init" mistake="not-scaled"
def he_init(n_in, n_out, rng):
    return rng.standard_normal((n_in, n_out))


# %% exercise="he_init" mistake="upside-down"
def he_init(n_in, n_out, rng):
    """n_in / 2 in place of 2 / n_in, or divided by the spread: more inputs, smaller weights."""
    return rng.normal(0, np.sqrt(n_in / 2), (n_in, n_out))


# %% exercise="he_init" mistake="upside-down"
def he_init(n_in, n_out, rng):
    return rng.normal(size=(n_in, n_out)) / np.sqrt(2 / n_in)


# %% exercise="he_init" mistake="multiplied"
def he_init(n_in, n_out, rng):
    """The root of 2 * n_in; it is the root of 2 / n_in."""
    return rng.normal(0, np.sqrt(2 * n_in), (n_in, n_out))


# %% exercise="he_init" mistake="fixed"
def he_init(n_in, n_out, rng):
    """A fixed number, 0.01: the spread depends on n_in."""
    return rng.normal(0, 0.01, (n_in, n_out))


# %% exercise="he_init" mistake="uniform-positive"
def he_init(n_in, n_out, rng):
    """rng.random gives numbers from 0 to 1, all positive: normal numbers have mean 0."""
    return rng.random((n_in, n_out)) * np.sqrt(2 / n_in)


# %% exercise="he_init" mistake="uniform"
def he_init(n_in, n_out, rng):
    """Uniform numbers between plus and minus the spread have a smaller variance: rng.normal is asked for."""
    return rng.uniform(-1, 1, (n_in, n_out)) * np.sqrt(2 / n_in)


# %% exercise="he_init" mistake="uniform"
def he_init(n_in, n_out, rng):
    return np.sqrt(2 / n_in) * (rng.random((n_in, n_out)) - 0.5)


# %% exercise="he_init" mistake="wrong-mean"
def he_init(n_in, n_out, rng):
    """The spread stands in the mean's place: rng.normal(0, spread, size)."""
    return rng.normal(np.sqrt(2 / n_in), size=(n_in, n_out))


# %% exercise="he_init" mistake="wrong-mean"
def he_init(n_in, n_out, rng):
    return rng.normal(2 / n_in, 1, (n_in, n_out))


# %% exercise="he_init" mistake="mean-one"
def he_init(n_in, n_out, rng):
    """Mean 1: weights have mean 0, rng.normal(0, ...)."""
    return rng.normal(1, np.sqrt(2 / n_in), (n_in, n_out))


# %% exercise="he_init" mistake="absolute"
def he_init(n_in, n_out, rng):
    """Absolute values: weights are positive and negative, with mean 0."""
    return np.abs(rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out)))


# %% exercise="he_init" mistake="transposed"
def he_init(n_in, n_out, rng):
    """The shape is (n_in, n_out), as `x @ w` wants it."""
    return rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in))


# %% exercise="he_init" mistake="transposed"
def he_init(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), (n_out, n_in))


# %% exercise="he_init" mistake="transposed"
def he_init(n_in, n_out, rng):
    return rng.normal(size=(n_out, n_in))


# %% exercise="he_init" mistake="transposed-both"
def he_init(n_in, n_out, rng):
    """n_in and n_out are swapped, in shape and spread."""
    return rng.normal(0, np.sqrt(2 / n_out), (n_out, n_in))


# %% exercise="he_init" mistake="one-row"
def he_init(n_in, n_out, rng):
    """One row of weights: the shape is (n_in, n_out)."""
    return rng.normal(0, np.sqrt(2 / n_in), n_in)


# %% exercise="he_init" mistake="one-row-out"
def he_init(n_in, n_out, rng):
    """One weight an output: the shape is (n_in, n_out)."""
    return rng.normal(0, np.sqrt(2 / n_in), n_out)


# %% exercise="he_init" mistake="one-number"
def he_init(n_in, n_out, rng):
    """One number: `size=(n_in, n_out)` is missing."""
    return rng.normal(0, np.sqrt(2 / n_in))


# %% exercise="he_init" mistake="flat"
def he_init(n_in, n_out, rng):
    """All numbers in one row: the shape is (n_in, n_out)."""
    return rng.normal(0, np.sqrt(2 / n_in), n_in * n_out)


# %% exercise="he_init" mistake="zeros"
def he_init(n_in, n_out, rng):
    """Zeros: all neurons would learn the same. Draw from rng."""
    return np.zeros((n_in, n_out))


# %% exercise="he_init" mistake="same-number"
def he_init(n_in, n_out, rng):
    """The same number everywhere: all neurons would learn the same. `size=` draws one a cell."""
    return np.full((n_in, n_out), np.sqrt(2 / n_in))


# %% exercise="he_init" mistake="one-row-repeated"
def he_init(n_in, n_out, rng):
    """All rows (or columns) are the same: draw a number for each cell."""
    return np.tile(rng.normal(0, np.sqrt(2 / n_in), n_out), (n_in, 1))


# %% exercise="he_init" mistake="with-bias"
def he_init(n_in, n_out, rng):
    """A bias came back too: the weights alone are asked for."""
    return rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out)), np.zeros(n_out)


# %% exercise="he_init" mistake="with-bias"
def he_init(n_in, n_out, rng):
    return {"W": rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out)), "b": np.zeros(n_out)}


# %% exercise="he_init" mistake="global-lots"
def he_init(n_in, n_out, rng):
    """The generator given was not used: rng.normal, not np.random."""
    return np.random.normal(0, np.sqrt(2 / n_in), (n_in, n_out))


# %% exercise="he_init" mistake="own-generator"
def he_init(n_in, n_out, rng):
    """The generator given was not used: a new one, or a seed, inside the function draws the same numbers each time."""
    return np.random.default_rng(0).normal(0, np.sqrt(2 / n_in), (n_in, n_out))


# %% exercise="he_init" mistake="own-generator"
def he_init(n_in, n_out, rng):
    np.random.seed(0)
    return np.random.randn(n_in, n_out) * np.sqrt(2 / n_in)


# %% exercise="he_init" mistake="legacy-call"
def he_init(n_in, n_out, rng):
    """A NumPy generator has no `randn`: rng.normal(0, spread, size)."""
    return rng.randn(n_in, n_out) * np.sqrt(2 / n_in)


# %% exercise="he_init" mistake="size-unpacked"
def he_init(n_in, n_out, rng):
    """The size is one argument, in brackets: size=(n_in, n_out)."""
    return rng.normal(0, np.sqrt(2 / n_in), n_in, n_out)


# %% exercise="he_init" mistake="returns-nothing"
def he_init(n_in, n_out, rng):
    """Nothing came back: `return ...`."""
    print(rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out)))


# %% exercise="he_init" mistake="three"
def he_init(n_in, n_out, rng):
    """Multiplied by 2 after the root: the 2 stands under it."""
    return 2 * rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))


# %% exercise="he_init" mistake="six"
def he_init(n_in, n_out, rng):
    """The root of 6 / n_in is the limit of uniform numbers; normal ones have the root of 2 / n_in."""
    return rng.normal(0, np.sqrt(6 / n_in), (n_in, n_out))


# %% exercise="he_init" mistake="whole-numbers"
def he_init(n_in, n_out, rng):
    """Whole numbers: the weights were rounded."""
    return np.round(rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out)))


# %% exercise="he_init" mistake="caches"
def he_init(n_in, n_out, rng):
    """One drawing is kept for ever (a default argument or a global): draw anew at each call."""
    return np.outer(np.ones(n_in), np.ones(n_out)) * rng.normal(0, np.sqrt(2 / n_in))


# %% exercise="he_init" mistake="root-of-product"
def he_init(n_in, n_out, rng):
    """The product of both sizes stands below: 2 / n_in alone."""
    return rng.normal(0, np.sqrt(2 / (n_in * n_out)), (n_in, n_out))


# %% exercise="he_init" mistake="one-over-n"
def he_init(n_in, n_out, rng):
    """Divided by n_in: the root of 2 / n_in is asked for."""
    return rng.normal(size=(n_in, n_out)) / n_in


# %% exercise="he_init" mistake="six-both"
def he_init(n_in, n_out, rng):
    """The root of 6 / (n_in + n_out) is the limit of Xavier's uniform numbers; He's spread is the root of 2 / n_in."""
    return rng.normal(0, np.sqrt(6 / (n_in + n_out)), (n_in, n_out))


# %% exercise="batch_norm" mistake="over-features"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """Mean and variance over each row; they belong to each feature, over the batch: axis=0."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=1, keepdims=True)
        batch_var = x.var(axis=1, keepdims=True)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="over-all"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """One mean and variance for everything; each feature has its own: axis=0."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean()
        batch_var = x.var()
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="axis-one"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """axis=1 gives one number a row; the batch is axis 0."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=1)
        batch_var = x.var(axis=1)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="sample-variance"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """Divided by n - 1 (ddof=1): here the variance is divided by n."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0, ddof=1)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="deviation-as-variance"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The standard deviation was taken for the variance: x.var, and one root later."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.std(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="root-missing"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The root is missing: divide by the root of variance + eps."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = var + eps
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="eps-outside"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """eps stands outside of the root: root of (variance + eps)."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var) + eps
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="eps-outside"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.std(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = var + eps
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="eps-outside"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var) + np.sqrt(eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="eps-missing"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """eps is missing: root of (variance + eps)."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="eps-fixed"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """eps is an argument: take it, not a fixed number."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + 1e-5)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="not-centred"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The mean was not subtracted."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = x / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="not-scaled"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """Centred, but not divided by the root of variance + eps."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = x - mean
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="mean-divided"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """Brackets: subtract the mean first, then divide all of it: (x - mean) / std."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = x - mean / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="multiplied"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """Multiplied by std; divide by it."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) * std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="gamma-missing"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """gamma is missing: gamma * x_hat + beta."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="beta-missing"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """beta is missing: gamma * x_hat + beta."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="gamma-and-beta-missing"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """gamma and beta are missing: gamma * x_hat + beta."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = x_hat
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="gamma-beta-swapped"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """gamma multiplies, beta is added; they are swapped."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = beta * x_hat + gamma
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="beta-inside"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """gamma multiplies x_hat alone: gamma * x_hat + beta."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * (x_hat + beta)
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="beta-inside"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + gamma * beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="beta-subtracted"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """beta was subtracted; it is added."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat - beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="gamma-divided"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """Divided by gamma; it multiplies."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = x_hat / gamma + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="sign"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """mean - x in place of x - mean."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (mean - x) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="absolute-deviation"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The mean absolute deviation was taken; the spread is the root of the variance."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = np.mean(np.abs(x - x.mean(axis=0)), axis=0)**2
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="second-moment"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The mean of the squares: subtract the mean before squaring, or take x.var(axis=0)."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = (x**2).mean(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="sum-of-squares"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """A sum of squares; the variance is their mean."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = ((x - x.mean(axis=0))**2).sum(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="sum-as-mean"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """A sum in place of the mean."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.sum(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="min-max"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """Scaled between the smallest and the largest value; mean and variance are asked for."""
    lo, hi = x.min(axis=0), x.max(axis=0)
    x_hat = (x - lo) / (hi - lo + eps)
    return gamma * x_hat + beta, state, (x_hat, gamma, hi - lo)


# %% exercise="batch_norm" mistake="batch-in-use"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """In use the batch's own mean and variance were taken: the running ones belong there."""
    mean, var = x.mean(axis=0), x.var(axis=0)
    if training:
        state = {"mean": momentum * state.get("mean", 0.0) + (1 - momentum) * mean, "var": momentum * state.get("var", 1.0) + (1 - momentum) * var}
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    return gamma * x_hat + beta, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="running-in-training"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """In training the running mean and variance were used: there the batch's own normalise, and the running ones are only kept up."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = state["mean"], state["var"]
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="running-in-training-old"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """In training the old running mean and variance were used, or the condition is reversed: there the batch's own normalise."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        pass
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="running-in-training-old"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if not training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="starts-at-variance-zero"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The running variance begins at 1, not 0."""
    mean, var = state.get("mean", 0.0), state.get("var", 0.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="starts-at-mean-one"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The running mean begins at 0, not 1."""
    mean, var = state.get("mean", 1.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="starts-with-the-batch"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The first batch's mean and variance became the running ones; they begin at 0 and 1 and are mixed from the first batch on."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * state["mean"] + (1 - momentum) * batch_mean if state else batch_mean, "var": momentum * state["var"] + (1 - momentum) * batch_var if state else batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="momentum-reversed"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """momentum is the share of the old average, 1 - momentum that of the batch; they are swapped."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": (1 - momentum) * mean + momentum * batch_mean, "var": (1 - momentum) * var + momentum * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="momentum-fixed"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """momentum is an argument: take it, not a fixed 0.9."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": 0.9 * mean + 0.1 * batch_mean, "var": 0.9 * var + 0.1 * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="latest-batch"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """Only the last batch is remembered: mix it with what was there."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": batch_mean, "var": batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="sum-of-batches"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """1 - momentum is missing: the running average would grow for ever."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + batch_mean, "var": momentum * var + batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="old-kept-whole"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The old average was kept whole: it is multiplied by momentum."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": mean + (1 - momentum) * batch_mean, "var": var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="running-variance-missing"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The running variance does not change."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="running-mean-missing"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The running mean does not change."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="running-sample-variance"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The running variance got the variance divided by n - 1, as in PyTorch; here, as in Keras, it is divided by n."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * x.var(axis=0, ddof=1)}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="running-deviation"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The running average of the standard deviation; it is that of the variance."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * np.sqrt(batch_var)}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="running-with-eps"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """eps went into the running variance; it belongs to the root alone."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * (batch_var + 0.1)}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="state-not-returned"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """Nothing is remembered: read the old averages from `state`, and return the new ones."""
    old = state
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, old, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="state-not-returned"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    mean, var = 0.0, 1.0
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="writes-into-state"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The caller's state was written on: make a new dict for the new averages."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean, batch_var = x.mean(axis=0), x.var(axis=0)
        state["mean"] = momentum * mean + (1 - momentum) * batch_mean
        state["var"] = momentum * var + (1 - momentum) * batch_var
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    return gamma * x_hat + beta, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="writes-into-state"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    if not state:
        state["mean"], state["var"] = np.zeros(x.shape[1]), np.ones(x.shape[1])
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="writes-into-averages"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The arrays in the caller's state were written on (`+=`, `*=`): make new ones."""
    mean, var = state.get("mean", np.zeros(x.shape[1])), state.get("var", np.ones(x.shape[1]))
    if training:
        mean *= momentum
        mean += (1 - momentum) * x.mean(axis=0)
        var *= momentum
        var += (1 - momentum) * x.var(axis=0)
        state = {"mean": mean, "var": var}
        mean, var = x.mean(axis=0), x.var(axis=0)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    return gamma * x_hat + beta, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="learns-in-use"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The running averages changed in use: only training changes them."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    batch_mean, batch_var = x.mean(axis=0), x.var(axis=0)
    state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
    if training:
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    return gamma * x_hat + beta, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="state-lost-in-use"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """In use an empty state came back: it comes back as it was."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    state = state if training else {}
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="writes-into-argument"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """x was written on: `x - mean` makes a new array, `x -= mean` changes the caller's."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    x -= mean
    x /= np.sqrt(var + eps)
    std = np.sqrt(var + eps)
    x_hat = x
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="empty-state"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The first state is an empty dict: state.get("mean", 0.0) reads it, state["mean"] stops."""
    mean, var = state["mean"], state["var"]
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="unpacked-state"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The first state is an empty dict, with nothing to unpack: state.get(name, start)."""
    mean, var = state
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="gamma-not-in-use"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """In use gamma and beta are missing: they belong to both."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta if training else x_hat
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="eps-not-in-use"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """eps counts in use too: one line for both."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps) if training else np.sqrt(var)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="variance-in-use"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """In use it was divided by the running variance; its root is asked for."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps) if training else var + eps
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="unchanged-in-use"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """In use x came back as it was: the running averages normalise it."""
    if not training:
        return x.copy(), state, None
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="cache-and-state-swapped"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The second value is not the state: out, state, cache, in this order."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, (x_hat, gamma, std), state


# %% exercise="batch_norm" mistake="cache-and-state-swapped"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="only-out"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The output alone came back: out, state and cache are asked for."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out


# %% exercise="batch_norm" mistake="returns-nothing"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """Nothing came back: `return out, state, cache`."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    print(out)


# %% exercise="batch_norm" mistake="state-first"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The order is out, state, cache."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + (1 - momentum) * batch_mean, "var": momentum * var + (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return state, out, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="old-forgotten"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The old average is missing: momentum * old + (1 - momentum) * of this batch."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": (1 - momentum) * batch_mean, "var": (1 - momentum) * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="new-forgotten"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The batch is missing: momentum * old + (1 - momentum) * of this batch."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean, "var": momentum * var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="in-use-keys"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """In use the first state is empty too: state.get(name, start) reads it."""
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        state = {"mean": momentum * state.get("mean", 0.0) + (1 - momentum) * mean, "var": momentum * state.get("var", 1.0) + (1 - momentum) * var}
    else:
        mean, var = state["mean"], state["var"]
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    return gamma * x_hat + beta, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="momentum-missing"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """momentum is missing: the plain mean of old and new."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": (mean + batch_mean) / 2, "var": (var + batch_var) / 2}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm" mistake="momentum-brackets"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """Brackets: momentum * old + (1 - momentum) * of this batch."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        batch_mean = x.mean(axis=0)
        batch_var = x.var(axis=0)
        state = {"mean": momentum * mean + 1 - momentum * batch_mean, "var": momentum * var + 1 - momentum * batch_var}
        mean, var = batch_mean, batch_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    out = gamma * x_hat + beta
    return out, state, (x_hat, gamma, std)


# %% exercise="batch_norm_backward" mistake="straight-alone"
def batch_norm_backward(dout, cache):
    """Only the straight way was taken: mean and variance depend on x too, that makes two terms more."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = dh / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="straight-alone"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = dh / std
    dgamma = (dh * x_hat).sum(axis=0)
    dbeta = dh.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="straight-alone"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = cache
    dx = dout / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="variance-way-missing"
def batch_norm_backward(dout, cache):
    """The way through the variance is missing: - x_hat * mean of (dx_hat * x_hat)."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="mean-way-missing"
def batch_norm_backward(dout, cache):
    """The way through the mean is missing: - mean of dx_hat."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="sums"
def batch_norm_backward(dout, cache):
    """Sums in place of means: each way has 1/n."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.sum(axis=0) - x_hat * (dh * x_hat).sum(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="sums"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = dh / std - x_hat * (dh * x_hat).sum(axis=0) / std - dh.sum(axis=0) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="sums"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = cache
    dx = (dout - dout.sum(axis=0) - x_hat * (dout * x_hat).sum(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="first-sum"
def batch_norm_backward(dout, cache):
    """The mean's way has a sum; it is a mean over the batch."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.sum(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="first-sum"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = dh / std - x_hat * (dh * x_hat).mean(axis=0) / std - dh.sum(axis=0) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="second-sum"
def batch_norm_backward(dout, cache):
    """The variance's way has a sum; it is a mean over the batch."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).sum(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="plus"
def batch_norm_backward(dout, cache):
    """The two other ways are subtracted."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh + dh.mean(axis=0) + x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="first-plus"
def batch_norm_backward(dout, cache):
    """The way through the mean is subtracted."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh + dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="second-plus"
def batch_norm_backward(dout, cache):
    """The way through the variance is subtracted."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) + x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="gamma-missing"
def batch_norm_backward(dout, cache):
    """gamma is missing in dx: dx_hat = dout * gamma."""
    x_hat, gamma, std = cache
    dh = dout
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="gamma-divided"
def batch_norm_backward(dout, cache):
    """Divided by gamma; dx_hat = dout * gamma."""
    x_hat, gamma, std = cache
    dh = dout / gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="gamma-twice"
def batch_norm_backward(dout, cache):
    """gamma counts once in dx."""
    x_hat, gamma, std = cache
    dh = dout * gamma * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="gamma-twice"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = gamma * (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="gamma-on-straight-alone"
def batch_norm_backward(dout, cache):
    """gamma belongs to all three ways: dx_hat = dout * gamma in each."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dout.mean(axis=0) - x_hat * (dout * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="gamma-on-straight-alone"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dout * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="gamma-on-straight-alone"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dout.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="std-missing"
def batch_norm_backward(dout, cache):
    """The division by std is missing in dx."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="std-missing"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = cache
    dx = dout - dout.mean(axis=0) - x_hat * (dout * x_hat).mean(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="std-on-last"
def batch_norm_backward(dout, cache):
    """Brackets: std divides all three ways."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="std-on-straight"
def batch_norm_backward(dout, cache):
    """Brackets: std divides all three ways."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = dh / std - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="std-on-straight"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0)) / std - x_hat * (dh * x_hat).mean(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="std-multiplied"
def batch_norm_backward(dout, cache):
    """Multiplied by std; divide."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) * std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="variance-divided"
def batch_norm_backward(dout, cache):
    """Divided by the variance; divide by std."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std**2
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="root-again"
def batch_norm_backward(dout, cache):
    """The root of std: the cache holds the root already."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / np.sqrt(std)
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="x-hat-once"
def batch_norm_backward(dout, cache):
    """In the variance's way x_hat stands twice: inside the mean, and before it."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="x-hat-not-inside"
def batch_norm_backward(dout, cache):
    """In the variance's way x_hat stands inside the mean too."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * dh.mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="x-hat-squared-inside"
def batch_norm_backward(dout, cache):
    """x_hat before the mean stays outside of it."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - (dh * x_hat * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="factor-two"
def batch_norm_backward(dout, cache):
    """A 2 too many: the square's 2 and the root's half cancel."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - 2 * x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="factor-half"
def batch_norm_backward(dout, cache):
    """A half too many: the square's 2 and the root's half cancel."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - 0.5 * x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="mean-over-all"
def batch_norm_backward(dout, cache):
    """One mean for everything; each feature has its own, axis=0."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean() - x_hat * (dh * x_hat).mean()) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="mean-over-features"
def batch_norm_backward(dout, cache):
    """Means over each row; they are over the batch, axis=0."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=1, keepdims=True) - x_hat * (dh * x_hat).mean(axis=1, keepdims=True)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="axis-one"
def batch_norm_backward(dout, cache):
    """axis=1 adds up each row; gamma and beta have one number a feature, over the batch: axis=0."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=1)
    dbeta = dout.sum(axis=1)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="axis-one"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=1)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="axis-one"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=1)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="batch-divided"
def batch_norm_backward(dout, cache):
    """Divided by the size of the batch once more."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std / len(dout)
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="batch-multiplied"
def batch_norm_backward(dout, cache):
    """The division by the size of the batch is missing: n * dx_hat - sum - ... belongs over n * std."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (len(dh) * dh - dh.sum(axis=0) - x_hat * (dh * x_hat).sum(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="sample-means"
def batch_norm_backward(dout, cache):
    """Divided by n - 1; the means are over n."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.sum(axis=0) / (len(dh) - 1) - x_hat * (dh * x_hat).sum(axis=0) / (len(dh) - 1)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="dgamma-mean"
def batch_norm_backward(dout, cache):
    """dgamma is a sum over the batch, not a mean."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).mean(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="dbeta-mean"
def batch_norm_backward(dout, cache):
    """dbeta is a sum over the batch, not a mean."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.mean(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="both-means"
def batch_norm_backward(dout, cache):
    """dgamma and dbeta are sums over the batch, not means."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).mean(axis=0)
    dbeta = dout.mean(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="dgamma-without-x-hat"
def batch_norm_backward(dout, cache):
    """dgamma has x_hat in it: gamma multiplies x_hat."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = dout.sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="dgamma-with-gamma"
def batch_norm_backward(dout, cache):
    """dgamma is made of dout, not of dout * gamma."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dh * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="dgamma-with-gamma"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dh * x_hat).sum(axis=0)
    dbeta = dh.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="dbeta-with-gamma"
def batch_norm_backward(dout, cache):
    """dbeta is the sum of dout, without gamma."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dh.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="dgamma-std"
def batch_norm_backward(dout, cache):
    """dgamma is the sum of dout * x_hat; std is in x_hat already."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat / std).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="dgamma-x"
def batch_norm_backward(dout, cache):
    """x_hat was turned back into x: gamma multiplies x_hat."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat * std).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="not-summed"
def batch_norm_backward(dout, cache):
    """dgamma and dbeta have one number a feature: summed over the batch, axis=0."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = dout * x_hat
    dbeta = dout.copy()
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="not-summed"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = dout * x_hat
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="not-summed"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.copy()
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="summed-over-all"
def batch_norm_backward(dout, cache):
    """One number for all; dgamma and dbeta have one a feature: axis=0."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum()
    dbeta = dout.sum()
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="summed-over-all"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0).mean()
    dbeta = dout.sum(axis=0).mean()
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="summed-over-all"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum()
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="summed-over-all"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum()
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="kept-dims"
def batch_norm_backward(dout, cache):
    """dgamma and dbeta have shape (d,): without keepdims."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0, keepdims=True)
    dbeta = dout.sum(axis=0, keepdims=True)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="kept-dims"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0, keepdims=True)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="kept-dims"
def batch_norm_backward(dout, cache):
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0, keepdims=True)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="swapped-returns"
def batch_norm_backward(dout, cache):
    """The order is dx, dgamma, dbeta."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dbeta, dgamma


# %% exercise="batch_norm_backward" mistake="other-order"
def batch_norm_backward(dout, cache):
    """The order is dx, dgamma, dbeta."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dgamma, dbeta, dx


# %% exercise="batch_norm_backward" mistake="dx-alone"
def batch_norm_backward(dout, cache):
    """dx alone came back: dx, dgamma, dbeta are asked for."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    return dx


# %% exercise="batch_norm_backward" mistake="dict"
def batch_norm_backward(dout, cache):
    """A dict came back; three values are asked for: `return dx, dgamma, dbeta`."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return {"dx": dx, "dgamma": dgamma, "dbeta": dbeta}


# %% exercise="batch_norm_backward" mistake="returns-nothing"
def batch_norm_backward(dout, cache):
    """Nothing came back: `return dx, dgamma, dbeta`."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    print(dx, dgamma, dbeta)


# %% exercise="batch_norm_backward" mistake="matrix-product"
def batch_norm_backward(dout, cache):
    """`@` in place of `*`: these are products cell by cell."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = dout.T @ x_hat
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="writes-into-argument"
def batch_norm_backward(dout, cache):
    """dout was written on: `dout * gamma` makes a new array, `dout *= gamma` changes the caller's."""
    x_hat, gamma, std = cache
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    dout *= gamma
    dh = dout
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = dgamma
    dbeta = dbeta
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="cache-order"
def batch_norm_backward(dout, cache):
    """The cache is unpacked in another order: x_hat, gamma, std."""
    x_hat, std, gamma = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="sign"
def batch_norm_backward(dout, cache):
    """The sign is turned."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = -(dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="unchanged"
def batch_norm_backward(dout, cache):
    """dout * gamma came back as dx: the normalisation itself is missing."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = dh
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="zero"
def batch_norm_backward(dout, cache):
    """dx is 0: its column adds up to 0, its cells are not 0."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = 0 * dh
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="dgamma-matrix"
def batch_norm_backward(dout, cache):
    """A matrix product mixes the features: dgamma is the sum of dout * x_hat, cell by cell, over the batch."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.mean(axis=0) - x_hat * (dh * x_hat).mean(axis=0)) / std
    dgamma = np.dot(dout.T, x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="features-for-batch"
def batch_norm_backward(dout, cache):
    """Divided by the number of features: the means are over the batch, n is len(dout)."""
    x_hat, gamma, std = cache
    dx = gamma / (dout.shape[1] * std) * (dout.shape[1] * dout - dout.sum(axis=0) - x_hat * (dout * x_hat).sum(axis=0))
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="batch_norm_backward" mistake="n-on-straight-missing"
def batch_norm_backward(dout, cache):
    """n times dx_hat belongs first: (n * dx_hat - sum - ...) / (n * std)."""
    x_hat, gamma, std = cache
    dh = dout * gamma
    dx = (dh - dh.sum(axis=0) - x_hat * (dh * x_hat).sum(axis=0)) / (len(dh) * std)
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta


# %% exercise="residual_forward" mistake="way-around-missing"
def residual_forward(x, w1, b1, w2, b2):
    """x was not added: y = F(x) + x."""
    h = np.maximum(x @ w1 + b1, 0)
    out = h @ w2 + b2
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="way-around-missing"
def residual_forward(x, w1, b1, w2, b2):
    h = x @ w1 + b1
    out = h @ w2 + b2
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="way-around-missing"
def residual_forward(x, w1, b1, w2, b2):
    h = np.maximum(x @ w1 + b1, 0)
    out = np.maximum(h @ w2 + b2, 0)
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="relu-missing"
def residual_forward(x, w1, b1, w2, b2):
    """The ReLU between the two layers is missing."""
    h = x @ w1 + b1
    out = h @ w2 + b2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="relu-at-the-end"
def residual_forward(x, w1, b1, w2, b2):
    """No ReLU at the end: x is added to the second layer's sum, and that is it."""
    h = np.maximum(x @ w1 + b1, 0)
    out = np.maximum(h @ w2 + b2 + x, 0)
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="relu-on-f"
def residual_forward(x, w1, b1, w2, b2):
    """A ReLU on F's output: there is one between the layers only."""
    h = np.maximum(x @ w1 + b1, 0)
    out = np.maximum(h @ w2 + b2, 0) + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="relu-on-input"
def residual_forward(x, w1, b1, w2, b2):
    """The ReLU stands on x; it belongs after the first layer."""
    h = np.maximum(x, 0) @ w1 + b1
    out = h @ w2 + b2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="relu-before-bias"
def residual_forward(x, w1, b1, w2, b2):
    """The bias b1 is added before the ReLU."""
    h = np.maximum(x @ w1, 0) + b1
    out = h @ w2 + b2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="relu-before-bias"
def residual_forward(x, w1, b1, w2, b2):
    h = np.maximum(x @ w1, 0)
    out = h @ w2 + b1 @ w2 + b2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="b1-missing"
def residual_forward(x, w1, b1, w2, b2):
    """b1 is missing."""
    h = np.maximum(x @ w1, 0)
    out = h @ w2 + b2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="b2-missing"
def residual_forward(x, w1, b1, w2, b2):
    """b2 is missing."""
    h = np.maximum(x @ w1 + b1, 0)
    out = h @ w2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="biases-missing"
def residual_forward(x, w1, b1, w2, b2):
    """Both biases are missing."""
    h = np.maximum(x @ w1, 0)
    out = h @ w2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="subtracted"
def residual_forward(x, w1, b1, w2, b2):
    """x was subtracted; it is added."""
    h = np.maximum(x @ w1 + b1, 0)
    out = h @ w2 + b2 - x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="f-subtracted"
def residual_forward(x, w1, b1, w2, b2):
    """F(x) was subtracted; it is added."""
    h = np.maximum(x @ w1 + b1, 0)
    out = x - (h @ w2 + b2)
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="multiplied"
def residual_forward(x, w1, b1, w2, b2):
    """F(x) and x are added, not multiplied."""
    h = np.maximum(x @ w1 + b1, 0)
    out = (h @ w2 + b2) * x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="twice"
def residual_forward(x, w1, b1, w2, b2):
    """x counts once."""
    h = np.maximum(x @ w1 + b1, 0)
    out = h @ w2 + b2 + 2 * x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="averaged"
def residual_forward(x, w1, b1, w2, b2):
    """A mean of both; they are added."""
    h = np.maximum(x @ w1 + b1, 0)
    out = (h @ w2 + b2 + x) / 2
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="relu-of-x-added"
def residual_forward(x, w1, b1, w2, b2):
    """x itself is added, not relu(x)."""
    h = np.maximum(x @ w1 + b1, 0)
    out = h @ w2 + b2 + np.maximum(x, 0)
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="x-alone"
def residual_forward(x, w1, b1, w2, b2):
    """Only x came back: F(x) + x."""
    h = np.maximum(x @ w1 + b1, 0)
    out = x + 0.0
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="h-added"
def residual_forward(x, w1, b1, w2, b2):
    """h, or x times weights, was added: x itself goes around."""
    h = np.maximum(x @ w1 + b1, 0)
    out = h @ w2 + b2 + h
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="x-inside"
def residual_forward(x, w1, b1, w2, b2):
    """x (n, d) met h (n, hidden): x goes around both layers, and is added to the second layer's sums."""
    h = np.maximum(x @ w1 + b1, 0)
    out = (h + x) @ w2 + b2
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="x-inside"
def residual_forward(x, w1, b1, w2, b2):
    h = np.maximum(x @ w1 + b1, 0)
    out = h + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="sigmoid"
def residual_forward(x, w1, b1, w2, b2):
    """A sigmoid between the layers; ReLU is asked for."""
    h = 1 / (1 + np.exp(-(x @ w1 + b1)))
    out = h @ w2 + b2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="tanh"
def residual_forward(x, w1, b1, w2, b2):
    """tanh between the layers; ReLU is asked for."""
    h = np.tanh(x @ w1 + b1)
    out = h @ w2 + b2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="absolute"
def residual_forward(x, w1, b1, w2, b2):
    """abs in place of ReLU: negative sums become 0."""
    h = np.abs(x @ w1 + b1)
    out = h @ w2 + b2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="minimum"
def residual_forward(x, w1, b1, w2, b2):
    """np.minimum keeps the negative sums; ReLU keeps the positive ones: np.maximum."""
    h = np.minimum(x @ w1 + b1, 0)
    out = h @ w2 + b2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="np-max"
def residual_forward(x, w1, b1, w2, b2):
    """np.max(z, 0) takes the largest of each column; np.maximum(z, 0) compares cell by cell."""
    h = np.max(x @ w1 + b1, 0)
    out = h @ w2 + b2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="leaky"
def residual_forward(x, w1, b1, w2, b2):
    """A leaky ReLU: negative sums become 0."""
    h = np.where(x @ w1 + b1 > 0, x @ w1 + b1, 0.01 * (x @ w1 + b1))
    out = h @ w2 + b2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="relu-as-step"
def residual_forward(x, w1, b1, w2, b2):
    """(z > 0) is 1 or 0; ReLU keeps z itself."""
    h = (x @ w1 + b1 > 0) * 1.0
    out = h @ w2 + b2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="weights-swapped"
def residual_forward(x, w1, b1, w2, b2):
    """w1 is (d, hidden) and w2 (hidden, d): `x @ w1` first, without .T."""
    h = np.maximum(x @ w2 + b1, 0)
    out = h @ w1 + b2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="weights-swapped"
def residual_forward(x, w1, b1, w2, b2):
    h = np.maximum(x @ w1.T + b1, 0)
    out = h @ w2.T + b2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="weights-first"
def residual_forward(x, w1, b1, w2, b2):
    """The batch comes first: x @ w1, not w1 @ x."""
    h = np.maximum(w1 @ x + b1, 0)
    out = w2 @ h + b2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="weights-first"
def residual_forward(x, w1, b1, w2, b2):
    h = np.maximum(w1.T @ x + b1, 0)
    out = w2.T @ h + b2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="cell-by-cell"
def residual_forward(x, w1, b1, w2, b2):
    """`*` multiplies cell by cell; the weighted sums are `x @ w1`."""
    h = np.maximum(x * w1 + b1, 0)
    out = h * w2 + b2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="biases-swapped"
def residual_forward(x, w1, b1, w2, b2):
    """b1 and b2 are swapped."""
    h = np.maximum(x @ w1 + b2, 0)
    out = h @ w2 + b1 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="b1-twice"
def residual_forward(x, w1, b1, w2, b2):
    """b1 was used in both layers."""
    h = np.maximum(x @ w1 + b1, 0)
    out = h @ w2 + b1 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="w1-twice"
def residual_forward(x, w1, b1, w2, b2):
    """w1 was used in both layers."""
    h = np.maximum(x @ w1 + b1, 0)
    out = h @ w1 + b2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="only-out"
def residual_forward(x, w1, b1, w2, b2):
    """The cache is missing: `return out, cache`."""
    h = np.maximum(x @ w1 + b1, 0)
    out = h @ w2 + b2 + x
    return out


# %% exercise="residual_forward" mistake="cache-first"
def residual_forward(x, w1, b1, w2, b2):
    """The order is out, cache."""
    h = np.maximum(x @ w1 + b1, 0)
    out = h @ w2 + b2 + x
    return (x, h, w1, w2), out


# %% exercise="residual_forward" mistake="returns-nothing"
def residual_forward(x, w1, b1, w2, b2):
    """Nothing came back: `return out, cache`."""
    h = np.maximum(x @ w1 + b1, 0)
    out = h @ w2 + b2 + x
    print(out)


# %% exercise="residual_forward" mistake="writes-into-argument"
def residual_forward(x, w1, b1, w2, b2):
    """x was written on: `... + x` makes a new array, `x += ...` changes the caller's."""
    x += np.maximum(x @ w1 + b1, 0) @ w2 + b2
    h = np.maximum(x @ w1 + b1, 0)
    out = x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="writes-into-argument"
def residual_forward(x, w1, b1, w2, b2):
    h = x @ w1 + b1
    h[h < 0] = 0
    f = h @ w2 + b2
    x += f
    return x, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="f-twice"
def residual_forward(x, w1, b1, w2, b2):
    """F was applied twice."""
    h = np.maximum(x @ w1 + b1, 0)
    out = np.maximum((h @ w2 + b2 + x) @ w1 + b1, 0) @ w2 + b2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="x-times-weights"
def residual_forward(x, w1, b1, w2, b2):
    """x goes around unchanged: without weights of its own."""
    h = np.maximum(x @ w1 + b1, 0)
    out = h @ w2 + b2 + x @ w1 @ w2
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="biases-subtracted"
def residual_forward(x, w1, b1, w2, b2):
    """The biases are added."""
    h = np.maximum(x @ w1 - b1, 0)
    out = h @ w2 - b2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="averaged-over-batch"
def residual_forward(x, w1, b1, w2, b2):
    """Averaged over the batch: out has a row for each input."""
    h = np.maximum(x @ w1 + b1, 0)
    out = (h @ w2 + b2 + x).mean(axis=0)
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="python-max"
def residual_forward(x, w1, b1, w2, b2):
    """Python's max wants single numbers: np.maximum compares cell by cell."""
    h = max(0, x @ w1 + b1)
    out = h @ w2 + b2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="no-such-relu"
def residual_forward(x, w1, b1, w2, b2):
    """There is no `relu` in this notebook: np.maximum(z, 0)."""
    h = relu(x @ w1 + b1)
    out = h @ w2 + b2 + x
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="summed-over-batch"
def residual_forward(x, w1, b1, w2, b2):
    """x was summed over the batch: each row goes around by itself."""
    h = np.maximum(x @ w1 + b1, 0)
    out = h @ w2 + (b2 + x).sum(axis=0)
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="x-plus-b2-lost"
def residual_forward(x, w1, b1, w2, b2):
    """x and b2 are both added."""
    h = np.maximum(x @ w1 + b1, 0)
    out = h @ w2 + x - b2
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="relu-moved"
def residual_forward(x, w1, b1, w2, b2):
    """The ReLU moved to the end: it stands between the two layers."""
    h = x @ w1 + b1
    out = np.maximum(h @ w2 + b2 + x, 0)
    return out, (x, h, w1, w2)


# %% exercise="residual_forward" mistake="relu-moved"
def residual_forward(x, w1, b1, w2, b2):
    h = x @ w1 + b1
    out = np.maximum(h @ w2 + b2, 0) + x
    return out, (x, h, w1, w2)


# %% exercise="residual_backward" mistake="way-around-missing"
def residual_backward(dout, cache):
    """The way around is missing in dx: + dout."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="way-around-missing"
def residual_backward(dout, cache):
    x, h, w1, w2 = cache
    dz = dout @ w2.T
    dx = dz @ w1.T
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="way-around-alone"
def residual_backward(dout, cache):
    """dx is dout alone: what comes through F is added."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dout.copy()
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="relu-missing"
def residual_backward(dout, cache):
    """The ReLU is missing on the way back (h >= 0 is true everywhere): nothing passes where h is 0."""
    x, h, w1, w2 = cache
    dz = dout @ w2.T
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="relu-missing"
def residual_backward(dout, cache):
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h >= 0) * 1.0
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="relu-on-dx"
def residual_backward(dout, cache):
    """The ReLU stands between the layers: it masks the gradient of h, not dx."""
    x, h, w1, w2 = cache
    dz = dout @ w2.T
    dx = (dz @ w1.T) * (x > 0) + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="relu-of-gradient"
def residual_backward(dout, cache):
    """The gradient passes where h > 0, whatever its own sign."""
    x, h, w1, w2 = cache
    dz = np.maximum(dout @ w2.T, 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="relu-of-gradient"
def residual_backward(dout, cache):
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (dout @ w2.T > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="times-h"
def residual_backward(dout, cache):
    """Multiplied by h; the slope of ReLU is 1 or 0: (h > 0)."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * h
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="mask-reversed"
def residual_backward(dout, cache):
    """The mask is reversed: the gradient passes where h > 0."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h <= 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="sigmoid-slope"
def residual_backward(dout, cache):
    """h (1 - h) is the slope of a sigmoid; ReLU's is 1 or 0."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * h * (1 - h)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="dout-masked"
def residual_backward(dout, cache):
    """dout was masked by x > 0: the ReLU stands after the first layer, h > 0."""
    x, h, w1, w2 = cache
    dz = ((dout * (x > 0)) @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="masked-everywhere"
def residual_backward(dout, cache):
    """The way around was masked too: dout passes it unchanged."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout * (x > 0)
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="x-added"
def residual_backward(dout, cache):
    """x was added in dx; the way around carries dout."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + x
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="dz-added"
def residual_backward(dout, cache):
    """Two times dout through F: dx = dz @ w1.T + dout."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = 2 * (dz @ w1.T) + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="twice"
def residual_backward(dout, cache):
    """dout counts once in dx."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + 2 * dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="one-added"
def residual_backward(dout, cache):
    """The derivative of x is 1, times dout: add dout, not 1."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + 1
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="subtracted"
def residual_backward(dout, cache):
    """dout was subtracted; it is added."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T - dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="multiplied"
def residual_backward(dout, cache):
    """Gradients of two ways are added, not multiplied."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = (dz @ w1.T) * dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="halved"
def residual_backward(dout, cache):
    """Each way gets all of dout, not a half."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = (dz @ w1.T + dout) / 2
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="bias-means"
def residual_backward(dout, cache):
    """db1 and db2 are sums over the batch, not means."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.mean(axis=0)
    dw2 = h.T @ dout
    db2 = dout.mean(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="db1-mean"
def residual_backward(dout, cache):
    """db1 is a sum over the batch, not a mean."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.mean(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="db2-mean"
def residual_backward(dout, cache):
    """db2 is a sum over the batch, not a mean."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.mean(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="bias-axis"
def residual_backward(dout, cache):
    """axis=1 adds up each row; a bias has one number a neuron, over the batch: axis=0."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=1)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=1)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="bias-axis"
def residual_backward(dout, cache):
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=1)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="bias-axis"
def residual_backward(dout, cache):
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=1)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="biases-not-summed"
def residual_backward(dout, cache):
    """db1 and db2 are summed over the batch."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz
    dw2 = h.T @ dout
    db2 = dout.copy()
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="biases-not-summed"
def residual_backward(dout, cache):
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="biases-not-summed"
def residual_backward(dout, cache):
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.copy()
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="bias-one-number"
def residual_backward(dout, cache):
    """One number; a bias has one a neuron: sum with axis=0."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum()
    dw2 = h.T @ dout
    db2 = dout.sum()
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="bias-one-number"
def residual_backward(dout, cache):
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum()
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="bias-one-number"
def residual_backward(dout, cache):
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum()
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="kept-dims"
def residual_backward(dout, cache):
    """db1 and db2 have one axis: without keepdims."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0, keepdims=True)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0, keepdims=True)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="kept-dims"
def residual_backward(dout, cache):
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0, keepdims=True)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="kept-dims"
def residual_backward(dout, cache):
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0, keepdims=True)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="biases-swapped"
def residual_backward(dout, cache):
    """db1 and db2 are swapped."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dout.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dz.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="db1-unmasked"
def residual_backward(dout, cache):
    """db1 is made of the gradient after the ReLU: the masked one."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = (dout @ w2.T).sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="dw1-unmasked"
def residual_backward(dout, cache):
    """dw1 is made of the gradient after the ReLU: the masked one."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ (dout @ w2.T)
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="dx-unmasked"
def residual_backward(dout, cache):
    """F's part of dx is made of the masked gradient."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = (dout @ w2.T) @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="dw2-from-x"
def residual_backward(dout, cache):
    """dw2 is made of what entered the second layer: h, not x."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = x.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="dw2-masked"
def residual_backward(dout, cache):
    """dw2 is h.T @ dout: h is cut off already."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = (h > 0).T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="dw1-from-h"
def residual_backward(dout, cache):
    """dw1 is made of what entered the first layer: x, not h."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = h.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="dw1-from-dout"
def residual_backward(dout, cache):
    """dw1 is made of the gradient at the first layer, not of dout."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dout
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="dw-transposed"
def residual_backward(dout, cache):
    """dw1 and dw2 are transposed: they have the shapes of w1 and w2."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = dz.T @ x
    db1 = dz.sum(axis=0)
    dw2 = dout.T @ h
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="dw-transposed"
def residual_backward(dout, cache):
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = dout.T @ h
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="dw-transposed"
def residual_backward(dout, cache):
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = dz.T @ x
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="dw-divided"
def residual_backward(dout, cache):
    """Divided by the size of the batch: the loss has done that already."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz / len(x)
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout / len(x)
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="dw-divided"
def residual_backward(dout, cache):
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz / len(x)
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="dw-divided"
def residual_backward(dout, cache):
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout / len(x)
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="all-divided"
def residual_backward(dout, cache):
    """Divided by the size of the batch: the loss has done that already."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz / len(x)
    db1 = dz.mean(axis=0)
    dw2 = h.T @ dout / len(x)
    db2 = dout.mean(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="w2-not-transposed"
def residual_backward(dout, cache):
    """Back through a layer: times the transpose, dout @ w2.T."""
    x, h, w1, w2 = cache
    dz = (dout @ w2) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="w1-not-transposed"
def residual_backward(dout, cache):
    """Back through a layer: times the transpose, dz @ w1.T."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1 + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="weights-swapped"
def residual_backward(dout, cache):
    """w1 and w2 are swapped on the way back: w2 comes first."""
    x, h, w1, w2 = cache
    dz = (dout @ w1) * (h > 0)
    dx = dz @ w2 + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="x-not-transposed"
def residual_backward(dout, cache):
    """The batch must meet the batch: x.T @ dz, h.T @ dout."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x @ dz
    db1 = dz.sum(axis=0)
    dw2 = h @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="x-not-transposed"
def residual_backward(dout, cache):
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="x-not-transposed"
def residual_backward(dout, cache):
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="cell-by-cell"
def residual_backward(dout, cache):
    """`*` multiplies cell by cell: matrix products are `@`."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x * dz
    db1 = dz.sum(axis=0)
    dw2 = h * dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="tuple"
def residual_backward(dout, cache):
    """Values came back without names; a dict is asked for, with "dx", "dw1", "db1", "dw2", "db2"."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return dx, dw1, db1, dw2, db2


# %% exercise="residual_backward" mistake="names"
def residual_backward(dout, cache):
    """The names are "dx", "dw1", "db1", "dw2", "db2"."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"x": dx, "w1": dw1, "b1": db1, "w2": dw2, "b2": db2}


# %% exercise="residual_backward" mistake="capitals"
def residual_backward(dout, cache):
    """The names are written small: "dw1", not "dW1"."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dW1": dw1, "db1": db1, "dW2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="dx-missing"
def residual_backward(dout, cache):
    """"dx" is missing in the dict."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="dx-alone"
def residual_backward(dout, cache):
    """dx alone came back: a dict of five gradients is asked for."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    return dx


# %% exercise="residual_backward" mistake="returns-nothing"
def residual_backward(dout, cache):
    """Nothing came back: `return {...}`."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    print(dx, dw1, db1, dw2, db2)


# %% exercise="residual_backward" mistake="writes-into-argument"
def residual_backward(dout, cache):
    """dout was written on: `dz @ w1.T + dout` makes a new array, `dout += ...` changes the caller's."""
    x, h, w1, w2 = cache
    db2 = dout.sum(axis=0)
    dw2 = h.T @ dout
    dz0 = (dout @ w2.T) * (h > 0)
    dout += dz0 @ w1.T
    dz = dz0
    dx = dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = dw2
    db2 = db2
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="cache-order"
def residual_backward(dout, cache):
    """Arrays (n, hidden) and (n, d) met: the gradient of h is masked by h > 0, not by x or dout, and the cache holds x, h, w1, w2 in this order."""
    h, x, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="cache-too-short"
def residual_backward(dout, cache):
    """The cache holds four arrays: x, h, w1, w2."""
    x, h, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="sign"
def residual_backward(dout, cache):
    """The signs are turned: a gradient, not a step."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": -dx, "dw1": -dw1, "db1": -db1, "dw2": -dw2, "db2": -db2}


# %% exercise="residual_backward" mistake="mask-without-bias"
def residual_backward(dout, cache):
    """The mask was made of x @ w1 without the bias: h > 0 tells where the ReLU let through."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (x @ w1 > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="f-part-twice"
def residual_backward(dout, cache):
    """F's part of dx counts once, and dout is added: dz @ w1.T + dout."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = 2 * (dz @ w1.T)
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="x-into-dout"
def residual_backward(dout, cache):
    """x was added to the gradient: x is a value, dout a gradient."""
    x, h, w1, w2 = cache
    dz = ((dout + x) @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="dw1-with-skip"
def residual_backward(dout, cache):
    """The way around has no weights: dw1 is x.T @ dz."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz + x.T @ (dout @ w2.T)
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="db2-with-dz"
def residual_backward(dout, cache):
    """db2 is the sum of dout alone."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = dz @ w1.T + dout
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0) + (dz @ w1.T).sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="residual_backward" mistake="dx-masked"
def residual_backward(dout, cache):
    """dx was masked by x > 0: no ReLU stands before the block."""
    x, h, w1, w2 = cache
    dz = (dout @ w2.T) * (h > 0)
    dx = (dz @ w1.T + dout) * (x > 0)
    dw1 = x.T @ dz
    db1 = dz.sum(axis=0)
    dw2 = h.T @ dout
    db2 = dout.sum(axis=0)
    return {"dx": dx, "dw1": dw1, "db1": db1, "dw2": dw2, "db2": db2}


# %% exercise="add_weight_decay" mistake="told-by-axes"
def add_weight_decay(params, grads, lam):
    """Weights are told by the number of their axes: they are told by their name, which begins with W."""
    return {name: g + lam * params[name] if params[name].ndim > 1 else g for name, g in grads.items()}


# %% exercise="dropout" mistake="mask-from-output"
def dropout(x, rate, rng, training):
    """The mask was read off the output: where x itself is 0, a kept cell looks dropped. Make the mask first, then out = x * mask."""
    if not training:
        return x, np.ones(x.shape)
    out = np.where(rng.random(x.shape) < rate, 0, x / (1 - rate))
    return out, (out != 0) / (1 - rate)


# %% exercise="early_stop" mistake="begins-below-one"
def early_stop(losses, patience):
    """The lowest loss so far begins at a fixed number: a loss can be larger than 1 (guessing among ten gives 2.3). Begin with the first loss."""
    best, lowest, wait = 0, 1.0, 0
    for epoch, loss in enumerate(losses):
        if loss < lowest:
            best, lowest, wait = epoch, loss, 0
        else:
            wait += 1
            if wait >= patience:
                break
    return best


# %% exercise="early_stop" mistake="begins-below-one"
def early_stop(losses, patience):
    best, lowest = 0, 1.0
    for epoch, loss in enumerate(losses):
        if loss < lowest:
            best, lowest = epoch, loss
        elif epoch - best >= patience:
            break
    return best


# %% exercise="batch_norm" mistake="variance-around-the-running-mean"
def batch_norm(x, gamma, beta, state, training, momentum=0.9, eps=1e-5):
    """The batch's variance was taken around the running mean: it is taken around the batch's own mean, x.var(axis=0)."""
    mean, var = state.get("mean", 0.0), state.get("var", 1.0)
    if training:
        now = x.mean(axis=0)
        mean = momentum * mean + (1 - momentum) * now
        spread = np.mean((x - mean) ** 2, axis=0)
        state = {"mean": mean, "var": momentum * var + (1 - momentum) * spread}
        mean, var = now, spread
    std = np.sqrt(var + eps) * np.ones(x.shape[1])
    x_hat = (x - mean) / std
    return gamma * x_hat + beta, state, (x_hat, gamma, std)


# %% exercise="residual_forward" mistake="x-through-the-layers-without-relu"
def residual_forward(x, w1, b1, w2, b2):
    """The way around the ReLU goes through the weights: x itself is added, once, at the end."""
    h = np.maximum(x @ w1 + b1, 0)
    return (h + x @ w1) @ w2 + b2 + x, (x, h, w1, w2)
