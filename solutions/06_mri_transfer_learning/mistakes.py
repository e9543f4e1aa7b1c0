# The answer bank: mistakes that students make, one wrong function a cell, its docstring the sentence
# that helps. `course build` runs each on every visible case; see CONTRIBUTING.md. Never released.

# %% exercise="find_leaks" mistake="wrong-way-round"
def find_leaks(train_images, test_images):
    """The pairs are the wrong way round: the training index comes first."""
    return [(j, i) for i, a in enumerate(train_images) for j, b in enumerate(test_images) if np.array_equal(a, b)]


# %% exercise="find_leaks" mistake="first-match-of-a-test-image"
def find_leaks(train_images, test_images):
    """Only the first match of each test image: an image may occur several times in the training part."""
    pairs = []
    for j, test in enumerate(test_images):
        for i, train in enumerate(train_images):
            if np.array_equal(train, test):
                pairs.append((i, j))
                break
    return pairs


# %% exercise="find_leaks" mistake="last-match-of-a-test-image"
def find_leaks(train_images, test_images):
    """Only the last match of each test image: a dict keeps one index for each image; keep a list of them."""
    where = {image.tobytes(): i for i, image in enumerate(train_images)}
    return [(where[image.tobytes()], j) for j, image in enumerate(test_images) if image.tobytes() in where]


# %% exercise="find_leaks" mistake="first-match-of-a-training-image"
def find_leaks(train_images, test_images):
    """Only the first match of each training image: an image may occur several times in the test part."""
    pairs = []
    for i, train in enumerate(train_images):
        for j, test in enumerate(test_images):
            if np.array_equal(train, test):
                pairs.append((i, j))
                break
    return pairs


# %% exercise="find_leaks" mistake="same-index-only"
def find_leaks(train_images, test_images):
    """Only images at the same index were compared: compare each with each."""
    pairs = enumerate(zip(train_images, test_images))
    return [(i, i) for i, (a, b) in pairs if np.array_equal(a, b)]


# %% exercise="find_leaks" mistake="test-indices-only"
def find_leaks(train_images, test_images):
    """Only the test indices came back: pairs (train index, test index) are asked for."""
    return [j for j, b in enumerate(test_images) for a in train_images if np.array_equal(a, b)]


# %% exercise="find_leaks" mistake="test-indices-only"
def find_leaks(train_images, test_images):
    return [j for j, b in enumerate(test_images) if any(np.array_equal(a, b) for a in train_images)]


# %% exercise="find_leaks" mistake="training-indices-only"
def find_leaks(train_images, test_images):
    """Only the training indices came back: pairs (train index, test index) are asked for."""
    return [i for i, a in enumerate(train_images) for b in test_images if np.array_equal(a, b)]


# %% exercise="find_leaks" mistake="training-indices-only"
def find_leaks(train_images, test_images):
    return [i for i, a in enumerate(train_images) if any(np.array_equal(a, b) for b in test_images)]


# %% exercise="find_leaks" mistake="counted"
def find_leaks(train_images, test_images):
    """The pairs were counted: the list of them is asked for."""
    return sum(np.array_equal(a, b) for a in train_images for b in test_images)


# %% exercise="find_leaks" mistake="one-pair-only"
def find_leaks(train_images, test_images):
    """The search ends too early: collect the pairs in a list, and return it after both loops."""
    for i, a in enumerate(train_images):
        for j, b in enumerate(test_images):
            if np.array_equal(a, b):
                return [(i, j)]
    return []


# %% exercise="find_leaks" mistake="one-pair-only"
def find_leaks(train_images, test_images):
    for i, a in enumerate(train_images):
        for j, b in enumerate(test_images):
            if np.array_equal(a, b):
                return i, j
    return []


# %% exercise="find_leaks" mistake="return-in-loop"
def find_leaks(train_images, test_images):
    """`return` stands inside the loop, so the search ends after the first training image."""
    pairs = []
    for i, a in enumerate(train_images):
        for j, b in enumerate(test_images):
            if np.array_equal(a, b):
                pairs.append((i, j))
        return pairs


# %% exercise="find_leaks" mistake="different-ones"
def find_leaks(train_images, test_images):
    """These are the pairs that differ: the condition is the wrong way round."""
    return [(i, j) for i, a in enumerate(train_images) for j, b in enumerate(test_images) if not np.array_equal(a, b)]


# %% exercise="find_leaks" mistake="nearly-the-same"
def find_leaks(train_images, test_images):
    """Images that are nearly the same were taken for identical: compare exactly, without a tolerance."""
    return [(i, j) for i, a in enumerate(train_images) for j, b in enumerate(test_images) if np.allclose(a, b)]


# %% exercise="find_leaks" mistake="sums-compared"
def find_leaks(train_images, test_images):
    """Sums or means were compared, and differences cancel in them: every single pixel must agree."""
    return [(i, j) for i, a in enumerate(train_images) for j, b in enumerate(test_images) if a.sum() == b.sum()]


# %% exercise="find_leaks" mistake="sums-compared"
def find_leaks(train_images, test_images):
    return [
        (i, j) for i, a in enumerate(train_images) for j, b in enumerate(test_images) if np.isclose(a.mean(), b.mean())
    ]


# %% exercise="find_leaks" mistake="same-pixels-elsewhere"
def find_leaks(train_images, test_images):
    """The same pixels in another order are another picture: compare place by place, do not sort."""
    return [
        (i, j) for i, a in enumerate(train_images) for j, b in enumerate(test_images)
        if np.array_equal(np.sort(a, axis=None), np.sort(b, axis=None))
    ]


# %% exercise="find_leaks" mistake="any-pixel"
def find_leaks(train_images, test_images):
    """One equal pixel is enough here: all pixels must agree, so `all`, not `any`."""
    return [(i, j) for i, a in enumerate(train_images) for j, b in enumerate(test_images) if (a == b).any()]


# %% exercise="find_leaks" mistake="most-pixels"
def find_leaks(train_images, test_images):
    """Most pixels agree is not enough: all of them must."""
    return [(i, j) for i, a in enumerate(train_images) for j, b in enumerate(test_images) if (a == b).mean() > 0.99]


# %% exercise="find_leaks" mistake="first-pixel-or-row"
def find_leaks(train_images, test_images):
    """Only a part of the picture was compared, its first pixel or row: the whole must agree."""
    return [(i, j) for i, a in enumerate(train_images) for j, b in enumerate(test_images) if (a[0] == b[0]).all()]


# %% exercise="find_leaks" mistake="inside-the-training-part"
def find_leaks(train_images, test_images):
    """Training images were compared with training images: the second loop runs over the test images."""
    return [
        (i, j) for i, a in enumerate(train_images) for j, b in enumerate(train_images) if i != j and np.array_equal(a, b)
    ]


# %% exercise="find_leaks" mistake="inside-the-training-part"
def find_leaks(train_images, test_images):
    return [(i, j) for i, a in enumerate(train_images) for j, b in enumerate(train_images) if np.array_equal(a, b)]


# %% exercise="find_leaks" mistake="same-object"
def find_leaks(train_images, test_images):
    """`is` asks for the same object in memory, and finds none: compare the values, with np.array_equal."""
    return [(i, j) for i, a in enumerate(train_images) for j, b in enumerate(test_images) if a is b]


# %% exercise="find_leaks" mistake="if-on-arrays"
def find_leaks(train_images, test_images):
    """`a == b` gives one answer for each pixel, and `if` wants one for the picture: np.array_equal."""
    pairs = []
    for i, a in enumerate(train_images):
        for j, b in enumerate(test_images):
            if a == b:
                pairs.append((i, j))
    return pairs


# %% exercise="find_leaks" mistake="not-returned"
def find_leaks(train_images, test_images):
    """The list of pairs is made, but `return` is missing."""
    pairs = []
    for i, a in enumerate(train_images):
        for j, b in enumerate(test_images):
            if np.array_equal(a, b):
                pairs.append((i, j))
    print(pairs)


# %% exercise="find_leaks" mistake="counted-from-one"
def find_leaks(train_images, test_images):
    """Indices count from 0, not from 1."""
    return [(i, j) for i, a in enumerate(train_images, 1) for j, b in enumerate(test_images, 1) if np.array_equal(a, b)]


# %% exercise="find_leaks" mistake="last-image-left-out"
def find_leaks(train_images, test_images):
    """The last images are left out: `range(len(images))` already ends in time."""
    pairs = []
    for i in range(len(train_images) - 1):
        for j in range(len(test_images) - 1):
            if np.array_equal(train_images[i], test_images[j]):
                pairs.append((i, j))
    return pairs


# %% exercise="find_leaks" mistake="four-axes-only"
def find_leaks(train_images, test_images):
    """This needs images with exactly three axes of their own; they may have two: flatten each picture first."""
    return np.argwhere((train_images[:, None] == test_images[None]).all(axis=(2, 3, 4)))


# %% exercise="find_leaks" mistake="table-of-truth"
def find_leaks(train_images, test_images):
    """This is a table of True and False: np.argwhere makes the pairs of it."""
    return [[np.array_equal(a, b) for b in test_images] for a in train_images]


# %% exercise="find_leaks" mistake="images-not-indices"
def find_leaks(train_images, test_images):
    """The images themselves came back: their indices are asked for, from `enumerate`."""
    return [(a, b) for a in train_images for b in test_images if np.array_equal(a, b)]


# %% exercise="find_leaks" mistake="list-of-indices-flat"
def find_leaks(train_images, test_images):
    """One flat list of indices: each pair is a tuple of its own, `append((i, j))`."""
    pairs = []
    for i, a in enumerate(train_images):
        for j, b in enumerate(test_images):
            if np.array_equal(a, b):
                pairs += (i, j)
    return pairs


# %% exercise="find_leaks" mistake="pair-wrapped"
def find_leaks(train_images, test_images):
    """`append` takes one thing: a pair needs its own parentheses, `append((i, j))`."""
    pairs = []
    for i, a in enumerate(train_images):
        for j, b in enumerate(test_images):
            if np.array_equal(a, b):
                pairs.append(i, j)
    return pairs


# %% exercise="choose_strategy" mistake="order-reversed"
def choose_strategy(n_samples):
    """The order is reversed: with few images train few weights."""
    if n_samples < 1000:
        return "fine_tune_more"
    return "fine_tune_top" if n_samples <= 10000 else "feature_extraction"


# %% exercise="choose_strategy" mistake="fine-tuning-swapped"
def choose_strategy(n_samples):
    """`fine_tune_top` and `fine_tune_more` are swapped: the more images, the more layers."""
    if n_samples < 1000:
        return "feature_extraction"
    return "fine_tune_more" if n_samples <= 10000 else "fine_tune_top"


# %% exercise="choose_strategy" mistake="names-with-blanks"
def choose_strategy(n_samples):
    """These are not quite the names that the docstring asks for: copy them, with underscores."""
    if n_samples < 1000:
        return "feature extraction"
    return "fine tune top" if n_samples <= 10000 else "fine tune more"


# %% exercise="choose_strategy" mistake="names-with-blanks"
def choose_strategy(n_samples):
    if n_samples < 1000:
        return "feature-extraction"
    return "fine-tune-top" if n_samples <= 10000 else "fine-tune-more"


# %% exercise="choose_strategy" mistake="names-with-blanks"
def choose_strategy(n_samples):
    if n_samples < 1000:
        return "Feature_extraction"
    return "Fine_tune_top" if n_samples <= 10000 else "Fine_tune_more"


# %% exercise="choose_strategy" mistake="names-with-blanks"
def choose_strategy(n_samples):
    if n_samples < 1000:
        return "feature_extraction"
    return "fine_tuning_top" if n_samples <= 10000 else "fine_tuning_more"


# %% exercise="choose_strategy" mistake="names-with-blanks"
def choose_strategy(n_samples):
    if n_samples < 1000:
        return "feature extraction"
    return "fine-tune the top" if n_samples <= 10000 else "fine-tune more layers"


# %% exercise="choose_strategy" mistake="1000-counts-as-few"
def choose_strategy(n_samples):
    """1,000 belongs to the middle: `<`, not `<=`."""
    if n_samples <= 1000:
        return "feature_extraction"
    return "fine_tune_top" if n_samples <= 10000 else "fine_tune_more"


# %% exercise="choose_strategy" mistake="10000-counts-as-many"
def choose_strategy(n_samples):
    """10,000 belongs to the middle: `<=`, not `<`."""
    if n_samples < 1000:
        return "feature_extraction"
    return "fine_tune_top" if n_samples < 10000 else "fine_tune_more"


# %% exercise="choose_strategy" mistake="zero-too-few"
def choose_strategy(n_samples):
    """A border has a zero too few: they are 1,000 and 10,000."""
    if n_samples < 100:
        return "feature_extraction"
    return "fine_tune_top" if n_samples <= 1000 else "fine_tune_more"


# %% exercise="choose_strategy" mistake="zero-too-few"
def choose_strategy(n_samples):
    if n_samples < 100:
        return "feature_extraction"
    return "fine_tune_top" if n_samples <= 10000 else "fine_tune_more"


# %% exercise="choose_strategy" mistake="zero-too-many"
def choose_strategy(n_samples):
    """A border has a zero too many: they are 1,000 and 10,000."""
    if n_samples < 1000:
        return "feature_extraction"
    return "fine_tune_top" if n_samples <= 100000 else "fine_tune_more"


# %% exercise="choose_strategy" mistake="zero-too-many"
def choose_strategy(n_samples):
    if n_samples < 10000:
        return "feature_extraction"
    return "fine_tune_top" if n_samples <= 100000 else "fine_tune_more"


# %% exercise="choose_strategy" mistake="no-last-return"
def choose_strategy(n_samples):
    """For more than 10,000 the function ends without `return`: an `else` is missing."""
    if n_samples < 1000:
        return "feature_extraction"
    if n_samples <= 10000:
        return "fine_tune_top"


# %% exercise="choose_strategy" mistake="gap-at-the-borders"
def choose_strategy(n_samples):
    """A border belongs to none of the three cases, so nothing comes back for it."""
    if n_samples < 1000:
        return "feature_extraction"
    if 1000 < n_samples < 10000:
        return "fine_tune_top"
    if n_samples > 10000:
        return "fine_tune_more"


# %% exercise="choose_strategy" mistake="gap-at-the-borders"
def choose_strategy(n_samples):
    if n_samples < 1000:
        return "feature_extraction"
    if 1000 <= n_samples < 10000:
        return "fine_tune_top"
    if n_samples > 10000:
        return "fine_tune_more"


# %% exercise="choose_strategy" mistake="later-if-overwrites"
def choose_strategy(n_samples):
    """For few images `fine_tune_top` comes: the wider case is asked first, or a later `if` overwrites the answer."""
    if n_samples < 1000:
        answer = "feature_extraction"
    if n_samples <= 10000:
        answer = "fine_tune_top"
    else:
        answer = "fine_tune_more"
    return answer


# %% exercise="choose_strategy" mistake="wider-case-last"
def choose_strategy(n_samples):
    """For many images the wider case `>= 1000` is asked first: ask for `> 10000` before it."""
    if n_samples >= 1000:
        return "fine_tune_top"
    elif n_samples > 10000:
        return "fine_tune_more"
    return "feature_extraction"


