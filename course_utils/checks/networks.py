"""A Keras model as plain data: the list of what it computes, one entry a step.

    case("build()", described(build), expects=["Input(4)", "Dense(3)", "relu", "Dense(2)"])

However it was written (Sequential, functional, a model in a model, activations as arguments or as
layers), a model that computes the same has the same list. So `case` compares models, says which
step differs, and the answer bank knows mistakes by their lists.
"""

import functools
import inspect
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any

from course_utils.checks.messages import raise_check

# Not part of what a model computes, or no choice of the writer's.
_NOT_SHOWN = (
    "self", "name", "kwargs", "activation", "data_format", "dtype", "seed", "noise_shape",
    "quantization_config", "lora_rank", "lora_alpha",
)  # fmt: skip
_ACTIVATION_LAYERS = ("Activation", "ReLU", "Softmax", "LeakyReLU", "ELU")
_OURS = ("keras.", "tensorflow.", "course_utils.")  # modules whose classes reach the grader
_OPERATIONS = (
    "keras.src.ops.",
    "keras.src.activations.",
)  # `keras.ops.relu(x)` in a functional model
UNGRADED = "{} cannot be graded: it stays in your notebook. Use {}"


def is_model(value: Any) -> bool:
    """Whether it is a Keras model, without importing Keras."""
    kinds = type(value).__mro__
    return any(k.__name__ == "Model" and k.__module__.startswith("keras.") for k in kinds)


def described(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, with `layers_of(model)` in the place of a model that it returns."""

    @functools.wraps(function)
    def view(*args: Any, **options: Any) -> Any:
        value = function(*args, **options)
        if hasattr(value, "_keras_history"):
            raise_check(
                ["What comes back is the output of a layer, no model yet."],
                "keras.Model(inputs, outputs) makes a model of the first and the last tensor",
            )
        return layers_of(value) if is_model(value) else value

    return view


def layers_of(model: Any) -> list[str]:
    """What a Keras model computes, step by step.

    Returns:
        "Input(28, 28, 1)", then each layer as a cell would show it, with the arguments that are not
        Keras's defaults: "Conv2D(32, 3, strides=2)", "relu", "Flatten()". Activations are steps of
        their own; "linear" is none. Layers with weights that do not train end in " (frozen)".
        Steps that can be swapped without a change of the result come in one order: an activation
        before pooling, dropout and flattening, dropout before flattening. A model that does not
        know its input begins with "no Input".

    Raises:
        CheckError: a layer, a model or a function of the student's own, which the grader cannot
            have; the text says what to use instead.
    """
    steps = [step for layer, rank in _walk(model) for step in _steps(layer, rank)]
    shape = getattr(model, "input_shape", None) if model.built else None
    start = f"Input({', '.join(map(str, shape[1:]))})" if isinstance(shape, tuple) else "no Input"
    return [start, *_in_one_order(steps)]


def _walk(model: Any) -> Iterator[tuple[Any, int]]:
    """The model's layers in the order of computing, and the rank of what each gives (0: unknown).

    Along the connections, not along `model.layers`: a layer may be used twice.
    """
    if not type(model).__module__.startswith("keras."):
        _refuse(
            "a model of a class of your own", "keras.Sequential, or keras.Model(inputs, outputs)"
        )
    if not model.built:
        for layer in model.layers:
            yield from _walk(layer) if is_model(layer) else [(layer, 0)]
        return
    seen: set[int] = set()
    for tensor in model.outputs:
        yield from _before(tensor, seen)


def _before(tensor: Any, seen: set[int]) -> Iterator[tuple[Any, int]]:
    """What computes a symbolic tensor: all that comes before, then its own layer."""
    layer, index, _ = tensor._keras_history
    node = layer._inbound_nodes[index]
    if id(node) in seen:
        return
    seen.add(id(node))
    for source in node.input_tensors:
        yield from _before(source, seen)
    if is_model(layer):
        yield from _walk(layer)
    elif not node.is_input:
        yield layer, len(tensor.shape)


def _steps(layer: Any, rank: int) -> list[str]:
    kind = type(layer).__name__
    if kind == "Lambda" or not type(layer).__module__.startswith(_OURS):
        _refuse(f"a model with {'a Lambda' if kind == 'Lambda' else 'your own ' + kind}",
                "layers of Keras's")  # fmt: skip
    if any(_is_own(value) for value in vars(layer).values()):
        _refuse("a model with a function of your own", "one of Keras's, activation='relu'")
    if kind == "Reshape" and rank == 2:
        return ["Flatten()"]
    if kind in _ACTIVATION_LAYERS or type(layer).__module__.startswith(_OPERATIONS):
        return _activation(getattr(layer, "activation", None) or layer)
    own = [] if kind == "Dropout" and not layer.rate else [_call(layer)]
    return own + _activation(getattr(layer, "activation", None))


def _is_own(value: Any) -> bool:
    return isinstance(value, FunctionType) and not value.__module__.startswith(_OURS)


def _refuse(what: str, instead: str) -> None:
    raise_check([UNGRADED.format(what[0].upper() + what[1:], instead + ".")],
                UNGRADED.format(what, instead))  # fmt: skip


def _activation(what: Any) -> list[str]:
    """A function's name, or a layer's: `relu` and `ReLU()` are one."""
    if what is None:
        return []
    name = getattr(what, "__name__", None) or _call(what).removesuffix("()")
    name = {"ReLU": "relu", "Relu": "relu", "Softmax": "softmax", "relu_v2": "relu"}.get(name, name)
    name = name.removesuffix("_v2")
    return [] if name == "linear" else [name[0].lower() + name[1:]]


def _call(layer: Any) -> str:
    """The call that makes such a layer: Conv2D(32, 3, padding=same)."""
    known = inspect.signature(type(layer).__init__).parameters
    config = layer.get_config() if hasattr(layer, "get_config") else {}
    pool = config.get("pool_size")
    parts = []
    for name, parameter in known.items():
        value = config.get(name, parameter.default)
        if name in _NOT_SHOWN or name.endswith("_initializer"):
            continue
        if name == "strides" and value == pool:
            continue
        if parameter.default is parameter.empty or name == "pool_size":
            parts.append(_short(value))
        elif _short(value) != _short(parameter.default):
            parts.append(f"{name}={_short(value)}")
    frozen = " (frozen)" if getattr(layer, "weights", ()) and not layer.trainable else ""
    return f"{type(layer).__name__}({', '.join(parts)}){frozen}"


def _short(value: Any) -> str:
    """(3, 3) as 3, a regularizer by its class, a number as it was written."""
    if isinstance(value, dict):
        return str(value.get("class_name", value))
    if isinstance(value, (tuple, list)):
        return _short(value[0]) if len(set(value)) == 1 else "x".join(map(_short, value))
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _in_one_order(steps: list[str]) -> list[str]:
    """Neighbours that may change places, sorted; relu after relu is one."""
    made: list[str] = []
    for step in steps:
        at = len(made)
        while at and _may_go_before(step, made[at - 1]):
            at -= 1
        if step != "relu" or not at or made[at - 1] != "relu":
            made.insert(at, step)
    return made


def _may_go_before(step: str, other: str) -> bool:
    """relu(max(x)) is max(relu(x)); dropout and flattening leave each number where it is."""
    if step == "relu":
        return other.startswith(("MaxPooling", "Dropout", "Flatten"))
    if step.islower() and step.isidentifier() and step != "softmax":
        return other.startswith("Flatten")
    return step.startswith("Dropout") and other.startswith("Flatten")
