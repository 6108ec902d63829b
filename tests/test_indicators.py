"""Which indicator a wording names: the plans at hand, other hands, and look-alikes that must not match."""

from __future__ import annotations

import csv
import time
from functools import cache
from pathlib import Path

import pytest
import regex

import pipeline
from pipeline.catalog import load_catalog
from pipeline.errors import ConfigurationError
from pipeline.extract.indicators import AGGREGATIONS, FAMILIES, Indicator, load_indicators
from pipeline.extract.keys import load_wording
from pipeline.extract.matching import Index, build_index, match_header, match_indicator
from pipeline.model import TargetKind
from pipeline.text import skeleton

from .plans import REAL, SAMPLES, extraction, extraction_of, fixtures

DATA = Path(pipeline.__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def catalogue() -> tuple[Indicator, ...]:
    return load_indicators(rows("indicators.csv"))


@cache
def index() -> Index:
    return build_index(catalogue(), load_wording(rows("indicator_ignores.csv")))


def match(words: str, family: str = "", year: int | None = None) -> str:
    return match_indicator(load_catalog().expand(words), index(), unit_family=family, year=year)


def header(*levels: str, year: int = 2024) -> str:
    return match_header([load_catalog().expand(level) for level in levels], index(), year=year)


ELDERLY = "ty-le-nguoi-cao-tuoi-duoc-kham-suc-khoe-dinh-ky"
THIRD = "ty-le-sinh-con-thu-3-tro-len"
PRENATAL = "ty-le-sang-loc-truoc-sinh"
NEWBORN = "ty-le-sang-loc-so-sinh"
MARRIAGE = "ty-le-kham-suc-khoe-truoc-ket-hon"
USERS = "so-nguoi-ap-dung-bien-phap-tranh-thai-moi"
INSURED = "ty-le-dan-so-tham-gia-bao-hiem-y-te"
SEX_RATIO = "ty-so-gioi-tinh-khi-sinh"
METHODS = "CHỈ TIÊU CÁC BIỆN PHÁP TRÁNH THAI NĂM 2024"

PLANS = [
    ("Giảm tỷ lệ sinh con thứ 03 trở lên", "rate", 2024, THIRD),
    ("Tỷ lệ sinh con thứ 3 trở lên", "rate", 2024, THIRD),
    ("Giữ tỷ lệ sinh con thứ ba trở lên", "rate", 2023, THIRD),
    ("Tỷ lệ người cao tuổi được khám sức khỏe định kỳ", "rate", 2024, ELDERLY),
    ("Tỷ lệ người cao tuổi được khám sức khỏe định kỳ trong năm", "rate", 2024, ELDERLY),
    ("Tỷ lệ sàng lọc trước sinh 4 bệnh phổ biến (% số bà mẹ mang thai)", "rate", 2024, f"{PRENATAL}@2024"),
    ("Tỷ lệ sàng lọc trước sinh 4 bệnh phổ biến, tính trên số bà mẹ mang thai", "rate", 2024, f"{PRENATAL}@2024"),
    ("Tỷ lệ sàng lọc sơ sinh 5 bệnh phổ biến (% số trẻ sơ sinh)", "rate", 2024, f"{NEWBORN}@2024"),
    ("Tỷ lệ sàng lọc sơ sinh 5 bệnh phổ biến, tính trên số trẻ ra đời", "rate", 2024, f"{NEWBORN}@2024"),
    ("Tỷ lệ sàng lọc trước sinh", "rate", 2026, f"{PRENATAL}@2024"),
    ("Tỷ lệ sàng lọc trước sinh", "rate", 2022, PRENATAL),
    ("Tỷ lệ phụ nữ mang thai được tầm soát trước sinh", "rate", 2023, PRENATAL),
    ("Tỷ lệ trẻ sơ sinh được tầm soát các bệnh bẩm sinh", "", 2023, NEWBORN),
    ("Tỷ số giới tính khi sinh (số trẻ trai/100 trẻ gái)", "ratio", 2024, SEX_RATIO),
    ("Phấn đấu tỷ số giới tính khi sinh", "ratio", 2023, SEX_RATIO),
    ("Tỷ lệ cặp nam, nữ được tư vấn, khám sức khỏe trước khi kết hôn", "rate", 2024, MARRIAGE),
    ("Tỷ lệ cặp nam, nữ được tư vấn, khám sức khỏe trước kết hôn", "rate", 2024, MARRIAGE),
    ("Số người áp dụng biện pháp tránh thai (BPTT) mới", "count", 2024, USERS),
    ("Số người mới áp dụng biện pháp tránh thai (BPTT)", "count", 2024, USERS),
    ("Tổng tỷ suất sinh", "ratio", 2026, "tong-ty-suat-sinh"),
    ("Toàn tỉnh duy trì mức sinh", "ratio", 2023, "tong-ty-suat-sinh"),
    ("Tỷ suất sinh thô", "rate", 2023, "ty-suat-sinh-tho"),
    ("Tuổi thọ trung bình", "age", 2026, "tuoi-tho-trung-binh"),
    ("số năm sống khỏe", "time", 2026, "so-nam-song-khoe"),
    ("trạm y tế có bác sĩ làm việc thường xuyên", "rate", 2026, "ty-le-tram-y-te-co-bac-si-lam-viec"),
    ("số trạm y tế dùng bệnh án điện tử", "", 2026, "ty-le-tram-y-te-dung-benh-an-dien-tu"),
    ("Huy động từ nguồn xã hội hóa", "money", 2026, "kinh-phi-xa-hoi-hoa"),
    ("lớp tập huấn cho cộng tác viên dân số", "count", 2023, "so-lop-tap-huan-cho-cong-tac-vien-dan-so"),
    ("Tỷ lệ dân số tham gia bảo hiểm y tế", "rate", 2022, INSURED),
    ("Tỷ lệ người dân có hồ sơ sức khoẻ điện tử", "rate", 2022, "ty-le-nguoi-dan-co-ho-so-suc-khoe-dien-tu"),
    ("Tỷ lệ trạm y tế xã khám, chữa bệnh từ xa", "rate", 2022, "ty-le-tram-y-te-xa-kham-chua-benh-tu-xa"),
    ("Tỷ suất tử vong ở trẻ em dưới 5 tuổi", "rate", 2022, "ty-suat-tu-vong-tre-em-duoi-5-tuoi"),
    ("Số giường bệnh", "ratio", 2022, "so-giuong-benh-tren-10-000-dan"),
    ("Tổng số giường bệnh", "count", 2025, "tong-so-giuong-benh"),
    (
        "Giảm tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể nhẹ cân",
        "rate",
        2022,
        "ty-le-tre-em-duoi-5-tuoi-suy-dinh-duong-the-nhe-can",
    ),
    ("Ngân sách tỉnh chi cho truyền thông sức khoẻ", "money", 2022, "ngan-sach-chi-cho-truyen-thong-suc-khoe"),
    ("Tổng kinh phí thực hiện Kế hoạch", "money", 2022, "tong-kinh-phi-thuc-hien-ke-hoach"),
    ("đợt giám sát chuyên đề", "count", 2022, "so-dot-giam-sat-chuyen-de"),
    (
        "Xây dựng mô hình nâng cao chất lượng dân số tại các khu công nghiệp",
        "count",
        2023,
        "so-mo-hinh-nang-cao-chat-luong-dan-so",
    ),
    (
        "Số điểm tư vấn sức khỏe sinh sản cho thanh niên công nhân",
        "multiple",
        2023,
        "so-diem-tu-van-suc-khoe-sinh-san",
    ),
    ("người cao tuổi có thẻ bảo hiểm y tế", "rate", 2023, "ty-le-nguoi-cao-tuoi-co-the-bao-hiem-y-te"),
    ("đưa thông điệp dân số", "count", 2023, "so-nguoi-nhan-thong-diep-dan-so"),
    ("xã, phường", "count", 2026, "so-don-vi-hanh-chinh-cap-xa"),
    ("huyện, thành phố", "count", 2023, "so-don-vi-hanh-chinh-cap-huyen"),
    ("Dân số trung bình", "count", 2025, "dan-so-trung-binh"),
    ("Số bác sĩ trên một vạn dân", "ratio", 2025, "so-bac-si-tren-10-000-dan"),
    ("Tỷ lệ bao phủ bảo hiểm y tế", "rate", 2025, INSURED),
    (
        "Phụ nữ từ 30-54 tuổi có nhu cầu được khám sàng lọc ung thư cổ tử cung",
        "rate",
        2025,
        "ty-le-phu-nu-duoc-sang-loc-ung-thu-co-tu-cung",
    ),
    (
        "Phụ nữ từ 40 tuổi trở lên có nhu cầu được khám sàng lọc ung thư vú",
        "rate",
        2025,
        "ty-le-phu-nu-duoc-sang-loc-ung-thu-vu",
    ),
    ("Mở lớp tập huấn cho cộng tác viên dân số", "count", 2026, "so-lop-tap-huan-cho-cong-tac-vien-dan-so"),
    (
        "Đào tạo: tổ chức lớp tập huấn cho cộng tác viên dân số trong quý II",
        "count",
        2023,
        "so-lop-tap-huan-cho-cong-tac-vien-dan-so",
    ),
    (
        "Tọa đàm nâng cao hiệu quả xã hội hóa: cuộc cho cả giai đoạn",
        "count",
        2030,
        "so-toa-dam-nang-cao-hieu-qua-xa-hoi-hoa",
    ),
    ("Hội nghị đánh giá TTXH và xã hội hóa", "", 2025, "so-hoi-nghi-danh-gia-tiep-thi-xa-hoi-va-xa-hoi-hoa"),
    ("Tọa đàm nâng cao hiệu quả TTXH và xã hội hóa PTTT", "", 2025, "so-toa-dam-nang-cao-hieu-qua-xa-hoi-hoa"),
]

OTHER_HANDS = [
    ("Tỉ lệ NCT được khám sức khoẻ định kỳ hàng năm", "rate", ELDERLY),
    ("Tỷ lệ người cao tuổi được khám sức khỏe định kỳ ít nhất 1 lần/năm", "rate", ELDERLY),
    ("người cao tuổi được khám sức khỏe định kỳ", "rate", ELDERLY),
    ("Phấn đấu giảm tỷ lệ phụ nữ sinh con thứ ba trở lên", "rate", THIRD),
    ("giảm sinh con thứ 3+ (%)", "rate", THIRD),
    ("Kéo giảm tỷ lệ sinh con thứ 3 trở lên so với năm 2023", "rate", THIRD),
    ("Tỷ lệ bà mẹ mang thai được sàng lọc trước sinh", "rate", f"{PRENATAL}@2024"),
    ("Nâng tỷ lệ phụ nữ mang thai được tầm soát 4 bệnh tật bẩm sinh phổ biến", "rate", f"{PRENATAL}@2024"),
    ("Tỷ lệ trẻ sơ sinh được tầm soát 5 bệnh bẩm sinh phổ biến nhất", "rate", f"{NEWBORN}@2024"),
    ("Tỷ lệ thanh niên được tư vấn, khám sức khoẻ trước khi kết hôn", "rate", MARRIAGE),
    ("Tỷ lệ khám sức khỏe tiền hôn nhân", "rate", MARRIAGE),
    ("Khống chế tỷ số giới tính khi sinh ở mức", "ratio", SEX_RATIO),
    ("Duy trì tỉ số giới tính khi sinh", "", SEX_RATIO),
    ("Số người mới sử dụng BPTT hiện đại", "count", USERS),
    ("Số con trung bình của một phụ nữ", "ratio", "tong-ty-suat-sinh"),
    ("Mức giảm tỷ lệ sinh (‰)", "rate", "ty-suat-sinh-tho"),
    (
        "Tỷ lệ các cặp vợ chồng áp dụng BPTT hiện đại",
        "rate",
        "ty-le-cap-vo-chong-su-dung-bien-phap-tranh-thai-hien-dai",
    ),
    ("Tỷ lệ người dân tham gia BHYT", "rate", INSURED),
    ("Tỷ lệ bao phủ bảo hiểm y tế toàn dân trên địa bàn tỉnh Quảng Nam", "rate", INSURED),
    ("Độ bao phủ BHYT", "rate", INSURED),
    ("Số bác sỹ/vạn dân", "ratio", "so-bac-si-tren-10-000-dan"),
    ("Số giường bệnh trên 1 vạn dân", "ratio", "so-giuong-benh-tren-10-000-dan"),
    ("Tỷ lệ tử vong trẻ dưới 1 tuổi", "rate", "ty-suat-tu-vong-tre-em-duoi-1-tuoi"),
    ("Tỷ số tử vong mẹ/100.000 trẻ đẻ sống", "ratio", "ty-so-tu-vong-me-tren-100-000-tre-de-song"),
    (
        "Tỷ lệ trẻ em dưới 5 tuổi bị suy dinh dưỡng thấp còi",
        "rate",
        "ty-le-tre-em-duoi-5-tuoi-suy-dinh-duong-the-thap-coi",
    ),
    ("Tỷ lệ trẻ dưới 1 tuổi tiêm chủng đầy đủ", "rate", "ty-le-tre-em-duoi-1-tuoi-duoc-tiem-chung-day-du"),
    (
        "Tỷ lệ xã, phường, thị trấn đạt Bộ tiêu chí quốc gia về y tế xã",
        "rate",
        "ty-le-xa-dat-tieu-chi-quoc-gia-ve-y-te",
    ),
    ("Giảm tỷ lệ hộ nghèo đa chiều", "rate", "ty-le-ho-ngheo@2022"),
    ("tỷ lệ hộ nghèo theo chuẩn nghèo đa chiều", "rate", "ty-le-ho-ngheo@2022"),
    ("TỶ LỆ HỘ NGHÈO", "rate", "ty-le-ho-ngheo@2022"),
    ("hộ nghèo", "count", "so-ho-ngheo"),
    ("Giảm tỷ lệ hộ cận nghèo", "rate", "ty-le-ho-can-ngheo"),
    ("Số xã được công nhận đạt chuẩn nông thôn mới", "count", "so-xa-dat-chuan-nong-thon-moi"),
    ("xã đạt chuẩn nông thôn mới", "rate", "ty-le-xa-dat-chuan-nong-thon-moi"),
    ("xã đạt chuẩn nông thôn mới nâng cao", "count", "so-xa-dat-chuan-nong-thon-moi-nang-cao"),
    ("xã nông thôn mới kiểu mẫu", "count", "so-xa-dat-chuan-nong-thon-moi-kieu-mau"),
    ("sản phẩm OCOP đạt từ 3 sao trở lên", "count", "so-san-pham-ocop"),
    ("Tỷ lệ hộ dân nông thôn sử dụng nước sạch", "rate", "ty-le-dan-so-nong-thon-su-dung-nuoc-sach-theo-quy-chuan"),
    ("Tỷ lệ hộ gia đình văn hóa", "rate", "ty-le-gia-dinh-van-hoa"),
    ("Tỷ lệ lao động đã qua đào tạo", "rate", "ty-le-lao-dong-qua-dao-tao"),
    (
        "trong đó, lao động qua đào tạo có bằng cấp, chứng chỉ",
        "rate",
        "ty-le-lao-dong-qua-dao-tao-co-bang-cap-chung-chi",
    ),
    ("Tỷ lệ thất nghiệp ở khu vực thành thị", "rate", "ty-le-that-nghiep-thanh-thi"),
    ("Giải quyết việc làm cho người lao động", "count", "so-lao-dong-duoc-giai-quyet-viec-lam"),
    ("Tạo việc làm mới", "count", "so-lao-dong-duoc-giai-quyet-viec-lam"),
    ("Tốc độ tăng trưởng kinh tế (GRDP)", "rate", "toc-do-tang-truong-grdp"),
    ("Tốc độ tăng tổng sản phẩm trên địa bàn (GRDP)", "rate", "toc-do-tang-truong-grdp"),
    ("GRDP bình quân đầu người", "money", "grdp-binh-quan-dau-nguoi"),
    ("GRDP bình quân đầu người", "ratio", "grdp-binh-quan-dau-nguoi"),
    ("Tổng thu ngân sách nhà nước trên địa bàn tỉnh Đồng Nai", "money", "thu-ngan-sach-nha-nuoc-tren-dia-ban"),
    ("Giải ngân vốn đầu tư công", "rate", "ty-le-giai-ngan-von-dau-tu-cong"),
    ("Tổng kim ngạch xuất khẩu hàng hóa", "money", "kim-ngach-xuat-khau"),
    ("Tổng vốn đầu tư toàn xã hội", "money", "von-dau-tu-toan-xa-hoi"),
    ("Số doanh nghiệp thành lập mới", "", "so-doanh-nghiep-thanh-lap-moi"),
    ("trong đó khách quốc tế", "count", "so-luot-khach-du-lich-quoc-te"),
    ("Đón khách du lịch", "count", "tong-luot-khach-du-lich"),
    ("Tổng thu từ khách du lịch", "money", "tong-thu-tu-khach-du-lich"),
    ("Duy trì ổn định tỷ lệ che phủ rừng", "rate", "ty-le-che-phu-rung"),
    ("độ che phủ rừng", "rate", "ty-le-che-phu-rung"),
    (
        "Tỷ lệ chất thải rắn sinh hoạt đô thị được thu gom, xử lý",
        "rate",
        "ty-le-thu-gom-xu-ly-chat-thai-ran-sinh-hoat-do-thi",
    ),
    ("Kinh tế số chiếm trong GRDP", "rate", "ty-trong-kinh-te-so-trong-grdp"),
    ("Tỷ lệ hồ sơ thủ tục hành chính được giải quyết đúng hạn", "rate", "ty-le-ho-so-giai-quyet-dung-han"),
    ("Tỷ lệ trường học đạt chuẩn quốc gia", "rate", "ty-le-truong-dat-chuan-quoc-gia"),
    ("Tỷ lệ huy động trẻ 5 tuổi ra lớp", "rate", "ty-le-huy-dong-tre-5-tuoi-di-hoc-mau-giao"),
    ("Sản lượng lương thực cây có hạt", "measure", "san-luong-luong-thuc-co-hat"),
    ("tổng đàn heo", "count", "tong-dan-lon"),
    ("1. Tỷ lệ đô thị hóa", "rate", "ty-le-dan-so-thanh-thi"),
]

LOOK_ALIKES = [
    ("Tỷ lệ hộ thoát nghèo", "rate"),
    ("Tỷ lệ hộ tái nghèo", "rate"),
    ("Tỷ lệ hộ nghèo ở miền núi", "rate"),
    ("Tỷ lệ nghèo", "rate"),
    ("Tỷ lệ sinh con", "rate"),
    ("Tỷ lệ sinh con thứ 2", "rate"),
    ("Tỷ lệ sinh con thứ 4 trở lên", "rate"),
    ("Tỷ lệ không sinh con thứ 3", "rate"),
    ("Tỷ lệ sàng lọc trước sinh 3 bệnh", "rate"),
    ("Tỷ lệ sàng lọc trước sinh và sơ sinh", "rate"),
    ("Tỷ lệ học sinh, sinh viên tham gia bảo hiểm y tế", "rate"),
    ("Tỷ lệ hộ cận nghèo tham gia bảo hiểm y tế", "rate"),
    ("Số tiền chậm đóng bảo hiểm y tế", "money"),
    ("Tỷ suất sinh ròng", "rate"),
    ("Tỷ suất di cư thuần", "rate"),
    ("Tỷ suất tử vong trẻ em dưới 2 tuổi", "rate"),
    ("Tỷ suất tử vong trẻ em", "rate"),
    ("Tỷ lệ bác sĩ làm việc tại trạm y tế", "rate"),
    ("Tỷ lệ trạm y tế không có bác sĩ", "rate"),
    ("Số điều dưỡng/bác sĩ", "ratio"),
    ("Số bác sĩ", ""),
    ("Tỷ lệ suy dinh dưỡng thể gầy còm trẻ em dưới 5 tuổi", "rate"),
    ("Tuổi thọ trung bình của phụ nữ", "age"),
    ("Tỷ số giới tính", "ratio"),
    ("số xã đạt chuẩn nông thôn mới", "rate"),
    ("Số huyện đạt chuẩn nông thôn mới nâng cao", "count"),
    ("xây dựng nông thôn mới", "count"),
    ("Tỷ lệ thất nghiệp ở nông thôn", "rate"),
    ("Tỷ lệ thất nghiệp và thiếu việc làm", "rate"),
    ("Tỷ lệ lao động nữ qua đào tạo", "rate"),
    ("Số doanh nghiệp giải thể", "count"),
    ("Số doanh nghiệp thành lập mới", "rate"),
    ("Tỷ lệ dân số sử dụng nước sạch", "rate"),
    ("Tỷ lệ trường học đạt chuẩn quốc gia mức độ 2", "rate"),
    ("Tỷ lệ hộ nghèo", "money"),
    ("Tỷ lệ người nghiện ma túy được điều trị", "rate"),
    ("Tỷ lệ dùng thuốc lá", "rate"),
    ("Số người dùng thuốc lá", "count"),
    ("lớp tập huấn", "count"),
    ("Kinh phí", "money"),
    ("Số người", "count"),
    ("Tổng số", ""),
    ("Ghi chú", ""),
    ("dân", "count"),
    ("sinh", "rate"),
    ("Xã, phường, thị trấn", "rate"),
    ("", ""),
    ("Sở Y tế chủ trì, hướng dẫn triển khai", ""),
    ("Hoàn thành trước ngày 15 tháng 12", ""),
    ("Phụ nữ có nhu cầu", "rate"),
    ("Dụng cụ tử cung", "count"),
    ("Bao cao su", "count"),
]

DIFFERENT = [
    ("Tỷ lệ hộ nghèo", "Tỷ lệ hộ cận nghèo"),
    ("Số hộ nghèo", "Tỷ lệ hộ nghèo"),
    ("Tỷ lệ sàng lọc trước sinh", "Tỷ lệ sàng lọc sơ sinh"),
    ("Tỷ lệ tham gia bảo hiểm y tế", "Tỷ lệ tham gia bảo hiểm xã hội"),
    ("Tỷ lệ tham gia bảo hiểm xã hội bắt buộc", "Tỷ lệ tham gia bảo hiểm xã hội tự nguyện"),
    ("Tỷ suất tử vong trẻ em dưới 1 tuổi", "Tỷ suất tử vong trẻ em dưới 5 tuổi"),
    ("Tỷ suất sinh thô", "Tổng tỷ suất sinh"),
    ("Tỷ suất sinh thô", "Tỷ suất chết thô"),
    ("Tỷ lệ tăng dân số", "Tỷ lệ tăng dân số tự nhiên"),
    ("Tỷ lệ áp dụng biện pháp tránh thai", "Tỷ lệ áp dụng biện pháp tránh thai hiện đại"),
    ("Chiều cao trung bình nam 18 tuổi", "Chiều cao trung bình nữ 18 tuổi"),
    ("GRDP", "GRDP bình quân đầu người"),
    ("Thu nội địa", "Thu ngân sách nhà nước trên địa bàn"),
    ("Kim ngạch xuất khẩu", "Kim ngạch nhập khẩu"),
    ("Khách du lịch quốc tế", "Khách du lịch nội địa"),
    ("Sản lượng thủy sản", "Sản lượng thủy sản nuôi trồng"),
]

COLUMNS = [
    (("Kế hoạch năm 2024", "Chỉ tiêu giảm tỷ lệ sinh con thứ 3+ (%)"), THIRD),
    (("Kế hoạch năm 2024", "Tỷ lệ sàng lọc trước sinh 4 bệnh (%)"), f"{PRENATAL}@2024"),
    (("Kế hoạch năm 2024", "Tỷ lệ sàng lọc sơ sinh 5 bệnh (%)"), f"{NEWBORN}@2024"),
    (("Kế hoạch năm 2024", "Tỷ lệ nam, nữ được khám sức khỏe trước kết hôn (%)"), MARRIAGE),
    (("Kế hoạch năm 2024", "Tỷ lệ NCT được khám sức khỏe định kỳ trong năm (%)"), ELDERLY),
    ((METHODS, "Tổng số"), USERS),
    (("CHỈ TIÊU SỬ DỤNG CÁC BIỆN PHÁP TRÁNH THAI NĂM 2024", "Tổng số"), USERS),
    ((METHODS, "Dụng cụ tử cung", "Tổng số"), "so-nguoi-moi-su-dung-dung-cu-tu-cung"),
    ((METHODS, "Dụng cụ tử cung", "TĐ: Tiếp thị xã hội và XHH"), "so-nguoi-moi-su-dung-dung-cu-tu-cung"),
    ((METHODS, "Thuốc cấy tránh thai", "TĐ: Miễn phí"), "so-nguoi-moi-su-dung-thuoc-cay-tranh-thai"),
    ((METHODS, "Thuốc tiêm tránh thai", "Tổng số"), "so-nguoi-moi-su-dung-thuoc-tiem-tranh-thai"),
    ((METHODS, "Viên uống tránh thai", "Tổng số"), "so-nguoi-moi-su-dung-vien-uong-tranh-thai"),
    ((METHODS, "Bao cao su", "TĐ: Tiếp thị xã hội và xã hội hoá"), "so-nguoi-moi-su-dung-bao-cao-su"),
    (("Số người mới sử dụng biện pháp tránh thai", "TĐ: Xã hội hóa"), USERS),
    (("Số phụ nữ từ 15 - 49 tuổi",), "so-phu-nu-tu-15-49-tuoi"),
    (("Dân số trung bình năm 2023", "Trong đó", "Nam"), "dan-so-trung-binh"),
    (("Số trẻ sinh năm 2023", "Tổng số"), "so-tre-sinh-ra"),
    (("Số trẻ sinh năm 2023", "Trẻ là con thứ ba trở lên"), "so-tre-sinh-la-con-thu-3-tro-len"),
    (("Số người mới dùng thuốc cấy tránh thai",), "so-nguoi-moi-su-dung-thuoc-cay-tranh-thai"),
    (("Nhân lực y tế (người)", "Tổng số"), "nhan-luc-y-te"),
    (("Nhân lực y tế (người)", "Bác sĩ"), "tong-so-bac-si"),
    (("Nhân lực y tế (người)", "Nhân lực khác"), ""),
    (("Số bác sĩ trên một vạn dân (bác sĩ/10.000 dân)",), "so-bac-si-tren-10-000-dan"),
    (("Tỷ lệ tham gia bảo hiểm y tế (%)",), INSURED),
    (("Tỷ suất tử vong trẻ em dưới 5 tuổi (‰)",), "ty-suat-tu-vong-tre-em-duoi-5-tuoi"),
    (("Dân số trung bình", "- Nữ"), "dan-so-trung-binh"),
    (("NHU CẦU HÀNG HÓA", "Bao cao su"), ""),
    (("Thực hiện năm 2025",), ""),
    ((), ""),
]


@pytest.mark.parametrize(("words", "family", "year", "expected"), PLANS)
def test_the_plans_at_hand(words: str, family: str, year: int, expected: str) -> None:
    assert match(words, family, year) == expected


@pytest.mark.parametrize(("words", "family", "expected"), OTHER_HANDS)
def test_wordings_of_other_hands(words: str, family: str, expected: str) -> None:
    assert match(words, family, 2024) == expected


@pytest.mark.parametrize(("words", "family"), LOOK_ALIKES)
def test_look_alikes_match_nothing(words: str, family: str) -> None:
    assert match(words, family, 2024) == ""


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_neighbours_keep_apart(one: str, other: str) -> None:
    assert match(one, year=2024)
    assert match(other, year=2024)
    assert match(one, year=2024) != match(other, year=2024)


@pytest.mark.parametrize(("levels", "expected"), COLUMNS)
def test_columns(levels: tuple[str, ...], expected: str) -> None:
    assert header(*levels) == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Thực hiện năm 2022 - Số hộ nghèo (hộ)", "so-ho-ngheo"),
        ("KH 2023: Số hộ nghèo (hộ)", "so-ho-ngheo"),
        ("Ước thực hiện năm 2022 / Số hộ nghèo (hộ)", "so-ho-ngheo"),
        ("Số hộ nghèo (hộ) thực hiện năm 2022", "so-ho-ngheo"),
        ("Số hộ nghèo năm 2023 (kế hoạch) (hộ)", "so-ho-ngheo"),
        ("Số hộ nghèo 2022 (hộ)", "so-ho-ngheo"),
        ("Số hộ nghèo đến 31/12/2022 (hộ)", "so-ho-ngheo"),
        ("Số hộ nghèo cuối năm 2022 (hộ)", "so-ho-ngheo"),
        ("Số hộ kế hoạch hóa gia đình năm 2023 (hộ)", ""),
        ("Số hộ nghèo được hỗ trợ KH 2023 (hộ)", ""),
    ],
)
def test_a_heading_in_one_line_names_what_its_levels_would(heading: str, expected: str, tmp_path: Path) -> None:
    head = "ỦY BAN NHÂN DÂN\nTỈNH VĨNH PHÚC\n\nKẾ HOẠCH\nCông tác năm 2023\n\nBIỂU CHỈ TIÊU\n\n"
    rows = "|---|---|---|\n| 1 | Tam Đảo | 512 |\n| 2 | Lập Thạch | 700 |\n"
    found = extraction_of(f"{head}| TT | Huyện | {heading} |\n{rows}", tmp_path).observations
    assert [value.indicator_id for value in found] == [expected] * 2


