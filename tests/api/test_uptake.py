"""Uptake over the API: figures, what they mean, files for other programs, and every refusal."""

import csv
import re
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from io import BytesIO, StringIO
from uuid import UUID, uuid4

import pytest
from arro3.io import read_parquet

from backend.adapters.database import Database
from backend.adapters.uptake import UptakePress
from backend.domain.uptake.definitions import DEFINITIONS, Dimension
from backend.domain.uptake.figures import Figure, Slice
from backend.domain.uptake.parts import Part
from backend.domain.uptake.periods import Period
from tests.api.house import House
from tests.api.offices import Office, register, with_account
from tests.api.people import Person, done, refused

QUARTERS = Period(2025, 4), Period(2026, 1)
NOW = datetime(2026, 4, 9, 3, tzinfo=UTC)


async def published(house: House, office: Office, unit: UUID, small: UUID) -> None:
    """Let two quarters and a year stand."""
    figures = [
        Figure(metric="reach", value=50, n=80),
        Figure(metric="reach", by=Dimension.UNIT, part=Part(unit), value=44.5, n=40),
        Figure(metric="reach", by=Dimension.UNIT, part=Part(None, rest=True, holds=(small,)), value=60, n=40),
        Figure(metric="hold_rate", value=95, bound="more-than", n=30),
        Figure(metric="management_reach", why="too-few"),
        Figure(metric="action_outcome", slices=(Slice("done", 60), Slice("other", 40)), n=20),
    ]
    async with await Database.open(house.database_url) as database:
        for period in (*QUARTERS, Period(2025)):
            await UptakePress(database).keep(office.id, period, figures, upto=7, floor=5, now=NOW)


@pytest.fixture
async def office(house: House) -> AsyncIterator[Office]:
    """An organisation with published figures of two units, one of which has a name like a formula."""
    registered = await register(house)
    await published(house, registered, await registered.unit("=Zorg"), await registered.unit("Post"))
    yield registered
    await registered.admin.http.aclose()


def at(office: Office, path: str) -> str:
    return f"{office.path}/uptake/{path}"


async def test_an_administrator_sees_the_periods_and_when_the_next_one_comes(office: Office) -> None:
    found = await office.admin.seen(at(office, "periods"))

    assert [one["period"] for one in found["periods"]] == ["2025-Q4", "2025", "2026-Q1"]
    assert found["periods"][0] | {"computed_at": ""} == {
        "period": "2025-Q4",
        "computed_at": "",
        "floor": 5,
        "rules": 1,
        "shown": 5,
        "held_back": 1,
    }
    assert re.fullmatch(r"20\d\d-Q[1-4]", found["next_period"])


async def test_a_period_shows_values_and_says_why_one_is_not_there(office: Office) -> None:
    found = await office.admin.seen(at(office, "periods/2026-Q1"))
    figures = {one["metric"]: one for one in found["figures"]}

    assert list(figures) == ["reach", "hold_rate", "management_reach", "action_outcome"]
    assert (figures["reach"]["value"], figures["reach"]["n"], figures["reach"]["unit"]) == (50, 80, "percent")
    assert figures["hold_rate"]["bound"] == "more-than"
    hidden = figures["management_reach"]
    assert (hidden["value"], hidden["suppressed"], hidden["why"]) == (None, True, "too-few")
    assert hidden["why_in_words"] == "There are too few people or groups behind it."
    assert figures["action_outcome"]["slices"] == [
        {"key": "done", "value": 60},
        {"key": "other", "value": 40},
    ]


async def test_a_breakdown_names_its_parts_and_what_is_taken_together(office: Office) -> None:
    found = await office.admin.seen(at(office, "periods/2026-Q1?by=unit"))
    parts = [one["part"] for one in found["figures"]]

    assert [(part["name"], part["rest"]) for part in parts] == [("=Zorg", False), ("other", True)]
    assert [one["name"] for one in parts[1]["holds"]] == ["Post"]


async def test_a_renamed_unit_is_shown_by_its_present_name(office: Office) -> None:
    found = await office.admin.seen(at(office, "periods/2026-Q1?by=unit"))
    unit = found["figures"][0]["part"]["id"]
    done(await office.admin.put(f"{office.path}/units/{unit}", {"name": "Thuis", "parent": None}), 200)
    again = await office.admin.seen(at(office, "periods/2026-Q1?by=unit"))

    assert again["figures"][0]["part"] == found["figures"][0]["part"] | {"name": "Thuis"}
    assert again["figures"][0]["value"] == found["figures"][0]["value"]


async def test_a_measure_is_followed_over_periods(office: Office) -> None:
    found = await office.admin.seen(at(office, "measures/reach?by=unit"))

    assert [one["period"]["period"] for one in found["points"]] == ["2025-Q4", "2025", "2026-Q1"]
    assert [len(one["figures"]) for one in found["points"]] == [2, 2, 2]
    assert found["definition"]["formula"].startswith("People who were at one or more held meetings")


async def test_every_measure_is_defined_in_the_callers_language(office: Office) -> None:
    for language, name in {"nl": "Bereik", "en": "Reach", "de": "Reichweite"}.items():
        answer = await office.admin.get(at(office, "definitions"), headers={"Accept-Language": language})
        found = answer.json()["definitions"]

        assert [one["metric"] for one in found] == list(DEFINITIONS)
        assert found[0]["name"] == name


