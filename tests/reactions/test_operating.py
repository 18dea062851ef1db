"""An operator forgets by hand and verifies, and verifying finds what is not gone."""

import asyncio
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from click.testing import CliRunner, Result

from backend.cli import kring
from tests.api.circle import Meeting, form
from tests.api.house import MASTER_KEY, House, open_house
from tests.reactions.later import has_key

KEY_OF = "SELECT wrapped, master FROM vault.keys WHERE subject = %s AND tenant_id = %s"
BRING_KEY_BACK = "UPDATE vault.keys SET wrapped = %s, master = %s WHERE subject = %s AND tenant_id = %s"
URL = "postgresql://{user}:{password}@127.0.0.1:{port}/{dbname}"


@pytest.fixture
async def told(database_url: str, tmp_path: Path, built: Path) -> Meeting:
    """A meeting with a question and an answer, in a house of which nothing runs any more."""
    async with open_house(database_url, tmp_path, built) as house:
        circle = await form(house)
        meeting = await circle.meeting()
        await meeting.reach("ask")
        question = await meeting.said(meeting.asker, "questions", text="Wat wil je?")
        await meeting.said(meeting.owner, "answers", question=str(question), text="Rust")
        await circle.close()
    return meeting


async def run(house: House, *arguments: str) -> Result:
    """Run a command on the database of a house."""
    known = psycopg.conninfo.conninfo_to_dict(house.database_url)
    environment = {
        "DATABASE_URL": URL.format(**known),
        "KRING_FOLDER": str(house.folder),
        "KRING_MASTER_KEY": MASTER_KEY,
    }
    return await asyncio.to_thread(CliRunner().invoke, kring, arguments, env=environment)


async def test_a_case_is_erased_by_hand_and_verified(told: Meeting) -> None:
    house = told.owner.house
    assert has_key(house, told.case)
    erased = await run(house, "forget", "case", str(told.case))
    verified = await run(house, "verify")

    assert erased.exit_code == 0, erased.output
    assert not has_key(house, told.case)
    assert verified.exit_code == 0, verified.output
    assert "of 1 erased cases and people 0 keys are left and 0 texts open" in verified.output
    assert "texts             0 open, 4 are gone" in verified.output


async def test_a_person_is_forgotten_by_hand_and_verified(told: Meeting) -> None:
    house = told.owner.house
    forgotten = await run(house, "forget", "person", str(told.asker.id))
    verified = await run(house, "verify")

    assert forgotten.exit_code == 0, forgotten.output
    assert not has_key(house, told.asker.id)
    assert has_key(house, told.owner.id)
    assert verified.exit_code == 0, verified.output
    assert "texts             3 open, 1 are gone" in verified.output


async def test_who_and_what_is_unknown_is_said_to_be(told: Meeting) -> None:
    for what in ("person", "case"):
        answer = await run(told.owner.house, "forget", what, str(uuid4()))

        assert answer.exit_code == 1
        assert "has this id" in answer.output


async def test_verifying_finds_a_key_that_came_back(told: Meeting) -> None:
    house, which = told.owner.house, (told.case, told.circle.id)
    with psycopg.connect(house.database_url) as connection:
        kept = connection.execute(KEY_OF, which).fetchone()
    assert kept
    assert (await run(house, "forget", "case", str(told.case))).exit_code == 0
    erasures = house.folder / "erasures.log"
    listed = erasures.read_bytes()
    erasures.unlink()
    with psycopg.connect(house.database_url) as connection:
        connection.execute(BRING_KEY_BACK, (*kept, *which))

    found = await run(house, "verify")
    assert found.exit_code == 1
    assert "1 keys are left and 4 texts open" in found.output
    moved = house.folder / "from the backup.log"
    moved.write_bytes(listed)
    replayed = await run(house, "forget", "--replay", str(moved))
    assert "1 keys had come back" in replayed.output, replayed.output
    assert (await run(house, "verify")).exit_code == 0
    assert str(UUID(int=told.case.int)) in erasures.read_text()
