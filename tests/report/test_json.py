import json
from dataclasses import replace

from derivcheck.report.json import render
from derivcheck.results import Report, Step, Trouble
from tests.report import samples

EXPECTED = r"""
{
  "derivcheck": "0.1.0",
  "files": [
    {
      "path": "notes.md",
      "derivations": [
        {
          "title": "Notes",
          "line": 1,
          "steps": [
            {
              "line": 8,
              "column": 4,
              "end_line": 8,
              "end_column": 35,
              "left": "\\frac{d}{dx} (1 + e^{-x})^{-1}",
              "relation": "=",
              "right": "\\frac{e^{-x}}{(1 + e^{-x})^2}",
              "reason": "chain rule",
              "expected": null,
              "verdict": "proved",
              "code": "D101",
              "message": "Both sides are equal wherever both are defined.",
              "strategy": "random-interpretation",
              "evidence": {
                "points": 3,
                "sizes": [
                  {
                    "d": 5
                  },
                  {
                    "d": 6
                  }
                ],
                "error": "below 2^-100",
                "valuations": 4
              },
              "conditions": [
                "x \\ne 1"
              ],
              "assumptions": [],
              "read_as": [],
              "counterexample": null,
              "suggestion": null,
              "seconds": 0.0012
            },
            {
              "line": 9,
              "column": 4,
              "end_line": 9,
              "end_column": 30,
              "left": "\\frac{e^{-x}}{(1 + e^{-x})^2}",
              "relation": "=",
              "right": "\\sigma(x)(1 + \\sigma(x))",
              "reason": null,
              "expected": null,
              "verdict": "refuted",
              "code": "D201",
              "message": "At the counterexample the left side is 1/4 and the right side is 3/4.",
              "strategy": null,
              "evidence": {},
              "conditions": [],
              "assumptions": [
                "x > 0",
                "A = A^\\top"
              ],
              "read_as": [
                "\\log: natural logarithm"
              ],
              "counterexample": {
                "sizes": {
                  "n": 2,
                  "d": 1
                },
                "values": {
                  "x": "0",
                  "\\mathbf{w}": [
                    "1",
                    "-1/2"
                  ],
                  "X": [
                    [
                      "1",
                      "2"
                    ],
                    [
                      "-3",
                      "4"
                    ]
                  ],
                  "p": {
                    "columns": [
                      "x",
                      "p(x)"
                    ],
                    "rows": [
                      [
                        "1",
                        "1/4"
                      ],
                      [
                        "2",
                        "3/4"
                      ]
                    ]
                  }
                },
                "left": "1/4",
                "right": "3/4"
              },
              "suggestion": "\\sigma(x)(1 - \\sigma(x))",
              "seconds": 0.1
            },
            {
              "line": 10,
              "column": 4,
              "end_line": 10,
              "end_column": 22,
              "left": "\\sigma(x)(1 + \\sigma(x))",
              "relation": "=",
              "right": "\\frobnicate{x}",
              "reason": null,
              "expected": null,
              "verdict": "unread",
              "code": "D402",
              "message": "The command `\\frobnicate` is not known.",
              "strategy": null,
              "evidence": {},
              "conditions": [],
              "assumptions": [],
              "read_as": [],
              "counterexample": null,
              "suggestion": null,
              "seconds": 0.0
            }
          ]
        }
      ]
    }
  ],
  "summary": {
    "proved": 1,
    "refuted": 1,
    "unproved": 0,
    "unread": 1,
    "defined": 0,
    "skipped": 0,
    "unexpected": 0
  }
}
"""


def test_the_object_has_exactly_the_documented_form() -> None:
    """Keys, their order, nulls and numbers are part of the interface."""
    assert "\n" + render(samples.report(samples.PROVED, samples.REFUTED, samples.UNREAD)) == EXPECTED


def test_an_empty_report_has_all_counts() -> None:
    """Without files the summary still has every verdict."""
    zeros = dict.fromkeys(("proved", "refuted", "unproved", "unread", "defined", "skipped", "unexpected"), 0)
    assert json.loads(render(Report(()))) == {"derivcheck": "0.1.0", "files": [], "summary": zeros}


def test_a_file_without_derivations_is_listed() -> None:
    """Its troubles have no place in the object, the file has."""
    report = samples.report(troubles=(Trouble("D503", "…", None, "error"),))
    assert json.loads(render(report))["files"] == [{"path": "notes.md", "derivations": []}]


def test_evidence_of_any_kind_stays_json() -> None:
    """Infinities, tuples, sets and other objects become what JSON knows."""
    evidence = {"bound": float("inf"), "points": (1, 2.5), "sizes": [{"n": 2}], "exact": None, "kind": Step}
    found = json.loads(render(samples.report(replace(samples.PROVED, evidence=evidence))))
    shown = found["files"][0]["derivations"][0]["steps"][0]["evidence"]
    assert shown == {"bound": "inf", "points": [1, 2.5], "sizes": [{"n": 2}], "exact": None, "kind": str(Step)}


def test_a_missing_assumption_is_part_of_the_evidence() -> None:
    """It needs no key of its own among those of a step."""
    step = replace(samples.REFUTED, evidence={"holds_if": [r"x \ge 0"]})
    (file,) = json.loads(render(samples.report(step)))["files"]
    shown = file["derivations"][0]["steps"][0]
    assert shown["evidence"] == {"holds_if": [r"x \ge 0"]}
    assert shown["suggestion"] == samples.REFUTED.suggestion


def test_ascii_only_escapes_everything_else() -> None:
    """A stream that cannot show a character gets its escape, and the value is the same."""
    report = samples.report(replace(samples.PROVED, reason="Ungleichung für ∑"))
    assert render(report, ascii_only=True).isascii()
    assert json.loads(render(report, ascii_only=True)) == json.loads(render(report))
