"""Runs the rendered haproxy, or the rendered keepalived, against servers with the certificates of the rendered tree, in network
namespaces of its own. The servers stand in for API servers: they answer /readyz as they are told, and anything else with their
name.

    load_balancer.py haproxy TREE HAPROXY.CFG
    load_balancer.py keepalived TREE
"""

import contextlib
import http.client
import os
import pathlib
import re
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time

RATE = 20  # requests per second

SERVER = r"""
import http.server, pathlib, ssl, sys, time
name, address, port, certificate, key, ready = sys.argv[1:]
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        status = 200 if self.path != "/readyz" or pathlib.Path(ready).exists() else 500
        if self.path == "/watch":
            self.send_response(200)
            self.end_headers()
            while True:
                self.wfile.write(b"event\n")
                self.wfile.flush()
                time.sleep(0.2)
        body = name.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    def get_request(self):
        connection, client = super().get_request()
        connection.settimeout(5)
        return context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), client
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
Server((address, int(port)), Handler).serve_forever()
"""


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


class Machine:
    """A network namespace with one address on a bridge in this one, and a stand-in for its API server."""

    def __init__(self, tree: pathlib.Path, name: str, address: str, port: int, work: pathlib.Path, interface: str = "eth0"):
        self.name, self.address, self.port, self.interface = name, address, port, interface
        self.holder = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
        own = os.readlink("/proc/self/ns/net")
        while os.readlink(f"/proc/{self.holder.pid}/ns/net") == own:
            time.sleep(0.01)
        self.port_on_bridge = f"v{self.holder.pid}"
        run("ip", "link", "add", self.port_on_bridge, "type", "veth", "peer", "name", interface, "netns", str(self.holder.pid))
        run("ip", "link", "set", self.port_on_bridge, "master", "switch", "up")
        self.inside("ip", "link", "set", "lo", "up")
        self.inside("ip", "addr", "add", f"{address}/24", "dev", interface)
        self.inside("ip", "link", "set", interface, "up")
        pki = "etc/kubernetes/pki/apiserver"
        self.files = [str(tree / half / "nodes" / name / f"{pki}.{kind}") for half, kind in (("public", "crt"), ("secret", "key"))]
        self.ready = work / f"{name}.ready"
        self.ready.touch()
        self.server = None
        self.start()

    def enter(self, *command: str) -> list[str]:
        return ["nsenter", f"--net=/proc/{self.holder.pid}/ns/net", *command]

    def inside(self, *command: str) -> str:
        return run(*self.enter(*command))

    def start(self):
        arguments = [self.name, "0.0.0.0", str(self.port), *self.files, str(self.ready)]
        self.server = subprocess.Popen(self.enter(sys.executable, "-c", SERVER, *arguments), stderr=subprocess.DEVNULL)

    def kill(self):
        self.server.send_signal(signal.SIGKILL)
        self.server.wait()

    def power(self, on: bool):
        """Nothing that is sent to a machine without power comes back."""
        run("ip", "link", "set", self.port_on_bridge, "up" if on else "down")

    def end(self):
        for process in (self.server, self.holder):
            process.kill()
            process.wait()


class Load(threading.Thread):
    """RATE requests a second, each on a connection of its own; with the cluster's CA, as a kubelet verifies."""

    def __init__(self, address: str, port: int, ca: str):
        super().__init__(daemon=True)
        self.target, self.context = (address, port), ssl.create_default_context(cafile=ca)
        self.answers: list[tuple[float, float, str]] = []  # when it began, how long it took, who answered
        self.going = True

    def ask(self):
        began, who = time.monotonic(), "FAILED"
        try:
            connection = http.client.HTTPSConnection(*self.target, context=self.context, timeout=10)
            connection.request("GET", "/api")
            who = connection.getresponse().read().decode()
            connection.close()
        except (OSError, http.client.HTTPException) as error:
            who = f"FAILED: {error}"
        self.answers.append((began, time.monotonic() - began, who))

    def run(self):
        while self.going:
            threading.Thread(target=self.ask, daemon=True).start()
            time.sleep(1 / RATE)

    def since(self, moment: float):
        return [answer for answer in self.answers if answer[0] >= moment]


def expect(condition, message):
    if not condition:
        sys.exit(message)


def until(condition, seconds: float, message: str) -> float:
    began = time.monotonic()
    while not condition():
        expect(time.monotonic() - began < seconds, f"after {seconds} s: {message}")
        time.sleep(0.05)
    return time.monotonic() - began


