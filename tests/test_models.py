"""Keras models between the student's process and the examiner's: what is rebuilt, what is refused.

Each part of `allowed` is built here, so a version of Keras that changes one shows up.
"""

import copy
import json
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers, ops

from course_utils.autograde.remote import allowed, codec, frames, models
from course_utils.autograde.remote.frames import WireError
from course_utils.models.backbone import build_course


def there_and_back(model: Any) -> Any:
    return codec.decode(codec.encode(model))


def assert_same(model: Any, x: Any) -> None:
    got = there_and_back(model)
    assert [type(a) for a in models.layers_of(got)] == [type(a) for a in models.layers_of(model)]
    for a, b in zip(got.get_weights(), model.get_weights(), strict=True):
        assert np.array_equal(a, b)
    if "random" in str([layer.name for layer in models.layers_of(model)]):
        assert json.loads(got.to_json())["config"] == json.loads(model.to_json())["config"]
        return
    for a, b in zip(keras.tree.flatten(got(x)), keras.tree.flatten(model(x)), strict=True):
        np.testing.assert_array_equal(a, b)


# Layers that need arguments, and the shape of one example where (8, 6) will not do.
ARGUMENTS: dict[str, dict[str, Any]] = {
    "Dense": {"units": 2, "kernel_regularizer": "l2", "kernel_constraint": "max_norm"},
    "EinsumDense": {"equation": "abc,cd->abd", "output_shape": (None, 4), "bias_axes": "d"},
    "Embedding": {"input_dim": 3, "output_dim": 2},
    "Rescaling": {"scale": 1 / 255, "offset": [0.0] * 6},
    "Normalization": {"mean": [1.0] * 6, "variance": [2.0] * 6},
    "Reshape": {"target_shape": (6, -1)},
    "Permute": {"dims": (2, 1)},
    "Dropout": {"rate": 0.5, "seed": 1},
    "ActivityRegularization": {"l1": 0.1},
    "Activation": {"activation": "softmax"},
    "LeakyReLU": {"negative_slope": 0.2},
    "SpectralNormalization": {"layer": layers.Dense(2)},
    "TimeDistributed": {"layer": layers.Dense(2)},
    "Bidirectional": {"layer": layers.LSTM(2)},
    "RNN": {"cell": [layers.LSTMCell(2), layers.GRUCell(3), layers.SimpleRNNCell(2)]},
    "CategoryEncoding": {"num_tokens": 5, "output_mode": "count"},
    "GroupNormalization": {"groups": 2},
    "Pipeline": {"layers": [layers.Rescaling(2.0), layers.ReLU()]},
    "InputLayer": {"shape": (8, 6)},
    "RepeatVector": {"n": 2},
}
_RATES = "SpatialDropout1D SpatialDropout2D SpatialDropout3D AlphaDropout GaussianDropout"
for _name in allowed.LAYERS:
    if "Conv" in _name:
        _size = {"kernel_size": 3}
        ARGUMENTS[_name] = _size if "Depthwise" in _name else {"filters": 2, **_size}
    elif _name in _RATES.split() or _name == "GaussianNoise":
        ARGUMENTS[_name] = {"stddev" if _name == "GaussianNoise" else "rate": 0.5}
    elif _name.startswith("Adaptive"):
        ARGUMENTS[_name] = {"output_size": 2}
    elif _name.startswith("AveragePooling"):
        ARGUMENTS[_name] = {"pool_size": 2}
    elif _name in ("SimpleRNN", "LSTM", "GRU"):
        ARGUMENTS[_name] = {"units": 3, "dropout": 0.1}
    elif _name in ("Resizing", "CenterCrop", "RandomCrop"):
        ARGUMENTS[_name] = {"height": 4, "width": 4}
