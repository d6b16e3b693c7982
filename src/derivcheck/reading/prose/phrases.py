"""Phrases by which prose gives a symbol a property. A new phrase is one line here."""

from __future__ import annotations

import re

from derivcheck.reading.prose.hedges import NEGATES
from derivcheck.terms.scope import Domain, Trait

# The longer phrase first: "positive semidefinite" holds "positive".
_OF = r"(?: of(?: (?:the|its|our|all))?(?: [a-z-]+){0,3})?"
TRAITS: tuple[tuple[str, tuple[Trait, ...]], ...] = (
    (
        r"(?:symmetric )?(?:(?:sample|empirical|population|data|noise|prior|posterior|error|scatter|within-class"
        r"|between-class) )*(?:(?:co)?variance|gram|kernel|scatter|precision|information) matri(?:x|ces)" + _OF,
        (Trait.SYMMETRIC, Trait.POSITIVE_SEMIDEFINITE),
    ),
    (
        r"\bfisher information(?: matri(?:x|ces))?|\bgraph laplacian|\blaplacian matrix" + _OF,
        (Trait.SYMMETRIC, Trait.POSITIVE_SEMIDEFINITE),
    ),
    (r"\bhessian(?: matri(?:x|ces))?" + _OF, (Trait.SYMMETRIC,)),
    (r"\bpositive diagonal(?= matri)", (Trait.DIAGONAL, Trait.SYMMETRIC, Trait.POSITIVE_DEFINITE)),
    (r"symmetric(?: and)?,? positive[- ]definite|\bspd\b", (Trait.SYMMETRIC, Trait.POSITIVE_DEFINITE)),
    (r"symmetric(?: and)?,? positive[- ]semi-?definite", (Trait.SYMMETRIC, Trait.POSITIVE_SEMIDEFINITE)),
    (r"positive[- ]semi-?definite|\bpsd\b", (Trait.SYMMETRIC, Trait.POSITIVE_SEMIDEFINITE)),
    (r"positive[- ]definite", (Trait.SYMMETRIC, Trait.POSITIVE_DEFINITE)),
    (r"skew-?symmetric|antisymmetric", (Trait.SKEW,)),
    (r"orthogonal projec(?:tion|tor)(?: matrix)?", (Trait.SYMMETRIC, Trait.IDEMPOTENT)),
    (r"\bsymmetric", (Trait.SYMMETRIC,)),
    (r"\bidempotent", (Trait.IDEMPOTENT,)),
    (r"orthonormal columns", (Trait.ORTHONORMAL_COLUMNS,)),
    (r"\borthogonal\b(?! to)", (Trait.ORTHOGONAL,)),
    (r"\blower[- ]triangular", (Trait.LOWER_TRIANGULAR,)),
    (r"\bupper[- ]triangular", (Trait.UPPER_TRIANGULAR,)),
    (r"column[- ]stochastic", (Trait.COLUMN_STOCHASTIC,)),
    (r"row[- ]stochastic", (Trait.STOCHASTIC,)),
    (r"\bunit(?:[- ](?:norm|length)|(?= vector))", (Trait.UNIT,)),
    (r"full column rank|linearly independent columns|independent columns", (Trait.FULL_COLUMN_RANK,)),
    (r"full row rank|linearly independent rows", (Trait.FULL_ROW_RANK,)),
    (r"\binvertible|non-?singular|\bfull rank", (Trait.INVERTIBLE,)),
    (r"\bsingular\b(?![- ](?:val|vec|dec))", (Trait.SINGULAR,)),
    (r"\bdiagonal\b", (Trait.DIAGONAL,)),
    (r"one-?hot", (Trait.ONE_HOT,)),
    (r"probability (?:vector|distribution)|discrete distribution", (Trait.PROBABILITY,)),
    (r"strictly positive|(?<!non-)(?<!non)\bpositive\b(?! (?:semi)?-?definite)", (Trait.POSITIVE,)),
    (r"non-?negative", (Trait.NONNEGATIVE,)),
    (r"\bnegative\b", (Trait.NEGATIVE,)),
    (r"non-?zero|not zero", (Trait.NONZERO,)),
)

