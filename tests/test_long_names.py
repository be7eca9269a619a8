import pytest
from samples import mention

from conflict_ie import Argument, Document, Event, Span
from conflict_ie.long_names import with_long_names

NAME = "الدولة الإسلامية في العراق والشام"
BARE = "الدوله الاسلامية في العراق و الشام"


def read(text, arm, *places):
    free = [p for p in places if p not in arm]
    entities = (mention(text, "ARM", arm), *(mention(text, "LOC", p) for p in free))
    roles = ("Agent", *("Place" for _ in free))
    arguments = tuple(Argument(r, e) for r, e in zip(roles, entities, strict=True))
    word = text.split()[0]
    return Document(
        "d", text, entities, (Event("Attack", Span(0, len(word)), word, "actual", arguments),)
    )


@pytest.mark.parametrize(
    ("text", "arm", "whole"),
    [
        (f"هاجم تنظيم {NAME} القرية", "تنظيم الدولة الإسلامية", f"تنظيم {NAME}"),
        (f"هاجم تنظيم «{NAME}» القرية", "تنظيم «الدولة الإسلامية", f"تنظيم «{NAME}»"),
        (f"هاجمت «{NAME}» القرية", "الدولة الإسلامية", NAME),
        (f"هاجمت {BARE} قرية", "الدوله الاسلامية", BARE),
        (f"هاجمت {NAME} قرية", "الدولة الإسلامية في العراق", NAME),
    ],
)  # fmt: skip
def test_the_name_is_one_mention_and_its_places_fill_no_role(text, arm, whole):
    document = with_long_names(read(text, arm, "العراق", "الشام"))
    assert [e.text for e in document.entities] == [whole]
    assert all(e.span.of(text) == e.text for e in document.entities)
    (event,) = document.events
    assert [(a.role, a.entity) for a in event.arguments] == [("Agent", document.entities[0])]


@pytest.mark.parametrize(
    ("text", "arm", "places"),
    [
        ("هاجمت الدولة الإسلامية في العراق وسوريا", "الدولة الإسلامية", ["العراق", "سوريا"]),
        ("هاجم الجيش في العراق والشام", "الجيش", ["العراق", "الشام"]),
        ("هاجمت الدولة الإسلامية قرية في العراق", "الدولة الإسلامية", ["العراق"]),
    ],
)  # fmt: skip
def test_other_groups_and_places_stay(text, arm, places):
    document = read(text, arm, *places)
    assert with_long_names(document) is document
