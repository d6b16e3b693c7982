r"""Sums, products, maxima and minima over one or several indices, or over the elements of a set.

The range of an index may be written (``\sum_{i=1}^n``), restricted (``\sum_{j \ne i}``, ``\sum_{1 \le i < j \le n}``)
or left out; what is left out is that of another index that it is compared with, or else of the array that it runs over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from derivcheck.reading import syntax as s
from derivcheck.reading.chance.all_outcomes import mean, over_outcomes, whole_variable
from derivcheck.reading.chance.named_laws import over_values
from derivcheck.reading.elaborator import HANDLERS, Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.binders import bound_index, scalars_only
from derivcheck.reading.notation.bound_letters import with_common_letter
from derivcheck.reading.notation.conditions import condition_term
from derivcheck.reading.notation.limits import infinite_sign, infinity, limit
from derivcheck.reading.notation.ragged import full_sum
from derivcheck.reading.notation.ranges import counted, endless, ordered
from derivcheck.reading.notation.set_sums import over_set
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms import build
from derivcheck.terms.nodes import INFINITY, ONE, Apply, Reduce, Symbol, Term, number, walk

REDUCTIONS = frozenset({"sum", "product", "maximum", "minimum"})


@dataclass(slots=True)
class Ranges:
    """The indices below a big operator, in their order, with their ends as far as they are written."""

    names: list[str] = field(default_factory=list)
    lower: dict[str, s.Node] = field(default_factory=dict)
    upper: dict[str, s.Node] = field(default_factory=dict)
    below: set[str] = field(default_factory=set)
    conditions: list[s.Relational] = field(default_factory=list)

    def add(self, name: str) -> None:
        """One more index."""
        if name not in self.names:
            self.names.append(name)


def big(e: Elaborator, node: s.Big) -> Term:
    """A sum, product, maximum or minimum over one or several indices."""
    if node.operator == "limit":
        return limit(e, node)
    if node.operator not in REDUCTIONS:
        raise unsupported(node, f"\\{node.operator}")
    if not node.below:
        if node.operator in ("maximum", "minimum"):
            return build.total(e.term(node.body), node.operator)
        raise unsupported(node, "a sum without an index")
    averaged = mean(e, node)
    if averaged is not None:
        return averaged
    name = whole_variable(node, e.context)
    weighted = None if name is None else over_values(e, node, name)
    if weighted is not None:
        return weighted
    renamed = with_common_letter(node)
    node = over_outcomes(renamed if isinstance(renamed, s.Big) else node, e.context)
    apart = _of_one_index(node) or full_sum(e, node) or _trailing(e, node)
    if apart is not None:
        return e.term(apart)
    elements = over_set(e, node)
    if elements is not None:
        return elements
    ranges = _ranges(e, node)
    return _reduce(e, node, ranges, ranges.names)


def _of_one_index(node: s.Big) -> s.Product | None:
    r"""``\prod_i x_i \prod_i y_i`` as two products side by side: the second has an index of its own."""
    if node.operator != "product" or not isinstance(node.body, s.Product):
        return None
    indices = {canonical(part.left if isinstance(part, s.Relational) else part) for part in node.below}
    for position, factor in enumerate(node.body.factors):
        if not position or not isinstance(factor, s.Big):
            continue
        if indices & {canonical(part.left if isinstance(part, s.Relational) else part) for part in factor.below}:
            before, between = node.body.factors[:position], node.body.operators[: position - 1]
            body = before[0] if position == 1 else s.Product(before, between, start=node.body.start, end=before[-1].end)
            first = s.Big(node.operator, node.below, node.above, body, start=node.start, end=body.end)
            rest, operators = node.body.factors[position:], node.body.operators[position - 1 :]
            return s.Product((first, *rest), operators, start=node.start, end=node.end)
    return None


FACTORS = r"a factor behind a product that is taken once or every time, as in `\prod_i x_i \cdot c`"


def _trailing(e: Elaborator, node: s.Big) -> s.Product | None:
    r"""The product without what is set off behind the last factor with its index, as c in ``\prod_i x_i \cdot c``."""
    if node.operator != "product" or not isinstance(node.body, s.Product):
        return None
    factors, operators = node.body.factors, node.body.operators
    indices = {canonical(part.left if isinstance(part, s.Relational) else part) for part in node.below}
    signs = [k for k, sign in enumerate(operators) if sign]
    first = signs[0] if signs else len(factors)
    last = max((k for k, factor in enumerate(factors) if _mentions(factor, indices)), default=first)
    is_set_off = last + 1 < len(factors) and (operators[last] != "" or _is_closed(factors[last]))
    if not is_set_off:
        return None
    e.trailing = FACTORS
    e.note(r"\prod", "ends with the last factor that has its index, where others are set off from it")
    if e.inner:
        return None
    body = factors[0] if last == 0 else replace(node.body, factors=factors[: last + 1], operators=operators[:last])
    return s.Product((replace(node, body=body), *factors[last + 1 :]), operators[last:], start=node.start, end=node.end)


def _is_closed(node: s.Node) -> bool:
    """Whether a factor ends with a bracket, behind which another one begins."""
    return isinstance(node, (s.Group, s.Call)) or (isinstance(node, s.Function) and _is_closed(node.argument))


def _mentions(node: s.Node, names: set[str | None]) -> bool:
    return any(isinstance(part, s.Name) and part.name in names for part in s.walk(node))


def _ranges(e: Elaborator, node: s.Big) -> Ranges:
    """What stands below a big operator; each relation is an end of an index, or a condition."""
    found = Ranges()
    for part in node.below:
        if not isinstance(part, s.Relational):
            name = canonical(part)
            if name is None:
                raise unsupported(part, "this index")
            found.add(name)
    for position, part in enumerate(node.below):
        if isinstance(part, s.Relational):
            following = node.below[position + 1] if position + 1 < len(node.below) else None
            is_link = isinstance(following, s.Relational) and following.left == part.right
            _relation(e, part, found, is_link=is_link)
    if not found.names:
        raise unsupported(node, "a sum without an index")
    return found


def _relation(e: Elaborator, part: s.Relational, found: Ranges, *, is_link: bool) -> None:
    r"""One relation below a big operator; a link of ``1 \le i < j`` goes on with its right side."""
    left, right = canonical(part.left), canonical(part.right)
    if part.relation == "=" and left is not None:
        found.add(left)
        found.lower[left] = part.right
        return
    if part.relation in (r"\le", "<") and right is not None and isinstance(part.left, s.Num):
        found.add(right)
        found.lower[right] = part.left
        if part.relation == "<":
            found.conditions.append(part)
        return
    if part.relation not in (r"\ne", "<", r"\le", ">", r"\ge") or left is None:
        raise unsupported(part, "this range of a sum")
    _compared(e, part, found, is_link=is_link)


def _compared(e: Elaborator, part: s.Relational, found: Ranges, *, is_link: bool) -> None:
    """An index against a bound, or against another index."""
    left, right = canonical(part.left), canonical(part.right)
    if part.relation in (r"\le", "<") and left in found.names and not is_link and not _moves(part.right, found):
        found.upper[left] = part.right
        if part.relation == "<":
            found.below.add(left)
        return
    settled = right is None or isinstance(part.right, s.Num) or right in e.bound or right in e.context.symbols
    fixed = settled or (not is_link and (bool(found.names) or right in e.outer))
    if left is not None and (fixed or left not in e.bound):
        found.add(left)
    if right is not None and not fixed:
        found.add(right)
    found.conditions.append(part)


def _moves(node: s.Node, found: Ranges) -> bool:
    """Whether a bound moves with another index of the same sum."""
    return any(isinstance(part, s.Name) and part.name in found.names for part in s.walk(node))


def _reduce(e: Elaborator, node: s.Big, ranges: Ranges, names: Sequence[str]) -> Term:
    """The reduction over ``names``, the first outermost; conditions stand at the innermost."""
    name, *rest = names
    lower, upper = _ends(e, node, ranges, name)
    limit = upper if upper is not None else _implied(e, name, ranges)
    with bound_index(e, name, limit):
        body = _reduce(e, node, ranges, rest) if rest else e.term(node.body)
        condition = None if rest else _joined([condition_term(e, c) for c in ranges.conditions])
    scalars_only(e, node, body)
    picks = _picks(body, name)
    if upper is None and picks:
        e.run_over.setdefault(name, []).append(limit)
    elif upper is None and node.operator == "sum" and (beside := _range_beside(e, name)) is not None:
        limit = beside
    elif upper is None and e.sizes.inferred((limit,)):
        start = endless(ranges.conditions, name)
        if start is None or len(ranges.names) > 1:
            raise unsupported(node, "a sum, maximum or minimum over something that is no index of an array")
        e.read_as.pop(rf"\sum_{name}", None)
        lower, limit, condition = start, INFINITY, None
    if limit == INFINITY and node.operator != "sum":
        raise unsupported(node, "an infinite product, maximum or minimum")
    outcome = e.context.outcomes.get(name)
    if outcome is not None and outcome.measured and node.operator == "sum":
        raise Unread(
            "D404", {"readings": f"{name} is summed over here and integrated over elsewhere"}, node.start, node.end
        )
    return Reduce(node.operator, name, lower, e.sizes.find(limit), body, condition)


def _range_beside(e: Elaborator, name: str) -> Term | None:
    r"""What the sums beside one of a constant run over, as in ``\sum_k a_k - \sum_k 1``, where they may agree."""
    found = dict.fromkeys(e.sizes.find(limit) for limit in e.run_over.get(name, ()))
    known = [limit for limit in found if not e.sizes.inferred((limit,))]
    if not found or len(known) > 1:
        return None
    first, *others = sorted(found, key=lambda limit: limit not in known)
    if not all(e.sizes.unify((first,), (other,)) for other in others):
        return None
    e.note(rf"\sum_{name}", "over what the sums with this index beside it run over")
    return e.sizes.find(first)


def _ends(e: Elaborator, node: s.Big, ranges: Ranges, name: str) -> tuple[Term, Term | None]:
    """Where an index starts, and where it ends if that is written."""
    written = ranges.upper.get(name, node.above)
    upper: Term | None = None
    if written is not None:
        if infinite_sign(written) < 0:
            raise unsupported(node, "a sum that ends at -∞")
        upper = INFINITY if infinity(written) else e.scalar(written, "a bound")
        if name in ranges.below:
            upper = build.add((upper, number(-1)), e.sizes)
    start = ranges.lower.get(name)
    lower = ONE if start is None else e.scalar(start, "a bound")
    counted(e, lower, *((upper,) if upper is not None else ()))
    if upper is not None:
        ordered(e, lower, upper)
    return lower, upper


def _picks(body: Term, name: str) -> bool:
    """Whether ``name`` picks entries of an array somewhere in ``body``."""
    return any(
        isinstance(part, Apply)
        and part.operator == "index"
        and any(isinstance(p, Symbol) and p.name == name for p in part.arguments[1:])
        for part in walk(body)
    )


def _joined(conditions: list[Term]) -> Term | None:
    if not conditions:
        return None
    # A product of truth values is 1 only where all of them are.
    return conditions[0] if len(conditions) == 1 else Apply("multiply", tuple(conditions))


def _implied(e: Elaborator, name: str, ranges: Ranges) -> Term:
    """The upper end of an index whose range is not written: as declared, or that of what it is compared with."""
    outcome = e.context.outcomes.get(name)
    if outcome is not None:
        return outcome.size
    declaration = e.context.symbols.get(name)
    if declaration is not None and declaration.size is not None:
        return declaration.size
    for condition in ranges.conditions:
        pair = [canonical(condition.left), canonical(condition.right)]
        if name not in pair:
            continue
        other = pair[1 - pair.index(name)] or ""
        if other in ranges.upper and other not in ranges.below:
            return e.scalar(ranges.upper[other], "a bound")
        if other in e.bound and e.bound[other] != INFINITY:
            return e.bound[other]
    if not name.startswith("#"):
        e.note(rf"\sum_{name}", "over all values of the index")
    return e.sizes.new()


def free_names(nodes: Iterable[s.Node]) -> frozenset[str]:
    """The names that stand anywhere outside the sums that bind them."""
    found: set[str] = set()
    for node in nodes:
        _collect(node, frozenset(), found)
    return frozenset(found)


def _collect(node: s.Node, bound: frozenset[str], found: set[str]) -> None:
    match node:
        case s.Name(name=name):
            if name not in bound:
                found.add(name)
        case s.Big(below=below, above=above, body=body):
            inner = bound.union(part.name for part in _names_in(below))
            _collect(body, inner, found)
            if above is not None:
                _collect(above, bound, found)
        case _:
            for part in s.parts(node):
                _collect(part, bound, found)


def _names_in(nodes: Iterable[s.Node]) -> Iterable[s.Name]:
    return (part for node in nodes for part in s.walk(node) if isinstance(part, s.Name))


HANDLERS[s.Big] = big
