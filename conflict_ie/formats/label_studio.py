"""Label Studio's JSON: tasks with regions, relations and a choice of status per trigger.

Offsets are code points, end exclusive, in what the API stores and in what its page
writes (seen with Label Studio 1.23.2). The controls are those of
:func:`conflict_ie.formats.configs.label_studio_config`; what other controls made, regions of
several labels, notes on regions and skipped tasks are what a document cannot hold. Columns
that a task was given beside the text come back as metadata.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from conflict_ie.document import Argument, Document, Entity, Event
from conflict_ie.errors import FormatError
from conflict_ie.formats.files import (
    about,
    check_keys,
    json_file,
    members,
    text_of,
    write_text,
)
from conflict_ie.formats.graph import assemble, names
from conflict_ie.formats.items import Documents, Fit, Format, Item, attempt, documents
from conflict_ie.formats.label_studio_results import EVENT, MENTION, STATUS, TEXT, Table, graph
from conflict_ie.formats.reading import Reading, Unheld

__all__ = ["FORMAT", "PREDICTIONS", "read", "tasks"]

_OWN = {TEXT, "doc_id", "meta"}


def read(path: Path | str, *, annotator: int | None = None, lossy: bool = False) -> Documents:
    """Reads an export, or tasks with predictions.

    Args:
        path: the JSON file.
        annotator: ``completed_by`` of the annotation to take where a task has several.
        lossy: go on without what a document cannot hold; ``dropped`` of the result counts it.

    Raises:
        FormatError: no such file, or a task with several annotations and no choice.
    """
    return documents(scan(Path(path), annotator=annotator), lossy=lossy)


def scan(path: Path, *, annotator: int | None = None) -> Iterator[Item]:
    """The tasks of a file, one item each."""
    found = json_file(path)
    if not isinstance(found, list):
        raise FormatError(f"{path}: expected a list of tasks; export the project as JSON")
    for number, task in enumerate(found, 1):
        name = task.get("id", number) if isinstance(task, dict) else number
        yield attempt(f"{path}: task {name}", partial(_task, task, str(name), annotator))


def _task(task: Any, name: str, annotator: int | None, reading: Reading) -> Document:
    check_keys(task, ["data"], "task")
    text, data = text_of(task["data"], "data"), task["data"]
    own, meta = about(data, name, "data", reading, _OWN)
    marks, links = graph(_results(task, annotator), text, reading)
    return assemble(own, text, marks, links, meta, reading)


def _results(task: Table, annotator: int | None) -> list[Any]:
    made = [a for a in members(task, "annotations", list, "task") if _is_by(a, annotator)]
    done = [a for a in made if not a.get("was_cancelled")]
    if made and not done:
        raise Unheld("skipped tasks", "the task was skipped (was_cancelled); annotate it")
    # An export lists predictions by number; their bodies stand in files for import only.
    bodies = [p for p in members(task, "predictions", list, "task") if isinstance(p, dict)]
    found = done or ([] if annotator is not None else bodies)
    if len(found) > 1:
        by = ", ".join(str(a.get("completed_by", a.get("model_version"))) for a in found)
        raise FormatError(
            f"{len(found)} annotations (by {by}); keep one, or choose with annotator="
        )
    return list(members(found[0], "result", list, "annotation")) if found else []


def _is_by(annotation: Any, annotator: int | None) -> bool:
    check_keys(annotation, ["result"], "annotation")
    by = annotation.get("completed_by")
    by = by.get("id") if isinstance(by, dict) else by
    return annotator in (None, by)


def tasks(found: Iterable[Document], *, predictions: bool = False) -> list[Table]:
    """Tasks to import, with annotations or, to be corrected, with predictions.

    Args:
        found: documents to annotate.
        predictions: store the marks as a model's, which an annotator starts from.
    """
    key = "predictions" if predictions else "annotations"
    made = []
    for document in found:
        data: Table = {TEXT: document.text, "doc_id": document.id}
        if document.meta:
            data["meta"] = dict(document.meta)
        body: Table = {"result": list(_result(document))}
        if predictions:
            body["model_version"] = "conflict-ie"
        made.append({"data": data, key: [body]})
    return made


def _result(document: Document) -> Iterator[Table]:
    mentions, events = names(document)
    for entity, name in mentions.items():
        yield _region(name, MENTION, "labels", entity)
    for event, name in zip(document.events, events, strict=True):
        yield _region(name, EVENT, "labels", event)
        yield _region(name, STATUS, "choices", event)
        yield from _relations(name, event, mentions)


def _relations(name: str, event: Event, mentions: Mapping[Entity, str]) -> Iterator[Table]:
    # The page keeps one relation between two regions and drops the next without a word, so
    # several roles of one mention are labels of one relation. Their order stands beside.
    together: dict[str, list[tuple[int, Argument]]] = {}
    for place, argument in enumerate(event.arguments):
        together.setdefault(mentions[argument.entity], []).append((place, argument))
    for mention, roles in together.items():
        scores = [None if a.score is None else round(a.score, 4) for _, a in roles]
        yield {
            "type": "relation", "from_id": name, "to_id": mention, "direction": "right",
            "labels": [a.role for _, a in roles], "order": [n for n, _ in roles],
            **({"scores": scores} if any(s is not None for s in scores) else {}),
        }  # fmt: skip


def _region(name: str, control: str, kind: str, mark: Entity | Event) -> Table:
    span = mark.span if isinstance(mark, Entity) else mark.trigger
    status = control == STATUS and isinstance(mark, Event)
    label, score = (mark.status, mark.status_score) if status else (mark.type, mark.score)  # type: ignore[union-attr]
    value = {"start": span.start, "end": span.end, "text": mark.text, kind: [label]}
    return {
        "id": name, "from_name": control, "to_name": TEXT, "type": kind, "value": value,
        **_score(score),
    }  # fmt: skip


def _score(score: float | None) -> Table:
    return {} if score is None else {"score": round(score, 4)}


def _fit(document: Document) -> Fit:
    return document, Counter()


def _save(found: list[Document], path: Path) -> None:
    write_text(path, json.dumps(tasks(found), ensure_ascii=False, indent=1))


def _save_predictions(found: list[Document], path: Path) -> None:
    write_text(path, json.dumps(tasks(found, predictions=True), ensure_ascii=False, indent=1))


FORMAT = Format("label-studio", (".json",), scan, _fit, _save, holds_scores=True)
PREDICTIONS = Format(
    "label-studio-predictions", (), scan, _fit, _save_predictions, holds_scores=True
)
