"""`course_utils.checks`: what passes, what does not, and what the student then reads."""

import subprocess
import sys
import textwrap
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course_utils import checks


def message(check, *args, **kwargs) -> str:
    """The text of a check that must not hold."""
    with pytest.raises(AssertionError) as caught:
        check(*args, **kwargs)
    return str(caught.value)


# --- assert_close: every form of a right answer passes ---


@pytest.mark.parametrize(
    "right",
    [
        [0.5, 1.0],
        (0.5, 1.0),
        np.array([0.5, 1.0]),
        np.array([0.5, 1.0], dtype=np.float32),
        [np.float32(0.5), np.array(1.0)],
        np.array([[0.5], [1.0]]).T[0],
        memoryview(np.array([0.5, 1.0])),
    ],
)
def test_close_accepts_any_form_of_the_right_numbers(right):
    checks.assert_close(right, [0.5, 1.0])


@pytest.mark.parametrize("right", [2, 2.0, np.int8(2), np.array(2.0), np.array(2, dtype=np.uint8)])
def test_close_accepts_any_form_of_a_single_number(right):
    checks.assert_close(right, 2)


def test_close_accepts_tensors():
    tf = pytest.importorskip("tensorflow")
    checks.assert_close(tf.constant([0.5, 1.0]), [0.5, 1.0])
    checks.assert_close(tf.Variable(2.0), 2.0)
    checks.assert_equal(tf.constant([1, 2]), [1, 2])
    checks.assert_shape(tf.zeros((2, 3)), (2, 3))
    assert "first difference" in message(checks.assert_close, tf.constant([0.5, 1.0]), [0.5, 2.0])


def test_float32_is_compared_with_the_precision_it_has():
    nearly = 1 / 3 + 1e-6
    checks.assert_close(np.float32(nearly), 1 / 3)
    message(checks.assert_close, nearly, 1 / 3)
    message(checks.assert_close, np.float32(1 / 3 + 1e-3), 1 / 3)


def test_tolerances_are_the_ones_given():
    checks.assert_close(1.01, 1.0, rtol=0.02)
    message(checks.assert_close, 1.01, 1.0, rtol=0.005)
    checks.assert_close(0.01, 0.0, atol=0.02)


def test_dicts_and_tuples_are_compared_part_by_part():
    expected = {"W": np.eye(2), "b": np.zeros(2)}
    checks.assert_close({"b": [0, 0], "W": [[1, 0], [0, 1]]}, expected)
    checks.assert_close(([1.0], {"n": 2}), ([1], {"n": 2}))
    assert "grads['b']" in message(
        checks.assert_close, {"W": np.eye(2), "b": [0, 1]}, expected, "grads"
    )
    assert "f(x)[1]" in message(checks.assert_close, (1, 2), (1, 3), "f(x)")


class Tensor:
    """What TensorFlow, Keras and PyTorch hand out, as far as the checks look."""

    def __init__(self, values):
        self.values = values

    def numpy(self):
        return np.array(self.values)

    def __array__(self, dtype=None, copy=None):
        return np.array(self.values, dtype=dtype)


@pytest.mark.parametrize("form", [tuple, list, np.array, np.float32, Tensor])
def test_a_tuple_may_come_as_a_list_an_array_or_a_tensor(form):
    checks.assert_close(form([0.5, 3.0]), (0.5, 3.0), "(low, high)")
    checks.assert_close(form([[1.0, 2.0], [3.0, 4.0]]), (np.array([1.0, 2.0]), [3.0, 4.0]))
    assert "(low, high)[1]" in message(
        checks.assert_close, form([0.5, 4.0]), (0.5, 3.0), "(low, high)"
    )
    assert "should be 2 values" in message(checks.assert_close, form([1.0, 2.0, 3.0]), (1.0, 2.0))


@pytest.mark.parametrize(
    ("wrong", "expected", "says"),
    [
        (np.float64(3), (1, 2), "should be 2 values"),
        (np.array(3.0), (1, 2), "should be 2 values"),
        ("ab", (1, 2), "should be 2 values"),
        ({0: 1, 1: 2}, (1, 2), "should be 2 values"),
        ({"W": 1.0}, {"W": 1.0, "b": 0.0}, "wrong keys"),
        ({"W": 1.0, "b": 0.0, "c": 0.0}, {"W": 1.0, "b": 0.0}, "wrong keys"),
        ([1.0], {"W": 1.0}, "should be a dict"),
        (None, {"W": 1.0}, "without `return`"),
        ((1, 2, 3), (1, 2), "should be 2 values"),
        (3, (1, 2), "should be 2 values"),
        (None, (1, 2), "without `return`"),
    ],
)
def test_another_structure_is_told_as_such(wrong, expected, says):
    assert says in message(checks.assert_close, wrong, expected)


