"""The sheet of a survey: one box for each answer, lines to write on, and how to send it back."""

from functools import partial
from pathlib import Path

from reportlab.graphics.barcode.qr import QrCode
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from crm_desktop.core.i18n import _
from crm_desktop.core.survey_kinds import SCALES, QuestionKind, SurveyKind
from crm_desktop.queries.survey_sheets import QuestionRow, ResponseSheet
from crm_desktop.reports.colours import GREY, STRONG_RULE, ink
from crm_desktop.reports.documents.data import Documents, Head
from crm_desktop.reports.documents.letter import Sized
from crm_desktop.reports.documents.record_terms import SCORE_WORDS
from crm_desktop.reports.page import PageLook, Part, TitleBlock, make_parts
from crm_desktop.reports.tables import Column, Table
from crm_desktop.reports.text import BODY, SMALL, STRONG, Style, Text, width_of, write

_QR = 24 * mm
_BOX, _STEP, _LINE = 12.0, 34.0, 22.0
_CAPTION = Style(8.5, 11.5, colour=GREY)
_BLANK = "□"


def draw_pages(data: Documents, path: Path) -> None:
    looks = [PageLook(paper.survey.name, paper.number, data.head.sender.name, data.head.language, data.head.paper) for paper in data.papers]
    make_parts(path, looks[0], [Part(look, _story(data.head, paper)) for look, paper in zip(looks, data.papers, strict=True)])


def _story(head: Head, paper: ResponseSheet) -> list[Flowable]:
    survey = paper.survey
    about = ", ".join(filter(None, (paper.case or paper.interaction or paper.order, paper.product)))
    remarks = [_("Sheet {number}").format(number=paper.number), about]
    story: list[Flowable] = [TitleBlock(survey.name, head.sender.name, [each for each in remarks if each])]
    story.append(Sized(_QR, partial(_draw_code, paper, survey.intro), after=10))
    scale = SCALES.get(SurveyKind(survey.kind))
    if scale is not None:
        worst, best = (_(words) for words in SCORE_WORDS[SurveyKind(survey.kind)])
        story += [Text(survey.question, STRONG, after=4), _steps(scale.lowest, scale.highest, worst, best)]
    if any(question.required for question in survey.questions):
        story.append(Text(_("* Please do not leave these out."), SMALL, after=6))
    for question in survey.questions:
        story += _question(question)
    story += [Text(_("In your own words"), STRONG, after=2), _lines(3)]
    return [*story, Text(survey.thanks or _("Thank you. Please send this sheet back, or hand it to us."), BODY)]


def _draw_code(paper: ResponseSheet, intro: str, canvas: Canvas, width: float, height: float) -> None:
    """What it is for at the left, the code at the right."""
    canvas.setFillColorRGB(0, 0, 0)
    QrCode(paper.number, qrLevel="M", width=_QR, height=_QR).drawOn(canvas, width - _QR, height - _QR)
    text = Text(intro or _("Please tick what fits, and leave out what does not."), BODY)
    _width, tall = text.wrap(width - _QR - 18, height)
    text.drawOn(canvas, 0, height - min(tall, height))
    write(canvas, paper.number, width - _QR - 6, 2, _CAPTION, align="right")


def _steps(lowest: int, highest: int, worst: str = "", best: str = "") -> Flowable:
    return Sized(44 if worst else 30, partial(_draw_steps, range(lowest, highest + 1), worst, best), after=8)


def _draw_steps(steps: range, worst: str, best: str, canvas: Canvas, width: float, height: float) -> None:
    """A box for each step with its number below; the ends are said in words."""
    step = min(_STEP, width / len(steps))
    canvas.setStrokeColor(ink(STRONG_RULE))
    canvas.setLineWidth(0.9)
    for place, number in enumerate(steps):
        x = place * step
        canvas.rect(x, height - _BOX, _BOX, _BOX, stroke=1, fill=0)
        write(canvas, str(number), x + _BOX / 2, height - _BOX - 11, SMALL, align="middle")
    if worst:
        write(canvas, worst, 0, height - _BOX - 24, _CAPTION)
        write(
            canvas, best, max((len(steps) - 1) * step + _BOX, width_of(worst, _CAPTION) + 40), height - _BOX - 24, _CAPTION, align="right"
        )


def _question(question: QuestionRow) -> list[Flowable]:
    title = Text(question.text + (" *" if question.required else ""), STRONG, after=3)
    kind = QuestionKind(question.kind)
    if kind == QuestionKind.TEXT:
        return [title, _lines(3)]
    if kind == QuestionKind.DATE:
        return [title, _lines(1)]
    if kind == QuestionKind.SCALE:
        return [title, _steps(question.lowest, question.highest)]
    if kind == QuestionKind.MATRIX:
        columns = [Column("", weight=1.4), *(Column(option, weight=1) for option in question.options)]
        return [title, Table(columns, question.items, lambda item: [item, *[_BLANK] * len(question.options)], after=12)]
    several = _("Tick all that fit.") if kind == QuestionKind.SEVERAL else _("Tick one.")
    return [
        title,
        Text(several, SMALL, after=2),
        *(Text(option, BODY, after=3, mark=_BLANK) for option in question.options),
        Sized(5, _nothing),
    ]


def _lines(count: int) -> Flowable:
    return Sized(count * _LINE + 4, partial(_draw_lines, count), after=8)


def _draw_lines(count: int, canvas: Canvas, width: float, height: float) -> None:
    canvas.setStrokeColor(ink(STRONG_RULE))
    canvas.setLineWidth(0.5)
    for place in range(1, count + 1):
        canvas.line(0, height - place * _LINE, width, height - place * _LINE)


def _nothing(_canvas: Canvas, _width: float, _height: float) -> None:
    """Room alone."""
