"""The command ``conflict-ie``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from conflict_ie import __version__
from conflict_ie.document import Document
from conflict_ie.errors import ConflictIEError, FormatError
from conflict_ie.inputs import read_inputs
from conflict_ie.jsonl import read, to_line

app = typer.Typer(
    name="conflict-ie",
    help="Reads Arabic conflict news: who did what to whom, where, when, and who says so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    """How extracted documents are written."""

    table = "table"
    jsonl = "jsonl"


Model = Annotated[Path | None, typer.Option(help="Model folder; the shipped model unless given.")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="File to write; the terminal unless given.")
]
Threads = Annotated[int, typer.Option(help="Processor threads; 0 leaves the choice to torch.")]


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    if version:
        typer.echo(f"conflict-ie {__version__}")
        raise typer.Exit


@app.command()
def extract(
    paths: Annotated[list[Path], typer.Argument(help=".txt or .jsonl files, or folders of them.")],
    format: Annotated[Format, typer.Option(help="How to write what is found.")] = Format.table,
    output: Output = None,
    model: Model = None,
    threads: Threads = 0,
) -> None:
    """Marks mentions and events in articles."""
    from conflict_ie.terminal import document_lines

    documents = list(read_inputs(paths))
    found = _progress(_extractor(model, threads).extract_many(documents), len(documents), "reading")
    with _writer(output) as write:
        for document in found:
            for line in [to_line(document)] if format is Format.jsonl else document_lines(document):
                write(line)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Annotated documents, .jsonl.")],
    predicted: Annotated[
        Path | None, typer.Argument(help="Predictions, .jsonl; made here unless given.")
    ] = None,
    exact: Annotated[bool, typer.Option(help="Compare characters, not whole words.")] = False,
    by_type: Annotated[bool, typer.Option(help="Also every label.")] = False,
    json: Annotated[bool, typer.Option(help="All counts as JSON.")] = False,
    model: Model = None,
    threads: Threads = 0,
) -> None:
    """Scores predictions against gold annotations."""
    from json import dumps

    from conflict_ie.evaluation.report import evaluate as score

    truth = read(gold)
    said = read(predicted) if predicted else list(
        _progress(_extractor(model, threads).extract_many(truth), len(truth), "reading")
    )  # fmt: skip
    report = score(truth, said, exact=exact)
    typer.echo(dumps(report.to_dict(), indent=1) if json else str(report))
    if by_type and not json:
        for metric in ("entity", "trigger", "status", "attached"):
            typer.echo("")
            for label in report.labels(metric):
                c = report.counts(metric, label)
                typer.echo(
                    f"{metric:10}{label:13}{c.precision:7.3f}{c.recall:7.3f}{c.f1:7.3f}{c.gold:7}"
                )


@app.command()
def train(
    documents: Annotated[list[Path], typer.Argument(help="Annotated .jsonl files to learn from.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Model folder to write.")],
    dev: Annotated[
        list[Path] | None, typer.Option(help="Annotated .jsonl files to calibrate and score on.")
    ] = None,
    encoder: Annotated[
        str | None, typer.Option(help="Start from this encoder: a folder or a hub name.")
    ] = None,
    base: Annotated[
        Path | None, typer.Option(help="Start from this model; the shipped one unless given.")
    ] = None,
    layers: Annotated[int, typer.Option(help="Encoder layers to keep; 0 keeps all.")] = 0,
    epochs: float = 10,
    seed: int = 1,
    bf16: Annotated[
        bool, typer.Option(help="Mixed precision, for processors with bfloat16.")
    ] = False,
    checkpoints: Annotated[
        Path | None, typer.Option(help="Keep a checkpoint after every epoch here.")
    ] = None,
    resume: Annotated[bool, typer.Option(help="Go on from the newest checkpoint.")] = False,
    threads: Threads = 0,
) -> None:
    """Trains a model on annotated documents."""
    from conflict_ie.learning.model import Model as Trained
    from conflict_ie.learning.network import Settings
    from conflict_ie.learning.training import Recipe
    from conflict_ie.ontology import Ontology
    from conflict_ie.teaching import train as teach

    if encoder and base:
        raise FormatError("--encoder starts anew and --base goes on; give one of them")
    _threads(threads)
    source: Trained | Path | None = base
    if encoder:
        source = Trained.start(encoder, Ontology.default(), Settings(layers=layers))
    extractor = teach(
        [d for path in documents for d in read(path)],
        [d for path in dev or [] for d in read(path)],
        base=source,
        recipe=Recipe(epochs=epochs, seed=seed, bf16=bf16),
        folder=checkpoints,
        resume=resume,
    )
    extractor.save(output)
    scores = extractor.model.about.get("dev", "trained; no dev files were given to score on")
    typer.echo(f"{output}: {scores}")


def _extractor(model: Path | None, threads: int):  # type: ignore[no-untyped-def]  # torch stays out of --help
    from conflict_ie.api import default
    from conflict_ie.extractor import Extractor

    _threads(threads)
    return Extractor.load(model) if model else default()


def _threads(threads: int) -> None:
    if threads:
        import torch

        torch.set_num_threads(threads)


def _progress(documents: Iterable[Document], total: int, what: str) -> Iterable[Document]:
    """A bar on the error stream where that is a terminal, and none elsewhere."""
    if not sys.stderr.isatty():
        return documents
    from rich.console import Console
    from rich.progress import track

    return track(documents, what, total=total, console=Console(stderr=True))


@contextmanager
def _writer(output: Path | None) -> Iterator[Callable[[str], object]]:
    if output is None:
        yield typer.echo
        return
    with output.open("w", encoding="utf-8", newline="\n") as file:
        yield lambda line: file.write(line + "\n")


def main() -> None:
    """Runs the command; bad input is one line on the error stream and exit code 2."""
    try:
        app()
    except (ConflictIEError, OSError) as error:
        typer.echo(f"conflict-ie: {error}", err=True)
        raise SystemExit(2) from None
