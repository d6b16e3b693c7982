"""What a document leaves unsaid: which refutations do not survive a charitable reading."""
