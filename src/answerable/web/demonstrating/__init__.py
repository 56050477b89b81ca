"""A register for the made-up force: who was asked what in the story that its records tell. Everything is done by the commands
that people use, by accounts of the right roles, so that nothing stands in it that could not have come about."""
