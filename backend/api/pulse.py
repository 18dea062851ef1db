"""How a meeting was: one tap for each question, counted without a name, time or order beside it."""

from datetime import datetime
from typing import Annotated

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.choosing import Counted
from backend.api.meetings import Meeting
from backend.domain.errors import Refused
from backend.domain.session.pulse import PulseQuestion, asked_until

Here = NamedDependency[Meeting]


class PulseAnswer(Struct, frozen=True, forbid_unknown_fields=True):
    """From 1, not at all, to 5, very much."""

    answer: Annotated[int, Meta(ge=1, le=5)]


class OpenPulse(Struct, frozen=True, kw_only=True):
    """What one is asked and did not answer yet; what anybody answered is shown to nobody."""

    questions: list[PulseQuestion]


@get("/pulse", operation_id="get_pulse", responses=documented.meeting_query())
async def get_pulse(meeting: Here) -> OpenPulse:
    """See which questions about the meeting one may still answer; none before it is over."""
    meeting.attended()
    try:
        _asked_until(meeting)
    except Refused:
        return OpenPulse(questions=[])
    answered = await meeting.ports.pulses.answered(meeting.tenant, meeting.id, meeting.person)
    return OpenPulse(questions=[one for one in PulseQuestion if one not in answered])


@put(
    "/pulse/{question:str}",
    operation_id="answer_pulse",
    responses=documented.meeting_change("pulse-not-asked", "facilitator-has-no-content-rights"),
)
async def answer_pulse(
    question: FromPath[PulseQuestion], data: JSONBody[PulseAnswer], meeting: Here
) -> Counted:
    """Say how the meeting was, once; only counts of many groups together are ever published."""
    meeting.attended()
    until = _asked_until(meeting)
    pulses = meeting.ports.pulses
    counted = await pulses.answer(
        meeting.tenant,
        meeting.id,
        question=question,
        person=meeting.person,
        answer=data.answer,
        until=until,
    )
    return Counted(counted)


def _asked_until(meeting: Meeting) -> datetime:
    hosted = meeting.tenant != meeting.session.begun.group
    return asked_until(meeting.session, meeting.person, hosted=hosted, now=meeting.ports.clock.now())


ROUTES = (get_pulse, answer_pulse)
"""The pulse, below ``/sessions/{session_id}``."""
