"""The tables: migrations make what the models say, go up and down with data in them, on every database."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, func, inspect, select

from tests.voting.house import build_house
from voting.database import make_engine
from voting.models import Base
from voting.pause import Pause
from voting.roster import Listed
from voting.schema import MIGRATIONS, downgrade, upgrade

TABLES = set(Base.metadata.tables)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, Base.metadata)


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in Base.metadata.tables.items()
        }


def test_migrations_make_the_tables_of_the_models(engine: Engine) -> None:
    upgrade(engine)
    assert tables(engine) == TABLES
    assert differences(engine) == []


def test_every_step_can_be_taken_back(engine: Engine) -> None:
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    steps = list(ScriptDirectory.from_config(config).walk_revisions())[::-1]
    assert steps
    before = "base"
    for step in steps:
        upgrade(engine, step.revision)
        downgrade(engine, before)
        upgrade(engine, step.revision)
        before = step.revision
    assert differences(engine) == []


def test_up_and_down_with_data(tmp_path: Path, database_url: str, engine: Engine) -> None:
    house = build_house(tmp_path, database_url, delegates=1)
    house.parts.blobs.put(b"A text.")
    people = house.parts.roster.add([Listed("key", "Ana", "delegate", "north")])
    house.parts.roster.prepare(house.parts.log.convention, [people[0].person])
    assert house.parts.challenges.take(house.parts.challenges.new())
    house.parts.floor.change(lambda floor: replace(floor, pause=Pause(100, 200, 0)))
    house.parts.loans.lend("7", house.numbers[0], 100)
    house.parts.engine.dispose()
    full = counts(engine)
    assert set(full) == TABLES
    assert all(full.values())

    upgrade(engine)
    assert counts(engine) == full
    house.reopen().engine.dispose()

    downgrade(engine, "base")
    assert tables(engine) == set()
    upgrade(engine)
    assert counts(engine) == dict.fromkeys(TABLES, 0)
    assert differences(engine) == []
