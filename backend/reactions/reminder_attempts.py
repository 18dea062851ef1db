"""A reminder in hand: to whom it goes, what each of them said, and what follows from that."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Final, cast
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from backend.domain.letters import Language
from backend.domain.notices import NOTICES, Words
from backend.domain.reminding import Became, Delivery, Wishes, due_at, topic
from backend.reactions.reminding_needs import Device, Taken, Unplanned
from events.reminding import Channel

MAIL: Final = "mail"
_MOST_TRIES: Final = 12
_FIRST_PAUSE: Final = timedelta(minutes=1)
_LONGEST_PAUSE: Final = timedelta(hours=1)


@dataclass(slots=True)
class Attempt:
    """A reminder in hand: to whom it goes, and what each of them said."""

    taken: Taken
    targets: list[str]
    told: dict[str, tuple[Delivery, datetime | None]] = field(default_factory=dict)

    @property
    def topic(self) -> str:
        """What a repeat has in common with the first."""
        return topic(self.taken.person_id, self.taken.occasion, self.taken.about)

    @property
    def language(self) -> Language:
        """What the person reads."""
        return cast("Language", self.taken.language)

    @property
    def words(self) -> Words:
        """What is said."""
        return NOTICES[self.taken.occasion].into(self.language)

    @property
    def left(self) -> list[str]:
        """Who may take it later."""
        return [one for one in self.targets if self.told[one][0] is Delivery.LATER]

    def of(self, channel: Channel) -> list[Delivery]:
        """Return what those of a channel said."""
        return [said for one, (said, _) in self.told.items() if channel_of(one) is channel]


def due(one: Unplanned) -> datetime | None:
    """Return when somebody is to be reminded; None when they do not want it, or it is of no use."""
    wishes = _wishes(one)
    if one.occasion not in wishes.occasions or wishes.channels.isdisjoint({Channel.PUSH, Channel.MAIL}):
        return None
    return due_at(one, wishes, ZoneInfo(one.zone))


def _wishes(one: Unplanned) -> Wishes:
    if one.channels is None or one.occasions is None or one.hour is None:
        return Wishes()
    return Wishes(
        channels=frozenset(one.channels),
        occasions=frozenset(one.occasions),
        hour=time.fromisoformat(one.hour),
        quiet=one.quiet,
        paused_until=one.paused_until,
    )


def channels_of(one: Taken) -> frozenset[Channel]:
    """Return how somebody wants to be reminded now, whatever they wanted when it was planned."""
    return Wishes().channels if one.channels is None else frozenset(one.channels)


def targets_of(one: Taken, devices: Sequence[Device]) -> list[str]:
    """Return to whom a reminder is to go now: to all, or to those who have not taken it."""
    channels = channels_of(one)
    found = [target_of(device) for device in devices] if Channel.PUSH in channels else []
    if Channel.MAIL in channels and one.address is not None:
        found.append(MAIL)
    return found if one.waits_for is None else [target for target in found if target in one.waits_for]


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
    """Return the outcome, or else when to try whom again."""
    if not one.targets and one.taken.waits_for is None:
        return Became("nothing", None, [], reached=False, mail_lost=False)
    reached = Delivery.TAKEN in {delivery for delivery, _ in one.told.values()}
    mail = one.told[MAIL][0] if MAIL in one.told else Delivery.TAKEN
    if one.left:
        again = _again(one, now)
        if again < one.taken.until and one.taken.tries < _MOST_TRIES:
            lost = mail not in {Delivery.TAKEN, Delivery.LATER}
            return Became(None, again, one.left, reached=reached, mail_lost=lost)
    outcome = "sent" if reached else "failed"
    return Became(outcome, None, [], reached=reached, mail_lost=mail is not Delivery.TAKEN)


def _again(one: Attempt, now: datetime) -> datetime:
    """Return when to try again: later each time, not everybody at once, and never before it was asked for."""
    pause = min(_FIRST_PAUSE * (1 << (one.taken.tries - 1)), _LONGEST_PAUSE)
    spread = 1 + (uuid5(one.taken.person_id, str(one.taken.tries)).int % 1000) / 2000
    asked = [after for delivery, after in one.told.values() if delivery is Delivery.LATER and after]
    latest = now + pause * spread
    for after in asked:
        latest = max(latest, after + pause * (spread - 1))
    return latest
