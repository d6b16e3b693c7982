"""Certificates and the kernel that checks them, which alone makes the verdict *proved*."""
