# %% [markdown]
# # Micro: one function

# %% nbgrader={"grade": false, "grade_id": "halve", "locked": false, "points": 0, "schema_version": 3, "solution": true, "task": false}
def halve(x):
    """Half of x."""
    ### BEGIN SOLUTION
    return 0.5 * x
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "test_halve", "locked": true, "points": 8, "schema_version": 3, "solution": false, "task": false}
from course_utils import checks

checks.assert_close(halve(8), 4, "halve(8)")
### BEGIN HIDDEN TESTS
with checks.hidden("an odd number"):
    checks.assert_close(halve(7), 3.5, mistakes={"// drops the fraction, use /": 3})
### END HIDDEN TESTS
