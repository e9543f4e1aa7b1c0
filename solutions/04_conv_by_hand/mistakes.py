# The answer bank: mistakes that students make, one wrong function a cell, its docstring the sentence
# that helps. `course build` runs each on every visible case; see CONTRIBUTING.md. Never released.


# %% exercise="conv1d" mistake="flipped"
def conv1d(x, kernel, stride=1):
    """The kernel is turned around, as np.convolve does: lay it on the numbers as it is."""
    return np.convolve(x, kernel, "valid")[::stride]


# %% exercise="conv1d" mistake="flipped"
def conv1d(x, kernel, stride=1):
    k = len(kernel)
    out = []
    for start in range(0, len(x) - k + 1, stride):
        out.append(np.sum(x[start : start + k] * kernel[::-1]))
    return np.array(out)


# %% exercise="conv1d" mistake="same-size"
def conv1d(x, kernel, stride=1):
    """Zeros were added at the ends, so there are as many results as numbers: only places where the whole kernel lies on the series count."""
    return np.correlate(x, kernel, "same")[::stride]


# %% exercise="conv1d" mistake="same-size-flipped"
def conv1d(x, kernel, stride=1):
    """Mode "same" adds zeros at the ends, and np.convolve turns the kernel around: neither is wanted."""
    return np.convolve(x, kernel, "same")[::stride]


# %% exercise="conv1d" mistake="full"
def conv1d(x, kernel, stride=1):
    """The kernel also stood where only a part of it lies on the series (mode "full"): only whole places count."""
    return np.correlate(x, kernel, "full")[::stride]


# %% exercise="conv1d" mistake="full-flipped"
def conv1d(x, kernel, stride=1):
    """np.convolve without a mode adds zeros at the ends and turns the kernel around: neither is wanted."""
    return np.convolve(x, kernel)[::stride]


# %% exercise="conv1d" mistake="one-missing"
def conv1d(x, kernel, stride=1):
    """The last place is missing: range ends before its second number, so that is n - k + 1."""
    k = len(kernel)
    out = []
    for start in range(0, len(x) - k, stride):
        out.append(np.sum(x[start : start + k] * kernel))
    return np.array(out)


# %% exercise="conv1d" mistake="slice-too-short"
def conv1d(x, kernel, stride=1):
    """The part under the kernel is shorter than the kernel: it is x[start : start + k], and the last start leaves room for k numbers."""
    k = len(kernel)
    out = []
    for start in range(0, len(x), stride):
        out.append(np.sum(x[start : start + k] * kernel))
    return np.array(out)


# %% exercise="conv1d" mistake="slice-too-short"
def conv1d(x, kernel, stride=1):
    k = len(kernel)
    out = []
    for start in range(0, len(x) - k + 2, stride):
        out.append(np.sum(x[start : start + k] * kernel))
    return np.array(out)


# %% exercise="conv1d" mistake="slice-too-short"
def conv1d(x, kernel, stride=1):
    k = len(kernel)
    out = []
    for start in range(0, len(x) - k + 1, stride):
        out.append(np.sum(x[start:k] * kernel))
    return np.array(out)


# %% exercise="conv1d" mistake="sticks-out"
def conv1d(x, kernel, stride=1):
    """The kernel was moved beyond the end: places where it sticks out do not count."""
    out = []
    for start in range(0, len(x), stride):
        out.append(sum(value * weight for value, weight in zip(x[start:], kernel)))
    return np.array(out)


# %% exercise="conv1d" mistake="index-outside"
def conv1d(x, kernel, stride=1):
    """x[start + a] reaches beyond the last number: there are n - k + 1 starts."""
    out = []
    for start in range(0, len(x), stride):
        total = 0
        for a in range(len(kernel)):
            total += x[start + a] * kernel[a]
        out.append(total)
    return np.array(out)


# %% exercise="conv1d" mistake="stride-ignored"
def conv1d(x, kernel, stride=1):
    """The stride is ignored: the kernel moves on by `stride` numbers."""
    k = len(kernel)
    out = []
    for start in range(0, len(x) - k + 1):
        out.append(np.sum(x[start : start + k] * kernel))
    return np.array(out)


# %% exercise="conv1d" mistake="start-without-stride"
def conv1d(x, kernel, stride=1):
    """The number of places is right, but place i starts at i: it starts at i * stride."""
    k = len(kernel)
    places = (len(x) - k) // stride + 1
    return np.array([np.sum(x[i : i + k] * kernel) for i in range(places)])


# %% exercise="conv1d" mistake="stride-before"
def conv1d(x, kernel, stride=1):
    """Every stride-th number was taken first, and then the kernel laid on those: the kernel lies on neighbours, and moves by the stride."""
    return np.correlate(x[::stride], kernel, "valid")


# %% exercise="conv1d" mistake="blocks"
def conv1d(x, kernel, stride=1):
    """The kernel moves on by its own length: it moves by the stride, so that places overlap."""
    k = len(kernel)
    out = []
    for start in range(0, len(x) - k + 1, k):
        out.append(np.sum(x[start : start + k] * kernel))
    return np.array(out)


# %% exercise="conv1d" mistake="return-in-loop"
def conv1d(x, kernel, stride=1):
    """`return` stands inside the loop: only the first place is computed."""
    k = len(kernel)
    out = []
    for start in range(0, len(x) - k + 1, stride):
        out.append(np.sum(x[start : start + k] * kernel))
        return np.array(out)


# %% exercise="conv1d" mistake="return-in-loop"
def conv1d(x, kernel, stride=1):
    for start in range(0, len(x) - len(kernel) + 1, stride):
        total = 0
        for a in range(len(kernel)):
            total += x[start + a] * kernel[a]
        return total


# %% exercise="conv1d" mistake="last-place-only"
def conv1d(x, kernel, stride=1):
    """Only the last place came back: each result goes into a list or array."""
    k = len(kernel)
    for start in range(0, len(x) - k + 1, stride):
        total = np.sum(x[start : start + k] * kernel)
    return total


# %% exercise="conv1d" mistake="not-added"
def conv1d(x, kernel, stride=1):
    """The products are not added up: each place gives one number."""
    k = len(kernel)
    out = []
    for start in range(0, len(x) - k + 1, stride):
        out.append(x[start : start + k] * kernel)
    return np.array(out)


# %% exercise="conv1d" mistake="mean"
def conv1d(x, kernel, stride=1):
    """The products were averaged: add them."""
    k = len(kernel)
    out = []
    for start in range(0, len(x) - k + 1, stride):
        out.append(np.mean(x[start : start + k] * kernel))
    return np.array(out)


# %% exercise="conv1d" mistake="normalised"
def conv1d(x, kernel, stride=1):
    """The sum was divided by the sum of the weights: the products are only added."""
    with np.errstate(all="ignore"):
        return np.correlate(x, kernel, "valid")[::stride] / np.sum(kernel)


# %% exercise="conv1d" mistake="kernel-left-out"
def conv1d(x, kernel, stride=1):
    """The kernel is left out: multiply each number with its weight before you add."""
    k = len(kernel)
    out = []
    for start in range(0, len(x) - k + 1, stride):
        out.append(np.sum(x[start : start + k]))
    return np.array(out)


# %% exercise="conv1d" mistake="largest-product"
def conv1d(x, kernel, stride=1):
    """The largest product was kept: add all of them."""
    k = len(kernel)
    out = []
    for start in range(0, len(x) - k + 1, stride):
        out.append(np.max(x[start : start + k] * kernel))
    return np.array(out)


