"""What figures count: percent, money, measures and times, under one name in all languages."""

from __future__ import annotations

PERCENT_UNITS = frozenset({"%", "‰", "pp"})
MANY = "many"  # hundreds, millions: no number stands before them
DECADE = "decade of"  # the 1990s

# Written after a number as they are, in every language; case counts (mW, MW).
SYMBOLS = {
    symbol: symbol
    for symbol in (
        "% ‰ pp km m cm mm ft km² m² m³ ha kg g mg t Mt Gt lb l ml kW MW GW TW kWh MWh GWh TWh Hz "
        "kHz MHz GHz kB MB GB TB ms mph ppm dB V kV"
    ).split()
}
SYMBOLS |= {"km2": "km²", "m2": "m²", "m3": "m³", "lbs": "lb", "L": "l", "mL": "ml", "KB": "kB"}
SYMBOLS |= {"h": "hour", "min": "minute", "s": "second"}
# In marks and words as the tokens are cut: "km / h", "° C".
SYMBOL_PHRASES = {
    "km / h": "km/h",
    "m / s": "m/s",
    "° C": "°C",
    "° F": "°F",
    "º C": "°C",
    "ºC": "°C",
    "°": "°",
}
# CLDR's names of the measures whose words Babel knows in every language.
MEASURES = {
    "length-kilometer": "km",
    "length-meter": "m",
    "length-centimeter": "cm",
    "length-millimeter": "mm",
    "length-mile": "mi",
    "length-foot": "ft",
    "length-yard": "yd",
    "length-inch": "in",
    "area-square-kilometer": "km²",
    "area-square-meter": "m²",
    "area-hectare": "ha",
    "area-acre": "ac",
    "area-square-mile": "mi²",
    "volume-cubic-meter": "m³",
    "volume-liter": "l",
    "volume-milliliter": "ml",
    "volume-gallon": "gal",
    "mass-kilogram": "kg",
    "mass-gram": "g",
    "mass-tonne": "t",
    "mass-pound": "lb",
    "temperature-celsius": "°C",
    "temperature-fahrenheit": "°F",
    "speed-kilometer-per-hour": "km/h",
    "speed-meter-per-second": "m/s",
    "speed-mile-per-hour": "mph",
    "power-watt": "W",
    "power-kilowatt": "kW",
    "power-megawatt": "MW",
    "power-gigawatt": "GW",
    "energy-kilowatt-hour": "kWh",
    "frequency-hertz": "Hz",
    "digital-megabyte": "MB",
    "digital-gigabyte": "GB",
    "digital-terabyte": "TB",
    "duration-century": "century",
    "duration-decade": "decade",
    "duration-year": "year",
    "duration-month": "month",
    "duration-week": "week",
    "duration-day": "day",
    "duration-hour": "hour",
    "duration-minute": "minute",
    "duration-second": "second",
}
LIVRE = "livre"  # pounds, or books
# A translator may leave these out or put them in ("aged 8", "8 años").
LIGHT_UNITS = frozenset(
    {"century", "decade", "year", "month", "week", "day", "hour", "minute", "second", DECADE, LIVRE}
)
CURRENCIES = (
    *("USD", "EUR", "GBP", "JPY", "CNY", "CHF", "INR", "RUB", "MXN", "BRL", "CAD", "AUD", "NZD"),
    *("KRW", "TRY", "UAH", "ILS", "PLN", "SEK", "NOK", "DKK", "CZK", "HUF", "ARS", "CLP", "COP"),
    *("PEN", "ZAR", "NGN", "SAR", "AED", "EGP", "HKD", "SGD", "THB", "VND", "XOF", "XAF"),
)
CURRENCY_SIGNS = {"$": "$", "€": "EUR", "£": "pound", "¥": "¥", "₹": "INR", "₽": "RUB", "₩": "KRW"}
CURRENCY_SIGNS |= {"₺": "TRY", "₴": "UAH", "₪": "ILS", "₫": "VND", "₦": "NGN", "¢": "¢", "฿": "THB"}
COUNTRY_DOLLARS = {"us": "USD", "r": "BRL", "ca": "CAD", "c": "CAD", "a": "AUD", "au": "AUD"}
# What leaves the country or the scale unsaid, and what it may stand for.
GENERIC = {
    "$": frozenset({"USD", "CAD", "AUD", "NZD", "HKD", "SGD", "MXN", "peso"}),
    "peso": frozenset({"MXN", "ARS", "CLP", "COP"}),
    "pound": frozenset({"GBP", "lb", "EGP"}),
    LIVRE: frozenset({"pound", "GBP", "lb", "EGP"}),
    "franc": frozenset({"CHF", "XOF", "XAF"}),
    "rupee": frozenset({"INR"}),
    "¥": frozenset({"JPY", "CNY"}),
    "°": frozenset({"°C", "°F"}),
}
MONEY_UNITS = frozenset({*CURRENCIES, *CURRENCY_SIGNS.values(), "peso", "pound", "franc", "rupee"})


def units_agree(one: str, other: str, strict: bool) -> bool:
    """Whether two units can be the same, or one of them may be left unsaid.

    Not `strict`: the words of one language are not all known, so any unit may stay unseen.
    """
    if one == other or other in GENERIC.get(one, ()) or one in GENERIC.get(other, ()):
        return True
    if one and other:
        return False
    return not strict or (one or other) in LIGHT_UNITS
