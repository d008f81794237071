"""Records of 回访工作台: callbacks with their attempts, SMS, care reminders and appointments."""

from __future__ import annotations

from datetime import date

from peewee import SQL, BooleanField, FloatField, ForeignKeyField, IntegerField, TextField

from db.archive import EVENT_KINDS, VehicleFile
from db.fields import DayField, JsonField, MomentField, Record, one_of
from db.safety import ImportBatch
from db.settings import Staff, Team

DISPOSITIONS = (
    "completed",  # 成功
    "refused",  # 拒访
    "rejected",  # 拒接
    "no_answer",  # 无人接听
    "unreachable",  # 无法接通
    "powered_off",  # 关机
    "out_of_service",  # 停机
    "busy",  # 占线
    "barred",  # 呼入限制
    "invalid_number",  # 空号
    "wrong_number",  # 错误号码
    "agreed",  # 约定再访
    "not_the_person",  # 非本人
    "other",  # 其他
)
CALLBACK_KINDS = ("sales", "service", "courtesy")
SMS_KINDS = ("sales_callback", "service_callback", "care", "appointment", "notice")
SMS_STATES = ("waiting", "sent", "delivered", "failed", "replied")
APPOINTMENT_STATES = ("made", "reminded", "moved", "came", "missed")
APPOINTMENT_STEPS = (*APPOINTMENT_STATES, "cancelled")


def month_number(day: date) -> int:
    """The month of a day as records keep it: 202610 for October 2026."""
    return day.year * 100 + day.month


class QuestionnaireVersion(Record):
    """A questionnaire exactly as it was when first used (表1, 表2); answers point at it for good."""

    kind = TextField(constraints=[one_of("kind", EVENT_KINDS)])
    version = IntegerField()
    content = JsonField()
    first_used_at = MomentField()

    class Meta:
        table_name = "questionnaire_version"
        indexes = ((("kind", "version"), True),)


class Callback(Record):
    """The duty to phone the customer after a delivery or a hand-over.

    ``reference`` is the 协议号 of its sale or the 工单号 of its repair order; ``month`` is
    ``month_number(event_on)``. The columns below ``# standing`` repeat what the events recorded so far say; the
    transaction that stores an event recomputes them. ``agreed_at`` is the time agreed in the last attempt;
    ``corrected_at`` when the number found invalid in it was confirmed as corrected; ``reopened_at`` when it was
    put back on the list since; ``closed_at`` when it left the list for good (completed, refused, answered by
    SMS).
    """

    kind = TextField(constraints=[one_of("kind", CALLBACK_KINDS)])
    file = ForeignKeyField(VehicleFile, backref="+")
    reference = TextField()
    event_on = DayField()
    month = IntegerField()
    due_from = DayField()
    due_to = DayField()
    person = ForeignKeyField(Staff, null=True, backref="+", index=False)
    team = ForeignKeyField(Team, null=True, backref="+", index=False)
    # standing
    tries = IntegerField(default=0, constraints=[SQL("DEFAULT 0")])
    failed_tries = IntegerField(default=0, constraints=[SQL("DEFAULT 0")])
    last_at = MomentField(null=True)
    last_disposition = TextField(null=True, constraints=[one_of("last_disposition", DISPOSITIONS)])
    agreed_at = MomentField(null=True)
    corrected_at = MomentField(null=True)
    reopened_at = MomentField(null=True)
    completed = BooleanField(default=False, constraints=[SQL("DEFAULT 0")])
    score = FloatField(null=True)
    closed_at = MomentField(null=True)

    class Meta:
        indexes = (
            (("kind", "reference"), True),
            (("file",), False),
            (("kind", "month", "person", "team", "completed", "last_disposition", "score"), False),
        )


Callback.add_index(Callback.due_to, name="callback_open", where=SQL("closed_at IS NULL"))
# Partial too: a full one would lure the planner away from the indexes of open callbacks.
Callback.add_index(Callback.closed_at, name="callback_closed", where=SQL("closed_at IS NOT NULL"))
for _moment in (Callback.agreed_at, Callback.corrected_at, Callback.reopened_at):
    Callback.add_index(
        _moment,
        name=f"callback_{_moment.name}",
        where=SQL(f"closed_at IS NULL AND {_moment.name} IS NOT NULL"),
    )


class Attempt(Record):
    """One call: who, when, how it ended, what was answered; ``overall`` is the unrounded score."""

    callback = ForeignKeyField(Callback, backref="+", index=False)
    at = MomentField()
    recorded_at = MomentField()
    caller = TextField()
    disposition = TextField(constraints=[one_of("disposition", DISPOSITIONS)])
    agreed_at = MomentField(null=True)
    questionnaire = ForeignKeyField(QuestionnaireVersion, null=True, backref="+", index=False)
    answers = JsonField(null=True)
    answer_notes = JsonField(null=True)
    overall = FloatField(null=True, constraints=[SQL("CHECK (overall BETWEEN 1 AND 10)")])
    words = TextField(null=True)
    remark = TextField(null=True)
    advisor_phoned = BooleanField(null=True)
    dissatisfied = BooleanField(default=False, constraints=[SQL("DEFAULT 0")])
    no_case_reason = TextField(null=True)
    entered_in_crm_at = MomentField(null=True)
    key = TextField(null=True, unique=True)
    batch = ForeignKeyField(ImportBatch, null=True, backref="+", index=False)

    class Meta:
        indexes = ((("callback", "at"), True), (("at",), False))


