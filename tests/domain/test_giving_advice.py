"""The advice gate: no advice before its step, none against the contributor's wish (R-79, R-81)."""

from itertools import pairwise
from uuid import UUID

import pytest

from backend.domain.session.commands import LowerAdviceMode, UndoStep
from events.contribution import AdviceGiven
from events.method import AdviceMode
from events.session import AdviceModeLowered
from tests.spec import (
    ADVISE,
    CASE,
    HANNEKE,
    JOOST,
    LATEST,
    NOON,
    SAMIRA,
    STRANGER,
    TAKE_AWAY,
    advice,
    advising,
    asking,
    choosing,
    chosen,
    close,
    collecting,
    consent,
    described,
    offer,
    offered,
    open_meeting,
    opened,
    proposed,
    say,
    session,
    start,
    taking_away,
)

FROM_NONE_TO_ROUND = (AdviceMode.NONE, AdviceMode.ON_REQUEST, AdviceMode.WRITTEN, AdviceMode.ROUND)


def lower(mode: AdviceMode, by: UUID = SAMIRA) -> LowerAdviceMode:
    return LowerAdviceMode(by=by, advice_mode=mode)


def test_a_peer_gives_advice_after_the_gate() -> None:
    session().given(advising).when(say(advice())).then(advice(step=ADVISE))


@pytest.mark.parametrize("story", [chosen, described, asking], ids=["chosen", "described", "asking"])
def test_nobody_gives_advice_before_the_gate(story: list[object]) -> None:
    session().given(story).when(say(advice())).refused("advice-not-open")


@pytest.mark.parametrize("story", [opened, collecting, proposed, choosing, offered])
def test_nobody_gives_advice_while_there_is_no_case(story: list[object]) -> None:
    session().given(story).when(say(advice())).refused("no-case-yet")


def test_the_contributor_gives_no_advice() -> None:
    session().given(advising).when(say(advice(SAMIRA))).refused("contributor-does-not")


def test_a_dedicated_facilitator_gives_no_advice() -> None:
    session().given(advising).when(say(advice(HANNEKE))).refused("facilitator-has-no-content-rights")


def test_somebody_who_was_never_present_gives_no_advice() -> None:
    session().given(advising).when(say(advice(STRANGER))).refused("not-present")


def test_the_gate_stays_open_after_its_step_was_taken_back() -> None:
    undo = UndoStep(by=HANNEKE, seen=LATEST, at=NOON)

    session().given(advising, undo).when(say(advice())).then(advice(step=ADVISE, late=True))


def test_a_contributor_who_wants_no_advice_gets_none() -> None:
    story = [*offered, consent(mode=AdviceMode.NONE), start(TAKE_AWAY)]

    session().given(story).when(say(advice())).refused("advice-mode-none")


def test_a_step_for_advice_alone_does_not_start_when_none_is_wanted() -> None:
    session().given(offered, consent(mode=AdviceMode.NONE)).when(start(ADVISE)).refused("advice-mode-none")


def test_advice_that_is_no_longer_wanted_is_refused_while_its_step_runs() -> None:
    session().given(advising, lower(AdviceMode.NONE)).when(say(advice())).refused("advice-mode-none")


def test_less_advice_may_be_wanted_after_the_meeting_while_late_advice_still_arrives() -> None:
    session().given(advising, close(), lower(AdviceMode.NONE)).when(say(advice())).refused("advice-mode-none")


@pytest.mark.parametrize(("less", "more"), list(pairwise(FROM_NONE_TO_ROUND)))
def test_the_contributor_lowers_the_advice_mode_and_nobody_raises_it(
    less: AdviceMode, more: AdviceMode
) -> None:
    meeting = session().given(offered, consent(mode=more))

    meeting.when(lower(less)).then(AdviceModeLowered(case=CASE, by=SAMIRA, advice_mode=less))
    meeting.when(lower(more)).refused("advice-mode-only-lowers")


def test_wanting_the_same_again_changes_nothing() -> None:
    session().given(chosen, lower(AdviceMode.WRITTEN)).when(lower(AdviceMode.WRITTEN)).then()


def test_only_the_contributor_lowers_the_advice_mode() -> None:
    session().given(chosen).when(lower(AdviceMode.NONE, by=HANNEKE)).refused("only-the-contributor")
    session().given(chosen).when(lower(AdviceMode.NONE, by=JOOST)).refused("only-the-contributor")


def test_there_is_no_advice_mode_to_lower_before_there_is_a_case() -> None:
    session().given(offered).when(lower(AdviceMode.NONE)).refused("no-case-yet")


def test_a_contributor_cannot_want_more_advice_than_was_planned() -> None:
    modest = [open_meeting(advice_mode=AdviceMode.ON_REQUEST), *choosing[1:], offer()]

    session().given(modest).when(consent(mode=AdviceMode.ROUND)).refused("advice-mode-only-lowers")


def test_what_was_advised_before_the_mode_was_lowered_stays() -> None:
    meeting = session().given(taking_away, say(advice()), lower(AdviceMode.NONE))

    said = [said for said in meeting.state.said.values() if isinstance(said, AdviceGiven)]
    assert [one.by for one in said] == [JOOST]
