"""What was found in documents before, so that a document that has not changed need not be checked again.

What is kept is data (JSON), never anything that is executed. A whole document is the unit: what a step means may depend
on any sentence before it and on every formula of its section, so that the parts of a changed document are not worth
telling apart.
"""
