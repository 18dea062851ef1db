"""What the Makefile calls: ``python3 -m infra.house GOAL`` prepares what the goal needs, and does it."""

import sys
import time

from infra.house import app, checks, clean, locks, machine, node, packages, trials
from infra.house.places import OLDEST_PYTHON, PWA, python_is_young_enough
from infra.house.stages import Trouble, stage


def _prepare(kind: str, *, built: bool, chromium: bool = False) -> node.Node | None:
    machine.need_room(installing=not packages.UV.exists())
    with machine.alone():
        packages.install_uv()
        packages.install_packages(kind)
        found = node.find_node() if PWA.joinpath("package-lock.json").exists() else None
        if found:
            app.install_modules(found)
            if built:
                app.build(found)
        if chromium:
            with stage("Chromium") as work:
                work.result = work.run([*trials.CHROMIUM]).strip().splitlines()[-1]
    return found


def _run() -> int:
    machine.need_port()
    _prepare("run", built=True)
    return 0


def _test() -> int:
    return trials.run_all(_prepare("dev", built=True, chromium=True), sys.argv[2:])


def _check() -> int:
    return checks.run_all(_prepare("dev", built=False))


def _bench() -> int:
    _prepare("dev", built=True)
    return 0


def _browse() -> int:
    _prepare("dev", built=True, chromium=True)
    return 0


def _lock() -> int:
    with machine.alone():
        packages.install_uv()
        locks.lock_all()
    return 0


GOALS = {
    "run": _run,
    "test": _test,
    "check": _check,
    "bench": _bench,
    "pictures": _browse,
    "figures": _browse,
    "lock": _lock,
    "clean": clean.clean,
}


def main() -> int:
    """Do the goal of the command line; return 0 when all is well, 1 when something is wrong."""
    if not python_is_young_enough():
        have, want = sys.version.partition(" ")[0], ".".join(map(str, OLDEST_PYTHON))
        print(f"Kring needs Python {want} or newer; this is {have}.", file=sys.stderr)
        return 1
    began = time.monotonic()
    goal = sys.argv[1]
    print(f"Kring: make {goal}", flush=True)
    try:
        return GOALS[goal]()
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    finally:
        print(f"  {'in all':<18} {'':<52} {time.monotonic() - began:6.1f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
