"""Implications and equivalences between statements about real numbers, decided on exact polynomials."""
