"""Acts that change several kinds of records at once: activation and closing of a plan, mergers of units."""
