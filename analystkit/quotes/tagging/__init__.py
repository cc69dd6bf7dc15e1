"""Text to attributions: the trained tagger, its windows and tags, the links between them."""
