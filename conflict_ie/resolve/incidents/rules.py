"""The ways in which two event mentions can turn out to be one happening.

Each rule is one idea. It looks at a group of mentions and at one more mention, and says
whether its idea ties them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from conflict_ie.resolve.incidents.fit import Fit, fit
from conflict_ie.resolve.incidents.reading import Mention
from conflict_ie.resolve.incidents.table import incident_table
from conflict_ie.resolve.quantity.tokens import fold

__all__ = ["RULES", "Group", "Rule"]

Group = Sequence[Mention]
_NOTHING = frozenset[str]()
_NEAR_WORDS = 25
_WORD = re.compile(r"[\w\u064b-\u0652]+")
_CLOSE = ("same", "within", "near")


@dataclass(frozen=True)
class Tie:
    """What a rule looks at.

    Attributes:
        group: the mentions of one happening.
        own: the mentions that are known to be one with ``mention``.
        mention: the mention that the rule is about.
        text: the text of the document.
    """

    group: Group
    own: Group
    mention: Mention
    text: str

    @cached_property
    def fit(self) -> Fit:
        """How ``group`` and ``own`` go together; dear, so rules ask for it last."""
        return fit(self.group, self.own)


@dataclass(frozen=True, slots=True)
class Rule:
    """A tie between mentions.

    Attributes:
        ties: whether its idea makes the two groups one happening.
        despite: what may contradict, because the words of the tie outweigh it.
    """

    ties: Callable[[Tie], bool]
    despite: frozenset[str] = _NOTHING


def cause_and_toll(tie: Tie) -> bool:
    """هجوم … أسفر عن مقتل 5: a toll and what led to it, in one sentence."""
    return any(not _own_loss(m, tie.mention) for m in _causes(tie.group, tie.mention))


def own_losses(tie: Tie) -> bool:
    """هاجم التنظيم … وقُتل 13 من عناصره: the dead of the side that struck."""
    return bool(_causes(tie.group, tie.mention))


def tolls_together(tie: Tie) -> bool:
    """سقوط قتلى وجرحى: tolls of one sentence, unless one came earlier."""
    return _is_toll(tie.mention) and any(
        _is_toll(m) and m.sentence == tie.mention.sentence for m in tie.group
    )


def same_noun(tie: Tie) -> bool:
    """اشتباكات … الاشتباكات: a definite noun takes up the happening told just before."""
    before = _told_before(tie.group, tie.mention)
    if not any(m.event.type == tie.mention.event.type for m in before):
        return False
    if "sides" in tie.fit.against and not (tie.mention.this and tie.fit.sides):
        return False
    return "time" not in tie.fit.against or not any(m.periods for m in tie.own)


def refers_back(tie: Tie) -> bool:
    """قصف … هذا الهجوم: the same with another word for it."""
    return _same_type(_told_before(tie.group, tie.mention), tie.mention)


def along_with(tie: Tie) -> bool:
    """اشتباكات … وسط غارات: parts of one fight that one word ties, whoever takes part."""
    words = incident_table().words["along"]
    near = [m for m in _in_sentence(tie.group, tie.mention) if _related(m, tie.mention)]
    between = (_WORD.findall(_between(m, tie.mention, tie.text)) for m in near)
    if not any(len(ws) <= _NEAR_WORDS and words & set(map(fold, ws)) for ws in between):
        return False
    return tie.fit.place in (*_CLOSE[:2], "unknown") or _all_sites(near, tie)


def accompanied(tie: Tie) -> bool:
    """هجوم … واقتحام: parts told in one sentence, at one place and with a side in common."""
    near = [m for m in _in_sentence(tie.group, tie.mention) if _related(m, tie.mention)]
    if not near:
        return False
    if tie.fit.place == "unknown":
        return bool(tie.fit.sides) or not tie.mention.sides
    close = tie.fit.place in _CLOSE[:2]
    return close or (tie.fit.sides > 0 and _same_type(near, tie.mention))


def phases(tie: Tie) -> bool:
    """تقدم … سيطر … انسحب: phases of one fight in one paragraph."""
    mention = tie.mention
    near = [m for m in tie.group if m.paragraph == mention.paragraph and not m.earlier]
    if mention.another or mention.earlier or not any(_related(m, mention) for m in near):
        return False
    return tie.fit.sides > 0 and tie.fit.place in ("same", "unknown")


def told_again(tie: Tie) -> bool:
    """The same type, place and sides in another paragraph."""
    mention = tie.mention
    alike = [m for m in tie.group if _alike(m, mention)]
    if mention.another or not alike:
        return False
    # Where a fight reaches far, it is its mentions of this type that say where this was.
    equal = [m for m in alike if _identical(m, mention)]
    place = fit(equal, tie.own).place if equal else "apart"
    if place in _CLOSE[:2] or fit(alike, tie.own).place == "same":
        return tie.fit.sides > 0 or not mention.sides or not any(m.sides for m in tie.group)
    if place in _CLOSE:
        return tie.fit.sides > 0
    return place == "unknown" and tie.fit.sides >= 2


def toll_of_before(tie: Tie) -> bool:
    """A toll without a cause in its sentence belongs to what the text told just before."""
    table, mention = incident_table(), tie.mention
    if not _is_toll(mention) or any(m.event.type in table.causes for m in tie.own):
        return False
    near = [m for m in tie.group if 0 <= mention.paragraph - m.paragraph <= 1 and not m.past]
    return any(m.event.type in table.causes | table.tolls for m in near)


def headline_there(tie: Tie) -> bool:
    """A headline that names the place tells of what the body puts there."""
    return headline(tie) and tie.fit.place == "same"


def headline(tie: Tie) -> bool:
    """A headline tells in short what the body tells at length."""
    if tie.mention.another or not all(m.headline for m in tie.own):
        return False
    body = [m for m in tie.group if not m.headline]
    return _same_type(body, tie.mention) or (
        tie.fit.place == "same" and any(_related(m, tie.mention) for m in body)
    )


def _is_toll(mention: Mention) -> bool:
    return mention.event.type in incident_table().tolls and not mention.earlier


def _causes(group: Group, mention: Mention) -> list[Mention]:
    """What can have led to the toll that a mention tells, in its sentence."""
    if not _is_toll(mention):
        return []
    causes = incident_table().causes
    near = (m for m in group if m.sentence == mention.sentence and not m.earlier)
    return [m for m in near if m.event.type in causes]


def _own_loss(cause: Mention, toll: Mention) -> bool:
    return bool(toll.attacked) and toll.attacked <= cause.attackers


def _told_before(group: Group, mention: Mention) -> list[Mention]:
    if not mention.definite or mention.another or mention.past:
        return []
    before = (m for m in group if m.event.trigger < mention.event.trigger)
    near = (m for m in before if mention.paragraph - m.paragraph <= 2)
    return [m for m in near if not m.headline and not m.past and m.series == mention.series]


def _in_sentence(group: Group, mention: Mention) -> list[Mention]:
    if mention.another or mention.earlier:
        return []
    return [m for m in group if m.sentence == mention.sentence and not m.earlier]


def _between(one: Mention, other: Mention, text: str) -> str:
    first, second = sorted((one.event.trigger, other.event.trigger))
    return text[first.end : max(first.end, second.start)]


def _all_sites(group: Group, tie: Tie) -> bool:
    town = incident_table().town_km
    mentions = (*group, tie.mention)
    return tie.fit.place == "near" and all(a.km <= town for m in mentions for a in m.areas)


def _same_type(group: Group, mention: Mention) -> bool:
    same = incident_table().same
    return any((m.event.type, mention.event.type) in same for m in group)


def _identical(one: Mention, other: Mention) -> bool:
    """Of one type, or both on the ground, where the words for it change freely."""
    types = {one.event.type, other.event.type}
    return len(types) == 1 or types <= incident_table().ground


def _alike(one: Mention, other: Mention) -> bool:
    pair = (one.event.type, other.event.type)
    told_so = (one.series, one.past, one.headline) == (other.series, other.past, other.headline)
    return pair in incident_table().same and told_so


def _related(one: Mention, other: Mention) -> bool:
    table = incident_table()
    pair = (one.event.type, other.event.type)
    return pair in table.same or pair in table.part


RULES = (
    Rule(cause_and_toll),
    Rule(own_losses),
    Rule(tolls_together),
    Rule(same_noun, despite=frozenset({"sides", "time"})),
    Rule(along_with, despite=frozenset({"sides"})),
    Rule(accompanied),
    Rule(refers_back),
    Rule(phases),
    Rule(told_again),
    Rule(toll_of_before),
    Rule(headline_there),
    Rule(headline),
)
"""In the order in which they are tried: what one sentence ties comes first."""
