"""Random variables, densities, events and distributions: what stands for averages."""
