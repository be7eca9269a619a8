"""Formats: golden files, broken files, and random documents there and back."""

from __future__ import annotations

import json
import tomllib
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from format_cases import CASES, EXTRAS, needs, place
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from strategies import documents, texts

from conflict_ie import jsonl
from conflict_ie.document import Argument, Document, Entity, Span
from conflict_ie.errors import FormatError
from conflict_ie.formats import (
    FORMATS,
    from_utf16,
    guess,
    label_studio,
    read_any,
    to_utf16,
    write_any,
)
from conflict_ie.formats.configs import (
    brat_annotation,
    brat_visual,
    label_studio_config,
    write_configs,
)
from conflict_ie.ontology import Ontology


def golden(name: str) -> Path:
    return next(p for p in (CASES / name).iterdir() if p.name.startswith("golden"))


def by_id(found: list[Document]) -> dict[str, Document]:
    return {d.id: d for d in found}


DOCUMENTS = jsonl.read(CASES / "documents.jsonl")
BARE = [replace(d, events=tuple(replace(e, arguments=()) for e in d.events)) for d in DOCUMENTS]


@pytest.mark.parametrize("name", FORMATS)
def test_a_golden_file_reads_as_the_documents_it_was_made_of(name: str) -> None:
    needs(name)
    found = by_id(read_any(golden(name), name))
    assert found == by_id(BARE if name == "conll" else DOCUMENTS)
    assert [dict(found[d.id].meta) for d in DOCUMENTS] == [dict(d.meta) for d in DOCUMENTS]


@pytest.mark.parametrize("name", [n for n in FORMATS if n not in EXTRAS])
def test_documents_are_written_as_the_golden_file_byte_for_byte(name: str, tmp_path: Path) -> None:
    made, kept = place(tmp_path, name), golden(name)
    write_any(DOCUMENTS, made, name, lossy=name == "conll")
    if kept.is_dir():
        assert files(made) == files(kept)
    else:
        assert made.read_bytes() == kept.read_bytes()


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def broken() -> list[tuple[str, str, str]]:
    found = []
    for name in FORMATS:
        table = tomllib.loads((CASES / name / "broken" / "errors.toml").read_text("utf-8"))
        found += [(name, file, error) for file, error in table.items()]
    return found


@pytest.mark.parametrize(("name", "file", "error"), broken())
def test_a_broken_file_says_where_and_what(name: str, file: str, error: str) -> None:
    needs(name)
    folder = CASES / name / "broken"
    with pytest.raises(FormatError) as caught:
        read_any(folder / file, name)
    assert str(caught.value).replace(f"{folder}/", "") == error


def test_every_format_has_fifteen_broken_files() -> None:
    counts = Counter(name for name, _, _ in broken())
    assert {name for name in FORMATS if counts[name] < 15} == set()