def test_a_target_and_its_column_are_one_indicator() -> None:
    pairs = {
        "Giảm tỷ lệ sinh con thứ 03 trở lên": ("Chỉ tiêu giảm tỷ lệ sinh con thứ 3+ (%)",),
        "Tỷ lệ cặp nam, nữ được tư vấn, khám sức khỏe trước khi kết hôn": (
            "Tỷ lệ nam, nữ được khám sức khỏe trước kết hôn",
        ),
        "Số người áp dụng biện pháp tránh thai (BPTT) mới": (METHODS, "Tổng số"),
    }
    for target, column in pairs.items():
        assert match(target, year=2024) == header(*column) != ""


def test_the_year_settles_the_definition() -> None:
    assert match("Tỷ lệ sàng lọc trước sinh", "rate", 2023) == PRENATAL
    assert match("Tỷ lệ sàng lọc trước sinh", "rate", 2024) == f"{PRENATAL}@2024"
    assert match("Tỷ lệ sàng lọc trước sinh", "rate") == ""
    assert match("Tỷ lệ sàng lọc trước sinh 4 bệnh", "rate", 2023) == f"{PRENATAL}@2024"
    assert [match("Tỷ lệ hộ nghèo", "rate", year)[-5:] for year in (2021, 2022, 2025, 2026)] == [
        "@2016",
        "@2022",
        "@2022",
        "@2026",
    ]


