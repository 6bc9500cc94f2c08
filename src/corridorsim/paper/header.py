"""How every summary begins: what was run, with which version, and the hash of what it depends on."""

from typing import Any

from corridorsim.model import Scenario
from corridorsim.version import __version__

SCHEMA_VERSION = 1


def header(
    scenario: Scenario, sha256: str | None = None, engine: str = "kernel", replications: int | None = None
) -> dict[str, Any]:
    """The first keys of a summary.json.

    ``sha256`` is that of what was asked, where it is more than the scenario; ``replications`` where they are not the
    scenario's.
    """
    window = scenario.window
    return {
        "schema_version": SCHEMA_VERSION,
        "scenario": scenario.name,
        "version": __version__,
        "scenario_sha256": sha256 or scenario.sha256,
        "seed": scenario.seed,
        "engine": engine,
        "replications": replications or scenario.replications,
        "window_days": (window.until - window.warm_up) / 86_400,
    }