Attempt.add_index(Attempt.agreed_at, name="attempt_agreed", where=SQL("agreed_at IS NOT NULL"))
Attempt.add_index(
    Attempt.at, name="attempt_dissatisfied", where=SQL("dissatisfied = 1 AND no_case_reason IS NULL")
)
Attempt.add_index(
    Attempt.at,
    name="attempt_to_enter",
    where=SQL("disposition = 'completed' AND entered_in_crm_at IS NULL AND batch_id IS NULL"),
)


class Reopening(Record):
    """A lapsed callback put back on the list by hand: overdue until its next attempt."""

    callback = ForeignKeyField(Callback, backref="+")
    at = MomentField()
    account = TextField()
    reason = TextField(null=True)


class Claim(Record):
    """Someone is calling this customer just now."""

    callback = ForeignKeyField(Callback, unique=True, backref="+")
    account = TextField()
    since = MomentField()


class Correction(Record):
    """A request to put wrong customer data right (表4), from opened to confirmed."""

    file = ForeignKeyField(VehicleFile, backref="+")
    callback = ForeignKeyField(Callback, null=True, backref="+")
    opened_at = MomentField(index=True)
    opened_by = TextField()
    reason = TextField()
    department = TextField(null=True)
    sent_at = MomentField(null=True)
    due_on = DayField(null=True)
    corrected_at = MomentField(null=True)
    found_name = TextField(null=True)
    found_phone = TextField(null=True)
    found_other_phone = TextField(null=True)
    returned_at = MomentField(null=True)
    confirmed_at = MomentField(null=True)
    confirmed_by = TextField(null=True)
    remark = TextField(null=True)

    class Meta:
        indexes = ((("callback", "confirmed_at"), False), (("confirmed_at",), False))


class SmsMessage(Record):
    """One SMS to one number (表13)."""

    file = ForeignKeyField(VehicleFile, null=True, backref="+")
    callback = ForeignKeyField(Callback, null=True, backref="+")
    number = TextField()
    name = TextField(default="", constraints=[SQL("DEFAULT ''")])
    kind = TextField(constraints=[one_of("kind", SMS_KINDS)])
    text = TextField()
    state = TextField(constraints=[one_of("state", SMS_STATES)])
    created_at = MomentField()
    sent_at = MomentField(null=True)
    account = TextField()

    class Meta:
        table_name = "sms_message"
        indexes = ((("number", "sent_at"), False), (("sent_at",), False), (("callback",), False))


class SmsReply(Record):
    """One reply: a score, an opt-out, or something for a person to read."""

    number = TextField()
    at = MomentField()
    text = TextField()
    message = ForeignKeyField(SmsMessage, null=True, backref="+")
    score = IntegerField(null=True, constraints=[SQL("CHECK (score BETWEEN 1 AND 10)")])
    opt_out = BooleanField(default=False, constraints=[SQL("DEFAULT 0")])
    handled_at = MomentField(null=True)
    handled_by = TextField(null=True)
    batch = ForeignKeyField(ImportBatch, null=True, backref="+", index=False)

    class Meta:
        table_name = "sms_reply"
        indexes = ((("number", "at"), True),)


SmsReply.add_index(SmsReply.at, name="sms_reply_scored", where=SQL("score IS NOT NULL"))


class CareOutcome(Record):
    """How a care reminder was handled: accepted or declined, with the reason; the reminder itself is derived.

    ``accepted`` is None when the customer is to be called again, on ``again_on``. ``key`` is made by the screen.
    """

    file = ForeignKeyField(VehicleFile, backref="+")
    kind = TextField()
    due_on = DayField()
    at = MomentField()
    account = TextField()
    accepted = BooleanField(null=True)
    reason = TextField(null=True)
    again_on = DayField(null=True)
    key = TextField(null=True)

    class Meta:
        table_name = "care_outcome"
        indexes = (
            (("file", "kind", "due_on"), False),
            (("at",), False),
            (("key", "kind", "due_on"), True),
        )


class CareDate(Record):
    """A dated wish that makes a care row: advised work, a recall, "please come in"."""

    file = ForeignKeyField(VehicleFile, backref="+")
    kind = TextField(constraints=[one_of("kind", ("advised_work", "recall", "please_come_in"))])
    due_on = DayField(index=True)
    text = TextField()
    created_at = MomentField()
    account = TextField()
    done_at = MomentField(null=True)

    class Meta:
        table_name = "care_date"


class Appointment(Record):
    """A workshop appointment (预约)."""

    file = ForeignKeyField(VehicleFile, backref="+")
    at = MomentField(index=True)
    work = TextField()
    advisor = ForeignKeyField(Staff, null=True, backref="+", index=False)
    courtesy = TextField(null=True)
    reminder_channel = TextField(null=True)
    state = TextField(constraints=[one_of("state", APPOINTMENT_STATES)])
    made_at = MomentField()
    account = TextField()
    reason = TextField(null=True)
    cancelled_at = MomentField(null=True)
    key = TextField(null=True, unique=True)


class AppointmentStep(Record):
    """What happened to an appointment: who did what when; ``at`` is the time that it then stood at."""

    appointment = ForeignKeyField(Appointment, backref="+")
    step = TextField(constraints=[one_of("step", APPOINTMENT_STEPS)])
    done_at = MomentField()
    account = TextField()
    at = MomentField()
    note = TextField(null=True)

    class Meta:
        table_name = "appointment_step"


class ExternalSurvey(Record):
    """Who was invited to an external survey (JD Power, CSI), when and by whom; recorded, never screened."""

    file = ForeignKeyField(VehicleFile, backref="+")
    survey = TextField()
    invited_on = DayField()
    invited_by = TextField()
    score = FloatField(null=True)

    class Meta:
        table_name = "external_survey"
