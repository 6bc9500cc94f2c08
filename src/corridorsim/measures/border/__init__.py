"""What happened at the border: stages, stations, clearance, acceptance, stacks and queues."""
