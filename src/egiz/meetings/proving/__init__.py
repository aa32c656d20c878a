"""From below: bounds, clauses, programs, and the reasons that follow from them."""
