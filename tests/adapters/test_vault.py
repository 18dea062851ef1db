"""A sealed text opens in its place while both of its keys exist, and never again afterwards."""

import asyncio
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from backend.adapters import vault as vaults
from backend.adapters.database import Database
from backend.adapters.master_key import MasterKey, UnusableMasterKey, master_key
from backend.adapters.sealing import BUCKET, Tampered
from backend.adapters.vault import Erased, Erasure, OtherMasterKey, Subject, Vault
from events.base import Sealed

NAME, FIELD = "session.question_asked", "text"
TENANT, CASE, ASKER, OTHER = (UUID(int=n) for n in range(1, 5))
CANARY = "Wat hoorde je haar zeggen? 🌷"


def master(byte: int = 1) -> MasterKey:
    return master_key(bytes([byte]) * 32, Path("not-read"))


def beside(database: Database, key: MasterKey | None = None) -> Vault:
    """Return the vault of another process: it remembers nothing."""
    return Vault(database.writer, key or master())


@pytest.fixture
def vault(database: Database) -> Vault:
    return beside(database)


async def seal(
    vault: Vault, text: str = CANARY, *, case: UUID | None = CASE, person: UUID = ASKER, said: UUID = OTHER
) -> Sealed:
    return await vault.seal(TENANT, NAME, FIELD, said, case, person, text)


async def opened(vault: Vault, sealed: Sealed, tenant: UUID = TENANT) -> str | None:
    return (await vault.opener(tenant, [sealed])).open(NAME, FIELD, sealed)


@pytest.mark.parametrize("case", [CASE, None])
@pytest.mark.parametrize("text", ["", "a", CANARY, "x" * 4000, "ends in zeros\0\0", "€" * BUCKET])
async def test_what_was_sealed_opens_in_another_process(
    database: Database, vault: Vault, text: str, case: UUID | None
) -> None:
    sealed = await seal(vault, text, case=case)

    assert await opened(beside(database), sealed) == text
    assert len(text) < 10 or text.encode() not in sealed.ciphertext


async def test_a_repeat_gives_an_equal_seal_and_any_difference_another_nonce(
    database: Database, vault: Vault
) -> None:
    first = await seal(vault)
    others = [
        await seal(vault, CANARY + "!"),
        await seal(vault, said=uuid4()),
        await seal(vault, case=uuid4()),
        await seal(vault, case=None),
        await seal(vault, person=uuid4()),
        await vault.seal(TENANT, NAME, "title", OTHER, CASE, ASKER, CANARY),
        await vault.seal(uuid4(), NAME, FIELD, OTHER, CASE, ASKER, CANARY),
    ]

    assert await seal(beside(database)) == first
    assert len({sealed.nonce for sealed in (first, *others)}) == len(others) + 1


async def test_the_length_shows_only_in_steps(vault: Vault) -> None:
    lengths = {len((await seal(vault, "x" * size)).ciphertext) for size in range(3 * BUCKET)}

    assert len(lengths) == 4 - 1
    assert all((length - 16) % BUCKET == 0 for length in lengths)


async def test_a_seal_does_not_open_elsewhere_or_changed(vault: Vault) -> None:
    sealed = await seal(vault)
    opener = await vault.opener(TENANT, [sealed])
    changed = Sealed(sealed.case, sealed.person, sealed.nonce, b"\0" + sealed.ciphertext[1:])

    for name, field, what in [(NAME, "title", sealed), ("x", FIELD, sealed), (NAME, FIELD, changed)]:
        with pytest.raises(Tampered) as refusal:
            opener.open(name, field, what)

        assert CANARY not in str(refusal.value)


async def test_another_tenant_has_no_key_for_it(vault: Vault) -> None:
    assert await opened(vault, await seal(vault), tenant=uuid4()) is None


@pytest.mark.parametrize("kind", ["case", "person"])
async def test_either_key_takes_the_text_with_it_and_leaves_the_neighbours(vault: Vault, kind: str) -> None:
    gone = await seal(vault)
    neighbours = {
        "case": [await seal(vault, case=uuid4()), await seal(vault, case=None)],
        "person": [await seal(vault, person=uuid4()), await seal(vault, person=uuid4(), case=None)],
    }[kind]

    if kind == "case":
        await vault.destroy_case(TENANT, CASE)
    else:
        await vault.destroy_person(TENANT, ASKER)

    assert await opened(vault, gone) is None
    assert [await opened(vault, near) for near in neighbours] == [CANARY, CANARY]


async def test_a_case_that_borrows_a_persons_id_does_not_take_that_persons_texts_along(vault: Vault) -> None:
    borrowed, personal = await seal(vault, case=OTHER), await seal(vault, person=OTHER, case=None)

    await vault.destroy_case(TENANT, OTHER)

    assert await opened(vault, borrowed) is None
    assert await opened(vault, personal) == CANARY


async def test_a_restored_database_destroys_again_what_its_erasure_list_names(
    database: Database, database_url: str, vault: Vault
) -> None:
    sealed = await seal(vault)
    with psycopg.connect(database_url) as connection:
        backup = connection.execute("SELECT wrapped, master, kind FROM vault.keys").fetchall()
    await vault.destroy_case(TENANT, CASE)
    erasures = await vault.destroyed()
    with psycopg.connect(database_url) as connection:
        restoring = "UPDATE vault.keys SET wrapped = %s, master = %s WHERE kind = %s"
        connection.cursor().executemany(restoring, backup)
    restored = beside(database)
    for erasure in erasures:
        await restored.destroy(erasure)

    assert len(erasures) == 1
    assert await opened(beside(database), sealed) is None


