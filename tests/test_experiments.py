"""The trainings that lessons call."""

import numpy as np
import pytest

from course_utils.experiments import REMEDIES, overfitting

pytest.importorskip("tensorflow")


def some_digits() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    labels = np.arange(650) % 10
    pictures = rng.uniform(0, 0.2, (650, 28, 28, 1)).astype("float32")
    pictures[np.arange(650), 2 * labels + 4, :] = 1  # one bright row: easy to tell apart
    return pictures, np.eye(10)[labels]


@pytest.mark.parametrize("remedy", REMEDIES)
def test_losses_are_told_by_seed_and_epoch_and_a_seed_gives_the_same_run(remedy: str) -> None:
    x, t = some_digits()
    told = overfitting(x, t, remedy, epochs=3, seeds=(0, 1))
    assert told["loss"].shape == told["val_loss"].shape == (2, 3)
    assert np.all(np.isfinite(told["val_loss"]))
    again = overfitting(x, t, remedy, epochs=3, seeds=(1,))
    np.testing.assert_allclose(again["val_loss"][0], told["val_loss"][1], rtol=1e-3)


def test_without_wrong_labels_new_digits_are_told_as_well_as_the_old() -> None:
    x, t = some_digits()
    right = overfitting(x, t, wrong=0, epochs=12, seeds=(0,))
    wrong = overfitting(x, t, wrong=60, epochs=12, seeds=(0,))
    assert right["val_loss"][0, -1] < 0.5 * wrong["val_loss"][0, -1]


def test_a_remedy_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no remedy 'prayer': none, dropout"):
        overfitting(*some_digits(), remedy="prayer")
