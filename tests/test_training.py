import warnings

import pytest
import torch
from samples import all_samples

from conflict_ie import ConflictIEError, Document, Ontology, Recipe, evaluate, train
from conflict_ie.learning.model import Model
from conflict_ie.learning.network import Settings

QUICK = Recipe(epochs=40, batch=4, encoder_rate=2e-3, head_rate=3e-3)


def start(encoder):
    return Model.start(encoder, Ontology.default(), Settings(width=32, depth=1, dropout=0.0))


def test_it_learns_what_it_is_shown(tiny_encoder, tmp_path):
    documents = all_samples()
    extractor = train(documents, documents, base=start(tiny_encoder), recipe=QUICK)
    report = evaluate(documents, extractor.extract_many(documents), exact=True)
    assert report.f1("entity") > 0.95
    assert report.f1("attached") > 0.9
    assert extractor.model.about["dev"]["entity"] == pytest.approx(report.f1("entity"), abs=0.05)


def test_a_seed_gives_the_same_model(tiny_encoder):
    short = Recipe(epochs=2, batch=2)
    one, two = (train(all_samples(), base=start(tiny_encoder), recipe=short) for _ in range(2))
    weights = zip(
        one.model.network.state_dict().values(),
        two.model.network.state_dict().values(),
        strict=True,
    )
    assert all(torch.equal(a, b) for a, b in weights)


def test_new_weights_follow_the_seed(tiny_encoder):
    one, two, other = (
        Model.start(tiny_encoder, Ontology.default(), seed=seed).network.tag.weight
        for seed in (1, 1, 2)
    )
    assert torch.equal(one, two)
    assert not torch.equal(one, other)


def test_checkpoints_resume(tiny_encoder, tmp_path):
    whole = train(
        all_samples(), base=start(tiny_encoder), recipe=Recipe(epochs=2), folder=tmp_path / "a"
    )
    assert list((tmp_path / "a").glob("checkpoint-*"))
    again = train(
        all_samples(),
        base=start(tiny_encoder),
        recipe=Recipe(epochs=2),
        folder=tmp_path / "a",
        resume=True,
    )
    weights = zip(
        whole.model.network.state_dict().values(),
        again.model.network.state_dict().values(),
        strict=True,
    )
    assert all(torch.equal(a, b) for a, b in weights)


def test_resume_needs_a_folder(tiny_encoder):
    with pytest.raises(ConflictIEError, match="resume needs the folder"):
        train(all_samples(), base=start(tiny_encoder), resume=True)


def test_nothing_to_learn_from(tiny_encoder):
    with pytest.raises(ConflictIEError, match="no documents to train on"):
        train([Document("d", "")], base=start(tiny_encoder))


def test_a_label_outside_the_ontology(tiny_encoder):
    text = "تعز"
    from samples import mention

    with pytest.raises(ConflictIEError, match="type 'CITY'; known: PER, ARM"):
        train([Document("d", text, (mention(text, "CITY", text),))], base=start(tiny_encoder))


def test_what_is_not_learned_as_annotated_is_said_once(tiny_encoder):
    from samples import mention

    text = "الطيران"
    document = Document("d", text, (mention(text, "ARM", "طيران"),))
    with pytest.warns(UserWarning, match="not learned as annotated: 1 × mention edge moved"):
        train([document], base=start(tiny_encoder), recipe=Recipe(epochs=1))
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        train(all_samples(), base=start(tiny_encoder), recipe=Recipe(epochs=1))


def test_no_imitated_bfloat16(tiny_encoder, monkeypatch):
    monkeypatch.setattr("conflict_ie.learning.training.has_bf16", lambda: False)
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    quick, plain = Recipe(epochs=1, bf16=True), Recipe(epochs=1)
    with pytest.warns(UserWarning, match="no bfloat16 instructions here; learning in float32"):
        told = train(all_samples(), base=start(tiny_encoder), recipe=quick)
    same = train(all_samples(), base=start(tiny_encoder), recipe=plain)
    assert torch.equal(told.model.network.tag.weight, same.model.network.tag.weight)


def test_others_may_read_a_saved_model(tiny_model, tmp_path):
    tiny_model.save(tmp_path)
    modes = {path.stat().st_mode for path in tmp_path.iterdir()}
    assert len(modes) == 1