ARGUMENTS |= {
    "RandomRotation": {"factor": 0.1}, "RandomZoom": {"height_factor": 0.1, "seed": 3},
    "RandomTranslation": {"height_factor": 0.1, "width_factor": 0.1},
    "RandomContrast": {"factor": 0.1}, "RandomBrightness": {"factor": 0.1},
    "RandomHue": {"factor": 0.1},
    "RandomSaturation": {"factor": 0.1}, "RandomSharpness": {"factor": 0.1},
}  # fmt: skip
_MERGING = ["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate", "Dot"]
_ATTENTION = ["Attention", "AdditiveAttention", "MultiHeadAttention", "GroupQueryAttention"]
_CELLS = ["SimpleRNNCell", "LSTMCell", "GRUCell", "StackedRNNCells"]  # tested inside "RNN"


def example(name: str) -> np.ndarray:
    shape: tuple[int, ...] = (8, 6)
    if name == "RepeatVector":
        shape = (6,)
    if name[-2:] in ("1D", "2D", "3D") or "DTranspose" in name:
        size = int(name.partition("D")[0][-1]) if "Transpose" in name else int(name[-2])
        size = size if "DTranspose" not in name else int(name[name.index("DTranspose") - 1])
        shape = (4,) * size + (3,)
        shape = (3, *shape) if "ConvLSTM" in name else shape
    if name.startswith("Random") or name in ("Resizing", "CenterCrop", "Pipeline"):
        shape = (8, 8, 3)
    values = np.random.default_rng(0).random((2, *shape)).astype(np.float32)
    return values.round() if name in ("Embedding", "CategoryEncoding") else values


def one_layer(name: str) -> tuple[Any, np.ndarray]:
    x = example(name)
    if name == "CategoryEncoding":
        x = x[:, 0]
    inputs = keras.Input(x.shape[1:])
    if name == "InputLayer":
        return keras.Model(inputs, layers.Dense(1)(inputs)), x
    made = {"num_heads": 2, "key_dim": 3} if name == "MultiHeadAttention" else {}
    if name == "GroupQueryAttention":
        made = {"num_query_heads": 2, "num_key_value_heads": 1, "head_dim": 3}
    if name == "Dot":
        made = {"axes": 2}
    layer = getattr(layers, name)(**made, **ARGUMENTS.get(name, {}))
    if name in _MERGING:
        return keras.Model(inputs, layer([inputs, inputs])), x
    if name.endswith("Attention"):
        pair = [inputs, inputs] if made == {} else None
        return keras.Model(inputs, layer(pair) if pair else layer(inputs, inputs)), x
    return keras.Model(inputs, layer(inputs)), x


@pytest.mark.parametrize("name", sorted(allowed.LAYERS - set(_CELLS)))
def test_each_layer_crosses(name: str) -> None:
    model, x = one_layer(name)
    assert_same(model, x)


def sequential() -> Any:
    model = keras.Sequential([
        keras.Input((28, 28, 1)), layers.Conv2D(4, 3, activation="relu"), layers.MaxPooling2D(),
        layers.BatchNormalization(), layers.Flatten(), layers.Dropout(0.5),
        layers.Dense(10, activation=tf.nn.softmax),
    ])  # fmt: skip
    model.compile(keras.optimizers.Adam(1e-3), "sparse_categorical_crossentropy", ["accuracy"])
    return model


def functional() -> Any:
    inputs = keras.Input((8, 8, 3))
    x = ops.relu(inputs * np.array([1.0, 2.0, 3.0]) + 1)[:, 1:3]
    x = ops.where(x > 0, ops.sqrt(x), 0.0)
    shared = layers.Dense(4, kernel_initializer=keras.initializers.HeNormal(seed=1))
    x = layers.Flatten()(ops.concatenate([shared(x), shared(x)], axis=-1))
    return keras.Model({"a": inputs}, {"b": ops.mean(x, axis=1, keepdims=True), "c": x})


def nested() -> Any:
    inner = keras.Sequential([layers.Dense(4), layers.ReLU()])
    inputs = keras.Input((3,))
    model = keras.Model(inputs, layers.Dense(1)(inner(inner(layers.Dense(4)(inputs)))))
    inner.trainable = False
    return model


@pytest.mark.parametrize(
    "make, shape",
    [(sequential, (2, 28, 28, 1)), (nested, (2, 3)), (build_course, (1, 64, 64, 1))],
)
def test_models_of_lessons_cross(make: Any, shape: tuple) -> None:
    model = make()
    assert_same(model, np.random.default_rng(0).random(shape).astype(np.float32))
    flags = [layer.trainable for layer in models.layers_of(model)]
    assert [layer.trainable for layer in models.layers_of(there_and_back(model))] == flags


