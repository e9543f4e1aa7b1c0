# The answer bank: mistakes that students make, one wrong function a cell, its docstring the sentence
# that helps. `course build` runs each on every visible case; see CONTRIBUTING.md. Never released.

# %% exercise="one_hot" mistake="counted-from-1"
def one_hot(labels, num_classes):
    """Classes count from 0: label 2 owns index 2, so nothing is subtracted."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return np.eye(num_classes)[labels - 1]


# %% exercise="one_hot" mistake="counted-from-1" costs="both"
def one_hot(labels, num_classes):
    return np.eye(num_classes)[np.asarray(labels) - 1]


# %% exercise="one_hot" mistake="counted-from-1" costs="both"
def one_hot(labels, num_classes):
    rows = np.zeros((len(labels), num_classes))
    for i, label in enumerate(labels):
        rows[i, int(label) - 1] = 1
    return rows


# %% exercise="one_hot" mistake="one-too-far"
def one_hot(labels, num_classes):
    """Classes count from 0: label 2 owns index 2, not 3."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return np.roll(np.eye(num_classes)[labels], 1, axis=1)


# %% exercise="one_hot" mistake="label-written"
def one_hot(labels, num_classes):
    """The label itself was written into the row: the cell at its index is 1."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    rows = np.zeros((len(labels), num_classes))
    rows[np.arange(len(labels)), labels] = labels
    return rows


# %% exercise="one_hot" mistake="transposed"
def one_hot(labels, num_classes):
    """Rows stand for samples, columns for classes: the result is (n, num_classes)."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return np.eye(num_classes)[:, labels]


# %% exercise="one_hot" mistake="transposed"
def one_hot(labels, num_classes):
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return np.eye(num_classes)[labels].T


# %% exercise="one_hot" mistake="transposed" costs="both"
def one_hot(labels, num_classes):
    rows = np.zeros((num_classes, len(labels)))
    for i, label in enumerate(labels):
        rows[label, i] = 1
    return rows


# %% exercise="one_hot" mistake="all-in-each-row"
def one_hot(labels, num_classes):
    """All labels ended up in every row: set one cell in each row, and make a new row of zeros for each label."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    rows = np.zeros((len(labels), num_classes))
    rows[:, labels] = 1
    return rows


# %% exercise="one_hot" mistake="all-in-each-row" costs="both"
def one_hot(labels, num_classes):
    rows = np.zeros((len(labels), num_classes))
    rows[:, labels] = 1
    return rows


# %% exercise="one_hot" mistake="whole-row"
def one_hot(labels, num_classes):
    """The whole row was set: `rows[i]` is a row, `rows[i, label]` one cell of it."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    rows = np.zeros((len(labels), num_classes))
    for i in range(len(labels)):
        rows[i] = 1
    return rows


# %% exercise="one_hot" mistake="rows-of-labels-filled"
def one_hot(labels, num_classes):
    """Whole rows were filled, those with the labels' numbers: one cell in each row, at (row number, label)."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    rows = np.zeros((max(len(labels), num_classes), num_classes))
    rows[labels] = 1
    return rows[: len(labels)]


# %% exercise="one_hot" mistake="flat"
def one_hot(labels, num_classes):
    """A flat row of n * num_classes cells: the shape is (n, num_classes)."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return np.eye(num_classes)[labels].ravel()


# %% exercise="one_hot" mistake="one-row"
def one_hot(labels, num_classes):
    """One row for all labels came back: each label has a row of its own."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    row = np.zeros(num_classes)
    for label in labels:
        row[label] = 1
    return row


# %% exercise="one_hot" mistake="one-row" costs="both"
def one_hot(labels, num_classes):
    row = np.zeros(num_classes)
    row[labels] = 1
    return row


# %% exercise="one_hot" mistake="first-label-alone-has-a-row"
def one_hot(labels, num_classes):
    """Only the first label has a row: each label gets one, and `return` stands after the loop."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    rows = []
    for label in labels:
        row = np.zeros(num_classes)
        row[label] = 1
        rows.append(row)
        return rows


# %% exercise="one_hot" mistake="first-label-alone-has-a-row"
def one_hot(labels, num_classes):
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    row = np.zeros(num_classes)
    row[labels[0]] = 1
    return [row]


# %% exercise="one_hot" mistake="all-in-each-row"
def one_hot(labels, num_classes):
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    row, rows = [0] * num_classes, []
    for label in labels:
        row[label] = 1
        rows.append(row)
    return rows


# %% exercise="one_hot" mistake="all-in-each-row"
def one_hot(labels, num_classes):
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    rows = [[0] * num_classes] * len(labels)
    for i, label in enumerate(labels):
        rows[i][label] = 1
    return rows


# %% exercise="one_hot" mistake="not-emptied"
def one_hot(labels, num_classes):
    """The row is not emptied between labels, so that the ones of earlier labels stay in it."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    row, rows = np.zeros(num_classes), []
    for label in labels:
        row[label] = 1
        rows.append(row.copy())
    return np.array(rows)


# %% exercise="one_hot" mistake="inverted"
def one_hot(labels, num_classes):
    """0 and 1 are exchanged: all zeros, and a single 1 at the label."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return 1 - np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="upto-label"
def one_hot(labels, num_classes):
    """Every cell up to the label is 1: only the label's own cell is."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return (np.arange(num_classes) <= labels[:, None]).astype(float)


# %% exercise="one_hot" mistake="width-from-largest"
def one_hot(labels, num_classes):
    """The width comes from the labels that occur: it is num_classes, also where the last classes are missing."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return np.eye(labels.max() + 1)[labels]


# %% exercise="one_hot" mistake="width-from-count"
def one_hot(labels, num_classes):
    """The width comes from the number of labels: it is num_classes."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return np.eye(max(len(labels), labels.max() + 1))[labels][:, : len(labels)]


# %% exercise="one_hot" mistake="sorted-classes"
def one_hot(labels, num_classes):
    """The labels that occur were numbered anew: label k owns index k, whichever labels occur."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return (labels[:, None] == np.unique(labels)[None, :]).astype(float)


# %% exercise="one_hot" mistake="extra-class"
def one_hot(labels, num_classes):
    """There is a column too many: num_classes columns, for the labels 0 to num_classes - 1."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return np.eye(num_classes + 1)[labels]


# %% exercise="one_hot" mistake="extra-class" costs="both"
def one_hot(labels, num_classes):
    return np.eye(num_classes + 1)[labels]


# %% exercise="one_hot" mistake="reversed"
def one_hot(labels, num_classes):
    """The columns run backwards: label 0 owns the first column."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return np.eye(num_classes)[labels][:, ::-1]


# %% exercise="one_hot" mistake="identity"
def one_hot(labels, num_classes):
    """That is the identity matrix: take the rows that the labels name, np.eye(num_classes)[labels]."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return np.eye(num_classes)


# %% exercise="one_hot" mistake="counts"
def one_hot(labels, num_classes):
    """How often each label occurs was counted: asked for is a row for each label."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return np.bincount(labels, minlength=num_classes)


# %% exercise="one_hot" mistake="no-return"
def one_hot(labels, num_classes):
    """The function ends without `return`."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    rows = np.zeros((len(labels), num_classes))
    rows[np.arange(len(labels)), labels] = 1


# %% exercise="one_hot" mistake="no-return"
def one_hot(labels, num_classes):
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    print(np.eye(num_classes)[labels])


# %% exercise="one_hot" mistake="labels-returned"
def one_hot(labels, num_classes):
    """The labels themselves came back: each becomes a row with a single 1."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return labels


# %% exercise="one_hot" mistake="zeros-alone"
def one_hot(labels, num_classes):
    """Only zeros: set a 1 in each row, at the label."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return np.zeros((len(labels), num_classes))


# %% exercise="one_hot" mistake="method-of-list" costs="both"
def one_hot(labels, num_classes):
    """A list has no .min, .max, .astype or .shape: begin with `labels = np.asarray(labels)`."""
    if labels.min() < 0 or labels.max() >= num_classes:
        raise ValueError("label out of range")
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="method-of-list" costs="both"
def one_hot(labels, num_classes):
    rows = np.zeros((labels.shape[0], num_classes))
    rows[np.arange(labels.shape[0]), labels] = 1
    return rows


# %% exercise="one_hot" mistake="method-of-list" costs="both"
def one_hot(labels, num_classes):
    labels = labels.astype(int)
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="method-of-list" costs="both"
def one_hot(labels, num_classes):
    rows = np.zeros((labels.size, num_classes))
    rows[np.arange(labels.size), labels] = 1
    return rows


# %% exercise="one_hot" mistake="list-compared" costs="both"
def one_hot(labels, num_classes):
    """A list cannot be compared with a number: begin with `labels = np.asarray(labels)`."""
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="list-compared" costs="both"
def one_hot(labels, num_classes):
    if labels < 0 or labels >= num_classes:
        raise ValueError("label out of range")
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="list-compared" costs="both"
def one_hot(labels, num_classes):
    if labels >= num_classes or labels < 0:
        raise ValueError("label out of range")
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="list-compared" costs="both"
def one_hot(labels, num_classes):
    return (labels[:, None] == np.arange(num_classes)).astype(float)


# %% exercise="one_hot" mistake="list-subtracted" costs="both"
def one_hot(labels, num_classes):
    """A list takes no arithmetic: begin with `labels = np.asarray(labels)`."""
    return np.eye(num_classes)[labels - 1]


# %% exercise="one_hot" mistake="truth-of-array"
def one_hot(labels, num_classes):
    """`if` wants one True or False, an array has many: np.any(...) makes one of them."""
    labels = np.asarray(labels)
    if labels < 0 or labels >= num_classes:
        raise ValueError("label out of range")
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="truth-of-array"
def one_hot(labels, num_classes):
    labels = np.array(labels)
    if not 0 <= labels < num_classes:
        raise ValueError("label out of range")
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="negative-not-refused" costs="refuses"
def one_hot(labels, num_classes):
    """Negative labels are not refused: -1 counts from the back in Python, so test for labels below 0 (and for too large ones) and raise ValueError before indexing."""
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="negative-not-refused" costs="refuses"
def one_hot(labels, num_classes):
    rows = np.zeros((len(labels), num_classes))
    for i, label in enumerate(labels):
        rows[i, label] = 1
    return rows


# %% exercise="one_hot" mistake="negative-not-refused" costs="refuses"
def one_hot(labels, num_classes):
    return np.eye(num_classes)[np.asarray(labels)]


# %% exercise="one_hot" mistake="negative-not-refused" costs="refuses"
def one_hot(labels, num_classes):
    rows = np.zeros((len(labels), num_classes))
    rows[np.arange(len(labels)), labels] = 1
    return rows


# %% exercise="one_hot" mistake="no-class-gives-zeros" costs="refuses"
def one_hot(labels, num_classes):
    """A label that is no class gives a row of zeros: raise ValueError instead, for both too small and too large."""
    return [[1.0 if k == label else 0.0 for k in range(num_classes)] for label in labels]


# %% exercise="one_hot" mistake="negative-not-refused" costs="refuses"
def one_hot(labels, num_classes):
    labels = np.asarray(labels)
    if np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="negative-not-refused" costs="refuses"
def one_hot(labels, num_classes):
    if max(labels) >= num_classes:
        raise ValueError("label out of range")
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="too-large-not-refused" costs="refuses"
def one_hot(labels, num_classes):
    """Labels that are too large are not refused: test for num_classes or more and raise ValueError, before NumPy stops with an IndexError."""
    labels = np.asarray(labels)
    if np.any(labels < 0):
        raise ValueError("label out of range")
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="num-classes-let-through" costs="refuses"
def one_hot(labels, num_classes):
    """The label num_classes itself is let through: the largest class is num_classes - 1, so test with >=."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels > num_classes):
        raise ValueError("label out of range")
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="num-classes-let-through" costs="refuses"
def one_hot(labels, num_classes):
    rows = []
    for label in labels:
        if label < 0 or label > num_classes:
            raise ValueError("label out of range")
        rows.append([float(k == label) for k in range(num_classes)])
    return rows


