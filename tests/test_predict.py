"""`course_utils.predict`: a guess is asked for, kept, and compared with the answer."""

import json
from pathlib import Path

import numpy as np
import pytest

from course_utils import predict

QUESTION = "How steep is the sigmoid at its steepest?"
CHOICES = ["1", "1/2", "1/4"]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Every test is a notebook in an empty folder, without a person in front."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    return tmp_path


def steepest(my_guess=...):
    predict.guess("steepest", QUESTION, choices=CHOICES, my_guess=my_guess)


def stored() -> dict:
    return json.loads(Path(predict.STORE).read_text(encoding="utf-8"))


def test_the_question_comes_with_its_choices_and_where_the_guess_goes(capsys):
    steepest()
    assert capsys.readouterr().out == (
        f"{QUESTION}\n  a) 1\n  b) 1/2\n  c) 1/4\n"
        "Your guess goes where the code says `my_guess=...`; then run the cell.\n"
    )


@pytest.mark.parametrize("nothing", [..., None])
def test_nothing_is_written_before_a_guess_is_made(folder, nothing):
    steepest(nothing)
    predict.reveal("steepest", "1/4")
    predict.forget("steepest")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("said", ["c", "C", "c)", " c ", "1/4", " 1/4 "])
def test_a_guess_is_a_letter_or_the_text(said, capsys):
    steepest(said)
    assert stored() == {"steepest": "1/4"}
    assert "Your guess: 1/4. Now read on." in capsys.readouterr().out


def test_a_number_names_the_choice_that_reads_like_it():
    steepest(1)
    assert stored() == {"steepest": "1"}


def test_a_choice_that_is_itself_a_letter_comes_before_the_letters_place():
    predict.guess("which", "Which one?", choices=["b", "a"], my_guess="a")
    assert stored() == {"which": "a"}


@pytest.mark.parametrize("said", ["d", "1/3", "", "ab", 7])
def test_a_guess_that_is_none_of_the_choices_is_refused(folder, said):
    with pytest.raises(ValueError, match=r"none of the choices: give a letter \(a, b, c\)"):
        steepest(said)
    assert list(folder.iterdir()) == []


def test_the_first_guess_counts(capsys):
    steepest("a")
    steepest("a")
    assert "The first guess counts" not in capsys.readouterr().out
    steepest("c")
    assert "Your guess: 1. The first guess counts; predict.forget('steepest') clears it." in (
        capsys.readouterr().out
    )
    assert stored() == {"steepest": "1"}


def test_a_guess_outlives_the_kernel(capsys):
    # What is kept is kept in the file beside the notebook, in words a person can read.
    Path(predict.STORE).write_text('{"steepest": "1/2", "other": 3.5}', encoding="utf-8")
    steepest()
    assert "Your guess: 1/2.\n" in capsys.readouterr().out
    predict.reveal("other", 3.5)
    assert "You guessed 3.5: within 5 %." in capsys.readouterr().out


def test_forget_clears_one_guess_and_no_other():
    steepest("a")
    predict.guess("depth", "How deep?", my_guess=10)
    predict.forget("steepest")
    assert stored() == {"depth": 10}
    steepest("c")
    assert stored() == {"depth": 10, "steepest": "1/4"}


def test_a_number_of_any_make_can_be_a_guess(capsys):
    predict.guess("size", "How many?", my_guess=np.int64(12))
    predict.reveal("size", 12)
    assert "within 5 %" in capsys.readouterr().out


def test_korean_is_kept_as_it_is_written():
    predict.guess("term", "Which one?", choices=["기울기", "손실"], my_guess="a")
    assert "기울기" in Path(predict.STORE).read_text(encoding="utf-8")
    assert stored() == {"term": "기울기"}


# --- the answer ---


def revealed(capsys, guess, answer, because="") -> list[str]:
    if guess is not None:
        predict.guess("q", "?", my_guess=guess)
    capsys.readouterr()
    predict.reveal("q", answer, because)
    return capsys.readouterr().out.splitlines()


