"""Incidents as tables, CSV, PLOVER and GeoJSON; cells nobody can know stay empty."""

from __future__ import annotations

import csv
import doctest
import importlib
import io
import json
import sys
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stories import Told, seeds, story

from conflict_ie.document import Document
from conflict_ie.errors import ConflictIEError
from conflict_ie.export import (
    to_acled_like,
    to_frame,
    to_geojson,
    to_incident_lines,
    to_plover,
)
from conflict_ie.export.acled import safe_cell
from conflict_ie.export.acled_coding import acled_columns, time_precision


def rows(*documents: Document) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_acled_like(documents))))


def row(text: str, *told: Told, published: date | None = None) -> dict[str, str]:
    (one,) = rows(story(text, *told, published=published))
    return one


ROAD = "هاجم تنظيم داعش أمس قوات النظام على طريق أثريا - خناصر وقتل 5 جنود، بحسب المرصد السوري."
ON_THE_ROAD: tuple[Told, ...] = (
    (
        "Attack", "هاجم",
        {"Agent": "ARM:تنظيم داعش", "Target": "ARM:قوات النظام", "Time": "DATE:أمس",
         "Place": "FAC:طريق أثريا - خناصر", "Source": "ORG:المرصد السوري"},
    ),
    ("Kill", "قتل", {"Count": "NUM:5", "Target": "PPL:جنود", "Source": "ORG:المرصد السوري"}),
)  # fmt: skip


def test_a_full_row() -> None:
    found = row(ROAD, *ON_THE_ROAD, published=date(2017, 4, 5))
    notes = found.pop("notes")
    assert found == {
        "event_id": "d#1",
        "event_date": "2017-04-04",
        "time_precision": "1",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "actor1": "Islamic State",
        "assoc_actor_1": "",
        "actor2": "Syrian government forces (until 2024)",
        "assoc_actor_2": "جنود",
        "country": "SY",
        "admin1": "",
        "location": "Khanaser–Athriya road",
        "latitude": found["latitude"],
        "longitude": found["longitude"],
        "geo_precision": "2",
        "fatalities_low": "5",
        "fatalities_high": "5",
        "source": "Syrian Observatory for Human Rights",
    }
    assert notes.startswith(f"{ROAD.removesuffix('.')} [d, 0-{len(ROAD) - 1}]")
    assert "killed 5 (Syrian Observatory for Human Rights)" in notes


def test_what_the_text_does_not_say_stays_empty() -> None:
    found = row(
        "قُتل مدنيون.", ("Kill", "قُتل", {"Target": "PPL:مدنيون"}), published=date(2017, 4, 5)
    )
    empty = {name for name, cell in found.items() if not cell}
    assert empty == {
        "event_date", "time_precision", "actor1", "assoc_actor_1", "assoc_actor_2", "country",
        "admin1", "location", "latitude", "longitude", "geo_precision", "fatalities_low",
        "fatalities_high", "source",
    }  # fmt: skip


# text, event, roles, event type, sub-event type
CODES: tuple[tuple[str, str, str, dict[str, str], str, str], ...] = (
    (
        "سيطرت قوات النظام على تدمر.",
        "Capture",
        "سيطرت",
        {"Agent": "ARM:قوات النظام", "Target": "LOC:تدمر"},
        "Battles",
        "Government regains territory",
    ),
    (
        "سيطر تنظيم داعش على تدمر.",
        "Capture",
        "سيطر",
        {"Agent": "ARM:تنظيم داعش", "Target": "LOC:تدمر"},
        "Battles",
        "Non-state actor overtakes territory",
    ),
    (
        "سيطر الجيش التركي على عفرين.",
        "Capture",
        "سيطر",
        {"Agent": "ARM:الجيش التركي", "Target": "LOC:عفرين"},
        "Battles",
        "Non-state actor overtakes territory",
    ),
    (
        "حاول تنظيم داعش السيطرة على تدمر.",
        "Capture/attempted",
        "السيطرة",
        {"Agent": "ARM:تنظيم داعش", "Target": "LOC:تدمر"},
        "Battles",
        "Armed clash",
    ),
    (
        "قتل تنظيم داعش مدنيين في تدمر.",
        "Kill",
        "قتل",
        {"Agent": "ARM:تنظيم داعش", "Target": "PPL:مدنيين"},
        "Violence against civilians",
        "Attack",
    ),
    (
        "قتل تنظيم داعش من قوات النظام.",
        "Kill",
        "قتل",
        {"Agent": "ARM:تنظيم داعش", "Target": "ARM:قوات النظام"},
        "Battles",
        "Armed clash",
    ),
    ("سقط قتلى في تدمر.", "Kill", "قتلى", {"Place": "LOC:تدمر"}, "", ""),
    (
        "وقع تفجير انتحاري في تدمر.",
        "Bombing",
        "تفجير",
        {"Agent": "ARM:انتحاري"},
        "Explosions/Remote violence",
        "Suicide bomb",
    ),
    (
        "وقع تفجير في تدمر.",
        "Bombing",
        "تفجير",
        {},
        "Explosions/Remote violence",
        "Remote explosive/landmine/IED",
    ),
    ("شهدت تدمر مظاهرة.", "Protest", "مظاهرة", {}, "Protests", "Peaceful protest"),
)


