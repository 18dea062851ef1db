"""A certificate is made of confirmed meetings that one was at, keeps its facts, and can be revoked."""

from typing import Final
from uuid import UUID

import pytest

from backend.domain.certificates import proof_of
from backend.domain.errors import Refused
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
    GROUP,
    HANNEKE,
    JOOST,
    NOON,
    NOOR,
    SAMIRA,
    Spec,
    after,
    arrive,
    close,
    open_meeting,
    session,
)

CERTIFICATE: Final = UUID(int=95)


def agreed() -> Group:
    return Group(GROUP, rules_version=2, rules=(GroundRule(key="confidential"),))


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
    assert (known.rules_version, known.confidential, known.facilitated) == (2, True, False)


def test_two_members_vouch_as_well_as_a_facilitator() -> None:
    assert proof_of(held(confirmed(SAMIRA), confirmed(JOOST)), agreed(), JOOST).confirmed_by is Word.MEMBERS


def test_rules_that_do_not_speak_of_it_prove_no_confidentiality() -> None:
    assert not proof_of(held(confirmed()), Group(GROUP, rules_version=1), SAMIRA).confidential


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
