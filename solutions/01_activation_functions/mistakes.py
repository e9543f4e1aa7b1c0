# The answer bank: mistakes that students make, one wrong function a cell, its docstring the sentence
# that helps. `course build` runs each on every visible case; see CONTRIBUTING.md. Never released.

# %% exercise="collapse_linear" mistake="order-reversed"
def collapse_linear(weights):
    """The order is reversed: x meets weights[0] first, so each next matrix goes on the right."""
    product = weights[-1]
    for w in weights[-2::-1]:
        product = product @ w
    return product


# %% exercise="collapse_linear" mistake="cell-by-cell"
def collapse_linear(weights):
    """`*` multiplies cell by cell; matrices are multiplied with `@`."""
    product = weights[0]
    for w in weights[1:]:
        product = product * w
    return product


# %% exercise="collapse_linear" mistake="added"
def collapse_linear(weights):
    """The matrices were added; layers in a row multiply."""
    return sum(weights)


# %% exercise="collapse_linear" mistake="last-left-out"
def collapse_linear(weights):
    """The last matrix is left out: the loop ends one too early."""
    product = np.eye(len(weights[0]))
    for w in weights[:-1]:
        product = product @ w
    return product


# %% exercise="collapse_linear" mistake="first-left-out"
def collapse_linear(weights):
    """The first matrix is left out: start with weights[0]."""
    product = np.eye(weights[0].shape[1])
    for w in weights[1:]:
        product = product @ w
    return product


# %% exercise="collapse_linear" mistake="only-the-last"
def collapse_linear(weights):
    """Only the last matrix came back: `product = w` forgets all before it."""
    for w in weights:
        product = w
    return product


# %% exercise="collapse_linear" mistake="only-the-first"
def collapse_linear(weights):
    """Only the first matrix came back: is the product given a name, as in `product = product @ w`?"""
    product = weights[0]
    for w in weights[1:]:
        product @ w
    return product


# %% exercise="collapse_linear" mistake="return-in-loop"
def collapse_linear(weights):
    """Only two matrices were multiplied: `return` stands inside the loop."""
    product = weights[0]
    for w in weights[1:]:
        product = product @ w
        return product
    return product


# %% exercise="collapse_linear" mistake="writes-into-argument"
def collapse_linear(weights):
    """`product @= w` writes into the caller's matrix, `weights.pop(0)` takes it from the caller's list: use `product = product @ w` and a loop over weights[1:]."""
    product = weights[0]
    for w in weights[1:]:
        if product.shape == (product @ w).shape:
            product[...] = product @ w
        else:
            product = product @ w
    return product


# %% exercise="collapse_linear" mistake="each-transposed"
def collapse_linear(weights):
    """Each matrix was transposed: (inputs, outputs) is already the way round that `x @ w` wants."""
    product = weights[0].T
    for w in weights[1:]:
        product = product @ w.T
    return product


# %% exercise="collapse_linear" mistake="each-transposed"
def collapse_linear(weights):
    product = weights[0]
    for w in weights[1:]:
        product = product @ w.T
    return product


# %% exercise="collapse_linear" mistake="result-transposed"
def collapse_linear(weights):
    """The right matrix, transposed: rows stand for inputs, columns for outputs."""
    product = weights[0]
    for w in weights[1:]:
        product = product @ w
    return product.T


# %% exercise="collapse_linear" mistake="starts-with-ones"
def collapse_linear(weights):
    """A product of matrices starts with the identity matrix np.eye(n), or with weights[0], not with ones."""
    product = np.ones((len(weights[0]), len(weights[0])))
    for w in weights:
        product = product @ w
    return product


# %% exercise="collapse_linear" mistake="starts-with-zeros"
def collapse_linear(weights):
    """Zeros times anything stay zeros: start with weights[0]."""
    product = np.zeros((len(weights[0]), len(weights[0])))
    for w in weights:
        product = product @ w
    return product


# %% exercise="collapse_linear" mistake="first-twice"
def collapse_linear(weights):
    """The first matrix counts twice: start with it, then loop over weights[1:]."""
    product = weights[0]
    for w in weights:
        product = product @ w
    return product


# %% exercise="collapse_linear" mistake="multi-dot"
def collapse_linear(weights):
    """np.linalg.multi_dot wants at least two matrices; a network may have a single layer."""
    return np.linalg.multi_dot(weights)


# %% exercise="collapse_linear" mistake="single-layer-index"
def collapse_linear(weights):
    """weights[1] does not exist for a single layer: loop over weights[1:], which may be empty."""
    product = weights[0] @ weights[1]
    for w in weights[2:]:
        product = product @ w
    return product


# %% exercise="collapse_linear" mistake="first-repeated"
def collapse_linear(weights):
    """The same matrix was used at every step: take the loop's variable."""
    product = weights[0]
    for _ in weights[1:]:
        product = product @ weights[1]
    return product


# %% exercise="collapse_linear" mistake="pairs"
def collapse_linear(weights):
    """A list of products of neighbours: one product runs through all matrices, `product = product @ w`."""
    return [a @ b for a, b in zip(weights[:-1], weights[1:], strict=True)]


# %% exercise="collapse_linear" mistake="starts-with-a-number"
def collapse_linear(weights):
    """`@` takes no single number: a product of matrices starts with weights[0], or np.eye(n)."""
    product = 1
    for w in weights:
        product = product @ w
    return product


# %% exercise="collapse_linear" mistake="second-left-out"
def collapse_linear(weights):
    """The second matrix is left out: after weights[0] comes weights[1]."""
    product = weights[0]
    for w in weights[2:]:
        product = product @ w
    return product


# %% exercise="collapse_linear" mistake="rest-reversed"
def collapse_linear(weights):
    """The matrices after the first are taken from the end: the order of the list is the order of the layers."""
    product = weights[0]
    for w in weights[:0:-1]:
        product = product @ w
    return product


# %% exercise="collapse_linear" mistake="first-and-last"
def collapse_linear(weights):
    """The matrices between the first and the last are left out: all are multiplied, in order."""
    return weights[0] @ weights[-1]


# %% exercise="collapse_linear" mistake="product-added"
def collapse_linear(weights):
    """The old product was added to the new one: `product = product @ w` alone."""
    product = weights[0]
    for w in weights[1:]:
        product = product @ w + product
    return product


# %% exercise="collapse_linear" mistake="row-of-ones"
def collapse_linear(weights):
    """A row of ones was sent through the layers: the matrix itself is asked for."""
    product = np.ones(len(weights[0]))
    for w in weights:
        product = product @ w
    return product


# %% exercise="collapse_linear" mistake="first-dtype"
def collapse_linear(weights):
    """The result was stored among whole numbers, because the first matrix holds them: make room for fractions, dtype=float."""
    result = np.zeros((len(weights[0]), weights[-1].shape[1]), dtype=weights[0].dtype)
    product = np.eye(len(weights[0]))
    for w in weights:
        product = product @ w
    result[...] = product
    return result


# %% exercise="sigmoid" mistake="sign-missing"
def sigmoid(z):
    """The minus in the exponent is missing (it is e^-z), or the two branches for z >= 0 and z < 0 are swapped."""
    return 1 / (1 + np.exp(np.asarray(z, dtype=float)))


# %% exercise="sigmoid" mistake="overflow"
def sigmoid(z):
    """e^1000 overflows, also in the branch of np.where that is not taken: give exp only numbers that are not positive, as -|z|."""
    return 1 / (1 + np.exp(-np.asarray(z, dtype=float)))


# %% exercise="sigmoid" mistake="inf-over-inf"
def sigmoid(z):
    """e^z / (1 + e^z) is inf/inf at 1000: for z >= 0 use 1 / (1 + e^-z)."""
    e = np.exp(np.asarray(z, dtype=float))
    return e / (1 + e)


# %% exercise="sigmoid" mistake="clipped-hard"
def sigmoid(z):
    """Clipped so hard that the numbers are wrong: sigmoid(1000) is 1 to the last digit."""
    return 1 / (1 + np.exp(-np.clip(z, -6, 6)))


# %% exercise="sigmoid" mistake="clipped"
def sigmoid(z):
    """Clipped: sigmoid(-30) is 1e-13, small and not to be rounded away. e^-|z| needs no clip."""
    return 1 / (1 + np.exp(-np.clip(z, -20, 20)))


# %% exercise="sigmoid" mistake="digits-lost"
def sigmoid(z):
    """1 - e^-z / (1 + e^-z) or a rounded result loses the small numbers: sigmoid(-30) is 1e-13, not 0."""
    z = np.asarray(z, dtype=float)
    small = np.exp(-np.abs(z))
    return np.round(np.where(z >= 0, 1 / (1 + small), small / (1 + small)), 10)


# %% exercise="sigmoid" mistake="digits-lost"
def sigmoid(z):
    return np.round((1 + np.tanh(np.asarray(z) / 2)) / 2, 4)


# %% exercise="sigmoid" mistake="digits-lost"
def sigmoid(z):
    return np.round((1 + np.tanh(np.asarray(z) / 2)) / 2, 2)


# %% exercise="sigmoid" mistake="tanh"
def sigmoid(z):
    """That is tanh: it runs from -1 to 1, the sigmoid from 0 to 1."""
    return np.tanh(z)


# %% exercise="sigmoid" mistake="tanh-of-z"
def sigmoid(z):
    """(1 + tanh(z)) / 2 is too steep: it is the tanh of z/2."""
    return (1 + np.tanh(z)) / 2


# %% exercise="sigmoid" mistake="tanh-not-shifted"
def sigmoid(z):
    """tanh(z/2) runs from -1 to 1: add 1 and halve."""
    return np.tanh(np.asarray(z) / 2)


# %% exercise="sigmoid" mistake="minus-for-plus"
def sigmoid(z):
    """Minus in place of plus: 1 / (1 + e^-z)."""
    with np.errstate(all="ignore"):
        return 1 / (1 - np.exp(-np.asarray(z, dtype=float)))


# %% exercise="sigmoid" mistake="one-missing"
def sigmoid(z):
    """1 / e^-z is e^z: the 1 + below the line is missing."""
    return np.exp(np.asarray(z, dtype=float))


# %% exercise="sigmoid" mistake="fraction-missing"
def sigmoid(z):
    """1 + e^-z stands below a fraction line: 1 / (1 + e^-z), with the brackets."""
    return 1 + np.exp(-np.asarray(z, dtype=float))


# %% exercise="sigmoid" mistake="derivative"
def sigmoid(z):
    """That is the slope s(1 - s), not the sigmoid itself."""
    s = (1 + np.tanh(np.asarray(z) / 2)) / 2
    return s * (1 - s)


# %% exercise="sigmoid" mistake="step"
def sigmoid(z):
    """That is the step: the sigmoid is smooth, and passes 1/2 at 0."""
    return np.where(np.asarray(z) > 0, 1.0, 0.0)


# %% exercise="sigmoid" mistake="softmax"
def sigmoid(z):
    """That is softmax: the sigmoid looks at each number by itself and never at the sum."""
    e = np.exp(z - np.max(z))
    return e / e.sum()


# %% exercise="sigmoid" mistake="absolute"
def sigmoid(z):
    """|z| on both sides of 0 gives negative z the value of positive ones: for z < 0 it is e^z / (1 + e^z)."""
    return 1 / (1 + np.exp(-np.abs(z)))


# %% exercise="sigmoid" mistake="base-2"
def sigmoid(z):
    """2^-z in place of e^-z: np.exp is the power of e."""
    return 1 / (1 + 2.0 ** -np.clip(z, -1000, 1000))


# %% exercise="sigmoid" mistake="if-on-array"
def sigmoid(z):
    """`if z >= 0` wants one True or False, an array has many: use np.where, or e^-|z| in both branches."""
    if z >= 0:
        return 1 / (1 + np.exp(-z))
    return np.exp(z) / (1 + np.exp(z))


# %% exercise="sigmoid" mistake="math-exp"
def sigmoid(z):
    """math.exp takes one number: np.exp takes arrays too."""
    import math

    return 1 / (1 + math.exp(-z))


# %% exercise="sigmoid" mistake="loop-over-number"
def sigmoid(z):
    """A single number cannot be looped over: np.asarray(z) and whole-array operations take both."""
    return np.array([(1 + np.tanh(v / 2)) / 2 for v in z])


