import warnings

import pytest
from samples import all_samples

from conflict_ie import Document, suggest
from conflict_ie.errors import DocumentError
from conflict_ie.formats import read_any, write_any
from conflict_ie.learning.doubts import doubts
from conflict_ie.paragraphs import paragraphs_of

LINES = [
    "قُتل مدنيان بقصف مدفعي على أطراف مدينة تعز.",
    "أعلن الجيش السوداني استعادة السيطرة على جسر الحلفايا.",
    "افتتح معرض الكتاب أبوابه أمام الزوار.",
    "خرج مئات المتظاهرين في ساحة التحرير وسط بغداد.",
]
ARTICLE = Document("a1", "\n\n".join(LINES), meta={"source": "وكالة"})


def test_articles_fall_into_paragraphs_that_know_their_place():
    parts = list(paragraphs_of(ARTICLE))
    assert [p.text for p in parts] == LINES
    assert [p.id for p in parts] == ["a1#1", "a1#2", "a1#3", "a1#4"]
    assert all(ARTICLE.text[p.meta["start"] :].startswith(p.text) for p in parts)
    assert {(p.meta["document"], p.meta["source"]) for p in parts} == {("a1", "وكالة")}


@pytest.mark.parametrize("text", ["", "\n \n\t\n"])
def test_a_blank_article_has_no_paragraph(text):
    assert not list(paragraphs_of(Document("a", text)))


def test_line_breaks_of_every_system_part_paragraphs():
    parts = paragraphs_of(Document("a", "  أ\r\nب\u2028ج  \rد"))
    assert [p.text for p in parts] == ["أ", "ب", "ج", "د"]


def test_an_article_of_one_paragraph_keeps_its_id():
    assert [p.id for p in paragraphs_of(Document("a1", "\nقصف على تعز\n"))] == ["a1"]


def test_suggestions_are_ranked_and_preannotated(tiny_model):
    chosen = suggest([ARTICLE], 3, model=tiny_model)
    assert [d.meta["rank"] for d in chosen] == [1, 2, 3]
    assert len({d.text for d in chosen}) == 3
    assert all(d.meta["doubt"] > 0 for d in chosen)
    # An untrained model marks something somewhere, with scores that an annotator can sort by.
    assert all(e.score is not None for d in chosen for e in d.entities)


def test_the_same_text_is_asked_once(tiny_model):
    copies = [Document(f"d{n}", LINES[0]) for n in range(5)]
    with pytest.warns(UserWarning, match="only 2 different paragraphs, not 4"):
        chosen = suggest([*copies, LINES[1]], 4, model=tiny_model)
    assert sorted(d.text for d in chosen) == sorted(LINES[:2])


def test_what_is_known_is_not_asked_again(tiny_model):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chosen = suggest([ARTICLE], 2, model=tiny_model, known=[Document("k", LINES[0])])
    assert LINES[0] not in [d.text for d in chosen]


def test_the_order_does_not_hang_on_chance(tiny_model):
    first, second = (suggest([ARTICLE], 4, model=tiny_model) for _ in range(2))
    assert [d.id for d in first] == [d.id for d in second]


@pytest.mark.parametrize("n", [0, -3])
def test_asking_for_nothing_is_an_error(tiny_model, n):
    with pytest.raises(DocumentError, match=f"n={n}.*at least one"):
        suggest([ARTICLE], n, model=tiny_model)


@pytest.mark.parametrize("documents", [[], [""], [Document("a", " \n")]])
def test_no_candidates_is_an_error(tiny_model, documents):
    with pytest.raises(DocumentError, match="no paragraph to choose from"):
        suggest(documents, 1, model=tiny_model)


def test_everything_known_is_an_error(tiny_model):
    with pytest.raises(DocumentError, match="not known yet"):
        suggest([ARTICLE], 1, model=tiny_model, known=list(paragraphs_of(ARTICLE)))


def test_suggestions_go_to_an_annotation_tool_and_back(tiny_model, tmp_path):
    file = tmp_path / "tasks.json"
    chosen = suggest([d.bare() for d in all_samples()], 3, model=tiny_model)
    write_any(chosen, file, "label-studio-predictions")
    assert [d.text for d in read_any(file, "label-studio-predictions")] == [d.text for d in chosen]


def test_doubt_does_not_hang_on_the_company(tiny_model):
    alone = [sum(doubts(tiny_model, [text])[0].values()) for text in LINES]
    together = [sum(words.values()) for words in doubts(tiny_model, LINES)]
    assert alone == pytest.approx(together, rel=0.02)


def test_forms_of_a_word_are_doubted_as_one(tiny_model):
    (words,) = doubts(tiny_model, ["وبالقصف، والقصف ثم القصف"])
    assert set(words) == {"القصف", "،", "ثم"}


def test_every_word_of_an_overlong_text_is_doubted(tiny_model):
    words = [f"مدينة{n}" for n in range(900)]
    (doubt,) = doubts(tiny_model, [" ".join(words)])
    assert set(doubt) == set(words)
    assert all(amount >= 0 for amount in doubt.values())


def test_an_empty_text_leaves_no_doubt(tiny_model):
    assert doubts(tiny_model, [""]) == [{}]
