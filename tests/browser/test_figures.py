"""The figures of the app are those of a quiet machine, however busy it is now and then."""

from collections.abc import Iterable

from tests.browser.lighthouse import Run, while_quiet


def runs(*machines: float) -> list[Run]:
    """Return runs before which the machine did this much; the largest text tells them apart."""
    scores = {"performance": 100.0}
    return [
        Run(largest=nth, blocked=0, shift=0, scores=scores, lost=[], machine=machine)
        for nth, machine in enumerate(machines)
    ]


def taken(those: Iterable[Run], wanted: int) -> list[float]:
    """Return which of the runs that are made in this order are kept."""
    return [each.largest for each in while_quiet(iter(those).__next__, wanted)]


def test_a_quiet_machine_runs_as_often_as_is_wanted() -> None:
    assert taken(runs(2000, 1900, 2100), 3) == [0, 1, 2]


def test_a_run_on_a_busy_machine_is_made_again() -> None:
    assert taken(runs(2000, 300, 1900, 2100), 3) == [0, 2, 3]


def test_runs_from_before_it_came_to_rest_are_dropped() -> None:
    assert taken(runs(400, 2000, 500, 1900), 2) == [1, 3]


def test_a_machine_that_never_rests_gives_its_best() -> None:
    machines = [100.0 * 2**nth for nth in range(8)]

    assert taken(runs(*machines), 2) == [6, 7]
