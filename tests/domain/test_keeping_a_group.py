"""Who keeps a group: how it meets, who leaves it, how long it remembers, and how it ends."""

from datetime import datetime
from uuid import UUID

import pytest
from msgspec.structs import replace

from backend.domain.group.commands import (
    Audience,
    CancelSession,
    ChooseQuestionHelp,
    ChooseReminders,
    ChooseRetention,
    CloseGroup,
    HandOver,
    Host,
    LeaveGroup,
    ProposeGroundRules,
    RemoveMember,
    ReopenGroup,
    SetArrangement,
)
from backend.domain.group.state import Retention
from events.group import (
    ArrangementSet,
    Facilitation,
    GroundRule,
    GroupClosed,
    GroupHosted,
    GroupMeantFor,
    GroupReopened,
    MakerChanged,
    MemberJoined,
    MemberLeft,
    MemberRemoved,
    QuestionHelpChosen,
    RemindersChosen,
    RetentionChosen,
    Rhythm,
    Role,
    SizePolicy,
    SizePolicySet,
)
from events.method import AdviceMode
from events.reminding import Occasion
from tests.spec import HANNEKE, JOOST, NOON, SAMIRA, STRANGER, after, form, group, join

ORGANISATION, PROGRAMME, FAMILY = (UUID(int=n) for n in range(60, 63))
circle = [form(), join(SAMIRA), join(JOOST)]
monthly = Rhythm(4, 90)
arrangement = SetArrangement(
    by=HANNEKE,
    rhythm=monthly,
    method="short30",
    advice_mode=AdviceMode.ON_REQUEST,
    facilitation=Facilitation.SELF_GUIDED,
    size=SizePolicy(3, 6),
)
arranged = ArrangementSet(
    by=HANNEKE,
    rhythm=monthly,
    method="short30",
    advice_mode=AdviceMode.ON_REQUEST,
    facilitation=Facilitation.SELF_GUIDED,
)


def leave(person: UUID, *, for_good: bool = False) -> LeaveGroup:
    return LeaveGroup(person=person, at=NOON, for_good=for_good)


def remove(person: UUID, by: UUID = HANNEKE) -> RemoveMember:
    return RemoveMember(person=person, by=by, at=NOON)


def hand_over(person: UUID, by: UUID = HANNEKE) -> HandOver:
    return HandOver(person=person, by=by, at=NOON)


def close(by: UUID = HANNEKE) -> CloseGroup:
    return CloseGroup(by=by, at=NOON)


def reopen(at: datetime = NOON, by: UUID = HANNEKE) -> ReopenGroup:
    return ReopenGroup(by=by, at=at)


def keep(after_follow_up: int, after_session: int, by: UUID = HANNEKE) -> ChooseRetention:
    return ChooseRetention(
        by=by, days_after_follow_up=after_follow_up, days_after_session=after_session, at=NOON
    )


def test_a_group_is_formed_with_its_rhythm_its_host_and_for_whom_it_is_meant() -> None:
    forming = replace(
        form(),
        rhythm=monthly,
        host=Host(organisation=ORGANISATION, programme=PROGRAMME),
        meant_for=Audience(role_family=FAMILY, level=2),
    )

    formed = group().when(forming).answer()

    assert formed[3:] == [
        ArrangementSet(
            by=HANNEKE,
            rhythm=monthly,
            method="basis6",
            advice_mode=AdviceMode.ROUND,
            facilitation=Facilitation.EXTERNAL,
        ),
        GroupHosted(by=HANNEKE, organisation=ORGANISATION, programme=PROGRAMME),
        GroupMeantFor(by=HANNEKE, role_family=FAMILY, level=2),
    ]
    state = group().given(forming).state
    assert (state.agreed.rhythm, state.hosted, state.meant_for) == (monthly, *formed[4:])


def test_nobody_forms_a_group_to_watch_it() -> None:
    group().when(replace(form(), role=Role.OBSERVER)).refused("observers-only-watch")


def test_a_group_arranges_how_it_meets_and_how_many_people_suit_it() -> None:
    meeting = group().given(circle)

    meeting.when(arrangement).then(arranged, SizePolicySet(by=HANNEKE, size=SizePolicy(3, 6)))
    meeting.when(arrangement).then()
    meeting.when(replace(arrangement, by=SAMIRA)).then()
    meeting.when(replace(arrangement, size=SizePolicy(2, 6))).then(
        SizePolicySet(by=HANNEKE, size=SizePolicy(2, 6))
    )


