"""Which method when: the table holds, what does not fit comes last, and every choice is explained."""

from uuid import UUID

import pytest
from msgspec.structs import asdict, replace

from backend.domain.choosing_a_method import MOST, Match, Suggestions, sentences, situations, suggest
from backend.domain.methods import method, shipped
from backend.domain.misfits import Circumstances
from backend.domain.own_methods import key_of
from events.method import Words

CIRCUMSTANCES = [
    Circumstances(),
    Circumstances(present=1, minutes=10, experience=1, safety=1, facilitator=False, advice=True),
    Circumstances(present=3, minutes=60),
    Circumstances(present=6, minutes=90, experience=3, safety=3, facilitator=True, advice=False),
    Circumstances(present=40, minutes=30, online=True),
]


def _keys(found: Suggestions) -> list[str]:
    return [one.method.key for one in found.methods]


@pytest.mark.parametrize("key", situations())
def test_the_first_choice_of_a_situation_comes_first_when_nothing_speaks_against_it(key: str) -> None:
    found = suggest(situations()[key], Circumstances())

    assert _keys(found)[0] == situations()[key].first
    assert found.methods[0].match is Match.FIRST
    assert set(situations()[key].also) <= set(_keys(found))
    assert found.notice is None


def test_the_table_knows_twenty_situations_and_every_method_has_its_sentences() -> None:
    named = {key for row in situations().values() for key in (row.first, *row.also)}

    assert len(situations()) == 20
    assert sentences().keys() == shipped().keys()
    assert named <= shipped().keys()


@pytest.mark.parametrize("around", CIRCUMSTANCES, ids=str)
@pytest.mark.parametrize("key", [None, *situations()])
def test_there_is_always_a_choice_explained_in_two_sentences_in_three_languages(
    key: str | None, around: Circumstances
) -> None:
    found = suggest(situations()[key] if key else None, around)

    assert len(found.methods) == MOST
    assert len(set(_keys(found))) == MOST
    for one in found.methods:
        for said in (one.why, one.watch):
            for text in (said.nl, said.en, said.de or ""):
                assert text.lstrip("\u2018\u201e")[:1].isupper()
                assert text[-1] == "."
                assert "{" not in text
                assert "None" not in text


def test_the_same_circumstances_give_the_same_answer() -> None:
    around = Circumstances(present=5, minutes=60, facilitator=False)

    assert suggest(None, around) == suggest(None, around)


def test_without_a_situation_an_ordinary_group_gets_the_basic_method() -> None:
    assert _keys(suggest(None, Circumstances(present=6, minutes=90)))[0] == "basis6"


def test_with_three_people_what_needs_more_comes_last_and_says_why() -> None:
    found = suggest(situations()["ordinary"], Circumstances(present=3))

    assert _keys(found)[:2] == ["troika", "consultation"]
    last = found.methods[-1]
    assert (last.method.key, last.fits) == ("basis6", False)
    assert last.watch.en.startswith("This form is made for at least 4 people and you are 3")
    assert found.notice is not None
    assert "Basismethode in zes stappen" in found.notice.nl


def test_two_people_are_not_refused_but_told_to_decide_together() -> None:
    found = suggest(None, Circumstances(present=2))

    assert [one.fits for one in found.methods] == [False] * MOST
    assert _keys(found)[0] == "troika"
    assert found.notice is not None
    assert "Decide together" in found.notice.en


def test_half_an_hour_is_filled_with_what_takes_half_an_hour() -> None:
    found = suggest(None, Circumstances(present=6, minutes=30))

    assert _keys(found)[:2] == ["short30", "troika"]
    assert all(one.fits for one in found.methods[:2])


def test_a_little_less_time_asks_for_care_and_much_less_for_another_method() -> None:
    little = suggest(situations()["ordinary"], Circumstances(minutes=75)).methods[0]
    much = suggest(situations()["ordinary"], Circumstances(minutes=45)).methods

    assert (little.method.key, little.fits) == ("basis6", True)
    assert little.watch.en.startswith("It is planned for 90 minutes and you have 75")
    assert [one.fits for one in much if one.method.key == "basis6"] == [False]


def test_who_has_no_facilitator_is_led_to_what_a_group_can_lead_itself() -> None:
    found = suggest(None, Circumstances(present=6, facilitator=False))

    assert {"tietze6", "heilsbronn", "basis6"} <= set(_keys(found))
    assert not any(one.method.needs_trained_facilitator for one in found.methods)


def test_a_method_that_asks_for_trust_comes_lower_in_a_group_that_is_not_safe() -> None:
    safe = suggest(situations()["new_angles"], Circumstances(safety=3, experience=3))
    unsafe = suggest(situations()["new_angles"], Circumstances(safety=1, experience=1))

    assert _keys(safe)[0] == "gossip"
    assert _keys(unsafe)[0] == "heilsbronn"


def test_whoever_wants_no_advice_is_offered_methods_without() -> None:
    found = suggest(None, Circumstances(advice=False, experience=3, safety=3))

    assert _keys(found)[0] == "questions_only"
    assert all(one.method.advice_mode == "none" for one in found.methods[:3])


def test_role_play_is_not_for_a_meeting_at_a_distance() -> None:
    found = suggest(situations()["how_to_say"], Circumstances(online=True))

    assert _keys(found)[0] == "clean_feedback"
    assert found.notice is not None


def test_a_large_meeting_breaks_up_into_threes() -> None:
    found = suggest(None, Circumstances(present=30, minutes=30))

    assert (found.methods[0].method.key, found.methods[0].fits) == ("troika", True)
    assert "30 minutes for three rounds" in found.methods[0].watch.en


def test_the_first_meeting_and_the_written_method_are_for_who_asks_for_them() -> None:
    found = suggest(None, Circumstances(present=6, minutes=90))

    assert not {"start_meeting", "async_written"} & set(_keys(found))


@pytest.mark.parametrize("field", asdict(Circumstances()))
def test_what_is_not_known_speaks_against_nothing(field: str) -> None:
    assert getattr(Circumstances(), field) is None
    assert all(one.fits for one in suggest(None, Circumstances()).methods)


def test_an_own_method_comes_after_what_the_situation_asks_for_and_speaks_its_authors_words() -> None:
    ours = replace(
        method("basis6"), key=key_of(UUID(int=80)), when=Words(nl="Na een late dienst.", en="Late.")
    )
    asked = situations()["jumps_to_solutions"]

    found = suggest(asked, Circumstances(present=6, minutes=90), [ours]).methods

    place = [one.method.key for one in found].index(ours.key)
    assert found[0].method.key == asked.first
    assert 0 < place < MOST
    assert found[place].why.nl == "Van jullie zelf: Na een late dienst."
    assert found[place].why.de == "Eure eigene: Late."
    assert found[place].fits


def test_an_own_method_that_needs_more_people_says_so() -> None:
    ours = replace(method("basis6"), key=key_of(UUID(int=80)))

    found = suggest(None, Circumstances(present=2, minutes=90), [ours]).methods

    assert [one.fits for one in found if one.method.key == ours.key] in ([], [False])
