"""Letters: the same in every language and both forms, and no word of anybody becomes markup."""

import re
from html import escape
from string import Formatter

import pytest

from backend.domain.letters import LETTERS, Wording, Wordings, letter

WORDS = {"code": "AB12-CD34", "link": "https://kring.example/sign-in#AB12CD34"}


def needed(wordings: Wordings[Wording], language: str) -> list[str]:
    """Return the words that a letter wants filled in, in one language."""
    wording = getattr(wordings, language)
    told = (wording.subject, *wording.lines)
    return [name for line in told for _, name, _, _ in Formatter().parse(line) if name]


@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_wants_the_same_words_in_every_language(kind: str) -> None:
    wordings = LETTERS[kind]

    assert needed(wordings, "nl") == needed(wordings, "en") == needed(wordings, "de")
    assert len(wordings.nl.lines) == len(wordings.en.lines) == len(wordings.de.lines)


@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_loads_nothing_and_runs_nothing(kind: str) -> None:
    words = dict.fromkeys(needed(LETTERS[kind], "nl"), "x")
    html = letter(kind, "nl", **words).html

    assert not re.search(r"<(img|script|link|iframe|object|form)|src=|url\(|on\w+=", html)
    assert "!" not in letter(kind, "nl", **words).text


@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_has_its_subject_as_the_title_of_its_page(kind: str) -> None:
    words = dict.fromkeys(needed(LETTERS[kind], "nl"), "R&D")
    written = letter(kind, "nl", **words)

    assert f"<title>{escape(written.subject)}</title>" in written.html


def test_the_code_stands_alone_on_its_line_and_the_link_can_be_followed() -> None:
    written = letter("sign-in", "en", **WORDS)

    assert "AB12-CD34" in written.text.splitlines()
    assert WORDS["link"] in written.text.splitlines()
    assert f'<a href="{WORDS["link"]}">' in written.html
    assert written.subject == "Your code for Kring"


def test_a_word_with_markup_stays_a_word() -> None:
    written = letter("sign-in", "en", code="<b>{x}</b>", link='https://kring.example/"onclick="x')

    assert "&lt;b&gt;{x}&lt;/b&gt;" in written.html
    assert 'onclick="x' not in written.html


def test_a_letter_without_its_words_is_not_written() -> None:
    with pytest.raises(KeyError):
        letter("sign-in", "en", code="AB12-CD34")
    with pytest.raises(KeyError):
        letter("unknown", "en")