def test_a_new_facilitation_changes_who_moves_the_procedure() -> None:
    meeting = group().given(circle)
    assert not meeting.state.may_move(SAMIRA)

    assert meeting.given(arrangement).state.may_move(SAMIRA)


def test_who_guards_the_procedure_or_keeps_the_group_arranges_it() -> None:
    group().given(circle).when(replace(arrangement, by=SAMIRA)).refused("only-the-facilitator")
    peers = group().given(form(Facilitation.ROTATING_PEER), join(SAMIRA))
    assert peers.when(replace(arrangement, by=SAMIRA)).answer()
    kept = group().given(circle, hand_over(SAMIRA))
    assert kept.when(replace(arrangement, by=SAMIRA)).answer()


def test_a_group_remembers_for_a_shorter_time_and_never_for_a_longer_one() -> None:
    meeting = group().given(circle)
    assert meeting.state.keeps == Retention(30, 180)

    meeting.when(keep(14, 90)).then(
        RetentionChosen(by=HANNEKE, days_after_follow_up=14, days_after_session=90, at=NOON)
    )
    meeting.when(keep(14, 90)).then()
    meeting.when(keep(15, 90)).refused("retention-only-shortens")
    meeting.when(keep(7, 91)).refused("retention-only-shortens")
    meeting.when(keep(7, 90, by=SAMIRA)).refused("only-the-maker")


def test_the_maker_hands_the_group_over_before_leaving() -> None:
    meeting = group().given(circle)

    meeting.when(leave(HANNEKE)).refused("hand-over-first")
    meeting.when(hand_over(SAMIRA)).then(MakerChanged(person=SAMIRA, by=HANNEKE, at=NOON))
    meeting.when(hand_over(SAMIRA)).then()
    meeting.when(hand_over(JOOST)).refused("only-the-maker")
    meeting.when(leave(HANNEKE)).then(MemberLeft(person=HANNEKE, at=NOON))


def test_a_group_is_handed_to_somebody_who_takes_part_in_it() -> None:
    watched = group().given(circle, join(STRANGER, Role.OBSERVER))

    watched.when(hand_over(STRANGER)).refused("observers-only-watch")
    group().given(circle).when(hand_over(STRANGER)).refused("not-a-member")
    group().given(circle, leave(SAMIRA)).when(hand_over(SAMIRA)).refused("no-longer-a-member")


def test_the_last_one_to_leave_closes_the_group() -> None:
    last = group().given(circle, leave(SAMIRA), leave(JOOST))

    last.when(leave(HANNEKE)).then(MemberLeft(person=HANNEKE, at=NOON), GroupClosed(by=HANNEKE, at=NOON))


def test_a_group_with_observers_only_closes_behind_its_maker() -> None:
    meeting = group().given(form(), join(STRANGER, Role.OBSERVER))

    meeting.when(leave(HANNEKE)).then(MemberLeft(person=HANNEKE, at=NOON), GroupClosed(by=HANNEKE, at=NOON))


def test_whoever_leaves_for_good_is_not_held_up() -> None:
    meeting = group().given(form(), join(STRANGER, Role.OBSERVER), join(SAMIRA), join(JOOST))

    meeting.when(leave(HANNEKE, for_good=True)).then(
        MakerChanged(person=SAMIRA, by=HANNEKE, at=NOON), MemberLeft(person=HANNEKE, at=NOON)
    )


def test_the_maker_lets_somebody_go() -> None:
    meeting = group().given(circle)

    meeting.when(remove(SAMIRA, by=JOOST)).refused("only-the-maker")
    meeting.when(remove(STRANGER)).refused("not-a-member")
    meeting.when(remove(SAMIRA)).then(MemberRemoved(person=SAMIRA, by=HANNEKE, at=NOON))
    meeting.when(remove(SAMIRA)).then()
    meeting.when(leave(SAMIRA)).then()
    meeting.when(remove(JOOST, by=SAMIRA)).refused("no-longer-a-member")


def test_removing_oneself_is_leaving() -> None:
    group().given(circle).when(remove(SAMIRA, by=SAMIRA)).then(MemberLeft(person=SAMIRA, at=NOON))
    group().given(circle).when(remove(HANNEKE)).refused("hand-over-first")


