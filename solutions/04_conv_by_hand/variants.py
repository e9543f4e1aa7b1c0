# Right answers in other styles, and mistakes that students make. Read by the demo class and the
# tests of the grader; see CONTRIBUTING.md. Never released.

# %% exercise="output_size" style="loops"
def output_size(n, k, stride, padding):
    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
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
    if stride <= 0 or padding < 0 or n + 2 * padding < k:
        raise ValueError(f"no place for n={n}, k={k}, stride={stride}, padding={padding}")
    return len(range(0, n + 2 * padding - k + 1, stride))


# %% exercise="output_size" style="recursion"
def output_size(n, k, stride, padding):
    if stride < 1 or padding < 0:
        raise ValueError("stride or padding")

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

    check(stride >= 1 and padding >= 0)
    size = math.floor((n - k + 2 * padding) / stride) + 1
    check(size >= 1)
    return np.int64(size)


# %% exercise="output_size" mistake="the first place is not counted"
def output_size(n, k, stride, padding):
    if stride < 1 or padding < 0 or n + 2 * padding < k:
        raise ValueError("no place")
    return (n + 2 * padding - k) // stride


# %% exercise="output_size" mistake="the padding is counted on one side"
def output_size(n, k, stride, padding):
    if stride < 1 or padding < 0 or n + padding < k:
        raise ValueError("no place")
    return (n + padding - k) // stride + 1


