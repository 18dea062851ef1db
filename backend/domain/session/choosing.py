"""How a group chooses a case: without a name beside a choice, and never without consent."""

from typing import Final
from uuid import UUID

from backend.domain.errors import Refused
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
from backend.domain.session.state import ChosenCase, Session, case_of
from events.method import AdviceMode, Kind
from events.session import (
    AdviceModeLowered,
    AdviceWishStated,
    AnyProcedureEvent,
    CaseChosen,
    CaseOffered,
    ChoiceCancelled,
    ChoiceClosed,
    ChoiceDeclined,
    ChoiceOpened,
    ChoiceUndone,
    OfferTakenBack,
    Tally,
)

FEWEST_BALLOTS: Final = 3
"""How many ballots a tally has at least: of one it tells who chose what, of two it tells that to both."""
_HEIGHT = {mode: height for height, mode in enumerate(AdviceMode)}


def open_choice(command: OpenChoice, session: Session) -> list[AnyProcedureEvent]:
    """Let the group choose, in a step for it if the method has one."""
    if session.choice is not None and session.choice.tally is None:
        if session.choice.id == command.choice:
            return []
        raise Refused("choice-open")
    _no_case(session)
    if session.has_step_for(Kind.VOTE) and not _is_running(Kind.VOTE, session):
        raise Refused("step-not-open")
    if session.choice is not None and session.choice.id == command.choice:
        raise Refused("id-reused")
    cases = tuple(dict.fromkeys(command.cases)) or session.candidates
    if not cases or not set(cases) <= set(session.candidates):
        raise Refused("not-a-proposal")
    return [ChoiceOpened(choice=command.choice, cases=cases, by=command.by)]


def check_ballot(session: Session, choice: UUID, person: UUID, case: UUID) -> None:
    """Refuse a ballot that may not be cast; a ballot itself never becomes an event."""
    session.check_takes_part(person)
    if session.is_dedicated(person):
        raise Refused("facilitator-has-no-content-rights")
    if person not in session.ever_present:
        raise Refused("not-present")
    if session.closed_at is not None:
        raise Refused("session-closed")
    if session.choice is None or session.choice.id != choice:
        raise Refused("choice-not-open")
    if session.choice.tally is not None:
        raise Refused("choice-not-open")
    if case not in session.choice.cases:
        raise Refused("not-a-proposal")
    if case in session.erased or session.brought_in_by(case) in session.forgotten:
        raise Refused("erased")


def check_tally(session: Session, ballots: int) -> None:
    """Refuse to count fewer ballots than hide who cast them, while more can come: too-few-ballots.

    Whoever moves the procedure sees who has chosen: closing after each ballot would tell all of them.
    Who was noted as having left counts as well, or they could be noted so for this. No ballots tell nothing.
    """
    can_choose = (session.members.keys() & session.ever_present) - session.forgotten
    if 0 < ballots < min(FEWEST_BALLOTS, len(can_choose)):
        raise Refused("too-few-ballots")


def close_choice(command: CloseChoice, session: Session) -> list[AnyProcedureEvent]:
    """Write down the tally; one clear winner is offered to its owner at once."""
    if session.choice is None or session.choice.tally is not None:
        raise Refused("choice-not-open")
    if session.choice.id != command.choice:
        raise Refused("choice-not-open")
    check_tally(session, sum(line.votes for line in command.tally))
    closed = ChoiceClosed(choice=command.choice, tally=command.tally, by=command.by)
    winner = _winner(command.tally, session)
    if winner is None:
        return [closed]
    return [closed, CaseOffered(case=winner, by=command.by)]


def cancel_choice(command: CancelChoice, session: Session) -> list[AnyProcedureEvent]:
    """Let the group not choose after all; what was cast counts for nothing."""
    if session.choice is None or session.choice.tally is not None:
        raise Refused("choice-not-open")
    return [ChoiceCancelled(choice=session.choice.id, by=command.by)]


def _winner(tally: tuple[Tally, ...], session: Session) -> UUID | None:
    most = max((line.votes for line in tally), default=0)
    leading = [line.case for line in tally if line.votes == most]
    standing = [case for case in leading if case in session.proposals]
    return standing[0] if most > 0 and len(leading) == 1 and standing else None


def offer_case(command: OfferCase, session: Session) -> list[AnyProcedureEvent]:
    """Ask an owner for consent: after the tally, or when the case was agreed beforehand."""
    _no_case(session)
    if session.choice is not None and session.choice.tally is None:
        raise Refused("choice-open")
    session.owner_of(command.case)
    if command.case in session.chosen:
        raise Refused("case-already-chosen")
    if session.offered == command.case:
        return []
    return [CaseOffered(case=command.case, by=command.by)]