# --- assert_close: no lie passes ---


class SaysYes:
    """An object that claims to equal everything, in every way there is."""

    __array_priority__ = 1e9

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __hash__(self):
        return 0

    def __float__(self):
        return 1.0

    def all(self):
        return True


class LyingArray(np.ndarray):
    """An array that turns every comparison, difference and conversion into agreement."""

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return np.array(True)

    def __array_function__(self, function, types, args, kwargs):
        return True

    def __eq__(self, other):
        return np.array(True)

    def __array__(self, dtype=None, copy=None):
        return np.array([1.0, 2.0])

    def astype(self, *args, **kwargs):
        return np.array([1.0, 2.0])

    shape = property(lambda self: (2,))
    dtype = property(lambda self: np.dtype(np.float64))


@pytest.mark.parametrize(
    "lie",
    [
        SaysYes(),
        [SaysYes(), SaysYes()],
        np.array([SaysYes(), SaysYes()], dtype=object),
        np.array([8.0, 9.0]).view(LyingArray),
        type("Text", (str,), {"__eq__": SaysYes.__eq__, "__hash__": str.__hash__})("8"),
    ],
    ids=["object", "list", "object array", "ndarray subclass", "str subclass"],
)
def test_an_object_is_never_asked_whether_it_is_equal(lie):
    message(checks.assert_close, lie, [1.0, 2.0])
    message(checks.assert_close, lie, (1.0, 2.0))
    message(checks.assert_equal, lie, [1, 2])
    message(checks.assert_equal, lie, "text")


@pytest.mark.parametrize("form", [float, np.float32, lambda v: [v], lambda v: np.array([[v, 1.0]])])
def test_nan_never_passes_for_a_number(form):
    message(checks.assert_close, form(np.nan), np.nan_to_num(form(np.nan)))
    message(checks.assert_close, form(np.nan), form(np.inf))
    message(checks.assert_close, form(1.0), form(np.nan))
    checks.assert_close(form(np.nan), form(np.nan))  # unless NaN is the right answer


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (None, "without `return`"),
        (abs, "parentheses missing"),
        ("0.5", "not made of numbers"),
        ([[1, 2], [3]], "rows of different lengths"),
        (np.array([1 + 2j]), "complex128"),
        ({"a": 1}, "not made of numbers"),
    ],
)
def test_what_is_no_array_of_numbers_is_told_as_such(wrong, says):
    assert says in message(checks.assert_close, wrong, [1.0])


floats = st.floats(allow_nan=True, allow_infinity=True, width=64)
same_shape = hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3).flatmap(
    lambda shape: st.tuples(
        hnp.arrays(np.float64, shape, elements=floats),
        hnp.arrays(np.float64, shape, elements=floats),
    )
)


def accepts(got, expected) -> bool:
    try:
        checks.assert_close(got, expected)
    except AssertionError:
        return False
    return True


@settings(max_examples=200, deadline=None)
@given(same_shape, st.floats(0, 3e-7))
def test_close_accepts_exactly_what_isclose_does(arrays, relative):
    expected, other = arrays
    with np.errstate(all="ignore"):
        for got in (expected, other, expected * (1 + relative), -expected):
            close = np.isclose(got, expected, rtol=1e-7, atol=1e-9, equal_nan=True)
            assert accepts(got, expected) == bool(np.all(close))
            if got.size:  # an empty list has lost its shape
                assert accepts(got.tolist(), expected) == accepts(got, expected)


@settings(max_examples=100, deadline=None)
@given(
    hnp.arrays(np.float64, hnp.array_shapes(max_side=4), elements=st.floats(-1e6, 1e6)), st.data()
)
def test_one_nan_anywhere_is_enough_to_fail(expected, data):
    got = expected.copy()
    got.flat[data.draw(st.integers(0, got.size - 1))] = np.nan
    assert not accepts(got, expected)


@settings(max_examples=100, deadline=None)
@given(same_shape.map(lambda pair: pair[0]), hnp.array_shapes(max_dims=3, max_side=3))
def test_another_shape_never_passes(array, shape):
    if array.shape != shape:
        assert not accepts(np.zeros(shape), np.zeros(array.shape))


# --- assert_close: what the message says ---


