r"""Messages: ``\alpha_t(z_t) := p(x_{1:t}, z_t)`` says for every t what stands for which density of a process.

They are put in as they are written, with other places: what ``\alpha_{t-1}(z_{t-1})`` is, needs no table of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.chance.processes import is_of_process
from derivcheck.reading.context import Context
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.records import Message


def define_message(head: s.Call, body: s.Node, context: Context) -> bool:
    """Notes what a name at members of sequences stands for, where it is made of densities of a process."""
    name, letters = _name(head), {letter for letter, _ in _places(head)}
    made = any(isinstance(part, s.Call) and is_of_process(context, part) for part in s.walk(body))
    if name is None or len(letters) != 1 or None in letters or not made or not _is_at_members(head):
        return False
    context.messages[name] = Message(head, s.Group((body,), start=body.start, end=body.end))
    return True


def written_out(node: s.Node, context: Context) -> s.Node:
    """``node`` with all messages in it written out."""
    return s.mapped(node, lambda part: _written(part, context)) if context.messages else node


def _written(node: s.Node, context: Context) -> s.Node:
    known = context.messages.get(_name(node) or "") if isinstance(node, s.Call) else None
    if known is None or not isinstance(node, s.Call) or len(node.arguments) != len(known.head.arguments):
        return node
    own, other = list(_places(known.head)), list(_places(node))
    bases = [
        [canonical(part.base) for part in call.arguments if isinstance(part, s.Sub)] for call in (known.head, node)
    ]
    if len(own) != len(other) or bases[0] != bases[1] or None in (letter for letter, _ in other):
        return node
    shifts = {there - here for (_, here), (_, there) in zip(own, other, strict=True)}
    letters = {letter for letter, _ in other}
    (letter,) = {letter for letter, _ in own}
    if len(shifts) != 1 or len(letters) != 1 or letter is None:
        return node
    (to,), (shift,) = letters, shifts
    moved = s.mapped(known.body, lambda part: _moved(part, letter, to or letter, shift))
    return replace(moved, start=node.start, end=node.end)


def _name(node: s.Node) -> str | None:
    """The name of a message, without the place below it."""
    if not isinstance(node, s.Call):
        return None
    base = node.function.base if isinstance(node.function, s.Sub) else node.function
    return canonical(base)


def _is_at_members(head: s.Call) -> bool:
    return bool(head.arguments) and all(isinstance(part, s.Sub) and len(part.indices) == 1 for part in head.arguments)


def _places(call: s.Call) -> Iterator[tuple[str | None, Fraction]]:
    """The places in a message: those below its name and in its arguments, as a letter and what is added to it."""
    parts: Iterable[s.Node] = (call.function, *call.arguments)
    for part in parts:
        if isinstance(part, s.Sub):
            yield _place(part.indices[0])


def _place(node: s.Node) -> tuple[str | None, Fraction]:
    match node:
        case s.Name(name=name):
            return name, Fraction(0)
        case s.Sum(terms=(("+", s.Name(name=name)), (sign, s.Num(value=value)))):
            return name, value if sign == "+" else -value
    return None, Fraction(0)


def _moved(node: s.Node, letter: str, to: str, shift: Fraction) -> s.Node:
    """Places with ``shift`` added, below names alone."""
    if not isinstance(node, s.Sub):
        return node
    return replace(node, indices=tuple(_at(index, letter, to, shift) for index in node.indices))


def _at(index: s.Node, letter: str, to: str, shift: Fraction) -> s.Node:
    if isinstance(index, s.Stretch):
        lower = None if index.lower is None else _at(index.lower, letter, to, shift)
        return replace(index, lower=lower, upper=_at(index.upper, letter, to, shift))
    name, value = _place(index)
    if name != letter:
        return index
    at, sign = s.Name(to, start=index.start, end=index.end), "+" if value + shift > 0 else "-"
    if not value + shift:
        return at
    return s.Sum(
        (("+", at), (sign, s.Num(abs(value + shift), start=index.start, end=index.end))),
        start=index.start,
        end=index.end,
    )
