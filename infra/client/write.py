"""Writes the Python client from the API's own description: ``python infra/client/write.py [--check]``."""

import json
import keyword
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
DESCRIPTION: Final = HERE.parents[1] / "backend" / "api" / "openapi.json"
CLIENT: Final = HERE / "kring_client.py"
Json = dict[str, Any]
_PLAIN: Final = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_HEAD: Final = '''"""A client of Kring's API, written by write.py from the API's own description: do not edit.

>>> with Kring("https://kring.example", token="kring_…") as kring:
...     page = kring.list_people("0195…", search="anna")
"""

# ruff: noqa
from types import TracebackType
from typing import Any, Literal, NotRequired, Self, TypeAlias, TypedDict, cast
from urllib.parse import quote
from uuid import UUID

import httpx


class Problem(Exception):
    """The API said no: ``reason`` in a word, ``detail`` in a sentence that says what to do (RFC 9457)."""

    def __init__(self, status: int, told: dict[str, Any], retry_after: float | None) -> None:
        self.status, self.told, self.retry_after = status, told, retry_after
        self.reason = str(told.get("type", "")).removeprefix("/problems/")
        self.detail = str(told.get("detail", ""))
        super().__init__(f"{status} {self.reason}: {self.detail}")


'''
_CLASS: Final = '''

class Kring:
    """The operations of the API, each a method with the name that the description gives it.

    ``token`` is for programs; ``http`` is a client of one's own, for instance with a cookie.
    """

    def __init__(self, address: str, *, token: str | None = None, http: httpx.Client | None = None) -> None:
        self._address = address.rstrip("/")
        self._http = http or httpx.Client(timeout=30)
        self._headers = {} if token is None else {"Authorization": f"Bearer {token}"}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def _call(
        self, method: str, path: str, *, query: dict[str, Any], headers: dict[str, Any], body: Any = None
    ) -> Any:
        answer = self._http.request(
            method,
            self._address + path,
            params={name: _plain(value) for name, value in query.items() if value is not None},
            headers=self._headers | {name: str(value) for name, value in headers.items() if value},
            json=body,
        )
        kind = answer.headers.get("content-type", "")
        if answer.is_error:
            told = answer.json() if "json" in kind else {}
            wait = answer.headers.get("retry-after")
            raise Problem(answer.status_code, told, float(wait) if wait and wait.isdecimal() else None)
        if not answer.content:
            return None
        return answer.json() if "json" in kind else answer.content
'''
_TAIL: Final = """

def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return [str(one) for one in value] if isinstance(value, list | tuple) else str(value)
"""


def written(document: Json) -> str:
    """Return the client for a description."""
    types = [_type(name, schema) for name, schema in sorted(document["components"]["schemas"].items())]
    methods = [
        _method(path, verb, operation)
        for path, operations in sorted(document["paths"].items())
        for verb, operation in sorted(operations.items())
    ]
    return _HEAD + "\n\n".join(types) + "\n" + _CLASS + "".join(methods) + _TAIL


def _name(text: str) -> str:
    plain = re.sub(r"\W+", "_", text).strip("_")
    return f"{plain}_" if keyword.iskeyword(plain) else plain


def _type(name: str, schema: Json) -> str:
    if schema.get("type") != "object" or "properties" not in schema:
        return (
            f"{_name(name)}: TypeAlias = {_hint(schema)!r}"
            if "$ref" in str(schema)
            else (f"{_name(name)}: TypeAlias = {_hint(schema)}")
        )
    needed = set(schema.get("required", ()))
    fields = (
        f"    {key!r}: {_field(kind, is_needed=key in needed)!r},"
        for key, kind in sorted(schema["properties"].items())
    )
    return "\n".join([f"{_name(name)} = TypedDict({_name(name)!r}, {{", *fields, "})"])


def _field(schema: Json, *, is_needed: bool) -> str:
    return _hint(schema) if is_needed else f"NotRequired[{_hint(schema)}]"


