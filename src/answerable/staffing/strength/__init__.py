"""People over time: a plan of joiners, leavers and absence carried on by the month, and what the room makes of it."""
