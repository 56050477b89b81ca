"""Simulated contacts as records, and their figures: where simulation and measures meet.

The contacts of a simulated room are written as a telephone system would write them (`records`), loaded like any file, and
folded by the engine into the figures of the measures (`figures`). So one definition of "answered within 30 seconds" judges the
simulated and the real room. What the simulator itself counted stands beside it (`own_counts`), and where the two mean
something else, it is said.
"""
