"""An organisation is registered, ordered and administered over the API."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from backend.adapters.database import Database
from backend.adapters.uptake import UptakePress
from backend.domain.uptake.figures import Figure
from backend.domain.uptake.periods import Period
from tests.api.circle import form
from tests.api.house import House
from tests.api.offices import Office, guest, prove, register, with_account
from tests.api.people import Person, done, refused

New = Callable[[str], Person]


@pytest.fixture
async def office(house: House) -> AsyncIterator[Office]:
    """A registered organisation."""
    registered = await register(house)
    yield registered
    await registered.admin.http.aclose()


async def employed(office: Office, person: Person, address: str) -> tuple[Person, UUID]:
    """Enrol somebody who has proven their address; return them, and as whom the organisation knows them."""
    await with_account(person, address)
    return person, await office.enrol(person.name, address)


async def test_who_registers_an_organisation_administers_it(office: Office) -> None:
    seen = await office.admin.seen(office.path)
    again = await office.admin.put(office.path, {"name": "Het  Nieuwe Voorbeeld "})

    assert seen["name"] == "Het Voorbeeld"
    assert seen["me"] == {"person": str(office.admin.id), "administrator": True, "enrolled": False}
    assert seen["counts"] == {"people": 0, "administrators": 1}
    assert again.status_code == 200
    assert (await office.admin.seen(office.path))["name"] == "Het Nieuwe Voorbeeld"


async def test_a_guest_needs_an_account_first(person: New) -> None:
    answer = await (await guest(person("Gijs"))).put(f"/organisations/{uuid4()}", {"name": "Snel"})

    refused(answer, 403, "account-needed")


async def test_a_taken_id_is_found_by_nobody_else(office: Office, house: House, person: New) -> None:
    stranger = await with_account(person("Stella"), "stella@elders.nl")
    circle = await form(house, members=0)
    await circle.close()

    refused(await stranger.put(office.path, {"name": "Van mij"}), 404, "not-found")
    refused(await stranger.put(f"/organisations/{circle.id}", {"name": "Van mij"}), 404, "not-found")
    assert (await office.admin.seen(office.path))["name"] == "Het Voorbeeld"


async def test_units_have_names_of_their_own_among_neighbours(office: Office) -> None:
    care = await office.unit("Zorg")
    north = await office.unit("Noord", care)
    put, path = office.admin.put, f"{office.path}/units"

    refused(await put(f"{path}/{uuid4()}", {"name": "zorg"}), 409, "name-taken")
    refused(await put(f"{path}/{uuid4()}", {"name": "NOORD", "parent": str(care)}), 409, "name-taken")
    refused(await put(f"{path}/{uuid4()}", {"name": "  "}), 422, "invalid")
    refused(await put(f"{path}/{care}", {"name": "Zorg", "parent": str(north)}), 409, "unit-loop")
    refused(await put(f"{path}/{uuid4()}", {"name": "Los", "parent": str(uuid4())}), 409, "unknown-unit")
    done(await put(f"{path}/{uuid4()}", {"name": "Noord"}))
    assert (await put(f"{path}/{care}", {"name": "Zorg en welzijn"})).status_code == 200
    units = {u["name"]: u for u in (await office.admin.seen(office.path))["units"]}
    assert units.keys() == {"Zorg en welzijn", "Noord"}
    assert units["Zorg en welzijn"]["parent"] is None


async def test_a_refused_move_gives_the_name_back(office: Office) -> None:
    care = await office.unit("Zorg")
    north = await office.unit("Noord", care)
    loop = await office.admin.put(f"{office.path}/units/{care}", {"name": "Anders", "parent": str(north)})
    lost = await office.admin.put(f"{office.path}/units/{uuid4()}", {"name": "X", "parent": str(uuid4())})

    refused(loop, 409, "unit-loop")
    refused(lost, 409, "unknown-unit")
    assert {u["name"] for u in (await office.admin.seen(office.path))["units"]} == {"Zorg", "Noord"}


async def test_two_who_add_the_same_name_at_once_add_it_once(office: Office) -> None:
    answers = await asyncio.gather(
        *(office.admin.put(f"{office.path}/units/{uuid4()}", {"name": "Zorg"}) for _ in range(6))
    )

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 5
    assert len((await office.admin.seen(office.path))["units"]) == 1


async def test_what_is_retired_frees_its_name(office: Office) -> None:
    care = await office.unit("Zorg")
    person = await office.enrol("Anna", "anna@voorbeeld.nl", unit=str(care))
    path = f"{office.path}/units/{care}"

    refused(await office.admin.delete(path), 409, "unit-in-use")
    done(await office.admin.delete(f"{office.path}/people/{person}"))
    assert (await office.admin.delete(path)).status_code == 201
    assert (await office.admin.delete(path)).status_code == 200
    await office.unit("Zorg")
    refused(await office.admin.put(path, {"name": "Weer"}), 422, "id-reused")


async def test_families_and_programmes_are_kept(office: Office) -> None:
    family = await office.family("Verpleging")
    programme = uuid4()
    path = f"{office.path}/programmes/{programme}"
    done(await office.admin.put(path, {"name": "Duurzaam inzetbaar", "hours_per_year": 12}))
    seen = await office.admin.seen(office.path)

    assert seen["role_families"] == [{"role_family": str(family), "name": "Verpleging"}]
    assert seen["programmes"] == [
        {"programme": str(programme), "name": "Duurzaam inzetbaar", "hours_per_year": 12}
    ]
    refused(await office.admin.put(path, {"name": "X", "hours_per_year": -1}), 422, "invalid")
    refused(await office.admin.put(f"{office.path}/units/{family}", {"name": "Zorg"}), 422, "id-reused")
    done(await office.admin.delete(path))
    done(await office.admin.delete(f"{office.path}/role-families/{family}"))
    seen = await office.admin.seen(office.path)
    assert (seen["programmes"], seen["role_families"]) == ([], [])


async def test_people_are_enrolled_by_address_and_placed(office: Office) -> None:
    care = await office.unit("Zorg")
    anna = await office.enrol("Anna", " Anna@Voorbeeld.NL ", unit=str(care), level=2)
    bo = await office.enrol("Bo", "bo@voorbeeld.nl", manager=str(anna))
    again = await office.admin.post(
        f"{office.path}/people", {"name": "Bo", "address": "BO@voorbeeld.nl", "manager": str(anna)}
    )
    loop = await office.admin.put(f"{office.path}/people/{anna}", {"name": "Anna", "manager": str(bo)})
    placed = await office.admin.put(f"{office.path}/people/{bo}", {"name": "Bo B.", "level": 1})
    people = await office.people()

    assert again.status_code == 200
    assert again.json()["person"] == str(bo)
    refused(loop, 409, "manager-loop")
    assert placed.status_code == 201
    assert people["anna@voorbeeld.nl"] == {
        "person": str(anna),
        "name": "Anna",
        "address": "anna@voorbeeld.nl",
        "unit": str(care),
        "role_family": None,
        "level": 2,
        "manager": None,
        "administrator": False,
    }
    assert (people["bo@voorbeeld.nl"]["name"], people["bo@voorbeeld.nl"]["manager"]) == ("Bo B.", None)


async def test_a_refused_enrolment_makes_nobody(office: Office, house: House) -> None:
    address = f"{uuid4().hex}@voorbeeld.nl"
    lost = {"name": "Anna", "address": address, "unit": str(uuid4())}
    refused(await office.admin.post(f"{office.path}/people", lost), 409, "unknown-unit")
    wrong = {"name": "Anna", "address": "anna"}
    refused(await office.admin.post(f"{office.path}/people", wrong), 422, "address-malformed")
    other = await register(house)
    first = await other.enrol("Anna", address)

    assert first != await office.enrol("Anna de V.", address)
    assert (await other.people())[address]["name"] == "Anna"
    await other.admin.http.aclose()


async def test_an_organisation_does_not_learn_what_somebody_calls_themselves(
    office: Office, person: New
) -> None:
    await employed(office, person("Priscilla"), "p.jansen@voorbeeld.nl")
    await office.admin.put(
        f"{office.path}/people/{(await office.people())['p.jansen@voorbeeld.nl']['person']}",
        {"name": "P. Jansen"},
    )

    assert (await office.people())["p.jansen@voorbeeld.nl"]["name"] == "P. Jansen"


async def test_people_are_listed_some_at_a_time_and_found_by_name_or_address(office: Office) -> None:
    for name in ("Dirk", "anna", "Bo", "Čeněk", "Eva"):
        await office.enrol(name, f"{name}@voorbeeld.nl".lower())
    seen: list[str] = []
    path: str | None = f"{office.path}/people?limit=2"
    while path:
        answer = await office.admin.get(path)
        seen += [one["name"] for one in answer.json()["people"]]
        assert len(answer.json()["people"]) <= 2
        link = answer.links.get("next", {}).get("url")
        path = link.removeprefix("/api/v1") if link else None

    assert sorted(seen) == sorted(["Dirk", "anna", "Bo", "Čeněk", "Eva"])
    assert seen[:2] == ["anna", "Bo"]
    for word, names in (("ANN", ["anna"]), ("bo@", ["Bo"]), ("%", []), ("voorbeeld", seen)):
        found = await office.admin.get(f"{office.path}/people", params={"search": word})
        assert [one["name"] for one in found.json()["people"]] == names
    for limit in ("0", "201", "1000000000", "x"):
        refused(await office.admin.get(f"{office.path}/people?limit={limit}"), 422, "invalid")


async def test_an_employee_sees_the_frame_and_decides_nothing(office: Office, person: New) -> None:
    anna, known_as = await employed(office, person("Anna"), "anna.w@voorbeeld.nl")
    bo = await office.enrol("Bo", "bo.w@voorbeeld.nl")
    seen = await anna.seen(office.path)

    assert seen["me"] == {"person": str(known_as), "administrator": False, "enrolled": True}
    refused(await anna.get(f"{office.path}/people"), 403, "only-administrators")
    refused(await anna.get(f"{office.path}/audit"), 403, "only-administrators")
    refused(await anna.get(f"{office.path}/tokens"), 403, "only-administrators")
    refused(await anna.put(office.path, {"name": "Van mij"}), 403, "only-administrators")
    refused(await anna.put(f"{office.path}/units/{uuid4()}", {"name": "X"}), 403, "only-administrators")
    refused(await anna.delete(f"{office.path}/people/{bo}"), 403, "only-administrators")
    refused(await anna.put(f"{office.path}/administrators/{known_as}"), 403, "only-administrators")


async def test_who_leaves_finds_nothing_at_once_and_keeps_their_groups(office: Office, house: House) -> None:
    circle = await form(house, members=2)
    anna = circle.members[0]
    address = f"{uuid4().hex}@voorbeeld.nl"
    await prove(anna, address)
    known_as = await office.enrol("Anna", address)
    left = await anna.delete(f"{office.path}/people/{known_as}")

    assert done(left)["position"] > 0
    refused(await anna.get(office.path), 404, "not-found")
    assert address not in await office.people()
    group = await anna.seen(circle.path)
    assert str(anna.id) in {member["person"] for member in group["members"]}
    await circle.close()


async def test_administration_passes_on_and_ends_at_once(office: Office, person: New) -> None:
    anna, known_as = await employed(office, person("Anna"), "anna.b@voorbeeld.nl")
    path = f"{office.path}/administrators"
    refused(await office.admin.delete(f"{path}/{office.admin.id}"), 409, "last-administrator")
    refused(await office.admin.put(f"{path}/{uuid4()}"), 409, "unknown-person")
    done(await office.admin.put(f"{path}/{known_as}"))
    await anna.seen(f"{office.path}/people")
    done(await anna.delete(f"{path}/{office.admin.id}"))

    refused(await office.admin.get(office.path), 404, "not-found")
    refused(await anna.delete(f"{office.path}/people/{known_as}"), 409, "last-administrator")
    refused(await anna.delete(f"{path}/{known_as}"), 409, "last-administrator")
    assert (await anna.seen(path))["administrators"] == [
        {"person": str(known_as), "name": "Anna", "address": "anna.b@voorbeeld.nl"}
    ]


async def test_one_sees_in_which_organisations_one_is(office: Office, person: New) -> None:
    anna, _ = await employed(office, person("Anna"), "anna.m@voorbeeld.nl")
    own = Office(id=uuid4(), admin=anna)
    receipt = done(await anna.put(own.path, {"name": "Van Anna"}))
    mine = (await anna.seen(f"/me/organisations?after={receipt['position']}"))["organisations"]
    theirs = (await office.admin.seen("/me/organisations"))["organisations"]

    def entry(of: Office, name: str, *, enrolled: bool, administrator: bool) -> dict[str, object]:
        return {
            "organisation": str(of.id),
            "name": name,
            "enrolled": enrolled,
            "administrator": administrator,
        }

    assert sorted(mine, key=lambda m: m["name"]) == [
        entry(office, "Het Voorbeeld", enrolled=True, administrator=False),
        entry(own, "Van Anna", enrolled=False, administrator=True),
    ]
    assert theirs == [entry(office, "Het Voorbeeld", enrolled=False, administrator=True)]


async def test_too_few_groups_are_not_told_from_none(office: Office) -> None:
    counted = await office.admin.seen(f"{office.path}/groups")

    assert counted == {"groups": None, "suppressed": True, "period": None}


async def test_a_foreign_administrator_finds_nothing(office: Office, house: House) -> None:
    other = await register(house)
    unit, token = await office.unit("Zorg"), await office.token("audit:read")
    anna = await office.enrol("Anna", f"{uuid4().hex}@voorbeeld.nl")
    before = await office.admin.seen(office.path)
    doors: list[tuple[str, str, object]] = [
        ("GET", "", None),
        ("PUT", "", {"name": "Van mij"}),
        ("GET", "/people", None),
        ("POST", "/people", {"name": "X", "address": "x@voorbeeld.nl"}),
        ("PUT", f"/people/{anna}", {"name": "X"}),
        ("DELETE", f"/people/{anna}", None),
        ("PUT", f"/units/{unit}", {"name": "X"}),
        ("DELETE", f"/units/{unit}", None),
        ("GET", "/administrators", None),
        ("PUT", f"/administrators/{other.admin.id}", None),
        ("GET", "/tokens", None),
        ("DELETE", f"/tokens/{token['id']}", None),
        ("GET", "/audit", None),
        ("GET", "/groups", None),
    ]
    bodies = set()
    for method, path, body in doors:
        for organisation in (office.id, UUID(int=3)):
            if (method, path, organisation) == ("PUT", "", UUID(int=3)):
                continue
            where = f"/organisations/{organisation}{path}"
            answer = await other.admin.http.request(method, where, json=body)
            refused(answer, 404, "not-found")
            bodies.add(answer.content)

    assert len(bodies) == 1
    assert await office.admin.seen(office.path) == before
    for path in (f"/units/{unit}", f"/people/{anna}", f"/tokens/{token['id']}"):
        answer = await other.admin.delete(f"{other.path}{path}")
        assert answer.status_code in {200, 409}
    assert await office.admin.seen(office.path) == before
    assert (await office.admin.seen(f"{office.path}/tokens"))["tokens"][0]["revoked"] is False
    await other.admin.http.aclose()


async def test_a_groups_members_read_who_decided_what_in_it(house: House, person: New) -> None:
    circle = await form(house, members=1)
    lead, member = circle.facilitator, circle.members[0]
    done(await lead.post(f"{circle.path}/ground-rules", {"rules": [{"text": "Kanarie in de regels"}]}))
    version = (await lead.seen(circle.path))["ground_rules"]["version"]
    receipt = done(await member.put(f"{circle.path}/ground-rules/{version}/acceptance"))
    first = await member.get(f"{circle.path}/audit?limit=2&after={receipt['position']}")
    rest = await member.get(first.links["next"]["url"].removeprefix("/api/v1").replace("limit=2", "limit=9"))
    stranger = await guest(person("Stella"))

    assert [entry["what"] for entry in first.json()["entries"]] == [
        "ground_rules_accepted",
        "ground_rules_proposed",
    ]
    assert first.json()["entries"][0]["by"] == {"person": str(member.id), "name": member.name}
    assert "group_formed" in {entry["what"] for entry in rest.json()["entries"]}
    assert "Kanarie" not in first.text + rest.text
    refused(await stranger.get(f"{circle.path}/audit"), 404, "not-found")
    await circle.close()


async def test_the_log_says_who_appointed_and_issued(office: Office) -> None:
    anna = await office.enrol("Anna", f"{uuid4().hex}@voorbeeld.nl")
    done(await office.admin.put(f"{office.path}/administrators/{anna}"))
    token = await office.token("audit:read", "people:read")
    done(await office.admin.delete(f"{office.path}/tokens/{token['id']}"))
    log = await office.audit()
    boss = {"person": str(office.admin.id), "name": "Hanneke"}

    assert [(e["what"], e["by"], e["whom"]) for e in log] == [
        ("token_revoked", boss, None),
        ("token_issued", boss, None),
        ("administrator_appointed", boss, {"person": str(anna), "name": "Anna"}),
        ("person_enrolled", boss, {"person": str(anna), "name": "Anna"}),
        ("administrator_appointed", boss, boss),
        ("organisation_registered", boss, None),
    ]
    assert log[1]["about"]["scopes"] == ["audit:read", "people:read"]
    assert token["token"] not in str(log)


async def test_groups_are_counted_as_they_are_published_and_not_as_they_form(
    house: House, office: Office
) -> None:
    async with await Database.open(house.database_url) as database:
        press = UptakePress(database)
        for period, groups in ((Period(2025, 4), 7), (Period(2025), 9)):
            figures = [Figure(metric="groups_alive", value=groups, n=5)]
            await press.keep(office.id, period, figures, upto=7, floor=5, now=datetime.now(UTC))
    counts = []
    for _ in range(4):
        body = {"name": "Kring", "organisation": str(office.id)}
        receipt = done(await office.admin.put(f"/groups/{uuid4()}", body))
        counts.append(await office.admin.seen(f"{office.path}/groups?after={receipt['position']}"))

    assert counts == [{"groups": 7, "suppressed": False, "period": "2025-Q4"}] * 4
