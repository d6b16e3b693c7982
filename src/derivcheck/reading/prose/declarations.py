"""Declarations: membership, functions, relations of names, rows of matrices."""

from __future__ import annotations

import re

from derivcheck.documents import Fragment, Statement, cut_statements
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.kinds.typing import shape_of
from derivcheck.reading.notation.families import name_of_members
from derivcheck.reading.notation.sets import Membership, read_set
from derivcheck.reading.notation.stages import family_of_stage, members_at_stages
from derivcheck.reading.parsing.canonical import canonical, family_name
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.lists import (
    begins_with_zero,
    comma_parts,
    listed_without_end,
    member_shape,
    one_more,
    size_term,
)
from derivcheck.reading.prose.renewals import OTHER_CASE, interval, renew
from derivcheck.terms.nodes import ONE, Apply, Number, Shape, Symbol, Term
from derivcheck.terms.scope import Claim, Declaration, Definition, Domain

ONES_NAMES = frozenset({r"\mathbf{1}", r"\mathbb{1}", r"\vec{1}"})
IDENTITY_NAMES = frozenset({"I", r"\mathbf{I}"})


def declare_members(statement: Statement, context: Context) -> list[str]:
    r"""``x, y \in S``: declares every name on the left; a list with dots declares a family."""
    membership = read_set(statement.sides[-1].text)
    parts = comma_parts(statement.sides[0])
    if membership is None and without_spaces(statement.sides[-1].text) in context.spaces:
        return _declare_points(parts, statement.sides[-1].text, context)
    if membership is None:
        for part in parts:
            _not_understood(part, context)
        if all(_is_space_of(part.text, statement.sides[-1].text) for part in parts):
            return []
        raise Unread("D406", {"notation": statement.sides[-1].text}, 0, 0)
    source = f"{statement.sides[0].text} \\in {statement.sides[-1].text}"
    dotted = [k for k, part in enumerate(parts) if "dots" in part.text]
    if dotted:
        return _declare_families(parts, dotted, membership, context, source)
    names = [_declare_member(parse(part.text), membership, context, source) for part in parts]
    if membership.last is not None:
        _bound_integers(names, membership.last, context, source)
    return names


def _bound_integers(names: list[str], last: str, context: Context, source: str) -> None:
    """Integers of a list are no larger than its last one."""
    end = size_term(last, context)
    for name in names:
        claim = Claim(context.symbols[name].symbol, r"\le", end, source)
        context.assumptions += [claim] if claim not in context.assumptions else []


def without_spaces(text: str) -> str:
    """A formula as it is written, but for spaces."""
    return re.sub(r"\s+", "", text)


def _declare_points(parts: list[Fragment], space: str, context: Context) -> list[str]:
    """Points of a set that words call convex: numbers, as letters are that nothing is said of, and of them some."""
    names = []
    for part in parts:
        name = canonical(parse(part.text))
        if name is None or name.startswith(r"\math") or not name.lstrip("\\")[:1].islower():
            raise Unread("D406", {"notation": "a point of this set"}, 0, 0)
        if name not in context.symbols and name not in context.definitions:
            context.declare(Declaration(Symbol(name)))
        context.not_understood.pop(name, None)
        context.unclear[name] = rf"{part.text} \in {space}"
        names.append(name)
    return names


def _is_space_of(name: str, space: str) -> bool:
    r"""Whether a set is no more than that of all values of a name, as in ``x \in \mathcal{X}``."""
    found = re.fullmatch(r"\s*\\math(?:cal|scr)\s*(?:\{\s*([A-Z])\s*\}|([A-Z]))\s*", space)
    return found is not None and name.strip() == (found[1] or found[2]).lower()


def _not_understood(part: Fragment, context: Context) -> None:
    try:
        name = canonical(parse(part.text))
    except Unread:
        return
    if name is not None:
        context.not_understood[name] = part.text