# %% exercise="sigmoid" mistake="index-of-number"
def sigmoid(z):
    """A single number has no z[...]: begin with `z = np.asarray(z, dtype=float)`."""
    out = np.zeros(z.shape)
    out[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    out[z < 0] = np.exp(z[z < 0]) / (1 + np.exp(z[z < 0]))
    return out


# %% exercise="sigmoid" mistake="whole-numbers"
def sigmoid(z):
    """np.zeros_like of whole numbers stores whole numbers: begin with np.asarray(z, dtype=float)."""
    z = np.asarray(z)
    out = np.zeros_like(z)
    out[...] = (1 + np.tanh(z / 2)) / 2
    return out


# %% exercise="sigmoid" mistake="flattened"
def sigmoid(z):
    """The shape is lost: the result has the shape of z, so no ravel, flatten or reshape(-1)."""
    out = (1 + np.tanh(np.ravel(z) / 2)) / 2
    return out if np.ndim(z) else out[0]


# %% exercise="sigmoid" mistake="writes-into-argument"
def sigmoid(z):
    """`z *= ...` or `z[...] = ...` writes into the caller's array: make a new one."""
    s = (1 + np.tanh(np.asarray(z) / 2)) / 2
    if isinstance(z, np.ndarray) and z.dtype.kind == "f":
        z[...] = s
    return s


# %% exercise="sigmoid" mistake="one-minus-e"
def sigmoid(z):
    """In the branch for z < 0 stands 1 - e^z or e^z alone: there the sigmoid is e^z / (1 + e^z)."""
    z = np.asarray(z, dtype=float)
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), 1 - e)


# %% exercise="sigmoid" mistake="one-minus-e"
def sigmoid(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e)


# %% exercise="sigmoid" mistake="product-for-power"
def sigmoid(z):
    """`np.e * -z` is a product: the power e^-z is np.exp(-z)."""
    with np.errstate(all="ignore"):
        return 1 / (1 + np.e * -np.asarray(z, dtype=float))


# %% exercise="sigmoid" mistake="negative-branch"
def sigmoid(z):
    """Both branches use the formula of z < 0: e^-|z| / (1 + e^-|z|) fits only there."""
    e = np.exp(-np.abs(z))
    return e / (1 + e)


# %% exercise="sigmoid" mistake="negative-branch"
def sigmoid(z):
    with np.errstate(all="ignore"):
        return 1 / (1 + np.exp(np.abs(z)))


# %% exercise="sigmoid" mistake="straight-line"
def sigmoid(z):
    """That is the straight line that touches the sigmoid at 0: the formula is 1 / (1 + e^-z)."""
    return 0.5 + np.asarray(z) / 4


# %% exercise="sigmoid" mistake="softsign"
def sigmoid(z):
    """That is softsign: it runs from -1 to 1, and has no e in it."""
    return z / (1 + np.abs(z))


# %% exercise="sigmoid" mistake="brackets-missing"
def sigmoid(z):
    """Brackets are missing below the fraction line: e^z / (1 + e^z), not e^z / 1 + e^z."""
    e = np.exp(np.asarray(z, dtype=float))
    return e / 1 + e


# %% exercise="sigmoid_grad" mistake="argument-for-output"
def sigmoid_grad(z):
    """z(1 - z) was used: s is sigmoid(z), so compute that first."""
    return z * (1 - z)


# %% exercise="sigmoid_grad" mistake="half-argument"
def sigmoid_grad(z):
    """s(1 - z) mixes the two: both factors are made of s = sigmoid(z)."""
    s = (1 + np.tanh(np.asarray(z) / 2)) / 2
    return s * (1 - z)


# %% exercise="sigmoid_grad" mistake="z-times-one-minus-s"
def sigmoid_grad(z):
    """z(1 - s) mixes the two: both factors are made of s = sigmoid(z)."""
    s = (1 + np.tanh(np.asarray(z) / 2)) / 2
    return z * (1 - s)


# %% exercise="sigmoid_grad" mistake="tanh-rule"
def sigmoid_grad(z):
    """1 - s^2 is tanh's rule; the sigmoid's is s - s^2."""
    s = (1 + np.tanh(np.asarray(z) / 2)) / 2
    return 1 - s**2


# %% exercise="sigmoid_grad" mistake="function-itself"
def sigmoid_grad(z):
    """That is the sigmoid itself: its slope is s(1 - s)."""
    return (1 + np.tanh(np.asarray(z) / 2)) / 2


# %% exercise="sigmoid_grad" mistake="sign-reversed"
def sigmoid_grad(z):
    """The sign is reversed: s(1 - s), and the sigmoid never falls."""
    s = (1 + np.tanh(np.asarray(z) / 2)) / 2
    return s * (s - 1)


# %% exercise="sigmoid_grad" mistake="plus-for-minus"
def sigmoid_grad(z):
    """Plus in place of minus: s(1 - s)."""
    s = (1 + np.tanh(np.asarray(z) / 2)) / 2
    return s * (1 + s)


# %% exercise="sigmoid_grad" mistake="squared"
def sigmoid_grad(z):
    """One factor was squared: s(1 - s), each once."""
    s = (1 + np.tanh(np.asarray(z) / 2)) / 2
    return s * (1 - s) ** 2


# %% exercise="sigmoid_grad" mistake="s-squared-times"
def sigmoid_grad(z):
    """s was squared: s(1 - s), each once."""
    s = (1 + np.tanh(np.asarray(z) / 2)) / 2
    return s**2 * (1 - s)


# %% exercise="sigmoid_grad" mistake="one-minus-s"
def sigmoid_grad(z):
    """That is 1 - s alone: multiply it by s. In e^-z / (1 + e^-z)^2 the square is missing."""
    return (1 - np.tanh(np.asarray(z) / 2)) / 2


# %% exercise="sigmoid_grad" mistake="s-squared"
def sigmoid_grad(z):
    """That is s squared: the second factor is 1 - s."""
    return ((1 + np.tanh(np.asarray(z) / 2)) / 2) ** 2


# %% exercise="sigmoid_grad" mistake="twice"
def sigmoid_grad(z):
    """The sigmoid was applied twice: s = sigmoid(z) once, then s(1 - s)."""
    s = (1 + np.tanh(np.asarray(z) / 2)) / 2
    s = (1 + np.tanh(s / 2)) / 2
    return s * (1 - s)


# %% exercise="sigmoid_grad" mistake="tanh"
def sigmoid_grad(z):
    """1 - tanh(z)^2 is the slope of tanh."""
    return 1 - np.tanh(z) ** 2


# %% exercise="sigmoid_grad" mistake="one-sided"
def sigmoid_grad(z):
    """A slope measured over a step is only nearly right: the rule s(1 - s) is exact."""
    z = np.asarray(z, dtype=float)
    h = 1e-4
    return (np.tanh((z + h) / 2) - np.tanh(z / 2)) / (2 * h)


# %% exercise="sigmoid_grad" mistake="one-sided"
def sigmoid_grad(z):
    z = np.asarray(z, dtype=float)
    h = 1e-2
    return (np.tanh((z + h) / 2) - np.tanh(z / 2)) / (2 * h)


# %% exercise="sigmoid_grad" mistake="one-sided"
def sigmoid_grad(z):
    z = np.asarray(z, dtype=float)
    h = 1e-3
    return (np.tanh((z + h) / 2) - np.tanh(z / 2)) / (2 * h)


# %% exercise="sigmoid_grad" mistake="constant"
def sigmoid_grad(z):
    """0.25 is the slope at 0 alone; elsewhere it is smaller."""
    return np.full(np.shape(z), 0.25)


# %% exercise="sigmoid_grad" mistake="doubled"
def sigmoid_grad(z):
    """A factor 2 too much: s(1 - s) has none."""
    s = (1 + np.tanh(np.asarray(z) / 2)) / 2
    return 2 * s * (1 - s)


# %% exercise="sigmoid_grad" mistake="tanh-of-z"
def sigmoid_grad(z):
    """s is (1 + tanh(z/2)) / 2: the tanh of half of z."""
    s = (1 + np.tanh(z)) / 2
    return s * (1 - s)


# %% exercise="sigmoid_grad" mistake="overflow"
def sigmoid_grad(z):
    """The right rule with a sigmoid that overflows at -1000: use the safe one."""
    s = 1 / (1 + np.exp(-np.asarray(z, dtype=float)))
    return s * (1 - s)


# %% exercise="sigmoid_grad" mistake="inf-over-inf"
def sigmoid_grad(z):
    """e^-z / (1 + e^-z)^2 is inf/inf at -1000: use the safe sigmoid and s(1 - s)."""
    e = np.exp(-np.asarray(z, dtype=float))
    return e / (1 + e) ** 2


# %% exercise="sigmoid_grad" mistake="loop-over-number"
def sigmoid_grad(z):
    """A single number cannot be looped over: np.asarray(z) and whole-array operations take both."""
    s = np.array([(1 + np.tanh(v / 2)) / 2 for v in z])
    return s * (1 - s)


# %% exercise="sigmoid_grad" mistake="math-exp"
def sigmoid_grad(z):
    """math.exp takes one number: np.exp takes arrays too."""
    import math

    s = 1 / (1 + math.exp(-z))
    return s * (1 - s)


# %% exercise="sigmoid_grad" mistake="whole-numbers"
def sigmoid_grad(z):
    """np.zeros_like of whole numbers stores whole numbers: begin with np.asarray(z, dtype=float)."""
    z = np.asarray(z)
    out = np.zeros_like(z)
    s = (1 + np.tanh(z / 2)) / 2
    out[...] = s * (1 - s)
    return out


# %% exercise="sigmoid_grad" mistake="writes-into-argument"
def sigmoid_grad(z):
    """`z *= ...` or `z[...] = ...` writes into the caller's array: make a new one."""
    s = (1 + np.tanh(np.asarray(z) / 2)) / 2
    if isinstance(z, np.ndarray) and z.dtype.kind == "f":
        z[...] = s
    return s * (1 - s)


# %% exercise="sigmoid_grad" mistake="brackets-missing"
def sigmoid_grad(z):
    """`s * 1 - s` is s - s, which is 0: the brackets are missing, s * (1 - s)."""
    s = (1 + np.tanh(np.asarray(z) / 2)) / 2
    return s * 1 - s


# %% exercise="sigmoid_grad" mistake="times-z"
def sigmoid_grad(z):
    """A factor z too much: the slope is s(1 - s) alone."""
    z = np.asarray(z)
    s = (1 + np.tanh(z / 2)) / 2
    return z * s * (1 - s)


# %% exercise="sigmoid_grad" mistake="np-gradient"
def sigmoid_grad(z):
    """np.gradient compares neighbouring cells of an array: the slope at each z is s(1 - s)."""
    return np.gradient((1 + np.tanh(np.asarray(z) / 2)) / 2)


# %% exercise="sigmoid_grad" mistake="log-odds"
def sigmoid_grad(z):
    """Divided in place of multiplied: s(1 - s)."""
    s = (1 + np.tanh(np.asarray(z) / 2)) / 2
    return s / (1 - s)


# %% exercise="sigmoid_grad" mistake="rule-inside"
def sigmoid_grad(z):
    """The rule was applied to z, and the sigmoid to the result: first s = sigmoid(z), then s(1 - s)."""
    z = np.asarray(z)
    return (1 + np.tanh(z * (1 - z) / 2)) / 2


# %% exercise="sigmoid_grad" mistake="sigmoid-of-one-minus-z"
def sigmoid_grad(z):
    """1 - s is not sigmoid(1 - z): take s = sigmoid(z), and subtract it from 1."""
    z = np.asarray(z)
    return (1 + np.tanh(z / 2)) / 2 * (1 + np.tanh((1 - z) / 2)) / 2


# %% exercise="sigmoid_grad" mistake="mixed-with-tanh"
def sigmoid_grad(z):
    """Sigmoid and tanh are mixed: both factors are made of the same s."""
    return (1 + np.tanh(np.asarray(z) / 2)) / 2 * (1 - np.tanh(z))


