"""What the cluster's rooms cost, and what a second worker gives."""
