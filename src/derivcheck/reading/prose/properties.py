"""Properties of symbols: signs and bounds, what words call a symbol, what equations say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from derivcheck.documents import Statement
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.kinds.network import SCALAR
from derivcheck.reading.names import FLIPPED
from derivcheck.reading.notation.families import adopt_family, name_of_members
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.lists import one_more, size_of
from derivcheck.reading.prose.phrases import IDENTITY, MATRIX_TRAITS, NOTHING, ONES, SPECTRAL
from derivcheck.reading.prose.renewals import End, renew
from derivcheck.terms.build import squared_norm
from derivcheck.terms.nodes import ONE, ZERO, Apply, Symbol
from derivcheck.terms.scope import Claim, Declaration, Definition, Domain, Trait

VECTOR_TRAITS = frozenset({Trait.ONE_HOT, Trait.PROBABILITY, Trait.UNIT})
# Of full rank may be any matrix, which INVERTIBLE stands for as well.
SQUARE_TRAITS = MATRIX_TRAITS - {
    Trait.INVERTIBLE,
    Trait.FULL_COLUMN_RANK,
    Trait.FULL_ROW_RANK,
    Trait.ORTHONORMAL_COLUMNS,
    Trait.STOCHASTIC,
    Trait.COLUMN_STOCHASTIC,
    Trait.DIAGONAL,
    Trait.LOWER_TRIANGULAR,
    Trait.UPPER_TRIANGULAR,
}
SIGN_TRAITS = frozenset({Trait.POSITIVE, Trait.NEGATIVE, Trait.NONNEGATIVE, Trait.NONZERO})


def apply_trait(context: Context, name: str, trait: Trait, source: str) -> bool:
    """Gives a symbol a property that words name; False if it cannot have it."""
    known = context.adopt(name)
    if known is None and trait in SIGN_TRAITS and context.is_function(name) is None and not name.startswith(r"\mathbf"):
        # "Let x and y be positive numbers" declares them.
        known = Declaration(Symbol(name))
    if known is None:
        return False
    rank = len(known.symbol.shape)
    if (trait in MATRIX_TRAITS and rank != 2) or (trait in VECTOR_TRAITS and rank != 1):
        return False
    if trait in (Trait.POSITIVE, Trait.NEGATIVE, Trait.NONNEGATIVE) and rank == 2:
        return False
    if trait in SQUARE_TRAITS and not context.sizes.unify(known.symbol.shape[:1], known.symbol.shape[1:]):
        return False
    if trait is Trait.INVERTIBLE and name in context.guessed:
        context.sizes.unify(known.symbol.shape[:1], known.symbol.shape[1:])
    context.add_traits(name, trait, source=source)
    return True


def name_constant(context: Context, name: str, words: str) -> None:
    """Words such as "the vector of ones" and "the identity matrix" fix what a declared name is."""
    known = context.adopt(name)
    if known is None:
        return
    shape = known.symbol.shape
    if len(shape) == 1 and ONES.search(words):
        context.define(Definition(name, (), Apply("constant", (ONE,), shape), words.strip()))
    elif len(shape) == 2 and IDENTITY.search(words):
        context.define(Definition(name, (), Apply("identity", (), shape), words.strip()))
    elif shape and NOTHING.search(words):
        context.define(Definition(name, (), Apply("constant", (ZERO,), shape), words.strip()))


def give_traits(node: s.Node, context: Context, *traits: Trait) -> list[str]:
    """Gives the symbol that a formula names some properties; raises Unread where it names none that is declared."""
    name = canonical(node)
    known = None if name is None else context.adopt(name)
    if name is None or known is None:
        raise Unread("D406", {"notation": "this property"}, node.start, node.end)
    if len(known.symbol.shape) == 2 and name in context.guessed:
        context.sizes.unify(known.symbol.shape[:1], known.symbol.shape[1:])
    context.add_traits(name, *traits)
    return [name]


def accept_eigenvectors(context: Context) -> None:
    """An eigenvector is one of the equation that is assumed of it, and not 0; so is an eigenvalue, a number."""
    for name in [name for name, said in context.unclear.items() if said.startswith("eigenvector")]:
        known = context.symbols.get(name)
        equations = (claim for claim in context.assumptions if claim.relation == "=")
        spoken = {name for claim in equations for name in claim.names}
        if known is not None and known.symbol.shape and name in spoken:
            del context.unclear[name]
            zero = Apply("constant", (ZERO,), known.symbol.shape)
            context.assumptions.append(Claim(known.symbol, r"\ne", zero, "an eigenvector"))
            for value in [each for each, said in context.unclear.items() if said == SPECTRAL and each in spoken]:
                del context.unclear[value]


WHOLE = frozenset({Domain.NATURAL, Domain.INTEGER})
SIGNS = {">": Trait.POSITIVE, "<": Trait.NEGATIVE, r"\ge": Trait.NONNEGATIVE, r"\ne": Trait.NONZERO}


def bound(node: s.Node, relation: str, limit: s.Node, context: Context) -> list[str]:
    r"""``x > 0``, ``p_i \ge 0``, ``x \ne 0``, ``n \ge 2``: a bound of one symbol by a number."""
    value, name = _number_of(limit), canonical(node)
    if value is None or not isinstance(node, (s.Name, s.Sub, s.Primes, s.Mark)):
        return []
    if (
        isinstance(node, s.Sub)
        and name not in context.symbols
        and any(isinstance(index, s.Num) for index in node.indices)
    ):
        return []
    if isinstance(node, s.Sub) and (name is None or name not in context.symbols):
        base = name_of_members(context, canonical(node.base) or "")
        known = context.adopt(base)
        name = base if known is not None and known.symbol.shape else _begun_family(node, base, context) or name
    if name is None or name in context.definitions:
        return []
    if relation in FLIPPED:
        whole = name in context.symbols and context.symbols[name].domain in WHOLE
        renew(name, [End(">", value - 1) if whole and relation == r"\ge" else End(relation, value)], context)
    if relation == r"\ne" and value == 0 and _is_used_as_array(name, context):
        return _not_zero(name, context)
    known = context.symbols.get(name) or Declaration(Symbol(name))
    changed = _bounded(known, relation, value)
    if changed is None:
        return []
    context.symbols[name] = replace(changed, source=known.source)
    return [name]


def _is_used_as_array(name: str, context: Context) -> bool:
    """Whether a name of which nothing is said is a vector or a matrix by its use; what is not 0 need be no number."""
    return context.declared(name) is None and context.typing.names.get(name, SCALAR) != SCALAR


def _not_zero(name: str, context: Context) -> list[str]:
    """Takes note that some entry of an array is not 0."""
    known = context.adopt(name)
    if known is not None and known.symbol.shape:
        length = squared_norm(known.symbol, context.sizes)
        context.assumptions.append(Claim(length, ">", ZERO, rf"{name} \ne 0"))
    return [name]


def renew_between(nodes: Sequence[s.Node], relations: Sequence[str], context: Context) -> None:
    """Takes back what two bounds together, as in ``-1 < x < 0``, do not go with."""
    low, high, name = _number_of(nodes[0]), _number_of(nodes[2]), canonical(nodes[1])
    if name is None or low is None or high is None or not FLIPPED.keys() >= set(relations):
        return
    renew(name, [End(FLIPPED[relations[0]], low), End(relations[1], high)], context)


FAMILY_INDICES = "ijkl"


def _begun_family(node: s.Sub, base: str | None, context: Context) -> str | None:
    r"""The family w of which ``w_i \ge 0`` is the first that is heard."""
    if base is None or context.is_function(base) is not None or base in context.not_understood:
        return None
    if not all(isinstance(index, s.Name) and index.name in FAMILY_INDICES for index in node.indices):
        return None
    family = adopt_family(context, base, len(node.indices))
    return None if family is None else family.symbol.name


def _bounded(known: Declaration, relation: str, value: Fraction) -> Declaration | None:
    if relation == r"\ge" and known.domain in WHOLE:
        return replace(known, lower=value - 1)
    if value == 0 and relation in SIGNS:
        return replace(known, traits=known.traits | {SIGNS[relation]})
    if relation == ">":
        return replace(known, lower=value)
    if relation == "<":
        return replace(known, upper=value)
    return None


def _number_of(node: s.Node) -> Fraction | None:
    if isinstance(node, s.Num):
        return node.value
    if isinstance(node, s.Sum) and len(node.terms) == 1 and isinstance(node.terms[0][1], s.Num):
        return -node.terms[0][1].value if node.terms[0][0] == "-" else node.terms[0][1].value
    if (
        isinstance(node, s.Frac)
        and isinstance(node.top, s.Num)
        and isinstance(node.bottom, s.Num)
        and node.bottom.value
    ):
        return node.top.value / node.bottom.value
    return None


def is_property(statement: Statement) -> bool:
    """Whether an equation states a property of the name in it, such as A = Aᵀ."""
    try:
        left, right = (parse(side.text) for side in statement.sides[:2])
    except Unread:
        return False
    return any(
        isinstance(other, s.Mark) and canonical(other.base) == canonical(one)
        for one, other in ((left, right), (right, left))
    )


def is_constraint(statement: Statement) -> bool:
    """Whether an equation says that entries sum to 1, or that a vector has the length 1: no identity, but a demand."""
    try:
        left, right = (parse(side.text) for side in statement.sides[:2])
    except Unread:
        return False
    is_sum = isinstance(left, s.Big) and left.operator == "sum"
    return isinstance(right, s.Num) and right.value == 1 and (is_sum or _of_length(left) is not None)


def state_property(left: s.Node, right: s.Node, context: Context) -> bool:
    """An equation that says a property: A = Aᵀ, QᵀQ = I, P² = P, ‖u‖ = 1, ∑ p_i = 1, rank X = d."""
    for one, other in ((left, right), (right, left)):
        if canonical(one) is not None and _says_of(other, canonical(one)):
            if isinstance(other, s.Mark):
                give_traits(one, context, Trait.SYMMETRIC)
                return True
            # A number that is its own square is 0 or 1, which is an assumption like any other.
            return apply_trait(context, canonical(one) or "", Trait.IDEMPOTENT, "")
    if isinstance(right, s.Num) and right.value == 1 and isinstance(left, s.Big) and left.operator == "sum":
        return _normalised(left, context)
    if isinstance(right, s.Num) and right.value == 1 and (vector := _of_length(left)) is not None:
        return _unit(vector, context)
    if isinstance(left, s.Product) and len(left.factors) == 2 and _is_identity(right):
        return _orthogonal(left, context)
    if isinstance(left, s.Function) and left.name == "determinant" and right == s.Num(ZERO.value):
        return apply_trait(context, canonical(left.argument) or "", Trait.SINGULAR, "")
    if isinstance(left, s.Function) and left.name == "rank":
        return _rank(left, right, context)
    return False


def _says_of(node: s.Node, name: str | None) -> bool:
    """Whether ``node`` is the transpose of the name, or its square."""
    if isinstance(node, s.Mark):
        return node.mark == "transpose" and canonical(node.base) == name
    if isinstance(node, s.Product):
        return not any(node.operators) and len(node.factors) == 2 and all(canonical(f) == name for f in node.factors)
    squared = isinstance(node, s.Sup) and node.exponent == s.Num(Fraction(2))
    return squared and isinstance(node, s.Sup) and canonical(node.base) == name


def _of_length(node: s.Node) -> s.Node | None:
    """The vector of which ``node`` is the Euclidean norm or its square."""
    if isinstance(node, s.Sup) and node.exponent == s.Num(Fraction(2)):
        node = node.base
    if isinstance(node, s.Bars) and node.kind == r"\|":
        return node.body if node.subscript is None or canonical(node.subscript) == "2" else None
    return _gram_of(node)


def _unit(node: s.Node, context: Context) -> bool:
    declaration = context.symbols.get(canonical(node) or "")
    if declaration is None or len(declaration.symbol.shape) != 1:
        return False
    context.add_traits(declaration.symbol.name, Trait.UNIT)
    return True


def _gram_of(node: s.Node) -> s.Node | None:
    """What stands in ``node`` behind its own transpose."""
    if not isinstance(node, s.Product) or len(node.factors) != 2:
        return None
    flipped, plain = node.factors
    is_pair = isinstance(flipped, s.Mark) and flipped.mark == "transpose" and canonical(flipped.base) is not None
    return plain if is_pair and isinstance(flipped, s.Mark) and canonical(flipped.base) == canonical(plain) else None


def _is_identity(node: s.Node) -> bool:
    base = node.base if isinstance(node, s.Sub) else node
    return canonical(base) in ("I", r"\mathbf{I}")


def _orthogonal(left: s.Product, context: Context) -> bool:
    """QᵀQ = I of any matrix, QQᵀ = I of a square one."""
    columns = _gram_of(left)
    node = columns or (left.factors[1].base if isinstance(left.factors[1], s.Mark) else None)
    declaration = context.adopt(canonical(node) or "") if node is not None else None
    if declaration is None or len(declaration.symbol.shape) != 2:
        return False
    if columns is None and (not isinstance(left.factors[1], s.Mark) or left.factors[1].mark != "transpose"):
        return False
    if columns is None and canonical(left.factors[0]) != declaration.symbol.name:
        return False
    if context.sizes.agree(declaration.symbol.shape[:1], declaration.symbol.shape[1:]):
        context.add_traits(declaration.symbol.name, Trait.ORTHOGONAL)
    elif columns is not None:
        context.add_traits(declaration.symbol.name, Trait.ORTHONORMAL_COLUMNS)
    else:
        return False
    return True


def _rank(left: s.Function, right: s.Node, context: Context) -> bool:
    argument = left.argument.elements[0] if isinstance(left.argument, s.Group) else left.argument
    declaration = context.adopt(canonical(argument) or "")
    size = canonical(right)
    if declaration is None or len(declaration.symbol.shape) != 2 or size is None:
        return False
    rows, columns = declaration.symbol.shape
    if columns == Symbol(size):
        context.add_traits(declaration.symbol.name, Trait.FULL_COLUMN_RANK)
    elif rows == Symbol(size):
        context.add_traits(declaration.symbol.name, Trait.FULL_ROW_RANK)
    else:
        return False
    return True


def _normalised(left: s.Big, context: Context) -> bool:
    """∑_i p_i = 1 normalises a family; ∑_z q(z|x) = 1 holds of every density already."""
    body = left.body
    if isinstance(body, s.Call):
        return canonical(body.function) in context.densities
    if not isinstance(body, s.Sub) or len(body.indices) != 1:
        return False
    base = canonical(body.base) or ""
    declaration = adopt_family(context, base, 1) or context.adopt(base)
    if declaration is None or len(declaration.symbol.shape) != 1 or declaration.domain is not Domain.REAL:
        is_over_all = declaration is not None and _is_over_all(left, declaration.symbol, context)
        if declaration is not None and declaration.domain is Domain.BINARY and is_over_all:
            context.add_traits(declaration.symbol.name, Trait.ONE_HOT)
            return True
        return False
    positive = declaration.traits & {Trait.POSITIVE, Trait.NONNEGATIVE}
    if not positive or not _is_over_all(left, declaration.symbol, context):
        return False
    context.symbols[declaration.symbol.name] = replace(declaration, traits=declaration.traits | {Trait.PROBABILITY})
    return True


def _is_over_all(left: s.Big, family: Symbol, context: Context) -> bool:
    """Whether a sum of a family's members runs over all of them."""
    if left.above is None:
        return True
    (start, *others) = left.below
    first = start.right if isinstance(start, s.Relational) else start
    from_zero = family.name in context.from_zero
    if others or first != s.Num(Fraction(0 if from_zero else 1)):
        return False
    last = size_of(left.above, "a bound", context)
    length = one_more(last) if from_zero else last
    inferred = context.sizes.inferred((length,), family.shape)
    return context.sizes.unify((length,), family.shape) if inferred else context.sizes.agree((length,), family.shape)
