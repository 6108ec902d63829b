"""Tables of made-up plans: headings of up to three levels, regions with subtotals, figures that add up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np

Row = dict[str, Decimal | None]
"""A figure per column; None where nothing is printed."""
Head = tuple[str, tuple["Head", ...]]
"""A heading and those below it."""
ROMAN = ("I", "II", "III", "IV", "V")


@dataclass(frozen=True, slots=True)
class Kind:
    """How the figures of a column are made, added up and printed.

    ``make`` gives that of a unit from those left of it, ``merge`` that of a region from its own row so far and the
    rows of its units; ``show`` prints it.
    """

    make: Callable[[Figures, Row], Decimal | None]
    merge: Callable[[str, Row, Sequence[Row]], Decimal | None]
    show: Callable[[Decimal], str]


@dataclass(frozen=True, slots=True)
class Shape:
    """A table: its title, its headings, and per column below them its kind, by key, in the order of the headings."""

    title: str
    heads: tuple[Head, ...]
    kinds: Mapping[str, Kind]
    right: bool = False


class Figures:
    """Draws figures and prints them."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng

    def draw(self, low: int, high: int, places: int = 0) -> Decimal:
        """Return a number of so many decimal places between two bounds."""
        scale = 10**places
        return Decimal(int(self.rng.integers(low * scale, high * scale))).scaleb(-places)

    def whole(self, low: int, high: int) -> str:
        """Return a printed whole number."""
        return show_number(self.draw(low, high))

    def decimal(self, low: int, high: int) -> str:
        """Return a printed number of two decimal places, never nought."""
        return show_number(max(self.draw(low, high, 2), Decimal("0.05")))

    def span(self, low: int, high: int) -> str:
        """Return a printed range."""
        first = self.draw(low, high, 1)
        return f"{show_number(first)}-{show_number(first + self.draw(1, 3, 1))}"


def show_number(value: Decimal) -> str:
    """Print a number the Vietnamese way; nought is a dash.

    >>> show_number(Decimal("1234567")), show_number(Decimal("1234.50")), show_number(Decimal(0))
    ('1.234.567', '1.234,50', '-')
    """
    if not value:
        return "-"
    whole, _, part = f"{value:,f}".partition(".")
    return whole.replace(",", ".") + (f",{part}" if part else "")


def show_span(value: Decimal) -> str:
    """Print a range that begins with a number and is a fifth of it wide.

    >>> show_span(Decimal(1200))
    '1.200-1.440'
    """
    return f"{show_number(value)}-{show_number(value + value // 5)}"


def show_share(value: Decimal) -> str:
    """Print a percentage with its sign.

    >>> show_share(Decimal("87.5"))
    '87,5%'
    """
    return f"{value:f}".replace(".", ",") + "%"


def _ratio(part: Decimal | None, whole: Decimal | None, places: str = "0.1") -> Decimal | None:
    if not part or not whole:
        return None
    return (100 * part / whole).quantize(Decimal(places), ROUND_HALF_UP)


def _total(key: str, _: Row, rows: Sequence[Row]) -> Decimal | None:
    return sum((row[key] or Decimal(0) for row in rows), Decimal(0))


def _blank(*_: object) -> None:
    return None


def counted(low: int, high: int, zeros: float = 0) -> Kind:
    """Return a kind of numbers that are counted, some of them nought."""
    return Kind(lambda f, _: f.draw(low, high) if f.rng.random() >= zeros else Decimal(0), _total, show_number)


