"""Calls that nobody thought of, made up from the API's own description by schemathesis."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import schemathesis
from schemathesis.engine import events, from_schema

from backend.cli import OPENAPI_FILE
from tests.api.house import House

REFUSALS: Final = ["400", "401", "403", "404", "409", "410", "412", "422", "428", "429"]
"""What a call of the right shape may hear, because of the moment or of what is kept."""
OF_A_WRONG_SHAPE: Final = [*REFUSALS, "405", "406", "413", "415"]
"""What a call of a wrong shape may hear: one that is too long is refused before it is read."""
NEVER_ENDS: Final = {"follow_session"}
"""Streams, whose answer has no end; tests of listening read them."""
ENDS: Final = {
    *("sign_out", "sign_out_other_devices", "delete_me", "leave_group", "close_group", "erase_case"),
    *("propose_ground_rules", "hand_over_group", "close_session", "dismiss_administrator"),
}
"""What would end the others' calls: asked by somebody whom nobody else needs."""

FIRST: Final = 6
"""How many of the calls made up for an operation the short run makes in any case."""
EVERY: Final = 8
"""Of the others it makes one in so many; the long run makes them all."""


@dataclass(slots=True)
class Findings:
    """What came of the calls."""

    statuses: Counter[int] = field(default_factory=Counter)
    operations: Counter[str] = field(default_factory=Counter)
    good: Counter[str] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)

    @property
    def cases(self) -> int:
        """How many calls were answered."""
        return self.statuses.total()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fuzz:
    """One run: as whom, on what, how much of it."""

    house: House
    cookie: str
    passing_cookie: str
    ids: dict[str, str]
    examples: int
    fuzzing: bool = False
    seed: int = 20_260_301

    def run(self) -> Findings:
        """Call until everything was tried; blocks, so give it a thread of its own."""
        schema = self._schema()
        found = Findings()
        for event in from_schema(schema).execute():
            if isinstance(event, events.ScenarioFinished):
                self._take(event, found)
            elif isinstance(event, events.NonFatalError | events.FatalError):
                found.failures[f"{type(event).__name__}"] = str(getattr(event, "value", event))
        return found

    def _schema(self) -> Any:  # noqa: ANN401 - what the library calls a schema
        config = schemathesis.Config.from_dict(
            {
                "base-url": self.house.address,
                "seed": self.seed,
                "headers": {"Accept-Language": "en", "Cookie": self.cookie},
                "operations": [
                    {"include-operation-id": sorted(ENDS), "headers": {"Cookie": self.passing_cookie}},
                    {"include-operation-id": sorted(NEVER_ENDS), "enabled": False},
                ],
                "request-timeout": 20,
                "generation": {"max-examples": self.examples, "no-shrink": True, "database": "none"},
                "phases": {"fuzzing": {"enabled": self.fuzzing}},
                "parameters": self.ids,
                "checks": {
                    "positive_data_acceptance": {"expected-statuses": ["2xx", *REFUSALS]},
                    "negative_data_rejection": {"expected-statuses": OF_A_WRONG_SHAPE},
                },
            }
        )
        document = json.loads(OPENAPI_FILE.read_text(encoding="utf-8"))
        schema = schemathesis.openapi.from_dict(document, config=config)
        if not self.fuzzing:
            schema.hook("filter_case")(_some())
        return schema

    def _take(self, event: events.ScenarioFinished, found: Findings) -> None:
        recorder = event.recorder
        for case_id, interaction in recorder.interactions.items():
            if interaction.response is None:
                continue
            status = interaction.response.status_code
            operation = recorder.cases[case_id].value.operation.label
            found.statuses[status] += 1
            found.operations[operation] += 1
            if status < 300:
                found.good[operation] += 1
            for check in recorder.checks.get(case_id, ()):
                if check.failure_info is not None and not _is_lenient(check):
                    failure = check.failure_info.failure
                    found.failures[f"{operation}: {check.name}: {failure.title}"] = failure.message
            if status >= 400 and not _is_problem(interaction.response):
                found.failures[f"{operation}: {status} is no problem"] = ""


def _some() -> Callable[[Any, Any], bool]:
    """Return a choice among the calls made up for each operation, the same one every time."""
    made_up = Counter[str]()

    def filter_case(context: Any, _: Any) -> bool:  # noqa: ANN401 - what the library calls them
        label = context.operation.label
        made_up[label] += 1
        return made_up[label] <= FIRST or made_up[label] % EVERY == 0

    return filter_case


def _is_lenient(check: Any) -> bool:  # noqa: ANN401 - what the library calls a check
    """Tell whether a value was taken in another spelling: the framework reads "true" as true, "1" as 1."""
    wrong_type: bool = "Incorrect type" in check.failure_info.failure.message
    return bool(check.name == "negative_data_rejection" and wrong_type)


def _is_problem(response: Any) -> bool:  # noqa: ANN401 - what the library calls a response
    kinds = response.headers.get("content-type", [""])
    return bool(kinds[0] == "application/problem+json")
