"""Infers the kinds of the undeclared names of a section from all its formulas and words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from derivcheck.documents import Directive, Display, Formula, Fragment, Item, Statement, Verb, Words, cut_statements
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.given_densities import notice_given
from derivcheck.reading.chance.multivariate import NAMES as NORMAL
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.kinds.choice import plausible, with_vectors
from derivcheck.reading.kinds.formulas import FormulaKinds, is_number
from derivcheck.reading.kinds.names import Names, is_bold
from derivcheck.reading.kinds.network import ANY, COLUMN, EQUAL, MATRIX, SCALAR, SPREAD
from derivcheck.reading.kinds.scripts import INDEX_LETTERS
from derivcheck.reading.kinds.typing import Typing
from derivcheck.reading.kinds.wording import spoken
from derivcheck.reading.notation.sets import read_set
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse_relation
from derivcheck.reading.prose.definitions import head_of
from derivcheck.reading.prose.dependence import notice_calls
from derivcheck.reading.prose.function_declarations import FUNCTION_TYPE
from derivcheck.reading.prose.hierarchies import notice_hierarchies
from derivcheck.reading.prose.lists import comma_parts
from derivcheck.reading.prose.sentences import sentences
from derivcheck.reading.prose.spoken_sizes import is_column, sized
from derivcheck.reading.syntax import walk
from derivcheck.terms.nodes import ZERO
from derivcheck.terms.scope import Domain

EQUATIONS = frozenset({"=", ":=", "=:", r"\approx", r"\ne", r"\equiv", r"\doteq", r"\simeq"})
LAW = r"\sim"
ORDERED = frozenset({"<", ">", r"\le", r"\ge"})
DEFINITE = frozenset({r"\succ", r"\succeq", r"\prec", r"\preceq"})
# Without any of these a section is about numbers alone: nothing is inferred.
SIGNS = re.compile(
    r"\\top|\\intercal|\\mathsf|\^\s*\{?\s*T|\\math(?:bf|rm\{T|rm\{t)|\\boldsymbol|\\bm|\\vec|\\nabla|\\\||\\lVert|\\Vert|"
    r"softmax|diag|_\s*\{?\s*[ijkl](?![a-z])|\\det|(?<!\\)[A-Z]|\\(?:Sigma|Lambda|Gamma|Phi|Psi|Omega|Theta|Delta|Xi|Pi)(?![A-Za-z])"
)

WORDS = re.compile(r"\b(?:matri(?:x|ces)|tensors?)\b", re.IGNORECASE)


def typings(items: list[Item], context: Context) -> list[Typing]:
    """The plausible typings of what a section leaves undeclared, the most general one first."""
    notice_given(items, context)
    notice_hierarchies(items, context)
    notice_calls(items, context)
    section = _Section(items, context)
    if not section.speaks_of_arrays():
        return [Typing()]
    names, split = section.gather_apart()
    found = plausible(names)
    if any(kind == MATRIX and not is_bold(name) and name not in names.said for name, kind in found[0].names.items()):
        found += with_vectors(found[0], section.gather(vectors=True, split=split))
    return found


class _Section:
    """The formulas and sentences of a section, gathered into one network."""

    def __init__(self, items: list[Item], context: Context) -> None:
        self.items = items
        self.context = context
        self.inline = [s for item in items for s in _inline(item)]
        self.displayed = [
            statement
            for item in items
            if isinstance(item, Display)
            for chain in item.chains
            for statement in chain.statements
        ]
        self.functions: set[str] = set()
        self.defined: set[tuple[str, int]] = set()
        """The functions that equations have given so far, with how many arguments they take."""
        self.contradictions: list[frozenset[str]] = []
        """The names in what contradicts the rest."""
        self.names = Names(context)
        self.formulas = FormulaKinds(self.names)

    def speaks_of_arrays(self) -> bool:
        """Whether anything stands there that numbers have not."""
        statements = (*self.inline, *self.displayed)
        spoken = (WORDS.search(item.text) for item in self.items if isinstance(item, Words))
        return any(SIGNS.search(side.text) for statement in statements for side in statement.sides) or any(spoken)

    def gather_apart(self) -> tuple[Names, frozenset[str]]:
        """The names, and those that mean one thing without an index and another with one, as contradictions show."""
        names = self.gather()
        before = len(self.contradictions)
        torn = frozenset().union(*self.contradictions) & names.with_members()
        if not torn:
            return names, torn
        again = self.gather(split=torn)
        return (again, torn) if len(self.contradictions) < before else (names, frozenset())

    def gather(self, *, vectors: bool = False, split: frozenset[str] = frozenset()) -> Names:
        """Reads declarations first, then formulas, then words; with ``vectors`` capitals may be vectors."""
        self.contradictions = []
        self.defined = set()
        self.names = Names(self.context, vectors)
        self.formulas = FormulaKinds(self.names)
        for statement in (*self.inline, *self.displayed):
            self._note_function(statement)
        self.names.families = self._families()
        self.names.split = split | self._split()
        self.names.places.update(
            name
            for name, known in self.context.symbols.items()
            if known.domain in (Domain.INDEX, Domain.NATURAL, Domain.INTEGER)
        )
        self.formulas = FormulaKinds(self.names)
        for statement in self.inline:
            self._declare(statement)
        for sentence in sentences(self.items):
            for position, size, _ in sized(sentence.pattern(), sentence.formulas):
                for part in comma_parts(sentence.formulas[position]):
                    self.names.fixed[part.text] = COLUMN if is_column(sentence.formulas[size]) else MATRIX
        heard = list(self._heard())
        self.names.said.update(name for _, name, kind in heard if kind == COLUMN)
        for statement in (*self.inline, *self.displayed):
            self._relate(statement)
        for subject, _, kind in heard:
            self._consistent(partial(self.names.network.restrict, self.formulas.of(subject), kind))
        return self.names

    def _is_function(self, name: str) -> bool | None:
        known = self.context.is_called(name)
        return True if known is None and name in self.functions else known

    def _parse(self, fragment: Fragment) -> s.Node | None:
        try:
            return parse_relation(fragment.text, self._is_function)
        except (Unread, RecursionError):
            return None

    def _note_function(self, statement: Statement) -> None:
        typed = FUNCTION_TYPE.match(statement.sides[0].text) if not statement.relations else None
        if typed is not None:
            target = read_set(typed["to"])
            kind = COLUMN if target is not None and target.sizes else SCALAR
            for name in map(str.strip, typed["names"].split(",")):
                self.names.fixed[name] = kind
                self._restrict_parameter(name, typed["from"])
        if not statement.relations or statement.relations[0].symbol not in (":=", "="):
            return
        head = self._head(statement.sides[0])
        if head is not None:
            self.functions.add(canonical(head.function) or "")

    def _restrict_parameter(self, name: str, source: str) -> None:
        r"""What ``f : \mathbb{R}^n \to \mathbb{R}`` is applied to is a vector."""
        domain = read_set(source)
        if domain is not None and len(domain.sizes) in (1, 2) and not any(size.isdigit() for size in domain.sizes):
            parameters, _ = self.names.function(name, 1)
            self.names.network.restrict(parameters[0], COLUMN if len(domain.sizes) == 1 else MATRIX)

    def _head(self, side: Fragment) -> s.Call | None:
        """The left side of a function's definition."""
        try:
            head = head_of(side.text, self.context)
        except (Unread, RecursionError):
            return None
        call = head.base if isinstance(head, s.Sub) else head
        if not isinstance(call, s.Call) or not isinstance(call.function, (s.Name, s.Sub)) or "|" in call.separators:
            return None
        return call if all(isinstance(a, (s.Name, s.Sub)) for a in call.arguments) else None

    def _families(self) -> frozenset[str]:
        """The names that letters count somewhere."""
        found: set[str | None] = set()
        for side in (side for statement in (*self.inline, *self.displayed) for side in statement.sides):
            node = self._parse(side)
            for part in walk(node) if node is not None else ():
                if isinstance(part, s.Sub) and any(canonical(index) in INDEX_LETTERS for index in part.indices):
                    found.add(canonical(part.base))
            if "dots" in side.text:
                listed = [self._parse(part) for part in comma_parts(side)]
                found.update(canonical(member.base) for member in listed if isinstance(member, s.Sub))
        return frozenset(name for name in found if name is not None)

    def _split(self) -> frozenset[str]:
        """The names that are made of their own members, as a total n of counts n_k, or are declared beside them."""
        found = self._declared_twice()
        for statement in self.inline:
            if len(statement.sides) != 2 or statement.relations[0].symbol not in ("=", ":="):
                continue
            nodes = [self._parse(side) for side in statement.sides]
            for whole, made in (nodes, nodes[::-1]):
                if isinstance(whole, s.Name) and isinstance(made, MADE) and _has_member(made, whole.name):
                    found.add(whole.name)
        return frozenset(found)

    def _declared_twice(self) -> set[str]:
        r"""The names with as many dimensions as their members: ``x, x_1, \dots, x_n \in \mathbb{R}^d``."""
        ranks: dict[bool, set[tuple[str, int]]] = {False: set(), True: set()}
        for statement in self.inline:
            membership = read_set(statement.sides[-1].text) if statement.relations else None
            if membership is None or statement.relations[-1].symbol != r"\in":
                continue
            for node in map(self._parse, comma_parts(statement.sides[0])):
                is_member = isinstance(node, s.Sub) and len(node.indices) == 1 and node.indices != (s.Num(ZERO.value),)
                name = canonical(node.base if isinstance(node, s.Sub) and is_member else node) if node else None
                ranks[is_member].add((name or "", len(membership.sizes)))
        return {name for name, _ in ranks[False] & ranks[True]}

    def _declare(self, statement: Statement) -> None:
        r"""``w \in \mathbb{R}^d`` fixes what w is, from wherever it stands."""
        if not statement.relations or statement.relations[-1].symbol != r"\in":
            return
        membership = read_set(statement.sides[-1].text)
        if membership is None:
            return
        kind = (SCALAR, COLUMN, MATRIX, ANY)[min(len(membership.sizes), 3)]
        for part in comma_parts(statement.sides[0]):
            node = self._parse(part)
            name = canonical(node) if node is not None else None
            if name is None:
                continue
            if isinstance(node, s.Sub) and node.indices != (s.Num(ZERO.value),):
                self.names.fix_members(canonical(node.base) or "", len(node.indices), len(membership.sizes))
            self.names.fixed[name] = kind
            if membership.domain in (Domain.INDEX, Domain.NATURAL, Domain.INTEGER):
                self.names.places.add(name)

    def _consistent(self, relate: Callable[[], None], *nodes: s.Node | None) -> bool:
        """Takes in what ``relate`` says of some formulas, unless it contradicts what came before."""
        network = self.names.network
        relations, domains = len(network.relations), list(network.domains)
        relate()
        if network.propagate(relations):
            return True
        network.forget(relations, domains)
        names = (canonical(part) for node in nodes if node is not None for part in walk(node))
        self.contradictions.append(frozenset(name for name in names if name is not None))
        return False

    def _relate(self, statement: Statement) -> None:
        """What a statement says, each side and each relation by itself."""
        symbols = statement.symbols
        if symbols and symbols[-1] == r"\in":
            return
        if not symbols:
            for part in comma_parts(statement.sides[0]):
                self._side(self._parse(part))
            return
        nodes = [self._parse(side) for side in statement.sides]
        if symbols == [LAW]:
            self._follow(nodes[0], nodes[1])
            return
        head = self._head(statement.sides[0]) if symbols[0] in (":=", "=") else None
        body = nodes[1]
        if (
            head is not None
            and body is not None
            and self.context.is_function(canonical(head.function) or "") is not False
        ):
            self._consistent(partial(self._define, head, statement.sides[0], body), body)
            self._go_on_with(head)
            nodes[0] = None
            if len(nodes) == 2:
                # The names in it are those of the definition; where a chain goes on, they are the section's as well.
                return
        kinds = [self._side(node) for node in nodes]
        for position, symbol in enumerate(symbols):
            left, right = kinds[position], kinds[position + 1]
            self._consistent(partial(self._compare, left, right, symbol), *nodes[position : position + 2])

    def _go_on_with(self, head: s.Call) -> None:
        """Makes arrays of the arguments of a function whose formula needs them to be: the section goes on with them."""
        function = canonical(head.function) or "", len(head.arguments)
        parameters, _ = self.names.function(*function)
        for parameter, argument in zip(parameters, head.arguments, strict=False) if function in self.defined else ():
            if not self.names.network.domains[parameter] & SCALAR:
                self._consistent(partial(self._compare, parameter, self._side(argument), "="), argument)
        self.defined.add(function)

    def _follow(self, variable: s.Node | None, law: s.Node | None) -> None:
        r"""What ``x \sim \mathcal{N}(\mu, \Sigma)`` says: each distribution has parameters of its own kinds."""
        if not isinstance(law, s.Call):
            return
        kinds = [self._side(argument) for argument in law.arguments]
        drawn = self._side(variable)
        if canonical(law.function) in NORMAL and len(kinds) == 2:
            mean, spread = kinds
            self._consistent(partial(self._compare, drawn, mean, "="))
            if spread is not None:
                for kind in (kind for kind in (drawn, mean) if kind is not None):
                    self._consistent(partial(self.names.network.relate, SPREAD, kind, spread))

    def _side(self, node: s.Node | None) -> int | None:
        """The kind of a side; None where it says nothing, or nothing consistent."""
        if node is None or (isinstance(node, s.Num) and node.value == 0):
            return None
        if is_number(node):
            return self.formulas.fresh(SCALAR)
        found: list[int] = []
        consistent = self._consistent(lambda: found.append(self.formulas.of(node)), node)
        return found[0] if consistent else None

    def _compare(self, left: int | None, right: int | None, symbol: str) -> None:
        network = self.names.network
        known = [kind for kind in (left, right) if kind is not None]
        if symbol in EQUATIONS and len(known) == 2:
            network.relate(EQUAL, *known)
        elif symbol in ORDERED:
            for kind in known:
                network.restrict(kind, SCALAR | COLUMN)
        elif symbol in DEFINITE:
            for kind in known:
                network.restrict(kind, MATRIX)

    def _define(self, head: s.Call, side: Fragment, body: s.Node) -> None:
        """``f(x) := …``: the parameter is a name of its own."""
        names, formulas, network = self.names, self.formulas, self.names.network
        name = canonical(head.function) or ""
        parameters, value = names.function(name, len(head.arguments))
        whole = head_of(side.text, self.context)
        local: dict[str, int] = {}
        for parameter, argument in zip(parameters, head.arguments, strict=False):
            own = canonical(argument) or ""
            known = names.known(own)
            network.restrict(parameter, known if known is not None else names.possible(own))
            local[own] = parameter
        before, formulas.local = formulas.local, local
        try:
            kind = formulas.fresh(SCALAR) if is_number(body) else formulas.of(body)
        finally:
            formulas.local = before
        if isinstance(whole, s.Sub):
            network.restrict(kind, SCALAR)
            network.restrict(value, COLUMN)
            network.restrict(parameters[0], COLUMN)
        else:
            network.relate(EQUAL, kind, value)

    def _heard(self) -> Iterator[tuple[s.Node, str, int]]:
        """The names of whose kinds words speak."""
        for sentence in sentences(self.items):
            if sentence.asks or sentence.rejects:
                continue
            for group, kind in spoken(sentence):
                for part in (part for position in group for part in comma_parts(sentence.formulas[position])):
                    node = self._parse(part)
                    subject = node.left if isinstance(node, s.Relational) else node
                    name = None if subject is None else self.formulas.undeclared(subject)
                    if subject is not None and name is not None:
                        yield subject, name, kind


def _has_member(node: s.Node, name: str) -> bool:
    """Whether members of a family go by a name in a formula, and nothing else does."""
    uses = [part for part in walk(node) if isinstance(part, s.Name) and part.name == name]
    members = [part for part in walk(node) if isinstance(part, s.Sub) and part.base == s.Name(name)]
    return 0 < len(uses) == len(members)


MADE = (s.Big, s.Product, s.Frac, s.Operator)
"""What a formula that makes one thing of many is; a list in brackets is the many themselves."""


def _inline(item: Item) -> Iterator[Statement]:
    if isinstance(item, Formula):
        yield from cut_statements(item.fragment)
    elif isinstance(item, Directive) and item.verb in (Verb.LET, Verb.DEFINE, Verb.ASSUME):
        yield from cut_statements(item.argument)
