"""A trend of readings as heights between the least and the greatest of them."""

from collections.abc import Iterable
from decimal import Decimal

_GREATEST = Decimal(10) ** 15
"""Beyond it no instrument reads; another machine may have recorded anything."""


def trend_levels(values: Iterable[Decimal], levels: int) -> tuple[int, ...]:
    """Give each value a height from 0; where all are the same, a middle one. What is no plain number is left out."""
    numbers = [float(value) for value in values if value.is_finite() and abs(value) < _GREATEST]
    least, greatest = (min(numbers), max(numbers)) if numbers else (0.0, 0.0)
    if least == greatest:
        return tuple((levels - 1) // 2 for _number in numbers)
    return tuple(round((number - least) / (greatest - least) * (levels - 1)) for number in numbers)
