r"""Equations that a text sets, as in "setting the derivative to zero", and what it concludes from them.

That :math:`f'(x) = 2x - 2 = 0` says nothing of all x: its last step is a condition, which holds from there on. What the
next displays conclude from it, as :math:`x = 1`, is judged as what the condition implies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from derivcheck.checking.agreement import agreed
from derivcheck.checking.charity.atoms import CONSTANTS, atoms
from derivcheck.checking.charity.sayings import head
from derivcheck.checking.memory.recall import placed
from derivcheck.checking.outcome import Ground, whole
from derivcheck.checking.steps import check_chain
from derivcheck.documents import (
    Chain,
    Formula,
    Fragment,
    Item,
    LineStarts,
    Relation,
    Statement,
    Words,
    cut_statements,
    place,
)
from derivcheck.documents.sides import join
from derivcheck.reading import syntax as s
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.demanding import (
    DERIVATIVE,
    HIGHER,
    NAMED_BEFORE,
    SCRIPT,
    SETS,
    SETS_NEXT,
    SETS_THAT,
    SOLUTION,
    ZERO,
    is_condition_on_itself,
)
from derivcheck.reading.prose.hedges import IN_CASES, REJECTS
from derivcheck.reading.prose.leading import spoken
from derivcheck.reading.prose.quantified import GENERALLY, spoken_of_all
from derivcheck.report.words import message
from derivcheck.results import Step, Verdict

MOST = 3
"""How many conditions a text is taken to have in mind."""

PAIR = 2
MULTIPLES = ("", "-", "2", "-2")
"""What a condition is divided by that is brought to another form."""

NUMBER = re.compile(r"-?\d+(?:/\d+|\.\d+)?")
VALUES = (s.Call, s.Diff, s.Nabla, s.Primes, s.Differential, s.Operator, s.At, s.Evaluated)


@dataclass(frozen=True, slots=True)
class Demand:
    """An equation that a text sets; it stands in a ``line``, and is what the derivative ``of`` comes to."""

    statement: Statement
    line: str
    of: str = ""

    @property
    def text(self) -> str:
        """All that is set."""
        return whole(self.statement).text if self.statement.whole is None else self.statement.whole.text


@dataclass(slots=True)
class Demands:
    """The equations that are set where the text is now; ``latest`` says whether the last chain belonged to them."""

    known: list[Demand] = field(default_factory=list)
    latest: bool = False
    row: Demand | None = None
    derivatives: list[Demand] = field(default_factory=list)
    """What the last chains found a derivative to be, each as set to zero."""

    def begin_display(self, leading: Sequence[Item], starts: LineStarts) -> None:
        """What the words before a display set, or leave behind; no row goes on from a row of the display before."""
        self.row = None
        said = spoken(leading)
        if _speaks_of_all(said, self.known):
            self.known, self.latest = [], False
        if REJECTS.search(said):
            return
        found = [self._worked_out(demand) for demand in _set_in_words(leading, starts)]
        that = SETS_THAT.search(said)
        if that is not None and not NAMED_BEFORE.search(said[: that.end("one")]):
            above = self.derivatives[-1:] if that["one"] else self.derivatives
            found += [_at(demand, that["value"] or "0") for demand in above]
        if found:
            self.known = [*(self.known if self.latest else []), *found][-MOST:]
            self.latest = True

    def hear(self, chain: Chain, steps: list[Step], said: str, ground: Ground) -> list[Step]:
        """The steps, the one that sets something to zero an assumption of what follows."""
        position = self._position(chain, steps, said, ground)
        if position is not None and not SETS.search(said) and _is_never_zero(chain, steps[position], ground):
            position = None
        self.row = _row(chain, steps)
        self._note_derivative(chain, steps)
        if position is None:
            self.latest = self.latest and all(step.verdict is Verdict.PROVED or step.code == "D110" for step in steps)
            return steps
        statement = chain.statements[0]
        pair = Statement(statement.sides[position : position + 2], statement.relations[position : position + 1])
        demand = Demand(pair, steps[position].place.line_in_words, statement.sides[0].text if position else "")
        self.known = [*(self.known if self.latest else []), demand][-MOST:]
        self.latest = True
        set_to_zero = replace(
            steps[position],
            verdict=Verdict.DEFINED,
            code="D111",
            message=message("D111", {}),
            counterexample=None,
            suggestion=None,
        )
        return [
            *steps[:position],
            set_to_zero,
            *(self._beyond(chain, step, demand, ground) for step in steps[1:][position:]),
        ]

    @staticmethod
    def _beyond(chain: Chain, step: Step, demand: Demand, ground: Ground) -> Step:
        """The step behind the zero of ``f'(x) = 0 = 2x - 2``, which says what the derivative is for all x."""
        first, _, last = chain.statements[0].sides
        pair = Statement((first, last), chain.statements[0].relations[1:])
        fresh = replace(ground, context=ground.context.copy(), advised=False)
        found = check_chain(Chain((pair,), (), chain.fragment, chain.conditions), fresh)[0]
        return _given(step, found, demand) if found.verdict is Verdict.PROVED else placed(step, found)

    def _note_derivative(self, chain: Chain, steps: Sequence[Step]) -> None:
        """Keeps what a chain says that a first derivative is."""
        *_, last = sides = chain.statements[0].sides
        first = sides[0].text
        if chain.connectives or not DERIVATIVE.match(first) or HIGHER.search(first) or ZERO.fullmatch(last.text):
            return
        if steps[-1].relation == "=" and steps[-1].verdict is not Verdict.REFUTED:
            pair = Statement((last, Fragment.plain("0")), chain.statements[0].relations[-1:])
            demand = Demand(pair, steps[-1].place.line_in_words, first)
            self.derivatives = [*self.derivatives, demand][-MOST:]

    def _worked_out(self, demand: Demand) -> Demand:
        """A derivative that words set to zero, as a chain above worked it out."""
        name = demand.statement.sides[0].text.replace(" ", "")
        return next((each for each in reversed(self.derivatives) if each.of.replace(" ", "") == name), demand)

    def _position(self, chain: Chain, steps: Sequence[Step], said: str, ground: Ground) -> int | None:
        """Which step of a chain sets something to zero, or is set by words; what holds for all values is not."""
        statement = chain.statements[0]
        if chain.connectives or len(statement.relations) != len(steps) or statement.relations[-1].symbol != "=":
            return None
        if is_condition_on_itself(statement, said, ground.context):
            return 0 if steps[0].verdict is not Verdict.PROVED and steps[0].expected is None else None
        first, last = statement.sides[0], statement.sides[-1]
        if len(steps) == 2 and ZERO.fullmatch(statement.sides[1].text) and DERIVATIVE.match(first.text):
            is_set = SETS.search(said) and steps[0].relation == "=" and steps[0].expected is None
            return 0 if is_set and steps[0].verdict is not Verdict.PROVED else None
        is_last = ZERO.fullmatch(last.text) and (SETS.search(said) or DERIVATIVE.match(first.text))
        is_first = ZERO.fullmatch(first.text) and len(steps) == 1 and (SETS.search(said) or self.latest)
        if not (is_last or is_first) or steps[-1].verdict is Verdict.PROVED or steps[-1].expected is not None:
            return None
        return len(steps) - 1

    def concluded(self, chain: Chain, steps: list[Step], grounds: Sequence[Ground]) -> list[Step]:
        """The steps, each judged by what it follows from; ``grounds`` are those before the chain."""
        if not self or chain.connectives or len(chain.statements[0].relations) != len(steps):
            return steps
        return [self._judged(chain, step, position, grounds) for position, step in enumerate(steps)]

    def _judged(self, chain: Chain, step: Step, position: int, grounds: Sequence[Ground]) -> Step:
        statement = chain.statements[0]
        pair = Statement(statement.sides[position : position + 2], statement.relations[position : position + 1])
        if not _is_open(step) or _has_a_value(pair.sides[0], grounds[0]):
            return step
        for demand in self._premises():
            meant = _in_words_of(demand, pair)
            if demand != self.row and _is_identity(meant, demand) and not _is_rearranged(meant, demand, chain, grounds):
                continue
            found = _implied(demand, meant, chain, grounds)
            if found.verdict is Verdict.PROVED:
                return _given(step, found, demand)
            if position or found.verdict is not Verdict.REFUTED:
                continue
            if demand == self._strongest() and self._solves(meant, demand):
                return replace(placed(step, found), evidence={**found.evidence, "uses": _lines(demand)})
        return step

    def _premises(self) -> list[Demand]:
        """What a text may conclude from: each condition, the row above, and all conditions together."""
        together = [_joined(self.known)] if len(self.known) > 1 else []
        row = [] if self.row is None or self.row in self.known else [self.row]
        return [*reversed(self.known), *row, *together]

    def _strongest(self) -> Demand:
        """What refutes a conclusion where it contradicts that."""
        return self._premises()[-1]

    def __bool__(self) -> bool:
        """Whether there is anything to conclude from."""
        return bool(self.known or self.row)

    def _solves(self, pair: Statement, demand: Demand) -> bool:
        """Whether an equation says what an unknown of the condition is, by nothing but what stands there."""
        unknown, there = head(pair.sides[0].text), atoms(demand.text)
        if unknown is None or unknown not in there or not atoms(pair.sides[1].text) <= (there | CONSTANTS) - {unknown}:
            return False
        # Rows may be a system of equations, unless they have one unknown.
        return there == {unknown} or (self.latest and demand != self.row)


