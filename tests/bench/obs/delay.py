#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Whose the time of a reply is: OBS's requests by a plain client of obs-websocket that has the say over its own TCP.

usage: delay.py PORT ROUNDS         prints JSON: {row: {"p50_ms", "p99_ms", "late": share over 35 ms}}
A row is one request, by a client with or without events, one or two of them at a time, that acknowledges when its system
likes to (up to 40 ms later, in the hope of something to send along) or at once (TCP_QUICKACK, said again before each read:
the system forgets it).
"""
import base64
import json
import os
import socket
import struct
import sys
import time

GAP_S = 0.02  # what else belongs to a request has come
LATE_MS = 35
VENDORS = 1 << 9
GENERAL = 1
START = {"vendorName": "lovense-for-obs", "requestType": "Start",
         "requestData": {"key": "delay", "level": 0.2, "ttlMs": 500, "toys": "t1"}}
STATUS = {"vendorName": "lovense-for-obs", "requestType": "GetStatus"}
ROWS = [  # name, request, its data, events, requests at a time, acknowledges at once
    ("GetVersion", "GetVersion", None, 0, 1, False),
    ("GetVersion, 2 at a time", "GetVersion", None, 0, 2, False),
    ("GetVersion, 2 at a time, quick ACK", "GetVersion", None, 0, 2, True),
    ("BroadcastCustomEvent", "BroadcastCustomEvent", {"eventData": {"a": 1}}, 0, 1, False),
    ("BroadcastCustomEvent, subscribed", "BroadcastCustomEvent", {"eventData": {"a": 1}}, GENERAL, 1, False),
    ("BroadcastCustomEvent, subscribed, quick ACK", "BroadcastCustomEvent", {"eventData": {"a": 1}}, GENERAL, 1, True),
    ("plugin's GetStatus", "CallVendorRequest", STATUS, 0, 1, False),
    ("plugin's GetStatus, 2 at a time", "CallVendorRequest", STATUS, 0, 2, False),
    ("plugin's GetStatus, 2 at a time, quick ACK", "CallVendorRequest", STATUS, 0, 2, True),
    ("plugin's Start", "CallVendorRequest", START, 0, 1, False),
    ("plugin's Start, subscribed", "CallVendorRequest", START, VENDORS, 1, False),
    ("plugin's Start, subscribed, quick ACK", "CallVendorRequest", START, VENDORS, 1, True),
]


class Client:
    def __init__(self, port, events, is_quick):
        self.is_quick = is_quick
        self.buffer = b""
        self.sock = socket.create_connection(("127.0.0.1", port))
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        key = base64.b64encode(os.urandom(16)).decode()
        self.sock.sendall((f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                           f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n").encode())
        while b"\r\n\r\n" not in self.buffer:
            self.fill()
        self.buffer = self.buffer.split(b"\r\n\r\n", 1)[1]
        self.read()
        self.send({"op": 1, "d": {"rpcVersion": 1, "eventSubscriptions": events}})
        self.read()

    def fill(self):
        if self.is_quick:
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        data = self.sock.recv(65536)
        if not data:
            raise SystemExit("obs-websocket has hung up")
        self.buffer += data

    def take(self, size):
        while len(self.buffer) < size:
            self.fill()
        data, self.buffer = self.buffer[:size], self.buffer[size:]
        return data

    def read(self):
        size = self.take(2)[1] & 127
        if size == 126:
            size = struct.unpack("!H", self.take(2))[0]
        elif size == 127:
            size = struct.unpack("!Q", self.take(8))[0]
        return json.loads(self.take(size))

    def send(self, message):
        text = json.dumps(message).encode()
        mask = os.urandom(4)
        size = struct.pack("!BB", 0x81, 0x80 | len(text)) if len(text) < 126 else struct.pack("!BBH", 0x81, 0xFE, len(text))
        self.sock.sendall(size + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(text)))

    def reply(self):
        while (message := self.read())["op"] != 7:
            pass
        return message["d"]


def measure(port, rounds, row):
    _, request, data, events, count, is_quick = row
    client = Client(port, events, is_quick)
    times = []
    for index in range(rounds):
        begun = time.monotonic()
        for number in range(count):
            client.send({"op": 6, "d": {"requestType": request, "requestId": f"{index}.{number}", **({"requestData": data} if data else {})}})
        for _ in range(count):
            client.reply()
            times.append((time.monotonic() - begun) * 1000)
        time.sleep(GAP_S)
    client.sock.close()
    times.sort()
    late = sum(1 for each in times if each > LATE_MS) / len(times)
    return {"p50_ms": times[len(times) // 2], "p99_ms": times[len(times) * 99 // 100], "late": late}


def main():
    port, rounds = int(sys.argv[1]), int(sys.argv[2])
    print(json.dumps({row[0]: measure(port, rounds, row) for row in ROWS}))


main()
