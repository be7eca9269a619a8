import dataclasses

import pytest
from samples import all_samples, mention

from conflict_ie import Argument, Document, Event, Ontology, Recipe, Span
from conflict_ie.retraining import replay_documents, retrain
from conflict_ie.widening import widened

ONCE = Recipe(epochs=1)
TEXT = "حكمت محكمة بسجن الناشط وفق قانون الطوارئ"


def trial():
    law, court = mention(TEXT, "LAW", "قانون الطوارئ"), mention(TEXT, "ORG", "محكمة")
    event = Event(
        "Trial", Span(0, 4), "حكمت", "final", (Argument("Agent", court), Argument("Basis", law))
    )
    return Document("trial", TEXT, (court, law), (event,))


def test_new_labels_widen_the_ontology():
    wider = widened(Ontology.default(), [trial()])
    assert list(wider.mentions) == [*Ontology.default().mentions, "LAW"]
    assert wider.events["Trial"].roles == ("Agent", "Basis")
    assert wider.roles["Basis"] == ("LAW",)
    assert wider.statuses[-1] == "final"
    assert not list(wider.problems(trial()))


def test_known_labels_change_nothing():
    assert widened(Ontology.default(), all_samples()) == Ontology.default()


def test_replay_is_the_packages_own_text():
    first, again = replay_documents(5), replay_documents(5)
    assert [d.id for d in first] == [d.id for d in again]
    assert all(d.meta["source"].startswith("authored/") for d in first)


def test_before_and_after_stand_in_one_table(tiny_model):
    done = retrain(
        [trial()], [trial()], base=tiny_model, replay=all_samples(), old_dev=all_samples(),
        recipe=Recipe(epochs=1),
    )  # fmt: skip
    assert "LAW" in done.extractor.model.ontology.mentions
    assert len(done.table.rows) == 8
    assert "old attached" in str(done)


def test_forgetting_is_said(tiny_model, monkeypatch):
    from conflict_ie.retraining import Retrained

    monkeypatch.setattr(Retrained, "forgotten", ["trigger"])
    with pytest.warns(UserWarning, match="the model forgot of trigger"):
        retrain(
            [trial()], base=tiny_model, replay=[], old_dev=all_samples(), recipe=Recipe(epochs=1)
        )


def test_a_report_without_new_documents(tiny_model):
    done = retrain(
        [trial()], base=tiny_model, replay=[], old_dev=all_samples(), recipe=Recipe(epochs=1)
    )
    assert dataclasses.is_dataclass(done)
    assert list(done.before) == ["old"]
