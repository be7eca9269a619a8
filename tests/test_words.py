import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_ie.sentences import paragraphs, sentences
from conflict_ie.words import clitics, is_word, normalise, tokens


def words(text):
    return [s.of(text) for s in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قُتِلَ، وأُصيب", ["قُتِلَ", "،", "وأُصيب"]),
        ("المـــرصد «السوري»", ["المـــرصد", "«", "السوري", "»"]),
        ("٣٥ قتيلاً.", ["٣٥", "قتيلاً", "."]),
        ("أثريا - خناصر", ["أثريا", "-", "خناصر"]),
        ("لـ«داعش»", ["لـ", "«", "داعش", "»"]),
        ("😀 قصف", ["😀", "قصف"]),
        ("", []),
    ],
)
def test_words_and_marks(text, expected):
    assert words(text) == expected


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_every_visible_character_is_in_exactly_one_token(text):
    covered = [i for s in tokens(text) for i in range(s.start, s.end)]
    assert covered == sorted(set(covered))
    assert all(text[i].isspace() for i in range(len(text)) if i not in set(covered))


@pytest.mark.parametrize(
    ("token", "plain"),
    [("قُتِـــلَ", "قتل"), ("ﻻ", "لا"), ("٣٥", "35"), ("۳۵", "35"), ("إدلب", "إدلب"), ("\ud800", "")],
)
def test_normalise(token, plain):
    assert normalise(token) == plain


@pytest.mark.parametrize(
    ("word", "starts"),
    [("دمشق", [0]), ("وقصف", [0, 1]), ("وَقُصف", [0, 2]), ("ولبنان", [0, 1, 2, 3]), ("و", [0])],
)
def test_where_a_span_could_start(word, starts):
    assert clitics(word) == starts


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("قُتل د. محمد أمس. وأصيب آخرون.", 2),
        ("قال «انتهى الهجوم.» ثم غادر.", 2),
        ("هل سقطت؟ لا! نعم.", 3),
        ("بلغ 3.5 كيلومتر", 1),
    ],
)
def test_sentences(text, count):
    assert len(list(sentences(text, tokens(text)))) == count


def test_paragraphs_end_at_line_breaks():
    text = "عنوان\nمتن أول\r\n\nمتن ثان"
    assert list(paragraphs(text, tokens(text))) == [(0, 1), (1, 3), (3, 5)]


def test_a_mark_is_no_word():
    assert is_word("قصف")
    assert not is_word("»")


@pytest.mark.parametrize(
    ("printed", "read"),
    [("ھجوم", "هجوم"), ("قصفتە", "قصفته"), ("غارۃ", "غارة"), ("دریک", "دريك"), ("٣٥", "35")],
)
def test_letters_of_other_keyboards_are_read_as_arabic(printed, read):
    assert normalise(printed) == read
