"""Tables of what commands and words mean to the reader. A new name is one line here."""

from __future__ import annotations

import re

LETTER = r"(?:\\[A-Za-z]+|[A-Za-z])"
"""A letter of LaTeX as a regular expression, plain or by a command; what stands before it is for its user to say."""

GREEK = frozenset(
    "\\" + name
    for name in (
        "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho "
        "varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi "
        "Psi Omega Pr ell hbar imath jmath infty emptyset varnothing"
    ).split()
)

LETTERS = dict(
    zip(
        "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩϵϑϕϱϖς",
        (
            rf"\{name}"
            for name in (
                "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon "
                "varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega varepsilon vartheta "
                "phi varrho varpi varsigma"
            ).split()
        ),
        strict=True,
    )
)
"""Greek letters that are typed as such, and their commands."""

STYLES = frozenset({r"\mathbf", r"\mathcal", r"\mathbb", r"\mathfrak", r"\mathscr", r"\mathtt", r"\symbf"})

ACCENTS = {
    r"\hat": r"\hat",
    r"\widehat": r"\hat",
    r"\bar": r"\bar",
    r"\overline": r"\bar",
    r"\tilde": r"\tilde",
    r"\widetilde": r"\tilde",
    r"\vec": r"\vec",
    r"\dot": r"\dot",
    r"\ddot": r"\ddot",
    r"\check": r"\check",
    r"\breve": r"\breve",
    r"\underline": r"\underline",
}

BIG = {
    r"\sum": "sum",
    r"\prod": "product",
    r"\max": "maximum",
    r"\min": "minimum",
    r"\sup": "supremum",
    r"\inf": "infimum",
    r"\lim": "limit",
    r"\argmax": "argmax",
    r"\argmin": "argmin",
    r"\arg": "arg",
    r"\bigcup": "union",
    r"\bigcap": "intersection",
}

# Functions of one argument, by command.
FUNCTIONS = {
    r"\log": "log",
    r"\ln": "log",
    r"\exp": "exp",
    r"\sin": "sin",
    r"\cos": "cos",
    r"\tan": "tan",
    r"\cot": "cot",
    r"\sec": "sec",
    r"\csc": "csc",
    r"\sinh": "sinh",
    r"\cosh": "cosh",
    r"\tanh": "tanh",
    r"\coth": "coth",
    r"\arcsin": "arcsin",
    r"\arccos": "arccos",
    r"\arctan": "arctan",
    r"\arcsinh": "arsinh",
    r"\arccosh": "arcosh",
    r"\arctanh": "artanh",
    r"\arsinh": "arsinh",
    r"\arcosh": "arcosh",
    r"\artanh": "artanh",
    r"\arccot": "arccot",
    r"\arcsec": "arcsec",
    r"\arccsc": "arccsc",
    r"\sech": "sech",
    r"\csch": "csch",
    r"\erf": "erf",
    r"\erfc": "erfc",
    r"\sgn": "sign",
    r"\sign": "sign",
    r"\det": "determinant",
    r"\lg": "log10",
}

# What f^{-1} means for a named function.
INVERSES = {
    "sin": "arcsin",
    "cos": "arccos",
    "tan": "arctan",
    "cot": "arccot",
    "sec": "arcsec",
    "csc": "arccsc",
    "sinh": "arsinh",
    "cosh": "arcosh",
    "tanh": "artanh",
    "coth": "arcoth",
    "sech": "arsech",
    "csch": "arcsch",
}

# The same, by the word in \operatorname or \mathrm.
WORD_FUNCTIONS = {
    "log": "log",
    "ln": "log",
    "exp": "exp",
    "sin": "sin",
    "cos": "cos",
    "tan": "tan",
    "sinh": "sinh",
    "cosh": "cosh",
    "tanh": "tanh",
    "arctanh": "artanh",
    "artanh": "artanh",
    "arcsinh": "arsinh",
    "arsinh": "arsinh",
    "arccosh": "arcosh",
    "arcosh": "arcosh",
    "arccoth": "arcoth",
    "arcoth": "arcoth",
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "asinh": "arsinh",
    "acosh": "arcosh",
    "atanh": "artanh",
    "arcsin": "arcsin",
    "arccos": "arccos",
    "arctan": "arctan",
    "arccot": "arccot",
    "arcsec": "arcsec",
    "arccsc": "arccsc",
    "cot": "cot",
    "sec": "sec",
    "csc": "csc",
    "coth": "coth",
    "sech": "sech",
    "csch": "csch",
    "lg": "log10",
    "erf": "erf",
    "erfc": "erfc",
    "tr": "trace",
    "Tr": "trace",
    "trace": "trace",
    "det": "determinant",
    "diag": "diagonal",
    "Diag": "diagonal",
    "vec": "vec",
    "adj": "adjugate",
    "cond": "condition number",
    "rank": "rank",
    "sign": "sign",
    "sgn": "sign",
    "ReLU": "relu",
    "relu": "relu",
    "max": "max",
    "min": "min",
    "abs": "abs",
}

