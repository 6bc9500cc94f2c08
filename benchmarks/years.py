"""Planning and measuring beside the kernel, over a long run: they are whole-array work and must not outweigh it.

Over the ten years from 2022 the second track opens in stages, so planning lets the kernel run to know which trains the
old limits slow; those seconds are the kernel's, and told apart.
"""

from statistics import median
from typing import Any

import corridorsim
from benchmarks.clock import say, seconds
from benchmarks.passes import kernel_within_planning
from benchmarks.programs import SCENARIOS
from corridorsim.engine import run
from corridorsim.measures import measure
from corridorsim.planning import lay_out, plan_replication

SCENARIO, DAYS = "2022", 3_650


def around_the_kernel(rounds: int, quick: bool) -> dict[str, float]:
    """Seconds to plan, run and measure one replication of ten years, and the first and last over the second.

    What the kernel runs within planning is not counted to planning.
    """
    days = DAYS // 50 if quick else DAYS
    say(f"{SCENARIO} over {days} days: plan, run, measure")
    scenario = corridorsim.read(SCENARIOS / f"{SCENARIO}.yaml").change({"window.length": f"{days} days"})
    blueprint = lay_out(scenario)
    found = [_once(blueprint, scenario.seed) for _ in range(rounds)]
    told = {
        stage: median(once[stage] for once in found) for stage in ("plan", "kernel within planning", "run", "measure")
    }
    return {"days": float(days), **told, "over the run": median((x["plan"] + x["measure"]) / x["run"] for x in found)}


def _once(blueprint: Any, seed: int) -> dict[str, float]:
    kept: dict[str, Any] = {}
    with kernel_within_planning() as passes:
        plan = seconds(lambda: kept.update(plan=plan_replication(blueprint, seed, 0)))
    return {
        "plan": plan - sum(passes),
        "kernel within planning": sum(passes),
        "run": seconds(lambda: kept.update(outcome=run(kept["plan"].program))),
        "measure": seconds(lambda: kept.update(result=measure(kept["plan"], kept["outcome"]))),
    }
