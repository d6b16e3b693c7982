"""Terms in normal forms: flat sums, polynomials, fractions, logarithms and determinants."""
