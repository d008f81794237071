"""Records of 统计报表: months signed off, reports handed over, slips to departments."""

from __future__ import annotations

from peewee import IntegerField, TextField

from db.fields import DayField, JsonField, MomentField, Record


class LockedMonth(Record):
    """One report of a month as signed off (月结), with the bands and groups it was counted by.

    ``month`` is ``db.callbacks.month_number`` of its days.
    """

    month = IntegerField()
    report = TextField()
    content = JsonField()
    locked_at = MomentField()
    account = TextField()

    class Meta:
        table_name = "locked_month"
        indexes = ((("month", "report"), True),)


class HandedOver(Record):
    """A report given to the marketing department (已转交市场部): when, by whom."""

    report = TextField()
    start = DayField()
    end = DayField()
    at = MomentField()
    account = TextField()

    class Meta:
        table_name = "handed_over"


class DaySlip(Record):
    """The problems heard on one day, sent to one department as one slip."""

    day = DayField()
    department = TextField()
    content = JsonField()
    made_at = MomentField()
    account = TextField()

    class Meta:
        table_name = "day_slip"
        indexes = ((("day", "department"), False),)
