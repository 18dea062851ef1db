"""Python packages: uv, and with it exactly the versions and hashes of infra/lock."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

from infra.house.places import LOCKS, ROOT, TOOLS, VENV, environment
from infra.house.stages import Stage, Trouble, fingerprint, forget, is_current, remember, stage

UV_HOME = TOOLS / "uv"
UV = UV_HOME / "bin" / "uv"

_UV_NAME_OF = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "HTTPS_PROXY",
    "no-index": "UV_NO_INDEX",
}
_NO_VENV = (
    "Python cannot make virtual environments here. On Debian and Ubuntu: apt-get install python3-venv; "
    "elsewhere install Python 3.11 or newer in full."
)


def uv_settings(pip_says: str) -> dict[str, str]:
    """Return pip's configuration (as ``pip config list`` prints it) in uv's words.

    A mirror or a certificate that somebody has set for pip then holds for uv too.
    """
    settings: dict[str, str] = {}
    for line in pip_says.splitlines():
        key, separator, value = line.partition("=")
        name = _UV_NAME_OF.get(key.rpartition(".")[2])
        if separator and name:
            settings[name] = str(ast.literal_eval(value)).strip().replace("\n", " ")
    if "UV_FIND_LINKS" in settings:
        settings["UV_FIND_LINKS"] = ",".join(settings["UV_FIND_LINKS"].split())
    if "UV_INDEX" in settings:
        settings["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return settings


def uv_environment(work: Stage) -> dict[str, str]:
    """Return the environment in which uv finds packages where pip would; uv's own settings win."""
    from_pip = uv_settings(work.run([str(UV_HOME / "bin" / "python"), "-m", "pip", "config", "list"]))
    return from_pip | environment(UV_LINK_MODE=os.environ.get("UV_LINK_MODE", "hardlink"))


def _make_pip(work: Stage) -> None:
    shutil.rmtree(UV_HOME, ignore_errors=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(UV_HOME)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if made.returncode == 0:
        return
    if "ensurepip" not in made.stdout + made.stderr or os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Trouble(f"{_NO_VENV}\n{(made.stdout + made.stderr).strip()}")
    work.run(["apt-get", "update"])
    work.run(["apt-get", "install", "--yes", "--no-install-recommends", "python3-venv"])
    shutil.rmtree(UV_HOME, ignore_errors=True)
    work.run([sys.executable, "-m", "venv", str(UV_HOME)])


def install_uv() -> None:
    """Put the locked uv into ``.tools/uv`` with the pip that comes with Python."""
    lock = LOCKS / "uv.txt"
    mark = fingerprint([lock], sys.version, str(ROOT))
    if is_current("uv", mark) and UV.exists():
        return
    with stage("uv") as work:
        forget("uv")
        _make_pip(work)
        pip = [str(UV_HOME / "bin" / "python"), "-m", "pip", "install", "--quiet", "--require-hashes"]
        work.run([*pip, "--only-binary", ":all:", "--requirement", str(lock)])
        work.result = work.run([str(UV), "--version"]).strip().partition(" (")[0]
        remember("uv", mark)


def install_packages(kind: str) -> None:
    """Fill ``.venv`` with the packages of ``run`` or ``dev``, and with Kring itself, editable.

    An environment that has the larger set already keeps it.
    """
    wanted = [kind] if kind == "dev" else ["run", "dev"]
    marks = {name: _mark(name) for name in wanted}
    if (VENV / "bin" / "kring").exists() and any(is_current("packages", mark) for mark in marks.values()):
        return
    with stage("Python packages") as work:
        forget("packages")
        env = uv_environment(work) | {"VIRTUAL_ENV": str(VENV)}
        if not _is_of_this_python(VENV):
            work.run([str(UV), "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)], env=env)
        lock, build = str(LOCKS / f"{kind}.txt"), str(LOCKS / "build.txt")
        work.run([str(UV), "pip", "sync", "--require-hashes", lock], env=env)
        editable = ["--no-deps", "--build-constraints", build, "--editable", str(ROOT)]
        work.run([str(UV), "pip", "install", "--quiet", *editable], env=env)
        remember("packages", marks[kind])
        work.result = f"{sum('==' in line for line in Path(lock).read_text().splitlines())} locked, in .venv"


def _mark(kind: str) -> str:
    inputs = [LOCKS / f"{kind}.txt", LOCKS / "build.txt", ROOT / "pyproject.toml"]
    return fingerprint(inputs, kind, sys.version, str(ROOT))


def _is_of_this_python(venv: Path) -> bool:
    python = venv / "bin" / "python"
    if not python.exists():
        return False
    asked = [str(python), "-c", "import sys; print(sys.version)"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    return answer.stdout.strip() == sys.version.strip()
