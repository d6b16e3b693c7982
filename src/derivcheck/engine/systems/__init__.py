"""Number systems: what a scalar can be while a term is evaluated."""
