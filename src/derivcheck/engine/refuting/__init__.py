"""The refuter: draws valuations that obey a scope, and makes a counterexample small."""
