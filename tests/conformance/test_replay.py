"""An imposed order: who is first has the resource first, however late it is."""

from corridorsim.conformance.replay import courses_of_layers, layer, replayed


def test_the_lower_entry_goes_first_though_it_is_ready_later() -> None:
    trains = [[layer(0, 100, {"section": 10}), layer(0, 0, {})], [layer(50, 100, {"section": 10}), layer(0, 0, {})]]
    courses = courses_of_layers(trains)
    assert replayed(courses, [[0, 0], [1, 1]]) == [[0, 100], [110, 210]]
    assert replayed(courses, [[1, 1], [0, 0]]) == [[160, 260], [50, 150]]


def test_an_order_against_itself_locks() -> None:
    """Each is to have its second resource before the other, which holds it and waits for its own."""
    trains = [
        [layer(0, 5, {"a": 0}), layer(0, 5, {"b": 0}), layer(0, 0, {})],
        [layer(0, 5, {"b": 0}), layer(0, 5, {"a": 0}), layer(0, 0, {})],
    ]
    assert replayed(courses_of_layers(trains), [[0, 3, 0], [1, 2, 0]]) == [[0, -1, -1], [0, -1, -1]]
