using System.Text.Json.Nodes;
using CsCheck;
using WalletKit.Model.Money;
using WalletKit.Rules;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Tests.Rules;

public sealed class HashChainTests
{
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

    private static readonly JournalEntry Transfer = Entry(new WalletTransaction
    {
        WalletId = Given.Id,
        Sequence = 2,
        Type = TransactionType.TransferOut,
        Currency = Wallet.Currency,
        AmountMinorUnits = -30_00,
        BalanceAfterMinorUnits = 70_00,
        Version = 3,
        CreatedAt = Given.Opened.AddSeconds(2),
        Account = CounterAccount.Exchange,
        Links = new TransactionLinks
        {
            Counterpart = new TransactionId(Given.OtherId, 2),
            Exchange = new Exchange { Rate = 0.850m, Rounding = MidpointRounding.ToZero, CounterpartCurrency = Currency.FromIso("EUR"), CounterpartMinorUnits = 25_50 },
        },
    });

    private static readonly JournalEntry Placed = new()
    {
        Type = EntryType.HoldPlaced,
        Wallet = Wallet with { Version = 2, Holds = new HoldTotals { HeldMinorUnits = 5, LastNumber = 1, OpenCount = 1, NextExpiry = Given.Now } },
        Hold = new HoldEntry { Number = 1, RemainingMinorUnits = 5, ExpiresAt = Given.Now },
    };

    private static readonly Gen<string> Word = Gen.String[Gen.Char["ab\u00e9\u4e2d"], 0, 3];

    private static readonly Gen<long?> Link = Gen.Long[1, 3].Nullable();

