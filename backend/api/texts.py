"""The shapes of what people type: bounded, without control characters, trimmed before it is kept."""

import re
import unicodedata
from typing import Annotated

from msgspec import Meta

_PRINTABLE = r"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]*$"
_SPACES = r" \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000"
"""One by one: what is a space is not the same to Python and to JavaScript."""
_UNSEEN = (
    r"\u00AD\u034F\u115F\u1160\u17B4\u17B5\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\u2800\u3164"
    r"\uFE00-\uFE0F\uFEFF\uFFA0"
)
"""What takes no ink: alone it is no word, between letters it belongs to many languages and to emoji."""
_A_WORD = rf"[^\u0000-\u001F\u007F-\u009F{_SPACES}{_UNSEEN}]"
_WITH_A_WORD = (
    rf"^[\t\n\r{_SPACES}{_UNSEEN}]*{_A_WORD}[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]*$"
)
_ON_ONE_LINE = rf"^[{_SPACES}{_UNSEEN}]*{_A_WORD}[^\u0000-\u001F\u007F-\u009F]*$"
"""Each begins with what only can come first, so that a long text is read once."""
_TURNS = str.maketrans("", "", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of what follows, also after the name that they stand in."""

LONGEST = 4_000
"""Characters in a text."""
LONGEST_TITLE = 200
"""Characters in a title."""

Text = Annotated[str, Meta(max_length=LONGEST, pattern=_WITH_A_WORD)]
"""A text that somebody wrote: 1 to 4,000 characters."""
OptionalText = Annotated[str, Meta(max_length=LONGEST, pattern=_PRINTABLE)]
"""A text that may be left empty."""
Title = Annotated[str, Meta(max_length=LONGEST_TITLE, pattern=_ON_ONE_LINE)]
"""A title: 1 to 200 characters on one line."""
Name = Annotated[str, Meta(max_length=80, pattern=_ON_ONE_LINE)]
"""The name of a person or a group: 1 to 80 characters on one line."""
Token = Annotated[str, Meta(min_length=20, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]
"""The secret part of an invitation link."""

Address = Annotated[str, Meta(min_length=1, max_length=320)]
"""A mail address as somebody typed it."""
TypedCode = Annotated[str, Meta(min_length=1, max_length=40)]
"""A code as somebody typed it."""


def is_name(text: str) -> bool:
    """Tell whether somebody would see a name in it."""
    return re.search(_ON_ONE_LINE, text) is not None


def named(text: str) -> str:
    """Return a name as it is kept: composed (NFC), with single spaces, turning nothing that follows it."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_TURNS)).split())


def kept(text: str | None) -> str | None:
    """Return a text as it is kept: trimmed, and None when nothing is left."""
    return (text.strip() or None) if text is not None else None
