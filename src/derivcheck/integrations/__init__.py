"""What other tools need in order to call derivcheck; the pre-commit hook needs only ``.pre-commit-hooks.yaml``."""
