r"""The sets that declarations name: ``\mathbb{R}^{n \times d}``, ``\{0, 1\}^n``, ``\{1, \dots, K\}``, …."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from derivcheck.terms.scope import Domain, Trait


@dataclass(frozen=True, slots=True)
class Membership:
    """What being a member of a set says.

    ``sizes`` are the LaTeX of the exponents, ``upper_index`` is that of K in {1, …, K}, and ``last`` that of the end of
    a list of integers that starts elsewhere, as in {0, …, n - 1}.
    """

    domain: Domain = Domain.REAL
    sizes: tuple[str, ...] = ()
    traits: frozenset[Trait] = frozenset()
    lower: Fraction | None = None
    upper: Fraction | None = None
    upper_index: str | None = None
    last: str | None = None
    at_least: Fraction | None = None
    at_most: Fraction | None = None


SPACE = re.compile(r"\\(?:left|right|,|;|!|:| |quad)(?![a-zA-Z])|\s+")
EXPONENT = r"(?:\^(?:\{(?P<sizes>.+)\}|(?P<size>[^{}])))?"
REALS = re.compile(
    r"(?:\\mathbb\{?R\}?|\\mathbf\{R\}|\\R|\\Reals|ℝ|\\Re)"
    r"(?P<sign>_\{?(?:\+\+?|>0|\\ge0|\\geq0|>=0)\}?)?" + EXPONENT + r"(?P<after>_\{?(?:\+\+?|>0)\}?)?$"
)
INTEGERS = re.compile(
    r"(?:\\mathbb\{?(?P<letter>[NZ])\}?|(?P<plain>[ℕℤ]))(?P<sign>_\{?(?:\+|>0|\\ge1|\\geq1|0|\\ge0)\}?|\^\{?[+*]\}?)?$"
)
FINITE = re.compile(r"\\\{(?P<members>.+)\\\}" + EXPONENT + "$")
INTERVAL = re.compile(
    r"(?P<open>[(\[\]])(?P<low>-?[\d.]+|-\\infty),(?P<high>-?[\d.]+|\\infty)(?P<close>[)\]\[])" + EXPONENT + "$"
)
INTEGER = re.compile(r"-?\d+")
SYMMETRIC = re.compile(r"\\mathbb\{?S\}?(?P<sign>_\{?\+\+?\}?)?" + EXPONENT + r"(?P<after>_\{?\+\+?\}?)?$")
WITHOUT_ZERO = re.compile(r"\\(?:setminus|backslash|smallsetminus)(?:\\\{\{?0\}?\\\}|0)$")
"""What takes 0 out of a set."""
SIMPLEX = re.compile(r"\\Delta" + EXPONENT + "$")


def read_set(latex: str) -> Membership | None:
    """What a set means, or None for a set that is not known."""
    text = SPACE.sub("", latex.replace(r"\times", "×").replace(r"\lbrace", r"\{").replace(r"\rbrace", r"\}"))
    bare = WITHOUT_ZERO.sub("", text)
    for pattern, reader in READERS:
        match = pattern.match(bare)
        if match:
            found = reader(match)
            if found is None or bare == text or found.sizes:
                # That an array is not 0 says nothing of its entries.
                return found
            return replace(found, traits=found.traits | {Trait.NONZERO})
    return None


def _sizes(match: re.Match[str]) -> tuple[str, ...]:
    exponent = match["sizes"] or match["size"]
    return tuple(exponent.split("×")) if exponent else ()


def _reals(match: re.Match[str]) -> Membership:
    sign = (match["sign"] or match["after"] or "").strip("_{}")
    trait = {
        "+": Trait.NONNEGATIVE,
        r"\ge0": Trait.NONNEGATIVE,
        r"\geq0": Trait.NONNEGATIVE,
        "++": Trait.POSITIVE,
        ">0": Trait.POSITIVE,
    }.get(sign)
    return Membership(sizes=_sizes(match), traits=frozenset({trait} if trait else ()))


def _integers(match: re.Match[str]) -> Membership:
    sign = match["sign"] or ""
    natural = match["letter"] == "N" or match["plain"] == "ℕ" or bool(sign)
    from_zero = "0" in sign and ">0" not in sign
    return Membership(Domain.NATURAL if natural else Domain.INTEGER, lower=Fraction(-1) if from_zero else None)


def _finite(match: re.Match[str]) -> Membership | None:
    members = [member for member in match["members"].split(",") if member]
    if members == ["0", "1"]:
        return Membership(Domain.BINARY, _sizes(match))
    if sorted(members) in (["-1", "+1"], ["+1", "-1"], ["-1", "1"]):
        return Membership(Domain.SIGN_LABEL, _sizes(match))
    dotted = any("dots" in member for member in members)
    if dotted and members[0] == "1" and not _sizes(match):
        return Membership(Domain.INDEX, upper_index=members[-1])
    if dotted and INTEGER.fullmatch(members[0]) and not _sizes(match):
        first = Fraction(members[0])
        domain = Domain.INTEGER if first < 0 else Domain.NATURAL
        return Membership(domain, lower=first - 1, last=members[-1])
    return None


def _interval(match: re.Match[str]) -> Membership | None:
    low = None if "infty" in match["low"] else Fraction(match["low"])
    high = None if "infty" in match["high"] else Fraction(match["high"])
    open_low, open_high = match["open"] in "(]", match["close"] in ")["
    return Membership(
        sizes=_sizes(match),
        lower=low if open_low else None,
        upper=high if open_high else None,
        at_least=None if open_low else low,
        at_most=None if open_high else high,
    )


def _symmetric(match: re.Match[str]) -> Membership | None:
    sign = (match["sign"] or match["after"] or "").strip("_{}")
    traits = {Trait.SYMMETRIC} | (
        {Trait.POSITIVE_DEFINITE} if sign == "++" else {Trait.POSITIVE_SEMIDEFINITE} if sign == "+" else set()
    )
    sizes = _sizes(match)
    if not sign:
        # 𝕊ⁿ may be symmetric matrices or the sphere.
        return None
    return Membership(sizes=sizes * 2 if len(sizes) == 1 else sizes, traits=frozenset(traits))


def _simplex(match: re.Match[str]) -> Membership | None:
    size = "".join(_sizes(match))
    return Membership(sizes=(size[:-2],), traits=frozenset({Trait.PROBABILITY})) if size.endswith("-1") else None


READERS = (
    (REALS, _reals),
    (INTEGERS, _integers),
    (FINITE, _finite),
    (INTERVAL, _interval),
    (SYMMETRIC, _symmetric),
    (SIMPLEX, _simplex),
)
