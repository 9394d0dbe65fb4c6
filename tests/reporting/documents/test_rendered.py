"""The documents as LibreOffice shows them, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from reporting.documents import report_docx, urging_docx
from tests.reporting.documents.sample_documents import letter, report

needs_office = pytest.mark.skipif(
    not all(map(shutil.which, ("soffice", "pdftotext", "pdfinfo"))),
    reason="LibreOffice (soffice) and poppler (pdftotext, pdfinfo) are not installed",
)


def rendered(folder: Path, name: str, content: bytes) -> Path:
    source = folder / f"{name}.docx"
    source.write_bytes(content)
    office = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*office, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=180)
    return folder / f"{name}.pdf"


def pages(pdf: Path) -> list[str]:
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    return text.split("\f")[:-1]


@needs_office
def test_pages_numbers_and_blanks(tmp_path: Path) -> None:
    pdf = rendered(tmp_path, "report", report_docx.draw(report()))

    first, second, *rest, annex = pages(pdf)
    size = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    assert "A4" in size
    assert first.split()[0] != "1", "no number on the first page"
    assert second.split()[0] == "2"
    assert [page.split()[0] for page in rest] == [str(number) for number in range(3, 3 + len(rest))]
    assert "Nội dung" in second, "the header of the table comes again"
    assert "Phụ lục" in annex.split("\n\n")[0]
    assert "PHÓ CHỦ TỊCH" in [second, *rest][-1]
    assert all(page.strip() for page in (first, second, *rest, annex)), "no blank page"


@needs_office
def test_a_letter_fits_one_page(tmp_path: Path) -> None:
    (page,) = pages(rendered(tmp_path, "letter", urging_docx.draw(letter("xã Mẫu Một", "xã Mẫu Hai"))))
    assert "V/v đôn đốc gửi báo cáo mẫu" in page