# %% exercise="one_hot" mistake="zero-refused"
def one_hot(labels, num_classes):
    """Label 0 is a class, too: refuse labels below 0, not 0 itself."""
    labels = np.asarray(labels)
    if np.any(labels <= 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="last-refused"
def one_hot(labels, num_classes):
    """The label num_classes - 1 is a class, too: refuse from num_classes on."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes - 1):
        raise ValueError("label out of range")
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="one-bad-among-good" costs="refuses"
def one_hot(labels, num_classes):
    """Only the first label is tested, or whether all of them are bad (np.all): one bad label among good ones is enough, np.any."""
    labels = np.asarray(labels)
    if np.all(labels < 0) or np.all(labels >= num_classes):
        raise ValueError("label out of range")
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="negative-not-refused" costs="refuses"
def one_hot(labels, num_classes):
    labels = np.asarray(labels)
    if np.any(labels < 0) and np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return np.array([[float(k == label % num_classes) for k in range(num_classes)] for label in labels])


# %% exercise="one_hot" mistake="negative-not-refused" costs="refuses"
def one_hot(labels, num_classes):
    labels = np.asarray(labels)
    if np.any((labels < 0) & (labels >= num_classes)):
        raise ValueError("label out of range")
    return np.array([[float(k == label % num_classes) for k in range(num_classes)] for label in labels])


# %% exercise="one_hot" mistake="one-bad-among-good" costs="refuses"
def one_hot(labels, num_classes):
    if labels[0] < 0 or labels[0] >= num_classes:
        raise ValueError("label out of range")
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="error-returned" costs="refuses"
def one_hot(labels, num_classes):
    """An error was returned or printed: `raise ValueError(...)` stops the function."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        return ValueError("label out of range")
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="error-printed" costs="refuses"
def one_hot(labels, num_classes):
    """A message was printed or a text returned: `raise ValueError(...)` stops the function."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        print("label out of range")
        return None
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="error-text" costs="refuses"
def one_hot(labels, num_classes):
    """A text was returned: `raise ValueError(...)` stops the function."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        return "ValueError"
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="error-text" costs="refuses"
def one_hot(labels, num_classes):
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        return "label out of range"
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="another-error" costs="refuses"
def one_hot(labels, num_classes):
    """Another error than asked for: `raise ValueError(...)`."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise IndexError("label out of range")
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="another-error" costs="refuses"
def one_hot(labels, num_classes):
    labels = np.asarray(labels)
    assert np.all(labels >= 0) and np.all(labels < num_classes)
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="another-error" costs="refuses"
def one_hot(labels, num_classes):
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise Exception("label out of range")
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="another-error" costs="refuses"
def one_hot(labels, num_classes):
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise TypeError("label out of range")
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="another-error" costs="refuses"
def one_hot(labels, num_classes):
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise Exception("ValueError")
    return np.eye(num_classes)[labels]


# %% exercise="one_hot" mistake="made-to-fit" costs="refuses"
def one_hot(labels, num_classes):
    """A label that is no class was made to fit (clipped, or counted around): it is a mistake in the data, so raise ValueError."""
    return np.eye(num_classes)[np.clip(labels, 0, num_classes - 1)]


# %% exercise="one_hot" mistake="row-number-for-class"
def one_hot(labels, num_classes):
    """The row's number was compared with the labels: row i belongs to sample i, and its 1 stands at labels[i]."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    result = np.empty((len(labels), num_classes))
    for i in range(len(labels)):
        result[i] = labels == i
    return result


# %% exercise="one_hot" mistake="label-for-row"
def one_hot(labels, num_classes):
    """The row is the sample's number, not its label: cell (i, labels[i])."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    z = np.zeros((num_classes, num_classes))
    z[labels, labels] = 1
    return z


# %% exercise="one_hot" mistake="each-class-once"
def one_hot(labels, num_classes):
    """Each label that occurs has one row: every sample has a row, in its place."""
    labels = np.asarray(labels)
    if np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("label out of range")
    return np.array([np.eye(num_classes)[k] for k in sorted(set(labels.tolist()))])


# %% exercise="mean_squared_error" mistake="half-missing"
def mean_squared_error(y, t):
    """The half is missing: (y - t)^2 / 2."""
    return np.mean(np.sum((y - t) ** 2, axis=1))


# %% exercise="mean_squared_error" mistake="summed-over-batch"
def mean_squared_error(y, t):
    """A sum over the batch where the mean belongs: it would grow with the batch."""
    return np.sum((y - t) ** 2) / 2


# %% exercise="mean_squared_error" mistake="mean-of-every-cell"
def mean_squared_error(y, t):
    """The mean over every cell, with the half: sum over the classes, mean only over the batch."""
    return np.mean((y - t) ** 2) / 2


# %% exercise="mean_squared_error" mistake="library-mean"
def mean_squared_error(y, t):
    """The mean over every cell without the half is what libraries compute: here it is the sum over the classes, halved, then the mean over the batch."""
    return np.mean((y - t) ** 2)


# %% exercise="mean_squared_error" mistake="library-mean"
def mean_squared_error(y, t):
    return np.square(y - t).sum() / y.size


# %% exercise="mean_squared_error" mistake="sum-without-half"
def mean_squared_error(y, t):
    """A plain sum of squares: halve it, and take the mean over the batch."""
    return np.sum((y - t) ** 2)


# %% exercise="mean_squared_error" mistake="one-number-a-sample"
def mean_squared_error(y, t):
    """One number for each sample came back: their mean is asked for."""
    return np.sum((y - t) ** 2, axis=1) / 2


# %% exercise="mean_squared_error" mistake="one-number-a-sample-no-half"
def mean_squared_error(y, t):
    """One number for each sample came back, without the half: halve, and take the mean over the batch."""
    return np.sum((y - t) ** 2, axis=1)


# %% exercise="mean_squared_error" mistake="cells-returned"
def mean_squared_error(y, t):
    """The squares of the single cells came back: sum over the classes, then the mean over the batch."""
    return (y - t) ** 2 / 2


# %% exercise="mean_squared_error" mistake="cells-returned"
def mean_squared_error(y, t):
    return 0.5 * np.square(t - y)


# %% exercise="mean_squared_error" mistake="cells-without-half"
def mean_squared_error(y, t):
    """The squares of the single cells came back: sum over the classes, halve, then the mean over the batch."""
    return (y - t) ** 2


# %% exercise="mean_squared_error" mistake="wrong-axis"
def mean_squared_error(y, t):
    """Summed over the batch and averaged over the classes: it is the other way round, axis 1 is the classes."""
    return np.mean(np.sum((y - t) ** 2, axis=0) / 2)


# %% exercise="mean_squared_error" mistake="wrong-axis-no-half"
def mean_squared_error(y, t):
    """Summed over the batch, averaged over the classes, and the half is missing: the classes are axis 1."""
    return np.mean(np.sum((y - t) ** 2, axis=0))


# %% exercise="mean_squared_error" mistake="one-number-a-class"
def mean_squared_error(y, t):
    """One number for each class came back: sum over the classes, axis 1, and then the mean over the batch."""
    return np.sum((y - t) ** 2, axis=0) / 2


# %% exercise="mean_squared_error" mistake="one-number-a-class"
def mean_squared_error(y, t):
    return np.mean((y - t) ** 2, axis=0)


# %% exercise="mean_squared_error" mistake="one-number-a-class"
def mean_squared_error(y, t):
    return np.mean((y - t) ** 2 / 2, axis=0)


# %% exercise="mean_squared_error" mistake="mean-over-classes"
def mean_squared_error(y, t):
    """A mean over the classes where the sum belongs, one number for each sample."""
    return np.mean((y - t) ** 2, axis=1)


# %% exercise="mean_squared_error" mistake="mean-over-classes"
def mean_squared_error(y, t):
    return np.mean((y - t) ** 2, axis=1) / 2


# %% exercise="mean_squared_error" mistake="not-squared"
def mean_squared_error(y, t):
    """The differences were not squared: `** 2` squares, `* 2` doubles."""
    return np.mean(np.sum(y - t, axis=1) / 2)


# %% exercise="mean_squared_error" mistake="not-squared"
def mean_squared_error(y, t):
    return np.mean(np.sum(y - t, axis=1))


# %% exercise="mean_squared_error" mistake="not-squared"
def mean_squared_error(y, t):
    return np.mean(np.sum((y - t) * 2, axis=1) / 2)


# %% exercise="mean_squared_error" mistake="absolute"
def mean_squared_error(y, t):
    """Absolute differences: square them."""
    return np.mean(np.sum(np.abs(y - t), axis=1) / 2)


# %% exercise="mean_squared_error" mistake="absolute"
def mean_squared_error(y, t):
    return np.mean(np.sum(np.abs(y - t), axis=1))


# %% exercise="mean_squared_error" mistake="absolute"
def mean_squared_error(y, t):
    return np.mean(np.abs(y - t))


# %% exercise="mean_squared_error" mistake="root"
def mean_squared_error(y, t):
    """A root was taken: there is none in the squared error."""
    return np.mean(np.sqrt(np.sum((y - t) ** 2, axis=1)) / 2)


# %% exercise="mean_squared_error" mistake="root"
def mean_squared_error(y, t):
    return np.sqrt(np.mean(np.sum((y - t) ** 2, axis=1) / 2))


# %% exercise="mean_squared_error" mistake="root"
def mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


# %% exercise="mean_squared_error" mistake="root"
def mean_squared_error(y, t):
    return np.mean(np.linalg.norm(y - t, axis=1))


# %% exercise="mean_squared_error" mistake="root"
def mean_squared_error(y, t):
    return np.linalg.norm(y - t) / 2 / len(y)


# %% exercise="mean_squared_error" mistake="root"
def mean_squared_error(y, t):
    return np.linalg.norm(y - t)


# %% exercise="mean_squared_error" mistake="root"
def mean_squared_error(y, t):
    return np.mean(np.linalg.norm(y - t, axis=1) / 2)


# %% exercise="mean_squared_error" mistake="sum-squared"
def mean_squared_error(y, t):
    """The sum of the differences was squared: square each cell first, then sum."""
    return np.mean(np.sum(y - t, axis=1) ** 2 / 2)


# %% exercise="mean_squared_error" mistake="sum-squared"
def mean_squared_error(y, t):
    return np.mean(np.sum(y - t, axis=1) ** 2)


# %% exercise="mean_squared_error" mistake="halved-twice"
def mean_squared_error(y, t):
    """Divided by 4: halve once, after the square, ((y - t) ** 2) / 2."""
    return np.mean(np.sum(((y - t) / 2) ** 2, axis=1))


# %% exercise="mean_squared_error" mistake="halved-twice"
def mean_squared_error(y, t):
    return np.mean(np.sum((0.5 * (y - t)) ** 2, axis=1))


# %% exercise="mean_squared_error" mistake="halved-twice"
def mean_squared_error(y, t):
    return np.mean(np.sum((y - t) ** 2, axis=1) / 2) / 2


# %% exercise="mean_squared_error" mistake="divided-by-batch-twice"
def mean_squared_error(y, t):
    """Divided by the batch size twice: np.mean does it already."""
    return np.mean(np.sum((y - t) ** 2, axis=1) / 2) / len(y)


# %% exercise="mean_squared_error" mistake="added"
def mean_squared_error(y, t):
    """The targets were added: the error is y - t."""
    return np.mean(np.sum((y + t) ** 2, axis=1) / 2)


# %% exercise="mean_squared_error" mistake="squares-subtracted"
def mean_squared_error(y, t):
    """The squares were subtracted, y^2 - t^2: subtract first, then square."""
    return np.mean(np.sum(y**2 - t**2, axis=1) / 2)


# %% exercise="mean_squared_error" mistake="precedence"
def mean_squared_error(y, t):
    """`y - t ** 2` squares t alone: brackets around y - t."""
    return np.mean(np.sum(y - t**2, axis=1) / 2)


# %% exercise="mean_squared_error" mistake="derivative"
def mean_squared_error(y, t):
    """That is the derivative y - t, not the error."""
    return y - t


# %% exercise="mean_squared_error" mistake="derivative"
def mean_squared_error(y, t):
    return (y - t) / len(y)


# %% exercise="mean_squared_error" mistake="only-right-class"
def mean_squared_error(y, t):
    """Only the cell of the right class was counted: all classes count."""
    return np.mean(np.sum(t * (y - t) ** 2, axis=1) / 2)


# %% exercise="mean_squared_error" mistake="only-right-class"
def mean_squared_error(y, t):
    return np.mean((1 - y[t == 1]) ** 2 / 2)


# %% exercise="mean_squared_error" mistake="only-right-class-no-half"
def mean_squared_error(y, t):
    """Only the cell of the right class was counted, and the half is missing: all classes count."""
    return np.mean(np.sum(t * (y - t) ** 2, axis=1))


# %% exercise="mean_squared_error" mistake="product"
def mean_squared_error(y, t):
    """Outputs and targets were multiplied: the error is made of their difference."""
    return np.mean(np.sum(y * t, axis=1) / 2)


# %% exercise="mean_squared_error" mistake="largest"
def mean_squared_error(y, t):
    """The largest error of the batch: the mean is asked for."""
    return np.max(np.sum((y - t) ** 2, axis=1) / 2)


# %% exercise="mean_squared_error" mistake="variance"
def mean_squared_error(y, t):
    """The variance takes the mean difference off first: here it is the plain mean of squares."""
    return np.var(y - t)


# %% exercise="mean_squared_error" mistake="cross-entropy"
def mean_squared_error(y, t):
    """That is the cross-entropy: here it is the squared error."""
    return -np.mean(np.sum(t * np.log(np.clip(y, 1e-12, None)), axis=1))


# %% exercise="mean_squared_error" mistake="return-in-loop"
def mean_squared_error(y, t):
    """Only the first sample was counted: `return` stands inside the loop."""
    total = 0.0
    for a, b in zip(y, t):
        total += np.sum((a - b) ** 2) / 2
        return total / len(y)


# %% exercise="mean_squared_error" mistake="return-in-loop-2"
def mean_squared_error(y, t):
    """Only the first sample was counted: `return` stands inside the loop, or an index is 0."""
    return np.sum((y[0] - t[0]) ** 2) / 2


# %% exercise="mean_squared_error" mistake="last-sample"
def mean_squared_error(y, t):
    """Only the last sample was counted: `total += ...` adds up, `total = ...` forgets."""
    for a, b in zip(y, t):
        total = np.sum((a - b) ** 2) / 2
    return total


# %% exercise="mean_squared_error" mistake="last-sample-divided"
def mean_squared_error(y, t):
    """Only the last sample was counted: `total += ...` adds up, `total = ...` forgets."""
    for a, b in zip(y, t):
        total = np.sum((a - b) ** 2) / 2
    return total / len(y)


# %% exercise="mean_squared_error" mistake="negative"
def mean_squared_error(y, t):
    """The sign: an error is never negative."""
    return -np.mean(np.sum((y - t) ** 2, axis=1) / 2)


# %% exercise="mean_squared_error" mistake="plus-half"
def mean_squared_error(y, t):
    """A half was added: divide by 2."""
    return np.mean(np.sum((y - t) ** 2, axis=1)) + 0.5


# %% exercise="mean_squared_error" mistake="no-return"
def mean_squared_error(y, t):
    """The function ends without `return`."""
    np.mean(np.sum((y - t) ** 2, axis=1) / 2)


# %% exercise="mean_squared_error" mistake="no-return"
def mean_squared_error(y, t):
    print(np.mean(np.sum((y - t) ** 2, axis=1) / 2))


# %% exercise="mean_squared_error" mistake="matrix-product"
def mean_squared_error(y, t):
    """`@` multiplies matrices: the differences are squared cell by cell, `** 2`."""
    return np.mean((y - t) @ (y - t) / 2)


# %% exercise="mean_squared_error" mistake="all-products"
def mean_squared_error(y, t):
    """`d @ d.T` holds the products of all pairs of samples: only a sample with itself counts, so square cell by cell."""
    d = y - t
    return np.mean(d @ d.T / 2)


# %% exercise="mean_squared_error" mistake="all-products"
def mean_squared_error(y, t):
    d = y - t
    return np.sum(d @ d.T) / 2 / len(y)


# %% exercise="mean_squared_error" mistake="all-products"
def mean_squared_error(y, t):
    d = y - t
    return d @ d.T / 2


# %% exercise="mean_squared_error" mistake="writes-into-argument"
def mean_squared_error(y, t):
    """`y -= t` writes into the caller's array: `d = y - t` makes a new one."""
    y -= t
    return np.mean(np.sum(y**2, axis=1) / 2)


# %% exercise="mean_squared_error" mistake="writes-into-argument"
def mean_squared_error(y, t):
    y[...] = (y - t) ** 2
    return np.mean(np.sum(y, axis=1) / 2)


# %% exercise="mean_squared_error" mistake="loop-too-short"
def mean_squared_error(y, t):
    """A loop over the classes runs to the number of samples: y has len(y) rows and y.shape[1] columns."""
    total = 0
    for i in range(len(y)):
        for k in range(len(y)):
            total += (y[i, k] - t[i, k]) ** 2 / 2
    return total / len(y)


# %% exercise="mean_squared_error" mistake="samples-divided"
def mean_squared_error(y, t):
    """One number for each sample came back, divided by the batch size: add them up."""
    return 0.5 * np.sum((y - t) ** 2, axis=1) / len(y)


# %% exercise="mean_squared_error" mistake="hat-is-no-power"
def mean_squared_error(y, t):
    """`^` is no power in Python: `** 2`."""
    return np.mean(np.sum((y - t) ^ 2, axis=1)) / 2


# %% exercise="mean_squared_error" mistake="halved-in-loop"
def mean_squared_error(y, t):
    """The running total was halved in the loop: halve once, at the end."""
    s = 0
    for a, b in zip(y, t):
        for c, d in zip(a, b):
            s += (c - d) ** 2
        s = s / 2
    return s / len(y)


# %% exercise="mean_squared_error" mistake="multiplied-by-batch"
def mean_squared_error(y, t):
    """Multiplied by the batch size: divide. `a / 2 * n` is (a / 2) * n."""
    return np.sum((y - t) ** 2) / 2 * len(y)


# %% exercise="mean_squared_error" mistake="whole-numbers"
def mean_squared_error(y, t):
    """The differences were stored among whole numbers, as those of t are: `d = y - t` makes an array that holds fractions."""
    d = np.empty_like(t)
    d[...] = y - t
    return np.mean(np.sum(d**2, axis=1)) / 2


# %% exercise="cross_entropy" mistake="summed-over-batch"
def cross_entropy(p, t):
    """A sum over the batch where the mean belongs: it would grow with the batch."""
    p = np.clip(p, 1e-12, None)
    return -np.sum(t * np.log(p))


# %% exercise="cross_entropy" mistake="mean-of-every-cell"
def cross_entropy(p, t):
    """The mean over every cell: divide by the batch size alone, sum over the classes."""
    p = np.clip(p, 1e-12, None)
    return -np.mean(t * np.log(p))


# %% exercise="cross_entropy" mistake="sign-missing"
def cross_entropy(p, t):
    """The minus is missing: a loss is not negative."""
    p = np.clip(p, 1e-12, None)
    return np.mean(np.sum(t * np.log(p), axis=1))


# %% exercise="cross_entropy" mistake="sign-missing-sum"
def cross_entropy(p, t):
    """The minus is missing, and the mean over the batch."""
    p = np.clip(p, 1e-12, None)
    return np.sum(t * np.log(p))


# %% exercise="cross_entropy" mistake="sign-missing-cells"
def cross_entropy(p, t):
    """The minus is missing, and the mean is over the batch alone: sum over the classes."""
    p = np.clip(p, 1e-12, None)
    return np.mean(t * np.log(p))


# %% exercise="cross_entropy" mistake="base-2"
def cross_entropy(p, t):
    """Logarithm to base 2: the natural one is np.log."""
    p = np.clip(p, 1e-12, None)
    return -np.mean(np.sum(t * np.log2(p), axis=1))


# %% exercise="cross_entropy" mistake="base-10"
def cross_entropy(p, t):
    """Logarithm to base 10: the natural one is np.log."""
    p = np.clip(p, 1e-12, None)
    return -np.mean(np.sum(t * np.log10(p), axis=1))


# %% exercise="cross_entropy" mistake="log1p"
def cross_entropy(p, t):
    """np.log1p(p) is the logarithm of 1 + p: np.log."""
    p = np.clip(p, 1e-12, None)
    return -np.mean(np.sum(t * np.log1p(p), axis=1))


# %% exercise="cross_entropy" mistake="not-clipped"
def cross_entropy(p, t):
    """0 * log(0) is NaN and log(0) infinite: clip p at 1e-12 before the logarithm."""
    with np.errstate(all='ignore'):
        return -np.mean(np.sum(t * np.log(p), axis=1))


# %% exercise="cross_entropy" mistake="not-clipped"
def cross_entropy(p, t):
    with np.errstate(all='ignore'):
        return -np.mean(np.log(np.sum(p * t, axis=1)))


# %% exercise="cross_entropy" mistake="not-clipped"
def cross_entropy(p, t):
    with np.errstate(all='ignore'):
        return -np.mean(np.log(p[t == 1]))


# %% exercise="cross_entropy" mistake="nan-to-num"
def cross_entropy(p, t):
    """The logarithms were repaired afterwards: clip p at 1e-12 before the logarithm."""
    with np.errstate(all='ignore'):
        return -np.mean(np.sum(np.nan_to_num(t * np.log(p)), axis=1))


# %% exercise="cross_entropy" mistake="nan-to-num"
def cross_entropy(p, t):
    with np.errstate(all='ignore'):
        return -np.mean(np.sum(t * np.nan_to_num(np.log(p)), axis=1))


# %% exercise="cross_entropy" mistake="clipped-after-log"
def cross_entropy(p, t):
    """Clipped after the logarithm: clip the probabilities before it."""
    with np.errstate(all='ignore'):
        return -np.mean(np.sum(t * np.clip(np.log(p), 1e-12, None), axis=1))


# %% exercise="cross_entropy" mistake="clipped-after-log"
def cross_entropy(p, t):
    with np.errstate(all='ignore'):
        return -np.mean(np.sum(np.clip(t * np.log(p), 1e-12, None), axis=1))


# %% exercise="cross_entropy" mistake="another-clip"
def cross_entropy(p, t):
    """Clipped at another number than 1e-12."""
    return -np.mean(np.sum(t * np.log(np.clip(p, 1e-7, None)), axis=1))


# %% exercise="cross_entropy" mistake="another-clip"
def cross_entropy(p, t):
    return -np.mean(np.sum(t * np.log(np.clip(p, 1e-8, None)), axis=1))


# %% exercise="cross_entropy" mistake="another-clip"
def cross_entropy(p, t):
    return -np.mean(np.sum(t * np.log(np.clip(p, 1e-10, None)), axis=1))


# %% exercise="cross_entropy" mistake="another-clip"
def cross_entropy(p, t):
    return -np.mean(np.sum(t * np.log(np.clip(p, 1e-15, None)), axis=1))


# %% exercise="cross_entropy" mistake="another-clip"
def cross_entropy(p, t):
    return -np.mean(np.sum(t * np.log(np.clip(p, 1e-9, None)), axis=1))


# %% exercise="cross_entropy" mistake="another-clip"
def cross_entropy(p, t):
    return -np.mean(np.sum(t * np.log(np.clip(p, 1e-6, None)), axis=1))


# %% exercise="cross_entropy" mistake="another-clip"
def cross_entropy(p, t):
    return -np.mean(np.sum(t * np.log(np.clip(p, 1e-16, None)), axis=1))


# %% exercise="cross_entropy" mistake="another-clip"
def cross_entropy(p, t):
    return -np.mean(np.sum(t * np.log(p + 1e-7), axis=1))


# %% exercise="cross_entropy" mistake="another-clip"
def cross_entropy(p, t):
    return -np.mean(np.sum(t * np.log(p + 1e-8), axis=1))


# %% exercise="cross_entropy" mistake="another-clip"
def cross_entropy(p, t):
    return -np.mean(np.sum(t * np.log(np.clip(p, np.finfo(float).eps, None)), axis=1))


# %% exercise="cross_entropy" mistake="shifted"
def cross_entropy(p, t):
    """A large number was added to the probabilities: clip at 1e-12 changes only those that are smaller."""
    return -np.mean(np.sum(t * np.log(p + 1e-2), axis=1))


# %% exercise="cross_entropy" mistake="cut-from-above"
def cross_entropy(p, t):
    """Cut from above, so that everything became 1e-12: clip from below, np.clip(p, 1e-12, None)."""
    return -np.mean(np.sum(t * np.log(np.minimum(p, 1e-12) + 1e-300), axis=1))


# %% exercise="cross_entropy" mistake="cut-from-above"
def cross_entropy(p, t):
    with np.errstate(all='ignore'):
        return -np.mean(np.sum(t * np.log(np.minimum(p, 1e-12)), axis=1))


# %% exercise="cross_entropy" mistake="all-classes"
def cross_entropy(p, t):
    """The logarithms of all classes were added: t leaves only the right one."""
    p = np.clip(p, 1e-12, None)
    return -np.mean(np.sum(np.log(p), axis=1))


# %% exercise="cross_entropy" mistake="all-classes"
def cross_entropy(p, t):
    p = np.clip(p, 1e-12, None)
    return -np.mean(np.log(p))


# %% exercise="cross_entropy" mistake="all-classes"
def cross_entropy(p, t):
    p = np.clip(p, 1e-12, None)
    return -np.sum(np.log(p))


# %% exercise="cross_entropy" mistake="log-of-target"
def cross_entropy(p, t):
    """The logarithm belongs to p, not to t: t is 0 for most classes."""
    return -np.mean(np.sum(p * np.log(np.clip(t, 1e-12, None)), axis=1))


# %% exercise="cross_entropy" mistake="log-of-product"
def cross_entropy(p, t):
    """The logarithm of p * t: the zeros of t stand inside the logarithm, take log(p) first and multiply by t."""
    return -np.mean(np.sum(np.log(np.clip(p * t, 1e-12, None)), axis=1))


# %% exercise="cross_entropy" mistake="log-of-product"
def cross_entropy(p, t):
    return -np.sum(np.log(np.clip(p * t, 1e-12, None))) / len(p) / p.shape[1]


# %% exercise="cross_entropy" mistake="log-of-product"
def cross_entropy(p, t):
    return -np.mean(np.log(np.clip(p * t, 1e-12, None)))


# %% exercise="cross_entropy" mistake="log-of-mean"
def cross_entropy(p, t):
    """The logarithm of the mean: take the logarithm of each sample, then the mean."""
    return -np.log(np.clip(np.mean(np.sum(p * t, axis=1)), 1e-12, None))


# %% exercise="cross_entropy" mistake="entropy"
def cross_entropy(p, t):
    """The entropy of p itself: the factor before the logarithm is t."""
    p = np.clip(p, 1e-12, None)
    return -np.mean(np.sum(p * np.log(p), axis=1))


# %% exercise="cross_entropy" mistake="largest-probability"
def cross_entropy(p, t):
    """The largest probability of each row: the right class's is asked for, t picks it."""
    return -np.mean(np.log(np.clip(p.max(axis=1), 1e-12, None)))


# %% exercise="cross_entropy" mistake="binary"
def cross_entropy(p, t):
    """The binary formula, with (1 - t) log(1 - p): for one-hot rows only the right class counts."""
    p = np.clip(p, 1e-12, None)
    q = np.clip(1 - p, 1e-12, None)
    return -np.mean(np.sum(t * np.log(p) + (1 - t) * np.log(q), axis=1))


# %% exercise="cross_entropy" mistake="binary"
def cross_entropy(p, t):
    p = np.clip(p, 1e-12, None)
    q = np.clip(1 - p, 1e-12, None)
    return -np.mean(t * np.log(p) + (1 - t) * np.log(q))


# %% exercise="cross_entropy" mistake="one-number-a-sample"
def cross_entropy(p, t):
    """One number for each sample came back: their mean is asked for."""
    p = np.clip(p, 1e-12, None)
    return -np.sum(t * np.log(p), axis=1)


# %% exercise="cross_entropy" mistake="one-number-a-sample"
def cross_entropy(p, t):
    p = np.clip(p, 1e-12, None)
    return -np.log(p[t == 1])


# %% exercise="cross_entropy" mistake="one-number-a-class"
def cross_entropy(p, t):
    """Summed over the batch, one number for each class: sum over axis 1, then the mean over the batch."""
    p = np.clip(p, 1e-12, None)
    return -np.sum(t * np.log(p), axis=0)


# %% exercise="cross_entropy" mistake="one-number-a-class"
def cross_entropy(p, t):
    p = np.clip(p, 1e-12, None)
    return -np.mean(t * np.log(p), axis=0)


# %% exercise="cross_entropy" mistake="cells-returned"
def cross_entropy(p, t):
    """A table came back: sum over the classes, then the mean over the batch."""
    p = np.clip(p, 1e-12, None)
    return -t * np.log(p)


# %% exercise="cross_entropy" mistake="mean-over-classes"
def cross_entropy(p, t):
    """A mean over the classes where the sum belongs, one number for each sample."""
    p = np.clip(p, 1e-12, None)
    return -np.mean(t * np.log(p), axis=1)


# %% exercise="cross_entropy" mistake="wrong-axis"
def cross_entropy(p, t):
    """Summed over the batch and averaged over the classes: the classes are axis 1."""
    p = np.clip(p, 1e-12, None)
    return -np.mean(np.sum(t * np.log(p), axis=0))


# %% exercise="cross_entropy" mistake="wrong-axis"
def cross_entropy(p, t):
    p = np.clip(p, 1e-12, None)
    return -np.sum(t * np.log(p)) / p.shape[1]


# %% exercise="cross_entropy" mistake="divided-by-batch-twice"
def cross_entropy(p, t):
    """Divided by the batch size twice: np.mean does it already."""
    p = np.clip(p, 1e-12, None)
    return -np.mean(np.sum(t * np.log(p), axis=1)) / len(p)


# %% exercise="cross_entropy" mistake="halved"
def cross_entropy(p, t):
    """Halved: the half belongs to the squared error."""
    p = np.clip(p, 1e-12, None)
    return -np.mean(np.sum(t * np.log(p), axis=1)) / 2


# %% exercise="cross_entropy" mistake="probability-itself"
def cross_entropy(p, t):
    """The logarithm is missing."""
    return -np.mean(np.sum(t * p, axis=1))


# %% exercise="cross_entropy" mistake="probability-itself"
def cross_entropy(p, t):
    return np.mean(np.sum(t * p, axis=1))


# %% exercise="cross_entropy" mistake="one-minus-p"
def cross_entropy(p, t):
    """1 - p in place of -ln p: the logarithm is missing."""
    return np.mean(1 - np.sum(t * p, axis=1))


# %% exercise="cross_entropy" mistake="log-of-one-minus-p"
def cross_entropy(p, t):
    """The logarithm of 1 - p: of p itself."""
    return -np.mean(np.sum(t * np.log(np.clip(1 - p, 1e-12, None)), axis=1))


# %% exercise="cross_entropy" mistake="squared-error"
def cross_entropy(p, t):
    """That is the squared error: here it is -ln of the right class's probability."""
    return np.mean(np.sum((p - t) ** 2, axis=1) / 2)


# %% exercise="cross_entropy" mistake="inverse"
def cross_entropy(p, t):
    """exp in place of log, or 1/p: cross-entropy is -ln p."""
    return np.mean(np.sum(t / np.clip(p, 1e-12, None), axis=1))


# %% exercise="cross_entropy" mistake="inverse"
def cross_entropy(p, t):
    return -np.mean(np.sum(t * np.exp(p), axis=1))


# %% exercise="cross_entropy" mistake="softmax-again"
def cross_entropy(p, t):
    """Softmax was applied to probabilities: p is what came out of it already."""
    from scipy.special import log_softmax

    return -np.mean(np.sum(t * log_softmax(p, axis=1), axis=1))


# %% exercise="cross_entropy" mistake="softmax-again"
def cross_entropy(p, t):
    q = softmax(p, axis=1)
    return -np.mean(np.sum(t * np.log(q), axis=1))


# %% exercise="cross_entropy" mistake="derivative"
def cross_entropy(p, t):
    """That is the derivative p - t behind a softmax, not the loss."""
    return (p - t) / len(p)


# %% exercise="cross_entropy" mistake="derivative"
def cross_entropy(p, t):
    return p - t


# %% exercise="cross_entropy" mistake="return-in-loop"
def cross_entropy(p, t):
    """Only the first sample was counted: `return` stands inside the loop."""
    p = np.clip(p, 1e-12, None)
    total = 0.0
    for row, target in zip(p, t):
        total -= np.sum(target * np.log(row))
        return total / len(p)


# %% exercise="cross_entropy" mistake="first-sample"
def cross_entropy(p, t):
    """Only the first sample was counted: all rows of the batch belong into the mean."""
    p = np.clip(p, 1e-12, None)
    return -np.sum(t[0] * np.log(p[0]))


# %% exercise="cross_entropy" mistake="last-sample"
def cross_entropy(p, t):
    """Only the last sample was counted: `total += ...` adds up, `total = ...` forgets."""
    p = np.clip(p, 1e-12, None)
    for row, target in zip(p, t):
        total = -np.sum(target * np.log(row))
    return total


# %% exercise="cross_entropy" mistake="last-sample-divided"
def cross_entropy(p, t):
    """Only the last sample was counted, divided by the batch size: `total += ...` adds up."""
    p = np.clip(p, 1e-12, None)
    for row, target in zip(p, t):
        total = -np.sum(target * np.log(row))
    return total / len(p)


# %% exercise="cross_entropy" mistake="math-log"
def cross_entropy(p, t):
    """math.log takes one number: np.log takes arrays, too."""
    import math

    return -np.mean(np.sum(t * math.log(np.clip(p, 1e-12, None)), axis=1))


# %% exercise="cross_entropy" mistake="labels-expected"
def cross_entropy(p, t):
    """t is a table of one-hot rows, not a list of labels: multiply by it, or take t.argmax(axis=1) first."""
    p = np.clip(p, 1e-12, None)
    return -np.mean(np.log(p[np.arange(len(p)), t]))


# %% exercise="cross_entropy" mistake="labels-expected"
def cross_entropy(p, t):
    p = np.clip(p, 1e-12, None)
    return -np.mean(np.log(p[np.arange(len(p)), t.astype(int)]))


# %% exercise="cross_entropy" mistake="matrix-product"
def cross_entropy(p, t):
    """`t @ log(p)` multiplies matrices: cell by cell is `*`."""
    p = np.clip(p, 1e-12, None)
    return -np.mean(t @ np.log(p))


# %% exercise="cross_entropy" mistake="all-pairs"
def cross_entropy(p, t):
    """`t @ log(p).T` pairs every sample with every other: only a sample with itself counts, cell by cell."""
    p = np.clip(p, 1e-12, None)
    return -np.mean(t @ np.log(p).T)


# %% exercise="cross_entropy" mistake="all-pairs"
def cross_entropy(p, t):
    p = np.clip(p, 1e-12, None)
    return -np.sum(t @ np.log(p).T) / len(p)


# %% exercise="cross_entropy" mistake="all-pairs"
def cross_entropy(p, t):
    p = np.clip(p, 1e-12, None)
    return -np.sum(np.dot(t, np.log(p).T))


# %% exercise="cross_entropy" mistake="writes-into-argument"
def cross_entropy(p, t):
    """`p[p < 1e-12] = ...` or `out=p` writes into the caller's array: np.clip without `out` makes a new one."""
    p[p < 1e-12] = 1e-12
    return -np.mean(np.sum(t * np.log(p), axis=1))


# %% exercise="cross_entropy" mistake="writes-into-argument"
def cross_entropy(p, t):
    np.clip(p, 1e-12, None, out=p)
    return -np.mean(np.sum(t * np.log(p), axis=1))


# %% exercise="cross_entropy" mistake="writes-into-argument"
def cross_entropy(p, t):
    p += 1e-12
    return -np.mean(np.sum(t * np.log(p), axis=1))


# %% exercise="cross_entropy" mistake="no-return"
def cross_entropy(p, t):
    """The function ends without `return`."""
    p = np.clip(p, 1e-12, None)
    -np.mean(np.sum(t * np.log(p), axis=1))


# %% exercise="cross_entropy" mistake="no-return"
def cross_entropy(p, t):
    p = np.clip(p, 1e-12, None)
    print(-np.mean(np.sum(t * np.log(p), axis=1)))


# %% exercise="cross_entropy" mistake="samples-divided"
def cross_entropy(p, t):
    """One number for each sample came back, divided by the batch size: add them up."""
    p = np.clip(p, 1e-12, None)
    return -np.sum(t * np.log(p), axis=1) / len(p)


# %% exercise="cross_entropy" mistake="clipped-above"
def cross_entropy(p, t):
    """Clipped above, too: a probability of 1 costs exactly 0, so clip below alone."""
    return -np.mean(np.sum(t * np.log(np.clip(p, 1e-12, 0.9)), axis=1))


# %% exercise="cross_entropy" mistake="clipped-above"
def cross_entropy(p, t):
    return -np.mean(np.sum(t * np.log(np.clip(p, 1e-12, 0.99)), axis=1))


# %% exercise="cross_entropy" mistake="clipped-above"
def cross_entropy(p, t):
    return -np.mean(np.sum(t * np.log(np.clip(p, 1e-12, 0.999)), axis=1))


# %% exercise="cross_entropy" mistake="clipped-above"
def cross_entropy(p, t):
    return -np.mean(np.sum(t * np.log(np.clip(p, 1e-12, 0.9999)), axis=1))


# %% exercise="cross_entropy" mistake="clipped-above"
def cross_entropy(p, t):
    return -np.mean(np.sum(t * np.log(np.clip(p, 1e-12, 1 - 1e-7)), axis=1))


# %% exercise="cross_entropy" mistake="largest-product"
def cross_entropy(p, t):
    """The maximum of t * log(p) is 0, of the wrong classes: the sum over the classes leaves the right one."""
    p = np.clip(p, 1e-12, None)
    return -np.mean(np.max(t * np.log(p), axis=1))


# %% exercise="cross_entropy" mistake="log-of-sum"
def cross_entropy(p, t):
    """The logarithm of a sum over the batch: take the logarithm of each sample, then the mean."""
    return -np.log(np.sum(p * t)) / len(p)


# %% exercise="accuracy" mistake="counted"
def accuracy(p, labels):
    """A number of right answers: divide by the number of samples."""
    return np.sum(np.argmax(p, axis=1) == labels)


# %% exercise="accuracy" mistake="per-cent"
def accuracy(p, labels):
    """Per cent: the result lies in [0, 1]."""
    return 100 * np.mean(np.argmax(p, axis=1) == labels)


# %% exercise="accuracy" mistake="share-of-wrong"
def accuracy(p, labels):
    """The share of wrong answers: right means equal, `==`."""
    return np.mean(np.argmax(p, axis=1) != labels)


# %% exercise="accuracy" mistake="axis-0"
def accuracy(p, labels):
    """The largest of each column: the classes run along axis 1."""
    return np.mean(np.argmax(p, axis=0) == labels)


# %% exercise="accuracy" mistake="axis-0"
def accuracy(p, labels):
    return np.sum(np.argmax(p, axis=0) == labels) / len(labels)


# %% exercise="accuracy" mistake="no-axis"
def accuracy(p, labels):
    """argmax of the whole table is a single index: one for each row, axis=1."""
    return np.mean(np.argmax(p) == labels)


# %% exercise="accuracy" mistake="no-axis"
def accuracy(p, labels):
    return np.sum(p.argmax() == labels) / len(labels)


# %% exercise="accuracy" mistake="divided-by-cells"
def accuracy(p, labels):
    """Divided by the number of cells: divide by the number of samples."""
    return np.sum(np.argmax(p, axis=1) == labels) / p.size


# %% exercise="accuracy" mistake="divided-by-classes"
def accuracy(p, labels):
    """Divided by the number of classes: divide by the number of samples."""
    return np.sum(np.argmax(p, axis=1) == labels) / p.shape[1]


# %% exercise="accuracy" mistake="above-one-half"
def accuracy(p, labels):
    """Right means the largest of its row, not above one half."""
    return np.mean(p[np.arange(len(p)), labels] > 0.5)


# %% exercise="accuracy" mistake="above-one-half"
def accuracy(p, labels):
    return np.mean(p[np.arange(len(p)), labels] >= 0.5)


# %% exercise="accuracy" mistake="argmin"
def accuracy(p, labels):
    """argmin is the smallest: the answer is the largest output."""
    return np.mean(np.argmin(p, axis=1) == labels)


# %% exercise="accuracy" mistake="max-for-argmax"
def accuracy(p, labels):
    """np.max gives the largest value: asked for is its index, np.argmax."""
    return np.mean(np.max(p, axis=1) == labels)


# %% exercise="accuracy" mistake="max-for-argmax"
def accuracy(p, labels):
    return np.sum(p.max(axis=1) == labels) / len(labels)


# %% exercise="accuracy" mistake="labels-one-hot"
def accuracy(p, labels):
    """The labels are whole numbers, not one-hot rows: compare with them directly."""
    return np.mean(np.argmax(p, axis=1) == np.argmax(labels, axis=1))


# %% exercise="accuracy" mistake="labels-argmax"
def accuracy(p, labels):
    """The labels are whole numbers already: np.argmax(labels) makes one number of them all."""
    return np.mean(np.argmax(p, axis=1) == np.argmax(labels))


# %% exercise="accuracy" mistake="table-compared"
def accuracy(p, labels):
    """The table of outputs was compared with the labels: take the argmax of each row first."""
    return np.mean(p == labels)


# %% exercise="accuracy" mistake="table-compared"
def accuracy(p, labels):
    return np.mean(p == labels[:, None])


# %% exercise="accuracy" mistake="rounded"
def accuracy(p, labels):
    """Rounded outputs were compared: the largest of each row counts, whatever its size."""
    return np.mean(np.round(p) == labels[:, None])


# %% exercise="accuracy" mistake="rounded"
def accuracy(p, labels):
    return np.mean(np.round(p[np.arange(len(p)), labels]))


# %% exercise="accuracy" mistake="probability-averaged"
def accuracy(p, labels):
    """The mean probability of the right class: count where it is the largest."""
    return np.mean(p[np.arange(len(p)), labels])


# %% exercise="accuracy" mistake="truth-values"
def accuracy(p, labels):
    """True and False came back, one for each sample: their mean is the share."""
    return np.argmax(p, axis=1) == labels


# %% exercise="accuracy" mistake="truth-values"
def accuracy(p, labels):
    return [int(a == b) for a, b in zip(np.argmax(p, axis=1), labels)]


# %% exercise="accuracy" mistake="answers-returned"
def accuracy(p, labels):
    """The network's answers came back: compare them with the labels, and take the mean."""
    return np.argmax(p, axis=1)


# %% exercise="accuracy" mistake="nought-or-one"
def accuracy(p, labels):
    """The result is 0 or 1: `//` and int() cut the decimals off, np.all, array_equal and a comparison of whole lists ask whether every answer is right. Asked for is the share."""
    return float(np.all(np.argmax(p, axis=1) == labels))


# %% exercise="accuracy" mistake="nought-or-one"
def accuracy(p, labels):
    return np.array_equal(np.argmax(p, axis=1), labels)


# %% exercise="accuracy" mistake="one-sample-decides"
def accuracy(p, labels):
    """The result is 1 or 0 for all: one sample decides (the first, the last, np.any), or len() counts every sample in place of the right ones. The share of right ones is asked for."""
    return float(np.any(np.argmax(p, axis=1) == labels))


# %% exercise="accuracy" mistake="nought-or-one"
def accuracy(p, labels):
    return np.sum(np.argmax(p, axis=1) == labels) // len(labels)


# %% exercise="accuracy" mistake="nought-or-one"
def accuracy(p, labels):
    return int(np.mean(np.argmax(p, axis=1) == labels))


# %% exercise="accuracy" mistake="rounded-result"
def accuracy(p, labels):
    """The result was rounded: give the share itself."""
    return round(float(np.mean(np.argmax(p, axis=1) == labels)), 2)


# %% exercise="accuracy" mistake="rounded-result"
def accuracy(p, labels):
    return np.round(np.mean(np.argmax(p, axis=1) == labels), 1)


# %% exercise="accuracy" mistake="shifted"
def accuracy(p, labels):
    """One was added to the answers or the labels: argmax counts from 0, as the labels do."""
    return np.mean(np.argmax(p, axis=1) + 1 == labels)


# %% exercise="accuracy" mistake="shifted-labels"
def accuracy(p, labels):
    """One was subtracted from the labels: they count from 0, as argmax does."""
    return np.mean(np.argmax(p, axis=1) == labels + 1)


# %% exercise="accuracy" mistake="made-positive"
def accuracy(p, labels):
    """Scores were made positive first: the largest counts, and a negative one can be it."""
    return np.mean(np.argmax(np.abs(p), axis=1) == labels)


# %% exercise="accuracy" mistake="starts-at-0"
def accuracy(p, labels):
    """The search for the largest starts at 0, so a row of negative scores has none: start with the row's first score."""
    right = 0
    for row, label in zip(p, labels):
        best, best_k = 0, 0
        for k in range(len(row)):
            if row[k] > best:
                best, best_k = row[k], k
        right += best_k == label
    return right / len(labels)


# %% exercise="accuracy" mistake="starts-at-0"
def accuracy(p, labels):
    right = 0
    for row, label in zip(p, labels):
        best, best_k = 0, -1
        for k in range(len(row)):
            if row[k] > best:
                best, best_k = row[k], k
        right += best_k == label
    return right / len(labels)


# %% exercise="accuracy" mistake="last-class-left-out"
def accuracy(p, labels):
    """The last class is left out of the search."""
    return np.mean(np.argmax(p[:, :-1], axis=1) == labels)


# %% exercise="accuracy" mistake="one-counted"
def accuracy(p, labels):
    """At most one right answer was counted: `right += 1` adds up, and `return` stands after the loop."""
    right = 0
    for row, label in zip(p, labels):
        if np.argmax(row) == label:
            right += 1
        return right / len(labels)


# %% exercise="accuracy" mistake="one-sample-decides"
def accuracy(p, labels):
    return float(np.argmax(p[0]) == labels[0])


# %% exercise="accuracy" mistake="one-counted"
def accuracy(p, labels):
    right = 0
    for row, label in zip(p, labels):
        if np.argmax(row) == label:
            right = 1
    return right / len(labels)


# %% exercise="accuracy" mistake="one-counted"
def accuracy(p, labels):
    for row, label in zip(p, labels):
        right = int(np.argmax(row) == label)
    return right / len(labels)


# %% exercise="accuracy" mistake="one-sample-decides"
def accuracy(p, labels):
    for row, label in zip(p, labels):
        right = float(np.argmax(row) == label)
    return right


# %% exercise="accuracy" mistake="wrong-minus-right"
def accuracy(p, labels):
    """Wrong answers were subtracted: only right ones count."""
    right = 0
    for row, label in zip(p, labels):
        right += 1 if np.argmax(row) == label else -1
    return right / len(labels)


# %% exercise="accuracy" mistake="difference"
def accuracy(p, labels):
    """The difference of the indices was averaged: right means equal, whatever the distance."""
    return np.mean(np.abs(np.argmax(p, axis=1) - labels))


# %% exercise="accuracy" mistake="difference"
def accuracy(p, labels):
    return 1 - np.mean(np.abs(np.argmax(p, axis=1) - labels))


# %% exercise="accuracy" mistake="no-return"
def accuracy(p, labels):
    """The function ends without `return`."""
    np.mean(np.argmax(p, axis=1) == labels)


# %% exercise="accuracy" mistake="no-return"
def accuracy(p, labels):
    print(np.mean(np.argmax(p, axis=1) == labels))


# %% exercise="accuracy" mistake="nought-or-one"
def accuracy(p, labels):
    return np.mean(np.argmax(p, axis=1).tolist() == labels.tolist())


# %% exercise="accuracy" mistake="loss"
def accuracy(p, labels):
    """That is a loss, not the share of right answers."""
    return -np.mean(np.log(np.clip(p[np.arange(len(p)), labels], 1e-12, None)))


# %% exercise="accuracy" mistake="nought-or-one"
def accuracy(p, labels):
    return np.mean(p.argmax == labels)


# %% exercise="accuracy" mistake="one-sample-decides"
def accuracy(p, labels):
    right = np.argmax(p, axis=1) == labels
    return len(right) / len(labels)


# %% exercise="accuracy" mistake="divided-by-sum-of-labels"
def accuracy(p, labels):
    """Divided by the sum of the labels: by their number, len(labels)."""
    return np.sum(np.argmax(p, axis=1) == labels) / np.sum(labels)


# %% exercise="accuracy" mistake="answers-indexed"
def accuracy(p, labels):
    """Labels are no indices of the answers: compare the two, `==`."""
    return np.mean(np.argmax(p, axis=1)[labels])


# %% exercise="accuracy" mistake="answers-averaged"
def accuracy(p, labels):
    """The mean of the answers: compare them with the labels, and take the mean of that."""
    return np.mean(np.argmax(p, axis=1))


# %% exercise="accuracy" mistake="all-pairs"
def accuracy(p, labels):
    """Every guess was compared with every label: compare the two arrays of n numbers cell by cell."""
    return np.mean(np.argmax(p, axis=1)[:, None] == labels)


# %% exercise="accuracy" mistake="mean-over-classes"
def accuracy(p, labels):
    """Averaged over the classes: each sample counts the same here, whatever its class."""
    guess = np.argmax(p, axis=1)
    return np.mean([np.mean(guess[labels == k] == k) for k in np.unique(labels)])


# %% exercise="accuracy" mistake="class-0-left-out"
def accuracy(p, labels):
    """Right answers of class 0 are not counted: a 0 is a label like any other, so count where guess == labels."""
    guess = np.argmax(p, axis=1)
    return np.count_nonzero(guess * (guess == labels)) / len(labels)


# %% exercise="accuracy" mistake="search-from-a-number"
def accuracy(p, labels):
    """The search for the largest began at a number that all scores can lie below: begin at the row's first, as np.argmax does."""
    hits = 0
    for row, label in zip(p, labels):
        best, where = -100, 0
        for k, value in enumerate(row):
            if value > best:
                best, where = value, k
        hits += where == label
    return hits / len(labels)


# %% exercise="numerical_gradient" mistake="one-sided"
def numerical_gradient(f, w):
    """Nudged to one side alone: up and down, and the difference divided by twice the step."""
    step = 1e-4
    w = np.array(w, dtype=float)
    here = f(w)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        grad[i] = (f(w) - here) / step
        w[i] = kept
    return grad


# %% exercise="numerical_gradient" mistake="one-sided-down"
def numerical_gradient(f, w):
    """Nudged to one side alone, downwards: up and down, and the difference divided by twice the step."""
    step = 1e-4
    w = np.array(w, dtype=float)
    here = f(w)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept - step
        grad[i] = (here - f(w)) / step
        w[i] = kept
    return grad


# %% exercise="numerical_gradient" mistake="one-sided-halved"
def numerical_gradient(f, w):
    """Only the way up counts: the second nudge has to end below the weight's own value (from `w += step` it is twice the step down)."""
    step = 1e-4
    w = np.array(w, dtype=float)
    here = f(w)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        grad[i] = (f(w) - here) / (2 * step)
        w[i] = kept
    return grad


# %% exercise="numerical_gradient" mistake="divided-by-step"
def numerical_gradient(f, w):
    """Divided by the step: the two nudges are twice the step apart."""
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / step
    return grad


# %% exercise="numerical_gradient" mistake="not-divided"
def numerical_gradient(f, w):
    """Not divided: the difference of the two values belongs over twice the step."""
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / 1
    return grad


# %% exercise="numerical_gradient" mistake="brackets-missing"
def numerical_gradient(f, w):
    """`/ 2 * step` divides by 2 and then multiplies: brackets, / (2 * step)."""
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / 2 * step
    return grad


# %% exercise="numerical_gradient" mistake="divided-by-2"
def numerical_gradient(f, w):
    """Divided by 2 alone: by twice the step."""
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / 2
    return grad


# %% exercise="numerical_gradient" mistake="multiplied"
def numerical_gradient(f, w):
    """Multiplied by twice the step: divide."""
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) * (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="sign"
def numerical_gradient(f, w):
    """The sign: the value above minus the value below."""
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (below - above) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="sum-of-values"
def numerical_gradient(f, w):
    """The two values were added: their difference tells the slope."""
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above + below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="not-put-back"
def numerical_gradient(f, w):
    """A weight was not put back before the next one was nudged."""
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="not-put-back"
def numerical_gradient(f, w):
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        w[i] += step
        above = f(w)
        w[i] -= step
        w[i] -= step
        below = f(w)
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="one-sided-halved"
def numerical_gradient(f, w):
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] += step
        above = f(w)
        w[i] -= step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="all-at-once"
