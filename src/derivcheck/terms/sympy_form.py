"""Scalar terms as SymPy objects and back; no text is ever handed over.

SymPy is imported by whoever calls these functions, and by nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import count
from typing import Any

import sympy
from mpmath.libmp import NoConvergence
from sympy.polys.polyerrors import BasePolynomialError

from derivcheck.terms.nodes import (
    INFINITY,
    Apply,
    Call,
    Derivative,
    Integral,
    Limit,
    Number,
    Reduce,
    Symbol,
    Term,
    number,
)
from derivcheck.terms.scope import Declaration, Domain, Trait

Expression = Any
"""A SymPy expression; SymPy has no types of its own to speak of."""


class NoForm(Exception):  # noqa: N818 - a bound that was met, not an error
    """A term, or a SymPy expression, that the other side has no form for."""


UNABLE = (
    NoForm,
    NotImplementedError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    RecursionError,
    NoConvergence,
    BasePolynomialError,
)
"""How SymPy ends where a form is new to it."""

FUNCTIONS: dict[str, Callable[..., Expression]] = {
    "exp": sympy.exp,
    "log": sympy.log,
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tan": sympy.tan,
    "sinh": sympy.sinh,
    "cosh": sympy.cosh,
    "tanh": sympy.tanh,
    "arcsin": sympy.asin,
    "arccos": sympy.acos,
    "arctan": sympy.atan,
    "arsinh": sympy.asinh,
    "arcosh": sympy.acosh,
    "artanh": sympy.atanh,
    "gamma": sympy.gamma,
    "digamma": sympy.digamma,
    "erf": sympy.erf,
    "abs": sympy.Abs,
    "max": sympy.Max,
    "min": sympy.Min,
    "sign": sympy.sign,
    "root": lambda base, degree: sympy.sign(base) * sympy.Abs(base) ** (1 / degree),
    "add": sympy.Add,
    "multiply": sympy.Mul,
    "power": sympy.Pow,
}

COMPARISONS: dict[str, Callable[..., Expression]] = {
    "equal": sympy.Eq,
    "different": sympy.Ne,
    "less": sympy.Lt,
    "at-most": sympy.Le,
}

NAMES = {made: name for name, made in FUNCTIONS.items() if name not in ("max", "min", "sign", "root")}

ASSUMPTIONS: dict[Trait, dict[str, bool]] = {
    Trait.POSITIVE: {"positive": True},
    Trait.PROBABILITY: {"positive": True},
    Trait.NONNEGATIVE: {"nonnegative": True},
    Trait.NEGATIVE: {"negative": True},
    Trait.NONZERO: {"nonzero": True},
}


class Lowering:
    """Makes SymPy objects of terms; remembers which symbol stands for which name.

    Symbols are numbered, or else have the names that stand in the document.
    """

    def __init__(self, declarations: Mapping[str, Declaration], *, numbered: bool = True) -> None:
        self.declarations = declarations
        self.numbered = numbered
        self.symbols: dict[str, Expression] = {}
        self._numbers: Iterator[int] = count()

    def symbol(self, name: str) -> Expression:
        """The SymPy symbol of a scalar, real unless declared an integer, with its declared sign."""
        if name not in self.symbols:
            declaration = self.declarations.get(name)
            facts: dict[str, bool] = {"real": True}
            if declaration is not None:
                if declaration.domain is not Domain.REAL:
                    facts["integer"] = True
                if declaration.domain in (Domain.NATURAL, Domain.INDEX):
                    facts["positive"] = True
                if declaration.lower is not None and declaration.lower >= 0:
                    facts["positive"] = True
                for trait in declaration.traits:
                    facts |= ASSUMPTIONS.get(trait, {})
            elif name.endswith("+"):
                facts["positive"] = True
            # SymPy orders by name, so that what it proposes would depend on the author's choice.
            self.symbols[name] = sympy.Symbol(f"x{next(self._numbers)}" if self.numbered else name, **facts)
        return self.symbols[name]

    def of(self, term: Term) -> Expression:
        """The SymPy expression of a scalar term; raises NoForm where there is none."""
        if term.shape:
            raise NoForm
        match term:
            case Number(value=value):
                return sympy.Rational(value.numerator, value.denominator)
            case Symbol(name=name):
                return self.symbol(name)
            case Apply():
                return self._apply(term)
            case Call():
                return self._call(term)
            case Derivative(entry=None) if not term.variable.shape:
                variable = self.symbol(term.variable.name)
                slope = sympy.diff(self.of(term.body), variable)
                return slope.subs(variable, self.of(term.point))
            case Integral():
                lower = -sympy.oo if term.lower is None else self.of(term.lower)
                upper = sympy.oo if term.upper is None else self.of(term.upper)
                return sympy.Integral(self.of(term.body), (self.symbol(term.variable), lower, upper))
            case Limit():
                point = term.side * sympy.oo if term.point is None else self.of(term.point)
                side = {1: "+", -1: "-", 0: "+-"}[term.side] if term.point is not None else "-"
                return sympy.Limit(self.of(term.body), self.symbol(term.variable), point, side)
            case Reduce(operator="sum" | "product", condition=None):
                made = sympy.Sum if term.operator == "sum" else sympy.Product
                upper = sympy.oo if term.upper == INFINITY else self.of(term.upper)
                return made(self.of(term.body), (self.symbol(term.index), self.of(term.lower), upper))
        raise NoForm

    def _call(self, term: Call) -> Expression:
        """An unknown function, or its derivative of some orders at its arguments."""
        made = sympy.Function("f_" + term.function if self.numbered else term.function)
        arguments = list(map(self.of, term.arguments))
        if not any(term.orders):
            return made(*arguments)
        free = [sympy.Dummy(real=True) for _ in arguments]
        slope = made(*free).diff(*((by, order) for by, order in zip(free, term.orders, strict=True) if order))
        return slope.subs(dict(zip(free, arguments, strict=True)))

    def _apply(self, term: Apply) -> Expression:
        if term.operator == "pi":
            return sympy.pi
        if term.operator == "cases":
            pairs = [
                (self.of(value), self.condition(condition))
                for condition, value in zip(term.arguments[::2], term.arguments[1::2], strict=False)
            ]
            last = [(self.of(term.arguments[-1]), True)] if len(term.arguments) % 2 else []
            return sympy.Piecewise(*pairs, *last)
        if term.operator == "index":
            return self._entry(term.arguments[0], term.arguments[1:])
        made = FUNCTIONS.get(term.operator)
        if made is None:
            raise NoForm
        return made(*map(self.of, term.arguments))

    def _entry(self, array: Term, places: tuple[Term, ...]) -> Expression:
        """An entry of an array that has a name."""
        if not isinstance(array, Symbol):
            raise NoForm
        label = self.symbol(array.name)
        return sympy.IndexedBase(label, **label.assumptions0)[tuple(map(self.of, places))]

    def condition(self, term: Term) -> Expression:
        """A comparison, or several at once."""
        return comparison(term, self.of)

    def raised(self, expression: Expression) -> Term:
        """The term of a SymPy expression in these symbols; raises NoForm where there is none."""
        back = {symbol: name for name, symbol in self.symbols.items()}
        return _term(expression, back)


def comparison(term: Term, form: Callable[[Term], Expression]) -> Expression:
    """A comparison as SymPy's, or several at once, where ``form`` gives the sides; raises NoForm for any other term."""
    if isinstance(term, Apply) and term.operator == "multiply":
        return sympy.And(*(comparison(part, form) for part in term.arguments))
    if not isinstance(term, Apply) or term.operator not in COMPARISONS:
        raise NoForm
    return COMPARISONS[term.operator](*map(form, term.arguments))


def _term(expression: Expression, names: Mapping[Expression, str]) -> Term:
    if expression.is_Rational:
        return number(Fraction(int(expression.p), int(expression.q)))
    if expression.is_Symbol and expression in names:
        return Symbol(names[expression])
    if expression is sympy.pi:
        return Apply("pi", ())
    if expression is sympy.E:
        return Apply("exp", (number(1),))
    arguments = tuple(_term(argument, names) for argument in expression.args)
    if isinstance(expression, sympy.erfc):
        return Apply("add", (number(1), Apply("multiply", (number(-1), Apply("erf", arguments)))))
    name = NAMES.get(expression.func)
    if name is None or not arguments:
        raise NoForm
    return Apply(name, arguments)