    private static readonly Gen<decimal> Rate = Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int, Gen.Int, Gen.Bool, Gen.Byte[0, 28])
        .Select((low, middle, high, isNegative, scale) => new decimal(low, middle, high, isNegative, scale));

    private static readonly Gen<Exchange?> Exchanges = Gen.Select(Rate.Nullable(), Gen.Enum<MidpointRounding>().Nullable(), Gen.OneOf(Gen.Const("EUR"), Gen.Const("JPY")), Gen.Long[1, 3])
        .Select((rate, rounding, code, amount) => new Exchange { Rate = rate, Rounding = rounding, CounterpartCurrency = Currency.FromIso(code), CounterpartMinorUnits = amount }).Null();

    private static readonly Gen<TransactionLinks> Links =
        Gen.Select(Link, Link, Link, Link, Gen.Select(Gen.Bool, Gen.Long[1, 3]).Select((isOther, version) => new TransactionId(isOther ? Given.OtherId : Given.Id, version)).Nullable(), Exchanges)
            .Select((rebateOf, reversalOf, hold, remaining, counterpart, exchange) => new TransactionLinks
            {
                RebateOf = rebateOf,
                ReversalOf = reversalOf,
                Hold = hold,
                HoldRemainingMinorUnits = remaining,
                Counterpart = counterpart,
                Exchange = exchange,
            });

    private static readonly Gen<DateTimeOffset> Times = Gen.Long[-3, 3].Select(seconds => DateTimeOffset.UnixEpoch.AddSeconds(seconds));

    private static readonly Gen<HoldTotals> Totals =
        Gen.Select(Gen.Long[0, 2], Gen.Long[0, 2], Gen.Long[0, 2], Times.Nullable(), Gen.Select(Times, Gen.Long[1, 2]).Select((time, number) => new EndedThrough(time, number)).Nullable())
            .Select((held, last, open, expiry, ended) => new HoldTotals { HeldMinorUnits = held, LastNumber = last, OpenCount = open, NextExpiry = expiry, EndedThrough = ended });

    private static readonly Gen<Wallet> Wallets =
        Gen.Select(Gen.Enum<WalletStatus>(), Gen.Bool, Gen.Long[0, 2], Totals, Gen.Long, Gen.Long[1, 3], Times, Gen.Select(Word, Word))
            .Select((status, isOverdrawn, limit, holds, balance, number, time, names) => Wallet with
            {
                Status = status,
                IsOverdrawn = isOverdrawn,
                CreditLimitMinorUnits = limit,
                Holds = holds,
                BalanceMinorUnits = balance,
                LastSequence = number,
                Version = number + 1,
                UpdatedAt = time,
                OwnerId = names.Item1,
                Name = names.Item2,
            });

    private static readonly Gen<(string? Actor, DateTimeOffset? EffectiveAt, string? Account)> Origins =
        Gen.Select(Word.Null(), Times.Nullable(), Gen.OneOf(Gen.Const("bank"), Gen.Const("rebates")).Null());

    internal static readonly Gen<JournalEntry> Entries =
        Gen.Select(Gen.Enum<EntryType>(), Wallets, Links, Gen.Long, Gen.Select(Word.Null(), Gen.Dictionary(Word, Word)[0, 3], Origins), Gen.Select(Gen.Long[1, 2], Gen.Long[0, 2], Times.Nullable()), Gen.Long[1, 4].Array[0, 3])
            .Select((type, wallet, links, amount, said, hold, expired) => Complete(new JournalEntry
            {
                Type = type,
                Wallet = wallet,
                Actor = said.Item3.Actor,
                Transaction = !JournalEntry.IsTransaction(type) ? null : Given.Newest(wallet, (TransactionType)type, amount, links) with
                {
                    Reference = said.Item1,
                    Metadata = TransactionMetadata.From(said.Item2),
                    EffectiveAt = said.Item3.EffectiveAt,
                    Account = said.Item3.Account ?? CounterAccount.Of((TransactionType)type, links),
                },
                Event = !JournalEntry.IsEvent(type) ? null : new WalletEvent
                {
                    WalletId = wallet.Id,
                    Version = wallet.Version,
                    Type = (WalletEventType)type,
                    Currency = wallet.Currency,
                    CreatedAt = wallet.UpdatedAt,
                    Reason = said.Item1,
                    EffectiveAt = said.Item3.EffectiveAt,
                },
                Hold = type is not (EntryType.HoldPlaced or EntryType.HoldVoided) ? null : new HoldEntry
                {
                    Number = hold.Item1,
                    RemainingMinorUnits = hold.Item2,
                    ExpiresAt = hold.Item3,
                    EffectiveAt = said.Item3.EffectiveAt,
                    Reference = said.Item1,
                    Metadata = TransactionMetadata.From(said.Item2),
                },
                ExpiredHolds = [.. expired],
            }));

    internal static string VectorFile => Path.Combine(AppContext.BaseDirectory, "Rules", "Vectors", "chain.json");

    [Fact]
    public void The_hashes_of_known_entries_are_the_same_in_every_release()
    {
        var known = JsonNode.Parse(File.ReadAllText(VectorFile))!.AsArray().Select(node => node!.AsObject()).ToList();

        Assert.All(known, json =>
        {
            var entry = EntryJson.Read(json);
            Assert.Equal(json["commitment"]?.GetValue<string>(), entry.TextCommitment?.ToString());
            Assert.Equal(json["hash"]!.GetValue<string>(), HashChain.Next(Sha256Hash.Parse(json["before"]!.GetValue<string>()), entry).ToString());
        });
        Assert.Equal(Enum.GetValues<EntryType>().Order(), known.Select(json => (EntryType)json["type"]!.GetValue<int>()).Distinct().Order());
        Assert.Equal(
            Enum.GetValues<MidpointRounding>().Order(),
            known.Select(json => json["exchange"]?["rounding"]?.GetValue<string>()).OfType<string>().Select(Enum.Parse<MidpointRounding>).Distinct().Order());
    }

    // Each field has few values, so that equal entries come up, and entries that differ in one field alone.
    [Fact]
    public void Two_entries_have_one_hash_exactly_if_they_are_the_same() =>
        Gen.Select(Entries, Entries).Sample(
            (one, other) => Assert.Equal(
                JsonNode.DeepEquals(EntryJson.Write(one, default), EntryJson.Write(other, default)), HashChain.Next(default, one) == HashChain.Next(default, other)),
            iter: 5_000);

    [Fact]
    public void Any_change_of_an_entry_changes_its_hash()
    {
        var (transfer, wallet) = (Transfer.Transaction!, Transfer.Wallet);
        var exchange = transfer.Links.Exchange!;
        JournalEntry[] others =
        [
            Transfer,
            Transfer with { Wallet = wallet with { Id = Given.OtherId } },
            Transfer with { Wallet = wallet with { LastSequence = 3 } },
            Transfer with { Wallet = wallet with { BalanceMinorUnits = 70_01 } },
            Transfer with { Wallet = wallet with { Version = 4 } },
            Transfer with { Wallet = wallet with { UpdatedAt = wallet.UpdatedAt.AddMicroseconds(1) } },
            Transfer with { Wallet = wallet with { Status = WalletStatus.Frozen } },
            Transfer with { Wallet = wallet with { Status = WalletStatus.Closed } },
            Transfer with { Wallet = wallet with { IsOverdrawn = true } },
            Transfer with { Wallet = wallet with { CreditLimitMinorUnits = 1 } },
            Transfer with { Wallet = wallet with { Holds = new HoldTotals { HeldMinorUnits = 1 } } },
            Transfer with { Wallet = wallet with { Holds = new HoldTotals { LastNumber = 1 } } },
            Transfer with { Wallet = wallet with { Holds = new HoldTotals { OpenCount = 1 } } },
            Transfer with { Wallet = wallet with { Holds = new HoldTotals { NextExpiry = Given.Now } } },
            Transfer with { Wallet = wallet with { Holds = new HoldTotals { EndedThrough = new EndedThrough(Given.Now, 1) } } },
            Transfer with { Type = EntryType.Withdrawal },
            Transfer with { ExpiredHolds = [1] },
            Transfer with { ExpiredHolds = [1, 2] },
            Transfer with { TextCommitment = Sha256Hash.Of("texts"u8) },
            Transfer with { Transaction = transfer with { AmountMinorUnits = -30_01 } },
            Transfer with { Transaction = transfer with { EffectiveAt = Given.Opened } },
            Transfer with { Transaction = transfer with { EffectiveAt = Given.Opened.AddMicroseconds(1) } },
            Transfer with { Transaction = transfer with { Account = "bank" } },
            Transfer with { Transaction = transfer with { Account = "banks" } },
            Transfer with { Transaction = transfer with { Links = TransactionLinks.None } },
            Transfer with { Transaction = transfer with { Links = new TransactionLinks { RebateOf = 1 } } },
            Transfer with { Transaction = transfer with { Links = new TransactionLinks { ReversalOf = 1 } } },
            Transfer with { Transaction = transfer with { Links = new TransactionLinks { Hold = 1 } } },
            Transfer with { Transaction = transfer with { Links = new TransactionLinks { HoldRemainingMinorUnits = 1 } } },
            Transfer with { Transaction = transfer with { Links = transfer.Links with { Counterpart = new TransactionId(Given.Id, 2) } } },
            Transfer with { Transaction = transfer with { Links = transfer.Links with { Counterpart = new TransactionId(Given.OtherId, 3) } } },
            Transfer with { Transaction = transfer with { Links = transfer.Links with { Exchange = null } } },
            Transfer with { Transaction = transfer with { Links = transfer.Links with { Exchange = exchange with { Rate = null } } } },
            Transfer with { Transaction = transfer with { Links = transfer.Links with { Exchange = exchange with { Rate = 8.5m } } } },
            Transfer with { Transaction = transfer with { Links = transfer.Links with { Exchange = exchange with { Rounding = null } } } },
            Transfer with { Transaction = transfer with { Links = transfer.Links with { Exchange = exchange with { CounterpartMinorUnits = 25_51 } } } },
            Transfer with { Transaction = transfer with { Links = transfer.Links with { Exchange = exchange with { CounterpartCurrency = Currency.FromIso("CHF") } } } },
            Transfer with { Transaction = transfer with { Links = transfer.Links with { Exchange = exchange with { CounterpartCurrency = Currency.Restore("EUR", 3) } } } },
            Placed,
            Placed with { Type = EntryType.HoldVoided },
            Placed with { Hold = Placed.Hold! with { Number = 2 } },
            Placed with { Hold = Placed.Hold! with { RemainingMinorUnits = 6 } },
            Placed with { Hold = Placed.Hold! with { ExpiresAt = null } },
            Placed with { Hold = Placed.Hold! with { EffectiveAt = Given.Opened } },
            Opening(Wallet),
            Opening(Wallet with { Currency = Currency.FromIso("EUR") }),
            Opening(Wallet with { Currency = Currency.Restore("USD", 3) }),
            Opening(Wallet with { CreatedAt = Wallet.CreatedAt.AddMicroseconds(1) }),
            Opening(Wallet with { OwnerId = "owne", Name = "rdefault" }),
            Opening(Wallet with { Name = "other" }),
        ];

        Assert.Distinct(others.Select(entry => HashChain.Next(default, entry)).Append(HashChain.Next(Sha256Hash.Of("before"u8), Transfer)));
    }

    [Fact]
    public void Any_change_of_a_text_changes_the_commitment()
    {
        var transfer = Transfer.Transaction!;
        JournalEntry[] others =
        [
            Transfer with { Transaction = transfer with { Reference = "a" } },
            Transfer with { Transaction = transfer with { Reference = "b" } },
            Transfer with { Transaction = transfer with { Metadata = Given.Metadata(("a", "1")) } },
            Transfer with { Transaction = transfer with { Metadata = Given.Metadata(("a1", "")) } },
            Transfer with { Transaction = transfer with { Metadata = Given.Metadata(("", "a1")) } },
            Transfer with { Transaction = transfer with { Reference = "a", Metadata = Given.Metadata(("a", "1")) } },
            Transfer with { Actor = "a" },
            Transfer with { Actor = "b" },
            Opening(Wallet),
            Opening(Wallet) with { Actor = "a" },
        ];

        Assert.Null(TextCommitment.Of(Transfer, EntryJson.Secret));
        Assert.Distinct(others.Select(entry => TextCommitment.Of(entry, EntryJson.Secret)));
        Assert.Distinct([TextCommitment.Of(Opening(Wallet), EntryJson.Secret), TextCommitment.Of(Opening(Wallet), default)]);
    }

    [Fact]
    public void The_hash_of_an_entry_does_not_cover_itself()
    {
        var other = Transfer.Wallet with { ChainHash = Sha256Hash.Of("other"u8) };

        Assert.Equal(HashChain.Next(default, Transfer), HashChain.Next(default, Transfer with { Wallet = other }));
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

        static JournalEntry At(decimal rate) =>
            Entry(Transfer.Transaction! with { Links = Transfer.Transaction.Links with { Exchange = Transfer.Transaction.Links.Exchange! with { Rate = rate } } });
    });

    [Fact]
    public void A_missing_entry_is_an_error_of_the_caller() => Assert.Throws<ArgumentNullException>("entry", () => HashChain.Next(default, null!));

    [Fact]
    public void Hashing_allocates_nothing()
    {
        HashChain.Next(default, Transfer);
        HashChain.Next(default, Placed);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            HashChain.Next(HashChain.Next(default, Placed), Transfer);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static JournalEntry Opening(Wallet wallet) => Complete(new JournalEntry { Type = EntryType.Opened, Wallet = wallet });

    private static JournalEntry Entry(WalletTransaction transaction) => Complete(new JournalEntry
    {
        Type = (EntryType)transaction.Type,
        Wallet = Wallet with
        {
            LastSequence = transaction.Sequence,
            Version = transaction.Version,
            BalanceMinorUnits = transaction.BalanceAfterMinorUnits,
            UpdatedAt = transaction.CreatedAt,
        },
        Transaction = transaction,
    });

    private static JournalEntry Complete(JournalEntry entry) => entry with { TextCommitment = TextCommitment.Of(entry, EntryJson.Secret) };
}
