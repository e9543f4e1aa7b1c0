"""Laws that every right answer obeys: the reference, and each style in solutions/*/variants.py.

The inputs are mostly small whole numbers. Their sums and products are exact in float32, too, so
that a law can be checked to the last digit, and hits zeros and ties, where answers go wrong.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import solution_functions
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from course_utils.author import acceptance
from course_utils.course import find_course, lessons

Function = Callable[..., Any]
Arrays = dict[str, np.ndarray]
Layers = list[tuple[Any, ...]]

ANSWERS = {
    exercise: (lesson.assignment, answers)
    for lesson in lessons(find_course(Path(__file__).parent))
    for exercise, answers in acceptance.styles(lesson).items()
}
CLOSE = 1e-6  # float32 has 24 bits: numbers about 1 are right to 6e-8, after a few steps to this

law = settings(max_examples=8, deadline=None, derandomize=True)  # the same inputs in every run


@cache
def defined(exercise: str, source: str) -> Function:
    """The function that `source` defines, next to the notebook's imports and references."""
    names = dict(reference(exercise).__globals__)
    exec(source, names)
    return names[exercise]


def reference(exercise: str) -> Function:
    return solution_functions(ANSWERS[exercise][0])[exercise]


def numbers(answer: Any) -> np.ndarray:
    """Styles return lists, float32 and tensors as well."""
    return np.asarray(answer, dtype=float)


def as_it_is(answer: Any) -> Any:
    return answer


def each(*exercises: str, to: str = "", result: Function = numbers) -> pytest.MarkDecorator:
    """Run a test with every right answer to the exercises.

    Args:
        to: the test's argument that takes it; the exercise's name unless told.
        result: applied to what the answer returns.
    """

    def later(exercise: str, source: str) -> Function:
        # Not defined yet when tests are collected: notebooks 05 to 07 import TensorFlow.
        def call(*args: Any, **options: Any) -> Any:
            return result(defined(exercise, source)(*args, **options))

        call.__name__ = exercise
        return call

    found = [(exercise, answer) for exercise in exercises for answer in ANSWERS[exercise][1]]
    calls = [later(exercise, answer.source) for exercise, answer in found]
    ids = [f"{exercise}-{answer.style}" for exercise, answer in found]
    return pytest.mark.parametrize(to or exercises[0], calls, ids=ids)


def whole(*shape: int, most: int = 9) -> st.SearchStrategy[np.ndarray]:
    """float64 arrays of whole numbers."""
    return arrays(float, shape, elements=st.integers(-most, most))


def some_shape(least: int, most: int) -> st.SearchStrategy[tuple[int, ...]]:
    return array_shapes(min_dims=least, max_dims=most, max_side=4)


SIZE = st.integers(1, 4)
SEED = st.integers(0, 2**32 - 1)
REAL = arrays(float, some_shape(0, 3), elements=st.floats(-40, 40, width=32))
WHOLE = some_shape(0, 3).flatmap(lambda shape: whole(*shape))
ROWS = some_shape(1, 3).flatmap(lambda shape: whole(*shape))


# 01: activation functions


