"""Keras models over the wire: configuration, weights, which layers train."""

import json
from collections.abc import Iterator
from typing import Any

from course_utils.autograde.remote.arrays import load, npy
from course_utils.autograde.remote.frames import WireError

MAX_NESTED = 160
# What a model's configuration may name. Anything else could import and run code when rebuilt.
_MODULES = ("keras", "course_utils.models.backbone", "builtins")
_FORBIDDEN = ("Lambda", "TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer", "function",
              "__lambda__", "__tensor__", "__numpy__")  # fmt: skip


def is_model(value: Any) -> bool:
    """Whether it is a Keras model, without importing Keras."""
    kinds = type(value).__mro__
    return any(k.__name__ == "Model" and k.__module__.startswith("keras.") for k in kinds)


def model_parts(model: Any) -> list[Any]:
    """What `rebuilt` makes it of."""
    if not model.built:
        return [_plain_config(model), [], []]
    trains = [bool(layer.trainable) for layer in _layers(model)]
    return [_plain_config(model), [npy(w) for w in model.get_weights()], trains]


def _plain_config(model: Any) -> str:
    """Its JSON; without how it is compiled if that names the student's own functions."""
    config = json.loads(model.to_json())
    compiled = config.get("compile_config")
    try:
        _check_config(compiled, 0)
    except WireError:
        config["compile_config"] = None
    return json.dumps(config)


def rebuilt(data: Any) -> Any:
    """The model of `model_parts`."""
    from keras.models import model_from_json

    text, weights, trains = data
    config = json.loads(text)
    _check_config(config, 0)
    if any(part.get("class_name") == "ScanPreparation" for part in _dicts(config)):
        import course_utils.models.backbone  # noqa: F401 - registers its layers
    model = model_from_json(text)
    model.set_weights([load(array) for array in weights])
    layers = _layers(model)
    if len(trains) == len(layers):
        for layer, flag in zip(layers, trains, strict=True):  # outer ones first: they set inner
            if layer.trainable != flag:
                layer.trainable = flag
    return model


def _layers(model: Any) -> list[Any]:
    """The model and everything in it, outer before inner."""
    found = [model]
    for layer in getattr(model, "layers", []):
        found += _layers(layer)
    return found


def _dicts(part: Any) -> Iterator[dict]:
    if isinstance(part, dict):
        yield part
        part = list(part.values())
    for inner in part if isinstance(part, list) else []:
        yield from _dicts(inner)


def _check_config(part: Any, depth: int) -> None:
    """Refuse a configuration that would run anything but Keras's own layers."""
    if depth > MAX_NESTED:
        raise WireError("the model is nested too deep")
    if isinstance(part, dict):
        module = part.get("module") or "keras"
        if not any(f"{module}.".startswith(f"{known}.") for known in _MODULES):
            raise WireError(f"a model with parts from {module!r} cannot be graded")
        if part.get("class_name") in _FORBIDDEN:
            raise WireError(f"a model with a {part['class_name']} cannot be graded")
    if isinstance(part, dict | list):
        for inner in part.values() if isinstance(part, dict) else part:
            _check_config(inner, depth + 1)


def write_back(old: Any, new: Any) -> None:
    """Give a model what it has become in the student's process."""
    ours, theirs = _layers(old), _layers(new)
    if [type(x) for x in ours] == [type(x) for x in theirs]:
        for mine, its in zip(ours, theirs, strict=True):
            if mine.trainable != its.trainable:
                mine.trainable = its.trainable
        if [w.shape for w in old.get_weights()] == [w.shape for w in new.get_weights()]:
            old.set_weights(new.get_weights())
