"""Names go out of a group's list after some years, whoever asks; what is one's own has no term."""

from datetime import UTC, datetime

import pytest

from backend.domain.attendance_term import NAMES_KEPT_YEARS, names_are_kept

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "kept"),
    [
        (datetime(2026, 3, 2, 10, tzinfo=UTC), True),
        (datetime(2026 + NAMES_KEPT_YEARS, 12, 31, 23, 59, tzinfo=UTC), True),
        (datetime(2027 + NAMES_KEPT_YEARS, 1, 1, tzinfo=UTC), False),
    ],
)
def test_names_stay_until_the_end_of_the_second_year_after(now: datetime, kept: bool) -> None:  # noqa: FBT001
    assert names_are_kept(BEGIN, now) is kept
