"""What members declare in private reaches who keeps the group as a hint without names, and nobody else."""

from collections.abc import Callable
from uuid import uuid4

from tests.api.circle import Circle, form
from tests.api.house import House
from tests.api.people import Person, done, refused

New = Callable[[str], Person]


async def hints(circle: Circle, by: Person) -> list[str]:
    found: list[str] = (await by.seen(f"{circle.path}/composition"))["hints"]
    return found


async def answer(circle: Circle, *people: Person) -> None:
    """Let people say that there is nothing special between them and whoever formed the group."""
    for each in people:
        told = await each.put(f"{circle.path}/relations/{circle.facilitator.id}", {"kind": "none"})
        assert told.status_code == 200


async def test_a_declaration_is_its_makers_own_and_reaches_others_as_a_hint(circle: Circle) -> None:
    anna, bo, cas = circle.members
    await answer(circle, cas)
    await anna.put(f"{circle.path}/relations/{bo.id}", {"kind": "managed_by"})
    assert await hints(circle, circle.facilitator) == ["size"]
    await answer(circle, bo)

    assert await hints(circle, circle.facilitator) == ["authority", "size"]
    assert (await circle.facilitator.seen(circle.path))["hints"] == ["authority", "size"]
    mine = await anna.seen(f"{circle.path}/relations/mine")
    assert mine == {"relations": [{"person": str(bo.id), "kind": "managed_by"}]}
    assert await circle.facilitator.seen(f"{circle.path}/relations/mine") == {"relations": []}
    assert [r["kind"] for r in (await bo.seen(f"{circle.path}/relations/mine"))["relations"]] == ["none"]


async def test_members_are_given_no_hints(circle: Circle) -> None:
    anna = circle.members[0]

    refused(await anna.get(f"{circle.path}/composition"), 403, "not-your-part")
    assert (await anna.seen(circle.path))["hints"] == []


async def test_peers_who_guard_in_turn_are_given_no_hints_and_the_maker_is(house: House) -> None:
    circle = await form(house, facilitation="rotating_peer", my_role="member")

    refused(await circle.members[0].get(f"{circle.path}/composition"), 403, "only-the-maker")
    assert await hints(circle, circle.facilitator) == []
    await circle.close()


async def test_a_declaration_is_taken_back_and_the_hint_with_it(circle: Circle) -> None:
    anna, bo, cas = circle.members
    path = f"{circle.path}/relations/{bo.id}"
    await answer(circle, bo, cas)
    await anna.put(path, {"kind": "appraises"})
    assert await hints(circle, circle.facilitator) == ["authority", "size"]
    await anna.put(path, {"kind": "none"})

    mine = {"relations": [{"person": str(bo.id), "kind": "none"}]}
    assert await anna.seen(f"{circle.path}/relations/mine") == mine
    assert await hints(circle, circle.facilitator) == ["size"]


async def test_a_facilitator_who_is_close_to_a_member_is_hinted_at(circle: Circle) -> None:
    anna, bo, cas = circle.members
    await answer(circle, bo, cas)
    await anna.put(f"{circle.path}/relations/{circle.facilitator.id}", {"kind": "close"})

    assert await hints(circle, circle.facilitator) == ["facilitator-close", "size"]


async def test_a_declaration_goes_when_either_of_the_two_leaves(circle: Circle) -> None:
    anna, bo, cas = circle.members
    await anna.put(f"{circle.path}/relations/{bo.id}", {"kind": "manages"})
    await cas.put(f"{circle.path}/relations/{anna.id}", {"kind": "managed_by"})
    done(await bo.delete(f"{circle.path}/members/me"))
    assert [r["person"] for r in (await anna.seen(f"{circle.path}/relations/mine"))["relations"]] == []
    done(await anna.delete(f"{circle.path}/members/me"))

    assert await cas.seen(f"{circle.path}/relations/mine") == {"relations": []}


async def test_nothing_is_declared_about_oneself_or_a_stranger(circle: Circle, person: New) -> None:
    anna, stranger = circle.members[0], person("Gijs")
    done(await stranger.put(f"/groups/{uuid4()}", {"name": "Elders", "my_name": "Gijs"}))
    elsewhere = (await stranger.seen("/me"))["person"]

    refused(await anna.put(f"{circle.path}/relations/{anna.id}", {"kind": "close"}), 422, "invalid")
    refused(await anna.put(f"{circle.path}/relations/{elsewhere}", {"kind": "close"}), 404, "not-found")
    refused(
        await anna.put(f"{circle.path}/relations/{circle.members[1].id}", {"kind": "dear"}), 422, "invalid"
    )
    refused(await stranger.get(f"{circle.path}/relations/mine"), 404, "not-found")


async def test_the_agreement_is_there_in_one_piece(circle: Circle) -> None:
    anna, bo, _ = circle.members
    done(await anna.put(f"{circle.path}/expectations/{uuid4()}", {"text": "Ik wil leren vragen."}))
    rules = {"rules": [{"key": "stays_here"}, {"text": "Telefoon in de tas."}]}
    done(await bo.post(f"{circle.path}/ground-rules", rules))
    refused(await anna.get(f"{circle.path}/agreement"), 403, "ground-rules-first")
    await circle.accept(anna)
    agreement = await anna.seen(f"{circle.path}/agreement")

    assert (agreement["name"], agreement["rules_version"]) == ("Kring Oost", 2)
    assert [r["text"] for r in agreement["rules"]] == [None, "Telefoon in de tas."]
    assert agreement["rules"][0]["words"]["nl"]
    assert [e["text"] for e in agreement["expectations"]] == ["Ik wil leren vragen."]
    accepted = {p["name"]: p["accepted_at"] is not None for p in agreement["people"]}
    assert accepted == {"Fieke": False, "Anna": True, "Bo": False, "Cas": False}
    assert (agreement["days_after_follow_up"], agreement["days_after_session"]) == (30, 180)
    assert agreement["method_names"]["nl"]


async def test_every_version_of_the_ground_rules_says_who_accepted_it_when(circle: Circle) -> None:
    anna, bo, _ = circle.members
    done(await bo.post(f"{circle.path}/ground-rules", {"rules": [{"text": "Op tijd."}]}))
    await circle.accept(anna)
    versions = (await anna.seen(f"{circle.path}/ground-rules/versions"))["versions"]

    assert [v["version"] for v in versions] == [2, 1]
    assert [[a["name"] for a in v["accepted"]] for v in versions] == [
        ["Anna"],
        ["Fieke", "Anna", "Bo", "Cas"],
    ]
    assert versions[0]["proposed_by"] == str(bo.id)
    assert [r["text"] for r in versions[0]["rules"]] == ["Op tijd."]
    assert all(a["at"] for v in versions for a in v["accepted"])


async def test_who_was_there_before_is_told_to_those_who_accepted_and_take_part(
    circle: Circle, person: New
) -> None:
    anna, bo, cas = circle.members
    watching = person("Olga")
    assert (await watching.join(await circle.invited("observer"))).status_code == 200
    await circle.accept(watching)
    done(await bo.delete(f"{circle.path}/members/me"))
    doors = [f"{circle.path}/{door}" for door in ("ground-rules/versions", "balance", "audit")]
    for door in doors:
        await anna.seen(door)
        refused(await watching.get(door), 403, "observers-only-watch")
    assert str(bo.id) in str([await anna.seen(door) for door in doors])
    done(await anna.post(f"{circle.path}/ground-rules", {"rules": [{"text": "Op tijd."}]}))

    for door in doors:
        refused(await cas.get(door), 403, "ground-rules-first")
