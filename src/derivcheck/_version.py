"""The version, kept apart so that a build and ``derivcheck --version`` read it without importing anything else."""

__version__ = "0.1.0"
