"""A list of staff is tried first, with every row's problem; then exactly that is done."""

import base64
import tracemalloc
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from tests.api.house import House
from tests.api.offices import Office, register, with_account
from tests.api.people import Json, Person, refused
from tests.security.test_what_is_kept import found_in

HEAD = "naam;e-mail;eenheid;functiegroep;niveau;leidinggevende;vertrokken\n"
COLUMNS = ("new", "changed", "unchanged", "left")


@pytest.fixture
async def office(house: House) -> AsyncIterator[Office]:
    """An organisation with two units and a role family."""
    made = await register(house)
    await made.unit("Noord", await made.unit("Zorg"))
    await made.family("Verpleging")
    yield made
    await made.admin.http.aclose()


async def send(office: Office, csv: str | bytes, *, dry_run: bool = True, complete: bool = False) -> Json:
    """Send a list that is answered."""
    answer = await office.admin.post(
        f"{office.path}/people/import?dry_run={dry_run}".lower(), body(csv, complete=complete)
    )
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


def body(csv: str | bytes, *, complete: bool = False) -> Json:
    if isinstance(csv, str):
        return {"csv": csv, "complete": complete}
    return {"file": base64.b64encode(csv).decode(), "complete": complete}


def figures(told: Json) -> tuple[int, ...]:
    return tuple(told[column] for column in COLUMNS)


def reasons(told: Json) -> list[tuple[int, str, str]]:
    return [(p["row"], p["column"], p["reason"]) for p in told["problems"]]


def staff(*rows: str) -> str:
    return HEAD + "".join(f"{row}\n" for row in rows)


def addresses() -> tuple[str, str, str]:
    mark = uuid4().hex[:8]
    return f"anna.{mark}@voorbeeld.nl", f"bo.{mark}@voorbeeld.nl", f"cas.{mark}@voorbeeld.nl"


async def test_a_trial_tells_what_would_change_and_changes_nothing(office: Office) -> None:
    anna, bo, _ = addresses()
    csv = staff(f"Anna;{anna};Zorg/Noord;verpleging;2;;", f"Bo;{bo.upper()};Zorg;;;{anna};")
    told = await send(office, csv)

    assert told | {"problems": []} == {
        "dry_run": True,
        "encoding": "utf-8",
        "delimiter": ";",
        "ignored_columns": [],
        "rows": 2,
        "new": 2,
        "changed": 0,
        "unchanged": 0,
        "left": 0,
        "problems": [],
        "problem_count": 0,
        "position": None,
    }
    assert await office.people() == {}


async def test_what_was_tried_is_done_exactly_and_once(office: Office) -> None:
    anna, bo, cas = addresses()
    csv = staff(f"Bo;{bo};Zorg;;;{anna};", f"Anna;{anna};Zorg/Noord;verpleging;2;;", f"Cas;{cas};;;;;")
    tried, done, again = (
        await send(office, csv),
        await send(office, csv, dry_run=False),
        await send(office, csv, dry_run=False),
    )
    people = await office.people()

    assert figures(tried) == figures(done) == (3, 0, 0, 0)
    assert figures(again) == (0, 0, 3, 0)
    assert done["position"] > 0
    assert again["position"] is None
    assert people.keys() == {anna, bo, cas}
    assert people[bo]["manager"] == people[anna]["person"]
    assert people[anna]["level"] == 2
    assert people[cas]["unit"] is None
    entries = await office.audit()
    assert [e["what"] for e in entries].count("person_enrolled") == 3
    moved = staff(f"Anna;{anna};Zorg;verpleging;2;;", f"Bo Bos;{bo};Zorg;;;{anna};", f"Cas;{cas};;;;;ja")
    assert figures(await send(office, moved, dry_run=False)) == (0, 2, 0, 1)
    assert {a: p["name"] for a, p in (await office.people()).items()} == {anna: "Anna", bo: "Bo Bos"}


async def test_who_is_missing_leaves_only_when_the_list_is_complete(office: Office) -> None:
    anna, bo, _ = addresses()
    await send(office, staff(f"Anna;{anna};;;;;", f"Bo;{bo};;;;;"), dry_run=False)
    only = staff(f"Anna;{anna};;;;;")

    assert figures(await send(office, only, dry_run=False)) == (0, 0, 1, 0)
    assert figures(await send(office, only, complete=True)) == (0, 0, 1, 1)
    broken = staff(f"Anna;{anna};;;;;", "Bo;geen adres;;;;;")
    assert figures(await send(office, broken, complete=True)) == (0, 0, 1, 0)
    assert figures(await send(office, only, complete=True, dry_run=False)) == (0, 0, 1, 1)
    assert (await office.people()).keys() == {anna}


