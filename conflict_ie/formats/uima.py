"""UIMA CAS as INCEpTION reads and writes it: a folder of ``NAME.xmi`` with ``TypeSystem.xml``.

Mentions are INCEpTION's own named-entity layer. Events are the span layer
``webanno.custom.Event`` with a label, a status and a link feature ``arguments`` to
mentions; both want character granularity. Offsets in the files count UTF-16 units, which
dkpro-cassis converts. CAS JSON is read too. Annotations of other layers and values of other
features are what a document cannot hold; tokens, sentences and what INCEpTION notes of a
project are no annotations.
"""

from __future__ import annotations

import json
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from conflict_ie.document import Document
from conflict_ie.errors import FormatError
from conflict_ie.formats.extras import needed
from conflict_ie.formats.files import file_name, json_value, name_of
from conflict_ie.formats.graph import Link, Mark, assemble
from conflict_ie.formats.items import Fit, Format, Item, attempt
from conflict_ie.formats.reading import Reading, Unheld

__all__ = ["FORMAT"]

_META = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_MENTION = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
_EVENT = "webanno.custom.Event"
_LINK = "webanno.custom.EventArgumentsLink"
_OWN = "webanno.custom.Metadata"
_TYPES_FILE = "TypeSystem.xml"
_STRING, _ARRAY = "uima.cas.String", "uima.cas.FSArray"
# Type, supertype, and its features with their ranges.
_TYPES: tuple[tuple[str, str, dict[str, str]], ...] = (
    (_META, "uima.tcas.DocumentAnnotation", {"documentTitle": _STRING, "documentId": _STRING}),
    (_MENTION, "uima.tcas.Annotation", {"value": _STRING, "identifier": _STRING}),
    (_LINK, "uima.cas.TOP", {"role": _STRING, "target": _MENTION}),
    (_EVENT, "uima.tcas.Annotation", {"label": _STRING, "status": _STRING, "arguments": _ARRAY}),
    (_OWN, "uima.cas.AnnotationBase", {"json": _STRING}),
)
# Of a text and its project, not of what it says.
_STRUCTURE = re.compile(
    r"uima\.tcas\.DocumentAnnotation"
    r"|de\.tudarmstadt\.ukp\.clarin\.webanno\.api\.type\.\w+"
    r"|de\.tudarmstadt\.ukp\.dkpro\.core\.api\.metadata\.type\.\w+"
    r"|de\.tudarmstadt\.ukp\.dkpro\.core\.api\.segmentation\.type\."
    r"(?:Token|TokenForm|Sentence|Paragraph|Heading|Div|Document)"
    r"|org\.dkpro\.core\.api\.(?:xml|pdf)\.type\.\w+"
)
_PLACED = {"begin", "end", "sofa"}
_ENDINGS = (".xmi", ".json", ".txt")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _scan(path: Path) -> Iterator[Item]:
    cassis = needed("cassis", "inception")
    files = [path]
    if path.is_dir():
        # INCEpTION exports a folder a text, named after it, each with its own types.
        found = sorted(p for p in path.rglob("*") if p.is_file())
        files = [p for p in found if p.suffix == ".xmi"] or [
            p for p in found if p.suffix == ".json"
        ]
    if not files:
        raise FormatError(f"{path}: the folder holds no .xmi; export as UIMA CAS XMI")
    for file in files:
        yield attempt(str(file), partial(_read, file, cassis))


def _read(file: Path, cassis: Any, reading: Reading) -> Document | None:
    try:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            cas = _load(file, cassis)
    except FormatError:
        raise
    # The library raises whatever its XML and JSON parsers do.
    except Exception as error:
        raise FormatError(
            "no CAS that fits its types; export it again, with its TypeSystem.xml"
        ) from error
    # It leaves an offset it cannot convert as it is, which would be another place.
    for warning in said:
        if found := re.search(r"external offset \[(\d+)\]", str(warning.message)):
            slipped = (
                f"the UTF-16 offset {found[1]} lies outside the text or inside a character; "
                "export the text and its marks together"
            )
            reading.note(FormatError(slipped))
    return None if reading.faults else _document(file, cas, reading)


def _load(file: Path, cassis: Any) -> Any:
    if file.suffix == ".json":
        with file.open("rb") as stream:
            return cassis.load_cas_from_json(stream)
    types = file.parent / _TYPES_FILE
    if not types.exists():
        raise FormatError(f"{_TYPES_FILE} is missing beside it; it comes with the export")
    with types.open("rb") as stream:
        system = cassis.load_typesystem(stream)
    with file.open("rb") as stream:
        return cassis.load_cas_from_xmi(stream, typesystem=system)


def _document(file: Path, cas: Any, reading: Reading) -> Document:
    _other_layers(cas, reading)
    mentions, events = _select(cas, _MENTION), _select(cas, _EVENT)
    ids = {m.xmiID: f"T{n}" for n, m in enumerate(mentions, 1)}
    ids |= {e.xmiID: f"E{n}" for n, e in enumerate(events, 1)}
    marks: list[Mark] = []
    links: list[Link] = []
    for mention in mentions:
        _other_features(mention, {"value"}, reading)
        with reading.part(mark=ids[mention.xmiID]):
            marks.append(_mention(ids[mention.xmiID], mention))
    for event in events:
        _other_features(event, {"label", "status", "arguments"}, reading)
        name, status = ids[event.xmiID], event.status or "actual"
        marks.append(Mark(name, event.label, event.begin, event.end, status=status))
        for link in _elements(event.arguments):
            with reading.part():
                links.append(_link(name, link, ids))
    meta: dict[str, Any] = {}
    with reading.part():
        meta = _meta(cas)
    return assemble(_name(file, cas), cas.sofa_string or "", marks, links, meta, reading)


