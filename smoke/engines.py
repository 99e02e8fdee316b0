"""Firefox and WebKit behind one small class: open a page, run a function in it, move a hand, take a picture.

Firefox speaks WebDriver BiDi itself, so that no geckodriver is needed.  WebKit is WebKitGTK's MiniBrowser, which
WebKitWebDriver drives on a screen of its own (Xvfb), away from the author's desktop and as narrow as a phone.
"""

import base64
import itertools
import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Remote
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.command import Command
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service
from websocket import create_connection

SECONDS = 30
KEYS = {"ArrowLeft": "\ue012", "ArrowRight": "\ue014", "Enter": "\ue007", "Escape": "\ue00c", "Tab": "\ue004"}
FIREFOX = ("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox")
QUIET = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.enabled": False,
}
# MiniBrowser's own buttons would keep its window wider than a phone.
NARROW = "* { padding: 0; min-width: 0; font-size: 8px; }"


class Missing(Exception):
    """What is not installed, and how to install it."""


class Engine:
    """One window of a browser."""

    def press(self, *keys):
        """Press and release real keys: names such as ArrowRight, or characters."""
        codes = [KEYS.get(key, key) for key in keys]
        actions = [{"type": kind, "value": code} for code in codes for kind in ("keyDown", "keyUp")]
        self.act({"type": "key", "id": "keys", "actions": actions})

    def point_at(self, selector):
        """Move the pointer to the middle of an element, which is scrolled to the middle of the window."""
        x, y = self.run(
            """selector => {
              const element = document.querySelector(selector);
              element.scrollIntoView({block: "center", behavior: "instant"});
              const box = element.getClientRects()[0];
              return [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)];
            }""",
            selector,
        )
        moves = [{"type": "pointerMove", "x": x + dx, "y": y, "duration": 50} for dx in (1, 0)]
        self.act({"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": moves})

    def until(self, function, *args, seconds=SECONDS):
        """Wait until a function of the page gives something true; gives that."""
        end = time.monotonic() + seconds
        while not (value := self.run(function, *args)):
            assert time.monotonic() < end, f"not within {seconds} s: {function} {args}"
            time.sleep(0.05)
        return value

    def settle(self):
        """Wait until the page is drawn and nothing in it is on its way to another colour or place."""
        self.run("""async () => {
          await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())));
          const moving = document.getAnimations().map(each => each.finished.catch(() => null));
          await Promise.race([Promise.all(moving), new Promise(done => setTimeout(done, 1000))]);
        }""")


def _called(function, args):
    return f"JSON.stringify(await ({function})(...{json.dumps(args)}))"


class Firefox(Engine):
    def __init__(self):
        names = [named] if (named := os.environ.get("FIREFOX")) else FIREFOX
        path = next(filter(None, map(shutil.which, names)), None)
        if not path:
            raise Missing(f"No Firefox: no program {' or '.join(names)}. On Debian: apt-get install firefox-esr")
        self.profile = tempfile.mkdtemp(prefix="curves-firefox-")
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in QUIET.items()]
        Path(self.profile, "user.js").write_text("".join(lines), "utf-8")
        command = [path, "--headless", "--no-remote", "--profile", self.profile, "--remote-debugging-port", "0"]
        self.log = open(Path(self.profile, "stderr.txt"), "w+", encoding="utf-8", errors="replace")
        self.process = subprocess.Popen([*command, "about:blank"], stdout=subprocess.DEVNULL, stderr=self.log)
        self.numbers = itertools.count(1)
        try:
            self.socket = create_connection(self._address() + "/session", timeout=SECONDS, suppress_origin=True)
            found = self._ask("session.new", capabilities={})["capabilities"]
            self.name = f"Firefox {found['browserVersion']}"
            self.context = self._ask("browsingContext.getTree")["contexts"][0]["context"]
        except BaseException:
            self._stop()
            raise

    def _address(self):
        end = time.monotonic() + SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            for line in Path(self.log.name).read_text("utf-8", "replace").splitlines():
                if "WebDriver BiDi listening on" in line:
                    return line.split()[-1]
            time.sleep(0.05)
        raise Missing(f"Firefox does not start: {Path(self.log.name).read_text('utf-8', 'replace')[-500:]}")

    def _ask(self, method, **params):
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while (answer := json.loads(self.socket.recv())).get("id") != number:
            pass
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['error']}: {answer['message']}")
        return answer["result"]

    def open(self, url):
        for address in ("about:blank", url):
            self._ask("browsingContext.navigate", context=self.context, url=address, wait="complete")

    def run(self, function, *args):
        declaration = f"async () => {_called(function, args)}"
        target = {"context": self.context}
        answer = self._ask("script.callFunction", functionDeclaration=declaration, awaitPromise=True, target=target)
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"].get("value", "null"))

    def act(self, source):
        self._ask("input.performActions", context=self.context, actions=[source])

    def resize(self, width, height):
        viewport = {"width": width, "height": height}
        self._ask("browsingContext.setViewport", context=self.context, viewport=viewport)

    def picture(self):
        return base64.b64decode(self._ask("browsingContext.captureScreenshot", context=self.context)["data"])

    def close(self):
        self.socket.close()
        self._stop()

    def _stop(self):
        self.process.terminate()
        try:
            self.process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()
        shutil.rmtree(self.profile, ignore_errors=True)


