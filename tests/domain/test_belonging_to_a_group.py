"""A group: formed, joined, agreed upon, and what its members expect of it (R-20 to R-36)."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from backend.domain.errors import Refused
from backend.domain.group.commands import (
    AcceptGroundRules,
    LeaveGroup,
    ProposeGroundRules,
    StateExpectation,
)
from events.base import Sealed
from events.group import (
    ExpectationStated,
    Facilitation,
    GroundRule,
    GroundRulesAccepted,
    GroundRulesProposed,
    GroupFormed,
    MemberJoined,
    MemberLeft,
    Role,
    SizePolicy,
)
from events.method import AdviceMode
from tests.spec import HANNEKE, JOOST, NOON, SAMIRA, STRANGER, form, group, join, text

EXPECTATION = UUID(int=91)
RULES = (GroundRule(key="confidential"), GroundRule(key="no_advice_in_questions"))
circle = [form(), join(SAMIRA), join(JOOST)]


def accept(person: UUID, version: int = 1) -> AcceptGroundRules:
    return AcceptGroundRules(by=person, version=version, at=NOON)


def expect(words: Sealed, person: UUID = SAMIRA) -> StateExpectation:
    return StateExpectation(id=EXPECTATION, by=person, text=words)


new_rules = ProposeGroundRules(by=SAMIRA, rules=RULES)


def test_a_group_is_formed_with_its_maker_and_its_first_ground_rules() -> None:
    group().when(form()).then(
        GroupFormed(
            by=HANNEKE,
            facilitation=Facilitation.EXTERNAL,
            method="basis6",
            advice_mode=AdviceMode.ROUND,
            size=SizePolicy(4, 8),
        ),
        MemberJoined(person=HANNEKE, role=Role.FACILITATOR, invitation=None, at=NOON),
        GroundRulesProposed(version=1, by=HANNEKE, rules=(GroundRule(key="confidential"),)),
    )


def test_a_group_is_formed_once() -> None:
    group().given(form()).when(form()).then()
    group().given(form()).when(replace(form(), method="short30")).refused("id-reused")
    group().given(form()).when(form(by=SAMIRA)).refused("group-exists")


def test_nothing_happens_in_a_group_that_is_not_there() -> None:
    group().when(join(SAMIRA)).refused("unknown-group")
    group().when(accept(SAMIRA)).refused("unknown-group")


def test_a_person_joins_once() -> None:
    meeting = group().given(form())

    meeting.when(join(SAMIRA)).then(
        MemberJoined(person=SAMIRA, role=Role.MEMBER, invitation=UUID(int=90), at=NOON)
    )
    meeting.when(join(SAMIRA)).then()
    meeting.when(join(SAMIRA, Role.FACILITATOR)).then()


def test_a_person_leaves_and_is_no_member_any_more() -> None:
    leave = LeaveGroup(person=SAMIRA, at=NOON)
    meeting = group().given(circle)

    meeting.when(leave).then(MemberLeft(person=SAMIRA, at=NOON))
    meeting.when(leave).then()
    meeting.when(accept(SAMIRA)).refused("no-longer-a-member")


def test_a_stranger_asks_nothing_of_a_group() -> None:
    group().given(circle).when(expect(text(STRANGER), STRANGER)).refused("not-a-member")
    group().given(circle).when(accept(STRANGER)).refused("not-a-member")


def test_nobody_sees_a_case_before_the_ground_rules() -> None:
    meeting = group().given(circle)

    with pytest.raises(Refused) as refusal:
        meeting.state.admit(SAMIRA)

    assert refusal.value.reason == "ground-rules-first"
    assert meeting.given(accept(SAMIRA)).state.admit(SAMIRA).role is Role.MEMBER


def test_a_stranger_sees_no_case() -> None:
    with pytest.raises(Refused) as refusal:
        group().given(circle).state.admit(STRANGER)

    assert refusal.value.reason == "not-a-member"


def test_the_ground_rules_are_accepted_by_each_member_once() -> None:
    meeting = group().given(circle)

    meeting.when(accept(SAMIRA)).then(GroundRulesAccepted(version=1, by=SAMIRA, at=NOON))
    meeting.when(accept(SAMIRA)).then()
    assert meeting.state.members[JOOST].accepted == 0


@pytest.mark.parametrize("version", [0, 2])
def test_only_the_present_version_is_accepted(version: int) -> None:
    group().given(circle).when(accept(SAMIRA, version)).refused("unknown-rules-version")


def test_new_ground_rules_are_accepted_anew() -> None:
    meeting = group().given(circle, accept(SAMIRA))

    meeting.when(new_rules).then(GroundRulesProposed(version=2, by=SAMIRA, rules=RULES))
    with pytest.raises(Refused) as refusal:
        meeting.state.admit(SAMIRA)
    assert refusal.value.reason == "ground-rules-first"
    meeting.when(accept(SAMIRA, 1)).refused("unknown-rules-version")
    assert meeting.given(accept(SAMIRA, 2)).state.admit(SAMIRA).accepted == 2


def test_the_same_ground_rules_are_no_new_version() -> None:
    group().given(circle, new_rules).when(replace(new_rules, by=JOOST)).then()


def test_who_was_never_there_cannot_leave() -> None:
    group().given(circle).when(LeaveGroup(person=STRANGER, at=NOON)).refused("not-a-member")


def test_who_left_is_told_so_and_a_stranger_is_not() -> None:
    meeting = group().given(circle, accept(SAMIRA), LeaveGroup(person=SAMIRA, at=NOON))

    for person, reason in ((SAMIRA, "no-longer-a-member"), (STRANGER, "not-a-member")):
        with pytest.raises(Refused) as refusal:
            meeting.state.admit(person)
        assert refusal.value.reason == reason


def test_who_comes_back_accepts_the_ground_rules_anew() -> None:
    back = [*circle, accept(SAMIRA), LeaveGroup(person=SAMIRA, at=NOON), join(SAMIRA)]

    assert group().given(back).state.members[SAMIRA].accepted == 0


def test_a_member_says_what_they_expect() -> None:
    words = text(SAMIRA)
    meeting = group().given(circle)

    meeting.when(expect(words)).then(ExpectationStated(id=EXPECTATION, by=SAMIRA, text=words))
    meeting.when(expect(words)).then()
    meeting.when(expect(text(SAMIRA, b"others"))).refused("id-reused")


def test_a_later_expectation_replaces_the_earlier_one() -> None:
    later = StateExpectation(id=UUID(int=92), by=SAMIRA, text=text(SAMIRA, b"more"))

    meeting = group().given(circle, expect(text(SAMIRA)), later)

    assert meeting.state.members[SAMIRA].expectation == later.id


@pytest.mark.parametrize(
    ("facilitation", "member_may", "facilitator_may"),
    [
        (Facilitation.EXTERNAL, False, True),
        (Facilitation.INTERNAL_DEDICATED, False, True),
        (Facilitation.ROTATING_PEER, True, True),
        (Facilitation.SELF_GUIDED, True, True),
    ],
)
def test_who_opens_a_meeting_follows_from_how_the_group_is_facilitated(
    facilitation: Facilitation,
    member_may: bool,  # noqa: FBT001 - a table of facts
    facilitator_may: bool,  # noqa: FBT001
) -> None:
    state = group().given(form(facilitation), join(SAMIRA)).state

    assert state.may_move(SAMIRA) == member_may
    assert state.may_move(HANNEKE) == facilitator_may
    assert not state.may_move(STRANGER)
