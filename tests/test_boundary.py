"""A test cell here, the student's functions in a process of their own, and the line between them.

The examiner's half runs in this process, the student's in a real one behind its walls.
"""

import copy
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from classroom import MODE

from course_utils.autograde import sandbox, warm
from course_utils.autograde.connection import Connection, Ended, turn
from course_utils.autograde.remote import codec, frames
from course_utils.autograde.remote.examiner import Student, examine, free_names
from course_utils.autograde.remote.stubs import Thing

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="warm processes need Linux")

NOTEBOOK = """\
import warnings
import numpy as np

class Sgd:
    def __init__(self):
        self.steps = 0

class Odd(Exception):
    pass

def double(x):
    "Twice."
    print("not seen")
    return 2 * x

def step(state):
    state["w"] -= 1
    state["by"] = state.get("by") or Sgd()
    state["by"].steps += 1

def steps(state):
    return state["by"].steps

def refuse(kind):
    if kind == "value":
        raise ValueError("no such number")
    if kind == "odd":
        raise Odd("of my own")
    raise SystemExit("leave")

def warn():
    warnings.warn("careful", RuntimeWarning)
    return np.float64(1) / np.float64(0)

def ask():
    return input("How many? ")

def apply(f, x):
    return f(x) + 1

def module():
    return np

twice = double
limit = 7
"""


@pytest.fixture(scope="module")
def line() -> Iterator[socket.socket]:
    """To a student's process that has run the cells of NOTEBOOK, and one that stopped."""
    child = warm.start("student", walls=MODE.sandbox)
    broken = "first = 1\nlost = 1 / 0\ndef never(): ..."
    begin = {"folder": f"{child.home}/work", "files": {}}
    frames.send(child.channel, frames.ORDER, frames.pack(begin))
    for source in (NOTEBOOK, broken, "def f(:"):
        frames.send(child.channel, frames.ORDER, frames.pack({"do": "run", "source": source}))
        frames.receive(child.channel)
    yield child.channel
    child.close()


@pytest.fixture
def student(line: socket.socket) -> Student:
    """As the examiner knows it, at the beginning of a test cell."""
    return Student(line)


def shown(source: str, student: Student) -> str:
    """What a test cell shows: text, a result, or the name and text of an error."""
    told = []
    for output in examine(source, student):
        if output["output_type"] == "error":
            told.append(f"{output['ename']}: {output['evalue']}")
        else:
            told.append(output.get("text") or output["data"]["text/plain"])
    return " | ".join(text.strip() for text in told)


# --- test cells ---


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("assert f(x) == [y for y in z]", ["f", "x", "z"]),
        ("import numpy as np\nx = np.ones(2)\nf(x)", ["f"]),
        ("def g(a):\n    return a + b + f(a)\ng(1)", ["b", "f"]),
        ("class A:\n    def m(self):\n        return h()", ["h"]),
        ("len(print)", []),
        ("f = f", []),  # it is defined here, so it is not asked for
    ],
)
def test_the_names_a_cell_asks_for(source: str, names: list[str]) -> None:
    assert free_names(source) == names


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("assert double(3) == 6", ""),
        ("assert double(3) == 5, 'not five'", "AssertionError: not five"),
        ("print(double.__name__, double.__doc__, limit)", "double Twice. 7"),
        ("double(2)", "4"),
        ("double(2);", ""),
        ("np.ones(2)", "TypeError: np: a module cannot be graded: use numbers, arrays, lists or "
                       "dicts"),
        ("import numpy as np\nnp.float64(double(0.25))", "0.5"),  # partial credit of nbgrader's
        ("print('a')\nraise ValueError('b')", "ValueError: b | a"),
        ("missing(1)", "NameError: name 'missing' is not defined"),
        ("assert first == 1", ""),
        ("never()", "NameError: never is not defined: its cell stopped at line 2: "
                    "ZeroDivisionError: division by zero"),
        ("f(1)", "SyntaxError: line 1 of your answer: invalid syntax"),
        ("module()", "TypeError: the returned value: a module cannot be graded: use numbers, "
                     "arrays, lists or dicts"),
        ("1 +", "SyntaxError: invalid syntax (<unknown>, line 1)"),
        ("import unittest\nclass Cases(unittest.TestCase):\n    def test_five(self):\n"
         "        self.assertEqual(double(2), 5)\n"
         "unittest.main(argv=[''], exit=False).result.wasSuccessful()", "False"),
        ("from doctest import testmod\nassert testmod().failed == 0",
         "ImportError: doctest finds no examples here: such a test runs in-kernel"),
    ],
)  # fmt: skip
def test_what_a_cell_shows(student: Student, source: str, told: str) -> None:
    assert shown(source, student) == told


