"""Names that move with the variable of a derivative: nobody differentiates what is constant."""

from __future__ import annotations

from derivcheck.reading import syntax as s
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.terms.definitions import arriving_names, unfold
from derivcheck.terms.nodes import Symbol, Term, free_symbols


def note_slopes(e: Elaborator, node: s.Node, body: Term, variable: Symbol) -> None:
    """Takes those names for functions of the variable whose derivatives by it stand elsewhere in the section.

    A partial derivative holds them fixed.
    """
    if not (isinstance(node, s.Diff) and node.total):
        return
    moved = {name for name, by in e.context.slopes if by == variable.name} & e.context.symbols.keys()
    for symbol in free_symbols(unfold(body, e.context.bodies)) if moved else ():
        if symbol.name in moved - e.local.keys() - e.context.chance.variables.keys():
            note_dependence(e, symbol, variable)


def refuse_constant(e: Elaborator, node: s.Node, name: Symbol, variable: Symbol) -> None:
    """Raises Unread where what a name is defined as leaves out the variable: something that it is made of moves."""
    if variable.name not in e.local and variable.name not in arriving_names(name, e.context.bodies):
        raise unsupported(node, "a derivative by what this is not said to depend on")


def note_dependence(e: Elaborator, name: Symbol, variable: Symbol) -> None:
    """A name of which a derivative is taken is an unknown function of the variable: nobody differentiates constants."""
    depends = e.context.depends
    if name.name in arriving_names(variable, e.context.bodies):
        # What the variable is made of does not move with it.
        return
    if name != variable and variable.name not in e.local:
        depends[name.name] = depends.get(name.name, frozenset()) | {variable}
        far = {each for near in depends[name.name] for each in arriving_names(near, e.context.bodies)}
        of = ", ".join(sorted(each.name for each in depends[name.name] if each.name not in far))
        e.read_as[name.name] = f"an unknown function of {of}"
