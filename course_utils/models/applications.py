"""Networks of Keras applications to transfer from: one table says what each of them needs.

What such a network was trained on differs: the order of the colours, their range, what was
subtracted. Here that is layers of the model, so that all take the same images in [0, 1].
"""

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import keras
from keras import layers, ops

from course_utils.data._files import DataError

__all__ = ["APPLICATIONS", "Application", "ToColour", "load_application", "refuse_tiny"]

SMALLEST = 64
PATIENCE = 15.0  # seconds a server may be silent; else a wall that drops packets holds it for ever


@dataclass(frozen=True)
class Application:
    """A network of Keras applications: what it is made by, what it sees, what is published of it.

    side: images are resized to side x side. order, scale, offset: what it was trained on, as
    scale * image + offset of an image in [0, 1] with its colours in this order; the same as
    `preprocess_input` of its module does to an image in 0..255.
    """

    function: str  # of keras.applications
    title: str
    side: int
    channels: int  # feature maps it ends in
    order: str
    scale: float
    offset: float | Sequence[float]
    year: int
    depth: int  # layers with weights, one after the other
    parameters: float  # published, with the head for ImageNet's 1,000 classes


# Published: VGG16: Simonyan and Zisserman 2014 (arXiv 1409.1556), tables 1 and 2. ResNet50 V2: He
# et al. 2016 (1603.05027); its parameters: Zagoruyko and Komodakis 2016 (1605.07146), table 8.
# MobileNetV2: Sandler et al. 2018 (1801.04381), tables 2 (17 bottlenecks) and 4. EfficientNetV2:
# Tan and Le 2021 (2104.00298); B0, which the paper leaves out, is in their code (google/automl,
# efficientnetv2): 7.1 M. Depths of the last two are counted as the others' are: what a signal
# passes on its longest way, without the convolutions of shortcuts and of squeeze and excitation.
APPLICATIONS = {
    "vgg16": Application(
        "VGG16", "VGG16", 150, 512, "bgr", 255.0, (-103.939, -116.779, -123.68),
        2014, 16, 138e6,
    ),
    "resnet50_v2": Application(
        "ResNet50V2", "ResNet50 V2", 160, 2048, "rgb", 2.0, -1.0, 2016, 50, 25.6e6
    ),
    "mobilenet_v2": Application(
        "MobileNetV2", "MobileNetV2", 160, 1280, "rgb", 2.0, -1.0, 2018, 53, 3.4e6
    ),
    # It scales 0..255 itself, by layers of its own.
    "efficientnet_v2_b0": Application(
        "EfficientNetV2B0", "EfficientNetV2-B0", 160, 1280, "rgb", 255.0, 0.0, 2021, 60, 7.1e6
    ),
}  # fmt: skip


@keras.saving.register_keras_serializable("course_utils")
class ToColour(layers.Layer):
    """Images with 1 or 3 channels -> 3, in the order "rgb" or "bgr"; a grey one is repeated."""

    def __init__(self, order: str = "rgb", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.order = order

    def call(self, images: Any) -> Any:
        refuse_tiny(images)
        coloured = images * ops.ones((1, 1, 1, 3), dtype=images.dtype)
        return ops.flip(coloured, axis=-1) if self.order == "bgr" else coloured

    def compute_output_shape(self, input_shape: tuple) -> tuple:
        return (*input_shape[:-1], 3)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "order": self.order}


def refuse_tiny(images: Any) -> None:
    """Raise ValueError for images that a backbone is too coarse for."""
    sides = [side for side in images.shape[1:3] if side is not None]
    if sides and min(sides) < SMALLEST:
        raise ValueError(
            f"images of {images.shape[1]} x {images.shape[2]} pixels; a backbone needs at least "
            f"{SMALLEST} x {SMALLEST}."
        )


def load_application(name: str, weights: str | None = "auto", seed: int = 0) -> keras.Model:
    """A network of APPLICATIONS without its head, the preparation of images in front.

    Raises:
        DataError: ImageNet's weights are neither in Keras's cache nor to be had; one line.
        ValueError: weights are not "auto", "imagenet" or None.
    """
    kind = APPLICATIONS[name]
    if weights not in ("auto", "imagenet", None):
        raise ValueError(f'weights of "{name}": "auto" (ImageNet) or None (random).')
    inputs = keras.Input((None, None, None), name="images")
    x = ToColour(kind.order, name="colour")(inputs)
    x = layers.Resizing(kind.side, kind.side, antialias=True, name="resize")(x)
    offset = kind.offset if isinstance(kind.offset, float) else list(kind.offset)
    x = layers.Rescaling(kind.scale, offset, name="prepare")(x)
    if weights is None:
        keras.utils.set_random_seed(seed)
    function = getattr(keras.applications, kind.function)
    waited = socket.getdefaulttimeout()
    socket.setdefaulttimeout(PATIENCE)
    try:
        base = function(include_top=False, weights="imagenet" if weights else None, input_tensor=x)
    except Exception as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise DataError(
            f"{kind.title}'s ImageNet weights could not be downloaded ({reason}); try again when "
            'online, or use load_backbone("course"), which is bundled.'
        ) from None
    finally:
        socket.setdefaulttimeout(waited)
    return keras.Model(inputs, base.output, name=f"{name}_backbone")


def table() -> list[dict[str, Any]]:
    """What there is to transfer from: one row for "course" and for each of APPLICATIONS.

    Each row: "name" for `load_backbone`; "network"; "year"; "layers" with weights one after the
    other; "published": parameters with the head for ImageNet, from the papers named above
    APPLICATIONS (None for "course"); and, counted from the model built now with random weights:
    "parameters" without a head, and "maps", the shape (h, w, c) of its feature maps.
    """
    from course_utils.models.backbone import load_backbone

    rows = []
    for name in ("course", *APPLICATIONS):
        model, kind = load_backbone(name, weights=None), APPLICATIONS.get(name)
        row = {
            "name": name,
            "network": kind.title if kind else "the course's",
            "year": kind.year if kind else None,
            "layers": kind.depth if kind else sum(bool(part.weights) for part in model.layers),
            "published": kind.parameters if kind else None,
            "parameters": model.count_params(),
            "maps": tuple(model.output.shape[1:]),
        }
        rows.append(row)
    return rows
