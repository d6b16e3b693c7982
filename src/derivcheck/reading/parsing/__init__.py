"""From LaTeX to syntax: tokens, precedence, scripts, environments."""
