"""Counts to values: phrase tables, generated numerals, mentions in context, triggers."""

from __future__ import annotations

import doctest
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conflict_ie.document import Argument, Document, Entity, Event, Span
from conflict_ie.errors import ConflictIEError, ValueTableError
from conflict_ie.resolve.quantity import (
    Quantity,
    VagueConvention,
    count_of_trigger,
    parse_quantity,
    quantity_of,
)
from conflict_ie.resolve.quantity import resolving as module

CASES = Path(__file__).parent / "cases"
FLAGS = ("subset", "cumulative", "vague")


def _cases() -> Iterator[Any]:
    for name in ("quantity.jsonl", "quantity_heldout.jsonl"):
        for line in (CASES / name).read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            yield pytest.param(case["phrase"], _expected(case), id=case["phrase"])


def _expected(case: dict[str, Any]) -> Quantity | None:
    if case["value"] is None:
        return None
    return Quantity(*case["value"], **dict.fromkeys(case.get("flags", ()), True))


@pytest.mark.parametrize(("phrase", "expected"), tuple(_cases()))
def test_phrase(phrase: str, expected: Quantity | None) -> None:
    assert parse_quantity(phrase) == expected


# A speller of its own, so that no test needs an LGPL package. Index 0 is unused.
UNITS = {
    "m": [" ", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"],
    "f": [" ", "واحدة", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع"],
}
TEN = {"m": "عشر", "f": "عشرة"}
FIRST_TEENS = {
    ("m", "n"): ["أحد", "اثنا"],
    ("m", "o"): ["أحد", "اثني"],
    ("f", "n"): ["إحدى", "اثنتا"],
    ("f", "o"): ["إحدى", "اثنتي"],
}
TENS = ["عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]
HUNDREDS = ["ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]
SCALES = [(1_000_000, "مليون", "ملايين"), (1_000, "ألف", "آلاف")]


def _below_hundred(number: int, gender: str, case: str) -> str:
    unit, ten = number % 10, number // 10
    if number < 10:
        return UNITS[gender][number]
    if number == 10:
        return {"m": "عشرة", "f": "عشر"}[gender]
    if ten == 1:
        head = FIRST_TEENS[gender, case][unit - 1] if unit < 3 else UNITS[gender][unit]
        return f"{head} {TEN[gender]}"
    tens = TENS[ten - 2] + {"n": "ون", "o": "ين"}[case]
    return f"{UNITS[gender][unit]} و{tens}" if unit else tens


def _below_thousand(number: int, gender: str, case: str, hundred: str) -> str:
    many, rest = divmod(number, 100)
    dual = hundred[:-1] + {"n": "تان", "o": "تين"}[case]
    head = ["", hundred, dual, *(stem + hundred for stem in HUNDREDS)][many]
    tail = _below_hundred(rest, gender, case) if rest else ""
    return " و".join(part for part in (head, tail) if part)


def _scaled(number: int, singular: str, plural: str, case: str, hundred: str) -> str:
    if number == 1:
        return singular
    if number == 2:
        return singular + {"n": "ان", "o": "ين"}[case]
    noun = plural if 3 <= number % 100 <= 10 else singular + ("اً" if number % 100 else "")
    return f"{_below_thousand(number, 'm', case, hundred)} {noun}"


def spell(number: int, *, gender: str = "m", case: str = "n", hundred: str = "مئة") -> str:
    """Number words of 1 to 999,999,999."""
    parts = []
    for scale, singular, plural in SCALES:
        many, number = divmod(number, scale)
        if many:
            parts.append(_scaled(many, singular, plural, case, hundred))
    if number:
        parts.append(_below_thousand(number, gender, case, hundred))
    return " و".join(parts)


numbers = st.one_of(st.integers(1, 1_200), st.integers(1, 999_999), st.integers(1, 999_999_999))
genders, grammatical_cases = st.sampled_from("mf"), st.sampled_from("no")
hundreds = st.sampled_from(["مئة", "مائة"])


@given(numbers, genders, grammatical_cases, hundreds)
def test_reads_what_the_speller_writes(number: int, gender: str, case: str, hundred: str) -> None:
    words = spell(number, gender=gender, case=case, hundred=hundred)
    assert parse_quantity(words) == Quantity(number, number, exact=True)


@given(numbers, st.sampled_from(["و", "ب", "ل", "ف", "ك", "ال", "وال", "بال"]))
def test_glued_letters_do_not_change_a_number(number: int, lead: str) -> None:
    words = spell(number)
    assume(not (lead + words).startswith("بالمئة"))  # per cent
    assert parse_quantity(lead + words) == parse_quantity(words)


@given(numbers)
def test_hamza_ta_marbuta_and_vowels_do_not_change_a_number(number: int) -> None:
    words = spell(number)
    bare = words.translate(str.maketrans("أإآة", "اااه"))
    assert parse_quantity(bare) == parse_quantity(words)


@given(
    numbers, st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"]), st.sampled_from(",٬.،")
)
def test_digits_of_every_script(number: int, digits: str, mark: str) -> None:
    table = str.maketrans("0123456789", digits)
    for written in (f"{number}", f"{number:,}".replace(",", mark)):
        assert parse_quantity(written.translate(table)) == Quantity(number, number, exact=True)


@given(numbers, numbers)
def test_between_and_dash_give_both_ends(one: int, other: int) -> None:
    low, high = sorted((one, other + 1_000_000_000))
    for phrase in (f"بين {low} و{high}", f"{low}-{high}", f"من {low} إلى {high}"):
        assert parse_quantity(phrase) == Quantity(low, high, exact=False)


@given(numbers)
def test_approximators_move_one_bound(number: int) -> None:
    words = spell(number, case="o")
    assert parse_quantity(f"أكثر من {words}") == Quantity(number + 1, None, exact=False)
    assert parse_quantity(f"ما لا يقل عن {words}") == Quantity(number, None, exact=False)
    assert parse_quantity(f"أقل من {words}") == Quantity(None, number - 1, exact=False)
    assert parse_quantity(f"نحو {words}") == Quantity(number, number, exact=False)


@given(st.text(max_size=30) | st.text("ابةوفلكمن ألفين عشرات مئة بين أو 123²٬.,-%:/", max_size=40))
def test_any_text_gives_a_lawful_quantity_or_none(text: str) -> None:
    quantity = parse_quantity(text)
    assert quantity is None or quantity.best() is not None


def test_code_of_many_digits_is_no_count() -> None:
    assert parse_quantity("9" * 5_000) is None


@given(numbers)
def test_agrees_with_num2words(number: int) -> None:
    num2words = pytest.importorskip("num2words", reason="LGPL oracle, in the dev extra only")
    words = num2words.num2words(number, lang="ar")
    assume("ألف ألف" not in words and "مليون مليون" not in words)  # its slip for 201,000
    assert parse_quantity(words) == Quantity(number, number, exact=True)


def _marked(text: str, type_: str = "NUM") -> tuple[Entity, Document]:
    """A document from text with one mention in 【】."""
    start = text.index("【")
    surface = text[start + 1 : text.index("】")]
    mention = Entity(type_, Span(start, start + len(surface)), surface)
    return mention, Document("d", text.replace("【", "").replace("】", ""), (mention,))


IN_CONTEXT = [
    ("قُتل أكثر من 【30】 مدنياً في القصف.", Quantity(31, None, False)),
    ("أسفر عن مقتل ما لا يقل عن 【سبعة】 جنود.", Quantity(7, None, False)),
    ("قُتل 【20】 شخصاً على الأقل وأصيب 50 آخرون.", Quantity(20, None, False)),
    ("قُتل 20 شخصاً على الأقل وأصيب 【50】 آخرون.", Quantity(50, 50, True)),
    ("وجرح 【سبعة】 آخرون على الأقل، في ثلاثة انفجارات.", Quantity(7, None, False)),
    ("سقوط 【20】 قتيلاً ونحو 15 جريحاً.", Quantity(20, 20, True)),
    ("سقوط 20 قتيلاً ونحو 【15】 جريحاً.", Quantity(15, 15, False)),
    ("نزح 【13】 ألف مدني.", Quantity(13_000, 13_000, True)),
    ("قُتل بين 【5】 و10 مسلحين.", Quantity(5, 10, False)),
    ("دُمّر 【20】% من المباني.", None),
    ("أطلقت الفصائل 【العشرات】 من القذائف.", Quantity(20, 99, False, vague=True)),
    ("قُتل 13 مدنياً بينهم 【4】 أطفال.", Quantity(4, 4, True, subset=True)),
    ("قُتل 【13】 مدنياً بينهم 4 أطفال.", Quantity(13, 13, True)),
    ("قُتل 13 مدنياً، بينهم 4 أطفال و【3】 نساء.", Quantity(3, 3, True, subset=True)),
    ("قُتل 5 مدنيين بينهم طفل وأصيب 【10】 آخرون.", Quantity(10, 10, True)),
    ("أوقع 45 قتيلاً بينهم 12 انتحارياً و【100】 جريح.", Quantity(100, 100, True)),
    ("أصيب ستة مدنيين، 【اثنان】 منهم بحال حرجة.", Quantity(2, 2, True, subset=True)),
    ("تمكنت القوات من قتل 【12】 منهم.", Quantity(12, 12, True)),
    ("بلغ عدد القتلى 【1166】 منهم 295 مدنياً.", Quantity(1166, 1166, True)),
    ("بلغ عدد القتلى 1166 منهم 【295】 مدنياً.", Quantity(295, 295, True, subset=True)),
    ("ارتفعت حصيلة القتلى في حلب إلى 【67】.", Quantity(67, 67, True, cumulative=True)),
    ("لترتفع الحصيلة بذلك إلى أكثر من 【22】.", Quantity(23, None, False, cumulative=True)),
    ("ارتفاع الحصيلة إلى 68 قتيلاً و【120】 جريحاً.", Quantity(120, 120, True, cumulative=True)),
    ("ارتفع عدد الجرحى إلى 9 وتم نقل 【5】 مصابين.", Quantity(5, 5, True)),
    ("ليصل عدد الضحايا إلى 26، إضافة إلى 【عشرات】 الجرحى.", Quantity(20, 99, False, vague=True)),
    ("قُتل ثلاثة. 【5】 جرحى وصلوا المستشفى.", Quantity(5, 5, True)),
    ("ارتفاع عدد قتلى قصف ي.ب.ك إلى 【4】 مدنيين.", Quantity(4, 4, True, cumulative=True)),
    ("أعلن مساء 【الاثنين】 عن هدنة.", None),
]


@pytest.mark.parametrize(("text", "expected"), IN_CONTEXT)
def test_mention_in_context(text: str, expected: Quantity | None) -> None:
    mention, document = _marked(text)
    assert quantity_of(mention, document) == expected


def _event(type_: str, text: str, *, role: str = "Target") -> tuple[Event, Document]:
    """An event whose trigger stands in ⟦⟧ and whose PPL or WEA mentions stand in 【】."""
    mentions, plain, trigger = [], "", None
    for char in text:
        if char in "【⟦":
            start = len(plain)
        elif char == "】":
            kind = "WEA" if role == "Instrument" else "PPL"
            mentions.append(Entity(kind, Span(start, len(plain)), plain[start:]))
        elif char == "⟧":
            trigger = Span(start, len(plain))
        else:
            plain += char
    assert trigger is not None
    arguments = tuple(Argument(role, mention) for mention in mentions)
    event = Event(type_, trigger, trigger.of(plain), arguments=arguments)
    return event, Document("d", plain, tuple(mentions), (event,))


TRIGGERS = [
    ("Kill", "سقط ⟦قتيلان⟧ في تعز.", 2),
    ("Kill", "سقط ⟦قتيل⟧ في تعز.", 1),
    ("Injure", "نقل الإسعاف ⟦جريحين⟧ إلى المشفى.", 2),
    ("Kill", "سقط 5 ⟦قتلى⟧ في تعز.", None),
    ("Kill", "سقط 30 ⟦قتيلاً⟧ في تعز.", None),
    ("Kill", "سقط 30 بين ⟦قتيل⟧ وجريح.", None),
    ("Injure", "سقط 30 بين قتيل و⟦جريح⟧.", None),
    ("Kill", "⟦قتل⟧ 【شخص】 بالرصاص.", 1),
    ("Kill", "⟦مقتل⟧ 【طفلين】 بقصف.", 2),
    ("Kill", "⟦مقتل⟧ 【طفلين】 و【امرأة】 بقصف.", 3),
    ("Kill", "⟦قتل⟧ 【مدنيان】 بينهم 【طفل】.", 2),
    ("Kill", "⟦مقتل⟧ 【مدنيين】 بقصف.", None),
    ("Kill", "⟦استشهاد⟧ 【مدنيَين】 بقصف.", 2),
    ("Kill", "⟦مقتل⟧ 【المدنيين】.", None),
    ("Kill", "لقي 【شاب】 ⟦مصرعه⟧.", 1),
    ("Injure", "قتل 【شخصان】 و⟦أصيب⟧ آخرون.", None),
    ("Injure", "قتل 【شخصان】 و⟦أصيب⟧ آخر.", 1),
    ("Detain", "⟦اعتقال⟧ أحد 【القادة】.", 1),
    ("AirStrike", "شنت الطائرات ⟦غارتين⟧ على البلدة.", 2),
    ("Bombing", "هز المدينة ⟦انفجاران⟧.", 2),
    ("Bombing", "تبنى التنظيم ⟦الهجوم⟧.", None),
]


@pytest.mark.parametrize(("type_", "text", "expected"), TRIGGERS)
def test_trigger_without_numeral(type_: str, text: str, expected: int | None) -> None:
    quantity = count_of_trigger(*_event(type_, text))
    assert quantity == (None if expected is None else Quantity(expected, expected, exact=True))


def test_instrument_counts_for_shells() -> None:
    event, document = _event("Shelling", "⟦استهدفت⟧ الموقع ب【صاروخين】.", role="Instrument")
    assert count_of_trigger(event, document) == Quantity(2, 2, exact=True)


def test_two_at_least() -> None:
    event, document = _event("Kill", "⟦مقتل⟧ 【جنديين】 على الأقل.")
    assert count_of_trigger(event, document) == Quantity(2, None, exact=False)


def test_acled_gives_vague_words_its_figures() -> None:
    acled = VagueConvention.named("acled")
    figures = {"عشرات": 10, "مئات": 100, "آلاف": 1_000, "عشرات الآلاف": 10_000, "دزينة": 12}
    for words, figure in figures.items():
        quantity = parse_quantity(words, convention=acled)
        assert quantity == Quantity(figure, figure, exact=False, vague=True)
    assert parse_quantity("عدة غارات", convention=acled) is None
    assert parse_quantity("15 غارة", convention=acled) == Quantity(15, 15, exact=True)
    mention, document = _marked("قُتل 【عشرات】 المدنيين.")
    assert quantity_of(mention, document, convention=acled).best() == 10  # type: ignore[union-attr]


def test_own_convention_may_count_several() -> None:
    own = VagueConvention("desk", "house style", {"several": 3})
    for phrase in ("عدة غارات", "عدد من القتلى"):
        assert parse_quantity(phrase, convention=own) == Quantity(3, 3, exact=False, vague=True)


def test_unknown_convention_names_those_there_are() -> None:
    with pytest.raises(ValueTableError, match=r"'acld'; there are: acled"):
        VagueConvention.named("acld")


@pytest.mark.parametrize(
    "bounds", [(None, None, False), (5, 4, False), (-1, 3, False), (1, 2, True), (1, None, True)]
)
def test_unlawful_quantity_is_refused(bounds: tuple[int | None, int | None, bool]) -> None:
    with pytest.raises(ConflictIEError, match="needs a bound and 0 <= min <= max"):
        Quantity(*bounds)


def test_best_is_the_lowest_supported_figure() -> None:
    assert Quantity(5, 10, exact=False).best() == 5
    assert Quantity(None, 9, exact=False).best() == 9


def test_documented_examples() -> None:
    assert doctest.testmod(module).failed == 0
