"""The questions that documents put to the engine, with its decisions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unittest.mock import patch

from derivcheck.check import check_file, check_text
from derivcheck.checking import steps
from derivcheck.engine.decide import decide
from derivcheck.engine.decision import Decision
from derivcheck.engine.question import Question
from derivcheck.results import Verdict

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*(ROOT / "derivations").rglob("*.md"), *(ROOT / "tests" / "derivations").rglob("*.md")])
CORPUS = sorted((ROOT.parent / "shared" / "corpus").glob("*.jsonl"))
"""A corpus of pairs and chains beside the repository, where there is one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the engine's decision, and where it stands."""

    where: str
    question: Question
    decision: Decision

    @property
    def is_scalar(self) -> bool:
        """Whether both sides are numbers and nothing has a symbolic size."""
        return not self.question.left.shape and not self.question.sizes and not self.question.indices


@cache
def asked_in(path: Path) -> tuple[Asked, ...]:
    """What a document asks, and what is decided."""
    found: list[Asked] = []

    def listen(question: Question, *, shown: bool = True) -> Decision:
        decision = decide(question, shown=shown)
        found.append(Asked(path.name, question, decision))
        return decision

    with patch.object(steps, "decide", listen):
        if path.suffix == ".jsonl":
            for text in _documents(path):
                check_text(text)
        else:
            check_file(path)
    return tuple(asked for asked in found if asked.decision.verdict in (Verdict.PROVED, Verdict.REFUTED))


def _documents(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        sides, relations = record["steps"], record["relations"]
        rest = "".join(f" {relation} {side}" for relation, side in zip(relations, sides[1:], strict=True))
        yield f"{record['prose']}\n\n$$ {sides[0]}{rest} $$\n"