MATRIX_TRAITS = frozenset(
    {
        Trait.SYMMETRIC,
        Trait.POSITIVE_DEFINITE,
        Trait.POSITIVE_SEMIDEFINITE,
        Trait.SKEW,
        Trait.ORTHOGONAL,
        Trait.FULL_COLUMN_RANK,
        Trait.FULL_ROW_RANK,
        Trait.INVERTIBLE,
        Trait.SINGULAR,
        Trait.DIAGONAL,
        Trait.ORTHONORMAL_COLUMNS,
        Trait.IDEMPOTENT,
        Trait.LOWER_TRIANGULAR,
        Trait.UPPER_TRIANGULAR,
        Trait.STOCHASTIC,
        Trait.COLUMN_STOCHASTIC,
    }
)

# "Let n be a positive integer": what a name ranges over, and above which number it lies.
DOMAINS: tuple[tuple[str, Domain, int | None], ...] = (
    (r"(?:positive integer|natural number)s?", Domain.NATURAL, None),
    (r"(?:non-?negative integer|whole number)s?", Domain.INTEGER, -1),
    (r"integers?", Domain.INTEGER, None),
)

# Words that make an equation in prose a definition, and words that make it an assumption.
INTRODUCES = re.compile(
    r"\b(let|define|defined|where|with|write|writing|denote|denotes|denoted|put|set|given|model|loss|call|called|is|by|be|"
    r"take|taking|choose|choosing|pick|picking|recall|abbreviate|consider|prior|have|for"
    r"|namely|and|introduce|minimi[sz]e|maximi[sz]e|optimi[sz]e|use|study)\b",
    re.IGNORECASE,
)
APPOSED = re.compile(
    r"\b(?:the|an?|our|its|their|this)\s+(?:[\w-]+\s+){0,3}(?:(?:log-?)?likelihood|objective|cost|risk|energy|error|"
    r"function|functional|criterion|lagrangian|hamiltonian|estimator|estimate|statistic|ratio|residuals?|matrix|vector|"
    r"average|mean|variance|covariance|entropy|kernel|sum|product|quantity|quotient|polynomial|potential)\s*$",
    re.IGNORECASE,
)
"""A noun that a formula stands behind as its meaning: "the derivative of the log-likelihood $\\ell = …$"."""
NOUN_AHEAD = re.compile(
    r"\b(?:along|via|onto|(?:polynomial|determinant|trace|inverse|transpose|rank|spectrum|decomposition|factori[sz]ation"
    r"|eigen(?:values?|vectors?)|singular values|entries|rows|columns|derivatives?|gradient|hessian|jacobian|integral"
    r"|differential|expansion|norm|square|logarithm|graph|minim(?:um|i[sz]er)|maxim(?:um|i[sz]er)|expectation|mean"
    r"|variance|covariance|moments?|distribution|law|entropy)\s+of(?: the)?(?: (?:matrix|vector|function|sum))?)\s*$",
    re.IGNORECASE,
)
"""A formula behind it stands for what it is the name of: "the eigenvalues of $M = …$", "along $g = …$"."""
ASSUMES = re.compile(
    r"\b(assume|assuming|suppose|supposing|if|whenever|such that|satisf\w+|holds|provided|so that|that is|i\.e|solve|"
    r"subject to|since|because|hypothesis)\b",
    re.IGNORECASE,
)
DENSITY = re.compile(
    r"densit|mass function|distribution|posterior|\bprior\b|likelihood|marginal|\bjoint\b|conditional|probabilit|"
    r"evidence|generative model|approximat",
    re.IGNORECASE,
)
DENSITY_NOUN = re.compile(
    r"\b(?:densit(?:y|ies)|mass functions?|probability distributions?|distributions? (?:over|on))\b|"
    r"\b(?:be|are)\s+(?:(?:two|any|some|discrete|arbitrary|the)\s+)*distributions\b(?! functions?)",
    re.IGNORECASE,
)
# What acts on something, and does not commute with it.
ACTING = re.compile(
    r"\b(?:operators?|commutators?|observables?|hamiltonians?|differentiation|derivations?|generators?|acts? on"
    r"|linear (?:maps?|transformations?)|(?:endo|auto)morphisms?|non-?commut\w+|(?:pauli|dirac|gamma|spin) matrices"
    r"|(?:elements?|members?) of (?:an?|the|some|any) (?:\w+ )?(?:group|ring|algebra|monoid|semigroup)"
    r"|free (?:algebra|group|monoid)|ordinals?|words(?= *[.,;]|$)"
    r"|(?<!graph )laplacian(?! matri)|shift(?= *[.,;]|$))\b",
    re.IGNORECASE,
)
DESCRIBES = re.compile(r"\b(?:denote|denotes|write|call)\b(?!.*\b(?:let|where)\b)", re.IGNORECASE)
KNOWN_OBJECT = re.compile(r"kronecker|indicator|identity matrix|vector of ones|all-?ones", re.IGNORECASE)
FUNCTION = re.compile(r"\bfunctions?\b", re.IGNORECASE)
# "As a function of $x$" speaks of an argument.
ARGUMENT = re.compile(r"^\s*as\s+(?:an?\s+)?functions?\s+of\b", re.IGNORECASE)
# Functions that are anything but arbitrary.
WORD = re.compile(r"[A-Za-z]\w+")
THE_ONE = re.compile(r"\b(?:is|are|denotes?|being)\s+the\b", re.IGNORECASE)
"""A word such as atan2, said to be *the* two-argument arctangent function, is no function that may be any."""
OF_DISTRIBUTIONS = re.compile(
    r"\b(?:densit\w+|mass|distribution|generating|characteristic|likelihood|survival|hazard|quantile)\b", re.IGNORECASE
)
# A function that no formula will define.
ARBITRARY = re.compile(
    r"\b(?:smooth|differentiable|arbitrary|unknown|analytic|continuous)\b(?:\s+\w+){0,2}\s+functions?\b", re.IGNORECASE
)
SPECTRAL = "eigenvalues"
"""What is said of numbers of which it is not known yet whose eigenvalues they are."""
OF_CHANCE = re.compile(r"\brandom variables?\b|\bevents?\b", re.IGNORECASE)
ROWS, COLUMNS = (
    re.compile(
        r"«(?P<matrix>\d+)»[^«]{0,60}(?:whose|with|has|have|having)\s+(?:the\s+)?"
        rf"(?:(?:«\d+»\s*-?\s*(?:th)?\s+)?{line}s?|{line}s)\s*"
        r"(?:(?:«\d+»\s*)?(?:is|are|being|given by|the)[^«]{0,20}|[^«]{0,20}?)«(?P<row>\d+)»",
        re.IGNORECASE,
    )
    for line in ("row", "column")
)

