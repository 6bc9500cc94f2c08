"""Planning and measuring beside the kernel, over a long run: they are whole-array work and must not outweigh it."""

from statistics import median
from typing import Any

import corridorsim
from benchmarks.clock import say, seconds
from benchmarks.programs import SCENARIOS
from corridorsim.engine import run
from corridorsim.measures import measure
from corridorsim.planning import fill, lay_out

SCENARIO, DAYS = "2022", 3_650


def around_the_kernel(rounds: int, quick: bool) -> dict[str, float]:
    """Seconds to plan, run and measure one replication of ten years, and the first and last over the second."""
    days = DAYS // 50 if quick else DAYS
    say(f"{SCENARIO} over {days} days: plan, run, measure")
    scenario = corridorsim.read(SCENARIOS / f"{SCENARIO}.yaml").change({"window.length": f"{days} days"})
    layout = lay_out(scenario)
    found = [_once(layout, scenario.seed) for _ in range(rounds)]
    told = {stage: median(once[stage] for once in found) for stage in ("plan", "run", "measure")}
    return {"days": float(days), **told, "over the run": median((x["plan"] + x["measure"]) / x["run"] for x in found)}


def _once(layout: Any, seed: int) -> dict[str, float]:
    kept: dict[str, Any] = {}
    return {
        "plan": seconds(lambda: kept.update(plan=fill(layout, seed, 0))),
        "run": seconds(lambda: kept.update(outcome=run(kept["plan"].program))),
        "measure": seconds(lambda: kept.update(result=measure(kept["plan"], kept["outcome"]))),
    }