@pytest.mark.filterwarnings("ignore:When providing")
def test_operations_in_a_functional_model_cross() -> None:
    assert_same(functional(), {"a": np.ones((2, 8, 8, 3), np.float32)})


def test_a_model_that_is_not_built_yet_crosses() -> None:
    got = there_and_back(keras.Sequential([layers.Dense(3)]))
    assert not got.built and [layer.units for layer in got.layers] == [3]


def test_how_it_is_compiled_crosses_if_only_keras_is_named() -> None:
    got = there_and_back(sequential())
    assert got.loss == "sparse_categorical_crossentropy" and got.optimizer.learning_rate == 1e-3
    model = sequential()
    model.compile("sgd", lambda want, have: ops.mean(want - have))
    assert not there_and_back(model).compiled


def test_a_normalization_that_has_seen_data_keeps_what_it_saw() -> None:
    layer = layers.Normalization()
    layer.adapt(np.array([[1.0, 2.0], [3.0, 8.0]]))
    assert_same(keras.Sequential([keras.Input((2,)), layer]), np.ones((1, 2)))


@pytest.mark.parametrize(
    "name, size", [("VGG16", 32), ("ResNet50V2", 32), ("MobileNetV2", 32), ("EfficientNetV2B0", 32)]
)
def test_published_architectures_cross(name: str, size: int) -> None:
    build = getattr(keras.applications, name)
    more = {"alpha": 0.35} if name == "MobileNetV2" else {}
    if name == "VGG16":  # 59 MB of weights; its configuration is what could be refused
        model = build(weights=None, include_top=False, input_shape=(size, size, 3))
        assert models.clean(json.loads(model.to_json()))
        return
    model = build(weights=None, include_top=False, input_shape=(size, size, 3), **more)
    config = models.clean(json.loads(model.to_json()))
    again = keras.models.model_from_json(json.dumps(config))
    assert [w.shape for w in again.weights] == [w.shape for w in model.weights]


# --- refused ---


def own(x: Any, dtype: Any = None) -> Any:
    return ops.ones(x) if isinstance(x, tuple) else x


class Own(layers.Layer):
    """A layer of a student's."""


class OwnModel(keras.Model):
    """A model of a student's."""


own.__module__ = Own.__module__ = OwnModel.__module__ = "__main__"


def with_layer(layer: Any, shape: tuple = (3,), dtype: str = "float32") -> Any:
    return keras.Sequential([keras.Input(shape, dtype=dtype), layer])


@pytest.mark.parametrize(
    "make, reason",
    [
        (lambda: with_layer(layers.Lambda(own)), "a model with a function of your own"),
        (lambda: with_layer(Own()), "a model with your own Own cannot be graded"),
        (lambda: with_layer(layers.Dense(1, activation=own)), "with a function of your own"),
        (lambda: with_layer(layers.Dense(1, kernel_initializer=own)), "with a function of your"),
        (OwnModel, "a model of a class of your own"),
        (lambda: with_layer(layers.Hashing(3)), "a model with a Hashing cannot be graded"),
        (lambda: with_layer(layers.StringLookup(vocabulary=["a"]), (1,), "string"),
         "a model whose dtype is 'string' cannot be graded"),
    ],
)  # fmt: skip
def test_a_student_is_told_what_cannot_cross(make: Any, reason: str) -> None:
    with pytest.raises(WireError, match=reason):
        codec.encode(make())


BASE = json.loads(with_layer(layers.Dense(2, name="dense")).to_json())
FUNCTIONAL = json.loads(keras.Model(i := keras.Input((3,)), layers.Dense(2)(i) + 1).to_json())
WEIGHTS = [["<f4", [3, 2], b"\0" * 24], ["<f4", [2], b"\0" * 8]]


def sent(config: Any, weights: Any = WEIGHTS, trains: Any = ()) -> Any:
    return codec.decode(frames.pack(["model", [json.dumps(config), weights, list(trains)]]))


