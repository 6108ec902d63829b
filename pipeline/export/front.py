"""The sheet to read first: what the sheets hold, what ``check`` and the colours mean, every column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .book import AMBER, BLUE, HEAD, RED, SUBHEAD, Book, Sheet
from .source import Resource

FRONT = "Đọc trước"
_MOST_NOTES = 50
_WIDTHS = (34, 52, 22, 68)
_UNTITLED = "Bảng không có tên / Table without a title"
_HINTS = (
    (
        "Trang của tập dữ liệu: hàng 1 là tên cột tiếng Việt, hàng 2 là tên cột trong tệp CSV.",
        "Sheets of datasets: row 1 has the Vietnamese titles, row 2 the column names of the CSV file.",
    ),
    (
        "Số là số thật và giữ số chữ số thập phân như bản in; mã là văn bản và giữ số 0 ở đầu.",
        "Numbers are real numbers and keep their printed decimals; codes are text and keep leading zeros.",
    ),
    ("Giá trị theo đơn vị gốc = value × scale.", "The value in base_unit is value × scale."),
    (
        "Tệp này được tạo lại mỗi lần xuất: muốn sửa số liệu thì sửa ở nguồn, không sửa tại đây.",
        "This file is written anew by each export: correct values at the source, not here.",
    ),
)
_CHECKS = (
    ("corrected", "Người kiểm tra đã sửa hoặc xác nhận", "A person fixed or confirmed it"),
    ("reconciled", "Khớp ít nhất một phép cộng, không phép nào sai", "Part of a sum that holds and of none that fails"),
    ("agreed", "Hai cách đọc độc lập cho cùng kết quả", "Two independent readings agree"),
    ("text-layer", "Lấy từ lớp văn bản gốc của tệp PDF", "A genuine text layer of the PDF carries it"),
    ("single", "Mới đọc một lần, chưa đối chiếu", "One reading only, compared with nothing"),
    ("suspect", "Đáng ngờ: xem bản gốc trước khi dùng", "Doubtful: look at the original before use"),
)
_COLOURS = (
    (AMBER, "Giá trị đáng ngờ, phép cộng không khớp, cảnh báo", "Suspect value, sum that fails, warning"),
    (RED, "Lỗi; tài liệu bị loại hoặc không đọc được", "Error; document quarantined or failed"),
    (BLUE, "Thông tin", "Information"),
)


class Listed(NamedTuple):
    """A sheet with what it holds."""

    sheet: str
    resource: Resource
    size: int


class _Lines:
    """Write a sheet line by line, from the top."""

    def __init__(self, book: Book, sheet: Sheet) -> None:
        self.book, self.sheet, self.at = book, sheet, 0

    def add(self, *texts: str, fill: str = "", **looks: object) -> int:
        """Write a line of texts; ``fill`` paints the first. Return where it stands."""
        self.book.heighten(self.sheet, self.at, ("", *texts[1:]), _WIDTHS)
        for column, text in enumerate(texts):
            paint = {"bg_color": fill} if fill and column == 0 else {}
            style = self.book.style(**({"text_wrap": True} if column else {}), **looks, **paint)
            if text or paint or "bg_color" in looks:
                self.sheet.write_string(self.at, column, text, style)
        self.at += 1
        return self.at - 1

    def head(self, *texts: str) -> None:
        """Leave a line free and write the heads of what follows."""
        self.at += 1
        self.add(*texts, bold=True, bg_color=HEAD)


def write_front(book: Book, sheet: Sheet, listed: Sequence[Listed], left_out: Sequence[Resource]) -> None:
    """Fill the first sheet, last: only then are the sizes and the notes known."""
    lines = _Lines(book, sheet)
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.fit_to_pages(1, 0)
    lines.add("Số liệu trích từ kế hoạch của Ủy ban nhân dân", bold=True, font_size=14)
    lines.add("Datasets extracted from plans of Vietnamese People's Committees by khubnd", font_color="#52606D")
    _sheets(lines, listed, left_out)
    if book.notes:
        lines.head("Không ghi được nguyên dạng", "", "", "Could not be held as it is")
        for note in book.notes[:_MOST_NOTES]:
            lines.add(note)
        if len(book.notes) > _MOST_NOTES:
            lines.add(f"… và {len(book.notes) - _MOST_NOTES} ô khác / and as many other cells; see the CSV")
    lines.head("Cách đọc", "", "", "How to read them")
    for vietnamese, english in _HINTS:
        lines.add("", vietnamese, "", english)
    lines.head("Mức kiểm chứng (check)", "Nghĩa", "", "Meaning")
    for code, vietnamese, english in _CHECKS:
        lines.add(code, vietnamese, "", english, fill=AMBER if code == "suspect" else "")
    lines.head("Màu", "Nghĩa", "", "Meaning of the colours")
    for colour, vietnamese, english in _COLOURS:
        lines.add("", vietnamese, "", english, fill=colour)
    lines.head("Trang", "Tên cột", "Column", "What it holds")
    for one in listed:
        for column in one.resource.fields if not one.resource.table_id else ():
            lines.add(one.sheet, column.title, column.name, column.description)


def _sheets(lines: _Lines, listed: Sequence[Listed], left_out: Sequence[Resource]) -> None:
    """List the sheets, each with a link to it, and the tables that got none."""
    lines.head("Trang / Sheet", "Tệp / File", "Số dòng / Rows", "Nội dung / What it holds")
    for name, resource, size in listed:
        untitled = resource.title == resource.table_id
        what = _UNTITLED if untitled else resource.title if resource.table_id else resource.description
        at = lines.add("", resource.path, "", what)
        link = lines.book.style(font_color="#1F5FA8", underline=1)
        lines.sheet.write_url(at, 0, f"internal:'{name}'!A1", link, name)
        lines.sheet.write_number(at, 2, size, lines.book.style(num_format="#,##0", align="left"))
    if left_out:
        lines.add(
            f"… {len(left_out)} bảng khác / more",
            "chỉ có trong thư mục tables/ (CSV)",
            "",
            f"only in the folder, as CSV: from {left_out[0].path} to {left_out[-1].path}",
            bg_color=SUBHEAD,
        )
