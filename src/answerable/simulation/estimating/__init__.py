"""Estimators of what a room is made of, from plain numbers: how often, how long, how patient, how busy. No records here."""
