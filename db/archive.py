"""Records of 客户档案: vehicle files with their sales, repair orders, papers, corrections and audits."""

from __future__ import annotations

from peewee import SQL, BooleanField, ForeignKeyField, IntegerField, TextField

from db.fields import DayField, JsonField, MomentField, Record, one_of
from db.safety import ImportBatch
from db.settings import Staff, Team

SEXES = ("男", "女")
EVENT_KINDS = ("sales", "service")
DOCUMENT_STATES = ("in", "missing", "returned")


class VehicleFile(Record):
    """一车一档: everything the cards (表9, 表10) and the analyses (表11, 表12) say of one car and its owner.

    ``edited`` maps a field name to the moment a person last typed it: such a field beats every import. ``spoken``
    is how the name is read, in pinyin and initials, the likeliest first; the search index keeps it.
    """

    # what lists show comes first: a row is read from its beginning only as far as asked
    number = TextField(unique=True)
    vin = TextField(unique=True, constraints=[SQL("CHECK (length(vin) = 17)")])
    name = TextField(default="", constraints=[SQL("DEFAULT ''")])
    spoken = TextField(default="", constraints=[SQL("DEFAULT ''")])
    phone = TextField(null=True)
    plate = TextField(null=True)
    model = TextField(null=True)
    information_incorrect = BooleanField(default=False, constraints=[SQL("DEFAULT 0")])
    # stored for the list's speed; kept by the transaction that stores the event
    is_c_card = BooleanField(default=False, constraints=[SQL("DEFAULT 0")])
    last_visit_on = DayField(null=True)
    last_advisor = TextField(null=True)
    # the file itself
    opened_at = MomentField()
    key = TextField(null=True, unique=True)
    edited = JsonField(default=dict, constraints=[SQL("DEFAULT '{}'")])
    do_not_call_at = MomentField(null=True)
    # basic
    sex = TextField(null=True, constraints=[one_of("sex", SEXES)])
    birthday = DayField(null=True)
    ethnicity = TextField(null=True)
    id_number = TextField(null=True)
    is_company = BooleanField(null=True)
    # contact
    landline = TextField(null=True)
    other_phone = TextField(null=True)
    city = TextField(null=True)
    address = TextField(null=True)
    mailing_address = TextField(null=True)
    email = TextField(null=True)
    qq_msn = TextField(null=True)
    postcode = TextField(null=True)
    preferred_contact = TextField(null=True)
    preferred_hours = TextField(null=True)
    # vehicle
    series = TextField(null=True)
    options = TextField(null=True)
    exterior_colour = TextField(null=True)
    interior_colour = TextField(null=True)
    sfx = TextField(null=True)
    certificate_number = TextField(null=True)
    usage = TextField(null=True)
    insured_here = BooleanField(null=True)
    policy_number = TextField(null=True)
    insured_on = DayField(null=True)
    vehicle_remark = TextField(null=True)
    # person
    industry = TextField(null=True)
    occupation = TextField(null=True)
    position = TextField(null=True)
    hobbies = TextField(null=True)
    personality = TextField(null=True)
    societies = TextField(null=True)
    married = BooleanField(null=True)
    wedding_anniversary = DayField(null=True)
    religion = TextField(null=True)
    education = TextField(null=True)
    school = TextField(null=True)
    invoice_number = TextField(null=True)
    licence_class = TextField(null=True)
    inspection_on = DayField(null=True)
    driving_years = IntegerField(null=True)
    personal_remark = TextField(null=True)
    # membership and acquaintance
    is_member = BooleanField(null=True)
    member_number = TextField(null=True)
    member_level = TextField(null=True)
    member_points = IntegerField(null=True)
    is_vip = BooleanField(null=True)
    referred = BooleanField(null=True)
    was_referred = BooleanField(null=True)
    repeat_purchase = BooleanField(null=True)
    next_service_on = DayField(null=True)
    next_service_odometer = IntegerField(null=True)
    # 分析属性
    income = TextField(null=True)
    purchase_region = TextField(null=True)
    home_region = TextField(null=True)
    trade = TextField(null=True)
    information_source = TextField(null=True)
    visit_channel = TextField(null=True)
    insurance_choice = TextField(null=True)
    deal_type = TextField(null=True)
    purchase_kind = TextField(null=True)
    accessories = TextField(null=True)
    purchase_factor = TextField(null=True)
    lost_reason = TextField(null=True)
    new_or_used = TextField(null=True)
    # the driving licence, for its reminder
    licence_until = DayField(null=True)
    # by the visits: when maintenance is due next and the furthest reading; kept as the list's columns are
    maintenance_on = DayField(null=True)
    furthest_km = IntegerField(null=True)

    class Meta:
        table_name = "vehicle_file"
        indexes = (
            (("spoken",), False),
            (("phone",), False),
            (("plate",), False),
            (("landline",), False),
            (("last_visit_on",), False),
            (("is_c_card", "last_visit_on"), False),
            (("last_advisor", "last_visit_on"), False),
            (("model", "last_visit_on"), False),
        )


