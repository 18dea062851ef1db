"""A group does not start from nothing: earlier meetings are entered from a list, and marked so for ever."""

import base64
import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from pypdf import PdfReader

from tests.api.circle import Circle
from tests.api.people import Json, Person, done, refused

New = Callable[[str], Person]
HEAD = "datum;begin;eind;aanwezig;anderen;netto;vorm\n"
TWO = HEAD + "9-1-2025;9:00;11:00;Anna, Bo;2;110;online\n2025-02-13;9.00;11.30;anna & Cas;;;\n"
ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Voorbeeld//Agenda//NL
BEGIN:VEVENT
UID:1
DTSTART:20250306T080000Z
DTEND:20250306T100000Z
SUMMARY:Intervisie
ATTENDEE;CN=Anna;PARTSTAT=ACCEPTED:mailto:anna@voorbeeld.nl
ATTENDEE;CN="Oud Lid":mailto:oud@voorbeeld.nl
ATTENDEE;CN=Bo;PARTSTAT=DECLINED:mailto:bo@voorbeeld.nl
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;VALUE=DATE:20250401
DTEND;VALUE=DATE:20250402
SUMMARY:Heidag
END:VEVENT
END:VCALENDAR
"""


async def send(circle: Circle, text: str, *, dry_run: bool = True) -> Json:
    answer = await circle.facilitator.post(
        f"{circle.path}/earlier-meetings/import?dry_run={dry_run}".lower(), {"text": text}
    )
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


def reasons(told: Json) -> list[tuple[Any, ...]]:
    return [(p["row"], p["column"], p["reason"], p["suggestion"]) for p in told["problems"]]


async def entered(circle: Circle) -> int:
    position: int = (await send(circle, TWO, dry_run=False))["position"]
    return position


async def certified(anna: Person, position: int) -> tuple[str, Json, bytes]:
    """Let Anna take one certificate of everything: its code, its JSON and its PDF."""
    mine = (await anna.seen(f"/me/certificates?after={position}"))["meetings"]
    path = f"/me/certificates/{uuid4()}"
    made = done(await anna.put(path, {"sessions": [m["session"] for m in mine]}))
    await anna.seen(f"/me/certificates?after={made['position']}")
    signed = (await anna.get(f"{path}?format=json")).json()["content"]
    return signed["code"], signed, (await anna.get(f"{path}?format=pdf&language=nl")).content


async def test_a_list_is_tried_first_and_then_exactly_that_is_entered_once(circle: Circle) -> None:
    tried = await send(circle, TWO)
    nothing = await circle.members[0].seen("/me/certificates")
    once, again = await send(circle, TWO, dry_run=False), await send(circle, TWO, dry_run=False)

    assert (tried["new"], tried["problems"], nothing["meetings"]) == (2, [], [])
    assert (once["new"], again["new"], again["unchanged"]) == (2, 0, 2)


async def test_it_is_ones_own_and_says_everywhere_that_it_was_entered_afterwards(
    circle: Circle, person: New
) -> None:
    anna, position = circle.members[0], await entered(circle)
    mine = (await anna.seen(f"/me/certificates?after={position}"))["meetings"]
    code, signed, pdf = await certified(anna, position)
    checked = await person("Stan").seen(f"/certificates/{code}")
    anything = {"profile": "stir", "rules": {"months": 180}}
    assert (await anna.put("/me/register", anything)).status_code == 204

    far = (await anna.seen("/me/register"))["progress"]
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)

    assert [(m["minutes"], m["afterwards"]) for m in mine] == [(150, True), (110, True)]
    assert [m["present"] for m in signed["meetings"]] == [4, 2]
    assert [m["confirmed_by"] for m in signed["meetings"]] == ["afterwards"] * 2
    assert [m["confirmed_by"] for m in checked["meetings"]] == ["afterwards"] * 2
    assert [one["afterwards"] for one in far["weighed"]] == [True, True]
    assert "achteraf ingevoerd" in text


async def test_it_stays_ones_own_after_leaving_the_group(circle: Circle) -> None:
    anna, position = circle.members[0], await entered(circle)
    left = done(await anna.delete(f"{circle.path}/members/me"))

    found = await anna.seen(f"/me/certificates?after={max(position, left['position'])}")

    assert [one["afterwards"] for one in found["meetings"]] == [True, True]


async def test_a_calendar_counts_who_is_not_in_the_group_and_names_what_is_no_meeting(circle: Circle) -> None:
    file = base64.b64encode(ICS.encode()).decode()
    answer = await circle.facilitator.post(f"{circle.path}/earlier-meetings/import", {"file": file})
    told = answer.json()

    assert (told["rows"], told["new"], told["others"]) == (2, 1, 1)
    assert reasons(told) == [(2, "begin", "whole-day", None)]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("31-2-2025;9:00;11:00;Anna", ("date", "date-malformed", None)),
        ("9-1-2025;laat;11:00;Anna", ("begin", "time-malformed", None)),
        ("9-1-2199;9:00;11:00;Anna", ("date", "not-over-yet", None)),
        ("9-1-1999;9:00;11:00;Anna", ("date", "date-malformed", None)),
        ("9-1-2025;9:00;11:00;Anma", ("present", "nobody-of-that-name", "Anna")),
        ("9-1-2025;9:00;11:00;Xerxes", ("present", "nobody-of-that-name", None)),
        ("9-1-2025;9:00;11:00;Anna;-3", ("others", "formula", None)),
        ("9-1-2025;9:00;11:00;Anna;veel", ("others", "number-malformed", None)),
        ("9-1-2025;9:00;11:00;Anna;;0", ("minutes", "minutes-malformed", None)),
        ("9-1-2025;9:00;11:00;Anna;;130", ("minutes", "longer-than-the-meeting", None)),
        ("9-1-2025;9:00;11:00;Anna;;;post", ("form", "form-unknown", None)),
        ("9-1-2025;9:00;11:00;Anna;;;;nog iets", (None, "too-many-cells", None)),
    ],
)
async def test_every_doubtful_row_is_named_and_nothing_is_entered(
    circle: Circle, row: str, told: tuple[Any, ...]
) -> None:
    tried = await send(circle, HEAD + row)
    path = f"{circle.path}/earlier-meetings/import?dry_run=false"

    assert reasons(tried) == [(2, *told)]
    refused(await circle.facilitator.post(path, {"text": HEAD + row}), 409, "rows-have-problems")


async def test_the_same_moment_stands_once_in_a_list(circle: Circle) -> None:
    row = "9-1-2025;9:00;11:00;Anna\n"

    assert reasons(await send(circle, HEAD + row + row)) == [(3, "date", "twice-in-the-list", None)]


async def test_what_was_a_mistake_is_taken_back_and_can_be_entered_again(circle: Circle) -> None:
    anna, position = circle.members[0], await entered(circle)
    meeting = (await anna.seen(f"/me/certificates?after={position}"))["meetings"][0]["session"]
    path = f"{circle.path}/earlier-meetings/{meeting}"

    dropped = done(await circle.facilitator.delete(path))
    assert (await circle.facilitator.delete(path)).is_success

    assert len((await anna.seen(f"/me/certificates?after={dropped['position']}"))["meetings"]) == 1
    assert (await send(circle, TWO, dry_run=False))["new"] == 1


async def test_only_who_guards_or_keeps_the_group_enters_meetings(circle: Circle) -> None:
    answer = await circle.members[0].post(f"{circle.path}/earlier-meetings/import", {"text": TWO})

    refused(answer, 403, "not-your-part")


async def test_it_comes_along_with_everything_else_that_is_ones_own(circle: Circle) -> None:
    anna, position = circle.members[0], await entered(circle)
    await anna.seen(f"/me/certificates?after={position}")
    left = done(await anna.delete(f"{circle.path}/members/me"))
    await anna.seen(f"/me/certificates?after={left['position']}")

    everything = await anna.seen("/me/export")
    page = (await anna.get("/me/export?format=markdown")).text

    told = [(one["minutes"], one["afterwards"]) for one in everything["earlier_meetings"]]
    assert told == [(110, True), (150, True)]
    assert "2025-01-09: Kring Oost, 110 minutes" in page
    assert (await circle.members[2].seen("/me/export"))["earlier_meetings"][0]["minutes"] == 150
