"""Sums, products and series of symbolic length."""