def _at(demand: Demand, value: str) -> Demand:
    """The condition that what is set to zero has another value."""
    statement = demand.statement
    return replace(demand, statement=replace(statement, sides=(statement.sides[0], Fragment.plain(value))))


def _set_in_words(leading: Sequence[Item], starts: LineStarts) -> Iterator[Demand]:
    """The inline formulas that words set to zero, as in "setting $f'(x) = 0$"."""
    for words, formula in pairwise(leading):
        if isinstance(words, Words) and isinstance(formula, Formula) and SETS_NEXT.search(words.text):
            statements = cut_statements(formula.fragment)
            *_, last = statements[0].sides
            if (
                len(statements) == 1
                and ZERO.fullmatch(last.text)
                and statements[0].relations[-1:]
                and (statements[0].relations[-1].symbol == "=")
            ):
                pair = Statement(statements[0].sides[-2:], statements[0].relations[-1:])
                yield Demand(pair, place(starts, formula.fragment.span).line_in_words)


def _is_never_zero(chain: Chain, step: Step, ground: Ground) -> bool:
    """Whether what is 0 at the end of a chain is another number for all values: then it is a claim, and wrong."""
    statement = chain.statements[0]
    value = None if step.counterexample is None else step.counterexample.left
    if step.verdict is not Verdict.REFUTED or not isinstance(value, str) or not NUMBER.fullmatch(value):
        return False
    if not any(ZERO.fullmatch(side.text) for side in statement.sides):
        return False
    number = Fragment.plain(f"({value})")
    claim = Statement((statement.sides[-2], number), statement.relations[-1:])
    fresh = replace(ground, context=ground.context.copy(), advised=False, witness=False)
    found = check_chain(Chain((claim,), (), whole(claim)), fresh)
    return value != "0" and all(each.verdict is Verdict.PROVED for each in found)


