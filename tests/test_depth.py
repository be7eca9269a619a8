"""More relation layers read as before until they have learned; fewer are still a model."""

import importlib.util

import pytest
from conftest import ROOT

from conflict_ie import Extractor
from conflict_ie.learning.model import Model
from conflict_ie.resources import shipped

SPEC = importlib.util.spec_from_file_location("depth", ROOT / "scripts/change_depth.py")
change = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(change)
TEXT = "قُتل خمسة مدنيين وأصيب عشرة بقصف لقوات النظام على إدلب أمس، وفق الدفاع المدني."


@pytest.fixture
def model():
    return Model.load(shipped("models/default"))


def test_the_deeper_model_reads_alike(model, tmp_path):
    before = Extractor(model).extract(TEXT)
    change.with_depth(model, model.settings.depth + 1).save(tmp_path / "deep")
    deeper = Extractor.load(tmp_path / "deep")
    assert deeper.model.settings.depth == model.settings.depth + 1
    assert deeper.extract(TEXT) == before


def test_layers_that_were_added_can_be_dropped_again(model):
    deeper = change.with_depth(model, model.settings.depth + 2)
    again = change.with_depth(deeper, model.settings.depth)
    assert Extractor(again).extract(TEXT) == Extractor(model).extract(TEXT)


def test_the_last_layers_are_dropped(model):
    shallow = change.with_depth(model, 1)
    assert len(shallow.network.relations.layers.layers) == 1
    assert Extractor(shallow).extract(TEXT).events


def test_some_layer_is_left(model):
    with pytest.raises(ValueError, match="depth 0: nothing would read the roles; give 1 or more"):
        change.with_depth(model, 0)