# %% exercise="choose_strategy" mistake="printed"
def choose_strategy(n_samples):
    """The answer is printed: `return` it."""
    if n_samples < 1000:
        print("feature_extraction")
    elif n_samples <= 10000:
        print("fine_tune_top")
    else:
        print("fine_tune_more")


# %% exercise="choose_strategy" mistake="a-number"
def choose_strategy(n_samples):
    """A number came back: the name of the strategy is asked for, a text."""
    return (n_samples >= 1000) + (n_samples > 10000)


# %% exercise="choose_strategy" mistake="in-a-list"
def choose_strategy(n_samples):
    """The name came back inside a list: return the text alone."""
    if n_samples < 1000:
        return ["feature_extraction"]
    return ["fine_tune_top"] if n_samples <= 10000 else ["fine_tune_more"]


# %% exercise="choose_strategy" mistake="compared-with-text"
def choose_strategy(n_samples):
    """The number is compared with a text: write 1000 without quotation marks."""
    if n_samples < "1000":
        return "feature_extraction"
    return "fine_tune_top" if n_samples <= "10000" else "fine_tune_more"


# %% exercise="confusion_counts" mistake="strictly-greater"
def confusion_counts(labels, scores, threshold):
    """A score equal to the threshold counts as called ad: `>=`, not `>`."""
    t, p = np.asarray(labels) == 1, np.asarray(scores) > threshold
    return int(np.sum(p & t)), int(np.sum(p & ~t)), int(np.sum(~p & ~t)), int(np.sum(~p & t))


# %% exercise="confusion_counts" mistake="scikit-learns-order"
def confusion_counts(labels, scores, threshold):
    """This is scikit-learn's order (tn, fp, fn, tp): (tp, fp, tn, fn) is asked for."""
    t, p = np.asarray(labels) == 1, np.asarray(scores) >= threshold
    return int(np.sum(~p & ~t)), int(np.sum(p & ~t)), int(np.sum(~p & t)), int(np.sum(p & t))


# %% exercise="confusion_counts" mistake="other-order"
def confusion_counts(labels, scores, threshold):
    """The four are right, but in another order: (tp, fp, tn, fn)."""
    t, p = np.asarray(labels) == 1, np.asarray(scores) >= threshold
    return int(np.sum(p & t)), int(np.sum(~p & ~t)), int(np.sum(p & ~t)), int(np.sum(~p & t))


# %% exercise="confusion_counts" mistake="other-order"
def confusion_counts(labels, scores, threshold):
    t, p = np.asarray(labels) == 1, np.asarray(scores) >= threshold
    return int(np.sum(p & t)), int(np.sum(~p & t)), int(np.sum(p & ~t)), int(np.sum(~p & ~t))


# %% exercise="confusion_counts" mistake="other-order"
def confusion_counts(labels, scores, threshold):
    t, p = np.asarray(labels) == 1, np.asarray(scores) >= threshold
    return int(np.sum(p & t)), int(np.sum(p & ~t)), int(np.sum(~p & t)), int(np.sum(~p & ~t))


# %% exercise="confusion_counts" mistake="other-order"
def confusion_counts(labels, scores, threshold):
    t, p = np.asarray(labels) == 1, np.asarray(scores) >= threshold
    return int(np.sum(p & t)), int(np.sum(~p & ~t)), int(np.sum(~p & t)), int(np.sum(p & ~t))


# %% exercise="confusion_counts" mistake="fp-and-fn-swapped"
def confusion_counts(labels, scores, threshold):
    """fp and fn are swapped: a false positive is normal and called ad, a false negative is ad and missed."""
    t, p = np.asarray(labels) == 1, np.asarray(scores) >= threshold
    return int(np.sum(p & t)), int(np.sum(~p & t)), int(np.sum(~p & ~t)), int(np.sum(p & ~t))


# %% exercise="confusion_counts" mistake="threshold-half"
def confusion_counts(labels, scores, threshold):
    """The scores are cut at 0.5: the threshold is an argument, compare with `threshold`."""
    t, p = np.asarray(labels) == 1, np.asarray(scores) >= 0.5
    return int(np.sum(p & t)), int(np.sum(p & ~t)), int(np.sum(~p & ~t)), int(np.sum(~p & t))


# %% exercise="confusion_counts" mistake="threshold-half"
def confusion_counts(labels, scores, threshold):
    t, p = np.asarray(labels) == 1, np.round(np.asarray(scores)) >= threshold
    return int(np.sum(p & t)), int(np.sum(p & ~t)), int(np.sum(~p & ~t)), int(np.sum(~p & t))


# %% exercise="confusion_counts" mistake="normal-is-positive"
def confusion_counts(labels, scores, threshold):
    """Normal was taken for the positive class: ad (label 1) is the positive one."""
    t, p = np.asarray(labels) == 0, np.asarray(scores) < threshold
    return int(np.sum(p & t)), int(np.sum(p & ~t)), int(np.sum(~p & ~t)), int(np.sum(~p & t))


# %% exercise="confusion_counts" mistake="low-scores-called"
def confusion_counts(labels, scores, threshold):
    """Low scores were called ad: a high score speaks for ad."""
    t, p = np.asarray(labels) == 1, np.asarray(scores) < threshold
    return int(np.sum(p & t)), int(np.sum(p & ~t)), int(np.sum(~p & ~t)), int(np.sum(~p & t))


# %% exercise="confusion_counts" mistake="low-scores-called"
def confusion_counts(labels, scores, threshold):
    t, p = np.asarray(labels) == 1, np.asarray(scores) <= threshold
    return int(np.sum(p & t)), int(np.sum(p & ~t)), int(np.sum(~p & ~t)), int(np.sum(~p & t))


# %% exercise="confusion_counts" mistake="labels-reversed"
def confusion_counts(labels, scores, threshold):
    """The labels are read the wrong way round: 1 is ad, 0 is normal."""
    t, p = np.asarray(labels) == 0, np.asarray(scores) >= threshold
    return int(np.sum(p & t)), int(np.sum(p & ~t)), int(np.sum(~p & ~t)), int(np.sum(~p & t))


# %% exercise="confusion_counts" mistake="shares"
def confusion_counts(labels, scores, threshold):
    """These are shares: count the slices, do not divide."""
    t, p = np.asarray(labels) == 1, np.asarray(scores) >= threshold
    return np.mean(p & t), np.mean(p & ~t), np.mean(~p & ~t), np.mean(~p & t)


# %% exercise="confusion_counts" mistake="shares"
def confusion_counts(labels, scores, threshold):
    t, p = np.asarray(labels) == 1, np.asarray(scores) >= threshold
    a, n = t.sum(), (~t).sum()
    return np.sum(p & t) / a, np.sum(p & ~t) / n, np.sum(~p & ~t) / n, np.sum(~p & t) / a


# %% exercise="confusion_counts" mistake="two-by-two"
def confusion_counts(labels, scores, threshold):
    """A table of two rows came back: four numbers in one tuple are asked for."""
    t, p = np.asarray(labels) == 1, np.asarray(scores) >= threshold
    return [[int(np.sum(p & t)), int(np.sum(p & ~t))], [int(np.sum(~p & t)), int(np.sum(~p & ~t))]]


# %% exercise="confusion_counts" mistake="two-by-two"
def confusion_counts(labels, scores, threshold):
    from sklearn.metrics import confusion_matrix

    return confusion_matrix(labels, np.asarray(scores) >= threshold)


# %% exercise="confusion_counts" mistake="a-dict"
def confusion_counts(labels, scores, threshold):
    """A dict came back: a tuple (tp, fp, tn, fn) is asked for."""
    t, p = np.asarray(labels) == 1, np.asarray(scores) >= threshold
    return {
        "tp": int(np.sum(p & t)), "fp": int(np.sum(p & ~t)), "tn": int(np.sum(~p & ~t)), "fn": int(np.sum(~p & t))
    }


# %% exercise="confusion_counts" mistake="masks"
def confusion_counts(labels, scores, threshold):
    """These are arrays of True and False: count the True ones with np.sum."""
    t, p = np.asarray(labels) == 1, np.asarray(scores) >= threshold
    return p & t, p & ~t, ~p & ~t, ~p & t


# %% exercise="confusion_counts" mistake="called-not-right"
def confusion_counts(labels, scores, threshold):
    """tp counts all slices called ad, tn all called normal: of these only the right ones count."""
    t, p = np.asarray(labels) == 1, np.asarray(scores) >= threshold
    return int(p.sum()), int(np.sum(p & ~t)), int(np.sum(~p)), int(np.sum(~p & t))


# %% exercise="confusion_counts" mistake="called-not-right"
def confusion_counts(labels, scores, threshold):
    t, p = np.asarray(labels) == 1, np.asarray(scores) >= threshold
    return int(t.sum()), int(np.sum(p & ~t)), int(np.sum(~t)), int(np.sum(~p & t))


# %% exercise="confusion_counts" mistake="list-compared"
def confusion_counts(labels, scores, threshold):
    """A list cannot be compared with a number: np.asarray makes arrays of the arguments first."""
    p = scores >= threshold
    tp = sum((t == 1) and c for t, c in zip(labels, p))
    fp = sum((t == 0) and c for t, c in zip(labels, p))
    tn = sum((t == 0) and not c for t, c in zip(labels, p))
    return tp, fp, tn, len(labels) - tp - fp - tn


# %% exercise="confusion_counts" mistake="list-of-labels-compared"
def confusion_counts(labels, scores, threshold):
    """`labels == 1` of a list is one False: np.asarray makes an array of it first."""
    t, p = labels == 1, np.asarray(scores) >= threshold
    t = t if isinstance(t, np.ndarray) else np.full(len(scores), t)
    return int(np.sum(p & t)), int(np.sum(p & ~t)), int(np.sum(~p & ~t)), int(np.sum(~p & t))


# %% exercise="confusion_counts" mistake="list-of-labels-compared"
def confusion_counts(labels, scores, threshold):
    p = np.asarray(scores) >= threshold
    tp, fp = np.sum(p & (labels == 1)), np.sum(p & (labels == 0))
    tn, fn = np.sum(~p & (labels == 0)), np.sum(~p & (labels == 1))
    return tp, fp, tn, fn


# %% exercise="confusion_counts" mistake="and-on-arrays"
def confusion_counts(labels, scores, threshold):
    """`and` wants one True or False: arrays are combined with `&`, and `~` is their "not"."""
    t, p = np.asarray(labels) == 1, np.asarray(scores) >= threshold
    return sum(p and t), sum(p and not t), sum(not p and not t), sum(not p and t)


# %% exercise="confusion_counts" mistake="minus-on-booleans"
def confusion_counts(labels, scores, threshold):
    """`-` does not reverse an array of True and False: `~` does."""
    t, p = np.asarray(labels) == 1, np.asarray(scores) >= threshold
    return int(np.sum(p & t)), int(np.sum(p & -t)), int(np.sum(-p & -t)), int(np.sum(-p & t))


# %% exercise="confusion_counts" mistake="tilde-on-numbers"
def confusion_counts(labels, scores, threshold):
    """`~` of the whole number 1 is -2: make the labels True and False first, `labels == 1`."""
    t, p = np.asarray(labels), (np.asarray(scores) >= threshold).astype(int)
    return int(np.sum(p & t)), int(np.sum(p & ~t)), int(np.sum(~p & ~t)), int(np.sum(~p & t))


# %% exercise="confusion_counts" mistake="return-in-loop"
def confusion_counts(labels, scores, threshold):
    """`return` stands inside the loop, so only the first slice is counted."""
    tp = fp = tn = fn = 0
    for t, s in zip(labels, scores):
        if s >= threshold:
            tp, fp = tp + (t == 1), fp + (t == 0)
        else:
            tn, fn = tn + (t == 0), fn + (t == 1)
        return tp, fp, tn, fn


# %% exercise="confusion_counts" mistake="not-returned"
def confusion_counts(labels, scores, threshold):
    """The counts are made, but `return` is missing."""
    t, p = np.asarray(labels) == 1, np.asarray(scores) >= threshold
    tp, fp, tn, fn = (int(np.sum(c)) for c in (p & t, p & ~t, ~p & ~t, ~p & t))
    print(tp, fp, tn, fn)


# %% exercise="confusion_counts" mistake="right-and-wrong-only"
def confusion_counts(labels, scores, threshold):
    """Only right and wrong are counted: each of them once for ad and once for normal."""
    t, p = np.asarray(labels) == 1, np.asarray(scores) >= threshold
    return int(np.sum(p == t)), int(np.sum(p != t))


# %% exercise="confusion_counts" mistake="scores-compared-with-labels"
def confusion_counts(labels, scores, threshold):
    """The scores themselves are compared with the labels: first say which slices are called ad."""
    t, s = np.asarray(labels), np.asarray(scores)
    tp, fp = np.sum((s == 1) & (t == 1)), np.sum((s == 1) & (t == 0))
    return int(tp), int(fp), int(np.sum((s == 0) & (t == 0))), int(np.sum((s == 0) & (t == 1)))


# %% exercise="sensitivity_specificity" mistake="swapped"
def sensitivity_specificity(labels, scores, threshold):
    """The two are swapped: sensitivity comes first."""
    t, p = np.asarray(labels), np.asarray(scores) >= threshold
    return float(np.mean(~p[t == 0])), float(np.mean(p[t == 1]))


# %% exercise="sensitivity_specificity" mistake="strictly-greater"
def sensitivity_specificity(labels, scores, threshold):
    """A score equal to the threshold counts as called ad: `>=`, not `>`."""
    t, p = np.asarray(labels), np.asarray(scores) > threshold
    return float(np.mean(p[t == 1])), float(np.mean(~p[t == 0]))


# %% exercise="sensitivity_specificity" mistake="normal-includes-the-threshold"
def sensitivity_specificity(labels, scores, threshold):
    """A score equal to the threshold is called ad, so normal is `< threshold`, not `<=`."""
    t, s = np.asarray(labels), np.asarray(scores)
    return float(np.mean(s[t == 1] >= threshold)), float(np.mean(s[t == 0] <= threshold))


# %% exercise="sensitivity_specificity" mistake="threshold-half"
def sensitivity_specificity(labels, scores, threshold):
    """The threshold is an argument: it is not always 0.5."""
    t, p = np.asarray(labels), np.asarray(scores) >= 0.5
    return float(np.mean(p[t == 1])), float(np.mean(~p[t == 0]))


# %% exercise="sensitivity_specificity" mistake="threshold-half"
def sensitivity_specificity(labels, scores, threshold):
    t, p = np.asarray(labels), np.asarray(scores) > 0.5
    return float(np.mean(p[t == 1])), float(np.mean(~p[t == 0]))


# %% exercise="sensitivity_specificity" mistake="divided-by-all"
def sensitivity_specificity(labels, scores, threshold):
    """Divided by all slices: sensitivity is a share of the ad slices only, specificity of the normal ones."""
    t, p = np.asarray(labels), np.asarray(scores) >= threshold
    return float(np.mean(p & (t == 1))), float(np.mean(~p & (t == 0)))