# Operators of probability and information.
OPERATORS = {
    r"\mathbb{E}": "expectation",
    "E": "expectation",
    "V": "variance",
    "D": "divergence",
    r"\mathbb": "expectation",
}
BLACKBOARD = {"E": "expectation", "V": "variance"}
"""Operators by their letter in blackboard type."""
WORD_OPERATORS = {
    "E": "expectation",
    "Var": "variance",
    "var": "variance",
    "Cov": "covariance",
    "cov": "covariance",
    "Corr": "correlation",
    "corr": "correlation",
    "Std": "deviation",
    "std": "deviation",
    "SD": "deviation",
    "sd": "deviation",
    "KL": "divergence",
    "JSD": "mean-divergence",
    "JS": "mean-divergence",
}
DIVERGENCES = {"KL": "divergence", "K": "divergence", "JS": "mean-divergence", "J": "mean-divergence"}
"""What the letters below a D say that it is; without a font they are read one by one."""

EXPECTED = "E"
"""The letter that is the sign of an average unless a text says otherwise."""
AVERAGE_OF = {"E": "E(", "V": "V("}
"""Before the name of what is random: ``E(X)`` is its mean, though E before brackets may be any function."""

PROBABILITY = frozenset({"P", r"\mathbb{P}", r"\Pr", "Pr"})
SET_OPERATORS = frozenset({r"\cap", r"\cup", r"\setminus"})

RELATIONS = {
    "=": "=",
    "<": "<",
    ">": ">",
    r"\lt": "<",
    r"\gt": ">",
    r"\le": r"\le",
    r"\leq": r"\le",
    r"\leqslant": r"\le",
    r"\ge": r"\ge",
    r"\geq": r"\ge",
    r"\geqslant": r"\ge",
    r"\ne": r"\ne",
    r"\neq": r"\ne",
    r"\in": r"\in",
    r"\notin": r"\notin",
    r"\sim": r"\sim",
    r"\to": r"\to",
    r"\rightarrow": r"\to",
}

FLIPPED = {"<": ">", ">": "<", r"\le": r"\ge", r"\ge": r"\le"}
"""How an order reads from its right side."""

OPENERS = {
    "(": ")",
    "[": "]",
    "{": "}",
    r"\{": r"\}",
    r"\langle": r"\rangle",
    r"\lfloor": r"\rfloor",
    r"\lceil": r"\rceil",
}
CLOSERS = frozenset(OPENERS.values())

# Functions that everyone knows, called like any other: brackets after them hold arguments.
SPECIAL_LETTERS = {r"\psi": 1, "B": 2}
"""Letters for functions akin to Γ, and of how many arguments these are."""

WELL_KNOWN = frozenset({r"\Gamma", r"\mathcal{O}", r"\mathbb{H}", "softmax", "sigmoid", "sqrt"})

# Letters that name functions when brackets follow and nothing is declared.
FUNCTION_LETTERS = frozenset(
    {
        "f",
        "g",
        "h",
        "F",
        "G",
        "H",
        "L",
        "J",
        "p",
        "q",
        "P",
        "Q",
        "u",
        "v",
        r"\kappa",
        r"\phi",
        r"\varphi",
        r"\psi",
        r"\sigma",
        r"\ell",
        r"\mathcal{L}",
        r"\mathcal{N}",
        r"\pi",
        r"\rho",
        r"\Gamma",
        r"\Theta",
        r"\Omega",
        "O",
        "o",
    }
)

# Before brackets a number, where the letter is nowhere a function.
DEVIATION, VARIANCE = r"\sigma", r"\sigma^{2}"

# Orders of magnitude that are no expansions: what two of them stand for differs.
OPEN_ORDERS = frozenset({r"\tilde{O}", r"\tilde{\mathcal{O}}", "O_{p}", "o_{p}", "O_{P}", "o_{P}"})

# The same where brackets follow: bare, the letters may be anything.
GROWTH = OPEN_ORDERS | {r"\Theta", r"\Omega", r"\tilde{\Theta}", r"\tilde{\Omega}", "poly", "polylog", "negl"}

# Words that name no one thing; a name is vague that holds one of them, or is one without its full stops.
VAGUE = frozenset(
    (
        "const constant constants cst other others remainder rest term terms hot lot hc cc etc perm perms permutation "
        "permutations cyc cycl cyclic or and if for where with such that is as then else"
    ).split()
)

MEMBER_NAME = re.compile(r"_\{[ijkn]\}$")
"""How the name of a member of a sample ends."""
