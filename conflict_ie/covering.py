"""Which texts answer most of what is open, for what reading them costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import islice

__all__ = ["covering"]

Doubts = Mapping[str, float]

# What is still to learn of a word after a text in which it is as doubtful as on average.
_LEFT = 0.4


def covering(
    unsure: Sequence[Doubts], costs: Sequence[float], n: int, known: Iterable[Doubts] = ()
) -> list[int]:
    """Chooses texts one by one, each the one that answers most for its cost.

    Args:
        unsure: the doubt at every word of each text.
        costs: of each text, above 0.
        n: how many to choose.
        known: doubts of texts that are answered already.

    Returns:
        At most ``n`` numbers of texts, the best first.

    Example:
        >>> covering([{"قصف": 0.9}, {"قصف": 0.8}, {"توغل": 0.5}], costs=[1, 1, 1], n=3)
        [0, 2, 1]
    """
    questions = _Questions(unsure)
    for words in known:
        questions.answer(words)
    return list(islice(_best_first(questions, unsure, costs), n))


def _best_first(
    questions: _Questions, unsure: Sequence[Doubts], costs: Sequence[float]
) -> Iterator[int]:
    worth = [questions.worth(words) / cost for words, cost in zip(unsure, costs, strict=True)]
    queue = [(-value, i) for i, value in enumerate(worth)]
    heapify(queue)
    while queue:
        _, best = heappop(queue)
        now = (-questions.worth(unsure[best]) / costs[best], best)
        # Worth only falls, so one that is still ahead of the next is the best of all.
        if queue and queue[0] < now:
            heappush(queue, now)
        else:
            questions.answer(unsure[best])
            yield best


class _Questions:
    """What is still to learn of every word: at first, the square root of all its doubts."""

    def __init__(self, unsure: Iterable[Doubts]) -> None:
        total: dict[str, float] = {}
        texts = Counter[str]()
        for words in unsure:
            texts.update(words.keys())
            for word, doubt in words.items():
                total[word] = total.get(word, 0.0) + doubt
        self._mean = {word: doubt / texts[word] for word, doubt in total.items()}
        self._open: dict[str, float] = {word: doubt**0.5 for word, doubt in total.items()}

    def worth(self, words: Doubts) -> float:
        """How much a text would answer."""
        return sum(self._open[w] * self._taught(w, doubt) for w, doubt in words.items())

    def answer(self, words: Doubts) -> None:
        """Takes away what a text answers."""
        for word in words.keys() & self._open.keys():
            self._open[word] *= 1 - self._taught(word, words[word])

    def _taught(self, word: str, doubt: float) -> float:
        """The share of a word's question that a text answers."""
        return (1 - _LEFT) * min(1.0, doubt / max(self._mean[word], 1e-9))
