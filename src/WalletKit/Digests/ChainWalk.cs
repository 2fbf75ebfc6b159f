using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Digests;

/// <summary>A walk through one wallet's journal, entry by entry, which knows the values that must come next.</summary>
internal sealed class ChainWalk(Wallet wallet, Secret secret, ManifestLine? line, Findings findings)
{
    private Sha256Hash _hash;
    private Sha256Hash? _digested;
    private long _expected = 1;
    private long _balance;
    private long _erasedThrough;

    // False after a gap: the entries after it cannot be tied to the entries before it.
    private bool _isTied = true;

    /// <summary>The version of the first entry past the wallet's version; null where none was found so far.</summary>
    public long? Beyond { get; private set; }

    public void Take(BookRow<JournalEntry> row)
    {
        if (Beyond is not null || row.Number > wallet.Version)
        {
            Beyond ??= row.Number;
            return;
        }

        if (row.Number < _expected)
        {
            AddUnexpected(row.Number);
            return;
        }

        Expect(row.Number);
        _expected = row.Number + 1;
        if (row.Value is { } entry)
        {
            Take(entry);
        }
        else
        {
            Add(DigestFindingKind.EntryUnreadable, row.Number, $"Entry {Name(row.Number)} holds values that no release writes: {row.Problem}");
            _isTied = false;
        }
    }

    public void AddUnexpected(long version) => Add(
        DigestFindingKind.EntryUnexpected, version, $"Entry {Name(version)} stands outside the wallet's journal, which is 1 to {wallet.Version}.");

    /// <summary>Ends the walk, because the rest of the journal cannot be read.</summary>
    public void GiveUp(string problem) => Add(DigestFindingKind.EntryUnreadable, _expected, $"From entry {Name(_expected)} on nothing was verified: {problem}");

    /// <summary>Compares the end of the journal with the values in the wallet and in the digest.</summary>
    public void End()
    {
        Expect(wallet.Version + 1);
        if (_isTied && _hash != wallet.ChainHash)
        {
            Add(DigestFindingKind.WalletChanged, wallet.Version, $"Wallet {wallet.Id} was changed: its hash is not that which its journal ends with.");
        }

        if (_isTied && _balance != wallet.BalanceMinorUnits)
        {
            Add(DigestFindingKind.WalletChanged, wallet.Version, $"Wallet {wallet.Id} was changed: its balance is {wallet.BalanceMinorUnits} minor units, its journal ends with {_balance}.");
        }

        if (_isTied && _erasedThrough != wallet.ErasedThrough)
        {
            Add(DigestFindingKind.WalletChanged, wallet.Version, $"Wallet {wallet.Id} was changed: its texts are erased through {wallet.ErasedThrough}, by its journal through {_erasedThrough}.");
        }

        if (line?.Version > wallet.Version)
        {
            Add(DigestFindingKind.HistoryShortened, wallet.Version + 1, $"Wallet {wallet.Id} ends at version {wallet.Version}; the digest was taken of version {line.Value.Version}.");
        }
        else if (_digested is { } hash && hash != line?.Hash)
        {
            Add(DigestFindingKind.HistoryRewritten, line?.Version, $"Wallet {wallet.Id} has the hash {hash} at {line?.Version}, the digest has {line?.Hash}: something up to there was rewritten.");
        }
    }

    // After a difference the walk continues from the stored hash, so that each change is found once, in its own place.
    private void Take(JournalEntry entry)
    {
        findings.Count(entry);
        var isFirst = entry.Version == 1;
        if (_isTied && (HashChain.Next(_hash, entry) != entry.Hash || !TextCommitment.IsRight(entry, secret)))
        {
            Add(DigestFindingKind.EntryChanged, entry.Version, $"Entry {Name(entry.Version)}{(isFirst ? ", or the wallet's identity," : "")} was changed: its hash {entry.Hash}, or the commitment to its texts, is not that of what stands there.");
        }

        _erasedThrough = entry.Type == EntryType.Erased ? entry.Version - 1 : _erasedThrough;
        (_hash, _isTied, _balance) = (entry.Hash, true, entry.Wallet.BalanceMinorUnits);
        _digested = entry.Version == line?.Version ? entry.Hash : _digested;
    }

    private void Expect(long version)
    {
        if (_expected < version)
        {
            Add(DigestFindingKind.EntryMissing, _expected, $"In wallet {wallet.Id} the entries {_expected} to {version - 1} are gone.");
            _isTied = false;
        }
    }

    private string Name(long version) => new TransactionId(wallet.Id, version).ToString();

    private void Add(DigestFindingKind kind, long? version, string message) => findings.Add(kind, wallet.Id, version, message);
}
