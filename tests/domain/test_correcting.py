"""Putting in other words what one said: one's own alone, and for a week."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from backend.domain.session.commands import Correct, EraseCase, ForgetAuthor, Withdraw
from backend.domain.session.correcting import hanging
from events.base import Sealed
from events.contribution import CheckedIn, ContributionCorrected, Wording
from tests.spec import (
    CASE,
    DESCRIBE,
    JOOST,
    NOON,
    QUESTION,
    SAMIRA,
    action,
    after,
    answer,
    asking,
    chosen,
    close,
    description,
    passing,
    question,
    say,
    session,
    start,
    taking_away,
    text,
)

CORRECTION = UUID(int=70)
asked = [*asking, say(question())]
BETTER = Wording(field="text", words=text(JOOST, b"better"))


def correct(
    *wordings: Wording, by: UUID = JOOST, said: UUID = QUESTION, new: UUID = CORRECTION, days: int = 0
) -> Correct:
    """Put something in other words, a question of Joost's unless told otherwise."""
    return Correct(id=new, contribution=said, by=by, wordings=wordings or (BETTER,), at=after(days=days))


def corrected(
    *wordings: Wording, said: UUID = QUESTION, kind: str = "question_asked"
) -> ContributionCorrected:
    """What is recorded of it."""
    return ContributionCorrected(
        id=CORRECTION, contribution=said, kind=kind, by=JOOST, wordings=wordings or (BETTER,)
    )


def test_a_question_is_put_in_other_words() -> None:
    session().given(asked).when(correct()).then(corrected())


def test_the_same_words_again_change_nothing() -> None:
    again = correct(new=UUID(int=71))

    session().given(asked, correct()).when(again).then()
    session().given(asked).when(correct(Wording(field="text", words=question().text))).then()


def test_the_first_words_may_come_back() -> None:
    back = Wording(field="text", words=question().text)

    session().given(asked, correct()).when(correct(back)).then(corrected(back))


def test_the_question_that_was_asked_is_the_same_one_for_whoever_repeats_it() -> None:
    session().given(asked, correct()).when(say(question())).then()


def test_nobody_changes_the_words_of_somebody_else() -> None:
    session().given(asked).when(correct(by=SAMIRA)).refused("not-yours")


@pytest.mark.parametrize("said", [UUID(int=98), CORRECTION])
def test_only_what_was_said_here_is_changed(said: UUID) -> None:
    session().given(asking).when(correct(said=said)).refused("unknown-contribution")


def test_what_was_taken_back_is_not_changed() -> None:
    story = [*asked, Withdraw(contribution=QUESTION, by=JOOST)]

    session().given(story).when(correct()).refused("unknown-contribution")


@pytest.mark.parametrize(("days", "allowed"), [(0, True), (7, True), (8, False)])
def test_words_change_until_a_week_after_the_meeting(days: int, allowed: bool) -> None:  # noqa: FBT001
    meeting = session().given(asked, close(NOON)).when(correct(days=days))

    if allowed:
        meeting.then(corrected())
    else:
        meeting.refused("too-late")


def test_an_erased_case_gets_no_new_words() -> None:
    erased = EraseCase(case=CASE, by=SAMIRA, at=NOON)

    session().given(asked, erased).when(correct()).refused("erased")


def test_nobody_speaks_for_who_is_gone() -> None:
    session().given(asked, ForgetAuthor(person=JOOST, at=NOON)).when(correct()).refused("erased")


def test_a_text_that_may_be_missing_is_left_out_or_added() -> None:
    story = [*taking_away, say(action())]
    step = Wording(field="first_step", words=text(SAMIRA))
    nothing = replace(step, words=None)
    change = correct(step, by=SAMIRA, said=action().id)
    back = replace(change, id=UUID(int=72), wordings=(nothing,))

    added = session().given(story).when(change).answer()
    left_out = session().given(story, change).when(back).answer()

    assert [event.wordings for event in (*added, *left_out)] == [(step,), (nothing,)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "wording",
    [
        Wording(field="text", words=None),
        Wording(field="title", words=text(JOOST)),
        Wording(field="case", words=text(JOOST)),
    ],
)
def test_a_question_has_one_text_and_keeps_it(wording: Wording) -> None:
    session().given(asked).when(correct(wording)).refused("no-such-text")


def test_a_passed_turn_has_no_words() -> None:
    session().given(asked, say(passing())).when(correct(said=passing().id)).refused("no-such-text")


def test_new_words_hang_on_what_the_old_ones_hung_on() -> None:
    on_case = Sealed(case=CASE, person=SAMIRA, nonce=b"n", ciphertext=b"c")
    slot = replace(on_case, case=UUID(int=77))

    assert hanging(replace(description(), question=None, context=on_case)) == CASE
    assert hanging(replace(action(), text=slot)) == slot.case
    assert hanging(answer()) == CASE
    assert hanging(CheckedIn(id=QUESTION, by=JOOST, step=0, text=None)) is None


def test_a_description_changes_one_part_at_a_time() -> None:
    told = [*chosen, start(DESCRIBE), say(description())]
    one = Wording(field="effect", words=text(SAMIRA, b"later"))
    change = correct(one, by=SAMIRA, said=description().id)

    session().given(told).when(change).then(
        replace(corrected(one, said=description().id, kind="case_described"), by=SAMIRA)
    )
