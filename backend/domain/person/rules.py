"""What can be asked of a person as such, answered with events."""

from datetime import datetime
from typing import assert_never

from backend.domain.errors import Refused
from backend.domain.person.commands import (
    ForgetPerson,
    IssueCertificate,
    PersonCommand,
    RevokeCertificate,
    SetReminderPreferences,
    StopMail,
)
from backend.domain.person.state import Person
from backend.domain.reminding import Wishes
from events.person import (
    AnyPersonEvent,
    CertificateIssued,
    CertificateRevoked,
    PersonForgotten,
    ReminderPreferencesSet,
)
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
        case IssueCertificate():
            return _issue(command, person)
        case RevokeCertificate(certificate=certificate, at=at):
            if certificate not in person.certificates or certificate in person.revoked:
                return []
            return [CertificateRevoked(certificate=certificate, at=at)]
        case _:
            assert_never(command)


def _issue(command: IssueCertificate, person: Person) -> list[AnyPersonEvent]:
    """Issue a certificate once; its facts stay as they were then."""
    known = person.certificates.get(command.certificate)
    if known is None:
        return [
            CertificateIssued(
                certificate=command.certificate,
                code=command.code,
                meetings=command.meetings,
                at=command.at,
            )
        ]
    if [one.session for one in known.meetings] != [one.session for one in command.meetings]:
        raise Refused("id-reused")
    return []


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
