"""Every flow that is walked by touch is walked by keys alone: the same files, with hands on the keyboard."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

_HERE = Path(__file__).parent
_FLOWS = (
    "from_an_empty_house",
    "coming_back",
    "my_account",
    "two_meetings",
    "cockpit",
    "help_with_guiding",
    "better_questions",
    "covered_words",
    "free_choice",
    "every_method",
    "forgetting_devices",
    "offline_phone",
    "installing",
    "the_loop",
    "own_methods",
    "proof",
    "organisation_screens",
    "uptake",
)
_NO_FLOW: Final = frozenset(
    {
        "by_keyboard",
        "flows_by_keyboard",
        "screens",
        "figures",
        "album",
        "first_words",
        "injection",
        "a_real_subscription",
        "killed_phone",
        "going_on",
        "twice",
        "closing_early",
        "typed_at_once",
        "tabs_and_versions",
        "trouble_in_a_meeting",
        "signed_out",
    }
)
"""Walked by keys anyway, or about measures, machines and networks: nothing there that no flow does."""


def test_a_new_flow_is_walked_by_keys_too_or_is_no_flow() -> None:
    files = {path.stem.removeprefix("test_") for path in _HERE.glob("test_*.py")}

    assert files == _NO_FLOW | set(_FLOWS)


@pytest.mark.drill
@pytest.mark.parametrize("flow", _FLOWS)
def test_a_flow_is_walked_by_keys_alone(flow: str, tmp_path: Path) -> None:
    file, kept = str(_HERE / f"test_{flow}.py"), f"--basetemp={tmp_path / 'kept'}"
    hands = {**os.environ, "KRING_HANDS": "keyboard"}
    walked = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", file, kept],
        env=hands,
        capture_output=True,
        text=True,
        check=False,
    )
    assert walked.returncode == 0, walked.stdout[-4000:]
