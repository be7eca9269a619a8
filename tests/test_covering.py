from hypothesis import given
from hypothesis import strategies as st

from conflict_ie.covering import _Questions, covering

WORDS = st.dictionaries(st.sampled_from("ابتثجح"), st.floats(0.0, 1.0), max_size=6)


def test_what_is_doubted_often_comes_first_and_its_like_last():
    assert covering([{"قصف": 0.9}, {"قصف": 0.8}, {"توغل": 0.5}], [1, 1, 1], 3) == [0, 2, 1]


def test_one_odd_word_is_worth_less_than_one_that_many_texts_hold():
    assert covering([{"فرسخ": 0.9}, {"قصف": 0.6}, {"قصف": 0.6}], [1, 1, 1], 1) == [1]


def test_cost_counts():
    same = {"قصف": 0.5, "توغل": 0.5}
    assert covering([same, same], [2.0, 1.0], 1) == [1]


def test_what_is_known_is_answered():
    unsure = [{"قصف": 0.9}, {"توغل": 0.8}]
    assert covering(unsure, [1, 1], 1) == [0]
    assert covering(unsure, [1, 1], 1, known=[{"قصف": 0.9, "نهب": 1.0}]) == [1]


def test_nothing_is_chosen_from_nothing():
    assert covering([], [], 3) == []
    assert covering([{}], [1], 3) == [0]


@given(st.lists(WORDS, max_size=12), st.integers(1, 12))
def test_the_choice_is_that_of_the_slow_way(unsure, n):
    costs = [1.0 + len(words) for words in unsure]
    assert covering(unsure, costs, n) == _slowly(unsure, costs, n)


def _slowly(unsure, costs, n):
    """Weighs all that are left, every time."""
    questions, chosen = _Questions(unsure), []
    while len(chosen) < min(n, len(unsure)):
        left = [i for i in range(len(unsure)) if i not in chosen]
        best = max(left, key=lambda i: (questions.worth(unsure[i]) / costs[i], -i))
        questions.answer(unsure[best])
        chosen.append(best)
    return chosen
