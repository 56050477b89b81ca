"""A week's requirement covered with shifts: patterns as data, a programme made of them, the cover that is found, its telling.

A pattern (`pattern`, read by `pattern_file`) and a week's need (`need`) are laid out as a linear programme with whole numbers
(`programme`, `laying_out`), which HiGHS solves in a process of its own (`highs`, `finding`). What comes out is a `cover`.
"""
