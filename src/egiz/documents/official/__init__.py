"""Official papers: letters, memorandum, plan of measures, minutes, list, release, year's report."""
