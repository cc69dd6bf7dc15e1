"""What actors and targets share: a TOML file read, checked, and put in place whole."""