@st.composite
def stacks(draw: st.DrawFn) -> tuple[np.ndarray, list[np.ndarray], list[np.ndarray]]:
    """Inputs (n, first), and one to four matrices and biases that fit them and each other."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=2, max_size=5))
    weights = [draw(whole(a, b, most=3)) for a, b in zip(sizes, sizes[1:], strict=False)]
    return draw(whole(draw(SIZE), sizes[0])), weights, [draw(whole(n)) for n in sizes[1:]]


@each("collapse_linear")
@law
@given(stacks())
def test_the_collapsed_matrix_does_what_its_layers_do(
    collapse_linear: Function, stack: tuple[np.ndarray, list[np.ndarray], list[np.ndarray]]
) -> None:
    x, weights, _ = stack
    through = x
    for w in weights:
        through = through @ w
    assert np.array_equal(x @ collapse_linear(weights), through)


@each("sigmoid")
@law
@given(REAL)
def test_sigmoid_is_symmetric_and_never_falls(sigmoid: Function, z: np.ndarray) -> None:
    np.testing.assert_allclose(sigmoid(-z), 1 - sigmoid(z), atol=CLOSE, rtol=0)
    # Not exactly: neighbouring numbers may be rounded in different directions.
    assert np.all(np.diff(sigmoid(np.sort(z, axis=None))) >= -CLOSE)


@each("sigmoid")
@law
@given(arrays(float, 5, elements=st.floats(1e-4, 1 - 1e-4)))
def test_sigmoid_undoes_the_log_odds(sigmoid: Function, p: np.ndarray) -> None:
    np.testing.assert_allclose(sigmoid(np.log(p / (1 - p))), p, atol=CLOSE, rtol=0)


@each("sigmoid_grad")
@law
@given(REAL)
def test_sigmoid_is_steepest_at_0_and_as_steep_on_both_sides(
    sigmoid_grad: Function, z: np.ndarray
) -> None:
    slope = sigmoid_grad(z)
    np.testing.assert_allclose(slope, sigmoid_grad(-z), atol=CLOSE, rtol=0)
    assert np.all((slope >= 0) & (slope <= 0.25 + CLOSE))
    assert np.all(np.diff(sigmoid_grad(np.sort(np.abs(z), axis=None))) <= CLOSE)


@each("relu")
@law
@given(REAL)
def test_relu_takes_a_number_apart_and_changes_nothing_twice(relu: Function, z: np.ndarray) -> None:
    assert np.all(relu(z) >= 0)
    assert np.array_equal(relu(z) - relu(-z), z)
    assert np.array_equal(relu(relu(z)), relu(z))


@each("relu_grad")
@law
@given(WHOLE, SIZE)
def test_relu_has_its_slope_on_one_side_of_0_and_none_at_0(
    relu_grad: Function, z: np.ndarray, factor: int
) -> None:
    assert np.array_equal(relu_grad(z) + relu_grad(-z), z != 0)
    assert np.array_equal(relu_grad(factor * z), relu_grad(z))


@each("leaky_relu")
@law
@given(WHOLE, st.sampled_from([0.0, 0.25, 0.5, 1.0]))
def test_leaky_relu_leaks_by_its_slope_below_0_alone(
    leaky_relu: Function, z: np.ndarray, slope: float
) -> None:
    assert np.array_equal(leaky_relu(np.abs(z), slope), np.abs(z))
    assert np.array_equal(leaky_relu(-np.abs(z), slope), -slope * np.abs(z))
    assert np.array_equal(leaky_relu(z) == leaky_relu(z, 0.5), z >= 0)


@each("tanh_grad")
@law
@given(REAL)
def test_tanh_is_steepest_at_0_and_four_times_as_steep_as_the_sigmoid(
    tanh_grad: Function, z: np.ndarray
) -> None:
    slope = tanh_grad(z)
    np.testing.assert_allclose(slope, tanh_grad(-z), atol=CLOSE, rtol=0)
    assert np.all((slope >= 0) & (slope <= 1))
    sigmoid_grad = reference("sigmoid_grad")
    np.testing.assert_allclose(slope, 4 * sigmoid_grad(2 * z), atol=CLOSE, rtol=0)


@each("xor_network", result=as_it_is)
def test_the_network_answers_xor_and_is_bent_in_between(xor_network: Function) -> None:
    w1, b1, w2, b2 = (np.asarray(part, dtype=float) for part in xor_network())
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    assert (np.maximum(corners @ w1 + b1, 0) @ w2 + b2).ravel().tolist() == [0, 1, 1, 0]
    straight = (
        corners @ w1 + b1
    ) @ w2 + b2  # without the bend, the two diagonals add up to as much
    assert straight[0] + straight[3] == straight[1] + straight[2]


@each("count_parameters")
@law
@given(st.lists(st.integers(1, 50), min_size=2, max_size=6), st.data())
def test_the_parameters_of_a_network_cut_in_two_add_up(
    count_parameters: Function, sizes: list[int], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(1, len(sizes) - 1))
    head, tail = sizes[: cut + 1], sizes[cut:]
    rest = count_parameters(tail) if len(tail) > 1 else 0
    assert count_parameters(sizes) == count_parameters(head) + rest


@each("softmax")
@law
@given(ROWS)
def test_softmax_shares_1_by_the_differences_of_the_scores(
    softmax: Function, z: np.ndarray
) -> None:
    p = softmax(z)
    np.testing.assert_allclose(p.sum(axis=-1), 1, atol=CLOSE)
    # Who scores 1 more gets e times as much: this keeps the order, too.
    np.testing.assert_allclose(np.diff(np.log(p)), np.diff(z), atol=10 * CLOSE)


@each("softmax")
@law
@given(st.data(), ROWS)
def test_softmax_does_not_see_what_is_added_to_a_whole_row(
    softmax: Function, data: st.DataObject, z: np.ndarray
) -> None:
    added = data.draw(whole(*z.shape[:-1], 1, most=1000))  # e^1000 is no float
    np.testing.assert_allclose(softmax(z + added), softmax(z), atol=CLOSE)


@each("output_activation", result=str)
@law
@given(
    st.text("abeginrsy", max_size=9).filter(
        lambda task: task not in ("regression", "binary", "multiclass")
    )
)
def test_every_other_word_is_no_task(output_activation: Function, task: str) -> None:
    with pytest.raises(ValueError):
        output_activation(task)


@each("dense")
@law
@given(st.data(), SIZE, SIZE, SIZE)
def test_dense_is_linear_but_for_the_bias_and_the_activation_comes_last(
    dense: Function, data: st.DataObject, n: int, inputs: int, outputs: int
) -> None:
    x, y, w = (data.draw(whole(*s)) for s in ((n, inputs), (n, inputs), (inputs, outputs)))
    b = data.draw(whole(outputs))
    plain = dense(x, w, b, as_it_is)
    assert np.array_equal(dense(x + y, w, b, as_it_is), plain + dense(y, w, 0 * b, as_it_is))
    assert np.array_equal(plain - dense(x, w, 0 * b, as_it_is), np.tile(b, (n, 1)))
    assert np.array_equal(dense(x, w, b, np.square), np.square(plain))


@each("forward")
@law
@given(st.data(), stacks())
def test_a_network_cut_in_two_does_what_it_did(
    forward: Function,
    data: st.DataObject,
    stack: tuple[np.ndarray, list[np.ndarray], list[np.ndarray]],
) -> None:
    x, weights, biases = stack
    activation = st.sampled_from([np.abs, np.negative, lambda z: np.maximum(z, 0)])
    layers = [(w, b, data.draw(activation)) for w, b in zip(weights, biases, strict=True)]
    assert np.array_equal(forward(x, layers[:1]), reference("dense")(x, *layers[0]))
    whole_way = forward(x, layers)
    for cut in range(len(layers) + 1):
        assert np.array_equal(forward(forward(x, layers[:cut]), layers[cut:]), whole_way)


@each("glu")
@law
@given(st.data(), SIZE, SIZE, SIZE)
def test_a_gate_and_its_opposite_let_everything_through(
    glu: Function, data: st.DataObject, n: int, inputs: int, outputs: int
) -> None:
    x, w, v = (data.draw(whole(*s)) for s in ((n, inputs), (inputs, outputs), (inputs, outputs)))
    b, c = data.draw(whole(outputs)), data.draw(whole(outputs))
    content = x @ w + b
    both = glu(x, w, b, v, c) + glu(x, w, b, -v, -c)
    np.testing.assert_allclose(both, content, rtol=CLOSE, atol=CLOSE)
    # |x v| is at most 4 * 81: a bias of 1000 opens the gate whatever comes, and one of -1000
    # closes it.
    np.testing.assert_allclose(glu(x, w, b, v, c + 1000), content, rtol=CLOSE)
    np.testing.assert_allclose(glu(x, w, b, v, c - 1000), 0 * content, atol=CLOSE)


# 02: loss and accuracy


@st.composite
def batches(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores (n, classes), labels (n,), and the labels one-hot."""
    n, classes = draw(SIZE), draw(st.integers(2, 4))
    labels = draw(arrays(int, n, elements=st.integers(0, classes - 1)))
    return draw(whole(n, classes, most=5)), labels, np.eye(classes)[labels]


def shares(z: np.ndarray) -> np.ndarray:
    """Probabilities, none of them near the 1e-12 where the cross-entropy is clipped."""
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


@each("one_hot")
@law
@given(st.data(), st.integers(1, 6))
def test_one_hot_rows_hold_a_single_1_which_tells_the_label(
    one_hot: Function, data: st.DataObject, classes: int
) -> None:
    labels = data.draw(st.lists(st.integers(0, classes - 1), min_size=1))
    rows = one_hot(labels, classes)
    assert rows.shape == (len(labels), classes)
    assert np.array_equal(rows.argmax(axis=1), labels)
    assert np.array_equal(np.sort(rows)[:, ::-1], np.eye(1, classes).repeat(len(labels), axis=0))


@each("one_hot")
@law
@given(st.data(), st.integers(1, 6))
def test_one_hot_refuses_a_bad_label_among_good_ones(
    one_hot: Function, data: st.DataObject, classes: int
) -> None:
    labels = data.draw(st.lists(st.integers(0, classes - 1)))
    bad = data.draw(st.integers(-classes, -1) | st.integers(classes, classes + 3))
    labels.insert(data.draw(st.integers(0, len(labels))), bad)
    with pytest.raises(ValueError):
        one_hot(labels, classes)


