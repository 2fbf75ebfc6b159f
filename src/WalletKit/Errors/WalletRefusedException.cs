namespace WalletKit;

/// <summary>The base class of refusals: a rule, the input or the state of a wallet does not allow a call.</summary>
/// <remarks>Nothing was changed. Failures of the store are not refusals; they are <see cref="WalletStoreException"/>.</remarks>
public abstract class WalletRefusedException : WalletException
{
    private protected WalletRefusedException(RefusalKind kind, string code, string message, Exception? innerException = null)
        : base(code, message, innerException) => Kind = kind;

    /// <summary>Gets the kind of reason, from which a protocol derives its own status.</summary>
    public RefusalKind Kind { get; }

    /// <summary>Gets whether the same call may succeed a little later, with nothing changed by the caller.</summary>
    public sealed override bool IsTransient => Kind == RefusalKind.Unavailable;
}
