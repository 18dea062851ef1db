"""The demo's story holds together, and shows questions of every quality."""

import re
from collections import Counter
from collections.abc import Iterator

import msgspec
import pytest

from backend.api.texts import LONGEST
from backend.demo.story import Meeting, story
from backend.domain.methods import method
from events.contribution import ActionStatus

MEETINGS = story().meetings
MEMBERS = {member.key for member in story().members}


def test_a_group_of_six_with_a_facilitator_of_its_own_has_met_three_times() -> None:
    assert (len(MEMBERS), len(MEETINGS)) == (6, 3)
    assert story().facilitator.key not in MEMBERS


@pytest.mark.parametrize("told", MEETINGS)
def test_every_peer_asks_one_to_three_questions_and_the_contributor_none(told: Meeting) -> None:
    asked = Counter(question.by for question in told.questions)

    assert set(asked) == MEMBERS - {told.case.by}
    assert set(asked.values()) <= {1, 2, 3}


@pytest.mark.parametrize("told", MEETINGS)
def test_the_case_with_the_most_votes_is_the_case_that_is_described(told: Meeting) -> None:
    ((winner, most), (_, second), *_) = Counter(told.votes.values()).most_common()

    assert winner == told.case.by
    assert most > second
    assert set(told.votes) == MEMBERS
    assert {one.by for one in told.proposals} | set(told.nothing) == MEMBERS
    assert set(told.votes.values()) <= {one.by for one in told.proposals}


@pytest.mark.parametrize("told", MEETINGS)
def test_the_contributor_says_which_questions_and_which_advice_helped(told: Meeting) -> None:
    keys = [question.key for question in told.questions] + [advice.key for advice in told.advice]

    assert list(told.takeaway.helpful) == [key for key in keys if key]


@pytest.mark.parametrize("told", MEETINGS)
def test_everybody_arrives_learns_and_leaves(told: Meeting) -> None:
    assert set(told.check_ins) == MEMBERS
    assert set(told.check_outs) == MEMBERS
    assert set(told.insights) == MEMBERS - {told.case.by}
    assert set(told.minutes_over) <= {step.key for step in method(story().method).steps}


def test_each_meeting_but_the_first_opens_with_the_report_on_the_action_before() -> None:
    actions = [told.action.key for told in MEETINGS]
    reports = [[report.action for report in told.reports] for told in MEETINGS]

    assert reports == [[], actions[:1], actions[1:2]]
    assert [report.status for told in MEETINGS for report in told.reports] == [
        ActionStatus.DONE,
        ActionStatus.PARTLY,
    ]


def test_three_different_people_have_contributed() -> None:
    assert len({told.case.by for told in MEETINGS}) == 3


def test_some_questions_hide_an_advice_and_some_are_closed_so_that_there_is_something_to_learn() -> None:
    asked = [question.text for told in MEETINGS for question in told.questions]
    hidden = [text for text in asked if re.match(r"Heb je er al|Zou (je|het) .*niet", text)]
    is_open = [text for text in asked if re.match(r"(Wat|Hoe|Welke|Wie|Wanneer|Waar)\b", text)]

    assert len(hidden) == 3
    assert len(is_open) > len(asked) / 2


def _texts(told: object) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    parts = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    for part in parts:
        yield from _texts(part)


ALL_TEXTS = list(_texts(msgspec.json.decode(msgspec.json.encode(story()))))


def test_every_text_could_have_been_typed_on_a_phone() -> None:
    assert len(ALL_TEXTS) > 200
    assert [text for text in ALL_TEXTS if not text.strip() or len(text) > LONGEST] == []


def test_nobody_is_named_but_the_people_of_the_story_by_their_first_names() -> None:
    names = {one.name for one in (*story().members, story().facilitator)}

    assert all(re.fullmatch(r"[A-Z][a-z]+", name) for name in names)
    surnames = [text for text in ALL_TEXTS if re.search(r"\b(mevrouw|meneer|mw\.|dhr\.) [A-Z]", text)]
    assert surnames == []


def test_the_story_is_told_in_dutch() -> None:
    english = re.compile(r"\b(the|and|with|what|how|because|should|would)\b", re.IGNORECASE)

    assert [text for text in ALL_TEXTS if english.search(text)] == []
