"""A simulated room fitted to the records of a workspace, and held against days that it was not fitted to."""