ROWS_OF, COLUMNS_OF = (
    re.compile(
        r"«(?P<row>\d+)»[\s,]*(?:is|are|be|being|denotes?|(?:stacked\s+)?as)?\s*(?:the\s+)?(?:«\d+»\s*-?\s*(?:th)?\s+)?"
        rf"{line}s?\s+of\s+(?:the\s+|an?\s+)?(?:\w+\s+)?«(?P<matrix>\d+)»",
        re.IGNORECASE,
    )
    for line in ("row", "column")
)

OF_ROWS, OF_COLUMNS = (
    re.compile(
        rf"\b{line}s\s+of\s+(?:the\s+)?(?:\w+\s+)?«(?P<matrix>\d+)»\s+(?:are|be|being)\s+(?:the\s+)?(?:vectors?\s+)?"
        r"«(?P<row>\d+)»",
        re.IGNORECASE,
    )
    for line in ("row", "column")
)

ONES = re.compile(r"(?:vector|column) of (?:all )?ones|all-?ones|ones vector", re.IGNORECASE)
IDENTITY = re.compile(r"identity", re.IGNORECASE)
NOTHING = re.compile(r"\bthe (?:zero|null) (?:matrix|vector)\b", re.IGNORECASE)


# Words by which a formula in prose says what holds from there on.
DECLARES = re.compile(
    r"\b(let|assume|assuming|suppose|supposing|such that|given|satisf\w+|require\w*|fix|take|consider|denote|define|"
    r"put|write|provided|that is|so that)\b|^\s*(?:for|where|with|here)\b",
    re.IGNORECASE,
)
# What may follow a formula that is assumed.
FOLLOWS = re.compile(
    r"\s*(?:$|[,.;:)(]|(?:and|with|for|where|let|be|define|denote|write|we|so|such|then|in|as|put|set|at|the|a|"
    r"an|are|i\.e|instead|now|again|next)\b)",
    re.IGNORECASE,
)

