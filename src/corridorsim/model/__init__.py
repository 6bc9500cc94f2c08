"""The world that is simulated: scenarios read from YAML, checked on reading, and frozen after that."""

from corridorsim.model.lines.network import Network, Place, Section, join
from corridorsim.model.scenario import Scenario, read

__all__ = ["Network", "Place", "Scenario", "Section", "join", "read"]