def test_a_link_from_before_somebody_was_let_go_lets_nobody_in() -> None:
    story = group().given(circle, remove(SAMIRA))
    by_link = replace(join(STRANGER), invited_by=JOOST, by_link=True)

    story.when(by_link).refused("invitation-revoked")
    story.when(replace(by_link, invited_at=after(minutes=1))).then(
        MemberJoined(person=STRANGER, role=Role.MEMBER, invitation=UUID(int=90), at=NOON)
    )
    story.when(join(UUID(int=77))).then(
        MemberJoined(person=UUID(int=77), role=Role.MEMBER, invitation=UUID(int=90), at=NOON)
    )


def test_who_left_or_was_let_go_invites_nobody() -> None:
    late = after(minutes=1)
    for going in (remove(SAMIRA), leave(SAMIRA)):
        invited = replace(join(STRANGER, invited_at=late), invited_by=SAMIRA)
        group().given(circle, going).when(invited).refused("invitation-revoked")


def test_who_was_let_go_comes_back_by_a_newer_invitation_only() -> None:
    meeting = group().given(circle, remove(SAMIRA))

    meeting.when(join(SAMIRA)).refused("no-longer-a-member")
    state = meeting.given(join(SAMIRA, invited_at=after(seconds=1))).state
    assert SAMIRA in state.members
    assert SAMIRA not in state.former


def test_who_left_comes_back_by_any_invitation() -> None:
    assert SAMIRA in group().given(circle, leave(SAMIRA), join(SAMIRA)).state.members


def test_only_the_maker_closes_the_group() -> None:
    meeting = group().given(circle)

    meeting.when(close(by=SAMIRA)).refused("only-the-maker")
    meeting.when(close()).then(GroupClosed(by=HANNEKE, at=NOON))
    meeting.when(close()).then()


@pytest.mark.parametrize(
    "command",
    [
        join(STRANGER),
        arrangement,
        keep(1, 1),
        remove(SAMIRA),
        hand_over(SAMIRA),
        ProposeGroundRules(by=SAMIRA, rules=(GroundRule(key="equals"),)),
        CancelSession(session=UUID(int=1), by=SAMIRA),
    ],
    ids=lambda command: type(command).__name__,
)
def test_nothing_is_added_to_a_closed_group(command: object) -> None:
    group().given(circle, close()).when(command).refused("group-closed")


def test_a_closed_group_holds_nobody() -> None:
    meeting = group().given(circle, close())

    meeting.when(leave(HANNEKE)).then(MemberLeft(person=HANNEKE, at=NOON))
    meeting.when(leave(SAMIRA)).then(MemberLeft(person=SAMIRA, at=NOON))


def test_closing_is_taken_back_within_a_week() -> None:
    group().given(circle).when(reopen()).refused("nothing-to-undo")
    meeting = group().given(circle, close())

    meeting.when(reopen(by=SAMIRA)).refused("only-the-maker")
    meeting.when(reopen(after(days=7, seconds=1))).refused("too-late")
    meeting.when(reopen(after(days=7))).then(GroupReopened(by=HANNEKE, at=after(days=7)))
    assert meeting.when(arrangement).answer()


def test_who_arranges_the_group_chooses_of_what_it_reminds() -> None:
    less = ChooseReminders(by=HANNEKE, occasions=(Occasion.DAY_BEFORE, Occasion.FIRST_STEP))
    chosen = RemindersChosen(by=HANNEKE, occasions=(Occasion.FIRST_STEP, Occasion.DAY_BEFORE))

    group().given(circle).when(less).then(chosen)
    group().given([*circle, chosen]).when(less).then()
    group().given(circle).when(ChooseReminders(by=HANNEKE, occasions=tuple(Occasion))).then()
    group().given(circle).when(replace(less, by=SAMIRA)).refused("only-the-facilitator")


def test_who_arranges_the_group_offers_help_with_questions_and_anybody_ends_the_counting() -> None:
    counts = ChooseQuestionHelp(by=HANNEKE, offered=True, counted=True)
    chosen = QuestionHelpChosen(by=HANNEKE, offered=True, counted=True)
    ends = ChooseQuestionHelp(by=SAMIRA, offered=True, counted=False)

    group().given(circle).when(counts).then(chosen)
    group().given([*circle, chosen]).when(counts).then()
    group().given(circle).when(replace(counts, by=SAMIRA)).refused("only-the-facilitator")
    group().given([*circle, chosen]).when(ends).then(
        QuestionHelpChosen(by=SAMIRA, offered=True, counted=False)
    )
    group().given([*circle, chosen]).when(replace(ends, offered=False)).refused("only-the-facilitator")
