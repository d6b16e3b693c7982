"""All notations that the elaborator understands: importing this module registers their handlers."""

from __future__ import annotations

from derivcheck.reading.chance import (  # noqa: F401 - what is imported registers its handlers
    densities,
)
from derivcheck.reading.notation import (  # noqa: F401 - what is imported registers its handlers
    arithmetic,
    arrays,
    bars,
    binders,
    conditions,
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
