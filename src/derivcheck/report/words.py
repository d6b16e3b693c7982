"""The one place for words: what each code is called, says and advises.

The engine and the reader hand over a code and facts (short strings); here they become sentences. The long texts of
``derivcheck explain`` stand beside this file in ``explanations``, one file per code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

_EXPLANATIONS = Path(__file__).parent / "explanations"
# Inferred sizes are numbered; the numbers mean nothing to a reader.
_INFERRED_SIZE = re.compile(r"\?\d+")


@dataclass(frozen=True, slots=True)
class Words:
    """What is said under one code.

    A sentence is said only if every fact that it names is known; if none can be said, the title stands for them.
    """

    title: str
    sentences: tuple[str, ...] = ()
    hint: str | None = None


WORDS: Mapping[str, Words] = {
    "D101": Words("Proved", ("Both sides are equal wherever both are defined.",)),
    "D102": Words("Proved by definition", ("This only unfolds a definition.",)),
    "D103": Words(
        "Proved", ("Wherever the premise holds, the conclusion holds; for an equivalence, also the other way round.",)
    ),
    "D104": Words("Proved", ("The inequality follows from a rule: {rule}.",)),
    "D105": Words("Proved", ("Both sides have the same expansion, as far as it is written.",)),
    "D106": Words("Proved", ("The ratio of the two sides does not depend on {names}.",)),
    "D107": Words("Proved", ("Both sides are largest, or smallest, at the same places.",)),
    "D108": Words("Proved", ("The difference of the two sides does not depend on {names}.",)),
    "D109": Words("Proved from what was said before", ("It follows with what is said in line {lines}.",)),
    "D110": Words("Definition", ("This introduces `{name}`.",)),
    "D111": Words("Assumption", ("The text supposes this, so there is nothing to prove.",)),
    "D112": Words(
        "Definition", ("This introduces `{name}`; what it stands for is not understood, so nothing is known of it.",)
    ),
    "D113": Words(
        "Assumption",
        ("The text supposes this; it is not understood, so nothing follows from it, and nothing is refuted.",),
    ),
    "D114": Words("Said before", ("This puts in what line {lines} says, and claims nothing else.",)),
    "D120": Words("No claim", ("`{relation}` makes no claim that could be checked.",)),
    "D121": Words("Switched off", ("A directive switches this step off.",)),
    "D122": Words(
        "No claim",
        ("Nothing says of which variables the sides are functions, so their ratio may depend on anything.",),
        'Write "as a function of $\\theta$" before the formula, or begin with a call such as p(\\theta \\mid x).',
    ),
    "D201": Words(
        "The two sides differ",
        ("At the counterexample the left side is {left} and the right side is {right}.",),
        "Put the values in by hand; the part that surprises you is where the slip is.",
    ),
    "D202": Words(
        "Shapes do not conform",
        ("Found in `{piece}`: {found}.", "Needed: {expected}.", "What would conform: {hint}."),
        "Look for a missing transpose, two factors in the wrong order, or a wrong declaration.",
    ),
    "D203": Words(
        "One side is transposed",
        ("The shapes of the two sides agree only after transposing one of them; the layout in force is {layout}.",),
        "If the other convention is meant, say so: `<!-- derivcheck: layout denominator -->` (or numerator).",
    ),
    "D204": Words(
        "The conclusion does not follow",
        ("At the counterexample `{premise}` holds, but `{conclusion}` does not.", "{undefined}."),
        "Look for a division by something that may be zero, a lost sign or a missing assumption.",
    ),
    "D205": Words(
        "Not an equivalence",
        ("`{conclusion}` can hold where `{premise}` fails.", "{undefined}."),
        "Where only one direction is meant, write \\implies instead of \\iff.",
    ),
    "D206": Words(
        "The two sides are never both defined",
        (
            "Under the assumptions of this derivation the {side} side is defined nowhere.",
            "Under the assumptions of this derivation, {both} are never defined at once.",
        ),
        "Check the assumptions: they leave no value for which the step makes sense.",
    ),
    "D207": Words(
        "The other layout",
        ("The two sides agree once one of them is transposed; the layout in force is {layout}.",),
        "If the other convention is meant, say so: `<!-- derivcheck: layout denominator -->` (or numerator).",
    ),
    "D211": Words(
        "The expansions differ",
        ("At the counterexample one coefficient is {left} on the left side and {right} on the right side.",),
        "Compare the derivatives at the point, and the order up to which the terms are written.",
    ),
    "D212": Words(
        "Not proportional",
        ("The ratio of the two sides depends on {names}: at the counterexample it changes by the factor {left}.",),
        "Look for a factor that was dropped though it depends on the variable.",
    ),
    "D213": Words(
        "Not the same maximisers",
        (
            "At the counterexample the objective is {left} at one of two places and {right} at the other.",
            "The order of the two is the wrong one.",
        ),
        "Look for a lost sign, max in the place of min, a factor or a summand that depends on the variable.",
    ),
    "D214": Words(
        "More than a constant apart",
        ("The difference of the two sides depends on {names}: it goes from {left} to {right} at the counterexample.",),
        "Look for a summand that was dropped though it depends on the variable.",
    ),
    "D215": Words(
        "A posterior without its evidence",
        ("The right side is the likelihood times the prior, whose integral is the evidence and not 1.",),
        "Divide by the evidence, or write `\\propto`.",
    ),
    "D216": Words(
        "An integral that diverges",
        ("One side is infinite wherever it was tried: its integral diverges.",),
        "Look at the integrand far out, or near the end where it grows: often a sign in an exponent is lost.",
    ),
    "D301": Words(
        "Not proved",
        ("Both sides agreed to {digits} digits at {points} points, but no proof was found.",),
        "A step in between often helps.",
    ),
    "D302": Words(
        "Not proved within the budget",
        ("A proof would need {what}.",),
        "Split the step, or assume what narrows the cases down.",
    ),
    "D303": Words(
        "Nowhere to test it",
        ("No values were found at which both sides are defined.",),
        "Declare where the variables live, for example `$x > 0$`.",
    ),
    "D304": Words(
        "Cannot be evaluated yet",
        ("It contains {what}, which cannot be evaluated yet.",),
        "The rest of the derivation is checked all the same.",
    ),
    "D305": Words(
        "The premise could not be satisfied",
        ("No values were found at which the premise holds, so there is nothing to test.",),
        "Check the premise and the assumptions against each other.",
    ),
    "D306": Words(
        "Inferred shapes clash",
        ("Found in `{piece}`: {found}, to judge by its use.", "Needed: {expected}."),
        "Declare the shapes, for example `$X \\in \\mathbb{R}^{n \\times d}$`.",
    ),
    "D307": Words(
        "Time limit reached",
        ("The step took longer than its {seconds} seconds.",),
        "Raise the limit with --timeout, or split the step.",
    ),
    "D308": Words(
        "Inequality not proved",
        ("It held at all {points} points where it was tried, but no rule proves it.",),
        "A step in between that names the inequality used (Jensen, Cauchy–Schwarz, …) often helps.",
    ),
    "D309": Words(
        "It depends on what the symbols are",
        ("Nothing says what its symbols are, and the answers differ: {readings}.",),
        "Say what they are, for example `$A, B \\in \\mathbb{R}^{n \\times n}$` or `$a, b \\in \\mathbb{R}$`.",
    ),
    "D321": Words(
        "May rest on something else in the document",
        (
            "It does not hold for all values, but what is said in line {line} may bind {names}.",
            "It does not hold for all values of {lone}, but it may be what says what that is.",
        ),
        "Say in words what is given (let, define, where, assume); then the step is decided.",
    ),
    "D322": Words(
        "Fails only for other than positive values",
        ("It holds or could not be refuted for positive {names}; nothing was found that says which values are meant.",),
        "Declare where the symbols live, for example `$x > 0$` or `$x \\in \\mathbb{R}$`.",
    ),
    "D323": Words(
        "It matters what is not understood",
        ("`{piece}` is not understood, and the step does not follow whatever it means.",),
        "The rest of the derivation is checked all the same.",
    ),
    "D324": Words(
        "Holds if inputs say nothing of parameters",
        ("It holds if {names} are independent, which nothing here says.",),
        "Say so, for example `$p(\\theta \\mid x) = p(\\theta)$`; then the step is proved.",
    ),
    "D325": Words(
        "Two meanings",
        ("This would introduce `{name}`, but it does not go together with what line {line} says.",),
        "Give one of the two another name, or mend the one that is wrong.",
    ),
    "D326": Words(
        "Holds if a matrix is made of the vectors beside it",
        ("It holds if the {how} of `{matrix}` are the members of `{family}`, which nothing here says.",),
        "Say so, for example `Let the rows of $X$ be $x_1^\\top, \\dots, x_n^\\top$`; then the step is proved.",
    ),
    "D327": Words(
        "The density does not integrate to 1",
        ("The formula for the density of `{variable}` does not integrate to 1 over its range.",),
        "Look for a lost constant, or say over which values the density is meant.",
    ),
    "D328": Words(
        "It rests on a line that does not hold",
        ("It would follow with what is said in line {line}, which is refuted.",),
        "Mend that line first; if it is a condition, say so in words before it: `Suppose that …`.",
    ),
    "D329": Words(
        "Holds for symmetric matrices",
        ("It holds if {conditions}, as of a covariance; nothing here says so.",),
        "Say so, for example `Let $A$ be symmetric`; then the step is proved.",
    ),
    "D401": Words(
        "Not understood",
        ("Found {found} where {expected} was expected.",),
        "If this is no formula to be checked, put `<!-- derivcheck: skip -->` before it.",
    ),
    "D402": Words(
        "Unknown command",
        ("The command {command} is not known.",),
        "Define it with \\newcommand in the document, or write it with known commands.",
    ),
    "D403": Words(
        "Brackets do not match",
        ("The bracket {bracket} has no partner.",),
        "Close or open it; half-open intervals are understood after \\in.",
    ),
    "D404": Words(
        "Ambiguous notation",
        ("This can be read as {readings}, and it matters which.",),
        "Write parentheses or a multiplication sign.",
    ),
    "D405": Words(
        "Shape unknown",
        ("The shape of `{symbol}` is needed here and cannot be inferred.",),
        "Declare it in the text, for example `$A \\in \\mathbb{R}^{n \\times n}$`.",
    ),
    "D406": Words(
        "Notation not supported yet",
        ("{notation} is not supported yet.",),
        "The rest of the derivation is checked all the same.",
    ),
    "D407": Words(
        "Nested too deeply",
        ("The formula is nested deeper than {depth} levels.",),
        "Give a name to a part of it.",
    ),
    "D408": Words(
        "A definition was not understood",
        ("It uses {name}, whose definition or declaration was not understood.",),
        "Look at the note on that definition.",
    ),
    "D409": Words(
        "Dots not understood",
        ("The pattern behind the dots is not clear.",),
        "Write a sum or product with an index, or show one more term.",
    ),
    "D410": Words(
        "Operands do not fit",
        ("{operation} needs {expected}, but found {found}.",),
        "Declare what the symbols are.",
    ),
    "D501": Words(
        "Not closed", ("{what} is not closed.",), "The text up to it was read; close it to have the rest read."
    ),
    "D502": Words("Macro does not end", ("The macro {macro} expands without end, or too far.",)),
    "D503": Words("Not a text file", ("The file could not be read as UTF-8 text: {reason}.",)),
    "D504": Words("File too large", ("The file has {size}; at most {limit} are read.",)),
    "D505": Words(
        "Directive not understood",
        ("Found {found} where {expected} was expected.",),
        "The verbs are let, define, assume, skip, expect, ignore, layout, off and on.",
    ),
    "D506": Words(
        "No documents", ("There are no .md, .markdown, .mdx, .qmd, .tex, .rst or .ipynb files in this folder.",)
    ),
    "D507": Words("No such file or folder", ("There is no such file or folder.",)),
    "D508": Words("Not a notebook", ("The file could not be read as a Jupyter notebook.",)),
    "D509": Words(
        "Expectation not met",
        ("Expected {expected}, found {found}.",),
        "Change the step, or the directive that says what to expect of it.",
    ),
    "D510": Words(
        "Declaration not understood",
        ("The declaration `{formula}` was not understood and is ignored.",),
        "Only steps that use it are affected.",
    ),
    "D511": Words(
        "Setting not understood",
        (
            "There is no setting `{name}`.",
            "Did you mean `{similar}`?",
            "`{key}` takes {expected}.",
            "The file could not be read: {reason}.",
        ),
        "The settings are listed in docs/configuration.md.",
    ),
    "D512": Words(
        "Suppression not needed",
        ("There is no {codes} to ignore here.", "The baseline knows of `{step}`, which is not found any more."),
        "Take it away, so that it cannot hide anything else.",
    ),
    "D901": Words(
        "Internal disagreement",
        (
            "A proof was found, but the independent test does not confirm it.",
            "This is a fault of derivcheck; please report it.",
        ),
    ),
    "D902": Words(
        "A witness disagrees",
        ("derivcheck says {verdict}, but {witness} contradicts it.", "One of the two is wrong; please report it."),
    ),
    "D903": Words(
        "Internal error",
        ("A fault of derivcheck ({fault}) ended the check here.", "Please report it; everything else is checked."),
    ),
}


def message(code: str, facts: Mapping[str, str]) -> str:
    """The one line that is said under ``code``, made from what is known; it never fails for a fact that is missing."""
    words = WORDS.get(code)
    if words is None:
        return f"Code {code}."
    said = [sentence for sentence in words.sentences if _fact_names(sentence) <= {key for key in facts if facts[key]}]
    readable = {name: _INFERRED_SIZE.sub("?", fact) for name, fact in facts.items()}
    text = " ".join(sentence.format_map(readable) for sentence in said) or f"{words.title}."
    return " ".join(text.split())


def condition(holds_if: Sequence[str]) -> str:
    """The sentence that names the assumptions under which a refuted step is true."""
    return f"It holds if {' and '.join(f'`{latex}`' for latex in holds_if)}."


def title(code: str) -> str:
    """The heading under which a code is reported."""
    return WORDS[code].title if code in WORDS else code


def hint(code: str) -> str | None:
    """One piece of advice for a code, if there is any."""
    return WORDS[code].hint if code in WORDS else None


def _fact_names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


class _Explanations(Mapping[str, str]):
    """The long text of every code, read from its file when it is asked for."""

    def __getitem__(self, code: str) -> str:
        if code not in WORDS:
            raise KeyError(code)
        return (_EXPLANATIONS / f"{code}.md").read_text(encoding="utf-8")

    def __iter__(self) -> Iterator[str]:
        return iter(WORDS)

    def __len__(self) -> int:
        return len(WORDS)


EXPLANATIONS: Mapping[str, str] = _Explanations()