def declare_listed(fragment: Fragment, context: Context) -> list[str]:
    """A list such as x_1, …, x_n of which no set is named: families of what their section uses them as."""
    parts = comma_parts(fragment)
    nodes = [parse(part.text, context.is_function) for part in parts if "dots" not in part.text]
    bases = {canonical(node.base) if isinstance(node, s.Sub) else canonical(node) for node in nodes}
    if None in bases or any(isinstance(node, s.Num) for node in nodes):
        return []
    if any(context.declared(name or "") or name in context.definitions for name in bases):
        return []
    dotted = [k for k, part in enumerate(parts) if "dots" in part.text]
    names = _declare_families(parts, dotted, Membership(), context, "")
    for name in names:
        symbol = context.symbols[name].symbol
        shape = (*symbol.shape, *shape_of(context.typing.elements.get((name, len(symbol.shape)), 0), context.sizes))
        context.symbols[name] = Declaration(Symbol(name, shape), traits=context.symbols[name].traits)
        context.guessed.add(name)
        context.families.add(name)
    return names


def ignore_listed(fragment: Fragment, context: Context) -> None:
    """A list such as p_1, …, p_K of things that words describe: neither the family nor its members are guessed at."""
    for part in comma_parts(fragment):
        try:
            node = parse(part.text)
        except Unread:
            continue
        name = canonical(node.base) if isinstance(node, s.Sub) else None
        if name is not None and name not in context.symbols:
            context.not_understood[name] = part.text
            context.not_understood[canonical(node) or name] = part.text


def declare_real_families(parts: list[Fragment], context: Context, source: str) -> list[str]:
    r"""``x_1, \dots, x_n``: declares families of real numbers."""
    dotted = [k for k, part in enumerate(parts) if "dots" in part.text]
    return _declare_families(parts, dotted, Membership(Domain.REAL), context, source)


def _declare_families(
    parts: list[Fragment], dotted: list[int], membership: Membership, context: Context, source: str
) -> list[str]:
    r"""``x_1, \dots, x_n, y_1, \dots, y_n``: the piece behind the dots gives the last index."""
    names: list[str] = []
    covered: set[int] = set()
    for dots in dotted:
        if dots + 1 >= len(parts):
            endless = name_of_members(context, listed_without_end(parts[:dots]))
            staged = members_at_stages(endless, context)
            covered.update(k for k in range(len(parts)) if k == dots or _belongs(parts[k], endless))
            for member in staged:
                _declare(member, member_shape(membership, context), membership, context, source)
            if not staged:
                _declare(
                    endless, (context.sizes.new(), *member_shape(membership, context)), membership, context, source
                )
            names += staged or [endless]
            continue
        last = parse(parts[dots + 1].text)
        if not isinstance(last, s.Sub) or len(last.indices) != 1:
            raise Unread("D409", {}, 0, 0)
        name = canonical(last.base)
        if name is None:
            raise Unread("D409", {}, 0, 0)
        end = last.indices[0]
        if isinstance(end, s.Group):
            name, end = family_name(name), end.elements[0]
        length = size_term(parts[dots + 1].text[end.start : end.end], context)
        own = [k for k in range(len(parts)) if k in (dots, dots + 1) or _belongs(parts[k], name)]
        covered.update(own)
        name = name_of_members(context, name)
        from_zero = begins_with_zero(parse(parts[own[0]].text))
        length = one_more(length) if from_zero else length
        context.from_zero.discard(name)
        _declare(name, (length, *member_shape(membership, context)), membership, context, source)
        context.from_zero.update({name} if from_zero else ())
        if name in context.signs:
            context.add_traits(name, context.signs[name])
        names.append(name)
    names += [
        _declare_member(parse(part.text), membership, context, source)
        for k, part in enumerate(parts)
        if k not in covered
    ]
    return names


def _belongs(part: Fragment, name: str) -> bool:
    try:
        node = parse(part.text)
    except Unread:
        return True
    if not isinstance(node, s.Sub):
        return False
    base = canonical(node.base) or ""
    return name in (base, family_name(base))


def _declare_member(node: s.Node, membership: Membership, context: Context, source: str) -> str:
    """One name, or one with free indices, which makes a family."""
    letters = [_free_index(index) for index in node.indices] if isinstance(node, s.Sub) else [None]
    if isinstance(node, s.Sub) and None not in letters and canonical(node) not in context.numbered:
        name = canonical(node.base)
        if name is not None:
            name = name_of_members(context, name)
            lengths = tuple(_index_size(index, context) for index in letters if index is not None)
            _declare(name, (*lengths, *member_shape(membership, context)), membership, context, source)
            return name
    name = canonical(node)
    if name is None:
        raise Unread("D406", {"notation": "this declaration"}, node.start, node.end)
    family = family_of_stage(name, context)
    for member in members_at_stages(family, context) if family is not None else ():
        # What is said of one member is said of all.
        if member != name and member not in context.definitions:
            _declare(member, member_shape(membership, context), membership, context, source)
    if family is None or name not in context.definitions:
        _declare(name, member_shape(membership, context), membership, context, source)
    return name


