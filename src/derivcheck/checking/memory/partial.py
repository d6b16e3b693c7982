r"""Functions that displays define at some arguments: ``f(x) = \lambda e^{-\lambda x}, \quad x \ge 0``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derivcheck.documents import Chain, Fragment, Statement, cut_statements
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.definitions import head_of
from derivcheck.reading.prose.leading import redefine
from derivcheck.report.words import message
from derivcheck.results import Step, Verdict

NEW_ROW = r" \\ "
WITHOUT_VALUE = frozenset({"D303", "D304"})
ORDERED = frozenset({"<", ">", r"\le", r"\ge"})


class Parts:
    """The functions that displays define part by part; elsewhere they have no value, so that nothing is claimed."""

    def __init__(self) -> None:
        self.known: dict[str, list[str]] = {}

    def hear(self, chain: Chain, steps: list[Step], contexts: Sequence[Context]) -> list[Step]:
        """The steps, the first a definition where it says what a function is at some arguments, which it keeps."""
        part = _part(chain, contexts[0])
        first, statement = steps[0], chain.statements[0]
        name = statement.sides[0].text.replace(" ", "")
        known = self.known.get(name, [])
        # Where no part was known so far, nothing has a value.
        if part is None or not (first.code == "D110" or (known and first.code in WITHOUT_VALUE)):
            return steps
        parts = [*known, part] if first.code != "D110" else [part]
        rows = NEW_ROW.join(parts)
        cases = Fragment.plain(rf"\begin{{cases}} {rows} \end{{cases}}")
        if not redefine(Statement((statement.sides[0], cases), statement.relations[:1]), contexts):
            return steps
        self.known[name] = parts
        said = message("D110", {"name": first.left})
        return [replace(first, verdict=Verdict.DEFINED, code="D110", message=said), *steps[1:]]


def _part(chain: Chain, context: Context) -> str | None:
    """A row of cases: what a conditioned display says that a function is, and where."""
    statement = chain.statements[0]
    if chain.connectives or not chain.conditions or statement.relations[0].symbol not in ("=", ":="):
        return None
    parameters = _parameters(statement.sides[0], context)
    conditions = [each for condition in chain.conditions for each in cut_statements(condition)]
    if not parameters or not all(_bounds(each, parameters, context) for each in conditions):
        return None
    return f"{statement.sides[1].text} & {', '.join(condition.text for condition in chain.conditions)}"


def _parameters(head: Fragment, context: Context) -> set[str]:
    """The names that a function is written at on the left of an equation."""
    try:
        node = head_of(head.text, context)
    except Unread:
        return set()
    if not isinstance(node, s.Call) or node.separators.count(",") != len(node.separators):
        return set()
    return {canonical(argument) or "" for argument in node.arguments if isinstance(argument, (s.Name, s.Sub))}


def _bounds(statement: Statement, parameters: set[str], context: Context) -> bool:
    """Whether a condition is an inequality about the parameters of a function."""
    if not statement.relations or not all(relation.symbol in ORDERED for relation in statement.relations):
        return False
    try:
        nodes = [parse(side.text, context.is_function) for side in statement.sides]
    except Unread:
        return False
    return any(canonical(part) in parameters for node in nodes for part in s.walk(node))
