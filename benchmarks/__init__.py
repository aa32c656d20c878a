"""What Egiz is measured with; every number in its documentation comes from here."""
