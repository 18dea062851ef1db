"""What git keeps holds no address of a registry, no path of somebody's machine and no secret."""

import re

import pytest

from tests.architecture.tree import ROOT, tracked

REGISTRIES = re.compile(
    r"https?://[\w.-]*(?:pypi|pythonhosted|npmjs|npmmirror|yarnpkg)\."
    r"|^\s*(?:--)?(?:extra-)?index-url\b|^registry\s*=|\"resolved\":",
    re.MULTILINE,
)
MACHINES = re.compile(r"(?<![\w.~)}])/(?:work|root|home|Users)/\w|(?<![\w.])/tmp/\w")
SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE " + r"KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{30,}|\bsk-[A-Za-z0-9]{30,}"
)
FORBIDDEN = {"a registry": REGISTRIES, "a machine": MACHINES, "a secret": SECRETS}

PLANTED = {
    "a registry": '      "resolved": "somewhere"',
    "a machine": "open('/" + "home/anna/kring.db')",
    "a secret": "-----BEGIN RSA PRIVATE " + "KEY-----",
}


def _text(name: str) -> str:
    return (ROOT / name).read_bytes().decode("utf-8", errors="ignore")


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_file_names(kind: str) -> None:
    own = "tests/architecture/test_tracked_files.py"
    names = [str(file.relative_to(ROOT)) for file in tracked()]
    offenders = [
        f"{name}: {found.group()}"
        for name in names
        if name != own and (found := FORBIDDEN[kind].search(_text(name)))
    ]

    assert offenders == []


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_a_planted_one_is_found(kind: str) -> None:
    assert FORBIDDEN[kind].search(f"first line\n{PLANTED[kind]}\n")
