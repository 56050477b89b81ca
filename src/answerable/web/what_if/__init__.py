"""What if: a control room that staff change and see simulated at once; scenarios saved, compared and taken to meetings."""