@each("mean_squared_error")
@law
@given(st.data(), batches())
def test_mse_is_a_squared_distance(
    mean_squared_error: Function, data: st.DataObject, batch: tuple[np.ndarray, ...]
) -> None:
    y, _, t = batch
    loss = mean_squared_error(y.copy(), t)
    assert (loss > 0) == (not np.array_equal(y, t))
    assert mean_squared_error(t.copy(), y) == pytest.approx(loss, rel=CLOSE)
    assert mean_squared_error(3 * y, 3 * t) == pytest.approx(9 * loss, rel=CLOSE)
    # One class 1 off in every sample: the half of 1.
    off = np.eye(t.shape[1])[data.draw(st.integers(0, t.shape[1] - 1))]
    assert mean_squared_error(t + off, t) == pytest.approx(0.5)


@each("mean_squared_error", "cross_entropy", to="loss")
@law
@given(batches())
def test_a_loss_is_a_mean_over_samples_and_a_sum_over_classes(
    loss: Function, batch: tuple[np.ndarray, ...]
) -> None:
    p, t = shares(batch[0]), batch[2]
    once = pytest.approx(loss(p.copy(), t), rel=CLOSE, abs=CLOSE)
    assert loss(np.vstack([p, p[::-1]]), np.vstack([t, t[::-1]])) == once
    never = np.zeros((len(p), 1))  # a class that is neither right nor thought of
    assert loss(np.hstack([p, never]), np.hstack([t, never])) == once


@each("cross_entropy")
@law
@given(batches())
def test_cross_entropy_is_least_at_the_truth_and_halves_cost_ln_2(
    cross_entropy: Function, batch: tuple[np.ndarray, ...]
) -> None:
    p, t = shares(batch[0]), batch[2]
    loss = cross_entropy(p.copy(), t)
    assert cross_entropy(t.copy(), t) == 0 <= loss
    assert cross_entropy((p + t) / 2, t) <= loss + CLOSE
    assert cross_entropy(p / 2, t) == pytest.approx(loss + np.log(2), rel=CLOSE, abs=CLOSE)
    assert cross_entropy(1 - t, t) == pytest.approx(12 * np.log(10))  # the most, by the clipping


@each("accuracy")
@law
@given(st.data(), batches())
def test_accuracy_depends_on_the_order_of_scores_and_not_of_samples(
    accuracy: Function, data: st.DataObject, batch: tuple[np.ndarray, ...]
) -> None:
    p, labels, _ = batch
    order = data.draw(st.permutations(range(len(p))))
    share = pytest.approx(accuracy(p, labels), rel=CLOSE)
    assert accuracy(p[order], labels[order]) == share
    assert accuracy(2 * p - 50, labels) == share
    assert accuracy(np.vstack([p, p]), np.tile(labels, 2)) == share
    assert accuracy(p, p.argmax(axis=1)) == 1


@each("numerical_gradient")
@law
@given(st.data(), some_shape(0, 2))
def test_central_differences_are_exact_for_parabolas(
    numerical_gradient: Function, data: st.DataObject, shape: tuple[int, ...]
) -> None:
    w = data.draw(arrays(int, shape, elements=st.integers(-9, 9)))  # whole numbers, still nudged
    a, b = data.draw(whole(*shape)), data.draw(whole(*shape))
    gradient = numerical_gradient(lambda x: np.sum(a * x**2 + b * x), w)
    # f is below 20,000 and so rounded by 2e-12, which 2h = 2e-4 makes 1e-8. A one-sided
    # difference would be off by a h = 1e-4 or more.
    np.testing.assert_allclose(gradient, 2 * a * w + b, rtol=CLOSE, atol=CLOSE)


@each("numerical_gradient")
@law
@given(arrays(float, 3, elements=st.floats(-1, 1)))
def test_central_differences_are_off_by_h_squared_for_cubes(
    numerical_gradient: Function, w: np.ndarray
) -> None:
    gradient = numerical_gradient(lambda x: np.sum(x**3), w)
    np.testing.assert_allclose(gradient, 3 * w**2, rtol=0, atol=CLOSE)  # h^2 = 1e-8


@each("softmax_cross_entropy_grad")
@law
@given(st.data(), batches())
def test_the_gradient_of_the_scores_moves_weight_to_the_right_class(
    softmax_cross_entropy_grad: Function, data: st.DataObject, batch: tuple[np.ndarray, ...]
) -> None:
    z, _, t = batch
    grad = softmax_cross_entropy_grad(z, t)
    np.testing.assert_allclose(grad.sum(axis=1), 0, atol=CLOSE)
    assert np.all(np.where(t == 1, -grad, grad) >= 0)
    added = data.draw(whole(len(z), 1, most=1000))
    np.testing.assert_allclose(softmax_cross_entropy_grad(z + added, t), grad, atol=CLOSE)
    twice = softmax_cross_entropy_grad(np.vstack([z, z]), np.vstack([t, t]))
    np.testing.assert_allclose(twice, np.vstack([grad, grad]) / 2, atol=CLOSE)


@st.composite
def networks(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, Arrays]:
    """Inputs, one-hot targets and parameters of a network of two layers."""
    _, _, t = draw(batches())
    d, h = draw(SIZE), draw(SIZE)
    shapes = {"W1": (d, h), "b1": (h,), "W2": (h, t.shape[1]), "b2": (t.shape[1],)}
    params = {k: draw(whole(*shape, most=3)) / 2 for k, shape in shapes.items()}
    return draw(whole(len(t), d, most=3)) / 2, t, params


def by_name(grads: dict[str, Any]) -> Arrays:
    return {k: numbers(v) for k, v in grads.items()}


def assert_same(ours: Arrays, theirs: Arrays) -> None:
    assert set(ours) == set(theirs)
    for k in ours:
        np.testing.assert_allclose(ours[k], theirs[k], rtol=CLOSE, atol=CLOSE, err_msg=k)


@each("two_layer_grads", result=by_name)
@law
@given(networks())
def test_gradients_are_means_over_the_batch(
    two_layer_grads: Function, network: tuple[np.ndarray, np.ndarray, Arrays]
) -> None:
    x, t, params = network
    grads = two_layer_grads(x, t, params)
    assert_same(grads, two_layer_grads(np.vstack([x, x[::-1]]), np.vstack([t, t[::-1]]), params))
    # What one class gains the others lose.
    np.testing.assert_allclose(grads["W2"].sum(axis=1), 0, atol=CLOSE)
    np.testing.assert_allclose(grads["b2"].sum(), 0, atol=CLOSE)


