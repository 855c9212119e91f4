#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The way to some ports of loopback, which can stop to read or lose everything, as a network does.

usage: way.py PORT...           prints one line, {"PORT": own port, ...}: who connects to the own port gets to PORT
Each line of standard input is said again on standard output once it holds:
  open  everything passes
  deaf  nothing is read: the system still takes what fits into its buffers and acknowledges it
  rest  no connection is left, and all that they carried has been worked on
  dead  no packet arrives, not even the end of a connection. Done by a socket filter, which needs no privilege
What the far side says meanwhile waits here. Where it tells one of the ports it tells the own one, so that a client comes
back by the same way; both have as many digits, so that no length changes.
"""
import contextlib
import ctypes
import json
import re
import socket
import struct
import sys
import threading

SO_ATTACH_FILTER = 26
SO_DETACH_FILTER = 27
BPF_RETURN = 0x06
CHUNK = 65536


class Way:
    def __init__(self):
        self.is_open = threading.Event()
        self.is_open.set()
        self.changed = threading.Condition()
        self.near = set()  # sockets of the client's side, listeners too
        self.program = ctypes.create_string_buffer(struct.pack("HBBI", BPF_RETURN, 0, 0, 0), 8)
        self.is_dead = False

    def filter(self, sock):
        if self.is_dead:
            sock.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, struct.pack("HP", 1, ctypes.addressof(self.program)))
        else:
            sock.setsockopt(socket.SOL_SOCKET, SO_DETACH_FILTER, 0)

    def set(self, mode):
        with self.changed:
            if self.is_dead != (mode == "dead"):
                self.is_dead = mode == "dead"
                for sock in self.near:
                    self.filter(sock)
        # Behind the filter: what has arrived before goes on, and is not kept for later.
        if mode == "open":
            self.is_open.set()
        else:
            self.is_open.clear()

    def add(self, sock):
        with self.changed:
            self.near.add(sock)

    def remove(self, sock):
        with self.changed:
            self.near.discard(sock)
            self.changed.notify_all()

    def wait_for_rest(self, count):
        with self.changed:
            self.changed.wait_for(lambda: len(self.near) == count)


def quietly(call, *args):
    """An end that has gone takes no more and need not be ended."""
    with contextlib.suppress(OSError):
        call(*args)


def pump(way, source, target, shape):
    """One direction, to its end. What nobody takes any more is still read, so that the other side may finish."""
    with contextlib.suppress(OSError):
        while data := source.recv(CHUNK):
            way.is_open.wait()
            quietly(target.sendall, shape(data))
    way.is_open.wait()
    quietly(target.shutdown, socket.SHUT_WR)


def connect(way, near, port, shape):
    way.is_open.wait()
    with contextlib.suppress(OSError), near, socket.create_connection(("127.0.0.1", port)) as far:
        for sock in (near, far):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        back = threading.Thread(target=pump, args=(way, far, near, shape))
        back.start()
        pump(way, near, far, bytes)
        back.join()
    way.remove(near)


def accept(way, listener, port, shape):
    while True:
        near, _ = listener.accept()
        way.add(near)
        threading.Thread(target=connect, args=(way, near, port, shape), daemon=True).start()


def main():
    way = Way()
    listeners = {int(port): socket.create_server(("127.0.0.1", 0), backlog=100) for port in sys.argv[1:]}
    own = {port: listener.getsockname()[1] for port, listener in listeners.items()}

    def shape(data):
        for port, other in own.items():
            data = re.sub(rb":%d(?!\d)" % port, b":%d" % other, data)
        return data

    for port, listener in listeners.items():
        way.add(listener)
        threading.Thread(target=accept, args=(way, listener, port, shape), daemon=True).start()
    print(json.dumps(own), flush=True)
    for line in sys.stdin:
        if line.strip() == "rest":
            way.wait_for_rest(len(listeners))
        else:
            way.set(line.strip())
        print(line.strip(), flush=True)


main()