# %% exercise="sensitivity_specificity" mistake="ppv-and-npv"
def sensitivity_specificity(labels, scores, threshold):
    """Divided by those *called* ad or normal: divide by those who *are*, tp + fn and tn + fp."""
    t, p = np.asarray(labels), np.asarray(scores) >= threshold
    return np.sum(t[p] == 1) / max(p.sum(), 1), np.sum(t[~p] == 0) / max((~p).sum(), 1)


# %% exercise="sensitivity_specificity" mistake="precision-for-sensitivity"
def sensitivity_specificity(labels, scores, threshold):
    """The first is precision, tp / (tp + fp): sensitivity divides by all ad slices, tp + fn."""
    t, p = np.asarray(labels), np.asarray(scores) >= threshold
    return float(np.sum(t[p] == 1) / max(p.sum(), 1)), float(np.mean(~p[t == 0]))


# %% exercise="sensitivity_specificity" mistake="npv-for-specificity"
def sensitivity_specificity(labels, scores, threshold):
    """The second divides by those called normal, tn + fn: specificity divides by all normal slices, tn + fp."""
    t, p = np.asarray(labels), np.asarray(scores) >= threshold
    return float(np.mean(p[t == 1])), float(np.sum(t[~p] == 0) / max((~p).sum(), 1))


# %% exercise="sensitivity_specificity" mistake="false-alarm-rate"
def sensitivity_specificity(labels, scores, threshold):
    """The second is the share of false alarms: specificity is 1 minus that."""
    t, p = np.asarray(labels), np.asarray(scores) >= threshold
    return float(np.mean(p[t == 1])), float(np.mean(p[t == 0]))


# %% exercise="sensitivity_specificity" mistake="missed-share"
def sensitivity_specificity(labels, scores, threshold):
    """The first is the share that is missed: sensitivity is 1 minus that."""
    t, p = np.asarray(labels), np.asarray(scores) >= threshold
    return float(np.mean(~p[t == 1])), float(np.mean(~p[t == 0]))


# %% exercise="sensitivity_specificity" mistake="missed-for-specificity"
def sensitivity_specificity(labels, scores, threshold):
    """The second looks at the ad slices again: specificity looks at the normal ones, label 0."""
    t, p = np.asarray(labels), np.asarray(scores) >= threshold
    return float(np.mean(p[t == 1])), float(np.mean(~p[t == 1]))


# %% exercise="sensitivity_specificity" mistake="both-wrong-way"
def sensitivity_specificity(labels, scores, threshold):
    """Low scores are called ad here: a high score speaks for ad."""
    t, p = np.asarray(labels), np.asarray(scores) < threshold
    return float(np.mean(p[t == 1])), float(np.mean(~p[t == 0]))


# %% exercise="sensitivity_specificity" mistake="both-wrong-way"
def sensitivity_specificity(labels, scores, threshold):
    t, p = np.asarray(labels), np.asarray(scores) <= threshold
    return float(np.mean(p[t == 1])), float(np.mean(~p[t == 0]))


# %% exercise="sensitivity_specificity" mistake="accuracy"
def sensitivity_specificity(labels, scores, threshold):
    """One number came back, the accuracy: two are asked for, one for each class."""
    return float(np.mean((np.asarray(scores) >= threshold) == (np.asarray(labels) == 1)))


# %% exercise="sensitivity_specificity" mistake="one-only"
def sensitivity_specificity(labels, scores, threshold):
    """One number came back: `return sensitivity, specificity`."""
    t, p = np.asarray(labels), np.asarray(scores) >= threshold
    return float(np.mean(p[t == 1]))


# %% exercise="sensitivity_specificity" mistake="counts"
def sensitivity_specificity(labels, scores, threshold):
    """These are the counts tp and tn: divide each by the size of its class."""
    t, p = np.asarray(labels), np.asarray(scores) >= threshold
    return int(np.sum(p & (t == 1))), int(np.sum(~p & (t == 0)))


# %% exercise="sensitivity_specificity" mistake="per-cent"
def sensitivity_specificity(labels, scores, threshold):
    """These are per cent: shares between 0 and 1 are asked for."""
    t, p = np.asarray(labels), np.asarray(scores) >= threshold
    return 100 * float(np.mean(p[t == 1])), 100 * float(np.mean(~p[t == 0]))


# %% exercise="sensitivity_specificity" mistake="whole-division"
def sensitivity_specificity(labels, scores, threshold):
    """`//` divides to whole numbers: shares need `/`."""
    t, p = np.asarray(labels), np.asarray(scores) >= threshold
    return np.sum(p & (t == 1)) // np.sum(t == 1), np.sum(~p & (t == 0)) // np.sum(t == 0)


# %% exercise="sensitivity_specificity" mistake="rounded"
def sensitivity_specificity(labels, scores, threshold):
    """The shares were rounded: return them as they are."""
    t, p = np.asarray(labels), np.asarray(scores) >= threshold
    return round(float(np.mean(p[t == 1])), 2), round(float(np.mean(~p[t == 0])), 2)


# %% exercise="sensitivity_specificity" mistake="ratio-to-missed"
def sensitivity_specificity(labels, scores, threshold):
    """Found over missed, tp / fn: divide by all of the class, tp + fn."""
    t, p = np.asarray(labels) == 1, np.asarray(scores) >= threshold
    return np.sum(p & t) / max(np.sum(~p & t), 1), np.sum(~p & ~t) / max(np.sum(p & ~t), 1)


# %% exercise="sensitivity_specificity" mistake="mean-of-scores"
def sensitivity_specificity(labels, scores, threshold):
    """These are means of the scores: first say which slices reach the threshold."""
    t, s = np.asarray(labels), np.asarray(scores)
    return float(np.mean(s[t == 1])), float(np.mean(s[t == 0]))


# %% exercise="sensitivity_specificity" mistake="mean-of-scores"
def sensitivity_specificity(labels, scores, threshold):
    t, s = np.asarray(labels), np.asarray(scores)
    return float(np.mean(s[t == 1])), 1 - float(np.mean(s[t == 0]))


# %% exercise="sensitivity_specificity" mistake="labels-reversed"
def sensitivity_specificity(labels, scores, threshold):
    """The labels are read the wrong way round: 1 is ad, 0 is normal."""
    t, p = np.asarray(labels), np.asarray(scores) >= threshold
    return float(np.mean(p[t == 0])), float(np.mean(~p[t == 1]))


# %% exercise="sensitivity_specificity" mistake="not-returned"
def sensitivity_specificity(labels, scores, threshold):
    """Both shares are computed, but `return` is missing."""
    t, p = np.asarray(labels), np.asarray(scores) >= threshold
    print(float(np.mean(p[t == 1])), float(np.mean(~p[t == 0])))


# %% exercise="sensitivity_specificity" mistake="a-dict"
def sensitivity_specificity(labels, scores, threshold):
    """A dict came back: a tuple (sensitivity, specificity) is asked for."""
    t, p = np.asarray(labels), np.asarray(scores) >= threshold
    return {"sensitivity": float(np.mean(p[t == 1])), "specificity": float(np.mean(~p[t == 0]))}


# %% exercise="sensitivity_specificity" mistake="lists-left-as-they-are"
def sensitivity_specificity(labels, scores, threshold):
    """A list cannot be compared with a number: np.asarray makes arrays of the arguments first."""
    p = scores >= threshold
    return float(np.mean(p[labels == 1])), float(np.mean(~p[labels == 0]))


# %% exercise="sensitivity_specificity" mistake="list-of-labels-compared"
def sensitivity_specificity(labels, scores, threshold):
    """`labels == 1` of a list is one False: np.asarray makes an array of it first."""
    p = np.asarray(scores) >= threshold
    ad, normal = (p[labels == k] if isinstance(labels, np.ndarray) else p[:0] for k in (1, 0))
    return ad.sum() / max(len(ad), 1), (~normal).sum() / max(len(normal), 1)


# %% exercise="sensitivity_specificity" mistake="list-of-labels-compared"
def sensitivity_specificity(labels, scores, threshold):
    scores = np.asarray(scores)
    return float(np.mean(scores[labels == 1] >= threshold)), float(np.mean(scores[labels == 0] < threshold))


# %% exercise="roc_auc" mistake="ties-count-nothing"
def roc_auc(labels, scores):
    """Ties count nothing here: a pair with equal scores counts one half."""
    t, s = np.asarray(labels), np.asarray(scores)
    return float(np.mean(s[t == 1][:, None] > s[t == 0]))


# %% exercise="roc_auc" mistake="ties-count-whole"
def roc_auc(labels, scores):
    """Ties count whole here: a pair with equal scores counts one half. `>=` takes them for won."""
    t, s = np.asarray(labels), np.asarray(scores)
    return float(np.mean(s[t == 1][:, None] >= s[t == 0]))


# %% exercise="roc_auc" mistake="ties-count-one-and-a-half"
def roc_auc(labels, scores):
    """Ties count one and a half: `>=` has them already, so take `>` and half of `==`."""
    t, s = np.asarray(labels), np.asarray(scores)
    a, b = s[t == 1][:, None], s[t == 0]
    return float(np.mean(a >= b) + np.mean(a == b) / 2)


# %% exercise="roc_auc" mistake="ties-taken-away"
def roc_auc(labels, scores):
    """Half of the ties is taken away: add it to the share that is won."""
    t, s = np.asarray(labels), np.asarray(scores)
    a, b = s[t == 1][:, None], s[t == 0]
    return float(np.mean(a > b) - np.mean(a == b) / 2)


# %% exercise="roc_auc" mistake="ties-left-out"
def roc_auc(labels, scores):
    """Pairs with equal scores were left out: they are pairs, and count one half."""
    t, s = np.asarray(labels), np.asarray(scores)
    a, b = s[t == 1][:, None], s[t == 0]
    return float(np.sum(a > b) / max(np.sum(a != b), 1))


# %% exercise="roc_auc" mistake="reversed"
def roc_auc(labels, scores):
    """The order is reversed: counted is where the *ad* slice has the higher score."""
    t, s = np.asarray(labels), np.asarray(scores)
    a, b = s[t == 0][:, None], s[t == 1]
    return float(np.mean(a > b) + np.mean(a == b) / 2)


# %% exercise="roc_auc" mistake="not-divided"
def roc_auc(labels, scores):
    """The pairs were added up, not divided by their number."""
    t, s = np.asarray(labels), np.asarray(scores)
    a, b = s[t == 1][:, None], s[t == 0]
    return float(np.sum(a > b) + np.sum(a == b) / 2)


# %% exercise="roc_auc" mistake="ties-without-half"
def roc_auc(labels, scores):
    """The ties are counted in full before the division: half of `==`, and both as means."""
    t, s = np.asarray(labels), np.asarray(scores)
    a, b = s[t == 1][:, None], s[t == 0]
    return float(np.mean(a > b) + np.sum(a == b) / 2)


# %% exercise="roc_auc" mistake="divided-by-n-squared"
def roc_auc(labels, scores):
    """Divided by all slices squared: divide by (ad slices) x (normal slices)."""
    t, s = np.asarray(labels), np.asarray(scores)
    a, b = s[t == 1][:, None], s[t == 0]
    return float(np.sum(a > b) + np.sum(a == b) / 2) / len(t) ** 2


# %% exercise="roc_auc" mistake="divided-by-all-pairs"
def roc_auc(labels, scores):
    """Divided by all pairs of slices, also of one class: divide by (ad slices) x (normal slices)."""
    t, s = np.asarray(labels), np.asarray(scores)
    a, b = s[t == 1][:, None], s[t == 0]
    return float(np.sum(a > b) + np.sum(a == b) / 2) / (len(t) * (len(t) - 1) / 2)


# %% exercise="roc_auc" mistake="divided-by-slices"
def roc_auc(labels, scores):
    """Divided by the number of slices: divide by the number of pairs, (ad slices) x (normal slices)."""
    t, s = np.asarray(labels), np.asarray(scores)
    a, b = s[t == 1][:, None], s[t == 0]
    return float(np.sum(a > b) + np.sum(a == b) / 2) / len(t)


# %% exercise="roc_auc" mistake="divided-by-ad"
def roc_auc(labels, scores):
    """Divided by one class alone: divide by (ad slices) x (normal slices)."""
    t, s = np.asarray(labels), np.asarray(scores)
    a, b = s[t == 1][:, None], s[t == 0]
    return float(np.sum(a > b) + np.sum(a == b) / 2) / len(a)


# %% exercise="roc_auc" mistake="divided-by-ad"
def roc_auc(labels, scores):
    t, s = np.asarray(labels), np.asarray(scores)
    a, b = s[t == 1][:, None], s[t == 0]
    return float(np.sum(a > b) + np.sum(a == b) / 2) / len(b)


# %% exercise="roc_auc" mistake="accuracy"
def roc_auc(labels, scores):
    """This is the accuracy at 0.5: the area needs no threshold, it compares scores with scores."""
    return float(np.mean((np.asarray(scores) >= 0.5) == (np.asarray(labels) == 1)))


# %% exercise="roc_auc" mistake="one-threshold"
def roc_auc(labels, scores):
    """This is the mean of sensitivity and specificity at 0.5: the area compares each ad slice with each normal one."""
    t, p = np.asarray(labels), np.asarray(scores) >= 0.5
    return float(np.mean(p[t == 1]) + np.mean(~p[t == 0])) / 2


# %% exercise="roc_auc" mistake="means-compared"
def roc_auc(labels, scores):
    """The means of the two classes were compared: compare each ad slice with each normal one."""
    t, s = np.asarray(labels), np.asarray(scores)
    return float(np.mean(s[t == 1]) - np.mean(s[t == 0]))


# %% exercise="roc_auc" mistake="means-compared"
def roc_auc(labels, scores):
    t, s = np.asarray(labels), np.asarray(scores)
    return float(np.mean(s[t == 1]) > np.mean(s[t == 0]))


# %% exercise="roc_auc" mistake="place-by-place"
def roc_auc(labels, scores):
    """The k-th ad slice met only the k-th normal one: one of the two needs a second axis, `ad[:, None]`."""
    t, s = np.asarray(labels), np.asarray(scores)
    pairs = list(zip(s[t == 1], s[t == 0]))
    return sum(1.0 if a > b else 0.5 if a == b else 0.0 for a, b in pairs) / len(pairs)


# %% exercise="roc_auc" mistake="place-by-place"
def roc_auc(labels, scores):
    t, s = np.asarray(labels), np.asarray(scores)
    a, b = s[t == 1], s[t == 0]
    return float(np.mean(a > b) + np.mean(a == b) / 2)


# %% exercise="roc_auc" mistake="all-with-all"
def roc_auc(labels, scores):
    """Every slice met every slice: pairs are one ad slice and one normal slice."""
    s = np.asarray(scores)
    return float(np.mean(s[:, None] > s) + np.mean(s[:, None] == s) / 2)


# %% exercise="roc_auc" mistake="table-returned"
def roc_auc(labels, scores):
    """The table of comparisons came back: its mean is asked for."""
    t, s = np.asarray(labels), np.asarray(scores)
    a, b = s[t == 1][:, None], s[t == 0]
    return (a > b) + (a == b) / 2


# %% exercise="roc_auc" mistake="mean-over-one-axis"
def roc_auc(labels, scores):
    """The mean runs over one axis only: np.mean without an axis takes all pairs."""
    t, s = np.asarray(labels), np.asarray(scores)
    a, b = s[t == 1][:, None], s[t == 0]
    return np.mean((a > b) + (a == b) / 2, axis=0)


