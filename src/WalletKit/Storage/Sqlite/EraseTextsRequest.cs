using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>A piece of the texts of an erased wallet to be deleted. The result is whether texts may be left.</summary>
internal sealed class EraseTextsRequest(WalletId walletId, int limit) : WriteRequest<WriteSession, bool>
{
    protected override bool Work(WriteSession session, DateTimeOffset now)
    {
        // The deletion works on the tables, so the staged changes of the same transaction must be in them.
        session.Flush();
        return session.DeleteTexts(walletId, limit);
    }
}
