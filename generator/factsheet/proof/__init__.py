"""Whether words stand in their source, letter for letter, and as what."""