# %% exercise="roc_auc" mistake="mean-over-one-axis"
def roc_auc(labels, scores):
    t, s = np.asarray(labels), np.asarray(scores)
    a, b = s[t == 1][:, None], s[t == 0]
    return np.mean((a > b) + (a == b) / 2, axis=1)


# %% exercise="roc_auc" mistake="thresholds-between-0-and-1"
def roc_auc(labels, scores):
    """Thresholds from 0 to 1 miss scores outside, and too few of them miss corners of the curve."""
    t, s = np.asarray(labels), np.asarray(scores)
    cuts = np.linspace(1, 0, 11)
    hits, alarms = ([(s[t == k] >= c).mean() for c in cuts] for k in (1, 0))
    return float(np.trapezoid(hits, alarms))


# %% exercise="roc_auc" mistake="thresholds-between-0-and-1"
def roc_auc(labels, scores):
    t, s = np.asarray(labels), np.asarray(scores)
    cuts = np.linspace(1, 0, 1001)
    hits, alarms = ([(s[t == k] >= c).mean() for c in cuts] for k in (1, 0))
    return float(np.trapezoid(hits, alarms))


# %% exercise="roc_auc" mistake="curve-without-its-start"
def roc_auc(labels, scores):
    """The curve does not begin at (0, 0), where nothing is called ad: its first strip is missing."""
    t, s = np.asarray(labels), np.asarray(scores)
    cuts = np.unique(s)[::-1]
    hits, alarms = ([(s[t == k] >= c).mean() for c in cuts] for k in (1, 0))
    return float(np.trapezoid(hits, alarms))


# %% exercise="roc_auc" mistake="curve-run-backwards"
def roc_auc(labels, scores):
    """The area is negative: along the curve the false alarms must rise, so go from high thresholds to low ones."""
    t, s = np.asarray(labels), np.asarray(scores)
    cuts = np.r_[np.unique(s), np.inf]
    hits, alarms = ([(s[t == k] >= c).mean() for c in cuts] for k in (1, 0))
    return float(np.trapezoid(hits, alarms))


# %% exercise="roc_auc" mistake="axes-swapped"
def roc_auc(labels, scores):
    """The axes of the curve are swapped: false alarms run to the right, hits upwards."""
    t, s = np.asarray(labels), np.asarray(scores)
    cuts = np.r_[np.inf, np.unique(s)[::-1]]
    hits, alarms = ([(s[t == k] >= c).mean() for c in cuts] for k in (1, 0))
    return float(np.sum(np.diff(hits) * np.array(alarms[:-1])) + np.sum(np.diff(hits) * np.diff(alarms)))


# %% exercise="roc_auc" mistake="not-returned"
def roc_auc(labels, scores):
    """The area is computed, but `return` is missing."""
    t, s = np.asarray(labels), np.asarray(scores)
    a, b = s[t == 1][:, None], s[t == 0]
    print(float(np.mean(a > b) + np.mean(a == b) / 2))


# %% exercise="roc_auc" mistake="return-in-loop"
def roc_auc(labels, scores):
    """`return` stands inside a loop, so only the first comparison, or the first ad slice, counts."""
    t, s = np.asarray(labels), np.asarray(scores)
    ad, normal = s[t == 1], s[t == 0]
    total = 0
    for a in ad:
        for b in normal:
            total += 1 if a > b else 0.5 if a == b else 0
        return total / (len(ad) * len(normal))


# %% exercise="roc_auc" mistake="return-in-loop"
def roc_auc(labels, scores):
    t, s = np.asarray(labels), np.asarray(scores)
    ad, normal = s[t == 1], s[t == 0]
    total = 0
    for a in ad:
        for b in normal:
            total += 1 if a > b else 0.5 if a == b else 0
            return total / (len(ad) * len(normal))


# %% exercise="roc_auc" mistake="lists-left-as-they-are"
def roc_auc(labels, scores):
    """A list is compared as a whole: np.asarray makes arrays of the arguments first."""
    a, b = scores[labels == 1], scores[labels == 0]
    a, b = np.atleast_1d(a)[:, None], np.atleast_1d(b)
    return float(np.mean(a > b) + np.mean(a == b) / 2)


# %% exercise="roc_auc" mistake="lists-left-as-they-are"
def roc_auc(labels, scores):
    scores = np.asarray(scores)
    a, b = scores[labels == 1][:, None], scores[labels == 0]
    return float(np.mean(a > b) + np.mean(a == b) / 2)


# %% exercise="roc_auc" mistake="scores-sorted-in-place"
def roc_auc(labels, scores):
    """The scores were sorted, and their labels were not: sort a copy of both by one order, or do not sort."""
    t, s = np.asarray(labels), np.sort(scores)
    a, b = s[t == 1][:, None], s[t == 0]
    return float(np.mean(a > b) + np.mean(a == b) / 2)


