#!/usr/bin/env python3
"""Write a one-layer image as a docker-archive to standard output."""

import argparse
import hashlib
import io
import json
import os
import platform
import subprocess
import sys
import tarfile
import tempfile

CERTIFICATES = "etc/ssl/certs/ca-certificates.crt"
# VFS_CAP_REVISION_2 with the effective bit, then the permitted bit 10 (cap_net_bind_service), as the kernel stores it.
NET_BIND_SERVICE = bytes([1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).decode()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reference", help="NAME:TAG the image gets")
    parser.add_argument("program", help="static program on this machine")
    parser.add_argument("path", help="where the image has it; also the entrypoint")
    parser.add_argument("--user", default="0")
    parser.add_argument("--busybox", help="busybox on this machine; gives the image a shell")
    parser.add_argument("--net-bind", action="store_true", help="give the program cap_net_bind_service")
    return parser.parse_args()


def add_directory(layer, path, mode=0o755):
    entry = tarfile.TarInfo(path)
    entry.type, entry.mode = tarfile.DIRTYPE, mode
    layer.addfile(entry)


def add_text(layer, path, text):
    data = text.encode()
    entry = tarfile.TarInfo(path)
    entry.size = len(data)
    layer.addfile(entry, io.BytesIO(data))


def add_program(layer, source, path, attributes=None):
    entry = tarfile.TarInfo(path.lstrip("/"))
    entry.size, entry.mode = os.path.getsize(source), 0o755
    entry.pax_headers = attributes or {}
    with open(source, "rb") as program:
        layer.addfile(entry, program)


def add_shell(layer, busybox, already_there):
    if not already_there:
        add_program(layer, busybox, "/bin/busybox")
    for command in subprocess.check_output([busybox, "--list"], text=True).split():
        if command != "busybox":
            link = tarfile.TarInfo("bin/" + command)
            link.type, link.linkname = tarfile.SYMTYPE, "busybox"
            layer.addfile(link)


def write_layer(target, options):
    with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT) as layer:
        add_directory(layer, "tmp", 0o1777)
        user = "" if options.user == "0" else f"app:x:{options.user}:{options.user}:app:/:/sbin/nologin\n"
        add_text(layer, "etc/passwd", "root:x:0:0:root:/:/sbin/nologin\n" + user)
        add_text(layer, "etc/group", "root:x:0:\n" + ("" if options.user == "0" else f"app:x:{options.user}:\n"))
        add_text(layer, "etc/nsswitch.conf", "hosts: files dns\n")
        if os.path.exists("/" + CERTIFICATES):
            with open("/" + CERTIFICATES, encoding="utf-8") as bundle:
                add_text(layer, CERTIFICATES, bundle.read())
        attributes = {"SCHILY.xattr.security.capability": NET_BIND_SERVICE} if options.net_bind else None
        add_program(layer, options.program, options.path, attributes)
        if options.busybox:
            add_shell(layer, options.busybox, options.path == "/bin/busybox")


def sha256(stream):
    stream.seek(0)
    digest = hashlib.sha256()
    while block := stream.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()


def main():
    options = arguments()
    with tempfile.TemporaryFile() as layer:
        write_layer(layer, options)
        architecture = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
        config = json.dumps({
            "architecture": architecture,
            "os": "linux",
            "config": {
                "User": options.user,
                "Entrypoint": [options.path],
                "Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
            },
            "rootfs": {"type": "layers", "diff_ids": ["sha256:" + sha256(layer)]},
        }).encode()
        config_name = hashlib.sha256(config).hexdigest() + ".json"
        manifest = [{"Config": config_name, "RepoTags": [options.reference], "Layers": ["layer.tar"]}]
        with tarfile.open(fileobj=sys.stdout.buffer, mode="w|") as archive:
            entry = tarfile.TarInfo("layer.tar")
            entry.size = layer.seek(0, os.SEEK_END)
            layer.seek(0)
            archive.addfile(entry, layer)
            add_text(archive, config_name, config.decode())
            add_text(archive, "manifest.json", json.dumps(manifest))


if __name__ == "__main__":
    main()
