"""What a device is called in the list of its owner: browser and system, in words of every language."""

from typing import Final

_LONGEST: Final = 400
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""What a browser says of itself, beginning with those that also say they are another."""
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def label_of(user_agent: str) -> str:
    """Return a coarse label such as ``Firefox \u00b7 Android``; empty when nothing is known.

    No version and no model: a list of devices is to be recognised, not to tell people apart.
    """
    said = user_agent[:_LONGEST]
    parts = (_first(said, _BROWSERS), _first(said, _SYSTEMS))
    return " \u00b7 ".join(part for part in parts if part)


def _first(said: str, marks: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in marks if mark in said), "")
