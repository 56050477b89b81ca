"""The simulated control room against SimPy, Ciw and, as the limit, the same kernel in C."""