@pytest.mark.parametrize("path", [*fixtures(), *sorted(SAMPLES.glob("mau-*"))], ids=lambda path: path.name)
def test_every_goal_of_the_samples_and_fixtures_is_known(path: Path) -> None:
    assert _unknown(path) == []


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="the two real plans are not beside the repository")
@pytest.mark.parametrize("path", sorted(REAL.glob("*.txt")), ids=lambda path: path.name)
def test_every_goal_of_the_real_plans_is_known(path: Path) -> None:
    assert _unknown(path) == []


def _unknown(path: Path) -> list[str]:
    """Return the goals without an indicator; page marks are for the reader of the text to take out."""
    found = []
    for target in extraction(path).targets:
        if target.target_kind in {TargetKind.ACTIVITY, TargetKind.CONTEXT}:
            continue
        words = regex.sub(r"@page \d+@", " ", target.indicator)
        unit = load_catalog().units.by_name.get(target.quantity.unit.lower())
        family = "ratio" if "/" in target.quantity.unit else unit.family if unit else ""
        if not match(words, family, target.period.year or target.period.start):
            found.append(target.indicator)
    return found


def test_ids_are_unique_and_well_formed() -> None:
    ids = [indicator.indicator_id for indicator in catalogue()]
    assert len(ids) == len(set(ids)) >= 150
    assert ids == sorted(ids)
    for indicator in catalogue():
        assert regex.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*(@\d{4})?", indicator.indicator_id)
        assert indicator.concept == indicator.indicator_id.partition("@")[0]
        assert len(indicator.indicator_id) <= 80
        assert indicator.source
        if "@" in indicator.indicator_id:
            assert indicator.valid_from == int(indicator.indicator_id[-4:])


