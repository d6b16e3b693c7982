"""What sentences say: what they declare, define, suppose, deny or only aim at."""
