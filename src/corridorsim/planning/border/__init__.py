"""A border crossing in steps: control, acceptance, the run across, the gauge break, forming.

The import side transships. Where goods pass from train to train, the arriving and the departing train are one
itinerary: at the front it holds a track of each gauge, and after that only the one of the gauge beyond. Where goods
pass through a stack, the arriving train ends there, and the departing train has an itinerary of its own.
"""

from corridorsim.planning.border.acceptance import trains_accepted
from corridorsim.planning.border.crossing import ConsistAtCrossing, far_end
from corridorsim.planning.border.handover import token

__all__ = ["ConsistAtCrossing", "far_end", "token", "trains_accepted"]
