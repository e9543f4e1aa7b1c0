"""Small, systematic mistakes in a function: what a test that marks exercises has to catch.

    for mutant in mutants(source): mutant.id, mutant.source

What is changed into what is the table in changes.py; here a function is walked, and each change of
each of its nodes becomes a function of its own.

Written here and not taken from mutmut or cosmic-ray: both mutate the files of a package and judge
a mutant by a test command's exit code; here the unit is a notebook cell, judged by a test cell. And
neither knows the mistakes that matter most in this course: an axis, a keepdims, a copy, the
neighbour of a NumPy function, two sizes swapped.
"""

import ast
import copy
import warnings
from dataclasses import dataclass

from course_utils.author.changes import Scope, changes

SHOWN = 60  # characters of code in an id


@dataclass(frozen=True)
class Mutant:
    """One mistake.

    Attributes:
        id: where it is and what it changes. The line is counted from the first one below the
            docstring (0: the signature), so that text above does not move it.
        kind: "operator", "constant", "axis", ...
        source: the whole function with this mistake.
    """

    id: str
    kind: str
    source: str


def mutants(source: str) -> list[Mutant]:
    """Every mutant of the one function that `source` defines, in a fixed order, none twice.

    Docstrings and the texts of errors are left alone: no test reads them.

    Raises:
        ValueError: `source` is not a single function.
    """
    tree = ast.parse(source)
    if len(tree.body) != 1 or not isinstance(tree.body[0], ast.FunctionDef):
        raise ValueError("a mutant is made of a cell that defines one function and nothing else")
    function = tree.body[0]
    texts = _texts(function)
    first = next((s.lineno for s in function.body if s not in texts), function.lineno)
    scope = _scope(function, texts)
    found: list[Mutant] = []
    seen = {ast.unparse(tree)}
    for number, node in enumerate(ast.walk(tree)):
        if node in texts:
            continue
        for kind, new in changes(node, scope):
            mutated = ast.unparse(_replaced(tree, number, new))
            if mutated in seen or not _compiles(mutated):
                continue
            seen.add(mutated)
            line = max(0, getattr(node, "lineno", 0) - first + 1)
            column = getattr(node, "col_offset", 0)
            label = f"{line}:{column} {kind}: {_difference(node, new)}"
            found.append(Mutant(_unique(label, found), kind, mutated))
    return found


def _unique(label: str, found: list[Mutant]) -> str:
    taken = sum(m.id == label or m.id.startswith(label + " #") for m in found)
    return f"{label} #{taken + 1}" if taken else label


def _compiles(source: str) -> bool:
    try:
        with warnings.catch_warnings(action="ignore"):  # "'int' object is not subscriptable"
            compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True


def _difference(old: ast.AST, new: ast.AST | None) -> str:
    """Before -> after, in one line; of long ones the part that differs, and a little around it."""
    before, after = (" ".join(ast.unparse(x).split()) if x else "nothing" for x in (old, new))
    if new is None:
        return f"{before[:SHOWN]} -> nothing"
    same = _common(before, after)
    ending = _common(before[same:][::-1], after[same:][::-1])
    start, rest = max(0, same - SHOWN // 4), max(0, ending - SHOWN // 4)
    if max(len(before), len(after)) <= SHOWN:
        start = rest = 0
    return f"{before[start : len(before) - rest]} -> {after[start : len(after) - rest]}"


def _common(a: str, b: str) -> int:
    """How many characters a and b have in common at the beginning."""
    return next(
        (i for i, (p, q) in enumerate(zip(a, b, strict=False)) if p != q), min(len(a), len(b))
    )


def _texts(function: ast.FunctionDef) -> set[ast.AST]:
    """Nodes that only people read: the docstring, what an error says, f-strings."""
    found: set[ast.AST] = set()
    if ast.get_docstring(function) is not None:
        found |= set(ast.walk(function.body[0]))
    for node in ast.walk(function):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            found |= {inner for part in node.exc.args for inner in ast.walk(part)}
            found.add(node.exc)
        elif isinstance(node, ast.JoinedStr):
            found |= set(ast.walk(node))
    return found


def _scope(function: ast.FunctionDef, texts: set[ast.AST]) -> Scope:
    parameters = [a.arg for a in function.args.args]
    strings = [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in texts
    ]
    rows = [parameters]
    for node in ast.walk(function):
        if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Store):
            rows.append([e.id for e in node.elts if isinstance(e, ast.Name)])
    twins = {pair for row in rows for pair in zip(row, row[1:], strict=False)}
    return Scope(tuple(parameters), tuple(dict.fromkeys(strings)), frozenset(twins))


def _replaced(tree: ast.Module, number: int, new: ast.AST | None) -> ast.Module:
    """A copy of the tree with its `number`-th node (in ast.walk's order) replaced."""
    tree = copy.deepcopy(tree)
    old = next(node for i, node in enumerate(ast.walk(tree)) if i == number)

    class Swap(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST | None:
            return new if node is old else self.generic_visit(node)

    Swap().visit(tree)
    for node in ast.walk(tree):
        for block in ("body", "orelse"):
            if block == "body" and getattr(node, block, None) == []:
                node.body = [ast.Pass()]  # type: ignore[attr-defined]
    return tree
