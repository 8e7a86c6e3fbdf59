"""Amounts as people write them; exact, from the decimal text that the read model gives."""

from decimal import Decimal

# Narrow no-break space: an amount must not be torn at the end of a line.
THIN = "\u202f"
NO_BREAK = "\u00a0"

_SWEDISH_SIGNS = {"SEK": "kr"}


def amount(text: str | None, currency: str | None) -> dict[str, str] | None:
    """Write an amount in Swedish and English; None when it is unknown.

    Examples
    --------
    >>> amount("5400000.00", "SEK")["en"].replace(NO_BREAK, " ")
    'SEK 5,400,000'
    """
    if text is None:
        return None
    figures = _figures(Decimal(text))
    sign = currency or "SEK"
    return {
        "sv": figures.replace(",", THIN).replace(".", ",")
        + NO_BREAK
        + _SWEDISH_SIGNS.get(sign, sign),
        "en": f"{sign}{NO_BREAK}{figures}",
    }


def _figures(value: Decimal) -> str:
    # Whole kronor are the rule; öre are shown when there are any.
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"
