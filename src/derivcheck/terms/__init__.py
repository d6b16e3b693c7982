"""The term language: typed expressions, their shapes, substitution and printing."""
