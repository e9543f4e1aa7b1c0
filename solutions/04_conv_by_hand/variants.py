# Right answers in other styles; the mistakes are in mistakes.py. Read by the demo class and the
# tests of the grader; see CONTRIBUTING.md. Never released.

# %% exercise="conv1d" style="loops"
def conv1d(x, kernel, stride=1):
    out = []
    start = 0
    while start + len(kernel) <= len(x):
        total = 0.0
        for a in range(len(kernel)):
            total += x[start + a] * kernel[a]
        out.append(total)
        start += stride
    return out


# %% exercise="conv1d" style="one_liner"
def conv1d(x, kernel, stride=1):
    return np.correlate(x, kernel, "valid")[::stride].astype(float)


# %% exercise="conv1d" style="float32"
def conv1d(x, kernel, stride=1):
    windows = np.lib.stride_tricks.sliding_window_view(np.asarray(x, dtype=np.float32), len(kernel))
    return windows[::stride] @ np.asarray(kernel, dtype=np.float32)


# %% exercise="conv1d" style="scipy"
def conv1d(x, kernel, stride=1):
    from scipy.signal import convolve

    return convolve(x, kernel[::-1], mode="valid")[::stride]


# %% exercise="conv1d" style="vectorised"
def conv1d(x, kernel, stride=1):
    room = x.size - kernel.size + 1
    out = np.zeros(room)
    for a, weight in enumerate(kernel):
        out += weight * x[a : a + room]
    return out[::stride]


# %% exercise="conv1d" style="helpers"
def conv1d(x, kernel, stride=1):
    def at(start):
        return float(np.dot(x[start : start + len(kernel)], kernel))

    places = (len(x) - len(kernel)) // stride + 1
    return tuple(at(i * stride) for i in range(places))


# %% exercise="output_size" style="loops"
def output_size(n, k, stride, padding):
    places = 0
    left = -padding
    while left + k <= n + padding:
        places += 1
        left += stride
    if places == 0:
        raise ValueError("the window fits nowhere")
    return places


# %% exercise="output_size" style="one_liner"
def output_size(n, k, stride, padding):
    return len(range(0, n + 2 * padding - k + 1, stride)) or [].index("a place")  # a ValueError


# %% exercise="output_size" style="recursion"
def output_size(n, k, stride, padding):
    def places(room):
        return 0 if room < k else 1 + places(room - stride)

    count = places(n + 2 * padding)
    if not count:
        raise ValueError("the window fits nowhere")
    return count


# %% exercise="output_size" style="vectorised"
def output_size(n, k, stride, padding):
    if stride < 1 or padding < 0 or k > n + 2 * padding:
        raise ValueError("no place")
    return np.arange(0, n + 2 * padding - k + 1, stride).size


# %% exercise="output_size" style="helpers"
def output_size(n, k, stride, padding):
    import math

    def check(fine):
        if not fine:
            raise ValueError("these numbers do not go together")

    size = math.floor((n - k + 2 * padding) / stride) + 1
    check(size >= 1)
    return np.int64(size)


# %% exercise="output_size" style="float32"
def output_size(n, k, stride, padding):
    size = np.floor((n + 2 * padding - k) / stride) + 1
    if size <= 0:
        raise ValueError("no place")
    return np.float32(size)


# %% exercise="pad2d" style="loops"
def pad2d(x, p):
    h, w = x.shape
    out = [[0.0] * (w + 2 * p) for _ in range(h + 2 * p)]
    for i in range(h):
        for j in range(w):
            out[p + i][p + j] = float(x[i, j])
    return out


# %% exercise="pad2d" style="one_liner"
def pad2d(x, p):
    return np.pad(x, p)


# %% exercise="pad2d" style="float32"
def pad2d(x, p):
    x = np.asarray(x, dtype=np.float32)
    sides = np.zeros((x.shape[0], p), dtype=np.float32)
    middle = np.hstack([sides, x, sides])
    ends = np.zeros((p, middle.shape[1]), dtype=np.float32)
    return np.vstack([ends, middle, ends])


# %% exercise="pad2d" style="vectorised"
def pad2d(x, p):
    (h, w), z = x.shape, np.zeros
    return np.block([[z((p, w + 2 * p))], [z((h, p)), x, z((h, p))], [z((p, w + 2 * p))]])


# %% exercise="pad2d" style="recursion"
def pad2d(x, p):
    if p == 0:
        return x
    rows = [[0.0, *row, 0.0] for row in x.tolist()]
    nothing = [0.0] * len(rows[0])
    return pad2d(np.array([nothing, *rows, nothing]), p - 1)


