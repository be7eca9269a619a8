"""The numbers that stand for labels in tensors, derived from an ontology."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from conflict_ie.ontology import Ontology

__all__ = ["IGNORED", "Labels"]

# What torch's losses skip.
IGNORED = -100


@dataclass(frozen=True)
class Labels:
    """Tag, event, role and status numbers.

    One tag a token says both layers at once: ``O``, ``B-ARM``, ``I-ARM``, or
    ``T-Kill`` for a trigger, since the guidelines let no trigger be a mention.
    """

    ontology: Ontology

    @cached_property
    def tags(self) -> list[str]:
        """``O``, then ``B-`` and ``I-`` of each mention type, then ``T-`` of each event type."""
        mentions = [f"{p}-{m}" for m in self.ontology.mentions for p in "BI"]
        return ["O", *mentions, *(f"T-{e}" for e in self.events)]

    @cached_property
    def mentions(self) -> list[str]:
        """Mention types."""
        return list(self.ontology.mentions)

    @cached_property
    def events(self) -> list[str]:
        """Event types."""
        return list(self.ontology.events)

    @cached_property
    def roles(self) -> list[str]:
        """Roles."""
        return list(self.ontology.roles)

    @cached_property
    def statuses(self) -> list[str]:
        """Statuses."""
        return list(self.ontology.statuses)

    def begin(self, mention: str) -> int:
        """The number of ``B-…``; ``I-…`` is the next one."""
        return 1 + 2 * self.mentions.index(mention)

    def trigger(self, event: str) -> int:
        """The number of ``T-…``."""
        return self.first_trigger + self.events.index(event)

    @property
    def first_trigger(self) -> int:
        """The number of the first ``T-…``."""
        return 1 + 2 * len(self.mentions)

    @cached_property
    def transitions(self) -> np.ndarray:
        """(tags, tags) bool: which tag may follow which; row ``-1`` is never a start."""
        n = len(self.tags)
        allowed = np.ones((n, n), dtype=bool)
        for mention in self.mentions:
            begin = self.begin(mention)
            allowed[:, begin + 1] = False
            allowed[[begin, begin + 1], begin + 1] = True
        return allowed

    @cached_property
    def starts(self) -> np.ndarray:
        """(tags,) bool: which tag may be the first of a window."""
        return np.array([not tag.startswith("I-") for tag in self.tags])

    @cached_property
    def legal(self) -> np.ndarray:
        """(events, mentions, roles) bool: what the ontology allows."""
        return np.array(
            [
                [[self.ontology.allows(e, r, m) for r in self.roles] for m in self.mentions]
                for e in self.events
            ]
        )
