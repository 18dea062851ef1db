"""What a meeting adds to its method: a report back that is waiting, and advice for who asks for it."""

from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from events.method import AdviceMode, Kind, Method, Step


class _ExtraSteps(Struct, frozen=True, forbid_unknown_fields=True):
    follow_up: Step
    advise: Step


def prepared(method: Method, *, advice_mode: AdviceMode, reports_wait: bool) -> Method:
    """Return the method as the meeting plays it, which is what the session keeps a copy of.

    A method for a case that has no step for reports gets one when ``reports_wait``: after arriving
    and before anything new (R-87, R-89). With advice on request, a method without a step for advice gets one
    before the takeaway (methods § 2.0); a contributor who wants none lowers the mode, and the step
    then refuses to start.
    """
    steps = list(method.steps)
    kinds = {kind for step in steps for kind in step.kinds}
    if advice_mode is AdviceMode.ON_REQUEST and Kind.ADVICE not in kinds:
        takes_away = next((i for i, step in enumerate(steps) if Kind.TAKEAWAY in step.kinds), None)
        if takes_away is not None:
            steps.insert(takes_away, _extra_steps().advise)
    if reports_wait and is_for_a_case(method) and Kind.FOLLOW_UP not in kinds:
        steps.insert(_after_arriving(steps), _extra_steps().follow_up)
    return replace(method, steps=tuple(steps))


def is_for_a_case(method: Method) -> bool:
    """Tell whether a method works on a case; the kick-off meeting does not, so no report is due in it."""
    return any(Kind.DESCRIPTION in step.kinds for step in method.steps)


def _after_arriving(steps: list[Step]) -> int:
    return 1 if set(steps[0].kinds) == {Kind.CHECK_IN} else 0


@cache
def _extra_steps() -> _ExtraSteps:
    document = (files("backend.domain") / "extra_steps.json").read_bytes()
    return msgspec.json.decode(document, type=_ExtraSteps)
