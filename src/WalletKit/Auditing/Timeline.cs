namespace WalletKit.Auditing;

/// <summary>Checks that versions rise and times do not go back, over transactions and events together.</summary>
internal sealed class Timeline(Wallet wallet, BookFindings findings)
{
    // The opening is version 1.
    private long _version = 1;
    private DateTimeOffset _time = wallet.CreatedAt;

    public void Add(long version, DateTimeOffset time, long? sequence)
    {
        if (version <= _version || version > wallet.Version)
        {
            Add(AuditFindingKind.VersionOrderBroken, sequence, version, $"The version is {version}, expected {_version + 1} to {wallet.Version}.");
        }
        else
        {
            _version = version;
        }

        if (time < _time || time > wallet.UpdatedAt)
        {
            Add(AuditFindingKind.TimeOrderBroken, sequence, version, $"The time is {time:O}, expected {_time:O} to {wallet.UpdatedAt:O}.");
        }
        else
        {
            _time = time;
        }
    }

    private void Add(AuditFindingKind kind, long? sequence, long version, FormattableString message)
    {
        if (sequence is { } at)
        {
            findings.AddAt(at, kind, message);
        }
        else
        {
            findings.Add(kind, $"Of the event at version {version}: {FormattableString.Invariant(message)}");
        }
    }
}