LOSSLESS = ["jsonl", "label-studio", "label-studio-predictions", "doccano", "uima", "docbin"]
FAST = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
SLOW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("name", LOSSLESS)
def test_a_random_document_comes_back_whole(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    needs(name)

    @(SLOW if name in EXTRAS else FAST)
    @given(documents())
    @example(Document("empty", ""))
    def there_and_back(document: Document) -> None:
        path = place(tmp_path_factory.mktemp("x"), name)
        assert write_any([document], path, name) == Counter()
        (found,) = read_any(path, name)
        assert found == document
        assert dict(found.meta) == dict(document.meta)

    there_and_back()


@pytest.mark.parametrize("name", ["brat", "prodigy", "conll"])
def test_what_a_format_holds_of_a_random_document_comes_back_and_the_rest_is_counted(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    @FAST
    @given(documents())
    def there_and_back(document: Document) -> None:
        path = place(tmp_path_factory.mktemp("x"), name)
        lost = write_any([document], path, name, lossy=True)
        (found,) = read_any(path, name)
        assert found.text == document.text
        assert set(found.entities) <= set(document.entities)
        assert marks(document) - marks(found) == sum(lost.values())
        if not lost:
            assert found == (in_order(document) if name == "conll" else document)

    there_and_back()


def marks(document: Document) -> int:
    roles = sum(len(e.arguments) for e in document.events)
    return len(document.entities) + len(document.events) + roles


def in_order(document: Document) -> Document:
    entities = tuple(sorted(document.entities, key=lambda e: e.span))
    return replace(
        document,
        entities=entities,
        events=tuple(sorted(document.events, key=lambda e: e.trigger)),
    )


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a.jsonl", "jsonl"), ("a.doccano.jsonl", "doccano"), ("a.prodigy.jsonl", "prodigy"),
        ("a.json", "label-studio"), ("a.ann", "brat"), ("a.txt", "brat"), ("a.conll", "conll"),
        ("a.iob2", "conll"), ("a.xmi", "uima"), ("a.spacy", "docbin"),
    ],
)  # fmt: skip
def test_the_ending_tells_the_format(path: str, name: str) -> None:
    assert guess(path).name == name


def test_the_files_of_a_folder_tell_its_format() -> None:
    assert guess(CASES / "brat" / "golden").name == "brat"
    assert guess(CASES / "uima" / "golden").name == "uima"


@pytest.mark.parametrize(
    ("path", "name", "error"),
    [
        ("a.docx", None, "a.docx: the ending tells no format; name one of doccano"),
        ("a.jsonl", "tei", "no format is called 'tei'; known: doccano, prodigy, jsonl"),
        ("a.jsonl", None, "a.jsonl: no such file or folder"),
    ],
)
def test_a_format_that_cannot_be_known_is_an_error(path: str, name: str | None, error: str) -> None:
    with pytest.raises(FormatError, match=error.replace(".", r"\.")):
        read_any(path, name)


