"""What annotators load before they start: configurations made from an ontology, right to left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

from conflict_ie.formats.brat import STATUS
from conflict_ie.formats.files import write_text
from conflict_ie.formats.label_studio_results import EVENT, MENTION, TEXT
from conflict_ie.formats.label_studio_results import STATUS as STATUS_CHOICE
from conflict_ie.ontology import EventType, Ontology

__all__ = ["brat_annotation", "brat_visual", "label_studio_config", "write_configs"]

# Colours that stay apart for the colour-blind: Paul Tol, "Colour Schemes" (2021), light and bright.
_COLOURS = (
    "#77aadd", "#99ddff", "#44bb99", "#bbcc33", "#aaaa00", "#eedd88", "#ee8866", "#ffaabb",
    "#dddddd",
)  # fmt: skip
_EVENT_COLOUR = "#ee3377"


def label_studio_config(ontology: Ontology) -> str:
    """The labelling configuration that :mod:`conflict_ie.formats.label_studio` reads.

    Args:
        ontology: whose types, roles and statuses annotators choose from.

    Example:
        >>> "direction: rtl" in label_studio_config(Ontology.default())
        True
    """
    lines = [
        "<View>",
        *_labels(MENTION, zip(ontology.mentions, _cycle(), strict=False), ontology.mentions),
        *_labels(
            EVENT,
            ((e, _EVENT_COLOUR) for e in ontology.events),
            {name: event.means for name, event in ontology.events.items()},
        ),
        f'  <Choices name="{STATUS_CHOICE}" toName="{TEXT}" perRegion="true" choice="single-radio"'
        f' showInline="true" visibleWhen="region-selected" whenTagName="{EVENT}">',
        *(f"    <Choice value={quoteattr(s)}/>" for s in ontology.statuses),
        "  </Choices>",
        '  <Relations choice="multiple">',
        *(f"    <Relation value={quoteattr(r)}/>" for r in ontology.roles),
        "  </Relations>",
        '  <View style="direction: rtl; text-align: right; line-height: 2.2">',
        f'    <Text name="{TEXT}" value="${TEXT}" granularity="symbol"/>',
        "  </View>",
        "</View>",
    ]
    return "\n".join(lines) + "\n"


def _labels(
    control: str, labels: Iterable[tuple[str, str]], means: Iterable[str] | dict[str, str]
) -> Iterator[str]:
    hints = dict(means) if isinstance(means, dict) else {}
    yield f'  <Labels name="{control}" toName="{TEXT}">'
    for label, colour in labels:
        hint = quoteattr(hints.get(label, ""))
        yield f'    <Label value={quoteattr(label)} hint={hint} background="{colour}"/>'
    yield "  </Labels>"


def _cycle() -> Iterator[str]:
    while True:
        yield from _COLOURS


def brat_annotation(ontology: Ontology) -> str:
    """The ``annotation.conf`` of brat: mentions, events with their roles, and the status.

    Example:
        >>> print(brat_annotation(Ontology.default()).splitlines()[1])
        PER
    """
    statuses = "|".join(s for s in ontology.statuses if s != "actual")
    attributes = [f"{STATUS}\tArg:<EVENT>, Value:{statuses}"] if statuses else []
    events = (_event(n, e, ontology) for n, e in ontology.events.items())
    parts = {
        "entities": list(ontology.mentions),
        # Without it brat complains of a trigger inside a mention; the check does that better.
        "relations": ["<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>"],
        "events": list(events),
        "attributes": attributes,
    }
    return "\n".join(
        f"[{name}]\n" + "".join(f"{x}\n" for x in lines) for name, lines in parts.items()
    )


def _event(name: str, event: EventType, ontology: Ontology) -> str:
    roles = ", ".join(f"{r}*:{'|'.join(ontology.roles[r])}" for r in event.roles)
    return f"{name}\t{roles}" if roles else name


def brat_visual(ontology: Ontology) -> str:
    """The ``visual.conf`` of brat: right to left, a colour for each mention type.

    Example:
        >>> "direction:rtl" in brat_visual(Ontology.default())
        True
    """
    names = [*ontology.mentions, *ontology.events, *ontology.roles]
    drawing = ["SPAN_DEFAULT\tfgColor:black, bgColor:#ffffff, borderColor:darken"]
    drawing += ["ARC_DEFAULT\tcolor:black, dashArray:-, arrowHead:triangle-5"]
    drawing += [f"{m}\tbgColor:{c}" for m, c in zip(ontology.mentions, _cycle(), strict=False)]
    drawing += [f"{e}\tbgColor:#f8c6d8" for e in ontology.events]
    drawing += [f"{STATUS}\tglyph:?, position:right"]
    parts = {
        "labels": [f"{n} | {n}" for n in names],
        "drawing": drawing,
        "options": ["Text\tdirection:rtl"],
    }
    return "\n".join(
        f"[{name}]\n" + "".join(f"{x}\n" for x in lines) for name, lines in parts.items()
    )


def write_configs(ontology: Ontology, folder: Path | str) -> list[Path]:
    """Writes all configurations into a folder and says which.

    Args:
        ontology: whose labels annotators choose from.
        folder: made where it is missing; for brat, the folder of the texts.
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    made = {
        "label-studio.xml": label_studio_config(ontology),
        "annotation.conf": brat_annotation(ontology),
        "visual.conf": brat_visual(ontology),
    }
    for name, text in made.items():
        write_text(place / name, text)
    return [place / name for name in made]
