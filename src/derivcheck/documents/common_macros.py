r"""Macros that many documents use and few define: of packages (physics, commath, dsfont) and of sites' own settings.

A document's own definition comes first. Only what has one meaning everywhere stands here.
"""

from __future__ import annotations

from collections.abc import Mapping

COMMON: Mapping[str, tuple[int, str]] = {
    r"\R": (0, r"\mathbb{R}"),
    r"\N": (0, r"\mathbb{N}"),
    r"\Z": (0, r"\mathbb{Z}"),
    r"\Q": (0, r"\mathbb{Q}"),
    r"\L": (0, r"\mathcal{L}"),
    r"\E": (0, r"{\mathbb{E}}"),
    r"\Var": (0, r"\operatorname{Var}"),
    r"\Cov": (0, r"\operatorname{Cov}"),
    r"\KL": (0, r"\operatorname{KL}"),
    r"\tr": (0, r"\operatorname{tr}"),
    r"\Tr": (0, r"\operatorname{tr}"),
    r"\diag": (0, r"\operatorname{diag}"),
    r"\rank": (0, r"\operatorname{rank}"),
    r"\softmax": (0, r"\operatorname{softmax}"),
    r"\sigmoid": (0, r"\operatorname{sigmoid}"),
    r"\abs": (1, r"\lvert #1 \rvert"),
    r"\norm": (1, r"\lVert #1 \rVert"),
    r"\inner": (1, r"\langle #1 \rangle"),
    r"\grad": (0, r"\nabla"),
    r"\eps": (0, r"\epsilon"),
    r"\dd": (0, r"\mathrm{d}"),
    r"\nicefrac": (2, r"\frac{#1}{#2}"),
    r"\sfrac": (2, r"\frac{#1}{#2}"),
    r"\mathds": (1, r"\mathbb{#1}"),
    r"\mathbbm": (1, r"\mathbb{#1}"),
    r"\iint": (0, r"\int\int"),
    r"\iiint": (0, r"\int\int\int"),
}
"""How many arguments each takes, and what it stands for."""
