"""One file for each kind of notation: how its syntax becomes a term."""
