# %% [markdown]
# # Mini: a lesson as small as can be
#
# Three functions worth 1, 2 and 4 points, so that any score tells which of them are right.

# %%
import numpy as np

from course_utils import when_ready

# %% [markdown]
# ## Twice as much

# %% nbgrader={"grade": false, "grade_id": "double", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def double(x):
    """Twice x.

    x: number or array of any shape -> the same shape
    """
    ### BEGIN SOLUTION
    return 2 * np.asarray(x)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_double", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
from course_utils import checks

checks.assert_close(double(3), 6, "double(3)", mistakes={"that is the square of x": 9})
### BEGIN HIDDEN TESTS
import numpy as np

with checks.hidden("an array with negative numbers"):
    x = np.random.default_rng(11).normal(size=(3, 2))
    checks.assert_close(double(x), x + x, mistakes={"that is the square of x": x * x})
### END HIDDEN TESTS

# %% tags=["demo"]
print("a picture for people to look at")

# %% [markdown]
# ## All together

# %% nbgrader={"grade": false, "grade_id": "total", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def total(numbers):
    """Sum of a list of numbers; 0 for an empty list."""
    ### BEGIN SOLUTION
    result = 0.0
    for number in numbers:
        result += number
    return result
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_total", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
from course_utils import checks

checks.assert_close(total([1, 2, 3.5]), 6.5, "total([1, 2, 3.5])")
### BEGIN HIDDEN TESTS
with checks.hidden("an empty list"):
    checks.assert_close(total([]), 0.0)
### END HIDDEN TESTS

# %% [markdown]
# ## By any factor

# %% nbgrader={"grade": false, "grade_id": "scale", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def scale(x, factor=10):
    """x times factor."""
    ### BEGIN SOLUTION
    return factor * np.asarray(x)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_scale", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
from course_utils import checks

checks.assert_close(scale([1, 2]), [10, 20], "scale([1, 2])")
### BEGIN HIDDEN TESTS
with checks.hidden("another factor"):
    checks.assert_close(scale([1.5, -2.0], 4), [6.0, -8.0])
### END HIDDEN TESTS

# %%
with when_ready():
    print(double(21))

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_zero", "locked": false, "points": 3, "schema_version": 3, "solution": true, "task": false}
# Why is the sum of an empty list 0?
#
# ### BEGIN SOLUTION
# So that adding two lists end to end adds their sums.
# ### END SOLUTION
