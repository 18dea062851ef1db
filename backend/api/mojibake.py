"""Text that was read in the wrong encoding somewhere: recognised, with what it probably was."""

import re
from typing import Final


def _shown(those: range) -> dict[str, int]:
    """Return the signs as which bytes are misread: by Latin-1, and by Windows-1252."""
    latin = {chr(byte): byte for byte in those}
    return latin | {bytes([byte]).decode("cp1252", errors="ignore") or chr(byte): byte for byte in those}


_BYTE: Final = _shown(range(0x80, 0x100))
_LEAD: Final = "".join(_shown(range(0xC2, 0xF5)))
_NEXT: Final = "".join(_shown(range(0x80, 0xC0)))
_MISREAD: Final = re.compile(f"[{re.escape(_LEAD)}][{re.escape(_NEXT)}]{{1,3}}")
_WORDS: Final = re.compile("[\u00a0-\u017f\u2010-\u2044\u20ac]+")
"""What names and units are written in besides ASCII: only that is believed to have been meant."""
_SHIFTED: Final = {
    ord(sign): chr(ord(sign) - 0xC0) for sign in "\u01a7\u01a8\u01a9\u01aa\u01ab\u01ae\u01b6\u01bc"
}
"""Signs that stand in nobody's name, a fixed step above letters that do: an ``ë`` that became ``ƫ``."""
_LOST: Final = "\ufffd"


def probable(text: str) -> str | None:
    """Return what a text probably was before it was misread; None when nothing is wrong with it.

    An empty answer: it is damaged, and what it was cannot be told.
    """
    if text.isascii():
        return None
    if _LOST in text:
        return ""
    before = text
    for _ in range(3):
        better = _MISREAD.sub(_reread, before)
        if better == before:
            break
        before = better
    before = before.translate(_SHIFTED)
    return before if before != text else None


def _reread(misread: re.Match[str]) -> str:
    """Return the longest beginning of what was misread as it was meant."""
    signs = misread[0]
    for length in range(len(signs), 1, -1):
        try:
            meant = bytes(_BYTE[sign] for sign in signs[:length]).decode()
        except UnicodeDecodeError:
            continue
        if _WORDS.fullmatch(meant):
            return meant + signs[length:]
    return signs
