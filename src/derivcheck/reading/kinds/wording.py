"""What words say of the kind of a name: "a matrix $A$", "let $v$ be an eigenvector", "the design matrix $X$"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from derivcheck.reading.kinds.network import COLUMN, MATRIX, SCALAR
from derivcheck.reading.prose.phrases import AFTER, BEFORE, MATRIX_TRAITS, clause_after, traits_in
from derivcheck.reading.prose.sentences import JOINS, Sentence, head_noun
from derivcheck.terms.scope import Trait

MATRICES = r"matri(?:x|ces)|hessians?|jacobians?|tensors?"
VECTORS = r"(?:eigen|sub)?vectors?"
NUMBERS = (
    r"scalars?|(?:real |natural |complex )?numbers?|constants?|integers?|eigenvalues?|reals?|multipliers?|"
    r"learning rate|functions?|random variables?"
)
NOUNS = ((MATRICES, MATRIX), (VECTORS, COLUMN), (NUMBERS, SCALAR))
BEFORE_NAMES = tuple((re.compile(rf"(?:^|[\s-])(?:{noun})[\s,]*$", re.IGNORECASE), kind) for noun, kind in NOUNS)
# "… be an n × n matrix", "is the matrix whose …": the first noun of the clause, with few words before it.
AFTER_NAMES = re.compile(
    rf"\s*,?\s*(?:(?:both|all)\s+)?(?:be|is|are|denotes?|being|as)\s+(?:(?!(?:of|with|for|whose|from)\b)[\w×-]+,?\s+){{0,5}}?"
    rf"(?:(?P<matrix>{MATRICES})|(?P<vector>{VECTORS})|(?P<number>{NUMBERS}))(?![\w-])(?!\s+(?:space|field|product|norm|of\s+ones))",
    re.IGNORECASE,
)
LISTS = re.compile(r"[\s,]*(?:and|or)?[\s,]*")
OF_TRAIT = {Trait.PROBABILITY: COLUMN, Trait.ONE_HOT: COLUMN, **dict.fromkeys(MATRIX_TRAITS, MATRIX)}


def spoken(sentence: Sentence) -> Iterator[tuple[list[int], int]]:
    """Groups of formulas, by their numbers, with the kind that words give to the names in them."""
    for position, before in enumerate(sentence.words[:-1]):
        if position and (JOINS.fullmatch(before)):
            continue
        group = _group(sentence, position, LISTS)
        kind = _before(before)
        if kind:
            yield group, kind
        # "Let A and B with n rows be symmetric" speaks of all that stand before.
        wide = _group(sentence, position, JOINS)
        kind = _after(sentence.words[wide[-1] + 1])
        if kind:
            yield wide, kind


def _group(sentence: Sentence, first: int, joins: re.Pattern[str]) -> list[int]:
    last = first
    while last + 1 < len(sentence.formulas) and joins.fullmatch(sentence.words[last + 1]):
        last += 1
    return list(range(first, last + 1))


def _before(words: str) -> int:
    for pattern, kind in BEFORE_NAMES:
        if pattern.search(words):
            return kind
    return next((OF_TRAIT[trait] for trait in traits_in(head_noun(words), BEFORE) if trait in OF_TRAIT), 0)


def _after(words: str) -> int:
    clause = clause_after(words)
    for trait in traits_in(clause, AFTER):
        if trait in OF_TRAIT:
            return OF_TRAIT[trait]
    match = AFTER_NAMES.match(words)
    if match is None:
        return 0
    return MATRIX if match["matrix"] else COLUMN if match["vector"] else SCALAR
