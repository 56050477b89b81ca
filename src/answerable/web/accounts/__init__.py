"""Accounts, the roles that people have in organisations, and the rights that follow."""
