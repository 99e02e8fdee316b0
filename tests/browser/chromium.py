"""Find a Chromium for the browser tests, or install one: python tests/browser/chromium.py --install"""

import os
import shlex
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The Liberation fonts stand in for Arial, Times and Courier; without any font a page has no text.
PACKAGES = {
    "apt-get": ("apt-get update", "apt-get install -y --no-install-recommends chromium fonts-liberation"),
    "dnf": ("dnf install -y chromium liberation-fonts",),
    "apk": ("apk add chromium font-liberation",),
}


def find() -> str | None:
    """Path of the Chromium to use: $CHROMIUM, else Playwright's own, else one on the PATH."""
    if named := os.environ.get("CHROMIUM"):
        if found := shutil.which(named):
            return found
        raise FileNotFoundError(f"CHROMIUM={named} is not a program")
    return playwrights_own() or next(filter(None, map(shutil.which, NAMES)), None)


def playwrights_own() -> str | None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


def run(command, seconds, **environment):
    """Run quietly; None if it went well, else the line of its output that says why."""
    try:
        subprocess.run(
            command,
            check=True,
            timeout=seconds,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=os.environ | environment,
        )
    except subprocess.TimeoutExpired:
        return f"no end after {seconds} s"
    except subprocess.CalledProcessError as error:
        said = error.output.decode(errors="replace").strip().splitlines() or [f"exit code {error.returncode}"]
        return next((line for line in said if "error" in line.lower()), said[-1]).strip()
    except OSError as error:
        return str(error)


def ready() -> tuple[str | None, str | None]:
    """The Chromium that starts here, or why there is none."""
    path = find()
    if not path:
        return None, f"no {NAMES[0]} on the PATH, and Playwright has none of its own"
    fault = run([path, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", "about:blank"], 60)
    return (None, f"{path} does not start: {fault}") if fault else (path, None)


def install() -> int:
    path, fault = ready()
    if not path:
        print(f"{fault}; asking Playwright for one (at most 2 minutes)", flush=True)
        trouble = run([sys.executable, "-m", "playwright", "install", "chromium"], 120)
        print(f"Playwright: {trouble or 'done'}", flush=True)
        path, fault = ready()
    manager = next(filter(shutil.which, PACKAGES), None)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    sudo = [] if root else ["sudo", "-n"]
    if not path and manager and (root or os.environ.get("CI") == "true"):
        for command in PACKAGES[manager]:
            print(f"{command} (at most 5 minutes)", flush=True)
            if trouble := run([*sudo, *shlex.split(command)], 300, DEBIAN_FRONTEND="noninteractive"):
                print(f"{manager}: {trouble}", flush=True)
        path, fault = ready()
    if path:
        print(path)
        return 0
    prefix = "" if root else "sudo "
    remedy = " && ".join(prefix + command for command in PACKAGES.get(manager, ()))
    print(f"The browser tests need Chromium: {fault}.\nInstall it with:", file=sys.stderr)
    print(f"    {remedy or f'{sys.executable} -m playwright install --with-deps chromium'}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    if sys.argv[1:] == ["--install"]:
        sys.exit(install())
    sys.exit(__doc__)
