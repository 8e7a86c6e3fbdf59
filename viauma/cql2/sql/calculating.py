"""Arithmetic in double precision that ends in null where PostgreSQL would raise an error.

Operands of a magnitude between 1e-150 and 1e150 cannot overflow or underflow in one step, so what
lies outside is unknown, and so are a division by zero and a power without a real value. Unknown
too is a remainder so small against the number divided that no digit of it is right.
"""

import math

from viauma.cql2.queryables import Kind
from viauma.cql2.sql.operands import Binds, Constant, Operand, Sql
from viauma.cql2.tree import ArithmeticOperator

LARGEST, SMALLEST = 1e150, 1e-150

LARGEST_LOGARITHM = 340.0
"""A power stays within e^±340, some 1e±147."""

MOST_WHOLE = 2.0**53
"""Up to here doubles hold every whole number: a quotient with its remainder."""

_BOUNDED = "abs({0}) <= 1e150 and (abs({0}) >= 1e-150 or {0} = 0)"
_NOT_ZERO = "v.r <> 0"

_GUARDS: dict[ArithmeticOperator, str] = {
    "/": _NOT_ZERO,
    "div": _NOT_ZERO,
    "%": f"case when v.r <> 0 then abs(v.l / v.r) <= {MOST_WHOLE:.0f} end",
    "^": (
        "case when v.l = 0 then v.r >= 0 "
        "when v.l < 0 and v.r <> trunc(v.r) then false "
        "else abs(v.r * ln(abs(v.l))) <= 340 end"
    ),
}  # fmt: skip

_RESULTS: dict[ArithmeticOperator, str] = {
    "+": "v.l + v.r", "-": "v.l - v.r", "*": "v.l * v.r", "/": "v.l / v.r",
    "div": "trunc(v.l / v.r)", "%": "v.l - v.r * trunc(v.l / v.r)", "^": "power(v.l, v.r)",
}  # fmt: skip

UNKNOWN = Sql("cast(null as double precision)", Kind.NUMBER)


def calculation(
    operator: ArithmeticOperator, left: Operand, right: Operand, binds: Binds
) -> Operand:
    """Calculate; what depends on no row is calculated here."""
    if isinstance(left, Constant) and isinstance(right, Constant):
        value = calculated(operator, float(left.value), float(right.value))  # type: ignore[arg-type]
        return UNKNOWN if value is None else Constant(value, Kind.NUMBER)
    guards = [_BOUNDED.format("v.l"), _BOUNDED.format("v.r")]
    if operator in _GUARDS:
        guards.append(_GUARDS[operator])
    # Each operand is written once, or the text would double with every step of the calculation;
    # and "offset 0" keeps the planner from doing the same, which took it gigabytes for six steps.
    operands = ", ".join(
        f"cast({binds.spell(side, Kind.NUMBER)} as double precision) as {name}"
        for side, name in ((left, "l"), (right, "r"))
    )
    chosen = _RESULTS[operator]
    for guard in reversed(guards):
        chosen = f"case when {guard} then {chosen} end"
    # What is put together here are our own words and the names of bound values.
    return Sql(f"(select {chosen} from (select {operands} offset 0) as v)", Kind.NUMBER)  # noqa: S608


def calculated(operator: ArithmeticOperator, left: float, right: float) -> float | None:
    """Calculate by the rules of the SQL above."""
    if not (_is_bounded(left) and _is_bounded(right)):
        return None
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "^":
            return _power(left, right)
    return _divided(operator, left, right) if right else None


def _divided(operator: ArithmeticOperator, left: float, right: float) -> float | None:
    if operator == "/":
        return left / right
    whole = float(math.trunc(left / right))
    if operator == "div":
        return whole
    return left - right * whole if abs(left / right) <= MOST_WHOLE else None


def _power(base: float, exponent: float) -> float | None:
    if base == 0:
        return math.pow(base, exponent) if exponent >= 0 else None
    if base < 0 and exponent != math.trunc(exponent):
        return None
    if abs(exponent * math.log(abs(base))) > LARGEST_LOGARITHM:
        return None
    return math.pow(base, exponent)


def _is_bounded(value: float) -> bool:
    return abs(value) <= LARGEST and (abs(value) >= SMALLEST or value == 0)
