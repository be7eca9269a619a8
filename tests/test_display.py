"""Pages: what they hold, what they never hold, and colours that can be read."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_ie import display
from conflict_ie.display import reliability_plot
from conflict_ie.display.chart_timeline import _calendar
from conflict_ie.display.labels import Said, labels
from conflict_ie.display.marks import Mark, marked
from conflict_ie.display.markup import safe
from conflict_ie.display.outlines import Window, area, clipped, countries
from conflict_ie.display.page import style
from conflict_ie.document import Argument, Document, Entity, Event, Span
from conflict_ie.errors import ConflictIEError, DocumentError
from conflict_ie.evaluation.reliability import Bin, Reliability
from conflict_ie.jsonl import read
from conflict_ie.ontology import Ontology

GOLD = read(Path(__file__).parents[1] / "annotations" / "seeds.gold.jsonl")
TEXT = "وقُتل خمسة مدنيين بقصف على تعز، وفق «المرصد»."
EVIL = '<script>alert("x")</script><img src=//evil.example onerror=a> & \'"'
DAY = date(2017, 4, 30)


def span(word: str, text: str = TEXT) -> Span:
    return Span(text.index(word), text.index(word) + len(word))


PEOPLE = Entity("PPL", span("مدنيين"), "مدنيين", score=0.9125)
PLACE = Entity("LOC", span("تعز"), "تعز")
MONITOR = Entity("ORG", span("المرصد"), "المرصد")
KILL = Event(
    "Kill",
    span("قُتل"),
    "قُتل",
    arguments=(
        Argument("Source", MONITOR),
        Argument("Target", PEOPLE, score=0.5),
        Argument("Place", PLACE),
    ),
    score=0.75,
)
SHELLING = Event("Shelling", span("قصف"), "قصف", status="denied")
DOCUMENT = Document("خبر", TEXT, (PEOPLE, PLACE, MONITOR), (KILL, SHELLING))
CHARTS = [
    display.timeline([display.Dated(EVIL, DAY, DAY, "Kill", 5)]),
    display.incident_map([display.Located(EVIL, 36.2, 37.16, 2, EVIL, 10)]),
    display.actor_matrix([(EVIL, "تنظيم «داعش»", 2)]),
]


class Tree(HTMLParser):
    """Collects elements, and the text under elements of a class."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[tuple[str, str]] = []
        self.under: dict[str, str] = {}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in {"meta", "input", "path", "circle", "rect"}:
            self.open.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        if self.open and tag == self.open[-1][0]:
            self.open.pop()
        elif tag not in {"path", "circle", "rect"}:
            raise AssertionError(f"</{tag}> closes {self.open[-1:]}")

    def handle_data(self, data: str) -> None:
        for _, classes in self.open:
            for name in classes.split():
                self.under[name] = self.under.get(name, "") + data

    def values(self, attribute: str) -> list[str]:
        return [a[attribute] or "" for _, a in self.elements if attribute in a]


def pages() -> Iterator[tuple[str, str]]:
    yield "none", display.to_html()
    yield "one", display.to_html(DOCUMENT)
    yield "seeds", display.to_html(*GOLD, charts=CHARTS)
    yield "bare", display.to_html(Document("فارغ", ""), DOCUMENT.bare())
    yield "beside", display.beside_to_html([DOCUMENT], [DOCUMENT.bare()])
    yield "fragment", display.fragment(DOCUMENT, language="en")
    yield "evil", display.to_html(Document(EVIL, EVIL, meta={EVIL: EVIL}), title=EVIL)


PAGES = dict(pages())


@pytest.mark.parametrize("name", PAGES)
def test_page_is_well_formed_self_contained_and_without_script(name: str) -> None:
    tree = Tree(PAGES[name])
    assert not tree.open
    assert not {t for t, _ in tree.elements} & {"script", "img", "link", "iframe", "object", "base"}
    assert not re.search(r"url\(|@import|https?://", style())
    assert not [a for _, e in tree.elements for a in e if a in {"src", "style"} or a[:2] == "on"]
    assert all(link.startswith("#") for link in tree.values("href"))


