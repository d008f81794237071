"""The shop's own wording of the call scripts: the shipped texts with the manager's changes laid over them.

A change is kept passage by passage, so that a newer program's better wording of the others still arrives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from desktop_app import settings
from desktop_app.callbacks.scripts import PART_LABELS, Scripts, Situation, Step, Tip, Words, scripts, spaced
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Changed, Session, changed, require

SETTING = "script_changes"
Slot = Literal["say", "do", "never", "title", "text"]
SLOT_LABELS: dict[Slot, str] = {
    "say": "怎么说",
    "do": "怎么做",
    "never": "绝不能说、绝不能做",
    "title": "标题",
    "text": "内容",
}
PLACEHOLDERS: dict[str, str] = {
    "dealership": "店名",
    "caller": "回访员",
    "customer": "客户称呼",
    "model": "车型",
    "occasion": "回访的事",
    "next_maintenance": "下次保养",
    "answer_by": "答复时限",
}
"""Name in the data → the word that the editor shows in braces: ``{客户称呼}``."""
LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class Passage:
    """One part of the scripts that is edited as a whole; ``lines`` hold placeholders in the editor's words.

    ``key`` is ``course greeting``, ``situation 15``, ``forbidden 3`` or ``reminder 1``; ``chapter`` is what the editor
    groups by; ``own`` says that the shop has changed it.
    """

    key: str
    chapter: str
    title: str
    lines: dict[Slot, tuple[str, ...]]
    own: bool


def in_use(session: Session) -> Scripts:
    """The scripts that callers see, with their placeholders."""
    require(session, "see")
    changes: Mapping[str, Any] = settings.get(session, SETTING)
    return _laid_over(scripts(), changes) if changes else scripts()


def passages(session: Session) -> tuple[Passage, ...]:
    """Everything that can be edited, in the order of the scripts."""
    require(session, "see_office")
    changes = settings.get(session, SETTING)
    return tuple(
        Passage(key, chapter, title, {slot: _shown(lines) for slot, lines in slots.items()}, key in changes)
        for key, chapter, title, slots in _parts(in_use(session))
    )


def edit(session: Session, key: str, lines: Mapping[Slot, tuple[str, ...]]) -> Changed:
    """Put the shop's wording of one passage into force; blank lines are left out.

    Refused, with the slot as field, for an unknown placeholder, a stray brace, a line too long to be spoken, and
    for nothing left to say. KeyError for an unknown key.
    """
    require(session, "manage_office")
    slots = next(slots for known, _, _, slots in _parts(scripts()) if known == key)
    stored = {slot: list(_read(slot, lines.get(slot, ()))) for slot in slots}
    _refuse_emptied(stored, slots)
    return _keep(session, key, stored)


def take_back(session: Session, key: str) -> Changed:
    """Use the shipped wording of one passage again."""
    require(session, "manage_office")
    return _keep(session, key, None)


def _keep(session: Session, key: str, stored: dict[Slot, list[str]] | None) -> Changed:
    with session.saving():
        changes = dict(settings.get(session, SETTING))
        changes.pop(key, None)
        if stored is not None:
            changes[key] = stored
        settings.put(session, SETTING, changes)
        record_deed(session, "edit_script" if stored else "restore_script", "setting", new=key)
    return changed("settings", "callbacks", reference=key)


# the shipped texts as parts, and back


def _parts(whole: Scripts) -> Iterator[tuple[str, str, str, dict[Slot, tuple[str, ...]]]]:
    for step in whole.course:
        yield f"course {step.step}", "通话流程", step.title, _of_step(step)
    for one in whole.situations:
        title = f"{one.number} {one.title}"
        yield f"situation {one.number}", PART_LABELS[one.part], title, {"say": one.say, "never": one.never}
    for number, tip in enumerate(whole.forbidden, 1):
        yield f"forbidden {number}", "投诉处理禁语", tip.title, _of_tip(tip)
    for number, tip in enumerate(whole.reminders, 1):
        yield f"reminder {number}", "投诉处理提醒", tip.title, _of_tip(tip)


def _of_step(step: Step) -> dict[Slot, tuple[str, ...]]:
    return {"say": (step.say,), "do": step.do, "never": step.never}


def _of_tip(tip: Tip) -> dict[Slot, tuple[str, ...]]:
    return {"title": (tip.title,), "text": (tip.text,)}


def _laid_over(plain: Scripts, changes: Mapping[str, Any]) -> Scripts:
    return Scripts(
        tuple(_step(one, changes.get(f"course {one.step}")) for one in plain.course),
        tuple(_situation(one, changes.get(f"situation {one.number}")) for one in plain.situations),
        tuple(_tip(one, changes.get(f"forbidden {number}")) for number, one in enumerate(plain.forbidden, 1)),
        tuple(_tip(one, changes.get(f"reminder {number}")) for number, one in enumerate(plain.reminders, 1)),
    )


def _step(one: Step, own: Mapping[str, list[str]] | None) -> Step:
    if own is None:
        return one
    return replace(one, say="".join(own["say"]), do=tuple(own["do"]), never=tuple(own["never"]))


def _situation(one: Situation, own: Mapping[str, list[str]] | None) -> Situation:
    return one if own is None else replace(one, say=tuple(own["say"]), never=tuple(own["never"]))


def _tip(one: Tip, own: Mapping[str, list[str]] | None) -> Tip:
    return one if own is None else Tip("".join(own["title"]), "".join(own["text"]))


# placeholders in the editor's words

_BRACED = re.compile(r"{([^{}]*)}")


def preview(line: str, words: Words) -> str:
    """A line in the editor's words as it will be spoken; what is no placeholder stays as typed."""
    names = {word: name for name, word in PLACEHOLDERS.items()}
    spoken = _BRACED.sub(lambda found: getattr(words, names.get(found[1].strip(), ""), found[0]), line)
    return spaced(spoken)


def _shown(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_BRACED.sub(lambda found: f"{{{PLACEHOLDERS[found[1]]}}}", line) for line in lines)


def _read(slot: Slot, lines: tuple[str, ...]) -> Iterator[str]:
    for line in filter(None, (line.strip() for line in lines)):
        if len(line) > LONGEST_LINE:
            raise Refused(f"这一句超过 {LONGEST_LINE} 字，一口气说不完，请拆成几句：{line[:12]}…", field=slot)
        yield _unshown(slot, line)


def _refuse_emptied(stored: Mapping[Slot, list[str]], shipped: Mapping[Slot, tuple[str, ...]]) -> None:
    """What is said and what never is may be worded anew, not left out; the advice may go."""
    for slot, lines in stored.items():
        if shipped[slot] and not lines and slot != "do":
            raise Refused(f"“{SLOT_LABELS[slot]}”不能是空的。", field=slot)


def _unshown(slot: Slot, line: str) -> str:
    names = {word: name for name, word in PLACEHOLDERS.items()}
    known = "、".join(f"{{{word}}}" for word in names)
    plain = _BRACED.sub("", line)
    wrong = next((found[1] for found in _BRACED.finditer(line) if found[1].strip() not in names), None)
    if wrong is not None or "{" in plain or "}" in plain:
        what = f"{{{wrong}}}" if wrong is not None else "单独的花括号"
        raise Refused(f"看不懂“{what}”。能自动填写的只有：{known}。", field=slot)
    return _BRACED.sub(lambda found: f"{{{names[found[1].strip()]}}}", line)
