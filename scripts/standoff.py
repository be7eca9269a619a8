"""Annotations of texts that are not ours to publish, kept without the texts.

    python scripts/standoff.py join POOL.jsonl.gz annotations/standoff/pool.jsonl.gz OUT.jsonl
    python scripts/standoff.py join NEWS.txt.xz annotations/standoff/news.jsonl.gz OUT.jsonl
    python scripts/standoff.py part ANNOTATED.jsonl annotations/standoff/pool.jsonl.gz

A line holds the id of a paragraph (article, ``#``, number of its line; or of a whole text), the
SHA-256 of its text, and offsets; ``settled`` where somebody decided what a model had disputed.
``join`` puts them on the articles again, for whoever has those, as JSON lines or as plain text
with a blank line between two articles, which are then called ``news#0``, ``news#1`` and so on; a
text that is missing or differs is counted and left out. ``part`` makes the file.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import lzma
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from conflict_ie import Argument, Document, Entity, Event, Span, read, write

Row = dict[str, Any]


def part(documents: list[Document]) -> Iterator[Row]:
    for document in documents:
        entities = {e: n for n, e in enumerate(document.entities)}
        yield {
            "id": document.id,
            "sha": digest(document.text),
            "m": [[e.type, e.span.start, e.span.end] for e in document.entities],
            "e": [
                [
                    e.type, e.status, e.trigger.start, e.trigger.end,
                    [[a.role, entities[a.entity]] for a in e.arguments],
                ]
                for e in document.events
            ],
            **_settled(document.meta),
        }  # fmt: skip


def join(rows: list[Row], articles: dict[str, Row]) -> tuple[list[Document], Counter[str]]:
    found: list[Document] = []
    lost: Counter[str] = Counter()
    known = texts_of(articles)
    for row in rows:
        article, text = known.get(row["id"], ({}, ""))
        if digest(text) != row["sha"]:
            lost["text missing or different"] += 1
            continue
        found.append(document(row, text, article))
    return found, lost


def texts_of(articles: dict[str, Row]) -> dict[str, tuple[Row, str]]:
    """Every article and its text, by its id; and each of its lines, by id, ``#`` and number."""
    lines = {
        f"{name}#{number}": (article, line.strip())
        for name, article in articles.items()
        for number, line in enumerate(article["text"].split("\n"))
    }
    return lines | {name: (article, article["text"]) for name, article in articles.items()}


def document(row: Row, text: str, article: Row) -> Document:
    entities = tuple(
        Entity(kind, Span(start, end), text[start:end]) for kind, start, end in row["m"]
    )
    events = tuple(
        Event(
            kind, Span(start, end), text[start:end], status,
            tuple(Argument(role, entities[n]) for role, n in arguments),
        )
        for kind, status, start, end, arguments in row["e"]
    )  # fmt: skip
    meta = article.get("meta") or {"source": article["source"], "document": article["id"]}
    return Document(row["id"], text, entities, events, {**meta, **_settled(row)})


def _settled(row: Row) -> Row:
    return {"settled": True} if row.get("settled") else {}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def lines_of(path: Path) -> list[Row]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def articles_of(path: Path, rows: list[Row]) -> dict[str, Row]:
    """The articles of a corpus that the rows speak of, by their ids."""
    wanted = {r["id"] for r in rows} | {r["id"].rpartition("#")[0] for r in rows}
    articles = plain_texts(path) if path.suffix == ".xz" else lines_of(path)
    return {a["id"]: a for a in articles if a["id"] in wanted}


def plain_texts(path: Path) -> Iterator[Row]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for number, text in enumerate(file.read().split("\n\n")):
            yield {"id": f"news#{number}", "source": "news", "text": text}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ways = parser.add_subparsers(dest="way", required=True)
    for way, names in {
        "join": ("pool", "standoff", "out"),
        "part": ("annotated", "standoff"),
    }.items():
        command = ways.add_parser(way)
        for name in names:
            command.add_argument(name, type=Path)
    options = parser.parse_args()
    if options.way == "part":
        rows = list(part(read(options.annotated)))
        packed = "".join(
            json.dumps(r, ensure_ascii=False, separators=(",", ":")) + "\n" for r in rows
        )
        options.standoff.write_bytes(gzip.compress(packed.encode(), mtime=0))
        print(f"{options.standoff}: {len(rows)} paragraphs")
        return
    if not options.pool.exists():
        parser.error(f"{options.pool}: no such file; the articles are not in the repository")
    rows = lines_of(options.standoff)
    documents, lost = join(rows, articles_of(options.pool, rows))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    write(documents, options.out)
    print(f"{options.out}: {len(documents)} paragraphs; left out: {dict(lost) or 'none'}")


if __name__ == "__main__":
    main()
