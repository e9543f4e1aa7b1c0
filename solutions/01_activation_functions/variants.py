# Right answers in other styles; the mistakes are in mistakes.py. Read by the demo class and the
# tests of the grader; see CONTRIBUTING.md. Never released.

# %% exercise="collapse_linear" style="loops"
def collapse_linear(weights):
    product = [[float(v) for v in row] for row in weights[0]]
    for w in weights[1:]:
        product = [
            [sum(row[k] * w[k][j] for k in range(len(w))) for j in range(len(w[0]))]
            for row in product
        ]
    return product


# %% exercise="collapse_linear" style="one_liner"
def collapse_linear(weights):
    return __import__("functools").reduce(np.matmul, weights)


# %% exercise="collapse_linear" style="float32"
def collapse_linear(weights):
    result = np.eye(len(weights[0]), dtype=np.float32)
    for w in weights:
        result = result @ np.asarray(w, dtype=np.float32)
    return result


# %% exercise="collapse_linear" style="recursion"
def collapse_linear(weights):
    *before, last = weights
    return collapse_linear(before) @ last if before else last


# %% exercise="collapse_linear" style="helpers"
def collapse_linear(weights):
    def multiply(a, b):
        columns = list(zip(*b))
        return [[sum(p * q for p, q in zip(row, column)) for column in columns] for row in a]

    answer = weights[0]
    for other in weights[1:]:
        answer = multiply(answer, other)
    return tuple(tuple(row) for row in answer)


# %% exercise="sigmoid" style="loops"
def sigmoid(z):
    import math

    def one(v):
        if v >= 0:
            return 1 / (1 + math.exp(-v))
        e = math.exp(v)
        return e / (1 + e)

    z = np.asarray(z, dtype=float)
    out = np.empty(z.shape)
    for index in np.ndindex(z.shape):
        out[index] = one(z[index])
    return out


# %% exercise="sigmoid" style="one_liner"
def sigmoid(z):
    return (1 + np.tanh(np.asarray(z) / 2)) / 2


# %% exercise="sigmoid" style="float32"
def sigmoid(z):
    from scipy.special import expit

    return expit(np.asarray(z, dtype=np.float32))


# %% exercise="sigmoid" style="vectorised"
def sigmoid(z):
    z = np.asarray(z, dtype=float)
    out, up = np.empty_like(z), z >= 0
    out[up] = 1 / (1 + np.exp(-z[up]))
    out[~up] = np.exp(z[~up]) / (1 + np.exp(z[~up]))
    return out


# %% exercise="sigmoid" style="scipy"
def sigmoid(z):
    from scipy.special import expit

    return expit(z)


# %% exercise="sigmoid" style="list"
def sigmoid(z):
    return np.exp(-np.logaddexp(0, -np.asarray(z))).tolist()


# %% exercise="sigmoid_grad" style="loops"
def sigmoid_grad(z):
    import math

    z = np.asarray(z, dtype=float)
    out = np.empty(z.shape)
    for index in np.ndindex(z.shape):
        e = math.exp(-abs(z[index]))
        out[index] = e / (1 + e) ** 2
    return out


# %% exercise="sigmoid_grad" style="one_liner"
def sigmoid_grad(z):
    return (1 - np.tanh(np.asarray(z) / 2) ** 2) / 4


# %% exercise="sigmoid_grad" style="float32"
def sigmoid_grad(z):
    from scipy.special import expit

    s = expit(np.asarray(z, dtype=np.float32))
    return s * (1 - s)


# %% exercise="sigmoid_grad" style="scipy"
def sigmoid_grad(z):
    from scipy.special import expit

    return expit(z) * expit(-np.asarray(z))


# %% exercise="sigmoid_grad" style="vectorised"
def sigmoid_grad(z):
    e = np.exp(-np.abs(z))
    return e / np.square(1 + e)


# %% exercise="sigmoid_grad" style="helpers"
def sigmoid_grad(z):
    def squash(v):
        return np.where(v < 0, np.exp(np.minimum(v, 0)), 1) / (1 + np.exp(-np.abs(v)))

    s = squash(np.asarray(z, dtype=float))
    return (s - s**2).tolist()


