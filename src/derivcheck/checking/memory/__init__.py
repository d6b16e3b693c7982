"""What a document has said before, and what that makes of the steps that come after."""