def numerical_gradient(f, w):
    """All weights were nudged at once: one at a time."""
    step = 1e-4
    w = np.array(w, dtype=float)
    slope = (f(w + step) - f(w - step)) / (2 * step)
    return np.full(w.shape, slope)


# %% exercise="numerical_gradient" mistake="one-slope"
def numerical_gradient(f, w):
    """All weights were nudged at once, and one number came back: each weight has its own slope."""
    step = 1e-4
    return (f(w + step) - f(w - step)) / (2 * step)


# %% exercise="numerical_gradient" mistake="whole-numbers"
def numerical_gradient(f, w):
    """An array of whole numbers cannot hold 3.0001: work on a float copy, np.array(w, dtype=float)."""
    step = 1e-4
    w = w.copy()
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="whole-number-result"
def numerical_gradient(f, w):
    """np.zeros_like of whole numbers stores whole numbers: np.zeros(w.shape)."""
    step = 1e-4
    given = w
    w = np.array(w, dtype=float)
    grad = np.zeros_like(given)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="whole-numbers"
def numerical_gradient(f, w):
    step = 1e-4
    w = w.copy()
    grad = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="writes-into-argument"
def numerical_gradient(f, w):
    """The caller's array was written on (and stays whole numbers): begin with a float copy, np.array(w, dtype=float)."""
    step = 1e-4

    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="writes-into-argument"
