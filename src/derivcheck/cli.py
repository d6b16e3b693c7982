"""The commands. They have no logic of their own, and import what they need when they run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from derivcheck._version import __version__

if TYPE_CHECKING:  # a cold start is what a hook pays for each commit
    from derivcheck.cache.store import Store
    from derivcheck.results import Report
    from derivcheck.settings import Settings

NOTHING_TOLD: Mapping[str, Any] = {}
Command = TypeVar("Command", bound=Callable[..., Any])


class UnusableError(click.ClickException):
    """The command cannot be carried out as it was given."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Options:
    """The options that all checking commands share."""

    form: str
    output: str | None
    strict: bool
    verbose: bool
    quiet: bool
    jobs: int | None
    timeout: float | None
    seed: int | None
    witness: str | None
    exact: bool
    cache: bool
    clear_cache: bool

    def settings(self, told: Mapping[str, Any] = NOTHING_TOLD) -> Settings:
        """What the engine is told: what a configuration says, unless the command line says something else."""
        from derivcheck.settings import Settings

        said = {"timeout": self.timeout, "seed": self.seed, "witness": self.witness, "exact": self.exact or None}
        given = {name: value for name, value in said.items() if value is not None}
        # The text says what may help against an expected slip only when asked for all there is.
        slips = self.verbose or self.form != "text"
        return replace(Settings(jobs=self.jobs, slips=slips), **{**told, **given})

    @contextmanager
    def store(self) -> Iterator[Store | None]:
        """Where findings are kept, if they are."""
        if not self.cache:
            yield None
            return
        from derivcheck.cache.store import Store, default_folder

        store = Store(default_folder())
        if self.clear_cache:
            store.clear()
        try:
            yield store
        finally:
            store.close()
            if store.put_aside is not None:
                click.echo(
                    f"The cache was broken; it was put aside as {store.put_aside}, and a new one begun.", err=True
                )


class FormulaCommand(click.Command):
    """A command whose arguments are formulas, which may start with a minus as options do."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Hide from the parser what starts with a minus and is neither an option nor the value of one."""
        options = {
            name: parameter
            for parameter in self.get_params(ctx)
            if isinstance(parameter, click.Option)
            for name in (*parameter.opts, *parameter.secondary_opts)
        }
        hidden: list[str] = []
        for before, argument in zip(["", *args], args, strict=False):
            known = options.get(before)
            is_value = known is not None and not known.is_flag
            is_formula = argument.startswith("-") and not argument.startswith("--") and argument not in options
            hidden.append(f" {argument}" if is_formula and not is_value and "--" not in args else argument)
        return super().parse_args(ctx, hidden)


def _formula(_: click.Context, __: click.Parameter, value: str) -> str:
    """A formula as it was typed, without the space that hid its minus."""
    return value.removeprefix(" ") if value.startswith(" -") else value


def _number(context: click.Context, parameter: click.Parameter, value: float | None) -> float | None:
    """The value, unless it is "nan", which no comparison refuses."""
    if value != value:  # noqa: PLR0124 - only nan differs from itself
        raise click.BadParameter("nan is no number.", context, parameter)
    return value


