"""A committed guess before the answer: surprise is what makes an answer stick.

    predict.guess("steepest", "How steep is the sigmoid at its steepest?",
                  choices=["1", "1/2", "1/4"], my_guess=...)     # the reader edits `...`
    predict.reveal("steepest", "1/4", because="s(1 - s) is largest at s = 1/2.")

Guesses are kept in `predictions.json` beside the notebook, so they outlive the kernel. The
first one counts. In JupyterLab choices are also buttons; everywhere else it is plain text.
"""

import json
import os
from pathlib import Path
from types import EllipsisType

from course_utils.notebook import is_live

__all__ = ["forget", "guess", "reveal"]

STORE = "predictions.json"
Guess = str | int | float


def guess(
    name: str,
    question: str,
    choices: list[str] | None = None,
    my_guess: Guess | EllipsisType | None = ...,
) -> None:
    """Ask a question, and keep the reader's answer if one is given.

    Args:
        name: key of this question, unique in the notebook.
        question: one sentence.
        choices: possible answers; the reader gives a letter (a, b, c) or the text.
        my_guess: the reader's answer; `...` or None means not yet.

    Raises:
        ValueError: `my_guess` is none of the choices.
    """
    print(question)
    for letter, choice in zip("abcdefgh", choices or [], strict=False):
        print(f"  {letter}) {choice}")
    kept = _load().get(name)
    if kept is not None:
        again = "" if my_guess in (..., None) or _choice(my_guess, choices) == kept else (
            f" The first guess counts; predict.forget({name!r}) clears it."
        )  # fmt: skip
        print(f"Your guess: {kept}.{again}")
    elif my_guess is not ... and my_guess is not None:
        print(f"Your guess: {_commit(name, _choice(my_guess, choices))}. Now read on.")
    elif choices and is_live():
        _buttons(name, choices)
    else:
        print("Your guess goes where the code says `my_guess=...`; then run the cell.")


def reveal(name: str, answer: Guess, because: str = "") -> None:
    """Compare the kept guess with the answer. Both numbers: says how far off it was.

    Args:
        name: the key given to `guess`.
        answer: the right choice's text, or a number.
        because: one sentence of explanation.
    """
    kept = _load().get(name)
    print(f"Answer: {_text(answer)}")
    if kept is None:
        print("You made no guess. Try one next time before you look: surprise makes it stick.")
    elif _as_number(kept) is not None and _as_number(answer) is not None:
        print(_distance(_as_number(kept) or 0.0, _as_number(answer) or 0.0))
    elif str(kept) == str(answer):
        print(f"You guessed: {kept}. Just so.")
    else:
        print(f"You guessed: {kept}. A surprise: good, look for the reason.")
    if because:
        print(because)


def forget(name: str) -> None:
    """Clear the kept guess of this name, to guess anew."""
    guesses = _load()
    if guesses.pop(name, None) is not None:
        _save(guesses)


def _distance(kept: float, answer: float) -> str:
    if abs(kept - answer) <= 0.05 * abs(answer) + 1e-12:
        return f"You guessed {kept:g}: within 5 %."
    if kept * answer > 0:
        ratio = max(kept / answer, answer / kept)
        if ratio >= 2:
            side = "above" if abs(kept) > abs(answer) else "below"
            return f"You guessed {kept:g}: a factor of {ratio:.3g} {side}."
    return f"You guessed {kept:g}: off by {abs(kept - answer):g}."


def _choice(given: Guess | EllipsisType | None, choices: list[str] | None) -> Guess:
    if given is ... or given is None:
        return ""
    if not choices or given in choices:
        return given
    letter = str(given).strip().rstrip(")").lower()
    index = "abcdefgh".find(letter) if len(letter) == 1 else -1
    if 0 <= index < len(choices):
        return choices[index]
    for choice in choices:
        if str(given).strip() == choice:
            return choice
    letters = ", ".join("abcdefgh"[: len(choices)])
    raise ValueError(f"my_guess={given!r} is none of the choices: give a letter ({letters})")


def _buttons(name: str, choices: list[str]) -> None:
    import ipywidgets as widgets
    from IPython.display import display

    said = widgets.Label("Click your guess.")
    row = [widgets.Button(description=c, layout={"width": "auto"}) for c in choices]

    def clicked(button: widgets.Button) -> None:
        said.value = f"Your guess: {_commit(name, button.description)}. Now read on."
        for other in row:
            other.disabled = True

    for button in row:
        button.on_click(clicked)
    display(widgets.HBox(row), said)


def _commit(name: str, value: Guess) -> Guess:
    guesses = _load()
    guesses.setdefault(name, value)
    _save(guesses)
    return guesses[name]


def _load() -> dict[str, Guess]:
    try:
        loaded = json.loads(Path(STORE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


def _save(guesses: dict[str, Guess]) -> None:
    """Written beside and renamed, so that a crash never leaves half a file."""
    part = Path(STORE + ".part")
    try:
        text = json.dumps(guesses, ensure_ascii=False, indent=1, default=str)  # np.int64 too
        part.write_text(text, encoding="utf-8")
        os.replace(part, STORE)
    except OSError as error:
        print(f"(The guess could not be stored beside the notebook: {error.strerror}.)")


def _as_number(value: Guess) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _text(value: Guess) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
