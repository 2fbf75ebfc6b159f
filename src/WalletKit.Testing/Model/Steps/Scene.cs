using System.Buffers.Binary;
using WalletKit.Commands;

namespace WalletKit.Testing.Model.Steps;

/// <summary>The wallets of a sequence: their owners and ids, all of which follow from the seed of the sequence.</summary>
/// <param name="Seed">The seed.</param>
internal sealed record Scene(int Seed)
{
    /// <summary>The number of wallets that are opened and used.</summary>
    public const int Wallets = 4;

    /// <summary>The number of a wallet that no step opens.</summary>
    public const int Nobody = Wallets;

    /// <summary>The time at which each sequence begins.</summary>
    public static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Three wallets have one currency, so that most transfers are plain. One currency has no decimals; the last has so many that a few units fill 64 bits.
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

    /// <summary>The owner of a wallet. Each owner has two wallets.</summary>
    public string Owner(int wallet) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"owner {Seed}/{wallet / 2}");

    public static string Name(int wallet) => wallet % 2 == 0 ? Wallet.DefaultName : "savings";

    public static Currency CurrencyOf(int wallet) => Currencies[wallet];

    /// <summary>The stamp of a claim by its number.</summary>
    public Guid Stamp(int claim) => Id(byte.MaxValue - claim).Value;

    /// <summary>A text in which the wallets are named by their numbers instead of their ids.</summary>
    public string Named(string text)
    {
        for (var wallet = 0; wallet <= Nobody; wallet++)
        {
            text = text.Replace(Id(wallet).ToString(), $"w{wallet}", StringComparison.Ordinal);
        }

        return text;
    }
}
