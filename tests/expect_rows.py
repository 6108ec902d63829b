"""Rows that every suite accepts, and for each expectation a row that it rejects."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

from pipeline.expect import Suite
from pipeline.expect.schema import Schema

Row = dict[str, str]

_DOCUMENT = {
    "doc_id": "ke-hoach-dan-so-2024",
    "plan_id": "ubnd-tp-ha-noi-12-2024",
    "path": "ke-hoach-dan-so-2024.pdf",
    "sha256": "0" * 64,
    "reader": "native",
    "pages": "12",
    "document_kind": "KẾ HOẠCH",
    "document_number": "12/KH-UBND",
    "issued_on": "2024-01-15",
    "issuer": "Ủy ban nhân dân thành phố Hà Nội",
    "place_id": "P01@0",
    "place": "Hà Nội",
    "title": "Công tác dân số và phát triển năm 2024",
    "year_start": "2024",
    "year_end": "2024",
    "values": "663",
    **dict.fromkeys(("values_corrected", "values_agreed", "values_single", "values_suspect"), "0"),
    "values_reconciled": "496",
    "values_text_layer": "167",
    "share_reconciled": "0.7481",
    "error_basis": "benchmark",
    "wrong_expected": "0.4",
    "wrong_low": "0",
    "wrong_high": "2",
    "issues_error": "0",
    "issues_warning": "0",
    "status": "clean",
}
_NO_ESTIMATE = {"error_basis": "arithmetic", "wrong_expected": "", "wrong_low": "", "wrong_high": ""}
_NO_VALUES = dict.fromkeys(
    (
        *("values", "values_corrected", "values_reconciled", "values_agreed", "values_text_layer", "values_single"),
        *("values_suspect", "share_reconciled", "error_basis", "wrong_expected", "wrong_low", "wrong_high"),
    ),
    "",
)
_SOURCE = {
    "source_id": "ke-hoach-dan-so-2024-1",
    "doc_id": "ke-hoach-dan-so-2024",
    "page": "3",
    "left": "72.0",
    "top": "100.5",
    "right": "96.2",
    "bottom": "112.0",
    "reader": "native",
}
_LINE = {
    "source_id": "dump-1",
    "doc_id": "ke-hoach-dan-so-2030",
    "line": "40",
    "start": "0",
    "end": "5",
    "reader": "dump",
}
_TARGET = {
    "doc_id": "ke-hoach-dan-so-2024",
    "target_id": "n1",
    "section": "I. MỤC TIÊU, CHỈ TIÊU > 2. Chỉ tiêu",
    "indicator": "Tỷ lệ sàng lọc trước sinh",
    "target_kind": "level",
    "comparator": "eq",
    "value": "84",
    "unit": "%",
    "scale": "1",
    "base_unit": "%",
    "year": "2024",
    "year_basis": "title",
    "place_id": "P01@0",
    "place": "Hà Nội",
    "raw": "84%",
    "check": "single",
    "source_id": "ke-hoach-dan-so-2024-1",
}
_OBSERVATION = {
    "doc_id": "ke-hoach-dan-so-2024",
    "table_id": "t1",
    "row_no": "2",
    "column_no": "4",
    "printed_no": "1",
    "row_type": "item",
    "column_type": "part",
    "is_leaf": "true",
    "row_label": "Ba Đình",
    "place_id": "D001@0",
    "label_check": "exact",
    "header_path": "Kế hoạch năm 2024 > Số người mới áp dụng biện pháp tránh thai",
    "target_kind": "level",
    "value_type": "plan",
    "comparator": "eq",
    "year": "2024",
    "year_basis": "header",
    "value": "12500",
    "unit": "người",
    "scale": "1",
    "base_unit": "người",
    "raw": "12.500",
    "check": "reconciled",
    "source_id": "ke-hoach-dan-so-2024-1",
}
_ACTIVITY = {
    "doc_id": "ke-hoach-dan-so-2024",
    "table_id": "t3",
    "row_no": "2",
    "column_no": "3",
    "activity_no": "1",
    "objective": "Mục tiêu 1: Truyền thông",
    "activity": "Tập huấn cộng tác viên",
    "period_start": "2024",
    "period_end": "2024",
    "level": "city",
    "comparator": "eq",
    "quantity": "15",
    "unit": "lớp",
    "per_unit": "60",
    "per_unit_unit": "học viên",
    "text": "Tổ chức 15 lớp, mỗi lớp gồm 60 học viên",
    "raw": "- Tổ chức 15 lớp, mỗi lớp gồm 60 học viên",
    "check": "single",
    "source_id": "ke-hoach-dan-so-2024-1",
}
_NO_AMOUNT = {"comparator": "", "quantity": "", "unit": "", "per_unit": "", "per_unit_unit": ""}
_RATE = {"is_leaf": "false", "column_type": "item", "value": "84.5", "unit": "%", "base_unit": "%", "raw": "84,5"}
_ISSUE = {
    "doc_id": "ke-hoach-dan-so-2024",
    "issue_id": "a1",
    "code": "identity-fails",
    "severity": "error",
    "resolution": "open",
    "table_id": "t1",
    "row_no": "1",
    "column_no": "4",
    "observed": "22.905",
    "expected": "22.906",
    "source_id": "ke-hoach-dan-so-2024-1",
    "unique": "false",
}
_IDENTITY = {
    "doc_id": "ke-hoach-dan-so-2024",
    "identity_id": "1",
    "table_id": "t1",
    "kind": "column",
    "members": "1:4 2:4 3:4",
    "printed": "9.05",
    "computed": "9.00",
    "difference": "0.05",
    "tolerance": "0.05",
    "holds": "true",
}
_NUMERAL = {
    "doc_id": "ke-hoach-dan-so-2024",
    "numeral_no": "1",
    "raw": "84",
    "source_id": "ke-hoach-dan-so-2024-1",
    "disposition": "value",
    "dataset": "targets",
    "row_key": "n1",
}
_NOWHERE = {"dataset": "", "row_key": ""}
_INDICATOR = {
    "indicator_id": "ty-le-sang-loc-truoc-sinh",
    "concept": "ty-le-sang-loc-truoc-sinh",
    "name": "Tỷ lệ sàng lọc trước sinh",
    "unit_family": "rate",
    "aggregation": "rate",
    "lower": "0",
    "upper": "100",
    "source": "Thông tư quy định hệ thống chỉ tiêu thống kê ngành",
}
_PROVINCE = {
    "place_id": "P01@0",
    "code": "01",
    "name": "Hà Nội",
    "type": "thành phố",
    "level": "province",
    "valid_to": "2025-06-30",
    "source": "danh mục hành chính",
}
_DISTRICT = _PROVINCE | {"place_id": "D001@0", "code": "001", "name": "Ba Đình", "type": "quận", "level": "district"}
_COMMUNE = _PROVINCE | {"place_id": "C00004@20250101", "code": "00004", "name": "Trúc Bạch", "type": "phường"}

_CLEAN: dict[str, list[Row]] = {
    "documents": [
        _DOCUMENT,
        _DOCUMENT
        | {
            "doc_id": "ke-hoach-dan-so-2030",
            "path": "tep/dan-so.txt",
            "sha256": "a" * 64,
            "reader": "dump",
            "pages": "",
        }
        | _NO_ESTIMATE
        | {
            "issued_on": "",
            "document_number": "",
            "place_id": "",
            "place": "",
            "status": "flagged",
            "issues_error": "3",
        },
        _DOCUMENT
        | {
            "doc_id": "hong-1a2b3c4d",
            "path": "hong.pdf",
            "sha256": "b" * 64,
            "reader": "",
            "pages": "",
            "year_start": "",
        }
        | _NO_VALUES
        | {"year_end": "", "status": "failed", "issues_error": "1", "numerals": "", "numerals_unaccounted": ""},
        _DOCUMENT
        | {"doc_id": "quet", "sha256": "c" * 64, "reader": "scan", "numerals": "9", "numerals_unaccounted": "0"},
    ],
    "targets": [
        _TARGET,
        _TARGET | {"target_id": "n2", "target_kind": "decrease", "value": "-0.15", "raw": "-0,15 %"},
        _TARGET | {"target_id": "n3", "value": "0", "raw": "0 %"},
        _TARGET
        | {"target_id": "n4", "value": "111", "unit": "trẻ trai/100 trẻ gái", "base_unit": "trẻ trai/100 trẻ gái"},
        _TARGET | {"target_id": "n5", "comparator": "range", "value": "6.5", "value_high": "7"},
        _TARGET
        | {"target_id": "n6", "year": "", "period_start": "2026", "period_end": "2030", "baseline_year": "2025"},
        _TARGET | {"target_id": "n7", "value": "", "check": "suspect"},
        _TARGET | {"target_id": "n8", "target_kind": "multiple", "value": "250", "baseline_year": "2020"},
        _TARGET | {"target_id": "n9", "target_kind": "increase", "value": "150"},
        _TARGET | {"target_id": "n10", "unit": "", "base_unit": "", "year": "", "year_basis": "", "value": "0.5"},
        _TARGET
        | {"target_id": "n11", "value": "9.05", "unit": "triệu người", "scale": "1000000", "base_unit": "người"},
    ],
    "observations": [
        _OBSERVATION,
        _OBSERVATION | {"row_no": "1", "row_type": "total", "is_leaf": "false", "place_id": "P01@0"},
        _OBSERVATION | {"row_no": "3", "value": "0", "raw": "-"},
        _OBSERVATION | {"row_no": "4", "value": "", "check": "suspect", "raw": "l2.5O0"},
        _OBSERVATION | {"row_no": "5", "place_id": "", "label_check": "unknown"},
        _OBSERVATION | {"row_no": "6", "comparator": "range", "value_high": "13000"},
        _OBSERVATION | {"row_no": "7", "year": "", "period_start": "2026", "period_end": "2030"},
        _OBSERVATION | _RATE | {"row_no": "8"},
        _OBSERVATION | _RATE | {"row_no": "9", "value_type": "comparison", "value": "102.9", "baseline_year": "2023"},
        _OBSERVATION | _RATE | {"row_no": "10", "value_type": "comparison", "value": "-3.1"},
        _OBSERVATION | _RATE | {"row_no": "11", "target_kind": "decrease", "value": "0.15"},
        _OBSERVATION | {"row_no": "12", "value": "4205.3", "unit": "nghìn người", "scale": "1000"},
        _OBSERVATION | {"row_no": "13", "column_type": "total", "is_leaf": "false"},
    ],
    "activities": [
        _ACTIVITY,
        _ACTIVITY | _NO_AMOUNT | {"column_no": "4", "text": "Lập kế hoạch năm", "raw": "Lập kế hoạch năm", "level": ""},
        _ACTIVITY | {"column_no": "5", "quantity": "", "check": "suspect", "raw": "Tổ chức l5 lớp"},
        _ACTIVITY | {"column_no": "6", "comparator": "range", "quantity_high": "20", "check": "reconciled"},
        _ACTIVITY | {"column_no": "7", "quantity": "30", "out_of": "30", "unit": "quận, huyện"},
        _ACTIVITY | _NO_AMOUNT | {"column_no": "8", "per_year": "15", "unit": "lớp", "period_end": "2030"},
        _ACTIVITY | _NO_AMOUNT | {"column_no": "9", "check": "suspect", "activity_no": "", "objective": ""},
        _ACTIVITY | {"column_no": "10", "quantity": "0", "period_start": "", "period_end": ""},
        _ACTIVITY | {"column_no": "11", "quantity": "12.5", "unit": "%"},
    ],
    "sources": [
        _SOURCE,
        _SOURCE
        | {
            "source_id": "ke-hoach-dan-so-2024-2",
            "reader": "scan",
            "confidence": "0.93",
            "readings": '[{"text": "84"}]',
        },
        _LINE,
        _LINE | {"source_id": "dump-2", "start": "7", "end": "7"},
    ],
    "issues": [
        _ISSUE,
        _ISSUE | {"issue_id": "a2", "table_id": "", "row_no": "", "column_no": "", "source_id": "", "severity": "info"},
    ],
    "identities": [
        _IDENTITY,
        _IDENTITY | {"identity_id": "2", "printed": "100", "computed": "101", "difference": "-1", "holds": "false"},
        _IDENTITY | {"identity_id": "3", "printed": "0.30", "computed": "0.3", "difference": "0", "tolerance": "0"},
        _IDENTITY | {"identity_id": "4", "kind": "prose-annex", "members": "1:4 g7"},
        _IDENTITY | {"identity_id": "5", "kind": "shares", "table_id": "", "members": "100 g3 g4"},
    ],
    "numerals": [
        _NUMERAL,
        _NUMERAL | {"numeral_no": "2", "raw": "2024", "disposition": "attribute", "row_key": ""},
        _NUMERAL | {"numeral_no": "3", "disposition": "attribute", "dataset": "documents", "row_key": ""},
        _NUMERAL | {"numeral_no": "4", "raw": "l2.5O0", "dataset": "observations", "row_key": "t1:4:4"},
        _NUMERAL | _NOWHERE | {"numeral_no": "5", "raw": "15", "disposition": "excluded", "reason": "date"},
        _NUMERAL | _NOWHERE | {"numeral_no": "6", "raw": "104/2003", "disposition": "citation"},
    ],
    "indicators": [
        _INDICATOR,
        _INDICATOR | {"indicator_id": "ty-le-ngheo@2022", "concept": "ty-le-ngheo", "valid_from": "2022"},
        _INDICATOR | {"indicator_id": "ty-le-ngheo@2016", "valid_from": "2016", "valid_to": "2021", "lower": ""},
        _INDICATOR | {"indicator_id": "dan-so", "unit_family": "count", "aggregation": "sum", "upper": ""},
    ],
    "places": [
        _PROVINCE,
        _DISTRICT | {"parent_code": "01"},
        _COMMUNE | {"level": "commune", "parent_code": "001", "valid_from": "2025-01-01"},
    ],
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A clean row, by position, with changes that one expectation must reject, and a key of its own."""

    label: str
    changes: Row = field(default_factory=dict)
    base: int = 0
    same_key: bool = False