# %% exercise="relu" style="loops"
def relu(z):
    z = np.asarray(z, dtype=float)
    out = np.zeros(z.shape)
    for index in np.ndindex(z.shape):
        if z[index] > 0:
            out[index] = z[index]
    return out


# %% exercise="relu" style="one_liner"
def relu(z):
    return z * (np.asarray(z) > 0)


# %% exercise="relu" style="float32"
def relu(z):
    return np.maximum(np.asarray(z, dtype=np.float32), 0)


# %% exercise="relu" style="vectorised"
def relu(z):
    out = np.array(z, dtype=float)
    out[out < 0] = 0
    return out


# %% exercise="relu" style="list"
def relu(z):
    return np.clip(z, 0, None).tolist()


# %% exercise="relu" style="recursion"
def relu(z):
    if np.ndim(z) == 0:
        return max(0.0, float(z))
    return [relu(part) for part in z]


# %% exercise="relu_grad" style="loops"
def relu_grad(z):
    z = np.asarray(z)
    return np.array([1.0 if v > 0 else 0.0 for v in z.ravel()]).reshape(z.shape)


# %% exercise="relu_grad" style="one_liner"
def relu_grad(z):
    return np.heaviside(z, 0.0)


# %% exercise="relu_grad" style="float32"
def relu_grad(z):
    return (np.asarray(z) > 0).astype(np.float32)


# %% exercise="relu_grad" style="list"
def relu_grad(z):
    return (np.asarray(z) > 0).astype(int).tolist()


# %% exercise="relu_grad" style="vectorised"
def relu_grad(z):
    return np.sign(np.maximum(z, 0))


# %% exercise="relu_grad" style="helpers"
def relu_grad(z):
    def slope(v):
        return 1.0 if v > 0 else 0.0

    return np.vectorize(slope, otypes=[float])(z)


# %% exercise="softmax" style="loops"
def softmax(z):
    import math

    z = np.asarray(z, dtype=float)
    out = np.empty(z.shape)
    for index in np.ndindex(z.shape[:-1]):
        row = [float(v) for v in z[index]]
        top = max(row)
        powers = [math.exp(v - top) for v in row]
        out[index] = [p / sum(powers) for p in powers]
    return out


# %% exercise="softmax" style="one_liner"
def softmax(z):
    return np.exp(z - np.logaddexp.reduce(np.asarray(z, dtype=float), axis=-1, keepdims=True))


# %% exercise="softmax" style="float32"
def softmax(z):
    from scipy.special import softmax as ready

    return ready(np.asarray(z, dtype=np.float32), axis=-1)


# %% exercise="softmax" style="recursion"
def softmax(z):
    z = np.asarray(z, dtype=float)
    if z.ndim > 1:
        return [softmax(row) for row in z]
    e = np.exp(z - max(z))
    return e / sum(e)


# %% exercise="softmax" style="scipy"
def softmax(z):
    from scipy.special import logsumexp

    return np.exp(z - logsumexp(z, axis=-1, keepdims=True))


# %% exercise="softmax" style="vectorised"
def softmax(z):
    rows = np.moveaxis(np.array(z, dtype=float), -1, 0)
    rows = np.exp(rows - rows.max(axis=0))
    return np.moveaxis(rows / rows.sum(axis=0), 0, -1)


# %% exercise="output_activation" style="loops"
def output_activation(task):
    for known, name in (("regression", "identity"), ("binary", "sigmoid"), ("multiclass", "softmax")):
        if task == known:
            return name
    raise ValueError(f"no such task: {task}")


# %% exercise="output_activation" style="one_liner"
def output_activation(task):
    return ("identity", "sigmoid", "softmax")[("regression", "binary", "multiclass").index(task)]


# %% exercise="output_activation" style="branches"
def output_activation(task):
    if task == "regression":
        return "identity"
    elif task == "binary":
        return "sigmoid"
    elif task == "multiclass":
        return "softmax"
    else:
        raise ValueError("regression, binary or multiclass")


# %% exercise="output_activation" style="match"
def output_activation(task):
    match task:
        case "regression":
            answer = "identity"
        case "binary":
            answer = "sigmoid"
        case "multiclass":
            answer = "softmax"
        case _:
            raise ValueError(task)
    return answer