def test_a_message_says_expected_got_where_and_why():
    text = message(
        checks.assert_close, [0.5, 0.7, 0.9], [0.5, 0.75, 0.9], "f([1, 2, 3])", hint="look at f(2)"
    )
    assert text == textwrap.dedent("""\
        f([1, 2, 3]) is not what was expected.
          expected: [0.5  0.75 0.9 ]
          got: [0.5 0.7 0.9]
          first difference: at [1]: expected 0.75, got 0.7 (1 of 3 values differ)
          likely cause: look at f(2)""")


W = np.array([[1.0, 2.0], [3.0, 5.0]])


@pytest.mark.parametrize(
    ("got", "expected", "says"),
    [
        (W * np.nan, W, "all NaN"),
        ([1.0, np.nan], [1.0, 2.0], "NaN in some cells"),
        ([1.0, np.inf], [1.0, 2.0], "infinite cells"),
        ([1, 2], [1.5, 2.5], "integer array"),
        (W.T, W, "transpose"),
        (np.ones((2, 3)), np.ones((3, 2)), "transpose"),
        (-W, W, "the sign is reversed"),
        (50 * W, W, "50 times the expected"),
        (W / 50, W, "1/50 times the expected"),
        (W.sum(0), W, "one axis is lost"),
        (W[None], W, "another arrangement"),
        (W.ravel(), W, "one axis is lost"),
    ],
)
def test_each_cause_that_the_numbers_show_is_named(got, expected, says):
    assert says in message(checks.assert_close, got, expected)


def test_a_nearly_right_answer_is_not_called_a_swap_or_a_factor():
    symmetric = np.array([[1.0, 2.0], [2.0, 1.0]])
    text = message(checks.assert_close, symmetric * (1 + 1e-6), symmetric)
    assert "likely cause" not in text


def test_a_named_mistake_is_recognised_by_the_value_it_gives():
    mistakes = {"the sum, where the mean belongs": 6.0, "the maximum": 3.0}
    assert "likely cause: the maximum" in message(
        checks.assert_close, 3.0, 2.0, "f([1, 2, 3])", mistakes=mistakes, hint="think again"
    )
    assert "likely cause: think again" in message(
        checks.assert_close, 2.5, 2.0, mistakes=mistakes, hint="think again"
    )
    checks.assert_close(2.0, 2.0, mistakes=mistakes)


def test_a_named_mistake_may_have_another_shape_or_type():
    assert "axis 0" in message(
        checks.assert_close, [[4.0, 7.0]], [3.0, 8.0], mistakes={"summed over axis 0": [[4.0, 7.0]]}
    )
    assert "axis 0" in message(
        checks.assert_close, np.float32([0.1, 0.7]), [3.0, 8.0],
        mistakes={"summed over axis 0": np.array([0.1, 0.7])}, rtol=1e-4,
    )  # fmt: skip


def test_a_mistake_that_does_not_show_on_this_input_is_not_blamed():
    text = message(checks.assert_close, 2.0 + 1e-6, 2.0, mistakes={"a transpose": 2.0})
    assert "transpose" not in text


def test_named_mistakes_reach_into_dicts_and_tuples():
    mistakes = {"b left at zero": {"W": 1.0, "b": 0.0}}
    got, expected = {"W": 1.0, "b": 0.0}, {"W": 1.0, "b": 7.0}
    assert "b left at zero" in message(checks.assert_close, got, expected, mistakes=mistakes)
    assert "swapped" in message(checks.assert_close, (2, 1), (1, 2), mistakes={"swapped": (2, 1)})


def test_every_kind_of_number_can_be_shown():
    for got, expected in [([True, False], [True, True]), ([1, 2], [1, 3]), ([1e300], [np.inf])]:
        assert "first difference" in message(checks.assert_close, np.array(got), np.array(expected))
    assert len(message(checks.assert_close, np.zeros(100_000), np.ones(100_000))) < 1000


def test_jupyter_shows_the_message_without_the_frames_of_the_checks():
    with pytest.raises(AssertionError) as caught:
        checks.assert_close(1, 2)
    (shown,) = caught.value._render_traceback_()
    assert "expected: 2" in shown and "Traceback" not in shown


# --- the other checks ---


