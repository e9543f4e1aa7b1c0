"""What stands in a cell, as Python or a reader sees it: is it still the one handed out?"""

import ast
import io
import re
import tokenize

MAX_SOURCE = 100_000  # characters of a cell that are looked at closely
STUB = re.compile(r"# YOUR CODE HERE\s*\n\s*raise NotImplementedError\(\)")
LEFT_OVER = "the line `raise NotImplementedError()` is still there, {} your code: delete it"

_UNSEEN = (tokenize.COMMENT, tokenize.NL, tokenize.ENDMARKER)
_BLANKS = {"\r\n": "\n", "\r": "\n", "\ufeff": "", "\u200b": "", "\u00a0": " ", "\u2028": "\n"}


def canonical(source: str) -> str:
    """The same for sources that differ in line ends, tabs and blanks that nobody sees alone.

    Meant for comparing. Texts of over 100,000 characters stay as they are.
    """
    if len(source) > MAX_SOURCE:
        return source
    for found, kept in _BLANKS.items():
        source = source.replace(found, kept)
    return "\n".join(line.rstrip() for line in source.expandtabs().strip().split("\n"))


def same_code(one: str, other: str) -> bool:
    """Whether Python reads the same in both: comments and blanks may differ."""
    one, other = canonical(one), canonical(other)
    if one == other:
        return True
    if len(one) > 2 * len(other) + 500:  # it is long, and another text
        return False
    try:
        return _tokens(one) == _tokens(other)
    except (tokenize.TokenError, SyntaxError):  # no Python, as `!ls`
        return False


def _tokens(source: str) -> list[tuple[int, str]]:
    blank = (tokenize.INDENT, tokenize.DEDENT, tokenize.NEWLINE)
    read = tokenize.generate_tokens(io.StringIO(source).readline)
    return [(t.type, "" if t.type in blank else t.string) for t in read if t.type not in _UNSEEN]


def left_over(source: str) -> str:
    """What to tell of an answer with code and the line that raised NotImplementedError; "" if none.

    The cell as handed out, where that line is all there is, is not meant.
    """
    if "NotImplementedError" not in source or len(source) > MAX_SOURCE:
        return ""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    functions = [x for x in body if isinstance(x, ast.FunctionDef | ast.AsyncFunctionDef)]
    for block in (body, *(f.body for f in functions)):
        code = [x for x in block if not _is_text(x)]
        at = next((i for i, x in enumerate(code) if _gives_up(x)), None)
        if at is not None and len(code) > 1:
            return LEFT_OVER.format("below" if at else "above")
    return ""


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _gives_up(statement: ast.stmt) -> bool:
    raised = statement.exc if isinstance(statement, ast.Raise) else None
    named = raised.func if isinstance(raised, ast.Call) else raised
    return isinstance(named, ast.Name) and named.id == "NotImplementedError"
