"""Subscripts: entries of arrays, slices, indices, and names that carry a script."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.chance.events import event, is_event
from derivcheck.reading.chance.moments_by_letter import moment
from derivcheck.reading.chance.named_laws import average
from derivcheck.reading.elaborator import HANDLERS, Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.conditions import is_condition
from derivcheck.reading.notation.families import family_term
from derivcheck.reading.notation.inner_products import inner_product
from derivcheck.reading.notation.places import is_place, place_term
from derivcheck.reading.notation.ragged import length
from derivcheck.reading.notation.resolution import compound, is_declared, refuse_bound, resolve
from derivcheck.reading.parsing.canonical import canonical, family_name
from derivcheck.reading.parsing.parser import AVERAGED
from derivcheck.reading.parsing.scripts import SIGNS, sample
from derivcheck.reading.prose.dependence import refuse_member
from derivcheck.terms import build
from derivcheck.terms.nodes import INFINITY, ONE, ZERO, Apply, Call, Number, Symbol, Term, free_symbols
from derivcheck.terms.scope import Domain
from derivcheck.terms.shorthand import plus

INDICATORS = frozenset({r"\mathbf{1}", r"\mathbb{1}", r"\mathbb{I}", r"\mathds{1}", r"\chi", "1"})


def _sub(e: Elaborator, node: s.Sub) -> Term:
    averaged = average(e, node) or moment(e, node)
    return _scripted(e, node) if averaged is None else averaged


def _scripted(e: Elaborator, node: s.Sub) -> Term:
    refuse_member(e, node)
    other = _averaged(node) or length(e, node) or _member(e, node)
    if other is not None:
        return e.term(other)
    known = compound(e, node) or inner_product(e, node) or _signed_part(e, node)
    if known is not None:
        return known
    inside = node.indices[0]
    if isinstance(inside, s.Group) and len(inside.elements) == 1:
        inside = inside.elements[0]
    if canonical(node.base) in INDICATORS and (is_condition(inside) or is_event(inside, e.context)):
        return event(e, inside)
    constant = _constant(e, node)
    if constant is not None:
        return constant
    if _is_index_like(e, node.indices) and not _labels_function(e, node):
        name = canonical(node.base)
        sequence = _of_sequence(e, node, name)
        if sequence is not None:
            return sequence
        special = _unit_vector(e, node) or _delta(e, node)
        if special is not None:
            return special
        return _indexed(e, _of_bold(e, node))
    return _named(e, node)


def _named(e: Elaborator, node: s.Sub) -> Term:
    """A name with a label below it."""
    name = canonical(node)
    if name is None:
        raise unsupported(node, "this subscript")
    refuse_bound(e, node)
    if canonical(node.base) in e.counted and all(map(_is_letter, node.indices)):
        # Beside the sum of all H_b, H_a may be one of them, or a name of its own.
        raise Unread("D408", {"name": name}, node.start, node.end)
    return resolve(e, name, node)


def _is_letter(index: s.Node) -> bool:
    return isinstance(index, s.Name) and len(index.name) == 1 and index.name.islower()


def counting(nodes: Iterable[s.Node]) -> tuple[frozenset[str], frozenset[str]]:
    """The names whose members sums or products run over, and the letters with whose primes they count, as c of c'."""
    families: set[str | None] = set()
    unprimed: set[str | None] = set()
    for big in (part for node in nodes for part in s.walk(node) if isinstance(part, s.Big)):
        below = [p for each in big.below for p in s.walk(each) if isinstance(p, (s.Name, s.Primes))]
        unprimed |= {canonical(p.base) for p in below if isinstance(p, s.Primes) and _is_letter(p.base)}
        counters = set(map(canonical, below))
        members = (part for part in s.walk(big.body) if isinstance(part, s.Sub))
        families |= {canonical(m.base) for m in members if not counters.isdisjoint(map(canonical, m.indices))}
    return frozenset(filter(None, families)), frozenset(filter(None, unprimed))


def _of_sequence(e: Elaborator, node: s.Sub, name: str | None) -> Term | None:
    """A member of a sequence: a number for each place, which a definition may give."""
    context = e.context
    if name not in context.sequences or name in context.symbols or name in context.definitions:
        return None
    if (name, len(node.indices)) in context.functions:
        commas = (",",) * (len(node.indices) - 1)
        return e.term(s.Call(node.base, node.indices, commas, start=node.start, end=node.end))
    e.note(name, "a sequence")
    return Call(name, tuple(place_term(e, index) for index in node.indices), (0,) * len(node.indices))


def _signed_part(e: Elaborator, node: s.Sub) -> Term | None:
    """(x)₊ as max(x, 0); None where no sign stands below."""
    sign = canonical(node.indices[0])
    if sign not in SIGNS:
        return None
    if sign != "+" or not isinstance(node.base, s.Group):
        raise unsupported(node, "a positive or negative part, or a name that nothing explains")
    both = s.Group((*node.base.elements, s.Num(ZERO.value)), start=node.start, end=node.end)
    return e.term(s.Function("max", both, start=node.start, end=node.end))


