"""A group's year is proven by a signed list, which a stranger checks and which names leave in time."""

import io
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pypdf import PdfReader

from tests.api.circle import Circle
from tests.api.people import Json, Person, done, refused
from tests.api.test_certificates import proven
from tests.api.test_group_years import listed

New = Callable[[str], Person]
NOW = datetime.now(UTC)


async def taken(circle: Circle, year: int = NOW.year) -> tuple[str, Json]:
    """Let who guards the group take proof of a year; return where it is, and what is told of it."""
    path = f"{circle.path}/certificates/{uuid4()}"
    position = done(await circle.facilitator.put(path, {"year": year}))["position"]
    lists = (await circle.facilitator.seen(f"{circle.path}/certificates?after={position}"))["lists"]
    view: Json = next(one for one in lists if one["certificate"] == path.rpartition("/")[2])
    return path, view


async def read(circle: Circle, path: str, language: str = "nl") -> str:
    answer = await circle.facilitator.get(f"{path}?format=pdf&language={language}")
    assert answer.status_code == 200, answer.text
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)


async def test_a_year_is_one_list_of_what_was_confirmed_and_what_was_entered(circle: Circle) -> None:
    await proven(circle)
    unconfirmed = await circle.meeting()
    await unconfirmed.end()

    path, view = await taken(circle)
    text = await read(circle, path)
    signed = (await circle.facilitator.get(f"{path}?format=json")).json()

    (met,) = signed["content"]["meetings"]
    people = {one["name"] for one in met["people"]}
    assert (view["meetings"], view["year"]) == (1, NOW.year)
    assert people == {one.name for one in (circle.facilitator, *circle.members)}
    assert all(part in text for part in ("Kring Oost", str(NOW.year), "Anna (0 min)", view["code"][:4]))
    Ed25519PublicKey.from_public_bytes(b64decode(signed["key"])).verify(
        b64decode(signed["signature"]), msgspec.json.encode(signed["content"], order="sorted")
    )


async def test_taking_the_same_list_again_is_harmless_and_another_year_is_another_list(
    circle: Circle,
) -> None:
    await proven(circle)
    path, view = await taken(circle)
    await proven(circle)

    done(await circle.facilitator.put(path, {"year": NOW.year}), 200)
    refused(await circle.facilitator.put(path, {"year": NOW.year - 1}), 422, "id-reused")
    lists = (await circle.facilitator.seen(f"{circle.path}/certificates"))["lists"]
    assert lists == [view]


@pytest.mark.parametrize("language", ["nl", "en", "de"])
async def test_it_is_set_in_every_language_and_says_what_was_entered_afterwards(
    circle: Circle, language: str
) -> None:
    entered = f"{circle.path}/earlier-meetings/import?dry_run=false"
    assert (await circle.facilitator.post(entered, listed(NOW.year - 1))).status_code == 200
    path, _ = await taken(circle, NOW.year - 1)

    text = await read(circle, path, language)

    word = {"nl": "achteraf ingevoerd", "en": "entered afterwards", "de": "nachträglich"}[language]
    assert "Anna (120" in text
    assert word in text


async def test_a_stranger_checks_it_and_learns_no_name(circle: Circle, person: New) -> None:
    await proven(circle)
    path, view = await taken(circle)

    valid = await person("Stan").seen(f"/certificates/{view['code']}")
    done(await circle.facilitator.delete(path), 201)
    assert (await circle.facilitator.delete(path)).is_success
    revoked = await person("Stan").seen(f"/certificates/{view['code']}")

    assert (valid["state"], valid["whose"], valid["year"]) == ("valid", "group", NOW.year)
    shown = msgspec.json.encode(valid).decode()
    assert not [one for one in ("Anna", "Fieke", "Kring Oost", str(circle.id)) if one in shown]
    assert (revoked["state"], revoked["whose"], revoked["meetings"]) == ("revoked", None, [])
    refused(await circle.facilitator.get(path), 409, "certificate-revoked")


async def test_names_go_out_of_it_with_those_of_the_list(circle: Circle) -> None:
    year = NOW.year - 3
    entered = f"{circle.path}/earlier-meetings/import?dry_run=false"
    assert (await circle.facilitator.post(entered, listed(year))).status_code == 200
    path, _ = await taken(circle, year)

    text = await read(circle, path)
    (met,) = (await circle.facilitator.get(f"{path}?format=json")).json()["content"]["meetings"]

    assert "Anna" not in text
    assert "namen staan niet meer in deze lijst" in text
    assert (met["people"], met["facilitators"], met["present"]) == (None, None, 3)


async def test_its_facts_stay_whatever_is_taken_back_later(circle: Circle) -> None:
    path = f"{circle.path}/earlier-meetings/import?dry_run=false"
    assert (await circle.facilitator.post(path, listed(NOW.year - 1))).status_code == 200
    years = await circle.facilitator.seen(f"{circle.path}/attendance?year={NOW.year - 1}")
    certificate, _ = await taken(circle, NOW.year - 1)
    session = UUID(years["meetings"][0]["session"])

    done(await circle.facilitator.delete(f"{circle.path}/earlier-meetings/{session}"), 201)

    assert "Anna (120" in await read(circle, certificate)


async def test_an_empty_year_and_who_does_not_guard_the_group_prove_nothing(circle: Circle) -> None:
    path, anna = f"{circle.path}/certificates/{uuid4()}", circle.members[0]

    refused(await circle.facilitator.put(path, {"year": 2001}), 409, "attendance-not-confirmed")
    refused(await circle.facilitator.put(path, {"year": 1}), 422, "invalid")
    refused(await circle.facilitator.get(path), 409, "unknown-list")
    assert (await circle.facilitator.delete(path)).is_success
    refused(await anna.put(path, {"year": NOW.year}), 403, "not-your-part")
    refused(await anna.get(f"{circle.path}/certificates"), 403, "not-your-part")