def test_no_guess_gets_the_answer_and_an_encouragement(capsys):
    assert revealed(capsys, None, "1/4", "s(1 - s) is largest at s = 1/2.") == [
        "Answer: 1/4",
        "You made no guess. Try one next time before you look: surprise makes it stick.",
        "s(1 - s) is largest at s = 1/2.",
    ]


@pytest.mark.parametrize(
    ("guess", "answer", "says"),
    [
        ("1/4", "1/4", "You guessed: 1/4. Just so."),
        ("1", "1/4", "You guessed: 1. A surprise: good, look for the reason."),
        (100, 102.0, "You guessed 100: within 5 %."),
        (100, 50, "You guessed 100: a factor of 2 above."),
        (1, 250, "You guessed 1: a factor of 250 below."),
        (-100, -50, "You guessed -100: a factor of 2 above."),
        (60, 50, "You guessed 60: off by 10."),
        (-3, 4, "You guessed -3: off by 7."),
        (5, 0, "You guessed 5: off by 5."),
        (0, 0, "You guessed 0: within 5 %."),
        (0.1 + 0.2, 0.3, "You guessed 0.3: within 5 %."),
        ("12", 12, "You guessed 12: within 5 %."),
    ],
)
def test_how_far_off_a_guess_was(capsys, guess, answer, says):
    assert revealed(capsys, guess, answer)[1] == says


# --- where things go wrong ---


def test_a_folder_that_cannot_be_written_costs_the_keeping_and_nothing_else(folder, capsys):
    (folder / f"{predict.STORE}.part").mkdir()  # not even root can write a file over a folder
    steepest("c")
    out = capsys.readouterr().out
    assert "(The guess could not be stored beside the notebook: Is a directory.)" in out
    assert "Your guess: 1/4." in out
    predict.reveal("steepest", "1/4")
    assert "Answer: 1/4" in capsys.readouterr().out


@pytest.mark.parametrize("damage", ["", "{", "[1, 2]", "null", '{"steepest": ', "\udcff"])
def test_a_damaged_file_counts_as_no_guess(damage):
    Path(predict.STORE).write_bytes(damage.encode("utf-8", "surrogateescape"))
    predict.reveal("steepest", "1/4")
    steepest("c")
    assert stored() == {"steepest": "1/4"}


@pytest.mark.parametrize("odd", ["[1]", "{}", "null", "true"])
def test_an_odd_value_in_the_file_does_not_stop_a_notebook(odd):
    Path(predict.STORE).write_text(f'{{"steepest": {odd}}}', encoding="utf-8")
    steepest()
    predict.reveal("steepest", "1/4")


def test_a_crash_while_storing_leaves_the_old_guesses(monkeypatch):
    steepest("a")

    def crash(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", crash)
    with pytest.raises(KeyboardInterrupt):
        predict.guess("depth", "How deep?", my_guess=10)
    assert stored() == {"steepest": "1"}


# --- with a person in front ---


@pytest.fixture
def shown(monkeypatch):
    """What a live notebook displays."""
    displayed = []
    monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")
    monkeypatch.setattr("IPython.display.display", lambda *things: displayed.extend(things))
    return displayed


def test_in_jupyterlab_a_click_is_a_guess_and_the_only_one(shown):
    steepest()
    row, label = shown
    assert [button.description for button in row.children] == CHOICES
    row.children[2].click()
    assert stored() == {"steepest": "1/4"}
    assert label.value == "Your guess: 1/4. Now read on."
    assert all(button.disabled for button in row.children)
    row.children[0].click()  # a page that is still open elsewhere, say
    assert stored() == {"steepest": "1/4"}


def test_there_are_no_buttons_once_a_guess_is_made(shown):
    steepest("a")
    steepest()
    predict.guess("depth", "How deep?")
    assert shown == []
