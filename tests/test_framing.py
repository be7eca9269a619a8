import pytest

from conflict_ie import Argument, Document, Entity, Event, Span
from conflict_ie.framing import with_whole_marks
from conflict_ie.punctuation import framed


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        ("تنظيم «داعش|»", "تنظيم «داعش»"),
        ("تنظيم «داعش»،|", "تنظيم «داعش»"),
        ("تنظيم «داعش»|", "تنظيم «داعش»"),
        ('قوات "قسد|"، صباحا', 'قوات "قسد"'),
        ('جماعة الحوثي "|هاجمت"', "جماعة الحوثي"),
        ("تنظيم ” داعش| ”", "تنظيم ” داعش ”"),
        ("عين العرب (كوباني|)", "عين العرب (كوباني)"),
        ("ربيع العام 2003.|", "ربيع العام 2003"),
        ("ربيع العام 2003 ..|.", "ربيع العام 2003"),
        ("30%|", "30%"),
        ("حزب الله» اللبناني|", "حزب الله» اللبناني"),
        ("حركة ''أنصار الدين''|", "حركة ''أنصار الدين''"),
        ("«|", "«"),
    ],
)
def test_edges_follow_the_guidelines(marked, wanted):
    end = marked.index("|")
    text = marked.replace("|", "")
    span = framed(Span(0, end), text)
    assert span.of(text).strip() == wanted
    assert framed(span, text) == span


def test_roles_go_with_their_mention():
    text = "هاجم تنظيم «داعش» القرية"
    group = Entity("ARM", Span(5, 16), text[5:16])
    event = Event("Attack", Span(0, 4), "هاجم", "actual", (Argument("Agent", group),))
    (attack,) = with_whole_marks(Document("d", text, (group,), (event,))).events
    assert attack.arguments[0].entity.text == "تنظيم «داعش»"


def test_a_mark_belongs_to_one_mention():
    text = 'قوات "قسد" تعز'
    group, place = Entity("ARM", Span(0, 9), text[:9]), Entity("LOC", Span(9, 14), text[9:])
    kept = with_whole_marks(Document("d", text, (group, place))).entities
    assert not kept[0].span.overlaps(kept[1].span)
