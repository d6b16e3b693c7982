"""Decides a question about terms: refuted at a point, proved by a certificate that the kernel checks, or neither."""
