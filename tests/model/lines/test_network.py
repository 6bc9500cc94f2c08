"""Lines become one network: what is joined, what is left out, and which way is the shortest."""

from datetime import date
from typing import Any

from corridorsim.model.corridor import Line
from corridorsim.model.lines.network import Network, join


def line(*points: tuple[Any, ...], **keys: Any) -> Line:
    """A line of points (name, km, tracks); sidings have 2 tracks where the third is left out."""
    told = [
        {"name": name, "at": f"{km} km"} | ({"tracks": tracks[0]} if tracks else {}) for name, km, *tracks in points
    ]
    keys = {"source": "invented", "gauge": "1520 mm", "useful_length": "850 m", "speed_limit": "60 km/h"} | keys
    return Line(points=told, tracks={"siding": 2, "station": 4}, headway="10 min", **keys)  # type: ignore[arg-type]


def of(**lines: Line) -> Network:
    return join(lines)


def kilometres(network: Network) -> list[tuple[str, float, float]]:
    return [(section.name, section.start_at / 1000, section.end_at / 1000) for section in network.sections]


def test_a_section_lies_between_two_neighbouring_points() -> None:
    network = of(one=line(("A", 0), ("B", 10), ("C", 30)))
    assert kilometres(network) == [("A - B", 0, 10), ("B - C", 10, 30)]
    assert network.neighbours == {"A": ("B",), "B": ("A", "C"), "C": ("B",)}


def test_lines_are_joined_where_they_name_the_same_point() -> None:
    network = of(one=line(("A", 0), ("B", 10), ("C", 30)), two=line(("B", 0), ("D", 5)))
    assert network.way("A", "D") == ["A", "B", "D"]
    assert [section.line for section in network.sections_on(["A", "B", "D"])] == ["one", "two"]


def test_a_point_has_the_most_tracks_that_any_of_its_lines_gives_it() -> None:
    network = of(one=line(("A", 0), ("B", 10, 3), ("C", 30)), two=line(("B", 0, 5), ("D", 5)))
    assert network.places["B"].tracks == 5


def test_a_point_that_one_line_alone_knows_to_have_tracks_joins_both() -> None:
    network = of(one=line(("A", 0), ("B", 10, 1), ("C", 30)), two=line(("B", 0, 5), ("D", 5)))
    assert network.way("A", "D") == ["A", "B", "D"]


def test_filled_sidings_stand_at_equal_distances_up_to_the_next_point() -> None:
    """Three sidings over 40 km: one each 10 km."""
    network = of(one=line(("A", 0), ("B", 20), ("C", 60), fill=[{"after": "B", "count": 3}]))
    assert kilometres(network) == [
        ("A - B", 0, 20),
        ("B - B loop 1", 20, 30),
        ("B loop 1 - B loop 2", 30, 40),
        ("B loop 2 - B loop 3", 40, 50),
        ("B loop 3 - C", 50, 60),
    ]
    assert network.places["B loop 2"].tracks == 2


def test_one_haul_between_filled_sidings_may_be_longer_and_the_others_share_the_rest() -> None:
    """Three sidings over 40 km, the longest haul 16 km: the others are 8 km; it is one in the middle, or as told."""
    fill = {"after": "B", "count": 3, "longest": 1.6}
    network = of(one=line(("A", 0), ("B", 20), ("C", 60), fill=[fill]))
    assert [length for _, _, length in kilometres(network)] == [20, 28, 44, 52, 60]
    first = of(one=line(("A", 0), ("B", 20), ("C", 60), fill=[fill | {"longest_at": 1}]))
    assert [length for _, _, length in kilometres(first)] == [20, 36, 44, 52, 60]


def test_a_second_track_may_begin_and_end_at_filled_sidings() -> None:
    second = [{"start": "B loop 1", "end": "B loop 3", "opens": "2025-01-01"}]
    network = of(one=line(("A", 0), ("B", 20), ("C", 60), fill=[{"after": "B", "count": 3}], second_track=second))
    assert [s.name for s in network.sections if s.second_track] == ["B loop 1 - B loop 2", "B loop 2 - B loop 3"]


