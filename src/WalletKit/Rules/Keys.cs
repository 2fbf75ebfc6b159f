using WalletKit.Stores;

namespace WalletKit.Rules;

/// <summary>What is kept under an idempotency key.</summary>
internal static class Keys
{
    /// <summary>What to keep for a command that was done; null where it has no key.</summary>
    public static RecordedCommand? Record(KeyedCommand command, CommandResult result) =>
        command.IdempotencyKey is { } key ? new RecordedCommand(command.WalletId, key, ContentHash.Of(command, result), [result.ToRecorded()]) : null;
}
