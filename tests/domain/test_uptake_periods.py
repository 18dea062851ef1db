"""Quarters and years: what they are called, when they are over, and what is refused."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.domain.errors import Refused
from backend.domain.organisation.commands import PublishPeriod, RaiseThreshold
from backend.domain.uptake.periods import Period, check_closed, quarter_of, read, settled_between
from events.organisation import PeriodPublished, ThresholdRaised
from tests.spec import HANNEKE, NOON, organisation, register

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)


@pytest.mark.parametrize("name", ["2026-Q1", "2026-Q4", "2026"])
def test_a_period_is_written_as_it_is_read(name: str) -> None:
    assert read(name).name == name


@pytest.mark.parametrize("name", ["", "2026-Q5", "2026-Q0", "26-Q1", "2026-q1", "2026-11", "1999", "2026 "])
def test_what_is_no_period_is_unknown(name: str) -> None:
    with pytest.raises(Refused) as refusal:
        read(name)

    assert refusal.value.reason == "unknown-period"


@pytest.mark.parametrize(
    ("name", "reason"),
    [("2026-Q4", "period-open"), ("2026", "period-open"), ("2027-Q1", "period-in-future")],
)
def test_a_period_that_is_not_over_is_refused(name: str, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        check_closed(read(name), NOW)

    assert refusal.value.reason == reason


def test_a_period_is_open_until_the_ninth_day_after_it() -> None:
    period = Period(2026, 3)
    check_closed(period, period.settled)

    with pytest.raises(Refused):
        check_closed(period, period.settled - timedelta(seconds=1))


def test_days_begin_where_the_organisation_is() -> None:
    assert quarter_of(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == Period(2026, 3)
    assert quarter_of(datetime(2026, 12, 31, 22, 30, tzinfo=UTC)) == Period(2026, 4)


def test_a_year_is_settled_after_its_quarters() -> None:
    since = datetime(2025, 5, 2, tzinfo=UTC)
    names = [period.name for period in settled_between(since, NOW)]

    assert names == ["2025-Q2", "2025-Q3", "2025-Q4", "2025", "2026-Q1", "2026-Q2", "2026-Q3"]


def test_the_next_period_has_the_same_length() -> None:
    assert [Period(2025, 3).next, Period(2025, 4).next, Period(2025).next] == [
        Period(2025, 4),
        Period(2026, 1),
        Period(2026),
    ]


def test_a_period_is_published_once() -> None:
    publish = PublishPeriod(period="2026-Q3", shown=20, held_back=4, at=NOON)
    stands = PeriodPublished(period="2026-Q3", shown=20, held_back=4, at=NOON)

    organisation().given(register()).when(publish).then(stands).when(publish).refused("period-published")


def test_the_floor_only_rises() -> None:
    def to(persons: int) -> RaiseThreshold:
        return RaiseThreshold(persons=persons, by=HANNEKE, at=NOON)

    raised = (
        organisation().given(register()).when(to(7)).then(ThresholdRaised(persons=7, by=HANNEKE, at=NOON))
    )

    raised.when(to(7)).then()
    raised.when(to(5)).refused("floor-only-rises")
    raised.when(to(51)).refused("floor-out-of-reach")
