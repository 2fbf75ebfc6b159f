using CsCheck;
using WalletKit.Model.Money;

namespace WalletKit.Tests.Rules;

public sealed class HashChainTests
{
    private static readonly Currency Euro = Currency.FromIso("EUR");

    private static readonly Wallet Wallet = new()
    {
        Id = Given.Id,
        OwnerId = "owner",
        Name = "default",
        Currency = Currency.FromIso("USD"),
        Version = 1,
        CreatedAt = Given.Opened,
        UpdatedAt = Given.Opened,
    };

    private static readonly WalletTransaction Deposit = new()
    {
        WalletId = Given.Id,
        Sequence = 1,
        Type = TransactionType.Deposit,
        Currency = Wallet.Currency,
        AmountMinorUnits = 100_00,
        BalanceAfterMinorUnits = 100_00,
        Version = 2,
        CreatedAt = Given.Opened.AddSeconds(1),
        Reference = "order-7 \u00e9",
        Metadata = Given.Metadata(("b", ""), ("a", "1")),
    };

    private static readonly WalletTransaction Transfer = new()
    {
        WalletId = Given.Id,
        Sequence = 2,
        Type = TransactionType.TransferOut,
        Currency = Wallet.Currency,
        AmountMinorUnits = -30_00,
        BalanceAfterMinorUnits = 70_00,
        Version = 3,
        CreatedAt = Given.Opened.AddSeconds(2),
        Links = new TransactionLinks
        {
            Counterpart = new TransactionId(Given.OtherId, 1),
            Exchange = new Exchange { Rate = 0.850m, Rounding = MidpointRounding.ToZero, CounterpartCurrency = Euro, CounterpartMinorUnits = 25_50 },
        },
    };

    private static readonly WalletTransaction Reversal = new()
    {
        WalletId = Given.Id,
        Sequence = 3,
        Type = TransactionType.Reversal,
        Currency = Wallet.Currency,
        AmountMinorUnits = -100_00,
        BalanceAfterMinorUnits = -30_00,
        Version = 5,
        CreatedAt = Given.Opened.AddSeconds(3),
        Links = new TransactionLinks { ReversalOf = 1 },
    };

    // Another program made these from the description of the bytes. A release that changes one makes every existing digest false.
    private static readonly string[] Known =
    [
        "cf33836ba99296431aad2b8fda5c59b815cf61077d5cebbf877f6fd3acfe55e4",
        "33b8aefc2014b03e2868184d4ab167b7a669391733695ca88648618f372248d8",
        "f8849716f057b1ca17419973984f7a4292af3950790a45041903a6c24c58a9fa",
        "b23330f2605d4f738be1f736412a8b64e5a0ce8adfa561eadb5caba26213f703",
    ];

    private static readonly Gen<string> Word = Gen.String[Gen.Char["ab\u00e9\u4e2d"], 0, 3];

    private static readonly Gen<long?> Link = Gen.Long[1, 3].Nullable();