class WebKit(Engine):
    def __init__(self):
        driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
        if not (driver and screen):
            lacks = " and ".join(name for name, path in [("WebKitWebDriver", driver), ("Xvfb", screen)] if not path)
            raise Missing(f"No {lacks} on the PATH. On Debian: apt-get install webkit2gtk-driver xvfb")
        self.home = tempfile.mkdtemp(prefix="curves-webkit-")
        style = Path(self.home, "gtk-3.0", "gtk.css")
        style.parent.mkdir()
        style.write_text(NARROW)
        end, start = os.pipe()
        command = [screen, "-displayfd", str(start), "-screen", "0", "1600x2000x24", "-nolisten", "tcp", "-terminate"]
        self.screen = subprocess.Popen(command, pass_fds=[start], stderr=subprocess.DEVNULL)
        os.close(start)
        with os.fdopen(end) as said:
            display = said.readline().strip()
        env = os.environ | {"DISPLAY": f":{display}", "GDK_BACKEND": "x11", "XDG_CONFIG_HOME": self.home}
        self.service = Service(driver, env=env)
        try:
            self.service.start()
            # What WebKitGTK() does, without the call that Selenium itself has deprecated.
            config = ClientConfig(self.service.service_url)
            self.driver = Remote(RemoteConnection(client_config=config), options=Options())
        except WebDriverException as error:
            self._stop()
            raise Missing(f"WebKit does not start: {error.msg}. Debian's libwebkit2gtk-4.1-0 has it.") from None
        except BaseException:
            self._stop()
            raise
        self.name = f"WebKitGTK {self.driver.capabilities['browserVersion']}"

    def open(self, url):
        self.driver.get("about:blank")
        self.driver.get(url)

    def run(self, function, *args):
        return json.loads(self.driver.execute_script(f"return (async () => {_called(function, args)})()") or "null")

    def act(self, source):
        self.driver.execute(Command.W3C_ACTIONS, {"actions": [source]})

    def resize(self, width, height):
        outer = (width, height)
        for _ in range(2):  # the second time with what the window has around the page
            self.driver.set_window_rect(0, 0, *outer)
            time.sleep(0.3)
            inner = self.run("() => [innerWidth, innerHeight]")
            outer = [size + wanted - now for size, wanted, now in zip(outer, (width, height), inner, strict=True)]
        assert inner == [width, height], f"the window is {inner}, not {[width, height]}"

    def picture(self):
        return self.driver.get_screenshot_as_png()

    def close(self):
        self.driver.quit()
        self._stop()

    def _stop(self):
        self.service.stop()
        self.screen.terminate()
        self.screen.wait(SECONDS)
        shutil.rmtree(self.home, ignore_errors=True)


ENGINES = {"firefox": Firefox, "webkit": WebKit}