# %% exercise="pad2d" style="branches"
def pad2d(x, p):
    if p == 0:
        return x.copy()
    out = np.zeros((x.shape[0] + 2 * p, x.shape[1] + 2 * p), dtype=x.dtype)
    out[p:-p, p:-p] = x
    return out


# %% exercise="conv2d" style="loops"
def conv2d(x, kernel, stride=1, padding=0):
    x = np.pad(np.asarray(x, dtype=float), padding)
    (h, w), (kh, kw) = x.shape, kernel.shape
    out = []
    for top in range(0, h - kh + 1, stride):
        row = []
        for left in range(0, w - kw + 1, stride):
            total = 0.0
            for a in range(kh):
                for b in range(kw):
                    total += x[top + a, left + b] * kernel[a, b]
            row.append(total)
        out.append(row)
    return out


# %% exercise="conv2d" style="one_liner"
def conv2d(x, kernel, stride=1, padding=0):
    x = np.pad(x, padding)
    (h, w), (kh, kw) = x.shape, kernel.shape
    return np.array([[np.vdot(x[i : i + kh, j : j + kw], kernel) for j in range(0, w - kw + 1, stride)] for i in range(0, h - kh + 1, stride)])


# %% exercise="conv2d" style="float32"
def conv2d(x, kernel, stride=1, padding=0):
    x = np.pad(np.asarray(x, dtype=np.float32), padding)
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)
    return np.tensordot(windows[::stride, ::stride], kernel.astype(np.float32), axes=2)


# %% exercise="conv2d" style="scipy"
def conv2d(x, kernel, stride=1, padding=0):
    from scipy.signal import correlate2d

    return correlate2d(np.pad(x, padding), kernel, mode="valid")[::stride, ::stride]


# %% exercise="conv2d" style="helpers"
def conv2d(x, kernel, stride=1, padding=0):
    def windows(image, height, width):
        for top in range(0, image.shape[0] - height + 1, stride):
            for left in range(0, image.shape[1] - width + 1, stride):
                yield image[top : top + height, left : left + width]

    image = np.zeros((x.shape[0] + 2 * padding, x.shape[1] + 2 * padding))
    image[padding : padding + x.shape[0], padding : padding + x.shape[1]] = x
    down = (image.shape[0] - kernel.shape[0]) // stride + 1
    return np.array([np.sum(w * kernel) for w in windows(image, *kernel.shape)]).reshape(down, -1)


# %% exercise="conv2d" style="branches"
def conv2d(x, kernel, stride=1, padding=0):
    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
    if padding > 0:
        frame = np.zeros((x.shape[0] + 2 * padding, x.shape[1] + 2 * padding))
        frame[padding:-padding, padding:-padding] = x
    else:
        frame = x
    rows = int((frame.shape[0] - kernel.shape[0]) / stride) + 1
    cols = int((frame.shape[1] - kernel.shape[1]) / stride) + 1
    out = np.empty((rows, cols))
    for place in range(rows * cols):
        i, j = divmod(place, cols)
        y, x0 = i * stride, j * stride
        out[i][j] = (frame[y : y + kernel.shape[0], x0 : x0 + kernel.shape[1]] * kernel).sum()
    return out


# %% exercise="conv2d_fast" style="loops"
def conv2d_fast(x, kernel, stride=1, padding=0):
    x = np.pad(x, padding)
    (h, w), (kh, kw) = x.shape, kernel.shape
    rows, columns = (h - kh) // stride + 1, (w - kw) // stride + 1
    out = np.zeros((rows, columns))
    for a in range(kh):
        for b in range(kw):
            bottom, right = a + (rows - 1) * stride + 1, b + (columns - 1) * stride + 1
            out += kernel[a, b] * x[a:bottom:stride, b:right:stride]
    return out


# %% exercise="conv2d_fast" style="one_liner"
def conv2d_fast(x, kernel, stride=1, padding=0):
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, padding), kernel.shape)
    return np.einsum("ijab,ab->ij", windows[::stride, ::stride], kernel)


# %% exercise="conv2d_fast" style="float32"
def conv2d_fast(x, kernel, stride=1, padding=0):
    x, (kh, kw) = np.pad(x, padding), kernel.shape
    windows = np.lib.stride_tricks.sliding_window_view(x.astype(np.float32), kernel.shape)
    windows = windows[::stride, ::stride]
    return (windows.reshape(-1, kh * kw) @ kernel.astype(np.float32).ravel()).reshape(
        windows.shape[:2]
    )