def _required(*columns: str, base: int = 0) -> list[Mutant]:
    return [Mutant(f"expect_column_values_to_not_be_null({column})", {column: ""}, base) for column in columns]


def _enumerated(*columns: str) -> list[Mutant]:
    return [Mutant(f"expect_column_values_to_be_in_set({column})", {column: "khác"}) for column in columns]


def _between(column: str, *values: str, condition: str = "", base: int = 0, also: Row | None = None) -> list[Mutant]:
    label = f"expect_column_values_to_be_between({column})" + (f" if {condition}" if condition else "")
    return [Mutant(label, {column: value, **(also or {})}, base) for value in values]


def _greater(upper: str, lower: str, values: tuple[str, str], *, also: Row | None = None) -> Mutant:
    label = f"expect_column_pair_values_a_to_be_greater_than_b({upper}, {lower})"
    return Mutant(label, {upper: values[0], lower: values[1], **(also or {})})


def _not_null(column: str, condition: str, changes: Row, base: int = 0) -> Mutant:
    return Mutant(f"expect_column_values_to_not_be_null({column}) if {condition}", {column: "", **changes}, base)


def _null(column: str, condition: str, changes: Row, base: int = 0) -> Mutant:
    return Mutant(f"expect_column_values_to_be_null({column}) if {condition}", changes, base)