def _averaged(node: s.Sub) -> s.Node | None:
    r"""``y_{i \bullet}`` as an array of its own, of which the indices are those that are left."""
    places = ["" if canonical(index) != AVERAGED else AVERAGED for index in node.indices]
    name = canonical(node.base)
    if AVERAGED not in places or name is None:
        return None
    array = s.Name(f"{name}_{{{','.join(places)}}}", start=node.start, end=node.end)
    left = tuple(index for index, place in zip(node.indices, places, strict=True) if not place)
    return s.Sub(array, left, start=node.start, end=node.end) if left else array


def _member(e: Elaborator, node: s.Sub) -> s.Node | None:
    """``x^{(1)}`` of a family, and ``x^{(k)}`` inside a sum over k."""
    label = node.indices[0]
    if not (isinstance(label, s.Group) and len(label.elements) == 1) or len(node.indices) > 1:
        return None
    (index,) = label.elements
    inner = node.base.base if isinstance(node.base, s.Sub) else node.base
    family = family_name(canonical(inner) or "")
    if isinstance(index, s.Name) and index.name in e.bound and not is_declared(e, canonical(node) or ""):
        return sample(node.base, index, node.start, node.end)
    return sample(node.base, index, node.start, node.end) if is_declared(e, family) else None


def _unit_vector(e: Elaborator, node: s.Sub) -> Term | None:
    """The vector with a 1 at one place: a row of the identity matrix."""
    is_bold = node.base == s.Name(r"\mathbf{e}")
    is_plain = node.base == s.Name("e") and e.has_unit_vectors
    if not (is_bold or is_plain) or len(node.indices) > 1 or is_declared(e, canonical(node.base) or ""):
        return None
    place = place_term(e, node.indices[0])
    size = e.sizes.new()
    _learn_size(e, place, size)
    e.note("e_i", "the unit vector along axis i")
    return build.index(Apply("identity", (), (size, size)), (place,))


def _delta(e: Elaborator, node: s.Sub) -> Term | None:
    """Kronecker's delta: an entry of the identity matrix, where both indices run over the same places."""
    if node.base != s.Name(r"\delta") or len(node.indices) != 2 or is_declared(e, r"\delta"):
        return None
    e.note(r"\delta_{ij}", "Kronecker's delta")
    first, second = (place_term(e, index) for index in node.indices)
    size = e.sizes.new()
    if isinstance(first, Symbol) and isinstance(second, Symbol):
        _learn_size(e, first, size)
        _learn_size(e, second, e.sizes.find(size))
        ranges = [_range_of(e, place) for place in (first, second)]
        if ranges[0] is not None and ranges == [e.sizes.find(size)] * 2:
            return build.index(Apply("identity", (), (ranges[0], ranges[0])), (first, second))
    return Apply("cases", (Apply("equal", (first, second)), ONE, ZERO))


def _is_sized_constant(e: Elaborator, node: s.Sub) -> bool:
    r"""Whether ``I_n`` or ``\mathbf{1}_n`` stands here, and the letter has no other meaning."""
    name = node.base.name if isinstance(node.base, s.Name) else ""
    is_known = name in ("I", r"\mathbf{I}", r"\mathbf{1}", r"\mathbb{1}") and name not in e.context.own_notations
    return is_known and not is_declared(e, name)


def _sized_constant(e: Elaborator, node: s.Sub) -> Term:
    assert isinstance(node.base, s.Name)  # noqa: S101 - the caller saw it
    size = _size(e, node.indices[0])
    if node.base.name in ("I", r"\mathbf{I}"):
        e.note("I_n", "the identity matrix")
        return Apply("identity", (), (size, size))
    e.note(r"\mathbf{1}_n", "the vector of ones")
    return Apply("constant", (ONE,), (size,))


def _size(e: Elaborator, node: s.Node) -> Term:
    """How many rows an array has: a number, also where the letter before brackets is a density or a function."""
    letter, context = canonical(node) or "", e.context
    elsewhere = context.declared_functions | context.densities | context.not_understood.keys()
    if letter in elsewhere and not is_declared(e, letter):
        context.lengths.add(letter)
        return Symbol(letter)
    return e.scalar(node, "a size")


def _constant(e: Elaborator, node: s.Sub) -> Term | None:
    r"""``I_n``, ``\mathbf{1}_n``, ``1_n``, ``0_n`` and ``0_{np}``, where the letter has no other meaning."""
    if _is_sized_constant(e, node):
        return _sized_constant(e, node)
    if not (isinstance(node.base, s.Num) and node.base.value in (0, 1) and len(node.indices) <= 2):
        return None
    e.note(f"{node.base.value}_n", "an array of ones" if node.base.value else "an array of zeros")
    return Apply("constant", (Number(node.base.value),), tuple(_size(e, index) for index in node.indices))


def _labels_function(e: Elaborator, node: s.Sub) -> bool:
    """Whether a number stands below the name of a function that is written with its arguments: η₀ beside η(t)."""
    name = canonical(node.base)
    called = name in e.context.called and name not in e.context.symbols
    return called and all(isinstance(index, s.Num) for index in node.indices)


