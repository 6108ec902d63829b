"""What the audit says in the terminal, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("vi", "en")
WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "error": "LỖI",
        "warning": "CẢNH BÁO",
        "info": "ĐỂ BIẾT",
        "document": "văn bản",
        "place": "vị trí",
        "read": "đọc được",
        "expected": "lẽ ra",
        "proposal": "đề xuất",
        "unique": "cách sửa tối thiểu duy nhất",
        "why": "căn cứ",
        "issue": "vấn đề",
        "group": "nhóm",
        "places": "chỗ",
        "more": "và {count} chỗ nữa",
        "table": "bảng",
        "row": "dòng",
        "column": "cột",
        "page": "trang",
        "box": "khung",
        "line": "dòng chữ",
        "characters": "ký tự",
        "file": "cả tệp",
        "empty": "(trống)",
        "open": "chưa quyết định",
        "accepted": "đã chấp nhận",
        "rejected": "đã bác bỏ",
        "corrected": "đã sửa",
        "none": "Không có vấn đề nào.",
        "sum": "{groups} nhóm, {issues} vấn đề: {error} lỗi, {warning} cảnh báo, {info} để biết",
        "decided": "{count} vấn đề đã quyết định không hiện ở đây; xem bằng --all",
        "accept": "chấp nhận",
        "reject": "bác bỏ",
        "confirm": "xác nhận",
        "illegible": "không đọc được",
        "nothing": "không có gì để quyết định: không đề xuất nào còn để ngỏ là cách sửa tối thiểu duy nhất",
        "written": "đã ghi {count} quyết định vào {ledger}; `khubnd run` sẽ áp dụng",
        "one written": "đã ghi {count} quyết định vào {ledger}; `khubnd run` sẽ áp dụng",
        "undone": "đã rút lại {count} quyết định khỏi {ledger}; `khubnd run` sẽ không áp dụng nữa",
        "one undone": "đã rút lại {count} quyết định khỏi {ledger}; `khubnd run` sẽ không áp dụng nữa",
    },
    "en": {
        "error": "ERROR",
        "warning": "WARNING",
        "info": "INFO",
        "document": "document",
        "place": "place",
        "read": "read",
        "expected": "expected",
        "proposal": "proposal",
        "unique": "the only minimal repair",
        "why": "why",
        "issue": "issue",
        "group": "group",
        "places": "places",
        "more": "and {count} more",
        "table": "table",
        "row": "row",
        "column": "column",
        "page": "page",
        "box": "box",
        "line": "line",
        "characters": "characters",
        "file": "the whole file",
        "empty": "(empty)",
        "open": "open",
        "accepted": "accepted",
        "rejected": "rejected",
        "corrected": "corrected",
        "none": "No issues.",
        "sum": "{groups} groups, {issues} issues: {error} error, {warning} warning, {info} info",
        "decided": "{count} decided issues are not shown; --all shows them",
        "accept": "accept",
        "reject": "reject",
        "confirm": "confirm",
        "illegible": "illegible",
        "nothing": "nothing to decide: no open proposal is the only minimal repair",
        "written": "{count} decisions written to {ledger}; `khubnd run` applies them",
        "one written": "{count} decision written to {ledger}; `khubnd run` applies it",
        "undone": "{count} decisions taken back from {ledger}; `khubnd run` does without",
        "one undone": "{count} decision taken back from {ledger}; `khubnd run` does without",
    },
}


def language(environment: Mapping[str, str]) -> str:
    """Return the language of the user: English where the locale says so, else Vietnamese.

    >>> language({"LANG": "en_GB.UTF-8"}), language({"LC_ALL": "vi_VN", "LANG": "en_US"}), language({})
    ('en', 'vi', 'vi')
    """
    chosen = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return "en" if chosen.lower().startswith("en") else "vi"
