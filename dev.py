#!/usr/bin/env python3
"""One door for developers: `python3 dev.py run|tour|test|soak|lint|bench|build`.

Needs only Python 3.11 or newer. Makes `.venv` beside this file, installs the locked packages into it, and on
Debian the system libraries that Qt and the tests want; says each thing it installs.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "stamp"
DEMO_DATA = ROOT / "demo-data"
TOUR = ROOT / "tour"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

# Debian package for each shared library that Qt asks for by name; probed by loading, so that any distribution that
# has it is left alone.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libbrotlidec.so.1": "libbrotli1",
    "libzstd.so.1": "libzstd1",
}
WINDOW_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libcups.so.2": "libcups2",
}
WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
TEST_PROGRAMS = {
    "pdftotext": "poppler-utils",
    "soffice": "libreoffice-calc-nogui",
    "gammu": "gammu",
    "gammu-smsd": "gammu-smsd",
}
BUILD_PROGRAMS = {"objdump": "binutils"}
STOPPED = 130


def main(arguments: list[str]) -> int:
    """Run one command; the exit status is that of the work itself."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is started by whatever python3 is
        return fail("Python 3.11 or newer is needed; this is " + sys.version.split()[0])
    command = COMMANDS.get(arguments[0]) if arguments else None
    if command is None:
        print(__doc__, "\n".join(f"  {name:6} {work.__doc__}" for name, work in COMMANDS.items()), sep="\n")
        return 2
    try:
        return command(arguments[1:])
    except KeyboardInterrupt:
        return STOPPED


def run(arguments: list[str]) -> int:
    """start the program on demonstration data, signed in as demo; without a screen make the tour instead"""
    prepare(
        QT_LIBRARIES | WINDOW_LIBRARIES | (WAYLAND_LIBRARIES if os.environ.get("WAYLAND_DISPLAY") else {})
    )
    if not has_screen():
        say(
            "No screen here (no DISPLAY and no WAYLAND_DISPLAY), so the tour is made instead of opening the window."
        )
        return tour([])
    demonstration()
    return program("--data", str(DEMO_DATA), "--demo", *arguments)


def tour(arguments: list[str]) -> int:
    """make pictures of every screen and form, and the month's workbook, in tour/"""
    prepare(QT_LIBRARIES)
    demonstration()
    status = program(
        "--data", str(DEMO_DATA), "--demo", "tour", "--out", str(TOUR), *arguments, offscreen=True
    )
    if status == 0:
        say(f"The pictures, forms and the workbook are in {TOUR}")
    return status


def test(arguments: list[str]) -> int:
    """pass the tests (arguments go to pytest)"""
    prepare(QT_LIBRARIES | WINDOW_LIBRARIES, TEST_PROGRAMS)
    return python("-m", "pytest", *arguments, offscreen=True)


def soak(arguments: list[str]) -> int:
    """run the long tests: kills, damage and hostile files by the hundred"""
    return test(["-m", "soak", *arguments])


def lint(_arguments: list[str]) -> int:
    """check style and types"""
    prepare({})
    checks = (
        ("-m", "ruff", "check", "."),
        ("-m", "ruff", "format", "--check", "."),
        ("-m", "mypy", "desktop_app", "db", "ui", "resources"),
    )
    return max(python(*check) for check in checks)


def bench(arguments: list[str]) -> int:
    """measure speed and size against their peers (--small: a tenth of the data)"""
    prepare(QT_LIBRARIES)
    return python("-m", "benchmarks", *arguments, offscreen=True)


def build(_arguments: list[str]) -> int:
    """build the program folder in dist/ and let the built program test itself"""
    prepare(QT_LIBRARIES | WINDOW_LIBRARIES | interpreter_library(), BUILD_PROGRAMS)
    status = python(
        "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "ERROR", "build_spec/crdesk.spec"
    )
    if status:
        return status
    built = ROOT / "dist" / "crdesk" / ("crdesk-cli.exe" if os.name == "nt" else "crdesk-cli")
    say(f"Built {built.parent}; now it tests itself.")
    return subprocess.run([built, "self-test"], env=offscreen_environment(), check=False).returncode


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    work.__name__: work for work in (run, tour, test, soak, lint, bench, build)
}


