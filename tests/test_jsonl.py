import json
from dataclasses import replace

import pytest
from samples import all_samples, same

from conflict_ie import Argument, ConflictIEError, Document, Entity, Event, Span, read, write
from conflict_ie.jsonl import from_dict, to_dict

GOOD = {
    "id": "d", "text": "قتل في تعز",
    "entities": [{"id": "T1", "type": "LOC", "start": 7, "end": 10}],
    "events": [{"id": "E1", "type": "Kill", "status": "actual", "trigger": {"start": 0, "end": 3},
                "arguments": [{"role": "Place", "entity": "T1"}]}],
}  # fmt: skip


def broken(*path, value):
    table = json.loads(json.dumps(GOOD))
    here = table
    for key in path[:-1]:
        here = here[key]
    if value is None:
        del here[path[-1]]
    else:
        here[path[-1]] = value
    return table


def test_write_then_read(tmp_path):
    path = tmp_path / "documents.jsonl"
    write(all_samples(), path)
    assert all(same(a, b) for a, b in zip(all_samples(), read(path), strict=True))


def test_the_file_is_that_of_the_guidelines():
    assert to_dict(from_dict(GOOD)) == GOOD


def test_what_is_added_to_a_document_that_was_read_gets_an_id_of_its_own():
    known = from_dict(GOOD)
    victim = Entity("PPL", Span(4, 6), "في")
    event = Event("Kill", Span(4, 6), "في", "actual", (Argument("Target", victim),))
    table = to_dict(
        replace(known, entities=(victim, *known.entities), events=(event, *known.events))
    )
    assert [e["id"] for e in table["entities"]] == ["T2", "T1"]
    assert [e["id"] for e in table["events"]] == ["E2", "E1"]
    again = from_dict(table)
    assert again.events[0].arguments[0].entity == victim
    assert again.events[1].arguments[0].entity == known.entities[0]


def test_an_id_given_twice_is_kept_once():
    same_id = (Entity("LOC", Span(7, 10), "تعز", "x"), Entity("PPL", Span(0, 3), "قتل", "x"))
    table = to_dict(Document("d", GOOD["text"], same_id))
    assert [e["id"] for e in table["entities"]] == ["x", "T1"]


def test_line_separators_inside_a_text_do_not_end_the_line(tmp_path):
    write([Document("d", "سطر\u2028آخر\u0085ثالث")], tmp_path / "x.jsonl")
    assert read(tmp_path / "x.jsonl")[0].text == "سطر\u2028آخر\u0085ثالث"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (broken("text", value=None), "the key 'text' is missing"),
        (broken("source", value="x"), "unknown key 'source'; put what is your own under 'meta'"),
        (broken("text", value=5), "'text' is 5, which is of the wrong kind"),
        (broken("entities", 0, "start", value=11), "does not lie in the 10 characters"),
        (broken("entities", 0, "end", value=99), "span 7:99 does not lie"),
        (broken("entities", 0, "start", value="7"), "'start' is '7', which is of the wrong kind"),
        (broken("entities", 0, "start", value=True), "'start' is True"),
        (broken("entities", 0, "label", value="LOC"), "unknown key 'label'"),
        (broken("events", 0, "trigger", "end", value=None), "the key 'end' is missing"),
        (broken("events", 0, "trigger", value=[0, 3]), "'trigger' is .0, 3., which"),
        (broken("events", 0, "arguments", 0, "entity", value="T9"), "points at 'T9'"),
        (broken("events", 0, "arguments", 0, "role", value=None), "the key 'role' is missing"),
        (broken("entities", value=GOOD["entities"] * 2), "two mentions have the same id"),
        (broken("meta", value="x"), "'meta' is 'x'"),
        ([], "expected an object"),
    ],
)
def test_a_bad_object_says_what_is_wrong(table, message):
    with pytest.raises(ConflictIEError, match=message):
        from_dict(table)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", ":1: "),
        (b'{"id": "a", "text": "x"}\n{"id": "a", "text": "x"}', ":2: the id 'a' stood on line 1"),
        ("قتل".encode("cp1256"), "is not UTF-8"),
        (b"\n\nnull", ":3: document: expected an object"),
    ],
)
def test_a_bad_file_names_the_line(tmp_path, content, message):
    path = tmp_path / "bad.jsonl"
    path.write_bytes(content)
    with pytest.raises(ConflictIEError, match=message):
        read(path)


def test_half_a_surrogate_pair_is_no_text_to_write(tmp_path):
    with pytest.raises(ConflictIEError, match="half a surrogate pair"):
        write([Document("d", "قتل\ud83d")], tmp_path / "x.jsonl")
