"""Answers lines of JSON with what latex2sympy2 and SymPy make of LaTeX.

It runs in an environment of its own, because latex2sympy2 pins an ANTLR runtime that clashes with other packages. A
request with one formula is answered with the expression that it was read as; one with two, with whether the script that
anyone would write, ``simplify(left - right) == 0``, holds them to be equal; one with a formula and numbers for its
symbols, with the value there.
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import redirect_stdout

with redirect_stdout(sys.stderr):  # the parser prints as it goes
    from latex2sympy2 import latex2sympy
    from sympy import simplify


def answer(formulas: list[str]) -> dict[str, object]:
    """What came out, and the seconds that it took."""
    began = time.perf_counter()
    try:
        expressions = [latex2sympy(formula) for formula in formulas]
    except Exception as error:  # noqa: BLE001 - whatever a library raises at foreign input is an answer here
        return {"unread": f"{type(error).__name__}", "seconds": time.perf_counter() - began}
    read = [str(expression) for expression in expressions]
    if len(expressions) == 1:
        return {"read": read, "seconds": time.perf_counter() - began}
    try:
        left, right = expressions
        equal = bool(simplify(left - right) == 0)
    except Exception as error:  # noqa: BLE001 - the same
        return {"read": read, "failed": type(error).__name__, "seconds": time.perf_counter() - began}
    return {"read": read, "equal": equal, "seconds": time.perf_counter() - began}


def value(formula: str, at: dict[str, float]) -> dict[str, object]:
    """The expression, and its value where the symbols have the given numbers."""
    try:
        expression = latex2sympy(formula)
        numbers = {symbol: at.get(plain(str(symbol)), symbol) for symbol in expression.free_symbols}
        found = complex(expression.doit().subs(numbers).evalf())
    except Exception as error:  # noqa: BLE001 - whatever a library raises at foreign input is an answer here
        return {"read": [str(locals().get("expression", ""))], "failed": type(error).__name__}
    return {"read": [str(expression)], "value": [found.real, found.imag]}


def plain(name: str) -> str:
    """The letters and digits of a name."""
    return "".join(character for character in name if character.isalnum())


def main() -> None:
    """Answers until standard input ends."""
    for request in sys.stdin:
        with redirect_stdout(sys.stderr):
            asked = json.loads(request)
            reply = value(**asked) if isinstance(asked, dict) else answer(asked)
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
