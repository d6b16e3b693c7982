r"""Notations that a text gives a meaning of its own: "$\|\cdot\|$ denotes the $\ell_1$ norm", "$*$ is the convolution".

What is meant by them here is the usual. Where words say something else, or what is not understood, no formula that is
written so is understood either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from derivcheck.documents import Fragment, Statement
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.parsing.spellings import (
    BAR,
    BY_ENTRY,
    CONSTANTS,
    INDEX,
    KRONECKER,
    LAW,
    MARKS,
    notation_of,
)
from derivcheck.reading.prose.definitions import define

BARE = {
    r"\|\cdot\|": r"\|",
    r"\lVert\cdot\rVert": r"\|",
    r"\Vert\cdot\Vert": r"\|",
    "||\\cdot||": r"\|",
    r"\langle\cdot,\cdot\rangle": r"\langle",
    r"[\cdot]": "[",
    r"\{\cdot\}": r"\{",
    "*": "*",
    r"\ast": "*",
    r"\star": r"\star",
    r"\circ": r"\circ",
    r"\odot": r"\odot",
    r"\otimes": r"\otimes",
    r"\times": r"\times",
}
"""Notations as they are named without what they are applied to, without white space."""

_NORMS = r"euclid\w*|frobenius|usual|standard|\b2-norm|l_?2\b|\\ell_\{?2\}?|l\^2|length of|magnitude"
_SCALAR = r"euclid\w*|usual|standard|dot product|(?<!\ban )(?<!\ba )\b(?:inner|scalar) product\b(?! (?:on|with|given))"
USUAL = {
    r"\|": _NORMS,
    r"\langle": _SCALAR,
    "*": r"\bmultiplication\b|\b(?:matrix|ordinary|usual|the) product\b(?! of functions)",
    r"\star": r"\bmultiplication\b",
    r"\circ": r"hadamard|element-?wise|entry-?wise|component-?wise|pointwise|composition",
    r"\odot": r"hadamard|element-?wise|entry-?wise|component-?wise|pointwise",
    r"\otimes": r"kronecker|outer|tensor|dyadic",
    r"\times": r"\bmultiplication\b|\bproduct\b",
    "[": r"brackets?\b|matrix|vector|tuple|list|interval|\brow\b",
    r"\{": r"\bset\b|sequence|brackets?\b|family",
    "^+": r"pseudo|moore|penrose|next|updated?|iterate|new|after",
    r"^\dagger": r"pseudo|moore|penrose|adjoint|conjugate",
    "^{-1}": r"(?<!generalised )(?<!generalized )(?<!pseudo )(?<!pseudo-)inverse|reciprocal|pre-?image",
    r"\pi": r"\b(?:number|constant|circle|3\.14\w*|archimedes|ratio)\b",
    "I": r"identity|unit matrix",
    r"\mathbf{I}": r"identity|unit matrix",
    **dict.fromkeys((r"\mathbf{1}", r"\mathbb{1}"), r"\bones?\b|\b1'?s\b|indicator|characteristic|unit entries"),
    "e": r"euler|\bbase\b|2\.71|exponential",
    BAR: r"mean|average|complement|conjugate|closure|negat|opposite|expect|centroid|total",
    "variance": r"varian",
    "covariance": r"covarian",
    "expectation": r"expect|\bmean|average|integral|moment",
    "trace": r"\btrace\b(?! norm)|diagonal|eigenvalues",
    "sign": r"\bsign\b|signum",
    "divergence": r"kullback|divergence|\bkl\b|relative entropy",
    "determinant": r"determinant",
    "binomial": r"binomial|choose|combination|ways|subsets",
    "factorial": r"factorial",
}
"""Words by which a text says that a notation means what it does here."""

NOTATION_WORDS = re.compile(
    r"\\(?:left|right|lVert|rVert|Vert|langle|rangle|[bB]igg?[lr]?|mathbf|boldsymbol|vec)(?![A-Za-z])"
)
WEIGHED = re.compile(
    r"weighted|indefinite|any|arbitrary|some|general|[1lp∞]-?norm|\\ell_\{?(?:1|p|\\infty)\}?|maxim|modif"
    r"|generali[sz]ed(?! inverse)|skew|cross|outer|symplectic|lorentz|minkowski|trace|nuclear|operator|spectral|dual",
    re.IGNORECASE,
)
"""Words that make another notion of a usual one."""

NOTHING = re.compile(r"(?!)")
OF_SAMPLES = re.compile(r"sample|empirical|unbiased|estimated|conditional", re.IGNORECASE)
NAMED_ONLY = USUAL.keys() - {*BARE.values(), *MARKS.values(), *CONSTANTS}
"""Operators that have names, of which sentences say much that gives them no meaning."""
OTHER = dict.fromkeys(NAMED_ONLY, NOTHING) | dict.fromkeys(("variance", "covariance", "expectation"), OF_SAMPLES)
"""What is as ``WEIGHED`` for those."""
GIVES_MEANING = re.compile(r"\s*(?:be(?= the| an? )|denotes?|stands? for|means?)\b")

MEANS = re.compile(
    r"\s*,?\s*(?:(?:always|here|again|will|shall|now)\s+)*(?:be|is|are|being|denotes?|stands? for|means?|for)\b"
    r"(?P<meaning>[^.;]*)",
    re.IGNORECASE,
)
LETS = re.compile(
    r"\b(?:let|here|where|with|and|write|denote by|in which|that|use)\b[^.;«]*$|^\s*$|^\s*(?:the|an?)\s", re.IGNORECASE
)
ADJECTIVE = re.compile(r"(?P<meaning>(?:[\w∞-]+\s+){0,3}(?:norm|(?:inner |dot |scalar )?product))\s*$", re.IGNORECASE)


TRIGONOMETRIC = ("sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan")
CONVENTIONS = (
    (re.compile(r"\bangles? (?:\w+ ){0,3}(?:in )?degrees\b|\bmeasured in degrees\b", re.IGNORECASE), TRIGONOMETRIC),
    (
        re.compile(
            r"\beinstein(?:'s)? (?:\w+ )?(?:convention|summation|notation)|\brepeated ind(?:ices|exes)\b", re.IGNORECASE
        ),
        (KRONECKER, BY_ENTRY),
    ),
    (
        re.compile(
            r"\bzero-based\b"
            r"|\bind(?:ices|exes|exing) (?:\w+ ){0,2}(?:start|begin|run|count)\w* (?:at|from|with) (?:0|zero|«)",
            re.IGNORECASE,
        ),
        (INDEX, KRONECKER, BY_ENTRY),
    ),
    (re.compile(r"\b(?:all|our) vectors are rows?\b", re.IGNORECASE), (MARKS["transpose"],)),
    (
        re.compile(
            r"\b(?:second|last) (?:argument|parameter)\b[^.;]*\b(?:precision|standard deviation|scale|mean)\b"
            r"|\bparametri[sz]\w*\b[^.;]*\b(?:precision|standard deviation|scale)\b",
            re.IGNORECASE,
        ),
        (LAW,),
    ),
)
"""Sentences that give notations a meaning without any formula, and which notations they are."""


def hear_convention(pattern: str, formulas: Sequence[Fragment], context: Context) -> None:
    """Notices the notations of which a sentence says by itself that they are not meant as they are here."""
    for said, notations in CONVENTIONS:
        if said.search(pattern) and not any(LAW in formula.text for formula in formulas):
            context.own_notations.update(dict.fromkeys(notations, pattern.strip()))


@dataclass(frozen=True, slots=True)
class _Said:
    """A notation, and what words say that it means."""

    notation: str
    meaning: str


def hear_notations(words: Sequence[str], formulas: Sequence[Fragment], context: Context) -> None:
    """Notices the notations that a sentence gives a meaning of its own."""
    for said in _said(words, formulas):
        usual = re.search(USUAL[said.notation], said.meaning, re.IGNORECASE)
        if usual is None or OTHER.get(said.notation, WEIGHED).search(said.meaning):
            context.own_notations[said.notation] = said.meaning.strip()
        else:
            context.own_notations.pop(said.notation, None)


def _said(words: Sequence[str], formulas: Sequence[Fragment]) -> Iterator[_Said]:
    for position, formula in enumerate(formulas):
        notation = named_notation(formula.text)
        if notation is None:
            continue
        rest = [
            piece
            for pair in zip(formulas[position + 1 :], words[position + 2 :], strict=False)
            for piece in _told(pair)
        ]
        behind = MEANS.match(words[position + 1] + "".join(rest))
        ahead = ADJECTIVE.search(words[position])
        if notation in NAMED_ONLY and not GIVES_MEANING.match(words[position + 1]):
            continue
        if behind is not None and LETS.search(words[position]) and behind["meaning"].strip():
            yield _Said(notation, behind["meaning"])
        elif ahead is not None and notation in (r"\|", r"\langle"):
            yield _Said(notation, ahead["meaning"])


def _told(pair: tuple[Fragment, str]) -> tuple[str, str]:
    formula, words = pair
    return f" ${formula.text}$ ", words


def named_notation(text: str) -> str | None:
    """The notation that a formula is an instance of and nothing else: of bare names, or of a dot."""
    plain = re.sub(r"\\(?:left|right|[bB]igg?[lr]?)(?![A-Za-z])|\\[,;!: ]|\s", "", text)
    if plain in BARE:
        return BARE[plain]
    node = _parsed(text) or _parsed(f"{text}(x)")
    found = None if node is None else notation_of(node)
    if node is None or found is None:
        return None
    names = [part for part in node.nodes() if part is not node]
    return found if found in USUAL and len(names) <= 3 else None


def _parsed(text: str) -> s.Node | None:
    try:
        node = parse(text)
    except Unread:
        return None
    return None if isinstance(node, s.Name) and notation_of(node) is None else node


def defines_notation(statement: Statement, lead: str, context: Context) -> bool:
    r"""Whether an equation says what a notation stands for, such as ``\|x\| = \max_i |x_i|``; then it is noted."""
    if statement.symbols not in (["="], [":="]):
        return False
    notation = named_notation(statement.sides[0].text)
    if notation not in (r"\|", r"\langle", "[", r"\{") or not LETS.search(lead):
        return False
    written, told = (set(re.findall(r"\\?[A-Za-z]+", NOTATION_WORDS.sub(" ", side.text))) for side in statement.sides)
    if not written or not written <= told:
        # That a norm is 1 says something of what it is taken of.
        return False
    try:
        define(statement, context, backwards=False)
    except Unread:
        context.own_notations[notation] = statement.sides[1].text
    return True
