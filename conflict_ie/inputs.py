"""Texts to read: .txt files, .jsonl files, and folders of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from conflict_ie.document import Document
from conflict_ie.errors import FormatError
from conflict_ie.jsonl import read

__all__ = ["read_inputs"]


def read_inputs(paths: Iterable[Path]) -> Iterator[Document]:
    """The documents of files and folders, lazily, in the order given.

    A ``.txt`` file is one document named after it; a ``.jsonl`` file holds one
    a line with ``id``, ``text`` and ``meta``; a folder gives its ``.txt`` and
    ``.jsonl`` files by name.

    Raises:
        FormatError: a path is missing, of another kind, not UTF-8, or an id stood before.
    """
    seen: dict[str, Path] = {}
    for path in _files(paths):
        for document in _documents(path):
            if document.id in seen:
                raise FormatError(
                    f"{path}: the id {document.id!r} stood in {seen[document.id]} already; "
                    "ids must differ"
                )
            seen[document.id] = path
            yield document


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = sorted(p for p in path.iterdir() if p.suffix in (".txt", ".jsonl"))
            if not found:
                raise FormatError(f"{path}: the folder holds no .txt or .jsonl file")
            yield from found
        elif not path.exists():
            raise FormatError(f"{path}: no such file or folder")
        else:
            yield path


def _documents(path: Path) -> list[Document]:
    if path.suffix == ".jsonl":
        return read(path)
    if path.suffix == ".txt":
        return [Document(path.stem, _text(path), meta={"source": path.name})]
    raise FormatError(
        f"{path}: reads .txt and .jsonl, not {path.suffix or 'a file without suffix'!r}"
    )


def _text(path: Path) -> str:
    try:
        # Bytes, not read_text: universal newlines would move offsets.
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormatError(
            f"{path}: byte {error.start} is not UTF-8; if it is Windows Arabic, convert it: "
            f"iconv -f cp1256 -t utf-8 {path.name}"
        ) from error
