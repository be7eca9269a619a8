"""The actor table: its size, its names, a user's own file, and files that cannot be used."""

from datetime import date
from pathlib import Path

import pytest

from conflict_ie.document import Document, Entity, Span
from conflict_ie.errors import ValueTableError
from conflict_ie.resolve.actors import ActorTable, resolve_actor
from conflict_ie.resolve.actors.files import Row
from conflict_ie.resolve.actors.keys import name_key

TABLE = ActorTable.default()


def resolved(name: str, *, table: ActorTable = TABLE) -> str:
    mention = Entity("ARM", Span(0, len(name)), name)
    actor = resolve_actor(mention, Document("d", name, entities=(mention,)), table=table)
    assert actor is not None
    return actor.key


def test_table_is_large_and_its_ids_are_slugs() -> None:
    assert len(TABLE.rows) >= 300
    assert all(id == id.lower() and " " not in id for id in TABLE.rows)
    for country in ("SY", "IQ", "YE", "LY", "SD", "LB", "PS", "IL"):
        assert sum(row.country == country for row in TABLE.rows.values()) >= 10


def test_every_alias_finds_its_actor() -> None:
    pairs = [(row.id, alias) for row in TABLE.rows.values() for alias in row.aliases]
    assert [p for p in pairs if p[0] not in {name.id for name in TABLE.named(p[1])}] == []


def test_an_alias_is_one_actor_on_any_one_day() -> None:
    sharing: dict[str, list[Row]] = {}
    for row in TABLE.rows.values():
        for alias in row.aliases:
            sharing.setdefault(name_key(alias), []).append(row)
    for rows in sharing.values():
        for day in (date(2010, 1, 1), date(2016, 1, 1), date(2020, 1, 1), date(2025, 6, 1)):
            assert len({row.id for row in rows if row.alive(day)}) <= 1, rows


def test_own_file_extends_and_overrides(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'country = "SY"\n[actors]\n'
        'my-brigade = { ar = "لواء الفجر", en = "Dawn Brigade", kind = "rebel", '
        'aliases = ["لواء الفجر"] }\n'
        'hts = { ar = "الهيئة", en = "HTS", kind = "rebel", aliases = ["هيئة تحرير الشام"] }\n',
        encoding="utf-8",
    )
    table = ActorTable.read(own)
    assert resolved("لواء الفجر", table=table) == "my-brigade"
    assert resolved("هيئة تحرير الشام", table=table) == "hts"
    row = table.get("hts")
    assert row is not None
    assert row.kind == "rebel"
    assert resolved("لواء الفجر") == "لوا فجر"


ROW = 'x = { ar = "س", en = "X", kind = "rebel"'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f"[actors]\n{ROW.replace('rebel', 'heroes')} }}", "actor 'x': kind = 'heroes'"),
        (f'[actors]\n{ROW}, part_of = "nobody" }}', "part_of = 'nobody'.*add it or mend the id"),
        (f'[actors]\n{ROW}, renamed_to = "x", until = 2020-01-01 }}', "run in a circle"),
        (f"[actors]\n{ROW}, since = 2020-01-01, until = 2019-01-01 }}", "later than until"),
        (f'[actors]\n{ROW}, alias = ["س"] }}', r"row 'x': alias = \['س'\] cannot be read"),
        (f'[actors]\n{ROW}, aliases = "س" }}', "cannot be read"),
        ('[actors]\nx = { ar = "س", kind = "rebel" }', "missing.*'en'"),
        ("[actor]\n", "unknown sections"),
        ("actors = ", "no TOML"),
    ],
)
def test_bad_file(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueTableError, match=message):
        ActorTable.read(path)
