"""Words, names, sentences, paragraphs, lemmas, dates and wording: shared by all rooms."""