# %% exercise="conv2d_fast" style="scipy"
def conv2d_fast(x, kernel, stride=1, padding=0):
    from scipy.signal import fftconvolve

    x = np.pad(np.asarray(x, dtype=float), padding)
    return fftconvolve(x, kernel[::-1, ::-1], mode="valid")[::stride, ::stride]


# %% exercise="conv2d_fast" style="vectorised"
def conv2d_fast(x, kernel, stride=1, padding=0):
    x, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = np.arange(0, x.shape[0] - kh + 1, stride)[:, None] + np.arange(kh)
    columns = np.arange(0, x.shape[1] - kw + 1, stride)[:, None] + np.arange(kw)
    return np.tensordot(x[rows[:, None, :, None], columns[None, :, None, :]], kernel, axes=2)


# %% exercise="conv2d_fast" style="row_by_row"
def conv2d_fast(x, kernel, stride=1, padding=0):
    x, (kh, kw) = np.pad(x, padding), kernel.shape
    out = []
    for top in range(0, x.shape[0] - kh + 1, stride):
        strip = np.lib.stride_tricks.sliding_window_view(x[top : top + kh], kw, axis=1)
        out.append(np.einsum("ajb,ab->j", strip[:, ::stride], kernel))
    return np.array(out)


# %% exercise="conv_layer" style="loops"
def conv_layer(x, w, b, stride=1, padding=0):
    x = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    out = []
    for i in range(0, x.shape[0] - kh + 1, stride):
        row = []
        for j in range(0, x.shape[1] - kw + 1, stride):
            window = x[i : i + kh, j : j + kw]
            row.append([float(np.sum(window * w[..., f]) + b[f]) for f in range(cout)])
        out.append(row)
    return out


# %% exercise="conv_layer" style="one_liner"
def conv_layer(x, w, b, stride=1, padding=0):
    x = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw = w.shape[:2]
    return b + sum(np.tensordot(x[i : i + x.shape[0] - kh + 1 : stride, j : j + x.shape[1] - kw + 1 : stride], w[i, j], axes=1) for i in range(kh) for j in range(kw))


# %% exercise="conv_layer" style="float32"
def conv_layer(x, w, b, stride=1, padding=0):
    x = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    x, w, b = (np.asarray(a, dtype=np.float32) for a in (x, w, b))
    windows = np.lib.stride_tricks.sliding_window_view(x, (kh, kw), axis=(0, 1))
    windows = windows[::stride, ::stride].transpose(0, 1, 3, 4, 2)
    return windows.reshape(*windows.shape[:2], -1) @ w.reshape(-1, cout) + b


# %% exercise="conv_layer" style="scipy"
def conv_layer(x, w, b, stride=1, padding=0):
    from scipy.signal import correlate2d

    maps = []
    for f in range(w.shape[3]):
        parts = [
            correlate2d(np.pad(x[:, :, c], padding), w[:, :, c, f], "valid")
            for c in range(x.shape[2])
        ]
        maps.append(sum(parts)[::stride, ::stride] + b[f])
    return np.stack(maps, axis=-1)


# %% exercise="conv_layer" style="helpers"
def conv_layer(x, w, b, stride=1, padding=0):
    def at(i, j):
        window = padded[i : i + kh, j : j + kw].ravel()
        return window @ matrix + b

    kh, kw, _, cout = w.shape
    h, width = x.shape[0] + 2 * padding, x.shape[1] + 2 * padding
    padded, matrix = np.zeros((h, width, x.shape[2])), w.reshape(-1, cout)
    padded[padding : h - padding, padding : width - padding] = x
    starts = range(0, h - kh + 1, stride), range(0, width - kw + 1, stride)
    return [[at(i, j) for j in starts[1]] for i in starts[0]]


# %% exercise="conv_layer" style="einsum"
def conv_layer(x, w, b, stride=1, padding=0):
    x = np.pad(x, [(padding, padding), (padding, padding), (0, 0)])
    rows = (x.shape[0] - w.shape[0]) // stride + 1
    cols = (x.shape[1] - w.shape[1]) // stride + 1
    out = np.zeros((rows, cols, w.shape[3]))
    for i in range(rows):
        for j in range(cols):
            si, sj = i * stride, j * stride
            out[i, j] = np.einsum("abc,abcf->f", x[si : si + w.shape[0], sj : sj + w.shape[1]], w)
    out += b
    return out


