"""Whatever the server answers to what waited on a phone, people can read why and what to do."""

import re
from typing import Final

import msgspec
import pytest

from backend.api.problems import WORDS
from infra.house.places import PWA, ROOT

_DESCRIBED: Final = msgspec.json.decode((ROOT / "backend/api/openapi.json").read_bytes())["paths"]
_SAY: Final = (PWA / "src/session/say.ts").read_text(encoding="utf-8")
_PLACES: Final = re.findall(r"^  \w+: '([a-z-]+)',$", _SAY, re.MULTILINE)
"""Below which paths of a meeting the app puts what is said."""
_OTHERS: Final = (
    ("put", "corrections"),
    ("put", "ballot"),
    ("put", "expectations"),
    ("delete", "contributions"),
)
_LATER: Final = {401, 408, 425, 429}
"""Answers that keep a contribution waiting."""


def _refusals(method: str, place: str) -> set[str]:
    """Return the reasons for which a contribution at a place can be handed back."""
    found = [
        operation[method]["responses"]
        for path, operation in _DESCRIBED.items()
        if method in operation
        and "/me/" not in path
        and f"/{place}" in re.sub(r"/\{[a-z_]+\}$", "", path)[-len(place) - 1 :]
    ]
    assert len(found) == 1, f"{method} {place}: {len(found)}"
    return {
        reason
        for status, answer in found[0].items()
        if 400 <= int(status) < 500 and int(status) not in _LATER
        for reason in re.findall(r"/problems/([a-z-]+)", answer["description"])
    }


def test_the_app_puts_what_is_said_where_the_api_takes_it() -> None:
    assert len(_PLACES) >= 17
    for place in _PLACES:
        assert {"erased", "id-reused", "no-longer-a-member", "too-late", "step-not-open"} <= _refusals(
            "put", place
        )


@pytest.mark.parametrize(("method", "place"), [*(("put", place) for place in _PLACES), *_OTHERS])
def test_every_reason_says_what_happened_and_what_to_do_in_three_languages(method: str, place: str) -> None:
    for reason in _refusals(method, place):
        words = WORDS[reason]
        each = (words.nl, words.en, words.de)
        assert len({wording.title for wording in each}) == 3, reason
        for wording in each:
            assert len(wording.detail.split()) >= 5
            assert wording.detail.endswith((".", "?")), reason
