import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import mention

from conflict_ie import Argument, Document, Event, Span
from conflict_ie.learning.windows import windows
from conflict_ie.merging import merge
from conflict_ie.words import tokens

LONG_SENTENCE = "قصف " * 400
LONG_PARAGRAPH = "قتل خمسة مدنيين بقصف على بلدة. " * 60
TEXTS = {
    "short": "قُتل خمسة.",
    "articles": "عنوان الخبر\nمتن الخبر الأول.\n\nمتن ثان.",
    "long sentence": LONG_SENTENCE,
    "long paragraph": LONG_PARAGRAPH,
    "one endless word": "ق" * 5000,
    "all of them": "\n".join(["عنوان", LONG_PARAGRAPH, LONG_SENTENCE, "ق" * 700]),
}


def cores(found):
    return [s for w in found for s in w.spans[w.core[0] : w.core[1]]]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_every_token_is_the_core_of_exactly_one_window(tiny_model, text):
    found = list(windows(text, tiny_model.codec, 128))
    assert cores(found) == tokens(text)
    assert all(len(w.pieces.ids) <= 128 for w in found)


@given(
    st.lists(st.sampled_from(["قتل", "مدنيون", ".", "\n", "«", "»", "ق" * 90, "، "]), max_size=120)
)
@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_no_text_is_cut_off(tiny_model, parts):
    text = " ".join(parts)
    found = list(windows(text, tiny_model.codec, 64))
    assert cores(found) == tokens(text)
    seen = {i for w in found for s in w.spans for i in range(s.start, s.end)}
    assert all(text[i].isspace() for i in set(range(len(text))) - seen)


def test_a_cut_sentence_is_seen_with_context(tiny_model):
    first, second, *_ = windows(LONG_SENTENCE, tiny_model.codec, 128)
    assert first.core[0] == 0
    assert first.core[1] < len(first.spans)
    assert second.core[0] > 0


def test_a_full_window_ends_at_a_sentence(tiny_model):
    for window in windows(LONG_PARAGRAPH, tiny_model.codec, 128):
        assert window.spans[-1].of(LONG_PARAGRAPH) == "."


def test_merging_links_arguments_across_windows():
    text = "قصف الجيش بلدة الأتارب"
    army, town = mention(text, "ARM", "الجيش"), mention(text, "LOC", "الأتارب")
    wider = mention(text, "LOC", "بلدة الأتارب")
    event = Event(
        "Shelling",
        Span(0, 3),
        "قصف",
        "actual",
        (Argument("Agent", army), Argument("Target", wider)),
    )
    left = Document("d", text, (army, wider), (event,))
    right = Document("d", text, (town,), ())
    merged = merge(Document("d", text), [(Span(0, 10), left), (Span(10, len(text)), right)])
    # The place starts in the right window's core, so the right one's reading of it counts.
    assert [(e.id, e.text) for e in merged.entities] == [("T1", "الجيش"), ("T2", "الأتارب")]
    assert [a.entity.text for a in merged.events[0].arguments] == ["الجيش", "الأتارب"]
