"""What is to be scheduled and what comes back: problem, result, changes, checker, files, arrays."""
