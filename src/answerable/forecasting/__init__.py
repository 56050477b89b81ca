"""What comes next: series projected with odds, and demand by the half-hour. Knows nothing of records or measures."""
