r"""Signs and numbers that stand for several formulas at once: ``\pm``, ``x_{1,2}``, ``x_1 = 2, x_2 = 3``."""

from __future__ import annotations

import re

from derivcheck.documents import Fragment

SIGN = re.compile(r"\\(pm|mp)(?![A-Za-z])|([±∓])")
NUMBERED = re.compile(r"_\s*\{\s*1\s*[,/]\s*2\s*\}")
MEMBER = re.compile(r"(?<![A-Za-z\\])([A-Za-z])\s*_\s*\{?\s*([1-9])\s*\}?")


def with_sign(fragment: Fragment, *, upper: bool) -> Fragment:
    """A formula with the upper (or lower) signs in place of ± and ∓; as a subscript, 1 and 2."""
    texts: list[str] = []
    offsets: list[int] = []
    position = 0
    for match in SIGN.finditer(fragment.text):
        sign = "+" if ((match[1] or match[2]) in ("pm", "±")) is upper else "-"
        if _is_subscript(fragment.text[: match.start()].rstrip(), fragment.text[match.end() :].lstrip()):
            sign = "1" if sign == "+" else "2"
        texts += [fragment.text[position : match.start()], sign]
        offsets += [*fragment.offsets[position : match.start()], fragment.offsets[match.start()]]
        position = match.end()
    texts.append(fragment.text[position:])
    offsets += fragment.offsets[position:]
    return Fragment("".join(texts), tuple(offsets), fragment.anchor)


def _is_subscript(before: str, after: str) -> bool:
    r"""Whether a sign is all of a subscript, as in ``x_\pm`` and ``x_{\pm}``."""
    return before.endswith("_") or (before.rstrip("{ ").endswith("_") and after.startswith("}"))


def without_numbers(fragment: Fragment) -> Fragment:
    r"""``x_{1,2} = 1 \pm 2`` says what x is."""
    found = NUMBERED.search(fragment.text)
    if found is None:
        return fragment
    kept = [fragment.cut(0, found.start()), fragment.cut(found.end(), len(fragment.text))]
    return Fragment("".join(k.text for k in kept), tuple(o for k in kept for o in k.offsets), fragment.anchor)


def enumerated(fragment: Fragment, other: Fragment) -> Fragment | None:
    r"""``x_1 = 2, x_2 = 3`` beside an equation in x without the numbers: both say what x may be; None elsewhere."""
    found = list(MEMBER.finditer(fragment.text))
    names = {match[1] for match in found}
    if len({match[2] for match in found}) < 2 or len(names) != 1:
        return None
    if any(not fragment.text[match.end() :].lstrip("} ").startswith("=") for match in found):
        # x_1 = x_2 compares two numbers.
        return None
    name = re.compile(rf"(?<![A-Za-z\\]){re.escape(next(iter(names)))}(?![A-Za-z])")
    if len(name.findall(fragment.text)) != len(found) or not name.search(other.text) or MEMBER.search(other.text):
        return None
    kept, position = [], 0
    for match in found:
        kept.append(fragment.cut(position, match.end(1)))
        position = match.end()
    kept.append(fragment.cut(position, len(fragment.text)))
    return Fragment("".join(k.text for k in kept), tuple(o for k in kept for o in k.offsets), fragment.anchor)