def test_a_traceback_names_the_line_of_the_test_and_nothing_else(student: Student) -> None:
    (output,) = examine("\n\nsecret = 41\nassert double(2) == secret, 'wrong'", student)
    assert output["traceback"] == ["AssertionError in line 4 of the test", "wrong"]


# --- calls ---


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("value", "ValueError: no such number (line 26 of the answer)"),
        ("odd", "StudentError: of my own (line 28 of the answer)"),  # a name that they chose
        ("exit", "StudentError: leave (line 29 of the answer)"),  # it would end the test itself
    ],
)
def test_an_error_of_the_students(student: Student, kind: str, told: str) -> None:
    assert shown(f"refuse({kind!r})", student) == told


def test_arguments_are_changed_as_in_one_process(student: Student) -> None:
    names: dict[str, Any] = {}
    for name in ("step", "steps"):
        student.get(name, names)
    held = np.ones(2)
    state: dict[str, Any] = {"w": held}
    names["step"](state)
    assert state["w"] is held and held.tolist() == [0, 0]
    assert isinstance(state["by"], Thing)
    first = state["by"]
    names["step"](state)
    assert state["by"] is first  # the same number, the same stub
    assert names["steps"](state) == 2


def test_an_object_of_their_own_class_can_be_kept_copied_and_passed_back(student: Student) -> None:
    names: dict[str, Any] = {}
    for name in ("step", "steps"):
        student.get(name, names)
    state: dict[str, Any] = {"w": np.ones(2)}
    names["step"](state)
    before = copy.deepcopy(state)
    names["step"](state)
    assert (names["steps"](before), names["steps"](state)) == (1, 2)
    with pytest.raises(AttributeError, match="a check cannot look into it"):
        _ = state["by"].steps
    with pytest.raises(TypeError, match="neither True nor False"):
        bool(state["by"])
    with pytest.raises(TypeError, match="is no number and no array"):
        np.asarray(state["by"])


def test_warnings_and_numpys_error_state_cross(student: Student) -> None:
    names: dict[str, Any] = {}
    student.get("warn", names)
    with np.errstate(all="ignore"), pytest.warns(RuntimeWarning) as caught:
        assert names["warn"]() == np.inf
    assert [str(w.message) for w in caught] == ["careful"]
    with np.errstate(all="raise"), pytest.raises(FloatingPointError), pytest.warns():
        names["warn"]()


def test_a_test_answers_input(student: Student) -> None:
    assert shown("input = lambda text: text + '3'\nask()", student) == "'How many? 3'"


def test_a_function_of_the_test_is_called_back(student: Student) -> None:
    cell = "seen = []\ndef f(x):\n    seen.append(x)\n    return 10 * x\nassert apply(f, 2) == 21"
    assert shown(f"{cell}\nseen", student) == "[2]"
    assert shown("apply(double, 2)", student) == "5"  # the student's own is itself again
    wrong = "def f(x):\n    raise KeyError('mine')\napply(f, 2)"
    assert shown(wrong, student).startswith("KeyError: ")


# --- a student's process that lies ---


@pytest.fixture
def answered() -> Iterator[Callable[[dict[str, Any]], Student]]:
    """Makes a student whose process says this to the next order, whatever it is."""
    here, there = socket.socketpair()

    def made(reply: dict[str, Any]) -> Student:
        frames.send(there, frames.REPLY, frames.pack(reply))
        return Student(here)

    with here, there:
        yield made


