"""Reading and writing text files and JSON lines, with errors that name the place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from conflict_ie.document import Document
from conflict_ie.errors import FormatError
from conflict_ie.formats.items import Item, attempt
from conflict_ie.formats.reading import Reading

__all__ = [
    "Parse", "about", "check_keys", "file_name", "json_file", "json_value", "members", "name_of",
    "read_text", "scan_lines", "score_of", "text_of", "write_lines", "write_text",
]  # fmt: skip

_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|%]|^\.|^ | $')
_LONGEST = 200


def read_text(path: Path) -> str:
    """A text file as it stands, line breaks untouched.

    Raises:
        FormatError: it is missing or not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormatError(
            f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8"
        ) from error
    except OSError as error:
        raise FormatError(f"{path}: cannot be read ({error.strerror})") from error


def write_text(path: Path, text: str) -> None:
    """Writes a text file as UTF-8, line breaks untouched.

    Raises:
        FormatError: the text holds half a surrogate pair.
    """
    try:
        path.write_bytes(text.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise FormatError(
            f"{path}: {text[error.start]!r} is half a surrogate pair and cannot be written "
            "as UTF-8; repair the text where it was decoded"
        ) from error


def write_lines(path: Path, tables: Iterable[dict[str, Any]]) -> None:
    """Writes one JSON object a line."""
    write_text(path, "".join(json.dumps(t, ensure_ascii=False) + "\n" for t in tables))


def json_value(text: str) -> Any:
    """A JSON value.

    Raises:
        FormatError: it is no JSON, or an object names a key twice.
    """
    try:
        return json.loads(text, object_pairs_hook=_distinct)
    except json.JSONDecodeError as error:
        raise FormatError(f"no JSON: {error}") from error


def json_file(path: Path) -> Any:
    """The JSON value of a file, a byte order mark allowed.

    Raises:
        FormatError: it is missing, not UTF-8 or no JSON.
    """
    text = read_text(path).removeprefix("\ufeff")
    try:
        return json_value(text)
    except FormatError as error:
        raise FormatError(f"{path}: {error}") from error


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        twice = next(k for n, (k, _) in enumerate(pairs) if k in dict(pairs[:n]))
        raise FormatError(f"the key {twice!r} stands twice in one object")
    return table


Parse = Callable[[Any, int, Reading], Document | None]


def scan_lines(path: Path, parse: Parse) -> Iterator[Item]:
    """The items of a file of JSON lines; ``parse`` gets value, line number and notes."""
    # Not splitlines(): it also breaks at characters that JSON strings may hold raw.
    for number, line in enumerate(read_text(path).removeprefix("\ufeff").split("\n"), 1):
        if line.strip():
            yield attempt(f"{path}:{number}", partial(_line, line, number, parse))


def _line(line: str, number: int, parse: Parse, reading: Reading) -> Document | None:
    return parse(json_value(line), number, reading)


def check_keys(table: Any, needed: Iterable[str], what: str) -> None:
    """Sees that a value is an object with these keys.

    Raises:
        FormatError: it is none, or lacks one.
    """
    if not isinstance(table, dict):
        raise FormatError(f"{what}: expected an object, got {str(table)[:40]!r}")
    for key in needed:
        if key not in table:
            raise FormatError(f"{what}: the key {key!r} is missing")


def members(table: dict[str, Any], key: str, kind: type, what: str) -> Any:
    """The value of an optional key, empty where it is missing or null.

    Raises:
        FormatError: the value is of another kind.
    """
    value = table.get(key)
    if value is None:
        return kind()
    if not isinstance(value, kind):
        raise FormatError(f"{what}: {key!r} is {str(value)[:40]!r}, which is no {kind.__name__}")
    return value


def about(
    table: dict[str, Any],
    otherwise: str,
    what: str,
    reading: Reading,
    own: Collection[str] | None = None,
) -> tuple[str, dict[str, Any]]:
    """The id and the metadata of an item; noted in ``reading`` is what is wrong of them.

    Args:
        table: the item.
        otherwise: its id where it gives none.
        what: names the item in an error.
        reading: the notes.
        own: keys that are the tool's own, so that all others are metadata; ``None``: all are.
    """
    name, meta = otherwise, dict[str, Any]()
    with reading.part():
        if not isinstance(given := table.get("doc_id", otherwise), str):
            raise FormatError(f"{what}: 'doc_id' is {given!r}, which is no string")
        name = given
    with reading.part():
        meta = members(table, "meta", dict, what)
    other = {k: v for k, v in table.items() if own is not None and k not in own}
    return name, other | meta


def text_of(table: Any, what: str) -> str:
    """The text of an item.

    Raises:
        FormatError: it is missing or no string.
    """
    check_keys(table, ["text"], what)
    if not isinstance(table["text"], str):
        raise FormatError(f"{what}: 'text' is {str(table['text'])[:40]!r}, which is no string")
    return str(table["text"])


def score_of(table: dict[str, Any], what: str, key: str = "score") -> float | None:
    """A probability, ``None`` where the file gives none.

    Raises:
        FormatError: it is no number from 0 to 1.
    """
    score = table.get(key)
    if score is None:
        return None
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1:
        raise FormatError(f"{what}: the {key} {score!r} is no number from 0 to 1")
    return float(score)


def file_name(document: Document) -> str:
    """A document's id as a file name without ending; what a file system forbids is escaped.

    Raises:
        FormatError: the id is empty or too long for a file name.
    """
    name = _UNSAFE.sub(lambda m: f"%{ord(m[0]):02X}", document.id)
    if not name or len(name.encode("utf-8", "replace")) > _LONGEST:
        raise FormatError(
            f"document {document.id!r}: files are named by id, and this one makes no file name "
            f"of 1 to {_LONGEST} bytes; give it a shorter id"
        )
    return name


def name_of(path: Path) -> str:
    """The id that :func:`file_name` wrote as the name of this file."""
    name = path.name.removesuffix(path.suffix)
    try:
        return unquote(name, errors="strict")
    except UnicodeDecodeError:
        return name  # A sign of percent in a name of others.