def _speaks_of_all(said: str, known: Sequence[Demand]) -> bool:
    """Whether words speak of all values of what conditions are set on, and not of those that meet them."""
    there = atoms(SCRIPT.sub(" ", " ".join(demand.text for demand in known)))
    leaves = GENERALLY.search(said) is not None
    return leaves or any(atoms(SCRIPT.sub(" ", text)) & there for text in spoken_of_all(said))


def _joined(demands: Sequence[Demand]) -> Demand:
    """Several conditions as one, which holds where all of them do."""
    parts = [whole(demand.statement) for demand in demands]
    between = [Fragment.plain(r" \text{ and } ")] * len(parts)
    together = join([piece for pair in zip(parts, between, strict=True) for piece in pair][:-1])
    statement = replace(demands[0].statement, whole=together)
    return Demand(statement, ", ".join(dict.fromkeys(demand.line for demand in demands)))


def _lines(demand: Demand) -> list[str]:
    return [f"line {line}" for line in demand.line.split(", ")]


def _row(chain: Chain, steps: Sequence[Step]) -> Demand | None:
    """A row that the next row of its display may follow from: a single equation."""
    statement = chain.statements[0]
    if chain.connectives or chain.conditions or len(steps) != 1 or steps[0].relation != "=" or steps[0].code == "D110":
        return None
    if IN_CASES.search(steps[0].reason or ""):
        return None
    return Demand(Statement(statement.sides, statement.relations), steps[0].place.line_in_words)