def switch(address: str):
    run("ip", "link", "set", "lo", "up")
    run("ip", "link", "add", "switch", "type", "bridge")
    run("ip", "addr", "add", f"{address}/24", "dev", "switch")
    run("ip", "link", "set", "switch", "up")


def watch(load: Load):
    """A connection that stays open; gets the moment at which it ends."""
    connection = http.client.HTTPSConnection(*load.target, context=load.context, timeout=10)
    connection.request("GET", "/watch")
    response = connection.getresponse()
    ended = []

    def read():
        with contextlib.suppress(OSError, http.client.HTTPException):
            while response.read(6):
                pass
        ended.append(time.monotonic())

    threading.Thread(target=read, daemon=True).start()
    return ended


def judge_haproxy(tree: pathlib.Path, config: pathlib.Path, work: pathlib.Path):
    text = config.read_text()
    [(bound, port)] = re.findall(r"^ +bind (\S+):(\d+)$", text, re.M)
    ca = re.search(r"ca-file (\S+)", text).group(1)
    servers = re.findall(r"^ +server (\S+) (\S+):(\d+)$", text, re.M)
    expect(len(servers) == 3, f"{len(servers)} API servers")
    switch("192.168.56.111")
    machines = [Machine(tree, name, address, int(at), work) for name, address, at in servers]
    balancer = subprocess.Popen(["haproxy", "-W", "-f", str(config)], stderr=subprocess.DEVNULL)
    load = Load(bound.strip("[]"), int(port), ca)
    try:
        load.start()
        until(lambda: {who for *_, who in load.answers[-40:]} == {m.name for m in machines}, 15, f"{load.answers[-5:]}")
        haproxy_survives(load, machines, balancer, config)
    finally:
        load.going = False
        balancer.terminate()
        balancer.wait()
        for machine in machines:
            machine.end()


def haproxy_survives(load: Load, machines: list[Machine], balancer: subprocess.Popen, config: pathlib.Path):
    first, second, third = machines

    def settle(moment: float, gone: Machine | None, what: str, seconds: float = 6):
        """No request that began a second or more after `moment` failed, and none took longer than five seconds."""
        time.sleep(seconds)
        late = load.since(moment + 1)
        failed = [who for *_, who in load.since(moment) if who.startswith("FAILED")]
        expect(len(late) > RATE, f"{what}: {len(late)} requests are too few")
        expect(not [1 for *_, who in late if who.startswith("FAILED")], f"{what}: {failed[:3]}")
        slowest = max(took for _, took, _ in load.since(moment))
        expect(slowest < 5, f"{what}: a request took {slowest:.1f} s")
        if gone:
            expect(gone.name not in {who for *_, who in load.since(moment + 3.5)}, f"{what}: {gone.name} still gets requests")
        print(f"{what}: {len(failed)} failed in the first second, 0 later, slowest {slowest:.2f} s")

    moment = time.monotonic()
    first.kill()
    settle(moment, first, "a server is killed")
    first.start()
    until(lambda: first.name in {who for *_, who in load.answers[-10:]}, 10, "the server that is back gets no requests")

    moment = time.monotonic()
    for machine in machines:
        began = time.monotonic()
        machine.power(on=False)
        settle(began, machine, "a machine loses its power")
        machine.power(on=True)
        until(lambda: machine.name in {who for *_, who in load.answers[-10:]}, 15, "the machine that is back gets no requests")
    slowest = max(took for _, took, _ in load.since(moment))
    expect(slowest > 0.9, f"no request was led to a machine without power: the slowest took {slowest:.1f} s")

    watches = [watch(load) for _ in range(6)]
    time.sleep(1)
    expect(not any(watches), "a watch ended by itself")
    moment = time.monotonic()
    second.power(on=False)
    settle(moment, second, "a machine with watches loses its power")
    ended = [watch[0] - moment for watch in watches if watch]
    expect(0 < len(ended) < 6, f"{len(ended)} of 6 watches ended")
    expect(max(ended) < 5, f"a watch on the dead machine ended only after {max(ended):.1f} s")
    second.power(on=True)
    until(lambda: second.name in {who for *_, who in load.answers[-10:]}, 15, "the machine that is back gets no requests")

    moment = time.monotonic()
    third.ready.unlink()
    settle(moment, third, "a server is not ready")
    expect(not [1 for *_, who in load.since(moment) if who.startswith("FAILED")], "a server that is not ready yet serves failed requests")
    third.ready.touch()
    until(lambda: third.name in {who for *_, who in load.answers[-10:]}, 10, "the server that is ready again gets no requests")

    # One more API server is a line and a reload. It takes the first one's place, which is no longer in the list.
    config.write_text("".join(line for line in config.read_text().splitlines(True) if f"server {first.name} " not in line))
    moment = time.monotonic()
    balancer.send_signal(signal.SIGUSR2)
    settle(moment, first, "the list changes and haproxy reloads")
    expect(not [1 for *_, who in load.since(moment) if who.startswith("FAILED")], "requests failed at the reload")