@each("two_layer_grads", result=by_name)
@law
@given(networks())
def test_a_network_with_its_hidden_neurons_turned_round_learns_the_same(
    two_layer_grads: Function, network: tuple[np.ndarray, np.ndarray, Arrays]
) -> None:
    """sigmoid(-a) = 1 - sigmoid(a): with the signs turned and b2 adjusted, nothing changes."""
    x, t, params = network
    turned = {k: -params[k] for k in ("W1", "b1", "W2")}
    turned["b2"] = params["b2"] + params["W2"].sum(axis=0)
    grads, theirs = two_layer_grads(x, t, params), two_layer_grads(x, t, turned)
    expected = {"W1": -grads["W1"], "b1": -grads["b1"], "b2": grads["b2"]}
    assert_same(theirs, expected | {"W2": grads["b2"] - grads["W2"]})


@each("minibatches", result=list)
@law
@given(st.integers(1, 40), st.integers(1, 15), SEED)
def test_minibatches_hold_every_index_once(
    minibatches: Function, n: int, batch_size: int, seed: int
) -> None:
    batches = minibatches(n, batch_size, np.random.default_rng(seed))
    assert sorted(np.concatenate(batches)) == list(range(n))
    assert all(len(batch) == batch_size for batch in batches[:-1])
    assert 1 <= len(batches[-1]) <= batch_size


@each("split_indices", result=tuple)
@law
@given(st.integers(3, 60), st.tuples(SIZE, SIZE, SIZE), SEED)
def test_a_split_holds_every_index_once_in_parts_as_large_as_asked(
    split_indices: Function, n: int, parts: tuple[int, ...], seed: int
) -> None:
    ratios = tuple(part / sum(parts) for part in parts)
    split = split_indices(n, ratios, np.random.default_rng(seed))
    assert sorted(np.concatenate(split)) == list(range(n))
    for part, ratio in zip(split, ratios, strict=True):
        assert abs(len(part) - n * ratio) < 2


def draw_minibatches(minibatches: Function, rng: np.random.Generator) -> np.ndarray:
    return np.concatenate(minibatches(50, 8, rng))


def draw_split(split_indices: Function, rng: np.random.Generator) -> np.ndarray:
    return np.concatenate(split_indices(50, (0.5, 0.25, 0.25), rng))


def draw_samples(sample_log_uniform: Function, rng: np.random.Generator) -> np.ndarray:
    return numbers(sample_log_uniform(0.1, 10, 50, rng))


def draw_augmented(augment: Function, rng: np.random.Generator) -> np.ndarray:
    return numbers(augment(np.arange(1, 4001).reshape(10, 20, 20, 1), rng))


DRAWS = {
    "minibatches": draw_minibatches,
    "split_indices": draw_split,
    "sample_log_uniform": draw_samples,
    "augment": draw_augmented,
}


@each(*DRAWS, to="answer", result=as_it_is)
@settings(law, max_examples=5)
@given(SEED)
def test_chance_comes_from_the_generator_and_from_nowhere_else(answer: Function, seed: int) -> None:
    draw = DRAWS[answer.__name__]
    rng = np.random.default_rng(seed)
    first, second = draw(answer, rng), draw(answer, rng)
    assert np.array_equal(draw(answer, np.random.default_rng(seed)), first)
    # Ten images change alike by chance once in 50^10 times, all else is rarer.
    assert not np.array_equal(first, second)


# 03: optimizers

OPTIMIZERS = ("sgd", "momentum", "adagrad", "rmsprop", "adam")
NOT_ZERO = st.integers(1, 9) | st.integers(-9, -1)
LR = 0.01


def walk(step: Function, params: Arrays, grads: list[Arrays], **options: float) -> list[Arrays]:
    """The weights at the start and after each step."""
    state: dict[str, Any] = {}
    path = [by_name(params)]
    for grad in grads:
        params, state = step(params, grad, state, **options)
        path.append(by_name(params))
    return path


@st.composite
def weights(draw: st.DrawFn) -> Arrays:
    """A matrix, a vector and a number, none of them 0."""
    w = draw(arrays(float, 6, elements=NOT_ZERO))
    return {"W": w[:4].reshape(2, 2), "b": w[4:5], "scale": w[5].reshape(())}


@each(*OPTIMIZERS, to="step", result=as_it_is)
@law
@given(weights())
def test_where_it_is_flat_nothing_starts_to_move(step: Function, params: Arrays) -> None:
    flat = {k: 0 * w for k, w in params.items()}
    for place in walk(step, params, [flat, flat]):
        assert_same(place, params)


@each(*OPTIMIZERS, to="step", result=as_it_is)
@law
@given(weights())
def test_a_step_goes_downhill(step: Function, params: Arrays) -> None:
    """On w^2 / 2, whose gradient is w."""
    before, after = walk(step, params, [params], lr=LR)
    assert all(np.all(np.abs(after[k]) < np.abs(before[k])) for k in params)


@each(*OPTIMIZERS, to="step", result=as_it_is)
@law
@given(weights(), st.lists(weights(), min_size=3, max_size=3))
def test_weights_do_not_know_of_each_other(
    step: Function, params: Arrays, grads: list[Arrays]
) -> None:
    together = walk(step, params, grads)[-1]
    alone = {k: walk(step, {k: w}, [{k: g[k]} for g in grads])[-1][k] for k, w in params.items()}
    assert_same(together, alone)


STEPS: dict[str, Callable[[np.ndarray, int], np.ndarray]] = {
    # With the same gradient g again and again, step t is -lr times this. The last three do not
    # see how large g is: what they divide by grows with it.
    "sgd": lambda g, t: g,
    "momentum": lambda g, t: g * (1 - 0.9**t) / (1 - 0.9),
    "adagrad": lambda g, t: np.sign(g) / np.sqrt(t),
    "rmsprop": lambda g, t: np.sign(g) / np.sqrt(1 - 0.9**t),
    "adam": lambda g, t: np.sign(g),
}


@each(*OPTIMIZERS, to="step", result=as_it_is)
@law
@given(weights(), st.integers(0, 10))
def test_under_a_constant_gradient_the_steps_are_known(
    step: Function, grad: Arrays, power: int
) -> None:
    grad = {k: 2.0**power * g for k, g in grad.items()}
    path = walk(step, {k: 0 * g for k, g in grad.items()}, 5 * [grad], lr=LR)
    for t in range(1, 6):
        for k, g in grad.items():
            moved = path[t][k] - path[t - 1][k]
            # Loose for eps: Adam as Keras writes it adds 1e-7 to a root of 0.03.
            np.testing.assert_allclose(moved, -LR * STEPS[step.__name__](g, t), rtol=1e-4)


@each("momentum", result=as_it_is)
@law
@given(weights(), weights(), st.integers(1, 9))
def test_on_the_flat_the_velocity_fades_by_beta(
    momentum: Function, params: Arrays, grad: Arrays, tenths: int
) -> None:
    flat, beta = {k: 0 * g for k, g in grad.items()}, tenths / 10
    path = [place["W"] for place in walk(momentum, params, [grad, flat, flat], lr=0.5, beta=beta)]
    steps = np.diff(path, axis=0)
    np.testing.assert_allclose(steps[1:], beta * steps[:-1], atol=10 * CLOSE)  # weights near 10


