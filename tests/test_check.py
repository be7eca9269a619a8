"""The check and the agreement: tables of texts with what must be said of them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conflict_ie import jsonl
from conflict_ie.checks.agreement import agree, alpha
from conflict_ie.checks.checking import check, first_difference
from conflict_ie.document import Argument, Document, Entity, Event, Span
from conflict_ie.errors import FormatError
from conflict_ie.formats import write_any
from conflict_ie.resources import shipped


def mention(kind: str, text: str, words: str, name: str = "T1") -> Entity:
    start = text.index(words)
    return Entity(kind, Span(start, start + len(words)), words, name)


def event(kind: str, text: str, words: str, *arguments: Argument, status: str = "actual") -> Event:
    start = text.index(words)
    return Event(kind, Span(start, start + len(words)), words, status, arguments, "E1")


def problems(tmp_path: Path, *documents: Document) -> list[str]:
    path = tmp_path / "a.jsonl"
    jsonl.write(documents, path)
    return [str(p).replace(f"{tmp_path}/", "") for p in check(path)]


TEXT = "قتلت قوات النظام خمسة مدنيين في بلدة كفرنبل جنوب إدلب، وسيطرت على «تل مرعي»."
CLASS_NOUN = "start the span after it; class nouns, compass and edge words stay out of a LOC"
KNOWN = "known: PER, ARM, ORG, LOC, FAC, PPL, WEA, NUM, DATE"
LABEL = "choose a label of the ontology, or check with the ontology it was marked by"
# Kind and marked words, and what the check says of the mark.
MARKS = [
    ("ARM", "قوات النظام", ""),
    ("LOC", "تل مرعي", ""),
    ("LOC", "«تل مرعي»", ""),
    (
        "LOC", "بلدة كفرنبل",
        f"word: mention LOC «بلدة كفرنبل» 32:43 begins with 'بلدة'; {CLASS_NOUN}",
    ),
    ("LOC", "جنوب إدلب", f"word: mention LOC «جنوب إدلب» 44:53 begins with 'جنوب'; {CLASS_NOUN}"),
    ("LOC", "إدلب،", "punctuation: mention LOC «إدلب،» 49:54 ends with '،'; leave it out"),
    (
        "LOC", "«تل مرعي",
        "punctuation: mention LOC ««تل مرعي» 66:74 holds one of the pair «»; "
        "take in both or leave out both",
    ),
    (
        "PPL", "دنيين",
        "edge: mention PPL «دنيين» 23:28 begins inside the word 'مدنيين'; "
        "begin it at the word or after its prefixes",
    ),
    (
        "PPL", "مدني",
        "edge: mention PPL «مدني» 22:26 ends inside the word 'مدنيين'; "
        "end it at the end of the word",
    ),
    (
        "PPL", "مدنيين ",
        "edge: mention PPL «مدنيين » 22:29 begins or ends with white space; leave it out",
    ),
    ("CITY", "كفرنبل", f"ontology: mention 'كفرنبل' has the type 'CITY'; {KNOWN}; {LABEL}"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "words", "said"), MARKS)
def test_a_mark_is_held_against_the_guidelines(
    kind: str, words: str, said: str, tmp_path: Path
) -> None:
    document = Document("d", TEXT, (mention(kind, TEXT, words),))
    assert problems(tmp_path, document) == ([f"a.jsonl:1: {said}"] if said else [])


PREFIXED = [
    ("ARM", "أعلنت القوات التقدم والجيش الانسحاب", "والجيش", "الجيش"),
    ("WEA", "استهدفوا الحي بالصواريخ", "بالصواريخ", "الصواريخ"),
    ("ARM", "انسحبوا فالقوات عادت", "فالقوات", "القوات"),
    ("PER", "قال والد الضحية", "والد", ""),
    ("WEA", "أطلقوا صاروخاً بالستياً", "بالستياً", ""),
    ("ORG", "أعلنت وزارة الدفاع", "وزارة الدفاع", ""),
    ("LOC", "دخلوا بلدات بابكة", "بابكة", ""),
    ("ARM", "وصل فيلق الشام", "فيلق الشام", ""),
]


@pytest.mark.parametrize(("kind", "text", "words", "rest"), PREFIXED)
def test_a_prefix_before_the_article_is_seen_and_the_first_letter_of_a_word_is_not(
    kind: str, text: str, words: str, rest: str, tmp_path: Path
) -> None:
    found = problems(tmp_path, Document("d", text, (mention(kind, text, words),)))
    assert len(found) == bool(rest)
    if rest:
        assert found[0].endswith(f"begins with a prefix; begin it at «{rest}»")


def test_a_prefix_without_article_is_seen_where_the_file_knows_the_word_without_it(
    tmp_path: Path,
) -> None:
    texts = ("قصفوا حلب", "عادوا إلى حلب", "قصفوا إدلب وحلب")
    words = ("حلب", "حلب", "وحلب")
    documents = [Document(t, t, (mention("LOC", t, w),)) for t, w in zip(texts, words, strict=True)]
    assert problems(tmp_path, documents[2]) == []
    message = "mention «وحلب» begins with a prefix: elsewhere it is «حلب»"
    assert problems(tmp_path, *documents) == [f"a.jsonl:3: prefix: {message}; begin it at «حلب»"]


def test_an_unlikely_type_is_seen_where_the_file_says_otherwise_time_and_again(
    tmp_path: Path,
) -> None:
    texts = [f"تقدم الجيش {n}" for n in range(10)]
    kinds = ["ARM"] * 9 + ["ORG"]
    documents = [
        Document(str(n), t, (mention(k, t, "الجيش"),))
        for n, (t, k) in enumerate(zip(texts, kinds, strict=True))
    ]
    assert problems(tmp_path, *documents) == [
        "a.jsonl:10: unlikely: mention «الجيش» is a ORG, but 9 times a ARM; "
        "see if it is a ARM here too"
    ]


def test_overlaps_duplicates_and_wrong_roles_are_all_listed_at_once(tmp_path: Path) -> None:
    army, people = mention("ARM", TEXT, "قوات النظام", "T1"), mention("PPL", TEXT, "مدنيين", "T2")
    state, five = mention("ARM", TEXT, "النظام", "T3"), mention("NUM", TEXT, "خمسة", "T4")
    killing = event(
        "Kill", TEXT, "قتلت",
        Argument("Agent", army), Argument("Target", people), Argument("Target", people),
        Argument("Count", people),
    )  # fmt: skip
    again = replace(event("Detain", TEXT, "قتلت"), id="E2", status="maybe")
    document = Document("d", TEXT, (army, people, state, five), (killing, again))
    role = "event 'قتلت': Count cannot be a PPL; it can be NUM"
    status = "event 'قتلت' has the status 'maybe'; known: actual, attempted, denied, planned"
    overlap = "mention ARM «قوات النظام» 5:16 overlaps mention ARM «النظام» 10:16"
    twice = "trigger Detain «قتلت» 0:4 is marked twice"
    assert problems(tmp_path, document) == [
        f"a.jsonl:1: ontology: {role}; {LABEL}",
        f"a.jsonl:1: ontology: {status}; {LABEL}",
        f"a.jsonl:1: overlap: {overlap}; keep one of the two, or shorten one",
        f"a.jsonl:1: duplicate: {twice}; keep one; a word triggers one event",
        "a.jsonl:1: duplicate: event «قتلت» has Target «مدنيين» 2 times; keep it once",
    ]


def test_every_bad_mark_of_a_line_is_listed_and_the_good_ones_are_still_checked(
    tmp_path: Path,
) -> None:
    table = {
        "id": "d",
        "text": "قصفوا بلدة خناصر",
        "entities": [
            {"id": "T1", "type": "LOC", "start": 6, "end": 16},
            {"id": "T2", "type": "LOC", "start": 6, "end": 99},
            {"id": "T3", "type": "LOC"},
        ],
        "events": [
            {
                "id": "E1",
                "type": "Shelling",
                "trigger": {"start": 0, "end": 5},
                "arguments": [
                    {"role": "Place", "entity": "T1"},
                    {"role": "Place", "entity": "T2"},
                    {"role": "Place", "entity": "T9"},
                ],
            }
        ],
    }
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(table) + "\n[1]\nno\n", encoding="utf-8")
    found = check(path)
    assert [(p.where.rpartition(":")[2], p.kind) for p in found] == [
        ("1", "unreadable"), ("1", "unreadable"), ("1", "unreadable"), ("1", "word"),
        ("2", "unreadable"), ("3", "unreadable"),
    ]  # fmt: skip
    assert "'T2'" in found[0].message
    assert "'end' is missing" in found[1].message or "'start' is missing" in found[1].message
    assert "'T9'" in found[2].message
    assert found[3].message == "mention LOC «بلدة خناصر» 6:16 begins with 'بلدة'"


def test_units_are_held_against_the_published_texts(tmp_path: Path) -> None:
    published, marked = tmp_path / "p.jsonl", tmp_path / "m.jsonl"
    jsonl.write([Document("a", "قُتل خمسة"), Document("b", "نزح عشرة")], published)
    jsonl.write([Document("a", "قتل خمسة"), Document("b", "نزح عشرة")], marked)
    assert [str(p) for p in check(marked, against=published)] == [
        f"{marked}:1: text: the text differs from the published one at character 1: "
        "'ُتل خمسة' against 'تل خمسة'; mark the text as it was published"
    ]


def test_the_same_text_or_id_twice_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    jsonl.write([Document("a", "قتل"), Document("b", "قتل")], path)
    path.write_text(path.read_text("utf-8") + '{"id": "a", "text": "x"}\n', encoding="utf-8")
    assert [str(p) for p in check(path)] == [
        f"{path}:2: duplicate: the text of 'b' stood at {path}:1; keep the unit once",
        f"{path}:3: duplicate: the id 'a' stood at {path}:1; give each unit an id of its own",
    ]


LIES = "the span 22:99 does not lie in the text of 26 characters"
TOGETHER = "export the text and its marks together"
NO_EVENT = "which is no event; draw it from the trigger to the mention"
NO_MENTION = "which is no mention; draw it to one, or remove it"
KILLED = "🔴 قُتل خمسة مدنيين في تعز."


def test_every_fault_of_a_brat_file_is_listed_with_its_line(tmp_path: Path) -> None:
    lines = [
        "T1\tPPL 12 18\tمدنيين", "T2\tLOC 22 99\tتعز", "T3\tKill 2 6\tقتل", "T4\tKill 2 6\tقُتل",
        "E1\tKill:T4 Target:T1 Place:T2 Count:T8", "E2\tKill:T3 Target:T1", "A1\tStatus E1",
        "Q1\tx", "R1\tNear Arg1:T1 Arg2:T2", "T5\tLOC 22 25\tتعز", "T5\tCITY 22 25\tتعز",
        "T6\tCITY 7 11\tخمسة",
    ]  # fmt: skip
    (tmp_path / "a.txt").write_text(KILLED, encoding="utf-8")
    (tmp_path / "a.ann").write_text("\n".join(lines), encoding="utf-8")
    said = "'قتل', but 2:6 reads 'قُتل' in code points and ' قُت' in UTF-16 units"
    moved = "the text or the offsets changed after marking: export both anew"
    relation = "R1\\tNear Arg1:T1 Arg2:T2"
    assert [str(p).removeprefix(f"{tmp_path}/") for p in check(tmp_path)] == [
        f"a.ann:2: unreadable: T2: {LIES}; {TOGETHER}",
        f"a.ann:3: unreadable: T3: the file says {said}; {moved}",
        f"a.ann:5: unreadable: event 'E1': Count points at 'T8', {NO_MENTION}",
        "a.ann:7: unreadable: E1 has not one Status with a value; choose one",
        "a.ann:8: unreadable: 'Q1\\tx' is no line of brat; remove it",
        f"a.ann:9: foreign: '{relation}' is a relation, which a document cannot hold; remove it",
        "a.ann:11: unreadable: the id T5 stood on line 10; ids must differ",
        f"a.ann:12: ontology: mention 'خمسة' has the type 'CITY'; {KNOWN}; {LABEL}",
    ]


def region(name: str, start: object, end: object, control: str = "mention") -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": ["Kill" if control == "event" else "LOC"]}
    return {"id": name, "from_name": control, "type": "labels", "value": value}


def test_every_fault_of_a_label_studio_task_is_listed(tmp_path: Path) -> None:
    ends = [("E1", "T1"), ("E1", "T2"), ("T1", "T2"), ("E1", "T9")]
    result: list[object] = [
        region("T1", 22, 25), region("T2", 22, 99), region("T3", "7", 11),
        region("E1", 2, 6, "event"), region("T4", 7, 11, "ner"), 7, {"type": "ellipse", "id": "x"},
        {"id": "T1", "from_name": "status", "type": "choices", "value": {"choices": ["denied"]}},
        *({"type": "relation", "from_id": a, "to_id": b, "labels": ["Place"]} for a, b in ends),
    ]  # fmt: skip
    task = {"id": 4, "data": {"text": KILLED, "meta": []}, "annotations": [{"result": result}]}
    path = tmp_path / "a.json"
    path.write_text(json.dumps([task]), encoding="utf-8")
    names = "the configuration of this library names them 'mention' and 'event'"
    assert {str(p).removeprefix(f"{path}: task 4: ") for p in check(path)} == {
        "unreadable: data: 'meta' is '[]', which is no dict; "
        "correct it at this place, then check again",
        f"unreadable: mention 'T2': {LIES}; {TOGETHER}",
        "unreadable: mention 'T3': the offsets '7' and 11 must be whole numbers; "
        "correct it at this place, then check again",
        f"foreign: region 'T4' is of the control 'ner'; {names}; mark it with one of these",
        "unreadable: result: expected an object, got '7'; "
        "correct it at this place, then check again",
        "foreign: result 'x' is of the type 'ellipse', which a document cannot hold "
        "(known: choices, labels, relation); remove it",
        "unreadable: a status stands at 'T1', which is no trigger; "
        "correct it at this place, then check again",
        f"unreadable: event 'E1': Place points at 'T9', {NO_MENTION}",
    }


def test_every_fault_of_a_line_of_doccano_is_listed(tmp_path: Path) -> None:
    table = {
        "text": KILLED,
        "entities": [
            {"id": 1, "label": "LOC", "start_offset": 22, "end_offset": 99},
            {"id": 2, "label": "", "start_offset": 7, "end_offset": 11},
            {"id": 3, "label": "PPL", "start_offset": 12},
            {"id": 4, "label": "Kill:actual", "start_offset": 2, "end_offset": 6},
        ],
        "relations": [
            {"from_id": 4, "to_id": 1, "type": "Place"},
            {"from_id": 4, "to_id": 9, "type": "Target"},
            {"from_id": 9, "to_id": 4, "type": "Target"},
            {"from_id": 4, "to_id": 3},
        ],
        "Comments": ["؟"],
    }
    path = tmp_path / "a.doccano.jsonl"
    path.write_text("{}\n" + json.dumps(table), encoding="utf-8")
    again = "correct it at this place, then check again"
    assert [str(p).removeprefix(f"{path}:") for p in check(path)] == [
        f"1: unreadable: item: the key 'text' is missing; {again}",
        "2: foreign: the text has comments ['؟']; remove them",
        f"2: unreadable: entity: the key 'end_offset' is missing; {again}",
        f"2: unreadable: relation: the key 'type' is missing; {again}",
        f"2: unreadable: mention 'T1': {LIES}; {TOGETHER}",
        "2: unreadable: mention 'T2': the label '' is no name; choose one",
        f"2: unreadable: event 'T4': Target points at 'T9', {NO_MENTION}",
        f"2: unreadable: the role 'Target' starts at 'T9', {NO_EVENT}",
    ]


def test_every_fault_of_a_line_of_prodigy_is_listed(tmp_path: Path) -> None:
    spans = [
        {"start": 22, "end": 99, "label": "LOC"},
        {"start": 7, "end": 11, "label": "NUM", "text": "ستة"},
        {"start": 12, "end": 18, "label": "PPL", "score": 7},
        {"start": 2, "end": 6, "label": "Kill:actual"},
    ]
    relations = [{"label": "R", "head_span": spans[3], "child_span": s} for s in spans]
    table = {"text": KILLED, "doc_id": 3, "spans": spans, "relations": [*relations, {"label": "X"}]}
    path = tmp_path / "a.prodigy.jsonl"
    path.write_text(json.dumps(table), encoding="utf-8")
    again = "correct it at this place, then check again"
    found = [str(p).removeprefix(f"{path}:1: ") for p in check(path)]
    assert found[4].startswith(
        "unreadable: mention 'NUM 7:11': the file says 'ستة', but 7:11 reads"
    )
    assert found[:4] + found[5:] == [
        f"unreadable: item: 'doc_id' is 3, which is no string; {again}",
        f"unreadable: span: the score 7 is no number from 0 to 1; {again}",
        "unreadable: relation 'X' names tokens only; give its head_span and child_span",
        f"unreadable: mention 'LOC 22:99': {LIES}; {TOGETHER}",
        f"foreign: event 'Kill:actual 2:6': R points at 'Kill:actual 2:6', {NO_MENTION}",
    ]


def test_every_fault_of_a_conll_text_is_listed_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_text(
        "# global.columns = FORM MENTION EVENT\n# id = 5\n# seen by هند\nقُتل\tO\tB-Kill\n"
        "خمسة\tI-NUM\tO\nمدنيين\tS-PPL\tO\nفي\tO\nتعز\tB-LOC\tX\n\nتعز\tB-CITY\tO\n",
        "utf-8",
    )
    shape = "is not O, B-TYPE or I-TYPE; write one of these"
    assert [str(p).removeprefix(f"{path}:") for p in check(path)] == [
        "2: unreadable: id is '5'; give one str",
        "3: foreign: '# seen by هند' is a comment; remove it",
        "4: unreadable: the trigger tag 'Kill' has no status; write Kill:actual",
        "5: unreadable: 'I-NUM' goes on with nothing; begin it with B-NUM",
        f"6: unreadable: the tag 'S-PPL' {shape}",
        "7: unreadable: 2 columns; the first line promises 3, parted by tabs",
        f"8: unreadable: the tag 'X' {shape}",
        f"10: ontology: mention 'تعز' has the type 'CITY'; {KNOWN}; {LABEL}",
    ]


def test_in_brat_the_line_of_the_mark_is_named(tmp_path: Path) -> None:
    document = Document(
        "d", TEXT, (mention("ARM", TEXT, "قوات النظام"), mention("LOC", TEXT, "بلدة كفرنبل", "T2"))
    )
    write_any([document], tmp_path / "x", "brat")
    assert [p.where for p in check(tmp_path / "x")] == [str(tmp_path / "x" / "d.ann") + ":2"]


def test_the_gold_seeds_have_no_problem_but_repeated_units() -> None:
    found = check(shipped("annotations/seeds.gold.jsonl"))
    assert {p.kind for p in found} <= {"duplicate"}


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("abc", "abd", "at character 2: 'c' against 'd'"),
        ("ab", "abc", "at character 2: '' against 'c'"),
    ],
)
def test_the_first_difference_is_shown(one: str, other: str, said: str) -> None:
    assert first_difference(one, other) == said


# Worked by hand from coincidences (Krippendorff 2018, ch. 12), and one of his own examples
# (nominal, two observers, ten units of two values: 0.095).
KRIPPENDORFF = list(zip("0100000010", "1110010000", strict=True))
ALPHAS = [
    ([("a", "a"), ("b", "b")], 1.0),
    ([("a", "a"), ("a", "b"), ("b", "b"), ("c", "c")], 2 / 3),
    ([("a", "b"), ("b", "a")], -0.5),
    (KRIPPENDORFF, 0.095),
    ([("a", "a"), ("a", "a")], None),
    ([], None),
]


@pytest.mark.parametrize(("units", "value"), ALPHAS)
def test_alpha_is_krippendorffs(units: list[tuple[str, str]], value: float | None) -> None:
    pytest.importorskip("nltk")
    assert alpha(units) == (None if value is None else pytest.approx(value, abs=6e-4))


def test_agreement_counts_type_by_type_and_lists_what_differs() -> None:
    pytest.importorskip("nltk")
    army, people = mention("ARM", TEXT, "قوات النظام"), mention("PPL", TEXT, "مدنيين")
    killing = event("Kill", TEXT, "قتلت", Argument("Agent", army), Argument("Target", people))
    one = Document("d", TEXT, (army, people), (killing,))
    state = mention("ARM", TEXT, "النظام")
    denied = event("Kill", TEXT, "قتلت", Argument("Target", people), status="denied")
    taking = event("Capture", TEXT, "سيطرت")
    other = Document("d", TEXT, (state, people, mention("LOC", TEXT, "إدلب")), (denied, taking))
    extra = Document("e", "x")
    found = agree(
        [one, extra, Document("t", "قتل")], [other, Document("t", "قُتل")], names=("هند", "سامي")
    )
    assert found.units == 1
    assert found.disagreements == (
        "e: only هند has this unit",
        "t: the texts differ at character 1: 'تل' against 'ُتل'; the unit was left out",
        "d: mention: هند ARM «قوات النظام» 5:16, سامي ARM «النظام» 10:16",
        "d: mention: only سامي LOC «إدلب» 49:53",
        "d: trigger: only سامي Capture «سيطرت» 56:61",
        "d: status of «قتلت» 0: هند actual, سامي denied",
        "d: role of «قتلت» 0: only هند Agent «قوات النظام» 5:16",
    )
    rows = {(r.layer, r.label): r for r in found.rows}
    assert rows["mention", "PPL"].counts.f1 == rows["mention", "PPL"].alpha == 1
    assert rows["mention", "ARM"].counts.f1 == 0
    assert rows["mention", "ARM"].alpha == pytest.approx(0.64)
    assert rows["mention", "all"].counts.tp == 1
    assert "mention  PPL" in str(found)


def test_agreement_is_the_same_both_ways() -> None:
    pytest.importorskip("nltk")
    seeds = jsonl.read(shipped("annotations/seeds.gold.jsonl"))[:12]
    thinned = [replace(d, entities=d.entities, events=d.events[1:]) for d in seeds]
    there, back = agree(seeds, thinned), agree(thinned, seeds)
    assert [(r.label, r.counts.f1, r.alpha) for r in there.rows] == [
        (r.label, r.counts.f1, pytest.approx(r.alpha)) for r in back.rows
    ]


def test_annotators_without_a_unit_in_common_are_an_error() -> None:
    with pytest.raises(FormatError, match="share no unit of the same id and text"):
        agree([Document("a", "x")], [Document("b", "x")])
