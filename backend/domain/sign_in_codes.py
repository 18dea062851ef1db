"""Codes that a person reads in a mail and types: hard to guess, hard to misread."""

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32: without I, L, O and U."""
LENGTH: Final = 8
"""Characters in a code: 40 bits."""
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_HALF: Final = LENGTH // 2


def typed(text: str) -> str | None:
    """Return the code that somebody typed, or None for what cannot be one.

    Small letters, spaces and hyphens are as good; what looks like a digit is read as that digit.
    """
    code = "".join(letter for letter in text.upper() if letter.isalnum()).translate(_READ_AS)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def shown(code: str) -> str:
    """Return a code as people read it: in two groups."""
    return f"{code[:_HALF]}-{code[_HALF:]}"
