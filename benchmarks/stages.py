"""One scenario from import to report in a process of its own, on one thread: python -m benchmarks.stages FILE FOLDER.

It prints the processor seconds of each stage as JSON. The command itself runs replications in threads, which mixes the
stages.
"""

import gc
import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import TypeVar

Value = TypeVar("Value")
STAGES = ("import", "compile", "read", "plan", "run", "measure", "report")


def main(file: Path, folder: Path) -> None:
    """Walk through what `corridorsim run FILE` does and print what each stage took."""
    taken = dict.fromkeys(STAGES, 0.0)

    def timed(stage: str, work: Callable[[], Value]) -> Value:
        begin = process_time()
        value = work()
        taken[stage] += process_time() - begin
        return value

    timed("import", _import)
    from benchmarks.passes import kernel_within_planning
    from corridorsim.engine import load_compiled, load_kernel
    from corridorsim.measures import measure
    from corridorsim.measures.tables import unfinished
    from corridorsim.model import read
    from corridorsim.planning import lay_out, plan_replication
    from corridorsim.report.first_run import first_run_files
    from corridorsim.report.write import write_study
    from corridorsim.string_line.shown import choose_shown
    from corridorsim.study import Study
    from corridorsim.study.outcome import outcome_of
    from corridorsim.study.replication import kept_of

    timed("compile", lambda: (load_kernel(), load_compiled("corridorsim.measures.sweeps")))
    scenario = timed("read", lambda: read(file))
    blueprint = timed("plan", lambda: lay_out(scenario))
    kept = []
    for number in range(scenario.replications):
        with kernel_within_planning() as passes:
            plan = timed("plan", lambda n=number: plan_replication(blueprint, scenario.seed, n))
        taken["plan"] -= sum(passes)
        taken["run"] += sum(passes)
        outcome = timed("run", lambda p=plan: outcome_of(p))
        result = timed("measure", lambda p=plan, o=outcome: measure(p, o))
        kept.append(timed("measure", lambda r=result: kept_of(r)))
        if number == 0:
            seen, under_way = choose_shown(scenario).seen_in(result), unfinished(result)
            first = timed("report", lambda s=seen: first_run_files(s, scenario.name))
    study = Study(scenario, "kernel", tuple(kept), under_way)
    timed("report", lambda: write_study(study, folder, first))
    print(json.dumps(taken))


def _import() -> None:
    """Everything that the command imports on its way, numba included."""
    from corridorsim.cli import SELDOM

    gc.set_threshold(*SELDOM)  # as the command does
    import numba  # noqa: F401

    import corridorsim.cli.commands
    import corridorsim.report.charts
    import corridorsim.report.console
    import corridorsim.report.write  # noqa: F401


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