# The same for a relation between indices, which restricts no variable: "for i ≠ j".
FOR_INDICES = re.compile(r"\bfor(?:\s+(?:all|any|every))?\s*$", re.IGNORECASE)

# What is said of a formula right behind it: "… be an even function".
PREDICATE = re.compile(
    r"\s*,?\s*(?:both\s+)?(?:be|is|are|an?|being|(?=commut))\b"
    r"(?:(?!\b(?:with|where|whose|that|which|so|then|for|at|in)\b)[^,.;:«])*",
    re.IGNORECASE,
)

# Properties that no construction meets yet: a step that uses such a name is never refuted.
UNCLEAR = re.compile(
    r"\b(even|odd|linear|affine|convex|concave|unit|idempotent|projection|projector|permutation|commut\w+|orthogonal|"
    r"orthonormal|unitary|nilpotent|stochastic|triangular|increasing|decreasing|monotone|bounded|periodic|prime|"
    r"homogeneous|sorted|ordered|normali[sz]ed|cent(?:er|r)ed|"
    r"zero-mean|mean zero|hermitian|toeplitz|circulant|additive|eigenvectors?|solution|root|zero of|"
    r"minimi[sz]er|maximi[sz]er|optimum|optimal|stationary|fixed point|distinct|banded|standardi[sz]ed|balanced|"
    r"equal(?! to the (?:product|sum|ratio|difference|quotient|integral|derivative|density|probability|area)\b)|"
    r"lipschitz|self-adjoint|definite|semidefinite|multiple of|divisor|coprime|irrational|inverse of|"
    r"reflections?|rotations?|involut\w+|anti-?commut\w+|harmonic|dual numbers?|quaternions?|row vectors?|"
    r"characteristic|modulo|rademacher|random signs?|partitions?|exhaustive|mutually exclusive|disjoint)\b",
    re.IGNORECASE,
)


ARTICLE = r"(?:an?|the|any|some|two|three|both|all|each|given|fixed)"
FILLER = (
    r"(?:real|square|finite|fixed|given|arbitrary|constant|known|deterministic|generic|unknown|"
    r"scalar|strictly|discrete|continuous|random|independent|iid)"
)
NOUN = (
    r"(?:matri(?:x|ces)|vectors?|numbers?|scalars?|constants?|parameters?|variables?|integers?|reals?|weights?|target|"
    r"labels?|entries|values?)"
)
NO_MATRICES = re.compile(r"\b(?:vectors?|numbers?|scalars?|variables?|integers?|reals?)\b", re.IGNORECASE)
KNOWN = "(?:" + "|".join(pattern for pattern, _ in TRAITS) + ")"
RANK = r"(?:full column rank|full row rank|full rank|orthonormal columns|(?:linearly )?independent (?:columns|rows))"

UNINVERTIBLE = re.compile(
    r"\bnon-?invertible|(?:\bthat (?:is|are) )?\bnot (?:invertible|of full rank)|rank[- ]deficient"
    r"|\bnot (?:have|of) full rank",
    re.IGNORECASE,
)
BEHIND = re.compile(r"\b(matri(?:x|ces)) (singular|invertible)\b", re.IGNORECASE)
NOT_SINGULAR = re.compile(r"(?:\bthat (?:is|are) )?\bnot singular\b(?![- ](?:val|vec|dec))", re.IGNORECASE)

