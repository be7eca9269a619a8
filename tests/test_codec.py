from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import all_samples, mention, same, trigger

from conflict_ie import Document, Event, Ontology
from conflict_ie.learning.codec import decode
from conflict_ie.learning.decoding import best_path
from conflict_ie.learning.labels import IGNORED, Labels
from conflict_ie.words import tokens

LABELS = Labels(Ontology.default())


@pytest.mark.parametrize("document", all_samples(), ids=lambda d: d.id)
def test_decode_is_the_inverse_of_encode(tiny_model, document):
    spans = tokens(document.text)
    targets = tiny_model.codec.targets(document, spans)
    assert not targets.lost
    assert same(decode(document.id, document.text, spans, targets, LABELS), document)


def test_prefixes_stay_out_of_spans(tiny_model):
    text = "وبالأسلحة قصفوا حلب"
    document = Document("d", text, (mention(text, "WEA", "الأسلحة"),))
    spans = tokens(text)
    targets = tiny_model.codec.targets(document, spans)
    assert targets.cuts == [2, IGNORED, IGNORED]
    assert same(decode("d", text, spans, targets, LABELS), document)


def test_what_cannot_be_encoded_is_counted(tiny_model):
    text = "شن الطيران غارات جوية"
    both = Document(
        "d", text, (mention(text, "ARM", "الطيران"), mention(text, "WEA", "طيران")),
        (Event("AirStrike", trigger(text, "غارات جوية"), "غارات جوية"),),
    )  # fmt: skip
    lost = tiny_model.codec.targets(both, tokens(text)).lost
    assert lost == {
        "mention edge moved to its word's start": 1,
        "mention on a taken word": 1,
        "trigger of several words kept as its first": 1,
    }


@given(text=st.text(alphabet=st.sampled_from("قتل وبح اُـ\u200f«».،5٣ﻻ😀\n e")))
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_every_token_has_pieces(tiny_model, text):
    spans = tokens(text)
    pieces = tiny_model.codec.pieces(text, spans)
    assert len(pieces.first) == len(pieces.last) == len(spans)
    assert all(0 < a <= b < len(pieces.ids) for a, b in zip(pieces.first, pieces.last, strict=True))


def test_pieces_of_a_vocalised_word_are_those_of_the_plain_one(tiny_model):
    codec = tiny_model.codec
    plain, marked = "قتل خمسة", "قُتِـــلَ خَمْسَة"
    assert codec.pieces(plain, tokens(plain)) == codec.pieces(marked, tokens(marked))


def test_tags_name_both_layers():
    assert len(LABELS.tags) == 1 + 2 * 9 + 19
    assert LABELS.tags[LABELS.begin("ARM")] == "B-ARM"
    assert LABELS.tags[LABELS.trigger("Kill")] == "T-Kill"


def test_the_best_path_is_legal_and_best():
    logits = np.random.default_rng(0).normal(size=(20, 3, len(LABELS.tags))).astype(np.float32)
    paths = best_path(logits, [3] * 20, LABELS)
    for window, path in zip(logits, paths, strict=True):
        assert LABELS.starts[path[0]]
        assert all(LABELS.transitions[a, b] for a, b in pairwise(path))
        assert np.isclose(sum(window[i, t] for i, t in enumerate(path)), _best_score(window))


def _best_score(window):
    allowed = np.where(LABELS.transitions, 0, -np.inf)
    score = np.where(LABELS.starts, window[0], -np.inf)
    for row in window[1:]:
        score = (score[:, None] + allowed).max(0) + row
    return score.max()


def test_padding_does_not_change_a_path():
    logits = np.random.default_rng(1).normal(size=(2, 5, len(LABELS.tags))).astype(np.float32)
    alone = best_path(logits[:1, :3].copy(), [3], LABELS)
    assert best_path(logits, [3, 5], LABELS)[0] == alone[0]


def test_the_gold_seeds_survive_the_codec(tiny_model):
    from conflict_ie import read
    from conflict_ie.resources import shipped

    for document in read(shipped("annotations/seeds.gold.jsonl")):
        spans = tokens(document.text)
        targets = tiny_model.codec.targets(document, spans)
        assert same(decode(document.id, document.text, spans, targets, LABELS), document)
