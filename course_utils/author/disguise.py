"""A copied answer in disguise: what somebody does to it who hands in another's work as their own.

The code still does the same. `course similar` is measured with it (benchmarks/similar.py) and
tested with it (tests/test_similar.py).
"""

import ast
import random
from collections.abc import Callable, Collection, Iterable
from typing import Any, ClassVar

REMARKS = ("my solution", "step by step", "see the lecture", "this was hard", "checked by hand")


def disguise(source: str, rng: random.Random, kinds: Collection[str] | None = None) -> str:
    """The cell's code, disguised in these ways (KINDS; None: all of them).

    Raises:
        SyntaxError: it is no Python.
    """
    tree = ast.parse(source)
    for kind, change in KINDS.items():
        if kinds is None or kind in kinds:
            tree = ast.fix_missing_locations(change(tree, rng))
    text = ast.unparse(tree)
    return _commented(text, rng) if kinds is None or "comments" in kinds else text


# --- names ---


def _renamed(tree: ast.Module, rng: random.Random) -> ast.Module:
    """Every variable and helper; not what a test names: the functions it calls, their arguments."""
    kept = {name for node in ast.walk(tree) for name in _named_elsewhere(node)}
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    for function in functions:
        kept |= {arg.arg for arg in ast.walk(function.args) if isinstance(arg, ast.arg)}
    kept |= {function.name for function in functions[-1:]}
    own = [name for node in ast.walk(tree) for name in _bound(node) if name not in kept]
    numbers = rng.sample(range(100, 1000), len(set(own)))
    new = {name: f"v{n}" for name, n in zip(dict.fromkeys(own), numbers, strict=True)}
    for node in ast.walk(tree):
        for field in ("id", "arg", "name"):
            if not isinstance(node, ast.keyword) and getattr(node, field, None) in new:
                setattr(node, field, new[getattr(node, field)])
        if isinstance(node, ast.Nonlocal):
            node.names = [new.get(name, name) for name in node.names]
    return tree


