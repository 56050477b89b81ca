"""What if: scenarios of a workspace kept, run once and never again, compared with the same callers, and swept over ranges."""