@each("exponential_decay")
@law
@given(st.floats(0.001, 1), st.integers(0, 30), st.integers(0, 30), SIZE, st.floats(0.5, 1))
def test_decaying_twice_is_decaying_longer(
    exponential_decay: Function, lr: float, first: int, second: int, every: int, rate: float
) -> None:
    twice = exponential_decay(float(exponential_decay(lr, first, every, rate)), second, every, rate)
    # float32 has the exponent, up to 60 / 1, right to 2e-6.
    assert exponential_decay(lr, first + second, every, rate) == pytest.approx(twice, rel=1e-5)
    assert exponential_decay(lr, every, every, rate) == pytest.approx(lr * rate, rel=1e-5)


@each("sample_log_uniform")
@law
@given(st.floats(0.001, 1), st.floats(1.5, 1000), st.floats(0.01, 100), SEED)
def test_a_logarithmic_range_can_be_scaled_and_squared(
    sample_log_uniform: Function, low: float, ratio: float, factor: float, seed: int
) -> None:
    def samples(low: float, high: float) -> np.ndarray:
        return sample_log_uniform(low, high, 5, np.random.default_rng(seed))

    high, rel = low * ratio, 1e-4  # the logarithms, up to 14, are right to 1e-6 in float32
    once = samples(low, high)
    assert np.all((once >= low * (1 - rel)) & (once <= high * (1 + rel)))
    np.testing.assert_allclose(samples(factor * low, factor * high), factor * once, rtol=rel)
    np.testing.assert_allclose(samples(low**2, high**2), once**2, rtol=rel)


@each("narrow", result=tuple)
@law
@given(st.data(), st.lists(st.integers(-9, 9), min_size=1, max_size=8))
def test_the_range_of_the_best_holds_the_best_and_grows_with_keep(
    narrow: Function, data: st.DataObject, found: list[int]
) -> None:
    samples = np.array(found, dtype=float)
    scores = np.array(data.draw(st.permutations(range(len(found)))), dtype=float)
    order = data.draw(st.permutations(range(len(found))))
    lows, highs = zip(
        *(narrow(samples, scores.copy(), k + 1) for k in range(len(found))), strict=True
    )
    assert lows[0] == highs[0] == samples[scores.argmax()]
    assert (lows[-1], highs[-1]) == (samples.min(), samples.max())
    assert list(lows) == sorted(lows, reverse=True)
    assert list(highs) == sorted(highs)
    for k in range(len(found)):
        assert narrow(samples[order], scores[order] ** 3, k + 1) == (lows[k], highs[k])


# 04: convolution


@each("output_size")
@law
@given(st.data(), st.integers(1, 20), st.integers(1, 9), st.integers(1, 5))
def test_output_size_counts_the_places_that_a_line_was_made_for(
    output_size: Function, data: st.DataObject, places: int, k: int, stride: int
) -> None:
    rest = data.draw(st.integers(0, stride - 1))
    n = k + (places - 1) * stride + rest
    assert output_size(n, k, stride, 0) == places
    padding = data.draw(st.integers(0, (n - 1) // 2))
    assert output_size(n - 2 * padding, k, stride, padding) == places


@each("output_size")
@law
@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 5), st.integers(0, 3))
def test_output_size_refuses_a_window_larger_than_the_line(
    output_size: Function, n: int, missing: int, stride: int, padding: int
) -> None:
    with pytest.raises(ValueError):
        output_size(n, n + 2 * padding + missing, stride, padding)


@each("pad2d")
@law
@given(some_shape(2, 2).flatmap(lambda shape: whole(*shape)), st.integers(0, 3), st.integers(0, 3))
def test_padding_adds_zeros_and_twice_is_once(
    pad2d: Function, x: np.ndarray, p: int, q: int
) -> None:
    padded = pad2d(x, p)
    assert padded.shape == (x.shape[0] + 2 * p, x.shape[1] + 2 * p)
    assert np.array_equal(padded[p : p + x.shape[0], p : p + x.shape[1]], x)
    assert np.count_nonzero(padded) == np.count_nonzero(x)
    assert np.array_equal(pad2d(padded, q), pad2d(x, p + q))


@st.composite
def images(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, tuple[int, int], np.ndarray]:
    """Two images of one size, (kh, kw) that fit, and a kernel of that shape."""
    kh, kw = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    h, w = draw(st.integers(kh, kh + 4)), draw(st.integers(kw, kw + 4))
    return draw(whole(h, w)), draw(whole(h, w)), (kh, kw), draw(whole(kh, kw))


Images = tuple[np.ndarray, np.ndarray, tuple[int, int], np.ndarray]
STRIDE, PADDING = st.integers(1, 3), st.integers(0, 2)
FFT = 1e-9  # one style goes through an FFT, which is not exact for whole numbers


@each("conv2d", "conv2d_fast", to="conv")
@law
@given(st.data(), images(), STRIDE, PADDING)
def test_convolution_is_linear_in_the_image_and_in_the_kernel(
    conv: Function, data: st.DataObject, drawn: Images, stride: int, padding: int
) -> None:
    x, y, shape, kernel = drawn
    other = data.draw(whole(*shape))
    both = conv(x, kernel, stride, padding)
    in_image = both + 3 * conv(y, kernel, stride, padding)
    np.testing.assert_allclose(conv(x + 3 * y, kernel, stride, padding), in_image, atol=FFT)
    in_kernel = both + 3 * conv(x, other, stride, padding)
    np.testing.assert_allclose(conv(x, kernel + 3 * other, stride, padding), in_kernel, atol=FFT)


@each("conv2d", "conv2d_fast", to="conv")
@law
@given(st.data(), images(), STRIDE, PADDING)
def test_a_kernel_with_a_single_1_looks_at_one_place(
    conv: Function, data: st.DataObject, drawn: Images, stride: int, padding: int
) -> None:
    """A lone 1 in the corner of the kernel is the identity; elsewhere it moves the image."""
    x, _, (kh, kw), _ = drawn
    a, b = data.draw(st.integers(0, kh - 1)), data.draw(st.integers(0, kw - 1))
    delta = np.zeros((kh, kw))
    delta[a, b] = 1
    room = np.pad(x, padding)
    seen = room[a : len(room) - kh + a + 1, b : room.shape[1] - kw + b + 1]
    np.testing.assert_allclose(conv(x, delta, stride, padding), seen[::stride, ::stride], atol=FFT)


@each("conv2d", "conv2d_fast", to="conv")
@law
@given(images(), STRIDE, st.integers(0, 2), st.integers(0, 2))
def test_convolution_of_a_moved_image_is_moved(
    conv: Function, drawn: Images, stride: int, down: int, right: int
) -> None:
    x, _, (kh, kw), kernel = drawn
    room = np.pad(x, 6 + max(kh, kw))  # wide enough that nothing leaves it
    moved = np.roll(room, (down * stride, right * stride), axis=(0, 1))
    expected = np.roll(conv(room, kernel, stride), (down, right), axis=(0, 1))
    np.testing.assert_allclose(conv(moved, kernel, stride), expected, atol=FFT)


