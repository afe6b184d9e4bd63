"""How fixtures and texts stand to each other, for the people who decide: list, compare, patch."""
