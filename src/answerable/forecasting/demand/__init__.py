"""Demand by the half-hour, hour or day: how many calls or incidents to expect, and how far they may be from that."""
