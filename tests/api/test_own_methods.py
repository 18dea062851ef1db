"""Own methods over the wire: published, planned, played, changed, retired, and refused with words."""

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from backend.api.method_writing import LARGEST, WORDS
from backend.domain import method_rules, own_methods
from tests.api.circle import SOON, Circle
from tests.api.house import House
from tests.api.offices import Office, register
from tests.api.people import Json, Person, done, refused
from tests.api.test_hosted_groups import hosted
from tests.domain.test_method_rules import BROKEN

New = Callable[[str], Person]
SHIPPED = Path(method_rules.__file__).with_name("methods_data")


@pytest.fixture
async def office(house: House) -> AsyncIterator[Office]:
    """An organisation and who administers it."""
    registered = await register(house)
    yield registered
    await registered.admin.http.aclose()


def basis6(**changed: object) -> Json:
    document: Json = json.loads((SHIPPED / "basis6.json").read_text(encoding="utf-8"))
    return document | changed


def key_of(method: UUID) -> str:
    return f"own_{method.hex}"


async def publish(circle: Circle, method: UUID, document: Json, after: int = 0) -> Any:  # noqa: ANN401 - an answer
    body = {"method": document, "after": after}
    return await circle.facilitator.put(f"{circle.path}/methods/{method}", body)


async def shown(circle: Circle, method: UUID, version: int | None = None) -> Json:
    at = "" if version is None else f"?version={version}"
    return await circle.facilitator.seen(f"{circle.path}/methods/{method}{at}")


def names(said: str) -> dict[str, str]:
    return {"nl": said, "en": said}


async def test_a_method_is_published_in_versions_and_each_stays_readable(circle: Circle) -> None:
    method = uuid4()
    done(await publish(circle, method, basis6(names={"nl": "De onze"})))
    done(await publish(circle, method, basis6(names={"de": "Unsere"}), after=1))

    present, before = await shown(circle, method), await shown(circle, method, version=1)
    assert (present["method"]["version"], present["method"]["key"]) == (2, key_of(method))
    assert present["method"]["names"] == {"nl": "Unsere", "en": "Unsere", "de": "Unsere"}
    assert before["method"]["names"] == {"nl": "De onze", "en": "De onze"}
    refused(await circle.facilitator.get(f"{circle.path}/methods/{method}?version=3"), 404, "not-found")
    refused(await circle.facilitator.get(f"{circle.path}/methods/{uuid4()}"), 404, "not-found")


async def test_a_file_of_an_own_method_is_taken_in_as_it_came_out(circle: Circle) -> None:
    first, copy = uuid4(), uuid4()
    done(await publish(circle, first, basis6()))
    file = (await shown(circle, first))["method"]

    done(await publish(circle, copy, file))

    again = (await shown(circle, copy))["method"]
    assert again | {"key": ""} == file | {"key": ""}


async def test_the_group_plans_and_plays_its_own_method_and_history_keeps_the_old_words(
    circle: Circle,
) -> None:
    method = uuid4()
    done(await publish(circle, method, basis6(names=names("Onze eerste"))))
    meeting = await circle.meeting(method=key_of(method))
    await meeting.reach("take_away")
    done(await publish(circle, method, basis6(names=names("Onze tweede")), after=1))
    position = done(await meeting.move("closing"))["position"]

    played = (await meeting.log())[0]["method"]
    history = await circle.facilitator.seen(f"{circle.path}/history?after={position}")
    agenda = await circle.facilitator.seen(f"{circle.path}/sessions")
    assert (played["version"], played["names"]["en"]) == (1, "Onze eerste")
    assert "Onze eerste" in str(history)
    assert "Onze tweede" not in str(history)
    assert agenda["sessions"][0]["method_names"]["en"] == "Onze eerste"


