"""The app's texts as its users read them, from the files that the app itself is built from."""

import json
import re
from functools import cache
from typing import Any

from infra.house.places import PWA, ROOT

_PLURAL = re.compile(r"\{(\w+), plural, ((?:[=\w]+ \{[^{}]*\}\s*)+)\}")
_FORM = re.compile(r"([=\w]+) \{([^{}]*)\}")
_VALUE = re.compile(r"\{(\w+)\}")
_METHODS = ROOT / "backend" / "domain" / "methods_data"


@cache
def _read(language: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for part in sorted((PWA / "messages").rglob(f"{language}.json")):
        texts.update(json.loads(part.read_text(encoding="utf-8")))
    return texts


@cache
def method(key: str = "basis6") -> dict[str, Any]:
    """Return a method: without a key the six steps that most meetings of these tests follow."""
    found: dict[str, Any] = json.loads((_METHODS / f"{key}.json").read_text(encoding="utf-8"))
    return found


def step_title(language: str, key: str, of: str = "basis6") -> str:
    """Return the title of a step of a method. Raises StopIteration for a key it has not."""
    return next(str(step["title"][language]) for step in method(of)["steps"] if step["key"] == key)


def text(language: str, key: str, **values: str | int) -> str:
    """Return a text of the app with its values filled in. Raises KeyError when one is missing."""

    def plural(found: re.Match[str]) -> str:
        count, forms = int(values[found[1]]), dict(_FORM.findall(found[2]))
        chosen = forms.get(f"={count}") or forms.get("one" if count == 1 else "other", forms["other"])
        return str(chosen).replace("#", str(count))

    whole = _PLURAL.sub(plural, _read(language)[key])
    return _VALUE.sub(lambda found: str(values[found[1]]), whole)
