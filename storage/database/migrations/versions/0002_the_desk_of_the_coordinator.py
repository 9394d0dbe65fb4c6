"""Tables for coordinators: extensions, remarks, paper records, attached documents, imports, audit log."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("obligation_id", ID, nullable=True),
        sa.Column("unit_id", ID, nullable=True),
        sa.Column("plan_id", sa.String(length=60), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("seal", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("number", name=op.f("uq_audit_number")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_obligation_id"), ["obligation_id"], unique=False)
        unsealed = sa.text("number IS NULL")
        batch_op.create_index("ix_audit_unsealed", ["id"], sqlite_where=unsealed, postgresql_where=unsealed)

    op.create_table(
        "snooze",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_snooze_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_snooze")),
    )
    op.create_table(
        "draw",
        sa.Column("obligation_id", ID, nullable=False),
        sa.Column("child_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["obligation.id"], name=op.f("fk_draw_child_id_obligation")),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligation.id"], name=op.f("fk_draw_obligation_id_obligation")),
        sa.PrimaryKeyConstraint("obligation_id", "child_id", name=op.f("pk_draw")),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("obligation_id", ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("mime", sa.String(length=100), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_evidence_obligation_id_obligation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_evidence_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_obligation_id"), ["obligation_id"], unique=False)

    op.create_table(
        "extension",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("obligation_id", ID, nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", ID, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=8), server_default="asked", nullable=False),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_extension_asked_by_person")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_extension_decided_by_person")),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_extension_obligation_id_obligation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extension_obligation_id"), ["obligation_id"], unique=False)

    op.create_table(
        "paper_record",
        sa.Column("obligation_id", ID, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_paper_record_obligation_id_obligation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_paper_record_person_id_person")),
        sa.PrimaryKeyConstraint("obligation_id", name=op.f("pk_paper_record")),
    )
    op.create_table(
        "remark",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("obligation_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("replied_by", ID, nullable=True),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligation.id"], name=op.f("fk_remark_obligation_id_obligation")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_remark_person_id_person")),
        sa.ForeignKeyConstraint(["replied_by"], ["person.id"], name=op.f("fk_remark_replied_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remark_obligation_id"), ["obligation_id"], unique=False)

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hands_over", ID, nullable=True))
        batch_op.add_column(sa.Column("told_in", ID, nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_invitation_hands_over_membership"), "membership", ["hands_over"], ["id"]
        )

    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("plan_day", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("on_paper", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        batch_op.add_column(sa.Column("excused_why", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("inherited_from", ID, nullable=True))
        batch_op.add_column(sa.Column("reviewed_by", ID, nullable=True))
        batch_op.add_column(sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_obligation_inherited_from_unit"), "unit", ["inherited_from"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_obligation_reviewed_by_person"), "person", ["reviewed_by"], ["id"])

    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("used_at", sa.DateTime(timezone=True), nullable=True))

    op.execute("UPDATE web_session SET used_at = created_at")
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.alter_column("used_at", existing_type=sa.DateTime(timezone=True), nullable=False)

    op.execute("UPDATE obligation SET plan_day = last_day")
    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.alter_column("plan_day", existing_type=sa.Date(), nullable=False)

    on_sqlite = op.get_bind().dialect.name == "sqlite"
    once = {"sqlite_autoincrement": True}  # no id of the outbox comes again; on PostgreSQL none does anyway
    with op.batch_alter_table("outbox", recreate="always" if on_sqlite else "never", table_kwargs=once) as batch_op:
        batch_op.create_index("ix_outbox_channel_sent_at", ["channel", "sent_at"], unique=False)

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("closed_why", sa.Text(), nullable=True))

    with op.batch_alter_table("report_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.drop_column("used_at")

    with op.batch_alter_table("report_version", schema=None) as batch_op:
        batch_op.drop_column("due_at")

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_column("closed_why")
        batch_op.drop_column("closed_at")

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_channel_sent_at")

    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_obligation_reviewed_by_person"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_obligation_inherited_from_unit"), type_="foreignkey")
        batch_op.drop_column("reviewed_at")
        batch_op.drop_column("reviewed_by")
        batch_op.drop_column("inherited_from")
        batch_op.drop_column("excused_why")
        batch_op.drop_column("on_paper")
        batch_op.drop_column("due_at")
        batch_op.drop_column("plan_day")

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_invitation_hands_over_membership"), type_="foreignkey")
        batch_op.drop_column("told_in")
        batch_op.drop_column("hands_over")

    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_remark_obligation_id"))

    op.drop_table("remark")
    op.drop_table("paper_record")
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_extension_obligation_id"))

    op.drop_table("extension")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_obligation_id"))

    op.drop_table("evidence")
    op.drop_table("draw")
    op.drop_table("snooze")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_unsealed")
        batch_op.drop_index(batch_op.f("ix_audit_obligation_id"))

    op.drop_table("audit")
