using WalletKit.Stores;

namespace WalletKit.Tests.Rules;

/// <summary>The parts of the entries of a command's changes, for assertions.</summary>
internal static class ChangesParts
{
    extension(Changes changes)
    {
        /// <summary>The newest state of each existing wallet that changes.</summary>
        public UpToTwo<Wallet> Wallets => changes.Entries switch
        {
            { First: null } or { First.Type: EntryType.Opened } => [],
            { Second: { } second, First: { } first } when second.WalletId != first.WalletId => [first.Wallet, second.Wallet],
            var entries => [(entries.Second ?? entries.First!).Wallet],
        };

        public UpToTwo<WalletTransaction> Transactions => [.. changes.Entries.Select(entry => entry.Transaction).OfType<WalletTransaction>()];

        public WalletEvent? Event => changes.Entries.First?.Event;
    }
}