def numerical_gradient(f, w):
    step = 1e-4
    w = np.asarray(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="first-axis-alone"
def numerical_gradient(f, w):
    """Only the first axis was walked, whole rows at once: np.ndindex(w.shape) gives every cell."""
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in range(len(w)):
        kept = w[i].copy()
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="range-len"
def numerical_gradient(f, w):
    """A loop over range(len(w)) walks one axis: np.ndindex(w.shape) gives every cell, for any number of axes."""
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in range(len(w)):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="range-len"
def numerical_gradient(f, w):
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in range(w.shape[0]):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="range-size"
def numerical_gradient(f, w):
    """w[i] with i up to w.size is a row of a table, not a cell: np.ndindex(w.shape) gives every cell."""
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in range(w.size):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="two-axes"
def numerical_gradient(f, w):
    """Two loops fit two axes alone: np.ndindex(w.shape) gives every cell, for any number of axes."""
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in range(w.shape[0]):
        for j in range(w.shape[1]):
            up, down = w.copy(), w.copy()
            up[i, j] += step
            down[i, j] -= step
            grad[i, j] = (f(up) - f(down)) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="flat-result"
def numerical_gradient(f, w):
    """The shape is lost: the gradient has the shape of w, so reshape it at the end."""
    step = 1e-4
    flat, shape = np.array(w, dtype=float).ravel(), np.shape(w)
    grad = np.zeros(flat.size)
    for i in range(flat.size):
        up, down = flat.copy(), flat.copy()
        up[i] += step
        down[i] -= step
        grad[i] = (f(up.reshape(shape)) - f(down.reshape(shape))) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="flat-result"
def numerical_gradient(f, w):
    step, slopes = 1e-4, []
    w = np.array(w, dtype=float)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        slopes.append((above - f(w)) / (2 * step))
        w[i] = kept
    return np.array(slopes)


# %% exercise="numerical_gradient" mistake="another-step"
def numerical_gradient(f, w):
    """Another step than 1e-4 to either side."""
    step = 1e-2
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="another-step"
def numerical_gradient(f, w):
    step = 1e-3
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="another-step"
def numerical_gradient(f, w):
    step = 1e-5
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="another-step"
def numerical_gradient(f, w):
    step = 1e-6
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="another-step"
def numerical_gradient(f, w):
    step = 1e-1
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="another-step"
def numerical_gradient(f, w):
    step = 5e-5
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="another-step"
def numerical_gradient(f, w):
    step = 1e-8
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="another-step"
def numerical_gradient(f, w):
    step = 2e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="step-1"
def numerical_gradient(f, w):
    """A nudge of 1: the step is 1e-4 to either side."""
    step = 1
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="relative-step"
def numerical_gradient(f, w):
    """The step was multiplied by the weight: it is 1e-4 for every weight."""
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        nudge = step * kept
        w[i] = kept + nudge
        above = f(w)
        w[i] = kept - nudge
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * nudge)
    return grad


# %% exercise="numerical_gradient" mistake="return-in-loop"
def numerical_gradient(f, w):
    """Only the first weight was measured: `return` stands inside the loop."""
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
        return grad


# %% exercise="numerical_gradient" mistake="last-only"
def numerical_gradient(f, w):
    """Only one slope came back: store it in grad[i], in each round."""
    step = 1e-4
    w = np.array(w, dtype=float)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        grad = (above - f(w)) / (2 * step)
        w[i] = kept
    return grad


# %% exercise="numerical_gradient" mistake="weight-alone"
def numerical_gradient(f, w):
    """f was given a single weight: it takes the whole array, with one weight nudged."""
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        grad[i] = (f(w[i] + step) - f(w[i] - step)) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="value-alone"
def numerical_gradient(f, w):
    """The value f(w) came back, not its gradient."""
    return f(w)


# %% exercise="numerical_gradient" mistake="weights-returned"
def numerical_gradient(f, w):
    """The weights came back: the gradient is asked for."""
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return w


# %% exercise="numerical_gradient" mistake="global-step"
def numerical_gradient(f, w):
    """The step has no value inside the function: `step = 1e-4` belongs into it."""
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + h
        above = f(w)
        w[i] = kept - h
        grad[i] = (above - f(w)) / (2 * h)
        w[i] = kept
    return grad


# %% exercise="numerical_gradient" mistake="global-step"
def numerical_gradient(f, w):
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="global-step"
def numerical_gradient(f, w):
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + eps
        above = f(w)
        w[i] = kept - eps
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * eps)
    return grad


# %% exercise="numerical_gradient" mistake="copy-shared"
def numerical_gradient(f, w):
    """`up = w` is the same array, so the two nudges cancel: use w.copy(). (Or the slopes are not stored.)"""
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        up, down = w, w
        up[i] += step
        down[i] -= step
        grad[i] = (f(up) - f(down)) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="copy-shared"
def numerical_gradient(f, w):
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        slope = (above - f(w)) / (2 * step)
        w[i] = kept
    return grad


# %% exercise="numerical_gradient" mistake="np-gradient"
def numerical_gradient(f, w):
    """np.gradient takes the differences of an array's neighbours: nudge the weights of f."""
    return np.gradient(w)


# %% exercise="numerical_gradient" mistake="np-gradient"
def numerical_gradient(f, w):
    return np.gradient(f(w), w)


# %% exercise="numerical_gradient" mistake="arguments-exchanged"
def numerical_gradient(f, w):
    """f is the function and w the array: f(w), not w(f)."""
    return (w(f + 1e-4) - w(f - 1e-4)) / 2e-4


# %% exercise="numerical_gradient" mistake="call-missing"
def numerical_gradient(f, w):
    """`f` without brackets is the function itself: its value is f(w)."""
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f
        w[i] = kept - step
        below = f
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="no-return"
def numerical_gradient(f, w):
    """The function ends without `return`."""
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)


# %% exercise="numerical_gradient" mistake="no-return"
def numerical_gradient(f, w):
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    print(grad)


# %% exercise="numerical_gradient" mistake="plain-number"
def numerical_gradient(f, w):
    """For w of shape () the array was made a plain number, which cannot be written into: np.array(w, dtype=float), and w[()]."""
    step = 1e-4
    w = w * 1.0
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="one-axis-number"
def numerical_gradient(f, w):
    """For w of shape () the result has a shape of its own: it has none, as w."""
    step = 1e-4
    w = np.array(w, dtype=float, ndmin=1)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="transposed"
def numerical_gradient(f, w):
    """The result is transposed: grad[i] belongs to w[i]."""
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad.T


# %% exercise="numerical_gradient" mistake="transposed"
def numerical_gradient(f, w):
    step = 1e-4
    w = np.array(w, dtype=float)
    grad = np.zeros(w.T.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i[::-1]] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="float32"
def numerical_gradient(f, w):
    """float32 has 7 digits, too few for a nudge of 1e-4: work in float64, dtype=float."""
    step = 1e-4
    w = np.array(w, dtype=np.float32)
    grad = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        w[i] = kept + step
        above = f(w)
        w[i] = kept - step
        below = f(w)
        w[i] = kept
        grad[i] = (above - below) / (2 * step)
    return grad


# %% exercise="numerical_gradient" mistake="ravel-of-transposed"
def numerical_gradient(f, w):
    """`w.ravel()` of a transposed array is a copy, so f never sees the nudges: index w itself, w[i] with np.ndindex(w.shape)."""
    w = np.array(w, dtype=float)
    flat, grad = w.ravel(), np.zeros(w.size)
    for i in range(w.size):
        kept = flat[i]
        flat[i] = kept + 1e-4
        above = f(w)
        flat[i] = kept - 1e-4
        below = f(w)
        flat[i] = kept
        grad[i] = (above - below) / 2e-4
    return grad.reshape(w.shape)


# %% exercise="numerical_gradient" mistake="flat-to-f"
def numerical_gradient(f, w):
    """f was given a flat array: it takes the shape of w, so reshape before the call."""
    flat = np.array(w, dtype=float).reshape(-1)
    grad = np.zeros(flat.size)
    for i in range(flat.size):
        step = np.zeros(flat.size)
        step[i] = 1e-4
        grad[i] = (f(flat + step) - f(flat - step)) / 2e-4
    return grad.reshape(np.shape(w))


# %% exercise="softmax_cross_entropy_grad" mistake="not-divided"
def softmax_cross_entropy_grad(z, t):
    """Not divided by the batch size: the loss is a mean over the batch."""
    p = softmax(z, axis=1)
    return p - t


# %% exercise="softmax_cross_entropy_grad" mistake="sign"
def softmax_cross_entropy_grad(z, t):
    """The sign: it is softmax(z) - t."""
    p = softmax(z, axis=1)
    return (t - p) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="sign-not-divided"
def softmax_cross_entropy_grad(z, t):
    """The sign, softmax(z) - t, and the batch size are missing."""
    p = softmax(z, axis=1)
    return t - p


# %% exercise="softmax_cross_entropy_grad" mistake="divided-by-cells"
def softmax_cross_entropy_grad(z, t):
    """Divided by the number of cells: by the batch size, len(z)."""
    p = softmax(z, axis=1)
    return (p - t) / z.size


# %% exercise="softmax_cross_entropy_grad" mistake="divided-by-cells"
def softmax_cross_entropy_grad(z, t):
    p = softmax(z, axis=1)
    return (p - t) / len(z) / z.shape[1]


# %% exercise="softmax_cross_entropy_grad" mistake="divided-by-classes"
def softmax_cross_entropy_grad(z, t):
    """Divided by the number of classes: by the batch size, len(z)."""
    p = softmax(z, axis=1)
    return (p - t) / z.shape[1]


# %% exercise="softmax_cross_entropy_grad" mistake="divided-by-classes"
def softmax_cross_entropy_grad(z, t):
    p = softmax(z, axis=1)
    return (p - t) / len(z[0])


# %% exercise="softmax_cross_entropy_grad" mistake="t-alone-divided"
def softmax_cross_entropy_grad(z, t):
    """Only t was divided by the batch size: brackets around p - t."""
    p = softmax(z, axis=1)
    return p - t / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="p-alone-divided"
def softmax_cross_entropy_grad(z, t):
    """Only the softmax was divided by the batch size: the difference is."""
    p = softmax(z, axis=1)
    return p / len(z) - t


