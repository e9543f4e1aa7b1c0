"""Item analysis against computations of another kind."""

import numpy as np
import pytest
from scipy import stats

from course_utils.autograde.items import (
    Analysis,
    analyse,
    cronbach_alpha,
    item_rest_correlation,
    table,
)
from course_utils.autograde.results import CellResult, Result


def class_of(points: np.ndarray, most: list[float], names: list[str]) -> list[Result]:
    """One result a row."""
    made = []
    for number, row in enumerate(points):
        cells = [
            CellResult(name, float(score), full, "passed" if score == full else "failed")
            for name, score, full in zip(names, row, most, strict=True)
        ]
        made.append(Result(f"s{number}", "01_a", "graded", "", sum(row), sum(most), 0.1, cells))
    return made


def ability(students: int = 200, items: int = 8) -> np.ndarray:
    """Answers of students who differ in one ability: 0 or 2 points an item."""
    rng = np.random.default_rng(3)
    chance = rng.normal(size=(students, 1)) - np.linspace(-1.5, 1.5, items)
    return 2.0 * (rng.random((students, items)) < 1 / (1 + np.exp(-1.5 * chance)))


def test_alpha_is_the_reliability_of_an_analysis_of_variance() -> None:
    """Hoyt (1941): 1 - MS(residual) / MS(students), in a two-way layout."""
    x = ability()
    n, k = x.shape
    between = k * ((x.mean(axis=1) - x.mean()) ** 2).sum() / (n - 1)
    rest = x - x.mean(axis=1, keepdims=True) - x.mean(axis=0) + x.mean()
    residual = (rest**2).sum() / ((n - 1) * (k - 1))
    assert cronbach_alpha(x) == pytest.approx(1 - residual / between, abs=1e-12)


def test_discrimination_is_the_correlation_with_the_rest() -> None:
    x = ability()
    expected = stats.pearsonr(x[:, 2], x.sum(axis=1) - x[:, 2]).statistic
    assert item_rest_correlation(x, 2) == pytest.approx(expected, abs=1e-12)


def lesson(points: np.ndarray) -> Analysis:
    names = [f"test_{i}" for i in range(points.shape[1])]
    (found,) = analyse(class_of(points, [2.0] * len(names), names))
    return found


def test_a_lesson_of_a_class() -> None:
    x = ability()
    found = lesson(x)
    assert found.students == 200
    assert [i.facility for i in found.items] == pytest.approx((x.mean(axis=0) / 2).tolist())
    assert found.interval is not None and found.alpha is not None
    assert found.interval[0] < found.alpha < found.interval[1]
    assert sum(found.histogram) == 200
    assert found.items[0].alpha_without == pytest.approx(cronbach_alpha(x[:, 1:]))


def test_what_is_said_of_an_item() -> None:
    x = ability()
    x[:, 0] = 2  # everybody
    x[:, 1] = 2 * (np.arange(200) < 190)  # nearly everybody, by accident
    x[:, 2] = 2 * (np.arange(200) % 10 == 0)  # few, by accident
    x[:, 3] = 2 - x[:, 4]  # the wrong way round
    words = [i.words for i in lesson(x).items]
    assert words[0] == "nearly everybody has it: easy; all have the same points"
    assert words[1].startswith("nearly everybody has it: easy; ")
    assert words[2].startswith("few have it: hard, or its task is unclear; ")
    assert words[3] == "who is good elsewhere has it less often: look at its test"
    assert words[5] == ""


def test_few_students_or_all_alike_have_no_coefficients() -> None:
    assert lesson(ability(5)).items[0].words == "fewer than 10 students: too few to tell"
    alike = lesson(np.full((12, 3), 2.0))
    assert (alike.alpha, alike.interval) == (None, None)
    assert lesson(ability(1)).alpha is None


def test_two_test_cells_of_an_exercise_are_one_item() -> None:
    results = class_of(np.array([[2.0, 0.0], [2.0, 1.0]]), [2, 1], ["test_a", "test_a_refuses"])
    exercises, most, points = table(results)
    assert (exercises, most.tolist(), points.tolist()) == (["a"], [3.0], [[2.0], [3.0]])


def test_who_was_not_graded_is_no_part_of_it() -> None:
    results = class_of(ability(12), [2.0] * 8, [f"test_{i}" for i in range(8)])
    rejected = Result("x", "01_a", "rejected", "no notebook", 0, 16, 0.0)
    assert analyse([*results, rejected])[0].students == 12
