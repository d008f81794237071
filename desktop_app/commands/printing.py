"""The command print: one paper form as a PDF file or a worksheet."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from desktop_app.commands.shape import Answer, Call
from desktop_app.problems import WrongUsage

WORKBOOK = ".xlsx"
"""With this ending the form is written as a worksheet instead of a PDF."""


def print_arguments(parser: ArgumentParser) -> None:
    """``print FORM (KEY | --blank) --out FILE.pdf``."""
    parser.add_argument("form", metavar="FORM", help="表格的名字")
    parser.add_argument("key", nargs="?", metavar="KEY", help="案例编号、车架号、协议号或工单号")
    parser.add_argument("--blank", action="store_true", help="打印空表")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf", help="写到哪里")


def print_form(call: Call) -> Answer:
    """Write one form, filled or blank."""
    from desktop_app.exchange.saving_files import whole_file
    from desktop_app.paper.pages import page_count
    from desktop_app.printing import form_pdf, form_workbook

    if bool(call.options.key) == call.options.blank:
        raise WrongUsage("请写 KEY（案例编号、车架号、协议号或工单号），或者写 --blank 打印空表。")
    if call.options.out.suffix.lower() == WORKBOOK:
        form_workbook(call.session, call.options.form, call.options.key, call.options.out)
        return Answer({"file": str(call.options.out), "pages": None}, f"已写好 {call.options.out}。")
    page = form_pdf(call.session, call.options.form, None if call.options.blank else call.options.key)
    with whole_file(call.options.out) as part:
        part.write_bytes(page)
    data = {"file": str(call.options.out), "pages": page_count(page)}
    return Answer(data, f"已写好 {data['file']}，{data['pages']} 页。")
