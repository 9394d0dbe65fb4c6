"""Writes the next migration from the difference between ``storage.database.schema`` and the migrations there are.

python -m tests.tools.migration "reviews of reports"     Then read it: renamed columns look like new ones.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory

from storage.database import migrations
from storage.database.connect import migrate, open_connection


def write(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'now.db'}"
        migrate(url)
        with open_connection(url) as sql:
            config = migrations.configuration(sql)
            number = len(list(ScriptDirectory.from_config(config).walk_revisions())) + 1
            command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")


if __name__ == "__main__":
    write(sys.argv[1])
