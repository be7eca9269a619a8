"""The command ``conflict-ie``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conflict_ie import __version__, cli_annotation
from conflict_ie.cli_options import Model, Threads, use_threads
from conflict_ie.document import Document
from conflict_ie.errors import ConflictIEError, FormatError
from conflict_ie.inputs import read_inputs
from conflict_ie.jsonl import read
from conflict_ie.outputs import Form, written

if TYPE_CHECKING:
    from conflict_ie.extractor import Extractor

app = typer.Typer(
    name="conflict-ie",
    help="Reads Arabic conflict news: who did what to whom, where, when, and who says so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="File to write; the terminal unless given.")
]


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
    format: Annotated[Form, typer.Option(help="How to write what is found.")] = Form.table,
    output: Output = None,
    published: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Day of publication of texts that name none."),
    ] = None,
    model: Model = None,
    threads: Threads = 0,
) -> None:
    """Marks mentions and events in articles."""
    documents = [_dated(d, published) for d in read_inputs(paths)]
    found = _progress(_extractor(model, threads).extract_many(documents), len(documents))
    _write(written(found, format), output)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Annotated documents, .jsonl.")],
    predicted: Annotated[
        Path | None, typer.Argument(help="Predictions, .jsonl; made here unless given.")
    ] = None,
    exact: Annotated[bool, typer.Option(help="Compare characters, not whole words.")] = False,
    gold_triggers: Annotated[
        bool, typer.Option(help="Also arguments on gold triggers, read here.")
    ] = False,
    by_type: Annotated[bool, typer.Option(help="Also every label.")] = False,
    json: Annotated[bool, typer.Option(help="All counts as JSON.")] = False,
    model: Model = None,
    threads: Threads = 0,
) -> None:
    """Scores predictions against gold annotations."""
    from conflict_ie.evaluation.report import evaluate as score
    from conflict_ie.evaluation.scoring import CHIEF

    truth = read(gold)
    said, given = read(predicted) if predicted else None, None
    if said is None or gold_triggers:
        extractor = _extractor(model, threads)
        said = said or list(_progress(extractor.extract_many(truth), len(truth)))
        if gold_triggers:
            given = list(extractor.extract_many(truth, given_triggers=True))
    report = score(truth, said, exact=exact, with_gold_triggers=given)
    typer.echo(report.to_json() if json else str(report))
    if by_type and not json:
        for metric in CHIEF:
            typer.echo(f"\n{report.table(metric)}")


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
    ontology: Annotated[
        Path | None, typer.Option(help="Labels of your own, .toml; with --encoder.")
    ] = None,
    layers: Annotated[int, typer.Option(help="Encoder layers to keep; 0 keeps all.")] = 0,
    epochs: float = 10,
    encoder_rate: Annotated[float, typer.Option(help="Learning rate of the encoder.")] = 4e-4,
    head_rate: Annotated[float, typer.Option(help="Learning rate of all else.")] = 2e-3,
    seed: int = 1,
    bf16: Annotated[
        bool, typer.Option(help="Mixed precision, for processors with bfloat16.")
    ] = False,
    lora: Annotated[
        int, typer.Option(help="Rank of adapters to train in place of the encoder; 0 for none.")
    ] = 0,
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
    if ontology and not encoder:
        raise FormatError("--ontology starts a model anew; give the --encoder to start it on")
    use_threads(threads)
    _keep_few_kernels()
    source: Trained | Path | None = base
    if encoder:
        labels = Ontology.read(ontology) if ontology else Ontology.default()
        source = Trained.start(encoder, labels, Settings(layers=layers), seed=seed)
    extractor = teach(
        [d for path in documents for d in read(path)],
        [d for path in dev or [] for d in read(path)],
        base=source,
        recipe=Recipe(
            epochs=epochs,
            encoder_rate=encoder_rate,
            head_rate=head_rate,
            seed=seed,
            bf16=bf16,
            lora=lora,
        ),
        folder=checkpoints,
        resume=resume,
    )
    extractor.save(output)
    scores = extractor.model.about.get("dev", "trained; no dev files were given to score on")
    typer.echo(f"{output}: {scores}")


@app.command()
def show(
    documents: Annotated[Path, typer.Argument(help="Annotated documents, .jsonl.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Page to write, .html.")],
    gold: Annotated[
        Path | None, typer.Option(help="Gold annotations to set beside them, .jsonl.")
    ] = None,
) -> None:
    """Writes a page that shows annotated documents, by themselves or beside gold."""
    from conflict_ie.display import beside_to_html, to_html

    page = (
        beside_to_html(read(gold), read(documents), title=documents.stem)
        if gold
        else to_html(*read(documents), title=documents.stem)
    )
    output.write_text(page, "utf-8")


for command in cli_annotation.COMMANDS:
    app.command()(command)


def _dated(document: Document, published: datetime | None) -> Document:
    from dataclasses import replace

    if published is None or "published" in document.meta:
        return document
    return replace(document, meta={**document.meta, "published": published.date().isoformat()})


def _extractor(model: Path | None, threads: int) -> Extractor:
    from conflict_ie.api import default
    from conflict_ie.extractor import Extractor

    use_threads(threads)
    return Extractor.load(model) if model else default()


def _keep_few_kernels() -> None:
    """Torch compiles processor kernels for every shape of a batch and keeps a thousand.

    In training they grow to gigabytes and sixteen are as fast; reading is a quarter slower
    with so few, so only the command that trains asks for it.
    """
    import os

    for name in ("LRU_CACHE_CAPACITY", "ONEDNN_PRIMITIVE_CACHE_CAPACITY"):
        os.environ.setdefault(name, "16")


def _progress(documents: Iterable[Document], total: int) -> Iterable[Document]:
    """A bar on the error stream where that is a terminal, and none elsewhere."""
    if not sys.stderr.isatty():
        return documents
    from rich.console import Console
    from rich.progress import track

    return track(documents, "reading", total=total, console=Console(stderr=True))


def _write(parts: Iterable[str], output: Path | None) -> None:
    if output is None:
        for part in parts:
            typer.echo(part, nl=False)
        return
    # newline="": the parts bring their own line breaks.
    with output.open("w", encoding="utf-8", newline="") as file:
        file.writelines(parts)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command; bad input is one line on the error stream and exit code 2."""
    try:
        app(args=arguments)
    except (ConflictIEError, OSError) as error:
        typer.echo(f"conflict-ie: {error}", err=True)
        raise SystemExit(2) from None
