"""What was done, by which account and when: a chain of events that only grows, and the versions of every object."""
