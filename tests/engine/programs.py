"""Small worlds drawn at random, in which everything the rule speaks of happens often.

Times are drawn from a few seconds, so that ties abound. A world is made from a ``random.Random``: hypothesis's own
(``programs``: one program that can be shrunk) or a seeded one (``batches``: many programs at the price of one example).
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from random import Random

from hypothesis import strategies as st

from corridorsim.operations import Builder, Legend, Program, Step

Case = tuple[Program, Legend]
World = Callable[[Random], Case]
Itineraries = dict[str, list[Step]]


def single_line(rng: Random) -> Case:
    """Stations of a few tracks with single-track sections between them; trains both ways, and gridlocks among them."""
    builder, stations = Builder(), rng.randint(2, 4)
    for place in range(stations):
        builder.resource(f"station {place}", rng.randint(1, 3))
        builder.resource(f"section {place}", 1)
    places = list(range(stations))
    ways = {"east": _over(rng, places, single=True), "west": _over(rng, places[::-1], single=True)}
    return _peopled(rng, builder, ways, trains=rng.randint(2, 9))


def double_line(rng: Random) -> Case:
    """One-way blocks, each given back a headway after the train has left it."""
    builder, blocks = Builder(), rng.randint(2, 5)
    for place in range(blocks):
        builder.resource(f"station {place}", rng.randint(1, 2))
        builder.resource(f"section {place}", rng.randint(1, 2))
    return _peopled(rng, builder, {"east": _over(rng, list(range(blocks)), single=False)}, trains=rng.randint(3, 12))


def followers(rng: Random) -> Case:
    """A single track whose two pools, tested without taking, let trains follow each other and hold the others back."""
    builder, most, headway = Builder(), rng.randint(1, 3), rng.randint(0, 3)
    for pool in "AB":
        builder.resource(pool, most, logical=True)
    builder.resource("headway", 1, logical=True)
    ways = {}
    for way, own, other in (("east", "A", "B"), ("west", "B", "A")):
        takes, puts = {own: 1, other: most, "headway": 1}, [(other, most, 0), ("headway", 1, headway)]
        ways[way] = [Step("enter", takes, puts, _few(rng)), Step("leave", puts=[own])]
    return _peopled(rng, builder, ways, trains=rng.randint(2, 12))


def pools(rng: Random) -> Case:
    """Several units of several pools, held over many steps, and a pool that rolls: so many in so many seconds."""
    builder, names = Builder(), ["locomotives", "wagons", "permits"]
    for name in names:
        builder.resource(name, rng.randint(1, 4), logical=name == "permits")
    ways = {}
    for way in ("long", "short"):
        wagons, locomotives = rng.randint(1, 2), rng.randint(1, 2)
        permit = Step("accept", ["permits"], [("permits", 1, rng.randint(3, 8))], _few(rng))
        couple = Step("couple", {"locomotives": locomotives, "wagons": wagons}, restart=_few(rng))
        uncouple = Step("uncouple", puts=[("locomotives", locomotives, _few(rng))])
        ways[way] = [permit, couple, uncouple, Step("end", puts=[("wagons", wagons, _few(rng))])]
    return _peopled(rng, builder, ways, trains=rng.randint(2, 12))


def stores(rng: Random) -> Case:
    """Boxes brought by some trains and taken by others, in loads of other sizes, under one crane."""
    builder, load, room = Builder(), rng.randint(1, 3), rng.randint(2, 6)
    for name, units in (("boxes", rng.randint(0, 2)), ("room", room), ("crane", 1)):
        builder.resource(name, units)
    bring = [
        Step("unload", {"room": load, "crane": 1}, restart=_few(rng)),
        Step("leave", puts=[("boxes", load), "crane"]),
    ]
    onward = rng.randint(1, 3)
    fetch = [
        Step("load", {"boxes": onward, "crane": 1}, [("room", onward, _few(rng))]),
        Step("go", puts=[("crane", 1, _few(rng))]),
    ]
    return _peopled(rng, builder, {"bring": bring, "fetch": fetch}, trains=rng.randint(2, 12))


def closings(rng: Random) -> Case:
    """A place of a few tracks, closed now and then by phantom trains of the first rank."""
    builder, tracks = Builder(), rng.randint(1, 3)
    builder.resource("tracks", tracks)
    builder.itinerary("close", [Step("shut", ["tracks"]), Step("reopen", puts=["tracks"])])
    for number in range(rng.randint(1, 2 * tracks)):
        begin = rng.randint(0, 12)
        reopens = [0, begin + rng.randint(0, 8)]
        builder.train(f"closing {number}", "close", durations=[0], ready=begin, rank=-1, not_before=reopens)
    stay = [Step("arrive", ["tracks"], restart=_few(rng)), Step("depart", puts=[("tracks", 1, _few(rng))])]
    return _peopled(rng, builder, {"stay": stay}, trains=rng.randint(2, 10))


def crowd(rng: Random) -> Case:
    """Many trains of many classes that want the same few things at the same few moments."""
    builder, gates = Builder(), rng.randint(1, 3)
    builder.resource("yard", rng.randint(1, 4))
    ways: Itineraries = {}
    for gate in range(gates):
        builder.resource(f"gate {gate}", rng.randint(1, 2))
        units = rng.randint(1, 2)
        takes = {"yard": units, f"gate {gate}": 1}
        ways[f"by gate {gate}"] = [
            Step("in", takes, [(f"gate {gate}", 1, _few(rng))]),
            Step("out", puts=[("yard", units)]),
        ]
    return _peopled(rng, builder, ways, trains=rng.randint(20, 50), until=rng.randint(10, 40))


def anything(rng: Random) -> Case:
    """Steps that take and give without sense: what nobody would write must be agreed upon too."""
    builder, names = Builder(), [f"resource {number}" for number in range(rng.randint(1, 4))]
    for name in names:
        builder.resource(name, rng.randint(0, 3))
    ways = {f"way {number}": _senseless(rng, names) for number in range(rng.randint(1, 3))}
    return _peopled(rng, builder, ways, trains=rng.randint(1, 15))


def tiny(rng: Random) -> Case:
    """Two or three trains that want one or two things within a few seconds: all that could happen can be listed."""
    builder, names = Builder(), ["one", "other"]
    for name in names:
        builder.resource(name, rng.randint(0, 2))
    ways = {way: _senseless(rng, names) for way in ("way", "byway")}
    return _peopled(rng, builder, ways, trains=rng.randint(2, 3), until=rng.randint(3, 5), latest=1)


WORLDS: tuple[World, ...] = (single_line, double_line, followers, pools, stores, closings, crowd, anything)


def batch(seed: int, worlds: Sequence[World] = WORLDS, size: int = 20) -> list[Case]:
    """As many programs as asked for, each world in its turn."""
    return [worlds[number % len(worlds)](Random(seed * size + number)) for number in range(size)]


batches = st.integers(0, 10**9).map(batch)
programs = st.builds(lambda world, rng: world(rng), st.sampled_from(WORLDS), st.randoms(use_true_random=False))


def _over(rng: Random, places: list[int], *, single: bool) -> list[Step]:
    """Take each section with a track of the station behind it; give back what was left behind."""
    steps: list[Step] = []
    behind: list[tuple[str, int, int]] = []
    for place, ahead in pairwise(places):
        section = f"section {min(place, ahead)}"
        puts = [*behind, *([] if single else [(section, 1, rng.randint(1, 3))])]
        steps.append(Step(f"leave {place}", [section, f"station {ahead}"], puts, _few(rng)))
        steps.append(Step(f"reach {ahead}", puts=[(section, 1, _few(rng))] if single else []))
        behind = [(f"station {ahead}", 1, _few(rng))]
    return [*steps, Step("end", puts=behind)]


def _senseless(rng: Random, names: list[str]) -> list[Step]:
    length = rng.randint(1, 5)
    takes = [{name: rng.randint(1, 2) for name in names if rng.random() < 0.4} for _ in range(length - 1)] + [{}]
    puts = [[(rng.choice(names), rng.randint(1, 2), _few(rng)) for _ in range(rng.randint(0, 1))] for _ in takes]
    for number, wanted in enumerate(takes):
        for name, units in wanted.items():
            if rng.random() < 0.8:
                puts[rng.randint(number, length - 1)].append((name, units, _few(rng)))
    return [Step(f"step {n}", t, p, _few(rng)) for n, (t, p) in enumerate(zip(takes, puts, strict=True))]


def _few(rng: Random) -> int:
    """A few seconds, often none."""
    return rng.choice((0, 0, 0, 1, 2, 5))


def _peopled(rng: Random, builder: Builder, ways: Itineraries, trains: int, *, until: int = 0, latest: int = 6) -> Case:
    for name, steps in ways.items():
        builder.itinerary(name, steps)
    for number in range(trains):
        name = rng.choice(sorted(ways))
        builder.train(
            f"train {number}",
            name,
            durations=[_few(rng) for _ in ways[name]],
            ready=rng.randint(0, latest),
            rank=rng.randint(0, 2),
            not_before=[rng.randint(0, 15) if rng.random() < 0.15 else 0 for _ in ways[name]],
        )
    return builder.build(until or rng.randint(1, 40))
