"""An answer as a bag of shapes of its syntax tree, in which a disguise changes little.

A shape is an expression, a few nodes deep, without names: `np.exp(-z)` and `exp(-y)` are both
"exp(-x)". Comments, docstrings, order and the kind of a loop are in none, and what was given a name
to be used once counts as written where it is used. Code is only parsed here, never run.
"""

import ast
import hashlib
from collections import Counter

from course_utils.answers import MAX_SOURCE

Bag = Counter[int]  # digest of a shape -> how often it is there

DEPTHS = (1, 2, 3)  # of the shapes, in nodes
MAX_PARTS = 5_000  # of an answer's tree; more are no answer of a student's
NO_SHAPE = (ast.expr_context, ast.alias, ast.arguments, ast.arg, ast.stmt)
WITH_SHAPE = (ast.expr, ast.If, ast.Raise, ast.Assert, ast.Return)
LOOPS = (ast.For, ast.While, ast.comprehension, ast.ListComp, ast.GeneratorExp, ast.AsyncFor)
MIRRORED = {"Gt": "Lt", "GtE": "LtE"}


class NotRead(Exception):
    """Python cannot read the code, or it is too large; the text is the reason, a few words."""


def bag(source: str) -> Bag:
    """The shapes of a cell's code.

    Raises:
        NotRead: there are none to be had.
    """
    if len(source) > MAX_SOURCE:
        raise NotRead(f"more than {MAX_SOURCE:,} characters")
    try:
        tree = ast.parse(_python(source))
        return _bag(_Inlined.of(tree))
    except SyntaxError:
        raise NotRead("no Python") from None
    except (ValueError, RecursionError, MemoryError, OverflowError):
        raise NotRead("too deep or too long for Python") from None


def _python(source: str) -> str:
    """Without lines that are IPython's."""
    lines = source.replace("\r", "\n").split("\n")
    return "\n".join("" if x.lstrip()[:1] in ("%", "!", "?") else x for x in lines)


def _bag(tree: ast.AST) -> Bag:
    own = frozenset(n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))
    found: Counter[str] = Counter()
    for number, node in enumerate(ast.walk(tree)):
        if number > MAX_PARTS:
            raise NotRead(f"more than {MAX_PARTS:,} parts")
        text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        alone = text or isinstance(node, ast.Attribute)  # np.exp is exp
        if isinstance(node, WITH_SHAPE) and not alone:
            # Shallow ones stay where a deep one is taken apart.
            found.update({_shape(node, depth, own) for depth in DEPTHS})
    return Counter({_digest(text): n for text, n in found.items() if text not in ("", "x", "_")})


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=6).digest())


def _shape(node: ast.AST, depth: int, own: frozenset[str]) -> str:
    """The expression without names, so deep; "x" for a name alone, "" for what has no shape.

    Args:
        own: functions of the cell's own, whose names are no more than names.
    """
    if isinstance(node, ast.Name) or _is_element(node):
        return "x"
    if isinstance(node, ast.Constant):
        return _constant(node.value)
    if isinstance(node, ast.Attribute):
        return f".{node.attr}"
    if isinstance(node, ast.keyword):
        return f"{node.arg}={_shape(node.value, depth, own)}"
    if not depth:
        return "_"
    if isinstance(node, LOOPS):
        return ""
    if isinstance(node, ast.Call):
        return _call(node, depth, own)
    if isinstance(node, ast.BinOp):
        sides = [_shape(x, depth - 1, own) for x in (node.left, node.right)]
        if isinstance(node.op, ast.Add | ast.Mult):
            sides.sort()  # a + b is b + a
        return f"({sides[0]} {type(node.op).__name__} {sides[1]})"
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        return _comparison(node, depth, own)
    return _plain(node, depth, own)


def _is_element(node: ast.AST) -> bool:
    """xs[i], which another loop calls x."""
    parts = (node.value, node.slice) if isinstance(node, ast.Subscript) else ()
    return bool(parts) and all(isinstance(part, ast.Name) for part in parts)


def _plain(node: ast.AST, depth: int, own: frozenset[str]) -> str:
    some = [x for x in ast.iter_child_nodes(node) if not isinstance(x, NO_SHAPE)]
    parts = [_shape(x, depth - 1, own) for x in some if not isinstance(x, LOOPS)]
    if isinstance(node, ast.Return) and parts in ([], ["x"], ["_"]):
        return ""
    return f"{type(node).__name__}({', '.join(parts)})"


def _call(node: ast.Call, depth: int, own: frozenset[str]) -> str:
    parts = [_shape(x, depth - 1, own) for x in node.args]
    parts += sorted(_shape(x, depth - 1, own) for x in node.keywords)
    called = getattr(node.func, "id", getattr(node.func, "attr", "_"))
    if called in ("range", "len", "append", "enumerate", "zip"):  # what a loop is written with
        return ""
    return f"{'x' if called in own else called}({', '.join(parts)})"


def _comparison(node: ast.Compare, depth: int, own: frozenset[str]) -> str:
    """a > b is b < a."""
    sides = [_shape(x, depth - 1, own) for x in (node.left, node.comparators[0])]
    kind = type(node.ops[0]).__name__
    if kind in MIRRORED:
        sides.reverse()
    elif kind in ("Eq", "NotEq"):
        sides.sort()
    return f"{MIRRORED.get(kind, kind)}({', '.join(sides)})"


def _constant(value: object) -> str:
    """1 and 1.0 are one number."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e9:
        value = int(value)
    return (
        repr(value)[:20] if isinstance(value, int | float | bool | None) else type(value).__name__
    )


class _Inlined(ast.NodeTransformer):
    """What is assigned once and read once is written where it is read; x += y is x = x + y."""

    def __init__(self, values: dict[str, ast.expr]) -> None:
        self.values = values

    @classmethod
    def of(cls, tree: ast.AST) -> ast.AST:
        """The tree, changed in place."""
        stored: Counter[str] = Counter()
        read: Counter[str] = Counter()
        values: dict[str, ast.expr] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name):
                (read if isinstance(node.ctx, ast.Load) else stored)[node.id] += 1
            elif isinstance(node, ast.arg):
                stored[node.arg] += 1
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                values[node.targets[0].id] = node.value
        once = {n: v for n, v in values.items() if stored[n] == 1 and read[n] == 1}
        return cls(once).visit(tree)

    def visit_Assign(self, node: ast.Assign) -> ast.AST | None:
        target = node.targets[0]
        gone = isinstance(target, ast.Name) and target.id in self.values and len(node.targets) == 1
        return None if gone else self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        self.generic_visit(node)
        value = ast.BinOp(left=node.target, op=node.op, right=node.value)
        return ast.Assign(targets=[node.target], value=value)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if isinstance(node.ctx, ast.Load) and node.id in self.values:
            return self.visit(self.values.pop(node.id))
        return node