@pytest.mark.parametrize(("text", "kind", "trigger", "roles", "event", "sub"), CODES)
def test_codes(
    text: str, kind: str, trigger: str, roles: dict[str, str], event: str, sub: str
) -> None:
    found = row(text, (kind, trigger, roles))
    assert (found["event_type"], found["sub_event_type"]) == (event, sub)


@pytest.mark.parametrize(("days", "code"), [(1, 1), (2, 2), (7, 2), (8, 3), (31, 3), (32, None)])
def test_time_precision(days: int, code: int | None) -> None:
    assert time_precision(days) == code


@pytest.mark.parametrize(
    "text", ["=1+1", "+7", "-x", "@SUM(A1)", " =1", "\t=1", "＝1", "\u200f=1", "\x85=1"]
)
def test_no_cell_is_a_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@given(st.text(max_size=20))
def test_no_text_cell_opens_a_formula(text: str) -> None:
    assert not safe_cell(text).lstrip().startswith(("=", "+", "-", "@"))


def test_a_formula_in_the_article_reaches_no_cell() -> None:
    text = '=HYPERLINK("http://x") قُتل جندي.'
    for cell in row(text, ("Kill", "قُتل", {})).values():
        assert not cell.startswith("=")


def test_numbers_stay_numbers() -> None:
    assert safe_cell(-98.6) == "-98.6"


def test_two_targets_far_apart_make_two_points() -> None:
    text = "قصف الطيران الروسي مدينة الميادين.\nوقصف الطيران الروسي بلدة كفرزيتا."
    told: tuple[Told, ...] = (
        ("AirStrike", "قصف", {"Agent": "ARM:الطيران الروسي", "Target": "LOC:الميادين"}),
        ("AirStrike", "قصف@2", {"Agent": "ARM:الطيران الروسي@2", "Target": "LOC:كفرزيتا"}),
    )
    table = json.loads(to_geojson([story(text, *told)]))
    assert [f["geometry"]["type"] for f in table["features"]] == ["Point", "Point"]
    longitudes = [f["geometry"]["coordinates"][0] for f in table["features"]]
    assert [round(x) for x in longitudes] == [40, 37]


def test_a_road_is_a_line() -> None:
    (feature,) = json.loads(to_geojson([story(ROAD, *ON_THE_ROAD)]))["features"]
    assert feature["geometry"]["type"] == "LineString"
    assert feature["properties"]["killed"] == [5, 5]


def test_plover() -> None:
    (record,) = json.loads(to_plover([story(ROAD, *ON_THE_ROAD, published=date(2017, 4, 5))]))
    assert (record["event"], record["mode"], record["date"]) == ("ASSAULT", None, "2017-04-04")
    assert [a["id"] for a in record["actor"]] == ["is"]
    assert record["recip"][0]["id"] == "sy-government-forces"
    assert record["magnitude"] == {"dead": [5, 5], "injured": None}
    assert ROAD[slice(*record["span"])] == record["text"]


def test_every_span_of_an_incident_line_is_in_the_text() -> None:
    for document in seeds()[:2]:
        for line in to_incident_lines([document]):
            table = json.loads(line)
            for place in table["places"]:
                assert place["text"] == document.text[slice(*place["spans"][0])]
            for mention in table["mentions"]:
                assert mention["text"] == document.text[slice(*mention["span"])]


@pytest.mark.parametrize("of", ["mentions", "events", "incidents"])
def test_frames(of: str) -> None:
    pytest.importorskip("pandas")
    frame = to_frame([story(ROAD, *ON_THE_ROAD)], of)
    assert len(frame) == {"mentions": 7, "events": 2, "incidents": 1}[of]
    assert list(to_frame([], of).columns) == list(frame.columns)


def test_no_such_frame() -> None:
    with pytest.raises(ConflictIEError, match="no table of 'facts'; there are: mentions, events"):
        to_frame([], "facts")


def test_a_frame_without_pandas_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ConflictIEError, match=r"pip install 'conflict-ie\[pandas\]'"):
        to_frame([])


def test_the_articles_export_whole() -> None:
    articles = seeds()
    table = rows(*articles)
    assert tuple(table[0]) == acled_columns()
    assert len(table) == len(json.loads(to_geojson(articles))["features"])
    assert len({r["event_id"] for r in table}) == len(table)
    on_road = [r for r in table if "Athriya road" in r["location"]]
    assert {r["event_id"][:3] for r in on_road} >= {"001", "004"}


@pytest.mark.parametrize("name", ["acled", "plover", "geojson", "frames", "incidents"])
def test_examples(name: str) -> None:
    if name == "frames":
        pytest.importorskip("pandas")
    tested: Any = importlib.import_module(f"conflict_ie.export.{name}")
    results = doctest.testmod(tested)
    assert results.attempted
    assert not results.failed
