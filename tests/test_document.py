import pytest
from samples import mention, shelling

from conflict_ie import Argument, ConflictIEError, Document, Entity, Event, Span


def test_scores_and_ids_are_no_identity():
    one = Entity("LOC", Span(0, 3), "تعز", id="T1", score=0.9)
    assert one == Entity("LOC", Span(0, 3), "تعز")
    assert len({one, Entity("LOC", Span(0, 3), "تعز", score=0.1)}) == 1


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (5, 2)])
def test_a_span_has_characters(start, end):
    with pytest.raises(ConflictIEError, match="a span needs 0 <= start < end"):
        Span(start, end)


def test_a_mention_is_the_text_under_it():
    with pytest.raises(ConflictIEError, match="says 'عدن' but the text at 0:3 reads 'تعز'"):
        Document("d", "تعز", (Entity("LOC", Span(0, 3), "عدن"),))


def test_a_span_beyond_the_text_is_refused():
    with pytest.raises(ConflictIEError, match="says 'تعز'"):
        Document("d", "تع", (Entity("LOC", Span(0, 3), "تعز"),))


def test_arguments_point_at_mentions_of_the_document():
    document = shelling()
    stranger = mention(document.text, "ORG", "السوري")
    event = Event(
        "Kill", document.events[0].trigger, "قُتل", "actual", (Argument("Source", stranger),)
    )
    with pytest.raises(ConflictIEError, match="has Source 'السوري', which is no mention of it"):
        Document("d", document.text, document.entities, (event,))


def test_fillers_are_the_mentions_of_one_role():
    killed = shelling().events[0]
    assert [e.text for e in killed.fillers("Agent")] == ["قوات النظام"]
    assert killed.fillers("Instrument") == ()
