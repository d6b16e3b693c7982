"""Tables for :mod:`derivcheck.report.readable`: which characters stand for which commands."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a piece is typographically; it decides where spaces go, as in TeX."""

    ORDINARY = "ordinary"
    WORD = "word"
    OPERATOR = "operator"
    FRACTION = "fraction"
    BINARY = "binary"
    RELATION = "relation"
    OPENING = "opening"
    CLOSING = "closing"
    PUNCTUATION = "punctuation"
    SPACE = "space"


def _table(text: str) -> dict[str, str]:
    pairs = (entry.split() for entry in text.strip().splitlines())
    return {f"\\{name}": symbol for names in pairs for name, symbol in zip(names[::2], names[1::2], strict=True)}


ORDINARY = _table("""
    alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ
    mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ chi χ
    psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
    nabla ∇ partial ∂ infty ∞ emptyset ∅ varnothing ∅ ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ imath ı jmath ȷ
    top ᵀ intercal ᵀ bot ⊥ dagger † ddagger ‡ prime ′ square □ Box □ blacksquare ∎ forall ∀ exists ∃ neg ¬ lnot ¬
    ldots … cdots ⋯ dots … vdots ⋮ ddots ⋱ dotsc … dotsb ⋯ dotsm ⋯ dotsi ⋯ degree ° angle ∠ triangle △ star ⋆ ast ∗
""")
BINARY = _table("""
    cdot · times × div ÷ pm ± mp ∓ circ ∘ odot ⊙ otimes ⊗ oplus ⊕ ominus ⊖ cap ∩ cup ∪ setminus ∖ wedge ∧ land ∧
    vee ∨ lor ∨ bullet • bigodot ⊙ bigotimes ⊗ bigoplus ⊕
""")
RELATION = _table("""
    le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ lt < gt > ne ≠ neq ≠ equiv ≡ approx ≈ sim ∼ simeq ≃ cong ≅ propto ∝
    ll ≪ gg ≫ prec ≺ succ ≻ preceq ⪯ succeq ⪰ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ mid |
    parallel ∥ perp ⊥ to → rightarrow → longrightarrow ⟶ leftarrow ← gets ← mapsto ↦ iff ⟺ Leftrightarrow ⟺
    implies ⟹ Rightarrow ⟹ Longrightarrow ⟹ impliedby ⟸ Leftarrow ⟸ leftrightarrow ↔ coloneqq := triangleq ≜
    defeq ≜ doteq ≐ models ⊨ vdash ⊢ therefore ∴ because ∵ colon : asymp ≍
""")
OPERATOR = _table("""
    sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigwedge ⋀ bigvee ⋁
""") | {
    f"\\{name}": name
    for name in """
        log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan max min sup inf lim
        det dim ker gcd arg deg Pr hom argmax argmin tr Tr rank diag softmax limsup liminf
    """.split()
}
OPENING = _table("langle ⟨ lfloor ⌊ lceil ⌈ lbrace { lbrack [ lvert | lVert ‖ lparen (")
CLOSING = _table("rangle ⟩ rfloor ⌋ rceil ⌉ rbrace } rbrack ] rvert | rVert ‖ rparen )")

KINDS: dict[str, tuple[Kind, str]] = {
    **{command: (Kind.ORDINARY, symbol) for command, symbol in ORDINARY.items()},
    **{command: (Kind.BINARY, symbol) for command, symbol in BINARY.items()},
    **{command: (Kind.RELATION, symbol) for command, symbol in RELATION.items()},
    **{command: (Kind.OPERATOR, symbol) for command, symbol in OPERATOR.items()},
    **{command: (Kind.OPENING, symbol) for command, symbol in OPENING.items()},
    **{command: (Kind.CLOSING, symbol) for command, symbol in CLOSING.items()},
    **{character: (Kind.BINARY, character) for character in "+-*/−±·×"},
    **{character: (Kind.RELATION, character) for character in "=<>≤≥≠≈:"},
    **{character: (Kind.OPENING, character) for character in "(["},
    **{character: (Kind.CLOSING, character) for character in ")]!"},
    **{character: (Kind.PUNCTUATION, character) for character in ",;"},
    "'": (Kind.CLOSING, "′"),
    "\\{": (Kind.OPENING, "{"),
    "\\}": (Kind.CLOSING, "}"),
    "\\|": (Kind.ORDINARY, "‖"),
    "\\Vert": (Kind.ORDINARY, "‖"),
    "\\vert": (Kind.ORDINARY, "|"),
    "\\%": (Kind.ORDINARY, "%"),
    "\\#": (Kind.ORDINARY, "#"),
    "\\$": (Kind.ORDINARY, "$"),
    "\\_": (Kind.ORDINARY, "_"),
    "\\&": (Kind.ORDINARY, "&"),
}

SUPERSCRIPTS = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδθφ′ᵀ∗⋆†‡⊥",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᶿᵠ′ᵀ*⋆†‡⊥",
        strict=True,
    )
)
SUBSCRIPTS = dict(zip("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))

ACCENTS = {
    "\\hat": "\u0302",
    "\\widehat": "\u0302",
    "\\bar": "\u0304",
    "\\overline": "\u0304",
    "\\tilde": "\u0303",
    "\\widetilde": "\u0303",
    "\\vec": "\u20d7",
    "\\dot": "\u0307",
    "\\ddot": "\u0308",
    "\\check": "\u030c",
    "\\breve": "\u0306",
}

DOUBLE_STRUCK = {"C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ", "1": "𝟙"} | {
    letter: chr(0x1D538 + ord(letter) - ord("A")) for letter in "ABDEFGIJKLMOSTUVWXY"
}
SCRIPT = {"B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ"} | {
    letter: chr(0x1D49C + ord(letter) - ord("A")) for letter in "ACDGJKNOPQSTUVWXYZ"
}
ALPHABETS = {"\\mathbb": DOUBLE_STRUCK, "\\mathds": DOUBLE_STRUCK, "\\mathcal": SCRIPT, "\\mathscr": SCRIPT}


def _commands(names: str) -> frozenset[str]:
    return frozenset(f"\\{name}" for name in names.split())


FONTS = _commands("""
    mathbf boldsymbol bm pmb mathit mathsf mathtt mathfrak bold vb symbf underline underbrace overbrace
    boxed cancel mathstrut smash mathop mathbin mathrel mathord substack ensuremath
""")
WORDS = _commands("""
    text mathrm textrm textit textbf operatorname operatorname* mbox hbox textnormal texttt
""")
SPACES = _commands("""
    , ; : > quad qquad thinspace medspace thickspace enspace
""") | {"\\ ", "~"}
IGNORED = _commands("""
    left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm displaystyle
    textstyle scriptstyle limits nolimits nonumber notag ! negthinspace hfill mathopen mathclose
    allowbreak nobreak
""") | {"&"}
IGNORED_WITH_ARGUMENT = _commands("""
    label tag tag* hspace hspace* vspace phantom hphantom color
""")
MATRIX_BRACKETS = {
    "matrix": ("(", ")"),
    "smallmatrix": ("(", ")"),
    "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"),
    "Bmatrix": ("{", "}"),
    "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"),
    "cases": ("{", "}"),
    "array": ("(", ")"),
}
