"""Lines: sections, stations, traction, and how trains move on them."""
