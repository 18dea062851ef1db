"""Which meetings a period counts, who was at them, and what they add up to for each group."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from backend.domain.uptake.facts import Facts, Group, Meeting
from backend.domain.uptake.periods import TRAILING, Period, quarter_of

Persons = frozenset[UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What one period is about: the people of its last day, and the meetings that it counts."""

    period: Period
    facts: Facts
    people: Persons
    """The organisation's people on the last day."""
    own_accounts: Mapping[UUID, UUID]
    """Which accounts are which of these people."""
    ever_held: tuple[Meeting, ...]
    """All that are known to have been held, whenever that was."""
    until_now: Mapping[UUID, list[Meeting]]
    """Each group's meetings that were held up to the end of the period, in order."""
    held: tuple[Meeting, ...]
    planned: tuple[Meeting, ...]
    trailing: tuple[Meeting, ...]
    """Held within the twelve months that end with the period."""
    attended: Mapping[UUID, Mapping[UUID, int]] = field(default_factory=dict)
    """By group and person: at how many held meetings of the period."""

    def own(self, accounts: Iterable[UUID]) -> set[UUID]:
        """Return which of the organisation's people of the last day some accounts are."""
        own = self.own_accounts
        return {own[one] for one in accounts if one in own}

    @property
    def reached(self) -> set[UUID]:
        """Return the organisation's people who were at a held meeting of the period."""
        return self.own({one for seen in self.attended.values() for one in seen})

    @property
    def living(self) -> list[Group]:
        """Return the groups that exist on the last day."""
        ends = self.period.ends
        return [
            group
            for group in self.facts.groups.values()
            if (group.closed is None or group.closed >= ends)
            and any(seat.covers(ends) for seat in group.seats)
        ]


def count(facts: Facts, period: Period) -> Counted:
    """Take together what a period is about.

    A meeting counts in the quarter in which it was to begin, or in the first one that is published after
    it became known, and in the year of that quarter. A quarter and its year count who was there as it was
    known when the quarter was published: what is published stays as it is, and a year is what its quarters
    add up to. Whatever looks further back counts it as it is known now.
    """
    ends, upto = period.ends, {one.period: one.upto for one in facts.published}
    ever_held = tuple(one for one in (each.corrected() for each in facts.meetings.values()) if one.is_held)
    all_held = [one for one in ever_held if one.begins < ends]
    known = [_as_published(one, upto) for one in facts.meetings.values() if one.opened or one.starts_at]
    held = tuple(one for one, home in known if home in period.quarters and one.is_held and one.begins < ends)
    counted = {one.id for one in held}
    planned = tuple(
        one
        for one, _ in known
        if one.starts_at is not None
        and (one.id in counted or (one.starts_at in period and not one.is_held))
        and not _called_off(one)
    )
    year_ago = ends - timedelta(days=TRAILING)
    trailing = tuple(one for one in all_held if one.id in counted or one.begins >= year_ago)
    attended: dict[UUID, dict[UUID, int]] = defaultdict(lambda: defaultdict(int))
    for meeting in held:
        for person in meeting.present:
            attended[meeting.group][person] += 1
    people = facts.present_at(ends)
    return Counted(
        period=period,
        facts=facts,
        people=people,
        own_accounts={account: one for account, one in facts.known_as.items() if one in people},
        ever_held=ever_held,
        until_now=consecutive(all_held),
        held=held,
        planned=planned,
        trailing=trailing,
        attended=attended,
    )


def _called_off(meeting: Meeting) -> bool:
    """Tell whether a meeting was cancelled more than seven days before."""
    if meeting.cancelled is None or meeting.starts_at is None:
        return False
    return meeting.starts_at - meeting.cancelled > timedelta(days=7)


def _as_published(meeting: Meeting, upto: Mapping[Period, int]) -> tuple[Meeting, Period]:
    """Return a meeting as it was known when the quarter that counts it was published, and this quarter."""
    home = quarter_of(meeting.begins)
    while upto.get(home, meeting.known) < meeting.known:
        home = home.next
    return meeting.corrected(upto.get(home)), home


@dataclass(frozen=True, slots=True)
class Share:
    """What each group adds to a figure: above and below the line."""

    above: float
    below: float


Shares = Mapping[UUID, Share]


def by_group(
    meetings: Iterable[Meeting],
    above: Callable[[Meeting], float],
    below: Callable[[Meeting], float] = lambda _: 1,
) -> Shares:
    """Add up for each group what its meetings say."""
    sums: dict[UUID, list[float]] = defaultdict(lambda: [0, 0])
    for meeting in meetings:
        sums[meeting.group][0] += above(meeting)
        sums[meeting.group][1] += below(meeting)
    return {group: Share(*both) for group, both in sums.items()}


def consecutive(meetings: Iterable[Meeting]) -> dict[UUID, list[Meeting]]:
    """Return each group's meetings in the order in which they began."""
    ordered: dict[UUID, list[Meeting]] = defaultdict(list)
    for meeting in sorted(meetings, key=_when):
        ordered[meeting.group].append(meeting)
    return ordered


def _when(meeting: Meeting) -> datetime:
    return meeting.begins
