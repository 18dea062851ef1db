"""Figures: how they are counted, when they are held back, and what is taken together."""

from datetime import timedelta
from uuid import UUID

import pytest

from backend.domain.uptake.definitions import DEFINITIONS, Dimension
from backend.domain.uptake.facts import Correction, Placed, Published, Stay
from backend.domain.uptake.figures import Figure, percent
from backend.domain.uptake.parts import flat, tree
from backend.domain.uptake.periods import Period
from backend.domain.uptake.publishing import publication
from tests.domain.uptake_house import QUARTER, Town, lively, new


def by_unit(figures: list[Figure]) -> dict[str, float | None]:
    return {one.part.name: one.value for one in figures if one.by is Dimension.UNIT and one.part}


def test_reach_is_the_share_of_people_who_were_at_a_held_meeting() -> None:
    town, units = lively()

    assert town.whole("reach").value == 50
    assert by_unit(town.quarter()) == {str(unit): 50 for unit in units}


def test_every_measure_says_something_of_the_whole() -> None:
    figures = lively()[0].quarter()

    assert {one.metric for one in figures if one.part is None} == set(DEFINITIONS)
    assert all(one.is_shown == (one.why is None) for one in figures)


def test_meetings_are_counted_for_all_groups_together() -> None:
    town, _ = lively()

    assert town.whole("sessions_held").value == 8
    assert town.whole("participant_hours").value == 60
    assert town.whole("attendance_rate") == Figure(
        metric="attendance_rate", value=95, bound="more-than", n=40
    )


def test_an_organisation_with_one_group_learns_nothing() -> None:
    town = Town()
    town.meet(town.group(town.staff(60)[:6]))

    assert [one for one in town.quarter() if one.is_shown] == []


def test_an_organisation_without_groups_learns_nothing_and_looks_the_same() -> None:
    one, none = Town(), Town()
    one.meet(one.group(one.staff(60)[:6]))
    none.staff(60)

    assert [figure.why for figure in one.quarter()] == [figure.why for figure in none.quarter()]


def test_a_figure_of_which_one_group_makes_up_most_is_held_back() -> None:
    town, _ = lively()
    people = town.staff(5)
    busy = town.group(people)
    for day in range(30):
        town.meet(busy, QUARTER.begins + timedelta(days=30 + day, hours=9))

    assert town.whole("sessions_held").why == "too-few"


def test_where_nearly_everybody_takes_part_it_would_be_known_who_does_not() -> None:
    town = Town()
    people = town.staff(42)
    for nth in range(8):
        town.meet(town.group(people[5 * nth : 5 * nth + 5]))

    assert town.whole("reach").why == "too-few"


def test_a_small_unit_is_shown_together_with_others() -> None:
    town, (one, other) = lively()
    small = town.unit()
    town.staff(6, small)
    town.staff(20)

    figures = town.quarter()
    parts = [figure.part for figure in figures if figure.by is Dimension.UNIT and figure.part]

    assert str(small) not in by_unit(figures)
    assert [part for part in parts if part.rest and small in part.holds]
    assert len(parts) == 2
    assert {one, other} & {part.id for part in parts}


def test_a_raised_floor_holds_more_back() -> None:
    town, _ = lively()

    assert by_unit(town.quarter(floor=5))
    assert by_unit(town.quarter(floor=25)) == {}


def test_a_person_counts_where_they_work_on_the_last_day_and_only_there() -> None:
    town, (one, other) = lively()
    for person in list(town.facts.placed)[:4]:
        town.facts.placed[person] = Placed(other, None, 1)

    assert town.whole("reach").n == 80
    assert by_unit(town.quarter()) == {str(one): 44, str(other): 55}


def test_a_unit_that_was_merged_into_another_counts_there() -> None:
    town, (one, other) = lively()
    gone = town.unit()
    people = town.staff(40, gone)
    for nth in range(4):
        town.meet(town.group(people[5 * nth : 5 * nth + 5]))
    for person in people:
        town.facts.placed[person] = Placed(one, None, 1)
    del town.facts.units[gone]

    assert by_unit(town.quarter()) == {str(one): 50, str(other): 50}


def test_levels_of_units_add_up() -> None:
    town = Town()
    house = town.unit()
    parts = [town.unit(house), town.unit(house), town.unit()]
    for unit in parts:
        people = town.staff(40, unit)
        for nth in range(4):
            town.meet(town.group(people[5 * nth : 5 * nth + 5]))

    assert by_unit(town.quarter()) == {str(unit): 50 for unit in [house, *parts]}


def test_a_programme_is_shown_when_its_groups_and_all_others_are_enough() -> None:
    town, programme = Town(), new()
    for nth in range(8):
        town.meet(town.group(town.staff(6), programme if nth < 4 else None))
    held = [one for one in town.quarter() if one.metric == "sessions_held"]

    assert [(one.part.name if one.part else None, one.value) for one in held] == [
        (None, 8),
        (str(programme), 4),
        ("rest", 4),
    ]


