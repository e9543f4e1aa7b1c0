"""What a Keras model may consist of to cross: parts that take plain values and nothing else.

A configuration is a list of classes to call with arguments of the sender's choice, so it holds
what stands here and plain values; no class here runs a function, reads a file or imports what an
argument names. A new layer of Keras is added to its line here; tests/test_models.py rebuilds each.
"""

_SIZED = {size: f"{size}D" for size in (1, 2, 3)}


def _names(text: str) -> frozenset[str]:
    """The words; `Conv#` stands for Conv1D, Conv2D and Conv3D."""
    words = text.split()
    return frozenset(w.replace("#", end) for w in words for end in _SIZED.values())


LAYERS = _names(
    """
    InputLayer Dense EinsumDense Embedding Identity Masking Rescaling Normalization
    Conv# Conv#Transpose DepthwiseConv1D DepthwiseConv2D SeparableConv1D SeparableConv2D
    MaxPooling# AveragePooling# GlobalMaxPooling# GlobalAveragePooling#
    AdaptiveMaxPooling# AdaptiveAveragePooling#
    Flatten Reshape Permute RepeatVector ZeroPadding# Cropping# UpSampling# Resizing CenterCrop
    Dropout SpatialDropout# AlphaDropout GaussianDropout GaussianNoise ActivityRegularization
    BatchNormalization LayerNormalization GroupNormalization RMSNormalization UnitNormalization
    SpectralNormalization
    Activation ReLU LeakyReLU PReLU ELU Softmax
    Add Subtract Multiply Average Maximum Minimum Concatenate Dot
    SimpleRNN LSTM GRU SimpleRNNCell LSTMCell GRUCell RNN StackedRNNCells Bidirectional
    TimeDistributed ConvLSTM# Attention AdditiveAttention MultiHeadAttention GroupQueryAttention
    Pipeline RandomFlip RandomRotation RandomZoom RandomTranslation RandomContrast RandomBrightness
    RandomCrop RandomErasing RandomGaussianBlur RandomGrayscale RandomHue RandomInvert
    RandomSaturation RandomSharpness RandomColorJitter CategoryEncoding
    """
)
INITIALIZERS = _names(
    """
    Zeros Ones Constant RandomNormal RandomUniform TruncatedNormal VarianceScaling GlorotNormal
    GlorotUniform HeNormal HeUniform LecunNormal LecunUniform Orthogonal Identity
    OrthogonalInitializer IdentityInitializer
    """
)
REGULARIZERS = _names("L1 L2 L1L2 OrthogonalRegularizer")
CONSTRAINTS = _names("MaxNorm MinMaxNorm NonNeg UnitNorm")
ACTIVATIONS = _names(
    """
    celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh
    leaky_relu linear log_sigmoid log_softmax mish relu relu6 selu sigmoid silu soft_shrink softmax
    softplus softsign sparse_plus sparse_sigmoid sparsemax squareplus swish tanh tanh_shrink
    threshold
    """
)
DTYPES = _names(
    """
    float16 float32 float64 bfloat16 mixed_float16 mixed_bfloat16 bool int8 int16 int32 int64
    uint8 uint16 uint32
    """
)
LOSSES = _names(
    """
    BinaryCrossentropy BinaryFocalCrossentropy CategoricalCrossentropy CategoricalFocalCrossentropy
    CategoricalHinge CosineSimilarity Dice Hinge Huber KLDivergence LogCosh MeanAbsoluteError
    MeanAbsolutePercentageError MeanSquaredError MeanSquaredLogarithmicError Poisson
    SparseCategoricalCrossentropy SquaredHinge Tversky
    """
)
METRICS = LOSSES | _names(
    """
    AUC Accuracy BinaryAccuracy CategoricalAccuracy F1Score FalseNegatives FalsePositives Mean
    Precision R2Score Recall RootMeanSquaredError SparseCategoricalAccuracy
    SparseTopKCategoricalAccuracy TopKCategoricalAccuracy TrueNegatives TruePositives
    """
)
OPTIMIZERS = _names("Adadelta Adafactor Adagrad Adam AdamW Adamax Ftrl Lamb Lion Nadam RMSprop SGD")
SCHEDULES = _names(
    """
    CosineDecay CosineDecayRestarts ExponentialDecay InverseTimeDecay PiecewiseConstantDecay
    PolynomialDecay
    """
)

FUNCTIONAL = "keras.src.models.functional"
CLASSES: dict[str, frozenset[str]] = {
    "keras": _names("Sequential DTypePolicy"),
    FUNCTIONAL: _names("Functional"),
    "keras.layers": LAYERS,
    "keras.initializers": INITIALIZERS,
    "keras.regularizers": REGULARIZERS,
    "keras.constraints": CONSTRAINTS,
    "keras.losses": LOSSES,
    "keras.metrics": METRICS,
    "keras.optimizers": OPTIMIZERS,
    "keras.optimizers.schedules": SCHEDULES,
}
# Classes behind `x + 1` or `keras.ops.relu(x)` in a functional model. Every operation of these
# modules will do: what it is called with are tensors and plain values, which is all that crosses.
OPERATIONS = (
    "keras.src.activations.activations",
    *(f"keras.src.ops.{kind}" for kind in ("numpy", "nn", "math", "image", "linalg")),
)
# Where the course's own layers are defined, registered with Keras as "course_utils>Name".
OWN = ("course_utils.models.",)
# Arguments that a class takes beside those that its signature names.
MORE: dict[str, frozenset[str]] = {
    "Sequential": _names("layers build_input_shape"),
    "Functional": _names("layers input_layers output_layers"),
    "LayerNormalization": _names("rms_scaling"),
}
# Arguments that no layer of a student's has, and that could make more of it than its weights say.
NEVER = _names("weights input_tensor lora_rank lora_alpha quantization_config quantization_mode")


def same(name: str) -> str:
    """`mean_squared_error` and `MeanSquaredError` name one thing."""
    return name.replace("_", "").lower()


SHORT = _names("mse mae mape msle acc accuracy crossentropy ce kld cosine bce")
COMPILED = frozenset(map(same, LOSSES | METRICS | OPTIMIZERS)) | SHORT
# Arguments that name something of Keras's -> the names they may give.
NAMED: dict[str, frozenset[str]] = {
    "activation": frozenset(map(same, ACTIVATIONS)),
    "initializer": frozenset(map(same, INITIALIZERS)) | {"uniform", "normal", "one", "zero"},
    "regularizer": frozenset(map(same, REGULARIZERS)),
    "constraint": frozenset(map(same, CONSTRAINTS)),
    "dtype": frozenset(map(same, DTYPES)),
}
