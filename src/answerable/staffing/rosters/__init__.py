"""Which named person works which shift on which day: the need, the people and the rules laid out, solved, and told.

What is read from files (`reading`) is a `Need` and people; `limits` says what the rules leave open to each, `problem` puts all
of it into numbers, `solving` searches with CP-SAT in a process of its own, `making` puts it together and has the result checked
by `staffing.rules`, which shares no code with the limits: each is the other's test. `reasons` says why somebody is missing.
"""