# %% exercise="output_activation" style="helpers"
def output_activation(task):
    def look_up(name):
        return dict(regression="identity", binary="sigmoid", multiclass="softmax")[name]

    try:
        return np.str_(look_up(task))
    except KeyError as error:
        raise ValueError("no such task") from error


# %% exercise="dense" style="loops"
def dense(x, w, b, activation):
    n, inputs = x.shape
    z = np.zeros((n, w.shape[1]))
    for row in range(n):
        for k in range(inputs):
            z[row] += x[row, k] * w[k]
        z[row] += b
    return activation(z)


# %% exercise="dense" style="one_liner"
def dense(x, w, b, activation):
    return activation(np.einsum("ni,io->no", x, w) + b)


# %% exercise="dense" style="float32"
def dense(x, w, b, activation):
    x, w, b = (np.asarray(a, dtype=np.float64) for a in (x, w, b))
    return activation(np.dot(x, w) + b).astype(np.float32)


# %% exercise="dense" style="vectorised"
def dense(x, w, b, activation):
    return activation(np.hstack([x, np.ones((len(x), 1))]) @ np.vstack([w, b]))


# %% exercise="dense" style="list"
def dense(x, w, b, activation):
    return activation(np.dot(x, w) + b).tolist()


# %% exercise="dense" style="helpers"
def dense(x, w, b, activation):
    def weighted_sum(rows):
        z = np.tensordot(rows, w, axes=1)
        z += b
        return z

    return activation(weighted_sum(x))


# %% exercise="forward" style="loops"
def forward(x, layers):
    out = np.array(x, dtype=float)
    for number in range(len(layers)):
        w, b, activation = layers[number]
        z = np.empty((len(out), w.shape[1]))
        for i in range(len(out)):
            z[i] = out[i] @ w + b
        out = activation(z)
    return out


# %% exercise="forward" style="one_liner"
def forward(x, layers):
    return __import__("functools").reduce(lambda h, wba: wba[2](h @ wba[0] + wba[1]), layers, x)


# %% exercise="forward" style="float32"
def forward(x, layers):
    if not layers:
        return np.asarray(x, dtype=np.float32)
    w, b, activation = layers[-1]
    before = forward(x, layers[:-1]).astype(np.float64) if len(layers) > 1 else x
    return activation(before @ w + b).astype(np.float32)


# %% exercise="forward" style="recursion"
def forward(x, layers):
    if len(layers) == 0:
        return x
    (w, b, activation), *rest = layers
    return forward(activation(x @ w + b), rest)


# %% exercise="forward" style="helpers"
def forward(x, layers):
    def layer(inputs, weights, bias, activate):
        return activate(np.dot(inputs, weights) + bias)

    values = [x]
    for triple in layers:
        values.append(layer(values[-1], *triple))
    return values[-1].tolist()


# %% exercise="glu" style="loops"
def glu(x, w, b, v, c):
    import math

    out = np.empty((len(x), w.shape[1]))
    for i in range(len(x)):
        for j in range(w.shape[1]):
            content = sum(x[i, k] * w[k, j] for k in range(x.shape[1])) + b[j]
            gate = sum(x[i, k] * v[k, j] for k in range(x.shape[1])) + c[j]
            out[i, j] = content * 0.5 * (1 + math.tanh(gate / 2))
    return out


# %% exercise="glu" style="one_liner"
def glu(x, w, b, v, c):
    return (x @ w + b) * __import__("scipy.special", fromlist=["expit"]).expit(x @ v + c)


# %% exercise="glu" style="float32"
def glu(x, w, b, v, c):
    from scipy.special import expit

    return (np.dot(x, w) + b).astype(np.float32) * expit((np.dot(x, v) + c).astype(np.float32))


# %% exercise="glu" style="einsum"
def glu(x, w, b, v, c):
    z = np.einsum("ni,io->no", x, v) + c
    small = np.exp(-np.abs(z))
    return (np.einsum("ni,io->no", x, w) + b) * np.where(z > 0, 1, small) / (1 + small)


# %% exercise="glu" style="helpers"
def glu(x, w, b, v, c):
    def dense(weights, bias):
        return np.dot(x, weights) + bias

    def sigmoid(z):
        return np.exp(-np.logaddexp(0, -z))

    return (dense(w, b) * sigmoid(dense(v, c))).tolist()


