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


def test_what_cannot_be_judged_as_annotated_is_counted(tiny_model):
    text = "وقع اطلاق نار كثيف."
    odd = Document("d", text, events=(Event("Attack", Span(4, 13), text[4:13]),))
    with pytest.warns(UserWarning, match="not judged as annotated: 1 × trigger of several words"):
        disputes([odd], model=tiny_model)


def test_a_threshold_that_is_none_is_refused():
    with pytest.raises(DocumentError, match=r"surer=90: not a probability from 0\.5 to below 1"):
        disputes([], surer=90)


def test_a_label_that_the_model_does_not_know_is_refused(tiny_model):
    odd = Document("d", "نهب", events=(Event("Loot", Span(0, 3), "نهب"),))
    with pytest.raises(DocumentError, match="Loot"):
        disputes([odd], model=tiny_model)


def test_offsets_leave_the_prefix_out():
    text = "اشتباكات في صنعاء وتعز."
    at = text.index("تعز")
    slip = Entity("ORG", Span(at, at + 3), "تعز")
    place = Entity("LOC", Span(12, 17), "صنعاء")
    clash = Event("Clash", Span(0, 8), text[:8], arguments=(Argument("Place", place),))
    found = disputes([Document("d", text, (place, slip), (clash,))], surer=0.5)
    told = next(d for d in found if d.annotated == "ORG «تعز»")
    assert (told.start, told.end, told.trigger) == (at, at + 3, None)

    right = Entity("LOC", slip.span, slip.text)
    found = disputes([Document("d", text, (place, right), (clash,))], surer=0.5)
    told = next(d for d in found if d.layer == "argument")
    assert (text[told.start : told.end], told.trigger) == ("تعز", 0)


def test_what_follows_the_model_is_not_disputed():
    """«قصف» by aircraft is AirStrike for `extract`, whatever the tagger says."""
    text = "قصف الطيران الحربي بلدة كفرنبل ومواقع تنظيم «داعش»."
    read = extract(text)
    assert not [d for d in disputes([read], surer=0.5) if d.layer in ("mention", "trigger")]


def test_marks_that_the_model_cannot_have_are_counted_and_not_disputed(tiny_model):
    text = "هجوم على جامع\nالرحمن"
    across = Entity("FAC", Span(9, 20), text[9:])
    odd = Document("d", text, (across,))
    with pytest.warns(UserWarning, match="1 × mention across windows"):
        found = disputes([odd], model=tiny_model, surer=0.5)
    assert not [d for d in found if d.layer == "mention" and d.start >= 9]


def test_two_marks_on_one_word_are_not_called_nothing(tiny_model):
    text = "هجوم على تعز"
    twice = (Event("Attack", Span(0, 4), "هجوم"), Event("Clash", Span(0, 4), "هجوم"))
    with pytest.warns(UserWarning, match="1 × trigger on a taken word"):
        found = disputes([Document("d", text, events=twice)], model=tiny_model, surer=0.5)
    assert not [d for d in found if d.start == 0 and not d.annotated]


def test_an_overlong_sentence_is_disputed_once(tiny_model):
    text = " ".join(["قصف مدفعي على تعز"] * 150)
    found = disputes([Document("d", text)], model=tiny_model, surer=0.5)
    assert len({(d.start, d.end) for d in found}) == len(found)


def test_the_command_lists_and_writes_a_table(read_by_model, tmp_path):
    place = entity(read_by_model, "تعز")
    wrong = swapped(read_by_model, place, replace(place, type="FAC"))
    write([replace(wrong, id="n1")], tmp_path / "n.jsonl")
    told = CliRunner().invoke(app, ["disputes", str(tmp_path / "n.jsonl")])
    assert told.exit_code == 0
    assert "mention: FAC «تعز»; likelier LOC «تعز»" in told.output
    assert "in 1 of 1 documents" in told.output

    table = tmp_path / "d.csv"
    done = CliRunner().invoke(app, ["disputes", str(tmp_path / "n.jsonl"), "-o", str(table)])
    assert done.exit_code == 0
    assert table.read_bytes().startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig"))))
    assert rows[0]["document"] == "n1"
    assert rows[0]["likelier"] == "LOC «تعز»"


def test_the_command_writes_a_header_where_nothing_is_disputed(tmp_path):
    write([Document("d", "…")], tmp_path / "n.jsonl")
    table = tmp_path / "d.csv"
    done = CliRunner().invoke(app, ["disputes", str(tmp_path / "n.jsonl"), "-o", str(table)])
    assert done.exit_code == 0
    assert table.read_text("utf-8-sig").startswith("document,layer,start,end,trigger,annotated")


@pytest.mark.parametrize(
    ("name", "told"),
    [("d.xlsx", "give a name that ends in .csv"), ("none/d.csv", "there is no folder")],
)
def test_the_command_refuses_what_it_cannot_write(name, told, tmp_path):
    write([Document("d", "خبر")], tmp_path / "n.jsonl")
    done = CliRunner().invoke(
        app, ["disputes", str(tmp_path / "n.jsonl"), "-o", str(tmp_path / name)]
    )
    assert told in str(done.exception)
