"""E-mail addresses in one form, so that the same address is always the same person."""

import re
import unicodedata
from typing import Final

_LONGEST: Final = 254
_LONGEST_LOCAL: Final = 64
_LABEL: Final = r"[^\W_](?:[\w-]*[^\W_])?"
_FORM: Final = re.compile(
    rf"(?P<local>[\w!#$%&'*+/=?^`{{|}}~-]+(?:\.[\w!#$%&'*+/=?^`{{|}}~-]+)*)@(?P<domain>{_LABEL}(?:\.{_LABEL})+)"
)


def normal_address(text: str) -> str | None:
    """Return an address trimmed, composed (NFC) and in lower case; None when it is none.

    Providers tell no one apart by capitals, and staff lists write them as they come: so the whole
    address is lowered, not only its domain.
    """
    address = unicodedata.normalize("NFC", text.strip()).lower()
    found = _FORM.fullmatch(address)
    if found is None or len(address) > _LONGEST or len(found["local"]) > _LONGEST_LOCAL:
        return None
    return address if _has_a_name_in_dns(found["domain"]) else None


def _has_a_name_in_dns(domain: str) -> bool:
    """Tell whether a domain can be written in ASCII, label by label of at most 63."""
    try:
        domain.encode("idna")
    except UnicodeError:
        return False
    return True
