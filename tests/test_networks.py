"""Keras models as lists of what they compute: one for all ways of writing; differences are told."""

from collections.abc import Callable
from typing import Any

import pytest

from course_utils.autograde.remote.frames import WireError
from course_utils.autograde.remote.models import packed, rebuilt
from course_utils.checks import CheckError, case, described, layers_of
from course_utils.checks.outcomes import call, fingerprint

keras = pytest.importorskip("keras")
tf = pytest.importorskip("tensorflow")
L = keras.layers

STEPS = [
    "Input(8, 6, 1)", "Conv2D(4, 3)", "relu", "MaxPooling2D(2)", "Dropout(0.25)", "Flatten()",
    "Dense(5)", "relu", "Dense(3)", "softmax",
]  # fmt: skip


def start() -> Any:
    return keras.Input((8, 6, 1))


def sequential(conv: list[Any], between: list[Any], head: list[Any]) -> Any:
    return keras.Sequential([start(), *conv, *between, *head])


def head(relu: Any = "relu", softmax: Any = "softmax") -> list[Any]:
    return [L.Dense(5, activation=relu), L.Dense(3, activation=softmax)]


def between() -> list[Any]:
    return [L.MaxPooling2D(2), L.Dropout(0.25), L.Flatten()]


def functional() -> Any:
    picture = start()
    x = L.Conv2D(4, kernel_size=(3, 3), padding="valid", strides=1)(picture)
    x = keras.ops.relu(x)
    x = L.Dropout(1 / 4)(L.MaxPool2D((2, 2), strides=2)(x))
    x = keras.ops.reshape(x, (-1, 24))
    x = keras.activations.relu(L.Dense(5)(x))
    return keras.Model(picture, L.Softmax()(L.Dense(3)(x)))


def one_layer_twice() -> Any:
    relu, picture = L.ReLU(), start()
    x = L.Flatten()(L.Dropout(0.25)(relu(L.MaxPooling2D()(L.Conv2D(4, 3)(picture)))))
    return keras.Model(picture, L.Dense(3, "softmax")(relu(L.Dense(5)(x))))


WAYS: dict[str, Callable[[], Any]] = {
    "activations by name": lambda: sequential(
        [L.Conv2D(4, 3, activation="relu")], between(), head()
    ),
    "functions of Keras": lambda: sequential(
        [L.Conv2D(4, (3, 3), activation=keras.activations.relu)],
        between(),
        head(keras.activations.relu, keras.activations.softmax),
    ),
    "functions of TensorFlow": lambda: sequential(
        [L.Conv2D(4, 3, activation=tf.nn.relu)], between(), head(tf.nn.relu, tf.nn.softmax)
    ),
    "activations as layers": lambda: sequential(
        [L.Conv2D(4, 3), L.Activation("relu")],
        between(),
        [L.Dense(5), L.ReLU(), L.Dense(3), L.Activation("softmax")],
    ),
    "another order, the same result": lambda: sequential(
        [L.Conv2D(4, 3)],
        [L.MaxPooling2D(2), L.Reshape((24,)), L.ReLU(), L.Dropout(0.25), L.Dropout(0)],
        head(),
    ),
    "models in a model": lambda: sequential(
        [keras.Sequential([L.Conv2D(4, 3, activation="relu")])],
        [keras.Sequential([keras.Sequential(between())])],
        head(),
    ),
    "InputLayer": lambda: keras.Sequential(
        [L.InputLayer((8, 6, 1)), L.Conv2D(4, 3, activation="relu"), *between(), *head()]
    ),
    "functional": functional,
    "one layer twice": one_layer_twice,
}


@pytest.mark.parametrize("way", WAYS)
def test_what_computes_the_same_has_the_same_list(way: str) -> None:
    assert layers_of(WAYS[way]()) == STEPS


@pytest.mark.parametrize("way", WAYS)
def test_a_model_has_its_list_also_when_it_came_from_a_students_process(way: str) -> None:
    assert layers_of(rebuilt(packed(WAYS[way]()))) == STEPS


