"""From the displays of a document to the steps of its report.

:mod:`~derivcheck.checking.walk` goes through a derivation, :mod:`~derivcheck.checking.steps` decides one chain;
the folders beside them hold what a document has said before (:mod:`~derivcheck.checking.memory`), the relations
other than equality (:mod:`~derivcheck.checking.relations`), and what it leaves unsaid
(:mod:`~derivcheck.checking.charity`).
"""
