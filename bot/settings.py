"""The configuration: environment variables ``BAOCAO_…``, or a file ``.env`` in the working directory."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from storage.operations.retention import Retention


class Settings(BaseSettings):
    """Every setting has a working default; only Telegram needs a token. The descriptions become the README's table."""

    model_config = SettingsConfigDict(env_prefix="BAOCAO_", env_file=".env", extra="ignore")

    database_url: SecretStr = Field(
        default=SecretStr("sqlite:///baocao.db"),
        description="Cơ sở dữ liệu: sqlite:///… (mặc định), sqlite+aiosqlite:///… hoặc postgresql://…",
    )
    telegram_token: SecretStr | None = Field(
        default=None, description="Token của bot Telegram; để trống thì không chạy Telegram"
    )
    telegram_base_url: str = Field(
        default="https://api.telegram.org",
        description="Địa chỉ Bot API, không có /bot; đổi khi dùng máy chủ Bot API riêng",
    )
    telegram_rate: float = Field(
        default=29, ge=0, description="Số tin gửi đi mỗi giây qua Telegram; 0 là không giới hạn"
    )
    zalo_monthly: int = Field(
        default=3000,
        ge=0,
        description="Số tin gửi đi mỗi tháng qua Zalo; hết số này thì thôi nhắc tự động qua Zalo",
    )
    public_url: str | None = Field(
        default=None, description="Địa chỉ công khai của trang trò chuyện, dùng trong thư mời"
    )
    listen: str | None = Field(
        default=None, description="Địa chỉ nghe của trang trò chuyện, ví dụ 127.0.0.1:8080; để trống thì không mở"
    )
    plans_dir: Path = Field(default=Path("plans-live"), description="Thư mục các kế hoạch đã nhận (plans adopt)")

    keep_outbox_days: int = Field(
        default=90,
        ge=7,
        description="Số ngày giữ nội dung tin đã gửi; sau đó chỉ còn dấu đã gửi, để không nhắc lại lần nữa",
    )
    keep_attachments_days: int = Field(default=90, ge=7, description="Số ngày giữ các tệp đã gửi (mã QR, bảng tính)")
    keep_dead_letters_days: int = Field(default=180, ge=7, description="Số ngày giữ dấu vết của tin xử lý lỗi")
    keep_web_sessions_days: int = Field(
        default=400, ge=7, description="Số ngày một phiên trang trò chuyện không dùng đến vẫn còn hiệu lực"
    )

    @property
    def retention(self) -> Retention:
        return Retention(
            messages=timedelta(days=self.keep_outbox_days),
            attachments=timedelta(days=self.keep_attachments_days),
            dead_letters=timedelta(days=self.keep_dead_letters_days),
            web_sessions=timedelta(days=self.keep_web_sessions_days),
        )

    @field_validator("telegram_token", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("listen")
    @classmethod
    def _host_and_port(cls, value: str | None) -> str | None:
        host, _, port = (value or "x:0").rpartition(":")
        if not host or not port.isdecimal() or int(port) > 65535:
            raise ValueError(f"{value!r}: cần địa chỉ:cổng, ví dụ 127.0.0.1:8080")
        return value or None

    @field_validator("telegram_base_url", "public_url")
    @classmethod
    def _no_trailing_slash(cls, value: str | None) -> str | None:
        return value.rstrip("/") if value else value
