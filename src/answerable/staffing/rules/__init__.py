"""Rules of working time as data, and the check of a person's duties against them. Knows nothing of solvers."""
