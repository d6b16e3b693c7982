"""The one evaluator: values of terms at valuations, in any number system."""
