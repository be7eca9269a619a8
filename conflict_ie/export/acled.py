"""ACLED-like rows: one incident a row, in columns named like ACLED's."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from conflict_ie.document import Document
from conflict_ie.export.acled_coding import acled_columns, codes_of, time_precision
from conflict_ie.export.reading import (
    each_incident,
    facing_sides,
    main_place,
    name_sources,
    quote,
    toll_text,
)
from conflict_ie.resolve.incidents import Incident, Side
from conflict_ie.resolve.values import Resolved

__all__ = ["acled_like_rows", "safe_cell", "to_acled_like"]

Cell = str | int | float | None
# A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
_OPENERS = frozenset(_FORMULA)


def to_acled_like(documents: Iterable[Document]) -> str:
    """ACLED-like CSV: not ACLED data, but columns that its tools can read.

    One incident is one row. What the text does not say stays empty: no date is taken from
    the day of publication, no actor from a passive without an agent. An incident at several
    places stands at the most exact one. ``fatalities_low`` and ``fatalities_high`` span all
    figures; ``notes`` quotes the sentence with its offsets and gives each figure with its
    source. Text cells that a spreadsheet would take for a formula begin with ``'``.
    Planned and merely denied events give no row. The codes are those of
    ``annotations/ontology.toml`` and the rules of ``conflict_ie/data/acled_like.toml``,
    after the ACLED Codebook (2023).

    Args:
        documents: documents with mentions and events; ``meta["published"]`` is the day
            against which relative dates resolve.

    Example:
        >>> from conflict_ie.document import Document, Event, Span
        >>> attack = Event("Attack", Span(4, 8), "هجوم")
        >>> print(to_acled_like([Document("d", "وقع هجوم.", events=(attack,))]).splitlines()[1])
        d#1,,,Battles,Armed clash,,,,,,,,,,,,,,"وقع هجوم [d, 0-8]"
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(acled_columns())
    for row in acled_like_rows(documents):
        writer.writerow(["" if c is None else safe_cell(c) for c in row.values()])
    return out.getvalue()


def acled_like_rows(documents: Iterable[Document]) -> Iterable[Mapping[str, Cell]]:
    """The rows of :func:`to_acled_like` as mappings from column to value, lazily."""
    for resolved, incident in each_incident(documents):
        values = {
            "event_id": incident.id,
            **_when(incident),
            **_what(incident),
            **_who(incident),
            **_where(incident),
            "fatalities_low": incident.killed.low,
            "fatalities_high": incident.killed.high,
            "source": name_sources(incident) or None,
            "notes": _notes(resolved, incident),
        }
        yield {column: values[column] for column in acled_columns()}


def safe_cell(cell: str | int | float) -> str:
    """A cell that a spreadsheet shows as it is; numbers stay numbers.

    Example:
        >>> safe_cell("=1+1"), safe_cell(-98.6)
        ("'=1+1", '-98.6')
    """
    if not isinstance(cell, str):
        return str(cell)
    text = cell.replace("\x00", "")
    shown = next((c for c in text if not _unseen(c)), "")
    return f"'{text}" if text.startswith(_FORMULA) or shown in _OPENERS else text


def _unseen(character: str) -> bool:
    """Blanks, controls and direction marks, which a spreadsheet may skip before a formula."""
    return character.isspace() or unicodedata.category(character) in ("Cc", "Cf")


def _when(incident: Incident) -> dict[str, Cell]:
    date = incident.date
    precision = time_precision((date.end - date.start).days + 1) if date else None
    start = date.start.isoformat() if date and precision else None
    return {"event_date": start, "time_precision": precision}


def _what(incident: Incident) -> dict[str, Cell]:
    event_type, sub_type = codes_of(incident)
    return {"event_type": event_type or None, "sub_event_type": sub_type or None}


def _who(incident: Incident) -> dict[str, Cell]:
    """Who struck is actor 1, who was struck actor 2; of equal parties the first is actor 1."""
    first, second = facing_sides(incident)
    # The unarmed are named last: actor 2 is whoever was fought.
    second = sorted(second, key=lambda s: s.actor is None or s.actor.kind == "civilians")
    return {
        "actor1": _head(first),
        "assoc_actor_1": _names(first[1:]),
        "actor2": _head(second),
        "assoc_actor_2": _names(second[1:]),
    }


def _head(sides: Sequence[Side]) -> str | None:
    return sides[0].name if sides else None


def _names(sides: Sequence[Side]) -> str | None:
    return "; ".join(s.name for s in sides) or None


def _where(incident: Incident) -> dict[str, Cell]:
    located = main_place(incident)
    place = located.place if located else None
    return {
        "country": (place.country or None) if place else None,
        "admin1": (place.admin1 or None) if place else None,
        "location": located.name if located else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "geo_precision": place.precision if place else None,
    }


def _notes(resolved: Resolved, incident: Incident) -> str:
    body = next((e for e in incident.mentions if e.status != "denied"), incident.mentions[0])
    sentence, span = quote(resolved.document.text, body.trigger)
    parts = [f"{sentence} [{resolved.document.id}, {span.start}-{span.end}]"]
    parts += toll_text("killed", incident.killed)
    parts += toll_text("injured", incident.injured)
    return " | ".join(" ".join(part.split()) for part in parts)
