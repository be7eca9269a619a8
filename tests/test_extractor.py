import threading
from dataclasses import replace
from datetime import date

import pytest
import torch
from samples import all_samples

from conflict_ie import ConflictIEError, Document, Extractor
from conflict_ie.learning.model import Model


@pytest.fixture
def extractor(tiny_model):
    # Random weights find nothing; a nudged bias makes them find much, which tests more.
    with torch.no_grad():
        tiny_model.network.tag.weight.mul_(8)
    return Extractor(replace(tiny_model, threshold=0.4))


TEXT = "وقُتل خمسة مدنيين بقصف مدفعي لقوات النظام على بلدة الأتارب، بحسب «المرصد السوري»."


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n ",
        "no Arabic here",
        "\x00\x00",
        "قتل\ud800خمسة",
        "،،،",
        "😀😀",
        "\u200f\u200f",
        TEXT * 40,
    ],
    ids=["empty", "blank", "latin", "nul", "surrogate", "marks", "emoji", "bidi", "long"],
)
def test_any_text_gives_a_document_of_that_text(extractor, text):
    document = extractor.extract(text)
    assert document.text == text
    assert all(e.span.of(text) == e.text for e in document.entities)


def test_text_without_words_gives_nothing(extractor):
    assert extractor.extract(" \n").entities == ()


def test_a_megabyte_is_read_whole(extractor):
    text = (TEXT + "\n") * 2000
    document = extractor.extract(text[:150_000])
    assert document.text == text[:150_000]


def test_batching_changes_nothing(extractor, monkeypatch):
    monkeypatch.setattr("conflict_ie.learning.precision.has_bf16", lambda: False)
    texts = [d.text for d in all_samples()] * 3
    together = list(extractor.extract_many(texts))
    alone = [extractor.extract(t) for t in texts]
    assert [set(d.entities) for d in together] == [set(d.entities) for d in alone]
    assert [len(d.events) for d in together] == [len(d.events) for d in alone]


def test_many_keep_order_id_text_and_meta(extractor):
    given = [Document("b", TEXT, meta={"source": "x"}), "قتل", Document("a", "")]
    found = list(extractor.extract_many(given))
    assert [(d.id, d.text) for d in found] == [("b", TEXT), ("text-2", "قتل"), ("a", "")]
    assert found[0].meta == {"source": "x"}


def test_many_is_lazy(extractor, monkeypatch):
    monkeypatch.setattr("conflict_ie.extractor._AHEAD", 100)
    taken = []

    def texts():
        for n in range(50):
            taken.append(n)
            yield TEXT

    next(extractor.extract_many(texts()))
    assert len(taken) < 5


def test_annotations_that_stood_there_are_replaced(extractor):
    gold = all_samples()[0]
    assert next(extractor.extract_many([gold])).entities != gold.entities


def test_published_is_kept(extractor):
    assert extractor.extract(TEXT, published=date(2017, 3, 5)).meta == {"published": "2017-03-05"}


@pytest.mark.parametrize("wrong", [None, 5, b"x", ["x"]])
def test_extract_reads_one_string(extractor, wrong):
    with pytest.raises(ConflictIEError, match="reads one string, got"):
        extractor.extract(wrong)


def test_extract_many_names_what_it_cannot_read(extractor):
    with pytest.raises(ConflictIEError, match="item 1 is a int; give strings or Documents"):
        list(extractor.extract_many(["قتل", 5]))


def test_scores_are_probabilities(extractor):
    document = extractor.extract(TEXT)
    scores = [e.score for e in document.entities] + [e.score for e in document.events]
    scores += [a.score for e in document.events for a in e.arguments]
    assert scores
    assert all(s is not None and 0 <= s <= 1 for s in scores)


def test_threads_share_one_extractor(extractor):
    expected = extractor.extract(TEXT)
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(extractor.extract(TEXT))) for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 16


def test_save_then_load(extractor, tmp_path):
    extractor.save(tmp_path / "model")
    again = Extractor.load(tmp_path / "model")
    # Weights are kept as float16, so scores move in the fourth digit.
    assert set(again.extract(TEXT).entities) == set(extractor.extract(TEXT).entities)


@pytest.mark.parametrize(
    "name",
    ["conflict_ie.json", "ontology.toml", "encoder.json", "model.safetensors", "tokenizer.json"],
)
def test_a_missing_file_is_named(tiny_model, tmp_path, name):
    tiny_model.save(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(ConflictIEError, match=f"no conflict-ie model here, {name} is missing"):
        Model.load(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("conflict_ie.json", "{", "not readable as JSON"),
        ("conflict_ie.json", '{"kind": "x"}', "holds 'x', this version reads"),
        ("model.safetensors", "x", "the weights do not fit"),
        ("ontology.toml", "[", "not readable as TOML"),
    ],
)
def test_a_broken_file_is_named(tiny_model, tmp_path, name, content, message):
    tiny_model.save(tmp_path)
    (tmp_path / name).write_text(content)
    with pytest.raises(ConflictIEError, match=message):
        Model.load(tmp_path)


def test_no_encoder_there(tmp_path):
    from conflict_ie import Ontology

    with pytest.raises(ConflictIEError, match="no encoder could be loaded from"):
        Model.start(tmp_path / "nothing", Ontology.default())
