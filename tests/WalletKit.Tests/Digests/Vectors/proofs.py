"""Verifies the trees and proofs of digests, by docs/tamper-evidence.md and RFC 6962, section 2.1, and nothing else.

proofs.py FILE            prints each root or proof that is wrong, and exits with 1 if there is one
proofs.py FILE --write    calculates the roots and proofs, and writes them into the file
"""
import hashlib
import json
import struct
import sys
import uuid
from datetime import datetime, timedelta, timezone


def sha256(data):
    return hashlib.sha256(data).digest()


def node(left, right):
    return sha256(b"\1" + left + right)


def split(size):
    return 1 << ((size - 1).bit_length() - 1)


def root(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"")
    half = split(len(leaves))
    return node(root(leaves[:half]), root(leaves[half:]))


def path(index, leaves):
    if len(leaves) == 1:
        return []
    half = split(len(leaves))
    if index < half:
        return path(index, leaves[:half]) + [root(leaves[half:])]
    return path(index - half, leaves[half:]) + [root(leaves[:half])]


def consistency(old, leaves, is_known=True):
    if old in (0, len(leaves)):
        return [] if is_known else [root(leaves)]
    half = split(len(leaves))
    if old <= half:
        return consistency(old, leaves[:half], is_known) + [root(leaves[half:])]
    return consistency(old - half, leaves[half:], False) + [root(leaves[:half])]


def root_of_path(leaf, index, size, hashes):
    if size == 1:
        return leaf
    half = split(size)
    if index < half:
        return node(root_of_path(leaf, index, half, hashes[:-1]), hashes[-1])
    return node(hashes[-1], root_of_path(leaf, index - half, size - half, hashes[:-1]))


def content(entry):
    if isinstance(entry, str):
        return bytes.fromhex(entry)
    if "wallet" in entry:
        return b"WKH1" + uuid.UUID(entry["wallet"]).bytes + struct.pack(">q", entry["version"]) + bytes.fromhex(entry["hash"])
    size, hashed = entry["digest"].split("/")
    time = datetime.fromisoformat(entry["time"].replace("Z", "+00:00")) - datetime(1970, 1, 1, tzinfo=timezone.utc)
    return b"WKD1" + bytes.fromhex(hashed) + struct.pack(">qq", int(size), time // timedelta(microseconds=1))


def hexes(hashes):
    return [value.hex() for value in hashes]


def calculate(tree):
    leaves = [sha256(b"\0" + content(entry)) for entry in tree["leaves"]]
    size = len(leaves)
    return {
        "root": root(leaves).hex(),
        "inclusion": [hexes(path(index, leaves)) for index in range(size)],
        "consistency": [hexes(consistency(old, leaves)) for old in range(size + 1)],
    }, leaves


def main(file_name, write):
    with open(file_name, encoding="utf-8") as file:
        trees = json.load(file)
    wrong = 0
    for tree in trees:
        found, leaves = calculate(tree)
        if write:
            tree.update(found)
        bad = [name for name, value in found.items() if tree[name] != value]
        for index, hashes in enumerate(tree["inclusion"]):
            if root_of_path(leaves[index], index, len(leaves), [bytes.fromhex(value) for value in hashes]).hex() != tree["root"]:
                bad.append(f"the way up from leaf {index}")
        if bad:
            print(f"{tree['about']}: wrong {', '.join(bad)}; expected {found}")
            wrong += 1
    if write:
        with open(file_name, "w", encoding="utf-8", newline="\n") as file:
            file.write("[\n" + ",\n".join("  " + json.dumps(tree) for tree in trees) + "\n]\n")
    print(f"{len(trees)} trees, {wrong} wrong")
    return 1 if wrong else 0


sys.exit(main(sys.argv[1], "--write" in sys.argv))
