"""What can be asked about a person as such."""

from datetime import datetime, time
from uuid import UUID

from msgspec import Struct

from events.person import Attended
from events.reminding import Channel, Occasion, QuietHours


class ForgetPerson(Struct, frozen=True, kw_only=True):
    """Delete an account, for good."""

    at: datetime


class SetReminderPreferences(Struct, frozen=True, kw_only=True):
    """Say how one wants to be reminded; no channel: not at all."""

    channels: frozenset[Channel]
    occasions: frozenset[Occasion]
    hour: time
    quiet: QuietHours | None
    paused_until: datetime | None
    at: datetime


class StopMail(Struct, frozen=True, kw_only=True):
    """Want no more reminders by mail, as a mail program asks with one click (RFC 8058)."""

    at: datetime


class IssueCertificate(Struct, frozen=True, kw_only=True):
    """Take proof of some meetings; ``code`` is what anybody checks it by."""

    certificate: UUID
    code: str
    meetings: tuple[Attended, ...]
    at: datetime


class RevokeCertificate(Struct, frozen=True, kw_only=True):
    """Let a certificate count no longer."""

    certificate: UUID
    at: datetime


PersonCommand = ForgetPerson | SetReminderPreferences | StopMail | IssueCertificate | RevokeCertificate
