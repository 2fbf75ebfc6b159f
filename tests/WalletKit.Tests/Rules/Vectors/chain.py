"""Verifies the hashes of journal entries, by docs/tamper-evidence.md and nothing else.

chain.py FILE            prints each entry whose commitment or hash is wrong, and exits with 1 if there is one
chain.py FILE --write    writes the commitments and hashes into the file
"""
import hashlib
import json
import struct
import sys
import uuid
from decimal import Decimal, getcontext

getcontext().prec = 60
ROUNDINGS = ["ToEven", "AwayFromZero", "ToZero", "ToNegativeInfinity", "ToPositiveInfinity"]
LINKS = ["rebate_of", "reversal_of", "hold", "hold_remaining", "counterpart", "exchange"]


def int64(number):
    return struct.pack(">q", number)


def text(value):
    data = value.encode("utf-8")
    return struct.pack(">i", len(data)) + data


def commitment(entry):
    if entry.get("erased"):
        return bytes.fromhex(entry["commitment"])
    texts = entry.get("texts", {})
    data = b""
    for kind, name in ((1, "owner"), (2, "name"), (3, "reference"), (4, "reason")):
        if texts.get(name) is not None:
            data += bytes([kind]) + text(texts[name])
    for key, value in sorted(texts.get("metadata", {}).items(), key=lambda pair: pair[0].encode("utf-16-be")):
        data += bytes([5]) + text(key) + bytes([6]) + text(value)
    if texts.get("actor") is not None:
        data += bytes([7]) + text(texts["actor"])
    return hashlib.sha256(bytes.fromhex(entry["secret"]) + hashlib.sha256(b"WKX1" + data).digest()).digest() if data else None


def rate(value):
    sign, digits, exponent = Decimal(value).normalize().as_tuple()
    coefficient = int("".join(map(str, digits))) * 10 ** max(exponent, 0)
    return bytes([max(-exponent, 0)]) + (-coefficient if sign else coefficient).to_bytes(16, "big", signed=True)


def links(entry):
    exchange = entry.get("exchange") or {}
    present = [entry.get(name) is not None for name in LINKS] + [exchange.get("rate") is not None, exchange.get("rounding") is not None]
    data = bytes([sum(1 << bit for bit, is_there in enumerate(present) if is_there)])
    for name in LINKS[:4]:
        data += int64(entry[name]) if entry.get(name) is not None else b""
    if entry.get("counterpart"):
        data += uuid.UUID(entry["counterpart"]["wallet"]).bytes + int64(entry["counterpart"]["version"])
    if exchange:
        data += text(exchange["currency"]) + bytes([exchange["exponent"]]) + int64(exchange["amount"])
        data += rate(exchange["rate"]) if exchange.get("rate") is not None else b""
        data += bytes([ROUNDINGS.index(exchange["rounding"]) + 1]) if exchange.get("rounding") is not None else b""
    return data


def chain(entry, committed):
    placed = entry.get("placed")
    state = ["credit_limit", "held", "last_hold", "open_holds", "next_expiry", "ended_through"]
    marks = [entry.get("status") == "frozen", entry.get("status") == "closed", entry.get("overdrawn", False)]
    marks += [bool(entry.get(name)) for name in state[:4]] + [entry.get(name) is not None for name in state[4:]]
    marks += [entry.get("amount") is not None, placed is not None, bool(placed) and placed.get("expires_at") is not None]
    marks += [bool(entry.get("expired_holds")), committed is not None]
    marks += [entry.get("effective_at") is not None, entry.get("account") is not None]
    data = b"WKJ1" + bytes.fromhex(entry["before"]) + uuid.UUID(entry["wallet"]).bytes + int64(entry["version"])
    data += struct.pack(">i", entry["type"]) + int64(entry["recorded_at"])
    data += struct.pack(">i", sum(1 << bit for bit, mark in enumerate(marks) if mark))
    data += int64(entry["sequence"]) + int64(entry["balance"])
    for name in state[:4]:
        data += int64(entry[name]) if entry.get(name) else b""
    for name in state[4:]:
        data += int64(entry[name]) if entry.get(name) is not None else b""
    data += int64(entry["ended_number"]) if entry.get("ended_through") is not None else b""
    if entry["type"] == 301:
        data += text(entry["currency"]) + bytes([entry["exponent"]]) + int64(entry["created_at"])
    if entry.get("amount") is not None:
        data += int64(entry["amount"]) + links(entry)
    if placed:
        data += int64(placed["number"]) + int64(placed["remaining"])
        data += int64(placed["expires_at"]) if placed.get("expires_at") is not None else b""
    if entry.get("expired_holds"):
        data += struct.pack(">i", len(entry["expired_holds"])) + b"".join(map(int64, entry["expired_holds"]))
    data += int64(entry["effective_at"]) if entry.get("effective_at") is not None else b""
    data += text(entry["account"]) if entry.get("account") is not None else b""
    return hashlib.sha256(data + (committed or b"")).hexdigest()


def main(path, write):
    with open(path, encoding="utf-8") as file:
        entries = json.load(file)
    wrong = 0
    for entry in entries:
        committed = commitment(entry)
        found = {"commitment": committed.hex() if committed else None, "hash": chain(entry, committed)}
        if write:
            entry.update(found)
        elif any(entry.get(name) != value for name, value in found.items()):
            print(f"{entry['about']}: expected {found}")
            wrong += 1
    if write:
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write("[\n" + ",\n".join("  " + json.dumps(entry, ensure_ascii=False) for entry in entries) + "\n]\n")
    print(f"{len(entries)} entries, {wrong} wrong")
    return 1 if wrong else 0


sys.exit(main(sys.argv[1], "--write" in sys.argv))
