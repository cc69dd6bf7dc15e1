"""True spans and kinds: quote marks, pieces put apart and joined, what a page's layout tells."""
