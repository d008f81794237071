"""The schema made by the migrations is the schema that the tables describe, to the last check and index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from db import TABLES
from db.connection import DataFile, create_data
from db.migrate import migrate
from db.search_index import create_search

KEY = "ab" * 32
HISTORY = "schema_migration"


@pytest.fixture(scope="module")
def by_migrations(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DataFile]:
    data = create_data(tmp_path_factory.mktemp("schema") / "migrated.db", KEY)
    with data.connection_context():
        migrate(data)
        yield data


@pytest.fixture(scope="module")
def by_models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DataFile]:
    data = create_data(tmp_path_factory.mktemp("schema") / "created.db", KEY)
    with data.connection_context(), data.bind_ctx(TABLES):
        data.create_tables(TABLES)
        create_search(data)
        yield data


def names(data: DataFile, kind: str) -> set[str]:
    rows = data.execute_sql("SELECT name FROM sqlite_master WHERE type = ?", (kind,)).fetchall()
    return {name for (name,) in rows} - {HISTORY, f"{HISTORY}_name"}


def pragma(data: DataFile, question: str, name: str) -> list[tuple[Any, ...]]:
    return sorted(data.execute_sql(f"PRAGMA {question}('{name}')").fetchall(), key=str)


def sql(data: DataFile) -> dict[str, str]:
    rows = data.execute_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {name: re.sub(r"\s+", " ", text.replace("( ", "(").replace(" )", ")")) for name, text in rows}


@pytest.mark.parametrize("kind", ["table", "index", "trigger", "view"])
def test_both_have_the_same_things(by_migrations: DataFile, by_models: DataFile, kind: str) -> None:
    assert names(by_migrations, kind) == names(by_models, kind)


def tables() -> list[str]:
    return [table._meta.table_name for table in TABLES]


@pytest.mark.parametrize("table", tables())
@pytest.mark.parametrize("question", ["table_xinfo", "foreign_key_list", "index_list"])
def test_each_table_is_the_same(
    by_migrations: DataFile, by_models: DataFile, question: str, table: str
) -> None:
    found = pragma(by_migrations, question, table)
    assert found == pragma(by_models, question, table)
    assert found or question != "table_xinfo"


def test_each_index_is_the_same(by_migrations: DataFile, by_models: DataFile) -> None:
    for index in names(by_models, "index"):
        assert pragma(by_migrations, "index_xinfo", index) == pragma(by_models, "index_xinfo", index), index


@pytest.mark.parametrize("table", tables())
def test_the_checks_and_defaults_of_each_table_are_the_same(
    by_migrations: DataFile, by_models: DataFile, table: str
) -> None:
    def clauses(data: DataFile) -> set[str]:
        body = " ".join(sql(data)[table].partition("(")[2].rpartition(")")[0].split())
        return {part.strip() for part in _parts(body)}

    assert clauses(by_migrations) == clauses(by_models)


def test_partial_indexes_have_the_same_conditions(by_migrations: DataFile, by_models: DataFile) -> None:
    def conditions(data: DataFile) -> dict[str, str]:
        return {name: text.partition(" WHERE ")[2] for name, text in sql(data).items() if " WHERE " in text}

    assert conditions(by_migrations) == conditions(by_models)
    assert "callback_open" in conditions(by_models)


def _parts(body: str) -> Iterator[str]:
    """The definitions of one table, split at the commas that are not inside brackets."""
    depth, part = 0, ""
    for letter in body:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and not depth:
            yield part
            part = ""
        else:
            part += letter
    yield part


def test_every_table_has_its_place_in_the_list_after_those_it_refers_to() -> None:
    seen = set[str]()
    for table in TABLES:
        for field in table._meta.refs:
            assert field.rel_model is table or field.rel_model._meta.table_name in seen, f"{table} {field}"
        seen.add(table._meta.table_name)
    assert len(seen) == len(TABLES)