def forged(**dense: Any) -> dict[str, Any]:
    """The small model, its layer's entry changed; `config` adds to its arguments."""
    made = copy.deepcopy(BASE)
    entry = made["config"]["layers"][1]
    entry["config"] |= dense.pop("config", {})
    entry |= dense
    return made


def thing(module: str, name: str, /, **config: Any) -> dict[str, Any]:
    return {"module": module, "class_name": name, "config": config, "registered_name": None}


def test_the_forged_models_below_are_right_but_for_what_is_forged() -> None:
    assert sent(forged()).count_params() == 8
    assert sent(FUNCTIONAL).count_params() == 8


DANGEROUS: list[Any] = [
    thing("builtins", "function") | {"config": "eval"},
    thing("keras.utils", "get_file", fname="x", origin="http://localhost"),
    thing("keras.layers", "Lambda", function="x"),
    thing("keras.src.layers", "Lambda"), thing("keras", "layers.Lambda"),
    thing("keras.layers.core", "lambda_layer.Lambda"), thing("keras.layers", "Layer"),
    thing("keras.layers", "TFSMLayer", filepath="/tmp"), thing("os", "system"),
    thing("keras.saving", "load_model", filepath="/tmp/x"), thing("keras.models", "load_model"),
    thing("keras.src.saving.saving_lib", "load_model"), thing("keras.layers", "TextVectorization"),
    thing("keras.initializers", "Dense", units=1), thing("keras.layers", "GlorotUniform"),
    thing("keras.src.ops.core", "Map"), thing("keras.src.ops.numpy", "np"),
    thing("keras.src.ops.numpy", "Operation"), thing("keras.src.ops.linalg", "JVP", fun="x"),
    thing("course_utils.models.backbone", "load_backbone"),
    thing("course_utils.models.backbone", "Dense"), thing("course_utils.cli", "app"),
    thing("course_utils.models.", "ScanPreparation"),
    thing("course_utils.models.../../x", "ScanPreparation"),
    {"class_name": "__lambda__", "config": {"value": ["4w==", None, None]}},
    {"class_name": "__typespec__", "config": [], "spec_name": "x", "module": "os",
     "registered_name": None},
    {"class_name": "__numpy__", "config": {"value": [1], "dtype": "O"}},
    {"class_name": "__numpy__", "config": {"value": [1], "dtype": ["O"]}},
    {"class_name": "__tensor__", "config": {"value": [1], "dtype": "string"}},
    {"class_name": "__bytes__", "config": {"value": "x"}},
    {"class_name": ["Dense"], "module": "keras.layers", "config": {}},
    {"class_name": "Dense", "module": ["keras.layers"], "config": {}},
    "x" * 1000, 10**30,
]  # fmt: skip


@pytest.mark.parametrize("part", DANGEROUS, ids=lambda p: repr(p)[:70])
@pytest.mark.parametrize("place", ["kernel_initializer", "activation", "layer", "name", "units"])
def test_a_dangerous_part_is_refused_in_any_place(part: Any, place: str) -> None:
    with pytest.raises(WireError):
        sent(forged(config={place: part}))


@pytest.mark.parametrize("part", DANGEROUS[:-2], ids=lambda p: repr(p)[:70])
def test_a_dangerous_layer_is_refused(part: Any) -> None:
    made = copy.deepcopy(BASE)
    made["config"]["layers"][1] |= part
    with pytest.raises(WireError):
        sent(made)
    made = copy.deepcopy(FUNCTIONAL)
    made["config"]["layers"][1]["inbound_nodes"][0]["args"].append(part)
    with pytest.raises(WireError):
        sent(made)


@pytest.mark.parametrize(
    "dense",
    [
        {"registered_name": "course_utils>ScanPreparation"}, {"registered_name": "Lambda"},
        {"shared_object_id": 1}, {"compile_config": {"loss": "mse"}}, {"more": {"a": "b"}},
    ],
    ids=repr,
)  # fmt: skip
def test_names_beside_the_class_decide_nothing(dense: Any) -> None:
    assert type(sent(forged(**dense)).layers[0]) is layers.Dense


