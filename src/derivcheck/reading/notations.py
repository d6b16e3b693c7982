"""All notations that the elaborator understands: importing this module registers their handlers."""

from __future__ import annotations

from derivcheck.reading import (  # noqa: F401 - what is imported registers its handlers
    arithmetic,
    arrays,
    bars,
    binders,
    conditions,
    densities,
    differentials,
    divergence,
    function_algebra,
    functions,
    integrals,
    limits,
    resolution,
    subscripts,
    sums,
    superscripts,
)
