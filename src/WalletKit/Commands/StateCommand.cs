using System.Collections.Immutable;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit;

/// <summary>A command that changes the state of a wallet. Each change is an event in the wallet's history.</summary>
public abstract record StateCommand : KeyedCommand
{
    /// <summary>The longest reason, in characters.</summary>
    public const int MaxReasonLength = 500;

    private protected StateCommand(WalletId walletId)
        : base(walletId)
    {
    }

    /// <summary>Gets the reason, for people to read; 1 to 500 characters, or null.</summary>
    public string? Reason { get; init; }

    internal override WalletId? Other => null;

    internal override void WriteContent(HashedContent content, CommandResult? first) => content.Write(Reason);

    internal override CommandState Load(StateSource states, DateTimeOffset now) => StateLoading.Wallet(states, WalletId, now);

    private protected override WalletRefusedException? CheckOwnForm() => null;

    private protected sealed override WalletRefusedException? CheckSharedForm() => Reason is null ? null : Text.Check("reason", Reason, 1, MaxReasonLength);

    private protected sealed override (bool Own, bool Other) Debits(in CommandState state) => (false, false);

    /// <summary>Returns the decision to change the wallet, with the event that records the change.</summary>
    /// <param name="type">The kind of the event.</param>
    /// <param name="state">The state of the decision.</param>
    /// <param name="wallet">The wallet, changed but for its version and time.</param>
    /// <param name="now">The clock.</param>
    /// <param name="ended">The holds whose expiry the entry records.</param>
    /// <param name="limit">The credit limit that is set; null for other events.</param>
    /// <param name="newTexts">The secret for texts from this entry on; null for the secret that the wallet has.</param>
    private protected Decision Change(
        WalletEventType type, in CommandState state, Wallet wallet, DateTimeOffset now, ImmutableArray<Hold> ended = default, long? limit = null, Secret? newTexts = null)
    {
        var changed = Entries.Change(wallet, now);
        var happened = new WalletEvent
        {
            WalletId = wallet.Id,
            Version = changed.Version,
            Type = type,
            Currency = wallet.Currency,
            CreditLimitMinorUnits = limit,
            Reason = Reason,
            Actor = Actor,
            EffectiveAt = EffectiveAt,
            CreatedAt = changed.UpdatedAt,
        };
        var entry = Entries.Record((EntryType)type, changed, newTexts ?? state.Secrets.Texts, Actor, ended, happened: happened);
        var result = new CommandResult { Wallet = changed, Event = happened };
        return new Decision(result, new Changes
        {
            Entries = [entry],
            Holds = ended,
            Recorded = Record(result, state, now),
            Secrets = newTexts is { } texts ? state.Secrets with { Texts = texts } : null,
        });
    }
}
