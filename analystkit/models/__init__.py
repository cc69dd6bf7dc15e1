"""The shipped weights, each with its card, and their loading."""
