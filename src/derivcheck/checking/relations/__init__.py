"""Steps of other relations than equality, and equations that are decided in a way of their own."""
