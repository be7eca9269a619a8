"""The commands around annotation: what to annotate, in which format, how well."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from conflict_ie.cli_options import Model, Threads, use_threads

__all__ = ["COMMANDS"]

Kind = Annotated[str | None, typer.Option(help="Name of the format; else the ending tells.")]
Lossy = Annotated[bool, typer.Option(help="Go on without what documents cannot hold; counts it.")]


def suggest(
    paths: Annotated[list[Path], typer.Argument(help=".txt or .jsonl files, or folders of them.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="File for the annotation tool, pre-annotated.")
    ],
    number: Annotated[int, typer.Option("--number", "-n", help="How many paragraphs.")] = 50,
    format: Kind = None,
    known: Annotated[
        list[Path] | None, typer.Option(help="What is annotated already, in any format.")
    ] = None,
    lossy: Lossy = False,
    model: Model = None,
    threads: Threads = 0,
) -> None:
    """Chooses the paragraphs that are most worth annotating next."""
    from conflict_ie.formats import read_any, write_any
    from conflict_ie.inputs import read_inputs
    from conflict_ie.suggesting import suggest as chosen_from

    use_threads(threads)
    annotated = [read_any(path, lossy=lossy) for path in known or []]
    seen = [d for documents in annotated for d in documents]
    chosen = chosen_from(read_inputs(paths), number, model=model, known=seen)
    dropped = write_any(chosen, output, format, True)
    lost = f"{output.name} cannot hold {dropped.total()} details" if dropped else ""
    left_out = _dropped(*(documents.dropped for documents in annotated))
    _tell(f"{output}: {len(chosen)} paragraphs", lost, left_out)


def convert(
    source: Annotated[Path, typer.Argument(help="File or folder in any known format.")],
    target: Annotated[Path, typer.Argument(help="File or folder to write.")],
    source_format: Kind = None,
    target_format: Kind = None,
    lossy: Annotated[
        bool,
        typer.Option(help="Go on without what documents or the target cannot hold; counts it."),
    ] = False,
) -> None:
    """Converts annotations between the formats of annotation tools."""
    from conflict_ie.formats import read_any, write_any

    documents = read_any(source, source_format, lossy)
    lost = _dropped(documents.dropped, write_any(documents, target, target_format, lossy))
    _tell(f"{target}: {len(documents)} documents", lost)


def check(
    file: Annotated[Path, typer.Argument(help="Annotations in any known format.")],
    format: Kind = None,
    ontology: Annotated[Path | None, typer.Option(help="The labels allowed, .toml.")] = None,
    against: Annotated[
        Path | None, typer.Option(help="The texts as published, matched by id.")
    ] = None,
) -> None:
    """Lists every problem of an annotation file; exit code 1 where there is one."""
    from conflict_ie.checks.checking import check as problems_of
    from conflict_ie.ontology import Ontology

    labels = Ontology.read(ontology) if ontology else None
    problems = problems_of(file, format=format, ontology=labels, against=against)
    for problem in problems:
        typer.echo(str(problem))
    if problems:
        raise typer.Exit(1)


def agreement(
    first: Annotated[Path, typer.Argument(help="One annotator's file.")],
    second: Annotated[Path, typer.Argument(help="The other's.")],
    lossy: Lossy = False,
) -> None:
    """Tells how far two annotators agree, per type, and on what they do not."""
    from conflict_ie.checks.agreement import agree
    from conflict_ie.formats import read_any

    one, other = (read_any(path, lossy=lossy) for path in (first, second))
    typer.echo(str(agree(one, other, names=(first.stem, second.stem))))
    _tell(_dropped(one.dropped, other.dropped))


def disputes(
    file: Annotated[Path, typer.Argument(help="Annotations in any known format.")],
    surer: Annotated[
        float, typer.Option(help="Least probability that a label is wrong, 0.5 to below 1.")
    ] = 0.9,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A .csv to write; else the terminal.")
    ] = None,
    format: Kind = None,
    lossy: Lossy = False,
    model: Model = None,
    threads: Threads = 0,
) -> None:
    """Lists the labels of an annotation file that the model contradicts, the surest first."""
    from conflict_ie.disputing import Dispute
    from conflict_ie.disputing import disputes as disputes_of
    from conflict_ie.formats import read_any
    from conflict_ie.outputs import ready_for_csv, write_csv

    use_threads(threads)
    if output:
        ready_for_csv(output)
    documents = read_any(file, format, lossy)
    found = disputes_of(documents, model=model, surer=surer)
    if output:
        write_csv(Dispute, found, output)
    else:
        for dispute in found:
            typer.echo(str(dispute))
    inside = len({d.document for d in found})
    _tell(
        f"disputed: {len(found)} labels, in {inside} of {len(documents)} documents",
        _dropped(documents.dropped),
    )


def configs(
    folder: Annotated[Path, typer.Argument(help="Folder to write.")],
    ontology: Annotated[Path | None, typer.Option(help="Labels of your own, .toml.")] = None,
) -> None:
    """Writes configurations that Label Studio and brat load."""
    from conflict_ie.formats.configs import write_configs
    from conflict_ie.ontology import Ontology

    for path in write_configs(Ontology.read(ontology) if ontology else Ontology.default(), folder):
        typer.echo(str(path))


def _dropped(*counts: Counter[str]) -> str:
    """Everything that was left out, by kind; empty where nothing was."""
    total = sum(counts, Counter[str]())
    told = ", ".join(f"{n} {what}" for what, n in total.items())
    return f"dropped {told}" if told else ""


def _tell(*parts: str) -> None:
    """One line on the error stream from the parts that say something, if any does."""
    line = "; ".join(filter(None, parts))
    if line:
        typer.echo(line, err=True)


COMMANDS = (suggest, convert, check, agreement, disputes, configs)
