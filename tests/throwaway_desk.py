"""Settings of a desk that lives as long as one test run: temporary folder, SQLite or PostgreSQL.

HUSTINGS_TEST_DATABASE=postgresql starts a cluster of its own (socket only, in a temporary folder)
in the first process; the test runner's workers inherit its address.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

FOLDER = tempfile.mkdtemp(prefix="hustings-test-")
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ["HUSTINGS_HOME"] = FOLDER


def start_cluster() -> str:
    """A throw-away PostgreSQL; answers its address as HUSTINGS_DATABASE wants it."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    folder = Path(tempfile.mkdtemp(prefix="hustings-pg-"))
    # PostgreSQL refuses to run as root; Debian's package brings a user for it.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres")
    data, socket = folder / "data", folder

    def run(*words: str) -> None:
        subprocess.run([*as_user, *words], check=True, cwd=folder, stdout=subprocess.DEVNULL)

    run(f"{programs[-1]}/initdb", "-D", f"{data}", "-U", "desk", "-A", "trust", "-E", "UTF8",
        "--locale=C.UTF-8", "--no-sync")  # fmt: skip
    options = f"-c listen_addresses= -c unix_socket_directories={socket} -c max_connections=60"
    control = f"{programs[-1]}/pg_ctl"
    run(control, "-D", f"{data}", "-o", options, "-l", f"{folder}/log", "-w", "start")

    def stop() -> None:
        run(control, "-D", f"{data}", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return f"postgresql://desk@/postgres?host={socket}"


if os.environ.get("HUSTINGS_TEST_DATABASE") == "postgresql":
    if "HUSTINGS_TEST_CLUSTER" not in os.environ:
        os.environ["HUSTINGS_TEST_CLUSTER"] = start_cluster()
    os.environ["HUSTINGS_DATABASE"] = os.environ["HUSTINGS_TEST_CLUSTER"]

from hustings.desk.settings import *  # noqa: E402, F403  # the desk's own, after its folder is named

if "HUSTINGS_DATABASE" not in os.environ:
    # A file, not memory: threads of one test must meet in one database, as on the real desk.
    DATABASES["default"]["TEST"] = {"NAME": f"{FOLDER}/test.sqlite3"}  # noqa: F405  # the desk's own
    # No test cuts the power; what is killed in the tests runs in processes with the real settings.
    DATABASES["default"]["OPTIONS"]["init_command"] = (  # noqa: F405  # the same
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
# One quick round instead of Argon2's slow ones: passwords of the cast guard nothing.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
