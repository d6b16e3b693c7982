"""What a document leaves unsaid: which refutations do not survive a charitable reading.

A counterexample gives every free symbol a value. That is what a document means which declares its symbols, or says no
more of them than the chain in question does. Most documents do neither: a symbol stands in a model, a distribution, or
an equation elsewhere in the section that was not understood, and no value that contradicts it refutes anything. Such a
refutation is withheld, and the place that may bind the symbol is named; it stands all the same where the step is but a
slip away from an identity, since an identity needs no such help.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from derivcheck.checking.charity.apart import is_apart
from derivcheck.checking.charity.atoms import CONSTANTS, atoms, base
from derivcheck.checking.charity.circular import rests_on
from derivcheck.checking.charity.designs import as_design
from derivcheck.checking.charity.regressors import under_convention
from derivcheck.checking.charity.sayings import NUMBER, OF_DISTRIBUTIONS, RELATED, Saying, head, of_chains, of_prose
from derivcheck.checking.charity.slips import Case, hidden_slip, is_mended, is_refuted, is_slip
from derivcheck.checking.charity.twins import TWIN
from derivcheck.checking.doubts import HELD_BACK
from derivcheck.checking.steps import check_chain
from derivcheck.documents import Document, place
from derivcheck.reading.chance.continuous import variable_of
from derivcheck.reading.context import Context
from derivcheck.reading.notation.stages import is_told_at_a_stage
from derivcheck.report.words import message
from derivcheck.results import Step, Verdict
from derivcheck.terms.averages import has_averages
from derivcheck.terms.chance import OMEGA
from derivcheck.terms.nodes import ZERO, free_symbols, operators
from derivcheck.terms.recurrences import family_of
from derivcheck.terms.scope import Claim, Domain, Trait

SUCH_THAT = re.compile(r"\bsuch that\b|\bs\.\s?t\.|\bsubject to\b|\bsatisf(?:ies|ying)\b", re.IGNORECASE)
ANEW = re.compile(
    r"\b(?:distort\w*|modif(?:y|ied|ying)|replac(?:e|ed|ing)|redefin\w+|instead|consider|another|different|new)\b[^.]*$",
    re.IGNORECASE,
)
LEAD = 160
"""How many characters before a formula may announce it."""

EDGES = re.compile(r"\$\$|\\(?:begin|end|label)\{[^{}]*\}|\\[\[\]]")
"""Where displays begin and end."""

SPREADS = re.compile(
    r"\b(?:gaussians?|normal(?:ly)? distribut|covarian\w*|mahalanobis|hessian|kernel|gram)\b", re.IGNORECASE
)
"""What texts speak of that have matrices which are symmetric without a word."""
SYMMETRIC = re.compile(r"(?P<name>.+) = (?P=name)\^\\top")

ITERATE = re.compile(r"\s*(?P<name>\\?[A-Za-z]+)\s*\^\s*\{\s*(?P<letter>[a-z])\s*\+\s*1\s*\}\s*")
"""What comes next, as ``w^{k+1}``, where a superscript counts."""

BOUNDS = frozenset({r"\le", r"\ge", "<", ">"})

WHATEVER_BINDS = frozenset({"D215", "D216"})
"""Refutations that rest on no values of symbols that another formula may bind: on what is given, or on any values."""


def reconsidered(cases: Sequence[Case], document: Document, starts: list[int]) -> dict[int, Step]:
    """The steps, by their identity, of which the document as a whole says something else than what stands before them.

    Some are not to be called refuted after all, and some that were left open are slips.
    """
    found = dict(_hidden(cases))
    if not any(is_refuted(step) for case in cases for step in case.steps):
        return found
    sayings = [*of_chains(cases), *of_prose(document, starts)]
    where = sections(document)
    for case in cases:
        if any(map(is_refuted, case.steps)):
            own = place(starts, case.chain.fragment.span)
            everywhere = [saying for saying in sayings if saying.case is not case and saying.place != own]
            heard = (None, where[case.derivation])
            here = [saying for saying in everywhere if where[saying.derivation] in heard]
            before = document.text[: case.chain.fragment.span.start]
            found |= dict(_withheld(case, everywhere, here, before))
    return found


def _words_before(text: str) -> str:
    """The words at the end of a text, behind the last display."""
    return next((part for part in reversed(EDGES.split(text[-LEAD:])) if part.strip()), "")


def _hidden(cases: Sequence[Case]) -> Iterator[tuple[int, Step]]:
    """The steps left open that are slips."""
    for case in cases:
        for position, step in enumerate(case.steps):
            slip = hidden_slip(case, position)
            if slip is not None:
                yield id(step), slip


def sections(document: Document) -> list[int | None]:
    """The section that each derivation belongs to: what stands before all sections is heard in every one of them.

    Letters are used anew from one section to the next, not within one.
    """
    derivations = document.derivations
    lone = sum(derivation.parent is None for derivation in derivations) == 1
    sections: list[int | None] = []
    for position, derivation in enumerate(derivations):
        if derivation.parent is None:
            sections.append(None if lone else position)
        else:
            above = sections[derivation.parent]
            sections.append(position if above is None else above)
    return sections


def _withheld(
    case: Case, everywhere: Sequence[Saying], here: Sequence[Saying], before: str
) -> Iterator[tuple[int, Step]]:
    """What is withheld of a chain; its first equation may give a name a new meaning, as the words before it say."""
    mentioned = frozenset(name for saying in everywhere for name in saying.atoms)
    # Checking a chain once more takes long, and most refutations need it not.
    signless = cache(partial(_signless, case, mentioned))
    for position, step in enumerate(case.steps):
        if not is_refuted(step) or step.code in WHATEVER_BINDS:
            continue
        first = position == 0 and not case.chain.connectives and not _is_concluded(step)
        if first and (introduces(step, case.ground.context) or _is_said_anew(step, case, _words_before(before))):
            yield id(step), _as_definition(step)
            continue
        bound = _binding(case, position, everywhere if position == 0 and not _is_concluded(step) else here)
        said = frozenset(name for saying in everywhere for name in saying.about)
        if bound is not None and not is_slip(case, position, said):
            yield id(step), withheld(step, "D321", bound)
        elif not _is_concluded(step) and (freed := signless()) and _may_be_meant(freed[1][position]):
            yield id(step), withheld(step, "D322", {"names": ", ".join(f"`{name}`" for name in freed[0])})
        elif (names := under_convention(case, position)) is not None:
            yield id(step), withheld(step, "D324", {"names": names})
        elif (conditions := _unsaid_symmetry(step, case.ground.context)) is not None and SPREADS.search(before):
            yield id(step), withheld(step, "D329", {"conditions": conditions})
        elif (made := as_design(case, position)) is not None:
            yield id(step), withheld(step, "D326", made)


def _unsaid_symmetry(step: Step, context: Context) -> str | None:
    """What would have to be symmetric of matrices that nothing is said of; None where that does not prove the step."""
    conditions = step.evidence.get("holds_if")
    if not isinstance(conditions, list):
        return None
    found = [SYMMETRIC.fullmatch(condition) for condition in conditions]
    if not all(match is not None and match["name"] in context.guessed for match in found):
        return None
    return " and ".join(f"`{condition}`" for condition in conditions)


def _may_be_meant(step: Step) -> bool:
    """Whether a step does not fail for positive numbers, and has values there."""
    return step.verdict is not Verdict.REFUTED and step.code != "D303" and HELD_BACK not in step.evidence


def withheld(step: Step, code: str, facts: Mapping[str, str]) -> Step:
    """A refuted step that is not to be called so, with the values at which it fails."""
    shown = step.counterexample
    evidence: dict[str, object] = {} if shown is None else {"fails_at": {**shown.sizes, **shown.values}}
    return _said(replace(step, evidence=evidence), Verdict.UNPROVED, code, facts)


def _as_definition(step: Step) -> Step:
    return _said(replace(step, evidence={}), Verdict.DEFINED, "D110", {"name": step.left})


def _said(step: Step, verdict: Verdict, code: str, facts: Mapping[str, str]) -> Step:
    """The step under another verdict, held against what its author expects."""
    unexpected = step.expected is not None and step.expected != verdict.value
    return replace(
        step,
        verdict=verdict,
        code=code,
        message=message(code, facts),
        unexpected=unexpected,
        counterexample=None,
        suggestion=None,
    )


def _is_concluded(step: Step) -> bool:
    """Whether an equation was held against the condition that its name solves: that says what the name is."""
    return step.code == "D204" and step.relation == "="


def introduces(step: Step, context: Context) -> bool:
    """Whether an equation may be the first to say what the lone name on its left is."""
    name = head(step.left)
    free = free_of(step, context).undeclared
    is_new = step.relation == "=" and not is_mended(step) and name in free and name not in atoms(step.right)
    return is_new and not rests_on(step.right, name, context)


def _is_said_anew(step: Step, case: Case, before: str) -> bool:
    """Whether words before a formula announce another function under a name that a definition has given already."""
    name = head(step.left)
    known = name is not None and any(name == function for function, _ in case.ground.context.functions)
    return known and step.relation == "=" and name not in atoms(step.right) and ANEW.search(before) is not None


def _binding(case: Case, position: int, elsewhere: Sequence[Saying]) -> dict[str, str] | None:
    """What may bind a symbol that the counterexample set free: another formula, or the step itself."""
    step = case.steps[position]
    free = free_of(step, case.ground.context)
    mentioned = frozenset(name for saying in elsewhere for name in saying.atoms)
    if _is_concluded(step):
        free = replace(free, undeclared=free.undeclared - {head(step.left)}, declared=free.declared - {head(step.left)})
        told = str(step.evidence.get("uses"))
        elsewhere = [each for each in elsewhere if f"'line {each.place.line_in_words}'" not in told]
    lone = _what_it_says(step, free, mentioned) or _such_that(step) or _law(case, step, free)
    if lone is not None:
        return {"lone": lone}
    found = list(_bound_by_others(free, atoms(step.left) | atoms(step.right), case, elsewhere))
    letters = frozenset().union(*(names for names, _ in found))
    if not found or is_apart(case, position, letters, vanishing=any(saying.vanishes for _, saying in found)):
        return None
    names, saying = found[0]
    return {"names": ", ".join(f"`{name}`" for name in sorted(names)), "line": saying.place.line_in_words}


def _bound_by_others(
    free: _Free, spoken: frozenset[str], case: Case, elsewhere: Sequence[Saying]
) -> Iterator[tuple[frozenset[str], Saying]]:
    """Which of the symbols that a counterexample set free are bound by which formula of the document."""
    defined = _defined_once(elsewhere, case.ground.context)
    for saying in elsewhere:
        bound = saying.bound_beside(spoken)
        names = bound & free.undeclared & (bound if saying.gives not in defined else {saying.gives})
        if saying.case is not None:
            names |= bound & saying.heads & free.declared
        names |= frozenset(name for name in free.random if _gives_distribution(saying, name))
        if names:
            yield names, saying


def _defined_once(sayings: Sequence[Saying], context: Context) -> frozenset[str]:
    """The names that one formula in the words of a document gives, and that are put in as it says wherever they are."""
    given = Counter(saying.gives for saying in sayings if saying.gives is not None)
    known = {base(name) for name in (*context.bodies, *(name for name, _ in context.functions))}
    return frozenset(name for name, times in given.items() if times == 1 and name in known)


@dataclass(frozen=True, slots=True)
class _Free:
    undeclared: frozenset[str]
    declared: frozenset[str]
    random: frozenset[str] = frozenset()
    """The variables whose distribution functions are free."""


def free_of(step: Step, context: Context) -> _Free:
    """The base letters of the symbols that a refuted step leaves free, sizes and indices aside."""
    shown = step.counterexample
    names = (
        [*shown.values, *shown.sizes] if shown is not None else sorted(atoms(f"{step.left} {step.right}") - CONSTANTS)
    )
    undeclared: set[str | None] = set()
    declared: set[str | None] = set()
    sides = [side for claim in context.assumptions for side in (claim.left, claim.right)]
    assumed = {symbol.name for side in sides for symbol in free_symbols(side)}
    functions = context.explained_functions()
    variables = (variable_of(name) for name in names)
    random = frozenset(found for name in variables if name is not None and (found := base(name)) is not None)
    for name in names:
        if name.endswith("-values") and name.removesuffix("-values") in context.outcomes:
            # What a sum runs over may take any numbers as its values.
            continue
        if OMEGA in name.lower():
            variable = context.chance.variables.get(name.partition("(")[0])
            if variable is not None:
                (undeclared if variable.noticed else declared).add(base(variable.symbol.name))
            continue
        # A variable that was taken twice is as declared as it is itself.
        name = name if name in context.symbols else name.removesuffix(TWIN)  # noqa: PLW2901 - the same variable
        # A member of a family is as declared as the family is, and one that a recurrence gives is told what it is.
        if name not in context.symbols and family_of(name) in context.symbols:
            name = family_of(name)  # noqa: PLW2901 - what is said of all members
        if name in context.recurrences or is_told_at_a_stage(name, context):
            declared.add(base(name))
            continue
        known = context.symbols.get(name)
        explained = name in assumed or not functions.isdisjoint((name.partition("(")[0], name.rpartition("(")[0]))
        if explained or name in context.definitions or (known is not None and known.source):
            declared.add(base(name))
        elif known is None:
            undeclared.add(base(name.removeprefix("numbers of ").partition("(")[0]))
        elif context.is_guess(name) or name in context.signs:
            undeclared.add(base(name))
    told, untold = (frozenset(name for name in found if name is not None) for found in (declared, undeclared))
    return _Free(untold, told, random)


def _gives_distribution(saying: Saying, variable: str) -> bool:
    """Whether a formula may say which density a variable has: it relates that to what is no probability of it."""
    return variable in saying.atoms and bool(saying.about) and len(saying.atoms & OF_DISTRIBUTIONS) == 1


def _what_it_says(step: Step, free: _Free, mentioned: frozenset[str]) -> str | None:
    """What the equation itself may be a condition on: a lone name or density, or a formula that is set to a number."""
    undeclared = free.undeclared
    if step.relation == "=":
        iterated = ITERATE.fullmatch(step.left)
        if iterated is not None and iterated["name"] in undeclared and _is_earlier(iterated, step.right):
            return f"`{step.left}`"
        for side, other in ((step.left, step.right), (step.right, step.left)):
            spoken = atoms(other)
            if head(side) in undeclared - spoken:
                return f"`{side}`"
            if (
                free.random & atoms(side)
                and head(side) in OF_DISTRIBUTIONS
                and not spoken & (OF_DISTRIBUTIONS | free.random)
            ):
                return f"`{side}`"
            if NUMBER.fullmatch(other) and atoms(side) & undeclared & mentioned:
                return ", ".join(f"`{name}`" for name in sorted(atoms(side) & undeclared))
    return None


def _is_earlier(iterated: re.Match[str], text: str) -> bool:
    """Whether a formula speaks of what came before under the same name."""
    name, letter = re.escape(iterated["name"]), iterated["letter"]
    return re.search(rf"(?<![A-Za-z\\]){name}\s*\^\s*(?:{letter}(?![A-Za-z])|\{{\s*{letter}\s*\}})", text) is not None


def _law(case: Case, step: Step, free: _Free) -> str | None:
    """What an equation by itself ties together whose sides have no name in common, as PV and nRT: no identity does."""
    left, right = (atoms(side) - CONSTANTS for side in (step.left, step.right))
    context = case.ground.context
    named = (*context.definitions, *context.chance.variables, *(name for name, _ in context.functions))
    told = {base(name) for name in named}
    if len(case.steps) > 1 or step.relation != "=" or left & right or free.declared or told & (left | right):
        return None
    return ", ".join(f"`{name}`" for name in sorted((left | right) & free.undeclared)) or None


def _such_that(step: Step) -> str | None:
    r"""What a condition behind a step chooses: of ``\min x = x_j \text{ such that } x_j \le x_i`` that is j."""
    if step.reason is None or not (SUCH_THAT.search(step.reason) and RELATED.search(step.reason)):
        return None
    chosen = atoms(step.reason) & (atoms(step.left) | atoms(step.right))
    return ", ".join(f"`{name}`" for name in sorted(chosen)) or None


def _signless(case: Case, mentioned: frozenset[str]) -> tuple[list[str], list[Step]] | None:
    """The chain once more, with all those numbers positive that the document speaks of elsewhere without a sign.

    Bounds on what is random are stated of a deviation or a number of deviations, which nobody calls positive.
    """
    context = case.ground.context.copy()
    bounds = bool(context.chance.variables) and any(is_refuted(s) and s.relation in BOUNDS for s in case.steps)
    names = []
    for name in sorted(_shown_names(case)):
        known = context.symbols.get(name)
        if known is None or known.traits or known.symbol.shape or known.domain is not Domain.REAL:
            continue
        if context.is_guess(name) and (bounds or base(name) in mentioned):
            context.symbols[name] = replace(known, traits=frozenset({Trait.POSITIVE}))
            names.append(name)
    for name in sorted(_deviations(case, context)):
        context.assumptions.append(Claim(context.definitions[name].body, ">", ZERO))
        names.append(name)
    if not names:
        return None
    steps = check_chain(case.chain, replace(case.ground, context=context, advised=False, shown=False, witness=False))
    return (names, steps) if len(steps) == len(case.steps) else None


def _deviations(case: Case, context: Context) -> set[str]:
    """The standard deviations that a chain speaks of: nobody divides by one, or compares with it, that is 0."""
    spoken = frozenset().union(*(atoms(f"{step.left} {step.right}") for step in case.steps))
    roots = {name for name, known in context.definitions.items() if has_averages(known.body)}
    return {name for name in roots if base(name) in spoken and operators(context.definitions[name].body) >= {"power"}}


def _shown_names(case: Case) -> set[str]:
    return {
        name
        for step in case.steps
        if is_refuted(step) and step.counterexample is not None
        for name in step.counterexample.values
    }
