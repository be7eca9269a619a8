import sys

import pytest
import torch
from samples import all_samples

from conflict_ie import Ontology, Recipe, train
from conflict_ie.errors import ModelError
from conflict_ie.extractor import Extractor
from conflict_ie.learning.lora import lora
from conflict_ie.learning.model import Model

pytest.importorskip("peft")
ONCE = Recipe(epochs=2, batch=4, lora=4)


def weights(model):
    return {k: v.clone() for k, v in model.network.encoder.state_dict().items()}


def test_adapters_change_linear_layers_alone(tiny_model):
    before = weights(tiny_model)
    train(all_samples(), base=tiny_model, recipe=ONCE)
    after = weights(tiny_model)
    assert list(before) == list(after)
    changed = {k for k in before if not torch.equal(before[k], after[k])}
    assert changed
    assert all("embeddings" not in k and "LayerNorm" not in k for k in changed)


def test_only_adapters_and_heads_are_trained(tiny_model):
    with lora(tiny_model.network, 2):
        free = [n for n, p in tiny_model.network.named_parameters() if p.requires_grad]
        assert all("lora" in n for n in free if n.startswith("encoder."))
        assert any(n.startswith("encoder.") for n in free)
        assert "tag.weight" in free
    assert all(p.requires_grad for p in tiny_model.network.parameters())


def test_the_model_is_saved_like_any_other(tiny_encoder, tmp_path):
    model = Model.start(tiny_encoder, Ontology.default())
    trained = train(all_samples(), base=model, recipe=ONCE)
    trained.save(tmp_path)
    kept, again = weights(trained.model), weights(Extractor.load(tmp_path).model)
    assert list(kept) == list(again)
    # Weights are saved in half precision.
    assert all(torch.allclose(kept[k], again[k], atol=1e-3, rtol=1e-3) for k in kept)


def test_an_error_in_training_leaves_a_whole_model(tiny_model):
    names = set(weights(tiny_model))
    with pytest.raises(RuntimeError), lora(tiny_model.network, 2):
        raise RuntimeError
    assert set(weights(tiny_model)) == names


def test_a_negative_rank_is_named(tiny_model):
    with pytest.raises(ModelError, match="lora=-1"):
        train(all_samples(), base=tiny_model, recipe=Recipe(epochs=1, lora=-1))


def test_a_missing_library_is_named(tiny_model, monkeypatch):
    monkeypatch.setitem(sys.modules, "peft", None)
    with pytest.raises(ModelError, match=r"pip install 'conflict-ie\[lora\]'"):
        train(all_samples(), base=tiny_model, recipe=ONCE)
