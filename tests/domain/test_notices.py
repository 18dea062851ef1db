"""What a reminder says: true on whichever day it comes, and of one length wherever it leads."""

import re
from uuid import uuid4

import pytest

from backend.domain.letters import Language
from backend.domain.notices import LENGTH, NOTICES, notice
from backend.settings import LONGEST_URL, Settings, WrongSetting
from events.reminding import Occasion

LANGUAGES: tuple[Language, ...] = ("nl", "en", "de")
A_CERTAIN_DAY = re.compile(
    r"\b(vandaag|morgen|gisteren|today|tomorrow|yesterday|heute|gestern)\b", re.IGNORECASE
)
FARTHEST = f"https://{'k' * (LONGEST_URL - len('https://.example'))}.example"


@pytest.mark.parametrize("occasion", NOTICES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reminder_names_no_day_because_it_may_come_after_quiet_hours_or_a_pause(
    occasion: str, language: Language
) -> None:
    words = NOTICES[occasion].into(language)

    assert A_CERTAIN_DAY.findall(f"{words.title} {words.body}") == []


def test_there_are_words_for_every_occasion_and_a_test() -> None:
    assert set(NOTICES) == {*Occasion, "test"}


def test_every_notice_has_one_length_wherever_the_house_is() -> None:
    address = Settings.from_environment({"PUBLIC_URL": FARTHEST}).public_url
    screen = f"{address}/g/{uuid4()}/s/{uuid4()}"
    lengths = {
        len(notice(wordings.into(language), language=language, navigate=screen, tag="t" * 32))
        for wordings in NOTICES.values()
        for language in LANGUAGES
    }

    assert lengths == {LENGTH}


def test_an_address_that_no_notice_has_room_for_is_no_setting() -> None:
    with pytest.raises(WrongSetting, match="PUBLIC_URL"):
        Settings.from_environment({"PUBLIC_URL": FARTHEST.replace("kk", "kkk", 1)})