def test_a_block_post_is_no_place_and_divides_double_track_under_semi_automatic_block() -> None:
    def posts(block: str) -> dict[str, tuple[float, ...]]:
        second = {"start": "A", "end": "C", "opens": "2025-01-01", "block": block}
        told = line(("A", 0), ("P", 12), ("C", 30), second_track=[second])
        post = told.points[1].model_copy(update={"kind": "block post"})
        network = of(one=told.model_copy(update={"points": [told.points[0], post, told.points[2]]}))
        return {section.name: section.posts for section in network.sections}

    assert posts("automatic") == {"A - C": ()}
    assert posts("semi-automatic") == {"A - C": (12_000,)}


def test_a_point_with_one_track_is_passed_but_no_train_stands_there() -> None:
    network = of(one=line(("A", 0), ("B", 10, 1), ("C", 30), ("D", 40)))
    assert kilometres(network) == [("A - C", 0, 30), ("C - D", 30, 40)]
    assert "B" not in network.places


def test_several_points_with_one_track_in_a_row_make_one_section() -> None:
    network = of(one=line(("A", 0), ("B", 10, 1), ("C", 30, 1), ("D", 40)))
    assert kilometres(network) == [("A - D", 0, 40)]


def test_a_point_says_its_tracks_itself_or_has_those_of_its_kind() -> None:
    told = line(("A", 0), ("B", 10, 7), ("C", 30))
    told = told.model_copy(update={"points": [told.points[0].model_copy(update={"kind": "station"}), *told.points[1:]]})
    network = of(one=told)
    assert [network.places[name].tracks for name in "ABC"] == [4, 7, 2]


def test_the_shortest_way_is_taken_in_kilometres_not_in_sections() -> None:
    """A - B - D is 12 km, A - C - E - D only 9 (a ring is refused, but the way through it would be right)."""
    network = of(
        one=line(("A", 0), ("B", 6), ("D", 12)),
        two=line(("A", 0), ("C", 3), ("E", 6), ("D", 9)),
    )
    assert network.way("A", "D") == ["A", "C", "E", "D"]
    assert network.way("D", "A") == ["D", "E", "C", "A"]


def test_there_is_no_way_between_lines_that_do_not_meet() -> None:
    network = of(one=line(("A", 0), ("B", 10)), two=line(("C", 0), ("D", 5)))
    assert network.way("A", "D") is None


def test_a_tree_is_no_ring_and_neither_are_two_trees() -> None:
    tree = {"one": line(("A", 0), ("B", 10), ("C", 30)), "two": line(("B", 0), ("D", 5))}
    assert of(**tree).ring is None
    assert of(**tree, apart=line(("X", 0), ("Y", 5))).ring is None


def test_two_ways_between_two_places_are_a_ring() -> None:
    assert of(one=line(("A", 0), ("B", 10), ("C", 30)), two=line(("A", 0), ("C", 5))).ring is not None


def test_two_lines_side_by_side_are_a_ring() -> None:
    assert of(one=line(("A", 0), ("B", 10)), two=line(("A", 0), ("B", 12))).ring is not None


def test_a_section_is_double_from_the_first_day_on_which_a_second_track_covers_it() -> None:
    second = [
        {"start": "A", "end": "B", "opens": "2025-03-01"},
        {"start": "A", "end": "C", "opens": "2025-02-01"},
        {"start": "C", "end": "D", "opens": "2025-04-01"},
    ]
    points = (("A", 0), ("B", 10), ("C", 20), ("D", 30), ("E", 40))
    network = of(one=line(*points, second_track=second))
    opens = [section.second_track for section in network.sections]
    assert opens == [date(2025, 2, 1), date(2025, 2, 1), date(2025, 4, 1), None]


def test_sidings_without_a_known_kilometre_lie_inside_the_second_track_around_them() -> None:
    second = [{"start": "A", "end": "B", "opens": "2025-03-01"}]
    network = of(one=line(("A", 0), ("B", 30), fill=[{"after": "A", "count": 2}], second_track=second))
    assert {section.second_track for section in network.sections} == {date(2025, 3, 1)}
