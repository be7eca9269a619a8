"""Actor mentions against tables of cases: spellings, labels, built names, heads, and none."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_ie.document import Argument, Document, Entity, Event, Span
from conflict_ie.resolve.actors import Actor, ActorTable, resolve_actor
from conflict_ie.resolve.actors.context import countries_in
from conflict_ie.resolve.actors.keys import name_key, plain_key, readings

TABLE = ActorTable.default()
MARKS = "ًٌٍَُِّْـ"


def document(marked: str) -> Document:
    """A document from a text with its mentions in square brackets: «قصف [ORG:المرصد]»."""
    text, entities = "", []
    for part in marked.split("["):
        inside, closed, rest = part.partition("]")
        if closed:
            type_, colon, name = inside.partition(":")
            name, type_ = (name, type_) if colon else (inside, "ARM")
            entities.append(Entity(type_, Span(len(text), len(text) + len(name)), name))
            text += name + rest
        else:
            text += part
    return Document("d", text, entities=tuple(entities))


def resolved(marked: str, *, when: date | None = None, table: ActorTable = TABLE) -> list[str]:
    found = document(marked)
    actors = [resolve_actor(e, found, table=table, when=when) for e in found.entities]
    return [shown(actor) for actor in actors]


def shown(actor: Actor | None) -> str:
    if actor is None:
        return "none"
    return actor.id if actor.known else f"? {actor.key}"


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ('تنظيم "داعش"', "is"),
        ("داعش", "is"),
        ("تنظيم الدولة الإسلامية (داعش)", "is"),
        ("تنظيم الدولة “داعش”", "is"),
        ("تنظيم  «داعش»  الارهابي", "is"),
        ("عصابات داعش الإجرامية", "is"),
        ("قوّات النظام", "sy-government-forces"),
        ("قــوات الأسـد", "sy-government-forces"),
        ("الجيش العربي السوري", "sy-government-forces"),
        ("قوات نظام الاسد", "sy-government-forces"),
        ("هيئة تحرير الشام (النصرة سابقاً)", "hts"),
        ("هيئة تحرير الشام الإرهابية", "hts"),
        ("قوات سوريا الديمقراطية “قسد”", "sdf"),
        ("ميلشيات قسد", "sdf"),
        ("مليشيا الحوثي", "houthis"),
        ("المتمرّدون الحوثيّون", "houthis"),
        ("أنصار الله", "houthis"),
        ("ميليشيات الحوثي الإيرانية", "houthis"),
        ("حزب الله اللبناني", "hezbollah"),
        ("حزب الله العراقي", "iq-kataib-hezbollah"),
        ("حركة المقاومة الاسلامية ''حماس''", "hamas"),
        ("كتائب الشهيد عز الدين القسّام", "ps-qassam"),
        ("قوات الدعم السريع", "sd-rsf"),
        ("لواء زينبيون العراقي", "sy-zainabiyoun"),
        ("الوحدات الكردية", "ypg"),
    ],
)
def test_spelling(name: str, id: str) -> None:
    assert resolved(f"أعلنت [{name}] ذلك.") == [id]


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("الطيران الروسي", "ru-air-force"),
        ("الطائرات الحربية الروسية", "ru-air-force"),
        ("مقاتلات روسية", "ru-air-force"),
        ("طائرات الاحتلال الروسي", "ru-air-force"),
        ("المدفعية التركية", "tr-military"),
        ("جيش الاحتلال التركي", "tr-military"),
        ("طائرة مسيّرة تابعة للاحتلال التركي", "tr-military"),
        ("القوات الأمنية العراقية المشتركة", "iq-security-forces"),
        ("قوات أميركية خاصة", "us-military"),
        ("طائرة أمريكية من دون طيار", "us-military"),
        ("القوات المعادية للحوثيين", "? قوات معاديه للحوثيين"),
        ("جيش النيجر", "ne-military"),
        ("الشرطة الأفغانية", "af-police"),
        ("شرطة محافظة ديالى", "iq-police"),
        ("مروحيات النظام", "sy-air-force"),
        ("الطيران المروحي التابع لقوات النظام", "sy-air-force"),
        ("طائرات التحالف الدولي", "international-coalition"),
        ("الميليشيات الموالية لإيران", "ir-backed-militias"),
        ("المسلحين الموالين لنظام الأسد", "sy-pro-government-militias"),
        ("المقاتلات التركية والأميركية", "? مقاتلات تركيه والاميركيه"),
    ],
)
def test_built_name(name: str, id: str) -> None:
    assert resolved(f"أعلنت [{name}] ذلك.") == [id]


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("وزارة الدفاع الروسية", "ru-ministry-of-defence"),
        ("وزارة الدفاع الأمريكية", "us-pentagon"),
        ("حكومة أنقرة", "tr-government"),
        ("وكالة أعماق", "amaq"),
        ("وكالة «فرانس برس»", "afp"),
        ("المرصد السوري لحقوق الانسان", "sohr"),
        ("الدفاع المدني السوري (الخوذ البيضاء)", "white-helmets"),
        ("الأمم المتحدة", "un"),
        ("وسائل إعلام النظام السوري", "sy-media"),
        ("جمعية الزهور", "? جمعيه زهور"),
        ("قناة الجيش الإسرائيلي", "? قناه جيش اسراييلي"),
        ("شبكة CNN الإخبارية", "cnn"),
    ],
)
def test_organisation(name: str, id: str) -> None:
    assert resolved(f"أعلنت [ORG:{name}] ذلك.") == [id]


@pytest.mark.parametrize(
    ("marked", "ids"),
    [
        ("هاجم [تنظيم داعش] البلدة ثم انسحب [التنظيم].", ["is", "is"]),
        ("انسحب [التنظيم] بعد أن هاجم [داعش] البلدة.", ["is", "is"]),
        ("خسر [تنظيم القاعدة] و[داعش] مواقع، ثم عاد [التنظيم المتطرف].", ["al-qaeda", "is", "is"]),
        ("قصفت [قوات النظام] البلدة وردت فصائل على [النظام].", ["sy-government-forces"] * 2),
        ("قصفت [مروحيات النظام] ثم تقدم [النظام].", ["sy-air-force", "sy-government-forces"]),
        ("تصدت [فصائل المعارضة السورية] ثم تقدمت [المعارضة].", ["sy-opposition-factions"] * 2),
        ("قال [الحوثيون] إن [الجماعة] ملتزمة.", ["houthis", "houthis"]),
        ("اعتقلت [حركة حماس] رجلاً وقالت [الحركة] إنه عميل.", ["hamas", "hamas"]),
        ("سيطرت [هيئة تحرير الشام] ودعت [الهيئة] إلى هدنة.", ["hts", "hts"]),
        ("تقدم [الجيش] في مدينة تعز.", ["ye-government-forces"]),
        ("تقدم [الجيش] في ريف حلب.", ["sy-government-forces"]),
        ("تقدمت [القوات الحكومية] قرب الموصل.", ["iq-security-forces"]),
        ("قصف [طيران التحالف] صنعاء.", ["arab-coalition"]),
        ("قصف [طيران التحالف] الرقة.", ["international-coalition"]),
        ("تقدم [الجيش الوطني] في مأرب.", ["ye-government-forces"]),
        ("تقدم [الجيش الوطني] قرب عفرين.", ["sy-national-army"]),
        ("قُتل جنود في صفوف ل[لجيش] في حلب.", ["sy-government-forces"]),
        ("تصدت قوات ل[لتنظيم] بعد هجوم [داعش].", ["is", "is"]),
        (
            "انتشرت [قوات النظام] و[المسلحون الموالون لها].",
            ["sy-government-forces", "sy-pro-government-militias"],
        ),
        ("انتشرت [الشرطة] في سامراء شمال بغداد.", ["iq-police"]),
        (
            "دخل [ORG:الدفاع المدني] حي جوبر بعد غارات [الطيران الروسي].",
            ["white-helmets", "ru-air-force"],
        ),
    ],
)  # fmt: skip
def test_read_within_the_text(marked: str, ids: list[str]) -> None:
    assert resolved(marked) == ids


@pytest.mark.parametrize(
    ("marked", "key"),
    [
        ("انسحب [التنظيم] من البلدة.", "? تنظيم"),
        ("تقدم [الجيش] أمس.", "? جيش"),
        ("تقدم [الجيش] بين صنعاء وحلب.", "? جيش"),
        ("قال [النظام] ذلك.", "? نظام"),
        ("محادثات [الجيش] في الدوحة.", "? جيش"),
        ("قصف [التحالف] موقعاً.", "? تحالف"),
        ("تبنته [كتيبة شهداء القانون].", "? كتيبه شهدا قانون"),
        ("هاجم [مسلحون] حاجزاً.", "? مسلحين"),
        ("هاجم [المسلحين] حاجزاً.", "? مسلحين"),
        ("قتل [المليشيات الموالية لها] شخصاً.", "? مليشيات موالي لها"),
        ("نشرت [قواته] حواجز.", "none"),
        ("انسحبت [قواتها المسلحة].", "none"),
        ("قُتل [PPL:مدنيون].", "? مدني"),
        ("قال [PPL:مصدر محلي].", "none"),
        ("في [LOC:حلب].", "none"),
        ("قصف [WEA:الطيران الحربي] البلدة.", "none"),
        ("تحدث [PER:علي].", "none"),
    ],
)
def test_not_known_is_not_guessed(marked: str, key: str) -> None:
    assert resolved(marked) == [key]


@pytest.mark.parametrize(
    ("name", "when", "id"),
    [
        ("جبهة النصرة", None, "nusra"),
        ("جبهة النصرة", date(2015, 5, 1), "nusra"),
        ("جبهة النصرة", date(2016, 7, 28), "jfs"),
        ("جبهة النصرة", date(2018, 5, 1), "hts"),
        ("دولة العراق الإسلامية", date(2012, 1, 1), "iq-islamic-state-of-iraq"),
        ("دولة العراق الإسلامية", date(2014, 1, 1), "is"),
        ("لواء شهداء اليرموك", date(2017, 1, 1), "sy-khalid-ibn-al-walid-army"),
        ("الجيش السوري", None, "sy-government-forces"),
        ("الجيش السوري", date(2018, 1, 1), "sy-government-forces"),
        ("الجيش السوري", date(2025, 3, 1), "sy-new-army"),
        ("القوات السورية", date(2025, 3, 1), "sy-new-army"),
    ],
)
def test_day_of_the_text(name: str, when: date | None, id: str) -> None:
    assert resolved(f"قالت [{name}] ذلك.", when=when) == [id]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("ثلاثة مدنيين", "organisation"), ("مدنيين", "civilians"), ("أطفال", "civilians"),
     ("المتظاهرين", "protesters"), ("مقاتلين", "fighters"), ("قوات حفظ السلام", "peacekeepers"),
     ("رجال الأمن", "police"), ("مجموعة مسلحة", "armed group")],
)  # fmt: skip
def test_class_without_a_name(text: str, kind: str) -> None:
    found = document(f"[{'ORG' if kind == 'organisation' else 'PPL'}:{text}]")
    actor = resolve_actor(found.entities[0], found)
    assert actor is not None
    assert (actor.kind, actor.id, actor.known) == (kind, "", False)


def test_country_acts_only_in_a_role_of_the_acting() -> None:
    place = Entity("LOC", Span(6, 11), "روسيا")
    text = "أعلنت روسيا هدنة"
    for role, id in (("Source", "ru"), ("Place", None)):
        event = Event("Agree", Span(12, 16), "هدنة", arguments=(Argument(role, place),))
        actor = resolve_actor(place, Document("d", text, (place,), (event,)))
        assert (actor.id if actor else None) == id


def test_an_actor_says_why_and_where_it_belongs() -> None:
    found = document("هاجم [تنظيم داعش] ثم انسحب [التنظيم] تحت قصف [الطيران الروسي].")
    group, head, plane = (resolve_actor(e, found) for e in found.entities)
    assert group is not None
    assert head is not None
    assert plane is not None
    assert group == head
    assert head.how == "taken up from «تنظيم داعش» at 5"
    assert plane.foreign_in("SY")
    assert not plane.foreign_in("RU")
    assert TABLE.wholes(plane.id) == ("ru-military",)


NAMES = st.sampled_from([name for row in TABLE.rows.values() for name in row.aliases])


@settings(deadline=None)
@given(NAMES, st.data())
def test_key_is_blind_to_marks(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(name)))
    mark = data.draw(st.sampled_from(MARKS))
    assert name_key(name[:at] + mark + name[at:]) == name_key(name)
    assert name_key(f"«{name}»") == name_key(name)


@settings(deadline=None)
@given(st.text(alphabet="تنظيمالجيشوقدع «»()ًـ", min_size=1, max_size=30))
def test_any_name_gives_an_actor_or_none(name: str) -> None:
    mention = Entity("ARM", Span(0, len(name)), name)
    actor = resolve_actor(mention, Document("d", name, entities=(mention,)))
    assert actor is None or actor.known == bool(actor.id)
    assert actor is None or actor.key


def test_keys_and_readings() -> None:
    assert plain_key("كتيبة «شُهداء القانون»") == "كتيبه شهدا قانون"
    assert readings("الجبهة (النصرة سابقاً)") == ("الجبهة (النصرة سابقاً)", "الجبهة")
    assert countries_in("بالخرطوم", TABLE) == {("SD", "place"): 1, ("SD", "capital"): 1}
