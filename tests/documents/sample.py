"""What the tests of documents share: short views of what a document was cut into."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.documents import Chain, Display, Document, Formula, Fragment, Item, cut_display, read_document


def items(document: Document) -> Iterator[Item]:
    """All items of a document, in order."""
    for derivation in document.derivations:
        yield from derivation.items


def formulas(text: str, kind: str = "markdown") -> list[str]:
    """The inline formulas of a document."""
    return [item.fragment.text for item in items(read_document(text, kind)) if isinstance(item, Formula)]


def displays(text: str, kind: str = "markdown") -> list[str]:
    """The displayed formulas of a document."""
    return [item.fragment.text for item in items(read_document(text, kind)) if isinstance(item, Display)]


def codes(text: str, kind: str = "markdown") -> list[str]:
    """The codes of a document's problems, those of its displays included."""
    document = read_document(text, kind)
    inner = [problem for item in items(document) if isinstance(item, Display) for problem in item.problems]
    return [problem.code for problem in (*document.problems, *inner)]


def outline(chain: Chain) -> str:
    """A chain in one line: sides and relations, statements in brackets where connectives join them."""
    statements = []
    for statement in chain.statements:
        words = [statement.sides[0].text]
        for relation, side in zip(statement.relations, statement.sides[1:], strict=True):
            words += [relation.symbol, side.text]
        statements.append(" ".join(words))
    if not chain.connectives:
        return statements[0]
    line = f"[{statements[0]}]"
    for connective, words_of in zip(chain.connectives, statements[1:], strict=True):
        line += f" {connective.symbol} [{words_of}]"
    return line


def cut(latex: str) -> list[str]:
    """The chains of a display, each in one line."""
    return [outline(chain) for chain in cut_display(Fragment.plain(latex))]


def fragments(document: Document) -> Iterator[Fragment]:
    """Every piece of LaTeX in a document, down to sides, relations and conditions."""
    for item in items(document):
        if isinstance(item, Formula | Display):
            yield item.fragment
        if isinstance(item, Display):
            for chain in item.chains:
                yield chain.fragment
                yield from chain.conditions
                for statement in chain.statements:
                    yield from statement.sides
                    yield from (relation.fragment for relation in statement.relations)
