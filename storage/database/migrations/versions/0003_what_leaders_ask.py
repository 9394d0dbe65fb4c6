"""Tables for leaders: baselines, communes under transformation, subscriptions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "baseline",
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_baseline_unit_id_unit")),
        sa.PrimaryKeyConstraint("unit_id", "field", "period", name=op.f("pk_baseline")),
    )
    op.create_table(
        "criterion_value",
        sa.Column("plan_id", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("criterion", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_criterion_value_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_criterion_value_unit_id_unit")),
        sa.PrimaryKeyConstraint("plan_id", "year", "unit_id", "criterion", name=op.f("pk_criterion_value")),
    )
    op.create_table(
        "zone_proposal",
        sa.Column("plan_id", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_zone_proposal_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_zone_proposal_unit_id_unit")),
        sa.PrimaryKeyConstraint("plan_id", "year", "unit_id", name=op.f("pk_zone_proposal")),
    )
    op.create_table(
        "zone_decision",
        sa.Column("plan_id", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_zone_decision_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_zone_decision_unit_id_unit")),
        sa.PrimaryKeyConstraint("plan_id", "year", "unit_id", name=op.f("pk_zone_decision")),
    )
    op.create_table(
        "zone_outcome",
        sa.Column("plan_id", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("gate", sa.Boolean(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("relapsed_on", sa.Date(), nullable=True),
        sa.Column("relapse_note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_zone_outcome_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_zone_outcome_unit_id_unit")),
        sa.PrimaryKeyConstraint("plan_id", "year", "unit_id", name=op.f("pk_zone_outcome")),
    )
    op.create_table(
        "subscription",
        sa.Column("membership_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_subscription_membership_id_membership")
        ),
        sa.PrimaryKeyConstraint("membership_id", "kind", name=op.f("pk_subscription")),
    )
    op.create_table(
        "file_order",
        sa.Column("attachment_id", sa.String(length=32), nullable=False),
        sa.Column("membership_id", ID, nullable=False),
        sa.Column("recipe", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_file_order_attachment_id_attachment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_file_order_membership_id_membership")
        ),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_file_order")),
    )


def downgrade() -> None:
    op.drop_table("file_order")
    op.drop_table("subscription")
    op.drop_table("zone_outcome")
    op.drop_table("zone_decision")
    op.drop_table("zone_proposal")
    op.drop_table("criterion_value")
    op.drop_table("baseline")