# %% exercise="glu" style="vectorised"
def glu(x, w, b, v, c):
    content, gate = np.split(x @ np.hstack([w, v]) + np.hstack([b, c]), 2, axis=1)
    return content * (np.tanh(gate / 2) + 1) / 2


# %% exercise="leaky_relu" style="loops"
def leaky_relu(z, slope=0.01):
    z = np.asarray(z, dtype=float)
    out = np.empty(z.shape)
    for index in np.ndindex(z.shape):
        out[index] = z[index] if z[index] > 0 else slope * z[index]
    return out


# %% exercise="leaky_relu" style="one_liner"
def leaky_relu(z, slope=0.01):
    return np.maximum(z, slope * np.asarray(z))


# %% exercise="leaky_relu" style="float32"
def leaky_relu(z, slope=0.01):
    z = np.asarray(z, dtype=np.float32)
    return np.maximum(z, 0) + np.float32(slope) * np.minimum(z, 0)


# %% exercise="leaky_relu" style="vectorised"
def leaky_relu(z, slope=0.01):
    out = np.array(z, dtype=float)
    out[out < 0] *= slope
    return out


# %% exercise="leaky_relu" style="list"
def leaky_relu(z, slope=0.01):
    z = np.asarray(z)
    return (z * (slope + (1 - slope) * (z > 0))).tolist()


# %% exercise="tanh_grad" style="loops"
def tanh_grad(z):
    import math

    z = np.asarray(z, dtype=float)
    out = np.empty(z.shape)
    for index in np.ndindex(z.shape):
        t = math.tanh(z[index])
        out[index] = (1 - t) * (1 + t)
    return out


# %% exercise="tanh_grad" style="one_liner"
def tanh_grad(z):
    return 1 - np.tanh(z) ** 2


# %% exercise="tanh_grad" style="float32"
def tanh_grad(z):
    t = np.tanh(np.asarray(z, dtype=np.float32))
    return 1 - t * t


# %% exercise="tanh_grad" style="scipy"
def tanh_grad(z):
    from scipy.special import expit

    z = 2 * np.asarray(z)
    return 4 * expit(z) * expit(-z)


# %% exercise="tanh_grad" style="list"
def tanh_grad(z):
    e = np.exp(-2 * np.abs(z))
    return (4 * e / (1 + e) ** 2).tolist()


# %% exercise="xor_network" style="differences"
def xor_network():
    return np.array([[1.0, -1.0], [-1.0, 1.0]]), np.zeros(2), np.array([[1.0], [1.0]]), np.zeros(1)


# %% exercise="xor_network" style="list"
def xor_network():
    return [[1, 1], [1, 1]], [0, -1], [[1], [-2]], [0]


# %% exercise="xor_network" style="float32"
def xor_network():
    arrays = ([[2, 2], [2, 2]], [0, -2], [[0.5], [-1]], [0])
    return tuple(np.array(a, dtype=np.float32) for a in arrays)


# %% exercise="xor_network" style="from_the_top"
def xor_network():
    w1, b1 = np.array([[-1.0, 1.0], [-1.0, 1.0]]), np.array([1.0, -1.0])
    return w1, b1, np.array([[-1.0], [-1.0]]), np.array([1.0])


# %% exercise="count_parameters" style="loops"
def count_parameters(sizes):
    total = 0
    for i in range(len(sizes) - 1):
        total += (sizes[i] + 1) * sizes[i + 1]
    return total


# %% exercise="count_parameters" style="one_liner"
def count_parameters(sizes):
    return int(np.dot(np.array(sizes[:-1]) + 1, sizes[1:]))


# %% exercise="count_parameters" style="float32"
def count_parameters(sizes):
    sizes = np.asarray(sizes, dtype=np.float32)
    return (sizes[:-1] * sizes[1:]).sum() + sizes[1:].sum()


# %% exercise="count_parameters" style="recursion"
def count_parameters(sizes):
    if len(sizes) < 2:
        return 0
    return (sizes[0] + 1) * sizes[1] + count_parameters(sizes[1:])


# %% exercise="count_parameters" style="helpers"
def count_parameters(sizes):
    shapes = [((m, n), (n,)) for m, n in zip(sizes, sizes[1:])]
    return sum(np.zeros(w).size + np.zeros(b).size for w, b in shapes)
