"""A group does not start from nothing: a list of people is tried first, then each is mailed a link."""

import asyncio
import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.api.circle import Circle, form
from tests.api.house import House, open_house
from tests.api.mailbox import letter_to, letters_to, no_mail_taken, text_of
from tests.api.offices import prove
from tests.api.people import Json, Person, refused
from tests.api.test_inviting import token_in

New = Callable[[str], Person]
HEAD = "naam;e-mail;rol\n"


@pytest.fixture
async def kept(circle: Circle) -> Circle:
    """A group whose maker has an account, because the house mails for nobody else."""
    await prove(circle.facilitator, f"{uuid4().hex}@example.org")
    return circle


def addresses(count: int) -> list[str]:
    mark = uuid4().hex[:8]
    return [f"gast{number}.{mark}@voorbeeld.nl" for number in range(count)]


async def send(
    circle: Circle, text: str | bytes, *, dry_run: bool = True, by: Person | None = None, **how: str
) -> Json:
    path = f"{circle.path}/invitations/import?dry_run={dry_run}".lower()
    listed = {"text": text} if isinstance(text, str) else {"file": base64.b64encode(text).decode()}
    answer = await (by or circle.facilitator).post(path, listed | how)
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


def reasons(told: Json, what: str = "problems") -> list[tuple[Any, ...]]:
    return [(one["row"], one["column"], one["reason"]) for one in told[what]]


async def standing(circle: Circle) -> list[tuple[str, str]]:
    found = (await circle.facilitator.seen(f"{circle.path}/invitations"))["invitations"]
    return [(one["address"], one["role"]) for one in found if one["by_mail"] and not one["revoked"]]


async def test_a_trial_tells_whom_it_would_invite_and_invites_nobody(house: House, kept: Circle) -> None:
    noor, bas = addresses(2)

    tried = await send(kept, f"{HEAD}Noor;{noor};\nBas;{bas.upper()};begeleider\n")

    assert (tried["rows"], tried["new"], tried["skipped"], tried["problems"]) == (2, 2, [], [])
    assert await standing(kept) == []
    assert letters_to(house, noor) == []


async def test_everybody_is_mailed_a_link_of_their_own_and_joins_by_themselves(
    house: House, kept: Circle, person: New
) -> None:
    noor, bas = addresses(2)
    members = (await kept.facilitator.seen(kept.path))["members"]

    done = await send(kept, f"{HEAD}Noor;{noor};\nBas;{bas};begeleider\n", dry_run=False, language="de")
    first, second = await letter_to(house, noor), await letter_to(house, bas)

    assert done["new"] == 2
    assert sorted(await standing(kept)) == sorted([(noor, "member"), (bas, "facilitator")])
    assert (await kept.facilitator.seen(kept.path))["members"] == members
    assert "Einladung" in first["Subject"]
    assert not [word for word in ("Kring Oost", "Noor", "Fieke") if word in first.as_string()]
    assert token_in(text_of(first)) != token_in(text_of(second))
    assert (await person("Noor").join(token_in(text_of(first)))).status_code == 200
    assert "Noor" in [one["name"] for one in (await kept.facilitator.seen(kept.path))["members"]]


async def test_the_same_list_twice_and_at_once_invites_everybody_once(house: House, kept: Circle) -> None:
    people = addresses(3)
    text = HEAD + "".join(f"Gast {n};{address};\n" for n, address in enumerate(people))

    await asyncio.gather(*(send(kept, text, dry_run=False) for _ in range(2)))
    again = await send(kept, text, dry_run=False)

    assert (again["new"], len(again["skipped"])) == (0, 3)
    assert len(await standing(kept)) == 3
    for address in people:
        await letter_to(house, address)
        assert len(letters_to(house, address)) == 1


async def test_who_is_there_already_is_told_by_row_and_not_invited_again(kept: Circle) -> None:
    noor, other, mine = *addresses(2), (await kept.facilitator.seen("/me"))["address"]
    await send(kept, f"{HEAD}Noor;{noor};\n", dry_run=False)

    told = await send(
        kept, f"{HEAD}ANNA;{other};\nNoor;{noor};\nFieke;{mine};\nZoë;x.{other};\nZoë;X.{other};\n"
    )

    assert told["new"] == 1
    assert reasons(told, "skipped") == [
        (2, "name", "name-in-the-group"),
        (3, "address", "invited-already"),
        (4, "address", "invites-oneself"),
        (6, "address", "twice-in-the-list"),
    ]