# %% exercise="augment" mistake="comes-back-on-the-other-side"
def augment(images, rng):
    """np.roll brings what leaves back on the other side: what comes in from outside is 0."""
    _, h, w, _ = images.shape
    made = []
    for image in images:
        image = image[:, ::-1] if rng.random() < 0.5 else image
        dy, dx = rng.integers(-(h // 10), h // 10 + 1), rng.integers(-(w // 10), w // 10 + 1)
        made.append(np.roll(image, (dy, dx), axis=(0, 1)))
    return np.stack(made)


# %% exercise="augment" mistake="edge-repeated"
def augment(images, rng):
    """The edge is repeated: what comes in from outside is 0."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        result[i] = np.pad(image, ((a, a), (b, b), (0, 0)), mode="edge")[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="all-in-the-same-way"
def augment(images, rng):
    """All images change in the same way: draw flip and shifts anew for every image, inside the loop."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    images = images[:, :, ::-1] if rng.random() < 0.5 else images
    top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
    return np.pad(images, ((0, 0), (a, a), (b, b), (0, 0)))[:, top : top + h, left : left + w].copy()


# %% exercise="augment" mistake="same-shift-for-all"
def augment(images, rng):
    """The shifts are drawn once for all images: draw them inside the loop."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        result[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="upside-down"
def augment(images, rng):
    """Heads stand upside down: `image[::-1]` flips the rows; left and right are the second axis."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[::-1] if rng.random() < 0.5 else image
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        result[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="channels-flipped"
def augment(images, rng):
    """The last axis was flipped, the channels: left and right are the second axis of one image."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[..., ::-1] if rng.random() < 0.5 else image
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        result[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="own-random-numbers"
def augment(images, rng):
    """The generator that is given is not used: draw everything from `rng`, not from np.random."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if np.random.random() < 0.5 else image
        top, left = np.random.randint(0, 2 * a + 1), np.random.randint(0, 2 * b + 1)
        result[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="own-seed"
def augment(images, rng):
    """The same numbers come whatever generator is given: draw from `rng`, and set no seed of your own."""
    rng = np.random.default_rng(0)
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        result[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="minus-h-rounds-down"
def augment(images, rng):
    """`-h // 10` rounds down, to -3 for 25: write `-(h // 10)`."""
    _, h, w, _ = images.shape
    result = np.zeros_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        dy, dx = int(rng.integers(-h // 10, h // 10 + 1)), int(rng.integers(-w // 10, w // 10 + 1))
        to = slice(max(dy, 0), h + min(dy, 0)), slice(max(dx, 0), w + min(dx, 0))
        of = slice(max(-dy, 0), h + min(-dy, 0)), slice(max(-dx, 0), w + min(-dx, 0))
        result[i][to] = image[of]
    return result


# %% exercise="augment" mistake="every-image-flipped"
def augment(images, rng):
    """Every image is flipped: toss a coin for each, `rng.random() < 0.5`."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        result[i] = np.pad(image[:, ::-1], ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="no-image-flipped"
def augment(images, rng):
    """No image is flipped: is the flipped image given a name, and is the coin right?"""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        if rng.random() < 0.5:
            image[:, ::-1]
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        result[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="flips-too-rare"
def augment(images, rng):
    """Not half of the images are flipped: the coin must be fair, `rng.random() < 0.5`."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.1 else image
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        result[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="flips-too-often"
def augment(images, rng):
    """More than half of the images are flipped: `rng.integers(0, 3)` gives 0, 1 and 2, two of which count as true."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.integers(0, 3) else image
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        result[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="upper-end-missing"
def augment(images, rng):
    """The largest shift never comes: `rng.integers` leaves out its upper end, so write k + 1."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        top, left = a - (rng.integers(-a, a) if a else 0), b - (rng.integers(-b, b) if b else 0)
        result[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="one-direction-only"
def augment(images, rng):
    """Shifts go in one direction only: down and up, right and left are asked for."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        top, left = a - rng.integers(0, a + 1), b - rng.integers(0, b + 1)
        result[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="axes-of-shift-swapped"
def augment(images, rng):
    """Height and width are swapped: h is axis 1 of the images, w is axis 2."""
    _, h, w, _ = images.shape
    b, a = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        result[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="height-for-both"
def augment(images, rng):
    """The height's tenth is used for both shifts: the width has its own, `w // 10`."""
    _, h, w, _ = images.shape
    a = h // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * a + 1)
        result[i] = np.pad(image, ((a, a), (a, a), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="width-for-both"
def augment(images, rng):
    """The width's tenth is used for both shifts: the height has its own, `h // 10`."""
    _, h, w, _ = images.shape
    b = w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        top, left = rng.integers(0, 2 * b + 1), rng.integers(0, 2 * b + 1)
        result[i] = np.pad(image, ((b, b), (b, b), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="one-number-for-both"
def augment(images, rng):
    """Down and right come from one number: draw two."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        u = rng.random()
        top, left = int(u * (2 * a + 1)), int(u * (2 * b + 1))
        result[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="flip-or-shift"
def augment(images, rng):
    """Only some images are shifted: the shift comes after the flip, for every image, outside of the `if`."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        if rng.random() < 0.5:
            result[i] = image[:, ::-1]
        else:
            top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
            result[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="no-shift"
def augment(images, rng):
    """Nothing is shifted: after the flip comes a shift, down and right."""
    return np.stack([image[:, ::-1] if rng.random() < 0.5 else image for image in images])


# %% exercise="augment" mistake="shift-down-only"
def augment(images, rng):
    """Images are shifted up and down only: draw a shift to the right as well."""
    _, h, w, _ = images.shape
    a = h // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        top = rng.integers(0, 2 * a + 1)
        result[i] = np.pad(image, ((a, a), (0, 0), (0, 0)))[top : top + h]
    return result


# %% exercise="augment" mistake="shift-right-only"
def augment(images, rng):
    """Images are shifted left and right only: draw a shift downwards as well."""
    _, h, w, _ = images.shape
    b = w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        left = rng.integers(0, 2 * b + 1)
        result[i] = np.pad(image, ((0, 0), (b, b), (0, 0)))[:, left : left + w]
    return result


# %% exercise="augment" mistake="ends-half-as-often"
def augment(images, rng):
    """Not every shift is equally likely: rounded or truncated numbers favour some; draw whole ones, rng.integers."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        top, left = a - round(rng.uniform(-a, a)), b - round(rng.uniform(-b, b))
        result[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="truncated"
def augment(images, rng):
    """`int(...)` cuts towards 0, so the largest shifts never come: draw whole numbers, rng.integers."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        top, left = a - int(rng.uniform(-a, a)), b - int(rng.uniform(-b, b))
        result[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="shift-not-whole"
def augment(images, rng):
    """The shifts are no whole numbers, and cannot be indices: draw them with rng.integers."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        top, left = rng.uniform(0, 2 * a), rng.uniform(0, 2 * b)
        result[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="fixed-shift"
def augment(images, rng):
    """The size of the shift is a fixed number: it depends on the image, `h // 10` and `w // 10`."""
    _, h, w, _ = images.shape
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        top, left = rng.integers(0, 31), rng.integers(0, 31)
        result[i] = np.pad(image, ((15, 15), (15, 15), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="negative-shift-cut"
def augment(images, rng):
    """Slices like `image[dy:]` go wrong where dy is negative: pad and cut, or treat both signs."""
    _, h, w, _ = images.shape
    result = np.zeros_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        dy, dx = rng.integers(-(h // 10), h // 10 + 1), rng.integers(-(w // 10), w // 10 + 1)
        result[i, dy:, dx:] = image[: h - dy, : w - dx]
    return result


# %% exercise="augment" mistake="shift-along-the-images"
def augment(images, rng):
    """The axes are one off: of one image (h, w, channels) axis 0 is down and axis 1 is right."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        result[i] = np.pad(image, ((0, 0), (a, a), (b, b)))[:, top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="channels-padded"
def augment(images, rng):
    """The channels were padded too: pad rows and columns only, `((a, a), (b, b), (0, 0))`."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = []
    for image in images:
        image = image[:, ::-1] if rng.random() < 0.5 else image
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        result.append(np.pad(image, max(a, b))[top : top + h, left : left + w])
    return np.stack(result)


# %% exercise="augment" mistake="padded-not-cut"
def augment(images, rng):
    """The padded pictures were not cut: each must keep its height and width."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    flipped = [image[:, ::-1] if rng.random() < 0.5 else image for image in images]
    return np.stack([np.pad(image, ((a, a), (b, b), (0, 0))) for image in flipped])


# %% exercise="augment" mistake="written-in-place"
def augment(images, rng):
    """The caller's images were changed: begin with a new array, np.zeros_like(images)."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    for i in range(len(images)):
        image = images[i, :, ::-1] if rng.random() < 0.5 else images[i]
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        images[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return images


# %% exercise="augment" mistake="originals-kept"
def augment(images, rng):
    """The originals came back as well: one changed image for each that was given."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        result[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return np.concatenate([images, result])


# %% exercise="augment" mistake="first-image-only"
def augment(images, rng):
    """Only the first image came back: `return` stands inside the loop."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    for image in images:
        image = image[:, ::-1] if rng.random() < 0.5 else image
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        return np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]


# %% exercise="augment" mistake="first-image-changed-only"
def augment(images, rng):
    """Only the first image is changed, the others stay 0: `return` stands inside the loop."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.zeros_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        result[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
        return result


# %% exercise="augment" mistake="not-returned"
def augment(images, rng):
    """The new images are made, but `return` is missing."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        result[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]


# %% exercise="augment" mistake="other-type"
def augment(images, rng):
    """The type has changed: np.zeros makes float64; np.zeros_like(images) keeps images.dtype."""
    n, h, w, c = images.shape
    a, b = h // 10, w // 10
    result = np.zeros((n, h, w, c))
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        result[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="order-mixed"
def augment(images, rng):
    """The order of the images has changed: labels belong to places, so each image stays at its own."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = []
    for image in rng.permutation(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        result.append(np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w])
    return np.stack(result)


# %% exercise="augment" mistake="one-image-for-all"
def augment(images, rng):
    """Every picture is made of the same image: inside the loop use the loop's own."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i in range(len(images)):
        image = images[0][:, ::-1] if rng.random() < 0.5 else images[0]
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        result[i] = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="brightness-changed"
def augment(images, rng):
    """The brightness was changed as well: flips and shifts only, values stay as they are."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i, image in enumerate(images):
        image = image[:, ::-1] if rng.random() < 0.5 else image
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        moved = np.pad(image, ((a, a), (b, b), (0, 0)))[top : top + h, left : left + w]
        result[i] = moved * rng.uniform(0.8, 1.0)
    return result


# %% exercise="augment" mistake="one-channel-assumed"
def augment(images, rng):
    """Only the first channel is changed: all channels move together."""
    _, h, w, _ = images.shape
    a, b = h // 10, w // 10
    result = images.copy()
    for i in range(len(images)):
        image = images[i, :, :, 0]
        image = image[:, ::-1] if rng.random() < 0.5 else image
        top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
        result[i, :, :, 0] = np.pad(image, ((a, a), (b, b)))[top : top + h, left : left + w]
    return result


# %% exercise="augment" mistake="channels-apart"
def augment(images, rng):
    """Each channel moves by itself: draw once for an image, all its channels move together."""
    n, h, w, channels = images.shape
    a, b = h // 10, w // 10
    result = np.empty_like(images)
    for i in range(n):
        for c in range(channels):
            image = images[i, :, :, c]
            image = image[:, ::-1] if rng.random() < 0.5 else image
            top, left = rng.integers(0, 2 * a + 1), rng.integers(0, 2 * b + 1)
            result[i, :, :, c] = np.pad(image, ((a, a), (b, b)))[top : top + h, left : left + w]
    return result


# %% exercise="freeze" mistake="not-returned"
def freeze(model):
    """The model is frozen, but not returned: `return model` is missing."""
    model.trainable = False


# %% exercise="freeze" mistake="flag-returned"
def freeze(model):
    """The flag came back: return the model itself."""
    model.trainable = False
    return model.trainable


# %% exercise="freeze" mistake="layers-returned"
def freeze(model):
    """The list of layers came back: return the model itself."""
    for layer in model.layers:
        layer.trainable = False
    return model.layers


# %% exercise="freeze" mistake="last-left-free"
def freeze(model):
    """All but the last layer are frozen: here every layer shall be, the last one too."""
    for layer in model.layers[:-1]:
        layer.trainable = False
    return model


# %% exercise="freeze" mistake="first-left-free"
def freeze(model):
    """All but the first layer are frozen: here every layer shall be."""
    for layer in model.layers[1:]:
        layer.trainable = False
    return model


# %% exercise="freeze" mistake="only-the-first"
def freeze(model):
    """Only the first layer is frozen: does `return` stand inside the loop?"""
    for layer in model.layers:
        layer.trainable = False
        return model


# %% exercise="freeze" mistake="only-the-last"
def freeze(model):
    """Only the last layer is frozen: every layer shall be."""
    model.layers[-1].trainable = False
    return model


# %% exercise="freeze" mistake="not-inside"
def freeze(model):
    """Layers of a model inside are not frozen: set the flag on the model, which reaches all of them."""
    for layer in model.layers:
        if not isinstance(layer, keras.Model):
            layer.trainable = False
    return model


# %% exercise="freeze" mistake="convolutions-only"
def freeze(model):
    """Only convolutions are frozen: every layer with weights shall be."""
    for layer in model.layers:
        for each in getattr(layer, "layers", [layer]):
            if isinstance(each, keras.layers.Conv2D):
                each.trainable = False
    return model


# %% exercise="freeze" mistake="outer-convolutions-only"
def freeze(model):
    """Only convolutions of the outer model are frozen: every layer shall be, also inside."""
    for layer in model.layers:
        if isinstance(layer, keras.layers.Conv2D):
            layer.trainable = False
    return model


# %% exercise="freeze" mistake="dense-only"
def freeze(model):
    """Only layers with units (Dense) are frozen: every layer shall be."""
    for layer in model.layers:
        if hasattr(layer, "units"):
            layer.trainable = False
    return model


# %% exercise="freeze" mistake="norm-left-free"
def freeze(model):
    """Batch normalisation still learns: it has a scale and a shift, freeze it too."""
    for layer in model.layers:
        for each in getattr(layer, "layers", [layer]):
            if not isinstance(each, keras.layers.BatchNormalization):
                each.trainable = False
    return model


# %% exercise="freeze" mistake="nothing-frozen"
def freeze(model):
    """Nothing is frozen: `model.trainable = False`, with one `=`, and False without quotation marks."""
    model.trainable = True
    return model


# %% exercise="freeze" mistake="clone"
def freeze(model):
    """A clone has new random weights: freeze the model itself, whose weights stay as they are."""
    copy = keras.models.clone_model(model)
    copy.trainable = False
    return copy


# %% exercise="freeze" mistake="weights-set-to-zero"
def freeze(model):
    """The weights have changed: freezing keeps them, it only forbids training."""
    model.set_weights([np.zeros_like(w) for w in model.get_weights()])
    model.trainable = False
    return model


# %% exercise="freeze" mistake="flag-of-the-list"
def freeze(model):
    """A list of layers has no flag: set it on the model, or on each layer in a loop."""
    model.layers.trainable = False
    return model


# %% exercise="freeze" mistake="weights-list-emptied"
def freeze(model):
    """`trainable_weights` follows from the flags and cannot be set: `model.trainable = False`."""
    model.trainable_weights = []
    return model


# %% exercise="freeze" mistake="flag-called"
def freeze(model):
    """`trainable` is an attribute, not a function: set it with `=`."""
    model.trainable(False)
    return model


# %% exercise="freeze" mistake="no-such-method"
def freeze(model):
    """A Keras model has no method of that name: its attribute `trainable` is what to set."""
    model.freeze()
    return model


# %% exercise="freeze" mistake="only-where-weights-direct"
def freeze(model):
    """A new model was made of the layers, and it trains again: return the one that was given."""
    copy = keras.Sequential([keras.Input(model.input_shape[1:]), keras.layers.Flatten(), keras.layers.Dense(2)])
    model.trainable = False
    return copy


# %% exercise="trainable_params" mistake="all-parameters"
def trainable_params(model):
    """These are all parameters, the frozen ones too: `model.trainable_weights` leaves them out."""
    return model.count_params()


# %% exercise="trainable_params" mistake="arrays-counted"
def trainable_params(model):
    """These are arrays: add up how many numbers are in each."""
    return len(model.trainable_weights)


# %% exercise="trainable_params" mistake="layers-counted"
def trainable_params(model):
    """These are layers: add up how many numbers of theirs are trained."""
    return sum(layer.trainable for layer in model.layers)


# %% exercise="trainable_params" mistake="layers-counted"
def trainable_params(model):
    return len([layer for layer in model.layers if layer.trainable and layer.weights])


# %% exercise="trainable_params" mistake="statistics-counted"
def trainable_params(model):
    """Running mean and variance are counted too: gradient descent does not train them."""
    return sum(layer.count_params() for layer in model.layers if layer.trainable)


# %% exercise="trainable_params" mistake="statistics-counted"
def trainable_params(model):
    total = 0
    for layer in model.layers:
        for each in getattr(layer, "layers", [layer]):
            if each.trainable:
                total += each.count_params()
    return total


# %% exercise="trainable_params" mistake="biases-left-out"
def trainable_params(model):
    """Biases, scales and shifts are left out: they are trained too."""
    return sum(int(np.prod(w.shape)) for w in model.trainable_weights if len(w.shape) > 1)


# %% exercise="trainable_params" mistake="kernels-left-out"
def trainable_params(model):
    """Only one side of each array is counted: multiply all sides of its shape."""
    return sum(int(w.shape[-1]) for w in model.trainable_weights)


# %% exercise="trainable_params" mistake="kernels-left-out"
def trainable_params(model):
    return sum(len(w) for w in model.trainable_weights)


# %% exercise="trainable_params" mistake="sides-added"
def trainable_params(model):
    """The sides of each shape are added: multiply them, np.prod."""
    return sum(int(np.sum(w.shape)) for w in model.trainable_weights)


# %% exercise="trainable_params" mistake="sums-multiplied"
def trainable_params(model):
    """The sizes are multiplied with one another: add them up."""
    total = 1
    for w in model.trainable_weights:
        total *= int(np.prod(w.shape))
    return total


# %% exercise="trainable_params" mistake="frozen-counted"
def trainable_params(model):
    """These are the numbers that do *not* train: `trainable_weights`, not `non_trainable_weights`."""
    return sum(int(np.prod(w.shape)) for w in model.non_trainable_weights)


# %% exercise="trainable_params" mistake="models-inside-left-out"
def trainable_params(model):
    """Layers of models inside are left out: `model.trainable_weights` has them."""
    return sum(
        int(np.prod(w.shape)) for layer in model.layers if not isinstance(layer, keras.Model)
        for w in layer.trainable_weights
    )


# %% exercise="trainable_params" mistake="norm-left-out"
def trainable_params(model):
    """Batch normalisation is left out: its scale and shift are trained."""
    total = 0
    for layer in model.layers:
        for each in getattr(layer, "layers", [layer]):
            if not isinstance(each, keras.layers.BatchNormalization):
                total += sum(int(np.prod(w.shape)) for w in each.trainable_weights)
    return total


# %% exercise="trainable_params" mistake="last-array-only"
def trainable_params(model):
    """Only the last array is counted: add to the total, `total += ...`."""
    total = 0
    for w in model.trainable_weights:
        total = int(np.prod(w.shape))
    return total


# %% exercise="trainable_params" mistake="first-array-only"
def trainable_params(model):
    """Only the first array is counted: `return` stands inside the loop."""
    total = 0
    for w in model.trainable_weights:
        total += int(np.prod(w.shape))
        return total


# %% exercise="trainable_params" mistake="head-only"
def trainable_params(model):
    """Only the last layer is counted: other layers may train as well."""
    return sum(int(np.prod(w.shape)) for w in model.layers[-1].trainable_weights)


# %% exercise="trainable_params" mistake="list-of-sizes"
def trainable_params(model):
    """The size of each array came back: add them up, `sum(...)`."""
    return [int(np.prod(w.shape)) for w in model.trainable_weights]


# %% exercise="trainable_params" mistake="with-the-total"
def trainable_params(model):
    """Two numbers came back: only those that train are asked for."""
    return sum(int(np.prod(w.shape)) for w in model.trainable_weights), model.count_params()


# %% exercise="trainable_params" mistake="a-share"
def trainable_params(model):
    """A share came back: the number itself is asked for."""
    return sum(int(np.prod(w.shape)) for w in model.trainable_weights) / model.count_params()


# %% exercise="trainable_params" mistake="summary"
def trainable_params(model):
    """`model.summary()` prints a table and gives None: count yourself, and return the number."""
    import io

    return model.summary(print_fn=io.StringIO().write)


# %% exercise="trainable_params" mistake="values-added"
def trainable_params(model):
    """The values of the weights are added up: count how many there are."""
    return sum(int(np.sum(np.asarray(w) == np.asarray(w))) // max(len(w.shape), 1) for w in model.trainable_weights)


# %% exercise="trainable_params" mistake="shapes-added"
def trainable_params(model):
    """Shapes cannot be added like numbers: np.prod(w.shape) is the size of one array."""
    total = 0
    for w in model.trainable_weights:
        total += w.shape
    return total


# %% exercise="build_transfer_model" mistake="not-frozen"
def build_transfer_model(backbone):
    """The backbone is not frozen: `backbone.trainable = False`."""
    layers = keras.layers
    return keras.Sequential(
        [keras.Input(backbone.input_shape[1:]), backbone, layers.GlobalAveragePooling2D(),
         layers.Dense(1, activation="sigmoid")]
    )


# %% exercise="build_transfer_model" mistake="everything-frozen"
def build_transfer_model(backbone):
    """The head is frozen as well: set the flag on the backbone, not on the whole model."""
    layers = keras.layers
    model = keras.Sequential(
        [keras.Input(backbone.input_shape[1:]), backbone, layers.GlobalAveragePooling2D(),
         layers.Dense(1, activation="sigmoid")]
    )
    model.trainable = False
    return model


# %% exercise="build_transfer_model" mistake="head-frozen"
def build_transfer_model(backbone):
    """The head is frozen, and the backbone is not: the other way round."""
    out = keras.layers.Dense(1, activation="sigmoid")
    model = keras.Sequential(
        [keras.Input(backbone.input_shape[1:]), backbone, keras.layers.GlobalAveragePooling2D(), out]
    )
    out.trainable = False
    return model


# %% exercise="build_transfer_model" mistake="head-partly-frozen"
def build_transfer_model(backbone):
    """A layer of the head is frozen as well, with its random start: set the flag on the backbone alone."""
    model = keras.Sequential(
        [
            keras.Input(backbone.input_shape[1:]), backbone, keras.layers.GlobalAveragePooling2D(),
            keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1, activation="sigmoid"),
        ]
    )  # fmt: skip
    for layer in model.layers[:-1]:
        layer.trainable = False
    return model


# %% exercise="build_transfer_model" mistake="partly-frozen"
def build_transfer_model(backbone):
    """A part of the backbone still trains: freeze all of its layers."""
    for layer in backbone.layers[:-1]:
        layer.trainable = False
    pooled = keras.layers.GlobalAveragePooling2D()(backbone.output)
    return keras.Model(backbone.input, keras.layers.Dense(1, activation="sigmoid")(pooled))


# %% exercise="build_transfer_model" mistake="two-units"
def build_transfer_model(backbone):
    """Two output units: exactly one, with a sigmoid, is asked for."""
    backbone.trainable = False
    pooled = keras.layers.GlobalAveragePooling2D()(backbone.output)
    return keras.Model(backbone.input, keras.layers.Dense(2, activation="softmax")(pooled))


# %% exercise="build_transfer_model" mistake="softmax-of-one"
def build_transfer_model(backbone):
    """Softmax over one unit is always 1: one unit goes with sigmoid."""
    backbone.trainable = False
    pooled = keras.layers.GlobalAveragePooling2D()(backbone.output)
    return keras.Model(backbone.input, keras.layers.Dense(1, activation="softmax")(pooled))


# %% exercise="build_transfer_model" mistake="no-sigmoid"
def build_transfer_model(backbone):
    """The last layer has no activation: the output shall be a probability, so sigmoid."""
    backbone.trainable = False
    pooled = keras.layers.GlobalAveragePooling2D()(backbone.output)
    return keras.Model(backbone.input, keras.layers.Dense(1)(pooled))


# %% exercise="build_transfer_model" mistake="relu-at-the-end"
def build_transfer_model(backbone):
    """ReLU at the output gives no probability: sigmoid."""
    backbone.trainable = False
    pooled = keras.layers.GlobalAveragePooling2D()(backbone.output)
    return keras.Model(backbone.input, keras.layers.Dense(1, activation="relu")(pooled))


# %% exercise="build_transfer_model" mistake="tanh-at-the-end"
def build_transfer_model(backbone):
    """tanh runs from -1 to 1 and is no probability: sigmoid."""
    backbone.trainable = False
    pooled = keras.layers.GlobalAveragePooling2D()(backbone.output)
    return keras.Model(backbone.input, keras.layers.Dense(1, activation="tanh")(pooled))


# %% exercise="build_transfer_model" mistake="sigmoid-twice"
def build_transfer_model(backbone):
    """The sigmoid is applied twice: once, at the end."""
    backbone.trainable = False
    pooled = keras.layers.GlobalAveragePooling2D()(backbone.output)
    out = keras.layers.Dense(1, activation="sigmoid")(pooled)
    return keras.Model(backbone.input, keras.layers.Activation("sigmoid")(out))


# %% exercise="build_transfer_model" mistake="sigmoid-after-relu"
def build_transfer_model(backbone):
    """A ReLU stands before the sigmoid, so the output never falls below 0.5: leave it out."""
    backbone.trainable = False
    pooled = keras.layers.GlobalAveragePooling2D()(backbone.output)
    out = keras.layers.Dense(1, activation="relu")(pooled)
    return keras.Model(backbone.input, keras.layers.Activation("sigmoid")(out))


# %% exercise="build_transfer_model" mistake="dropout-at-the-end"
def build_transfer_model(backbone):
    """Dropout after the output sets probabilities to 0 and doubles others: it belongs before the last layer."""
    backbone.trainable = False
    pooled = keras.layers.GlobalAveragePooling2D()(backbone.output)
    out = keras.layers.Dense(1, activation="sigmoid")(pooled)
    return keras.Model(backbone.input, keras.layers.Dropout(0.5)(out))


# %% exercise="build_transfer_model" mistake="maps-not-one-vector"
def build_transfer_model(backbone):
    """The maps are neither pooled nor flattened: `Dense` then answers once for each place."""
    backbone.trainable = False
    return keras.Model(backbone.input, keras.layers.Dense(1, activation="sigmoid")(backbone.output))


# %% exercise="build_transfer_model" mistake="maps-not-one-vector"
def build_transfer_model(backbone):
    backbone.trainable = False
    pooled = keras.layers.MaxPooling2D(2)(backbone.output)
    return keras.Model(backbone.input, keras.layers.Dense(1, activation="sigmoid")(pooled))


# %% exercise="build_transfer_model" mistake="clone"
def build_transfer_model(backbone):
    """A clone of the backbone has lost what was learnt: use the backbone itself."""
    copy = keras.models.clone_model(backbone)
    copy.trainable = False
    pooled = keras.layers.GlobalAveragePooling2D()(copy.output)
    return keras.Model(copy.input, keras.layers.Dense(1, activation="sigmoid")(pooled))


# %% exercise="build_transfer_model" mistake="without-the-backbone"
def build_transfer_model(backbone):
    """The backbone is not part of the model: images go in, so put it before the head."""
    backbone.trainable = False
    layers = keras.layers
    parts = [keras.Input(backbone.input_shape[1:]), layers.GlobalAveragePooling2D(), layers.Dense(1, activation="sigmoid")]
    return keras.Sequential(parts)


# %% exercise="build_transfer_model" mistake="head-for-maps"
def build_transfer_model(backbone):
    """This is the head alone, for feature maps: images go in, so the backbone belongs before it."""
    backbone.trainable = False
    layers = keras.layers
    parts = [keras.Input(backbone.output_shape[1:]), layers.GlobalAveragePooling2D(), layers.Dense(1, activation="sigmoid")]
    return keras.Sequential(parts)


# %% exercise="build_transfer_model" mistake="last-layer-cut"
def build_transfer_model(backbone):
    """The last layer of the backbone is cut off: it has no head of its own, use all of it."""
    backbone.trainable = False
    pooled = keras.layers.GlobalAveragePooling2D()(backbone.layers[-2].output)
    return keras.Model(backbone.input, keras.layers.Dense(1, activation="sigmoid")(pooled))


# %% exercise="build_transfer_model" mistake="backbone-returned"
def build_transfer_model(backbone):
    """The backbone itself came back: the new model, with the head, is asked for."""
    backbone.trainable = False
    pooled = keras.layers.GlobalAveragePooling2D()(backbone.output)
    keras.Model(backbone.input, keras.layers.Dense(1, activation="sigmoid")(pooled))
    return backbone


# %% exercise="build_transfer_model" mistake="not-returned"
def build_transfer_model(backbone):
    """The model is built, but `return` is missing."""
    backbone.trainable = False
    pooled = keras.layers.GlobalAveragePooling2D()(backbone.output)
    keras.Model(backbone.input, keras.layers.Dense(1, activation="sigmoid")(pooled))


# %% exercise="build_transfer_model" mistake="tensor-returned"
def build_transfer_model(backbone):
    """The output tensor came back: keras.Model(inputs, outputs) makes a model of it."""
    backbone.trainable = False
    pooled = keras.layers.GlobalAveragePooling2D()(backbone.output)
    return keras.layers.Dense(1, activation="sigmoid")(pooled)


# %% exercise="build_transfer_model" mistake="both-returned"
def build_transfer_model(backbone):
    """Two things came back: only the new model is asked for."""
    backbone.trainable = False
    pooled = keras.layers.GlobalAveragePooling2D()(backbone.output)
    return keras.Model(backbone.input, keras.layers.Dense(1, activation="sigmoid")(pooled)), backbone


# %% exercise="build_transfer_model" mistake="fixed-size"
def build_transfer_model(backbone):
    """The size of the images is a fixed number: take it from the backbone, `backbone.input_shape[1:]`."""
    backbone.trainable = False
    layers = keras.layers
    return keras.Sequential(
        [keras.Input((150, 150, 1)), backbone, layers.GlobalAveragePooling2D(), layers.Dense(1, activation="sigmoid")]
    )


# %% exercise="build_transfer_model" mistake="fixed-size"
def build_transfer_model(backbone):
    backbone.trainable = False
    layers = keras.layers
    return keras.Sequential(
        [keras.Input((150, 150, 3)), backbone, layers.GlobalAveragePooling2D(), layers.Dense(1, activation="sigmoid")]
    )


# %% exercise="build_transfer_model" mistake="batch-axis-in-input"
def build_transfer_model(backbone):
    """`keras.Input` takes the shape of one image: `backbone.input_shape[1:]`, without the batch axis."""
    backbone.trainable = False
    layers = keras.layers
    return keras.Sequential(
        [keras.Input(backbone.input_shape), backbone, layers.GlobalAveragePooling2D(), layers.Dense(1, activation="sigmoid")]
    )


# %% exercise="build_transfer_model" mistake="layers-not-in-a-list"
def build_transfer_model(backbone):
    """keras.Sequential takes one list: put square brackets around the layers."""
    backbone.trainable = False
    return keras.Sequential(backbone, keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(1, activation="sigmoid"))


# %% exercise="build_transfer_model" mistake="images-beside-the-maps"
def build_transfer_model(backbone):
    """The head also looks at the images themselves: only the feature maps go into it."""
    backbone.trainable = False
    layers = keras.layers
    maps, pixels = layers.GlobalAveragePooling2D()(backbone.output), layers.Flatten()(backbone.input)
    both = layers.Concatenate()([maps, pixels])
    return keras.Model(backbone.input, layers.Dense(1, activation="sigmoid")(both))


# %% exercise="train_head" mistake="not-compiled"
def train_head(model, x, y, epochs, lr):
    """`fit` needs a compiled model: `model.compile(...)` first."""
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="train_head" mistake="rate-ignored"
def train_head(model, x, y, epochs, lr):
    """The rate is not used: `"adam"` takes its own, keras.optimizers.Adam(lr) takes yours."""
    model.compile(optimizer="adam", loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="train_head" mistake="squared-error"
def train_head(model, x, y, epochs, lr):
    """The loss is the squared error: for a sigmoid unit it is "binary_crossentropy"."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="mse")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="train_head" mistake="categorical-crossentropy"
def train_head(model, x, y, epochs, lr):
    """That cross-entropy is for many classes: for one sigmoid unit it is "binary_crossentropy"."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="categorical_crossentropy")
    run = model.fit(x, y[:, None], epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="train_head" mistake="sparse-crossentropy"
def train_head(model, x, y, epochs, lr):
    """The sparse cross-entropy is for many classes: for one sigmoid unit it is "binary_crossentropy"."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="sparse_categorical_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="train_head" mistake="accuracies-returned"
def train_head(model, x, y, epochs, lr):
    """These are accuracies: `history["loss"]` holds the losses."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy", metrics=["accuracy"])
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["accuracy"]


# %% exercise="train_head" mistake="history-returned"
def train_head(model, x, y, epochs, lr):
    """`fit` gives an object: the list of losses is in it, `run.history["loss"]`."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run


# %% exercise="train_head" mistake="history-dict-returned"
def train_head(model, x, y, epochs, lr):
    """A dict came back: the list of losses is one entry of it, `history["loss"]`."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history


# %% exercise="train_head" mistake="only-the-model"
def train_head(model, x, y, epochs, lr):
    """Only the model came back: `return model, losses`."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    model.fit(x, y, epochs=epochs, verbose=0)
    return model


# %% exercise="train_head" mistake="only-the-losses"
def train_head(model, x, y, epochs, lr):
    """Only the losses came back: `return model, losses`."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return run.history["loss"]


# %% exercise="train_head" mistake="only-the-history"
def train_head(model, x, y, epochs, lr):
    """What `fit` gives came back: `return model, losses`."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    return model.fit(x, y, epochs=epochs, verbose=0)


# %% exercise="train_head" mistake="losses-first"
def train_head(model, x, y, epochs, lr):
    """The order is reversed: the model comes first, then the losses."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return run.history["loss"], model


# %% exercise="train_head" mistake="not-returned"
def train_head(model, x, y, epochs, lr):
    """The head is trained, but `return` is missing."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    model.fit(x, y, epochs=epochs, verbose=0)


# %% exercise="train_head" mistake="last-loss-only"
def train_head(model, x, y, epochs, lr):
    """One number came back: a loss for each epoch is asked for."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"][-1]


# %% exercise="train_head" mistake="epochs-ignored"
def train_head(model, x, y, epochs, lr):
    """The number of epochs is not used: write `epochs=epochs` in `fit` (its third place is the batch size)."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, verbose=0)
    return model, run.history["loss"]


# %% exercise="train_head" mistake="one-epoch-too-many"
def train_head(model, x, y, epochs, lr):
    """One epoch too many or too few: `epochs` of them, as asked."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs + 1, verbose=0)
    return model, run.history["loss"]


# %% exercise="train_head" mistake="part-held-out"
def train_head(model, x, y, epochs, lr):
    """A part of the images is held out for validation: all of them are trained on here."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, validation_split=0.25, verbose=0)
    return model, run.history["loss"]


# %% exercise="train_head" mistake="part-held-out"
def train_head(model, x, y, epochs, lr):
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, validation_split=0.2, verbose=0)
    return model, run.history["val_loss"]


# %% exercise="train_head" mistake="all-unfrozen"
def train_head(model, x, y, epochs, lr):
    """The backbone is trained as well: leave it frozen, only the head learns here."""
    model.layers[0].trainable = True
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="train_head" mistake="all-frozen"
def train_head(model, x, y, epochs, lr):
    """Nothing learns: the head must stay trainable (the backbone is frozen already), and `fit` trains, `evaluate` only measures."""
    model.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="train_head" mistake="copy-trained"
def train_head(model, x, y, epochs, lr):
    """A copy was trained, and the untrained model came back: train and return the same one."""
    copy = keras.models.clone_model(model)
    copy.set_weights(model.get_weights())
    copy.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = copy.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="train_head" mistake="labels-swapped"
def train_head(model, x, y, epochs, lr):
    """The labels are turned round: 1 is ad, as they come."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, 1 - y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="train_head" mistake="labels-one-hot"
def train_head(model, x, y, epochs, lr):
    """One-hot labels have two columns, the model has one output: give y as it is."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, keras.utils.to_categorical(y, 2), epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="train_head" mistake="images-scaled"
def train_head(model, x, y, epochs, lr):
    """The images were scaled again: use them as they come."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x / 255, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="train_head" mistake="arguments-of-compile-swapped"
def train_head(model, x, y, epochs, lr):
    """`compile` takes the optimizer first, then the loss: name them, optimizer=... and loss=..."""
    model.compile("binary_crossentropy", keras.optimizers.Adam(lr))
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="train_head" mistake="compile-chained"
def train_head(model, x, y, epochs, lr):
    """`compile` gives None: call `fit` on the model, in a line of its own."""
    run = model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy").fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="train_head" mistake="model-is-what-fit-gives"
def train_head(model, x, y, epochs, lr):
    """`fit` gives a history, not the model: keep the two apart."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    model = model.fit(x, y, epochs=epochs, verbose=0)
    return model, model.history["loss"]


# %% exercise="train_head" mistake="rate-given-to-fit"
def train_head(model, x, y, epochs, lr):
    """`fit` takes no rate: it belongs to the optimizer, in `compile`."""
    model.compile(optimizer="adam", loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, lr=lr, verbose=0)
    return model, run.history["loss"]


# %% exercise="fine_tune" mistake="not-unfrozen"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """Only the head learns: set the flag of the backbone, and count its layers. (The whole model's flag is True already.)"""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="fine_tune" mistake="all-unfrozen"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """The whole backbone learns: all but its last `n_layers` layers must be frozen again."""
    model.layers[0].trainable = True
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="fine_tune" mistake="first-layers"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """The first layers were unfrozen: it is the last ones that adapt."""
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers[n_layers + 1 :]:
        layer.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="fine_tune" mistake="first-layers"
def fine_tune(model, n_layers, x, y, epochs, lr):
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers[n_layers:]:
        layer.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="fine_tune" mistake="top-frozen"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """The last layers were frozen and those below learn: the other way round."""
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers[-n_layers:]:
        layer.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="fine_tune" mistake="head-frozen"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """The head was frozen: it stays trainable, and follows what the top learns."""
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers[: len(base.layers) - n_layers]:
        layer.trainable = False
    model.layers[-1].trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="fine_tune" mistake="one-layer-too-many"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """One layer too many learns: the last `n_layers` of the backbone, and no more."""
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers[: len(base.layers) - n_layers - 1]:
        layer.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="fine_tune" mistake="one-layer-too-few"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """One layer too few learns: the head does not count, the last `n_layers` of the backbone do."""
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers[: len(base.layers) - n_layers + 1]:
        layer.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="fine_tune" mistake="zero-is-everything"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """`layers[-0:]` is the whole list and `layers[:-0]` is empty: count from the front, `len(layers) - n_layers`."""
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers[:-n_layers]:
        layer.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="fine_tune" mistake="zero-is-everything"
def fine_tune(model, n_layers, x, y, epochs, lr):
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers:
        layer.trainable = False
    for layer in base.layers[-n_layers:]:
        layer.trainable = True
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="fine_tune" mistake="fixed-number"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """A fixed number of layers is unfrozen: use `n_layers`."""
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers[:-4]:
        layer.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="fine_tune" mistake="not-compiled-again"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """The model is not compiled again: the old rules hold, with the old rate. `compile` after the flags."""
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers[: len(base.layers) - n_layers]:
        layer.trainable = False
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="fine_tune" mistake="rate-ignored"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """The rate is not used: `"adam"` takes its own, keras.optimizers.Adam(lr) takes yours."""
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers[: len(base.layers) - n_layers]:
        layer.trainable = False
    model.compile(optimizer="adam", loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="fine_tune" mistake="squared-error"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """The loss is the squared error: for a sigmoid unit it is "binary_crossentropy"."""
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers[: len(base.layers) - n_layers]:
        layer.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="mse")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="fine_tune" mistake="categorical-crossentropy"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """That cross-entropy is for many classes: for one sigmoid unit it is "binary_crossentropy"."""
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers[: len(base.layers) - n_layers]:
        layer.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="categorical_crossentropy")
    run = model.fit(x, y[:, None], epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="fine_tune" mistake="accuracies-returned"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """These are accuracies: `history["loss"]` holds the losses."""
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers[: len(base.layers) - n_layers]:
        layer.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy", metrics=["accuracy"])
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["accuracy"]


# %% exercise="fine_tune" mistake="history-returned"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """`fit` gives an object: the list of losses is in it, `run.history["loss"]`."""
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers[: len(base.layers) - n_layers]:
        layer.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    return model, model.fit(x, y, epochs=epochs, verbose=0)


# %% exercise="fine_tune" mistake="history-dict-returned"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """A dict came back: the list of losses is one entry of it, `history["loss"]`."""
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers[: len(base.layers) - n_layers]:
        layer.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    return model, model.fit(x, y, epochs=epochs, verbose=0).history


# %% exercise="fine_tune" mistake="only-the-model"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """Only the model came back: `return model, losses`."""
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers[: len(base.layers) - n_layers]:
        layer.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    model.fit(x, y, epochs=epochs, verbose=0)
    return model


# %% exercise="fine_tune" mistake="backbone-returned"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """The backbone came back in the place of the model: return the whole, with its head."""
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers[: len(base.layers) - n_layers]:
        layer.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return base, run.history["loss"]


# %% exercise="fine_tune" mistake="only-the-losses"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """Only the losses came back: `return model, losses`."""
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers[: len(base.layers) - n_layers]:
        layer.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    return model.fit(x, y, epochs=epochs, verbose=0).history["loss"]


# %% exercise="fine_tune" mistake="losses-first"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """The order is reversed: the model comes first, then the losses."""
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers[: len(base.layers) - n_layers]:
        layer.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    return model.fit(x, y, epochs=epochs, verbose=0).history["loss"], model


# %% exercise="fine_tune" mistake="not-returned"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """The network is trained, but `return` is missing."""
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers[: len(base.layers) - n_layers]:
        layer.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    model.fit(x, y, epochs=epochs, verbose=0)


# %% exercise="fine_tune" mistake="epochs-ignored"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """The number of epochs is not used: `fit(..., epochs=epochs)`; without it, it is one."""
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers[: len(base.layers) - n_layers]:
        layer.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, verbose=0)
    return model, run.history["loss"]


# %% exercise="fine_tune" mistake="backbone-trained-alone"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """The backbone was compiled and fitted by itself, without the head: train the whole model."""
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    base.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = base.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="fine_tune" mistake="fresh-copy"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """A clone has lost what was learnt: train the model that is given."""
    model = keras.models.clone_model(model)
    model.set_weights([0 * w for w in model.get_weights()])
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    base.trainable = True
    for layer in base.layers[: len(base.layers) - n_layers]:
        layer.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="fine_tune" mistake="name-not-there"
def fine_tune(model, n_layers, x, y, epochs, lr):
    """A Keras model has no attribute of that name: look for the backbone in `model.layers`."""
    for layer in model.backbone.layers[-n_layers:]:
        layer.trainable = True
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    return model, model.fit(x, y, epochs=epochs, verbose=0).history["loss"]


# %% exercise="extract_features" mistake="training-mode"
def extract_features(backbone, images):
    """This is training mode, with dropout and the batch's own statistics: use `predict`, or training=False."""
    return np.asarray(backbone(images, training=True))


# %% exercise="extract_features" mistake="averaged"
def extract_features(backbone, images):
    """The maps were averaged over places: return them whole."""
    return backbone.predict(images, verbose=0).mean(axis=(1, 2))


# %% exercise="extract_features" mistake="averaged-over-channels"
def extract_features(backbone, images):
    """The maps were averaged over channels: return them whole."""
    return backbone.predict(images, verbose=0).mean(axis=-1)


# %% exercise="extract_features" mistake="averaged-over-images"
def extract_features(backbone, images):
    """The mean over all images came back: each image keeps its own maps."""
    return backbone.predict(images, verbose=0).mean(axis=0)


# %% exercise="extract_features" mistake="flattened"
def extract_features(backbone, images):
    """The maps were flattened: keep (n, h', w', c)."""
    return backbone.predict(images, verbose=0).reshape(len(images), -1)


# %% exercise="extract_features" mistake="first-batch-only"
def extract_features(backbone, images):
    """Only the first images came through: all of them are asked for."""
    return np.asarray(backbone(images[:32], training=False))


# %% exercise="extract_features" mistake="last-batch-lost"
def extract_features(backbone, images):
    """The last, shorter batch is lost: all images are asked for."""
    made = [backbone.predict(images[i : i + 5], verbose=0) for i in range(0, len(images) - 4, 5)]
    return np.concatenate(made[:-1] or made) if made else backbone.predict(images, verbose=0)


# %% exercise="extract_features" mistake="one-image-only"
def extract_features(backbone, images):
    """Only the first image came through: give the whole array to `predict`."""
    return backbone.predict(images[:1], verbose=0)


# %% exercise="extract_features" mistake="first-image-returned"
def extract_features(backbone, images):
    """Only the first image's maps came back: return all of them."""
    return backbone.predict(images, verbose=0)[0]


# %% exercise="extract_features" mistake="batch-axis-missing"
def extract_features(backbone, images):
    """A single image has no batch axis: give `predict` the whole array, or `image[None]`."""
    return np.array([backbone.predict(image, verbose=0) for image in images])


# %% exercise="extract_features" mistake="batch-axis-kept"
def extract_features(backbone, images):
    """Each image brought a batch axis of its own: np.concatenate joins along it, np.array does not."""
    return np.array([backbone.predict(image[None], verbose=0) for image in images])


# %% exercise="extract_features" mistake="squeezed"
def extract_features(backbone, images):
    """np.squeeze takes away every axis of length 1, also that of a single image."""
    return np.squeeze(backbone.predict(images, verbose=0))


# %% exercise="extract_features" mistake="a-list"
def extract_features(backbone, images):
    """A list came back: one array is asked for, np.concatenate."""
    return list(backbone.predict(images, verbose=0))


# %% exercise="extract_features" mistake="other-type"
def extract_features(backbone, images):
    """The type has changed: leave the float32 as it comes."""
    return backbone.predict(images, verbose=0).astype(float)


# %% exercise="extract_features" mistake="scaled-maps"
def extract_features(backbone, images):
    """The maps were scaled: return them as they come out of the backbone."""
    maps = backbone.predict(images, verbose=0)
    return (maps - maps.min()) / np.ptp(maps)


# %% exercise="extract_features" mistake="standardised-maps"
def extract_features(backbone, images):
    """The maps were brought to mean 0 and deviation 1: return them as they come out of the backbone."""
    maps = backbone.predict(images, verbose=0)
    return (maps - maps.mean()) / maps.std()


# %% exercise="extract_features" mistake="images-scaled"
def extract_features(backbone, images):
    """The images were divided by 255: they are in [0, 1] already, and the backbone prepares them itself."""
    return backbone.predict(images / 255, verbose=0)


# %% exercise="extract_features" mistake="images-times-255"
def extract_features(backbone, images):
    """The images were multiplied: give them to the backbone as they are."""
    return backbone.predict(images * 255, verbose=0)


# %% exercise="extract_features" mistake="negative-cut"
def extract_features(backbone, images):
    """What is negative was cut off: return the maps as they come out of the backbone."""
    return np.maximum(backbone.predict(images, verbose=0), 0)


# %% exercise="extract_features" mistake="order-reversed"
def extract_features(backbone, images):
    """The order of the images is reversed: labels belong to places."""
    return backbone.predict(images, verbose=0)[::-1].copy()


# %% exercise="extract_features" mistake="first-image-repeated"
def extract_features(backbone, images):
    """Every image gave the maps of the first: is the loop's own image used?"""
    return np.repeat(backbone.predict(images[:1], verbose=0), len(images), axis=0)


# %% exercise="extract_features" mistake="earlier-layer"
def extract_features(backbone, images):
    """These are the maps of an earlier layer: the last one's are asked for."""
    return keras.Model(backbone.input, backbone.layers[1].output).predict(images, verbose=0)


# %% exercise="extract_features" mistake="channels-first"
def extract_features(backbone, images):
    """The axes were swapped, channels first: keep (n, h', w', c)."""
    return backbone.predict(images, verbose=0).transpose(0, 3, 1, 2)


# %% exercise="extract_features" mistake="rows-and-columns-swapped"
def extract_features(backbone, images):
    """Rows and columns are swapped: keep (n, h', w', c)."""
    return backbone.predict(images, verbose=0).transpose(0, 2, 1, 3)


# %% exercise="extract_features" mistake="images-returned"
def extract_features(backbone, images):
    """The images came back: return what `predict` gives."""
    backbone.predict(images, verbose=0)
    return images


# %% exercise="extract_features" mistake="shape-returned"
def extract_features(backbone, images):
    """The shape came back: the maps themselves are asked for."""
    return backbone.predict(images, verbose=0).shape


# %% exercise="extract_features" mistake="not-returned"
def extract_features(backbone, images):
    """The maps are computed, but `return` is missing."""
    backbone.predict(images, verbose=0)


# %% exercise="extract_features" mistake="model-returned"
def extract_features(backbone, images):
    """A model came back: call its `predict` with the images."""
    return keras.Model(backbone.input, backbone.output)


# %% exercise="extract_features" mistake="no-such-method"
def extract_features(backbone, images):
    """A Keras model has no method of that name: `predict` is what applies it."""
    return backbone.transform(images)


# %% exercise="extract_features" mistake="classes"
def extract_features(backbone, images):
    """The largest channel of each place came back: return the maps as they are."""
    return backbone.predict(images, verbose=0).argmax(axis=-1)


# %% exercise="unfreeze_top" mistake="model-stays-frozen"
def unfreeze_top(model, n_layers):
    """The model's own flag is still False, so nothing learns: `model.trainable = True` first, then each layer's."""
    model.trainable = False
    for layer in model.layers[len(model.layers) - n_layers :]:
        layer.trainable = not isinstance(layer, keras.layers.BatchNormalization)
    return model


# %% exercise="unfreeze_top" mistake="norm-unfrozen"
def unfreeze_top(model, n_layers):
    """Batch normalisation learns as well: it must stay frozen."""
    model.trainable = True
    for i, layer in enumerate(model.layers):
        layer.trainable = i >= len(model.layers) - n_layers
    return model


# %% exercise="unfreeze_top" mistake="minus-zero"
def unfreeze_top(model, n_layers):
    """`layers[-0:]` is the whole list, and `layers[:-0]` is empty: count from the front, `len(layers) - n_layers`."""
    model.trainable = True
    for layer in model.layers:
        layer.trainable = False
    for layer in model.layers[-n_layers:]:
        layer.trainable = not isinstance(layer, keras.layers.BatchNormalization)
    return model


# %% exercise="unfreeze_top" mistake="more-than-there-are"
def unfreeze_top(model, n_layers):
    """With more than there are, the index becomes negative and counts from the end: max(0, ...) keeps it at 0."""
    model.trainable = True
    for layer in model.layers[: len(model.layers) - n_layers]:
        layer.trainable = False
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    return model


# %% exercise="unfreeze_top" mistake="more-raises"
def unfreeze_top(model, n_layers):
    """An index runs beyond the list where `n_layers` is larger: then all layers are unfrozen, no error."""
    model.trainable = True
    for layer in model.layers:
        layer.trainable = False
    for k in range(1, n_layers + 1):
        layer = model.layers[-k]
        layer.trainable = not isinstance(layer, keras.layers.BatchNormalization)
    return model


# %% exercise="unfreeze_top" mistake="first-layers"
def unfreeze_top(model, n_layers):
    """The first layers are unfrozen: the top are the last ones."""
    model.trainable = True
    for i, layer in enumerate(model.layers):
        layer.trainable = i < n_layers and not isinstance(layer, keras.layers.BatchNormalization)
    return model


# %% exercise="unfreeze_top" mistake="top-frozen"
def unfreeze_top(model, n_layers):
    """The last layers are frozen, and the others learn: the other way round."""
    model.trainable = True
    for i, layer in enumerate(model.layers):
        layer.trainable = i < len(model.layers) - n_layers and not isinstance(layer, keras.layers.BatchNormalization)
    return model


# %% exercise="unfreeze_top" mistake="everything-unfrozen"
def unfreeze_top(model, n_layers):
    """Everything learns: the layers below the top must be frozen."""
    model.trainable = True
    for layer in model.layers:
        layer.trainable = not isinstance(layer, keras.layers.BatchNormalization)
    return model


# %% exercise="unfreeze_top" mistake="one-too-many"
def unfreeze_top(model, n_layers):
    """One layer too many learns: `>=` or `>`, and where does the count begin?"""
    model.trainable = True
    for i, layer in enumerate(model.layers):
        layer.trainable = i >= len(model.layers) - n_layers - 1 and not isinstance(layer, keras.layers.BatchNormalization)
    return model


# %% exercise="unfreeze_top" mistake="one-too-few"
def unfreeze_top(model, n_layers):
    """One layer too few learns: `>=` or `>`, and where does the count begin?"""
    model.trainable = True
    for i, layer in enumerate(model.layers):
        layer.trainable = i > len(model.layers) - n_layers and not isinstance(layer, keras.layers.BatchNormalization)
    return model


# %% exercise="unfreeze_top" mistake="one-layer-only"
def unfreeze_top(model, n_layers):
    """Only one layer is unfrozen: the last `n_layers` of them shall be."""
    model.trainable = True
    for layer in model.layers:
        layer.trainable = False
    if n_layers:
        model.layers[-min(n_layers, len(model.layers))].trainable = True
    return model


# %% exercise="unfreeze_top" mistake="last-layer-only"
def unfreeze_top(model, n_layers):
    """Always the last layer alone: `n_layers` of them shall learn."""
    model.trainable = True
    for layer in model.layers[:-1]:
        layer.trainable = False
    return model


# %% exercise="unfreeze_top" mistake="norm-not-counted"
def unfreeze_top(model, n_layers):
    """Batch normalisation was left out of the count: it counts as a layer."""
    model.trainable = True
    kinds = [layer for layer in model.layers if not isinstance(layer, keras.layers.BatchNormalization)]
    for layer in model.layers:
        layer.trainable = False
    for layer in kinds[max(len(kinds) - n_layers, 0) :]:
        layer.trainable = True
    return model


# %% exercise="unfreeze_top" mistake="weightless-not-counted"
def unfreeze_top(model, n_layers):
    """Layers without weights, pooling for example, were left out of the count: each entry of `model.layers` counts."""
    model.trainable = True
    kinds = [layer for layer in model.layers if layer.weights]
    for layer in model.layers:
        layer.trainable = False
    for layer in kinds[max(len(kinds) - n_layers, 0) :]:
        layer.trainable = not isinstance(layer, keras.layers.BatchNormalization)
    return model


# %% exercise="unfreeze_top" mistake="only-layers-that-learn-counted"
def unfreeze_top(model, n_layers):
    """Only convolutions and dense layers were counted: each entry of `model.layers` counts."""
    model.trainable = True
    kinds = [layer for layer in model.layers if isinstance(layer, (keras.layers.Conv2D, keras.layers.Dense))]
    for layer in model.layers:
        layer.trainable = False
    for layer in kinds[max(len(kinds) - n_layers, 0) :]:
        layer.trainable = True
    return model


# %% exercise="unfreeze_top" mistake="frozen-ones-left-as-they-were"
def unfreeze_top(model, n_layers):
    """Layers below keep the flag they had: freeze them, for the model may have been free before."""
    if not model.trainable:
        model.trainable = True
        for layer in model.layers:
            layer.trainable = False
    for layer in model.layers[max(len(model.layers) - n_layers, 0) :]:
        layer.trainable = not isinstance(layer, keras.layers.BatchNormalization)
    return model


# %% exercise="unfreeze_top" mistake="not-returned"
def unfreeze_top(model, n_layers):
    """The flags are set, but the model is not returned: `return model`."""
    model.trainable = True
    for i, layer in enumerate(model.layers):
        layer.trainable = i >= len(model.layers) - n_layers and not isinstance(layer, keras.layers.BatchNormalization)


# %% exercise="unfreeze_top" mistake="return-in-loop"
def unfreeze_top(model, n_layers):
    """`return` stands inside the loop, so only the first layer's flag is set."""
    model.trainable = True
    for i, layer in enumerate(model.layers):
        layer.trainable = i >= len(model.layers) - n_layers and not isinstance(layer, keras.layers.BatchNormalization)
        return model


# %% exercise="unfreeze_top" mistake="layers-returned"
def unfreeze_top(model, n_layers):
    """A list of layers came back: return the model."""
    model.trainable = True
    for i, layer in enumerate(model.layers):
        layer.trainable = i >= len(model.layers) - n_layers and not isinstance(layer, keras.layers.BatchNormalization)
    return model.layers[-n_layers:]


# %% exercise="unfreeze_top" mistake="clone"
def unfreeze_top(model, n_layers):
    """A clone has new random weights: set the flags of the model itself."""
    model = keras.models.clone_model(model)
    model.set_weights([w + 1 for w in model.get_weights()])
    model.trainable = True
    for i, layer in enumerate(model.layers):
        layer.trainable = i >= len(model.layers) - n_layers and not isinstance(layer, keras.layers.BatchNormalization)
    return model


# %% exercise="unfreeze_top" mistake="flag-of-a-slice"
def unfreeze_top(model, n_layers):
    """A slice of the list has no flag: set it on each layer, in a loop."""
    model.trainable = False
    model.layers[-n_layers:].trainable = True
    return model


# %% exercise="find_leaks" mistake="upper-half-only"
def find_leaks(train_images, test_images):
    """The second loop begins at `i`: every test image meets every training image, so begin at 0."""
    return [
        (i, j) for i in range(len(train_images)) for j in range(i, len(test_images))
        if np.array_equal(train_images[i], test_images[j])
    ]


# %% exercise="find_leaks" mistake="correlated"
def find_leaks(train_images, test_images):
    """Correlation or another likeness is not enough: every pixel must be the same."""
    return [
        (i, j) for i, a in enumerate(train_images) for j, b in enumerate(test_images)
        if np.corrcoef(a.ravel(), b.ravel())[0, 1] > 0.999
    ]


# %% exercise="find_leaks" mistake="spread-compared"
def find_leaks(train_images, test_images):
    """One number of the picture was compared, its spread or its extremes: every single pixel must agree."""
    return [(i, j) for i, a in enumerate(train_images) for j, b in enumerate(test_images) if a.std() == b.std()]


# %% exercise="freeze" mistake="first-and-last-only"
def freeze(model):
    """Only the first and the last layer are frozen: every layer shall be."""
    model.layers[0].trainable = False
    model.layers[-1].trainable = False
    return model


# %% exercise="freeze" mistake="half-only"
def freeze(model):
    """Only a part of the layers is frozen: every layer shall be."""
    for layer in model.layers[: len(model.layers) // 2]:
        layer.trainable = False
    return model


# %% exercise="trainable_params" mistake="arrays-taken-away"
def trainable_params(model):
    """The number of frozen *arrays* was taken away: take away how many numbers are in them."""
    return model.count_params() - len(model.non_trainable_weights)


# %% exercise="trainable_params" mistake="first-side"
def trainable_params(model):
    """Only the first side of each array is counted: multiply all sides of its shape."""
    return sum(w.shape[0] for w in model.trainable_weights)


# %% exercise="trainable_params" mistake="axes-counted"
def trainable_params(model):
    """The axes of the arrays are counted: multiply the sides of each shape."""
    return sum(len(w.shape) for w in model.trainable_weights)


# %% exercise="build_transfer_model" mistake="no-output-unit"
def build_transfer_model(backbone):
    """The last layer has many units: one output unit, with a sigmoid, ends the head."""
    backbone.trainable = False
    parts = [keras.layers.Flatten(), keras.layers.Dense(64, activation="relu")]
    return keras.Sequential([keras.Input(backbone.input_shape[1:]), backbone, *parts])


# %% exercise="build_transfer_model" mistake="ten-classes"
def build_transfer_model(backbone):
    """Ten classes as in notebook 05: here there are two, so one output unit with a sigmoid."""
    backbone.trainable = False
    pooled = keras.layers.GlobalAveragePooling2D()(backbone.output)
    return keras.Model(backbone.input, keras.layers.Dense(10, activation="softmax")(pooled))


# %% exercise="build_transfer_model" mistake="model-for-tensor"
def build_transfer_model(backbone):
    """A layer is called with the model itself: it wants its output, `backbone.output`."""
    backbone.trainable = False
    flat = keras.layers.Flatten()(backbone)
    return keras.Model(backbone.input, keras.layers.Dense(1, activation="sigmoid")(flat))


# %% exercise="train_head" mistake="absolute-error"
def train_head(model, x, y, epochs, lr):
    """The loss is the absolute error: for a sigmoid unit it is "binary_crossentropy"."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="mae")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="train_head" mistake="hinge"
def train_head(model, x, y, epochs, lr):
    """The hinge loss is for other labels: for a sigmoid unit it is "binary_crossentropy"."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="hinge")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="train_head" mistake="epochs-fixed"
def train_head(model, x, y, epochs, lr):
    """The number of epochs is a fixed number: `epochs=epochs`."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=10, verbose=0)
    return model, run.history["loss"]


# %% exercise="train_head" mistake="list-of-lists"
def train_head(model, x, y, epochs, lr):
    """Each `fit` ran all epochs, and a list was appended: one epoch a turn, and `+=`, or a single `fit`."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    losses = []
    for _ in range(epochs):
        losses.append(model.fit(x, y, epochs=epochs, verbose=0).history["loss"])
    return model, losses


# %% exercise="train_head" mistake="images-and-labels-swapped"
def train_head(model, x, y, epochs, lr):
    """Images and labels are swapped: `fit(x, y)`."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(y, x, epochs=epochs, verbose=0)
    return model, run.history["loss"]


# %% exercise="train_head" mistake="dict-first"
def train_head(model, x, y, epochs, lr):
    """The order is reversed, and a dict came: `return model, run.history["loss"]`."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    run = model.fit(x, y, epochs=epochs, verbose=0)
    return run.history, model


# %% exercise="extract_features" mistake="maxima"
def extract_features(backbone, images):
    """The maximum of each map came back: return the maps whole."""
    return backbone.predict(images, verbose=0).max(axis=(1, 2))


# %% exercise="extract_features" mistake="sums"
def extract_features(backbone, images):
    """The sum of each map came back: return the maps whole."""
    return backbone.predict(images, verbose=0).sum(axis=(1, 2))


# %% exercise="extract_features" mistake="half-precision"
def extract_features(backbone, images):
    """The type has changed to float16: leave the float32 as it comes."""
    return backbone.predict(images, verbose=0).astype("float16")


# %% exercise="extract_features" mistake="layer-before-the-last"
def extract_features(backbone, images):
    """These are the maps of the layer before the last: the backbone's own output is asked for."""
    return keras.Model(backbone.input, backbone.layers[-2].output).predict(images, verbose=0)


# %% exercise="choose_strategy" mistake="own-name"
def choose_strategy(n_samples):
    """The last name is another: the table's "fine-tune more layers, or from scratch" is called "fine_tune_more"."""
    if n_samples < 1000:
        return "feature_extraction"
    return "fine_tune_top" if n_samples <= 10000 else "from_scratch"


# %% exercise="confusion_counts" mistake="second-if-not-else"
def confusion_counts(labels, scores, threshold):
    """Slices called ad are counted again as missed or let go: the second `if` must be an `else`."""
    tp = fp = tn = fn = 0
    for t, s in zip(labels, scores):
        if s >= threshold:
            tp, fp = tp + (t == 1), fp + (t == 0)
        tn, fn = tn + (t == 0), fn + (t == 1)
    return tp, fp, tn, fn


# %% exercise="find_leaks" mistake="a-dict"
def find_leaks(train_images, test_images):
    """A dict came back: it keeps one pair for each key; a list of pairs is asked for."""
    return {j: i for i, a in enumerate(train_images) for j, b in enumerate(test_images) if np.array_equal(a, b)}


# %% exercise="trainable_params" mistake="shapes-returned"
def trainable_params(model):
    """The shapes came back: multiply the sides of each, and add up."""
    return [tuple(w.shape) for w in model.trainable_weights]


# %% exercise="build_transfer_model" mistake="hard-sigmoid"
def build_transfer_model(backbone):
    """The hard sigmoid is made of straight lines, and reaches 0 and 1: take the sigmoid."""
    backbone.trainable = False
    pooled = keras.layers.GlobalAveragePooling2D()(backbone.output)
    return keras.Model(backbone.input, keras.layers.Dense(1, activation="hard_sigmoid")(pooled))


# %% exercise="train_head" mistake="list-of-histories"
def train_head(model, x, y, epochs, lr):
    """What each `fit` gives was collected: take the number out of it, `history["loss"][0]`."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    return model, [model.fit(x, y, epochs=1, verbose=0) for _ in range(epochs)]


# %% exercise="train_head" mistake="history-of-the-model"
def train_head(model, x, y, epochs, lr):
    """`model.history` is an object, too: its dict is `model.history.history`, with the losses under "loss"."""
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    model.fit(x, y, epochs=epochs, verbose=0)
    return model, model.history["loss"]


# %% exercise="extract_features" mistake="scaled-to-length"
def extract_features(backbone, images):
    """The maps were divided by their length: return them as they come out of the backbone."""
    maps = backbone.predict(images, verbose=0)
    return maps / np.linalg.norm(maps)


# %% exercise="augment" mistake="wrong-edge-blackened"
def augment(images, rng):
    """For a negative shift `[:dy]` blackens all but the last rows: what came in is at the other edge, `[dy:]`."""
    result = np.zeros_like(images)
    n, h, w, _ = images.shape
    for i in range(n):
        image = images[i][:, ::-1] if rng.random() < 0.5 else images[i]
        dy, dx = rng.integers(-(h // 10), h // 10 + 1), rng.integers(-(w // 10), w // 10 + 1)
        result[i] = np.roll(image, (dy, dx), (0, 1))
        result[i, :dy] = 0
        result[i, :, :dx] = 0
    return result


# %% exercise="confusion_counts" mistake="strictly-greater-for-normal"
def confusion_counts(labels, scores, threshold):
    """For the normal slices a score equal to the threshold was let go: it is called ad, so it is a false alarm."""
    t, s = np.asarray(labels), np.asarray(scores)
    tp, fn = np.sum(s[t == 1] >= threshold), np.sum(s[t == 1] < threshold)
    return tp, np.sum(s[t == 0] > threshold), np.sum(s[t == 0] <= threshold), fn


# %% exercise="confusion_counts" mistake="called-and-classes"
def confusion_counts(labels, scores, threshold):
    """These are how many are called ad, called normal, are normal and are ad: each of the four needs both conditions."""
    p = np.asarray(scores) >= threshold
    return int(p.sum()), int((~p).sum()), int(np.sum(np.asarray(labels) == 0)), int(np.sum(np.asarray(labels) == 1))


# %% exercise="roc_auc" mistake="average-precision"
def roc_auc(labels, scores):
    """This is the average precision, another area: compare each ad slice with each normal one."""
    from sklearn.metrics import average_precision_score

    return average_precision_score(labels, scores)


# %% exercise="find_leaks" mistake="in-the-whole-part"
def find_leaks(train_images, test_images):
    """`image in train_images` asks whether any pixel agrees anywhere: compare image with image, np.array_equal."""
    return [(i, j) for j, test in enumerate(test_images) for i in range(len(train_images)) if test in train_images]


# %% exercise="find_leaks" mistake="both-parts-in-one"
def find_leaks(train_images, test_images):
    """Both parts were put into one: a pair is (train index, test index), each counted in its own part."""
    every = np.concatenate([train_images, test_images])
    return [(i, j) for i in range(len(every)) for j in range(i + 1, len(every)) if np.array_equal(every[i], every[j])]


# %% exercise="trainable_params" mistake="values-as-a-whole-number"
def trainable_params(model):
    """The values of the weights were added up: how many there are is asked."""
    return int(sum(np.sum(np.asarray(weight)) for weight in model.trainable_weights))


# %% exercise="trainable_params" mistake="models-inside-twice"
def trainable_params(model):
    """A model inside was counted twice, as a whole and by its layers: model.trainable_weights holds each weight once."""
    return sum(int(np.prod(w.shape)) for layer in model._flatten_layers() for w in layer.trainable_weights)


# %% exercise="trainable_params" mistake="bytes"
def trainable_params(model):
    """These are bytes, four for each number: how many numbers is asked."""
    return sum(np.asarray(weight).nbytes for weight in model.trainable_weights)


# %% exercise="train_head" mistake="fresh-copy"
def train_head(model, x, y, epochs, lr):
    """clone_model begins with new weights: compile and fit the model that was handed in."""
    new = keras.models.clone_model(model)
    new.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    return new, new.fit(x, y, epochs=epochs, verbose=0).history["loss"]


# %% exercise="extract_features" mistake="other-order-of-images"
def extract_features(backbone, images):
    """The images were put into another order: features come in the order of the images."""
    order = np.argsort([np.mean(image) for image in images])
    return backbone.predict(images[order], verbose=0)


# %% exercise="unfreeze_top" mistake="flag-of-the-model-last"
def unfreeze_top(model, n_layers):
    """model.trainable = True came last and freed every layer again: first the model, then its layers."""
    first = len(model.layers) - n_layers
    for i, layer in enumerate(model.layers):
        layer.trainable = i >= first and not isinstance(layer, keras.layers.BatchNormalization)
    model.trainable = True
    return model


# %% exercise="sensitivity_specificity" mistake="accuracy"
def sensitivity_specificity(labels, scores, threshold):
    right = (np.asarray(scores) >= threshold) == (np.asarray(labels) == 1)
    return np.mean(right), 1 - np.mean(right)