# %% exercise="sigmoid_grad" mistake="cut-off"
def sigmoid_grad(z):
    """Far from 0 the slope is small, not 0: at 6 it is still 0.0025."""
    s = 1 / (1 + np.exp(-np.clip(z, -500, 500)))
    return np.where(np.abs(z) > 5, 0.0, s * (1 - s))


# %% exercise="relu" mistake="absolute"
def relu(z):
    """That is the absolute value: below 0 ReLU gives 0."""
    return np.abs(z)


# %% exercise="relu" mistake="minimum"
def relu(z):
    """The negative side was kept: keep the positive one, with np.maximum."""
    return np.minimum(z, 0)


# %% exercise="relu" mistake="one-number"
def relu(z):
    """One number for the whole array: np.max picks the largest, np.maximum compares cell by cell."""
    return max(0.0, float(np.max(z)))


# %% exercise="relu" mistake="max-of-python"
def relu(z):
    """`max(0, z)` and `if z > 0` want one True or False, an array has many: use np.maximum."""
    return max(0, z)


# %% exercise="relu" mistake="slope"
def relu(z):
    """That is the slope; where z > 0 ReLU gives z itself."""
    return (np.asarray(z) > 0) * 1.0


# %% exercise="relu" mistake="leak"
def relu(z):
    """Below 0 plain ReLU gives 0; a leak belongs to leaky ReLU."""
    return np.where(np.asarray(z) > 0, z, 0.01 * np.asarray(z))


# %% exercise="relu" mistake="writes-into-argument"
def relu(z):
    """`z[z < 0] = 0` writes into the caller's array: make a new one, as np.maximum does."""
    z = np.atleast_1d(z)
    z[z < 0] = 0
    return z.reshape(()) if z.size == 1 else z


# %% exercise="relu" mistake="cells-dropped"
def relu(z):
    """z[z > 0] drops the other cells: the result has the shape of z, with 0 in their place."""
    z = np.asarray(z)
    return z[z > 0]


# %% exercise="relu" mistake="sign-reversed"
def relu(z):
    """The sign is reversed: ReLU keeps z where z > 0."""
    return np.maximum(-np.asarray(z), 0)


# %% exercise="relu" mistake="maximum-of-1"
def relu(z):
    """Compared with 1: ReLU's corner is at 0."""
    return np.maximum(z, 1)


# %% exercise="relu" mistake="softplus"
def relu(z):
    """log(1 + e^z) is softplus, the rounded one; ReLU has a corner."""
    return np.logaddexp(0, z)


# %% exercise="relu" mistake="bounded"
def relu(z):
    """ReLU has no upper bound: np.clip(z, 0, 1) cuts it off."""
    return np.clip(z, 0, 1)


# %% exercise="relu" mistake="bounded-6"
def relu(z):
    """ReLU has no upper bound; with one at 6 it is ReLU6."""
    return np.clip(z, 0, 6)


# %% exercise="relu" mistake="identity"
def relu(z):
    """Nothing happened to the negative numbers: below 0 ReLU gives 0."""
    return np.asarray(z) * 1


# %% exercise="relu" mistake="gate"
def relu(z):
    """z times a sigmoid is a smooth relative (SiLU); ReLU is z or exactly 0."""
    return np.asarray(z) * (1 + np.tanh(np.asarray(z) / 2)) / 2


# %% exercise="relu" mistake="where-of-condition"
def relu(z):
    """np.where with a condition alone gives positions: np.where(z > 0, z, 0)."""
    return np.where(np.asarray(z) > 0)


# %% exercise="relu" mistake="squared"
def relu(z):
    """z was multiplied twice: where z > 0 ReLU gives z."""
    return np.maximum(z, 0) * z


# %% exercise="relu" mistake="half"
def relu(z):
    """(z + |z|) must be halved."""
    return z + np.abs(z)


# %% exercise="relu" mistake="loop-over-number"
def relu(z):
    """A single number cannot be looped over: np.maximum takes numbers and arrays."""
    return np.array([v if v > 0 else 0 for v in z])


# %% exercise="relu" mistake="loop-over-rows"
def relu(z):
    """A loop over a batch meets rows, not numbers: np.maximum takes any shape."""
    if np.ndim(z) == 0:
        return z if z > 0 else 0.0
    return np.array([v * bool(np.all(v > 0)) for v in z])


# %% exercise="relu" mistake="threshold-1"
def relu(z):
    """The bend is at 0, not at 1: z where z > 0."""
    return np.where(np.asarray(z) > 1, z, 0)


# %% exercise="relu" mistake="capped"
def relu(z):
    """Large numbers were cut off: ReLU has no upper end."""
    return np.clip(z, 0, 100)


# %% exercise="relu" mistake="capped"
def relu(z):
    return np.clip(z, 0, 10)


# %% exercise="relu_grad" mistake="one-at-0"
def relu_grad(z):
    """At exactly 0 the slope is 0 by agreement: > in place of >=."""
    return np.where(np.asarray(z) >= 0, 1.0, 0.0)


# %% exercise="relu_grad" mistake="half-at-0"
def relu_grad(z):
    """At exactly 0 the slope is 0 by agreement, not a half."""
    return np.heaviside(z, 0.5)


# %% exercise="relu_grad" mistake="relu-itself"
def relu_grad(z):
    """That is ReLU itself; its slope is 1 wherever z > 0."""
    return np.maximum(z, 0.0)


# %% exercise="relu_grad" mistake="sign-function"
def relu_grad(z):
    """-1 on the left is the slope of |z|; ReLU is flat there."""
    return np.sign(z)


# %% exercise="relu_grad" mistake="minus-one-from-0"
def relu_grad(z):
    """-1 on the left is the slope of |z|; ReLU is flat at 0 and below: slope 0."""
    return np.where(np.asarray(z) > 0, 1.0, -1.0)


# %% exercise="relu_grad" mistake="leak"
def relu_grad(z):
    """0.01 on the left is the slope of leaky ReLU; plain ReLU is flat there."""
    return np.where(np.asarray(z) > 0, 1.0, 0.01)


# %% exercise="relu_grad" mistake="all-ones"
def relu_grad(z):
    """1 everywhere is the slope of z; below 0 ReLU is flat."""
    return np.ones(np.shape(z))


# %% exercise="relu_grad" mistake="all-zeros"
def relu_grad(z):
    """0 everywhere is the slope of a step; where z > 0 ReLU rises with slope 1."""
    return np.zeros(np.shape(z))


# %% exercise="relu_grad" mistake="reversed"
def relu_grad(z):
    """The comparison is reversed: 1 where z > 0."""
    return np.where(np.asarray(z) < 0, 1.0, 0.0)


# %% exercise="relu_grad" mistake="not-zero"
def relu_grad(z):
    """1 wherever z is not 0: the slope is 1 only where z > 0."""
    return np.where(np.asarray(z) != 0, 1.0, 0.0)


# %% exercise="relu_grad" mistake="z-over-z"
def relu_grad(z):
    """0/0 at z = 0: compare, z > 0, and nothing needs to be divided."""
    with np.errstate(all="ignore"):
        return np.maximum(z, 0) / np.asarray(z, dtype=float)


# %% exercise="relu_grad" mistake="sigmoid"
def relu_grad(z):
    """That is the sigmoid, softplus' slope; ReLU's is exactly 0 or 1."""
    return (1 + np.tanh(np.asarray(z) / 2)) / 2


# %% exercise="relu_grad" mistake="if-on-array"
def relu_grad(z):
    """`if z > 0` wants one True or False, an array has many: use np.where or a comparison."""
    if z > 0:
        return 1.0
    return 0.0


# %% exercise="relu_grad" mistake="one-number"
def relu_grad(z):
    """One number for the whole array: compare cell by cell, z > 0."""
    return 1.0 if np.all(np.asarray(z) > 0) else 0.0


# %% exercise="relu_grad" mistake="any-number"
def relu_grad(z):
    """One number for the whole array: each cell has a slope of its own."""
    return 1.0 if np.any(np.asarray(z) > 0) else 0.0


# %% exercise="relu_grad" mistake="writes-into-argument"
def relu_grad(z):
    """`z[z > 0] = 1` writes into the caller's array: make a new one."""
    z = np.atleast_1d(z)
    z[z > 0] = 1
    z[z <= 0] = 0
    return z.reshape(()) if z.size == 1 else z


# %% exercise="relu_grad" mistake="order-of-writing"
def relu_grad(z):
    """After z[z > 0] = 1 the negative numbers still stand there: they must become 0 too."""
    out = np.array(z, dtype=float)
    out[out > 0] = 1
    return out


# %% exercise="relu_grad" mistake="measured"
def relu_grad(z):
    """np.gradient and np.diff compare neighbours in the array; the slope belongs to each z alone."""
    return np.gradient(np.maximum(np.atleast_1d(z), 0.0).ravel())


# %% exercise="relu_grad" mistake="positions"
def relu_grad(z):
    """np.where with a condition alone gives positions: np.where(z > 0, 1.0, 0.0)."""
    return np.where(np.asarray(z) > 0)


# %% exercise="relu_grad" mistake="threshold"
def relu_grad(z):
    """Small numbers count too: 1 wherever z > 0, however small."""
    return np.where(np.asarray(z) > 1e-3, 1.0, 0.0)


# %% exercise="relu_grad" mistake="loop-over-number"
def relu_grad(z):
    """A single number cannot be looped over: a comparison takes numbers and arrays."""
    return np.array([1.0 if v > 0 else 0.0 for v in z])


# %% exercise="leaky_relu" mistake="plain"
def leaky_relu(z, slope=0.01):
    """The leak is missing: below 0 it is slope * z, not 0."""
    return np.maximum(z, 0)


# %% exercise="leaky_relu" mistake="slope-ignored"
def leaky_relu(z, slope=0.01):
    """The argument `slope` is not used: 0.01 is only its default."""
    return np.where(np.asarray(z) > 0, z, 0.01 * np.asarray(z))


# %% exercise="leaky_relu" mistake="other-default"
def leaky_relu(z, slope=0.1):
    """The default is slope=0.01: leave the `def` line as it is."""
    return np.where(np.asarray(z) > 0, z, slope * np.asarray(z))


# %% exercise="leaky_relu" mistake="wrong-side"
def leaky_relu(z, slope=0.01):
    """The slope stands on the wrong side: z where z > 0, slope * z elsewhere; of the two the larger, np.maximum."""
    return np.where(np.asarray(z) > 0, slope * np.asarray(z), z)


# %% exercise="leaky_relu" mistake="slope-everywhere"
def leaky_relu(z, slope=0.01):
    """slope * z everywhere is a straight line: where z > 0 it is z itself."""
    return slope * np.asarray(z)


# %% exercise="leaky_relu" mistake="constant"
def leaky_relu(z, slope=0.01):
    """Below 0 it is slope times z, not the slope alone."""
    return np.where(np.asarray(z) > 0, z, slope)


# %% exercise="leaky_relu" mistake="derivative"
def leaky_relu(z, slope=0.01):
    """That is the derivative, 1 or slope; the function is z or slope * z."""
    return np.where(np.asarray(z) > 0, 1.0, slope)


# %% exercise="leaky_relu" mistake="sign-reversed"
def leaky_relu(z, slope=0.01):
    """Below 0 the sign is reversed: slope * z is negative there."""
    return np.where(np.asarray(z) > 0, z, -slope * np.asarray(z))


# %% exercise="leaky_relu" mistake="leak-on-both-sides"
def leaky_relu(z, slope=0.01):
    """The leak was added on the right as well: relu(z) + slope * min(z, 0)."""
    return np.maximum(z, 0) + slope * np.asarray(z)


# %% exercise="leaky_relu" mistake="leak-subtracted"
def leaky_relu(z, slope=0.01):
    """The leak was subtracted, on both sides: z where z > 0, slope * z elsewhere."""
    return np.maximum(z, 0) - slope * np.asarray(z)


# %% exercise="leaky_relu" mistake="divided"
def leaky_relu(z, slope=0.01):
    """Divided by the slope: below 0 it is slope times z."""
    return np.where(np.asarray(z) > 0, z, np.asarray(z) / slope)


# %% exercise="leaky_relu" mistake="added"
def leaky_relu(z, slope=0.01):
    """The slope was added; it multiplies: slope * z."""
    return np.where(np.asarray(z) > 0, z, np.asarray(z) + slope)