# %% exercise="conv_params" style="loops"
def conv_params(kh, kw, cin, cout):
    total = 0
    for _ in range(cout):
        total += 1
        for _ in range(cin):
            total += kh * kw
    return total


# %% exercise="conv_params" style="one_liner"
def conv_params(kh, kw, cin, cout):
    return cout + int(np.prod([kh, kw, cin, cout]))


# %% exercise="conv_params" style="helpers"
def conv_params(kh, kw, cin, cout):
    def one_kernel():
        weights, bias = kh * kw * cin, 1
        return weights + bias

    return one_kernel() * cout


# %% exercise="conv_params" style="vectorised"
def conv_params(kh, kw, cin, cout):
    return np.zeros((cout, kh, kw, cin), dtype=bool).size + np.zeros(cout).size


# %% exercise="dense_params" style="loops"
def dense_params(n_in, n_out):
    total = 0
    for _ in range(n_out):
        total += n_in + 1
    return total


# %% exercise="dense_params" style="one_liner"
def dense_params(n_in, n_out):
    return np.int64(n_in) * n_out + n_out


# %% exercise="dense_params" style="helpers"
def dense_params(n_in, n_out):
    weights, biases = n_in * n_out, n_out
    return sum([weights, biases])


# %% exercise="dense_params" style="recursion"
def dense_params(n_in, n_out):
    return 0 if n_out == 0 else n_in + 1 + dense_params(n_in, n_out - 1)


# %% exercise="dense_params" style="vectorised"
def dense_params(n_in, n_out):
    return np.array((n_in + 1.0) * n_out)


# %% exercise="max_pool2d" style="loops"
def max_pool2d(x, size):
    h, w = x.shape
    out = []
    for top in range(0, h, size):
        out.append([])
        for left in range(0, w, size):
            block = [x[top + a, left + b] for a in range(size) for b in range(size)]
            out[-1].append(max(block))
    return out


# %% exercise="max_pool2d" style="one_liner"
def max_pool2d(x, size):
    h, w = x.shape
    return np.array([[x[i : i + size, j : j + size].max() for j in range(0, w, size)] for i in range(0, h, size)])


# %% exercise="max_pool2d" style="float32"
def max_pool2d(x, size):
    windows = np.lib.stride_tricks.sliding_window_view(x.astype(np.float32), (size, size))
    return windows[::size, ::size].max(axis=(2, 3))


# %% exercise="max_pool2d" style="vectorised"
def max_pool2d(x, size):
    parts = [x[a::size, b::size] for a in range(size) for b in range(size)]
    return np.maximum.reduce(parts)


