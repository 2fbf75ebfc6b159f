using System.Globalization;
using WalletKit.Stores;

namespace WalletKit.Testing.Histories;

/// <summary>A call for people to read, with its times counted from the beginning of the history.</summary>
internal static class CallText
{
    public static string Of(RecordedCall call, long begin) =>
        string.Create(CultureInfo.InvariantCulture, $"{call.Caller} [{call.Start - begin}, {(call.End - begin)?.ToString(CultureInfo.InvariantCulture) ?? "no answer"}]: ")
        + (call.Batch is { } batch ? Of(batch) : $"read the wallets of {call.Owner}");

    private static string Of(CommandBatch batch) =>
        (batch.IdempotencyKey is { } key ? $"batch key={key}: " : "")
        + string.Concat(batch.ExpectedVersions.Select(expected => string.Create(CultureInfo.InvariantCulture, $"{expected.WalletId} at {expected.Version}: ")))
        + string.Join("; ", batch.Select(Of));

    private static string Of(WalletCommand command)
    {
        var text = FormattableString.Invariant(command switch
        {
            OpenWallet open => $"open {open.WalletId} as {open.Name} of {open.OwnerId}",
            Transfer transfer => $"transfer {transfer.Amount} from {transfer.WalletId} to {transfer.Destination}",
            MoneyCommand money => $"{money.GetType().Name} {money.Amount} {money.WalletId}",
            CaptureHold capture => $"capture {capture.Amount?.ToString(CultureInfo.InvariantCulture) ?? "all"} of hold {capture.Hold}{(capture.KeepOpen ? " and keep it open" : "")}",
            VoidHold release => $"void hold {release.Hold}",
            Reverse reverse => $"reverse {reverse.Transaction}",
            PayRebate pay => $"pay {pay.Amount} as the rebate of {pay.Deposit}",
            _ => $"{command.GetType().Name} {command.WalletId}",
        });
        return command is KeyedCommand keyed
            ? text + (keyed.IdempotencyKey is { } key ? $" key={key}" : "") + (keyed.ExpectedVersion is { } version ? string.Create(CultureInfo.InvariantCulture, $" at {version}") : "")
            : text;
    }
}
