"""The changes that `make mutants` makes to a module: one operator, constant, condition or statement at a time.

Each change keeps the program importable and, as far as annotations tell, well typed, because mypy already catches
the others. Left alone: docstrings, annotations, type aliases, assertions, logging, ``__repr__``, ``TYPE_CHECKING``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
}
OPPOSITES = {"min": "max", "max": "min", "any": "all", "all": "any"}
EMPTY = {"str": "''", "int": "0", "list": "[]", "dict": "{}", "tuple": "()", "set": "set()", "frozenset": "frozenset()"}
EMPTY |= {"Sequence": "()", "Mapping": "{}"}

LOGS = {"log", "logger", "logging", "warnings"}
DECLARATIONS = {"dataclass", "lru_cache"}
"""Decorators whose arguments change nothing that a person sees."""
KEYWORDS = {"frozen", "slots", "strict", "kw_only", "repr"}
"""Arguments of the same kind."""
ANNOTATIONS = {"annotation", "returns"}
CONDITIONS = {(ast.If, "test"), (ast.IfExp, "test"), (ast.comprehension, "ifs")}
DEFAULTS = {(ast.arguments, "defaults"), (ast.arguments, "kw_defaults")}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Site:
    """A node that can be replaced, by any of ``options``."""

    parent: ast.AST
    field: str
    index: int | None
    node: ast.AST
    options: tuple[ast.AST, ...]
    statement: ast.stmt
    function: Function | None
    """The function whose call runs the node; none for what is run when the module is imported."""

    def replace(self, option: int) -> None:
        """Changes the tree that the site was found in."""
        new = ast.copy_location(self.options[option], self.node)
        if self.index is None:
            setattr(self.parent, self.field, new)
        else:
            getattr(self.parent, self.field)[self.index] = new
        ast.fix_missing_locations(new)

    def lines(self, tree: ast.Module) -> Iterator[set[int]]:
        """The lines whose tests concern the site: the node's own, else its statement's, else those that use it.

        What is run at import is used by the functions that name it, a default value by its function.
        """
        yield lines_of(self.node)
        body = getattr(self.statement, "body", None)
        yield {*range(self.statement.lineno, body[0].lineno)} if body else lines_of(self.statement)
        if self.function is None and isinstance(self.statement, Function):
            yield lines_of(*self.statement.body)
        elif self.function is None:
            names = {node.id for node in ast.walk(self.statement) if is_stored(node)}
            functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
            users = [user for user in functions if any(name_of(node) in names for node in ast.walk(user))]
            yield lines_of(*(statement for user in users for statement in user.body))
            yield lines_of(*tree.body)


def lines_of(*nodes: ast.AST) -> set[int]:
    return {line for node in nodes for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}


def is_stored(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def name_of(node: ast.AST) -> str | None:
    match node:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name
    return None


def sites(tree: ast.Module) -> list[Site]:
    """All sites of a module, always in the same order."""
    return [site for statement in tree.body for site in walk(tree, "body", None, statement, statement, None)]


def walk(
    parent: ast.AST, field: str, index: int | None, node: ast.AST, statement: ast.stmt, function: Function | None
) -> Iterator[Site]:
    """The sites at ``node`` and below it."""
    if is_skipped(node):
        return
    statement = node if isinstance(node, ast.stmt) else statement
    options = [*replacements(node, function), *replacements_at(type(parent), field, node)]
    if options:
        yield Site(parent, field, index, node, tuple(options), statement, function)
    for name, value in ast.iter_fields(node):
        inside = node if isinstance(node, Function) and name == "body" else function
        for number, child in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(child, ast.AST) and name not in ANNOTATIONS:
                yield from walk(node, name, number if isinstance(value, list) else None, child, statement, inside)


def is_skipped(node: ast.AST) -> bool:
    match node:
        case ast.Assert() | ast.FunctionDef(name="__repr__"):
            return True
        case ast.If(test=ast.Name("TYPE_CHECKING") | ast.Compare(left=ast.Name("__name__"))):
            return True
        case ast.AnnAssign(annotation=ast.Name("TypeAlias")):
            return True
        case ast.Assign(targets=[ast.Name(name)], value=ast.Subscript() | ast.BinOp(op=ast.BitOr())):
            return name[:1].isupper() and not name.isupper()  # Value = int | str
        case ast.Call(func=ast.Name(name)):
            return name in DECLARATIONS
        case ast.Call(func=ast.Attribute(value=ast.Name(name))):
            return name in LOGS
        case ast.keyword(arg=str(name)):
            return name in KEYWORDS
    return False


def replacements(node: ast.AST, function: Function | None) -> Iterator[ast.AST]:
    """What may stand for ``node`` wherever it stands."""
    match node:
        case ast.Compare():
            yield from comparisons(node)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.BinOp():
            yield from calculations(node)
        case ast.AugAssign(target=target, op=op, value=value) if type(op) in ARITHMETIC and not is_text(value):
            yield ast.AugAssign(target, ARITHMETIC[type(op)](), value)
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield from (ast.Constant(value + 1), ast.Constant(value - 1))
        case ast.Expr(value=ast.Call() | ast.Await(value=ast.Call()) as call) if not is_skipped(call):
            yield ast.Pass()
        case ast.Return(value=ast.expr() as value) if function is not None:
            yield from (ast.Return(other) for other in returns(value, function.returns))
        case ast.Call():
            yield from calls(node)
        case ast.Slice(lower=lower, upper=upper) if (lower is None) != (upper is None):
            yield ast.Slice(upper, lower, node.step)


def replacements_at(parent: type[ast.AST], field: str, node: ast.AST) -> Iterator[ast.AST]:
    """What may stand for ``node`` because of where it stands: conditions and default values."""
    plain = isinstance(node, ast.Compare) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not))
    if (parent, field) in CONDITIONS and isinstance(node, ast.expr) and not plain:
        yield ast.UnaryOp(ast.Not(), node)
    if (parent, field) in DEFAULTS and isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield ast.Constant(f"{node.value}*")


def comparisons(node: ast.Compare) -> Iterator[ast.AST]:
    for place, op in enumerate(node.ops):
        for other in COMPARISONS[type(op)]:
            yield ast.Compare(node.left, [*node.ops[:place], other(), *node.ops[place + 1 :]], node.comparators)


def calculations(node: ast.BinOp) -> Iterator[ast.AST]:
    """``a | b`` and ``"a" + b`` lose an operand; numbers are calculated in another way."""
    text = is_text(node.left) or is_text(node.right)
    if isinstance(node.op, ast.BitOr | ast.BitAnd) or (text and isinstance(node.op, ast.Add)):
        yield from (node.left, node.right)
    elif type(node.op) in ARITHMETIC and not text:
        yield ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right)


def is_text(node: ast.AST) -> bool:
    """Text or a list, which can be added but not subtracted."""
    if isinstance(node, ast.BinOp):
        return is_text(node.left) or is_text(node.right)
    return isinstance(node, ast.JoinedStr | ast.List | ast.ListComp | ast.Tuple) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def returns(value: ast.expr, annotation: ast.expr | None) -> Iterator[ast.expr]:
    """Other values of the annotated type: None, the opposite, the empty one."""
    words = ast.unparse(annotation) if annotation else "None"
    if "None" in words.replace(" ", "").split("|"):
        other = "None"
    elif words == "bool":
        plain = isinstance(value, ast.Constant | ast.Compare | ast.UnaryOp)
        other = "" if plain else f"not ({ast.unparse(value)})"
    else:
        other = EMPTY.get(words.partition("[")[0], "")
    if other and ast.unparse(value) != other:
        yield ast.parse(other, mode="eval").body


def calls(node: ast.Call) -> Iterator[ast.AST]:
    match node.func:
        case ast.Name(name) if name in OPPOSITES:
            yield ast.Call(ast.Name(OPPOSITES[name], ast.Load()), node.args, node.keywords)
        case ast.Name("len" | "sum"):
            yield ast.BinOp(node, ast.Add(), ast.Constant(1))
        case ast.Name("sorted") | ast.Attribute(attr="sort"):
            if all(keyword.arg != "reverse" for keyword in node.keywords):
                backwards = ast.keyword("reverse", ast.Constant(True))
                yield ast.Call(node.func, node.args, [*node.keywords, backwards])
