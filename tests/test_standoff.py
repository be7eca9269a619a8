"""The annotations of texts that cannot be published, put on such texts again."""

import importlib.util
import json
import lzma
from dataclasses import replace

import pytest
from conftest import ROOT, SHARED
from samples import all_samples

from conflict_ie import Ontology, read

SPEC = importlib.util.spec_from_file_location("standoff", ROOT / "scripts/standoff.py")
standoff = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(standoff)
FILES = [ROOT / f"annotations/standoff/{name}.jsonl.gz" for name in ("pool", "news", "held")]


def pooled():
    """The samples as lines of one article, and that article."""
    samples = [d for d in all_samples() if "\n" not in d.text and d.text == d.text.strip()]
    article = {"id": "a#1", "source": "وكالة", "text": "\n".join(d.text for d in samples)}
    return [replace(d, id=f"a#1#{n}") for n, d in enumerate(samples)], article


def test_parted_and_joined_is_the_same():
    documents, article = pooled()
    rows = json.loads(json.dumps(list(standoff.part(documents))))
    joined, lost = standoff.join(rows, {"a#1": article})
    assert joined == documents
    assert not lost
    assert {d.meta["document"] for d in joined} == {"a#1"}


def test_what_was_settled_stays_known():
    documents, article = pooled()
    marked = [replace(d, meta={**d.meta, "settled": True}) for d in documents[:2]]
    joined, _ = standoff.join(list(standoff.part([*marked, *documents[2:]])), {"a#1": article})
    assert [bool(d.meta.get("settled")) for d in joined[:3]] == [True, True, False]


def test_no_text_is_kept():
    documents, _ = pooled()
    kept = json.dumps(list(standoff.part(documents)), ensure_ascii=False)
    assert not any(word in kept for d in documents for word in d.text.split() if len(word) > 2)


def test_a_line_may_speak_of_a_whole_text():
    documents = [replace(d, meta={"source": "وكالة"}) for d in all_samples()]
    texts = {d.id: {"id": d.id, "text": d.text, "meta": dict(d.meta)} for d in documents}
    joined, lost = standoff.join(list(standoff.part(documents)), texts)
    assert joined == documents
    assert [d.meta for d in joined] == [d.meta for d in documents]
    assert not lost


def test_a_whole_text_that_is_missing_is_counted():
    documents = all_samples()
    joined, lost = standoff.join(list(standoff.part(documents)), {})
    assert not joined
    assert lost.total() == len(documents)


def test_articles_may_be_plain_text(tmp_path):
    samples, article = pooled()
    with lzma.open(tmp_path / "news.txt.xz", "wt", encoding="utf-8") as file:
        file.write("خبر لا يعني أحداً\n\n" + article["text"])
    documents = [replace(d, id=f"news#1#{n}") for n, d in enumerate(samples)]
    rows = list(standoff.part(documents))
    articles = standoff.articles_of(tmp_path / "news.txt.xz", rows)
    joined, lost = standoff.join(rows, articles)
    assert joined == documents
    assert not lost
    assert list(articles) == ["news#1"]


@pytest.mark.parametrize("text", ["نص آخر", "", None])
def test_a_text_that_differs_is_counted(text):
    documents, article = pooled()
    articles = {} if text is None else {"a#1": {**article, "text": text}}
    joined, lost = standoff.join(list(standoff.part(documents)), articles)
    assert not joined
    assert lost.total() == len(documents)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_the_file_holds_offsets_and_known_labels(path):
    ontology = Ontology.default()
    rows = standoff.lines_of(path)
    assert len({r["id"] for r in rows}) == len(rows)
    assert {m[0] for r in rows for m in r["m"]} <= set(ontology.mentions)
    assert {e[0] for r in rows for e in r["e"]} <= set(ontology.events)
    assert {e[1] for r in rows for e in r["e"]} <= set(ontology.statuses)


@pytest.mark.shared
@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_row_finds_its_text(shared, path):
    rows = standoff.lines_of(path)
    corpus = "news.txt.xz" if path.name.startswith("news") else "conflict_pool.jsonl.gz"
    documents, lost = standoff.join(rows, standoff.articles_of(SHARED / "corpora" / corpus, rows))
    assert not lost
    assert len(documents) == len(rows) > 100


def test_settled_disputes_are_of_known_paragraphs():
    learned, unseen = (
        standoff.lines_of(ROOT / f"annotations/standoff/{name}.jsonl.gz")
        for name in ("settled", "settled.unseen")
    )
    disputes = [*learned, *unseen]
    known = {r["id"] for path in FILES for r in standoff.lines_of(path) if r.get("settled")}
    authored = {d.id for d in read(ROOT / "annotations/authored/train.jsonl")}
    assert len(learned) == 20_239
    assert len({row["id"] for row in learned}) == 9_112
    assert {row["id"] for row in disputes} - authored == known
    assert {row["layer"] for row in disputes} == {"mention", "trigger", "status", "argument"}
    assert {row["right"] for row in disputes} == {"annotated", "likelier", "neither"}
    assert all(0.5 <= row["score"] <= 1 and row["start"] < row["end"] for row in disputes)
