"""What a mutant changes: each kind of node of a function, and what is put in its place.

Sources for the choice: DeMillo, Lipton and Sayward (1978), "Hints on test data selection"; Offutt
et al. (1996), "An experimental determination of sufficient mutant operators"; the mistakes that
students make, solutions/*/mistakes.py.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Change = tuple[str, ast.AST | None]  # kind, what stands there instead (None: nothing)

OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.FloorDiv: (ast.Div, ast.Mod),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.BitOr: (ast.BitAnd,),
    ast.BitAnd: (ast.BitOr,),
}
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
ORDERED = (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)
IN_PLACE = {ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "divide"}
# The right result, but the argument is another one afterwards. Where it is a number, a function or
# a generator this fails, and proves nothing.
SPOILED = "(result, argument.fill(0) if hasattr(argument, 'fill') else argument.clear())[0]"

# Names and words that are easily taken for one another.
NEIGHBOURS = tuple(
    group.split()
    for group in (
        "max min mean",
        "sum mean prod",
        "argmax argmin",
        "maximum minimum",
        "floor ceil round rint trunc",
        "zeros ones",
        "zeros_like ones_like",
        "exp expm1 exp2",
        "log log1p log2 log10",
        "sqrt square",
        "sin cos tanh sinh",
        "softmax log_softmax",
        "cumsum cumprod",
        "any all",
        "hstack vstack",
        "uniform normal",
        "relu tanh linear sigmoid",
        "softmax sigmoid linear",
        "adam sgd rmsprop",
        "categorical_crossentropy binary_crossentropy mse",
        "accuracy mse",
        "same valid",
        "float32 float64 uint8",
        "MaxPooling2D AveragePooling2D",
    )
)


@dataclass(frozen=True)
class Scope:
    """What changes must know of the function around them."""

    parameters: tuple[str, ...]
    strings: tuple[str, ...]
    twins: frozenset[tuple[str, str]]  # names bound side by side: `h, w = x.shape`


def _with(node: ast.AST, **fields: object) -> ast.AST:
    """A copy of this node with other fields; children are shared."""
    new = copy.copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new


def _without(items: list, index: int) -> list:
    return items[:index] + items[index + 1 :]


def _swapped(items: list, index: int) -> list:
    """Item `index` and the next one in each other's place."""
    return [*items[:index], items[index + 1], items[index], *items[index + 2 :]]