# %% exercise="conv1d" mistake="whole-numbers"
def conv1d(x, kernel, stride=1):
    """The result was stored in an array of whole numbers and lost its fractions: use np.zeros(places), or a list."""
    k = len(kernel)
    out = np.zeros((len(x) - k) // stride + 1, dtype=int)
    for i in range(len(out)):
        out[i] = np.sum(x[i * stride : i * stride + k] * kernel)
    return out


# %% exercise="conv1d" mistake="running-total"
def conv1d(x, kernel, stride=1):
    """The total is set to 0 once, before all places: each place starts from 0."""
    out, total = [], 0.0
    for start in range(0, len(x) - len(kernel) + 1, stride):
        for a in range(len(kernel)):
            total += x[start + a] * kernel[a]
        out.append(total)
    return np.array(out)


# %% exercise="conv1d" mistake="column"
def conv1d(x, kernel, stride=1):
    """One axis too many: (places,) is asked, not (places, 1)."""
    k = len(kernel)
    out = []
    for start in range(0, len(x) - k + 1, stride):
        out.append(np.sum(x[start : start + k] * kernel))
    return np.array(out)[:, None]


# %% exercise="conv1d" mistake="swapped"
def conv1d(x, kernel, stride=1):
    """Series and kernel are swapped: the short one slides along the long one."""
    out = []
    for start in range(0, len(kernel) - len(x) + 1, stride):
        out.append(np.sum(kernel[start : start + len(x)] * x))
    return np.array(out)


# %% exercise="conv1d" mistake="three-weights"
def conv1d(x, kernel, stride=1):
    """Three weights were assumed: a kernel has len(kernel) of them."""
    places = range(0, len(x) - 2, stride)
    return np.array([x[i] * kernel[0] + x[i + 1] * kernel[1] + x[i + 2] * kernel[2] for i in places])


# %% exercise="conv1d" mistake="three-weights"
def conv1d(x, kernel, stride=1):
    return np.array([x[i] - x[i + 2] for i in range(0, len(x) - 2, stride)])


# %% exercise="conv1d" mistake="absolute"
def conv1d(x, kernel, stride=1):
    """The minus signs are lost: a negative response stays negative."""
    k = len(kernel)
    out = []
    for start in range(0, len(x) - k + 1, stride):
        out.append(np.sum(x[start : start + k] * kernel))
    return np.abs(out)


# %% exercise="conv1d" mistake="sign"
def conv1d(x, kernel, stride=1):
    """The sign is reversed: the first weight meets the first number, and the products are added."""
    k = len(kernel)
    out = []
    for start in range(0, len(x) - k + 1, stride):
        out.append(np.sum(x[start : start + k] * kernel))
    return -np.array(out)


# %% exercise="conv1d" mistake="writes-into-argument"
def conv1d(x, kernel, stride=1):
    """The results were written into the caller's series: put them into a new list or array."""
    k = len(kernel)
    places = (len(x) - k) // stride + 1
    out = np.correlate(x, kernel, "valid")[::stride]
    x[:places] = out
    return out


# %% exercise="conv1d" mistake="prints"
def conv1d(x, kernel, stride=1):
    """The numbers were printed, and the function ends without `return`."""
    k = len(kernel)
    out = []
    for start in range(0, len(x) - k + 1, stride):
        out.append(np.sum(x[start : start + k] * kernel))
    print(np.array(out))


# %% exercise="conv1d" mistake="multiplied-together"
def conv1d(x, kernel, stride=1):
    """The products were multiplied: add them."""
    k = len(kernel)
    out = []
    for start in range(0, len(x) - k + 1, stride):
        out.append(np.prod(x[start : start + k] * kernel))
    return np.array(out)


# %% exercise="conv1d" mistake="added-weights"
def conv1d(x, kernel, stride=1):
    """The weights were added to the numbers: multiply each number with its weight, then add the products."""
    k = len(kernel)
    out = []
    for start in range(0, len(x) - k + 1, stride):
        out.append(np.sum(x[start : start + k] + kernel))
    return np.array(out)


# %% exercise="conv1d" mistake="input-sized"
def conv1d(x, kernel, stride=1):
    """The result is as long as the series: there are only n - k + 1 places, fewer with a stride."""
    out = np.zeros(len(x))
    for i in range(0, len(x) - len(kernel) + 1, stride):
        out[i] = np.sum(x[i : i + len(kernel)] * kernel)
    return out


# %% exercise="conv1d" mistake="one-weight-missing"
def conv1d(x, kernel, stride=1):
    """The last weight is left out: the part under the kernel has k numbers."""
    k = len(kernel)
    out = []
    for start in range(0, len(x) - k + 1, stride):
        out.append(np.sum(x[start : start + k - 1] * kernel[: k - 1]))
    return np.array(out)


# %% exercise="conv1d" mistake="index-with-stride"
def conv1d(x, kernel, stride=1):
    """The result has a cell for each place, and the loop counts numbers: cell i belongs to the start i * stride."""
    out = np.zeros((len(x) - len(kernel)) // stride + 1)
    for i in range(0, len(x) - len(kernel) + 1, stride):
        out[i] = np.sum(x[i : i + len(kernel)] * kernel)
    return out


# %% exercise="conv1d" mistake="first-weight-only"
def conv1d(x, kernel, stride=1):
    """Only one weight was used: all of them take part, and their products are added."""
    k = len(kernel)
    out = []
    for start in range(0, len(x) - k + 1, stride):
        out.append(np.sum(x[start : start + k] * kernel[0]))
    return np.array(out)


# %% exercise="conv1d" mistake="first-weight-only"
def conv1d(x, kernel, stride=1):
    k = len(kernel)
    out = []
    for start in range(0, len(x) - k + 1, stride):
        out.append(np.sum(x[start : start + k] * kernel[-1]))
    return np.array(out)


# %% exercise="conv1d" mistake="sums-multiplied"
def conv1d(x, kernel, stride=1):
    """The sum of the numbers was multiplied with the sum of the weights: multiply number by number, then add."""
    k = len(kernel)
    out = []
    for start in range(0, len(x) - k + 1, stride):
        out.append(np.sum(x[start : start + k]) * np.sum(kernel))
    return np.array(out)


# %% exercise="conv1d" mistake="last-product"
def conv1d(x, kernel, stride=1):
    """Only the last product is left: `+=` adds each to the total, `=` forgets those before it."""
    out = []
    for start in range(0, len(x) - len(kernel) + 1, stride):
        for a in range(len(kernel)):
            total = x[start + a] * kernel[a]
        out.append(total)
    return np.array(out)


# %% exercise="output_size" mistake="padding-once"
def output_size(n, k, stride, padding):
    """The padding lies on both sides: 2 * padding."""
    size = (n + padding - k) // stride + 1
    if size < 1:
        raise ValueError("the window fits nowhere")
    return size


# %% exercise="output_size" mistake="padding-ignored"
def output_size(n, k, stride, padding):
    """The padding is left out: the row has n + 2 * padding cells."""
    size = (n - k) // stride + 1
    if size < 1:
        raise ValueError("the window fits nowhere")
    return size


# %% exercise="output_size" mistake="no-plus-one" costs="both"
def output_size(n, k, stride, padding):
    """The `+ 1` is missing: the place where the window starts counts, too."""
    return (n + 2 * padding - k) // stride


# %% exercise="output_size" mistake="rounded-up" costs="both"
def output_size(n, k, stride, padding):
    """One too large: a place where the window sticks out was counted. Round down."""
    size = -(-(n + 2 * padding - k) // stride) + 1
    if size < 1:
        raise ValueError("the window fits nowhere")
    return size


# %% exercise="output_size" mistake="fraction"
def output_size(n, k, stride, padding):
    """A place is whole: `//` rounds down, `/` does not."""
    size = (n + 2 * padding - k) / stride + 1
    if size < 1:
        raise ValueError("the window fits nowhere")
    return size


# %% exercise="output_size" mistake="nearest" costs="both"
def output_size(n, k, stride, padding):
    """Rounded to the nearest whole number: a stride that does not fit entirely does not count, so round down."""
    size = int((n + 2 * padding - k) / stride + 0.5) + 1
    if size < 1:
        raise ValueError("the window fits nowhere")
    return size


# %% exercise="output_size" mistake="nearest" costs="both"
def output_size(n, k, stride, padding):
    size = round((n + 2 * padding - k) / stride + 0.01) + 1
    if size < 1:
        raise ValueError("the window fits nowhere")
    return size


# %% exercise="output_size" mistake="plus-one-inside"
def output_size(n, k, stride, padding):
    """The `+ 1` comes after the division, not before it."""
    size = (n + 2 * padding - k + 1) // stride
    if size < 1:
        raise ValueError("the window fits nowhere")
    return size


# %% exercise="output_size" mistake="window-left-out" costs="both"
def output_size(n, k, stride, padding):
    """The window's own size is left out: its left end can travel only n + 2 * padding - k cells."""
    size = (n + 2 * padding) // stride
    if size < 1:
        raise ValueError("the window fits nowhere")
    return size


# %% exercise="output_size" mistake="window-left-out" costs="both"
def output_size(n, k, stride, padding):
    size = (n + 2 * padding) // stride + 1
    if size < 1:
        raise ValueError("the window fits nowhere")
    return size


# %% exercise="output_size" mistake="stride-ignored"
def output_size(n, k, stride, padding):
    """The stride is left out: divide by it."""
    size = n + 2 * padding - k + 1
    if size < 1:
        raise ValueError("the window fits nowhere")
    return size


# %% exercise="output_size" mistake="stride-multiplied"
def output_size(n, k, stride, padding):
    """The stride was multiplied: a larger stride gives fewer places, so divide."""
    size = (n + 2 * padding - k) * stride + 1
    if size < 1:
        raise ValueError("the window fits nowhere")
    return size


# %% exercise="output_size" mistake="brackets-missing" costs="both"
def output_size(n, k, stride, padding):
    """Brackets are missing: `//` comes before `+` and `-`, so only k was divided."""
    size = n + 2 * padding - k // stride + 1
    if size < 1:
        raise ValueError("the window fits nowhere")
    return size


# %% exercise="output_size" mistake="padding-subtracted"
def output_size(n, k, stride, padding):
    """The padding was taken away: the frame makes the row longer."""
    size = (n - 2 * padding - k) // stride + 1
    if size < 1:
        raise ValueError("the window fits nowhere")
    return size


# %% exercise="output_size" mistake="stride-and-padding-swapped" costs="both"
def output_size(n, k, stride, padding):
    """Stride and padding are swapped."""
    size = (n + 2 * stride - k) // max(padding, 1) + 1
    if size < 1:
        raise ValueError("the window fits nowhere")
    return size


# %% exercise="output_size" mistake="n-and-k-swapped" costs="both"
def output_size(n, k, stride, padding):
    """n and k are swapped: the row is n cells long, the window k."""
    return (k + 2 * padding - n) // stride + 1


# %% exercise="output_size" mistake="k-counted-twice" costs="both"
def output_size(n, k, stride, padding):
    """The window was taken away twice: once is enough."""
    return (n + 2 * padding - 2 * k) // stride + 1


# %% exercise="output_size" mistake="plus-two" costs="both"
def output_size(n, k, stride, padding):
    """One place too many: add 1 after `//`, not 2, and do not round up."""
    size = (n + 2 * padding - k) // stride + 2
    if size < 1:
        raise ValueError("the window fits nowhere")
    return size


# %% exercise="output_size" mistake="plus-two" costs="both"
def output_size(n, k, stride, padding):
    size = -(-(n + 2 * padding - k + 1) // stride) + 1
    if size < 1:
        raise ValueError("the window fits nowhere")
    return size


# %% exercise="output_size" mistake="refused-before-padding"
def output_size(n, k, stride, padding):
    """A window larger than the image was refused, though the padding makes room for it: test the number of places."""
    if k > n:
        raise ValueError("the window fits nowhere")
    return (n + 2 * padding - k) // stride + 1


# %% exercise="output_size" mistake="prints"
def output_size(n, k, stride, padding):
    """The number was printed, and the function ends without `return`."""
    size = (n + 2 * padding - k) // stride + 1
    if size < 1:
        raise ValueError("the window fits nowhere")
    print(size)


# %% exercise="output_size" mistake="not-refused" costs="refuses"
def output_size(n, k, stride, padding):
    """A window that fits nowhere is not refused: raise ValueError if the number of places is less than 1."""
    return (n + 2 * padding - k) // stride + 1


# %% exercise="output_size" mistake="zero-not-refused" costs="refuses"
def output_size(n, k, stride, padding):
    """No place at all (0) was given back: refuse every number below 1, not only negative ones."""
    size = (n + 2 * padding - k) // stride + 1
    if size < 0:
        raise ValueError("the window fits nowhere")
    return size


# %% exercise="output_size" mistake="zero-instead" costs="refuses"
def output_size(n, k, stride, padding):
    """0 came back where a ValueError is asked for: `raise ValueError(...)`."""
    return max((n + 2 * padding - k) // stride + 1, 0)


# %% exercise="output_size" mistake="none-instead" costs="refuses"
def output_size(n, k, stride, padding):
    """None came back where a ValueError is asked for: `raise`, do not print or return."""
    size = (n + 2 * padding - k) // stride + 1
    if size < 1:
        print("ValueError: the window fits nowhere")
        return None
    return size


# %% exercise="output_size" mistake="text-instead" costs="refuses"
def output_size(n, k, stride, padding):
    """A text came back where a ValueError is asked for: `raise ValueError(...)`."""
    size = (n + 2 * padding - k) // stride + 1
    return size if size >= 1 else "the window fits nowhere"


# %% exercise="output_size" mistake="returns-the-error" costs="refuses"
def output_size(n, k, stride, padding):
    """The error was returned, not raised: `raise ValueError(...)`."""
    size = (n + 2 * padding - k) // stride + 1
    if size < 1:
        return ValueError("the window fits nowhere")
    return size


# %% exercise="output_size" mistake="other-error" costs="refuses"
def output_size(n, k, stride, padding):
    """`assert` and a bare Exception raise other errors: a ValueError is asked for."""
    size = (n + 2 * padding - k) // stride + 1
    assert size >= 1
    return size


# %% exercise="output_size" mistake="other-error" costs="refuses"
def output_size(n, k, stride, padding):
    size = (n + 2 * padding - k) // stride + 1
    if size < 1:
        raise Exception("the window fits nowhere")
    return size


# %% exercise="output_size" mistake="absolute" costs="refuses"
def output_size(n, k, stride, padding):
    """A negative number of places was made positive: refuse it."""
    return abs((n + 2 * padding - k) // stride) + 1


# %% exercise="output_size" mistake="padding-after" costs="both"
def output_size(n, k, stride, padding):
    """The padding was added to the number of places: it belongs to the cells, n + 2 * padding, before the division."""
    size = (n - k) // stride + 1 + 2 * padding
    if size < 1:
        raise ValueError("the window fits nowhere")
    return size


# %% exercise="output_size" mistake="two-mistakes" costs="both"
def output_size(n, k, stride, padding):
    """Two things are missing: the second side's padding, and the place where the window starts, the `+ 1`."""
    return (n + padding - k) // stride


# %% exercise="output_size" mistake="two-mistakes" costs="both"
def output_size(n, k, stride, padding):
    return (n - k) // stride


# %% exercise="output_size" mistake="image-over-stride" costs="both"
def output_size(n, k, stride, padding):
    """The size was divided by the stride, as "same" padding does: the window must lie inside, so count n + 2 * padding - k steps."""
    size = -(-n // stride)
    if size < 1:
        raise ValueError("the window fits nowhere")
    return size


# %% exercise="output_size" mistake="image-over-stride" costs="both"
def output_size(n, k, stride, padding):
    size = n // stride
    if size < 1:
        raise ValueError("the window fits nowhere")
    return size


# %% exercise="output_size" mistake="square" costs="both"
def output_size(n, k, stride, padding):
    """That is an area: the number of places along one side is asked."""
    size = ((n + 2 * padding - k) // stride + 1) ** 2
    if size < 1:
        raise ValueError("the window fits nowhere")
    return size


# %% exercise="pad2d" mistake="bottom-right-only"
def pad2d(x, p):
    """Only the bottom and the right are padded: the frame lies on all four sides."""
    return np.pad(x, (0, p))


# %% exercise="pad2d" mistake="bottom-right-only"
def pad2d(x, p):
    h, w = x.shape
    out = np.zeros((h + p, w + p))
    out[:h, :w] = x
    return out


# %% exercise="pad2d" mistake="top-left-only"
def pad2d(x, p):
    """Only the top and the left are padded: the frame lies on all four sides, h + 2 * p rows."""
    return np.pad(x, (p, 0))


# %% exercise="pad2d" mistake="top-left-only"
def pad2d(x, p):
    h, w = x.shape
    out = np.zeros((h + p, w + p))
    out[p : p + h, p : p + w] = x
    return out


# %% exercise="pad2d" mistake="rows-only"
def pad2d(x, p):
    """Only rows were added: the frame has columns, too."""
    return np.pad(x, ((p, p), (0, 0)))


# %% exercise="pad2d" mistake="columns-only"
def pad2d(x, p):
    """Only columns were added: the frame has rows, too."""
    return np.pad(x, ((0, 0), (p, p)))


# %% exercise="pad2d" mistake="ones"
def pad2d(x, p):
    """The frame holds other numbers than zeros: zeros are asked."""
    return np.pad(x, p, constant_values=1)


# %% exercise="pad2d" mistake="ones"
def pad2d(x, p):
    h, w = x.shape
    out = np.ones((h + 2 * p, w + 2 * p))
    out[p : p + h, p : p + w] = x
    return out


# %% exercise="pad2d" mistake="ones"
def pad2d(x, p):
    h, w = x.shape
    out = np.full((h + 2 * p, w + 2 * p), -1.0)
    out[p : p + h, p : p + w] = x
    return out


# %% exercise="pad2d" mistake="edge"
def pad2d(x, p):
    """The frame repeats the edge of the image: zeros are asked."""
    return np.pad(x, p, mode="edge")


# %% exercise="pad2d" mistake="reflect"
def pad2d(x, p):
    """The frame mirrors the image: zeros are asked."""
    return np.pad(x, p, mode="reflect")


# %% exercise="pad2d" mistake="wrap"
def pad2d(x, p):
    """The frame goes on with the other side of the image: zeros are asked."""
    return np.pad(x, p, mode="wrap")


# %% exercise="pad2d" mistake="one-wide"
def pad2d(x, p):
    """The frame has another width: it is p cells wide on each side."""
    return np.pad(x, 1)


# %% exercise="pad2d" mistake="one-wide"
def pad2d(x, p):
    return np.pad(x, p // 2)


# %% exercise="pad2d" mistake="twice-as-wide"
def pad2d(x, p):
    """The frame is twice as wide: p cells on each side, not 2 * p."""
    return np.pad(x, 2 * p)


# %% exercise="pad2d" mistake="empty-slice"
def pad2d(x, p):
    """For p = 0 the slice p:-p is 0:0, which is empty: end the slice at p + h and p + w."""
    h, w = x.shape
    out = np.zeros((h + 2 * p, w + 2 * p))
    out[p:-p, p:-p] = x
    return out


# %% exercise="pad2d" mistake="square"
def pad2d(x, p):
    """The image is taken to be square: h, w = x.shape."""
    n = x.shape[0]
    out = np.zeros((n + 2 * p, n + 2 * p))
    out[p : p + n, p : p + n] = x
    return out


# %% exercise="pad2d" mistake="square"
def pad2d(x, p):
    n = len(x)
    out = np.zeros((n + 2 * p, n + 2 * p))
    for i in range(n):
        for j in range(n):
            out[i + p, j + p] = x[i, j]
    return out


# %% exercise="pad2d" mistake="sides-swapped"
def pad2d(x, p):
    """Rows and columns are swapped: h, w = x.shape, rows first."""
    w, h = x.shape
    out = np.zeros((h + 2 * p, w + 2 * p))
    out[p : p + h, p : p + w] = x
    return out


# %% exercise="pad2d" mistake="transposed"
def pad2d(x, p):
    """The image was transposed: out[p + i, p + j] is x[i, j]."""
    return np.pad(x.T, p)


# %% exercise="pad2d" mistake="not-copied"
def pad2d(x, p):
    """The shape is right, but the image was not copied into it."""
    h, w = x.shape
    out = np.zeros((h + 2 * p, w + 2 * p))
    return out


# %% exercise="pad2d" mistake="slice-ends-early"
def pad2d(x, p):
    """The slice ends too early: the image reaches from p to p + h, and from p to p + w."""
    h, w = x.shape
    out = np.zeros((h + 2 * p, w + 2 * p))
    out[p:h, p:w] = x
    return out


# %% exercise="pad2d" mistake="frame-inside"
def pad2d(x, p):
    """The frame was written over the image's own border: it goes around the image, which stays whole."""
    out = np.array(x, dtype=float)
    if p:
        out[:p], out[-p:], out[:, :p], out[:, -p:] = 0, 0, 0, 0
    return out


# %% exercise="pad2d" mistake="corner"
def pad2d(x, p):
    """The image lies in the upper left corner: it begins at row p and column p."""
    h, w = x.shape
    out = np.zeros((h + 2 * p, w + 2 * p))
    out[:h, :w] = x
    return out


# %% exercise="pad2d" mistake="one-cell"
def pad2d(x, p):
    """The same number was written into every cell, or only one cell of the image arrived: copy the whole image, by a slice or by out[i + p, j + p] = x[i, j]."""
    h, w = x.shape
    out = np.zeros((h + 2 * p, w + 2 * p))
    for i in range(h):
        for j in range(w):
            out[p, p] = x[i, j]
    return out


# %% exercise="pad2d" mistake="return-in-loop"
def pad2d(x, p):
    """`return` stands inside the loop: only the first row, or the first cell, was copied."""
    h, w = x.shape
    out = np.zeros((h + 2 * p, w + 2 * p))
    for i in range(h):
        out[i + p, p : p + w] = x[i]
        return out


# %% exercise="pad2d" mistake="return-in-loop"
def pad2d(x, p):
    h, w = x.shape
    out = np.zeros((h + 2 * p, w + 2 * p))
    for i in range(h):
        for j in range(w):
            out[i + p, j + p] = x[i, j]
            return out


# %% exercise="pad2d" mistake="prints"
def pad2d(x, p):
    """The array was made, and the function ends without `return`."""
    h, w = x.shape
    out = np.zeros((h + 2 * p, w + 2 * p))
    out[p : p + h, p : p + w] = x
    print(out)


# %% exercise="pad2d" mistake="flat"
def pad2d(x, p):
    """The rows are lost: the result has rows and columns."""
    return np.pad(x.ravel(), p)


# %% exercise="pad2d" mistake="given-back"
def pad2d(x, p):
    """The image came back as it was given: np.pad gives a new array, so give it a name and return that."""
    np.pad(x, p)
    return x


# %% exercise="pad2d" mistake="zeros-misspelt"
def pad2d(x, p):
    """np.zeros wants the shape as one tuple: np.zeros((rows, columns))."""
    h, w = x.shape
    out = np.zeros(h + 2 * p, w + 2 * p)
    out[p : p + h, p : p + w] = x
    return out


# %% exercise="pad2d" mistake="starts-at-1"
def pad2d(x, p):
    """The image starts at row 1 and column 1, whatever p is: it starts at row p and column p."""
    h, w = x.shape
    out = np.zeros((h + 2 * p, w + 2 * p))
    out[1 : 1 + h, 1 : 1 + w] = x
    return out


# %% exercise="pad2d" mistake="loop-over-cut-range"
def pad2d(x, p):
    """The loop leaves cells out: copy every cell of the image, out[i + p, j + p] = x[i, j] for all i and j."""
    h, w = x.shape
    out = np.zeros((h + 2 * p, w + 2 * p))
    for i in range(p, h):
        for j in range(p, w):
            out[i, j] = x[i - p, j - p]
    return out


# %% exercise="pad2d" mistake="loop-over-cut-range"
def pad2d(x, p):
    h, w = x.shape
    out = np.zeros((h + 2 * p, w + 2 * p))
    for i in range(p, h):
        for j in range(p, w):
            out[i, j] = x[i, j]
    return out


# %% exercise="pad2d" mistake="pieces-do-not-fit"
def pad2d(x, p):
    """The pieces do not fit together: above and below go p rows of the full width, left and right p columns of the image's height."""
    z = np.zeros((p, p))
    return np.vstack([z, x, z])


# %% exercise="pad2d" mistake="pieces-do-not-fit"
def pad2d(x, p):
    z = np.zeros((p, x.shape[1]))
    middle = np.vstack([z, x, z])
    side = np.zeros((x.shape[0], p))
    return np.hstack([side, middle, side])


# %% exercise="pad2d" mistake="one-row-of-zeros"
def pad2d(x, p):
    """One row and one column of zeros were added: the frame lies on all four sides, p cells wide."""
    h, w = x.shape
    out = np.zeros((h + 1, w + 1))
    out[1:, 1:] = x
    return out


# %% exercise="pad2d" mistake="resized"
def pad2d(x, p):
    """np.resize and reshape fill up with the image's own numbers: start from zeros and copy the image into the middle."""
    return np.resize(x, (x.shape[0] + 2 * p, x.shape[1] + 2 * p))


# %% exercise="pad2d" mistake="first-row-cleared"
def pad2d(x, p):
    """The image's own row, column or cells were set to 0: the frame goes around the image, which stays whole."""
    out = np.pad(x, p)
    out[p] = 0
    return out


# %% exercise="pad2d" mistake="first-row-cleared"
def pad2d(x, p):
    out = np.pad(x, p)
    out[:, p] = 0
    return out


# %% exercise="conv2d" mistake="flipped"
def conv2d(x, kernel, stride=1, padding=0):
    """The kernel is turned by 180 degrees: that is true convolution. Here it is laid on the window as it is."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel[::-1, ::-1])
    return out


# %% exercise="conv2d" mistake="flipped"
def conv2d(x, kernel, stride=1, padding=0):
    from scipy.signal import convolve2d

    return convolve2d(np.pad(x, padding), kernel, "valid")[::stride, ::stride]


# %% exercise="conv2d" mistake="flipped-one-way"
def conv2d(x, kernel, stride=1, padding=0):
    """The kernel is turned around in one direction: lay it on the window as it is."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel[::-1])
    return out


# %% exercise="conv2d" mistake="flipped-one-way-columns"
def conv2d(x, kernel, stride=1, padding=0):
    """The kernel's columns are in reverse order: lay it on the window as it is."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel[:, ::-1])
    return out


# %% exercise="conv2d" mistake="kernel-transposed"
def conv2d(x, kernel, stride=1, padding=0):
    """The kernel's rows and columns are swapped: kernel[a, b] meets window[a, b]."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel.T)
    return out


# %% exercise="conv2d" mistake="kernel-transposed"
def conv2d(x, kernel, stride=1, padding=0):
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = sum(window[a, b] * kernel[b, a] for a in range(kh) for b in range(kw))
    return out


# %% exercise="conv2d" mistake="matrix-product"
def conv2d(x, kernel, stride=1, padding=0):
    """`@` multiplies matrices: here cell meets cell, window * kernel."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window @ kernel)
    return out


# %% exercise="conv2d" mistake="matrix-product"
def conv2d(x, kernel, stride=1, padding=0):
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(np.dot(window, kernel))
    return out


# %% exercise="conv2d" mistake="mean"
def conv2d(x, kernel, stride=1, padding=0):
    """The products were averaged: a convolution adds them."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.mean(window * kernel)
    return out


# %% exercise="conv2d" mistake="largest-product"
def conv2d(x, kernel, stride=1, padding=0):
    """The largest product was kept: a convolution adds them all."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.max(window * kernel)
    return out


# %% exercise="conv2d" mistake="kernel-left-out"
def conv2d(x, kernel, stride=1, padding=0):
    """The kernel is left out: multiply each pixel with its weight before you add."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window)
    return out


# %% exercise="conv2d" mistake="normalised"
def conv2d(x, kernel, stride=1, padding=0):
    """The sum was divided by the sum of the weights: the products are only added."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    np.seterr(all="ignore")
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel) / np.sum(kernel)
    return out


# %% exercise="conv2d" mistake="negative-lost"
def conv2d(x, kernel, stride=1, padding=0):
    """Negative responses became 0 or positive: ReLU and absolute values come later."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return np.maximum(out, 0)


# %% exercise="conv2d" mistake="absolute"
def conv2d(x, kernel, stride=1, padding=0):
    """The minus signs are lost: a negative response stays negative."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return np.abs(out)


# %% exercise="conv2d" mistake="start-without-stride"
def conv2d(x, kernel, stride=1, padding=0):
    """The window of cell [i, j] starts at i * stride, j * stride, not at i, j."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i : i + kh, j : j + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="stride-ignored"
def conv2d(x, kernel, stride=1, padding=0):
    """The stride is ignored: the window moves by `stride` cells."""
    from scipy.signal import correlate2d

    return correlate2d(np.pad(x, padding), kernel, "valid")


# %% exercise="conv2d" mistake="stride-rows-only"
def conv2d(x, kernel, stride=1, padding=0):
    """The stride is used for rows only: it goes for columns, too."""
    from scipy.signal import correlate2d

    return correlate2d(np.pad(x, padding), kernel, "valid")[::stride]


# %% exercise="conv2d" mistake="stride-columns-only"
def conv2d(x, kernel, stride=1, padding=0):
    """The stride is used for columns only: it goes for rows, too."""
    from scipy.signal import correlate2d

    return correlate2d(np.pad(x, padding), kernel, "valid")[:, ::stride]


# %% exercise="conv2d" mistake="stride-before"
def conv2d(x, kernel, stride=1, padding=0):
    """Every stride-th pixel was taken first, and then the kernel laid on those: the kernel lies on neighbours, and moves by the stride."""
    from scipy.signal import correlate2d

    return correlate2d(np.pad(x, padding)[::stride, ::stride], kernel, "valid")


# %% exercise="conv2d" mistake="window-ends-without-stride"
def conv2d(x, kernel, stride=1, padding=0):
    """The window ends at i * stride + kh and j * stride + kw: the end moves with the start."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i + kh, j * stride : j + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="index-with-stride"
def conv2d(x, kernel, stride=1, padding=0):
    """The loop counts pixels, the output counts places: cell i belongs to the window at i * stride."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(0, padded.shape[0] - kh + 1, stride):
        for j in range(0, padded.shape[1] - kw + 1, stride):
            out[i, j] = np.sum(padded[i : i + kh, j : j + kw] * kernel)
    return out


# %% exercise="conv2d" mistake="padding-ignored"
def conv2d(x, kernel, stride=1, padding=0):
    """The padding is ignored: the kernel slides over the image with its frame of zeros."""
    padded, (kh, kw) = x, kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="padding-not-kept"
def conv2d(x, kernel, stride=1, padding=0):
    """The number of places and the windows do not fit together: the padding is counted in one of them only, or twice. Pad first, and take both from the padded image."""
    kh, kw = kernel.shape
    rows = (x.shape[0] + 2 * padding - kh) // stride + 1
    columns = (x.shape[1] + 2 * padding - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = x[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="padding-not-kept"
def conv2d(x, kernel, stride=1, padding=0):
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] + 2 * padding - kh) // stride + 1
    columns = (padded.shape[1] + 2 * padding - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="padding-twice"
def conv2d(x, kernel, stride=1, padding=0):
    """The frame is twice as wide: np.pad(x, padding) already puts `padding` cells on each side."""
    padded, (kh, kw) = np.pad(x, 2 * padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="padding-bottom-right"
def conv2d(x, kernel, stride=1, padding=0):
    """Only two sides are padded: the frame lies on all four."""
    padded, (kh, kw) = np.pad(x, (0, padding)), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="padding-bottom-right"
def conv2d(x, kernel, stride=1, padding=0):
    padded, (kh, kw) = np.pad(x, (padding, 0)), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="padding-edge"
def conv2d(x, kernel, stride=1, padding=0):
    """The frame repeats the edge of the image: zeros are asked."""
    padded, (kh, kw) = np.pad(x, padding, mode="edge"), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="stride-and-padding-swapped"
def conv2d(x, kernel, stride=1, padding=0):
    """Stride and padding are swapped."""
    if padding:
        stride, padding = padding, stride
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="same-size"
def conv2d(x, kernel, stride=1, padding=0):
    """"Same" padding where "valid" was asked: with padding=0 no window leaves the image."""
    from scipy.signal import correlate2d

    return correlate2d(np.pad(x, padding), kernel, "same")[::stride, ::stride]


# %% exercise="conv2d" mistake="same-size"
def conv2d(x, kernel, stride=1, padding=0):
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    padded = np.pad(padded, ((kh // 2, (kh - 1) // 2), (kw // 2, (kw - 1) // 2)))
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="same-size"
def conv2d(x, kernel, stride=1, padding=0):
    padded, (kh, kw) = np.pad(x, ((kernel.shape[0] // 2,) * 2, (kernel.shape[1] // 2,) * 2)), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="full"
def conv2d(x, kernel, stride=1, padding=0):
    """The kernel also stood where only a part of it lies on the image (mode "full"): without padding no window leaves the image."""
    from scipy.signal import correlate2d

    return correlate2d(np.pad(x, padding), kernel)[::stride, ::stride]


# %% exercise="conv2d" mistake="one-too-large"
def conv2d(x, kernel, stride=1, padding=0):
    """The output is one too large: the last row and column belong to no place, as the window would stick out there."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows + 1, columns + 1))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="too-many-places"
def conv2d(x, kernel, stride=1, padding=0):
    """The loop goes over more places than there are: at the lower or right border the window is smaller than the kernel. There are (n + 2 * padding - k) // stride + 1 places."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 2
    columns = (padded.shape[1] - kw) // stride + 2
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="too-many-places"
def conv2d(x, kernel, stride=1, padding=0):
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    out = np.zeros(padded.shape)
    for i in range(padded.shape[0]):
        for j in range(padded.shape[1]):
            out[i, j] = np.sum(padded[i : i + kh, j : j + kw] * kernel)
    return out


# %% exercise="conv2d" mistake="one-too-small"
def conv2d(x, kernel, stride=1, padding=0):
    """The output is one too small: the place where the window starts counts, too, the `+ 1`."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride
    columns = (padded.shape[1] - kw) // stride
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="output-of-the-image"
def conv2d(x, kernel, stride=1, padding=0):
    """The output was made as large as the image: there are fewer places than pixels."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros(x.shape)
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="output-of-the-image"
def conv2d(x, kernel, stride=1, padding=0):
    from scipy.ndimage import correlate

    return correlate(np.pad(x, padding), kernel, mode="constant")[::stride, ::stride]


# %% exercise="conv2d" mistake="output-of-the-image"
def conv2d(x, kernel, stride=1, padding=0):
    from scipy.ndimage import correlate

    return correlate(np.pad(x, padding).astype(float), kernel)[::stride, ::stride]


# %% exercise="conv2d" mistake="whole-numbers"
def conv2d(x, kernel, stride=1, padding=0):
    """The output takes whole numbers only, as the image does, and the fractions are lost: np.zeros((rows, columns)) makes float64."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns), dtype=x.dtype)
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="whole-numbers"
def conv2d(x, kernel, stride=1, padding=0):
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns), dtype=int)
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="whole-numbers"
def conv2d(x, kernel, stride=1, padding=0):
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel.astype(int))
    return out


# %% exercise="conv2d" mistake="kernel-sides-mixed"
def conv2d(x, kernel, stride=1, padding=0):
    """kh and kw are mixed up: the window has kh rows and kw columns."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kw, j * stride : j * stride + kh]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="kernel-sides-mixed"
def conv2d(x, kernel, stride=1, padding=0):
    padded, (kw, kh) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="square-kernel"
def conv2d(x, kernel, stride=1, padding=0):
    """The kernel is taken to be square: kh, kw = kernel.shape."""
    padded = np.pad(x, padding)
    kh = kw = len(kernel)
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="three-by-three"
def conv2d(x, kernel, stride=1, padding=0):
    """A kernel of 3x3 is assumed: its size is kernel.shape."""
    padded, kh, kw = np.pad(x, padding), 3, 3
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="square-image"
def conv2d(x, kernel, stride=1, padding=0):
    """Rows and columns are mixed up, or the image is taken to be square: i goes with rows, x.shape[0] and kh, j with columns, x.shape[1] and kw."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[0] - kh) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="square-image"
def conv2d(x, kernel, stride=1, padding=0):
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[1] - kw) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="square-image"
def conv2d(x, kernel, stride=1, padding=0):
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[j * stride : j * stride + kh, i * stride : i * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="output-transposed"
def conv2d(x, kernel, stride=1, padding=0):
    """Rows and columns of the output are swapped: out[i, j], i for rows."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out.T


# %% exercise="conv2d" mistake="output-transposed"
def conv2d(x, kernel, stride=1, padding=0):
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((columns, rows))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[j, i] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="output-sides-mixed"
def conv2d(x, kernel, stride=1, padding=0):
    """The output has columns x rows cells, but is filled as rows x columns: np.zeros((rows, columns))."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((columns, rows))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="return-in-loop"
def conv2d(x, kernel, stride=1, padding=0):
    """`return` stands inside the loop: only the first place, or the first row of places, is computed."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
            return out


# %% exercise="conv2d" mistake="return-in-loop"
def conv2d(x, kernel, stride=1, padding=0):
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
        return out


# %% exercise="conv2d" mistake="running-total"
def conv2d(x, kernel, stride=1, padding=0):
    """The total is set to 0 once, before all places: each place starts from 0."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    total = 0.0
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            total += np.sum(window * kernel)
            out[i, j] = total
    return out


# %% exercise="conv2d" mistake="one-product"
def conv2d(x, kernel, stride=1, padding=0):
    """Only the last product is left: `+=` adds each to the total, `=` forgets those before it."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            for a in range(kh):
                for b in range(kw):
                    out[i, j] = window[a, b] * kernel[a, b]
    return out


# %% exercise="conv2d" mistake="sum-of-columns"
def conv2d(x, kernel, stride=1, padding=0):
    """The sum was taken along one axis: np.sum without an axis adds all products of the window."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel, axis=0)
    return out


# %% exercise="conv2d" mistake="sum-of-columns"
def conv2d(x, kernel, stride=1, padding=0):
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="flat-answer"
def conv2d(x, kernel, stride=1, padding=0):
    """The results lie in one row: the output has rows and columns."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out.ravel()


# %% exercise="conv2d" mistake="sign"
def conv2d(x, kernel, stride=1, padding=0):
    """The sign is reversed: the products are added as they are."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return -out


# %% exercise="conv2d" mistake="windows-side-by-side"
def conv2d(x, kernel, stride=1, padding=0):
    """The windows stand side by side, as with pooling: they move by the stride, and overlap."""
    stride = max(stride, kernel.shape[0])
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="prints"
def conv2d(x, kernel, stride=1, padding=0):
    """The numbers were printed, and the function ends without `return`."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    print(out)


# %% exercise="conv2d" mistake="writes-into-argument"
def conv2d(x, kernel, stride=1, padding=0):
    """The caller's kernel or image was changed: work on a new array."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    x[...] = 0
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="zeros-misspelt"
def conv2d(x, kernel, stride=1, padding=0):
    """np.zeros wants the shape as one tuple: np.zeros((rows, columns))."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros(rows, columns)
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="row-not-reset"
def conv2d(x, kernel, stride=1, padding=0):
    """The list of a row is made once, so all rows are one list: begin a new list for each row of places."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    out, row = [], []
    for i in range(0, padded.shape[0] - kh + 1, stride):
        for j in range(0, padded.shape[1] - kw + 1, stride):
            row.append(np.sum(padded[i : i + kh, j : j + kw] * kernel))
        out.append(row)
    return np.array(out)


# %% exercise="conv2d" mistake="row-order-mixed"
def conv2d(x, kernel, stride=1, padding=0):
    """Window and kernel were flattened in different orders: window.ravel() goes with kernel.ravel()."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = window.ravel() @ kernel.T.ravel()
    return out


# %% exercise="conv2d" mistake="row-order-mixed"
def conv2d(x, kernel, stride=1, padding=0):
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = window.T.ravel() @ kernel.ravel()
    return out


# %% exercise="conv2d" mistake="multiplied-together"
def conv2d(x, kernel, stride=1, padding=0):
    """The products were multiplied: add them."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.prod(window * kernel)
    return out


# %% exercise="conv2d" mistake="added-weights"
def conv2d(x, kernel, stride=1, padding=0):
    """The weights were added to the pixels: multiply each pixel with its weight, then add the products."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window + kernel)
    return out


# %% exercise="conv2d" mistake="sums-multiplied"
def conv2d(x, kernel, stride=1, padding=0):
    """The sum of the pixels was multiplied with the sum of the weights: multiply cell by cell, then add."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window) * np.sum(kernel)
    return out


# %% exercise="conv2d" mistake="divided-by-a-side"
def conv2d(x, kernel, stride=1, padding=0):
    """The sum was divided: the products are only added."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel) / kh
    return out


# %% exercise="conv2d" mistake="divided-by-a-side"
def conv2d(x, kernel, stride=1, padding=0):
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel) / kw
    return out


# %% exercise="conv2d" mistake="padding-fixed"
def conv2d(x, kernel, stride=1, padding=0):
    """The frame has a fixed width: it is `padding` cells wide, and 0 unless told."""
    padded, (kh, kw) = np.pad(x, 1), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="last-row-only"
def conv2d(x, kernel, stride=1, padding=0):
    """Only the last row of places came back: put each row into the list inside the loop."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    out = []
    for i in range(0, padded.shape[0] - kh + 1, stride):
        row = []
        for j in range(0, padded.shape[1] - kw + 1, stride):
            row.append(np.sum(padded[i : i + kh, j : j + kw] * kernel))
    out.append(row)
    return np.array(out)


# %% exercise="conv2d" mistake="stride-twice"
def conv2d(x, kernel, stride=1, padding=0):
    """The stride is used twice, in the loop and in the window: cell i belongs to the window at i * stride."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(0, rows, stride):
        for j in range(0, columns, stride):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d" mistake="mean-times-sum"
def conv2d(x, kernel, stride=1, padding=0):
    """The mean of the window was multiplied with the sum of the weights: multiply cell by cell, then add."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.mean(window) * np.sum(kernel)
    return out


# %% exercise="conv2d_fast" mistake="flipped"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The kernel is turned by 180 degrees: that is true convolution. kernel[a, b] meets the image shifted by a and b."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[kh - 1 - a, kw - 1 - b] * padded[a : a + down : stride, b : b + right : stride]
    return out


# %% exercise="conv2d_fast" mistake="flipped"
def conv2d_fast(x, kernel, stride=1, padding=0):
    from scipy.signal import convolve2d

    return convolve2d(np.pad(x, padding), kernel, "valid")[::stride, ::stride]


# %% exercise="conv2d_fast" mistake="flipped"
def conv2d_fast(x, kernel, stride=1, padding=0):
    from scipy.signal import fftconvolve

    return fftconvolve(np.pad(x, padding), kernel, "valid")[::stride, ::stride]


# %% exercise="conv2d_fast" mistake="kernel-transposed"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """Rows and columns of the kernel are mixed up, or a kernel of 3x3 is assumed: kh, kw = kernel.shape, and kernel[a, b] goes with a shift by a rows and b columns."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[b, a] * padded[a : a + down : stride, b : b + right : stride]
    return out


# %% exercise="conv2d_fast" mistake="kernel-transposed"
def conv2d_fast(x, kernel, stride=1, padding=0):
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, padding), kernel.shape)
    return np.einsum("ijab,ba->ij", windows[::stride, ::stride], kernel)


# %% exercise="conv2d_fast" mistake="kernel-transposed"
def conv2d_fast(x, kernel, stride=1, padding=0):
    padded, (kw, kh) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a : a + down : stride, b : b + right : stride]
    return out


# %% exercise="conv2d_fast" mistake="kernel-transposed"
def conv2d_fast(x, kernel, stride=1, padding=0):
    padded, kh, kw = np.pad(x, padding), 3, 3
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a : a + down : stride, b : b + right : stride]
    return out


# %% exercise="conv2d_fast" mistake="shift-swapped"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The image is shifted by b rows and a columns: kernel[a, b] goes with a shift by a rows and b columns."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[b : b + down : stride, a : a + right : stride]
    return out


# %% exercise="conv2d_fast" mistake="mean"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The products were averaged: a convolution adds them."""
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, padding), kernel.shape)
    return np.mean(windows[::stride, ::stride] * kernel, axis=(2, 3))


# %% exercise="conv2d_fast" mistake="largest-product"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The largest product was kept: a convolution adds them all."""
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, padding), kernel.shape)
    return np.max(windows[::stride, ::stride] * kernel, axis=(2, 3))


# %% exercise="conv2d_fast" mistake="not-added"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The products are not added up: sum over the two axes of the kernel."""
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, padding), kernel.shape)
    return windows[::stride, ::stride] * kernel


# %% exercise="conv2d_fast" mistake="one-axis-added"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The products are added along one axis only: sum over the two axes of the kernel."""
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, padding), kernel.shape)
    return np.sum(windows[::stride, ::stride] * kernel, axis=-1)


# %% exercise="conv2d_fast" mistake="one-axis-added"
def conv2d_fast(x, kernel, stride=1, padding=0):
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, padding), kernel.shape)
    return np.sum(windows[::stride, ::stride] * kernel, axis=2)


# %% exercise="conv2d_fast" mistake="wrong-axes"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The sum runs over the places: sum over the two axes of the kernel, the last two."""
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, padding), kernel.shape)
    return np.sum(windows[::stride, ::stride] * kernel, axis=(0, 1))