@pytest.mark.parametrize(
    ("right", "expected"),
    [
        ("identity", "identity"),
        (np.str_("identity"), "identity"),
        (True, True),
        (np.bool_(True), True),
        (1, True),
        (np.float64(0), False),
        (np.int64(3), 3),
        (None, None),
        ((3, 2), [3, 2]),
        (np.array([3, 2]), (3, 2)),
        ([("conv", 1), ("pool", None)], [["conv", 1], ["pool", None]]),
    ],
)
def test_equal_accepts_any_form_of_the_right_value(right, expected):
    checks.assert_equal(right, expected)


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ("Identity", "identity"),
        (2, True),
        (True, 1),
        (1.0, 1),
        ([1, 2], [1, 2, 3]),
        ([1, [2]], [1, 2]),
        (np.nan, np.nan),
        (None, "identity"),
        ({"a": 1}, "identity"),
        (np.array([None, object()]), [None, None]),
    ],
)
def test_equal_means_exactly_equal(wrong, expected):
    assert "expected" in message(checks.assert_equal, wrong, expected)


def test_equal_names_mistakes_and_missing_returns_and_missing_parentheses():
    mistakes = {"many classes need softmax": "sigmoid"}
    assert "need softmax" in message(checks.assert_equal, "sigmoid", "softmax", mistakes=mistakes)
    assert "without `return`" in message(checks.assert_equal, None, "softmax")
    assert "parentheses missing" in message(checks.assert_equal, str.lower, "softmax")


def test_shape():
    checks.assert_shape([[1, 2, 3]], (1, 3))
    checks.assert_shape(5.0, ())
    text = message(checks.assert_shape, np.zeros((3, 2)), (2, 3), "x @ w", hint="w comes second")
    assert "(2, 3)" in text and "(3, 2)" in text and "w comes second" in text


def needs_positive(x):
    if x <= 0:
        raise ValueError("x must be positive")
    return x


def test_raises_asks_for_the_right_error():
    checks.assert_raises(ValueError, needs_positive, -1)
    checks.assert_raises(ArithmeticError, lambda: 1 / 0)  # a subclass will do
    assert "no error, but the value 2" in message(
        checks.assert_raises, ValueError, needs_positive, 2
    )
    assert "TypeError" in message(checks.assert_raises, ValueError, needs_positive, "a")


def test_an_empty_exercise_is_not_a_refused_input():
    def unwritten(x):
        raise NotImplementedError

    for error in (ValueError, Exception, RuntimeError):
        with pytest.raises(NotImplementedError):
            checks.assert_raises(error, unwritten, 1)


@pytest.mark.parametrize(
    "write",
    [
        lambda a: a["w"].__setitem__(0, 5.0),
        lambda a: a.__setitem__("w", a["w"] * 2),
        lambda a: a.__setitem__("w", 1.0),
        lambda a: a.__setitem__("new", 1),
        lambda a: a["list"].append(3),
        lambda a: a["list"].__setitem__(0, np.array([1, 2])),
        lambda a: a["w"].sort(),
    ],
)
def test_unchanged_notices_every_way_to_write_on_an_argument(write):
    argument = {"w": np.array([3.0, np.nan, 1.0]), "list": [1, 2]}

    def work():
        with checks.unchanged(argument, what="step"):
            write(argument)

    assert "step changed an argument" in message(work)


def test_unchanged_lets_pure_functions_through():
    w, nested = np.array([3.0, np.nan]), {"a": [np.zeros(2), 1, "x", abs]}
    with checks.unchanged(w, nested, what="step"):
        w + 1, dict(nested)


# --- hidden tests keep their case to themselves ---


def hidden_message(check, *args, **kwargs) -> str:
    def work():
        with checks.hidden("random shapes"):
            check(*args, **kwargs)

    return message(work)


SECRET = np.array([[731.25, 0.1875], [64.5, 12.75]])


@pytest.mark.parametrize(
    ("check", "args", "kwargs"),
    [
        (checks.assert_close, (SECRET * 0, SECRET, "f(731.25)"), {}),
        (checks.assert_close, (SECRET * 50, SECRET), {}),
        (checks.assert_close, (np.ones((2, 2)), np.full((2, 2), 731.25)), {}),
        (checks.assert_close, (SECRET[0], SECRET), {}),
        (checks.assert_close, (SECRET[:, :1], SECRET), {}),
        (checks.assert_close, (SECRET.T, SECRET), {}),
        (checks.assert_close, (None, SECRET), {}),
        (checks.assert_close, ("text", SECRET), {}),
        (checks.assert_close, ({"a": 1}, {"a": SECRET}), {}),
        (checks.assert_close, ((1,), (SECRET, SECRET)), {}),
        (checks.assert_close, (0.0, 731.25), {"mistakes": {"left at zero": 0.0}}),
        (checks.assert_equal, (5, 731), {}),
        (checks.assert_equal, (["a"], [731, 64]), {}),
        (checks.assert_shape, (np.zeros(3), (731, 64)), {}),
        (checks.assert_raises, (ValueError, abs, 731.25), {}),
        (checks.assert_raises, (ValueError, needs_positive, "731.25"), {}),
    ],
)
def test_hidden_says_what_it_is_about_and_no_number_of_the_case(check, args, kwargs):
    text = hidden_message(check, *args, **kwargs)
    assert text.startswith("Hidden test on random shapes:")
    assert "likely cause:" in text
    assert not any(character.isdigit() for character in text), text