# %% exercise="softmax_cross_entropy_grad" mistake="softmax-over-batch"
def softmax_cross_entropy_grad(z, t):
    """Softmax over the batch: it works within a sample, axis=1."""
    return (softmax(z, axis=0) - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="softmax-over-batch"
def softmax_cross_entropy_grad(z, t):
    e = np.exp(z)
    return (e / e.sum(axis=0) - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="softmax-over-all"
def softmax_cross_entropy_grad(z, t):
    """Softmax over the whole table: each sample has its own, axis=1."""
    return (softmax(z) - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="softmax-over-all"
def softmax_cross_entropy_grad(z, t):
    e = np.exp(z)
    return (e / e.sum() - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="no-softmax"
def softmax_cross_entropy_grad(z, t):
    """The scores themselves minus the target: softmax first."""
    return (z - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="no-softmax-not-divided"
def softmax_cross_entropy_grad(z, t):
    """The scores themselves minus the target: softmax first, and divide by the batch size."""
    return z - t


# %% exercise="softmax_cross_entropy_grad" mistake="sigmoid"
def softmax_cross_entropy_grad(z, t):
    """The sigmoid in place of softmax: the classes share 1 among them."""
    return (expit(z) - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="target-left-out"
def softmax_cross_entropy_grad(z, t):
    """Only the softmax: the target is not subtracted."""
    p = softmax(z, axis=1)
    return p / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="target-left-out"
def softmax_cross_entropy_grad(z, t):
    p = softmax(z, axis=1)
    return p


# %% exercise="softmax_cross_entropy_grad" mistake="multiplied-by-target"
def softmax_cross_entropy_grad(z, t):
    """Only the cells of the right class: all classes have a gradient, softmax(z) - t."""
    p = softmax(z, axis=1)
    return (p - 1) * t / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="multiplied-by-target"
def softmax_cross_entropy_grad(z, t):
    p = softmax(z, axis=1)
    return (p - t) * t / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="target-added"
def softmax_cross_entropy_grad(z, t):
    """The target was added: it is subtracted."""
    p = softmax(z, axis=1)
    return (p + t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="softmax-slope"
def softmax_cross_entropy_grad(z, t):
    """The softmax's own slope p(1 - p) was multiplied in: with cross-entropy it cancels, p - t is all."""
    p = softmax(z, axis=1)
    return (p - t) * p * (1 - p) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="softmax-slope"
def softmax_cross_entropy_grad(z, t):
    p = softmax(z, axis=1)
    return p * (1 - p) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="softmax-slope"
def softmax_cross_entropy_grad(z, t):
    p = softmax(z, axis=1)
    return p * (1 - p)


# %% exercise="softmax_cross_entropy_grad" mistake="minus-t-over-p"
def softmax_cross_entropy_grad(z, t):
    """-t / p is the gradient with respect to p: with respect to z it is p - t."""
    p = softmax(z, axis=1)
    return -t / p / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="minus-t-over-p"
def softmax_cross_entropy_grad(z, t):
    p = softmax(z, axis=1)
    return -t / p


# %% exercise="softmax_cross_entropy_grad" mistake="loss"
def softmax_cross_entropy_grad(z, t):
    """The loss came back: its gradient is asked for, one number for each score."""
    p = softmax(z, axis=1)
    return -np.mean(np.sum(t * np.log(p), axis=1))


# %% exercise="softmax_cross_entropy_grad" mistake="loss"
def softmax_cross_entropy_grad(z, t):
    p = softmax(z, axis=1)
    return -t * np.log(p) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="loss"
def softmax_cross_entropy_grad(z, t):
    p = softmax(z, axis=1)
    return -t * np.log(np.clip(p, 1e-12, None))


# %% exercise="softmax_cross_entropy_grad" mistake="summed"
def softmax_cross_entropy_grad(z, t):
    """Summed or averaged over the batch: each sample keeps its row."""
    p = softmax(z, axis=1)
    return np.mean(p - t, axis=0)


# %% exercise="softmax_cross_entropy_grad" mistake="summed-without-mean"
def softmax_cross_entropy_grad(z, t):
    """Summed over the batch: each sample keeps its row."""
    p = softmax(z, axis=1)
    return np.sum(p - t, axis=0)


# %% exercise="softmax_cross_entropy_grad" mistake="summed-over-classes"
def softmax_cross_entropy_grad(z, t):
    """Summed over the classes: each class keeps its cell."""
    p = softmax(z, axis=1)
    return np.sum(p - t, axis=1) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="one-mean"
def softmax_cross_entropy_grad(z, t):
    """One number came back: there is one for each score."""
    p = softmax(z, axis=1)
    return np.mean(p - t)


# %% exercise="softmax_cross_entropy_grad" mistake="overflow"
def softmax_cross_entropy_grad(z, t):
    """exp of a large score overflows: subtract each row's own maximum first."""
    with np.errstate(all='ignore'):
        e = np.exp(z)
        return (e / e.sum(axis=1, keepdims=True) - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="one-maximum"
def softmax_cross_entropy_grad(z, t):
    """One maximum for the whole table: a row far below it becomes 0/0. Subtract each row's own."""
    with np.errstate(all='ignore'):
        e = np.exp(z - z.max())
        return (e / e.sum(axis=1, keepdims=True) - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="clipped-scores"
def softmax_cross_entropy_grad(z, t):
    """The scores were clipped: only differences within a row count, so subtract each row's maximum."""
    e = np.exp(np.clip(z, -500, 500))
    return (e / e.sum(axis=1, keepdims=True) - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="column-maximum"
def softmax_cross_entropy_grad(z, t):
    """The maximum of each column was subtracted: of each row, axis=1."""
    with np.errstate(all='ignore'):
        e = np.exp(z - z.max(axis=0))
        return (e / e.sum(axis=1, keepdims=True) - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="keepdims"
def softmax_cross_entropy_grad(z, t):
    """keepdims=True is missing: the maximum or the sum of each row must stay a column."""
    e = np.exp(z - z.max(axis=1))
    return (e / e.sum(axis=1, keepdims=True) - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="keepdims"
def softmax_cross_entropy_grad(z, t):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1) - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="keepdims"
def softmax_cross_entropy_grad(z, t):
    e = np.exp(z)
    return (e / np.sum(e, axis=1) - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="minimum-subtracted"
def softmax_cross_entropy_grad(z, t):
    """The smallest score was subtracted: the largest makes overflow impossible."""
    with np.errstate(all='ignore'):
        e = np.exp(z - z.min(axis=1, keepdims=True))
        return (e / e.sum(axis=1, keepdims=True) - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="exp-not-divided"
def softmax_cross_entropy_grad(z, t):
    """exp(z) was not divided by its sum over the classes."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="exp-not-divided"
def softmax_cross_entropy_grad(z, t):
    return (np.exp(z) - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="log-softmax"
def softmax_cross_entropy_grad(z, t):
    """The logarithm of the softmax: p - t takes the softmax itself."""
    from scipy.special import log_softmax

    return (log_softmax(z, axis=1) - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="softmax-twice"
def softmax_cross_entropy_grad(z, t):
    """Softmax was applied twice."""
    return (softmax(softmax(z, axis=1), axis=1) - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="softmax-of-difference"
def softmax_cross_entropy_grad(z, t):
    """Softmax of z - t: the target is subtracted afterwards."""
    return softmax(z - t, axis=1) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="softmax-of-target"
def softmax_cross_entropy_grad(z, t):
    """Softmax was applied to the target, too: t is given."""
    return (softmax(z, axis=1) - softmax(t, axis=1)) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="squared-error"
def softmax_cross_entropy_grad(z, t):
    """That is the gradient of the squared error behind a softmax: of cross-entropy it is p - t."""
    p = softmax(z, axis=1)
    d = p - t
    return p * (d - np.sum(d * p, axis=1, keepdims=True)) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="rounded"
def softmax_cross_entropy_grad(z, t):
    """The class with the largest score got a 1: softmax gives it a share."""
    hard = (z == z.max(axis=1, keepdims=True)).astype(float)
    return (hard - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="transposed"
def softmax_cross_entropy_grad(z, t):
    """Rows stand for samples, columns for classes, as in z."""
    p = softmax(z, axis=1)
    return ((p - t) / len(z)).T


# %% exercise="softmax_cross_entropy_grad" mistake="writes-into-argument"
def softmax_cross_entropy_grad(z, t):
    """`z -= ...` writes into the caller's array: z = z - ... makes a new one."""
    z -= z.max(axis=1, keepdims=True)
    e = np.exp(z)
    return (e / e.sum(axis=1, keepdims=True) - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="writes-into-argument"
def softmax_cross_entropy_grad(z, t):
    p = softmax(z, axis=1)
    t -= p
    return -t / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="return-in-loop"
def softmax_cross_entropy_grad(z, t):
    """Only the first sample has its row: `return` stands inside the loop."""
    grad = np.zeros(z.shape)
    for i in range(len(z)):
        grad[i] = (softmax(z[i]) - t[i]) / len(z)
        return grad


# %% exercise="softmax_cross_entropy_grad" mistake="no-return"
def softmax_cross_entropy_grad(z, t):
    """The function ends without `return`."""
    p = softmax(z, axis=1)
    (p - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="no-return"
def softmax_cross_entropy_grad(z, t):
    p = softmax(z, axis=1)
    print((p - t) / len(z))


# %% exercise="softmax_cross_entropy_grad" mistake="labels-expected"
def softmax_cross_entropy_grad(z, t):
    """t holds one-hot rows, not labels: subtract the table."""
    p = softmax(z, axis=1)
    p[np.arange(len(z)), t] -= 1
    return p / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="labels-expected"
def softmax_cross_entropy_grad(z, t):
    p = softmax(z, axis=1)
    p[range(len(z)), t.astype(int)] -= 1
    return p / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="multiplied-by-batch"
def softmax_cross_entropy_grad(z, t):
    """Multiplied by the batch size: divide."""
    p = softmax(z, axis=1)
    return (p - t) * len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="halved"
def softmax_cross_entropy_grad(z, t):
    """Divided by 2: by the batch size, len(z)."""
    p = softmax(z, axis=1)
    return (p - t) / 2


# %% exercise="softmax_cross_entropy_grad" mistake="sum-over-batch"
def softmax_cross_entropy_grad(z, t):
    """exp was divided by the sum over the batch: by the sum over the classes, axis=1."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=0) - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="absolute"
def softmax_cross_entropy_grad(z, t):
    """The sign belongs to the gradient: p - t, without abs."""
    p = softmax(z, axis=1)
    return np.abs(p - t) / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="squared"
def softmax_cross_entropy_grad(z, t):
    """p - t is not squared here."""
    p = softmax(z, axis=1)
    return (p - t) ** 2 / len(z)


# %% exercise="softmax_cross_entropy_grad" mistake="whole-numbers"
def softmax_cross_entropy_grad(z, t):
    """np.zeros_like(z) of whole numbers stores whole numbers: np.zeros(z.shape) holds fractions."""
    dz = np.zeros_like(z)
    dz[...] = (softmax(z, axis=1) - t) / len(z)
    return dz


# %% exercise="dense_backward" mistake="dx-with-x"
def dense_backward(dout, x, w):
    """dx was made of x: it adds up, over the outputs, weight times what arrives, so it is made of dout and w."""
    dx = x @ w @ w.T
    dw = x.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="inner-sizes"
def dense_backward(dout, x, w):
    """The inner sizes of a product do not agree. Write the shapes beside the names: in dx the sum runs over the outputs, in dw over the samples, and .T brings that axis next to the `@`."""
    dx = dout @ w
    dw = x.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="dw-without-transpose"
def dense_backward(dout, x, w):
    """x.T is missing in dw: the sum runs over the samples."""
    dx = dout @ w.T
    dw = x @ dout
    db = dout.sum(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="dx-reversed"
def dense_backward(dout, x, w):
    """The order in dx is reversed: dout stands on the left, (n, outputs) @ (outputs, inputs)."""
    dx = w.T @ dout
    dw = x.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="inner-sizes"
def dense_backward(dout, x, w):
    dx = w @ dout
    dw = x.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="dx-reversed-transposed"
def dense_backward(dout, x, w):
    """dx came out transposed: (n, inputs), a row for each sample."""
    dx = w @ dout.T
    dw = x.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="inner-sizes"
def dense_backward(dout, x, w):
    dx = dout.T @ w.T
    dw = x.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="inner-sizes"
def dense_backward(dout, x, w):
    dx = dout.T @ w
    dw = x.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="dw-transposed"
def dense_backward(dout, x, w):
    """dw came out transposed: it has the shape of w, (inputs, outputs)."""
    dx = dout @ w.T
    dw = dout.T @ x
    db = dout.sum(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="inner-sizes"
def dense_backward(dout, x, w):
    dx = dout @ w.T
    dw = dout @ x.T
    db = dout.sum(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="inner-sizes"
def dense_backward(dout, x, w):
    dx = dout @ w.T
    dw = dout @ x
    db = dout.sum(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="dw-with-w"
def dense_backward(dout, x, w):
    """dw was made with w: it adds up, over the samples, its input times what arrives, so it is made of x and dout."""
    dx = dout @ w.T
    dw = w.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="dw-with-w"
def dense_backward(dout, x, w):
    dx = dout @ w.T
    dw = w * dout.sum(axis=0)
    db = dout.sum(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="inner-sizes"
def dense_backward(dout, x, w):
    dx = dout @ w.T
    dw = x.T @ dout.T
    db = dout.sum(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="dw-averaged"
def dense_backward(dout, x, w):
    """dw was divided by n: dout holds the mean's share already, so sum."""
    dx = dout @ w.T
    dw = x.T @ dout / len(x)
    db = dout.sum(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="db-averaged"
def dense_backward(dout, x, w):
    """db is a mean: dout holds the mean's share already, so sum over the batch."""
    dx = dout @ w.T
    dw = x.T @ dout
    db = dout.mean(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="all-averaged"
def dense_backward(dout, x, w):
    """Divided by n again: dout holds the mean's share already."""
    dx = dout @ w.T
    dw = x.T @ dout / len(x)
    db = dout.mean(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="all-averaged"
def dense_backward(dout, x, w):
    dx = dout @ w.T / len(x)
    dw = x.T @ dout / len(x)
    db = dout.mean(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="dx-averaged"
def dense_backward(dout, x, w):
    """dx was divided by n: dout holds the mean's share already."""
    dx = dout @ w.T / len(x)
    dw = x.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="db-wrong-axis"
def dense_backward(dout, x, w):
    """db is summed over the outputs: sum over the batch, axis=0."""
    dx = dout @ w.T
    dw = x.T @ dout
    db = dout.sum(axis=1)
    return dx, dw, db


# %% exercise="dense_backward" mistake="db-one-number"
def dense_backward(dout, x, w):
    """db is one number: each output has a bias of its own, so sum over the batch alone, axis=0."""
    dx = dout @ w.T
    dw = x.T @ dout
    db = dout.sum()
    return dx, dw, db


# %% exercise="dense_backward" mistake="db-not-summed"
def dense_backward(dout, x, w):
    """The batch axis of db is not summed: one number for each output."""
    dx = dout @ w.T
    dw = x.T @ dout
    db = dout
    return dx, dw, db


# %% exercise="dense_backward" mistake="db-keeps-axis"
def dense_backward(dout, x, w):
    """db keeps an axis of size 1: its shape is (outputs,), without keepdims."""
    dx = dout @ w.T
    dw = x.T @ dout
    db = dout.sum(axis=0, keepdims=True)
    return dx, dw, db


# %% exercise="dense_backward" mistake="db-first-sample"
def dense_backward(dout, x, w):
    """db is that of one sample: sum over the batch, axis=0."""
    dx = dout @ w.T
    dw = x.T @ dout
    db = dout[0]
    return dx, dw, db


# %% exercise="dense_backward" mistake="db-ones"
def dense_backward(dout, x, w):
    """db is 1: the bias adds up what arrives, dout.sum(axis=0)."""
    dx = dout @ w.T
    dw = x.T @ dout
    db = np.ones(dout.shape[1])
    return dx, dw, db


# %% exercise="dense_backward" mistake="db-with-x"
def dense_backward(dout, x, w):
    """x was multiplied into db: a bias has no input, so it adds up dout alone."""
    dx = dout @ w.T
    dw = x.T @ dout
    db = x.sum(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="db-maximum"
def dense_backward(dout, x, w):
    """The largest of dout in place of its sum over the batch."""
    dx = dout @ w.T
    dw = x.T @ dout
    db = dout.max(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="order-dw-first"
def dense_backward(dout, x, w):
    """The order of the answers: dx, dw, db."""
    dx = dout @ w.T
    dw = x.T @ dout
    db = dout.sum(axis=0)
    return dw, dx, db


# %% exercise="dense_backward" mistake="order-dw-first"
def dense_backward(dout, x, w):
    dx = dout @ w.T
    dw = x.T @ dout
    db = dout.sum(axis=0)
    return dw, db, dx


# %% exercise="dense_backward" mistake="order-dw-first"
def dense_backward(dout, x, w):
    dx = dout @ w.T
    dw = x.T @ dout
    db = dout.sum(axis=0)
    return dx, db, dw


# %% exercise="dense_backward" mistake="order-dw-first"
def dense_backward(dout, x, w):
    dx = dout @ w.T
    dw = x.T @ dout
    db = dout.sum(axis=0)
    return db, dw, dx


# %% exercise="dense_backward" mistake="dict"
def dense_backward(dout, x, w):
    """A dict came back: asked for is `return dx, dw, db`."""
    dx = dout @ w.T
    dw = x.T @ dout
    db = dout.sum(axis=0)
    return {"dx": dx, "dw": dw, "db": db}


# %% exercise="dense_backward" mistake="db-left-out"
def dense_backward(dout, x, w):
    """Only two answers came back: dx, dw and db."""
    dx = dout @ w.T
    dw = x.T @ dout
    db = dout.sum(axis=0)
    return dx, dw


# %% exercise="dense_backward" mistake="db-left-out"
def dense_backward(dout, x, w):
    dx = dout @ w.T
    dw = x.T @ dout
    db = dout.sum(axis=0)
    return dw, db


# %% exercise="dense_backward" mistake="one-answer"
def dense_backward(dout, x, w):
    """Only one answer came back: dx, dw and db."""
    dx = dout @ w.T
    dw = x.T @ dout
    db = dout.sum(axis=0)
    return dx


# %% exercise="dense_backward" mistake="one-answer-dw"
def dense_backward(dout, x, w):
    """Only dw came back: dx, dw and db are asked for."""
    return x.T @ dout


# %% exercise="dense_backward" mistake="cell-by-cell"
def dense_backward(dout, x, w):
    """`*` multiplies cell by cell: the sums come from the matrix product `@`."""
    return dout * w.T, x.T * dout, dout.sum(axis=0)


# %% exercise="dense_backward" mistake="dx-cell-by-cell"
def dense_backward(dout, x, w):
    """`*` multiplies cell by cell: dx is a matrix product, `@`."""
    dx = dout[:, :, None] * w.T[None]
    return dx, x.T @ dout, dout.sum(axis=0)


# %% exercise="dense_backward" mistake="dw-not-summed"
def dense_backward(dout, x, w):
    """One dw for each sample: add them up over the batch."""
    dw = x[:, :, None] * dout[:, None, :]
    return dout @ w.T, dw, dout.sum(axis=0)


# %% exercise="dense_backward" mistake="outer-of-flat"
def dense_backward(dout, x, w):
    """np.outer flattens tables: a matrix product sums over the samples, x.T @ dout."""
    return dout @ w.T, np.outer(x, dout), dout.sum(axis=0)


# %% exercise="dense_backward" mistake="forward"
def dense_backward(dout, x, w):
    """That is the way forward, x @ w: dout is what arrives on the way back."""
    return x @ w, x.T @ dout, dout.sum(axis=0)


# %% exercise="dense_backward" mistake="relu-slope"
def dense_backward(dout, x, w):
    """An activation's slope was multiplied in: the layer is y = x w + b, without activation."""
    s = dout * (x @ w > 0)
    return s @ w.T, x.T @ s, s.sum(axis=0)


# %% exercise="dense_backward" mistake="relu-slope"
def dense_backward(dout, x, w):
    y = x @ w
    s = dout * expit(y) * (1 - expit(y))
    return s @ w.T, x.T @ s, s.sum(axis=0)


# %% exercise="dense_backward" mistake="updated"
def dense_backward(dout, x, w):
    """The step was taken, w - dw: asked for are the gradients alone."""
    dw = x.T @ dout
    return dout @ w.T, w - dw, dout.sum(axis=0)


# %% exercise="dense_backward" mistake="negative"
def dense_backward(dout, x, w):
    """The signs: the gradients themselves, without minus."""
    dx = -dout @ w.T
    dw = -x.T @ dout
    db = -dout.sum(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="dw-negative"
def dense_backward(dout, x, w):
    """The sign of dw: the gradient itself, without minus."""
    dx = dout @ w.T
    dw = -x.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="inner-sizes"
def dense_backward(dout, x, w):
    x, w = w, x
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)


# %% exercise="dense_backward" mistake="dx-with-new-w"
def dense_backward(dout, x, w):
    """w was changed before dx was computed: all three use the w that came in."""
    w = w - x.T @ dout
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)


# %% exercise="dense_backward" mistake="ignores-dout"
def dense_backward(dout, x, w):
    """dout is not used: what arrives multiplies everything."""
    return np.ones(dout.shape) @ w.T, x.T @ np.ones(dout.shape), np.full(dout.shape[1], float(len(x)))


# %% exercise="dense_backward" mistake="ignores-dout"
def dense_backward(dout, x, w):
    return w.T, x.T, np.ones(dout.shape[1])


# %% exercise="dense_backward" mistake="db-wrong-axis"
def dense_backward(dout, x, w):
    return dout @ w.T, x.T @ dout, [sum(row) for row in dout]


# %% exercise="dense_backward" mistake="squeezed"
def dense_backward(dout, x, w):
    """np.squeeze takes away the axis of a batch of one: dx keeps a row for each sample."""
    return np.squeeze(dout @ w.T), np.squeeze(x.T @ dout), dout.sum(axis=0)


# %% exercise="dense_backward" mistake="sum-over-batch-in-dx"
def dense_backward(dout, x, w):
    """dx was summed over the batch: each sample keeps its row."""
    return (dout @ w.T).sum(axis=0), x.T @ dout, dout.sum(axis=0)


# %% exercise="dense_backward" mistake="return-in-loop"
def dense_backward(dout, x, w):
    """Only the first sample was counted: `return` stands inside the loop."""
    dw = np.zeros(w.shape)
    for row, slope in zip(x, dout):
        dw += np.outer(row, slope)
        return dout @ w.T, dw, dout.sum(axis=0)


# %% exercise="dense_backward" mistake="last-sample"
def dense_backward(dout, x, w):
    """Only the last sample counts in dw: `dw += ...` adds up, `dw = ...` forgets."""
    for row, slope in zip(x, dout):
        dw = np.outer(row, slope)
    return dout @ w.T, dw, dout.sum(axis=0)


# %% exercise="dense_backward" mistake="writes-into-argument"
def dense_backward(dout, x, w):
    """An argument was written on: w and x belong to the caller."""
    dw = x.T @ dout
    dx = dout @ w.T
    w -= 0.1 * dw
    return dx, dw, dout.sum(axis=0)


# %% exercise="dense_backward" mistake="no-return"
def dense_backward(dout, x, w):
    """The function ends without `return`."""
    dx, dw, db = dout @ w.T, x.T @ dout, dout.sum(axis=0)


# %% exercise="dense_backward" mistake="no-return"
def dense_backward(dout, x, w):
    print(dout @ w.T, x.T @ dout, dout.sum(axis=0))


# %% exercise="dense_backward" mistake="dx-cell-by-cell-with-w"
def dense_backward(dout, x, w):
    """`*` multiplies cell by cell: dx is a matrix product, `@`."""
    return dout * w, x.T @ dout, dout.sum(axis=0)


# %% exercise="dense_backward" mistake="db-wrong-axis"
def dense_backward(dout, x, w):
    dx = dout @ w.T
    dw = x.T @ dout
    db = dout.mean(axis=1)
    return dx, dw, db


# %% exercise="dense_backward" mistake="reshape-for-transpose"
def dense_backward(dout, x, w):
    """reshape keeps the order of the numbers: rows become columns with .T."""
    return dout @ w.reshape(w.shape[1], w.shape[0]), x.reshape(x.shape[1], x.shape[0]) @ dout, dout.sum(axis=0)


# %% exercise="dense_backward" mistake="reshape-for-transpose"
def dense_backward(dout, x, w):
    return dout @ w.reshape(w.shape[1], w.shape[0]), x.T @ dout, dout.sum(axis=0)


# %% exercise="dense_backward" mistake="dw-with-dx"
def dense_backward(dout, x, w):
    """dw was made of dx: it adds up the layer's input times what arrives, x."""
    dx = dout @ w.T
    dw = dx.T @ dout
    db = dout.sum(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="db-from-dx"
def dense_backward(dout, x, w):
    """db was made of dx: it adds up dout."""
    dx = dout @ w.T
    dw = x.T @ dout
    db = dx.sum(axis=0)
    return dx, dw, db


# %% exercise="dense_backward" mistake="square-not-transposed"
def dense_backward(dout, x, w):
    """Where w is square, dout @ w fits as well, and is wrong: dx = dout @ w.T, always."""
    dx = dout @ w if w.shape[0] == w.shape[1] else dout @ w.T
    return dx, x.T @ dout, dout.sum(axis=0)


# %% exercise="two_layer_grads" mistake="not-divided"
def two_layer_grads(x, t, params):
    """Not divided by the batch size: the way back begins with (p - t) / n."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = p - t
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="sign"
def two_layer_grads(x, t, params):
    """The sign: the way back begins with p - t."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (t - p) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="sign-not-divided"
def two_layer_grads(x, t, params):
    """The way back begins with (p - t) / n: the sign, and the batch size."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = t - p
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="slope-left-out"
def two_layer_grads(x, t, params):
    """The sigmoid's slope h (1 - h) is left out on the way back from dh to da."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="slope-of-sum"
def two_layer_grads(x, t, params):
    """The slope is h (1 - h) with h after the sigmoid, not with the weighted sum before it."""
    a = x @ params["W1"] + params["b1"]
    h = expit(a)
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * a * (1 - a)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="slope-h-alone"
def two_layer_grads(x, t, params):
    """The sigmoid's slope is h (1 - h): a factor is missing."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="slope-h-alone"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="slope-of-h"
def two_layer_grads(x, t, params):
    """The slope was computed of the sigmoid of h: h is the sigmoid's output already."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * expit(h) * (1 - expit(h))
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="slope-precedence"
def two_layer_grads(x, t, params):
    """Brackets: dh * h * (1 - h), not dh * h * 1 - h."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * 1 - h
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="slope-tanh"
def two_layer_grads(x, t, params):
    """1 - h^2 is tanh's slope: the sigmoid's is h (1 - h)."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * (1 - h**2)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="slope-left-out"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * (h > 0)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="slope-twice"
def two_layer_grads(x, t, params):
    """The sigmoid's slope was multiplied in twice."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * (h * (1 - h)) ** 2
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="slope-added"
def two_layer_grads(x, t, params):
    """The slope was added: it multiplies, cell by cell."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh + h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="slope-matrix"
def two_layer_grads(x, t, params):
    """`@` with the slope: the sigmoid works cell by cell, so its slope multiplies with `*`."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh @ (h * (1 - h)).T @ h
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="inner-sizes"
def two_layer_grads(x, t, params):
    """The inner sizes of a product do not agree. Write the shapes beside the names; `dh` is (n, c) @ (c, m), a weight's gradient is (inputs, n) @ (n, outputs), forward it is x @ W1 and h @ W2."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh @ (h * (1 - h))
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="slope-matrix"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh @ (h * (1 - h)).T
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="biases-averaged"
def two_layer_grads(x, t, params):
    """The biases' gradients are means: dz is divided by n already, so sum over the batch."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.mean(axis=0), "W2": h.T @ dz, "b2": dz.mean(axis=0)}


# %% exercise="two_layer_grads" mistake="biases-not-summed"
def two_layer_grads(x, t, params):
    """The batch axis of the biases' gradients is not summed."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da, "W2": h.T @ dz, "b2": dz}


# %% exercise="two_layer_grads" mistake="biases-keep-axis"
def two_layer_grads(x, t, params):
    """The biases' gradients keep an axis of size 1: their shape is that of the biases, without keepdims."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0, keepdims=True), "W2": h.T @ dz, "b2": dz.sum(axis=0, keepdims=True)}


# %% exercise="two_layer_grads" mistake="biases-wrong-axis"
def two_layer_grads(x, t, params):
    """The biases' gradients are summed along a row: sum over the batch, axis=0."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=1), "W2": h.T @ dz, "b2": dz.sum(axis=1)}


# %% exercise="two_layer_grads" mistake="biases-one-number"
def two_layer_grads(x, t, params):
    """The biases' gradients are one number each: every neuron has a bias of its own, axis=0."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(), "W2": h.T @ dz, "b2": dz.sum()}


# %% exercise="two_layer_grads" mistake="weights-averaged"
def two_layer_grads(x, t, params):
    """Divided by n twice: dz is divided already."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da / len(x), "b1": da.sum(axis=0), "W2": h.T @ dz / len(x), "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="weights-averaged"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da / len(x), "b1": da.mean(axis=0), "W2": h.T @ dz / len(x), "b2": dz.mean(axis=0)}


# %% exercise="two_layer_grads" mistake="weights-averaged"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="divided-by-cells"
def two_layer_grads(x, t, params):
    """Divided by the number of cells or classes: by the batch size, len(x)."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / t.size
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="divided-by-cells"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / t.shape[1]
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="divided-by-cells"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / x.shape[1]
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="no-softmax"
def two_layer_grads(x, t, params):
    """The output is a softmax of the scores: p, not z."""
    h = expit(x @ params["W1"] + params["b1"])
    p = h @ params["W2"] + params["b2"]
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="sigmoid-output"
def two_layer_grads(x, t, params):
    """The output layer is a softmax, not a sigmoid."""
    h = expit(x @ params["W1"] + params["b1"])
    p = expit(h @ params["W2"] + params["b2"])
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="softmax-over-batch"
def two_layer_grads(x, t, params):
    """Softmax over the batch: it works within a sample, axis=1."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=0)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="softmax-over-all"
def two_layer_grads(x, t, params):
    """Softmax over the whole table: each sample has its own, axis=1."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"])
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="softmax-slope"
def two_layer_grads(x, t, params):
    """The softmax's own slope p(1 - p) was multiplied in: with cross-entropy p - t is all."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) * p * (1 - p) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="hidden-identity"
def two_layer_grads(x, t, params):
    """The hidden layer's sigmoid is missing."""
    h = x @ params["W1"] + params["b1"]
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="hidden-identity"
def two_layer_grads(x, t, params):
    h = x @ params["W1"] + params["b1"]
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="hidden-relu"
def two_layer_grads(x, t, params):
    """The hidden layer is a sigmoid, not ReLU."""
    h = np.maximum(x @ params["W1"] + params["b1"], 0)
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * (h > 0)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="hidden-tanh"
def two_layer_grads(x, t, params):
    """The hidden layer is a sigmoid, not tanh."""
    h = np.tanh(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * (1 - h**2)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="hidden-softmax"
def two_layer_grads(x, t, params):
    """The hidden layer is a sigmoid; softmax is for the output."""
    h = softmax(x @ params["W1"] + params["b1"], axis=1)
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="b1-missing"
def two_layer_grads(x, t, params):
    """b1 is missing in the forward pass."""
    h = expit(x @ params["W1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="b2-missing"
def two_layer_grads(x, t, params):
    """b2 is missing in the forward pass."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="biases-missing"
def two_layer_grads(x, t, params):
    """Both biases are missing in the forward pass."""
    h = expit(x @ params["W1"])
    p = softmax(h @ params["W2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="w1-with-h"
def two_layer_grads(x, t, params):
    """dW1 was made with h: the first layer's input is x."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": h.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="w2-with-x"
def two_layer_grads(x, t, params):
    """dW2 was made with x: the second layer's input is h."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": x.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="w2-with-a"
def two_layer_grads(x, t, params):
    """dW2 was made with the weighted sum: the second layer's input is h, after the sigmoid."""
    a = x @ params["W1"] + params["b1"]
    h = expit(a)
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": a.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="slope-left-out"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ dh, "b1": dh.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="b1-with-dh"
def two_layer_grads(x, t, params):
    """db1 was made with dh: it adds up da, behind the sigmoid's slope."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": dh.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="w1-with-dh-alone"
def two_layer_grads(x, t, params):
    """dW1 was made with dh: between them lies the sigmoid, da = dh * h * (1 - h)."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ dh, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="w1-with-dz"
def two_layer_grads(x, t, params):
    """dz was sent to the first layer: on the way lie W2 and the sigmoid."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ dz, "b1": dz.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="inner-sizes"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"]
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="inner-sizes"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = params["W2"] @ dz
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="inner-sizes"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = params["W2"].T @ dz
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="inner-sizes"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = params["W2"] @ dz.T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="inner-sizes"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W1"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="inner-sizes"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W1"]
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="weights-transposed"
def two_layer_grads(x, t, params):
    """The weights' gradients came out transposed: a gradient has the shape of its parameter."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": da.T @ x, "b1": da.sum(axis=0), "W2": dz.T @ h, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="inner-sizes"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x @ da, "b1": da.sum(axis=0), "W2": h @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="inner-sizes"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="inner-sizes"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="weights-reversed"
def two_layer_grads(x, t, params):
    """The order is reversed in a weight's gradient: input.T @ what arrives."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": da @ x.T, "b1": da.sum(axis=0), "W2": dz @ h.T, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="inner-sizes"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": dz @ h.T, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="biases-exchanged"
def two_layer_grads(x, t, params):
    """db1 and db2 are exchanged."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": dz.sum(axis=0), "W2": h.T @ dz, "b2": da.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="dw-names"
def two_layer_grads(x, t, params):
    """The keys are those of params: W1, b1, W2, b2."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"dW1": x.T @ da, "db1": da.sum(axis=0), "dW2": h.T @ dz, "db2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="dw-names"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"w1": x.T @ da, "b1": da.sum(axis=0), "w2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="tuple"
def two_layer_grads(x, t, params):
    """Four arrays came back: asked for is a dict with the keys of params."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return x.T @ da, da.sum(axis=0), h.T @ dz, dz.sum(axis=0)


# %% exercise="two_layer_grads" mistake="tuple"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return [x.T @ da, da.sum(axis=0), h.T @ dz, dz.sum(axis=0)]


# %% exercise="two_layer_grads" mistake="biases-left-out"
def two_layer_grads(x, t, params):
    """The biases' gradients are left out: W1, b1, W2, b2."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "W2": h.T @ dz}


# %% exercise="two_layer_grads" mistake="second-layer-alone"
def two_layer_grads(x, t, params):
    """Only the second layer's gradients came back: W1, b1, W2, b2."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="loss-too"
def two_layer_grads(x, t, params):
    """The loss came back, too: only the dict is asked for."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}, -np.mean(np.log(p[t == 1]))


# %% exercise="two_layer_grads" mistake="updated"
def two_layer_grads(x, t, params):
    """The step was taken, w - gradient: asked for are the gradients."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - grads[k] for k in params}


# %% exercise="two_layer_grads" mistake="writes-into-argument"
def two_layer_grads(x, t, params):
    """The parameters were changed: they belong to the caller, and only the gradients are asked for."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    for k in params:
        params[k] -= 0.1 * grads[k]
    return grads


# %% exercise="two_layer_grads" mistake="writes-into-argument"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    params["W1"], params["b1"], params["W2"], params["b2"] = x.T @ da, da.sum(axis=0), h.T @ dz, dz.sum(axis=0)
    return params


# %% exercise="two_layer_grads" mistake="overflow"
def two_layer_grads(x, t, params):
    """exp of a large score overflows in the softmax: subtract each row's maximum first."""
    with np.errstate(all='ignore'):
        h = expit(x @ params["W1"] + params["b1"])
        e = np.exp(h @ params["W2"] + params["b2"])
        p = e / e.sum(axis=1, keepdims=True)
        dz = (p - t) / len(x)
        dh = dz @ params["W2"].T
        da = dh * h * (1 - h)
        return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="keepdims"
def two_layer_grads(x, t, params):
    """keepdims=True is missing in the softmax: the sum of each row must stay a column."""
    h = expit(x @ params["W1"] + params["b1"])
    e = np.exp(h @ params["W2"] + params["b2"])
    h = h
    p = e / e.sum(axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="keepdims"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    z = h @ params["W2"] + params["b2"]
    e = np.exp(z - z.max(axis=1))
    h = h
    p = e / e.sum(axis=1, keepdims=True)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="inner-sizes"
def two_layer_grads(x, t, params):
    h = expit(x.T @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="inner-sizes"
def two_layer_grads(x, t, params):
    h = expit(params["W1"] @ x + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="inner-sizes"
def two_layer_grads(x, t, params):
    h = expit(params["W1"].T @ x + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="inner-sizes"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"].T + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="cell-by-cell"
def two_layer_grads(x, t, params):
    """`*` multiplies cell by cell: the weighted sums are `x @ W1`."""
    h = expit(x * params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="squared-error"
def two_layer_grads(x, t, params):
    """That is the gradient of the squared error behind a softmax: with cross-entropy dz is (p - t) / n."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dz = p * (dz - np.sum(dz * p, axis=1, keepdims=True))
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="minus-t-over-p"
def two_layer_grads(x, t, params):
    """-t / p is the gradient with respect to p: with respect to the scores it is p - t."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = -t / p / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="global-names"
def two_layer_grads(x, t, params):
    """The parameters stand in the dict: params["W1"], not W1."""
    h = expit(x @ W1 + b1)
    p = softmax(h @ W2 + b2, axis=1)
    dz = (p - t) / len(x)
    da = dz @ W2.T * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="unpacked-keys"
def two_layer_grads(x, t, params):
    """Unpacking a dict gives its keys: take params["W1"] and so on, or params.values()."""
    W1, b1, W2, b2 = params
    h = expit(x @ W1 + b1)
    p = softmax(h @ W2 + b2, axis=1)
    return {"W1": x.T @ h, "b1": b1, "W2": h.T @ p, "b2": b2}


# %% exercise="two_layer_grads" mistake="attributes"
def two_layer_grads(x, t, params):
    """params is a dict: params["W1"], not params.W1."""
    h = expit(x @ params.W1 + params.b1)
    return {"W1": x.T @ h, "b1": h.sum(axis=0), "W2": h, "b2": h}


# %% exercise="two_layer_grads" mistake="no-return"
def two_layer_grads(x, t, params):
    """The function ends without `return`."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="no-return"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    print({"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)})


# %% exercise="two_layer_grads" mistake="return-in-loop"
def two_layer_grads(x, t, params):
    """Only the first sample was counted: `return` stands inside the loop."""
    grads = {name: np.zeros_like(value) for name, value in params.items()}
    for sample, target in zip(x, t):
        h = expit(sample @ params["W1"] + params["b1"])
        dz = (softmax(h @ params["W2"] + params["b2"]) - target) / len(x)
        da = (params["W2"] @ dz) * h * (1 - h)
        grads["W2"] += np.outer(h, dz)
        grads["b2"] += dz
        grads["W1"] += np.outer(sample, da)
        grads["b1"] += da
        return grads


# %% exercise="two_layer_grads" mistake="slope-of-gradient"
def two_layer_grads(x, t, params):
    """The slope was made of what arrives: it is h (1 - h), of the hidden layer's own output."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * (1 - dh)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="slope-of-gradient"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * dh * (1 - dh)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="one-bias-averaged"
def two_layer_grads(x, t, params):
    """A bias's gradient is a mean: dz is divided by n already, so sum over the batch."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.mean(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="one-bias-averaged"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.mean(axis=0)}


# %% exercise="two_layer_grads" mistake="one-weight-averaged"
def two_layer_grads(x, t, params):
    """A weight's gradient was divided by n twice: dz is divided already."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da / len(x), "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="one-weight-averaged"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz / len(x), "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="answers-of-dense-backward"
def two_layer_grads(x, t, params):
    """dense_backward gives dx, dw, db, in this order."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dW2, db2, dh = dz.sum(axis=0), h.T @ dz, dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": da.sum(axis=0), "b1": x.T @ da, "W2": dW2, "b2": db2}


# %% exercise="two_layer_grads" mistake="answers-of-dense-backward"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dW2, db2, dh = dz @ params["W2"].T, h.T @ dz, dz.sum(axis=0)
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da, "W2": dW2, "b2": db2}


# %% exercise="two_layer_grads" mistake="dh-left-out"
def two_layer_grads(x, t, params):
    """Only the slope came back from the sigmoid: it multiplies what arrives, dh."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="w2-with-p"
def two_layer_grads(x, t, params):
    """dW2 was made with the output p: what arrives at the scores is dz."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ p, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="slope-plus"
def two_layer_grads(x, t, params):
    """The slope is h (1 - h), with a minus."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 + h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="one-bias-wrong-axis"
def two_layer_grads(x, t, params):
    """A bias's gradient is summed along a row: sum over the batch, axis=0."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=1)}


# %% exercise="two_layer_grads" mistake="one-bias-wrong-axis"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=1), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="one-bias-one-number"
def two_layer_grads(x, t, params):
    """A bias's gradient is one number: every neuron has a bias of its own, axis=0."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum()}


# %% exercise="two_layer_grads" mistake="one-bias-one-number"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="one-bias-not-summed"
def two_layer_grads(x, t, params):
    """The batch axis of a bias's gradient is not summed."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz}


# %% exercise="two_layer_grads" mistake="one-bias-not-summed"
def two_layer_grads(x, t, params):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    dh = dz @ params["W2"].T
    da = dh * h * (1 - h)
    return {"W1": x.T @ da, "b1": da, "W2": h.T @ dz, "b2": dz.sum(axis=0)}


# %% exercise="two_layer_grads" mistake="nothing-nudged"
def two_layer_grads(x, t, params):
    """All gradients are 0: the function that was nudged does not use its argument."""
    return {k: np.zeros_like(v) for k, v in params.items()}


# %% exercise="minibatches" mistake="last-dropped"
def minibatches(n, batch_size, rng):
    """The short last batch is dropped: every sample is used once."""
    order = rng.permutation(n)
    return [order[i * batch_size : (i + 1) * batch_size] for i in range(n // batch_size)]


# %% exercise="minibatches" mistake="last-dropped"
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[i : i + batch_size] for i in range(0, n - batch_size + 1, batch_size)]


# %% exercise="minibatches" mistake="evened-out"
def minibatches(n, batch_size, rng):
    """np.array_split evens the sizes out: all have batch_size, only the last may be short."""
    order = rng.permutation(n)
    return np.array_split(order, -(-n // batch_size))


# %% exercise="minibatches" mistake="number-of-batches"
def minibatches(n, batch_size, rng):
    """batch_size is the size of a batch, not their number."""
    order = rng.permutation(n)
    return np.array_split(order, batch_size)


# %% exercise="minibatches" mistake="filled-up"
def minibatches(n, batch_size, rng):
    """The last batch is filled up with indices that were used before: it may be short."""
    order = rng.permutation(n)
    return [order[np.arange(i, i + batch_size) % n] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="batches-overlap"
def minibatches(n, batch_size, rng):
    """The batches overlap: each is drawn anew, or begins at the wrong place. Shuffle once, and begin at 0, batch_size, 2 * batch_size, ..."""
    order = rng.permutation(n)
    return [rng.choice(n, batch_size, replace=False) for _ in range(-(-n // batch_size))]


# %% exercise="minibatches" mistake="overlap"
def minibatches(n, batch_size, rng):
    """Every batch begins at the next index, so that they overlap: begin at 0, batch_size, 2 * batch_size, ..."""
    order = rng.permutation(n)
    return [order[i : i + batch_size] for i in range(n)]


# %% exercise="minibatches" mistake="starts-late"
def minibatches(n, batch_size, rng):
    """The slice ends at batch_size each time: it reaches from i to i + batch_size."""
    order = rng.permutation(n)
    return [order[i:batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="to-the-end"
def minibatches(n, batch_size, rng):
    """Each batch reaches to the end: cut it off at i + batch_size."""
    order = rng.permutation(n)
    return [order[i:] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="batches-grow"
def minibatches(n, batch_size, rng):
    """Each batch holds those before it, too: begin a new one at its own start."""
    order = rng.permutation(n)
    return [order[: i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="one-short"
def minibatches(n, batch_size, rng):
    """Each batch is one short: a slice i : j ends before j."""
    order = rng.permutation(n)
    return [order[i : i + batch_size - 1] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="one-too-long"
def minibatches(n, batch_size, rng):
    """Each batch is one too long: a slice i : j ends before j, so i : i + batch_size has batch_size."""
    order = rng.permutation(n)
    return [order[i : i + batch_size + 1] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="first-left-out"
def minibatches(n, batch_size, rng):
    """The first batch is left out: begin at 0."""
    order = rng.permutation(n)
    return [order[i : i + batch_size] for i in range(batch_size, n, batch_size)]


# %% exercise="minibatches" mistake="one-missing"
def minibatches(n, batch_size, rng):
    """One sample is missing: rng.permutation(n) holds 0 to n - 1 already, and the batches begin at 0."""
    order = rng.permutation(n)
    return [order[i : i + batch_size] for i in range(1, n, batch_size)]


# %% exercise="minibatches" mistake="batches-overlap"
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[i : i + batch_size] for i in range(-(-n // batch_size))]


# %% exercise="minibatches" mistake="with-replacement"
def minibatches(n, batch_size, rng):
    """Drawn anew for each batch, or with replacement, so that some indices come twice and others never: shuffle once, rng.permutation(n), then cut."""
    order = rng.integers(0, n, size=n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="with-replacement"
def minibatches(n, batch_size, rng):
    order = rng.choice(n, size=n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="with-replacement"
def minibatches(n, batch_size, rng):
    return [rng.integers(0, n, size=min(batch_size, n - i)) for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="with-replacement"
def minibatches(n, batch_size, rng):
    return [rng.choice(n, min(batch_size, n - i)) for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="with-replacement"
def minibatches(n, batch_size, rng):
    return [rng.permutation(n)[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="with-replacement"
def minibatches(n, batch_size, rng):
    return [rng.permutation(n)[: min(batch_size, n - i)] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="with-replacement"
def minibatches(n, batch_size, rng):
    return [rng.choice(n, min(batch_size, n - i), replace=False) for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="not-shuffled"
def minibatches(n, batch_size, rng):
    """Not shuffled: the indices come in the order 0, 1, 2, ..."""
    order = np.arange(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="not-shuffled"
def minibatches(n, batch_size, rng):
    order = np.arange(n)
    rng.permutation(order)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="not-shuffled"
def minibatches(n, batch_size, rng):
    order = np.sort(rng.permutation(n))
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="batches-shuffled"
def minibatches(n, batch_size, rng):
    """The batches were shuffled, not the samples: each holds neighbours. Shuffle all indices first, then cut."""
    batches = [np.arange(n)[i : i + batch_size] for i in range(0, n, batch_size)]
    return [batches[i] for i in rng.permutation(n // batch_size)] + batches[n // batch_size :]


# %% exercise="minibatches" mistake="batches-shuffled"
def minibatches(n, batch_size, rng):
    batches = [np.arange(n)[i : i + batch_size] for i in range(0, n, batch_size)]
    last = batches.pop() if n % batch_size else None
    rng.shuffle(batches)
    return batches + ([last] if last is not None else [])


# %% exercise="minibatches" mistake="shuffled-inside"
def minibatches(n, batch_size, rng):
    """Cut first, then shuffled inside each batch: shuffle all indices first, then cut."""
    return [rng.permutation(np.arange(n)[i : i + batch_size]) for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="global-randomness"
def minibatches(n, batch_size, rng):
    """NumPy's global randomness, or a generator without a seed, in place of rng: the run cannot be repeated."""
    order = np.random.permutation(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="global-randomness"
def minibatches(n, batch_size, rng):
    order = np.arange(n)
    np.random.shuffle(order)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="global-randomness"
def minibatches(n, batch_size, rng):
    import random

    order = list(range(n))
    random.shuffle(order)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="global-randomness"
def minibatches(n, batch_size, rng):
    order = np.random.default_rng().permutation(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="own-seed"
def minibatches(n, batch_size, rng):
    """A seed of its own in place of rng: every epoch would have the same batches."""
    order = np.random.default_rng(0).permutation(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="own-seed"
def minibatches(n, batch_size, rng):
    order = np.random.RandomState(42).permutation(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="shuffle-returns-none"
def minibatches(n, batch_size, rng):
    """`rng.shuffle` works in place and returns None: rng.permutation(n) returns the shuffled indices."""
    order = rng.shuffle(np.arange(n))
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="shuffle-a-range"
def minibatches(n, batch_size, rng):
    """rng.shuffle needs something it can write into: np.arange(n), or rng.permutation(n)."""
    order = range(n)
    rng.shuffle(order)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="shuffle-a-number"
def minibatches(n, batch_size, rng):
    """rng.shuffle wants an array: rng.permutation(n) takes the number."""
    order = rng.shuffle(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="called-rng"
def minibatches(n, batch_size, rng):
    """rng is a generator, not a function: rng.permutation(n)."""
    order = rng(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="permute-one"
def minibatches(n, batch_size, rng):
    """rng.permutation(n) is a method of the generator, np.permutation does not exist."""
    order = np.permutation(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="one-array"
def minibatches(n, batch_size, rng):
    """One array of all indices came back: cut it into a list of batches."""
    return rng.permutation(n)


# %% exercise="minibatches" mistake="one-batch"
def minibatches(n, batch_size, rng):
    """Only one batch came back: collect all of them, and return the list after the loop."""
    order = rng.permutation(n)
    return order[:batch_size]


# %% exercise="minibatches" mistake="one-batch"
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[:batch_size]]


# %% exercise="minibatches" mistake="one-batch"
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    batches = []
    for i in range(0, n, batch_size):
        batches.append(order[i : i + batch_size])
        return batches


# %% exercise="minibatches" mistake="reshaped"
def minibatches(n, batch_size, rng):
    """reshape needs a batch_size that divides n: the last batch may be shorter, so slice."""
    order = rng.permutation(n)
    return order.reshape(-1, batch_size)


# %% exercise="minibatches" mistake="reshaped"
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    return list(order.reshape(n // batch_size, batch_size))


# %% exercise="minibatches" mistake="equal-split"
def minibatches(n, batch_size, rng):
    """np.split wants equal parts: the last batch may be shorter, so slice."""
    order = rng.permutation(n)
    return np.split(order, n / batch_size)


# %% exercise="minibatches" mistake="equal-split"
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    return np.split(order, n // batch_size)


# %% exercise="minibatches" mistake="equal-split"
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    return np.split(order, batch_size)


# %% exercise="minibatches" mistake="float-range"
def minibatches(n, batch_size, rng):
    """`/` gives a float, range wants whole numbers: `//`, or range(0, n, batch_size)."""
    order = rng.permutation(n)
    return [order[i * batch_size : (i + 1) * batch_size] for i in range(n / batch_size)]


# %% exercise="minibatches" mistake="empty-batch"
def minibatches(n, batch_size, rng):
    """There is an empty batch at the end when batch_size divides n: begin batches at range(0, n, batch_size)."""
    order = rng.permutation(n)
    return [order[i * batch_size : (i + 1) * batch_size] for i in range(n // batch_size + 1)]


# %% exercise="minibatches" mistake="empty-batch"
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    return [order[i : i + batch_size] for i in range(0, n + 1, batch_size)]


# %% exercise="minibatches" mistake="empty-batch"
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    batches = [order[i : i + batch_size] for i in range(0, n - n % batch_size, batch_size)]
    return [*batches, order[n - n % batch_size :]]


# %% exercise="minibatches" mistake="last-dropped"
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    batches, batch = [], []
    for i in order:
        batch.append(i)
        if len(batch) == batch_size:
            batches.append(np.array(batch))
            batch = []
    return batches


# %% exercise="minibatches" mistake="batches-grow"
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    batches, batch = [], []
    for i in order:
        batch.append(int(i))
        if len(batch) % batch_size == 0:
            batches.append(np.array(batch))
    return batches if len(order) % batch_size == 0 else [*batches, np.array(batch)]


# %% exercise="minibatches" mistake="one-array"
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    batches = []
    for i in range(0, n, batch_size):
        batches.extend(order[i : i + batch_size])
    return batches


# %% exercise="minibatches" mistake="generator"
def minibatches(n, batch_size, rng):
    """`yield` gives a generator, not a list: collect the batches in a list."""
    def cut():
        order = rng.permutation(n)
        for i in range(0, n, batch_size):
            yield order[i : i + batch_size]

    return cut()


# %% exercise="minibatches" mistake="generator"
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    return (order[i : i + batch_size] for i in range(0, n, batch_size))


# %% exercise="minibatches" mistake="counted-from-1"
def minibatches(n, batch_size, rng):
    """The indices count from 1: they are 0 to n - 1."""
    order = rng.permutation(n) + 1
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="counted-from-1"
def minibatches(n, batch_size, rng):
    order = rng.permutation(np.arange(1, n + 1))
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="one-missing"
def minibatches(n, batch_size, rng):
    order = rng.permutation(n - 1)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="float-indices"
def minibatches(n, batch_size, rng):
    """The batches hold floats, which cannot pick rows: keep whole numbers."""
    order = rng.permutation(n)
    return [order[i : i + batch_size].astype(float) for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="float-indices"
def minibatches(n, batch_size, rng):
    order = rng.random(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="float-indices"
def minibatches(n, batch_size, rng):
    order = rng.normal(size=n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="no-return"
def minibatches(n, batch_size, rng):
    """The function ends without `return`."""
    order = rng.permutation(n)
    [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="minibatches" mistake="no-return"
def minibatches(n, batch_size, rng):
    order = rng.permutation(n)
    print([order[i : i + batch_size] for i in range(0, n, batch_size)])


# %% exercise="minibatches" mistake="start-numbers"
def minibatches(n, batch_size, rng):
    """The places where batches begin came back: each batch holds all its indices."""
    order = rng.permutation(n)
    return list(range(0, n, batch_size))


# %% exercise="minibatches" mistake="drawn-and-dropped"
def minibatches(n, batch_size, rng):
    """Each batch is drawn anew, and the short last one is missing: shuffle once, then cut."""
    return [rng.choice(n, size=batch_size, replace=False) for _ in range(n // batch_size)]


# %% exercise="minibatches" mistake="drawn-and-dropped"
def minibatches(n, batch_size, rng):
    return [rng.choice(n, size=batch_size) for _ in range(n // batch_size)]


# %% exercise="minibatches" mistake="drawn-and-dropped"
def minibatches(n, batch_size, rng):
    return [rng.permutation(n)[:batch_size] for _ in range(n // batch_size)]


# %% exercise="minibatches" mistake="ends-early"
def minibatches(n, batch_size, rng):
    """The last sample is missing when it stands alone: batches begin at range(0, n, batch_size)."""
    order = rng.permutation(n)
    return [order[i : i + batch_size] for i in range(0, n - 1, batch_size)]


# %% exercise="minibatches" mistake="batches-shuffled"
def minibatches(n, batch_size, rng):
    batches = [np.arange(n)[i : i + batch_size] for i in range(0, n, batch_size)]
    rng.shuffle(batches)
    return batches


# %% exercise="minibatches" mistake="batches-shuffled"
def minibatches(n, batch_size, rng):
    batches = [np.arange(n)[i : i + batch_size] for i in range(0, n, batch_size)]
    return [batches[i] for i in rng.permutation(len(batches))]


# %% exercise="minibatches" mistake="ragged-array"
def minibatches(n, batch_size, rng):
    """Batches of different lengths do not fit into one array: keep them in a list."""
    order = rng.permutation(n)
    return np.array([order[i : i + batch_size] for i in range(0, n, batch_size)])


# %% exercise="minibatches" mistake="rest-not-shuffled"
def minibatches(n, batch_size, rng):
    """The rest was left out of the shuffle, and the same samples are always last: shuffle all n indices."""
    full = n // batch_size * batch_size
    order = np.append(rng.permutation(full), np.arange(full, n))
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


# %% exercise="split_indices" mistake="equal-parts"
def split_indices(n, ratios, rng):
    """Three equal parts: use the ratios."""
    order = rng.permutation(n)
    return np.array_split(order, 3)


# %% exercise="split_indices" mistake="test-first"
def split_indices(n, ratios, rng):
    """The order is training, validation, test."""
    order = rng.permutation(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[b:], order[a:b], order[:a]


# %% exercise="split_indices" mistake="test-first"
def split_indices(n, ratios, rng):
    order = rng.permutation(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[b:], order[:a], order[a:b]


# %% exercise="split_indices" mistake="test-first"
def split_indices(n, ratios, rng):
    order = rng.permutation(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[a:b], order[:a], order[b:]


# %% exercise="split_indices" mistake="second-cut-too-early"
def split_indices(n, ratios, rng):
    """The second cut lies at n times the sum of the first two ratios."""
    order = rng.permutation(n)
    a, b = round(n * ratios[0]), round(n * ratios[1])
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="to-the-end"
def split_indices(n, ratios, rng):
    """The second part reaches to the end: it stops at the second cut."""
    order = rng.permutation(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[a:], order[b:]


# %% exercise="split_indices" mistake="from-the-start"
def split_indices(n, ratios, rng):
    """The second part begins at the start: it begins at the first cut."""
    order = rng.permutation(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[:b], order[b:]


# %% exercise="split_indices" mistake="overlap"
def split_indices(n, ratios, rng):
    """Parts overlap, so an index is in two of them and others are in none: shuffle once, and begin each part where the one before ends."""
    order = rng.permutation(n)
    return tuple(order[: round(n * r)] for r in ratios)


# %% exercise="split_indices" mistake="always-6-2-2"
def split_indices(n, ratios, rng):
    """Always 6:2:2: use the ratios that are given."""
    order = rng.permutation(n)
    a, b = int(0.6 * n), int(0.8 * n)
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="last-ratio-ignored"
def split_indices(n, ratios, rng):
    """Validation and test got halves of the rest: use the ratios."""
    order = rng.permutation(n)
    a = round(n * ratios[0])
    b = a + (n - a) // 2
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="lost-by-cutting"
def split_indices(n, ratios, rng):
    """A sample is lost where the ratios do not divide n, because all three sizes were cut off: let the third part be what is left."""
    order = rng.permutation(n)
    a, b, c = (int(n * r) for r in ratios)
    return order[:a], order[a : a + b], order[a + b : a + b + c]


# %% exercise="split_indices" mistake="lost-by-cutting"
def split_indices(n, ratios, rng):
    order = rng.permutation(n)
    a, b, c = (int(n * r) for r in ratios)
    return order[:a], order[a : a + b], order[n - c :]


# %% exercise="split_indices" mistake="lost-by-rounding"
def split_indices(n, ratios, rng):
    """A sample is lost where the ratios do not divide n, because all three sizes were rounded: let the third part be what is left."""
    order = rng.permutation(n)
    a, b, c = (round(n * r) for r in ratios)
    return order[:a], order[a : a + b], order[a + b : a + b + c]


# %% exercise="split_indices" mistake="rounded-up"
def split_indices(n, ratios, rng):
    """Rounded up, the parts can be too many for n, or take a sample twice: let the third part be what is left."""
    order = rng.permutation(n)
    a, b, c = (int(np.ceil(n * r - 1e-9)) for r in ratios)
    return order[:a], order[a : a + b], order[n - c :]


# %% exercise="split_indices" mistake="gap"
def split_indices(n, ratios, rng):
    """One sample is left out at each cut: a part begins where the one before ends."""
    order = rng.permutation(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[a + 1 : b], order[b + 1 :]


# %% exercise="split_indices" mistake="gap"
def split_indices(n, ratios, rng):
    order = rng.permutation(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[: a - 1], order[a : b - 1], order[b:]


# %% exercise="split_indices" mistake="one-twice"
def split_indices(n, ratios, rng):
    """A sample at a cut is in two parts: a slice i : j ends before j."""
    order = rng.permutation(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[: a + 1], order[a : b + 1], order[b:]


# %% exercise="split_indices" mistake="one-twice"
def split_indices(n, ratios, rng):
    order = rng.permutation(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[a - 1 : b], order[b - 1 :]


# %% exercise="split_indices" mistake="not-shuffled"
def split_indices(n, ratios, rng):
    """Not shuffled: shuffle first, then cut."""
    order = np.arange(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="not-shuffled"
def split_indices(n, ratios, rng):
    order = np.arange(n)
    rng.permutation(order)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="not-shuffled"
def split_indices(n, ratios, rng):
    order = np.sort(rng.permutation(n))
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="shuffled-inside"
def split_indices(n, ratios, rng):
    """Cut first, then shuffled inside each part: shuffle all indices first, then cut."""
    order = np.arange(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return rng.permutation(order[:a]), rng.permutation(order[a:b]), rng.permutation(order[b:])


# %% exercise="split_indices" mistake="overlap"
def split_indices(n, ratios, rng):
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return rng.permutation(n)[:a], rng.permutation(n)[a:b], rng.permutation(n)[b:]


# %% exercise="split_indices" mistake="overlap"
def split_indices(n, ratios, rng):
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return rng.choice(n, a, replace=False), rng.choice(n, b - a, replace=False), rng.choice(n, n - b, replace=False)


# %% exercise="split_indices" mistake="overlap"
def split_indices(n, ratios, rng):
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return rng.integers(0, n, a), rng.integers(0, n, b - a), rng.integers(0, n, n - b)


# %% exercise="split_indices" mistake="overlap"
def split_indices(n, ratios, rng):
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return rng.choice(n, a), rng.choice(n, b - a), rng.choice(n, n - b)


# %% exercise="split_indices" mistake="overlap"
def split_indices(n, ratios, rng):
    order = rng.integers(0, n, size=n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="overlap"
def split_indices(n, ratios, rng):
    order = rng.choice(n, n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="global-randomness"
def split_indices(n, ratios, rng):
    """NumPy's global randomness, or a generator without a seed, in place of rng: the parts cannot be made again."""
    order = np.random.permutation(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="global-randomness"
def split_indices(n, ratios, rng):
    order = np.arange(n)
    np.random.shuffle(order)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="global-randomness"
def split_indices(n, ratios, rng):
    order = np.random.default_rng().permutation(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="own-seed"
def split_indices(n, ratios, rng):
    """A seed of its own in place of rng."""
    order = np.random.default_rng(42).permutation(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="own-seed"
def split_indices(n, ratios, rng):
    order = np.random.RandomState(0).permutation(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="shuffle-returns-none"
def split_indices(n, ratios, rng):
    """`rng.shuffle` works in place and returns None: rng.permutation(n) returns the shuffled indices."""
    order = rng.shuffle(np.arange(n))
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="shuffle-a-range"
def split_indices(n, ratios, rng):
    """rng.shuffle needs something it can write into: np.arange(n), or rng.permutation(n)."""
    order = range(n)
    rng.shuffle(order)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="called-rng"
def split_indices(n, ratios, rng):
    """rng is a generator, not a function: rng.permutation(n)."""
    order = rng(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="float-cut"
def split_indices(n, ratios, rng):
    """A cut must be a whole number, n * ratio is a float: int(...) or round(...)."""
    order = rng.permutation(n)
    a, b = n * ratios[0], n * (ratios[0] + ratios[1])
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="float-cut"
def split_indices(n, ratios, rng):
    order = rng.permutation(n)
    return np.split(order, [n * ratios[0], n * (ratios[0] + ratios[1])])


# %% exercise="split_indices" mistake="float-cut"
def split_indices(n, ratios, rng):
    order = rng.permutation(n)
    a = n * ratios[0]
    b = n * ratios[1]
    return order[:a], order[a : a + b], order[a + b :]


# %% exercise="split_indices" mistake="float-cut"
def split_indices(n, ratios, rng):
    order = rng.permutation(n)
    a = n * ratios[0] // 1
    b = n * ratios[1] // 1
    return order[:a], order[a : a + b], order[a + b :]


# %% exercise="split_indices" mistake="ratios-as-sizes"
def split_indices(n, ratios, rng):
    """The ratios were used as sizes: times n."""
    order = rng.permutation(n)
    a, b = int(ratios[0]), int(ratios[0] + ratios[1])
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="divided"
def split_indices(n, ratios, rng):
    """n was divided by the ratio: multiply."""
    order = rng.permutation(n)
    a = round(n / ratios[0])
    b = a + round(n / ratios[1])
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="of-the-rest"
def split_indices(n, ratios, rng):
    """The second ratio was taken of what was left: it is a share of n."""
    order = rng.permutation(n)
    a = round(n * ratios[0])
    b = a + round((n - a) * ratios[1])
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="two-parts"
def split_indices(n, ratios, rng):
    """Only two parts came back: training, validation and test."""
    order = rng.permutation(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[a:]


# %% exercise="split_indices" mistake="two-parts"
def split_indices(n, ratios, rng):
    order = rng.permutation(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[a:b]


# %% exercise="split_indices" mistake="one-array"
def split_indices(n, ratios, rng):
    """One array of indices came back: three parts, `return train, validation, test`."""
    order = rng.permutation(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return np.concatenate([order[:a], order[a:b], order[b:]])


# %% exercise="split_indices" mistake="one-array"
def split_indices(n, ratios, rng):
    order = rng.permutation(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a]


# %% exercise="split_indices" mistake="sizes-returned"
def split_indices(n, ratios, rng):
    """The sizes came back: the indices are asked for."""
    return tuple(round(n * r) for r in ratios)


# %% exercise="split_indices" mistake="sizes-returned"
def split_indices(n, ratios, rng):
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return a, b


# %% exercise="split_indices" mistake="dict"
def split_indices(n, ratios, rng):
    """A dict came back: three arrays, `return train, validation, test`."""
    order = rng.permutation(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return {"train": order[:a], "validation": order[a:b], "test": order[b:]}


# %% exercise="split_indices" mistake="ratios-unpacked"
def split_indices(n, ratios, rng):
    """ratios is one tuple of three: ratios[0], ratios[1], ratios[2]."""
    order = rng.permutation(n)
    a = round(n * ratios)
    return order[:a], order[a:], order[a:]


# %% exercise="split_indices" mistake="generator"
def split_indices(n, ratios, rng):
    """`yield` gives a generator: return three arrays."""
    def cut():
        order = rng.permutation(n)
        a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
        yield order[:a]
        yield order[a:b]
        yield order[b:]

    return cut()


# %% exercise="split_indices" mistake="counted-from-1"
def split_indices(n, ratios, rng):
    """The indices count from 1: they are 0 to n - 1."""
    order = rng.permutation(n) + 1
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="n-minus-1"
def split_indices(n, ratios, rng):
    """One index is missing: rng.permutation(n) holds 0 to n - 1 already."""
    order = rng.permutation(n - 1)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="float-indices"
def split_indices(n, ratios, rng):
    """The parts hold floats, which cannot pick rows: keep whole numbers."""
    order = rng.permutation(n).astype(float)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="float-indices"
def split_indices(n, ratios, rng):
    order = rng.random(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="equal-parts"
def split_indices(n, ratios, rng):
    order = rng.permutation(n)
    return order[0::3], order[1::3], order[2::3]


# %% exercise="split_indices" mistake="no-return"
def split_indices(n, ratios, rng):
    """The function ends without `return`."""
    order = rng.permutation(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    train, validation, test = order[:a], order[a:b], order[b:]


# %% exercise="split_indices" mistake="no-return"
def split_indices(n, ratios, rng):
    order = rng.permutation(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    print(order[:a], order[a:b], order[b:])


# %% exercise="split_indices" mistake="test-overlaps"
def split_indices(n, ratios, rng):
    """The test part reaches back into the validation part: it begins at the second cut."""
    order = rng.permutation(n)
    a, b = round(n * ratios[0]), round(n * (ratios[0] + ratios[1]))
    return order[:a], order[a:b], order[a:]


# %% exercise="split_indices" mistake="sizes-as-cuts"
def split_indices(n, ratios, rng):
    """np.split wants the places of the cuts, not the sizes: n times the first ratio, and n times the sum of the first two."""
    order = rng.permutation(n)
    return np.split(order, [round(n * r) for r in ratios])


# %% exercise="split_indices" mistake="size-for-end"
def split_indices(n, ratios, rng):
    """A slice i : j ends before the place j: the second cut is start + size."""
    order = rng.permutation(n)
    parts, start = [], 0
    for r in ratios:
        size = int(round(n * r))
        parts.append(order[start:size])
        start += size
    return parts


# %% exercise="split_indices" mistake="minus-zero"
def split_indices(n, ratios, rng):
    """order[-0:] is everything: where the test set is empty, cut at n minus its size instead, order[n - size:]."""
    order = rng.permutation(n)
    val, test = round(n * ratios[1]), round(n * ratios[2])
    return order[: n - val - test], order[n - val - test : n - test], order[-test:]


# %% exercise="split_indices" mistake="rest-not-shuffled"
def split_indices(n, ratios, rng):
    """The rest was left out of the shuffle, and is always in the same part: shuffle all n indices."""
    first, second, third = (int(n * ratio + 1e-9) for ratio in ratios)
    order = np.append(rng.permutation(first + second + third), np.arange(first + second + third, n))
    return order[:first], order[first : first + second], order[first + second :]


# %% exercise="train_step" mistake="plus"
def train_step(params, x, t, lr):
    """The step goes up the gradient, plus in place of minus, or t - p in place of p - t: against the gradient the loss falls."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] + lr * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="rate-forgotten"
def train_step(params, x, t, lr):
    """The learning rate is forgotten: params - lr * gradient."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - grads[k] for k in params}, loss


# %% exercise="train_step" mistake="gradients-returned"
def train_step(params, x, t, lr):
    """The gradients came back in place of the new parameters: params - lr * gradient."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return grads, loss


# %% exercise="train_step" mistake="steps-returned"
def train_step(params, x, t, lr):
    """The steps came back in place of the new parameters: subtract them from params."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: lr * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="steps-returned"
def train_step(params, x, t, lr):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: -lr * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="minus-reversed"
def train_step(params, x, t, lr):
    """The other way round: params - lr * gradient."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: lr * grads[k] - params[k] for k in params}, loss


# %% exercise="train_step" mistake="divided-by-rate"
def train_step(params, x, t, lr):
    """Divided by the rate: multiply."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - grads[k] / lr for k in params}, loss


# %% exercise="train_step" mistake="rate-times-params"
def train_step(params, x, t, lr):
    """The rate belongs to the gradient alone: params - lr * gradient."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: lr * (params[k] - grads[k]) for k in params}, loss


# %% exercise="train_step" mistake="rate-times-params"
def train_step(params, x, t, lr):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] * lr - grads[k] for k in params}, loss


# %% exercise="train_step" mistake="shrunk"
def train_step(params, x, t, lr):
    """Multiplied by 1 - lr * gradient: the step is subtracted."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] * (1 - lr * grads[k]) for k in params}, loss


# %% exercise="train_step" mistake="sign-of-gradient"
def train_step(params, x, t, lr):
    """Only the sign of the gradient was used: its size counts, too."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * np.sign(grads[k]) for k in params}, loss


# %% exercise="train_step" mistake="own-rate"
def train_step(params, x, t, lr):
    """A rate of its own: use lr."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - 0.1 * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="own-rate"
def train_step(params, x, t, lr):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - 0.01 * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="loss-afterwards"
def train_step(params, x, t, lr):
    """The loss is that of the new parameters: it is asked for before the step."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    params = {k: params[k] - lr * grads[k] for k in params}
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    return params, -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))


# %% exercise="train_step" mistake="loss-first"
def train_step(params, x, t, lr):
    """The order of the answers: first the parameters, then the loss."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return loss, {k: params[k] - lr * grads[k] for k in params}


# %% exercise="train_step" mistake="loss-left-out"
def train_step(params, x, t, lr):
    """Only the parameters came back: `return params, loss`."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * grads[k] for k in params}


# %% exercise="train_step" mistake="loss-alone"
def train_step(params, x, t, lr):
    """Only the loss came back: `return params, loss`."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return loss


# %% exercise="train_step" mistake="gradients-too"
def train_step(params, x, t, lr):
    """The gradients came back, too: `return params, loss`."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * grads[k] for k in params}, loss, grads


# %% exercise="train_step" mistake="loss-summed"
def train_step(params, x, t, lr):
    """The loss is a sum over the batch: a mean is asked for."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.sum(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="loss-every-cell"
def train_step(params, x, t, lr):
    """The loss is a mean over every cell: sum over the classes, mean over the batch."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(t * np.log(p))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="loss-negative"
def train_step(params, x, t, lr):
    """The loss has the wrong sign."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="loss-of-samples"
def train_step(params, x, t, lr):
    """One loss for each sample came back: their mean is asked for."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.log(np.sum(p * t, axis=1))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="squared-error"
def train_step(params, x, t, lr):
    """The loss is the squared error: the network is trained on cross-entropy."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = np.mean(np.sum((p - t) ** 2, axis=1) / 2)
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="squared-error"
def train_step(params, x, t, lr):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = np.mean((p - t) ** 2)
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="accuracy-returned"
def train_step(params, x, t, lr):
    """The accuracy came back in place of the loss."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = np.mean(p.argmax(axis=1) == t.argmax(axis=1))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="loss-of-x"
def train_step(params, x, t, lr):
    """The loss is that of the inputs or the scores: of the network's output p and t."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.sum((h @ params["W2"] + params["b2"]) * t, axis=1))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="writes-into-argument"
def train_step(params, x, t, lr):
    """`params[k] -= ...` writes on the caller's parameters, also through `dict(params)` or params.copy(): `new[k] = params[k] - lr * grads[k]` makes new arrays."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    for k in params:
        params[k] -= lr * grads[k]
    return params, loss


# %% exercise="train_step" mistake="writes-into-argument"
def train_step(params, x, t, lr):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    new = params.copy()
    for k in new:
        new[k] -= lr * grads[k]
    return new, loss


# %% exercise="train_step" mistake="writes-into-argument"
def train_step(params, x, t, lr):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    for k in params:
        params[k] = params[k] - lr * grads[k]
    return params, loss


# %% exercise="train_step" mistake="not-updated"
def train_step(params, x, t, lr):
    """The parameters came back as they were: the new values are not kept, or the update is missing."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return params, loss


# %% exercise="train_step" mistake="not-updated"
def train_step(params, x, t, lr):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    for k in params:
        params[k] - lr * grads[k]
    return params, loss


# %% exercise="train_step" mistake="not-updated"
def train_step(params, x, t, lr):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    for k, w in params.items():
        w = w - lr * grads[k]
    return params, loss


# %% exercise="train_step" mistake="weights-alone"
def train_step(params, x, t, lr):
    """Only the weights were updated: the biases learn, too."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * grads[k] if k.startswith("W") else params[k] for k in params}, loss


# %% exercise="train_step" mistake="biases-left-out"
def train_step(params, x, t, lr):
    """The biases are left out: the new dict has all four keys."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {"W1": params["W1"] - lr * grads["W1"], "W2": params["W2"] - lr * grads["W2"]}, loss


# %% exercise="train_step" mistake="second-layer-alone"
def train_step(params, x, t, lr):
    """Only the second layer was updated: the first learns, too."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * grads[k] if k.endswith("2") else params[k] for k in params}, loss


# %% exercise="train_step" mistake="first-layer-alone"
def train_step(params, x, t, lr):
    """Only the first layer was updated: the second learns, too."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * grads[k] if k.endswith("1") else params[k] for k in params}, loss


# %% exercise="train_step" mistake="return-in-loop"
def train_step(params, x, t, lr):
    """Only one parameter was updated: `return` stands inside the loop."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    new = dict(params)
    for k in params:
        new[k] = params[k] - lr * grads[k]
        return new, loss


# %% exercise="train_step" mistake="return-in-loop"
def train_step(params, x, t, lr):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    new = {}
    for k in params:
        new[k] = params[k] - lr * grads[k]
        return new, loss


# %% exercise="train_step" mistake="divided-by-batch-again"
def train_step(params, x, t, lr):
    """Divided by the batch size again: the gradient is that of the mean already."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * grads[k] / len(x) for k in params}, loss


# %% exercise="train_step" mistake="times-batch"
def train_step(params, x, t, lr):
    """Not divided by the batch size: the gradient is that of the mean loss."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = p - t
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="times-loss"
def train_step(params, x, t, lr):
    """The loss was multiplied in: the step is lr * gradient."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * loss * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="loss-for-gradient"
def train_step(params, x, t, lr):
    """The loss was subtracted in place of the gradient."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * loss for k in params}, loss


# %% exercise="train_step" mistake="new-w2-on-the-way"
def train_step(params, x, t, lr):
    """W2 was updated before the gradient went back through it: all gradients come from the old parameters, compute all first."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.sum(p * t, axis=1)))
    dz = (p - t) / len(x)
    W2, b2 = params["W2"] - lr * h.T @ dz, params["b2"] - lr * dz.sum(axis=0)
    da = dz @ W2.T * h * (1 - h)
    W1, b1 = params["W1"] - lr * x.T @ da, params["b1"] - lr * da.sum(axis=0)
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}, loss


# %% exercise="train_step" mistake="two-steps"
def train_step(params, x, t, lr):
    """Two steps were taken: one is asked for."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    params = {k: params[k] - lr * grads[k] for k in params}
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="slope-left-out"
def train_step(params, x, t, lr):
    """The sigmoid's slope h (1 - h) is left out in the gradient: two_layer_grads has it."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="plus"
def train_step(params, x, t, lr):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (t - p) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="biases-averaged"
def train_step(params, x, t, lr):
    """The biases' gradients are means: dz is divided by n already, so sum."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.mean(axis=0), "W2": h.T @ dz, "b2": dz.mean(axis=0)}
    return {k: params[k] - lr * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="dict-arithmetic"
def train_step(params, x, t, lr):
    """A dict takes no arithmetic: update key by key."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return params - lr * grads, loss


# %% exercise="train_step" mistake="dict-arithmetic"
def train_step(params, x, t, lr):
    grads = two_layer_grads(x, t, params)
    loss = cross_entropy(outputs(x, params), t)
    params -= lr * grads
    return params, loss


# %% exercise="train_step" mistake="arguments-exchanged"
def train_step(params, x, t, lr):
    """The order of the arguments of two_layer_grads is x, t, params."""
    grads = two_layer_grads(params, x, t)
    return {k: params[k] - lr * grads[k] for k in params}, cross_entropy(outputs(x, params), t)


# %% exercise="train_step" mistake="arguments-exchanged-2"
def train_step(params, x, t, lr):
    """The order of the arguments of cross_entropy is output, target."""
    grads = two_layer_grads(x, t, params)
    return {k: params[k] - lr * grads[k] for k in params}, cross_entropy(t, outputs(x, params))


# %% exercise="train_step" mistake="loss-of-inputs"
def train_step(params, x, t, lr):
    """The loss is that of the inputs: of the network's output and t."""
    grads = two_layer_grads(x, t, params)
    return {k: params[k] - lr * grads[k] for k in params}, cross_entropy(x, t)


# %% exercise="train_step" mistake="undefined-loss"
def train_step(params, x, t, lr):
    """`loss` and the forward pass must be computed in the function: cross_entropy(outputs(x, params), t)."""
    grads = two_layer_grads(x, t, params)
    return {k: params[k] - lr * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="list-of-arrays"
def train_step(params, x, t, lr):
    """A list came back: the new parameters are a dict with the same keys."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return [params[k] - lr * grads[k] for k in params], loss


# %% exercise="train_step" mistake="wrong-keys"
def train_step(params, x, t, lr):
    """The keys are those of params: W1, b1, W2, b2."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {"d" + k: params[k] - lr * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="loss-in-dict"
def train_step(params, x, t, lr):
    """The loss was put into the dict: `return params, loss`."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {**{k: params[k] - lr * grads[k] for k in params}, "loss": loss}


# %% exercise="train_step" mistake="no-return"
def train_step(params, x, t, lr):
    """The function ends without `return`."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    params = {k: params[k] - lr * grads[k] for k in params}


# %% exercise="train_step" mistake="no-return"
def train_step(params, x, t, lr):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    print({k: params[k] - lr * grads[k] for k in params}, loss)


# %% exercise="train_step" mistake="last-parameter"
def train_step(params, x, t, lr):
    """Only one parameter came back: `new[k] = ...` keeps each under its key."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    for k in params:
        new = params[k] - lr * grads[k]
    return new, loss


# %% exercise="train_step" mistake="loss-of-params"
def train_step(params, x, t, lr):
    """cross_entropy compares the network's output with t: outputs(x, params), not the parameters."""
    grads = two_layer_grads(x, t, params)
    return {k: params[k] - lr * grads[k] for k in params}, cross_entropy(params, t)


# %% exercise="train_step" mistake="accuracy-returned"
def train_step(params, x, t, lr):
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = 1 - np.mean(p.argmax(axis=1) == t.argmax(axis=1))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="loss-sum-negative"
def train_step(params, x, t, lr):
    """The loss is a sum with the wrong sign: minus, and the mean over the batch."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = np.sum(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="loss-half"
def train_step(params, x, t, lr):
    """The loss was halved."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -0.5 * np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * grads[k] for k in params}, loss


# %% exercise="train_step" mistake="gradients-clipped"
def train_step(params, x, t, lr):
    """The gradients were clipped: the step is params - lr * gradient, however large."""
    h = expit(x @ params["W1"] + params["b1"])
    p = softmax(h @ params["W2"] + params["b2"], axis=1)
    loss = -np.mean(np.log(np.clip(np.sum(p * t, axis=1), 1e-12, None)))
    dz = (p - t) / len(x)
    da = dz @ params["W2"].T * h * (1 - h)
    grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
    return {k: params[k] - lr * np.clip(grads[k], -1, 1) for k in params}, loss


# %% exercise="train" mistake="every-step"
def train(params, x, t, epochs, batch_size, lr, rng):
    """One number for each step came back: one an epoch, the mean of its steps' losses."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses += found
    return params, losses


# %% exercise="train" mistake="last-step"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The loss of each epoch's last step: the mean of its steps' losses."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(loss)
    return params, losses


# %% exercise="train" mistake="first-batch-alone"
def train(params, x, t, epochs, batch_size, lr, rng):
    """Only the first batch of an epoch counts: take a step for every batch, average all their losses, and `return` after both loops."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(found[0])
    return params, losses


# %% exercise="train" mistake="summed"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The losses of an epoch were added up: their mean is asked for."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.sum(found))
    return params, losses


# %% exercise="train" mistake="not-emptied"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The list of an epoch's losses is not emptied: start a new one in each epoch."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses, found = [], []
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="divided-by-n"
def train(params, x, t, epochs, batch_size, lr, rng):
    """Divided by the number of samples: by the number of steps."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.sum(found) / len(x))
    return params, losses


# %% exercise="train" mistake="divided-by-batch"
def train(params, x, t, epochs, batch_size, lr, rng):
    """Divided by the batch size: by the number of steps."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.sum(found) / batch_size)
    return params, losses


# %% exercise="train" mistake="list-of-lists"
def train(params, x, t, epochs, batch_size, lr, rng):
    """All losses came back, a list for each epoch: their mean is asked for."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(found)
    return params, losses


# %% exercise="train" mistake="one-number"
def train(params, x, t, epochs, batch_size, lr, rng):
    """One number came back: collect one loss an epoch in a list, and return the list."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, np.mean(losses)


# %% exercise="train" mistake="one-number"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses = np.mean(found)
    return params, losses


# %% exercise="train" mistake="one-number"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses[-1]


# %% exercise="train" mistake="return-in-loop"
def train(params, x, t, epochs, batch_size, lr, rng):
    """Only one epoch's loss came back: its list starts before the first epoch, and `return` stands after both loops."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
        return params, losses


# %% exercise="train" mistake="first-batch-alone"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
            losses.append(np.mean(found))
            return params, losses


# %% exercise="train" mistake="loss-afterwards"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The loss of the whole data after each epoch: asked for is the mean of the losses that `train_step` gives."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        p = softmax(expit(x @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"], axis=1)
        losses.append(-np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x))
    return params, losses


# %% exercise="train" mistake="one-too-many"
def train(params, x, t, epochs, batch_size, lr, rng):
    """One loss too many: one an epoch, range(epochs), and none noted before the first."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = [step(params, x, t)[1]]
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="one-too-many"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs + 1):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="one-epoch-too-few"
def train(params, x, t, epochs, batch_size, lr, rng):
    """One epoch too few: range(epochs)."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs - 1):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="one-epoch-too-few"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(1, epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="from-the-start"
def train(params, x, t, epochs, batch_size, lr, rng):
    """Every step, or every epoch, starts from the given parameters: with `params, loss = ...` each goes on from the last."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            new, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return new, losses


# %% exercise="train" mistake="from-the-start"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found, now = [], params
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            now, loss = step(now, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return now, losses


# %% exercise="train" mistake="params-not-kept"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The new parameters are not kept: `params, loss = train_step(...)`."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            _, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="params-not-kept"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            loss = step(params, x[batch], t[batch])[1]
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="whole-data-each-step"
def train(params, x, t, epochs, batch_size, lr, rng):
    """Every step uses all samples: x[batch] and t[batch] pick the batch's."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x, t)
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="one-step-an-epoch"
def train(params, x, t, epochs, batch_size, lr, rng):
    """One step an epoch with all samples: the batches are not used."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(1):
            batch = order
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="first-batch-alone"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(1):
            batch = order[:batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="last-dropped"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The short last batch is dropped: every sample is used in every epoch."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x) - len(x) % batch_size, batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found) if found else 0.0)
    return params, losses


# %% exercise="train" mistake="last-dropped"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x) // batch_size * batch_size, batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(sum(found) / max(len(found), 1))
    return params, losses


# %% exercise="train" mistake="last-dropped"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for k in range(len(x) // batch_size):
            batch = order[k * batch_size : (k + 1) * batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="last-dropped"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for k in range(len(x) // batch_size):
            batch = order[k * batch_size : (k + 1) * batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(sum(found) / len(found))
    return params, losses


# %% exercise="train" mistake="drawn-anew"
def train(params, x, t, epochs, batch_size, lr, rng):
    """Each batch is drawn anew, so that some samples come twice and others never: shuffle once an epoch, then cut."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        for i in range(0, len(x), batch_size):
            batch = rng.choice(len(x), min(batch_size, len(x) - i), replace=False)
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="drawn-anew"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        for i in range(0, len(x), batch_size):
            batch = rng.permutation(len(x))[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="drawn-anew"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.integers(0, len(x), size=len(x)) if batch_size < len(x) else np.arange(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="shuffled-once"
def train(params, x, t, epochs, batch_size, lr, rng):
    """Shuffled once, before the first epoch: shuffle anew in each."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    order = rng.permutation(len(x))
    for _ in range(epochs):
        found = []
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="rng-not-used"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The order does not come from rng. In each epoch rng shuffles: no np.random, no generator of your own, no fixed order."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = np.arange(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="rng-not-used"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = np.random.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="rng-not-used"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = np.random.default_rng(0).permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="targets-in-order"
def train(params, x, t, epochs, batch_size, lr, rng):
    """Inputs and targets are picked by different indices: x[batch] and t[batch], with the same batch."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[i : i + batch_size])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="targets-in-order"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[i : i + batch_size], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="only-losses"
def train(params, x, t, epochs, batch_size, lr, rng):
    """Only the losses came back: `return params, losses`."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return losses


# %% exercise="train" mistake="only-params"
def train(params, x, t, epochs, batch_size, lr, rng):
    """Only the parameters came back: `return params, losses`."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params


# %% exercise="train" mistake="losses-first"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The order of the answers: first the parameters, then the losses."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return losses, params


# %% exercise="train" mistake="plus"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The step goes up the gradient: `params - lr * gradient`."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] + lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="rate-forgotten"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The learning rate is forgotten, or another one is used: pass lr on to each step."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="rate-forgotten"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - 0.1 * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="rate-forgotten"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - 0.01 * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="rate-divided"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The rate was divided by the number of samples or batches: pass it on as it is."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr / len(x) * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="rate-divided"
def train(params, x, t, epochs, batch_size, lr, rng):
    lr = lr / epochs

    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="rate-decays"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The rate falls from epoch to epoch: here it is fixed."""
    def step(params, x, t, lr):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for epoch in range(epochs):
        found = []
        order = rng.permutation(len(x))
        rate = lr / (1 + epoch)
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch], rate)
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="rounded"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The losses were rounded: give them as they are."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(round(float(np.mean(found)), 3))
    return params, losses


# %% exercise="train" mistake="rounded"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(round(float(np.mean(found)), 2))
    return params, losses


# %% exercise="train" mistake="rounded"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(round(float(np.mean(found)), 4))
    return params, losses


# %% exercise="train" mistake="writes-into-argument"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The caller's parameters or data were changed: `params = ...` gives the name a new dict, `params[k] -= ...` writes into the caller's arrays."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        for name in params:
            params[name] -= lr * grads[name]
        return params, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="writes-into-argument"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        x[:], t[:] = x[order], t[order]
        order = np.arange(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="params-not-kept"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = params, step(params, x[batch], t[batch])[1]
            found.append(loss)
        losses.append(np.mean(found))
    return {k: v * 1 for k, v in params.items()}, losses


# %% exercise="train" mistake="accuracy"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The accuracy of each epoch came back in place of the loss."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        p = expit(x @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]
        losses.append(np.mean(p.argmax(axis=1) == t.argmax(axis=1)))
    return params, losses


# %% exercise="train" mistake="loss-of-samples"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The losses of the samples, not of the steps, were averaged and then divided again."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found) / len(found))
    return params, losses


# %% exercise="train" mistake="epochs-and-batches-exchanged"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The number of epochs and the batch size are exchanged."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(batch_size):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), epochs):
            batch = order[i : i + epochs]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="minibatches-once"
def train(params, x, t, epochs, batch_size, lr, rng):
    """`minibatches(...)` was called with other arguments than it takes: n, batch_size, rng."""
    losses = []
    for _ in range(epochs):
        found = []
        for batch in minibatches(x, batch_size, rng):
            params, loss = train_step(params, x[batch], t[batch], lr)
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="batch-as-samples"
def train(params, x, t, epochs, batch_size, lr, rng):
    """A batch holds indices, not samples: x[batch] and t[batch]."""
    losses = []
    for _ in range(epochs):
        found = []
        for batch in minibatches(len(x), batch_size, rng):
            params, loss = train_step(params, batch, t[batch], lr)
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="batch-unpacked"
def train(params, x, t, epochs, batch_size, lr, rng):
    """A batch holds indices: `for batch in ...`, and then x[batch] and t[batch]."""
    losses = []
    for _ in range(epochs):
        found = []
        for xb, tb in minibatches(len(x), batch_size, rng):
            params, loss = train_step(params, xb, tb, lr)
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="step-not-unpacked"
def train(params, x, t, epochs, batch_size, lr, rng):
    """train_step gives two answers: `params, loss = train_step(...)`."""
    losses = []
    for _ in range(epochs):
        found = []
        for batch in minibatches(len(x), batch_size, rng):
            params = train_step(params, x[batch], t[batch], lr)
            found.append(params[1])
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="step-reversed"
def train(params, x, t, epochs, batch_size, lr, rng):
    """train_step gives first the parameters, then the loss."""
    losses = []
    for _ in range(epochs):
        found = []
        for batch in minibatches(len(x), batch_size, rng):
            loss, params = train_step(params, x[batch], t[batch], lr)
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="step-arguments"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The order of the arguments of train_step is params, x, t, lr."""
    losses = []
    for _ in range(epochs):
        found = []
        for batch in minibatches(len(x), batch_size, rng):
            params, loss = train_step(x[batch], t[batch], params, lr)
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="epochs-as-list"
def train(params, x, t, epochs, batch_size, lr, rng):
    """epochs is a number: `for _ in range(epochs)`."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in epochs:
        params, loss = step(params, x, t)
        losses.append(loss)
    return params, losses


# %% exercise="train" mistake="no-return"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The function ends without `return`."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))


# %% exercise="train" mistake="no-return"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    print(losses)


# %% exercise="train" mistake="no-batches"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The first sample of each batch alone is used: a batch reaches from i to i + batch_size."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + 1]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="one-sample-at-a-time"
def train(params, x, t, epochs, batch_size, lr, rng):
    """Each sample is a batch of its own: use batch_size."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(len(x)):
            batch = order[i : i + 1]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="overlapping"
def train(params, x, t, epochs, batch_size, lr, rng):
    """Every batch begins at the next sample, so that they overlap: begin at 0, batch_size, 2 * batch_size, ..."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(len(x)):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="x-shuffled-alone"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The inputs were shuffled and the targets not: one order for both."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        x = x[order]
        for i in range(0, len(x), batch_size):
            batch = slice(i, i + batch_size)
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="x-shuffled-alone"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        x = rng.permutation(x)
        for i in range(0, len(x), batch_size):
            batch = slice(i, i + batch_size)
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="x-shuffled-alone"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        x = x[order]
        for i in range(0, len(x), batch_size):
            batch = slice(i, i + batch_size)
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(loss)
    return params, losses


# %% exercise="train" mistake="noted-in-inner-loop"
def train(params, x, t, epochs, batch_size, lr, rng):
    """A mean was noted after each step: note it once an epoch, after the inner loop."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
            losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="smallest"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The smallest loss of each epoch: their mean is asked for."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(min(found))
    return params, losses


# %% exercise="train" mistake="smallest"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(max(found))
    return params, losses


# %% exercise="train" mistake="list-reset"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The list of the epochs' losses starts anew in each epoch: start it before the first."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        losses = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            losses.append(loss)
    return params, losses


# %% exercise="train" mistake="return-in-loop"
def train(params, x, t, epochs, batch_size, lr, rng):
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        losses, found = [], []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="counted-whole-batches"
def train(params, x, t, epochs, batch_size, lr, rng):
    """Divided by the number of full batches: the short last one is a step, too."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.sum(found) / (len(x) // batch_size))
    return params, losses


# %% exercise="train" mistake="loops-exchanged"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The loops are exchanged: for each epoch all batches, not for each batch all epochs."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    order = rng.permutation(len(x))
    for i in range(0, len(x), batch_size):
        batch, found = order[i : i + batch_size], []
        for _ in range(epochs):
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="rate-by-batch"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The rate was divided by the batch size: the gradient is that of a mean already."""
    lr = lr / batch_size

    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found = []
        order = rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            batch = order[i : i + batch_size]
            params, loss = step(params, x[batch], t[batch])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses


# %% exercise="train" mistake="best-params"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The parameters of the best epoch came back: those after the last step are asked for."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses, best = [], params
    for _ in range(epochs):
        found, order = [], rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            params, loss = step(params, x[order[i : i + batch_size]], t[order[i : i + batch_size]])
            found.append(loss)
        losses.append(np.mean(found))
        if losses[-1] <= min(losses):
            best = params
    return best, losses


# %% exercise="train" mistake="stops-when-rising"
def train(params, x, t, epochs, batch_size, lr, rng):
    """The loop stops when the loss rises: all epochs are asked for."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses = []
    for _ in range(epochs):
        found, order = [], rng.permutation(len(x))
        for i in range(0, len(x), batch_size):
            params, loss = step(params, x[order[i : i + batch_size]], t[order[i : i + batch_size]])
            found.append(loss)
        losses.append(np.mean(found))
        if losses[-1] > losses[0] + 1e-6:
            break
    return params, losses


# %% exercise="train" mistake="batches-reordered"
def train(params, x, t, epochs, batch_size, lr, rng):
    """Only the order of the batches is new, the same samples always share one: cut new batches in each epoch."""
    def step(params, x, t):
        h = expit(x @ params["W1"] + params["b1"])
        p = softmax(h @ params["W2"] + params["b2"], axis=1)
        dz = (p - t) / len(x)
        da = dz @ params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}
        loss = -np.sum(t * np.log(np.clip(p, 1e-12, None))) / len(x)
        return {name: params[name] - lr * grads[name] for name in params}, loss

    losses, order = [], rng.permutation(len(x))
    batches = [order[i : i + batch_size] for i in range(0, len(x), batch_size)]
    for _ in range(epochs):
        found = []
        for k in rng.permutation(len(batches)):
            params, loss = step(params, x[batches[k]], t[batches[k]])
            found.append(loss)
        losses.append(np.mean(found))
    return params, losses
