r"""Where the parameters of a distribution live: σ in ``X \sim \mathcal{N}(\mu, \sigma^2)`` is a standard deviation.

Of a distribution whose density is not known here, its parameters are known all the same.
"""

from __future__ import annotations

from derivcheck.documents import Statement
from derivcheck.reading import syntax as s
from derivcheck.reading.canonical import canonical
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parser import parse
from derivcheck.terms.scope import Trait

ANY, POSITIVE = False, True

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
    "Poisson": (POSITIVE,),
    "LogNormal": (ANY, POSITIVE),
    "Lognormal": (ANY, POSITIVE),
    "ex-Gaussian": (ANY, POSITIVE, POSITIVE),
}
"""Which parameters are positive, in their order."""


def bound_parameters(statement: Statement, context: Context) -> None:
    """Makes those parameters positive that the family needs so, if they are letters of which nothing else is said."""
    if len(statement.sides) != 2:
        return
    try:
        node = parse(statement.sides[1].text, lambda _: True)
    except Unread:
        return
    for call in (part for part in s.walk(node) if isinstance(part, s.Call)):
        signs = SIGNS.get(canonical(call.function) or "", ())
        if len(signs) == len(call.arguments) and all(sign == "," for sign in call.separators):
            for argument, sign in zip(call.arguments, signs, strict=True):
                name = _letter(argument) if sign else None
                if name is not None:
                    _make_positive(name, context)
        return


def _letter(node: s.Node) -> str | None:
    """The small letter that is a parameter, or of which it is the square."""
    if isinstance(node, s.Sup) and isinstance(node.exponent, s.Num) and node.exponent.value == 2:
        node = node.base
    name = canonical(node) if isinstance(node, (s.Name, s.Sub)) else None
    letter = "" if name is None else name.lstrip("\\")[:1]
    return name if letter.islower() and not (name or "").startswith(r"\math") else None


def _make_positive(name: str, context: Context) -> None:
    """What is said of a name later, or was said before, comes first."""
    if name in context.definitions or name in context.typing.names or context.declared(name) is not None:
        return
    context.positives.add(name)
    if context.is_guess(name) and not context.symbols[name].symbol.shape:
        context.add_traits(name, Trait.POSITIVE)
