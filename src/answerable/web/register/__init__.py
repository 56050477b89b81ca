"""Plans, actions, recommendations and promises."""
