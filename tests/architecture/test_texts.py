"""Every text of the app is shown somewhere: what nobody sees is translated for nothing."""

import json
import re
from collections.abc import Iterable

from infra.house.places import PWA

_BUILT_KEY = re.compile(r"`([\w.]+\.)\$\{|named\('(\w+)'")
"""A key that is put together when it is asked for: ``task.${kind}.label``."""


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