def test_families_aggregations_and_bounds() -> None:
    for indicator in catalogue():
        assert indicator.unit_family in FAMILIES
        assert indicator.aggregation in AGGREGATIONS
        if indicator.lower is not None and indicator.upper is not None:
            assert indicator.lower < indicator.upper
        if indicator.name.startswith("Tỷ lệ"):
            assert indicator.unit_family == "rate"
        assert not (indicator.unit_family == "rate" and indicator.aggregation == "sum")


def test_definitions_of_a_concept_do_not_overlap() -> None:
    concepts: dict[str, list[Indicator]] = {}
    for indicator in catalogue():
        concepts.setdefault(indicator.concept, []).append(indicator)
    several = {concept: found for concept, found in concepts.items() if len(found) > 1}
    assert set(several) == {PRENATAL, NEWBORN, "ty-le-ho-ngheo"}
    for found in several.values():
        assert all(indicator.definition for indicator in found)
        for year in range(1990, 2040):
            assert sum(indicator.valid_in(year) for indicator in found) <= 1


@pytest.mark.parametrize("indicator", catalogue(), ids=lambda indicator: indicator.indicator_id)
def test_every_alias_matches_its_own(indicator: Indicator) -> None:
    year = indicator.valid_from or indicator.valid_to or 2024
    for words in (indicator.name, *indicator.aliases):
        assert match(words, indicator.unit_family, year) == indicator.indicator_id, words
        assert match(words, "", year) in {indicator.indicator_id, ""}, words


