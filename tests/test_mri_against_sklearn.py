"""Notebook 06 against scikit-learn, planted duplicates, and another backbone."""

from typing import Any

import numpy as np
import pytest
from conftest import solution_functions
from sklearn.metrics import confusion_matrix, roc_auc_score

from course_utils.models import load_backbone

EXERCISES = solution_functions("06_mri_transfer_learning")


def _cases(count: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Labels with both classes, and scores, more than half of them with ties."""
    cases = []
    for seed in range(count):
        rng = np.random.default_rng(seed)
        n = int(rng.integers(2, 80))
        labels = rng.permutation(np.r_[0, 1, rng.integers(0, 2, n - 2)]).astype(int)
        scores = rng.normal(size=n) + rng.uniform(0, 2) * labels
        cases.append((labels, np.round(scores, seed % 3) if seed % 3 < 2 else scores))
    return cases


CASES = _cases(200)


def test_the_cases_have_ties_and_few_of_a_class() -> None:
    assert sum(len(np.unique(scores)) < len(scores) for _, scores in CASES) > 100
    assert sum(labels.sum() == 1 or labels.sum() == len(labels) - 1 for labels, _ in CASES) > 3


def test_roc_auc_is_sklearns_with_ties() -> None:
    for labels, scores in CASES:
        got = EXERCISES["roc_auc"](labels, scores)
        assert got == pytest.approx(roc_auc_score(labels, scores), abs=1e-12)


def test_counts_and_shares_are_sklearns() -> None:
    for labels, scores in CASES:
        threshold = float(np.median(scores))  # a score, so that >= and > differ
        tn, fp, fn, tp = confusion_matrix(labels, scores >= threshold, labels=[0, 1]).ravel()
        assert EXERCISES["confusion_counts"](labels, scores, threshold) == (tp, fp, tn, fn)
        got = EXERCISES["sensitivity_specificity"](labels, scores, threshold)
        assert got == pytest.approx((tp / (tp + fn), tn / (tn + fp)))


def test_find_leaks_finds_planted_duplicates_and_nothing_else() -> None:
    rng = np.random.default_rng(0)
    train, test = (rng.integers(0, 256, (n, 12, 10, 1)) / 255 for n in (40, 30))
    planted = [(3, 0), (17, 0), (8, 11), (39, 29)]
    train[17] = train[3]
    for i, j in planted:
        test[j] = train[i]
    test[5] = train[20][:, ::-1]  # flipped: not identical, the lesson discusses it
    test[6] = train[21] + 1 / 255  # saved again, a level brighter
    assert sorted(EXERCISES["find_leaks"](train, test)) == sorted(planted)
    assert EXERCISES["find_leaks"](train[:2], test[20:]) == []


@pytest.fixture(scope="module")
def vgg16() -> Any:
    return load_backbone("vgg16", weights=None)


def test_features_of_another_backbone(vgg16: Any) -> None:
    images = np.random.default_rng(1).uniform(0, 1, (3, 96, 80, 1)).astype(np.float32)
    features = EXERCISES["extract_features"](vgg16, images)
    assert features.shape == (3, 4, 4, 512)
    assert features.dtype == np.float32


def test_transfer_model_of_another_backbone(vgg16: Any) -> None:
    images = np.random.default_rng(2).uniform(0, 1, (2, 64, 64, 1)).astype(np.float32)
    model = EXERCISES["build_transfer_model"](vgg16)
    scores = np.asarray(model(images))
    assert scores.shape == (2, 1)
    assert ((scores > 0) & (scores < 1)).all()
    trained = EXERCISES["trainable_params"](model)
    assert 0 < trained == model.count_params() - vgg16.count_params()


def test_unfreeze_and_freeze_another_backbone(vgg16: Any) -> None:
    model = EXERCISES["unfreeze_top"](vgg16, 4)  # three convolutions of block 5, and its pooling
    assert len(model.trainable_weights) == 6
    assert EXERCISES["trainable_params"](model) == 3 * (9 * 512 * 512 + 512)
    frozen = EXERCISES["freeze"](model)
    assert frozen is vgg16
    assert frozen.trainable_weights == []


@pytest.mark.parametrize("seed", range(5))
def test_augmented_images_are_the_originals_moved(seed: int) -> None:
    """A single bright pixel ends within 10 % of where it or its mirror image was."""
    rng = np.random.default_rng(seed)
    h, w = (int(n) for n in rng.integers(20, 60, 2))
    images = np.zeros((50, h, w, 2), dtype=np.float32)
    row, column = h // 2, w // 3
    images[:, row, column] = 0.7
    augmented = EXERCISES["augment"](images, rng)
    assert np.count_nonzero(augmented) == 100
    _, rows, columns, _ = (a[::2] for a in np.nonzero(augmented))
    assert np.abs(rows - row).max() <= h // 10
    nearest = np.minimum(np.abs(columns - column), np.abs(columns - (w - 1 - column)))
    assert nearest.max() <= w // 10
