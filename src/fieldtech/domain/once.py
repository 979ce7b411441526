"""An attribute that is computed when it is first asked for."""

from collections.abc import Callable
from typing import Generic, TypeVar, overload

Owner = TypeVar("Owner")
Value = TypeVar("Value")


class once(Generic[Owner, Value]):  # noqa: N801  (read as a decorator)
    """Computes an attribute once; up to Python 3.11 the lock of `cached_property` costs more than a short computation.

    Two threads at a time may both compute it: it must not matter which one's value stays.
    """

    def __init__(self, compute: Callable[[Owner], Value]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, owner: None, kind: type[Owner]) -> "once[Owner, Value]": ...
    @overload
    def __get__(self, owner: Owner, kind: type[Owner]) -> Value: ...
    def __get__(self, owner: Owner | None, kind: type[Owner]) -> "once[Owner, Value] | Value":
        """Compute the value, and leave it where it is found before this is asked again."""
        if owner is None:
            return self
        value = owner.__dict__[self._name] = self._compute(owner)
        return value
