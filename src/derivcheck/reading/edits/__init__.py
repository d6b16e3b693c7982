"""Small edits of a side as its author wrote it: what a slip of the pen may have changed.

Each kind of slip has a module; an edit is a piece of LaTeX in the place of another, with the syntax that it should be
read as, so that it can be weighed before it is read.
"""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.reading.edits import (
    densities,
    derivatives,
    functions,
    indices,
    insertions,
    matrices,
    names,
    numbers,
    powers,
    signs,
    structure,
)
from derivcheck.reading.edits.material import Edit, Material
from derivcheck.reading.edits.sites import Site

KINDS = (signs, numbers, powers, structure, insertions, names, functions, indices, densities, derivatives, matrices)

__all__ = ["Edit", "Material", "Site", "edits"]


def edits(material: Material) -> Iterator[Edit]:
    """The edits of the right side, likelier ones first."""
    found = [edit for site in material.right.sites() for kind in KINDS for edit in kind.edits(site, material)]
    # What stands in the step already is likely to be what was meant here.
    yield from sorted(found, key=lambda edit: edit.rank - 3 * material.quotes(edit))