    private static readonly Gen<decimal> Rate = Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int, Gen.Int, Gen.Bool, Gen.Byte[0, 28])
        .Select((low, middle, high, isNegative, scale) => new decimal(low, middle, high, isNegative, scale));

    private static readonly Gen<Exchange?> Exchanges = Gen.Select(Rate.Nullable(), Gen.Enum<MidpointRounding>().Nullable(), Gen.OneOf(Gen.Const("EUR"), Gen.Const("JPY")), Gen.Long[1, 3])
        .Select((rate, rounding, code, amount) => new Exchange { Rate = rate, Rounding = rounding, CounterpartCurrency = Currency.FromIso(code), CounterpartMinorUnits = amount }).Null();

    private static readonly Gen<TransactionLinks> Links =
        Gen.Select(Link, Link, Link, Link, Gen.Select(Gen.Bool, Gen.Long[1, 3]).Select((isOther, sequence) => new TransactionId(isOther ? Given.OtherId : Given.Id, sequence)).Nullable(), Exchanges)
            .Select((rebateOf, reversalOf, hold, remaining, counterpart, exchange) => new TransactionLinks
            {
                RebateOf = rebateOf,
                ReversalOf = reversalOf,
                Hold = hold,
                HoldRemainingMinorUnits = remaining,
                Counterpart = counterpart,
                Exchange = exchange,
            });

    private static readonly Gen<WalletTransaction> Transactions =
        Gen.Select(Gen.Enum<TransactionType>(), Gen.Long, Gen.Long[1, 3], Word.Null(), Gen.Dictionary(Word, Word)[0, 3], Links, Gen.Long[-3, 3])
            .Select((type, amount, number, reference, metadata, links, seconds) => Deposit with
            {
                Sequence = number,
                Type = type,
                AmountMinorUnits = amount,
                BalanceAfterMinorUnits = ~amount,
                Version = number + 1,
                CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(seconds),
                Reference = reference,
                Metadata = TransactionMetadata.From(metadata),
                Links = links,
            });

    [Fact]
    public void The_hashes_of_known_transactions_are_the_same_in_every_release_and_stand_in_the_document()
    {
        var begin = HashChain.Begin(Wallet);
        var first = HashChain.Next(begin, Deposit);
        var second = HashChain.Next(first, Transfer);
        var third = HashChain.Next(second, Reversal);

        Assert.Equal(Known, new[] { begin, first, second, third }.Select(hash => hash.ToString()));
        var document = Document();
        Assert.All(Known, hash => Assert.Contains(hash, document, StringComparison.Ordinal));
    }

    [Fact]
    public void The_hash_of_anything_is_what_the_document_describes() =>
        Gen.Select(Transactions, Gen.Byte.Array[32]).Sample((transaction, before) =>
            Assert.Equal(DocumentedChain.Next(Convert.ToHexStringLower(before), transaction), HashChain.Next(new Sha256Hash(before), transaction).ToString()));

    [Fact]
    public void The_beginning_of_any_chain_is_what_the_document_describes() =>
        Gen.Select(Word, Word, Gen.OneOf(Gen.Const("USD"), Gen.Const("JPY"), Gen.Const("BHD"))).Sample((owner, name, code) =>
        {
            var wallet = Wallet with { OwnerId = owner, Name = name, Currency = Currency.FromIso(code) };
            Assert.Equal(DocumentedChain.Begin(wallet), HashChain.Begin(wallet).ToString());
        });

    // Each field has few values, so that equal transactions come up, and transactions that differ in one field alone.
    [Fact]
    public void Two_transactions_have_one_hash_exactly_if_they_are_the_same() =>
        Gen.Select(Transactions, Transactions).Sample(
            (one, other) => Assert.Equal(one == other with { Hash = one.Hash }, HashChain.Next(default, one) == HashChain.Next(default, other)), iter: 20_000);

    [Fact]
    public void Any_change_of_a_transaction_changes_its_hash()
    {
        var exchange = Transfer.Links.Exchange!;
        WalletTransaction[] others =
        [
            Transfer,
            Transfer with { WalletId = Given.OtherId },
            Transfer with { Sequence = 3 },
            Transfer with { Type = TransactionType.Withdrawal },
            Transfer with { AmountMinorUnits = -30_01 },
            Transfer with { BalanceAfterMinorUnits = 70_01 },
            Transfer with { Version = 4 },
            Transfer with { CreatedAt = Transfer.CreatedAt.AddMicroseconds(1) },
            Transfer with { Reference = "" },
            Transfer with { Metadata = Given.Metadata(("a", "1")) },
            Transfer with { Metadata = Given.Metadata(("a1", "")) },
            Transfer with { Metadata = Given.Metadata(("", "a1")) },
            Transfer with { Links = TransactionLinks.None },
            Transfer with { Links = new TransactionLinks { RebateOf = 1 } },
            Transfer with { Links = new TransactionLinks { ReversalOf = 1 } },
            Transfer with { Links = new TransactionLinks { Hold = 1 } },
            Transfer with { Links = new TransactionLinks { HoldRemainingMinorUnits = 1 } },
            Transfer with { Links = Transfer.Links with { Counterpart = new TransactionId(Given.Id, 1) } },
            Transfer with { Links = Transfer.Links with { Counterpart = new TransactionId(Given.OtherId, 2) } },
            Transfer with { Links = Transfer.Links with { Exchange = null } },
            Transfer with { Links = Transfer.Links with { Exchange = exchange with { Rate = null } } },
            Transfer with { Links = Transfer.Links with { Exchange = exchange with { Rate = 8.5m } } },
            Transfer with { Links = Transfer.Links with { Exchange = exchange with { Rounding = null } } },
            Transfer with { Links = Transfer.Links with { Exchange = exchange with { Rounding = MidpointRounding.ToEven } } },
            Transfer with { Links = Transfer.Links with { Exchange = exchange with { CounterpartMinorUnits = 25_51 } } },
            Transfer with { Links = Transfer.Links with { Exchange = exchange with { CounterpartCurrency = Currency.FromIso("CHF") } } },
            Transfer with { Links = Transfer.Links with { Exchange = exchange with { CounterpartCurrency = Currency.Restore("EUR", 3) } } },
        ];
        Wallet[] wallets =
        [
            Wallet,
            Wallet with { Id = Given.OtherId },
            Wallet with { OwnerId = "owne", Name = "rdefault" },
            Wallet with { Name = "other" },
            Wallet with { Currency = Euro },
            Wallet with { Currency = Currency.Restore("USD", 3) },
            Wallet with { CreatedAt = Wallet.CreatedAt.AddMicroseconds(1) },
        ];

        Assert.Distinct(others.Select(transaction => HashChain.Next(default, transaction)).Append(HashChain.Next(HashChain.Begin(Wallet), Transfer)));
        Assert.Distinct(wallets.Select(HashChain.Begin));
    }

    [Fact]
    public void The_hash_of_a_transaction_and_the_changing_values_of_a_wallet_are_not_hashed()
    {
        Assert.Equal(HashChain.Next(default, Deposit), HashChain.Next(default, Deposit with { Hash = Sha256Hash.Of("other"u8) }));
        Assert.Equal(
            HashChain.Begin(Wallet),
            HashChain.Begin(Wallet with { Status = WalletStatus.Closed, Version = 9, LastSequence = 3, ChainHash = Sha256Hash.Of("other"u8), UpdatedAt = Given.Now }));
    }

    [Fact]
    public void A_rate_is_hashed_by_its_value() => Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, 9], Gen.Int[0, 19]).Sample((digits, scale, zeros) =>
    {
        var rate = new decimal(digits, 0, 0, false, (byte)scale);
        var padded = rate * new decimal(1, 0, 0, false, 0);
        for (var i = 0; i < zeros && padded.Scale < 18; i++)
        {
            padded *= 1.0m;
        }

        Assert.Equal(HashChain.Next(default, At(rate)), HashChain.Next(default, At(padded)));
        Assert.NotEqual(HashChain.Next(default, At(rate)), HashChain.Next(default, At(rate + 0.000_000_000_1m)));

        static WalletTransaction At(decimal rate) => Transfer with { Links = Transfer.Links with { Exchange = Transfer.Links.Exchange! with { Rate = rate } } };
    });

    [Fact]
    public void A_wallet_or_a_transaction_that_is_missing_is_an_error_of_the_caller()
    {
        Assert.Throws<ArgumentNullException>("wallet", () => HashChain.Begin(null!));
        Assert.Throws<ArgumentNullException>("transaction", () => HashChain.Next(default, null!));
    }

    [Fact]
    public void Hashing_allocates_nothing()
    {
        HashChain.Next(default, Transfer);
        HashChain.Next(default, Deposit);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            HashChain.Next(HashChain.Next(default, Deposit), Transfer);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static string Document()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "WalletKit.sln")))
        {
            directory = directory.Parent!;
        }

        return File.ReadAllText(Path.Combine(directory.FullName, "docs", "tamper-evidence.md"));
    }
}