@pytest.mark.parametrize(
    "heading",
    [
        "naam;e-mail",
        "Name;E-Mail-Adresse",
        "\ufeffNAAM ; E-mailadres",
        '"name","e-mail"',
        "Full name,Email address",
        "name\temail",
    ],
)
async def test_headings_are_known_in_three_languages(office: Office, heading: str) -> None:
    anna, _, _ = addresses()
    delimiter = max(";,\t", key=heading.count)
    told = await send(office, f"{heading}\r\nAnna{delimiter}{anna}\r\n\r\n")

    assert (figures(told), told["delimiter"], told["rows"]) == ((1, 0, 0, 0), delimiter, 1)


async def test_a_column_that_nobody_knows_is_told(office: Office) -> None:
    anna, _, _ = addresses()
    told = await send(office, f"naam;e-mail;geboortedatum\nAnna;{anna};1980-01-01\n")

    assert told["ignored_columns"] == ["geboortedatum"]


@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp1252", "windows-1252")]
)
async def test_a_files_encoding_is_recognised_and_said(office: Office, encoding: str, said: str) -> None:
    zoe, _, _ = addresses()
    told = await send(office, f"naam;e-mail\nZoë ’t Hoën;{zoe}\n".encode(encoding), dry_run=False)  # noqa: RUF001 - as people write it

    assert (told["encoding"], figures(told)) == (said, (1, 0, 0, 0))
    assert (await office.people())[zoe]["name"] == "Zoë ’t Hoën"  # noqa: RUF001 - as people write it


async def test_each_doubtful_cell_is_named_and_nothing_is_taken_in(office: Office) -> None:
    anna, bo, _ = addresses()
    csv = staff(
        f"ZoÃ«;{anna};;;;;",
        f"=HYPERLINK(0);{bo};;;;;",
        f"@SUM;{bo};;;;;",
        "Dee;+31612345678;;;;;",
        f";{bo};;;;;",
        f"Bo;{bo};Zorg/Oost;;;;",
        f"Bo;{bo};;;4;;",
        "Eva;eva@;;;;;",
        f"Bo;{bo};;;;;misschien",
        f"Bo;{bo};;;;;;teveel",
        f"Bo\x07;{bo};;;;;",
        f"{'B' * 81};{bo};;;;;",
        "Ideeƫn;x@voorbeeld.nl;;;;;",
        f"Cas;cas@voorbeeld.nl;;;;{anna};",
        "\u2800;dee@voorbeeld.nl;;;;;",
    )
    told = await send(office, csv)

    assert reasons(told) == [
        (2, "name", "mojibake"),
        (3, "name", "formula"),
        (4, "name", "formula"),
        (5, "address", "formula"),
        (6, "name", "name-needed"),
        (7, "unit", "unknown-unit"),
        (8, "level", "level-unknown"),
        (9, "address", "address-malformed"),
        (10, "left", "neither-yes-nor-no"),
        (11, None, "too-many-cells"),
        (12, "name", "control-character"),
        (13, "name", "too-long"),
        (14, "name", "mojibake"),
        (15, "manager", "unknown-manager"),
        (16, "name", "name-needed"),
    ]
    assert told["problems"][0] | {} == {
        "row": 2,
        "column": "name",
        "reason": "mojibake",
        "value": "ZoÃ«",
        "suggestion": "Zoë",
    }
    assert told["problems"][12]["suggestion"] == "Ideeën"
    answer = await office.admin.post(f"{office.path}/people/import?dry_run=false", body(csv))
    refused(answer, 409, "rows-have-problems")
    assert await office.people() == {}


async def test_rows_are_numbered_as_a_spreadsheet_numbers_them(office: Office) -> None:
    anna, _, _ = addresses()
    told = await send(office, f'naam;e-mail\n\n"Anna\nvan Dam";{anna}\n\nEva;eva@\n')

    assert reasons(told) == [(3, "name", "control-character"), (5, "address", "address-malformed")]


