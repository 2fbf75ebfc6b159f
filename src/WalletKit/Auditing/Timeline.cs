using WalletKit.Stores;

namespace WalletKit.Auditing;

/// <summary>Checks that the versions of a journal run without a gap from the opening to the wallet's version, and that times do not go back.</summary>
internal sealed class Timeline(Wallet wallet, BookFindings findings)
{
    private long _version;
    private DateTimeOffset _time = wallet.CreatedAt;

    public void Add(JournalEntry entry)
    {
        CheckVersion(entry.Version);
        if ((entry.Type == EntryType.Opened) != (entry.Version == 1))
        {
            findings.AddAt(entry.Version, AuditFindingKind.VersionOrderBroken, $"It is {entry.Type}, and the opening is the first entry.");
        }

        if (entry.RecordedAt < _time || entry.RecordedAt > wallet.UpdatedAt)
        {
            findings.AddAt(entry.Version, AuditFindingKind.TimeOrderBroken, $"The time is {entry.RecordedAt:O}, expected {_time:O} to {wallet.UpdatedAt:O}.");
        }
        else
        {
            _time = entry.RecordedAt;
        }
    }

    public void Skip(BookEntry unread) => CheckVersion(unread.Version);

    public void Complete()
    {
        if (_version != wallet.Version)
        {
            findings.Add(AuditFindingKind.VersionWrong, $"The version is {wallet.Version}, and the newest entry is {_version}.");
        }
    }

    private void CheckVersion(long version)
    {
        if (version != _version + 1)
        {
            findings.AddAt(version, AuditFindingKind.VersionOrderBroken, $"The version after {_version} is {version}, expected {_version + 1}.");
        }

        _version = version;
    }
}
