"""A side of a step: its LaTeX, which also knows what it was read as."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:  # results are plain facts, and cheap to import
    from derivcheck.terms.nodes import Term
    from derivcheck.terms.scope import Declaration


class NoSympyFormError(ValueError):
    """A side that was not read, or that SymPy has no form for."""


class Formula(str):
    r"""LaTeX as it stands in the document, which can become a SymPy expression.

    >>> step = derivcheck.check_step(r"\frac{d}{dx} x^2", "2x")
    >>> step.left.to_sympy(), step.right.to_sympy()
    (2*x, 2*x)
    """

    __slots__ = ("_declarations", "_term")

    _term: Term | None
    _declarations: Mapping[str, Declaration]

    def __new__(
        cls, latex: str, term: Term | None = None, declarations: Mapping[str, Declaration] | None = None
    ) -> Self:
        """LaTeX, the term that it was read as, and what is declared of the names in it."""
        made = super().__new__(cls, latex)
        made._term = term
        made._declarations = declarations or {}
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """Formulas travel between processes with their terms."""
        return (Formula, (str(self), self._term, dict(self._declarations)))

    @property
    def names(self) -> frozenset[str]:
        """The names in both sides of its step of which something is known, if that was read."""
        return frozenset(self._declarations)

    @property
    def is_of_array(self) -> bool:
        """Whether this side was read as a vector or a matrix."""
        return self._term is not None and bool(self._term.shape)

    def is_same_as(self, other: Formula) -> bool:
        """Whether both sides were read, and as the same term."""
        return self._term is not None and self._term == other._term

    def to_sympy(self) -> Any:
        """The SymPy expression of a side: definitions unfolded, symbols named as in the document.

        A symbol is real (or an integer) and has the sign that is declared. Raises NoSympyFormError where the side was
        not read, or where SymPy has no form for it, as for most arrays of symbolic sizes.
        """
        if self._term is None:
            text = f"the side {str(self)!r} was not read as one formula"
            raise NoSympyFormError(text)
        from derivcheck.terms.sympy_form import UNABLE, Lowering

        try:
            return Lowering(self._declarations, numbered=False).of(self._term)
        except UNABLE:
            text = f"SymPy has no form for {str(self)!r}"
            raise NoSympyFormError(text) from None