def take_back_offer(command: TakeBackOffer, session: Session) -> list[AnyProcedureEvent]:
    """Ask the owner no longer."""
    if session.offered is None:
        raise Refused("nothing-to-undo")
    return [OfferTakenBack(case=session.offered, by=command.by)]


def consent(command: ConsentToCase, session: Session) -> list[AnyProcedureEvent]:
    """Make the offered case the case, and its owner the contributor (invariant 1)."""
    chosen = session.chosen.get(session.case) if session.case is not None else None
    if session.offered is None and chosen is not None and chosen.contributor == command.by:
        if _HEIGHT[command.advice_mode] < _HEIGHT[chosen.advice_mode]:
            raise Refused("case-already-chosen")
        return []
    case = _offered_to(command.by, session)
    if _HEIGHT[command.advice_mode] > _HEIGHT[session.begun.advice_mode]:
        raise Refused("advice-mode-only-lowers")
    return [CaseChosen(case=case, contributor=command.by, advice_mode=command.advice_mode)]


def decline(command: DeclineCase, session: Session) -> list[AnyProcedureEvent]:
    """Rather not, without a reason; the proposal stays its owner's. Saying it twice changes nothing."""
    if session.offered is None and session.declined_by == command.by:
        return []
    case = _offered_to(command.by, session)
    return [ChoiceDeclined(case=case, by=command.by)]


def undo_choice(command: UndoChoice, session: Session) -> list[AnyProcedureEvent]:
    """Put the case back, as long as nothing was said about it."""
    if session.case is None:
        raise Refused("nothing-to-undo")
    if any(case_of(said) == session.case for said in session.said.values()):
        raise Refused("case-has-begun")
    return [ChoiceUndone(case=session.case, by=command.by)]


def lower_advice_mode(command: LowerAdviceMode, session: Session) -> list[AnyProcedureEvent]:
    """Let the contributor want less advice; nobody can want more for them (§ 1.4)."""
    if session.case is None:
        raise Refused("no-case-yet")
    chosen = session.chosen[session.case]
    if chosen.contributor != command.by:
        raise Refused("only-the-contributor")
    if command.advice_mode is chosen.advice_mode:
        return []
    if _HEIGHT[command.advice_mode] > _HEIGHT[chosen.advice_mode]:
        raise Refused("advice-mode-only-lowers")
    return [AdviceModeLowered(case=session.case, by=command.by, advice_mode=command.advice_mode)]


def state_advice_wish(command: StateAdviceWish, session: Session) -> list[AnyProcedureEvent]:
    """Let the contributor answer whether advice is wanted, where it is given on request (methods § 2.0)."""
    if session.case is None:
        raise Refused("no-case-yet")
    chosen = session.chosen[session.case]
    if chosen.contributor != command.by:
        raise Refused("only-the-contributor")
    if session.closed_at is not None:
        raise Refused("session-closed")
    if chosen.advice_mode is not AdviceMode.ON_REQUEST:
        none = chosen.advice_mode is AdviceMode.NONE
        raise Refused("advice-mode-none" if none else "advice-is-planned")
    if chosen.wishes_advice is command.wanted:
        return []
    return [AdviceWishStated(case=session.case, by=command.by, wanted=command.wanted)]


def check_advice_is_wanted(chosen: ChosenCase) -> None:
    """Refuse advice that the contributor does not want, or was not asked about."""
    if chosen.advice_mode is AdviceMode.NONE:
        raise Refused("advice-mode-none")
    if chosen.advice_mode is AdviceMode.ON_REQUEST and not chosen.wishes_advice:
        raise Refused("advice-not-asked-for")


def _offered_to(person: UUID, session: Session) -> UUID:
    if session.offered is None:
        raise Refused("not-offered")
    if session.owner_of(session.offered) != person:
        raise Refused("not-yours")
    if session.closed_at is not None:
        raise Refused("session-closed")
    return session.offered


def _no_case(session: Session) -> None:
    if session.case is not None and not _is_finished(session.case, session):
        raise Refused("case-already-chosen")


def _is_finished(case: UUID, session: Session) -> bool:
    """A second case may follow once the meeting is back at choosing (R-50)."""
    was_said = any(case_of(said) == case for said in session.said.values())
    return was_said and _is_running(Kind.VOTE, session)


def _is_running(kind: Kind, session: Session) -> bool:
    if session.run is None:
        return False
    return kind in session.begun.method.steps[session.run.step].kinds
