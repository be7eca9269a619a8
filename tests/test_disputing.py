import csv
import io
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from conflict_ie import Argument, Document, Entity, Event, Span, disputes, extract, write
from conflict_ie.cli import app
from conflict_ie.errors import DocumentError

TEXT = "أعلن الجيش اليمني أمس مقتل ثلاثة مدنيين في قصف مدفعي على مدينة تعز."


@pytest.fixture(scope="module")
def read_by_model():
    """A text as the shipped model reads it, which it therefore hardly disputes."""
    return extract(TEXT)


def entity(document, text):
    return next(e for e in document.entities if e.text == text)


def swapped(document, old, new):
    """The document with ``new`` in place of a mention, in its roles as well."""
    events = tuple(
        replace(
            event,
            arguments=tuple(
                replace(a, entity=new) if a.entity == old else a for a in event.arguments
            ),
        )
        for event in document.events
    )
    entities = tuple(new if e == old else e for e in document.entities)
    return replace(document, entities=entities, events=events)


def test_what_the_model_reads_itself_it_does_not_dispute(read_by_model):
    found = disputes([read_by_model], surer=0.9)
    assert not [d for d in found if d.layer in ("mention", "trigger", "status")]


def test_a_wrong_type_is_disputed_with_both_readings(read_by_model):
    place = entity(read_by_model, "تعز")
    (found,) = disputes([swapped(read_by_model, place, replace(place, type="FAC"))], surer=0.9)[:1]
    assert (found.layer, TEXT[found.start : found.end]) == ("mention", "تعز")
    assert (found.annotated, found.likelier) == ("FAC «تعز»", "LOC «تعز»")
    assert 0.9 <= found.score <= 1


def test_a_wrong_extent_is_one_dispute(read_by_model):
    army = entity(read_by_model, "الجيش اليمني")
    shorter = replace(army, span=Span(army.span.start, army.span.end - 7), text="الجيش")
    found = disputes([swapped(read_by_model, army, shorter)], surer=0.8)
    assert "ARM «الجيش»; likelier ARM «الجيش اليمني»" in str(found[0])
    assert len([d for d in found if d.layer == "mention"]) == 1


def test_a_forgotten_trigger_and_a_forgotten_role_are_disputed(read_by_model):
    kill = next(e for e in read_by_model.events if e.type == "Kill")
    without = replace(read_by_model, events=tuple(e for e in read_by_model.events if e != kill))
    (first, *_) = disputes([without], surer=0.9)
    assert (first.layer, first.annotated, first.likelier) == ("trigger", "", "Kill «مقتل»")

    bare = tuple(replace(e, arguments=()) for e in read_by_model.events)
    found = disputes([replace(read_by_model, events=bare)], surer=0.9)
    assert {d.layer for d in found} == {"argument"}
    assert "Kill «مقتل» Target «مدنيين»" in {d.likelier for d in found}
    assert {d.annotated for d in found} == {""}


def test_a_role_and_a_status_that_the_text_does_not_give_are_disputed(read_by_model):
    kill = next(e for e in read_by_model.events if e.type == "Kill")
    wrong = Argument("Source", entity(read_by_model, "تعز"))
    events = tuple(
        replace(e, status="denied", arguments=(*e.arguments, wrong)) if e == kill else e
        for e in read_by_model.events
    )
    found = disputes([replace(read_by_model, events=events)], surer=0.9)
    assert {(d.layer, d.annotated, d.likelier) for d in found} >= {
        ("status", "Kill «مقتل» denied", "Kill «مقتل» actual"),
        ("argument", "Kill «مقتل» Source «تعز»", ""),
    }


def test_the_surest_come_first_and_offsets_hold_in_long_texts(tiny_model):
    text = "\n".join([TEXT] * 40)
    slips = tuple(Entity("ORG", Span(at, at + 4), text[at : at + 4]) for at in (0, len(TEXT) + 1))
    found = disputes([Document("long", text, slips)], model=tiny_model, surer=0.5)
    assert [d.score for d in found] == sorted((d.score for d in found), reverse=True)
    told = {(d.start, d.end) for d in found if "ORG «أعلن»" in d.annotated}
    assert told == {(0, 4), (len(TEXT) + 1, len(TEXT) + 5)}


@pytest.mark.parametrize("text", ["", "   \n", "…", "خبر."])
def test_texts_without_annotations_are_read(text, tiny_model):
    assert isinstance(disputes([Document("d", text)], model=tiny_model), list)


def test_a_threshold_that_is_none_is_refused():
    with pytest.raises(DocumentError, match=r"surer=90: not a probability from 0\.5 to 1; 0\.9"):
        disputes([], surer=90)


def test_a_label_that_the_model_does_not_know_is_refused(tiny_model):
    odd = Document("d", "نهب", events=(Event("Loot", Span(0, 3), "نهب"),))
    with pytest.raises(DocumentError, match="Loot"):
        disputes([odd], model=tiny_model)


def test_the_command_lists_and_writes_a_table(read_by_model, tmp_path):
    place = entity(read_by_model, "تعز")
    wrong = swapped(read_by_model, place, replace(place, type="FAC"))
    write([replace(wrong, id="n1")], tmp_path / "n.jsonl")
    told = CliRunner().invoke(app, ["disputes", str(tmp_path / "n.jsonl")])
    assert told.exit_code == 0
    assert "mention: FAC «تعز»; likelier LOC «تعز»" in told.output
    assert "in 1 of 1 documents" in told.output

    table = tmp_path / "d.csv"
    CliRunner().invoke(app, ["disputes", str(tmp_path / "n.jsonl"), "-o", str(table)])
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig"))))
    assert rows[0]["document"] == "n1"
    assert rows[0]["likelier"] == "LOC «تعز»"
