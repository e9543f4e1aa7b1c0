"""A head for frozen feature maps: the mean of each map, then logistic regression."""

import numpy as np

__all__ = ["fit_head", "pool"]


def pool(maps: np.ndarray) -> np.ndarray:
    """Feature maps (n, h, w, c) -> features (n, c): the mean of each map."""
    return maps.mean(axis=(1, 2))


def fit_head(features: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, float]:
    """Slope (c,) and intercept of a logistic regression: features @ slope + intercept > 0 is ad."""
    from sklearn.linear_model import LogisticRegression

    centre = features.mean(axis=0)
    unit = np.sqrt(features.var(axis=0).mean()) + 1e-12
    head = LogisticRegression(C=0.3, max_iter=1000).fit((features - centre) / unit, labels)
    slope = head.coef_[0] / unit
    return slope, float(head.intercept_[0] - centre @ slope)
