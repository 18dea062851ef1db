"""Callers are counted for a while, each on their own, in room that does not grow with them."""

import tracemalloc
from collections.abc import Iterator
from itertools import count

import pytest

from backend.adapters.limiting import MOST, Limits
from backend.settings import Allowance

ALLOWED = {"person-write": Allowance(3), "person-read": Allowance(5), "address-entry": Allowance(2, 60)}


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        """Return the time in seconds."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limits(clock: Clock) -> Limits:
    """Three writes and five reads in ten seconds, two entries in a minute."""
    return Limits(ALLOWED, clock)


def test_after_so_many_calls_the_caller_is_told_how_long_to_wait(limits: Limits, clock: Clock) -> None:
    answers = [limits.hit("person-write", "anna") for _ in range(4)]
    clock.now += 7.5

    assert answers == [None, None, None, 10]
    assert limits.hit("person-write", "anna") == 3
    clock.now += 2.5
    assert limits.hit("person-write", "anna") is None


def test_everybody_and_everything_is_counted_apart(limits: Limits) -> None:
    while limits.hit("person-write", "anna") is None:
        pass

    assert limits.hit("person-write", "bo") is None
    assert limits.hit("person-read", "anna") is None
    assert [limits.hit("address-entry", "anna") for _ in range(3)] == [None, None, 60]


def test_who_keeps_calling_is_remembered_while_a_crowd_passes_by(limits: Limits) -> None:
    crowd: Iterator[int] = count()
    for _ in range(20):
        limits.hit("person-write", "noisy")
        for _ in range(MOST // 4):
            limits.hit("person-write", f"one of many {next(crowd)}")

    assert limits.hit("person-write", "noisy") is not None


def test_a_hundred_thousand_addresses_take_no_more_room_than_the_first_of_them() -> None:
    limits = Limits(ALLOWED, Clock())

    def flood(addresses: range) -> int:
        for address in addresses:
            limits.hit("person-write", f"2001:db8:{address:x}")
            limits.hit("person-write", "at ten times the limit")
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    full, after = flood(range(2 * MOST)), flood(range(2 * MOST, 100_000))
    tracemalloc.stop()

    assert MOST * 100 < full < 8 * 2**20
    assert after < full * 1.05
