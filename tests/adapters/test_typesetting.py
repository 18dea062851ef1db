"""Everything that registers ask for stands on a certificate, in each language."""

import io
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from pypdf import PdfReader

from backend.adapters.typesetting import typeset
from backend.api.certificate_pages import WORDS, Reading, page
from backend.api.languages import Language
from backend.domain.methods import method
from events.forms import Form, Word
from events.group import Facilitation
from events.person import Attended, CertificateIssued

GUIDE, NOON = UUID(int=7), datetime(2026, 3, 2, 12, tzinfo=UTC)
URL = "https://kring.example/check/ABCDEFGHJKLMNPQR"


def issued() -> CertificateIssued:
    met = Attended(
        session=UUID(int=1),
        group=UUID(int=2),
        method=method("basis6").names,
        begin=NOON,
        end=NOON + timedelta(minutes=95),
        minutes=85,
        present=6,
        form=Form.MIXED,
        facilitation=Facilitation.EXTERNAL,
        facilitators=(GUIDE,),
        facilitated=False,
        rules_version=3,
        confidential=True,
        confirmed_by=Word.FACILITATOR,
        confirmed_at=NOON + timedelta(days=1),
    )
    return CertificateIssued(certificate=UUID(int=3), code="ABCDEFGHJKLMNPQR", meetings=(met,), at=NOON)


@pytest.mark.parametrize("language", ["nl", "en", "de"])
def test_a_certificate_says_all_that_registers_ask_for(language: Language) -> None:
    reading = Reading(holder="Anna", names={GUIDE: "Bo Vos"}, language=language, time_zone="Europe/Amsterdam")
    pdf = PdfReader(io.BytesIO(typeset(page(issued(), URL, reading), URL)))
    text = " ".join(" ".join(each.extract_text().split()) for each in pdf.pages)
    words = WORDS[language]

    for said in (
        words.title,
        "Anna",
        words.on(NOON.date()),
        "13:00",
        "14:35",
        words.minutes.format(minutes=85),
        f"{words.present} 6",
        getattr(method("basis6").names, language),
        "Bo Vos",
        words.capacities[Facilitation.EXTERNAL],
        words.forms[Form.MIXED],
        words.confidential.format(version=3),
        words.words[Word.FACILITATOR].format(day=words.on(NOON.date() + timedelta(days=1))),
        "ABCD-EFGH-JKLM-NPQR",
    ):
        assert said in text, (said, text)
