"""Programs of operations that take and put units of resources, without any railway terms.

A :class:`Program` is what an engine runs, an :class:`Outcome` what it returns, a :class:`Legend` keeps the names,
and with a :class:`Builder` a person can write a program by hand.
"""

from corridorsim.operations.builder import Builder, Put, Step
from corridorsim.operations.program import NEVER, Legend, Outcome, Program, ProgramError, check

__all__ = ["NEVER", "Builder", "Legend", "Outcome", "Program", "ProgramError", "Put", "Step", "check"]
