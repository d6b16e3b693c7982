r"""Where the parameters of a distribution live: σ in ``X \sim \mathcal{N}(\mu, \sigma^2)`` is a standard deviation.

Of a distribution whose density is not known here, its parameters are known all the same.
"""

from __future__ import annotations

from typing import TypeGuard

from derivcheck.documents import Statement
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.laws import parse_law
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.kinds.network import COLUMN
from derivcheck.reading.notation.inverses import MINUS_ONE
from derivcheck.reading.parsing.canonical import canonical, is_numbered
from derivcheck.terms.scope import Trait

ANY, POSITIVE = False, True
COUNTING = frozenset("ijkt")

SIGNS: dict[str, tuple[bool, ...]] = {
    r"\mathcal{N}": (ANY, POSITIVE),
    "N": (ANY, POSITIVE),
    "Normal": (ANY, POSITIVE),
    "Exp": (POSITIVE,),
    "Gam": (POSITIVE, POSITIVE),
    "Gamma": (POSITIVE, POSITIVE),
    "IG": (POSITIVE, POSITIVE),
    "InvGam": (POSITIVE, POSITIVE),
    "Bet": (POSITIVE, POSITIVE),
    "Beta": (POSITIVE, POSITIVE),
    "Wald": (POSITIVE, POSITIVE),
    "Weibull": (POSITIVE, POSITIVE),
    "Pareto": (POSITIVE, POSITIVE),
    "Cauchy": (ANY, POSITIVE),
    "Laplace": (ANY, POSITIVE),
    "Logistic": (ANY, POSITIVE),
    "Rayleigh": (POSITIVE,),
    "Pois": (POSITIVE,),
    "Poiss": (POSITIVE,),
    "Poisson": (POSITIVE,),
    "LogNormal": (ANY, POSITIVE),
    "Lognormal": (ANY, POSITIVE),
    "ex-Gaussian": (ANY, POSITIVE, POSITIVE),
    "t": (POSITIVE,),
    "nst": (ANY, POSITIVE, POSITIVE),
    "F": (POSITIVE, POSITIVE),
    r"\chi^{2}": (POSITIVE,),
    "BetBin": (POSITIVE, POSITIVE, POSITIVE),
    "Lap": (ANY, POSITIVE),
    "Weib": (POSITIVE, POSITIVE),
}
"""Which parameters are positive, in their order."""

SIGN_OF_VALUES = {
    **dict.fromkeys(
        ("Exp", "Gam", "Gamma", "IG", "InvGam", "Wald", "Weibull", "Pareto", "Rayleigh", "Bet", "Beta"), Trait.POSITIVE
    ),
    **dict.fromkeys(
        ("Pois", "Poi", "Poiss", "Poisson", "Bin", "Binomial", "Bern", "Ber", "Bernoulli"), Trait.NONNEGATIVE
    ),
}
"""What every value has for a sign."""


def bound_parameters(statement: Statement, context: Context) -> None:
    """Makes those parameters positive that the family needs so, if they are letters of which nothing else is said."""
    if len(statement.sides) != 2:
        return
    try:
        node = parse_law(statement.sides[1].text, context)
    except Unread:
        return
    for call in (part for part in s.walk(node) if isinstance(part, s.Call)):
        bound_in(call, context)
        return


def bound_in(call: s.Call, context: Context) -> None:
    r"""Makes the parameters of a distribution, or of its density as in ``\mathrm{Gam}(x; a, b)``, as it needs them."""
    family = canonical(call.function) or ""
    signs = SIGNS.get(family, ())
    arguments = call.arguments
    if call.separators[:1] == (";",):
        point, arguments = arguments[0], arguments[1:]
        for name in letters(point) if family in SIGN_OF_VALUES else ():
            _sign(name, SIGN_OF_VALUES[family], context)
    if len(signs) == len(arguments) and set(call.separators[1:]) <= {","}:
        for argument, sign in zip(arguments, signs, strict=True):
            for name in letters(argument) if sign else ():
                _sign(name, Trait.POSITIVE, context)


def letters(node: s.Node) -> list[str]:
    """The small letter that is a parameter, or of which it is a power, or the two of which it is a product."""
    if isinstance(node, s.Product) and not any(node.operators):
        return [name for factor in node.factors for name in letters(factor)]
    if isinstance(node, s.Sup) and (isinstance(node.exponent, s.Num) or node.exponent == MINUS_ONE):
        node = node.base
    if is_counted(node):
        node = node.base
    if is_numbered(node):
        # Members that are numbered may be read as entries of a family.
        return [canonical(node) or "", *letters(node.base)]
    name = canonical(node) if isinstance(node, (s.Name, s.Sub)) else None
    letter = "" if name is None else name.lstrip("\\")[:1]
    return [name] if name is not None and letter.islower() and not name.startswith(r"\math") else []


def is_counted(node: s.Node) -> TypeGuard[s.Sub]:
    """Whether ``x_i`` stands for every member of x."""
    return isinstance(node, s.Sub) and all(isinstance(i, s.Name) and i.name in COUNTING for i in node.indices)


def _sign(name: str, sign: Trait, context: Context) -> None:
    """Gives a name a sign; what is said of it later, or was said before, comes first."""
    kind = context.typing.names.get(name)
    if name in context.definitions or kind not in (None, COLUMN) or context.declared(name) is not None:
        return
    context.signs[name] = sign
    if context.is_guess(name) and not context.symbols[name].symbol.shape:
        context.add_traits(name, sign)
