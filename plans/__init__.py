"""The plans themselves: YAML for people to read and edit, no code."""
