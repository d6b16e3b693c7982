r"""Families of densities: "let ``p_1, \dots, p_K`` be densities" makes ``p_k(x)`` one for every k."""

from __future__ import annotations

import re
from collections.abc import Sequence

from derivcheck.documents import Formula, Fragment, Item, Words
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.lists import comma_parts, size_term

SENTENCE = re.compile(r"[.?!;](?:\s|$)")
NOUN = r"(?:densities|density functions|mass functions|probability distributions)"
BEHIND = re.compile(
    r"\s*(?:with\s+)?(?:be|are|denote)\s+(?:(?:the|some|any|arbitrary|given|fixed|probability|continuous|discrete|"
    rf"positive|component|class|conditional|class-conditional|smooth)\s+)*{NOUN}\b",
    re.IGNORECASE,
)
AHEAD = re.compile(rf"\b{NOUN}\s*$", re.IGNORECASE)


def notice_families(items: Sequence[Item], context: Context) -> None:
    """Looks ahead for lists with dots that prose calls densities."""
    for position, item in enumerate(items):
        if not isinstance(item, Formula) or "dots" not in item.fragment.text:
            continue
        before, after = _words_near(items, position)
        if AHEAD.search(before) or BEHIND.match(after):
            _declare(item.fragment, context)


def _words_near(items: Sequence[Item], position: int) -> tuple[str, str]:
    """The words of the sentence right before a formula, and those behind it, other formulas left out."""
    before, after = "", ""
    for item in reversed(items[max(position - 1, 0) : position]):
        before = SENTENCE.split(item.text)[-1] if isinstance(item, Words) else ""
    for item in items[position + 1 : position + 6]:
        if isinstance(item, Words):
            pieces = SENTENCE.split(item.text)
            after += " " + pieces[0]
            if len(pieces) > 1:
                break
        elif not isinstance(item, Formula):
            break
    return before, after


def _declare(fragment: Fragment, context: Context) -> None:
    try:
        last = parse(comma_parts(fragment)[-1].text)
    except Unread:
        return
    name = canonical(last.base) if isinstance(last, s.Sub) and len(last.indices) == 1 else None
    if name is None or name in context.symbols or name in context.definitions or not isinstance(last, s.Sub):
        return
    end = last.indices[0]
    context.density_families[name] = size_term(comma_parts(fragment)[-1].text[end.start : end.end], context)
    context.densities.add(family_key(name))
    context.not_understood.pop(name, None)


def is_family(fragment: Fragment, context: Context) -> bool:
    """Whether a list with dots is one of densities that were noticed."""
    return member_of(parse(comma_parts(fragment)[-1].text), context) is not None


def family_key(name: str) -> str:
    """How the whole family is called."""
    return f"{name}_k"


def member_of(node: s.Node, context: Context) -> tuple[str, s.Node] | None:
    """The family that ``p_k`` is a member of, and which one it is."""
    if not isinstance(node, s.Sub) or len(node.indices) != 1:
        return None
    name = canonical(node.base)
    return (name, node.indices[0]) if name is not None and name in context.density_families else None


def density_name(node: s.Node, context: Context) -> str | None:
    """The name of a density, or that of the family which it belongs to."""
    member = member_of(node, context)
    return canonical(node) if member is None else family_key(member[0])


def density_called(name: str | None, context: Context) -> str | None:
    """The density p of a distribution that is called P; any other name as it is."""
    if name not in ("P", "Q") or name.lower() not in context.densities or context.signatures.get(name):
        return name
    known = name in context.definitions or name in context.laws or name in context.chance.variables
    return name if known or context.declared(name) is not None else name.lower()
