import pytest
from samples import mention

from conflict_ie import Argument, Document, Event, Span
from conflict_ie.means import by_means


def typed(text, *fillers, type="Shelling", trigger="قصف"):
    start = text.index(trigger)
    arguments = tuple(Argument(role, mention(text, kind, words)) for role, kind, words in fillers)
    entities = tuple(a.entity for a in arguments)
    event = Event(type, Span(start, start + len(trigger)), trigger, "actual", arguments)
    return by_means(Document("d", text, entities, (event,))).events[0].type


@pytest.mark.parametrize(
    "text",
    [
        "قصف جوي على سراقب",
        "قصفٌ جوّيّ عنيف على الغوطة",
        "تعرضت البلدة لقصف مدفعي وجوي",
        "استمر القصف الجوي والبري على المدينة",
        "قصف النظام الجوي لم يتوقف",
        "قصف بالطيران الحربي",
        "القصف بالطائرات المسيّرة طاول السوق",
    ],
)
def test_an_aircraft_near_by_makes_an_air_strike(text):
    assert typed(text) == "AirStrike"


@pytest.mark.parametrize(
    "text",
    [
        "قصف مدفعي على سراقب",
        "دوي قصف وغارات",
        "القصف، وحلقت طائرات في الأجواء",
        "قصف على حي قريب من قاعدة للطيران الحربي",
        "قصف",
    ],
)
def test_without_one_it_stays(text):
    assert typed(text) == "Shelling"


@pytest.mark.parametrize("role", ["Agent", "Instrument"])
def test_an_aircraft_in_a_role_makes_an_air_strike(role):
    text = "قصف سوق البلدة ظهراً من طائرات مسيّرة"
    assert typed(text, (role, "WEA", "طائرات مسيّرة")) == "AirStrike"
    assert typed(text, ("Target", "WEA", "طائرات مسيّرة")) == "Shelling"


def test_other_triggers_and_types_stay():
    assert typed("سقوط قذائف جوية", trigger="سقوط") == "Shelling"
    assert typed("قصف جوي", type="Destroy") == "Destroy"


def test_a_document_without_it_is_the_same_object():
    document = Document("d", "هدوء حذر")
    assert by_means(document) is document
