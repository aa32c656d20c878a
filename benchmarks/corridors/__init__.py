"""Speed of the network and of a question to it."""
