"""What can happen to a person as such; who they are is in no event."""

from datetime import datetime, time
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from events.base import Event
from events.forms import Form, Word
from events.group import Facilitation
from events.method import Words
from events.reminding import Channel, Occasion, QuietHours


class PersonEvent(Event, frozen=True, kw_only=True):
    """Something that happened to a person; the stream, and its tenant, is the person."""


class PersonForgotten(PersonEvent, frozen=True, kw_only=True, tag="person.person_forgotten.v1"):
    """The person deleted their account, or was deleted by an operator."""

    at: datetime


class ReminderPreferencesSet(
    PersonEvent, frozen=True, kw_only=True, tag="person.reminder_preferences_set.v1"
):
    """The person said how they want to be reminded; without a channel not at all."""

    channels: tuple[Channel, ...]
    occasions: tuple[Occasion, ...]
    hour: time
    """At what time of their day, where the occasion is a day and no moment."""
    quiet: QuietHours | None
    paused_until: datetime | None
    at: datetime


class Setback(StrEnum):
    """Why a reminder did not arrive."""

    GONE = "gone"
    """There was nobody to take it: the device or the address is gone."""
    REFUSED = "refused"
    """Whoever carries it does not take it, and would not later."""
    UNREACHABLE = "unreachable"
    """Whoever carries it did not answer, or asked us to wait, for as long as it was useful."""


class ReminderSent(PersonEvent, frozen=True, kw_only=True, tag="person.reminder_sent.v1"):
    """A reminder was handed to whoever carries it. It holds ids only, as its record does."""

    channel: Channel
    occasion: Occasion
    about: UUID
    """The meeting; for an action's own date the action."""
    action: UUID | None
    at: datetime


class ReminderFailed(PersonEvent, frozen=True, kw_only=True, tag="person.reminder_failed.v1"):
    """A reminder was given up."""

    channel: Channel
    occasion: Occasion
    about: UUID
    action: UUID | None
    why: Setback
    at: datetime


class Attended(Struct, frozen=True, kw_only=True):
    """One meeting that a person was at, as facts: what is known of it when a certificate is made.

    ``minutes``: net, without breaks. ``rules_version``: of the ground rules the group had agreed
    to; ``confidential``: they say that what is said stays among those who were there.
    """

    session: UUID
    group: UUID
    method: Words
    begin: datetime
    end: datetime
    minutes: int
    present: int
    form: Form
    facilitation: Facilitation
    facilitators: tuple[UUID, ...]
    facilitated: bool
    rules_version: int
    confidential: bool
    confirmed_by: Word
    confirmed_at: datetime


class CertificateIssued(PersonEvent, frozen=True, kw_only=True, tag="person.certificate_issued.v1"):
    """A person took proof of some meetings, which is theirs whatever becomes of the group."""

    certificate: UUID
    code: str
    meetings: tuple[Attended, ...]
    at: datetime


class CertificateRevoked(PersonEvent, frozen=True, kw_only=True, tag="person.certificate_revoked.v1"):
    """A certificate counts no longer."""

    certificate: UUID
    at: datetime


AnyPersonEvent = (
    PersonForgotten
    | ReminderPreferencesSet
    | ReminderSent
    | ReminderFailed
    | CertificateIssued
    | CertificateRevoked
)
"""The closed set, so that a reader who forgets one is told."""
