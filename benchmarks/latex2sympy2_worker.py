"""Answers lines of JSON with what latex2sympy2 and SymPy make of LaTeX.

It runs in an environment of its own, because latex2sympy2 pins an ANTLR runtime that clashes with other packages. A
request with one formula is answered with the expression that it was read as; one with two, with whether the script that
anyone would write, ``simplify(left - right) == 0``, holds them to be equal.
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


def main() -> None:
    """Answers until standard input ends."""
    for request in sys.stdin:
        with redirect_stdout(sys.stderr):
            reply = answer(json.loads(request))
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
