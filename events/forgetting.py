"""What is taken back for good in a meeting, and who else may read a case."""

from datetime import datetime
from uuid import UUID

from events.session import SessionEvent


class CaseErased(SessionEvent, frozen=True, kw_only=True, tag="session.case_erased.v1"):
    """A case was erased: its texts, and whatever hangs on it, never open again; counts survive.

    It stands in the meeting of the case, and in every later one that heard what came of it.
    """

    case: UUID
    by: UUID | None
    """The contributor; None when its time was over, their account deleted, or an operator erased it."""
    at: datetime
    takeaways_kept: bool
    """Whether the contributor keeps their own takeaways and actions, for themselves alone."""


class CaseShared(SessionEvent, frozen=True, kw_only=True, tag="session.case_shared.v1"):
    """The contributor lets the whole group read the case, also who was not there (invariant 7)."""

    case: UUID
    by: UUID


class CaseUnshared(SessionEvent, frozen=True, kw_only=True, tag="session.case_unshared.v1"):
    """The case is again for those who were there."""

    case: UUID
    by: UUID


class TakeawaysRetained(SessionEvent, frozen=True, kw_only=True, tag="session.takeaways_retained.v1"):
    """The contributor said whether their own takeaways outlive the case when its time is over."""

    case: UUID
    by: UUID
    keep: bool


class AuthorForgotten(SessionEvent, frozen=True, kw_only=True, tag="session.author_forgotten.v1"):
    """A person deleted their account: what they said here never opens again; the rest stays."""

    person: UUID
    at: datetime


AnyForgetting = CaseErased | CaseShared | CaseUnshared | TakeawaysRetained | AuthorForgotten
"""The closed set, so that a reader who forgets one is told."""
