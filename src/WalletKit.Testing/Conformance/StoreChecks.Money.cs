using System.Globalization;
using WalletKit.Testing.Histories;

namespace WalletKit.Testing.Conformance;

internal abstract partial class StoreChecks
{
    protected static Currency Euro { get; } = Currency.FromIso("EUR");

    protected static Currency Yen { get; } = Currency.FromIso("JPY");

    protected static decimal Units(string amount) => decimal.Parse(amount, CultureInfo.InvariantCulture);

    protected async Task<WalletTransaction?> FindTransactionAsync(TransactionId id) => await Store.FindTransactionAsync(id, Token);

    /// <summary>Records a transaction of a type in a wallet that can afford its reversal.</summary>
    protected async Task<WalletTransaction> RecordAsync(TransactionType type)
    {
        var walletId = await OpenWithAsync(100m, "recorded");
        var other = await OpenWithAsync(100m, "counterpart");
        return type switch
        {
            TransactionType.Deposit => (await DoAsync(new Deposit(walletId, 7m))).Transaction!,
            TransactionType.Withdrawal => (await DoAsync(new Withdraw(walletId, 7m))).Transaction!,
            TransactionType.Rebate => (await DoAsync(new PayRebate((await DoAsync(new Deposit(walletId, 7m) { RebateTerms = Terms })).Transaction!.Id, 0.07m))).Transaction!,
            TransactionType.TransferOut => (await DoAsync(new Transfer(walletId, other, 7m))).Transaction!,
            TransactionType.TransferIn => (await DoAsync(new Transfer(other, walletId, 7m))).Transactions[1],
            TransactionType.Capture => (await DoAsync(new CaptureHold((await DoAsync(new PlaceHold(walletId, 7m))).Hold!.Id))).Transaction!,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
        };
    }

    /// <summary>
    /// Checks a wallet's money, and that each record that a transaction names exists and names the transaction. The version may have changed for other reasons.
    /// </summary>
    protected async Task<(Wallet Wallet, IReadOnlyList<WalletTransaction> History)> AuditMoneyAsync(WalletId walletId)
    {
        var wallet = await FindAsync(walletId);
        var history = await HistoryAsync(walletId);
        var balance = 0L;
        for (var i = 0; i < history.Count; i++)
        {
            balance += history[i].AmountMinorUnits;
            Assert.Equal((i + 1, balance), (history[i].Sequence, history[i].BalanceAfterMinorUnits));
            Assert.True(i == 0 || (history[i].CreatedAt >= history[i - 1].CreatedAt && history[i].Version > history[i - 1].Version), "the history runs backwards");
            await AuditLinksAsync(history[i]);
        }

        Assert.Equal((balance, history.Count), (wallet.BalanceMinorUnits, wallet.LastSequence));
        await AuditJournalAsync(wallet, history);
        Assert.True(wallet.Available >= 0 || wallet.IsOverdrawn, "less than nothing is available");
        Assert.Distinct(history.Select(transaction => transaction.Links.ReversalOf).OfType<long>());
        Assert.Distinct(history.Select(transaction => transaction.Links.RebateOf).OfType<long>());
        return (wallet, history);
    }

    private async Task AuditLinksAsync(WalletTransaction transaction)
    {
        Assert.Equal(transaction.Type == TransactionType.Reversal, transaction.Links.ReversalOf is not null);
        Assert.Equal(transaction.Type == TransactionType.Rebate, transaction.Links.RebateOf is not null);
        if (transaction.Links.ReversalOf is { } reversed)
        {
            var original = await FindTransactionAsync(new TransactionId(transaction.WalletId, reversed));
            Assert.Equal(-transaction.AmountMinorUnits, original!.AmountMinorUnits);
            Assert.Equal((original.Links.Counterpart?.WalletId, original.Links.Exchange), (transaction.Links.Counterpart?.WalletId, transaction.Links.Exchange));
        }
        else
        {
            Assert.Equal(transaction.Type is TransactionType.TransferIn or TransactionType.TransferOut, transaction.Links.Counterpart is not null);
        }

        if (transaction.Links.Counterpart is { } counterpart)
        {
            var leg = await FindTransactionAsync(counterpart);
            Assert.NotNull(leg);
            Assert.Equal(transaction.Id, leg.Links.Counterpart);
            Assert.Equal(Math.Abs(transaction.AmountMinorUnits), leg.Links.Exchange?.CounterpartMinorUnits ?? Math.Abs(leg.AmountMinorUnits));
            Assert.NotEqual(Math.Sign(transaction.AmountMinorUnits), Math.Sign(leg.AmountMinorUnits));
        }
    }
}
