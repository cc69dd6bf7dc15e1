"""The readers of files, a module for each family of formats."""
