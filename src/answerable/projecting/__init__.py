"""Where measures and forecasting meet: a measure's months projected, and its records as demand by the half-hour."""
