using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit;

/// <summary>A change of a wallet as data. The rules decide it, and a store commits the decision.</summary>
public abstract record WalletCommand
{
    private protected WalletCommand(WalletId walletId) => WalletId = walletId;

    /// <summary>The longest actor, in characters.</summary>
    public const int MaxActorLength = FormRules.MaxActorLength;

    /// <summary>Gets the wallet.</summary>
    public WalletId WalletId { get; }

    /// <summary>Gets the person or program that asks for the command; 1 to 200 characters, or null.</summary>
    /// <remarks>An example is the subject of an access token. The entries of the journal keep it. It is not content: a retry under the same key may name another.</remarks>
    public string? Actor { get; init; }

    /// <summary>Gets the name of the kind of command, in lowercase words. It is part of hashed content, so it never changes.</summary>
    internal abstract string Kind { get; }

    /// <summary>Gets the other wallet that the command names; null where it names one.</summary>
    internal abstract WalletId? Other { get; }

    /// <summary>Gets the wallets that the command names, its own first.</summary>
    internal IReadOnlyList<WalletId> Wallets => Other is { } other ? [WalletId, other] : [WalletId];

    /// <summary>Gets the command's share of the work of a commit; 1 where it writes few rows.</summary>
    internal virtual int Weight => 1;

    /// <summary>Returns the fault of a malformed command, whatever the state of its wallet; null where it is well formed.</summary>
    internal WalletRefusedException? CheckForm() => CheckFields() ?? FormRules.CheckActor(Actor);

    /// <summary>Returns the fault of the fields that only this kind of command has; null where they are well formed.</summary>
    private protected abstract WalletRefusedException? CheckFields();

    /// <summary>Writes the content for which an idempotency key stands, after <see cref="Kind"/>.</summary>
    /// <param name="content">The bytes to be hashed.</param>
    /// <param name="first">The first result under the key, which says whether an amount was rounded; null before there is one.</param>
    internal abstract void WriteContent(HashedContent content, CommandResult? first);

    /// <summary>Reads the state on which the decision rests, and no more.</summary>
    internal abstract CommandState Load(StateSource states, DateTimeOffset now);

    /// <summary>Decides the command. It is well formed, and this is a pure function.</summary>
    internal abstract Decision Decide(in CommandState state, DateTimeOffset now);
}