def _other_layers(cas: Any, reading: Reading) -> None:
    bases = "uima.tcas.Annotation", "uima.cas.AnnotationBase"
    for kind in sorted(cas.typesystem.get_types(), key=lambda t: str(t.name)):
        if kind.name in (_MENTION, _EVENT, _OWN) or _STRUCTURE.fullmatch(kind.name):
            continue
        if not any(cas.typesystem.subsumes(base, kind) for base in bases):
            continue
        if number := sum(fs.type.name == kind.name for fs in cas.select(kind)):
            said = f"the layer {kind.name} has {number} annotations; leave it out of the export"
            reading.note(Unheld(f"annotations of {_short(kind)}", said, number))


def _other_features(mark: Any, ours: set[str], reading: Reading) -> None:
    for feature in mark.type.all_features:
        value = getattr(mark, feature.name, None)
        if feature.name not in ours | _PLACED and value is not None:
            name = f"{_short(mark.type)}.{feature.name}"
            said = f"the mark at {mark.begin}:{mark.end} has {name} {str(value)[:40]!r}; clear it"
            reading.note(Unheld(f"values of {name}", said))


def _short(kind: Any) -> str:
    return str(kind.name).rpartition(".")[2]


def _mention(name: str, mention: Any) -> Mark:
    if mention.value is None:
        said = f"mention {name!r} at {mention.begin}:{mention.end} has no label; choose one"
        raise Unheld("mentions without a label", said)
    return Mark(name, mention.value, mention.begin, mention.end)


def _select(cas: Any, kind: str) -> list[Any]:
    if not cas.typesystem.contains_type(kind):
        return []
    # Marks were numbered as they were written; by place their order would be lost.
    return sorted(cas.select(kind), key=lambda fs: fs.xmiID)


def _elements(array: Any) -> list[Any]:
    return list(getattr(array, "elements", array) or ())


def _link(event: str, link: Any, ids: dict[int, str]) -> Link:
    if link.target is None or not link.role:
        raise FormatError(f"event {event!r}: an argument has no role or no mention; fill its slot")
    if link.target.xmiID not in ids:
        raise Unheld(
            "roles that point at other layers",
            f"event {event!r}: {link.role} points at a {_short(link.target.type)}, "
            "which is no mention; draw it to one, or remove it",
        )
    return Link(event, link.role, ids[link.target.xmiID])


def _name(file: Path, cas: Any) -> str:
    for meta in _select(cas, _META):
        title, name = meta.documentTitle, meta.documentId
        # INCEpTION puts the annotator there, and the name of the file as title.
        if title and title != name:
            return name_of(Path(title)) if title.endswith(_ENDINGS) else str(title)
        if name:
            return str(name)
    return name_of(file)


def _meta(cas: Any) -> dict[str, Any]:
    own = [m.json for m in _select(cas, _OWN)]
    found = json_value(own[0]) if own else {}
    if not isinstance(found, dict):
        raise FormatError(f"the metadata {own[0][:40]!r} is no JSON object")
    return found


def _fit(document: Document) -> Fit:
    return document, Counter()


def _save(documents: list[Document], path: Path) -> None:
    cassis = needed("cassis", "inception")
    system = _type_system(cassis)
    single = path.suffix == ".json" and len(documents) == 1
    if path.suffix and len(documents) != 1:
        raise FormatError(f"{path}: one file holds one text, not {len(documents)}; name a folder")
    folder = path.parent if single or path.suffix == ".xmi" else path
    folder.mkdir(parents=True, exist_ok=True)
    for document in documents:
        cas = _cas(document, cassis, system)
        file = path if path.suffix else folder / f"{file_name(document)}.xmi"
        cas.to_json(file) if single else cas.to_xmi(file)
    if not single:
        system.to_xml(folder / _TYPES_FILE)


def _type_system(cassis: Any) -> Any:
    system = cassis.TypeSystem()
    for name, parent, features in _TYPES:
        made = system.create_type(name=name, supertypeName=parent)
        for feature, kind in features.items():
            element = _LINK if kind == _ARRAY else None
            system.create_feature(made, name=feature, rangeType=kind, elementType=element)
    return system


def _cas(document: Document, cassis: Any, system: Any) -> Any:
    _writable(document)
    cas = cassis.Cas(typesystem=system, sofa_string=document.text, sofa_mime="text/plain")
    kinds = {name: system.get_type(name) for name, _, _ in _TYPES}
    title = kinds[_META](
        begin=0, end=len(document.text), documentId=document.id, documentTitle=document.id
    )
    cas.add(title)
    if document.meta:
        cas.add(kinds[_OWN](json=json.dumps(dict(document.meta))))
    marks = {}
    for entity in document.entities:
        mark = kinds[_MENTION](begin=entity.span.start, end=entity.span.end, value=entity.type)
        marks[entity] = mark
        cas.add(mark)
    array = system.get_type(_ARRAY)
    for event in document.events:
        links = [kinds[_LINK](role=a.role, target=marks[a.entity]) for a in event.arguments]
        cas.add(
            kinds[_EVENT](
                begin=event.trigger.start, end=event.trigger.end, label=event.type,
                status=event.status, arguments=array(elements=links),
            )
        )  # fmt: skip
    return cas


def _writable(document: Document) -> None:
    labels = [e.type for e in document.entities]
    for event in document.events:
        labels += [event.type, event.status, *(a.role for a in event.arguments)]
    for said in (document.id, document.text, *labels):
        if bad := _NOT_XML.search(said):
            raise FormatError(
                f"document {document.id!r}: {bad[0]!r} at {bad.start()} of {said[:20]!r} "
                "cannot stand in XML; write it in another format"
            )


FORMAT = Format("uima", (".xmi",), _scan, _fit, _save, fold=".xmi")
