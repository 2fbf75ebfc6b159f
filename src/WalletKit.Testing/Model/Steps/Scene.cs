using System.Buffers.Binary;
using WalletKit.Commands;

namespace WalletKit.Testing.Model.Steps;

/// <summary>The wallets that a sequence is about: who they belong to, and the ids they get, all of it from the sequence's seed.</summary>
/// <param name="Seed">The seed.</param>
internal sealed record Scene(int Seed)
{
    /// <summary>How many wallets are opened and used.</summary>
    public const int Wallets = 4;

    /// <summary>The number of a wallet that nobody opens.</summary>
    public const int Nobody = Wallets;

    /// <summary>When each sequence begins.</summary>
    public static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Three of one currency, so that most transfers are plain, one without decimals. The last has so many that a handful of units fills 64 bits.
    private static readonly Currency[] Currencies =
        [Currency.FromIso("USD"), Currency.FromIso("USD"), Currency.FromIso("JPY"), Currency.Declare("DUST", 18), Currency.FromIso("USD")];

    public WalletId Id(int wallet)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt32BigEndian(bytes, Seed);
        bytes[6] = 0x70;
        bytes[8] = 0x80;
        bytes[15] = (byte)wallet;
        return new WalletId(new Guid(bytes, bigEndian: true));
    }

    /// <summary>Two wallets each are one owner's.</summary>
    public string Owner(int wallet) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"owner {Seed}/{wallet / 2}");

    public static string Name(int wallet) => wallet % 2 == 0 ? Wallet.DefaultName : "savings";

    public static Currency CurrencyOf(int wallet) => Currencies[wallet];

    /// <summary>The stamp of a claim by its number.</summary>
    public Guid Stamp(int claim) => Id(byte.MaxValue - claim).Value;

    /// <summary>A text in which the wallets are told by their numbers instead of their ids.</summary>
    public string Named(string text)
    {
        for (var wallet = 0; wallet <= Nobody; wallet++)
        {
            text = text.Replace(Id(wallet).ToString(), $"w{wallet}", StringComparison.Ordinal);
        }

        return text;
    }
}
