"""How the stance network's weights were made."""
