"""A certificate for programs: its facts, and the signature that vouches for them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from backend.api.ports import Ports
from backend.domain.attendance_term import names_are_kept
from events.forms import Form, Word
from events.group import Facilitation, Met, YearListIssued
from events.method import Words
from events.person import Attended, CertificateIssued


class ProvenMeeting(Struct, frozen=True, kw_only=True):
    """What a certificate says of one meeting to whoever checks it: no name, and nothing that was said."""

    begin: datetime
    end: datetime
    minutes: int
    present: int
    method: Words
    form: Form
    facilitation: Facilitation
    rules_version: int
    confidential: bool
    confirmed_by: Word
    confirmed_at: datetime


class Guard(Struct, frozen=True, kw_only=True):
    """Who facilitated; without a name when their account was deleted."""

    name: str | None


class SignedMeeting(ProvenMeeting, frozen=True, kw_only=True):
    """What the holder has of one meeting."""

    facilitators: list[Guard]
    facilitated: bool


class SignedContent(Struct, frozen=True, kw_only=True):
    """What is signed: this object as JSON with sorted keys and without spaces."""

    kind: Literal["kring-certificate"]
    version: Literal[1]
    certificate: UUID
    code: str
    check_url: str
    holder: str
    issued_at: datetime
    minutes: int
    meetings: list[SignedMeeting]


class SignedCertificate(Struct, frozen=True, kw_only=True):
    """A certificate for programs: its content, and who vouches for it (Ed25519, base64)."""

    content: SignedContent
    key: str
    signature: str


class Present(Struct, frozen=True, kw_only=True):
    """Somebody who was there; without a name when their account was deleted."""

    name: str | None
    minutes: int


class ListedMeeting(ProvenMeeting, frozen=True, kw_only=True):
    """What a group's list has of one meeting; ``people`` is null once the list has had its time."""

    facilitators: list[Guard] | None
    people: list[Present] | None


class ListContent(Struct, frozen=True, kw_only=True):
    """What is signed of a group's list: this object as JSON with sorted keys and without spaces."""

    kind: Literal["kring-group-list"]
    version: Literal[1]
    certificate: UUID
    code: str
    check_url: str
    group: str
    year: int
    issued_at: datetime
    meetings: list[ListedMeeting]


class SignedList(Struct, frozen=True, kw_only=True):
    """A group's list for programs: its content, and who vouches for it (Ed25519, base64)."""

    content: ListContent
    key: str
    signature: str


def check_url(issued: CertificateIssued | YearListIssued, public_url: str) -> str:
    """Return where anybody checks a certificate."""
    return f"{public_url}/check/{issued.code}"


def signed(issued: CertificateIssued, holder: str, names: Mapping[UUID, str], ports: Ports) -> bytes:
    """Return a certificate as signed JSON."""
    content = SignedContent(
        kind="kring-certificate",
        version=1,
        certificate=issued.certificate,
        code=issued.code,
        check_url=check_url(issued, ports.public_url),
        holder=holder,
        issued_at=issued.at,
        minutes=sum(one.minutes for one in issued.meetings),
        meetings=[
            SignedMeeting(
                **facts(one),
                facilitators=[Guard(name=names.get(guard)) for guard in one.facilitators],
                facilitated=one.facilitated,
            )
            for one in issued.meetings
        ],
    )
    key, signature = _vouched(content, ports)
    return _shown(SignedCertificate(content=content, key=key, signature=signature))


def signed_list(issued: YearListIssued, group: str, names: Mapping[UUID, str], ports: Ports) -> bytes:
    """Return a group's list as signed JSON, with the names that may still be in it."""
    now = ports.clock.now()
    content = ListContent(
        kind="kring-group-list",
        version=1,
        certificate=issued.certificate,
        code=issued.code,
        check_url=check_url(issued, ports.public_url),
        group=group,
        year=issued.year,
        issued_at=issued.at,
        meetings=[_listed(one, names, now) for one in issued.meetings],
    )
    key, signature = _vouched(content, ports)
    return _shown(SignedList(content=content, key=key, signature=signature))


def _listed(one: Met, names: Mapping[UUID, str], now: datetime) -> ListedMeeting:
    named = names_are_kept(one.begin, now)
    return ListedMeeting(
        **facts(one),
        facilitators=[Guard(name=names.get(guard)) for guard in one.facilitators] if named else None,
        people=[Present(name=names.get(each.person), minutes=each.minutes) for each in one.people]
        if named
        else None,
    )


def _vouched(content: Struct, ports: Ports) -> tuple[str, str]:
    raw = msgspec.json.encode(content, order="sorted")
    return ports.certificates.public, ports.certificates.sign(raw)


def _shown(signed: Struct) -> bytes:
    return msgspec.json.format(msgspec.json.encode(signed, order="sorted"), indent=2)


def facts(one: Attended | Met) -> dict[str, Any]:
    """Return what a certificate says of one meeting to whoever checks it."""
    return {field: getattr(one, field) for field in ProvenMeeting.__struct_fields__}
