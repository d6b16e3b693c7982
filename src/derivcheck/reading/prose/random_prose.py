"""What prose says of random variables: which they are, what is independent, which moments they have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from derivcheck.documents import Fragment, Statement, cut_statement
from derivcheck.reading.chance.continuous import gives_density, is_continuous
from derivcheck.reading.chance.distributions import names_law
from derivcheck.reading.chance.events import is_event
from derivcheck.reading.chance.random_moments import declares_moment, doubt, have_densities
from derivcheck.reading.chance.random_variables import CAPITAL, PARAMETERS, declare_random, plain_name
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.stages import CHANCE, family_of_stage
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.parsing.spellings import LAW
from derivcheck.reading.prose.announced_laws import announce
from derivcheck.reading.prose.declarations import bare_names, declare_members, declare_real_families
from derivcheck.reading.prose.definitions import define, is_average
from derivcheck.reading.prose.hedges import ALTERED, CONTRARY, DEPENDENT, HEDGED, SUPPOSED, UNRELIABLE, UNSURE
from derivcheck.reading.prose.hierarchies import lists_given, state_given
from derivcheck.reading.prose.independence_in_prose import (
    IDENTICAL,
    IID,
    IS_OF,
    OF,
    RANDOM,
    UNCORRELATED,
    family_of_member,
    leave_untied,
    make_independent,
    make_uncorrelated,
    state_independence,
    states_covariance,
)
from derivcheck.reading.prose.lists import comma_parts
from derivcheck.reading.prose.parametrised import as_read
from derivcheck.reading.prose.random_names import (
    events,
    has_entries,
    is_counted,
    is_made_of_variables,
    is_noticed_event,
    is_signed,
    note,
    state_distribution,
    with_random_entries,
)
from derivcheck.reading.prose.random_values import (
    INTRODUCED,
    LAWFUL,
    UNIFORM,
    VALUES,
    as_membership,
    has_values,
    takes_values,
    uniform_law,
)
from derivcheck.reading.prose.random_words import (
    ALL_INDEPENDENT,
    BINARY,
    DENSE,
    DENSITY_NAME,
    DISTRIBUTION,
    DRAWN,
    ENTRIES,
    ENTRIES_OF,
    EVENTS,
    GENERAL,
    INDEPENDENCE,
    LETS,
    LINEAR,
    MOMENT,
    MOMENTS,
    NAMED_DENSITY,
    OTHER_VALUES,
    PART,
    PRONOUN,
    TWO_VALUES,
    WORDED,
)
from derivcheck.reading.prose.stated_densities import BEFORE, GIVEN, drop_law, state_density
from derivcheck.reading.prose.stated_probabilities import state_exclusive, states_probability
from derivcheck.terms.nodes import Symbol
from derivcheck.terms.scope import Declaration, Domain

NO_VARIABLE = re.compile(r"\b(?:constants?|normali[sz]\w*|terms?|factors?|parameters?|coefficients?)\b", re.IGNORECASE)
"""Words of what is independent of others as it does not depend on them."""
HAS = re.compile(r"\s*,?\s*(?:which )?(?:has|have|with|having|of)\b", re.IGNORECASE)
COUNTS = frozenset({Domain.INDEX, Domain.NATURAL, Domain.INTEGER})


def is_of_chance(statement: Statement) -> bool:
    """Whether a statement speaks of averages, or says how something is distributed."""
    return r"\sim" in statement.symbols or any(CHANCE.search(side.text) for side in statement.sides)


class RandomSentence:
    """What one sentence says of chance; what is left over in the end casts doubt on every random variable."""

    def __init__(self, words: str, formulas: Sequence[Fragment] = (), pattern: str = "") -> None:
        self.pattern = pattern
        self.has_averages = any(CHANCE.search(formula.text) for formula in formulas)
        self.formulas = formulas
        self.words = words = IID.sub("iid", words)
        self.independence = 0 if DEPENDENT.search(words) or LINEAR.search(words) else len(INDEPENDENCE.findall(words))
        self.is_hedged = bool(INDEPENDENCE.search(words) and (HEDGED.search(words) or UNRELIABLE.search(words)))
        self.moments = sum("finite" not in found.group() for found in MOMENTS.finditer(words))
        self.distribution = DISTRIBUTION.search(words)
        self.speaks = bool(RANDOM.search(words))
        self.subject: list[str] = []
        self.last: Fragment | None = None
        self.named: list[str] = []
        self.is_spoken_of = False
        self.is_of_entries = False

    def read(self, statement: Statement, context: Context, before: str, said: str) -> list[str] | None:
        """The random names in a statement, or none where it says something of them; None if it is about other things.

        ``said`` is the clause around the statement, ``before`` the words right before it.
        """
        if RANDOM.search(said):
            statement = as_membership(statement)
        symbols = statement.symbols
        if not symbols and self._is_of_another(statement, context, before, said):
            return []
        if symbols == [r"\sim"]:
            self.distribution = None
            return self._law(statement, context)
        supposed = SUPPOSED.search(before) is not None
        if declares_moment(statement, context.copy() if supposed else context):
            self.moments -= len(symbols)
            if supposed:
                doubt("moments that are only supposed", context)
            return []
        if states_covariance(statement, context, supposed=supposed) or states_probability(
            statement, context, before, self.words
        ):
            return []
        if self._notes_moment(statement, context, before):
            return None if symbols else []
        if self._has_formula(statement, context, before):
            define(statement, context, backwards=False)
            return []
        self._note_spread(statement, context)
        valued = self._valued(statement, context, before) if symbols else self._plain(statement, context, before, said)
        if valued is not None:
            return valued
        self.is_of_entries = bool(ENTRIES_OF.search(before)) or (self.is_of_entries and before.strip() in ("and", ","))
        return self._random(statement, context, before, said) if symbols in ([], [r"\in"]) else None

    @staticmethod
    def _note_spread(statement: Statement, context: Context) -> None:
        """Takes note that something is said of the density of a variable that has one."""
        if statement.symbols and gives_density(statement, context):
            said_so = f'what is said of "{statement.sides[0].text.strip()}"'
            context.chance = replace(context.chance, spread=said_so)

    def _has_formula(self, statement: Statement, context: Context, before: str) -> bool:
        """Whether a formula is the density of the one variable that words speak of; then it is noted."""
        subject = bare_names(self.last, context) if self.last is not None else self.subject
        stated = statement.symbols in (["="], [":="]) and len(subject) == 1 and BEFORE.search(before)
        if not stated or not self.is_sure() or GIVEN.search(self.words):
            return False
        if not state_density(statement, self.words, self.formulas, subject[0], context):
            drop_law(subject[0], context)
            return False
        self.distribution = None
        return True

    def _random(self, statement: Statement, context: Context, before: str, said: str) -> list[str] | None:
        """The names in a statement, or of its entries, if they are called random."""
        if self.is_of_entries:
            return with_random_entries(statement, context) if self._about_entries(said) else None
        if not self._draws(statement, context, said):
            return None
        values = (
            TWO_VALUES if BINARY.search(said) and not (UNSURE.search(said) or OTHER_VALUES.search(self.words)) else ""
        )
        names = self._variables(statement, context, vectors="vector" in said, values=values)
        if LETS.search(before):
            # What the section before said of an X is not said of the one that "let X be" introduces.
            leave_untied(names, context)
        return names

    def _notes_moment(self, statement: Statement, context: Context, before: str) -> bool:
        """Whether a formula behind a word such as "mean" is that moment, perhaps with its sign; then it is noted."""
        moment = MOMENT.search(before)
        if moment is not None and statement.symbols == ["="] and is_average(statement.sides[1], context):
            # "The mean μ = E(X)" defines a name.
            self.moments -= 1
            return False
        if moment is not None and not self.subject and self.independence and HAS.match(before):
            # What is independent of others is random, and so has moments.
            self.subject = [n for n in self.named if context.declared(n) is None and n not in context.definitions]
            for name in self.subject:
                declare_random(context, name)
        if moment is None or not self.subject or (statement.relations and not is_signed(statement)):
            return False
        if self.last is not None and is_made_of_variables(self.last, context):
            doubt("moments of what is made of random variables", context)
            return not statement.relations
        self.moments -= 1
        for name in self.subject:
            note(moment[1].lower(), name, statement.sides[0].text, context)
        return True

    def _valued(self, statement: Statement, context: Context, before: str) -> list[str] | None:
        """Random names of which a formula says where their values lie, if the words around it say that it holds."""
        if INTRODUCED.search(before) and not (UNSURE.search(self.words) or CONTRARY.search(self.words)):
            return has_values(statement, context)
        trial = context.copy()
        if has_values(statement, trial) is None:
            return None
        doubt("the values that random variables may take", context)
        return []

    def _plain(self, statement: Statement, context: Context, before: str, said: str) -> list[str] | None:
        """What a formula without a relation names: a set of values, or events."""
        if UNIFORM.fullmatch(before) and self._is_uniform(statement, context):
            return []
        if LAWFUL.fullmatch(IID.sub("iid", before)) and self._follows(statement, context):
            return []
        if NAMED_DENSITY.search(before) and DENSITY_NAME.fullmatch(statement.sides[0].text):
            if len(DISTRIBUTION.findall(self.words)) == 1:
                self.distribution = None
            return []
        self.last = statement.sides[0]
        if context.hierarchy and lists_given(statement):
            return []
        if self.is_spoken_of and VALUES.search(before):
            doubtful = UNSURE.search(before) is not None
            if doubtful or not takes_values(self.subject, statement.sides[0].text, context):
                doubt("the values that random variables take", context)
            return []
        if RANDOM.search(said):
            return None
        if EVENTS.search(said) or is_noticed_event(statement.sides[0], context):
            return events(statement.sides[0], context)
        return [] if self._is_event(statement, context) else None

    def _is_uniform(self, statement: Statement, context: Context) -> bool:
        """Whether a formula is the interval that words say a single variable is uniform on; then it is."""
        names = self.subject or (bare_names(self.last, context) if self.last is not None else [])
        law = uniform_law(names[0], statement.sides[0].text) if len(names) == 1 else None
        if law is None or not self.is_sure():
            return False
        self.distribution = None
        return bool(state_distribution(law, context))

    def _law(self, statement: Statement, context: Context) -> list[str] | None:
        """The names of which a formula says how they are distributed, if nothing else is said of that."""
        altered = ALTERED.search(self.words) or LAW in context.own_notations
        law = None if altered else as_read(statement, self.pattern, self.formulas)
        if law is None:
            doubt("a distribution that is not the named one", context)
            return []
        return [] if self._is_given(law, context) else state_distribution(law, context) or None

    def _is_given(self, statement: Statement, context: Context) -> bool:
        """Whether a law is that of a hierarchy, of which formulas say what the densities are."""
        # "Given θ" takes nothing back where the law is one given θ.
        independent = bool(self.independence) and not UNRELIABLE.search(self.words)
        understood = state_given(statement, context, independent=independent)
        if understood and independent and "dots" in statement.sides[0].text:
            self.independence -= 1
        return understood

    def _follows(self, statement: Statement, context: Context) -> bool:
        r"""Whether a formula is the law of the variables before it: "be independent ``\mathrm{Exp}(\lambda)``"."""
        names, law = self.last, statement.sides[0].text
        if names is None or not names_law(law, context):
            return False
        stated = cut_statement(Fragment.plain(rf"{names.text} \sim {law}"))
        if stated is None or not self.is_sure():
            return False
        self.distribution = None
        return self._is_given(stated, context) or bool(state_distribution(stated, context))

    def _draws(self, statement: Statement, context: Context, said: str) -> bool:
        """Whether names are called random, or told to be independent as only random variables are."""
        if RANDOM.search(said):
            return True
        if CAPITAL.fullmatch(statement.sides[0].text.strip()) and DENSE.search(said):
            return True
        if not self.independence or not DRAWN.search(said):
            return False
        names = [part.text for part in comma_parts(statement.sides[0]) if "dots" not in part.text]
        known = any(context.declared(n) or n in context.definitions or n in context.outcomes for n in names)
        return bool(IDENTICAL.search(said)) or not known

    def _about_entries(self, said: str) -> bool:
        """Whether a clause calls the entries of its vectors independent."""
        return self.is_of_entries and self.independence > 0 and ALL_INDEPENDENT.search(said) is not None

    @staticmethod
    def _variables(statement: Statement, context: Context, *, vectors: bool, values: str) -> list[str]:
        """The names in a statement that prose calls random, with the ``values`` that it says; dots make a family."""
        left = statement.sides[0]
        listed = "dots" in left.text
        if statement.relations:
            names = declare_members(statement, context)
        elif listed:
            names = declare_real_families(comma_parts(left), context, left.text)
        elif listed := is_counted(left, context):
            every = cut_statement(Fragment.plain(rf"{left.text} \in \mathbb{{R}}"))
            names = [] if every is None else declare_members(every, context)
        else:
            names = bare_names(left, context)
        for name in names:
            if vectors and name not in context.symbols:
                context.declare(Declaration(Symbol(name, (context.sizes.new(),))))
            known = context.chance.variables.get(name)
            counts = name in context.symbols and context.symbols[name].domain in COUNTS and not CAPITAL.match(name)
            if (known is None or known.noticed) and not counts:
                declare_random(context, name, listed=listed and name not in context.numbered)
            values = statement.sides[-1].text if statement.relations else values
            if values and name in context.chance.variables and not takes_values([name], values, context):
                doubt("the values that random variables take", context)
        return names

    @staticmethod
    def _is_event(statement: Statement, context: Context) -> bool:
        """Whether a formula is an event made of others, for which the prose only has a word."""
        try:
            return is_event(parse(statement.sides[0].text, context.is_function), context)
        except Unread:
            return False

    def end_group(self, names: list[str], words: tuple[str, str, str], context: Context) -> None:
        """What is said of the names in a group of formulas, which end here.

        ``words`` are those before the group, the clause around it, and those behind it.
        """
        before, said, after = words
        names = [family_of_member(name, context) for name in names]
        after = IID.sub("iid", after)
        if self.independence and not self.is_hedged and ENTRIES.match(after) and has_entries(names, context):
            for name in names:
                declare_random(context, name, listed=True)
            make_independent(names, context, identical=bool(IDENTICAL.search(after)))
            self.independence -= 1
        elif not self.is_hedged and self._about_entries(said) and has_entries(names, context):
            make_independent(names, context, identical=bool(IDENTICAL.search(said)))
            self.independence -= 1
        if not self.is_hedged and (OF.search(before) or not PART.search(before)):
            self.independence -= state_independence(names, self.subject, before, said, context)
        self.named = names or self.named
        random = [name for name in names if name in context.chance.variables]
        self.is_spoken_of = bool(random) and random == names
        if self.is_spoken_of and state_exclusive(random, said, context):
            self.distribution = None
        if self.is_spoken_of:
            self.subject = random
            self.speaks = True
            if is_continuous(self.words):
                have_densities(random, context)
            context.chance = replace(context.chance, subject=tuple(random))
            self._note_worded(f"{said} {after}", random, context)

    def _is_of_another(self, statement: Statement, context: Context, before: str, said: str) -> bool:
        """Whether a formula names what the names right before it are independent of; what follows is said of these."""
        if self.is_hedged or not self.independence or not IS_OF.fullmatch(before):
            return False
        names = [family_of_member(name, context) for name in bare_names(statement.sides[0], context)]
        subject = self._named_before(names, context)
        if not subject or not state_independence(names, subject, before, said, context):
            return False
        self.independence -= 1
        self.subject = subject
        self.speaks = True
        return True

    def _named_before(self, names: list[str], context: Context) -> list[str]:
        """The names right before those that they are independent of, where all this is about chance."""
        both = [*self.named, *names]
        known = any(n in context.chance.variables or family_of_stage(n, context) in context.moving for n in both)
        plain = any(plain_name(n) in PARAMETERS for n in both) or NO_VARIABLE.search(self.words)
        said = known or ((self.moments or self.has_averages) and not plain)
        return [name for name in self.named if name not in names] if said else []

    def _note_worded(self, words: str, names: list[str], context: Context) -> None:
        """The moments that words give each of some variables."""
        for pattern, moment, value in WORDED:
            found = pattern.search(words)
            if found is not None:
                self.moments -= 1
                for name in names:
                    note(moment, name, value or found["value"], context)

    def is_sure(self) -> bool:
        """Whether the sentence says what holds, without reserve."""
        return not any(doubts.search(self.words) for doubts in (UNSURE, CONTRARY, UNRELIABLE))

    def settle(self, laws: int, independent: int) -> None:
        """Takes what words say of distributions and moments for understood, where there are laws."""
        if laws:
            self.distribution = None
            self.moments = 0
        self.independence -= independent

    def end(self, context: Context, understood: int) -> None:
        """Casts doubt where something was not understood; ``understood`` is how often independence was, elsewhere."""
        self.independence -= understood
        if self.words.strip():
            context.chance = replace(context.chance, announced=None)
        before = context.chance
        subject = list(before.subject)
        if (
            self.independence == 1
            and subject
            and not self.is_hedged
            and PRONOUN.match(self.words)
            and not UNSURE.search(self.words)
        ):
            said = make_uncorrelated if UNCORRELATED.search(self.words) else make_independent
            said(subject, context, identical=bool(IDENTICAL.search(self.words)))
        elif self.independence > 0:
            context.chance = replace(context.chance, vague=True)
        if self.speaks and self.distribution is not None:
            spread = [found.group() for found in DISTRIBUTION.finditer(self.words) if not GENERAL.match(found.group())]
            if spread:
                context.chance = replace(context.chance, spread=f'what is said with the words "{spread[0]}"')
            doubt(f'what is said with the words "{self.distribution.group()}"', context)
            announce(self.subject, self.words, before, context)
        elif self.speaks and self.moments > 0:
            doubt("moments that were not understood", context)
