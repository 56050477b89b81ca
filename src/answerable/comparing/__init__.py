"""Comparing with others: published figures and limits (benchmarks), peer groups, who is who, and importing lists of them."""
