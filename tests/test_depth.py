"""More relation layers read as before until they have learned."""

import importlib.util

import pytest
from conftest import ROOT

from conflict_ie import Extractor
from conflict_ie.learning.model import Model
from conflict_ie.resources import shipped

SPEC = importlib.util.spec_from_file_location("deepen", ROOT / "scripts/deepen_model.py")
deepen = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(deepen)
TEXT = "قُتل خمسة مدنيين وأصيب عشرة بقصف لقوات النظام على إدلب أمس، وفق الدفاع المدني."


@pytest.fixture
def model():
    return Model.load(shipped("models/default"))


def test_the_deeper_model_reads_alike(model, tmp_path):
    before = Extractor(model).extract(TEXT)
    deepen.deepened(model, model.settings.depth + 1).save(tmp_path / "deep")
    deeper = Extractor.load(tmp_path / "deep")
    assert deeper.model.settings.depth == model.settings.depth + 1
    assert deeper.extract(TEXT) == before


def test_no_fewer_layers(model):
    with pytest.raises(ValueError, match="relation layers; give a larger number"):
        deepen.deepened(model, model.settings.depth)
