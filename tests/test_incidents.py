"""One happening is one incident, however often it is told, and no count is doubled."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import mention
from stories import ROOT, Told, incidents, seeds

from conflict_ie.document import Argument, Document, Event, Span
from conflict_ie.resolve.incidents import Incident, incidents_of
from conflict_ie.resolve.incidents.camps import camps_of
from conflict_ie.resolve.values import resolve

ATTACK = "شن تنظيم داعش هجوماً على حاجز لقوات النظام في خناصر"
BY_IS = {"Agent": "ARM:تنظيم داعش", "Target": "ARM:قوات النظام", "Place": "LOC:خناصر"}


def types(found: Incident) -> list[str]:
    return [e.type for e in found.mentions]


def told(*events: Told, text: str) -> list[list[str]]:
    return [types(i) for i in incidents(text, *events)]


def test_cause_and_toll_are_one() -> None:
    text = f"{ATTACK} أسفر عن مقتل خمسة عناصر وجرح ثلاثة."
    (one,) = incidents(
        text,
        ("Attack", "هجوماً", BY_IS),
        ("Kill", "مقتل", {"Count": "NUM:خمسة", "Target": "PPL:عناصر"}),
        ("Injure", "جرح", {"Count": "NUM:ثلاثة"}),
    )
    assert (one.type, one.types) == ("Attack", ("Attack", "Kill", "Injure"))
    assert (one.killed.low, one.killed.high, one.injured.low, one.injured.high) == (5, 5, 3, 3)
    assert [s.of(text) for s in one.killed.figures[0].support] == ["مقتل", "خمسة"]


def test_a_headline_doubles_no_count() -> None:
    text = f"مقتل خمسة في خناصر\n{ATTACK} أسفر عن مقتل خمسة عناصر، بحسب المرصد السوري."
    found = incidents(
        text,
        ("Kill", "مقتل", {"Count": "NUM:خمسة", "Place": "LOC:خناصر"}),
        ("Attack", "هجوماً", {**BY_IS, "Place": "LOC:خناصر@2"}),
        ("Kill", "مقتل@2", {"Count": "NUM:خمسة@2", "Place": "LOC:خناصر@2"}),
    )
    assert len(found) == 1
    assert (found[0].killed.low, found[0].killed.high) == (5, 5)
    assert len(found[0].killed.figures) == 2


def test_a_noun_that_refers_back_is_no_new_incident() -> None:
    text = f"{ATTACK}.\nوجاء هذا الهجوم بعد هدوء."
    assert told(("Attack", "هجوماً", BY_IS), ("Attack", "الهجوم", {}), text=text) == [
        ["Attack", "Attack"]
    ]


def test_another_attack_is_another_incident() -> None:
    text = f"{ATTACK}، وهجوماً آخر على مواقع في تدمر."
    events = (
        ("Attack", "هجوماً", BY_IS),
        ("Attack", "هجوماً@2", {"Agent": "ARM:تنظيم داعش", "Place": "LOC:تدمر"}),
    )
    assert len(incidents(text, *events)) == 2


def test_places_far_apart_part_two_strikes() -> None:
    text = "قصف الطيران الروسي مدينة الميادين.\nوقصف الطيران الروسي بلدة كفرزيتا."
    events = (
        ("AirStrike", "قصف", {"Agent": "ARM:الطيران الروسي", "Target": "LOC:الميادين"}),
        ("AirStrike", "قصف@2", {"Agent": "ARM:الطيران الروسي@2", "Target": "LOC:كفرزيتا"}),
    )
    assert len(incidents(text, *events)) == 2


def test_a_counter_attack_is_another_incident() -> None:
    text = "شن داعش هجوماً على النظام في خناصر. وشن النظام هجوماً على داعش في خناصر."
    events = (
        ("Attack", "هجوماً", {"Agent": "ARM:داعش", "Target": "ARM:النظام", "Place": "LOC:خناصر"}),
        (
            "Attack",
            "هجوماً@2",
            {"Agent": "ARM:النظام@2", "Target": "ARM:داعش@2", "Place": "LOC:خناصر@2"},
        ),
    )
    assert len(incidents(text, *events)) == 2


def test_days_that_differ_part_two_attacks() -> None:
    text = "شن داعش هجوماً على النظام في خناصر أمس.\nوشن داعش هجوماً على النظام في خناصر اليوم."
    events = (
        ("Attack", "هجوماً", {"Agent": "ARM:داعش", "Place": "LOC:خناصر", "Time": "DATE:أمس"}),
        (
            "Attack",
            "هجوماً@2",
            {"Agent": "ARM:داعش@2", "Place": "LOC:خناصر@2", "Time": "DATE:اليوم"},
        ),
    )
    assert len(incidents(text, *events)) == 2
    assert len(incidents(text, *events, published=date(2017, 4, 5))) == 2


def test_versions_of_two_sources_stand_side_by_side() -> None:
    text = (
        "قصف النظام دوما. وقال ناشطون إن القصف قتل تسعة مدنيين. "
        "وقال الجيش إن القصف قتل مدنيين اثنين."
    )
    (one,) = incidents(
        text,
        ("Shelling", "قصف", {"Agent": "ARM:النظام", "Target": "LOC:دوما"}),
        ("Shelling", "القصف", {}),
        ("Kill", "قتل", {"Count": "NUM:تسعة", "Target": "PPL:مدنيين", "Source": "PPL:ناشطون"}),
        ("Shelling", "القصف@2", {}),
        ("Kill", "قتل@2", {"Count": "NUM:اثنين", "Target": "PPL:مدنيين@2", "Source": "ARM:الجيش"}),
    )
    assert (one.killed.low, one.killed.high) == (2, 9)
    assert [f.claims[0].source.text for f in one.killed.figures] == ["ناشطون", "الجيش"]


def test_dead_of_two_sides_add_up() -> None:
    text = "اندلعت اشتباكات بين النظام وداعش في خناصر قُتل فيها 21 من النظام و13 من داعش."
    place = {"Place": "LOC:خناصر"}
    (one,) = incidents(
        text,
        ("Clash", "اشتباكات", {"Party": "ARM:النظام|ARM:داعش", **place}),
        ("Kill", "قُتل", {"Count": "NUM:21", "Target": "ARM:النظام@2", **place}),
    )
    assert (one.killed.low, one.killed.high) == (21, 21)
    both = text.replace("و13", "وقُتل 13")
    (one,) = incidents(
        both,
        ("Clash", "اشتباكات", {"Party": "ARM:النظام|ARM:داعش", **place}),
        ("Kill", "قُتل", {"Count": "NUM:21", "Target": "ARM:النظام@2", **place}),
        ("Kill", "قُتل@2", {"Count": "NUM:13", "Target": "ARM:داعش@2", **place}),
    )
    assert (one.killed.low, one.killed.high) == (34, 34)


def test_a_part_is_not_added_to_its_whole() -> None:
    text = "قتل قصف على دوما 12 مدنياً بينهم أربعة أطفال."
    (one,) = incidents(
        text,
        ("Shelling", "قصف", {"Target": "LOC:دوما"}),
        ("Kill", "قتل", {"Count": "NUM:12|NUM:أربعة", "Target": "PPL:مدنياً|PPL:أطفال"}),
    )
    assert (one.killed.low, one.killed.high) == (12, 12)
    assert [f.quantity.subset for f in one.killed.figures] == [False, True]


def test_two_counts_under_one_trigger_are_different_people() -> None:
    text = "أصيب سبعة شبان بالرصاص وعشرات بالاختناق."
    (one,) = incidents(text, ("Injure", "أصيب", {"Count": "NUM:سبعة|NUM:عشرات"}))
    assert (one.injured.low, one.injured.high) == (27, 106)


def test_a_running_total_stands_apart() -> None:
    text = "قُتل خمسة مدنيين بقصف على دوما، وارتفعت حصيلة القتلى إلى 40."
    (one,) = incidents(
        text,
        ("Kill", "قُتل", {"Count": "NUM:خمسة", "Target": "PPL:مدنيين"}),
        ("Shelling", "قصف", {"Target": "LOC:دوما"}),
        ("Kill", "القتلى", {"Count": "NUM:40"}),
    )
    assert (one.killed.low, one.killed.high) == (5, 5)
    assert [f.quantity.cumulative for f in one.killed.figures] == [False, True]


def test_one_number_for_killed_and_injured_is_no_number_of_each() -> None:
    text = "أسفرت اشتباكات عن مقتل وجرح 4 عناصر."
    (one,) = incidents(
        text,
        ("Clash", "اشتباكات", {}),
        ("Kill", "مقتل", {"Count": "NUM:4"}),
        ("Injure", "جرح", {"Count": "NUM:4"}),
    )
    assert (one.killed.low, one.killed.high) == (one.injured.low, one.injured.high) == (1, 3)
    assert one.killed.figures[0].mixed


def test_deaths_without_a_number_have_no_range() -> None:
    (one,) = incidents("سقط قتلى في قصف على دوما.", ("Kill", "قتلى", {}), ("Shelling", "قصف", {}))
    assert (one.killed.low, one.killed.high) == (None, None)
    assert len(one.killed.support) == 1


def test_an_agentless_passive_stays_without_an_agent() -> None:
    (one,) = incidents(
        "قُتل خمسة مدنيين في دوما.",
        ("Kill", "قُتل", {"Count": "NUM:خمسة", "Target": "PPL:مدنيين", "Place": "LOC:دوما"}),
    )
    assert [s.role for s in one.sides] == ["target"]


def test_planned_and_denied_events_make_no_incident() -> None:
    text = "نفى الجيش قصف دوما وهدد باقتحامها."
    events = (
        ("Shelling/denied", "قصف", {"Source": "ARM:الجيش"}),
        ("Attack/planned", "اقتحامها", {}),
    )
    assert not incidents(text, *events)


def test_a_denial_joins_what_others_assert() -> None:
    text = "قال ناشطون إن قوات النظام قصفت دوما. ونفى الجيش قصف دوما."
    (one,) = incidents(
        text,
        (
            "Shelling",
            "قصفت",
            {"Agent": "ARM:قوات النظام", "Target": "LOC:دوما", "Source": "PPL:ناشطون"},
        ),
        ("Shelling/denied", "قصف@2", {"Target": "LOC:دوما@2", "Source": "ARM:الجيش"}),
    )
    assert [(c.source.text, c.stance) for c in one.sources] == [
        ("ناشطون", "asserts"),
        ("الجيش", "denies"),
    ]


def test_what_came_before_is_not_what_it_led_to() -> None:
    text = "أطلق النظام عملية في تدمر بعد مقتل العشرات من جنوده."
    events = (
        ("Attack", "عملية", {"Agent": "ARM:النظام", "Place": "LOC:تدمر"}),
        ("Kill", "مقتل", {"Count": "NUM:العشرات"}),
    )
    assert len(incidents(text, *events)) == 2


def test_an_incident_is_not_dated_by_the_day_it_was_reported() -> None:
    (one,) = incidents("وقع هجوم.", ("Attack", "هجوم", {}), published=date(2020, 1, 2))
    assert one.date is None
    (one,) = incidents(
        "وقع هجوم أمس.", ("Attack", "هجوم", {"Time": "DATE:أمس"}), published=date(2020, 1, 2)
    )
    assert one.date is not None
    assert one.date.start == one.date.end == date(2020, 1, 1)


def test_who_stands_with_whom() -> None:
    text = "اشتباكات بين المعارضة من جهة وقوات النظام ولواء القدس من جهة أخرى."
    (one,) = incidents(
        text, ("Clash", "اشتباكات", {"Party": "ARM:المعارضة|ARM:قوات النظام|ARM:لواء القدس"})
    )
    assert [s.camp for s in one.sides] == [0, 1, 1]
    assert camps_of("xab", [(["a"], ["b"])]) == {"a": 0, "b": 1}


# --- the five articles ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def articles() -> dict[str, tuple[Document, tuple[Incident, ...]]]:
    return {d.id: (d, incidents_of(resolve(d))) for d in seeds()}


def test_every_event_is_in_one_incident_at_most(
    articles: dict[str, tuple[Document, tuple[Incident, ...]]],
) -> None:
    for document, found in articles.values():
        mentions = [e for i in found for e in i.mentions]
        assert len(mentions) == len(set(mentions))
        happened = {e for e in document.events if e.status in ("actual", "attempted")}
        assert happened <= set(mentions)


def test_tolls_of_the_articles_are_those_written_by_hand(
    articles: dict[str, tuple[Document, tuple[Incident, ...]]],
) -> None:
    # source, trigger of the incident, killed
    wanted = [
        ("001", 1940, (5, 5)), ("001", 656, (1, 3)), ("002", 1089, (11, 11)), ("002", 1683, (3, 6)),
        ("003", 2135, (18, 18)), ("004", 844, (34, 34)),
    ]  # fmt: skip
    for source, trigger, killed in wanted:
        found = next(i for name, (_, i) in articles.items() if name.startswith(source))
        one = next(i for i in found if any(e.trigger.start == trigger for e in i.mentions))
        assert (one.killed.low, one.killed.high) == killed


def test_two_versions_of_the_attack_on_the_road(
    articles: dict[str, tuple[Document, tuple[Incident, ...]]],
) -> None:
    found = next(i for name, (_, i) in articles.items() if name.startswith("002"))
    one = next(i for i in found if any(e.trigger.start == 1089 for e in i.mentions))
    assert [c.source.text for c in one.sources] == ["وكالة “أعماق”", "وسائل إعلام النظام"]
    assert "road:C2169..x:SY:Athriya" in [p.place.id for p in one.places if p.place]


def test_mentions_are_grouped_like_those_written_by_hand(
    articles: dict[str, tuple[Document, tuple[Incident, ...]]],
) -> None:
    right = total = 0
    lines = (ROOT / "annotations" / "seeds.incidents.jsonl").read_text(encoding="utf-8")
    for row in map(json.loads, lines.splitlines()):
        wanted = {start for start, _ in row["triggers"]}
        groups = [{e.trigger.start for e in i.mentions} for i in articles[row["source"]][1]]
        best = max(len(wanted & g) for g in groups)
        right, total = right + best, total + len(wanted)
    assert right / total >= 0.95


def test_gold_incidents_point_at_triggers_of_the_gold_events() -> None:
    triggers = {d.id: {(e.trigger.start, e.trigger.end) for e in d.events} for d in seeds()}
    lines = (ROOT / "annotations" / "seeds.incidents.jsonl").read_text(encoding="utf-8")
    seen: set[tuple[str, int]] = set()
    for row in map(json.loads, lines.splitlines()):
        assert {tuple(t) for t in (*row["triggers"], *row["shared"])} <= triggers[row["source"]]
        own = {(row["source"], start) for start, _ in row["triggers"]}
        assert not own & seen
        seen |= own


# --- properties ----------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_subset_of_events_gives_incidents_that_hold_it(data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(seeds()))
    kept = data.draw(st.lists(st.sampled_from(document.events), unique=True, max_size=8))
    part = Document("p", document.text, document.entities, tuple(kept))
    found = incidents_of(resolve(part))
    mentions = [e for i in found for e in i.mentions]
    assert len(mentions) == len(set(mentions))
    assert set(mentions) <= set(kept)
    for one in found:
        low, high = one.killed.low, one.killed.high
        assert low is None or high is None or 0 <= low <= high


def test_being_hit_alike_allies_nobody() -> None:
    text = "هجوم على داعش وقوات النظام. غارات لقوات النظام على حلب."
    is_, army = mention(text, "ARM", "داعش"), mention(text, "ARM", "قوات النظام")
    again, town = mention(text, "ARM", "قوات النظام", 1), mention(text, "LOC", "حلب")
    attack = Event(
        "Attack", Span(0, 4), "هجوم", arguments=(Argument("Target", is_), Argument("Target", army))
    )
    start = text.index("غارات")
    strike = Event(
        "AirStrike",
        Span(start, start + 5),
        "غارات",
        arguments=(Argument("Agent", again), Argument("Target", town)),
    )
    document = Document("d", text, (is_, army, again, town), (attack, strike))
    sides = [s for i in incidents_of(resolve(document)) for s in i.sides]
    assert {s.camp for s in sides if s.mentions[0] == is_} == {None}
