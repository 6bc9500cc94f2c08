"""One train's story as a table: where, when, how long, what it waited for and who held it."""

from collections.abc import Sequence

from rich.table import Table

from corridorsim.errors import CorridorError, did_you_mean
from corridorsim.itineraries import Plan
from corridorsim.measures.story import Chapter, tell
from corridorsim.model import Scenario
from corridorsim.planning import fill
from corridorsim.report.screen import figures_column, titled, words_column
from corridorsim.study.choice import Settled, lay_out_settled
from corridorsim.study.outcome import outcome_of


def story_table(scenario: Scenario, train: str, settled: Settled | None = None) -> Table:
    """Run the first replication, with a choice of crossing that has settled, and tell one train's story."""
    planned = fill(lay_out_settled(scenario, settled), scenario.seed, 0)
    row = find_train(planned, train)
    outcome = outcome_of(planned)
    table = titled(f"{train} ({planned.streams[planned.train_stream[row]].name})")
    table.add_column("when", no_wrap=True)
    for heading in ("where", "what"):
        words_column(table, heading)
    figures_column(table, "waited")
    for heading in ("for", "held by"):
        words_column(table, heading)
    for chapter in tell(planned, outcome, row):
        table.add_row(*_cells(planned, chapter))
    return table


def find_train(planned: Plan, name: str) -> int:
    """Row of a train; an error that says what names there are."""
    flows = list(dict.fromkeys(stream.flow for stream in planned.streams))
    try:
        return planned.train(name)
    except ValueError:
        flow = name.rpartition(" ")[0]
        if count := len(planned.trains_of(flow)):
            raise CorridorError(f'--train "{name}": {flow} has the trains 1 to {count}') from None
        hint = did_you_mean(flow, flows) or f" (flows: {', '.join(flows[:6])}, ...)"
        raise CorridorError(
            f'--train "{name}" is no train: a name is a flow and a number, such as "{flows[0]} 1"{hint}'
        ) from None


def _cells(planned: Plan, chapter: Chapter) -> Sequence[str]:
    when = planned.moment(chapter.ready if chapter.started is None else chapter.started).strftime("%d %b %Y %H:%M")
    if chapter.started is None:
        when = f"since {when}"
    what = chapter.does if chapter.started is not None else f"{chapter.does}: still waiting"
    held = ", ".join(chapter.held_by[:3]) + (
        f" and {len(chapter.held_by) - 3} more" if len(chapter.held_by) > 3 else ""
    )
    return when, chapter.place, what, _hours(chapter.waited), ", ".join(chapter.lacked), held


def _hours(seconds: int) -> str:
    return "" if seconds == 0 else f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