@each("conv2d", "conv2d_fast", to="conv")
@law
@given(images(), STRIDE, PADDING)
def test_the_response_is_as_large_as_output_size_says(
    conv: Function, drawn: Images, stride: int, padding: int
) -> None:
    x, _, shape, kernel = drawn
    size = reference("output_size")
    expected = tuple(size(n, k, stride, padding) for n, k in zip(x.shape, shape, strict=True))
    assert conv(x, kernel, stride, padding).shape == expected


@each("conv_layer")
@law
@given(st.data(), STRIDE, PADDING, st.integers(1, 3), st.integers(1, 3))
def test_input_channels_add_up_and_output_channels_stand_alone(
    conv_layer: Function, data: st.DataObject, stride: int, padding: int, cin: int, cout: int
) -> None:
    x, w = data.draw(whole(5, 4, cin)), data.draw(whole(3, 2, cin, cout))
    b, free = data.draw(whole(cout)), np.zeros(cout)
    response = conv_layer(x, w, b, stride, padding)
    parts = [
        conv_layer(x[..., c : c + 1], w[:, :, c : c + 1], free, stride, padding) for c in range(cin)
    ]
    assert np.array_equal(response, np.sum(parts, axis=0) + b)
    for f in range(cout):
        alone = conv_layer(x, w[..., f : f + 1], b[f : f + 1], stride, padding)
        assert np.array_equal(response[..., f : f + 1], alone)


@each("conv_layer")
@law
@given(st.data(), STRIDE, PADDING, st.integers(1, 3))
def test_a_layer_of_one_channel_is_a_convolution_and_its_bias(
    conv_layer: Function, data: st.DataObject, stride: int, padding: int, bias: int
) -> None:
    x, kernel = data.draw(whole(5, 4)), data.draw(whole(3, 2))
    layer = conv_layer(x[..., None], kernel[..., None, None], np.full(1, bias), stride, padding)
    expected = reference("conv2d")(x, kernel, stride, padding) + bias
    assert np.array_equal(layer, expected[..., None])


@each("conv_params")
@law
@given(SIZE, SIZE, SIZE, SIZE, SIZE)
def test_kernels_have_as_many_parameters_as_dense_neurons_on_their_window(
    conv_params: Function, kh: int, kw: int, cin: int, cout: int, more: int
) -> None:
    count = conv_params(kh, kw, cin, cout)
    assert count == reference("dense_params")(kh * kw * cin, cout)
    assert conv_params(kh, kw, cin, cout + more) == count + conv_params(kh, kw, cin, more)


@each("dense_params")
@law
@given(st.integers(1, 50), st.integers(1, 50), st.integers(1, 50))
def test_parameters_of_dense_layers_add_up(dense_params: Function, a: int, b: int, c: int) -> None:
    assert dense_params(c, a + b) == dense_params(c, a) + dense_params(c, b)
    # Side by side on other inputs, two layers need their c biases once.
    assert dense_params(a + b, c) == dense_params(a, c) + dense_params(b, c) - c


@st.composite
def tiled(draw: st.DrawFn) -> tuple[np.ndarray, int, int]:
    """An image, and the sizes of two poolings that fit it one after the other."""
    a, b = draw(st.integers(1, 3)), draw(st.integers(1, 2))
    rows, columns = draw(st.integers(1, 2)), draw(st.integers(1, 3))
    return draw(whole(rows * a * b, columns * a * b)), a, b


@each("max_pool2d", "avg_pool2d", to="pool")
@law
@given(tiled())
def test_pooling_twice_is_pooling_more_and_can_be_turned(
    pool: Function, drawn: tuple[np.ndarray, int, int]
) -> None:
    x, a, b = drawn
    pooled = pool(x, a)
    np.testing.assert_allclose(pool(pooled, b), pool(x, a * b), atol=10 * CLOSE)
    np.testing.assert_allclose(pool(x.T, a), pooled.T, atol=10 * CLOSE)
    np.testing.assert_allclose(pool(x[::-1], a), pooled[::-1], atol=10 * CLOSE)


@each("max_pool2d")
@law
@given(tiled())
def test_max_pooling_keeps_the_maximum_and_any_growing_map(
    max_pool2d: Function, drawn: tuple[np.ndarray, int, int]
) -> None:
    x, size, _ = drawn
    pooled = max_pool2d(x, size)
    assert pooled.max() == x.max()
    assert np.all(np.isin(pooled, x))
    assert np.array_equal(max_pool2d(x**3 - 1000, size), pooled**3 - 1000)


@each("avg_pool2d")
@law
@given(tiled())
def test_average_pooling_keeps_the_average_and_stays_in_the_range(
    avg_pool2d: Function, drawn: tuple[np.ndarray, int, int]
) -> None:
    x, size, _ = drawn
    pooled = avg_pool2d(x, size)
    assert pooled.mean() == pytest.approx(x.mean(), abs=10 * CLOSE)  # of numbers up to 9
    assert pooled.min() >= x.min() - 10 * CLOSE
    assert pooled.max() <= x.max() + 10 * CLOSE


@each("flatten")
@law
@given(ROWS)
def test_flatten_can_be_undone_also_for_a_view(flatten: Function, x: np.ndarray) -> None:
    for image in (x, x.T):  # the numbers of x.T lie in memory in another order
        assert flatten(image).shape == (image.size,)
        assert np.array_equal(flatten(image).reshape(image.shape), image)


@each("conv2d_kernel_grad")
@law
@given(st.data(), images())
def test_the_kernel_gradient_is_the_adjoint_of_the_convolution(
    conv2d_kernel_grad: Function, data: st.DataObject, drawn: Images
) -> None:
    """<conv(x, k), d> = <k, grad(x, d)> for every k and d."""
    x, _, shape, kernel = drawn
    response = reference("conv2d")(x, kernel)
    d = data.draw(whole(*response.shape))
    assert np.sum(response * d) == np.sum(kernel * conv2d_kernel_grad(x, d, shape))


@each("learn_kernel")
@law
@given(st.data(), images(), st.integers(0, 5))
def test_descent_from_zeros_is_linear_in_the_target_and_goes_down(
    learn_kernel: Function, data: st.DataObject, drawn: Images, steps: int
) -> None:
    x, _, shape, kernel = drawn
    conv = reference("conv2d")
    target = conv(x, kernel)
    other = data.draw(whole(*target.shape))
    # The loss is curved by 9 * 81 at most, twice that without the 1/2: 1e-3 does not overshoot.
    a, b, both = (learn_kernel(x, t, shape, 1e-3, steps) for t in (target, other, target + other))
    np.testing.assert_allclose(both, a + b, rtol=1e-4, atol=1e-4)  # responses reach 700
    further = learn_kernel(x, target, shape, 1e-3, steps + 1)
    errors = [np.sum((conv(x, k) - target) ** 2) for k in (a, further)]
    assert errors[1] <= errors[0] * (1 + 1e-5) + CLOSE
    assert np.any(further) == np.any(reference("conv2d_kernel_grad")(x, target, shape))