@pytest.mark.parametrize("name", PAGES)
def test_links_and_names_fit(name: str) -> None:
    tree = Tree(PAGES[name])
    names = tree.values("id")
    assert len(names) == len(set(names))
    assert {link[1:] for link in tree.values("href")} <= set(names)


@pytest.mark.parametrize("name", sorted(set(PAGES) - {"fragment"}))
def test_page_reads_right_to_left_and_may_fetch_nothing(name: str) -> None:
    assert PAGES[name].startswith('<!DOCTYPE html>\n<html lang="ar" dir="rtl">')
    assert "default-src 'none'" in PAGES[name]


@pytest.mark.parametrize("document", GOLD, ids=lambda d: d.id)
def test_text_stays_as_published(document: Document) -> None:
    tree = Tree(display.fragment(document))
    assert tree.under["text"] == document.text
    text = next(e for _, e in tree.elements if e.get("class") == "text")
    assert (text["dir"], text["lang"]) == ("rtl", "ar")


def test_same_documents_give_the_same_page() -> None:
    assert display.to_html(*GOLD) == display.to_html(*GOLD)
    assert display.fragment(DOCUMENT) == display.fragment(replace(DOCUMENT))
    assert display.fragment(DOCUMENT) != display.fragment(replace(DOCUMENT, id="آخر"))


@pytest.mark.parametrize(
    "part",
    ["مقتل", "وقع", "نُفي وقوعه", "المستهدَف", "0.75",
     "الموضع 11:17 · الاحتمال 0.91", "احتمال الدور 0.50"],
)  # fmt: skip
def test_card_and_tips_tell(part: str) -> None:
    assert part in PAGES["one"]


def test_source_comes_last_in_a_card() -> None:
    card = PAGES["one"].split("<article")[1]
    roles = re.findall(r'<dt><span class="t-ar"[^>]*>([^<]+)', card)
    assert roles == ["المستهدَف", "المكان", "المصدر"]


def test_empty_text_and_no_events_are_said() -> None:
    assert "النص فارغ." in PAGES["bare"]
    assert "لا أحداث في هذا النص." in PAGES["bare"]
    assert "لا نصوص للعرض." in PAGES["none"]


def test_index_only_for_several() -> None:
    assert '<nav class="index">' not in PAGES["one"]
    assert Tree(PAGES["seeds"]).values("href")[: len(GOLD)] == [
        f"#d{n}" for n in range(1, len(GOLD) + 1)
    ]


def test_html_in_the_text_stays_text() -> None:
    tree = Tree(PAGES["evil"])
    assert tree.under["text"] == EVIL
    assert safe("\x00\ud800<") == "\ufffd\ufffd&lt;"
    display.to_html(Document("\ud800", "\ud800")).encode("utf-8")


@pytest.mark.parametrize("call", [display.fragment, display.to_html])
def test_unknown_language_is_refused(call: type) -> None:
    with pytest.raises(ConflictIEError, match="labels come in 'ar' and 'en', not in 'fr'"):
        call(DOCUMENT, language="fr")


spans = st.tuples(st.integers(0, 39), st.integers(1, 12)).map(lambda p: Span(p[0], p[0] + p[1]))


@given(st.text(min_size=60, max_size=60), st.lists(spans, max_size=6))
def test_overlapping_marks_lose_no_character(text: str, where: list[Span]) -> None:
    text = re.sub("[\x00\ud800-\udfff\r]", "ا", text)
    said = Said("مكان", "place")
    tree = Tree(
        f'<div class="all">{marked(text, [Mark(s, "k4", said, said) for s in where])}</div>'
    )
    assert tree.under["all"] == text
    covered = {i for s in where for i in range(s.start, s.end)}
    assert len(tree.under.get("m", "")) == len(covered)


