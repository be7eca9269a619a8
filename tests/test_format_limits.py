"""What a format cannot hold: refused by name, dropped on demand, always counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from format_cases import needs, place

from conflict_ie.document import Argument, Document, Entity, Event, Span
from conflict_ie.errors import FormatError
from conflict_ie.formats import read_any, write_any

TAIZ = Entity("LOC", Span(4, 7), "تعز")
KILL = Event("Kill", Span(0, 3), "قتل", "actual")
BLANK = Entity("LOC", Span(3, 7), " تعز")
LONG = Entity("ARM", Span(0, 7), "قتل تعز")


def placed(role: str) -> Event:
    return replace(KILL, arguments=(Argument(role, TAIZ),))


REFUSED = [
    ("conll", (), (placed("Place"),), "1 roles"),
    ("conll", (TAIZ, LONG), (), "1 mentions that overlap others"),
    ("conll", (BLANK,), (), "1 mentions that begin or end with white space"),
    ("conll", (replace(TAIZ, type="A B"),), (), "1 mentions whose label has white space"),
    ("brat", (replace(TAIZ, type="A B"),), (), "1 mentions whose type has a space or colon"),
    (
        "brat", (), (replace(KILL, type="a:b"),),
        "1 events whose type has a space or colon, or whose status has a line break",
    ),
    ("brat", (), (placed("Arg1"),), "1 roles whose name has a space or colon, or ends in a digit"),
    ("doccano", (replace(TAIZ, type="a:b"),), (), "1 mentions with ':' in the type"),
    ("doccano", (), (replace(KILL, status="a:b"),), "1 events with ':' in the status"),
    ("prodigy", (replace(TAIZ, type="a:b"),), (), "1 mentions with ':' in the type"),
    ("prodigy", (), (KILL, KILL), "1 events that share trigger, type and status"),
    ("jsonl", (TAIZ, TAIZ), (), "1 repeated mentions"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "entities", "events", "what"), REFUSED)
def test_what_a_format_cannot_hold_is_refused_by_name_and_dropped_on_demand(
    name: str,
    entities: tuple[Entity, ...],
    events: tuple[Event, ...],
    what: str,
    tmp_path: Path,
) -> None:
    fillers = tuple(a.entity for e in events for a in e.arguments)
    document = Document("d", "قتل تعز", fillers + entities, events)
    path = place(tmp_path, name)
    with pytest.raises(FormatError) as caught:
        write_any([document], path, name)
    assert f"{name} cannot hold {what} of document 'd'" in str(caught.value)
    number, _, kind = what.partition(" ")
    assert write_any([document], path, name, lossy=True) == Counter({kind: int(number)})
    assert read_any(path, name)[0].text == document.text


def test_scores_that_have_no_place_are_counted_and_no_reason_to_refuse(tmp_path: Path) -> None:
    mention = Entity("LOC", Span(4, 7), "تعز", score=0.5)
    event = replace(KILL, score=0.5, status_score=0.5, arguments=(Argument("Place", mention, 0.5),))
    document = Document("d", "قتل تعز", (mention,), (event,))
    assert write_any([document], tmp_path / "a", "brat") == Counter({"scores": 4})
    for name in ("jsonl", "label-studio", "prodigy"):
        path = place(tmp_path, name)
        assert write_any([document], path, name) == Counter()
        (found,) = read_any(path, name)
        assert (found.entities[0].score, found.events[0].score) == (0.5, 0.5)
        assert found.events[0].status_score == found.events[0].arguments[0].score == 0.5


UNWRITABLE = [
    ("jsonl", Document("d", "\ud83d"), "is half a surrogate pair"),
    ("brat", Document("d", "\ud83d"), "is half a surrogate pair"),
    ("doccano", Document("d", "\ud83d"), "is half a surrogate pair"),
    ("conll", Document("d", "\ud83d"), "is half a surrogate pair"),
    ("label-studio", Document("d", "\ud83d"), "is half a surrogate pair"),
    ("docbin", Document("d", "\ud83d"), "half a surrogate pair at 0 cannot be written"),
    ("uima", Document("d", "\ud83d"), "cannot stand in XML"),
    ("uima", Document("d", "a\x0cb"), "'\\x0c' at 1 of 'a\\x0cb' cannot stand in XML"),
    ("brat", Document("", "x"), "makes no file name of 1 to 200 bytes"),
    ("uima", Document("س" * 101, "x"), "makes no file name of 1 to 200 bytes"),
]


@pytest.mark.parametrize(("name", "document", "error"), UNWRITABLE)
def test_a_text_that_no_file_can_hold_is_refused(
    name: str, document: Document, error: str, tmp_path: Path
) -> None:
    needs(name)
    with pytest.raises(FormatError) as caught:
        write_any([document], place(tmp_path, name), name, lossy=True)
    assert error in str(caught.value)


def test_nothing_is_left_where_many_texts_cannot_be_one_file(tmp_path):
    needs("uima")
    with pytest.raises(FormatError, match="one file holds one text, not 2; name a folder"):
        write_any(
            [Document("a", "قصف"), Document("b", "هدوء")], tmp_path / "two.uima", format="uima"
        )
    assert not list(tmp_path.iterdir())
