"""Proof of when a group met in a year and who was there: taken once, kept as it was, and revoked."""

from typing import assert_never

from backend.domain.errors import Refused
from backend.domain.group.commands import IssueYearList, Proving, RevokeYearList
from backend.domain.group.state import Group
from events.group import AnyGroupEvent, YearListIssued, YearListRevoked


def prove(command: Proving, group: Group) -> list[AnyGroupEvent]:
    """Take or revoke the proof of a year: for who guards the procedure or keeps the group."""
    if not group.may_arrange(command.by):
        raise Refused("only-the-facilitator")
    match command:
        case IssueYearList():
            return _issue(command, group)
        case RevokeYearList(certificate=certificate, by=by, at=at):
            if certificate not in group.year_lists or certificate in group.revoked_lists:
                return []
            return [YearListRevoked(certificate=certificate, by=by, at=at)]
        case _:
            assert_never(command)


def _issue(command: IssueYearList, group: Group) -> list[AnyGroupEvent]:
    """Issue a list once; its facts stay as they were then."""
    known = group.year_lists.get(command.certificate)
    if known is not None:
        if known.year != command.year:
            raise Refused("id-reused")
        return []
    if not command.meetings:
        raise Refused("attendance-not-confirmed")
    return [
        YearListIssued(
            certificate=command.certificate,
            code=command.code,
            year=command.year,
            meetings=command.meetings,
            by=command.by,
            at=command.at,
        )
    ]
