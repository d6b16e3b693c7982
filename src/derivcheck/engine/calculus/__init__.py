"""Derivatives, integrals and limits: what is exact, and what a certificate may use."""
