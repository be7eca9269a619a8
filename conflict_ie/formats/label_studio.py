"""Label Studio's JSON: tasks with regions, relations and a choice of status per trigger.

Offsets are code points, end exclusive, in what the API stores and in what its page
writes (seen with Label Studio 1.23.2). The controls are those of
:func:`conflict_ie.formats.configs.label_studio_config`.
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
    check_keys,
    json_file,
    members,
    score_of,
    text_of,
    write_text,
)
from conflict_ie.formats.graph import Link, Mark, assemble, names
from conflict_ie.formats.items import Fit, Format, Item, attempt, documents

__all__ = ["FORMAT", "PREDICTIONS", "read", "tasks"]

MENTION, EVENT, STATUS, TEXT = "mention", "event", "status", "text"
_KINDS = {"labels", "choices", "relation"}
Table = dict[str, Any]
Status = tuple[str, float | None]


def read(path: Path | str, *, annotator: int | None = None) -> list[Document]:
    """Reads an export, or tasks with predictions.

    Args:
        path: the JSON file.
        annotator: ``completed_by`` of the annotation to take where a task has several.

    Raises:
        FormatError: no such file, or a task with several annotations and no choice.
    """
    return documents(scan(Path(path), annotator=annotator))


def scan(path: Path, *, annotator: int | None = None) -> Iterator[Item]:
    """The tasks of a file, one item each."""
    found = json_file(path)
    if not isinstance(found, list):
        raise FormatError(f"{path}: expected a list of tasks; export the project as JSON")
    for number, task in enumerate(found, 1):
        name = task.get("id", number) if isinstance(task, dict) else number
        yield attempt(f"{path}: task {name}", partial(_task, task, str(name), annotator))


def _task(task: Any, name: str, annotator: int | None) -> Document:
    check_keys(task, ["data"], "task")
    text = text_of(task["data"], "data")
    results = _results(task, annotator)
    marks, links = _marks(results, text), _links(r for r in results if r["type"] == "relation")
    own = task["data"].get("doc_id", name)
    if not isinstance(own, str):
        raise FormatError(f"data: 'doc_id' is {own!r}, which is no string")
    return assemble(own, text, marks, links, members(task["data"], "meta", dict, "data"))


def _results(task: Table, annotator: int | None) -> list[Table]:
    done = [a for a in members(task, "annotations", list, "task") if _counts(a, annotator)]
    # An export lists predictions by number; their bodies stand in files for import only.
    bodies = [p for p in members(task, "predictions", list, "task") if isinstance(p, dict)]
    found = done or ([] if annotator is not None else bodies)
    if len(found) > 1:
        by = ", ".join(str(a.get("completed_by", a.get("model_version"))) for a in found)
        raise FormatError(
            f"{len(found)} annotations (by {by}); keep one, or choose with annotator="
        )
    results: list[Table] = members(found[0], "result", list, "annotation") if found else []
    for result in results:
        _known(result)
    return results


def _counts(annotation: Any, annotator: int | None) -> bool:
    check_keys(annotation, ["result"], "annotation")
    by = annotation.get("completed_by")
    by = by.get("id") if isinstance(by, dict) else by
    return not annotation.get("was_cancelled") and annotator in (None, by)


def _known(result: Any) -> None:
    check_keys(result, ["type"], "result")
    if result["type"] not in _KINDS:
        raise FormatError(
            f"result {result.get('id')!r} is of the type {result['type']!r}, which a document "
            f"cannot hold; known: {', '.join(sorted(_KINDS))}"
        )


def _marks(results: list[Table], text: str) -> list[Mark]:
    statuses = dict(_status(r) for r in results if r["type"] == "choices")
    regions = [r for r in results if r["type"] == "labels"]
    marks = [_mark(r, statuses, text) for r in regions]
    triggers = {m.id for m in marks if m.status is not None}
    for stray in statuses.keys() - triggers:
        raise FormatError(f"a status stands at {stray!r}, which is no trigger")
    return marks


def _status(result: Table) -> tuple[str, Status]:
    check_keys(result, ["id", "value", "from_name"], "choice")
    if result["from_name"] != STATUS:
        raise FormatError(f"choice {result['id']!r} is of {result['from_name']!r}, not {STATUS!r}")
    chosen = _only(result["value"], "choices", f"choice {result['id']!r}")
    return result["id"], (chosen, score_of(result, f"choice {result['id']!r}"))


def _mark(result: Table, statuses: Mapping[str, Status], text: str) -> Mark:
    check_keys(result, ["id", "value", "from_name"], "region")
    what = f"region {result['id']!r}"
    if result["from_name"] not in (MENTION, EVENT):
        raise FormatError(
            f"{what} is of the control {result['from_name']!r}; the configuration of "
            f"this library names them {MENTION!r} and {EVENT!r}"
        )
    value, label = result["value"], _only(result["value"], "labels", what)
    check_keys(value, ["start", "end"], what)
    status, sure = statuses.get(result["id"], ("actual", None))
    return Mark(
        result["id"], label, value["start"], value["end"], _said(value, text),
        status if result["from_name"] == EVENT else None, score_of(result, what), sure,
    )  # fmt: skip


def _said(value: Table, text: str) -> object:
    said, place = value.get("text"), (value["start"], value["end"])
    if not isinstance(said, str) or not all(type(p) is int for p in place):
        return said
    # The page writes a line break inside a region's text as backslash and n.
    read = text[slice(*place)]
    return read if said == read.replace("\n", "\\n") else said


def _only(value: Any, key: str, what: str) -> str:
    check_keys(value, [key], what)
    labels = value[key]
    if not isinstance(labels, list) or len(labels) != 1:
        raise FormatError(f"{what} has the {key} {labels!r}; give it exactly one")
    return str(labels[0])


def _links(results: Iterable[Table]) -> list[Link]:
    found = [placed for result in results for placed in _roles(result)]
    # What was drawn on the page has no order and comes after what has one.
    return [link for _, link in sorted(found, key=lambda placed: placed[0])]


def _roles(result: Table) -> Iterator[tuple[float, Link]]:
    check_keys(result, ["from_id", "to_id", "labels"], "relation")
    what = f"relation from {result['from_id']!r} to {result['to_id']!r}"
    ends = {"right": ("from_id", "to_id"), "left": ("to_id", "from_id")}
    direction = result.get("direction", "right")
    if direction not in ends:
        raise FormatError(f"{what} has the direction {direction!r}; draw it to the right or left")
    event, mention = (result[k] for k in ends[direction])
    labels = result["labels"]
    if not isinstance(labels, list) or not labels:
        raise FormatError(f"{what} has the labels {labels!r}; choose a role for it")
    order, scores = (_beside(result, key, len(labels)) for key in ("order", "scores"))
    for role, place, score in zip(labels, order, scores, strict=True):
        sure = score_of({"score": score}, what)
        after = place if isinstance(place, int) else float("inf")
        yield after, Link(event, str(role), mention, sure)


def _beside(result: Table, key: str, number: int) -> list[Any]:
    found = result.get(key)
    # An annotator who changed the labels left these beside them as they were.
    return found if isinstance(found, list) and len(found) == number else [None] * number


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
