"""The recovery code on paper: one page with everything that whoever opens the envelope must know."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from pathlib import Path

from desktop_app.paper.pages import page_count
from desktop_app.paper.recovery_sheet import (
    HOW,
    TO_FILL_IN,
    WARNING_WORDS,
    WHERE,
    RecoveryPaper,
    print_recovery_sheet,
)
from desktop_app.safety.recovery_code import is_code, new_code


def printed(paper: RecoveryPaper, file: Path) -> str:
    pdf = print_recovery_sheet(paper)
    assert page_count(pdf) == 1
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, check=True, text=True)
    return done.stdout


def test_the_sheet_says_whose_code_it_is_and_the_code_can_be_copied_whole(tmp_path: Path) -> None:
    code = new_code()
    text = printed(RecoveryPaper(code, "云岭汽车", "wenjiming", date(2026, 10, 16)), tmp_path / "a.pdf")
    for words in ("恢复码", "云岭汽车", "wenjiming", "2026-10-16", code):
        assert words in text
    assert is_code(re.findall(r"(?:\w{4}-){7}\w{4}", text)[0])


def test_the_sheet_says_how_to_use_it_where_to_keep_it_and_leaves_room_to_sign(tmp_path: Path) -> None:
    text = printed(RecoveryPaper(new_code(), "云岭汽车", "wenjiming", date(2026, 10, 16)), tmp_path / "a.pdf")
    plain = re.sub(r"\s", "", text)
    for words in (*HOW, *WHERE, WARNING_WORDS, *TO_FILL_IN):
        assert re.sub(r"\s", "", words) in plain


def test_a_long_shop_name_is_set_smaller_and_stays_on_the_page(tmp_path: Path) -> None:
    shop = "云岭安顺达汽车销售服务有限责任公司第二分公司客户关系部"
    text = printed(RecoveryPaper(new_code(), shop, "wenjiming", date(2026, 10, 16)), tmp_path / "a.pdf")
    assert text.count(shop) == 2
