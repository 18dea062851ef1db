"""Proof of a group's year is taken once, stays as it was, and is revoked by whoever may take it."""

from uuid import UUID

from msgspec.structs import asdict, replace

from backend.domain.group.commands import IssueYearList, RevokeYearList
from events.forms import Form, Word
from events.group import Facilitation, Met, WasThere, YearListIssued, YearListRevoked
from events.method import Words
from tests.spec import HANNEKE, JOOST, NOON, SAMIRA, after, form, group, join

circle = [form(), join(SAMIRA), join(JOOST)]
met = Met(
    session=UUID(int=171),
    method=Words(nl="Zes stappen", en="Six steps", de="Sechs Schritte"),
    begin=NOON,
    end=after(hours=2),
    minutes=110,
    present=2,
    people=(WasThere(person=SAMIRA, minutes=110), WasThere(person=JOOST, minutes=90)),
    form=Form.ROOM,
    facilitation=Facilitation.EXTERNAL,
    facilitators=(HANNEKE,),
    rules_version=1,
    confidential=True,
    confirmed_by=Word.FACILITATOR,
    confirmed_at=after(hours=3),
)
issue = IssueYearList(
    certificate=UUID(int=172), code="A" * 16, year=NOON.year, meetings=(met,), by=HANNEKE, at=after(hours=4)
)
revoke = RevokeYearList(certificate=issue.certificate, by=HANNEKE, at=after(hours=5))


def test_a_year_is_proven_once_and_stays_as_it_was() -> None:
    told = group().given(circle)

    told.when(issue).then(YearListIssued(**asdict(issue)))
    told.when(replace(issue, code="B" * 16, meetings=(met, met))).then()


def test_an_id_stands_for_one_year() -> None:
    group().given(circle, issue).when(replace(issue, year=NOON.year - 1)).refused("id-reused")


def test_a_year_without_a_confirmed_meeting_proves_nothing() -> None:
    group().given(circle).when(replace(issue, meetings=())).refused("attendance-not-confirmed")


def test_it_is_revoked_once() -> None:
    told = group().given(circle, issue)

    told.when(revoke).then(YearListRevoked(**asdict(revoke)))
    told.when(revoke).then()
    group().given(circle).when(revoke).then()


def test_it_is_for_who_guards_the_procedure_or_keeps_the_group() -> None:
    group().given(circle).when(replace(issue, by=JOOST)).refused("only-the-facilitator")
    group().given(circle, issue).when(replace(revoke, by=JOOST)).refused("only-the-facilitator")
