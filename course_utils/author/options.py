"""Options that take several values, `--join a.npz b.npz`: Click's take one each time."""

from collections.abc import Collection, Sequence
from typing import Any

from typer.core import TyperCommand


class Several(TyperCommand):
    """A command whose options of type list may be followed by all their values at once."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        several = {name for p in self.params if getattr(p, "multiple", False) for name in p.opts}
        return super().parse_args(ctx, each_by_itself(args, several))


def each_by_itself(args: Sequence[str], several: Collection[str]) -> list[str]:
    """What was typed, with the option before each of its values: --join a --join b."""
    written, option = [], ""
    for place, word in enumerate(args, 1):
        if word in several and args[place:] and not args[place].startswith("-"):
            option = word
        elif word.startswith("-"):
            written.append(word)
            option = ""
        else:
            written += [option, word] if option else [word]
    return written
