"""Ratios against named rivals and limits; README.md says how to run them and what was measured last."""
