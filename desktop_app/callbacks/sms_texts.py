"""Texts of messages: templates with placeholders, the shop's own wording, and how many messages a text costs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache

import resources
from db.callbacks import SMS_KINDS
from desktop_app import settings
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Changed, Session, changed, require

SETTING = "sms_templates"
PLACEHOLDERS = {
    "dealership": "店名",
    "customer": "客户称呼",
    "model": "车型",
    "plate": "车牌号",
    "day": "日期",
}
"""Name in the data → the word that people read and write in braces: ``{客户称呼}``."""
NEEDS_CONSENT = frozenset({"care", "notice"})
"""Kinds that go only to customers who agreed to them, and that say how to opt out."""
OPT_OUT_HINT = "退订"

ALONE, IN_PARTS = 70, 67
"""Characters of one message, and of each part of a longer one, two bytes each (3GPP 23.040, UCS-2)."""
MOST_PARTS = 5
_BRACED = re.compile(r"{([^{}]*)}")


@dataclass(frozen=True, slots=True)
class Template:
    """A text to begin with, by its kind and name; placeholders in the words that people read."""

    kind: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class SmsWords:
    """What stands for the placeholders of the same names; empty where it isn't known."""

    dealership: str
    customer: str
    model: str
    plate: str
    day: str


@dataclass(frozen=True, slots=True)
class Length:
    """How long a text is as it is sent: code units of two bytes, and the messages it is paid as."""

    units: int
    parts: int


def length(text: str) -> Length:
    """The length of a filled text; a rare character such as 𫖯 takes two units."""
    units = len(text.encode("utf-16-le")) // 2
    return Length(units, 1 if units <= ALONE else -(-units // IN_PARTS))


def templates(session: Session, kind: str) -> tuple[Template, ...]:
    """The templates of a kind in their order: the shop's own wording where it has one, then those it added."""
    require(session, "callbacks")
    own: Mapping[str, str] = settings.get(session, SETTING).get(kind, {})
    shipped = {one.name: one for one in _shipped() if one.kind == kind}
    added = (Template(kind, name, text) for name, text in own.items() if name not in shipped)
    return (*(Template(kind, name, own.get(name, one.text)) for name, one in shipped.items()), *added)


def as_shipped(kind: str, name: str) -> str | None:
    """The text that a template comes with; None for one that the shop added."""
    return next((one.text for one in _shipped() if (one.kind, one.name) == (kind, name)), None)


def keep_template(session: Session, template: Template) -> Changed:
    """Put a template into force under its name; Refused, with the field, for a text that can't be sent."""
    require(session, "manage_office")
    name = template.name.strip()
    if not name:
        raise Refused("请给这个模板起个名字。", field="name")
    check_text(template.kind, template.text)
    return _keep(session, template.kind, name, template.text.strip())


def drop_template(session: Session, kind: str, name: str) -> Changed:
    """Forget the shop's own wording: a shipped template is as it was, an added one is gone."""
    require(session, "manage_office")
    return _keep(session, kind, name, None)


def check_text(kind: str, text: str) -> None:
    """Raise Refused, field ``text``, for what cannot be filled or must not be sent as it is."""
    if kind not in SMS_KINDS:
        raise KeyError(kind)
    if not text.strip():
        raise Refused("请填写短信内容。", field="text")
    _check_braces(text)
    if kind in NEEDS_CONSENT and OPT_OUT_HINT not in text:
        raise Refused("关怀和通知短信要写明怎么退订，例如在末尾加“回复TD退订”。", field="text")
    if length(text).parts > MOST_PARTS:
        raise Refused(f"太长了：一条短信最多拆成 {MOST_PARTS} 条发，请写短一些。", field="text")


def fill(text: str, words: SmsWords) -> str:
    """A text with its placeholders filled; Refused, field ``text``, for one that nobody knows."""
    _check_braces(text)
    known = {PLACEHOLDERS[one.name]: getattr(words, one.name) for one in fields(words)}
    return _BRACED.sub(lambda found: known[found[1].strip()], text)


def missing(text: str, words: SmsWords) -> tuple[str, ...]:
    """The placeholders of a text for which this customer's file has nothing."""
    known = {PLACEHOLDERS[one.name]: getattr(words, one.name) for one in fields(words)}
    named = dict.fromkeys(found[1].strip() for found in _BRACED.finditer(text))
    return tuple(name for name in named if not known.get(name, ""))


def _check_braces(text: str) -> None:
    unknown = next(
        (found[0] for found in _BRACED.finditer(text) if found[1].strip() not in PLACEHOLDERS.values()), None
    )
    rest = _BRACED.sub("", text)
    if unknown or "{" in rest or "}" in rest:
        listed = "、".join(f"{{{word}}}" for word in PLACEHOLDERS.values())
        what = unknown or "单独的花括号"
        raise Refused(f"看不懂“{what}”。能自动填写的只有：{listed}。", field="text")


@cache
def _shipped() -> tuple[Template, ...]:
    data = tomllib.loads(resources.path("sms_templates.toml").read_text("utf-8"))
    return tuple(
        Template(one["kind"], one["name"], one["text"].format_map(_as_shown())) for one in data["templates"]
    )


def _as_shown() -> dict[str, str]:
    return {name: f"{{{word}}}" for name, word in PLACEHOLDERS.items()}


def _keep(session: Session, kind: str, name: str, text: str | None) -> Changed:
    with session.saving():
        own = {known: dict(texts) for known, texts in settings.get(session, SETTING).items()}
        texts = own.setdefault(kind, {})
        texts.pop(name, None)
        if text is not None:
            texts[name] = text
        settings.put(session, SETTING, own)
        record_deed(session, "edit_sms_template", "setting", new=f"{kind} {name}")
    return changed("settings")
