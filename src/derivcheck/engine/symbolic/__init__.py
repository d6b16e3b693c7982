"""SymPy, in a process of its own that can be killed: what it says is a proposal, or one witness of two."""
