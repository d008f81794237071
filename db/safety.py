"""Records of who did what: accounts, the audit trail, exports, import batches and drafts."""

from __future__ import annotations

from peewee import SQL, BooleanField, ForeignKeyField, IntegerField, TextField

from db.fields import JsonField, MomentField, Record
from db.settings import Staff


class Account(Record):
    """Someone who can sign in; the password itself is nowhere, it only unwraps the data key (keys file)."""

    name = TextField(unique=True)
    staff = ForeignKeyField(Staff, null=True, backref="+")
    duties = JsonField()
    created_at = MomentField()
    retired_at = MomentField(null=True)


class AuditEntry(Record):
    """One changed field or one deed: who, when, from what to what (修改记录)."""

    at = MomentField(index=True)
    account = TextField()
    action = TextField()
    entity = TextField()
    entity_id = IntegerField(null=True)
    file_id = IntegerField(null=True)
    field = TextField(null=True)
    old = TextField(null=True)
    new = TextField(null=True)
    reason = TextField(null=True)

    class Meta:
        table_name = "audit_entry"
        indexes = ((("file_id", "at"), False), (("entity", "entity_id"), False))


class ExportEntry(Record):
    """One list that left the program: who, when, what, how many rows and why."""

    at = MomentField()
    account = TextField()
    what = TextField()
    reason = TextField()
    rows = IntegerField()
    target = TextField(null=True)


class ImportBatch(Record):
    """One import of one file, with its counts; taken back as a whole by ``undone_at``."""

    kind = TextField()
    file_name = TextField()
    sha256 = TextField()
    at = MomentField()
    account = TextField()
    headings = JsonField()
    read = IntegerField()
    created = IntegerField()
    updated = IntegerField()
    unchanged = IntegerField()
    refused = IntegerField()
    warnings = IntegerField()
    undone_at = MomentField(null=True)
    undone_by = TextField(null=True)


class RefusedRow(Record):
    """A row that an import did not take, with its cells as they were and the reason."""

    batch = ForeignKeyField(ImportBatch, backref="+")
    row = IntegerField()
    reason = TextField()
    cells = JsonField()


class ImportChange(Record):
    """What an import did to one record: ``before`` is NULL for a new one, else the fields it changed."""

    batch = ForeignKeyField(ImportBatch, backref="+")
    table = TextField(column_name="table_name")
    record_id = IntegerField()
    before = JsonField(null=True)


class Draft(Record):
    """Something typed and not yet saved (a call, a complaint), kept through a crash."""

    kind = TextField()
    key = TextField()
    account = TextField()
    content = JsonField()
    updated_at = MomentField()
    parked = BooleanField(default=False, constraints=[SQL("DEFAULT 0")])

    class Meta:
        indexes = ((("kind", "key"), True),)
