"""The control room simulated: contacts that arrive, wait, are answered, give up and come again, and the people who answer.

A room is written in YAML (`room_file`), held as frozen objects (`room`), laid out in arrays (`laying_out`) and run by the
kernel (`kernel`), which numba compiles. What comes out are totals by half-hour and queue (`results`), or every contact by
itself. The conventions, such as who goes first and what counts where, are in docs/explanation/simulation.md.
"""
