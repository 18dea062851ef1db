"""The compose file, the image and Caddy agree with Kring: services, settings, commands, addresses."""

import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import yaml
from psycopg.conninfo import conninfo_to_dict

from backend.cli import kring
from backend.settings import Settings
from infra.house.places import OLDEST_NODE, ROOT

OPERATOR = {
    "KRING_HOST": "kring.example.org",
    "POSTGRES_PASSWORD": "correct-horse",
    "KRING_MASTER_KEY": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
}
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")
LONGEST_START = 30.0


def _filled(value: object, operator: dict[str, str]) -> object:
    if isinstance(value, dict):
        return {key: _filled(inner, operator) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, operator) for inner in value]
    return VARIABLE.sub(lambda found: _looked_up(found, operator), value) if isinstance(value, str) else value


def _looked_up(found: re.Match[str], operator: dict[str, str]) -> str:
    name, kind, word = found.groups()
    if name in operator:
        return operator[name]
    if kind == "-":
        return str(word)
    raise LookupError(f"{name}: {word}")


def _composed(operator: dict[str, str] | None = None) -> dict[str, Any]:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    filled = _filled(yaml.safe_load(text), OPERATOR if operator is None else operator)
    assert isinstance(filled, dict)
    return filled


SERVICES: dict[str, Any] = _composed()["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "kring"}
DOCKERFILE = (ROOT / "infra" / "docker" / "Dockerfile").read_text(encoding="utf-8")
CADDYFILE = (ROOT / "infra" / "caddy" / "Caddyfile").read_text(encoding="utf-8")


def test_these_services_make_a_kring() -> None:
    assert set(SERVICES) == {"database", "web", "worker", "caddy", "mailpit"}
    assert [name for name, service in SERVICES.items() if "profiles" in service] == ["mailpit"]
    assert set(OURS) == {"web", "worker"}


@pytest.mark.parametrize("missing", ["POSTGRES_PASSWORD", "KRING_MASTER_KEY"])
def test_nothing_starts_without_the_operators_secrets(missing: str) -> None:
    with pytest.raises(LookupError, match=f"{missing}: put one into .env"):
        _composed({name: value for name, value in OPERATOR.items() if name != missing})


def test_only_caddy_is_open_to_the_outside() -> None:
    ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert set(ports) == {"caddy", "mailpit"}
    assert all(port.startswith("127.0.0.1:") for port in ports["mailpit"])


def test_every_service_comes_back_by_itself() -> None:
    assert {service["restart"] for service in SERVICES.values()} == {"unless-stopped"}


def test_who_is_waited_for_says_when_it_is_well() -> None:
    waited_for = {
        other: wanted["condition"]
        for service in SERVICES.values()
        for other, wanted in service.get("depends_on", {}).items()
    }

    assert set(waited_for.values()) == {"service_healthy"}
    assert [name for name in waited_for if "healthcheck" not in SERVICES[name]] == []


def test_every_named_volume_is_declared_and_used() -> None:
    mounted = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
        if not volume.startswith(".")
    }

    assert mounted == set(_composed()["volumes"])


@pytest.mark.parametrize("service", OURS)
def test_our_processes_may_do_little(service: str) -> None:
    assert OURS[service]["read_only"] is True
    assert OURS[service]["cap_drop"] == ["ALL"]
    assert OURS[service]["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("service", OURS)
def test_our_processes_get_settings_that_exist_and_hold(service: str) -> None:
    source = (ROOT / "backend" / "settings.py").read_text(encoding="utf-8")
    known = set(re.findall(r'environment\.get\("([A-Z_]+)"', source))

    settings = Settings.from_environment(OURS[service]["environment"])

    assert set(OURS[service]["environment"]) <= known
    assert settings.secure
    assert settings.public_url == "https://kring.example.org"
    assert settings.master_key is not None
    assert settings.trusted_proxies
    assert f"@database:5432/{SERVICES['database']['environment']['POSTGRES_DB']}" in str(
        settings.database_url
    )


@pytest.mark.parametrize("service", OURS)
def test_our_processes_run_commands_that_exist(service: str) -> None:
    name, *options = OURS[service]["command"]

    command = kring.commands[name]

    known = {switch for parameter in command.params for switch in parameter.opts}
    assert {option for option in options if option.startswith("--")} <= known


def test_the_image_copies_what_exists_and_is_not_kept_out() -> None:
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
        for source in shlex.split(line)[:-1]
    ]
    let_in = {
        line[1:]
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    }

    assert copied
    assert [source for source in copied if not (ROOT / source).exists()] == []
    assert [
        source
        for source in copied
        if source not in let_in and not source.startswith(tuple(f"{path}/" for path in let_in))
    ] == []


