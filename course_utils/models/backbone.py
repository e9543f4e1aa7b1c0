"""Networks to transfer from. One contract: images in, feature maps out, nothing else to know.

    backbone = load_backbone("course")
    maps = backbone.predict(images)     # (n, 150, 150, 1) -> (n, 12, 12, 144)

Whatever an image needs (resizing, brightness, channels) is a layer inside the model, so the same
cells run on "course" and on "vgg16". How the bundled weights were made: weights/README.md.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import layers, ops

from course_utils.data._files import DataError
from course_utils.models.applications import APPLICATIONS, load_application, refuse_tiny

__all__ = ["WEIGHTS", "GroupedConv2D", "ScanPreparation", "build_course", "load_backbone"]

# Bundled: three runs of one recipe that differ in their seed alone, so that a comparison can tell
# luck from skill. `load_backbone("course")` is the first.
WEIGHTS = tuple(
    Path(__file__).parent / "weights" / f"course_backbone{end}.npz" for end in ("", "_1", "_2")
)
SIDE = 96  # the course backbone looks at 96 x 96 pixels
# (filters, kernel, dilation, pooled) of each convolution: 96 -> 48 -> 24 -> 12 pixels, and then a
# wider view by dilation instead of pooling, so that the feature maps keep 12 x 12 places.
BLOCKS = (
    (16, 3, 1, True),
    (32, 3, 1, True),
    (48, 3, 1, True),
    (64, 3, 1, False),
    (96, 3, 2, False),
    (48, 1, 1, False),
)
BRANCHES = 3  # such networks side by side, trained apart: they err on different slices
# Then a linear 1x1 convolution with as many maps, "summary", computed by add_summary
# (author/pretrain.py): maps whose means tell atrophy first, each in units of what else makes it
# vary. So a head learns from few images.


def load_backbone(
    name: str = "course",
    weights: str | Path | None = "auto",
    trainable: bool = False,
    seed: int = 0,
) -> keras.Model:
    """A trained network without its head.

    In: float32 (n, h, w, 1 or 3) in [0, 1], h and w at least 64, of any size.
    Out: float32 feature maps (n, h', w', c): (12, 12, 144) for "course", (4, 4, 512) for "vgg16".

    Args:
        name: "course" (bundled, trained on generated slices only), or one of Keras applications:
            "vgg16", "resnet50_v2", "mobilenet_v2", "efficientnet_v2_b0".
        weights: "auto": the trained ones, bundled or ImageNet's (downloaded once by Keras: 9 MB
            for MobileNetV2, 94 MB for ResNet50 V2); None: random, for controls and tests; for
            "course" also a path to another .npz.
        trainable: frozen unless True.
        seed: of random weights; of "course" also which of the bundled ones (0, 1 or 2).

    Raises:
        DataError: (a ValueError) weights damaged, or not to be had offline; one line.
        ValueError: unknown name, or no bundled weights of this seed.
    """
    if name == "course":
        if weights == "auto" and seed not in range(len(WEIGHTS)):
            raise ValueError(f"no bundled weights of seed {seed}; there are 0, 1 and 2.")
        if weights is None:
            model = build_course(1000 * seed)
        else:
            path = WEIGHTS[seed] if weights == "auto" else Path(weights)
            arrays = _read_weights(path)
            model = build_course(branches=count_branches(arrays))
            set_weights(model, arrays, path)
    elif name in APPLICATIONS:
        model = load_application(name, weights, seed)  # type: ignore[arg-type]
    else:
        known = ", ".join(f'"{there}"' for there in ("course", *APPLICATIONS))
        raise ValueError(f"no backbone {name!r}; there are {known}.")
    model.trainable = trainable
    return model


@keras.saving.register_keras_serializable("course_utils")
class ScanPreparation(layers.Layer):
    """Any scan -> (side, side, 1): mean of the channels, resized, divided by its own 99th
    percentile, so that a scan twice as bright is the same scan."""

    def __init__(self, side: int = SIDE, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.side = side

    def call(self, images: Any) -> Any:
        refuse_tiny(images)
        grey = ops.mean(images, axis=-1, keepdims=True)
        grey = ops.image.resize(grey, (self.side, self.side), antialias=True)
        # The 99th percentile: the brightest hundredth, not all pixels, need sorting (6x faster).
        below, between = divmod(0.01 * (self.side**2 - 1), 1)
        top = ops.top_k(ops.reshape(grey, (-1, self.side**2)), int(below) + 2)[0]
        bright = (1 - between) * top[:, int(below)] + between * top[:, int(below) + 1]
        return ops.clip(grey / ops.maximum(bright[:, None, None, None], 1e-6), 0.0, 1.25)

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        return (input_shape[0], self.side, self.side, 1)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "side": self.side}


@keras.saving.register_keras_serializable("course_utils")
class GroupedConv2D(layers.Conv2D):
    """Conv2D with `groups` that can be trained on a CPU too, where TensorFlow knows no gradient of
    its own: one convolution for each group of channels."""

    def convolution_op(self, inputs: Any, kernel: Any) -> Any:
        parts = zip(
            ops.split(inputs, self.groups, axis=-1), ops.split(kernel, self.groups, axis=-1),
            strict=True,
        )  # fmt: skip
        return ops.concatenate([super(GroupedConv2D, self).convolution_op(*p) for p in parts], -1)


def build_course(
    first_seed: int = 0, batch_norm: bool = False, branches: int = BRANCHES, summary: bool = True
) -> keras.Model:
    """The course backbone with random weights, of first_seed and those that follow.

    Its branches are groups of channels: layer by layer one network. They are trained one by one,
    with batch normalisation (author/pretrain.py); in the bundled weights that is folded into the
    convolutions, so there are no statistics that could drift when it is fine-tuned.
    """
    inputs = keras.Input((None, None, None), name="images")
    x = ScanPreparation(name="prepare")(inputs)
    for i, (filters, kernel, dilation, pooled) in enumerate(BLOCKS, start=1):
        x = GroupedConv2D(
            branches * filters, kernel, padding="same", dilation_rate=dilation,
            groups=1 if i == 1 else branches, use_bias=not batch_norm,
            activation=None if batch_norm else "relu", name=f"block{i}_conv",
            kernel_initializer=keras.initializers.HeNormal(seed=first_seed + i),
        )(x)  # fmt: skip
        if batch_norm:
            x = layers.BatchNormalization(momentum=0.98, name=f"block{i}_bn")(x)
            x = layers.ReLU(name=f"block{i}_relu")(x)
        if pooled:
            x = layers.MaxPooling2D(name=f"block{i}_pool")(x)
    if summary:
        start = keras.initializers.HeNormal(seed=first_seed)
        x = layers.Conv2D(x.shape[-1], 1, kernel_initializer=start, name="summary")(x)
    return keras.Model(inputs, x, name="course_backbone")


def side_by_side(parts: Sequence[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """The weights of one network whose branches are these networks, without the last layer."""
    names = [name for name in parts[0] if name.startswith("block")]
    return {name: np.concatenate([part[name] for part in parts], axis=-1) for name in names}


def count_branches(arrays: dict[str, np.ndarray]) -> int:
    """Of how many branches these are the weights; 1 where they are of something else."""
    bias = arrays.get("block1_conv.bias", np.zeros(0))
    return max(1, bias.size // BLOCKS[0][0])


def folded_weights(model: keras.Model) -> dict[str, np.ndarray]:
    """The weights of a network built with batch_norm, for one built without: float16 arrays."""
    arrays = {}
    for i in range(1, len(BLOCKS) + 1):
        (kernel,) = model.get_layer(f"block{i}_conv").get_weights()
        norm = model.get_layer(f"block{i}_bn")
        gamma, beta, mean, variance = norm.get_weights()
        scale = gamma / np.sqrt(variance + norm.epsilon)
        arrays[f"block{i}_conv.kernel"] = (kernel * scale).astype(np.float16)
        arrays[f"block{i}_conv.bias"] = (beta - mean * scale).astype(np.float16)
    return arrays


def _read_weights(path: Path) -> dict[str, np.ndarray]:
    """An .npz of plain arrays; the bundled one only if it is the recorded one."""
    try:
        content = path.read_bytes()
        with np.load(path, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
    except Exception as error:
        raise DataError(f"{path}: weights cannot be read ({error}); install anew.") from None
    if path in WEIGHTS:
        recorded = json.loads(path.with_suffix(".json").read_text())["sha256"]
        if hashlib.sha256(content).hexdigest() != recorded:
            raise DataError(f"{path}: not the weights recorded beside it; install anew.")
    return arrays


def set_weights(model: keras.Model, arrays: dict[str, np.ndarray], source: object = "") -> None:
    """Put arrays named "layer.kernel" and "layer.bias" into the model's layers."""
    for layer in model.layers:
        if layer.weights:
            values = [arrays.get(f"{layer.name}.{kind}") for kind in ("kernel", "bias")]
            found = [value.astype(np.float32) for value in values if value is not None]
            if [value.shape for value in found] != [tuple(w.shape) for w in layer.weights]:
                raise DataError(f"{source}: not weights of the course backbone ({layer.name}).")
            layer.set_weights(found)
