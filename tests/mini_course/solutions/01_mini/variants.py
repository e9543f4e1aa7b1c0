# %% exercise="double" style="loops"
def double(x):
    x = np.asarray(x)
    return x + x


# %% exercise="double" mistake="the square, not the double"
def double(x):
    return np.asarray(x) ** 2


# %% exercise="total" style="one_liner"
def total(numbers):
    return sum(numbers)


# %% exercise="total" mistake="the first number is left out"
def total(numbers):
    return sum(numbers[1:])


# %% exercise="scale" style="float32"
def scale(x, factor=10):
    return np.float32(factor) * np.asarray(x, np.float32)


# %% exercise="scale" mistake="the factor is added"
def scale(x, factor=10):
    return np.asarray(x) + factor
