"""What the world is: scenarios read from YAML, checked at the door, frozen from then on."""

from corridorsim.model.network import Network, Place, Section, join
from corridorsim.model.scenario import Scenario, read

__all__ = ["Network", "Place", "Scenario", "Section", "join", "read"]