# %% exercise="conv2d_fast" mistake="matrix-product"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """`@` multiplies matrices: here cell meets cell, windows * kernel."""
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, padding), kernel.shape)
    return (windows[::stride, ::stride] @ kernel).sum(axis=(2, 3))


# %% exercise="conv2d_fast" mistake="loops-over-places"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """A Python loop still goes over every place of the image: go over the kernel's cells, and handle all places at once."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * kernel)
    return out


# %% exercise="conv2d_fast" mistake="loops-over-places"
def conv2d_fast(x, kernel, stride=1, padding=0):
    from scipy.signal import correlate2d

    places = correlate2d(np.pad(x, padding), kernel, "valid")
    rows, columns = places.shape
    return np.array([[places[i, j] + 0.0 * np.sum(kernel) for j in range(0, columns, stride)] for i in range(0, rows, stride)])


# %% exercise="conv2d_fast" mistake="stride-ignored"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The stride is ignored: only every stride-th place counts."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a : a + down, b : b + right]
    return out


# %% exercise="conv2d_fast" mistake="stride-rows-only"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The stride is used for rows only: it goes for columns, too."""
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, padding), kernel.shape)
    return np.einsum("ijab,ab->ij", windows[::stride], kernel)


# %% exercise="conv2d_fast" mistake="stride-rows-only"
def conv2d_fast(x, kernel, stride=1, padding=0):
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a : a + down : stride, b : b + right]
    return out


# %% exercise="conv2d_fast" mistake="stride-columns-only"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The stride is used for columns only: it goes for rows, too."""
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, padding), kernel.shape)
    return np.einsum("ijab,ab->ij", windows[:, ::stride], kernel)


# %% exercise="conv2d_fast" mistake="stride-before"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """Every stride-th pixel was taken first, and then the kernel laid on those: cut the shifted image out first, then take every stride-th place."""
    padded, (kh, kw) = np.pad(x, padding)[::stride, ::stride], kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a : a + down, b : b + right]
    return out


# %% exercise="conv2d_fast" mistake="slice-cut-short"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The slice ends too early with a stride: places and pixels are mixed up. It reaches over all `down` starts, in steps of `stride`."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = (padded.shape[0] - kh) // stride + 1, (padded.shape[1] - kw) // stride + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a : a + down : stride, b : b + right : stride]
    return out


