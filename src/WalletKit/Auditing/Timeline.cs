using WalletKit.Stores;

namespace WalletKit.Auditing;

/// <summary>Checks that the versions of a journal run without a gap from the opening to the wallet's version, and that times go back at time corrections alone.</summary>
internal sealed class Timeline(Wallet wallet, BookFindings findings)
{
    private long _version;
    private DateTimeOffset _time = wallet.CreatedAt;
    private (long Version, DateTimeOffset First, DateTimeOffset Last)? _ahead;

    public void Add(JournalEntry entry)
    {
        CheckVersion(entry.Version);
        if ((entry.Type == EntryType.Opened) != (entry.Version == 1))
        {
            findings.AddAt(entry.Version, AuditFindingKind.VersionOrderBroken, $"It is {entry.Type}, and the opening is the first entry.");
        }

        if (entry.Type == EntryType.Opened && entry.RecordedAt != wallet.CreatedAt)
        {
            findings.Add(AuditFindingKind.TimeOrderBroken, $"The wallet was opened at {wallet.CreatedAt:O}, and its opening was recorded at {entry.RecordedAt:O}.");
            _time = entry.RecordedAt;
        }

        CheckTime(entry);
    }

    public void Skip(BookEntry unread) => CheckVersion(unread.Version);

    public void Complete()
    {
        ReportAhead();
        if (_version != wallet.Version)
        {
            findings.Add(AuditFindingKind.VersionWrong, $"The version is {wallet.Version}, and the newest entry is {_version}.");
        }
    }

    private void CheckTime(JournalEntry entry)
    {
        var time = entry.RecordedAt;
        if (entry.Type == EntryType.TimeCorrected && time < (_ahead?.Last ?? _time))
        {
            (_time, _ahead) = (time, null);
        }
        else if (entry.Type == EntryType.TimeCorrected || time < _time || (time > wallet.UpdatedAt && time < _ahead?.Last))
        {
            findings.AddAt(entry.Version, AuditFindingKind.TimeOrderBroken, Wrong(time));
        }
        else if (time > wallet.UpdatedAt)
        {
            _ahead = (_ahead?.Version ?? entry.Version, _ahead?.First ?? time, time);
        }
        else
        {
            ReportAhead();
            _time = time;
        }
    }

    // Entries are later than the wallet's own time only where a time correction follows them.
    private void ReportAhead()
    {
        if (_ahead is var (version, time, _))
        {
            findings.AddAt(version, AuditFindingKind.TimeOrderBroken, Wrong(time));
            _ahead = null;
        }
    }

    private FormattableString Wrong(DateTimeOffset time) => $"The time is {time:O}, expected {_time:O} to {wallet.UpdatedAt:O}.";

    private void CheckVersion(long version)
    {
        if (version != _version + 1)
        {
            findings.AddAt(version, AuditFindingKind.VersionOrderBroken, $"The version after {_version} is {version}, expected {_version + 1}.");
        }

        _version = version;
    }
}
