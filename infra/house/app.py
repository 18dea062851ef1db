"""The app: its npm packages and its build, each only when its inputs changed."""

from collections.abc import Iterator
from pathlib import Path

from infra.house.node import Node
from infra.house.places import PWA
from infra.house.stages import fingerprint, forget, is_current, remember, stage

_MADE = {"node_modules", "dist", "dev-dist", "coverage", ".svelte-kit", ".vite"}
_ONLY_FOR_TESTS = {"tests"}


def install_modules(node: Node) -> None:
    """Install exactly what package-lock.json says."""
    inputs = [PWA / "package.json", PWA / "package-lock.json", *PWA.glob(".npmrc")]
    mark = fingerprint(inputs, node.version)
    if is_current("modules", mark) and (PWA / "node_modules").is_dir():
        return
    with stage("npm packages") as work:
        forget("modules")
        work.run([*node.npm, "ci", "--no-audit", "--no-fund"], cwd=PWA, env=node.environment())
        work.result = f"with Node {node.version}"
        remember("modules", mark)


def build(node: Node) -> None:
    """Build the app into pwa/dist."""
    mark = fingerprint(_sources(PWA), node.version)
    if is_current("app", mark) and (PWA / "dist" / "index.html").is_file():
        return
    with stage("App") as work:
        forget("app")
        work.run([*node.npm, "run", "build"], cwd=PWA, env=node.environment())
        size = sum(file.stat().st_size for file in (PWA / "dist").rglob("*") if file.is_file())
        work.result = f"built, {size / 1000:.0f} kB"
        remember("app", mark)


def _sources(folder: Path) -> Iterator[Path]:
    """Yield what a build reads, but not the texts that it writes: what changes meanwhile is built next."""
    for entry in folder.iterdir():
        if entry == PWA / "src" / "text" / "generated":
            continue
        if entry.is_dir() and entry.name not in _MADE | _ONLY_FOR_TESTS:
            yield from _sources(entry)
        elif entry.is_file() and not entry.name.startswith("."):
            yield entry