# %% exercise="conv2d_fast" mistake="no-step"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The number of places is right, but they are taken side by side: the slice needs the step `stride`."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = (padded.shape[0] - kh) // stride + 1, (padded.shape[1] - kw) // stride + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a : a + down, b : b + right]
    return out


# %% exercise="conv2d_fast" mistake="last-place-missing"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The last row and column of places are missing: a window can start in n - k + 1 rows."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh, padded.shape[1] - kw
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a : a + down : stride, b : b + right : stride]
    return out


# %% exercise="conv2d_fast" mistake="not-shifted"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The image is not shifted: for kernel[a, b] the slice starts at row a and column b."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[:down:stride, :right:stride]
    return out


# %% exercise="conv2d_fast" mistake="slice-not-shifted-at-end"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The slice starts at a and b, but its end stays: it ends at a + down and b + right."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a:down:stride, b:right:stride]
    return out


# %% exercise="conv2d_fast" mistake="negative-end"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """A slice that ends at 0 is empty: for the last kernel row a - kh + 1 is 0. Write the end as a + down."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a : a - kh + 1 : stride, b : b - kw + 1 : stride]
    return out


# %% exercise="conv2d_fast" mistake="overwritten"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """Only the last shifted image is left: `out = out + ...` adds, `out = ...` forgets."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = kernel[a, b] * padded[a : a + down : stride, b : b + right : stride]
    return out


# %% exercise="conv2d_fast" mistake="one-weight"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """Every shifted image got the sum of all weights, or the same weight: each has its own kernel[a, b]."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel.sum() * padded[a : a + down : stride, b : b + right : stride]
    return out


# %% exercise="conv2d_fast" mistake="kernel-left-out"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The kernel is left out: each shifted image is multiplied with its weight."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + padded[a : a + down : stride, b : b + right : stride]
    return out


# %% exercise="conv2d_fast" mistake="whole-numbers"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The output takes whole numbers only, as the image does: np.zeros((rows, columns)) makes float64."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = np.zeros((-(-down // stride), -(-right // stride)), dtype=x.dtype)
    for a in range(kh):
        for b in range(kw):
            out += kernel[a, b] * padded[a : a + down : stride, b : b + right : stride]
    return out


# %% exercise="conv2d_fast" mistake="whole-numbers"
def conv2d_fast(x, kernel, stride=1, padding=0):
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = np.zeros_like(padded[:down:stride, :right:stride])
    for a in range(kh):
        for b in range(kw):
            out += kernel[a, b] * padded[a : a + down : stride, b : b + right : stride]
    return out


# %% exercise="conv2d_fast" mistake="whole-numbers-cut"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The fractions are lost in an array of whole numbers: np.zeros((rows, columns)) makes float64."""
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, padding), kernel.shape)
    return np.einsum("ijab,ab->ij", windows[::stride, ::stride], kernel).astype(x.dtype)


# %% exercise="conv2d_fast" mistake="padding-ignored"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The padding is ignored: the kernel slides over the image with its frame of zeros."""
    padded, (kh, kw) = x, kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a : a + down : stride, b : b + right : stride]
    return out


# %% exercise="conv2d_fast" mistake="padding-twice"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The frame is twice as wide: np.pad(x, padding) already puts `padding` cells on each side."""
    padded, (kh, kw) = np.pad(x, 2 * padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a : a + down : stride, b : b + right : stride]
    return out


# %% exercise="conv2d_fast" mistake="padding-bottom-right"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """Only two sides are padded: the frame lies on all four."""
    padded, (kh, kw) = np.pad(x, (0, padding)), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a : a + down : stride, b : b + right : stride]
    return out


# %% exercise="conv2d_fast" mistake="padding-bottom-right"
def conv2d_fast(x, kernel, stride=1, padding=0):
    padded, (kh, kw) = np.pad(x, (padding, 0)), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a : a + down : stride, b : b + right : stride]
    return out


# %% exercise="conv2d_fast" mistake="padding-edge"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The frame repeats the edge of the image: zeros are asked."""
    padded, (kh, kw) = np.pad(x, padding, mode="edge"), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a : a + down : stride, b : b + right : stride]
    return out


# %% exercise="conv2d_fast" mistake="stride-and-padding-swapped"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """Stride and padding are swapped."""
    if padding:
        stride, padding = padding, stride
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a : a + down : stride, b : b + right : stride]
    return out


# %% exercise="conv2d_fast" mistake="same-size"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """"Same" padding where "valid" was asked: with padding=0 no window leaves the image."""
    from scipy.signal import correlate2d

    return correlate2d(np.pad(x, padding), kernel, "same")[::stride, ::stride]


# %% exercise="conv2d_fast" mistake="full"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The kernel also stood where only a part of it lies on the image (mode "full"): without padding no window leaves the image."""
    from scipy.signal import correlate2d

    return correlate2d(np.pad(x, padding), kernel)[::stride, ::stride]


# %% exercise="conv2d_fast" mistake="square-kernel"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The kernel is taken to be square: kh, kw = kernel.shape."""
    padded = np.pad(x, padding)
    kh = kw = len(kernel)
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a : a + down : stride, b : b + right : stride]
    return out


# %% exercise="conv2d_fast" mistake="return-in-loop"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """`return` stands inside the loop: only the first weight, or the first row of weights, was used."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a : a + down : stride, b : b + right : stride]
            return out


# %% exercise="conv2d_fast" mistake="return-in-loop"
def conv2d_fast(x, kernel, stride=1, padding=0):
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a : a + down : stride, b : b + right : stride]
        return out


# %% exercise="conv2d_fast" mistake="prints"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The numbers were printed, and the function ends without `return`."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a : a + down : stride, b : b + right : stride]
    print(out)


# %% exercise="conv2d_fast" mistake="sign"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The sign is reversed: the products are added as they are."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a : a + down : stride, b : b + right : stride]
    return -out


# %% exercise="conv2d_fast" mistake="writes-into-argument"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The caller's kernel or image was changed: work on a new array."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    x[...] = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a : a + down : stride, b : b + right : stride]
    return out


# %% exercise="conv2d_fast" mistake="input-sized"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The output is as large as the image: np.roll wraps around, and only places where the whole kernel lies on the image count."""
    padded = np.pad(x, padding)
    out = np.zeros(padded.shape)
    for (a, b), weight in np.ndenumerate(kernel):
        out += weight * np.roll(padded, (-a, -b), axis=(0, 1))
    return out[::stride, ::stride]


# %% exercise="conv2d_fast" mistake="input-sized"
def conv2d_fast(x, kernel, stride=1, padding=0):
    from scipy.ndimage import correlate

    return correlate(np.pad(x, padding), kernel, mode="constant")[::stride, ::stride]


# %% exercise="conv2d_fast" mistake="same-flipped"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """Mode "same" adds zeros, and a convolution turns the kernel around: neither is wanted."""
    from scipy.signal import fftconvolve

    return fftconvolve(np.pad(x, padding), kernel, "same")[::stride, ::stride]


# %% exercise="conv2d_fast" mistake="same-flipped"
def conv2d_fast(x, kernel, stride=1, padding=0):
    from scipy.signal import convolve2d

    return convolve2d(np.pad(x, padding), kernel, "same")[::stride, ::stride]


# %% exercise="conv2d_fast" mistake="full-flipped"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """A convolution without a mode adds zeros and turns the kernel around: neither is wanted."""
    from scipy.signal import convolve2d

    return convolve2d(np.pad(x, padding), kernel)[::stride, ::stride]


# %% exercise="conv2d_fast" mistake="output-transposed"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """Rows and columns of the output are swapped: "ij" comes out, i for rows."""
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, padding), kernel.shape)
    return np.einsum("ijab,ab->ji", windows[::stride, ::stride], kernel)


# %% exercise="conv2d_fast" mistake="output-transposed"
def conv2d_fast(x, kernel, stride=1, padding=0):
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a : a + down : stride, b : b + right : stride]
    return out.T


# %% exercise="conv2d_fast" mistake="added-weights"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The weights were added to the pixels: each shifted image is multiplied with its weight."""
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] + padded[a : a + down : stride, b : b + right : stride]
    return out


# %% exercise="conv2d_fast" mistake="tensordot-axes"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """np.tensordot adds over another number of axes: the kernel has two, so axes=2."""
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, padding), kernel.shape)
    return np.tensordot(windows[::stride, ::stride], kernel, axes=1)


# %% exercise="conv2d_fast" mistake="flat-answer"
def conv2d_fast(x, kernel, stride=1, padding=0):
    """The results lie in one row: the output has rows and columns."""
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, padding), kernel.shape)
    return windows[::stride, ::stride].reshape(-1, kernel.size) @ kernel.ravel()


# %% exercise="conv2d_fast" mistake="flat-answer"
def conv2d_fast(x, kernel, stride=1, padding=0):
    padded, (kh, kw) = np.pad(x, padding), kernel.shape
    down, right = padded.shape[0] - kh + 1, padded.shape[1] - kw + 1
    out = 0
    for a in range(kh):
        for b in range(kw):
            out = out + kernel[a, b] * padded[a : a + down : stride, b : b + right : stride]
    return out.ravel()


# %% exercise="conv_layer" mistake="bias-forgotten"
def conv_layer(x, w, b, stride=1, padding=0):
    """The bias is forgotten: output channel f adds b[f]."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3)
    return out


# %% exercise="conv_layer" mistake="bias-per-channel"
def conv_layer(x, w, b, stride=1, padding=0):
    """The bias is added once for every input channel: it belongs once to the whole sum."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + cin * b
    return out


# %% exercise="conv_layer" mistake="bias-per-product"
def conv_layer(x, w, b, stride=1, padding=0):
    """The bias is added to every product: it belongs once to the whole sum."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + kh * kw * cin * b
    return out


# %% exercise="conv_layer" mistake="bias-subtracted"
def conv_layer(x, w, b, stride=1, padding=0):
    """The bias was taken away: it is added."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) - b
    return out


# %% exercise="conv_layer" mistake="bias-multiplied"
def conv_layer(x, w, b, stride=1, padding=0):
    """The bias was multiplied: it is added."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) * b
    return out


# %% exercise="conv_layer" mistake="bias-of-first"
def conv_layer(x, w, b, stride=1, padding=0):
    """Every map got the first bias: output channel f adds b[f]."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b[0]
    return out


# %% exercise="conv_layer" mistake="bias-sum"
def conv_layer(x, w, b, stride=1, padding=0):
    """Every map got the sum of all biases: output channel f adds b[f]."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b.sum()
    return out


# %% exercise="conv_layer" mistake="flipped"
def conv_layer(x, w, b, stride=1, padding=0):
    """The kernels are turned by 180 degrees: lay them on the window as they are."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w[::-1, ::-1], axes=3) + b
    return out


# %% exercise="conv_layer" mistake="channels-reversed"
def conv_layer(x, w, b, stride=1, padding=0):
    """The input channels are in reverse order: w[:, :, c] meets x[:, :, c]."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w[:, :, ::-1], axes=3) + b
    return out


# %% exercise="conv_layer" mistake="first-channel-only"
def conv_layer(x, w, b, stride=1, padding=0):
    """Only the first input channel is used: the products of all channels are added."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window[..., 0], w[:, :, 0], axes=2) + b
    return out


# %% exercise="conv_layer" mistake="last-channel-only"
def conv_layer(x, w, b, stride=1, padding=0):
    """Only the last input channel is left: `+=` adds each channel, `=` forgets those before it."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window[..., -1], w[:, :, -1], axes=2) + b
    return out


# %% exercise="conv_layer" mistake="mean-of-channels"
def conv_layer(x, w, b, stride=1, padding=0):
    """The channels were averaged: their products are added into one sum."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) / cin + b
    return out


# %% exercise="conv_layer" mistake="mean"
def conv_layer(x, w, b, stride=1, padding=0):
    """The products were averaged: they are added."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) / (kh * kw * cin) + b
    return out


# %% exercise="conv_layer" mistake="channels-kept"
def conv_layer(x, w, b, stride=1, padding=0):
    """The channels were kept apart: the products of all channels go into one sum."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cin, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.einsum("abc,abcf->cf", window, w) + b
    return out


# %% exercise="conv_layer" mistake="first-kernel-only"
def conv_layer(x, w, b, stride=1, padding=0):
    """Only the first kernel was used: each of the cout kernels makes a map."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * w[..., 0]) + b[0]
    return out


# %% exercise="conv_layer" mistake="first-kernel-everywhere"
def conv_layer(x, w, b, stride=1, padding=0):
    """Every map was made with the first kernel: map f is made with w[:, :, :, f]."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * w[..., 0]) + b
    return out


# %% exercise="conv_layer" mistake="last-kernel-everywhere"
def conv_layer(x, w, b, stride=1, padding=0):
    """Every map holds the last kernel's answer: write kernel f into out[i, j, f]."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * w[..., -1]) + b[-1]
    return out


# %% exercise="conv_layer" mistake="kernels-added"
def conv_layer(x, w, b, stride=1, padding=0):
    """The maps of all kernels were added: each kernel makes a map of its own."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window[..., None] * w) + np.sum(b)
    return out


# %% exercise="conv_layer" mistake="kernels-added-everywhere"
def conv_layer(x, w, b, stride=1, padding=0):
    """Each map holds the sum over all kernels: map f is made with w[:, :, :, f] alone."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window[..., None] * w) + b
    return out


# %% exercise="conv_layer" mistake="channels-first"
def conv_layer(x, w, b, stride=1, padding=0):
    """The maps came first: the output has shape (rows, columns, cout)."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    return np.moveaxis(out, -1, 0)


# %% exercise="conv_layer" mistake="channels-padded"
def conv_layer(x, w, b, stride=1, padding=0):
    """np.pad(x, p) pads the channels, too: ((p, p), (p, p), (0, 0)) leaves them alone."""
    padded = np.pad(x, padding)
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    return out


# %% exercise="conv_layer" mistake="channels-padded"
def conv_layer(x, w, b, stride=1, padding=0):
    padded = np.pad(x, padding)
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window[..., :cin], w, axes=3) + b
    return out


# %% exercise="conv_layer" mistake="padding-ignored"
def conv_layer(x, w, b, stride=1, padding=0):
    """The padding is ignored: the kernels slide over the image with its frame of zeros."""
    padded = x
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    return out


