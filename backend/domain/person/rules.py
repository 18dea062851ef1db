"""What can be asked of a person as such, answered with events."""

from datetime import datetime
from typing import assert_never

from backend.domain.person.commands import (
    ForgetPerson,
    PersonCommand,
    SetReminderPreferences,
    StopMail,
)
from backend.domain.person.state import Person
from backend.domain.reminding import Wishes
from events.person import AnyPersonEvent, PersonForgotten, ReminderPreferencesSet
from events.reminding import Channel, Occasion


def decide(command: PersonCommand, person: Person) -> list[AnyPersonEvent]:
    """Answer a command with the events it causes; who is forgotten wants nothing any more."""
    if person.forgotten_at is not None:
        return []
    match command:
        case ForgetPerson(at=at):
            return [PersonForgotten(at=at)]
        case SetReminderPreferences():
            wished = Wishes(
                channels=command.channels,
                occasions=command.occasions,
                hour=command.hour,
                quiet=command.quiet,
                paused_until=command.paused_until,
            )
            return _set(wished, person, command.at)
        case StopMail(at=at):
            return _set(person.wishes.without(Channel.MAIL), person, at)
        case _:
            assert_never(command)


def _set(wished: Wishes, person: Person, at: datetime) -> list[AnyPersonEvent]:
    if person.said is not None and person.wishes == wished:
        return []
    return [
        ReminderPreferencesSet(
            channels=tuple(one for one in Channel if one in wished.channels),
            occasions=tuple(one for one in Occasion if one in wished.occasions),
            hour=wished.hour,
            quiet=wished.quiet,
            paused_until=wished.paused_until,
            at=at,
        )
    ]
