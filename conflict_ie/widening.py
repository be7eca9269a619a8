"""An ontology that also holds the labels of new annotations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from conflict_ie.document import Document, Event
from conflict_ie.ontology import EventType, Ontology

__all__ = ["widened"]

_NEW = "added from annotations"


def widened(ontology: Ontology, documents: Iterable[Document]) -> Ontology:
    """The ontology with every label, role and filler that the documents use.

    What it already allows stays allowed, and its labels keep their order.

    Args:
        ontology: what is known.
        documents: annotations, perhaps with further labels.
    """
    documents = list(documents)
    events = [e for d in documents for e in d.events]
    mentions = _added(ontology.mentions, (m.type for d in documents for m in d.entities))
    names = _added(ontology.events, (e.type for e in events))
    return replace(
        ontology,
        mentions={m: ontology.mentions.get(m, _NEW) for m in mentions},
        events={name: _event(ontology, name, events) for name in names},
        roles=_roles(ontology, events),
        statuses=tuple(_added(ontology.statuses, (e.status for e in events))),
    )


def _event(ontology: Ontology, name: str, events: Sequence[Event]) -> EventType:
    known = ontology.events.get(name, EventType(_NEW, ()))
    used = (a.role for e in events if e.type == name for a in e.arguments)
    return replace(known, roles=tuple(_added(known.roles, used)))


def _roles(ontology: Ontology, events: Sequence[Event]) -> dict[str, tuple[str, ...]]:
    roles = {role: list(fillers) for role, fillers in ontology.roles.items()}
    for event in events:
        for argument in event.arguments:
            fillers = roles.setdefault(argument.role, [])
            if argument.entity.type not in fillers:
                fillers.append(argument.entity.type)
    return {role: tuple(fillers) for role, fillers in roles.items()}


def _added(known: Iterable[str], used: Iterable[str]) -> list[str]:
    """Known labels first, then new ones in the order in which they occur."""
    return list(dict.fromkeys([*known, *used]))
