"""How many people, when, and on which shifts: requirement, shift cover, rosters, and strength over the months."""
