"""Which numbers a planner reads first, and what was observed of them."""

from corridorsim.study.replication import Study

YEAR_MT = 1e6
HOUR = 3600.0


def headline(study: Study) -> list[str]:
    """Names of the dozen numbers: tonnes, trains, boxes, time at the crossings, waiting, speed, backlog."""
    routes = study.first.routes
    crossings = list(dict.fromkeys(route.crossing for route in routes))
    wanted = ["tonnes.total Mt/year"]
    wanted += [f"tonnes.{crossing} Mt/year" for crossing in crossings]
    wanted += [f"trains.{route.name} trains/day" for route in routes]
    wanted += ["boxes.total TEU/year"]
    for crossing in crossings:
        wanted += [f"dwell.{crossing} h", f"dwell p95.{crossing} h"]
    wanted += ["waiting.total h/train", *_speeds(study)[:1], "backlog at start.total trains", "backlog.total trains"]
    wanted += ["handed over, not arrived.total trains"] if study.first.routes else []
    wanted += ["service backlog at start.total trains", "service backlog.total trains"]
    return [name for name in wanted if name in study.estimates]


def _speeds(study: Study) -> list[str]:
    return [name for line in study.first.plan.layout.lines if (name := f"speed.{line} km/h") in study.estimates]


def observed(study: Study) -> dict[str, float]:
    """Published figures of the scenario's year by the name of the number to which they belong."""
    seen = study.scenario.observed
    return (
        {f"tonnes.{name} Mt/year": tonnes / YEAR_MT for name, tonnes in seen.tonnes.items()}
        | {f"trains.{name} trains/day": trains for name, trains in seen.trains.items()}
        | {f"dwell.{name} h": seconds / HOUR for name, seconds in seen.dwell.items()}
    )


def told(name: str) -> tuple[str, str]:
    """A number's name for readers, and its unit."""
    what, _, rest = name.partition(".")
    whom, _, unit = rest.rpartition(" ")
    words = {
        "tonnes": "net tonnes",
        "trains": "trains handed over",
        "boxes": "containers",
        "dwell": "time at the crossing, mean",
        "dwell p95": "time at the crossing, 95 %",
        "waiting": "waiting of a loaded train",
        "speed": "freight speed with stops",
        "due": "trains due to depart",
        "arrived": "trains that arrived",
        "backlog": "due and not arrived at the end",
        "backlog at start": "due and not arrived at the start",
        "handed over, not arrived": "of these, handed over at the end",
        "service backlog": "services due and not arrived at the end",
        "service backlog at start": "services due and not arrived at the start",
    }
    return f"{words.get(what, what)}, {'all' if whom == 'total' else whom}", unit