def test_the_image_builds_with_what_the_checkout_needs_and_does_not_run_as_root() -> None:
    node = re.search(r"^FROM node:(\d+)", DOCKERFILE, re.MULTILINE)
    python = re.search(r"^FROM python:3\.(\d+)", DOCKERFILE, re.MULTILINE)

    assert node is not None
    assert int(node.group(1)) >= OLDEST_NODE
    assert python is not None
    assert int(python.group(1)) >= sys.version_info.minor or int(python.group(1)) >= 11
    assert DOCKERFILE.rindex("USER kring") > DOCKERFILE.rindex("FROM ")
    assert 'ENTRYPOINT ["kring"]' in DOCKERFILE


def test_caddy_leads_to_the_web_process_and_leaves_streams_alone() -> None:
    port = OURS["web"]["environment"]["PORT"]

    assert f"reverse_proxy web:{port} " in CADDYFILE
    assert CADDYFILE.count("{") == CADDYFILE.count("}")
    assert "@files not path /api/*" in CADDYFILE
    assert "encode @files" in CADDYFILE


def test_caddy_waits_for_the_only_web_process_and_does_not_shut_it_out() -> None:
    proxy = CADDYFILE[CADDYFILE.index("reverse_proxy web:8000 {") :]

    assert re.search(r"^\t\tlb_try_duration [0-9]+s$", proxy, re.MULTILINE)
    assert "health_uri" not in proxy


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(
    command: list[str], folder: Path, environment: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    program = str(Path(sys.executable).parent / "kring")
    with (folder / f"{command[0]}.log").open("wb") as log:
        process = subprocess.Popen(
            [program, *command], cwd=folder, env={**os.environ, **environment}, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def _answers(url: str, process: subprocess.Popen[bytes]) -> bool:
    limit = time.monotonic() + LONGEST_START
    while time.monotonic() < limit and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 -- our own address
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    return False


def _as_url(conninfo: str) -> str:
    parts = {key: str(value) for key, value in conninfo_to_dict(conninfo).items()}
    return f"postgresql:///?{urlencode(parts, quote_via=quote)}"


def test_the_same_commands_run_without_docker(tmp_path: Path, empty_database_url: str) -> None:
    port = _free_port()
    here = {"DATABASE_URL": _as_url(empty_database_url), "PORT": str(port), "KRING_FOLDER": str(tmp_path)}
    web = OURS["web"]["environment"] | here
    host = [word.replace("0.0.0.0", "127.0.0.1") for word in OURS["web"]["command"]]  # noqa: S104 -- replaced

    with _running(host, tmp_path, web) as serving:
        assert _answers(f"http://127.0.0.1:{port}/health/live", serving), (tmp_path / "web.log").read_text()
        with _running(OURS["worker"]["command"], tmp_path, web) as working:
            assert _answers(f"http://127.0.0.1:{port}/health/ready", serving)
            assert working.poll() is None, (tmp_path / "worker.log").read_text()
    assert serving.returncode in {0, -15}
    assert working.returncode in {0, -15}


def test_what_was_erased_is_kept_apart_from_the_database_and_by_both_processes() -> None:
    folder = re.search(r"KRING_FOLDER=(\S+)", DOCKERFILE)

    assert folder is not None
    assert {name for name, service in OURS.items() if f"kept:{folder.group(1)}" in service["volumes"]} == {
        "web",
        "worker",
    }