async def test_a_retired_method_is_planned_no_more_but_a_planned_meeting_keeps_it(circle: Circle) -> None:
    method = uuid4()
    key = key_of(method)
    done(await publish(circle, method, basis6()))
    planned = await circle.planned(method=key)
    done(await circle.facilitator.delete(f"{circle.path}/methods/{method}"))

    body = {"starts_at": SOON, "method": key}
    refused(await circle.facilitator.put(f"{circle.path}/sessions/{uuid4()}", body), 409, "method-retired")
    listed = await circle.facilitator.seen(f"{circle.path}/methods")
    assert [one["retired"] for one in listed["methods"]] == [True]
    done(await circle.facilitator.post(f"{circle.path}/sessions/{planned}/opening"))
    done(await publish(circle, method, basis6(), after=1))
    done(await circle.facilitator.put(f"{circle.path}/sessions/{uuid4()}", body))


async def test_the_groups_custom_can_be_its_own_method(circle: Circle) -> None:
    method = uuid4()
    done(await publish(circle, method, basis6(names=names("De onze"))))
    arranged: Json = {
        "rhythm": None,
        "method": key_of(method),
        "advice_mode": "round",
        "facilitation": "external",
        "size": {},
    }

    done(await circle.facilitator.put(f"{circle.path}/arrangement", arranged))

    await circle.planned()
    assert (await circle.facilitator.seen(circle.path))["method"] == key_of(method)
    assert (await circle.facilitator.seen(f"{circle.path}/agreement"))["method_names"]["nl"] == "De onze"


async def test_an_organisations_method_is_for_every_group_that_it_hosts(office: Office) -> None:
    method = uuid4()
    path = f"{office.path}/methods/{method}"
    done(await office.admin.put(path, {"method": basis6(names=names("Van het huis"))}))

    circle = await hosted(office, method=key_of(method))
    await circle.planned()

    listed = await office.admin.seen(f"{circle.path}/methods")
    assert [(one["of"], one["names"]["nl"]) for one in listed["methods"]] == [
        ("organisation", "Van het huis")
    ]
    assert (await shown(circle, method))["of"] == "organisation"
    assert (await office.admin.seen(path))["method"]["version"] == 1
    what = {entry["what"]: entry["about"] for entry in await office.audit()}
    assert what["method_published"] == {"method": key_of(method), "version": 1}
    done(await office.admin.delete(path), 201)
    refused(
        await office.admin.put(f"{circle.path}/sessions/{uuid4()}", {"starts_at": SOON}),
        409,
        "method-retired",
    )


async def test_another_groups_or_organisations_method_does_not_exist_here(
    circle: Circle, office: Office
) -> None:
    theirs, ours = await hosted(office), uuid4()
    done(await publish(circle, ours, basis6()))
    done(await office.admin.put(f"{office.path}/methods/{ours}", {"method": basis6()}))

    body = {"starts_at": SOON, "method": key_of(uuid4())}
    refused(await circle.facilitator.put(f"{circle.path}/sessions/{uuid4()}", body), 422, "unknown-method")
    assert (await office.admin.seen(f"{theirs.path}/methods"))["methods"][0]["of"] == "organisation"
    refused(await office.admin.get(f"{circle.path}/methods"), 404, "not-found")
    refused(await circle.facilitator.get(f"{office.path}/methods"), 404, "not-found")
    assert [one["of"] for one in (await circle.facilitator.seen(f"{circle.path}/methods"))["methods"]] == [
        "group"
    ]


async def test_two_editors_do_not_overwrite_each_other(circle: Circle) -> None:
    method = uuid4()
    done(await publish(circle, method, basis6()))
    done(await publish(circle, method, basis6(online_ok=False), after=1))

    refused(await publish(circle, method, basis6(size_max=6), after=1), 409, "method-changed")

    assert done(await publish(circle, method, basis6(online_ok=False), after=1), 200)
    assert (await shown(circle, method))["method"]["size_max"] == 8


def _with(step: int, **changed: object) -> Json:
    document = basis6()
    document["steps"][step] |= changed
    return document


UNSOUND: dict[str, tuple[Json, str]] = {
    "no minutes": (_with(5, minutes=0), "method.steps[5]"),
    "a hundred steps": (
        basis6(steps=[basis6()["steps"][0] | {"key": f"s_{n}"} for n in range(100)]),
        "method",
    ),
    "questions before the case": (
        basis6(steps=[basis6()["steps"][5], *basis6()["steps"][:5], *basis6()["steps"][6:]]),
        "method.steps[0]",
    ),
    "the same step for ever": (basis6(steps=[basis6()["steps"][4]] * 20), "method.steps[19]"),
    "no words": (basis6(names={}), "method"),
}