def _statement_of_error() -> list[Mutant]:
    counts = ("corrected", "reconciled", "agreed", "text_layer", "single", "suspect")
    return [
        *_between("values", "-1"),
        *[mutant for check in counts for mutant in _between(f"values_{check}", "-1")],
        _null("values_reconciled", "values.isna()", {"values_reconciled": "3"}, base=2),
        *_between("share_reconciled", "-0.1", "1.1"),
        *_enumerated("error_basis"),
        _not_null("error_basis", "values > 0", {}),
        _null("wrong_expected", "error_basis == 'arithmetic'", {"wrong_expected": "1.5"}, base=1),
        _not_null("wrong_expected", "error_basis in ['benchmark', 'partly']", {}),
        _not_null("wrong_high", "wrong_expected.notna()", {}),
        *_between("wrong_expected", "-0.5"),
        _greater("wrong_high", "wrong_low", ("1", "2")),
        _greater("values", "wrong_high", ("600", "601")),
        _greater("values", "values_suspect", ("600", "601")),
    ]


BEYOND_A_WHOLE = "tăng|giảm|so với|hoàn thành|giải ngân|dự toán|cùng kỳ|chênh lệch|cán cân|chung|bằng"
"""Words of rates that may lie below 0 or above 100 %."""
_YEARS = ("1204", "2204")
_WHOLE = (
    "value % 1 != 0 and scale == 1 and unit in ['người', 'người dân', 'trẻ', 'trẻ em', 'học sinh', 'phụ nữ', 'hộ',"
    " 'cặp', 'trường hợp', 'xã, phường']"
)
_WHOLE_QUANTITY = (
    "quantity % 1 != 0 and unit in ['lớp', 'cuộc', 'buổi', 'hội nghị', 'hội thảo', 'người', 'học viên', 'đại biểu',"
    " 'tờ rơi', 'xã, phường', 'quận, huyện, thị xã']"
)
_SPAN = {"year": "", "period_start": "2026", "period_end": "2030"}