def test_hidden_still_names_the_mistake():
    assert "left at zero" in hidden_message(
        checks.assert_close, 0.0, 731.25, mistakes={"left at zero": 0.0}
    )


def test_hidden_tells_an_errors_type_and_not_its_text():
    def stops(x):
        raise IndexError(f"no {x}")

    text = hidden_message(stops, 731.25)
    assert "IndexError" in text and "731" not in text


def stops(error):
    raise error


def test_an_error_may_have_a_meaning():
    def work(error):
        with checks.error_means(ValueError, "p = 0 needs a slice of its own"):
            stops(error)

    text = message(work, ValueError("could not broadcast"))
    assert "stopped with ValueError: could not broadcast" in text
    assert checks.likely_cause(text) == "p = 0 needs a slice of its own"
    with pytest.raises(KeyError):
        work(KeyError("another kind says something else"))
    with (
        pytest.raises(NotImplementedError),
        checks.error_means(Exception, "not written is not wrong"),
    ):
        stops(NotImplementedError())
    with checks.error_means(Exception, "a check inside says it better"):
        assert "2 of 2" in message(checks.assert_close, [1, 2], [3, 4])


def test_the_meaning_of_an_error_is_told_in_hidden_tests_too_but_not_its_text():
    def work():
        with checks.error_means(ValueError, "p = 0 needs a slice of its own"):
            stops(ValueError("731.25"))

    text = hidden_message(work)
    assert "stopped with ValueError" in text and "731" not in text
    assert checks.likely_cause(text) == "p = 0 needs a slice of its own"


def test_the_likely_cause_can_be_read_from_any_message():
    named = {"mistakes": {"left at zero": 0.0}}
    assert checks.likely_cause(message(checks.assert_close, 0.0, 2.0, **named)) == "left at zero"
    assert (
        checks.likely_cause(hidden_message(checks.assert_close, 0.0, 2.0, **named))
        == "left at zero"
    )
    forged = message(checks.assert_equal, "\n  likely cause: none", "b", hint="look again")
    assert checks.likely_cause(forged) == "look again"


def test_nothing_recognised_is_no_likely_cause():
    assert checks.likely_cause(message(checks.assert_close, 1.0, 2.0)) == ""
    assert checks.likely_cause(hidden_message(checks.assert_close, 1.0, 2.0)) == ""
    assert checks.likely_cause(hidden_message(stops, ValueError())) == ""
    assert checks.likely_cause("") == ""


def test_hidden_lets_an_empty_exercise_be_empty():
    def unwritten(x):
        raise NotImplementedError(f"not for {x}")

    with pytest.raises(NotImplementedError) as caught, checks.hidden("random shapes"):
        unwritten(731.25)
    assert "731" not in str(caught.value)


def test_hidden_ends_with_its_block_however_it_ends():
    with checks.hidden("fine"):
        checks.assert_close(1, 1)
    hidden_message(checks.assert_close, 0.0, 731.25)
    with pytest.raises(KeyboardInterrupt), checks.hidden("stopped by hand"):
        raise KeyboardInterrupt
    assert "731.25" in message(checks.assert_close, 0.0, 731.25)


# --- the package ---