def _free_index(node: s.Node) -> s.Name | None:
    """The letter that counts members, perhaps with a number added, as in ``h_{t-1}``: what is said of one is of all."""
    match node:
        case s.Name(name=name) if len(name) == 1 and name in "ijklmnrst":
            return node
        case s.Sum(terms=((_, s.Name() as letter), (_, s.Num()))):
            return _free_index(letter)
    return None


def _index_size(node: s.Node, context: Context) -> Term:
    declaration = context.symbols.get(canonical(node) or "")
    if declaration is not None and declaration.size is not None:
        return declaration.size
    return context.sizes.new()


def _declare(name: str, shape: Shape, membership: Membership, context: Context, source: str) -> None:
    size = size_term(membership.upper_index, context) if membership.upper_index else None
    symbol = Symbol(name, shape)
    if name in ONES_NAMES and len(shape) == 1:
        context.define(Definition(name, (), Apply("constant", (ONE,), shape), source))
        return
    if name in IDENTITY_NAMES and len(shape) == 2:
        context.define(Definition(name, (), Apply("identity", (), shape), source))
        return
    if name in context.inherited:
        context.inherited.discard(name)
        context.symbols.pop(name, None)
        context.assumptions = [claim for claim in context.assumptions if name not in claim.names]
    is_wider = membership.domain is Domain.REAL and not shape and renew(name, interval(membership), context)
    known = context.symbols.get(name)
    traits = membership.traits | (known.traits if known is not None and known.symbol.shape == shape else frozenset())
    declared = Declaration(
        symbol, membership.domain, traits, (), membership.lower, membership.upper, size, source=source
    )
    context.declare(declared)
    for limit, relation in ((membership.at_least, r"\ge"), (membership.at_most, r"\le")):
        if limit is not None and not shape:
            context.assumptions.append(Claim(symbol, relation, Number(limit), source))
        elif limit is not None:
            context.unclear[name] = source
    if is_wider:
        context.unclear[name] = OTHER_CASE


def bare_names(fragment: Fragment, context: Context) -> list[str]:
    """The declared names in a formula that is only a list of names."""
    names = []
    for part in comma_parts(fragment):
        try:
            name = canonical(parse(part.text, context.is_function))
        except Unread:
            return []
        if name is None:
            return []
        context.adopt(name)
        names.append(name)
    return names


INDEX_LETTERS = frozenset({"i", "j", "k", "l"})


def declare_rows(matrix: Fragment, row: Fragment, context: Context, *, transposed: bool) -> None:
    """Ties a matrix to the family of its rows (or columns)."""
    statements = cut_statements(matrix)
    names = [canonical(parse(statements[0].sides[0].text, context.is_function))] if statements else []
    node = parse(comma_parts(row)[-1].text, context.is_function)
    if (isinstance(node, s.Mark) and node.mark == "transpose") or (
        isinstance(node, s.Sup) and canonical(node.exponent) == "T"
    ):
        node = node.base
    base = canonical(node.base) if isinstance(node, s.Sub) else None
    if not names or names[0] is None or base is None:
        return
    if context.adopt(names[0]) is None or (context.is_guess(names[0]) and not context.symbols[names[0]].symbol.shape):
        # What has rows is a matrix.
        whole = Symbol(names[0], (context.sizes.new(), context.sizes.new()))
        context.declare(Declaration(whole, source=row.text))
    known, family = context.adopt(names[0]), context.symbols.get(base)
    if known is None or len(known.symbol.shape) != 2:
        return
    shape = known.symbol.shape[::-1] if transposed else known.symbol.shape
    if family is not None and len(family.symbol.shape) == 2 and not context.sizes.unify(family.symbol.shape, shape):
        return
    # The family is read off the matrix, which keeps its properties.
    body: Term = Apply("transpose", (known.symbol,), shape) if transposed else known.symbol
    context.symbols.pop(base, None)
    context.define(Definition(base, (), body, row.text))
