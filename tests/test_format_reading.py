"""What files of others hold and a document cannot: refused by name, dropped on demand, counted."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from format_cases import CASES, needs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conflict_ie import cli, jsonl
from conflict_ie.document import Document
from conflict_ie.errors import FormatError
from conflict_ie.formats import label_studio, read_any, scan_any

TEXT = "قُتل خمسة مدنيين في تعز."
MARKS = (
    "T1\tPPL 10 16\tمدنيين\nT2\tLOC 20 23\tتعز\nT3\tKill 0 4\tقُتل\nE1\tKill:T3 Target:T1 Place:T2\n"
)


def brat(more: str, marks: str = MARKS) -> dict[str, str]:
    return {"d.txt": TEXT, "d.ann": marks + more}


def region(name: str, control: str, start: int, label: str, **more: Any) -> dict[str, Any]:
    end = {10: 16, 20: 23, 0: 4}[start]
    value = {"start": start, "end": end, "text": TEXT[start:end], "labels": [label]}
    return {"id": name, "from_name": control, "type": "labels", "value": value, **more}


def relation(start: str, role: str, end: str, **more: Any) -> dict[str, Any]:
    return {"type": "relation", "from_id": start, "to_id": end, "labels": [role], **more}


REGIONS = [region("T1", "mention", 10, "PPL"), region("T2", "mention", 20, "LOC")]
KILL = region("E1", "event", 0, "Kill")
ROLES = [relation("E1", "Target", "T1"), relation("E1", "Place", "T2")]


def tasks(*more: dict[str, Any], results: list[dict[str, Any]] | None = None) -> dict[str, str]:
    body = [*(results if results is not None else [*REGIONS, KILL, *ROLES]), *more]
    return {"d.json": json.dumps([{"data": {"text": TEXT}, "annotations": [{"result": body}]}])}


def choice(control: str, name: str = "c1") -> dict[str, Any]:
    return {"id": name, "from_name": control, "type": "choices", "value": {"choices": ["x"]}}


ENTITIES = [
    {"id": 1, "label": "PPL", "start_offset": 10, "end_offset": 16},
    {"id": 2, "label": "LOC", "start_offset": 20, "end_offset": 23},
    {"id": 3, "label": "Kill:actual", "start_offset": 0, "end_offset": 4},
]
RELATIONS = [
    {"id": 1, "from_id": 3, "to_id": 1, "type": "Target"},
    {"id": 2, "from_id": 3, "to_id": 2, "type": "Place"},
]


def doccano(relations: tuple[dict[str, Any], ...] = (), **more: Any) -> dict[str, str]:
    table = {"text": TEXT, "entities": ENTITIES, "relations": [*RELATIONS, *relations], **more}
    return {"d.doccano.jsonl": json.dumps(table)}


SPANS = [
    {"start": 10, "end": 16, "label": "PPL"},
    {"start": 20, "end": 23, "label": "LOC"},
    {"start": 0, "end": 4, "label": "Kill:actual"},
]


def between(head: int | dict[str, Any], child: int | dict[str, Any], label: str) -> dict[str, Any]:
    ends = [SPANS[e] if isinstance(e, int) else e for e in (head, child)]
    return {"label": label, "head_span": ends[0], "child_span": ends[1]}


def prodigy(*relations: dict[str, Any], **more: Any) -> dict[str, str]:
    own = [between(2, 0, "Target"), between(2, 1, "Place")]
    table = {"text": TEXT, "spans": SPANS, "relations": [*own, *relations], **more}
    return {"d.prodigy.jsonl": json.dumps(table)}


COLUMNS = "قُتل VERB O\nخمسة NUM O\nمدنيين NOUN B-PPL\nفي PREP O\nتعز. NOUN O\n"
OURS = (
    "# global.columns = FORM MENTION EVENT\n# seen by هند\n"
    f'# text = "{TEXT}"\nقُتل\tO\tB-Kill:actual\nخمسة\tO\tO\n'
    "مدنيين\tB-PPL\tO\nفي\tO\tO\nتعز\tB-LOC\tO\n.\tO\tO\n"
)
BARE_TOKEN = {"start": 5, "end": 9, "label": None}
# Format, files, what is counted, marks that stay (mentions, events, roles), what the refusal says.
FOREIGN: list[tuple[str, dict[str, str], dict[str, int], tuple[int, int, int], str]] = [
    (
        "brat", brat("R1\tNear Arg1:T1 Arg2:T2\t\n"), {"relations": 1}, (2, 1, 2),
        r"d.ann:5: 'R1\tNear Arg1:T1 Arg2:T2\t' is a relation, which a document cannot hold; "
        "remove it, or go on without 1 relations with lossy=True (--lossy)",
    ),
    (
        "brat", brat("*\tEquiv T1 T2\n"), {"equivalences": 1}, (2, 1, 2),
        r"d.ann:5: '*\tEquiv T1 T2' is an equivalence",
    ),
    (
        "brat", brat("N1\tReference T2 GeoNames:70225\tتعز\n"), {"normalisations": 1}, (2, 1, 2),
        r"d.ann:5: 'N1\tReference T2 GeoNames:70225\tتعز' is a normalisation",
    ),
    (
        "brat", brat("A1\tNegation E1\nA2\tConfidence T1 High\nM1\tNegation E1\n"),
        {"Negation attributes": 2, "Confidence attributes": 1}, (2, 1, 2),
        "d.ann:5: a document cannot hold the attribute 'Negation'; remove it, or go on without "
        "2 Negation attributes, 1 Confidence attributes with lossy=True (--lossy)",
    ),
    (
        "brat", brat("", MARKS.replace("20 23\tتعز", "5 9;20 23\tخمسة تعز")),
        {"discontinuous spans": 1, "roles of dropped marks": 1}, (1, 1, 1),
        "d.ann:2: T2 has fragments with ' مدنيين في ' between; a span has no holes; "
        "mark it in one piece",
    ),
    (
        "brat", brat("A1\tStatus E1 denied\n", MARKS.replace("0 4\tقُتل", "0 4;5 9\tقُتل خمسة")),
        {"discontinuous spans": 1, "events of dropped triggers": 1, "roles of dropped marks": 2},
        (2, 0, 0), "d.ann:3: T3 has fragments with ' ' between",
    ),
    (
        "brat", brat("T4\tAttack 17 19\tفي\nE2\tAttack:T4 Target:E1\n"),
        {"roles that point at events": 1}, (2, 2, 2),
        "d.ann:6: event 'E2': Target points at 'E1', which is no mention",
    ),
    (
        "label-studio", tasks({"id": "b1", "type": "rectanglelabels", "value": {}}),
        {"results of type rectanglelabels": 1}, (2, 1, 2),
        "d.json: task 1: result 'b1' is of the type 'rectanglelabels'",
    ),
    (
        "label-studio", tasks(choice("topic")), {"choices of other controls": 1}, (2, 1, 2),
        "d.json: task 1: choice 'c1' is of 'topic', not 'status'; remove it",
    ),
    (
        "label-studio",
        tasks(results=[region("T1", "ner", 10, "PER"), *REGIONS[1:], KILL, *ROLES]),
        {"regions of other controls": 1, "roles of dropped marks": 1}, (1, 1, 1),
        "d.json: task 1: region 'T1' is of the control 'ner'",
    ),
    (
        "label-studio",
        tasks(results=[{**REGIONS[0], "value": {"labels": ["PPL", "NUM"]}}, REGIONS[1], KILL]),
        {"regions with several labels": 1}, (1, 1, 0),
        "d.json: task 1: region 'T1' has the labels ['PPL', 'NUM']; give it exactly one",
    ),
    (
        "label-studio", tasks(relation("T1", "Near", "T2")),
        {"relations that start at mentions": 1}, (2, 1, 2),
        "d.json: task 1: the role 'Near' starts at 'T1', which is no event",
    ),
    (
        "label-studio", tasks(relation("E1", "Near", "T2", direction="bi")),
        {"relations both ways": 1}, (2, 1, 2),
        "d.json: task 1: relation from 'E1' to 'T2' has the direction 'bi'",
    ),
    (
        "label-studio",
        tasks(results=[{**REGIONS[0], "meta": {"text": ["؟"]}}, *REGIONS[1:], KILL, *ROLES]),
        {"notes of regions": 1}, (2, 1, 2),
        "d.json: task 1: region 'T1' has a note {'text': ['؟']}; remove it",
    ),
    (
        "doccano", doccano(label=["news"], cats=["war", "Yemen"]), {"labels on documents": 3},
        (2, 1, 2), "d.doccano.jsonl:1: the text as a whole has the labels ['news']",
    ),
    (
        "doccano", doccano(Comments=[{"id": 1, "comment": "؟"}]), {"comments": 1}, (2, 1, 2),
        "d.doccano.jsonl:1: the text has comments",
    ),
    (
        "doccano", doccano(({"id": 9, "from_id": 1, "to_id": 2, "type": "Near"},)),
        {"relations that start at mentions": 1}, (2, 1, 2),
        "d.doccano.jsonl:1: the role 'Near' starts at 'T1', which is no event",
    ),
    (
        "prodigy", prodigy(label="NEWS", accept=["WAR"]), {"labels on documents": 2}, (2, 1, 2),
        "d.prodigy.jsonl:1: the text as a whole has the labels ['NEWS', 'WAR']",
    ),
    (
        "prodigy", prodigy(between(2, BARE_TOKEN, "Count")), {"relations of unmarked tokens": 1},
        (2, 1, 2), "d.prodigy.jsonl:1: relation 'Count' has an end without a label",
    ),
    (
        "prodigy", prodigy(between(2, 2, "Cause")), {"roles that point at events": 1}, (2, 1, 2),
        "d.prodigy.jsonl:1: event 'Kill:actual 0:4': Cause points at 'Kill:actual 0:4'",
    ),
    (
        "conll", {"d.conll": COLUMNS}, {"cells of other columns": 5}, (1, 0, 0),
        "d.conll:1: ['VERB'] stand between token and tag; leave them out, or go on without "
        "5 cells of other columns with lossy=True (--lossy)",
    ),
    (
        "conll", {"d.conll": OURS}, {"comments": 1}, (2, 1, 0),
        "d.conll:2: '# seen by هند' is a comment; remove it",
    ),
]  # fmt: skip


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder if len(files) > 1 else folder / next(iter(files))


def marks(document: Document) -> tuple[int, int, int]:
    roles = sum(len(e.arguments) for e in document.events)
    return len(document.entities), len(document.events), roles


@pytest.mark.parametrize(("name", "files", "dropped", "kept", "said"), FOREIGN)
def test_what_a_document_cannot_hold_is_refused_by_name_and_dropped_on_demand(
    name: str,
    files: dict[str, str],
    dropped: dict[str, int],
    kept: tuple[int, int, int],
    said: str,
    tmp_path: Path,
) -> None:
    path = written(tmp_path, files)
    with pytest.raises(FormatError) as caught:
        read_any(path, name)
    assert str(caught.value).removeprefix(f"{tmp_path}/").startswith(said)
    assert str(caught.value).endswith("with lossy=True (--lossy)")
    found = read_any(path, name, lossy=True)
    assert found.dropped == Counter(dropped)
    assert marks(found[0]) == kept
    assert found[0].text == TEXT


SKIPPED = json.dumps(
    [
        {"id": 1, "data": {"text": TEXT}, "annotations": [{"result": [], "was_cancelled": True}]},
        {"id": 2, "data": {"text": "x"}, "annotations": [{"result": []}]},
    ]
)
ANSWERS = "\n".join(
    json.dumps({"text": text, "answer": answer})
    for text, answer in (("x", "accept"), (TEXT, "reject"), ("y", "ignore"))
)


@pytest.mark.parametrize(
    ("file", "text", "dropped", "said"),
    [
        ("a.json", SKIPPED, {"skipped tasks": 1}, "a.json: task 1: the task was skipped"),
        (
            "a.prodigy.jsonl", ANSWERS, {"rejected answers": 1, "ignored answers": 1},
            "a.prodigy.jsonl:2: the answer is 'reject'; export what was accepted only",
        ),
    ],
)  # fmt: skip
def test_an_item_that_nobody_vouched_for_is_dropped_as_a_whole(
    file: str, text: str, dropped: dict[str, int], said: str, tmp_path: Path
) -> None:
    path = written(tmp_path, {file: text})
    with pytest.raises(FormatError) as caught:
        read_any(path)
    assert str(caught.value).removeprefix(f"{tmp_path}/").startswith(said)
    found = read_any(path, lossy=True)
    assert [d.text for d in found] == ["x"]
    assert found.dropped == Counter(dropped)


def test_what_is_wrong_is_refused_in_a_lossy_reading_too(tmp_path: Path) -> None:
    path = written(tmp_path, brat("R1\tNear Arg1:T1 Arg2:T2\nT9\tLOC 20 99\tتعز\n"))
    with pytest.raises(FormatError, match=r"d\.ann:6: T9: the span 20:99 does not lie in the text"):
        read_any(path, "brat", lossy=True)


def test_nothing_is_counted_where_nothing_is_dropped(tmp_path: Path) -> None:
    path = written(tmp_path, brat(""))
    assert read_any(path, "brat").dropped == read_any(path, "brat", lossy=True).dropped == Counter()


def test_the_reader_of_one_annotator_drops_on_demand_too(tmp_path: Path) -> None:
    path = written(tmp_path, tasks(choice("topic")))
    found = label_studio.read(path, lossy=True)
    assert found.dropped == Counter({"choices of other controls": 1})


def test_columns_beside_the_text_come_back_as_metadata(tmp_path: Path) -> None:
    task = {"data": {"text": TEXT, "published": "2016-03-01"}, "annotations": [{"result": []}]}
    files = [
        written(tmp_path, {"a.json": json.dumps([task])}),
        written(tmp_path, {"a.doccano.jsonl": json.dumps({"text": TEXT, **task["data"]})}),
    ]
    assert [dict(read_any(f)[0].meta) for f in files] == [{"published": "2016-03-01"}] * 2


def foreign(folder: str) -> tuple[Path, dict[str, Any]]:
    place = CASES / folder
    return place, tomllib.loads((place.parent / f"{place.name}.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    "folder", ["brat/foreign", "uima/inception/foreign", "uima/inception/foreign_json"]
)
def test_a_project_of_others_is_read_as_far_as_documents_go(folder: str) -> None:
    """As the tool writes it: see the note in the .toml beside the folder."""
    name = folder.partition("/")[0]
    needs(name)
    place, told = foreign(folder)
    with pytest.raises(FormatError) as caught:
        read_any(place, name)
    assert str(caught.value).replace(f"{place}/", "") == told["refused"]
    found = read_any(place, name, lossy=True)
    assert found.dropped == Counter(told["dropped"])
    expected = jsonl.read(place.parent / "foreign.expected.jsonl")
    assert found == expected
    assert [dict(d.meta) for d in found] == [dict(d.meta) for d in expected]
    lost = sum(f.number for item in scan_any(place, name) for f in item.faults)
    assert lost == sum(told["dropped"].values())


@pytest.mark.parametrize("folder", ["ours", "ours_json"])
def test_the_layers_of_this_library_come_back_from_inception_with_their_roles(folder: str) -> None:
    """As INCEpTION exports them: a folder a text, tokens, definitions, the annotator as id."""
    needs("uima")
    before = {d.id: d for d in jsonl.read(CASES / "documents.jsonl")}
    found = read_any(CASES / "uima" / "inception" / folder, "uima")
    assert [d.id for d in found] == {
        "ours": ["raqqa-2", "saraqib-1"], "ours_json": ["saraqib-1"],
    }[folder]  # fmt: skip
    assert list(found) == [before[d.id] for d in found]
    assert [dict(d.meta) for d in found] == [dict(before[d.id].meta) for d in found]


def test_what_spacy_says_beside_spans_is_dropped_on_demand(tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy")
    doc = spacy.tokens.Doc(spacy.blank("ar").vocab, words=["قصف", "تعز"], tags=["V", "N"])
    doc.spans["mentions"] = [doc.char_span(4, 7, label="LOC")]
    doc.spans["sources"] = [doc.char_span(0, 3, label="X")]
    doc.ents = [doc.char_span(4, 7, label="GPE")]
    doc.cats = {"war": 1.0}
    path = tmp_path / "a.spacy"
    spacy.tokens.DocBin(docs=[doc], store_user_data=True, attrs=["ENT_TYPE", "TAG"]).to_disk(path)
    with pytest.raises(FormatError, match="document 1: the document has 1 spans of the group"):
        read_any(path)
    found = read_any(path, lossy=True)
    assert [(e.type, e.text) for e in found[0].entities] == [("LOC", "تعز")]
    assert found.dropped["spans of the group 'sources'"] == 1
    assert found.dropped["tokens with TAG"] == 2


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[object, str]:
    """Exit code and error stream of the command."""
    try:
        cli.main([str(a) for a in arguments])
    except SystemExit as stop:
        return stop.code, capsys.readouterr().err
    return 0, capsys.readouterr().err


def test_the_command_refuses_or_says_once_what_reading_and_writing_dropped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = CASES / "brat" / "foreign", tmp_path / "a.conll"
    code, said = run(capsys, "convert", source, target)
    assert code == 2
    assert "afrin.ann:7: T7 has fragments" in said
    assert not target.exists()
    code, said = run(capsys, "convert", source, target, "--lossy")
    assert code == 0
    assert said.startswith(f"{target}: 3 documents; dropped 2 discontinuous spans, 2 relations")
    assert said.count("; dropped") == 1
    assert "15 roles" in said


JUNK = st.sampled_from(
    [None, [], {}, "", -1, 3, 2.5, True, "x", ["x"], {"id": 1}, [[0, 1, "LOC"]], 10**9]
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    return [path, *(p for key, v in inner for p in places(v, (*path, key)))]


@pytest.mark.parametrize("files", [tasks(), doccano(), prodigy()], ids=["tasks", "doccano", "rel"])
def test_no_junk_in_a_file_is_more_than_a_fault(
    files: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    (name, text), folder = next(iter(files.items())), tmp_path_factory.mktemp("x")

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def read(data: st.DataObject) -> None:
        table = json.loads(text)
        *way, last = data.draw(st.sampled_from([p for p in places(table) if p]))
        inner = table
        for key in way:
            inner = inner[key]
        inner[last] = data.draw(JUNK)
        path = written(folder, {name: json.dumps(table)})
        for item in scan_any(path):
            assert item.document or item.faults

    read()