def demonstration() -> None:
    """Fill the demonstration folder once."""
    if not (DEMO_DATA / "crdesk.db").exists():
        say(f"Making demonstration data in {DEMO_DATA} (account demo, password demo) …")
        if program("--data", str(DEMO_DATA), "demo", offscreen=True):
            sys.exit(fail("the demonstration data could not be made"))


def program(*arguments: str, offscreen: bool = False) -> int:
    """Start the program from the checkout."""
    return python("-m", "desktop_app", *arguments, offscreen=offscreen)


def python(*arguments: str, offscreen: bool = False) -> int:
    """Run the environment's Python in the checkout; returns its exit status."""
    environment = offscreen_environment() if offscreen else dict(os.environ)
    return subprocess.run([PYTHON, *arguments], cwd=ROOT, env=environment, check=False).returncode


def offscreen_environment() -> dict[str, str]:
    """Qt draws into memory unless the caller chose a platform."""
    return {"QT_QPA_PLATFORM": "offscreen", **os.environ}


def prepare(libraries: dict[str, str], programs: dict[str, str] | None = None) -> None:
    """Install whatever is missing: system packages, the environment, the locked packages."""
    missing = [package for name, package in libraries.items() if not loads(name)]
    missing += [package for name, package in (programs or {}).items() if not shutil.which(name)]
    if importlib.util.find_spec("ensurepip") is None:
        missing.append("python3-venv")
    install_system_packages(missing)
    install_locked_packages()


def interpreter_library() -> dict[str, str]:
    """The shared library of the system's Python, which a built program takes along; others bring their own."""
    name = f"libpython{sys.version_info.major}.{sys.version_info.minor}"
    return {f"{name}.so.1.0": name} if sys.base_prefix == "/usr" else {}


def loads(soname: str) -> bool:
    """Whether the system has this shared library."""
    if not sys.platform.startswith("linux"):
        return True
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def install_system_packages(packages: Iterable[str]) -> None:
    """Install Debian packages as root or through sudo; elsewhere say what is missing and stop."""
    wanted = sorted(set(packages))
    if not wanted:
        return
    if not shutil.which("apt-get"):
        sys.exit(fail(f"Please install (names as on Debian): {' '.join(wanted)}"))
    apt = ["apt-get"] if os.geteuid() == 0 else ["sudo", "apt-get"]
    install = [*apt, "install", "-y", "--no-install-recommends", *wanted]
    if not shutil.which(apt[0]):
        sys.exit(fail(f"Please run as root: {' '.join(install)}"))
    say(f"Installing system packages: {' '.join(wanted)}")
    if quietly(install, complain=False):
        quietly([*apt, "update"])  # an image without package lists knows no package yet
        if quietly(install):
            sys.exit(fail(f"These could not be installed; please run as root: {' '.join(install)}"))


def quietly(command: list[str], *, complain: bool = True) -> int:
    """Run apt-get without its talk; ``complain`` lets its errors through. Returns its exit status."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    errors = None if complain else subprocess.DEVNULL
    done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=errors, check=False)
    return done.returncode


def install_locked_packages() -> None:
    """Make `.venv` for this Python and this lock; do nothing when the stamp says that it stands."""
    wanted = f"{sys.version}\n{hashlib.sha256(LOCK.read_bytes()).hexdigest()}\n"
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    say(f"Setting up {VENV} (a few minutes the first time) …")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False).returncode:
        sys.exit(fail(f"{VENV} could not be made."))
    if subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=False).returncode:
        sys.exit(
            fail(
                "The locked packages could not be installed; is the package index reachable? Then run it again."
            )
        )
    STAMP.write_text(wanted)


def has_screen() -> bool:
    """Whether a window can be shown."""
    return not sys.platform.startswith("linux") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


def say(text: str) -> None:
    """Tell what is being done."""
    print(text, flush=True)


def fail(text: str) -> int:
    """Tell what went wrong."""
    print(text, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
