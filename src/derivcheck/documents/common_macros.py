r"""Macros that many documents use and few define: of packages (physics, commath, siunitx, dsfont) and of sites.

A document's own definition comes first. Only what has one meaning everywhere stands here.
"""

from __future__ import annotations

from collections.abc import Mapping

from derivcheck.documents.model import Form, Macro


def _fenced(left: str, right: str) -> tuple[Form, ...]:
    """An argument between fences: with a star, with a size, or plainly."""
    between = f"{left} #1 {right}"
    return (Form("*{", between), Form("[{", between.replace("#1", "#2")), Form("{", between))


def _derivative(d: str) -> tuple[Form, ...]:
    r"""``\dv[n]{f}{x}``, ``\dv{f}{x}``, ``\dv[n]{x}`` and ``\dv{x}``."""
    return (
        Form("[{{", rf"\frac{{{d}^{{#1}} #2}}{{{d} #3^{{#1}}}}"),
        Form("{{", rf"\frac{{{d} #1}}{{{d} #2}}"),
        Form("[{", rf"\frac{{{d}^{{#1}}}}{{{d} #2^{{#1}}}}"),
        Form("{", rf"\frac{{{d}}}{{{d} #1}}"),
    )


_TOTAL = _derivative(r"\mathrm{d}")
_PARTIAL = (Form("{{{", r"\frac{\partial^2 #1}{\partial #2 \partial #3}"), *_derivative(r"\partial"))


def _matrix(environment: str) -> tuple[Form, ...]:
    body = rf"\begin{{{environment}}} #1 \end{{{environment}}}"
    return (Form("{", body), Form("(", body))


_PLAIN: Mapping[str, tuple[int, str]] = {
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
    r"\nicefrac": (2, r"\frac{#1}{#2}"),
    r"\sfrac": (2, r"\frac{#1}{#2}"),
    r"\mathds": (1, r"\mathbb{#1}"),
    r"\mathbbm": (1, r"\mathbb{#1}"),
    r"\bold": (1, r"\mathbf{#1}"),
    r"\cal": (1, r"\mathcal{#1}"),
    r"\require": (1, ""),
    r"\rarr": (0, r"\rightarrow"),
    r"\larr": (0, r"\leftarrow"),
    r"\rArr": (0, r"\Rightarrow"),
    r"\lArr": (0, r"\Leftarrow"),
    r"\hArr": (0, r"\Leftrightarrow"),
    r"\infin": (0, r"\infty"),
    r"\isin": (0, r"\in"),
    r"\sdot": (0, r"\cdot"),
    r"\plusmn": (0, r"\pm"),
    r"\lang": (0, r"\langle"),
    r"\rang": (0, r"\rangle"),
    r"\iint": (0, r"\int\int"),
    r"\iiint": (0, r"\int\int\int"),
}
"""How many arguments each takes, and what it stands for."""

_FORMS: Mapping[str, tuple[Form, ...]] = {
    r"\abs": (*_fenced(r"\lvert", r"\rvert"), Form("(", r"\lvert #1 \rvert")),
    r"\norm": (*_fenced(r"\lVert", r"\rVert"), Form("(", r"\lVert #1 \rVert")),
    r"\dd": (
        Form("[{", r"\mathrm{d}^{#1} #2"),
        Form("{", r"\mathrm{d} #1"),
        Form("(", r"\mathrm{d}(#1)"),
        Form("", r"\mathrm{d}"),
    ),
    r"\dv": _TOTAL,
    r"\odv": _TOTAL,
    r"\od": _TOTAL,
    r"\pdv": _PARTIAL,
    r"\pd": _PARTIAL,
    r"\qty": (
        Form("(", r"\left( #1 \right)"),
        Form("[", r"\left[ #1 \right]"),
        Form("|", r"\left| #1 \right|"),
        Form("{", r"\left\{ #1 \right\}"),
        Form("", ""),
    ),
    r"\eval": (Form("{", r"\left. #1 \right|"),),
    r"\ev": (Form("{", r"\langle #1 \rangle"),),
    r"\expval": (Form("{", r"\langle #1 \rangle"),),
    r"\order": (Form("{", r"\mathcal{O}\left(#1\right)"), Form("(", r"\mathcal{O}\left(#1\right)")),
    r"\vb": (Form("*{", r"\boldsymbol{#1}"), Form("{", r"\mathbf{#1}")),
    r"\va": (Form("*{", r"\vec{#1}"), Form("{", r"\vec{#1}")),
    r"\mqty": _matrix("matrix"),
    r"\pmqty": _matrix("pmatrix"),
    r"\bmqty": _matrix("bmatrix"),
    r"\vmqty": _matrix("vmatrix"),
    r"\num": (Form("e", r"{#1 \cdot 10^{#2}}"), Form("n", "#1")),
}
"""What can be called in several ways."""

COMMON: Mapping[str, Macro] = {
    **{name: Macro(parameters, None, body) for name, (parameters, body) in _PLAIN.items()},
    **{name: Macro(0, None, "", forms=forms) for name, forms in _FORMS.items()},
}