async def test_an_answer_has_a_tag_and_is_not_sent_twice(office: Office) -> None:
    for path in ("definitions", "periods", "periods/2025", "measures/reach", "file", "visibility"):
        first = await office.admin.get(at(office, path))
        again = await office.admin.get(at(office, path), headers={"If-None-Match": first.headers["etag"]})

        assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


async def test_a_csv_file_says_that_it_is_utf_8_and_holds_no_formula(office: Office) -> None:
    answer = await office.admin.get(at(office, "file?period=2026-Q1&by=unit"))
    text = answer.content.decode("utf-8-sig")
    lines = list(csv.DictReader(StringIO(text)))

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["content-disposition"] == 'attachment; filename="kring-2026-Q1-unit.csv"'
    assert [(one["value"], one["part_name"]) for one in lines] == [("44.5", "'=Zorg"), ("60", "other")]


async def test_dutch_excel_gets_semicolons_and_decimal_commas(office: Office) -> None:
    answer = await office.admin.get(at(office, "file?period=2026-Q1&by=unit&format=csv-nl"))
    lines = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))

    assert [one["value"] for one in lines] == ["44,5", "60"]
    assert answer.headers["content-disposition"] == 'attachment; filename="kring-2026-Q1-unit.nl.csv"'


async def test_a_parquet_file_has_the_same_lines_as_the_csv_file(office: Office) -> None:
    plain = await office.admin.get(at(office, "file"))
    packed = await office.admin.get(at(office, "file?format=parquet"))
    lines = list(csv.DictReader(StringIO(plain.content.decode("utf-8-sig"))))
    table = read_parquet(BytesIO(packed.content)).read_all()

    assert table.column_names == list(lines[0])
    assert table["metric"].to_pylist() == [one["metric"] for one in lines]
    assert table["value"].to_pylist() == [float(one["value"]) if one["value"] else None for one in lines]
    assert table["period"].to_pylist() == ["2025-Q4"] * 5 + ["2025"] * 5 + ["2026-Q1"] * 5


REFUSALS: Mapping[str, tuple[int, str]] = {
    "periods/2099-Q1": (409, "period-in-future"),
    "periods/2098": (409, "period-in-future"),
    "periods/2024-Q1": (404, "not-published"),
    "periods/2026-Q5": (404, "unknown-period"),
    "periods/last-week": (404, "unknown-period"),
    "file?period=2024-Q1": (404, "not-published"),
    "measures/mood": (404, "unknown-measure"),
    "measures/reach?by=programme": (404, "unknown-breakdown"),
    "measures/membership_rate?by=unit": (404, "unknown-breakdown"),
    "periods/2026-Q1?by=manager": (422, "invalid"),
    "file?format=xlsx": (422, "invalid"),
}


@pytest.mark.parametrize("path", REFUSALS)
async def test_what_is_not_there_is_refused_in_words(office: Office, path: str) -> None:
    refused(await office.admin.get(at(office, path)), *REFUSALS[path])


async def test_the_present_quarter_is_open(office: Office) -> None:
    coming = (await office.admin.seen(at(office, "periods")))["next_period"]

    refused(await office.admin.get(at(office, f"periods/{coming}")), 409, "period-open")


async def test_a_token_reads_uptake_if_it_was_made_for_it_and_is_noted(house: House, office: Office) -> None:
    token = await office.token("uptake:read")
    async with Person(house, "") as program:
        program.http.headers["Authorization"] = f"Bearer {token['token']}"
        for path in ("definitions", "periods", "periods/2026-Q1", "measures/reach", "file", "visibility"):
            assert (await program.get(at(office, path))).status_code == 200
        refused(await program.get(at(office, "questions")), 403, "scope-missing")
    asked = (await office.admin.seen(at(office, "questions")))["questions"]

    assert {(one["label"], one["what"], one["times"]) for one in asked} == {
        ("Rooster", what, 1) for what in ("get_uptake", "get_uptake_series", "download_uptake")
    }


async def test_a_token_for_something_else_or_of_another_organisation_reads_nothing(
    house: House, office: Office
) -> None:
    other = await register(house)
    async with other.admin, Person(house, "") as program:
        for scope, whose, status, reason in (
            ("people:read", office, 403, "scope-missing"),
            ("uptake:read", other, 401, "token-not-valid"),
        ):
            token = await whose.token(scope)
            program.http.headers["Authorization"] = f"Bearer {token['token']}"
            refused(await program.get(at(office, "periods/2026-Q1")), status, reason)
            done(await whose.admin.delete(f"{whose.path}/tokens/{token['id']}"))
        refused(await program.get(at(other, "periods")), 401, "token-not-valid")


async def test_people_read_what_is_seen_of_them_and_no_figures(house: House, office: Office) -> None:
    address = f"{uuid4().hex}@voorbeeld.nl"
    async with await with_account(Person(house, "Emma"), address) as employee:
        await office.enrol("Emma", address)
        found = await employee.seen(at(office, "visibility"))

        assert found["floor"] == 5
        assert any("5 people" in rule for rule in found["rules"])
        assert len(found["cannot"]) >= 5
        refused(await employee.get(at(office, "periods")), 403, "only-administrators")


async def test_the_floor_is_raised_and_never_lowered(office: Office) -> None:
    path = at(office, "threshold")
    done(await office.admin.put(path, {"persons": 7}), 201)

    assert (await office.admin.seen(at(office, "visibility")))["floor"] == 7
    refused(await office.admin.put(path, {"persons": 6}), 409, "floor-only-rises")
    refused(await office.admin.put(path, {"persons": 4}), 422, "invalid")
    refused(await office.admin.put(path, {"persons": 500}), 422, "invalid")
