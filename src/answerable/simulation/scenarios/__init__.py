"""Scenarios: a room with named changes, so that "what if" is a file that can be kept, read and run again."""
