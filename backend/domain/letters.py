"""What Kring writes by mail: neutral words in three languages, with nothing of what was said in a group."""

from html import escape
from importlib.resources import files
from typing import Final, Generic, Literal, TypeVar

import msgspec
from msgspec import Struct

Language = Literal["nl", "en", "de"]
W = TypeVar("W")


class Wording(Struct, frozen=True, forbid_unknown_fields=True):
    """A letter in one language: paragraphs, one of which may be nothing but a code or a link."""

    subject: str
    lines: tuple[str, ...]


class Wordings(Struct, Generic[W], frozen=True, forbid_unknown_fields=True):
    """Words of some kind in the languages of Kring."""

    nl: W
    en: W
    de: W

    def into(self, language: Language) -> W:
        """Return the words in a language."""
        match language:
            case "nl":
                return self.nl
            case "en":
                return self.en
            case "de":
                return self.de


class Letter(Struct, frozen=True):
    """A mail, ready to be sent, as plain text and as HTML."""

    subject: str
    text: str
    html: str


class Extras(Struct, frozen=True, kw_only=True):
    """What a mail may have besides its words: where to stop it (RFC 8058), and an appointment.

    ``id``: what a repeat has in common with the first, so that mail programs show one.
    """

    id: str | None = None
    stop: str | None = None
    calendar: bytes | None = None


NOTHING_MORE: Final = Extras()


def _shipped() -> dict[str, Wordings[Wording]]:
    document = (files("backend.domain") / "letters.json").read_bytes()
    return msgspec.json.decode(document, type=dict[str, Wordings[Wording]])


LETTERS: Final = _shipped()
"""Every letter by its kind."""
_BODY: Final = (
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{subject}</title></head>'
    '<body style="font:16px/1.5 sans-serif;color:#222;max-width:34em">{paragraphs}</body></html>'
)
_PARAGRAPH: Final = "<p>{line}</p>"
_LARGE: Final = '<p style="font-size:28px;letter-spacing:2px"><b>{line}</b></p>'
_LINK: Final = '<p><a href="{line}">{line}</a></p>'


def letter(kind: str, language: Language, **words: str) -> Letter:
    """Return a letter with words filled in. Raises KeyError for an unknown kind or a missing word."""
    wording = LETTERS[kind].into(language)
    subject = wording.subject.format_map(words)
    paragraphs = "".join(_shape(line).format(line=_filled(line, words)) for line in wording.lines)
    return Letter(
        subject=subject,
        text="\n\n".join(line.format_map(words) for line in wording.lines) + "\n",
        html=_BODY.format(language=language, subject=escape(subject), paragraphs=paragraphs),
    )


def _shape(line: str) -> str:
    return {"{code}": _LARGE, "{link}": _LINK, "{stop}": _LINK}.get(line, _PARAGRAPH)


def _filled(line: str, words: dict[str, str]) -> str:
    return escape(line).format_map({name: escape(word) for name, word in words.items()})
