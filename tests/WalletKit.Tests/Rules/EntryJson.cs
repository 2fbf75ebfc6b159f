using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using WalletKit.Model.Money;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests.Rules;

/// <summary>Journal entries in the form of the file of known hashes, which a program in another language reads as well.</summary>
internal static class EntryJson
{
    /// <summary>The secret of the entries that are written.</summary>
    public static readonly Secret Secret = new([.. Enumerable.Range(0x40, Secret.Size).Select(number => (byte)number)]);

    public static JsonObject Write(JournalEntry entry, Sha256Hash before)
    {
        var (wallet, holds) = (entry.Wallet, entry.Wallet.Holds);
        var (reference, metadata) = (entry.Transaction?.Reference ?? entry.Hold?.Reference, entry.Transaction?.Metadata ?? entry.Hold?.Metadata ?? TransactionMetadata.Empty);
        var links = entry.Transaction?.Links ?? TransactionLinks.None;
        return new JsonObject
        {
            ["about"] = entry.Type.ToString(),
            ["before"] = before.ToString(),
            ["wallet"] = wallet.Id.ToString(),
            ["version"] = wallet.Version,
            ["type"] = (int)entry.Type,
            ["recorded_at"] = Microseconds(wallet.UpdatedAt),
            ["sequence"] = wallet.LastSequence,
            ["balance"] = wallet.BalanceMinorUnits,
            ["status"] = wallet.Status.ToString().ToLowerInvariant(),
            ["overdrawn"] = wallet.IsOverdrawn,
            ["credit_limit"] = wallet.CreditLimitMinorUnits,
            ["held"] = holds.HeldMinorUnits,
            ["last_hold"] = holds.LastNumber,
            ["open_holds"] = holds.OpenCount,
            ["next_expiry"] = Microseconds(holds.NextExpiry),
            ["ended_through"] = Microseconds(holds.EndedThrough?.Time),
            ["ended_number"] = holds.EndedThrough?.Number,
            ["currency"] = wallet.Currency.Code,
            ["exponent"] = wallet.Currency.Exponent,
            ["created_at"] = Microseconds(wallet.CreatedAt),
            ["amount"] = entry.Transaction?.AmountMinorUnits,
            ["rebate_of"] = links.RebateOf,
            ["reversal_of"] = links.ReversalOf,
            ["hold"] = links.Hold,
            ["hold_remaining"] = links.HoldRemainingMinorUnits,
            ["counterpart"] = links.Counterpart is { } other ? new JsonObject { ["wallet"] = other.WalletId.ToString(), ["version"] = other.Version } : null,
            ["exchange"] = links.Exchange is { } exchange
                ? new JsonObject
                {
                    ["rate"] = exchange.Rate?.ToString(CultureInfo.InvariantCulture),
                    ["rounding"] = exchange.Rounding?.ToString(),
                    ["currency"] = exchange.CounterpartCurrency.Code,
                    ["exponent"] = exchange.CounterpartCurrency.Exponent,
                    ["amount"] = exchange.CounterpartMinorUnits,
                }
                : null,
            ["placed"] = entry.Hold is { } hold
                ? new JsonObject { ["number"] = hold.Number, ["remaining"] = hold.RemainingMinorUnits, ["expires_at"] = Microseconds(hold.ExpiresAt) }
                : null,
            ["expired_holds"] = new JsonArray([.. entry.ExpiredHolds.Select(number => JsonValue.Create(number))]),
            ["effective_at"] = Microseconds(entry.EffectiveAt),
            ["account"] = entry.Transaction is { } moved && moved.Account != CounterAccount.Of(moved.Type, moved.Links) ? moved.Account : null,
            ["texts"] = new JsonObject
            {
                ["owner"] = entry.Type == EntryType.Opened ? wallet.OwnerId : null,
                ["name"] = entry.Type == EntryType.Opened ? wallet.Name : null,
                ["reference"] = reference,
                ["reason"] = entry.Event?.Reason,
                ["actor"] = entry.Actor,
                ["metadata"] = new JsonObject(metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value)))),
            },
            ["secret"] = Hex(Secret),
            ["commitment"] = entry.TextCommitment?.ToString(),
            ["hash"] = HashChain.Next(before, entry).ToString(),
        };
    }

    public static JournalEntry Read(JsonObject json)
    {
        var type = (EntryType)Number(json, "type")!.Value;
        var texts = json["texts"]?.AsObject() ?? [];
        var wallet = ReadWallet(json, texts);
        var metadata = TransactionMetadata.From(texts["metadata"]?.AsObject().Select(pair => KeyValuePair.Create(pair.Key, pair.Value!.GetValue<string>())));
        var entry = new JournalEntry
        {
            Type = type,
            Wallet = wallet,
            Actor = texts["actor"]?.GetValue<string>(),
            Transaction = Number(json, "amount") is { } amount ? ReadTransaction(json, wallet, (TransactionType)type, amount, texts["reference"]?.GetValue<string>(), metadata) : null,
            Event = !JournalEntry.IsEvent(type) ? null : new WalletEvent
            {
                WalletId = wallet.Id,
                Version = wallet.Version,
                Type = (WalletEventType)type,
                Currency = wallet.Currency,
                CreatedAt = wallet.UpdatedAt,
                Reason = texts["reason"]?.GetValue<string>(),
                EffectiveAt = Time(json, "effective_at"),
            },
            Hold = json["placed"] is not JsonObject placed ? null : new HoldEntry
            {
                Number = Number(placed, "number")!.Value,
                RemainingMinorUnits = Number(placed, "remaining")!.Value,
                ExpiresAt = Time(placed, "expires_at"),
                EffectiveAt = Time(json, "effective_at"),
                Reference = texts["reference"]?.GetValue<string>(),
                Metadata = metadata,
            },
            ExpiredHolds = [.. json["expired_holds"]?.AsArray().Select(number => number!.GetValue<long>()) ?? []],
        };
        return json["erased"]?.GetValue<bool>() is true
            ? entry with { TextCommitment = Sha256Hash.Parse(json["commitment"]!.GetValue<string>()) }
            : entry with { TextCommitment = TextCommitment.Of(entry, new Secret(Convert.FromHexString(json["secret"]!.GetValue<string>()))) };
    }

    private static string Hex(Secret secret)
    {
        Span<byte> bytes = stackalloc byte[Secret.Size];
        secret.CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    private static Wallet ReadWallet(JsonObject json, JsonObject texts) => new()
    {
        Id = WalletId.Parse(json["wallet"]!.GetValue<string>()),
        OwnerId = texts["owner"]?.GetValue<string>() ?? "owner",
        Name = texts["name"]?.GetValue<string>() ?? "default",
        Currency = Currency.Restore(json["currency"]?.GetValue<string>() ?? "USD", (int)(Number(json, "exponent") ?? 2)),
        Status = json["status"] is { } status ? Enum.Parse<WalletStatus>(status.GetValue<string>(), ignoreCase: true) : WalletStatus.Active,
        BalanceMinorUnits = Number(json, "balance")!.Value,
        CreditLimitMinorUnits = Number(json, "credit_limit") ?? 0,
        IsOverdrawn = json["overdrawn"]?.GetValue<bool>() ?? false,
        LastSequence = Number(json, "sequence")!.Value,
        Version = Number(json, "version")!.Value,
        CreatedAt = Time(json, "created_at") ?? Given.Opened,
        UpdatedAt = Time(json, "recorded_at")!.Value,
        Holds = new HoldTotals
        {
            HeldMinorUnits = Number(json, "held") ?? 0,
            LastNumber = Number(json, "last_hold") ?? 0,
            OpenCount = Number(json, "open_holds") ?? 0,
            NextExpiry = Time(json, "next_expiry"),
            EndedThrough = Time(json, "ended_through") is { } ended ? new EndedThrough(ended, Number(json, "ended_number")!.Value) : null,
        },
    };

    private static WalletTransaction ReadTransaction(JsonObject json, Wallet wallet, TransactionType type, long amount, string? reference, TransactionMetadata metadata)
    {
        var links = ReadLinks(json);
        var transaction = Given.Newest(wallet, type, amount, links) with { Reference = reference, Metadata = metadata, EffectiveAt = Time(json, "effective_at") };
        return json["account"]?.GetValue<string>() is { } account ? transaction with { Account = account } : transaction;
    }

    private static TransactionLinks ReadLinks(JsonObject json) => new TransactionLinks
    {
        RebateOf = Number(json, "rebate_of"),
        ReversalOf = Number(json, "reversal_of"),
        Hold = Number(json, "hold"),
        HoldRemainingMinorUnits = Number(json, "hold_remaining"),
        Counterpart = json["counterpart"] is JsonObject other
            ? new TransactionId(WalletId.Parse(other["wallet"]!.GetValue<string>()), Number(other, "version")!.Value)
            : null,
        Exchange = json["exchange"] is not JsonObject exchange ? null : new Exchange
        {
            Rate = exchange["rate"]?.GetValue<string>() is { } rate ? decimal.Parse(rate, CultureInfo.InvariantCulture) : null,
            Rounding = exchange["rounding"]?.GetValue<string>() is { } rounding ? Enum.Parse<MidpointRounding>(rounding) : null,
            CounterpartCurrency = Currency.Restore(exchange["currency"]!.GetValue<string>(), (int)Number(exchange, "exponent")!.Value),
            CounterpartMinorUnits = Number(exchange, "amount")!.Value,
        },
    };

    private static long? Number(JsonObject json, string name) => json[name]?.GetValue<long>();

    private static DateTimeOffset? Time(JsonObject json, string name) =>
        Number(json, name) is { } microseconds ? DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds) : null;

    private static long Microseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / 10;

    private static long? Microseconds(DateTimeOffset? time) => time is { } known ? Microseconds(known) : null;
}
