"""What every document sees before its first line: the macros, declarations and conventions of its configuration."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from derivcheck.documents import Display, Document, Macro, read_document
from derivcheck.documents.macros import Macros
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.prose.definitions import define
from derivcheck.reading.prose.logarithms import set_base
from derivcheck.reading.scopes import read_scope
from derivcheck.settings import LOGARITHMS, Settings
from derivcheck.sources import Source


@dataclass(frozen=True, slots=True)
class Prelude:
    """The documents that come before every document, the macros in force behind them, and the conventions."""

    documents: tuple[Document, ...]
    macros: Mapping[str, Macro]
    layout: str
    log: str

    def macros_before(self, source: Source) -> Mapping[str, Macro]:
        """The macros in force where a source begins."""
        macros = Macros(dict(self.macros))
        for text in source.inputs:
            macros.read_all(text)
        return macros.known

    def state(self, context: Context) -> None:
        """Adds everything to the context that a document begins with."""
        context.layout = self.layout
        if self.log != LOGARITHMS[0]:
            set_base(self.log, context)
        for document in self.documents:
            for derivation in document.derivations:
                read_scope(derivation.items, context)
                for item in derivation.items:
                    if isinstance(item, Display):
                        _define(item, context)


def _define(display: Display, context: Context) -> None:
    """Adds the definitions in a displayed formula; whoever checks the prelude itself hears what is wrong with it."""
    for statement in (statement for chain in display.chains for statement in chain.statements):
        if statement.symbols in ([":="], ["=:"]):
            with suppress(Unread):
                define(statement, context, backwards=statement.relations[0].symbol == "=:")


@lru_cache(maxsize=16)
def prelude_of(settings: Settings) -> Prelude:
    """The prelude that the settings name; its documents are cut into pieces once for all documents of a run."""
    macros: Mapping[str, Macro] = {
        each.name: Macro(each.parameters, each.default, each.body) for each in settings.macros
    }
    documents: list[Document] = []
    for source in settings.prelude:
        before = Prelude((), macros, settings.layout, settings.log).macros_before(source)
        documents.append(read_document(source.text, source.form, before))
        macros = documents[-1].macros
    if settings.scope:
        documents.append(read_document(settings.scope, "markdown", macros))
    return Prelude(tuple(documents), macros, settings.layout, settings.log)