def _amounts(comparison: str) -> list[Mutant]:
    """Return the mutants that targets and observations share; ``comparison`` ends some of their conditions."""
    share = {"unit": "%", "base_unit": "%", "is_leaf": "false"} if comparison else {"unit": "%"}
    named = ("row_label", "header_path") if comparison else ("indicator",)
    others = "".join(f" and not {column}.str.contains('{BEYOND_A_WHOLE}', case=False, na=False)" for column in named)
    return [
        *_required("target_kind", "comparator", "raw", "check", "source_id"),
        *_enumerated("target_kind", "comparator", "year_basis", "check"),
        _not_null("value", "check != 'suspect'", {}),
        *_between(
            "value",
            "-5",
            condition=f"check == 'single' and target_kind not in ['increase', 'decrease']{comparison}{others}",
            also={"check": "single"},
        ),
        *_between(
            "value",
            "104.5",
            condition="check != 'suspect' and unit == '%'"
            f" and target_kind not in ['increase', 'decrease', 'multiple']{comparison}{others}",
            also=share,
        ),
        *_between(
            "value",
            "150",
            condition=f"unit == '%' and target_kind == 'decrease'{comparison}",
            also={**share, "target_kind": "decrease"},
        ),
        _null("value", _WHOLE, {"value": "12.5", "unit": "người"}),
        _greater("value_high", "value", ("80", "84"), also={"comparator": "range"}),
        _not_null("value_high", "comparator == 'range' and value.notna()", {"comparator": "range"}),
        _null("value_high", "comparator != 'range'", {"value_high": "20000"}),
        *_between("scale", "0", "-1"),
        _not_null("scale", "unit.notna()", {}),
        _not_null("base_unit", "unit.notna()", {}),
        *_between("year", *_YEARS),
        *_between("period_start", *_YEARS, also={"year": "", "period_end": "2204"}),
        *_between("period_end", *_YEARS, also={"year": "", "period_start": "1204"}),
        *_between("baseline_year", *_YEARS),
        _greater("period_end", "period_start", ("2026", "2030"), also={"year": ""}),
        _not_null("period_end", "period_start.notna()", {"year": "", "period_start": "2026"}),
        _not_null("period_start", "period_end.notna()", {"year": "", "period_end": "2026"}),
        _null("year", "period_start.notna() or period_end.notna()", {**_SPAN, "year": "2026"}),
        _not_null("year_basis", "year.notna() or period_start.notna()", {}),
        _not_null("year_basis", "year.notna() or period_start.notna()", _SPAN),
        _greater("year", "baseline_year", ("2024", "2025")),
    ]


