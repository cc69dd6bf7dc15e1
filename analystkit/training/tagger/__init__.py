"""How the tagger's weights were made."""
