"""Deadlines in words: how long still, since when overdue, when it falls due."""

from __future__ import annotations

from datetime import datetime, timedelta

MANY_HOURS = 100


def hours(span: timedelta) -> str:
    """A span as ``2:14``; from a hundred hours on in days."""
    minutes = int(abs(span).total_seconds()) // 60
    if minutes >= MANY_HOURS * 60:
        return f"{minutes // (24 * 60)} 天"
    return f"{minutes // 60}:{minutes % 60:02}"


def left(deadline: datetime, now: datetime) -> str:
    """``还剩 2:14`` or ``3:12 前到期``."""
    return f"还剩 {hours(deadline - now)}" if deadline >= now else f"{hours(now - deadline)} 前到期"


def near_day(moment: datetime, now: datetime) -> str:
    """``今天``, ``明天``, ``昨天`` or ``10-17``."""
    near = {0: "今天", 1: "明天", -1: "昨天"}.get((moment.date() - now.date()).days)
    return near or f"{moment:%m-%d}"


def due(deadline: datetime, now: datetime) -> str:
    """``今天 12:38 到期``, ``10-17 12:38 到期``."""
    return f"{near_day(deadline, now)} {deadline:%H:%M} 到期"


def short_moment(moment: datetime, now: datetime) -> str:
    """``10-15 12:38``, with its year where that is another."""
    return f"{moment:%m-%d %H:%M}" if moment.year == now.year else f"{moment:%Y-%m-%d %H:%M}"
