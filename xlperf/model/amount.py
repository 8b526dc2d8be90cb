"""The one door to exact numbers. Money is counted in 分 (integers); 万元 and 元 meet only here."""

from decimal import Decimal

CENTS_PER_WAN = 1_000_000
"""1 万元 = 10,000 元 = 1,000,000 分."""


def decimal_of(number: int | float | Decimal) -> Decimal:
    """Return `number` exactly as it is shown: 0.1 is 0.1, 11.0 is 11, 0.1 + 0.2 is 0.3. Excel shows fifteen digits."""
    if isinstance(number, float):
        return Decimal(int(number)) if number.is_integer() else Decimal(f"{number:.15g}")
    return Decimal(number)


def cents_of(yuan: int | float | Decimal) -> tuple[int, bool]:
    """Return an amount in 元 as (分, exact); not exact where it has a third decimal, which is then rounded.

    A float is exact when it is the very float that its 分 give back, which spares Decimal on long ledgers.
    """
    cents = round(yuan * 100)
    exact = cents / 100 == yuan if isinstance(yuan, float) else cents == yuan * 100
    return cents, exact


def yuan_of(cents: int) -> Decimal:
    """Return 分 as 元."""
    return Decimal(cents) / 100


def wan_of(cents: int) -> Decimal:
    """Return 分 as 万元."""
    return Decimal(cents) / CENTS_PER_WAN
