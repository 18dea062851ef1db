"""A choice, an offer and a skipped report are taken back like every other move of the procedure."""

from uuid import UUID

from backend.domain.session.commands import (
    AwaitFollowUp,
    CancelChoice,
    OpenChoice,
    SkipFollowUp,
    TakeBackOffer,
)
from events.session import CaseOffered, ChoiceCancelled, FollowUpAwaited, FollowUpSkipped, OfferTakenBack
from tests.spec import (
    CASE,
    CHOICE,
    COLLECT,
    FOLLOW_UP,
    HANNEKE,
    JOOST,
    LATEST,
    NOON,
    OLD_ACTION,
    SAMIRA,
    choosing,
    consent,
    offer,
    offered,
    session,
    start,
    waiting,
)

CANCEL = CancelChoice(by=HANNEKE, seen=LATEST, at=NOON)
TAKE_BACK = TakeBackOffer(by=HANNEKE, seen=LATEST, at=NOON)
SKIP = SkipFollowUp(action=OLD_ACTION, by=HANNEKE)
AWAIT = AwaitFollowUp(action=OLD_ACTION, by=HANNEKE)


def opening(choice: UUID = CHOICE) -> OpenChoice:
    """Let the group choose."""
    return OpenChoice(by=HANNEKE, seen=LATEST, at=NOON, choice=choice)


def test_a_choice_that_was_opened_too_soon_is_cancelled_and_another_one_opened() -> None:
    meeting = session().given(choosing, opening())

    meeting.when(CANCEL).then(ChoiceCancelled(choice=CHOICE, by=HANNEKE))
    meeting.when(CANCEL).refused("choice-not-open")
    assert meeting.when(opening(UUID(int=33))).answer()


def test_a_member_cancels_no_choice() -> None:
    by_joost = CancelChoice(by=JOOST, seen=LATEST, at=NOON)

    session().given(choosing, opening()).when(by_joost).refused("only-the-facilitator")


def test_an_owner_who_was_asked_by_mistake_is_asked_no_longer() -> None:
    meeting = session().given(offered)

    meeting.when(TAKE_BACK).then(OfferTakenBack(case=CASE, by=HANNEKE))
    meeting.when(TAKE_BACK).refused("nothing-to-undo")
    meeting.when(consent(SAMIRA)).refused("not-offered")
    meeting.when(offer()).then(CaseOffered(case=CASE, by=HANNEKE))


def test_a_report_that_was_skipped_is_awaited_again_and_may_be_skipped_again() -> None:
    meeting = session().given(waiting, start(FOLLOW_UP), SKIP)

    meeting.when(AWAIT).then(FollowUpAwaited(action=OLD_ACTION, by=HANNEKE))
    meeting.when(AWAIT).then()
    meeting.when(start(COLLECT)).refused("follow-up-first")
    meeting.when(SKIP).then(FollowUpSkipped(action=OLD_ACTION, by=HANNEKE))


def test_a_member_awaits_no_report_after_all() -> None:
    story = [*waiting, start(FOLLOW_UP), SKIP]

    session().given(story).when(AwaitFollowUp(action=OLD_ACTION, by=JOOST)).refused("only-the-facilitator")
