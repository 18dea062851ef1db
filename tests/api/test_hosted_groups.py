"""A group that an organisation hosts: formed by its own people, joined from anywhere, seen inside only."""

from collections.abc import AsyncIterator, Callable
from uuid import UUID, uuid4

import pytest

from tests.api.circle import Circle
from tests.api.house import House
from tests.api.offices import Office, guest, prove, register
from tests.api.people import Person, done, refused

New = Callable[[str], Person]


@pytest.fixture
async def office(house: House) -> AsyncIterator[Office]:
    """An organisation and who administers it."""
    registered = await register(house)
    yield registered
    await registered.admin.http.aclose()


async def hosted(office: Office, **how: object) -> Circle:
    """Let an administrator form a group that the organisation hosts."""
    group = uuid4()
    body = {"name": "Kring Zorg", "my_role": "facilitator", "organisation": str(office.id), **how}
    done(await office.admin.put(f"/groups/{group}", body))
    circle = Circle(id=group, facilitator=office.admin, members=[])
    await circle.accept(office.admin)
    return circle


async def test_a_hosted_group_plays_a_meeting_with_members_from_elsewhere(
    office: Office, person: New
) -> None:
    programme = uuid4()
    done(await office.admin.put(f"{office.path}/programmes/{programme}", {"name": "Vitaal"}))
    circle = await hosted(office, programme=str(programme))
    for name in ("Anna", "Bo"):
        await circle.welcome(person(name))

    meeting = await circle.meeting()
    await meeting.reach("ask")
    await meeting.said(circle.members[1], "questions", text="Wat deed je?")
    await meeting.end()

    seen = await circle.members[0].seen(circle.path)
    assert (seen["organisation"], seen["programme"]) == (str(office.id), str(programme))
    assert "Wat deed je?" in str(await meeting.log(circle.members[0]))
    groups = (await circle.members[0].seen("/me"))["groups"]
    assert str(circle.id) in {g["group"] for g in groups}


async def test_who_administers_the_host_sees_nothing_of_a_group_they_are_not_in(
    office: Office, person: New
) -> None:
    worker = await guest(person("Wil"))
    address = f"{uuid4().hex}@voorbeeld.nl"
    await prove(worker, address)
    known_as = await office.enrol("Wil", address)
    done(await office.admin.put(f"{office.path}/administrators/{known_as}"))
    group = uuid4()
    done(await worker.put(f"/groups/{group}", {"name": "Stil", "organisation": str(office.id)}))

    for path in ("", "/composition", "/agreement", "/relations/mine", "/ground-rules/versions", "/audit"):
        refused(await office.admin.get(f"/groups/{group}{path}"), 404, "not-found")
    assert str(group) not in str(await office.audit())


async def test_only_an_organisations_own_people_let_it_host(office: Office, person: New) -> None:
    outsider = await guest(person("Gijs"))
    body = {"name": "Kring", "organisation": str(office.id)}

    refused(await outsider.put(f"/groups/{uuid4()}", body), 404, "not-found")
    refused(await outsider.put(f"/groups/{uuid4()}", body | {"organisation": str(uuid4())}), 404, "not-found")
    nobody = person("Niemand")
    refused(await nobody.put(f"/groups/{uuid4()}", body | {"my_name": "Niemand"}), 404, "not-found")
    assert not nobody.http.cookies


async def test_a_programme_and_a_role_family_are_the_organisations_own(house: House, office: Office) -> None:
    other = await register(house, "Elders")
    family = await other.family("Verpleging")
    admin, body = office.admin, {"name": "Kring", "organisation": str(office.id)}

    refused(await admin.put(f"/groups/{uuid4()}", body | {"programme": str(uuid4())}), 422, "invalid")
    foreign = body | {"for_whom": {"role_family": str(family)}}
    refused(await admin.put(f"/groups/{uuid4()}", foreign), 422, "invalid")
    await other.admin.http.aclose()
    refused(
        await admin.put(f"/groups/{uuid4()}", {"name": "Kring", "programme": str(uuid4())}), 422, "invalid"
    )


async def test_a_hosted_group_is_formed_once(house: House, office: Office) -> None:
    group = uuid4()
    body = {"name": "Kring", "organisation": str(office.id)}
    first = done(await office.admin.put(f"/groups/{group}", body))

    assert done(await office.admin.put(f"/groups/{group}", body), 200) == first
    outside = await guest(Person(house, "Gijs"))
    refused(await outside.put(f"/groups/{group}", {"name": "Kring"}), 404, "not-found")
    await outside.http.aclose()


async def test_the_organisations_own_data_give_hints_to_the_maker_without_names(
    office: Office, person: New
) -> None:
    unit, family = await office.unit("Wijk"), await office.family("Verpleging")
    circle = await hosted(office, for_whom={"role_family": str(family), "level": 1})
    people = [await guest(person(name)) for name in ("Anna", "Bo", "Cas", "Dirk")]
    boss: UUID | None = None
    for level, one in zip((3, 1, 2, 2), people, strict=True):
        address = f"{uuid4().hex}@voorbeeld.nl"
        await prove(one, address)
        enrolled = await office.enrol(
            one.name,
            address,
            unit=str(unit),
            role_family=str(family),
            level=level,
            manager=str(boss) if boss else None,
        )
        boss = boss or enrolled
        await circle.welcome(one)
    assert (await office.admin.seen(f"{circle.path}/composition"))["hints"] == []
    for one in people:
        done(await one.put(f"{circle.path}/relations/{office.admin.id}", {"kind": "none"}), 200)

    assert (await office.admin.seen(f"{circle.path}/composition"))["hints"] == [
        "authority",
        "levels",
        "one-team",
    ]
    refused(await people[0].get(f"{circle.path}/composition"), 403, "not-your-part")


async def test_the_groups_own_log_tells_its_decisions(office: Office) -> None:
    circle = await hosted(office, rhythm={"weeks": 4, "minutes": 90})
    shorter = {"days_after_follow_up": 7, "days_after_session": 60}
    last = done(await office.admin.put(f"{circle.path}/retention", shorter))
    log = (await office.admin.seen(f"{circle.path}/audit?after={last['position']}"))["entries"]

    told = [entry["what"] for entry in reversed(log)]
    assert told[:1] == ["group_formed"]
    assert {"group_hosted", "arrangement_set", "retention_chosen"} <= set(told)
    assert log[0]["about"] == shorter
