using System.Collections.Concurrent;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Histories;

/// <summary>The wallets of a run, and the newest records that any caller has seen of each, so that most calls are about existing records.</summary>
internal sealed class Seen(ConcurrentRunOptions options)
{
    private readonly ConcurrentDictionary<WalletId, (long Version, long Sequence, long Hold)> _newest = [];
    private readonly Scene _scene = new(options.Seed);

    public string Owner => _scene.Owner(0);

    public WalletId Id(int wallet) => _scene.Id(wallet);

    public (long Version, long Sequence, long Hold) Newest(WalletId walletId) => _newest.GetValueOrDefault(walletId, (1, 1, 1));

    public void Note(BatchResult result)
    {
        foreach (var wallet in result.Results.Select(one => one.Wallet).OfType<Wallet>())
        {
            Note(wallet.Id, (wallet.Version, wallet.LastSequence, wallet.Holds.LastNumber));
        }
    }

    private void Note(WalletId walletId, (long Version, long Sequence, long Hold) newer) =>
        _newest.AddOrUpdate(walletId, newer, (_, standing) => standing.Version < newer.Version ? newer : standing);
}
