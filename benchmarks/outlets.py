"""Which outlet a source label means: corpora name one outlet in many ways.

«Syria TV», «Airwars source: SyriaTv news» and «syriatvnews» are one outlet, and so are the
sections of a site. Whether training has seen an outlet can only be told after that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from conflict_ie import Document

__all__ = ["label", "outlet", "outlets"]

# Labels that no rule brings together: other spellings, initials, the name of the parent.
ALIASES = {
    name: names.split()[0]
    for names in """
aa anadolu andalou
anf ajansanûçeyanafirate
arabi21 arabia21 21
hawar anha
halab halabtoday
jesr jisr jeser
kurdistan24 kurdistan24kurdistan24
mohrar moharar almohrar
neda nedaa
roj rojm
sana syrianarab
scd syriandefense syriadefense syriadefensescd scdreport
shrc syrianhumanrightscommittee
sham shaam shamm
snhr syrianforhumanrights syriahumanrights
xeber xber xber24 xeber24
zaiton zaitonmag zaitounmag zaitun zaytonmag
""".strip().split("\n")
    for name in names.split()
}
# Words that labels add or leave out at will.
IDLE = frozenset(
    "news tv agency network arabic arabi arabia al el the press media post net civil 2 3 9"
    " fm online com today".split()
)


def label(document: Document) -> str:
    """What a document calls its outlet."""
    return str(document.meta.get("source") or "unnamed")


def outlet(document: Document) -> str:
    """The key of the outlet that a document comes from, alike for all its labels."""
    name = re.sub(r"^(airwars source: *|headlines/)", "", label(document).casefold().strip())
    name = re.sub(r"^saudinewsnet/(.*)", r"saudi \1", name).split("/")[0]
    words = [w for w in re.findall(r"\w+", name) if w not in IDLE]
    key = re.sub(r"(news|tv|media|press|post)+$", "", "".join(words)) or "".join(words)
    return ALIASES.get(key, key)


def outlets(documents: Iterable[Document]) -> set[str]:
    """The keys of all outlets that documents come from."""
    return set(map(outlet, documents))