@pytest.mark.parametrize(
    "reply",
    [{}, {"value": "text"}, {"value": codec.encode(1), "changed": [[7, b""]]}],
    ids=["nothing", "text", "other_arguments"],
)
def test_a_forged_value_is_refused(answered: Any, reply: dict[str, Any]) -> None:
    with pytest.raises(frames.WireError, match="the value is damaged"):
        answered(reply).call("f", (1,), {})


@pytest.mark.parametrize(
    ("error", "kind", "text"),
    [
        (["ValueError", "small", 3], "ValueError", "small"),
        (["KeyboardInterrupt", "stop", 1], "StudentError", "stop"),
        (["__import__", "x", 1], "StudentError", "x"),
        (["ValueError", ["deep"], "line"], "ValueError", "['deep']"),
        ("text", "StudentError", ""),
        (["ValueError"], "StudentError", ""),
        (["UnicodeDecodeError", "wants five arguments", 1], "StudentError", "wants five arguments"),
    ],
    ids=str,
)
def test_a_forged_error_is_an_ordinary_one(answered: Any, error: Any, kind: str, text: str) -> None:
    with pytest.raises(Exception) as caught:  # of which kind is told below
        answered({"error": error}).call("f", (), {})
    assert (type(caught.value).__name__, str(caught.value)) == (kind, text)


def test_forged_warnings_are_warnings_at_most(answered: Any) -> None:
    forged = [["DeprecationWarning", "a"], ["Exception", "b"], ["exec", "c" * 999], "d", ["e"]]
    reply = {"value": codec.encode(1), "warnings": forged}
    with pytest.warns(Warning) as caught:
        assert answered(reply).call("f", (), {}) == 1
    assert [(w.category, len(str(w.message))) for w in caught] == [
        (DeprecationWarning, 1), (UserWarning, 1), (UserWarning, 300),
    ]  # fmt: skip


@pytest.mark.parametrize("number", [-1, 2**31, True, "0", None])
def test_a_copy_has_a_number(answered: Any, number: Any) -> None:
    with pytest.raises(frames.WireError):
        answered({"number": number}).copy(0, deep=True)


# --- the grader's end of the line ---


@pytest.fixture
def connection() -> Iterator[Connection]:
    """To a student's process that was just started."""
    child = warm.start("student", walls=MODE.sandbox)
    made = Connection(child)
    made.send(frames.ORDER, frames.pack({"folder": f"{child.home}/work", "files": {}}))
    yield made
    child.close()


def heard(connection: Connection, *others: Connection) -> dict[str, Any]:
    """The next message, however long it takes."""
    while (found := connection.frame()) is None:
        turn(connection, [connection, *others], 1)
    return frames.unpack(found[1])


def run(source: str) -> bytes:
    return frames.pack({"do": "run", "source": source})


def test_nobody_waits_for_a_process_that_does_not_read(connection: Connection) -> None:
    os.kill(connection.child.pid, signal.SIGSTOP)
    connection.send(frames.ORDER, run("x = 1 #" + "x" * 30_000_000))  # far more than a socket holds
    connection.send(frames.ORDER, run("print(x)"))
    os.kill(connection.child.pid, signal.SIGCONT)
    assert [o["text"] for _ in range(2) for o in heard(connection)["outputs"]] == ["1\n"]


def test_what_another_says_is_not_read(connection: Connection) -> None:
    other = Connection(warm.start("student", walls=MODE.sandbox))
    os.kill(other.child.pid, signal.SIGKILL)
    connection.send(frames.ORDER, run("print('here')"))
    assert heard(connection, other)["outputs"][0]["text"] == "here\n"
    with pytest.raises(Ended) as ended:
        heard(other)
    assert ended.value.connection is other


def test_a_process_that_sends_no_frames_is_ended(connection: Connection) -> None:
    size = 2 * frames.MAX_BYTES + 1
    forge = (
        "import os, struct\nfor d in range(3, 64):\n    try:\n"
        f"        os.write(d, struct.pack('<IB', {size}, 2))\n    except OSError:\n        pass"
    )
    connection.send(frames.ORDER, run(forge))
    with pytest.raises(Ended, match=r"the value is too large \(128 MB\)"):
        heard(connection)
    assert not sandbox.is_alive(connection.child.pid)
