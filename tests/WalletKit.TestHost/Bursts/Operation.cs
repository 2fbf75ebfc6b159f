using System.Globalization;
using WalletKit.Commands;

namespace WalletKit.TestHost.Bursts;

/// <summary>An operation on a wallet under a reference of its own. The process does it, and its parent does it again.</summary>
/// <param name="Wallet">The number of the wallet, from 0.</param>
/// <param name="Type">The type, which is one of the names below.</param>
/// <param name="Amount">The amount, in minor units; 0 where the type has no amount.</param>
/// <param name="Target">The destination of a transfer, the number of the hold to capture or void, or the version of the transaction to reverse; otherwise 0.</param>
/// <param name="Number">The version of the operation's transaction, or the number of its hold; 0 before it is done.</param>
/// <param name="Reference">The reference, which is also the key where it has one.</param>
/// <param name="IsKeyed">Whether it has a key.</param>
internal sealed record Operation(int Wallet, string Type, long Amount, long Target, long Number, string Reference, bool IsKeyed)
{
    public const string Deposit = "deposit";
    public const string Withdrawal = "withdrawal";
    public const string Transfer = "transfer_out";
    public const string Hold = "hold";
    public const string Capture = "capture";
    public const string Void = "void";
    public const string Reversal = "reversal";

    public string Owner => $"owner-{Wallet}";

    /// <summary>Whether a capture leaves the hold open.</summary>
    public bool KeepsOpen => Amount % 2 == 0;

    private decimal Units => Amount / 100m;

    private string? Key => IsKeyed ? Reference : null;

    // Some holds expire in the middle of a burst, some long after it.
    private TimeSpan? ExpiresIn => (Amount % 10) switch
    {
        0 => TimeSpan.FromMilliseconds(100),
        < 5 => TimeSpan.FromDays(30),
        _ => null,
    };

    public static Operation Parse(string[] parts) => new(
        (int)Number64(parts[0]), parts[1], Number64(parts[2]), Number64(parts[3]), Number64(parts[4]), parts[5], parts[6] == "keyed");

    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Wallet} {Type} {Amount} {Target} {Number} {Reference} {(IsKeyed ? "keyed" : "plain")}");

    /// <summary>Whether a caller that knows its own operations alone may meet a refusal: others spend the money, and time ends the holds.</summary>
    public static bool IsExpected(WalletRefusedException refusal) => refusal is InsufficientFundsException or HoldEndedException { Status: HoldStatus.Expired };

    /// <summary>Does the operation, for the first time or again.</summary>
    /// <param name="wallets">The service.</param>
    /// <param name="id">The id of a wallet by its number.</param>
    /// <returns>The operation with its number, whether it was replayed, and the records that it returned.</returns>
    public async Task<(Operation Done, bool Replayed, IReadOnlyList<object> Result)> DoAsync(IWalletService wallets, Func<int, WalletId> id)
    {
        // There is no token, because an operation that was begun is finished.
        var wallet = id(Wallet);
        switch (Type)
        {
            case Deposit:
                return Done(await wallets.DepositAsync(wallet, Units, new() { Reference = Reference, IdempotencyKey = Key, Participant = HostOrder.Of(Reference) }));
            case Withdrawal:
                return Done(await wallets.WithdrawAsync(wallet, Units, new() { Reference = Reference, IdempotencyKey = Key, Participant = HostOrder.Of(Reference) }));
            case Transfer:
                var transfer = await wallets.TransferAsync(wallet, id((int)Target), Units, new() { Reference = Reference, IdempotencyKey = Key, Participant = HostOrder.Of(Reference) });
                return (this with { Number = transfer.Outgoing.Version }, transfer.Replayed, [transfer.Outgoing, transfer.Incoming]);
            case Hold:
                return Done(await wallets.PlaceHoldAsync(wallet, Units, new() { Reference = Reference, IdempotencyKey = Key, Participant = HostOrder.Of(Reference), ExpiresIn = ExpiresIn }));
            case Capture:
                return Done(await wallets.CaptureHoldAsync(new HoldId(wallet, Target), Units, new() { Reference = Reference, IdempotencyKey = Key, Participant = HostOrder.Of(Reference), KeepOpen = KeepsOpen }));
            case Void:
                return Done(await wallets.VoidHoldAsync(new HoldId(wallet, Target), new() { IdempotencyKey = Key }));
            case Reversal:
                var reversal = await wallets.ReverseAsync(new TransactionId(wallet, Target), new() { Reference = Reference, IdempotencyKey = Key, Participant = HostOrder.Of(Reference) });
                return (this with { Number = reversal.Transactions[0].Version }, reversal.Replayed, reversal.Transactions);
            default:
                throw new InvalidOperationException($"There is no operation '{Type}'.");
        }
    }

    /// <summary>Repeats a call whose answer was lost: it is done once, however often it is repeated.</summary>
    /// <returns>The operation with its number; null where it was refused.</returns>
    public async Task<Operation?> SettleAsync(IWalletService wallets, Func<int, WalletId> id)
    {
        try
        {
            var first = await DoAsync(wallets, id);
            var second = await DoAsync(wallets, id);
            Assert.True(second.Replayed, $"Done again: {this}");
            Assert.Equal(first.Result, second.Result);
            return first.Done;
        }
        catch (WalletRefusedException exception) when (IsExpected(exception))
        {
            // The call was never done, and cannot be done: that is an answer as well.
            return null;
        }
    }

    private static long Number64(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private (Operation Done, bool Replayed, IReadOnlyList<object> Result) Done(TransactionReceipt receipt) =>
        (this with { Number = receipt.Transaction.Version }, receipt.Replayed, [receipt.Transaction]);

    private (Operation Done, bool Replayed, IReadOnlyList<object> Result) Done(CaptureReceipt receipt) =>
        (this with { Number = receipt.Transaction.Version }, receipt.Replayed, [receipt.Transaction, receipt.Hold]);

    private (Operation Done, bool Replayed, IReadOnlyList<object> Result) Done(HoldReceipt receipt) =>
        (this with { Number = receipt.Hold.Id.Number }, receipt.Replayed, [receipt.Hold]);
}