# %% exercise="max_pool2d" style="scipy"
def max_pool2d(x, size):
    from scipy.ndimage import maximum_filter

    return maximum_filter(x, size)[size // 2 :: size, size // 2 :: size]


# %% exercise="max_pool2d" style="helpers"
def max_pool2d(x, size):
    def largest(block):
        top = block[0][0]
        for row in block:
            for value in row:
                top = value if value > top else top
        return top

    h, w = np.shape(x)
    grid = [[x[i : i + size, j : j + size] for j in range(0, w, size)] for i in range(0, h, size)]
    return [[largest(block) for block in row] for row in grid]


# %% exercise="max_pool2d" style="minus_infinity"
def max_pool2d(x, size):
    out = np.full((x.shape[0] // size, x.shape[1] // size), -np.inf)
    for (i, j), value in np.ndenumerate(x):
        out[i // size, j // size] = max(out[i // size, j // size], value)
    return out


# %% exercise="avg_pool2d" style="loops"
def avg_pool2d(x, size):
    h, w = x.shape
    out = []
    for top in range(0, h, size):
        out.append([])
        for left in range(0, w, size):
            block = [x[top + a, left + b] for a in range(size) for b in range(size)]
            out[-1].append(sum(block) / len(block))
    return out


# %% exercise="avg_pool2d" style="one_liner"
def avg_pool2d(x, size):
    h, w = x.shape
    return np.array([[x[i : i + size, j : j + size].mean() for j in range(0, w, size)] for i in range(0, h, size)])


# %% exercise="avg_pool2d" style="float32"
def avg_pool2d(x, size):
    windows = np.lib.stride_tricks.sliding_window_view(x.astype(np.float32), (size, size))
    return windows[::size, ::size].mean(axis=(2, 3))


# %% exercise="avg_pool2d" style="vectorised"
def avg_pool2d(x, size):
    down = np.add.reduceat(x, np.arange(0, x.shape[0], size), axis=0)
    return np.add.reduceat(down, np.arange(0, x.shape[1], size), axis=1) / size**2


# %% exercise="avg_pool2d" style="einsum"
def avg_pool2d(x, size):
    blocks = x.reshape(x.shape[0] // size, size, x.shape[1] // size, size)
    return np.einsum("iajb->ij", blocks) / (size * size)


# %% exercise="avg_pool2d" style="scipy"
def avg_pool2d(x, size):
    from scipy.signal import correlate2d

    return correlate2d(x, np.full((size, size), size**-2.0), "valid")[::size, ::size]


# %% exercise="flatten" style="loops"
def flatten(x):
    if np.ndim(x) == 0:
        return [float(x)]
    row = []
    for part in x:
        row.extend(flatten(part))
    return row


# %% exercise="flatten" style="one_liner"
def flatten(x):
    return np.asarray(x, dtype=float).flatten()


# %% exercise="flatten" style="float32"
def flatten(x):
    return np.ravel(x).astype(np.float32)


# %% exercise="flatten" style="vectorised"
def flatten(x):
    return np.fromiter(np.nditer(x, ["zerosize_ok"], order="C"), dtype=float)


# %% exercise="flatten" style="recursion"
def flatten(x):
    x = np.asarray(x, dtype=float)
    if x.ndim < 2:
        return np.atleast_1d(x)
    return np.concatenate([np.zeros(0), *(flatten(part) for part in x)])


# %% exercise="flatten" style="list"
def flatten(x):
    return x.reshape(x.size).tolist()


# %% exercise="conv2d_kernel_grad" style="loops"
def conv2d_kernel_grad(x, dout, kernel_shape):
    kh, kw = kernel_shape
    rows, columns = dout.shape
    grad = [[0.0] * kw for _ in range(kh)]
    for i in range(rows):
        for j in range(columns):
            for a in range(kh):
                for b in range(kw):
                    grad[a][b] += x[i + a, j + b] * dout[i, j]
    return grad


# %% exercise="conv2d_kernel_grad" style="one_liner"
def conv2d_kernel_grad(x, dout, kernel_shape):
    return np.einsum("abij,ij->ab", np.lib.stride_tricks.sliding_window_view(x, dout.shape), dout)


# %% exercise="conv2d_kernel_grad" style="float32"
def conv2d_kernel_grad(x, dout, kernel_shape):
    kh, kw = kernel_shape
    grad = np.zeros((kh, kw), dtype=np.float32)
    for i, j in np.ndindex(dout.shape):
        grad += (x[i : i + kh, j : j + kw] * dout[i, j]).astype(np.float32)
    return grad


# %% exercise="conv2d_kernel_grad" style="scipy"
def conv2d_kernel_grad(x, dout, kernel_shape):
    from scipy.signal import correlate2d

    return correlate2d(x, dout, mode="valid")


# %% exercise="conv2d_kernel_grad" style="helpers"
def conv2d_kernel_grad(x, dout, kernel_shape):
    def met_by(a, b):
        return x[a : a + rows, b : b + columns]

    (rows, columns), (kh, kw) = dout.shape, kernel_shape
    return [[float(np.vdot(met_by(a, b), dout)) for b in range(kw)] for a in range(kh)]


# %% exercise="learn_kernel" style="loops"
def learn_kernel(x, target, kernel_shape, lr, steps):
    kh, kw = kernel_shape
    rows, columns = target.shape
    kernel = np.zeros((kh, kw))
    for _ in range(steps):
        grad = np.zeros((kh, kw))
        for i in range(rows):
            for j in range(columns):
                window = x[i : i + kh, j : j + kw]
                grad += window * (np.sum(window * kernel) - target[i, j])
        kernel = kernel - lr * grad / (rows * columns)
    return kernel.tolist()


# %% exercise="learn_kernel" style="one_liner"
def learn_kernel(x, target, kernel_shape, lr, steps):
    kh, kw = kernel_shape
    columns_of_pixels = np.lib.stride_tricks.sliding_window_view(x, (kh, kw)).reshape(-1, kh * kw)
    kernel = np.zeros(kh * kw)
    for _ in range(steps):  # the mean squared error without the 1/2
        kernel = kernel - 2 * lr * np.mean((columns_of_pixels @ kernel - target.ravel())[:, None] * columns_of_pixels, axis=0)
    return kernel.reshape(kh, kw)


# %% exercise="learn_kernel" style="float32"
def learn_kernel(x, target, kernel_shape, lr, steps):
    kh, kw = kernel_shape
    windows = np.lib.stride_tricks.sliding_window_view(x.astype(np.float32), (kh, kw))
    kernel = np.zeros((kh, kw), dtype=np.float32)
    for _ in range(steps):
        error = np.tensordot(windows, kernel, axes=2) - target
        kernel -= lr * np.tensordot(error, windows, axes=2) / target.size
    return kernel


# %% exercise="learn_kernel" style="scipy"
def learn_kernel(x, target, kernel_shape, lr, steps):
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / error.size
    return kernel


# %% exercise="learn_kernel" style="helpers"
def learn_kernel(x, target, kernel_shape, lr, steps):
    def gradient(kernel):
        slope = np.zeros((kh, kw))
        for i, j in np.ndindex(np.shape(target)):
            window = x[i : i + kh, j : j + kw]
            slope += 2 * (np.sum(window * kernel) - target[i][j]) * window
        return slope / np.size(target)

    kh, kw = kernel_shape
    kernel = np.zeros((kh, kw))
    for _ in range(steps):
        kernel -= lr * gradient(kernel)
    return kernel


# %% exercise="learn_kernel" style="recursion"
def learn_kernel(x, target, kernel_shape, lr, steps):
    from scipy.signal import correlate2d

    if steps == 0:
        return np.zeros(kernel_shape)
    kernel = learn_kernel(x, target, kernel_shape, lr, steps - 1)
    error = (correlate2d(x, kernel, "valid") - target) / target.size
    return kernel - lr * correlate2d(x, error, "valid")


# %% exercise="conv_layer_backward" style="loops"
def conv_layer_backward(dout, x, w):
    kh, kw, cin, cout = w.shape
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), np.zeros(cout)
    for i in range(dout.shape[0]):
        for j in range(dout.shape[1]):
            for f in range(cout):
                d = dout[i, j, f]
                db[f] += d
                dw[:, :, :, f] += d * x[i : i + kh, j : j + kw]
                dx[i : i + kh, j : j + kw] += d * w[:, :, :, f]
    return dx, dw, db


# %% exercise="conv_layer_backward" style="einsum"
def conv_layer_backward(dout, x, w):
    kh, kw = w.shape[:2]
    view = np.lib.stride_tricks.sliding_window_view
    dw = np.einsum("ijcab,ijf->abcf", view(x, (kh, kw), axis=(0, 1)), dout)
    wide = np.pad(dout, ((kh - 1, kh - 1), (kw - 1, kw - 1), (0, 0)))
    dx = np.einsum("ijfab,abcf->ijc", view(wide, (kh, kw), axis=(0, 1)), w[::-1, ::-1])
    return dx, dw, np.einsum("ijf->f", dout)


# %% exercise="conv_layer_backward" style="scipy"
def conv_layer_backward(dout, x, w):
    from scipy.signal import convolve2d, correlate2d

    cin, cout = w.shape[2:]
    dw = np.zeros(w.shape)
    maps = []
    for c in range(cin):
        maps.append(sum(convolve2d(dout[..., f], w[..., c, f], "full") for f in range(cout)))
        for f in range(cout):
            dw[..., c, f] = correlate2d(x[..., c], dout[..., f], "valid")
    return [np.stack(maps, axis=-1), dw, dout.reshape(-1, cout).sum(0)]


# %% exercise="conv_layer_backward" style="vectorised"
def conv_layer_backward(dout, x, w):
    rows, columns = dout.shape[:2]
    dx, dw = np.zeros(x.shape), np.zeros(w.shape)
    for a, b in np.ndindex(w.shape[:2]):
        part = x[a : a + rows, b : b + columns]
        dw[a, b] = np.tensordot(part, dout, axes=((0, 1), (0, 1)))
        dx[a : a + rows, b : b + columns] += dout @ w[a, b].T
    return dx, dw, np.sum(dout, axis=(0, 1))


# %% exercise="conv_layer_backward" style="float32"
def conv_layer_backward(dout, x, w):
    dout, x, w = (np.asarray(a, dtype=np.float32) for a in (dout, x, w))
    rows, columns = dout.shape[:2]
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    for a, b in np.ndindex(w.shape[:2]):
        dw[a, b] = np.einsum("ijc,ijf->cf", x[a : a + rows, b : b + columns], dout)
        dx[a : a + rows, b : b + columns] += np.einsum("ijf,cf->ijc", dout, w[a, b])
    return dx, dw, dout.sum(0).sum(0)
