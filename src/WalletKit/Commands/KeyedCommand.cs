using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit;

/// <summary>A command that a caller may repeat safely under a key, and may tie to a version of the wallet.</summary>
public abstract record KeyedCommand : WalletCommand
{
    /// <summary>The longest key, in characters.</summary>
    public const int MaxKeyLength = FormRules.MaxKeyLength;

    private protected KeyedCommand(WalletId walletId)
        : base(walletId)
    {
    }

    /// <summary>Gets the idempotency key, which makes the command safe to repeat: 1 to 200 characters.</summary>
    /// <remarks>
    /// Each wallet has keys of its own. The same key with the same content returns the first result; the same key with other content is refused.
    /// </remarks>
    public string? IdempotencyKey { get; init; }

    /// <summary>Gets the version that the wallet must have; null for any.</summary>
    /// <remarks>The version is a condition, not content: a retry may name another.</remarks>
    public long? ExpectedVersion { get; init; }

    /// <summary>Gets the value date: the time at which the change counts; null for the time at which it is recorded.</summary>
    /// <remarks>It is not after the present time, is kept to the microsecond, and is content: a retry under the same key names the same time.</remarks>
    public DateTimeOffset? EffectiveAt
    {
        get;
        init => field = value is { } time ? Time.Truncate(time) : null;
    }

    private protected sealed override WalletRefusedException? CheckFields() => CheckOwnForm() ?? FormRules.CheckKey(IdempotencyKey) ?? CheckSharedForm();

    /// <summary>
    /// Decides the command. Only this method fixes the order of checks: idempotency key, wallet exists, expected version, closed, frozen, state of the other
    /// things that the command names, currency, value date; then the command's own checks: decimals, limits, funds or range.
    /// </summary>
    internal sealed override Decision Decide(in CommandState state, DateTimeOffset now)
    {
        if (Answer(state) is { } answer)
        {
            return answer;
        }

        if (state.Wallet is not { } wallet)
        {
            return new WalletNotFoundException(WalletId);
        }

        return Refuse(wallet, state, now) is { } refusal ? refusal : Apply(wallet, state, now);
    }

    /// <summary>Gets whether a closed wallet accepts the command.</summary>
    private protected virtual bool IsForClosed => false;

    /// <summary>Returns the fault of the part that only this kind of command has; null where it is well formed.</summary>
    private protected abstract WalletRefusedException? CheckOwnForm();

    /// <summary>Returns the fault of the part that a family of commands shares; null where it is well formed.</summary>
    private protected virtual WalletRefusedException? CheckSharedForm() => null;

    /// <summary>Returns the refusal for a thing, beside the wallet, that the command names and that does not exist.</summary>
    private protected virtual WalletRefusedException? RefuseMissing(in CommandState state) => null;

    /// <summary>Returns the wallets from which the command takes money, so that a frozen wallet refuses it.</summary>
    private protected abstract (bool Own, bool Other) Debits(in CommandState state);

    /// <summary>Returns the refusal for the state of a thing that the command names beside its wallet.</summary>
    private protected virtual WalletRefusedException? RefuseEnded(Wallet wallet, in CommandState state, DateTimeOffset now) => null;

    /// <summary>Returns the refusal for a named currency that is not the wallet's.</summary>
    private protected virtual WalletRefusedException? RefuseCurrency(Wallet wallet) => null;

    /// <summary>Decides the command once it has passed the checks that commands share.</summary>
    private protected abstract Decision Apply(Wallet wallet, in CommandState state, DateTimeOffset now);

    /// <summary>Returns the record that a store keeps under the command's key; null where it has no key.</summary>
    private protected RecordedCommand? Record(CommandResult result, in CommandState state, DateTimeOffset now) =>
        IdempotencyKey is { } key && state.Secrets.Keys is var secret
            ? new RecordedCommand(WalletId, KeyHash.Of(key, secret).Kept, secret.Hash(ContentHash.Of(this, result)), [result.ToRecorded()], Time.Truncate(now))
            : null;

    // The record of a command that was done before under the key answers the command, and no other rule is asked.
    private Decision? Answer(in CommandState state)
    {
        if (IdempotencyKey is null || state.Recorded is not { } recorded)
        {
            return null;
        }

        return recorded.Content == state.Secrets.Keys.Hash(ContentHash.Of(this, recorded.Results[0]))
            ? new Decision(recorded.Results[0].ToReplayed())
            : Decision.Refuse(recorded.ToConflict());
    }

    private WalletRefusedException? Refuse(Wallet wallet, in CommandState state, DateTimeOffset now) =>
        RefuseMissing(state)
        ?? (ExpectedVersion is { } expected && expected != wallet.Version ? new ConcurrencyConflictException(wallet.Id, expected, wallet.Version) : null)
        ?? (IsForClosed ? null : StatusRules.RefuseClosed(wallet))
        ?? StatusRules.RefuseClosed(state.Counterpart)
        ?? RefuseFrozen(wallet, state)
        ?? RefuseEnded(wallet, state, now)
        ?? RefuseCurrency(wallet)
        ?? (EffectiveAt > now ? new InvalidInputException("effectiveAt", EffectiveAt, "must not be after the present time") : null);

    private WalletFrozenException? RefuseFrozen(Wallet wallet, in CommandState state)
    {
        var (own, other) = Debits(state);
        return (own ? StatusRules.RefuseFrozen(wallet) : null) ?? (other ? StatusRules.RefuseFrozen(state.Counterpart) : null);
    }
}
