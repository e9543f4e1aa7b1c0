"""Keras models over the wire: configuration, weights, which layers train.

A configuration is cleaned before Keras sees it: made anew of parts that are allowed (allowed.py),
under the module and name that stand there and not those that the sender gave. How much the model
will hold is compared with the weights that came with it while it is built, before any of it is
allocated. How it is compiled is left out where that names anything else.
"""

import contextlib
import importlib.util
import inspect
import json
import math
from collections.abc import Iterator
from types import FunctionType
from typing import Any

from course_utils.autograde.remote import allowed, arrays
from course_utils.autograde.remote.arrays import DAMAGED, exact
from course_utils.autograde.remote.frames import WireError
from course_utils.checks.networks import is_model

MAX_JSON = 8_000_000
MAX_OBJECTS = 50_000  # ResNet152 has 9,000
MAX_NESTED = 60
MAX_NAME = 300


# --- to the wire ---


def packed(model: Any) -> list[Any]:
    """What `rebuilt` makes it of.

    Raises:
        WireError: something in it that cannot cross, by name.
    """
    if not type(model).__module__.startswith("keras."):
        raise WireError("a model of a class of your own cannot be graded: use keras.Sequential, or "
                        "keras.Model(inputs, outputs)")  # fmt: skip
    for layer in layers_of(model):
        if not type(layer).__module__.startswith(("keras.", "course_utils.")):
            raise WireError(f"a model with your own {type(layer).__name__} cannot be graded: use "
                            "layers of Keras's")  # fmt: skip
        if any(_is_own_function(value) for value in vars(layer).values()):
            raise WireError("a model with a function of your own cannot be graded: name one of "
                            "Keras's, activation='relu' for example")  # fmt: skip
    config = json.dumps(clean(json.loads(model.to_json())))
    if not model.built:
        return [config, [], []]
    weights = [arrays.packed(weight) for weight in model.get_weights()]
    return [config, weights, [bool(layer.trainable) for layer in layers_of(model)]]


def _is_own_function(value: Any) -> bool:
    return isinstance(value, FunctionType) and value.__module__ == "__main__"


def layers_of(model: Any) -> list[Any]:
    """The model and everything in it, outer before inner."""
    found = [model]
    for layer in getattr(model, "layers", []):
        found += layers_of(layer)
    return found


# --- from the wire ---


def rebuilt(data: Any) -> Any:
    """The model that `packed` packed.

    Raises:
        WireError: not made by `packed`; a part that is not allowed; more than its weights say.
    """
    if not isinstance(data, list) or len(data) != 3 or not isinstance(data[0], str):
        raise WireError(DAMAGED)
    text, weights, trains = data
    if len(text) > MAX_JSON or not isinstance(weights, list) or not isinstance(trains, list):
        raise WireError(DAMAGED)
    values = [arrays.array(weight) for weight in weights]
    if not all(value.dtype.kind in "biuf" for value in values):
        raise WireError(DAMAGED)
    config = clean(json.loads(text))
    from keras.models import model_from_json

    # Some layers make theirs more than once: Bidirectional builds one of its two anew.
    with _no_more_than(4 * sum(value.size for value in values)):
        model = model_from_json(json.dumps(config))
    if not is_model(model):
        raise WireError(DAMAGED)
    _set_weights(model, values)
    layers = layers_of(model)
    if trains and len(trains) == len(layers):
        for layer, flag in zip(layers, trains, strict=True):  # outer ones first: they set inner
            if layer.trainable != bool(flag):
                layer.trainable = bool(flag)
    return model


