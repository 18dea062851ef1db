"""Every text of the app is shown somewhere, and who guides has one name in them."""

import json
import re
from collections.abc import Iterable, Iterator

from infra.house.places import PWA, ROOT

_BUILT_KEY = re.compile(r"`([\w.]+\.)\$\{|named\('(\w+)'")
"""A key that is put together when it is asked for: ``task.${kind}.label``."""

_OTHER_WORDS_FOR_GUIDING = re.compile(
    r"\bLeitung\b|\b(?:[Ww]er|[Jj]emand|diesmal) leitet\b|\bTreffen leiten\b"
)
"""The field says moderieren; who leads in German is a superior, and in an intervision nobody's."""


def _sources() -> Iterable[str]:
    for path in (PWA / "src").rglob("*"):
        if path.suffix in {".ts", ".js", ".svelte"} and "generated" not in path.parts:
            yield path.read_text(encoding="utf-8")


def never_shown(keys: Iterable[str], source: str) -> list[str]:
    """Return the keys that no part of the app asks for, whole or put together from its beginning."""
    families = tuple({(one or f"{other}.") for one, other in _BUILT_KEY.findall(source)})
    whole = set(re.findall(r"['\"`]([\w.]+)['\"`]", source))
    return [key for key in keys if key not in whole and not key.startswith(families)]


def test_every_text_is_shown_somewhere() -> None:
    source = "\n".join(_sources())
    left = {
        str(file.relative_to(PWA)): unseen
        for file in sorted((PWA / "messages").rglob("nl.json"))
        if (unseen := never_shown(json.loads(file.read_text(encoding="utf-8")), source))
    }

    assert left == {}


def test_a_text_that_nobody_sees_is_found() -> None:
    source = "t('home.title'); t(`step.${key}.name`); named('does', kind)"

    assert never_shown(["home.title", "step.ask.name", "does.ask", "home.old"], source) == ["home.old"]


def _german(texts: object, *, german: bool = False) -> Iterator[str]:
    """Yield what stands in German in texts of whatever shape: below the key ``de``."""
    if isinstance(texts, dict):
        for key, each in texts.items():
            yield from _german(each, german=german or key == "de")
    elif isinstance(texts, list):
        for each in texts:
            yield from _german(each, german=german)
    elif german and isinstance(texts, str):
        yield texts


def _german_texts() -> Iterator[str]:
    for file in sorted((PWA / "messages").rglob("de.json")):
        yield from _german({"de": json.loads(file.read_text(encoding="utf-8"))})
    for file in sorted((ROOT / "backend").rglob("*.json")):
        yield from _german(json.loads(file.read_text(encoding="utf-8")))


def test_who_guides_has_one_name_in_german() -> None:
    texts = list(_german_texts())

    assert [each for each in texts if _OTHER_WORDS_FOR_GUIDING.search(each)] == []
    assert sum("oderation" in each for each in texts) > 10


def test_another_name_for_who_guides_is_found_in_whatever_shape() -> None:
    texts = {"a": [{"de": {"b": "Wer leitet, macht mit."}}, {"en": "Leitung"}], "de": "Die Moderation."}

    found = list(_german(texts))

    assert found == ["Wer leitet, macht mit.", "Die Moderation."]
    assert [each for each in found if _OTHER_WORDS_FOR_GUIDING.search(each)] == found[:1]
