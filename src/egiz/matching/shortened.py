"""Numbers and codes as a table program left them: noughts gone, points for commas, dates, rounded numbers.

What can be had back is mended and said; what cannot (lost digits, a code that became a date) is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from egiz.matching._errors import ProfileError
from egiz.matching.codes import activity_labels
from egiz.matching.profiles import normal_activity_code, normal_goods_code

Read = Callable[[str], tuple[tuple[str, ...], tuple[str, ...]]]
"""A cell's part → what is read in it, and what a person should check."""

_ROUNDED = re.compile(r"\d+(?:[.,]\d+)?[EeЕе]\+?\d+")
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ].*)?|\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d(?: .*)?"
    r"|\d{1,4}[.\-/ ](?!\D*[.\-/ ])[^\W\d]{3,5}\.?|[^\W\d]{3,5}\.?[.\-/]\d{1,4}"
)
_WHOLE = re.compile(r"(\d+)[.,]0")
_SEPARATED = re.compile(r"[,/]+|(?<=\d) +(?=[A-Z]?\d)")


def activity_codes(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """OKED/NACE codes of a cell: ``"28.13; 1.11"``; a lone ``"28,13"`` is one code with a decimal comma."""
    if re.fullmatch(r"\d{1,2},\d{1,2}", text):
        return _said([activity_code(text.replace(",", "."))], text)
    whole = _WHOLE.fullmatch(text)
    parts = [text] if whole or _DATE.fullmatch(text) else _SEPARATED.split(text)
    return _said([activity_code(part) for part in parts if part.strip()])


def goods_codes(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """HS codes of a cell: ``"8413 70; 8414"``; a lone ``"8413,7"`` is one code with a decimal comma."""
    if re.fullmatch(r"\d{3,4},\d{1,3}|\d{1,2},\d|\d,\d\d", text):
        return _said([goods_code(text.replace(",", "."))], text)
    parts = [text] if _DATE.fullmatch(text) else re.split(r"[,/]+|(?<=\d{4}) +(?=\d{4}(?!\d))", text)
    return _said([goods_code(part) for part in parts if part.strip()])


def _said(read: list[tuple[str, str]], comma: str = "") -> tuple[tuple[str, ...], tuple[str, ...]]:
    codes = tuple(code for code, _ in read)
    remarks = tuple(remark for _, remark in read if remark)
    return codes, remarks or ((_as(comma, codes[0]),) if comma else ())


def _as(text: str, right: str) -> str:
    return f"{text!r} was shortened by a table program; read as {right}"


def _unspoilt(field: str, text: str) -> str:
    """The text without a float's ``.0``; refused where digits are lost or a date was made of it."""
    text = text.strip()
    if _ROUNDED.fullmatch(text):
        raise ProfileError(field, f"{text!r} has lost digits in a table program; write the number as text")
    if _DATE.fullmatch(text):
        raise ProfileError(field, f"{text!r} is a date that a table program made; write the code as text")
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text


def activity_code(text: str) -> tuple[str, str]:
    """
    An OKED/NACE code as it is written everywhere else.

    Parameters
    ----------
    text
        ``"2813"``, ``"28.13.0"`` and ``"C28.13"`` are 28.13. "1.11" was 01.11; "1110" was 01110 (11.10 is no
        class) and "1420" may be 14.20 or 01.42.

    Returns
    -------
    tuple[str, str]
        The code, and what a person should check; empty where nothing was mended.

    Raises
    ------
    ProfileError
        Where it is no such code.
    """
    mended, remark = _mended_activity(_unspoilt("codes", text))
    return normal_activity_code(mended), remark


def _mended_activity(whole: str) -> tuple[str, str]:
    if re.fullmatch(r"\d", whole) or re.fullmatch(r"\d[.]\d{1,2}([.]\d{1,3})?", whole):
        return f"0{whole}", f"{whole!r} lost its leading nought; read as 0{whole}"
    if not re.fullmatch(r"[1-9]\d{2,3}", whole):
        return whole, ""
    known = activity_labels("NACE2")
    straight, padded = _class_of(whole), _class_of(f"0{whole}")
    if padded not in known:
        return whole, ""
    if straight not in known:
        return f"0{whole}", f"{whole!r} lost its leading nought; read as {padded}"
    doubt = len(whole) == 4 and whole.endswith("0")
    return whole, f"{whole!r} is read as {straight}; if it was 0{whole}, write {padded}" if doubt else ""


def _class_of(digits: str) -> str:
    return f"{digits[:2]}.{digits[2:4]}" if len(digits) > 2 else digits


def goods_code(text: str) -> tuple[str, str]:
    """
    An HS code in digits alone.

    Parameters
    ----------
    text
        ``"8413 70"`` is 841370. Of a number the noughts at both ends are gone: "406" was 0406, "8413.7" was
        8413.70 and "406.1" was 0406.10.

    Returns
    -------
    tuple[str, str]
        The code, and what a person should check; empty where nothing was mended.

    Raises
    ------
    ProfileError
        Where it is no such code.
    """
    plain = _unspoilt("hs_codes", text)
    short = digits = re.sub(r"[^0-9]", "", plain)
    if number := re.fullmatch(r"(\d{1,4})(?:[.](\d{1,6}))?", plain):
        head, tail = number[1], number[2] or ""
        digits = "0" * (len(head) % 2) + head + tail + "0" * (len(tail) % 2)
    elif len(short) % 2 and 3 <= len(short) <= 9:
        digits = f"0{short}"
    code = normal_goods_code(plain if digits == short else digits)
    if code == short:
        return code, ""
    front = f"{plain!r} lost its leading nought; read as {code}"
    return code, front if code == f"0{short}" else _as(plain, code)


def registration(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A name or number of a company; a BIN of twelve digits has its first nought back."""
    (plain,), _ = plain_number(text)
    if re.fullmatch(r"[\d\s]+", plain):
        plain = re.sub(r"\s", "", plain)
    if re.fullmatch(r"[1-9]\d{10}", plain):
        return (f"0{plain}",), (f"{plain!r} has eleven digits; read as 0{plain}",)
    return (plain,), ()


def kazakh_registration(number: str) -> tuple[str, str]:
    """A Kazakh BIN is of twelve digits; one of the year 2000 begins with up to three noughts."""
    whole = number.zfill(12)
    return (whole, _as(number, whole)) if re.fullmatch(r"[1-9]\d{8,9}", number) else (number, "")


def plain_number(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A number that counts nothing (phone, id) without a float's ``.0``; refused where digits are lost."""
    if _ROUNDED.fullmatch(text.strip()):
        _unspoilt("number", text)
    whole = _WHOLE.fullmatch(text.strip())
    return (whole[1] if whole else text.strip(),), ()