# %% exercise="leaky_relu" mistake="if-on-array"
def leaky_relu(z, slope=0.01):
    """`if z > 0` and `max` want one True or False, an array has many: use np.where or np.maximum."""
    return z if z > 0 else slope * z


# %% exercise="leaky_relu" mistake="writes-into-argument"
def leaky_relu(z, slope=0.01):
    """`z[z < 0] *= slope` writes into the caller's array: make a new one."""
    out = np.where(np.asarray(z) > 0, z, slope * np.asarray(z))
    if isinstance(z, np.ndarray) and z.dtype.kind == "f":
        z[...] = out
    return out


# %% exercise="leaky_relu" mistake="whole-numbers"
def leaky_relu(z, slope=0.01):
    """A copy of whole numbers stores whole numbers: begin with np.array(z, dtype=float)."""
    out = np.array(z)
    out[out < 0] = out[out < 0] * slope
    return out


# %% exercise="leaky_relu" mistake="loop-over-number"
def leaky_relu(z, slope=0.01):
    """A single number cannot be looped over: np.where takes numbers and arrays."""
    return np.array([v if v > 0 else slope * v for v in z])


# %% exercise="leaky_relu" mistake="elu"
def leaky_relu(z, slope=0.01):
    """slope (e^z - 1) below 0 is ELU; the leak is a straight line."""
    return np.where(np.asarray(z) > 0, z, slope * np.expm1(np.minimum(z, 0)))


# %% exercise="leaky_relu" mistake="slope-subtracted"
def leaky_relu(z, slope=0.01):
    """The slope is added or subtracted: below 0 it is a factor, slope * z."""
    return np.where(np.asarray(z) > 0, z, np.asarray(z) - slope)


# %% exercise="leaky_relu" mistake="no-default"
def leaky_relu(z, slope):
    """The default is lost: `slope=0.01` belongs into the first line of the function."""
    return np.where(np.asarray(z) > 0, z, slope * np.asarray(z))


# %% exercise="leaky_relu" mistake="bend-at-slope"
def leaky_relu(z, slope=0.01):
    """The bend is at 0, not at the slope: z where z > 0."""
    z = np.asarray(z)
    return np.where(z > slope, z, slope * z)


# %% exercise="leaky_relu" mistake="zero-as-none"
def leaky_relu(z, slope=0.01):
    """`slope or 0.01` takes a slope of 0 for none at all: 0 is a number like any other."""
    slope = slope or 0.01
    z = np.asarray(z)
    return np.where(z > 0, z, slope * z)


# %% exercise="tanh_grad" mistake="square-missing"
def tanh_grad(z):
    """The square is missing: 1 - tanh(z)^2."""
    return 1 - np.tanh(z)


# %% exercise="tanh_grad" mistake="sigmoid-rule"
def tanh_grad(z):
    """t(1 - t) is the sigmoid's rule; for tanh it is 1 - t^2, which is (1 - t)(1 + t)."""
    t = np.tanh(z)
    return t * (1 - t)


# %% exercise="tanh_grad" mistake="function-itself"
def tanh_grad(z):
    """That is tanh itself: its slope is 1 - tanh(z)^2."""
    return np.tanh(z)


# %% exercise="tanh_grad" mistake="plus-for-minus"
def tanh_grad(z):
    """Plus in place of minus: 1 - tanh(z)^2."""
    return 1 + np.tanh(z) ** 2


# %% exercise="tanh_grad" mistake="sign-reversed"
def tanh_grad(z):
    """The sign is reversed: tanh rises everywhere, so its slope is 1 - tanh(z)^2 and positive."""
    return np.tanh(z) ** 2 - 1


# %% exercise="tanh_grad" mistake="one-missing"
def tanh_grad(z):
    """That is tanh(z)^2: take it from 1."""
    return np.tanh(z) ** 2


# %% exercise="tanh_grad" mistake="square-of-difference"
def tanh_grad(z):
    """The square stands outside: 1 - tanh(z)^2, not (1 - tanh(z))^2."""
    return (1 - np.tanh(z)) ** 2


# %% exercise="tanh_grad" mistake="argument-for-output"
def tanh_grad(z):
    """1 - z^2 was used: t is tanh(z), so compute that first."""
    return 1.0 - np.asarray(z) ** 2


# %% exercise="tanh_grad" mistake="square-inside"
def tanh_grad(z):
    """The square stands inside: square tanh(z), not z."""
    return 1 - np.tanh(np.asarray(z) ** 2)


# %% exercise="tanh_grad" mistake="sigmoid-slope"
def tanh_grad(z):
    """That is the sigmoid's slope s(1 - s); tanh is steeper."""
    s = (1 + np.tanh(np.asarray(z) / 2)) / 2
    return s * (1 - s)


# %% exercise="tanh_grad" mistake="of-the-half"
def tanh_grad(z):
    """tanh(z) is the sigmoid of 2z, stretched: its slope is 4 s(1 - s) with s = sigmoid(2z)."""
    s = (1 + np.tanh(np.asarray(z) / 2)) / 2
    return 4 * s * (1 - s)


# %% exercise="tanh_grad" mistake="doubled"
def tanh_grad(z):
    """A factor 2 too much: the slope of tanh is 1 - t^2, and the 2 of (t^2)' has no place here."""
    return 2 * (1 - np.tanh(z) ** 2)


# %% exercise="tanh_grad" mistake="minus-2t"
def tanh_grad(z):
    """-2t is the slope of 1 - t^2; asked for is 1 - t^2 itself."""
    return -2 * np.tanh(z)


# %% exercise="tanh_grad" mistake="cosh-not-squared"
def tanh_grad(z):
    """1 / cosh(z) must be squared."""
    return 1 / np.cosh(np.clip(z, -700, 700))


# %% exercise="tanh_grad" mistake="overflow"
def tanh_grad(z):
    """cosh(1000), or e^1000, overflows: np.tanh never does."""
    with np.errstate(invalid="ignore"):
        return 1 / np.cosh(z) ** 2


# %% exercise="tanh_grad" mistake="inf-over-inf"
def tanh_grad(z):
    """(e^z - e^-z) / (e^z + e^-z) is inf/inf at 1000: np.tanh never is."""
    z = np.asarray(z, dtype=float)
    t = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
    return 1 - t**2


# %% exercise="tanh_grad" mistake="arctan"
def tanh_grad(z):
    """1 / (1 + z^2) is the slope of arctan."""
    return 1 / (1 + np.asarray(z, dtype=float) ** 2)


# %% exercise="tanh_grad" mistake="arctan"
def tanh_grad(z):
    """arctan is another function: t is np.tanh(z)."""
    return 1 - np.arctan(z) ** 2


# %% exercise="tanh_grad" mistake="twice"
def tanh_grad(z):
    """tanh was applied twice: t = tanh(z) once, then 1 - t^2."""
    return 1 - np.tanh(np.tanh(z)) ** 2


# %% exercise="tanh_grad" mistake="math-tanh"
def tanh_grad(z):
    """math.tanh takes one number: np.tanh takes arrays too."""
    import math

    return 1 - math.tanh(z) ** 2


# %% exercise="tanh_grad" mistake="one-sided"
def tanh_grad(z):
    """A slope measured over a step is only nearly right: 1 - tanh(z)^2 is exact."""
    z = np.asarray(z, dtype=float)
    return (np.tanh(z + 1e-4) - np.tanh(z)) / 1e-4


# %% exercise="tanh_grad" mistake="whole-numbers"
def tanh_grad(z):
    """np.zeros_like of whole numbers stores whole numbers: begin with np.asarray(z, dtype=float)."""
    out = np.zeros_like(z)
    out[...] = 1 - np.tanh(z) ** 2
    return out


# %% exercise="tanh_grad" mistake="loop-over-number"
def tanh_grad(z):
    """A single number cannot be looped over: np.tanh takes numbers and arrays."""
    return np.array([1 - np.tanh(v) ** 2 for v in z])


# %% exercise="tanh_grad" mistake="writes-into-argument"
def tanh_grad(z):
    """`np.tanh(z, out=z)` or `z *= ...` writes into the caller's array: make a new one."""
    t = np.tanh(z)
    if isinstance(z, np.ndarray) and z.dtype.kind == "f":
        z[...] = t
    return 1 - t**2


# %% exercise="tanh_grad" mistake="doubled-for-squared"
def tanh_grad(z):
    """2t in place of t squared: t ** 2, or t * t."""
    return 1 - 2 * np.tanh(z)


# %% exercise="tanh_grad" mistake="tan"
def tanh_grad(z):
    """np.tan is the tangent of an angle: t is np.tanh(z)."""
    return 1 - np.tan(z) ** 2


# %% exercise="tanh_grad" mistake="t-times-z"
def tanh_grad(z):
    """t was multiplied by z: the rule is 1 - t * t."""
    return 1 - np.tanh(z) * z


# %% exercise="tanh_grad" mistake="cut-off"
def tanh_grad(z):
    """Far from 0 the slope is small, not 0: at 6 it is still 0.000025."""
    return np.where(np.abs(z) > 5, 0.0, 1 - np.tanh(z) ** 2)


# %% exercise="tanh_grad" mistake="clipped"
def tanh_grad(z):
    """z was clipped: np.tanh is safe for any number, so hand it z as it is."""
    return 1 - np.tanh(np.clip(z, -5, 5)) ** 2


# %% exercise="xor_network" mistake="or"
def xor_network():
    """That gives 0, 1, 1, 2: nothing is taken away when both inputs are on. The second unit must do that."""
    return np.ones((2, 2)), np.array([0.0, -1.0]), np.array([[1.0], [0.0]]), np.zeros(1)


# %% exercise="xor_network" mistake="and"
def xor_network():
    """That is AND, the second unit alone: subtract it twice from the first, x1 + x2."""
    return np.ones((2, 2)), np.array([0.0, -1.0]), np.array([[0.0], [1.0]]), np.zeros(1)


# %% exercise="xor_network" mistake="true-or"
def xor_network():
    """That is OR: at (1, 1) XOR gives 0, so the second unit counts -2, not -1."""
    return np.ones((2, 2)), np.array([0.0, -1.0]), np.array([[1.0], [-1.0]]), np.zeros(1)


# %% exercise="xor_network" mistake="inverse"
def xor_network():
    """Every answer is reversed: 1 where the inputs are equal. XOR is 1 where they differ."""
    return np.ones((2, 2)), np.array([0.0, -1.0]), np.array([[-1.0], [2.0]]), np.ones(1)


# %% exercise="xor_network" mistake="no-hidden-bias"
def xor_network():
    """Both hidden units have bias 0, so they are the same: give the second the bias -1."""
    return np.ones((2, 2)), np.zeros(2), np.array([[1.0], [-2.0]]), np.zeros(1)


# %% exercise="xor_network" mistake="added"
def xor_network():
    """The second unit was added; it must be subtracted: weight -2."""
    return np.ones((2, 2)), np.array([0.0, -1.0]), np.array([[1.0], [2.0]]), np.zeros(1)


# %% exercise="xor_network" mistake="biases-swapped"
def xor_network():
    """The two units are swapped: the one with the bias -1 counts -2."""
    return np.ones((2, 2)), np.array([-1.0, 0.0]), np.array([[1.0], [-2.0]]), np.zeros(1)


# %% exercise="xor_network" mistake="bias-positive"
def xor_network():
    """The second unit's bias is +1, so it is always on: with -1 it answers only to both inputs together."""
    return np.ones((2, 2)), np.array([0.0, 1.0]), np.array([[1.0], [-2.0]]), np.zeros(1)


# %% exercise="xor_network" mistake="bias-half"
def xor_network():
    """With the bias -0.5 the second unit answers to a single input already: -1 waits for both."""
    return np.ones((2, 2)), np.array([0.0, -0.5]), np.array([[1.0], [-2.0]]), np.zeros(1)


# %% exercise="xor_network" mistake="output-bias"
def xor_network():
    """Every answer is 1 too large: the output's bias is 0."""
    return np.ones((2, 2)), np.array([0.0, -1.0]), np.array([[1.0], [-2.0]]), np.ones(1)


