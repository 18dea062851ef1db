"""Where advice is given on request the contributor is asked, and nothing is advised before a yes."""

from uuid import UUID

import pytest

from backend.domain.errors import Reason
from backend.domain.session.commands import StateAdviceWish
from events.method import AdviceMode
from events.session import AdviceWishStated
from tests.spec import (
    ADVISE,
    CASE,
    JOOST,
    SAMIRA,
    TAKE_AWAY,
    advice,
    asking,
    choosing,
    close,
    consent,
    offer,
    opened,
    say,
    session,
    start,
)

on_request = [*choosing, offer(), consent(mode=AdviceMode.ON_REQUEST)]


def wish(*, wanted: bool, by: UUID = SAMIRA) -> StateAdviceWish:
    return StateAdviceWish(by=by, wanted=wanted)


def test_the_step_for_advice_waits_for_the_answer_of_the_contributor() -> None:
    session().given(on_request).when(start(ADVISE)).refused("advice-not-asked-for")


def test_a_yes_opens_the_step_and_advice_is_given() -> None:
    meeting = session().given(on_request)

    meeting.when(wish(wanted=True)).then(AdviceWishStated(case=CASE, by=SAMIRA, wanted=True))
    meeting.given(start(ADVISE), say(advice()))


def test_after_a_no_the_step_is_skipped() -> None:
    meeting = session().given(on_request, wish(wanted=False))

    meeting.when(start(ADVISE)).refused("advice-not-asked-for")
    meeting.given(start(TAKE_AWAY))


def test_the_contributor_may_change_their_mind_and_saying_it_twice_changes_nothing() -> None:
    meeting = session().given(on_request, wish(wanted=False), wish(wanted=True))

    meeting.when(wish(wanted=True)).then()
    meeting.given(start(ADVISE), wish(wanted=False))
    meeting.when(say(advice())).refused("advice-not-asked-for")


@pytest.mark.parametrize(
    ("told", "by", "reason"),
    [
        (opened, SAMIRA, "no-case-yet"),
        (on_request, JOOST, "only-the-contributor"),
        ([*on_request, close()], SAMIRA, "session-closed"),
        (asking, SAMIRA, "advice-is-planned"),
        ([*choosing, offer(), consent(mode=AdviceMode.NONE)], SAMIRA, "advice-mode-none"),
    ],
)
def test_who_may_not_answer_is_told_why(told: list[object], by: UUID, reason: Reason) -> None:
    session().given(told).when(wish(wanted=True, by=by)).refused(reason)