async def test_an_address_twice_and_a_loop_of_managers_are_named(office: Office) -> None:
    anna, bo, cas = addresses()
    twice = staff(f"Anna;{anna};;;;;", f"Anna;{anna.upper()};;;;;")
    loop = staff(f"Anna;{anna};;;;{bo};", f"Bo;{bo};;;;{cas};", f"Cas;{cas};;;;{anna};")

    assert reasons(await send(office, twice)) == [(3, "address", "duplicate-address")]
    assert reasons(await send(office, loop)) == [(n, "manager", "manager-loop") for n in (2, 3, 4)]


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"", "columns-missing"),
        (b"naam;e-mail\n", "no-rows"),
        (b"naam;e-mail\n ; \n", "no-rows"),
        (b"Anna;anna@voorbeeld.nl\n", "columns-missing"),
        (b"naam;naam;e-mail\nA;A;a@voorbeeld.nl\n", "columns-missing"),
        (b"PK\x03\x04 a workbook", "file-unreadable"),
        ("naam;e-mail\nA;a@voorbeeld.nl\n".encode("utf-16"), "file-unreadable"),
        (b'naam;e-mail\n"Anna;anna@voorbeeld.nl\n', "file-unreadable"),
        (b"naam;e-mail\nA\x81;a@voorbeeld.nl\n", "file-unreadable"),
    ],
)
async def test_what_is_no_list_of_people_is_refused(office: Office, file: bytes, reason: str) -> None:
    answer = await office.admin.post(f"{office.path}/people/import", body(file))

    refused(answer, 422, reason)


async def test_a_list_comes_as_text_or_as_a_file(office: Office) -> None:
    path = f"{office.path}/people/import"
    for wrong in ({}, {"csv": "a", "file": "YQ=="}, {"file": "geen base64"}, {"file": "é"}, {"csv": 1}):
        refused(await office.admin.post(path, wrong), 422, "invalid")


async def test_a_list_has_a_limit_and_the_rest_of_the_api_a_smaller_one(office: Office) -> None:
    rows = "".join(f"P{n};p{n}@voorbeeld.nl\n" for n in range(10_001))
    path = f"{office.path}/people/import"

    refused(await office.admin.post(path, body(f"naam;e-mail\n{rows}")), 422, "too-many-rows")
    refused(await office.admin.post(path, {"csv": "x" * 4_300_000}), 413, "too-large")
    refused(await office.admin.put(office.path, {"name": "x" * 70_000}), 413, "too-large")


async def test_ten_thousand_people_are_taken_in_and_memory_stays_flat(office: Office) -> None:
    mark = uuid4().hex[:8]
    rows = "".join(
        f"Persoon {n};p{n}.{mark}@voorbeeld.nl;Zorg/Noord;Verpleging;{n % 3 + 1};"
        f"{f'p{(n - 1) // 8}.{mark}@voorbeeld.nl' if n else ''};\n"
        for n in range(10_000)
    )
    csv = (HEAD + rows).encode()
    tried = await send(office, csv)
    tracemalloc.start()
    for _ in range(2):
        await send(office, csv)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    done = await send(office, csv, dry_run=False)
    again = await send(office, csv, dry_run=False)

    assert figures(tried) == figures(done) == (10_000, 0, 0, 0)
    assert figures(again) == (0, 0, 10_000, 0)
    assert peak < 80_000_000
    assert (await office.admin.seen(office.path))["counts"]["people"] == 10_000


async def test_somebody_who_signs_in_with_an_imported_address_is_that_person(office: Office) -> None:
    anna, _, _ = addresses()
    await send(office, f"naam;e-mail\nAnna;{anna}\n", dry_run=False)
    other = await register(office.admin.house)
    told = await send(other, f"naam;e-mail\nA. de Vries;{anna}\n", dry_run=False)

    known = (await office.people())[anna]
    async with Person(other.admin.house, "Anna zelf") as herself:
        await with_account(herself, anna)
        await herself.house.known()
        mine = await herself.seen("/me/organisations")

    assert figures(told) == (1, 0, 0, 0)
    assert len({(await other.people())[anna]["person"], known["person"], str(herself.id)}) == 3
    assert known["name"] == "Anna"
    assert {one["organisation"] for one in mine["organisations"]} == {str(office.id), str(other.id)}
    await other.admin.http.aclose()


async def test_whom_an_organisation_lets_go_it_forgets_and_an_account_is_the_persons_own(
    office: Office,
) -> None:
    anna, bo, _ = addresses()
    other, house = await register(office.admin.house), office.admin.house
    list_of_both = f"naam;e-mail\nAnna;{anna}\nBo;{bo}\n"
    for each in (office, other):
        await send(each, list_of_both, dry_run=False)
    async with Person(house, "Bo") as came:
        await with_account(came, bo)
    gone = f"naam;e-mail;vertrokken\nAnna;{anna};ja\nBo;{bo};ja\n"
    await send(office, gone, dry_run=False)
    still = found_in(house.database_url, anna), found_in(house.database_url, bo) - {"identity.mailed_codes"}
    await send(other, gone, dry_run=False)
    left = found_in(house.database_url, anna), found_in(house.database_url, bo) - {"identity.mailed_codes"}

    assert still == ({"identity.organisation_people"}, {"identity.persons", "identity.organisation_people"})
    assert left == (set(), {"identity.persons"})
    await other.admin.http.aclose()
