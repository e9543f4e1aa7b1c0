# The answer bank: mistakes that students make, one wrong function a cell, its docstring the sentence
# that helps. `course build` runs each on every visible case; see CONTRIBUTING.md. Never released.

# %% exercise="ascend" mistake="descent"
def ascend(gradient, start, steps, lr):
    """Against the gradient: that is descent. To climb, add."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x - lr * g / n
    return x


# %% exercise="ascend" mistake="not-scaled"
def ascend(gradient, start, steps, lr):
    """The gradient was not divided by its length: each step goes lr far."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + lr * g
    return x


# %% exercise="ascend" mistake="not-scaled"
def ascend(gradient, start, steps, lr):
    x = start.copy()
    for _ in range(steps):
        x = x + lr * gradient(x)
    return x


# %% exercise="ascend" mistake="squared-length"
def ascend(gradient, start, steps, lr):
    """Divided by the sum of squares: the length is its root."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + lr * g / n**2
    return x


# %% exercise="ascend" mistake="largest-entry"
def ascend(gradient, start, steps, lr):
    """Divided by the largest entry; the length is the root of the sum of squares."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + lr * g / np.abs(g).max()
    return x


# %% exercise="ascend" mistake="largest-entry"
def ascend(gradient, start, steps, lr):
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + lr * g / g.max()
    return x


# %% exercise="ascend" mistake="sum-of-absolutes"
def ascend(gradient, start, steps, lr):
    """Divided by the sum of absolute values; the length is the root of the sum of squares."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + lr * g / np.abs(g).sum()
    return x


# %% exercise="ascend" mistake="sum"
def ascend(gradient, start, steps, lr):
    """Divided by the sum of the entries, in which plus and minus cancel."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + lr * g / g.sum()
    return x


# %% exercise="ascend" mistake="root-mean-square"
def ascend(gradient, start, steps, lr):
    """Divided by the root of the *mean* of squares: sum them."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + lr * g / np.sqrt(np.mean(g**2))
    return x


# %% exercise="ascend" mistake="sign-only"
def ascend(gradient, start, steps, lr):
    """Only the signs were used: every pixel went lr far. Divide by the length, one number."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + lr * np.sign(g)
    return x


# %% exercise="ascend" mistake="gradient-once"
def ascend(gradient, start, steps, lr):
    """The gradient was taken once, at the start: ask anew where you are now."""
    g = gradient(start)
    n = np.sqrt(np.sum(g**2))
    return start + (steps * lr * g / n if n > 0 else 0)


# %% exercise="ascend" mistake="gradient-once"
def ascend(gradient, start, steps, lr):
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            g = gradient(start)
            x = x + lr * g / np.sqrt(np.sum(g**2))
    return x


# %% exercise="ascend" mistake="one-step"
def ascend(gradient, start, steps, lr):
    """One step only: repeat it `steps` times."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            return x + lr * g / n
    return x


# %% exercise="ascend" mistake="one-step"
def ascend(gradient, start, steps, lr):
    x = np.array(start, dtype=float)
    for _ in range(1):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + lr * g / n
    return x


# %% exercise="ascend" mistake="step-too-few"
def ascend(gradient, start, steps, lr):
    """A step too few: range(steps) counts from 0 to steps - 1."""
    x = np.array(start, dtype=float)
    for _ in range(1, steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + lr * g / n
    return x


# %% exercise="ascend" mistake="step-too-many"
def ascend(gradient, start, steps, lr):
    """A step too many: `steps` of them, and none if steps is 0."""
    x = np.array(start, dtype=float)
    for _ in range(steps + 1):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + lr * g / n
    return x


# %% exercise="ascend" mistake="zero-divided"
def ascend(gradient, start, steps, lr):
    """A gradient of 0 has length 0, and 0 / 0 is not a number: leave x as it is there."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        x = x + lr * g / np.sqrt(np.sum(g**2))
    return x


# %% exercise="ascend" mistake="zero-divided"
def ascend(gradient, start, steps, lr):
    x = start.copy()
    for _ in range(steps):
        x = x + lr * gradient(x) / np.linalg.norm(gradient(x))
    return x


# %% exercise="ascend" mistake="start-changed"
def ascend(gradient, start, steps, lr):
    """`x += ...` on the start writes on the caller's array: begin with a copy."""
    x = start
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x += lr * g / n
    return x


# %% exercise="ascend" mistake="lr-missing"
def ascend(gradient, start, steps, lr):
    """lr is missing: each step goes lr far, not 1."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + g / n
    return x


# %% exercise="ascend" mistake="lr-divided"
def ascend(gradient, start, steps, lr):
    """Divided by lr: it multiplies the direction."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + g / (n * lr)
    return x


# %% exercise="ascend" mistake="scaled-by-rows"
def ascend(gradient, start, steps, lr):
    """Each row was divided by a length of its own: the length of the whole gradient is one number."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.linalg.norm(g, axis=-1, keepdims=True)
        x = x + lr * g / np.where(n > 0, n, 1)
    return x


# %% exercise="ascend" mistake="scaled-by-columns"
def ascend(gradient, start, steps, lr):
    """Each column was divided by a length of its own: np.sum without axis adds all entries."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2, axis=0))
        x = x + lr * g / np.where(n > 0, n, 1)
    return x


# %% exercise="ascend" mistake="spectral-norm"
def ascend(gradient, start, steps, lr):
    """np.linalg.norm(g, 2) of a matrix is another length: np.linalg.norm(g), or the root of the sum of squares."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + lr * g / np.linalg.norm(g, 2)
    return x


# %% exercise="ascend" mistake="x-scaled"
def ascend(gradient, start, steps, lr):
    """x was divided by its length, too: only the gradient is."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x / np.sqrt(np.sum(x**2)) + lr * g / n
    return x


# %% exercise="ascend" mistake="forgets-x"
def ascend(gradient, start, steps, lr):
    """The way was returned without the start: x = x + ..."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = lr * g / n
    return x


# %% exercise="ascend" mistake="adds-to-start"
def ascend(gradient, start, steps, lr):
    """Every step began at the start anew: go on from x."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = start + lr * g / n
    return x


# %% exercise="ascend" mistake="total-way"
def ascend(gradient, start, steps, lr):
    """lr was split over the steps: each step goes lr far."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + lr / steps * g / n
    return x


# %% exercise="ascend" mistake="growing"
def ascend(gradient, start, steps, lr):
    """The steps become longer and longer: each goes lr far."""
    x = np.array(start, dtype=float)
    for i in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + (i + 1) * lr * g / n
    return x


# %% exercise="ascend" mistake="clipped"
def ascend(gradient, start, steps, lr):
    """The picture was clipped to 0..1; that is not asked for."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = np.clip(x + lr * g / n, 0, 1)
    return x


# %% exercise="ascend" mistake="all-steps"
def ascend(gradient, start, steps, lr):
    """A list of all steps; only where the climb ends is asked for."""
    x = np.array(start, dtype=float)
    way = [x]
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        x = x + (lr * g / n if n > 0 else 0)
        way.append(x)
    return way


# %% exercise="ascend" mistake="returns-nothing"
def ascend(gradient, start, steps, lr):
    """Nothing came back: the last line is `return x`."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + lr * g / n
    print(x)


# %% exercise="ascend" mistake="returns-gradient"
def ascend(gradient, start, steps, lr):
    """The last gradient came back; the place x is asked for."""
    x = np.array(start, dtype=float)
    g = gradient(x)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + lr * g / n
    return g


# %% exercise="ascend" mistake="times-length"
def ascend(gradient, start, steps, lr):
    """Multiplied by the length; divide by it."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + lr * g * n
    return x


# %% exercise="ascend" mistake="epsilon-large"
def ascend(gradient, start, steps, lr):
    """A large number was added to the length: the steps become too short. Where the length is 0, leave x as it is."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        x = x + lr * g / (np.sqrt(np.sum(g**2)) + 1)
    return x


# %% exercise="ascend" mistake="epsilon-large"
def ascend(gradient, start, steps, lr):
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        x = x + lr * g / (np.sqrt(np.sum(g**2)) + 1e-3)
    return x


# %% exercise="ascend" mistake="function-not-called"
def ascend(gradient, start, steps, lr):
    """`gradient` is a function: call it with x."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        x = x + lr * gradient / np.sqrt(np.sum(gradient**2))
    return x


# %% exercise="ascend" mistake="mean-of-absolutes"
def ascend(gradient, start, steps, lr):
    """Divided by the mean of absolute values; the length is the root of the sum of squares."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + lr * g / np.mean(np.abs(g))
    return x


# %% exercise="ascend" mistake="mean-of-absolutes"
def ascend(gradient, start, steps, lr):
    x = start
    for i in range(steps):
        g = gradient(x) / (np.abs(gradient(x)).mean() + 1e-8)
        x = x + lr * g
    return x


# %% exercise="ascend" mistake="times-itself"
def ascend(gradient, start, steps, lr):
    """The gradient was squared on the way; the step is lr * gradient / length."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + lr * g * g / n
    return x


# %% exercise="ascend" mistake="times-itself"
def ascend(gradient, start, steps, lr):
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + lr * (g / n) ** 2
    return x


# %% exercise="ascend" mistake="whole-numbers"
def ascend(gradient, start, steps, lr):
    """The picture was made of whole numbers: keep it float."""
    x = start.astype(int)
    for i in range(steps):
        g = gradient(x)
        x = (x + lr * g / (np.linalg.norm(g) or 1)).astype(int)
    return x


# %% exercise="ascend" mistake="whole-numbers"
def ascend(gradient, start, steps, lr):
    x = start.copy()
    for i in range(steps):
        g = gradient(x)
        x = np.round(x + lr * g / (np.linalg.norm(g) or 1))
    return x


# %% exercise="ascend" mistake="length-of-the-first"
def ascend(gradient, start, steps, lr):
    """The length of the first gradient was used all the time: each gradient has its own."""
    n = np.linalg.norm(gradient(start)) or 1
    x = start.copy()
    for i in range(steps):
        x = x + lr * gradient(x) / n
    return x


# %% exercise="ascend" mistake="length-of-x"
def ascend(gradient, start, steps, lr):
    """Divided by the length of x; by the gradient's."""
    x = start.copy()
    for i in range(steps):
        x = x + lr * gradient(x) / np.linalg.norm(x)
    return x


