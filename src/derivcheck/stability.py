"""``derivcheck stability``: reads the forms that are compared, and compares them."""

from __future__ import annotations

from derivcheck.checking.ground import settled
from derivcheck.documents import Fragment, read_document
from derivcheck.engine.stability import Comparison, compare_forms
from derivcheck.reading.context import Context
from derivcheck.reading.scopes import read_scope
from derivcheck.reading.sides import ChainReader
from derivcheck.terms.nodes import Term

SCOPE = r"Let $n \in \mathbb{N}$ and $x \in \mathbb{R}^n$."


def run() -> list[Comparison]:
    """The naive and the shifted forms of softmax, log-sum-exp and log-softmax at small and at large inputs."""
    context = Context()
    for derivation in read_document(SCOPE, "markdown").derivations:
        read_scope(derivation.items, context)

    def read(latex: str) -> Term:
        (side,) = ChainReader(context, exact=True).read([Fragment.plain(latex)])
        if side.term is None:
            raise ValueError(latex)
        return settled(side.term, context)

    return list(compare_forms(read))