@pytest.mark.parametrize("what", UNSOUND)
async def test_what_cannot_be_played_is_refused_with_its_place(circle: Circle, what: str) -> None:
    document, place = UNSOUND[what]

    problem = refused(await publish(circle, uuid4(), document), 422, "unsound-method")

    assert problem["errors"][0]["field"] == place
    assert problem["errors"][0]["detail"].endswith(".")


@pytest.mark.parametrize(
    ("document", "place"),
    [
        (_with(2, kinds=["seance"]), "steps"),
        (_with(2, minutes="long"), "steps"),
        (_with(2, surprise=True), "steps"),
        (basis6(names={"nl": "x" * 81}), "names"),
        (basis6(steps={"steps": {"steps": []}}), "steps"),
        (basis6(days=[1, 2, 3]), "days"),
        ([], "method"),
    ],
)
async def test_what_is_no_method_is_refused_with_its_place(
    circle: Circle, document: Json, place: str
) -> None:
    problem = refused(await publish(circle, uuid4(), document), 422, "invalid")

    assert place in json.dumps(problem["errors"])


async def test_a_file_of_ten_megabytes_is_too_large(circle: Circle) -> None:
    huge = basis6(source="x" * 10_000_000)

    refused(await publish(circle, uuid4(), huge), 413, "too-large")
    refused(await circle.facilitator.post("/methods/checks", huge), 413, "too-large")
    assert LARGEST < 10_000_000


async def test_a_draft_is_checked_in_three_languages_without_being_published(circle: Circle) -> None:
    draft = _with(5, minutes=0, stance="listens", speakers=["contributor"])

    answer = await circle.facilitator.post("/methods/checks", draft)

    found = {one["rule"]: one for one in answer.json()["problems"]}
    assert set(found) == {"bad-time", "contributor-silenced"}
    assert {one["step"] for one in found.values()} == {5}
    assert {"nl", "en", "de"} <= found["bad-time"]["words"].keys()
    assert (await circle.facilitator.seen(f"{circle.path}/methods"))["methods"] == []
    sound = await circle.facilitator.post("/methods/checks", basis6())
    assert sound.json() == {"problems": []}


async def test_the_refusal_is_in_the_language_that_is_read(circle: Circle) -> None:
    path = f"{circle.path}/methods/{uuid4()}"
    body = {"method": _with(5, minutes=0)}

    answer = await circle.facilitator.put(path, body, **{"Accept-Language": "de"})

    assert refused(answer, 422, "unsound-method")["errors"][0]["detail"].startswith("Gib diesem Schritt")


def test_every_rule_of_a_method_has_its_words() -> None:
    own = {"too-many-steps", "too-long", "no-steps"}
    planted = {rule for rule, *_ in BROKEN}

    assert planted - WORDS.keys() == set()
    assert WORDS.keys() - planted - own == set()
    assert own_methods.MOST_STEPS == 30


async def test_the_chooser_of_a_group_knows_its_own_methods_and_no_others_does(circle: Circle) -> None:
    method, gone = uuid4(), uuid4()
    done(await publish(circle, method, basis6(when=names("Voor ons nachtteam."))))
    done(await publish(circle, gone, basis6()))
    done(await circle.facilitator.delete(f"{circle.path}/methods/{gone}"))

    ours = await circle.members[0].seen(f"{circle.path}/methods/suggestions?present=6&minutes=90")
    anybody = await circle.members[0].seen("/methods/suggestions?present=6&minutes=90")

    why = {each["key"]: each["why"]["nl"] for each in ours["suggestions"]}
    assert why[key_of(method)] == "Van jullie zelf: Voor ons nachtteam."
    assert key_of(gone) not in why
    assert not [each for each in anybody["suggestions"] if each["key"].startswith("own_")]
