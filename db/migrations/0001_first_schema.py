"""The first schema: archive, callbacks, complaints, statistics, safety and settings."""

STATEMENTS = (
    """
    CREATE TABLE "department" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "name" TEXT NOT NULL,
        "manager_name" TEXT
    )
    """,
    'CREATE UNIQUE INDEX "department_name" ON "department" ("name")',
    """
    CREATE TABLE "team" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "name" TEXT NOT NULL,
        "retired_on" DATE
    )
    """,
    'CREATE UNIQUE INDEX "team_name" ON "team" ("name")',
    """
    CREATE TABLE "staff" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "name" TEXT NOT NULL,
        "role" TEXT NOT NULL CHECK (role IN ('sales_consultant', 'service_advisor', 'callback_specialist', 'receptionist', 'technician', 'department_manager', 'cr_manager', 'general_manager', 'other')),
        "department_id" INTEGER,
        "team_id" INTEGER,
        "from_import" INTEGER NOT NULL DEFAULT 0,
        "retired_on" DATE,
        FOREIGN KEY ("department_id") REFERENCES "department" ("id"),
        FOREIGN KEY ("team_id") REFERENCES "team" ("id")
    )
    """,
    'CREATE INDEX "staff_department_id" ON "staff" ("department_id")',
    'CREATE INDEX "staff_team_id" ON "staff" ("team_id")',
    'CREATE UNIQUE INDEX "staff_name_role" ON "staff" ("name", "role")',
    """
    CREATE TABLE "account" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "name" TEXT NOT NULL,
        "staff_id" INTEGER,
        "duties" TEXT NOT NULL,
        "created_at" DATETIME NOT NULL,
        "retired_at" DATETIME,
        FOREIGN KEY ("staff_id") REFERENCES "staff" ("id")
    )
    """,
    'CREATE UNIQUE INDEX "account_name" ON "account" ("name")',
    'CREATE INDEX "account_staff_id" ON "account" ("staff_id")',
    """
    CREATE TABLE "vehicle_file" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "number" TEXT NOT NULL,
        "vin" TEXT NOT NULL CHECK (length(vin) = 17),
        "name" TEXT NOT NULL DEFAULT '',
        "spoken" TEXT NOT NULL DEFAULT '',
        "phone" TEXT,
        "plate" TEXT,
        "model" TEXT,
        "information_incorrect" INTEGER NOT NULL DEFAULT 0,
        "is_c_card" INTEGER NOT NULL DEFAULT 0,
        "last_visit_on" DATE,
        "last_advisor" TEXT,
        "opened_at" DATETIME NOT NULL,
        "key" TEXT,
        "edited" TEXT NOT NULL DEFAULT '{}',
        "do_not_call_at" DATETIME,
        "sex" TEXT CHECK (sex IN ('男', '女')),
        "birthday" DATE,
        "ethnicity" TEXT,
        "id_number" TEXT,
        "is_company" INTEGER,
        "landline" TEXT,
        "other_phone" TEXT,
        "city" TEXT,
        "address" TEXT,
        "mailing_address" TEXT,
        "email" TEXT,
        "qq_msn" TEXT,
        "postcode" TEXT,
        "preferred_contact" TEXT,
        "preferred_hours" TEXT,
        "series" TEXT,
        "options" TEXT,
        "exterior_colour" TEXT,
        "interior_colour" TEXT,
        "sfx" TEXT,
        "certificate_number" TEXT,
        "usage" TEXT,
        "insured_here" INTEGER,
        "policy_number" TEXT,
        "insured_on" DATE,
        "vehicle_remark" TEXT,
        "industry" TEXT,
        "occupation" TEXT,
        "position" TEXT,
        "hobbies" TEXT,
        "personality" TEXT,
        "societies" TEXT,
        "married" INTEGER,
        "wedding_anniversary" DATE,
        "religion" TEXT,
        "education" TEXT,
        "school" TEXT,
        "invoice_number" TEXT,
        "licence_class" TEXT,
        "inspection_on" DATE,
        "driving_years" INTEGER,
        "personal_remark" TEXT,
        "is_member" INTEGER,
        "member_number" TEXT,
        "member_level" TEXT,
        "member_points" INTEGER,
        "is_vip" INTEGER,
        "referred" INTEGER,
        "was_referred" INTEGER,
        "repeat_purchase" INTEGER,
        "next_service_on" DATE,
        "next_service_odometer" INTEGER,
        "income" TEXT,
        "purchase_region" TEXT,
        "home_region" TEXT,
        "trade" TEXT,
        "information_source" TEXT,
        "visit_channel" TEXT,
        "insurance_choice" TEXT,
        "deal_type" TEXT,
        "purchase_kind" TEXT,
        "accessories" TEXT,
        "purchase_factor" TEXT,
        "lost_reason" TEXT,
        "new_or_used" TEXT
    )
    """,
    'CREATE UNIQUE INDEX "vehicle_file_number" ON "vehicle_file" ("number")',
    'CREATE UNIQUE INDEX "vehicle_file_vin" ON "vehicle_file" ("vin")',
    'CREATE UNIQUE INDEX "vehicle_file_key" ON "vehicle_file" ("key")',
    'CREATE INDEX "vehicle_file_spoken" ON "vehicle_file" ("spoken")',
    'CREATE INDEX "vehicle_file_phone" ON "vehicle_file" ("phone")',
    'CREATE INDEX "vehicle_file_plate" ON "vehicle_file" ("plate")',
    'CREATE INDEX "vehicle_file_landline" ON "vehicle_file" ("landline")',
    'CREATE INDEX "vehicle_file_last_visit_on" ON "vehicle_file" ("last_visit_on")',
    'CREATE INDEX "vehicle_file_is_c_card_last_visit_on" ON "vehicle_file" ("is_c_card", "last_visit_on")',
    'CREATE INDEX "vehicle_file_last_advisor_last_visit_on" ON "vehicle_file" ("last_advisor", "last_visit_on")',
    'CREATE INDEX "vehicle_file_model_last_visit_on" ON "vehicle_file" ("model", "last_visit_on")',
    'CREATE INDEX "vehicle_file_incorrect" ON "vehicle_file" ("last_visit_on") WHERE information_incorrect = 1',
    """
    CREATE TABLE "appointment" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "file_id" INTEGER NOT NULL,
        "at" DATETIME NOT NULL,
        "work" TEXT NOT NULL,
        "advisor_id" INTEGER,
        "courtesy" TEXT,
        "reminder_channel" TEXT,
        "state" TEXT NOT NULL CHECK (state IN ('made', 'reminded', 'moved', 'came', 'missed')),
        "made_at" DATETIME NOT NULL,
        "account" TEXT NOT NULL,
        "reason" TEXT,
        FOREIGN KEY ("file_id") REFERENCES "vehicle_file" ("id"),
        FOREIGN KEY ("advisor_id") REFERENCES "staff" ("id")
    )
    """,
    'CREATE INDEX "appointment_file_id" ON "appointment" ("file_id")',
    'CREATE INDEX "appointment_at" ON "appointment" ("at")',
    """
    CREATE TABLE "callback" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "kind" TEXT NOT NULL CHECK (kind IN ('sales', 'service', 'courtesy')),
        "file_id" INTEGER NOT NULL,
        "reference" TEXT NOT NULL,
        "event_on" DATE NOT NULL,
        "month" INTEGER NOT NULL,
        "due_from" DATE NOT NULL,
        "due_to" DATE NOT NULL,
        "person_id" INTEGER,
        "team_id" INTEGER,
        "tries" INTEGER NOT NULL DEFAULT 0,
        "failed_tries" INTEGER NOT NULL DEFAULT 0,
        "last_at" DATETIME,
        "last_disposition" TEXT CHECK (last_disposition IN ('completed', 'refused', 'rejected', 'no_answer', 'unreachable', 'powered_off', 'out_of_service', 'busy', 'barred', 'invalid_number', 'wrong_number', 'agreed', 'not_the_person', 'other')),
        "agreed_at" DATETIME,
        "corrected_at" DATETIME,
        "reopened_at" DATETIME,
        "completed" INTEGER NOT NULL DEFAULT 0,
        "score" REAL,
        "closed_at" DATETIME,
        FOREIGN KEY ("file_id") REFERENCES "vehicle_file" ("id"),
        FOREIGN KEY ("person_id") REFERENCES "staff" ("id"),
        FOREIGN KEY ("team_id") REFERENCES "team" ("id")
    )
    """,
    'CREATE INDEX "callback_file_id" ON "callback" ("file_id")',
    'CREATE UNIQUE INDEX "callback_kind_reference" ON "callback" ("kind", "reference")',
    'CREATE INDEX "callback_kind_month_person_id_team_id_completed_last_dis_ce9b94c" ON "callback" ("kind", "month", "person_id", "team_id", "completed", "last_disposition", "score")',
    'CREATE INDEX "callback_open" ON "callback" ("due_to") WHERE closed_at IS NULL',
    'CREATE INDEX "callback_closed" ON "callback" ("closed_at") WHERE closed_at IS NOT NULL',
    'CREATE INDEX "callback_agreed_at" ON "callback" ("agreed_at") WHERE closed_at IS NULL AND agreed_at IS NOT NULL',
    'CREATE INDEX "callback_corrected_at" ON "callback" ("corrected_at") WHERE closed_at IS NULL AND corrected_at IS NOT NULL',
    'CREATE INDEX "callback_reopened_at" ON "callback" ("reopened_at") WHERE closed_at IS NULL AND reopened_at IS NOT NULL',
    """
    CREATE TABLE "questionnaire_version" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "kind" TEXT NOT NULL CHECK (kind IN ('sales', 'service')),
        "version" INTEGER NOT NULL,
        "content" TEXT NOT NULL,
        "first_used_at" DATETIME NOT NULL
    )
    """,
    'CREATE UNIQUE INDEX "questionnaire_version_kind_version" ON "questionnaire_version" ("kind", "version")',
    """
    CREATE TABLE "import_batch" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "kind" TEXT NOT NULL,
        "file_name" TEXT NOT NULL,
        "sha256" TEXT NOT NULL,
        "at" DATETIME NOT NULL,
        "account" TEXT NOT NULL,
        "headings" TEXT NOT NULL,
        "read" INTEGER NOT NULL,
        "created" INTEGER NOT NULL,
        "updated" INTEGER NOT NULL,
        "unchanged" INTEGER NOT NULL,
        "refused" INTEGER NOT NULL,
        "warnings" INTEGER NOT NULL,
        "undone_at" DATETIME,
        "undone_by" TEXT
    )
    """,
    """
    CREATE TABLE "attempt" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "callback_id" INTEGER NOT NULL,
        "at" DATETIME NOT NULL,
        "recorded_at" DATETIME NOT NULL,
        "caller" TEXT NOT NULL,
        "disposition" TEXT NOT NULL CHECK (disposition IN ('completed', 'refused', 'rejected', 'no_answer', 'unreachable', 'powered_off', 'out_of_service', 'busy', 'barred', 'invalid_number', 'wrong_number', 'agreed', 'not_the_person', 'other')),
        "agreed_at" DATETIME,
        "questionnaire_id" INTEGER,
        "answers" TEXT,
        "answer_notes" TEXT,
        "overall" REAL CHECK (overall BETWEEN 1 AND 10),
        "words" TEXT,
        "remark" TEXT,
        "advisor_phoned" INTEGER,
        "dissatisfied" INTEGER NOT NULL DEFAULT 0,
        "no_case_reason" TEXT,
        "entered_in_crm_at" DATETIME,
        "key" TEXT,
        "batch_id" INTEGER,
        FOREIGN KEY ("callback_id") REFERENCES "callback" ("id"),
        FOREIGN KEY ("questionnaire_id") REFERENCES "questionnaire_version" ("id"),
        FOREIGN KEY ("batch_id") REFERENCES "import_batch" ("id")
    )
    """,
    'CREATE UNIQUE INDEX "attempt_key" ON "attempt" ("key")',
    'CREATE UNIQUE INDEX "attempt_callback_id_at" ON "attempt" ("callback_id", "at")',
    'CREATE INDEX "attempt_at" ON "attempt" ("at")',
    'CREATE INDEX "attempt_agreed" ON "attempt" ("agreed_at") WHERE agreed_at IS NOT NULL',
    'CREATE INDEX "attempt_dissatisfied" ON "attempt" ("at") WHERE dissatisfied = 1 AND no_case_reason IS NULL',
    """
    CREATE TABLE "audit_entry" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "at" DATETIME NOT NULL,
        "account" TEXT NOT NULL,
        "action" TEXT NOT NULL,
        "entity" TEXT NOT NULL,
        "entity_id" INTEGER,
        "file_id" INTEGER,
        "field" TEXT,
        "old" TEXT,
        "new" TEXT,
        "reason" TEXT
    )
    """,
    'CREATE INDEX "audit_entry_at" ON "audit_entry" ("at")',
    'CREATE INDEX "audit_entry_file_id_at" ON "audit_entry" ("file_id", "at")',
    'CREATE INDEX "audit_entry_entity_entity_id" ON "audit_entry" ("entity", "entity_id")',
    """
    CREATE TABLE "care_date" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "file_id" INTEGER NOT NULL,
        "kind" TEXT NOT NULL CHECK (kind IN ('advised_work', 'recall', 'please_come_in')),
        "due_on" DATE NOT NULL,
        "text" TEXT NOT NULL,
        "created_at" DATETIME NOT NULL,
        "account" TEXT NOT NULL,
        "done_at" DATETIME,
        FOREIGN KEY ("file_id") REFERENCES "vehicle_file" ("id")
    )
    """,
    'CREATE INDEX "care_date_file_id" ON "care_date" ("file_id")',
    'CREATE INDEX "care_date_due_on" ON "care_date" ("due_on")',
    """
    CREATE TABLE "care_outcome" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "file_id" INTEGER NOT NULL,
        "kind" TEXT NOT NULL,
        "due_on" DATE NOT NULL,
        "at" DATETIME NOT NULL,
        "account" TEXT NOT NULL,
        "accepted" INTEGER,
        "reason" TEXT,
        FOREIGN KEY ("file_id") REFERENCES "vehicle_file" ("id")
    )
    """,
    'CREATE INDEX "care_outcome_file_id" ON "care_outcome" ("file_id")',
    'CREATE INDEX "care_outcome_file_id_kind_due_on" ON "care_outcome" ("file_id", "kind", "due_on")',
    """
    CREATE TABLE "cause" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "code" TEXT NOT NULL,
        "name" TEXT NOT NULL,
        "sub_causes" TEXT NOT NULL,
        "position" INTEGER NOT NULL,
        "retired_on" DATE
    )
    """,
    'CREATE UNIQUE INDEX "cause_code" ON "cause" ("code")',
    """
    CREATE TABLE "claim" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "callback_id" INTEGER NOT NULL,
        "account" TEXT NOT NULL,
        "since" DATETIME NOT NULL,
        FOREIGN KEY ("callback_id") REFERENCES "callback" ("id")
    )
    """,
    'CREATE UNIQUE INDEX "claim_callback_id" ON "claim" ("callback_id")',
    """
    CREATE TABLE "complaint" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "number" TEXT NOT NULL,
        "accepted_at" DATETIME NOT NULL,
        "recorded_at" DATETIME NOT NULL,
        "key" TEXT,
        "file_id" INTEGER,
        "attempt_id" INTEGER,
        "repeat_of_id" INTEGER,
        "external_number" TEXT,
        "grade" TEXT NOT NULL CHECK (grade IN ('grumble', 'complaint', 'urgent')),
        "escalated" INTEGER NOT NULL DEFAULT 0,
        "escalated_reason" TEXT,
        "channel" TEXT NOT NULL CHECK (channel IN ('visit', 'phone', 'letter', 'callback', 'manufacturer', 'media', 'regulator', 'survey', 'hearsay', 'web')),
        "again" INTEGER NOT NULL DEFAULT 0,
        "again_reason" TEXT,
        "cause_id" INTEGER NOT NULL,
        "sub_cause" TEXT,
        "responsible_party" TEXT NOT NULL CHECK (responsible_party IN ('manufacturer', 'dealership', 'customer', 'undecided')) DEFAULT 'undecided',
        "regulator_due_on" DATE,
        "first_receiver" TEXT NOT NULL,
        "owner" TEXT,
        "department" TEXT,
        "department_manager" TEXT,
        "accused" TEXT,
        "handler" TEXT,
        "caller_name" TEXT NOT NULL DEFAULT '',
        "caller_phone" TEXT,
        "customer_name" TEXT NOT NULL DEFAULT '',
        "sex" TEXT,
        "phone" TEXT,
        "landline" TEXT,
        "email" TEXT,
        "address" TEXT,
        "postcode" TEXT,
        "usage" TEXT,
        "model" TEXT,
        "vin" TEXT,
        "plate" TEXT,
        "sale_reference" TEXT,
        "bought_on" DATE,
        "bought_here" INTEGER,
        "consultant" TEXT,
        "odometer" INTEGER,
        "advisor" TEXT,
        "team_id" INTEGER,
        "demands" TEXT,
        "customer_overview" TEXT,
        "repair_description" TEXT,
        "happened" TEXT,
        "place" TEXT,
        "course" TEXT,
        "customer_view" TEXT,
        "evidence" TEXT,
        "reason" TEXT,
        "need" TEXT,
        "handling" TEXT,
        "handled_on" DATE,
        "result_summary" TEXT,
        "desk_opinion" TEXT,
        "review_opinion" TEXT,
        "other_information" TEXT,
        "acceptance" TEXT CHECK (acceptance IN ('accepted', 'mostly_accepted', 'not_accepted')),
        "avoidable" INTEGER,
        "improvement" TEXT,
        "printed_at" DATETIME,
        "signed_at" DATETIME,
        "filed_at" DATETIME,
        "cabinet" TEXT,
        "round" INTEGER NOT NULL DEFAULT 1,
        "closed_at" DATETIME,
        FOREIGN KEY ("file_id") REFERENCES "vehicle_file" ("id"),
        FOREIGN KEY ("attempt_id") REFERENCES "attempt" ("id"),
        FOREIGN KEY ("repeat_of_id") REFERENCES "complaint" ("id"),
        FOREIGN KEY ("cause_id") REFERENCES "cause" ("id"),
        FOREIGN KEY ("team_id") REFERENCES "team" ("id")
    )
    """,
    'CREATE UNIQUE INDEX "complaint_number" ON "complaint" ("number")',
    'CREATE INDEX "complaint_accepted_at" ON "complaint" ("accepted_at")',
    'CREATE UNIQUE INDEX "complaint_key" ON "complaint" ("key")',
    'CREATE INDEX "complaint_file_id" ON "complaint" ("file_id")',
    'CREATE INDEX "complaint_attempt_id" ON "complaint" ("attempt_id")',
    'CREATE INDEX "complaint_repeat_of_id" ON "complaint" ("repeat_of_id")',
    'CREATE INDEX "complaint_cause_id" ON "complaint" ("cause_id")',
    'CREATE INDEX "complaint_vin" ON "complaint" ("vin")',
    'CREATE INDEX "complaint_phone" ON "complaint" ("phone")',
    'CREATE INDEX "complaint_caller_phone" ON "complaint" ("caller_phone")',
    'CREATE INDEX "complaint_landline" ON "complaint" ("landline")',
    'CREATE INDEX "complaint_customer_name" ON "complaint" ("customer_name")',
    'CREATE INDEX "complaint_caller_name" ON "complaint" ("caller_name")',
    'CREATE INDEX "complaint_closed_at" ON "complaint" ("closed_at")',
    'CREATE INDEX "complaint_open" ON "complaint" ("accepted_at") WHERE closed_at IS NULL',
    """
    CREATE TABLE "compensation" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "complaint_id" INTEGER NOT NULL,
        "kind" TEXT NOT NULL CHECK (kind IN ('free_repair', 'free_wash', 'courtesy_car', 'discount', 'gift', 'free_maintenance')),
        "cost_fen" INTEGER NOT NULL CHECK (cost_fen >= 0),
        "at" DATETIME NOT NULL,
        "account" TEXT NOT NULL,
        "authorised_by" TEXT,
        "needs_approval" INTEGER NOT NULL DEFAULT 0,
        "approved_at" DATETIME,
        "declined_at" DATETIME,
        "approved_by" TEXT,
        "remark" TEXT,
        "key" TEXT,
        FOREIGN KEY ("complaint_id") REFERENCES "complaint" ("id")
    )
    """,
    'CREATE INDEX "compensation_complaint_id" ON "compensation" ("complaint_id")',
    'CREATE UNIQUE INDEX "compensation_key" ON "compensation" ("key")',
    """
    CREATE TABLE "complaint_reading" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "complaint_id" INTEGER NOT NULL,
        "read_at" DATETIME NOT NULL,
        "told_by" TEXT,
        "account" TEXT NOT NULL,
        FOREIGN KEY ("complaint_id") REFERENCES "complaint" ("id")
    )
    """,
    'CREATE UNIQUE INDEX "complaint_reading_complaint_id" ON "complaint_reading" ("complaint_id")',
    """
    CREATE TABLE "complaint_step" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "complaint_id" INTEGER NOT NULL,
        "round" INTEGER NOT NULL,
        "verb" TEXT NOT NULL,
        "state" TEXT CHECK (state IN ('accepted', 'verified', 'unfounded', 'new_round', 'handed_over', 'offered', 'reported', 'checked', 'satisfied', 'reviewed', 'closed')),
        "at" DATETIME NOT NULL,
        "recorded_at" DATETIME NOT NULL,
        "account" TEXT NOT NULL,
        "person" TEXT,
        "said" TEXT,
        "detail" TEXT NOT NULL DEFAULT '{}',
        "key" TEXT,
        FOREIGN KEY ("complaint_id") REFERENCES "complaint" ("id")
    )
    """,
    'CREATE UNIQUE INDEX "complaint_step_key" ON "complaint_step" ("key")',
    'CREATE INDEX "complaint_step_complaint_id_at" ON "complaint_step" ("complaint_id", "at")',
    """
    CREATE TABLE "consent" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "file_id" INTEGER NOT NULL,
        "subject" TEXT NOT NULL,
        "given_at" DATETIME NOT NULL,
        "withdrawn_at" DATETIME,
        "account" TEXT NOT NULL,
        FOREIGN KEY ("file_id") REFERENCES "vehicle_file" ("id")
    )
    """,
    'CREATE INDEX "consent_file_id" ON "consent" ("file_id")',
    """
    CREATE TABLE "correction" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "file_id" INTEGER NOT NULL,
        "callback_id" INTEGER,
        "opened_at" DATETIME NOT NULL,
        "opened_by" TEXT NOT NULL,
        "reason" TEXT NOT NULL,
        "department" TEXT,
        "sent_at" DATETIME,
        "due_on" DATE,
        "corrected_at" DATETIME,
        "found_name" TEXT,
        "found_phone" TEXT,
        "found_other_phone" TEXT,
        "returned_at" DATETIME,
        "confirmed_at" DATETIME,
        "confirmed_by" TEXT,
        "remark" TEXT,
        FOREIGN KEY ("file_id") REFERENCES "vehicle_file" ("id"),
        FOREIGN KEY ("callback_id") REFERENCES "callback" ("id")
    )
    """,
    'CREATE INDEX "correction_file_id" ON "correction" ("file_id")',
    'CREATE INDEX "correction_callback_id" ON "correction" ("callback_id")',
    'CREATE INDEX "correction_opened_at" ON "correction" ("opened_at")',
    'CREATE INDEX "correction_callback_id_confirmed_at" ON "correction" ("callback_id", "confirmed_at")',
    'CREATE INDEX "correction_confirmed_at" ON "correction" ("confirmed_at")',
    """
    CREATE TABLE "counter" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "name" TEXT NOT NULL,
        "value" INTEGER NOT NULL DEFAULT 0
    )
    """,
    'CREATE UNIQUE INDEX "counter_name" ON "counter" ("name")',
    """
    CREATE TABLE "customer_words" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "complaint_id" INTEGER NOT NULL,
        "at" DATETIME NOT NULL,
        "recorded_at" DATETIME NOT NULL,
        "account" TEXT NOT NULL,
        "text" TEXT NOT NULL,
        "key" TEXT,
        FOREIGN KEY ("complaint_id") REFERENCES "complaint" ("id")
    )
    """,
    'CREATE INDEX "customer_words_complaint_id" ON "customer_words" ("complaint_id")',
    'CREATE UNIQUE INDEX "customer_words_key" ON "customer_words" ("key")',
    """
    CREATE TABLE "day_slip" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "day" DATE NOT NULL,
        "department" TEXT NOT NULL,
        "content" TEXT NOT NULL,
        "made_at" DATETIME NOT NULL,
        "account" TEXT NOT NULL
    )
    """,
    'CREATE INDEX "day_slip_day_department" ON "day_slip" ("day", "department")',
    """
    CREATE TABLE "draft" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "kind" TEXT NOT NULL,
        "key" TEXT NOT NULL,
        "account" TEXT NOT NULL,
        "content" TEXT NOT NULL,
        "updated_at" DATETIME NOT NULL,
        "parked" INTEGER NOT NULL DEFAULT 0
    )
    """,
    'CREATE UNIQUE INDEX "draft_kind_key" ON "draft" ("kind", "key")',
    """
    CREATE TABLE "export_entry" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "at" DATETIME NOT NULL,
        "account" TEXT NOT NULL,
        "what" TEXT NOT NULL,
        "reason" TEXT NOT NULL,
        "rows" INTEGER NOT NULL,
        "target" TEXT
    )
    """,
    """
    CREATE TABLE "external_survey" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "file_id" INTEGER NOT NULL,
        "survey" TEXT NOT NULL,
        "invited_on" DATE NOT NULL,
        "invited_by" TEXT NOT NULL,
        "score" REAL,
        FOREIGN KEY ("file_id") REFERENCES "vehicle_file" ("id")
    )
    """,
    'CREATE INDEX "external_survey_file_id" ON "external_survey" ("file_id")',
    """
    CREATE TABLE "file_audit" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "file_id" INTEGER NOT NULL,
        "event_kind" TEXT NOT NULL CHECK (event_kind IN ('sales', 'service')),
        "reference" TEXT NOT NULL,
        "drawn_on" DATE NOT NULL,
        "account" TEXT NOT NULL,
        "audited_at" DATETIME,
        "normal" INTEGER,
        "finding" TEXT,
        "responsible" TEXT,
        "advice" TEXT,
        "done_at" DATETIME,
        FOREIGN KEY ("file_id") REFERENCES "vehicle_file" ("id")
    )
    """,
    'CREATE INDEX "file_audit_file_id" ON "file_audit" ("file_id")',
    'CREATE INDEX "file_audit_drawn_on" ON "file_audit" ("drawn_on")',
    """
    CREATE TABLE "handed_over" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "report" TEXT NOT NULL,
        "start" DATE NOT NULL,
        "end" DATE NOT NULL,
        "at" DATETIME NOT NULL,
        "account" TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE "import_change" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "batch_id" INTEGER NOT NULL,
        "table_name" TEXT NOT NULL,
        "record_id" INTEGER NOT NULL,
        "before" TEXT,
        FOREIGN KEY ("batch_id") REFERENCES "import_batch" ("id")
    )
    """,
    'CREATE INDEX "import_change_batch_id" ON "import_change" ("batch_id")',
    """
    CREATE TABLE "locked_month" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "month" INTEGER NOT NULL,
        "report" TEXT NOT NULL,
        "content" TEXT NOT NULL,
        "locked_at" DATETIME NOT NULL,
        "account" TEXT NOT NULL
    )
    """,
    'CREATE UNIQUE INDEX "locked_month_month_report" ON "locked_month" ("month", "report")',
    """
    CREATE TABLE "paper_document" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "file_id" INTEGER NOT NULL,
        "event_kind" TEXT NOT NULL CHECK (event_kind IN ('sales', 'service')),
        "reference" TEXT NOT NULL,
        "name" TEXT NOT NULL,
        "state" TEXT NOT NULL CHECK (state IN ('in', 'missing', 'returned')),
        "received_on" DATE,
        "cabinet" TEXT,
        FOREIGN KEY ("file_id") REFERENCES "vehicle_file" ("id")
    )
    """,
    'CREATE INDEX "paper_document_file_id" ON "paper_document" ("file_id")',
    'CREATE UNIQUE INDEX "paper_document_event_kind_reference_name" ON "paper_document" ("event_kind", "reference", "name")',
    """
    CREATE TABLE "promise" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "file_id" INTEGER,
        "complaint_id" INTEGER,
        "made_at" DATETIME NOT NULL,
        "account" TEXT NOT NULL,
        "what" TEXT NOT NULL,
        "due_at" DATETIME NOT NULL,
        "by_whom" TEXT NOT NULL,
        "kept_at" DATETIME,
        "broken_at" DATETIME,
        "remark" TEXT,
        "key" TEXT,
        FOREIGN KEY ("file_id") REFERENCES "vehicle_file" ("id"),
        FOREIGN KEY ("complaint_id") REFERENCES "complaint" ("id")
    )
    """,
    'CREATE INDEX "promise_file_id" ON "promise" ("file_id")',
    'CREATE INDEX "promise_complaint_id" ON "promise" ("complaint_id")',
    'CREATE UNIQUE INDEX "promise_key" ON "promise" ("key")',
    'CREATE INDEX "promise_open" ON "promise" ("due_at") WHERE kept_at IS NULL AND broken_at IS NULL',
    """
    CREATE TABLE "refused_row" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "batch_id" INTEGER NOT NULL,
        "row" INTEGER NOT NULL,
        "reason" TEXT NOT NULL,
        "cells" TEXT NOT NULL,
        FOREIGN KEY ("batch_id") REFERENCES "import_batch" ("id")
    )
    """,
    'CREATE INDEX "refused_row_batch_id" ON "refused_row" ("batch_id")',
    """
    CREATE TABLE "reopening" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "callback_id" INTEGER NOT NULL,
        "at" DATETIME NOT NULL,
        "account" TEXT NOT NULL,
        "reason" TEXT,
        FOREIGN KEY ("callback_id") REFERENCES "callback" ("id")
    )
    """,
    'CREATE INDEX "reopening_callback_id" ON "reopening" ("callback_id")',
    """
    CREATE TABLE "repair_order" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "reference" TEXT NOT NULL,
        "file_id" INTEGER NOT NULL,
        "received_on" DATE,
        "handed_over_on" DATE NOT NULL,
        "advisor_id" INTEGER,
        "team_id" INTEGER,
        "kind" TEXT,
        "odometer" INTEGER CHECK (odometer >= 0),
        "amount_fen" INTEGER,
        "work" TEXT,
        "reported" TEXT NOT NULL DEFAULT '{}',
        "batch_id" INTEGER,
        FOREIGN KEY ("file_id") REFERENCES "vehicle_file" ("id"),
        FOREIGN KEY ("advisor_id") REFERENCES "staff" ("id"),
        FOREIGN KEY ("team_id") REFERENCES "team" ("id"),
        FOREIGN KEY ("batch_id") REFERENCES "import_batch" ("id")
    )
    """,
    'CREATE UNIQUE INDEX "repair_order_reference" ON "repair_order" ("reference")',
    'CREATE INDEX "repair_order_file_id_handed_over_on" ON "repair_order" ("file_id", "handed_over_on")',
    'CREATE INDEX "repair_order_handed_over_on" ON "repair_order" ("handed_over_on")',
    """
    CREATE TABLE "sale" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "reference" TEXT NOT NULL,
        "file_id" INTEGER NOT NULL,
        "delivered_on" DATE NOT NULL,
        "consultant_id" INTEGER,
        "reported" TEXT NOT NULL DEFAULT '{}',
        "batch_id" INTEGER,
        FOREIGN KEY ("file_id") REFERENCES "vehicle_file" ("id"),
        FOREIGN KEY ("consultant_id") REFERENCES "staff" ("id"),
        FOREIGN KEY ("batch_id") REFERENCES "import_batch" ("id")
    )
    """,
    'CREATE UNIQUE INDEX "sale_reference" ON "sale" ("reference")',
    'CREATE INDEX "sale_file_id" ON "sale" ("file_id")',
    'CREATE INDEX "sale_delivered_on" ON "sale" ("delivered_on")',
    """
    CREATE TABLE "setting" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "key" TEXT NOT NULL,
        "value" TEXT NOT NULL,
        "updated_at" DATETIME NOT NULL,
        "updated_by" TEXT NOT NULL
    )
    """,
    'CREATE UNIQUE INDEX "setting_key" ON "setting" ("key")',
    """
    CREATE TABLE "sms_message" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "file_id" INTEGER,
        "callback_id" INTEGER,
        "number" TEXT NOT NULL,
        "name" TEXT NOT NULL DEFAULT '',
        "kind" TEXT NOT NULL CHECK (kind IN ('sales_callback', 'service_callback', 'care', 'appointment', 'notice')),
        "text" TEXT NOT NULL,
        "state" TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'delivered', 'failed', 'replied')),
        "created_at" DATETIME NOT NULL,
        "sent_at" DATETIME,
        "account" TEXT NOT NULL,
        FOREIGN KEY ("file_id") REFERENCES "vehicle_file" ("id"),
        FOREIGN KEY ("callback_id") REFERENCES "callback" ("id")
    )
    """,
    'CREATE INDEX "sms_message_file_id" ON "sms_message" ("file_id")',
    'CREATE INDEX "sms_message_callback_id" ON "sms_message" ("callback_id")',
    'CREATE INDEX "sms_message_number_sent_at" ON "sms_message" ("number", "sent_at")',
    'CREATE INDEX "sms_message_sent_at" ON "sms_message" ("sent_at")',
    """
    CREATE TABLE "sms_reply" (
        "id" INTEGER NOT NULL PRIMARY KEY,
        "number" TEXT NOT NULL,
        "at" DATETIME NOT NULL,
        "text" TEXT NOT NULL,
        "message_id" INTEGER,
        "score" INTEGER CHECK (score BETWEEN 1 AND 10),
        "opt_out" INTEGER NOT NULL DEFAULT 0,
        "handled_at" DATETIME,
        "handled_by" TEXT,
        "batch_id" INTEGER,
        FOREIGN KEY ("message_id") REFERENCES "sms_message" ("id"),
        FOREIGN KEY ("batch_id") REFERENCES "import_batch" ("id")
    )
    """,
    'CREATE INDEX "sms_reply_message_id" ON "sms_reply" ("message_id")',
    'CREATE UNIQUE INDEX "sms_reply_number_at" ON "sms_reply" ("number", "at")',
    'CREATE INDEX "sms_reply_scored" ON "sms_reply" ("at") WHERE score IS NOT NULL',
    """
    CREATE VIRTUAL TABLE search USING fts5(terms, content='', contentless_delete=1, detail=none, prefix='1 2 3 4', tokenize='ascii')
    """,
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)