# %% exercise="xor_network" mistake="zeros"
def xor_network():
    """All weights are 0, so every answer is 0."""
    return np.zeros((2, 2)), np.zeros(2), np.zeros((2, 1)), np.zeros(1)


# %% exercise="xor_network" mistake="one-input"
def xor_network():
    """Each hidden unit looks at one input: both must look at both, a column of ones each."""
    return np.eye(2), np.array([0.0, -1.0]), np.array([[1.0], [-2.0]]), np.zeros(1)


# %% exercise="xor_network" mistake="one-difference"
def xor_network():
    """Only x1 - x2 is seen, and ReLU makes its negative side 0: a second unit must see x2 - x1."""
    return np.array([[1.0, 1.0], [-1.0, -1.0]]), np.zeros(2), np.array([[1.0], [0.0]]), np.zeros(1)


# %% exercise="xor_network" mistake="differences-subtracted"
def xor_network():
    """x1 - x2 and x2 - x1 are added, not subtracted: weights 1 and 1."""
    return np.array([[1.0, -1.0], [-1.0, 1.0]]), np.zeros(2), np.array([[1.0], [-1.0]]), np.zeros(1)


# %% exercise="xor_network" mistake="flat-output-weights"
def xor_network():
    """w2 has the shape (2, 1), two inputs and one output: [[1.0], [-2.0]]."""
    return np.ones((2, 2)), np.array([0.0, -1.0]), np.array([1.0, -2.0]), np.zeros(1)


# %% exercise="xor_network" mistake="row-output-weights"
def xor_network():
    """w2 has the shape (2, 1), two rows and one column: [[1.0], [-2.0]]."""
    return np.ones((2, 2)), np.array([0.0, -1.0]), np.array([[1.0, -2.0]]), np.zeros(1)


# %% exercise="xor_network" mistake="bias-a-number"
def xor_network():
    """b2 has the shape (1,): [0.0], not 0.0."""
    return np.ones((2, 2)), np.array([0.0, -1.0]), np.array([[1.0], [-2.0]]), 0.0


# %% exercise="xor_network" mistake="order"
def xor_network():
    """The order is w1, b1, w2, b2: first the hidden layer, then the output."""
    return np.ones((2, 2)), np.array([[1.0], [-2.0]]), np.array([0.0, -1.0]), np.zeros(1)


# %% exercise="xor_network" mistake="no-output-bias"
def xor_network():
    """Four arrays are asked for: w1, b1, w2 and b2."""
    return np.ones((2, 2)), np.array([0.0, -1.0]), np.array([[1.0], [-2.0]])


# %% exercise="xor_network" mistake="answers"
def xor_network():
    """Those are the answers; asked for are the weights that give them: w1, b1, w2, b2."""
    return np.array([[0.0], [1.0], [1.0], [0.0]])


# %% exercise="xor_network" mistake="answers"
def xor_network():
    return np.array([0, 1, 1, 0])


# %% exercise="xor_network" mistake="part-missing"
def xor_network():
    """Four things are asked for, in one `return`, with commas between them."""
    return np.ones((2, 2)), np.array([0.0, -1.0])


# %% exercise="xor_network" mistake="both-biases-half"
def xor_network():
    """Both units begin half a step late: h1 is x1 + x2 itself, so its bias is 0, and h2 is on only at (1, 1)."""
    return np.ones((2, 2)), np.array([-0.5, -1.5]), np.array([[1.0], [-2.0]]), np.zeros(1)


# %% exercise="xor_network" mistake="bias-two-axes"
def xor_network():
    """A bias has one number for each unit and one axis: np.array([0.0, -1.0]), shape (2,)."""
    return np.ones((2, 2)), np.array([[0.0, -1.0]]), np.array([[1.0], [-2.0]]), np.zeros(1)


# %% exercise="softmax" mistake="not-divided"
def softmax(z):
    """Not divided by the sum: the shares must sum to 1."""
    z = np.asarray(z, dtype=float)
    return np.exp(np.clip(z, None, 700))


# %% exercise="softmax" mistake="divided-by-largest"
def softmax(z):
    """Divided by the largest in place of the sum: the shares must sum to 1."""
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / e.max(axis=-1, keepdims=True)


# %% exercise="softmax" mistake="exp-missing"
def softmax(z):
    """The scores were shared without exp: e^z first, then divide by the sum."""
    with np.errstate(all="ignore"):
        return z / np.sum(z, axis=-1, keepdims=True)


# %% exercise="softmax" mistake="logarithm"
def softmax(z):
    """That is the logarithm of softmax: take exp of it."""
    return z - np.logaddexp.reduce(np.asarray(z, dtype=float), axis=-1, keepdims=True)


# %% exercise="softmax" mistake="minus-in-exponent"
def softmax(z):
    """The minus sign belongs nowhere here: e^z, not e^-z."""
    e = np.exp(np.min(z, axis=-1, keepdims=True) - z)
    return e / e.sum(axis=-1, keepdims=True)


