"""What stands in the examiner's process for things that stay in the student's."""

from typing import Any, Protocol


class Home(Protocol):
    """Where the things are: the student's process, asked over the wire."""

    def call(self, target: "str | int", args: tuple, kwargs: dict[str, Any]) -> Any:
        """The value of the function there, or the error that it raised."""

    def copy(self, target: "str | int", deep: bool) -> int:
        """The number of a copy of the thing."""


class Stub:
    """Something of the student's own, by its name in the notebook or by a number.

    Passed to one of the student's functions, it is the thing itself again.
    """

    def __init__(self, home: Home, target: "str | int", name: str) -> None:
        self._home, self._target, self.__name__ = home, target, name


class Function(Stub):
    """A function of the student: called there, by value."""

    def __init__(self, home: Home, target: "str | int", name: str, text: str = "") -> None:
        super().__init__(home, target, name)
        self.__qualname__, self.__doc__ = name, text

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._home.call(self._target, args, kwargs)

    def __copy__(self) -> "Function":
        return self  # as with Python's functions

    def __deepcopy__(self, memo: Any) -> "Function":
        return self

    def __repr__(self) -> str:
        return f"<function {self.__name__}>"


class Thing(Stub):
    """An object of a class of the student's own, an optimizer in a `state` for example.

    It can be kept, copied and passed back, nothing else: whatever it would say of itself, its
    equality too, is code of the student's.
    """

    def __copy__(self) -> "Thing":
        return Thing(self._home, self._home.copy(self._target, False), self.__name__)

    def __deepcopy__(self, memo: Any) -> "Thing":
        return Thing(self._home, self._home.copy(self._target, True), self.__name__)

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise TypeError(f"{self!r} is no number and no array")

    def __bool__(self) -> bool:
        raise TypeError(f"{self!r} is neither True nor False")

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"{self!r} is kept by your code alone; a check cannot look into it")

    def __repr__(self) -> str:
        return f"<an object of your own class {self.__name__}>"
