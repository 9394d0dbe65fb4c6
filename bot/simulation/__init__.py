"""A year of a province in virtual time: people who file early, late, wrongly, never, and what the bot says to them."""