# %% exercise="conv_layer" mistake="padding-twice"
def conv_layer(x, w, b, stride=1, padding=0):
    """The frame is twice as wide: `padding` cells on each side."""
    padded = np.pad(x, ((2 * padding,) * 2, (2 * padding,) * 2, (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    return out


# %% exercise="conv_layer" mistake="padding-bottom-right"
def conv_layer(x, w, b, stride=1, padding=0):
    """Only the bottom and the right are padded: the frame lies on all four sides."""
    padded = np.pad(x, ((0, padding), (0, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    return out


# %% exercise="conv_layer" mistake="stride-and-padding-swapped"
def conv_layer(x, w, b, stride=1, padding=0):
    """Stride and padding are swapped."""
    if padding:
        stride, padding = padding, stride
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    return out


# %% exercise="conv_layer" mistake="same-size"
def conv_layer(x, w, b, stride=1, padding=0):
    """"Same" padding where "valid" was asked: with padding=0 no window leaves the image."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    padded = np.pad(padded, (((kh - 1) // 2, kh // 2), ((kw - 1) // 2, kw // 2), (0, 0)))
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    return out


# %% exercise="conv_layer" mistake="one-too-large"
def conv_layer(x, w, b, stride=1, padding=0):
    """The output is one too large: in the last place the window would stick out."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows + 1, columns + 1, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    return out


# %% exercise="conv_layer" mistake="one-too-small"
def conv_layer(x, w, b, stride=1, padding=0):
    """The output is one too small: the place where the window starts counts, too, the `+ 1`."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride
    columns = (padded.shape[1] - kw) // stride
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    return out


# %% exercise="conv_layer" mistake="start-without-stride"
def conv_layer(x, w, b, stride=1, padding=0):
    """The window of cell [i, j] starts at i * stride, j * stride, not at i, j."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i : i + kh, j : j + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    return out


# %% exercise="conv_layer" mistake="stride-ignored"
def conv_layer(x, w, b, stride=1, padding=0):
    """The stride is ignored: the window moves by `stride` cells."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // 1 + 1
    columns = (padded.shape[1] - kw) // 1 + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i : i + kh, j : j + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    return out


# %% exercise="conv_layer" mistake="axes-mixed"
def conv_layer(x, w, b, stride=1, padding=0):
    """The axes do not fit: w[a, b, c, f] is row, column, input channel, kernel, so kh, kw, cin, cout = w.shape. np.tensordot adds over the three that window and kernel share, axes=3."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kw, kh, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    return out


# %% exercise="conv_layer" mistake="axes-mixed"
def conv_layer(x, w, b, stride=1, padding=0):
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w.transpose(1, 0, 2, 3), axes=3) + b
    return out


# %% exercise="conv_layer" mistake="axes-mixed"
def conv_layer(x, w, b, stride=1, padding=0):
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cout, cin = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    return out


# %% exercise="conv_layer" mistake="axes-mixed"
def conv_layer(x, w, b, stride=1, padding=0):
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    cout, kh, kw, cin = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    return out


# %% exercise="conv_layer" mistake="axes-mixed"
def conv_layer(x, w, b, stride=1, padding=0):
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=2) + b
    return out


# %% exercise="conv_layer" mistake="axes-mixed"
def conv_layer(x, w, b, stride=1, padding=0):
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(w, window, axes=3) + b
    return out


# %% exercise="conv_layer" mistake="kernel-axis-first"
def conv_layer(x, w, b, stride=1, padding=0):
    """Kernel number f is w[:, :, :, f], the last axis: w[f] is something else."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = [np.sum(window * w[f]) + b[f] for f in range(cout)]
    return out


# %% exercise="conv_layer" mistake="kernel-axis-first"
def conv_layer(x, w, b, stride=1, padding=0):
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = [np.sum(window * w[:, :, f]) + b[f] for f in range(cout)]
    return out


# %% exercise="conv_layer" mistake="reshape-scrambles"
def conv_layer(x, w, b, stride=1, padding=0):
    """w.reshape(cout, -1) scrambles the kernels: reshape keeps the order in memory. w.reshape(-1, cout) has a column for each kernel."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = w.reshape(cout, -1) @ window.ravel() + b
    return out


# %% exercise="conv_layer" mistake="broadcast"
def conv_layer(x, w, b, stride=1, padding=0):
    """`window * w` does not fit: w has one axis more. window[..., None] * w does, or one kernel at a time."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window * w, axis=(0, 1, 2)) + b
    return out


# %% exercise="conv_layer" mistake="relu"
def conv_layer(x, w, b, stride=1, padding=0):
    """Negative responses became 0: the layer has no activation."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    return np.maximum(out, 0)


# %% exercise="conv_layer" mistake="whole-numbers"
def conv_layer(x, w, b, stride=1, padding=0):
    """The output takes whole numbers only, and the fractions are lost: np.zeros makes float64 unless told otherwise."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout), dtype=x.dtype)
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    return out


# %% exercise="conv_layer" mistake="whole-numbers"
def conv_layer(x, w, b, stride=1, padding=0):
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout), dtype=int)
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    return out


# %% exercise="conv_layer" mistake="return-in-loop"
def conv_layer(x, w, b, stride=1, padding=0):
    """`return` stands inside the loop: only the first place, or the first row of places, is computed."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
            return out


# %% exercise="conv_layer" mistake="return-in-loop"
def conv_layer(x, w, b, stride=1, padding=0):
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
        return out


# %% exercise="conv_layer" mistake="prints"
def conv_layer(x, w, b, stride=1, padding=0):
    """The numbers were made, and the function ends without `return`."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    print(out)


# %% exercise="conv_layer" mistake="writes-into-argument"
def conv_layer(x, w, b, stride=1, padding=0):
    """The caller's array was changed: `w *= ...`, `b += ...` and `x[...] = ...` write into it. Work on new arrays."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    b += 1
    return out


# %% exercise="conv_layer" mistake="padding-top-left"
def conv_layer(x, w, b, stride=1, padding=0):
    """Only the top and the left are padded: the frame lies on all four sides."""
    padded = np.pad(x, ((padding, 0), (padding, 0), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    return out


# %% exercise="conv_layer" mistake="full"
def conv_layer(x, w, b, stride=1, padding=0):
    """The kernels also stood where only a part of them lies on the image (mode "full"): without padding no window leaves the image."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    padded = np.pad(padded, ((kh - 1, kh - 1), (kw - 1, kw - 1), (0, 0)))
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    return out


# %% exercise="conv_layer" mistake="window-ends-without-stride"
def conv_layer(x, w, b, stride=1, padding=0):
    """The window ends at i * stride + kh and j * stride + kw: the end moves with the start."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i + kh, j * stride : j + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b
    return out


# %% exercise="conv_layer" mistake="bias-before"
def conv_layer(x, w, b, stride=1, padding=0):
    """The bias was added to the image: it belongs to the sum, one for each output channel."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window + b[0], w, axes=3)
    return out


# %% exercise="conv_layer" mistake="channel-products-multiplied"
def conv_layer(x, w, b, stride=1, padding=0):
    """The channels were multiplied with one another: their products are added into one sum."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.prod([np.tensordot(window[..., c], w[:, :, c], axes=2) for c in range(cin)], axis=0) + b
    return out


# %% exercise="conv_layer" mistake="largest-channel"
def conv_layer(x, w, b, stride=1, padding=0):
    """The largest of the channels' sums was kept: the products of all channels go into one sum."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.max([np.tensordot(window[..., c], w[:, :, c], axes=2) for c in range(cin)], axis=0) + b
    return out


# %% exercise="conv_layer" mistake="one-channel-per-kernel"
def conv_layer(x, w, b, stride=1, padding=0):
    """Each kernel looks at one channel alone: it spans all input channels, and their products are added."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = [np.sum(window[..., f % cin] * w[:, :, f % cin, f]) + b[f] for f in range(cout)]
    return out


# %% exercise="conv_layer" mistake="sum-of-two-axes"
def conv_layer(x, w, b, stride=1, padding=0):
    """The sum runs over rows and columns alone: it runs over the input channels, too."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.sum(window[..., None] * w, axis=(0, 1)) + b
    return out


# %% exercise="conv_layer" mistake="bias-order"
def conv_layer(x, w, b, stride=1, padding=0):
    """The biases are in another order: output channel f adds b[f]."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b[::-1]
    return out


# %% exercise="conv_layer" mistake="bias-of-the-channel"
def conv_layer(x, w, b, stride=1, padding=0):
    """b[c] was added for each input channel: b[f] belongs to output channel f, once."""
    padded = np.pad(x, ((padding, padding), (padding, padding), (0, 0)))
    kh, kw, cin, cout = w.shape
    rows = (padded.shape[0] - kh) // stride + 1
    columns = (padded.shape[1] - kw) // stride + 1
    out = np.zeros((rows, columns, cout))
    for i in range(rows):
        for j in range(columns):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[i, j] = np.tensordot(window, w, axes=3) + b[:cin].sum()
    return out


# %% exercise="conv_params" mistake="no-biases"
def conv_params(kh, kw, cin, cout):
    """The biases are missing: one for each kernel."""
    return kh * kw * cin * cout


# %% exercise="conv_params" mistake="one-bias"
def conv_params(kh, kw, cin, cout):
    """One bias in all was counted: each kernel has its own."""
    return kh * kw * cin * cout + 1


# %% exercise="conv_params" mistake="bias-per-input-channel"
def conv_params(kh, kw, cin, cout):
    """The biases were counted by input channels, or cin and cout are swapped: each of the cout kernels has one bias."""
    return kh * kw * cin * cout + cin


# %% exercise="conv_params" mistake="bias-per-input-channel"
def conv_params(kh, kw, cin, cout):
    return (kh * kw * cout + 1) * cin


# %% exercise="conv_params" mistake="bias-per-channel-of-each-kernel"
def conv_params(kh, kw, cin, cout):
    """A bias for each channel of each kernel was counted: one for a whole kernel."""
    return (kh * kw + 1) * cin * cout


# %% exercise="conv_params" mistake="no-input-channels"
def conv_params(kh, kw, cin, cout):
    """The input channels are left out: each kernel has weights for every channel."""
    return (kh * kw + 1) * cout


# %% exercise="conv_params" mistake="no-kernels"
def conv_params(kh, kw, cin, cout):
    """The kernels are not counted: there are cout of them."""
    return kh * kw * cin + 1


# %% exercise="conv_params" mistake="kernels-only-biases"
def conv_params(kh, kw, cin, cout):
    """The weights of one kernel were counted once: each of the cout kernels has its own."""
    return kh * kw * cin + cout


# %% exercise="conv_params" mistake="sides-added"
def conv_params(kh, kw, cin, cout):
    """kh and kw were added: they multiply."""
    return ((kh + kw) * cin + 1) * cout


# %% exercise="conv_params" mistake="square-kernel"
def conv_params(kh, kw, cin, cout):
    """Square kernels were assumed: kh times kw."""
    return (kh * kh * cin + 1) * cout


# %% exercise="conv_params" mistake="square-kernel-kw"
def conv_params(kh, kw, cin, cout):
    """Square kernels were assumed: kh times kw, not kw times kw."""
    return (kw * kw * cin + 1) * cout


# %% exercise="conv_params" mistake="channels-added"
def conv_params(kh, kw, cin, cout):
    """The input channels were added: each of them has kh * kw weights, so multiply."""
    return (kh * kw + cin + 1) * cout


# %% exercise="conv_params" mistake="one-channel-more"
def conv_params(kh, kw, cin, cout):
    """The bias was counted as a whole channel of weights: it is one number."""
    return kh * kw * (cin + 1) * cout


# %% exercise="conv_params" mistake="two-biases"
def conv_params(kh, kw, cin, cout):
    """The biases were counted twice."""
    return kh * kw * cin * cout + 2 * cout


# %% exercise="conv_params" mistake="bias-per-weight"
def conv_params(kh, kw, cin, cout):
    """A bias for each weight was counted: one for a whole kernel."""
    return 2 * kh * kw * cin * cout


# %% exercise="conv_params" mistake="biases-subtracted"
def conv_params(kh, kw, cin, cout):
    """The biases were taken away: they are parameters, too, so add them."""
    return kh * kw * cin * cout - cout


# %% exercise="conv_params" mistake="biases-multiplied"
def conv_params(kh, kw, cin, cout):
    """The biases were multiplied: there are cout of them, so add cout."""
    return kh * kw * cin * cout * cout


# %% exercise="conv_params" mistake="all-added"
def conv_params(kh, kw, cin, cout):
    """The sizes were added: weights stand for every row, column, channel and kernel, so multiply."""
    return kh + kw + cin + cout


# %% exercise="conv_params" mistake="all-added"
def conv_params(kh, kw, cin, cout):
    return kh + kw + cin + cout + 1


# %% exercise="conv_params" mistake="two-numbers"
def conv_params(kh, kw, cin, cout):
    """Weights and biases came back apart: add them to one number."""
    return (kh * kw * cin * cout, cout)


# %% exercise="conv_params" mistake="shape"
def conv_params(kh, kw, cin, cout):
    """The shape came back: multiply its sizes, and add the biases."""
    return (kh, kw, cin, cout)


# %% exercise="conv_params" mistake="bias-both"
def conv_params(kh, kw, cin, cout):
    """Biases for input and output channels were counted: one for each kernel."""
    return kh * kw * cin * cout + cin + cout


# %% exercise="conv_params" mistake="dense"
def conv_params(kh, kw, cin, cout):
    """Every input channel and every output were taken as a dense layer: the window of kh * kw belongs to the weights."""
    return (cin + 1) * cout


# %% exercise="conv_params" mistake="prints"
def conv_params(kh, kw, cin, cout):
    """The number was printed, and the function ends without `return`."""
    print((kh * kw * cin + 1) * cout)


# %% exercise="conv_params" mistake="biases-of-the-window"
def conv_params(kh, kw, cin, cout):
    """A bias for each cell of the window was counted: one for each kernel."""
    return kh * kw * cin * cout + kh * kw


# %% exercise="conv_params" mistake="biases-of-the-window"
def conv_params(kh, kw, cin, cout):
    return kh * kw * (cin * cout + 1)


# %% exercise="conv_params" mistake="biases-of-all-channels"
def conv_params(kh, kw, cin, cout):
    """Biases were counted for channels times kernels: one for each kernel."""
    return kh * kw * cin * cout + cin * cout + cout


# %% exercise="dense_params" mistake="no-biases"
def dense_params(n_in, n_out):
    """The biases are missing: one for each output."""
    return n_in * n_out


# %% exercise="dense_params" mistake="bias-per-input"
def dense_params(n_in, n_out):
    """One bias for each input was counted: each output has one."""
    return n_in * n_out + n_in


# %% exercise="dense_params" mistake="bias-per-input"
def dense_params(n_in, n_out):
    return n_in * (n_out + 1)


# %% exercise="dense_params" mistake="one-bias"
def dense_params(n_in, n_out):
    """One bias in all was counted: each output has its own."""
    return n_in * n_out + 1


# %% exercise="dense_params" mistake="added"
def dense_params(n_in, n_out):
    """Inputs and outputs were added: every pair has a weight, so multiply."""
    return n_in + n_out


# %% exercise="dense_params" mistake="added-with-bias"
def dense_params(n_in, n_out):
    """Inputs and outputs were added: every pair has a weight, so multiply, and then add the biases."""
    return n_in + 2 * n_out


# %% exercise="dense_params" mistake="added-with-bias"
def dense_params(n_in, n_out):
    return n_in + n_out + 1


# %% exercise="dense_params" mistake="one-output"
def dense_params(n_in, n_out):
    """Only the weights of one output were counted: each output has n_in weights and a bias."""
    return n_in + 1


# %% exercise="dense_params" mistake="bias-on-both"
def dense_params(n_in, n_out):
    """Biases for inputs and outputs were counted: only outputs have one."""
    return n_in * n_out + n_in + n_out


# %% exercise="dense_params" mistake="both-plus-one"
def dense_params(n_in, n_out):
    """1 was added to both sizes: the inputs get the constant 1 for the bias, the outputs do not."""
    return (n_in + 1) * (n_out + 1)


# %% exercise="dense_params" mistake="two-biases"
def dense_params(n_in, n_out):
    """The biases were counted twice."""
    return n_in * n_out + 2 * n_out


# %% exercise="dense_params" mistake="biases-subtracted"
def dense_params(n_in, n_out):
    """The biases were taken away: they are parameters, too, so add them."""
    return n_in * n_out - n_out


# %% exercise="dense_params" mistake="doubled"
def dense_params(n_in, n_out):
    """A bias for each weight was counted: one for each output."""
    return 2 * n_in * n_out


# %% exercise="dense_params" mistake="inputs-squared"
def dense_params(n_in, n_out):
    """The inputs were multiplied with themselves: every input has a weight to every output."""
    return n_in * n_in + n_out


# %% exercise="dense_params" mistake="outputs-squared"
def dense_params(n_in, n_out):
    """The outputs were multiplied with themselves: every input has a weight to every output."""
    return n_out * n_out + n_out


# %% exercise="dense_params" mistake="two-numbers"
def dense_params(n_in, n_out):
    """Weights and biases came back apart: add them to one number."""
    return (n_in * n_out, n_out)


# %% exercise="dense_params" mistake="shape"
def dense_params(n_in, n_out):
    """The shape came back: multiply its sizes, and add the biases."""
    return (n_in, n_out)


# %% exercise="dense_params" mistake="biases-multiplied"
def dense_params(n_in, n_out):
    """The biases were multiplied: add n_out."""
    return n_in * n_out * n_out


# %% exercise="dense_params" mistake="biases-only"
def dense_params(n_in, n_out):
    """Only the biases were counted."""
    return n_out


# %% exercise="dense_params" mistake="prints"
def dense_params(n_in, n_out):
    """The number was printed, and the function ends without `return`."""
    print((n_in + 1) * n_out)


# %% exercise="dense_params" mistake="outputs-times-outputs"
def dense_params(n_in, n_out):
    """The outputs were counted as weights among themselves: only inputs and outputs are connected."""
    return n_in * n_out + n_out * n_out


# %% exercise="dense_params" mistake="power"
def dense_params(n_in, n_out):
    """That is a power: inputs and outputs multiply, then the biases are added."""
    return n_in**n_out


# %% exercise="dense_params" mistake="power"
def dense_params(n_in, n_out):
    return n_out**n_in


# %% exercise="dense_params" mistake="divided"
def dense_params(n_in, n_out):
    """The sizes were divided: every input has a weight to every output, so multiply."""
    return n_in / n_out + n_out


# %% exercise="dense_params" mistake="divided"
def dense_params(n_in, n_out):
    return n_in / n_out


# %% exercise="max_pool2d" mistake="overlapping"
def max_pool2d(x, size):
    """The window moves one cell at a time: block stands next to block, its stride is its size."""
    return np.lib.stride_tricks.sliding_window_view(x, (size, size)).max(axis=(2, 3))


# %% exercise="max_pool2d" mistake="overlapping"
def max_pool2d(x, size):
    h, w = x.shape
    out = np.zeros((h - size + 1, w - size + 1))
    for i in range(h - size + 1):
        for j in range(w - size + 1):
            block = x[i : i + size, j : j + size]
            out[i, j] = np.max(block)
    return out


# %% exercise="max_pool2d" mistake="start-without-size"
def max_pool2d(x, size):
    """Block [i, j] starts at i * size, j * size, not at i, j."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i : i + size, j : j + size]
            out[i, j] = np.max(block)
    return out


# %% exercise="max_pool2d" mistake="average"
def max_pool2d(x, size):
    """That is the average: the largest is asked."""
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).mean(axis=(1, 3))


# %% exercise="max_pool2d" mistake="smallest"
def max_pool2d(x, size):
    """That is the smallest: the largest is asked."""
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).min(axis=(1, 3))


# %% exercise="max_pool2d" mistake="sum"
def max_pool2d(x, size):
    """The cells were added: the largest is asked."""
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).sum(axis=(1, 3))


# %% exercise="max_pool2d" mistake="median"
def max_pool2d(x, size):
    """That is the median: the largest is asked."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.median(block)
    return out


# %% exercise="max_pool2d" mistake="place"
def max_pool2d(x, size):
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.argmax(block)
    return out


# %% exercise="max_pool2d" mistake="largest-size"
def max_pool2d(x, size):
    """The minus signs are lost: the largest of negative numbers is negative."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.max(np.abs(block))
    return out


# %% exercise="max_pool2d" mistake="starts-at-0"
def max_pool2d(x, size):
    """The maximum starts at 0, so negative numbers are lost: start with the first number of the block, or use np.max."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = max(0, np.max(block))
    return out


# %% exercise="max_pool2d" mistake="max-of-rows"
def max_pool2d(x, size):
    """Python's max compares whole rows: np.max looks at all cells of the block."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = max(block)
    return out


# %% exercise="max_pool2d" mistake="max-of-rows"
def max_pool2d(x, size):
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = max(block.tolist())
    return out


# %% exercise="max_pool2d" mistake="span"
def max_pool2d(x, size):
    """That is the distance from smallest to largest: the largest is asked."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.max(block) - np.min(block)
    return out


# %% exercise="max_pool2d" mistake="row-maxima-added"
def max_pool2d(x, size):
    """The largest numbers of the rows were added: take the largest of them."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.sum(block.max(axis=1))
    return out


# %% exercise="max_pool2d" mistake="first-cell"
def max_pool2d(x, size):
    """The first cell of each block was kept: the largest of the block is asked."""
    return x[::size, ::size]


# %% exercise="max_pool2d" mistake="last-cell"
def max_pool2d(x, size):
    """The last cell of each block was kept: the largest of the block is asked."""
    return x[size - 1 :: size, size - 1 :: size]


# %% exercise="max_pool2d" mistake="reshape-mixes"
def max_pool2d(x, size):
    """The reshape mixes rows: split h into (h // size, size) and w into (w // size, size), in this order."""
    h, w = x.shape
    return x.reshape(h // size, w // size, size, size).max(axis=(2, 3))


# %% exercise="max_pool2d" mistake="wrong-axes"
def max_pool2d(x, size):
    """The wrong two axes were used: after the reshape, axes 1 and 3 lie in the block."""
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).max(axis=(0, 2))


# %% exercise="max_pool2d" mistake="wrong-axes"
def max_pool2d(x, size):
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).max(axis=(2, 3))


# %% exercise="max_pool2d" mistake="wrong-axes"
def max_pool2d(x, size):
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).max(axis=(1, 2))


# %% exercise="max_pool2d" mistake="axes-swapped-reshape"
def max_pool2d(x, size):
    """The reshape has size and number of blocks swapped: (h // size, size), not (size, h // size)."""
    h, w = x.shape
    return x.reshape(size, h // size, size, w // size).max(axis=(0, 2))


# %% exercise="max_pool2d" mistake="whole-image"
def max_pool2d(x, size):
    """The largest of the whole image came back: each block has its own."""
    return x.max()


# %% exercise="max_pool2d" mistake="rows-only"
def max_pool2d(x, size):
    """Only rows were pooled: a block has columns, too."""
    h, w = x.shape
    return x.reshape(h // size, size, w).max(axis=1)


# %% exercise="max_pool2d" mistake="columns-only"
def max_pool2d(x, size):
    """Only columns were pooled: a block has rows, too."""
    h, w = x.shape
    return x.reshape(h, w // size, size).max(axis=2)


# %% exercise="max_pool2d" mistake="one-axis"
def max_pool2d(x, size):
    """One axis of the block is left: both axes of the block are reduced."""
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).max(axis=1)


# %% exercise="max_pool2d" mistake="one-axis"
def max_pool2d(x, size):
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).max(axis=3)


# %% exercise="max_pool2d" mistake="size-is-number-of-blocks"
def max_pool2d(x, size):
    """`size` was taken as the number of blocks on each side: it is the number of cells on a block's side."""
    return np.array([[part.max() for part in np.array_split(rows, size, axis=1)] for rows in np.array_split(x, size)])


# %% exercise="max_pool2d" mistake="two-by-two"
def max_pool2d(x, size):
    """Blocks of 2x2 are assumed: they are size x size."""
    size = 2
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).max(axis=(1, 3))


# %% exercise="max_pool2d" mistake="same-size"
def max_pool2d(x, size):
    """The largest was written into every cell of its block: each block gives one cell."""
    h, w = x.shape
    pooled = x.reshape(h // size, size, w // size, size).max(axis=(1, 3))
    return np.kron(pooled, np.ones((size, size)))


# %% exercise="max_pool2d" mistake="square-image"
def max_pool2d(x, size):
    """The image is taken to be square: h, w = x.shape."""
    h = w = len(x)
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.max(block)
    return out


# %% exercise="max_pool2d" mistake="sides-swapped"
def max_pool2d(x, size):
    """Rows and columns are swapped: h, w = x.shape, rows first."""
    w, h = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.max(block)
    return out


# %% exercise="max_pool2d" mistake="sides-swapped"
def max_pool2d(x, size):
    w, h = x.shape
    return x.reshape(h // size, size, w // size, size).max(axis=(1, 3))


# %% exercise="max_pool2d" mistake="transposed"
def max_pool2d(x, size):
    """Rows and columns of the output are swapped: out[i, j], i for rows."""
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).max(axis=(1, 3)).T


# %% exercise="max_pool2d" mistake="return-in-loop"
def max_pool2d(x, size):
    """`return` stands inside the loop: only the first block, or the first row of blocks, is computed."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.max(block)
            return out


# %% exercise="max_pool2d" mistake="return-in-loop"
def max_pool2d(x, size):
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.max(block)
        return out


# %% exercise="max_pool2d" mistake="one-too-few"
def max_pool2d(x, size):
    """The last blocks are missing: there are h // size rows of blocks, w // size columns."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size - 1):
        for j in range(w // size - 1):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.max(block)
    return out


# %% exercise="max_pool2d" mistake="one-too-few"
def max_pool2d(x, size):
    h, w = x.shape
    return np.array([[np.max(x[i : i + size, j : j + size]) for j in range(0, w - size, size)] for i in range(0, h - size, size)])


# %% exercise="max_pool2d" mistake="whole-numbers"
def max_pool2d(x, size):
    """The fractions are lost in an array of whole numbers: np.zeros((rows, columns)) makes float64."""
    h, w = x.shape
    out = np.zeros((h // size, w // size), dtype=int)
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.max(block)
    return out


# %% exercise="max_pool2d" mistake="flat-answer"
def max_pool2d(x, size):
    """The results lie in one row: the output has rows and columns."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.max(block)
    return out.ravel()


# %% exercise="max_pool2d" mistake="prints"
def max_pool2d(x, size):
    """The numbers were made, and the function ends without `return`."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.max(block)
    print(out)


# %% exercise="max_pool2d" mistake="writes-into-argument"
def max_pool2d(x, size):
    """The largest was written into the caller's array: put it into a new one."""
    h, w = x.shape
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            x[i * size, j * size] = np.max(block)
    return x[::size, ::size].copy()


# %% exercise="max_pool2d" mistake="blocks-in-a-list"
def max_pool2d(x, size):
    """The blocks lie in one long row, and a reshape to (-1, size, size) cuts rows in pieces: each block has its row and column in the output."""
    return x.reshape(-1, size, size).max(axis=(1, 2))


# %% exercise="max_pool2d" mistake="blocks-in-a-list"
def max_pool2d(x, size):
    return x.reshape(-1, size * size).max(axis=1)


# %% exercise="max_pool2d" mistake="carried-over"
def max_pool2d(x, size):
    """What was found in one block is carried into the next: start anew in each block."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    seen = np.zeros((0,))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            seen = np.append(seen, block)
            out[i, j] = np.max(seen)
    return out


# %% exercise="max_pool2d" mistake="stride-2"
def max_pool2d(x, size):
    """The stride is 2, whatever the size is: block stands next to block, the stride is `size`."""
    return np.lib.stride_tricks.sliding_window_view(x, (size, size))[::2, ::2].max(axis=(2, 3))


# %% exercise="max_pool2d" mistake="float-size"
def max_pool2d(x, size):
    """`/` gives a fraction, which range and shapes do not take: count blocks with `//`."""
    h, w = x.shape
    out = np.zeros((h / size, w / size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.max(block)
    return out


# %% exercise="max_pool2d" mistake="float-size"
def max_pool2d(x, size):
    h, w = x.shape
    return x.reshape(h / size, size, w // size, size).max(axis=(1, 3))


# %% exercise="max_pool2d" mistake="float-size"
def max_pool2d(x, size):
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h / size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.max(block)
    return out


# %% exercise="avg_pool2d" mistake="overlapping"
def avg_pool2d(x, size):
    """The window moves one cell at a time: block stands next to block, its stride is its size."""
    return np.lib.stride_tricks.sliding_window_view(x, (size, size)).mean(axis=(2, 3))


# %% exercise="avg_pool2d" mistake="overlapping"
def avg_pool2d(x, size):
    h, w = x.shape
    out = np.zeros((h - size + 1, w - size + 1))
    for i in range(h - size + 1):
        for j in range(w - size + 1):
            block = x[i : i + size, j : j + size]
            out[i, j] = np.mean(block)
    return out


# %% exercise="avg_pool2d" mistake="start-without-size"
def avg_pool2d(x, size):
    """Block [i, j] starts at i * size, j * size, not at i, j."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i : i + size, j : j + size]
            out[i, j] = np.mean(block)
    return out


# %% exercise="avg_pool2d" mistake="largest"
def avg_pool2d(x, size):
    """That is the largest: the average is asked."""
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).max(axis=(1, 3))


# %% exercise="avg_pool2d" mistake="smallest"
def avg_pool2d(x, size):
    """That is the smallest: the average is asked."""
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).min(axis=(1, 3))


# %% exercise="avg_pool2d" mistake="sum"
def avg_pool2d(x, size):
    """The cells were added: divide by their number."""
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).sum(axis=(1, 3))


# %% exercise="avg_pool2d" mistake="median"
def avg_pool2d(x, size):
    """That is the median: the average is asked."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.median(block)
    return out


# %% exercise="avg_pool2d" mistake="divided-by-size"
def avg_pool2d(x, size):
    """The sum was divided by size: a block has size * size cells."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.sum(block) / size
    return out


# %% exercise="avg_pool2d" mistake="divided-by-4"
def avg_pool2d(x, size):
    """The sum was divided by 4: a block has size * size cells."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.sum(block) / 4
    return out


# %% exercise="avg_pool2d" mistake="divided-by-twice-size"
def avg_pool2d(x, size):
    """The sum was divided by another number than the block's cells: there are size * size of them."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.sum(block) / (2 * size + 1)
    return out


# %% exercise="avg_pool2d" mistake="divided-by-twice-size"
def avg_pool2d(x, size):
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.sum(block) / (size + size + 1)
    return out


# %% exercise="avg_pool2d" mistake="rounded"
def avg_pool2d(x, size):
    """The average was rounded: keep its fraction."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.round(np.mean(block))
    return out


# %% exercise="avg_pool2d" mistake="rounded-down"
def avg_pool2d(x, size):
    """The average was rounded down: `/` keeps the fraction, `//` does not."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.sum(block) // size**2
    return out


# %% exercise="avg_pool2d" mistake="rounded-down"
def avg_pool2d(x, size):
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.floor(np.mean(block))
    return out


# %% exercise="avg_pool2d" mistake="middle-of-extremes"
def avg_pool2d(x, size):
    """That is the middle between largest and smallest: the average counts every cell."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = (np.max(block) + np.min(block)) / 2
    return out


# %% exercise="avg_pool2d" mistake="corners"
def avg_pool2d(x, size):
    """Only two cells of the block were averaged: the average counts every cell."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = (block[0, 0] + block[-1, -1]) / 2
    return out


# %% exercise="avg_pool2d" mistake="mean-of-maxima"
def avg_pool2d(x, size):
    """The largest of each row or column were averaged: the average counts every cell."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.mean(block.max(axis=0))
    return out


# %% exercise="avg_pool2d" mistake="mean-of-maxima"
def avg_pool2d(x, size):
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.mean(block.max(axis=1))
    return out


# %% exercise="avg_pool2d" mistake="one-row"
def avg_pool2d(x, size):
    """Only the first row or column of the block was averaged: the average counts every cell."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.mean(block[0])
    return out


# %% exercise="avg_pool2d" mistake="one-row"
def avg_pool2d(x, size):
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.mean(block[:, 0])
    return out


# %% exercise="avg_pool2d" mistake="spread"
def avg_pool2d(x, size):
    """That is the spread of the block: the average is asked."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.std(block)
    return out


# %% exercise="avg_pool2d" mistake="spread"
def avg_pool2d(x, size):
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.var(block)
    return out


# %% exercise="avg_pool2d" mistake="divided-by-image"
def avg_pool2d(x, size):
    """The sum was divided by the number of pixels of the image: a block has size * size cells."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.sum(block) / x.size
    return out


# %% exercise="avg_pool2d" mistake="first-cell"
def avg_pool2d(x, size):
    """The first cell of each block was kept: the average of the block is asked."""
    return x[::size, ::size]


# %% exercise="avg_pool2d" mistake="last-cell"
def avg_pool2d(x, size):
    """The last cell of each block was kept: the average of the block is asked."""
    return x[size - 1 :: size, size - 1 :: size]


# %% exercise="avg_pool2d" mistake="reshape-mixes"
def avg_pool2d(x, size):
    """The reshape mixes rows: split h into (h // size, size) and w into (w // size, size), in this order."""
    h, w = x.shape
    return x.reshape(h // size, w // size, size, size).mean(axis=(2, 3))


# %% exercise="avg_pool2d" mistake="wrong-axes"
def avg_pool2d(x, size):
    """The wrong two axes were used: after the reshape, axes 1 and 3 lie in the block."""
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).mean(axis=(0, 2))


# %% exercise="avg_pool2d" mistake="wrong-axes"
def avg_pool2d(x, size):
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).mean(axis=(2, 3))


# %% exercise="avg_pool2d" mistake="wrong-axes"
def avg_pool2d(x, size):
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).mean(axis=(1, 2))


# %% exercise="avg_pool2d" mistake="axes-swapped-reshape"
def avg_pool2d(x, size):
    """The reshape has size and number of blocks swapped: (h // size, size), not (size, h // size)."""
    h, w = x.shape
    return x.reshape(size, h // size, size, w // size).mean(axis=(0, 2))


# %% exercise="avg_pool2d" mistake="whole-image"
def avg_pool2d(x, size):
    """The average of the whole image came back: each block has its own."""
    return x.mean()


# %% exercise="avg_pool2d" mistake="rows-only"
def avg_pool2d(x, size):
    """Only rows were pooled: a block has columns, too."""
    h, w = x.shape
    return x.reshape(h // size, size, w).mean(axis=1)


# %% exercise="avg_pool2d" mistake="columns-only"
def avg_pool2d(x, size):
    """Only columns were pooled: a block has rows, too."""
    h, w = x.shape
    return x.reshape(h, w // size, size).mean(axis=2)


# %% exercise="avg_pool2d" mistake="one-axis"
def avg_pool2d(x, size):
    """One axis of the block is left: both axes of the block are reduced."""
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).mean(axis=1)


# %% exercise="avg_pool2d" mistake="one-axis"
def avg_pool2d(x, size):
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).mean(axis=3)


# %% exercise="avg_pool2d" mistake="size-is-number-of-blocks"
def avg_pool2d(x, size):
    """`size` was taken as the number of blocks on each side: it is the number of cells on a block's side."""
    return np.array([[part.mean() for part in np.array_split(rows, size, axis=1)] for rows in np.array_split(x, size)])


# %% exercise="avg_pool2d" mistake="two-by-two"
def avg_pool2d(x, size):
    """Blocks of 2x2 are assumed: they are size x size."""
    size = 2
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).mean(axis=(1, 3))


# %% exercise="avg_pool2d" mistake="same-size"
def avg_pool2d(x, size):
    """The average was written into every cell of its block: each block gives one cell."""
    h, w = x.shape
    pooled = x.reshape(h // size, size, w // size, size).mean(axis=(1, 3))
    return np.kron(pooled, np.ones((size, size)))


# %% exercise="avg_pool2d" mistake="square-image"
def avg_pool2d(x, size):
    """The image is taken to be square: h, w = x.shape."""
    h = w = len(x)
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.mean(block)
    return out


# %% exercise="avg_pool2d" mistake="sides-swapped"
def avg_pool2d(x, size):
    """Rows and columns are swapped: h, w = x.shape, rows first."""
    w, h = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.mean(block)
    return out


# %% exercise="avg_pool2d" mistake="sides-swapped"
def avg_pool2d(x, size):
    w, h = x.shape
    return x.reshape(h // size, size, w // size, size).mean(axis=(1, 3))


# %% exercise="avg_pool2d" mistake="transposed"
def avg_pool2d(x, size):
    """Rows and columns of the output are swapped: out[i, j], i for rows."""
    h, w = x.shape
    return x.reshape(h // size, size, w // size, size).mean(axis=(1, 3)).T


# %% exercise="avg_pool2d" mistake="return-in-loop"
def avg_pool2d(x, size):
    """`return` stands inside the loop: only the first block, or the first row of blocks, is computed."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.mean(block)
            return out


# %% exercise="avg_pool2d" mistake="return-in-loop"
def avg_pool2d(x, size):
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.mean(block)
        return out


# %% exercise="avg_pool2d" mistake="one-too-few"
def avg_pool2d(x, size):
    """The last blocks are missing: there are h // size rows of blocks, w // size columns."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size - 1):
        for j in range(w // size - 1):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.mean(block)
    return out


# %% exercise="avg_pool2d" mistake="one-too-few"
def avg_pool2d(x, size):
    h, w = x.shape
    return np.array([[np.mean(x[i : i + size, j : j + size]) for j in range(0, w - size, size)] for i in range(0, h - size, size)])


# %% exercise="avg_pool2d" mistake="whole-numbers"
def avg_pool2d(x, size):
    """The fractions are lost in an array of whole numbers: np.zeros((rows, columns)) makes float64."""
    h, w = x.shape
    out = np.zeros((h // size, w // size), dtype=int)
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.mean(block)
    return out


# %% exercise="avg_pool2d" mistake="flat-answer"
def avg_pool2d(x, size):
    """The results lie in one row: the output has rows and columns."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.mean(block)
    return out.ravel()


# %% exercise="avg_pool2d" mistake="prints"
def avg_pool2d(x, size):
    """The numbers were made, and the function ends without `return`."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.mean(block)
    print(out)


# %% exercise="avg_pool2d" mistake="writes-into-argument"
def avg_pool2d(x, size):
    """The average was written into the caller's array: put it into a new one."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.mean(block)
    x[...] = 0
    return out


# %% exercise="avg_pool2d" mistake="blocks-in-a-list"
def avg_pool2d(x, size):
    """The blocks lie in one long row, and a reshape to (-1, size, size) cuts rows in pieces: each block has its row and column in the output."""
    return x.reshape(-1, size, size).mean(axis=(1, 2))


# %% exercise="avg_pool2d" mistake="blocks-in-a-list"
def avg_pool2d(x, size):
    return x.reshape(-1, size * size).mean(axis=1)


# %% exercise="avg_pool2d" mistake="carried-over"
def avg_pool2d(x, size):
    """What was found in one block is carried into the next: start anew in each block."""
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    seen = np.zeros((0,))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            seen = np.append(seen, block)
            out[i, j] = np.mean(seen)
    return out


# %% exercise="avg_pool2d" mistake="stride-2"
def avg_pool2d(x, size):
    """The stride is 2, whatever the size is: block stands next to block, the stride is `size`."""
    return np.lib.stride_tricks.sliding_window_view(x, (size, size))[::2, ::2].mean(axis=(2, 3))


# %% exercise="avg_pool2d" mistake="float-size"
def avg_pool2d(x, size):
    """`/` gives a fraction, which range and shapes do not take: count blocks with `//`."""
    h, w = x.shape
    out = np.zeros((h / size, w / size))
    for i in range(h // size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.mean(block)
    return out


# %% exercise="avg_pool2d" mistake="float-size"
def avg_pool2d(x, size):
    h, w = x.shape
    return x.reshape(h / size, size, w // size, size).mean(axis=(1, 3))


# %% exercise="avg_pool2d" mistake="float-size"
def avg_pool2d(x, size):
    h, w = x.shape
    out = np.zeros((h // size, w // size))
    for i in range(h / size):
        for j in range(w // size):
            block = x[i * size : (i + 1) * size, j * size : (j + 1) * size]
            out[i, j] = np.mean(block)
    return out


# %% exercise="flatten" mistake="column-by-column"
def flatten(x):
    """Column by column: the last axis runs fastest."""
    return x.ravel(order="F")


# %% exercise="flatten" mistake="column-by-column"
def flatten(x):
    return x.T.reshape(-1)


# %% exercise="flatten" mistake="memory-order"
def flatten(x):
    """In the order of the memory (order "K" or "A"): go by the indices, the last one fastest."""
    return x.ravel(order="K")


# %% exercise="flatten" mistake="memory-order"
def flatten(x):
    return x.flatten("A")


# %% exercise="flatten" mistake="one-row"
def flatten(x):
    """One axis too many: (n,) is asked, not (1, n)."""
    return x.reshape(1, -1)


# %% exercise="flatten" mistake="one-column"
def flatten(x):
    """One axis too many: (n,) is asked, not (n, 1)."""
    return x.reshape(-1, 1)


# %% exercise="flatten" mistake="first-axis-kept"
def flatten(x):
    """The first axis was kept, as for a batch, or each row was flattened by itself: all axes become one."""
    return x.reshape(len(x), -1)


# %% exercise="flatten" mistake="first-axis-kept"
def flatten(x):
    return [row.ravel() for row in x]


# %% exercise="flatten" mistake="last-axis-kept"
def flatten(x):
    """The last axis, the channels, was kept: all axes become one."""
    return x.reshape(-1, x.shape[-1])


# %% exercise="flatten" mistake="last-axis-kept"
def flatten(x):
    return np.concatenate(list(x))


# %% exercise="flatten" mistake="last-axis-kept"
def flatten(x):
    return np.array([x[i, j] for i in range(x.shape[0]) for j in range(x.shape[1])])


# %% exercise="flatten" mistake="stacked"
def flatten(x):
    """np.hstack and np.stack join along one axis, and leave the others: reshape(-1) makes one axis of all."""
    return np.hstack(x)


# %% exercise="flatten" mistake="stacked"
def flatten(x):
    return np.dstack(x)


# %% exercise="flatten" mistake="nothing-kept"
def flatten(x):
    """Nothing was kept: np.append gives a new array and leaves the old one as it is."""
    out = np.array([])
    for row in x:
        np.append(out, row)
    return out


# %% exercise="flatten" mistake="rows-reversed"
def flatten(x):
    """The rows are in reverse order: the first stays first."""
    return x[::-1].reshape(-1)


# %% exercise="flatten" mistake="length-of-rows"
def flatten(x):
    """len(x) counts the rows: a row of all numbers has x.size of them, and -1 works that out."""
    return x.reshape(len(x))


# %% exercise="flatten" mistake="sorted"
def flatten(x):
    """The numbers were sorted: their order stays."""
    return np.sort(x, axis=None)


# %% exercise="flatten" mistake="unique"
def flatten(x):
    """Numbers that occur twice were dropped, or sorted (np.unique, set): all stay, in their order."""
    return np.unique(np.append(x, x.ravel()[:1]))[::-1]


# %% exercise="flatten" mistake="channel-after-channel"
def flatten(x):
    """Channel after channel: the channel is the last axis and runs fastest."""
    return np.moveaxis(x, -1, 0).reshape(-1)


# %% exercise="flatten" mistake="reversed"
def flatten(x):
    """From the end to the beginning: the first number stays first."""
    return x.reshape(-1)[::-1]


# %% exercise="flatten" mistake="first-row"
def flatten(x):
    """Only the first row came back: all numbers go into the result."""
    return x[0]


# %% exercise="flatten" mistake="method"
def flatten(x):
    """The method was not called: parentheses are missing, x.flatten()."""
    return x.flatten


# %% exercise="flatten" mistake="method"
def flatten(x):
    return x.ravel


# %% exercise="flatten" mistake="not-kept"
def flatten(x):
    """reshape and flatten give a new array and leave x as it is: return what they give."""
    x.reshape(-1)
    return x


# %% exercise="flatten" mistake="not-kept"
def flatten(x):
    return np.squeeze(x)


# %% exercise="flatten" mistake="number"
def flatten(x):
    """The number of cells came back: the numbers themselves are asked."""
    return x.size


# %% exercise="flatten" mistake="number"
def flatten(x):
    return np.prod(x.shape)


# %% exercise="flatten" mistake="shape"
def flatten(x):
    """The shape came back: the numbers themselves are asked."""
    return (x.size,)


# %% exercise="flatten" mistake="whole-numbers"
def flatten(x):
    """The fractions are lost: whole numbers were made of them."""
    return x.reshape(-1).astype(int)


# %% exercise="flatten" mistake="whole-numbers"
def flatten(x):
    return [int(v) for v in x.reshape(-1)]


# %% exercise="flatten" mistake="added"
def flatten(x):
    """The numbers were added: they stay as they are, in one row."""
    return x.sum(axis=-1).reshape(-1)


# %% exercise="flatten" mistake="added"
def flatten(x):
    return np.sum(x)


# %% exercise="flatten" mistake="rank-3-only"
def flatten(x):
    """Three axes were assumed: x can have any number of them."""
    h, w, c = x.shape
    return x.reshape(h * w * c)


# %% exercise="flatten" mistake="rank-3-only"
def flatten(x):
    return np.array([x[i, j, k] for i in range(x.shape[0]) for j in range(x.shape[1]) for k in range(x.shape[2])])


# %% exercise="flatten" mistake="wrong-size"
def flatten(x):
    """The number of cells is wrong: the sizes of all axes multiply. -1 works it out."""
    return x.reshape(x.shape[0] * x.shape[1])


# %% exercise="flatten" mistake="wrong-size"
def flatten(x):
    return x.reshape(sum(x.shape))


# %% exercise="flatten" mistake="return-in-loop"
def flatten(x):
    """`return` stands inside the loop: only the first number came back."""
    for value in x.reshape(-1):
        return value


# %% exercise="flatten" mistake="return-in-loop"
def flatten(x):
    out = []
    for value in x.reshape(-1):
        out.append(value)
        return out


# %% exercise="flatten" mistake="prints"
def flatten(x):
    """The numbers were made, and the function ends without `return`."""
    print(x.reshape(-1))


# %% exercise="flatten" mistake="list-method"
def flatten(x):
    """A list has no flatten: x is an array, so x.reshape(-1) does it."""
    return x.tolist().flatten()


# %% exercise="flatten" mistake="writes-into-argument"
def flatten(x):
    """The caller's array was changed: make a new array of the numbers."""
    flat = x.reshape(-1).copy()
    x[...] = 0
    return flat


# %% exercise="conv2d_kernel_grad" mistake="mean"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """The average over the places was taken: the gradient is the sum."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.mean(x[a : a + rows, b : b + columns] * dout)
    return grad


# %% exercise="conv2d_kernel_grad" mistake="turned"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """The gradient is turned by 180 degrees: weight (a, b) meets x[i + a, j + b]. In correlate2d, x comes first."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout)
    return grad[::-1, ::-1]


# %% exercise="conv2d_kernel_grad" mistake="turned"
def conv2d_kernel_grad(x, dout, kernel_shape):
    from scipy.signal import correlate2d

    return correlate2d(dout, x, "valid")


# %% exercise="conv2d_kernel_grad" mistake="dout-flipped"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """dout is turned by 180 degrees: no cell of it is turned around, so correlate2d, not convolve2d."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout[::-1, ::-1])
    return grad


# %% exercise="conv2d_kernel_grad" mistake="dout-flipped"
def conv2d_kernel_grad(x, dout, kernel_shape):
    from scipy.signal import convolve2d

    return convolve2d(x, dout, "valid")


# %% exercise="conv2d_kernel_grad" mistake="sign"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """The sign is reversed: the step subtracts the gradient, not this function."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout)
    return -grad


# %% exercise="conv2d_kernel_grad" mistake="dout-left-out"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """dout is left out: its cells weigh the pixels."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns])
    return grad


# %% exercise="conv2d_kernel_grad" mistake="transposed"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """The gradient is transposed: grad[a, b], a for rows."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout)
    return grad.T


# %% exercise="conv2d_kernel_grad" mistake="transposed"
def conv2d_kernel_grad(x, dout, kernel_shape):
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kw, kh))
    for a in range(kh):
        for b in range(kw):
            grad[b, a] = np.sum(x[a : a + rows, b : b + columns] * dout)
    return grad


# %% exercise="conv2d_kernel_grad" mistake="dout-transposed"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """dout was transposed: dout[i, j] goes with x[i + a, j + b]."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout.T)
    return grad


# %% exercise="conv2d_kernel_grad" mistake="window-of-the-kernel"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """A part of the kernel's size was multiplied with the whole of dout: for weight (a, b) take the part of x with the size of dout, or window (i, j) times the one number dout[i, j]."""
    kh, kw = kernel_shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + kh, b : b + kw] * dout)
    return grad


# %% exercise="conv2d_kernel_grad" mistake="window-of-the-kernel"
def conv2d_kernel_grad(x, dout, kernel_shape):
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for i in range(rows):
        for j in range(columns):
            grad += x[i : i + kh, j : j + kw] * dout
    return grad


# %% exercise="conv2d_kernel_grad" mistake="slice-end"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """The slice ends at rows and columns: its end moves along, a + rows and b + columns."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a:rows, b:columns] * dout)
    return grad


# %% exercise="conv2d_kernel_grad" mistake="not-shifted"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """The slice does not move: weight (a, b) meets the pixels from row a and column b on."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[:rows, :columns] * dout)
    return grad


# %% exercise="conv2d_kernel_grad" mistake="shift-swapped"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """Rows and columns are mixed up: kh, kw = kernel_shape, and weight (a, b) meets the pixels from row a and column b on."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[b : b + rows, a : a + columns] * dout)
    return grad


# %% exercise="conv2d_kernel_grad" mistake="shift-swapped"
def conv2d_kernel_grad(x, dout, kernel_shape):
    (kw, kh), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout)
    return grad


# %% exercise="conv2d_kernel_grad" mistake="negative-end"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """A slice that ends at 0 is empty: write its end as a + rows and b + columns."""
    kh, kw = kernel_shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a - kh + 1, b : b - kw + 1] * dout)
    return grad


# %% exercise="conv2d_kernel_grad" mistake="full"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """Places where only a part of dout lies on x were counted (mode "full"): the gradient has the kernel's shape."""
    from scipy.signal import correlate2d

    return correlate2d(x, dout)


# %% exercise="conv2d_kernel_grad" mistake="same"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """Mode "same" gives an array of the image's size: the gradient has the kernel's shape."""
    from scipy.signal import correlate2d

    return correlate2d(x, dout, "same")


# %% exercise="conv2d_kernel_grad" mistake="overwritten"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """Only the last place is left: `+=` adds each place, `=` forgets those before it."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for i in range(rows):
        for j in range(columns):
            grad = x[i : i + kh, j : j + kw] * dout[i, j]
    return grad


# %% exercise="conv2d_kernel_grad" mistake="overwritten"
def conv2d_kernel_grad(x, dout, kernel_shape):
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a, b in np.ndindex(kh, kw):
        for i, j in np.ndindex(rows, columns):
            grad[a, b] = x[i + a, j + b] * dout[i, j]
    return grad


# %% exercise="conv2d_kernel_grad" mistake="one-dout"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """Every place got the sum of dout, or the same cell of it: window (i, j) goes with dout[i, j]."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout.sum())
    return grad


# %% exercise="conv2d_kernel_grad" mistake="matrix-product"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """`@` multiplies matrices: here cell meets cell, `*`, and all is added."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] @ dout)
    return grad


# %% exercise="conv2d_kernel_grad" mistake="matrix-product"
def conv2d_kernel_grad(x, dout, kernel_shape):
    return x @ dout


# %% exercise="conv2d_kernel_grad" mistake="matrix-product"
def conv2d_kernel_grad(x, dout, kernel_shape):
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] @ dout.T)
    return grad


# %% exercise="conv2d_kernel_grad" mistake="square-dout"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """dout is taken to be square: rows, columns = dout.shape."""
    kh, kw = kernel_shape
    rows = columns = len(dout)
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout)
    return grad


