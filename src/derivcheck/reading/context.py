"""What the names in a formula mean: the scope as the reader builds it up, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction

from derivcheck.documents import Fragment
from derivcheck.reading import syntax as s
from derivcheck.reading.kinds.typing import Typing, shape_of
from derivcheck.reading.names import (
    AVERAGE_OF,
    DEVIATION,
    EXPECTED,
    FUNCTION_LETTERS,
    PROBABILITY,
    SPECIAL_LETTERS,
    VARIANCE,
    WELL_KNOWN,
)
from derivcheck.reading.parsing.canonical import undotted
from derivcheck.reading.records import Message, Outcome, Stages, Supposition
from derivcheck.terms.chance import OMEGA, Chance
from derivcheck.terms.definitions import arriving_names
from derivcheck.terms.families import Law
from derivcheck.terms.nodes import Call, Shape, Symbol, Term, free_symbols, walk
from derivcheck.terms.processes import Process
from derivcheck.terms.recurrences import Recurrence
from derivcheck.terms.scope import Bending, Claim, Declaration, Definition, Domain, Scope, Trait
from derivcheck.terms.sizes import Sizes


@dataclass(slots=True)
class Context:
    """The names in force; copied for an inner heading, changed only while a scope is read."""

    # What names are.
    symbols: dict[str, Declaration] = field(default_factory=dict)
    definitions: dict[str, Definition] = field(default_factory=dict)
    parts: dict[str, Definition] = field(default_factory=dict)
    """What members of decompositions are, which count only where nothing else is said of their names."""
    assumptions: list[Claim] = field(default_factory=list)
    inherited: set[str] = field(default_factory=set)
    """The symbols of outer sections, which a section that declares them anew takes nothing over from."""
    suppositions: list[Supposition] = field(default_factory=list)
    """What sentences suppose that may end, the latest last."""
    laws: dict[str, Law] = field(default_factory=dict)
    labelled: dict[str, s.Call] = field(default_factory=dict)
    """The distributions that have a letter, as ``P: X ∼ …`` says."""
    bracketed: tuple[str, s.Call] | None = None
    """The variable and the distribution under which the last average in angle brackets was taken."""
    following: set[str] = field(default_factory=set)
    """What a formula says to be distributed somehow, as it is written: X of ``X ∼ p``."""
    chance: Chance = field(default_factory=Chance)
    typing: Typing = field(default_factory=Typing)
    guessed: set[str] = field(default_factory=set)
    """The symbols that formulas alone declare, by how they use them."""
    sizes: Sizes = field(default_factory=Sizes)

    # What functions are: their values, their arguments, and what they do.
    functions: dict[tuple[str, int], Definition] = field(default_factory=dict)
    unknown_functions: dict[str, int] = field(default_factory=dict)
    declared_functions: set[str] = field(default_factory=set)
    scalar_functions: set[str] = field(default_factory=set)
    value_shapes: dict[str, Shape] = field(default_factory=dict)
    argument_shapes: dict[str, Shape] = field(default_factory=dict)
    values_of_functions: list[Claim] = field(default_factory=list)
    positive_functions: set[str] = field(default_factory=set)
    bending: dict[str, Bending] = field(default_factory=dict)
    smooth: set[str] = field(default_factory=set)
    inverses: dict[str, str] = field(default_factory=dict)
    operators: set[str] = field(default_factory=set)
    factors: set[str] = field(default_factory=set)
    """Letters that stand before brackets as factors."""

    # What depends on what: the arguments that functions are written with or said to have, and what is held fixed.
    arguments: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The variables of unknown functions of several, in the order in which a formula writes them."""
    slopes: set[tuple[str, str]] = field(default_factory=set)
    """The names whose derivatives a section writes, with the variables of these."""
    applied: set[str] = field(default_factory=set)
    """Letters that are written right before a lone letter in brackets: nobody writes products like that."""
    written_at: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What names are written at, as in ``g(x)``; nothing where that differs from place to place."""
    depends_on: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What words say that names depend on."""
    depends: dict[str, frozenset[Symbol]] = field(default_factory=dict)
    """By what variables undeclared names are differentiated."""
    data: set[str] = field(default_factory=set)
    """What is observed, and stays where a model that it was written by varies."""

    # Densities and the variables that they speak of.
    densities: set[str] = field(default_factory=set)
    named_densities: dict[str, str] = field(default_factory=dict)
    """What words call densities of which no formula is known, as "uniform"."""
    density_families: dict[str, Term] = field(default_factory=dict)
    density_definitions: dict[str, Definition] = field(default_factory=dict)
    signatures: dict[str, frozenset[str]] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    calculated: set[str] = field(default_factory=set)
    """Variables that the formulas of densities calculate with: numbers, each in a range that the text says."""
    valued: set[str] = field(default_factory=set)
    """Capitals in probabilities that stand for any value of theirs."""
    continuous: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)
    """Letters of densities of which formulas say what they are."""
    given_names: set[str] = field(default_factory=set)
    """The functions that these were made."""
    hierarchy: set[str] = field(default_factory=set)
    """Variables of a model that states laws given others, and of whose densities formulas speak."""
    parameters: set[str] = field(default_factory=set)
    """Names behind the bars of densities that are no outcomes."""
    given_data: set[str] = field(default_factory=set)
    """What averages are taken given."""
    described_given: set[str] = field(default_factory=set)
    """The random variables of which the moments given data are stated."""
    parents: set[str] = field(default_factory=set)
    """Those that other laws are given where they are among their parameters."""
    integrated: set[str] = field(default_factory=set)
    """Variables over which a section integrates."""
    speaks_of_densities: bool = False
    """Whether words call something a density, whose entropy may be negative."""
    entropies: dict[Term, tuple[str, ...]] = field(default_factory=dict)
    """The sums of p log p as which entropies were read, with the outcomes that they are of."""

    # Families, their members, and what counts them.
    families: set[str] = field(default_factory=set)
    from_zero: set[str] = field(default_factory=set)
    """Those whose members are counted from 0."""
    sequences: set[str] = field(default_factory=set)
    sequenced: dict[tuple[str, str], Fraction] = field(default_factory=dict)
    """The sequences that densities are of, and the number of their first member."""
    structure_is_open: bool = False
    """Whether words tell of conditional independence, and nothing yet says of what."""
    processes: dict[str, Process] = field(default_factory=dict)
    """What the members of sequences depend on, by the densities of which that is known."""
    messages: dict[str, Message] = field(default_factory=dict)
    """Names that stand for densities of processes, at whatever members."""
    recurrences: dict[str, Recurrence] = field(default_factory=dict)
    recurrent: set[str] = field(default_factory=set)
    counters: set[str] = field(default_factory=set)
    counted: set[str] = field(default_factory=set)
    """Letters that are natural numbers since they bound a sum."""
    lengths: set[str] = field(default_factory=set)
    """Letters that are sizes of arrays, though before brackets they are densities or functions."""
    numbered: set[str] = field(default_factory=set)
    stages: dict[str, Stages] = field(default_factory=dict)
    """The sequences of which members such as x_{t-1} are variables of their own."""
    moving: set[str] = field(default_factory=set)
    """Those of them that are random since averages are taken of their members."""
    ragged: dict[str, int] = field(default_factory=dict)
    passing: set[str] = field(default_factory=set)
    """The free indices of the last chain, which nobody declared."""
    sets: set[str] = field(default_factory=set)
    spaces: set[str] = field(default_factory=set)
    """Sets of points that words call convex."""

    # What is not known, or not yet: names whose meaning was not understood, or that the text will say later.
    not_understood: dict[str, str] = field(default_factory=dict)
    unclear: dict[str, str] = field(default_factory=dict)
    extremisers: dict[str, Fragment] = field(default_factory=dict)
    own_notations: dict[str, str] = field(default_factory=dict)
    restatements: list[tuple[str, Claim, Context]] = field(default_factory=list)
    upcoming: set[str] = field(default_factory=set)
    called: set[str] = field(default_factory=set)
    """Functions that some sentence defines."""

    # How the author writes.
    layout: str = "numerator"
    gradient_is_row: bool = False
    moves: bool = False
    """Whether what is defined by a variable moves with it beyond doubt."""
    arithmetic: str = ""
    """What says that sums and products are not those of real numbers."""
    totals: str = ""
    """What words before a display say to sum to one, where it is not understood what does."""
    logarithm: str = ""
    bases: set[str] = field(default_factory=set)
    """Letters that stand for bases of logarithms."""
    written_logarithms: frozenset[str] = frozenset()
    limits: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Where a document says that variables go."""
    generating: set[str] = field(default_factory=set)
    """The kinds of generating functions that a text speaks of."""
    moments: set[str] = field(default_factory=set)
    """The letters E and V where a text says with them what the moments of something are."""
    counts_uniform: bool = False
    """Whether uniform distributions are those on integers."""
    counts_categories: bool = True
    """Whether the values of categorical variables are 1, 2, and so on."""
    speaks_of_gamma: bool = False
    """Whether formulas use Γ, so that letters for functions akin to it mean these."""
    rough: bool = False
    """Whether a document speaks of functions that may have no derivatives."""
    signs: dict[str, Trait] = field(default_factory=dict)

    def copy(self) -> Context:
        """A context that can grow without changing this one; inferred sizes stay shared."""
        grown = replace(self)
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, (dict, set, list)):
                setattr(grown, each.name, value.copy())
        # What an outer section says later is not waited for in an inner one.
        grown.upcoming = set()
        return grown

    def note_signature(self, density: str, signature: str) -> None:
        """Adds a way in which a density is written, as p(x|z)."""
        self.signatures[density] = self.signatures.get(density, frozenset()) | {signature}

    def declare(self, declaration: Declaration) -> None:
        """Adds or replaces what is known of a symbol; a declaration hides an older definition of the name."""
        name = declaration.symbol.name
        self.upcoming.discard(name)
        self.passing.discard(name)
        self.unclear.pop(name, None)
        self.extremisers.pop(name, None)
        self.guessed.discard(name)
        known = self.symbols.get(name)
        if known != declaration:
            # Said once more, it takes nothing back.
            self.chance = self.chance.without(name)
        if known is None or known.symbol.shape != declaration.symbol.shape:
            self.from_zero.discard(name)
        self.symbols[name] = declaration
        self.laws.pop(name, None)
        outcome = self.outcomes.get(name)
        if outcome is not None and declaration.size is not None:
            self.sizes.known[f"|{name}|"] = declaration.size
            self.outcomes[name] = replace(outcome, size=declaration.size)
        self.definitions.pop(name, None)
        self.not_understood.pop(name, None)

    def define(self, definition: Definition) -> None:
        """Adds a definition; it hides older meanings of the name."""
        before = self.definitions.get(definition.name)
        # A sentence that is read again says the same of its names, whatever was inferred of them meanwhile.
        if before is not None and before.source != definition.source:
            self.forget_uses(definition.name)
        if self.extremisers.pop(definition.name, None) is not None:
            self.unclear.pop(definition.name, None)
        self.not_understood.pop(definition.name, None)
        self.guessed.discard(definition.name)
        self.from_zero.discard(definition.name)
        self.upcoming.discard(definition.name)
        self.chance = self.chance.without(definition.name)
        self.laws.pop(definition.name, None)
        if definition.parameters:
            key = definition.name, len(definition.parameters)
            known = self.functions.get(key)
            if known and known.source != definition.source and known.at(definition.parameters) != definition.body:
                self._forget_calls(definition.name)
            self.functions[key] = definition
        else:
            self.definitions[definition.name] = definition

    def _forget_calls(self, name: str) -> None:
        """Drops what was defined by an older meaning of a function, which is unfolded in it."""
        called = re.compile(rf"(?<![A-Za-z\\]){re.escape(name)}\s*(?:\\left\s*)?[(']")
        for known, definition in list(self.definitions.items()):
            if called.search(definition.source):
                del self.definitions[known]
                self.not_understood[known] = definition.source
        for key, definition in list(self.functions.items()):
            if key[0] != name and called.search(definition.source):
                del self.functions[key]
                self.not_understood[key[0]] = definition.source

    def assign(self, name: str, said: str) -> None:
        """Gives a name another value from here on, which is not looked at."""
        self.forget_uses(name)
        if self.definitions.pop(name, None) is not None:
            self.not_understood[name] = said

    def forget_functions(self, names: Iterable[str]) -> bool:
        """Drops the formulas of functions; whether there were any."""
        found = [known for known in self.functions if known[0] in set(names)]
        for known in found:
            del self.functions[known]
        return bool(found)

    def is_used(self, name: str) -> bool:
        """Whether a definition speaks of a name."""
        return any(symbol.name == name for each in self.definitions.values() for symbol in free_symbols(each.body))

    def forget_uses(self, name: str) -> None:
        """Drops what was defined by an older meaning of a name."""
        for known, definition in list(self.definitions.items()):
            uses = known != name and any(symbol.name == name for symbol in free_symbols(definition.body))
            # What is forgotten may have been what others were forgotten for.
            if uses and self.definitions.pop(known, None) is not None:
                self.not_understood[known] = definition.source
                self.forget_uses(known)

    def declared(self, name: str) -> Symbol | None:
        """A symbol that the author declared."""
        return self.symbols[name].symbol if name in self.symbols and name not in self.guessed else None

    def rests_on_guesses(self, names: Iterable[str | None]) -> bool:
        """Whether what some of the names are was inferred, or that of a name in their definitions."""
        waiting, seen = list(names), set[str]()
        while waiting:
            name = waiting.pop()
            if name is None or name in seen:
                continue
            seen.add(name)
            declaration = self.symbols.get(name)
            # An index is a number whatever it counts.
            if declaration is not None and name in self.guessed and declaration.domain is not Domain.INDEX:
                return True
            if self.is_guess(name):
                return True
            if name in self.definitions:
                waiting += [symbol.name for symbol in free_symbols(self.definitions[name].body)]
            for (known, _), definition in self.functions.items():
                if known == name:
                    inside = free_symbols(definition.body) - set(definition.parameters)
                    waiting += [symbol.name for symbol in inside]
        return False

    def adopt(self, name: str) -> Declaration | None:
        """What is known of a symbol: as declared, or as the formulas of its section use it."""
        kind = self.typing.names.get(name)
        if kind is None and name in self.numbered and (name.rpartition("_{")[0], 1) in self.typing.elements:
            kind = self.typing.elements[name.rpartition("_{")[0], 1]
        if kind is not None and name not in self.symbols and name not in self.definitions and name not in self.upcoming:
            self.symbols[name] = Declaration(Symbol(name, shape_of(kind, self.sizes)))
            self.guessed.add(name)
        return self.symbols.get(name)

    def make_outcome(self, name: str, *, measured: bool = False) -> None:
        """Declares a variable of densities; an index that is declared keeps its range."""
        known = self.outcomes.get(name)
        if known is not None:
            self.outcomes[name] = Outcome(name, known.size, known.measured or measured)
            if measured and not known.measured:
                self._weigh_tables(name)
            return
        declaration = self.symbols.get(name)
        size = declaration.size if declaration is not None and declaration.domain is Domain.INDEX else None
        if size is None:
            size = Symbol(f"|{name}|")
            self.symbols.setdefault(size.name, Declaration(size, Domain.NATURAL))
        self.outcomes[name] = Outcome(name, size, measured)

    def _weigh_tables(self, name: str) -> None:
        """Densities of one variable that were met before it was integrated over sum to 1 with the cells' weights."""
        for key, declared in self.symbols.items():
            _, bracket, arguments = key.partition("(")
            if bracket and declared.normalised == (0,) and arguments.rstrip(")").partition("|")[0] == name:
                self.symbols[key] = replace(declared, weights=f"w:{name}")

    def forget_indices(self) -> None:
        """Drops the free indices of the chain before, which nobody declared: the next chain may reuse their letters."""
        for name in self.passing:
            self.symbols.pop(name, None)
        self.passing.clear()

    def add_traits(self, name: str, *traits: Trait, source: str = "") -> None:
        """Records properties of a symbol that is declared already, or declares it as a real number."""
        known = self.symbols.get(name) or Declaration(Symbol(name))
        said = ", ".join(part for part in (known.source, source) if part)
        self.symbols[name] = replace(known, traits=known.traits | frozenset(traits), source=said)

    @property
    def bodies(self) -> dict[str, Term]:
        """What each defined name stands for."""
        return {name: definition.body for name, definition in self.definitions.items()}

    def explained_functions(self) -> set[str]:
        """The functions that are declared, or that an assumption speaks of."""
        sides = (side for claim in self.assumptions for side in (claim.left, claim.right))
        assumed = {part.function for side in sides for part in walk(side) if isinstance(part, Call)}
        return self.declared_functions | assumed

    def unknown(self, name: str, arguments: tuple[Term, ...]) -> Call:
        """The value of an unknown function."""
        return Call(name, arguments, (0,) * len(arguments), self.value_shape(name))

    def value_shape(self, name: str) -> Shape:
        """The shape of the values of an unknown function, as declared or as the formulas of its section use it."""
        if name not in self.value_shapes and name in self.typing.values:
            self.value_shapes[name] = shape_of(self.typing.values[name], self.sizes)
        return self.sizes.resolve(self.value_shapes.get(name, ()))

    def is_guess(self, name: str) -> bool:
        """Whether a symbol is what it is by convention alone: nothing in the text says anything of it."""
        known = self.symbols.get(name)
        return known is not None and known == Declaration(known.symbol)

    def law_labelled(self, name: str) -> s.Call | None:
        """The distribution that has a small letter, or of which it is the density since the capital is its letter."""
        return (self.labelled.get(name) or self.labelled.get(name.upper())) if name.islower() else None

    def is_told(self, name: str) -> bool:
        """Whether the text says what a name is."""
        return name in self.definitions or (name in self.symbols and not self.is_guess(name))

    def is_function(self, name: str) -> bool | None:
        """Whether brackets after ``name`` hold arguments: True, False, or None where nothing is known."""
        sign, bracket, averaged = name.partition("(")
        if bracket and sign in AVERAGE_OF:
            is_meant = not self.is_told(sign) and sign not in self.unclear and not self.is_function(sign)
            return is_meant and (sign == EXPECTED or sign in self.moments) and self._is_random(averaged)
        if (
            name in self.unknown_functions
            or name in self.densities
            or name in self.given
            or name.partition("_{")[0] in self.messages
            or (self.law_labelled(name) is not None and name not in self.symbols)
            or any(name in (family, *(f"{family}_{{{k}}}" for k in "ijkl")) for family in self.density_families)
            or any(known == name for known, _ in self.functions)
        ):
            return True
        if name in self.symbols or name in self.definitions:
            return False
        if self.is_special(name):
            return True
        if name in PROBABILITY and self.chance.variables and name not in self.factors:
            return True
        dotted = undotted(name)
        if name in WELL_KNOWN or (dotted is not None and self.is_function(dotted[0])):
            return True
        return None

    def _is_random(self, letter: str) -> bool:
        """Whether a letter names a random variable, several by their indices, or what is made of one."""
        known = self.chance.variables
        made_of = arriving_names(Symbol(letter), self.bodies) if letter in self.definitions else set()
        is_made = not made_of.isdisjoint(known)
        return letter in known or is_made or any(name.startswith(f"{letter}_") for name in known)

    def is_special(self, name: str, count: int | None = None) -> bool:
        """Whether a letter stands for a special function, here of so many arguments."""
        known = SPECIAL_LETTERS.get(name)
        return self.speaks_of_gamma and known is not None and count in (None, known) and name not in self.not_understood

    def is_called(self, name: str) -> bool | None:
        """The same, where a letter of which nothing is known is one by which functions go, as f before brackets."""
        known = self.is_function(name)
        if known is not None:
            return known
        if name == VARIANCE:
            letter = name.partition("^")[0]
            is_applied = letter in self.applied or letter in self.written_at
            return None if is_applied or self.is_function(letter) else False
        if name in self.factors - self.written_at.keys():
            if name == DEVIATION:
                return not self.is_told(VARIANCE)
            # A member that is a factor is none of a family of functions.
            return False if "_" in name else None
        if name in self.applied:
            return True
        return True if name in FUNCTION_LETTERS or (len(name) > 1 and name.isalpha()) else None

    def scope(self) -> Scope:
        """What the engine needs to know of this context, with inferred sizes filled in."""
        declarations = {name: self._resolved(d) for name, d in self.symbols.items()}
        for outcome in self.outcomes.values():
            symbol = Symbol(outcome.name)
            declarations[outcome.name] = Declaration(symbol, Domain.INDEX, size=self.sizes.find(outcome.size))
        declarations.update(self.settled_chance().declarations(declarations))
        signs = frozenset(self.positive_functions)
        return Scope(declarations, tuple(self.assumptions), signs, dict(self.bending), dict(self.inverses))

    def is_density_table(self, symbol: str) -> bool:
        """Whether a symbol holds the numbers of a density."""
        name, bracket, _ = symbol.partition("(")
        return bool(bracket) and name in self.densities and OMEGA not in symbol

    def settled_chance(self) -> Chance:
        """What is random, with inferred sizes filled in."""
        if not self.chance.variables:
            return self.chance
        found = {
            name: replace(
                v,
                symbol=Symbol(name, self.sizes.resolve(v.symbol.shape)),
                cells=None if v.cells is None else self.sizes.resolve((v.cells,))[0],
            )
            for name, v in self.chance.variables.items()
        }
        return replace(self.chance, variables=found).in_one_space()

    def _resolved(self, declaration: Declaration) -> Declaration:
        symbol = declaration.symbol
        if declaration.size is not None:
            declaration = replace(declaration, size=self.sizes.find(declaration.size))
        if not symbol.shape:
            return declaration
        shape = self.sizes.resolve(symbol.shape)
        return declaration if shape == symbol.shape else replace(declaration, symbol=Symbol(symbol.name, shape))