MUTANTS: dict[str, list[Mutant]] = {
    "documents": [
        *_required("doc_id", "path", "issues_error", "issues_warning", "status"),
        Mutant("expect_column_values_to_be_unique(doc_id)", same_key=True),
        Mutant("expect_column_values_to_match_regex(doc_id)", {"doc_id": "Kế hoạch 2024"}),
        Mutant("expect_column_values_to_match_regex(path)", {"path": "/home/an/ke-hoach.pdf"}),
        Mutant("expect_column_values_to_match_regex(sha256)", {"sha256": "12ab"}),
        Mutant("expect_column_values_to_be_unique(sha256)", {"sha256": "0" * 64}),
        *_enumerated("reader", "status"),
        _not_null("reader", "status != 'failed'", {}),
        _not_null("sha256", "status != 'failed'", {}),
        _not_null("pages", "reader in ['native', 'scan', 'mixed'] and status != 'failed'", {}),
        _null("pages", "reader == 'dump'", {"pages": "3"}, base=1),
        *_between("pages", "0", "501"),
        *_between("issued_on", "1204-01-15", "2204-01-15"),
        Mutant("expect_column_values_to_match_regex(document_number)", {"document_number": "l2/KH-UBND"}),
        Mutant("expect_column_values_to_match_regex(place_id)", {"place_id": "Hà Nội"}),
        _not_null("place", "place_id.notna()", {}),
        *_between("year_start", *_YEARS),
        *_between("year_end", *_YEARS),
        _greater("year_end", "year_start", ("2024", "2025")),
        _not_null("year_end", "year_start.notna()", {}),
        *_between("numerals", "-1"),
        *_between("numerals_unaccounted", "-1"),
        _greater("numerals", "numerals_unaccounted", ("5", "6")),
        *_statement_of_error(),
        *_between("issues_error", "-1"),
        *_between("issues_warning", "-1"),
        Mutant("expect_column_values_to_be_in_set(issues_error) if status == 'clean'", {"issues_error": "2"}),
    ],
    "targets": [
        *_required("doc_id", "target_id", "indicator"),
        Mutant("expect_compound_columns_to_be_unique(doc_id, target_id)", same_key=True),
        *_amounts(""),
    ],
    "observations": [
        *_required("doc_id", "table_id", "row_no", "column_no", "row_type", "column_type", "is_leaf"),
        *_required("row_label", "label_check", "header_path", "value_type"),
        Mutant("expect_column_values_to_match_regex(table_id)", {"table_id": "Phụ lục 1"}),
        *_between("row_no", "0"),
        *_between("column_no", "0"),
        Mutant("expect_compound_columns_to_be_unique(doc_id, table_id, row_no, column_no)", same_key=True),
        *_enumerated("row_type", "column_type", "label_check", "value_type"),
        *(
            Mutant(f"expect_column_values_to_be_in_set(is_leaf) if {column} in ['total', 'subtotal']", {column: kind})
            for column in ("row_type", "column_type")
            for kind in ("total", "subtotal")
        ),
        Mutant("expect_column_values_to_be_in_set(is_leaf) if unit in ['%', '‰']", {"unit": "%", "value": "8"}),
        _not_null("place_id", "label_check != 'unknown'", {}),
        *_amounts(" and value_type != 'comparison'"),
    ],
    "activities": [
        *_required("doc_id", "table_id", "row_no", "column_no", "activity", "text", "raw", "check", "source_id"),
        Mutant("expect_column_values_to_match_regex(table_id)", {"table_id": "Phụ lục 3"}),
        *_between("row_no", "0"),
        *_between("column_no", "0"),
        Mutant("expect_compound_columns_to_be_unique(doc_id, table_id, row_no, column_no)", same_key=True),
        *_enumerated("level", "comparator", "check"),
        *_between("period_start", *_YEARS, also={"period_end": "2204"}),
        *_between("period_end", *_YEARS, also={"period_start": "1204"}),
        _greater("period_end", "period_start", ("2024", "2025")),
        _not_null("period_end", "period_start.notna()", {}),
        _not_null("period_start", "period_end.notna()", {}),
        _not_null("comparator", "quantity.notna()", {}),
        _not_null("quantity", "comparator.notna() and check != 'suspect'", {}),
        *_between("quantity", "-5"),
        *_between("quantity", "125", condition="unit == '%'", base=8),
        _null("quantity", _WHOLE_QUANTITY, {"quantity": "12.5"}),
        _greater("quantity_high", "quantity", ("12", "15"), also={"comparator": "range"}),
        _not_null("quantity_high", "comparator == 'range' and quantity.notna()", {"comparator": "range"}),
        _null("quantity_high", "comparator != 'range'", {"quantity_high": "20"}),
        _null("quantity_high", "comparator != 'range'", {"quantity_high": "20"}, base=1),
        _greater("out_of", "quantity", ("30", "31")),
        *_between("out_of", "0", "-30", base=4),
        _null("out_of", "quantity.isna() and check != 'suspect'", {"out_of": "30"}, base=1),
        _null("unit", "comparator.isna() and per_year.isna() and check != 'suspect'", {"unit": "lớp"}, base=1),
        *_between("per_year", "-5", base=5),
        *_between("per_unit", "0", "-60"),
        _not_null("per_unit_unit", "per_unit.notna()", {}),
        _not_null("per_unit", "per_unit_unit.notna() and check != 'suspect'", {}),
        Mutant("expect_column_values_to_not_be_in_set(check) if quantity.isna()", {"check": "reconciled"}, base=1),
    ],
    "sources": [
        *_required("source_id", "doc_id", "reader"),
        Mutant("expect_column_values_to_be_unique(source_id)", same_key=True),
        *_enumerated("reader"),
        _not_null("page", "reader != 'dump'", {}),
        _not_null("line", "reader == 'dump'", {}, base=2),
        _null("page", "reader == 'dump'", {"page": "1"}, base=2),
        _null("confidence", "reader == 'dump'", {"confidence": "0.9"}, base=2),
        *_between("page", "0"),
        *_between("line", "0", base=2),
        *_between("start", "-1", base=2),
        _greater("end", "start", ("4", "9")),
        _greater("right", "left", ("72", "72")),
        _greater("bottom", "top", ("90", "100")),
        _not_null("bottom", "left.notna() or top.notna() or right.notna()", {}),
        *_between("left", "-3", also={"right": "10"}),
        *_between("top", "20000", also={"bottom": "20010"}),
        *_between("confidence", "97"),
        Mutant("expect_column_values_to_be_json_parseable(readings)", {"readings": "[84"}),
    ],
    "issues": [
        *_required("doc_id", "issue_id", "code", "severity", "resolution", "unique"),
        Mutant("expect_column_values_to_be_unique(issue_id)", same_key=True),
        Mutant("expect_column_values_to_match_regex(code)", {"code": "Identity_Fails"}),
        *_enumerated("severity", "resolution"),
        Mutant("expect_column_values_to_match_regex(table_id)", {"table_id": "1"}),
        _not_null("table_id", "row_no.notna() or column_no.notna()", {}),
        *_between("row_no", "0"),
        *_between("column_no", "0"),
    ],
    "identities": [
        *_required("doc_id", "identity_id", "kind", "members"),
        *_required("printed", "computed", "difference", "tolerance", "holds"),
        Mutant("expect_compound_columns_to_be_unique(doc_id, identity_id)", same_key=True),
        Mutant("expect_column_values_to_match_regex(table_id)", {"table_id": "t0"}),
        Mutant("expect_column_values_to_match_regex(members)", {"members": "1:4"}),
        *_between("tolerance", "-0.5"),
        _null(
            "difference",
            "(printed - computed - difference).abs() > 1e-14 * (printed.abs() + computed.abs())",
            {"difference": "0.04"},
        ),
        Mutant("expect_column_values_to_be_in_set(holds) if difference.abs() <= tolerance", {"holds": "false"}),
        Mutant(
            "expect_column_values_to_be_in_set(holds) if difference.abs() > tolerance",
            {"printed": "9", "holds": "true"},
            1,
        ),
    ],
    "numerals": [
        *_required("doc_id", "numeral_no", "raw", "source_id", "disposition"),
        *_between("numeral_no", "0"),
        Mutant("expect_compound_columns_to_be_unique(doc_id, numeral_no)", same_key=True),
        Mutant("expect_column_values_to_match_regex(raw)", {"raw": "lO"}),
        *_enumerated("disposition", "dataset"),
        Mutant("expect_column_values_to_be_in_set(reason)", {"reason": "khác"}, base=4),
        _not_null("reason", "disposition == 'excluded'", {}, base=4),
        _null("reason", "disposition != 'excluded'", {"reason": "date"}),
        *(_not_null("dataset", "disposition in ['value', 'attribute']", {}, base) for base in (0, 1)),
        *(
            _null("dataset", "disposition not in ['value', 'attribute']", {"dataset": "targets"}, base)
            for base in (4, 5)
        ),
        _not_null("row_key", "disposition == 'value' and dataset != 'documents'", {}),
        _null("row_key", "dataset.isna()", {"row_key": "n1"}, base=5),
    ],
    "indicators": [
        *_required("indicator_id", "concept", "name", "unit_family", "aggregation", "source"),
        Mutant("expect_column_values_to_be_unique(indicator_id)", same_key=True),
        *(
            Mutant("expect_column_values_to_match_regex(indicator_id)", {"indicator_id": name})
            for name in ("Tỷ lệ nghèo", "ty_le_ngheo", "ty-le-ngheo@22", "ty-le-")
        ),
        Mutant("expect_column_values_to_match_regex(concept)", {"concept": "ty-le-ngheo@2022"}),
        *_enumerated("unit_family", "aggregation"),
        Mutant(
            "expect_column_values_to_be_in_set(aggregation) if unit_family in ['rate', 'ratio']",
            {"aggregation": "sum"},
        ),
        _greater("upper", "lower", ("0", "0")),
        *_between("valid_from", *_YEARS, also={"valid_to": "2204"}),
        *_between("valid_to", *_YEARS, also={"valid_from": "1204"}),
        _greater("valid_to", "valid_from", ("2021", "2022")),
    ],
    "places": [
        *_required("place_id", "code", "name", "type", "level", "source"),
        Mutant("expect_column_values_to_be_unique(place_id)", same_key=True),
        Mutant("expect_column_values_to_match_regex(place_id) if level == 'province'", {"place_id": "D001@0"}),
        Mutant("expect_column_values_to_match_regex(place_id) if level == 'district'", {"place_id": "D1@0"}, 1),
        Mutant("expect_column_values_to_match_regex(place_id) if level == 'commune'", {"place_id": "C00001"}, 2),
        Mutant("expect_column_values_to_match_regex(code)", {"code": "1"}),
        *_enumerated("level"),
        _not_null("parent_code", "level in ['district', 'commune']", {}, base=1),
        _null("parent_code", "level == 'province'", {"parent_code": "00"}),
        _greater("valid_to", "valid_from", ("2024-12-31", "2025-01-01")),
    ],
}
"""Mutants of single rows by dataset; the order of columns is spoilt in the test itself."""