# %% exercise="output_size" mistake="rounded up: the output is one too large"
def output_size(n, k, stride, padding):
    if stride < 1 or padding < 0 or n + 2 * padding < k:
        raise ValueError("no place")
    return -(-(n + 2 * padding - k) // stride) + 1


# %% exercise="output_size" mistake="a window that fits nowhere is not refused"
def output_size(n, k, stride, padding):
    return (n + 2 * padding - k) // stride + 1


# %% exercise="output_size" mistake="a fraction of a place"
def output_size(n, k, stride, padding):
    if stride < 1 or padding < 0 or n + 2 * padding < k:
        raise ValueError("no place")
    return (n + 2 * padding - k) / stride + 1


# %% exercise="pad2d" style="loops"
def pad2d(x, p):
    x = np.asarray(x)
    if p < 0 or x.ndim != 2 or min(x.shape) == 0:
        raise ValueError("a 2-D image that is not empty, and p of at least 0")
    h, w = x.shape
    out = [[0.0] * (w + 2 * p) for _ in range(h + 2 * p)]
    for i in range(h):
        for j in range(w):
            out[p + i][p + j] = float(x[i, j])
    return out


# %% exercise="pad2d" style="one_liner"
def pad2d(x, p):
    if p < 0 or np.ndim(x) != 2 or not np.size(x):
        raise ValueError("a 2-D image that is not empty, and p of at least 0")
    return np.pad(np.asarray(x, dtype=float), p)


# %% exercise="pad2d" style="float32"
def pad2d(x, p):
    x = np.asarray(x, dtype=np.float32)
    if p < 0 or x.ndim != 2 or not x.size:
        raise ValueError("a 2-D image that is not empty, and p of at least 0")
    sides = np.zeros((x.shape[0], p), dtype=np.float32)
    middle = np.hstack([sides, x, sides])
    ends = np.zeros((p, middle.shape[1]), dtype=np.float32)
    return np.vstack([ends, middle, ends])


# %% exercise="pad2d" style="vectorised"
def pad2d(x, p):
    x = np.array(x, dtype=float)
    if p < 0 or x.ndim != 2 or 0 in x.shape:
        raise ValueError("an image, and p of at least 0")
    (h, w), z = x.shape, np.zeros
    return np.block([[z((p, w + 2 * p))], [z((h, p)), x, z((h, p))], [z((p, w + 2 * p))]])


# %% exercise="pad2d" style="recursion"
def pad2d(x, p):
    x = np.asarray(x, dtype=float)
    if p < 0 or x.ndim != 2 or x.size < 1:
        raise ValueError("an image, and p of at least 0")
    if p == 0:
        return x.copy()
    rows = [[0.0, *row, 0.0] for row in x.tolist()]
    nothing = [0.0] * len(rows[0])
    return pad2d([nothing, *rows, nothing], p - 1)


# %% exercise="pad2d" mistake="only the bottom and the right are padded"
def pad2d(x, p):
    if p < 0 or np.ndim(x) != 2 or not np.size(x):
        raise ValueError("bad input")
    return np.pad(np.asarray(x, dtype=float), (0, p))


# %% exercise="pad2d" mistake="a slice that is empty for p = 0"
def pad2d(x, p):
    if p < 0 or np.ndim(x) != 2 or not np.size(x):
        raise ValueError("bad input")
    out = np.zeros((x.shape[0] + 2 * p, x.shape[1] + 2 * p))
    out[p:-p, p:-p] = x
    return out


# %% exercise="pad2d" mistake="the frame repeats the edge"
def pad2d(x, p):
    if p < 0 or np.ndim(x) != 2 or not np.size(x):
        raise ValueError("bad input")
    return np.pad(np.asarray(x, dtype=float), p, mode="edge")


# %% exercise="pad2d" mistake="the image is taken to be square"
def pad2d(x, p):
    if p < 0 or np.ndim(x) != 2 or not np.size(x):
        raise ValueError("bad input")
    n = x.shape[0]
    out = np.zeros((n + 2 * p, n + 2 * p))
    out[p : p + n, p : p + n] = x
    return out


# %% exercise="pad2d" mistake="a negative padding is taken as 0"
def pad2d(x, p):
    if np.ndim(x) != 2 or not np.size(x):
        raise ValueError("bad input")
    return np.pad(np.asarray(x, dtype=float), max(p, 0))


# %% exercise="conv2d" style="loops"
def conv2d(x, kernel, stride=1, padding=0):
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids of numbers are needed")
    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
    x = np.pad(x, padding)
    (h, w), (kh, kw) = x.shape, kernel.shape
    if h < kh or w < kw:
        raise ValueError("the kernel does not fit")
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
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids of numbers are needed")
    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
    x = np.pad(x, padding)
    (h, w), (kh, kw) = x.shape, kernel.shape
    if h < kh or w < kw:
        raise ValueError("the kernel does not fit")
    return np.array([[np.vdot(x[i : i + kh, j : j + kw], kernel) for j in range(0, w - kw + 1, stride)] for i in range(0, h - kh + 1, stride)])


# %% exercise="conv2d" style="float32"
def conv2d(x, kernel, stride=1, padding=0):
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids of numbers are needed")
    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
    x = np.pad(x, padding)
    (h, w), (kh, kw) = x.shape, kernel.shape
    if h < kh or w < kw:
        raise ValueError("the kernel does not fit")
    windows = np.lib.stride_tricks.sliding_window_view(x.astype(np.float32), kernel.shape)
    return np.tensordot(windows[::stride, ::stride], kernel.astype(np.float32), axes=2)


# %% exercise="conv2d" style="scipy"
def conv2d(x, kernel, stride=1, padding=0):
    from scipy.signal import correlate2d

    x, kernel = np.array(x, dtype=float), np.array(kernel, dtype=float)
    if stride < 1 or padding < 0 or x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids, stride 1 or more, padding 0 or more")
    x = np.pad(x, padding)
    if any(k > n for k, n in zip(kernel.shape, x.shape)):
        raise ValueError("the kernel does not fit")
    return correlate2d(x, kernel, mode="valid")[::stride, ::stride]


# %% exercise="conv2d" style="helpers"
def conv2d(x, kernel, stride=1, padding=0):
    def refuse_if(bad, why):
        if bad:
            raise ValueError(why)

    def windows(image, height, width):
        for top in range(0, image.shape[0] - height + 1, stride):
            for left in range(0, image.shape[1] - width + 1, stride):
                yield image[top : top + height, left : left + width]

    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    refuse_if(x.ndim != 2 or kernel.ndim != 2 or x.size * kernel.size == 0, "two grids")
    refuse_if(stride < 1 or padding < 0, "stride or padding")
    image = np.zeros((x.shape[0] + 2 * padding, x.shape[1] + 2 * padding))
    image[padding : padding + x.shape[0], padding : padding + x.shape[1]] = x
    down = (image.shape[0] - kernel.shape[0]) // stride + 1
    refuse_if(down < 1 or image.shape[1] < kernel.shape[1], "the kernel does not fit")
    return np.array([np.sum(w * kernel) for w in windows(image, *kernel.shape)]).reshape(down, -1)


# %% exercise="conv2d" mistake="the kernel is flipped"
def conv2d(x, kernel, stride=1, padding=0):
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids of numbers are needed")
    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
    x = np.pad(x, padding)
    (h, w), (kh, kw) = x.shape, kernel.shape
    if h < kh or w < kw:
        raise ValueError("the kernel does not fit")
    rows, columns = (h - kh) // stride + 1, (w - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            out[i, j] = np.sum(x[top : top + kh, left : left + kw] * kernel[::-1, ::-1])
    return out


# %% exercise="conv2d" mistake="stride and padding are swapped"
def conv2d(x, kernel, stride=1, padding=0):
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids of numbers are needed")
    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
    if padding:
        stride, padding = padding, stride
    x = np.pad(x, padding)
    (h, w), (kh, kw) = x.shape, kernel.shape
    if h < kh or w < kw:
        raise ValueError("the kernel does not fit")
    rows, columns = (h - kh) // stride + 1, (w - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            out[i, j] = np.sum(x[top : top + kh, left : left + kw] * kernel)
    return out


# %% exercise="conv2d" mistake="\"same\" padding where \"valid\" was asked"
def conv2d(x, kernel, stride=1, padding=0):
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids of numbers are needed")
    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
    kh, kw = kernel.shape
    if padding == 0 and x.shape[0] >= kh and x.shape[1] >= kw:
        x = np.pad(x, (((kh - 1) // 2, kh // 2), ((kw - 1) // 2, kw // 2)))
    x = np.pad(x, padding)
    h, w = x.shape
    if h < kh or w < kw:
        raise ValueError("the kernel does not fit")
    rows, columns = (h - kh) // stride + 1, (w - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            out[i, j] = np.sum(x[top : top + kh, left : left + kw] * kernel)
    return out


# %% exercise="conv2d" mistake="a kernel that is too large gives an empty answer"
def conv2d(x, kernel, stride=1, padding=0):
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids of numbers are needed")
    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
    x = np.pad(x, padding)
    (h, w), (kh, kw) = x.shape, kernel.shape
    if h < kh or w < kw:
        return np.zeros((0, 0))
    rows, columns = (h - kh) // stride + 1, (w - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            out[i, j] = np.sum(x[top : top + kh, left : left + kw] * kernel)
    return out


# %% exercise="conv2d" mistake="the output is one too large"
def conv2d(x, kernel, stride=1, padding=0):
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids of numbers are needed")
    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
    x = np.pad(x, padding)
    (h, w), (kh, kw) = x.shape, kernel.shape
    if h < kh or w < kw:
        raise ValueError("the kernel does not fit")
    rows, columns = (h - kh) // stride + 1, (w - kw) // stride + 1
    out = np.zeros((rows + 1, columns + 1))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            out[i, j] = np.sum(x[top : top + kh, left : left + kw] * kernel)
    return out


# %% exercise="conv2d" mistake="the window moves by 1, whatever the stride"
def conv2d(x, kernel, stride=1, padding=0):
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids of numbers are needed")
    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
    x = np.pad(x, padding)
    (h, w), (kh, kw) = x.shape, kernel.shape
    if h < kh or w < kw:
        raise ValueError("the kernel does not fit")
    rows, columns = (h - kh) // stride + 1, (w - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i, j
            out[i, j] = np.sum(x[top : top + kh, left : left + kw] * kernel)
    return out


# %% exercise="conv2d" mistake="the output takes the image's whole numbers"
def conv2d(x, kernel, stride=1, padding=0):
    x, kernel = np.asarray(x), np.asarray(kernel)
    if x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids of numbers are needed")
    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
    x = np.pad(x, padding)
    (h, w), (kh, kw) = x.shape, kernel.shape
    if h < kh or w < kw:
        raise ValueError("the kernel does not fit")
    rows, columns = (h - kh) // stride + 1, (w - kw) // stride + 1
    out = np.zeros((rows, columns), dtype=x.dtype)
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            out[i, j] = np.sum(x[top : top + kh, left : left + kw] * kernel)
    return out


# %% exercise="conv2d" mistake="the kernel is multiplied as a matrix"
def conv2d(x, kernel, stride=1, padding=0):
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids of numbers are needed")
    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
    x = np.pad(x, padding)
    (h, w), (kh, kw) = x.shape, kernel.shape
    if h < kh or w < kw:
        raise ValueError("the kernel does not fit")
    rows, columns = (h - kh) // stride + 1, (w - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            out[i, j] = np.sum(x[top : top + kh, left : left + kw] @ kernel)
    return out


# %% exercise="conv2d_fast" style="loops"
def conv2d_fast(x, kernel, stride=1, padding=0):
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids of numbers are needed")
    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
    x = np.pad(x, padding)
    (h, w), (kh, kw) = x.shape, kernel.shape
    if h < kh or w < kw:
        raise ValueError("the kernel does not fit")
    rows, columns = (h - kh) // stride + 1, (w - kw) // stride + 1
    out = np.zeros((rows, columns))
    for a in range(kh):
        for b in range(kw):
            bottom, right = a + (rows - 1) * stride + 1, b + (columns - 1) * stride + 1
            out += kernel[a, b] * x[a:bottom:stride, b:right:stride]
    return out


# %% exercise="conv2d_fast" style="one_liner"
def conv2d_fast(x, kernel, stride=1, padding=0):
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids of numbers are needed")
    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
    x = np.pad(x, padding)
    (h, w), (kh, kw) = x.shape, kernel.shape
    if h < kh or w < kw:
        raise ValueError("the kernel does not fit")
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)[::stride, ::stride]
    return np.einsum("ijab,ab->ij", windows, kernel)


# %% exercise="conv2d_fast" style="float32"
def conv2d_fast(x, kernel, stride=1, padding=0):
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids of numbers are needed")
    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
    x = np.pad(x, padding)
    (h, w), (kh, kw) = x.shape, kernel.shape
    if h < kh or w < kw:
        raise ValueError("the kernel does not fit")
    windows = np.lib.stride_tricks.sliding_window_view(x.astype(np.float32), kernel.shape)
    windows = windows[::stride, ::stride]
    return (windows.reshape(-1, kh * kw) @ kernel.astype(np.float32).ravel()).reshape(
        windows.shape[:2]
    )


# %% exercise="conv2d_fast" style="scipy"
def conv2d_fast(x, kernel, stride=1, padding=0):
    from scipy.signal import fftconvolve

    x, kernel = np.array(x, dtype=float), np.array(kernel, dtype=float)
    if stride < 1 or padding < 0 or x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids, stride 1 or more, padding 0 or more")
    x = np.pad(x, padding)
    if any(k > n for k, n in zip(kernel.shape, x.shape)):
        raise ValueError("the kernel does not fit")
    return fftconvolve(x, kernel[::-1, ::-1], mode="valid")[::stride, ::stride]


# %% exercise="conv2d_fast" style="vectorised"
def conv2d_fast(x, kernel, stride=1, padding=0):
    x, kernel = np.array(x, dtype=float), np.array(kernel, dtype=float)
    if stride < 1 or padding < 0 or x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids, stride 1 or more, padding 0 or more")
    x, (kh, kw) = np.pad(x, padding), kernel.shape
    if kh > x.shape[0] or kw > x.shape[1]:
        raise ValueError("the kernel does not fit")
    rows = np.arange(0, x.shape[0] - kh + 1, stride)[:, None] + np.arange(kh)
    columns = np.arange(0, x.shape[1] - kw + 1, stride)[:, None] + np.arange(kw)
    return np.tensordot(x[rows[:, None, :, None], columns[None, :, None, :]], kernel, axes=2)


# %% exercise="conv2d_fast" mistake="the kernel is flipped"
def conv2d_fast(x, kernel, stride=1, padding=0):
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids of numbers are needed")
    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
    x = np.pad(x, padding)
    (h, w), (kh, kw) = x.shape, kernel.shape
    if h < kh or w < kw:
        raise ValueError("the kernel does not fit")
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[-1 - a, -1 - b] * x[a : h - kh + 1 + a : stride, b : w - kw + 1 + b : stride]
    return out


# %% exercise="conv2d_fast" mistake="stride and padding are swapped"
def conv2d_fast(x, kernel, stride=1, padding=0):
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids of numbers are needed")
    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
    if padding:
        stride, padding = padding, stride
    x = np.pad(x, padding)
    (h, w), (kh, kw) = x.shape, kernel.shape
    if h < kh or w < kw:
        raise ValueError("the kernel does not fit")
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * x[a : h - kh + 1 + a : stride, b : w - kw + 1 + b : stride]
    return out


# %% exercise="conv2d_fast" mistake="\"same\" padding where \"valid\" was asked"
def conv2d_fast(x, kernel, stride=1, padding=0):
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids of numbers are needed")
    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
    kh, kw = kernel.shape
    if padding == 0 and x.shape[0] >= kh and x.shape[1] >= kw:
        x = np.pad(x, (((kh - 1) // 2, kh // 2), ((kw - 1) // 2, kw // 2)))
    x = np.pad(x, padding)
    h, w = x.shape
    if h < kh or w < kw:
        raise ValueError("the kernel does not fit")
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * x[a : h - kh + 1 + a : stride, b : w - kw + 1 + b : stride]
    return out


# %% exercise="conv2d_fast" mistake="a kernel that is too large gives an empty answer"
def conv2d_fast(x, kernel, stride=1, padding=0):
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids of numbers are needed")
    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
    x = np.pad(x, padding)
    (h, w), (kh, kw) = x.shape, kernel.shape
    if h < kh or w < kw:
        return np.zeros((0, 0))
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * x[a : h - kh + 1 + a : stride, b : w - kw + 1 + b : stride]
    return out


# %% exercise="conv2d_fast" mistake="place by place: right, but not fast"
def conv2d_fast(x, kernel, stride=1, padding=0):
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids of numbers are needed")
    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
    x = np.pad(x, padding)
    (h, w), (kh, kw) = x.shape, kernel.shape
    if h < kh or w < kw:
        raise ValueError("the kernel does not fit")
    rows, columns = (h - kh) // stride + 1, (w - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            out[i, j] = np.sum(x[top : top + kh, left : left + kw] * kernel)
    return out


# %% exercise="conv2d_fast" mistake="the stride is applied to rows only"
def conv2d_fast(x, kernel, stride=1, padding=0):
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids of numbers are needed")
    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
    x = np.pad(x, padding)
    (h, w), (kh, kw) = x.shape, kernel.shape
    if h < kh or w < kw:
        raise ValueError("the kernel does not fit")
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)[::stride]
    return np.einsum("ijab,ab->ij", windows, kernel)


# %% exercise="conv2d_fast" mistake="the last places are cut off"
def conv2d_fast(x, kernel, stride=1, padding=0):
    x, kernel = np.asarray(x, dtype=float), np.asarray(kernel, dtype=float)
    if x.ndim != 2 or kernel.ndim != 2 or not x.size or not kernel.size:
        raise ValueError("two grids of numbers are needed")
    if stride < 1 or padding < 0:
        raise ValueError("stride at least 1, padding at least 0")
    x = np.pad(x, padding)
    (h, w), (kh, kw) = x.shape, kernel.shape
    if h < kh or w < kw:
        raise ValueError("the kernel does not fit")
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * x[a : max(h - kh + a, a + 1) : stride, b : max(w - kw + b, b + 1) : stride]
    return out


# %% exercise="conv_layer" style="loops"
def conv_layer(x, w, b, stride=1, padding=0):
    x, w, b = (np.asarray(a, dtype=float) for a in (x, w, b))
    if x.ndim != 3 or w.ndim != 4 or b.shape != w.shape[3:] or x.shape[2] != w.shape[2]:
        raise ValueError("the shapes do not agree")
    if not x.size or not w.size or stride < 1 or padding < 0:
        raise ValueError("nothing to convolve, or a bad stride or padding")
    x = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    if x.shape[0] < kh or x.shape[1] < kw:
        raise ValueError("the kernels do not fit")
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
    x, w, b = (np.asarray(a, dtype=float) for a in (x, w, b))
    if x.ndim != 3 or w.ndim != 4 or b.shape != w.shape[3:] or x.shape[2] != w.shape[2]:
        raise ValueError("the shapes do not agree")
    if not x.size or not w.size or stride < 1 or padding < 0:
        raise ValueError("nothing to convolve, or a bad stride or padding")
    x = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    if x.shape[0] < kh or x.shape[1] < kw:
        raise ValueError("the kernels do not fit")
    return b + sum(np.tensordot(x[i : i + x.shape[0] - kh + 1 : stride, j : j + x.shape[1] - kw + 1 : stride], w[i, j], axes=1) for i in range(kh) for j in range(kw))


# %% exercise="conv_layer" style="float32"
def conv_layer(x, w, b, stride=1, padding=0):
    x, w, b = (np.asarray(a, dtype=float) for a in (x, w, b))
    if x.ndim != 3 or w.ndim != 4 or b.shape != w.shape[3:] or x.shape[2] != w.shape[2]:
        raise ValueError("the shapes do not agree")
    if not x.size or not w.size or stride < 1 or padding < 0:
        raise ValueError("nothing to convolve, or a bad stride or padding")
    x = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    if x.shape[0] < kh or x.shape[1] < kw:
        raise ValueError("the kernels do not fit")
    x, w, b = (a.astype(np.float32) for a in (x, w, b))
    windows = np.lib.stride_tricks.sliding_window_view(x, (kh, kw), axis=(0, 1))
    windows = windows[::stride, ::stride].transpose(0, 1, 3, 4, 2)
    return windows.reshape(*windows.shape[:2], -1) @ w.reshape(-1, cout) + b


# %% exercise="conv_layer" style="scipy"
def conv_layer(x, w, b, stride=1, padding=0):
    from scipy.signal import correlate2d

    x, w, b = (np.asarray(a, dtype=float) for a in (x, w, b))
    if (x.ndim, w.ndim, b.ndim) != (3, 4, 1) or x.shape[2] != w.shape[2] or len(b) != w.shape[3]:
        raise ValueError("the shapes do not agree")
    if not x.size or not w.size or stride < 1 or padding < 0:
        raise ValueError("nothing to convolve, or a bad stride or padding")
    if any(k > n + 2 * padding for k, n in zip(w.shape[:2], x.shape)):
        raise ValueError("the kernels do not fit")
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
    def check(fine):
        if not fine:
            raise ValueError("these arrays, stride and padding do not go together")

    def at(i, j):
        window = padded[i : i + kh, j : j + kw].ravel()
        return window @ matrix + b

    x, w, b = (np.asarray(a, dtype=float) for a in (x, w, b))
    check(x.ndim == 3 and w.ndim == 4 and b.ndim == 1 and x.size and w.size)
    check(x.shape[2] == w.shape[2] and w.shape[3] == b.shape[0] and stride > 0 and padding >= 0)
    kh, kw, _, cout = w.shape
    h, width = x.shape[0] + 2 * padding, x.shape[1] + 2 * padding
    check(h >= kh and width >= kw)
    padded, matrix = np.zeros((h, width, x.shape[2])), w.reshape(-1, cout)
    padded[padding : h - padding, padding : width - padding] = x
    starts = range(0, h - kh + 1, stride), range(0, width - kw + 1, stride)
    return [[at(i, j) for j in starts[1]] for i in starts[0]]


# %% exercise="conv_layer" mistake="the bias is forgotten"
def conv_layer(x, w, b, stride=1, padding=0):
    x, w, b = (np.asarray(a, dtype=float) for a in (x, w, b))
    if x.ndim != 3 or w.ndim != 4 or b.shape != w.shape[3:] or x.shape[2] != w.shape[2]:
        raise ValueError("the shapes do not agree")
    if not x.size or not w.size or stride < 1 or padding < 0:
        raise ValueError("nothing to convolve, or a bad stride or padding")
    x = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    if x.shape[0] < kh or x.shape[1] < kw:
        raise ValueError("the kernels do not fit")
    rows, columns = (x.shape[0] - kh) // stride + 1, (x.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = x[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3)
    return out


# %% exercise="conv_layer" mistake="the bias is added once for every input channel"
def conv_layer(x, w, b, stride=1, padding=0):
    x, w, b = (np.asarray(a, dtype=float) for a in (x, w, b))
    if x.ndim != 3 or w.ndim != 4 or b.shape != w.shape[3:] or x.shape[2] != w.shape[2]:
        raise ValueError("the shapes do not agree")
    if not x.size or not w.size or stride < 1 or padding < 0:
        raise ValueError("nothing to convolve, or a bad stride or padding")
    x = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    if x.shape[0] < kh or x.shape[1] < kw:
        raise ValueError("the kernels do not fit")
    rows, columns = (x.shape[0] - kh) // stride + 1, (x.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = x[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + cin * b
    return out


# %% exercise="conv_layer" mistake="the kernels are flipped"
def conv_layer(x, w, b, stride=1, padding=0):
    x, w, b = (np.asarray(a, dtype=float) for a in (x, w, b))
    if x.ndim != 3 or w.ndim != 4 or b.shape != w.shape[3:] or x.shape[2] != w.shape[2]:
        raise ValueError("the shapes do not agree")
    if not x.size or not w.size or stride < 1 or padding < 0:
        raise ValueError("nothing to convolve, or a bad stride or padding")
    x = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    if x.shape[0] < kh or x.shape[1] < kw:
        raise ValueError("the kernels do not fit")
    rows, columns = (x.shape[0] - kh) // stride + 1, (x.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = x[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w[::-1, ::-1], axes=3) + b
    return out


# %% exercise="conv_layer" mistake="only the first input channel is used"
def conv_layer(x, w, b, stride=1, padding=0):
    x, w, b = (np.asarray(a, dtype=float) for a in (x, w, b))
    if x.ndim != 3 or w.ndim != 4 or b.shape != w.shape[3:] or x.shape[2] != w.shape[2]:
        raise ValueError("the shapes do not agree")
    if not x.size or not w.size or stride < 1 or padding < 0:
        raise ValueError("nothing to convolve, or a bad stride or padding")
    x = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    if x.shape[0] < kh or x.shape[1] < kw:
        raise ValueError("the kernels do not fit")
    rows, columns = (x.shape[0] - kh) // stride + 1, (x.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = x[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window[..., 0], w[:, :, 0], axes=2) + b
    return out


# %% exercise="conv_layer" mistake="stride and padding are swapped"
def conv_layer(x, w, b, stride=1, padding=0):
    x, w, b = (np.asarray(a, dtype=float) for a in (x, w, b))
    if x.ndim != 3 or w.ndim != 4 or b.shape != w.shape[3:] or x.shape[2] != w.shape[2]:
        raise ValueError("the shapes do not agree")
    if not x.size or not w.size or stride < 1 or padding < 0:
        raise ValueError("nothing to convolve, or a bad stride or padding")
    if padding:
        stride, padding = padding, stride
    x = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    if x.shape[0] < kh or x.shape[1] < kw:
        raise ValueError("the kernels do not fit")
    rows, columns = (x.shape[0] - kh) // stride + 1, (x.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = x[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    return out


# %% exercise="conv_layer" mistake="\"same\" padding where \"valid\" was asked"
def conv_layer(x, w, b, stride=1, padding=0):
    x, w, b = (np.asarray(a, dtype=float) for a in (x, w, b))
    if x.ndim != 3 or w.ndim != 4 or b.shape != w.shape[3:] or x.shape[2] != w.shape[2]:
        raise ValueError("the shapes do not agree")
    if not x.size or not w.size or stride < 1 or padding < 0:
        raise ValueError("nothing to convolve, or a bad stride or padding")
    padding = padding or (w.shape[0] - 1) // 2
    x = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    if x.shape[0] < kh or x.shape[1] < kw:
        raise ValueError("the kernels do not fit")
    rows, columns = (x.shape[0] - kh) // stride + 1, (x.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = x[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    return out


# %% exercise="conv_layer" mistake="the output is one too large"
def conv_layer(x, w, b, stride=1, padding=0):
    x, w, b = (np.asarray(a, dtype=float) for a in (x, w, b))
    if x.ndim != 3 or w.ndim != 4 or b.shape != w.shape[3:] or x.shape[2] != w.shape[2]:
        raise ValueError("the shapes do not agree")
    if not x.size or not w.size or stride < 1 or padding < 0:
        raise ValueError("nothing to convolve, or a bad stride or padding")
    x = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    if x.shape[0] < kh or x.shape[1] < kw:
        raise ValueError("the kernels do not fit")
    rows, columns = (x.shape[0] - kh) // stride + 1, (x.shape[1] - kw) // stride + 1
    out = np.zeros((rows + 1, columns + 1, cout))
    for i in range(rows):
        for j in range(columns):
            window = x[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    return out


# %% exercise="conv_layer" mistake="channels that do not agree are not refused"
def conv_layer(x, w, b, stride=1, padding=0):
    x, w, b = (np.asarray(a, dtype=float) for a in (x, w, b))
    if x.ndim != 3 or w.ndim != 4 or b.shape != w.shape[3:]:
        raise ValueError("the shapes do not agree")
    if not x.size or not w.size or stride < 1 or padding < 0:
        raise ValueError("nothing to convolve, or a bad stride or padding")
    x = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    x, w = x[..., : min(cin, x.shape[2])], w[:, :, : x.shape[2]]
    if x.shape[0] < kh or x.shape[1] < kw:
        raise ValueError("the kernels do not fit")
    rows, columns = (x.shape[0] - kh) // stride + 1, (x.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = x[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
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


# %% exercise="conv_params" mistake="the biases are left out"
def conv_params(kh, kw, cin, cout):
    return kh * kw * cin * cout


# %% exercise="conv_params" mistake="the input channels are left out"
def conv_params(kh, kw, cin, cout):
    return (kh * kw + 1) * cout


# %% exercise="conv_params" mistake="a bias for each input channel"
def conv_params(kh, kw, cin, cout):
    return kh * kw * cin * cout + cin


# %% exercise="conv_params" mistake="the kernel is taken to be square"
def conv_params(kh, kw, cin, cout):
    return (kh * kh * cin + 1) * cout


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
    return np.array((n_in + 1) * n_out)


# %% exercise="dense_params" mistake="the biases are left out"
def dense_params(n_in, n_out):
    return n_in * n_out


# %% exercise="dense_params" mistake="a bias for each input"
def dense_params(n_in, n_out):
    return n_in * n_out + n_in


# %% exercise="dense_params" mistake="one bias in all"
def dense_params(n_in, n_out):
    return n_in * n_out + 1


# %% exercise="max_pool2d" style="loops"
def max_pool2d(x, size):
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or not x.size or size < 1 or size > min(x.shape):
        raise ValueError("blocks of this size do not fit")
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
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or not x.size or size < 1 or size > min(x.shape):
        raise ValueError("blocks of this size do not fit")
    h, w = x.shape
    return np.array([[x[i : i + size, j : j + size].max() for j in range(0, w, size)] for i in range(0, h, size)])


# %% exercise="max_pool2d" style="float32"
def max_pool2d(x, size):
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or not x.size or size < 1 or size > min(x.shape):
        raise ValueError("blocks of this size do not fit")
    h, w = x.shape
    windows = np.lib.stride_tricks.sliding_window_view(x.astype(np.float32), (size, size))
    return windows[::size, ::size].max(axis=(2, 3))


# %% exercise="max_pool2d" style="vectorised"
def max_pool2d(x, size):
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or not x.size or size < 1 or size > min(x.shape):
        raise ValueError("blocks of this size do not fit")
    parts = [x[a::size, b::size] for a in range(size) for b in range(size)]
    return np.maximum.reduce(parts)


# %% exercise="max_pool2d" style="scipy"
def max_pool2d(x, size):
    from scipy.ndimage import maximum_filter

    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or x.size == 0 or not 1 <= size <= min(x.shape):
        raise ValueError("blocks of this size do not fit")
    return maximum_filter(x, size)[size // 2 :: size, size // 2 :: size]


# %% exercise="max_pool2d" style="helpers"
def max_pool2d(x, size):
    def largest(block):
        top = block[0][0]
        for row in block:
            for value in row:
                top = value if value > top else top
        return top

    if np.ndim(x) != 2 or not np.size(x) or size < 1 or np.shape(x)[0] % size or np.shape(x)[1] % size:
        raise ValueError("blocks of this size do not tile the image")
    h, w = np.shape(x)
    grid = [[x[i : i + size, j : j + size] for j in range(0, w, size)] for i in range(0, h, size)]
    return [[largest(block) for block in row] for row in grid]


# %% exercise="max_pool2d" mistake="the window moves one cell at a time"
def max_pool2d(x, size):
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or not x.size or size < 1 or size > min(x.shape):
        raise ValueError("blocks of this size do not fit")
    h, w = x.shape
    return np.lib.stride_tricks.sliding_window_view(x, (size, size)).max(axis=(2, 3))


# %% exercise="max_pool2d" mistake="the reshape mixes rows"
def max_pool2d(x, size):
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or not x.size or size < 1 or size > min(x.shape):
        raise ValueError("blocks of this size do not fit")
    h, w = x.shape
    return x.reshape(h // size, w // size, size, size).max(axis=(2, 3))


# %% exercise="max_pool2d" mistake="the average instead of the maximum"
def max_pool2d(x, size):
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or not x.size or size < 1 or size > min(x.shape):
        raise ValueError("blocks of this size do not fit")
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).mean(axis=(1, 3))


# %% exercise="max_pool2d" mistake="the maximum starts at 0"
def max_pool2d(x, size):
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or not x.size or size < 1 or size > min(x.shape):
        raise ValueError("blocks of this size do not fit")
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size * size):
        for j in range(w // size * size):
            out[i // size, j // size] = max(out[i // size, j // size], x[i, j])
    return out


# %% exercise="max_pool2d" mistake="a size that does not fit gives an empty answer"
def max_pool2d(x, size):
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or not x.size or size < 1:
        raise ValueError("bad input")
    h, w = x.shape[0] // size, x.shape[1] // size
    if not h or not w:
        return np.zeros((h, w))
    return x[: h * size, : w * size].reshape(h, size, w, size).max(axis=(1, 3))


# %% exercise="avg_pool2d" style="loops"
def avg_pool2d(x, size):
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or not x.size or size < 1 or size > min(x.shape):
        raise ValueError("blocks of this size do not fit")
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
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or not x.size or size < 1 or size > min(x.shape):
        raise ValueError("blocks of this size do not fit")
    h, w = x.shape
    return np.array([[x[i : i + size, j : j + size].mean() for j in range(0, w, size)] for i in range(0, h, size)])


# %% exercise="avg_pool2d" style="float32"
def avg_pool2d(x, size):
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or not x.size or size < 1 or size > min(x.shape):
        raise ValueError("blocks of this size do not fit")
    h, w = x.shape
    windows = np.lib.stride_tricks.sliding_window_view(x.astype(np.float32), (size, size))
    return windows[::size, ::size].mean(axis=(2, 3))


# %% exercise="avg_pool2d" style="vectorised"
def avg_pool2d(x, size):
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or not x.size or size < 1 or size > min(x.shape):
        raise ValueError("blocks of this size do not fit")
    down = np.add.reduceat(x, np.arange(0, x.shape[0], size), axis=0)
    return np.add.reduceat(down, np.arange(0, x.shape[1], size), axis=1) / size**2


# %% exercise="avg_pool2d" style="einsum"
def avg_pool2d(x, size):
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or not x.size or size < 1 or x.shape[0] % size or x.shape[1] % size:
        raise ValueError("blocks of this size do not tile the image")
    blocks = x.reshape(x.shape[0] // size, size, x.shape[1] // size, size)
    return np.einsum("iajb->ij", blocks) / (size * size)


# %% exercise="avg_pool2d" style="scipy"
def avg_pool2d(x, size):
    from scipy.signal import correlate2d

    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or not x.size or size < 1 or size > min(x.shape):
        raise ValueError("blocks of this size do not fit")
    return correlate2d(x, np.full((size, size), size**-2.0), "valid")[::size, ::size]


# %% exercise="avg_pool2d" mistake="the window moves one cell at a time"
def avg_pool2d(x, size):
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or not x.size or size < 1 or size > min(x.shape):
        raise ValueError("blocks of this size do not fit")
    h, w = x.shape
    return np.lib.stride_tricks.sliding_window_view(x, (size, size)).mean(axis=(2, 3))


# %% exercise="avg_pool2d" mistake="the reshape mixes rows"
def avg_pool2d(x, size):
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or not x.size or size < 1 or size > min(x.shape):
        raise ValueError("blocks of this size do not fit")
    h, w = x.shape
    return x.reshape(h // size, w // size, size, size).mean(axis=(2, 3))


# %% exercise="avg_pool2d" mistake="the maximum instead of the average"
def avg_pool2d(x, size):
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or not x.size or size < 1 or size > min(x.shape):
        raise ValueError("blocks of this size do not fit")
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).max(axis=(1, 3))


# %% exercise="avg_pool2d" mistake="divided by size instead of size * size"
def avg_pool2d(x, size):
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or not x.size or size < 1 or size > min(x.shape):
        raise ValueError("blocks of this size do not fit")
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).sum(axis=(1, 3)) / size


# %% exercise="avg_pool2d" mistake="a size that does not fit gives an empty answer"
def avg_pool2d(x, size):
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or not x.size or size < 1:
        raise ValueError("bad input")
    h, w = x.shape[0] // size, x.shape[1] // size
    if not h or not w:
        return np.zeros((h, w))
    return x[: h * size, : w * size].reshape(h, size, w, size).mean(axis=(1, 3))


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


# %% exercise="flatten" mistake="column by column"
def flatten(x):
    return np.asarray(x, dtype=float).ravel(order="F")


# %% exercise="flatten" mistake="in the order of the memory, not of the indices"
def flatten(x):
    return np.asarray(x, dtype=float).ravel(order="K")


# %% exercise="flatten" mistake="an axis too many"
def flatten(x):
    return np.asarray(x, dtype=float).reshape(1, -1)


# %% exercise="flatten" mistake="the first axis is kept"
def flatten(x):
    return np.asarray(x, dtype=float).reshape(len(x), -1)


# %% exercise="conv2d_kernel_grad" style="loops"
def conv2d_kernel_grad(x, dout, kernel_shape):
    x, dout = np.asarray(x, dtype=float), np.asarray(dout, dtype=float)
    kh, kw = kernel_shape
    if x.ndim != 2 or dout.ndim != 2 or not x.size or not dout.size:
        raise ValueError("two grids of numbers are needed")
    rows, columns = dout.shape
    if (rows + kh - 1, columns + kw - 1) != x.shape:
        raise ValueError("the shapes do not fit")
    grad = [[0.0] * kw for _ in range(kh)]
    for i in range(rows):
        for j in range(columns):
            for a in range(kh):
                for b in range(kw):
                    grad[a][b] += x[i + a, j + b] * dout[i, j]
    return grad


# %% exercise="conv2d_kernel_grad" style="one_liner"
def conv2d_kernel_grad(x, dout, kernel_shape):
    x, dout = np.asarray(x, dtype=float), np.asarray(dout, dtype=float)
    kh, kw = kernel_shape
    if x.ndim != 2 or dout.ndim != 2 or not x.size or not dout.size:
        raise ValueError("two grids of numbers are needed")
    rows, columns = dout.shape
    if (rows + kh - 1, columns + kw - 1) != x.shape:
        raise ValueError("the shapes do not fit")
    return np.einsum("abij,ij->ab", np.lib.stride_tricks.sliding_window_view(x, dout.shape), dout)


# %% exercise="conv2d_kernel_grad" style="float32"
def conv2d_kernel_grad(x, dout, kernel_shape):
    x, dout = np.asarray(x, dtype=float), np.asarray(dout, dtype=float)
    kh, kw = kernel_shape
    if x.ndim != 2 or dout.ndim != 2 or not x.size or not dout.size:
        raise ValueError("two grids of numbers are needed")
    rows, columns = dout.shape
    if (rows + kh - 1, columns + kw - 1) != x.shape:
        raise ValueError("the shapes do not fit")
    grad = np.zeros((kh, kw), dtype=np.float32)
    for i in range(rows):
        for j in range(columns):
            grad += (x[i : i + kh, j : j + kw] * dout[i, j]).astype(np.float32)
    return grad


# %% exercise="conv2d_kernel_grad" style="scipy"
def conv2d_kernel_grad(x, dout, kernel_shape):
    from scipy.signal import correlate2d

    x, dout = np.asarray(x, dtype=float), np.asarray(dout, dtype=float)
    if x.ndim != 2 or dout.ndim != 2 or not x.size or not dout.size:
        raise ValueError("two grids of numbers are needed")
    if tuple(n - k + 1 for n, k in zip(x.shape, kernel_shape)) != dout.shape:
        raise ValueError("the shapes do not fit")
    return correlate2d(x, dout, mode="valid")


# %% exercise="conv2d_kernel_grad" style="helpers"
def conv2d_kernel_grad(x, dout, kernel_shape):
    def met_by(a, b):
        return x[a : a + rows, b : b + columns]

    x, dout = np.asarray(x, dtype=float), np.asarray(dout, dtype=float)
    if x.ndim != 2 or dout.ndim != 2 or 0 in x.shape or 0 in dout.shape:
        raise ValueError("two grids of numbers are needed")
    (rows, columns), (kh, kw) = dout.shape, kernel_shape
    if x.shape[0] != rows + kh - 1 or x.shape[1] != columns + kw - 1:
        raise ValueError("the shapes do not fit")
    return [[float(np.vdot(met_by(a, b), dout)) for b in range(kw)] for a in range(kh)]


# %% exercise="conv2d_kernel_grad" mistake="the mean over the places"
def conv2d_kernel_grad(x, dout, kernel_shape):
    x, dout = np.asarray(x, dtype=float), np.asarray(dout, dtype=float)
    kh, kw = kernel_shape
    if x.ndim != 2 or dout.ndim != 2 or not x.size or not dout.size:
        raise ValueError("two grids of numbers are needed")
    rows, columns = dout.shape
    if (rows + kh - 1, columns + kw - 1) != x.shape:
        raise ValueError("the shapes do not fit")
    return np.einsum("ijab,ij->ab", np.lib.stride_tricks.sliding_window_view(x, (kh, kw)), dout) / dout.size


# %% exercise="conv2d_kernel_grad" mistake="the gradient is turned by 180 degrees"
def conv2d_kernel_grad(x, dout, kernel_shape):
    x, dout = np.asarray(x, dtype=float), np.asarray(dout, dtype=float)
    kh, kw = kernel_shape
    if x.ndim != 2 or dout.ndim != 2 or not x.size or not dout.size:
        raise ValueError("two grids of numbers are needed")
    rows, columns = dout.shape
    if (rows + kh - 1, columns + kw - 1) != x.shape:
        raise ValueError("the shapes do not fit")
    return np.einsum("ijab,ij->ab", np.lib.stride_tricks.sliding_window_view(x, (kh, kw)), dout)[::-1, ::-1]


# %% exercise="conv2d_kernel_grad" mistake="dout is flipped"
def conv2d_kernel_grad(x, dout, kernel_shape):
    x, dout = np.asarray(x, dtype=float), np.asarray(dout, dtype=float)
    kh, kw = kernel_shape
    if x.ndim != 2 or dout.ndim != 2 or not x.size or not dout.size:
        raise ValueError("two grids of numbers are needed")
    rows, columns = dout.shape
    if (rows + kh - 1, columns + kw - 1) != x.shape:
        raise ValueError("the shapes do not fit")
    return np.einsum("ijab,ij->ab", np.lib.stride_tricks.sliding_window_view(x, (kh, kw)), dout[::-1, ::-1])


# %% exercise="conv2d_kernel_grad" mistake="the sign is reversed"
def conv2d_kernel_grad(x, dout, kernel_shape):
    x, dout = np.asarray(x, dtype=float), np.asarray(dout, dtype=float)
    kh, kw = kernel_shape
    if x.ndim != 2 or dout.ndim != 2 or not x.size or not dout.size:
        raise ValueError("two grids of numbers are needed")
    rows, columns = dout.shape
    if (rows + kh - 1, columns + kw - 1) != x.shape:
        raise ValueError("the shapes do not fit")
    return -np.einsum("ijab,ij->ab", np.lib.stride_tricks.sliding_window_view(x, (kh, kw)), dout)


# %% exercise="conv2d_kernel_grad" mistake="sizes that do not fit are not refused"
def conv2d_kernel_grad(x, dout, kernel_shape):
    x, dout = np.asarray(x, dtype=float), np.asarray(dout, dtype=float)
    kh, kw = kernel_shape
    if x.ndim != 2 or dout.ndim != 2 or not x.size or not dout.size:
        raise ValueError("two grids of numbers are needed")
    rows, columns = dout.shape
    if (rows + kh - 1, columns + kw - 1) != x.shape:
        rows, columns = min(rows, x.shape[0] - kh + 1), min(columns, x.shape[1] - kw + 1)
        dout = dout[:rows, :columns]
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            part = x[a : a + rows, b : b + columns]
            grad[a, b] = np.sum(part * dout[: part.shape[0], : part.shape[1]])
    return grad


# %% exercise="learn_kernel" style="loops"
def learn_kernel(x, target, kernel_shape, lr, steps):
    x, target = np.asarray(x, dtype=float), np.asarray(target, dtype=float)
    kh, kw = kernel_shape
    if x.ndim != 2 or target.ndim != 2 or not x.size or not target.size:
        raise ValueError("two grids of numbers are needed")
    rows, columns = target.shape
    if (rows + kh - 1, columns + kw - 1) != x.shape:
        raise ValueError("the shapes do not fit")
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
    x, target = np.asarray(x, dtype=float), np.asarray(target, dtype=float)
    kh, kw = kernel_shape
    if x.ndim != 2 or target.ndim != 2 or not x.size or not target.size:
        raise ValueError("two grids of numbers are needed")
    rows, columns = target.shape
    if (rows + kh - 1, columns + kw - 1) != x.shape:
        raise ValueError("the shapes do not fit")
    columns_of_pixels = np.lib.stride_tricks.sliding_window_view(x, (kh, kw)).reshape(-1, kh * kw)
    kernel = np.zeros(kh * kw)
    for _ in range(steps):  # the mean squared error without the 1/2
        kernel = kernel - 2 * lr * np.mean((columns_of_pixels @ kernel - target.ravel())[:, None] * columns_of_pixels, axis=0)
    return kernel.reshape(kh, kw)


# %% exercise="learn_kernel" style="float32"
def learn_kernel(x, target, kernel_shape, lr, steps):
    x, target = np.asarray(x, dtype=float), np.asarray(target, dtype=float)
    kh, kw = kernel_shape
    if x.ndim != 2 or target.ndim != 2 or not x.size or not target.size:
        raise ValueError("two grids of numbers are needed")
    rows, columns = target.shape
    if (rows + kh - 1, columns + kw - 1) != x.shape:
        raise ValueError("the shapes do not fit")
    windows = np.lib.stride_tricks.sliding_window_view(x.astype(np.float32), (kh, kw))
    kernel = np.zeros((kh, kw), dtype=np.float32)
    for _ in range(steps):
        error = np.tensordot(windows, kernel, axes=2) - target
        kernel -= lr * np.tensordot(error, windows, axes=2) / target.size
    return kernel


# %% exercise="learn_kernel" style="scipy"
def learn_kernel(x, target, kernel_shape, lr, steps):
    from scipy.signal import correlate2d

    x, target = np.asarray(x, dtype=float), np.asarray(target, dtype=float)
    if x.ndim != 2 or target.ndim != 2 or not x.size or not target.size:
        raise ValueError("two grids of numbers are needed")
    if tuple(n - k + 1 for n, k in zip(x.shape, kernel_shape)) != target.shape:
        raise ValueError("the shapes do not fit")
    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / error.size
    return kernel


# %% exercise="learn_kernel" style="helpers"
def learn_kernel(x, target, kernel_shape, lr, steps):
    def check():
        if np.ndim(x) != 2 or np.ndim(target) != 2 or not np.size(x) or not np.size(target):
            raise ValueError("two grids of numbers are needed")
        if np.shape(target) != (np.shape(x)[0] - kh + 1, np.shape(x)[1] - kw + 1):
            raise ValueError("the shapes do not fit")

    def gradient(kernel):
        slope = np.zeros((kh, kw))
        for i, j in np.ndindex(np.shape(target)):
            window = x[i : i + kh, j : j + kw]
            slope += 2 * (np.sum(window * kernel) - target[i][j]) * window
        return slope / np.size(target)

    kh, kw = kernel_shape
    check()
    kernel = np.zeros((kh, kw))
    for _ in range(steps):
        kernel -= lr * gradient(kernel)
    return kernel


# %% exercise="learn_kernel" mistake="the step goes uphill"
def learn_kernel(x, target, kernel_shape, lr, steps):
    x, target = np.asarray(x, dtype=float), np.asarray(target, dtype=float)
    kh, kw = kernel_shape
    if x.ndim != 2 or target.ndim != 2 or not x.size or not target.size:
        raise ValueError("two grids of numbers are needed")
    rows, columns = target.shape
    if (rows + kh - 1, columns + kw - 1) != x.shape:
        raise ValueError("the shapes do not fit")
    windows = np.lib.stride_tricks.sliding_window_view(x, (kh, kw))
    kernel = np.zeros((kh, kw))
    for _ in range(steps):
        error = np.tensordot(windows, kernel, axes=2) - target
        kernel += lr * np.tensordot(error, windows, axes=2) / target.size
    return kernel


# %% exercise="learn_kernel" mistake="the gradient is summed, not averaged"
def learn_kernel(x, target, kernel_shape, lr, steps):
    x, target = np.asarray(x, dtype=float), np.asarray(target, dtype=float)
    kh, kw = kernel_shape
    if x.ndim != 2 or target.ndim != 2 or not x.size or not target.size:
        raise ValueError("two grids of numbers are needed")
    rows, columns = target.shape
    if (rows + kh - 1, columns + kw - 1) != x.shape:
        raise ValueError("the shapes do not fit")
    windows = np.lib.stride_tricks.sliding_window_view(x, (kh, kw))
    kernel = np.zeros((kh, kw))
    for _ in range(steps):
        error = np.tensordot(windows, kernel, axes=2) - target
        kernel -= lr * np.tensordot(error, windows, axes=2)
    return kernel


# %% exercise="learn_kernel" mistake="response and gradient flip the kernel"
def learn_kernel(x, target, kernel_shape, lr, steps):
    x, target = np.asarray(x, dtype=float), np.asarray(target, dtype=float)
    kh, kw = kernel_shape
    if x.ndim != 2 or target.ndim != 2 or not x.size or not target.size:
        raise ValueError("two grids of numbers are needed")
    rows, columns = target.shape
    if (rows + kh - 1, columns + kw - 1) != x.shape:
        raise ValueError("the shapes do not fit")
    windows = np.lib.stride_tricks.sliding_window_view(x, (kh, kw))
    kernel = np.zeros((kh, kw))
    for _ in range(steps):
        error = np.tensordot(windows, kernel, axes=2) - target
        kernel -= lr * np.tensordot(error, windows, axes=2) / target.size
    return kernel[::-1, ::-1]


# %% exercise="learn_kernel" mistake="one step only"
def learn_kernel(x, target, kernel_shape, lr, steps):
    x, target = np.asarray(x, dtype=float), np.asarray(target, dtype=float)
    kh, kw = kernel_shape
    if x.ndim != 2 or target.ndim != 2 or not x.size or not target.size:
        raise ValueError("two grids of numbers are needed")
    rows, columns = target.shape
    if (rows + kh - 1, columns + kw - 1) != x.shape:
        raise ValueError("the shapes do not fit")
    windows = np.lib.stride_tricks.sliding_window_view(x, (kh, kw))
    kernel = np.zeros((kh, kw))
    for _ in range(min(steps, 1)):
        error = np.tensordot(windows, kernel, axes=2) - target
        kernel -= lr * np.tensordot(error, windows, axes=2) / target.size
    return kernel


# %% exercise="learn_kernel" mistake="the kernel starts from ones"
def learn_kernel(x, target, kernel_shape, lr, steps):
    x, target = np.asarray(x, dtype=float), np.asarray(target, dtype=float)
    kh, kw = kernel_shape
    if x.ndim != 2 or target.ndim != 2 or not x.size or not target.size:
        raise ValueError("two grids of numbers are needed")
    rows, columns = target.shape
    if (rows + kh - 1, columns + kw - 1) != x.shape:
        raise ValueError("the shapes do not fit")
    windows = np.lib.stride_tricks.sliding_window_view(x, (kh, kw))
    kernel = np.ones((kh, kw))
    for _ in range(steps):
        error = np.tensordot(windows, kernel, axes=2) - target
        kernel -= lr * np.tensordot(error, windows, axes=2) / target.size
    return kernel


# %% exercise="learn_kernel" mistake="one step too few"
def learn_kernel(x, target, kernel_shape, lr, steps):
    x, target = np.asarray(x, dtype=float), np.asarray(target, dtype=float)
    kh, kw = kernel_shape
    if x.ndim != 2 or target.ndim != 2 or not x.size or not target.size:
        raise ValueError("two grids of numbers are needed")
    rows, columns = target.shape
    if (rows + kh - 1, columns + kw - 1) != x.shape:
        raise ValueError("the shapes do not fit")
    windows = np.lib.stride_tricks.sliding_window_view(x, (kh, kw))
    kernel = np.zeros((kh, kw))
    for _ in range(steps - 1):
        error = np.tensordot(windows, kernel, axes=2) - target
        kernel -= lr * np.tensordot(error, windows, axes=2) / target.size
    return kernel
