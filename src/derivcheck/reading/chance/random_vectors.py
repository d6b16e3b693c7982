r"""Random vectors: ``X \sim \mathcal{N}(\mu, \Sigma)``, "with mean $\mu$ and covariance matrix $\Sigma$"."""

from __future__ import annotations

import re
from dataclasses import replace

from derivcheck.documents import Statement
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.laws import parse_law
from derivcheck.reading.chance.multivariate import NAMES
from derivcheck.reading.chance.random_variables import CAPITAL, declare_random
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Clash, Elaborator
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.lists import comma_parts
from derivcheck.terms import build
from derivcheck.terms.nodes import Shape, Symbol, Term
from derivcheck.terms.scope import Declaration

COVARIANCE = re.compile(r"(?:\\(?:mathbf|boldsymbol|bm|hat|tilde)\{)*\\(?:Sigma|Lambda)|\\mathbf\{[A-Z]\}")
"""What a covariance matrix is called of which nothing else is said."""

CONSTANTS = frozenset({"I", r"\mathbf{I}", r"\mathbb{I}", r"\mathbf{0}", r"\mathbf{1}"})
"""The identity, zeros and ones, also with their size below."""


def declare_normal_vectors(statement: Statement, context: Context) -> list[str]:
    r"""The names that ``X \sim \mathcal{N}(\mu, \Sigma)`` makes random vectors; none where Σ is no matrix."""
    if len(statement.sides) != 2 or "," not in statement.sides[1].text:
        return []
    try:
        law = parse_law(statement.sides[1].text, context)
        nodes = [parse(part.text, context.is_function) for part in comma_parts(statement.sides[0])]
    except Unread:
        return []
    names = [canonical(node) for node in nodes]
    if not (isinstance(law, s.Call) and canonical(law.function) in NAMES and len(law.arguments) == 2):
        return []
    vectors = all(known is not None and len(known.shape) == 1 for known in map(context.declared, filter(None, names)))
    spread = law.arguments[1]
    named = vectors and isinstance(spread, s.Name) and CAPITAL.match(spread.name) and spread.name not in context.symbols
    if None in names or not (named or is_covariance(spread, context)):
        return []
    known = [name for name in names if name is not None]
    for name in known:
        _require_known(name, law, context)
    return known if all(give_moments(name, *law.arguments, context) for name in known) else []


def _require_known(name: str, law: s.Call, context: Context) -> None:
    """Raises Unread where the same prose says further on what a name is."""
    inside = [part.name for part in s.walk(law) if isinstance(part, s.Name)]
    waiting = [found for found in (name, *inside) if found in context.upcoming]
    if waiting:
        raise Unread("later", {"name": waiting[0]}, law.start, law.end)


def is_covariance(node: s.Node, context: Context) -> bool:
    """Whether a formula is a matrix, or a name that nothing is said of and that covariance matrices go by."""
    name = canonical(node)
    unsaid = name is not None and name not in context.definitions and context.declared(name) is None
    if unsaid and (COVARIANCE.match(name or "") or name in ("I", r"\mathbf{I}")):
        return True
    try:
        return len(Elaborator(context.copy()).term(node).shape) == 2
    except (Unread, Clash):
        return False


def give_moments(name: str, mean: s.Node, covariance: s.Node, context: Context) -> bool:
    """Makes a name a random vector with these moments; whether their shapes fit."""
    known = context.declared(name)
    if known is not None and len(known.shape) != 1:
        return False
    shape: Shape = known.shape if known is not None else (context.sizes.new(),)
    try:
        centre = _term(mean, shape, context)
        spread = _term(covariance, shape * 2, context)
    except (Unread, Clash):
        return False
    if centre is None or spread is None:
        return False
    if known is None:
        context.declare(Declaration(Symbol(name, shape)))
    declare_random(context, name)
    variable = replace(context.chance.variables[name], mean=centre, variance=spread)
    context.chance = context.chance.having(variable)
    return True


def note_vector(name: str, value: s.Node, context: Context, *, spread: bool) -> bool:
    """Takes the mean or the covariance (``spread``) of a random vector for what a formula says; whether it fits."""
    variable = context.chance.variables[name]
    try:
        term = _term(value, variable.shape * (2 if spread else 1), context)
    except (Unread, Clash):
        return False
    if term is not None:
        known = replace(variable, variance=term) if spread else replace(variable, mean=term)
        context.chance = context.chance.having(known)
    return term is not None


def _term(node: s.Node, shape: Shape, context: Context) -> Term | None:
    """A moment as a term of the shape that it needs; a name of which nothing is said gets that shape."""
    name = canonical(node)
    unsaid = name is not None and name not in context.definitions and context.declared(name) is None
    plain = node.base if isinstance(node, s.Sub) else node
    constant = isinstance(plain, s.Num) or canonical(plain) in CONSTANTS
    if name is not None and unsaid and not constant:
        context.declare(Declaration(Symbol(name, shape), source="a moment of a random vector"))
    term = build.with_shape(Elaborator(context).term(node), shape)
    return term if context.sizes.unify(term.shape, shape) else None