_FRESH = {
    "documents": {"doc_id": "mutant-{0}", "sha256": "{0:064x}"},
    "targets": {"target_id": "m{0}"},
    "observations": {"row_no": "{0}"},
    "activities": {"row_no": "{0}"},
    "sources": {"source_id": "m{0}"},
    "issues": {"issue_id": "m{0}"},
    "identities": {"identity_id": "m{0}"},
    "numerals": {"numeral_no": "{0}"},
    "indicators": {"indicator_id": "m{0}"},
    "places": {"place_id": "P{0}@0"},
}
_numbers = count(1000)


def clean_rows(dataset: str, schema: Schema) -> list[Row]:
    """Return rows of a dataset with all its columns, which refer to rows of the other datasets."""
    return [_complete(row, schema) for row in _CLEAN[dataset]]


def spoil(dataset: str, mutant: Mutant, schema: Schema) -> Row:
    """Return the row of a mutant."""
    fresh = {} if mutant.same_key else {c: form.format(next(_numbers)) for c, form in _FRESH[dataset].items()}
    return _complete(_CLEAN[dataset][mutant.base] | fresh | mutant.changes, schema)


def _complete(row: Row, schema: Schema) -> Row:
    assert row.keys() <= schema.types.keys()
    return {column: row.get(column, "") for column in schema.types}


def labels(suite: Suite) -> list[str]:
    """Return the labels of the expectations that are about rows."""
    return [expectation.label for expectation in suite.expectations if not expectation.about_table]