def judge_keepalived(tree: pathlib.Path, work: pathlib.Path):
    switch("192.168.56.111")
    machines, processes = [], []
    run_folder = work / "run"
    run_folder.mkdir(mode=0o755)
    shutil.chown(run_folder, "nobody")
    for file in sorted(tree.glob("public/nodes/*/etc/kubernetes/keepalived.conf")):
        text = file.read_text()
        interface = re.search(r"^ +interface (\S+)$", text, re.M).group(1)
        address, port = re.search(r"https://(\S+):(\d+)/readyz", text).groups()
        virtual_ip = re.search(r"^ +(\S+)/32 dev", text, re.M).group(1)
        machine = Machine(tree, file.parts[-4], address, int(port), work, interface)
        own = work / f"{machine.name}.conf"
        # keepalived runs as nobody, who cannot read what root alone can.
        ca = work / "ca.crt"
        ca.write_bytes((file.parent / "pki/ca.crt").read_bytes())
        own.write_text(text.replace("/etc/kubernetes/pki/ca.crt", str(ca)).replace("script_user kube-keepalived", "script_user nobody"))
        work.chmod(0o755)
        ca.chmod(0o644)
        machines.append(machine)
        pids = [f"--pid={run_folder}/{machine.name}.pid", f"--vrrp_pid={run_folder}/{machine.name}.vrrp"]
        command = ["keepalived", "--dont-fork", "--log-console", "--no-syslog", "--vrrp", f"--use-file={own}", *pids]
        # As its unit runs it: not as root, and without any capability but these.
        few = "-all,+net_admin,+net_raw,+setgid"
        unprivileged = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--no-new-privs"]
        unprivileged += [f"--inh-caps={few}", f"--ambient-caps={few}", f"--bounding-set={few}"]
        log = open(work / f"{machine.name}.log", "w")
        processes.append(subprocess.Popen(
            machine.enter(*unprivileged, *command), stdout=log, stderr=log, start_new_session=True))

    def holders():
        return [m for m in machines if f"inet {virtual_ip}/" in m.inside("ip", "-4", "addr", "show", "dev", m.interface)]

    try:
        until(lambda: len(holders()) == 1, 15, "nobody holds the virtual IP\n" + (work / f"{machines[0].name}.log").read_text())
        time.sleep(2)
        [holder] = holders()
        load = Load(virtual_ip, holder.port, str(ca))
        load.start()
        time.sleep(1)
        moment = time.monotonic()
        holder.ready.unlink()
        took = until(lambda: all(m is not holder for m in holders() or [holder]), 12, "the virtual IP stays where no API server is ready")
        print(f"the virtual IP leaves an API server that is not ready after {took:.1f} s")
        [other] = holders()
        holder.ready.touch()
        time.sleep(6)
        expect(holders() == [other], "the virtual IP went back by itself")
        moment = time.monotonic()
        other.power(on=False)
        took = until(lambda: any(m is not other for m in holders()), 8, "the virtual IP stays on a machine without power")
        print(f"another machine has the virtual IP {took:.1f} s after its machine lost its power")
        expect(took < 5, "that is more than five seconds")
        time.sleep(2)
        expect(not [1 for *_, who in load.since(time.monotonic() - 1.5) if who.startswith("FAILED")], "requests fail")
        load.going = False
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()
        for machine in machines:
            machine.end()


if __name__ == "__main__":
    mode, tree, *rest = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        if mode == "haproxy":
            judge_haproxy(pathlib.Path(tree).absolute(), pathlib.Path(rest[0]), pathlib.Path(folder))
        else:
            judge_keepalived(pathlib.Path(tree).absolute(), pathlib.Path(folder))