@contextlib.contextmanager
def _no_more_than(numbers: int) -> Iterator[None]:
    """Within it no more weights are made than this many numbers, and all of them as zeros.

    `Layer.add_weight` is where every layer's weights come from.
    """
    from keras.layers import Layer

    plain, left = Layer.add_weight, numbers

    def counted(layer: Any, shape: Any = None, initializer: Any = None, **others: Any) -> Any:
        nonlocal left
        sizes = [shape] if isinstance(shape, int) else list(shape or ())
        left -= math.prod(exact(int(size), 0, 2**62) for size in sizes)
        if left < 0:
            raise WireError("a model larger than its weights cannot be graded")
        return plain(layer, shape, "zeros", **others)

    Layer.add_weight = counted
    try:
        yield
    finally:
        Layer.add_weight = plain


def become(old: Any, new: Any) -> None:
    """Give a model what it has become in the student's process."""
    ours, theirs = layers_of(old), layers_of(new)
    if [type(x) for x in ours] == [type(x) for x in theirs]:
        for mine, its in zip(ours, theirs, strict=True):
            if mine.trainable != its.trainable:
                mine.trainable = its.trainable
        if [w.shape for w in old.get_weights()] == [w.shape for w in new.get_weights()]:
            _set_weights(old, new.get_weights())


def _set_weights(model: Any, values: list[Any]) -> None:
    model.set_weights(values)
    for layer in layers_of(model):
        if hasattr(layer, "finalize_state"):  # Normalization computes with copies of its weights
            layer.finalize_state()


# --- configurations ---


def clean(config: Any) -> dict[str, Any]:
    """A model's configuration, made anew of what is allowed.

    Raises:
        WireError: something else is in it; the text names it.
    """
    cleaner = _Cleaner()
    if not isinstance(config, dict):
        raise WireError(DAMAGED)
    compiled = config.get("compile_config")
    made = cleaner.thing({**config, "compile_config": None}, 0)
    if made["class_name"] not in ("Sequential", "Functional"):
        raise WireError(DAMAGED)
    with contextlib.suppress(WireError):
        made["compile_config"] = cleaner.compiled(compiled)
    return made


class _Cleaner:
    """Makes configurations anew, and counts."""

    def __init__(self) -> None:
        self.left = MAX_OBJECTS

    def value(self, key: str, value: Any, depth: int) -> Any:
        """An argument's value: plain, or something that is allowed."""
        if depth > MAX_NESTED:
            raise WireError("a model nested so deep cannot be graded")
        if value is None or type(value) in (bool, float):
            return value
        if type(value) is int:
            return exact(value, -(2**63), 2**63)
        if isinstance(value, str):
            return _text(key, value)
        if isinstance(value, list):
            return [self.value(key, each, depth + 1) for each in value]
        if isinstance(value, dict):
            return self.thing(value, depth + 1, key) if "class_name" in value else {
                _text("", k): self.value(key, v, depth + 1) for k, v in value.items()
            }  # fmt: skip
        raise WireError(DAMAGED)

    def thing(self, part: dict[str, Any], depth: int, key: str = "") -> Any:
        """A layer, an initializer, ... by its class and its arguments."""
        self.left -= 1
        if self.left < 0:
            raise WireError("a model of so many parts cannot be graded")
        module, name = part.get("module"), part.get("class_name")
        if not isinstance(name, str) or not isinstance(module, str | None):
            raise WireError(DAMAGED)
        config = part.get("config", {})
        if name in _SPECIAL:
            return {"class_name": name, "config": self._special(name, config, depth)}
        if name == "function":
            return self._function(key, config)
        kind = _allowed_class(module, name, part.get("registered_name"))
        if not isinstance(config, dict):
            raise WireError(DAMAGED)
        made = {
            "module": module, "class_name": name,
            "registered_name": f"course_utils>{name}" if _is_own(module) else None,
            "config": {k: self.value(k, v, depth + 1) for k, v in _arguments(kind, name, config)},
        }  # fmt: skip
        for beside in ("name", "inbound_nodes", "build_config"):
            if beside in part:
                made[beside] = self.value(beside, part[beside], depth + 1)
        return made

    def _special(self, name: str, config: Any, depth: int) -> Any:
        """Keras's way to write a slice, a constant, a tensor between two layers."""
        wanted = _SPECIAL[name]
        if not isinstance(config, dict) or set(config) != set(wanted):
            raise WireError(DAMAGED)
        made = {k: self.value(k, v, depth + 1) for k, v in config.items()}
        if "dtype" in made and not isinstance(made["dtype"], str):
            raise WireError(DAMAGED)
        return made

    def _function(self, key: str, name: Any) -> str:
        """tf.nn.softmax and friends, which Keras does not know for its own."""
        plain = str(name).removesuffix("_v2")
        if key.endswith("activation") and plain in allowed.ACTIVATIONS:
            return plain
        raise WireError("a model with a function of your own cannot be graded: name one of "
                        "Keras's, activation='relu' for example")  # fmt: skip

    def compiled(self, config: Any) -> Any:
        """How it is compiled: names of Keras's own, or plain values."""
        if not isinstance(config, dict) or not set(config) <= set(_COMPILED):
            return None
        for key in ("optimizer", "loss", "metrics", "weighted_metrics"):
            _check_names(config.get(key))
        return {k: self.value(k, v, 0) for k, v in config.items()}


