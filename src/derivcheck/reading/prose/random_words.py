"""Words that prose uses of random variables: how they are called, what of them is independent, and their moments."""

from __future__ import annotations

import re

EVENTS = re.compile(r"\bevents?\b", re.IGNORECASE)
BINARY = re.compile(
    r"(?:^|…)\s*(?:\b(?:be|is|are|an?|two|three|some|independent|iid|discrete|and|both|all|also)\b[\s,]*)*"
    r"(?:binary|boolean|indicator|zero-one|two-valued)(?:-valued)?\b",
    re.IGNORECASE,
)
"""How a clause calls its own variables 0 or 1, and not what they depend on."""
OTHER_VALUES = re.compile(r"\bvalues?\b|\btak(?:es?|ing)\b", re.IGNORECASE)
TWO_VALUES = r"\{0, 1\}"
INDEPENDENCE = re.compile(
    r"\bindependent and identically distributed\b(?: iid)?|\bindependen(?:t|ce|tly)\b|\biid\b|\buncorrelated\b",
    re.IGNORECASE,
)
PART = re.compile(
    r"(?<!\bpair)(?<!\bpairs)(?<!\bsequence)(?<!\bset)(?<!\bfamily)(?<!\bcollection)(?<!\bindependence)\s+of"
    r"(?: the| both)?\s*$",
    re.IGNORECASE,
)
"""What is said of parts of names, as in "the rows of", is not said of them."""
DRAWN = re.compile(
    r"… *(?:(?:be|are|is|being) )?(?:(?:both|all|again|mutually|jointly|statistically|stochastically) )*"
    r"(?:iid|independent(?: and identically distributed)?(?: of (?:each other|one another))?)(?: iid)?\s*$",
    re.IGNORECASE,
)
"""The whole of what is said right behind names, so that it is said of them and not of others."""
ENTRIES = re.compile(
    r"\s*,?\s*(?:(?:be|are|is|have|has|having|with|whose|which|that|random vectors?|vectors?|a|two) +)*"
    r"(?:(?:iid|independent(?: and identically distributed)?) +(?:random +)?(?:entries|components|coordinates)\b|"
    r"(?:entries|components|coordinates) +(?:that +)?(?:(?:are|be|all|mutually) +)*"
    r"(?:iid|independent(?: and identically distributed)?)\b(?! of\b| given\b| condition))",
    re.IGNORECASE,
)
"""What is said right behind vectors whose entries are the random variables."""
LETS = re.compile(r"\blet\s*$", re.IGNORECASE)
"""What right before a name introduces it, whatever was said of another one of that name."""
ENTRIES_OF = re.compile(
    r"\b(?:entries|components|coordinates|elements)\s+of(?:\s+(?:the|both|random|vectors?))*\s*$", re.IGNORECASE
)
"""What is said right before vectors whose entries a clause is about; it goes on over "and"."""
ALL_INDEPENDENT = re.compile(
    r"… *(?:(?:be|are|is|being|all|mutually) +)*(?:iid|independent(?: and identically distributed)?)\b"
    r"(?! of\b| given\b| condition)",
    re.IGNORECASE,
)
DENSE = re.compile(
    r"… *(?:has|have|having|with) +(?:(?:an?|the|known|continuous|smooth|probability) +)*(?:density|pdf)\b",
    re.IGNORECASE,
)
"""What has a density is random."""
PRONOUN = re.compile(
    r"\s*(?:here |moreover |also )*(?:they|these|those|both|all of them|the (?:variables|samples|observations))\b"
    r"[^.,;:]*\b(?:are|is)\b",
    re.IGNORECASE,
)
MOMENTS = re.compile(
    r"\b(?:with|has|have|having|and|(?<!definition )(?<!linearity )of)\s+(?:\w+\s+){0,2}?"
    r"(?:mean|expectation|expected value|variance|standard deviation)\b(?! of\b)"
    r"|\bzero[- ]mean\b|\bmean[- ]zero\b|\bcent(?:er|r)ed\b|\bunit[- ]variance\b",
    re.IGNORECASE,
)
MOMENT = re.compile(
    r"\b(mean|expectation|expected value|variance|standard deviation|covariance)(?: vector| matrix)?\s*$", re.IGNORECASE
)
VALUE = r"(?P<value>-?\d+(?:\.\d+|/\d+)?)(?![\d/^]|\.\d)"
WORDED = (
    (re.compile(r"\bzero[- ]mean\b|\bmean[- ]zero\b|\bcent(?:er|r)ed\b", re.IGNORECASE), "mean", "0"),
    (re.compile(r"\bunit[- ]variance\b|\bvariance one\b", re.IGNORECASE), "variance", "1"),
    (re.compile(rf"\b(?:mean|expectation) {VALUE}", re.IGNORECASE), "mean", None),
    (re.compile(rf"\bvariance {VALUE}", re.IGNORECASE), "variance", None),
)
"""Moments in words, and which value they have; None for one that is typed as a number."""
DISTRIBUTION = re.compile(
    r"\b(?:bernoulli|gaussian|normal(?:ly)?|poisson|(?:multi|bi)nomial(?:ly)?|exponential(?:ly)?|uniform(?:ly)?|laplace|"
    r"gamma|beta|chi|student|cauchy|geometric(?:ally)?|dirichlet|categorical|rademacher|(?<!identically )distributed|"
    r"distributions?(?! function)|densit(?:y|ies)|mass function|pdf|cdf|pmf|symmetric|standardi[sz]ed|martingale|"
    r"exchangeable|bounded|disjoint|exclusive|exhaustive|partition|subset|correlation)\b",
    re.IGNORECASE,
)
GENERAL = re.compile(r"distribut|densit|mass|pdf|cdf|pmf", re.IGNORECASE)
"""Words that name what every random variable has, and say nothing of how it is spread."""
NAMED_DENSITY = re.compile(
    r"\b(?:with|has|have|having)\s+(?:(?:an?|the|joint|marginal|common|probability|some)\s+)*"
    r"(?:densit(?:y|ies)|mass|pdf|pmf)(?:\s+functions?)?\s*$",
    re.IGNORECASE,
)
"""What right before a formula says that it names a density."""
DENSITY_NAME = re.compile(r"\s*\\?(?:[fpP]|Pr|pi|rho)(?![A-Za-z])(?:_\{?[A-Z,|\s]+\}?)?(?:\s*\([a-zA-Z=,|\s]*\))?\s*")
"""How the density of a variable is called, perhaps at its values; all of that tells nothing of it."""
LINEAR = re.compile(r"\blinear(?:ly)? independen(?:t|ce)|independent (?:columns|rows|variables? of)", re.IGNORECASE)