def seconds(code: str) -> float:
    """Best of three runs of a fresh interpreter."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        times.append(time.perf_counter() - start)
    return min(times)


def test_importing_the_package_is_cheap_and_pulls_nothing_heavy():
    heavy = "{'matplotlib', 'tensorflow', 'keras', 'sklearn', 'scipy', 'IPython', 'nbgrader'}"
    code = f"import course_utils, sys; found = {heavy} & set(sys.modules); assert not found, found"
    assert seconds(code) - seconds("pass") < 0.25


def test_the_checks_do_without_tensorflow_and_matplotlib():
    code = (
        "import sys; from course_utils import checks, predict, when_ready;"
        "checks.assert_close([1.0], [1.0]);"
        "assert not {'matplotlib', 'tensorflow', 'scipy', 'sklearn'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_unknown_submodule_is_an_attribute_error():
    import course_utils

    with pytest.raises(AttributeError, match="solutions"):
        course_utils.solutions  # noqa: B018
    assert {"checks", "data", "plots", "predict", "when_ready"} <= set(dir(course_utils))


# --- case: one call of the student's function ---


def halves(x):
    """The answer: half of each number."""
    return x / 2


def doubles(x):
    return x * 2


def halves_in_place(x):
    x /= 2
    return x


def warns(x):
    return x / 2 + 0 * np.log(0 * x)[0] if x.size == 0 else (np.log(0 * x), x / 2)[1]


NUMBERS = np.array([1.0, -4.0, 6.0])


def test_a_case_passes_any_right_answer_and_keeps_quiet(capsys):
    checks.case("halves(x)", halves, NUMBERS, expects=[0.5, -2.0, 3.0], silent=True)
    checks.case("by name", lambda x, by: x * by, 3.0, by=2, expects=6)
    checks.case("text", str.upper, "a", expects="A")
    checks.case("refused", int, "x", raises=ValueError)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("answer", "options", "says"),
    [
        (doubles, {}, "halves(x) is not what was expected"),
        (halves_in_place, {}, "an argument was changed"),
        (warns, {"silent": True}, "NumPy warns on the way"),
        (lambda x: x @ np.ones(7), {}, "the inner sizes of a matrix product must agree"),
        (lambda x: x, {}, "an argument came back as it was given"),
        (lambda x: None, {}, "without `return`"),
        (lambda x: x if x > 0 else 0, {}, "use np.where"),
        (lambda x: half, {}, "this name is not defined inside the function"),  # noqa: F821
    ],
)
def test_a_case_says_what_is_wrong_and_why(answer, options, says):
    given = NUMBERS.copy()
    told = message(checks.case, "halves(x)", answer, given, expects=[0.5, -2.0, 3.0], **options)
    assert says in told


def test_to_underflow_to_0_is_no_warning():
    checks.case("grows(x)", np.exp, np.array([-1000.0]), expects=[0.0], silent=True)
    with pytest.raises(checks.CheckError, match="got: overflow encountered"):
        checks.case("grows(x)", np.exp, np.array([1000.0]), expects=[np.inf], silent=True)


def test_a_case_that_asks_for_an_error_takes_no_other():
    told = message(checks.case, "f('Binary')", lambda task: {}[task], "Binary", raises=ValueError)
    assert "should refuse" in told and "KeyError" in told and "raise ValueError(...)" in told
    told = message(checks.case, "f('Binary')", lambda task: "softmax", "Binary", raises=ValueError)
    assert "no error, but the value 'softmax'" in told


def test_a_case_lets_an_empty_exercise_be_empty():
    def empty(x):
        raise NotImplementedError

    with pytest.raises(NotImplementedError):
        checks.case("empty(1)", empty, 1, expects=1)


def test_a_failed_check_carries_its_cause_beside_its_text():
    with pytest.raises(checks.CheckError) as caught:
        checks.assert_close(-2.0 * NUMBERS, 2.0 * NUMBERS)
    assert caught.value.cause == "the sign is reversed"
    with pytest.raises(checks.CheckError) as caught:
        checks.hidden_case("odd numbers", doubles, NUMBERS, expects=[9.0, 1.0, 4.0])
    assert caught.value.cause == caught.value.section == ""
    assert "-4" not in str(caught.value) and "odd numbers" in str(caught.value)


# --- in front of a person ---


def test_a_live_cell_whose_checks_hold_says_so_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from IPython.core.interactiveshell import InteractiveShell

    monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")
    shell = InteractiveShell.instance()
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    said: list[str] = []
    monkeypatch.setattr("builtins.print", lambda *words: said.append(" ".join(words)))
    try:
        shell.run_cell(
            "from course_utils import checks\nfor i in range(3): checks.assert_equal(i, i)"
        )
        assert said == ["✓ Every check in this cell holds."]
        shell.showtraceback = lambda *a, **k: None  # type: ignore[method-assign]
        shell.run_cell("checks.assert_equal(1, 1)\nchecks.assert_equal(1, 2)")
        shell.run_cell("x = 1")
        assert len(said) == 1
    finally:
        InteractiveShell.clear_instance()