# %% exercise="conv2d_kernel_grad" mistake="square-kernel"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """The kernel is taken to be square: kh, kw = kernel_shape."""
    rows, columns = dout.shape
    kh = kw = kernel_shape[0]
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout)
    return grad


# %% exercise="conv2d_kernel_grad" mistake="dout-sides-mixed"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """Rows and columns of dout are mixed up: rows, columns = dout.shape."""
    (kh, kw), (columns, rows) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout)
    return grad


# %% exercise="conv2d_kernel_grad" mistake="return-in-loop"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """`return` stands inside the loop: only the first weight, or the first row of weights, is computed."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout)
            return grad


# %% exercise="conv2d_kernel_grad" mistake="return-in-loop"
def conv2d_kernel_grad(x, dout, kernel_shape):
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout)
        return grad


# %% exercise="conv2d_kernel_grad" mistake="whole-numbers"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """The fractions are lost in an array of whole numbers: np.zeros((kh, kw)) makes float64."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw), dtype=int)
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout)
    return grad


# %% exercise="conv2d_kernel_grad" mistake="whole-numbers"
def conv2d_kernel_grad(x, dout, kernel_shape):
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw), dtype=x.dtype)
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout)
    return grad


# %% exercise="conv2d_kernel_grad" mistake="sum-of-columns"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """The sum was taken along one axis: np.sum without an axis adds all products."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout, axis=0)
    return grad


