"""The choices of the main menu."""

LEADER_MENU = [
    "Tóm tắt tình hình",
    "Bảng theo dõi",
    "Tình trạng",
    "Tổng hợp số liệu",
    "Xuất văn bản",
    "Địa bàn chuyển hóa",
    "Trợ giúp",
]
