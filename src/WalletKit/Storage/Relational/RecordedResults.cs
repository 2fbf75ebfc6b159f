using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Storage.Relational;

/// <summary>
/// The identities of the results of a command or a batch, as JSON: an array with an object for each command, holding its transactions, its
/// hold with what was done to it, the wallet's version at that time where no transaction says it, and its event, as far as the command has them.
/// </summary>
internal static class RecordedResults
{
    public static string Write(ImmutableArray<CommandResult> results)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (var result in results)
            {
                Write(json, result);
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Reads back the results that <see cref="Write(ImmutableArray{CommandResult})"/> wrote.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="states">The source of the results, which has a hold in its present state.</param>
    public static IEnumerable<CommandResult> Read(string json, RecordedStates states)
    {
        using var document = Parse(json);
        foreach (var result in document.RootElement.EnumerateArray())
        {
            var transactions = result.TryGetProperty("transactions", out var ids)
                ? ids.EnumerateArray().Select(id => ToId(id.GetString()!)).Select(id => Find(new TransactionId(id.WalletId, id.Number), states)).ToArray()
                : [];
            var (held, version) = ReadHold(result, transactions, states);
            yield return new CommandResult
            {
                Transactions = UpToTwo.Create<WalletTransaction>(transactions),
                Hold = held,
                HoldVersion = version,
                Event = result.TryGetProperty("event", out var at) && ToId(at.GetString()!) is var (walletId, number) ? Find(walletId, number, states) : null,
            };
        }
    }

    /// <summary>Finds a transaction that a key stands for.</summary>
    /// <exception cref="WalletStoreException">There is none.</exception>
    public static WalletTransaction Find(TransactionId id, RecordedStates states) => states.FindTransaction(id) ?? throw Missing($"transaction {id}");

    /// <summary>Reads the references of a text that <see cref="Write(ImmutableArray{CommandResult})"/> wrote, without looking the records up.</summary>
    public static IEnumerable<BookReference> ReadReferences(string json)
    {
        using var document = Parse(json);
        foreach (var (command, result) in document.RootElement.EnumerateArray().Index())
        {
            // The version that goes with a hold refers to nothing. A database may keep the properties in another order.
            foreach (var property in result.EnumerateObject().Where(property => property.Name != "version").OrderByDescending(property => property.Name == "transactions"))
            {
                var (kind, texts) = property.Name switch
                {
                    "transactions" => (BookReferenceKind.Transaction, property.Value.EnumerateArray().Select(id => id.GetString()!)),
                    "placed" or "captured" or "voided" => (BookReferenceKind.Hold, [property.Value.GetString()!]),
                    "event" => (BookReferenceKind.Event, [property.Value.GetString()!]),
                    _ => throw Damaged(null),
                };
                foreach (var (walletId, number) in texts.Select(ToId))
                {
                    yield return new BookReference(kind, walletId, number, command, Exists: false);
                }
            }
        }
    }

    private static void Write(Utf8JsonWriter json, CommandResult result)
    {
        json.WriteStartObject();
        if (result.Transactions.Count > 0)
        {
            json.WriteStartArray("transactions");
            foreach (var transaction in result.Transactions)
            {
                json.WriteStringValue(transaction.Id.ToString());
            }

            json.WriteEndArray();
        }

        if (result is { Hold: { } captured, Transaction: not null })
        {
            json.WriteString("captured", captured.Id.ToString());
        }
        else if (result.Hold is { } hold)
        {
            json.WriteString(hold.Status == HoldStatus.Open ? "placed" : "voided", hold.Id.ToString());
            json.WriteNumber("version", result.HoldVersion!.Value);
        }

        if (result.Event is { } happened)
        {
            json.WriteString("event", string.Create(CultureInfo.InvariantCulture, $"{happened.WalletId}/{happened.Version}"));
        }

        json.WriteEndObject();
    }

    private static (Hold? Hold, long? Version) ReadHold(JsonElement result, WalletTransaction[] transactions, RecordedStates states) =>
        result.TryGetProperty("placed", out var placed) ? (AsPlaced(Find(ToHoldId(placed), states)), ToVersion(result))
        : result.TryGetProperty("captured", out var captured) ? (AsCaptured(Find(ToHoldId(captured), states), transactions), transactions[0].Version)
        : result.TryGetProperty("voided", out var voided) ? (Find(ToHoldId(voided), states), ToVersion(result))
        : default((Hold? Hold, long? Version));

    // Later changes of the hold are no part of the first result. A voided hold changes no more.
    private static Hold AsPlaced(Hold hold) => hold with { CapturedMinorUnits = 0, Status = HoldStatus.Open, UpdatedAt = hold.CreatedAt };

    // The capture says how much it left in the hold. Where it left nothing, the hold ended with it and changes no more.
    private static Hold AsCaptured(Hold hold, WalletTransaction[] transactions) => transactions switch
    {
        [{ Links.HoldRemainingMinorUnits: > 0 and var remaining } capture] =>
            hold with { CapturedMinorUnits = checked(hold.AmountMinorUnits - remaining), Status = HoldStatus.Open, UpdatedAt = Time.NotBefore(hold.CreatedAt, capture.CreatedAt) },
        [{ Links.HoldRemainingMinorUnits: 0 }] => hold,
        _ => throw Damaged(null),
    };

    private static Hold Find(HoldId id, RecordedStates states) => states.FindHold(id) ?? throw Missing($"hold {id}");

    private static WalletEvent Find(WalletId walletId, long version, RecordedStates states) =>
        states.FindEvent(walletId, version) ?? throw Missing($"event {version} of wallet {walletId}");

    private static HoldId ToHoldId(JsonElement text) => ToId(text.GetString()!) is var (walletId, number) ? new HoldId(walletId, number) : default;

    private static long ToVersion(JsonElement result) =>
        result.TryGetProperty("version", out var version) && version.TryGetInt64(out var number) ? number : throw Damaged(null);

    private static (WalletId WalletId, long Number) ToId(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && WalletId.TryParse(text.AsSpan(0, slash), CultureInfo.InvariantCulture, out var walletId)
            && long.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (walletId, number)
            : throw Damaged(null);
    }

    private static JsonDocument Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException exception)
        {
            throw Damaged(exception);
        }
    }

    private static WalletStoreException Missing(string what) => new(StoreFailure.Corrupt, $"{what} has no row, though an idempotency key stands for it.");

    private static WalletStoreException Damaged(Exception? exception) =>
        new(StoreFailure.Corrupt, "idempotency_keys.result holds something else than the identities of results.", exception);
}
