"""A certificate is made of confirmed meetings that one was at, keeps its facts, and can be revoked."""

from typing import Final
from uuid import UUID

import pytest
from msgspec.structs import replace

from backend.domain.certificates import list_of, proof_of
from backend.domain.errors import Refused
from backend.domain.ground_rules import DEFAULT_RULES
from backend.domain.group.commands import AcceptGroundRules, ProposeGroundRules
from backend.domain.group.state import Group
from backend.domain.person.commands import ForgetPerson, IssueCertificate, RevokeCertificate
from backend.domain.person.rules import decide
from backend.domain.person.state import Person, evolve
from backend.domain.session.commands import ConfirmAttendance
from backend.domain.session.state import Session
from events.forms import Form, Word
from events.group import GroundRule, Role
from events.person import Attended, CertificateIssued, CertificateRevoked
from tests.spec import (
    HANNEKE,
    JOOST,
    NOON,
    NOOR,
    SAMIRA,
    Spec,
    after,
    arrive,
    close,
    form,
    group,
    join,
    open_meeting,
    session,
)

CERTIFICATE: Final = UUID(int=95)
hushed = ProposeGroundRules(by=HANNEKE, rules=(GroundRule(key="on_time"),))


def agreed(*more: object) -> Group:
    """Return a group as it is formed, with the rules that it begins with, and what became of it."""
    rules = tuple(GroundRule(key=rule.key) for rule in DEFAULT_RULES)
    return group().given(replace(form(), rules=rules), join(SAMIRA), accept(1), *more).state


def accept(version: int, **passed: float) -> AcceptGroundRules:
    return AcceptGroundRules(by=SAMIRA, version=version, at=after(**passed))


def held(*more: object) -> Session:
    over = close(after(minutes=90))
    return session().given(open_meeting(), arrive(HANNEKE, SAMIRA, JOOST), over, *more).state


def confirmed(by: UUID = HANNEKE) -> ConfirmAttendance:
    return ConfirmAttendance(form=Form.ONLINE, by=by, at=after(hours=2))


def proof() -> Attended:
    return proof_of(held(confirmed()), agreed(), SAMIRA)


def issue(certificate: UUID = CERTIFICATE, *meetings: Attended) -> IssueCertificate:
    return IssueCertificate(certificate=certificate, code="ABCD", meetings=meetings or (proof(),), at=NOON)


def person() -> Spec[Person]:
    return Spec(Person(SAMIRA), decide, evolve)


def test_it_says_who_facilitated_how_many_were_there_and_whose_word_it_is() -> None:
    known = proof()

    assert (known.minutes, known.present, known.form) == (90, 3, Form.ONLINE)
    assert known.facilitators == (HANNEKE,)
    assert (known.confirmed_by, known.confirmed_at) == (Word.FACILITATOR, after(hours=2))
    assert (known.rules_version, known.confidential, known.facilitated) == (1, True, False)


def test_two_members_vouch_as_well_as_a_facilitator() -> None:
    assert proof_of(held(confirmed(SAMIRA), confirmed(JOOST)), agreed(), JOOST).confirmed_by is Word.MEMBERS


@pytest.mark.parametrize(
    ("told", "beforehand"),
    [
        ((hushed, accept(2, minutes=-5)), (2, False)),
        ((hushed, accept(2, minutes=30)), (1, True)),
        ((hushed,), (1, True)),
    ],
    ids=["accepted before it", "accepted during it", "accepted by nobody"],
)
def test_it_tells_of_the_rules_that_were_agreed_before_the_meeting(
    told: tuple[object, ...], beforehand: tuple[int, bool]
) -> None:
    meeting, circle = held(confirmed()), agreed(*told)
    known, listed = proof_of(meeting, circle, SAMIRA), list_of(meeting, circle)

    assert (known.rules_version, known.confidential) == beforehand
    assert listed is not None
    assert (listed.rules_version, listed.confidential) == beforehand


@pytest.mark.parametrize(
    ("meeting", "who", "reason"),
    [
        (session().given(open_meeting(), arrive(SAMIRA)).state, SAMIRA, "not-over-yet"),
        (held(), SAMIRA, "attendance-not-confirmed"),
        (held(confirmed(SAMIRA)), SAMIRA, "attendance-not-confirmed"),
        (held(confirmed()), NOOR, "not-present"),
    ],
)
def test_what_is_not_proven_gets_no_certificate(meeting: Session, who: UUID, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        proof_of(meeting, agreed(), who)


def test_who_watched_took_no_part() -> None:
    watching = arrive(NOOR)[0]
    observer = type(watching)(person=NOOR, role=Role.OBSERVER, at=NOON)
    over = [close(after(minutes=90)), confirmed()]
    meeting = session().given(open_meeting(), arrive(HANNEKE, SAMIRA), observer, *over).state

    with pytest.raises(Refused, match="not-present"):
        proof_of(meeting, agreed(), NOOR)
    assert proof_of(meeting, agreed(), SAMIRA).present == 2


def test_a_certificate_is_issued_once_under_an_id() -> None:
    once = (
        person()
        .when(issue())
        .then(CertificateIssued(certificate=CERTIFICATE, code="ABCD", meetings=(proof(),), at=NOON))
    )

    once.when(issue()).then()
    once.when(issue(CERTIFICATE, proof(), proof())).refused("id-reused")


def test_it_is_revoked_once() -> None:
    revoke = RevokeCertificate(certificate=CERTIFICATE, at=NOON)

    person().when(revoke).then()
    gone = person().given(issue()).when(revoke).then(CertificateRevoked(certificate=CERTIFICATE, at=NOON))
    gone.when(revoke).then()


def test_who_is_forgotten_takes_no_more() -> None:
    person().given(ForgetPerson(at=NOON)).when(issue()).then()
