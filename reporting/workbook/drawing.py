"""Creation of a template (.xlsx): a sheet with instructions, sheets of questions with answer cells, a hidden sheet."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from itertools import count

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from reporting.form_entry.interview import Zone
from reporting.plan.form import Question, Section
from reporting.workbook import looks
from reporting.workbook.looks import CellStyle, StyleCache
from reporting.workbook.template import (
    IDENTITY,
    OWN,
    PLACES,
    TemplateBlock,
    WorkbookTemplate,
    blocks,
    cell_value,
    form_hash,
)

QUESTION_WIDTH, TEXT_WIDTH, PLACE_WIDTH, BEFORE_WIDTH = 52, 100, 18, 13
TALL = 120
"""Height of a row for a narrative, in points."""
_TEXTS = ("short_text", "long_text")
_PAGE = 150
"""Width of an A4 page in landscape, in characters."""


def draw(template: WorkbookTemplate) -> bytes:
    """The workbook of a template. Its sheets depend on the template only."""
    book = Workbook()
    guide = book.active
    assert isinstance(guide, Worksheet)
    hidden, styles = _Hidden(book, template), StyleCache()
    _guide(guide, template, styles)
    for narrative in (False, True):
        blocks_of_sheet = [block for block in blocks(template.entry) if block.narrative == narrative]
        if blocks_of_sheet:
            title = template.labels.texts if narrative else template.labels.figures
            _Sheet(book.create_sheet(title), template, hidden, styles).draw(blocks_of_sheet)
    book.move_sheet(hidden.sheet, len(book.sheetnames))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def put(sheet: Worksheet, row: int, column: int, value: str | int | None) -> Cell:
    """Write a value to a cell: a text that begins like a formula ("=", "+", "-", "@") stays a text."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        if value.startswith(("=", "+", "-", "@")):
            cell.quotePrefix = True
    else:
        cell.value = value
    return cell


class _Hidden:
    """The hidden sheet: identity of the report, value of each answer cell in the template, and drop-down lists."""

    def __init__(self, book: Workbook, template: WorkbookTemplate) -> None:
        self.sheet = book.create_sheet(IDENTITY)
        self.sheet.sheet_state = "veryHidden"
        self.sheet.protection.sheet = True
        subject = template.subject
        self._rows = count(1)
        for name in ("plan", "report", "period", "form", "unit"):
            self._row(name, getattr(subject, name))
        self._row("hash", form_hash(template.entry.form))
        self._lists: dict[tuple[str, ...], str] = {}

    def given(self, question: str, place: str, value: str | int) -> None:
        self._row("given", question, place, str(value))

    def list(self, labels: Sequence[str]) -> str:
        """The range of cells with a drop-down list, for a data validation; a list is written only once."""
        options = tuple(labels)
        if options not in self._lists:
            rows = [self._row("list", label) for label in options]
            self._lists[options] = f"'{IDENTITY}'!$B${rows[0]}:$B${rows[-1]}"
        return self._lists[options]

    def _row(self, *values: str) -> int:
        row = next(self._rows)
        for column, value in enumerate(values, 1):
            put(self.sheet, row, column, value)
        return row


def _guide(sheet: Worksheet, template: WorkbookTemplate, styles: StyleCache) -> None:
    sheet.title = template.labels.guide
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 96
    styles.dress(put(sheet, 1, 1, template.title), looks.TITLE)
    row = 3
    for name, value in template.facts:
        styles.dress(put(sheet, row, 1, name), looks.NAME)
        styles.dress(put(sheet, row, 2, value), looks.LINE)
        sheet.row_dimensions[row].height = _height(value, 96)
        row += 1
    for line in template.how:
        row += 1
        styles.dress(put(sheet, row, 1, line), looks.LINE)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        sheet.row_dimensions[row].height = _height(line, 120)
    sheet.protection.sheet = True
    _page(sheet, 120)


def _height(text: str, width: int) -> int:
    """The height in points of a text in a cell ``width`` characters wide."""
    return 15 * sum(max(1, math.ceil(len(line) / width)) for line in text.split("\n")) + 3


