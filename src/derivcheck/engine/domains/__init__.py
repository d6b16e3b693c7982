"""Where terms are defined, how large they are, and on which regions switches are resolved."""