def share_of(whole: str, low: int, high: int) -> Kind:
    """Return a kind of numbers that are a part, low to high per cent, of another column."""
    return Kind(lambda f, row: (row[whole] or Decimal(0)) * f.draw(low, high) // 100, _total, show_number)


def rest_of(whole: str, part: str) -> Kind:
    """Return a kind of numbers that are what another column leaves of a third."""
    return Kind(lambda _, row: (row[whole] or Decimal(0)) - (row[part] or Decimal(0)), _total, show_number)


def percentage(part: str, whole: str, show: Callable[[Decimal], str]) -> Kind:
    """Return a kind of percentages of one column in another, in subtotals too."""
    return Kind(lambda _, row: _ratio(row[part], row[whole]), lambda _, row, __: _ratio(row[part], row[whole]), show)


def sum_of(*parts: str) -> Kind:
    """Return a kind of sums of columns, which may stand further right."""
    return Kind(_blank, lambda _, row, __: sum((row[part] or Decimal(0) for part in parts), Decimal(0)), show_number)


def money(low: int, high: int) -> Kind:
    """Return a kind of amounts with one decimal place."""
    return Kind(lambda f, _: f.draw(low, high, 1), _total, show_number)


def rate(low: int, high: int, blanks: float = 0) -> Kind:
    """Return a kind of rates with two decimal places that nobody adds up, some of them missing."""
    return Kind(lambda f, _: f.draw(low, high, 2) if f.rng.random() >= blanks else None, _blank, show_number)


def spanned(low: int, high: int) -> Kind:
    """Return a kind of ranges."""
    return Kind(lambda f, _: f.draw(low, high) * 10, _blank, show_span)


PEOPLE = Shape(
    "CHỈ TIÊU KHÁM SỨC KHỎE NGƯỜI CAO TUỔI",
    (
        ("Dân số trung bình (người)", ()),
        (
            "Người cao tuổi (người)",
            (("Tổng số", ()), ("Trong đó", (("Nam", ()), ("Nữ", ())))),
        ),
        (
            "Khám sức khỏe định kỳ",
            (
                ("Kế hoạch", (("Số người", ()), ("Tỷ lệ (%)", ()))),
                ("Trong đó", (("Tại trạm y tế", ()), ("Tại nhà", ()))),
            ),
        ),
        ("Số câu lạc bộ thành lập mới", ()),
        ("Số người được cấp kính", ()),
    ),
    {
        "people": counted(38_000, 210_000),
        "old": share_of("people", 11, 17),
        "men": share_of("old", 41, 49),
        "women": rest_of("old", "men"),
        "checked": share_of("old", 78, 97),
        "rate": percentage("checked", "old", show_number),
        "station": share_of("checked", 70, 95),
        "home": rest_of("checked", "station"),
        "clubs": counted(1, 9, zeros=0.35),
        "glasses": counted(20, 900, zeros=0.2),
    },
    right=True,
)
RATES = Shape(
    "CHỈ TIÊU DÂN SỐ",
    (
        ("Số trẻ sinh dự kiến (trẻ)", ()),
        ("Tầm soát sơ sinh", (("Số trẻ (trẻ)", ()), ("Tỷ lệ", ()))),
        ("Tỷ suất sinh thô (‰)", ()),
        ("Mức giảm tỷ lệ sinh con thứ ba (%)", ()),
        ("Số người mới dùng thuốc cấy (người)", ()),
    ),
    {
        "births": counted(240, 3_900),
        "screened": share_of("births", 60, 99),
        "rate": percentage("screened", "births", show_share),
        "crude": rate(10, 17),
        "third": rate(0, 1, blanks=0.25),
        "implant": counted(5, 400, zeros=0.2),
    },
)
FUNDS = Shape(
    "SỐ NGƯỜI VÀ KINH PHÍ TẦM SOÁT",
    (
        ("Số phụ nữ mang thai (người)", ()),
        ("Số người phải tầm soát (người)", ()),
        (
            "Kinh phí (triệu đồng)",
            (
                ("Tổng số", ()),
                ("Ngân sách", (("Trung ương", ()), ("Địa phương", (("Tỉnh", ()), ("Huyện", ()))))),
                ("Nguồn khác", ()),
            ),
        ),
        ("Số mẫu dự phòng", ()),
    ),
    {
        "women": counted(900, 5_200),
        "screened": spanned(10, 80),
        "funds": sum_of("central", "province", "district", "others"),
        "central": money(90, 1_400),
        "province": money(60, 900),
        "district": money(20, 300),
        "others": money(5, 99),
        "samples": counted(10, 90, zeros=0.3),
    },
    right=True,
)


def header_of(shape: Shape) -> list[dict[str, Any]]:
    """Return the headings with their places, running number and unit included."""
    depth = 1 + max(map(_depth, shape.heads))
    found = [_heading(text, (x, 0), 1, depth) for x, text in enumerate(("TT", "Đơn vị"))]
    found.extend(_placed(shape.heads, 2, 0, depth))
    return found


def _depth(head: Head) -> int:
    return 1 + max(map(_depth, head[1])) if head[1] else 0


def _leaves(head: Head) -> int:
    return sum(map(_leaves, head[1])) or 1


def _placed(heads: Sequence[Head], x: int, y: int, depth: int) -> Iterator[dict[str, Any]]:
    for text, below in heads:
        wide = _leaves((text, below))
        yield _heading(text, (x, y), wide, 1 if below else depth - y)
        yield from _placed(below, x, y + 1, depth)
        x += wide


def _heading(text: str, at: tuple[int, int], wide: int, tall: int) -> dict[str, Any]:
    return {"text": text, "x": at[0], "y": at[1], "colspan": wide, "rowspan": tall}


def rows_of(shape: Shape, regions: Mapping[str, Sequence[str]], rng: np.random.Generator) -> list[list[str]]:
    """Return the printed body: the total, and per region its subtotal and its units."""
    figures = Figures(rng)
    body: list[list[str]] = []
    everyone: list[Row] = []
    for (region, units), roman in zip(regions.items(), ROMAN, strict=False):
        rows = [_unit(shape, figures) for _ in units]
        everyone.extend(rows)
        body.append([roman, region, *_shown(shape, _merged(shape, rows))])
        body.extend(
            [str(n), unit, *_shown(shape, row)] for n, (unit, row) in enumerate(zip(units, rows, strict=True), 1)
        )
    return [["", "Toàn tỉnh", *_shown(shape, _merged(shape, everyone))], *body]


def _unit(shape: Shape, figures: Figures) -> Row:
    row: Row = {}
    for key, kind in shape.kinds.items():
        row[key] = kind.make(figures, row)
    for key, kind in shape.kinds.items():
        if kind.make is _blank:
            row[key] = kind.merge(key, row, ())
    return row


def _merged(shape: Shape, rows: Sequence[Row]) -> Row:
    row: Row = {}
    late = {key for key, kind in shape.kinds.items() if kind.make is _blank}
    for key in (*(key for key in shape.kinds if key not in late), *late):
        row[key] = shape.kinds[key].merge(key, row, rows)
    return row


def _shown(shape: Shape, row: Row) -> list[str]:
    values = [(shape.kinds[key].show, row[key]) for key in shape.kinds]
    return ["" if value is None else show(value) for show, value in values]