def _parsed(text: str, **parts: ast.AST) -> ast.expr:
    """An expression from a pattern, names in it replaced by given nodes."""

    class Fill(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.AST:
            return parts.get(node.id, node)

    filled: ast.expr = Fill().visit(ast.parse(text, mode="eval").body)
    return filled


def changes(node: ast.AST, scope: Scope) -> Iterator[Change]:
    """Everything that is tried in place of this node, in a fixed order."""
    for kind, change in CHANGES:
        if isinstance(node, kind):
            yield from change(node, scope)


def _binary(node: ast.BinOp, scope: Scope) -> Iterator[Change]:
    for other in OPERATORS.get(type(node.op), ()):
        yield "operator", _with(node, op=other())
    yield "term dropped", node.left
    yield "term dropped", node.right
    if isinstance(node.op, ORDERED):
        yield "operands swapped", _with(node, left=node.right, right=node.left)
    base = node.left.value if isinstance(node.left, ast.Subscript) else node.left
    name = IN_PLACE.get(type(node.op))
    if name and isinstance(base, ast.Name) and base.id in scope.parameters:
        pattern = f"np.{name}(left, right, out=left)"
        yield "argument changed", _parsed(pattern, left=node.left, right=node.right)


def _in_place(node: ast.AugAssign, scope: Scope) -> Iterator[Change]:
    for other in OPERATORS.get(type(node.op), ()):
        yield "operator", _with(node, op=other())
    yield "term dropped", ast.Assign(targets=[node.target], value=node.value, lineno=0)


def _unary(node: ast.UnaryOp, scope: Scope) -> Iterator[Change]:
    yield ("sign" if isinstance(node.op, ast.USub) else "condition"), node.operand


def _compare(node: ast.Compare, scope: Scope) -> Iterator[Change]:
    for i, op in enumerate(node.ops):
        for other in COMPARISONS.get(type(op), ()):
            yield "comparison", _with(node, ops=[*node.ops[:i], other(), *node.ops[i + 1 :]])
    if len(node.ops) > 1:
        yield "condition", _with(node, ops=node.ops[:-1], comparators=node.comparators[:-1])
        yield (
            "condition",
            _with(
                node, left=node.comparators[0], ops=node.ops[1:], comparators=node.comparators[1:]
            ),
        )


def _logic(node: ast.BoolOp, scope: Scope) -> Iterator[Change]:
    other = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
    yield "condition", _with(node, op=other)
    for i in range(len(node.values)):
        yield "condition", _with(node, values=_without(node.values, i))


def _constant(node: ast.Constant, scope: Scope) -> Iterator[Change]:
    value = node.value
    others: list[bool | int | float | str] = []
    if isinstance(value, bool):
        others = [not value]
    elif isinstance(value, int):
        others = [value + 1, value - 1, 0, 2 * value, -value]
    elif isinstance(value, float):
        small = abs(value) < 0.02
        others = [value * 10, value / 10] if small else [value + 0.1, value - 0.1]
        others += [2 * value, 0.0, -value]
    elif isinstance(value, str):
        others = [w for g in NEIGHBOURS if value in g for w in g if w != value]
        after = (*scope.strings, *scope.strings)[scope.strings.index(value) + 1 :]
        others += [w for w in after[:1] if w != value] or ([] if others else [value + "_"])
    for other in dict.fromkeys(others):
        if other != value:
            yield "constant", ast.Constant(round(other, 12) if type(other) is float else other)


def _name(node: ast.Name, scope: Scope) -> Iterator[Change]:
    if not isinstance(node.ctx, ast.Load):
        return
    for a, b in sorted(scope.twins):
        if node.id in (a, b):
            yield "other variable", ast.Name(b if node.id == a else a)
    if node.id == "rng":
        yield "own seed", _parsed("np.random.default_rng(0)")
    if node.id == "float":
        yield "dtype", ast.Name("int")


def _attribute(node: ast.Attribute, scope: Scope) -> Iterator[Change]:
    if node.attr == "T":
        yield "transpose dropped", node.value
    for group in NEIGHBOURS:
        if node.attr in group:
            for other in group:
                yield "neighbour", _with(node, attr=other)
    if node.attr == "array":  # the other way round costs time, and no right answer
        yield "copy dropped", _with(node, attr="asarray")


def _called_name(node: ast.Call, scope: Scope) -> Iterator[Change]:
    if isinstance(node.func, ast.Name):
        for group in NEIGHBOURS:
            for other in group if node.func.id in group else ():
                yield "neighbour", _with(node, func=ast.Name(other))


def _call(node: ast.Call, scope: Scope) -> Iterator[Change]:
    for i in range(len(node.args) - 1):
        yield "arguments swapped", _with(node, args=_swapped(node.args, i))
    for i in range(len(node.args)):
        yield "argument dropped", _with(node, args=_without(node.args, i))
    for i, keyword in enumerate(node.keywords):
        if keyword.arg == "axis":
            for axis in _other_axes(keyword.value):
                new = [*node.keywords[:i], ast.keyword("axis", axis), *node.keywords[i + 1 :]]
                yield "axis", _with(node, keywords=new)
        yield "keyword dropped", _with(node, keywords=_without(node.keywords, i))
    method = isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
    if isinstance(node.func, ast.Attribute) and node.func.attr in ("copy", "astype"):
        yield "copy dropped", node.func.value
    elif node.args and (method or isinstance(node.func, ast.Name)):
        yield "call dropped", node.args[0]
    if isinstance(node.func, ast.Attribute) and node.func.attr == "permutation":
        yield "not shuffled", _parsed("np.arange(n)", n=node.args[0])


def _other_axes(value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(value, ast.Tuple):
        yield from value.elts
        yield from (_parsed(text) for text in ("(0, 1)", "(0, 2)", "(1, 2)", "(2, 3)"))
    else:
        yield from (_parsed(text) for text in ("0", "1", "-1", "None"))


def _slice(node: ast.Slice, scope: Scope) -> Iterator[Change]:
    for end in ("lower", "upper", "step"):
        value = getattr(node, end)
        if value is None:
            continue
        yield "slice", _with(node, **{end: None})
        for text in ("value + 1", "value - 1") if end != "step" else ():
            yield "slice", _with(node, **{end: _parsed(text, value=value)})


def _subscript(node: ast.Subscript, scope: Scope) -> Iterator[Change]:
    if isinstance(node.ctx, ast.Load) and isinstance(node.slice, ast.Slice | ast.Tuple):
        yield "slice", node.value


def _tuple(node: ast.Tuple, scope: Scope) -> Iterator[Change]:
    for i in range(len(node.elts) - 1):
        yield "order", _with(node, elts=_swapped(node.elts, i))
    if isinstance(node.ctx, ast.Load) and len(node.elts) > 1:
        for i in range(len(node.elts)):
            yield "element dropped", _with(node, elts=_without(node.elts, i))


def _list(node: ast.List, scope: Scope) -> Iterator[Change]:
    for i in range(len(node.elts) - 1):
        yield "order", _with(node, elts=_swapped(node.elts, i))
    for i in range(len(node.elts)):
        yield "element dropped", _with(node, elts=_without(node.elts, i))


def _dict(node: ast.Dict, scope: Scope) -> Iterator[Change]:
    for i in range(len(node.keys)):
        keys, values = _without(node.keys, i), _without(node.values, i)
        yield "element dropped", _with(node, keys=keys, values=values)
        if i + 1 < len(node.keys):
            yield "order", _with(node, values=_swapped(node.values, i))


def _statement(node: ast.stmt, scope: Scope) -> Iterator[Change]:
    guard = isinstance(node, ast.If) and isinstance(node.body[0], ast.Raise)
    yield ("validation dropped" if guard else "statement dropped"), None


def _assign(node: ast.Assign, scope: Scope) -> Iterator[Change]:
    target, value = node.targets[0], node.value
    if not isinstance(target, ast.Name) or not isinstance(value, ast.BinOp):
        return
    if ast.unparse(target) == ast.unparse(value.left):
        yield "copy dropped", ast.AugAssign(target=target, op=value.op, value=value.right)


def _if(node: ast.If, scope: Scope) -> Iterator[Change]:
    yield "condition", _with(node, test=_parsed("not (test)", test=node.test))
    yield "condition", _with(node, test=ast.Constant(True))
    if node.orelse:
        yield "condition", _with(node, test=ast.Constant(False))
        yield "condition", _with(node, orelse=[])


def _for(node: ast.For, scope: Scope) -> Iterator[Change]:
    yield "loop ends early", _with(node, body=[*node.body, ast.Break()])
    for part in ("[1:]", "[:-1]"):
        yield "loop leaves one out", _with(node, iter=_parsed(f"list(it){part}", it=node.iter))
    yield "loop runs backwards", _with(node, iter=_parsed("list(it)[::-1]", it=node.iter))


def _comprehension(node: ast.comprehension, scope: Scope) -> Iterator[Change]:
    for part in ("[1:]", "[:-1]"):
        yield "loop leaves one out", _with(node, iter=_parsed(f"list(it){part}", it=node.iter))
    for i in range(len(node.ifs)):
        yield "condition", _with(node, ifs=_without(node.ifs, i))


def _conditional(node: ast.IfExp, scope: Scope) -> Iterator[Change]:
    yield "condition", _with(node, body=node.orelse, orelse=node.body)
    yield "condition", node.body
    yield "condition", node.orelse


def _raise(node: ast.Raise, scope: Scope) -> Iterator[Change]:
    if isinstance(node.exc, ast.Call):
        yield "error type", _with(node, exc=_with(node.exc, func=ast.Name("TypeError")))


def _return(node: ast.Return, scope: Scope) -> Iterator[Change]:
    yield "return", _with(node, value=None)
    if isinstance(node.value, ast.Call | ast.BinOp | ast.Name):
        yield "sign", _with(node, value=ast.UnaryOp(ast.USub(), node.value))
    for name in scope.parameters:
        spoiled = _parsed(SPOILED, result=node.value or ast.Constant(None), argument=ast.Name(name))
        yield "argument changed", _with(node, value=spoiled)


def _arguments(node: ast.arguments, scope: Scope) -> Iterator[Change]:
    for i in range(len(node.defaults)):
        yield "default dropped", _with(node, defaults=node.defaults[i + 1 :])
    for i in range(len(node.args) - 1):
        yield "order", _with(node, args=_swapped(node.args, i))


CHANGES: tuple[tuple[type | tuple[type, ...], Callable[..., Iterator[Change]]], ...] = (
    (ast.BinOp, _binary),
    (ast.AugAssign, _in_place),
    (ast.UnaryOp, _unary),
    (ast.Compare, _compare),
    (ast.BoolOp, _logic),
    (ast.Constant, _constant),
    (ast.Name, _name),
    (ast.Attribute, _attribute),
    (ast.Call, _called_name),
    (ast.Call, _call),
    (ast.Slice, _slice),
    (ast.Subscript, _subscript),
    (ast.Tuple, _tuple),
    (ast.List, _list),
    (ast.Dict, _dict),
    ((ast.Assign, ast.AugAssign, ast.Expr, ast.If, ast.For, ast.While), _statement),
    (ast.Assign, _assign),
    (ast.If, _if),
    (ast.For, _for),
    (ast.comprehension, _comprehension),
    (ast.IfExp, _conditional),
    (ast.Raise, _raise),
    (ast.Return, _return),
    (ast.arguments, _arguments),
)
