"""A border crossing in steps: control, the agreed number of trains, the run across, the gauge break, making up.

The import side transships. Where goods go from train to train, the train that came and the train that goes on are one
itinerary: at the front it holds a track of both gauges, and from then on only that of the gauge beyond. Where they go
through a stack, the train that came ends there, and the train that goes on has an itinerary of its own.
"""

from corridorsim.planning.border.crossing import Border, far_end
from corridorsim.planning.border.handover import token

__all__ = ["Border", "far_end", "token"]
