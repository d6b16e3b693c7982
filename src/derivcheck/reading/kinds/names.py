"""The names of a section: which are known, and what the way they are written says of the others."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from derivcheck.reading.context import Context
from derivcheck.reading.kinds.network import ANY, COLUMN, ENTRIES, ENTRY, MATRIX, SCALAR, Network
from derivcheck.reading.names import FUNCTION_LETTERS, PROBABILITY

BOLD = (r"\mathbf{", r"\vec{", r"\symbf{", r"\boldsymbol{", r"\bm{")
LETTERS = re.compile(r"\\([A-Za-z]+)|([A-Za-z]+)")
DECORATIONS = frozenset(
    "hat bar tilde vec dot ddot check breve underline mathbf mathcal mathbb mathfrak mathscr mathtt symbf".split()
)
OF_RANK = (SCALAR, COLUMN, MATRIX)


@lru_cache(maxsize=10_000)
def is_capital(name: str) -> bool:
    r"""Whether a name is a capital letter below its accents and scripts: ``A``, ``\hat{\Sigma}``, ``W_{1}``."""
    for command, letters in LETTERS.findall(name):
        if command in DECORATIONS:
            continue
        word = command or letters
        return word[0].isupper() and (bool(command) or len(word) == 1)
    return False


def is_bold(name: str) -> bool:
    """Whether a name is set in bold or has an arrow."""
    return any(style in name for style in BOLD)


def written(name: str) -> int:
    """The kinds that a name may have by the way it is written."""
    if is_bold(name):
        return MATRIX if is_capital(name) else COLUMN
    return SCALAR | MATRIX if is_capital(name) else SCALAR | COLUMN


@dataclass(slots=True)
class Names:
    """The names of a section as variables of a network.

    With ``vectors``, capitals may be vectors, as may those that are ``said`` to be. ``families`` are names that carry
    letters as indices somewhere, ``split`` those that mean one thing without an index and another with one, as n = ∑
    n_k does, ``elements`` names with indices, ``places`` declared indices, ``by_members`` names of which only members
    are declared. ``parameters`` and ``results`` are what functions of so many arguments take and give. ``inclined``
    are names that are vectors rather than numbers if nothing is against it, ``structured`` capitals that are matrices
    rather than numbers, ``companions`` capitals that stand together in a sum or product, ``multiplied`` those of a
    product, of the base of a power or of the exponent of e, with its factors and whether several of them have
    capitals, ``behind`` names that stand right behind another factor, with
    its variable.
    """

    context: Context
    vectors: bool = False
    families: frozenset[str] = frozenset()
    split: frozenset[str] = frozenset()
    said: set[str] = field(default_factory=set)
    network: Network = field(default_factory=Network)
    fixed: dict[str, int] = field(default_factory=dict)
    plain: dict[str, int] = field(default_factory=dict)
    elements: dict[tuple[str, int], int] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)
    by_members: set[str] = field(default_factory=set)
    parameters: dict[tuple[str, int], tuple[int, ...]] = field(default_factory=dict)
    results: dict[tuple[str, int], int] = field(default_factory=dict)
    inclined: set[str] = field(default_factory=set)
    turned: set[str] = field(default_factory=set)
    """Functions whose values are transposed: those are vectors rather than numbers."""
    structured: set[str] = field(default_factory=set)
    companions: list[frozenset[str]] = field(default_factory=list)
    multiplied: list[tuple[frozenset[str], tuple[int, ...], bool]] = field(default_factory=list)
    behind: list[tuple[int, str]] = field(default_factory=list)

    def known(self, name: str) -> int | None:
        """The kind of a name that the scope declares or defines."""
        context = self.context
        if name in self.fixed:
            return self.fixed[name]
        if name in context.definitions:
            return _of_rank(len(context.definitions[name].body.shape))
        if name in context.symbols:
            return _of_rank(len(context.symbols[name].symbol.shape))
        return SCALAR if name in context.outcomes else None

    def fix_members(self, name: str, count: int, rank: int) -> None:
        """What a declaration says of a name with so many indices: its members are arrays of so many axes."""
        if name in self.split:
            self.elements[name, count] = self.network.variable(_of_rank(rank))
        else:
            self.fixed[name] = _of_rank(count + rank)
            self.by_members.add(name)

    def with_members(self) -> frozenset[str]:
        """The names that stand with an index and without one."""
        return frozenset(name for name in self.plain if name in self.by_members or (name, 1) in self.elements)

    def possible(self, name: str) -> int:
        """The kinds that an undeclared name may have: capitals are vectors only where words or the reading say so."""
        kinds = written(name)
        return (
            kinds | COLUMN if is_capital(name) and (self.vectors or name in self.said) and not is_bold(name) else kinds
        )

    def variable(self, name: str) -> int:
        """The variable of a name without indices."""
        if name not in self.plain:
            known = self.known(name)
            self.plain[name] = self.network.variable(self.possible(name) if known is None else known)
            for (base, count), element in self.elements.items():
                if base == name:
                    self._tie(name, element, count)
        return self.plain[name]

    def element(self, name: str, count: int) -> int:
        """The variable of a name with so many indices."""
        if (name, count) in self.elements:
            return self.elements[name, count]
        if count > 1:
            found = self.network.variable(SCALAR)
        elif self.known(name) is not None and self.known(name) != ANY:
            found = self.network.variable({COLUMN: SCALAR, MATRIX: COLUMN}.get(self.known(name) or ANY, SCALAR))
        else:
            found = self.network.variable(COLUMN if is_bold(name) else SCALAR | COLUMN)
        self.elements[name, count] = found
        if name in self.plain:
            self._tie(name, found, count)
        return found

    def _tie(self, name: str, element: int, count: int) -> None:
        if self.known(name) is None and name not in self.split:
            self.network.relate(ENTRY if count == 1 else ENTRIES, self.plain[name], element)
            self.inclined.add(name)

    def function(self, name: str, count: int) -> tuple[tuple[int, ...], int]:
        """The variables of a function's parameters and of its value."""
        if (name, count) not in self.results:
            definition = self.context.functions.get((name, count))
            if definition is not None:
                self.parameters[name, count] = tuple(
                    self.network.variable(_of_rank(len(parameter.shape))) for parameter in definition.parameters
                )
                self.results[name, count] = self.network.variable(_of_rank(len(definition.body.shape)))
            else:
                self.parameters[name, count] = tuple(self.network.variable() for _ in range(count))
                matrices = MATRIX if self.may_give_matrices(name) else 0
                self.results[name, count] = self.network.variable(SCALAR | COLUMN | matrices)
        return self.parameters[name, count], self.results[name, count]

    def may_give_matrices(self, name: str | None) -> bool:
        """Whether a function of which nothing is said may have matrices for its values, by its letter."""
        context = self.context
        known = context.declared_functions | context.densities | context.given | context.chance.variables.keys()
        return name is not None and is_capital(name) and name not in known | FUNCTION_LETTERS | PROBABILITY

    def result(self, name: str) -> int | None:
        """What a function gives of which only the name stands there, as in ∇L."""
        found = [result for (known, _), result in self.results.items() if known == name]
        return found[0] if len(found) == 1 else None


def _of_rank(rank: int) -> int:
    return OF_RANK[rank] if rank < len(OF_RANK) else ANY
