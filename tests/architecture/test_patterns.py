"""The patterns of the description mean the same to JavaScript, and are as quick, as they are here."""

import json
import re
import subprocess

from tests.architecture.test_app_checks import NODE
from tests.architecture.tree import ROOT

_COUNT = """
const [patterns, texts] = JSON.parse(require('fs').readFileSync(0))
const found = (text) => patterns.filter((pattern) => new RegExp(pattern, 'u').test(text)).length
console.log(JSON.stringify(texts.map(found)))
"""
_UNSEEN = ("\ufeff", "\u200b", "\u3164", " ", "\u00a0", "\u2028", "\n")
_TEXTS = [text for one in _UNSEEN for text in (one * 4000, f"{one}\ufeff{one}Zeynep")]


def _patterns(described: object) -> set[str]:
    if isinstance(described, list):
        return set().union(*map(_patterns, described))
    if not isinstance(described, dict):
        return set()
    own = {described["pattern"]} if isinstance(described.get("pattern"), str) else set()
    return own.union(*map(_patterns, described.values()))


def test_a_program_that_checks_a_text_first_reads_it_once_and_finds_the_same() -> None:
    patterns = sorted(_patterns(json.loads((ROOT / "backend" / "api" / "openapi.json").read_text())))
    read = subprocess.run(
        [NODE, "-e", _COUNT],
        input=json.dumps([patterns, _TEXTS]),
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    found = [sum(bool(re.search(pattern, text)) for pattern in patterns) for text in _TEXTS]

    assert len(set(found)) > 1
    assert json.loads(read.stdout) == found