def _is_index_like(e: Elaborator, indices: tuple[s.Node, ...]) -> bool:
    """Whether a subscript picks entries: indices in force, numbers, and sums of these; ``:`` for a whole row."""
    return all(is_place(e, index) for index in indices)


def _of_bold(e: Elaborator, node: s.Sub) -> s.Sub:
    r"""``x_i`` in a formula with a vector ``\mathbf{x}`` is its entry, where nothing else is said of x."""
    if not isinstance(node.base, s.Name) or len(node.indices) != 1 or _is_colon(node.indices[0]):
        return node
    name, bold = node.base.name, rf"\mathbf{{{node.base.name}}}"
    told = e.context.declared(name) is not None or name in e.context.definitions or name in e.local
    if told or bold not in e.outer or is_declared(e, canonical(node) or ""):
        return node
    known = e.context.adopt(bold)
    if known is None or len(known.symbol.shape) != 1:
        return node
    place = place_term(e, node.indices[0])
    limit = _range_of(e, place) if isinstance(place, Symbol) else None
    shape = known.symbol.shape
    fits = limit is None or e.sizes.agree((limit,), shape) or e.sizes.inferred((limit,), shape)
    if limit == INFINITY or not fits:
        return node
    e.note(f"{name}_i", f"an entry of {bold}")
    return s.Sub(s.Name(bold, start=node.base.start, end=node.base.end), node.indices, start=node.start, end=node.end)


def _indexed(e: Elaborator, node: s.Sub) -> Term:
    base = family_term(e, node)
    node = _split_digits(e, node, base)
    if len(base.shape) < len([i for i in node.indices if not _is_colon(i)]):
        found = e.sizes.describe(base.shape)
        raise Unread(
            "D410",
            {"operation": "a subscript", "found": found, "expected": "an array with as many indices"},
            node.start,
            node.end,
        )
    if any(map(_is_colon, node.indices)):
        return _slice(e, base, node)
    places = tuple(place_term(e, index) for index in node.indices)
    if isinstance(base, Symbol) and base.name in e.context.from_zero:
        return build.index(base, (_counted_from_zero(e, node, places[0]), *places[1:]))
    for place, size in zip(places, base.shape, strict=False):
        _learn_size(e, place, size)
    return build.index(base, places)


def _counted_from_zero(e: Elaborator, node: s.Sub, place: Term) -> Term:
    """The place of a member whose number is counted from 0, which a letter of unknown range may not be."""
    for symbol in free_symbols(place) - {Symbol(name) for name in e.bound}:
        declared = e.context.symbols.get(symbol.name)
        if declared is not None and declared.domain is Domain.INDEX:
            raise unsupported(node, "an index that is counted from 0")
    return plus(place, ONE)


def _split_digits(e: Elaborator, node: s.Sub, base: Term) -> s.Sub:
    """``A_{12}`` of a matrix is row 1, column 2."""
    only = node.indices[0]
    if len(base.shape) == 2 and len(node.indices) == 1 and isinstance(only, s.Num) and 10 <= only.value < 100:
        e.note(f"A_{{{only.value}}}", "row and column")
        digits = tuple(s.Num(Fraction(digit), start=only.start, end=only.end) for digit in str(only.value))
        return s.Sub(node.base, digits, start=node.start, end=node.end)
    return node


def _learn_size(e: Elaborator, place: Term, size: Term) -> None:
    """An index and the array that it runs over tell each other their size, where one is unknown."""
    limit = _range_of(e, place) if isinstance(place, Symbol) else None
    if limit == INFINITY:
        raise Unread("D406", {"notation": "an infinite sum over an array"}, 0, 1)
    if limit is not None and e.sizes.inferred((limit,), (size,)):
        e.sizes.unify((limit,), (size,))


def _range_of(e: Elaborator, place: Symbol) -> Term | None:
    """The largest value that an index has, as far as that is known."""
    limit = e.bound.get(place.name)
    declaration = e.context.symbols.get(place.name)
    if limit is None and declaration is not None:
        limit = declaration.size
    seen = {place.name}
    while isinstance(limit, Symbol) and limit.name in e.bound:
        # An index that runs up to another one stays within that one's range, unless it hides where that one ends.
        if limit.name in seen:
            return None
        seen.add(limit.name)
        limit = e.bound[limit.name]
    return None if limit is None else e.sizes.find(limit)


def _is_colon(node: s.Node) -> bool:
    return isinstance(node, s.Name) and node.name == ":"


def _slice(e: Elaborator, base: Term, node: s.Sub) -> Term:
    first, *rest = node.indices
    if len(node.indices) == 2 and _is_colon(rest[0]):
        return build.index(base, (place_term(e, first),))
    if len(node.indices) == 2 and _is_colon(first):
        return build.index(build.transpose(base), (place_term(e, rest[0]),))
    raise unsupported(node, "this slice")


HANDLERS[s.Sub] = _sub
