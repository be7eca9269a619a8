"""Who says so, and with what stance."""

from __future__ import annotations

import doctest
from typing import Any

import pytest
from stories import seeds, story

from conflict_ie.document import Document
from conflict_ie.errors import DocumentError
from conflict_ie.resolve import claims as module
from conflict_ie.resolve import values, whole
from conflict_ie.resolve.claims import STANCES, claims_of
from conflict_ie.resolve.values import published_of, resolve

# text, trigger, sources, event status, expected (source, stance, cue)
CASES: tuple[tuple[str, str, str, str, list[tuple[str, str, str | None]]], ...] = (
    ("أعلن الجيش مقتل خمسة مسلحين.", "مقتل", "ARM:الجيش", "actual", [("الجيش", "asserts", "أعلن")]),
    (
        "وأفادت وكالة سانا بوقوع قصف.",
        "قصف",
        "ORG:وكالة سانا",
        "actual",
        [("وكالة سانا", "asserts", "أفادت")],
    ),
    (
        "وقع قصف بحسب المرصد السوري.",
        "قصف",
        "ORG:المرصد السوري",
        "actual",
        [("المرصد السوري", "asserts", "بحسب")],
    ),
    (
        "ناشطون محليون قالوا إن قصفاً وقع.",
        "قصفاً",
        "PPL:ناشطون",
        "actual",
        [("ناشطون", "asserts", "قالوا")],
    ),
    ("نفى الجيش قصف المدينة.", "قصف", "ARM:الجيش", "denied", [("الجيش", "denies", "نفى")]),
    ("ونفت الحكومة وقوع هجوم.", "هجوم", "ORG:الحكومة", "denied", [("الحكومة", "denies", "نفت")]),
    ("قال ناشط إنه لم يقع قصف.", "قصف", "PPL:ناشط", "denied", [("ناشط", "denies", "قال")]),
    (
        "اتهمت المعارضة النظام بقصف دوما.",
        "قصف",
        "ARM:المعارضة",
        "actual",
        [("المعارضة", "accuses", "اتهمت")],
    ),
    ("زعم التنظيم أسر جنديين.", "أسر", "ARM:التنظيم", "actual", [("التنظيم", "asserts", "زعم")]),
    ("ادعت الجماعة مقتل ضابط.", "مقتل", "ARM:الجماعة", "actual", [("الجماعة", "asserts", "ادعت")]),
    (
        "نقلت رويترز عن شهود أن قصفاً وقع.",
        "قصفاً",
        "ORG:رويترز|PPL:شهود",
        "actual",
        [("رويترز", "quotes", "نقلت"), ("شهود", "asserts", "عن")],
    ),
    (
        "نشرت مواقع بياناً للجيش عن بدء هجوم.",
        "هجوم",
        "ORG:مواقع|ARM:لجيش",
        "actual",
        [("مواقع", "quotes", "نشرت"), ("لجيش", "asserts", "بياناً")],
    ),
    ("لم تؤكد الحكومة وقوع الهجوم.", "الهجوم", "ORG:الحكومة", "actual", []),
    (
        "نفت الحكومة الخطف وقالت إن القتلى سقطوا.",
        "القتلى",
        "ORG:الحكومة",
        "actual",
        [("الحكومة", "asserts", "قالت")],
    ),
    ("لم ينف الجيش القصف.", "القصف", "ARM:الجيش", "actual", []),
    (
        "قصف عنيف على درعا (شبكة شام).",
        "قصف",
        "ORG:شبكة شام",
        "actual",
        [("شبكة شام", "asserts", None)],
    ),
    ("قُتل خمسة مدنيين.", "قُتل", "", "actual", []),
)


@pytest.mark.parametrize(("text", "trigger", "sources", "status", "expected"), CASES)
def test_stance(text: str, trigger: str, sources: str, status: str, expected: Any) -> None:
    document = story(text, (f"Attack/{status}", trigger, {"Source": sources} if sources else {}))
    found = claims_of(document.events[0], document)
    cue = [(c.source.text, c.stance, c.cue.of(text) if c.cue else None) for c in found]
    assert cue == expected


def test_a_claim_names_its_actor() -> None:
    text = "أعلن تنظيم الدولة مقتل جندي."
    resolved = resolve(story(text, ("Kill", "مقتل", {"Source": "ARM:تنظيم الدولة"})))
    (claim,) = resolved.claims[resolved.document.events[0]]
    assert claim.actor is not None
    assert claim.actor.key == "is"


def test_every_source_of_the_articles_claims_with_a_known_stance() -> None:
    for document in seeds():
        for event in document.events:
            found = claims_of(event, document)
            assert {c.stance for c in found} <= set(STANCES)
            assert [c.source for c in found] == list(event.fillers("Source"))


def test_sources_that_differ_stay_side_by_side() -> None:
    text = "قال الجيش إن خمسة قُتلوا. وقالت المعارضة إن تسعة قُتلوا."
    document = story(
        text,
        ("Kill", "قُتلوا", {"Source": "ARM:الجيش", "Count": "NUM:خمسة"}),
        ("Kill", "قُتلوا@2", {"Source": "ARM:المعارضة", "Count": "NUM:تسعة"}),
    )
    said = [claims_of(e, document)[0].source.text for e in document.events]
    assert said == ["الجيش", "المعارضة"]


def test_a_bad_day_of_publication_says_what_to_write() -> None:
    with pytest.raises(DocumentError, match=r"document 'd'.*'yesterday'; write it as YYYY-MM-DD"):
        published_of(Document("d", "خبر", meta={"published": "yesterday"}))


def test_a_unit_that_does_not_fit_its_article_is_refused() -> None:
    unit = Document("u", "في حلب", meta={"source": "a", "start": 0})
    with pytest.raises(DocumentError, match="'u': a holds another text at 0"):
        whole.whole([unit], {"a": "في حمص"})
    with pytest.raises(DocumentError, match="needs the name of a known article"):
        whole.whole([Document("u", "في حلب")], {})


@pytest.mark.parametrize("tested", [module, values, whole])
def test_examples(tested: Any) -> None:
    results = doctest.testmod(tested)
    assert results.attempted
    assert not results.failed
