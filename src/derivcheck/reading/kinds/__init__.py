"""What undeclared names are, scalars, vectors or matrices, inferred from how a section uses them."""