@given(texts(), st.data())
def test_utf16_offsets_convert_both_ways(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    assert from_utf16(text, to_utf16(text, offset)) == offset
    assert to_utf16(text, offset) == offset + sum(c > "\uffff" for c in text[:offset])


@pytest.mark.parametrize("offset", [1, 4, -1])
def test_a_utf16_offset_inside_a_character_or_outside_is_an_error(offset: int) -> None:
    with pytest.raises(FormatError):
        from_utf16("🔴x", offset)


def test_a_file_that_brat_itself_wrote_reads_right() -> None:
    """Opened, edited and saved with the code of brat's server (Python 3 branch)."""
    (document,) = read_any(CASES / "brat" / "written_by_brat")
    before = by_id(DOCUMENTS)["raqqa-2"]
    assert document.entities[:4] == before.entities
    assert [e.text for e in document.entities[4:]] == ["الرقة.\r\nو"]
    assert [e.type for e in document.events] == ["AirStrike", "Attack"]
    assert [e.text for e in document.events[1].fillers("Place")] == ["رأس العين", "الرقة"]
    assert document.meta["notes"] == ["T3: قوات سوريا الديمقراطية"]


def test_an_export_of_a_real_label_studio_reads_right() -> None:
    """Exported by Label Studio 1.23.2: one task corrected by API, one on its page.

    ``scripts/label_studio_trip.py`` recorded it. On the page a mention was marked with the
    mouse, the last event got another status and one mention in two roles by one relation,
    and the task was submitted. The page drops what stands beside a relation's labels, so the
    roles of an event come back in the order of its relations.
    """
    found = by_id(read_any(CASES / "label-studio" / "export.json"))
    before = by_id(DOCUMENTS)
    api, page = found["saraqib-1"], found["raqqa-2"]
    first, *rest = before["saraqib-1"].events
    agent = Argument("Agent", before["saraqib-1"].entities[-1])
    first = replace(first, status="denied", arguments=(*first.arguments, agent))
    assert api == replace(before["saraqib-1"], events=(first, *rest))
    assert page.text == before["raqqa-2"].text
    assert page.entities[:-1] == before["raqqa-2"].entities
    assert page.entities[-1] == Entity("PPL", Span(81, 89), "لم يتوقف")
    *events, last = before["raqqa-2"].events
    roles = tuple(Argument(role, page.entities[2]) for role in ("Agent", "Source"))
    last = replace(last, status="planned", arguments=roles)
    assert page.entities[2].text == "قسد"
    for one, other in zip(page.events, [*events, last], strict=True):
        assert replace(one, arguments=()) == replace(other, arguments=())
        assert Counter(one.arguments) == Counter(other.arguments)
    assert [d.meta for d in (api, page)] == [before[d.id].meta for d in (api, page)]


def test_several_roles_of_one_mention_are_one_relation_since_the_page_keeps_one() -> None:
    result = label_studio.tasks(DOCUMENTS[1:2])[0]["annotations"][0]["result"]
    ends = [(r["from_id"], r["to_id"]) for r in result if r["type"] == "relation"]
    assert len(ends) == len(set(ends))
    assert ["Agent", "Source"] in [r.get("labels") for r in result]


def test_one_annotator_of_several_can_be_chosen(tmp_path: Path) -> None:
    task = label_studio.tasks(DOCUMENTS[:1])[0]
    done = task["annotations"][0]
    task["annotations"] = [done | {"completed_by": 1}, {"result": [], "completed_by": {"id": 2}}]
    path = tmp_path / "a.json"
    path.write_text(json.dumps([task]), encoding="utf-8")
    assert label_studio.read(path, annotator=1) == DOCUMENTS[:1]
    assert label_studio.read(path, annotator=2) == [DOCUMENTS[0].bare()]
    with pytest.raises(FormatError, match=r"2 annotations \(by 1, \{'id': 2\}\)"):
        label_studio.read(path)


def test_conll_of_others_is_read_by_first_and_last_column(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_text(
        "-DOCSTART- -X- O O\n\nفي IN O\nدير NN B-LOC\nالزور NN I-LOC\n\nتعز B-LOC\n", "utf-8"
    )
    first, second = read_any(path, lossy=True)
    assert (first.text, first.entities[0].text) == ("في دير الزور", "دير الزور")
    assert (second.id, second.entities[0].type) == ("2", "LOC")


def test_the_label_studio_configuration_offers_every_label_right_to_left() -> None:
    ontology = Ontology.default()
    view = ET.fromstring(label_studio_config(ontology))
    labels = {c.get("name"): [x.get("value") for x in c] for c in view if c.get("name")}
    assert labels["mention"] == list(ontology.mentions)
    assert labels["event"] == list(ontology.events)
    assert labels["status"] == list(ontology.statuses)
    assert [r.get("value") for r in view.iter("Relation")] == list(ontology.roles)
    text = next(v for v in view if v.tag == "View")
    assert "direction: rtl" in text.attrib["style"]


def test_the_brat_configuration_allows_exactly_what_the_ontology_does(tmp_path: Path) -> None:
    """brat's own parser found the same arcs for every pair of an event and a mention type."""
    ontology = Ontology.default()
    lines = brat_annotation(ontology).splitlines()
    events = dict(
        x.split("\t") for x in lines[lines.index("[events]") + 1 :][: len(ontology.events)]
    )
    for event, roles in events.items():
        allowed = dict(r.split("*:") for r in roles.split(", "))
        assert allowed == {r: "|".join(ontology.roles[r]) for r in ontology.events[event].roles}
    assert "Status\tArg:<EVENT>, Value:attempted|denied|planned" in lines
    assert "Text\tdirection:rtl" in brat_visual(ontology).splitlines()
    assert [p.name for p in write_configs(ontology, tmp_path)] == [
        "label-studio.xml",
        "annotation.conf",
        "visual.conf",
    ]
