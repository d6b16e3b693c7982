r"""Laws given other variables, as models state them: ``\theta \sim \mathrm{Beta}(a, b)``, ``x \mid \theta \sim …``.

Where formulas are about densities, and no averages are taken, each law says by a formula what a density is:
``p(\theta) = \mathrm{Beta}(\theta; a, b)`` and ``p(x \mid \theta) = \mathrm{Bin}(x; n, \theta)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

from derivcheck.documents import Formula, Fragment, Item, Statement, Words, cut_statement, statements_in
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.distributions import NAMES, bound, distribution
from derivcheck.reading.chance.laws import parse_law
from derivcheck.reading.chance.simplex import FAMILIES
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Clash, Elaborator
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.families import adopt_family
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.definitions import define
from derivcheck.reading.prose.lists import comma_parts
from derivcheck.reading.prose.parameters import SIGN_OF_VALUES, letters
from derivcheck.terms.nodes import Symbol
from derivcheck.terms.scope import Declaration, Domain

BAR = re.compile(r"\\(?:mid|vert|lvert|given)(?![A-Za-z])|\|")
AVERAGE = re.compile(r"\\math(?:bb|rm|sf|cal)\{(?:E|Var|V|Cov|P)\}|\\operatorname\{(?:E|Var|Cov)\}|\\Pr|\bP\s*\(")
DENSITY = re.compile(r"(?<![A-Za-z\\])p\s*(?:\\left\s*)?\(")
LISTED = re.compile(
    r"(?P<base>\\?[A-Za-z]+)_(?:1|\{1\})\s*,\s*\\[lc]?dots[cbo]?\s*,\s*(?P<again>\\?[A-Za-z]+)_(?P<last>[A-Za-z]|\{[A-Za-z]\})"
)
LETTER = "p"
GIVEN = re.compile(r"\b(?:given|conditional(?:ly)? on)\s*$", re.IGNORECASE)
MEMBER = re.compile(r"(?P<base>\\?[A-Za-z]+)_\{?(?P<index>[A-Za-z])\}?")
LETTER_ALONE = re.compile(r"\\?[A-Za-z]+")


def notice_hierarchies(items: Iterable[Item], context: Context) -> None:
    """Looks ahead for laws given other variables; the densities that they speak of are given by formulas."""
    items = list(items)
    statements = list(statements_in(items))
    texts = [side.text for statement in statements for side in statement.sides]
    laws = [statement for statement in statements if _is_law(statement)]
    parents = _parents(laws, items)
    plain = [(law.sides[0], *law.sides[1:]) for law in laws if _behind(law, parents)]
    laws += [statement for statement in statements if lists_given(statement)]
    given = [BAR.split(law.sides[0].text, maxsplit=1) for law in laws if BAR.search(law.sides[0].text)]
    given += [[variable.text, *parents] for variable, _ in plain]
    if not given or any(map(AVERAGE.search, texts)) or not any(map(DENSITY.search, texts)):
        return
    names = {part.text for sides in given for side in sides for part in comma_parts(Fragment.plain(side))}
    if LETTER in names or context.is_function(LETTER) is False:
        return
    context.hierarchy.update(names)
    context.parents.update(parents if plain else ())
    context.given.add(LETTER)


def _parents(laws: Iterable[Statement], items: Iterable[Item]) -> set[str]:
    r"""The variables that have laws of their own, and what words say to be given: "``k \sim …`` given ``\theta``"."""
    found = {law.sides[0].text.strip() for law in laws}
    before = ""
    for item in items:
        if isinstance(item, Formula) and GIVEN.search(before):
            found.update(match[0] for match in (LETTER_ALONE.match(item.fragment.text.strip()),) if match)
        before = item.text if isinstance(item, Words) else ""
    return {name for name in found if LETTER_ALONE.fullmatch(name)}


def _behind(law: Statement, parents: set[str]) -> list[str]:
    """The variables that are parameters of a law which does not say what it is given."""
    if BAR.search(law.sides[0].text):
        return []
    try:
        node = parse(law.sides[1].text, lambda _: True)
    except Unread:
        return []
    arguments = node.arguments if isinstance(node, s.Call) else ()
    names = dict.fromkeys(name for argument in arguments for name in letters(argument))
    return [name for name in names if name in parents and name != law.sides[0].text.strip()]


def state_given(statement: Statement, context: Context, *, independent: bool = False) -> bool:
    """Takes a law of a hierarchy for the formula of a density; whether the statement is one that was understood.

    Of ``independent`` variables with this law, the density of all is the product of those of each.
    """
    law = _law_of(statement, context)
    try:
        if law is not None and (independent or not law.listed):
            if law.listed and (family := adopt_family(context, law.variable.removesuffix("_i"), 1)) is not None:
                context.guessed.discard(family.symbol.name)
            for equation in law.equations():
                define(equation, context, backwards=False)
            if independent and not law.listed:
                for equation in _of_all(law, context):
                    define(equation, context, backwards=False)
            _declare(law, context)
            return True
    except Unread:
        pass
    if BAR.search(statement.sides[0].text):
        # Of a model that is not understood as a whole, no density is any function of its variables.
        context.given.discard(LETTER)
    return False


def _of_all(law: _Law, context: Context) -> Iterator[Statement]:
    """What the density of all members of a family is, of which the law of one was said."""
    member = MEMBER.fullmatch(law.variable)
    known = context.symbols.get(member["base"]) if member is not None else None
    if member is None or known is None or len(known.symbol.shape) != 1 or not law.behind:
        return
    size = known.symbol.shape[0]
    if not isinstance(size, Symbol) or known.symbol.name not in context.symbols or "?" in size.name:
        return
    base, index = member["base"], member["index"]
    one = f"{LETTER}({law.variable}{law.behind})"
    for joint in (rf"{base}_1, \dots, {base}_{{{size.name}}}", f"{base}_{{1:{size.name}}}", base):
        text = rf"{LETTER}({joint}{law.behind}) = \prod_{{{index}=1}}^{{{size.name}}} {one}"
        equation = cut_statement(Fragment.plain(text))
        if equation is not None:
            yield equation


def lists_given(statement: Statement) -> bool:
    r"""Whether a formula only lists variables given others, ``x_1, \dots, x_n \mid \theta``; words tell the law."""
    left, *behind = BAR.split(statement.sides[0].text, maxsplit=1)
    return not statement.relations and bool(behind) and LISTED.fullmatch(left.strip()) is not None


def _declare(law: _Law, context: Context) -> None:
    """A variable of a hierarchy is a number that lies where its law puts it, and so are the parameters."""
    family = canonical(law.law.function) or ""
    sign = SIGN_OF_VALUES.get(family)
    upper = Fraction(1) if NAMES.get(family) == "beta" else None
    if LETTER_ALONE.fullmatch(law.variable) and _is_new(law.variable, context):
        traits = frozenset() if sign is None else frozenset({sign})
        symbol = Symbol(law.variable)
        domain = Domain.BINARY if NAMES.get(family) == "bernoulli" else Domain.REAL
        context.declare(Declaration(symbol, domain, traits, upper=upper, source="a variable of the model"))
    for name in (name for part in law.law.arguments for name in letters(part)):
        if LETTER_ALONE.fullmatch(name) and _is_new(name, context) and family not in FAMILIES:
            context.declare(Declaration(Symbol(name), source="a parameter of a distribution"))
    with suppress(Unread, Clash):
        known = distribution(Elaborator(context), law.law)
        if known is not None:
            bound(known, context)


def _is_new(name: str, context: Context) -> bool:
    return context.declared(name) is None and name not in context.definitions


def _is_law(statement: Statement) -> bool:
    return statement.symbols == [r"\sim"]


def _law_of(statement: Statement, context: Context) -> _Law | None:
    """What a statement says of a variable of a hierarchy; None where it is about other things."""
    left, right = (side.text.strip() for side in statement.sides)
    variable, bar, behind = left, "", ""
    found = BAR.search(left)
    if found is not None:
        variable, bar, behind = left[: found.start()].strip(), r" \mid ", left[found.end() :].strip()
    if LETTER not in context.given or not (bar or variable in context.hierarchy):
        return None
    if not bar and (parents := _behind(statement, context.parents)):
        bar, behind = r" \mid ", ", ".join(parents)
    try:
        law = parse_law(right, context)
    except Unread:
        return None
    if not isinstance(law, s.Call) or canonical(law.function) not in (NAMES.keys() | FAMILIES.keys()):
        return None
    if "dots" not in variable:
        return _Law(variable, bar + behind, right, law)
    listed = LISTED.fullmatch(variable)
    if listed is None or listed["base"] != listed["again"]:
        return None
    return _Law(rf"{listed['base']}_i", bar + behind, right, law, variable, listed["last"].strip("{}"))


@dataclass(frozen=True, slots=True)
class _Law:
    """The law of a ``variable`` given what stands ``behind`` it, or of one member of those that are ``listed``."""

    variable: str
    behind: str
    text: str
    law: s.Call
    listed: str = ""
    count: str = ""

    def equations(self) -> Iterator[Statement]:
        """What the density of the variable is, and that of all that are listed."""
        one = f"{LETTER}({self.variable}{self.behind})"
        texts = [f"{one} = " + self.text.replace("(", f"({self.variable}; ", 1)]
        if self.listed:
            texts.append(rf"{LETTER}({self.listed}{self.behind}) = \prod_{{i=1}}^{{{self.count}}} {one}")
        for text in texts:
            equation = cut_statement(Fragment.plain(text))
            if equation is not None:
                yield equation