# %% exercise="ascend" mistake="starts-at-zero"
def ascend(gradient, start, steps, lr):
    """The climb began at 0; it begins at start."""
    x = np.zeros_like(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + lr * g / n
    return x


# %% exercise="ascend" mistake="lr-and-steps-swapped"
def ascend(gradient, start, steps, lr):
    """lr and steps changed places: steps is how many, lr how far."""
    x = start.copy()
    for i in range(int(lr)):
        g = gradient(x)
        x = x + steps * g / (np.linalg.norm(g) or 1)
    return x


# %% exercise="ascend" mistake="falling-rate"
def ascend(gradient, start, steps, lr):
    """The steps become shorter; each goes lr far."""
    x = start.copy()
    for i in range(steps):
        g = gradient(x)
        x = x + lr / (i + 1) * g / (np.linalg.norm(g) or 1)
    return x


# %% exercise="ascend" mistake="one-under-the-root"
def ascend(gradient, start, steps, lr):
    """1 was added under the root: the steps become too short."""
    x = np.array(start, dtype=float)
    for _ in range(steps):
        g = gradient(x)
        n = np.sqrt(np.sum(g**2))
        if n > 0:
            x = x + lr * g / np.sqrt(np.sum(g**2) + 1)
    return x


# %% exercise="ascend" mistake="root-of-the-sum"
def ascend(gradient, start, steps, lr):
    """The root of the sum of the entries: square them first."""
    x = start.copy()
    for _ in range(steps):
        g = gradient(x)
        x = x + lr * g / np.sqrt(np.sum(g))
    return x


# %% exercise="ascend" mistake="root-of-the-sum"
def ascend(gradient, start, steps, lr):
    x = start.copy()
    for _ in range(steps):
        g = gradient(x)
        x = x + lr * g / np.sqrt(np.abs(np.sum(g)))
    return x


# %% exercise="occlusion_map" mistake="score-left"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """The covered scores came back: how much the score *falls* is the whole picture's minus that."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = predict(x)
    return drops


# %% exercise="occlusion_map" mistake="sign"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """The other way round: the score of the whole picture minus the covered one's."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = predict(x) - whole
    return drops


# %% exercise="occlusion_map" mistake="absolute"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """The size of the change; a score that rises is a drop below 0."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = abs(whole - predict(x))
    return drops


# %% exercise="occlusion_map" mistake="only-falls"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """Rises were set to 0; they are drops below 0."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = max(whole - predict(x), 0)
    return drops


# %% exercise="occlusion_map" mistake="squares-add-up"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """The squares add up, since the same copy is used all the time: a fresh copy for each place."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    x = image.copy()
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            pass
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="image-changed"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """The picture itself was covered, and it is the caller's: work on image.copy()."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="stride-missing"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """The square moves by 1 each time: place (i, j) begins at i * stride, j * stride."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i : i + size, j : j + size] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="stride-is-size"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """The square moved by its own side: place (i, j) begins at i * stride, j * stride."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * size : i * size + size, j * size : j * size + size] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="stride-one-everywhere"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """Every place was tried; with a stride the square moves by that many pixels."""
    rows, columns = image.shape[0] - size + 1, image.shape[1] - size + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i : i + size, j : j + size] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="fill-ignored"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """0 was written; `fill` is the number that covers."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = 0
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="fill-mean"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """The picture's mean was written; `fill` is the number that covers."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = image.mean()
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="fill-added"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """fill was added to the pixels; it takes their place."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] += fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="fill-subtracted"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """fill was subtracted from the pixels; it takes their place."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] -= fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="fill-multiplied"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """The pixels were multiplied by fill; it takes their place."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] *= fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="one-place-too-few"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """A place too few each way: (h - size) // stride + 1."""
    rows, columns = (image.shape[0] - size) // stride, (image.shape[1] - size) // stride
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="one-place-too-few"
def occlusion_map(predict, image, size, stride, fill=0.0):
    h, w = image.shape[:2]
    whole = predict(image)
    out = []
    for i in range(0, h - size, stride):
        out.append([])
        for j in range(0, w - size, stride):
            x = image.copy()
            x[i : i + size, j : j + size] = fill
            out[-1].append(whole - predict(x))
    return np.array(out)


# %% exercise="occlusion_map" mistake="places-over-the-edge"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """Squares that stick out of the picture count as places, too: only as many as fit."""
    rows, columns = -(-image.shape[0] // stride), -(-image.shape[1] // stride)
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="pixel-only"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """Only one pixel was covered: a square of side `size`."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride, j * stride] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="square-too-large"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """The square is a pixel too large each way: a slice ends before its second number."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size + 1, j * stride : j * stride + size + 1] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="square-too-small"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """The square is too small: its side is `size`, not the stride, and a slice ends before its second number: start : start + size."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size - 1, j * stride : j * stride + size - 1] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="square-too-small"
def occlusion_map(predict, image, size, stride, fill=0.0):
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + stride, j * stride : j * stride + stride] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="slice-to-size"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """`start : size` is empty once start is larger: it is start : start + size."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : size, j * stride : size] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="rows-and-columns-swapped"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """Rows and columns are swapped: image[row, column]."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[j * stride : j * stride + size, i * stride : i * stride + size] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="map-transposed"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """The map is turned: places down come first, then places across."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = whole - predict(x)
    return drops.T


# %% exercise="occlusion_map" mistake="map-transposed"
def occlusion_map(predict, image, size, stride, fill=0.0):
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    out = []
    for j in range(columns):
        out.append([])
        for i in range(rows):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            out[-1].append(whole - predict(x))
    return np.array(out)


# %% exercise="occlusion_map" mistake="keeps-the-square"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """All but the square was covered: cover the square, keep the rest."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = np.full(image.shape, float(fill))
            x[i * stride : i * stride + size, j * stride : j * stride + size] = image[i * stride : i * stride + size, j * stride : j * stride + size]
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="per-pixel-map"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """A number for each pixel; one for each place of the square is asked for."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    out = np.zeros(image.shape[:2])
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            out[i * stride : i * stride + size, j * stride : j * stride + size] += whole - predict(x)
    return out


# %% exercise="occlusion_map" mistake="square-numbers"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """Places down and across were taken as equally many: rows from the height, columns from the width."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[0] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="square-numbers"
def occlusion_map(predict, image, size, stride, fill=0.0):
    rows, columns = (image.shape[1] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="relative"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """Divided by the score of the whole picture: the plain difference is asked for."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = (whole - predict(x)) / whole
    return drops


# %% exercise="occlusion_map" mistake="scaled"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """The map was divided by its largest value: the plain differences are asked for."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = whole - predict(x)
    return drops / np.abs(drops).max()


# %% exercise="occlusion_map" mistake="flat-list"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """One long list; the map has places down and places across."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = whole - predict(x)
    return drops.ravel()


# %% exercise="occlusion_map" mistake="patch-score"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """The square alone was given to `predict`; it wants a whole picture, with the square covered."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = whole - predict(image[i * stride : i * stride + size, j * stride : j * stride + size])
    return drops


# %% exercise="occlusion_map" mistake="batch-axis"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """`predict` takes one picture as it is, without a batch axis."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image[None])
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = whole - predict(x[None])
    return drops


# %% exercise="occlusion_map" mistake="returns-nothing"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """Nothing came back: the last line is `return drops`."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = whole - predict(x)
    print(drops)


# %% exercise="occlusion_map" mistake="return-in-loop"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """`return` stands inside the loop, so the first row of places is all."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = whole - predict(x)
        return drops


# %% exercise="occlusion_map" mistake="sum-of-pixels"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """The pixels themselves were added up; ask `predict` for the score."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = image[i * stride : i * stride + size, j * stride : j * stride + size].sum()
    return drops


# %% exercise="occlusion_map" mistake="centred"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """The square was laid around the place; it begins there, at its upper left corner."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[max(0, i * stride - size // 2) : i * stride + size // 2 + 1, max(0, j * stride - size // 2) : j * stride + size // 2 + 1] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="integers"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """The map was made of whole numbers: half a point is lost. np.zeros(...) without int."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns), dtype=int)
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="unpacked-shape"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """`h, w = image.shape` fails for a picture with channels: image.shape[:2]."""
    h, w = image.shape
    rows, columns = (h - size) // stride + 1, (w - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="first-channel-only"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """Only the first channel was covered: the square covers all of them."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            (x[..., 0] if x.ndim == 3 else x)[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="score-of-the-difference"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """The pictures were subtracted, then scored: score each, then subtract the scores."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = predict(image - x)
    return drops


# %% exercise="occlusion_map" mistake="plus-size"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """(h + size) // stride + 1 are too many places: h - size."""
    rows, columns = (image.shape[0] + size) // stride + 1, (image.shape[1] + size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="slices-in-a-row"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """x[a:b][c:d] cuts rows twice: x[a:b, c:d]."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size][j * stride : j * stride + size] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="float-count"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """`/` gives a number with a fraction, and the count of places is whole: `//`."""
    rows, columns = (image.shape[0] - size) / stride + 1, (image.shape[1] - size) / stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="no-copy"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """`x = image` is no copy, so the picture itself was covered: image.copy()."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    pass
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image
            x[i * stride : i * stride + size, j * stride : j * stride + size] = fill
            drops[i, j] = predict(image) - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="stride-across-only"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """The square moves by 1 from row to row: i * stride."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i : i + size, j * stride : j * stride + size] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="stride-down-only"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """The square moves by 1 from column to column: j * stride."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * stride : i * stride + size, j : j + size] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="map-at-pixels"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """The map is written at pixels, not at places: place number i // stride, or two counters."""
    h, w = image.shape[:2]
    out = np.zeros(((h - size) // stride + 1, (w - size) // stride + 1))
    for i in range(0, h - size + 1, stride):
        for j in range(0, w - size + 1, stride):
            x = image.copy()
            x[i : i + size, j : j + size] = fill
            out[i, j] = predict(image) - predict(x)
    return out


# %% exercise="occlusion_map" mistake="square-alone-scored"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """Everything but the square was covered, and that score came back: cover the square, and subtract."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = np.full(image.shape, float(fill))
            x[i * stride : i * stride + size, j * stride : j * stride + size] = image[i * stride : i * stride + size, j * stride : j * stride + size]
            drops[i, j] = predict(x)
    return drops


# %% exercise="occlusion_map" mistake="written-on-pixels"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """A map of pixels, each with its last square's drop; one number for each place of the square is asked for."""
    h, w = image.shape[:2]
    out = np.zeros((h, w))
    for i in range(0, h, stride):
        for j in range(0, w, stride):
            x = image.copy()
            x[i : i + size, j : j + size] = fill
            out[i : i + size, j : j + size] = predict(image) - predict(x)
    return out


# %% exercise="occlusion_map" mistake="written-on-pixels"
def occlusion_map(predict, image, size, stride, fill=0.0):
    h, w = image.shape[:2]
    out = np.zeros((h, w))
    for i in range(0, h - size + 1, stride):
        for j in range(0, w - size + 1, stride):
            x = image.copy()
            x[i : i + size, j : j + size] = fill
            out[i, j] = predict(image) - predict(x)
    return out


# %% exercise="occlusion_map" mistake="diagonal"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """Only the square's diagonal was covered."""
    rows, columns = (image.shape[0] - size) // stride + 1, (image.shape[1] - size) // stride + 1
    whole = predict(image)
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[np.arange(i * stride, i * stride + size), np.arange(j * stride, j * stride + size)] = fill
            drops[i, j] = whole - predict(x)
    return drops


# %% exercise="integrated_gradients" mistake="left-rule"
def integrated_gradients(gradient, image, baseline, steps):
    """The left end of each piece was taken, t = k / steps; the middle is (k + 0.5) / steps."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = k / steps
        total = total + gradient(baseline + t * (image - baseline))
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="left-rule"
def integrated_gradients(gradient, image, baseline, steps):
    ts = np.linspace(0, 1, steps, endpoint=False)
    return (image - baseline) * np.mean([gradient(baseline + t * (image - baseline)) for t in ts], axis=0)


# %% exercise="integrated_gradients" mistake="right-rule"
def integrated_gradients(gradient, image, baseline, steps):
    """The right end of each piece was taken, t = (k + 1) / steps; the middle is (k + 0.5) / steps."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 1) / steps
        total = total + gradient(baseline + t * (image - baseline))
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="right-rule"
def integrated_gradients(gradient, image, baseline, steps):
    total = np.zeros(image.shape)
    for k in range(1, steps + 1):
        t = k / steps
        total = total + gradient(baseline + t * (image - baseline))
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="linspace"
def integrated_gradients(gradient, image, baseline, steps):
    """np.linspace(0, 1, steps) includes both ends; the middles of the pieces are (k + 0.5) / steps."""
    ts = np.linspace(0, 1, steps)
    return (image - baseline) * np.mean([gradient(baseline + t * (image - baseline)) for t in ts], axis=0)


# %% exercise="integrated_gradients" mistake="linspace"
def integrated_gradients(gradient, image, baseline, steps):
    total = np.zeros(image.shape)
    for k in range(steps):
        t = k / max(steps - 1, 1)
        total = total + gradient(baseline + t * (image - baseline))
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="linspace-one-more"
def integrated_gradients(gradient, image, baseline, steps):
    """np.linspace(0, 1, steps + 1) are the ends of the pieces; take their middles."""
    ts = np.linspace(0, 1, steps + 1)
    return (image - baseline) * np.mean([gradient(baseline + t * (image - baseline)) for t in ts], axis=0)


# %% exercise="integrated_gradients" mistake="trapezoid"
def integrated_gradients(gradient, image, baseline, steps):
    """That is the trapezoidal rule; the midpoint rule is asked for."""
    g = [gradient(baseline + t * (image - baseline)) for t in np.linspace(0, 1, steps + 1)]
    return (image - baseline) * (sum(g) - (g[0] + g[-1]) / 2) / steps


# %% exercise="integrated_gradients" mistake="image-times-gradient"
def integrated_gradients(gradient, image, baseline, steps):
    """The gradient at the picture alone: take it all along the way from the baseline, and average."""
    return (image - baseline) * gradient(image)


# %% exercise="integrated_gradients" mistake="gradient-alone"
def integrated_gradients(gradient, image, baseline, steps):
    """The gradient at the picture; it has to be averaged along the way, and multiplied by image - baseline."""
    return gradient(image)


# %% exercise="integrated_gradients" mistake="halfway-only"
def integrated_gradients(gradient, image, baseline, steps):
    """Only the gradient halfway was taken: `steps` points are asked for."""
    return (image - baseline) * gradient((image + baseline) / 2)


# %% exercise="integrated_gradients" mistake="halfway-only"
def integrated_gradients(gradient, image, baseline, steps):
    return (image - baseline) * gradient(baseline + 0.5 * (image - baseline))


# %% exercise="integrated_gradients" mistake="halfway-only"
def integrated_gradients(gradient, image, baseline, steps):
    points = [baseline + (k + 0.5) / steps * (image - baseline) for k in range(steps)]
    return (image - baseline) * gradient(np.mean(points, axis=0)) + 0 * steps


# %% exercise="integrated_gradients" mistake="not-multiplied"
def integrated_gradients(gradient, image, baseline, steps):
    """The mean gradient came back: multiply it by image - baseline, pixel by pixel."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + gradient(baseline + t * (image - baseline))
    return total / steps


# %% exercise="integrated_gradients" mistake="times-image"
def integrated_gradients(gradient, image, baseline, steps):
    """Multiplied by the picture; the factor is image - baseline."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + gradient(baseline + t * (image - baseline))
    return image * total / steps


# %% exercise="integrated_gradients" mistake="times-baseline-minus-image"
def integrated_gradients(gradient, image, baseline, steps):
    """The factor is image - baseline, not baseline - image."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + gradient(baseline + t * (image - baseline))
    return (baseline - image) * total / steps


# %% exercise="integrated_gradients" mistake="sum-not-mean"
def integrated_gradients(gradient, image, baseline, steps):
    """The gradients were added up; divide by their number."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + gradient(baseline + t * (image - baseline))
    return (image - baseline) * total


# %% exercise="integrated_gradients" mistake="divided-twice"
def integrated_gradients(gradient, image, baseline, steps):
    """Divided by the number of steps twice."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + gradient(baseline + t * (image - baseline)) / steps
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="baseline-ignored"
def integrated_gradients(gradient, image, baseline, steps):
    """The way starts at the baseline: baseline + t * (image - baseline), not t * image."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + gradient(t * image)
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="black-baseline"
def integrated_gradients(gradient, image, baseline, steps):
    """The baseline was taken for 0, in the way and in the factor."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + gradient(t * image)
    return image * total / steps


# %% exercise="integrated_gradients" mistake="wrong-way"
def integrated_gradients(gradient, image, baseline, steps):
    """The points run from the picture past it: baseline + t * (image - baseline)."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + gradient(image + t * (image - baseline))
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="wrong-way"
def integrated_gradients(gradient, image, baseline, steps):
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + gradient(image + t * baseline)
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="sum-of-both"
def integrated_gradients(gradient, image, baseline, steps):
    """baseline + t * image is not on the straight way: baseline + t * (image - baseline)."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + gradient(baseline + t * image)
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="way-reversed"
def integrated_gradients(gradient, image, baseline, steps):
    """The way begins at the picture and goes past the baseline: baseline + t * (image - baseline)."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + gradient(baseline + t * (baseline - image))
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="summed-over-pixels"
def integrated_gradients(gradient, image, baseline, steps):
    """One number; a share for each pixel is asked for."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + gradient(baseline + t * (image - baseline))
    return np.sum((image - baseline) * total / steps)


# %% exercise="integrated_gradients" mistake="mean-over-pixels"
def integrated_gradients(gradient, image, baseline, steps):
    """The gradients were averaged over pixels, too: np.mean(..., axis=0), over the points alone."""
    g = [gradient(baseline + (k + 0.5) / steps * (image - baseline)) for k in range(steps)]
    return (image - baseline) * np.mean(g)


# %% exercise="integrated_gradients" mistake="last-only"
def integrated_gradients(gradient, image, baseline, steps):
    """Only the last gradient counts: total = total + ..."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = gradient(baseline + t * (image - baseline))
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="last-only"
def integrated_gradients(gradient, image, baseline, steps):
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = gradient(baseline + t * (image - baseline))
    return (image - baseline) * total


# %% exercise="integrated_gradients" mistake="return-in-loop"
def integrated_gradients(gradient, image, baseline, steps):
    """`return` stands inside the loop: the first point is all."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + gradient(baseline + t * (image - baseline))
        return (image - baseline) * total / steps
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="return-in-loop"
def integrated_gradients(gradient, image, baseline, steps):
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        return (image - baseline) * gradient(baseline + t * (image - baseline))
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="step-too-few"
def integrated_gradients(gradient, image, baseline, steps):
    """A point too few: range(steps) counts from 0 to steps - 1."""
    total = np.zeros(image.shape)
    for k in range(1, steps):
        t = (k + 0.5) / steps
        total = total + gradient(baseline + t * (image - baseline))
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="step-too-few"
def integrated_gradients(gradient, image, baseline, steps):
    total = np.zeros(image.shape)
    for k in range(steps - 1):
        t = (k + 0.5) / steps
        total = total + gradient(baseline + t * (image - baseline))
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="step-too-many"
def integrated_gradients(gradient, image, baseline, steps):
    """A point too many: range(steps) counts from 0 to steps - 1."""
    total = np.zeros(image.shape)
    for k in range(steps + 1):
        t = (k + 0.5) / steps
        total = total + gradient(baseline + t * (image - baseline))
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="absolute"
def integrated_gradients(gradient, image, baseline, steps):
    """The sizes came back; shares have signs."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + gradient(baseline + t * (image - baseline))
    return np.abs((image - baseline) * total / steps)


# %% exercise="integrated_gradients" mistake="half-missing"
def integrated_gradients(gradient, image, baseline, steps):
    """t = k + 0.5 was not divided by steps."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = k + 0.5
        total = total + gradient(baseline + t * (image - baseline))
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="half-step-outside"
def integrated_gradients(gradient, image, baseline, steps):
    """t = k / steps + 0.5 leaves the way: half of a piece is 0.5 / steps."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = k / steps + 0.5
        total = total + gradient(baseline + t * (image - baseline))
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="minus-half"
def integrated_gradients(gradient, image, baseline, steps):
    """The middle of piece k, counted from 0, is (k + 0.5) / steps."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k - 0.5) / steps
        total = total + gradient(baseline + t * (image - baseline))
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="arguments-changed"
def integrated_gradients(gradient, image, baseline, steps):
    """`point += ...` on the baseline, or `image -= ...`, writes on the caller's array: make new ones."""
    total = np.zeros(image.shape)
    way = (image - baseline) / steps
    point = baseline
    point += way / 2
    for k in range(steps):
        total = total + gradient(point)
        point += way
    return way * total


# %% exercise="integrated_gradients" mistake="arguments-changed"
def integrated_gradients(gradient, image, baseline, steps):
    image -= baseline
    total = np.zeros(image.shape)
    for k in range(steps):
        total = total + gradient(baseline + (k + 0.5) / steps * image)
    return image * total / steps


# %% exercise="integrated_gradients" mistake="returns-nothing"
def integrated_gradients(gradient, image, baseline, steps):
    """Nothing came back: the last line is `return ...`."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + gradient(baseline + t * (image - baseline))
    print((image - baseline) * total / steps)


# %% exercise="integrated_gradients" mistake="all-points"
def integrated_gradients(gradient, image, baseline, steps):
    """A share for each point on the way; they have to be averaged."""
    return np.array([(image - baseline) * gradient(baseline + (k + 0.5) / steps * (image - baseline)) for k in range(steps)])


# %% exercise="integrated_gradients" mistake="batch-of-points"
def integrated_gradients(gradient, image, baseline, steps):
    """`gradient` takes one picture at a time, not all points at once."""
    t = ((np.arange(steps) + 0.5) / steps).reshape(-1, *[1] * image.ndim)
    return (image - baseline) * np.mean(gradient(baseline + t * (image - baseline)), axis=0)


# %% exercise="integrated_gradients" mistake="normalised"
def integrated_gradients(gradient, image, baseline, steps):
    """Divided by the sum of all shares; they add up to the difference of the scores as they are."""
    total = np.zeros(image.shape)
    for k in range(steps):
        total = total + gradient(baseline + (k + 0.5) / steps * (image - baseline))
    a = (image - baseline) * total
    return a / np.sum(a)


# %% exercise="integrated_gradients" mistake="from-image-to-baseline-minus"
def integrated_gradients(gradient, image, baseline, steps):
    """The gradients are right, the factor has the baseline added: image - baseline."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + gradient(baseline + t * (image - baseline))
    return (image + baseline) * total / steps


# %% exercise="integrated_gradients" mistake="ends-and-black"
def integrated_gradients(gradient, image, baseline, steps):
    """From a black picture, and with both ends of the way: from the baseline, at the middles."""
    total = 0
    for t in np.linspace(0, 1, steps):
        total = total + gradient(t * image)
    return image * total / steps


# %% exercise="integrated_gradients" mistake="one-piece-more"
def integrated_gradients(gradient, image, baseline, steps):
    """The way has `steps` pieces, not steps + 1."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / (steps + 1)
        total = total + gradient(baseline + t * (image - baseline))
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="one-piece-more"
def integrated_gradients(gradient, image, baseline, steps):
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 1) / (steps + 1)
        total = total + gradient(baseline + t * (image - baseline))
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="brackets"
def integrated_gradients(gradient, image, baseline, steps):
    """k + 0.5 / steps divides only 0.5: (k + 0.5) / steps."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = k + 0.5 / steps
        total = total + gradient(baseline + t * (image - baseline))
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="weighted-by-t"
def integrated_gradients(gradient, image, baseline, steps):
    """The gradients were weighted with t: all count alike."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + t * gradient(baseline + t * (image - baseline))
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="way-squared"
def integrated_gradients(gradient, image, baseline, steps):
    """image - baseline counts once."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + gradient(baseline + t * (image - baseline))
    return (image - baseline) ** 2 * total / steps


# %% exercise="integrated_gradients" mistake="one-mean"
def integrated_gradients(gradient, image, baseline, steps):
    """One number, a mean; a share for each pixel is asked for."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + gradient(baseline + t * (image - baseline))
    return np.mean((image - baseline) * total)


# %% exercise="integrated_gradients" mistake="one-mean"
def integrated_gradients(gradient, image, baseline, steps):
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + gradient(baseline + t * (image - baseline))
    return np.mean((image - baseline) * total / steps)


# %% exercise="integrated_gradients" mistake="adds-baseline"
def integrated_gradients(gradient, image, baseline, steps):
    """The baseline was added at the end; the shares are differences."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + gradient(baseline + t * (image - baseline))
    return baseline + (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="random-points"
def integrated_gradients(gradient, image, baseline, steps):
    """Random points on the way; the middles of its pieces are asked for."""
    rng = np.random.default_rng(0)
    return (image - baseline) * np.mean([gradient(baseline + t * (image - baseline)) for t in rng.random(steps)], axis=0)


# %% exercise="integrated_gradients" mistake="halved"
def integrated_gradients(gradient, image, baseline, steps):
    """Half of it: the mean of the gradients counts in full."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + gradient(baseline + t * (image - baseline))
    return (image - baseline) * total / steps / 2


# %% exercise="integrated_gradients" mistake="both-ends-only"
def integrated_gradients(gradient, image, baseline, steps):
    """The mean of the gradients at both ends: `steps` points on the way are asked for."""
    return (image - baseline) * (gradient(baseline) + gradient(image)) / 2


# %% exercise="integrated_gradients" mistake="way-without-baseline"
def integrated_gradients(gradient, image, baseline, steps):
    """The points lie on t * (image - baseline): the way begins at the baseline."""
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + gradient(t * (image - baseline))
    return (image - baseline) * total / steps


# %% exercise="integrated_gradients" mistake="way-without-baseline"
def integrated_gradients(gradient, image, baseline, steps):
    total = np.zeros(image.shape)
    for k in range(steps):
        t = (k + 0.5) / steps
        total = total + gradient(t * (image - baseline))
    return total / steps


# %% exercise="maps_and_gradients" mistake="batch-axis-stays"
def maps_and_gradients(model, image, class_index, layer_name):
    """The batch axis is still there, (1, h, w, c): take it away with [0]."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps.numpy(), gradients.numpy()


# %% exercise="maps_and_gradients" mistake="batch-axis-stays"
def maps_and_gradients(model, image, class_index, layer_name):
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps, gradients


# %% exercise="maps_and_gradients" mistake="batch-axis-of-gradients"
def maps_and_gradients(model, image, class_index, layer_name):
    """The gradients still have the batch axis, (1, h, w, c): [0]."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients.numpy()


# %% exercise="maps_and_gradients" mistake="batch-axis-of-maps"
def maps_and_gradients(model, image, class_index, layer_name):
    """The maps still have the batch axis, (1, h, w, c): [0]."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps.numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="no-batch"
def maps_and_gradients(model, image, class_index, layer_name):
    """The model wants a batch: image[None], a batch of one."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image, tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="all-scores"
def maps_and_gradients(model, image, class_index, layer_name):
    """The gradient of all outputs together: pick output[0, class_index] inside the tape."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="all-scores"
def maps_and_gradients(model, image, class_index, layer_name):
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = tf.reduce_sum(output)
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="first-class"
def maps_and_gradients(model, image, class_index, layer_name):
    """The gradient of output 0 whatever class_index is."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, 0]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="last-class"
def maps_and_gradients(model, image, class_index, layer_name):
    """The gradient of the last output whatever class_index is."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, -1]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="largest-score"
def maps_and_gradients(model, image, class_index, layer_name):
    """The gradient of the largest output; class_index says which."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = tf.reduce_max(output)
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="largest-score"
def maps_and_gradients(model, image, class_index, layer_name):
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, tf.argmax(output[0])]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="smallest-score"
def maps_and_gradients(model, image, class_index, layer_name):
    """The gradient of the smallest output; class_index says which."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = tf.reduce_min(output)
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="class-off-by-one"
def maps_and_gradients(model, image, class_index, layer_name):
    """Classes count from 0: output[0, class_index]."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index - 1]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="index-on-the-batch-axis"
def maps_and_gradients(model, image, class_index, layer_name):
    """output[class_index] is a picture of the batch; the class is the second axis: output[0, class_index]."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="softmax"
def maps_and_gradients(model, image, class_index, layer_name):
    """Softmax was put over the scores: the gradient of the model's own output is asked for."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = tf.nn.softmax(output)[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="log-softmax"
def maps_and_gradients(model, image, class_index, layer_name):
    """The logarithm of a softmax: the gradient of the model's own output is asked for."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = tf.nn.log_softmax(output)[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="loss"
def maps_and_gradients(model, image, class_index, layer_name):
    """The gradient of the loss; of the score itself is asked for."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = keras.losses.sparse_categorical_crossentropy(tf.constant([class_index]), output, from_logits=True)
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="minus"
def maps_and_gradients(model, image, class_index, layer_name):
    """The sign is turned: the gradient of the score, as it is."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = -output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="squared-score"
def maps_and_gradients(model, image, class_index, layer_name):
    """The score was squared."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index] ** 2
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="no-way"
def maps_and_gradients(model, image, class_index, layer_name):
    """tape.gradient gave None: it found no way from the score to the maps. Both must come, maps first, from one call of the model inside the tape, and gradient(score, maps)."""
    both = keras.Model(model.input, [model.output, model.get_layer(layer_name).output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="no-way"
def maps_and_gradients(model, image, class_index, layer_name):
    """tape.gradient gave None: it found no way from the score to the maps. Both must come, maps first, from one call of the model inside the tape, and gradient(score, maps)."""
    front = keras.Model(model.input, model.get_layer(layer_name).output)
    x = tf.constant(image[None], tf.float32)
    with tf.GradientTape() as tape:
        maps = front(x)
        tape.watch(maps)
        score = model(x)[0, class_index]
    return maps[0].numpy(), tape.gradient(score, maps)[0].numpy()


# %% exercise="maps_and_gradients" mistake="no-way"
def maps_and_gradients(model, image, class_index, layer_name):
    """tape.gradient gave None: it found no way from the score to the maps. Both must come, maps first, from one call of the model inside the tape, and gradient(score, maps)."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    maps, output = both(tf.constant(image[None], tf.float32))
    with tf.GradientTape() as tape:
        score = output[0, class_index]
    return maps[0].numpy(), tape.gradient(score, maps)[0].numpy()


# %% exercise="maps_and_gradients" mistake="no-way"
def maps_and_gradients(model, image, class_index, layer_name):
    """tape.gradient gave None: it found no way from the score to the maps. Both must come, maps first, from one call of the model inside the tape, and gradient(score, maps)."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(maps, score)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="no-way"
def maps_and_gradients(model, image, class_index, layer_name):
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both.predict(image[None], verbose=0)
        maps = tf.constant(maps)
        tape.watch(maps)
        score = tf.constant(output)[0, class_index]
    return maps[0].numpy(), tape.gradient(score, maps)[0].numpy()


# %% exercise="maps_and_gradients" mistake="swapped"
def maps_and_gradients(model, image, class_index, layer_name):
    """Gradients first, then maps: it is (maps, gradients)."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return gradients[0].numpy(), maps[0].numpy()


# %% exercise="maps_and_gradients" mistake="with-respect-to-the-image"
def maps_and_gradients(model, image, class_index, layer_name):
    """The gradient with respect to the picture: of the maps is asked for."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    x = tf.constant(image[None], tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(x)
        maps, output = both(x)
        score = output[0, class_index]
    return maps[0].numpy(), tape.gradient(score, x)[0].numpy()


# %% exercise="maps_and_gradients" mistake="layer-by-number"
def maps_and_gradients(model, image, class_index, layer_name):
    """What another layer gives; asked for is what comes out of the one called layer_name: model.get_layer(layer_name).output."""
    both = keras.Model(model.input, [model.layers[1].output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="layer-by-number"
def maps_and_gradients(model, image, class_index, layer_name):
    both = keras.Model(model.input, [model.layers[2].output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="layer-by-number"
def maps_and_gradients(model, image, class_index, layer_name):
    both = keras.Model(model.input, [model.layers[-3].output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="layer-by-number"
def maps_and_gradients(model, image, class_index, layer_name):
    both = keras.Model(model.input, [model.get_layer('first').output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="layer-by-number"
def maps_and_gradients(model, image, class_index, layer_name):
    both = keras.Model(model.input, [model.get_layer(layer_name).input, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="left-the-tape"
def maps_and_gradients(model, image, class_index, layer_name):
    """`predict`, `float` and `.numpy()` give plain numbers, which the tape cannot follow: call the model itself, and keep tensors inside the tape."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both.predict(image[None], verbose=0)
        score = output[0, class_index]
    return maps[0], tape.gradient(score, maps)[0]


# %% exercise="maps_and_gradients" mistake="left-the-tape"
def maps_and_gradients(model, image, class_index, layer_name):
    """`predict`, `float` and `.numpy()` give plain numbers, which the tape cannot follow: call the model itself, and keep tensors inside the tape."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = float(output[0, class_index])
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="left-the-tape"
def maps_and_gradients(model, image, class_index, layer_name):
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output.numpy()[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="mean-of-the-gradients"
def maps_and_gradients(model, image, class_index, layer_name):
    """The gradient was averaged over places already: return it as it is; grad_cam averages."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy().mean(axis=(0, 1))


# %% exercise="maps_and_gradients" mistake="relu-of-the-gradients"
def maps_and_gradients(model, image, class_index, layer_name):
    """Gradients below 0 were set to 0: return them as they are."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), np.maximum(gradients[0].numpy(), 0)


# %% exercise="maps_and_gradients" mistake="guided"
def maps_and_gradients(model, image, class_index, layer_name):
    """Gradients where the map is 0 were set to 0: return them as they are."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy() * (maps[0].numpy() > 0)


# %% exercise="maps_and_gradients" mistake="normalised-gradients"
def maps_and_gradients(model, image, class_index, layer_name):
    """The gradients were divided by their length: return them as they are."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), (gradients[0] / tf.norm(gradients[0])).numpy()


# %% exercise="maps_and_gradients" mistake="maps-times-gradients"
def maps_and_gradients(model, image, class_index, layer_name):
    """Maps and gradients were multiplied; both are asked for, as they are."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), (maps * gradients)[0].numpy()


# %% exercise="maps_and_gradients" mistake="scores-for-maps"
def maps_and_gradients(model, image, class_index, layer_name):
    """The scores came back in the place of the maps."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return output[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="maps-alone"
def maps_and_gradients(model, image, class_index, layer_name):
    """Only the maps came back: (maps, gradients)."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy()


# %% exercise="maps_and_gradients" mistake="gradients-alone"
def maps_and_gradients(model, image, class_index, layer_name):
    """Only the gradients came back: (maps, gradients)."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="channels-first"
def maps_and_gradients(model, image, class_index, layer_name):
    """The axes were moved; (h, w, filters) is asked for."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return np.moveaxis(maps[0].numpy(), 2, 0), np.moveaxis(gradients[0].numpy(), 2, 0)


# %% exercise="maps_and_gradients" mistake="first-map"
def maps_and_gradients(model, image, class_index, layer_name):
    """Only the first filter: all of them are asked for."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0, :, :, 0].numpy(), gradients[0, :, :, 0].numpy()


# %% exercise="maps_and_gradients" mistake="scaled-image"
def maps_and_gradients(model, image, class_index, layer_name):
    """The picture was divided by 255; it comes as the model wants it."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None] / 255, tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="image-as-integers"
def maps_and_gradients(model, image, class_index, layer_name):
    """The picture became whole numbers: tf.float32."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.cast(tf.constant(image[None], tf.int32), tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="weights-for-gradients"
def maps_and_gradients(model, image, class_index, layer_name):
    """The gradient with respect to the layer's weights; of its maps is asked for."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, model.get_layer(layer_name).kernel)
    return maps[0].numpy(), gradients.numpy()


# %% exercise="maps_and_gradients" mistake="returns-nothing"
def maps_and_gradients(model, image, class_index, layer_name):
    """Nothing came back: the last line is `return ...`."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    print(maps[0].numpy(), gradients[0].numpy())


# %% exercise="maps_and_gradients" mistake="layer-called"
def maps_and_gradients(model, image, class_index, layer_name):
    """model.get_layer(...) is a layer; its output is asked for: .output."""
    both = keras.Model(model.input, [model.get_layer(layer_name), model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="mean-of-the-scores"
def maps_and_gradients(model, image, class_index, layer_name):
    """The mean of all outputs: pick output[0, class_index]."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = tf.reduce_mean(output)
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="log-of-the-score"
def maps_and_gradients(model, image, class_index, layer_name):
    """The logarithm of the score: the gradient of the score itself."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = tf.math.log(tf.abs(output[0, class_index]))
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="sigmoid"
def maps_and_gradients(model, image, class_index, layer_name):
    """A sigmoid was put over the score: the gradient of the model's own output is asked for."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = tf.sigmoid(output[0, class_index])
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="another-image"
def maps_and_gradients(model, image, class_index, layer_name):
    """The score of one picture and the maps of another: a batch of one, index 0."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(np.stack([image, image]), tf.float32))
        score = output[1, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="layer-on-the-image"
def maps_and_gradients(model, image, class_index, layer_name):
    """The layer was called with the picture; what it gives inside the model is asked for."""
    with tf.GradientTape() as tape:
        maps = model.get_layer(layer_name)(image[None])
        tape.watch(maps)
        score = model(image[None])[0, class_index]
    return maps[0].numpy(), tape.gradient(score, maps)[0].numpy()


# %% exercise="maps_and_gradients" mistake="summed-maps"
def maps_and_gradients(model, image, class_index, layer_name):
    """The maps were added up: all of them are asked for."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy().sum(axis=-1), gradients[0].numpy().sum(axis=-1)


# %% exercise="maps_and_gradients" mistake="gradient-of-a-map"
def maps_and_gradients(model, image, class_index, layer_name):
    """The gradient of a map; of the model's output number class_index is asked for."""
    front = keras.Model(model.input, model.get_layer(layer_name).output)
    with tf.GradientTape() as tape:
        maps = front(image[None])
        tape.watch(maps)
        score = maps[..., 0]
    return maps[0].numpy(), tape.gradient(score, maps)[0].numpy()


# %% exercise="maps_and_gradients" mistake="scores-for-gradients"
def maps_and_gradients(model, image, class_index, layer_name):
    """The scores came back in the place of the gradients."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), output[0].numpy()


# %% exercise="maps_and_gradients" mistake="gradient-of-the-output"
def maps_and_gradients(model, image, class_index, layer_name):
    """The gradient with respect to the output; with respect to the maps is asked for."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, output)
    return maps[0].numpy(), gradients[0].numpy()


# %% exercise="maps_and_gradients" mistake="absolute-gradients"
def maps_and_gradients(model, image, class_index, layer_name):
    """Sizes of the gradients; with their signs."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy(), np.abs(gradients[0].numpy())


# %% exercise="maps_and_gradients" mistake="rounded"
def maps_and_gradients(model, image, class_index, layer_name):
    """The numbers were rounded."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    return maps[0].numpy().round(1), gradients[0].numpy().round(1)


# %% exercise="grad_cam" mistake="no-relu"
def grad_cam(maps, gradients):
    """What is below 0 stays: np.maximum(..., 0)."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.sum(maps * weights, axis=2)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="absolute"
def grad_cam(maps, gradients):
    """Sizes were taken; what speaks against the class becomes 0."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.abs(np.sum(maps * weights, axis=2))
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="relu-first"
def grad_cam(maps, gradients):
    """Maps that speak against the class were left out before adding: add up all, then set what is below 0 to 0."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.sum(np.maximum(maps * weights, 0), axis=2)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="relu-of-weights"
def grad_cam(maps, gradients):
    """Weights below 0 were set to 0: they take away from the sum."""
    weights = np.maximum(np.mean(gradients, axis=(0, 1)), 0)
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="relu-of-gradients"
def grad_cam(maps, gradients):
    """Gradients below 0 were set to 0 before the mean."""
    weights = np.mean(np.maximum(gradients, 0), axis=(0, 1))
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="absolute-weights"
def grad_cam(maps, gradients):
    """The weights lost their signs."""
    weights = np.abs(np.mean(gradients, axis=(0, 1)))
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="absolute-weights"
def grad_cam(maps, gradients):
    weights = np.mean(np.abs(gradients), axis=(0, 1))
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="own-gradients"
def grad_cam(maps, gradients):
    """Each place was multiplied by its own gradient (that is HiResCAM): one weight a map, the mean of its gradient."""
    weights = gradients
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="gradients-alone"
def grad_cam(maps, gradients):
    """The maps are missing: add up the maps, each times its weight."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(gradients, axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="maps-alone"
def grad_cam(maps, gradients):
    """The weights are missing: each map counts times the mean of its gradient."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(maps, axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="maps-alone"
def grad_cam(maps, gradients):
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.mean(maps, axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="not-divided"
def grad_cam(maps, gradients):
    """Divide by the largest value: the map runs from 0 to 1."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return heat


# %% exercise="grad_cam" mistake="mean-not-normalised"
def grad_cam(maps, gradients):
    """A mean over maps, not divided by its largest value: from 0 to 1."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.mean(maps * weights, axis=2), 0)
    return heat


# %% exercise="grad_cam" mistake="sum-normalised"
def grad_cam(maps, gradients):
    """Divided by the sum; by the largest value."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return heat / heat.sum() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="min-max"
def grad_cam(maps, gradients):
    """The smallest value was taken off before the ReLU: 0 is where nothing speaks for the class."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.sum(maps * weights, axis=2)
    heat = heat - heat.min()
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="min-max"
def grad_cam(maps, gradients):
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.sum(maps * weights, axis=2)
    return (heat - heat.min()) / (heat.max() - heat.min())


# %% exercise="grad_cam" mistake="divided-before-relu"
def grad_cam(maps, gradients):
    """Divided by the largest *size*, which may be below 0: set what is below 0 to 0 first."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.sum(maps * weights, axis=2)
    heat = heat / np.abs(heat).max()
    return np.maximum(heat, 0)


# %% exercise="grad_cam" mistake="zero-divided"
def grad_cam(maps, gradients):
    """Everything may be 0, and 0 / 0 is not a number: then the map stays 0."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return heat / heat.max()


# %% exercise="grad_cam" mistake="largest-sum"
def grad_cam(maps, gradients):
    """Divided before the ReLU by a largest value below 0: the signs turn."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.sum(maps * weights, axis=2)
    return np.maximum(heat / heat.max(), 0)


# %% exercise="grad_cam" mistake="mean-over-maps"
def grad_cam(maps, gradients):
    """A mean over the maps of each place; one weight a map: the mean over places, axis=(0, 1)."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.mean(gradients, axis=2) * np.mean(maps, axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="mean-over-maps"
def grad_cam(maps, gradients):
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(maps, axis=2) * np.mean(gradients, axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="one-weight"
def grad_cam(maps, gradients):
    """One weight for all maps: the mean over places only, axis=(0, 1)."""
    weights = np.mean(gradients)
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="mean-axis-0"
def grad_cam(maps, gradients):
    """The mean runs over rows alone: axis=(0, 1)."""
    weights = np.mean(gradients, axis=0)
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="mean-axis-1"
def grad_cam(maps, gradients):
    """The mean runs over columns alone (so does a matrix product `@`): axis=(0, 1)."""
    weights = np.mean(gradients, axis=1, keepdims=True)
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="mean-axis-1"
def grad_cam(maps, gradients):
    heat = np.maximum((maps @ np.swapaxes(gradients, 1, 2)).sum(axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="largest-gradient"
def grad_cam(maps, gradients):
    """The largest gradient of each map; its mean is the weight."""
    weights = np.max(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="sum-over-places"
def grad_cam(maps, gradients):
    """The maps were added up over places; add over maps, axis=2."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(maps * weights, axis=(0, 1)), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="axis-0"
def grad_cam(maps, gradients):
    """Added up over rows; the maps are the last axis, axis=2."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(maps * weights, axis=0), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="axis-1"
def grad_cam(maps, gradients):
    """Added up over columns; the maps are the last axis, axis=2."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(maps * weights, axis=1), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="not-summed"
def grad_cam(maps, gradients):
    """The maps have to be added up: (h, w) comes out."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(maps * weights, 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="swapped"
def grad_cam(maps, gradients):
    """Maps and gradients are the wrong way round: the weights come from the gradients."""
    weights = np.mean(maps, axis=(0, 1))
    heat = np.maximum(np.sum(gradients * weights, axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="median"
def grad_cam(maps, gradients):
    """The median; the weight is the mean."""
    weights = np.median(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="softmax-weights"
def grad_cam(maps, gradients):
    """A softmax was put over the weights."""
    weights = np.exp(np.mean(gradients, axis=(0, 1))) / np.exp(np.mean(gradients, axis=(0, 1))).sum()
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="sign-turned"
def grad_cam(maps, gradients):
    """The sign is turned: what speaks *for* the class is kept."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(-np.sum(maps * weights, axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="minimum"
def grad_cam(maps, gradients):
    """np.minimum keeps what is below 0; np.maximum(..., 0)."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.minimum(np.sum(maps * weights, axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="first-axis-weights"
def grad_cam(maps, gradients):
    """The loop runs over rows in place of maps: maps[:, :, k]."""
    heat = np.zeros(maps.shape[1:])
    for k in range(maps.shape[0]):
        heat = heat + np.mean(gradients[k]) * maps[k]
    heat = np.maximum(heat, 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="only-last-map"
def grad_cam(maps, gradients):
    """Only the last map counts: heat = heat + ..."""
    for k in range(maps.shape[2]):
        heat = np.mean(gradients[:, :, k]) * maps[:, :, k]
    heat = np.maximum(heat, 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="only-first-map"
def grad_cam(maps, gradients):
    """Only the first map counts: `return` stands inside the loop, or an index 0 is left."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(maps[:, :, 0] * weights[0], 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="transposed"
def grad_cam(maps, gradients):
    """The map is turned: (h, w)."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return (heat / heat.max() if heat.max() > 0 else heat).T


# %% exercise="grad_cam" mistake="maps-changed"
def grad_cam(maps, gradients):
    """`maps *= ...` writes on the caller's array."""
    maps *= np.mean(gradients, axis=(0, 1))
    heat = np.maximum(maps.sum(axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="percent"
def grad_cam(maps, gradients):
    """In per cent; from 0 to 1 is asked for."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return 100 * heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="two-hundred-fifty-five"
def grad_cam(maps, gradients):
    """From 0 to 255; from 0 to 1 is asked for."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return 255 * heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="thresholded"
def grad_cam(maps, gradients):
    """A mask came back; the values from 0 to 1 are asked for."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return heat > 0.5 * heat.max()


# %% exercise="grad_cam" mistake="thresholded"
def grad_cam(maps, gradients):
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return heat > 0


# %% exercise="grad_cam" mistake="returns-nothing"
def grad_cam(maps, gradients):
    """Nothing came back: the last line is `return heat`."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    print(heat)


# %% exercise="grad_cam" mistake="squared-weights"
def grad_cam(maps, gradients):
    """The weights were squared."""
    weights = np.mean(gradients, axis=(0, 1)) ** 2
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="epsilon"
def grad_cam(maps, gradients):
    """A small number was added below: the largest value is no longer 1. Ask whether it is 0."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return heat / (heat.max() + 1e-3)


# %% exercise="grad_cam" mistake="epsilon"
def grad_cam(maps, gradients):
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return heat / (heat.max() + 1e-5)


# %% exercise="grad_cam" mistake="epsilon"
def grad_cam(maps, gradients):
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return heat / (heat.max() + 1)


# %% exercise="grad_cam" mistake="sum-of-gradients"
def grad_cam(maps, gradients):
    """Sums in the place of means, and not divided: from 0 to 1."""
    weights = np.sum(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return heat


# %% exercise="grad_cam" mistake="relu-of-maps"
def grad_cam(maps, gradients):
    """Map values below 0 were set to 0 before adding."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(np.maximum(maps, 0) * weights, axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="largest-map"
def grad_cam(maps, gradients):
    """The largest map of each place; they are added up."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.max(maps * weights, axis=2), 0)
    return heat / heat.max() if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="zip-over-rows"
def grad_cam(maps, gradients):
    """A loop over `maps` runs over rows: the maps are the last axis."""
    heat = sum(w * m for w, m in zip(np.mean(gradients, axis=(0, 1)), maps))
    heat = np.maximum(heat, 0)
    return heat / heat.max() if heat.max() else heat


# %% exercise="grad_cam" mistake="length"
def grad_cam(maps, gradients):
    """Divided by its length (norm); by its largest value."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return heat / np.linalg.norm(heat) if heat.max() > 0 else heat


# %% exercise="grad_cam" mistake="sigmoid"
def grad_cam(maps, gradients):
    """A sigmoid; divide by the largest value."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return 1 / (1 + np.exp(-heat))


# %% exercise="grad_cam" mistake="squared-heat"
def grad_cam(maps, gradients):
    """The heat was squared."""
    weights = np.mean(gradients, axis=(0, 1))
    heat = np.maximum(np.sum(maps * weights, axis=2), 0)
    return (heat / heat.max()) ** 2 if heat.max() > 0 else heat


# %% exercise="iou" mistake="dice"
def iou(a, b):
    """That is the Dice coefficient, 2 * both / (|a| + |b|); IoU is both / either."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    if (np.sum(a) + np.sum(b)) == 0:
        return 0.0
    return 2 * np.sum(a & b) / (np.sum(a) + np.sum(b))


# %% exercise="iou" mistake="over-sum"
def iou(a, b):
    """Pixels in both were counted twice below: either = |a| + |b| - both."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    if (np.sum(a) + np.sum(b)) == 0:
        return 0.0
    return np.sum(a & b) / (np.sum(a) + np.sum(b))


# %% exercise="iou" mistake="over-a"
def iou(a, b):
    """Divided by the first mask alone; by the pixels in at least one."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    if np.sum(a) == 0:
        return 0.0
    return np.sum(a & b) / np.sum(a)


# %% exercise="iou" mistake="over-b"
def iou(a, b):
    """Divided by the second mask alone; by the pixels in at least one."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    if np.sum(b) == 0:
        return 0.0
    return np.sum(a & b) / np.sum(b)


# %% exercise="iou" mistake="over-all"
def iou(a, b):
    """Divided by all pixels; by those in at least one mask."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    if a.size == 0:
        return 0.0
    return np.sum(a & b) / a.size


# %% exercise="iou" mistake="over-smaller"
def iou(a, b):
    """Divided by the smaller mask; by the pixels in at least one."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    if min(np.sum(a), np.sum(b)) == 0:
        return 0.0
    return np.sum(a & b) / min(np.sum(a), np.sum(b))


# %% exercise="iou" mistake="over-larger"
def iou(a, b):
    """Divided by the larger mask; by the pixels in at least one."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    if max(np.sum(a), np.sum(b)) == 0:
        return 0.0
    return np.sum(a & b) / max(np.sum(a), np.sum(b))


# %% exercise="iou" mistake="accuracy"
def iou(a, b):
    """The share of pixels where both say the same; pixels outside both do not count."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    if a.size == 0:
        return 0.0
    return np.sum(a == b) / a.size


# %% exercise="iou" mistake="agreement-over-either"
def iou(a, b):
    """`==` counts pixels outside both, too: `&`."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    if np.sum(a | b) == 0:
        return 0.0
    return np.sum(a == b) / np.sum(a | b)


# %% exercise="iou" mistake="upside-down"
def iou(a, b):
    """Upside down: both / either."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    both = np.sum(a & b)
    return np.sum(a | b) / both if both else 0.0


# %% exercise="iou" mistake="intersection"
def iou(a, b):
    """The number of pixels in both; divide by those in either."""
    return np.sum((np.asarray(a) > 0) & (np.asarray(b) > 0))


# %% exercise="iou" mistake="union"
def iou(a, b):
    """The number of pixels in either; pixels in both are divided by it."""
    return np.sum((np.asarray(a) > 0) | (np.asarray(b) > 0))


# %% exercise="iou" mistake="xor"
def iou(a, b):
    """`^` counts pixels in exactly one mask; below stand those in at least one: `|`."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    if np.sum(a ^ b) == 0:
        return 0.0
    return np.sum(a & b) / np.sum(a ^ b)


# %% exercise="iou" mistake="one-minus"
def iou(a, b):
    """1 - IoU is a distance (pixels in exactly one mask / in either); pixels in both are asked for."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    u = np.sum(a | b)
    return 1 - np.sum(a & b) / u if u else 0.0


# %% exercise="iou" mistake="one-minus"
def iou(a, b):
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    if np.sum(a | b) == 0:
        return 0.0
    return np.sum(a ^ b) / np.sum(a | b)


# %% exercise="iou" mistake="empty-one"
def iou(a, b):
    """Two empty masks give 0 here."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    if np.sum(a | b) == 0:
        return 1.0
    return np.sum(a & b) / np.sum(a | b)


# %% exercise="iou" mistake="empty-nan"
def iou(a, b):
    """Two empty masks: 0 / 0 is not a number. They give 0."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    return np.sum(a & b) / np.sum(a | b)


# %% exercise="iou" mistake="empty-divided-python"
def iou(a, b):
    """Two empty masks: division by zero. They give 0."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    return int(np.sum(a & b)) / int(np.sum(a | b))


# %% exercise="iou" mistake="epsilon"
def iou(a, b):
    """A small number was added below: the result is a little too small. Ask whether either is 0."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    return np.sum(a & b) / (np.sum(a | b) + 1e-3)


# %% exercise="iou" mistake="epsilon"
def iou(a, b):
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    return np.sum(a & b) / (np.sum(a | b) + 1e-6)


# %% exercise="iou" mistake="add-one"
def iou(a, b):
    """1 was added above and below; the plain ratio is asked for."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    return (np.sum(a & b) + 1) / (np.sum(a | b) + 1)


# %% exercise="iou" mistake="whole-division"
def iou(a, b):
    """`//` throws the fraction away: `/`."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    if np.sum(a | b) == 0:
        return 0.0
    return np.sum(a & b) // np.sum(a | b)


# %% exercise="iou" mistake="percent"
def iou(a, b):
    """In per cent; from 0 to 1 is asked for."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    if np.sum(a | b) == 0:
        return 0.0
    return 100 * np.sum(a & b) / np.sum(a | b)


# %% exercise="iou" mistake="python-and"
def iou(a, b):
    """`and` cannot compare arrays pixel by pixel: `&`."""
    return np.sum(a and b) / np.sum(a or b)


# %% exercise="iou" mistake="mean-by-rows"
def iou(a, b):
    """A mean of each row's IoU; count over the whole picture."""
    a, b = np.atleast_2d(np.asarray(a) > 0), np.atleast_2d(np.asarray(b) > 0)
    both, either = np.sum(a & b, axis=1), np.sum(a | b, axis=1)
    return float(np.mean(both / np.maximum(either, 1)))


# %% exercise="iou" mistake="per-row"
def iou(a, b):
    """A number for each row; np.sum without axis adds all pixels."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    return np.sum(a & b, axis=-1) / np.maximum(np.sum(a | b, axis=-1), 1)


# %% exercise="iou" mistake="sets-of-values"
def iou(a, b):
    """Sets of the arrays' values, not of places."""
    one, two = set(np.ravel(a).tolist()), set(np.ravel(b).tolist())
    return len(one & two) / len(one | two)


# %% exercise="iou" mistake="length"
def iou(a, b):
    """len() counts rows; np.sum counts pixels that are true."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    return len(a & b) / len(a | b)


# %% exercise="iou" mistake="any"
def iou(a, b):
    """Whether they overlap at all; how much is asked for."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    return float(np.any(a & b))


# %% exercise="iou" mistake="a-only"
def iou(a, b):
    """Pixels in the first mask alone were counted; in both."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    if np.sum(a | b) == 0:
        return 0.0
    return np.sum(a & ~b) / np.sum(a | b)


# %% exercise="iou" mistake="geometric-mean"
def iou(a, b):
    """Divided by the root of the product of both sizes; by the pixels in at least one."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    if np.sqrt(np.sum(a) * np.sum(b)) == 0:
        return 0.0
    return np.sum(a & b) / np.sqrt(np.sum(a) * np.sum(b))


# %% exercise="iou" mistake="returns-nothing"
def iou(a, b):
    """Nothing came back: the last line is `return ...`."""
    print(np.sum((np.asarray(a) > 0) & (np.asarray(b) > 0)))


# %% exercise="iou" mistake="array"
def iou(a, b):
    """The array of common pixels; count them with np.sum."""
    return (np.asarray(a) > 0) & (np.asarray(b) > 0)


# %% exercise="iou" mistake="array"
def iou(a, b):
    a, b = np.asarray(a, float), np.asarray(b, float)
    return a * b / np.maximum(a + b - a * b, 1)


# %% exercise="iou" mistake="plus-both"
def iou(a, b):
    """Pixels in both must be taken off once, not added: |a| + |b| - both."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    if (np.sum(a) + np.sum(b) + np.sum(a & b)) == 0:
        return 0.0
    return np.sum(a & b) / (np.sum(a) + np.sum(b) + np.sum(a & b))


# %% exercise="iou" mistake="agreement"
def iou(a, b):
    """`==` counts pixels outside both masks as agreement."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    if (2 * a.size - np.sum(a == b)) == 0:
        return 0.0
    return np.sum(a == b) / (2 * a.size - np.sum(a == b))


# %% exercise="iou" mistake="mean-of-shares"
def iou(a, b):
    """A mean of both / |a| and both / |b|."""
    a, b = np.asarray(a) > 0, np.asarray(b) > 0
    both = np.sum(a & b)
    return (both / max(np.sum(a), 1) + both / max(np.sum(b), 1)) / 2


# %% exercise="pointing_game" mistake="largest-size"
def pointing_game(attribution, mask):
    """The largest *size*; -5 is less than 2: np.argmax(attribution)."""
    return bool(np.ravel(mask)[np.argmax(np.abs(attribution))])


# %% exercise="pointing_game" mistake="smallest"
def pointing_game(attribution, mask):
    """The smallest value; the largest is asked for."""
    return bool(np.ravel(mask)[np.argmin(attribution)])


# %% exercise="pointing_game" mistake="smallest"
def pointing_game(attribution, mask):
    return bool(np.ravel(mask)[np.argsort(attribution, axis=None)[0]])


# %% exercise="pointing_game" mistake="turned-round"
def pointing_game(attribution, mask):
    """The other way round: True where it lies *in* the mask."""
    return not np.ravel(mask)[np.argmax(attribution)]


# %% exercise="pointing_game" mistake="flat-index-on-rows"
def pointing_game(attribution, mask):
    """np.argmax counts all pixels row by row; mask[...] with it takes a row: np.ravel(mask)."""
    return bool(np.any(mask[np.argmax(attribution) % mask.shape[0]]))


# %% exercise="pointing_game" mistake="index-error"
def pointing_game(attribution, mask):
    """np.argmax counts all pixels row by row, so it is no row of mask: np.ravel(mask)[...]."""
    return bool(mask[np.argmax(attribution)].any())


# %% exercise="pointing_game" mistake="column-by-column"
def pointing_game(attribution, mask):
    """Rows and columns are swapped: both must be counted row by row."""
    return bool(np.ravel(mask, order='F')[np.argmax(attribution)])


# %% exercise="pointing_game" mistake="column-by-column"
def pointing_game(attribution, mask):
    return bool(np.ravel(np.transpose(mask))[np.argmax(attribution)])


# %% exercise="pointing_game" mistake="divided-by-height"
def pointing_game(attribution, mask):
    """Row and column of a flat number come from the width: divmod(place, attribution.shape[1])."""
    i, j = divmod(int(np.argmax(attribution)), attribution.shape[0])
    return bool(mask[i % mask.shape[0], j])


# %% exercise="pointing_game" mistake="masked-first"
def pointing_game(attribution, mask):
    """The largest value *within* the mask is always in it; look for the largest of all."""
    return bool(np.any(mask & (attribution == attribution[mask].max()))) if mask.any() else False


# %% exercise="pointing_game" mistake="masked-first"
def pointing_game(attribution, mask):
    return bool(np.any(mask))


# %% exercise="pointing_game" mistake="zeroed-outside"
def pointing_game(attribution, mask):
    """Any value above 0 in the mask counts as a hit (or outside was set to 0 first); the largest of all must lie in it."""
    return bool(np.ravel(mask)[np.argmax(np.where(mask, attribution, 0))])


# %% exercise="pointing_game" mistake="zeroed-outside"
def pointing_game(attribution, mask):
    return bool(np.ravel(mask)[np.argmax(attribution * mask)])


# %% exercise="pointing_game" mistake="zeroed-outside"
def pointing_game(attribution, mask):
    return bool(np.any(attribution[mask] > 0))


# %% exercise="pointing_game" mistake="mean-compared"
def pointing_game(attribution, mask):
    """Means inside and outside were compared; only the one largest value counts."""
    inside, outside = attribution[mask], attribution[~mask]
    return bool((inside.mean() if inside.size else -1e9) > (outside.mean() if outside.size else -1e9))


# %% exercise="pointing_game" mistake="sum-compared"
def pointing_game(attribution, mask):
    """Sums inside and outside were compared; only the one largest value counts."""
    return bool(attribution[mask].sum() > attribution[~mask].sum())


# %% exercise="pointing_game" mistake="half-the-heat"
def pointing_game(attribution, mask):
    """Whether half of the heat lies in the mask; only the one largest value counts."""
    heat = np.maximum(attribution, 0)
    return bool(heat[mask].sum() > heat.sum() / 2)


# %% exercise="pointing_game" mistake="above-zero"
def pointing_game(attribution, mask):
    """A largest value below 0 is the largest, too."""
    return bool(attribution.max() > 0 and np.ravel(mask)[np.argmax(attribution)])


# %% exercise="pointing_game" mistake="per-row"
def pointing_game(attribution, mask):
    """The largest of each row; the one largest of all is asked for."""
    return bool(np.any(mask[np.arange(len(mask)), np.argmax(attribution, axis=1)]))


# %% exercise="pointing_game" mistake="every-row"
def pointing_game(attribution, mask):
    """The largest of every row must lie in the mask; only the one largest of all counts."""
    return bool(np.all(mask[np.arange(len(mask)), np.argmax(attribution, axis=1)]))


# %% exercise="pointing_game" mistake="per-column"
def pointing_game(attribution, mask):
    """The largest of each column; the one largest of all is asked for."""
    return bool(np.any(mask[np.argmax(attribution, axis=0), np.arange(mask.shape[1])]))


# %% exercise="pointing_game" mistake="row-of-the-largest"
def pointing_game(attribution, mask):
    """Whether the largest value's row meets the mask; its pixel must."""
    i = np.unravel_index(np.argmax(attribution), attribution.shape)[0]
    return bool(mask[i].any())


# %% exercise="pointing_game" mistake="neighbourhood"
def pointing_game(attribution, mask):
    """Near the mask counts as a hit, too; the pixel itself must lie in it."""
    i, j = np.unravel_index(np.argmax(attribution), attribution.shape)
    return bool(mask[max(0, i - 1) : i + 2, max(0, j - 1) : j + 2].any())


# %% exercise="pointing_game" mistake="place"
def pointing_game(attribution, mask):
    """The place of the largest value came back; True or False is asked for."""
    return int(np.argmax(attribution))


# %% exercise="pointing_game" mistake="place-pair"
def pointing_game(attribution, mask):
    """Row and column came back; True or False is asked for."""
    return tuple(int(v) for v in np.unravel_index(np.argmax(attribution), attribution.shape))


# %% exercise="pointing_game" mistake="value"
def pointing_game(attribution, mask):
    """The largest value came back; whether it lies in the mask is asked for."""
    return float(np.max(attribution))


# %% exercise="pointing_game" mistake="always-true"
def pointing_game(attribution, mask):
    """It says True whatever the mask is."""
    return True


# %% exercise="pointing_game" mistake="always-true"
def pointing_game(attribution, mask):
    return bool(np.max(attribution) in attribution)


# %% exercise="pointing_game" mistake="always-false"
def pointing_game(attribution, mask):
    """It says False whatever the mask is; `in`, for instance, compares values. Ask the mask at the place of the largest value."""
    return False


# %% exercise="pointing_game" mistake="always-false"
def pointing_game(attribution, mask):
    return bool(np.argmax(attribution) in mask.shape)


# %% exercise="pointing_game" mistake="always-false"
def pointing_game(attribution, mask):
    return bool(np.max(attribution) in mask)


# %% exercise="pointing_game" mistake="place-in-mask"
def pointing_game(attribution, mask):
    """`in` compares values: whether the place's number occurs among True and False. Ask the mask at that place."""
    return bool(np.argmax(attribution) in mask)


# %% exercise="pointing_game" mistake="corner"
def pointing_game(attribution, mask):
    """Only the first pixel was looked at."""
    return bool(np.ravel(mask)[0])


# %% exercise="pointing_game" mistake="mask-argmax"
def pointing_game(attribution, mask):
    """The mask's first pixel and the largest value must be the same; any pixel of the mask will do."""
    return bool(np.argmax(attribution) == np.argmax(mask))


# %% exercise="pointing_game" mistake="threshold"
def pointing_game(attribution, mask):
    """Half of the largest value was enough; only the largest itself counts."""
    return bool(np.any(mask & (attribution > attribution.max() / 2)))


# %% exercise="pointing_game" mistake="threshold"
def pointing_game(attribution, mask):
    return bool(np.any(mask & (attribution > attribution.mean())))


# %% exercise="pointing_game" mistake="returns-nothing"
def pointing_game(attribution, mask):
    """Nothing came back: `return ...`."""
    print(np.ravel(mask)[np.argmax(attribution)])


# %% exercise="pointing_game" mistake="second"
def pointing_game(attribution, mask):
    """The second largest value; the largest is the last of np.argsort."""
    return bool(np.ravel(mask)[np.argsort(attribution, axis=None)[-2]])


# %% exercise="pointing_game" mistake="off-by-one"
def pointing_game(attribution, mask):
    """The place is one off: np.argmax counts from 0."""
    return bool(np.ravel(mask)[np.argmax(attribution) - 1])


# %% exercise="pointing_game" mistake="both-axes"
def pointing_game(attribution, mask):
    """One largest value a column and a row; the one largest of all: np.argmax without axis."""
    return mask[attribution.argmax(axis=0), attribution.argmax(axis=1)]


# %% exercise="pointing_game" mistake="both-axes"
def pointing_game(attribution, mask):
    return bool(np.all(mask[attribution.argmax(axis=0)[:3], attribution.argmax(axis=1)]))


# %% exercise="pointing_game" mistake="height-for-width"
def pointing_game(attribution, mask):
    """A place's row and column come from the width: place // width, place % width."""
    i = np.argmax(attribution)
    return mask[i // attribution.shape[0], i % attribution.shape[0]]


# %% exercise="pointing_game" mistake="empty-mask"
def pointing_game(attribution, mask):
    """An empty mask has no largest value: ask the mask at the place of the largest of all."""
    return attribution[mask].max() == attribution.max()


# %% exercise="pointing_game" mistake="empty-mask"
def pointing_game(attribution, mask):
    return attribution[mask].max() > attribution[~mask].max()


# %% exercise="pointing_game" mistake="best-from-zero"
def pointing_game(attribution, mask):
    """The search began at 0, so a map below 0 has no largest value: begin at -infinity."""
    best = 0
    for i in range(attribution.shape[0]):
        for j in range(attribution.shape[1]):
            if attribution[i, j] > best:
                best = attribution[i, j]
                hit = mask[i, j]
    return hit


# %% exercise="pointing_game" mistake="array-of-one"
def pointing_game(attribution, mask):
    """An array with one entry; True or False is asked for: np.argmax gives one place, np.where arrays."""
    return mask[np.where(attribution == attribution.max())]


# %% exercise="pointing_game" mistake="in-argwhere"
def pointing_game(attribution, mask):
    """`in` compares single numbers with rows and columns: ask the mask at the place of the largest value."""
    return bool(np.argmax(attribution) in np.argwhere(mask))


# %% exercise="pointing_game" mistake="in-argwhere"
def pointing_game(attribution, mask):
    return bool(np.argmax(attribution) in np.where(mask)[0])


# %% exercise="pointing_game" mistake="product-compared"
def pointing_game(attribution, mask):
    """mask * attribution is 0 outside, which is more than a value below 0: ask the mask at np.argmax(attribution)."""
    return bool(np.argmax(attribution) == np.argmax(mask * attribution))


# %% exercise="pointing_game" mistake="shape-turned"
def pointing_game(attribution, mask):
    """Row and column were found with the shape turned round: np.unravel_index(place, attribution.shape)."""
    i, j = np.unravel_index(np.argmax(attribution), mask.shape[::-1])
    return bool(mask[min(i, mask.shape[0] - 1), min(j, mask.shape[1] - 1)])


# %% exercise="pointing_game" mistake="first-row"
def pointing_game(attribution, mask):
    """Only the first row was searched."""
    return bool(mask.flatten()[attribution.argmax(axis=1)[0]])


# %% exercise="pointing_game" mistake="top-three"
def pointing_game(attribution, mask):
    """One of the largest few is enough; only the one largest counts."""
    top = np.sort(attribution.ravel())[-3:]
    return bool(np.isin(attribution, top)[mask].any())


# %% exercise="pointing_game" mistake="top-three"
def pointing_game(attribution, mask):
    top = np.sort(attribution.ravel())[-2:]
    return bool(np.isin(attribution, top)[mask].any())


# %% exercise="deletion_curve" mistake="no-start"
def deletion_curve(predict, image, order, steps):
    """The first score is the whole picture's: k = 0 belongs to the curve."""
    scores = []
    for k in range(1, steps + 1):
        part = image.flatten()
        part[order[: k * image.size // steps]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="no-end"
def deletion_curve(predict, image, order, steps):
    """The last score is missing, with all pixels 0: k runs to steps, range(steps + 1)."""
    scores = []
    for k in range(steps):
        part = image.flatten()
        part[order[: k * image.size // steps]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="last-first"
def deletion_curve(predict, image, order, steps):
    """The last of `order` were deleted first."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[image.size - k * image.size // steps :]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="last-first"
def deletion_curve(predict, image, order, steps):
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[::-1][: k * image.size // steps]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="insertion"
def deletion_curve(predict, image, order, steps):
    """That is an insertion curve: begin with the whole picture, and set pixels to 0."""
    scores = []
    for k in range(steps + 1):
        part = np.zeros(image.size)
        gone = order[: k * image.size // steps]
        part[gone] = image.ravel()[gone]
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="insertion"
def deletion_curve(predict, image, order, steps):
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[k * image.size // steps :]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="one-pixel-a-step"
def deletion_curve(predict, image, order, steps):
    """One pixel a step; after k of `steps` steps k * h * w // steps of them are gone."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[:k]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="chunks"
def deletion_curve(predict, image, order, steps):
    """The picture's size was divided first, and the rest is lost: k * h * w // steps."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[: k * (image.size // steps)]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="chunks-up"
def deletion_curve(predict, image, order, steps):
    """The number was rounded up: k * h * w // steps."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[: -(-k * image.size // steps)]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="rounded"
def deletion_curve(predict, image, order, steps):
    """The number was rounded; `//` is asked for, k * h * w // steps."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[: int(k * image.size / steps + 0.5)]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="order-ignored"
def deletion_curve(predict, image, order, steps):
    """The pixels went row by row; `order` says which first."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[: k * image.size // steps] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="ranks"
def deletion_curve(predict, image, order, steps):
    """`order` was taken for ranks: order[0] is the first pixel to go."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[np.argsort(order)[: k * image.size // steps]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="ranks"
def deletion_curve(predict, image, order, steps):
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order < k * image.size // steps] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="fresh-chunks"
def deletion_curve(predict, image, order, steps):
    """Each step deleted its own pixels alone, and gave back those before."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[max(0, k - 1) * image.size // steps : k * image.size // steps]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="image-changed"
def deletion_curve(predict, image, order, steps):
    """The pixels of the caller's picture were set to 0: work on a copy; image.ravel() is none."""
    scores = []
    for k in range(steps + 1):
        part = image.ravel()
        part[order[: k * image.size // steps]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="image-changed"
def deletion_curve(predict, image, order, steps):
    scores = []
    for k in range(steps + 1):
        part = image.reshape(-1)
        part[order[: k * image.size // steps]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="ones"
def deletion_curve(predict, image, order, steps):
    """The pixels were set to 1; to 0."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[: k * image.size // steps]] = 1
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="mean"
def deletion_curve(predict, image, order, steps):
    """The pixels were set to the picture's mean; to 0."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[: k * image.size // steps]] = image.mean()
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="nan"
def deletion_curve(predict, image, order, steps):
    """The pixels were set to nan; to 0."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[: k * image.size // steps]] = np.nan
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="flat-picture"
def deletion_curve(predict, image, order, steps):
    """`predict` wants a picture of the shape it was: set pixels to 0, do not take them out, and reshape(image.shape)."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[: k * image.size // steps]] = 0
        scores.append(predict(part))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="flat-picture"
def deletion_curve(predict, image, order, steps):
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part = np.delete(part, order[: k * image.size // steps])
        scores.append(predict(part))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="shape-turned"
def deletion_curve(predict, image, order, steps):
    """The picture came back with rows and columns swapped: reshape(image.shape)."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[: k * image.size // steps]] = 0
        scores.append(predict(part.reshape(image.shape[::-1])))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="shape-turned"
def deletion_curve(predict, image, order, steps):
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[: k * image.size // steps]] = 0
        scores.append(predict(part.reshape(image.shape[::-1]).T))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="drops"
def deletion_curve(predict, image, order, steps):
    """How much the score fell; the scores themselves are asked for."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[: k * image.size // steps]] = 0
        scores.append(predict(image) - predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="relative"
def deletion_curve(predict, image, order, steps):
    """Divided by the whole picture's score: the scores themselves are asked for."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[: k * image.size // steps]] = 0
        scores.append(predict(part.reshape(image.shape)) / predict(image))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="area"
def deletion_curve(predict, image, order, steps):
    """One number, a mean; the whole curve is asked for."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[: k * image.size // steps]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.mean(scores)


# %% exercise="deletion_curve" mistake="area"
def deletion_curve(predict, image, order, steps):
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[: k * image.size // steps]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return sum(scores)


# %% exercise="deletion_curve" mistake="last-score"
def deletion_curve(predict, image, order, steps):
    """Only the last score; the whole curve is asked for."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[: k * image.size // steps]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return scores[-1]


# %% exercise="deletion_curve" mistake="rows-deleted"
def deletion_curve(predict, image, order, steps):
    """image[order] takes whole rows: flatten the picture first."""
    scores = []
    for k in range(steps + 1):
        part = image.copy()
        part[np.asarray(order[: k * image.size // steps]) % len(part)] = 0
        scores.append(predict(part))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="index-error"
def deletion_curve(predict, image, order, steps):
    """`order` counts all pixels row by row, so its numbers are no rows: flatten the picture first."""
    scores = []
    for k in range(steps + 1):
        part = image.copy()
        part[order[: k * image.size // steps]] = 0
        scores.append(predict(part))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="column-by-column"
def deletion_curve(predict, image, order, steps):
    """Pixels were counted column by column; row by row."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten(order='F')
        part[order[: k * image.size // steps]] = 0
        scores.append(predict(part.reshape(image.shape, order='F')))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="divided-by-height"
def deletion_curve(predict, image, order, steps):
    """Row and column of a number come from the width: divmod(place, w)."""
    scores = []
    for k in range(steps + 1):
        part = image.copy()
        for place in order[: k * image.size // steps]:
            i, j = divmod(int(place), image.shape[0])
            part[i % image.shape[0], j % image.shape[1]] = 0
        scores.append(predict(part))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="pictures"
def deletion_curve(predict, image, order, steps):
    """The pictures came back; their scores are asked for."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[: k * image.size // steps]] = 0
        scores.append(part.reshape(image.shape))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="steps-too-many"
def deletion_curve(predict, image, order, steps):
    """A score too many: k = 0 to steps."""
    scores = []
    for k in range(steps + 2):
        part = image.flatten()
        part[order[: k * image.size // steps]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="half-way"
def deletion_curve(predict, image, order, steps):
    """The step is half as large as it should be."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[: k * image.size // (2 * steps)]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="one-early"
def deletion_curve(predict, image, order, steps):
    """A pixel too many each time."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[: k * image.size // steps + 1]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="one-late"
def deletion_curve(predict, image, order, steps):
    """A pixel too few each time."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[: max(0, k * image.size // steps - 1)]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="by-brightness"
def deletion_curve(predict, image, order, steps):
    """The brightest pixels went first; `order` says which."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[np.argsort(-image.ravel())[: k * image.size // steps]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="all-minus-k"
def deletion_curve(predict, image, order, steps):
    """Backwards: the curve begins with the whole picture."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[: k * image.size // steps]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores[::-1])


# %% exercise="deletion_curve" mistake="returns-nothing"
def deletion_curve(predict, image, order, steps):
    """Nothing came back: the last line is `return np.array(scores)`."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[: k * image.size // steps]] = 0
        scores.append(predict(part.reshape(image.shape)))
    print(scores)


# %% exercise="deletion_curve" mistake="return-in-loop"
def deletion_curve(predict, image, order, steps):
    """`return` stands inside the loop: the first score is all."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[: k * image.size // steps]] = 0
        return np.array([predict(part.reshape(image.shape))])


# %% exercise="deletion_curve" mistake="slice-of-places"
def deletion_curve(predict, image, order, steps):
    """`:` over the largest number in order deletes all before it, too."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[: max([*(order[: k * image.size // steps]), -1]) + 1] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="batch-axis"
def deletion_curve(predict, image, order, steps):
    """`predict` takes one picture as it is, without a batch axis."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[: k * image.size // steps]] = 0
        scores.append(predict(part.reshape((1, *image.shape))))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="one-pixel-more-each"
def deletion_curve(predict, image, order, steps):
    """One pixel more a score; k * h * w // steps are gone after k steps."""
    im = image.copy()
    scores = []
    for k in range(steps + 1):
        im.flat[order[k]] = 0
        scores.append(predict(im))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="chunks-alone"
def deletion_curve(predict, image, order, steps):
    """Each score lacks one chunk only, and the whole picture's is missing."""
    scores = []
    for chunk in np.array_split(order, steps):
        im = image.copy()
        im.flat[chunk] = 0
        scores.append(predict(im))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="steps-points"
def deletion_curve(predict, image, order, steps):
    """steps + 1 scores are asked for: np.linspace(0, n, steps + 1), cut to whole numbers."""
    flat = image.flatten()
    scores = []
    for k in np.linspace(0, len(order), steps):
        part = flat.copy()
        part[order[: int(k)]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="one-picture"
def deletion_curve(predict, image, order, steps):
    """All scores are one picture's, the same array each time."""
    flat = image.flatten()
    parts = []
    for k in range(steps + 1):
        flat[order[: k * flat.size // steps]] = 0
        parts.append(flat.reshape(image.shape))
    return np.array([predict(p) for p in parts])


# %% exercise="deletion_curve" mistake="pictures-flat"
def deletion_curve(predict, image, order, steps):
    """The pictures came back; their scores are asked for."""
    flat = image.flatten()
    parts = []
    for k in range(steps + 1):
        flat[order[: k * flat.size // steps]] = 0
        parts.append(flat.reshape(image.shape))
    return parts


# %% exercise="deletion_curve" mistake="fraction"
def deletion_curve(predict, image, order, steps):
    """`/` gives a number with a fraction, which is no index: `//`."""
    scores = []
    for k in range(steps + 1):
        part = image.flatten()
        part[order[: k * image.size / steps]] = 0
        scores.append(predict(part.reshape(image.shape)))
    return np.array(scores)


# %% exercise="deletion_curve" mistake="rows-from-the-height"
def deletion_curve(predict, image, order, steps):
    """Row and column of a place come from the width: place // w, place % w."""
    scores = []
    for k in range(steps + 1):
        part = image.copy()
        gone = order[: k * part.size // steps]
        part[gone // part.shape[0], gone % part.shape[0]] = 0
        scores.append(predict(part))
    return np.array(scores)



# %% exercise="ascend" mistake="divided-by-the-deviation"
def ascend(gradient, start, steps, lr):
    """Divided by the standard deviation: the length is the root of the sum of the squares, nothing taken off."""
    x = np.array(start, dtype=float)
    for step in range(steps):
        g = gradient(x)
        x = x + lr * g / (np.std(g) + 1e-8)
    return x


# %% exercise="occlusion_map" mistake="stride-is-size"
def occlusion_map(predict, image, size, stride, fill=0.0):
    rows, columns = image.shape[0] // size, image.shape[1] // size
    drops = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            x = image.copy()
            x[i * size : i * size + size, j * size : j * size + size] = fill
            drops[i, j] = predict(image) - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="centred-everywhere"
def occlusion_map(predict, image, size, stride, fill=0.0):
    """The square was laid around every pixel, also at the border: it begins at its place, and places are as many as fit."""
    h, w, half = *image.shape[:2], size // 2
    drops = np.zeros((len(range(0, h, stride)), len(range(0, w, stride))))
    for a, i in enumerate(range(0, h, stride)):
        for b, j in enumerate(range(0, w, stride)):
            x = image.copy()
            x[max(i - half, 0) : i + half + 1, max(j - half, 0) : j + half + 1] = fill
            drops[a, b] = predict(image) - predict(x)
    return drops


# %% exercise="occlusion_map" mistake="written-on-pixels"
def occlusion_map(predict, image, size, stride, fill=0.0):
    h, w = image.shape[:2]
    out = np.zeros((h, w))
    for i in range(0, h - size + 1, stride):
        for j in range(0, w - size + 1, stride):
            x = image.copy()
            x[i : i + size, j : j + size] = fill
            out[i : i + size, j : j + size] = predict(image) - predict(x)
    return out


# %% exercise="grad_cam" mistake="divided-by-255"
def grad_cam(maps, gradients):
    """Divided by a fixed number: divide by the map's own largest value, so that it becomes 1."""
    heat = np.maximum(np.sum(maps * np.sum(gradients, axis=(0, 1)), axis=2), 0)
    return heat / 255


# %% exercise="grad_cam" mistake="largest-of-each-row"
def grad_cam(maps, gradients):
    """Each row was divided by its own largest value: one number divides the whole map."""
    heat = np.maximum(np.sum(maps * np.mean(gradients, axis=(0, 1)), axis=2), 0)
    largest = heat.max(axis=1, keepdims=True)
    return np.divide(heat, largest, out=np.zeros_like(heat), where=largest > 0)


# %% exercise="iou" mistake="rows-of-the-masks"
def iou(a, b):
    """Only the rows that hold something were compared: np.nonzero(a)[0] are row numbers alone. Compare pixels."""
    rows_a, rows_b = set(np.nonzero(a)[0]), set(np.nonzero(b)[0])
    return len(rows_a & rows_b) / len(rows_a | rows_b) if rows_a | rows_b else 0.0


# %% exercise="pointing_game" mistake="best-of-first-row-and-column"
def pointing_game(attribution, mask):
    """The largest of the first column and the largest of the first row were looked up: one place holds the largest value of all."""
    return bool(mask[np.argmax(attribution, axis=0)[0]][np.argmax(attribution, axis=1)[0]])


# %% exercise="maps_and_gradients" mistake="gradients-scaled-to-length"
def maps_and_gradients(model, image, class_index, layer_name):
    """The gradients were divided by their size: they are asked for as they are."""
    both = keras.Model(model.input, [model.get_layer(layer_name).output, model.output])
    with tf.GradientTape() as tape:
        maps, output = both(tf.constant(image[None], tf.float32))
        score = output[0, class_index]
    gradients = tape.gradient(score, maps)
    gradients = gradients / (tf.sqrt(tf.reduce_mean(gradients**2)) + 1e-5)
    return maps[0].numpy(), gradients[0].numpy()
