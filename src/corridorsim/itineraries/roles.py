"""Roles: what each resource is to trains. Planning says it as it makes the resource; nobody has to guess it later."""

from enum import IntEnum


class Role(IntEnum):
    """What a resource is."""

    SECTION = 0  # a section as a whole, or as many trains as it holds
    ONE_WAY = 1  # the trains of one direction on a section, of which several may follow each other
    TURN = 2  # the door through which one direction enters a single section while it is its turn
    FOLLOWER = 3  # a train that follows another the same way before the other direction has had its turn
    HEADWAY = 4  # the time between two trains that enter a section the same way
    BLOCK = 5  # a block of one track of a section
    LONG_TRAIN = 6  # the right to be the only train on a section that is longer than the loops beside it
    ROUTE = 7  # a route over the points of a station
    ARRIVAL = 8  # the right to arrive while no other train does
    TRACKS = 9  # all tracks of a station, apart from those of its other yards
    YARD = 10  # all tracks of another yard of a station: reception, waiting, departure, the other gauge
    EXIT = 11  # those tracks of a yard that trains to one exit may fill
    ENTERING = 12  # those tracks of a yard that trains may fill that enter the corridor there
    BORDER_TRACK = 13  # a track over the border
    WORKER = 14  # lanes, fronts, machines, engines, gangs, desks
    STACK = 15  # space in a stack
    STORE = 16  # loads that lie in a stack or a yard for trains of one kind
    ACCEPTED = 17  # places in the number of trains that the neighbour accepts
    USED = 18  # places of a calendar day that trains have used
    CHANGE_OF_DAY = 19  # open while a calendar day changes
    LOT = 20  # places in a lot of trains that may be handed over in a span
    GATE = 21  # open while trains may be handed over
    UNDER_WAY = 22  # trains that may be under way at once
    HANDLED = 23  # containers that a terminal handles in 24 hours
    SPACE = 24  # space in a terminal
    WAGONS = 25
    LOCOMOTIVES = 26
    CREWS = 27
    CALL = 28  # a call for an empty train
    END = 29  # the network beyond a distant end, which takes one train at a time
    ASKED = 30  # trains of one direction that ask for a single section
    BEGUN = 31  # trains of one direction that have entered it since
    WATCH = 32  # one turn of a direction at a time, or one stop of loading
    NEXT_IN_LINE = 33  # the right to be the next train of its kind that is handed over
    CUT = 34  # trains that may still enter a stretch of a line in 24 hours
    CLEARED = 35  # goods that customs have cleared
    BORDER_LOCOMOTIVES = 36  # locomotives that haul trains over the border
    FREIGHT_TRACKS = 37  # those tracks of a station that freight may fill; the others are kept for better trains
    FREIGHT_EXIT = 38  # those of them that freight to one exit may fill
    LOADING = 39  # open while a rule lets trains be loaded
    COUNTED = 40  # trains that count for such a rule
    ROOM = 41  # more such trains than there can be, less those that count

    @property
    def logical(self) -> bool:
        """Whether it is nothing that could be touched: a number, a turn, a permit."""
        return self not in THINGS


THINGS = frozenset({
    Role.SECTION, Role.ONE_WAY, Role.BLOCK, Role.ROUTE, Role.TRACKS, Role.YARD, Role.BORDER_TRACK, Role.WORKER,
    Role.STACK, Role.SPACE, Role.WAGONS, Role.LOCOMOTIVES, Role.CREWS,
    Role.BORDER_LOCOMOTIVES,
})  # fmt: skip
