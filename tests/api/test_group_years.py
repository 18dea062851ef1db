"""Who guards a group takes the list of a year along; names go out of it, and stay with their owners."""

from datetime import UTC, datetime

from tests.api.circle import Circle
from tests.api.people import done, refused

NOW = datetime.now(UTC)


def listed(year: int, name: str = "Anna") -> dict[str, str]:
    return {"text": f"datum;begin;eind;aanwezig;anderen\n{year}-01-09;9:00;11:00;{name};2"}


async def test_a_year_tells_who_was_there_and_what_was_entered_afterwards(circle: Circle) -> None:
    meeting = await circle.meeting()
    await meeting.end()
    path = f"{circle.path}/earlier-meetings/import?dry_run=false"
    assert (await circle.facilitator.post(path, listed(NOW.year - 1))).status_code == 200

    this = await circle.facilitator.seen(f"{circle.path}/attendance?year={NOW.year}")
    last = await circle.facilitator.seen(f"{circle.path}/attendance?year={NOW.year - 1}")
    sheet = await circle.facilitator.get(f"{circle.path}/attendance?year={NOW.year - 1}&format=csv")

    (held,), (entered,) = this["meetings"], last["meetings"]
    assert this["years"] == [NOW.year, NOW.year - 1]
    assert (held["confirmed"], held["afterwards"]) == (False, False)
    assert {one["name"] for one in held["people"]} == {p.name for p in (circle.facilitator, *circle.members)}
    assert [(one["name"], one["minutes"]) for one in entered["people"]] == [("Anna", 120)]
    assert (entered["present"], entered["afterwards"]) == (3, True)
    assert sheet.text.startswith("\ufeffdate;begin;end;name;minutes;present")
    assert f"{NOW.year - 1}-01-09;09:00;11:00;Anna;120;3;yes;yes" in sheet.text


async def test_names_go_out_of_the_list_and_stay_in_ones_own(circle: Circle) -> None:
    anna, year = circle.members[0], NOW.year - 3
    path = f"{circle.path}/earlier-meetings/import?dry_run=false"
    told = (await circle.facilitator.post(path, listed(year))).json()

    (old,) = (await circle.facilitator.seen(f"{circle.path}/attendance?year={year}"))["meetings"]
    sheet = await circle.facilitator.get(f"{circle.path}/attendance?year={year}&format=csv")
    (mine,) = (await anna.seen(f"/me/certificates?after={told['position']}"))["meetings"]

    assert (old["people"], old["present"]) == (None, 3)
    assert "Anna" not in sheet.text
    assert mine["minutes"] == 120


async def test_no_name_is_a_formula_in_a_spreadsheet(circle: Circle) -> None:
    anna = circle.members[0]
    done_once = await anna.http.patch("/me", json={"name": "=HYPERLINK(1)"})
    assert done_once.status_code < 300
    meeting = await circle.meeting()
    await meeting.end()

    sheet = await circle.facilitator.get(f"{circle.path}/attendance?year={NOW.year}&format=csv")

    assert ";'=HYPERLINK(1);" in sheet.text


async def test_the_list_is_for_who_guards_or_keeps_the_group(circle: Circle) -> None:
    refused(await circle.members[0].get(f"{circle.path}/attendance"), 403, "not-your-part")
    done(await circle.members[0].delete(f"{circle.path}/members/me"))
    refused(await circle.members[0].get(f"{circle.path}/attendance"), 403, "no-longer-a-member")
