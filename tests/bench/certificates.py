"""How long it takes to set a certificate: against the promise."""

import time
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Final
from uuid import UUID

from backend.adapters.typesetting import typeset
from backend.api.certificate_pages import Reading, page
from backend.domain.methods import method
from events.forms import Form, Word
from events.group import Facilitation
from events.person import Attended, CertificateIssued
from tests.bench.ground import Row, alone

PROMISED_MS: Final = 300.0
_ROUNDS: Final = 15
_MEETINGS_OF_A_YEAR: Final = 8
_NOBODY: Final = UUID(int=7)
_NOON: Final = datetime(2026, 3, 2, 12, tzinfo=UTC)
_URL: Final = "https://kring.example.org/check/ABCDEFGHJKLMNPQR"


async def bench() -> list[Row]:
    """Measure a certificate of a year: eight meetings on three pages."""
    reading = Reading(holder="Anna", names={_NOBODY: "Bo"}, language="nl", time_zone="Europe/Amsterdam")
    content = page(_issued(), _URL, reading)
    ours = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        typeset(content, _URL)
        ours.append((time.perf_counter() - began) * 1000)
    return [alone("a certificate of a year as PDF", "ms", median(ours), PROMISED_MS, less=True)]


def _issued() -> CertificateIssued:
    meetings = tuple(_meeting(_NOON + timedelta(weeks=6 * n)) for n in range(_MEETINGS_OF_A_YEAR))
    return CertificateIssued(certificate=_NOBODY, code="ABCDEFGHJKLMNPQR", meetings=meetings, at=_NOON)


def _meeting(begin: datetime) -> Attended:
    return Attended(
        session=_NOBODY,
        group=_NOBODY,
        method=method("basis6").names,
        begin=begin,
        end=begin + timedelta(minutes=90),
        minutes=85,
        present=6,
        form=Form.ROOM,
        facilitation=Facilitation.EXTERNAL,
        facilitators=(_NOBODY,),
        facilitated=False,
        rules_version=2,
        confidential=True,
        confirmed_by=Word.FACILITATOR,
        confirmed_at=begin,
    )