# %% exercise="softmax" mistake="first-axis"
def softmax(z):
    """Shared over the columns: each row must sum to 1 by itself, and the last axis is axis=-1."""
    e = np.exp(z - np.max(z, axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)


# %% exercise="softmax" mistake="first-axis"
def softmax(z):
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / np.sum(e, axis=0)


# %% exercise="softmax" mistake="first-axis"
def softmax(z):
    e = np.exp(z)
    return e / sum(e)


# %% exercise="softmax" mistake="all-cells"
def softmax(z):
    """Shared over all cells: each row must sum to 1 by itself, so the sum needs axis=-1."""
    e = np.exp(z - np.max(z))
    return e / e.sum()


# %% exercise="softmax" mistake="all-cells"
def softmax(z):
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / np.sum(e)


# %% exercise="softmax" mistake="keepdims"
def softmax(z):
    """keepdims=True is missing: without it the sums of the rows do not line up with the rows."""
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / e.sum(axis=-1)


# %% exercise="softmax" mistake="overflow"
def softmax(z):
    """e^1000 overflows: subtract the largest score first, it changes nothing."""
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


# %% exercise="softmax" mistake="batch-maximum"
def softmax(z):
    """The largest of the whole batch was subtracted: rows far below it become 0/0. Each row has its own maximum, axis=-1."""
    e = np.exp(z - np.max(z))
    return e / e.sum(axis=-1, keepdims=True)


# %% exercise="softmax" mistake="mean-subtracted"
def softmax(z):
    """The mean was subtracted: only the largest makes every exponent 0 or less."""
    e = np.exp(z - np.mean(z, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


# %% exercise="softmax" mistake="minimum-subtracted"
def softmax(z):
    """The smallest was subtracted: the largest exponent still overflows. Subtract the largest."""
    e = np.exp(z - np.min(z, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


# %% exercise="softmax" mistake="divided-scores"
def softmax(z):
    """Scores were divided by their maximum: that changes the answer. Subtracting it does not."""
    z = np.asarray(z, dtype=float)
    e = np.exp(z / z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


# %% exercise="softmax" mistake="clipped"
def softmax(z):
    """Clipped scores are no longer different: [1000, 1001] is not [700, 700]. Subtract the largest."""
    e = np.exp(np.clip(z, -700, 700))
    return e / e.sum(axis=-1, keepdims=True)


# %% exercise="softmax" mistake="axis-1"
def softmax(z):
    """axis=1 is the last axis of a batch only: axis=-1 is the last of any array."""
    e = np.exp(z - np.max(z, axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


# %% exercise="softmax" mistake="transposed"
def softmax(z):
    """`.T` turns round all axes, and fits rows and columns only: use axis=-1 and keepdims=True."""
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return (e.T / e.sum(axis=-1)).T


# %% exercise="softmax" mistake="loop-over-rows"
def softmax(z):
    """A loop over rows meets single numbers in one row of scores: axis=-1 and keepdims=True need no loop."""
    out = []
    for row in z:
        e = np.exp(row - row.max())
        out.append(e / e.sum())
    return np.array(out)


# %% exercise="softmax" mistake="writes-into-argument"
def softmax(z):
    """`z -= ...` writes into the caller's array: use `z = z - ...`."""
    z -= z.max(axis=-1, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


# %% exercise="softmax" mistake="sigmoid"
def softmax(z):
    """Cell by cell, as a sigmoid: every output of softmax depends on every score in its row."""
    return (1 + np.tanh(np.asarray(z) / 2)) / 2


# %% exercise="softmax" mistake="one-hot"
def softmax(z):
    """1 for the largest and 0 else is argmax: softmax shares smoothly."""
    z = np.asarray(z, dtype=float)
    return (z == z.max(axis=-1, keepdims=True)) * 1.0


# %% exercise="softmax" mistake="norm"
def softmax(z):
    """Divided by the root of the sum of squares: shares are divided by their plain sum."""
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / np.sqrt((e**2).sum(axis=-1, keepdims=True))


# %% exercise="softmax" mistake="twice"
def softmax(z):
    """Softmax was applied twice: once is enough."""
    for _ in range(2):
        e = np.exp(z - np.max(z, axis=-1, keepdims=True))
        z = e / e.sum(axis=-1, keepdims=True)
    return z


# %% exercise="softmax" mistake="sum-of-unshifted"
def softmax(z):
    """Numerator and sum must use the same shifted scores: compute e once and use it twice."""
    with np.errstate(all="ignore"):
        e = np.exp(z - np.max(z, axis=-1, keepdims=True))
        return e / np.exp(z).sum(axis=-1, keepdims=True)


# %% exercise="softmax" mistake="mean-for-sum"
def softmax(z):
    """Divided by the mean in place of the sum: the shares must sum to 1."""
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / e.mean(axis=-1, keepdims=True)


# %% exercise="softmax" mistake="added-to-sum"
def softmax(z):
    """Something was added to the sum: after the largest score is subtracted the sum is at least 1, so nothing needs saving."""
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / (1 + e.sum(axis=-1, keepdims=True))


# %% exercise="softmax" mistake="base-2"
def softmax(z):
    """2^z in place of e^z: np.exp is the power of e."""
    e = 2.0 ** (z - np.max(z, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


# %% exercise="softmax" mistake="maximum-of-columns"
def softmax(z):
    """The largest of each column was subtracted: a row must be shifted by one number, its own largest, axis=-1."""
    e = np.exp(z - np.max(z, axis=0, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


# %% exercise="softmax" mistake="whole-numbers"
def softmax(z):
    """The scores were made whole numbers: np.asarray(z, dtype=float) keeps their fractions."""
    z = np.asarray(z).astype(int)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


# %% exercise="softmax" mistake="exp-subtracted"
def softmax(z):
    """The largest is subtracted from the scores, before exp: np.exp(z - largest)."""
    e = np.exp(z) - np.exp(np.max(z, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


# %% exercise="softmax" mistake="shift-only-large"
def softmax(z):
    """Only large scores were shifted: with all at -1000 every e^z is 0, and 0/0 is NaN. Subtract the largest always."""
    z = np.asarray(z, dtype=float)
    if np.max(z) > 0:
        z = z - np.max(z, axis=-1, keepdims=True)
    e = np.exp(z)
    return e / np.sum(e, axis=-1, keepdims=True)


# %% exercise="softmax" mistake="whole-number-result"
def softmax(z):
    """np.zeros_like(z) of whole numbers stores whole numbers and cuts the shares to 0: np.zeros(z.shape) holds fractions."""
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    shares = np.zeros_like(z)
    shares[...] = e / np.sum(e, axis=-1, keepdims=True)
    return shares


# %% exercise="softmax" mistake="rounded"
def softmax(z):
    """The shares were rounded: leave them as they are, or they no longer sum to 1."""
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return np.round(e / np.sum(e, axis=-1, keepdims=True), 4)


# %% exercise="output_activation" mistake="softmax-for-binary"
def output_activation(task):
    """Softmax over a single output is always 1: one probability wants a sigmoid."""
    if task == "regression":
        return "identity"
    if task in ("binary", "multiclass"):
        return "softmax"
    raise ValueError(task)


# %% exercise="output_activation" mistake="relu-for-regression"
def output_activation(task):
    """ReLU cannot give a negative number, and a temperature may be one: identity."""
    names = {"regression": "relu", "binary": "sigmoid", "multiclass": "softmax"}
    if task not in names:
        raise ValueError(task)
    return names[task]


# %% exercise="output_activation" mistake="linear"
def output_activation(task):
    """The name asked for is "identity" (libraries also call it "linear")."""
    names = {"regression": "linear", "binary": "sigmoid", "multiclass": "softmax"}
    if task not in names:
        raise ValueError(task)
    return names[task]


# %% exercise="output_activation" mistake="sigmoid-for-regression"
def output_activation(task):
    """A sigmoid ends at 1; a house price does not: identity."""
    if task in ("regression", "binary"):
        return "sigmoid"
    if task == "multiclass":
        return "softmax"
    raise ValueError(task)


# %% exercise="output_activation" mistake="softmax-for-regression"
def output_activation(task):
    """Softmax over a single output is always 1, and a house price is any number: identity."""
    names = {"regression": "softmax", "binary": "sigmoid", "multiclass": "softmax"}
    if task not in names:
        raise ValueError(task)
    return names[task]


# %% exercise="output_activation" mistake="tanh-for-regression"
def output_activation(task):
    """tanh ends at 1 and -1; a house price does not: identity."""
    names = {"regression": "tanh", "binary": "sigmoid", "multiclass": "softmax"}
    if task not in names:
        raise ValueError(task)
    return names[task]


# %% exercise="output_activation" mistake="tanh-for-binary"
def output_activation(task):
    """tanh runs from -1 to 1; a probability lies between 0 and 1: sigmoid."""
    names = {"regression": "identity", "binary": "tanh", "multiclass": "softmax"}
    if task not in names:
        raise ValueError(task)
    return names[task]


# %% exercise="output_activation" mistake="step-for-binary"
def output_activation(task):
    """A step has no slope to learn from; a probability comes from a sigmoid."""
    names = {"regression": "identity", "binary": "step", "multiclass": "softmax"}
    if task not in names:
        raise ValueError(task)
    return names[task]


# %% exercise="output_activation" mistake="sigmoid-for-classes"
def output_activation(task):
    """Sigmoids would not share: the classes exclude each other, so their shares must sum to 1: softmax."""
    if task == "regression":
        return "identity"
    if task in ("binary", "multiclass"):
        return "sigmoid"
    raise ValueError(task)


# %% exercise="output_activation" mistake="capitals"
def output_activation(task):
    """The names are written in small letters: "identity", "sigmoid", "softmax"."""
    names = {"regression": "Identity", "binary": "Sigmoid", "multiclass": "Softmax"}
    if task not in names:
        raise ValueError(task)
    return names[task]


# %% exercise="output_activation" mistake="printed"
def output_activation(task):
    """The name is printed, not returned: use `return`."""
    names = {"regression": "identity", "binary": "sigmoid", "multiclass": "softmax"}
    if task not in names:
        raise ValueError(task)
    print(names[task])


# %% exercise="output_activation" mistake="function"
def output_activation(task):
    """The name is asked for, as text, not the function."""
    names = {"regression": lambda z: z, "binary": np.tanh, "multiclass": np.exp}
    if task not in names:
        raise ValueError(task)
    return names[task]


# %% exercise="output_activation" mistake="in-a-list"
def output_activation(task):
    """One name is asked for, as text, not a list or tuple of it."""
    names = {"regression": ["identity"], "binary": ["sigmoid"], "multiclass": ["softmax"]}
    if task not in names:
        raise ValueError(task)
    return names[task]


# %% exercise="output_activation" mistake="none-for-unknown" costs="refuses"
def output_activation(task):
    """dict.get gives None for an unknown task: ask first whether there is such a task, and raise a ValueError if not."""
    return {"regression": "identity", "binary": "sigmoid", "multiclass": "softmax"}.get(task)


# %% exercise="output_activation" mistake="key-error" costs="refuses"
def output_activation(task):
    """An unknown key is a KeyError; a ValueError is asked for: test first whether there is such a task."""
    return {"regression": "identity", "binary": "sigmoid", "multiclass": "softmax"}[task]


# %% exercise="output_activation" mistake="else-softmax" costs="refuses"
def output_activation(task):
    """A plain `else` takes any word for "multiclass": test for it, and raise a ValueError in the `else`."""
    if task == "regression":
        return "identity"
    elif task == "binary":
        return "sigmoid"
    else:
        return "softmax"


# %% exercise="output_activation" mistake="else-identity" costs="refuses"
def output_activation(task):
    """A word that is no task gets an answer: raise a ValueError for it."""
    return {"binary": "sigmoid", "multiclass": "softmax"}.get(task, "identity")


# %% exercise="output_activation" mistake="error-returned" costs="refuses"
def output_activation(task):
    """`return ValueError(...)` hands the error over like a value: `raise` it."""
    names = {"regression": "identity", "binary": "sigmoid", "multiclass": "softmax"}
    return names.get(task, ValueError("unknown task"))


# %% exercise="output_activation" mistake="error-as-text" costs="refuses"
def output_activation(task):
    """A text about the error is a value like any other: `raise ValueError(...)`."""
    names = {"regression": "identity", "binary": "sigmoid", "multiclass": "softmax"}
    return names.get(task, "unknown task")


# %% exercise="output_activation" mistake="assertion" costs="refuses"
def output_activation(task):
    """`assert` raises an AssertionError: write `if ...: raise ValueError(...)`."""
    names = {"regression": "identity", "binary": "sigmoid", "multiclass": "softmax"}
    assert task in names
    return names[task]


# %% exercise="output_activation" mistake="other-error" costs="refuses"
def output_activation(task):
    """Another error was raised: asked for is a ValueError, the right type with a wrong value."""
    names = {"regression": "identity", "binary": "sigmoid", "multiclass": "softmax"}
    if task not in names:
        raise TypeError("unknown task")
    return names[task]


# %% exercise="output_activation" mistake="bare-exception" costs="refuses"
def output_activation(task):
    """`raise Exception(...)` is too wide: a ValueError tells what kind of trouble it is."""
    names = {"regression": "identity", "binary": "sigmoid", "multiclass": "softmax"}
    if task not in names:
        raise Exception("unknown task")
    return names[task]


# %% exercise="output_activation" mistake="small-letters" costs="refuses"
def output_activation(task):
    """`task.lower()` takes "Binary" for "binary": only the three names as they stand are tasks."""
    names = {"regression": "identity", "binary": "sigmoid", "multiclass": "softmax"}
    if task.lower() not in names:
        raise ValueError(task)
    return names[task.lower()]


# %% exercise="output_activation" mistake="part-of-a-word" costs="refuses"
def output_activation(task):
    """`task in "regression"` is true for every part of the word: compare with ==, or look in a dict or list."""
    if task in "regression":
        return "identity"
    if task in "binary":
        return "sigmoid"
    if task in "multiclass":
        return "softmax"
    raise ValueError(task)


# %% exercise="output_activation" mistake="begins-with" costs="refuses"
def output_activation(task):
    """The first letters are not enough: "multi-class" is no task. Compare the whole word."""
    for known, name in (("reg", "identity"), ("bin", "sigmoid"), ("multi", "softmax")):
        if task.startswith(known):
            return name
    raise ValueError(task)


# %% exercise="output_activation" mistake="all-names"
def output_activation(task):
    """All names came back: the task says which one is asked for."""
    if task not in ("regression", "binary", "multiclass"):
        raise ValueError(task)
    return ["identity", "sigmoid", "softmax"]


# %% exercise="output_activation" mistake="word-within"
def output_activation(task):
    """`"binary" in task` is true for "binary classification" as well: compare with ==, or look in a dict."""
    names = {"regression": "identity", "binary": "sigmoid", "multiclass": "softmax"}
    for word, name in names.items():
        if word in task:
            return name
    raise ValueError(f"unknown task {task!r}")


# %% exercise="output_activation" mistake="blanks-cut-off"
def output_activation(task):
    """`task.strip()` accepts a word with blanks around it: only the three words as they stand are tasks."""
    names = {"regression": "identity", "binary": "sigmoid", "multiclass": "softmax"}
    if task.strip() not in names:
        raise ValueError(f"unknown task {task!r}")
    return names[task.strip()]


# %% exercise="count_parameters" mistake="no-biases"
def count_parameters(sizes):
    """The biases are missing: each neuron has one, so a layer has inputs * outputs + outputs."""
    return sum(m * n for m, n in zip(sizes, sizes[1:]))


# %% exercise="count_parameters" mistake="only-biases"
def count_parameters(sizes):
    """Those are the biases alone: add the weights, inputs * outputs a layer."""
    return sum(sizes[1:])


# %% exercise="count_parameters" mistake="bias-of-inputs"
def count_parameters(sizes):
    """The inputs have no bias: a layer has one for each of its outputs."""
    return sum(m * n for m, n in zip(sizes, sizes[1:])) + sum(sizes)


# %% exercise="count_parameters" mistake="bias-for-each-input"
def count_parameters(sizes):
    """A layer has one bias for each of its outputs, not for each input."""
    return sum(m * n + m for m, n in zip(sizes, sizes[1:]))


# %% exercise="count_parameters" mistake="one-bias-a-layer"
def count_parameters(sizes):
    """One bias a layer is too few: each of its neurons has its own."""
    return sum(m * n + 1 for m, n in zip(sizes, sizes[1:]))


# %% exercise="count_parameters" mistake="neurons"
def count_parameters(sizes):
    """Those are the neurons: between two layers stand inputs * outputs weights."""
    return sum(sizes)


# %% exercise="count_parameters" mistake="product"
def count_parameters(sizes):
    """All sizes were multiplied: multiply neighbours, and add the layers up."""
    total = 1
    for n in sizes:
        total *= n
    return total


# %% exercise="count_parameters" mistake="product-and-biases"
def count_parameters(sizes):
    """The layers were multiplied with each other: add them up."""
    total = 1
    for m, n in zip(sizes, sizes[1:]):
        total *= m * n + n
    return total


# %% exercise="count_parameters" mistake="first-layer-only"
def count_parameters(sizes):
    """Only the first layer was counted: `return` stands inside the loop, or the sum is missing."""
    for m, n in zip(sizes, sizes[1:]):
        return m * n + n
    return 0


# %% exercise="count_parameters" mistake="last-layer-only"
def count_parameters(sizes):
    """Only the last layer was counted: `total = ...` forgets what was there, `total += ...` adds."""
    total = 0
    for m, n in zip(sizes, sizes[1:]):
        total = m * n + n
    return total


# %% exercise="count_parameters" mistake="last-layer-missing"
def count_parameters(sizes):
    """The last layer is missing: the loop ends one too early."""
    return sum(m * n + n for m, n in zip(sizes[:-1], sizes[1:-1]))


# %% exercise="count_parameters" mistake="first-layer-missing"
def count_parameters(sizes):
    """The first layer is missing: the loop begins with the inputs, sizes[0]."""
    return sum(m * n + n for m, n in zip(sizes[1:], sizes[2:]))


# %% exercise="count_parameters" mistake="every-pair"
def count_parameters(sizes):
    """Every pair of layers was connected: only neighbours are."""
    pairs = [(m, n) for i, m in enumerate(sizes) for n in sizes[i + 1 :]]
    return sum(m * n for m, n in pairs) + sum(sizes[1:])


# %% exercise="count_parameters" mistake="every-pair"
def count_parameters(sizes):
    return sum(a * b + b for a in sizes for b in sizes)


# %% exercise="count_parameters" mistake="squares"
def count_parameters(sizes):
    """A layer was connected with itself: the weights lead from one layer to the next."""
    return sum(n * n + n for n in sizes[1:])


# %% exercise="count_parameters" mistake="both-biases"
def count_parameters(sizes):
    """(inputs + 1) * (outputs + 1) counts too many: only the inputs get the extra 1 of the bias."""
    return sum((m + 1) * (n + 1) for m, n in zip(sizes, sizes[1:]))


# %% exercise="count_parameters" mistake="added-sizes"
def count_parameters(sizes):
    """inputs + outputs was used: each input is connected with each output, inputs * outputs."""
    return sum(m + n for m, n in zip(sizes, sizes[1:]))


# %% exercise="count_parameters" mistake="a-count-a-layer"
def count_parameters(sizes):
    """A list of the layers' counts: asked for is their sum."""
    return [m * n + n for m, n in zip(sizes, sizes[1:])]


# %% exercise="count_parameters" mistake="runs-too-far"
def count_parameters(sizes):
    """The loop runs one too far: three sizes make two layers, range(len(sizes) - 1)."""
    return sum(sizes[i] * sizes[i + 1] + sizes[i + 1] for i in range(len(sizes)))


# %% exercise="count_parameters" mistake="writes-into-argument"
def count_parameters(sizes):
    """`sizes.pop(0)` empties the caller's list: loop over it."""
    total, m = 0, sizes.pop(0)
    while sizes:
        n = sizes.pop(0)
        total, m = total + m * n + n, n
    return total


# %% exercise="count_parameters" mistake="neighbours-added"
def count_parameters(sizes):
    """Sizes were added: each input is connected with each neuron, so they multiply."""
    return sum(a + b + b for a, b in zip(sizes[:-1], sizes[1:], strict=True))


# %% exercise="count_parameters" mistake="bias-subtracted"
def count_parameters(sizes):
    """The biases were subtracted: they are parameters too, and add."""
    return sum(a * b - b for a, b in zip(sizes[:-1], sizes[1:], strict=True))


# %% exercise="count_parameters" mistake="size-with-itself"
def count_parameters(sizes):
    """Each size was paired with itself: a layer lies between a size and the next, zip(sizes, sizes[1:])."""
    return sum(a * b + b for a, b in zip(sizes, sizes, strict=True))


# %% exercise="count_parameters" mistake="output-biases-only"
def count_parameters(sizes):
    """Only the last layer's biases are counted: each neuron has one, in every layer but the inputs."""
    return sum(a * b for a, b in zip(sizes[:-1], sizes[1:], strict=True)) + sizes[-1]


# %% exercise="count_parameters" mistake="equal-layers-once"
def count_parameters(sizes):
    """Two layers of equal size were counted once: a set or dict keeps one of them, a list keeps both."""
    return sum(m * n + n for m, n in set(zip(sizes, sizes[1:])))


# %% exercise="count_parameters" mistake="index-of-first"
def count_parameters(sizes):
    """`sizes.index(n)` finds the first of equal sizes: count with range(len(sizes) - 1), or zip(sizes, sizes[1:])."""
    return sum(n * sizes[sizes.index(n) + 1] + sizes[sizes.index(n) + 1] for n in sizes[:-1])


# %% exercise="count_parameters" mistake="no-output-biases"
def count_parameters(sizes):
    """The output layer's biases are missing: it has one for each output, as every layer."""
    return sum(m * n + n for m, n in zip(sizes, sizes[1:])) - sizes[-1]


# %% exercise="dense" mistake="no-bias"
def dense(x, w, b, activation):
    """The bias is missing: activation(x @ w + b)."""
    return activation(x @ w)


# %% exercise="dense" mistake="no-activation"
def dense(x, w, b, activation):
    """The activation was not applied: call it, activation(x @ w + b)."""
    return x @ w + b


# %% exercise="dense" mistake="bias-outside"
def dense(x, w, b, activation):
    """The bias belongs inside: activation(x @ w + b)."""
    return activation(x @ w) + b


# %% exercise="dense" mistake="bias-subtracted"
def dense(x, w, b, activation):
    """The bias was subtracted: it is added."""
    return activation(x @ w - b)


# %% exercise="dense" mistake="bias-twice"
def dense(x, w, b, activation):
    """The bias was added twice."""
    return activation(x @ w + b) + b


# %% exercise="dense" mistake="bias-twice-inside"
def dense(x, w, b, activation):
    """The bias was added twice, inside the activation."""
    return activation(x @ w + b + b)


# %% exercise="dense" mistake="bias-multiplied"
def dense(x, w, b, activation):
    """The bias was multiplied: it is added."""
    return activation(x @ w * b)


# %% exercise="dense" mistake="bias-into-weights"
def dense(x, w, b, activation):
    """The bias was added to the weights: it is added to the sum x @ w."""
    return activation(x @ (w + b))


# %% exercise="dense" mistake="always-relu"
def dense(x, w, b, activation):
    """Always ReLU: call the activation that was given."""
    return np.maximum(x @ w + b, 0)


# %% exercise="dense" mistake="always-sigmoid"
def dense(x, w, b, activation):
    """Always the sigmoid: call the activation that was given."""
    return (1 + np.tanh((x @ w + b) / 2)) / 2


# %% exercise="dense" mistake="activation-of-input"
def dense(x, w, b, activation):
    """The activation belongs to the sum, not to the input."""
    return activation(x) @ w + b


# %% exercise="dense" mistake="activation-of-weights"
def dense(x, w, b, activation):
    """The activation belongs to the sum, not to the weights."""
    return x @ activation(w) + b


# %% exercise="dense" mistake="activation-twice"
def dense(x, w, b, activation):
    """The activation was applied twice."""
    return activation(activation(x @ w + b))


# %% exercise="dense" mistake="weights-transposed"
def dense(x, w, b, activation):
    """w is (inputs, outputs) already: `x @ w`, without .T."""
    return activation(x @ w.T + b)


# %% exercise="dense" mistake="weights-first"
def dense(x, w, b, activation):
    """The order is reversed: the rows of x meet the columns of w in `x @ w`."""
    return activation(w @ x + b)


# %% exercise="dense" mistake="column-vectors"
def dense(x, w, b, activation):
    """w.T @ x is for samples in columns; here each row of x is a sample: `x @ w`."""
    return activation(w.T @ x + b)


# %% exercise="dense" mistake="result-transposed"
def dense(x, w, b, activation):
    """The result is transposed: a row a sample, a column an output."""
    return activation(x @ w + b).T


# %% exercise="dense" mistake="cell-by-cell"
def dense(x, w, b, activation):
    """`*` multiplies cell by cell; the weighted sums are `x @ w`."""
    return activation(x * w + b)


# %% exercise="dense" mistake="bias-a-column"
def dense(x, w, b, activation):
    """The bias was turned into a column: b has one number an output, and `x @ w + b` adds it to every row."""
    return activation(x @ w + b[:, None])


# %% exercise="dense" mistake="summed"
def dense(x, w, b, activation):
    """The outputs were summed up: each neuron has its own, (n, outputs)."""
    return activation((x @ w + b).sum(axis=1))


# %% exercise="dense" mistake="first-row"
def dense(x, w, b, activation):
    """Only the first sample went through: x has many rows, and all go at once."""
    return activation(x[0] @ w + b)


# %% exercise="dense" mistake="row-by-row"
def dense(x, w, b, activation):
    """The activation was called with one row at a time: it takes the whole array (n, outputs)."""
    return np.array([activation(row @ w + b) for row in x])


# %% exercise="dense" mistake="cell-at-a-time"
def dense(x, w, b, activation):
    """The activation was called with one number at a time: it takes the whole array (n, outputs)."""
    return np.vectorize(activation, otypes=[float])(x @ w + b)


# %% exercise="dense" mistake="function-returned"
def dense(x, w, b, activation):
    """The function came back, not its value: activation(...), with parentheses."""
    return activation


# %% exercise="dense" mistake="writes-into-argument"
def dense(x, w, b, activation):
    """`b += ...` or `x *= ...` writes into the caller's array: make a new one."""
    z = x @ w + b
    b += z[0]
    return activation(z)


# %% exercise="dense" mistake="activation-cell-by-cell"
def dense(x, w, b, activation):
    """The activation was called on single numbers: it takes the whole array, and may look at a whole row."""
    return np.array([[activation(v) for v in row] for row in x @ w + b])


# %% exercise="dense" mistake="bias-to-inputs"
def dense(x, w, b, activation):
    """The bias was added to the inputs: there is one for each output, so it comes after x @ w."""
    return activation((x + b) @ w)


# %% exercise="dense" mistake="one-bias"
def dense(x, w, b, activation):
    """The biases were added up: each output has its own."""
    return activation(x @ w + np.sum(b))


# %% exercise="dense" mistake="whole-numbers"
def dense(x, w, b, activation):
    """np.zeros_like, or dtype=x.dtype, of whole numbers stores whole numbers: np.zeros(shape) holds fractions."""
    sums = np.zeros((len(x), w.shape[1]), dtype=x.dtype)
    for i, row in enumerate(x):
        sums[i] = row @ w + b
    return activation(sums)


# %% exercise="dense" mistake="transposed-activation"
def dense(x, w, b, activation):
    """The activation got the transposed array: it takes (n, outputs), a sample in each row."""
    return activation((x @ w + b).T).T


# %% exercise="forward" mistake="return-in-loop"
def forward(x, layers):
    """Only the first layer was applied: `return` stands inside the loop."""
    for w, b, activation in layers:
        return activation(x @ w + b)
    return x


# %% exercise="forward" mistake="input-again"
def forward(x, layers):
    """Each layer was given the network's input: it wants what came out of the layer before."""
    out = x
    for w, b, activation in layers:
        out = activation(x @ w + b)
    return out


# %% exercise="forward" mistake="no-activation"
def forward(x, layers):
    """No activation was applied: call it in every layer, activation(x @ w + b)."""
    for w, b, _activation in layers:
        x = x @ w + b
    return x


# %% exercise="forward" mistake="last-layer-missing"
def forward(x, layers):
    """The last layer is missing: the loop ends one too early."""
    for w, b, activation in layers[:-1]:
        x = activation(x @ w + b)
    return x


# %% exercise="forward" mistake="first-layer-missing"
def forward(x, layers):
    """The first layer is missing: the loop begins with layers[0]."""
    for w, b, activation in layers[1:]:
        x = activation(x @ w + b)
    return x


# %% exercise="forward" mistake="reversed"
def forward(x, layers):
    """The layers were taken from the end: x meets layers[0] first."""
    for w, b, activation in layers[::-1]:
        x = activation(x @ w + b)
    return x


# %% exercise="forward" mistake="no-bias"
def forward(x, layers):
    """The biases are missing: activation(x @ w + b) in every layer."""
    for w, _b, activation in layers:
        x = activation(x @ w)
    return x


# %% exercise="forward" mistake="bias-outside"
def forward(x, layers):
    """The bias belongs inside the activation: activation(x @ w + b)."""
    for w, b, activation in layers:
        x = activation(x @ w) + b
    return x


# %% exercise="forward" mistake="bias-subtracted"
def forward(x, layers):
    """The bias was subtracted: it is added."""
    for w, b, activation in layers:
        x = activation(x @ w - b)
    return x


# %% exercise="forward" mistake="activation-at-the-end-only"
def forward(x, layers):
    """The activation was applied at the end only: every layer has its own."""
    for w, b, _ in layers:
        x = x @ w + b
    return layers[-1][2](x) if layers else x


# %% exercise="forward" mistake="activation-not-at-the-end"
def forward(x, layers):
    """The last layer's activation is missing: every layer has its own."""
    for number, (w, b, activation) in enumerate(layers, start=1):
        x = x @ w + b
        if number < max(len(layers), 2):
            x = activation(x)
    return x


# %% exercise="forward" mistake="always-relu"
def forward(x, layers):
    """Always ReLU: call the activation that each layer brings."""
    for w, b, _activation in layers:
        x = np.maximum(x @ w + b, 0)
    return x


# %% exercise="forward" mistake="first-activation"
def forward(x, layers):
    """The first layer's activation was used in all of them: each layer brings its own."""
    for w, b, _activation in layers:
        x = layers[0][2](x @ w + b)
    return x


# %% exercise="forward" mistake="activation-twice"
def forward(x, layers):
    """The activation was applied twice in a layer."""
    for w, b, activation in layers:
        x = activation(activation(x @ w + b))
    return x


# %% exercise="forward" mistake="activation-of-input"
def forward(x, layers):
    """The activation belongs to the sum, not to what goes into the layer."""
    for w, b, activation in layers:
        x = activation(x) @ w + b
    return x


# %% exercise="forward" mistake="weights-transposed"
def forward(x, layers):
    """w is (inputs, outputs) already: `x @ w`, without .T."""
    for w, b, activation in layers:
        x = activation(x @ w.T + b)
    return x


# %% exercise="forward" mistake="weights-first"
def forward(x, layers):
    """The order is reversed: the rows of x meet the columns of w in `x @ w`."""
    for w, b, activation in layers:
        x = activation(w @ x + b)
    return x


# %% exercise="forward" mistake="wrong-order-of-names"
def forward(x, layers):
    """The names are in another order: a layer is (w, b, activation)."""
    for b, w, activation in layers:
        x = activation(x @ w + b)
    return x


# %% exercise="forward" mistake="activation-first"
def forward(x, layers):
    """The names are in another order: a layer is (w, b, activation), the function last."""
    for activation, w, b in layers:
        x = activation(x @ w + b)
    return x


# %% exercise="forward" mistake="two-names"
def forward(x, layers):
    """A layer has three parts: `for w, b, activation in layers:`."""
    for w, b in layers:
        x = x @ w + b
    return x


# %% exercise="forward" mistake="all-outputs"
def forward(x, layers):
    """Every layer's output came back: asked for is the last one."""
    outputs = []
    for w, b, activation in layers:
        x = activation(x @ w + b)
        outputs.append(x)
    return outputs


# %% exercise="forward" mistake="input-returned"
def forward(x, layers):
    """The result of a layer is not kept: `x = activation(x @ w + b)`."""
    for w, b, activation in layers[:1]:
        activation(x @ w + b)
    return x


# %% exercise="forward" mistake="no-layers"
def forward(x, layers):
    """Without layers the loop never runs, and the result has no value: begin with `out = x`."""
    for w, b, activation in layers:
        x = out = activation(x @ w + b)
    return out


# %% exercise="forward" mistake="last-of-none"
def forward(x, layers):
    """Without layers there is no layers[0] or layers[-1]: x itself comes out."""
    w, b, activation = layers[0]
    x = activation(x @ w + b)
    for w, b, activation in layers[1:]:
        x = activation(x @ w + b)
    return x


# %% exercise="forward" mistake="writes-into-argument"
def forward(x, layers):
    """`layers.pop(0)` takes layers from the caller, `x += ...` writes into the caller's array."""
    while layers:
        w, b, activation = layers.pop(0)
        x = activation(x @ w + b)
    return x


# %% exercise="forward" mistake="one-layer-unpacked"
def forward(x, layers):
    """The list of layers was unpacked like a single layer: loop over it, and unpack each."""
    w, b, activation = layers
    return activation(x @ w + b)


# %% exercise="forward" mistake="layer-called"
def forward(x, layers):
    """A layer is no function, but (w, b, activation): unpack it and compute activation(x @ w + b)."""
    for layer in layers:
        x = layer(x)
    return x


# %% exercise="forward" mistake="result-added"
def forward(x, layers):
    """A layer's output takes the place of its input: `x = ...`, not `x = x + ...`."""
    for w, b, activation in layers:
        x = x + activation(x @ w + b)
    return x


# %% exercise="forward" mistake="same-layer-again"
def forward(x, layers):
    """The first layer was used again and again: take the loop's own layer."""
    for _ in layers:
        w, b, activation = layers[0]
        x = activation(x @ w + b)
    return x


# %% exercise="forward" mistake="list-of-first-outputs"
def forward(x, layers):
    """Each layer was given the network's input, and all outputs were kept: one x runs through the loop, x = activation(x @ w + b)."""
    return [activation(x @ w + b) for w, b, activation in layers]


# %% exercise="glu" mistake="sigmoid-missing"
def glu(x, w, b, v, c):
    """The sigmoid is missing: a gate lies between 0 and 1."""
    return (x @ w + b) * (x @ v + c)


# %% exercise="glu" mistake="swapped"
def glu(x, w, b, v, c):
    """Content and gate are swapped: the sigmoid belongs to xv + c."""
    return (x @ v + c) * 0.5 * (1 + np.tanh((x @ w + b) / 2))


# %% exercise="glu" mistake="added"
def glu(x, w, b, v, c):
    """The gate was added; it multiplies."""
    return (x @ w + b) + 0.5 * (1 + np.tanh((x @ v + c) / 2))


# %% exercise="glu" mistake="gate-bias-missing"
def glu(x, w, b, v, c):
    """The gate's bias c is missing."""
    return (x @ w + b) * 0.5 * (1 + np.tanh((x @ v) / 2))


# %% exercise="glu" mistake="content-bias-missing"
def glu(x, w, b, v, c):
    """The content's bias b is missing."""
    return (x @ w) * 0.5 * (1 + np.tanh((x @ v + c) / 2))


# %% exercise="glu" mistake="biases-missing"
def glu(x, w, b, v, c):
    """Both biases are missing."""
    return (x @ w) * 0.5 * (1 + np.tanh((x @ v) / 2))


# %% exercise="glu" mistake="both-sigmoid"
def glu(x, w, b, v, c):
    """Both sides went through the sigmoid: only the gate does."""
    return 0.25 * (1 + np.tanh((x @ w + b) / 2)) * (1 + np.tanh((x @ v + c) / 2))


# %% exercise="glu" mistake="sigmoid-of-product"
def glu(x, w, b, v, c):
    """The sigmoid went over the product: only the gate xv + c goes through it."""
    return 0.5 * (1 + np.tanh((x @ w + b) * (x @ v + c) / 2))


# %% exercise="glu" mistake="tanh-gate"
def glu(x, w, b, v, c):
    """tanh in place of the sigmoid: a gate lies between 0 and 1, not -1 and 1."""
    return (x @ w + b) * np.tanh(x @ v + c)


# %% exercise="glu" mistake="relu-gate"
def glu(x, w, b, v, c):
    """ReLU in place of the sigmoid: a gate lies between 0 and 1."""
    return (x @ w + b) * np.maximum(x @ v + c, 0)


# %% exercise="glu" mistake="tanh-of-z"
def glu(x, w, b, v, c):
    """The sigmoid is (1 + tanh(z/2)) / 2: the tanh of half of z."""
    return (x @ w + b) * 0.5 * (1 + np.tanh(x @ v + c))


# %% exercise="glu" mistake="sign-missing"
def glu(x, w, b, v, c):
    """The gate opens the wrong way: the sigmoid has e^-z, with a minus."""
    return (x @ w + b) * 0.5 * (1 - np.tanh((x @ v + c) / 2))


# %% exercise="glu" mistake="one-gate"
def glu(x, w, b, v, c):
    """v was used on both sides: the content is xw + b."""
    return (x @ v + b) * 0.5 * (1 + np.tanh((x @ v + c) / 2))


# %% exercise="glu" mistake="gate-of-content"
def glu(x, w, b, v, c):
    """w was used on both sides: the gate is sigmoid(xv + c)."""
    return (x @ w + b) * 0.5 * (1 + np.tanh((x @ w + c) / 2))


# %% exercise="glu" mistake="same-side"
def glu(x, w, b, v, c):
    """xw + b was used on both sides: the gate has weights of its own, sigmoid(xv + c)."""
    return (x @ w + b) * 0.5 * (1 + np.tanh((x @ w + b) / 2))


# %% exercise="glu" mistake="biases-swapped"
def glu(x, w, b, v, c):
    """The biases are swapped: b belongs to the content, c to the gate."""
    return (x @ w + c) * 0.5 * (1 + np.tanh((x @ v + b) / 2))


# %% exercise="glu" mistake="bias-outside-sigmoid"
def glu(x, w, b, v, c):
    """The gate's bias c belongs inside the sigmoid."""
    return (x @ w + b) * (0.5 * (1 + np.tanh((x @ v) / 2)) + c)


# %% exercise="glu" mistake="gate-only"
def glu(x, w, b, v, c):
    """Only the gate came back: multiply it by the content xw + b."""
    return 0.5 * (1 + np.tanh((x @ v + c) / 2))


# %% exercise="glu" mistake="content-only"
def glu(x, w, b, v, c):
    """Only the content came back: multiply it by the gate."""
    return x @ w + b


# %% exercise="glu" mistake="sigmoid-of-input"
def glu(x, w, b, v, c):
    """The sigmoid belongs to xv + c, not to x."""
    return (x @ w + b) * (0.5 * (1 + np.tanh(x / 2)) @ v + c)


# %% exercise="glu" mistake="matrix-product"
def glu(x, w, b, v, c):
    """`@` between content and gate: they are multiplied cell by cell, with `*`."""
    return (x @ w + b) @ (0.5 * (1 + np.tanh((x @ v + c) / 2)))


# %% exercise="glu" mistake="weights-transposed"
def glu(x, w, b, v, c):
    """w and v are (inputs, outputs) already: `x @ w`, without .T."""
    return (x @ w.T + b) * 0.5 * (1 + np.tanh((x @ v.T + c) / 2))


# %% exercise="glu" mistake="cell-by-cell"
def glu(x, w, b, v, c):
    """`x * w` multiplies cell by cell; the weighted sums are `x @ w`."""
    return (x * w + b) * 0.5 * (1 + np.tanh((x * v + c) / 2))


# %% exercise="glu" mistake="overflow"
def glu(x, w, b, v, c):
    """e^900 overflows in the sigmoid: use the safe one of exercise 2."""
    return (x @ w + b) / (1 + np.exp(-(x @ v + c)))


# %% exercise="glu" mistake="inf-over-inf"
def glu(x, w, b, v, c):
    """e^z / (1 + e^z) is inf/inf at 900: use the safe sigmoid of exercise 2."""
    e = np.exp(x @ v + c)
    return (x @ w + b) * (e / (1 + e))


# %% exercise="glu" mistake="softmax-gate"
def glu(x, w, b, v, c):
    """Softmax in place of the sigmoid: each gate opens by itself, they do not share."""
    z = x @ v + c
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (x @ w + b) * (e / e.sum(axis=1, keepdims=True))


# %% exercise="glu" mistake="rounded-gate"
def glu(x, w, b, v, c):
    """The gate is not only open or shut: it is the sigmoid, smooth between 0 and 1."""
    return (x @ w + b) * (x @ v + c > 0)


# %% exercise="glu" mistake="gate-on-bias-alone"
def glu(x, w, b, v, c):
    """The gate multiplies the bias alone: the brackets around x @ w + b are missing."""
    return x @ w + b * (0.5 * (1 + np.tanh((x @ v + c) / 2)))


# %% exercise="glu" mistake="same-bias"
def glu(x, w, b, v, c):
    """The gate has a bias of its own: c, not b."""
    return (x @ w + b) * (0.5 * (1 + np.tanh((x @ v + b) / 2)))


# %% exercise="glu" mistake="bias-subtracted"
def glu(x, w, b, v, c):
    """A bias was subtracted: both are added."""
    return (x @ w - b) * (0.5 * (1 + np.tanh((x @ v + c) / 2)))


# %% exercise="glu" mistake="bias-subtracted"
def glu(x, w, b, v, c):
    return (x @ w + b) * (0.5 * (1 + np.tanh((x @ v - c) / 2)))


# %% exercise="glu" mistake="divided"
def glu(x, w, b, v, c):
    """The gate multiplies: divided by it, a shut gate would let everything through."""
    return (x @ w + b) / (0.5 * (1 + np.tanh((x @ v + c) / 2)))


# %% exercise="glu" mistake="gate-twice"
def glu(x, w, b, v, c):
    """The gate's own sum was multiplied by the gate: what passes is x @ w + b."""
    z = x @ v + c
    return z * (0.5 * (1 + np.tanh(z / 2)))


# %% exercise="glu" mistake="slope-for-gate"
def glu(x, w, b, v, c):
    """The gate is the sigmoid itself, not its slope."""
    s = 0.5 * (1 + np.tanh((x @ v + c) / 2))
    return (x @ w + b) * s * (1 - s)


# %% exercise="glu" mistake="gate-added-up"
def glu(x, w, b, v, c):
    """The gates were added up: each output has a gate of its own."""
    s = 0.5 * (1 + np.tanh((x @ v + c) / 2))
    return (x @ w + b) * s.sum(axis=1, keepdims=True)


# %% exercise="glu" mistake="gate-clipped"
def glu(x, w, b, v, c):
    """The gate's sums were clipped: far out it shuts, or opens, altogether. np.tanh is safe without a clip."""
    z = np.clip(x @ v + c, -5, 5)
    return (x @ w + b) / (1 + np.exp(-z))
