"""The public site: reads the newest release of a workspace and nothing else."""
