"""A person takes proof of their meetings along; a stranger checks it, and learns no name from it."""

import io
from base64 import b64decode
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pypdf import PdfReader

from tests.api.circle import Circle, Meeting
from tests.api.people import Json, Person, done, refused

New = Callable[[str], Person]


async def proven(circle: Circle) -> Meeting:
    meeting = await circle.meeting()
    await meeting.end()
    done(await circle.facilitator.put(f"{meeting.path}/attendance-confirmation", {"form": "room"}))
    return meeting


async def taken(person: Person, *meetings: Meeting) -> UUID:
    new = uuid4()
    body = {"sessions": [str(meeting.id) for meeting in meetings]}
    answer = done(await person.put(f"/me/certificates/{new}", body))
    await person.seen(f"/me/certificates?after={answer['position']}")
    return new


async def mine(person: Person, certificate: UUID) -> Json:
    found = (await person.seen("/me/certificates"))["certificates"]
    return next(one for one in found if one["certificate"] == str(certificate))


async def document(person: Person, certificate: UUID, form: str, language: str = "nl") -> httpx.Response:
    answer = await person.get(f"/me/certificates/{certificate}?format={form}&language={language}")
    assert answer.status_code == 200
    return answer


async def test_a_participant_takes_a_certificate_and_a_stranger_checks_it(
    circle: Circle, person: New
) -> None:
    anna, meeting = circle.members[0], await proven(circle)
    certificate = await taken(anna, meeting)
    view = await mine(anna, certificate)

    checked = await person("Stan").seen(f"/certificates/{view['code']}")

    assert checked["state"] == "valid"
    assert [(one["confirmed_by"], one["confidential"]) for one in checked["meetings"]] == [
        ("facilitator", True)
    ]
    shown = msgspec.json.encode(checked).decode()
    assert "Anna" not in shown
    assert str(anna.id) not in shown
    assert str(circle.id) not in shown
    typed = "-".join(view["code"][at : at + 4] for at in range(0, 16, 4)).lower()
    assert (await person("Stan").seen(f"/certificates/{typed}"))["state"] == "valid"


async def test_what_is_revoked_or_unknown_tells_nothing_else(circle: Circle, person: New) -> None:
    anna, meeting = circle.members[0], await proven(circle)
    certificate = await taken(anna, meeting)
    code = (await mine(anna, certificate))["code"]
    assert (await anna.delete(f"/me/certificates/{certificate}")).status_code == 204
    assert (await anna.delete(f"/me/certificates/{certificate}")).status_code == 204

    revoked = await person("Stan").seen(f"/certificates/{code}")
    unknown = await person("Stan").seen(f"/certificates/{'A' * 16}")

    assert (revoked["state"], revoked["meetings"]) == ("revoked", [])
    assert (unknown["state"], unknown["meetings"]) == ("unknown", [])
    refused(await anna.get(f"/me/certificates/{certificate}"), 409, "certificate-revoked")


async def test_the_json_is_signed_and_a_changed_minute_shows(circle: Circle) -> None:
    anna, meeting = circle.members[0], await proven(circle)
    signed = (await document(anna, await taken(anna, meeting), "json")).json()
    key = Ed25519PublicKey.from_public_bytes(b64decode(signed["key"]))
    signature = b64decode(signed["signature"])

    key.verify(signature, msgspec.json.encode(signed["content"], order="sorted"))

    assert signed["content"]["holder"] == anna.name
    assert signed["content"]["meetings"][0]["facilitators"] == [{"name": circle.facilitator.name}]
    signed["content"]["minutes"] += 1
    with pytest.raises(InvalidSignature):
        key.verify(signature, msgspec.json.encode(signed["content"], order="sorted"))


@pytest.mark.parametrize(
    ("language", "title"),
    [("nl", "Bewijs van deelname"), ("en", "Certificate of participation"), ("de", "Teilnahme")],
)
async def test_the_pdf_is_tagged_kept_for_years_and_says_its_language(
    circle: Circle, language: str, title: str
) -> None:
    anna, meetings = circle.members[0], [await proven(circle), await proven(circle)]
    certificate = await taken(anna, *meetings)
    pdf = (await document(anna, certificate, "pdf", language)).content

    read = PdfReader(io.BytesIO(pdf))
    root: Any = read.trailer["/Root"]
    text = "".join(page.extract_text() for page in read.pages)
    facts = root["/Metadata"].get_data()

    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert b"pdfaid:part>2<" in facts
    assert b"pdfaid:conformance>A<" in facts
    assert title in text
    assert anna.name in text
    assert circle.facilitator.name in text
    assert (await mine(anna, certificate))["code"][:4] in text


async def test_only_who_was_there_takes_one_and_only_of_a_confirmed_meeting(
    circle: Circle, person: New
) -> None:
    anna, bo = circle.members[:2]
    meeting = await circle.meeting(without=(bo,))
    body = {"sessions": [str(meeting.id)]}
    stranger = person("Stan")
    done(await stranger.put(f"/groups/{uuid4()}", {"name": "Kring", "my_name": "Stan"}))

    refused(await anna.put(f"/me/certificates/{uuid4()}", body), 409, "not-over-yet")
    await meeting.end()
    refused(await anna.put(f"/me/certificates/{uuid4()}", body), 409, "attendance-not-confirmed")
    refused(await bo.put(f"/me/certificates/{uuid4()}", body), 404, "not-found")
    refused(await stranger.put(f"/me/certificates/{uuid4()}", body), 404, "not-found")


async def test_the_record_stays_ones_own_after_leaving_the_group(circle: Circle) -> None:
    anna, first, second = circle.members[0], await proven(circle), await proven(circle)
    before = await taken(anna, first)
    done(await anna.delete(f"{circle.path}/members/me"))

    found = await anna.seen("/me/certificates")

    assert {one["session"] for one in found["meetings"]} == {str(first.id), str(second.id)}
    assert (await document(anna, before, "pdf")).content.startswith(b"%PDF")
    assert (await mine(anna, await taken(anna, second)))["revoked_at"] is None
