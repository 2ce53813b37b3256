"""The first schema: workloads, their log, baselines, plans and sprint results."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "workload",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("gone", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("done", sa.Integer),
        sa.Column("undone", sa.Integer),
        sa.Column("parent", sa.Integer, sa.ForeignKey("workload.id")),
        sa.Column("created", sa.String, nullable=False),
        sa.Column("changed", sa.String, nullable=False),
        sa.UniqueConstraint("name", "gone"),
    )
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("workload_id", sa.Integer, sa.ForeignKey("workload.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("effect", sa.Text, nullable=False),
        sa.Column("changes", sa.Text, nullable=False),
        sa.Column("target", sa.Integer),
        sa.Column("below", sa.Integer),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.UniqueConstraint("workload_id", "number"),
    )
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("workload_id", sa.Integer, sa.ForeignKey("workload.id"), nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("named", sa.Boolean, nullable=False),
        sa.Column("entry", sa.Integer, nullable=False),
        sa.Column("standings", sa.Text, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.UniqueConstraint("workload_id", "name"),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("workload_id", sa.Integer, sa.ForeignKey("workload.id"), nullable=False),
        sa.Column("entry", sa.Integer, nullable=False),
        sa.Column("inputs", sa.String, nullable=False),
        sa.Column("objective", sa.Float, nullable=False),
        sa.Column("bound", sa.Float, nullable=False),
        sa.Column("placement", sa.Text, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.UniqueConstraint("workload_id", "entry"),
    )
    op.create_table(
        "result",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("workload_id", sa.Integer, sa.ForeignKey("workload.id"), nullable=False),
        sa.Column("entry", sa.Integer, nullable=False),
        sa.Column("sprint", sa.Integer, nullable=False),
        sa.Column("start", sa.String, nullable=False),
        sa.Column("end", sa.String, nullable=False),
        sa.Column("capacity", sa.Float, nullable=False),
        sa.Column("planned", sa.Float, nullable=False),
        sa.Column("done", sa.Float, nullable=False),
        sa.Column("velocity", sa.Float),
        sa.Column("value", sa.Float, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("holds", sa.Boolean, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.UniqueConstraint("workload_id", "entry"),
    )
