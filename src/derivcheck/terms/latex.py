"""Terms as LaTeX, for conditions and messages."""

from __future__ import annotations

from fractions import Fraction

from derivcheck.terms.nodes import ONE, Apply, Array, Call, Derivative, Integral, Limit, Number, Reduce, Symbol, Term

FUNCTIONS = {
    "log": r"\log",
    "exp": r"\exp",
    "sin": r"\sin",
    "cos": r"\cos",
    "tan": r"\tan",
    "tanh": r"\tanh",
    "sinh": r"\sinh",
    "cosh": r"\cosh",
    "determinant": r"\det",
    "trace": r"\operatorname{tr}",
    "adjugate": r"\operatorname{adj}",
    "vec": r"\operatorname{vec}",
    "diagonal": r"\operatorname{diag}",
}
MARKS = {"transpose": r"\top", "inverse": "-1", "pseudo-inverse": "+", "matrix-root": "1/2"}
PRODUCTS = {"multiply": " ", "matmul": " ", "hadamard": r" \odot ", "kronecker": r" \otimes "}
CONSTANTS = {"infinity": r"\infty", "pi": r"\pi", "identity": "I"}
REDUCTIONS = {"sum": r"\sum", "product": r"\prod", "maximum": r"\max", "minimum": r"\min"}
SUM, PRODUCT, FACTOR = 0, 1, 2


def to_latex(term: Term, level: int = SUM) -> str:
    """``term`` in LaTeX, with brackets where something tighter than ``level`` is needed."""
    text, own = _print(term)
    return rf"\left({text}\right)" if own < level else text


def _print(term: Term) -> tuple[str, int]:
    match term:
        case Number():
            return _number(term.value)
        case Symbol():
            return term.name, FACTOR
        case Apply():
            return _apply(term)
        case Call():
            primes = "'" * sum(term.orders)
            return f"{term.function}{primes}({', '.join(map(to_latex, term.arguments))})", FACTOR
        case Reduce():
            below = f"{term.index}={to_latex(term.lower)}"
            return (
                rf"{REDUCTIONS[term.operator]}_{{{below}}}^{{{to_latex(term.upper)}}} {to_latex(term.body, PRODUCT)}",
                PRODUCT,
            )
        case Derivative():
            return rf"\frac{{\partial}}{{\partial {term.variable.name}}} {to_latex(term.body, FACTOR)}", PRODUCT
        case Array():
            return rf"\left({to_latex(term.body)}\right)_{{{','.join(term.indices)}}}", FACTOR
        case Integral():
            bounds = rf"_{{{_end(term.lower, '-')}}}^{{{_end(term.upper, '')}}}"
            return rf"\int{bounds} {to_latex(term.body, PRODUCT)}\,d{term.variable}", PRODUCT
        case Limit():
            point = _end(term.point, "-" if term.side < 0 else "")
            side = {1: "^+", -1: "^-"}.get(term.side, "") if term.point is not None else ""
            return rf"\lim_{{{term.variable} \to {point}{side}}} {to_latex(term.body, PRODUCT)}", PRODUCT


def _end(bound: Term | None, sign: str) -> str:
    return sign + r"\infty" if bound is None else to_latex(bound)


def _number(value: Fraction) -> tuple[str, int]:
    if value.denominator != 1:
        sign = "-" if value < 0 else ""
        return rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}", FACTOR if value > 0 else SUM
    return str(value.numerator), FACTOR if value >= 0 else SUM


def _apply(term: Apply) -> tuple[str, int]:
    operator, arguments = term.operator, term.arguments
    if operator == "add":
        text = to_latex(arguments[0])
        for part in arguments[1:]:
            piece = to_latex(part)
            text += piece if piece.startswith("-") else "+" + piece
        return text, SUM
    if operator in PRODUCTS:
        return _product(arguments, PRODUCTS[operator])
    if operator == "power":
        return _power(*arguments)
    if operator == "index":
        return f"{to_latex(arguments[0], FACTOR)}_{{{','.join(map(to_latex, arguments[1:]))}}}", FACTOR
    if operator in MARKS or operator == "matrix-power":
        mark = MARKS.get(operator) or to_latex(arguments[1])
        return f"{_below_a_mark(arguments[0])}^{{{mark}}}", FACTOR
    if operator == "abs":
        return f"|{to_latex(arguments[0])}|", FACTOR
    return _named(term)


def _below_a_mark(term: Term) -> str:
    """A factor that takes a superscript; one that has one already stands in brackets."""
    marked = isinstance(term, Apply) and (term.operator in MARKS or term.operator in ("power", "matrix-power"))
    return rf"\left({to_latex(term)}\right)" if marked else to_latex(term, FACTOR)


def _named(term: Apply) -> tuple[str, int]:
    """Constants, norms and functions by their names."""
    operator, arguments = term.operator, term.arguments
    if operator == "constant":
        return (r"\mathbf{1}" if arguments[0] == ONE else to_latex(arguments[0], FACTOR)), FACTOR
    if operator in CONSTANTS:
        return CONSTANTS[operator], FACTOR
    if operator == "spectral-norm":
        return rf"\|{to_latex(arguments[0])}\|_2", FACTOR
    return _function(operator, arguments)


def _function(operator: str, arguments: tuple[Term, ...]) -> tuple[str, int]:
    if operator == "exp":
        return f"e^{{{to_latex(arguments[0])}}}", FACTOR
    if operator == "root":
        return rf"\sqrt[{to_latex(arguments[1])}]{{{to_latex(arguments[0])}}}", FACTOR
    name = FUNCTIONS.get(operator, rf"\operatorname{{{operator}}}")
    if len(arguments) == 1 and isinstance(arguments[0], Symbol) and operator in FUNCTIONS:
        return f"{name} {arguments[0].name}", PRODUCT
    return rf"{name}\left({', '.join(map(to_latex, arguments))}\right)", FACTOR


def _product(arguments: tuple[Term, ...], separator: str) -> tuple[str, int]:
    if arguments[0] == Number(Fraction(-1)) and len(arguments) > 1:
        return "-" + _product(arguments[1:], separator)[0], SUM
    return separator.join(
        to_latex(argument, FACTOR if len(arguments) > 1 else PRODUCT) for argument in arguments
    ), PRODUCT


def _power(base: Term, exponent: Term) -> tuple[str, int]:
    if isinstance(exponent, Number) and exponent.value == Fraction(1, 2):
        return rf"\sqrt{{{to_latex(base)}}}", FACTOR
    if exponent == Number(Fraction(-1)):
        return rf"\frac{{1}}{{{to_latex(base)}}}", FACTOR
    return f"{to_latex(base, FACTOR)}^{{{to_latex(exponent)}}}", FACTOR
