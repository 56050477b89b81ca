"""Forces, governing bodies, panels, teams, posts, and who held them when."""