# %% exercise="conv2d_kernel_grad" mistake="sum-of-columns"
def conv2d_kernel_grad(x, dout, kernel_shape):
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = sum(x[a : a + rows, b : b + columns] * dout)
    return grad


# %% exercise="conv2d_kernel_grad" mistake="doubled"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """Every value is doubled: that factor belongs to a loss without the 1/2, and is in dout already."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout)
    return 2 * grad


# %% exercise="conv2d_kernel_grad" mistake="image-gradient"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """That is the gradient for the pixels, or has their shape: the gradient for the weights has the kernel's shape."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout)
    return np.pad(grad, ((0, x.shape[0] - kh), (0, x.shape[1] - kw)))


# %% exercise="conv2d_kernel_grad" mistake="dout-squared"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """dout was squared: it weighs each pixel once."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout**2)
    return grad


# %% exercise="conv2d_kernel_grad" mistake="prints"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """The numbers were made, and the function ends without `return`."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout)
    print(grad)


# %% exercise="conv2d_kernel_grad" mistake="writes-into-argument"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """The caller's array was changed: `x *= ...` and `dout *= ...` write into it. Work on new arrays."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout)
    dout *= 2
    return grad


# %% exercise="conv2d_kernel_grad" mistake="index-minus"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """x[i - a, j - b] goes the wrong way: weight (a, b) meets x[i + a, j + b]."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a, b in np.ndindex(kh, kw):
        for i, j in np.ndindex(rows, columns):
            grad[a, b] += x[i - a, j - b] * dout[i, j]
    return grad


# %% exercise="conv2d_kernel_grad" mistake="full-cut"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """A part of the "full" answer was cut out: mode "valid" gives the kernel's shape by itself."""
    from scipy.signal import correlate2d

    return correlate2d(x, dout, "full")[: kernel_shape[0], : kernel_shape[1]]


# %% exercise="conv2d_kernel_grad" mistake="full-cut"
def conv2d_kernel_grad(x, dout, kernel_shape):
    from scipy.signal import correlate2d

    return correlate2d(x, dout, "same")[: kernel_shape[0], : kernel_shape[1]]


# %% exercise="conv2d_kernel_grad" mistake="divided-by-pixels"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """Divided by the number of pixels: the gradient is the sum."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout)
    return grad / x.size


# %% exercise="conv2d_kernel_grad" mistake="divided-by-weights"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """Divided by the number of weights: the gradient is the sum."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout)
    return grad / grad.size


# %% exercise="conv2d_kernel_grad" mistake="strongest"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """The largest product was kept: the gradient adds all places."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.max(x[a : a + rows, b : b + columns] * dout)
    return grad


# %% exercise="conv2d_kernel_grad" mistake="last-places-missing"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """The last row and column of places are missing: go over all of dout."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows - 1, b : b + columns - 1] * dout[:-1, :-1])
    return grad


# %% exercise="conv2d_kernel_grad" mistake="mean-of-dout"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """Every place got the mean of dout: window (i, j) goes with its own dout[i, j]."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for a in range(kh):
        for b in range(kw):
            grad[a, b] = np.sum(x[a : a + rows, b : b + columns] * dout.mean())
    return grad


# %% exercise="conv2d_kernel_grad" mistake="index-from-the-end"
def conv2d_kernel_grad(x, dout, kernel_shape):
    """dout[-i, -j] counts from the end: window (i, j) goes with dout[i, j]."""
    (kh, kw), (rows, columns) = kernel_shape, dout.shape
    grad = np.zeros((kh, kw))
    for i in range(rows):
        for j in range(columns):
            grad += x[i : i + kh, j : j + kw] * dout[-i, -j]
    return grad


# %% exercise="learn_kernel" mistake="uphill"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The step goes uphill: move against the gradient of (response - target), so subtract."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel + lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="uphill"
def learn_kernel(x, target, kernel_shape, lr, steps):
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = target - correlate2d(x, kernel, "valid")
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="summed"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The gradient is summed: the loss is a mean over the cells, so divide by their number."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid")
    return kernel


# %% exercise="learn_kernel" mistake="summed-twice"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The gradient is summed and doubled: the loss is a mean over the cells, so divide by their number."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") * 2
    return kernel


# %% exercise="learn_kernel" mistake="result-turned"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The kernel is turned by 180 degrees: neither response nor gradient flips."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    return kernel[::-1, ::-1]


