import dataclasses

import pytest
import torch
from samples import all_samples, mention

from conflict_ie import ConflictIEError, Document, Extractor, Ontology, Recipe, train
from conflict_ie.learning.extending import extended
from conflict_ie.learning.model import Model
from conflict_ie.learning.network import Settings
from conflict_ie.ontology import EventType

DEFAULT = Ontology.default()
WIDER = dataclasses.replace(
    DEFAULT,
    mentions={"LAW": "a law or court ruling", **DEFAULT.mentions},
    events={
        **DEFAULT.events,
        "Trial": EventType("a court tries somebody", ("Agent", "Target", "Basis")),
    },
    roles={**DEFAULT.roles, "Basis": ("LAW",)},
)


def test_old_labels_keep_their_weights(tiny_model):
    wider = extended(tiny_model, WIDER)
    old, new = tiny_model.labels, wider.labels
    for label in old.tags:
        assert torch.equal(
            tiny_model.network.tag.weight[old.tags.index(label)],
            wider.network.tag.weight[new.tags.index(label)],
        )
    assert torch.equal(tiny_model.network.word.weight, wider.network.word.weight)


def test_the_new_model_can_learn_the_new_label(tiny_model):
    text = "حوكم وفق قانون الطوارئ"
    law = Document("law", text, (mention(text, "LAW", "قانون الطوارئ"),))
    extractor = train(
        [law, *all_samples()], base=extended(tiny_model, WIDER), recipe=Recipe(epochs=1)
    )
    assert extractor.model.labels.tags[1] == "B-LAW"
    assert isinstance(extractor, Extractor)


def test_the_old_model_is_left_as_it_was(tiny_model):
    before = {k: v.clone() for k, v in tiny_model.network.state_dict().items()}
    extended(tiny_model, WIDER)
    assert all(torch.equal(v, before[k]) for k, v in tiny_model.network.state_dict().items())


def test_a_dropped_label_is_refused(tiny_model):
    fewer = dataclasses.replace(DEFAULT, statuses=("actual", "denied"))
    with pytest.raises(ConflictIEError, match="lacks the status 'attempted' that the model knows"):
        extended(tiny_model, fewer)


def test_mentions_alone_of_another_schema(tiny_encoder, tmp_path):
    flat = Ontology(mentions={"PERS": "a person", "LOC": "a place"}, events={}, roles={})
    text = "زار صالح صنعاء"
    document = Document("d", text, (mention(text, "PERS", "صالح"), mention(text, "LOC", "صنعاء")))
    torch.manual_seed(0)
    start = Model.start(tiny_encoder, flat, Settings(width=32, depth=1, dropout=0.0))
    quick = Recipe(epochs=40, encoder_rate=2e-3, head_rate=3e-3)
    extractor = train([document], [document], base=start, recipe=quick)
    extractor.save(tmp_path / "flat")
    assert set(Extractor.load(tmp_path / "flat").extract(text).entities) == set(document.entities)
