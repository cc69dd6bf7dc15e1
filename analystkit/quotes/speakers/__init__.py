"""From the words that name a source to a name: people, bodies, groups, pronouns, roles."""
