"""The one way in which the rules say no: a reason in words."""

from typing import Literal, get_args

Reason = Literal[
    "advice-mode-none",
    "advice-mode-only-lowers",
    "advice-not-open",
    "already-paused",
    "already-reported",
    "arrival-to-be-noted",
    "case-already-chosen",
    "case-has-begun",
    "choice-not-open",
    "choice-open",
    "contributor-does-not",
    "erased",
    "facilitator-has-no-content-rights",
    "follow-up-first",
    "ground-rules-first",
    "group-closed",
    "group-exists",
    "hand-over-first",
    "id-reused",
    "last-administrator",
    "manager-loop",
    "managers-too-many",
    "no-case-yet",
    "no-longer-a-member",
    "no-step-running",
    "not-a-member",
    "not-a-proposal",
    "not-offered",
    "not-paused",
    "not-present",
    "not-scheduled",
    "not-your-action",
    "not-yours",
    "note-for-another",
    "nothing-to-reveal",
    "nothing-to-undo",
    "observers-only-watch",
    "only-administrators",
    "only-an-observer",
    "only-the-contributor",
    "only-the-facilitator",
    "only-the-maker",
    "only-the-scribe",
    "questions-closed",
    "retention-only-shortens",
    "role-family-in-use",
    "session-already-open",
    "session-cancelled",
    "session-closed",
    "session-not-open",
    "stale-version",
    "step-already-running",
    "step-not-open",
    "too-late",
    "unit-in-use",
    "unit-loop",
    "units-too-deep",
    "unknown-action",
    "unknown-contribution",
    "unknown-follow-up",
    "unknown-group",
    "unknown-manager",
    "unknown-method",
    "unknown-organisation",
    "unknown-person",
    "unknown-programme",
    "unknown-question",
    "unknown-role-family",
    "unknown-rules-version",
    "unknown-step",
    "unknown-token",
    "unknown-unit",
]
"""Every reason for which a command can be refused."""

REASONS: tuple[Reason, ...] = get_args(Reason)


class Refused(Exception):
    """A rule does not allow the command; ``reason`` says which, and nothing has changed."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
