"""The results of a Label Studio task: regions, a choice of status per trigger, and relations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from conflict_ie.errors import FormatError
from conflict_ie.formats.files import check_keys, score_of
from conflict_ie.formats.graph import Link, Mark
from conflict_ie.formats.reading import Reading, Unheld

__all__ = ["EVENT", "MENTION", "STATUS", "TEXT", "Table", "graph"]

MENTION, EVENT, STATUS, TEXT = "mention", "event", "status", "text"
_KINDS = {"labels", "choices", "relation"}
Table = dict[str, Any]
Status = tuple[str, float | None]


def graph(results: Iterable[Any], text: str, reading: Reading) -> tuple[list[Mark], list[Link]]:
    """The marks and links of a task's results.

    Noted in ``reading`` is a result that is incomplete, or that another control made.
    """
    kinds: dict[str, list[Table]] = {kind: [] for kind in _KINDS}
    for result in results:
        with reading.part(mark=_called(result)):
            kinds[_known(result)].append(result)
    return _marks(kinds, text, reading), _links(kinds["relation"], reading)


def _called(result: Any) -> str:
    return str(result.get("id", "")) if isinstance(result, dict) else ""


def _known(result: Any) -> str:
    check_keys(result, ["type"], "result")
    kind = str(result["type"])
    if kind not in _KINDS:
        raise Unheld(
            f"results of type {kind}",
            f"result {result.get('id')!r} is of the type {kind!r}, which a document "
            f"cannot hold (known: {', '.join(sorted(_KINDS))}); remove it",
        )
    return kind


def _marks(kinds: Mapping[str, list[Table]], text: str, reading: Reading) -> list[Mark]:
    statuses: dict[str, Status] = {}
    marks: list[Mark] = []
    for choice in kinds["choices"]:
        with reading.part():
            name, status = _status(choice)
            statuses[name] = status
    for region in kinds["labels"]:
        with reading.part(mark=_called(region)):
            marks.append(_mark(region, statuses, text))
            if notes := region.get("meta"):
                said = f"region {region['id']!r} has a note {notes}; remove it"
                reading.note(Unheld("notes of regions", said))
    triggers = {m.id for m in marks if m.status is not None}
    for stray in sorted(statuses.keys() - triggers - reading.gone.keys()):
        reading.note(FormatError(f"a status stands at {stray!r}, which is no trigger"))
    return marks


def _status(result: Table) -> tuple[str, Status]:
    check_keys(result, ["id", "value", "from_name"], "choice")
    what = f"choice {result['id']!r}"
    if result["from_name"] != STATUS:
        raise Unheld(
            "choices of other controls",
            f"{what} is of {result['from_name']!r}, not {STATUS!r}; remove it",
        )
    status = _only(result["value"], "choices", what)
    return _called(result), (status, score_of(result, what))


def _mark(result: Table, statuses: Mapping[str, Status], text: str) -> Mark:
    check_keys(result, ["id", "value", "from_name"], "region")
    what, value = f"region {result['id']!r}", result["value"]
    _ours(result, what)
    label = _only(value, "labels", what)
    check_keys(value, ["start", "end"], what)
    status, sure = statuses.get(_called(result), ("actual", None))
    return Mark(
        _called(result), label, value["start"], value["end"], _said(value, text),
        status if result["from_name"] == EVENT else None, score_of(result, what), sure,
    )  # fmt: skip


def _ours(result: Table, what: str) -> None:
    """Sees that a region is of a control of the configuration, and has one label."""
    if result["from_name"] not in (MENTION, EVENT):
        raise Unheld(
            "regions of other controls",
            f"{what} is of the control {result['from_name']!r}; the configuration of "
            f"this library names them {MENTION!r} and {EVENT!r}; mark it with one of these",
        )
    check_keys(result["value"], ["labels"], what)
    labels = result["value"]["labels"]
    if isinstance(labels, list) and len(labels) > 1:
        raise Unheld(
            "regions with several labels", f"{what} has the labels {labels!r}; give it exactly one"
        )


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


def _links(results: Iterable[Table], reading: Reading) -> list[Link]:
    found: list[tuple[float, Link]] = []
    for result in results:
        with reading.part():
            found += _roles(result)
    # What was drawn on the page has no order and comes after what has one.
    return [link for _, link in sorted(found, key=lambda placed: placed[0])]


def _roles(result: Table) -> list[tuple[float, Link]]:
    check_keys(result, ["from_id", "to_id", "labels"], "relation")
    what = f"relation from {result['from_id']!r} to {result['to_id']!r}"
    event, mention = _ends(result, what)
    labels = result["labels"]
    if not isinstance(labels, list) or not labels:
        raise FormatError(f"{what} has the labels {labels!r}; choose a role for it")
    order, scores = (_beside(result, key, len(labels)) for key in ("order", "scores"))
    links = []
    for role, place, score in zip(labels, order, scores, strict=True):
        sure = score_of({"score": score}, what)
        after = place if isinstance(place, int) else float("inf")
        links.append((after, Link(event, str(role), mention, sure)))
    return links


def _ends(result: Table, what: str) -> tuple[str, str]:
    ends = {"right": ("from_id", "to_id"), "left": ("to_id", "from_id")}
    direction = result.get("direction", "right")
    if str(direction) not in ends:
        raise Unheld(
            "relations both ways",
            f"{what} has the direction {direction!r}; draw it to the right or left",
        )
    event, mention = (str(result[k]) for k in ends[direction])
    return event, mention


def _beside(result: Table, key: str, number: int) -> list[Any]:
    found = result.get(key)
    # An annotator who changed the labels left these beside them as they were.
    return found if isinstance(found, list) and len(found) == number else [None] * number