# %% exercise="learn_kernel" mistake="result-turned"
def learn_kernel(x, target, kernel_shape, lr, steps):
    from scipy.signal import convolve2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = convolve2d(x, kernel, "valid") - target
        kernel = kernel - lr * convolve2d(x[::-1, ::-1], error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="response-flips"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The response flips the kernel, the gradient does not: use correlate2d for both."""
    from scipy.signal import convolve2d, correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = convolve2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="gradient-flips"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The gradient flips the error: use correlate2d for both."""
    from scipy.signal import convolve2d, correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * convolve2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="one-step"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """Only one step counts: `return` stands inside the loop, or the kernel is set to zeros in every step."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        kernel = np.zeros(kernel_shape)
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="one-step"
def learn_kernel(x, target, kernel_shape, lr, steps):
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(min(steps, 1)):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="one-step"
def learn_kernel(x, target, kernel_shape, lr, steps):
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
        return kernel
    return kernel


# %% exercise="learn_kernel" mistake="starts-from-ones"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The kernel starts from ones: start from zeros."""
    from scipy.signal import correlate2d

    kernel = np.ones(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="starts-at-random"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The kernel starts from random numbers: start from zeros, so that everybody gets the same."""
    from scipy.signal import correlate2d

    kernel = np.random.default_rng(0).normal(size=kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="starts-at-random"
def learn_kernel(x, target, kernel_shape, lr, steps):
    from scipy.signal import correlate2d

    kernel = np.random.default_rng(0).random(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="one-too-few"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """One step too few: range(steps) counts from 0 to steps - 1."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(1, steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="one-too-many"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """One step too many: range(steps) counts from 0 to steps - 1."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps + 1):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="stale-response"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The response was computed once, before the loop: each step starts from the kernel of the step before, with its own response."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    error = correlate2d(x, kernel, "valid") - target
    for _ in range(steps):
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="never-moves"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The kernel never moved: `kernel - lr * gradient` needs a name, `kernel = ...`, and the error is response - target."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid")
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="never-moves"
def learn_kernel(x, target, kernel_shape, lr, steps):
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel - lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="forgets"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The kernel is replaced by the step: subtract the step from the kernel."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = -lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="mean-over-kernel"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The mean is over the kernel's cells: it is over the cells of the response, target.size."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / kernel.size
    return kernel


# %% exercise="learn_kernel" mistake="mean-over-image"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The mean is over the image's pixels: it is over the cells of the response, target.size."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / x.size
    return kernel


# %% exercise="learn_kernel" mistake="mean-over-rows"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """len(target) counts its rows: divide by the number of cells, target.size."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / len(target)
    return kernel


# %% exercise="learn_kernel" mistake="divided-twice"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """Divided by the number of cells twice: once is the mean."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = (correlate2d(x, kernel, "valid") - target) / target.size
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="rate-left-out"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """lr is left out: the step is lr times the gradient."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="error-squared"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The error was squared: the derivative of (y - t)^2 / 2 is y - t."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = (correlate2d(x, kernel, "valid") - target) ** 2
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="error-absolute"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The sign of the error is lost: the derivative of (y - t)^2 / 2 is y - t."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = np.abs(correlate2d(x, kernel, "valid") - target)
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="sign-of-gradient"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """Only the sign of the gradient was used: a step is lr times the gradient."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * np.sign(correlate2d(x, error, "valid"))
    return kernel


# %% exercise="learn_kernel" mistake="three-by-three"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """A kernel of 3x3 is assumed: its shape is kernel_shape."""
    from scipy.signal import correlate2d

    kernel = np.zeros((3, 3))
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="shape-turned"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The kernel has its rows and columns swapped: np.zeros(kernel_shape)."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape[::-1])
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="transposed"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The kernel came back transposed."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    return kernel.T


# %% exercise="learn_kernel" mistake="same"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """"Same" padding makes the response as large as the image: use "valid"."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "same") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="full"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """correlate2d without a mode adds a frame of zeros: use "valid"."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel) - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="gradient-full"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """correlate2d without a mode, or with "same", gives an array of another shape: for the gradient, too, use "valid"."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error) / target.size
    return kernel


# %% exercise="learn_kernel" mistake="gradient-full"
def learn_kernel(x, target, kernel_shape, lr, steps):
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "same") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="gradient-swapped"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The gradient is turned by 180 degrees: in correlate2d(x, error, "valid") x comes first, and nothing flips."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(error, x, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="gradient-swapped"
def learn_kernel(x, target, kernel_shape, lr, steps):
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid")[::-1, ::-1] / target.size
    return kernel


# %% exercise="learn_kernel" mistake="returns-gradient"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The last gradient came back: return the kernel."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        gradient = correlate2d(x, error, "valid") / target.size
        kernel = kernel - lr * gradient
    return gradient if steps else kernel


# %% exercise="learn_kernel" mistake="returns-response"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The response came back: return the kernel."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    return correlate2d(x, kernel, "valid") if steps else kernel


# %% exercise="learn_kernel" mistake="returns-history"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """All kernels of the way came back: return the last one."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    seen = [kernel]
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
        seen.append(kernel)
    return np.array(seen)


# %% exercise="learn_kernel" mistake="state-kept"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The second call starts where the first ended: make the kernel inside the function, with zeros."""
    from scipy.signal import correlate2d

    kept = learn_kernel.__dict__.setdefault("kept", {})
    kernel = kept.get(kernel_shape, np.zeros(kernel_shape))
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    kept[kernel_shape] = kernel
    return kernel


# %% exercise="learn_kernel" mistake="rate-shrinks"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The step gets shorter from step to step: lr stays as it is."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for step in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr / (step + 1) * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="fixed-steps"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The number of steps is fixed in the function, or the kernel was solved for directly: take as many steps of gradient descent as `steps` says."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(100):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="fixed-steps"
def learn_kernel(x, target, kernel_shape, lr, steps):
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(1000):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="fixed-steps"
def learn_kernel(x, target, kernel_shape, lr, steps):
    A = np.lib.stride_tricks.sliding_window_view(x, kernel_shape).reshape(target.size, -1)
    return np.linalg.lstsq(A, target.ravel(), rcond=None)[0].reshape(kernel_shape)


# %% exercise="learn_kernel" mistake="prints"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The kernel was printed, and the function ends without `return`."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    print(kernel)


# %% exercise="learn_kernel" mistake="writes-into-argument"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The caller's array was changed: `target -= ...` and `x[...] = ...` write into it. Work on new arrays."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, error, "valid") / target.size
    target -= 1
    return kernel


# %% exercise="learn_kernel" mistake="gradient-of-length-1"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The gradient was scaled to length 1: a step is lr times the gradient as it is."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        gradient = correlate2d(x, error, "valid")
        kernel = kernel - lr * gradient / np.linalg.norm(gradient)
    return kernel


# %% exercise="learn_kernel" mistake="momentum"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """That is momentum: plain gradient descent is asked, kernel - lr * gradient."""
    from scipy.signal import correlate2d

    kernel = velocity = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        velocity = 0.9 * velocity - lr * correlate2d(x, error, "valid") / target.size
        kernel = kernel + velocity
    return kernel


# %% exercise="learn_kernel" mistake="rate-fixed"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The rate is fixed in the function: take lr."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - 0.1 * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="rate-fixed"
def learn_kernel(x, target, kernel_shape, lr, steps):
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - 0.01 * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="four-times"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """Every step is four times as long: the derivative of (y - t)^2 has one factor 2, and of (y - t)^2 / 2 none."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - 4 * lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="half-steps"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """Every step is half as long: the derivative of (y - t)^2 / 2 is y - t."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - 0.5 * lr * correlate2d(x, error, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="one-number-for-all"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """Every weight moves by the same number, a mean or sum: each weight has a gradient of its own, the sum of its pixels times the errors."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * np.mean(error)
    return kernel


# %% exercise="learn_kernel" mistake="one-number-for-all"
def learn_kernel(x, target, kernel_shape, lr, steps):
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * np.mean(correlate2d(x, error, "valid"))
    return kernel


# %% exercise="learn_kernel" mistake="one-number-for-all"
def learn_kernel(x, target, kernel_shape, lr, steps):
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * np.sum(error)
    return kernel


# %% exercise="learn_kernel" mistake="gradient-of-the-target"
def learn_kernel(x, target, kernel_shape, lr, steps):
    """The gradient was made with the target: it is made with the error, response - target."""
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, target, "valid") / target.size
    return kernel


# %% exercise="learn_kernel" mistake="gradient-of-the-target"
def learn_kernel(x, target, kernel_shape, lr, steps):
    from scipy.signal import correlate2d

    kernel = np.zeros(kernel_shape)
    for _ in range(steps):
        error = correlate2d(x, kernel, "valid") - target
        kernel = kernel - lr * correlate2d(x, target, "valid")
    return kernel


# %% exercise="conv_layer_backward" mistake="dx-overwritten"
def conv_layer_backward(dout, x, w):
    """dx was overwritten where windows overlap: what comes back adds up, `+=`."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] = w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="dw-overwritten"
def conv_layer_backward(dout, x, w):
    """dw holds the last place alone: every place adds to it, `+=`."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw = x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="dx-flipped"
def conv_layer_backward(dout, x, w):
    """dx was made with the kernel turned by 180 degrees: the kernel goes back onto the window as it lay there."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w[::-1, ::-1] @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="dw-flipped"
def conv_layer_backward(dout, x, w):
    """dw is turned by 180 degrees: weight (a, b) meets x[i + a, j + b]."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw[::-1, ::-1], db


# %% exercise="conv_layer_backward" mistake="dw-dout-flipped"
def conv_layer_backward(dout, x, w):
    """dw was made with dout turned by 180 degrees: dout[i, j] goes with the window at (i, j)."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[::-1, ::-1][i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="db-number"
def conv_layer_backward(dout, x, w):
    """db is one number for all kernels: each kernel has its own bias, so sum over rows and columns only."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum()
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="db-axes-kept"
def conv_layer_backward(dout, x, w):
    """db has axes of size 1 left: its shape is (cout,)."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1), keepdims=True)
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="db-per-place"
def conv_layer_backward(dout, x, w):
    """db has a number for each place: sum over rows and columns, and keep the kernels."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=2)
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="db-per-place"
def conv_layer_backward(dout, x, w):
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=-1).sum(axis=0)
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="db-one-axis"
def conv_layer_backward(dout, x, w):
    """db is summed along one axis: rows and columns are both summed."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=0)
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="db-one-axis"
def conv_layer_backward(dout, x, w):
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=1)
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="db-mean"
def conv_layer_backward(dout, x, w):
    """db is the mean of dout: it is the sum over the places."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.mean(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="db-dout"
def conv_layer_backward(dout, x, w):
    """db is dout as it came: sum over the places."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="db-ones"
def conv_layer_backward(dout, x, w):
    """db holds ones or the number of places: it is the sum of dout over the places."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), np.ones(dout.shape[2])
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="db-ones"
def conv_layer_backward(dout, x, w):
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), np.full(dout.shape[2], dout.shape[0] * dout.shape[1])
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="mean"
def conv_layer_backward(dout, x, w):
    """Everything was divided by the number of places: the gradients are sums."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    n = dout.shape[0] * dout.shape[1]
    return dx / n, dw / n, db / n


# %% exercise="conv_layer_backward" mistake="dw-mean"
def conv_layer_backward(dout, x, w):
    """dw is the mean over the places: it is the sum."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw / dout[..., 0].size, db


# %% exercise="conv_layer_backward" mistake="order"
def conv_layer_backward(dout, x, w):
    """The order of the three is mixed up: dx, dw, db."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dw, dx, db


# %% exercise="conv_layer_backward" mistake="order"
def conv_layer_backward(dout, x, w):
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dw, db, dx


# %% exercise="conv_layer_backward" mistake="order"
def conv_layer_backward(dout, x, w):
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return db, dw, dx


# %% exercise="conv_layer_backward" mistake="db-missing"
def conv_layer_backward(dout, x, w):
    """Two gradients came back: the bias has one, too."""
    kh, kw = w.shape[:2]
    dx, dw = np.zeros(x.shape), np.zeros(w.shape)
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw


# %% exercise="conv_layer_backward" mistake="dx-missing"
def conv_layer_backward(dout, x, w):
    """Two gradients came back: the input has one, too, which the layer before needs."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dw, db


# %% exercise="conv_layer_backward" mistake="dict"
def conv_layer_backward(dout, x, w):
    """A dict came back: return the three arrays, dx, dw, db."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return {"dx": dx, "dw": dw, "db": db}


# %% exercise="conv_layer_backward" mistake="dx-sign"
def conv_layer_backward(dout, x, w):
    """dx has the wrong sign."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return -dx, dw, db


# %% exercise="conv_layer_backward" mistake="sign"
def conv_layer_backward(dout, x, w):
    """All signs are reversed: the step subtracts the gradients, not this function."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return -dx, -dw, -db


# %% exercise="conv_layer_backward" mistake="dw-sign"
def conv_layer_backward(dout, x, w):
    """dw has the wrong sign."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, -dw, db


# %% exercise="conv_layer_backward" mistake="dx-small"
def conv_layer_backward(dout, x, w):
    """dx has the size of dout: each place gives back to its whole window, so dx has the shape of x."""
    from scipy.signal import correlate2d

    kh, kw, cin, cout = w.shape
    rows, columns = dout.shape[:2]
    dw = np.zeros(w.shape)
    for i, j in np.ndindex(rows, columns):
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    dx = dout @ w[0, 0].T
    return dx, dw, dout.sum(axis=(0, 1))


# %% exercise="conv_layer_backward" mistake="dx-first-kernel"
def conv_layer_backward(dout, x, w):
    """dx counts the first kernel alone: every kernel sends something back, so add over the kernels."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w[..., 0] * dout[i, j, 0]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="dx-last-kernel"
def conv_layer_backward(dout, x, w):
    """dx counts the last kernel alone: `+=` adds each kernel, `=` forgets those before it."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w[..., -1] * dout[i, j, -1]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="dx-dout-left-out"
def conv_layer_backward(dout, x, w):
    """dout is left out of dx: each kernel comes back times its number dout[i, j, f]."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w.sum(axis=-1)
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="dx-dout-summed"
def conv_layer_backward(dout, x, w):
    """dx uses the sum of dout over the kernels: each kernel has its own number dout[i, j, f]."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w.sum(axis=-1) * dout[i, j].sum()
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="dw-dout-left-out"
def conv_layer_backward(dout, x, w):
    """dout is left out of dw: each window counts dout[i, j, f] times."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="dw-dout-summed"
def conv_layer_backward(dout, x, w):
    """dw uses the sum of dout over the kernels: kernel f has its own number dout[i, j, f]."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j].sum()
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="dw-first-channel"
def conv_layer_backward(dout, x, w):
    """dw is the same for every input channel: channel c of the window goes into dw[:, :, c]."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :1, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="dw-channels-added"
def conv_layer_backward(dout, x, w):
    """dw adds the input channels up: channel c of the window goes into dw[:, :, c]."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw].sum(axis=2)[..., None, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="dx-channels-added"
def conv_layer_backward(dout, x, w):
    """dx is the same for every input channel: kernel f sends w[:, :, c, f] back to channel c."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w.sum(axis=2, keepdims=True) @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="dx-from-x"
def conv_layer_backward(dout, x, w):
    """dx was made of x: the input's gradient needs the kernel, not the pixels."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return x * 1.0, dw, db


# %% exercise="conv_layer_backward" mistake="dw-from-w"
def conv_layer_backward(dout, x, w):
    """dw was made of w: the kernel's gradient needs the pixels, not the weights."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, w * db, db


# %% exercise="conv_layer_backward" mistake="kernel-sides-mixed"
def conv_layer_backward(dout, x, w):
    """kh and kw are mixed up: w.shape is (kh, kw, cin, cout)."""
    kw, kh = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="square-kernel"
def conv_layer_backward(dout, x, w):
    """The kernel is taken to be square: kh, kw = w.shape[:2]."""
    kh = kw = len(w)
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="square-dout"
def conv_layer_backward(dout, x, w):
    """dout is taken to be square: its rows and columns are counted each by itself."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(len(dout), len(dout)):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="last-places-missing"
def conv_layer_backward(dout, x, w):
    """The last row and column of places are missing: go over all of dout."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[0] - 1, dout.shape[1] - 1):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="axes-mixed"
def conv_layer_backward(dout, x, w):
    """The axes are mixed up: w @ dout[i, j] adds over the kernels, the last axis of both."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += dout[i, j] @ w
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="window-times-dout"
def conv_layer_backward(dout, x, w):
    """`window * dout[i, j]` does not fit: the window needs an axis more for the kernels, window[..., None]."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="kernel-times-dout"
def conv_layer_backward(dout, x, w):
    """`w * dout[i, j]` still holds the kernels apart: add over the last axis, as w @ dout[i, j] does."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w * dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="arguments-swapped"
def conv_layer_backward(dout, x, w):
    """dx is too small: it has the shape of x. Are the arguments in the order (dout, x, w), and does dx start with np.zeros(x.shape)?"""
    dout, x = x, dout
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="arguments-swapped"
def conv_layer_backward(dout, x, w):
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(dout.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="dx-transposed"
def conv_layer_backward(dout, x, w):
    """Rows and columns of dx are swapped."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx.swapaxes(0, 1), dw, db


# %% exercise="conv_layer_backward" mistake="doubled"
def conv_layer_backward(dout, x, w):
    """Every value is doubled: that factor belongs to the loss, and is in dout already."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return 2 * dx, 2 * dw, 2 * db


# %% exercise="conv_layer_backward" mistake="return-in-loop"
def conv_layer_backward(dout, x, w):
    """`return` stands inside the loop: only the first place was counted."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
        return dx, dw, db


# %% exercise="conv_layer_backward" mistake="prints"
def conv_layer_backward(dout, x, w):
    """The gradients were made, and the function ends without `return`."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    print(dx, dw, db)


# %% exercise="conv_layer_backward" mistake="writes-into-argument"
def conv_layer_backward(dout, x, w):
    """The gradients were added into the caller's arrays: start with np.zeros(x.shape) and np.zeros(w.shape)."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    x[...] = dx
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="starts-with-argument"
def conv_layer_backward(dout, x, w):
    """`dx = x` is the caller's array itself, and what is added comes on top of its numbers: start with np.zeros(x.shape)."""
    kh, kw = w.shape[:2]
    dx, dw, db = x, np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="db-overwritten"
def conv_layer_backward(dout, x, w):
    """db holds the last place alone: every place adds to it, `+=`."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout[-1, -1]
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="dw-axes"
def conv_layer_backward(dout, x, w):
    """The axes of dw are in another order: it has the shape of w, (kh, kw, cin, cout)."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw.swapaxes(2, 3), db


# %% exercise="conv_layer_backward" mistake="dw-axes"
def conv_layer_backward(dout, x, w):
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, np.moveaxis(dw, -1, 0), db


# %% exercise="conv_layer_backward" mistake="dx-channels-first"
def conv_layer_backward(dout, x, w):
    """The channels of dx came first: it has the shape of x, (h, w, cin)."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return np.moveaxis(dx, -1, 0), dw, db


# %% exercise="conv_layer_backward" mistake="dx-dw-share-window"
def conv_layer_backward(dout, x, w):
    """dx got the window times d: dx gets the kernel times d, dw the window times d."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += x[i : i + kh, j : j + kw] * dout[i, j].sum()
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, dw, db


# %% exercise="conv_layer_backward" mistake="dw-db-only-first-place"
def conv_layer_backward(dout, x, w):
    """Only the first place was counted for dw: every place adds to it."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx, x[:kh, :kw, :, None] * dout[0, 0], db


# %% exercise="conv_layer_backward" mistake="dx-mean"
def conv_layer_backward(dout, x, w):
    """dx is the mean over the windows: what comes back is added."""
    kh, kw = w.shape[:2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), dout.sum(axis=(0, 1))
    for i, j in np.ndindex(dout.shape[:2]):
        dx[i : i + kh, j : j + kw] += w @ dout[i, j]
        dw += x[i : i + kh, j : j + kw, :, None] * dout[i, j]
    return dx / dout[..., 0].size, dw, db
