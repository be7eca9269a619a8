"""UIMA CAS as INCEpTION reads and writes it: a folder of ``NAME.xmi`` with ``TypeSystem.xml``.

Mentions are INCEpTION's own named-entity layer. Events are the span layer
``webanno.custom.Event`` with a label, a status and a link feature ``arguments`` to
mentions; both want character granularity. Offsets in the files count UTF-16 units, which
dkpro-cassis converts. A single ``.json`` file in the CAS JSON format is read too.
"""

from __future__ import annotations

import json
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from conflict_ie.document import Document
from conflict_ie.errors import FormatError
from conflict_ie.formats.extras import needed
from conflict_ie.formats.files import file_name, json_value, name_of
from conflict_ie.formats.graph import Link, Mark, assemble
from conflict_ie.formats.items import Fit, Format, Item, attempt

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
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _scan(path: Path) -> Iterator[Item]:
    cassis = needed("cassis", "inception")
    files = [path]
    if path.is_dir():
        files = sorted(path.glob("*.xmi"))
    if not files:
        raise FormatError(f"{path}: the folder holds no .xmi; export as UIMA CAS XMI")
    for file in files:
        yield attempt(str(file), partial(_read, file, cassis))


def _read(file: Path, cassis: Any) -> Document:
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
            raise FormatError(
                f"the UTF-16 offset {found[1]} lies outside the text or inside a character; "
                "export the text and its marks together"
            )
    return _document(file, cas)


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


def _document(file: Path, cas: Any) -> Document:
    text = cas.sofa_string or ""
    mentions, events = _select(cas, _MENTION), _select(cas, _EVENT)
    ids = {m.xmiID: f"T{n}" for n, m in enumerate(mentions, 1)}
    marks = [Mark(ids[m.xmiID], m.value, m.begin, m.end) for m in mentions]
    links: list[Link] = []
    for number, event in zip(count(1), events, strict=False):
        name = f"E{number}"
        status = event.status or "actual"
        marks.append(Mark(name, event.label, event.begin, event.end, status=status))
        links += [_link(name, link, ids) for link in _elements(event.arguments)]
    return assemble(_name(file, cas), text, marks, links, _meta(cas))


def _select(cas: Any, kind: str) -> list[Any]:
    if not cas.typesystem.contains_type(kind):
        return []
    # Marks were numbered as they were written; by place their order would be lost.
    return sorted(cas.select(kind), key=lambda fs: fs.xmiID)


def _elements(array: Any) -> list[Any]:
    return list(getattr(array, "elements", array) or ())


def _link(event: str, link: Any, ids: dict[int, str]) -> Link:
    target = ids.get(getattr(link.target, "xmiID", -1))
    if target is None or not link.role:
        raise FormatError(f"event {event!r}: an argument has no role or no mention; fill its slot")
    return Link(event, link.role, target)


def _name(file: Path, cas: Any) -> str:
    for meta in _select(cas, _META):
        if meta.documentId:
            return str(meta.documentId)
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
    folder = path.parent if single or path.suffix == ".xmi" else path
    folder.mkdir(parents=True, exist_ok=True)
    if path.suffix and len(documents) != 1:
        raise FormatError(f"{path}: one file holds one text, not {len(documents)}; name a folder")
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
