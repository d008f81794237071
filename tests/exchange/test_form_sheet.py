"""A form as a worksheet holds what the paper holds."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from python_calamine import load_workbook

from desktop_app.callbacks.questionnaire_file import shipped
from desktop_app.exchange.form_sheet import write_form
from desktop_app.paper.forms import load


def test_answers_and_the_notes_to_them_stand_beside_their_questions(tmp_path: Path) -> None:
    questions = shipped("service").questions
    write_form(
        load("service-questionnaire"), {"name": "䶮先生"}, tmp_path / "form.xlsx", shop="云岭汽车",
        taken=datetime(2026, 10, 31, 18, 30), questions=questions, answers={1: 8, 2: False}, notes={2: "等了十分钟"},
    )  # fmt: skip
    rows = load_workbook(tmp_path / "form.xlsx").get_sheet_by_index(0).to_python()
    said = {row[0]: row[9] for row in rows if str(row[0])[:1].isdigit()}
    assert said[f"1. {questions[0].spoken}"] == "8"
    assert said[f"2. {questions[1].spoken}"] == "否\n备注：等了十分钟"
    assert any("䶮先生" in row for row in rows)
