"""The labels a model knows, and which of them can stand together."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from conflict_ie.document import Document
from conflict_ie.errors import DocumentError, OntologyError
from conflict_ie.resources import shipped

__all__ = ["EventType", "Ontology"]

_TOP_KEYS = {"statuses", "mentions", "roles", "events"}
_EVENT_KEYS = {"means", "roles", "acled", "plover"}


@dataclass(frozen=True, slots=True)
class EventType:
    """One event type.

    Attributes:
        means: one line for annotators.
        roles: the roles it can have.
        acled: nearest ACLED event type and sub-event type.
        plover: nearest PLOVER event and mode.
    """

    means: str
    roles: tuple[str, ...]
    acled: tuple[str, str] = ("", "")
    plover: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Ontology:
    """Mention types, event types, roles and statuses, in a fixed order.

    Example:
        >>> Ontology.default().allows("Kill", "Count", "NUM")
        True
        >>> Ontology.default().allows("Kill", "Count", "DATE")
        False
    """

    mentions: Mapping[str, str]
    events: Mapping[str, EventType]
    roles: Mapping[str, tuple[str, ...]]
    statuses: tuple[str, ...] = field(default=("actual",))

    @classmethod
    def default(cls) -> Ontology:
        """The ontology of ``annotations/guidelines.md``."""
        return _default()

    @classmethod
    def read(cls, path: Path | str) -> Ontology:
        """Reads a TOML file like ``annotations/ontology.toml``.

        Raises:
            OntologyError: the file is no TOML, or names a label that it does not define.
        """
        try:
            table = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise OntologyError(f"{path}: not readable as TOML ({error})") from error
        return _parse(table, str(path))

    def allows(self, event: str, role: str, mention: str) -> bool:
        """Whether a mention of this type can fill this role of this event type."""
        return role in self.events[event].roles and mention in self.roles[role]

    def problems(self, document: Document) -> Iterator[str]:
        """Every label of the document that this ontology does not hold, as a sentence."""
        for entity in document.entities:
            if entity.type not in self.mentions:
                yield _unknown(f"mention {entity.text!r}", "type", entity.type, self.mentions)
        for event in document.events:
            if event.type not in self.events:
                yield _unknown(f"event {event.text!r}", "type", event.type, self.events)
                continue
            if event.status not in self.statuses:
                yield _unknown(f"event {event.text!r}", "status", event.status, self.statuses)
            for argument in event.arguments:
                yield from self._argument_problems(
                    event.type, event.text, argument.role, argument.entity.type
                )

    def _argument_problems(
        self, event: str, trigger: str, role: str, mention: str
    ) -> Iterator[str]:
        if role not in self.roles:
            yield _unknown(f"event {trigger!r}", "role", role, self.roles)
        elif role not in self.events[event].roles:
            takes = _list(self.events[event].roles)
            yield f"event {trigger!r}: {event} takes no {role}; it takes {takes}"
        elif mention in self.mentions and mention not in self.roles[role]:
            can = _list(self.roles[role])
            yield f"event {trigger!r}: {role} cannot be a {mention}; it can be {can}"

    def check(self, document: Document) -> None:
        """Accepts a document or says what is wrong with it.

        Raises:
            DocumentError: it holds a label that this ontology does not.
        """
        problem = next(self.problems(document), None)
        if problem:
            raise DocumentError(f"document {document.id!r}: {problem}")

    def to_toml(self) -> str:
        """The file that :meth:`read` reads back."""
        return "\n".join(_toml_lines(self)) + "\n"


@cache
def _default() -> Ontology:
    return Ontology.read(shipped("annotations/ontology.toml"))


def _unknown(what: str, kind: str, label: str, known: Iterable[str]) -> str:
    return f"{what} has the {kind} {label!r}; known: {_list(known)}"


def _list(labels: Iterable[str]) -> str:
    return ", ".join(labels)


def _parse(table: dict[str, Any], where: str) -> Ontology:
    _known_keys(table, _TOP_KEYS, where)
    try:
        events = {n: _event(n, t, where) for n, t in table.get("events", {}).items()}
        ontology = Ontology(
            mentions=dict(table["mentions"]),
            events=events,
            roles={n: tuple(fillers) for n, fillers in table.get("roles", {}).items()},
            statuses=tuple(table.get("statuses", ("actual",))),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise OntologyError(f"{where}: {error!r}; compare annotations/ontology.toml") from error
    _consistent(ontology, where)
    return ontology


def _event(name: str, table: dict[str, Any], where: str) -> EventType:
    _known_keys(table, _EVENT_KEYS, f"{where}: events.{name}")
    acled, plover = (tuple(table.get(k, ("", ""))) for k in ("acled", "plover"))
    if len(acled) != 2 or len(plover) != 2:
        raise OntologyError(f"{where}: events.{name}: acled and plover are pairs of strings")
    return EventType(table["means"], tuple(table["roles"]), acled, plover)


def _known_keys(table: dict[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise OntologyError(f"{where}: unknown key {unknown[0]!r}; known: {_list(sorted(known))}")


def _consistent(ontology: Ontology, where: str) -> None:
    for role, fillers in ontology.roles.items():
        for filler in fillers:
            if filler not in ontology.mentions:
                raise OntologyError(
                    f"{where}: role {role} names the mention type {filler!r}, which is not defined"
                )
    for name, event in ontology.events.items():
        for role in event.roles:
            if role not in ontology.roles:
                raise OntologyError(
                    f"{where}: event {name} names the role {role!r}, which is not defined"
                )


def _toml_lines(ontology: Ontology) -> Iterator[str]:
    yield f"statuses = {_strings(ontology.statuses)}"
    yield "\n[mentions]"
    yield from (f"{n} = {_string(means)}" for n, means in ontology.mentions.items())
    yield "\n[roles]"
    yield from (f"{n} = {_strings(fillers)}" for n, fillers in ontology.roles.items())
    for name, event in ontology.events.items():
        yield f"\n[events.{name}]\nmeans = {_string(event.means)}\nroles = {_strings(event.roles)}"
        yield f"acled = {_strings(event.acled)}\nplover = {_strings(event.plover)}"


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _strings(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_string, texts))}]"