async def test_a_destroyed_key_is_never_made_again(database: Database, vault: Vault) -> None:
    sealed = await seal(vault)
    await vault.destroy_case(TENANT, CASE)

    for process in (vault, beside(database)):
        with pytest.raises(Erased):
            await seal(process)

        assert await opened(process, sealed) is None


async def test_what_never_had_a_key_can_be_erased_beforehand(database: Database, vault: Vault) -> None:
    await vault.destroy_case(TENANT, CASE)
    await vault.destroy_case(TENANT, CASE)

    with pytest.raises(Erased):
        await seal(beside(database))

    assert await vault.destroyed() == [Erasure(TENANT, Subject("case", CASE))]


async def test_other_processes_forget_a_destroyed_key_soon(
    database: Database, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(vaults, "monotonic", lambda: now)
    elsewhere = beside(database)
    sealed = await seal(elsewhere)
    await vault.destroy_case(TENANT, CASE)

    assert await opened(elsewhere, sealed) == CANARY

    now += 5.1

    assert await opened(elsewhere, sealed) is None


async def test_keys_that_nobody_asks_for_leave_the_memory(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(vaults, "monotonic", lambda: now)
    await seal(vault)
    now += 5.1
    await seal(vault, case=None, person=OTHER)

    assert set(vault._known) == {(TENANT, Subject("person", OTHER))}


async def test_processes_that_meet_a_case_together_use_one_key(database: Database) -> None:
    sealed = await asyncio.gather(*(seal(beside(database)) for _ in range(20)))

    assert len({each.nonce for each in sealed}) == 1
    assert await opened(beside(database), sealed[0]) == CANARY


async def test_known_keys_cost_no_round_trip(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = await seal(vault)
    monkeypatch.setattr(vault, "_pool", None)

    assert await seal(vault) == sealed
    assert await opened(vault, sealed) == CANARY
    with pytest.raises(AttributeError):
        await seal(vault, case=uuid4())


async def test_a_new_master_key_takes_over_what_the_old_one_wrapped(database: Database, vault: Vault) -> None:
    sealed, erased = await seal(vault), await seal(vault, case=OTHER)
    await vault.destroy_case(TENANT, OTHER)
    turned = beside(database, master(2))
    await vault.check()
    with pytest.raises(OtherMasterKey, match=master().id):
        await turned.check()
    with pytest.raises(OtherMasterKey, match=master().id):
        await opened(turned, sealed)

    assert await turned.rewrap(master()) == 2
    await turned.check()
    assert await opened(turned, sealed) == CANARY
    assert await opened(turned, erased) is None
    assert await turned.rewrap(master()) == 0


async def test_neither_keys_nor_texts_lie_open_in_the_database(database_url: str, vault: Vault) -> None:
    await seal(vault)
    key = next(known for known, _ in vault._known.values() if known)
    with psycopg.connect(database_url) as connection:
        rows = connection.execute("SELECT wrapped FROM vault.keys").fetchall()

    assert len(rows) == 2
    assert all(key not in wrapped for (wrapped,) in rows)


async def test_a_wrapped_key_works_for_nobody_else(
    database: Database, database_url: str, vault: Vault
) -> None:
    sealed = await seal(vault)
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE vault.keys SET wrapped = (SELECT min(wrapped) FROM vault.keys)")

    with pytest.raises(Tampered):
        await opened(beside(database), sealed)


@pytest.mark.parametrize("role", ["reader", "projector"])
async def test_only_the_writer_comes_near_the_keys(database: Database, role: str) -> None:
    async with getattr(database, role).connection() as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await connection.execute("SELECT * FROM vault.keys")
    async with database.writer.connection() as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await connection.execute("DELETE FROM vault.keys")


def test_the_master_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "var" / "master.key"
    made = master_key(None, file)

    assert master_key(None, file) == made
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]
    assert repr(made.key) not in repr(made)


@pytest.mark.parametrize(("mode", "size"), [(0o640, 32), (0o600, 31), (0o600, 0)])
def test_a_master_key_that_is_open_or_damaged_is_refused_and_kept(
    tmp_path: Path, mode: int, size: int
) -> None:
    file = tmp_path / "master.key"
    file.write_bytes(b"k" * size)
    file.chmod(mode)

    with pytest.raises(UnusableMasterKey, match=r"master\.key"):
        master_key(None, file)

    assert file.read_bytes() == b"k" * size


async def test_nobody_seals_in_the_name_of_a_person_whose_own_key_is_gone(
    database: Database, vault: Vault
) -> None:
    await vault.destroy_person(ASKER, ASKER)

    for one in (vault, beside(database)):
        with pytest.raises(Erased):
            await seal(one, case=None)
        with pytest.raises(Erased):
            await one.own_slot(TENANT, ASKER, CASE)
    assert await vault.living([], [ASKER]) == []
    assert await opened(vault, await seal(vault, person=OTHER)) == CANARY


async def test_a_key_that_is_made_while_a_person_is_forgotten_is_found_afterwards(
    database: Database, vault: Vault
) -> None:
    """Whatever the order: once the own key is gone, the list of the others is complete."""

    async def say(tenant: UUID) -> bool:
        try:
            await beside(database).seal(tenant, NAME, FIELD, OTHER, None, ASKER, CANARY)
        except Erased:
            return False
        return True

    async def forget() -> set[UUID]:
        await vault.destroy_person(ASKER, ASKER)
        return {one.tenant for one in await vault.living([], [ASKER])}

    tenants = [uuid4() for _ in range(16)]
    first = asyncio.gather(*(say(one) for one in tenants[:8]))
    found = await forget()
    said = [*await first, *await asyncio.gather(*(say(one) for one in tenants[8:]))]

    assert found == {tenant for tenant, did in zip(tenants, said, strict=True) if did}
    assert not any(said[8:])
