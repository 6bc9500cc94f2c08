"""Border crossings: control, the gauge break, and what a train goes through there."""