def test_arguments_that_are_not_the_usual_are_in_the_list() -> None:
    frozen = L.Dense(2, use_bias=False, kernel_regularizer="l2")
    model = keras.Sequential(
        [
            keras.Input((9, 9, 2)),
            L.Conv2D(4, (3, 2), strides=2, padding="same"),
            L.MaxPooling2D(2, strides=1),
            L.GlobalMaxPooling2D(),
            L.LeakyReLU(0.1),
            frozen,
            L.Dense(1, activation=L.ELU()),
        ]
    )
    frozen.trainable = False
    assert layers_of(model) == [
        "Input(9, 9, 2)", "Conv2D(4, 3x2, strides=2, padding=same)", "MaxPooling2D(2, strides=1)",
        "GlobalMaxPooling2D()", "leakyReLU(negative_slope=0.1)",
        "Dense(2, use_bias=False, kernel_regularizer=L2) (frozen)", "Dense(1)", "eLU",
    ]  # fmt: skip


def test_a_model_that_was_never_built_begins_with_no_input() -> None:
    model = keras.Sequential([L.Flatten(), keras.Sequential([L.Dense(5, "relu")])])
    assert layers_of(model) == ["no Input", "Flatten()", "Dense(5)", "relu"]


def says(build: Callable[[], Any]) -> CheckError:
    with pytest.raises(CheckError) as caught:
        case("a model with no bank", described(build), expects=STEPS)
    return caught.value


@pytest.mark.parametrize(
    ("model", "cause"),
    [
        (lambda: sequential([L.Conv2D(4, 3)], between(), head()),
         "relu is missing after Conv2D(4, 3)"),
        (lambda: sequential([L.Conv2D(4, 3, activation="relu")], between(), head(softmax=None)),
         "softmax is missing after Dense(3)"),
        (lambda: sequential([L.Conv2D(4, 3, activation="relu")], between(), head("sigmoid")),
         "sigmoid stands where relu belongs, after Dense(5)"),
        (lambda: sequential([L.Conv2D(4, 3, activation="relu")], [*between(), L.Dropout(0.5)],
                            head()),
         "Dropout(0.5) is too many after Dropout(0.25)"),
        (lambda: sequential([L.Conv2D(4, 3, activation="relu"), L.Dropout(0.25)],
                            [L.MaxPooling2D(2), L.Flatten()], head()),
         "the same parts in another order: MaxPooling2D(2) comes before Dropout(0.25)"),
        (lambda: None, "the function ends without `return`"),
    ],
)  # fmt: skip
def test_the_first_difference_is_told(model: Callable[[], Any], cause: str) -> None:
    assert says(model).cause == cause


class Own(L.Layer):
    def call(self, x: Any) -> Any:
        return x


class OwnModel(keras.Model):
    def call(self, x: Any) -> Any:
        return x


def relu(x: Any) -> Any:
    return keras.ops.maximum(x, 0)


relu.__module__ = "__main__"  # as in a notebook
Own.__module__ = "__main__"


@pytest.mark.parametrize(
    ("model", "part"),
    [
        (lambda: sequential([L.Lambda(lambda x: x)], between(), head()), "a Lambda"),
        (lambda: sequential([Own()], between(), head()), "your own Own"),
        (lambda: sequential([], between(), head(relu)), "a function of your own"),
        (lambda: OwnModel(), "a class of your own"),
    ],
)
def test_what_cannot_reach_the_grader_is_said_where_the_student_sees_it(
    model: Callable[[], Any], part: str
) -> None:
    assert part in says(model).cause and "cannot be graded" in says(model).cause
    with pytest.raises(WireError, match="cannot be graded"):
        packed(model())


def only_the_output() -> Any:
    return L.Dense(3)(L.Flatten()(start()))


@pytest.mark.parametrize(
    ("build", "part"),
    [
        (only_the_output, "keras.Model(inputs, outputs) makes a model"),
        (lambda: keras.Sequential([start(), L.Dense(3, activation="rleu")]), "misspelt"),
        (lambda: keras.Sequential([start(), L.Flatten]), "parentheses missing"),
        (lambda: keras.Sequential([start(), L.Dropout(25)]), "a rate is a share"),
        (lambda: keras.Sequential([start(), L.Conv2D(3, 32)]), "filters and kernel size swapped"),
    ],
)
def test_what_keras_refuses_is_told_in_plain_words(build: Callable[[], Any], part: str) -> None:
    assert part in says(build).cause


def test_keras_numbers_its_layers_and_the_bank_does_not_mind() -> None:
    def misfit() -> Any:
        return keras.Sequential([keras.Input((4,)), L.Dense(3)])(keras.ops.ones((1, 5)))

    first, second = (fingerprint(call(misfit, (), {})) for _ in range(2))
    assert first == second and first["raises"] == "ValueError"