def _options(command: Command) -> Command:
    """Add the shared options to a command."""
    options = (
        click.option(
            "--format",
            "form",
            type=click.Choice(["text", "json"]),
            default="text",
            help="What to print.",
            show_default=True,
        ),
        click.option("--output", metavar="FILE", help="Write the report to a file instead."),
        click.option("--strict", is_flag=True, help="Fail on every claim that is neither proved nor as expected."),
        click.option(
            "--jobs",
            type=click.IntRange(min=1),
            metavar="N",
            help="Check N files at once; by default as many as there are processors.",
        ),
        click.option(
            "--cache/--no-cache", default=True, help="Keep findings, and check again only what has changed (default)."
        ),
        click.option("--clear-cache", is_flag=True, help="Forget all findings that were kept before."),
        click.option(
            "--timeout",
            type=click.FloatRange(min=0, min_open=True),
            callback=_number,
            metavar="S",
            help="Seconds for a step; by default 5.",
        ),
        click.option(
            "--seed", type=int, metavar="N", help="Seed of the random points; by default each step has its own."
        ),
        click.option(
            "--witness",
            type=click.Choice(["sympy"]),
            help="Also ask SymPy about every verdict; a contradiction makes the run fail.",
        ),
        click.option("--exact", is_flag=True, help="Confirm proofs at random points by expanding both sides exactly."),
        click.option("-v", "--verbose", is_flag=True, help="Show the evidence for every verdict."),
        click.option("-q", "--quiet", is_flag=True, help="Print only what is wrong."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 all is well; 1 something is refuted or not as expected; 2 the command or a file is unusable.",
)
@click.version_option(__version__, prog_name="derivcheck", message="%(prog)s %(version)s")
def main() -> None:
    """Check every step of a mathematical derivation written in LaTeX."""


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--stdin-format",
    type=click.Choice(["markdown", "latex", "rst"]),
    default="markdown",
    help="What standard input is.",
    show_default=True,
)
@click.option("--config", metavar="FILE", help="Use this configuration in the place of those beside the documents.")
@click.option("--baseline", metavar="FILE", help="Report only what this baseline does not know.")
@click.option("--write-baseline", metavar="FILE", help="Write a baseline of all that is wrong now.")
@click.option("--force-exclude", is_flag=True, help="Leave out what a configuration excludes even where it is named.")
@_options
def check(  # noqa: PLR0913 - an argument for each option
    paths: tuple[str, ...],
    stdin_format: str,
    config: str | None,
    baseline: str | None,
    write_baseline: str | None,
    *,
    force_exclude: bool,
    **options: Any,
) -> None:
    """Check files, or the documents in folders; - is standard input."""
    from derivcheck.baseline import BaselineError, with_baselines
    from derivcheck.configuration import ConfigurationError, Configurations
    from derivcheck.paths import find

    chosen = Options(**options)
    try:
        known = Configurations(config)
        takes, leaves_out = (lambda path: known.of(path).takes(path)), (lambda path: known.of(path).leaves_out(path))
        files, troubles = find(paths, takes, leaves_out) if force_exclude else find(paths, takes)
        report = _run(files, chosen, stdin_format, lambda path: known.of(path).told_of(path))
        report = replace(report, troubles=tuple(troubles))
        if write_baseline:
            _write_baseline(report, write_baseline, chosen)
            return
        report = with_baselines(report, lambda path: baseline or known.of(path).baseline)
    except (ConfigurationError, BaselineError) as error:
        raise UnusableError(str(error)) from None
    _finish(report, chosen)


@main.command(cls=FormulaCommand)
@click.argument("left", callback=_formula)
@click.argument("right", callback=_formula)
@click.option("--relation", default="=", show_default=True, help="The relation that is claimed, in LaTeX.")
@click.option("--scope", default="", help="Prose with declarations, such as '$x > 0$'.")
@_options
def step(left: str, right: str, relation: str, scope: str, **options: Any) -> None:
    """Check one step: LEFT and RIGHT are LaTeX."""
    from derivcheck.check import check_step
    from derivcheck.results import Derivation, File, Report

    chosen = Options(**options)
    found = check_step(left, right, relation, scope, chosen.settings())
    file = File("step", (Derivation("Step", 1, (found,)),), (), f"{left} {relation} {right}")
    _finish(Report((file,)), chosen)


@main.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--list", "listed", is_flag=True, help="List the bundled derivations.")
@click.option("--show", metavar="NAME", help="Print a bundled derivation.")
@_options
def library(names: tuple[str, ...], *, listed: bool, show: str | None, **options: Any) -> None:
    """Check the bundled derivations: all of them, or those named (a topic names all of its own)."""
    from derivcheck import library as bundled

    try:
        chosen = bundled.resolve([show] if show else names)
    except bundled.UnknownDerivationError as error:
        similar = f" Did you mean {' or '.join(error.similar)}?" if error.similar else ""
        raise UnusableError(
            f"There is no bundled derivation {error.name!r}.{similar} List them with: derivcheck library --list"
        ) from None
    if show:
        _print([bundled.file_of(name).read_text(encoding="utf-8").rstrip("\n") for name in chosen])
    elif listed:
        _print([f"{name}: {bundled.title_of(name)}" for name in chosen])
    elif chosen:
        shared = Options(**options)
        _finish(_run([bundled.short_path(name) for name in chosen], shared), shared)
    else:
        raise UnusableError(f"{bundled.library_folder()}: there are no bundled derivations.")


