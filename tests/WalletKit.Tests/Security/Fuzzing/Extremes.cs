using WalletKit.Rules;

namespace WalletKit.Tests.Security.Fuzzing;

/// <summary>Values at the ends of their types, beside sensible ones.</summary>
internal sealed class Extremes(Random random, IReadOnlyList<WalletId> wallets)
{
    private static readonly decimal[] s_decimals =
    [
        0m, 1m, -1m, 0.01m, 0.001m, 0.005m, decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m, 7.9228162514264337593543950335m, 1.0000000000000000000000000000m,
        92_233_720_368_547_758.07m, 92_233_720_368_547_758.08m, -92_233_720_368_547_758.08m, 9_223_372_036_854_775_807m, 9_223_372_036_854_775_808m, 46_116_860_184_273_879.04m,
    ];

    private static readonly long[] s_longs = [0, 1, 2, 3, -1, long.MaxValue, long.MinValue, long.MaxValue - 1, int.MaxValue, 1L << 53];

    private static readonly string?[] s_texts =
    [
        null, "", " ", "a", "key", "key 2", "USD", "EUR", "JPY", "usd", "\0", "\uD800", "\uDC00\uD800", "\U0001F600", "'; DROP TABLE walletkit_wallets; --", "e\u0301", "\u202Ex", "a\nb",
        new string('x', 64), new string('x', 65), new string('x', 200), new string('x', 201), new string('\uFFFF', 500), new string('x', 513), new string('y', 100_000),
    ];

    private static readonly TimeSpan?[] s_spans =
        [null, TimeSpan.Zero, TimeSpan.MaxValue, TimeSpan.MinValue, TimeSpan.FromTicks(1), TimeSpan.FromTicks(-1), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), PlaceHold.MaxExpiresIn];

    private static readonly DateTimeOffset[] s_times =
        [DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch, new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero), new(2026, 2, 1, 12, 0, 0, TimeSpan.FromHours(14)), new(1, 1, 1, 14, 0, 0, TimeSpan.FromHours(14))];

    public Random Random => random;

    public bool Chance(int percent) => random.Next(100) < percent;

    public T Of<T>(params ReadOnlySpan<T> values) => values[random.Next(values.Length)];

    public decimal Amount() => Chance(60) ? random.Next(1, 2_000) / 100m : Of<decimal>(s_decimals);

    public decimal? AmountOrNull() => Chance(60) ? null : Amount();

    public long Number() => Chance(70) ? random.Next(0, 30) : Of<long>(s_longs);

    public long? NumberOrNull() => Chance(85) ? null : Number();

    public int Count() => Of(0, 1, 2, 100, 500, 501, 1_000, 1_001, -1, int.MaxValue, int.MinValue);

    public string? TextOrNull() => Chance(70) ? null : Of<string?>(s_texts);

    public string Text() => Of<string?>(s_texts) ?? "text";

    /// <summary>A value that callers must not give, although some do.</summary>
    public string TextOrForbiddenNull() => Of<string?>(s_texts)!;

    public TimeSpan? Span() => Of<TimeSpan?>(s_spans);

    public DateTimeOffset Time() => Of<DateTimeOffset>(s_times);

    public WalletId Wallet() => Chance(90) ? wallets[random.Next(wallets.Count)] : Of(default, new WalletId(Guid.AllBitsSet), WalletId.Create(DateTimeOffset.UnixEpoch, random));

    public TransactionId Transaction() => new(Wallet(), Number());

    public HoldId Hold() => new(Wallet(), Number());

    public T Kind<T>()
        where T : struct, Enum => Chance(80) ? Of<T>(Enum.GetValues<T>()) : (T)Enum.ToObject(typeof(T), Of(-1, 99, int.MaxValue, int.MinValue));

    public Dictionary<string, string>? Pairs()
    {
        if (Chance(70))
        {
            return null;
        }

        var pairs = new Dictionary<string, string>();
        for (var i = Of(0, 1, 2, 16, 17, 100); i > 0; i--)
        {
            pairs[$"{i} {(Chance(90) ? "" : Text())}"] = Chance(90) ? "value" : TextOrForbiddenNull();
        }

        return pairs;
    }
}
