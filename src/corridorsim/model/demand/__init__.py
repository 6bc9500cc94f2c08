"""Who wants to go: flows, services, consists, terminals, pools of wagons, and the choice of crossing."""
