"""What the amounts of a sentence are about: the words of its clauses without numbers, years and comparing words."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from pipeline.model import Catalog
from pipeline.numbers import Amount
from pipeline.text import squeeze

from .clauses import Clause, year_phrase
from .stated import is_share

_REACHING = regex.compile(r"(?:đạt|chiếm|còn|tăng|lên|giảm|xuống)\b", regex.IGNORECASE)
_PURPOSE = regex.compile(r"(?:để|nhằm|theo|trong|trên|so\s+với|tại|cho|vào|qua|thông\s+qua)\b", regex.IGNORECASE)
_EDGES = regex.compile(
    r"^(?:[\s,;:.()–-]+|(?:trong\s+đó|và|trở\s+đi)(?=[\s,])\s*)+"
    r"|(?:[\s,;:.(–-]+|\s(?:đạt|chiếm|là|và|có|còn|vào|so|rút\s+ngắn|(?<!\btốc\s+độ\s)(?:tăng|giảm)|thêm|trong|đến|từ|(?<!trở\s)lên|xuống)"
    r"|\s(?<!\btốc\s+độ\s)(?:tăng|giảm)\s+bình\s+quân(?:\s+(?:mỗi|hằng|hàng)\s+năm)?"
    r"|\sso\s+với\s+(?:dự\s+toán|kế\s+hoạch|chỉ\s+tiêu|cùng\s+kỳ|quy\s+định)(?:\s+(?:được\s+)?giao)?"
    r"|\s(?:trong\s+đó|(?:bao\s+)?gồm|cụ\s+thể|chia\s+(?:ra|theo\s+năm)))+$",
    regex.IGNORECASE,
)


def indicator_text(sentence: str, clause: Clause, amount: Amount, catalog: Catalog) -> str:
    """Return what an amount is about: the words of its clause without numbers, years and comparing words.

    Counted nouns stay (``05 mô hình điểm`` is about ``mô hình điểm``), units of measure go.
    """
    stated = (*clause.amounts, *clause.beginnings)
    cuts = [(one.lead_start, one.noun if counts(one, catalog) else one.end) for one in stated]
    cuts += [(year_phrase(sentence, year), year.end) for year in clause.years]
    colon = sentence.rfind(":", clause.start, amount.start)
    head = _trimmed(_without(sentence, (clause.start, colon), cuts), catalog) if colon >= 0 else ""
    own = _trimmed(_without(sentence, (colon + 1 if colon >= 0 else clause.start, clause.end), cuts), catalog)
    if len(head.split()) < 2:
        return head if head and own.lower() == amount.quantity.unit.lower() else own or head
    return f"{head}: {own}" if len(regex.findall(r"\p{L}+", own)) >= 2 else head


def _trimmed(text: str, catalog: Catalog) -> str:
    """Leave out empty parentheses, linking words at the ends, and what only says that something is planned or changes.

    What is left names what an amount is about.
    """
    text = squeeze(_EDGES.sub("", regex.sub(r"\(\s*\)", "", text)))
    text = text.rstrip(" )") if text.count("(") < text.count(")") else text
    return "" if _REACHING.fullmatch(text) or catalog.meaning("no-subject", text) else text


def _subject(sentence: str, clause: Clause, amount: Amount, catalog: Catalog) -> str:
    """Return the words of a clause before an amount that name what it is about: ``nữ`` in ``..., nữ đạt 157 cm``."""
    stated = [(one.lead_start, one.end) for one in (*clause.amounts, *clause.beginnings)]
    named = [(year_phrase(sentence, year), year.end) for year in clause.years]
    return _trimmed(_without(sentence, (clause.start, amount.lead_start), [*stated, *named]), catalog)


def counts(amount: Amount, catalog: Catalog) -> bool:
    """Say whether the unit of an amount is what is counted rather than a measure."""
    unit = catalog.units.by_name.get(amount.quantity.unit.partition("/")[0].lower())
    is_count = unit is None or unit.family == "count"
    return amount.quantity.scale == 1 and is_count and "/" not in amount.quantity.unit


def _without(sentence: str, span: tuple[int, int], cuts: Sequence[tuple[int, int]]) -> str:
    words, position = [], span[0]
    for first, last in sorted(cuts):
        words.append(sentence[position : max(position, min(first, span[1]))])
        position = max(position, last)
    words.append(sentence[position : max(position, span[1])])
    return squeeze(" ".join(words))


def subjects(sentence: str, clauses: Sequence[Clause], catalog: Catalog) -> dict[int, str]:
    """Return what each amount is about, by the place of its number.

    ``..., đạt 75% vào năm 2030`` speaks of what the amount before it was about; one with no words at all before
    the first that has some speaks of the same.
    """
    found: dict[int, str] = {}
    before = ""
    for clause in clauses:
        for amount in clause.amounts:
            own = indicator_text(sentence, clause, amount, catalog)
            if before and (catalog.meaning("only-rank", own) or _is_quality(sentence, clause, amount, catalog)):
                own = _joined(before, own)
            bare = not regex.search(r"\p{L}{2,}\s+\p{L}{2,}\s+\p{L}{2,}", sentence[clause.start : amount.start])
            reached = _REACHING.match(amount.lead) and not _subject(sentence, clause, amount, catalog)
            goes_on = bare and (reached or _PURPOSE.match(own))
            before = before if before and (goes_on or not regex.search(r"\p{L}{2,}", own)) else own
            found[amount.number] = before
    found |= _in_order(found, sentence, clauses, catalog)
    found |= _in_order_of_part(found, sentence, clauses, catalog)
    nouns = {a.number: a.quantity.unit.partition("/")[0] for clause in clauses for a in clause.amounts}
    return {
        number: text or _following(number, found, sentence, catalog) or nouns[number] for number, text in found.items()
    }


def _is_quality(sentence: str, clause: Clause, amount: Amount, catalog: Catalog) -> bool:
    """Say whether a share of a part is named by what tells the part apart: ``trong đó có bằng cấp đạt 30%``."""
    opening = sentence[clause.start : amount.lead_start]
    part = catalog.meaning("part-lead", opening) and is_share(amount, catalog)
    return bool(part and catalog.meaning("part-quality", _subject(sentence, clause, amount, catalog)))


def _joined(whole: str, part: str) -> str:
    """Name a part by the name of the whole and its own, without repeating words.

    >>> _joined("Tỷ lệ lao động qua đào tạo", "qua đào tạo nghề")
    'Tỷ lệ lao động qua đào tạo nghề'
    """
    words, own = whole.split(), part.split()
    same = (n for n in range(min(len(words), len(own)), 0, -1) if words[-n:] == own[:n])
    return " ".join([*words, *own[next(same, 0) :]])


def _following(number: int, found: dict[int, str], sentence: str, catalog: Catalog) -> str:
    """Return the first subject behind an amount that has none, unless it is a part of its own: ``; riêng xã nghèo``."""
    text = next(filter(None, found.values()), "")
    at = next((one for one, own in found.items() if own), number)
    part = max(sentence.rfind(mark, 0, at) for mark in ";(") + 1
    return "" if number < part and catalog.meaning("narrowing", sentence[part:at]) else text


def _in_order(found: dict[int, str], sentence: str, clauses: Sequence[Clause], catalog: Catalog) -> dict[int, str]:
    """Pair values in parentheses with the subjects before them: ``(năm 2022 lần lượt là 9,4% và 16,1%)``."""
    inside = [amount for clause in clauses if clause.in_parentheses for amount in clause.amounts]
    if len(inside) < 2 or ")" in sentence[inside[0].end : inside[-1].start]:
        return {}
    opened = sentence.rfind("(", 0, inside[0].start)
    before = [text for number, text in found.items() if number < opened][-len(inside) :]
    if len(before) < len(inside) or not catalog.meaning("respectively", sentence[opened : inside[-1].start]):
        return {}
    return {amount.number: text for amount, text in zip(inside, before, strict=True)}


def _in_order_of_part(
    found: dict[int, str], sentence: str, clauses: Sequence[Clause], catalog: Catalog
) -> dict[int, str]:
    """Pair values behind a semicolon with the subjects before it: ``; tương ứng 75% và 32% vào năm 2026``."""
    paired: dict[int, str] = {}
    for part in sorted({clause.part for clause in clauses}):
        own = [clause for clause in clauses if clause.part == part]
        numbers = [amount.number for clause in own for amount in clause.amounts]
        before = [found[amount.number] for clause in clauses if clause.part == part - 1 for amount in clause.amounts]
        opening = sentence[own[0].start : own[0].amounts[0].start]
        in_order = catalog.meaning("respectively", opening) and catalog.meaning("no-subject", opening)
        if in_order and 1 < len(numbers) == len(before):
            paired |= dict(zip(numbers, before, strict=True))
    return paired
