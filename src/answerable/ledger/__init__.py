"""The forecast ledger: every forecast shown to anyone, kept for good, and what came of it."""