VehicleFile.add_index(
    VehicleFile.last_visit_on, name="vehicle_file_incorrect", where=SQL("information_incorrect = 1")
)
for _day in (
    VehicleFile.birthday,
    VehicleFile.wedding_anniversary,
    VehicleFile.insured_on,
    VehicleFile.inspection_on,
    VehicleFile.licence_until,
    VehicleFile.maintenance_on,
):
    VehicleFile.add_index(_day, name=f"vehicle_file_{_day.name}", where=SQL(f"{_day.name} IS NOT NULL"))


class Consent(Record):
    """The customer's agreement, with its date, to keep a sensitive field or to receive care and notices."""

    file = ForeignKeyField(VehicleFile, backref="+")
    subject = TextField()
    given_at = MomentField()
    withdrawn_at = MomentField(null=True)
    account = TextField()


class Sale(Record):
    """A new-car delivery (新车交付), known by its 协议号; ``reported`` is what the export said of the customer."""

    reference = TextField(unique=True)
    file = ForeignKeyField(VehicleFile, backref="+")
    delivered_on = DayField()
    consultant = ForeignKeyField(Staff, null=True, backref="+", index=False)
    reported = JsonField(default=dict, constraints=[SQL("DEFAULT '{}'")])
    batch = ForeignKeyField(ImportBatch, null=True, backref="+", index=False)

    class Meta:
        indexes = ((("delivered_on",), False),)


class RepairOrder(Record):
    """A finished repair order (维修工单), known by its 工单号; mileage, team and amount stay with the visit."""

    reference = TextField(unique=True)
    file = ForeignKeyField(VehicleFile, backref="+", index=False)
    received_on = DayField(null=True)
    handed_over_on = DayField()
    advisor = ForeignKeyField(Staff, null=True, backref="+", index=False)
    team = ForeignKeyField(Team, null=True, backref="+", index=False)
    kind = TextField(null=True)
    odometer = IntegerField(null=True, constraints=[SQL("CHECK (odometer >= 0)")])
    amount_fen = IntegerField(null=True)
    work = TextField(null=True)
    reported = JsonField(default=dict, constraints=[SQL("DEFAULT '{}'")])
    batch = ForeignKeyField(ImportBatch, null=True, backref="+", index=False)

    class Meta:
        table_name = "repair_order"
        indexes = ((("file", "handed_over_on"), False), (("handed_over_on",), False))


class PaperDocument(Record):
    """One paper that belongs to a delivery or a repair order, and where it stands (柜号/盒号)."""

    file = ForeignKeyField(VehicleFile, backref="+")
    event_kind = TextField(constraints=[one_of("event_kind", EVENT_KINDS)])
    reference = TextField()
    name = TextField()
    state = TextField(constraints=[one_of("state", DOCUMENT_STATES)])
    received_on = DayField(null=True)
    cabinet = TextField(null=True)

    class Meta:
        table_name = "paper_document"
        indexes = ((("event_kind", "reference", "name"), True),)


class FileAudit(Record):
    """One line of 表14: a file drawn for comparison of paper and electronic record, and what was found."""

    file = ForeignKeyField(VehicleFile, backref="+")
    event_kind = TextField(constraints=[one_of("event_kind", EVENT_KINDS)])
    reference = TextField()
    drawn_on = DayField(index=True)
    account = TextField()
    audited_at = MomentField(null=True)
    normal = BooleanField(null=True)
    finding = TextField(null=True)
    responsible = TextField(null=True)
    advice = TextField(null=True)
    done_at = MomentField(null=True)

    class Meta:
        table_name = "file_audit"
