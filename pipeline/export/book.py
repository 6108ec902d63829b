"""A workbook being written: its styles, the names of its sheets, what it could not hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from .cells import MOST_TEXT, Cell, line_count, sheet_name

RED, AMBER, BLUE, HEAD, SUBHEAD, LINE = "#F8DEDA", "#FFEFC2", "#E3EDF7", "#D9E2EC", "#F2F5F8", "#9FB3C8"

_LINE_HEIGHT, _MOST_HEIGHT = 15, 409  # points

Sheet = Any  # XlsxWriter has no types
Style = Any


@dataclass(slots=True)
class Book:
    """A workbook of XlsxWriter with what its sheets share."""

    workbook: Any
    names: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What could not be held as it is, with its address."""
    longest: int = 40
    """Characters of a text in a body row that is not yet wrapped; set for each sheet."""
    _styles: dict[tuple[tuple[str, object], ...], Style] = field(default_factory=dict)

    def add_sheet(self, wanted: str, end: str = "") -> Sheet:
        """Append a sheet under a name that is free."""
        self.names.append(sheet_name(wanted, self.names, end))
        sheet = self.workbook.add_worksheet(self.names[-1])
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def style(self, **properties: object) -> Style:
        """Return the style with these properties; each is made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            self._styles[key] = self.workbook.add_format({"valign": "top", **properties})
        return self._styles[key]

    def is_wrapped(self, text: str) -> bool:
        """Say whether a text of a body row is broken over lines."""
        return "\n" in text or (" " in text and len(text) > self.longest)

    def heighten(self, sheet: Sheet, row: int, texts: Iterable[str], widths: Iterable[float]) -> None:
        """Make room for wrapped texts before the row is written; LibreOffice does not do so by itself."""
        lines = max((line_count(text, width) for text, width in zip(texts, widths, strict=False)), default=1)
        if lines > 1:
            sheet.set_row(row, min(_LINE_HEIGHT * lines, _MOST_HEIGHT))

    def put(self, sheet: Sheet, at: tuple[int, int], cell: Cell, fill: str = "") -> None:
        """Write a cell: a text always as text, so that nothing becomes a formula; nothing where it is empty."""
        looks: dict[str, object] = {"bg_color": fill} if fill else {}
        if cell.is_too_long:
            self.notes.append(f"{_address(sheet, at)}: {cell.value} (hơn 15 chữ số, ghi dạng văn bản / kept as text)")
        match cell.value:
            case str(text):
                text = self._cut(sheet, at, text)
                if self.is_wrapped(text):
                    looks["text_wrap"] = True
                if text:
                    sheet.write_string(*at, text, self.style(**looks))
                elif fill:
                    sheet.write_blank(*at, None, self.style(**looks))
            case bool(flag):
                sheet.write_boolean(*at, flag, self.style(**looks))
            case date() as day:
                sheet.write_datetime(*at, day, self.style(num_format=cell.number_format, **looks))
            case Decimal() as number:
                # Left a Decimal: XlsxWriter prints 16 digits, which for some floats are not those of the document.
                sheet.write_number(*at, number, self.style(num_format=cell.number_format, **looks))

    def _cut(self, sheet: Sheet, at: tuple[int, int], text: str) -> str:
        if len(text) <= MOST_TEXT:
            return text
        self.notes.append(f"{_address(sheet, at)}: {len(text)} ký tự, bị cắt / characters, cut to {MOST_TEXT}")
        return f"{text[: MOST_TEXT - 1]}…"


def _address(sheet: Sheet, at: tuple[int, int]) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return f"'{sheet.get_name()}'!{xl_rowcol_to_cell(*at)}"