def _page(sheet: Worksheet, width: int) -> None:
    """Set up printing: A4 in landscape, as many pages across as the columns need. ``width``: in characters."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = max(1, round(width / _PAGE)), 0
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "&P/&N"  # type: ignore[union-attr]


class _Sheet:
    """One sheet of questions, one block below the other.

    Columns: A (hidden) id of the question, B its number, C its text, D unit of measure, then one or two for each place.
    """

    def __init__(self, sheet: Worksheet, template: WorkbookTemplate, hidden: _Hidden, styles: StyleCache) -> None:
        self.sheet, self.template, self.hidden, self.labels = sheet, template, hidden, template.labels
        self.styles = styles
        self.row = 0
        self.last = 4
        self.validations: dict[str, DataValidation] = {}

    def draw(self, blocks_of_sheet: Sequence[TemplateBlock]) -> None:
        sheet = self.sheet
        for block in blocks_of_sheet:
            self._block(block)
        sheet.column_dimensions["A"].hidden = True
        for letter, width in (("B", 6), ("C", QUESTION_WIDTH), ("D", 0 if blocks_of_sheet[0].narrative else 10)):
            sheet.column_dimensions[letter].width = width
            sheet.column_dimensions[letter].hidden = not width
        sheet.freeze_panes = "E3"
        sheet.print_title_rows = "2:2"
        for validation in self.validations.values():
            sheet.add_data_validation(validation)
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False  # users may change widths and heights
        _page(
            sheet, 68 + sum(int(sheet.column_dimensions[get_column_letter(n)].width) for n in range(5, self.last + 1))
        )

    def _block(self, block: TemplateBlock) -> None:
        with_before = any(
            block.key(question, place) in self.template.earlier
            for section in block.sections
            for question in section.questions
            for place in block.places
        )
        columns = self._heads(block, with_before)
        for section in block.sections:
            self._section(section)
            for question in section.questions:
                self._question(block, question, columns)

    def _heads(self, block: TemplateBlock, with_before: bool) -> list[tuple[Zone | None, int | None, int]]:
        """Write the hidden row of places and the header below it.

        Returns each place with the numbers of its two columns: figure of the year before (``None``: no such column),
        and answer.
        """
        self.row += 2
        self.sheet.row_dimensions[self.row - 1].hidden = True
        put(self.sheet, self.row - 1, 1, PLACES)
        heads = [(2, self.labels.number), (3, self.labels.question), (4, self.labels.unit)]
        columns: list[tuple[Zone | None, int | None, int]] = []
        column = 5
        for place in block.places:
            before = column if with_before else None
            name = place.name if place else self.labels.answer
            if before:
                heads.append((before, f"{self.labels.before}\n{place.name}" if place else self.labels.before))
            column += with_before
            heads.append((column, name))
            put(self.sheet, self.row - 1, column, place.code if place else OWN)
            columns.append((place, before, column))
            self._widths(block, before, column)
            column += 1
        for at, label in heads:
            self._cell(at, label, looks.HEAD)
        self.sheet.row_dimensions[self.row].height = 48
        self.last = max(self.last, column - 1)
        return columns

    def _widths(self, block: TemplateBlock, before: int | None, answer: int) -> None:
        widths = self.sheet.column_dimensions
        if before:
            widths[get_column_letter(before)].width = BEFORE_WIDTH
        letter = get_column_letter(answer)
        widths[letter].width = max(TEXT_WIDTH if block.narrative else PLACE_WIDTH, widths[letter].width)

    def _section(self, section: Section) -> None:
        self.row += 1
        for column, value in ((2, section.title), (3, None), (4, None)):
            self._cell(column, value, looks.SECTION)

    def _question(
        self, block: TemplateBlock, question: Question, columns: Sequence[tuple[Zone | None, int | None, int]]
    ) -> None:
        self.row += 1
        is_asked = not question.not_through_chat
        if is_asked:
            put(self.sheet, self.row, 1, question.id)
        label = f"{question.label}\n({question.hint})" if question.hint else question.label
        if question.heading:
            label = f"{question.heading}. {label}"
        for column, value in ((2, self.template.entry.form.numbers[question.id]), (3, label), (4, question.unit)):
            self._cell(column, value, looks.QUESTION)
        long = question.kind == "long_text"
        self.sheet.row_dimensions[self.row].height = TALL if long else _height(label, QUESTION_WIDTH)
        for place, before, column in columns:
            key = block.key(question, place)
            if before:
                earlier = cell_value(question, self.template.earlier.get(key), self.labels) if is_asked else None
                self._cell(before, earlier, looks.LOCKED)
            self._answer(question, place, column, key)

    def _cell(self, column: int, value: str | int | None, look: CellStyle) -> Cell:
        cell = put(self.sheet, self.row, column, value)
        prefixed = cell.quotePrefix
        self.styles.dress(cell, look)
        if prefixed:
            cell.quotePrefix = True
        return cell

    def _answer(self, question: Question, place: Zone | None, column: int, key: str) -> None:
        value = cell_value(question, self.template.entry.answers.get(key), self.labels)
        if question.not_through_chat:
            self._cell(column, value, looks.LOCKED)
            return
        cell = self._cell(column, value, looks.WRITTEN if question.kind in _TEXTS else looks.FIGURE)
        if value is not None:
            self.hidden.given(question.id, place.code if place else OWN, value)
        if question.kind == "yes_no":
            self._choose(cell, (self.labels.yes, self.labels.no))
        if question.options:
            self._choose(cell, [option.label for option in question.options])

    def _choose(self, cell: Cell, labels: Sequence[str]) -> None:
        """Add a drop-down list to a cell. Other texts may be typed too, and are read like a message."""
        source = self.hidden.list(labels)
        if source not in self.validations:
            self.validations[source] = DataValidation("list", formula1=source, showErrorMessage=False)
        self.validations[source].add(cell)
