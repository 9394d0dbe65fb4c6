"""Detection of texts that must not be sent through the bot: secrecy markings (refused), personal data (a warning)."""

from __future__ import annotations

import re

from reporting.text import clean

_OTHER_WORDS = "ĐỘ|KHẨU|ONG|THIẾT"  # mật độ, mật khẩu, mật ong, mật thiết in the capitals of a heading
_MARKING = re.compile(
    r"(?<!\w)((?:TUYỆT|TỐI) MẬT)(?!\w)"
    rf"|(?<!\w)(?<!BÍ )(?<!BẢO )(MẬT)(?!\w)(?! (?:{_OTHER_WORDS})(?!\w))"
)
_DEGREE = re.compile(r"(?<!\w)độ\s+mật\s*:", re.IGNORECASE)


def secrecy_marking(text: str) -> str | None:
    """The secrecy marking in a text ("TỐI MẬT"); ``None`` if it has none.

    Recognised: MẬT, TỐI MẬT, TUYỆT MẬT in capitals with accents, as separate words and not in BÍ MẬT or BẢO MẬT; and
    "độ mật:". Not recognised: "MAT" without accents, which may stand for "Mặt trận".
    """
    written = " ".join(clean(text).split())
    if match := _MARKING.search(written):
        return match[1] or match[2]
    return match[0] if (match := _DEGREE.search(written)) else None


_UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_NAME = rf"[{_UPPER}][^\W\d_{_UPPER}]+"
_NO_NAME = "Trưởng|Phó|Chủ|Bí|Giám|Chánh|Bà|Ông|Đại|Nội|Ngoại|Rịa"
_NOT_A_PLACE = "".join(
    rf"(?<!{place}\s)" for place in ("xã", "phường", "huyện", "tỉnh", "núi", "chợ", "cầu", "đường", "ấp")
)
_SURNAMES = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Mai|Trịnh|Lâm|Đoàn|Trương|Cao|Châu"
    "|Thạch|Danh|Kim"
)
_NOT_BORN = "".join(rf"(?<!{word}\s)" for word in ("học", "vệ", "phát", "an", "hy", "thí", "tái", "dân"))
_NO_AMOUNT = r"(?![\d/-]|[.,]\d|\s*(?:đ|đồng|vnd)\b)"
_PERSONAL: dict[str, re.Pattern[str]] = {
    "id_number": re.compile(
        rf"(?<![\d.,/-])0\d{{11}}{_NO_AMOUNT}"
        r"|\b(?:cccd|cmnd|cmtnd|căn cước|chứng minh|định danh)\b\D{0,30}(?:\d{12}|\d{9})(?!\d)",
        re.IGNORECASE,
    ),
    "phone": re.compile(rf"(?<![\d.,/-])(?:\+84[ .-]?|0)[35789]\d(?:[ .-]?\d){{7}}{_NO_AMOUNT}"),
    "name": re.compile(
        rf"{_NOT_A_PLACE}\b(?:[Ôô]ng|[Bb]à)\s+(?!{_NO_NAME})(?:{_NAME}\s+){{1,3}}{_NAME}"
        rf"|\b(?:đối tượng|bị can|bị cáo|nạn nhân|cháu|anh|chị|em)\s+(?:{_SURNAMES})(?:\s+{_NAME})+"
    ),
    "birth": re.compile(rf"{_NOT_BORN}\bsinh\s+(?:ngày|năm)\s*:?\s*\d|\bSN\s*[:.]?\s*(?:19|20)\d\d\b", re.IGNORECASE),
    "address": re.compile(r"\bsố\s+nhà\s*:?\s*\w{0,3}\d", re.IGNORECASE),
}
"""Kind of personal data → its pattern. Narrow on purpose: users ignore warnings that are often wrong."""


def personal_data(text: str) -> list[str]:
    """The kinds of personal data a text seems to contain: id_number, phone, name, birth, address.

    They lead to a warning, never to a refusal.

    >>> personal_data("ông Trần Văn Mẫu, sinh năm 1980")
    ['name', 'birth']
    """
    written = " ".join(clean(text).split())
    return [kind for kind, pattern in _PERSONAL.items() if pattern.search(written)]