def test_overlapping_marks_share_one_tip() -> None:
    first, second = (Said(n, n) for n in ("أول", "ثان"))
    html = marked(
        "قصف تعز", [Mark(Span(0, 7), "k4", first, first), Mark(Span(4, 7), "k2", second, second)]
    )
    assert Tree(html).values("data-tip-ar") == ["أول", "أول\n\nثان"]
    assert Tree(html).values("data-ar") == ["أول", "ثان"]


def test_room_for_labels_never_tears_a_word() -> None:
    long, short = Said("غارة · لم يقع", "strike · planned"), Said("مكان", "place")
    marks = [Mark(Span(0, 2), "trigger", long, long), Mark(Span(2, 4), "k4", short, short)]
    assert "p1" not in marked("قصفت تعز", marks)
    apart = [marks[0], Mark(Span(5, 8), "k4", short, short)]
    assert re.search(r' p\d+"', marked("قص ، تعز", apart))


def test_comparison_names_every_difference() -> None:
    wrong = replace(PLACE, type="FAC")
    kill = replace(KILL, status="planned", arguments=(Argument("Agent", PEOPLE),))
    predicted = replace(DOCUMENT, entities=(PEOPLE, wrong, MONITOR), events=(kill,))
    tree = Tree(display.beside_fragment(DOCUMENT, predicted))
    classes = tree.values("class")
    assert "m k6 both" in classes
    assert "m k4 missed" in classes
    assert "m k5 extra" in classes
    assert "badge planned extra" in classes
    assert "badge actual missed" in classes
    assert sum("chip" in c and "missed" in c for c in classes) == 3
    assert sum("chip" in c and "extra" in c for c in classes) == 1


def test_comparison_of_other_text_is_refused() -> None:
    with pytest.raises(DocumentError):
        display.beside_fragment(DOCUMENT, Document("خبر", "نص آخر"))


def test_every_label_of_the_ontology_has_names() -> None:
    ontology = Ontology.default()
    for names, table in (
        (ontology.mentions, labels().mentions),
        (ontology.events, labels().events),
        (ontology.roles, labels().roles),
        (ontology.statuses, labels().statuses),
    ):
        assert set(names) == set(table)


def test_unknown_types_keep_their_name() -> None:
    text = "قصف تعز"
    entity = Entity("Vessel<", Span(4, 7), "تعز")
    event = Event("Piracy", Span(0, 3), "قصف", "maybe", (Argument("Owner", entity),))
    html = display.fragment(Document("d", text, (entity,), (event,)))
    assert all(name in html for name in ("Vessel&lt;", "Piracy", "maybe", "Owner"))
    assert "m k0" in Tree(html).values("class")


def tokens() -> dict[str, tuple[str, str]]:
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", style())
    return {name: (light, dark) for name, light, dark in found}


