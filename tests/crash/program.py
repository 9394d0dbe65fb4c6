"""The real program, in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.emulators.telegram_api import TOKEN, TelegramApi

BAOCAO = str(Path(sys.executable).with_name("baocao"))


class Program:
    """``baocao run`` against an emulated Bot API, from an empty folder, so that no ``.env`` is in its way."""

    def __init__(self, folder: Path, database_url: str, api: TelegramApi) -> None:
        self._folder, self._log = folder, folder / "baocao.log"
        self._environment = {name: value for name, value in os.environ.items() if not name.startswith("BAOCAO_")} | {
            "BAOCAO_DATABASE_URL": database_url,
            "BAOCAO_TELEGRAM_TOKEN": TOKEN,
            "BAOCAO_TELEGRAM_BASE_URL": api.base_url,
            "BAOCAO_TELEGRAM_RATE": "0",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [BAOCAO, "run"], env=self._environment, cwd=self._folder, stdout=log, stderr=subprocess.STDOUT
            )

    def kill(self) -> None:
        """SIGKILL, wherever it is."""
        process = self._running()
        process.kill()
        process.wait(10)

    def stop(self) -> int:
        """SIGTERM; returns the exit code."""
        process = self._running()
        process.send_signal(signal.SIGTERM)
        return process.wait(20)

    def stop_whatever_happens(self) -> None:
        if self._process and self._process.poll() is None:
            self.kill()

    def command(self, *arguments: str) -> str:
        """What a command prints; fails where it fails."""
        ran = subprocess.run(
            [BAOCAO, *arguments], env=self._environment, cwd=self._folder, capture_output=True, text=True, timeout=60
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    @property
    def log(self) -> str:
        return self._log.read_text() if self._log.exists() else ""

    def _running(self) -> subprocess.Popen[bytes]:
        assert self._process is not None
        assert self._process.poll() is None, f"it ended by itself:\n{self.log[-3000:]}"
        return self._process
