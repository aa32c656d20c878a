"""Reading Russian: trained models for morphology, syntax and names, and rules on their trees."""