PAIRS = [
    *((ink, ground) for ink in ("ink", "soft", "link", "missed", "extra")
      for ground in ("paper", "panel")),
    *(("ink", f"k{n}") for n in range(10)),
    *((f"k{n}-line", ground) for n in range(10) for ground in ("paper", "panel", f"k{n}")),
    *((f"h{n}-ink", f"h{n}") for n in range(1, 6)),
    ("on-word", "word"),
    ("ink", "land"), ("soft", "land"), ("soft", "sea"), ("ink", "sea"),
]  # fmt: skip


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_contrast_is_wcag_aa(ink: str, ground: str, theme: int) -> None:
    lighter, darker = sorted(
        (luminance(tokens()[name][theme]) for name in (ink, ground)), reverse=True
    )
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """Relative luminance by the definition of WCAG 2.2."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("chart", CHARTS, ids=["timeline", "map", "matrix"])
def test_chart_is_safe_and_shows_itself(chart: display.Chart) -> None:
    tree = Tree(chart.html)
    assert not tree.open
    assert not {t for t, _ in tree.elements} & {"script", "img"}
    assert chart._repr_html_().startswith('<div class="cie say-ar" dir="rtl"')
    assert "--paper" in chart._repr_html_()


@pytest.mark.parametrize(
    "chart",
    [display.timeline([]), display.incident_map([]), display.actor_matrix([("أ", "ب", 0)])],
)
def test_nothing_to_draw_is_said(chart: display.Chart) -> None:
    assert "لا بيانات للعرض." in chart.html


def test_earlier_stands_further_right() -> None:
    rows = [
        display.Dated(n, date(2017, m, 1), date(2017, m, 1), "Kill")
        for n, m in (("ب", 9), ("أ", 2))
    ]
    bars = re.findall(r'<rect class="dot k6" x="([\d.]+)"', display.timeline(rows).html)
    assert float(bars[0]) > float(bars[1])


@given(st.dates(min_value=date(1900, 1, 1)), st.integers(0, 200_000))
def test_axis_has_a_handful_of_days_in_order(first: date, days: int) -> None:
    last = date.fromordinal(min(first.toordinal() + days, date.max.toordinal()))
    shown = [day for day, _ in _calendar(first, last)]
    assert shown == sorted(set(shown))
    assert len(shown) <= 5
    assert all(first <= day <= last for day in shown)


def test_matrix_adds_up() -> None:
    html = display.actor_matrix([("أ", "ب", 2), ("أ", "ب", 1), ("ج", "ب", 4)]).html
    assert re.findall(r'<td class="(\w+)">(\d+)</td>', html) == [
        ("h5", "4"), ("sum", "4"), ("h5", "3"), ("sum", "3"), ("sum", "7"), ("sum", "7"),
    ]  # fmt: skip


def located(**changes: float) -> display.Located:
    return replace(display.Located("حلب", 36.2, 37.16, 1, "Clash", 5), **changes)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: display.Dated("قصف", DAY, date(2016, 1, 1), "Kill"), "before its start"),
        (lambda: located(lat=136.2), "no place on earth"),
        (lambda: located(lon=float("nan")), "no place on earth"),
        (lambda: located(weight=0), "a weight is above 0"),
        (lambda: located(radius_km=-1), "a radius at least 0"),
        (lambda: display.actor_matrix([("أ", "ب", -1)]), "below 0"),
    ],
)
def test_bad_rows_say_what_is_wrong(make: type, words: str) -> None:
    with pytest.raises(ConflictIEError, match=words):
        make()


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=3))
def test_map_draws_any_place_on_earth(places: list[tuple[float, float]]) -> None:
    html = display.incident_map([display.Located("م", y, x, 1, "Kill") for y, x in places]).html
    circles = re.findall(r'cx="([-\d.]+)" cy="([-\d.]+)"', html)
    assert len(circles) == len(places)
    assert all(0 <= float(x) <= 440 and 0 <= float(y) <= 480 for x, y in circles)


def test_outlines_hold_the_arab_world() -> None:
    names = {country.name.ar for country in countries()}
    assert {"سوريا", "العراق", "اليمن", "ليبيا", "السودان", "فلسطين", "لبنان", "الصومال"} <= names
    assert all(len(ring) > 2 and area(ring) > 0 for c in countries() for ring in c.rings)


def test_clipping_keeps_the_part_inside() -> None:
    square = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]
    assert area(clipped(square, Window(1, 1, 3, 9))) == 6
    assert not clipped(square, Window(5, 5, 6, 6))


def test_reliability_plot_names_each_layer_and_its_error() -> None:
    bins = (Bin(0.0, 0.5, 3, 0.4, 0.33), Bin(0.5, 1.0, 9, 0.9, 0.89))
    page = reliability_plot({"mentions": Reliability(bins), "triggers": None}).html
    assert "mentions: ECE 0.0" in page
    assert "triggers" not in page
    assert page.count("<circle") == 2
    assert "<circle" not in reliability_plot({"mentions": None}).html
