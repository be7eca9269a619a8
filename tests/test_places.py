"""Places: what a mention's words say, which bearer of a name is meant, and what stays open."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_ie.document import Document, Entity, Span
from conflict_ie.errors import ValueTableError
from conflict_ie.resolve.places import Place, resolve_place, resolve_places
from conflict_ie.resolve.places.gazetteer import Gazetteer
from conflict_ie.resolve.places.geometry import distance_km, moved
from conflict_ie.resolve.places.keys import clean, loose_key, strict_key
from conflict_ie.resolve.places.shapes import read_facility, read_location

ROOT = Path(__file__).resolve().parent.parent
ROAD = "road:C2169..x:SY:Athriya"


def marked(text: str) -> Document:
    """A document from a text with [places] and {facilities}."""
    plain, mentions, start, kind = "", [], 0, ""
    for letter in text:
        if letter in "[{":
            start, kind = len(plain), "LOC" if letter == "[" else "FAC"
        elif letter in "]}":
            mentions.append(Entity(kind, Span(start, len(plain)), plain[start:]))
        else:
            plain += letter
    return Document("d", plain, entities=tuple(mentions))


def found(text: str) -> list[Place | None]:
    """The places of the mentions of a marked text, in reading order."""
    document = marked(text)
    places = resolve_places(document)
    return [places.get(m) for m in document.entities]


# --- what the words say -------------------------------------------------------------------

SHAPES = [
    ("ريف حلب الجنوبي", "around", "rural", ("حلب",), (180.0,)),
    ("ريفي حلب الشمالي والشرقي", "around", "rural", ("حلب",), (0.0, 90.0)),
    ("الريف الشمالي", "around", "rural", (), (0.0,)),
    ("الريف الغربي لمدينة منبج", "around", "rural", ("منبج",), (270.0,)),
    ("الريف الشرقي للباب", "around", "rural", ("الباب",), (90.0,)),
    ("ريفها", "around", "rural", (), ()),
    ("ريف دمشق", "named", "", ("ريف دمشق",), ()),
    ("بادية دير الزور", "around", "desert", ("دير الزور",), ()),
    ("الأحياء الشرقية لحلب", "around", "quarters", ("حلب",), (90.0,)),
    ("جبل الزاوية", "named", "", ("جبل الزاوية",), ()),
    ("شمال سيناء", "named", "", ("شمال سيناء",), ()),
    ("محافظة إدلب", "named", "", ("ادلب",), ()),
    ("لحسكة", "named", "", ("الحسكه",), ()),
    ("القدس المحتلة", "named", "", ("القدس المحتلة",), ()),
    ("المخيم", "nothing", "", (), ()),
]


@pytest.mark.parametrize(("surface", "kind", "head", "names", "bearings"), SHAPES)
def test_reads_a_location(
    surface: str, kind: str, head: str, names: tuple[str, ...], bearings: tuple[float, ...]
) -> None:
    shape = read_location(surface, Gazetteer.default())
    assert (shape.kind, shape.head, shape.bearings) == (kind, head, bearings)
    assert tuple(map(clean, shape.names)) == tuple(map(clean, names))


NATIONS = [
    ("الأراضي السورية", "national", ("SY",)),
    ("لأراضي الفلسطينية", "national", ("PS",)),
    ("العاصمة الليبية", "capital", ("LY",)),
    ("الحدود السورية العراقية", "border", ("SY", "IQ")),
    ("الحدود اليمنية - السعودية", "border", ("YE", "SA")),
    ("الشمال اللبناني", "named", ()),
]


@pytest.mark.parametrize(("surface", "kind", "countries"), NATIONS)
def test_reads_a_nation(surface: str, kind: str, countries: tuple[str, ...]) -> None:
    shape = read_location(surface, Gazetteer.default())
    assert (shape.kind, shape.countries) == (kind, countries)


FACILITIES = [
    ("طريق أثريا - خناصر", "road", ("اثريا", "خناصر")),
    ("طريق أثريا – خناصر", "road", ("اثريا", "خناصر")),
    ("طريق أثريا ــ خناصر", "road", ("اثريا", "خناصر")),
    ("طريق إثريا- خناصر", "road", ("اثريا", "خناصر")),
    ("طريق خناصر أثريا", "road", ("خناصر", "اثريا")),
    ("طريق حلب-خناصر الاستراتيجية", "road", ("حلب", "خناصر")),
    ("أوتستراد دمشق - حمص", "road", ("دمشق", "حمص")),
    ("طريق بزاعة", "road", ("بزاعه",)),
    ("الطريق البحري", "nothing", ()),
    ("الطريق", "nothing", ()),
    ("مطار الضمير العسكري", "named", ("مطار الضمير العسكري",)),
    ("مشفى تل رفعت", "site", ("تل رفعت",)),
    ("مواقع", "nothing", ()),
    ("المدارس", "nothing", ()),
    ("سفارة الولايات المتحدة", "nothing", ()),
]


@pytest.mark.parametrize(("surface", "kind", "names"), FACILITIES)
def test_reads_a_facility(surface: str, kind: str, names: tuple[str, ...]) -> None:
    shape = read_facility(surface, Gazetteer.default())
    assert shape.kind == kind
    assert tuple(map(clean, shape.names)) == tuple(map(clean, names))


# --- which bearer of a name ---------------------------------------------------------------

CHOICES = [
    ("تبادل إطلاق نار في [طرابلس] شمالي [لبنان].", 0, "LB", "North"),
    ("تقدمت قوات حفتر نحو [طرابلس] غربي [ليبيا].", 0, "LY", "Tripoli"),
    ("قصف على ولاية [الجزيرة] في [السودان].", 0, "SD", "Al Jazirah"),
    ("اشتباكات في [القامشلي] بـ[الجزيرة] شمال شرقي [سوريا].", 1, "SY", "Al-Hasakeh"),
    ("اشتباكات بين الجيش اليمني والحوثيين في [البيضاء].", 0, "YE", "Al Bayda"),
    ("اشتباكات بين قوات ليبية في [البيضاء] و[بنغازي].", 0, "LY", "Al Jabal al Akhdar"),
    ("غارات إسرائيلية على [رفح] في [قطاع غزة].", 0, "PS", "Gaza Strip"),
    ("هجوم على كمين للجيش المصري في [رفح] بـ[شمال سيناء].", 0, "EG", "North Sinai"),
    ("قصف على قرية [مراغة] قرب [خناصر] جنوب [حلب].", 0, "SY", "Aleppo"),
    ("مقتل جندي عراقي في [الإسكندرية] شمال [بابل].", 0, "IQ", "Babil"),
    ("قصف على [أريحا] في [ريف إدلب].", 0, "SY", "Idleb"),
    ("اقتحم الجيش الإسرائيلي [أريحا] في [الضفة الغربية].", 0, "PS", "West Bank"),
    ("سيطر الجيش على [الرصافة] في [ريف الرقة].", 0, "SY", "Ar-Raqqa"),
    ("قال متحدث في [واشنطن] إن [موسكو] لم ترد.", 1, "RU", "Moscow"),
]


@pytest.mark.parametrize(("text", "number", "country", "admin1"), CHOICES)
def test_chooses_by_the_rest_of_the_text(text: str, number: int, country: str, admin1: str) -> None:
    place = found(text)[number]
    assert place is not None
    assert (place.country, place.admin1) == (country, admin1)


def test_keeps_what_it_did_not_choose() -> None:
    place = found("غارات إسرائيلية على [رفح] في [قطاع غزة].")[0]
    assert place is not None
    assert place.lat is not None
    undecided = found("سقطت قذائف على قرية [المشيرفة] في [سوريا].")[0]
    assert undecided is not None
    assert (undecided.kind, undecided.lat, undecided.country) == ("ambiguous", None, "SY")
    assert len(undecided.candidates) > 5


def test_a_village_of_another_country_is_no_answer() -> None:
    text = "قال الجيش السوداني إن قواته في [السودان] سيطرت على قرية [كفرنوران] قرب [الخرطوم]."
    assert found(text)[1] is None or found(text)[1].country == "SD"  # type: ignore[union-attr]


def test_one_name_means_one_place_in_a_text() -> None:
    text = "قصف على [الباب] في [ريف حلب]. وقال ناشطون من [الباب] إن القصف استمر."
    places = found(text)
    assert places[0] == places[2]


# --- regions, offsets, roads, borders -----------------------------------------------------

KINDS = [
    ("معارك في [ريف حلب الجنوبي].", 0, "region", 2, "SY-Aleppo/rural-S"),
    ("معارك في [ريف حماة].", 0, "region", 3, "SY-Hama/rural"),
    ("قصف على [دمشق] و[ريفها].", 1, "region", 3, "SY-Rural_Damascus"),
    ("قصف شمال غربي [سوريا].", 0, "offset", 3, "SY/offset-NW"),
    ("قصف على [أرياف إدلب] و[حلب].", 1, "region", 3, "SY-Aleppo/rural"),
    ("قصف على محافظتي [حلب] و[الرقة].", 1, "admin1", 3, "SY-Ar-Raqqa"),
    ("قصف على مدينة [حلب].", 0, "point", 1, "C1007"),
    ("قصف على [حلب].", 0, "point", 2, "C1007"),
    ("قصف على محافظة [حلب].", 0, "admin1", 3, "SY-Aleppo"),
    ("وفي [حماة] قُصف [الريف الشمالي].", 1, "region", 2, "SY-Hama/rural-N"),
    ("تسلل عبر [الحدود السورية العراقية].", 0, "border", 3, "border:IQ-SY"),
    ("هجوم على {طريق أثريا - خناصر}.", 0, "segment", 2, ROAD),
    ("هجوم على {طريق خناصر أثريا}.", 0, "segment", 2, ROAD),
]


@pytest.mark.parametrize(("text", "number", "kind", "precision", "name"), KINDS)
def test_a_region_is_no_point(text: str, number: int, kind: str, precision: int, name: str) -> None:
    place = found(text)[number]
    assert place is not None
    assert (place.kind, place.precision, place.id) == (kind, precision, name)


@pytest.mark.parametrize("lead", ["غرب", "غربي", "إلى الغرب من", "غربي مدينة", "وغرب"])
def test_a_direction_moves_the_point(lead: str) -> None:
    plain, turned = found("قصف على مدينة [حلب]")[0], found(f"اشتباكات {lead} [حلب]")[0]
    assert plain is not None
    assert turned is not None
    assert turned.kind == "offset"
    assert turned.lon is not None
    assert plain.lon is not None
    assert turned.lon < plain.lon
    assert turned.ends[0].name == "حلب"


def test_a_stated_distance_is_kept() -> None:
    here, there = found("قصف على مدينة [تدمر]")[0], found("كمين على بعد 30 كم شرق [تدمر]")[0]
    assert here is not None
    assert there is not None
    assert here.lat is not None
    assert here.lon is not None
    assert there.lat is not None
    assert there.lon is not None
    assert distance_km((here.lat, here.lon), (there.lat, there.lon)) == pytest.approx(30, abs=0.5)


def test_a_list_of_fronts_stays_points() -> None:
    places = found("اشتباكات على محور [أثريا] – [خناصر] جنوبي شرقي [حلب]")
    assert [p.kind for p in places if p] == ["point", "point", "offset"]


def test_an_unnamed_road_is_told_by_its_ends_or_by_what_came_before() -> None:
    text = "{الطريق الرئيسي} الذي يصل بين [خناصر] و[أثريا] مقطوع. وقال إن قطع هذا {الطريق} خطير."
    places = found(text)
    assert [p.id for p in places if p and p.kind == "segment"] == [ROAD, ROAD]
    assert found("قُطع هذا {الطريق} أمس.") == [None]


# --- the sample articles ------------------------------------------------------------------


def seed_documents() -> dict[str, Document]:
    marks: dict[str, list[Entity]] = defaultdict(list)
    texts: dict[str, str] = {}
    for line in (ROOT / "annotations" / "seeds.gold.jsonl").read_text("utf-8").splitlines():
        unit = json.loads(line)
        source, start = unit["meta"]["source"], unit["meta"]["start"]
        texts.setdefault(source, (ROOT / "seeds" / source).read_text("utf-8"))
        for e in unit["entities"]:
            span = Span(start + e["start"], start + e["end"])
            marks[source].append(Entity(e["type"], span, span.of(texts[source])))
    return {s: Document(s, texts[s], entities=tuple(dict.fromkeys(m))) for s, m in marks.items()}


def test_the_road_of_the_articles_is_one_place() -> None:
    roads: dict[str, set[str]] = {}
    for name, document in seed_documents().items():
        places = resolve_places(document)
        roads[name[:3]] = {
            p.id for m, p in places.items() if p.kind == "segment" and "السلمية" not in m.text
        }
    # 003 speaks of other fronts and does not name the road.
    assert roads == {"000": {ROAD}, "001": {ROAD}, "002": {ROAD}, "003": set(), "004": {ROAD}}


def test_every_named_place_of_the_articles_resolves() -> None:
    for document in seed_documents().values():
        places = resolve_places(document)
        assert [m.text for m in document.entities if m.type == "LOC" and m not in places] == []
        wrong = {p.country for p in places.values()} - {"SY", "US", "RU", "GB", ""}
        assert wrong == set()


# --- held-out mentions --------------------------------------------------------------------


def score(case: Mapping[str, object]) -> list[tuple[bool, bool | None, bool | None]]:
    text, mentions = str(case["text"]), case["mentions"]
    assert isinstance(mentions, list)
    entities = [
        Entity(m["type"], Span(m["start"], m["end"]), text[m["start"] : m["end"]]) for m in mentions
    ]
    places = resolve_places(Document("case", text, entities=tuple(entities)))
    return [verdict(places.get(e), m) for e, m in zip(entities, mentions, strict=True)]


def verdict(
    place: Place | None, gold: Mapping[str, object]
) -> tuple[bool, bool | None, bool | None]:
    """Country, governorate and point right; ``None`` where the gold has none."""
    country = place is not None and place.country == gold["country"]
    admin1 = place is not None and place.admin1 == gold["admin1"] if gold["admin1"] else None
    lat, lon = gold["lat"], gold["lon"]
    if not isinstance(lat, float) or not isinstance(lon, float):
        return country, admin1, None
    if place is None or place.lat is None or place.lon is None:
        return country, admin1, False
    return country, admin1, distance_km((place.lat, place.lon), (lat, lon)) <= 20


def test_held_out_mentions() -> None:
    lines = (ROOT / "tests" / "cases" / "places.jsonl").read_text("utf-8").splitlines()
    verdicts = [v for line in lines for v in score(json.loads(line))]
    assert len(verdicts) >= 200
    rates = []
    for column in zip(*verdicts, strict=True):
        told = [v for v in column if v is not None]
        rates.append(sum(told) / len(told))
    country, admin1, point = rates
    assert country >= 0.98
    assert admin1 >= 0.95
    assert point >= 0.90


# --- the gazetteer ------------------------------------------------------------------------

MISSING_ONCE = ["أثريا", "كفرنوران", "الشاكوسية", "الرهجان", "العصموص", "الواساطة", "إيكاردا",
                "مراغة", "أم ميال", "الشولا", "بارودة", "الرصافة"]  # fmt: skip


@pytest.mark.parametrize("name", MISSING_ONCE)
def test_the_places_of_the_articles_are_known_with_a_source(name: str) -> None:
    entries = Gazetteer.default().named(name)
    assert entries
    assert all(e.source for e in entries)


def test_every_entry_is_on_the_globe_and_named() -> None:
    for entry in Gazetteer.default().entries:
        assert -90 <= entry.lat <= 90
        assert -180 <= entry.lon <= 180
        assert all(loose_key(n) for n in entry.names)


def test_a_users_own_file_extends_and_overrides(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[[places]]\ncountry = "SY"\nadmin1 = "Hama"\nkind = "town"\nsource = "survey"\n'
        'rows = [["خربة الاختبار", "Test Khirba", 35.1, 36.9]]\n',
        "utf-8",
    )
    gazetteer = Gazetteer.read(own)
    document = marked("قصف على قرية [خربة الاختبار] في [ريف حماة].")
    place = resolve_place(document.entities[0], document, gazetteer=gazetteer)
    assert place is not None
    assert (place.lat, place.source) == (35.1, "survey")
    assert Gazetteer.default().named("خربة الاختبار") == ()


BAD_FILES = [
    ("own.csv", "", "convert it"),
    ("own.toml", "[[cities]]\nrows = []\n", "unknown tables ['cities']"),
    ("own.toml", '[[places]]\ncolour = "red"\nrows = []\n', "unknown keys ['colour']"),
    ("own.toml", '[[places]]\nkind = "town"\ncountry = "SY"\nrows = [["أ", "A", 95.0, 1.0]]\n',
     "not on the globe"),
    ("own.tsv", "id\tnames\tflag\n", "unknown columns ['flag']"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "message"), BAD_FILES)
def test_a_bad_file_says_what_is_wrong(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(ValueTableError) as error:
        Gazetteer.read(path)
    assert message in str(error.value)
    assert str(path) in str(error.value)


# --- properties ---------------------------------------------------------------------------

arabic = st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةأإآ ًّـ-", min_size=1, max_size=40)


@given(arabic)
def test_keys_are_stable(name: str) -> None:
    assert clean(clean(name)) == clean(name)
    assert strict_key(strict_key(name)) == strict_key(name)


@given(arabic.filter(str.strip), st.sampled_from(["LOC", "FAC"]))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_read(text: str, kind: str) -> None:
    mention = Entity(kind, Span(0, len(text)), text)
    place = resolve_place(mention, Document("d", text, entities=(mention,)))
    assert place is None or place.precision in (1, 2, 3)


@given(st.floats(-60, 60), st.floats(-170, 170), st.floats(0, 360), st.floats(1, 300))
def test_moving_goes_the_stated_way(lat: float, lon: float, bearing: float, km: float) -> None:
    there = moved((lat, lon), bearing=bearing, km=km)
    assert distance_km((lat, lon), there) == pytest.approx(km, rel=0.12, abs=0.1)
