"""From above: compiled local search for a good schedule, and who sits where."""
