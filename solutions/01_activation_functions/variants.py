# Right answers in other styles, and mistakes that students make. Read by the demo class and the
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


# %% exercise="collapse_linear" mistake="the order is reversed"
def collapse_linear(weights):
    product = weights[-1]
    for w in weights[-2::-1]:
        product = product @ w
    return product


# %% exercise="collapse_linear" mistake="cell by cell instead of a matrix product"
def collapse_linear(weights):
    product = weights[0]
    for w in weights[1:]:
        product = product * w
    return product


# %% exercise="collapse_linear" mistake="the last matrix is left out"
def collapse_linear(weights):
    product = weights[0]
    for w in weights[1:-1]:
        product = product @ w
    return product


# %% exercise="collapse_linear" mistake="writes into the caller's matrix"
def collapse_linear(weights):
    product = weights[0]
    for w in weights[1:]:
        if product.shape == (product @ w).shape:
            product[...] = product @ w
        else:
            product = product @ w
    return product


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


# %% exercise="sigmoid" mistake="the sign in the exponent is missing"
def sigmoid(z):
    return 0.5 * (1 - np.tanh(np.asarray(z) / 2))


# %% exercise="sigmoid" mistake="overflows for large negative numbers"
def sigmoid(z):
    return 1 / (1 + np.exp(-np.asarray(z, dtype=float)))


# %% exercise="sigmoid" mistake="e^z / (1 + e^z), which is NaN at 1000"
def sigmoid(z):
    e = np.exp(np.asarray(z, dtype=float))
    return e / (1 + e)


# %% exercise="sigmoid" mistake="clipped so hard that the numbers are wrong"
def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -5, 5)))


# %% exercise="sigmoid" mistake="tanh instead"
def sigmoid(z):
    return np.tanh(z)


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


# %% exercise="sigmoid_grad" mistake="z(1 - z): the argument taken for the output"
def sigmoid_grad(z):
    return z * (1 - z)


# %% exercise="sigmoid_grad" mistake="1 - s^2, which is tanh's rule"
def sigmoid_grad(z):
    s = 0.5 * (1 + np.tanh(np.asarray(z) / 2))
    return 1 - s**2


# %% exercise="sigmoid_grad" mistake="the function itself"
def sigmoid_grad(z):
    return 0.5 * (1 + np.tanh(np.asarray(z) / 2))


# %% exercise="sigmoid_grad" mistake="the sign is reversed"
def sigmoid_grad(z):
    s = 0.5 * (1 + np.tanh(np.asarray(z) / 2))
    return s * (s - 1)


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


# %% exercise="relu" mistake="the absolute value"
def relu(z):
    return np.abs(z)


# %% exercise="relu" mistake="minimum instead of maximum"
def relu(z):
    return np.minimum(z, 0)


# %% exercise="relu" mistake="one number for the whole array"
def relu(z):
    return max(0.0, float(np.max(z)))


# %% exercise="relu" mistake="writes into the caller's array"
def relu(z):
    z = np.atleast_1d(z)
    z[z < 0] = 0
    return z.reshape(()) if z.size == 1 else z


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


# %% exercise="relu_grad" mistake="1 at 0"
def relu_grad(z):
    return np.where(np.asarray(z) >= 0, 1.0, 0.0)


# %% exercise="relu_grad" mistake="the sign: -1 below 0"
def relu_grad(z):
    return np.sign(z)


# %% exercise="relu_grad" mistake="ReLU itself"
def relu_grad(z):
    return np.maximum(z, 0.0)


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


# %% exercise="softmax" mistake="overflows"
def softmax(z):
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


# %% exercise="softmax" mistake="shared over the whole array"
def softmax(z):
    e = np.exp(z - np.max(z))
    return e / e.sum()


# %% exercise="softmax" mistake="shared over the first axis"
def softmax(z):
    e = np.exp(z - np.max(z, axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)


# %% exercise="softmax" mistake="keepdims is missing"
def softmax(z):
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / e.sum(axis=-1)


# %% exercise="softmax" mistake="the largest of the whole batch is subtracted"
def softmax(z):
    e = np.exp(z - np.max(z))
    return e / e.sum(axis=-1, keepdims=True)


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


# %% exercise="output_activation" mistake="softmax for a binary task"
def output_activation(task):
    if task == "regression":
        return "identity"
    if task in ("binary", "multiclass"):
        return "softmax"
    raise ValueError(task)


# %% exercise="output_activation" mistake="None for an unknown task"
def output_activation(task):
    return {"regression": "identity", "binary": "sigmoid", "multiclass": "softmax"}.get(task)


# %% exercise="output_activation" mistake="KeyError for an unknown task"
def output_activation(task):
    return {"regression": "identity", "binary": "sigmoid", "multiclass": "softmax"}[task]


# %% exercise="output_activation" mistake="ReLU for regression"
def output_activation(task):
    if task == "regression":
        return "relu"
    if task == "binary":
        return "sigmoid"
    if task == "multiclass":
        return "softmax"
    raise ValueError(task)


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


# %% exercise="dense" mistake="the bias is missing"
def dense(x, w, b, activation):
    return activation(x @ w)


# %% exercise="dense" mistake="the activation is missing"
def dense(x, w, b, activation):
    return x @ w + b


# %% exercise="dense" mistake="the bias stands outside the activation"
def dense(x, w, b, activation):
    return activation(x @ w) + b


# %% exercise="dense" mistake="always ReLU"
def dense(x, w, b, activation):
    return np.maximum(x @ w + b, 0)


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


# %% exercise="forward" mistake="return inside the loop"
def forward(x, layers):
    for w, b, activation in layers:
        x = activation(x @ w + b)
        return x
    return x


# %% exercise="forward" mistake="every layer sees the input"
def forward(x, layers):
    out = x
    for w, b, activation in layers:
        out = activation(x @ w + b)
    return out


# %% exercise="forward" mistake="no activation between the layers"
def forward(x, layers):
    for w, b, _activation in layers:
        x = x @ w + b
    return x


# %% exercise="forward" mistake="the last layer is forgotten"
def forward(x, layers):
    for w, b, activation in layers[:-1]:
        x = activation(x @ w + b)
    return x


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


# %% exercise="glu" mistake="the sigmoid is missing"
def glu(x, w, b, v, c):
    return (x @ w + b) * (x @ v + c)


# %% exercise="glu" mistake="content and gate are swapped"
def glu(x, w, b, v, c):
    return (x @ v + c) * 0.5 * (1 + np.tanh((x @ w + b) / 2))


# %% exercise="glu" mistake="added instead of multiplied"
def glu(x, w, b, v, c):
    return (x @ w + b) + 0.5 * (1 + np.tanh((x @ v + c) / 2))


# %% exercise="glu" mistake="the gate's bias is missing"
def glu(x, w, b, v, c):
    return (x @ w + b) * 0.5 * (1 + np.tanh((x @ v) / 2))
