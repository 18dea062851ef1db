"""How the group chooses a case: an anonymous choice, an offer, and the owner's consent."""

from typing import Annotated
from uuid import UUID, uuid5

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from backend.api import documented
from backend.api.meetings import Meeting
from backend.api.moving import Moving
from backend.api.problems import Problem
from backend.api.receipts import Receipt, receipt
from backend.domain.errors import Refused
from backend.domain.session.choosing import check_ballot, check_tally
from backend.domain.session.commands import (
    CancelChoice,
    CloseChoice,
    ConsentToCase,
    DeclineCase,
    LowerAdviceMode,
    OfferCase,
    OpenChoice,
    StateAdviceWish,
    TakeBackOffer,
    UndoChoice,
)
from events.method import AdviceMode
from events.session import Tally

Here = NamedDependency[Meeting]
Now = NamedDependency[Moving]


class Candidates(Struct, frozen=True, forbid_unknown_fields=True):
    """Between which cases; all that stand when left out."""

    cases: Annotated[list[UUID], Meta(max_length=50)] = []


class OneCase(Struct, frozen=True, forbid_unknown_fields=True):
    """A case."""

    case: UUID


class WelcomeAdvice(Struct, frozen=True, forbid_unknown_fields=True):
    """How much advice the contributor would like."""

    advice_mode: AdviceMode


class Wish(Struct, frozen=True, forbid_unknown_fields=True):
    """Whether advice is wanted."""

    wanted: bool


class ChoiceProgress(Struct, frozen=True, kw_only=True):
    """Who took part, in the order of their ids; never what anybody chose."""

    choice: UUID | None
    open: bool
    cases: list[UUID]
    voted: list[UUID]
    i_voted: bool


class Counted(Struct, frozen=True):
    """Whether this ballot was counted; a second one never is."""

    counted: bool


@get("/choice", operation_id="get_choice", responses=documented.meeting_query())
async def get_choice(meeting: Here) -> ChoiceProgress:
    """See between which cases the group chooses, and who took part."""
    meeting.attended()
    choice = meeting.session.choice
    if choice is None:
        return ChoiceProgress(choice=None, open=False, cases=[], voted=[], i_voted=False)
    is_open = choice.tally is None
    voted = await meeting.ports.choices.voted(choice.id) if is_open else set()
    return ChoiceProgress(
        choice=choice.id,
        open=is_open,
        cases=list(choice.cases),
        voted=sorted(voted),
        i_voted=meeting.person in voted,
    )


@post(
    "/choice/opening",
    operation_id="open_choice",
    status_code=200,
    responses=documented.move("choice-open", "step-not-open", "not-a-proposal"),
)
async def open_choice(data: JSONBody[Candidates], moving: Now) -> Response[Receipt]:
    """Let the group choose, without anybody seeing who chose what."""
    choice = uuid5(moving.key, "choice")
    answer = await moving.make(OpenChoice, choice=choice, cases=tuple(dict.fromkeys(data.cases)))
    opened = moving.meeting.session.choice
    if opened is not None and opened.id == choice:
        await moving.meeting.ports.choices.open(
            choice, moving.meeting.id, moving.meeting.tenant, opened.cases
        )
    return answer


@put(
    "/choice/{choice_id:uuid}/ballot",
    operation_id="cast_ballot",
    responses=documented.meeting_change(
        "facilitator-has-no-content-rights",
        "choice-not-open",
        "not-a-proposal",
        "session-closed",
    ),
)
async def cast_ballot(choice_id: FromPath[UUID], data: JSONBody[OneCase], meeting: Here) -> Counted:
    """Choose a case, once. No name, time or order is kept beside it."""
    if meeting.group.closed_at is not None:
        raise Refused("group-closed")
    check_ballot(meeting.session, choice_id, meeting.person, data.case)
    choices = meeting.ports.choices
    choice = meeting.session.choice
    if choice is not None:
        await choices.open(choice_id, meeting.id, meeting.tenant, choice.cases)
    counted = await choices.cast(choice_id, meeting.person, data.case)
    if not counted and meeting.person not in await choices.voted(choice_id):
        raise Refused("choice-not-open")
    return Counted(counted)


@post(
    "/choice/closing",
    operation_id="close_choice",
    status_code=200,
    responses=documented.move("choice-not-open", "too-few-ballots"),
)
async def close_choice(moving: Now) -> Response[Receipt]:
    """Close the choice; a clear winner is offered to its owner at once.

    Two ballots at most would show who chose what: then more are waited for, or it is cancelled.
    """
    meeting = moving.meeting
    choice = meeting.session.choice
    if not meeting.session.may_move(meeting.person):
        raise Refused("only-the-facilitator")
    if choice is None:
        raise Refused("choice-not-open")
    is_open = choice.tally is None and moving.is_fresh
    if is_open:
        check_tally(meeting.session, len(await meeting.ports.choices.voted(choice.id)))
    counts = await meeting.ports.choices.close(choice.id) if is_open else {}
    tally = tuple(Tally(case, counts.get(case, 0)) for case in choice.cases)
    try:
        answer = await moving.make(CloseChoice, choice=choice.id, tally=tally)
    except (Refused, Problem):
        if is_open:
            await meeting.ports.choices.reopen(choice.id)
        raise
    now = (await meeting.at_least(answer.content.version)).choice
    if now is not None and now.id == choice.id and now.tally is not None:
        await meeting.ports.choices.drop(choice.id)
    return answer


