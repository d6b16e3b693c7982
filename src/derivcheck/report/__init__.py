"""Everything that is printed: words, renderers (one file per output format) and what a run amounts to."""