def _named_elsewhere(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [(alias.asname or alias.name).partition(".")[0] for alias in node.names]
    if isinstance(node, ast.Global):
        return node.names
    return [node.arg] if isinstance(node, ast.keyword) and node.arg else []


def _bound(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return [node.id]
    if isinstance(node, ast.arg):
        return [node.arg]
    return [node.name] if isinstance(node, ast.FunctionDef) else []


# --- order ---


class _Reorder(ast.NodeTransformer):
    """a + b as b + a, a < b as b > a, independent statements the other way round."""

    MIRRORED: ClassVar[dict[type[ast.cmpop], type[ast.cmpop]]] = {
        ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE, ast.Eq: ast.Eq,
    }  # fmt: skip

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        for field in ("body", "orelse"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                setattr(node, field, self._swapped(block))
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        literal = (ast.List, ast.Tuple, ast.JoinedStr, ast.ListComp, ast.Constant)
        both = isinstance(node.left, literal) or isinstance(node.right, literal)
        plain = not both or isinstance(getattr(node.right, "value", None), int | float)
        if isinstance(node.op, ast.Add | ast.Mult) and plain and self.rng.random() < 0.7:
            node.left, node.right = node.right, node.left
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        other = self.MIRRORED.get(type(node.ops[0]))
        if len(node.ops) == 1 and other and self.rng.random() < 0.7:
            node.left, node.comparators, node.ops = node.comparators[0], [node.left], [other()]
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if all(word.arg for word in node.keywords):
            self.rng.shuffle(node.keywords)
        return node

    def _swapped(self, block: list[ast.stmt]) -> list[ast.stmt]:
        block, i = list(block), 0
        while i + 1 < len(block):
            if _independent(block[i], block[i + 1]) and self.rng.random() < 0.7:
                block[i], block[i + 1] = block[i + 1], block[i]
                i += 1
            i += 1
        return block


def _independent(one: ast.stmt, other: ast.stmt) -> bool:
    """Two assignments of plain names of which neither reads what the other writes."""
    if not (isinstance(one, ast.Assign) and isinstance(other, ast.Assign)):
        return False
    names = [{n.id for n in ast.walk(x) if isinstance(n, ast.Name)} for x in (one, other)]
    written = [{t.id for t in x.targets if isinstance(t, ast.Name)} for x in (one, other)]
    plain = all(isinstance(t, ast.Name) for x in (one, other) for t in x.targets)
    random_ = any(isinstance(n, ast.Attribute) and n.attr in ("normal", "random", "permutation",
                  "integers", "uniform", "choice", "shuffle", "append", "pop")
                  for x in (one, other) for n in ast.walk(x))  # fmt: skip
    return plain and not random_ and not (written[0] & names[1]) and not (written[1] & names[0])


# --- loops ---


class _Loops(ast.NodeTransformer):
    """for as while and while as for, comprehensions as loops and the other way, x += y as
    x = x + y, parts of an expression under a name of their own."""

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.number = rng, 0

    def _name(self, kind: str) -> str:
        self.number += 1
        return f"{kind}{self.number}"

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for field in ("body", "orelse"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                setattr(node, field, _comprehended(block))
        return super().generic_visit(node)

    def visit_For(self, node: ast.For) -> Any:
        self.generic_visit(node)
        leaves = any(isinstance(x, ast.Continue) for x in ast.walk(node)) or node.orelse
        over = node.iter
        if isinstance(over, ast.Call) and getattr(over.func, "id", "") == "range" and not leaves:
            if isinstance(node.target, ast.Name) and len(over.args) == 1:
                taken = sum(isinstance(x, ast.Name) and x.id == node.target.id
                            and isinstance(x.ctx, ast.Store) for x in ast.walk(node))  # fmt: skip
                return self._while(node, node.target.id, over.args[0]) if taken == 1 else node
        elif isinstance(over, ast.Name):
            index = self._name("i")
            first = ast.parse(f"{ast.unparse(node.target)} = {over.id}[{index}]").body[0]
            made = ast.parse(f"for {index} in range(len({over.id})):\n    pass").body[0]
            assert isinstance(made, ast.For)
            made.body, made.orelse = [first, *node.body], node.orelse
            return made
        return node

    def _while(self, node: ast.For, index: str, most: ast.expr) -> list[ast.stmt]:
        text = f"{index} = 0\nwhile {index} < {ast.unparse(most)}:\n    {index} += 1"
        start, loop = ast.parse(text).body
        assert isinstance(loop, ast.While)
        loop.body = [*node.body, *loop.body]
        return [start, loop]

    def visit_While(self, node: ast.While) -> Any:
        """`while True` with a break."""
        self.generic_visit(node)
        if node.orelse or isinstance(node.test, ast.Constant):
            return node
        leave = ast.parse(f"if not ({ast.unparse(node.test)}):\n    break").body
        return ast.While(test=ast.Constant(True), body=[*leave, *node.body], orelse=[])

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        self.generic_visit(node)
        left = ast.parse(ast.unparse(node.target), mode="eval").body
        value = ast.BinOp(left=left, op=node.op, right=node.value)
        return ast.Assign(targets=[node.target], value=value)

    def visit_Return(self, node: ast.Return) -> Any:
        return self._split(node)

    def visit_Assign(self, node: ast.Assign) -> Any:
        return self._split(node)

    def _split(self, node: Any) -> Any:
        """A comprehension becomes a loop; of anything else one part gets a name."""
        value = node.value
        if isinstance(value, ast.ListComp) and len(value.generators) == 1:
            name = self._name("items")
            node.value = ast.Name(name, ast.Load())
            return [*self._unrolled(name, value), node]
        for place in ("left", "right", "args"):
            part = getattr(value, place, None)
            part = part[0] if isinstance(part, list) and part else part
            if isinstance(part, ast.BinOp | ast.Call) and self.rng.random() < 0.8:
                name = self._name("part")
                kept = ast.Name(name, ast.Load())
                if place == "args":
                    value.args[0] = kept
                elif place == "right" and not isinstance(value.left, ast.Name | ast.Constant):
                    continue  # the left part would be worked out after it
                else:
                    setattr(value, place, kept)
                return [ast.Assign(targets=[ast.Name(name, ast.Store())], value=part), node]
        return node

    def _unrolled(self, name: str, value: ast.ListComp) -> list[ast.stmt]:
        (part,) = value.generators
        add: list[ast.stmt] = ast.parse(f"{name}.append({ast.unparse(value.elt)})").body
        for test in part.ifs:
            add = [ast.If(test=test, body=add, orelse=[])]
        loop = ast.For(target=part.target, iter=part.iter, body=add, orelse=[])
        return [*ast.parse(f"{name} = []").body, loop]


def _comprehended(block: list[ast.stmt]) -> list[ast.stmt]:
    """`x = []` and a loop that only appends to it, as a comprehension."""
    made: list[ast.stmt] = []
    for node in block:
        before = made[-1] if made else None
        match before, node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.List(elts=[])),
                ast.For(body=[ast.Expr(value=ast.Call(func=ast.Attribute(), args=[item]))]),
            ) if ast.unparse(node.body[0]).startswith(f"{name}.append(") and not node.orelse:
                part = ast.comprehension(node.target, node.iter, [], 0)
                made[-1] = ast.Assign([ast.Name(name, ast.Store())], ast.ListComp(item, [part]))
            case _:
                made.append(node)
    return made


# --- comments ---


def _undocumented(tree: ast.Module, rng: random.Random) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node) and len(node.body) > 1:
            node.body = node.body[1:]
    return tree


def _commented(text: str, rng: random.Random) -> str:
    lines: list[str] = []
    for line in text.splitlines():
        if rng.random() < 0.3:
            indent = " " * (len(line) - len(line.lstrip()))
            lines += ["", f"{indent}# {rng.choice(REMARKS)}"]
        lines.append(line)
    return "\n".join(lines)


KINDS: dict[str, Callable[[ast.Module, random.Random], ast.Module]] = {
    "loops": lambda tree, rng: _Loops(rng).visit(tree),
    "reorder": lambda tree, rng: _Reorder(rng).visit(tree),
    "rename": _renamed,
    "comments": _undocumented,
}


def every_way(kinds: Iterable[str] = KINDS) -> list[tuple[str, ...]]:
    """Each kind alone, then all together."""
    kinds = tuple(kinds)
    return [*((kind,) for kind in kinds), kinds]
