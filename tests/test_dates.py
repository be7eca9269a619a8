"""Date phrases against hand-made tables, and dates where they stand in an article."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_ie.document import Document, Entity, Span
from conflict_ie.resolve.dates import When, date_of, find_dateline, parse_date
from conflict_ie.resolve.dates.words import calendar_table, fold

TESTS = Path(__file__).parent
SEEDS = TESTS.parent / "seeds"
DAMASCUS = "12 آذار/مارس 2018"
ANCHOR = date(2017, 12, 13)  # a Wednesday
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2070, 1, 1))
MONTHS = [(int(n), name) for n, names in calendar_table()["months"].items() for name in names]
# The days of publication that the articles' own clues allow; none is printed in the first four.
PUBLISHED = {
    "000": date(2017, 4, 30),
    "001": date(2021, 12, 8),
    "002": date(2017, 5, 24),
    "003": date(2016, 4, 8),
    "004": None,
}


def load(name: str) -> list[dict[str, Any]]:
    lines = (TESTS / "cases" / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def is_right(case: dict[str, Any]) -> bool:
    when, expect = parse_date(case["phrase"], anchor=day(case["anchor"])), case["expect"]
    if expect is None or when is None:
        return expect is None and when is None
    if "unresolved" in expect:
        reason = when.unresolved or ""
        return expect["unresolved"] in reason and when.start is None and when.end is None
    start, end = day(expect["start"]), day(expect["end"])
    found = (when.start, when.end, when.precision, when.part, when.unresolved)
    return found == (start, end, expect["precision"], expect["part"], None)


def name_of(case: dict[str, Any]) -> str:
    return f"{case['phrase']} @{case['anchor']}"


@pytest.mark.parametrize("case", load("dates.jsonl"), ids=name_of)
def test_phrase(case: dict[str, Any]) -> None:
    assert is_right(case), parse_date(case["phrase"], anchor=day(case["anchor"]))


@pytest.mark.parametrize("case", load("dates_heldout.jsonl"), ids=name_of)
def test_held_out_phrase(case: dict[str, Any]) -> None:
    assert is_right(case), parse_date(case["phrase"], anchor=day(case["anchor"]))


def resolve(text: str, mention: str, *, published: date | None, at: int = 0) -> When | None:
    start = text.index(mention, at)
    entity = Entity("DATE", Span(start, start + len(mention)), mention)
    return date_of(entity, Document("d", text, entities=(entity,)), published=published)


def shown(when: When | None) -> str:
    if when is None or when.unresolved:
        return "none" if when is None else "! " + str(when.unresolved).split(":")[0]
    part = f" {when.part}" if when.part else ""
    return f"{when.start or ''}..{when.end or ''} {when.precision}{part}"


@pytest.mark.parametrize(
    ("text", "mention", "expected"),
    [
        ("انسحبت الفصائل قبل ثلاثة أيام.", "ثلاثة أيام", "2017-12-10..2017-12-10 day"),
        ("وقبل يومين قصفت المدينة.", "يومين", "2017-12-11..2017-12-11 day"),
        ("تحاصر القوات البلدة منذ أيام.", "أيام", "2017-12-03..2017-12-13 day"),
        ("ومنذ أسبوع والقصف متواصل.", "أسبوع", "2017-12-06..2017-12-13 week"),
        ("يقصفها منذ يوم أمس الذي شهد", "يوم أمس", "2017-12-12..2017-12-13 day"),
        ("خسائر خلال 48 ساعة من القصف.", "48 ساعة", "2017-12-11..2017-12-13 hour"),
        ("سيطروا عليها بعد ظهر أمس.", "ظهر أمس", "2017-12-12..2017-12-12 part afternoon"),
        ("استمرت حتى مساء أمس.", "مساء أمس", "..2017-12-12 day"),
        ("قتل بعد يومين من الهدنة.", "يومين", "! counted from another event"),
        ("قتل بعد يوم واحد فقط من الهدنة.", "يوم واحد", "! counted from another event"),
        ("وتوفي بعد يومين.", "يومين", "! counted from another event"),
        ("وصل قبل ساعات من الهجوم.", "ساعات", "! counted from another event"),
        ("هدنة لمدة ثلاثة أيام.", "ثلاثة أيام", "! a length of time without a direction"),
        ("أُجّل إلى الخميس المقبل.", "الخميس المقبل", "2017-12-14..2017-12-14 day"),
        (
            "للقصف لليوم الثالث على التوالي.",
            "ليوم الثالث على التوالي",
            "2017-12-11..2017-12-13 day",
        ),
        ("القصف ثابت لليوم الثالث على التوالي.", "ليوم الثالث", "2017-12-11..2017-12-13 day"),
        ("ما خسرته بالأمس.", "الأمس", "2017-12-12..2017-12-12 day"),
        ("قال إنه سيعود بعد التشاور. أمس", "أمس", "2017-12-12..2017-12-12 day"),
        ("قبل\nأمس قصفت المدينة", "أمس", "2017-12-12..2017-12-12 day"),
    ],
)
def test_words_beside_the_mention(text: str, mention: str, expected: str) -> None:
    assert shown(resolve(text, mention, published=ANCHOR)) == expected


@pytest.mark.parametrize(
    ("seed", "clue", "mention", "expected"),
    [
        ("000", "مناطق خسرها في", "الأيام والأسابيع الماضية", "2017-02-19..2017-04-30 week"),
        ("000", "عنيفة دارت", "أمس", "2017-04-29..2017-04-29 day"),
        ("000", "قوات النظام مطلع", "مطلع العام الحالي", "2017-01-01..2017-03-31 year"),
        ("000", "السيطرة عليه منذ", "أيام", "2017-04-20..2017-04-30 day"),
        ("001", "دارت اشتباكات", "أمس", "2021-12-07..2021-12-07 day"),
        ("001", "للمجموعات الإيرانية", "الأيام الأخيرة الماضية", "2021-11-28..2021-12-08 day"),
        ("001", "وتزايد نشاطه", "الفترة الأخيرة", "! vague"),
        ("001", "إنه تتناوب", "الثلاثاء 7 ديسمبر (كانون الأول)", "2021-12-07..2021-12-07 day"),
        ("001", "على مدار", "يومين متتالين", "! a length of time without a direction"),
        ("002", "ملموساً", "صباح اليوم الأربعاء", "2017-05-24..2017-05-24 part morning"),
        ("002", "روسية، قصفت", "ظهر اليوم", "2017-05-24..2017-05-24 part noon"),
        ("003", "عنيفة طوال", "الليل وساعات الفجر", "! part of day without a day"),
        ("003", "وروسيا أواخر", "أواخر فبراير/ شباط الماضي", "2016-02-21..2016-02-29 month"),
        ("003", "أرض أرض", "ظهر اليوم", "2016-04-08..2016-04-08 part noon"),
        ("003", "الشيخ مقصود منذ", "يوم أمس", "2016-04-07..2016-04-08 day"),
        ("003", "قوات النظام في فبراير", "فبراير/شباط الماضي", "2016-02-01..2016-02-29 month"),
        ("003", "ما خسرته", "الأمس", "2016-04-07..2016-04-07 day"),
        ("003", "تستمر الاشتباكات العنيفة", "ليوم الـ16", "2016-03-24..2016-04-08 day"),
        ("004", "قاسيون", "الجمعة, 4 أكتوبر - 2024", "2024-10-04..2024-10-04 day"),
        # The page is of a Friday: its «yesterday, Wednesday» cannot be resolved against it.
        ("004", "وشبكات إخبارية", "أمس الأربعاء", "! the words contradict each other"),
        ("004", "فادحة خلال", "48 ساعة", "2024-10-02..2024-10-04 hour"),
        ("004", "أطلقت خلال", "الفترة الماضية", "! vague"),
        ("004", "وشوهدت", "أمس\u00a0 الخميس", "2024-10-03..2024-10-03 day"),
        ("004", "المستمرة، منذ", "الليلة الماضية", "2024-10-03..2024-10-04 part night"),
    ],
)
def test_seed_articles(seed: str, clue: str, mention: str, expected: str) -> None:
    text = next(SEEDS.glob(f"{seed}_*.txt")).read_text(encoding="utf-8")
    found = resolve(text, mention, published=PUBLISHED[seed], at=text.index(clue))
    assert shown(found) == expected


@pytest.mark.parametrize("seed", ["000", "001", "002", "003"])
def test_seed_without_a_date_line_stays_unresolved(seed: str) -> None:
    text = next(SEEDS.glob(f"{seed}_*.txt")).read_text(encoding="utf-8")
    mention = "اليوم" if seed == "002" else "أمس"
    found = resolve(text, mention, published=None)
    assert found is not None
    assert "without an anchor" in str(found.unresolved)


@pytest.mark.parametrize(
    ("text", "day_found", "surface"),
    [
        ("وكالة\n  • الجمعة, 4 أكتوبر - 2024\nقُتل", "2024-10-04", "الجمعة, 4 أكتوبر - 2024"),
        ("دمشق - 12 آذار/مارس 2018\nقُتل", "2018-03-12", "12 آذار/مارس 2018"),
        ("دمشق - 12 آذار/مارس 2018 - قُتل ستة مدنيين في قصف على المدينة.", "2018-03-12", DAMASCUS),
        ("عنوان\n2017-03-05\nنص", "2017-03-05", "2017-03-05"),
        ("عنوان\nنُشر في 05/03/2017\nنص", "2017-03-05", "05/03/2017"),
        ("نص طويل.\nنص آخر.\nالأحد ٥ آذار ٢٠١٧", "2017-03-05", "الأحد ٥ آذار ٢٠١٧"),
        ("السبت 8 محرم 1434 هـ - 24 نوفمبر 2012", "2012-11-24", "24 نوفمبر 2012"),
    ],
)  # fmt: skip
def test_date_line(text: str, day_found: str, surface: str) -> None:
    found = find_dateline(text)
    assert found is not None
    assert (found[0].isoformat(), found[1].of(text)) == (day_found, surface)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "قُتل ستة مدنيين أمس.",
        "اندلعت الاحتجاجات في 15 آذار 2011 في مدينة درعا جنوب سوريا.",
        "السبت, 4 أكتوبر - 2024\nقُتل جنديان.",
        "4 أكتوبر\nقُتل جنديان.",
        "تشرين الأول 2024\nقُتل جنديان.",
    ],
)
def test_no_date_line(text: str) -> None:
    assert find_dateline(text) is None


def test_published_goes_before_the_date_line() -> None:
    text = "الجمعة, 4 أكتوبر - 2024\nقُتل جندي أمس."
    assert shown(resolve(text, "أمس", published=None)) == "2024-10-03..2024-10-03 day"
    assert shown(resolve(text, "أمس", published=ANCHOR)) == "2017-12-12..2017-12-12 day"


@given(DAYS, st.sampled_from(MONTHS))
def test_a_full_date_is_itself_in_every_month_name(when: date, named: tuple[int, str]) -> None:
    month, name = named
    on = when.replace(month=month, day=min(when.day, 28))
    found = parse_date(f"{on.day} {name} {on.year}")
    assert found is not None
    assert (found.start, found.end) == (on, on)


@given(DAYS, st.sampled_from([c["phrase"] for c in load("dates.jsonl")]))
def test_an_interval_or_a_reason(anchor: date, phrase: str) -> None:
    found = parse_date(phrase, anchor=anchor)
    if found is None:
        return
    assert (found.unresolved is None) == (found.start is not None or found.end is not None)
    assert found.start is None or found.end is None or found.start <= found.end


@given(DAYS, st.sampled_from(sorted(calendar_table()["weekdays"].items())))
def test_a_bare_weekday_is_within_the_week_up_to_the_anchor(
    anchor: date, weekday: tuple[str, list[str]]
) -> None:
    found = parse_date(weekday[1][0], anchor=anchor)
    assert found is not None
    assert found.start is not None
    assert timedelta(0) <= anchor - found.start < timedelta(7)
    assert found.start.isoweekday() == int(weekday[0])


@given(st.text(alphabet="أبتثجحخدذرزسشصضطظعغفقكلمنهويىةءاآإ 0123456789/-:،", max_size=40), DAYS)
def test_never_raises(phrase: str, anchor: date) -> None:
    parse_date(phrase, anchor=anchor)
    find_dateline(phrase)


WORDS = [word for case in load("dates.jsonl") for word in case["phrase"].split()]


@given(st.lists(st.sampled_from(WORDS), max_size=7))
def test_never_raises_on_any_order_of_date_words(words: list[str]) -> None:
    parse_date(" ".join(words), anchor=ANCHOR)
    parse_date(" ".join(words))


@pytest.mark.parametrize("phrase", ["0ه", "عام 0", "0/0/0", "99/99/9999", "لليوم 0", "5000ه"])
def test_impossible_numbers_stay_unresolved(phrase: str) -> None:
    found = parse_date(phrase, anchor=ANCHOR)
    assert found is None or found.unresolved


def test_no_word_has_two_meanings() -> None:
    table = calendar_table()
    single = ("months", "hijri_months", "weekdays", "relative_days", "parts", "seasons", "edges")
    single += ("directions", "decades", "cardinals", "ordinals", "relative_nights", "marks")
    words = [
        (fold(word)[0], f"{name} {key}")
        for name in single
        for key, words in table[name].items()
        for word in words
    ]
    meanings: dict[str, set[str]] = {}
    for word, meaning in words:
        meanings.setdefault(word, set()).add(meaning)
    assert {word: found for word, found in meanings.items() if len(found) > 1} == {}