def test_folding_keeps_matches() -> None:
    assert match("tỷ lệ dân số tham gia bảo hiểm y tế".upper(), "rate") == INSURED
    assert match("Tỷ lệ gia đình văn hoá", "rate") == match("Tỷ lệ gia đình văn hóa", "rate") != ""
    assert match(skeleton("Tỷ lệ hộ nghèo"), "rate", 2024) == ""


def test_matching_is_quick() -> None:
    words = [f"{alias} {number}" for number in range(2) for one in catalogue() for alias in one.aliases]
    index()
    start = time.perf_counter()
    for wording in words:
        match_indicator(wording, index())
    assert (time.perf_counter() - start) / len(words) < 0.001


def test_rows_of_a_project_are_added() -> None:
    row = dict(rows("indicators.csv")[0], indicator_id="so-cay-di-san", concept="", name="Số cây di sản", aliases="")
    own = load_indicators([row], file="raw_docs/indicators.csv")
    both = build_index((*catalogue(), *own), load_wording(rows("indicator_ignores.csv")))
    assert match_indicator("Số cây di sản", both) == "so-cay-di-san"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"indicator_id": "Tỷ lệ"}, "is no id"),
        ({"indicator_id": "a_b"}, "is no id"),
        ({"name": ""}, "name is missing"),
        ({"unit_family": "percent"}, "is none of"),
        ({"aggregation": "mean"}, "is none of"),
        ({"lower": "5", "upper": "5"}, "not below"),
        ({"lower": "5,5"}, "is not a number"),
        ({"upper": "NaN"}, "is not a number"),
        ({"valid_from": "24"}, "is not a year"),
        ({"valid_from": "2025", "valid_to": "2024"}, "ends before it begins"),
    ],
)
def test_a_broken_row_is_named(change: dict[str, str], message: str) -> None:
    good = rows("indicators.csv")[0]
    with pytest.raises(ConfigurationError, match=rf"^raw_docs/indicators\.csv, line 3: .*{message}"):
        load_indicators([good, {**good, "indicator_id": "x", **change}], file="raw_docs/indicators.csv")


def test_a_doubled_id_and_a_missing_column_are_named() -> None:
    good = rows("indicators.csv")[0]
    with pytest.raises(ConfigurationError, match=r"line 3: .* is there already"):
        load_indicators([good, good])
    with pytest.raises(ConfigurationError, match="line 2: column 'name' is missing"):
        load_indicators([{key: value for key, value in good.items() if key != "name"}])


def test_a_broken_wording_is_named() -> None:
    with pytest.raises(ConfigurationError, match=r"indicator_ignores\.csv, line 2"):
        load_wording([{"kind": "verb", "words": "giảm", "becomes": ""}])
