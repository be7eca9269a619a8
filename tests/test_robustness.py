"""Disturbed texts keep their gold: every span moves along, whatever is done to the letters."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from random import Random

import pytest
from conftest import ROOT
from samples import all_samples, mention, shelling, trigger

from conflict_ie import Argument, Document, Event
from conflict_ie.errors import DocumentError
from conflict_ie.words import normalise


def loaded():
    spec = importlib.util.spec_from_file_location("robustness", ROOT / "benchmarks/robustness.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["robustness"] = module
    spec.loader.exec_module(module)
    return module


robustness = loaded()
NOT_SPELLING = ("misprints", "  only", "hamza", "ة", "ى", "Persian")


def group(text: str, name: str) -> Document:
    """A document in which the group attacks."""
    who, attack = mention(text, "ARM", name), trigger(text, "هجوما")
    event = Event("Attack", attack, "هجوما", "actual", (Argument("Agent", who),))
    return Document("g", text, (who,), (event,))


def disturbed(name: str, document: Document, seed: int = 1) -> Document:
    edits = robustness.DISTURBANCES[name](document.text, Random(seed))
    return robustness.edited(document, edits)


def test_spans_move_along_and_insertions_at_their_edges_stay_outside():
    document = group("شن داعش هجوما.", "داعش")
    new = robustness.edited(
        document, [(3, 3, "«"), (4, 5, "اا"), (5, 6, ""), (7, 7, "»"), (0, 2, "")]
    )
    assert new.text == " «دااش» هجوما."
    assert [e.text for e in new.entities] == ["دااش"]
    assert [(e.text, e.fillers("Agent")[0].text) for e in new.events] == [("هجوما", "دااش")]


@pytest.mark.parametrize("edit", [(2, 4, "و"), (6, 8, ""), (3, 7, " "), (0, 14, "")])
def test_an_edit_that_cuts_or_empties_a_span_is_refused(edit):
    with pytest.raises(DocumentError, match="cuts or removes 'داعش'; leave its edges whole"):
        robustness.edited(group("شن داعش هجوما.", "داعش"), [edit])


def test_two_edits_of_one_place_are_refused():
    with pytest.raises(DocumentError, match="two edits change the text at 1:2"):
        robustness.edited(shelling(), [(0, 2, "x"), (1, 3, "y")])


@pytest.mark.parametrize("name", robustness.DISTURBANCES)
@pytest.mark.parametrize("document", all_samples(), ids=lambda d: d.id)
def test_every_disturbance_keeps_the_facts_and_repeats_itself(name, document):
    for seed in range(4):
        new = disturbed(name, document, seed)
        assert new == disturbed(name, document, seed)
        assert [e.type for e in new.entities] == [e.type for e in document.entities]
        assert [(e.type, e.status, [a.role for a in e.arguments]) for e in new.events] == [
            (e.type, e.status, [a.role for a in e.arguments]) for e in document.events
        ]
        if not name.startswith(NOT_SPELLING):
            old, now = ([normalise(e.text) for e in d.entities] for d in (document, new))
            assert now == old


def test_disturbances_do_what_they_say():
    document = Document("d", "قال «أحمد»: إلى مدينة فيها 3.5 و٧ (هنا)،ثم")
    assert disturbed("quotation marks removed", document).text.startswith("قال أحمد: ")
    assert disturbed("all punctuation removed", document).text.endswith("3.5 و٧ هنا ثم")
    assert disturbed("digits Western ↔ Arabic", document).text.endswith("فيها ٣.٥ و7 (هنا)،ثم")
    assert "احمد»: الى" in disturbed("hamza dropped from أإآ", document).text
    assert "مدينه" in disturbed("ة as ه", document).text
    assert "إلي" in disturbed("ى as ي", document).text
    assert "مدینۃ" in disturbed("Persian and Urdu letters", document).text


def test_marks_at_the_edge_of_a_span_go_and_leave_no_blank_in_it():
    text = "منذ الثلاثاء (كانون الأول)،وقع في «تنظيم «داعش»المتطرف»."
    date, who = (
        mention(text, "DATE", "الثلاثاء (كانون الأول)"),
        mention(text, "ARM", "تنظيم «داعش»"),
    )
    new = disturbed("all punctuation removed", Document("d", text, (date, who)))
    assert new.text == "منذ الثلاثاء كانون الأول وقع في تنظيم داعش المتطرف"
    assert [e.text for e in new.entities] == ["الثلاثاء كانون الأول", "تنظيم داعش"]


def test_misprints_are_as_frequent_as_asked_and_leave_the_last_letter_of_a_word():
    text = "قصفت القوات بلدة بعيدة " * 200
    edits = list(robustness.DISTURBANCES["misprints, 5 % of letters"](text, Random(1)))
    assert 0.04 < len(edits) / len(text) < 0.06
    assert all(
        text[end : end + 1].strip() for _, end, new in edits if not new and text[end - 1] != " "
    )


@pytest.mark.parametrize(
    ("text", "name", "said", "named"),
    [
        ("شن داعش هجوما", "تنظيم «الدولة الإسلامية»", "شن تنظيم «الدولة الإسلامية» هجوما", None),
        ("شن داعش هجوما", "«داعش»", "شن «داعش» هجوما", "داعش"),
        ("شن «داعش» هجوما", '"داعش"', "شن «داعش» هجوما", "داعش"),
        ("رد لداعش هجوما", "الدولة الإسلامية", "رد للدولة الإسلامية هجوما", "لدولة الإسلامية"),
        ("رد لداعش هجوما", "ISIS", "رد لـISIS هجوما", None),
        ("رد وداعش هجوما", "«داعش»", "رد وـ«داعش» هجوما", "داعش"),
    ],
)
def test_the_group_under_another_name(text, name, said, named):
    new = robustness.renamed(group(text, "داعش"), name)
    assert new.text == said
    assert new.events[0].fillers("Agent")[0].text == (named or name)


def test_only_mentions_of_the_group_itself_are_renamed():
    texts = {
        "تنظيم “الدولة الإسلامية”": True, "تنظيم داعش الإرهابي": True, "دولة الاحتلال": False,
        "مقاتلين موالين لداعش": False, "قاض داعشي": False, "ISIS": True,
    }  # fmt: skip
    for text, is_group in texts.items():
        assert robustness.names_group(mention(text, "ARM", text)) == is_group, text
    assert not robustness.names_group(mention("داعش", "ORG", "داعش"))


def test_a_quotation_comes_behind_and_is_judged_apart():
    assert len({dialect for dialect, _ in robustness.SPOKEN}) == 8
    for number, (_, spoken) in enumerate(robustness.SPOKEN):
        new = robustness.quoted(shelling(), number)
        before, behind = (robustness.published(new, behind=side) for side in (False, True))
        assert before.events == shelling().events
        assert len(behind.events) == spoken.count(":")
        assert behind.entities == ()
        assert new.text.endswith("»."), new.text


def test_joined_texts_hold_the_facts_of_all():
    documents = [replace(d, id=f"{d.id}{n}") for n in range(2) for d in all_samples()]
    whole = robustness.joined(documents)
    assert whole.text == " ".join(d.text for d in documents)
    assert [e.text for e in whole.entities] == [e.text for d in documents for e in d.entities]
    assert [e.text for e in whole.events] == [e.text for d in documents for e in d.events]
