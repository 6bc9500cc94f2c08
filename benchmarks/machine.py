"""What the numbers were measured on."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("corridorsim", "numpy", "numba", "llvmlite", "scipy", "simpy", "ciw", "salabim", "eclipse-sumo")


def description() -> dict[str, object]:
    """Cores, how busy they are, processor, system, Python and the versions of what is compared (null: not there)."""
    return {
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],  # processes that wanted a core in the last minute, on average
        "processor": _processor(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "packages": {name: _version(name) for name in PACKAGES},
    }


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    if told.exists():
        for line in told.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