def _hint(schema: Json) -> str:  # noqa: PLR0911 - one line for each kind of schema
    if "$ref" in schema:
        return _name(schema["$ref"].rpartition("/")[2])
    for several in ("oneOf", "anyOf"):
        if several in schema:
            return " | ".join(dict.fromkeys(_hint(one) for one in schema[several]))
    if "enum" in schema:
        return f"Literal[{', '.join(repr(one) for one in schema['enum'])}]"
    kind = schema.get("type")
    if isinstance(kind, list):
        return " | ".join(dict.fromkeys(_hint(schema | {"type": one}) for one in kind))
    if kind == "array":
        return f"list[{_hint(schema['items'])}]" if isinstance(schema.get("items"), dict) else "list[Any]"
    if kind == "object":
        values = schema.get("additionalProperties")
        return f"dict[str, {_hint(values) if isinstance(values, dict) and values else 'Any'}]"
    return _PLAIN.get(kind or "", "Any")


def _parameter_hint(schema: Json) -> str:
    return "UUID | str" if '"uuid"' in json.dumps(schema) else _hint(schema).replace(" | None", "")


def _parameters(operation: Json) -> Iterator[tuple[str, str, str, bool, str]]:
    """Yield place, name, argument, whether it is needed, and its type."""
    for one in operation.get("parameters", ()):
        hint = _parameter_hint(one["schema"])
        yield one["in"], one["name"], _name(one["name"]).lower(), bool(one.get("required")), hint


def _method(path: str, verb: str, operation: Json) -> str:
    known = sorted(_parameters(operation), key=lambda one: path.find("{" + one[1]))
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    needed = [f"{argument}: {hint}" for place, _, argument, _, hint in known if place == "path"]
    optional = "" if operation.get("requestBody", {}).get("required") else " | None = None"
    needed += [] if body is None else [f"body: {_hint(body)}{optional}"]
    others = [
        f"{argument}: {hint}" if must else f"{argument}: {hint} | None = None"
        for place, _, argument, must, hint in known
        if place in {"query", "header"}
    ]
    named = ", ".join(["self", *needed, *(["*", *others] if others else [])])
    result = _result(operation)
    address = path
    for place, name, argument, _, _ in known:
        if place == "path":
            address = re.sub(rf"{{{name}(:\w+)?}}", f"{{quote(str({argument}), safe='')}}", address)
    sent = [
        f"{where}={{{', '.join(f'{one[1]!r}: {one[2]}' for one in known if one[0] == kind)}}}"
        for where, kind in (("query", "query"), ("headers", "header"))
    ]
    call = f'self._call("{verb.upper()}", f"{address}", {", ".join(sent)}{", body=body" if body else ""})'
    told = f"return cast({result!r}, {call})" if result != "None" else call
    summary = str(operation.get("summary") or operation["operationId"]).replace('"', "'")
    return (
        f"\n    def {_name(operation['operationId'])}({named}) -> {result}:\n"
        f'        """{summary}."""\n        {told}\n'
    )


def _result(operation: Json) -> str:
    found = []
    for status, answer in sorted(operation["responses"].items()):
        if status.startswith("2"):
            content = answer.get("content", {})
            schema = content.get("application/json", {}).get("schema")
            found.append(_hint(schema) if schema else "bytes" if content else "None")
    return " | ".join(dict.fromkeys(found)) or "None"


def main(*asked: str) -> int:
    """Write the client, or tell whether it is as it would be written."""
    text = written(json.loads(DESCRIPTION.read_text(encoding="utf-8")))
    if "--check" not in asked:
        CLIENT.write_text(text, encoding="utf-8")
        return 0
    if CLIENT.exists() and CLIENT.read_text(encoding="utf-8") == text:
        return 0
    sys.stdout.write("The Python client is not what the description says: python infra/client/write.py\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