async def test_the_address_of_a_member_is_told_to_nobody(kept: Circle) -> None:
    address = f"{uuid4().hex}@example.org"
    await prove(kept.members[0], address)

    told = await send(kept, f"{HEAD}Iemand;{address};\n")

    assert (told["new"], told["skipped"], told["problems"]) == (1, [], [])


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Noor;geen adres;", ("address", "address-malformed")),
        ("Noor;;", ("address", "address-malformed")),
        ("=HYPERLINK(1);noor@voorbeeld.nl;", ("name", "formula")),
        ("Noor;@SUM(A1);", ("address", "formula")),
        ('Noor;"noor@voorbeeld.nl\nBcc: iedereen@voorbeeld.nl";', ("address", "control-character")),
        ('Noor;"noor@voorbeeld.nl\r\nBcc: x@voorbeeld.nl";', ("address", "control-character")),
        ("Noor;noor@voorbeeld.nl, bas@voorbeeld.nl;", ("address", "address-malformed")),
        ("Noor;Noor <noor@voorbeeld.nl>;", ("address", "address-malformed")),
        ("No\u202eor;noor@voorbeeld.nl;", ("name", "control-character")),
        ("RenÃ©;noor@voorbeeld.nl;", ("name", "mojibake")),
        ("N" * 81 + ";noor@voorbeeld.nl;", ("name", "too-long")),
        ("Noor;noor@voorbeeld.nl;baas", ("role", "role-unknown")),
        ("Noor;noor@voorbeeld.nl;lid;meer", (None, "too-many-cells")),
    ],
)
async def test_every_doubtful_row_is_named_and_nobody_is_invited(
    kept: Circle, row: str, told: tuple[str | None, str]
) -> None:
    text = f"{HEAD}Bas;{addresses(1)[0]};\n{row}\n"
    tried = await send(kept, text)
    path = f"{kept.path}/invitations/import?dry_run=false"

    assert reasons(tried) == [(3, *told)]
    refused(await kept.facilitator.post(path, {"text": text}), 409, "rows-have-problems")
    assert await standing(kept) == []


async def test_a_dutch_spreadsheet_is_read_however_it_was_saved(kept: Circle) -> None:
    rows = f"Naam;E-mailadres;Rol;Telefoon\r\nZoë;{addresses(1)[0]};Deelnemer;0612\r\n"

    western = await send(kept, rows.encode("cp1252"))
    marked = await send(kept, b"\xef\xbb\xbf" + rows.encode())
    pasted = await send(kept, rows.replace(";", "\t"))

    assert [one["new"] for one in (western, marked, pasted)] == [1, 1, 1]
    assert [one["encoding"] for one in (western, marked)] == ["windows-1252", "utf-8"]
    assert western["ignored_columns"] == ["Telefoon"]


async def test_what_is_no_list_of_a_group_is_refused(kept: Circle) -> None:
    path = f"{kept.path}/invitations/import"
    long = HEAD + "".join(f"G;g{n}@a.nl;\n" for n in range(10_000))

    async def answered(body: Json) -> tuple[int, str]:
        answer = await kept.facilitator.post(path, body)
        return answer.status_code, answer.json()["type"].rpartition("/")[2]

    fifty_one = await send(kept, HEAD + "".join(f"G;g{n}@a.nl;\n" for n in range(51)))
    assert reasons(fifty_one) == [(None, None, "more-than-a-group")]
    assert await answered({"text": long}) == (413, "too-large")
    assert await answered({"text": HEAD + "x" * 10_000_000}) == (413, "too-large")
    assert await answered({"file": base64.b64encode(b"PK\x03\x04 a workbook").decode()}) == (
        422,
        "file-unreadable",
    )
    assert await answered({"text": "naam;telefoon\nNoor;06"}) == (422, "columns-missing")
    assert await answered({"text": HEAD}) == (422, "no-rows")
    assert await answered({}) == (422, "invalid")


async def test_a_member_invites_members_and_a_guest_nobody(kept: Circle) -> None:
    anna, (noor, bas, cas) = kept.members[0], addresses(3)
    text = f"{HEAD}Noor;{noor};\nBas;{bas};begeleider\nKas;{cas};toeschouwer\n"
    refused(await anna.post(f"{kept.path}/invitations/import", {"text": text}), 403, "account-to-mail")
    await prove(anna, f"{uuid4().hex}@example.org")

    told = await send(kept, text, by=anna)

    assert told["new"] == 1
    assert reasons(told) == [(3, "role", "only-the-maker"), (4, "role", "only-the-facilitator")]


async def test_a_full_letterbox_is_a_row_with_a_problem(kept: Circle) -> None:
    (noor,) = addresses(1)
    for _ in range(2):
        answer = await kept.facilitator.post(f"{kept.path}/invitations", {"address": noor})
        await kept.facilitator.delete(f"{kept.path}/invitations/{answer.json()['invitation']}")

    told = await send(kept, f"{HEAD}Noor;{noor};\n")

    assert reasons(told) == [(2, "address", "too-many-letters")]


async def test_an_invitation_that_no_mail_carries_is_revoked_and_can_be_made_anew(
    database_url: str, tmp_path: Path, built: Path
) -> None:
    (noor,) = addresses(1)
    async with open_house(database_url, tmp_path, built) as house:
        circle = await form(house, members=0)
        await prove(circle.facilitator, f"{uuid4().hex}@example.org")
        with no_mail_taken(tmp_path / "mail"):
            assert (await send(circle, f"{HEAD}Noor;{noor};\n", dry_run=False))["new"] == 1
            async with asyncio.timeout(10):
                while await standing(circle):  # noqa: ASYNC110 - another program would poll as well
                    await asyncio.sleep(0.02)
        again = await send(circle, f"{HEAD}Noor;{noor};\n", dry_run=False)
        mail = await letter_to(house, noor)
        left = await standing(circle)
        await circle.close()

    assert (again["new"], left) == (1, [(noor, "member")])
    assert token_in(text_of(mail))
