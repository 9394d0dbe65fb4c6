"""What is refused as secret, and what is warned about as personal. All persons and numbers here are made up."""

import unicodedata

import pytest

from reporting.secrecy import personal_data, secrecy_marking


@pytest.mark.parametrize(
    ("text", "marking"),
    [
        ("MẬT", "MẬT"),
        ("Tài liệu MẬT số 12", "MẬT"),
        ("(TỐI MẬT)", "TỐI MẬT"),
        ("TUYỆT\nMẬT", "TUYỆT MẬT"),
        ("độ mật: thường", "độ mật:"),
        ("Độ Mật: ", "Độ Mật:"),
        ("ĐỘ MẬT : A", "MẬT"),
        ("giữ BÍ MẬT, bản này MẬT", "MẬT"),
    ],
)
def test_a_marking_is_found(text: str, marking: str) -> None:
    assert secrecy_marking(text) == marking
    assert secrecy_marking(unicodedata.normalize("NFD", text)) == marking


@pytest.mark.parametrize(
    "text",
    [
        "giữ bí mật",
        "BÍ MẬT CÔNG TÁC",
        "BẢO MẬT THÔNG TIN",
        "MẶT TRẬN TỔ QUỐC",
        "MAT TRAN",
        "MẬT ĐỘ DÂN CƯ",
        "mật độ: cao",
        "tối mật",
        "",
    ],
)
def test_what_only_looks_like_a_marking_passes(text: str) -> None:
    assert secrecy_marking(text) is None


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("CCCD 096000000000", ["id_number"]),
        ("096000000000", ["id_number"]),
        ("CMND số 380000000", ["id_number"]),
        ("gọi 0900.000.000 nhé", ["phone"]),
        ("+84 900 000 000", ["phone"]),
        ("ông Trần Văn Mẫu", ["name"]),
        ("bà Lê Thị M", ["name"]),
        ("đối tượng Nguyễn Văn B", ["name"]),
        ("sinh ngày 01/01/1980", ["birth"]),
        ("SN 1980", ["birth"]),
        ("số nhà 12A", ["address"]),
        ("ông Trần Văn Mẫu, sinh năm 1980, số nhà 5", ["name", "birth", "address"]),
    ],
)
def test_a_persons_data_is_noticed(text: str, kinds: list[str]) -> None:
    assert personal_data(text) == kinds
    assert personal_data(unicodedata.normalize("NFD", text)) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "thu hồi 350000000 đồng",
        "thu hồi 350.000.000.000 đồng",
        "012345678901 đồng",
        "Báo cáo số 12/BC-UBND ngày 12/5/2026",
        "Kế hoạch số 0900000000/KH",
        "số tiền 1234567890 đồng",
        "Ông Bà Nội",
        "các ông bà gương mẫu",
        "ông Chủ tịch",
        "ông Trưởng Ban Chỉ đạo",
        "tỉnh Bà Rịa Vũng Tàu",
        "Bà Rịa - Vũng Tàu",
        "vụ phát sinh năm 2026",
        "học sinh năm 2025",
        "phát sinh ngày 12/5",
        "nạn nhân Việt Nam",
        "cấp căn cước công dân cho 12 người",
        "số nhà tình nghĩa: 12",
        "Tổ chức 12 buổi, 350 lượt người",
    ],
)
def test_figures_and_offices_are_no_persons_data(text: str) -> None:
    assert personal_data(text) == []
