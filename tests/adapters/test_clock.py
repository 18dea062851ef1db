"""New ids are UUIDv7: they tell their millisecond and never repeat."""

from datetime import UTC, datetime, timedelta
from uuid import RFC_4122

from backend.adapters.clock import SystemClock


def test_the_time_is_utc() -> None:
    assert abs(SystemClock().now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert SystemClock().now().tzinfo is UTC


def test_an_id_is_a_uuid7_of_this_millisecond() -> None:
    clock = SystemClock()
    before = int(clock.now().timestamp() * 1000)
    made = clock.new_id()
    after = int(clock.now().timestamp() * 1000)

    assert (made.version, made.variant) == (7, RFC_4122)
    assert before <= made.int >> 80 <= after


def test_ids_do_not_repeat() -> None:
    clock = SystemClock()

    assert len({clock.new_id() for _ in range(20_000)}) == 20_000