@post(
    "/choice/cancelling",
    operation_id="cancel_choice",
    status_code=200,
    responses=documented.move("choice-not-open"),
)
async def cancel_choice(moving: Now) -> Response[Receipt]:
    """Take back that the group chooses; what was cast is forgotten, uncounted."""
    meeting = moving.meeting
    choice = meeting.session.choice
    if choice is None:
        return await moving.make(CancelChoice)
    is_open = choice.tally is None and moving.is_fresh
    if is_open:
        await meeting.ports.choices.close(choice.id)
    try:
        answer = await moving.make(CancelChoice)
    except (Refused, Problem):
        if is_open:
            await meeting.ports.choices.reopen(choice.id)
        raise
    await meeting.ports.choices.drop(choice.id)
    return answer


@post(
    "/choice/offer",
    operation_id="offer_case",
    status_code=200,
    responses=documented.move("choice-open", "case-already-chosen", "not-a-proposal"),
)
async def offer_case(data: JSONBody[OneCase], moving: Now) -> Response[Receipt]:
    """Ask the owner of a case for consent: after a tie, or when it was agreed beforehand."""
    return await moving.make(OfferCase, case=data.case)


@post(
    "/choice/offer/undo",
    operation_id="take_back_offer",
    status_code=200,
    responses=documented.move("nothing-to-undo"),
)
async def take_back_offer(moving: Now) -> Response[Receipt]:
    """Ask the owner no longer whether the case may be used."""
    return await moving.make(TakeBackOffer)


@post(
    "/choice/undo",
    operation_id="undo_choice",
    status_code=200,
    responses=documented.move("nothing-to-undo", "case-has-begun"),
)
async def undo_choice(moving: Now) -> Response[Receipt]:
    """Put the chosen case back, as long as nothing was said about it."""
    return await moving.make(UndoChoice)


@post(
    "/choice/consent",
    operation_id="consent_to_case",
    status_code=200,
    responses=documented.contribution(
        "advice-mode-only-lowers", "case-already-chosen", "not-offered", "not-yours", "session-closed"
    ),
)
async def consent_to_case(data: JSONBody[WelcomeAdvice], meeting: Here) -> Response[Receipt]:
    """Contribute the case that was offered, and say how much advice is welcome."""
    command = ConsentToCase(by=meeting.person, advice_mode=data.advice_mode)
    consent = _decision("consented", meeting)
    return receipt(await meeting.handle(command, command_id=consent, exclusive=True))


@post(
    "/choice/decline",
    operation_id="decline_case",
    status_code=200,
    responses=documented.contribution("not-offered", "not-yours", "session-closed"),
)
async def decline_case(meeting: Here) -> Response[Receipt]:
    """Rather not contribute the case; no reason is asked."""
    command = DeclineCase(by=meeting.person)
    declined = _decision("declined", meeting)
    return receipt(await meeting.handle(command, command_id=declined, exclusive=True))


@post(
    "/advice-mode",
    operation_id="lower_advice_mode",
    status_code=200,
    responses=documented.contribution("no-case-yet", "only-the-contributor", "advice-mode-only-lowers"),
)
async def lower_advice_mode(data: JSONBody[WelcomeAdvice], meeting: Here) -> Response[Receipt]:
    """Want less advice on one's own case; nobody can raise it."""
    command = LowerAdviceMode(by=meeting.person, advice_mode=data.advice_mode)
    lowered = _decision(f"lowered to {data.advice_mode}", meeting)
    return receipt(await meeting.handle(command, command_id=lowered, exclusive=True))


@post(
    "/advice-wish",
    operation_id="state_advice_wish",
    status_code=200,
    responses=documented.contribution(
        "advice-is-planned", "advice-mode-none", "no-case-yet", "only-the-contributor", "session-closed"
    ),
)
async def state_advice_wish(data: JSONBody[Wish], meeting: Here) -> Response[Receipt]:
    """Say whether advice on one's own case is wanted, where it is given on request."""
    command = StateAdviceWish(by=meeting.person, wanted=data.wanted)
    wished = uuid5(meeting.id, f"wishes {data.wanted} {meeting.session.moved}")
    return receipt(await meeting.handle(command, command_id=wished, exclusive=True))


def _decision(what: str, meeting: Meeting) -> UUID:
    """Return one id for one decision at one point of the procedure."""
    return uuid5(meeting.id, f"{what} {meeting.person} {meeting.session.moved}")


ROUTES = (
    get_choice,
    open_choice,
    cast_ballot,
    close_choice,
    cancel_choice,
    offer_case,
    take_back_offer,
    undo_choice,
    consent_to_case,
    decline_case,
    lower_advice_mode,
    state_advice_wish,
)
"""The choice of a case, below ``/sessions/{session_id}``."""
