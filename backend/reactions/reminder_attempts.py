"""A reminder in hand: to whom it goes, what each of them said, and what follows from that."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, cast
from uuid import UUID, uuid5

from backend.domain.letters import Language
from backend.domain.notices import NOTICES, Words
from backend.domain.reminding import Became, Delivery, Wishes, due_at, may_reach, topic
from backend.domain.zones import zone_of
from backend.reactions.reminding_needs import Device, Taken, Unplanned, Wanted
from events.reminding import Channel, QuietHours

MAIL: Final = "mail"
_MOST_TRIES: Final = 12
_FIRST_PAUSE: Final = timedelta(minutes=1)
_LONGEST_PAUSE: Final = timedelta(hours=1)


@dataclass(slots=True)
class Attempt:
    """A reminder in hand: to whom it goes now, who is gone, who rests, and what each of them said.

    ``wakes``: when its person's quiet hours end, in which nobody is tried.
    """

    taken: Taken
    targets: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    resting: dict[str, datetime] = field(default_factory=dict)
    wakes: datetime | None = None
    told: dict[str, tuple[Delivery, datetime | None]] = field(default_factory=dict)

    @property
    def topic(self) -> str:
        """What a repeat has in common with the first."""
        return topic(self.taken.person_id, self.taken.occasion, self.taken.about)

    @property
    def letter(self) -> str:
        """What a repeated letter has in common with the first; when its meeting moved it is another one."""
        return note_id(self.taken, Channel.MAIL, "letter").hex

    @property
    def language(self) -> Language:
        """What the person reads."""
        return cast("Language", self.taken.language)

    @property
    def words(self) -> Words:
        """What is said."""
        return NOTICES[self.taken.occasion].into(self.language)

    @property
    def channels(self) -> list[Channel]:
        """By what it was to go this time."""
        return sorted({channel_of(target) for target in (*self.targets, *self.gone)})

    def of(self, channel: Channel) -> list[Delivery]:
        """Return what those of a channel said; who is gone says so."""
        said = [said for one, (said, _) in self.told.items() if channel_of(one) is channel]
        return said + [Delivery.GONE for one in self.gone if channel_of(one) is channel]


def due(one: Unplanned) -> datetime | None:
    """Return when somebody is to be reminded; None when they do not want it, or it is of no use."""
    wishes = wishes_of(one)
    if one.occasion not in wishes.occasions or wishes.channels.isdisjoint({Channel.PUSH, Channel.MAIL}):
        return None
    return due_at(one, wishes, zone_of(one.zone))


def wishes_of(one: Wanted) -> Wishes:
    """Return how somebody wants to be reminded, who may never have been asked."""
    if (said := one.wants) is None:
        return Wishes()
    quiet = QuietHours(said.quiet_begin, said.quiet_end) if said.quiet_begin and said.quiet_end else None
    return Wishes(
        channels=frozenset(said.channels),
        occasions=frozenset(said.occasions),
        hour=said.hour,
        quiet=quiet,
        paused_until=said.paused_until,
    )


def attempt(one: Taken, devices: Sequence[Device], now: datetime) -> Attempt:
    """Return to whom a reminder goes now: who was not handed it, and whose time it is to be tried again.

    Nobody is tried in the hours in which their person wants quiet. Once somebody took it, it goes to
    nobody new. It goes to nobody who wants no such reminder since it was planned.
    """
    wishes = wishes_of(one)
    if one.occasion not in wishes.occasions:
        return Attempt(one)
    if (wakes := may_reach(now, wishes, zone_of(one.zone))) > now:
        return Attempt(one, wakes=wakes)
    here = [target_of(device) for device in devices] if Channel.PUSH in wishes.channels else []
    if Channel.MAIL in wishes.channels and one.address is not None:
        here.append(MAIL)
    waiting = {target: at for target, at in one.asked.items() if at and channel_of(target) in wishes.channels}
    return Attempt(
        one,
        [target for target in here if _is_its_turn(one, target, now)],
        [target for target in waiting if target not in here],
        {target: at for target, at in waiting.items() if target in here and at > now},
    )


def _is_its_turn(one: Taken, target: str, now: datetime) -> bool:
    if target not in one.asked:
        return not one.reached
    at = one.asked[target]
    return at is not None and at <= now


def target_of(device: Device) -> str:
    """Return how a browser is named among those to whom a reminder goes."""
    return str(device.device)


def channel_of(target: str) -> Channel:
    """Return by what a reminder goes to somebody."""
    return Channel.MAIL if target == MAIL else Channel.PUSH


def note_id(one: Taken, channel: Channel, what: str) -> UUID:
    """Return the id under which it is recorded once, also when a worker died before it was settled."""
    return uuid5(one.person_id, f"{channel} {what} {one.occasion} {one.about} {one.anchor or one.day}")


def settled(one: Attempt, now: datetime) -> Became:
    """Return the outcome, or else when to look at it again."""
    taken = one.taken
    if one.wakes is not None:
        return Became(None, min(one.wakes, taken.until), taken.asked, tried=False)
    waits = one.resting | _again(one, now)
    done = (target for target, at in taken.asked.items() if at is None)
    asked = dict.fromkeys((*done, *one.targets, *one.gone)) | waits
    reached = taken.reached or Delivery.TAKEN in {said for said, _ in one.told.values()}
    lost = MAIL in one.told and one.told[MAIL][0] is not Delivery.TAKEN and MAIL not in waits
    if waits:
        return Became(None, min(waits.values()), asked, reached, lost, tried=bool(one.channels))
    return Became("sent" if reached else "failed" if asked else "nothing", None, asked, reached, lost)


def _again(one: Attempt, now: datetime) -> dict[str, datetime]:
    """Return whom to try again and when; not who would come too late, or was tried often enough.

    Later each time, not everybody at once, never before it was asked for, and not in quiet hours.
    """
    taken, wishes, zone = one.taken, wishes_of(one.taken), zone_of(one.taken.zone)
    if taken.tries >= _MOST_TRIES:
        return {}
    pause = min(_FIRST_PAUSE * (1 << (taken.tries - 1)), _LONGEST_PAUSE)
    spread = pause * ((uuid5(taken.person_id, str(taken.tries)).int % 1000) / 2000)
    again = {
        target: may_reach(max(now + pause, after or now) + spread, wishes, zone)
        for target, (said, after) in one.told.items()
        if said is Delivery.LATER
    }
    return {target: at for target, at in again.items() if at < taken.until}
