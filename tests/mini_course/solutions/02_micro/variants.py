# %% exercise="halve" style="one_liner"
def halve(x):
    return x / 2


# %% exercise="halve" mistake="whole numbers only"
def halve(x):
    return x // 2