_SPECIAL: dict[str, tuple[str, ...]] = {
    "__keras_tensor__": ("shape", "dtype", "keras_history"),
    "__slice__": ("start", "stop", "step"),
    "__ellipsis__": (),
    "__tensor__": ("value", "dtype"),
    "__numpy__": ("value", "dtype"),
}
_COMPILED = ("optimizer", "loss", "loss_weights", "metrics", "weighted_metrics", "run_eagerly",
             "steps_per_execution", "jit_compile", "auto_scale_loss")  # fmt: skip


def _check_names(part: Any) -> None:
    """Strings in it name losses, metrics or optimizers of Keras's."""
    if isinstance(part, str) and allowed.same(part) not in allowed.COMPILED:
        raise WireError(DAMAGED)
    if isinstance(part, dict) and "class_name" in part:
        return  # looked at as every other part
    for inner in (
        part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    ):
        _check_names(inner)


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > MAX_NAME:
        raise WireError(DAMAGED)
    for ending, names in allowed.NAMED.items():
        if key.endswith(ending) and allowed.same(value) not in names:
            raise WireError(f"a model whose {key} is {value!r} cannot be graded")
    return value


def _is_own(module: Any) -> bool:
    return isinstance(module, str) and module.startswith(allowed.OWN)


def _allowed_class(module: Any, name: str, registered: Any) -> type:
    """The class that a part of a configuration names, if it is one that may cross."""
    what = f"a model with a {name[:60]} cannot be graded: use Keras's ordinary layers"
    if name in allowed.CLASSES.get(module, ()):
        place = "keras.src.dtype_policies" if name == "DTypePolicy" else module
        return getattr(importlib.import_module(place), name)
    if module in allowed.OPERATIONS:
        from keras import Operation

        found = getattr(importlib.import_module(module), name, None)
        if isinstance(found, type) and issubclass(found, Operation) and found.__module__ == module:
            return found
    if _is_own(module) and importlib.util.find_spec(module) is not None:
        from keras.saving import get_registered_object

        importlib.import_module(module)
        found = get_registered_object(f"course_utils>{name}")
        if found is not None and found.__module__ == module:
            return found
    raise WireError(what)


def _arguments(kind: type, name: str, config: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The arguments that this class takes."""
    known = {"name", "trainable", "dtype", "activity_regularizer", *allowed.MORE.get(name, ())}
    for base in kind.__mro__[:-1]:
        if "__init__" in vars(base):
            known |= set(inspect.signature(vars(base)["__init__"]).parameters)
    for key, value in config.items():
        if key in allowed.NEVER and value is None:
            continue
        if key not in known or key in allowed.NEVER:
            raise WireError(f"a {name} with the argument {str(key)[:60]!r} cannot be graded")
        yield key, value