def test_who_came_from_elsewhere_is_not_counted_among_the_organisations_people() -> None:
    town, _ = lively()
    guests = [new() for _ in range(5)]
    town.meet(town.group(guests))

    assert town.whole("reach").value == 50
    assert town.whole("sessions_held").value == 9


def test_standing_figures_wait_until_enough_people_came_or_went() -> None:
    town, _ = lively()
    first = publication(QUARTER, 1, town.quarter())
    town.facts.published = [first]
    town.staff(2, since=QUARTER.next.begins + timedelta(days=3))

    assert ("membership_rate", "", "") in first.shown
    assert town.whole("membership_rate", QUARTER.next).why in {"changed-too-little", "derivable"}


def test_a_meeting_that_became_known_after_publication_counts_in_the_next_period() -> None:
    town, _ = lively()
    late = town.meet(next(iter(town.facts.groups)), QUARTER.begins + timedelta(days=50), known=99)
    town.facts.published = [Published(QUARTER, 10, frozenset())]

    assert town.whole("sessions_held", QUARTER).value == 8
    after = QUARTER.next
    for group in list(town.facts.groups):
        town.meet(group, after.begins + timedelta(days=9), known=99)

    assert town.whole("sessions_held", after).value == 9
    assert late.begins in QUARTER


def test_who_was_there_as_put_right_counts_until_the_quarter_is_published() -> None:
    town, _ = lively()
    for meeting in list(town.facts.meetings.values())[:2]:
        meeting.corrections = [Correction(known, next(iter(meeting.present)), None) for known in (5, 9)]

    hours = []
    for upto in (4, 5):
        town.facts.published = [Published(QUARTER, upto, frozenset())]
        hours.append(town.whole("participant_hours").value)
        hours.append(town.whole("participant_hours", Period(2026)).value)
    town.facts.published = []

    assert [*hours, town.whole("participant_hours").value] == [60, 60, 57, 57, 57]


def test_a_meeting_that_was_not_held_after_all_counts_no_more() -> None:
    town, _ = lively()
    meeting = next(iter(town.facts.meetings.values()))
    meeting.corrections = [Correction(5, person, None) for person in list(meeting.present)[:3]]

    assert town.whole("sessions_held").value == 7
    assert town.whole("hold_rate").value == 88


def test_a_year_is_what_its_quarters_add_up_to() -> None:
    town, _ = lively()
    year, last = Period(2026), Period(2026, 4)
    town.meet(next(iter(town.facts.groups)), last.begins + timedelta(days=80), known=99)
    town.facts.published = [Published(last, 10, frozenset())]

    assert town.whole("sessions_held", year).value == 8
    assert town.whole("sessions_held", year.next).why == "too-few"


def test_a_year_is_held_back_where_its_quarters_would_tell_the_one_that_is_hidden() -> None:
    town, _ = lively()
    year, shown = Period(2026), frozenset({("sessions_held", "", "")})
    quarters = [Published(one, 1, shown if one.quarter < 4 else frozenset()) for one in year.quarters]
    town.facts.published = quarters

    assert town.whole("sessions_held", year).why == "derivable"

    town.facts.published = [replace_shown(one, shown) for one in quarters]

    assert town.whole("sessions_held", year).value == 8


def replace_shown(published: Published, shown: frozenset[tuple[str, str, str]]) -> Published:
    return Published(published.period, published.upto, shown)


def test_newcomers_are_those_of_some_weeks_and_some_months_ago() -> None:
    town, (unit, _) = lively()
    fresh = town.staff(60, unit, since=QUARTER.ends - timedelta(days=100))
    for nth in range(6):
        town.meet(town.group(fresh[5 * nth : 5 * nth + 5]))
    town.facts.stays[fresh[-1]] = [Stay(QUARTER.ends - timedelta(days=3))]

    assert town.whole("newcomer_reach") == Figure(metric="newcomer_reach", value=51, n=55)


@pytest.mark.parametrize(
    ("above", "shown"),
    [(0, (5, "less-than")), (4, (5, "less-than")), (50, (50, None)), (100, (95, "more-than"))],
)
def test_near_its_ends_a_percentage_is_only_bounded(above: int, shown: tuple[float, str | None]) -> None:
    assert percent(above, 100) == shown


def crowd(size: int, first: int) -> frozenset[UUID]:
    return frozenset(UUID(int=first * 1000 + n) for n in range(size))


def enough(members: frozenset[UUID]) -> bool:
    return len(members) >= 5


def test_what_is_left_over_is_made_large_enough_by_the_smallest_of_the_others() -> None:
    one, two, three = (UUID(int=n) for n in range(1, 4))
    division = flat({one: crowd(9, 1), two: crowd(6, 2), three: crowd(2, 3)}, enough)

    assert division is not None
    assert {part.name: len(people) for part, people in division.finest.items()} == {str(one): 9, "rest": 8}


def test_what_cannot_be_divided_is_not() -> None:
    one, two = UUID(int=1), UUID(int=2)

    assert flat({one: crowd(9, 1), two: crowd(2, 2)}, enough) is None
    assert tree({one: crowd(9, 1), two: crowd(2, 2)}, {one: None, two: one}, enough) is None