@each("conv1d")
@law
@given(st.data(), st.integers(1, 4), st.integers(0, 6), STRIDE)
def test_a_series_is_an_image_of_one_row(
    conv1d: Function, data: st.DataObject, k: int, more: int, stride: int
) -> None:
    x, kernel = data.draw(whole(k + more)), data.draw(whole(k))
    as_image = reference("conv2d")(x[None], kernel[None], stride)
    assert np.array_equal(conv1d(x, kernel, stride), as_image[0])


@each("conv_layer_backward", result=as_it_is)
@law
@given(st.data(), st.integers(1, 3), st.integers(1, 3))
def test_the_layers_gradients_are_its_adjoints(
    conv_layer_backward: Function, data: st.DataObject, cin: int, cout: int
) -> None:
    """<conv(x, w) + b, d> is linear in x, w and b, and its slopes are the gradients."""
    x, w = data.draw(whole(4, 5, cin)), data.draw(whole(2, 3, cin, cout))
    d, b = data.draw(whole(3, 3, cout)), data.draw(whole(cout))
    dx, dw, db = map(numbers, conv_layer_backward(d, x, w))
    layer, free = reference("conv_layer"), np.zeros(cout)
    assert np.sum(layer(x, w, free) * d) == np.sum(dx * x) == np.sum(dw * w)
    assert np.sum(layer(0 * x, w, b) * d) == np.sum(db * b)


# 05: a network for digits


@each("preprocess", result=as_it_is)
@law
@given(SEED, st.integers(1, 4))
def test_preprocessing_loses_nothing(preprocess: Function, seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)  # thousands of pixels: slow to draw one by one
    pictures = rng.integers(0, rng.integers(2, 257), (n, 28, 28), dtype=np.uint8)
    labels = rng.integers(0, 10, n)
    x, t = map(np.asarray, preprocess(pictures, labels))
    assert x.dtype == np.float32
    np.testing.assert_allclose(255 * x[..., 0], pictures, atol=1e-4)
    assert t.shape == (n, 10)
    assert np.array_equal(t.argmax(axis=1), labels)


@st.composite
def layer_lists(draw: st.DrawFn) -> tuple[tuple[int, ...], Layers]:
    """A picture's shape, and layers that fit it and each other."""
    shape = draw(st.integers(4, 12)), draw(st.integers(4, 12)), draw(st.integers(1, 3))
    least, layers = min(shape[:2]), Layers()
    for kind in draw(st.lists(st.sampled_from(["conv", "pool", "dropout"]), max_size=4)):
        size = draw(st.integers(1, min(least, 3)))
        if kind == "conv":
            layers.append(("conv", draw(SIZE), size))
            least = least - size + 1
        elif kind == "pool":
            layers.append(("pool", size))
            least = least // size
        else:
            layers.append(("dropout", 0.25))
    units = draw(st.lists(SIZE, max_size=2))
    return shape, [*layers, ("flatten",), *(("dense", n) for n in units)]


def shape_tuples(answer: Any) -> list[tuple[int, ...]]:
    return [tuple(int(side) for side in shape) for shape in answer]


@each("layer_shapes", result=shape_tuples)
@law
@given(layer_lists())
def test_shapes_follow_the_rule_for_windows_and_keep_the_cells_elsewhere(
    layer_shapes: Function, drawn: tuple[tuple[int, ...], Layers]
) -> None:
    shape, layers = drawn
    size = reference("output_size")
    shapes = layer_shapes(shape, layers)
    for layer, before, after in zip(layers, [shape, *shapes], shapes, strict=False):
        if layer[0] in ("conv", "pool"):
            window, stride = layer[-1], 1 if layer[0] == "conv" else layer[-1]
            assert after[:2] == tuple(size(n, window, stride, 0) for n in before[:2])
            assert after[2] == (layer[1] if layer[0] == "conv" else before[2])
        elif layer[0] == "dense":
            assert after == layer[1:]
        else:
            assert np.prod(after) == np.prod(before)


@each("count_params")
@law
@given(layer_lists())
def test_parameters_are_those_of_the_layers_together(
    count_params: Function, drawn: tuple[tuple[int, ...], Layers]
) -> None:
    shape, layers = drawn
    total = 0
    for layer, before in zip(
        layers, [shape, *reference("layer_shapes")(shape, layers)], strict=False
    ):
        if layer[0] == "conv":
            total += reference("conv_params")(layer[2], layer[2], before[2], layer[1])
        elif layer[0] == "dense":
            total += reference("dense_params")(before[0], layer[1])
    assert count_params(shape, layers) == total


@each("confusion_matrix")
@law
@given(st.data(), st.integers(2, 5), st.integers(0, 12))
def test_a_confusion_matrix_counts_everybody_once(
    confusion_matrix: Function, data: st.DataObject, classes: int, n: int
) -> None:
    some = arrays(int, n, elements=st.integers(0, classes - 1))
    labels, predicted = data.draw(some), data.draw(some)
    matrix = confusion_matrix(labels, predicted, classes)
    assert np.array_equal(matrix.sum(axis=1), np.bincount(labels, minlength=classes))
    assert np.array_equal(matrix.sum(axis=0), np.bincount(predicted, minlength=classes))
    assert np.trace(matrix) == np.sum(labels == predicted)
    assert np.array_equal(confusion_matrix(predicted, labels, classes), matrix.T)
    assert np.array_equal(confusion_matrix(labels[::-1], predicted[::-1], classes), matrix)
    renamed = data.draw(st.permutations(range(classes)))
    new = np.array(renamed)
    moved = confusion_matrix(new[labels], new[predicted], classes)
    assert np.array_equal(moved[np.ix_(renamed, renamed)], matrix)


MOVE = st.integers(-6, 6)
PICTURES = st.tuples(SIZE, st.integers(1, 5), st.integers(1, 5)).flatmap(lambda s: whole(*s))


@each("shift")
@law
@given(PICTURES, MOVE, MOVE)
def test_what_is_shifted_out_is_lost_and_zeros_come_in(
    shift: Function, pictures: np.ndarray, dx: int, dy: int
) -> None:
    n, height, width = pictures.shape
    left = n * max(height - abs(dy), 0) * max(width - abs(dx), 0)
    assert shift(np.ones_like(pictures), dx, dy).sum() == left
    there_and_back = shift(shift(pictures, dx, dy), -dx, -dy)
    assert np.count_nonzero(there_and_back) <= left
    assert np.all((there_and_back == pictures) | (there_and_back == 0))