# A property counts only where the whole clause is understood.
AFTER = re.compile(
    rf"\s*,?\s*(?:(?:both|all)\s+)?(?:(?:be|is|are|being|to be|denotes?)\s+)?(?:{ARTICLE}\s+)*"
    rf"(?:(?:{KNOWN}s?|{FILLER})(?:\s*,?\s*(?:and\s+)?|-))+(?:{NOUN})?(?:\s+of\s+{RANK})?\s*"
    rf"|\s*,?\s*(?:(?:be|is|are)\s+(?:{ARTICLE}\s+)?(?:{FILLER}\s+)*{NOUN}\s+)?(?:has|have|having|of|with)\s+{RANK}\s*",
    re.IGNORECASE,
)
BEFORE = re.compile(rf"\s*(?:{ARTICLE}\s+)*(?:(?:{KNOWN}|{FILLER})\s*,?\s*(?:and\s+)?)+(?:{NOUN})?\s*", re.IGNORECASE)
COPULA = rf"\s*(?:both\s+)?(?:be|is|are|being|to be)\s+(?:{ARTICLE}\s+)*"
RANGES = tuple(
    (re.compile(COPULA + pattern + r"\s*", re.IGNORECASE), domain, above) for pattern, domain, above in DOMAINS
)
TAIL = re.compile(r"\s*(?:,|\band\b|\bthat\b|\blet\b|\bwith\b|\bwhere\b|\bfor\b|\bthe\b|\bits\b)*\s*$", re.IGNORECASE)


POSITIVE_ENTRIES = re.compile(
    r"\b(diagonal matri(?:x|ces)) with (?:strictly )?positive (?:diagonal )?(?:entries|elements)"
    r"(?: on (?:the|its) diagonal)?",
    re.IGNORECASE,
)
"""What a positive diagonal matrix is, said behind it."""


OF_AHEAD = re.compile(r"\bof(?: the| our| its)?\s*$", re.IGNORECASE)


def clause_after(words: str) -> str:
    """The clause that directly follows a formula: up to a stop, without the words that lead to the next one."""
    clause = re.split(
        r"[.;:,(]|\b(?:and let|with|where|whose)\b(?! (?:full|lin|ind|ortho))|\band that\b|\bof (?:length|size)\b",
        POSITIVE_ENTRIES.sub(r"positive \1", words.lstrip(" ,")),
        maxsplit=1,
        flags=re.IGNORECASE,
    )[0]
    return TAIL.sub("", clause)


def _without_denials(clause: str) -> str:
    """The clause with words for what a property denies in place of the denial, before the noun."""
    if not UNINVERTIBLE.search(clause) and not NOT_SINGULAR.search(clause):
        return clause
    return BEHIND.sub(r"\2 \1", UNINVERTIBLE.sub("singular", NOT_SINGULAR.sub("invertible", clause)))


def traits_in(clause: str, shape: re.Pattern[str]) -> tuple[Trait, ...]:
    """The properties that a clause names, if it is understood as a whole; none where one is negated."""
    clause = _without_denials(clause)
    if shape is BEFORE and OF_AHEAD.search(clause):
        # "The covariance matrix of $X$" says nothing of X.
        return ()
    if NEGATES.search(clause) or not clause.strip() or not shape.fullmatch(clause + " "):
        return ()
    found: list[Trait] = []
    rest = clause.lower()
    for pattern, traits in TRAITS:
        if re.search(pattern, rest):
            found.extend(trait for trait in traits if trait not in found)
            rest = re.sub(pattern, " ", rest)
    # Orthogonal vectors, and orthogonal random variables, are no orthogonal matrices.
    return () if NO_MATRICES.search(clause) and not MATRIX_TRAITS.isdisjoint(found) else tuple(found)


def names_property(clause: str) -> bool:
    """Whether a clause mentions some property, known or not."""
    return any(re.search(pattern, clause.lower()) for pattern, _ in TRAITS)


def unclear_in(words: str) -> str:
    """A property in a piece of prose that no construction meets, or the empty string."""
    words = _without_denials(words)
    predicate = PREDICATE.match(words)
    if predicate is None or NEGATES.search(predicate.group()):
        return ""
    rest = predicate.group().lower()
    for pattern, _ in TRAITS:
        rest = re.sub(pattern, " ", rest)
    match = UNCLEAR.search(rest)
    if match is None and names_property(predicate.group()) and not traits_in(clause_after(words), AFTER):
        return predicate.group().strip()
    if match is None:
        return ""
    end = words.lower().index(match.group()) + len(match.group())
    return match.group() if NOTHING_MORE.fullmatch(words, end) else f"{match.group()} …"


NOTHING_MORE = re.compile(
    r"\s*(?:matri(?:x|ces)|operators?|numbers?|functions?|vectors?)?\s*,?\s*(?:[.;].*)?", re.DOTALL
)
"""What may stand behind a property that is said of a name and of nothing else."""