def _is_open(step: Step) -> bool:
    """Whether it is still to be seen if a step holds: what is only named may be what solves an equation."""
    open_ones = (Verdict.REFUTED, Verdict.UNPROVED)
    return step.relation == "=" and step.expected is None and (step.verdict in open_ones or step.code == "D110")


def _is_identity(pair: Statement, demand: Demand) -> bool:
    """Whether an equation has the unknown on both sides: it was meant for all values, as an expansion is."""
    left, right = pair.sides
    there = atoms(demand.text)
    unknown = atoms(demand.of) & there if demand.of else there
    return head(left.text) is None and len(unknown) == 1 and unknown <= atoms(left.text) & atoms(right.text)


def _is_rearranged(pair: Statement, demand: Demand, chain: Chain, grounds: Sequence[Ground]) -> bool:
    """Whether an equation is the condition itself, brought to another form and perhaps divided by a number."""
    if len(demand.statement.sides) != PAIR or demand.statement.whole is not None:
        return False
    mine, other = (
        rf"\left({left.text}\right) - \left({right.text}\right)" for left, right in (pair.sides, demand.statement.sides)
    )
    for factor in MULTIPLES:
        sides = (Fragment.plain(rf"{factor} \left({mine}\right)"), Fragment.plain(other))
        claim = Chain((Statement(sides, pair.relations),), (), chain.fragment)
        found = [check_chain(claim, replace(g, context=g.context.copy(), advised=False, shown=False)) for g in grounds]
        same = agreed(found)[0]
        if same.verdict is Verdict.PROVED:
            # Of numbers, an expansion with a slip may be a multiple of the condition as well.
            return same.left.is_of_array
    return False


def _implied(demand: Demand, pair: Statement, chain: Chain, grounds: Sequence[Ground]) -> Step:
    implies = Relation(r"\implies", pair.relations[0].fragment)
    joined = Chain((demand.statement, pair), (implies,), chain.fragment, chain.conditions)
    return agreed([check_chain(joined, replace(g, context=g.context.copy(), advised=False)) for g in grounds])[-1]


def _has_a_value(side: Fragment, ground: Ground) -> bool:
    """Whether a side is a function or a derivative somewhere: what it is at the unknown says nothing of the others."""
    try:
        node = parse(side.text, ground.context.is_function)
    except Unread:
        return True
    return any(isinstance(part, VALUES) for part in s.walk(node))


def _in_words_of(demand: Demand, pair: Statement) -> Statement:
    r"""An equation about ``\hat{p}`` or ``p^*``, as one about the p of the condition that it solves."""
    there = atoms(demand.text)

    def bare(match: re.Match[str]) -> str:
        name = (match["under"] or match["base"] or match["star"]).strip()
        if match["star"] and match[0] in demand.text:
            return match[0]
        return f" {name} " if atoms(name) <= there and not atoms(match[0]) - atoms(name) & there else match[0]

    sides = tuple(Fragment.plain(SOLUTION.sub(bare, side.text)) for side in pair.sides)
    return replace(pair, sides=sides) if sides[0].text != pair.sides[0].text else pair


def _given(step: Step, found: Step, demand: Demand) -> Step:
    evidence = {**found.evidence, "uses": _lines(demand)}
    text = message("D109", {"lines": demand.line})
    return replace(placed(step, found), code="D109", message=text, evidence=evidence)