@each("shift")
@law
@given(PICTURES, MOVE, MOVE, st.integers(0, 3))
def test_shifts_add_up_and_look_the_same_in_a_mirror(
    shift: Function, pictures: np.ndarray, dx: int, dy: int, times: int
) -> None:
    step_by_step = pictures
    for _ in range(times):
        step_by_step = shift(step_by_step, dx, dy)
    assert np.array_equal(shift(pictures, times * dx, times * dy), step_by_step)
    mirrored = shift(pictures[:, :, ::-1], -dx, dy)[:, :, ::-1]
    assert np.array_equal(mirrored, shift(pictures, dx, dy))
    turned = shift(pictures.transpose(0, 2, 1), dy, dx).transpose(0, 2, 1)
    assert np.array_equal(turned, shift(pictures, dx, dy))


# 06: transfer learning

# Pictures of the same numbers: their means are equal, and some of their pixels.
GALLERY = np.array([[1, 2, 3, 4], [1, 2, 4, 3], [1, 3, 2, 4], [2, 1, 3, 4], [4, 3, 2, 1]], float)
GALLERY = GALLERY.reshape(-1, 2, 2, 1)
HANGING = st.lists(st.integers(0, len(GALLERY) - 1), min_size=1, max_size=6)


def pairs(answer: Any) -> list[tuple[int, int]]:
    return sorted((int(i), int(j)) for i, j in answer)


@each("find_leaks", result=pairs)
@law
@given(HANGING, HANGING)
def test_leaks_are_the_pictures_that_hang_on_both_sides(
    find_leaks: Function, train: list[int], test: list[int]
) -> None:
    planted = [(i, j) for i, a in enumerate(train) for j, b in enumerate(test) if a == b]
    assert find_leaks(GALLERY[train], GALLERY[test]) == planted


@each("find_leaks", result=pairs)
@law
@given(st.data(), HANGING, HANGING)
def test_leaks_move_with_the_pictures(
    find_leaks: Function, data: st.DataObject, train: list[int], test: list[int]
) -> None:
    found = find_leaks(GALLERY[train], GALLERY[test])
    order = data.draw(st.permutations(range(len(train))))
    moved = find_leaks(GALLERY[train][order], GALLERY[test])
    assert sorted((order[i], j) for i, j in moved) == found
    assert sorted((j, i) for i, j in find_leaks(GALLERY[test], GALLERY[train])) == found


@each("choose_strategy", result=str)
@law
@given(st.integers(0, 20_000), st.integers(0, 20_000))
def test_more_images_never_mean_less_tuning(choose_strategy: Function, a: int, b: int) -> None:
    order = ["feature_extraction", "fine_tune_top", "fine_tune_more"]
    fewer, more = (order.index(choose_strategy(n)) for n in sorted((a, b)))
    assert fewer <= more


@each("augment", result=as_it_is)
@law
@given(st.integers(10, 29), st.integers(10, 29), SEED, st.sampled_from([np.uint8, np.float32]))
def test_augmented_images_stand_upright_in_their_place(
    augment: Function, h: int, w: int, seed: int, dtype: type
) -> None:
    """Pixels that tell where they come from: channels hold the row, the column and the image."""
    n = 8
    origin = np.moveaxis(np.indices((n, h, w)), 0, -1) + 1  # 0 is what comes in from outside
    augmented = augment(origin[..., [1, 2, 0]].astype(dtype), np.random.default_rng(seed))
    assert augmented.shape == (n, h, w, 3)
    assert augmented.dtype == dtype
    for i, image in enumerate(augmented.astype(int)):
        rows, columns = np.nonzero(image[..., 2])
        row, column, number = image[rows, columns].T
        assert np.all(number == i + 1)
        assert np.all(row - rows == row[0] - rows[0])
        assert abs(row[0] - 1 - rows[0]) <= h // 10
        ways = column - 1 - columns, (w - column) - columns  # as it was, or flipped
        assert any(np.all(way == way[0]) and abs(way[0]) <= w // 10 for way in ways)


@st.composite
def slices(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Labels with both classes, and scores with ties."""
    labels = draw(st.permutations([0, 1, *draw(st.lists(st.integers(0, 1), max_size=8))]))
    return np.array(labels), draw(whole(len(labels), most=3))


@each("confusion_counts", result=tuple)
@law
@given(slices(), st.integers(-4, 4))
def test_every_slice_is_counted_once_and_the_classes_trade_places(
    confusion_counts: Function, drawn: tuple[np.ndarray, np.ndarray], threshold: int
) -> None:
    labels, scores = drawn
    tp, fp, tn, fn = confusion_counts(labels, scores, threshold)
    assert (tp + fn, fp + tn) == (labels.sum(), (1 - labels).sum())
    assert confusion_counts(1 - labels, scores, threshold) == (fp, tp, fn, tn)
    assert confusion_counts(labels, scores, scores.min()) == (tp + fn, fp + tn, 0, 0)
    assert confusion_counts(labels, scores, scores.max() + 1) == (0, 0, fp + tn, tp + fn)


@each("sensitivity_specificity")
@law
@given(slices())
def test_a_higher_threshold_trades_sensitivity_for_specificity(
    sensitivity_specificity: Function, drawn: tuple[np.ndarray, np.ndarray]
) -> None:
    labels, scores = drawn
    thresholds = np.sort(np.append(scores, scores.max() + 1))
    both = np.array([sensitivity_specificity(labels, scores, t) for t in thresholds])
    assert np.all(np.diff(both, axis=0) * [-1, 1] >= 0)
    assert np.all((both >= 0) & (both <= 1))
    assert np.array_equal(both[[0, -1]], [[1, 0], [0, 1]])
    # Half a step away from every score, where >= and > are the same: the mirror image.
    mirrored = sensitivity_specificity(1 - labels, -scores, 0.5)
    expected = sensitivity_specificity(labels, scores, -0.5)[::-1]
    np.testing.assert_allclose(mirrored, expected, atol=CLOSE)


@each("roc_auc")
@law
@given(slices())
def test_roc_auc_sees_ranks_only_and_halves_ties(
    roc_auc: Function, drawn: tuple[np.ndarray, np.ndarray]
) -> None:
    labels, scores = drawn
    area = roc_auc(labels, scores)
    for growing in (2 * scores - 5, scores**3, np.exp(scores)):
        assert roc_auc(labels, growing) == pytest.approx(area, abs=CLOSE)
    assert roc_auc(1 - labels, scores) == pytest.approx(1 - area, abs=CLOSE)
    assert roc_auc(labels, -scores) == pytest.approx(1 - area, abs=CLOSE)
    assert roc_auc(labels, labels) == 1
    assert roc_auc(labels, 0 * scores) == 0.5
