"""The relations and connectives at which a formula is cut, and their canonical names."""

from __future__ import annotations

RELATIONS: dict[str, str] = {
    "=": "=",
    "<": "<",
    ">": ">",
    "≤": r"\le",
    "≥": r"\ge",
    "≠": r"\ne",
    "≈": r"\approx",
    "∈": r"\in",
    "∼": r"\sim",
    "→": r"\to",
    "←": r"\leftarrow",
    "≔": ":=",
    "≡": ":=",
    r"\eq": "=",
    r"\ne": r"\ne",
    r"\neq": r"\ne",
    r"\le": r"\le",
    r"\leq": r"\le",
    r"\leqslant": r"\le",
    r"\leqq": r"\le",
    r"\ge": r"\ge",
    r"\geq": r"\ge",
    r"\geqslant": r"\ge",
    r"\geqq": r"\ge",
    r"\lt": "<",
    r"\gt": ">",
    r"\equiv": ":=",
    r"\approx": r"\approx",
    r"\approxeq": r"\approx",
    r"\simeq": r"\simeq",
    r"\cong": r"\cong",
    r"\sim": r"\sim",
    r"\propto": r"\propto",
    r"\in": r"\in",
    r"\ni": r"\ni",
    r"\notin": r"\notin",
    r"\subset": r"\subset",
    r"\subseteq": r"\subseteq",
    r"\supset": r"\supset",
    r"\supseteq": r"\supseteq",
    r"\to": r"\to",
    r"\rightarrow": r"\to",
    r"\longrightarrow": r"\to",
    r"\xrightarrow": r"\to",
    r"\leftarrow": r"\leftarrow",
    r"\longleftarrow": r"\leftarrow",
    r"\xleftarrow": r"\leftarrow",
    r"\gets": r"\leftarrow",
    r"\mapsto": r"\mapsto",
    r"\longmapsto": r"\mapsto",
    r"\coloneqq": ":=",
    r"\coloneq": ":=",
    r"\defeq": ":=",
    r"\eqdef": "=:",
    r"\eqqcolon": "=:",
    r"\triangleq": ":=",
    r"\succ": r"\succ",
    r"\succeq": r"\succeq",
    r"\succcurlyeq": r"\succeq",
    r"\prec": r"\prec",
    r"\preceq": r"\preceq",
    r"\preccurlyeq": r"\preceq",
    r"\ll": r"\ll",
    r"\gg": r"\gg",
    r"\lesssim": r"\lesssim",
    r"\gtrsim": r"\gtrsim",
    r"\lessapprox": r"\lesssim",
    r"\gtrapprox": r"\gtrsim",
    r"\doteq": r"\doteq",
    r"\asymp": r"\asymp",
    r"\xlongequal": "=",
}
"""LaTeX as people write it → canonical symbol."""

NEGATED: dict[str, str] = {
    "=": r"\ne",
    r"\in": r"\notin",
    ":=": r"\not\equiv",
    "<": r"\ge",
    ">": r"\le",
}
r"""What ``\not`` makes of a canonical relation; any other keeps ``\not`` before it."""

CONNECTIVES: dict[str, str] = {
    r"\iff": r"\iff",
    r"\Leftrightarrow": r"\iff",
    r"\Longleftrightarrow": r"\iff",
    "⇔": r"\iff",
    r"\implies": r"\implies",
    r"\Rightarrow": r"\implies",
    r"\Longrightarrow": r"\implies",
    r"\xRightarrow": r"\implies",
    r"\therefore": r"\implies",
    "⇒": r"\implies",
    r"\impliedby": r"\impliedby",
    r"\Leftarrow": r"\impliedby",
    r"\Longleftarrow": r"\impliedby",
    r"\because": r"\impliedby",
}
"""Connectives between statements; they bind weaker than every relation."""

ARROWS = frozenset({r"\to", r"\mapsto"})
r"""What stays inside a side in ``f : A \to B`` and in inline formulas."""

ORDERS = frozenset({r"\le", r"\ge", "<", ">"})

OPERATORS = frozenset(
    {
        "+",
        "-",
        "*",
        "/",
        "−",
        "·",
        "×",
        r"\pm",
        r"\mp",
        r"\cdot",
        r"\times",
        r"\div",
        r"\circ",
        r"\odot",
        r"\otimes",
        r"\oplus",
        r"\ast",
        r"\bullet",
        r"\cup",
        r"\cap",
        r"\setminus",
        r"\land",
        r"\lor",
        r"\wedge",
        r"\vee",
    }
)
"""Binary operators: a row that starts or ends with one goes on with the same side."""

DEFINING_MARKS = frozenset({"def", "def.", "defn", "Δ", r"\Delta", r"\triangle", "!def"})
r"""What stands over ``=`` where it defines, as in ``\overset{\text{def}}{=}``."""

WANTED_MARKS = frozenset(
    {"?", "!", "!?", "?!", "??", "!!", "want", "wish", "hope", "to show", "wts", "set", "should", "should be", "must"}
    | {"must be", "need", "require", "required", "goal", "demand", "desired", "set to"}
)
r"""What stands over a relation that is asked for or demanded, as in ``\overset{!}{=}``: a goal or a condition."""

OTHER_EQUALITIES = frozenset(
    r"d D \mathcal{D} \mathcal{L} law dist dist. c C + const const. a.s a.s. P \mathbb{P} w H_0 H_{0} m.s.".split()
)
r"""What stands over ``=`` where it joins no values: equal in distribution, almost surely, up to a constant."""