@main.command(cls=FormulaCommand)
@click.argument("latex", callback=_formula)
@click.option("--scope", default="", help="Prose with declarations, such as '$x > 0$'.")
@click.option("--compare", is_flag=True, help="Show beside it how latex2sympy2 reads the formula.")
def read(latex: str, scope: str, *, compare: bool) -> None:
    """Show how a formula is read: its tree, the types, and what was assumed."""
    from derivcheck.description import compared, describe

    _print([*describe(latex, scope), *(compared(latex, scope) if compare else [])])


@main.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what a message means, with an example; without CODE, list all messages."""
    from derivcheck.report.words import EXPLANATIONS, WORDS

    if code is None:
        _print([f"{known}  {entry.title}" for known, entry in WORDS.items()])
        return
    wanted = code.upper()
    if wanted not in EXPLANATIONS:
        raise UnusableError(f"There is no message {code!r}. List them with: derivcheck explain")
    _print([EXPLANATIONS[wanted].rstrip("\n")])


@main.command()
def stability() -> None:
    """Show where formulas that are equal on paper differ in floating point."""
    from derivcheck.report.formats import with_standard_output
    from derivcheck.report.lines import write
    from derivcheck.report.stability import render
    from derivcheck.stability import run

    comparisons = run()
    with_standard_output(lambda stream, unicode: write(render(comparisons, unicode=unicode), stream))


def _write_baseline(report: Report, path: str, options: Options) -> None:
    from derivcheck.baseline import write_baseline
    from derivcheck.report.formats import complain
    from derivcheck.report.summary import UNUSABLE, exit_code

    try:
        count = write_baseline(report.files, Path(path), strict=options.strict)
    except OSError as error:
        raise UnusableError(f"{path}: {error.strerror}") from None
    click.echo(f"{path}: {count} step{'' if count == 1 else 's'} that will be ignored.", err=True)
    complain(report)
    if exit_code(report) == UNUSABLE:
        sys.exit(UNUSABLE)


def _run(
    paths: list[str],
    options: Options,
    stdin_format: str = "markdown",
    told_of: Callable[[str], Mapping[str, Any]] = lambda _: NOTHING_TOLD,
) -> Report:
    """Check the files; without any, the engine stays unimported."""
    from derivcheck.report.progress import progress
    from derivcheck.results import Report
    from derivcheck.run import checking

    if not paths:
        return Report(())
    told = {path: dict(told_of(path)) for path in paths}
    strict = {path for path in paths if told[path].pop("strict", False)}

    def settings_of(path: str) -> Settings:
        return options.settings(told[path])

    files = []
    with (
        options.store() as store,
        checking(paths, settings_of, stdin_format, options.jobs, store) as results,
        progress(len(paths)) as advance,
    ):
        for file in results:
            files.append(replace(file, strict=file.path in strict))
            advance()
    return Report(tuple(files))


def _finish(report: Report, options: Options) -> None:
    """Print the report and end with its exit code."""
    from derivcheck.report.formats import emit
    from derivcheck.report.summary import exit_code
    from derivcheck.report.terminal import Look

    look = Look(verbose=options.verbose, quiet=options.quiet, strict=options.strict)
    try:
        emit(report, options.form, options.output, look)
    except OSError as error:
        raise UnusableError(f"{options.output or 'standard output'}: {error.strerror}") from None
    sys.exit(exit_code(report, strict=options.strict))


def _print(texts: list[str]) -> None:
    from derivcheck.report.formats import with_standard_output

    with_standard_output(lambda stream, _: stream.writelines(f"{text}\n" for text in texts))