@pytest.mark.parametrize(
    "config",
    [
        {"units": 10**6}, {"units": 2**62}, {"units": -1}, {"units": 3}, {"units": True},
        {"units": 2.5}, {"units": None}, {"lora_rank": 10**6}, {"weights": [1]}, {"more": 1},
        {"quantization_config": {"a": 1}}, {"activation": "own"}, {"activation": "Lambda"},
        {"activation": ["relu", "eval"]}, {"dtype": "string"}, {"dtype": "O"},
        {"dtype": thing("keras", "DTypePolicy", name="int8_from_float32")},
        {"dtype": thing("keras", "QuantizedDTypePolicy", mode="int8")},
        {"kernel_initializer": "Lambda"}, {"kernel_regularizer": "own"}, {"use_bias": "x" * 400},
        {"kernel_initializer": thing("keras.initializers", "Constant", value="x" * 999)},
        {"name": {"a": {"b": 2**70}}},
    ],
    ids=repr,
)  # fmt: skip
def test_a_forged_argument_is_refused(config: Any) -> None:
    with pytest.raises(WireError):
        sent(forged(config=config))


@pytest.mark.parametrize(
    "build", [{"input_shape": [None, 10**12]}, {"input_shape": [10**30]}, {"input_shape": "aaaa"}]
)
def test_a_shape_beyond_the_weights_is_refused(build: Any) -> None:
    made = forged(build_config=build)
    made["config"]["layers"][0]["config"]["batch_shape"] = build["input_shape"]
    made["config"]["build_input_shape"] = build["input_shape"]
    with pytest.raises(WireError):
        sent(made)


@pytest.mark.parametrize(
    "weights",
    [
        None, {}, [], WEIGHTS[:1], WEIGHTS * 2, WEIGHTS[::-1], [["U", [6], ["1"] * 6], WEIGHTS[1]],
        [["<c8", [3, 2], b"\0" * 48], WEIGHTS[1]], [["<f4", [4, 2], b"\0" * 32], WEIGHTS[1]],
    ],
    ids=lambda w: repr(w)[:40],
)  # fmt: skip
def test_forged_weights_are_refused(weights: Any) -> None:
    with pytest.raises(WireError):
        sent(BASE, weights)


@pytest.mark.parametrize(
    "history",
    [["dense", 0, 0], ["nobody", 0, 0], ["input", 10**9, 0], ["input", -9, 0], [1, 2, 3], [], "a",
     None, [["input"], 0, 0]],
    ids=repr,
)  # fmt: skip
def test_a_forged_graph_is_refused(history: Any) -> None:
    made = copy.deepcopy(FUNCTIONAL)
    first, second = made["config"]["layers"][:2]
    if isinstance(history, list):
        names = {"input": first["name"], "dense": second["name"]}
        history = [names.get(x, x) if isinstance(x, str) else x for x in history]
    second["inbound_nodes"][0]["args"][0]["config"]["keras_history"] = history
    with pytest.raises(WireError):
        sent(made)


def test_too_many_and_too_deep_is_refused() -> None:
    made = forged()
    made["config"]["layers"] = [thing("keras.layers", "ReLU")] * (models.MAX_OBJECTS + 1)
    with pytest.raises(WireError, match="so many parts"):
        sent(made)
    made = BASE
    for _ in range(models.MAX_NESTED):
        made = thing("keras", "Sequential", name="s", layers=[made])
    with pytest.raises(WireError, match="nested so deep"):
        sent(made)


@pytest.mark.parametrize(
    "compiled",
    [
        {"loss": "eval"}, {"loss": thing("builtins", "function") | {"config": "eval"}},
        {"optimizer": thing("keras.optimizers", "Optimizer"), "loss": "mse"},
        {"optimizer": "sgd", "loss": ["mse", "Lambda"]}, {"custom": 1}, 5, "mse",
        {"optimizer": thing("keras.optimizers", "SGD", learning_rate=thing("os", "system"))},
        {"metrics": [{"a": "own"}]},
    ],
    ids=repr,
)  # fmt: skip
def test_a_doubtful_compilation_is_left_out(compiled: Any) -> None:
    assert not sent(forged() | {"compile_config": compiled}).compiled
