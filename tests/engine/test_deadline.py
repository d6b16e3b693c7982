"""A step's time: the processor's, and what other processes take for it."""

from __future__ import annotations

import time

from derivcheck.engine.deadline import LEAST, MOST_QUESTIONS, Clock, Deadline


def test_a_process_that_sleeps_uses_none_of_its_time() -> None:
    """A busy machine, on which it waits for its turn, changes no verdict."""
    deadline = Deadline(0.05)
    time.sleep(0.1)
    assert deadline.left() > 0


def test_work_uses_time() -> None:
    """Until it is over."""
    deadline = Deadline(0.02)
    while deadline.left() > 0:
        sum(range(1000))
    assert deadline.left() < 0


def test_what_another_process_takes_counts() -> None:
    """SymPy works in a process of its own."""
    deadline = Deadline(0.05)
    deadline.waited(0.1)
    time.sleep(0.06)
    assert deadline.left() < 0


def test_a_run_knows_of_work_that_was_ended() -> None:
    """Its own work alone: another run that was out of time changes nothing."""
    clock, other = Clock(60.0), Clock(60.0)
    assert clock.deadline().left() > 0
    assert not clock.missed
    assert clock.deadline().anew(0).left() < 0
    assert clock.missed
    assert not other.missed


def test_a_question_may_take_the_whole_time_of_a_step() -> None:
    """Outside of chains, and at the beginning of one."""
    clock = Clock(10.0)
    assert clock.deadline().left() > 9
    with clock.chain(1):
        assert clock.deadline().left() > 9


def test_late_questions_of_a_chain_get_little_time() -> None:
    """The questions of a step together take a few times what one may take."""
    clock = Clock(0.01)
    with clock.chain(1):
        until = time.process_time() + 0.01 * (1 + MOST_QUESTIONS) + 0.01
        while time.process_time() < until:
            pass
        assert clock.deadline().left() <= LEAST
    assert clock.whole is None
